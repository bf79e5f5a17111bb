package eval

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hearsay"
	"hearsay/collate/reuse"
	"hearsay/read"
)

// floorsOf reads the floors of one task: what testdata must reach, by metric, in per cent.
func floorsOf(t *testing.T, task string) map[string]float64 {
	t.Helper()
	data, err := os.ReadFile("floors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	floors := map[string]float64{}
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || fields[0] != task {
			continue
		}
		if floors[fields[1]], err = strconv.ParseFloat(fields[2], 64); err != nil {
			t.Fatal(err)
		}
	}
	return floors
}

// hold fails the test where a figure is below its floor, or where figures and floors are not of the same metrics.
func hold(t *testing.T, task string, figures map[string]float64) {
	t.Helper()
	floors := floorsOf(t, task)
	for metric, got := range figures {
		floor, ok := floors[metric]
		if !ok {
			t.Errorf("floors.tsv: no floor of %s %s", task, metric)
		}
		if got < floor {
			t.Errorf("%s %s: got %.1f, floor %.1f", task, metric, got, floor)
		}
		t.Logf("%s %s: %.1f", task, metric, got)
	}
	for metric := range floors {
		if _, ok := figures[metric]; !ok {
			t.Errorf("floors.tsv: no figure %s %s", task, metric)
		}
	}
}

// TestStoryFloors holds what was reached on the invented articles of testdata, with their dates and without.
func TestStoryFloors(t *testing.T) {
	path := filepath.Join("testdata", "stories.jsonl")
	dated, err := Story(path, false)
	if err != nil {
		t.Fatal(err)
	}
	undated, err := Story(path, true)
	if err != nil {
		t.Fatal(err)
	}
	hold(t, "story", map[string]float64{
		"BCubed F1": dated.All.BCubedF1, "pairs F1": dated.All.Pairs.F1(),
		"undated BCubed F1": undated.All.BCubedF1, "undated pairs F1": undated.All.Pairs.F1(),
	})
}

// sharedPassage is a line of testdata/passages.tsv.
type sharedPassage struct {
	id           string
	a, b         hearsay.DocID
	spanA, spanB hearsay.Span
	kind         hearsay.PassageKind
}

func readSharedPassages(t *testing.T) []sharedPassage {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "passages.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	var passages []sharedPassage
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || fields[0] == "id" {
			continue
		}
		if len(fields) != 9 {
			t.Fatalf("passages.tsv: %d columns: %q", len(fields), line)
		}
		var at [4]int
		for i, column := range []int{2, 3, 5, 6} {
			if at[i], err = strconv.Atoi(fields[column]); err != nil {
				t.Fatal(err)
			}
		}
		p := sharedPassage{
			id: fields[0], a: hearsay.DocID(fields[1]), b: hearsay.DocID(fields[4]),
			spanA: hearsay.MakeSpan(at[0], at[1]), spanB: hearsay.MakeSpan(at[2], at[3]),
		}
		if err := p.kind.UnmarshalText([]byte(fields[8])); err != nil {
			t.Fatal(err)
		}
		passages = append(passages, p)
	}
	return passages
}

// foundIn reports whether most of the passage is one that was found. Which of the two documents comes first is the
// finder's matter.
func (p *sharedPassage) foundIn(found hearsay.Passage) bool {
	if found.A == p.b {
		found.A, found.B, found.SpanA, found.SpanB = found.B, found.A, found.SpanB, found.SpanA
	}
	most := func(want, got hearsay.Span) bool {
		both := int(min(want.End, got.End)) - int(max(want.Start, got.Start))
		return both*10 >= want.Len()*8
	}
	return found.A == p.a && found.B == p.b && most(p.spanA, found.SpanA) && most(p.spanB, found.SpanB)
}

// TestPassageFloors holds how many of the passages that the invented articles share are found, and how many of those are
// given the kind that they were written as.
func TestPassageFloors(t *testing.T) {
	articles, err := ReadStories(filepath.Join("testdata", "stories.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	reader, err := read.New(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	var readings []*hearsay.Reading
	for i := range articles {
		article := &articles[i]
		reading := reader.Read(hearsay.Capture{
			ID: hearsay.DocID(article.ID), Media: hearsay.MediaText, Bytes: []byte(article.Text), Outlet: article.Outlet,
			Title: article.Title, Published: article.Document().Published,
		})
		if reading.Document.Text != article.Text {
			t.Fatalf("%s: reading changed the text", article.ID)
		}
		readings = append(readings, &reading)
	}
	found, _ := reuse.New().Find(readings)
	want := readSharedPassages(t)
	seen, right := 0, 0
	for i := range want {
		for _, p := range found {
			if !want[i].foundIn(p) {
				continue
			}
			seen++
			if p.Kind == want[i].kind {
				right++
			} else {
				t.Logf("%s: %s (%s), written as %s", want[i].id, p.Kind, p.KindBy, want[i].kind)
			}
			break
		}
	}
	hold(t, "reuse", map[string]float64{"found": percent(seen, len(want)), "kind right": percent(right, len(want))})
}
