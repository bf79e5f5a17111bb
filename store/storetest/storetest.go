// Package storetest is the suite that every store must pass, and the comparison of two stores under the same random
// operations.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hearsay"
	"hearsay/store"
)

// Opener makes an empty store that is closed when the test ends.
type Opener func(t testing.TB) store.Store

// Run runs the suite.
func Run(t *testing.T, open Opener) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, store.Store)
	}{
		{"captures", testCaptures},
		{"captures: all or none", testRefused},
		{"captures merge", testMerge},
		{"captures of the same bytes, many times", testManyPaths},
		{"captures of odd bytes", testOdd},
		{"readings", testReadings},
		{"readings follow their capture", testFollow},
		{"readings pruned", testPruneReadings},
		{"ledgers", testLedgers},
		{"index", testIndex},
		{"words", testWords},
		{"stories", testStories},
		{"settled", testSettled},
		{"edits", testEdits},
		{"corrections", testCorrections},
		{"check", testCheck},
		{"check of ledgers", testCheckLedger},
		{"cancelled", testCancelled},
		{"writing while iterating", testIterating},
		{"many at once", testConcurrent},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, open(t))
		})
	}
}

var seen = time.Date(2031, 5, 6, 7, 8, 9, 0, time.UTC)

// Capture is a capture of a text under a path.
func Capture(text, path string) hearsay.Capture {
	return hearsay.Capture{ID: hearsay.NewDocID("", "", []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text),
		Paths: []string{path}}
}

// Reading is a small sound reading of a capture.
func Reading(capture hearsay.Capture, revision string) hearsay.Reading {
	text := string(capture.Bytes)
	whole := hearsay.MakeSpan(0, len(text))
	return hearsay.Reading{
		Revision: revision,
		Document: hearsay.Document{
			ID: capture.ID, TextID: hearsay.NewTextID(text), Text: text, Paths: capture.Paths,
			Blocks: []hearsay.Block{{Kind: hearsay.BlockBody, Span: whole, By: "test"}},
			Title:  hearsay.Field{Value: capture.Title, How: hearsay.HowGiven},
		},
		Sentences:    []hearsay.Sentence{{Span: whole, Tokens: []hearsay.Token{{Span: whole, Tag: hearsay.TagNN}}}},
		Entities:     []hearsay.Entity{{ID: 1, Kind: hearsay.EntityPerson, Name: text, Span: whole}},
		Mentions:     []hearsay.Mention{{Span: whole, Head: whole, Entity: 1}},
		Attributions: []hearsay.Attribution{{Content: []hearsay.Span{whole}, Speaker: 1, Same: -1, Within: -1}},
		Times:        []hearsay.Time{},
		Propositions: []hearsay.Proposition{{Span: whole, Attribution: 0}},
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Fatalf("error %v, want %v", err, target)
	}
}

func same[T any](t *testing.T, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("got  %+v\nwant %+v", got, want)
	}
}

func collect[T any](t *testing.T, seq iter.Seq2[T, error]) []T {
	t.Helper()
	values, err := gather(seq)
	check(t, err)
	return values
}

func gather[T any](seq iter.Seq2[T, error]) ([]T, error) {
	var values []T
	for value, err := range seq {
		if err != nil {
			return values, err
		}
		values = append(values, value)
	}
	return values, nil
}

// put stores captures of the texts and returns them in the order of their IDs.
func put(t *testing.T, s store.Store, texts ...string) []hearsay.Capture {
	t.Helper()
	var captures []hearsay.Capture
	for _, text := range texts {
		captures = append(captures, Capture(text, text+".txt"))
	}
	check(t, s.PutCaptures(t.Context(), seen, captures))
	slices.SortFunc(captures, func(a, b hearsay.Capture) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return captures
}

func testCaptures(t *testing.T, s store.Store) {
	ctx := t.Context()
	if got := collect(t, s.Captures(ctx)); len(got) != 0 {
		t.Fatalf("an empty store holds %v", got)
	}
	_, err := s.Capture(ctx, "none")
	want(t, err, store.ErrNotFound)
	_, err = s.Seen(ctx, "none")
	want(t, err, store.ErrNotFound)

	full := hearsay.Capture{
		Media: hearsay.MediaHTML, Bytes: []byte("<p>It rained.</p>"), Paths: []string{"a/b.html", "c.html"},
		Outlet: "Harbour Gazette", URL: "https://gazette.example/rain", Title: "Rain", Author: "Ada Quill",
		Published: hearsay.Date{Unix: -86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven},
	}
	full.ID = hearsay.NewDocID(full.Outlet, full.URL, full.Bytes)
	skipped := hearsay.Capture{ID: hearsay.SkippedDocID("x.bin"), Paths: []string{"x.bin"},
		Skip: hearsay.Skip{Reason: hearsay.SkipBinary, Detail: "x.bin: no text"}}
	check(t, s.PutCaptures(ctx, seen, []hearsay.Capture{full, skipped}))
	check(t, s.PutCaptures(ctx, seen.Add(time.Hour), []hearsay.Capture{full}))

	got, err := s.Capture(ctx, full.ID)
	check(t, err)
	same(t, got, full)
	at, err := s.Seen(ctx, full.ID)
	check(t, err)
	same(t, at, seen)
	all := []hearsay.Capture{full, skipped}
	if skipped.ID < full.ID {
		slices.Reverse(all)
	}
	same(t, collect(t, s.Captures(ctx)), all)
	for capture := range s.Captures(ctx) {
		same(t, capture, all[0])
		break
	}
}

func testRefused(t *testing.T, s store.Store) {
	good, bad := Capture("good", "good"), Capture("bad", "bad")
	bad.Outlet = "Not of this ID"
	for _, batch := range [][]hearsay.Capture{{good, bad}, {good, {}}} {
		if err := s.PutCaptures(t.Context(), seen, batch); err == nil {
			t.Fatalf("%v was taken", batch)
		}
	}
	if got := collect(t, s.Captures(t.Context())); len(got) != 0 {
		t.Fatalf("part of a refused batch is held: %v", got)
	}
	reading := Reading(good, "r1")
	want(t, s.PutReadings(t.Context(), []hearsay.Reading{reading}), store.ErrNotFound)
	check(t, s.PutCaptures(t.Context(), seen, []hearsay.Capture{good}))
	err := s.PutReadings(t.Context(), []hearsay.Reading{reading, Reading(Capture("unknown", "u"), "r1")})
	want(t, err, store.ErrNotFound)
	if got := collect(t, s.Readings(t.Context(), "r1", nil)); len(got) != 0 {
		t.Fatalf("part of a refused batch is held: %v", got)
	}
}

func testMerge(t *testing.T, s store.Store) {
	a, b := Capture("one text", "b.txt"), Capture("one text", "a.txt")
	b.Title = "One"
	check(t, s.PutCaptures(t.Context(), seen, []hearsay.Capture{a, b, a}))
	got, err := s.Capture(t.Context(), a.ID)
	check(t, err)
	merged := b
	merged.Paths = []string{"a.txt", "b.txt"}
	same(t, got, merged)
}

// testManyPaths takes minutes where each path of a capture is taken in by looking at all that it has.
func testManyPaths(t *testing.T, s store.Store) {
	const batches, each = 200, 100
	for batch := range batches {
		var captures []hearsay.Capture
		for i := range each {
			number := (i*batches + batch) * 7 % (batches * each) // not in their order
			captures = append(captures, Capture("{}", fmt.Sprintf("feed.jsonl#%06d", number)))
		}
		captures = append(captures, captures[:each/2]...)
		check(t, s.PutCaptures(t.Context(), seen, captures))
	}
	held, err := s.Capture(t.Context(), Capture("{}", "").ID)
	check(t, err)
	same(t, len(held.Paths), batches*each)
	for i, path := range held.Paths {
		same(t, path, fmt.Sprintf("feed.jsonl#%06d", i))
	}
}

func testOdd(t *testing.T, s store.Store) {
	for _, raw := range []string{"\x00\xff\xfe\x00", "\xf0\x28", strings.Repeat("a", 1<<20), " "} {
		capture := hearsay.Capture{ID: hearsay.NewDocID("a\x00b", "", []byte(raw)), Outlet: "a\x00b", Bytes: []byte(raw),
			Paths: []string{"caf\xe9/?x=%20#1.txt", "it's", "日本.txt"}, Media: hearsay.MediaText}
		check(t, s.PutCaptures(t.Context(), seen, []hearsay.Capture{capture}))
		got, err := s.Capture(t.Context(), capture.ID)
		check(t, err)
		same(t, got, capture)
	}
}

func testReadings(t *testing.T, s store.Store) {
	ctx := t.Context()
	captures := put(t, s, "first", "second", "third")
	ids := func(captures ...hearsay.Capture) (ids []hearsay.DocID) {
		for _, capture := range captures {
			ids = append(ids, capture.ID)
		}
		return ids
	}
	missing, err := s.Missing(ctx, "r1")
	check(t, err)
	same(t, missing, ids(captures...))

	one, two := Reading(captures[0], "r1"), Reading(captures[1], "r1")
	check(t, s.PutReadings(ctx, []hearsay.Reading{two, one}))
	missing, err = s.Missing(ctx, "r1")
	check(t, err)
	same(t, missing, ids(captures[2]))
	missing, err = s.Missing(ctx, "r2")
	check(t, err)
	same(t, missing, ids(captures...))

	same(t, collect(t, s.Readings(ctx, "r1", nil)), []hearsay.Reading{one, two})
	same(t, collect(t, s.Readings(ctx, "r1", ids(captures[1], captures[0]))), []hearsay.Reading{two, one})
	same(t, collect(t, s.Readings(ctx, "r1", []hearsay.DocID{})), nil)
	same(t, collect(t, s.Readings(ctx, "r2", nil)), nil)
	got, err := gather(s.Readings(ctx, "r1", ids(captures...)))
	same(t, got, []hearsay.Reading{one, two})
	want(t, err, store.ErrNotFound)

	one.Document.Language = "en"
	check(t, s.PutReadings(ctx, []hearsay.Reading{one}))
	same(t, collect(t, s.Readings(ctx, "r1", nil)), []hearsay.Reading{one, two})
}

func testFollow(t *testing.T, s store.Store) {
	ctx := t.Context()
	capture := put(t, s, "text")[0]
	check(t, s.PutReadings(ctx, []hearsay.Reading{Reading(capture, "r1")}))
	capture.Paths = []string{"also.txt"}
	check(t, s.PutCaptures(ctx, seen, []hearsay.Capture{capture}))
	readings := collect(t, s.Readings(ctx, "r1", nil))
	if len(readings) != 1 {
		t.Fatalf("a new path dropped the reading")
	}
	same(t, readings[0].Document.Paths, []string{"also.txt", "text.txt"})

	capture.Title = "A title"
	check(t, s.PutCaptures(ctx, seen, []hearsay.Capture{capture}))
	if readings := collect(t, s.Readings(ctx, "r1", nil)); len(readings) != 0 {
		t.Fatalf("the reading of a capture that changed is still held: %v", readings)
	}
}

func testPruneReadings(t *testing.T, s store.Store) {
	ctx := t.Context()
	for _, capture := range put(t, s, "first", "second") {
		check(t, s.PutReadings(ctx, []hearsay.Reading{Reading(capture, "r2"), Reading(capture, "r1")}))
	}
	revisions, err := s.Revisions(ctx)
	check(t, err)
	same(t, revisions, []string{"r1", "r2"})
	for _, test := range []struct {
		keep    string
		dropped int
		left    []string
	}{{"r2", 2, []string{"r2"}}, {"r2", 0, []string{"r2"}}, {"", 2, nil}} {
		dropped, err := s.PruneReadings(ctx, test.keep)
		check(t, err)
		same(t, dropped, test.dropped)
		revisions, err := s.Revisions(ctx)
		check(t, err)
		same(t, revisions, test.left)
	}
}

// keyed is a ledger as it is put, with a summary in which everything is set.
func keyed(key store.Key, ledger hearsay.Ledger) store.KeyedLedger {
	words := store.Extract{Doc: ledger.Story.Docs[0], Span: hearsay.Span{Start: 1, End: 7}, Words: "quay"}
	named := store.Named{Doc: ledger.Story.Docs[0], Number: 1, Outlet: "Gazette", Title: string(ledger.Story.ID)}
	summary := store.Summary{
		Key: key, Revision: "s1", Claims: len(ledger.Claims), Shared: 1, Bases: make([]int, hearsay.Bases), Tellings: 3, Origins: 2, Differ: 1,
		Apart: 2, Denied: 1, Disputed: 2, Nothing: 1, Outlets: []string{"Gazette"}, MoreOutlets: 4, Newest: &store.Newest{By: named, Said: words},
		Copies:     []store.Copied{{Lead: named, Copies: []store.Copy{{Named: named, Of: named.Doc}}, More: 1}},
		MoreCopies: 2, People: []store.Called{{ID: 1, Name: "Ines Calder", Folded: " ines calder\n"}}, MorePeople: 5,
	}
	if len(ledger.Claims) > 0 {
		summary.Top = &store.TopClaim{ID: ledger.Claims[0].ID, Headline: words, Tellings: 2, Documents: 2, Outlets: 1,
			Intervals: []store.Counted{{Level: hearsay.LevelDone, Max: 1}}}
	}
	return store.KeyedLedger{Key: key, Ledger: ledger, Summary: summary}
}

// ledger is a sound ledger of one document, and its key.
func ledger(t *testing.T, id hearsay.StoryID, reading hearsay.Reading) (store.Key, hearsay.Ledger) {
	t.Helper()
	key, ledger, err := makeLedger(id, reading)
	check(t, err)
	return key, ledger
}

func makeLedger(id hearsay.StoryID, reading hearsay.Reading) (store.Key, hearsay.Ledger, error) {
	ref := hearsay.Ref{Doc: reading.Document.ID, Spans: []hearsay.Span{reading.Sentences[0].Span}}
	story := hearsay.Story{ID: id, Docs: []hearsay.DocID{reading.Document.ID}}
	held := hearsay.Ledger{
		Revision: "c1", Story: story, Documents: story.Docs,
		Identities: []hearsay.Identity{{ID: 1, NameRef: ref, Members: []hearsay.Member{{Doc: ref.Doc, Entity: 1}}}},
		Origins:    []hearsay.Origin{{ID: 1, Kind: hearsay.OriginOwnWord, Doc: ref.Doc, Identity: 1, Number: 1, Ref: ref}},
		Claims: []hearsay.Claim{{ID: "k", Headline: ref, Tellings: []hearsay.Telling{{
			Key: hearsay.TellingKey{Doc: ref.Doc}, Doc: ref.Doc, Span: ref.Spans[0], Sentence: ref.Spans[0],
			Attribution: -1, Origins: []hearsay.OriginID{1},
			Steps: []hearsay.Step{{Rule: "own word", Refs: []hearsay.Ref{ref}, To: &hearsay.TellingKey{Doc: ref.Doc}}},
		}}}},
	}
	document, err := store.DocKey(&reading)
	if err != nil {
		return store.Key{}, held, err
	}
	key, err := store.KeyOf(held.Revision, reading.Revision, story, []string{document}, nil)
	return key, held, err
}

func testLedgers(t *testing.T, s store.Store) {
	ctx := t.Context()
	captures := put(t, s, "first", "second")
	keyA, a := ledger(t, "a", Reading(captures[0], "r1"))
	keyB, b := ledger(t, "b", Reading(captures[1], "r1"))
	_, found, err := s.Ledger(ctx, "a", keyA)
	check(t, err)
	same(t, found, false)
	check(t, s.PutLedgers(ctx, keyed(keyB, b)))
	check(t, s.PutLedgers(ctx, keyed(keyA, a)))

	got, found, err := s.Ledger(ctx, "a", keyA)
	check(t, err)
	same(t, found, true)
	same(t, got, a)
	for _, key := range []store.Key{keyB, {Reading: "r2", Hash: keyA.Hash}, {}} {
		_, found, err = s.Ledger(ctx, "a", key)
		check(t, err)
		same(t, found, false)
	}
	same(t, collect(t, s.Ledgers(ctx)), []hearsay.Ledger{a, b})
	summaries, err := s.Summaries(ctx, []hearsay.StoryID{"a", "z"})
	check(t, err)
	same(t, summaries, map[hearsay.StoryID]store.Summary{"a": keyed(keyA, a).Summary})

	for prefix, want := range map[string][]hearsay.StoryID{"": {"a", "b"}, "k": {"a", "b"}, "kk": nil} {
		stories, err := s.Claiming(ctx, prefix)
		check(t, err)
		same(t, stories, want)
	}

	a.Claims = nil
	check(t, s.PutLedgers(ctx, keyed(store.Key{Reading: "r1", Hash: "new"}, a)))
	same(t, collect(t, s.Ledgers(ctx)), []hearsay.Ledger{a, b})
	for _, test := range []struct {
		keep    []hearsay.StoryID
		dropped int
	}{{[]hearsay.StoryID{"b", "z", "b"}, 1}, {nil, 1}} {
		dropped, err := s.PruneLedgers(ctx, test.keep)
		check(t, err)
		same(t, dropped, test.dropped)
	}
	same(t, collect(t, s.Ledgers(ctx)), nil)
	stories, err := s.Claiming(ctx, "")
	check(t, err)
	same(t, stories, nil)
}

func testEdits(t *testing.T, s store.Store) {
	ctx := t.Context()
	captures := put(t, s, "first", "second")
	id := captures[0].ID
	_, err := s.Undo(ctx)
	want(t, err, store.ErrNothingToUndo)
	_, err = s.Forget(ctx, "none")
	want(t, err, store.ErrNotFound)
	outlet := store.Setting{Field: store.FieldOutlet, Value: "Harbour Gazette"}
	published := store.Setting{Field: store.FieldPublished,
		Published: hearsay.Date{Unix: 86400, Grain: hearsay.GrainDay}}
	_, err = s.Set(ctx, "none", []store.Setting{outlet})
	want(t, err, store.ErrNotFound)
	for _, settings := range [][]store.Setting{nil, {outlet, outlet}, {{Field: "colour"}}} {
		if _, err := s.Set(ctx, id, settings); err == nil {
			t.Fatalf("%v was set", settings)
		}
	}

	log := func(edit store.Edit, err error) store.Edit {
		t.Helper()
		check(t, err)
		return edit
	}
	edits := []store.Edit{
		log(s.Set(ctx, id, []store.Setting{published, outlet})),
		log(s.Forget(ctx, id)),
		log(s.Undo(ctx)),
		log(s.Undo(ctx)),
	}
	same(t, edits, []store.Edit{
		{Seq: 1, Verb: store.VerbSet, Doc: id, Settings: []store.Setting{outlet, published}},
		{Seq: 2, Verb: store.VerbForget, Doc: id},
		{Seq: 3, Verb: store.VerbUndo, Undoes: 2},
		{Seq: 4, Verb: store.VerbUndo, Undoes: 1},
	})
	_, err = s.Undo(ctx)
	want(t, err, store.ErrNothingToUndo)
	got, err := s.Edits(ctx)
	check(t, err)
	same(t, got, edits)

	log(s.Forget(ctx, id))
	missing, err := s.Missing(ctx, "r1")
	check(t, err)
	same(t, missing, []hearsay.DocID{captures[1].ID})
	if len(collect(t, s.Captures(ctx))) != 2 {
		t.Fatal("a forgotten capture is gone")
	}
	log(s.Undo(ctx))
	missing, err = s.Missing(ctx, "r1")
	check(t, err)
	same(t, missing, []hearsay.DocID{captures[0].ID, captures[1].ID})
}

// anchor is a place in a text of five bytes or more.
func anchor(id hearsay.DocID) hearsay.Anchor {
	return hearsay.Anchor{Doc: id, Span: hearsay.MakeSpan(1, 4), Head: hearsay.MakeSpan(2, 4), Text: "irs"}
}

func testCorrections(t *testing.T, s store.Store) {
	ctx := t.Context()
	captures := put(t, s, "first", "second")
	a, b := anchor(captures[0].ID), anchor(captures[1].ID)
	b.Text = "eco"
	bad := a
	bad.Head = hearsay.MakeSpan(3, 5)
	long := a
	long.Text = "irst"
	for _, refused := range []struct {
		kind hearsay.CorrectionKind
		a, b []hearsay.Anchor
	}{
		{hearsay.CorrectWrong, nil, nil},
		{hearsay.CorrectWrong, []hearsay.Anchor{a}, []hearsay.Anchor{b}},
		{hearsay.CorrectJoin, []hearsay.Anchor{a}, nil},
		{hearsay.CorrectPart, []hearsay.Anchor{a}, []hearsay.Anchor{b, a}},
		{hearsay.CorrectWrong, []hearsay.Anchor{bad}, nil},
		{hearsay.CorrectWrong, []hearsay.Anchor{long}, nil},
		{hearsay.CorrectionKind(9), []hearsay.Anchor{a}, []hearsay.Anchor{b}},
	} {
		if edit, err := s.Correct(ctx, refused.kind, refused.a, refused.b); err == nil {
			t.Fatalf("%+v was logged", edit)
		}
	}
	_, err := s.Correct(ctx, hearsay.CorrectJoin, []hearsay.Anchor{a}, []hearsay.Anchor{anchor("none")})
	want(t, err, store.ErrNotFound)

	check(t, s.Settle(ctx, "now"))
	var edits []store.Edit
	for _, kind := range []hearsay.CorrectionKind{
		hearsay.CorrectWrong, hearsay.CorrectJoin, hearsay.CorrectPart, hearsay.CorrectJoinNames, hearsay.CorrectPartNames,
	} {
		one, other := []hearsay.Anchor{b, a}, []hearsay.Anchor(nil)
		if kind.Sides() {
			one, other = []hearsay.Anchor{a}, []hearsay.Anchor{b}
		}
		edit, err := s.Correct(ctx, kind, one, other)
		check(t, err)
		same(t, edit, store.Edit{Seq: int64(len(edits)) + 1, Verb: store.Verb(kind.String()), A: one, B: other})
		edits = append(edits, edit)
	}
	settled, err := s.Settled(ctx)
	check(t, err)
	same(t, settled, "")
	got, err := s.Edits(ctx)
	check(t, err)
	same(t, got, edits)
	findings, err := s.Check(ctx)
	check(t, err)
	same(t, findings, nil)
	undo, err := s.Undo(ctx)
	check(t, err)
	same(t, undo, store.Edit{Seq: 6, Verb: store.VerbUndo, Undoes: 5})
}

func testWords(t *testing.T, s store.Store) {
	ctx := t.Context()
	docs := indexed(t, s, "first", "second", "third")
	put := func(i int, words ...string) {
		t.Helper()
		docs[i].Words = words
		check(t, s.ChangeIndex(ctx, store.IndexChange{Put: docs[i : i+1]}))
	}
	having := func(needed ...store.Needed) []hearsay.DocID {
		t.Helper()
		ids, err := s.Having(ctx, needed)
		check(t, err)
		return ids
	}
	put(0, "crane", "quay")
	put(1, "crane", "quays", "été")
	put(2, "crane")
	put(2, "dock")
	crane, quay := store.Needed{Word: "crane"}, store.Needed{Word: "quay"}
	same(t, having(crane), []hearsay.DocID{docs[0].Doc, docs[1].Doc})
	same(t, having(crane, quay), []hearsay.DocID{docs[0].Doc})
	same(t, having(store.Needed{Word: "qua", Begins: true}), []hearsay.DocID{docs[0].Doc, docs[1].Doc})
	same(t, having(store.Needed{Word: "été"}, crane), []hearsay.DocID{docs[1].Doc})
	same(t, having(quay, store.Needed{Word: "dock"}), nil)
	same(t, len(having()), 3)
	same(t, collect(t, s.Words(ctx, ""))[1], store.Posting{Word: "dock", Docs: []hearsay.DocID{docs[2].Doc}})
	for found, err := range s.Indexed(ctx, store.Where{All: true, Features: true, Marks: true}) {
		check(t, err)
		same(t, found.Words, nil)
	}

	// What leaves the index is found no more, and no word of it is left.
	check(t, s.ChangeIndex(ctx, store.IndexChange{Drop: []hearsay.DocID{docs[1].Doc}}))
	same(t, having(crane), []hearsay.DocID{docs[0].Doc})
	for posting, err := range s.Words(ctx, "") {
		check(t, err)
		if posting.Word == "été" || posting.Word == "quays" {
			t.Errorf("%q is still held", posting.Word)
		}
	}
	check(t, s.ClearIndex(ctx))
	same(t, having(crane), nil)
	same(t, collect(t, s.Words(ctx, "")), nil)
	check(t, s.ChangeIndex(ctx, store.IndexChange{Put: docs[:1]}))
	same(t, having(crane), []hearsay.DocID{docs[0].Doc})

	for _, words := range [][]string{{"b", "a"}, {"a", "a"}, {""}, {"A"}, {"north quay"}, {`"`}, {"\xff"}, {"a\x00"}} {
		docs[0].Words = words
		if err := s.ChangeIndex(ctx, store.IndexChange{Put: docs[:1]}); err == nil {
			t.Errorf("%q were taken", words)
		}
	}
	same(t, having(crane), []hearsay.DocID{docs[0].Doc})
	if _, err := s.Having(ctx, []store.Needed{{Word: "a b"}}); err == nil {
		t.Error("what is no word was looked for")
	}
}

// Whatever is written, also where it changes nothing, unsettles; what fails does not.
func testSettled(t *testing.T, s store.Store) {
	ctx := t.Context()
	settled := func(want string) {
		t.Helper()
		got, err := s.Settled(ctx)
		check(t, err)
		same(t, got, want)
	}
	settled("")
	docs := indexed(t, s, "first", "second")
	capture := Capture("first", "first.txt")
	reading := Reading(capture, "r1")
	key, made := ledger(t, "a", reading)
	for name, write := range map[string]func() error{
		"captures":      func() error { return s.PutCaptures(ctx, seen, []hearsay.Capture{capture}) },
		"readings":      func() error { return s.PutReadings(ctx, []hearsay.Reading{reading}) },
		"prune":         func() error { return second(s.PruneReadings(ctx, "r1")) },
		"index":         func() error { return s.ChangeIndex(ctx, store.IndexChange{Put: docs[:1]}) },
		"clear":         func() error { return s.ClearIndex(ctx) },
		"ungroup":       func() error { return s.Ungroup(ctx, nil, 1) },
		"stories":       func() error { return s.PutStories(ctx, nil) },
		"ledger":        func() error { return s.PutLedgers(ctx, keyed(key, made)) },
		"prune ledgers": func() error { return second(s.PruneLedgers(ctx, nil)) },
		"forget":        func() error { return second(s.Forget(ctx, capture.ID)) },
	} {
		check(t, s.Settle(ctx, "up to "+name))
		settled("up to " + name)
		check(t, write())
		settled("")
	}
	check(t, s.Settle(ctx, "r1"))
	check(t, s.Settle(ctx, "r2"))
	want(t, second(s.Forget(ctx, "none")), store.ErrNotFound)
	settled("r2")
}

// indexed puts captures of the texts and indexes them, each on the day of its place in the list.
func indexed(t *testing.T, s store.Store, texts ...string) []store.Indexed {
	t.Helper()
	var change store.IndexChange
	for day, capture := range put(t, s, texts...) {
		change.Put = append(change.Put, store.Indexed{
			Doc: capture.ID, State: "s", Key: "k", Lead: capture.ID, Features: []byte{byte(day)}, Marks: []byte{byte(day), 1},
			Published: hearsay.Date{Unix: int64(day) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven},
		})
	}
	check(t, s.ChangeIndex(t.Context(), change))
	return change.Put
}

func link(a, b store.Indexed, weight int) hearsay.Link {
	return hearsay.Link{A: min(a.Doc, b.Doc), B: max(a.Doc, b.Doc), Weight: weight}
}

func testIndex(t *testing.T, s store.Store) {
	ctx := t.Context()
	docs := indexed(t, s, "first", "second", "third", "fourth")
	same(t, collect(t, s.Indexed(ctx, store.Where{All: true, Features: true, Marks: true})), docs)
	bare := docs[1]
	bare.Features, bare.Marks = nil, nil
	same(t, collect(t, s.Indexed(ctx, store.Where{Docs: []hearsay.DocID{bare.Doc}})), []store.Indexed{bare})
	same(t, len(collect(t, s.Indexed(ctx, store.Where{Days: true, From: 1, To: 2}))), 2)

	links := []hearsay.Link{link(docs[0], docs[1], 5), link(docs[1], docs[2], 7), link(docs[2], docs[3], 9)}
	slices.SortFunc(links, hearsay.Link.Compare)
	check(t, s.ChangeIndex(ctx, store.IndexChange{Links: links}))
	got, err := s.Links(ctx, []hearsay.DocID{docs[0].Doc, docs[1].Doc, docs[2].Doc})
	check(t, err)
	same(t, got, links)

	// All of a change or nothing.
	want(t, s.ChangeIndex(ctx, store.IndexChange{
		Drop: []hearsay.DocID{docs[0].Doc}, Links: []hearsay.Link{{A: docs[1].Doc, B: "unknown", Weight: 1}},
	}), store.ErrNotFound)
	same(t, len(collect(t, s.Indexed(ctx, store.Where{All: true}))), 4)

	// One that is put again, or that another stands for, loses its links.
	check(t, s.ChangeIndex(ctx, store.IndexChange{
		Put: docs[:1], Lead: []store.Lead{{Doc: docs[3].Doc, Lead: docs[2].Doc}},
	}))
	got, err = s.Links(ctx, []hearsay.DocID{docs[0].Doc, docs[1].Doc, docs[2].Doc, docs[3].Doc})
	check(t, err)
	same(t, got, []hearsay.Link{link(docs[1], docs[2], 7)})
	same(t, len(collect(t, s.Indexed(ctx, store.Where{Leads: []hearsay.DocID{docs[2].Doc}}))), 2)

	// A capture that changes makes what is indexed of it stale.
	capture := Capture("second", "elsewhere")
	capture.Title = "Second thoughts"
	check(t, s.PutCaptures(ctx, seen, []hearsay.Capture{capture}))
	states, err := s.States(ctx)
	check(t, err)
	same(t, states[capture.ID], "")
	check(t, s.ClearIndex(ctx))
	same(t, len(collect(t, s.Indexed(ctx, store.Where{All: true}))), 0)
}

func testStories(t *testing.T, s store.Store) {
	ctx := t.Context()
	docs := indexed(t, s, "first", "second", "third", "fourth")
	story := func(docs ...store.Indexed) hearsay.Story {
		story := hearsay.Story{ID: hearsay.StoryID(docs[0].Doc)}
		for _, doc := range docs {
			story.Docs = append(story.Docs, doc.Doc)
		}
		return story
	}
	ungrouped := func(number int) {
		t.Helper()
		ids, err := s.Ungrouped(ctx)
		check(t, err)
		same(t, len(ids), number)
	}
	ungrouped(4)
	one, two := story(docs[0], docs[1]), story(docs[2], docs[3])
	check(t, s.PutStories(ctx, []hearsay.Story{two, one}))
	ungrouped(0)
	same(t, len(collect(t, s.Stories(ctx, nil))), 2)

	// A new link frees the stories at both of its ends.
	check(t, s.ChangeIndex(ctx, store.IndexChange{Links: []hearsay.Link{link(docs[1], docs[2], 5)}}))
	ungrouped(4)
	all := story(docs...)
	check(t, s.PutStories(ctx, []hearsay.Story{all}))
	same(t, collect(t, s.Stories(ctx, nil)), []hearsay.Story{all})
	// The name of the one that went leads to the one that holds its documents now.
	now, err := s.Former(ctx, two.ID)
	check(t, err)
	same(t, now, all.ID)
	_, err = s.Former(ctx, "unknown")
	want(t, err, store.ErrNotFound)

	check(t, s.Ungroup(ctx, []hearsay.DocID{docs[3].Doc}, 7))
	seq, err := s.Grouped(ctx)
	check(t, err)
	same(t, seq, 7)
	ungrouped(4)
	check(t, s.PutStories(ctx, []hearsay.Story{one, two}))
	ids, err := s.StoriesOf(ctx, []hearsay.DocID{docs[3].Doc, docs[2].Doc})
	check(t, err)
	same(t, ids, []hearsay.StoryID{two.ID})
	check(t, s.ChangeIndex(ctx, store.IndexChange{Drop: []hearsay.DocID{docs[3].Doc}}))
	want(t, s.PutStories(ctx, []hearsay.Story{two}), store.ErrNotFound)
	ungrouped(1)
}

// subjects lists what findings speak of.
func subjects(findings []store.Finding) []string {
	var subjects []string
	for _, finding := range findings {
		subjects = append(subjects, string(finding.Severity)+" "+finding.Subject)
	}
	return slices.Compact(subjects)
}

func testCheck(t *testing.T, s store.Store) {
	ctx := t.Context()
	captures := put(t, s, "café", "second", "third")
	for _, capture := range captures {
		check(t, s.PutReadings(ctx, []hearsay.Reading{Reading(capture, "r1")}))
	}
	_, err := s.Forget(ctx, captures[0].ID)
	check(t, err)
	findings, err := s.Check(ctx)
	check(t, err)
	same(t, findings, nil)

	bad := Reading(captures[0], "r1")
	bad.Document.TextID = "0"
	worse := Reading(captures[1], "r1")
	worse.Mentions[0].Span.End++
	check(t, s.PutReadings(ctx, []hearsay.Reading{bad, worse}))
	findings, err = s.Check(ctx)
	check(t, err)
	same(t, subjects(findings), []string{
		"error reading " + string(captures[0].ID), "error reading " + string(captures[1].ID)})
}

func testCheckLedger(t *testing.T, s store.Store) {
	ctx := t.Context()
	capture := put(t, s, "text")[0]
	reading := Reading(capture, "r1")
	key, sound := ledger(t, "a", reading)
	check(t, s.PutReadings(ctx, []hearsay.Reading{reading}))
	check(t, s.PutLedgers(ctx, keyed(key, sound)))
	findings, err := s.Check(ctx)
	check(t, err)
	same(t, findings, nil)

	_, unheld := ledger(t, "b", Reading(Capture("unheld", "u"), "r1"))
	check(t, s.PutLedgers(ctx, keyed(key, unheld)))
	brokenKey, broken := ledger(t, "c", reading)
	broken.Claims[0].Headline = hearsay.Ref{Doc: capture.ID, Spans: []hearsay.Span{{Start: 2, End: 99}}}
	check(t, s.PutLedgers(ctx, keyed(brokenKey, broken)))
	otherKey, other := ledger(t, "d", reading)
	short := keyed(otherKey, other)
	short.Summary.Claims, short.Summary.Top = 7, nil
	check(t, s.PutLedgers(ctx, short))
	findings, err = s.Check(ctx)
	check(t, err)
	same(t, subjects(findings), []string{"error ledger b", "error ledger c", "error ledger d"})

	_, err = s.PruneLedgers(ctx, []hearsay.StoryID{"a"})
	check(t, err)
	_, err = s.Set(ctx, capture.ID, []store.Setting{{Field: store.FieldOutlet, Value: "Harbour Gazette"}})
	check(t, err)
	findings, err = s.Check(ctx)
	check(t, err)
	same(t, subjects(findings), []string{"hint ledger a"})
}

func testCancelled(t *testing.T, s store.Store) {
	capture := put(t, s, "text")[0]
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	other := Capture("other", "other")
	for name, err := range map[string]error{
		"PutCaptures": s.PutCaptures(ctx, seen, []hearsay.Capture{other}),
		"PutReadings": s.PutReadings(ctx, []hearsay.Reading{Reading(capture, "r1")}),
		"Missing":     second(s.Missing(ctx, "r1")),
		"Forget":      second(s.Forget(ctx, capture.ID)),
		"Capture":     second(s.Capture(ctx, capture.ID)),
		"Captures":    second(gather(s.Captures(ctx))),
		"Edits":       second(s.Edits(ctx)),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error %v, want %v", name, err, context.Canceled)
		}
	}
	same(t, len(collect(t, s.Captures(t.Context()))), 1)
}

func second[T any](_ T, err error) error { return err }

func testIterating(t *testing.T, s store.Store) {
	ctx := t.Context()
	captures := put(t, s, "first", "second", "third")
	for capture, err := range s.Captures(ctx) {
		check(t, err)
		check(t, s.PutReadings(ctx, []hearsay.Reading{Reading(capture, "r1")}))
	}
	n := 0
	for reading, err := range s.Readings(ctx, "r1", nil) {
		check(t, err)
		check(t, s.PutReadings(ctx, []hearsay.Reading{Reading(captures[n], "r2")}))
		same(t, reading.Document.ID, captures[n].ID)
		n++
	}
	same(t, n, 3)
	same(t, len(collect(t, s.Readings(ctx, "r2", nil))), 3)
}

func testConcurrent(t *testing.T, s store.Store) {
	const workers, each = 8, 12
	ctx := t.Context()
	shared := put(t, s, "shared")[0]
	var wait sync.WaitGroup
	errs := make(chan error, workers)
	for worker := range workers {
		wait.Go(func() { errs <- busy(ctx, s, worker, each, shared) })
	}
	wait.Wait()
	close(errs)
	for err := range errs {
		check(t, err)
	}
	same(t, len(collect(t, s.Captures(ctx))), workers*each+1)
	same(t, len(collect(t, s.Readings(ctx, "r1", nil))), workers*each)
	edits, err := s.Edits(ctx)
	check(t, err)
	same(t, len(edits), workers*each)
	held, err := s.Capture(ctx, shared.ID)
	check(t, err)
	same(t, len(held.Paths), workers*each+1)
	findings, err := s.Check(ctx)
	check(t, err)
	same(t, findings, nil)
}

// busy is one of many that use the store at once.
func busy(ctx context.Context, s store.Store, worker, each int, shared hearsay.Capture) error {
	for i := range each {
		name := fmt.Sprintf("%d-%d", worker, i)
		own, also := Capture(name, name), shared
		also.Paths = []string{name}
		if err := s.PutCaptures(ctx, seen, []hearsay.Capture{also, own}); err != nil {
			return err
		}
		if err := s.PutReadings(ctx, []hearsay.Reading{Reading(own, "r1")}); err != nil {
			return err
		}
		if _, err := gather(s.Readings(ctx, "r1", []hearsay.DocID{own.ID})); err != nil {
			return err
		}
		if _, err := s.Missing(ctx, "r1"); err != nil {
			return err
		}
		if _, err := s.Forget(ctx, own.ID); err != nil {
			return err
		}
	}
	return nil
}
