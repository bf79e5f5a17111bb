package prompt

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
)

// unnamed is one unnamed source of a document, with every attribution to it.
type unnamed struct {
	root   *hearsay.Attribution
	places []*hearsay.Attribution // in order, the root first
}

// unnamedSources are the unnamed sources that a document itself heard and lets tell something, in order: not those that
// another outlet had, nor those of an embedded text or a headline.
func (d *desk) unnamedSources(reading *hearsay.Reading) []unnamed {
	var sources []unnamed
	at := map[int]int{}
	for i := range reading.Attributions {
		a := &reading.Attributions[i]
		if a.Kind != hearsay.SourceUnnamed && a.Kind != hearsay.SourceBare || len(a.Source) == 0 || !d.own(reading, a) || !tells(a) {
			continue
		}
		root := i
		for n := 0; reading.Attributions[root].Same >= 0 && n < len(reading.Attributions); n++ {
			root = reading.Attributions[root].Same
		}
		n, known := at[root]
		if !known {
			n = len(sources)
			at[root] = n
			sources = append(sources, unnamed{root: &reading.Attributions[root]})
		}
		sources[n].places = append(sources[n].places, a)
	}
	return sources
}

// tells reports whether an attribution passes something on: it is no refusal, no question, and no wish or feeling that the
// writer ascribes to somebody.
func tells(a *hearsay.Attribution) bool {
	return !a.Attitude && a.Stance != hearsay.Declined && a.Stance != hearsay.Questioned && len(a.Content) > 0
}

// own reports whether an attribution is the document's own: no other outlet had its source, it stands in the running
// text, and nothing broke there.
func (d *desk) own(reading *hearsay.Reading, a *hearsay.Attribution) bool {
	doc := &reading.Document
	if a.Relay || d.elsewhere(doc, a.Outlet) || len(doc.Damaged(append([]hearsay.Span{a.Cue}, a.Source...)...)) > 0 {
		return false
	}
	block := doc.BlockAt(stands(a))
	return block < 0 || doc.Blocks[block].Kind == hearsay.BlockBody
}

// elsewhere reports whether an outlet is another one than the document's.
func (d *desk) elsewhere(doc *hearsay.Document, outlet hearsay.Field) bool {
	if !outlet.Known() {
		return false
	}
	return !doc.Outlet.Known() || d.outlets.Family(outlet.Value) != d.outlets.Family(doc.Outlet.Value)
}

// stands is where an attribution stands: at its cue, else its source, else what is said.
func stands(a *hearsay.Attribution) uint32 {
	switch {
	case !a.Cue.Empty():
		return a.Cue.Start
	case len(a.Source) > 0:
		return a.Source[0].Start
	}
	return a.Content[0].Start
}

// heads reports whether the noun of a source is in a set.
func heads(reading *hearsay.Reading, a *hearsay.Attribution, set map[string]bool) bool {
	return set[strings.ToLower(a.Profile.Role.Of(reading.Document.Text))]
}

// bareSource reports whether nothing is said of a source anywhere: "the source, an aide to the mayor", says it later.
func (d *desk) bareSource(reading *hearsay.Reading, u unnamed) bool {
	return u.root.Kind == hearsay.SourceBare && heads(reading, u.root, d.bare) &&
		!slices.ContainsFunc(u.places, func(a *hearsay.Attribution) bool {
			return strings.ContainsRune(hearsay.Cover(a.Source).Of(reading.Document.Text), ',')
		})
}

// bareSources finds sources of whom nothing is said, all places of a document together.
func bareSources(d *desk, _ int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for _, reading := range d.readings {
		var places []hearsay.Span
		for _, u := range d.unnamedSources(reading) {
			if !d.bareSource(reading, u) {
				continue
			}
			for _, a := range u.places {
				if heads(reading, a, d.bare) {
					places = append(places, hearsay.Cover(a.Source))
				}
			}
		}
		if len(places) > 0 {
			prompts = append(prompts, hearsay.Prompt{Refs: refs(reading, places)})
		}
	}
	return prompts
}

// refs are places of one document, each by itself.
func refs(reading *hearsay.Reading, places []hearsay.Span) []hearsay.Ref {
	slices.SortFunc(places, hearsay.Span.Compare)
	var list []hearsay.Ref
	for _, span := range slices.Compact(places) {
		list = append(list, ref(reading.Document.ID, span))
	}
	return list
}

// oneDescribed finds "sources" in documents whose only described source, by that word, is one person: "sources said", and
// then "a source close to the mayor".
func oneDescribed(d *desk, _ int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for _, reading := range d.readings {
		var several, described []unnamed
		for _, u := range d.unnamedSources(reading) {
			switch {
			case d.bareSource(reading, u):
				if u.root.Profile.Plural {
					several = append(several, u)
				}
			case heads(reading, u.root, d.confidants):
				described = append(described, u)
			}
		}
		if len(several) == 0 || len(described) == 0 {
			continue
		}
		first := described[0].root
		if !heads(reading, first, d.bare) || slices.ContainsFunc(described, func(u unnamed) bool {
			return u.root.Profile.Number != 1 || !alike(reading, u.root, first)
		}) {
			continue
		}
		prompts = append(prompts, hearsay.Prompt{Refs: []hearsay.Ref{
			ref(reading.Document.ID, hearsay.Cover(several[0].root.Source)), ref(reading.Document.ID, hearsay.Cover(first.Source)),
		}})
	}
	return prompts
}

// alike reports whether two sources are described by the same words.
func alike(reading *hearsay.Reading, a, b *hearsay.Attribution) bool {
	text := reading.Document.Text
	return strings.EqualFold(a.Profile.Role.Of(text), b.Profile.Role.Of(text)) &&
		strings.EqualFold(a.Profile.Affiliation.Of(text), b.Profile.Affiliation.Of(text)) &&
		strings.EqualFold(a.Profile.Nearness.Of(text), b.Profile.Nearness.Of(text))
}

// noReason finds described sources, each once a document, where neither their description nor the sentences around them say
// why they are not named. Of bare ones another rule says more.
func noReason(d *desk, _ int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for _, reading := range d.readings {
		var shown []*hearsay.Attribution
		explained := d.explained(reading)
		for _, u := range d.unnamedSources(reading) {
			if !d.granted(reading, u.root) || u.root.Kind == hearsay.SourceBare ||
				slices.ContainsFunc(shown, func(a *hearsay.Attribution) bool { return alike(reading, a, u.root) }) {
				continue
			}
			if slices.ContainsFunc(u.places, func(a *hearsay.Attribution) bool {
				return !a.Profile.Reason.Empty() || explained[a.Sentence-1] || explained[a.Sentence] || explained[a.Sentence+1]
			}) {
				continue
			}
			shown = append(shown, u.root)
			prompts = append(prompts, hearsay.Prompt{Refs: []hearsay.Ref{ref(reading.Document.ID, hearsay.Cover(u.places[0].Source))}})
		}
	}
	return prompts
}

// apposed reports whether a name names the source that it stands in: "her aide Ines Calder", "an adviser on harbours, Ines
// Calder", and not "an aide to Ines Calder", "people who met Ines Calder".
func apposed(reading *hearsay.Reading, a *hearsay.Attribution, name hearsay.Span) bool {
	before := hearsay.TagNone
	for _, token := range reading.Sentences[a.Sentence].Tokens {
		if token.Span.Start >= name.Start {
			break
		}
		before = token.Tag
	}
	switch before {
	case hearsay.TagComma:
		return true
	case hearsay.TagIN, hearsay.TagTO:
		return false
	}
	return !a.Profile.Nearness.Overlaps(name)
}

// mostSources is more people than an outlet hears one by one: more have signed something.
const mostSources = 50

// granted reports whether an unnamed source is somebody whom the outlet agreed not to name: somebody in particular, of
// whom a number is told or how near they are. "White House officials insist" speaks for a body; a name that stands in the
// source, behind what describes it, names it.
func (d *desk) granted(reading *hearsay.Reading, a *hearsay.Attribution) bool {
	if !heads(reading, a, d.confidants) || a.Profile.Plural && a.Profile.Nearness.Empty() && !heads(reading, a, d.bare) ||
		a.Profile.Number > mostSources {
		return false
	}
	words := strings.ToLower(a.Source[0].Of(reading.Document.Text))
	if strings.HasPrefix(words, "the ") && a.Profile.Affiliation.Empty() && a.Profile.Nearness.Empty() {
		return false // told of before, in words that were not found
	}
	return !slices.ContainsFunc(reading.Mentions, func(m hearsay.Mention) bool {
		return m.Kind == hearsay.MentionName && m.Entity != 0 && m.Head.Start >= a.Profile.Role.End &&
			apposed(reading, a, m.Span) && slices.ContainsFunc(a.Source, func(s hearsay.Span) bool { return s.Contains(m.Head) })
	})
}

// explained are the sentences that say why somebody is not named, or that somebody is not.
func (d *desk) explained(reading *hearsay.Reading) map[int]bool {
	found := map[int]bool{}
	for i := range reading.Sentences {
		tokens := lowered(reading, i)
		for at := range tokens {
			for _, phrase := range d.anonymity {
				if len(tokens) >= at+len(phrase) && slices.Equal(tokens[at:at+len(phrase)], phrase) {
					found[i] = true
				}
			}
		}
	}
	return found
}

// lowered are the tokens of a sentence in lower case.
func lowered(reading *hearsay.Reading, sentence int) []string {
	tokens := reading.Sentences[sentence].Tokens
	list := make([]string, len(tokens))
	for i, token := range tokens {
		list[i] = strings.ToLower(token.Span.Of(reading.Document.Text))
	}
	return list
}

func words(phrase string) []string { return strings.Fields(phrase) }

// unnamedOpinion finds words of judgement in what an unnamed source is quoted as saying, and not as what another has said.
func unnamedOpinion(d *desk, _ int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for _, reading := range d.readings {
		for _, u := range d.unnamedSources(reading) {
			if !d.granted(reading, u.root) {
				continue
			}
			for _, a := range u.places {
				if word := d.judgement(reading, a); !word.Empty() {
					prompts = append(prompts, hearsay.Prompt{Refs: []hearsay.Ref{
						ref(reading.Document.ID, word), ref(reading.Document.ID, hearsay.Cover(a.Source)),
					}})
				}
			}
		}
	}
	return prompts
}

// judgement is the quotation in which the first word of judgement stands that an attribution's source says in its own
// words, or nothing.
func (d *desk) judgement(reading *hearsay.Reading, a *hearsay.Attribution) hearsay.Span {
	text := reading.Document.Text
	for i := range reading.Quotations {
		quotation := reading.Quotations[i].Span
		if !slices.ContainsFunc(a.Content, quotation.Overlaps) {
			continue
		}
		for s := sentenceAt(reading, quotation.Start); s < len(reading.Sentences) && reading.Sentences[s].Span.Start < quotation.End; s++ {
			for _, token := range reading.Sentences[s].Tokens {
				if !quotation.Contains(token.Span) || !d.opinions[strings.ToLower(token.Span.Of(text))] ||
					!slices.ContainsFunc(a.Content, func(c hearsay.Span) bool { return c.Contains(token.Span) }) {
					continue
				}
				if d.innermost(reading, token.Span) == a {
					return quotation
				}
			}
		}
	}
	return hearsay.Span{}
}

// innermost is the attribution with the shortest content around a span, or nil.
func (d *desk) innermost(reading *hearsay.Reading, span hearsay.Span) *hearsay.Attribution {
	var best *hearsay.Attribution
	shortest := 0
	for i := range reading.Attributions {
		a := &reading.Attributions[i]
		if !slices.ContainsFunc(a.Content, func(c hearsay.Span) bool { return c.Contains(span) }) {
			continue
		}
		if length := hearsay.Cover(a.Content).Len(); best == nil || length < shortest {
			best, shortest = a, length
		}
	}
	return best
}

// sentenceAt is the index of the sentence that holds an offset, or of the first one behind it.
func sentenceAt(reading *hearsay.Reading, at uint32) int {
	i, _ := slices.BinarySearchFunc(reading.Sentences, at, func(s hearsay.Sentence, at uint32) int {
		if s.Span.End <= at {
			return -1
		}
		return cmp.Compare(s.Span.Start, at)
	})
	return i
}

// relayWithoutOutlet finds what rests on reports of nobody in particular, where no outlet is named beside it. Places of a
// document stand together.
func relayWithoutOutlet(d *desk, _ int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for _, reading := range d.readings {
		doc := &reading.Document
		named := map[int]bool{} // sentences in which an outlet is named
		for i := range reading.Mentions {
			m := &reading.Mentions[i]
			if m.Entity != 0 && reading.Entities[m.Entity-1].Kind == hearsay.EntityOutlet {
				named[sentenceAt(reading, m.Span.Start)] = true
			}
		}
		for i := range reading.Attributions {
			if a := &reading.Attributions[i]; a.Outlet.Known() && d.elsewhere(doc, a.Outlet) {
				named[a.Sentence] = true
			}
		}
		var places []hearsay.Span
		for i := range reading.Attributions {
			a := &reading.Attributions[i]
			if a.Kind != hearsay.SourceUntraced || !a.Relay || a.Outlet.Known() || a.Attitude ||
				a.Stance == hearsay.Questioned || a.Stance == hearsay.Declined || a.Stance == hearsay.Denied ||
				named[a.Sentence-1] || named[a.Sentence] || named[a.Sentence+1] || d.better[place{doc.ID, i}] {
				continue
			}
			if block := doc.BlockAt(stands(a)); block >= 0 && doc.Blocks[block].Kind != hearsay.BlockBody {
				continue
			}
			span := a.Cue
			if len(a.Source) > 0 {
				span = hearsay.Cover(a.Source)
			}
			if len(doc.Damaged(span)) == 0 {
				places = append(places, span)
			}
		}
		if len(places) > 0 {
			prompts = append(prompts, hearsay.Prompt{Refs: refs(reading, places)})
		}
	}
	return prompts
}

// declinedAndUnnamed finds bodies that decline to comment in a document in which somebody of theirs speaks unnamed.
func declinedAndUnnamed(d *desk, _ int) []hearsay.Prompt {
	var prompts []hearsay.Prompt
	for _, reading := range d.readings {
		done := map[hearsay.EntityID]bool{}
		sources := d.unnamedSources(reading)
		for i := range reading.Attributions {
			a := &reading.Attributions[i]
			if a.Stance != hearsay.Declined || a.Kind != hearsay.SourceBody || a.Attitude || a.Cue.Empty() || !d.silent(reading, a) {
				continue
			}
			body := d.bodyOf(reading, a)
			if body == 0 || done[body] {
				continue
			}
			for _, u := range sources {
				if !heads(reading, u.root, d.confidants) || d.bodyOf(reading, u.root) != body {
					continue
				}
				done[body] = true
				prompts = append(prompts, hearsay.Prompt{Refs: []hearsay.Ref{
					ref(reading.Document.ID, hearsay.Cover(append([]hearsay.Span{a.Cue}, a.Source...))),
					ref(reading.Document.ID, hearsay.Cover(u.places[0].Source)),
				}})
				break
			}
		}
	}
	return prompts
}

// silent reports whether a refusal is one to comment, and not to say one thing only.
func (d *desk) silent(reading *hearsay.Reading, a *hearsay.Attribution) bool {
	for _, token := range reading.Sentences[a.Sentence].Tokens {
		if token.Span.Start >= a.Cue.Start && token.Span.Start < a.Cue.End+silenceReach &&
			d.silence[strings.ToLower(token.Span.Of(reading.Document.Text))] {
			return true
		}
	}
	return false
}

// silenceReach is how many bytes behind its cue the word may stand that a refusal is one to: "did not immediately respond".
const silenceReach = 40

// bodyOf is the body that a source is, speaks for or is of, by the words of the source.
func (d *desk) bodyOf(reading *hearsay.Reading, a *hearsay.Attribution) hearsay.EntityID {
	if len(a.Source) == 0 {
		return 0
	}
	if a.Speaker != 0 && reading.Entities[a.Speaker-1].Kind == hearsay.EntityBody {
		return a.Speaker
	}
	for i := range reading.Mentions {
		m := &reading.Mentions[i]
		if m.Kind != hearsay.MentionName || m.Entity == 0 || reading.Entities[m.Entity-1].Kind != hearsay.EntityBody {
			continue
		}
		if a.Profile.Affiliation.Overlaps(m.Span) || a.Profile.Affiliation.Empty() && a.Source[0].Start == m.Span.Start {
			return m.Entity
		}
	}
	return 0
}
