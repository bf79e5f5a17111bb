package archive

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"hearsay"
	"hearsay/query"
	"hearsay/store"
)

// Narrow returns the stories, densest first, that have what one of wanted asks for; all, if nothing is wanted. Update or
// Ready must have been called since something was added.
func (a *Archive) Narrow(ctx context.Context, wanted []query.Wanted) ([]Entry, error) {
	ids, err := a.having(ctx, wanted)
	if err != nil {
		return nil, fmt.Errorf("look into the index: %w", err)
	}
	return a.entries(ctx, ids)
}

// Having lists the stories that have what one of wanted asks for, in the order of their identities; all is set, and nothing
// listed, where every story may. Update or Ready must have been called since something was added.
func (a *Archive) Having(ctx context.Context, wanted []query.Wanted) (ids []hearsay.StoryID, all bool, err error) {
	ids, err = a.having(ctx, wanted)
	if err != nil {
		return nil, false, fmt.Errorf("look into the index: %w", err)
	}
	return ids, ids == nil, nil
}

// entries are stories, or all where ids is nil, counted and in their order.
func (a *Archive) entries(ctx context.Context, ids []hearsay.StoryID) ([]Entry, error) {
	var entries []Entry
	for story, err := range a.store.Stories(ctx, ids) {
		if err != nil {
			return nil, fmt.Errorf("list stories: %w", err)
		}
		entries = append(entries, Entry{Story: story})
	}
	if err := a.count(ctx, entries, ids); err != nil {
		return nil, err
	}
	sortEntries(entries)
	return entries, nil
}

// having lists the stories that have what one of wanted asks for; nil stands for all.
func (a *Archive) having(ctx context.Context, wanted []query.Wanted) ([]hearsay.StoryID, error) {
	if len(wanted) == 0 {
		return nil, nil
	}
	ids := []hearsay.StoryID{}
	for _, w := range wanted {
		met, err := a.meeting(ctx, w)
		if err != nil || met == nil {
			return nil, err
		}
		ids = append(ids, met...)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}

// meeting lists the stories that have all that is wanted; nil stands for all.
func (a *Archive) meeting(ctx context.Context, w query.Wanted) ([]hearsay.StoryID, error) {
	var met []hearsay.StoryID // sorted
	narrow := func(docs []hearsay.DocID, err error) error {
		if err != nil {
			return err
		}
		stories, err := a.store.StoriesOf(ctx, docs)
		if met == nil {
			met = append([]hearsay.StoryID{}, stories...)
			return err
		}
		met = slices.DeleteFunc(met, func(id hearsay.StoryID) bool {
			_, found := slices.BinarySearch(stories, id)
			return !found
		})
		return err
	}
	if w.Dated {
		if err := narrow(a.published(ctx, w.First, w.Last)); err != nil {
			return nil, err
		}
	}
	for _, needed := range w.Documents {
		if met != nil && len(met) == 0 {
			break
		}
		if err := narrow(a.store.Having(ctx, needed)); err != nil {
			return nil, err
		}
	}
	return met, nil
}

// published lists the documents that may have been published from one day to another, undated ones too: one that is known
// to the month alone is among these.
func (a *Archive) published(ctx context.Context, first, last int) ([]hearsay.DocID, error) {
	var docs []hearsay.DocID
	for indexed, err := range a.store.Indexed(ctx, store.Where{Days: true, From: first, To: last, Undated: true}) {
		if err != nil {
			return nil, err
		}
		docs = append(docs, indexed.Doc)
	}
	return docs, nil
}

// Claiming returns the stories with a claim whose identity begins with prefix. Update or Ready must have been called since
// something was added.
func (a *Archive) Claiming(ctx context.Context, prefix string) ([]Entry, error) {
	ids, err := a.store.Claiming(ctx, prefix)
	if err != nil {
		return nil, err
	}
	return a.entries(ctx, append([]hearsay.StoryID{}, ids...))
}

// Each yields the stories of entries with their ledgers and readings, in the order of entries. Update must have been
// called since something was added. A few stories are fetched at a time.
func (a *Archive) Each(ctx context.Context, entries []Entry) iter.Seq2[Story, error] {
	return func(yield func(Story, error) bool) {
		layer, err := a.layer(ctx)
		if err != nil {
			yield(Story{}, err)
			return
		}
		ids := make([]hearsay.StoryID, len(entries))
		for i, entry := range entries {
			ids[i] = entry.Story.ID
		}
		summaries, err := a.store.Summaries(ctx, ids)
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

// lookedAt is how many stories are looked at to see whether a word is somebody's name there.
const lookedAt = 64

// Suggest returns the names of those whom a mistyped name may mean, at most three: one of its words stands nowhere, and
// they have one that is nearly that. Update or Ready must have been called since something was added.
func (a *Archive) Suggest(ctx context.Context, name string) ([]string, error) {
	var names []string
	for at, word := range query.Fold(name) {
		held, err := a.store.Having(ctx, []store.Needed{{Word: word}})
		if err != nil {
			return nil, fmt.Errorf("suggest names: %w", err)
		}
		if len(held) > 0 {
			continue
		}
		var near []store.Posting
		_, size := utf8.DecodeRuneInString(word) // a slip is rarely in the first letter
		for posting, err := range a.store.Words(ctx, word[:size]) {
			if err != nil {
				return nil, fmt.Errorf("suggest names: %w", err)
			}
			near = append(near, posting)
		}
		slices.SortStableFunc(near, func(x, y store.Posting) int { return cmp.Compare(len(y.Docs), len(x.Docs)) })
		known := make([]string, len(near))
		for i := range near {
			known[i] = near[i].Word
		}
		for _, likely := range query.Suggest(word, known) {
			words := query.Fold(name)
			words[at] = likely
			found, err := a.called(ctx, strings.Join(words, " "))
			if err != nil {
				return nil, err
			}
			if found != "" && !slices.Contains(names, found) {
				names = append(names, found)
			}
		}
	}
	return names, nil
}

// called is the name of somebody who is called so; "" where there is nobody among the people of the first stories that have
// the words.
func (a *Archive) called(ctx context.Context, name string) (string, error) {
	ids, err := a.having(ctx, query.WantedFor(name))
	if err != nil {
		return "", err
	}
	ids = ids[:min(len(ids), lookedAt)]
	summaries, err := a.store.Summaries(ctx, append([]hearsay.StoryID{}, ids...))
	if err != nil {
		return "", fmt.Errorf("list ledgers: %w", err)
	}
	asked := query.NewName(name)
	for _, id := range ids {
		for _, called := range summaries[id].People {
			if asked.Of(called.Folded) {
				return called.Name, nil
			}
		}
	}
	return "", nil
}
