package timeline_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/collate/timeline"
)

// when is one time expression of a test's document; each stands in a sentence of its own.
type when struct {
	words, value string
	first, last  int32 // 0, 0 is not resolved
	kind         hearsay.TimeKind
}

func document(id string, times ...when) *hearsay.Reading {
	reading := &hearsay.Reading{Document: hearsay.Document{ID: hearsay.DocID(id)}}
	var text strings.Builder
	for i, w := range times {
		start := text.Len()
		text.WriteString("It happened ")
		at := text.Len()
		text.WriteString(w.words)
		reading.Times = append(reading.Times, hearsay.Time{
			Span: hearsay.MakeSpan(at, text.Len()), Sentence: i, Kind: w.kind, Value: w.value,
			Resolved: w.first != 0, First: w.first, Last: w.last,
		})
		text.WriteString(".")
		reading.Sentences = append(reading.Sentences, hearsay.Sentence{Span: hearsay.MakeSpan(start, text.Len())})
		text.WriteString(" ")
	}
	reading.Document.Text = text.String()
	return reading
}

// told are the entries as "document words".
func told(readings []*hearsay.Reading, entries []hearsay.TimelineEntry) []string {
	var all []string
	for _, entry := range entries {
		for _, reading := range readings {
			if reading.Document.ID == entry.Time.Doc {
				all = append(all, string(entry.Time.Doc)+" "+entry.Time.Spans[0].Of(reading.Document.Text))
			}
		}
	}
	return all
}

func TestOrder(t *testing.T) {
	readings := []*hearsay.Reading{
		document("b",
			when{words: "on Tuesday", value: "XXXX-WXX-2"},
			when{words: "on May 13", value: "2031-05-13", first: 22412, last: 22412},
			when{words: "in May", value: "2031-05", first: 22400, last: 22430}),
		document("a",
			when{words: "on May 12", value: "2031-05-12", first: 22411, last: 22411},
			when{words: "May 13", value: "2031-05-13", first: 22412, last: 22412}),
	}
	got := told(readings, timeline.Build(readings, nil))
	want := []string{"b in May", "a on May 12", "b on May 13", "a May 13", "b on Tuesday"}
	if !slices.Equal(got, want) {
		t.Errorf("the order is %q, want %q", got, want)
	}
}

func TestOnlyWhatPlacesAnEvent(t *testing.T) {
	readings := []*hearsay.Reading{document("a",
		when{words: "for three months", value: "P3M", kind: hearsay.TimeDuration},
		when{words: "every Tuesday", value: "XXXX-WXX-2", kind: hearsay.TimeSet},
		when{words: "in 2031", value: "2031", first: 22280, last: 22644},
		when{words: "now", value: "PRESENT_REF"},
		when{words: "in the third quarter", value: "XXXX-Q3"},
		when{words: "at noon on Friday", value: "XXXX-WXX-5T12:00", kind: hearsay.TimeClock})}
	if got, want := told(readings, timeline.Build(readings, nil)), []string{"a at noon on Friday"}; !slices.Equal(got, want) {
		t.Errorf("the timeline has %q, want %q", got, want)
	}
}

// Without a date, the same name of a day in two documents is possibly one day: linked both ways, never within one
// document, never to a day of the calendar.
func TestPossiblySameDay(t *testing.T) {
	readings := []*hearsay.Reading{
		document("a", when{words: "on Tuesday", value: "XXXX-WXX-2"}, when{words: "Tuesday", value: "XXXX-WXX-2"}),
		document("b", when{words: "Tuesday noon", value: "XXXX-WXX-2T12:00", kind: hearsay.TimeClock}, when{words: "on Friday", value: "XXXX-WXX-5"}),
		document("c", when{words: "on Tuesday", value: "2031-05-13", first: 22412, last: 22412}),
	}
	entries := timeline.Build(readings, nil)
	for i, entry := range entries {
		var with []hearsay.DocID
		for _, k := range entry.SameAs {
			with = append(with, entries[k].Ref.Doc)
			if !slices.Contains(entries[k].SameAs, i) {
				t.Errorf("entry %d leads to %d, which does not lead back", i, k)
			}
		}
		var want []hearsay.DocID
		switch {
		case entry.Ref.Doc == "a":
			want = []hearsay.DocID{"b"}
		case entry.Ref.Doc == "b" && entry.Value != "XXXX-WXX-5":
			want = []hearsay.DocID{"a", "a"}
		}
		if !slices.Equal(with, want) {
			t.Errorf("%s in %s is possibly the same as in %v, want %v", entry.Value, entry.Ref.Doc, with, want)
		}
	}
	if len(entries) != 5 {
		t.Errorf("%d entries, want 5", len(entries))
	}
}

func TestClaimsOfTheSentence(t *testing.T) {
	reading := document("a", when{words: "on Tuesday", value: "XXXX-WXX-2"}, when{words: "on Friday", value: "XXXX-WXX-5"})
	telling := func(sentence int) hearsay.Telling {
		return hearsay.Telling{Doc: "a", Sentence: reading.Sentences[sentence].Span}
	}
	claims := []hearsay.Claim{
		{ID: "2", Tellings: []hearsay.Telling{telling(0), telling(0)}},
		{ID: "1", Apart: []hearsay.Telling{telling(0)}},
		{ID: "3", Tellings: []hearsay.Telling{{Doc: "b", Sentence: reading.Sentences[1].Span}}},
	}
	got := map[string][]hearsay.ClaimID{}
	for _, entry := range timeline.Build([]*hearsay.Reading{reading}, claims) {
		got[entry.Value] = entry.Claims
	}
	if want := map[string][]hearsay.ClaimID{"XXXX-WXX-2": {"1", "2"}, "XXXX-WXX-5": nil}; !reflect.DeepEqual(got, want) {
		t.Errorf("the claims are %v, want %v", got, want)
	}
}
