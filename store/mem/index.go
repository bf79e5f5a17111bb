package mem

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"hearsay"
	"hearsay/store"
)

// index is what is held of documents beside their readings, and the stories.
type index struct {
	indexed map[hearsay.DocID]store.Indexed
	links   map[hearsay.DocID]map[hearsay.DocID]int // weights, both ways
	stories map[hearsay.StoryID]hearsay.Story
	member  map[hearsay.DocID]hearsay.StoryID
	former  map[hearsay.StoryID][]hearsay.DocID // of stories that are no more
	grouped int64
}

func newIndex() index {
	return index{
		indexed: map[hearsay.DocID]store.Indexed{},
		links:   map[hearsay.DocID]map[hearsay.DocID]int{},
		stories: map[hearsay.StoryID]hearsay.Story{},
		member:  map[hearsay.DocID]hearsay.StoryID{},
		former:  map[hearsay.StoryID][]hearsay.DocID{},
	}
}

// stale notes that what a document was indexed from has changed.
func (x *index) stale(id hearsay.DocID) {
	if held, ok := x.indexed[id]; ok {
		held.State = ""
		x.indexed[id] = held
	}
}

// States implements store.Store.
func (s *Store) States(ctx context.Context) (map[hearsay.DocID]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	states := make(map[hearsay.DocID]string, len(s.indexed))
	for id, held := range s.indexed {
		states[id] = held.State
	}
	return states, ctx.Err()
}

// Indexed implements store.Store.
func (s *Store) Indexed(ctx context.Context, where store.Where) iter.Seq2[store.Indexed, error] {
	return func(yield func(store.Indexed, error) bool) {
		s.mu.RLock()
		var found []store.Indexed
		docs, leads := setOf(where.Docs), setOf(where.Leads)
		for _, held := range s.indexed {
			dated := held.Published.Grain >= hearsay.GrainDay
			day := held.Published.Day()
			if where.All || docs[held.Doc] || leads[held.Lead] || where.Undated && !dated ||
				where.Days && dated && where.From <= day && day <= where.To {
				if !where.Features {
					held.Features = nil
				}
				if !where.Marks {
					held.Marks = nil
				}
				held.Words = nil
				found = append(found, held)
			}
		}
		s.mu.RUnlock()
		slices.SortFunc(found, func(a, b store.Indexed) int { return cmp.Compare(a.Doc, b.Doc) })
		for _, held := range found {
			if err := ctx.Err(); err != nil {
				yield(store.Indexed{}, err)
				return
			}
			if !yield(held, nil) {
				return
			}
		}
	}
}

func setOf(ids []hearsay.DocID) map[hearsay.DocID]bool {
	set := make(map[hearsay.DocID]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// Links implements store.Store.
func (s *Store) Links(ctx context.Context, docs []hearsay.DocID) ([]hearsay.Link, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var links []hearsay.Link
	for id := range setOf(docs) {
		for other, weight := range s.links[id] {
			links = append(links, hearsay.Link{A: min(id, other), B: max(id, other), Weight: weight})
		}
	}
	slices.SortFunc(links, hearsay.Link.Compare)
	return slices.Compact(links), ctx.Err()
}

// ChangeIndex implements store.Store.
func (s *Store) ChangeIndex(ctx context.Context, change store.IndexChange) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refuse(ctx, change); err != nil {
		return fmt.Errorf("change index: %w", err)
	}
	s.settled = ""
	s.ungroup(change.Touched())
	unlink := slices.Concat(change.Drop, change.Unlink)
	for _, id := range change.Drop {
		delete(s.indexed, id)
	}
	for _, put := range change.Put {
		s.indexed[put.Doc] = put
		unlink = append(unlink, put.Doc)
	}
	for _, lead := range change.Lead {
		held := s.indexed[lead.Doc]
		held.Lead, held.State = lead.Lead, lead.State
		s.indexed[lead.Doc] = held
		unlink = append(unlink, lead.Doc)
	}
	for _, id := range unlink {
		for other := range s.links[id] {
			delete(s.links[other], id)
		}
		delete(s.links, id)
	}
	for _, link := range change.Links {
		for _, side := range [2][2]hearsay.DocID{{link.A, link.B}, {link.B, link.A}} {
			if s.links[side[0]] == nil {
				s.links[side[0]] = map[hearsay.DocID]int{}
			}
			s.links[side[0]][side[1]] = link.Weight
		}
	}
	return nil
}

// refuse returns an error where a change names what is not there.
func (s *Store) refuse(ctx context.Context, change store.IndexChange) error {
	there := map[hearsay.DocID]bool{}
	for id := range s.indexed {
		there[id] = true
	}
	for _, id := range change.Drop {
		delete(there, id)
	}
	for _, put := range change.Put {
		if err := store.CheckWords(put.Words); err != nil {
			return fmt.Errorf("%s: %w", put.Doc, err)
		}
		if _, ok := s.captures[put.Doc]; !ok {
			return fmt.Errorf("%s: %w", put.Doc, store.ErrNotFound)
		}
		there[put.Doc] = true
	}
	var named []hearsay.DocID
	for _, lead := range change.Lead {
		named = append(named, lead.Doc)
	}
	for _, link := range change.Links {
		named = append(named, link.A, link.B)
	}
	for _, id := range named {
		if !there[id] {
			return fmt.Errorf("%s: %w", id, store.ErrNotFound)
		}
	}
	return ctx.Err()
}

// ungroup drops the stories of documents.
func (s *Store) ungroup(docs []hearsay.DocID) {
	for _, id := range docs {
		story, ok := s.member[id]
		if !ok {
			continue
		}
		s.former[story] = s.stories[story].Docs
		for _, member := range s.stories[story].Docs {
			delete(s.member, member)
		}
		delete(s.stories, story)
	}
}

// Having implements store.Store.
func (s *Store) Having(ctx context.Context, needed []store.Needed) ([]hearsay.DocID, error) {
	if err := store.CheckNeeded(needed...); err != nil {
		return nil, fmt.Errorf("find words: %w", err)
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var having []hearsay.DocID
	for id, held := range s.indexed {
		lacks := func(n store.Needed) bool {
			at, found := slices.BinarySearch(held.Words, n.Word)
			return !found && (!n.Begins || at == len(held.Words) || !strings.HasPrefix(held.Words[at], n.Word))
		}
		if !slices.ContainsFunc(needed, lacks) {
			having = append(having, id)
		}
	}
	slices.Sort(having)
	return having, ctx.Err()
}

// Words implements store.Store.
func (s *Store) Words(ctx context.Context, prefix string) iter.Seq2[store.Posting, error] {
	return func(yield func(store.Posting, error) bool) {
		s.mu.RLock()
		docs := map[string][]hearsay.DocID{}
		for _, id := range slices.Sorted(maps.Keys(s.indexed)) {
			for _, word := range s.indexed[id].Words {
				if strings.HasPrefix(word, prefix) {
					docs[word] = append(docs[word], id)
				}
			}
		}
		s.mu.RUnlock()
		for _, word := range slices.Sorted(maps.Keys(docs)) {
			if err := ctx.Err(); err != nil {
				yield(store.Posting{}, err)
				return
			}
			if !yield(store.Posting{Word: word, Docs: docs[word]}, nil) {
				return
			}
		}
	}
}

// ClearIndex implements store.Store.
func (s *Store) ClearIndex(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("clear index: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settled = ""
	s.ungroup(slices.Collect(maps.Keys(s.member)))
	former := s.former
	s.index = newIndex()
	s.former = former
	return nil
}

// Ungrouped implements store.Store.
func (s *Store) Ungrouped(ctx context.Context) ([]hearsay.DocID, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var ungrouped []hearsay.DocID
	for id, held := range s.indexed {
		if _, grouped := s.member[id]; !grouped && !held.Skipped {
			ungrouped = append(ungrouped, id)
		}
	}
	slices.Sort(ungrouped)
	return ungrouped, ctx.Err()
}

// Ungroup implements store.Store.
func (s *Store) Ungroup(ctx context.Context, docs []hearsay.DocID, seq int64) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("ungroup: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settled = ""
	s.ungroup(docs)
	s.grouped = seq
	return nil
}

// Grouped implements store.Store.
func (s *Store) Grouped(ctx context.Context) (int64, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.grouped, ctx.Err()
}

// PutStories implements store.Store.
func (s *Store) PutStories(ctx context.Context, stories []hearsay.Story) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, story := range stories {
		for _, id := range story.Docs {
			if _, ok := s.indexed[id]; !ok {
				return fmt.Errorf("put story %s: document %s: %w", story.ID, id, store.ErrNotFound)
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("put stories: %w", err)
	}
	s.settled = ""
	for _, story := range stories {
		s.ungroup(story.Docs)
	}
	for _, story := range stories {
		s.stories[story.ID] = story
		delete(s.former, story.ID)
		for _, id := range story.Docs {
			s.member[id] = story.ID
		}
	}
	return nil
}

// Stories implements store.Store.
func (s *Store) Stories(ctx context.Context, ids []hearsay.StoryID) iter.Seq2[hearsay.Story, error] {
	return func(yield func(hearsay.Story, error) bool) {
		s.mu.RLock()
		stories := meant(s.stories, ids)
		s.mu.RUnlock()
		for _, id := range slices.Sorted(maps.Keys(stories)) {
			if err := ctx.Err(); err != nil {
				yield(hearsay.Story{}, err)
				return
			}
			if !yield(stories[id], nil) {
				return
			}
		}
	}
}

// meant is a copy of what is held of ids; of everything where ids is nil.
func meant[V any](held map[hearsay.StoryID]V, ids []hearsay.StoryID) map[hearsay.StoryID]V {
	if ids == nil {
		return maps.Clone(held)
	}
	found := make(map[hearsay.StoryID]V, len(ids))
	for _, id := range ids {
		if value, ok := held[id]; ok {
			found[id] = value
		}
	}
	return found
}

// StoriesOf implements store.Store.
func (s *Store) StoriesOf(ctx context.Context, docs []hearsay.DocID) ([]hearsay.StoryID, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var stories []hearsay.StoryID
	for _, id := range docs {
		if story, ok := s.member[id]; ok {
			stories = append(stories, story)
		}
	}
	slices.Sort(stories)
	return slices.Compact(stories), ctx.Err()
}

// Former implements store.Store.
func (s *Store) Former(ctx context.Context, id hearsay.StoryID) (hearsay.StoryID, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	counts := map[hearsay.StoryID]int{}
	for _, doc := range s.former[id] {
		if story, ok := s.member[doc]; ok {
			counts[story]++
		}
	}
	var best hearsay.StoryID
	for _, story := range slices.Sorted(maps.Keys(counts)) {
		if counts[story] > counts[best] {
			best = story
		}
	}
	if best == "" {
		return "", fmt.Errorf("story %s: %w", id, store.ErrNotFound)
	}
	return best, ctx.Err()
}
