package web

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTrackShowsWhenItWasTold(t *testing.T) {
	happened := func(day int32) trackPoint { return trackPoint{day: day, dated: true} }
	told := func(day int32) trackPoint { return trackPoint{day: day, dated: true, Told: true} }
	for _, test := range []struct {
		name   string
		points []trackPoint
		heads  string
		counts string // of the points, in order
	}{
		{"days of June", []trackPoint{happened(17320), told(17324)}, "3 Jun 2017 4 Jun 5 Jun 6 Jun 7 Jun", "1 1"},
		{"one day twice", []trackPoint{happened(17320), happened(17320), told(17324)}, "3 Jun 2017 4 Jun 5 Jun 6 Jun 7 Jun", "2 1"},
		{"one day only", []trackPoint{told(17324)}, "7 Jun 2017", "1"},
		{"no day beside", []trackPoint{{}, told(17324)}, "no day 7 Jun 2017", "1 1"},
		{"long before", []trackPoint{happened(9000), happened(9100), told(17324)}, "earlier 7 Jun 2017", "2 1"},
		{"long after", []trackPoint{happened(30000), told(17324)}, "later 7 Jun 2017", "1 1"},
		{"years, none told", []trackPoint{happened(14000), happened(15000), happened(16000), happened(17000)}, "2010 2015", "1 1 1 1"},
	} {
		made := newTrack([]trackLine{{Name: test.name, Points: test.points}})
		var heads, counts []string
		for _, head := range made.Heads {
			heads = append(heads, head.Text)
		}
		for _, point := range made.Rows[0].Points {
			counts = append(counts, fmt.Sprint(point.Count))
		}
		if got := strings.Join(heads, " "); got != test.heads {
			t.Errorf("%s: heads %q, want %q", test.name, got, test.heads)
		}
		if got := strings.Join(counts, " "); got != test.counts {
			t.Errorf("%s: counts %q, want %q", test.name, got, test.counts)
		}
	}
	if made := newTrack([]trackLine{{Points: []trackPoint{{}}}}); made != nil {
		t.Errorf("without any day: %+v", made)
	}
}

// Whatever the days, all that is drawn stands within the drawing, and later days stand further right.
func TestTrackKeepsTheOrderOfDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []trackLine
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			var row trackLine
			for range rapid.IntRange(0, 6).Draw(t, "points") {
				row.Points = append(row.Points, trackPoint{
					day: rapid.Int32Range(-700_000, 2_900_000).Draw(t, "day"), dated: rapid.Bool().Draw(t, "dated"), Told: rapid.Bool().Draw(t, "told"),
				})
			}
			rows = append(rows, row)
		}
		made := newTrack(rows)
		if made == nil {
			return
		}
		if len(made.Heads) > 3+2*trackTicks {
			t.Fatalf("%d heads", len(made.Heads))
		}
		var points []trackPoint
		for _, row := range made.Rows {
			points = append(points, row.Points...)
		}
		for _, a := range points {
			if a.X < trackLabel || a.X > made.Width {
				t.Fatalf("a point at %d", a.X)
			}
			for _, b := range points {
				if a.dated && b.dated && a.day < b.day && a.X > b.X {
					t.Fatalf("day %d stands at %d, day %d at %d", a.day, a.X, b.day, b.X)
				}
			}
		}
	})
}
