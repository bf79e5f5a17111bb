package tag

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/model/label"
)

// labelled reads "{S|Ann Lee} {C|said} {T|it rained} ." into words and labels.
func labelled(line string) (words []string, labels []hearsay.Label) {
	begins := map[byte]hearsay.Label{'S': hearsay.LabelBSource, 'C': hearsay.LabelBCue, 'T': hearsay.LabelBContent}
	next, open := hearsay.LabelO, false
	for field := range strings.FieldsSeq(line) {
		if strings.HasPrefix(field, "{") {
			next, open, field = begins[field[1]], true, field[3:]
		}
		word, closes := strings.CutSuffix(field, "}")
		words, labels = append(words, word), append(labels, next)
		if closes {
			next, open = hearsay.LabelO, false
		} else if open && next%2 == 1 {
			next++
		}
	}
	return words, labels
}

// cutter makes sentences that a labeler can read.
type cutter struct {
	pos    *POS
	parser *Parser
}

func newCutter(t testing.TB) cutter {
	t.Helper()
	pos, err := NewPOS()
	if err != nil {
		t.Fatal(err)
	}
	parser, err := NewParser()
	if err != nil {
		t.Fatal(err)
	}
	return cutter{pos, parser}
}

// cut makes tagged and parsed sentences of words, one sentence a line, and the quotations between “ and ”.
func (c cutter) cut(lines [][]string) (string, []hearsay.Sentence, []hearsay.Quotation) {
	var text strings.Builder
	var sentences []hearsay.Sentence
	var quotations []hearsay.Quotation
	for _, line := range lines {
		open := -1
		s := hearsay.Sentence{Span: hearsay.MakeSpan(text.Len(), 0)}
		for i, word := range line {
			if i > 0 {
				text.WriteByte(' ')
			}
			start := text.Len()
			text.WriteString(word)
			s.Tokens = append(s.Tokens, hearsay.Token{Span: hearsay.MakeSpan(start, text.Len()), Head: -1})
			switch {
			case word == "“":
				open = start
			case word == "”" && open >= 0:
				span := hearsay.MakeSpan(open, text.Len())
				quotations = append(quotations, hearsay.Quotation{Span: span, Closed: true, Continues: -1})
				open = -1
			}
		}
		s.Span.End = uint32(text.Len())
		text.WriteByte('\n')
		sentences = append(sentences, s)
	}
	c.pos.Tag(text.String(), sentences)
	c.parser.Parse(text.String(), sentences)
	return text.String(), sentences, quotations
}

func TestLabel(t *testing.T) {
	labeler, err := NewLabeler()
	if err != nil {
		t.Fatal(err)
	}
	cutter := newCutter(t)
	for _, line := range []string{
		"{S|Mayor Ruth Calloway} {C|said} {T|the harbor would reopen on Monday} .",
		"{T|“ The ferries will run again , ”} {S|Calloway} {C|said} .",
		"{C|According to} {S|the harbor master} , {T|two of the six cranes are out of service} .",
		"{S|Two people familiar with the talks} {C|said} {T|the company had offered to pay} .",
		"The port employs 900 people .",
	} {
		words, want := labelled(line)
		text, sentences, quotations := cutter.cut([][]string{words})
		got := labeler.Label(text, sentences, quotations)
		if len(got) != 1 || !slices.Equal(got[0], want) {
			t.Errorf("%s\ngot  %v\nwant %v", line, got, want)
		}
	}
}

func TestLabelOfNothing(t *testing.T) {
	labeler, err := NewLabeler()
	if err != nil {
		t.Fatal(err)
	}
	if got := labeler.Label("", nil, nil); len(got) != 0 {
		t.Errorf("no sentences: got %v", got)
	}
	got := labeler.Label("", []hearsay.Sentence{{}, {}}, nil)
	if len(got) != 2 || len(got[0])+len(got[1]) != 0 {
		t.Errorf("empty sentences: got %v", got)
	}
}

// TestLabelsAreWellFormed labels nonsense: each inside label follows its own role, and the same words get the same
// labels.
func TestLabelsAreWellFormed(t *testing.T) {
	labeler, err := NewLabeler()
	if err != nil {
		t.Fatal(err)
	}
	cutter := newCutter(t)
	stock := strings.Fields("“ ” \" said told according to the mayor , . : — that it rained not Ann Lee declined 900 ‘ ’ x")
	rng := rand.New(rand.NewPCG(1, 2))
	for range 60 {
		var lines [][]string
		for range 1 + rng.IntN(5) {
			var line []string
			for range 1 + rng.IntN(40) {
				line = append(line, stock[rng.IntN(len(stock))])
			}
			lines = append(lines, line)
		}
		text, sentences, quotations := cutter.cut(lines)
		got := labeler.Label(text, sentences, quotations)
		if again := labeler.Label(text, sentences, quotations); !slices.EqualFunc(got, again, slices.Equal) {
			t.Fatalf("%q: two labellings differ", text)
		}
		for i, labels := range got {
			if len(labels) != len(lines[i]) {
				t.Fatalf("sentence %d: %d labels for %d words", i, len(labels), len(lines[i]))
			}
			before := hearsay.LabelO
			for k, label := range labels {
				inside := label != hearsay.LabelO && label%2 == 0
				if inside && before != label && before != label-1 {
					t.Fatalf("%q: %v at word %d of sentence %d follows %v", text, label, k, i, before)
				}
				before = label
			}
		}
	}
}

func TestStates(t *testing.T) {
	for _, line := range []string{"a", "{S|a}", "{S|a b} {S|c}", "{T|a b c} {C|d} {S|e} f", "{T|a} {T|b c}"} {
		_, labels := labelled(line)
		states := States(labels)
		for i, state := range states {
			if state.Label() != labels[i] {
				t.Errorf("%s: word %d: got %v, want %v", line, i, state.Label(), labels[i])
			}
		}
		for i := 1; i < len(states); i++ {
			if !slices.Contains(Edges(), Edge{states[i-1], states[i]}) {
				t.Errorf("%s: no edge from %d to %d", line, states[i-1], states[i])
			}
		}
		if states[len(states)-1].Opens() {
			t.Errorf("%s: the last span is open", line)
		}
	}
	loose := States([]hearsay.Label{hearsay.LabelICue, hearsay.LabelISource})
	if loose[0].Label() != hearsay.LabelBCue || loose[1].Label() != hearsay.LabelBSource {
		t.Errorf("inside labels without a beginning: got %v", loose)
	}
}

func TestParagraphs(t *testing.T) {
	lines := [][]string{strings.Fields("“ We go ."), strings.Fields("Now . ”"), strings.Fields("Ann said .")}
	text, sentences, _ := newCutter(t).cut(lines)
	text = strings.Replace(text, "\n", " ", 1) // the first two are one paragraph
	whole := hearsay.Span{Start: sentences[0].Span.Start, End: sentences[1].Span.End}
	quotation := hearsay.Quotation{Span: whole, Closed: true, Continues: -1}
	got := Paragraphs(text, sentences, []hearsay.Quotation{quotation})
	if len(got) != 2 {
		t.Fatalf("got %d paragraphs, want 2", len(got))
	}
	if !slices.Equal(got[0].Starts, []int{0, 4}) || len(got[0].Words) != 7 {
		t.Errorf("got starts %v of %d words", got[0].Starts, len(got[0].Words))
	}
	if want := []Quote{{Start: 0, End: 7, Closed: true}}; !slices.Equal(got[0].Quotes, want) {
		t.Errorf("got quotes %v, want %v", got[0].Quotes, want)
	}
	for i, head := range got[0].Heads {
		if head < 0 || i < 4 != (head < 4) {
			t.Errorf("word %d: head %d is in another sentence", i, head)
		}
	}
	sentences[1].Block = 1
	if got := Paragraphs(text, sentences, nil); len(got) != 3 {
		t.Errorf("with blocks: got %d paragraphs, want 3", len(got))
	}
}

// TestQuotesOverParagraphs cuts one quotation at the paragraph's end.
func TestQuotesOverParagraphs(t *testing.T) {
	lines := [][]string{strings.Fields("Ann : “ We go ."), strings.Fields("Now . ” she said")}
	text, sentences, _ := newCutter(t).cut(lines)
	end := uint32(strings.Index(text, "”") + len("”"))
	whole := hearsay.Span{Start: uint32(strings.Index(text, "“")), End: end}
	quotation := hearsay.Quotation{Span: whole, Closed: true, Continues: -1}
	got := Paragraphs(text, sentences, []hearsay.Quotation{quotation})
	if want := []Quote{{Start: 2, End: 6}}; !slices.Equal(got[0].Quotes, want) {
		t.Errorf("first: got %v, want %v", got[0].Quotes, want)
	}
	if want := []Quote{{Start: 0, End: 3, Closed: true, Continues: true}}; !slices.Equal(got[1].Quotes, want) {
		t.Errorf("second: got %v, want %v", got[1].Quotes, want)
	}
}

func TestLabelModelRoundTrip(t *testing.T) {
	l, err := DecodeLabeler(label.Model)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(l.Encode(), label.Model) {
		t.Error("the model does not come back as it was")
	}
	for _, n := range []int{0, 5, len(labelHeader) + 3, 5000, len(label.Model) - 1} {
		if _, err := DecodeLabeler(label.Model[:n]); err == nil {
			t.Errorf("no error for the first %d bytes", n)
		}
	}
}

func BenchmarkLabel(b *testing.B) {
	labeler, err := NewLabeler()
	if err != nil {
		b.Fatal(err)
	}
	var lines [][]string
	for range 40 {
		lines = append(lines, strings.Fields("Mayor Ruth Calloway , who has run the town since 2011 , said on Monday that"+
			" the harbor would reopen next week , but two people familiar with the talks said the company had not agreed ."),
			strings.Fields("“ The ferries will run again , and nobody will be left behind , ” she told reporters ."))
	}
	text, sentences, quotations := newCutter(b).cut(lines)
	words := 0
	for _, s := range sentences {
		words += len(s.Tokens)
	}
	for b.Loop() {
		labeler.Label(text, sentences, quotations)
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
