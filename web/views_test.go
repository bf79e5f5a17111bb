package web

import (
	"net/url"
	"strings"
	"testing"

	"hearsay"
	"hearsay/intake"
)

// A name leads to every story in which somebody has it, and says that the name is all that they share.
func TestNameInAllStories(t *testing.T) {
	handler := serve(t, Options{}, func(yield func(hearsay.Capture) error) error {
		return intake.Walk(t.Context(), []string{"../examples"}, intake.Options{}, yield)
	})
	for _, test := range []struct {
		name string
		want []string
		not  []string
	}{
		{"Rell", []string{"Same name; nothing else says they are one.", "Port director offered to resign", "Tomas Rell", "“Port director”"}, []string{"Dunmere"}},
		{"Tomas Rel", []string{"Nobody of that name", "/people?name=Tomas&#43;Rell"}, nil},
		{"!", nil, []string{"Nobody of that name", "Same name"}},
	} {
		answer := get(handler, "http://example.com/people?name="+url.QueryEscape(test.name))
		body := answer.Body.String()
		for _, want := range test.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %q in %s", test.name, want, body)
			}
		}
		for _, not := range test.not {
			if strings.Contains(body, not) {
				t.Errorf("%s: %q", test.name, not)
			}
		}
	}
}

// A search tells claims from speakers and text, marks what was met, and helps where nothing is.
func TestFindTellsApart(t *testing.T) {
	handler := serve(t, Options{}, examples(t))
	for query, want := range map[string][]string{
		"resign":          {`<span class="met">resign</span>`, "Who says what was found", "two people close to Mayor Ines Calder", "Port director offered to resign"},
		"Rell":            {"Who is called so", "Tomas Rell", "/people?name=Tomas&#43;Rell"},
		"says:Voss":       {"Maren Voss"},
		`crane "open`:     {`<span class="differs">`, `role="alert"`, "What can be asked"},
		"":                {"<details class=\"key\" open>"},
		"resign zzz":      {"Nothing that is held has all of this", "/find?q=resign&#43;OR&#43;zzz"},
		"Calderr":         {"Meant:", "/find?q=Ines&#43;Calder"},
		"resign OR zzzzz": {`<span class="met">resign</span>`},
	} {
		answer := get(handler, "http://example.com/find?q="+url.QueryEscape(query))
		for _, want := range want {
			if body := answer.Body.String(); !strings.Contains(body, want) {
				t.Errorf("%s: no %q in %s", query, want, body)
			}
		}
	}
}
