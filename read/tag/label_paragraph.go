package tag

import (
	"slices"
	"strings"

	"hearsay"
)

// Paragraph is a paragraph as the labeler reads it: its words with their parts of speech.
type Paragraph struct {
	Words  []string
	Tags   []hearsay.Tag
	Heads  []int // for each word the index of its head in the paragraph, its own for a root; -1 if it was not parsed
	Rels   []hearsay.Rel
	Starts []int // the index of the first word of each sentence, the first of them 0
	Quotes []Quote
}

// Quote is a run of a paragraph's words in quotation marks, the marks included: [Start, End).
type Quote struct {
	Start, End int
	Closed     bool // the closing mark stands in this paragraph
	Continues  bool // the quotation began in an earlier paragraph
}

// Paragraphs cuts the sentences of a document into paragraphs. They part at line breaks and at the bounds of blocks.
func Paragraphs(text string, sentences []hearsay.Sentence, quotations []hearsay.Quotation) []Paragraph {
	var paragraphs []Paragraph
	for first, next := 0, 0; first < len(sentences); first = next {
		for next = first + 1; next < len(sentences) && sameParagraph(text, sentences[next-1], sentences[next]); next++ {
		}
		total := 0
		for _, sentence := range sentences[first:next] {
			total += len(sentence.Tokens)
		}
		p := Paragraph{
			Words: make([]string, 0, total), Tags: make([]hearsay.Tag, 0, total),
			Heads: make([]int, 0, total), Rels: make([]hearsay.Rel, 0, total),
		}
		spans := make([]hearsay.Span, 0, total)
		for _, sentence := range sentences[first:next] {
			start := len(p.Words)
			if len(sentence.Tokens) > 0 {
				p.Starts = append(p.Starts, start)
			}
			for _, token := range sentence.Tokens {
				head := -1
				if token.Head >= 0 {
					head = start + int(token.Head)
				}
				p.Heads = append(p.Heads, head)
				p.Rels = append(p.Rels, token.Rel)
				p.Words = append(p.Words, token.Span.Of(text))
				p.Tags = append(p.Tags, token.Tag)
				spans = append(spans, token.Span)
			}
		}
		if len(spans) > 0 {
			whole := hearsay.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
			for len(quotations) > 0 && quotations[0].Span.End <= whole.Start {
				quotations = quotations[1:]
			}
			p.Quotes = quotes(whole, spans, quotations)
			paragraphs = append(paragraphs, p)
		}
	}
	return paragraphs
}

func sameParagraph(text string, a, b hearsay.Sentence) bool {
	return a.Block == b.Block && (a.Span.End > b.Span.Start || !strings.Contains(text[a.Span.End:b.Span.Start], "\n"))
}

// quotes are the quotations as they stand in the words with the given spans, which whole covers. Of nested quotations
// the outer one counts.
func quotes(whole hearsay.Span, spans []hearsay.Span, quotations []hearsay.Quotation) []Quote {
	var found []Quote
	word := 0
	for _, q := range quotations {
		if q.Span.Start >= whole.End {
			break
		}
		begin := word + slices.IndexFunc(spans[word:], func(s hearsay.Span) bool { return s.End > q.Span.Start })
		end := begin
		for begin >= word && end < len(spans) && spans[end].Start < q.Span.End {
			end++
		}
		if begin < word || end == begin {
			continue
		}
		word = end
		found = append(found, Quote{
			Start: begin, End: end,
			Closed:    q.Closed && q.Span.End <= whole.End,
			Continues: q.Continues >= 0 || q.Span.Start < whole.Start,
		})
		if word == len(spans) {
			break
		}
	}
	return found
}

// bySentence parts the labels of paragraphs into those of the sentences that the paragraphs were made of.
func bySentence(paragraphs [][]hearsay.Label, sentences []hearsay.Sentence) [][]hearsay.Label {
	labels := slices.Concat(paragraphs...)
	out := make([][]hearsay.Label, len(sentences))
	for i, sentence := range sentences {
		n := len(sentence.Tokens)
		out[i], labels = labels[:n:n], labels[n:]
	}
	return out
}
