package main

import (
	"fmt"
	"slices"

	"hearsay"
	"hearsay/archive"
)

type mergeCommand struct {
	Stories []string `arg:"" name:"story" help:"Two stories or more, by their identities or the beginnings of them."`
	held
}

// Run is the verb.
func (c *mergeCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		var docs []hearsay.DocID
		met := map[hearsay.StoryID]bool{}
		for _, prefix := range c.Stories {
			entry, err := oneStory(p, keeper, &contents, prefix)
			if err != nil {
				return err
			}
			met[entry.Story.ID] = true
			docs = append(docs, entry.Story.Docs...)
		}
		if len(met) < 2 {
			return usageError{fmt.Errorf("name two stories or more")}
		}
		edit, err := keeper.Merge(p.ctx, docs)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "edit %d: %d stories are one; hearsay undo takes it back\n", edit.Seq, len(met))
		return nil
	})
}

type splitCommand struct {
	Story string   `arg:"" help:"The story, by its identity or the beginning of it."`
	Docs  []string `arg:"" name:"doc" help:"The documents that are a story of their own, by identity, the beginning of it, or path."`
	held
}

// Run is the verb.
func (c *splitCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		entry, err := oneStory(p, keeper, &contents, c.Story)
		if err != nil {
			return err
		}
		story, err := keeper.Open(p.ctx, entry.Story)
		if err != nil {
			return err
		}
		docs, err := someDocuments(&story, c.Docs)
		if err != nil {
			return err
		}
		rest := slices.DeleteFunc(slices.Clone(entry.Story.Docs), func(id hearsay.DocID) bool { return slices.Contains(docs, id) })
		if len(rest) == 0 {
			return usageError{fmt.Errorf("these are all documents of the story: leave at least one")}
		}
		edit, err := keeper.Split(p.ctx, docs, rest)
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "edit %d: %d of %d documents are a story of their own; hearsay undo takes it back\n",
			edit.Seq, len(entry.Story.Docs)-len(rest), len(entry.Story.Docs))
		return nil
	})
}
