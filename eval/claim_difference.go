package eval

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"hearsay"
)

// DifferenceScore is how well the differences of claims are found, and what relays harden.
type DifferenceScore struct {
	// Differences count claims by the type of difference: True are those of the gold that have one, Found those where one is
	// found between labelled tellings of the claim, Right those where both are so.
	Differences map[string]Count `json:"differences"`
	// Relays are tellings of the gold that rest on one of another document; Hardened those that say more than that document.
	// True are those of the gold by the same rule, from its stances and levels.
	Relays   int              `json:"relays"`
	Hardened Count            `json:"hardened"`
	Missed   []DifferenceMiss `json:"missed"`
}

// DifferenceMiss is a claim with a difference that the gold has and the program has not, or the other way round.
type DifferenceMiss struct {
	Story string         `json:"story"`
	Claim string         `json:"claim"`
	Kind  string         `json:"kind"`
	Extra bool           `json:"extra,omitempty"` // the gold has none
	A     []hearsay.Span `json:"a,omitempty"`
	B     []hearsay.Span `json:"b,omitempty"`
	By    string         `json:"by,omitempty"`
}

func newDifferenceScore() DifferenceScore { return DifferenceScore{Differences: map[string]Count{}} }

// add scores one claim of the gold.
func (s *DifferenceScore) add(story string, gold *goldClaim, places map[*goldTelling]place, ledger *hearsay.Ledger) {
	placed := map[hearsay.DocID][]hearsay.Span{} // where the ledger has labelled tellings of this claim, with their sources
	claims := map[int]bool{}
	for t := range gold.Tellings {
		telling := &gold.Tellings[t]
		if found, ok := places[telling]; ok && telling.Join == "strict" {
			placed[found.telling.Doc] = append(placed[found.telling.Doc], found.telling.Span, found.telling.Sentence)
			claims[found.claim] = true
		}
	}
	labelled := func(ref hearsay.Ref) bool {
		return slices.ContainsFunc(placed[ref.Doc], func(span hearsay.Span) bool {
			return slices.ContainsFunc(ref.Spans, span.Overlaps)
		})
	}
	want, got := map[string]bool{}, map[string]*hearsay.Difference{}
	for _, d := range gold.Differences {
		want[d.Kind] = true
	}
	for _, n := range slices.Sorted(maps.Keys(claims)) {
		for i := range ledger.Claims[n].Differences {
			d := &ledger.Claims[n].Differences[i]
			if kind := d.Kind.String(); got[kind] == nil && labelled(d.A) && labelled(d.B) {
				got[kind] = d
			}
		}
	}
	for kind := range hearsay.DifferenceKind(255) {
		name := kind.String()
		if strings.HasPrefix(name, "invalid") {
			break
		}
		count := s.Differences[name]
		count.Add(Count{Right: one(want[name] && got[name] != nil), Found: one(got[name] != nil), True: one(want[name])})
		s.Differences[name] = count
		if want[name] == (got[name] != nil) {
			continue
		}
		miss := DifferenceMiss{Story: story, Claim: gold.Claim, Kind: name, Extra: !want[name]}
		if d := got[name]; d != nil {
			miss.A, miss.B, miss.By = d.A.Spans, d.B.Spans, d.By
		}
		s.Missed = append(s.Missed, miss)
	}
	s.hardening(story, gold, places, ledger)
}

// hardening compares, telling by telling, which relays lost something on the way.
func (s *DifferenceScore) hardening(story string, gold *goldClaim, places map[*goldTelling]place, ledger *hearsay.Ledger) {
	for t := range gold.Tellings {
		telling := &gold.Tellings[t]
		truth := gold.hardens(telling)
		if via := gold.telling(telling.Via); via != nil && via.Doc != telling.Doc {
			s.Relays++
		}
		found := false
		if p, ok := places[telling]; ok {
			found = slices.ContainsFunc(ledger.Claims[p.claim].Hardenings, func(h hearsay.Hardening) bool {
				return h.Relay.Doc == p.telling.Doc && slices.ContainsFunc(h.Relay.Spans, p.telling.Span.Overlaps)
			})
		}
		s.Hardened.Add(Count{Right: one(found && truth), Found: one(found), True: one(truth)})
		if found != truth {
			s.Missed = append(s.Missed, DifferenceMiss{Story: story, Claim: gold.Claim, Kind: "hardening " + telling.Telling, Extra: found})
		}
	}
}

// telling is the telling of that name, or nil.
func (c *goldClaim) telling(name string) *goldTelling {
	for t := range c.Tellings {
		if name != "" && c.Tellings[t].Telling == name {
			return &c.Tellings[t]
		}
	}
	return nil
}

// hardens reports whether a telling says more firmly than the whole document that it rests on tells the claim: without its
// hedges, its weaker level, or its denial.
func (c *goldClaim) hardens(relay *goldTelling) bool {
	via := c.telling(relay.Via)
	if via == nil || via.Doc == relay.Doc || relay.Stance != hearsay.Affirmed {
		return false
	}
	hedged, denied, level := true, false, hearsay.LevelNone
	kept, denies := false, false
	for t := range c.Tellings {
		telling := &c.Tellings[t]
		switch {
		case telling.Join != "strict":
		case telling.Doc == via.Doc && (telling.Stance == hearsay.Affirmed || telling.Stance == hearsay.Hedged):
			hedged = hedged && telling.Stance == hearsay.Hedged
			level = max(level, telling.Level.Height())
		case telling.Doc == via.Doc:
			denied = denied || telling.Stance == hearsay.Denied
		case telling.Doc == relay.Doc:
			kept = kept || telling.Stance == hearsay.Hedged
			denies = denies || telling.Stance == hearsay.Denied
		}
	}
	return hedged && !kept || level <= hearsay.LevelOffered && relay.Level.Height() > level || denied && !denies
}

func (s *DifferenceScore) write(b *strings.Builder) {
	fmt.Fprintf(b, "differences, claims by type\n")
	for kind := range hearsay.DifferenceKind(255) {
		if count, ok := s.Differences[kind.String()]; ok {
			fmt.Fprintf(b, "  %-14s %5.1f P  %5.1f R  %d right, %d found, %d true\n", kind, count.Precision(), count.Recall(), count.Right, count.Found, count.True)
		}
	}
	fmt.Fprintf(b, "hardening                 %5.1f P  %5.1f R  %d right, %d found, %d true, of %d relays of a held document\n",
		s.Hardened.Precision(), s.Hardened.Recall(), s.Hardened.Right, s.Hardened.Found, s.Hardened.True, s.Relays)
}
