package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// sourcing is the graph of who rests on whom, as its formats write it.
type sourcing struct {
	nodes   []sourcingNode
	edges   []sourcingEdge
	numbers map[string]string // of nodes, by URN
}

type sourcingNode struct {
	id, urn, label, outlet, published string
	held                              bool
}

type sourcingEdge struct {
	id, from, to, kind, by, words string
}

// newSourcing numbers documents, and outlets of which nothing is held, as the nodes of the graph.
func newSourcing(parts Parts) (*sourcing, error) {
	g := &sourcing{numbers: map[string]string{}}
	for part, err := range parts {
		if err != nil {
			return nil, err
		}
		g.add(part.Report)
	}
	return g, nil
}

// node is the number of a node, which is added where it is not there yet.
func (g *sourcing) node(made sourcingNode) string {
	if g.numbers[made.urn] == "" {
		made.id = fmt.Sprintf("n%d", len(g.nodes)+1)
		g.numbers[made.urn] = made.id
		g.nodes = append(g.nodes, made)
	}
	return g.numbers[made.urn]
}

func (g *sourcing) add(r *Report) {
	for i := range r.Documents {
		doc := &r.Documents[i]
		g.node(sourcingNode{
			urn: documentURN(doc.ID), label: doc.name(), outlet: doc.Outlet.Value, published: doc.Published.Value, held: true,
		})
	}
	for i := range r.Stories {
		for _, rest := range r.Stories[i].Rests() {
			edge := sourcingEdge{
				id: fmt.Sprintf("e%d", len(g.edges)+1), from: g.numbers[documentURN(rest.From)], to: g.numbers[documentURN(rest.Held)],
				kind: string(rest.Kind), by: rest.By,
			}
			if rest.Held == "" {
				edge.to = g.node(sourcingNode{urn: outletURN(rest.Outlet), label: rest.Outlet, outlet: rest.Outlet})
			}
			if len(rest.Spans) > 0 {
				edge.words = oneLine(rest.Spans[0].Text)
			}
			g.edges = append(g.edges, edge)
		}
	}
}

type graphML struct {
	XMLName xml.Name     `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
	Keys    []graphMLKey `xml:"key"`
	Graph   struct {
		ID      string        `xml:"id,attr"`
		Default string        `xml:"edgedefault,attr"`
		Nodes   []graphMLPart `xml:"node"`
		Edges   []graphMLPart `xml:"edge"`
	} `xml:"graph"`
}

type graphMLKey struct {
	ID   string `xml:"id,attr"`
	For  string `xml:"for,attr"`
	Name string `xml:"attr.name,attr"`
	Type string `xml:"attr.type,attr"`
}

type graphMLPart struct {
	ID     string        `xml:"id,attr"`
	Source string        `xml:"source,attr,omitempty"`
	Target string        `xml:"target,attr,omitempty"`
	Data   []graphMLData `xml:"data"`
}

type graphMLData struct {
	Key   string `xml:"key,attr"`
	Value string `xml:",chardata"`
}

// graphMLParts are data with a value.
func graphMLParts(pairs ...graphMLData) []graphMLData {
	return slices.DeleteFunc(pairs, func(d graphMLData) bool { return d.Value == "" })
}

// WriteGraphML writes who rests on whom as GraphML 1.0 (graphml.graphdrawing.org): documents, and outlets that are not
// held, as nodes; an edge leads from a document to what it rests on. Not all programs read graphs in which only some edges
// have a direction, so where that is unknown the kind of the edge says so.
func WriteGraphML(w io.Writer, parts Parts) error {
	g, err := newSourcing(parts)
	if err != nil {
		return err
	}
	var made graphML
	for _, key := range [][3]string{
		{"urn", "node", "string"}, {"label", "node", "string"}, {"outlet", "node", "string"}, {"published", "node", "string"},
		{"held", "node", "boolean"}, {"kind", "edge", "string"}, {"by", "edge", "string"}, {"words", "edge", "string"},
	} {
		made.Keys = append(made.Keys, graphMLKey{key[0], key[1], key[0], key[2]})
	}
	made.Graph.ID, made.Graph.Default = "sourcing", "directed"
	for _, node := range g.nodes {
		made.Graph.Nodes = append(made.Graph.Nodes, graphMLPart{ID: node.id, Data: graphMLParts(
			graphMLData{"urn", node.urn}, graphMLData{"label", node.label}, graphMLData{"outlet", node.outlet},
			graphMLData{"published", node.published}, graphMLData{"held", strconv.FormatBool(node.held)},
		)})
	}
	for _, edge := range g.edges {
		made.Graph.Edges = append(made.Graph.Edges, graphMLPart{ID: edge.id, Source: edge.from, Target: edge.to, Data: graphMLParts(
			graphMLData{"kind", edge.kind}, graphMLData{"by", edge.by}, graphMLData{"words", edge.words},
		)})
	}
	return writeXML(w, &made)
}

type gexf struct {
	XMLName xml.Name `xml:"http://gexf.net/1.3 gexf"`
	Version string   `xml:"version,attr"`
	Graph   struct {
		Default    string           `xml:"defaultedgetype,attr"`
		Mode       string           `xml:"mode,attr"`
		Attributes []gexfAttributes `xml:"attributes"`
		Nodes      []gexfNode       `xml:"nodes>node"`
		Edges      []gexfEdge       `xml:"edges>edge"`
	} `xml:"graph"`
}

type gexfAttributes struct {
	Class      string          `xml:"class,attr"`
	Attributes []gexfAttribute `xml:"attribute"`
}

type gexfAttribute struct {
	ID    string `xml:"id,attr"`
	Title string `xml:"title,attr"`
	Type  string `xml:"type,attr"`
}

type gexfNode struct {
	ID     string      `xml:"id,attr"`
	Label  string      `xml:"label,attr"`
	Values []gexfValue `xml:"attvalues>attvalue"`
}

type gexfEdge struct {
	ID     string      `xml:"id,attr"`
	Source string      `xml:"source,attr"`
	Target string      `xml:"target,attr"`
	Values []gexfValue `xml:"attvalues>attvalue"`
}

type gexfValue struct {
	For   string `xml:"for,attr"`
	Value string `xml:"value,attr"`
}

// gexfValues are attributes with a value.
func gexfValues(pairs ...gexfValue) []gexfValue {
	return slices.DeleteFunc(pairs, func(v gexfValue) bool { return v.Value == "" })
}

// WriteGEXF writes the same graph as GEXF 1.3 (gexf.net, 2022).
func WriteGEXF(w io.Writer, parts Parts) error {
	g, err := newSourcing(parts)
	if err != nil {
		return err
	}
	made := gexf{Version: "1.3"}
	made.Graph.Default, made.Graph.Mode = "directed", "static"
	attribute := func(name, kind string) gexfAttribute { return gexfAttribute{name, name, kind} }
	made.Graph.Attributes = []gexfAttributes{
		{"node", []gexfAttribute{
			attribute("urn", "string"), attribute("outlet", "string"), attribute("published", "string"), attribute("held", "boolean"),
		}},
		{"edge", []gexfAttribute{attribute("kind", "string"), attribute("by", "string"), attribute("words", "string")}},
	}
	for _, node := range g.nodes {
		made.Graph.Nodes = append(made.Graph.Nodes, gexfNode{node.id, node.label, gexfValues(
			gexfValue{"urn", node.urn}, gexfValue{"outlet", node.outlet}, gexfValue{"published", node.published},
			gexfValue{"held", strconv.FormatBool(node.held)},
		)})
	}
	for _, edge := range g.edges {
		made.Graph.Edges = append(made.Graph.Edges, gexfEdge{edge.id, edge.from, edge.to, gexfValues(
			gexfValue{"kind", edge.kind}, gexfValue{"by", edge.by}, gexfValue{"words", edge.words},
		)})
	}
	return writeXML(w, &made)
}

func writeXML[T any](w io.Writer, value *T) error {
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", " ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("write XML: %w", err)
	}
	return nil
}
