package main

import (
	"fmt"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/report"
	"hearsay/store"
	"hearsay/store/sqlite"
)

// held is a store that is already there.
type held struct {
	Store string `required:"" placeholder:"DIR" help:"The store."`
	families
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
	choice, err := h.in(archive.Choice{})
	if err != nil {
		return err
	}
	opened, err := sqlite.Open(p.ctx, h.Store)
	if err != nil {
		return err
	}
	return h.with(p, opened, choice, func(keeper *archive.Archive, _ *progress) error { return do(keeper) })
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
		sagas := sagasByStory(contents.Sagas)
		for _, entry := range contents.Stories {
			saga := ""
			if of := sagas[entry.Story.ID]; of != nil {
				saga = fmt.Sprintf("; %d stories of saga %s", len(of.Stories), of.ID)
			}
			fmt.Fprintf(p.stdout, "%s  %s, %s, %d told by several  %s%s\n", entry.Story.ID,
				report.Count(len(entry.Story.Docs), "document", "documents"), report.Count(entry.Claims, "claim", "claims"), entry.Shared, report.Printable(title(entry.Story)), saga)
		}
		return nil
	})
}

// sagasByStory is the saga that each story is of.
func sagasByStory(sagas []hearsay.Saga) map[hearsay.StoryID]*hearsay.Saga {
	of := map[hearsay.StoryID]*hearsay.Saga{}
	for i := range sagas {
		for _, story := range sagas[i].Stories {
			of[story.ID] = &sagas[i]
		}
	}
	return of
}

// title is the first title among a story's documents.
func title(story hearsay.Story) string {
	if story.About.Title == "" {
		return "without a title"
	}
	return story.About.Title
}

type storyCommand struct {
	ID string `arg:"" name:"story" help:"The story, by its identity or the beginning of it."`
	held
	desk
	format
}

// Run is the verb.
func (c *storyCommand) Run(p *process) error {
	prompts, err := c.prompter()
	if err != nil {
		return err
	}
	return c.open(p, func(keeper *archive.Archive) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		found, err := oneStory(p, keeper, &contents, c.ID)
		if err != nil {
			return err
		}
		if err := c.print(p, keeper, archive.Contents{Stories: []archive.Entry{found}, Sagas: contents.Sagas}, prompts); err != nil {
			return err
		}
		return prompts.status(nil)
	})
}

// oneStory finds the story that an identity, or the beginning of one, names.
func oneStory(p *process, keeper *archive.Archive, contents *archive.Contents, prefix string) (archive.Entry, error) {
	found, err := keeper.Find(p.ctx, contents, prefix)
	if err == nil {
		err = one("story", prefix, identities(found))
	}
	if err != nil {
		return archive.Entry{}, err
	}
	return found[0], nil
}

// one is the error where a beginning of an identity does not name exactly one of what was found.
func one[S ~string](what, prefix string, found []S) error {
	const shown = 8
	switch n := len(found); {
	case n == 0:
		return usageError{fmt.Errorf("no %s begins with %q", what, prefix)}
	case n > 1:
		var names []string
		for _, id := range found[:min(n, shown)] {
			names = append(names, string(id))
		}
		if n > shown {
			names = append(names, "…")
		}
		return usageError{fmt.Errorf("%d begin with %q: give more of the %s's identity: %s", n, prefix, what, strings.Join(names, ", "))}
	}
	return nil
}

// identities are the identities of stories.
func identities(entries []archive.Entry) []hearsay.StoryID {
	ids := make([]hearsay.StoryID, len(entries))
	for i, entry := range entries {
		ids[i] = entry.Story.ID
	}
	return ids
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
	if err := one("document", prefix, found); err != nil {
		return "", err
	}
	return found[0], nil
}
