package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hearsay"
	"hearsay/docs"
	"hearsay/intake"
	"hearsay/report"
)

// description is what the tests need of docs/openapi.json.
type description struct {
	OpenAPI string
	Paths   map[string]map[string]struct {
		OperationID string
		Parameters  []parameter
	}
	Components struct{ Parameters map[string]parameter }
}

type parameter struct {
	Ref  string `json:"$ref"`
	Name string
	In   string
}

func described31(t *testing.T) description {
	t.Helper()
	data, err := docs.Files.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var made description
	if err := json.Unmarshal(data, &made); err != nil {
		t.Fatal(err)
	}
	for _, operations := range made.Paths {
		for _, operation := range operations {
			for i, p := range operation.Parameters {
				if p.Ref != "" {
					operation.Parameters[i] = made.Components.Parameters[strings.TrimPrefix(p.Ref, "#/components/parameters/")]
				}
			}
		}
	}
	return made
}

// ask gets an address and decodes its JSON.
func ask[T any](t *testing.T, handler http.Handler, address string) T {
	t.Helper()
	answer := get(handler, "http://example.com"+address)
	if answer.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", address, answer.Code, answer.Body)
	}
	var made T
	if err := json.Unmarshal(answer.Body.Bytes(), &made); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	return made
}

// filled are the values that stand for each name in the description's paths and queries, from the densest story.
func filled(t *testing.T, handler http.Handler) map[string]string {
	t.Helper()
	stories := ask[storiesAnswer](t, handler, "/api/stories?person=Rell")
	story := ask[report.Report](t, handler, "/api/stories/"+string(stories.Stories[0].ID)).Stories[0]
	values := map[string]string{
		"story": string(story.ID), "claim": string(story.Claims[0].ID), "person": "1", "document": string(story.Documents[0]),
		"a": string(story.Passages[0].A.Doc), "b": string(story.Passages[0].B.Doc), "q": "says:Rell resign*", "format": "json",
	}
	for _, saga := range ask[sagasAnswer](t, handler, "/api/sagas").Sagas {
		values["saga"] = string(saga.ID)
	}
	return values
}

// affairs are the examples and more stories, some of one affair.
func affairs(t *testing.T) func(yield func(hearsay.Capture) error) error {
	return func(yield func(hearsay.Capture) error) error {
		return intake.Walk(t.Context(), []string{"../examples/port", "../examples/memo", "../testdata/stories"}, intake.Options{}, yield)
	}
}

// call is an address of a path of the description.
func call(path string, values map[string]string) string {
	for name, value := range values {
		path = strings.ReplaceAll(path, "{"+name+"}", value)
	}
	if path == "/api/find" {
		path += "?q=" + url.QueryEscape(values["q"])
	}
	return path
}

// calls is an address of each path of the description.
func calls(t *testing.T, handler http.Handler) []string {
	t.Helper()
	values := filled(t, handler)
	var addresses []string
	for path := range described31(t).Paths {
		if address := call(path, values); !strings.Contains(address, "{") { // nothing is held for that
			addresses = append(addresses, address)
		}
	}
	slices.Sort(addresses)
	return addresses
}

func TestDescriptionAndRoutesAgree(t *testing.T) {
	made := described31(t)
	if made.OpenAPI != "3.1.0" {
		t.Errorf("openapi is %q", made.OpenAPI)
	}
	operations := map[string]bool{}
	served := map[string]bool{}
	for _, route := range append((&Server{}).apiRoutes(), apiRoute{pattern: eventsPath}) {
		served[route.pattern] = true
		path := made.Paths[route.pattern]
		operation, ok := path["get"]
		if !ok || len(path) != 1 {
			t.Errorf("%s is served with GET and described otherwise: %v", route.pattern, path)
			continue
		}
		if operations[operation.OperationID] {
			t.Errorf("two operations are called %q", operation.OperationID)
		}
		operations[operation.OperationID] = true
		var query, inPath []string
		for _, p := range operation.Parameters {
			switch p.In {
			case "query":
				query = append(query, p.Name)
			case "path":
				inPath = append(inPath, "{"+p.Name+"}")
			}
		}
		if !slices.Equal(slices.Sorted(slices.Values(query)), slices.Sorted(slices.Values(route.params))) {
			t.Errorf("%s takes %v and is described with %v", route.pattern, route.params, query)
		}
		for part := range strings.SplitSeq(route.pattern, "/") {
			if strings.HasPrefix(part, "{") != slices.Contains(inPath, part) {
				t.Errorf("%s: %q is not described", route.pattern, part)
			}
		}
	}
	for path := range made.Paths {
		if !served[path] {
			t.Errorf("%s is described and not served", path)
		}
	}
}

// schemas compiles schemas of the description.
type schemas struct{ compiler *jsonschema.Compiler }

const schemaBase = "http://example.com/api/"

func newSchemas(t *testing.T, handler http.Handler) schemas {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	for _, name := range []string{"openapi.json", "format.schema.json", "listing.schema.json"} {
		served := get(handler, schemaBase+name)
		value, err := jsonschema.UnmarshalJSON(served.Body)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := compiler.AddResource(schemaBase+name, value); err != nil {
			t.Fatal(err)
		}
	}
	return schemas{compiler}
}

// hold fails the test where an answer is not what the schema at a pointer into the description says.
func (s schemas) hold(t *testing.T, address, pointer string, body []byte) {
	t.Helper()
	schema, err := s.compiler.Compile(schemaBase + "openapi.json#" + pointer)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", address, err)
	}
}

func TestAnswersAreAsDescribed(t *testing.T) {
	handler := serve(t, Options{Program: "hearsay"}, affairs(t))
	schemas, values := newSchemas(t, handler), filled(t, handler)
	for path, operations := range described31(t).Paths {
		if path == eventsPath {
			continue // its answer does not end, see TestEventsTellOfAChange
		}
		pointer := "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/get/responses/200/content/application~1json/schema"
		pointer = strings.NewReplacer("{", "%7B", "}", "%7D").Replace(pointer)
		addresses := []string{call(path, values)}
		for _, p := range operations["get"].Parameters {
			separator := "?"
			if strings.Contains(addresses[0], "?") {
				separator = "&"
			}
			for name, asked := range map[string][]string{"hardening": {""}, "offsets": {"codepoint", "utf16"}, "sort": {"newest", "oldest"}, "from": {"0", "1"}} {
				for _, value := range asked {
					if p.Name == name {
						addresses = append(addresses, addresses[0]+separator+name+"="+value)
					}
				}
			}
		}
		for _, address := range addresses {
			answer := get(handler, "http://example.com"+address)
			if answer.Code != http.StatusOK || answer.Header().Get("Content-Type") != "application/json" {
				t.Errorf("%s: status %d, %s: %s", address, answer.Code, answer.Header().Get("Content-Type"), answer.Body)
				continue
			}
			schemas.hold(t, address, pointer, answer.Body.Bytes())
		}
	}
}

func TestProblemsSayWhatWasWrong(t *testing.T) {
	handler := serve(t, Options{}, affairs(t))
	schemas, values := newSchemas(t, handler), filled(t, handler)
	story := "/api/stories/" + values["story"]
	for _, test := range []struct {
		method, address string
		code            int
		says            string
	}{
		{"GET", "/api/stories?page=0", 400, "pages 1 to"},
		{"GET", "/api/stories?sort=price", 400, "densest, newest, oldest, echo, disagreement"},
		{"GET", "/api/stories?offsets=utf8", 400, `no parameter "offsets" here; there are sort, page, person, outlet, after, before, one, denied`},
		{"GET", "/api/skipped?page=1", 400, "there are none"},
		{"GET", "/api/stories?page=1&page=2", 400, "given twice"},
		{"GET", "/api/stories/none", 404, "story none: not held"},
		{"GET", story + "?offsets=bytes", 400, "want utf8, codepoint or utf16"},
		{"GET", story + "/people?offsets=bytes", 400, "want utf8, codepoint or utf16"},
		{"GET", story + "/claims/none", 404, "claim none of story"},
		{"GET", story + "/people/0", 404, `person "0"`},
		{"GET", story + "/people/x", 404, `person "x"`},
		{"GET", story + "/none", 404, "/api/openapi.json"},
		{"GET", "/api/stories/none/timeline", 404, "story none: not held"},
		{"GET", "/api/documents/none", 404, "document none: not held"},
		{"GET", "/api/passages/none/none", 404, "document none: not held"},
		{"GET", "/api/passages/" + values["a"] + "/" + values["a"], 404, "not held"},
		{"GET", story + "/export/parchment", 404, "there are html, markdown"},
		{"GET", story + "/export/csv?max-quote=0", 400, "1 at least"},
		{"GET", story + "/export/csv?offsets=utf16", 400, "there are max-quote, hardening"},
		{"GET", story + "/export/brat?max-quote=9", 400, "whole texts"},
		{"GET", "/api/stories/none/export/csv", 404, "story none: not held"},
		{"GET", "/api/sagas/none", 404, "saga none: not held"},
		{"GET", "/api/sagas?page=2", 400, "pages 1 to 1"},
		{"GET", "/api/find", 400, "as q"},
		{"GET", "/api/find?q=%22open", 400, "quotation mark"},
		{"GET", "/api/find?q=resign&from=-1", 400, "next of the answer before"},
		{"GET", "/api/find?q=resign&from=9999", 400, "next of the answer before"},
		{"GET", "/api/", 404, "/api/openapi.json"},
		{"GET", "/api/none", 404, "/api/openapi.json"},
		{"POST", "/api/stories", 405, "nothing can be changed"},
		{"PUT", "/api/none", 405, "nothing can be changed"},
	} {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, httptest.NewRequest(test.method, "http://example.com"+test.address, nil))
		if w.Code != test.code || w.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s %s: status %d, want %d, as %s", test.method, test.address, w.Code, test.code, w.Header().Get("Content-Type"))
			continue
		}
		var why problem
		if err := json.Unmarshal(w.Body.Bytes(), &why); err != nil || why.Status != test.code || !strings.Contains(why.Detail, test.says) {
			t.Errorf("%s %s: %s does not say %q", test.method, test.address, w.Body, test.says)
		}
		schemas.hold(t, test.address, "/components/schemas/Problem", w.Body.Bytes())
	}
	refused := httptest.NewRecorder()
	request := httptest.NewRequest(http.MethodGet, "http://elsewhere.test/api/stories", nil)
	handler.ServeHTTP(refused, request)
	schemas.hold(t, "another host", "/components/schemas/Problem", refused.Body.Bytes())
}

// Whatever the unit, a document's spans hold the text that they say they hold.
func TestSpansOfDocumentsHoldTheirText(t *testing.T) {
	handler := serve(t, Options{}, examples(t))
	seen := 0
	for _, story := range ask[storiesAnswer](t, handler, "/api/stories").Stories {
		for _, id := range story.Documents {
			for _, offsets := range []report.Offsets{report.UTF8, report.CodePoint, report.UTF16} {
				made := ask[documentAnswer](t, handler, "/api/documents/"+string(id)+"?offsets="+string(offsets))
				for _, mention := range made.Document.Mentions {
					seen++
					if got := cut(made.Text, offsets, mention.Span); got != mention.Span.Text {
						t.Fatalf("%s: %s: %+v holds %q", id, offsets, mention.Span, got)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no span was looked at")
	}
}

func cut(text string, offsets report.Offsets, span report.Span) string {
	switch offsets {
	case report.CodePoint:
		return string([]rune(text)[span.Start:span.End])
	case report.UTF16:
		return string(utf16.Decode(utf16.Encode([]rune(text))[span.Start:span.End]))
	}
	return text[span.Start:span.End]
}

func TestAskInProcess(t *testing.T) {
	server := serverOf(t, Options{}, examples(t))
	body, err := server.Ask(t.Context(), "/api/stories")
	if err != nil || !json.Valid(body) {
		t.Errorf("%s: %v", body, err)
	}
	if _, err := server.Ask(t.Context(), "/api/documents/none"); err == nil || err.Error() != "document none: not held" {
		t.Errorf("error %v", err)
	}
	if _, err := server.Ask(t.Context(), "/api/stories/.."); err == nil || err.Error() != "/api/stories/..: not held" {
		t.Errorf("error %v", err)
	}
	if _, err := server.Ask(t.Context(), "\x00"); err == nil {
		t.Error("no error for what is no address")
	}
}

// Who follows next gets everything that is found, once, and not all of it in one answer.
func TestFindGoesOn(t *testing.T) {
	handler := serve(t, Options{}, func(yield func(hearsay.Capture) error) error {
		return intake.Walk(t.Context(), []string{"../examples", "../testdata/stories"}, intake.Options{}, yield)
	})
	found, asked := map[report.Span]bool{}, 0
	for next := 0; asked == 0 || next > 0; asked++ {
		made := ask[foundAnswer](t, handler, "/api/find?q="+url.QueryEscape("t*")+"&from="+strconv.Itoa(next))
		for _, place := range made.Listing.Places {
			if found[place.Span] {
				t.Fatalf("%+v is found twice", place.Span)
			}
			found[place.Span] = true
		}
		if made.Next != 0 && made.Next <= next {
			t.Fatalf("next is %d after %d", made.Next, next)
		}
		next = made.Next
	}
	docs := map[hearsay.DocID]bool{}
	for span := range found {
		docs[span.Doc] = true
	}
	held := 0
	for _, story := range ask[storiesAnswer](t, handler, "/api/stories").Stories {
		held += len(story.Documents)
	}
	if asked < 2 || len(docs) != held {
		t.Errorf("%d questions found something in %d documents of %d", asked, len(docs), held)
	}
}
