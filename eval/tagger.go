package eval

import (
	"slices"
	"strings"

	"hearsay"
	"hearsay/read"
	"hearsay/read/sentence"
	"hearsay/read/tag"
)

// Cutter cuts texts as documents meet it: into sentences and tokens, given parts of speech, and parsed.
type Cutter struct {
	splitter *sentence.Splitter
	pos      *tag.POS
	parser   *tag.Parser
}

// NewCutter returns the cutter with the embedded models.
func NewCutter() (*Cutter, error) {
	pos, err := tag.NewPOS()
	if err != nil {
		return nil, err
	}
	parser, err := tag.NewParser()
	if err != nil {
		return nil, err
	}
	return &Cutter{splitter: sentence.New(), pos: pos, parser: parser}, nil
}

// Cut returns the paragraphs of a text and the spans of all their words.
func (c *Cutter) Cut(text string) ([]tag.Paragraph, []hearsay.Span) {
	sentences, quotations := c.splitter.Split(&hearsay.Document{Text: text})
	c.pos.Tag(text, sentences)
	c.parser.Parse(text, sentences)
	var spans []hearsay.Span
	for _, s := range sentences {
		for _, token := range s.Tokens {
			spans = append(spans, token.Span)
		}
	}
	return tag.Paragraphs(text, sentences, quotations), spans
}

// Tagger is the labeler as documents meet it, behind a cutter.
type Tagger struct {
	*Cutter
	labeler read.Labeler
}

// NewTagger returns the tagger with the embedded models, and model to label with.
func NewTagger(model read.Model) (*Tagger, error) {
	cutter, err := NewCutter()
	if err != nil {
		return nil, err
	}
	labeler, err := model.NewLabeler()
	if err != nil {
		return nil, err
	}
	return &Tagger{Cutter: cutter, labeler: labeler}, nil
}

// LabelText implements Labeler.
func (t *Tagger) LabelText(text string) ([][]hearsay.Span, [][]hearsay.Label) {
	paragraphs, flat := t.Cut(text)
	tokens := make([][]hearsay.Span, len(paragraphs))
	for i, p := range paragraphs {
		tokens[i], flat = flat[:len(p.Words)], flat[len(p.Words):]
	}
	return tokens, t.labeler.LabelParagraphs(paragraphs)
}

// LabelTokens implements Labeler. It writes the words as text, so that sentences and quotations are found as in any
// other, and keeps the words as they were cut.
func (t *Tagger) LabelTokens(paragraphs [][]string) [][]hearsay.Label {
	text, spans := write(paragraphs)
	found, quotations := t.splitter.Split(&hearsay.Document{Text: text})
	var sentences []hearsay.Sentence
	for i, paragraph := range spans {
		last := -1
		for _, span := range paragraph {
			for len(found) > 1 && found[0].Span.End <= span.Start {
				found = found[1:]
			}
			if at := len(found); at != last {
				last = at
				sentences = append(sentences, hearsay.Sentence{Span: span, Block: i})
			}
			s := &sentences[len(sentences)-1]
			s.Span.End = span.End
			s.Tokens = append(s.Tokens, hearsay.Token{Span: span, Head: -1})
		}
	}
	t.pos.Tag(text, sentences)
	t.parser.Parse(text, sentences)
	labels := slices.Concat(t.labeler.Label(text, sentences, quotations)...)
	out := make([][]hearsay.Label, len(paragraphs))
	for i, paragraph := range paragraphs {
		out[i], labels = labels[:len(paragraph)], labels[len(paragraph):]
	}
	return out
}

// plain is how text spells what treebanks write otherwise.
var plain = map[string]string{"``": "“", "''": "”", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{",
	"-RCB-": "}"}

// write sets words as text, a paragraph a line with an empty one between, and returns where each of them stands.
func write(paragraphs [][]string) (string, [][]hearsay.Span) {
	var text strings.Builder
	spans := make([][]hearsay.Span, len(paragraphs))
	for i, paragraph := range paragraphs {
		if i > 0 {
			text.WriteString("\n\n")
		}
		joined := true // the next word follows without a space
		for _, word := range paragraph {
			if spelling, ok := plain[word]; ok {
				word = spelling
			}
			if !joined && !clings(word) {
				text.WriteByte(' ')
			}
			start := text.Len()
			text.WriteString(word)
			spans[i] = append(spans[i], hearsay.MakeSpan(start, text.Len()))
			joined = word == "“" || word == "(" || word == "[" || word == "{" || word == "$" || word == "`"
		}
	}
	return text.String(), spans
}

// clings reports whether a word follows the one before it without a space.
func clings(word string) bool {
	switch word {
	case ",", ".", ";", ":", "?", "!", ")", "]", "}", "”", "%", "...", "'", "n't", "n’t":
		return true
	}
	return len(word) > 1 && (word[0] == '\'' || strings.HasPrefix(word, "’")) && len(word) <= len("’ll")
}
