package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/report"
	"hearsay/store"
	"hearsay/web"
)

type exportCommand struct {
	Format   string `arg:"" help:"${formats}."`
	Story    string `placeholder:"STORY" help:"Only this story: its identity or the beginning of it."`
	MaxQuote int    `placeholder:"N" help:"Cut every quotation after N characters, and leave out whole texts."`
	rules
	whence
}

// exported is what is written: contents, and no more than so many characters of any quotation in them unless 0.
type exported struct {
	p        *process
	keeper   *archive.Archive
	contents archive.Contents
	prompts  *prompts
	maxQuote int
}

// exportFormat is a format that a report is written in for others to read.
type exportFormat struct {
	name, help string
	write      func(w io.Writer, e *exported) error
}

// exportFormats are all that export writes, in the order in which they are listed.
var exportFormats = []exportFormat{
	{"html", "one page that needs no server, network or script", writeHTML},
	{"markdown", "the report, with all that is in it", reported(format{MD: true}, writeMarkdown)},
	{"json", "the object of read --json", reported(format{JSON: true}, report.WriteJSON)},
	{"jsonl", "the same, each part on a line", reported(format{JSON: true}, report.WriteJSONLines)},
	{"csv", "a table with a row for each telling", reported(format{}, report.WriteCSV)},
	{"annotations", "tellings as W3C Web Annotations", texted(report.WriteAnnotations)},
	{"prov", "who has it from whom, as PROV-O in JSON-LD", reported(format{}, report.WriteProvenance)},
	{"schemaorg", "claims and quotations in the words of schema.org, as JSON-LD", reported(format{}, report.WriteSchemaOrg)},
	{"ninjs", "documents as IPTC ninjs 3, each on a line", texted(report.WriteNinjs)},
	{"graphml", "the sourcing graph, for yEd, NetworkX or igraph", reported(format{}, report.WriteGraphML)},
	{"gexf", "the sourcing graph, for Gephi", reported(format{}, report.WriteGEXF)},
	{"timelinejs", "what happened and when it was told, for TimelineJS", reported(format{}, report.WriteTimelineJS)},
	{"brat", "texts and attributions as standoff for brat, in a zip archive", writeBrat},
}

// report makes the report, cut. What formats of others count is code points.
func (e *exported) report(f format) (*report.Report, error) {
	f.Offsets = string(report.CodePoint)
	maker, err := f.maker(e.p, e.keeper, e.contents, e.prompts)
	if err != nil {
		return nil, err
	}
	if f.JSON || f.MD {
		if err := f.shareAcross(e.p, e.keeper, e.contents, maker); err != nil {
			return nil, err
		}
	}
	made := maker.Report()
	report.Cut(made, e.maxQuote)
	return made, nil
}

// reported writes what needs the report alone.
func reported(f format, write func(io.Writer, *report.Report) error) func(io.Writer, *exported) error {
	return func(w io.Writer, e *exported) error {
		made, err := e.report(f)
		if err != nil {
			return err
		}
		return write(w, made)
	}
}

// texted writes what also needs the documents' texts, where they may be shown.
func texted(write func(io.Writer, *report.Report, map[hearsay.DocID]string) error) func(io.Writer, *exported) error {
	return func(w io.Writer, e *exported) error {
		made, err := e.report(format{})
		if err != nil {
			return err
		}
		texts := map[hearsay.DocID]string{}
		if e.maxQuote == 0 {
			for story, err := range e.keeper.Each(e.p.ctx, e.contents.Stories) {
				if err != nil {
					return err
				}
				for i := range story.Readings {
					texts[story.Readings[i].Document.ID] = story.Readings[i].Document.Text
				}
			}
		}
		return write(w, made, texts)
	}
}

func writeMarkdown(w io.Writer, r *report.Report) error { return report.WriteMarkdown(w, r, true) }

func writeHTML(w io.Writer, e *exported) error {
	stories, err := whole(e.p, e.keeper, e.contents)
	if err != nil {
		return err
	}
	return web.WriteFile(w, program(), e.keeper.Revision(), stories, e.contents.Skipped, e.prompts.prompter, e.maxQuote)
}

func writeBrat(w io.Writer, e *exported) error {
	if e.maxQuote > 0 {
		return usageError{errors.New("--max-quote: standoff stands beside whole texts; choose another format")}
	}
	stories, err := whole(e.p, e.keeper, e.contents)
	if err != nil {
		return err
	}
	var readings []hearsay.Reading
	for i := range stories {
		readings = append(readings, stories[i].Readings...)
	}
	return report.WriteBrat(w, readings)
}

// Help is the long help of the verb.
func (*exportCommand) Help() string {
	var text strings.Builder
	text.WriteString("Writes what is held to standard output, for other programs and people (docs/format.md):\n")
	for _, format := range exportFormats {
		fmt.Fprintf(&text, "\n  %-12s %s", format.name, format.help)
	}
	return text.String()
}

func exportNames() string {
	var names []string
	for _, format := range exportFormats {
		names = append(names, format.name)
	}
	return strings.Join(names, ", ")
}

// Run is the verb.
func (c *exportCommand) Run(p *process) error {
	at := slices.IndexFunc(exportFormats, func(f exportFormat) bool { return f.name == c.Format })
	if at < 0 {
		return usageError{fmt.Errorf("there is no format %q; there are %s", c.Format, exportNames())}
	}
	if c.MaxQuote < 0 {
		return usageError{fmt.Errorf("--max-quote: %d is no number of characters", c.MaxQuote)}
	}
	prompts, err := (&desk{rules: c.rules}).prompter()
	if err != nil {
		return err
	}
	return c.open(p, func(keeper *archive.Archive, _ store.Store, show *progress) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		if c.Story != "" {
			found, err := oneStory(p, keeper, &contents, c.Story)
			if err != nil {
				return err
			}
			contents.Stories = []archive.Entry{found}
		}
		show.close()
		out := bufio.NewWriter(p.stdout)
		if err := exportFormats[at].write(out, &exported{p, keeper, contents, prompts, c.MaxQuote}); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("write %s: %w", c.Format, err)
		}
		if len(c.Paths) > 0 {
			return readStatus(p, c.Paths, contents, contents.Held)
		}
		return nil
	})
}
