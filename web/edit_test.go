package web

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/report"
)

// desk is pages in which a person states things.
type desk struct {
	t       *testing.T
	server  *Server
	handler http.Handler
}

func newDesk(t *testing.T, walk func(yield func(hearsay.Capture) error) error) *desk {
	t.Helper()
	return deskOf(t, serverOf(t, Options{}, walk))
}

func deskOf(t *testing.T, server *Server) *desk {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		server.Run(ctx)
	}()
	t.Cleanup(func() { cancel(); <-ended })
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return &desk{t, server, handler}
}

// post sends a form and returns the answer.
func (d *desk) post(address string, fields url.Values) *httptest.ResponseRecorder {
	d.t.Helper()
	request := httptest.NewRequest(http.MethodPost, "http://example.com"+address, strings.NewReader(fields.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, request)
	return w
}

// state sends a form that is to be taken and returns the page that it leads to.
func (d *desk) state(address string, fields url.Values) (where, body string) {
	d.t.Helper()
	answer := d.post(address, fields)
	where = answer.Header().Get("Location")
	if answer.Code != http.StatusSeeOther || !strings.HasPrefix(where, "/") || strings.HasPrefix(where, "//") {
		d.t.Fatalf("%s %v: status %d, to %q\n%s", address, fields, answer.Code, where, answer.Body)
	}
	where, _, _ = strings.Cut(where, "#")
	page := get(d.handler, "http://example.com"+where)
	if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "Done: ") {
		d.t.Fatalf("%s leads to %s: status %d, no notice in\n%s", address, where, page.Code, page.Body)
	}
	return where, page.Body.String()
}

func (d *desk) json(address string) string {
	return get(d.handler, "http://example.com"+address).Body.String()
}

// port opens the first story of the examples and a claim of it by its words.
func (d *desk) port(words string) (*opened, *report.Claim) {
	d.t.Helper()
	for _, entry := range d.server.library.held().contents.Stories {
		story, err := d.server.library.open(d.t.Context(), entry.Story.ID)
		if err != nil {
			d.t.Fatal(err)
		}
		i := slices.IndexFunc(story.Claims, func(c report.Claim) bool { return strings.Contains(c.Headline.Text, words) })
		if i >= 0 {
			return story, &story.Claims[i]
		}
	}
	d.t.Fatalf("no claim has the words %q", words)
	return nil, nil
}

// Every form does what it says, leads back to where it shows, and is undone.
func TestForms(t *testing.T) {
	d := newDesk(t, examples(t))
	story, refused := d.port("refused the offer")
	_, offered := d.port("offered to resign last week")
	_, fell := d.port("crane fell")
	_, injured := d.port("were injured")
	at, other := served{}.story(story.ID), ""
	for _, entry := range d.server.library.held().contents.Stories {
		if entry.Story.ID != story.ID {
			other = string(entry.Story.ID)
		}
	}
	person := func(name string) hearsay.IdentityID {
		i := slices.IndexFunc(story.People, func(p report.Person) bool { return p.Name.Text == name })
		if i < 0 {
			t.Fatalf("nobody is called %s", name)
		}
		return story.People[i].ID
	}
	claim := func(c *report.Claim) string { return served{}.claim(story.ID, c.ID) }
	telling := func(c *report.Claim) url.Values { return url.Values{"telling": {story.Place(c.Tellings[1])}} }
	doc := story.Documents[1]
	before := map[string]string{}
	for _, address := range []string{"/api/stories", "/api/stories/" + string(story.ID)} {
		before[address] = d.json(address)
	}
	for i, test := range []struct {
		address string
		fields  url.Values
		want    string // begins where it leads
		says    []string
	}{
		{claim(refused) + "/wrong", telling(refused), claim(refused), []string{"marked wrong “", "1 telling marked wrong by you (edit 1)", "<s>"}},
		{claim(offered) + "/part", telling(offered), claim(offered), []string{"not of the claim “", "parted by you: the machine had one claim of"}},
		{claim(fell) + "/join", url.Values{"with": {string(injured.ID)}}, at + "/claims/", []string{"one claim “", "joined by you: the machine had 2 claims"}},
		{served{}.person(story.ID, person("Tomas Rell")) + "/join", url.Values{"with": {"3"}}, at + "/people/", []string{"one person or body “", "hand"}},
		{served{}.person(story.ID, person("Tomas Rell")) + "/part", url.Values{"doc": {string(doc)}}, at + "/people/", []string{"somebody else “"}},
		{served{}.document(doc) + "/set", url.Values{"outlet": {"Quay Bulletin"}, "published": {"2031-05-01"}}, served{}.document(doc),
			[]string{"outlet Quay Bulletin, published 2031-05-01", "Quay Bulletin (set)"}},
		{served{}.document(doc) + "/forget", nil, at, []string{"a document is forgotten"}},
		{at + "/split", url.Values{"doc": {string(doc)}}, "/stories/", []string{"1 document is a story of its own"}},
		{at + "/merge", url.Values{"with": {other}}, "/stories/", []string{"documents are one story"}},
	} {
		where, body := d.state(test.address, test.fields)
		if !strings.HasPrefix(where, test.want) {
			t.Errorf("%s leads to %s, want %s", test.address, where, test.want)
		}
		for _, says := range test.says {
			if says = strings.ReplaceAll(says, "(edit 1)", ""); !strings.Contains(body, strings.TrimSpace(says)) {
				t.Errorf("%s leads to a page without %q", test.address, says)
			}
		}
		number := strconv.Itoa(2*i + 1)
		if edits := d.json("/edits"); !strings.Contains(edits, `name="edit" value="`+number+`"`) || strings.Count(edits, "<button>Undo") != 1 {
			t.Errorf("%s: edit %s is not the one that can be undone", test.address, number)
		}
		d.state("/undo", url.Values{"edit": {number}})
		for address, want := range before {
			if d.json(address) != want {
				t.Errorf("%s, undone, leaves %s changed", test.address, address)
			}
		}
	}
	if listed := d.json("/api/edits"); strings.Count(listed, `"state":"taken back"`) != 9 {
		t.Errorf("the log is %s", listed)
	}
}

// What a form cannot mean is refused with its reason, and nothing is logged.
func TestFormsAreChecked(t *testing.T) {
	d := newDesk(t, examples(t))
	story, refused := d.port("refused the offer")
	at := served{}.story(story.ID)
	claim := served{}.claim(story.ID, refused.ID)
	var all []string
	for _, id := range story.Documents {
		all = append(all, string(id))
	}
	var places []string
	for _, telling := range slices.Concat(refused.Tellings, refused.Apart, refused.Possible) {
		places = append(places, story.Place(telling))
	}
	for _, test := range []struct {
		address string
		fields  url.Values
		want    int
		says    string
	}{
		{claim + "/wrong", nil, 400, "choose a telling"},
		{claim + "/wrong", url.Values{"telling": {"x:1-2"}}, 400, "is not told at"},
		{claim + "/part", url.Values{"telling": places}, 400, "leave at least one"},
		{claim + "/join", url.Values{"with": {string(refused.ID)}}, 400, "one already"},
		{claim + "/join", url.Values{"with": {"none"}}, 404, "not held"},
		{at + "/claims/none/wrong", url.Values{"telling": {"x"}}, 404, "not held"},
		{at + "/people/1/join", url.Values{"with": {"1"}}, 400, "one already"},
		{at + "/people/1/join", url.Values{"with": {"99999"}}, 404, "not held"},
		{at + "/people/1/part", nil, 400, "choose a document"},
		{at + "/people/1/part", url.Values{"doc": all}, 400, "leave at least one"},
		{at + "/split", url.Values{"doc": all}, 400, "leave at least one"},
		{at + "/split", url.Values{"doc": {"none"}}, 400, "not of this story"},
		{at + "/merge", url.Values{"with": {string(story.ID)}}, 400, "one already"},
		{at + "/merge", url.Values{"with": {"none"}}, 404, "not held"},
		{"/stories/none/split", url.Values{"doc": all}, 404, "not held"},
		{"/documents/" + all[0] + "/set", nil, 400, "nothing was changed"},
		{"/documents/" + all[0] + "/set", url.Values{"published": {"soon"}}, 400, "soon"},
		{"/documents/" + all[0] + "/set", url.Values{"outlet": {"Quay\x00 Bulletin"}}, 400, "under &#34;outlet&#34; holds control characters"},
		{"/documents/" + all[0] + "/set", url.Values{"outlet": {"\x1b[2JQuay"}}, 400, "control characters"},
		{"/documents/" + all[0] + "/set", url.Values{"outlet": {"Quay\xff"}}, 400, "no UTF-8"},
		{"/documents/" + all[0] + "/set", url.Values{"published": {"2031-05-01\x00"}}, 400, "under &#34;published&#34;"},
		{"/documents/none/forget", nil, 404, "not held"},
		{"/undo", nil, 400, "no edit is named"},
		{"/undo", url.Values{"edit": {"1"}}, 400, "only the last edit"},
		{claim + "/wrong", url.Values{"telling": {strings.Repeat("x", limits.RequestBytes)}}, 400, "too much for one edit"},
	} {
		answer := d.post(test.address, test.fields)
		body := answer.Body.String()
		if answer.Code != test.want || !strings.Contains(body, test.says) || !strings.Contains(body, `role="alert"`) {
			t.Errorf("%s: status %d, want %d and %q\n%s", test.address, answer.Code, test.want, test.says, body)
		}
	}
	if edits := d.json("/edits"); !strings.Contains(edits, "Nothing was stated by hand") {
		t.Errorf("something was logged: %s", edits)
	}
	for _, done := range []string{"1", "-1", "x", "99999999999999999999"} {
		if page := d.json("/?done=" + done); strings.Contains(page, "Done: ") {
			t.Errorf("a notice of edit %s, which is not there", done)
		}
	}
}

// No form is taken that does not come from the person at these pages, or where the pages are only read.
func TestFormsAreGuarded(t *testing.T) {
	open, closed, read := newDesk(t, examples(t)), serve(t, Options{Token: "quay"}, examples(t)), serve(t, Options{ReadOnly: true}, examples(t))
	story, refused := open.port("refused the offer")
	for _, test := range []struct {
		name    string
		handler http.Handler
		method  string
		host    string
		header  map[string]string
		want    int
	}{
		{"another method", open.handler, "GET", "example.com", nil, 405},
		{"another method", open.handler, "PUT", "example.com", nil, 405},
		{"across sites", open.handler, "POST", "example.com", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"of the same site", open.handler, "POST", "example.com", map[string]string{"Sec-Fetch-Site": "same-site"}, 403},
		{"across origins", open.handler, "POST", "example.com", map[string]string{"Origin": "http://evil.test"}, 403},
		{"of no origin", open.handler, "POST", "example.com", map[string]string{"Origin": "null"}, 403},
		{"another host", open.handler, "POST", "evil.test", nil, 421},
		{"without token", closed, "POST", "example.com", nil, 401},
		{"wrong token", closed, "POST", "example.com", map[string]string{"Authorization": "Bearer dock"}, 401},
		{"only read", read, "POST", "example.com", nil, 404},
		{"of this origin, by a browser that says no more", open.handler, "POST", "example.com", map[string]string{"Origin": "http://example.com"}, 400},
	} {
		for _, of := range open.server.statements() {
			address := strings.NewReplacer("{story}", string(story.ID), "{claim}", string(refused.ID), "{person}", "1",
				"{document}", string(story.Documents[0])).Replace(of.pattern)
			fields := url.Values{
				"telling": {story.Place(refused.Tellings[0])}, "doc": {string(story.Documents[0])}, "with": {"2"}, "outlet": {"x"}, "edit": {"1"},
			}
			if test.want == 400 {
				if address != "/undo" {
					continue // it would be taken
				}
			}
			request := httptest.NewRequest(test.method, "http://example.com"+address, strings.NewReader(fields.Encode()))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			request.Host = test.host
			for name, value := range test.header {
				request.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			test.handler.ServeHTTP(w, request)
			if w.Code != test.want && !(test.want == 404 && w.Code == 405) {
				t.Errorf("%s: %s %s: status %d, want %d", test.name, test.method, address, w.Code, test.want)
			}
		}
	}
	if edits := open.json("/edits"); !strings.Contains(edits, "Nothing was stated by hand") {
		t.Errorf("something was logged: %s", edits)
	}
	for address, page := range crawl(t, read) {
		if i := slices.IndexFunc(page.nodes, posts); i >= 0 {
			t.Errorf("%s, which is only read, has a form", address)
		}
	}
}

// Words of strangers in notices, forms and the log are text.
func TestHostileNotices(t *testing.T) {
	d := newDesk(t, hostile(t))
	pages := map[string]view{}
	stated := 0
	for _, entry := range d.server.library.held().contents.Stories {
		story, err := d.server.library.open(t.Context(), entry.Story.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(story.Claims) == 0 || stated == 8 {
			continue
		}
		stated++
		claim := &story.Claims[len(story.Claims)-1]
		for address, fields := range map[string]url.Values{
			served{}.claim(story.ID, claim.ID) + "/wrong":  {"telling": {story.Place(slices.Concat(claim.Tellings, claim.Apart, claim.Possible)[0])}},
			served{}.document(story.Documents[0]) + "/set": {"outlet": {payloads(t)[stated]}},
		} {
			where, body := d.state(address, fields)
			pages[where] = parse(t, body)
		}
	}
	if stated == 0 {
		t.Fatal("nothing was stated")
	}
	maps.Copy(pages, map[string]view{"/edits": parse(t, d.json("/edits"))})
	for address, page := range pages {
		staysText(t, address, page)
	}
}
