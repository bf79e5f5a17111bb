package intake_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/intake"
)

func TestTake(t *testing.T) {
	text := []byte("The mayor resigned.")
	files := []intake.File{
		{Name: "note", Bytes: text, Outlet: "Herald", URL: "https://herald.example/1", Title: "Mayor", Published: hearsay.Date{Unix: 1, Grain: hearsay.GrainDay, How: hearsay.HowGiven}},
		{Name: "note#1", Bytes: text},
		{Name: "clips.zip", Bytes: []byte(zipped(t, "manifest.jsonl", `{"path": "a.txt", "outlet": "Post"}`, "a.txt", string(text), "noise", "\x00\x01"))},
		{Name: "manifest.jsonl", Bytes: []byte(`{"path": "note", "outlet": "Post"}`)},
		{Name: "", Bytes: text},
		{Name: "../../etc/passwd\x00\n", Bytes: text},
		{Name: strings.Repeat("ä", 300) + ".csv", Bytes: []byte("title;text\nMayor;resigned\n")},
		{Name: "empty.txt"},
	}
	var got []string
	var captures []hearsay.Capture
	err := intake.Take(t.Context(), files, func(at int, capture hearsay.Capture) error {
		captures = append(captures, capture)
		got = append(got, fmt.Sprint(at, " ", lines([]hearsay.Capture{capture})[0]))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	long := "…" + strings.Repeat("ä", 125) + ".csv"
	want := []string{
		"0 note text/plain", "1 note#1 text/plain", "2 clips.zip!a.txt text/plain", "2 clips.zip!noise SKIP binary", "3 manifest.jsonl SKIP format",
		"4 file text/plain", "5 ..\uFFFD..\uFFFDetc\uFFFDpasswd\uFFFD\uFFFD text/plain", "6 " + long + "#1 application/json", "7 empty.txt SKIP empty",
	}
	if !slices.Equal(got, want) {
		t.Errorf("captures:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if first := captures[0]; first.Outlet != "Herald" || first.URL != "https://herald.example/1" || first.Title != "Mayor" || !first.Published.Known() {
		t.Errorf("what is said of a file: %+v", first)
	}
	if second := captures[1]; second.Outlet != "" || second.Published.Known() {
		t.Errorf("what is said of a file is said of another: %+v", second)
	}
	if packed := captures[2]; packed.Outlet != "Post" {
		t.Errorf("a manifest within an archive: %+v", packed)
	}
	broken := errors.New("broken")
	if err := intake.Take(t.Context(), files, func(int, hearsay.Capture) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
}
