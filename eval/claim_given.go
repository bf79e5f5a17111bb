package eval

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/collate/sourcing"
)

// given makes claims from the gold, so that tracing can be measured by itself: what finds and joins tellings has no part
// in them.
type given struct {
	ids    map[string]hearsay.DocID
	byID   map[hearsay.DocID]*hearsay.Reading
	told   sourcing.Story
	ledger *hearsay.Ledger
}

func newGiven(readings []*hearsay.Reading, ids map[string]hearsay.DocID, ledger *hearsay.Ledger) *given {
	g := &given{ids: ids, byID: map[hearsay.DocID]*hearsay.Reading{}, ledger: ledger}
	for _, reading := range readings {
		g.byID[reading.Document.ID] = reading
	}
	g.told = sourcing.Story{
		Readings: readings, Identity: map[hearsay.Member]hearsay.IdentityID{}, Identities: ledger.Identities,
		Passages: ledger.Passages, Overlaps: ledger.Overlaps,
	}
	for _, identity := range ledger.Identities {
		for _, member := range identity.Members {
			g.told.Identity[member] = identity.ID
		}
	}
	return g
}

// copies are the documents' readings, each with room of its own for what a claim of the gold adds to it.
func (g *given) copies() (sourcing.Story, map[hearsay.DocID]*hearsay.Reading) {
	story, byID := g.told, map[hearsay.DocID]*hearsay.Reading{}
	story.Readings = make([]*hearsay.Reading, len(g.told.Readings))
	for i, reading := range g.told.Readings {
		own := *reading
		own.Attributions, own.Propositions = slices.Clip(own.Attributions), slices.Clip(own.Propositions)
		own.Entities = slices.Clip(own.Entities)
		story.Readings[i], byID[own.Document.ID] = &own, &own
	}
	return story, byID
}

// traced leads the tellings of a claim, which are those of the gold, to whoever the readings say is behind them.
func (g *given) traced(gold *goldClaim, tracer OriginTracer) finding {
	story, byID := g.copies()
	var tellings []givenTelling
	for t := range gold.Tellings {
		if telling := &gold.Tellings[t]; telling.Join == "strict" {
			reading := byID[g.ids[telling.Doc]]
			tellings = append(tellings, givenTelling{telling, proposed(reading, telling, attributionAt(reading, telling), 0)})
		}
	}
	return trace(story, tellings, tracer)
}

// givenTelling is a telling of the gold and what it is for the tracer. With two sources at once it stands twice.
type givenTelling struct {
	gold    *goldTelling
	telling hearsay.Telling
}

// trace makes a claim of tellings, in document order, and traces it.
func trace(story sourcing.Story, tellings []givenTelling, tracer OriginTracer) finding {
	order := map[hearsay.DocID]int{}
	for i, reading := range story.Readings {
		order[reading.Document.ID] = i
	}
	slices.SortStableFunc(tellings, func(a, b givenTelling) int {
		return cmp.Or(cmp.Compare(order[a.telling.Doc], order[b.telling.Doc]), a.telling.Key.Compare(b.telling.Key))
	})
	claims := make([]hearsay.Claim, 1)
	claim := &claims[0]
	for _, t := range tellings {
		if t.telling.Stance == hearsay.Affirmed || t.telling.Stance == hearsay.Hedged {
			claim.Tellings = append(claim.Tellings, t.telling)
		} else {
			claim.Apart = append(claim.Apart, t.telling)
		}
	}
	found := finding{tellings: map[*goldTelling]*hearsay.Telling{}, origins: tracer.Trace(story, claims)}
	found.intervals = claim.Intervals
	byKey := map[hearsay.TellingKey]*hearsay.Telling{}
	for _, list := range [][]hearsay.Telling{claim.Tellings, claim.Apart} {
		for i := range list {
			byKey[list[i].Key] = &list[i]
		}
	}
	for _, t := range tellings {
		telling := byKey[t.telling.Key]
		if first := found.tellings[t.gold]; first != nil {
			first.Origins = append(slices.Clip(first.Origins), telling.Origins...)
			continue
		}
		found.tellings[t.gold] = telling
	}
	return found
}

// proposed is a telling of the gold as a reading would have it, on the word of its nth source, with its proposition added
// to the reading.
func proposed(reading *hearsay.Reading, gold *goldTelling, attribution, n int) hearsay.Telling {
	head := hearsay.Cover(asSpans(gold.Head))
	name := gold.Telling + strings.Repeat("'", n)
	sentence := 0
	for i := range reading.Sentences {
		if reading.Sentences[i].Span.Start <= head.Start {
			sentence = i
		}
	}
	proposition := hearsay.Proposition{
		Span: hearsay.Cover(asSpans(gold.Spans)), Predicate: head, Lemma: name, Level: gold.Level,
		Sentence: sentence, Attribution: attribution,
	}
	for i := range reading.Propositions {
		if p := &reading.Propositions[i]; p.Headline && p.Predicate.Overlaps(head) {
			proposition.Headline = true
		}
	}
	reading.Propositions = append(reading.Propositions, proposition)
	return hearsay.Telling{
		Key: hearsay.TellingKey{Doc: reading.Document.ID, Start: head.Start, Lemma: name}, Doc: reading.Document.ID,
		Span: proposition.Span, Sentence: reading.Sentences[sentence].Span, Proposition: len(reading.Propositions) - 1,
		Attribution: attribution, Stance: gold.Stance, Level: gold.Level,
	}
}

// attributionAt is the attribution that a telling of the gold stands in: that of the proposition found there, else the
// one with the shortest content around its head; -1 if there is none.
func attributionAt(reading *hearsay.Reading, telling *goldTelling) int {
	head := hearsay.Cover(asSpans(telling.Head))
	best, most := -1, 0
	for i := range reading.Propositions {
		p := &reading.Propositions[i]
		if shared := common(asSpans(telling.Spans), []hearsay.Span{p.Span}); p.Predicate.Overlaps(head) && shared > most {
			best, most = i, shared
		}
	}
	if best >= 0 {
		return reading.Propositions[best].Attribution
	}
	shortest := 0
	for i := range reading.Attributions {
		attribution := &reading.Attributions[i]
		for _, content := range attribution.Content {
			if !attribution.Attitude && content.Contains(head) && (best < 0 || content.Len() < shortest) {
				best, shortest = i, content.Len()
			}
		}
	}
	return best
}

// attributed counts the origins of a claim whose tellings and attributions are those of the gold.
func (g *given) attributed(gold *goldClaim, kinds map[string]hearsay.OriginKind, tracer OriginTracer) finding {
	story, byID := g.copies()
	story.Passages, story.Overlaps = nil, nil
	for _, reading := range story.Readings {
		reading.Attributions = slices.Clone(reading.Attributions)
		for i := range reading.Attributions {
			reading.Attributions[i].Content = nil // says how sources are called, and nothing of the tellings
		}
	}
	cast := g.cast(gold, kinds, &story)
	origins, had := map[string]*goldOrigin{}, map[string]string{}
	for i := range gold.Origins {
		origin := &gold.Origins[i]
		origins[origin.Origin] = origin
		if kinds[origin.Origin] == hearsay.OriginHollow && origin.Absorbed != "" {
			had[origin.Absorbed] = origin.Outlet
		}
	}
	byName := map[string]*goldTelling{}
	for t := range gold.Tellings {
		byName[gold.Tellings[t].Telling] = &gold.Tellings[t]
	}
	type group struct{ doc, origin string }
	first := map[group]int{} // the first attribution of an unnamed source in a document
	var tellings []givenTelling
	for t := range gold.Tellings {
		telling := &gold.Tellings[t]
		if telling.Join != "strict" {
			continue
		}
		reading := byID[g.ids[telling.Doc]]
		for n := range max(1, len(telling.Origins)) {
			at := -1
			var origin *goldOrigin
			if len(telling.Origins) > 0 {
				origin = origins[telling.Origins[n]]
			}
			if origin != nil && telling.Rule == "wire" {
				end := len(reading.Document.Text)
				reading.Document.Blocks = append(slices.Clip(reading.Document.Blocks), hearsay.Block{
					Kind: hearsay.BlockDateline, Span: hearsay.MakeSpan(end, end),
					Outlet: hearsay.Field{Value: origin.Outlet, How: hearsay.HowDateline},
				})
			}
			if a, ok := g.attribution(telling, byName[telling.Via], origin, kinds, reading); ok {
				at = len(reading.Attributions)
				if origin != nil {
					g.complete(&a, origin, cast[origin.Origin], had[origin.Origin], reading, &story)
					key := group{telling.Doc, origin.Origin}
					if root, again := first[key]; again && kinds[origin.Origin] == hearsay.OriginUnnamed {
						a.Same = root
					} else {
						first[key] = at
					}
				}
				reading.Attributions = append(reading.Attributions, a)
			}
			tellings = append(tellings, givenTelling{telling, proposed(reading, telling, at, n)})
		}
		if via := byName[telling.Via]; via != nil && (telling.Rule == "copied" || telling.Rule == "undirected") {
			passage := hearsay.Passage{
				A: g.ids[via.Doc], SpanA: hearsay.Cover(asSpans(via.Spans)),
				B: g.ids[telling.Doc], SpanB: hearsay.Cover(asSpans(telling.Spans)), Kind: hearsay.PassageProse,
			}
			if telling.Rule == "copied" {
				passage.Direction = hearsay.FromAToB
			}
			story.Passages = append(story.Passages, passage)
		}
	}
	return trace(story, tellings, tracer)
}

// complete adds to an attribution the identity that its source has, and the outlet that is known to have had it.
func (g *given) complete(
	a *hearsay.Attribution, origin *goldOrigin, identity hearsay.IdentityID, had string, reading *hearsay.Reading, story *sourcing.Story,
) {
	if identity != 0 {
		reading.Entities = append(reading.Entities, hearsay.Entity{ID: hearsay.EntityID(len(reading.Entities) + 1)})
		a.Speaker = hearsay.EntityID(len(reading.Entities))
		story.Identity[hearsay.Member{Doc: reading.Document.ID, Entity: a.Speaker}] = identity
	}
	if had != "" && !a.Outlet.Known() {
		a.Outlet = hearsay.Field{Value: had, How: hearsay.HowCredit, Span: hearsay.Cover(a.Source)}
	}
}

// cast gives each person, body and document among the origins of the gold an identity: the one that its words lead to in
// the ledger, if no other origin of the claim has it, else a new one.
func (g *given) cast(gold *goldClaim, kinds map[string]hearsay.OriginKind, story *sourcing.Story) map[string]hearsay.IdentityID {
	cast, taken := map[string]hearsay.IdentityID{}, map[hearsay.IdentityID]bool{}
	story.Identities = slices.Clone(story.Identities)
	identity := map[hearsay.Member]hearsay.IdentityID{}
	for member, id := range story.Identity {
		identity[member] = id
	}
	story.Identity = identity
	for i := range gold.Origins {
		origin := &gold.Origins[i]
		entity := map[hearsay.OriginKind]hearsay.EntityKind{
			hearsay.OriginNamed: hearsay.EntityPerson, hearsay.OriginBody: hearsay.EntityBody,
		}[kinds[origin.Origin]]
		if entity == hearsay.EntityUnclear {
			continue
		}
		doc := g.ids[origin.Doc]
		words := hearsay.Ref{Doc: doc, Spans: asSpans(origin.Spans)}
		id := g.called(words, entity)
		if id == 0 || taken[id] {
			id = hearsay.IdentityID(len(story.Identities) + 1)
			story.Identities = append(story.Identities, hearsay.Identity{
				ID: id, Kind: entity, Name: hearsay.Cover(words.Spans).Of(g.byID[doc].Document.Text), NameRef: words,
				Roles: []hearsay.Ref{words},
			})
		}
		taken[id] = true
		cast[origin.Origin] = id
	}
	return cast
}

// called is the identity of a kind that words name, or 0: of several the one with the longest name there.
func (g *given) called(words hearsay.Ref, kind hearsay.EntityKind) hearsay.IdentityID {
	best, longest := hearsay.IdentityID(0), 0
	for _, mention := range g.byID[words.Doc].Mentions {
		id := g.told.Identity[hearsay.Member{Doc: words.Doc, Entity: mention.Entity}]
		if id != 0 && mention.Entity != 0 && g.ledger.Identities[id-1].Kind == kind && mention.Head.Len() > longest &&
			common(words.Spans, []hearsay.Span{mention.Head}) == mention.Head.Len() {
			best, longest = id, mention.Head.Len()
		}
	}
	return best
}

// attribution is who the gold says is behind a telling, as a reading would have it; false on the outlet's own word.
func (g *given) attribution(
	telling, via *goldTelling, origin *goldOrigin, kinds map[string]hearsay.OriginKind, reading *hearsay.Reading,
) (hearsay.Attribution, bool) {
	a := hearsay.Attribution{
		Source: asSpans(telling.Source), Content: asSpans(telling.Spans), Stance: telling.Stance, Same: -1, Within: -1, KindBy: "gold",
	}
	outlet := func(name string) {
		a.Outlet, a.Relay = hearsay.Field{Value: name, How: hearsay.HowCredit, Span: hearsay.Cover(a.Source)}, true
	}
	switch telling.Rule {
	case "untraced", "quoted", "cycle":
		a.Kind = hearsay.SourceUntraced
		return a, true
	case "relay-hollow":
		a.Kind = hearsay.SourceOutlet
		outlet(origin.Outlet)
		return a, true
	case "relay-held", "own-earlier":
		a.Kind = hearsay.SourceOutlet
		outlet(g.byID[g.ids[via.Doc]].Document.Outlet.Value)
		return a, true
	case "document":
		a.Kind = hearsay.SourceDocument
		return a, true
	}
	if telling.Rule == "own" && len(a.Source) > 0 {
		a.Kind = hearsay.SourceOutlet
		outlet(reading.Document.Outlet.Value)
		return a, true
	}
	if origin == nil {
		return a, false
	}
	found := sharing(reading, a.Source)
	switch kinds[origin.Origin] {
	case hearsay.OriginNamed:
		a.Kind = hearsay.SourceNamed
	case hearsay.OriginBody:
		a.Kind = hearsay.SourceBody
	case hearsay.OriginDocument:
		a.Kind = hearsay.SourceDocument
	case hearsay.OriginCollective:
		a.Kind = hearsay.SourceCollective
	case hearsay.OriginUnnamed:
		a.Kind = hearsay.SourceUnnamed
		switch {
		case found == nil:
		case found.Kind == hearsay.SourceUnnamed, found.Kind == hearsay.SourceBare:
			a.Kind, a.Profile = found.Kind, found.Profile
		case found.Kind == hearsay.SourceOutlet, found.Kind == hearsay.SourceDocument, found.Kind == hearsay.SourceUntraced:
			a.Kind = hearsay.SourceBare // a report stands for those whom it quotes
		}
		a.Profile.Number = origin.Number
		if telling.Rule == "relay-named" {
			outlet(origin.Outlet)
		}
	default:
		return a, false
	}
	if telling.Rule == "relay-named" && found != nil && !a.Outlet.Known() {
		a.Outlet, a.Relay = found.Outlet, found.Relay
	}
	return a, true
}

// sharing is the attribution whose source shares most words with those given, or nil.
func sharing(reading *hearsay.Reading, source []hearsay.Span) *hearsay.Attribution {
	var best *hearsay.Attribution
	most := 0
	for i := range reading.Attributions {
		if shared := common(source, reading.Attributions[i].Source); shared > most {
			best, most = &reading.Attributions[i], shared
		}
	}
	return best
}
