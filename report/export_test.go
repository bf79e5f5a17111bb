package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hearsay"
	"hearsay/report"
)

// parts are the report on the documents, story by story, cut.
func (h held) parts(t *testing.T, maxQuote int) report.Parts {
	t.Helper()
	texts := map[hearsay.DocID]string{}
	for i := range h.readings {
		if maxQuote == 0 {
			texts[h.readings[i].Document.ID] = h.readings[i].Document.Text
		}
	}
	made := h.make(t, report.CodePoint)
	report.Cut(made, maxQuote)
	return func(yield func(report.Part, error) bool) {
		for _, story := range made.Stories {
			part := *made
			part.Documents = slices.DeleteFunc(slices.Clone(made.Documents), func(d report.Document) bool { return d.Story != story.ID })
			part.Stories, part.Sagas, part.Across, part.Skipped = []report.Story{story}, []report.Saga{}, report.Shared{}, []report.Skipped{}
			if !yield(report.Part{Report: &part, Texts: texts}, nil) {
				return
			}
		}
		part := *made
		part.Documents, part.Stories = []report.Document{}, []report.Story{}
		yield(report.Part{Report: &part}, nil)
	}
}

// exports are all formats of others, by name; no timeline where nothing has a day.
func (h held) exports(t *testing.T, maxQuote int) map[string]string {
	t.Helper()
	made := h.make(t, report.CodePoint)
	report.Cut(made, maxQuote)
	var text strings.Builder
	if err := report.WriteText(&text, made, wide); err != nil {
		t.Fatal(err)
	}
	written := map[string]string{"text": text.String()}
	for _, format := range report.Formats() {
		var out bytes.Buffer
		err := format.Write(&out, h.parts(t, maxQuote))
		if errors.Is(err, report.ErrUndated) {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", format.Name, err)
		}
		written[format.Name] = out.String()
	}
	return written
}

// samples are what every format is tried on.
func samples(t *testing.T) map[string]held {
	corrected := load(t, captures(t)...)
	corrected.corrected = true
	return map[string]held{
		"examples": load(t, captures(t)...), "corrected": corrected,
		"nothing": load(t),
		"skipped": load(t, capture(" \n", "empty.txt")),
		"hostile": load(t, capture(hostile, "bad\xff\x1b[2J.txt"), capture("=1+1 said the mayor offered to resign.\n", "=cmd.txt")),
	}
}

// shownStrings are the strings that a written format shows, each with its white space folded.
func shownStrings(t *testing.T, name, written string) []string {
	t.Helper()
	var all []string
	switch {
	case name == "csv":
		rows, err := csv.NewReader(strings.NewReader(written)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		all = slices.Concat(rows...)
	case name == "graphml" || name == "gexf":
		decoder := xml.NewDecoder(strings.NewReader(written))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			switch token := token.(type) {
			case xml.CharData:
				all = append(all, string(token))
			case xml.StartElement:
				for _, attribute := range token.Attr {
					all = append(all, attribute.Value)
				}
			}
		}
	case name == "markdown" || name == "text":
		all = strings.Split(strings.ReplaceAll(written, `\`, ""), "\n")
	default:
		decoder := json.NewDecoder(strings.NewReader(written))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if text, ok := token.(string); ok {
				all = append(all, text)
			}
		}
	}
	for i, text := range all {
		all[i] = strings.Join(strings.Fields(text), " ")
	}
	return all
}

// stretches are the runs of so many characters of all that stands in the documents, white space folded: sentences,
// headlines, bylines and furniture alike.
func (h held) stretches(length int) map[string]bool {
	found := map[string]bool{}
	for _, reading := range h.readings {
		runes := []rune(strings.Join(strings.Fields(reading.Document.Text), " "))
		for i := range len(runes) - length + 1 {
			found[string(runes[i:i+length])] = true
		}
	}
	return found
}

// allowed are what no cut shortens: names of outlets, dates, addresses and paths, and the program's own words.
func allowed(made *report.Report) []string {
	var names []string
	for i := range made.Documents {
		doc := &made.Documents[i]
		names = append(names, doc.Outlet.Value, doc.Published.Value, doc.URL.Value)
		names = append(names, doc.Paths...)
		for n := range made.Stories {
			for _, relay := range made.Stories[n].Relays {
				names = append(names, relay.Outlet)
			}
		}
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(names)
}

// With a greatest length of quotations, no format shows more than that of anything that stands in a document.
func TestNothingIsQuotedAtLength(t *testing.T) {
	h := load(t, captures(t)...)
	leaks := func(most, cut int) map[string]string {
		names, long, found := allowed(h.make(t, report.CodePoint)), h.stretches(most+1), map[string]string{}
		for name, written := range h.exports(t, cut) {
			for _, shown := range shownStrings(t, name, written) {
				for _, name := range names {
					if name != "" {
						shown = strings.ReplaceAll(shown, name, "\x00")
					}
				}
				runes := []rune(shown)
				for i := range len(runes) - most {
					if long[string(runes[i:i+most+1])] {
						found[name] = string(runes[i:])
					}
				}
			}
		}
		return found
	}
	for _, most := range []int{16, 24, 80} {
		for name, shown := range leaks(most, most) {
			t.Errorf("%s shows more than %d characters in a row: %q", name, most, shown)
		}
	}
	whole := slices.Sorted(maps.Keys(h.exports(t, 0)))
	if got := slices.Sorted(maps.Keys(leaks(24, 0))); !slices.Equal(got, whole) {
		t.Errorf("uncut, whole quotations stand in %v, want %v", got, whole)
	}
}

func TestExportsAreTheSameTwice(t *testing.T) {
	h := load(t, captures(t)...)
	once, again := h.exports(t, 0), h.exports(t, 0)
	for name := range once {
		if once[name] != again[name] {
			t.Errorf("%s differs from one time to the next", name)
		}
	}
}

func validate(t *testing.T, schema *jsonschema.Schema, name, written string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(written))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func compile(t *testing.T, path string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// Each line is one part, of the type that it names, as the schema of read --json has it.
func TestJSONLines(t *testing.T) {
	for name, h := range samples(t) {
		made := h.make(t, report.CodePoint)
		var again []report.Line
		for line := range strings.Lines(h.exports(t, 0)["jsonl"]) {
			decoder := json.NewDecoder(strings.NewReader(line))
			decoder.DisallowUnknownFields()
			var read report.Line
			if err := decoder.Decode(&read); err != nil {
				t.Fatal(err)
			}
			fields := reflect.ValueOf(read)
			for i := range fields.NumField() {
				field := fields.Type().Field(i)
				tag, _, _ := strings.Cut(field.Tag.Get("json"), ",")
				if field.Type.Kind() == reflect.Pointer && fields.Field(i).IsNil() == (tag == read.Type) {
					t.Errorf("%s: the line of type %q has, or has not, its %s", name, read.Type, tag)
				}
			}
			again = append(again, read)
		}
		count := map[string]int{}
		for _, line := range again {
			count[line.Type]++
		}
		claims := 0
		for i := range made.Stories {
			claims += len(made.Stories[i].Claims)
		}
		if count["head"] != 1 || count["document"] != len(made.Documents) || count["claim"] != claims || count["skipped"] != len(made.Skipped) {
			t.Errorf("%s: %v, want a head, %d documents, %d claims, %d skipped", name, count, len(made.Documents), claims, len(made.Skipped))
		}
	}
}

// The table has a row for each telling, and no cell that a spreadsheet would run.
func TestCSV(t *testing.T) {
	for name, h := range samples(t) {
		written := h.exports(t, 0)["csv"]
		if strings.Count(written, "\n") != strings.Count(written, "\r\n") {
			t.Errorf("%s: a line does not end as RFC 4180 has it", name)
		}
		rows, err := csv.NewReader(strings.NewReader(written)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		tellings := 0
		made := h.make(t, report.CodePoint)
		for i := range made.Stories {
			for _, claim := range made.Stories[i].Claims {
				tellings += len(claim.Tellings) + len(claim.Apart) + len(claim.Possible) + len(claim.Wrong)
			}
		}
		if len(rows) != tellings+1 {
			t.Errorf("%s: %d rows, want %d", name, len(rows), tellings+1)
		}
		for _, row := range rows {
			for _, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r") {
					t.Errorf("%s: a spreadsheet would run %q", name, cell)
				}
			}
		}
	}
}

func TestAnnotationsAreByTheModel(t *testing.T) {
	schema := compile(t, "testdata/schemas/annotation.schema.json")
	for name, h := range samples(t) {
		written := h.exports(t, 0)["annotations"]
		validate(t, schema, name, written)
		texts := map[string][]rune{}
		for _, reading := range h.readings {
			texts["urn:hearsay:document:"+string(reading.Document.ID)] = []rune(reading.Document.Text)
		}
		var read struct {
			Total int
			First struct {
				Items []struct {
					ID     string
					Target struct {
						Source   string
						Selector []struct {
							Start, End            int
							Exact, Prefix, Suffix string
						}
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(written), &read); err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, item := range read.First.Items {
			if names[item.ID] {
				t.Errorf("%s: two annotations are called %s", name, item.ID)
			}
			names[item.ID] = true
			place, quote := item.Target.Selector[0], item.Target.Selector[1]
			text := texts[item.Target.Source]
			if got := string(text[place.Start:place.End]); got != quote.Exact {
				t.Errorf("%s: at %d-%d stands %q, the quotation is %q", name, place.Start, place.End, got, quote.Exact)
			}
			if around := quote.Prefix + quote.Exact + quote.Suffix; !strings.Contains(string(text), around) {
				t.Errorf("%s: %q does not stand in the text", name, around)
			}
		}
		if read.Total != len(names) || name == "examples" && read.Total == 0 {
			t.Errorf("%s: %d annotations, of %d in all", name, len(names), read.Total)
		}
	}
	if err := report.WriteAnnotations(io.Discard, report.Whole(samples(t)["nothing"].make(t, report.UTF8), nil)); err == nil {
		t.Error("annotations are written with offsets in bytes")
	}
}

// graph are the nodes of JSON-LD by name; the same name twice is an error.
func graph(t *testing.T, written string) map[string]map[string]any {
	t.Helper()
	var read struct {
		Graph []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(written), &read); err != nil {
		t.Fatal(err)
	}
	nodes := map[string]map[string]any{}
	for _, node := range read.Graph {
		name := node["@id"].(string)
		if nodes[name] != nil {
			t.Errorf("two nodes are called %s", name)
		}
		nodes[name] = node
	}
	return nodes
}

// A provenance has the shape that its schema gives it, and each of its nodes once.
func TestProvenanceIsByItsSchema(t *testing.T) {
	schema := compile(t, "testdata/schemas/prov.schema.json")
	for name, h := range samples(t) {
		written := h.exports(t, 0)["prov"]
		validate(t, schema, name, written)
		graph(t, written)
	}
}

func TestSchemaOrgHasNoVerdict(t *testing.T) {
	for name, h := range samples(t) {
		written := h.exports(t, 0)["schemaorg"]
		if strings.Contains(written, "ClaimReview") {
			t.Errorf("%s: there is a verdict", name)
		}
		graph(t, written)
	}
}

func TestNinjsIsByItsSchema(t *testing.T) {
	schema := compile(t, "testdata/schemas/ninjs.schema.json")
	for name, h := range samples(t) {
		made := h.make(t, report.CodePoint)
		for _, most := range []int{0, 24} {
			n := 0
			for line := range strings.Lines(h.exports(t, most)["ninjs"]) {
				validate(t, schema, name, line)
				if full := strings.Contains(line, `"bodies"`); full != (most == 0) || full != strings.Contains(line, `"representationType":"full"`) {
					t.Errorf("%s, quotations of %d: the text is given: %v", name, most, full)
				}
				n++
			}
			if n != len(made.Documents) {
				t.Errorf("%s: %d objects for %d documents", name, n, len(made.Documents))
			}
		}
	}
}

func TestTimelineJSIsByItsSchema(t *testing.T) {
	schema := compile(t, "testdata/schemas/timelinejs.schema.json")
	for name, h := range samples(t) {
		written, dated := h.exports(t, 0)["timelinejs"]
		if !dated {
			if name == "examples" {
				t.Errorf("%s: there is no timeline", name)
			}
			continue
		}
		validate(t, schema, name, written)
		if tag := regexp.MustCompile(`<(script|img|b)\b`).FindString(written); tag != "" {
			t.Errorf("%s: the words of a document make a tag %s", name, tag)
		}
		var read struct {
			Events []struct {
				ID    string `json:"unique_id"`
				Group string
			}
		}
		if err := json.Unmarshal([]byte(written), &read); err != nil {
			t.Fatal(err)
		}
		count, names := map[string]int{}, map[string]bool{}
		for _, event := range read.Events {
			count[event.Group]++
			names[event.ID] = true
		}
		if len(names) != len(read.Events) || name == "examples" && (count["happened"] == 0 || count["told"] == 0) {
			t.Errorf("%s: %v in %d events", name, count, len(read.Events))
		}
	}
}

// sourcingGraph is a graph of either XML format.
type sourcingGraph struct {
	nodes map[string]map[string]string
	edges map[string]map[string]string
}

func newSourcingGraph(t *testing.T, name, written string) sourcingGraph {
	t.Helper()
	type values []struct {
		Key  string `xml:"key,attr"`
		For  string `xml:"for,attr"`
		Text string `xml:",chardata"`
		Attr string `xml:"value,attr"`
	}
	type part struct {
		ID     string `xml:"id,attr"`
		Label  string `xml:"label,attr"`
		Source string `xml:"source,attr"`
		Target string `xml:"target,attr"`
		Data   values `xml:"data"`
		Values values `xml:"attvalues>attvalue"`
	}
	var read struct {
		XMLName xml.Name
		Keys    []struct {
			ID   string `xml:"id,attr"`
			For  string `xml:"for,attr"`
			Name string `xml:"attr.name,attr"`
			Type string `xml:"attr.type,attr"`
		} `xml:"key"`
		Version string `xml:"version,attr"`
		Graph   struct {
			Default    string `xml:"edgedefault,attr"`
			EdgeType   string `xml:"defaultedgetype,attr"`
			Attributes []struct {
				Class      string `xml:"class,attr"`
				Attributes []struct {
					ID    string `xml:"id,attr"`
					Title string `xml:"title,attr"`
					Type  string `xml:"type,attr"`
				} `xml:"attribute"`
			} `xml:"attributes"`
			Nodes     []part `xml:"node"`
			Edges     []part `xml:"edge"`
			GEXFNodes []part `xml:"nodes>node"`
			GEXFEdges []part `xml:"edges>edge"`
		} `xml:"graph"`
	}
	if err := xml.Unmarshal([]byte(written), &read); err != nil {
		t.Fatal(err)
	}
	declared := map[string]string{}
	switch name {
	case "graphml":
		if read.XMLName != (xml.Name{Space: "http://graphml.graphdrawing.org/xmlns", Local: "graphml"}) || read.Graph.Default != "directed" {
			t.Errorf("%s: the root is %v, edges are %s", name, read.XMLName, read.Graph.Default)
		}
		for _, key := range read.Keys {
			if key.Name == "" {
				t.Errorf("%s: a key has no name", name)
			}
			declared[key.For+" "+key.ID] = key.Type
		}
	case "gexf":
		if read.XMLName != (xml.Name{Space: "http://gexf.net/1.3", Local: "gexf"}) || read.Version != "1.3" || read.Graph.EdgeType != "directed" {
			t.Errorf("%s: the root is %v %s, edges are %s", name, read.XMLName, read.Version, read.Graph.EdgeType)
		}
		for _, class := range read.Graph.Attributes {
			for _, attribute := range class.Attributes {
				if attribute.Title == "" {
					t.Errorf("%s: an attribute has no title", name)
				}
				declared[class.Class+" "+attribute.ID] = attribute.Type
			}
		}
	}
	for key, kind := range declared {
		if kind != "string" && kind != "boolean" {
			t.Errorf("%s: %s is of type %q", name, key, kind)
		}
	}
	named := regexp.MustCompile(`^[\w.:-]+$`) // an NMTOKEN, as GraphML wants it
	made := sourcingGraph{map[string]map[string]string{}, map[string]map[string]string{}}
	take := func(into map[string]map[string]string, class string, parts []part) {
		for _, part := range parts {
			if into[part.ID] != nil || !named.MatchString(part.ID) {
				t.Errorf("%s: %s is called %q, which is no name or is taken", name, class, part.ID)
			}
			data := map[string]string{"source": part.Source, "target": part.Target, "label": part.Label}
			for _, value := range slices.Concat(part.Data, part.Values) {
				key := value.Key + value.For
				kind := declared[class+" "+key]
				if kind == "" {
					t.Errorf("%s: %s %s has a %q that is not declared", name, class, part.ID, key)
				}
				if data[key] = value.Text + value.Attr; kind == "boolean" && data[key] != "true" && data[key] != "false" {
					t.Errorf("%s: %s of %s is %q", name, key, part.ID, data[key])
				}
			}
			into[part.ID] = data
		}
	}
	take(made.nodes, "node", slices.Concat(read.Graph.Nodes, read.Graph.GEXFNodes))
	take(made.edges, "edge", slices.Concat(read.Graph.Edges, read.Graph.GEXFEdges))
	for id, edge := range made.edges {
		if made.nodes[edge["source"]] == nil || made.nodes[edge["target"]] == nil {
			t.Errorf("%s: edge %s leads from %q to %q, which are not both nodes", name, id, edge["source"], edge["target"])
		}
	}
	return made
}

// Both graphs are well made, tell the same, and tell of every document and every relay.
func TestSourcingGraphs(t *testing.T) {
	for name, h := range samples(t) {
		written := h.exports(t, 0)
		one, other := newSourcingGraph(t, "graphml", written["graphml"]), newSourcingGraph(t, "gexf", written["gexf"])
		if !reflect.DeepEqual(one, other) {
			t.Errorf("%s: GraphML tells\n%v\nGEXF\n%v", name, one, other)
		}
		made := h.make(t, report.CodePoint)
		rests, held := 0, 0
		for i := range made.Stories {
			rests += len(made.Stories[i].Rests())
		}
		for _, node := range one.nodes {
			if node["held"] == "true" {
				held++
			}
		}
		if len(one.edges) != rests || held != len(made.Documents) || name == "examples" && rests == 0 {
			t.Errorf("%s: %d documents and %d edges, want %d and %d", name, held, len(one.edges), len(made.Documents), rests)
		}
	}
}

func TestOutsideURL(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.com/a?b=c": "https://example.com/a?b=c",
		"http://example.com":        "http://example.com",
		"javascript:alert(1)":       "",
		"JaVaScRiPt:alert(1)":       "",
		"data:text/html,x":          "",
		"//example.com/a":           "",
		"/a":                        "",
		"":                          "",
		"http://a:b@example.com/":   "",
		"ftp://example.com/":        "",
	} {
		if got := report.Outside(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{
		{"offered to resign", 20, "offered to resign"},
		{"offered to resign", 17, "offered to resign"},
		{"offered to resign", 13, "offered to…"},
		{"offered to resign", 10, "offered to…"},
		{"offered", 3, "off…"},
		{"Ünäï öü", 4, "Ünäï…"},
	} {
		if got := report.Excerpt(test.text, test.n); got != test.want {
			t.Errorf("%q after %d: %q, want %q", test.text, test.n, got, test.want)
		}
	}
}

// A claim appeared first in a document only where that is known to be earlier than all others.
func TestFirstAppearanceIsKnown(t *testing.T) {
	for _, test := range []struct {
		name  string
		dates []string // of documents that tell the claim, in document order
		want  bool
	}{
		{"earlier", []string{"2031-05-12", "2031-05-13T07:30:00Z", "2031-05-13"}, true},
		{"the same day", []string{"2031-05-12T07:30:00Z", "2031-05-12T09:00:00Z"}, false},
		{"a month", []string{"2031-04-30", "2031-05"}, false},
		{"undated", []string{"2031-05-12", ""}, false},
		{"alone", []string{"2031-05-12"}, false},
		{"nobody", nil, false},
	} {
		made := &report.Report{Offsets: report.CodePoint, Stories: []report.Story{{ID: "s", Claims: []report.Claim{{ID: "c"}}}}}
		claim := &made.Stories[0].Claims[0]
		for n, published := range test.dates {
			id := hearsay.DocID(rune('a' + n))
			made.Documents = append(made.Documents, report.Document{ID: id, Story: "s"})
			claim.Tellings = append(claim.Tellings, report.Telling{Span: report.Span{Doc: id, End: 1}, Published: report.Fact{Value: published}})
		}
		var out strings.Builder
		if err := report.WriteSchemaOrg(&out, report.Whole(made, nil)); err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(out.String(), "firstAppearance"); got != test.want {
			t.Errorf("%s: a first appearance: %v", test.name, got)
		}
	}
}

// A telling's primary source is the one where its chain begins; a chain that returns to itself has none.
func TestPrimarySourceBeginsTheChain(t *testing.T) {
	span := func(id string) report.Span { return report.Span{Doc: hearsay.DocID(id), End: 1} }
	telling := func(id, to string) report.Telling {
		made := report.Telling{Span: span(id)}
		if to != "" {
			from := span(to)
			made.Steps = []report.Step{{Rule: "relay followed", To: &from}}
		}
		return made
	}
	made := &report.Report{Stories: []report.Story{{ID: "s", Claims: []report.Claim{
		{ID: "c", Tellings: []report.Telling{telling("a", ""), telling("b", "a"), telling("c", "b")}},
		{ID: "d", Tellings: []report.Telling{telling("a", "b"), telling("b", "a")}},
	}}}}
	var out strings.Builder
	if err := report.WriteProvenance(&out, report.Whole(made, nil)); err != nil {
		t.Fatal(err)
	}
	nodes := graph(t, out.String())
	for name, want := range map[string]any{
		"c:a": nil, "c:b": "c:a", "c:c": "c:a", "d:a": nil, "d:b": nil,
	} {
		if text, ok := want.(string); ok {
			want = "urn:hearsay:telling:s:" + text + ":0-1"
		}
		if got := nodes["urn:hearsay:telling:s:"+name+":0-1"]["prov:hadPrimarySource"]; got != want {
			t.Errorf("%s: the primary source is %v, want %v", name, got, want)
		}
	}
}

// Written item by item, a report is what it would be written whole.
func TestJSONIsWrittenAsAWhole(t *testing.T) {
	for name, h := range samples(t) {
		made := h.make(t, report.UTF8)
		var whole, out bytes.Buffer
		encoder := json.NewEncoder(&whole)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", " ")
		if err := encoder.Encode(made); err != nil {
			t.Fatal(err)
		}
		if err := report.WriteJSON(&out, made); err != nil {
			t.Fatal(err)
		}
		if out.String() != whole.String() {
			t.Errorf("%s: written item by item, the report is another", name)
		}
	}
}
