package attribution

import (
	"strings"

	"hearsay"
)

// nameReach is how many sentences behind "a federal judge" the judge may be named.
const nameReach = 8

// identify gives a name to one person of a sort whom the text names elsewhere: "A federal judge ruled … . Judge Roe
// wrote". The text must give one person alone the role, name the one who was brought in soon after, and bring in nobody
// else of the sort in between. Who is kept without a name on purpose stays so.
func (f *Finder) identify(s *sheet, drafts []*draft, out []hearsay.Attribution) {
	for i, d := range drafts {
		a := &out[i]
		if len(d.source) == 0 || a.Profile.Number > 1 || !a.Profile.Nearness.Empty() || !a.Profile.Reason.Empty() {
			continue
		}
		src := f.readSource(s, d.source[0])
		if src.head < 0 || !s.tagged(src.head, hearsay.TagNN) || src.noun.class == nounBare {
			continue
		}
		if a.Kind != hearsay.SourceUnnamed && !(a.Kind == hearsay.SourceBody && src.noun.class == nounSpokes) {
			continue
		}
		bearer := s.onlyBearer(s.words[src.head].text)
		if bearer == 0 {
			continue
		}
		named := s.firstNamed(bearer)
		if named < 0 || !f.sameHouse(s, a, bearer) {
			continue
		}
		at := s.words[named].sentence
		switch {
		case s.in(src.words.from, "indefinite"):
			if named < src.words.from || at-a.Sentence > nameReach || s.another(src.words.to, named, src) {
				continue
			}
		case s.in(src.words.from, "definite"):
			if at-a.Sentence > nameReach || named < src.words.from && s.introduced(named, src) {
				continue
			}
		default:
			continue
		}
		a.Kind, a.KindBy = hearsay.SourceNamed, "named elsewhere in the text"
		a.Speaker, a.Inferred, a.Same = bearer, true, -1
		a.Profile = hearsay.Unnamed{}
	}
	for i := range out {
		a := &out[i]
		if a.Same >= 0 && a.Kind == hearsay.SourceUnnamed && out[a.Same].KindBy == "named elsewhere in the text" {
			a.Kind, a.KindBy, a.Speaker, a.Same = hearsay.SourceNamed, out[a.Same].KindBy, out[a.Same].Speaker, -1
			a.Profile = hearsay.Unnamed{}
		}
	}
}

// meet gives a name to who is called by a role alone right behind a sentence in which the writer meets somebody, and nobody
// else is named in between: "Ann Roe was awake when we met her. The road is closed, the police sergeant said".
func (f *Finder) meet(s *sheet, drafts []*draft, out []hearsay.Attribution) {
	for i, d := range drafts {
		a := &out[i]
		if len(d.source) != 1 || a.Speaker != 0 || a.Profile.Number > 1 || !a.Profile.Nearness.Empty() || !a.Profile.Reason.Empty() ||
			a.Kind != hearsay.SourceNamed && a.Kind != hearsay.SourceUnnamed {
			continue
		}
		src := f.readSource(s, d.source[0])
		if src.head < 0 || !s.tagged(src.head, hearsay.TagNN) || !s.is(src.words.from, "the") {
			continue
		}
		if met := s.met(src.words.from); met != 0 {
			a.Kind, a.KindBy = hearsay.SourceNamed, "whom the writer meets"
			a.Speaker, a.Inferred, a.Same = met, true, -1
			a.Profile = hearsay.Unnamed{}
		}
	}
}

// met is whom the writer, in own words, meets in the sentence of the word at or the one before it, if no other person is
// named from there on; else 0.
func (s *sheet) met(at int) hearsay.EntityID {
	found := hearsay.EntityID(0)
	for i := at - 1; i >= 0 && s.words[i].sentence >= s.words[at].sentence-1; i-- {
		entity, mention := s.bearer(i)
		if entity == nil || entity.Kind != hearsay.EntityPerson {
			continue
		}
		if found != 0 && entity.ID != found {
			return 0
		}
		found = entity.ID
		first := s.wordsIn(mention.Head).from
		if s.in(first-1, "meets") && s.is(first-2, "we", "i") && s.words[first-2].quoted == 0 {
			return found
		}
	}
	return 0
}

// onlyBearer is the one person to whom the text gives a role that holds the noun, or 0.
func (s *sheet) onlyBearer(noun string) hearsay.EntityID {
	only := hearsay.EntityID(0)
	for i := range s.reading.Entities {
		entity := &s.reading.Entities[i]
		if entity.Kind != hearsay.EntityPerson {
			continue
		}
		for _, role := range entity.Roles {
			if !holdsWord(strings.ToLower(role.Of(s.text)), noun) {
				continue
			}
			if only != 0 && only != entity.ID {
				return 0
			}
			only = entity.ID
		}
	}
	return only
}

// holdsWord reports whether a word is among those of a text.
func holdsWord(text, word string) bool {
	for field := range strings.FieldsSeq(text) {
		if strings.Trim(field, ",.'’\"") == word {
			return true
		}
	}
	return false
}

// firstNamed is the word where an entity is first called by name, or -1.
func (s *sheet) firstNamed(id hearsay.EntityID) int {
	for _, mention := range s.reading.Mentions {
		if mention.Entity == id && mention.Kind == hearsay.MentionName {
			return s.wordsIn(mention.Head).from
		}
	}
	return -1
}

// another reports whether the text brings in a second one of a source's sort between two words.
func (s *sheet) another(from, to int, src source) bool {
	noun := singularOf(s.words[src.head].text)
	for at := from; at < to; at++ {
		if singularOf(s.words[at].text) == noun && (s.is(at-1, "a", "an", "another") || s.is(at-2, "a", "an", "another")) {
			return true
		}
	}
	return false
}

// sameHouse reports whether a source and a person may be of one body: a spokesperson is not that of another body.
func (f *Finder) sameHouse(s *sheet, a *hearsay.Attribution, bearer hearsay.EntityID) bool {
	if a.Kind != hearsay.SourceBody || a.Profile.Affiliation.Empty() {
		return true
	}
	mine := strings.ToLower(a.Profile.Affiliation.Of(s.text))
	whole := true
	for _, role := range s.entity(bearer).Roles {
		words := strings.Fields(role.Of(s.text))
		if len(words) < 2 {
			continue
		}
		whole = false
		for _, word := range words {
			if word[0] >= 'A' && word[0] <= 'Z' && holdsWord(mine, strings.ToLower(word)) {
				return true
			}
		}
	}
	return whole
}
