package main

import (
	"fmt"

	"hearsay/archive"
	"hearsay/read/extract/record"
	"hearsay/report"
	"hearsay/store"
)

type setCommand struct {
	Doc       string  `arg:"" help:"The document, by its identity, the beginning of it, or its path."`
	Outlet    *string `help:"Its outlet; \"\" for not known."`
	Published *string `help:"Its publication date, such as 2017-06-06; \"\" for not known."`
	Title     *string `help:"Its title."`
	Author    *string `help:"Its author."`
	URL       *string `name:"url" help:"Its URL."`
	held
}

// Run is the verb.
func (c *setCommand) Run(p *process) error {
	var settings []store.Setting
	for _, given := range []struct {
		field store.FieldName
		value *string
	}{
		{store.FieldOutlet, c.Outlet}, {store.FieldTitle, c.Title}, {store.FieldAuthor, c.Author}, {store.FieldURL, c.URL},
	} {
		if given.value != nil {
			settings = append(settings, store.Setting{Field: given.field, Value: *given.value})
		}
	}
	if c.Published != nil {
		setting := store.Setting{Field: store.FieldPublished}
		if *c.Published != "" {
			date, err := record.ParseDate(*c.Published)
			if err != nil {
				return usageError{fmt.Errorf("--published: %w", err)}
			}
			setting.Published = date
		}
		settings = append(settings, setting)
	}
	if len(settings) == 0 {
		return usageError{fmt.Errorf("nothing to set: give --outlet, --published, --title, --author or --url")}
	}
	return c.edit(p, func(opened store.Store) error {
		id, err := document(p, opened, c.Doc)
		if err != nil {
			return err
		}
		edit, err := opened.Set(p.ctx, id, settings)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "edit %d: set %s; hearsay undo takes it back\n", edit.Seq, id)
		return nil
	})
}

type forgetCommand struct {
	Doc string `arg:"" help:"The document, by its identity, the beginning of it, or its path."`
	held
}

// Run is the verb.
func (c *forgetCommand) Run(p *process) error {
	return c.edit(p, func(opened store.Store) error {
		id, err := document(p, opened, c.Doc)
		if err != nil {
			return err
		}
		edit, err := opened.Forget(p.ctx, id)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "edit %d: forgot %s; hearsay undo takes it back\n", edit.Seq, id)
		return nil
	})
}

type undoCommand struct {
	held
}

// Run is the verb.
func (c *undoCommand) Run(p *process) error {
	return c.edit(p, func(opened store.Store) error {
		edit, err := opened.Undo(p.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "edit %d: took back edit %d\n", edit.Seq, edit.Undoes)
		return nil
	})
}

type editsCommand struct {
	JSON bool `name:"json" help:"Print JSON, as docs/format.md describes it."`
	MD   bool `name:"md" help:"Print Markdown."`
	held
}

// Run is the verb.
func (c *editsCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		if err := keeper.Ready(p.ctx); err != nil {
			return err
		}
		log, captures, err := keeper.Log(p.ctx)
		if err != nil {
			return err
		}
		lister, err := report.NewLister(program(), keeper.Revision(), report.UTF8, report.ListEdits, "")
		if err != nil {
			return err
		}
		lister.Edits(log, captures)
		switch made := lister.Listing(); {
		case c.JSON:
			return report.WriteListingJSON(p.stdout, made)
		case c.MD:
			return report.WriteListingMarkdown(p.stdout, made, true)
		default:
			return report.WriteListing(p.stdout, made, report.Style{Width: p.width, Color: p.color, All: true})
		}
	})
}
