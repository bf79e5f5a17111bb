package main

import (
	"hearsay/archive"
	"hearsay/query"
	"hearsay/report"
	"hearsay/store"
)

// listing is what every verb that asks everything held has: where to look, and how to print.
type listing struct {
	Story string `placeholder:"STORY" help:"Only this story: its identity or the beginning of it."`
	whence
	format
}

// answer brings the store up to date, or reads the paths, gives the stories to each, densest first, and prints the
// listing that comes of it, unless verify says that there is none. Where something is wanted, only stories that have it
// are given.
func (c *listing) answer(
	p *process, name report.ListName, asked string, wanted []query.Wanted,
	each func(*report.Lister, *archive.Story), verify func(*archive.Archive, *report.Listing) error,
) error {
	return c.open(p, func(keeper *archive.Archive, _ store.Store, show *progress) error {
		lister, err := report.NewLister(program(), keeper.Revision(), report.Offsets(c.Offsets), name, asked)
		if err != nil {
			return err
		}
		contents, err := c.contents(p, keeper, wanted)
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
			if err := verify(keeper, made); err != nil {
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

// contents is what is asked about: everything held, or one story of it, or the stories that have what is wanted.
func (c *listing) contents(p *process, keeper *archive.Archive, wanted []query.Wanted) (archive.Contents, error) {
	if len(c.Paths) == 0 && c.Story == "" && len(wanted) > 0 {
		if err := keeper.Ready(p.ctx); err != nil {
			return archive.Contents{}, err
		}
		entries, err := keeper.Narrow(p.ctx, wanted)
		return archive.Contents{Stories: entries}, err
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
