package chronology

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// Captured kinds that are not word classes of the lexicon.
const (
	dayOfMonth class = 1 << (59 + iota)
	year
	clock
	named
	digits2
)

// elements are the kinds of atoms that patterns name.
var elements = map[string]func(*matcher, int) int{
	"MONTH": monthAt, "WEEKDAY": weekdayAt, "WEEKDAYS": inClass(weekdays), "DAY": dayAt, "YEAR": yearAt,
	"UNIT": inClass(unit), "UNITS": inClass(units), "NUMBER": numberAt, "ORDINAL": ordinalAt, "SEASON": inClass(season),
	"PART": inClass(part), "MODIFIER": inClass(modifier), "LAST": inClass(last), "NEXT": inClass(next),
	"THIS": inClass(this), "APPROX": inClass(approx), "EVERY": inClass(every), "RECURRENT": inClass(recurrent),
	"PRESENT": inClass(present), "PAST": inClass(past), "FUTURE": inClass(future), "TODAY": inClass(relativeDay),
	"VAGUE": inClass(vague), "ZONE": inClass(zone), "CLOCK": clockAt, "NAMED": namedAt, "DECADES": inClass(decades),
	"TWO": twoAt, "FOUR": fourAt, "DEIXIS": inClass(last | this | next),
}

// firsts are the classes with which a match of an element begins.
var firsts = map[string]class{
	"MONTH": month | shortMonth, "WEEKDAY": weekday | shortWeekday, "WEEKDAYS": weekdays, "DAY": digits, "UNIT": unit,
	"UNITS": units, "SEASON": season, "PART": part, "MODIFIER": modifier, "LAST": last, "NEXT": next, "THIS": this,
	"APPROX": approx, "EVERY": every, "RECURRENT": recurrent, "PRESENT": present, "PAST": past, "FUTURE": future,
	"TODAY": relativeDay, "VAGUE": vague, "DECADES": decades, "TWO": digits, "FOUR": digits,
	"DEIXIS": last | this | next, "NUMBER": number | tens | digits, "ORDINAL": ordinal | digits | tens,
	"YEAR": digits | hundreds, "ZONE": zone, "CLOCK": clockWord | digits, "NAMED": opener,
}

func inClass(of class) func(*matcher, int) int {
	return func(m *matcher, at int) int {
		if m.atoms[at].classes&of == 0 {
			return -1
		}
		m.capture(of, m.atoms[at].sense.value(of))
		return at + 1
	}
}

// monthAt reads the name of a month, which has a capital; "may" and "march" must also be tagged as nouns.
func monthAt(m *matcher, at int) int {
	a := &m.atoms[at]
	if a.classes&(month|shortMonth) == 0 || !a.capital {
		return -1
	}
	if (a.word == "may" || a.word == "march" || a.word == "mar") && !a.tag.Noun() && a.tag != hearsay.TagNone {
		return -1
	}
	m.capture(month, a.sense.value(month|shortMonth))
	if a.classes&shortMonth != 0 && m.word(at+1) == "." {
		return at + 2
	}
	return at + 1
}

// weekdayAt reads the name of a weekday, which has a capital. A short one needs its point.
func weekdayAt(m *matcher, at int) int {
	a := &m.atoms[at]
	if !a.capital {
		return -1
	}
	switch {
	case a.classes&weekday != 0:
		m.capture(weekday, a.sense.value(weekday))
		return at + 1
	case a.classes&shortWeekday != 0 && m.word(at+1) == ".":
		m.capture(weekday, a.sense.value(shortWeekday))
		return at + 2
	}
	return -1
}

// dayAt reads a day of the month: "6", "6th".
func dayAt(m *matcher, at int) int {
	a := &m.atoms[at]
	if a.classes&digits == 0 || len(a.word) > 2 || a.n < 1 || a.n > 31 {
		return -1
	}
	end := at + 1
	if end < len(m.atoms) && !m.atoms[end].spaced {
		switch m.atoms[end].word {
		case "st", "nd", "rd", "th":
			end++
		case "%":
			return -1
		case ",", ".", ":":
			if end+1 < len(m.atoms) && m.atoms[end+1].classes&digits != 0 && !m.atoms[end+1].spaced {
				return -1
			}
		}
	}
	m.capture(dayOfMonth, value{n: a.n})
	return end
}

func fixedDigits(m *matcher, at, length int, of class) int {
	a := &m.atoms[at]
	if a.classes&digits == 0 || len(a.word) != length {
		return -1
	}
	m.capture(of, value{n: a.n})
	return at + 1
}

func twoAt(m *matcher, at int) int {
	a := &m.atoms[at]
	if a.classes&digits == 0 || len(a.word) > 2 {
		return -1
	}
	m.capture(digits2, value{n: a.n})
	return at + 1
}

func fourAt(m *matcher, at int) int { return fixedDigits(m, at, 4, year) }

// yearAt reads a year of four digits that is not part of a longer number, or one in words: "nineteen ninety-six".
func yearAt(m *matcher, at int) int {
	a := &m.atoms[at]
	if a.classes&hundreds != 0 {
		return spokenYearAt(m, at)
	}
	if a.classes&digits == 0 || len(a.word) != 4 || a.n < 1000 || a.n > 2199 || m.joined(at, -1) || m.joined(at, 1) {
		return -1
	}
	m.capture(year, value{n: a.n})
	return at + 1
}

func spokenYearAt(m *matcher, at int) int {
	if at+1 >= len(m.atoms) || m.atoms[at+1].classes&(tens|number) == 0 {
		return -1
	}
	kept := len(m.captures)
	end := numberAt(m, at+1)
	if end < 0 {
		return -1
	}
	n := m.captures[kept].n
	m.captures = m.captures[:kept]
	if n < 10 || n > 99 {
		return -1
	}
	m.capture(year, value{n: 100*m.atoms[at].sense.value(hundreds).n + n})
	return end
}

// joined reports whether the number at an atom goes on to one side: "1,998", "2017.5", "$2000", "2000%".
func (m *matcher) joined(at, side int) bool {
	mark, far := at+side, at+2*side
	if mark < 0 || mark >= len(m.atoms) {
		return false
	}
	apart, further := m.atoms[max(at, mark)].spaced, true
	if far >= 0 && far < len(m.atoms) {
		further = m.atoms[max(mark, far)].spaced
	}
	switch m.atoms[mark].word {
	case "$", "£", "€", "#":
		return side < 0
	case "%":
		return side > 0
	case ",", ".", ":", "/":
		return !apart && !further && m.atoms[far].classes&digits != 0
	case "-":
		if apart || further || m.atoms[far].classes&digits == 0 {
			return false
		}
		length := len(m.atoms[far].word)
		return length != 4 && (side < 0 || length != 2 || m.word(far+1) == "-") // not "2014-15"
	}
	r, _ := utf8.DecodeRuneInString(m.atoms[mark].word)
	return !apart && kindOf(r) == letter
}

// numberAt reads a number above 0: "3", "1,500", "three", "twenty-five", "5 1/2", "a dozen".
func numberAt(m *matcher, at int) int {
	a := &m.atoms[at]
	switch {
	case a.classes&digits != 0:
		return digitsAt(m, at)
	case a.classes&tens != 0:
		n := a.sense.value(tens).n
		end := at + 1
		if m.word(end) == "-" {
			end++
		}
		if end < len(m.atoms) && m.atoms[end].classes&number != 0 && m.atoms[end].sense.value(number).n < 10 {
			m.capture(number, value{n: n + m.atoms[end].sense.value(number).n})
			return end + 1
		}
		m.capture(number, value{n: n})
		return at + 1
	case a.classes&number != 0:
		n := a.sense.value(number).n
		if n >= 100 && m.word(at-1) != "a" { // "a couple of hundred"
			return -1
		}
		if at+1 < len(m.atoms) && n < 100 && m.atoms[at+1].classes&number != 0 {
			if of := m.atoms[at+1].sense.value(number).n; of >= 100 { // "two hundred"
				m.capture(number, value{n: n * of})
				return at + 2
			}
		}
		m.capture(number, value{n: n})
		return at + 1
	}
	return -1
}

func digitsAt(m *matcher, at int) int {
	if at > 0 && m.joined(at, -1) {
		return -1
	}
	n, end := m.atoms[at].n, at+1
	for end+1 < len(m.atoms) && m.word(end) == "," && !m.atoms[end].spaced && !m.atoms[end+1].spaced &&
		m.atoms[end+1].classes&digits != 0 && len(m.atoms[end+1].word) == 3 && n < 1000 {
		n, end = n*1000+m.atoms[end+1].n, end+2
	}
	half := false
	if end+1 < len(m.atoms) && m.word(end) == "." && !m.atoms[end].spaced && !m.atoms[end+1].spaced &&
		m.atoms[end+1].classes&digits != 0 {
		if m.word(end+1) != "5" {
			return -1
		}
		half, end = true, end+2
	}
	if end+2 < len(m.atoms) && m.word(end) == "1" && m.word(end+1) == "/" && m.word(end+2) == "2" {
		half, end = true, end+3
	}
	if n == 0 && !half {
		return -1
	}
	text := ""
	if half {
		text = ".5"
	}
	m.capture(number, value{n: n, text: text})
	return end
}

// ordinalAt reads "third", "3rd", "twenty-third".
func ordinalAt(m *matcher, at int) int {
	a := &m.atoms[at]
	switch {
	case a.classes&ordinal != 0:
		m.capture(ordinal, a.sense.value(ordinal))
		return at + 1
	case a.classes&tens != 0 && at+2 < len(m.atoms) && m.word(at+1) == "-" && m.atoms[at+2].classes&ordinal != 0:
		m.capture(ordinal, value{n: a.sense.value(tens).n + m.atoms[at+2].sense.value(ordinal).n})
		return at + 3
	case a.classes&digits != 0 && len(a.word) <= 2 && at+1 < len(m.atoms) && !m.atoms[at+1].spaced:
		switch m.word(at + 1) {
		case "st", "nd", "rd", "th":
			m.capture(ordinal, value{n: a.n})
			return at + 2
		}
	}
	return -1
}

// clockAt reads a time of day: "9 p.m.", "9:30 a. m.", "21:30", "noon". Its value is the TIMEX3 suffix.
func clockAt(m *matcher, at int) int {
	a := &m.atoms[at]
	if a.classes&clockWord != 0 {
		m.capture(clock, a.sense.value(clockWord))
		return at + 1
	}
	if a.classes&digits == 0 || len(a.word) > 2 || a.n > 24 || at > 0 && m.joined(at, -1) {
		return -1
	}
	hour, minute, end := a.n, 0, at+1
	exact := false
	if end+1 < len(m.atoms) && m.word(end) == ":" && !m.atoms[end].spaced && m.atoms[end+1].classes&digits != 0 &&
		len(m.word(end+1)) == 2 && m.atoms[end+1].n < 60 {
		minute, end, exact = m.atoms[end+1].n, end+2, true
	}
	half, after := halfDay(m, end)
	switch {
	case half != 0 && hour >= 1 && hour <= 12:
		hour, end = hour%12, after
		if half == 'p' {
			hour += 12
		}
	case hour >= 1 && hour <= 12 && m.word(end) == "in" && m.word(end+1) == "the" && m.plays(at-1, "clock") &&
		end+2 < len(m.atoms) && m.atoms[end+2].classes&part != 0:
		if hour %= 12; m.word(end+2) != "morning" {
			hour += 12
		}
		end += 3
	case m.word(end) == "o" && m.word(end+1) == "'" && m.word(end+2) == "clock":
		end += 3
	case exact && hour <= 23 && m.timeOfDay(at, end):
	default:
		return -1
	}
	text := "T" + two(hour) + ":" + two(minute)
	m.capture(clock, value{text: text})
	return end
}

// halfDay reads "a.m." or "p.m." in any spacing.
func halfDay(m *matcher, at int) (half byte, end int) {
	switch first := m.word(at); first {
	case "am", "pm":
		return first[0], at + 1
	case "a", "p":
		if m.word(at+1) == "." && m.word(at+2) == "m" {
			if m.word(at+3) == "." {
				return first[0], at + 4
			}
			return first[0], at + 3
		}
		if m.word(at+1) == "m" {
			return first[0], at + 2
		}
	}
	return 0, at
}

// timeOfDay reports whether "12:30" is a time and not a score or a verse.
func (m *matcher) timeOfDay(at, end int) bool {
	if end < len(m.atoms) && m.atoms[end].classes&zone != 0 && m.atoms[end].capital {
		return true
	}
	return m.plays(at-1, "clock")
}

// namedAt reads a day with a name.
func namedAt(m *matcher, at int) int {
	w := &m.finder.words
	if m.atoms[at].classes&opener == 0 {
		return -1
	}
	end, found := -1, ""
	var key strings.Builder
	for i := at; i < len(m.atoms) && i < at+phraseAtoms; i++ {
		key.WriteString(m.atoms[i].word)
		key.WriteByte(' ')
		if day, ok := w.named[key.String()]; ok {
			end, found = i+1, day
		}
	}
	if end >= 0 {
		m.capture(named, value{text: found})
	}
	return end
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
