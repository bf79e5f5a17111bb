package intake_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"hearsay"
	"hearsay/intake"
	"hearsay/intake/fetch"
)

// pages are those of an invented network, by address.
type pages map[string]fetch.Page

func (p pages) All(_ context.Context, addresses []string) iter.Seq[fetch.Page] {
	return func(yield func(fetch.Page) bool) {
		for _, address := range addresses {
			page, found := p[address]
			if !found {
				page.Skip = hearsay.Skip{Reason: hearsay.SkipUnreadable, Detail: "the server answered 404 Not Found"}
			}
			page.Asked = address
			if !yield(page) {
				return
			}
		}
	}
}

func TestPages(t *testing.T) {
	web := pages{
		"https://herald.example/1":         {URL: "https://herald.example/mayor", Bytes: []byte("<html><p>The mayor resigned."), Ending: ".html"},
		"https://herald.example/2":         {URL: "https://herald.example/2", Bytes: []byte("<p>na\xefve"), Ending: ".html", Charset: "iso-8859-1"},
		"https://herald.example/3":         {URL: "https://herald.example/3", Bytes: []byte("<meta charset=koi8-r><p>\xc1"), Ending: ".html", Charset: "utf-8"},
		"https://herald.example/all.zip?a": {URL: "https://herald.example/all.zip", Bytes: []byte(zipped(t, "a.txt", "The mayor resigned.", "noise", "\x00\x01\x02")), Ending: ".zip"},
		"http://herald.example/empty":      {URL: "http://herald.example/empty"},
	}
	folder := tree(t, map[string]string{"note.txt": "The mayor resigned."})
	captures := walk(t, intake.Options{Outlet: "Herald", Fetcher: web},
		"https://herald.example/1", folder, "https://herald.example/2", "https://herald.example/1", "HTTP://herald.example/gone",
		"https://herald.example/3", "https://herald.example/all.zip?a", "http://herald.example/empty")
	checkLines(t, captures,
		"clips/note.txt text/plain",
		"https://herald.example/1 text/html",
		"https://herald.example/2 text/html",
		"HTTP://herald.example/gone SKIP unreadable",
		"https://herald.example/3 text/html",
		"https://herald.example/all.zip?a!a.txt text/plain",
		"https://herald.example/all.zip?a!noise SKIP binary",
		"http://herald.example/empty SKIP empty",
	)
	if page := captures[1]; page.URL != "https://herald.example/mayor" || page.Outlet != "Herald" ||
		page.ID != hearsay.NewDocID("Herald", "https://herald.example/mayor", page.Bytes) {
		t.Errorf("capture %+v", page)
	}
	if got := string(captures[2].Bytes); got != "<p>naïve" {
		t.Errorf("a page in the charset that its server says: %q", got)
	}
	if got := string(captures[4].Bytes); got != "<meta charset=koi8-r><p>\xc1" {
		t.Errorf("a page that says its charset itself: %q", got)
	}
	if captures[5].URL != "" {
		t.Errorf("what stands in an archive has the URL %q", captures[5].URL)
	}
}

func TestNothingIsFetchedUnasked(t *testing.T) {
	err := intake.Walk(t.Context(), []string{"https://herald.example/"}, intake.Options{}, func(hearsay.Capture) error { return nil })
	if !errors.Is(err, intake.ErrUsage) {
		t.Errorf("error %v, want %v", err, intake.ErrUsage)
	}
}
