package prompt

import (
	"slices"

	"hearsay"
)

// Rules of counting that the prompts ask for, by the names that docs/counting.md lists.
const (
	ruleCycle  = "cycle"
	ruleHollow = "relay to an outlet not held"
)

// sure are the tellings of a claim that surely tell it, in document order.
func sure(claim *hearsay.Claim) []*hearsay.Telling {
	var tellings []*hearsay.Telling
	for i := range claim.Tellings {
		if !claim.Tellings[i].Possible {
			tellings = append(tellings, &claim.Tellings[i])
		}
	}
	return tellings
}

// mainClaims is how many claims of a story, densest first, are its main ones.
const mainClaims = 5

// oneOrigin finds main claims behind which one origin stands at most: those that at least so many documents tell, and no
// fewer than half of the story. It is the word of sources without names, or of an outlet, or of nobody: a person, body or
// document on record is named with every telling, and what outlets know of themselves is not asked for.
func oneOrigin(d *desk, least int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for i := range d.ledger.Claims[:min(mainClaims, len(d.ledger.Claims))] {
		claim := &d.ledger.Claims[i]
		places := map[hearsay.DocID]bool{}
		var told []hearsay.Ref
		sound := true
		for _, telling := range sure(claim) {
			if !places[telling.Doc] {
				places[telling.Doc] = true
				told = append(told, ref(telling.Doc, telling.Span))
			}
			sound = sound && !telling.Damaged && d.offRecord(telling)
		}
		if !sound || len(told) < least || 2*len(told) < len(d.ledger.Documents) || claim.Traced > 1 {
			continue
		}
		prompts = append(prompts, hearsay.Prompt{Claim: claim.ID, Refs: told})
	}
	return prompts
}

// offRecord reports whether whoever is behind a telling that counts is not known by name, and is no document's own word.
func (d *desk) offRecord(telling *hearsay.Telling) bool {
	return !slices.ContainsFunc(telling.Origins, func(id hearsay.OriginID) bool {
		switch d.ledger.Origins[id-1].Kind {
		case hearsay.OriginUnnamed, hearsay.OriginHollow, hearsay.OriginUntraced:
			return false
		}
		return telling.Uncounted == ""
	})
}

// hardening finds what a relay says more firmly than the telling it rests on.
func hardening(d *desk, _ int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for i := range d.ledger.Claims {
		claim := &d.ledger.Claims[i]
		for _, h := range claim.Hardenings {
			prompts = append(prompts, hearsay.Prompt{Claim: claim.ID, Refs: []hearsay.Ref{h.Relay, h.Upstream}})
		}
	}
	return prompts
}

// relayCycle finds claims whose tellings lead back to themselves.
func relayCycle(d *desk, _ int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for i := range d.ledger.Claims {
		claim := &d.ledger.Claims[i]
		var places []hearsay.Ref
		for _, telling := range sure(claim) {
			for _, step := range telling.Steps {
				if step.Rule == ruleCycle && len(step.Refs) > 0 {
					places = append(places, step.Refs[0])
				}
			}
		}
		if len(places) > 1 {
			prompts = append(prompts, hearsay.Prompt{Claim: claim.ID, Refs: places})
		}
	}
	return prompts
}

// relayOlder finds documents that rest a telling on an outlet of which only documents of later days, which tell the same,
// are held.
func relayOlder(d *desk, _ int) []hearsay.Prompt {
	type pair struct{ from, to hearsay.DocID }
	var prompts []hearsay.Prompt
	seen := map[pair]bool{}
	for i := range d.ledger.Claims {
		claim := &d.ledger.Claims[i]
		for _, telling := range sure(claim) {
			hollow := slices.ContainsFunc(telling.Steps, func(s hearsay.Step) bool { return s.Rule == ruleHollow })
			outlet := d.cites(telling)
			if !hollow || !outlet.Known() || !d.byDoc[telling.Doc].Document.Outlet.Known() {
				continue
			}
			own := &d.byDoc[telling.Doc].Document
			var later *hearsay.Telling
			earlier := false
			for _, other := range sure(claim) {
				doc := &d.byDoc[other.Doc].Document
				if !doc.Outlet.Known() || d.outlets.Family(doc.Outlet.Value) != d.outlets.Family(outlet.Value) {
					continue
				}
				if !dayBefore(own, doc) {
					earlier = true
				} else if later == nil {
					later = other
				}
			}
			if later == nil || earlier || seen[pair{telling.Doc, later.Doc}] {
				continue
			}
			seen[pair{telling.Doc, later.Doc}] = true
			prompts = append(prompts, hearsay.Prompt{Claim: claim.ID, Refs: []hearsay.Ref{
				ref(telling.Doc, outlet.Span), ref(later.Doc, later.Span),
			}})
		}
	}
	return prompts
}

// cites is the other outlet that a telling's own words say it rests on.
func (d *desk) cites(telling *hearsay.Telling) hearsay.Field {
	reading := d.byDoc[telling.Doc]
	for at, n := telling.Attribution, 0; at >= 0 && n < len(reading.Attributions); at, n = reading.Attributions[at].Within, n+1 {
		outlet := reading.Attributions[at].Outlet
		if outlet.Known() && !outlet.Span.Empty() && d.elsewhere(&reading.Document, outlet) {
			return outlet
		}
	}
	return hearsay.Field{}
}

// dayBefore reports whether a document is known to be of an earlier day than another.
func dayBefore(a, b *hearsay.Document) bool {
	const day = 86400
	whole := func(d hearsay.Date) bool {
		return d.Known() && (d.Grain == hearsay.GrainDay || d.Grain == hearsay.GrainTime)
	}
	return whole(a.Published) && whole(b.Published) && a.Published.Unix/day < b.Published.Unix/day
}
