package report

import "hearsay"

// RestKind is how it is known that a document rests on another.
type RestKind string

// Kinds of rests: the document says so, a passage shows it, or both have the same prose and nothing shows who had it
// first.
const (
	RestStated   RestKind = "stated"
	RestInferred RestKind = "inferred"
	RestSame     RestKind = "same"
)

// Rest is one document resting on another, or on an outlet of which nothing is held: an edge of the sourcing graph.
type Rest struct {
	From   hearsay.DocID
	Held   hearsay.DocID // what it rests on, "" where that is not held
	Outlet string        // the outlet that it names, where it names one
	Kind   RestKind
	Cycle  bool
	Spans  []Span // the words that say so; of a passage those of From, then those of Held
	By     string // the rule
}

// Rests are the edges of a story's sourcing graph: its relays, then its copied prose.
func (s *Story) Rests() []Rest {
	var rests []Rest
	for i := range s.Relays {
		relay := &s.Relays[i]
		rest := Rest{relay.Doc, relay.Held, relay.Outlet, RestStated, relay.Cycle, relay.Spans, relay.By}
		if relay.Inferred {
			rest.Kind = RestInferred
		}
		rests = append(rests, rest)
	}
	for i := range s.Passages {
		passage := &s.Passages[i]
		if passage.Kind != hearsay.PassageProse && passage.Kind != hearsay.PassageWire {
			continue
		}
		from, held := passage.B, passage.A
		rest := Rest{Kind: RestInferred, By: passage.By}
		switch passage.Direction {
		case hearsay.FromBToA:
			from, held = held, from
		case hearsay.DirectionUnknown:
			rest.Kind, rest.By = RestSame, passage.KindBy
		}
		rest.From, rest.Held, rest.Spans = from.Doc, held.Doc, []Span{from, held}
		rests = append(rests, rest)
	}
	return rests
}
