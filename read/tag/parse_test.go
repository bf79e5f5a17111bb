package tag

import (
	"slices"
	"strings"
	"testing"

	"hearsay"
)

func newParser(t testing.TB) *Parser {
	p, err := NewParser()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// checkTree fails unless the heads form one tree with one root.
func checkTree(t *testing.T, tokens []hearsay.Token) {
	t.Helper()
	roots := 0
	for i, token := range tokens {
		if int(token.Head) == i {
			roots++
		}
		if (int(token.Head) == i) != (token.Rel == hearsay.RelRoot) {
			t.Errorf("token %d has head %d and relation %v", i, token.Head, token.Rel)
		}
		if token.Head < 0 || int(token.Head) >= len(tokens) || token.Rel == hearsay.RelNone {
			t.Fatalf("token %d has head %d and relation %v", i, token.Head, token.Rel)
		}
		at, steps := i, 0
		for int(tokens[at].Head) != at && steps <= len(tokens) {
			at = int(tokens[at].Head)
			steps++
		}
		if steps > len(tokens) {
			t.Fatalf("token %d hangs in a circle", i)
		}
	}
	if roots != 1 {
		t.Errorf("%d roots", roots)
	}
}

func TestParse(t *testing.T) {
	pos, parser := newPOS(t), newParser(t)
	// Each word with its head's word and the relation.
	for _, test := range []string{
		"The>mayor/det mayor>said/nsubj said>/root she>resign/nsubj would>resign/aux " +
			"not>resign/advmod resign>said/ccomp .>said/punct",
		"Adams>denied/nsubj denied>/root the>report/det report>denied/obj .>denied/punct",
		"Two>officials/nummod officials>left/nsubj left>/root the>town/det town>left/obj",
		"It>written/nsubj:pass was>written/aux:pass written>/root in>March/case March>written/obl .>written/punct",
	} {
		var words, heads, rels []string
		for part := range strings.SplitSeq(test, " ") {
			word, rest, _ := strings.Cut(part, ">")
			head, rel, _ := strings.Cut(rest, "/")
			words, heads, rels = append(words, word), append(heads, head), append(rels, rel)
		}
		text := strings.Join(words, " ")
		sentences := split(text)
		pos.Tag(text, sentences)
		parser.Parse(text, sentences)
		tokens := sentences[0].Tokens
		checkTree(t, tokens)
		for i, token := range tokens {
			head := words[token.Head]
			if int(token.Head) == i {
				head = ""
			}
			if head != heads[i] || token.Rel.String() != rels[i] {
				t.Errorf("%s: %s hangs on %q as %v, want %q as %s", text, words[i], head, token.Rel, heads[i], rels[i])
			}
		}
		tags := make([]hearsay.Tag, len(words))
		pos.TagWords(words, tags)
		gotHeads, gotRels := make([]int, len(words)), make([]hearsay.Rel, len(words))
		parser.ParseWords(words, tags, gotHeads, gotRels)
		for i, token := range tokens {
			if gotHeads[i] != int(token.Head) || gotRels[i] != token.Rel {
				t.Errorf("ParseWords and Parse differ at %s", words[i])
			}
		}
	}
}

func TestParseEmpty(t *testing.T) {
	parser := newParser(t)
	parser.Parse("", nil)
	parser.ParseSentence("", nil)
	one := split("Yes")
	parser.Parse("Yes", one)
	checkTree(t, one[0].Tokens)
}

func TestParserEncode(t *testing.T) {
	parser := newParser(t)
	data := parser.Encode()
	again, err := DecodeParser(data)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(again.Encode(), data) {
		t.Error("a model read and written again differs")
	}
	for _, size := range []int{0, len(parseHeader), len(data) / 2, len(data) - 1} {
		if _, err := DecodeParser(data[:size]); err == nil {
			t.Errorf("the first %d bytes of the model pass for one", size)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	pos, parser := newPOS(b), newParser(b)
	sentences := split(newsText)
	pos.Tag(newsText, sentences)
	b.ReportAllocs()
	for b.Loop() {
		parser.Parse(newsText, sentences)
	}
	b.ReportMetric(float64(b.N*len(sentences[0].Tokens))/b.Elapsed().Seconds(), "tokens/s")
}

func BenchmarkNewParser(b *testing.B) {
	for b.Loop() {
		newParser(b)
	}
}
