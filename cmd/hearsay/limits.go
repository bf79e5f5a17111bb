package main

import (
	"errors"
	"fmt"
	"strings"

	"hearsay/archive"
	"hearsay/eval"
	"hearsay/read"
	"hearsay/report"
)

type limitsCommand struct {
	Feature string `arg:"" optional:"" help:"Only features whose name holds this."`
	JSON    bool   `name:"json" help:"Print one JSON object (docs/format.md)."`
	MD      bool   `name:"md" help:"Print Markdown."`
}

// Help is the long help of the verb.
func (*limitsCommand) Help() string {
	return `Prints for each feature what was measured of it, on which documents, what was aimed at before that, and which gaps are
known. Figures are per cent where they do not say otherwise; they are those of eval/results.md, which has the commands.`
}

// Run is the verb.
func (c *limitsCommand) Run(p *process) error {
	if c.JSON && c.MD {
		return usageError{errors.New("give one of --json and --md")}
	}
	known, err := eval.Limits()
	if err != nil {
		return err
	}
	made := report.Limits{
		Format: report.Version, Program: program(), Revision: archive.Revision(read.Fast), Features: []report.Feature{},
	}
	var names []string
	for _, limit := range known {
		names = append(names, limit.Feature)
		if !strings.Contains(strings.ToLower(limit.Feature), strings.ToLower(c.Feature)) {
			continue
		}
		feature := report.Feature{Name: limit.Feature, Figures: []report.Measured{}, Gaps: append([]string{}, limit.Gaps...)}
		for _, figure := range limit.Figures {
			measured := report.Measured{What: figure.What, On: figure.On, Figure: figure.Value, Section: figure.Section}
			if figure.Gate != "" {
				measured.Gate = &report.Gate{Value: figure.Gate, Met: figure.Met}
			}
			feature.Figures = append(feature.Figures, measured)
		}
		made.Features = append(made.Features, feature)
	}
	switch {
	case len(made.Features) == 0:
		return usageError{fmt.Errorf("no feature is called %q; there are: %s", c.Feature, strings.Join(names, "; "))}
	case c.JSON:
		return report.WriteLimitsJSON(p.stdout, &made)
	case c.MD:
		return report.WriteLimitsMarkdown(p.stdout, &made)
	}
	return report.WriteLimits(p.stdout, &made, report.Style{Width: p.width, Color: p.color})
}
