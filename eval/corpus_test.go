package eval

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// pack is a .tar.gz of files.
func pack(t *testing.T, files map[string]string) string {
	t.Helper()
	var packed bytes.Buffer
	zipped := gzip.NewWriter(&packed)
	archive := tar.NewWriter(zipped)
	for name, content := range files {
		header := &tar.Header{Name: name, Mode: 0o644, Size: int64(len(content)), Format: tar.FormatUSTAR}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestAttributionTellsFormatsByContent(t *testing.T) {
	const news = `<?xml version="1.0" ?><TimeML><TEXT>Ann <EVENT class="REPORTING">said</EVENT> so.</TEXT></TimeML>`
	const items = `{"id":"a","tokens":["Ann"],"labels":["O"]}`
	folder := writeFiles(t, map[string]string{
		"cofenet/valid":                    items,
		"polnear/dev/text/a.txt":           harbor,
		"polnear/dev/attributions/a_x.ann": "T1\tCue 15 19\tsaid\n",
		"news/a.tml":                       news,
		"news/._a.tml":                     "no TimeML",
		"bank.tar.gz":                      pack(t, map[string]string{"bank/a.tml": news, "bank/readme.txt": "a bank"}),
		"unnamed":                          pack(t, map[string]string{"bank/a.tml": news}),
		"single":                           news,
		"gum/gum-dep.tar.gz":               pack(t, map[string]string{"dep/a.conllu": council}),
		"gum/gum-xml.tar.gz":               pack(t, map[string]string{"xml/a.xml": "<text/>"}),
		"treebank":                         council,
		"fiction/a.conllu":                 strings.ReplaceAll(council, "genre = news", "genre = fiction"),
		"words/a.txt":                      "Ann said so.",
		"stories.jsonl":                    `{"id":"a","text":"Ann said so."}`,
		"uneven":                           `{"id":"a","tokens":["Ann"],"labels":[]}`,
		"broken.tar.gz":                    pack(t, map[string]string{"bank/a.tml": news})[:40],
		"no-events/a.tml":                  "<TimeML><TEXT>Ann said so.</TEXT></TimeML>",
		"no-text/a.tml":                    "<TimeML></TimeML>",
		"torn/a.conllu":                    strings.Replace(council, "text = It rains", "text = It snows", 1),
		"lonely/attributions/a_x.ann":      "",
	})
	if err := os.Mkdir(filepath.Join(folder, "empty"), 0o755); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		path   string
		format Format
		err    string
	}{
		{"cofenet/valid", FormatCofeNet, ""},
		{"polnear", FormatPolNeAR, ""},
		{"polnear/dev", FormatPolNeAR, ""},
		{"polnear/dev/attributions", FormatPolNeAR, ""},
		{"news", FormatTimeML, ""},
		{"news/a.tml", FormatTimeML, ""},
		{"bank.tar.gz", FormatTimeML, ""},
		{"unnamed", FormatTimeML, ""},
		{"single", FormatTimeML, ""},
		{"gum", FormatGUM, ""},
		{"gum/gum-dep.tar.gz", FormatGUM, ""},
		{"treebank", FormatGUM, ""},
		{"none", "", "no such file"},
		{"empty", "", "no attributions/*.ann, no .tml, no .conllu"},
		{"words", "", "no attributions/*.ann, no .tml, no .conllu"},
		{"words/a.txt", "", "neither a CofeNet file nor TimeML"},
		{"stories.jsonl", "", "neither a CofeNet file nor TimeML"},
		{"gum/gum-xml.tar.gz", "", "no attributions/*.ann, no .tml, no .conllu"},
		{"fiction", "", "no news document of GUM"},
		{"uneven", "", "line 1: 1 tokens, 0 labels"},
		{"broken.tar.gz", "", "broken.tar.gz: unexpected EOF"},
		{"no-events", "", "no EVENT"},
		{"no-text", "", "no <TEXT>"},
		{"torn", "", `no word "rains" in the text of its sentence`},
		{"lonely", "", "a.txt"},
		{".", "", "several corpora"},
	}
	for _, test := range tests {
		labeler := &echo{}
		if test.format == FormatCofeNet {
			labeler.items = []Item{{}}
			labeler.items[0].Labels = append(labeler.items[0].Labels, 0)
		}
		result, err := Attribution(filepath.Join(folder, test.path), labeler, labeler)
		switch {
		case test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)):
			t.Errorf("%s: got error %v, want %q in it", test.path, err, test.err)
		case test.err == "" && err != nil:
			t.Errorf("%s: %v", test.path, err)
		case result.Format != test.format:
			t.Errorf("%s: got %s, want %s", test.path, result.Format, test.format)
		case test.err == "" && result.Documents != 1:
			t.Errorf("%s: got %d documents, want 1", test.path, result.Documents)
		}
	}
}
