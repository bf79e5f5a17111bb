package attribution

import (
	"slices"

	"hearsay"
)

// authorReach is how many sentences back "the statement" looks for the statement that it means.
const authorReach = 12

// authors says whose the documents are that are given as sources: the speaker, or, where it is nobody known ("a police
// statement"), the words for it as the profile's affiliation. A document without an author that points back ("the
// statement") continues the attribution that had it.
func (f *Finder) authors(s *sheet, drafts []*draft, out []hearsay.Attribution) {
	for i, d := range drafts {
		a := &out[i]
		if a.Kind != hearsay.SourceDocument || a.Speaker != 0 || len(d.source) == 0 || a.Same >= 0 {
			continue
		}
		src := f.readSource(s, d.source[0])
		if src.head < 0 || src.noun.class != nounDocument {
			continue
		}
		if words := f.authorWords(s, src); !words.empty() {
			f.setAuthor(s, a, words)
			continue
		}
		filing := s.in(src.head, "court-filing")
		if filing || s.in(src.words.from, "definite") && s.plainNoun(src) {
			f.sameDocument(s, drafts, out, i, src)
		}
	}
}

// setAuthor sets whose a document is: the speaker, or, where the words lead to nobody known, the affiliation.
func (f *Finder) setAuthor(s *sheet, a *hearsay.Attribution, words run) {
	for at := words.to - 1; at >= words.from; at-- {
		if entity, mention := s.bearer(at); authoring(entity) {
			a.Speaker, a.Inferred = entity.ID, mention.Inferred || mention.Kind != hearsay.MentionName
			return
		}
	}
	a.Profile = hearsay.Unnamed{Affiliation: s.span(words)}
}

// authoring reports whether an entity is somebody who writes documents.
func authoring(entity *hearsay.Entity) bool {
	return entity != nil && (entity.Kind == hearsay.EntityPerson || entity.Kind == hearsay.EntityBody)
}

// plainNoun reports whether nothing stands between the article of a source and its head: "the statement" points back,
// "the 2009 report" does not.
func (s *sheet) plainNoun(src source) bool { return src.head == src.words.from+1 }

// authorWords are the words of a source that say whose document it is: "the mayor" in "the mayor's letter", "police" in
// "a police statement", the names behind "a statement by" and "a motion filed by"; none if it does not say.
func (f *Finder) authorWords(s *sheet, src source) run {
	for at := src.head - 1; at >= src.words.from; at-- {
		if s.tagged(at, hearsay.TagPOS) {
			return run{s.ownerFrom(src.words.from, at), at}
		}
	}
	if s.tagged(src.words.from, hearsay.TagPRPS) {
		if entity, _ := s.bearer(src.words.from); authoring(entity) {
			return run{src.words.from, src.words.from + 1}
		}
		return run{}
	}
	if behind := f.authorBehind(s, src); !behind.empty() {
		return behind
	}
	before := src.head - 1
	if before < src.words.from {
		return run{}
	}
	entity, mention := s.bearer(before)
	switch {
	case entity != nil && entity.Kind == hearsay.EntityBody && mention.Kind == hearsay.MentionName,
		entity != nil && entity.Kind == hearsay.EntityPerson && s.in(src.head, "personal-document"):
		words := s.wordsIn(mention.Head)
		return run{max(words.from, src.words.from), before + 1}
	case entity == nil && s.in(before, "document-body"):
		return run{before, before + 1}
	case s.is(before, "court") && s.in(src.head, "court-document"):
		return run{before, before + 1}
	}
	return run{}
}

// ownerFrom is where the owner's words begin that end at a possessive mark.
func (s *sheet) ownerFrom(from, mark int) int {
	for from < mark-1 && s.tagged(from, hearsay.TagDT) {
		from++
	}
	return from
}

// authorBehind are the names of the author behind a document's noun: "by" or "from" somebody, at most after a verb of
// making ("filed by"); for a post also "on somebody's account".
func (f *Finder) authorBehind(s *sheet, src source) run {
	for at := src.head + 1; at < src.words.to && at <= src.head+4; at++ {
		if s.is(at, "about", "that", "which", "obtained", "seen", ",", ":") {
			return run{}
		}
		if !s.is(at, "by", "from") && !(s.is(at, "on") && s.in(src.head, "personal-document")) {
			continue
		}
		head := f.coreNoun(s, at+1, src.words.to)
		if head < 0 {
			return run{}
		}
		if s.is(head+1, "of") {
			head = s.titled(source{words: src.words, head: head})
		}
		if s.is(at, "on") {
			for mark := at + 1; mark <= head; mark++ {
				if entity, _ := s.bearer(mark - 1); s.tagged(mark, hearsay.TagPOS) && authoring(entity) {
					return run{at + 1, mark}
				}
			}
			return run{}
		}
		if entity, _ := s.bearer(head); authoring(entity) || entity == nil && (f.nouns[s.words[head].text].class == nounBody ||
			s.in(head, "document-body")) {
			return run{at + 1, head + 1}
		}
		return run{}
	}
	return run{}
}

// sameDocument says whose a document is that points back, by the last words before it that speak of one of its sort: it
// is that of the attribution they stand in ("the mayor said in a statement"), of whoever the words say, or of whoever
// made it. What is filed with a court has many names, and is the prosecutors' where they were the last to say something.
func (f *Finder) sameDocument(s *sheet, drafts []*draft, out []hearsay.Attribution, i int, src source) {
	a := &out[i]
	filing := s.in(src.head, "court-filing")
	noun := singularOf(s.words[src.head].text)
	first := s.sentences[max(0, s.words[src.head].sentence-authorReach)].from
	for at := src.words.from - 1; at >= first; at-- {
		if text := s.words[at].text; !s.words[at].tag.Noun() || singularOf(text) != noun && !(filing && f.sets["court-filing"][text]) {
			continue
		}
		if j := holderOf(drafts[:i], at); j >= 0 {
			if b := &out[j]; b.Kind != hearsay.SourceDocument || b.Speaker != 0 || b.Same >= 0 || !b.Profile.Affiliation.Empty() {
				a.Same, a.Inferred = j, true
				return
			}
			continue // it does not say whose either
		}
		earlier := source{words: run{s.phraseFrom(at), min(at+8, s.sentenceOf(at).to)}, head: at}
		if words := f.authorWords(s, earlier); !words.empty() {
			f.setAuthor(s, a, words)
			return
		}
		for verb := at - 1; verb >= max(at-4, s.sentenceOf(at).from); verb-- {
			if s.in(verb, "makes-document") {
				if entity := s.lastAuthor(verb, s.sentenceOf(at).from); entity != nil {
					a.Speaker, a.Inferred = entity.ID, true
				}
				return
			}
		}
	}
	for j := i - 1; filing && j >= 0 && a.Sentence-out[j].Sentence <= authorReach; j-- {
		if len(drafts[j].source) == 0 || out[j].Kind == hearsay.SourceDocument {
			continue
		}
		earlier := f.readSource(s, drafts[j].source[0])
		switch {
		case earlier.head < 0:
		case s.is(earlier.head, "lawyer", "lawyers", "attorney", "attorneys"):
			return
		case s.is(earlier.head, "prosecutors"):
			a.Same, a.Inferred = j, true
			return
		}
	}
}

// holderOf is the last attribution whose source or medium holds a word, or -1.
func holderOf(drafts []*draft, at int) int {
	for j := len(drafts) - 1; j >= 0; j-- {
		if drafts[j].medium.has(at) && len(drafts[j].source) > 0 || slices.ContainsFunc(drafts[j].source, func(r run) bool { return r.has(at) }) {
			return j
		}
	}
	return -1
}

// phraseFrom is where the noun phrase begins that ends in a noun.
func (s *sheet) phraseFrom(noun int) int {
	from := noun
	for floor := s.sentenceOf(noun).from; from > floor && from > noun-6; from-- {
		if w := &s.words[from-1]; !w.tag.Noun() && !s.tagged(from-1, hearsay.TagJJ, hearsay.TagPOS, hearsay.TagPRPS, hearsay.TagDT) {
			break
		}
	}
	return from
}

// lastAuthor is the last person or body named before a word, or nil.
func (s *sheet) lastAuthor(before, floor int) *hearsay.Entity {
	for at := before - 1; at >= floor; at-- {
		if entity, mention := s.bearer(at); authoring(entity) && mention.Kind != hearsay.MentionPronoun {
			return entity
		}
	}
	return nil
}
