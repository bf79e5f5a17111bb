package sourcing

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
)

// chain is the attributions around a telling, from the innermost outward. The last one is who vouches for it.
func (t *trail) chain(i int) []*hearsay.Attribution {
	reading := t.reading(i)
	var chain []*hearsay.Attribution
	for at, depth := t.tellings[i].Attribution, 0; at >= 0 && depth < len(reading.Attributions); at, depth = reading.Attributions[at].Within, depth+1 {
		if !reading.Attributions[at].Attitude {
			chain = append(chain, &reading.Attributions[at])
		}
	}
	if len(chain) > 0 && chain[0].Kind == hearsay.SourceOutlet {
		if said := t.besideOutlet(i, chain[0]); said != nil {
			chain = slices.Insert(chain, 0, said)
		}
	}
	return chain
}

// besideOutlet is the attribution that gives the telling a source where an outlet in the same sentence only passes it on:
// "the mayor said, according to the Herald"; nil if there is none.
func (t *trail) besideOutlet(i int, outlet *hearsay.Attribution) *hearsay.Attribution {
	reading, head := t.reading(i), t.tellings[i].Key.Start
	for n := range reading.Attributions {
		said := &reading.Attributions[n]
		if said.Sentence != outlet.Sentence || said.Attitude || said.Stance != t.tellings[i].Stance {
			continue
		}
		if !slices.ContainsFunc(reading.Propositions, func(p hearsay.Proposition) bool { return p.Attribution == n }) {
			continue // a feeling or knowledge, which nobody says
		}
		switch said.Kind {
		case hearsay.SourceNamed, hearsay.SourceBody, hearsay.SourceDocument, hearsay.SourceUnnamed, hearsay.SourceBare:
			if slices.ContainsFunc(said.Content, func(content hearsay.Span) bool {
				return content.Start <= head && head < content.End || said.Cue.End <= content.Start &&
					slices.ContainsFunc(outlet.Content, func(c hearsay.Span) bool { return c.Start == content.Start })
			}) {
				return said
			}
		}
	}
	return nil
}

// attributed applies the rules from the second on: what the text says of its source.
func (t *trail) attributed(i int) []hearsay.OriginID {
	outlet, relay := t.relayed(i)
	if relay {
		return t.relay(i, outlet)
	}
	if agency := t.headed(t.doc(i)); agency.Known() && !outlet.Known() {
		return t.wire(i, agency.Value, []hearsay.Ref{ref(t.tellings[i].Doc, agency.Span)})
	}
	if origins := t.source(i, outlet.Value); origins != nil {
		return origins
	}
	return t.ownWord(i)
}

// relayed says which outlet had what the telling rests on, and whether that is another one than the document's own (or
// an earlier report of its own).
func (t *trail) relayed(i int) (hearsay.Field, bool) {
	doc := t.doc(i)
	for _, attribution := range t.chain(i) {
		outlet, source := t.outlet(doc, attribution)
		if !outlet.Known() {
			continue
		}
		other := outlet.Value != t.outletOf(doc)
		return outlet, attribution.Relay || other || source
	}
	block := doc.BlockAt(t.tellings[i].Span.Start)
	if block >= 0 && doc.Blocks[block].Kind == hearsay.BlockQuotation && doc.Blocks[block].Outlet.Known() {
		return doc.Blocks[block].Outlet, true
	}
	if outlet := t.firstReported(i); outlet.Known() {
		return outlet, true
	}
	return hearsay.Field{}, false
}

// newsReach is how many sentences before "the news was first reported by" belong to the news.
const newsReach = 3

// firstReported is the outlet that the text right behind a telling without a source says the news is from: "the news was
// first reported by the Herald".
func (t *trail) firstReported(i int) hearsay.Field {
	reading, telling := t.reading(i), t.tellings[i]
	if telling.Attribution >= 0 {
		return hearsay.Field{}
	}
	own := t.house(&reading.Document)
	at := sentenceAt(reading, telling.Key.Start)
	for n := range reading.Attributions {
		a := &reading.Attributions[n]
		if a.Kind != hearsay.SourceOutlet || !a.Relay || !a.Outlet.Known() || len(a.Content) != 1 || a.Sentence < at ||
			a.Sentence > at+newsReach || t.tracer.outlets.Family(a.Outlet.Value) == own {
			continue
		}
		words := plain(a.Content[0].Of(reading.Document.Text))
		relative := words == "which" || words == "that"
		if !t.tracer.news[words] || (a.Sentence == at) != relative || a.Content[0].Start < telling.Key.Start {
			continue
		}
		return a.Outlet
	}
	return hearsay.Field{}
}

// sentenceAt is the index of the sentence that holds an offset.
func sentenceAt(reading *hearsay.Reading, at uint32) int {
	i, found := slices.BinarySearchFunc(reading.Sentences, at, func(s hearsay.Sentence, at uint32) int {
		return cmp.Compare(s.Span.Start, at)
	})
	if !found {
		i--
	}
	return max(i, 0)
}

// relay follows a telling to the outlet it rests on.
func (t *trail) relay(i int, outlet hearsay.Field) []hearsay.OriginID {
	telling, doc := t.tellings[i], t.doc(i)
	house := t.tracer.outlets.Family(outlet.Value)
	words := ref(telling.Doc, outlet.Span)
	rule := RuleRelayHeld
	if outlet.Value == t.outletOf(doc) {
		rule = RuleOwnEarlier
	}
	if k := t.heldTelling(i, outlet.Value); k >= 0 {
		return t.rest(i, k, rule, words)
	}
	if rule == RuleOwnEarlier {
		if origins := t.source(i, outlet.Value); origins != nil {
			return origins
		}
		t.vouched[i] = true
		return t.ownWord(i)
	}
	if origins := t.source(i, outlet.Value); origins != nil {
		t.step(i, RuleRelayNamed, -1, words)
		return origins
	}
	block := doc.BlockAt(telling.Span.Start)
	t.hollow[i] = block >= 0 && doc.Blocks[block].Kind == hearsay.BlockQuotation
	t.step(i, RuleRelayHollow, -1, words)
	return []hearsay.OriginID{t.intern("hollow|"+house, hearsay.Origin{
		Kind: hearsay.OriginHollow, Outlet: outlet.Value, Number: 1, Name: outlet.Value, Ref: words,
	})}
}

// heldTelling is the telling in a held document of the outlet that says most of its source, or -1. A document that is
// known to be later than the words are, and the document itself, are never followed to; another of the same outlet must
// be known to be earlier. What stands in the same prose leads no further.
func (t *trail) heldTelling(i int, outlet string) int {
	mine, doc, same := t.tellings[i], t.doc(i), t.equals(i)
	best := -1
	for _, id := range t.held[t.tracer.outlets.Family(outlet)] {
		other := &t.byDoc[id].Document
		if other.Outlet.Value != outlet || id == mine.Doc || outlet == doc.Outlet.Value && !later(doc, other) ||
			slices.ContainsFunc(same, func(k int) bool { return later(other, t.doc(k)) }) {
			continue
		}
		for _, k := range t.inDoc[id] {
			if other := t.tellings[k]; other.Possible || !counted(other.Stance) || other.Negated != mine.Negated ||
				slices.Contains(same, k) {
				continue
			}
			if best < 0 || t.rank(k, mine.Level) > t.rank(best, mine.Level) {
				best = k
			}
		}
	}
	return best
}

// rank prefers a telling of at least the level that is looked for, then one that says more of its source.
func (t *trail) rank(k int, level hearsay.Level) int {
	rank := t.detail(k)
	if t.tellings[k].Level.Height() >= level.Height() {
		rank += 1000
	}
	return rank
}

// source returns the origins that the telling's own attributions name, had by outlet ("" for the document's own), or nil
// where they name none.
func (t *trail) source(i int, outlet string) []hearsay.OriginID {
	chain := t.chain(i)
	for n := len(chain) - 1; n >= 0; n-- {
		attribution := chain[n]
		if attribution.Kind == hearsay.SourceSelf || nobody(attribution) || alleged(attribution) && len(chain) > 1 {
			continue
		}
		if attribution.Outlet.Known() && reported(attribution) {
			continue // "a report", of the outlet that is named for it further on
		}
		if _, outlet := t.outlet(t.doc(i), attribution); outlet {
			continue
		}
		return t.named(i, attribution, outlet)
	}
	return nil
}

// nobody reports whether an attribution names no source at all: "apparently", "it is unclear".
func nobody(attribution *hearsay.Attribution) bool {
	return attribution.Kind == hearsay.SourceUnclear && len(attribution.Source) == 0
}

// alleged reports whether an attribution only says that it is not sure: "allegedly". Whoever else is named says so.
func alleged(attribution *hearsay.Attribution) bool {
	return attribution.Kind == hearsay.SourceUntraced && len(attribution.Source) == 0 && !attribution.Relay
}

// reported reports whether an attribution gives nothing but a report as its source.
func reported(attribution *hearsay.Attribution) bool {
	return attribution.Kind == hearsay.SourceUntraced ||
		attribution.Kind == hearsay.SourceDocument && attribution.Outlet.By == "named behind"
}

// named is the origin that one attribution names.
func (t *trail) named(i int, attribution *hearsay.Attribution, outlet string) []hearsay.OriginID {
	telling, reading := t.tellings[i], t.reading(i)
	words := ref(telling.Doc, append([]hearsay.Span{attribution.Cue}, attribution.Source...)...)
	name := ref(telling.Doc, attribution.Source...)
	text := reading.Document.Text
	shown := hearsay.Cover(name.Spans).Of(text)
	identity := t.story.Identity[hearsay.Member{Doc: telling.Doc, Entity: attribution.Speaker}]
	if attribution.Speaker == 0 {
		identity = 0
	}
	one := func(rule, key string, origin hearsay.Origin) []hearsay.OriginID {
		t.step(i, rule, -1, words)
		origin.Ref = name
		if len(name.Spans) == 0 {
			origin.Ref = words
		}
		return []hearsay.OriginID{t.intern(key, origin)}
	}
	if attribution.Inferred && attribution.Speaker == 0 && attribution.Same < 0 {
		// A pronoun of which only the kind is known leads to nobody.
		return one(RuleUnclear, "untraced|"+string(telling.Doc),
			hearsay.Origin{Kind: hearsay.OriginUnclear, Doc: telling.Doc, Name: joined(text, words)})
	}
	switch attribution.Kind {
	case hearsay.SourceNamed, hearsay.SourceBody, hearsay.SourceDocument:
		if root := t.root(i, attribution); root != attribution && identity == 0 {
			return t.named(i, root, outlet)
		}
		kind, rule := hearsay.OriginNamed, RuleNamed
		switch attribution.Kind {
		case hearsay.SourceBody:
			kind, rule = hearsay.OriginBody, RuleBody
		case hearsay.SourceDocument:
			kind, rule = hearsay.OriginDocument, RuleDocument
		}
		if identity != 0 {
			person := t.story.Identities[identity-1]
			switch person.Kind {
			case hearsay.EntityBody, hearsay.EntityOutlet:
				kind = hearsay.OriginBody
			case hearsay.EntityPerson:
				kind = hearsay.OriginNamed // of a letter or memo, its author
			}
			return one(rule, "identity|"+number(int(identity)), hearsay.Origin{Kind: kind, Identity: identity, Number: 1, Name: person.Name})
		}
		if author := attribution.Profile.Affiliation; attribution.Kind == hearsay.SourceDocument && !author.Empty() {
			shown = author.Of(text) // whose document it is, though no identity is known
			kind = hearsay.OriginBody
		}
		return one(rule, "called|"+plain(shown), hearsay.Origin{Kind: kind, Number: 1, Name: shown})
	case hearsay.SourceUnnamed, hearsay.SourceBare:
		return t.unnamed(i, attribution, outlet, words)
	case hearsay.SourceUntraced:
		return one(RuleUntraced, "untraced|"+string(telling.Doc), hearsay.Origin{Kind: hearsay.OriginUntraced, Doc: telling.Doc, Name: joined(text, words)})
	case hearsay.SourceCollective:
		return one(RuleCollective, "collective|"+plain(shown), hearsay.Origin{Kind: hearsay.OriginCollective, Name: shown})
	}
	return one(RuleUnclear, "untraced|"+string(telling.Doc), hearsay.Origin{Kind: hearsay.OriginUnclear, Doc: telling.Doc, Name: joined(text, words)})
}

// root is the attribution that one goes back to: the document that "the statement" means, or what "it" said before.
func (t *trail) root(i int, attribution *hearsay.Attribution) *hearsay.Attribution {
	reading := t.reading(i)
	for n := 0; attribution.Same >= 0 && n < len(reading.Attributions); n++ {
		attribution = &reading.Attributions[attribution.Same]
	}
	return attribution
}

// joined is the text under a reference, its parts joined by an ellipsis.
func joined(text string, ref hearsay.Ref) string {
	var parts []string
	for _, span := range ref.Spans {
		parts = append(parts, span.Of(text))
	}
	return strings.Join(parts, " … ")
}

// unnamed is the origin of unnamed sources: the outlet that had them, their description and number. A less described
// mention in the same document continues the one it goes back to.
func (t *trail) unnamed(i int, attribution *hearsay.Attribution, outlet string, words hearsay.Ref) []hearsay.OriginID {
	telling, reading := t.tellings[i], t.reading(i)
	root, rule := t.root(i, attribution), RuleUnnamed
	if root != attribution {
		rule = RuleContinued
	}
	if outlet == "" && root.Outlet.Known() {
		outlet = root.Outlet.Value
	}
	house := t.house(&reading.Document)
	if outlet == "" {
		outlet = t.outletOf(&reading.Document)
	}
	if outlet != "" {
		house = t.tracer.outlets.Family(outlet)
	}
	name := ref(telling.Doc, root.Source...)
	shown := hearsay.Cover(name.Spans).Of(reading.Document.Text)
	description := "sources"
	if root.Kind != hearsay.SourceBare {
		description = describe(reading.Document.Text, root)
	}
	count := max(1, root.Profile.Number)
	t.step(i, rule, -1, words, name)
	return []hearsay.OriginID{t.intern("unnamed|"+house+"|"+description+"|"+number(count), hearsay.Origin{
		Kind: hearsay.OriginUnnamed, Outlet: outlet, Doc: docIfNoOutlet(outlet, telling.Doc), Number: count, Plural: root.Profile.Plural,
		Name: shown, Ref: name, Note: bareNote(root),
	})}
}

// noteBare marks an unnamed source without any description.
const noteBare = "not described"

func bareNote(root *hearsay.Attribution) string {
	if root.Kind == hearsay.SourceBare {
		return noteBare
	}
	return ""
}

func docIfNoOutlet(outlet string, doc hearsay.DocID) hearsay.DocID {
	if outlet == "" {
		return doc
	}
	return ""
}

// describe is what two descriptions of unnamed sources are compared by: the words for their affiliation, role and
// nearness, without number or reason.
func describe(text string, attribution *hearsay.Attribution) string {
	profile := attribution.Profile
	var parts []string
	for _, span := range []hearsay.Span{profile.Affiliation, profile.Role, profile.Nearness} {
		if !span.Empty() {
			parts = append(parts, plain(span.Of(text)))
		}
	}
	if len(parts) == 0 {
		return plain(hearsay.Cover(attribution.Source).Of(text))
	}
	return strings.Join(parts, " ")
}
