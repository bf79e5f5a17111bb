package tag

import (
	"slices"
	"strings"
	"testing"

	"hearsay"
)

func newPOS(t testing.TB) *POS {
	p, err := NewPOS()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// split makes one sentence of words parted by spaces.
func split(text string) []hearsay.Sentence {
	sentence := hearsay.Sentence{Span: hearsay.MakeSpan(0, len(text))}
	at := 0
	for word := range strings.SplitSeq(text, " ") {
		sentence.Tokens = append(sentence.Tokens, hearsay.Token{Span: hearsay.MakeSpan(at, at+len(word)), Head: -1})
		at += len(word) + 1
	}
	return []hearsay.Sentence{sentence}
}

func TestPOS(t *testing.T) {
	p := newPOS(t)
	for _, test := range []string{
		"The/DT mayor/NN said/VBD on/IN Tuesday/NNP that/IN she/PRP would/MD not/RB resign/VB ./.",
		"“/`` I/PRP do/VBP n’t/RB know/VB ,/, ”/'' Adams/NNP told/VBD reporters/NNS ./.",
		"\"/`` They/PRP were/VBD wrong/JJ ,/, \"/'' he/PRP said/VBD ./.",
		"Adams/NNP ’s/POS lawyers/NNS denied/VBD it/PRP —/: twice/RB ./.",
		"It/PRP ’s/VBZ unclear/JJ who/WP was/VBD told/VBN ./.",
		"He/PRP had/VBD offered/VBN $/$ 5/CD million/CD to/IN two/CD officials/NNS ./.",
	} {
		var words []string
		var want []string
		for pair := range strings.SplitSeq(test, " ") {
			cut := strings.LastIndexByte(pair, '/')
			words, want = append(words, pair[:cut]), append(want, pair[cut+1:])
		}
		text := strings.Join(words, " ")
		sentences := split(text)
		p.Tag(text, sentences)
		tags := make([]hearsay.Tag, len(words))
		p.TagWords(words, tags)
		for i, token := range sentences[0].Tokens {
			if token.Tag.String() != want[i] {
				t.Errorf("%s: %s is %v, want %s", text, words[i], token.Tag, want[i])
			}
			if tags[i] != token.Tag {
				t.Errorf("%s: TagWords says %v, Tag %v", words[i], tags[i], token.Tag)
			}
		}
	}
}

func TestPOSEmpty(t *testing.T) {
	p := newPOS(t)
	p.Tag("", nil)
	p.Tag("", []hearsay.Sentence{{}})
	p.TagWords(nil, nil)
	tags := make([]hearsay.Tag, 1)
	if p.TagWords([]string{""}, tags); tags[0] == hearsay.TagNone {
		t.Error("an empty word has no tag")
	}
}

func TestPOSEncode(t *testing.T) {
	p := newPOS(t)
	data := p.Encode()
	again, err := DecodePOS(data)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(again.Encode(), data) {
		t.Error("a model read and written again differs")
	}
	for _, size := range []int{0, 5, len(posHeader), len(posHeader) + 3, len(data) / 2, len(data) - 1} {
		if _, err := DecodePOS(data[:size]); err == nil {
			t.Errorf("the first %d bytes of the model pass for one", size)
		}
	}
	if _, err := DecodePOS(append(slices.Clone(data), 0)); err == nil {
		t.Error("a model with a byte too many passes")
	}
}

// TestFormNormal holds that typographic variants of a word have one form.
func TestFormNormal(t *testing.T) {
	for _, same := range [][]string{
		{"n't", "n’t", "n‘t"}, {"\"", "“", "”", "``", "''", "«"}, {"—", "–", "--"}, {"...", "…"}, {"1999", "2017"},
		{"(", "-LRB-"}, {"co-founder", "co‑founder"},
	} {
		want := makeForm(same[0])
		for _, word := range same[1:] {
			if got := makeForm(word); got.lower != want.lower || got.suffix3 != want.suffix3 {
				t.Errorf("%q and %q have different forms", same[0], word)
			}
		}
	}
	if makeForm("Bush").exact == makeForm("bush").exact || makeForm("Bush").lower != makeForm("bush").lower {
		t.Error("case belongs to exact alone")
	}
}

func FuzzTag(f *testing.F) {
	p := newPOS(f)
	parser := newParser(f)
	f.Add("He said : “ no ” .")
	f.Add("\xff \u200b ÄÖÜ ﬁ ' \" ' \"")
	f.Add(strings.Repeat("and ", 299) + "x")
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Split(text, " ")
		if len(words) > 300 {
			words = words[:300]
		}
		text = strings.Join(words, " ")
		first, second := split(text), split(text)
		for _, sentences := range [][]hearsay.Sentence{first, second} {
			p.Tag(text, sentences)
			parser.Parse(text, sentences)
		}
		if !slices.Equal(first[0].Tokens, second[0].Tokens) {
			t.Error("two runs differ")
		}
		checkTree(t, first[0].Tokens)
	})
}

const newsText = "A senior official who was not allowed to speak in public said on Tuesday that the mayor had offered to step " +
	"down after weeks of quarrels with the council , but that Ms. Adams , 54 , had not yet made up her mind ."

func BenchmarkPOS(b *testing.B) {
	p := newPOS(b)
	sentences := split(newsText)
	b.ReportAllocs()
	for b.Loop() {
		p.Tag(newsText, sentences)
	}
	b.ReportMetric(float64(b.N*len(sentences[0].Tokens))/b.Elapsed().Seconds(), "tokens/s")
}
