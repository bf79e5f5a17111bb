package store

import (
	"fmt"

	"hearsay"
)

// Summary is a ledger in short: all that a list of stories shows, sorts and chooses by, so that no story has to be opened
// for one. What it holds is bounded by internal/limits; where something was left out, a number says how much.
type Summary struct {
	Key      Key    // of the ledger
	Revision string // of the rules that made the summary
	Claims   int
	Shared   int // claims that two documents or more tell

	Bases    []int // by hearsay.Basis: the tellings of the shared claims or, in a story of one document, of all
	Tellings int   // of the shared claims
	Origins  int   // distinct traced ones behind these tellings

	Differ   int // claims that are told differently
	Apart    int // claims that somebody denied, questioned or did not answer
	Denied   int // claims that somebody denied
	Disputed int // claims that are told differently or denied
	Nothing  int // documents that add nothing

	Outlets     []string // whose documents these are, sorted
	MoreOutlets int
	Top         *TopClaim // the claim told by most
	Newest      *Newest   // the last thing that a later document added
	Copies      []Copied  // in document order of their leads
	MoreCopies  int       // documents that are near copies, beside those of Copies
	People      []Called  // persons and bodies, those that most documents name first
	MorePeople  int
}

// Extract is words of a document, from the beginning of a span on as many as are kept.
type Extract struct {
	Doc   hearsay.DocID
	Span  hearsay.Span
	Words string
}

// Cut reports whether the words are not all of the span's.
func (e *Extract) Cut() bool { return len(e.Words) < e.Span.Len() }

// TopClaim is a claim in short.
type TopClaim struct {
	ID                           hearsay.ClaimID
	Headline                     Extract
	Tellings, Documents, Outlets int
	Intervals                    []Counted // strongest level first, as those of the claim
}

// Counted is how many independent origins stand behind a claim at a level or above.
type Counted struct {
	Level              hearsay.Level
	Min, Max, Untraced int
}

// Newest is the first thing that the last document that adds anything adds.
type Newest struct {
	By   Named
	Said Extract
}

// Named is a document by what it is called in a list: its number within the story, from 1, its outlet and its title, each ""
// where it is not known.
type Named struct {
	Doc           hearsay.DocID
	Number        int
	Outlet, Title string
}

// Copied is a document with those that are near copies of it, or of one another and it.
type Copied struct {
	Lead   Named
	Copies []Copy
	More   int
}

// Copy is a near copy, and the first document of which it is one.
type Copy struct {
	Named
	Of hearsay.DocID
}

// Called is a person or body and the names by which documents call it, folded as a search compares them.
type Called struct {
	ID     hearsay.IdentityID
	Name   string
	Folded string
}

// summaryFindings says where a summary cannot be that of its ledger.
func summaryFindings(summary *Summary, ledger *hearsay.Ledger) []Finding {
	c := checker{}
	if summary.Claims != len(ledger.Claims) {
		c.report("the summary has %d claims, of %d", summary.Claims, len(ledger.Claims))
	}
	if len(summary.Bases) != hearsay.Bases {
		c.report("the summary tells %d bases apart, of %d", len(summary.Bases), hearsay.Bases)
	}
	if summary.Top != nil && (len(ledger.Claims) == 0 || ledger.Claims[0].ID != summary.Top.ID) {
		c.report("the summary begins with claim %s, which is not the first", summary.Top.ID)
	}
	for _, called := range summary.People {
		if called.ID < 1 || int(called.ID) > len(ledger.Identities) {
			c.report("the summary names identity %d, of %d", called.ID, len(ledger.Identities))
		}
	}
	return asErrors(fmt.Sprintf("ledger %s", ledger.Story.ID), c.problems)
}
