package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
)

// titledReader reads a record as a document with its title before its text, and nothing else.
type titledReader struct{}

func (titledReader) Read(capture hearsay.Capture) hearsay.Reading {
	var article struct{ ID, Src, Title, Text string }
	if err := json.Unmarshal(capture.Bytes, &article); err != nil {
		return hearsay.Reading{Document: hearsay.Document{Skip: hearsay.Skip{Reason: hearsay.SkipMalformed}}}
	}
	doc := hearsay.Document{ID: capture.ID, Text: article.Title + "\n\n" + article.Text}
	doc.Outlet.Value = article.Src
	return hearsay.Reading{Document: doc}
}

func TestPassages(t *testing.T) {
	const line = "the ferry company had moved the clock two doors down, where the light was worse and the rent was lower"
	folder := t.TempDir()
	write := func(name string, lines ...string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	textA, textB := "Nobody came. "+line+".", "Rain – they said – came. "+line+"!"
	var articles []string
	for _, article := range []StoryArticle{{ID: "a", Outlet: "Ferry", Title: "Clock", Text: textA},
		{ID: "b", Outlet: "Gazette", Title: "Rain", Text: textB}} {
		raw, err := json.Marshal(article)
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, string(raw))
	}
	corpus := write("stories.jsonl", articles...)
	write("passages.tsv", "# gold", "id\tdocA\tstartA\tendA\tdocB\tstartB\tendB\tdraw\thalf\tkind\tnote",
		"p1\ta\t13\t115\tb\t29\t131\trandom\ttune\tprose\t", "p2\ta\t13\t115\tb\t29\t131\tlong\ttune\tquotation\t",
		"p3\ta\t13\t115\tb\t29\t131\tlong\theld\tquotation\t")
	result, err := Passages(corpus, folder, HalfTune, titledReader{})
	if err != nil {
		t.Fatal(err)
	}
	if len(textA) != 116 || len(textB) != 132 {
		t.Fatalf("texts of %d and %d bytes", len(textA), len(textB))
	}
	for name, parts := range map[string][]PassagesPart{"given": result.Given, "found": result.Found} {
		all, random := parts[0], parts[1]
		if all.Typed != 2 || all.Agree != 1 || all.Kinds["prose"] != (Count{1, 2, 1}) || all.Collapses != (Count{1, 2, 1}) ||
			all.Confusion[hearsay.PassageQuotation][hearsay.PassageProse] != 1 {
			t.Errorf("%s: got %+v", name, all)
		}
		if random.Rows != 1 || random.Agree != 1 || random.Macro != 100 {
			t.Errorf("%s, random: got %+v", name, random)
		}
	}
	if table := result.String(); !strings.Contains(table, "half tune: 2 passages, 0 not read") {
		t.Errorf("got %s", table)
	}
	for _, bad := range []string{"p1\ta\t1", "p1\ta\tx\t115\tb\t29\t131\trandom\ttune\tprose\t",
		"p1\ta\t1\t115\tb\t29\t131\trandom\ttune\tverse\t"} {
		if _, err := ReadPassages(write("bad.tsv", "id\t\t\t\t\t\t\t\t\t\t", bad), HalfTune); err == nil {
			t.Errorf("no error from %q", bad)
		}
	}
}

func TestMapSpan(t *testing.T) {
	for _, test := range []struct {
		from, to   string
		start, end int
		want       string
	}{
		{"one two three", "one two three", 4, 7, "two"},
		{"one two three", "A title\n\none  ‘two’ three", 4, 7, "two"},
		{"one two three", "A title\n\none too three", 4, 7, ""},
		{"one two three", "two", 4, 7, ""},
	} {
		span, ok := mapSpan(test.from, test.to, hearsay.MakeSpan(test.start, test.end))
		if ok != (test.want != "") || ok && span.Of(test.to) != test.want {
			t.Errorf("%q in %q: got %v, %v", test.from, test.to, span, ok)
		}
	}
}
