package sourcing

import (
	"slices"

	"hearsay"
)

// Harden says for each claim, in place, where a telling says it more firmly than the telling that it rests on. It comes
// after Trace.
func (t *Tracer) Harden(story Story, claims []hearsay.Claim) {
	b := newBook(t, story)
	for n := range claims {
		claim := &claims[n]
		claim.Hardenings = nil
		for i := range claim.Tellings {
			if h, ok := b.hardening(claim, &claim.Tellings[i]); ok && !hardened(claim, h) {
				claim.Hardenings = append(claim.Hardenings, h)
			}
		}
	}
}

// hardened reports whether the same loss between the same documents is listed already.
func hardened(claim *hearsay.Claim, h hearsay.Hardening) bool {
	return slices.ContainsFunc(claim.Hardenings, func(other hearsay.Hardening) bool {
		return other.Kind == h.Kind && other.Relay.Doc == h.Relay.Doc && other.Upstream.Doc == h.Upstream.Doc
	})
}

// hardening is what a telling lost on the way from the held document that it rests on. Both documents are taken as a whole:
// what one of the relay's tellings keeps, or one of the upstream ones says as firmly, is not lost; and a relay that also has
// the claim from elsewhere may know more. Headlines are not compared: they leave out as a rule.
func (b *book) hardening(claim *hearsay.Claim, relay *hearsay.Telling) (hearsay.Hardening, bool) {
	upstream, by := b.upstream(relay)
	if upstream == "" || relay.Stance != hearsay.Affirmed || relay.Damaged || b.headline(relay) {
		return hearsay.Hardening{}, false
	}
	above, below := b.told(claim, upstream), b.told(claim, relay.Doc)
	counts := func(telling *hearsay.Telling) bool { return counted(telling.Stance) }
	basis := slices.DeleteFunc(slices.Clone(above), func(t *hearsay.Telling) bool { return !counts(t) || t.Negated != relay.Negated })
	for _, telling := range below {
		if counts(telling) && telling.Uncounted == "" && !within(telling.Origins, basis) {
			return hearsay.Hardening{}, false
		}
	}
	loss := func(kind hearsay.HardeningKind, at *hearsay.Telling) (hearsay.Hardening, bool) {
		return hearsay.Hardening{
			Kind: kind, Upstream: ref(at.Doc, at.Span), Relay: ref(relay.Doc, relay.Span), By: by,
		}, true
	}
	if len(basis) == 0 {
		return hearsay.Hardening{}, false
	}
	keeps := func(tellings []*hearsay.Telling, lost func(*hearsay.Telling) bool) bool {
		return slices.ContainsFunc(tellings, func(t *hearsay.Telling) bool { return counts(t) && lost(t) })
	}
	hedged := func(t *hearsay.Telling) bool { return t.Stance == hearsay.Hedged }
	firm := func(t *hearsay.Telling) bool { return t.Stance == hearsay.Affirmed }
	if !keeps(basis, firm) && !keeps(below, hedged) {
		return loss(hearsay.LostHedge, basis[0])
	}
	strongest := slices.MaxFunc(basis, func(x, y *hearsay.Telling) int { return int(x.Level.Height()) - int(y.Level.Height()) })
	if level := strongest.Level; level != hearsay.LevelNone && level <= hearsay.LevelOffered && relay.Level.Height() > level &&
		!keeps(below, func(t *hearsay.Telling) bool { return t.Level.Height() <= level }) {
		return loss(hearsay.LostLevel, strongest)
	}
	for _, telling := range above {
		denies := func(t *hearsay.Telling) bool { return t.Stance == hearsay.Denied }
		if denies(telling) && !slices.ContainsFunc(below, denies) {
			return loss(hearsay.LostDenial, telling)
		}
	}
	return hearsay.Hardening{}, false
}

// upstream is the held document that a telling was followed to, and the rule that led there.
func (b *book) upstream(telling *hearsay.Telling) (hearsay.DocID, string) {
	for _, step := range telling.Steps {
		if step.To != nil && step.To.Doc != telling.Doc && (step.Rule == RuleRelayHeld || step.Rule == RuleCopied || step.Rule == RuleOwnEarlier) {
			return step.To.Doc, step.Rule
		}
	}
	return "", ""
}

// told are the tellings of a claim that surely stand in a document, whole and outside its headlines.
func (b *book) told(claim *hearsay.Claim, doc hearsay.DocID) []*hearsay.Telling {
	var tellings []*hearsay.Telling
	for _, list := range [][]hearsay.Telling{claim.Tellings, claim.Apart} {
		for i := range list {
			if t := &list[i]; t.Doc == doc && !t.Possible && !t.Damaged && !b.headline(t) {
				tellings = append(tellings, t)
			}
		}
	}
	return tellings
}

func (b *book) headline(telling *hearsay.Telling) bool {
	return b.byDoc[telling.Doc].Propositions[telling.Proposition].Headline
}

// within reports whether all origins are origins of one of the tellings.
func within(origins []hearsay.OriginID, tellings []*hearsay.Telling) bool {
	for _, origin := range origins {
		if !slices.ContainsFunc(tellings, func(t *hearsay.Telling) bool { return slices.Contains(t.Origins, origin) }) {
			return false
		}
	}
	return true
}
