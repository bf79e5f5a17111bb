package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/collate/prompt"
	"hearsay/store"
	"hearsay/web"
)

type exportCommand struct {
	Format   string `arg:"" help:"${formats}."`
	Story    string `placeholder:"STORY" help:"Only this story: its identity or the beginning of it."`
	MaxQuote int    `placeholder:"N" help:"Cut every quotation after N characters, and leave out whole texts."`
	rules
	whence
	prompter *prompt.Prompter
}

// exportFormat is a format that a report is written in for others to read.
type exportFormat struct {
	name, help string
	write      func(w io.Writer, c *exportCommand, revision string, stories []archive.Story, skipped []hearsay.Document) error
}

// exportFormats are all that export writes, in the order in which they are listed.
var exportFormats = []exportFormat{
	{"html", "one page that needs no server, network or script", func(w io.Writer, c *exportCommand, revision string, stories []archive.Story, skipped []hearsay.Document) error {
		return web.WriteFile(w, program(), revision, stories, skipped, c.prompter, c.MaxQuote)
	}},
}

// Help is the long help of the verb.
func (*exportCommand) Help() string {
	var text strings.Builder
	text.WriteString("Writes what is held to standard output, for other programs and people:\n")
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
	var err error
	if c.prompter, err = c.rules.load(); err != nil {
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
		var stories []archive.Story
		for story, err := range keeper.Each(p.ctx, contents.Stories) {
			if err != nil {
				return err
			}
			stories = append(stories, story)
		}
		show.close()
		if err := exportFormats[at].write(p.stdout, c, keeper.Revision(), stories, contents.Skipped); err != nil {
			return err
		}
		if len(c.Paths) > 0 {
			return readStatus(p, c.Paths, contents, contents.Held)
		}
		return nil
	})
}
