package web

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"hearsay"
	"hearsay/archive"
	"hearsay/intake/fetch"
	"hearsay/internal/limits"
)

// oneHost gives one page under every address of herald.example, and nothing elsewhere.
type oneHost struct{}

func (oneHost) All(_ context.Context, addresses []string) iter.Seq[fetch.Page] {
	return func(yield func(fetch.Page) bool) {
		for _, address := range addresses {
			page := fetch.Page{Asked: fetch.Shown(address), Skip: hearsay.Skip{Reason: hearsay.SkipUnreadable, Detail: "there is no host of this name"}}
			if strings.HasPrefix(address, "https://herald.example/") {
				page = fetch.Page{Asked: address, URL: address, Ending: ".html", Bytes: []byte("<html><head><title>Ferry sank off Ullmar</title></head><body><article>" +
					"<h1>Ferry sank off Ullmar</h1><p>The ferry Sigrun sank off Ullmar island on Friday, its captain Tove Aske said.</p></article></body></html>")}
			}
			if !yield(page) {
				return
			}
		}
	}
}

// field is one field of the form: a file where it has a name.
type field struct{ key, name, value string }

// form is the form of the page Add, filled in.
func form(t *testing.T, fields ...field) (body *bytes.Buffer, kind string) {
	t.Helper()
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	for _, f := range fields {
		part, err := w.CreateFormField(f.key)
		if f.key == "files" {
			part, err = w.CreateFormFile(f.key, f.name)
		}
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(part, f.value)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return body, w.FormDataContentType()
}

func post(t *testing.T, handler http.Handler, fields ...field) *httptest.ResponseRecorder {
	t.Helper()
	body, kind := form(t, fields...)
	request := httptest.NewRequest(http.MethodPost, "http://example.com/add", body)
	request.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, request)
	return w
}

// settled is the page of an addition when that is done.
func settled(t *testing.T, handler http.Handler, answer *httptest.ResponseRecorder) string {
	t.Helper()
	address := answer.Header().Get("Location")
	if answer.Code != http.StatusSeeOther || !strings.HasPrefix(address, "/add/") {
		t.Fatalf("status %d, location %q: %s", answer.Code, address, answer.Body)
	}
	for range 3000 {
		page := get(handler, "http://example.com"+address)
		if page.Code != http.StatusOK {
			t.Fatalf("%s: status %d", address, page.Code)
		}
		if body := page.Body.String(); strings.Contains(body, "data-done") {
			if strings.Contains(body, `http-equiv="refresh"`) {
				t.Error("what is done is loaded again and again")
			}
			return body
		} else if !strings.Contains(body, `<noscript><meta http-equiv="refresh"`) {
			t.Error("without scripts a page of what is under way does not load itself anew")
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it is never done")
	return ""
}

const (
	kiln = "Kiln cracks at Breskow pottery\n\nPottery foreman Odd Brenn said on Monday that the kiln had cracked overnight. “No glaze was lost,” Brenn said.\n"
	crew = "{\"title\": \"Glacier hut burned down\", \"text\": \"The Hallvard hut below the glacier burned down, mountain guide Sepp Orlo said. Climbers had left it.\"}\n{\"title\": 7\n"
)

func TestAdd(t *testing.T) {
	_, served := running(t, Options{Fetcher: oneHost{}})
	handler := served.Config.Handler
	fields := []field{
		{"files", "kiln.txt", kiln}, {"files", "crew.jsonl", crew}, {"files", "noise.bin", "\x00\x01\x02\x03"}, {"files", "", ""}, {"files", "manifest.jsonl", "{}"},
		{"addresses", "", "https://herald.example/ferry\r\n\r\n https://ann:secret@nowhere.example/x#y \r\n"},
		{"text", "", "The mayor of Grenzau will sell the opera house in autumn, her office said on Tuesday.\nSingers protested.\n"}, {"title", "", "Opera house for sale"},
		{"outlet", "", "Grenzau Gazette"}, {"published", "", "2031-05-12"}, {"url", "", "https://grenzau.example/opera"},
	}
	body := settled(t, handler, post(t, handler, fields...))
	for _, want := range []string{
		`<span class="name">kiln.txt</span>: held as <a href="/documents/`, `>Kiln cracks at Breskow pottery</a>`, `crew.jsonl#1</span>: held as`,
		`crew.jsonl#2</span>: not read: line 2 is broken JSON`, `noise.bin</span>: not read:`, `manifest.jsonl</span>: not read: a manifest says`,
		`<span class="name">https://herald.example/ferry</span>: held as`, `<span class="name">https://nowhere.example/x</span>: not read: there is no host of this name`,
		`<span class="name">Opera house for sale</span>: held as`, "4 documents added, 4 not read.",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the outcome has no %q: %s", want, body)
		}
	}
	if strings.Contains(body, "secret") {
		t.Error("a password is shown")
	}
	for _, link := range parse(t, body).links {
		if !strings.HasPrefix(link, "/") {
			continue
		}
		if answer := get(handler, "http://example.com"+link); answer.Code != http.StatusOK {
			t.Errorf("%s: status %d: %s", link, answer.Code, answer.Body)
		}
	}
	start := get(handler, "http://example.com/").Body.String()
	for _, title := range []string{"Kiln cracks at Breskow pottery", "Opera house for sale", "Ferry sank off Ullmar"} {
		if !strings.Contains(start, title) {
			t.Errorf("the start page has no %q", title)
		}
	}
	var documents strings.Builder
	for _, link := range parse(t, body).links {
		if strings.HasPrefix(link, "/documents/") {
			io.Copy(&documents, get(handler, "http://example.com"+link).Body)
		}
	}
	for _, want := range []string{"Grenzau Gazette", "2031-05-12", "https://grenzau.example/opera"} {
		if !strings.Contains(documents.String(), want) {
			t.Errorf("the document of the pasted text has no %q", want)
		}
	}
	again := settled(t, handler, post(t, handler, fields...))
	if want := "0 documents added, 4 held before, 4 not read."; !strings.Contains(again, want) {
		t.Errorf("the same once more: no %q: %s", want, again)
	}
	if page := get(handler, "http://example.com/add").Body.String(); !strings.Contains(page, `<a href="/add/2">kiln.txt and 6 more</a>`) {
		t.Errorf("the page Add does not list what was added: %s", page)
	}
}

func TestAddSaysWhatIsKept(t *testing.T) {
	for _, passing := range []bool{false, true} {
		handler := serve(t, Options{Passing: passing}, examples(t))
		if said := strings.Contains(get(handler, "http://example.com/add").Body.String(), "kept only until it ends"); said != passing {
			t.Errorf("passing %v, said %v", passing, said)
		}
	}
}

func TestAddIsGuarded(t *testing.T) {
	server, served := running(t, Options{Token: "quay"})
	handler := served.Config.Handler
	body, kind := form(t, field{"files", "kiln.txt", kiln})
	large := "--x\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a\"\r\n\r\n"
	for name, test := range map[string]struct {
		method, host, kind string
		header             map[string]string
		body               io.Reader
		want               int
	}{
		"no token":        {"POST", "example.com", kind, map[string]string{"Authorization": ""}, bytes.NewReader(body.Bytes()), 401},
		"wrong token":     {"POST", "example.com", kind, map[string]string{"Authorization": "Bearer dock"}, bytes.NewReader(body.Bytes()), 401},
		"wrong host":      {"POST", "evil.test", kind, nil, bytes.NewReader(body.Bytes()), 421},
		"another site":    {"POST", "example.com", kind, map[string]string{"Sec-Fetch-Site": "cross-site"}, bytes.NewReader(body.Bytes()), 403},
		"the same domain": {"POST", "example.com", kind, map[string]string{"Sec-Fetch-Site": "same-site"}, bytes.NewReader(body.Bytes()), 403},
		"another origin":  {"POST", "example.com", kind, map[string]string{"Origin": "http://evil.test"}, bytes.NewReader(body.Bytes()), 403},
		"wrong method":    {"PUT", "example.com", kind, nil, bytes.NewReader(body.Bytes()), 405},
		"no form":         {"POST", "example.com", "text/plain", nil, strings.NewReader(kiln), 400},
		"a plain form":    {"POST", "example.com", "application/x-www-form-urlencoded", nil, strings.NewReader("text=a"), 400},
		"a broken form":   {"POST", "example.com", kind, nil, bytes.NewReader(body.Bytes()[:60]), 400},
		"oversized":       {"POST", "example.com", "multipart/form-data; boundary=x", nil, io.MultiReader(strings.NewReader(large), io.LimitReader(zeros{}, limits.UploadBytes)), 413},
		"nothing":         {"POST", "example.com", "multipart/form-data; boundary=x", nil, strings.NewReader("--x--\r\n"), 400},
	} {
		request := httptest.NewRequest(test.method, "http://example.com/add", test.body)
		request.Host = test.host
		request.Header.Set("Content-Type", test.kind)
		request.Header.Set("Authorization", "Bearer quay")
		for name, value := range test.header {
			request.Header.Set(name, value)
		}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, request)
		if w.Code != test.want {
			t.Errorf("%s: status %d, want %d: %s", name, w.Code, test.want, w.Body)
		}
	}
	if len(server.additions.list()) > 0 {
		t.Error("something was added")
	}
	readOnly := serve(t, Options{ReadOnly: true}, examples(t))
	if answer := post(t, readOnly, field{"files", "kiln.txt", kiln}); answer.Code != 404 && answer.Code != 405 {
		t.Errorf("read-only: status %d", answer.Code)
	}
	if answer := get(readOnly, "http://example.com/add"); answer.Code != 404 {
		t.Errorf("read-only: status %d", answer.Code)
	}
	if strings.Contains(get(readOnly, "http://example.com/").Body.String(), `href="/add"`) {
		t.Error("read-only pages lead to the page Add")
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func TestAddTakesSoMuch(t *testing.T) {
	server, served := running(t, Options{Fetcher: oneHost{}})
	handler := served.Config.Handler
	var many []field
	for i := range limits.UploadFiles + 1 {
		many = append(many, field{"files", fmt.Sprint(i), "a"})
	}
	for name, test := range map[string]struct {
		fields []field
		want   string
	}{
		"files":     {many, "1000 files at a time at most"},
		"addresses": {[]field{{"addresses", "", strings.Repeat("https://herald.example/\n", limits.UploadURLs+1)}}, "50 URLs at a time at most"},
		"title":     {[]field{{"text", "", "a"}, {"title", "", strings.Repeat("a", limits.UploadField+1)}}, "&#34;title&#34; is longer than"},
		"text":      {[]field{{"text", "", strings.Repeat("a", limits.TextBytes+1)}}, "&#34;text&#34; is longer than"},
		"date":      {[]field{{"text", "", "a"}, {"published", "", "soon"}}, "&#34;soon&#34; is no date"},
	} {
		if answer := post(t, handler, test.fields...); answer.Code != http.StatusBadRequest || !strings.Contains(answer.Body.String(), test.want) {
			t.Errorf("%s: status %d: %s", name, answer.Code, answer.Body)
		}
	}
	body := settled(t, handler, post(t, handler, field{"files", "big.txt", strings.Repeat("a", limits.FileBytes+1)}, field{"files", "kiln.txt", kiln}))
	if !strings.Contains(body, "big.txt</span>: not read: more than the 64 MB of one file") || !strings.Contains(body, "1 document added, 1 not read") {
		t.Errorf("a large file beside a small one: %s", body)
	}

	// While the archive is at work so many can wait, and the next is asked to come again.
	begun, end := make(chan struct{}), make(chan struct{})
	changed := make(chan error, 1)
	go func() {
		changed <- server.change(t.Context(), func(context.Context, *archive.Archive) error {
			close(begun)
			<-end
			return nil
		})
	}()
	<-begun
	var waiting []*httptest.ResponseRecorder
	for range limits.Additions {
		waiting = append(waiting, post(t, handler, field{"files", "kiln.txt", kiln}))
	}
	if page := get(handler, "http://example.com"+waiting[0].Header().Get("Location")).Body.String(); !strings.Contains(page, "Not held yet") {
		t.Errorf("what waits is said to be held: %s", page)
	}
	if answer := post(t, handler, field{"files", "kiln.txt", kiln}); answer.Code != http.StatusServiceUnavailable || answer.Header().Get("Retry-After") == "" {
		t.Errorf("one too many: status %d", answer.Code)
	}
	close(end)
	if err := <-changed; err != nil {
		t.Error(err)
	}
	for _, answer := range waiting {
		settled(t, handler, answer)
	}
}

// What a stranger names, titles or writes is text on the pages of what is added, too.
func TestHostileAdditionsStayText(t *testing.T) {
	_, served := running(t, Options{Fetcher: oneHost{}})
	handler := served.Config.Handler
	var files []field
	var addresses []string
	for i, payload := range payloads(t) {
		name := strings.Map(func(c rune) rune {
			if c < ' ' || c == '"' {
				return '-'
			}
			return c
		}, payload)
		files = append(files, field{"files", fmt.Sprintf("%d %s", i, name), payload}, field{"files", name + ".txt", kiln})
		if i < limits.UploadURLs {
			addresses = append(addresses, strings.ReplaceAll(payload, "\n", " "))
		}
		if i%20 == 0 {
			body := settled(t, handler, post(t, handler, field{"text", "", payload}, field{"title", "", payload}, field{"outlet", "", payload}, field{"url", "", payload}))
			staysText(t, "/add", parse(t, body))
		}
	}
	staysText(t, "/add", parse(t, settled(t, handler, post(t, handler, append(files, field{"addresses", "", strings.Join(addresses, "\n")})...))))
	staysText(t, "/add", parse(t, get(handler, "http://example.com/add").Body.String()))
	for _, payload := range payloads(t)[:50] {
		staysText(t, "/add", parse(t, post(t, handler, field{"text", "", "a"}, field{"published", "", payload}).Body.String()))
	}
}

// Two hundred people read without an error while some hundred documents are being added.
func TestReadersAreServedWhileMoreIsAdded(t *testing.T) {
	_, served := running(t, Options{})
	handler := served.Config.Handler
	var lines strings.Builder
	parts := strings.Fields("bar del fen gor hul jas kem lot mir nov")
	for i := range 300 {
		// Names that no two have in common: each is a story of its own.
		name := strings.ToUpper(parts[i%10][:1]) + parts[i%10][1:] + parts[i/10%10] + parts[i/100]
		fmt.Fprintf(&lines, "{\"title\": \"%[1]s burned\", \"text\": \"The %[1]s of %[2]s burned down, %[2]s said. Nobody was hurt, a guard of %[1]s said.\"}\n", name, name+"ov")
	}
	addresses := slices.Sorted(func(yield func(string) bool) {
		for address := range oneOfEach(t, handler) {
			if !yield(address) {
				return
			}
		}
	})
	answer := post(t, handler, field{"files", "kilns.jsonl", lines.String()})
	var readers sync.WaitGroup
	for i := range 200 {
		readers.Go(func() {
			for n := range 4 {
				address := addresses[(i+n)%len(addresses)]
				if n == 0 {
					address = answer.Header().Get("Location")
				}
				if code := get(handler, "http://example.com"+address).Code; code != http.StatusOK {
					t.Errorf("%s: status %d", address, code)
				}
			}
		})
	}
	readers.Wait()
	if body := settled(t, handler, answer); !strings.Contains(body, "300 documents added.") {
		t.Errorf("not all were added: %s", body)
	}
}

// In a browser: files are chosen or dropped, a text is pasted, the page follows what is done, and the stories are there.
func TestAddInABrowser(t *testing.T) {
	ctx := browse(t)
	folder := t.TempDir()
	var files []string
	for name, text := range map[string]string{"kiln.txt": kiln, "crew.jsonl": crew} {
		files = append(files, filepath.Join(folder, name))
		if err := os.WriteFile(files[len(files)-1], []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, scripts := range []bool{true, false} {
		_, served := running(t, Options{Hosts: []string{"127.0.0.1"}, Fetcher: oneHost{}})
		run(t, ctx, emulation.SetScriptExecutionDisabled(!scripts), chromedp.Navigate(served.URL), click("Add"), chromedp.WaitVisible("#files"),
			chromedp.SetUploadFiles("#files", files))
		if scripts {
			var chosen string
			run(t, ctx, chromedp.Evaluate(`(() => {
				const all = new DataTransfer();
				all.items.add(new File(["The mayor of Grenzau will sell the opera house in autumn, her office said."], "mayor.txt"));
				document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: all, bubbles: true, cancelable: true }));
				return document.querySelector("[data-chosen]").innerText;
			})()`, &chosen))
			if len(strings.Fields(chosen)) != 3 || !strings.Contains(chosen, "mayor.txt") {
				t.Errorf("chosen: %q", chosen)
			}
		}
		run(t, ctx, chromedp.SendKeys("#text", "Engineer Pell Varga said that the Isen bridge is safe for lorries."), chromedp.SendKeys("#title", "Bridge is safe"),
			chromedp.SendKeys("#addresses", "https://herald.example/ferry"), chromedp.Click(`form.add button`), chromedp.WaitVisible("[data-done]"))
		text := visible(t, ctx)
		for _, want := range []string{"kiln.txt: held as a document of the story Kiln cracks at Breskow pottery", "Bridge is safe: held as a document of the story", "https://herald.example/ferry: held as"} {
			if !strings.Contains(text, want) {
				t.Errorf("scripts %v: the outcome has no %q: %s", scripts, want, text)
			}
		}
		run(t, ctx, click("Stories, newest first"), chromedp.WaitVisible(".stories"))
		if text := visible(t, ctx); !strings.Contains(text, "Kiln cracks at Breskow pottery") {
			t.Errorf("scripts %v: the start page shows %s", scripts, text)
		}
	}
}
