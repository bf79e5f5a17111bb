// Package proposition cuts a document into what it states: one predicate with its participants at a time.
//
// It begins with a reading whose sentences are parsed and whose mentions, attributions and times are found. It ends with
// propositions, each a clause of the text with its predicate, arguments, level of commitment, polarity and the
// attribution that carries it. It hands them to collate/claim, which joins those of different documents. Nothing is
// looked up across documents here.
package proposition

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// Roles of arguments, beyond prepositions, which stand for themselves ("in", "to", "from").
const (
	RoleAgent   = "agent"   // who does it
	RolePatient = "patient" // to whom or what it is done
	RoleTheme   = "theme"   // what a predicate noun or clause adds: "top" disappointment, stopped "funding"
)

// Finder finds propositions. It is safe for concurrent use.
type Finder struct {
	lemmas      *lexicon.Lemmas
	ladder      map[string]rung
	ladderNouns map[string]string
	nominals    map[string]string
	hedges      lexicon.Set
	light       lexicon.Set
	questions   lexicon.Set
	punctual    lexicon.Set
	participles lexicon.Set
	attitudes   lexicon.Set
	support     lexicon.Set       // verbs that only carry their noun
	acts        lexicon.Set       // nouns of acts and events, beside nominals
	carriers    lexicon.Set       // verbs that carry such a noun, beside support
	owners      lexicon.Set       // verbs that carry whatever noun is their object
	undergoing  lexicon.Set       // verbs whose subject undergoes the act that their noun names
	measures    lexicon.Set       // nouns that only say how much of what
	happenings  lexicon.Set       // light verbs that state something without an object
	states      lexicon.Set       // adverbs that say in what state somebody is
	phrases     lexicon.Set       // predicates of several words, of the list of events
	classes     map[string]string // of predicates
	cues        lexicon.Cues
}

// rung is what a word of the ladder says of its complement.
type rung struct {
	level   hearsay.Level
	negates bool
	object  bool // the doer of the complement is the object
}

// New returns a finder with the project's word lists.
func New() *Finder {
	f := &Finder{
		lemmas:      lexicon.NewLemmas(),
		ladder:      map[string]rung{},
		ladderNouns: map[string]string{},
		nominals:    map[string]string{},
		hedges:      lexicon.NewSet("hedges"),
		light:       lexicon.NewSet("light"),
		questions:   lexicon.NewSet("questions"),
		punctual:    lexicon.NewSet("punctual"),
		participles: lexicon.NewSet("participles"),
		attitudes:   lexicon.NewSet("attitudes"),
		support:     lexicon.NewSet("support-verbs"),
		acts:        lexicon.NewSet("act-nouns"),
		carriers:    lexicon.NewSet("act-verbs"),
		owners:      lexicon.NewSet("noun-verbs"),
		undergoing:  lexicon.NewSet("undergoing-verbs"),
		measures:    lexicon.NewSet("measure-nouns"),
		happenings:  lexicon.NewSet("happenings"),
		states:      lexicon.NewSet("state-adverbs"),
		phrases:     lexicon.Set{},
		classes:     map[string]string{},
		cues:        lexicon.NewCues(),
	}
	for _, row := range lexicon.Table("events") {
		for _, member := range row[1:] {
			f.classes[member] = row[0]
			if strings.Contains(member, " ") {
				f.phrases[member] = true
			}
		}
	}
	for _, row := range lexicon.Table("ladder") {
		name, negates := strings.CutPrefix(row[1], "-")
		var level hearsay.Level
		if err := level.UnmarshalText([]byte(name)); err != nil {
			panic("proposition: list ladder: " + err.Error())
		}
		f.ladder[row[0]] = rung{level: level, negates: negates, object: row[2] == "object"}
	}
	for _, row := range lexicon.Table("ladder-nouns") {
		f.ladderNouns[row[0]] = row[1]
	}
	for _, row := range lexicon.Table("nominals") {
		f.nominals[row[0]] = row[1]
	}
	return f
}

// Find returns the propositions of a reading, ordered by span.
func (f *Finder) Find(reading *hearsay.Reading) []hearsay.Proposition {
	places := newPlaces(reading, f.factive, f.hedges)
	var found []hearsay.Proposition
	find := func(i int) {
		clauses := &clauses{finder: f, reading: reading, places: places, sentence: i, tree: newTree(reading.Document.Text, &reading.Sentences[i])}
		found = append(found, clauses.find(found)...)
	}
	var headlines []int // that may announce what the text below says in full
	for i := range reading.Sentences {
		sentence := &reading.Sentences[i]
		if len(sentence.Tokens) == 0 || sentence.Tokens[0].Head < 0 {
			continue
		}
		if _, ok := announcement(reading, sentence); ok {
			headlines = append(headlines, i)
			continue
		}
		find(i)
	}
	for _, i := range headlines {
		to, _ := announcement(reading, &reading.Sentences[i])
		parsed := announced(&reading.Sentences[i], to)
		clauses := &clauses{finder: f, reading: reading, places: places, sentence: i, tree: newTree(reading.Document.Text, parsed)}
		if proposition, ok := clauses.announce(to+1, found); ok {
			found = append(found, proposition)
		} else {
			find(i)
		}
	}
	slices.SortStableFunc(found, func(a, b hearsay.Proposition) int {
		return cmp.Or(a.Span.Compare(b.Span), a.Predicate.Compare(b.Predicate))
	})
	return found
}

// factive reports whether a cue takes its content for granted ("learned that", "anger over"): the writer says it, not
// whoever learned it or is angry. Kiparsky and Kiparsky, Fact (1970).
func (f *Finder) factive(cue string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(cue)) {
		entry := f.cues[word]
		if f.attitudes[word] || entry.Verb == lexicon.CueKnow && entry.Lemma != "hear" || entry.Verb == lexicon.CueNone && entry.Noun == lexicon.CueAttitude {
			return true
		}
	}
	return false
}

// places answers which mention, attribution or time stands at a span.
type places struct {
	reading *hearsay.Reading
	// contents holds the attributions' content parts in text order.
	contents []part
	// cues holds the cues in text order.
	cues []part
	// transparent says of each attribution that it only weakens what stands around it: "allegedly".
	transparent []bool
}

type part struct {
	span        hearsay.Span
	attribution int
}

func compareParts(a, b part) int {
	return cmp.Or(a.span.Compare(b.span), cmp.Compare(a.attribution, b.attribution))
}

func newPlaces(reading *hearsay.Reading, factive func(cue string) bool, hedges lexicon.Set) *places {
	p := &places{reading: reading, transparent: make([]bool, len(reading.Attributions))}
	for i, attribution := range reading.Attributions {
		p.transparent[i] = len(attribution.Source) == 0 && !attribution.Cue.Empty() &&
			hedges[strings.ToLower(attribution.Cue.Of(reading.Document.Text))]
		if attribution.Attitude || !attribution.Cue.Empty() && factive(attribution.Cue.Of(reading.Document.Text)) {
			continue // nobody says it: whoever writes does
		}
		if attribution.Kind == hearsay.SourceUnclear && len(attribution.Source) == 0 && attribution.Stance == hearsay.Hedged {
			continue // "apparently" weakens what is said and says nothing of who says it
		}
		for n, span := range attribution.Content {
			p.contents = append(p.contents, part{span, i})
			if n > 0 && broken(reading, attribution.Content[n-1], attribution.Cue, span) {
				p.contents = append(p.contents, part{hearsay.Cover(attribution.Content[n-1 : n+1]), i})
			}
		}
		if !attribution.Cue.Empty() && (attribution.Stance == hearsay.Declined || states(reading, &attribution)) {
			p.cues = append(p.cues, part{attribution.Cue, i})
		}
	}
	slices.SortFunc(p.cues, compareParts)
	slices.SortFunc(p.contents, func(a, b part) int { // of two that begin together the inner one is the shorter
		return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End), cmp.Compare(a.attribution, b.attribution))
	})
	return p
}

// broken reports whether nothing but a cue parts two spans of a content: "will reportedly leave".
func broken(reading *hearsay.Reading, before, cue, after hearsay.Span) bool {
	if cue.Empty() || cue.Start < before.End || cue.End > after.Start {
		return false
	}
	text := reading.Document.Text
	return strings.TrimSpace(text[before.End:cue.Start]) == "" && strings.TrimSpace(text[cue.End:after.Start]) == ""
}

// states reports whether what an attribution holds is more than a thing: it has a verb, or runs over sentences. The "cue"
// before a mere thing ("signed the contract") is an event itself.
func states(reading *hearsay.Reading, attribution *hearsay.Attribution) bool {
	sentence := &reading.Sentences[attribution.Sentence]
	for _, content := range attribution.Content {
		if !sentence.Span.Contains(content) {
			return true
		}
		for _, token := range sentence.Tokens {
			if token.Tag.Verb() && content.Contains(token.Span) {
				return true
			}
		}
	}
	return false
}

// mention returns the shortest mention whose head holds the token, or else the name whose title holds it, or nil. A parser
// may head "Port Director Jane Roe" by any of its words.
func (p *places) mention(token hearsay.Token) *hearsay.Mention {
	var best, titled *hearsay.Mention
	for i := p.firstMention(token.Span); i < len(p.reading.Mentions); i++ {
		mention := &p.reading.Mentions[i]
		if mention.Span.Start > token.Span.Start {
			break
		}
		if mention.Head.Contains(token.Span) && (best == nil || mention.Head.Len() < best.Head.Len()) {
			best = mention
		}
		if mention.Kind == hearsay.MentionName && mention.Span.Contains(token.Span) && (titled == nil || mention.Span.Len() < titled.Span.Len()) {
			titled = mention
		}
	}
	if best == nil {
		return titled
	}
	return best
}

// longestMention is how far before a word, in bytes, a mention that holds it is looked for.
const longestMention = 200

func (p *places) firstMention(span hearsay.Span) int {
	from := uint32(0)
	if span.Start > longestMention {
		from = span.Start - longestMention
	}
	i, _ := slices.BinarySearchFunc(p.reading.Mentions, from, func(m hearsay.Mention, at uint32) int {
		return cmp.Compare(m.Span.Start, at)
	})
	return i
}

// nesting is how many content parts that begin before a word are looked through for one that holds it.
const nesting = 64

// attribution returns the innermost attribution whose content holds span, or -1. Contents nest, so that is the last one
// to begin.
func (p *places) attribution(span hearsay.Span) int {
	after, _ := slices.BinarySearchFunc(p.contents, span.Start+1, func(c part, at uint32) int {
		return cmp.Compare(c.span.Start, at)
	})
	for i := after - 1; i >= max(0, after-nesting); i-- {
		if p.contents[i].span.Contains(span) {
			return p.contents[i].attribution
		}
	}
	return -1
}

// cue returns the attribution in whose cue a word stands, or -1.
func (p *places) cue(span hearsay.Span) int {
	after, _ := slices.BinarySearchFunc(p.cues, span.Start+1, func(cue part, at uint32) int {
		return cmp.Compare(cue.span.Start, at)
	})
	if after > 0 && p.cues[after-1].span.Contains(span) {
		return p.cues[after-1].attribution
	}
	return -1
}

// frame leads from an attribution to the innermost one around it, itself included, that parts a subject from its verb.
// "Allegedly" does not. It is -1 for none.
func (p *places) frame(attribution int) int {
	for range nesting {
		if attribution < 0 || !p.transparent[attribution] {
			return attribution
		}
		attribution = p.reading.Attributions[attribution].Within
	}
	return -1
}

// times returns the times that lie in span.
func (p *places) times(sentence int, span hearsay.Span) []int {
	var times []int
	i, _ := slices.BinarySearchFunc(p.reading.Times, span.Start, func(t hearsay.Time, at uint32) int {
		return cmp.Compare(t.Span.Start, at)
	})
	for ; i < len(p.reading.Times) && p.reading.Times[i].Span.Start < span.End; i++ {
		if p.reading.Times[i].Sentence == sentence && span.Contains(p.reading.Times[i].Span) {
			times = append(times, i)
		}
	}
	return times
}
