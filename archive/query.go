package archive

import (
	"context"
	"fmt"
	"iter"

	"golang.org/x/sync/errgroup"

	"hearsay"
	"hearsay/store"
)

// Each yields the stories of entries with their ledgers and readings, in the order of entries. Update must have been
// called since something was added. A few stories are fetched at a time.
func (a *Archive) Each(ctx context.Context, entries []Entry) iter.Seq2[Story, error] {
	return func(yield func(Story, error) bool) {
		layer, err := a.layer(ctx)
		if err != nil {
			yield(Story{}, err)
			return
		}
		summaries, err := a.store.Summaries(ctx)
		if err != nil {
			yield(Story{}, fmt.Errorf("list ledgers: %w", err))
			return
		}
		for from := 0; from < len(entries); from += a.options.Workers {
			some := entries[from:min(len(entries), from+a.options.Workers)]
			stories := make([]Story, len(some))
			group, groupCtx := errgroup.WithContext(ctx)
			for i, entry := range some {
				group.Go(func() (err error) {
					stories[i], err = a.fetch(groupCtx, layer, entry, summaries)
					return err
				})
			}
			err := group.Wait()
			for _, story := range stories {
				if !yield(story, err) || err != nil {
					return
				}
			}
		}
	}
}

// fetch is a story whose ledger is up to date, so that its key need not be worked out again from its readings.
func (a *Archive) fetch(
	ctx context.Context, layer store.Layer, entry Entry, summaries map[hearsay.StoryID]store.Summary,
) (Story, error) {
	readings, err := a.members(ctx, layer, entry.Story)
	if err != nil {
		return Story{}, err
	}
	ledger, held, err := a.store.Ledger(ctx, entry.Story.ID, summaries[entry.Story.ID].Key)
	if err != nil {
		return Story{}, fmt.Errorf("ledger of story %s: %w", entry.Story.ID, err)
	}
	if !held {
		return Story{}, fmt.Errorf("ledger of story %s: not up to date", entry.Story.ID)
	}
	return Story{Ledger: ledger, Readings: readings}, nil
}
