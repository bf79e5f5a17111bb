package eval

import (
	"path/filepath"
	"testing"

	"hearsay"
)

func TestMoved(t *testing.T) {
	stories := func(groups ...[]hearsay.DocID) []hearsay.Story {
		var list []hearsay.Story
		for _, docs := range groups {
			list = append(list, hearsay.Story{ID: hearsay.StoryID(docs[0]), Docs: docs})
		}
		return list
	}
	one := stories([]hearsay.DocID{"a", "b"}, []hearsay.DocID{"c"}, []hearsay.DocID{"d"})
	if got := moved(one, stories([]hearsay.DocID{"d"}, []hearsay.DocID{"c"}, []hearsay.DocID{"b", "a"})); got != 0 {
		t.Errorf("the same groups in another order: %v %% moved", got)
	}
	if got := moved(one, stories([]hearsay.DocID{"a", "b", "c"}, []hearsay.DocID{"d"})); got != 75 {
		t.Errorf("one joins two: %v %% moved, want 75", got)
	}
}

func TestBaselines(t *testing.T) {
	result, err := RunBaselines(filepath.Join("testdata", "stories.jsonl"), false)
	if err != nil {
		t.Fatal(err)
	}
	for _, baseline := range result.Baselines {
		if f := baseline.Result.All.BCubedF1; f < 60 || f > 100 || baseline.Result.Articles != result.Ours.Articles {
			t.Errorf("%s: BCubed %v over %d articles", baseline.Name, f, baseline.Result.Articles)
		}
	}
}
