// Package mem is the store in memory: the plain reference that the others are compared with, and what a run without
// --store uses. It begins empty and ends with the process.
package mem

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"hearsay"
	"hearsay/store"
)

// Store is a store.Store in memory.
type Store struct {
	store.Log
	mu       sync.RWMutex
	captures map[hearsay.DocID]hearsay.Capture // without their paths
	paths    map[hearsay.DocID]map[string]bool
	seen     map[hearsay.DocID]time.Time
	readings map[readingKey]hearsay.Reading
	ledgers  map[hearsay.StoryID]store.KeyedLedger
	edits    []store.Edit
	settled  string
	index
}

var _ store.Store = (*Store)(nil)

type readingKey struct {
	doc      hearsay.DocID
	revision string
}

// New returns an empty store.
func New() *Store {
	s := &Store{
		captures: map[hearsay.DocID]hearsay.Capture{},
		paths:    map[hearsay.DocID]map[string]bool{},
		seen:     map[hearsay.DocID]time.Time{},
		readings: map[readingKey]hearsay.Reading{},
		ledgers:  map[hearsay.StoryID]store.KeyedLedger{},
		index:    newIndex(),
	}
	s.Log = store.NewLog(s.log)
	return s
}

// PutCaptures implements store.Store.
func (s *Store) PutCaptures(ctx context.Context, seen time.Time, captures []hearsay.Capture) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("put captures: %w", err)
	}
	for _, capture := range captures {
		if err := store.CheckCapture(capture); err != nil {
			return fmt.Errorf("put captures: %w", err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settled = ""
	for _, capture := range store.MergeAll(captures) {
		for _, path := range capture.Paths {
			if s.paths[capture.ID] == nil {
				s.paths[capture.ID] = map[string]bool{}
			}
			s.paths[capture.ID][path] = true
		}
		capture.Paths = nil
		held, ok := s.captures[capture.ID]
		if !ok {
			held = capture
			s.seen[capture.ID] = seen.UTC().Truncate(time.Second)
		}
		merged := store.Merge(held, capture)
		s.captures[capture.ID] = merged
		if !store.SameButPaths(held, merged) {
			maps.DeleteFunc(s.readings, func(key readingKey, _ hearsay.Reading) bool { return key.doc == capture.ID })
			s.stale(capture.ID)
		}
	}
	return nil
}

// Capture implements store.Store.
func (s *Store) Capture(ctx context.Context, id hearsay.DocID) (hearsay.Capture, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	capture, ok := s.capture(id)
	if !ok {
		return hearsay.Capture{}, fmt.Errorf("capture %s: %w", id, store.ErrNotFound)
	}
	return capture, ctx.Err()
}

func (s *Store) capture(id hearsay.DocID) (hearsay.Capture, bool) {
	capture, ok := s.captures[id]
	capture.Paths = slices.Sorted(maps.Keys(s.paths[id]))
	return capture, ok
}

// Captures implements store.Store.
func (s *Store) Captures(ctx context.Context) iter.Seq2[hearsay.Capture, error] {
	return func(yield func(hearsay.Capture, error) bool) {
		for _, id := range s.ids() {
			capture, err := s.Capture(ctx, id)
			if !yield(capture, err) || err != nil {
				return
			}
		}
	}
}

func (s *Store) ids() []hearsay.DocID {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Sorted(maps.Keys(s.captures))
}

// Seen implements store.Store.
func (s *Store) Seen(ctx context.Context, id hearsay.DocID) (time.Time, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	seen, ok := s.seen[id]
	if !ok {
		return time.Time{}, fmt.Errorf("capture %s: %w", id, store.ErrNotFound)
	}
	return seen, ctx.Err()
}

// Missing implements store.Store.
func (s *Store) Missing(ctx context.Context, revision string) ([]hearsay.DocID, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	layer := store.Apply(s.edits)
	var missing []hearsay.DocID
	for _, id := range slices.Sorted(maps.Keys(s.captures)) {
		if _, ok := s.readings[readingKey{id, revision}]; !ok && !layer.Forgotten(id) {
			missing = append(missing, id)
		}
	}
	return missing, ctx.Err()
}

// Read implements store.Store.
func (s *Store) Read(ctx context.Context, revision string) ([]hearsay.DocID, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var read []hearsay.DocID
	for key := range s.readings {
		if key.revision == revision {
			read = append(read, key.doc)
		}
	}
	slices.Sort(read)
	return read, ctx.Err()
}

// Revisions implements store.Store.
func (s *Store) Revisions(ctx context.Context) ([]string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var revisions []string
	for key := range s.readings {
		revisions = append(revisions, key.revision)
	}
	slices.Sort(revisions)
	return slices.Compact(revisions), ctx.Err()
}

// PutReadings implements store.Store.
func (s *Store) PutReadings(ctx context.Context, readings []hearsay.Reading) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, reading := range readings {
		if _, ok := s.captures[reading.Document.ID]; !ok {
			return fmt.Errorf("put reading %s: %w", reading.Document.ID, store.ErrNotFound)
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("put readings: %w", err)
	}
	s.settled = ""
	for _, reading := range readings {
		s.readings[readingKey{reading.Document.ID, reading.Revision}] = reading
	}
	return nil
}

// Readings implements store.Store.
func (s *Store) Readings(
	ctx context.Context, revision string, ids []hearsay.DocID,
) iter.Seq2[hearsay.Reading, error] {
	return func(yield func(hearsay.Reading, error) bool) {
		all := ids == nil
		if all {
			ids = s.ids()
		}
		for _, id := range ids {
			reading, ok := s.reading(id, revision)
			switch {
			case ctx.Err() != nil:
				yield(hearsay.Reading{}, ctx.Err())
				return
			case !ok && all:
				continue
			case !ok:
				yield(hearsay.Reading{}, fmt.Errorf("reading %s: %w", id, store.ErrNotFound))
				return
			}
			if !yield(reading, nil) {
				return
			}
		}
	}
}

func (s *Store) reading(id hearsay.DocID, revision string) (hearsay.Reading, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	reading, ok := s.readings[readingKey{id, revision}]
	reading.Document.Paths = slices.Sorted(maps.Keys(s.paths[id]))
	return reading, ok
}

// PruneReadings implements store.Store.
func (s *Store) PruneReadings(ctx context.Context, keep string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settled = ""
	before := len(s.readings)
	maps.DeleteFunc(s.readings, func(key readingKey, _ hearsay.Reading) bool {
		return keep == "" || key.revision != keep
	})
	return before - len(s.readings), ctx.Err()
}

// PutLedgers implements store.Store.
func (s *Store) PutLedgers(ctx context.Context, ledgers ...store.KeyedLedger) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("put ledgers: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settled = ""
	for _, put := range ledgers {
		put.Summary.Key = put.Key
		s.ledgers[put.Ledger.Story.ID] = put
	}
	return nil
}

// Ledger implements store.Store.
func (s *Store) Ledger(ctx context.Context, story hearsay.StoryID, key store.Key) (hearsay.Ledger, bool, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	held, ok := s.ledgers[story]
	if !ok || held.Key != key {
		return hearsay.Ledger{}, false, ctx.Err()
	}
	return held.Ledger, true, ctx.Err()
}

// Claiming implements store.Store.
func (s *Store) Claiming(ctx context.Context, prefix string) ([]hearsay.StoryID, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var stories []hearsay.StoryID
	for id, held := range s.ledgers {
		if slices.ContainsFunc(held.Ledger.Claims, func(c hearsay.Claim) bool { return strings.HasPrefix(string(c.ID), prefix) }) {
			stories = append(stories, id)
		}
	}
	slices.Sort(stories)
	return stories, ctx.Err()
}

// Ledgers implements store.Store.
func (s *Store) Ledgers(ctx context.Context) iter.Seq2[hearsay.Ledger, error] {
	return func(yield func(hearsay.Ledger, error) bool) {
		s.mu.RLock()
		ledgers := maps.Clone(s.ledgers)
		s.mu.RUnlock()
		for _, id := range slices.Sorted(maps.Keys(ledgers)) {
			if err := ctx.Err(); err != nil {
				yield(hearsay.Ledger{}, err)
				return
			}
			if !yield(ledgers[id].Ledger, nil) {
				return
			}
		}
	}
}

// Summaries implements store.Store.
func (s *Store) Summaries(ctx context.Context, stories []hearsay.StoryID) (map[hearsay.StoryID]store.Summary, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	summaries := make(map[hearsay.StoryID]store.Summary, len(s.ledgers))
	for id, held := range meant(s.ledgers, stories) {
		summaries[id] = held.Summary
	}
	return summaries, ctx.Err()
}

// PruneLedgers implements store.Store.
func (s *Store) PruneLedgers(ctx context.Context, keep []hearsay.StoryID) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settled = ""
	before := len(s.ledgers)
	kept := map[hearsay.StoryID]store.KeyedLedger{}
	for _, id := range keep {
		if held, ok := s.ledgers[id]; ok {
			kept[id] = held
		}
	}
	s.ledgers = kept
	return before - len(kept), ctx.Err()
}

// log takes in an edit.
func (s *Store) log(ctx context.Context, edit store.Edit) (store.Edit, error) {
	if err := ctx.Err(); err != nil {
		return store.Edit{}, fmt.Errorf("%s %s: %w", edit.Verb, edit.Doc, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if edit.Verb == store.VerbUndo {
		if edit.Undoes = store.LastInEffect(s.edits); edit.Undoes == 0 {
			return store.Edit{}, store.ErrNothingToUndo
		}
	} else if id := edit.Unheld(func(id hearsay.DocID) bool { _, ok := s.captures[id]; return ok }); id != "" {
		return store.Edit{}, fmt.Errorf("%s %s: %w", edit.Verb, id, store.ErrNotFound)
	}
	s.settled = ""
	edit.Seq = int64(len(s.edits)) + 1
	s.edits = append(s.edits, edit)
	return edit, nil
}

// Edits implements store.Store.
func (s *Store) Edits(ctx context.Context) ([]store.Edit, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.edits), ctx.Err()
}

// Settle implements store.Store.
func (s *Store) Settle(ctx context.Context, stamp string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.settled = stamp
	return nil
}

// Settled implements store.Store.
func (s *Store) Settled(ctx context.Context) (string, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.settled, ctx.Err()
}

// Check implements store.Store.
func (s *Store) Check(ctx context.Context) ([]store.Finding, error) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	held := store.Held{
		Capture: func(id hearsay.DocID) bool { _, ok := s.captures[id]; return ok },
		Reading: func(id hearsay.DocID, revision string) (*hearsay.Reading, bool) {
			reading, ok := s.readings[readingKey{id, revision}]
			return &reading, ok
		},
		Layer: store.Apply(s.edits),
	}
	var findings []store.Finding
	for _, id := range slices.Sorted(maps.Keys(s.captures)) {
		capture, _ := s.capture(id)
		findings = append(findings, store.CaptureFindings(capture)...)
	}
	keys := slices.SortedFunc(maps.Keys(s.readings), func(a, b readingKey) int {
		return cmp.Or(cmp.Compare(a.revision, b.revision), cmp.Compare(a.doc, b.doc))
	})
	for _, key := range keys {
		reading := s.readings[key]
		findings = append(findings, store.ReadingFindings(&reading)...)
	}
	for _, id := range slices.Sorted(maps.Keys(s.ledgers)) {
		keyed := s.ledgers[id]
		findings = append(findings, store.LedgerFindings(&keyed, held)...)
	}
	findings = append(findings, store.EditFindings(s.edits, held)...)
	return findings, ctx.Err()
}

// Close implements store.Store.
func (s *Store) Close() error { return nil }
