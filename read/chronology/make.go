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

// yearFollows reports whether the phrase that goes on at an atom names its year: "the August [recess of 2009]".
func (m *matcher) yearFollows(at int) bool {
	for i := at; i < min(at+3, len(m.atoms)-1); i++ {
		if m.word(i) == "of" && i > at && m.atoms[i+1].classes&digits != 0 && len(m.word(i+1)) == 4 {
			return true
		}
	}
	return false
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
	if e.year == 0 && e.to == undirected && (!m.monthAlone(at, end) || m.yearFollows(end)) {
		return expression{}
	}
	return e
}

// makeMonthOf reads "October of last year", and "March of that year" by the year that the text names before.
func makeMonthOf(m *matcher, at, end int) expression {
	e := expression{form: formDate, month: m.number(month), unit: "Y", n: int(m.points()) - int(here)}
	if m.points() == undirected {
		before := m.thread.before(m.index)
		if before == nil || int(before.Last)-int(before.First) >= unitDays["Y"] {
			return expression{form: formLikeDate, unit: "M"}
		}
		e.year = civilOf(before.First).year
	}
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
	lead := m.finder.words.leads[m.word(first-1)] && (m.word(first-1) != "the" || m.describes(end))
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
	first := at
	for m.atoms[first].classes&(digits|hundreds) == 0 {
		first++
	}
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
	case "upcoming":
		return expression{form: formLikeDate, unit: of.text}
	case "previous", "preceding", "following":
		return expression{form: formRelative, unit: of.text, n: int(to) - int(here)}
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
	case "E":
		of.text, n.n = "Y", 10*n.n
	case "Y":
		if n.n == 1 && sign < 0 && (m.figures() || m.word(end-2) == "-") && m.thread.period.quarter != 0 {
			return expression{form: formReported, unit: "Q", n: -1}
		}
	}
	return expression{form: formOffset, unit: of.text, n: sign * n.n}
}

func makeOpenAgo(*matcher, int, int) expression {
	return expression{form: formLiteral, text: "PAST_REF"}
}

// makeRelative reads "a year earlier", "that day", "the next morning", which rest on a time named before.
func makeRelative(m *matcher, at, end int) expression {
	of, timed := m.get(unit|units, 0)
	if !timed || of.text == "N" {
		of.text = "D"
	}
	n, counted := m.get(number, 0)
	if !counted {
		n.n = 1
	}
	if of.text == "E" {
		of.text, n.n = "Y", 10*n.n
	}
	e := expression{form: formRelative, unit: of.text}
	for i := at; i < end; i++ {
		switch m.word(i) {
		case "earlier", "before", "previous", "preceding":
			e.n = -n.n
		case "later", "after", "next", "following":
			e.n = n.n
		case "that", "same":
			e.n = 0
			return m.relative(e, at, end)
		}
	}
	return m.relative(e, at, end)
}

// relative adds the part of the day, and leaves open what the text before cannot fix: "weeks later", "an hour later",
// "the day after the vote". A year before figures is that of their quarter.
func (m *matcher) relative(e expression, at, end int) expression {
	word := m.word(end - 1)
	switch {
	case m.has(vague), e.unit == "s", e.unit == "m", e.unit == "h", m.has(units) && !m.has(number),
		(word == "before" || word == "after") && end < len(m.atoms) && !m.plays(end, "end"):
		e.form = formLikeDate
	case e.unit == "Y" && e.n == -1 && m.figures() && m.thread.period.year != 0:
		e.form = formReported
	case m.word(end-2) == "-": // "the year-earlier results" of an open period
		e.form = formLikeDate
	case word == "night":
		e.suffix, e.kind = "TNI", hearsay.TimeClock
	}
	return m.suffixed(e)
}

// figures reports whether the sentence gives amounts, as those of a business are told, or names their quarter.
func (m *matcher) figures() bool {
	if m.thread.period.year != 0 && m.thread.told == m.index {
		return true
	}
	for i := range m.atoms {
		if m.plays(i, "figure") {
			return true
		}
	}
	return false
}

// makeReported reads "the latest quarter", "the year-earlier period", "the 1988 quarter": the quarter of which the text
// gives figures, or that of another year.
func makeReported(m *matcher, at, end int) expression {
	e := expression{form: formReported, unit: "Q", year: m.number(year)}
	if !containsWord(m, at, end, "quarter") {
		if m.thread.period.year == 0 {
			return expression{}
		}
		if m.thread.period.quarter == 0 {
			e.unit = "Y"
		}
	}
	for i := at; i < end; i++ {
		switch {
		case m.word(i) == "ago", m.word(i) == "earlier":
			e.n = -1
		case m.word(i) == "year" && m.atoms[max(i-1, at)].classes&last != 0:
			e.n = -1
		}
	}
	return e
}

// makeDuration reads "three months", "two-year", "the past few weeks". An age is none.
func makeDuration(m *matcher, at, end int) expression {
	if m.word(end) == "-" && m.word(end+1) == "long" {
		return expression{} // a rule that reads more of it takes it
	}
	if m.word(end) == "old" || m.word(end) == "-" && m.word(end+1) == "old" || m.word(end) == "olds" ||
		m.word(end) == "of" && m.word(end+1) == "age" || m.word(at-1) == "aged" {
		return expression{}
	}
	of, _ := m.get(unit|units, 0)
	n, counted := m.get(number, 0)
	switch {
	case of.text == "N":
		of.text = "D"
	case of.text == "K", of.text == "Q" && (!counted || m.word(end-2) == "-"), // "a quarter of them"
		of.text == "Q" && n.n >= 1000: // "the 2016 quarter"
		return expression{}
	}
	plural := m.has(units)
	// "a five year low", but "a dozen years"
	if counted && n.n < 12 && containsWord(m, at, end-2, "a") && !containsWord(m, at, end, "half") {
		return expression{}
	}
	long := m.word(end-1) == "long"
	if counted && !plural && n.n > 1 && m.word(end-2) != "-" && m.atoms[end-1].tag != hearsay.TagNone && of.text != "Q" &&
		m.word(end-2) != "half" && !long && !m.describes(end) {
		return expression{}
	}
	if of.text == "s" && !plural {
		return expression{}
	}
	if containsWord(m, at, end, "recent") && (of.text == "Y" || of.text == "E") {
		return expression{form: formLiteral, text: "PAST_REF"}
	}
	text := ""
	switch {
	case m.has(vague), !counted && plural, m.rangeOf(end):
		if m.has(last) && !m.has(vague) && !counted {
			return expression{form: formLiteral, text: "PAST_REF"}
		}
		beside := m.plays(at-1, "span") || m.word(end) == "before" || m.word(end) == "after"
		if !m.has(vague) && !counted && plural && !m.has(next) && !long && !beside {
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
		if !long && !m.singleAlone(at) {
			return expression{}
		}
		text = duration(1, "", of.text)
	}
	return expression{form: formLiteral, kind: hearsay.TimeDuration, text: text}
}

// rangeOf reports whether a duration that ends at an atom has two numbers: "two to three weeks", "a month or two".
func (m *matcher) rangeOf(end int) bool {
	_, two := m.get(number, 1)
	return two || m.word(end-2) == "or"
}

// describes reports whether a small noun phrase goes on at an atom: "a three year [low]".
func (m *matcher) describes(at int) bool {
	if at >= len(m.atoms) || m.atoms[at].capital || m.atoms[at].classes != 0 {
		return false
	}
	return m.atoms[at].tag.Noun() || m.atoms[at].tag == hearsay.TagJJ
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
	switch {
	case e.year != 0 || m.thread.period.year == 0 && !m.anchor.known:
	case containsWord(m, at, end, "ago"), containsWord(m, at, end, "earlier"):
		e.year = m.anchor.civil.year - 1
		if m.thread.period.year != 0 {
			e.year = m.thread.period.year - 1
		}
	case m.anchor.known && m.points() != undirected:
		e.year = m.anchor.civil.year + int(m.points()) - int(here)
	}
	if e.n > 4 || m.word(end) == "back" || m.word(end) == "-" && m.word(end+1) == "back" || m.word(end) == "mile" {
		return expression{}
	}
	return e
}

// makeTheQuarter reads "the quarter ended Sept. 30" by its last day, and else as makeReported.
func makeTheQuarter(m *matcher, at, end int) expression {
	if word := m.word(end); (word == "ended" || word == "ending") && end+1 < len(m.atoms) && m.atoms[end+1].capital {
		if n := m.atoms[end+1].sense.value(month | shortMonth).n; n > 0 && n%3 == 0 {
			return expression{form: formQuarter, n: n / 3}
		}
	}
	return makeReported(m, at, end)
}

// makeYearOfText reads "year's end", "the full year", "the end of the month": of the year, or month, of writing. In its
// first months, a full year in the past is the one before.
func makeYearOfText(m *matcher, at, end int) expression {
	of, ok := m.get(unit, 0)
	if !ok { // the word itself stands in the pattern
		of.text = "Y"
	}
	e := expression{form: formOffset, unit: of.text}
	switch of.text {
	case "s", "m", "h", "D", "N", "Q", "K", "C":
		return expression{}
	}
	if word := m.word(end); of.text == "Y" && (word == "ended" || word == "ending") {
		return expression{form: formLiteral, kind: hearsay.TimeDuration, text: "P1Y"}
	}
	switch {
	case containsWord(m, at, end, "beginning"), containsWord(m, at, end, "start"):
		if m.anchor.known && m.tenseAt(at, end) == tenseFuture {
			e.n = 1
		}
	case containsWord(m, at, end, "full"), m.word(at-1) == "for":
		if m.anchor.known && m.anchor.civil.month <= 3 && m.tenseAt(at, end) != tenseFuture {
			e.n = -1
		}
	}
	return e
}

// makeTheYear reads "the year ended June 30", a duration, and "for the year," as makeYearOfText.
func makeTheYear(m *matcher, at, end int) expression {
	word := m.word(end)
	if word == "ended" || word == "ending" || m.word(at-1) == "for" && (word == "," || word == ".") {
		return makeYearOfText(m, at, end)
	}
	return expression{}
}

// makeWeekOf reads "the week of March 6".
func makeWeekOf(m *matcher, at, end int) expression {
	e := makeDate(m, at, end)
	if e.form != formNone {
		e.unit = "W"
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
		// "The Daily Bugle", "the party daily": a name, a paper.
		if m.atoms[at].tag == hearsay.TagNN || m.atoms[at].capital && (at > 0 || end < len(m.atoms) && m.atoms[end].capital) {
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
	case "current":
		if m.word(at-1) == "then" || m.word(end) == "fiscal" {
			return expression{}
		}
		text = "PRESENT_REF"
	case "days":
		text = "PRESENT_REF"
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
