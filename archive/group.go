package archive

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"hearsay"
	"hearsay/collate/reuse"
	"hearsay/collate/story"
	"hearsay/query"
	"hearsay/store"
)

// How much is done in one step. It never changes the result.
const (
	// linkedTogether is how many new documents are linked at a time, in the order of their days: what is held in memory is
	// these and all others of their days and of the window around them.
	linkedTogether = 16384
	// groupedTogether is how many ungrouped documents are begun with at a time when stories are put.
	groupedTogether = 4096
)

// group brings the index and the stories up to date with the readings and the person's edits. It does again only what
// new, changed and dropped documents bear on, and the result is the same as if all were done anew. Each step is put at
// once or not at all, and what was cut off goes on from there: a document that is not indexed as it should be is
// indexed, and one that is in no story is grouped.
func (a *Archive) group(ctx context.Context, layer store.Layer) error {
	fresh, gone, were, err := a.unindexed(ctx, layer)
	if err != nil {
		return err
	}
	if fresh, err = a.disturb(ctx, fresh, gone); err != nil {
		return err
	}
	days, err := a.describe(ctx, layer, fresh)
	if err != nil {
		return err
	}
	c, turned, err := a.clusterer(ctx, were)
	if err != nil {
		return err
	}
	if len(turned) > 0 {
		if turned, err = a.disturb(ctx, turned, nil); err != nil {
			return err
		}
		if turned, err = a.describe(ctx, layer, turned); err != nil {
			return err
		}
		days = append(days, turned...)
	}
	for done := 0; done < len(days); {
		n := min(a.linked, len(days)-done)
		if err := a.link(ctx, c, layer, days[done:done+n]); err != nil {
			return err
		}
		done += n
		a.progress("link", done, len(days))
	}
	edits, err := a.store.Edits(ctx)
	if err != nil {
		return err
	}
	if err := a.arrange(ctx, edits); err != nil {
		return err
	}
	return a.regroup(ctx, c, store.Bonds(edits))
}

// clusterer returns the clusterer for as many documents as are indexed, and lists those of them that were linked by
// another rule: how they are judged hangs on whether they are few. Were is the ones that were picked before.
func (a *Archive) clusterer(ctx context.Context, were []hearsay.DocID) (*story.Clusterer, []hearsay.DocID, error) {
	indexed := func(where store.Where, most int) (list []store.Indexed, err error) {
		for indexed, err := range a.store.Indexed(ctx, where) {
			if err != nil {
				return nil, err
			}
			if !indexed.Skipped {
				list = append(list, indexed)
			}
			if len(list) > most {
				break
			}
		}
		return list, nil
	}
	undated, err := indexed(store.Where{Undated: true}, math.MaxInt)
	if err != nil {
		return nil, nil, err
	}
	all, err := indexed(store.Where{All: true}, story.Few)
	if err != nil {
		return nil, nil, err
	}
	c := a.collator.Clusterer().For(len(undated), len(all))
	dated := all
	if !c.Picked(true) {
		if dated, err = indexed(store.Where{Docs: were}, math.MaxInt); err != nil {
			return nil, nil, err
		}
	}
	var turned []hearsay.DocID
	for _, list := range [][]store.Indexed{undated, dated} {
		for _, indexed := range list {
			dated := indexed.Published.Grain >= hearsay.GrainDay
			if indexed.State != stale && strings.HasSuffix(indexed.State, picked) != c.Picked(dated) {
				turned = append(turned, indexed.Doc)
			}
		}
	}
	slices.Sort(turned)
	return c, slices.Compact(turned), nil
}

// picked ends the state of a document that was linked as one of few.
const picked = " picked"

// state says what a document is indexed from: the revisions, and what the person set of it.
func (a *Archive) state(layer store.Layer, id hearsay.DocID) (string, error) {
	override, edited := layer.Overrides[id]
	if !edited {
		return a.indexRevision(), nil
	}
	data, err := json.Marshal(override)
	if err != nil {
		return "", fmt.Errorf("edits of %s: %w", id, err)
	}
	sum := sha256.Sum256(data)
	return a.indexRevision() + " " + hex.EncodeToString(sum[:8]), nil
}

// indexRevision names everything that the index depends on beside the captures and edits.
func (a *Archive) indexRevision() string { return Revision(a.model) + "/" + query.IndexRevision }

// stale is the state of a document that is to be indexed again: no revision is empty.
const stale = ""

// unindexed lists the documents that are to be indexed, those that are and should not be, and those that were linked as
// some of few.
func (a *Archive) unindexed(ctx context.Context, layer store.Layer) (fresh, gone, were []hearsay.DocID, err error) {
	states, err := a.store.States(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, state := range states {
		if revision, _, _ := strings.Cut(state, " "); revision != stale && revision != a.indexRevision() {
			// Other rules or models made the index.
			if err := a.store.ClearIndex(ctx); err != nil {
				return nil, nil, nil, err
			}
			states = map[hearsay.DocID]string{}
			break
		}
	}
	for id, state := range states {
		if strings.HasSuffix(state, picked) {
			were = append(were, id)
		}
	}
	slices.Sort(were)
	read, err := a.store.Read(ctx, a.model.Revision())
	if err != nil {
		return nil, nil, nil, err
	}
	for _, id := range read {
		if layer.Forgotten(id) {
			continue
		}
		want, err := a.state(layer, id)
		if err != nil {
			return nil, nil, nil, err
		}
		if strings.TrimSuffix(states[id], picked) != want {
			fresh = append(fresh, id)
		}
		delete(states, id)
	}
	return fresh, slices.Sorted(maps.Keys(states)), were, nil
}

// disturb drops documents, and takes those that are to be indexed again out of their links and classes. The classes that
// they leave may fall apart, so that the others in them are indexed again too. It returns all that are to be.
func (a *Archive) disturb(ctx context.Context, fresh, gone []hearsay.DocID) ([]hearsay.DocID, error) {
	dropped := map[hearsay.DocID]bool{}
	for _, id := range gone {
		dropped[id] = true
	}
	var leads []hearsay.DocID
	for indexed, err := range a.store.Indexed(ctx, store.Where{Docs: slices.Concat(fresh, gone)}) {
		if err != nil {
			return nil, err
		}
		leads = append(leads, indexed.Lead)
	}
	change := store.IndexChange{Drop: gone}
	for indexed, err := range a.store.Indexed(ctx, store.Where{Leads: leads}) {
		if err != nil {
			return nil, err
		}
		if !dropped[indexed.Doc] {
			indexed.State, indexed.Lead, indexed.Marks = stale, indexed.Doc, nil
			change.Put = append(change.Put, indexed)
			fresh = append(fresh, indexed.Doc)
		}
	}
	slices.Sort(fresh)
	if len(change.Put)+len(change.Drop) == 0 {
		return slices.Compact(fresh), nil
	}
	return slices.Compact(fresh), a.store.ChangeIndex(ctx, change)
}

// describe puts what each document is by itself and returns those that can be linked, in the order of their days. They
// stay stale until they are.
func (a *Archive) describe(ctx context.Context, layer store.Layer, fresh []hearsay.DocID) ([]hearsay.DocID, error) {
	if len(fresh) == 0 {
		return nil, nil
	}
	type place struct {
		id  hearsay.DocID
		day int
	}
	var places []place
	var change store.IndexChange
	for reading, err := range a.readings(ctx, layer, fresh) {
		if err != nil {
			return nil, err
		}
		doc := &reading.Document
		indexed := store.Indexed{Doc: doc.ID, Published: doc.Published, Lead: doc.ID, Skipped: doc.Skip.Skipped()}
		if indexed.Key, err = store.DocKey(reading); err != nil {
			return nil, err
		}
		if indexed.Skipped {
			if indexed.State, err = a.state(layer, doc.ID); err != nil {
				return nil, err
			}
		} else {
			features := a.collator.Describe(reading)
			indexed.Features, indexed.Marks = features.Append(nil), reuse.Marks(doc)
			indexed.Words = query.Words(reading)
			places = append(places, place{doc.ID, features.Day()})
		}
		change.Put = append(change.Put, indexed)
		if len(change.Put) >= a.options.Batch {
			if err := a.store.ChangeIndex(ctx, change); err != nil {
				return nil, err
			}
			change = store.IndexChange{}
			a.progress("index", len(places), len(fresh))
		}
	}
	if err := a.store.ChangeIndex(ctx, change); err != nil {
		return nil, err
	}
	slices.SortFunc(places, func(x, y place) int { return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.id, y.id)) })
	ids := make([]hearsay.DocID, len(places))
	for i, p := range places {
		ids[i] = p.id
	}
	return ids, nil
}

// shelf is the indexed documents that are at hand, with their features.
type shelf struct {
	store    store.Store
	indexed  map[hearsay.DocID]store.Indexed
	features map[hearsay.DocID]*story.Features
}

// fetch adds the documents that are meant and returns them all, those that were at hand before too. Stale ones are left
// out but for those that keep holds.
func (s *shelf) fetch(ctx context.Context, where store.Where, keep map[hearsay.DocID]bool) ([]*story.Features, error) {
	where.Features = true
	var found []*story.Features
	for indexed, err := range s.store.Indexed(ctx, where) {
		if err != nil {
			return nil, err
		}
		if indexed.Skipped || indexed.State == stale && !keep[indexed.Doc] {
			continue
		}
		features, ok := s.features[indexed.Doc]
		if !ok {
			decoded, err := story.DecodeFeatures(indexed.Doc, indexed.Published, indexed.Features)
			if err != nil {
				return nil, fmt.Errorf("document %s: %w: %w", indexed.Doc, store.ErrDamaged, err)
			}
			features = &decoded
			indexed.Features = nil
			s.indexed[indexed.Doc], s.features[indexed.Doc] = indexed, features
		}
		found = append(found, features)
	}
	return found, nil
}

// around is the documents of the window around docs.
func around(docs []*story.Features) []store.Where {
	const together = 2 * story.Window
	var days []int
	where := store.Where{Undated: true}
	for _, doc := range docs {
		if !doc.Dated() {
			return []store.Where{{All: true}}
		}
		days = append(days, doc.Day())
	}
	slices.Sort(days)
	list := []store.Where{where}
	for i, day := range days {
		if i > 0 && day-days[i-1] <= together {
			list[len(list)-1].To = day + story.Window
			continue
		}
		list = append(list, store.Where{Days: true, From: day - story.Window, To: day + story.Window})
	}
	return list
}

func (s *shelf) fetchAround(ctx context.Context, docs []*story.Features, keep map[hearsay.DocID]bool) ([]*story.Features, error) {
	var found []*story.Features
	for _, where := range around(docs) {
		part, err := s.fetch(ctx, where, keep)
		if err != nil {
			return nil, err
		}
		found = append(found, part...)
	}
	return found, nil
}

// link finds what documents are near-copies of and what they may belong together with, among all that are indexed.
func (a *Archive) link(ctx context.Context, c *story.Clusterer, layer store.Layer, ids []hearsay.DocID) error {
	isFresh := map[hearsay.DocID]bool{}
	for _, id := range ids {
		isFresh[id] = true
	}
	s := &shelf{a.store, map[hearsay.DocID]store.Indexed{}, map[hearsay.DocID]*story.Features{}}
	fresh, err := s.fetch(ctx, store.Where{Docs: ids}, isFresh)
	if err != nil {
		return err
	}
	near, err := s.fetchAround(ctx, fresh, nil)
	if err != nil {
		return err
	}
	// The classes that new documents join, whole. What is new can only make classes one, so that no held document comes to
	// stand for itself here: those whose class fell apart are new themselves.
	var leads []hearsay.DocID
	for _, id := range c.Copies(fresh, near) {
		leads = append(leads, s.indexed[id].Lead)
	}
	class, err := s.fetch(ctx, store.Where{Leads: leads}, nil)
	if err != nil {
		return err
	}
	class = append(class, fresh...)
	lead := c.Leads(class)

	var change store.IndexChange
	standing := map[hearsay.DocID]bool{} // those whose links are to be found
	var stand []*story.Features
	for _, doc := range class {
		indexed := s.indexed[doc.ID]
		before := indexed
		indexed.Lead = lead[doc.ID]
		if isFresh[doc.ID] {
			if indexed.State, err = a.state(layer, doc.ID); err != nil {
				return err
			}
			if c.Picked(doc.Dated()) {
				indexed.State += picked
			}
			if indexed.Lead == doc.ID {
				standing[doc.ID] = true
				stand = append(stand, doc)
			}
		}
		if indexed.Lead != before.Lead || indexed.State != before.State {
			change.Lead = append(change.Lead, store.Lead{Doc: doc.ID, Lead: indexed.Lead, State: indexed.State})
		}
		s.indexed[doc.ID] = indexed
	}
	var among []*story.Features
	for _, doc := range near {
		if s.indexed[doc.ID].Lead == doc.ID {
			among = append(among, doc)
		}
	}
	if change.Links, err = a.links(ctx, c.Index(append(among, stand...)), standing); err != nil {
		return err
	}
	return a.store.ChangeIndex(ctx, change)
}

// links searches an index with all workers.
func (a *Archive) links(ctx context.Context, index *story.Index, fresh map[hearsay.DocID]bool) ([]hearsay.Link, error) {
	parts := make([][]hearsay.Link, a.options.Workers)
	group, _ := errgroup.WithContext(ctx)
	for part := range parts {
		group.Go(func() error {
			parts[part] = index.Links(fresh, part, len(parts))
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(parts...), ctx.Err()
}

// arrange sends the documents of new merges and splits, and of those taken back, to be grouped again.
func (a *Archive) arrange(ctx context.Context, edits []store.Edit) error {
	grouped, err := a.store.Grouped(ctx)
	if err != nil || grouped == int64(len(edits)) {
		return err
	}
	return a.store.Ungroup(ctx, store.Arranged(edits, grouped), int64(len(edits)))
}

// regroup puts the stories of all documents that are in none, with all that links, copies and bonds connect them to.
func (a *Archive) regroup(ctx context.Context, c *story.Clusterer, bonds hearsay.Bonds) error {
	ungrouped, err := a.store.Ungrouped(ctx)
	if err != nil {
		return err
	}
	mates := map[int][]hearsay.DocID{}
	for _, id := range slices.Sorted(maps.Keys(bonds.Of)) {
		mates[bonds.Of[id]] = append(mates[bonds.Of[id]], id)
	}
	total := len(ungrouped)
	grouped := map[hearsay.DocID]bool{}
	for len(ungrouped) > 0 {
		var seeds []hearsay.DocID
		for len(ungrouped) > 0 && len(seeds) < a.grouped {
			if !grouped[ungrouped[0]] {
				seeds = append(seeds, ungrouped[0])
			}
			ungrouped = ungrouped[1:]
		}
		if len(seeds) == 0 {
			break
		}
		s := &shelf{a.store, map[hearsay.DocID]store.Indexed{}, map[hearsay.DocID]*story.Features{}}
		links, err := s.connected(ctx, seeds, bonds, mates)
		if err != nil {
			return err
		}
		docs := make([]*story.Features, 0, len(s.features))
		leads := make(map[hearsay.DocID]hearsay.DocID, len(s.features))
		for _, id := range slices.Sorted(maps.Keys(s.features)) {
			docs = append(docs, s.features[id])
			leads[id] = s.indexed[id].Lead
			grouped[id] = true
		}
		if err := a.store.PutStories(ctx, c.Stories(docs, leads, c.Within(docs, leads, links, bonds), bonds)); err != nil {
			return err
		}
		a.progress("group", len(grouped), total)
	}
	return nil
}

// connected fetches documents with all that they are connected to, and returns the links between them.
func (s *shelf) connected(
	ctx context.Context, seeds []hearsay.DocID, bonds hearsay.Bonds, mates map[int][]hearsay.DocID,
) ([]hearsay.Link, error) {
	links := map[hearsay.Link]bool{}
	met := map[hearsay.DocID]bool{}
	for frontier := seeds; len(frontier) > 0; {
		for _, id := range frontier {
			met[id] = true
		}
		docs, err := s.fetch(ctx, store.Where{Docs: frontier, Leads: frontier}, nil)
		if err != nil {
			return nil, err
		}
		found, err := s.store.Links(ctx, frontier)
		if err != nil {
			return nil, err
		}
		next := map[hearsay.DocID]bool{}
		for _, link := range found {
			links[link] = true
			next[link.A], next[link.B] = true, true
		}
		for _, doc := range docs {
			next[doc.ID], next[s.indexed[doc.ID].Lead] = true, true
			if bond, bound := bonds.Of[doc.ID]; bound {
				for _, mate := range mates[bond] {
					next[mate] = true
				}
			}
		}
		maps.DeleteFunc(next, func(id hearsay.DocID, _ bool) bool { return met[id] })
		frontier = slices.Sorted(maps.Keys(next))
	}
	return slices.SortedFunc(maps.Keys(links), hearsay.Link.Compare), nil
}
