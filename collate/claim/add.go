package claim

import (
	"slices"

	"hearsay"
)

// Adds says for each document what it was the first to tell, in document order: what it alone tells, and what others tell
// too where all who tell it are dated. Undated says that not all documents are, so that others may have been first.
func Adds(readings []*hearsay.Reading, claims []hearsay.Claim) []hearsay.Add {
	order := map[hearsay.DocID]int{}
	adds := make([]hearsay.Add, len(readings))
	undated := false
	for i, reading := range readings {
		order[reading.Document.ID] = i
		adds[i].Doc = reading.Document.ID
		undated = undated || !reading.Document.Published.Known()
	}
	for _, claim := range claims {
		tellings := slices.Concat(claim.Tellings, claim.Apart)
		first, dated := tellings[0], true
		for _, telling := range tellings {
			if order[telling.Doc] < order[first.Doc] {
				first = telling
			}
			dated = dated && readings[order[telling.Doc]].Document.Published.Known()
		}
		if !dated && claim.Documents() > 1 {
			continue
		}
		add := &adds[order[first.Doc]]
		add.Claims = append(add.Claims, hearsay.Ref{Doc: first.Doc, Spans: []hearsay.Span{first.Span}})
	}
	for i := range adds {
		adds[i].Undated = undated
		adds[i].Nothing = len(adds[i].Claims) == 0 && !undated
		slices.SortFunc(adds[i].Claims, hearsay.Ref.Compare)
	}
	return adds
}
