package query_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/query"
	"hearsay/store"
)

func TestWordsAreThoseOfTextNamesAndOutlet(t *testing.T) {
	reading := &hearsay.Reading{
		Document: hearsay.Document{
			Text:   "L’Été: the Łódź crane’s “DOCK”, dock-side. Æsir, ﬁre ﷺ \u0301 " + strings.Repeat("é", 99),
			Outlet: hearsay.Field{Value: "Saltmere Herald"},
		},
		Entities: []hearsay.Entity{{Name: "Ines Calder", Outlet: "Tidewater Tribune"}},
	}
	got := query.Words(reading)
	want := []string{"aesir", "calder", "crane", "dock", "ete", "fire", "ines", "l", "lodz", "o:herald", "o:saltmere", "s", "side",
		"the", "tidewater", "tribune"}
	var latin []string
	for _, w := range got {
		if !strings.HasPrefix(w, "ee") && w[0] < 0x80 {
			latin = append(latin, w)
		}
	}
	if !slices.Equal(latin, want) {
		t.Errorf("words %q, want %q", latin, want)
	}
	if long := strings.Repeat("e", store.MaxWord); !slices.Contains(got, long) {
		t.Errorf("words %q, want the long one cut", got)
	}
	if err := store.CheckWords(got); err != nil {
		t.Error(err)
	}
}

// Any text has words that the store takes.
func FuzzWords(f *testing.F) {
	for _, text := range []string{"", "crane", "ﷺ", "ﱞ", "ŉ \u0345", "a\xffb", "İstanbul", strings.Repeat("日", 40)} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		reading := &hearsay.Reading{Document: hearsay.Document{Text: text, Outlet: hearsay.Field{Value: text}}}
		if err := store.CheckWords(query.Words(reading)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	})
}

// has reports whether documents with these words have what is wanted.
func has(w query.Wanted, words [][]string) bool {
	for _, needed := range w.Documents {
		if !slices.ContainsFunc(words, func(words []string) bool {
			for _, n := range needed {
				if !slices.ContainsFunc(words, func(w string) bool { return w == n.Word || n.Begins && strings.HasPrefix(w, n.Word) }) {
					return false
				}
			}
			return true
		}) {
			return false
		}
	}
	return true
}

// What a query finds in a story, the story has what the query wants: the index never hides anything.
func TestWantedNeverHides(t *testing.T) {
	ledger, readings := story(t)
	var words [][]string
	for i := range readings {
		words = append(words, query.Words(&readings[i]))
	}
	term := rapid.SampledFrom([]string{
		"crane", "fell", "stood", "warned", "cran*", `"crane fell"`, "cafe", "CAFÉ", "nothing", "says:Rell", `says:"Tomas Rell"`,
		`says:"port official"`, "denies:Rell", "about:Rell", "outlet:herald", "outlet:her*", "origins:<3", "origins:>1",
		"before:2031-05-11", "after:2031-04", "brakes", `about:"Rell Lines"`, "says:official",
	})
	found, hidden := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		text := ""
		for range rapid.IntRange(1, 4).Draw(r, "terms") {
			text += rapid.SampledFrom([]string{" ", " ", " -", " OR "}).Draw(r, "before") + term.Draw(r, "term")
		}
		q, err := query.Parse(strings.TrimPrefix(text, " OR"))
		if err != nil {
			return
		}
		result := q.Search(ledger, readings)
		wanted := slices.ContainsFunc(q.Wanted(), func(w query.Wanted) bool { return has(w, words) })
		if len(result.Claims)+len(result.Places) > 0 {
			if found++; !wanted {
				r.Fatalf("%s: found %+v in a story that does not have %+v", q, result, q.Wanted())
			}
		} else if !wanted {
			hidden++
		}
	})
	if found == 0 || hidden == 0 {
		t.Errorf("%d queries found something, and %d wanted what is not there: the test tells nothing", found, hidden)
	}
}

func TestSuggest(t *testing.T) {
	names := []string{"Tomas Rell", "Ines Calder", "Rell Lines", "Saltmere", "Tomas Bell"}
	for name, want := range map[string][]string{
		"Tomas Rel": {"Tomas Rell"}, "Tomas Zell": {"Tomas Rell", "Tomas Bell"}, "caldre": {"Ines Calder"}, "Saltmree": {"Saltmere"}, "Voss": nil, "": nil,
		"ines": {"Ines Calder", "Rell Lines"},
	} {
		if got := query.Suggest(name, names); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
