package web

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"hearsay"
	"hearsay/archive"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/report"
)

// library is what the pages ask of an archive. An archive is for one goroutine at a time; the library lets many ask, and
// keeps the stories that were asked for last.
type library struct {
	contents archive.Contents
	entries  map[hearsay.StoryID]int // index into contents.Stories
	holding  map[hearsay.DocID]hearsay.StoryID
	sagas    map[hearsay.StoryID]*hearsay.Saga

	prompts Prompter

	lock   sync.Mutex // of keeper and the rest
	keeper *archive.Archive
	opened map[hearsay.StoryID]*opened
	recent []hearsay.StoryID // of opened, the one asked for last at the end
}

// opened is a story made ready to be shown. Nobody changes it.
type opened struct {
	report.Story
	archived archive.Story
	docs     map[hearsay.DocID]*report.Document
	tags     map[hearsay.DocID]int // number of a document within its story, from 1
	links    links
	Single   bool // it is shown in one file, maybe with others
}

func newLibrary(keeper *archive.Archive, contents archive.Contents, prompts Prompter) *library {
	l := &library{
		keeper: keeper, contents: contents, entries: map[hearsay.StoryID]int{}, holding: map[hearsay.DocID]hearsay.StoryID{},
		sagas: map[hearsay.StoryID]*hearsay.Saga{}, prompts: prompts, opened: map[hearsay.StoryID]*opened{},
	}
	for i, entry := range contents.Stories {
		l.entries[entry.Story.ID] = i
		for _, doc := range entry.Story.Docs {
			l.holding[doc] = entry.Story.ID
		}
	}
	for i := range contents.Sagas {
		for _, story := range contents.Sagas[i].Stories {
			l.sagas[story.ID] = &contents.Sagas[i]
		}
	}
	return l
}

// open returns a story, or errNotHeld.
func (l *library) open(ctx context.Context, id hearsay.StoryID) (*opened, error) {
	at, held := l.entries[id]
	if !held {
		return nil, fmt.Errorf("story %s: %w", id, errNotHeld)
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	if story := l.opened[id]; story != nil {
		l.recent = append(slices.DeleteFunc(l.recent, func(other hearsay.StoryID) bool { return other == id }), id)
		return story, nil
	}
	archived, err := l.keeper.Open(ctx, l.contents.Stories[at].Story)
	if err != nil {
		return nil, fmt.Errorf("open story %s: %w", id, err)
	}
	story, err := ready(archived, l.keeper.Revision(), served{}, l.prompts)
	if err != nil {
		return nil, err
	}
	l.opened[id], l.recent = story, append(l.recent, id)
	if len(l.recent) > limits.OpenStories {
		delete(l.opened, l.recent[0])
		l.recent = slices.Delete(l.recent, 0, 1)
	}
	return story, nil
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

// narrow lists the stories that may have what is wanted.
func (l *library) narrow(ctx context.Context, wanted []query.Wanted) ([]archive.Entry, error) {
	l.lock.Lock()
	defer l.lock.Unlock()
	return l.keeper.Narrow(ctx, wanted)
}

// holder opens the story that a document is of.
func (l *library) holder(ctx context.Context, doc hearsay.DocID) (*opened, error) {
	id, held := l.holding[doc]
	if !held {
		return nil, fmt.Errorf("document %s: %w", doc, errNotHeld)
	}
	return l.open(ctx, id)
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
