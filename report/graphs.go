package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strconv"

	"hearsay"
)

// sourcing is the graph of who rests on whom, as its formats draw it.
type sourcing struct {
	nodes []sourcingNode
	edges []sourcingEdge
}

type sourcingNode struct {
	id, label, outlet, published string
	held                         bool
}

type sourcingEdge struct {
	from, to, kind, words string
}

// The kinds of edges of the sourcing graph: the document says so, a passage shows it, or both have the same prose and
// nothing shows who had it first.
const (
	restsStated   = "stated"
	restsInferred = "inferred"
	restsSame     = "same prose"
)

func (x *Export) sourcing() sourcing {
	var g sourcing
	for i := range x.Documents {
		doc := &x.Documents[i]
		label := doc.Title.Value
		if label == "" && len(doc.Paths) > 0 {
			label = doc.Paths[0]
		}
		g.nodes = append(g.nodes, sourcingNode{documentURN(doc.ID), label, doc.Outlet.Value, doc.Published.Value, true})
	}
	for i := range x.Stories {
		for n := range x.Stories[i].Relays {
			relay := &x.Stories[i].Relays[n]
			edge := sourcingEdge{documentURN(relay.Doc), documentURN(relay.Held), restsStated, joined(relay.Spans)}
			if relay.Inferred {
				edge.kind = restsInferred
			}
			if relay.Held == "" {
				edge.to = outletURN(relay.Outlet)
				if !slices.ContainsFunc(g.nodes, func(node sourcingNode) bool { return node.id == edge.to }) {
					g.nodes = append(g.nodes, sourcingNode{id: edge.to, label: relay.Outlet, outlet: relay.Outlet})
				}
			}
			g.edges = append(g.edges, edge)
		}
		for n := range x.Stories[i].Passages {
			passage := &x.Stories[i].Passages[n]
			if passage.Kind != hearsay.PassageProse && passage.Kind != hearsay.PassageWire {
				continue
			}
			edge := sourcingEdge{documentURN(passage.B.Doc), documentURN(passage.A.Doc), restsInferred, oneLine(passage.B.Text)}
			switch passage.Direction {
			case hearsay.FromBToA:
				edge.from, edge.to, edge.words = edge.to, edge.from, oneLine(passage.A.Text)
			case hearsay.DirectionUnknown:
				edge.kind = restsSame
			}
			g.edges = append(g.edges, edge)
		}
	}
	return g
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

// WriteGraphML writes who rests on whom as GraphML (graphml.graphdrawing.org, 2002): documents and outlets that are not
// held as nodes; an edge leads from a document to what it rests on.
func WriteGraphML(w io.Writer, x *Export) error {
	var made graphML
	for _, key := range [][3]string{
		{"label", "node", "string"}, {"outlet", "node", "string"}, {"published", "node", "string"}, {"held", "node", "boolean"},
		{"kind", "edge", "string"}, {"words", "edge", "string"},
	} {
		made.Keys = append(made.Keys, graphMLKey{key[0], key[1], key[0], key[2]})
	}
	made.Graph.ID, made.Graph.Default = "sourcing", "directed"
	g := x.sourcing()
	for _, node := range g.nodes {
		made.Graph.Nodes = append(made.Graph.Nodes, graphMLPart{ID: node.id, Data: []graphMLData{
			{"label", node.label}, {"outlet", node.outlet}, {"published", node.published}, {"held", strconv.FormatBool(node.held)},
		}})
	}
	for i, edge := range g.edges {
		made.Graph.Edges = append(made.Graph.Edges, graphMLPart{ID: fmt.Sprintf("e%d", i+1), Source: edge.from, Target: edge.to, Data: []graphMLData{
			{"kind", edge.kind}, {"words", edge.words},
		}})
	}
	return writeXML(w, made)
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

// WriteGEXF writes the same graph as GEXF 1.3 (gexf.net, 2022).
func WriteGEXF(w io.Writer, x *Export) error {
	made := gexf{Version: "1.3"}
	made.Graph.Default, made.Graph.Mode = "directed", "static"
	made.Graph.Attributes = []gexfAttributes{
		{"node", []gexfAttribute{{"outlet", "outlet", "string"}, {"published", "published", "string"}, {"held", "held", "boolean"}}},
		{"edge", []gexfAttribute{{"kind", "kind", "string"}, {"words", "words", "string"}}},
	}
	g := x.sourcing()
	made.Graph.Nodes, made.Graph.Edges = []gexfNode{}, []gexfEdge{}
	for _, node := range g.nodes {
		made.Graph.Nodes = append(made.Graph.Nodes, gexfNode{node.id, node.label, []gexfValue{
			{"outlet", node.outlet}, {"published", node.published}, {"held", strconv.FormatBool(node.held)},
		}})
	}
	for i, edge := range g.edges {
		made.Graph.Edges = append(made.Graph.Edges, gexfEdge{fmt.Sprintf("e%d", i+1), edge.from, edge.to, []gexfValue{
			{"kind", edge.kind}, {"words", edge.words},
		}})
	}
	return writeXML(w, made)
}

func writeXML(w io.Writer, value any) error {
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
