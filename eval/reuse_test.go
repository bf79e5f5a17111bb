package eval

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func inventedArticles(n int) []StoryArticle {
	random := rand.New(rand.NewPCG(1, 1))
	articles := make([]StoryArticle, n)
	for i := range articles {
		var text strings.Builder
		for range 120 {
			fmt.Fprintf(&text, "%c%c%c%c%c ", 'a'+random.IntN(26), 'a'+random.IntN(26), 'a'+random.IntN(26),
				'a'+random.IntN(26), 'a'+random.IntN(26))
		}
		day := i * 100
		articles[i] = StoryArticle{ID: fmt.Sprint("d", i), Day: &day, Outlet: fmt.Sprint("outlet ", i%5), Text: text.String()}
	}
	return articles
}

func TestReuse(t *testing.T) {
	path := writeStories(t, inventedArticles(120))
	result, err := Reuse(path, 5, 30)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Scores) != len(plants) {
		t.Fatalf("%d scores of %d kinds", len(result.Scores), len(plants))
	}
	for _, s := range result.Scores {
		if s.Archive > s.Found || s.Plant.Edits == 0 && s.Archive != s.Found {
			t.Errorf("%s: %d of %d found among all articles", s.Plant, s.Archive, s.Found)
		}
		if s.Planted < 20 || s.Chars.Right > s.Chars.True || s.Chars.Right > s.Chars.Found {
			t.Errorf("%s: %+v", s.Plant, s)
		}
		if s.Plant.Edits == 0 && s.Found != s.Planted {
			t.Errorf("%s: %d of %d found", s.Plant, s.Found, s.Planted)
		}
	}
	again, err := Reuse(path, 5, 30)
	if err != nil || !reflect.DeepEqual(again, result) {
		t.Errorf("the same seed gave other figures: %v", err)
	}
	if other, err := Reuse(path, 6, 30); err != nil || reflect.DeepEqual(other.Scores, result.Scores) {
		t.Errorf("another seed gave the same figures: %v", err)
	}
	if _, err := Reuse(writeStories(t, nil), 5, 30); err == nil {
		t.Error("nothing was planted, and no error returned")
	}
}

func TestDamageWords(t *testing.T) {
	got := damageWords(strings.Fields(`Venning said he would not see “well-known” people, he said.`))
	want := []string{"Venning", "said", "he", "Venning", "not", "see", "", "people", ",", "he", "Venning"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Of two articles of one story by other outlets the lifts are counted, and those of one outlet are not compared.
func TestReuseLifts(t *testing.T) {
	articles := inventedArticles(24)
	lifted := strings.Join(strings.Fields(articles[0].Text)[10:40], " ")
	for i := range 3 {
		articles[i].Gold, articles[i].Outlet = "story", []string{"Ferry", "Gazette", "Ferry"}[i]
	}
	articles[1].Text += lifted
	articles[2].Text = lifted + " " + articles[2].Text
	result, err := Reuse(writeStories(t, articles), 5, 2)
	if err != nil {
		t.Fatal(err)
	}
	if l := result.Lifts; l.Pairs != 2 || l.Lifts != 2 || l.Found != 2 || l.Archive != 2 || l.Chars.Right != l.Chars.True {
		t.Errorf("got %+v", l)
	}
}
