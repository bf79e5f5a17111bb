package chronology

import (
	"strconv"
	"strings"

	"hearsay"
)

// full is the year that two digits stand for.
func full(year int) int {
	switch {
	case year >= 100:
		return year
	case year < 50:
		return 2000 + year
	}
	return 1900 + year
}

// points reads "last", "this" or "next".
func (m *matcher) points() direction {
	for _, c := range m.captures {
		switch {
		case c.value.class&last != 0:
			return backward
		case c.value.class&this != 0:
			return here
		case c.value.class&next != 0:
			return onward
		}
	}
	return undirected
}

// suffixed adds the time or part of day to an expression.
func (m *matcher) suffixed(e expression) expression {
	if at, ok := m.get(clock, 0); ok {
		e.suffix, e.kind = at.text, hearsay.TimeClock
	} else if of, ok := m.get(part, 0); ok {
		e.suffix, e.kind = "T"+of.text, hearsay.TimeClock
	}
	return e
}

// makeDigits reads a date of digits; month and day say which of the two-digit parts they are. Where there is no year of
// four digits, the last part is the year.
func makeDigits(monthAt, dayAt int) func(m *matcher, at, end int) expression {
	return func(m *matcher, at, end int) expression {
		if at > 0 && !m.atoms[at].spaced && m.word(at-1) != "(" ||
			end < len(m.atoms) && !m.atoms[end].spaced && strings.ContainsAny(m.word(end), "/-0123456789") {
			return expression{}
		}
		a, _ := m.get(digits2, 0)
		b, _ := m.get(digits2, 1)
		y, ok := m.get(year, 0)
		if !ok {
			y, _ = m.get(digits2, 2)
			if len(m.word(at+4)) != 2 {
				return expression{}
			}
		}
		parts := [3]int{a.n, b.n, b.n}
		e := expression{form: formDate, year: full(y.n), month: parts[monthAt%2], day: parts[dayAt]}
		if dayAt == 0 { // month first, as in the United States
			e.month, e.day = a.n, b.n
		}
		return e.valid()
	}
}

// valid refuses a date that the calendar does not have.
func (e expression) valid() expression {
	year := e.year
	if year == 0 {
		year = 2000 // a leap year
	}
	if e.month < 1 || e.month > 12 || e.day < 1 || e.day > daysIn(year, e.month) {
		return expression{}
	}
	return e
}

func makeDate(m *matcher, at, end int) expression {
	day, _ := m.get(dayOfMonth, 0)
	if end < len(m.atoms) && m.finder.words.measures[m.word(end)] && m.number(year) == 0 {
		return expression{}
	}
	e := expression{form: formDate, year: m.number(year), month: m.number(month), day: day.n, to: m.points()}
	return m.suffixed(e).valid()
}

func makeDays(m *matcher, at, end int) expression {
	first, _ := m.get(dayOfMonth, 0)
	final, _ := m.get(dayOfMonth, 1)
	if final.n <= first.n {
		return expression{}
	}
	e := expression{form: formDays, kind: hearsay.TimeDuration, year: m.number(year), month: m.number(month),
		day: first.n, last: final.n}
	if check := (expression{year: e.year, month: e.month, day: e.last}).valid(); check.month == 0 {
		return expression{}
	}
	return e.valid()
}

func makeMonth(m *matcher, at, end int) expression {
	e := expression{form: formDate, year: m.number(year), month: m.number(month), to: m.points()}
	if e.year == 0 && e.to == undirected && !m.monthAlone(at, end) {
		return expression{}
	}
	return e
}

func makeMonthOf(m *matcher, at, end int) expression {
	e := expression{form: formDate, month: m.number(month), unit: "Y", n: int(m.points()) - int(here)}
	if day, ok := m.get(dayOfMonth, 0); ok {
		e.day = day.n
		return e.valid()
	}
	return e
}

func makeEveryMonth(m *matcher, at, end int) expression {
	return expression{form: formLiteral, kind: hearsay.TimeSet, text: "XXXX-" + two(m.number(month))}
}

// monthAlone reports whether a month without day and year is one: "may", "march" and short forms need a word before
// them that shows it, and the others must not be part of a name ("April Ryan").
func (m *matcher) monthAlone(at, end int) bool {
	first := at
	for first < end && m.atoms[first].classes&(month|shortMonth) == 0 {
		first++
	}
	a := &m.atoms[first]
	lead := m.finder.words.leads[m.word(first-1)] && m.word(first-1) != "the"
	named := end < len(m.atoms) && m.atoms[end].capital && m.atoms[end].tag.Noun() && m.atoms[end].classes == 0
	if a.classes&month == 0 || m.plays(first, "doubtful") {
		return lead && !named
	}
	before := first > 0 && m.atoms[first-1].capital && m.atoms[first-1].tag.Noun() && !lead && first-1 > 0
	return !named && !before
}

func makeYears(m *matcher, at, end int) expression {
	from := m.atoms[at].n
	until := m.atoms[end-1].n
	if until < 100 {
		until += from - from%100
	}
	if until <= from || until > from+100 || m.joined(at, -1) || m.joined(end-1, 1) {
		return expression{}
	}
	return expression{form: formYears, kind: hearsay.TimeDuration, year: from, last: until}
}

// makeYear reads a bare year. What stands beside it must not say that it is an amount, and below 1900 and above 2050
// something must say that it is a year.
func makeYear(m *matcher, at, end int) expression {
	n := m.number(year)
	first := end - 1
	if end < len(m.atoms) && (m.finder.words.measures[m.word(end)] || m.atoms[end].classes&zone != 0) {
		return expression{}
	}
	if m.plays(first-1, "amount") || m.word(first-1) == "." && m.plays(first-2, "amount") && !m.atoms[first-1].spaced {
		return expression{}
	}
	before := m.word(first - 1)
	sure := m.finder.words.leads[before] && before != "the" && before != "to" && before != "and" || before == "("
	if (n < 1900 || n > 2050) && !sure {
		return expression{}
	}
	return expression{form: formDate, year: n}
}

func makeDecade(m *matcher, at, end int) expression {
	e := expression{form: formDecade, kind: hearsay.TimeDate, year: m.number(year)}
	if n, ok := m.get(digits2, 0); ok {
		e.year = 1900 + n.n
	}
	if n, ok := m.get(decades, 0); ok {
		// "in his sixties" is an age.
		if m.plays(at-1, "age") {
			return expression{}
		}
		e.year = 1900 + n.n
	}
	if e.year%10 != 0 {
		return expression{}
	}
	return e
}

func makeCentury(m *matcher, at, end int) expression {
	return expression{form: formCentury, n: m.number(ordinal)}
}

func makeNamed(m *matcher, at, end int) expression {
	day, _ := m.get(named, 0)
	e := expression{form: formNamed, text: day.text, year: m.number(year), to: m.points()}
	if m.has(every) {
		e.form, e.kind, e.text = formLiteral, hearsay.TimeSet, "P1Y"
	}
	return e
}

func (m *matcher) has(of class) bool {
	_, ok := m.get(of, 0)
	return ok
}

func makeWeekdays(m *matcher, at, end int) expression {
	e := expression{form: formLiteral, kind: hearsay.TimeSet, text: "XXXX-WXX-" + strconv.Itoa(m.number(weekday|weekdays))}
	if of, ok := m.get(part, 0); ok {
		e.text += "T" + of.text
	}
	return e
}

func makeWeekday(m *matcher, at, end int) expression {
	return m.suffixed(expression{form: formWeekday, n: m.number(weekday), to: m.points()})
}

func makeToday(m *matcher, at, end int) expression {
	if at > 0 && m.atoms[at].capital && m.atoms[at-1].capital {
		return expression{} // a name: "Opinion Today"
	}
	e := expression{form: formOffset, unit: "D", n: m.number(relativeDay)}
	switch m.word(end - 1) {
	case "tonight", "overnight":
		e.suffix, e.kind = "TNI", hearsay.TimeClock
	case "night":
		if m.word(end-2) == "last" {
			e.n, e.suffix, e.kind = -1, "TNI", hearsay.TimeClock
			return e
		}
	}
	return m.suffixed(e)
}

func makeFixed(e expression) func(m *matcher, at, end int) expression {
	return func(*matcher, int, int) expression { return e }
}

// makePeriod reads "last week", "earlier this month", "the past year".
func makePeriod(m *matcher, at, end int) expression {
	of, _ := m.get(unit, 0)
	to := m.points()
	if at > 0 && m.atoms[at].capital && m.atoms[end-1].capital {
		return expression{} // a broadcast: "This Week"
	}
	word := ""
	for i := at; i < end; i++ {
		if m.atoms[i].classes&(last|this|next) != 0 {
			word = m.word(i)
		}
	}
	switch of.text {
	case "s", "m", "h", "D", "N":
		return expression{}
	}
	switch word {
	case "past", "coming":
		return expression{form: formLiteral, kind: hearsay.TimeDuration, text: duration(1, "", of.text)}
	case "previous", "preceding", "following", "upcoming":
		return expression{form: formLikeDate, unit: of.text}
	case "last", "next":
		if m.word(at) == "the" {
			return expression{form: formLiteral, kind: hearsay.TimeDuration, text: duration(1, "", of.text)}
		}
	}
	return expression{form: formOffset, unit: of.text, n: int(to) - int(here)}
}

// makeAgo reads "two years ago" and "two years from now".
func makeAgo(m *matcher, at, end int) expression {
	of, _ := m.get(unit|units, 0)
	n, ok := m.get(number, 0)
	if !ok {
		n.n = 1
	}
	sign := -1
	if m.word(end-1) == "now" {
		sign = 1
	}
	switch of.text {
	case "s", "m", "h":
		if sign > 0 {
			return expression{form: formLiteral, text: "FUTURE_REF"}
		}
		return expression{form: formLiteral, text: "PAST_REF"}
	case "N":
		of.text = "D"
	}
	return expression{form: formOffset, unit: of.text, n: sign * n.n}
}

func makeOpenAgo(*matcher, int, int) expression {
	return expression{form: formLiteral, text: "PAST_REF"}
}

func makeLikeDate(m *matcher, at, end int) expression {
	of, _ := m.get(unit|units, 0)
	return expression{form: formLikeDate, unit: of.text}
}

// makeDuration reads "three months", "two-year", "the past few weeks". An age is none.
func makeDuration(m *matcher, at, end int) expression {
	if m.word(end) == "old" || m.word(end) == "-" && m.word(end+1) == "old" || m.word(end) == "olds" ||
		m.word(end) == "of" && m.word(end+1) == "age" || m.word(at-1) == "aged" {
		return expression{}
	}
	of, _ := m.get(unit|units, 0)
	n, counted := m.get(number, 0)
	switch {
	case of.text == "N":
		of.text = "D"
	case of.text == "K", of.text == "Q" && (!counted || m.word(end-2) == "-"): // "a quarter of them"
		return expression{}
	}
	plural := m.has(units)
	if counted && !plural && n.n > 1 && m.word(end-2) != "-" && m.atoms[end-1].tag != hearsay.TagNone && of.text != "Q" &&
		m.word(end-2) != "half" {
		return expression{}
	}
	if of.text == "s" && !plural {
		return expression{}
	}
	if containsWord(m, at, end, "recent") {
		return expression{form: formLiteral, text: "PAST_REF"}
	}
	text := ""
	switch {
	case m.has(vague), !counted && plural:
		if !m.has(vague) && !m.plays(at-1, "span") {
			return expression{}
		}
		text = duration(0, "X", of.text)
	case counted && containsWord(m, at, end, "half"):
		text = duration(n.n, ".5", of.text)
	case counted:
		text = duration(n.n, n.text, of.text)
	case containsWord(m, at, end, "half"):
		text = duration(0, ".5", of.text)
	default:
		if !m.singleAlone(at) {
			return expression{}
		}
		text = duration(1, "", of.text)
	}
	return expression{form: formLiteral, kind: hearsay.TimeDuration, text: text}
}

// singleAlone reports whether "a year" tells how long and not how often ("$300 a day").
func (m *matcher) singleAlone(at int) bool {
	if at == 0 {
		return true
	}
	before := &m.atoms[at-1]
	return !before.tag.Noun() && before.classes&(digits|units|unit) == 0 && !m.plays(at-1, "rate")
}

func containsWord(m *matcher, at, end int, word string) bool {
	for i := at; i < end; i++ {
		if m.word(i) == word {
			return true
		}
	}
	return false
}

// duration is the TIMEX3 value of n units; fraction is ".5", "X" for an open number, or "".
func duration(n int, fraction, of string) string {
	number := strconv.Itoa(n) + fraction
	if fraction == "X" {
		number = "X"
	} else if fraction != "" && n == 0 {
		number = "0" + fraction
	}
	switch of {
	case "s", "m", "h":
		if of == "h" && fraction == ".5" {
			return "PT" + strings.TrimPrefix(strconv.Itoa(n)+"H", "0H") + "30M"
		}
		return "PT" + number + strings.ToUpper(of)
	case "E", "C":
		if fraction == "" {
			return "P" + strconv.Itoa(n*map[string]int{"E": 10, "C": 100}[of]) + "Y"
		}
		return "P" + number + map[string]string{"E": "DE", "C": "CE"}[of]
	case "Q":
		if fraction == "" {
			return "P" + strconv.Itoa(3*n) + "M"
		}
		return "P" + number + "Q"
	case "B":
		return "P" + strconv.Itoa(2*n) + "W"
	case "K":
		return "P" + number + "WE"
	}
	return "P" + number + of
}

func makeSeason(m *matcher, at, end int) expression {
	e := expression{form: formSeason, n: m.number(season), year: m.number(year), to: m.points()}
	if e.year != 0 || e.to != undirected {
		return e
	}
	word := m.atoms[end-1]
	if !word.tag.Noun() {
		return expression{}
	}
	if !m.plays(at-1, "season") {
		return expression{}
	}
	return e
}

func makeQuarter(m *matcher, at, end int) expression {
	e := expression{form: formQuarter, n: m.number(ordinal), year: m.number(year)}
	if e.n == 0 {
		return expression{form: formLikeDate, unit: "Q"}
	}
	if e.n > 4 || m.word(end) == "back" || m.word(end) == "-" && m.word(end+1) == "back" || m.word(end) == "mile" {
		return expression{}
	}
	return e
}

func makeHalf(m *matcher, at, end int) expression {
	e := expression{form: formHalf, n: m.number(ordinal), year: m.number(year)}
	if e.n > 2 || e.year == 0 && m.word(end) == "of" && m.word(end+1) != "the" && m.word(end+1) != "this" {
		return expression{}
	}
	return e
}

func makeRecurrent(m *matcher, at, end int) expression {
	if how, ok := m.get(recurrent, 0); ok {
		// "The Daily Bugle": a name.
		if m.atoms[at].capital && (at > 0 || end < len(m.atoms) && m.atoms[end].capital) {
			return expression{}
		}
		return expression{form: formLiteral, kind: hearsay.TimeSet, text: how.text}
	}
	of, _ := m.get(unit|units, 0)
	n, ok := m.get(number, 0)
	if !ok {
		n.n = 1
	}
	if of.text == "N" {
		of.text = "D"
	}
	return expression{form: formLiteral, kind: hearsay.TimeSet, text: duration(n.n, n.text, of.text)}
}

func makeReference(m *matcher, at, end int) expression {
	text := ""
	for _, of := range []class{present, past, future} {
		if value, ok := m.get(of, 0); ok {
			text = value.text
		}
	}
	switch m.word(end - 1) {
	case "soon":
		if m.word(at-1) == "as" && m.word(end) == "as" {
			return expression{}
		}
	case "past":
		if end < len(m.atoms) && m.atoms[end].tag.Noun() {
			return expression{}
		}
		text = "PAST_REF"
	case "future":
		if end < len(m.atoms) && m.atoms[end].tag.Noun() {
			return expression{}
		}
		text = "FUTURE_REF"
	}
	return expression{form: formLiteral, text: text}
}

func makeClock(m *matcher, at, end int) expression {
	return m.suffixed(expression{form: formLikeDate, unit: "D"})
}
