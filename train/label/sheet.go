package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"os"
	"slices"

	"hearsay"
	"hearsay/eval"
)

// sheet is a document as it travels to the teacher and back: its words, and the labels where they are known.
type sheet struct {
	ID         string            `json:"id"`
	Publisher  string            `json:"publisher,omitempty"`
	Day        string            `json:"day,omitempty"`
	Paragraphs [][]string        `json:"paragraphs"`
	Labels     [][]hearsay.Label `json:"labels,omitempty"`
}

// writeSheets writes the documents as JSON lines.
func writeSheets(path string, documents []document) error {
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write sheets: %w", err)
	}
	out := bufio.NewWriter(file)
	lines := json.NewEncoder(out)
	for _, d := range documents {
		s := sheet{ID: d.article, Publisher: d.publisher, Day: d.day, Labels: d.labels}
		for _, p := range d.paragraphs {
			s.Paragraphs = append(s.Paragraphs, p.Words)
		}
		if err := lines.Encode(s); err != nil {
			return fmt.Errorf("write sheets: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write sheets: %w", err)
	}
	return file.Close()
}

// Bounds of the unlabelled articles that the teacher labels, in bytes of text.
const (
	leastText = 1500
	mostText  = 8000
)

// readNews reads up to most unlabelled articles of a gzipped file of JSON lines with id and text, chosen by a hash of
// their text, and cuts them.
func readNews(path string, most int, c *eval.Cutter) ([]document, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read news: %w", err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("read news: %s: %w", path, err)
	}
	type line struct{ ID, Text string }
	var chosen []line
	lines := json.NewDecoder(bufio.NewReader(unzipped))
	for lines.More() {
		var l line
		if err := lines.Decode(&l); err != nil {
			return nil, fmt.Errorf("read news: %s: %w", path, err)
		}
		if len(l.Text) >= leastText && len(l.Text) <= mostText {
			chosen = append(chosen, l)
		}
	}
	hash := func(l line) uint32 { return crc32.ChecksumIEEE([]byte(l.Text)) }
	slices.SortFunc(chosen, func(a, b line) int { return cmp.Or(cmp.Compare(hash(a), hash(b)), cmp.Compare(a.ID, b.ID)) })
	var documents []document
	for _, l := range chosen[:min(most, len(chosen))] {
		d := document{article: l.ID}
		d.paragraphs, _ = c.Cut(l.Text)
		documents = append(documents, d)
	}
	return documents, nil
}

// readTaught gives the documents the labels that the teacher wrote for them, and leaves out those without.
func readTaught(path string, documents []document) ([]document, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read taught labels: %w", err)
	}
	defer file.Close()
	labels := map[string][][]hearsay.Label{}
	lines := json.NewDecoder(bufio.NewReader(file))
	for lines.More() {
		var s sheet
		if err := lines.Decode(&s); err != nil {
			return nil, fmt.Errorf("read taught labels: %s: %w", path, err)
		}
		labels[s.ID] = s.Labels
	}
	var taught []document
	for _, d := range documents {
		d.labels = labels[d.article]
		if d.labels == nil {
			continue
		}
		for i, p := range d.paragraphs {
			if len(d.labels) != len(d.paragraphs) || len(d.labels[i]) != len(p.Words) {
				return nil, fmt.Errorf("read taught labels: %s was cut into other words", d.article)
			}
		}
		taught = append(taught, d)
	}
	return taught, nil
}
