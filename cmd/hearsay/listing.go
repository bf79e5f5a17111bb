package main

import (
	"fmt"

	"hearsay/archive"
	"hearsay/intake"
	"hearsay/report"
	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/sqlite"
)

// listing is what every verb that asks everything held has: where to look, and how to print.
type listing struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Files and folders to read, where there is no store."`
	Store string   `placeholder:"DIR" help:"The store."`
	Story string   `placeholder:"STORY" help:"Only this story: its identity or the beginning of it."`
	model
	format
	effort
}

// answer brings the store up to date, or reads the paths, gives the stories to each, densest first, and prints the
// listing that comes of it, unless verify says that there is none.
func (c *listing) answer(
	p *process, name report.ListName, query string,
	each func(*report.Lister, *archive.Story), verify func(*report.Listing) error,
) error {
	if (c.Store == "") == (len(c.Paths) == 0) {
		return usageError{fmt.Errorf("give either --store DIR or the paths that are to be read")}
	}
	var opened store.Store = mem.New()
	if c.Store != "" {
		var err error
		if opened, err = sqlite.Open(p.ctx, c.Store); err != nil {
			return err
		}
	}
	return c.with(p, opened, c.choice(), func(keeper *archive.Archive, show *progress) error {
		lister, err := report.NewLister(program(), keeper.Revision(), report.Offsets(c.Offsets), name, query)
		if err != nil {
			return err
		}
		contents, err := c.contents(p, keeper)
		if err != nil {
			return err
		}
		for story, err := range keeper.Each(p.ctx, contents.Stories) {
			if err != nil {
				return err
			}
			each(lister, &story)
		}
		made := lister.Listing()
		if verify != nil {
			if err := verify(made); err != nil {
				return err
			}
		}
		show.close()
		if err := c.write(p, made); err != nil {
			return err
		}
		if len(c.Paths) > 0 {
			return readStatus(p, c.Paths, contents, contents.Held)
		}
		return nil
	})
}

func (c *listing) write(p *process, made *report.Listing) error {
	switch {
	case c.JSON:
		return report.WriteListingJSON(p.stdout, made)
	case c.MD:
		return report.WriteListingMarkdown(p.stdout, made, c.All)
	}
	return report.WriteListing(p.stdout, made, report.Style{Width: p.width, Color: p.color, All: c.All})
}

// contents is what is asked about: everything held, or one story of it.
func (c *listing) contents(p *process, keeper *archive.Archive) (archive.Contents, error) {
	if len(c.Paths) > 0 {
		if _, err := add(p, keeper, c.Paths, intake.Options{}); err != nil {
			return archive.Contents{}, err
		}
	}
	contents, err := keeper.Update(p.ctx)
	if err != nil {
		return archive.Contents{}, err
	}
	if len(c.Paths) > 0 && len(contents.Stories) == 0 {
		return archive.Contents{}, readStatus(p, c.Paths, contents, contents.Held)
	}
	if c.Story != "" {
		found, err := oneStory(p, keeper, &contents, c.Story)
		if err != nil {
			return archive.Contents{}, err
		}
		contents.Stories = []archive.Entry{found}
	}
	return contents, nil
}
