package sourcing

import (
	"cmp"
	"slices"

	"hearsay"
)

// Relays lists which documents rest on another outlet: by their own words, by text they embed, or by prose they share
// with a document that had it first.
func (t *Tracer) Relays(story Story) []hearsay.Relay {
	b := newBook(t, story)
	var relays []hearsay.Relay
	for _, reading := range story.Readings {
		relays = append(relays, b.stated(reading)...)
	}
	for _, passage := range story.Passages {
		if passage.Kind != hearsay.PassageProse && passage.Kind != hearsay.PassageWire || passage.Direction == hearsay.DirectionUnknown {
			continue
		}
		down, up, span := passage.B, passage.A, passage.SpanB
		if passage.Direction == hearsay.FromBToA {
			down, up, span = passage.A, passage.B, passage.SpanA
		}
		relays = append(relays, hearsay.Relay{
			Doc: down, Outlet: b.byDoc[up].Document.Outlet.Value, Held: up, Ref: ref(down, span), Inferred: true, By: "copied prose",
		})
	}
	b.markCycles(relays)
	slices.SortStableFunc(relays, func(x, y hearsay.Relay) int {
		return cmp.Or(cmp.Compare(b.order[x.Doc], b.order[y.Doc]), x.Ref.Compare(y.Ref), cmp.Compare(x.Outlet, y.Outlet))
	})
	return relays
}

// stated are the relays that a document's own words state, each place once.
func (b *book) stated(reading *hearsay.Reading) []hearsay.Relay {
	doc := &reading.Document
	own := b.house(doc)
	var relays []hearsay.Relay
	named := map[hearsay.Span]bool{}
	add := func(outlet hearsay.Field, by string, spans ...hearsay.Span) {
		place := ref(doc.ID, spans...)
		if named[outlet.Span] {
			return
		}
		named[outlet.Span] = true
		relay := hearsay.Relay{Doc: doc.ID, Outlet: outlet.Value, Ref: place, By: by}
		house := b.tracer.outlets.Family(outlet.Value)
		for _, id := range b.held[house] {
			if id != doc.ID && !later(&b.byDoc[id].Document, doc) && (house != own || later(doc, &b.byDoc[id].Document)) {
				relay.Held = id
				break
			}
		}
		relays = append(relays, relay)
	}
	for i := range reading.Attributions {
		attribution := &reading.Attributions[i]
		outlet, _ := b.outlet(doc, attribution)
		if !outlet.Known() {
			continue
		}
		other := b.tracer.outlets.Family(outlet.Value) != own
		if attribution.Relay || other {
			if attribution.Stance == hearsay.Questioned || attribution.Stance == hearsay.Declined {
				continue // who asks, and got no answer, is not rested on
			}
			if outlet.How == hearsay.HowGuessed && outlet.By != byHeld {
				continue // carried over from an earlier mention, which is listed
			}
			if block := doc.BlockAt(attribution.Cue.Start); block >= 0 && doc.Blocks[block].Kind == hearsay.BlockQuotation {
				continue // the block itself says it once
			}
			add(outlet, attribution.By, hearsay.Cover(append([]hearsay.Span{outlet.Span}, nearby(attribution)...)))
		}
	}
	for _, block := range doc.Blocks {
		if !block.Outlet.Known() || b.tracer.outlets.Family(block.Outlet.Value) == own {
			continue
		}
		switch block.Kind {
		case hearsay.BlockQuotation:
			add(block.Outlet, "embedded quotation", block.Outlet.Span, block.Span)
		case hearsay.BlockCredit:
			add(block.Outlet, "credit", block.Span)
		}
	}
	return relays
}

// nearby are the words of an attribution's source and cue, where they stand together.
func nearby(attribution *hearsay.Attribution) []hearsay.Span {
	var spans []hearsay.Span
	for _, span := range append([]hearsay.Span{attribution.Cue}, attribution.Source...) {
		if !span.Empty() {
			spans = append(spans, span)
		}
	}
	if hearsay.Cover(spans).Len() > longestRelay {
		return nil
	}
	return spans
}

// longestRelay is how many bytes apart source and cue may stand to be shown as one place.
const longestRelay = 120

// markCycles marks the relays between two held documents that each rest on the other.
func (b *book) markCycles(relays []hearsay.Relay) {
	rests := map[[2]hearsay.DocID]bool{}
	for _, relay := range relays {
		if relay.Held != "" {
			rests[[2]hearsay.DocID{relay.Doc, relay.Held}] = true
		}
	}
	for i := range relays {
		relays[i].Cycle = relays[i].Held != "" && rests[[2]hearsay.DocID{relays[i].Held, relays[i].Doc}]
	}
}
