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

// exportFormat is a format that is written for others to read.
type exportFormat struct {
	name, help string
	write      func(w io.Writer, e *exported) error
}

// exportFormats are all that export writes, in the order in which they are listed.
func exportFormats() []exportFormat {
	formats := []exportFormat{{"html", "one page that needs no server, network or script", writeHTML}}
	for _, format := range report.Formats() {
		formats = append(formats, exportFormat{format.Name, format.Help, func(w io.Writer, e *exported) error {
			return format.Write(w, e.parts(format))
		}})
	}
	return append(formats, exportFormat{"brat", "texts and attributions as standoff for brat, in a zip archive", writeBrat})
}

// parts are the report, cut, as a format wants it. What formats of others count is code points.
func (e *exported) parts(wanted report.Format) report.Parts {
	f := format{JSON: wanted.Name != "markdown", Offsets: string(report.CodePoint)}
	return func(yield func(report.Part, error) bool) {
		for part, err := range f.parts(e.p, e.keeper, e.contents, e.prompts, wanted.Across) {
			if err == nil {
				report.Cut(part.Report, e.maxQuote)
			}
			if !wanted.Texts || e.maxQuote > 0 {
				part.Texts = nil
			}
			if !yield(part, err) {
				return
			}
		}
	}
}

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
	for _, format := range exportFormats() {
		fmt.Fprintf(&text, "\n  %-12s %s", format.name, format.help)
	}
	return text.String()
}

func exportNames() string {
	var names []string
	for _, format := range exportFormats() {
		names = append(names, format.name)
	}
	return strings.Join(names, ", ")
}

// Run is the verb.
func (c *exportCommand) Run(p *process) error {
	formats := exportFormats()
	at := slices.IndexFunc(formats, func(f exportFormat) bool { return f.name == c.Format })
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
		if err := formats[at].write(out, &exported{p, keeper, contents, prompts, c.MaxQuote}); err != nil {
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
