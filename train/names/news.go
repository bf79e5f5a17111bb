package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"

	"hearsay"
	"hearsay/read/entity"
	"hearsay/read/sentence"
	"hearsay/read/tag"
)

// teacher labels unlabelled articles with what the rules and an earlier tagger agree on.
type teacher struct {
	splitter *sentence.Splitter
	pos      *tag.POS
	parser   *tag.Parser
	rules    *entity.Finder
	namer    *tag.Namer
	lead     int32 // that a name which the rules do not know must have
}

func newTeacher(model []byte, lead int) (*teacher, error) {
	pos, err := tag.NewPOS()
	if err != nil {
		return nil, err
	}
	parser, err := tag.NewParser()
	if err != nil {
		return nil, err
	}
	namer, err := tag.DecodeNamer(model)
	if err != nil {
		return nil, err
	}
	return &teacher{splitter: sentence.New(), pos: pos, parser: parser, rules: entity.New(), namer: namer,
		lead: int32(lead)}, nil
}

// readNews labels the first articles of a file, one JSON object a line with the fields title and text, gzipped.
func (t *teacher) readNews(path string, most int) ([]labelled, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read news: %w", err)
	}
	defer file.Close() // only read
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("read news: %s: %w", path, err)
	}
	var sentences []labelled
	decoder := json.NewDecoder(bufio.NewReader(unpacked))
	for range most {
		var article struct{ Title, Text string }
		if err := decoder.Decode(&article); err != nil {
			return nil, fmt.Errorf("read news: %s: %w", path, err)
		}
		sentences = append(sentences, t.label(article.Title+"\n\n"+article.Text)...)
	}
	return sentences, nil
}

// guess is a name as rules or tagger see it.
type guess struct {
	sentence, start, end int
	kind                 int // index in tag.NameKinds, or -1
	lead                 int32
}

func kindOf(kind hearsay.EntityKind) int {
	if kind == hearsay.EntityOutlet {
		kind = hearsay.EntityBody
	}
	for i, k := range tag.NameKinds() {
		if k == kind {
			return i
		}
	}
	return -1
}

// label labels a document. Where rules and tagger differ, or neither is sure, its words may be anything.
func (t *teacher) label(text string) []labelled {
	doc := &hearsay.Document{Text: text}
	sentences, quotations := t.splitter.Split(doc)
	t.pos.Tag(text, sentences)
	t.parser.Parse(text, sentences)
	mentions, entities := t.rules.Find(doc, sentences, quotations, nil)
	var rules, tagged []guess
	at := 0
	for _, m := range mentions {
		if m.Kind != hearsay.MentionName {
			continue
		}
		for at < len(sentences)-1 && sentences[at].Span.End <= m.Head.Start {
			at++
		}
		g := guess{sentence: at, start: -1, kind: -1}
		for i, token := range sentences[at].Tokens {
			if token.Span.Start >= m.Head.Start && token.Span.End <= m.Head.End {
				if g.start < 0 {
					g.start = i
				}
				g.end = i + 1
			}
		}
		if g.start < 0 {
			continue
		}
		if m.Entity > 0 {
			g.kind = kindOf(entities[m.Entity-1].Kind)
		}
		rules = append(rules, g)
	}
	for _, n := range t.namer.Find(text, sentences) {
		tagged = append(tagged, guess{n.Sentence, n.Start, n.End, kindOf(n.Kind), n.Lead})
	}
	words := func(g guess) string {
		tokens := sentences[g.sentence].Tokens
		return text[tokens[g.start].Span.Start:tokens[g.end-1].Span.End]
	}
	// The document votes on what a form is.
	votes := map[string]*[4]int{}
	for _, list := range [][]guess{rules, tagged} {
		for _, g := range list {
			if g.kind < 0 {
				continue
			}
			if votes[words(g)] == nil {
				votes[words(g)] = new([4]int)
			}
			votes[words(g)][g.kind]++
		}
	}
	agreed := func(g guess) bool {
		total := 0
		for _, n := range votes[words(g)] {
			total += n
		}
		return votes[words(g)][g.kind]*5 >= total*4
	}
	out := make([]labelled, len(sentences))
	for i, s := range sentences {
		for _, token := range s.Tokens {
			out[i].words = append(out[i].words, token.Span.Of(text))
			out[i].tags = append(out[i].tags, token.Tag)
			out[i].may = append(out[i].may, 1<<tag.NameOutside)
		}
	}
	open := func(g guess) {
		for i := g.start; i < g.end; i++ {
			out[g.sentence].may[i] = anyState
		}
	}
	set := func(g guess) {
		for i := g.start; i < g.end; i++ {
			out[g.sentence].may[i] = 1 << tag.MakeNameState(g.kind, i == g.start)
		}
	}
	for _, list := range [][]guess{rules, tagged} {
		for _, g := range list {
			open(g)
		}
	}
	for _, g := range tagged {
		if g.lead >= t.lead && agreed(g) {
			set(g)
		}
	}
	// What the rules know goes over what the tagger thinks, but not where it sees another name in part of these words.
	at = 0
	for _, g := range rules {
		if g.kind < 0 {
			continue
		}
		for at < len(tagged) && tagged[at].sentence < g.sentence {
			at++
		}
		differs := false
		for k := at; k < len(tagged) && tagged[k].sentence == g.sentence; k++ {
			o := tagged[k]
			if o.start < g.end && g.start < o.end && (o.start != g.start || o.end != g.end) {
				differs = true
				open(o)
			}
		}
		if differs {
			open(g)
		} else if agreed(g) {
			set(g)
		}
	}
	return out
}
