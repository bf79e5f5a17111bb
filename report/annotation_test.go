package report_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/report"
)

// selectors are those of one annotation.
type selectors struct {
	Start, End            int
	Exact, Prefix, Suffix string
}

// annotated writes tellings at the given code points of a text as annotations, and reads their selectors back.
func annotated(t interface{ Fatal(...any) }, text string, places [][2]int) []selectors {
	claim := report.Claim{ID: "c"}
	for _, place := range places {
		claim.Tellings = append(claim.Tellings, report.Telling{Span: report.Span{Doc: "d", Start: place[0], End: place[1]}})
	}
	made := &report.Report{
		Offsets: report.CodePoint, Documents: []report.Document{{ID: "d", Story: "s"}},
		Stories: []report.Story{{ID: "s", Claims: []report.Claim{claim}}},
	}
	var out bytes.Buffer
	if err := report.WriteAnnotations(&out, report.Whole(made, map[hearsay.DocID]string{"d": text})); err != nil {
		t.Fatal(err)
	}
	var read struct {
		First struct {
			Items []struct {
				Target struct{ Selector []json.RawMessage }
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	var all []selectors
	for _, item := range read.First.Items {
		var both selectors
		for _, one := range item.Target.Selector {
			if err := json.Unmarshal(one, &both); err != nil {
				t.Fatal(err)
			}
		}
		all = append(all, both)
	}
	return all
}

// found are the code points at which a quote selector finds its words: where they stand with what is about them.
func (s selectors) found(text string) [][2]int {
	var all [][2]int
	around := s.Prefix + s.Exact + s.Suffix
	for at := 0; ; {
		next := strings.Index(text[at:], around)
		if next < 0 {
			return all
		}
		start := utf8.RuneCountInString(text[:at+next+len(s.Prefix)])
		all = append(all, [2]int{start, start + utf8.RuneCountInString(s.Exact)})
		_, width := utf8.DecodeRuneInString(text[at+next:])
		if at += next + width; width == 0 {
			return all
		}
	}
}

// Both selectors lead back to the words that an annotation is of, in whatever text they stand.
func TestSelectorsLeadBack(t *testing.T) {
	pieces := []string{"a", "b", " ", "\n", "\r\n", "\t", "\x00", "é", "e\u0301", "n\u0303\u0323", "“", "”", "🙂", "👩‍👩‍👧", "🇳🇴", "𝄞", "\u202e",
		"\u200f", "\ufeff", "ﬁ", "<b>", `\"`, "Roe said ", "क्ष"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 50).Draw(t, "text"), "")
		runes := []rune(text)
		var places [][2]int
		for range rapid.IntRange(1, 4).Draw(t, "tellings") {
			start := rapid.IntRange(0, len(runes)-1).Draw(t, "start")
			places = append(places, [2]int{start, rapid.IntRange(start+1, len(runes)).Draw(t, "end")})
		}
		for i, got := range annotated(t, text, places) {
			if want := string(runes[places[i][0]:places[i][1]]); [2]int{got.Start, got.End} != places[i] || got.Exact != want {
				t.Fatalf("at %v stands %q; the selectors say %+v", places[i], want, got)
			}
			if found := got.found(text); !slices.Equal(found, places[i:i+1]) {
				t.Fatalf("%+v is found at %v, want %v alone", got, found, places[i])
			}
		}
	})
}

// Where no end of context tells two places apart, the quotation stays short, and is found at its place among others.
func TestQuotationOfTextThatRepeatsItself(t *testing.T) {
	text := strings.Repeat("Roe left. ", 1000)
	place := [2]int{5000, 5008}
	got := annotated(t, text, [][2]int{place})[0]
	if len(got.Prefix) > 512 || len(got.Suffix) > 512 {
		t.Errorf("%d and %d characters about the words", len(got.Prefix), len(got.Suffix))
	}
	if found := got.found(text); !slices.Contains(found, place) {
		t.Errorf("found at %d places, without %v", len(found), place)
	}
}
