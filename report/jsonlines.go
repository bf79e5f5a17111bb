package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"iter"

	"hearsay"
)

// Line is one line of the JSON Lines form: exactly one of its parts, named by Type. The first line is the head.
type Line struct {
	Type     string          `json:"type"`            // the name of the part
	Story    hearsay.StoryID `json:"story,omitempty"` // that it is of; none for what is shared across stories
	Head     *Head           `json:"head,omitempty"`
	Document *Document       `json:"document,omitempty"`
	Join     *Join           `json:"join,omitempty"`
	Claim    *Claim          `json:"claim,omitempty"`
	Origin   *Origin         `json:"origin,omitempty"`
	Relay    *Relay          `json:"relay,omitempty"`
	Passage  *Passage        `json:"passage,omitempty"`
	Overlap  *Overlap        `json:"overlap,omitempty"`
	Person   *Person         `json:"person,omitempty"`
	Moment   *Moment         `json:"moment,omitempty"`
	Silence  *Silence        `json:"silence,omitempty"`
	Add      *Add            `json:"add,omitempty"`
	Prompt   *Prompt         `json:"prompt,omitempty"`
	Saga     *Saga           `json:"saga,omitempty"`
	// Correction is what a person said of what was found.
	Correction *Correction `json:"correction,omitempty"`
	Skipped    *Skipped    `json:"skipped,omitempty"`
}

// Head says what the lines are, as the fields of a report do.
type Head struct {
	Format   int     `json:"format"`
	Program  string  `json:"program"`
	Revision string  `json:"revision"`
	Offsets  Offsets `json:"offsets"`
}

// WriteJSONLines writes the parts of a report, each as one line, for programs that read line by line: a story with its
// documents before the next one, and last what is of no story.
func WriteJSONLines(w io.Writer, parts Parts) error {
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	headed := false
	for part, err := range parts {
		if err != nil {
			return err
		}
		if !headed {
			headed = true
			head := Line{Type: "head", Head: &Head{part.Format, part.Program, part.Revision, part.Offsets}}
			if err := encoder.Encode(&head); err != nil {
				return fmt.Errorf("write head: %w", err)
			}
		}
		for line := range part.lines() {
			if err := encoder.Encode(&line); err != nil {
				return fmt.Errorf("write line of a %s: %w", line.Type, err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write lines: %w", err)
	}
	return nil
}

// lines are the parts of a report but for its head.
func (r *Report) lines() iter.Seq[Line] {
	return func(yield func(Line) bool) {
		ok := ofEach(r.Documents, yield, func(d *Document) Line { return Line{Type: "document", Story: d.Story, Document: d} })
		for i := range r.Stories {
			s := &r.Stories[i]
			id := s.ID
			ok = ok &&
				ofEach(s.Joins, yield, func(j *Join) Line { return Line{Type: "join", Story: id, Join: j} }) &&
				ofEach(s.Claims, yield, func(c *Claim) Line { return Line{Type: "claim", Story: id, Claim: c} }) &&
				ofEach(s.Origins, yield, func(o *Origin) Line { return Line{Type: "origin", Story: id, Origin: o} }) &&
				ofEach(s.Relays, yield, func(r *Relay) Line { return Line{Type: "relay", Story: id, Relay: r} }) &&
				ofEach(s.Passages, yield, func(p *Passage) Line { return Line{Type: "passage", Story: id, Passage: p} }) &&
				ofEach(s.Overlaps, yield, func(o *Overlap) Line { return Line{Type: "overlap", Story: id, Overlap: o} }) &&
				ofEach(s.People, yield, func(p *Person) Line { return Line{Type: "person", Story: id, Person: p} }) &&
				ofEach(s.Timeline, yield, func(m *Moment) Line { return Line{Type: "moment", Story: id, Moment: m} }) &&
				ofEach(s.Silences, yield, func(s *Silence) Line { return Line{Type: "silence", Story: id, Silence: s} }) &&
				ofEach(s.Adds, yield, func(a *Add) Line { return Line{Type: "add", Story: id, Add: a} }) &&
				ofEach(s.Prompts, yield, func(p *Prompt) Line { return Line{Type: "prompt", Story: id, Prompt: p} }) &&
				ofEach(s.Corrections, yield, func(c *Correction) Line { return Line{Type: "correction", Story: id, Correction: c} })
		}
		_ = ok &&
			ofEach(r.Across.Passages, yield, func(p *Passage) Line { return Line{Type: "passage", Passage: p} }) &&
			ofEach(r.Across.Overlaps, yield, func(o *Overlap) Line { return Line{Type: "overlap", Overlap: o} }) &&
			ofEach(r.Sagas, yield, func(s *Saga) Line { return Line{Type: "saga", Saga: s} }) &&
			ofEach(r.Skipped, yield, func(s *Skipped) Line { return Line{Type: "skipped", Skipped: s} })
	}
}

// ofEach yields the line of each part, and reports whether more are wanted.
func ofEach[P any](parts []P, yield func(Line) bool, line func(*P) Line) bool {
	for i := range parts {
		if !yield(line(&parts[i])) {
			return false
		}
	}
	return true
}
