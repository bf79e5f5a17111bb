package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"hearsay"
	"hearsay/report"
)

// graph is who rests on whom, for the script that draws it: the rows of the table on the story's page, and no more.
type graph struct {
	Lanes []string    `json:"lanes"` // outlets, those of the earliest documents first, those that are not held last
	Nodes []graphNode `json:"nodes"`
	Edges []graphEdge `json:"edges"`
}

// graphNode is a document, or an outlet that is not held.
type graphNode struct {
	ID    string `json:"id"`
	Lane  string `json:"lane"`
	Sign  string `json:"sign"` // within the point: the document's number
	Label string `json:"label"`
	Day   string `json:"day,omitempty"`
	Held  bool   `json:"held"`
	Href  string `json:"href,omitempty"`
}

// graphEdge leads from a document to what it rests on.
type graphEdge struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Kind  string `json:"kind"` // a report.RestKind
	Label string `json:"label"`
	Href  string `json:"href"` // the words, or the two passages
}

func (s *Server) graph(w http.ResponseWriter, r *http.Request) {
	story, err := s.library.open(r.Context(), hearsay.StoryID(r.PathValue("story")))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body, err := json.Marshal(story.graph())
	if err != nil {
		s.fail(w, r, fmt.Errorf("write graph: %w", err))
		return
	}
	send(w, r, http.StatusOK, "application/json", body)
}

func (o *opened) graph() graph {
	made := graph{Lanes: []string{}, Nodes: []graphNode{}, Edges: []graphEdge{}}
	lane := func(name string) string {
		if !slices.Contains(made.Lanes, name) {
			made.Lanes = append(made.Lanes, name)
		}
		return name
	}
	for _, id := range o.Documents {
		doc := o.docs[id]
		node := graphNode{
			ID: string(id), Lane: lane(o.Name(id)), Sign: fmt.Sprint(o.tags[id]), Held: true, Href: o.links.document(id),
			Label: strings.TrimSpace(fmt.Sprintf("%s %s %s", o.Tag(id), o.Name(id), doc.Title.Value)),
		}
		if len(doc.Published.Value) >= len("2006-01-02") {
			node.Day = doc.Published.Value
		}
		made.Nodes = append(made.Nodes, node)
	}
	for _, edge := range o.Lanes() {
		line := graphEdge{From: string(edge.From), To: string(edge.Held), Kind: string(edge.Kind), Label: edge.How, Href: o.links.document(edge.From)}
		if len(edge.Spans) > 0 {
			line.Href = o.links.place(edge.Spans[0])
			line.Label += ": “" + plain(edge.Spans[0]) + "”"
		}
		switch {
		case edge.Held == "":
			line.To = "outlet " + edge.Outlet
			if !slices.ContainsFunc(made.Nodes, func(n graphNode) bool { return n.ID == line.To }) {
				made.Nodes = append(made.Nodes, graphNode{ID: line.To, Lane: lane(edge.Outlet), Label: edge.Outlet + ", not held"})
			}
		case edge.Kind != report.RestStated:
			line.Href = o.links.pair(edge.From, edge.Held)
		}
		made.Edges = append(made.Edges, line)
	}
	return made
}
