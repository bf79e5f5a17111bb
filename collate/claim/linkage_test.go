package claim

import (
	"slices"
	"strings"
	"testing"

	model "hearsay/model/claim"
)

// Groups are joined by the mean over all pairs: one sure pair does not pull two groups together against the others.
func TestLinkByMean(t *testing.T) {
	for name, test := range map[string]struct {
		pairs []scored
		want  [][]int
	}{
		"one chain is not enough": {
			[]scored{{0, 1, 3000, false}, {2, 3, 3000, false}, {1, 2, 3000, false}}, [][]int{{0, 1}, {2, 3}},
		},
		"all agree": {
			[]scored{{0, 1, 3000, false}, {0, 2, 1000, false}, {1, 2, 1000, false}}, [][]int{{0, 1, 2}, {3}},
		},
		"thin pairs begin nothing": {
			[]scored{{0, 1, 3000, true}}, [][]int{{0}, {1}, {2}, {3}},
		},
		"thin pairs join what is begun": {
			[]scored{{0, 1, 3000, false}, {0, 2, 2000, true}, {1, 2, 2000, true}}, [][]int{{0, 1, 2}, {3}},
		},
		"the greater first, then the earlier": {
			[]scored{{0, 1, 1000, false}, {1, 2, 1000, false}}, [][]int{{0, 1}, {2}, {3}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			g := &groups{of: []int{0, 1, 2, 3}, members: [][]int{{0}, {1}, {2}, {3}}}
			newMeans(g, test.pairs).link(least)
			if got := g.list(); !slices.EqualFunc(got, test.want, slices.Equal[[]int]) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestWeightsAreChecked(t *testing.T) {
	const good = "bias 1\ncore 2 verb 1 doer 1  0 0 0 0 0 0 5 7\n"
	w, err := loadWeights(good)
	if err != nil {
		t.Fatal(err)
	}
	for evidence, want := range map[Evidence]int32{
		{}:                         1 + 5, // core is not 1, verb and doer are 0
		{KindCore: 1}:              1 + 7,
		{KindCore: 2}:              1 + 5,
		{KindVerb: 3, KindDoer: 4}: 1,
	} {
		if got := w.score(&evidence); got != want {
			t.Errorf("%v: score %d, want %d", evidence, got, want)
		}
	}
	for name, text := range map[string]string{
		"none":       "",
		"too few":    "bias 1\n",
		"other name": strings.Replace(good, "core", "heart", 1),
		"no set":     strings.Replace(good, "verb 1", "verb x", 1),
		"no number":  strings.Replace(good, " 7", " seven", 1),
		"too many":   strings.Replace(good, " 7", " 7 8", 1),
	} {
		if _, err := loadWeights(text); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestVectorsTellLikeWords(t *testing.T) {
	v, err := loadVectors(model.Vectors())
	if err != nil {
		t.Fatal(err)
	}
	row := func(word string) int32 {
		r := v.row(word)
		if r < 0 {
			t.Fatalf("no vector of %q", word)
		}
		return r
	}
	if like, unlike := v.cosine(row("resign"), row("quit")), v.cosine(row("resign"), row("banana")); like <= unlike {
		t.Errorf("resign is %d like quit, %d like banana", like, unlike)
	}
	if self := v.cosine(row("mayor"), row("mayor")); self < 1000 || self > 1050 {
		t.Errorf("a word is %d like itself", self)
	}
	if v.row("xqzzy") >= 0 {
		t.Error("a vector of what is no word")
	}
}

// A damaged table is an error, wherever the damage is.
func TestDamagedTablesAreErrors(t *testing.T) {
	whole := model.Vectors()
	for name, table := range map[string]string{
		"nothing": "", "another version": "x" + whole, "cut": whole[:len(whole)-1], "longer": whole + "x",
		"cut in the words": whole[:len(model.Magic)+20], "no words": model.Magic, "too many words": model.Magic + "\xff\xff\x03d",
		"endless number": model.Magic + strings.Repeat("\xff", 20), "a word past the end": model.Magic + "\x01\x01\xffword",
	} {
		if _, err := loadVectors(table); err == nil {
			t.Errorf("vectors, %s: no error", name)
		}
	}
	for name, table := range map[string]string{"a field": "run\t1\n", "a number": "run\t!\t1\n", "another": "run\t1\t!\n"} {
		if _, err := loadSenses(table); err == nil {
			t.Errorf("senses, %s: no error", name)
		}
	}
}

func TestSensesRelateVerbs(t *testing.T) {
	table, err := loadSenses(model.Senses())
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		a, b string
		want uint8
	}{{"probe", "investigate", 3}, {"firing", "fire", 4}, {"resign", "eat", 1}, {"resign", "xqzzy", 0}} {
		if got := table[test.a].relation(table[test.b]); got < test.want || test.want < 2 && got != test.want {
			t.Errorf("%s, %s: relation %d, want %d", test.a, test.b, got, test.want)
		}
	}
}
