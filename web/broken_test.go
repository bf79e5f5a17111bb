package web

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/archive"
	"hearsay/store"
	"hearsay/store/mem"
)

// breaking is a store of which some steps fail or wait.
type breaking struct {
	store.Store
	captures, readings, settle func() error // may be nil
}

func failing(step func() error) error {
	if step == nil {
		return nil
	}
	return step()
}

func (b *breaking) PutCaptures(ctx context.Context, seen time.Time, captures []hearsay.Capture) error {
	if err := failing(b.captures); err != nil {
		return err
	}
	return b.Store.PutCaptures(ctx, seen, captures)
}

func (b *breaking) PutReadings(ctx context.Context, readings []hearsay.Reading) error {
	if err := failing(b.readings); err != nil {
		return err
	}
	return b.Store.PutReadings(ctx, readings)
}

func (b *breaking) Settle(ctx context.Context, stamp string) error {
	if err := failing(b.settle); err != nil {
		return err
	}
	return b.Store.Settle(ctx, stamp)
}

var errDisk = errors.New("no space left on device")

// What could not be put is at no time said to be held, and what was put before it is.
func TestWhatCouldNotBePutIsNotSaidToBeHeld(t *testing.T) {
	held := &breaking{Store: mem.New()}
	server := serverOver(t, Options{}, held, archive.Options{Workers: 2, Batch: 4}, examples(t))
	puts := 0
	held.captures = func() error {
		if puts++; puts >= 3 {
			return errDisk
		}
		return nil
	}
	begun, looked := make(chan struct{}, 8), make(chan struct{})
	held.readings = func() error {
		begun <- struct{}{}
		<-looked
		return nil
	}
	handler := carriedOut(t, server).Config.Handler
	var lines strings.Builder
	for i := range 12 {
		fmt.Fprintf(&lines, "{\"title\": \"Kiln %[1]d cracked\", \"text\": \"Kiln %[1]d cracked overnight, foreman Odd Brenn said.\"}\n", i)
	}
	fields := []field{{"files", "kilns.jsonl", lines.String()}, {"files", "kiln.txt", kiln}}
	answer := post(t, handler, fields...)
	<-begun
	underway := get(handler, "http://example.com"+answer.Header().Get("Location")).Body.String()
	for _, want := range []string{"It ended early: keep 4 captures: no space left on device. Only", "Not everything is held", "8 documents held"} {
		if !strings.Contains(underway, want) {
			t.Errorf("while the rest is read, no %q: %s", want, underway)
		}
	}
	if strings.Contains(underway, "Everything is") {
		t.Errorf("everything is said to be held: %s", underway)
	}
	close(looked)
	body := settled(t, handler, answer)
	for _, want := range []string{
		"8 documents added, 5 not known to be held.", `kilns.jsonl#12</span>: not known to be held; add it again`, `kilns.jsonl#8</span>: held as`,
		`kiln.txt</span>: not known to be held; add it again`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q: %s", want, body)
		}
	}
	if strings.Contains(body, "held, and not read yet") || strings.Contains(body, "Everything is") {
		t.Errorf("more is said to be held than is: %s", body)
	}
	for _, parcel := range server.additions.list()[0].parcels {
		for i, one := range parcel.found {
			if _, err := held.Capture(t.Context(), one.id); (err == nil) != (i < 8) {
				t.Errorf("%s: %v", one.path, err)
			}
		}
	}
	held.captures = nil
	if again := settled(t, handler, post(t, handler, fields...)); !strings.Contains(again, "5 documents added, 8 held before.") {
		t.Errorf("added again: %s", again)
	}
}

// What is held and could not be read yet is told from what is not held.
func TestWhatIsHeldAndNotReadIsSaidToBeHeld(t *testing.T) {
	held := &breaking{Store: mem.New()}
	server := serverOver(t, Options{}, held, archive.Options{Workers: 2}, examples(t))
	held.readings = func() error { return errDisk }
	handler := carriedOut(t, server).Config.Handler
	answer := post(t, handler, field{"files", "kiln.txt", kiln})
	body := settled(t, handler, answer)
	for _, want := range []string{
		"Everything is held, but the pages could not be brought up to date: keep 1 readings: no space left on device.", "kiln.txt</span>: held, and not read yet",
		"0 documents added, 1 held and not read yet.",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q: %s", want, body)
		}
	}
	held.readings = nil
	if err := server.change(t.Context(), adding(1)); err != nil {
		t.Fatal(err)
	}
	if body := get(handler, "http://example.com"+answer.Header().Get("Location")).Body.String(); !strings.Contains(body, "kiln.txt</span>: held as") {
		t.Errorf("after the next change: %s", body)
	}
}

// An edit that is logged is not answered as failed where the pages cannot show it yet.
func TestLoggedEditIsNotAnsweredAsFailed(t *testing.T) {
	held := &breaking{Store: mem.New()}
	d := deskOf(t, serverOver(t, Options{}, held, archive.Options{Workers: 2}, examples(t)))
	story, _ := d.port("refused the offer")
	at := served{}.document(story.Documents[0])
	held.settle = func() error { return errDisk }
	answer := d.post(at+"/set", url.Values{"outlet": {"Quay Bulletin"}})
	body := answer.Body.String()
	if answer.Code != http.StatusAccepted || !strings.Contains(body, "Edit 1 is logged, but the pages could not be brought up to date: no space left on device.") ||
		!strings.Contains(body, `href="/edits#edit-1"`) {
		t.Errorf("status %d: %s", answer.Code, body)
	}
	if edits := d.json("/edits"); !strings.Contains(edits, `id="edit-1"`) || !strings.Contains(edits, "outlet Quay Bulletin") {
		t.Errorf("the log: %s", edits)
	}
	if answer := d.post("/undo", url.Values{"edit": {"7"}}); answer.Code != http.StatusBadRequest {
		t.Errorf("what is not logged: status %d: %s", answer.Code, answer.Body)
	}
	held.settle = nil
	d.state(served{}.document(story.Documents[1])+"/set", url.Values{"outlet": {"Pier Post"}})
	if page := d.json(at); !strings.Contains(page, "Quay Bulletin (set)") {
		t.Errorf("after the next edit: %s", page)
	}
}

// White space in a field is cleaned, and a field that is sent as it stood is no edit.
func TestSetFieldsAreOneLine(t *testing.T) {
	d := newDesk(t, examples(t))
	story, _ := d.port("refused the offer")
	at := served{}.document(story.Documents[0])
	if _, body := d.state(at+"/set", url.Values{"outlet": {" Quay\r\n\tBulletin "}}); !strings.Contains(body, "Done: outlet Quay Bulletin") {
		t.Errorf("set: %s", body)
	}
	if answer := d.post(at+"/set", url.Values{"outlet": {"Quay  Bulletin"}}); answer.Code != http.StatusBadRequest {
		t.Errorf("the same again: status %d", answer.Code)
	}
}

// A file whose name cannot be sent is named, so that the person can rename it.
func TestFileThatCannotBeSentIsNamed(t *testing.T) {
	server, served := running(t, Options{})
	answer := post(t, served.Config.Handler, field{"files", "crew.jsonl", crew}, field{"files", "kil\x1bn.txt", kiln})
	want := `nothing was added: the name of the file &#34;kil\x1bn.txt&#34; holds a control character`
	if answer.Code != http.StatusBadRequest || !strings.Contains(answer.Body.String(), want) || strings.Contains(answer.Body.String(), "MIME") {
		t.Errorf("status %d: %s", answer.Code, answer.Body)
	}
	if len(server.additions.list()) > 0 {
		t.Error("something was added")
	}
}

// Names within an archive are shown without their control characters, wherever they are shown.
func TestNamesInArchivesAreShownInOneLine(t *testing.T) {
	_, served := running(t, Options{})
	handler := served.Config.Handler
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for name, text := range map[string]string{"kiln\x1b[2J\nHeld.txt": kiln, "noise\x1b\n.bin": "\x00\x01\x02\x03"} {
		member, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(member, text)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	body := settled(t, handler, post(t, handler, field{"files", "all.zip", packed.String()}))
	pages := map[string]string{"added": body, "skipped": get(handler, "http://example.com/skipped").Body.String()}
	for _, link := range parse(t, body).links {
		if strings.HasPrefix(link, "/documents/") || strings.HasPrefix(link, "/stories/") {
			pages[link] = get(handler, "http://example.com"+link).Body.String()
		}
	}
	named := 0
	for address, page := range pages {
		if strings.ContainsAny(page, "\x1b") || strings.Contains(page, "\nHeld.txt") || strings.Contains(page, "\n.bin") {
			at := max(strings.Index(page, "\x1b"), strings.Index(page, "\nHeld.txt"), strings.Index(page, "\n.bin"))
			t.Errorf("%s shows control characters: %q", address, page[max(0, at-200):at+20])
		}
		if strings.Contains(page, "kiln\uFFFD[2J\uFFFDHeld.txt") || strings.Contains(page, "noise\uFFFD\uFFFD.bin") {
			named++
		}
	}
	if named < 4 {
		t.Errorf("the names are shown on %d of %d pages", named, len(pages))
	}
}
