package lexicon

import (
	"testing"

	"hearsay"
)

func TestLemma(t *testing.T) {
	lemmas := NewLemmas()
	for _, test := range []struct {
		word string
		tag  hearsay.Tag
		want string
	}{
		{"Said", hearsay.TagVBD, "say"},
		{"told", hearsay.TagVBD, "tell"},
		{"taken", hearsay.TagVBN, "take"},
		{"held", hearsay.TagVBN, "hold"},
		{"denies", hearsay.TagVBZ, "deny"},
		{"lied", hearsay.TagVBD, "lie"},
		{"lying", hearsay.TagVBG, "lie"},
		{"hoping", hearsay.TagVBG, "hope"},
		{"planned", hearsay.TagVBN, "plan"},
		{"passed", hearsay.TagVBD, "pass"},
		{"agreed", hearsay.TagVBD, "agree"},
		{"recused", hearsay.TagVBD, "recuse"},
		{"Re-elected", hearsay.TagVBN, "re-elect"},
		{"weaponized", hearsay.TagVBN, "weaponize"},
		{"found", hearsay.TagVB, "found"},
		{"found", hearsay.TagVBD, "find"},
		{"n’t", hearsay.TagRB, "not"},
		{"'s", hearsay.TagVBZ, "be"},
		{"’s", hearsay.TagPOS, "'s"},
		{"'d", hearsay.TagMD, "would"},
		{"'d", hearsay.TagVBD, "have"},
		{"ca", hearsay.TagMD, "can"},
		{"are", hearsay.TagVBP, "be"},
		{"offers", hearsay.TagNNS, "offer"},
		{"allies", hearsay.TagNNS, "ally"},
		{"movies", hearsay.TagNNS, "movie"},
		{"losses", hearsay.TagNNS, "loss"},
		{"women", hearsay.TagNNS, "woman"},
		{"lawmen", hearsay.TagNNS, "lawman"},
		{"data", hearsay.TagNNS, "data"},
		{"Israelis", hearsay.TagNNPS, "israeli"},
		{"1990s", hearsay.TagNNS, "1990s"},
		{"Sessions", hearsay.TagNNP, "sessions"},
		{"Is", hearsay.TagVBZ, "be"},
		{"s", hearsay.TagVBZ, "s"},
		{"", hearsay.TagVBZ, ""},
		{"s", hearsay.TagNNS, "s"},
	} {
		if got := lemmas.Lemma(test.word, test.tag); got != test.want {
			t.Errorf("Lemma(%q, %v) = %q, want %q", test.word, test.tag, got, test.want)
		}
	}
}

func FuzzLemma(f *testing.F) {
	lemmas := NewLemmas()
	f.Add("re-elected", uint8(hearsay.TagVBN))
	f.Add("-ing", uint8(hearsay.TagVBG))
	f.Add("İs", uint8(hearsay.TagNNS))
	f.Fuzz(func(t *testing.T, word string, tag uint8) {
		first := lemmas.Lemma(word, hearsay.Tag(tag))
		if word != "" && first == "" {
			t.Errorf("Lemma(%q) is empty", word)
		}
		if again := lemmas.Lemma(word, hearsay.Tag(tag)); again != first {
			t.Errorf("Lemma(%q) = %q, then %q", word, first, again)
		}
	})
}

func BenchmarkLemma(b *testing.B) {
	lemmas := NewLemmas()
	words := []string{"said", "offered", "resigning", "allies", "Thursday", "threatened"}
	tags := []hearsay.Tag{hearsay.TagVBD, hearsay.TagVBD, hearsay.TagVBG, hearsay.TagNNS, hearsay.TagNNP, hearsay.TagVBN}
	n := 0
	for b.Loop() {
		for i, word := range words {
			n += len(lemmas.Lemma(word, tags[i]))
		}
	}
	b.ReportMetric(float64(b.N*len(words))/b.Elapsed().Seconds(), "words/s")
}
