package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hearsay"
	"hearsay/archive"
	"hearsay/docs"
	"hearsay/intake"
	"hearsay/internal/limits"
	"hearsay/report"
	"hearsay/store/mem"
	"hearsay/web"
)

// echo answers with the address that was asked for, and knows nothing of "none".
type echo struct{}

func (echo) Ask(_ context.Context, address string) (json.RawMessage, error) {
	if strings.Contains(address, "none") {
		return nil, errors.New("not held")
	}
	return json.Marshal(map[string]string{"address": address})
}

// converse sends lines and returns the answers.
func converse(t testing.TB, asker Asker, lines string) string {
	t.Helper()
	var out bytes.Buffer
	if err := New(asker, "1").Serve(t.Context(), strings.NewReader(lines), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestProtocol(t *testing.T) {
	tool := func(name, arguments string) string {
		return `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"` + name + `","arguments":` + arguments + `}}`
	}
	told := func(text string) string {
		quoted, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		return `"result":{"content":[{"type":"text","text":` + string(quoted)
	}
	for _, test := range []struct {
		name, line string
		want       string // in the one answer; "" for none
	}{
		{"ping", `{"jsonrpc":"2.0","id":7,"method":"ping"}`, `{"jsonrpc":"2.0","id":7,"result":{}}`},
		{"id as a string", `{"jsonrpc":"2.0","id":"a","method":"ping"}`, `"id":"a","result"`},
		{"initialize", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}`, `"protocolVersion":"2025-06-18"`},
		{"a later revision", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}`, `"protocolVersion":"2025-11-25"`},
		{"an unknown revision", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"1999-01-01"}}`, `"protocolVersion":"2025-06-18"`},
		{"no revision", `{"jsonrpc":"2.0","id":1,"method":"initialize"}`, `"code":-32602`},
		{"notification", `{"jsonrpc":"2.0","method":"notifications/initialized"}`, ""},
		{"unknown notification", `{"jsonrpc":"2.0","method":"none"}`, ""},
		{"a reply", `{"jsonrpc":"2.0","id":1,"result":{}}`, ""},
		{"blank line", `  `, ""},
		{"unknown method", `{"jsonrpc":"2.0","id":1,"method":"resources/list"}`, `"id":1,"error":{"code":-32601`},
		{"no JSON", `{"jsonrpc":`, `"id":null,"error":{"code":-32700`},
		{"not UTF-8", "{\"jsonrpc\":\"2.0\",\"id\":\"\xff\",\"method\":\"ping\"}", `"code":-32700`},
		{"batch", `[{"jsonrpc":"2.0","id":1,"method":"ping"}]`, `"code":-32600`},
		{"no version", `{"id":1,"method":"ping"}`, `"code":-32600`},
		{"id null", `{"jsonrpc":"2.0","id":null,"method":"ping"}`, `"code":-32600`},
		{"id an object", `{"jsonrpc":"2.0","id":{},"method":"ping"}`, `"code":-32600`},
		{"no method", `{"jsonrpc":"2.0","id":1}`, `"code":-32600`},
		{"method a number", `{"jsonrpc":"2.0","id":1,"method":1}`, `"code":-32600`},
		{"too long", `{"jsonrpc":"2.0","id":1,"method":"` + strings.Repeat("a", limits.MessageBytes) + `"}`, `"code":-32600`},
		{"unknown tool", tool("none", `{}`), `"code":-32602`},
		{"arguments a list", tool("stories", `[]`), `"code":-32602`},
		{"a tool", tool("stories", `{}`), told(`{"address":"/api/stories"}`) + `}],"structuredContent":{"address":"/api/stories"}}`},
		{"a page", tool("stories", `{"sort":"newest","page":2}`), `/api/stories?page=2\u0026sort=newest`},
		{"what a story lists", tool("story", `{"story":"s"}`), `/api/stories/s/claims`},
		{"an escaped part", tool("document", `{"document":"a/../b?c"}`), `/api/documents/a%2F..%2Fb%3Fc`},
		{"an escaped query", tool("find", `{"query":"a&b=c"}`), `/api/find?q=a%26b%3Dc`},
		{"no answer", tool("story", `{"story":"none"}`), told("not held. Call stories for the identities that are held.") + `}],"isError":true`},
		{"unknown argument", tool("story", `{"story":"s","x":1}`), told(`there is no argument "x"; there are list, story`)},
		{"missing argument", tool("claim", `{"story":"s"}`), told("the argument claim is missing: The claim's identity, as story or find gives it.")},
		{"empty argument", tool("story", `{"story":""}`), `is a string that is not empty`},
		{"null", tool("story", `{"story":null}`), `is a string that is not empty`},
		{"another choice", tool("story", `{"story":"s","list":"none"}`), told("the argument list is one of claims, people, sources, timeline, who-first")},
		{"a word for a number", tool("person", `{"story":"s","person":"1"}`), told("the argument person is a whole number, 1 at least")},
		{"too small a number", tool("person", `{"story":"s","person":0}`), told("the argument person is a whole number, 1 at least")},
	} {
		got := converse(t, echo{}, test.line+"\n")
		if test.want == "" && got != "" || !strings.Contains(got, test.want) || strings.Count(got, "\n") > 1 {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

// After a message that is too long, or no message at all, the next one is answered.
func TestGoesOnAfterMistakes(t *testing.T) {
	ping := `{"jsonrpc":"2.0","id":2,"method":"ping"}`
	got := converse(t, echo{}, strings.Repeat("x", 3*limits.MessageBytes)+"\n\x00\n"+ping)
	if lines := strings.Split(strings.TrimSpace(got), "\n"); len(lines) != 3 || lines[2] != `{"jsonrpc":"2.0","id":2,"result":{}}` {
		t.Errorf("answers: %s", got)
	}
}

func FuzzServe(f *testing.F) {
	f.Add(`{"jsonrpc":"2.0","id":1,"method":"ping"}`)
	f.Add(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"find","arguments":{"query":"x","from":1e3}}}`)
	f.Add("[]\n{}\nnull\n\"\"\n{\"jsonrpc\":\"2.0\",\"id\":-,\"method\":null}")
	f.Fuzz(func(t *testing.T, lines string) {
		got := converse(t, echo{}, lines)
		if strings.Count(got, "\n") > strings.Count(lines, "\n")+1 {
			t.Fatalf("more answers than messages: %s", got)
		}
		for line := range strings.Lines(got) {
			var made response
			if err := json.Unmarshal([]byte(line), &made); err != nil || made.JSONRPC != "2.0" || (made.Result == nil) == (made.Error == nil) {
				t.Fatalf("%s: %v", line, err)
			}
		}
	})
}

// Every tool asks for an address that docs/openapi.json describes, and its schema is one.
func TestToolsAskWhatIsDescribed(t *testing.T) {
	data, err := docs.Files.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var described struct{ Paths map[string]json.RawMessage }
	if err := json.Unmarshal(data, &described); err != nil {
		t.Fatal(err)
	}
	for _, tool := range tools() {
		given := map[string]string{}
		for name, property := range tool.Input.Properties {
			given[name] = "{" + name + "}"
			if property.Enum != nil {
				given[name] = property.Enum[0]
			}
		}
		address, err := url.Parse(tool.address(given))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := described.Paths[address.Path]; !ok {
			t.Errorf("%s asks %s, which is not described", tool.Name, address.Path)
		}
		for name := range address.Query() {
			if !strings.Contains(string(described.Paths[address.Path]), fmt.Sprintf(`"name": %q`, name)) {
				t.Errorf("%s asks with %s, which is not described", tool.Name, name)
			}
		}
		schema, err := json.Marshal(tool.Input)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("tool.json", value); err != nil {
			t.Fatal(err)
		}
		if _, err := compiler.Compile("tool.json"); err != nil {
			t.Errorf("%s: %v", tool.Name, err)
		}
	}
}

// From the list of stories a model gets to who is behind a claim, and to the words.
func TestFromStoriesToWords(t *testing.T) {
	keeper, err := archive.New(t.Context(), mem.New(), archive.Choice{}, archive.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Add(t.Context(), time.Unix(0, 0), func(yield func(hearsay.Capture) error) error {
		return intake.Walk(t.Context(), []string{"../examples/memo"}, intake.Options{}, yield)
	}); err != nil {
		t.Fatal(err)
	}
	contents, err := keeper.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	answers, err := web.New(keeper, contents, web.Options{})
	if err != nil {
		t.Fatal(err)
	}
	stories := use[struct {
		Stories []struct {
			ID        string
			Documents []string
		}
	}](t, answers, "stories", nil)
	story := stories.Stories[0]
	claims := use[report.Listing](t, answers, "story", map[string]any{"story": story.ID})
	why := use[report.Listing](t, answers, "claim", map[string]any{"story": story.ID, "claim": claims.Claims[0].ID})
	telling := why.Why.Claim.Tellings[0]
	doc := use[struct{ Text string }](t, answers, "document", map[string]any{"document": telling.Span.Doc})
	if got := doc.Text[telling.Span.Start:telling.Span.End]; got != telling.Span.Text || got == "" {
		t.Errorf("%+v holds %q", telling.Span, got)
	}
	if len(why.Why.Origins) == 0 {
		t.Error("nobody is behind the claim")
	}
	people := use[report.Listing](t, answers, "story", map[string]any{"story": story.ID, "list": "people"})
	person := use[report.Listing](t, answers, "person", map[string]any{"story": story.ID, "person": people.People[0].Identities[0].ID})
	if person.Persons[0].Name.Text != people.People[0].Name.Text {
		t.Errorf("asked for %q and got %q", people.People[0].Name.Text, person.Persons[0].Name.Text)
	}
	found := use[struct{ Listing report.Listing }](t, answers, "find", map[string]any{"query": strings.Fields(telling.Span.Text)[0]})
	if len(found.Listing.Places) == 0 {
		t.Errorf("%q is not found", telling.Span.Text)
	}
	shared := use[report.Report](t, answers, "passages", map[string]any{"a": story.Documents[0], "b": story.Documents[1]})
	if len(shared.Across.Documents) != 2 {
		t.Errorf("%d documents", len(shared.Across.Documents))
	}
}

// use calls a tool and decodes what it answers.
func use[T any](t *testing.T, asker Asker, name string, arguments map[string]any) T {
	t.Helper()
	params, err := json.Marshal(map[string]any{"name": name, "arguments": arguments})
	if err != nil {
		t.Fatal(err)
	}
	got := converse(t, asker, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":`+string(params)+"}\n")
	var answer struct{ Result called }
	if err := json.Unmarshal([]byte(got), &answer); err != nil || answer.Result.IsError {
		t.Fatalf("%s: %s: %v", name, got, err)
	}
	if told := answer.Result.Content[0].Text; told != string(answer.Result.Structured) {
		t.Errorf("%s: the text is not what is structured: %s", name, told)
	}
	var made T
	if err := json.Unmarshal(answer.Result.Structured, &made); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return made
}

// broken cannot be read or written.
type broken struct{}

func (broken) Read([]byte) (int, error)  { return 0, errors.New("broken") }
func (broken) Write([]byte) (int, error) { return 0, errors.New("broken") }

func TestBrokenStreams(t *testing.T) {
	if err := New(echo{}, "1").Serve(t.Context(), broken{}, io.Discard); err == nil {
		t.Error("no error of reading")
	}
	if err := New(echo{}, "1").Serve(t.Context(), strings.NewReader("{}"), broken{}); err == nil {
		t.Error("no error of writing")
	}
}

func TestToolNames(t *testing.T) {
	names := map[string]bool{}
	for _, tool := range tools() {
		names[tool.Name] = true
		for _, required := range tool.Input.Required {
			if _, ok := tool.Input.Properties[required]; !ok {
				t.Errorf("%s requires %q, which it does not describe", tool.Name, required)
			}
		}
	}
	want := []string{"claim", "document", "find", "passages", "person", "saga", "sagas", "stories", "story"}
	if got := slices.Sorted(maps.Keys(names)); !slices.Equal(got, want) {
		t.Errorf("tools %v, want %v", got, want)
	}
}
