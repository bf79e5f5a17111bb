package web

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"hearsay"
	"hearsay/archive"
	"hearsay/collate/prompt"
	"hearsay/intake"
	"hearsay/internal/limits"
	"hearsay/store"
	"hearsay/store/mem"
)

// serve returns the pages over what the captures hold.
func serve(t *testing.T, options Options, walk func(yield func(hearsay.Capture) error) error) http.Handler {
	t.Helper()
	handler, err := serverOf(t, options, walk).Handler()
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

func serverOf(t *testing.T, options Options, walk func(yield func(hearsay.Capture) error) error) *Server {
	t.Helper()
	return serverOver(t, options, mem.New(), archive.Options{Workers: 2}, walk)
}

// serverOver is serverOf over a store.
func serverOver(t *testing.T, options Options, over store.Store, work archive.Options, walk func(yield func(hearsay.Capture) error) error) *Server {
	t.Helper()
	keeper, err := archive.New(t.Context(), over, archive.Choice{}, work)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Add(t.Context(), time.Unix(0, 0), walk); err != nil {
		t.Fatal(err)
	}
	contents, err := keeper.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	options.Hosts = append(options.Hosts, "example.com")
	rules, err := prompt.Parse("rules", prompt.Default())
	if err != nil {
		t.Fatal(err)
	}
	options.Prompts = prompt.New(rules)
	server, err := New(keeper, contents, options)
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func examples(t *testing.T) func(yield func(hearsay.Capture) error) error {
	return func(yield func(hearsay.Capture) error) error {
		return intake.Walk(t.Context(), []string{"../examples/port", "../examples/memo"}, intake.Options{}, yield)
	}
}

func get(handler http.Handler, address string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, newRequest(http.MethodGet, address))
	return w
}

// newRequest is a request; one for events by a reader who has gone after the first.
func newRequest(method, address string) *http.Request {
	request := httptest.NewRequest(method, address, nil)
	if request.URL.Path == eventsPath {
		ctx, cancel := context.WithCancel(request.Context())
		cancel()
		request = request.WithContext(ctx)
	}
	return request
}

// view is an answered page: where it leads and the names that an address can point at.
type view struct {
	links []string
	names map[string]bool
	nodes []*html.Node
}

func parse(t *testing.T, body string) view {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	made := view{names: map[string]bool{}}
	for node := range root.Descendants() {
		if node.Type != html.ElementNode {
			continue
		}
		made.nodes = append(made.nodes, node)
		for _, attr := range node.Attr {
			switch attr.Key {
			case "id":
				if made.names[attr.Val] {
					t.Errorf("two elements are called %q", attr.Val)
				}
				made.names[attr.Val] = true
			case "href", "src", "action", "data-graph":
				if attr.Key != "action" || !posts(node) {
					made.links = append(made.links, attr.Val)
				}
			}
		}
	}
	return made
}

// posts reports whether a form states something.
func posts(form *html.Node) bool {
	return slices.ContainsFunc(form.Attr, func(attr html.Attribute) bool { return attr.Key == "method" && attr.Val == "post" })
}

// crawl follows every link from the start page on and returns the pages by their addresses without fragments.
func crawl(t *testing.T, handler http.Handler) map[string]view {
	t.Helper()
	pages := map[string]view{}
	wanted := map[string][]string{} // fragments by address
	for queue := []string{"/"}; len(queue) > 0; queue = queue[1:] {
		address, fragment, _ := strings.Cut(queue[0], "#")
		if fragment != "" {
			wanted[address] = append(wanted[address], fragment)
		}
		if _, seen := pages[address]; seen {
			continue
		}
		answer := get(handler, "http://example.com"+address)
		if answer.Code != http.StatusOK {
			t.Errorf("%s: status %d", address, answer.Code)
		}
		if !strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") || answer.Header().Get("Content-Disposition") != "" {
			pages[address] = view{}
			continue
		}
		made := parse(t, answer.Body.String())
		pages[address] = made
		for _, link := range made.links {
			if strings.HasPrefix(link, "#") {
				link = address + link
			}
			if strings.HasPrefix(link, "/") {
				queue = append(queue, link)
			}
		}
	}
	for address, fragments := range wanted {
		for _, fragment := range fragments {
			if !pages[address].names[fragment] {
				t.Errorf("%s has no %q to point at", address, fragment)
			}
		}
	}
	return pages
}

func TestEveryLinkLeadsToItsWords(t *testing.T) {
	pages := crawl(t, serve(t, Options{}, examples(t)))
	kinds := map[string]int{}
	for address := range pages {
		first, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
		if strings.Contains(address, "/claims/") {
			first = "claims"
		}
		if strings.Contains(address, "/people/") {
			first = "people"
		}
		kinds[first]++
	}
	for _, kind := range []string{"", "stories", "claims", "people", "passages", "find", "assets"} {
		if kinds[kind] == 0 && kinds[kind+"?sort=newest"] == 0 {
			t.Errorf("no page of kind %q was reached: %v", kind, slices.Sorted(maps.Keys(kinds)))
		}
	}
}

func TestGuard(t *testing.T) {
	open := serve(t, Options{Hosts: []string{"", "127.0.0.1"}}, examples(t))
	closed := serve(t, Options{Token: "quay"}, examples(t))
	addresses := slices.AppendSeq(calls(t, open), maps.Keys(oneOfEach(t, open)))
	for _, test := range []struct {
		name    string
		handler http.Handler
		method  string
		host    string
		header  map[string]string
		path    string
		want    int
	}{
		{"open", open, "GET", "example.com", nil, "", 200},
		{"any port", open, "GET", "example.com:9999", nil, "", 200},
		{"case of the host", open, "GET", "EXAMPLE.com", nil, "", 200},
		{"another host", open, "GET", "evil.test", nil, "", 421},
		{"a host that ends alike", open, "GET", "evil-example.com", nil, "", 421},
		{"no host", open, "GET", "", nil, "", 421},
		{"no host but a port", open, "GET", ":80", nil, "", 421},
		{"a host for a port", open, "GET", "127.0.0.1:48302.evil.test", nil, "", 421},
		{"an address that was not reached", open, "GET", "192.0.2.7", nil, "", 421},
		{"another method", open, "POST", "example.com", nil, "", 405},
		{"another method", open, "DELETE", "example.com", nil, "", 405},
		{"across sites", open, "POST", "example.com", map[string]string{"Sec-Fetch-Site": "cross-site"}, "", 403},
		{"across origins", open, "POST", "example.com", map[string]string{"Origin": "http://evil.test"}, "", 403},
		{"a script of another site", open, "GET", "example.com",
			map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, "", 403},
		{"a script of another port", open, "GET", "example.com",
			map[string]string{"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, "", 403},
		{"a frame of another site", open, "GET", "example.com",
			map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, "", 403},
		{"a link of another site", open, "GET", "example.com",
			map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, "", 200},
		{"its own script", open, "GET", "example.com",
			map[string]string{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}, "", 200},
		{"oversized", open, "GET", "example.com", nil, "?q=" + strings.Repeat("a", limits.RequestBytes), 414},
		{"without token", closed, "GET", "example.com", nil, "", 401},
		{"wrong token", closed, "GET", "example.com", map[string]string{"Authorization": "Bearer dock"}, "", 401},
		{"empty token", closed, "GET", "example.com", map[string]string{"Authorization": "Bearer "}, "", 401},
		{"token", closed, "GET", "example.com", map[string]string{"Authorization": "Bearer quay"}, "", 200},
		{"token as password", closed, "GET", "example.com", map[string]string{"Authorization": "Basic eDpxdWF5"}, "", 200},
		{"wrong password", closed, "GET", "example.com", map[string]string{"Authorization": "Basic eDpkb2Nr"}, "", 401},
	} {
		for _, address := range addresses {
			if test.path != "" {
				address, _, _ = strings.Cut(address, "?")
			}
			if address == addPath && test.method == http.MethodPost && test.want == http.StatusMethodNotAllowed {
				continue // it takes this method
			}
			request := newRequest(test.method, "http://example.com"+address+test.path)
			request.Host = test.host
			for name, value := range test.header {
				request.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			test.handler.ServeHTTP(w, request)
			if w.Code != test.want {
				t.Errorf("%s: %s %s: status %d, want %d", test.name, test.method, address, w.Code, test.want)
			}
			for _, name := range []string{"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"} {
				if w.Header().Get(name) == "" {
					t.Errorf("%s: %s %s: no %s", test.name, test.method, address, name)
				}
			}
		}
	}
}

// Where every address of the machine is listened on, the one that a request has reached is a name for it.
func TestReachedAddressIsAllowed(t *testing.T) {
	handler := serve(t, Options{}, examples(t))
	for host, want := range map[string]int{"192.0.2.7": 200, "192.0.2.7:7878": 200, "192.0.2.8": 421, "192.0.2.7.evil.test": 421} {
		request := newRequest(http.MethodGet, "http://example.com/")
		request.Host = host
		reached := &net.TCPAddr{IP: net.IPv4(192, 0, 2, 7), Port: 7878}
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, request.WithContext(context.WithValue(request.Context(), http.LocalAddrContextKey, net.Addr(reached))))
		if w.Code != want {
			t.Errorf("%s: status %d, want %d", host, w.Code, want)
		}
	}
}

// deadlines is a connection that notes whether its reader's time is limited.
type deadlines struct {
	*httptest.ResponseRecorder
	set []bool
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	d.set = append(d.set, !at.IsZero())
	return nil
}

// A body has its time, which ends once it is read, whether it is let in or not; what has no body is let be.
func TestBodiesMustComeInTime(t *testing.T) {
	handler := serve(t, Options{Token: "quay"}, examples(t))
	for _, test := range []struct {
		name, token, path string
		body              io.Reader
		want              []bool
	}{
		{"refused", "", "/undo", strings.NewReader("edit=1"), []bool{true, true}},
		{"a form", "quay", "/documents/none/set", strings.NewReader("edit=1"), []bool{true, false}},
		{"an upload that is no form", "quay", addPath, strings.NewReader("edit=1"), []bool{true, true, false, true}},
		{"nothing there", "quay", "/nowhere", strings.NewReader("edit=1"), []bool{true, true}},
		{"no body", "quay", "/undo", nil, nil},
	} {
		request := httptest.NewRequest(http.MethodPost, "http://example.com"+test.path, test.body)
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if test.token != "" {
			request.Header.Set("Authorization", "Bearer "+test.token)
		}
		w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		handler.ServeHTTP(w, request)
		if !slices.Equal(w.set, test.want) {
			t.Errorf("%s: status %d, limited: %v, want %v", test.name, w.Code, w.set, test.want)
		}
		if refused := w.Code == http.StatusUnauthorized; refused != (w.Header().Get("Connection") == "close") {
			t.Errorf("%s: status %d, connection %q", test.name, w.Code, w.Header().Get("Connection"))
		}
	}
}

// Who is refused is told so at once, and nothing of what they would send is waited for.
func TestRefusedBodyIsNotWaitedFor(t *testing.T) {
	server := httptest.NewServer(serve(t, Options{Hosts: []string{"127.0.0.1"}, Token: "quay"}, examples(t)))
	defer server.Close()
	line, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	if err := line.SetDeadline(time.Now().Add(bodyTime / 2)); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(line, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\na", addPath)
	answer, err := http.ReadResponse(bufio.NewReader(line), nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusUnauthorized || !answer.Close {
		t.Errorf("status %d, closed: %v", answer.StatusCode, answer.Close)
	}
}

// oneOfEach is one address of each route that links lead to.
func oneOfEach(t *testing.T, handler http.Handler) map[string]bool {
	t.Helper()
	found := map[string]string{}
	for address := range crawl(t, handler) {
		parts := strings.Split(address, "/")
		for i, part := range parts {
			if strings.IndexFunc(part, func(r rune) bool { return r >= '0' && r <= '9' }) >= 0 {
				parts[i] = "*"
			}
		}
		route := strings.Join(parts, "/")
		if old, ok := found[route]; !ok || address < old {
			found[route] = address
		}
	}
	routes := map[string]bool{}
	for _, address := range found {
		routes[address] = true
	}
	return routes
}

func TestWhatIsNotThere(t *testing.T) {
	handler := serve(t, Options{}, examples(t))
	var story, document string
	for address := range crawl(t, handler) {
		switch {
		case strings.HasPrefix(address, "/documents/") && !strings.Contains(address, "?"):
			document = max(document, address)
		case strings.HasPrefix(address, "/stories/") && strings.Count(address, "/") == 2:
			story = max(story, address)
		}
	}
	for address, want := range map[string]int{
		"/stories/none":                       404,
		story + "/claims/none":                404,
		story + "/people/99999":               404,
		story + "/people/x":                   404,
		"/documents/none":                     404,
		"/passages/none/none":                 404,
		"/none":                               404,
		"/assets/":                            404,
		"/assets/style.css":                   200,
		"/?page=0":                            400,
		"/?page=99":                           400,
		"/?page=x":                            400,
		"/?sort=price":                        400,
		"/people":                             200,
		"/people?name=Nobody+Atall":           200,
		"/people?name=Rell&from=99":           400,
		"/people?name=Rell&from=x":            400,
		document + "?at=1":                    400,
		document + "?at=5-5":                  400,
		document + "?at=-1-5":                 400,
		document + "?at=1-99999999":           400,
		document + "?at=1-2x":                 400,
		"/find?q=" + url.QueryEscape(`"open`): 200,
	} {
		answer := get(handler, "http://example.com"+address)
		if answer.Code != want {
			t.Errorf("%s: status %d, want %d", address, answer.Code, want)
		}
		if want != 200 && want != 404 && !strings.Contains(answer.Body.String(), `role="alert"`) {
			t.Errorf("%s does not say what was wrong", address)
		}
	}
}

// hostile are captures with a payload in every field that a stranger controls.
func hostile(t *testing.T) func(yield func(hearsay.Capture) error) error {
	return func(yield func(hearsay.Capture) error) error {
		for i, payload := range payloads(t) {
			text := payload + "\n\nMayor Ines Calder said on Monday that " + payload + " was never answered. “" + payload + ",” Calder said.\n"
			capture := hearsay.Capture{
				ID: hearsay.NewDocID(payload, payload, []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text),
				Paths: []string{fmt.Sprintf("%d %s.txt", i, payload)}, Outlet: payload, URL: payload, Title: payload, Author: payload,
			}
			if err := yield(capture); err != nil {
				return err
			}
		}
		return nil
	}
}

// A document that is found in many places does not fill a page with their names, and one that is written from right to
// left turns nothing beside it.
func TestFewOfManyPathsApart(t *testing.T) {
	capture := hearsay.Capture{ID: hearsay.SkippedDocID("x.bin"), Skip: hearsay.Skip{Reason: hearsay.SkipBinary, Detail: "no text"}}
	for i := range 5 {
		capture.Paths = append(capture.Paths, fmt.Sprintf("%d\u202ebin", i))
	}
	handler := serve(t, Options{}, func(yield func(hearsay.Capture) error) error { return yield(capture) })
	body := get(handler, "http://example.com/skipped").Body.String()
	want := "<bdi>0\u202ebin</bdi> <bdi>1\u202ebin</bdi> <bdi>2\u202ebin</bdi> and 2 more"
	if !strings.Contains(body, want) || strings.Contains(body, "3\u202ebin") {
		t.Errorf("%q is not what /skipped shows: %s", want, body)
	}
}

// Filters leave out what they should, and their addresses lead on.
func TestFilters(t *testing.T) {
	handler := serve(t, Options{}, func(yield func(hearsay.Capture) error) error {
		return intake.Walk(t.Context(), []string{"../examples"}, intake.Options{}, yield)
	})
	const port, memo, mill = "Port director offered to resign after crane collapse", "Trucks still roll toward Kaldvik", "Workers at Dunmere mill called to a meeting"
	for _, test := range []struct {
		address string
		want    []string
		not     []string
	}{
		{"/?person=Rell", []string{port}, []string{memo, mill}},
		{"/?person=%22Rell%22", []string{port}, []string{memo}},
		{"/?outlet=Vale+Examiner", []string{mill}, []string{port, memo}},
		{"/?after=2031-11", []string{memo}, []string{port, mill}},
		{"/?before=2031-05-30", []string{port}, []string{memo, mill}},
		{"/?one=", []string{memo}, []string{port}},
		{"/?person=Nobody+Atall", []string{"None."}, []string{port, memo, mill}},
		{"/?person=Rell&sort=newest", []string{port, "/?person=Rell&amp;sort=oldest", "1 story of "}, []string{memo}},
	} {
		answer := get(handler, "http://example.com"+test.address)
		body := answer.Body.String()
		if answer.Code != 200 {
			t.Errorf("%s: status %d", test.address, answer.Code)
		}
		for _, want := range test.want {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not show %q", test.address, want)
			}
		}
		for _, not := range test.not {
			if strings.Contains(body, not) {
				t.Errorf("%s shows %q", test.address, not)
			}
		}
	}
	for _, address := range []string{"/?after=soon", "/?person=Rell&page=x", "/?person=Rell&page=2", "/?one=&sort=price", "/?before=2031-13"} {
		if answer := get(handler, "http://example.com"+address); answer.Code != 400 {
			t.Errorf("%s: status %d, want 400", address, answer.Code)
		}
	}
}

// staysText holds a page to the elements and links that templates make.
func staysText(t *testing.T, address string, page view) {
	t.Helper()
	allowed := strings.Fields("html head meta title link script noscript body a header form fieldset legend label input select option textarea button nav main h1 h2 h3 p strong details summary ul ol li " +
		"span div svg rect line circle text g footer kbd code dl dt dd table thead tbody tr th td br section time article aside b bdi blockquote q s")
	for _, node := range page.nodes {
		if !slices.Contains(allowed, node.Data) {
			t.Fatalf("%s has an element %q", address, node.Data)
		}
		for _, attr := range node.Attr {
			switch {
			case strings.HasPrefix(attr.Key, "on"), attr.Key == "style", attr.Key == "srcdoc":
				t.Fatalf("%s: <%s %s=%q>", address, node.Data, attr.Key, attr.Val)
			case slices.Contains([]string{"href", "src", "action", "formaction"}, attr.Key):
				link, err := url.Parse(attr.Val)
				if err != nil || link.Scheme != "" && link.Scheme != "http" && link.Scheme != "https" ||
					node.Data != "a" && (link.Host != "" || !strings.HasPrefix(attr.Val, "/")) {
					t.Fatalf("%s: <%s %s=%q>", address, node.Data, attr.Key, attr.Val)
				}
			}
		}
	}
}

// What a stranger writes is shown as text, whatever it is, in every field that a stranger controls.
func TestHostileFieldsStayText(t *testing.T) {
	handler := serve(t, Options{}, hostile(t))
	pages := crawl(t, handler)
	for _, payload := range payloads(t) {
		address := "/find?q=" + url.QueryEscape(payload)
		pages[address] = parse(t, get(handler, "http://example.com"+address).Body.String())
	}
	for address, page := range pages {
		staysText(t, address, page)
	}
	if len(pages) < 100 {
		t.Errorf("only %d pages were seen", len(pages))
	}
}
