package attribution

import (
	"slices"
	"strings"

	"hearsay"
)

// word is a token in the one running order of a document's tokens.
type word struct {
	span     hearsay.Span
	text     string // in small letters, with ' for every apostrophe
	capital  bool
	tag      hearsay.Tag
	label    hearsay.Label
	sentence int
	quoted   int // index of the quotation that holds it, plus 1
	mention  int // index of the widest mention whose head holds it, plus 1
	outlet   int // index of the outlet named here, plus 1
}

// run is a half-open range of words.
type run struct{ from, to int }

func (r run) empty() bool             { return r.to <= r.from }
func (r run) len() int                { return r.to - r.from }
func (r run) holds(other run) bool    { return r.from <= other.from && other.to <= r.to }
func (r run) overlaps(other run) bool { return r.from < other.to && other.from < r.to }
func (r run) has(at int) bool         { return r.from <= at && at < r.to }

// named is an outlet at a place in the text.
type named struct {
	words run
	span  hearsay.Span
	name  string // canonical
}

// sheet is a document laid out for the steps: its words in one row, with all that is known of each.
type sheet struct {
	reading   *hearsay.Reading
	text      string
	words     []word
	sentences []run
	quotes    []run // the words of each quotation
	continues []int // for each quotation the one that it goes on with, or -1
	outlets   []named
	sets      map[string]map[string]bool  // the finder's word classes
	people    map[string]hearsay.EntityID // by last name in small letters; 0 where several share it
}

// newSheet lays out a reading. It drops tokens that the text cannot hold, so that later steps need not check spans.
func (f *Finder) newSheet(reading *hearsay.Reading, labels [][]hearsay.Label) *sheet {
	s := &sheet{reading: reading, text: reading.Document.Text, sets: f.sets}
	at := uint32(0)
	for i, sentence := range reading.Sentences {
		from := len(s.words)
		for j, token := range sentence.Tokens {
			if token.Span.Check(s.text) != nil || token.Span.Empty() || token.Span.Start < at {
				continue
			}
			at = token.Span.End
			text := token.Span.Of(s.text)
			w := word{span: token.Span, tag: token.Tag, sentence: i}
			w.text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
			w.capital = text != "" && text[0] >= 'A' && text[0] <= 'Z'
			if i < len(labels) && j < len(labels[i]) {
				w.label = labels[i][j]
			}
			s.words = append(s.words, w)
		}
		s.sentences = append(s.sentences, run{from, len(s.words)})
	}
	s.layQuotes()
	for i, mention := range reading.Mentions {
		for at, words := s.wordsIn(mention.Head), s.wordsIn(mention.Head); at.from < words.to; at.from++ {
			w := &s.words[at.from]
			if w.mention == 0 || mention.Span.Len() > reading.Mentions[w.mention-1].Span.Len() {
				w.mention = i + 1
			}
		}
	}
	s.people = map[string]hearsay.EntityID{}
	for i, entity := range reading.Entities {
		words := strings.Fields(strings.ToLower(entity.Name))
		if entity.Kind != hearsay.EntityPerson || len(words) == 0 {
			continue
		}
		last := words[len(words)-1]
		if _, shared := s.people[last]; shared {
			s.people[last] = 0
		} else {
			s.people[last] = hearsay.EntityID(i + 1)
		}
	}
	s.findOutlets(f)
	// A name that was found is a noun, whatever the tagger took it for; so is "aides" in "several aides".
	for at := range s.words {
		w := &s.words[at]
		if at > 0 && f.nouns[w.text].plural && s.tagged(at, hearsay.TagVBZ, hearsay.TagVB, hearsay.TagVBP) &&
			(s.tagged(at-1, hearsay.TagJJ, hearsay.TagCD, hearsay.TagPRPS, hearsay.TagPOS) ||
				s.tagged(at-1, hearsay.TagNNP) && at+1 < len(s.words) && s.words[at+1].tag.Verb()) {
			w.tag = hearsay.TagNNS
		}
		if w.tag == hearsay.TagVBP && s.tagged(at-1, hearsay.TagWP, hearsay.TagWDT) && f.nouns[w.text].class != nounUnknown &&
			at+1 < len(s.words) && s.words[at+1].tag.Verb() {
			w.tag = hearsay.TagNNS // "who police say"
		}
		if w.tag == hearsay.TagVBG && s.tagged(at-1, hearsay.TagPOS, hearsay.TagPRPS) {
			w.tag = hearsay.TagNN // "the paper's reporting"
		}
		if w.tag == hearsay.TagJJ && f.nouns[w.text].class != nounUnknown && !f.nouns[w.text].plural && at+1 < len(s.words) &&
			s.words[at+1].tag.Verb() {
			w.tag = hearsay.TagNN // "the official said"
		}
		if w.capital && !w.tag.Noun() && w.tag != hearsay.TagPRP && w.tag != hearsay.TagPRPS && w.tag != hearsay.TagDT &&
			(w.outlet > 0 || w.mention > 0 && reading.Mentions[w.mention-1].Kind == hearsay.MentionName) {
			w.tag = hearsay.TagNNP
		}
	}
	return s
}

// layQuotes lays the quotations over the words: those of the reading and those whose marks came as "&quot;".
func (s *sheet) layQuotes() {
	escaped := s.escapedQuotes()
	place := make([]int, len(s.reading.Quotations))
	for i, quotation := range s.reading.Quotations {
		words := s.wordsIn(quotation.Span)
		for len(escaped) > 0 && escaped[0].from < words.from {
			s.quotes, s.continues = append(s.quotes, escaped[0]), append(s.continues, -1)
			escaped = escaped[1:]
		}
		place[i] = len(s.quotes)
		s.quotes = append(s.quotes, words)
		continues := quotation.Continues
		if continues >= 0 && continues < i {
			continues = place[continues]
		}
		s.continues = append(s.continues, continues)
	}
	for _, words := range escaped {
		s.quotes, s.continues = append(s.quotes, words), append(s.continues, -1)
	}
	for i, words := range s.quotes {
		for at := words.from; at < words.to; at++ {
			if s.words[at].quoted == 0 {
				s.words[at].quoted = i + 1
			}
		}
	}
}

// escapedQuotes pairs the quotation marks of a paragraph that were left over as "&quot;", which tokens cut in three.
func (s *sheet) escapedQuotes() []run {
	var quotes []run
	open := -1
	for at := 0; at+2 < len(s.words); at++ {
		w := &s.words[at]
		if open >= 0 && s.words[at-1].sentence != w.sentence && s.opensParagraph(w.sentence) {
			open = -1
		}
		if w.text != "&" || !s.is(at+1, "quot", "ldquo", "rdquo") || s.words[at+2].text != ";" || s.words[at+2].span.End-w.span.Start >
			uint32(len("&rdquo;")) {
			continue
		}
		tag := hearsay.TagOpenQuote
		switch {
		case open >= 0 && s.words[at+1].text != "ldquo":
			tag = hearsay.TagCloseQuote
			quotes = append(quotes, run{open, at + 3})
			open = -1
		case s.words[at+1].text != "rdquo":
			open = at
		}
		for part := at; part < at+3; part++ {
			s.words[part].tag = tag
		}
		at += 2
	}
	return quotes
}

// wordsIn is the run of words that the span touches.
func (s *sheet) wordsIn(span hearsay.Span) run {
	from, _ := slices.BinarySearchFunc(s.words, span.Start, func(w word, at uint32) int {
		if w.span.End <= at {
			return -1
		}
		return 1
	})
	to, _ := slices.BinarySearchFunc(s.words, span.End, func(w word, at uint32) int {
		if w.span.Start < at {
			return -1
		}
		return 1
	})
	return run{from, max(from, to)}
}

// span is the text from the first word of a run to its last.
func (s *sheet) span(r run) hearsay.Span {
	if r.empty() {
		return hearsay.Span{}
	}
	return hearsay.Span{Start: s.words[r.from].span.Start, End: s.words[r.to-1].span.End}
}

// sentenceOf is the run of the sentence that holds the word.
func (s *sheet) sentenceOf(at int) run { return s.sentences[s.words[at].sentence] }

// block is the block that holds the word.
func (s *sheet) block(at int) hearsay.Block { return s.blockOf(s.words[at].sentence) }

// blockOf is the block of a sentence.
func (s *sheet) blockOf(i int) hearsay.Block {
	sentence := s.reading.Sentences[i]
	if sentence.Block < 0 || sentence.Block >= len(s.reading.Document.Blocks) {
		return hearsay.Block{}
	}
	return s.reading.Document.Blocks[sentence.Block]
}

// opensParagraph reports whether the sentence begins a paragraph: another block, or a line break before it.
func (s *sheet) opensParagraph(sentence int) bool {
	if sentence == 0 {
		return true
	}
	before, this := s.reading.Sentences[sentence-1], s.reading.Sentences[sentence]
	if before.Block != this.Block || before.Span.End > this.Span.Start || int(this.Span.Start) > len(s.text) {
		return true
	}
	return strings.Contains(s.text[before.Span.End:this.Span.Start], "\n")
}

// in reports whether the word stands in the range and in a class of sources-classes.
func (s *sheet) in(at int, class string) bool {
	return at >= 0 && at < len(s.words) && s.sets[class][s.words[at].text]
}

// is reports whether the word stands in the range and has one of the texts.
func (s *sheet) is(at int, texts ...string) bool {
	return at >= 0 && at < len(s.words) && slices.Contains(texts, s.words[at].text)
}

// tagged reports whether the word stands in the range and has one of the tags.
func (s *sheet) tagged(at int, tags ...hearsay.Tag) bool {
	return at >= 0 && at < len(s.words) && slices.Contains(tags, s.words[at].tag)
}

// mark reports whether the word is a quotation mark.
func (w *word) mark() bool {
	switch w.text {
	case "“", "”", "\"", "``", "''", "‘", "„", "«", "»":
		return true
	}
	return w.tag == hearsay.TagOpenQuote || w.tag == hearsay.TagCloseQuote
}

// punctuation reports whether the word is no word.
func (w *word) punctuation() bool {
	switch w.tag {
	case hearsay.TagComma, hearsay.TagPeriod, hearsay.TagColon, hearsay.TagLRB, hearsay.TagRRB, hearsay.TagHyph,
		hearsay.TagNFP, hearsay.TagOpenQuote, hearsay.TagCloseQuote:
		return true
	}
	return strings.IndexFunc(w.text, func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x2E80 || r >= 0xC0 && r < 0x2000
	}) < 0
}

// dash reports whether the word is a dash that parts clauses.
func (w *word) dash() bool {
	return w.text == "—" || w.text == "–" || w.text == "--" || w.text == "-" || w.text == "―"
}

// findOutlets marks the outlets that the text names: those of the lexicon, those that the entities know, and short
// forms such as "the Post" where the document names just one outlet with that short form, or with that last word, in full.
func (s *sheet) findOutlets(f *Finder) {
	full := map[string]bool{}
	add := func(span hearsay.Span, name string) {
		words := s.wordsIn(span)
		full[name] = true
		if words.empty() || s.words[words.from].outlet > 0 {
			return
		}
		s.outlets = append(s.outlets, named{words, s.span(words), name})
		for at := words.from; at < words.to; at++ {
			s.words[at].outlet = len(s.outlets)
		}
	}
	for _, match := range f.outlets.FindAll(s.text) {
		add(match.Span, match.Outlet)
	}
	for _, mention := range s.reading.Mentions {
		if entity := s.entity(mention.Entity); entity != nil && entity.Kind == hearsay.EntityOutlet && entity.Outlet != "" &&
			mention.Kind == hearsay.MentionName {
			add(mention.Span, entity.Outlet)
		}
	}
	if own := s.reading.Document.Outlet; own.Known() {
		full[own.Value] = true
	}
	for _, block := range s.reading.Document.Blocks {
		if block.Outlet.Known() {
			full[block.Outlet.Value] = true
		}
	}
	lasts := map[string][]string{}
	for _, use := range s.outlets {
		last := &s.words[use.words.to-1]
		if word := last.span.Of(s.text); use.words.len() > 1 && last.capital && s.words[use.words.to-2].text != "the" &&
			!slices.Contains(lasts[word], use.name) {
			lasts[word] = append(lasts[word], use.name)
		}
	}
	for at := 0; at+1 < len(s.words); at++ {
		if s.words[at].text != "the" || !s.words[at+1].capital || s.words[at+1].outlet > 0 {
			continue
		}
		var known []string
		for _, name := range f.outlets.ShortForm("the " + s.words[at+1].span.Of(s.text)) {
			if full[name] {
				known = append(known, name)
			}
		}
		if len(known) == 0 {
			known = lasts[s.words[at+1].span.Of(s.text)]
		}
		if len(known) == 1 && !s.tagged(at+2, hearsay.TagNNP, hearsay.TagNNPS) {
			add(s.span(run{at, at + 2}), known[0])
		}
	}
}

// entity is the entity of an identifier, or nil.
func (s *sheet) entity(id hearsay.EntityID) *hearsay.Entity {
	if id < 1 || int(id) > len(s.reading.Entities) {
		return nil
	}
	return &s.reading.Entities[id-1]
}
