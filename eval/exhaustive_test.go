package eval

import (
	"math/rand/v2"
	"strings"
	"testing"

	"hearsay"
	"hearsay/collate/reuse"
)

func TestExhaustive(t *testing.T) {
	const shared = "the auditors found that nearly two million crowns had gone missing from the old harbour authority"
	a := "First came rain. " + shared + " since spring, and nobody answered."
	b := "Snow on the hills; " + strings.Replace(shared, "gone missing", "vanished", 1) + " while others slept. " +
		shared + "!"
	passages := exhaustive(a, b)
	if len(passages) != 2 {
		t.Fatalf("got %+v", passages)
	}
	for i, want := range []string{shared, strings.Replace(shared, "gone missing", "vanished", 1)} {
		if p := passages[i]; p.a.Of(a) != shared || p.b.Of(b) != want {
			t.Errorf("got %q and %q, want %q", p.a.Of(a), p.b.Of(b), want)
		}
	}
	if passages := exhaustive(a, "Nothing of this stands here."); len(passages) > 0 {
		t.Errorf("got %+v", passages)
	}
}

// On generated texts the index finds every passage of the exhaustive aligner in which 64 letters and digits stand in a
// row, but for a tenth of it at its ends; and nine tenths of what it finds the exhaustive aligner finds, too.
func TestReuseAgreesWithExhaustive(t *testing.T) {
	random := rand.New(rand.NewPCG(91, 92))
	articles := inventedArticles(60)
	aligner := reuse.New()
	all, ours := Count{}, 0
	for round := range 40 {
		source, target := articles[random.IntN(30)].Text, articles[30+random.IntN(30)].Text
		spare := strings.Fields(articles[random.IntN(60)].Text)
		words := strings.Fields(source)
		for range 1 + random.IntN(3) {
			length := 14 + random.IntN(40)
			from := random.IntN(len(words) - length)
			edited := editWords(words[from:from+length], spare, []int{0, 3, 8}[round%3], random)
			target, _ = insert(target, strings.Join(edited, " "), random)
		}
		passages, _ := aligner.Find([]*hearsay.Reading{
			{Document: hearsay.Document{ID: "a", Text: source}}, {Document: hearsay.Document{ID: "b", Text: target}},
		})
		var found, truth []hearsay.Span
		for _, p := range passages {
			if p.Length >= reuse.Least {
				found = append(found, p.SpanB)
			}
		}
		for _, p := range exhaustive(source, target) {
			truth = append(truth, p.b)
			if !longRun(p.a.Of(source), p.b.Of(target), reuse.Least) {
				continue
			}
			ours++
			if chars := countChars(target, []hearsay.Span{p.b}, found); chars.Right*10 < chars.True*9 {
				t.Errorf("round %d: %q is not found in full: %+v", round, p.b.Of(target), chars)
			}
		}
		all.Add(countChars(target, truth, found))
	}
	if ours < 30 || all.Precision() < 90 {
		t.Errorf("%d passages with a long run; %.1f %% of what the index finds is right", ours, all.Precision())
	}
}

// longRun reports whether so many letters and digits stand in a row in both texts.
func longRun(textA, textB string, size int) bool {
	a, b := newLetterStream(textA).chars, newLetterStream(textB).chars
	above := make([]int, len(b)+1)
	for i := range a {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] != b[j] {
				above[j+1] = 0
			} else if above[j+1] = above[j] + 1; above[j+1] >= size {
				return true
			}
		}
	}
	return false
}
