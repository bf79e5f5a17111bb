package report

import (
	"encoding/json"
	"fmt"
	"io"

	"hearsay"
)

// Line is one line of the JSON Lines form: exactly one of its parts, named by Type.
type Line struct {
	Type     string          `json:"type"` // document, claim, origin, relay, passage, person or skipped
	Story    hearsay.StoryID `json:"story,omitempty"`
	Document *Document       `json:"document,omitempty"`
	Claim    *Claim          `json:"claim,omitempty"`
	Origin   *Origin         `json:"origin,omitempty"`
	Relay    *Relay          `json:"relay,omitempty"`
	Passage  *Passage        `json:"passage,omitempty"`
	Person   *Person         `json:"person,omitempty"`
	Skipped  *Skipped        `json:"skipped,omitempty"`
}

// WriteJSONLines writes the parts of a report, each as one line, for programs that read line by line.
func WriteJSONLines(w io.Writer, x *Export) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	var lines []Line
	for i := range x.Documents {
		lines = append(lines, Line{Type: "document", Story: x.Documents[i].Story, Document: &x.Documents[i]})
	}
	for i := range x.Stories {
		story := &x.Stories[i]
		for n := range story.Claims {
			lines = append(lines, Line{Type: "claim", Story: story.ID, Claim: &story.Claims[n]})
		}
		for n := range story.Origins {
			lines = append(lines, Line{Type: "origin", Story: story.ID, Origin: &story.Origins[n]})
		}
		for n := range story.Relays {
			lines = append(lines, Line{Type: "relay", Story: story.ID, Relay: &story.Relays[n]})
		}
		for n := range story.Passages {
			lines = append(lines, Line{Type: "passage", Story: story.ID, Passage: &story.Passages[n]})
		}
		for n := range story.People {
			lines = append(lines, Line{Type: "person", Story: story.ID, Person: &story.People[n]})
		}
	}
	for i := range x.Skipped {
		lines = append(lines, Line{Type: "skipped", Skipped: &x.Skipped[i]})
	}
	for i := range lines {
		if err := encoder.Encode(&lines[i]); err != nil {
			return fmt.Errorf("write line %d: %w", i+1, err)
		}
	}
	return nil
}
