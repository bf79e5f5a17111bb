// Package entity finds who and what a document speaks of.
//
// It begins with the document's sentences, tagged and usually parsed, and its quotations. It finds names of people,
// bodies, places and outlets by rules over tags, capitals and word lists, the titles and roles that stand beside
// them, descriptions that stand for their bearer ("the attorney general", "the department"), and the pronouns he and
// she. It joins those that are one within the document. It ends with the mentions, sorted, and the entities, in the
// order of their first mention, and hands them to attribution, which needs speakers, and to collate, which joins
// entities across documents.
//
// A bare last name that two people share, a role that the document ties to nobody or to two, and a pronoun that may
// mean two people stay without an entity. First-person pronouns, "it" and "they" are no mentions.
package entity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/lexicon"
)

// Finder finds entities. It holds the word lists and is safe for concurrent use.
type Finder struct {
	names      *lexicon.Names
	bodies     *lexicon.Bodies
	outlets    *lexicon.Outlets
	known      gazetteer
	roles      *lexicon.Roles
	roleStarts map[string]int // first word of roles → words of the longest
	roleEnds   map[string]int // last word of roles → words of the longest
	heads      map[string]bodyWord
	speech     lexicon.Set
	places     *lexicon.Places
}

// bodyWord says what a word tells of the name that it ends, or begins before "of".
type bodyWord struct {
	last    class // classNone if it tells nothing
	first   bool
	surname bool // people bear it as a last name too
}

// New loads the word lists.
func New() *Finder {
	f := &Finder{
		names:      lexicon.NewNames(),
		bodies:     lexicon.NewBodies(),
		outlets:    lexicon.NewOutlets(),
		known:      newGazetteer(),
		roles:      lexicon.NewRoles(),
		roleStarts: map[string]int{},
		roleEnds:   map[string]int{},
		heads:      map[string]bodyWord{},
		speech:     lexicon.NewSet("speech-subjects"),
		places:     lexicon.NewPlaces(),
	}
	for words := range f.roles.All() {
		n := strings.Count(words, " ") + 1
		first, _, _ := strings.Cut(words, " ")
		last := words[strings.LastIndexByte(words, ' ')+1:]
		f.roleStarts[first] = max(f.roleStarts[first], n)
		f.roleEnds[last] = max(f.roleEnds[last], n)
	}
	for _, row := range lexicon.Table("name-words") {
		word := bodyWord{first: strings.Contains(row[1], "first"), surname: strings.Contains(row[1], "surname")}
		switch {
		case strings.Contains(row[1], "last"):
			word.last = classBody
		case strings.Contains(row[1], "place"):
			word.last = classPlace
		case strings.Contains(row[1], "other"):
			word.last = classOther
		}
		f.heads[row[0]] = word
	}
	return f
}

// Find returns the document's mentions, sorted by span, and its entities. Tagged are the names that a trained tagger
// found, in the order of the text, or none. It takes time linear in the tokens and in the number of different people.
func (f *Finder) Find(doc *hearsay.Document, sentences []hearsay.Sentence,
	quotations []hearsay.Quotation, tagged []hearsay.TaggedName) ([]hearsay.Mention, []hearsay.Entity) {
	p := &pass{Finder: f, doc: doc, sentences: sentences, quotations: quotations}
	p.prepare()
	p.findNames()
	p.hear(tagged)
	p.join()
	p.findAppositions()
	p.findRoles()
	p.findPronouns()
	p.findBodies()
	return p.result()
}

// word is a token as the rules see it.
type word struct {
	text  string
	lower string // set for words that are looked up
	span  hearsay.Span
	tag   hearsay.Tag
	rel   hearsay.Rel
	head  int // index within the sentence, or -1
	cap   bool
	upper bool // two or more letters, all capitals
	glued bool // no white space before it
	taken bool // part of a found name or of its title
}

// sentence is a sentence as the rules see it.
type sentence struct {
	words     []word
	outlets   []lexicon.OutletMatch
	paragraph int
	block     int
	damaged   bool // words may be wrong or missing
	titled    bool // most words begin with a capital, so that capitals tell nothing
	headline  bool
}

// pass is one run over one document.
type pass struct {
	*Finder
	doc        *hearsay.Document
	sentences  []hearsay.Sentence
	quotations []hearsay.Quotation
	lines      []sentence
	found      []found
	acronyms   map[string]string     // "ABC" → the name it was given for
	lasts      map[string][]int      // last name → indexes into entities
	called     map[string]int        // last name → the entity it was used for while no other bearer was named
	borne      map[string][]borneTie // role → who bears it
	entities   []entity
	mentions   []hearsay.Mention // of roles and pronouns
}

// prepare reads the sentences into words, with what is needed of blocks, damage, outlets and paragraphs.
func (p *pass) prepare() {
	total := 0
	for _, s := range p.sentences {
		total += len(s.Tokens)
	}
	words := make([]word, 0, total)
	p.lines = make([]sentence, len(p.sentences))
	outlets := p.outlets.FindAll(p.doc.Text)
	damage := slices.Clone(p.doc.Damage)
	damage = slices.DeleteFunc(damage, func(m hearsay.Mark) bool { return !m.Kind.Breaks() })
	slices.SortFunc(damage, func(a, b hearsay.Mark) int { return a.Span.Compare(b.Span) })
	reach := uint32(0) // how far the damage seen so far goes
	paragraph, end := 0, 0
	for i, s := range p.sentences {
		line := &p.lines[i]
		if i > 0 && strings.ContainsRune(p.doc.Text[min(end, int(s.Span.Start)):s.Span.Start], '\n') {
			paragraph++
		}
		end = int(s.Span.End)
		line.paragraph = paragraph
		line.block = s.Block
		if s.Block >= 0 && s.Block < len(p.doc.Blocks) {
			line.headline = p.doc.Blocks[s.Block].Kind == hearsay.BlockHeadline
		}
		for len(damage) > 0 && damage[0].Span.Start < s.Span.End {
			reach = max(reach, damage[0].Span.End)
			damage = damage[1:]
		}
		line.damaged = reach > s.Span.Start
		for len(outlets) > 0 && outlets[0].Span.Start < s.Span.Start {
			outlets = outlets[1:]
		}
		n := 0
		for n < len(outlets) && outlets[n].Span.End <= s.Span.End {
			n++
		}
		line.outlets, outlets = outlets[:n], outlets[n:]
		from := len(words)
		capitals, content := 0, 0
		for j, t := range s.Tokens {
			w := word{text: t.Span.Of(p.doc.Text), span: t.Span, tag: t.Tag, rel: t.Rel, head: int(t.Head)}
			w.glued = j > 0 && s.Tokens[j-1].Span.End == t.Span.Start
			r, size := utf8.DecodeRuneInString(w.text)
			w.cap = unicode.IsUpper(r)
			w.upper = w.cap && size < len(w.text) && strings.ToUpper(w.text) == w.text
			w.lower = w.text
			if w.cap {
				w.lower = strings.ToLower(w.text)
			}
			if unicode.IsLetter(r) && !small(w.tag) {
				content++
				if w.cap {
					capitals++
				}
			}
			words = append(words, w)
		}
		line.words = words[from:len(words):len(words)]
		line.titled = line.headline && content >= 3 && capitals*10 >= content*7 || content >= 4 && capitals == content
	}
}

// small reports whether a headline in capitals leaves words of this tag small.
func small(tag hearsay.Tag) bool {
	switch tag {
	case hearsay.TagIN, hearsay.TagDT, hearsay.TagCC, hearsay.TagTO, hearsay.TagPOS, hearsay.TagRP:
		return true
	}
	return false
}
