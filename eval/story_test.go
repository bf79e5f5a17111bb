package eval

import (
	"compress/gzip"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
)

// writeStories writes a corpus file of articles, gzipped.
func writeStories(t *testing.T, articles []StoryArticle) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stories.jsonl.gz")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	zipped := gzip.NewWriter(file)
	encoder := json.NewEncoder(zipped)
	for _, article := range articles {
		if err := encoder.Encode(article); err != nil {
			t.Fatal(err)
		}
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestStory(t *testing.T) {
	on := func(day int) *int { return &day }
	mayor := "Mayor Orla Venning of Brackwater offered to resign when auditors missed harbour crowns."
	fire := "Four firefighters were hurt when a barley warehouse of Kessel Milling burned down in Ostermouth."
	path := writeStories(t, []StoryArticle{
		{ID: "a", Day: on(10), Text: mayor, Gold: "mayor"},
		{ID: "b", Day: on(11), Text: mayor + " Her deputy kept silent.", Gold: "mayor"},
		{ID: "c", Day: on(11), Text: fire, Gold: "fire"},
		{ID: "d", Day: on(11), Text: fire + " Schools were closed."},
		{ID: "e", Day: on(12), Text: fire + " A dryer was blamed.", Gold: "fire"},
	})
	for _, undated := range []bool{false, true} {
		result, err := Story(path, undated)
		if err != nil {
			t.Fatal(err)
		}
		if result.Articles != 5 || result.Clusters != 2 || result.Largest != 3 || result.All.Articles != 4 ||
			result.All.BCubedF1 != 100 || result.All.Pairs != (Count{Right: 2, Found: 2, True: 2}) {
			t.Errorf("undated %v: got %+v", undated, result)
		}
		if (result.Later == nil) != undated {
			t.Errorf("undated %v: later part %+v", undated, result.Later)
		}
	}
	if _, err := Story(path+"x", false); err == nil || !strings.Contains(err.Error(), "read corpus") {
		t.Errorf("got error %v of a file that is not there", err)
	}
}

// The figures of a clustering of five labelled articles, worked out by hand.
func TestScorePart(t *testing.T) {
	articles := []StoryArticle{
		{ID: "a", Gold: "x"}, {ID: "b", Gold: "x"}, {ID: "c", Gold: "x"}, {ID: "d", Gold: "y"}, {ID: "e", Gold: "z"},
	}
	result := scoreStories(articles, []hearsay.Story{
		{Docs: []hearsay.DocID{"a", "b", "d"}}, {Docs: []hearsay.DocID{"c"}}, {Docs: []hearsay.DocID{"e"}},
	})
	precision := 100 * (2.0/3 + 2.0/3 + 1 + 1.0/3 + 1) / 5
	recall := 100 * (2.0/3 + 2.0/3 + 1.0/3 + 1 + 1) / 5
	got := result.All
	if math.Abs(got.BCubedPrecision-precision) > 1e-9 || math.Abs(got.BCubedRecall-recall) > 1e-9 {
		t.Errorf("got BCubed %v %v, want %v %v", got.BCubedPrecision, got.BCubedRecall, precision, recall)
	}
	if want := (Count{Right: 1, Found: 3, True: 3}); got.Pairs != want {
		t.Errorf("got pairs %+v, want %+v", got.Pairs, want)
	}
	if got.BCubedInterval[0] > got.BCubedF1 || got.BCubedInterval[1] < got.BCubedF1 {
		t.Errorf("interval %v does not hold %v", got.BCubedInterval, got.BCubedF1)
	}
	if text := result.String(); !strings.Contains(text, "5 articles, 3 clusters, largest 3") {
		t.Errorf("got %s", text)
	}
}
