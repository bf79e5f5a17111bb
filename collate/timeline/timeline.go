// Package timeline orders what the documents of a story say by when it happened.
//
// It begins with the readings and claims of a story. It ends with one entry for each sentence that names a day, resolved
// days first in calendar order, days that stay names after them, and hands them to the ledger. Conflicting days stay
// side by side; the same weekday named in two documents without a date is marked possibly the same day, never joined.
package timeline

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
)

// Build returns the entries of a story's timeline. Readings are in document order.
func Build(readings []*hearsay.Reading, claims []hearsay.Claim) []hearsay.TimelineEntry {
	order := map[hearsay.DocID]int{}
	told := map[hearsay.DocID][]tells{}
	for _, claim := range claims {
		for _, telling := range slices.Concat(claim.Tellings, claim.Apart) {
			told[telling.Doc] = append(told[telling.Doc], tells{telling.Sentence, claim.ID})
		}
	}
	var entries []hearsay.TimelineEntry
	for i, reading := range readings {
		order[reading.Document.ID] = i
		for _, time := range reading.Times {
			if time.Kind != hearsay.TimeDate && time.Kind != hearsay.TimeClock || !namesDay(time) {
				continue
			}
			sentence := reading.Sentences[time.Sentence].Span
			doc := reading.Document.ID
			entry := hearsay.TimelineEntry{
				Ref:      hearsay.Ref{Doc: doc, Spans: []hearsay.Span{sentence}},
				Time:     hearsay.Ref{Doc: doc, Spans: []hearsay.Span{time.Span}},
				Value:    time.Value,
				Kind:     time.Kind,
				Resolved: time.Resolved,
			}
			if time.Resolved {
				entry.Day = time.First
			}
			for _, t := range told[doc] {
				if t.sentence == sentence && !slices.Contains(entry.Claims, t.claim) {
					entry.Claims = append(entry.Claims, t.claim)
				}
			}
			slices.Sort(entry.Claims)
			entries = append(entries, entry)
		}
	}
	slices.SortStableFunc(entries, func(a, b hearsay.TimelineEntry) int {
		if a.Resolved != b.Resolved {
			if a.Resolved {
				return -1
			}
			return 1
		}
		return cmp.Or(
			cmp.Compare(a.Day, b.Day), cmp.Compare(a.Value, b.Value),
			cmp.Compare(order[a.Ref.Doc], order[b.Ref.Doc]), a.Time.Compare(b.Time))
	})
	possiblySame(entries)
	return entries
}

type tells struct {
	sentence hearsay.Span
	claim    hearsay.ClaimID
}

// coarsest is the longest stretch, in days, that still places an event: a month.
const coarsest = 31

// namesDay reports whether a time places an event: a calendar stretch of a month or less, or the name of a day.
func namesDay(time hearsay.Time) bool {
	if time.Resolved {
		return int(time.Last)-int(time.First) <= coarsest
	}
	name := day(time.Value)
	return len(name) >= len("XXXX-03") && name[:4] == "XXXX" && strings.ContainsAny(name, "0123456789") &&
		!strings.ContainsAny(name, "QH") // a quarter or half year is longer
}

// possiblySame links unresolved entries of different documents that bear the same name of a day.
func possiblySame(entries []hearsay.TimelineEntry) {
	byValue := map[string][]int{}
	for i, entry := range entries {
		if !entry.Resolved {
			byValue[day(entry.Value)] = append(byValue[day(entry.Value)], i)
		}
	}
	for i := range entries {
		if entries[i].Resolved {
			continue
		}
		for _, k := range byValue[day(entries[i].Value)] {
			if entries[k].Ref.Doc != entries[i].Ref.Doc {
				entries[i].SameAs = append(entries[i].SameAs, k)
			}
		}
	}
}

// day is a TIMEX3 value without its time of day.
func day(value string) string {
	for i := range value {
		if value[i] == 'T' {
			return value[:i]
		}
	}
	return value
}
