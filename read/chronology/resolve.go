package chronology

import (
	"fmt"
	"strconv"
	"strings"

	"hearsay"
)

// resolve says what an expression that spans the atoms from at to end stands for.
func (m *matcher) resolve(e expression, at, end int) hearsay.Time {
	found := hearsay.Time{
		Span:     hearsay.Span{Start: m.atoms[at].span.Start, End: m.atoms[end-1].span.End},
		Sentence: m.index, Kind: e.kind, By: e.by,
	}
	r := resolver{Time: &found, expression: e, anchor: m.anchor, tense: tenseUnknown}
	if m.anchor.known {
		r.tense = m.tenseAt(at, end)
		if len(e.suffix) > 1 && e.suffix[1] <= '9' && m.present(at) { // with a time of day
			r.tense = tenseFuture
		}
		r.owner = m.word(end) == "'" && m.word(end+1) == "s" && !m.ahead(at)
	}
	switch e.form {
	case formWeekend:
		r.weekend()
	case formDate:
		r.date()
	case formDays:
		r.days()
	case formYears:
		r.set(fmt.Sprintf("%04d/%04d", e.year, e.last), dayOf(e.year, 1, 1), dayOf(e.last, 12, 31))
	case formWeekday:
		r.weekday()
	case formOffset:
		r.offset()
	case formSeason:
		r.season()
	case formQuarter:
		r.stretch("Q", 3)
	case formHalf:
		r.stretch("H", 6)
	case formDecade:
		r.set(strconv.Itoa(e.year/10), dayOf(e.year, 1, 1), dayOf(e.year+9, 12, 31))
	case formCentury:
		r.set(two(e.n-1), dayOf(100*(e.n-1), 1, 1), dayOf(100*e.n-1, 12, 31))
	case formNamed:
		r.named()
	case formLiteral:
		found.Value = e.text
	case formLikeDate:
		found.Value = openValue(e.unit)
	case formRelative:
		r.relative(m.thread.before(m.index))
	case formReported:
		r.reported(m.thread.period)
	}
	found.Value += e.suffix
	m.thread.take(&r, m.index)
	return found
}

// resolver fills in a time.
type resolver struct {
	*hearsay.Time
	expression
	anchor anchor
	tense  tense
	owner  bool // "Tuesday's": the verb beside it is not its own
}

func (r *resolver) set(value string, first, last int32) {
	r.Value, r.Resolved, r.First, r.Last = value, true, first, last
}

// openValue is the value of a date of which but the grain is known.
func openValue(unit string) string {
	switch unit {
	case "W":
		return "XXXX-WXX"
	case "K":
		return "XXXX-WXX-WE"
	case "M":
		return "XXXX-XX"
	case "Q":
		return "XXXX-QX"
	case "Y", "E", "C":
		return "XXXX"
	}
	return "XXXX-XX-XX"
}

// toward is the direction in which an open date lies from the day of writing: what the words say, else the tense.
func (r *resolver) toward() tense {
	switch r.to {
	case backward:
		return tensePast
	case onward:
		return tenseFuture
	case here:
		return tenseUnknown
	}
	return r.tense
}

// yearOf is the year in which the stretch from (month, day) to last lies that an expression without a year means: the
// one toward which words or tense point, else the nearest. Slack is how many days it may lie on the other side.
func (r *resolver) yearOf(first, last func(year int) int32, slack int32) int {
	now, year := int32(r.anchor.day), r.anchor.civil.year
	best, distance := year, int32(1<<30)
	for y := year - 1; y <= year+1; y++ {
		switch r.toward() {
		case tensePast:
			if first(y) > now+slack || r.to == backward && last(y) >= now {
				continue
			}
		case tenseFuture:
			if last(y) < now-slack || r.to == onward && first(y) <= now {
				continue
			}
		}
		gap := max(first(y)-now, now-last(y), 0)
		if r.to == here && y == year {
			gap = 0
		}
		if gap < distance {
			best, distance = y, gap
		}
	}
	return best
}

func (r *resolver) date() {
	if r.year == 0 {
		if !r.anchor.known {
			r.Value = "XXXX-" + two(r.month)
			if r.day > 0 {
				r.Value += "-" + two(r.day)
			}
			return
		}
		r.Inferred = true
		if r.unit == "Y" {
			r.year = r.anchor.civil.year + r.n
		}
	}
	if r.year == 0 {
		r.year = r.yearOf(func(year int) int32 { return dayOf(year, r.month, max(r.day, 1)) },
			func(year int) int32 {
				if r.day > 0 {
					return dayOf(year, r.month, r.day)
				}
				return dayOf(year, r.month+1, 0)
			}, slackDays)
	}
	switch {
	case r.month == 0:
		r.set(fmt.Sprintf("%04d", r.year), dayOf(r.year, 1, 1), dayOf(r.year, 12, 31))
	case r.day == 0:
		r.set(monthValue(r.year, r.month), dayOf(r.year, r.month, 1), dayOf(r.year, r.month+1, 0))
	case r.unit == "W":
		r.n = 0
		r.from(dayOf(r.year, r.month, r.day))
	default:
		day := dayOf(r.year, r.month, r.day)
		r.set(dayValue(civil{r.year, r.month, r.day}), day, day)
	}
}

// slackDays is how far a date may lie on the other side of the day of writing than the tense of the verb says, since
// the verb beside it is not always its own.
const slackDays = 45

func (r *resolver) days() {
	final := r.last
	r.date()
	if !r.Resolved {
		r.Value += "/" + r.Value[:len(r.Value)-2] + two(final)
		return
	}
	last := dayOf(r.year, r.month, final)
	r.set(r.Value+"/"+dayValue(civil{r.year, r.month, final}), r.First, last)
}

func (r *resolver) weekday() {
	if !r.anchor.known {
		r.Value = "XXXX-WXX-" + strconv.Itoa(r.n)
		return
	}
	now := int32(r.anchor.day)
	back := int32((weekdayOf(now) - r.n + 7) % 7) // days since the last such day, 0 today
	day := now - back
	if r.owner && back <= 3 {
		r.tense = tensePast
	}
	switch {
	case r.to == backward && back == 0:
		day -= 7
	case r.to == onward, r.to == here && back > 0 && r.tense != tensePast, r.to == undirected && r.tense == tenseFuture:
		if back > 0 || r.to == onward {
			day += 7
		}
	}
	r.Inferred = true
	r.set(dayValue(civilOf(day)), day, day)
}

// weekend is the one under way, else the one before or after the day of writing, as the tense says.
func (r *resolver) weekend() {
	if !r.anchor.known {
		r.Value = openValue("K")
		return
	}
	now := int32(r.anchor.day)
	monday := now - int32(weekdayOf(now)-1)
	if weekdayOf(now) < 6 && r.tense != tenseFuture {
		monday -= 7
	}
	r.Inferred = true
	r.set(weekValue(monday)+"-WE", monday+5, monday+6)
}

// unitDays is about how many days a unit has.
var unitDays = map[string]int{"D": 1, "W": 7, "K": 7, "B": 14, "M": 31, "Q": 92, "Y": 366, "E": 3660, "C": 36600}

// offsetDays bounds how far from the day of writing an expression may lead: to the years that four digits can name.
const offsetDays = 600_000

func (r *resolver) offset() {
	if !r.anchor.known {
		r.Value = openValue(r.unit)
		return
	}
	r.from(int32(r.anchor.day))
}

// from sets the time that lies n units from a day.
func (r *resolver) from(now int32) {
	if max(r.n, -r.n) > offsetDays/unitDays[r.unit] {
		r.Value = openValue(r.unit)
		return
	}
	r.Inferred = true
	c := civilOf(now)
	switch r.unit {
	case "D":
		day := now + int32(r.n)
		r.set(dayValue(civilOf(day)), day, day)
	case "W", "B", "K":
		n := int32(r.n)
		if r.unit == "B" {
			n *= 2
		}
		monday := now - int32(weekdayOf(now)-1) + 7*n
		if r.unit == "K" {
			r.set(weekValue(monday)+"-WE", monday+5, monday+6)
			return
		}
		r.set(weekValue(monday), monday, monday+6)
	case "M":
		first := civilOf(dayOf(c.year, c.month+r.n, 1))
		r.set(monthValue(first.year, first.month), dayOf(first.year, first.month, 1), dayOf(first.year, first.month+1, 0))
	case "Q":
		first := civilOf(dayOf(c.year, (c.month-1)/3*3+1+3*r.n, 1))
		r.set(fmt.Sprintf("%04d-Q%d", first.year, (first.month-1)/3+1), dayOf(first.year, first.month, 1),
			dayOf(first.year, first.month+3, 0))
	case "Y":
		year := c.year + r.n
		r.set(fmt.Sprintf("%04d", year), dayOf(year, 1, 1), dayOf(year, 12, 31))
	case "E":
		year := c.year/10*10 + 10*r.n
		r.set(strconv.Itoa(year/10), dayOf(year, 1, 1), dayOf(year+9, 12, 31))
	case "C":
		century := c.year/100 + r.n
		r.set(two(century), dayOf(100*century, 1, 1), dayOf(100*century+99, 12, 31))
	}
}

var seasonNames = [...]string{"SP", "SU", "FA", "WI"}

// season is three months from March, June, September or December on; a winter has the number of the year it begins in.
func (r *resolver) season() {
	name := seasonNames[r.n-1]
	first := func(year int) int32 { return dayOf(year, 3*r.n, 1) }
	last := func(year int) int32 { return dayOf(year, 3*r.n+3, 0) }
	if r.year == 0 {
		if !r.anchor.known {
			r.Value = "XXXX-" + name
			return
		}
		r.Inferred = true
		r.year = r.yearOf(first, last, slackDays)
	}
	r.set(fmt.Sprintf("%04d-%s", r.year, name), first(r.year), last(r.year))
}

// stretch is the n-th part of a year that is so many months long.
func (r *resolver) stretch(name string, months int) {
	first := func(year int) int32 { return dayOf(year, (r.n-1)*months+1, 1) }
	last := func(year int) int32 { return dayOf(year, r.n*months+1, 0) }
	if r.year == 0 {
		if !r.anchor.known {
			r.Value = "XXXX-" + name + strconv.Itoa(r.n)
			return
		}
		r.Inferred = true
		r.year = r.yearOf(first, last, slackDays)
	}
	r.set(fmt.Sprintf("%04d-%s%d", r.year, name, r.n), first(r.year), last(r.year))
}

// named resolves a day with a name, as lexicon/time-named.txt gives it.
func (r *resolver) named() {
	var n [3]int
	parts := strings.SplitN(r.text, "-", 3)
	for i, part := range parts {
		n[i], _ = strconv.Atoi(part) // the list holds numbers
	}
	if len(parts[0]) == 4 {
		day := dayOf(n[0], n[1], n[2])
		r.set(r.text, day, day)
		return
	}
	at := func(year int) int32 { return dayOf(year, n[0], n[1]) }
	if len(parts) == 3 {
		at = func(year int) int32 { return nth(year, n[0], n[1], n[2]) }
	}
	if r.year == 0 {
		if !r.anchor.known {
			r.Value = "XXXX-" + parts[0] + "-XX"
			if len(parts) == 2 {
				r.Value = "XXXX-" + r.text
			}
			return
		}
		r.Inferred = true
		r.year = r.yearOf(at, at, slackDays)
	}
	day := at(r.year)
	r.set(dayValue(civilOf(day)), day, day)
}
