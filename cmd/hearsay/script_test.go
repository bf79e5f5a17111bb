package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// setupScript puts the bundled examples where scripts can read them.
func setupScript(env *testscript.Env) error {
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		return err
	}
	env.Setenv("EXAMPLES", examples)
	env.Setenv("NO_COLOR", "1")
	env.Values["serving"] = &serving{}
	return nil
}

// exits runs a command and holds it to an exit status: exits 3 hearsay read clips.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND…")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := err.(*exec.ExitError); ok {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("run %v: %v", args[1:], err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("%v: exit status %d, want %s", args[1:], got, args[0])
	}
}

// contains looks for literal text in the folded words of a file: white space of any length is one space.
func contains(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: contains FILE TEXT")
	}
	folded := strings.Join(strings.Fields(ts.ReadFile(args[0])), " ")
	if strings.Contains(folded, args[1]) == neg {
		ts.Fatalf("%s: %q found: %v", args[0], args[1], neg)
	}
}

// unzipped looks for files in an archive: unzipped ARCHIVE FILE…
func unzipped(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 2 {
		ts.Fatalf("usage: unzipped ARCHIVE FILE…")
	}
	archive, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer archive.Close()
	for _, name := range args[1:] {
		if found := slices.ContainsFunc(archive.File, func(f *zip.File) bool { return f.Name == name }); found == neg {
			ts.Fatalf("%s: %s found: %v", args[0], name, found)
		}
	}
}

// generate writes hostile inputs that no text archive can hold: generate KIND FILE.
func generate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: generate KIND FILE")
	}
	article := "The mayor of Saltmere will resign in May, her office said on Monday. The council meets on Tuesday.\n"
	var data []byte
	switch args[0] {
	case "longline":
		data = bytes.Repeat([]byte("harbor master "), 100<<20/14)
	case "invalid":
		data = []byte(strings.Repeat(article, 20) + "The mayor said na\xc3\xafve things of the caf\xe9 \xc3\x28 and \xf0\x28\x8c\x28 left.\n" + strings.Repeat(article, 20))
	case "utf16":
		data = []byte{0xff, 0xfe}
		for _, r := range article {
			data = append(data, byte(r), byte(r>>8))
		}
	case "binary":
		for i := range 4096 {
			data = append(data, byte(i*7), 0)
		}
	case "truncated":
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		ts.Check(must(w.Write([]byte(strings.Repeat(article, 200)))))
		ts.Check(w.Close())
		data = packed.Bytes()[:packed.Len()/2]
	case "zip":
		var packed bytes.Buffer
		w := zip.NewWriter(&packed)
		member, err := w.Create("inside.txt")
		ts.Check(err)
		ts.Check(must(member.Write([]byte(article))))
		ts.Check(w.Close())
		data = packed.Bytes()
	case "deep":
		data = []byte("<html><body>" + strings.Repeat("<div>", 3000) + article + strings.Repeat("</div>", 3000) + "</body></html>")
	default:
		kinds := []string{"longline", "invalid", "utf16", "binary", "truncated", "zip", "deep"}
		slices.Sort(kinds)
		ts.Fatalf("unknown kind %q, want one of %v", args[0], kinds)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o644))
}

func must(_ int, err error) error { return err }
