package main

import (
	"fmt"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/store"
	"hearsay/store/sqlite"
)

// held is a store that is already there.
type held struct {
	Store string `required:"" placeholder:"DIR" help:"The store."`
	effort
}

// edit runs do over the store alone: what the person says of a document needs no models.
func (h *held) edit(p *process, do func(store.Store) error) error {
	opened, err := sqlite.Open(p.ctx, h.Store)
	if err != nil {
		return err
	}
	defer opened.Close()
	return do(opened)
}

// open opens the store and runs do over its archive.
func (h *held) open(p *process, do func(*archive.Archive) error) error {
	opened, err := sqlite.Open(p.ctx, h.Store)
	if err != nil {
		return err
	}
	return h.with(p, opened, archive.Choice{}, func(keeper *archive.Archive, _ *progress) error { return do(keeper) })
}

type storiesCommand struct {
	held
}

// Run is the verb.
func (c *storiesCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		for _, entry := range contents.Stories {
			story, err := keeper.Open(p.ctx, entry.Story)
			if err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "%s  %d documents, %d claims, %d told by several  %s\n",
				entry.Story.ID, len(entry.Story.Docs), entry.Claims, entry.Shared, title(&story))
		}
		return nil
	})
}

// title is the first title among a story's documents, or the path of its first one.
func title(story *archive.Story) string {
	for _, reading := range story.Readings {
		if reading.Document.Title.Known() {
			return strings.Join(strings.Fields(reading.Document.Title.Value), " ")
		}
	}
	return strings.Join(story.Readings[0].Document.Paths, ", ")
}

type storyCommand struct {
	ID string `arg:"" name:"story" help:"The story, by its identity or the beginning of it."`
	held
	format
}

// Run is the verb.
func (c *storyCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		var found []archive.Entry
		for _, entry := range contents.Stories {
			if strings.HasPrefix(string(entry.Story.ID), c.ID) {
				found = append(found, entry)
			}
		}
		if err := one("story", c.ID, len(found)); err != nil {
			return err
		}
		return c.print(p, keeper, archive.Contents{Stories: found})
	})
}

// one is the error where a beginning of an identity does not name exactly one thing.
func one(what, prefix string, n int) error {
	switch n {
	case 0:
		return usageError{fmt.Errorf("no %s begins with %q", what, prefix)}
	case 1:
		return nil
	}
	return usageError{fmt.Errorf("%d begin with %q: give more of the %s's identity", n, prefix, what)}
}

// document finds the document whose identity begins with prefix, or whose path it is.
func document(p *process, opened store.Store, prefix string) (hearsay.DocID, error) {
	var found []hearsay.DocID
	for capture, err := range opened.Captures(p.ctx) {
		if err != nil {
			return "", err
		}
		matches := strings.HasPrefix(string(capture.ID), prefix)
		for _, path := range capture.Paths {
			matches = matches || path == prefix
		}
		if matches {
			found = append(found, capture.ID)
		}
	}
	if err := one("document", prefix, len(found)); err != nil {
		return "", err
	}
	return found[0], nil
}
