package claim

import (
	"slices"

	"hearsay"
)

// Adds says for each document what it was the first to tell, in document order. Where the document has no date, or not
// all others have one, there is no first: then it is what the document alone tells.
func Adds(readings []*hearsay.Reading, claims []hearsay.Claim) []hearsay.Add {
	dated := true
	order := map[hearsay.DocID]int{}
	for i, reading := range readings {
		order[reading.Document.ID] = i
		dated = dated && reading.Document.Published.Known()
	}
	adds := make([]hearsay.Add, len(readings))
	for i, reading := range readings {
		adds[i] = hearsay.Add{Doc: reading.Document.ID, Undated: !dated}
	}
	for _, claim := range claims {
		tellings := slices.Concat(claim.Tellings, claim.Apart)
		first, docs := tellings[0], map[hearsay.DocID]bool{}
		for _, telling := range tellings {
			docs[telling.Doc] = true
			if order[telling.Doc] < order[first.Doc] {
				first = telling
			}
		}
		if !dated && len(docs) > 1 {
			continue
		}
		add := &adds[order[first.Doc]]
		add.Claims = append(add.Claims, hearsay.Ref{Doc: first.Doc, Spans: []hearsay.Span{first.Span}})
	}
	for i := range adds {
		adds[i].Nothing = len(adds[i].Claims) == 0
		slices.SortFunc(adds[i].Claims, hearsay.Ref.Compare)
	}
	return adds
}
