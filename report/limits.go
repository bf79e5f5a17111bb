package report

import (
	"fmt"
	"io"
)

// Limits is what is known of how well each feature works. The schema is docs/limits.schema.json.
type Limits struct {
	Format   int       `json:"format"`
	Program  string    `json:"program"`
	Revision string    `json:"revision"`
	Features []Feature `json:"features"`
}

// Feature is one thing that the program does, with what was measured of it and what is known to be missing.
type Feature struct {
	Name    string     `json:"name"`
	Figures []Measured `json:"figures"`
	Gaps    []string   `json:"gaps"`
}

// Measured is one figure, as the project's results have it.
type Measured struct {
	What    string `json:"what"`
	On      string `json:"on"`     // the documents that it was measured on
	Figure  string `json:"figure"` // per cent, where it does not say otherwise
	Gate    *Gate  `json:"gate,omitempty"`
	Section string `json:"section"` // of eval/results.md, which has the command
}

// Gate is what was aimed at before it was measured.
type Gate struct {
	Value string `json:"value"` // a least value or, behind "<=", a greatest
	Met   bool   `json:"met"`
}

// WriteLimits writes limits for a terminal.
func WriteLimits(w io.Writer, limits *Limits, style Style) error {
	return writeText(w, limitsOutline(limits).lines, style)
}

// WriteLimitsMarkdown writes limits as Markdown.
func WriteLimitsMarkdown(w io.Writer, limits *Limits) error {
	return writeMarkdown(w, limitsOutline(limits).lines)
}

// WriteLimitsJSON writes limits as one JSON object, indented.
func WriteLimitsJSON(w io.Writer, limits *Limits) error { return writeJSON(w, limits) }

func limitsOutline(limits *Limits) *outline {
	o := &outline{}
	for _, feature := range limits.Features {
		o.heading(1, feature.Name)
		last := ""
		for _, figure := range feature.Figures {
			if figure.On != last {
				last = figure.On
				o.item(0, "on "+last+" (eval/results.md, "+figure.Section+")")
			}
			note := ""
			if figure.Gate != nil {
				note = "gate " + figure.Gate.Value + ", missed"
				if figure.Gate.Met {
					note = "gate " + figure.Gate.Value + ", met"
				}
			}
			o.lines = append(o.lines, line{depth: 1, label: fmt.Sprintf("%s: %s", figure.What, figure.Figure), note: note})
		}
		if len(feature.Gaps) > 0 {
			o.item(0, "known gaps")
		}
		for _, gap := range feature.Gaps {
			o.item(1, gap)
		}
	}
	return o
}
