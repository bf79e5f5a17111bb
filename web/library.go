package web

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"hearsay"
	"hearsay/archive"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/report"
)

// library is what the pages ask of an archive, also while it is being changed: a page shows what the last change left.
type library struct {
	keeper  *archive.Archive
	prompts Prompter
	now     atomic.Pointer[shelf]
	notice  notice
	hands   chan struct{} // one for each story that may be made ready at a time
}

func newLibrary(keeper *archive.Archive, contents archive.Contents, prompts Prompter) *library {
	l := &library{keeper: keeper, prompts: prompts, hands: make(chan struct{}, runtime.GOMAXPROCS(0))}
	l.notice.changed = make(chan struct{})
	l.show(contents)
	return l
}

// held is what is held now. A page that asks for more than one thing asks it of one shelf.
func (l *library) held() *shelf { return l.now.Load() }

// show puts a new shelf in the place of the one there is.
func (l *library) show(contents archive.Contents) {
	made := newShelf(contents)
	l.now.Store(made)
	l.notice.set(func(state *state) {
		state.Change++
		state.Stories, state.Documents, state.Skipped = len(contents.Stories), contents.Held, len(contents.Skipped)
	})
}

// shelf is what is held between two changes, with the stories that were asked for last.
type shelf struct {
	contents archive.Contents
	entries  map[hearsay.StoryID]int // index into contents.Stories
	holding  map[hearsay.DocID]hearsay.StoryID
	sagas    map[hearsay.StoryID]*hearsay.Saga
	orders   []func() []int // of storySorts: the indices of contents.Stories

	lock   sync.Mutex // of the rest
	opened map[hearsay.StoryID]*opening
	recent []hearsay.StoryID // of opened, the one asked for last at the end
}

// opening is a story that is being made ready; it is, or err says why not, when done is closed.
type opening struct {
	done  chan struct{}
	story *opened
	err   error
}

// opened is a story made ready to be shown. Nobody changes it.
type opened struct {
	report.Story
	archived archive.Story
	docs     map[hearsay.DocID]*report.Document
	tags     map[hearsay.DocID]int // number of a document within its story, from 1
	links    links
	Single   bool // it is shown in one file, maybe with others
	excerpt  int  // characters of a quotation that may be shown; 0 for all
}

func newShelf(contents archive.Contents) *shelf {
	s := &shelf{
		contents: contents, entries: map[hearsay.StoryID]int{}, holding: map[hearsay.DocID]hearsay.StoryID{},
		sagas: map[hearsay.StoryID]*hearsay.Saga{}, opened: map[hearsay.StoryID]*opening{},
	}
	for i, entry := range contents.Stories {
		s.entries[entry.Story.ID] = i
		for _, doc := range entry.Story.Docs {
			s.holding[doc] = entry.Story.ID
		}
	}
	for _, by := range storySorts {
		s.orders = append(s.orders, sync.OnceValue(func() []int { return sorted(contents.Stories, by) }))
	}
	for i := range contents.Sagas {
		for _, story := range contents.Sagas[i].Stories {
			s.sagas[story.ID] = &contents.Sagas[i]
		}
	}
	return s
}

// open returns a story that is held now, or errNotHeld. An address outlives its story: it leads to the one that holds most of
// its documents now.
func (l *library) open(ctx context.Context, id hearsay.StoryID) (*opened, error) {
	held := l.held()
	story, err := l.openOn(ctx, held, id)
	if errors.Is(err, errNotHeld) {
		now, found, formerErr := l.keeper.Former(ctx, id)
		if formerErr != nil {
			return nil, formerErr
		}
		if found {
			return l.openOn(ctx, held, now)
		}
	}
	return story, err
}

// openOn returns a story of a shelf, or errNotHeld. What cannot be opened because a change is making it again is opened when
// that is done.
func (l *library) openOn(ctx context.Context, held *shelf, id hearsay.StoryID) (*opened, error) {
	story, err := held.open(ctx, id, l.ready)
	if err != nil && !errors.Is(err, errNotHeld) && l.outwaited(ctx) {
		return held.open(ctx, id, l.ready)
	}
	return story, err
}

// outwaited waits for the end of a change that is under way, and reports whether there was one.
func (l *library) outwaited(ctx context.Context) bool {
	for waited := false; ; waited = true {
		state, changed := l.notice.get()
		if state.Work == nil {
			return waited
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// open returns a story of the shelf, or errNotHeld. Of many that ask for it at a time one makes it ready, and it is made ready
// although that one goes away.
func (s *shelf) open(ctx context.Context, id hearsay.StoryID, ready func(context.Context, hearsay.Story) (*opened, error)) (*opened, error) {
	at, held := s.entries[id]
	if !held {
		return nil, fmt.Errorf("story %s: %w", id, errNotHeld)
	}
	s.lock.Lock()
	one := s.opened[id]
	first := one == nil
	if first {
		one = &opening{done: make(chan struct{}), err: fmt.Errorf("open story %s: broken off", id)}
		s.opened[id] = one
	}
	s.recent = append(slices.DeleteFunc(s.recent, func(other hearsay.StoryID) bool { return other == id }), id)
	if len(s.recent) > limits.OpenStories {
		delete(s.opened, s.recent[0])
		s.recent = slices.Delete(s.recent, 0, 1)
	}
	s.lock.Unlock()
	if !first {
		select {
		case <-one.done:
			return one.story, one.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	defer func() {
		if one.err != nil {
			s.drop(id, one)
		}
		close(one.done)
	}()
	one.story, one.err = ready(context.WithoutCancel(ctx), s.contents.Stories[at].Story)
	return one.story, one.err
}

// drop forgets a story that could not be made ready, so that the next who asks tries again.
func (s *shelf) drop(id hearsay.StoryID, one *opening) {
	s.lock.Lock()
	defer s.lock.Unlock()
	if s.opened[id] == one {
		delete(s.opened, id)
		s.recent = slices.DeleteFunc(s.recent, func(other hearsay.StoryID) bool { return other == id })
	}
}

// ready opens a story of the archive and makes it ready to be shown.
func (l *library) ready(ctx context.Context, story hearsay.Story) (*opened, error) {
	l.hands <- struct{}{}
	defer func() { <-l.hands }()
	archived, err := l.keeper.Open(ctx, story)
	if err != nil {
		return nil, fmt.Errorf("open story %s: %w", story.ID, err)
	}
	return ready(archived, l.keeper.Revision(), served{}, l.prompts)
}

// ready makes a story ready to be shown.
func ready(archived archive.Story, revision string, to links, prompts Prompter) (*opened, error) {
	maker, err := report.NewMaker("", revision, report.UTF8)
	if err != nil {
		return nil, err
	}
	maker.Add(&archived.Ledger, archived.Readings)
	if prompts != nil {
		maker.Prompt(prompts.Prompts(archived.Readings, &archived.Ledger))
	}
	made := maker.Report()
	story := &opened{
		Story: made.Stories[0], archived: archived, links: to,
		docs: map[hearsay.DocID]*report.Document{}, tags: map[hearsay.DocID]int{},
	}
	for i := range made.Documents {
		story.docs[made.Documents[i].ID] = &made.Documents[i]
	}
	for i, id := range story.Documents {
		story.tags[id] = i + 1
	}
	return story, nil
}

// narrow lists the stories on a shelf that may have what is wanted, densest first. While a change is under way the index may
// be ahead of the shelf: what it has found beyond is left out.
func (l *library) narrow(ctx context.Context, held *shelf, wanted []query.Wanted) ([]*archive.Entry, error) {
	ids, all, err := l.keeper.Having(ctx, wanted)
	if err != nil {
		return nil, err
	}
	var found []int
	for at := 0; all && at < len(held.contents.Stories); at++ {
		found = append(found, at)
	}
	for _, id := range ids {
		if at, is := held.entries[id]; is {
			found = append(found, at)
		}
	}
	slices.Sort(found)
	entries := make([]*archive.Entry, len(found))
	for i, at := range found {
		entries[i] = &held.contents.Stories[at]
	}
	return entries, nil
}

// openNext opens the first of some stories: as many as have limits.OpenDocuments documents together, one at least.
func (l *library) openNext(ctx context.Context, held *shelf, entries []*archive.Entry) ([]*opened, error) {
	n, documents := 0, 0
	for n < len(entries) && (n == 0 || documents+len(entries[n].Story.Docs) <= limits.OpenDocuments) {
		documents += len(entries[n].Story.Docs)
		n++
	}
	stories := make([]*opened, n)
	group, groupCtx := errgroup.WithContext(ctx)
	for i := range stories {
		group.Go(func() (err error) {
			stories[i], err = l.openOn(groupCtx, held, entries[i].Story.ID)
			return err
		})
	}
	return stories, group.Wait()
}

// holder opens the story that a document is of.
func (l *library) holder(ctx context.Context, doc hearsay.DocID) (*opened, error) {
	held := l.held()
	id, is := held.holding[doc]
	if !is {
		return nil, fmt.Errorf("document %s: %w", doc, errNotHeld)
	}
	return l.openOn(ctx, held, id)
}

// text is a document's own text.
func (o *opened) text(id hearsay.DocID) string {
	if reading := o.reading(id); reading != nil {
		return reading.Document.Text
	}
	return ""
}

// reading is that of one of the story's documents, nil of another.
func (o *opened) reading(id hearsay.DocID) *hearsay.Reading {
	for i := range o.archived.Readings {
		if o.archived.Readings[i].Document.ID == id {
			return &o.archived.Readings[i]
		}
	}
	return nil
}
