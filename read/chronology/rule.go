package chronology

import "hearsay"

// form says how an expression is resolved.
type form uint8

const (
	formNone     form = iota // refused: no time
	formWeekend              // the one nearest
	formDate                 // year, month, day, each 0 where it is open
	formDays                 // as formDate, up to the day last
	formYears                // year up to the year last
	formWeekday              // n is 1 to 7
	formOffset               // n units from the day of writing
	formSeason               // n is 1 to 4, year may be 0
	formQuarter              // n is 1 to 4, year may be 0
	formHalf                 // n is 1 or 2, year may be 0
	formDecade               // year is its first
	formCentury              // n is its number
	formNamed                // text says when
	formLiteral              // text is the value, without a day
	formLikeDate             // a date of which but the unit is known
	formRelative             // n units from the time that the text names before
	formReported             // the quarter of which the text gives figures, or that of another year, or of n years from it
)

// direction is where "last", "this" and "next" point.
type direction int8

const (
	undirected direction = iota
	backward
	here
	onward
)

// expression is what a rule has read.
type expression struct {
	form             form
	kind             hearsay.TimeKind
	year, month, day int
	last             int // day of the month, or year, with which a range ends
	n                int
	unit             string
	to               direction
	text             string
	suffix           string // of the value: a part of the day or a time of day
	by               string
}

// rule is a pattern and what it means. Make may refuse a match by returning the zero expression.
type rule struct {
	name  string
	nodes []node
	first class   // with which a match begins
	needs []class // of each of these sets a match has an atom
	make  func(m *matcher, at, end int) expression
}

// newRules compiles the patterns and marks the words with which they begin.
func newRules(w *words) []rule {
	const (
		clock = "( CLOCK ZONE? ZONE? time? ,? on? )?"
		about = "( APPROX | more than | less than | fewer than | at least | at most | up to | as long as | as much as )?"
	)
	free := firstWord
	given := map[string]class{}
	mark := func(word string) class {
		if given[word] == 0 {
			given[word] = free
			w.mark(word, free)
			if free<<1 != dayOfMonth { // the bits only spare tries, so the last words share one
				free <<= 1
			}
		}
		return given[word]
	}
	var rules []rule
	add := func(name string, make func(*matcher, int, int) expression, patterns ...string) {
		for _, pattern := range patterns {
			nodes := compile(pattern)
			first, _ := firstOf(nodes, mark)
			rules = append(rules, rule{name, nodes, first, needs(nodes), make})
		}
	}
	add("iso date", makeDigits(0, 1), "FOUR ~- TWO ~- TWO")
	add("numeric date", makeDigits(2, 0), "TWO ~/ TWO ~/ FOUR", "TWO ~/ TWO ~/ TWO")
	add("month and days", makeDays, "MONTH DAY ~- DAY ( ,? YEAR )?", "MONTH DAY to|through DAY ( ,? YEAR )?")
	add("date", makeDate, clock+" ( WEEKDAY PART? ,? )? MODIFIER? DEIXIS? MONTH DAY ( ,? YEAR )? PART?",
		"( WEEKDAY ,? )? the? DAY of? MONTH ( ,? YEAR )?")
	add("month and year", makeMonth, "( MODIFIER -? )? MONTH ( of | , )? YEAR")
	add("month", makeMonth, "( MODIFIER -? )? DEIXIS? MONTH")
	add("month of a year", makeMonthOf, "( MODIFIER -? )? MONTH DAY? ,? ( of )? LAST|NEXT|THIS year",
		"( MODIFIER -? )? MONTH DAY? of ( that same? | the same ) year")
	add("every month", makeEveryMonth, "EVERY MONTH")
	add("years", makeYears, "YEAR ~- TWO", "YEAR ~- YEAR")
	add("year", makeYear, "( MODIFIER -? )? ( fiscal | year | fiscal year )? YEAR")
	add("decade", makeDecade, "the? ( MODIFIER -? )? FOUR ~'? ~s", "the? ( MODIFIER -? )? ' TWO ~'? ~s",
		"the? ( MODIFIER -? )? DECADES")
	add("century", makeCentury, "the? ( MODIFIER -? )? ORDINAL -? century")
	add("named day", makeNamed, "MODIFIER? DEIXIS? NAMED ( ,? YEAR )?", "EVERY NAMED")
	add("weekdays", makeWeekdays, "EVERY WEEKDAY PART?", "WEEKDAYS")
	add("weekday", makeWeekday, clock+" ( MODIFIER | DEIXIS )? DEIXIS? WEEKDAY PART?")
	add("relative day", makeToday, clock+" MODIFIER? TODAY PART?", "( MODIFIER -? )? PART TODAY",
		clock+" MODIFIER? tonight|overnight",
		clock+" MODIFIER? THIS PART", clock+" MODIFIER? last night")
	add("day before yesterday", makeFixed(expression{form: formOffset, unit: "D", n: -2}), "the? day before yesterday")
	add("day after tomorrow", makeFixed(expression{form: formOffset, unit: "D", n: 2}), "the? day after tomorrow")
	add("relative period", makePeriod, "the? MODIFIER? DEIXIS UNIT")
	add("weekend", makeFixed(expression{form: formWeekend}), "the weekend")
	add("ago", makeAgo, about+" NUMBER UNITS|UNIT ago", about+" a|an UNIT ago", "UNIT -? ago")
	add("from now", makeAgo, about+" NUMBER UNITS|UNIT from now", about+" a|an UNIT from now")
	add("open ago", makeOpenAgo, "( a )? VAGUE of? UNITS ago", "UNITS ago")
	add("relative to the text", makeRelative, about+" NUMBER UNITS|UNIT earlier|later", "a|an UNIT -? earlier|later",
		"VAGUE UNITS earlier|later", "UNITS earlier|later", "MODIFIER? that same? UNIT", "MODIFIER? the same UNIT",
		"the? UNIT -? earlier", "the UNIT before|after", "the next|following|previous|preceding UNIT",
		"the next|following|previous PART", "MODIFIER? that PART")
	const kind = "( more | consecutive | straight | full | trading | business )?"
	add("duration", makeDuration,
		about+" ( the? LAST | the? NEXT | the? ORDINAL | the | another | a )? NUMBER "+kind+" UNITS|UNIT",
		about+" ( the? LAST | the? NEXT | the )? NUMBER to|or NUMBER UNITS", about+" a UNIT or two",
		about+" NUMBER - UNITS|UNIT", "( NUMBER - )? UNIT|UNITS - long", "the? NEXT|LAST UNITS",
		about+" a|an UNIT", about+" ( the? LAST | the? NEXT | a | the )? VAGUE of? UNITS",
		about+" NUMBER and a half UNITS", about+" half a|an UNIT", about+" a half -? UNIT", "UNITS")
	add("season", makeSeason, "the? ( MODIFIER -? )? DEIXIS? SEASON ( of? YEAR )?")
	add("quarter", makeQuarter, "the? ( fiscal -? )? ORDINAL -? quarter ( of? fiscal? YEAR )?",
		"the? YEAR fiscal? ORDINAL -? quarter", "the? LAST|NEXT|THIS year ' s fiscal? ORDINAL -? quarter",
		"the? ORDINAL -? quarter of? LAST|NEXT|THIS year", "the? year -? ago|earlier ORDINAL -? quarter",
		"the? ORDINAL quarter a year ago|earlier")
	add("quarter of figures", makeTheQuarter, "the? latest quarter|period", "the quarter")
	add("quarter of figures", makeReported, "the? YEAR quarter|period", "the? LAST|THIS year ' s quarter|period",
		"the? year -? ago|earlier quarter|period", "the quarter a year ago|earlier",
		"the corresponding|same|comparable quarter|period ( LAST year | a year ago|earlier | of? YEAR )")
	add("of the year", makeYearOfText, "the? end|beginning|start|rest|remainder|course of the UNIT",
		"earlier|later in the UNIT", "UNIT ' s end", "UNIT -? end", "the full fiscal? year")
	add("of the year", makeTheYear, "the fiscal? year")
	add("week of a day", makeWeekOf, "the week of MONTH DAY")
	add("half year", makeHalf, "the? ORDINAL half ( of ( fiscal )? YEAR )?")
	add("recurrent", makeRecurrent, "RECURRENT", "EVERY UNIT", "EVERY NUMBER UNITS")
	add("reference", makeReference, "right? PRESENT", "current", "these days", "more? PAST", "FUTURE",
		"the past|future", "the? recent past",
		"the near|immediate|distant future")
	add("time of day", makeClock, "CLOCK ZONE? ZONE? time?")
	return rules
}
