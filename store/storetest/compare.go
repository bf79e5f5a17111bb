package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/store"
)

// Compare puts two kinds of stores through the same random operations and fails where they tell different things.
func Compare(t *testing.T, openA, openB Opener) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := openA(t), openB(t)
		m := &machine{both: [2]store.Store{a, b}, keys: map[store.Key]bool{}}
		r.Repeat(map[string]func(*rapid.T){
			"put captures":   m.putCaptures,
			"put readings":   m.putReadings,
			"put ledger":     m.putLedger,
			"edit":           m.edit,
			"prune readings": m.pruneReadings,
			"prune ledgers":  m.pruneLedgers,
			"change index":   m.changeIndex,
			"clear index":    m.clearIndex,
			"put stories":    m.putStories,
			"ungroup":        m.ungroup,
			"settle":         m.settle,
			"check":          m.check,
			"":               m.look,
		})
		for _, s := range m.both {
			if err := s.Close(); err != nil {
				r.Fatal(err)
			}
		}
	})
}

type machine struct {
	both [2]store.Store
	keys map[store.Key]bool // of the ledgers that were put
}

// each runs one operation on both stores and compares what they tell, and the class of the errors.
func each[T any](r *rapid.T, m *machine, operation string, run func(store.Store) (T, error)) {
	var values [2]T
	var classes [2]string
	for i, s := range m.both {
		var err error
		values[i], err = run(s)
		classes[i] = "failed"
		for _, known := range []error{nil, store.ErrNotFound, store.ErrNothingToUndo, store.ErrDamaged} {
			if errors.Is(err, known) {
				classes[i] = fmt.Sprint(known)
			}
		}
	}
	if classes[0] != classes[1] || !reflect.DeepEqual(values[0], values[1]) {
		r.Fatalf("%s:\n%+v, %s\n%+v, %s", operation, values[0], classes[0], values[1], classes[1])
	}
}

var (
	texts     = []string{"alpha", "beta", "gamma", "\x00\xff"}
	outlets   = []string{"", "Harbour Gazette"}
	revisions = []string{"r1", "r2"}
	stories   = []hearsay.StoryID{"s1", "s2", "s3"}
	words     = []string{"quay", "quays", "crane", "cafe", "été", "日本", "9", "or", "near", "o:quay", "o:"}
)

func drawCapture(r *rapid.T) hearsay.Capture {
	raw := []byte(rapid.SampledFrom(texts).Draw(r, "text"))
	outlet := rapid.SampledFrom(outlets).Draw(r, "outlet")
	capture := hearsay.Capture{
		ID: hearsay.NewDocID(outlet, "", raw), Media: hearsay.MediaText, Bytes: raw, Outlet: outlet,
		Paths:  rapid.SliceOfN(rapid.SampledFrom([]string{"b", "a", "c#2"}), 0, 3).Draw(r, "paths"),
		Title:  rapid.SampledFrom([]string{"", "One", "Two"}).Draw(r, "title"),
		Author: rapid.SampledFrom([]string{"", "Ada Quill"}).Draw(r, "author"),
	}
	if rapid.Bool().Draw(r, "dated") {
		capture.Published = hearsay.Date{Unix: rapid.Int64Range(-1, 1).Draw(r, "unix"), Grain: hearsay.GrainDay,
			How: hearsay.HowGiven}
	}
	if rapid.IntRange(0, 9).Draw(r, "skipped") == 0 {
		capture.Skip = hearsay.Skip{Reason: hearsay.SkipBinary, Detail: "no text"}
	}
	return capture
}

func drawID(r *rapid.T) hearsay.DocID {
	if rapid.IntRange(0, 9).Draw(r, "unknown") == 0 {
		return "unknown"
	}
	return drawCapture(r).ID
}

func (m *machine) putCaptures(r *rapid.T) {
	captures := rapid.SliceOfN(rapid.Custom(drawCapture), 0, 3).Draw(r, "captures")
	when := time.Unix(rapid.Int64Range(0, 1<<40).Draw(r, "seen"), 0)
	each(r, m, "PutCaptures", func(s store.Store) (bool, error) {
		return true, s.PutCaptures(r.Context(), when, captures)
	})
}

func (m *machine) putReadings(r *rapid.T) {
	reading := Reading(drawCapture(r), rapid.SampledFrom(revisions).Draw(r, "revision"))
	switch rapid.IntRange(0, 4).Draw(r, "fault") {
	case 0:
		reading.Document.ID = "unknown"
	case 1:
		reading.Mentions[0].Entity = 9
	case 2:
		reading.Quotations, reading.Times = []hearsay.Quotation{}, nil
	}
	each(r, m, "PutReadings", func(s store.Store) (bool, error) {
		return true, s.PutReadings(r.Context(), []hearsay.Reading{reading})
	})
}

func (m *machine) putLedger(r *rapid.T) {
	reading := Reading(drawCapture(r), rapid.SampledFrom(revisions).Draw(r, "revision"))
	key, ledger, err := makeLedger(rapid.SampledFrom(stories).Draw(r, "story"), reading)
	if err != nil {
		r.Fatal(err)
	}
	put := keyed(key, ledger)
	if rapid.Bool().Draw(r, "fault") {
		put.Ledger.Claims[0].Headline.Doc = "unknown"
	}
	if rapid.Bool().Draw(r, "short") {
		put.Summary = store.Summary{}
	}
	m.keys[key] = true
	each(r, m, "PutLedger", func(s store.Store) (bool, error) {
		return true, s.PutLedgers(r.Context(), put)
	})
}

func (m *machine) edit(r *rapid.T) {
	id := drawID(r)
	settings := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) store.Setting {
		return store.Setting{
			Field: rapid.SampledFrom([]store.FieldName{store.FieldOutlet, store.FieldTitle, store.FieldPublished,
				store.FieldURL, store.FieldAuthor}).Draw(r, "field"),
			Value:     rapid.SampledFrom([]string{"", "x"}).Draw(r, "value"),
			Published: hearsay.Date{Unix: 7, Grain: hearsay.GrainYear},
		}
	}), 0, 2).Draw(r, "settings")
	docs, rest := rapid.SliceOfN(rapid.Custom(drawID), 0, 3).Draw(r, "docs"), rapid.SliceOfN(rapid.Custom(drawID), 0, 2).Draw(r, "rest")
	verb := rapid.SampledFrom([]store.Verb{
		store.VerbSet, store.VerbForget, store.VerbUndo, store.VerbMerge, store.VerbSplit, store.VerbWrong, store.VerbJoin,
	}).Draw(r, "verb")
	anchors := func(docs []hearsay.DocID) (named []hearsay.Anchor) {
		for _, id := range docs {
			named = append(named, anchor(id))
		}
		return named
	}
	each(r, m, string(verb), func(s store.Store) (store.Edit, error) {
		switch verb {
		case store.VerbSet:
			return s.Set(r.Context(), id, settings)
		case store.VerbForget:
			return s.Forget(r.Context(), id)
		case store.VerbMerge:
			return s.Merge(r.Context(), docs)
		case store.VerbSplit:
			return s.Split(r.Context(), docs, rest)
		case store.VerbWrong:
			return s.Correct(r.Context(), hearsay.CorrectWrong, anchors(docs), nil)
		case store.VerbJoin:
			return s.Correct(r.Context(), hearsay.CorrectJoin, anchors(docs), anchors(rest))
		}
		return s.Undo(r.Context())
	})
}

func (m *machine) pruneReadings(r *rapid.T) {
	keep := rapid.SampledFrom([]string{"", "r1", "r2"}).Draw(r, "keep")
	each(r, m, "PruneReadings", func(s store.Store) (int, error) { return s.PruneReadings(r.Context(), keep) })
}

func (m *machine) pruneLedgers(r *rapid.T) {
	keep := rapid.SliceOf(rapid.SampledFrom(stories)).Draw(r, "keep")
	each(r, m, "PruneLedgers", func(s store.Store) (int, error) { return s.PruneLedgers(r.Context(), keep) })
}

// changeIndex puts, drops and links at random. Some changes name what is not there and are refused.
func (m *machine) changeIndex(r *rapid.T) {
	ids := func(name string) []hearsay.DocID { return rapid.SliceOfN(rapid.Custom(drawID), 0, 2).Draw(r, name) }
	change := store.IndexChange{Drop: ids("drop"), Unlink: ids("unlink")}
	for _, id := range ids("put") {
		indexed := store.Indexed{
			Doc: id, State: rapid.SampledFrom([]string{"", "s1", "s2"}).Draw(r, "state"), Key: "k", Lead: drawID(r),
			Skipped: rapid.IntRange(0, 4).Draw(r, "skipped") == 0, Features: []byte{1, 2},
		}
		if rapid.Bool().Draw(r, "dated") {
			indexed.Published = hearsay.Date{Unix: 86400 * rapid.Int64Range(-3, 3).Draw(r, "day"), Grain: hearsay.GrainDay}
		}
		if rapid.Bool().Draw(r, "marked") {
			indexed.Marks = []byte{3}
		}
		indexed.Words = slices.Sorted(slices.Values(rapid.SliceOfNDistinct(rapid.SampledFrom(words), 0, 4, rapid.ID).Draw(r, "words")))
		if rapid.IntRange(0, 19).Draw(r, "odd word") == 0 {
			indexed.Words = []string{"b", rapid.SampledFrom([]string{"a", "b", "north quay", "B", `"`, "b\xff"}).Draw(r, "odd")}
		}
		change.Put = append(change.Put, indexed)
	}
	for _, id := range ids("lead") {
		change.Lead = append(change.Lead, store.Lead{
			Doc: id, Lead: drawID(r), State: rapid.SampledFrom([]string{"", "s1", "s3"}).Draw(r, "new state"),
		})
	}
	for _, id := range ids("link") {
		if other := drawID(r); other != id {
			change.Links = append(change.Links, hearsay.Link{A: min(id, other), B: max(id, other), Weight: rapid.IntRange(1, 9).Draw(r, "weight")})
		}
	}
	each(r, m, "ChangeIndex", func(s store.Store) (bool, error) { return true, s.ChangeIndex(r.Context(), change) })
}

func (m *machine) clearIndex(r *rapid.T) {
	if rapid.IntRange(0, 5).Draw(r, "clear") == 0 {
		each(r, m, "ClearIndex", func(s store.Store) (bool, error) { return true, s.ClearIndex(r.Context()) })
	}
}

// putStories groups documents into one story or two, each named after its first document.
func (m *machine) putStories(r *rapid.T) {
	docs := rapid.SliceOfNDistinct(rapid.Custom(drawID), 1, 4, rapid.ID).Draw(r, "docs")
	n := rapid.IntRange(1, len(docs)).Draw(r, "first")
	put := []hearsay.Story{{ID: hearsay.StoryID(docs[0]), Docs: docs[:n]}}
	if n < len(docs) {
		put = append(put, hearsay.Story{ID: hearsay.StoryID(docs[n]), Docs: docs[n:]})
	}
	each(r, m, "PutStories", func(s store.Store) (bool, error) { return true, s.PutStories(r.Context(), put) })
}

func (m *machine) ungroup(r *rapid.T) {
	docs := rapid.SliceOfN(rapid.Custom(drawID), 0, 2).Draw(r, "docs")
	seq := rapid.Int64Range(0, 9).Draw(r, "seq")
	each(r, m, "Ungroup", func(s store.Store) (bool, error) { return true, s.Ungroup(r.Context(), docs, seq) })
}

func (m *machine) settle(r *rapid.T) {
	stamp := rapid.SampledFrom([]string{"", "r1", "r2"}).Draw(r, "stamp")
	each(r, m, "Settle", func(s store.Store) (bool, error) { return true, s.Settle(r.Context(), stamp) })
}

// lookAtIndex compares what the stores tell of index and stories.
func (m *machine) lookAtIndex(r *rapid.T) {
	ctx := r.Context()
	var all []hearsay.DocID
	for _, text := range texts {
		for _, outlet := range outlets {
			all = append(all, hearsay.NewDocID(outlet, "", []byte(text)))
		}
	}
	each(r, m, "States", func(s store.Store) (map[hearsay.DocID]string, error) { return s.States(ctx) })
	for _, where := range []store.Where{
		{All: true, Features: true, Marks: true}, {Docs: all[:3]}, {Leads: all[:2]}, {Days: true, From: -1, To: 2}, {Undated: true},
		{Docs: all[2:4], Undated: true, Features: true}, {},
	} {
		each(r, m, "Indexed", func(s store.Store) ([]store.Indexed, error) { return gather(s.Indexed(ctx, where)) })
	}
	for n := range all {
		each(r, m, "Links", func(s store.Store) ([]hearsay.Link, error) { return s.Links(ctx, all[:n]) })
		each(r, m, "StoriesOf", func(s store.Store) ([]hearsay.StoryID, error) { return s.StoriesOf(ctx, all[:n]) })
		each(r, m, "Former", func(s store.Store) (hearsay.StoryID, error) { return s.Former(ctx, hearsay.StoryID(all[n])) })
	}
	each(r, m, "Ungrouped", func(s store.Store) ([]hearsay.DocID, error) { return s.Ungrouped(ctx) })
	each(r, m, "Grouped", func(s store.Store) (int64, error) { return s.Grouped(ctx) })
	each(r, m, "Stories", func(s store.Store) ([]hearsay.Story, error) { return gather(s.Stories(ctx, nil)) })
	some := []hearsay.StoryID{"s2", hearsay.StoryID(all[1]), hearsay.StoryID(all[0]), "unknown"}
	each(r, m, "Stories of some", func(s store.Store) ([]hearsay.Story, error) { return gather(s.Stories(ctx, some)) })
	for _, of := range [][]hearsay.StoryID{nil, {}, some} {
		each(r, m, "Summaries", func(s store.Store) (map[hearsay.StoryID]store.Summary, error) { return s.Summaries(ctx, of) })
	}
	for _, prefix := range []string{"", "k", "kk", "x"} {
		each(r, m, "Claiming", func(s store.Store) ([]hearsay.StoryID, error) { return s.Claiming(ctx, prefix) })
	}
	for _, prefix := range []string{"", "qua", "é", "x"} {
		each(r, m, "Words", func(s store.Store) ([]store.Posting, error) { return gather(s.Words(ctx, prefix)) })
	}
	for _, needed := range [][]store.Needed{
		nil, {{Word: "quay"}}, {{Word: "qua"}}, {{Word: "qua", Begins: true}}, {{Word: "été"}, {Word: "c", Begins: true}},
		{{Word: "o:quay"}, {Word: "crane"}}, {{Word: "o:", Begins: true}}, {{Word: "Quay"}}, {{}},
	} {
		each(r, m, "Having", func(s store.Store) ([]hearsay.DocID, error) { return s.Having(ctx, needed) })
	}
	each(r, m, "Settled", func(s store.Store) (string, error) { return s.Settled(ctx) })
}

func (m *machine) check(r *rapid.T) {
	each(r, m, "Check", func(s store.Store) ([]store.Finding, error) { return s.Check(r.Context()) })
}

// look compares all else that the stores tell.
func (m *machine) look(r *rapid.T) {
	ctx := r.Context()
	each(r, m, "Captures", func(s store.Store) ([]hearsay.Capture, error) { return gather(s.Captures(ctx)) })
	each(r, m, "Ledgers", func(s store.Store) ([]hearsay.Ledger, error) { return gather(s.Ledgers(ctx)) })
	each(r, m, "Edits", func(s store.Store) ([]store.Edit, error) { return s.Edits(ctx) })
	m.lookAtIndex(r)
	for _, revision := range revisions {
		each(r, m, "Read", func(s store.Store) ([]hearsay.DocID, error) { return s.Read(ctx, revision) })
		each(r, m, "Missing", func(s store.Store) ([]hearsay.DocID, error) { return s.Missing(ctx, revision) })
		each(r, m, "Readings", func(s store.Store) ([]hearsay.Reading, error) {
			return gather(s.Readings(ctx, revision, nil))
		})
	}
	for _, story := range stories {
		for key := range m.keys {
			each(r, m, "Ledger", func(s store.Store) (hearsay.Ledger, error) {
				ledger, found, err := s.Ledger(ctx, story, key)
				ledger.Revision += fmt.Sprint(found)
				return ledger, err
			})
		}
	}
	for _, text := range texts {
		id := hearsay.NewDocID("", "", []byte(text))
		each(r, m, "Seen", func(s store.Store) (time.Time, error) { return s.Seen(ctx, id) })
		each(r, m, "Capture", func(s store.Store) (hearsay.Capture, error) { return s.Capture(ctx, id) })
	}
}
