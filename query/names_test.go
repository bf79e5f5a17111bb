package query_test

import (
	"slices"
	"testing"

	"hearsay/query"
)

func TestNames(t *testing.T) {
	for text, want := range map[string][]string{
		"crane":                           {"crane"},
		"Tomas Rell":                      {"tomas rell"},
		`says:"Tomas Rell" crane`:         {"tomas rell", "crane"},
		"crane OR quay":                   {"crane", "quay"},
		"-crane about:Calder denies:Rell": {"calder", "rell"},
		"outlet:Herald origins:<2":        nil,
	} {
		parsed, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := parsed.Names(); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestMet(t *testing.T) {
	const text = "The crane at the Quay: a crane’s “north quay”."
	for asked, want := range map[string][]string{
		"crane":               {"crane"},
		`"north quay" -crane`: {"north quay"},
		"qua* OR dock":        {"Quay"},
		"quay crane":          {"crane", "Quay"},
		"says:Rell":           nil,
	} {
		parsed, err := query.Parse(asked)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, span := range parsed.Met(text) {
			got = append(got, span.Of(text))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", asked, got, want)
		}
	}
}
