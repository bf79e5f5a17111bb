package report_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/eval"
	"hearsay/report"
)

// told is a reading whose attributions stand at the given words, in the order of the text.
func told(t *testing.T, path, text string, attributions ...[3][]string) hearsay.Reading {
	t.Helper()
	reading := hearsay.Reading{Document: hearsay.Document{
		ID: hearsay.NewDocID("", path, []byte(text)), Text: text, Paths: []string{path}}}
	find := func(words []string) []hearsay.Span {
		var spans []hearsay.Span
		for _, w := range words {
			at := strings.Index(text, w)
			if at < 0 {
				t.Fatalf("%q is not in the text", w)
			}
			spans = append(spans, hearsay.MakeSpan(at, at+len(w)))
		}
		return spans
	}
	for _, parts := range attributions {
		a := hearsay.Attribution{Source: find(parts[0]), Content: find(parts[2]), Kind: hearsay.SourceNamed, Same: -1,
			Within: -1, By: "labels"}
		if cue := find(parts[1]); len(cue) > 0 {
			a.Cue = cue[0]
		}
		reading.Attributions = append(reading.Attributions, a)
	}
	return reading
}

// What is written for brat is read back as the same spans by the reader of PolNeAR's files.
func TestStandoffIsReadBack(t *testing.T) {
	reading := told(t, "clips/été.txt", "“Ça va — très bien 🙂,” René Doe said, “and so it stays.”\n\n“Nobody is naïve.”\n\nDoe left.",
		[3][]string{{"René Doe"}, {"said"}, {"“Ça va — très bien 🙂,”", "“and so it stays.”"}},
		[3][]string{nil, nil, {"“Nobody is naïve.”"}})
	standoffs := report.Standoffs([]hearsay.Reading{reading})
	folder := t.TempDir()
	for name, content := range map[string]string{
		"text/" + standoffs[0].Name + ".txt":                standoffs[0].Text,
		"attributions/" + standoffs[0].Name + "_reader.ann": standoffs[0].Annotations,
	} {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	articles, err := eval.ReadPolNeAR(folder)
	if err != nil {
		t.Fatal(err)
	}
	if len(articles) != 1 || articles[0].Broken != 0 || articles[0].Text != reading.Document.Text {
		t.Fatalf("read back: %+v", articles)
	}
	if len(articles[0].Attributions) != len(reading.Attributions) {
		t.Fatalf("%d attributions came back, want %d", len(articles[0].Attributions), len(reading.Attributions))
	}
	for i, got := range articles[0].Attributions {
		want := reading.Attributions[i]
		var cue []hearsay.Span
		if !want.Cue.Empty() {
			cue = []hearsay.Span{want.Cue}
		}
		if !slices.Equal(got.Source, want.Source) || !slices.Equal(got.Cue, cue) || !slices.Equal(got.Content, want.Content) {
			t.Errorf("attribution %d came back as %+v, want %+v", i, got, want)
		}
	}
}

// brat refuses a span that holds a line break, and an offset past the text.
func TestStandoffCutsSpansAtLineBreaks(t *testing.T) {
	reading := told(t, "a.txt", "Roe said the dam\n  was safe\r\nfor years.",
		[3][]string{{"Roe"}, {"said"}, {"the dam\n  was safe\r\nfor years"}})
	want := "T3\tContent 9 16;19 27;29 38\tthe dam was safe for years\n"
	if got := report.Standoffs([]hearsay.Reading{reading})[0].Annotations; !strings.Contains(got, want) {
		t.Errorf("no line %q in:\n%s", want, got)
	}
}

func TestStandoffNames(t *testing.T) {
	paths := []string{"a.txt", "A.html", "clips/ü é.txt", "../up.txt", "-", "CON.txt", "wire.jsonl#2", "a.TXT", "b/c", "b_c.txt",
		strings.Repeat("long/", 80)}
	var readings []hearsay.Reading
	for _, path := range paths {
		readings = append(readings, told(t, path, "Text of "+path))
	}
	seen := map[string]bool{}
	for i, standoff := range report.Standoffs(readings) {
		name := strings.ToLower(standoff.Name)
		if seen[name] {
			t.Errorf("%s: the name %q is taken", paths[i], standoff.Name)
		}
		seen[name] = true
		if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789._-") != "" || strings.ContainsAny(name[:1], ".-") || len(name) > 200 ||
			name == "con" {
			t.Errorf("%s: the name %q is not safe", paths[i], standoff.Name)
		}
	}
	if got := report.Standoffs(readings[:1])[0].Name; got != "a" {
		t.Errorf("a.txt alone is named %q", got)
	}
}

func TestBratConfigurationNamesEveryValue(t *testing.T) {
	conf := report.BratFiles(nil)[0][1]
	for _, want := range []string{"Value:unclear|named|body|unnamed|bare|outlet|untraced|document|collective|self\n",
		"Value:affirmed|denied|hedged|questioned|declined\n", "Value:indirect|mixed|direct\n"} {
		if !strings.Contains(conf, want) {
			t.Errorf("no %q in:\n%s", want, conf)
		}
	}
}
