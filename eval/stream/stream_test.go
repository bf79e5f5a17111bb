package stream

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func newStream(t testing.TB, options Options) *Stream {
	t.Helper()
	s, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNewRefuses(t *testing.T) {
	for _, options := range []Options{{}, {Documents: 1}, {Documents: -1, PerDay: 1}} {
		if _, err := New(options); err == nil {
			t.Errorf("%+v was taken", options)
		}
	}
}

// An article must be the same whatever was made before it.
func TestArticleDependsOnNumberAlone(t *testing.T) {
	options := Options{Seed: 3, Documents: 200_000, PerDay: 1000, Undated: 20}
	forward, single := newStream(t, options), newStream(t, options)
	for number := range 60 {
		forward.Article(number)
	}
	for _, number := range []int{199_999, 5, 100_000, 60, 4096, 150_000} {
		first := single.Article(number)
		if again := forward.Article(number); first != again {
			t.Errorf("article %d: got %+v, then %+v", number, first, again)
		}
		if first == newStream(t, Options{Seed: 4, Documents: 200_000, PerDay: 1000}).Article(number) {
			t.Errorf("article %d is the same with another seed", number)
		}
	}
}

// What makes an archive dear must be in it, about as often as in real ones.
func TestArchiveIsLikeNews(t *testing.T) {
	const documents = 8192
	s := newStream(t, Options{Seed: 1, Documents: documents, PerDay: 100, Undated: 20})
	events := map[string]int{}
	outlets := map[string]bool{}
	lines := map[string]int{}
	words, undated, first, last := 0, 0, 1<<30, 0
	for number := range documents {
		a := s.Article(number)
		if !utf8.ValidString(a.Text) || a.Title == "" || a.Text == "" || a.Outlet == "" {
			t.Fatalf("article %d: %+v", number, a)
		}
		events[a.Event]++
		outlets[a.Outlet] = true
		words += len(strings.Fields(a.Text))
		if !a.Dated {
			undated++
		}
		first, last = min(first, a.Day), max(last, a.Day)
		for line := range strings.Lines(a.Text) {
			lines[line]++
		}
	}
	between := func(what string, got, low, high int) {
		if got < low || got > high {
			t.Errorf("%s: got %d, want %d to %d", what, got, low, high)
		}
	}
	single, largest := 0, 0
	for _, n := range events {
		largest = max(largest, n)
		if n == 1 {
			single++
		}
	}
	recurring := 0
	for _, n := range lines {
		if n > 4 {
			recurring++
		}
	}
	between("words an article", words/documents, 550, 850)
	between("per cent of events with one article", single*100/len(events), 70, 90)
	between("articles of the largest event", largest, 15, mostDocs)
	between("undated", undated, documents/80, documents/30)
	between("days", last-first, 75, 110)
	between("outlets", len(outlets), 100, outletCount)
	between("lines that recur", recurring, 150, 4*outletCount)
}

func TestNamesDiffer(t *testing.T) {
	seen := map[string]uint64{}
	for id := range uint64(1 << 16) {
		id *= 16 // up to 2^20
		if before, ok := seen[name(id)]; ok {
			t.Fatalf("%d and %d are both %s", before, id, name(id))
		}
		seen[name(id)] = id
	}
}

func BenchmarkArticle(b *testing.B) {
	s := newStream(b, Options{Seed: 1, Documents: 1 << 20, PerDay: 1000, Undated: 20})
	number := 0
	for b.Loop() {
		s.Article(number % s.Len())
		number++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}
