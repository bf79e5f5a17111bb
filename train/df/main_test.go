package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay/model/df"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	corpus := filepath.Join(dir, "articles.jsonl")
	lines := `{"title":"Harbour fire","text":"The harbour burned."}
{"title":"","text":"Harbours reopen"}
`
	if err := os.WriteFile(corpus, []byte(lines), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(corpus, dir, 2); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "df.bin"))
	if err != nil {
		t.Fatal(err)
	}
	// Both documents have "harbour": weight 0, and so have words of two documents that the table lacks.
	if want := df.Magic + "\x00\x01\x00\x07harbour\x00"; string(data) != want {
		t.Errorf("got table %q, want %q", data, want)
	}
	text, err := os.ReadFile(filepath.Join(dir, "card.json"))
	if err != nil {
		t.Fatal(err)
	}
	var made tableCard
	if err := json.Unmarshal(text, &made); err != nil || made.Documents != 2 || made.Words != 1 {
		t.Errorf("got card %+v, %v", made, err)
	}
}

func TestRunSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.jsonl")
	if err := os.WriteFile(broken, []byte("{\"title\":\"\"}\n{"), 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{broken: "article 2", filepath.Join(dir, "none"): "open corpus"} {
		if err := run(path, dir, 2); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v, want one with %q", path, err, want)
		}
	}
}
