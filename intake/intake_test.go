package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/intake"
	"hearsay/internal/limits"
)

// walk takes in args and returns the captures.
func walk(t *testing.T, opts intake.Options, args ...string) []hearsay.Capture {
	t.Helper()
	var captures []hearsay.Capture
	err := intake.Walk(t.Context(), args, opts, func(capture hearsay.Capture) error {
		captures = append(captures, capture)
		return nil
	})
	if err != nil {
		t.Fatalf("Walk(%q): %v", args, err)
	}
	return captures
}

// lines is each capture in one line: path, media type or reason, and the bytes if they are short.
func lines(captures []hearsay.Capture) []string {
	var out []string
	for _, capture := range captures {
		line := capture.Paths[0] + " " + string(capture.Media)
		if capture.Skip.Skipped() {
			line = capture.Paths[0] + " SKIP " + string(capture.Skip.Reason)
		}
		out = append(out, line)
	}
	return out
}

func checkLines(t *testing.T, captures []hearsay.Capture, want ...string) {
	t.Helper()
	got := lines(captures)
	if !slices.Equal(got, want) {
		t.Errorf("captures:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// tree writes files, given as path and content, below a new folder named clips.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "clips")
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

func gzipped(content string) string {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	io.WriteString(w, content)
	w.Close()
	return packed.String()
}

// zipped packs files, given as name, content, name, content.
func zipped(t *testing.T, files ...string) string {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for i := 0; i < len(files); i += 2 {
		member, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(member, files[i+1])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestFolder(t *testing.T) {
	folder := tree(t, map[string]string{
		"b.txt":            "The mayor resigned.",
		"a/page.txt":       "<!DOCTYPE html><html><body><p>The mayor resigned.</p></body></html>",
		"a/packed.html":    gzipped("The mayor resigned."),
		"a/fake.html":      "No markup here, 3 < 4.",
		"a/.hidden":        "secret",
		".git/config":      "secret",
		"notes.md":         "# The mayor\n\nresigned.",
		"z/list.json":      `[{"title":"A","text":"one"}, {"title":"B","text":"two"}, 7]`,
		"z/one.json":       `{"title":"A","text":"one"}`,
		"z/wrapped.json":   `{"status":"ok","response":{"docs":[{"title":"A","body":"one"},{"title":"B","body":"two"}]}}`,
		"z/many.jsonl":     "{\"text\":\"one\"}\n\n{\"text\":\"two\"\n[1]\n{\"text\":\"three\"}",
		"z/lines.txt":      `{"text":"one"}` + "\n" + `{"text":"two"}`,
		"z/table.csv":      "Title;Text\nA;\"one; two\"\nB;three\n\nC;four;five\n",
		"z/bare.csv":       "a,b\n1,2\n",
		"z/mail.eml":       "From: Ann <ann@example.org>\nSubject: Clip\nDate: Tue, 6 Jun 2017 10:00:00 +0000\n\nThe mayor resigned.\n",
		"z/saved.mhtml":    "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n",
		"z/paper.pdf":      "%PDF-1.4\n",
		"z/photo.txt":      "\x89PNG\r\n\x1a\n....",
		"z/film.mp4":       "\x00\x00\x00\x18ftypmp42\x00\x00",
		"z/old.doc":        "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....",
		"z/locked.docx":    "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....",
		"z/letter.rtf":     `{\rtf1 The mayor}`,
		"z/app.js":         "var mayor = 1;",
		"z/feed.xml":       `<?xml version="1.0"?><rss></rss>`,
		"z/page.xhtml":     `<?xml version="1.0"?><!-- x --><html><body>The mayor</body></html>`,
		"z/box.mbox":       "From ann Tue\nFrom: Ann <a@b.example>\nReceived: x\n\nHi\n",
		"z/empty.txt":      "",
		"z/blank.txt":      " \n\t\n",
		"z/blob.dat":       "\x00\x01\x02\x03\x00\x05",
		"z/wide.txt":       "\xff\xfeT\x00h\x00e\x00",
		"z/data.parquet":   "PAR1....",
		"z/memo.odt":       zipped(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>"),
		"z/memo.docx":      zipped(t, "[Content_Types].xml", "<x/>", "word/document.xml", "<x/>"),
		"z/sheet.xlsx":     zipped(t, "[Content_Types].xml", "<x/>", "xl/workbook.xml", "<x/>"),
		"z/nested.zip":     zipped(t, "b.txt", "two", "a/a.txt", "one", "c.zip", zipped(t, "d.jsonl", `{"text":"x"}`)),
		"z/cut.txt.gz":     gzipped(strings.Repeat("The mayor resigned. ", 50))[:40],
		"z/cut.zip":        zipped(t, "a.txt", "one")[:60],
		"z/export.txt":     "Cover\n\n   1 of 2 DOCUMENTS\n\nOne\n\n   2 of 2 DOCUMENTS\n\nTwo\n",
		"z/not-export.txt": "He holds 1 of 2 documents.\n1 of 2 DOCUMENTS\nthen 3 of 2 DOCUMENTS\n3 of 2 DOCUMENTS\n",
	})
	checkLines(t, walk(t, intake.Options{}, folder),
		"clips/a/fake.html text/plain",
		"clips/a/packed.html text/plain",
		"clips/a/page.txt text/html",
		"clips/b.txt text/plain",
		"clips/notes.md text/plain",
		"clips/z/app.js SKIP format",
		"clips/z/bare.csv SKIP malformed",
		"clips/z/blank.txt SKIP empty",
		"clips/z/blob.dat SKIP binary",
		"clips/z/box.mbox SKIP format",
		"clips/z/cut.txt.gz SKIP truncated",
		"clips/z/cut.zip SKIP truncated",
		"clips/z/data.parquet SKIP format",
		"clips/z/empty.txt SKIP empty",
		"clips/z/export.txt#1 text/plain",
		"clips/z/export.txt#2 text/plain",
		"clips/z/feed.xml SKIP format",
		"clips/z/film.mp4 SKIP format",
		"clips/z/letter.rtf SKIP format",
		"clips/z/lines.txt#1 application/json",
		"clips/z/lines.txt#2 application/json",
		"clips/z/list.json#1 application/json",
		"clips/z/list.json#2 application/json",
		"clips/z/list.json#3 SKIP malformed",
		"clips/z/locked.docx SKIP protected",
		"clips/z/mail.eml message/rfc822",
		"clips/z/many.jsonl#1 application/json",
		"clips/z/many.jsonl#2 SKIP malformed",
		"clips/z/many.jsonl#3 SKIP malformed",
		"clips/z/many.jsonl#4 application/json",
		"clips/z/memo.docx application/vnd.openxmlformats-officedocument.wordprocessingml.document",
		"clips/z/memo.odt SKIP format",
		"clips/z/nested.zip!a/a.txt text/plain",
		"clips/z/nested.zip!b.txt text/plain",
		"clips/z/nested.zip!c.zip!d.jsonl#1 application/json",
		"clips/z/not-export.txt text/plain",
		"clips/z/old.doc SKIP format",
		"clips/z/one.json application/json",
		"clips/z/page.xhtml text/html",
		"clips/z/paper.pdf application/pdf",
		"clips/z/photo.txt SKIP format",
		"clips/z/saved.mhtml multipart/related",
		"clips/z/sheet.xlsx SKIP format",
		"clips/z/table.csv#1 application/json",
		"clips/z/table.csv#2 application/json",
		"clips/z/table.csv#3 SKIP malformed",
		"clips/z/wide.txt text/plain",
		"clips/z/wrapped.json#1 application/json",
		"clips/z/wrapped.json#2 application/json",
	)
}

func TestBytesAndIdentity(t *testing.T) {
	folder := tree(t, map[string]string{
		"a.txt":     "  The mayor\r\nresigned. ",
		"t.csv":     "title,text\n\"The \"\"A\"\"\",<b>\n",
		"m.jsonl":   `{"text":"one"` + "\n" + ` {"text":"two"} ` + "\r\n",
		"e.txt":     "1 of 1 DOCUMENTS\n\nOnly one.\n",
		"empty.txt": "",
	})
	captures := walk(t, intake.Options{Outlet: "The Harbor Times", Published: "June 6, 2017"}, folder)
	want := map[string]string{
		"clips/a.txt":     "  The mayor\r\nresigned. ",
		"clips/t.csv#1":   `{"text":"<b>","title":"The \"A\""}`,
		"clips/m.jsonl#1": `{"text":"one"`,
		"clips/m.jsonl#2": `{"text":"two"}`,
		"clips/e.txt#1":   "Only one.",
		"clips/empty.txt": "",
	}
	for _, capture := range captures {
		path := capture.Paths[0]
		if got := string(capture.Bytes); got != want[path] {
			t.Errorf("%s: bytes %q, want %q", path, got, want[path])
		}
		id := hearsay.NewDocID("The Harbor Times", "", capture.Bytes)
		if len(capture.Bytes) == 0 {
			id = hearsay.SkippedDocID(path)
		}
		if capture.ID != id {
			t.Errorf("%s: ID %s, want %s", path, capture.ID, id)
		}
		if capture.Outlet != "The Harbor Times" || capture.Published.Day() != 17323 ||
			capture.Published.How != hearsay.HowGiven {
			t.Errorf("%s: outlet %q, published %+v", path, capture.Outlet, capture.Published)
		}
	}
	if len(captures) != len(want) {
		t.Errorf("%d captures, want %d", len(captures), len(want))
	}
}

func TestManifest(t *testing.T) {
	manifest := `{"path":"a.txt","outlet":"Daily A","url":"https://a.example/1","title":"T","author":"Ann","published":"2017-06-06"}
{"file":"sub","source":"Sub Post","date":"2017"}
{"file":"sub/c.jsonl#2","outlet":"Second"}
{"path":"gone.txt","outlet":"X"}
{"path":"a.txt","outlet":"Daily B"}
{"path":"b.txt","outlet":"Daily C","published":"06/07/2017"}
{"outlet":"nothing"}
{broken
`
	files := map[string]string{
		"manifest.jsonl": manifest,
		"a.txt":          "one",
		"b.txt":          "two",
		"sub/c.jsonl":    `{"text":"x"}` + "\n" + `{"text":"y"}`,
		"d.zip":          zipped(t, "manifest.jsonl", `{"path":"in.txt","outlet":"Zipped"}`+"\n"+`{"path":"no.txt"}`, "in.txt", "z"),
	}
	folder := tree(t, files)
	captures := walk(t, intake.Options{Outlet: "All", Published: "2001-02-03"}, folder)
	checkLines(t, captures,
		"clips/manifest.jsonl#5 SKIP malformed",
		"clips/manifest.jsonl#6 SKIP malformed",
		"clips/manifest.jsonl#7 SKIP malformed",
		"clips/manifest.jsonl#8 SKIP malformed",
		"clips/a.txt text/plain",
		"clips/b.txt text/plain",
		"clips/d.zip!in.txt text/plain",
		"clips/d.zip!manifest.jsonl#2 SKIP unreadable",
		"clips/sub/c.jsonl#1 application/json",
		"clips/sub/c.jsonl#2 application/json",
		"clips/manifest.jsonl#4 SKIP unreadable",
	)
	byPath := map[string]hearsay.Capture{}
	for _, capture := range captures {
		byPath[capture.Paths[0]] = capture
	}
	a := byPath["clips/a.txt"]
	if a.Outlet != "Daily A" || a.URL != "https://a.example/1" || a.Title != "T" || a.Author != "Ann" ||
		a.Published.Day() != 17323 || a.Published.How != hearsay.HowGiven {
		t.Errorf("a.txt: %+v", a)
	}
	if a.ID != hearsay.NewDocID("Daily A", "https://a.example/1", []byte("one")) {
		t.Errorf("a.txt: ID does not hash what is given")
	}
	if b := byPath["clips/b.txt"]; b.Outlet != "Daily C" || b.Published.Day() != 11356 {
		t.Errorf("b.txt: %+v", b)
	}
	first, second := byPath["clips/sub/c.jsonl#1"], byPath["clips/sub/c.jsonl#2"]
	if first.Outlet != "Sub Post" || first.Published.Grain != hearsay.GrainYear || second.Outlet != "Second" ||
		second.Published.Grain != hearsay.GrainYear {
		t.Errorf("c.jsonl: %+v, %+v", first, second)
	}
	if z := byPath["clips/d.zip!in.txt"]; z.Outlet != "Zipped" {
		t.Errorf("in.txt: %+v", z)
	}

	// A file given by itself is known as it is within its folder.
	alone := walk(t, intake.Options{}, filepath.Join(folder, "*.txt"), filepath.Join(folder, "manifest.jsonl"))
	for _, capture := range alone {
		if capture.Paths[0] == "a.txt" && (capture.Outlet != "Daily A" || capture.ID != a.ID) {
			t.Errorf("a.txt alone: %+v", capture)
		}
	}
	checkLines(t, alone, "manifest.jsonl#5 SKIP malformed", "manifest.jsonl#6 SKIP malformed",
		"manifest.jsonl#7 SKIP malformed", "manifest.jsonl#8 SKIP malformed", "a.txt text/plain", "b.txt text/plain")
}

func TestArguments(t *testing.T) {
	folder := tree(t, map[string]string{"x/a.txt": "one", "y/a.txt": "two", "y/b.txt": "three"})
	x, y := filepath.Join(folder, "x"), filepath.Join(folder, "y")
	checkLines(t, walk(t, intake.Options{}, filepath.Join(x, "a.txt"), filepath.Join(y, "*.txt"), filepath.Join(y, "b.txt")),
		"x/a.txt text/plain", "y/a.txt text/plain", "b.txt text/plain")
	checkLines(t, walk(t, intake.Options{Stdin: strings.NewReader(`{"text":"x"}`)}, "-"), "stdin#1 application/json")
	checkLines(t, walk(t, intake.Options{}, "-"), "stdin SKIP empty")
	checkLines(t, walk(t, intake.Options{}, t.TempDir()))

	t.Chdir(y)
	checkLines(t, walk(t, intake.Options{}, "."), "y/a.txt text/plain", "y/b.txt text/plain")

	never := func(hearsay.Capture) error { t.Error("yield was called"); return nil }
	err := intake.Walk(t.Context(), []string{x, "nowhere", "no*thing"}, intake.Options{}, never)
	if !errors.Is(err, intake.ErrUsage) || !strings.Contains(err.Error(), "nowhere, no*thing") {
		t.Errorf("missing arguments: %v", err)
	}
	err = intake.Walk(t.Context(), []string{x}, intake.Options{Published: "soon"}, never)
	if !errors.Is(err, intake.ErrUsage) || !strings.Contains(err.Error(), "2017-06-06") {
		t.Errorf("bad date: %v", err)
	}
	stop := errors.New("stop")
	if err := intake.Walk(t.Context(), []string{x}, intake.Options{},
		func(hearsay.Capture) error { return stop }); err != stop {
		t.Errorf("error of yield: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := intake.Walk(ended, []string{x}, intake.Options{}, never); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: %v", err)
	}
}

func TestLinks(t *testing.T) {
	folder := tree(t, map[string]string{"a/one.txt": "one", "b/two.txt": "two"})
	for link, target := range map[string]string{
		"a/up": folder, "again": filepath.Join(folder, "a"), "dangling": filepath.Join(folder, "none"),
		"linked.txt": filepath.Join(folder, "b", "two.txt"), "self": filepath.Join(folder, "self"),
	} {
		if err := os.Symlink(target, filepath.Join(folder, filepath.FromSlash(link))); err != nil {
			t.Skipf("no symbolic links here: %v", err)
		}
	}
	checkLines(t, walk(t, intake.Options{}, folder),
		"clips/a/one.txt text/plain",
		"clips/a/up SKIP unreadable",
		"clips/b/two.txt text/plain",
		"clips/dangling SKIP unreadable",
		"clips/linked.txt text/plain",
		"clips/self SKIP unreadable",
	)
}

func TestLimits(t *testing.T) {
	long := strings.Repeat("a", limits.FileBytes+1)
	folder := tree(t, map[string]string{
		"line.txt":   long,
		"line.jsonl": long + "\n" + `{"text":"x"}`,
		"bomb.gz":    gzipped(strings.Repeat("\n", 40<<20)),
		"bomb.zip":   zipped(t, "a.txt", strings.Repeat(" ", 40<<20)),
		"deep.zip":   zipped(t, "1.zip", zipped(t, "2.zip", zipped(t, "3.zip", zipped(t, "4.txt", "x")))),
		"cut.gz":     gzipped(strings.Repeat(`{"text":"one"}`+"\n", 5000))[:200],
	})
	var got []string
	captures := walk(t, intake.Options{}, folder)
	read := 0
	for _, capture := range captures {
		if !capture.Skip.Skipped() {
			read++
			continue
		}
		got = append(got, capture.Paths[0]+" "+string(capture.Skip.Reason))
	}
	want := []string{"clips/bomb.gz too large", "clips/bomb.zip!a.txt too large", "clips/cut.gz truncated",
		"clips/deep.zip!1.zip!2.zip!3.zip too deep", "clips/line.jsonl#1 too large", "clips/line.txt too large"}
	if !slices.Equal(got, want) {
		t.Errorf("skipped:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if last := fmt.Sprintf("%d articles before", read-1); !strings.Contains(captures[slices.IndexFunc(captures,
		func(c hearsay.Capture) bool { return c.Paths[0] == "clips/cut.gz" })].Skip.Detail, last) {
		t.Errorf("the truncated file does not say that %s it were read", last)
	}
}

func FuzzWalk(f *testing.F) {
	f.Add([]byte(`{"text":"one"}`+"\n{"), "a.jsonl")
	f.Add([]byte(gzipped("The mayor")), "a.gz")
	f.Add([]byte("PK\x03\x04"), "a.zip")
	f.Add([]byte("text;title\n1;2"), "a.csv")
	f.Add([]byte(`{"articles":[{"text":"x"}]}`), "a.json")
	f.Add([]byte("\xff\xfe{\x00}\x00"), "a.json")
	f.Add([]byte("\xff\xfe"), "a.json")
	f.Add([]byte("PK\x05\x06"+string(make([]byte, 18))), "a.zip")
	f.Fuzz(func(t *testing.T, raw []byte, name string) {
		name = filepath.Base(filepath.Clean(strings.Map(func(c rune) rune {
			if c < ' ' || strings.ContainsRune(`/\`, c) {
				return '_'
			}
			return c
		}, name)))
		path := filepath.Join(t.TempDir(), "f"+name)
		if err := os.WriteFile(path, raw, 0o644); err != nil {
			t.Skip("no such name here")
		}
		var first, second []string
		for _, out := range []*[]string{&first, &second} {
			err := intake.Walk(t.Context(), []string{path}, intake.Options{}, func(capture hearsay.Capture) error {
				*out = append(*out, fmt.Sprintf("%+v", capture))
				if len(capture.Paths) != 1 || capture.ID == "" {
					t.Errorf("capture without path or ID: %+v", capture)
				}
				if !capture.Skip.Skipped() && (len(capture.Bytes) == 0 || capture.Media == "") {
					t.Errorf("capture without bytes, media type or reason: %+v", capture)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(first) == 0 || !slices.Equal(first, second) {
			t.Errorf("two walks differ, or yield nothing:\n%q\n%q", first, second)
		}
	})
}
