package attribution

import (
	"hearsay"
)

// sameReach is how many sentences back "the official" may look for the official it means.
const sameReach = 12

// theyReach is the same for "they", which may be anybody sooner.
const theyReach = 2

// speakers resolves whom a source leads to: an entity by its mentions, or the earlier unnamed source that it continues.
func (f *Finder) speakers(s *sheet, drafts []*draft, out []hearsay.Attribution) {
	for i, d := range drafts {
		a := &out[i]
		if len(d.source) == 0 {
			continue
		}
		src := f.readSource(s, d.source[0])
		switch a.Kind {
		case hearsay.SourceUnnamed, hearsay.SourceBare:
			f.continues(s, drafts, out, i, src)
		case hearsay.SourceUnclear:
			if s.is(src.head, "i", "we", "us") {
				if up := a.Within; up >= 0 && out[up].Speaker != 0 {
					a.Kind, a.KindBy = out[up].Kind, "first person in a quotation"
					a.Speaker, a.Inferred = out[up].Speaker, true
				}
			} else if f.anaphoric(s, src) && (d.states() || d.frame == frameAccording || !s.is(src.head, "they", "them")) {
				f.continues(s, drafts, out, i, src)
			}
		case hearsay.SourceBody:
			if src.noun.class == nounSpokes {
				f.spokenFor(s, a, src)
				continue
			}
			f.bear(s, a, src)
		default:
			if s.quotesAnother(d, src) {
				a.Kind, a.KindBy = hearsay.SourceUnclear, "quotation names the bearer"
				continue
			}
			f.bear(s, a, src)
		}
	}
}

// quotesAnother reports whether the one that a pronoun leads to is spoken of by name or role in the words that it is
// said to say: nobody speaks so of himself.
func (s *sheet) quotesAnother(d *draft, src source) bool {
	entity, mention := s.bearer(src.head)
	if entity == nil || mention.Kind != hearsay.MentionPronoun {
		return false
	}
	for _, r := range d.content {
		for at := r.from; at < r.to; at++ {
			w := &s.words[at]
			if w.quoted == 0 || w.mention == 0 {
				continue
			}
			if other := s.reading.Mentions[w.mention-1]; other.Entity == entity.ID && other.Kind != hearsay.MentionPronoun {
				return true
			}
		}
	}
	return false
}

// bear sets the speaker to the entity that the source's head, or the name in commas behind it, leads to.
func (f *Finder) bear(s *sheet, a *hearsay.Attribution, src source) {
	head := src.head
	entity, mention := s.bearer(head)
	if a.KindBy == "name in apposition" {
		entity, mention = s.bearer(f.coreNoun(s, head+2, src.words.to))
	}
	if entity == nil && a.Kind == hearsay.SourceOutlet {
		for at := src.words.from; at < src.words.to && entity == nil; at++ {
			if e, m := s.bearer(at); e != nil && e.Kind == hearsay.EntityOutlet {
				entity, mention = e, m
			}
		}
	}
	if entity == nil && a.By == turnRule {
		// Transcripts write names in capitals.
		if id := s.people[s.words[src.words.to-1].text]; id != 0 {
			a.Speaker, a.Inferred = id, true
		}
		return
	}
	if a.KindBy == "last name" {
		a.Speaker, a.Inferred = s.people[s.words[head].text], true
		return
	}
	// What speaks as people do is somebody, though nothing tells that the name is a person's.
	somebody := entity != nil && a.Kind == hearsay.SourceNamed && entity.Kind == hearsay.EntityUnclear &&
		mention.Kind == hearsay.MentionName
	if entity == nil || a.Kind != entityKind(entity) && !somebody {
		return
	}
	a.Speaker = entity.ID
	a.Inferred = mention.Inferred || mention.Kind != hearsay.MentionName
}

// spokenFor sets the speaker of an unnamed spokesperson to the body or person spoken for.
func (f *Finder) spokenFor(s *sheet, a *hearsay.Attribution, src source) {
	if a.Profile.Affiliation.Empty() {
		if body, where := f.bodyNearby(s, src); body != nil {
			a.Speaker, a.Inferred = body.ID, true
			a.Profile.Affiliation = where
		}
		return
	}
	words := s.wordsIn(a.Profile.Affiliation)
	for at := words.to - 1; at >= words.from; at-- {
		if entity, mention := s.bearer(at); entity != nil && (entity.Kind == hearsay.EntityBody ||
			entity.Kind == hearsay.EntityPerson ||
			entity.Kind == hearsay.EntityPlace || entity.Kind == hearsay.EntityOutlet) {
			a.Speaker, a.Inferred = entity.ID, mention.Inferred || mention.Kind != hearsay.MentionName
			return
		}
		if !s.tagged(at, hearsay.TagPOS) && !s.is(at, "office") {
			return // a spokesman for her lawyer does not speak for her
		}
	}
}

// bodyNearby is the one body that the same sentence names before a spokesperson: "at the Justice Department, where a
// spokeswoman said".
func (f *Finder) bodyNearby(s *sheet, src source) (*hearsay.Entity, hearsay.Span) {
	sentence := s.sentenceOf(src.head)
	var body *hearsay.Entity
	var where hearsay.Span
	for at := sentence.from; at < src.words.from; at++ {
		entity, mention := s.bearer(at)
		if entity == nil || entity.Kind != hearsay.EntityBody || mention.Kind != hearsay.MentionName {
			continue
		}
		if body != nil && body != entity {
			return nil, hearsay.Span{}
		}
		body, where = entity, mention.Head
	}
	return body, where
}

// anaphoric reports whether a source without a kind may point back at an unnamed source: "these people", "they", "one
// of them".
func (f *Finder) anaphoric(s *sheet, src source) bool {
	return src.head >= 0 && (s.is(src.head, "they", "them") || s.in(src.words.from, "definite") &&
		(src.noun.class == nounBare || src.noun.class == nounPerson))
}

// continues joins a less described unnamed source to the nearest earlier one that it can mean. "These people", "the
// official" and "one of the officials" must fit its noun and number; bare "sources" go to earlier bare sources first.
func (f *Finder) continues(s *sheet, drafts []*draft, out []hearsay.Attribution, i int, src source) {
	a := &out[i]
	pointing := s.in(src.words.from, "pointing") || s.is(src.words.from, "one", "two", "some") && s.is(src.words.from+1,
		"of")
	if pointing && a.Kind == hearsay.SourceUnnamed && (!a.Profile.Nearness.Empty() || !a.Profile.Affiliation.Empty() &&
		!a.Profile.Reason.Empty()) {
		return
	}
	if !pointing && (a.Kind != hearsay.SourceBare || !s.tagged(src.head, hearsay.TagNNS)) {
		return
	}
	best := -1
	for j := i - 1; j >= 0; j-- {
		b := &out[j]
		if pointing && src.head >= 0 && len(drafts[j].source) > 0 && s.introduced(drafts[j].source[0].to, src) {
			break
		}
		if b.Kind != hearsay.SourceUnnamed && b.Kind != hearsay.SourceBare || len(drafts[j].source) == 0 ||
			s.is(drafts[j].source[0].from, "they") {
			continue
		}
		if pointing && a.Sentence-b.Sentence > sameReach || s.is(src.head, "they", "them") &&
			a.Sentence-b.Sentence > theyReach {
			break
		}
		earlier := f.readSource(s, drafts[j].source[0])
		if drafts[j].source[0] == src.words || !f.compatible(s, src, earlier, a, b, pointing) {
			continue
		}
		if !pointing && b.Kind != hearsay.SourceBare {
			if best < 0 {
				best = j
			}
			continue
		}
		best = j
		break
	}
	if best < 0 {
		return
	}
	a.Same, a.Inferred = best, true
	if pointing {
		was := a.Kind
		if a.Kind != hearsay.SourceUnnamed {
			a.Kind, a.KindBy = out[best].Kind, "continues an unnamed source"
		}
		if was != hearsay.SourceUnclear {
			return
		}
		a.Profile = f.profile(s, drafts[i], src)
		if s.is(src.head, "they", "them") {
			a.Profile = hearsay.Unnamed{Number: out[best].Profile.Number, Plural: out[best].Profile.Plural}
		}
	}
}

// introduced reports whether the text brings in somebody new of the same noun between a word and a source: "the
// official" behind "a White House official" means that one.
func (s *sheet) introduced(from int, src source) bool {
	noun := singularOf(s.words[src.head].text)
	for at := max(from, src.words.from-400); at < src.words.from; at++ {
		if singularOf(s.words[at].text) != noun {
			continue
		}
		for back := at - 1; back >= from && back > at-5; back-- {
			if s.is(back, "a", "an", "another") {
				return true
			}
		}
	}
	return false
}

// compatible reports whether a later source can mean an earlier one: the nouns fit, and it is not more of them.
func (f *Finder) compatible(s *sheet, src, earlier source, a, b *hearsay.Attribution, pointing bool) bool {
	if src.head < 0 || earlier.head < 0 {
		return false
	}
	plural := src.noun.plural || s.is(src.head, "they", "them")
	was := earlier.noun.plural || b.Profile.Number > 1
	one := s.is(src.number.from, "one") && s.is(src.words.from, "one")
	if pointing && plural != was && !(one && was) {
		return false
	}
	if s.is(src.head, "they", "them") {
		return true
	}
	if a.Profile.Number > b.Profile.Number && !a.Profile.Plural && b.Profile.Number > 0 {
		return false
	}
	later, before := s.words[src.head].text, s.words[earlier.head].text
	return singularOf(later) == singularOf(before) || f.sets["anyone"][later] && pointing
}

// singularOf is a noun without its plural ending, for comparison.
func singularOf(noun string) string {
	if noun == "people" {
		return "person"
	}
	if n := len(noun); n > 3 && noun[n-1] == 's' {
		return noun[:n-1]
	}
	return noun
}

// keepSpeakingReach is how many sentences after a speaker a pronoun may still mean the same one.
const keepSpeakingReach = 3

// keepSpeaking resolves "he said" that the mentions leave open to the speaker of the attribution before, where nobody
// else whom the pronoun fits is named in between outside of contents.
func (f *Finder) keepSpeaking(s *sheet, drafts []*draft, out []hearsay.Attribution) {
	before := -1
	for i := range out {
		a := &out[i]
		if a.Within >= 0 || a.Cue.Empty() {
			continue
		}
		if !drafts[i].states() {
			before = -1
			continue
		}
		if a.Speaker == 0 && a.Kind == hearsay.SourceUnclear && before >= 0 && len(drafts[i].source) == 1 &&
			s.pronoun(drafts[i].source[0]) &&
			s.begins(drafts[i])-out[before].Sentence <= keepSpeakingReach && s.keeps(drafts[before], drafts[i], out[before].Speaker) {
			a.Speaker, a.Kind, a.Inferred, a.KindBy = out[before].Speaker, hearsay.SourceNamed, true, "goes on speaking"
		}
		before = -1
		if entity := s.entity(a.Speaker); entity != nil && entity.Kind == hearsay.EntityPerson &&
			a.Kind == hearsay.SourceNamed {
			before = i
		}
	}
	for i := range out {
		if out[i].Kind == hearsay.SourceUnclear && out[i].Speaker == 0 && len(drafts[i].source) == 1 {
			s.antecedent(drafts, out, i)
		}
	}
}

// antecedentReach is how many sentences back a pronoun may mean the source of an attribution.
const antecedentReach = 2

// antecedent gives a pronoun that the mentions leave open the kind of the source that it most likely means. One person
// for whom the text has no unnamed source at hand is somebody it names, though nothing says surely whom; what "they"
// and "it" mean is said by the last source that fits.
func (s *sheet) antecedent(drafts []*draft, out []hearsay.Attribution, i int) {
	a, at := &out[i], drafts[i].source[0].from
	person := s.in(at, "he-or-she")
	if drafts[i].source[0].len() != 1 || !person && !s.in(at, "they-or-it") {
		return
	}
	for j := i - 1; j >= 0 && s.begins(drafts[i])-out[j].Sentence <= antecedentReach; j-- {
		b := &out[j]
		if len(drafts[j].source) == 0 || drafts[j].source[0].to > at || within(drafts[j].content, at) && b.Within >= 0 {
			continue
		}
		switch b.Kind {
		case hearsay.SourceUnnamed, hearsay.SourceBare:
			if person != (b.Profile.Number <= 1) || s.is(at, "it", "its") {
				continue
			}
			a.Same = j
		case hearsay.SourceNamed:
			if !person {
				continue
			}
			switch {
			case b.Speaker == 0 && s.nobodySince(drafts[j], drafts[i], 0, hearsay.GenderUnknown):
				a.Same = j // "the father said. He added"
			case b.Speaker != 0 && s.keeps(drafts[j], drafts[i], b.Speaker):
				a.Speaker = b.Speaker
			}
			a.Kind, a.KindBy, a.Inferred = hearsay.SourceNamed, "person", true
			return
		case hearsay.SourceBody, hearsay.SourceOutlet, hearsay.SourceDocument:
			if person || b.Kind == hearsay.SourceDocument && !s.is(at, "it", "its") {
				continue
			}
			if a.Speaker = b.Speaker; b.Kind != hearsay.SourceOutlet {
				a.Same = j
			}
		case hearsay.SourceCollective:
			if person || s.is(at, "it", "its") {
				continue
			}
		default:
			continue
		}
		a.Kind, a.KindBy, a.Inferred = b.Kind, "last source that fits", true
		return
	}
	if person {
		a.Kind, a.KindBy, a.Inferred = hearsay.SourceNamed, "person", true
	}
}

// begins is the sentence in which an attribution begins: that of its cue, or where its words begin before.
func (s *sheet) begins(d *draft) int {
	sentence := s.words[d.at()].sentence
	for _, r := range d.content {
		sentence = min(sentence, s.words[r.from].sentence)
	}
	return sentence
}

// keeps reports whether a pronoun source fits the speaker before and nobody named since.
func (s *sheet) keeps(before, d *draft, speaker hearsay.EntityID) bool {
	at := d.source[0].from
	var gender hearsay.Gender
	switch {
	case s.is(at, "he", "his", "him"):
		gender = hearsay.GenderMale
	case s.is(at, "she", "her"):
		gender = hearsay.GenderFemale
	default:
		return false
	}
	return s.fits(speaker, gender) && s.nobodySince(before, d, speaker, gender)
}

// fits reports whether an entity is a person who may be of a gender.
func (s *sheet) fits(id hearsay.EntityID, gender hearsay.Gender) bool {
	entity := s.entity(id)
	return entity != nil && entity.Kind == hearsay.EntityPerson &&
		(entity.Gender == gender || entity.Gender == hearsay.GenderUnknown || gender == hearsay.GenderUnknown)
}

// nobodySince reports whether nobody who may be of a gender, but the speaker, is named outside of contents between the
// source of an attribution and a later pronoun.
func (s *sheet) nobodySince(before, d *draft, speaker hearsay.EntityID, gender hearsay.Gender) bool {
	for next := before.source[0].to; next < d.source[0].from; next++ {
		w := &s.words[next]
		if w.mention == 0 || within(before.content, next) || within(d.content, next) {
			continue
		}
		mention := s.reading.Mentions[w.mention-1]
		if mention.Kind == hearsay.MentionName && mention.Entity != speaker && s.fits(mention.Entity, gender) {
			return false
		}
	}
	return true
}

// copySpeaker gives a quotation that follows a speaker what is known of that speaker.
func (f *Finder) copySpeaker(a *hearsay.Attribution, out []hearsay.Attribution, before int) {
	b := &out[before]
	if a.Cue.Empty() && len(a.Source) == 0 {
		a.Kind, a.KindBy = b.Kind, "follows speaker"
		a.Speaker, a.Inferred = b.Speaker, true
		a.Profile = b.Profile
		if b.Kind == hearsay.SourceUnnamed || b.Kind == hearsay.SourceBare {
			a.Same = before
		}
	}
}

// answerer sets the speaker of an answer to whoever was asked.
func (f *Finder) answerer(s *sheet, a *hearsay.Attribution, question *draft) {
	for _, r := range question.toldTo {
		src := f.readSource(s, r)
		if kind, _ := f.kind(s, src); kind == hearsay.SourceNamed || kind == hearsay.SourceBody {
			a.Kind, a.KindBy, a.Inferred = kind, "was asked", true
			if entity, _ := s.bearer(src.head); entity != nil {
				a.Speaker = entity.ID
			}
			return
		}
	}
}
