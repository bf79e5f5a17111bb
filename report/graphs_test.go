package report_test

import (
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// element is what a format allows of an element: attributes with the form of their values, all of which are written, and
// the elements within it, in this order.
type element struct {
	attributes map[string]string
	within     []string
	text       bool
}

// graphFormats are those elements of the formats that are written, as their schemas have them: graphml.xsd 1.0 with its
// extension for attributes, and gexf.xsd 1.3. Many more are allowed.
var graphFormats = map[string]map[string]element{
	"graphml": {
		"":        {within: []string{"graphml"}},
		"graphml": {within: []string{"key", "graph"}},
		"key": {attributes: map[string]string{"id": `[\w.:-]+`, "for": `all|graphml|graph|node|edge|hyperedge|port|endpoint`,
			"attr.name": `[\w.:-]+`, "attr.type": `boolean|int|long|float|double|string`}},
		"graph": {attributes: map[string]string{"id": `[\w.:-]+`, "edgedefault": `directed|undirected`}, within: []string{"node", "edge"}},
		"node":  {attributes: map[string]string{"id": `[\w.:-]+`}, within: []string{"data"}},
		"edge":  {attributes: map[string]string{"id": `[\w.:-]+`, "source": `[\w.:-]+`, "target": `[\w.:-]+`}, within: []string{"data"}},
		"data":  {attributes: map[string]string{"key": `[\w.:-]+`}, text: true},
	},
	"gexf": {
		"":     {within: []string{"gexf"}},
		"gexf": {attributes: map[string]string{"version": `1\.3`}, within: []string{"graph"}},
		"graph": {attributes: map[string]string{"defaultedgetype": `directed|undirected|mutual`, "mode": `static|dynamic|slice`},
			within: []string{"attributes", "nodes", "edges"}},
		"attributes": {attributes: map[string]string{"class": `node|edge`}, within: []string{"attribute"}},
		"attribute": {attributes: map[string]string{"id": `.+`, "title": `.*`,
			"type": `integer|long|double|float|boolean|bigdecimal|biginteger|byte|char|short|list\w+|string|anyURI`}},
		"nodes":     {within: []string{"node"}},
		"node":      {attributes: map[string]string{"id": `.+`, "label": `(?s).*`}, within: []string{"attvalues"}},
		"edges":     {within: []string{"edge"}},
		"edge":      {attributes: map[string]string{"id": `.+`, "source": `.+`, "target": `.+`}, within: []string{"attvalues"}},
		"attvalues": {within: []string{"attvalue"}},
		"attvalue":  {attributes: map[string]string{"for": `.+`, "value": `(?s).*`}},
	},
}

// Both graphs have the elements and attributes that their formats allow, in the order that they want, and no others.
func TestGraphsHaveTheShapeOfTheirFormats(t *testing.T) {
	for name, h := range samples(t) {
		written := h.exports(t, 0)
		for format, elements := range graphFormats {
			for _, say := range misshapen(elements, written[format]) {
				t.Errorf("%s of %s: %s", format, name, say)
			}
		}
	}
	for wrong, document := range map[string]string{
		"attribute": `<graphml xmlns="x"><graph id="g" edgedefault="directed"><node id="a" label="b"></node></graph></graphml>`,
		"missing":   `<graphml xmlns="x"><graph id="g"></graph></graphml>`,
		"value":     `<graphml xmlns="x"><graph id="g" edgedefault="both"></graph></graphml>`,
		"order":     `<graphml xmlns="x"><graph id="g" edgedefault="directed"></graph><key id="k" for="node" attr.name="k" attr.type="int"></key></graphml>`,
		"element":   `<graphml xmlns="x"><network></network></graphml>`,
		"text":      `<graphml xmlns="x">words</graphml>`,
		"namespace": `<graphml xmlns="x"><graph xmlns="y" id="g" edgedefault="directed"></graph></graphml>`,
	} {
		if len(misshapen(graphFormats["graphml"], document)) == 0 {
			t.Errorf("a wrong %s passes", wrong)
		}
	}
}

// misshapen says where a document is not as the elements of its format want it.
func misshapen(elements map[string]element, document string) []string {
	var wrong []string
	decoder := xml.NewDecoder(strings.NewReader(document))
	open, last := []string{""}, []int{0} // the elements about a place, and which of its parts each had last
	space := ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return wrong
		}
		if err != nil {
			return append(wrong, err.Error())
		}
		depth := len(open) - 1
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if depth == 0 {
				space = token.Name.Space
			}
			place := slices.Index(elements[open[depth]].within, name)
			if place < last[depth] || token.Name.Space != space {
				wrong = append(wrong, name+" may not stand there within "+open[depth])
			}
			last[depth] = max(place, last[depth])
			given := map[string]bool{}
			for _, attribute := range token.Attr {
				if attribute.Name.Local == "xmlns" {
					continue
				}
				given[attribute.Name.Local] = true
				form, allowed := elements[name].attributes[attribute.Name.Local]
				if !allowed || attribute.Name.Space != "" || !regexp.MustCompile(`^(?:`+form+`)$`).MatchString(attribute.Value) {
					wrong = append(wrong, name+" may not have "+attribute.Name.Local+"="+attribute.Value)
				}
			}
			for attribute := range elements[name].attributes {
				if !given[attribute] {
					wrong = append(wrong, name+" has no "+attribute)
				}
			}
			open, last = append(open, name), append(last, 0)
		case xml.EndElement:
			open, last = open[:depth], last[:depth]
		case xml.CharData:
			if !elements[open[depth]].text && strings.TrimSpace(string(token)) != "" {
				wrong = append(wrong, "text stands within "+open[depth])
			}
		}
	}
}
