package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hearsay"
	"hearsay/read"
)

// marked reads "{S|Ann Lee} {C|said} {T|it rained} ." into tokens and labels.
func marked(line string) (words []string, labels []hearsay.Label) {
	begins := map[byte]hearsay.Label{'S': hearsay.LabelBSource, 'C': hearsay.LabelBCue, 'T': hearsay.LabelBContent}
	next, open := hearsay.LabelO, false
	for _, field := range strings.Fields(line) {
		if strings.HasPrefix(field, "{") {
			next, open, field = begins[field[1]], true, field[3:]
		}
		word, closes := strings.CutSuffix(field, "}")
		words = append(words, word)
		labels = append(labels, next)
		if closes {
			next, open = hearsay.LabelO, false
		} else if open && next%2 == 1 {
			next++
		}
	}
	return words, labels
}

func TestSpansAdd(t *testing.T) {
	tests := []struct {
		name, truth, guess string
		want               map[Role]Spans
	}{
		{
			"all right", "{S|Ann Lee} {C|said} {T|it rained} .", "{S|Ann Lee} {C|said} {T|it rained} .",
			map[Role]Spans{
				RoleSource:  {Count{1, 1, 1}, Count{2, 2, 2}, Count{1, 1, 1}, 1},
				RoleContent: {Count{1, 1, 1}, Count{2, 2, 2}, Count{1, 1, 1}, 1},
			},
		},
		{
			"content too short", "{S|Ann} {C|said} {T|it rained today} .", "{S|Ann} {C|said} {T|it rained} today .",
			map[Role]Spans{RoleContent: {Count{0, 1, 1}, Count{2, 2, 3}, Count{1, 1, 1}, 1}},
		},
		{
			"one content split in two", "{S|Ann} {C|said} {T|it rained today} .",
			"{S|Ann} {C|said} {T|it} {T|rained today} .",
			map[Role]Spans{RoleContent: {Count{0, 2, 1}, Count{3, 3, 3}, Count{2, 2, 1}, 1}},
		},
		{
			"missed and invented", "{S|Ann} {C|said} it rained .", "Ann {C|said} {T|it rained} .",
			map[Role]Spans{
				RoleSource:  {Count{0, 0, 1}, Count{0, 0, 1}, Count{0, 0, 1}, 0},
				RoleContent: {Count{0, 1, 0}, Count{0, 2, 0}, Count{0, 1, 0}, 0},
			},
		},
	}
	for _, test := range tests {
		_, truth := marked(test.truth)
		_, guess := marked(test.guess)
		for role, want := range test.want {
			var got Spans
			got.Add(role, truth, guess)
			if got != want {
				t.Errorf("%s: %s: got %+v, want %+v", test.name, role, got, want)
			}
		}
	}
}

func TestInsideWithoutBeginOpensSpan(t *testing.T) {
	got := runs([]hearsay.Label{hearsay.LabelICue, hearsay.LabelISource, hearsay.LabelISource, hearsay.LabelO,
		hearsay.LabelISource})
	want := []run{{RoleCue, 0, 1}, {RoleSource, 1, 3}, {RoleSource, 4, 5}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestCount(t *testing.T) {
	c := Count{Right: 3, Found: 4, True: 6}
	if c.Precision() != 75 || c.Recall() != 50 || c.F1() != 60 {
		t.Errorf("got %v %v %v, want 75 50 60", c.Precision(), c.Recall(), c.F1())
	}
	if (Count{}).F1() != 0 {
		t.Error("nothing to find must score 0")
	}
}

const harbor = "“Zoë” is safe, said Ann Lee. “The harbor,” she added, “is open.”\n"

func TestParseStandoff(t *testing.T) {
	standoff := strings.Join([]string{
		"T1\tContent 0 14\t“Zoë” is safe,",
		"T2\tCue 15 19\tsaid",
		"T3\tSource 20 27\tAnn Lee",
		"E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3",
		"T5\tContent2 54 64;29 42\t",
		"T6\tCue 47 52\tadded",
		"T7\tSource 43 46\tshe",
		"E2\tAttribution:T8 Content2:T5 Cue:T6 Source:T7",
		"T9\tDiscuss 0 3\tnot linked",
		"T10\tCue 900 910\tbeyond the text",
		"loose words",
		"",
	}, "\n")
	attributions, broken := ParseStandoff(harbor, standoff)
	if broken != 2 {
		t.Errorf("got %d broken lines, want 2", broken)
	}
	if len(attributions) != 2 {
		t.Fatalf("got %d attributions, want 2", len(attributions))
	}
	words := func(spans []hearsay.Span) string {
		var out []string
		for _, span := range spans {
			out = append(out, span.Of(harbor))
		}
		return strings.Join(out, " | ")
	}
	for i, want := range [][3]string{
		{"Ann Lee", "said", "“Zoë” is safe,"},
		{"she", "added", "“The harbor,” | “is open.”"},
	} {
		a := attributions[i]
		if got := [3]string{words(a.Source), words(a.Cue), words(a.Content)}; got != want {
			t.Errorf("attribution %d: got %q, want %q", i, got, want)
		}
	}
}

func TestProject(t *testing.T) {
	text := "a bc d e"
	tokens := []hearsay.Span{{Start: 0, End: 1}, {Start: 2, End: 4}, {Start: 5, End: 6}, {Start: 7, End: 8}}
	attributions := []Marked{{
		Cue:     []hearsay.Span{{Start: 5, End: 6}},
		Content: []hearsay.Span{{Start: 0, End: 3}, {Start: 5, End: 8}},
	}}
	never := func(int) bool { return false }
	got := Project(attributions, tokens, never)
	want := []hearsay.Label{hearsay.LabelBContent, hearsay.LabelIContent, hearsay.LabelBCue, hearsay.LabelBContent}
	if !slices.Equal(got, want) {
		t.Errorf("%q: got %v, want %v", text, got, want)
	}
	got = Project(attributions, tokens, func(i int) bool { return i == 1 })
	want[1] = hearsay.LabelBContent
	if !slices.Equal(got, want) {
		t.Errorf("with a paragraph's end: got %v, want %v", got, want)
	}
}

// echo gives the labels and attributions that it is asked for, so that a perfect score must come out.
type echo struct {
	items    []Item
	articles []Article
	found    []hearsay.Attribution
}

func (e *echo) LabelTokens(paragraphs [][]string) [][]hearsay.Label {
	var out [][]hearsay.Label
	for range paragraphs {
		out = append(out, e.items[0].Labels)
		e.items = e.items[1:]
	}
	return out
}

func (e *echo) LabelText(text string) ([][]hearsay.Span, [][]hearsay.Label) {
	var tokens []hearsay.Span
	for i := 0; i < len(text); {
		n := strings.IndexAny(text[i:]+" ", " \n")
		if n > 0 {
			tokens = append(tokens, hearsay.MakeSpan(i, i+n))
		}
		i += n + 1
	}
	var attributions []Marked
	if len(e.articles) > 0 {
		attributions = e.articles[0].Attributions
	} else {
		attributions = marks(e.found)
	}
	labels := Project(attributions, tokens, func(i int) bool { return i == 0 })
	return [][]hearsay.Span{tokens}, [][]hearsay.Label{labels}
}

func (e *echo) Read(capture hearsay.Capture) hearsay.Reading {
	return hearsay.Reading{Document: hearsay.Document{Text: string(capture.Bytes)}, Attributions: e.found}
}

// writeFiles writes files by their slashed names into a new folder.
func writeFiles(t *testing.T, files map[string]string) string {
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestAttributionOfPolNeAR(t *testing.T) {
	folder := writeFiles(t, map[string]string{
		"polnear/dev/text/outlet_2026-01-02_zoe.txt": harbor,
		"polnear/dev/attributions/outlet_2026-01-02_zoe_ab12.ann": "T1\tContent 29 42;54 64\t\nT2\tCue 47 52\tadded\n" +
			"T3\tSource 43 46\tshe\nE1\tAttribution:T2 Cue:T2 Source:T3 Content:T1\n",
	})
	articles, err := ReadPolNeAR(filepath.Join(folder, "polnear", "dev"))
	if err != nil {
		t.Fatal(err)
	}
	all := articles[0].Attributions[0]
	perfect := &echo{articles: articles, found: []hearsay.Attribution{
		{Source: all.Source, Cue: all.Cue[0], Content: all.Content}}}
	result, err := Attribution(folder, perfect, perfect)
	if err != nil {
		t.Fatal(err)
	}
	if got := result.Roles["content"].Exact; got != (Count{2, 2, 2}) {
		t.Errorf("got contents %+v", got)
	}
	if result.Parts == nil || *result.Parts != (Recovered{1, 1, 1}) {
		t.Errorf("got parts %+v", result.Parts)
	}
	if got := result.Statements["content"]; got != (Recovered{2, 2, 2}) {
		t.Errorf("got contents of statement cues %+v", got)
	}
	for _, linked := range result.Linked {
		want := Count{}
		switch linked.Group {
		case GroupAll, GroupStatement, GroupParts, "direct":
			want = Count{1, 1, 1}
		}
		if linked.Triple != want {
			t.Errorf("%s: got triples %+v, want %+v", linked.Group, linked.Triple, want)
		}
	}
	var table strings.Builder
	if err := result.WriteTable(&table); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"polnear: 1 documents", "source", "triple", "100.0"} {
		if !strings.Contains(table.String(), want) {
			t.Errorf("no %q in the table: %s", want, table.String())
		}
	}
}

func TestAttributionOfCofeNet(t *testing.T) {
	folder := writeFiles(t, map[string]string{
		"items.txt": `{"id":"a","tokens":["Ann","said",":"],"labels":["B-source","B-cue","O"]}` + "\n\n" +
			`{"id":"a","tokens":["Rain"],"labels":["B-content"]}` + "\n",
	})
	path := filepath.Join(folder, "items.txt")
	items, err := ReadCofeNet(path)
	if err != nil {
		t.Fatal(err)
	}
	result, err := Attribution(path, &echo{items: items}, &echo{})
	if err != nil {
		t.Fatal(err)
	}
	if result.Documents != 1 || result.Paragraphs != 2 || result.Roles["source"].Exact != (Count{1, 1, 1}) {
		t.Errorf("got %+v", result)
	}
	text, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(text), "linked") {
		t.Errorf("figures that the corpus cannot give: %s", text)
	}
}

// TestFloors holds what was reached on the sentences of testdata, which were written and labelled for hearsay.
func TestFloors(t *testing.T) {
	tagger, err := NewTagger(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	result, err := Attribution(filepath.Join("testdata", "attribution.txt"), tagger, nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("floors.tsv")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if len(fields) != 3 || fields[0] != "attribution" {
			continue
		}
		floor, err := strconv.ParseFloat(fields[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		role, measure, _ := strings.Cut(fields[1], " ")
		spans, ok := result.Roles[role]
		if !ok || measure != "exact" && measure != "overlap" {
			t.Fatalf("floors.tsv: no measure %q", fields[1])
		}
		got := spans.Exact.F1()
		if measure == "overlap" {
			got = spans.OverlapF1()
		}
		if got < floor {
			t.Errorf("%s: got %.1f, floor %.1f", fields[1], got, floor)
		}
		seen++
	}
	if seen == 0 {
		t.Error("floors.tsv: no floor of attribution")
	}
}

func TestTaggerKeepsTokens(t *testing.T) {
	tagger, err := NewTagger(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	paragraphs := [][]string{{"``", "We", "wo", "n't", "go", ",", "''", "Ann", "said", "."}, {}, {"``", "Never", "."}}
	labels := tagger.LabelTokens(paragraphs)
	for i, p := range paragraphs {
		if len(labels[i]) != len(p) {
			t.Errorf("paragraph %d: %d labels for %d words", i, len(labels[i]), len(p))
		}
	}
	text := "“We won’t go,” Ann said.\n\n“Never.”\n"
	tokens, textLabels := tagger.LabelText(text)
	if len(tokens) != 2 || len(textLabels) != 2 || len(tokens[0]) != len(textLabels[0]) {
		t.Fatalf("got %d paragraphs", len(tokens))
	}
	if !slices.Equal(labels[0], textLabels[0]) {
		t.Errorf("words: %v, text: %v", labels[0], textLabels[0])
	}
	var _ Labeler = (*Tagger)(nil)
}
