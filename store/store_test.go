package store_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"hearsay"
	"hearsay/store"
	"hearsay/store/storetest"
)

func drawCapture(r *rapid.T) hearsay.Capture {
	pick := func(name string, values ...string) string { return rapid.SampledFrom(values).Draw(r, name) }
	return hearsay.Capture{
		Media: hearsay.Media(pick("media", "text/plain", "text/html")),
		Bytes: []byte(pick("bytes", "a", "b")),
		Paths: rapid.SliceOfN(rapid.SampledFrom([]string{"x", "y", "z"}), 0, 3).Draw(r, "paths"),
		Title: pick("title", "", "One", "Two"), Author: pick("author", "", "Ada Quill"),
		Published: hearsay.Date{
			Unix:  rapid.Int64Range(0, 1).Draw(r, "unix"),
			Grain: hearsay.Grain(rapid.IntRange(0, 4).Draw(r, "grain")),
			How:   hearsay.How(rapid.IntRange(0, 8).Draw(r, "how")),
			Span:  hearsay.Span{End: rapid.Uint32Range(0, 1).Draw(r, "end")},
		},
		Skip: hearsay.Skip{Reason: hearsay.SkipReason(pick("reason", "", "binary")), Detail: pick("detail", "", "d")},
	}
}

// However captures are handed in, they come to what merging them one by one does.
func TestMergeAllIsMerge(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		captures := rapid.SliceOfN(rapid.Custom(drawCapture), 1, 6).Draw(r, "captures")
		one := captures[0]
		for _, capture := range captures {
			one = store.Merge(one, capture)
		}
		other := drawCapture(r)
		other.ID = "other"
		got := store.MergeAll(slices.Insert(slices.Clone(captures), 1, other))
		if want := []hearsay.Capture{one, store.Merge(other, other)}; !reflect.DeepEqual(got, want) {
			r.Fatalf("got  %+v\nwant %+v", got, want)
		}
	})
}

func TestMergeLaws(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b, c := drawCapture(r), drawCapture(r), drawCapture(r)
		for law, sides := range map[string][2]hearsay.Capture{
			"commutative": {store.Merge(a, b), store.Merge(b, a)},
			"associative": {store.Merge(store.Merge(a, b), c), store.Merge(a, store.Merge(b, c))},
			"idempotent":  {store.Merge(store.Merge(a, b), b), store.Merge(a, b)},
		} {
			if !reflect.DeepEqual(sides[0], sides[1]) {
				r.Fatalf("not %s:\n%+v\n%+v", law, sides[0], sides[1])
			}
		}
	})
}

func TestMergePrefers(t *testing.T) {
	skipped := hearsay.Capture{ID: "d", Media: "a", Skip: hearsay.Skip{Reason: hearsay.SkipBinary}, Paths: []string{"b"}}
	taken := hearsay.Capture{ID: "d", Media: "z", Bytes: []byte("z"), Title: "T", Paths: []string{"a"}}
	got := store.Merge(skipped, taken)
	want := taken
	want.Paths = []string{"a", "b"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	moved := taken
	moved.Paths = nil
	if !store.SameButPaths(taken, moved) || store.SameButPaths(taken, skipped) {
		t.Error("SameButPaths sees paths, or nothing else")
	}
}

func TestApply(t *testing.T) {
	outlet := func(value string) []store.Setting { return []store.Setting{{Field: store.FieldOutlet, Value: value}} }
	edits := []store.Edit{
		{Seq: 1, Verb: store.VerbSet, Doc: "a", Settings: append(outlet("First"), store.Setting{
			Field: store.FieldPublished, Published: hearsay.Date{Unix: 86400, Grain: hearsay.GrainDay}})},
		{Seq: 2, Verb: store.VerbSet, Doc: "a", Settings: outlet("Second")},
		{Seq: 3, Verb: store.VerbForget, Doc: "b"},
		{Seq: 4, Verb: store.VerbUndo, Undoes: 3},
		{Seq: 5, Verb: store.VerbSet, Doc: "a", Settings: outlet("Third")},
		{Seq: 6, Verb: store.VerbUndo, Undoes: 5},
		{Seq: 7, Verb: store.VerbUndo, Undoes: 2},
	}
	for n, want := range []struct {
		outlet    string
		forgotten bool
		last      int64
	}{{"Read", false, 0}, {"First", false, 1}, {"Second", false, 2}, {"Second", true, 3}, {"Second", false, 2},
		{"Third", false, 5}, {"Second", false, 2}, {"First", false, 1}} {
		layer := store.Apply(edits[:n])
		document := layer.Document(hearsay.Document{ID: "a", Outlet: hearsay.Field{Value: "Read"}})
		if document.Outlet.Value != want.outlet {
			t.Errorf("after %d edits the outlet is %q, want %q", n, document.Outlet.Value, want.outlet)
		}
		if document.Published.Known() != (n > 0) {
			t.Errorf("after %d edits the date is %v", n, document.Published)
		}
		skip := layer.Document(hearsay.Document{ID: "b"}).Skip
		if layer.Forgotten("b") != want.forgotten || (skip.Reason == hearsay.SkipForgotten) != want.forgotten {
			t.Errorf("after %d edits forgotten is %v, skip %v", n, layer.Forgotten("b"), skip)
		}
		if got := store.LastInEffect(edits[:n]); got != want.last {
			t.Errorf("after %d edits the last in effect is %d, want %d", n, got, want.last)
		}
	}
}

// What was taken back is no correction, and a story has those that name one of its documents.
func TestApplyCorrections(t *testing.T) {
	at := func(id hearsay.DocID) []hearsay.Anchor { return []hearsay.Anchor{{Doc: id}} }
	layer := store.Apply([]store.Edit{
		{Seq: 1, Verb: store.VerbWrong, A: at("a")},
		{Seq: 2, Verb: store.VerbJoin, A: at("a"), B: at("b")},
		{Seq: 3, Verb: store.VerbUndo, Undoes: 2},
		{Seq: 4, Verb: store.VerbPartNames, A: at("c"), B: at("b")},
	})
	if len(layer.Overrides) > 0 {
		t.Errorf("corrections override documents: %v", layer.Overrides)
	}
	for id, want := range map[hearsay.DocID][]int64{"a": {1}, "b": {4}, "c": {4}, "d": nil} {
		var got []int64
		for _, correction := range layer.Of(&hearsay.Story{Docs: []hearsay.DocID{id}}) {
			got = append(got, correction.Edit)
		}
		if !slices.Equal(got, want) {
			t.Errorf("a story of document %s has the corrections %v, want %v", id, got, want)
		}
	}
}

func TestSetToUnknown(t *testing.T) {
	var settings []store.Setting
	for _, field := range []store.FieldName{store.FieldOutlet, store.FieldAuthor, store.FieldTitle, store.FieldURL,
		store.FieldPublished} {
		settings = append(settings, store.Setting{Field: field})
	}
	read := hearsay.Field{Value: "as read", How: hearsay.HowMetadata}
	document := store.Apply([]store.Edit{{Seq: 1, Verb: store.VerbSet, Doc: "a", Settings: settings}}).Document(
		hearsay.Document{ID: "a", Outlet: read, Author: read, Title: read, URL: read,
			Published: hearsay.Date{Grain: hearsay.GrainDay}})
	set := hearsay.Field{How: hearsay.HowSet, By: "set"}
	want := hearsay.Document{ID: "a", Outlet: set, Author: set, Title: set, URL: set,
		Published: hearsay.Date{How: hearsay.HowSet}}
	if !reflect.DeepEqual(document, want) {
		t.Errorf("got %+v, want %+v", document, want)
	}
}

func keyOf(revision string, story hearsay.Story, readings []hearsay.Reading) (store.Key, error) {
	documents := make([]string, len(readings))
	for i := range readings {
		var err error
		if documents[i], err = store.DocKey(&readings[i]); err != nil {
			return store.Key{}, err
		}
	}
	return store.KeyOf(revision, readings[0].Revision, story, documents, nil)
}

func TestKeyOf(t *testing.T) {
	base := func() (string, hearsay.Story, []hearsay.Reading) {
		a, b := storetest.Capture("one", "1"), storetest.Capture("two", "2")
		story := hearsay.Story{ID: "s", Docs: []hearsay.DocID{a.ID, b.ID}, Joins: []hearsay.StoryJoin{{A: a.ID, B: b.ID}}}
		return "c1", story, []hearsay.Reading{storetest.Reading(a, "r1"), storetest.Reading(b, "r1")}
	}
	seen := map[store.Key]string{}
	for name, change := range map[string]func(*string, *hearsay.Story, []hearsay.Reading){
		"nothing":  func(*string, *hearsay.Story, []hearsay.Reading) {},
		"revision": func(revision *string, _ *hearsay.Story, _ []hearsay.Reading) { *revision = "c2" },
		"join":     func(_ *string, story *hearsay.Story, _ []hearsay.Reading) { story.Joins[0].Weight++ },
		"reading": func(_ *string, _ *hearsay.Story, readings []hearsay.Reading) {
			readings[0].Revision, readings[1].Revision = "r2", "r2"
		},
		"text": func(_ *string, _ *hearsay.Story, readings []hearsay.Reading) { readings[1].Document.TextID = "t" },
		"outlet": func(_ *string, _ *hearsay.Story, readings []hearsay.Reading) {
			readings[1].Document.Outlet.Value = "o"
		},
		"date": func(_ *string, _ *hearsay.Story, readings []hearsay.Reading) {
			readings[0].Document.Published.Unix = 9
		},
	} {
		revision, story, readings := base()
		change(&revision, &story, readings)
		key, err := keyOf(revision, story, readings)
		if err != nil {
			t.Fatal(err)
		}
		if other, ok := seen[key]; ok {
			t.Errorf("%s and %s have the same key", name, other)
		}
		seen[key] = name
	}
	revision, story, readings := base()
	corrections := []hearsay.Correction{{Edit: 1, Kind: hearsay.CorrectWrong, A: []hearsay.Anchor{{Doc: story.Docs[0]}}}}
	corrected, err := store.KeyOf(revision, "r1", story, []string{"a", "b"}, corrections)
	plain, plainErr := store.KeyOf(revision, "r1", story, []string{"a", "b"}, nil)
	if err != nil || plainErr != nil || corrected == plain {
		t.Errorf("a correction gives the same key, %v, %v", err, plainErr)
	}
	readings[0].Document.Paths = []string{"elsewhere"}
	if key, err := keyOf(revision, story, readings); err != nil || seen[key] != "nothing" {
		t.Errorf("another path: key of %q, %v", seen[key], err)
	}
}

func TestCheckReading(t *testing.T) {
	capture := storetest.Capture("café au lait", "c.txt")
	if problems := store.CheckReading(new(storetest.Reading(capture, "r1"))); len(problems) > 0 {
		t.Fatalf("a sound reading: %v", problems)
	}
	cut, outside := hearsay.Span{Start: 4, End: 6}, hearsay.Span{Start: 0, End: 99}
	for name, spoil := range map[string]func(*hearsay.Reading){
		"text ID":        func(r *hearsay.Reading) { r.Document.TextID = "x" },
		"block":          func(r *hearsay.Reading) { r.Document.Blocks[0].Span = outside },
		"field":          func(r *hearsay.Reading) { r.Document.Outlet.Span = cut },
		"date":           func(r *hearsay.Reading) { r.Document.Published.Span = outside },
		"damage":         func(r *hearsay.Reading) { r.Document.Damage = []hearsay.Mark{{At: outside}} },
		"token":          func(r *hearsay.Reading) { r.Sentences[0].Tokens[0].Span = cut },
		"token outside":  func(r *hearsay.Reading) { r.Sentences[0].Span.Start = 1 },
		"head":           func(r *hearsay.Reading) { r.Sentences[0].Tokens[0].Head = 1 },
		"sentence block": func(r *hearsay.Reading) { r.Sentences[0].Block = -1 },
		"sentence order": func(r *hearsay.Reading) { r.Sentences = append(r.Sentences, r.Sentences[0]) },
		"block order": func(r *hearsay.Reading) {
			r.Document.Blocks = append(r.Document.Blocks, r.Document.Blocks[0])
		},
		"quotation":            func(r *hearsay.Reading) { r.Quotations = []hearsay.Quotation{{Span: cut, Continues: -1}} },
		"continues":            func(r *hearsay.Reading) { r.Quotations = []hearsay.Quotation{{Continues: 1}} },
		"mention":              func(r *hearsay.Reading) { r.Mentions[0].Entity = 2 },
		"entity ID":            func(r *hearsay.Reading) { r.Entities[0].ID = 2 },
		"entity role":          func(r *hearsay.Reading) { r.Entities[0].Roles = []hearsay.Span{cut} },
		"source":               func(r *hearsay.Reading) { r.Attributions[0].Source = []hearsay.Span{cut} },
		"profile":              func(r *hearsay.Reading) { r.Attributions[0].Profile.Reason = outside },
		"speaker":              func(r *hearsay.Reading) { r.Attributions[0].Speaker = -1 },
		"same":                 func(r *hearsay.Reading) { r.Attributions[0].Same = 0 },
		"within":               func(r *hearsay.Reading) { r.Attributions[0].Within = 0 },
		"attribution sentence": func(r *hearsay.Reading) { r.Attributions[0].Sentence = 1 },
		"time":                 func(r *hearsay.Reading) { r.Times = []hearsay.Time{{Span: outside}} },
		"time sentence":        func(r *hearsay.Reading) { r.Times = []hearsay.Time{{Sentence: 5}} },
		"time order":           func(r *hearsay.Reading) { r.Times = []hearsay.Time{{Resolved: true, First: 2, Last: 1}} },
		"argument":             func(r *hearsay.Reading) { r.Propositions[0].Arguments = []hearsay.Argument{{Entity: 2}} },
		"argument head":        func(r *hearsay.Reading) { r.Propositions[0].Arguments = []hearsay.Argument{{Head: cut}} },
		"proposition time":     func(r *hearsay.Reading) { r.Propositions[0].Times = []int{0} },
		"proposition sentence": func(r *hearsay.Reading) { r.Propositions[0].Sentence = -1 },
		"proposition source":   func(r *hearsay.Reading) { r.Propositions[0].Attribution = 1 },
	} {
		reading := storetest.Reading(capture, "r1")
		spoil(&reading)
		if problems := store.CheckReading(&reading); len(problems) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
	}
}

func TestCheckBounded(t *testing.T) {
	reading := storetest.Reading(storetest.Capture("text", "t"), "r1")
	reading.Times = make([]hearsay.Time, 1000)
	for i := range reading.Times {
		reading.Times[i].Span.End = 99
	}
	if problems := store.CheckReading(&reading); len(problems) != 20 {
		t.Errorf("%d problems were told, want 20", len(problems))
	}
}

func TestCheckLedger(t *testing.T) {
	reading := storetest.Reading(storetest.Capture("café", "c"), "r1")
	id := reading.Document.ID
	look := func(doc hearsay.DocID) (*hearsay.Reading, bool) { return &reading, doc == id }
	good, cut := hearsay.MakeSpan(0, 3), hearsay.MakeSpan(0, 4)
	sound := hearsay.Telling{Doc: id, Key: hearsay.TellingKey{Doc: id}, Span: good, Sentence: good, Attribution: -1}
	for name, ledger := range map[string]hearsay.Ledger{
		"":            {Documents: []hearsay.DocID{id}, Claims: []hearsay.Claim{{Tellings: []hearsay.Telling{sound}}}},
		"document":    {Documents: []hearsay.DocID{"gone"}},
		"story":       {Story: hearsay.Story{Docs: []hearsay.DocID{"gone"}}},
		"ref":         {Adds: []hearsay.Add{{Doc: id, Claims: []hearsay.Ref{{Doc: id, Spans: []hearsay.Span{cut}}}}}},
		"bare ref":    {Relays: []hearsay.Relay{{Doc: id, Ref: hearsay.Ref{Doc: "gone"}}}},
		"origin":      {Claims: []hearsay.Claim{{Intervals: []hearsay.Interval{{Origins: []hearsay.OriginID{1}}}}}},
		"origin ID":   {Origins: []hearsay.Origin{{ID: 2}, {ID: 2}}},
		"identity":    {Said: []hearsay.Said{{Doc: id, Identity: 1}}},
		"identity ID": {Identities: []hearsay.Identity{{ID: 0}}},
		"member":      {Identities: []hearsay.Identity{{ID: 1, Members: []hearsay.Member{{Doc: id, Entity: 2}}}}},
		"said":        {Said: []hearsay.Said{{Doc: id, Attribution: 1}}},
		"same day":    {Timeline: []hearsay.TimelineEntry{{SameAs: []int{1}}}},
		"passage A":   {Passages: []hearsay.Passage{{A: id, B: id, SpanA: cut}}},
		"passage B":   {Passages: []hearsay.Passage{{A: id, B: id, SpanB: cut}}},
		"telling":     {Claims: []hearsay.Claim{{Tellings: []hearsay.Telling{{Doc: id, Span: cut, Attribution: -1}}}}},
		"sentence":    {Claims: []hearsay.Claim{{Apart: []hearsay.Telling{{Doc: id, Sentence: cut, Attribution: -1}}}}},
		"proposition": {Claims: []hearsay.Claim{{Apart: []hearsay.Telling{{Doc: id, Proposition: 1, Attribution: -1}}}}},
		"attribution": {Claims: []hearsay.Claim{{Tellings: []hearsay.Telling{{Doc: id, Attribution: 1}}}}},
		"step": {Claims: []hearsay.Claim{{Tellings: []hearsay.Telling{{Doc: id, Attribution: -1,
			Steps: []hearsay.Step{{To: &hearsay.TellingKey{Doc: "gone"}}}}}}}},
	} {
		if problems := store.CheckLedger(&ledger, look); (len(problems) > 0) != (name != "") {
			t.Errorf("%q: %v", name, problems)
		}
	}
}

func TestEditFindings(t *testing.T) {
	held := store.Held{Capture: func(id hearsay.DocID) bool { return id == "a" }}
	forget := store.Edit{Seq: 1, Verb: store.VerbForget, Doc: "a"}
	for name, edits := range map[string][]store.Edit{
		"":           {forget, {Seq: 2, Verb: store.VerbUndo, Undoes: 1}},
		"gap":        {forget, {Seq: 3, Verb: store.VerbForget, Doc: "a"}},
		"unheld":     {{Seq: 1, Verb: store.VerbForget, Doc: "b"}},
		"wrong undo": {forget, {Seq: 2, Verb: store.VerbUndo, Undoes: 2}},
	} {
		if findings := store.EditFindings(edits, held); (len(findings) > 0) != (name != "") {
			t.Errorf("%q: %v", name, findings)
		}
	}
}

// TestMessages holds that each error tells what to do.
func TestMessages(t *testing.T) {
	messages := map[string]bool{}
	for _, err := range []error{store.ErrNoStore, store.ErrLocked, store.ErrDamaged, store.ErrNewer} {
		if !strings.Contains(err.Error(), ";") {
			t.Errorf("%q says what is wrong, but not what to do", err)
		}
		messages[err.Error()] = true
	}
	if len(messages) != 4 {
		t.Errorf("errors share a message: %v", slices.Sorted(maps.Keys(messages)))
	}
}
