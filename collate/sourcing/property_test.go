package sourcing

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"hearsay"
)

// sisters are outlets of one family, and strangers as many of none, for stories told twice.
var (
	sisters   = []string{"Fox News", "Fox Business"}
	strangers = []string{"Saltmere Herald", "Gull Island Courier"}
)

// tracer is made once for all of many small stories.
var tracer = sync.OnceValue(New)

// drawTell makes a random telling by an outlet.
func drawTell(t *rapid.T, outlets []string) tell {
	var s tell
	switch rapid.IntRange(0, 8).Draw(t, "kind") {
	case 0:
		s = tell{kind: hearsay.SourceNamed, by: rapid.SampledFrom([]string{"Jane Roe", "John Doe"}).Draw(t, "name")}
	case 1:
		s = tell{kind: hearsay.SourceBody, by: rapid.SampledFrom([]string{"harbour board", "police"}).Draw(t, "body")}
	case 2:
		n := rapid.IntRange(1, 3).Draw(t, "number")
		s = tell{kind: hearsay.SourceUnnamed, by: fmt.Sprintf("%d people", n), number: n}
	case 3:
		s = tell{kind: hearsay.SourceBare, by: "sources", number: 2}
	case 4, 5:
		outlet := rapid.SampledFrom(outlets).Draw(t, "relay")
		s = tell{kind: hearsay.SourceOutlet, by: outlet, outlet: outlet, relay: true}
	case 6:
		s = tell{kind: hearsay.SourceUntraced, by: "reportedly"}
	case 7:
		s = tell{kind: hearsay.SourceCollective, by: "critics"}
	}
	if (s.kind == hearsay.SourceNamed || s.kind == hearsay.SourceUnnamed) && rapid.IntRange(0, 3).Draw(t, "told") == 0 {
		s.outlet = rapid.SampledFrom(outlets).Draw(t, "told to")
	}
	return s
}

// drawDocs makes a random story of up to five documents, some of unknown outlet or date, some with what another has
// word for word.
func drawDocs(t *rapid.T, levels ...hearsay.Level) []doc {
	outlets := append(slices.Clone(strangers), "Post", "Lamp")
	var docs []doc
	for n := range rapid.IntRange(1, 5).Draw(t, "docs") {
		d := doc{
			id:     string(rune('a' + n)),
			outlet: rapid.SampledFrom(append(slices.Clone(outlets), "")).Draw(t, "outlet"),
			day:    rapid.IntRange(0, 3).Draw(t, "day"),
		}
		for range rapid.IntRange(1, 3).Draw(t, "tells") {
			s := drawTell(t, outlets)
			s.level = rapid.SampledFrom(levels).Draw(t, "level")
			var other doc
			if n > 0 {
				other = docs[rapid.IntRange(0, n-1).Draw(t, "with")]
			}
			// "Sources" without a word about them are told apart by their page alone, which prose of two pages blurs.
			if n > 0 && rapid.IntRange(0, 5).Draw(t, "shared") == 0 && other.tells[0].kind != hearsay.SourceBare {
				s = other.tells[0]
				s.copyOf = other.id + "/1"
				s.upward = other.day > 0 && d.day > other.day
			}
			d.tells = append(d.tells, s)
		}
		docs = append(docs, d)
	}
	return docs
}

func drawLevels(t *rapid.T) []doc { return drawDocs(t, hearsay.LevelDone, hearsay.LevelOffered) }

func traced(docs []doc) []hearsay.Interval {
	story, claims := build(docs)
	tracer().Trace(story, claims)
	return claims[0].Intervals
}

// at is the interval of those that stand for a level or more: that of the weakest level which is stated and not under it.
func at(intervals []hearsay.Interval, level hearsay.Level) hearsay.Interval {
	var found hearsay.Interval
	for _, interval := range intervals {
		if interval.Level >= level {
			found = interval
		}
	}
	return found
}

func write(interval hearsay.Interval) string {
	return fmt.Sprintf("%s %d-%d +%d", interval.Level, interval.Min, interval.Max, interval.Untraced)
}

func TestMinimumNeverAboveMaximum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, interval := range traced(drawLevels(t)) {
			if interval.Min > interval.Max || interval.Min < 0 {
				t.Fatal(write(interval))
			}
		}
	})
}

// A copy is a document with some tellings of another, in prose that both have: of a later day, so that it is known to be
// the copy, of the same day, or undated.
func TestCopyNeverRaises(t *testing.T) {
	for _, how := range []string{"later", "same day", "undated"} {
		t.Run(how, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				docs := drawLevels(t)
				before := traced(docs)
				copied := docs[rapid.IntRange(0, len(docs)-1).Draw(t, "copied")]
				again := doc{id: "z", outlet: rapid.SampledFrom([]string{"Gazette", ""}).Draw(t, "by")}
				switch how {
				case "later":
					again.day = 9
				case "same day":
					again.day = copied.day
				}
				for n, s := range copied.tells {
					if s.copyOf != "" {
						continue // shared prose of its own, of which the copy has a copy too
					}
					if n > 0 && rapid.Bool().Draw(t, "left out") {
						continue
					}
					s.copyOf, s.upward = fmt.Sprintf("%s/%d", copied.id, n+1), how == "later" && copied.day > 0
					again.tells = append(again.tells, s)
				}
				for _, interval := range traced(append(docs, again)) {
					if was := at(before, interval.Level); interval.Max > was.Max || interval.Min > was.Min {
						t.Fatalf("%s became %s", write(was), write(interval))
					}
				}
			})
		})
	}
}

// What rests on another outlet brings nobody new. Where nothing was traced before, the outlet is the first that is.
func TestRelayNeverRaisesMinimum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := drawDocs(t, hearsay.LevelDone)
		before := traced(docs)
		outlet := rapid.SampledFrom([]string{"Saltmere Herald", "Post", "Tribune"}).Draw(t, "of")
		again := doc{id: "z", outlet: "Gazette", day: rapid.IntRange(0, 4).Draw(t, "day"), tells: []tell{
			{kind: hearsay.SourceOutlet, by: outlet, outlet: outlet, relay: true, level: hearsay.LevelDone},
		}}
		after := traced(append(docs, again))
		if was, is := at(before, hearsay.LevelDone), at(after, hearsay.LevelDone); is.Min > max(was.Min, 1) {
			t.Fatalf("%s became %s", write(was), write(is))
		}
	})
}

func TestUntracedNeverRaisesMinimum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := drawLevels(t)
		before := traced(docs)
		reported := tell{kind: hearsay.SourceUntraced, by: "reportedly", level: hearsay.LevelDone}
		for level, after := range map[hearsay.Level][]hearsay.Interval{
			hearsay.LevelDone: traced(append(slices.Clone(docs), doc{id: "z", outlet: "Gazette", tells: []tell{reported}})),
		} {
			for _, interval := range after {
				if was := at(before, interval.Level); interval.Min > was.Min || interval.Level == level && interval.Max > max(was.Max, 1) {
					t.Fatalf("%s became %s", write(was), write(interval))
				}
			}
		}
	})
}

func TestNamedSourceRaisesMinimumByAtMostOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := drawLevels(t)
		before := traced(docs)
		poe := tell{kind: hearsay.SourceNamed, by: "Ada Poe", level: hearsay.LevelDone}
		again := append(slices.Clone(docs), doc{id: "z", outlet: "Gazette", tells: []tell{poe}})
		if rapid.Bool().Draw(t, "in a document that is there") {
			again = slices.Clone(docs)
			last := &again[len(again)-1]
			last.tells = append(slices.Clone(last.tells), poe)
		}
		for _, interval := range traced(again) {
			if was := at(before, interval.Level); interval.Min > was.Min+1 {
				t.Fatalf("%s became %s", write(was), write(interval))
			}
		}
	})
}

// The order in which claims list their tellings, and stories their passages, is nothing that counts.
func TestOrderNeverMatters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		docs := drawLevels(t)
		story, claims := build(docs)
		shuffled, again := build(docs)
		tellings := again[0].Tellings
		order := rapid.Permutation(indices(len(tellings))).Draw(t, "order")
		again[0].Tellings = nil
		for _, i := range order {
			again[0].Tellings = append(again[0].Tellings, tellings[i])
		}
		slices.Reverse(shuffled.Passages)
		tracer().Trace(story, claims)
		tracer().Trace(shuffled, again)
		if got, want := show(&again[0]), show(&claims[0]); got != want {
			t.Fatalf("in another order %s, not %s", got, want)
		}
	})
}

// One story is told of outlets that are strangers, and of the same as sisters.
func TestFamilyNeverRaises(t *testing.T) {
	rename := func(name string) string {
		if i := slices.Index(strangers, name); i >= 0 {
			return sisters[i]
		}
		return name
	}
	rapid.Check(t, func(t *rapid.T) {
		docs := drawDocs(t, hearsay.LevelDone)
		before := at(traced(docs), hearsay.LevelDone)
		var merged []doc
		for _, d := range docs {
			d.outlet, d.tells = rename(d.outlet), slices.Clone(d.tells)
			for i := range d.tells {
				d.tells[i].outlet = rename(d.tells[i].outlet)
			}
			merged = append(merged, d)
		}
		after := at(traced(merged), hearsay.LevelDone)
		if after.Max > before.Max || after.Min > before.Min || after.Untraced > before.Untraced {
			t.Fatalf("%s became %s", write(before), write(after))
		}
	})
}

// Documents that rest on one another in rounds of any length come to an end, and to an origin each.
func TestEveryCycleEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(2, 7).Draw(t, "size")
		var docs []doc
		for n := range size {
			outlet := fmt.Sprintf("Outlet %d", rapid.IntRange(0, size-1).Draw(t, "rests on"))
			docs = append(docs, doc{id: fmt.Sprint(n), outlet: fmt.Sprintf("Outlet %d", n), tells: []tell{
				{kind: hearsay.SourceOutlet, by: outlet, outlet: outlet, relay: true},
			}})
		}
		story, claims := build(docs)
		origins := tracer().Trace(story, claims)
		for _, telling := range claims[0].Tellings {
			if len(telling.Origins) != 1 || len(telling.Steps) == 0 {
				t.Fatalf("%s: origins %v by %v", telling.Doc, telling.Origins, telling.Steps)
			}
			if kind := origins[telling.Origins[0]-1].Kind; kind != hearsay.OriginUntraced && kind != hearsay.OriginOwnWord {
				t.Fatalf("%s rests on %s", telling.Doc, kind)
			}
		}
	})
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}
