package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
	"hearsay/intake/fetch"
	"hearsay/report"
)

// oneServer gives one page under every address of a host, and nothing under any other.
type oneServer struct{ page string }

func (s oneServer) All(_ context.Context, addresses []string) iter.Seq[fetch.Page] {
	return func(yield func(fetch.Page) bool) {
		for _, address := range addresses {
			page := fetch.Page{Asked: address, URL: address, Bytes: []byte(s.page), Ending: ".html"}
			if !strings.HasPrefix(address, "https://herald.example/") {
				page = fetch.Page{Asked: address, Skip: hearsay.Skip{Reason: hearsay.SkipUnreadable, Detail: "there is no host of this name"}}
			}
			if !yield(page) {
				return
			}
		}
	}
}

func TestReadMixesFilesAndPages(t *testing.T) {
	note := filepath.Join(t.TempDir(), "note.txt")
	if err := os.WriteFile(note, []byte("The ferry to Saltmere sank on Friday, the coast guard said.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	server := oneServer{`<html><head><title>Mayor to resign</title><meta property="og:site_name" content="Saltmere Herald">
<meta property="article:published_time" content="2031-05-12T08:00:00Z"></head><body><article><h1>Mayor to resign</h1>
<p>The mayor of Saltmere will resign in May, her office said on Monday. The council meets on Tuesday.</p></article></body></html>`}
	var out bytes.Buffer
	c := readCommand{
		Paths:  []string{"https://herald.example/mayor", note, "https://nowhere.example/"},
		format: format{JSON: true, Offsets: "utf8"}, effort: effort{Quiet: true, Workers: 1},
	}
	err = c.Run(&process{ctx: t.Context(), stdout: &out, stderr: null, fetch: server})
	if ended := status(0); !errors.As(err, &ended) || ended != exitSkipped {
		t.Errorf("ended with %v, want %v", err, status(exitSkipped))
	}
	var made report.Report
	if err := json.Unmarshal(out.Bytes(), &made); err != nil {
		t.Fatal(err)
	}
	if len(made.Documents) != 2 || len(made.Skipped) != 1 {
		t.Fatalf("%d documents, %d skipped", len(made.Documents), len(made.Skipped))
	}
	for _, document := range made.Documents {
		if document.Paths[0] != "https://herald.example/mayor" {
			continue
		}
		if document.URL.Value != "https://herald.example/mayor" || document.Outlet.Value != "Saltmere Herald" || document.Published.Value != "2031-05-12T08:00:00Z" {
			t.Errorf("document %+v", document)
		}
	}
}
