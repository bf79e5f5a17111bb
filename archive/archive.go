// Package archive keeps a store's readings and ledgers up to date with its captures and edits.
//
// It begins with a store and the two verbs, read.Read and collate.Collate. It ends with the stories of everything held,
// densest first, and hands each with its ledger and readings to report. What is already done is not done again; what
// was interrupted goes on where it stopped. The number of workers and the size of batches never change the result.
package archive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"hearsay"
	"hearsay/collate"
	"hearsay/lexicon"
	"hearsay/query"
	"hearsay/read"
	"hearsay/store"
)

// Options are how the work is done, not what comes out of it, which Choice bears on. The zero value is one worker and
// batches of defaultBatch.
type Options struct {
	Workers  int
	Batch    int            // captures, or readings, put at a time
	Progress func(Progress) // called from one goroutine at a time; may be nil
}

// Choice is what a person chooses that bears on the result. Where no model is chosen it is the one that the store was
// read with, and the fast one for a new store; where a change of models was cut off, it is the deep one. Families are the
// person's own families of outlets, or nil.
type Choice struct {
	Model    read.Model
	Chosen   bool
	Families *lexicon.Families
}

// Progress says how far one step has come.
type Progress struct {
	Step  string // "take in", "read", "collate"
	Done  int
	Total int // 0 where it is not known
}

const defaultBatch = 256

// Archive is an open store with what it takes to bring it up to date. What writes, as Add, Update and the edits, is for one
// goroutine at a time. What only looks, as Open and Narrow, is for any number, also beside one that writes: it then finds
// what is there at the moment.
type Archive struct {
	store    store.Store
	model    read.Model
	reader   func() (*read.Reader, error) // loaded when something is to be read
	collator *collate.Collator
	options  Options
	// linked and grouped are linkedTogether and groupedTogether, less in tests.
	linked, grouped int
}

// New returns an archive over an open store, which stays the caller's to close.
func New(ctx context.Context, held store.Store, choice Choice, options Options) (*Archive, error) {
	if !choice.Chosen {
		revisions, err := held.Revisions(ctx)
		if err != nil {
			return nil, fmt.Errorf("see what the store was read with: %w", err)
		}
		for _, revision := range revisions {
			choice.Model = max(choice.Model, read.ModelOf(revision))
		}
	}
	collator, err := collate.New()
	if err != nil {
		return nil, fmt.Errorf("load collator: %w", err)
	}
	if choice.Families != nil {
		collator = collator.With(choice.Families)
	}
	options.Workers = max(1, options.Workers)
	if options.Batch <= 0 {
		options.Batch = defaultBatch
	}
	return &Archive{store: held, model: choice.Model, reader: loader(choice.Model), collator: collator, options: options,
		linked: linkedTogether, grouped: groupedTogether}, nil
}

func loader(model read.Model) func() (*read.Reader, error) {
	return sync.OnceValues(func() (*read.Reader, error) {
		reader, err := read.New(model)
		if err != nil {
			return nil, fmt.Errorf("load reader: %w", err)
		}
		return reader, nil
	})
}

func (a *Archive) progress(step string, done, total int) {
	if a.options.Progress != nil {
		a.options.Progress(Progress{step, done, total})
	}
}

// Watch has progress told to another than the one in Options.
func (a *Archive) Watch(progress func(Progress)) { a.options.Progress = progress }

// Revision names everything that a stored result depends on beside the captures, where the model reads.
func Revision(model read.Model) string { return model.Revision() + "/" + collate.Revision }

// Revision names all that this archive's results depend on beside the captures: its model's, and the families of outlets
// that the person chose.
func (a *Archive) Revision() string { return a.model.Revision() + "/" + a.collator.Revision() }

// Add puts what walk yields into the store, batch by batch. What was put stays, also if walk or a later batch fails. It
// returns the identities of all that is safe, in the order of identities: without an error, of all that was yielded.
func (a *Archive) Add(ctx context.Context, seen time.Time, walk func(yield func(hearsay.Capture) error) error) ([]hearsay.DocID, error) {
	var batch []hearsay.Capture
	var safe []hearsay.DocID
	var failed error // why a batch could not be put; nothing is put after it
	put := func() error {
		if len(batch) == 0 || failed != nil {
			return failed
		}
		if err := a.store.PutCaptures(ctx, seen, batch); err != nil {
			failed = fmt.Errorf("keep %d captures: %w", len(batch), err)
			return failed
		}
		for i := range batch {
			safe = append(safe, batch[i].ID)
		}
		a.progress("take in", len(safe), 0)
		batch = nil
		return nil
	}
	err := walk(func(capture hearsay.Capture) error {
		batch = append(batch, capture)
		if len(batch) >= a.options.Batch {
			return put()
		}
		return nil
	})
	if rest := put(); !errors.Is(err, rest) {
		err = errors.Join(err, rest)
	}
	slices.Sort(safe)
	return slices.Compact(safe), err
}

// Read reads every capture that has no reading yet, and drops the readings of other revisions.
func (a *Archive) Read(ctx context.Context) error {
	missing, err := a.store.Missing(ctx, a.model.Revision())
	if err != nil {
		return fmt.Errorf("list what is not read: %w", err)
	}
	for done := 0; done < len(missing); {
		batch := missing[done:min(len(missing), done+a.options.Batch)]
		readings, err := a.readAll(ctx, batch, func(n int) { a.progress("read", done+n, len(missing)) })
		if err != nil {
			return err
		}
		if err := a.store.PutReadings(ctx, readings); err != nil {
			return fmt.Errorf("keep %d readings: %w", len(readings), err)
		}
		done += len(batch)
		a.progress("read", done, len(missing))
	}
	if _, err := a.store.PruneReadings(ctx, a.model.Revision()); err != nil {
		return fmt.Errorf("drop former readings: %w", err)
	}
	return nil
}

// readAll reads captures with all workers, and tells how many are done as long as not all are: those are still to be kept.
func (a *Archive) readAll(ctx context.Context, ids []hearsay.DocID, tell func(done int)) ([]hearsay.Reading, error) {
	reader, err := a.reader()
	if err != nil {
		return nil, err
	}
	readings := make([]hearsay.Reading, len(ids))
	var lock sync.Mutex // of done, and so that one tells at a time
	done := 0
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(a.options.Workers)
	for i, id := range ids {
		group.Go(func() error {
			capture, err := a.store.Capture(groupCtx, id)
			if err != nil {
				return fmt.Errorf("read %s: %w", id, err)
			}
			readings[i] = reader.Read(capture)
			lock.Lock()
			defer lock.Unlock()
			if done++; done < len(ids) {
				tell(done)
			}
			return nil
		})
	}
	return readings, group.Wait()
}

// Entry is one story of the archive, with what its ledger comes to.
type Entry struct {
	Story hearsay.Story
	store.Summary
}

// Contents is everything held: the stories, densest first, the sagas that link them, and the documents that nothing could
// be read from.
type Contents struct {
	Stories []Entry
	Sagas   []hearsay.Saga
	Skipped []hearsay.Document // in document order; forgotten ones are not among them
	Held    int                // documents in all, but for forgotten ones
}

// Group reads what is missing and brings the stories up to date.
func (a *Archive) Group(ctx context.Context) error {
	if settled, err := a.settled(ctx); err != nil || settled {
		return err
	}
	if err := a.Read(ctx); err != nil {
		return err
	}
	layer, err := a.layer(ctx)
	if err != nil {
		return err
	}
	if err := a.group(ctx, layer); err != nil {
		return fmt.Errorf("group documents into stories: %w", err)
	}
	return nil
}

// settled reports whether nothing was written since an Update by the same rules and models.
func (a *Archive) settled(ctx context.Context) (bool, error) {
	stamp, err := a.store.Settled(ctx)
	if err != nil {
		return false, fmt.Errorf("see whether anything changed: %w", err)
	}
	return stamp == a.stamp(), nil
}

// stamp names everything that the store's contents depend on beside the captures and edits.
func (a *Archive) stamp() string {
	return a.Revision() + "/" + query.IndexRevision + "/" + summaryRevision
}

// Ready does what Update does and lists nothing: where nothing was written since, it does nothing.
func (a *Archive) Ready(ctx context.Context) error {
	settled, err := a.settled(ctx)
	if err == nil && !settled {
		_, err = a.Update(ctx)
	}
	return err
}

// Update does what Group does, collates the stories that changed and lists everything held.
func (a *Archive) Update(ctx context.Context) (Contents, error) {
	settled, err := a.settled(ctx)
	if err != nil {
		return Contents{}, err
	}
	if err := a.Group(ctx); err != nil {
		return Contents{}, err
	}
	layer, err := a.layer(ctx)
	if err != nil {
		return Contents{}, err
	}
	contents, keys, err := a.held(ctx, layer)
	if err != nil {
		return Contents{}, err
	}
	if settled {
		err = a.count(ctx, contents.Stories, nil)
	} else if err = a.collate(ctx, layer, contents.Stories, keys); err == nil {
		err = a.store.Settle(ctx, a.stamp())
	}
	if err != nil {
		return Contents{}, err
	}
	sortEntries(contents.Stories)
	return contents, nil
}

// sortEntries puts stories in their order, densest first.
func sortEntries(entries []Entry) {
	slices.SortStableFunc(entries, func(x, y Entry) int {
		return cmp.Or(
			cmp.Compare(len(y.Story.Docs), len(x.Story.Docs)), cmp.Compare(y.Shared, x.Shared),
			cmp.Compare(y.Claims, x.Claims), cmp.Compare(x.Story.ID, y.Story.ID))
	})
}

// count counts stories whose ledgers are up to date: those of ids, or all where it is nil.
func (a *Archive) count(ctx context.Context, entries []Entry, ids []hearsay.StoryID) error {
	summaries, err := a.store.Summaries(ctx, ids)
	if err != nil {
		return fmt.Errorf("list ledgers: %w", err)
	}
	for i := range entries {
		entries[i].Summary = summaries[entries[i].Story.ID]
	}
	return nil
}

// held lists what is held: stories in the order of their IDs, not yet counted, and the keys of their documents.
func (a *Archive) held(ctx context.Context, layer store.Layer) (Contents, map[hearsay.DocID]string, error) {
	var contents Contents
	keys := map[hearsay.DocID]string{}
	var skipped []hearsay.DocID
	for indexed, err := range a.store.Indexed(ctx, store.Where{All: true}) {
		if err != nil {
			return Contents{}, nil, fmt.Errorf("list what is held: %w", err)
		}
		contents.Held++
		keys[indexed.Doc] = indexed.Key
		if indexed.Skipped {
			skipped = append(skipped, indexed.Doc)
		}
	}
	for reading, err := range a.readings(ctx, layer, append([]hearsay.DocID{}, skipped...)) {
		if err != nil {
			return Contents{}, nil, fmt.Errorf("list what was skipped: %w", err)
		}
		contents.Skipped = append(contents.Skipped, reading.Document)
	}
	slices.SortFunc(contents.Skipped, func(x, y hearsay.Document) int { return x.Compare(&y) })
	var stories []hearsay.Story
	for story, err := range a.store.Stories(ctx, nil) {
		if err != nil {
			return Contents{}, nil, fmt.Errorf("list stories: %w", err)
		}
		stories = append(stories, story)
		contents.Stories = append(contents.Stories, Entry{Story: story})
	}
	contents.Sagas = a.collator.Sagas(stories)
	return contents, keys, nil
}

// collate makes the ledgers that are not held, drops those of former stories, and counts all.
func (a *Archive) collate(ctx context.Context, layer store.Layer, entries []Entry, keys map[hearsay.DocID]string) error {
	summaries, err := a.store.Summaries(ctx, nil)
	if err != nil {
		return fmt.Errorf("list ledgers: %w", err)
	}
	ids := make([]hearsay.StoryID, len(entries))
	type stale struct {
		*Entry
		key store.Key
	}
	var changed []stale
	for i := range entries {
		entry := &entries[i]
		ids[i] = entry.Story.ID
		key, err := a.key(layer, entry.Story, keys)
		if err != nil {
			return err
		}
		if summary, ok := summaries[entry.Story.ID]; ok && current(summary, key) {
			entry.Summary = summary
		} else {
			changed = append(changed, stale{entry, key})
		}
	}
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(a.options.Workers)
	var lock sync.Mutex
	var made []store.KeyedLedger // that are to be kept together
	done, documents := 0, 0
	for _, entry := range changed {
		group.Go(func() error {
			readings, err := a.members(groupCtx, layer, entry.Story)
			if err != nil {
				return err
			}
			ledger := a.collator.Collate(entry.Story, pointers(readings), layer.Of(&entry.Story)...)
			put := keyed(entry.key, &ledger, readings)
			entry.Summary = put.Summary
			lock.Lock()
			done++
			a.progress("collate", done, len(changed))
			made, documents = append(made, put), documents+len(readings)
			var full []store.KeyedLedger
			if documents >= a.options.Batch {
				full, made, documents = made, nil, 0
			}
			lock.Unlock()
			return a.keep(groupCtx, full)
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := a.keep(ctx, made); err != nil {
		return err
	}
	if _, err := a.store.PruneLedgers(ctx, ids); err != nil {
		return fmt.Errorf("drop ledgers of former stories: %w", err)
	}
	return nil
}

// keep puts ledgers, if there are any.
func (a *Archive) keep(ctx context.Context, ledgers []store.KeyedLedger) error {
	if len(ledgers) == 0 {
		return nil
	}
	if err := a.store.PutLedgers(ctx, ledgers...); err != nil {
		return fmt.Errorf("keep %d ledgers: %w", len(ledgers), err)
	}
	return nil
}

// key is the key of the ledger of a story.
func (a *Archive) key(layer store.Layer, story hearsay.Story, keys map[hearsay.DocID]string) (store.Key, error) {
	documents := make([]string, len(story.Docs))
	for i, id := range story.Docs {
		documents[i] = keys[id]
	}
	return store.KeyOf(a.collator.Revision(), a.model.Revision(), story, documents, layer.Of(&story))
}

// Find returns the stories whose identity begins with prefix; where there is none, the one that now holds most documents of
// a former story of that very identity.
func (a *Archive) Find(ctx context.Context, contents *Contents, prefix string) ([]Entry, error) {
	var found []Entry
	for _, entry := range contents.Stories {
		if strings.HasPrefix(string(entry.Story.ID), prefix) {
			found = append(found, entry)
		}
	}
	if len(found) > 0 {
		return found, nil
	}
	now, held, err := a.Former(ctx, hearsay.StoryID(prefix))
	if err != nil || !held {
		return nil, err
	}
	at := slices.IndexFunc(contents.Stories, func(e Entry) bool { return e.Story.ID == now })
	return contents.Stories[at : at+1], nil
}

// Former is the story that now holds most documents of one that was held once, and whether there is one.
func (a *Archive) Former(ctx context.Context, id hearsay.StoryID) (hearsay.StoryID, bool, error) {
	now, err := a.store.Former(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("find story %s: %w", id, err)
	}
	return now, true, nil
}

// Merge records that documents are one story, and Split that docs are one and rest another. The next Update shows it.
func (a *Archive) Merge(ctx context.Context, docs []hearsay.DocID) (store.Edit, error) {
	return a.store.Merge(ctx, docs)
}

// Split is described at Merge.
func (a *Archive) Split(ctx context.Context, docs, rest []hearsay.DocID) (store.Edit, error) {
	return a.store.Split(ctx, docs, rest)
}

// Story is a story with its ledger and the readings of all its documents, in document order.
type Story struct {
	Ledger   hearsay.Ledger
	Readings []hearsay.Reading
}

// Open returns a story as Update listed it, also one that another has replaced since.
func (a *Archive) Open(ctx context.Context, story hearsay.Story) (Story, error) {
	layer, err := a.layer(ctx)
	if err != nil {
		return Story{}, err
	}
	ledger, readings, err := a.ledger(ctx, layer, story)
	return Story{Ledger: ledger, Readings: readings}, err
}

// ledger returns the ledger of a story from the store, or makes it, with the readings behind it.
func (a *Archive) ledger(ctx context.Context, layer store.Layer, story hearsay.Story) (hearsay.Ledger, []hearsay.Reading, error) {
	readings, err := a.members(ctx, layer, story)
	if err != nil {
		return hearsay.Ledger{}, nil, err
	}
	key, err := a.keyOf(layer, story, readings)
	if err != nil {
		return hearsay.Ledger{}, nil, err
	}
	ledger, held, err := a.store.Ledger(ctx, story.ID, key)
	if err != nil {
		return hearsay.Ledger{}, nil, fmt.Errorf("ledger of story %s: %w", story.ID, err)
	}
	if held {
		return ledger, readings, nil
	}
	return a.collator.Collate(story, pointers(readings), layer.Of(&story)...), readings, nil
}

// together is how many readings of a story one goroutine fetches.
const together = 32

// members are the readings of a story's documents.
func (a *Archive) members(ctx context.Context, layer store.Layer, story hearsay.Story) ([]hearsay.Reading, error) {
	readings := make([]hearsay.Reading, len(story.Docs))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(a.options.Workers)
	for from := 0; from < len(readings); from += together {
		to := min(len(readings), from+together)
		group.Go(func() error {
			at := from
			for reading, err := range a.readings(groupCtx, layer, story.Docs[from:to]) {
				if err != nil {
					return fmt.Errorf("story %s: %w", story.ID, err)
				}
				readings[at] = *reading
				at++
			}
			return nil
		})
	}
	return readings, group.Wait()
}

// keyOf is the key of the ledger of a story from the readings of its documents.
func (a *Archive) keyOf(layer store.Layer, story hearsay.Story, readings []hearsay.Reading) (store.Key, error) {
	keys := make(map[hearsay.DocID]string, len(readings))
	for i := range readings {
		key, err := store.DocKey(&readings[i])
		if err != nil {
			return store.Key{}, err
		}
		keys[readings[i].Document.ID] = key
	}
	return a.key(layer, story, keys)
}

func pointers(readings []hearsay.Reading) []*hearsay.Reading {
	pointers := make([]*hearsay.Reading, len(readings))
	for i := range readings {
		pointers[i] = &readings[i]
	}
	return pointers
}

func (a *Archive) layer(ctx context.Context) (store.Layer, error) {
	edits, err := a.store.Edits(ctx)
	if err != nil {
		return store.Layer{}, fmt.Errorf("list edits: %w", err)
	}
	return store.Apply(edits), nil
}

// readings yields the readings of ids, or of everything, as the person has them. A document of which something was set
// is read again with that as given, since its outlet and date bear on what its words mean.
func (a *Archive) readings(ctx context.Context, layer store.Layer, ids []hearsay.DocID) func(yield func(*hearsay.Reading, error) bool) {
	return func(yield func(*hearsay.Reading, error) bool) {
		for reading, err := range a.store.Readings(ctx, a.model.Revision(), ids) {
			if err == nil {
				if _, edited := layer.Overrides[reading.Document.ID]; edited {
					reading, err = a.edited(ctx, layer, reading.Document.ID)
				}
			}
			if !yield(&reading, err) || err != nil {
				return
			}
		}
	}
}

func (a *Archive) edited(ctx context.Context, layer store.Layer, id hearsay.DocID) (hearsay.Reading, error) {
	capture, err := a.store.Capture(ctx, id)
	if err != nil {
		return hearsay.Reading{}, err
	}
	override := layer.Overrides[id]
	for _, set := range []struct {
		to   *string
		from hearsay.Field
	}{
		{&capture.Outlet, override.Outlet}, {&capture.URL, override.URL},
		{&capture.Title, override.Title}, {&capture.Author, override.Author},
	} {
		if set.from.How == hearsay.HowSet {
			*set.to = set.from.Value
		}
	}
	if override.Published.How == hearsay.HowSet {
		capture.Published = override.Published
	}
	reader, err := a.reader()
	if err != nil {
		return hearsay.Reading{}, err
	}
	reading := reader.Read(capture)
	// Reading may bring a set name into its canonical form; that it was set stays.
	canonical := reading.Document.Outlet
	reading.Document = layer.Document(reading.Document)
	if override.Outlet.How == hearsay.HowSet && override.Outlet.Known() && canonical.Known() {
		reading.Document.Outlet.Value = canonical.Value
	}
	return reading, nil
}
