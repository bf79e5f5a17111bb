package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// missing skips a test for want of something that test.sh installs; with HEARSAY_STRICT nothing may be left out.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("HEARSAY_STRICT") != "" {
		t.Fatalf("%s is missing", what)
	}
	t.Skipf("skipped for want of %s", what)
}

// browse opens a headless Chromium that speaks to nobody but the pages.
func browse(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		missing(t, "chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.WindowSize(1200, 900))
	allocated, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocated)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 5*time.Minute)
	t.Cleanup(cancel)
	return ctx
}

// open serves the examples to a browser and shows the start page.
func open(t *testing.T) (context.Context, string) {
	t.Helper()
	ctx := browse(t)
	server := httptest.NewServer(serve(t, Options{Hosts: []string{"127.0.0.1"}}, examples(t)))
	t.Cleanup(server.Close)
	run(t, ctx, chromedp.Navigate(server.URL))
	return ctx, server.URL
}

func run(t *testing.T, ctx context.Context, actions ...chromedp.Action) {
	t.Helper()
	if err := chromedp.Run(ctx, actions...); err != nil {
		t.Fatal(err)
	}
}

// click follows what a person sees: a link, or the line that opens a claim, that holds the words.
func click(words string) chromedp.Action {
	return chromedp.Click(fmt.Sprintf(`//a[contains(., %q)] | //summary[contains(., %q)]`, words, words), chromedp.BySearch, chromedp.NodeVisible)
}

func visible(t *testing.T, ctx context.Context) string {
	t.Helper()
	var text string
	run(t, ctx, chromedp.Evaluate(`document.body.innerText`, &text))
	return strings.Join(strings.Fields(text), " ")
}

func TestThreeClicksToWhoIsBehindAClaim(t *testing.T) {
	ctx, _ := open(t)
	run(t, ctx,
		click("Port director offered to resign after crane collapse"), click("Rell offered to resign last week"),
		chromedp.WaitVisible(".behind"),
	)
	if text := visible(t, ctx); !strings.Contains(text, "Who is behind it") ||
		!strings.Contains(text, "“two people close to Mayor Ines Calder” unnamed, 2, had by Saltmere Herald") {
		t.Errorf("two clicks do not show who is behind the claim: %s", text)
	}
	run(t, ctx, chromedp.Click(`//ul[@class="behind"]//a[contains(., "two people close to Mayor Ines Calder")]`, chromedp.BySearch), chromedp.WaitVisible(".asked"))
	var words string
	run(t, ctx, chromedp.Text(".asked", &words))
	if words != "two people close to Mayor Ines Calder" {
		t.Errorf("the third click leads to %q", words)
	}
}

func TestThreeClicksToCopiedText(t *testing.T) {
	ctx, _ := open(t)
	run(t, ctx,
		click("Port director offered to resign after crane collapse"), click("Passages"),
		click("[1] Saltmere Herald and [5] quayside-notes.txt"), chromedp.WaitVisible(".run"),
	)
	var sides []string
	run(t, ctx, chromedp.Evaluate(`[...document.querySelectorAll(".run blockquote p")].map((p) => p.innerText)`, &sides))
	if len(sides) < 2 || !strings.HasPrefix(sides[0], "The quarrel between the mayor") || !strings.HasPrefix(sides[1], "The quarrel between the mayor") {
		t.Errorf("no copied text side by side: %q", sides)
	}
}

func TestKeysAlone(t *testing.T) {
	ctx, _ := open(t)
	run(t, ctx, chromedp.KeyEvent("j"), chromedp.KeyEvent("o"), chromedp.WaitVisible("details.claim"),
		chromedp.KeyEvent("j"), chromedp.KeyEvent("o"), chromedp.WaitVisible("details.claim[open] .behind"))
	run(t, ctx, chromedp.KeyEvent("/"), chromedp.KeyEvent("resign"), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(`//h1[.="Find"]`, chromedp.BySearch))
	if text := visible(t, ctx); !strings.Contains(text, "Rell") {
		t.Errorf("find by keys shows %s", text)
	}
}

func TestScriptsOff(t *testing.T) {
	ctx, address := open(t)
	run(t, ctx, emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(address))
	run(t, ctx, click("Port director offered to resign after crane collapse"), chromedp.WaitVisible("details.claim"),
		click("Rell offered to resign last week"), chromedp.WaitVisible(".behind"))
}

// The graph is drawn, a line for each row of the table, and a line opens its words.
func TestGraphSaysWhatTheTableSays(t *testing.T) {
	ctx, _ := open(t)
	var rows, lines int
	run(t, ctx, click("Port director offered to resign after crane collapse"), chromedp.WaitVisible(".graph svg .edge"),
		chromedp.Evaluate(`document.querySelectorAll("#sourcing tbody tr").length`, &rows),
		chromedp.Evaluate(`document.querySelectorAll(".graph .edge").length`, &lines))
	if rows == 0 || rows != lines {
		t.Errorf("%d rows and %d lines", rows, lines)
	}
}

// What two documents share is joined by lines, stays level when one of them is scrolled, and is one above the other in a
// narrow window.
func TestPassagesAreJoined(t *testing.T) {
	ctx, _ := open(t)
	run(t, ctx, emulation.SetDeviceMetricsOverride(1200, 320, 1, false), click("Port director offered to resign after crane collapse"),
		click("Passages"), click("[1] Saltmere Herald and [5] quayside-notes.txt"), chromedp.WaitVisible(".join"))
	var apart, moved float64
	run(t, ctx, chromedp.Evaluate(`new Promise((done) => {
		const [a, b] = document.querySelectorAll(".pair.whole > .side");
		a.dispatchEvent(new Event("pointerenter"));
		a.scrollTop = document.querySelector("#a1").getBoundingClientRect().top - a.getBoundingClientRect().top - 60;
		setTimeout(() => done(b.scrollTop), 300);
	})`, &moved, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }),
		chromedp.Evaluate(`Math.abs(document.querySelector("#a1").getBoundingClientRect().top - document.querySelector("#b1").getBoundingClientRect().top)`, &apart))
	if moved == 0 || apart > 40 {
		t.Errorf("the other side was scrolled by %v; the passage is %v pixels apart", moved, apart)
	}
	var joins, below bool
	run(t, ctx, emulation.SetDeviceMetricsOverride(360, 640, 1, false), chromedp.Sleep(200*time.Millisecond),
		chromedp.Evaluate(`getComputedStyle(document.querySelector(".joins")).display !== "none"`, &joins),
		chromedp.Evaluate(`document.querySelector("#b1").getBoundingClientRect().top > document.querySelector("#a1").getBoundingClientRect().bottom`, &below))
	if joins || !below {
		t.Errorf("in a narrow window: lines %v, one below the other %v", joins, below)
	}
}

// Words that a person selects in a document get an address, which shows the same words.
func TestSelectedWordsHaveAnAddress(t *testing.T) {
	ctx, _ := open(t)
	var selected, asked string
	run(t, ctx, click("Port director offered to resign after crane collapse"), click("Documents"),
		chromedp.Click(`//ol[@class="documents"]//a[1]`, chromedp.BySearch), chromedp.WaitVisible(".document"),
		chromedp.Evaluate(`(() => {
			const lines = [...document.querySelectorAll("[data-at]")];
			const last = lines[lines.length - 1];
			const walk = document.createTreeWalker(last, NodeFilter.SHOW_TEXT);
			const texts = [];
			while (walk.nextNode()) texts.push(walk.currentNode);
			getSelection().setBaseAndExtent(lines[1], 0, texts[texts.length - 2], 1);
			return lines.slice(1, -1).map((line) => line.textContent).join(" ") + texts.slice(0, -2).map((text) => text.data).join("") + texts[texts.length - 2].data.slice(0, 1);
		})()`, &selected),
		chromedp.WaitVisible(".selected a"), chromedp.Click(".selected a"), chromedp.WaitVisible(".place"),
		chromedp.Evaluate(`[...document.querySelectorAll("[data-at] .asked")].map((e) => e.textContent).join(" ")`, &asked))
	letters := func(text string) string { return strings.Join(strings.Fields(text), "") }
	if letters(selected) == "" || letters(selected) != letters(asked) {
		t.Errorf("selected %q, shown %q", selected, asked)
	}
}

// shape is a way in which a page is looked at.
type shape struct {
	name          string
	width, height int64
	dark, print   bool
}

var shapes = []shape{
	{"narrow", 360, 640, false, false},
	{"narrow and dark", 360, 640, true, false},
	{"wide", 1280, 800, false, false},
	{"dark", 1280, 800, true, false},
	{"4K", 3840, 2160, false, false},
	{"print", 794, 1123, false, true},
}

func (s shape) actions() []chromedp.Action {
	media, scheme := "screen", "light"
	if s.print {
		media = "print"
	}
	if s.dark {
		scheme = "dark"
	}
	return []chromedp.Action{
		emulation.SetDeviceMetricsOverride(s.width, s.height, 1, false),
		emulation.SetEmulatedMedia().WithMedia(media).WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
	}
}

func TestEveryShape(t *testing.T) {
	ctx, address := open(t)
	axe, err := os.ReadFile("script/node_modules/axe-core/axe.min.js")
	if err != nil {
		missing(t, "axe-core: npm ci in web/script")
	}
	for page := range oneOfEach(t, serve(t, Options{}, examples(t))) {
		if strings.HasPrefix(page, "/assets/") || strings.HasPrefix(page, apiPath) || strings.HasSuffix(page, ".json") {
			continue
		}
		for _, shape := range shapes {
			run(t, ctx, append(shape.actions(), chromedp.Navigate(address+page))...)
			var overflow bool
			run(t, ctx, chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth + 1`, &overflow))
			if overflow && !shape.print {
				t.Errorf("%s, %s: the page is wider than the window", page, shape.name)
			}
			if shape.print || shape.width > 2000 {
				continue // the same colours and structure as above
			}
			var broken []string
			run(t, ctx, chromedp.Evaluate(string(axe), nil), chromedp.Evaluate(
				`document.querySelectorAll("details").forEach((d) => { d.open = true; });
				axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then((r) =>
					r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html + " " + n.failureSummary).join(" | ")))`,
				&broken, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
			for _, violation := range broken {
				t.Errorf("%s, %s: %s", page, shape.name, violation)
			}
		}
	}
}

// watch counts what a hostile page may make a browser do.
type watch struct {
	lock sync.Mutex
	seen []string
}

func (w *watch) listen(ctx context.Context, address string) {
	note := func(format string, args ...any) {
		w.lock.Lock()
		defer w.lock.Unlock()
		w.seen = append(w.seen, fmt.Sprintf(format, args...))
	}
	chromedp.ListenTarget(ctx, func(event any) {
		switch event := event.(type) {
		case *page.EventJavascriptDialogOpening:
			note("dialog %q", event.Message)
			go chromedp.Run(ctx, page.HandleJavaScriptDialog(false))
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(event.Request.URL, address) {
				note("request to %s", event.Request.URL)
			}
		case *log.EventEntryAdded:
			if event.Entry.Source == log.SourceSecurity {
				note("policy: %s", event.Entry.Text)
			}
		case *runtime.EventExceptionThrown:
			note("exception: %s", event.ExceptionDetails.Text)
		}
	})
}

// In a real browser no payload opens a dialog, breaks the policy or makes a request to anywhere else.
func TestHostileFieldsInABrowser(t *testing.T) {
	ctx := browse(t)
	handler := serve(t, Options{Hosts: []string{"127.0.0.1"}}, hostile(t))
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	var w watch
	w.listen(ctx, server.URL)
	run(t, ctx, network.Enable(), log.Enable(), page.Enable())
	visited, seen := 0, map[string]bool{}
	visit := func(address string) {
		run(t, ctx, chromedp.Navigate(server.URL+address))
		visited++
	}
	for number := 1; ; number++ {
		address := fmt.Sprintf("/?page=%d", number)
		answer := get(handler, "http://127.0.0.1"+address)
		if answer.Code != 200 {
			break
		}
		visit(address)
		for _, story := range parse(t, answer.Body.String()).links {
			if !strings.HasPrefix(story, "/stories/") || strings.Contains(story, "#") {
				continue
			}
			for parts := []string{story}; len(parts) > 0; parts = parts[1:] {
				visit(parts[0])
				for _, link := range parse(t, get(handler, "http://127.0.0.1"+parts[0]).Body.String()).links {
					link, _, _ = strings.Cut(link, "#")
					if seen[link] {
						continue
					}
					switch {
					case strings.HasPrefix(link, story+"?documents="):
						seen[link] = true
						parts = append(parts, link)
					case strings.HasPrefix(link, "/documents/") && !strings.Contains(link, "?"):
						seen[link] = true
						visit(link)
					}
				}
			}
		}
	}
	visit("/skipped")
	for i, payload := range payloads(t) {
		if i%4 == 0 {
			visit("/find?q=" + url.QueryEscape(payload))
			visit("/stories/" + url.PathEscape(payload))
		}
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	for _, seen := range w.seen {
		t.Error(seen)
	}
	if visited < len(payloads(t)) {
		t.Errorf("only %d pages were visited", visited)
	}
}

// By visible labels: mark a telling wrong, see the count change, undo, and see it as it was.
func TestMarkWrongAndUndo(t *testing.T) {
	ctx := browse(t)
	_, served := running(t, Options{Hosts: []string{"127.0.0.1"}})
	press := func(words string) chromedp.Action {
		return chromedp.Click(fmt.Sprintf(`//button[contains(., %q)]`, words), chromedp.BySearch, chromedp.NodeVisible)
	}
	const claim = "the north quay crane fell"
	counts := func() string {
		var text string
		run(t, ctx, chromedp.Text("main h1 + p", &text))
		return text
	}
	run(t, ctx, chromedp.Navigate(served.URL), click("Port director offered to resign after crane collapse"), click(claim),
		chromedp.WaitVisible("details.claim[open] .behind"),
		chromedp.Click(`//details[@open]//a[contains(., "Correct this claim")]`, chromedp.BySearch), chromedp.WaitVisible("details.edit form"))
	before := counts()
	run(t, ctx, chromedp.Click(`//label[contains(., "Coast Courier")]/input`, chromedp.BySearch, chromedp.NodeVisible), press("Mark wrong"),
		chromedp.WaitVisible(".stated"))
	text := visible(t, ctx)
	if marked := counts(); marked == before || !strings.Contains(text, "Done: marked wrong") ||
		!strings.Contains(text, "1 telling marked wrong by you (edit 1)") {
		t.Errorf("the claim was %q and is %q on a page that says %s", before, marked, text)
	}
	run(t, ctx, press("Undo"), chromedp.WaitVisible(`//p[contains(., "took back edit 1")]`, chromedp.BySearch))
	if after := counts(); after != before || strings.Contains(visible(t, ctx), "by you") {
		t.Errorf("the claim was %q and is %q after undo", before, after)
	}
}
