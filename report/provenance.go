package report

import (
	"fmt"
	"io"

	"hearsay"
)

// graphTail ends JSON-LD that is a graph of nodes.
const graphTail = "]\n}\n"

// provHead begins a provenance with the names that it uses, and which of its properties lead to other nodes.
const provHead = `{
 "@context": {
  "prov": "http://www.w3.org/ns/prov#",
  "dcterms": "http://purl.org/dc/terms/",
  "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
  "xsd": "http://www.w3.org/2001/XMLSchema#",
  "prov:wasQuotedFrom": {"@type": "@id"},
  "prov:hadPrimarySource": {"@type": "@id"},
  "prov:wasDerivedFrom": {"@type": "@id"},
  "prov:wasAttributedTo": {"@type": "@id"},
  "prov:atLocation": {"@type": "@id"}
 },
 "@graph": [`

// provNode is an entity or agent of PROV-O (W3C Recommendation, 2013).
type provNode struct {
	ID         string       `json:"@id"`
	Types      []string     `json:"@type"`
	Label      string       `json:"rdfs:label,omitempty"`
	Comment    string       `json:"rdfs:comment,omitempty"`
	Value      string       `json:"prov:value,omitempty"`
	Issued     *provLiteral `json:"dcterms:issued,omitempty"`
	Location   string       `json:"prov:atLocation,omitempty"`
	Quoted     string       `json:"prov:wasQuotedFrom,omitempty"`
	Primary    string       `json:"prov:hadPrimarySource,omitempty"`
	Derived    []string     `json:"prov:wasDerivedFrom,omitempty"`
	Attributed []string     `json:"prov:wasAttributedTo,omitempty"`
}

type provLiteral struct {
	Type  string `json:"@type"`
	Value string `json:"@value"`
}

// provenance is a graph of nodes, each there once.
type provenance struct {
	nodes *items
	held  map[string]bool
}

func (p *provenance) add(node provNode) {
	if !p.held[node.ID] {
		p.held[node.ID] = true
		add(p.nodes, &node)
	}
}

func (p *provenance) outlet(name string) string {
	p.add(provNode{ID: outletURN(name), Types: []string{"prov:Agent", "prov:Organization"}, Label: name})
	return outletURN(name)
}

// WriteProvenance writes documents, tellings and claims as entities, and origins as the agents that tellings are
// attributed to, as PROV-O in JSON-LD. A telling was quoted from its document and, where it rests on another one, derived
// from that; its primary source is the telling at the end of that chain. A claim was derived from the tellings that
// support it.
func WriteProvenance(w io.Writer, parts Parts) error {
	graph := provenance{nodes: newItems(w, provHead, "  "), held: map[string]bool{}}
	for part, err := range parts {
		if err != nil {
			return err
		}
		graph.write(part.Report)
	}
	return graph.nodes.close(graphTail)
}

func (p *provenance) write(r *Report) {
	for i := range r.Documents {
		doc := &r.Documents[i]
		node := provNode{
			ID: documentURN(doc.ID), Types: []string{"prov:Entity"}, Label: doc.Title.Value, Location: Outside(doc.URL.Value),
			Issued: issued(doc.Published.Value),
		}
		if doc.Outlet.Value != "" {
			node.Attributed = []string{p.outlet(doc.Outlet.Value)}
		}
		p.add(node)
	}
	tellings := r.tellings()
	before := map[string]string{} // of a telling, the one that it rests on
	for _, at := range tellings {
		for _, step := range at.telling.Steps {
			if step.To != nil && before[at.name] == "" {
				before[at.name] = tellingURN(at.story, at.claim, step.To)
			}
		}
	}
	derived := map[string][]string{}
	for _, at := range tellings {
		node := provNode{
			ID: at.name, Types: []string{"prov:Entity"}, Value: oneLine(at.telling.Span.Text),
			Quoted: documentURN(at.telling.Span.Doc),
		}
		if at.group == "wrong" {
			node.Comment = MarkedWrong
		}
		if from := before[at.name]; from != "" {
			node.Derived, node.Primary = []string{from}, first(before, at.name)
		}
		for _, id := range at.telling.Origins {
			node.Attributed = append(node.Attributed, p.agent(at.story, &at.story.Origins[id-1]))
		}
		p.add(node)
		if at.group == "told" {
			claim := claimURN(at.story.ID, at.claim.ID)
			derived[claim] = append(derived[claim], at.name)
		}
	}
	for i := range r.Stories {
		for n := range r.Stories[i].Claims {
			claim := &r.Stories[i].Claims[n]
			name := claimURN(r.Stories[i].ID, claim.ID)
			p.add(provNode{
				ID: name, Types: []string{"prov:Entity"}, Label: oneLine(claim.Headline.Text), Derived: derived[name],
				Comment: claim.Corrected(),
			})
		}
	}
}

// agent is who a telling rests on: an outlet where it is that one's own word.
func (p *provenance) agent(story *Story, origin *Origin) string {
	types := []string{"prov:Agent"}
	switch origin.Kind {
	case hearsay.OriginOwnWord, hearsay.OriginHollow:
		if origin.Outlet != "" {
			return p.outlet(origin.Outlet)
		}
	case hearsay.OriginNamed:
		types = append(types, "prov:Person")
	case hearsay.OriginBody:
		types = append(types, "prov:Organization")
	}
	name := fmt.Sprintf("urn:hearsay:origin:%s:%d", story.ID, origin.ID)
	p.add(provNode{ID: name, Types: types, Label: oneLine(origin.Name)})
	return name
}

// first is where a chain begins that leads to name; a chain that returns to itself has no beginning.
func first(before map[string]string, name string) string {
	seen := map[string]bool{}
	for before[name] != "" {
		if seen[name] {
			return ""
		}
		seen[name] = true
		name = before[name]
	}
	return name
}

// issued is a publication date as a literal of its grain.
func issued(date string) *provLiteral {
	switch len(date) {
	case 0:
		return nil
	case len("2006"):
		return &provLiteral{"xsd:gYear", date}
	case len("2006-01"):
		return &provLiteral{"xsd:gYearMonth", date}
	case len("2006-01-02"):
		return &provLiteral{"xsd:date", date}
	}
	return &provLiteral{"xsd:dateTime", date}
}
