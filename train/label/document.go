package main

import (
	"fmt"
	"strings"

	"hearsay"
	"hearsay/eval"
	"hearsay/read/tag"
)

// document is an article as one annotator saw it, cut, tagged and parsed as reading does it, with the true labels.
type document struct {
	article    string // all versions of one article share it
	publisher  string
	day        string
	paragraphs []tag.Paragraph
	labels     [][]hearsay.Label
}

// readDocuments reads a folder of PolNeAR. Its names are publisher_day_title_annotator.
func readDocuments(folder string, c *eval.Cutter) ([]document, error) {
	articles, err := eval.ReadPolNeAR(folder)
	if err != nil {
		return nil, err
	}
	var documents []document
	for _, a := range articles {
		name := strings.Split(a.ID, "_")
		if len(name) < 4 {
			return nil, fmt.Errorf("read documents: %s is not publisher_day_title_annotator", a.ID)
		}
		d := document{
			article:   strings.Join(name[:len(name)-1], "_"),
			publisher: name[0],
			day:       name[1],
		}
		var spans []hearsay.Span
		d.paragraphs, spans = c.Cut(a.Text)
		begins := map[int]bool{}
		words := 0
		for _, p := range d.paragraphs {
			begins[words] = true
			words += len(p.Words)
		}
		labels := eval.Project(a.Attributions, spans, func(i int) bool { return begins[i] })
		for _, p := range d.paragraphs {
			n := len(p.Words)
			d.labels, labels = append(d.labels, labels[:n]), labels[n:]
		}
		documents = append(documents, d)
	}
	return documents, nil
}

// split holds out the documents of the last months, or of two publishers, or none.
func split(documents []document, hold string) (seen, held []document) {
	for _, d := range documents {
		out := false
		switch hold {
		case "months":
			out = d.day >= "2016-08"
		case "publishers":
			out = d.publisher == "politico" || d.publisher == "usa-today"
		}
		if out {
			held = append(held, d)
		} else {
			seen = append(seen, d)
		}
	}
	return seen, held
}
