package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay/archive"
	"hearsay/report"
	"hearsay/store"
)

type whyCommand struct {
	Claim string `arg:"" help:"The claim, by its identity or the beginning of it."`
	whence
}

// Run is the verb.
func (c *whyCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive, _ store.Store, show *progress) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		show.close()
		return c.explain(p, keeper, contents)
	})
}

func (c *whyCommand) explain(p *process, keeper *archive.Archive, contents archive.Contents) error {
	maker, err := report.NewMaker(program(), keeper.Revision(), report.UTF8)
	if err != nil {
		return err
	}
	found := 0
	for _, entry := range contents.Stories {
		story, err := keeper.Open(p.ctx, entry.Story)
		if err != nil {
			return err
		}
		matching := 0
		for _, claim := range story.Ledger.Claims {
			if strings.HasPrefix(string(claim.ID), c.Claim) {
				matching++
			}
		}
		if matching > 0 {
			found += matching
			maker.Add(&story.Ledger, story.Readings)
		}
	}
	if err := one("claim", c.Claim, found); err != nil {
		return err
	}
	story := &maker.Report().Stories[0]
	at := slices.IndexFunc(story.Claims, func(claim report.Claim) bool { return strings.HasPrefix(string(claim.ID), c.Claim) })
	explain(p.stdout, maker.Report(), story, &story.Claims[at])
	return nil
}

// explain writes every join, step and collapse of a claim with its rule and words.
func explain(w io.Writer, made *report.Report, story *report.Story, claim *report.Claim) {
	where := func(span report.Span) string {
		at := slices.IndexFunc(made.Documents, func(d report.Document) bool { return d.ID == span.Doc })
		return fmt.Sprintf("%s:%d-%d", made.Documents[at].Paths[0], span.Start, span.End)
	}
	quote := func(span report.Span) string {
		return fmt.Sprintf("“%s” %s", report.Printable(strings.Join(strings.Fields(span.Text), " ")), where(span))
	}
	fmt.Fprintf(w, "claim %s %s\n", claim.ID, quote(claim.Headline))
	for _, group := range []struct {
		name     string
		tellings []report.Telling
	}{{"telling", claim.Tellings}, {"apart", claim.Apart}, {"possibly", claim.Possible}} {
		for _, telling := range group.tellings {
			fmt.Fprintf(w, "\n%s, %s, %s: %s\n", group.name, telling.Stance, telling.Level, quote(telling.Span))
			if telling.JoinedBy != "" {
				fmt.Fprintf(w, "  joined by: %s\n", telling.JoinedBy)
			}
			if telling.Damaged {
				fmt.Fprintln(w, "  rests on damaged text")
			}
			for _, step := range telling.Steps {
				fmt.Fprintf(w, "  rule: %s\n", step.Rule)
				for _, span := range step.Spans {
					fmt.Fprintf(w, "    %s\n", quote(span))
				}
				if step.To != nil {
					fmt.Fprintf(w, "    to %s\n", quote(*step.To))
				}
			}
			for _, id := range telling.Origins {
				origin := story.Origins[id-1]
				fmt.Fprintf(w, "  origin %d: %s, %s\n", origin.ID, origin.Kind, report.Printable(origin.Name))
			}
			if telling.Uncounted != "" {
				fmt.Fprintf(w, "  adds none: %s\n", telling.Uncounted)
			}
		}
	}
	for _, interval := range claim.Intervals {
		fmt.Fprintf(w, "\nat least %s: %d–%d independent, %d untraced; origins %v\n", interval.Level, interval.Min, interval.Max, interval.Untraced, interval.Origins)
		for _, collapse := range interval.Collapses {
			fmt.Fprintf(w, "  %s, origins %v\n", collapse.Rule, collapse.Origins)
			for _, span := range collapse.Spans {
				fmt.Fprintf(w, "    %s\n", quote(span))
			}
		}
	}
}
