package eval

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"hearsay"
)

func docs(stories []hearsay.Story) string {
	var all []string
	for _, s := range stories {
		var ids []string
		for _, id := range s.Docs {
			ids = append(ids, string(id))
		}
		all = append(all, strings.Join(ids, " "))
	}
	return strings.Join(all, "|")
}

func TestGroupByTitle(t *testing.T) {
	on := func(day int) *int { return &day }
	articles := []StoryArticle{
		{ID: "a", Day: on(10), Title: "Mayor of Brackwater resigns"},
		{ID: "b", Day: on(15), Title: "Brackwater mayor resigns over audit"}, // 3 of 6 words
		{ID: "c", Day: on(16), Title: "Mayor of Brackwater resigns"},         // too late for a, near b
		{ID: "d", Day: on(10), Title: "Fire in Ostermouth"},
		{ID: "e", Title: "FIRE in Ostermouth!"},
		{ID: "f", Day: on(10)},
		{ID: "g", Day: on(10)},
	}
	if got, want := docs(groupByTitle(articles, 50)), "a b c|d e|f|g"; got != want {
		t.Errorf("at .50: got %q, want %q", got, want)
	}
	if got, want := docs(groupByTitle(articles, 55)), "a|b|c|d e|f|g"; got != want {
		t.Errorf("at .55: got %q, want %q", got, want)
	}
}

// randomText is so many different words.
func randomText(random *rand.Rand, words int) string {
	var b strings.Builder
	for range words {
		fmt.Fprintf(&b, "word%d ", random.IntN(1_000_000))
	}
	return b.String()
}

func TestGroupByMinHash(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	text := randomText(random, 300)
	articles := []StoryArticle{
		{ID: "a", Text: text},
		{ID: "b", Text: randomText(random, 300)},
		{ID: "c", Text: text + randomText(random, 30)},          // Jaccard .9
		{ID: "d", Text: text + randomText(random, 600)},         // .33
		{ID: "e", Text: "short"}, {ID: "f", Text: "short, too"}, // no shingles
	}
	if got, want := docs(groupByMinHash(articles)), "a c|b|d|e|f"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSmithWaterman(t *testing.T) {
	number := map[string]uint32{}
	words := func(text string) (list []uint32) {
		for word := range strings.FieldsSeq(text) {
			if _, ok := number[word]; !ok {
				number[word] = uint32(len(number))
			}
			list = append(list, number[word])
		}
		return list
	}
	for _, test := range []struct {
		a, b string
		want [4]int
	}{
		{"x the red mill burned down y", "p q the red mill burned down", [4]int{1, 6, 2, 7}},
		{"the old red mill burned", "the red mill burned", [4]int{0, 5, 0, 4}},
		{"the red mill burned down", "the red barn burned down", [4]int{0, 5, 0, 5}},
		{"a b c", "d e f", [4]int{}},
	} {
		a0, a1, b0, b1 := smithWaterman(words(test.a), words(test.b))
		if got := [4]int{a0, a1, b0, b1}; got != test.want {
			t.Errorf("%q and %q: got %v, want %v", test.a, test.b, got, test.want)
		}
	}
}

func TestReusePeer(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var articles []StoryArticle
	for i := range 60 {
		day := 100 * i
		articles = append(articles, StoryArticle{
			ID: fmt.Sprintf("d%02d", i), Day: &day, Outlet: fmt.Sprintf("outlet%d", i), Text: randomText(random, 200),
		})
	}
	path := writeStories(t, articles)
	peer, err := ReusePeer(path, 1, 10)
	if err != nil {
		t.Fatal(err)
	}
	if peer.Passages != 0 {
		t.Errorf("%d passages in articles of random words", peer.Passages)
	}
	for _, score := range peer.Scores {
		if score.Plant.Edits <= 5 && !score.Plant.Damaged && score.Found != score.Planted || score.Archive > score.Found {
			t.Errorf("%s: %+v", score.Plant, score)
		}
	}
	pairs, err := PlantedPairs(path, 1, 10)
	if err != nil || len(pairs) != 10*len(plants) {
		t.Fatalf("got %d pairs, error %v", len(pairs), err)
	}
	for _, pair := range pairs {
		if pair.Kind == (Plant{Words: 15}).String() && !strings.Contains(pair.Source, pair.Span.Of(pair.Target)) {
			t.Errorf("%q is not of its source", pair.Span.Of(pair.Target))
		}
	}
}
