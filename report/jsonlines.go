package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

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

// WriteJSONLines writes the parts of a report, each as one line, for programs that read line by line.
func WriteJSONLines(w io.Writer, r *Report) error {
	lines := []Line{{Type: "head", Head: &Head{r.Format, r.Program, r.Revision, r.Offsets}}}
	for i := range r.Documents {
		lines = append(lines, Line{Type: "document", Story: r.Documents[i].Story, Document: &r.Documents[i]})
	}
	for i := range r.Stories {
		story := &r.Stories[i]
		for n := range story.Joins {
			lines = append(lines, Line{Type: "join", Story: story.ID, Join: &story.Joins[n]})
		}
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
		for n := range story.Overlaps {
			lines = append(lines, Line{Type: "overlap", Story: story.ID, Overlap: &story.Overlaps[n]})
		}
		for n := range story.People {
			lines = append(lines, Line{Type: "person", Story: story.ID, Person: &story.People[n]})
		}
		for n := range story.Timeline {
			lines = append(lines, Line{Type: "moment", Story: story.ID, Moment: &story.Timeline[n]})
		}
		for n := range story.Silences {
			lines = append(lines, Line{Type: "silence", Story: story.ID, Silence: &story.Silences[n]})
		}
		for n := range story.Adds {
			lines = append(lines, Line{Type: "add", Story: story.ID, Add: &story.Adds[n]})
		}
		for n := range story.Prompts {
			lines = append(lines, Line{Type: "prompt", Story: story.ID, Prompt: &story.Prompts[n]})
		}
		for n := range story.Corrections {
			lines = append(lines, Line{Type: "correction", Story: story.ID, Correction: &story.Corrections[n]})
		}
	}
	for i := range r.Across.Passages {
		lines = append(lines, Line{Type: "passage", Passage: &r.Across.Passages[i]})
	}
	for i := range r.Across.Overlaps {
		lines = append(lines, Line{Type: "overlap", Overlap: &r.Across.Overlaps[i]})
	}
	for i := range r.Sagas {
		lines = append(lines, Line{Type: "saga", Saga: &r.Sagas[i]})
	}
	for i := range r.Skipped {
		lines = append(lines, Line{Type: "skipped", Skipped: &r.Skipped[i]})
	}
	out := bufio.NewWriter(w)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for i := range lines {
		if err := encoder.Encode(&lines[i]); err != nil {
			return fmt.Errorf("write line %d: %w", i+1, err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write lines: %w", err)
	}
	return nil
}
