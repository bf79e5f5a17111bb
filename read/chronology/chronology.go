// Package chronology finds the time expressions of a document and says what they stand for.
//
// It begins with the sentences of a document, tokenised and tagged, and ends with hearsay.Time values: dates, times of
// day, durations and sets, with values as in TIMEX3 (TimeML 1.2.1). Collate makes the timeline of them.
//
// An ordered table of patterns finds the expressions; the words that they are made of stand in lexicon/time-*.txt. What
// an expression leaves open ("Tuesday", "in March") is filled in from the day on which the document was published and
// from the tense of the verb beside it; what rests on the text ("the next day", "a year earlier") from the time named
// just before. Where these are not known, nothing is guessed: "Tuesday" stays XXXX-WXX-2.
package chronology

import (
	"strings"

	"hearsay"
)

// Finder finds time expressions. It is safe for concurrent use.
type Finder struct {
	words words
	rules []rule
}

// New loads the word lists and prepares the patterns.
func New() *Finder {
	f := &Finder{words: newWords()}
	f.rules = newRules(&f.words)
	return f
}

// Find returns the time expressions of the sentences, which are those of doc with tags, in the order of the text. They
// do not overlap.
func (f *Finder) Find(doc *hearsay.Document, sentences []hearsay.Sentence) []hearsay.Time {
	anchor := anchor{}
	if doc.Published.Known() && doc.Published.Grain >= hearsay.GrainDay {
		anchor = anchorAt(doc.Published.Day())
	}
	var times []hearsay.Time
	m := matcher{anchor: anchor}
	for i, sentence := range sentences {
		m.start(f, doc.Text, sentence, i)
		from := len(times)
		for at := 0; at < len(m.atoms); {
			found, next := m.find(f.rules, at)
			if next == at {
				at++
				continue
			}
			if found.form != formNone {
				times = append(times, m.resolve(found, at, next))
				if n := len(times); n-from >= 2 && found.form == formWeekday && m.endsStretch(at) {
					follow(&times[n-2], &times[n-1])
				}
			}
			at = next
		}
		lendDays(times[from:])
	}
	return times
}

// endsStretch reports whether the weekday at an atom ends a stretch of days: "between Monday and Friday".
func (m *matcher) endsStretch(at int) bool {
	switch m.word(at - 1) {
	case "to", "through", "until", "till", "and", "-":
		if i := at - 2; i > 0 && m.atoms[i].classes&weekday != 0 {
			return m.word(i-1) == "from" || m.word(i-1) == "between" || m.word(at-1) == "through" || m.word(at-1) == "-"
		}
	}
	return false
}

// follow puts the weekday that ends a stretch behind the one that begins it.
func follow(begin, end *hearsay.Time) {
	if !begin.Resolved || !end.Resolved || begin.First != begin.Last || end.First > begin.First || begin.First-end.First > 6 {
		return
	}
	day := end.First + 7
	end.Value = dayValue(civilOf(day)) + strings.TrimPrefix(end.Value, dayValue(civilOf(end.First)))
	end.First, end.Last = day, day
}

// lendDays gives the times of day of one sentence that have no day the day that the sentence names, if it names one.
func lendDays(times []hearsay.Time) {
	const open = "XXXX-XX-XX"
	day := -1
	for i, at := range times {
		if !at.Resolved || at.First != at.Last {
			continue
		}
		if day >= 0 && times[day].First != at.First {
			return
		}
		day = i
	}
	if day < 0 {
		return
	}
	for i, at := range times {
		if at.Kind != hearsay.TimeClock || at.Resolved || len(at.Value) <= len(open) || at.Value[:len(open)] != open {
			continue
		}
		times[i].Value = dayValue(civilOf(times[day].First)) + at.Value[len(open):]
		times[i].Resolved, times[i].Inferred = true, true
		times[i].First, times[i].Last = times[day].First, times[day].Last
	}
}
