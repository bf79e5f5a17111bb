package store

import (
	"cmp"
	"fmt"
	"slices"

	"hearsay"
)

// Verb is what an edit does.
type Verb string

// The verbs.
const (
	VerbSet    Verb = "set"
	VerbForget Verb = "forget"
	VerbMerge  Verb = "merge"
	VerbSplit  Verb = "split"
	VerbUndo   Verb = "undo"
	// Of what was found: the words of hearsay.CorrectionKind.
	VerbWrong     Verb = "wrong"
	VerbJoin      Verb = "join"
	VerbPart      Verb = "part"
	VerbJoinNames Verb = "join names"
	VerbPartNames Verb = "part names"
)

// FieldName names what can be set.
type FieldName string

// The fields that can be set.
const (
	FieldOutlet    FieldName = "outlet"
	FieldAuthor    FieldName = "author"
	FieldTitle     FieldName = "title"
	FieldURL       FieldName = "url"
	FieldPublished FieldName = "published"
)

// Setting is one field of a document as the person states it. An empty value, or an unknown date, says that it is not
// known, whatever the document says.
type Setting struct {
	Field     FieldName
	Value     string       // of all fields but published
	Published hearsay.Date // of published; only its time and grain count
}

// Edit is one entry of the log. Sequence numbers begin with 1 and have no gaps.
type Edit struct {
	Seq      int64
	Verb     Verb
	Doc      hearsay.DocID // that is set or forgotten
	Settings []Setting     // of a set, in the order of field names
	Undoes   int64         // the edit that an undo takes back
	// Docs are the documents that a merge makes one story, or that a split takes out of one, and Rest those that it leaves
	// there. Sorted.
	Docs, Rest []hearsay.DocID
	// A and B are what a correction names; see hearsay.Correction.
	A, B []hearsay.Anchor
}

// Correction is what an edit says of what was found; of other edits there is none.
func (e *Edit) Correction() (hearsay.Correction, bool) {
	var kind hearsay.CorrectionKind
	if err := kind.UnmarshalText([]byte(e.Verb)); err != nil {
		return hearsay.Correction{}, false
	}
	return hearsay.Correction{Edit: e.Seq, Kind: kind, A: e.A, B: e.B}, true
}

// named are the documents that an edit names.
func (e *Edit) named() []hearsay.DocID {
	switch e.Verb {
	case VerbUndo:
		return nil
	case VerbMerge, VerbSplit:
		return slices.Concat(e.Docs, e.Rest)
	case VerbSet, VerbForget:
		return []hearsay.DocID{e.Doc}
	}
	var docs []hearsay.DocID
	for _, anchor := range slices.Concat(e.A, e.B) {
		docs = append(docs, anchor.Doc)
	}
	return docs
}

// Unheld is the first document that an edit names and of which held says that there is none; "" if all are there.
func (e *Edit) Unheld(held func(hearsay.DocID) bool) hearsay.DocID {
	for _, id := range e.named() {
		if !held(id) {
			return id
		}
	}
	return ""
}

// NewMerge returns the edit that makes documents one story, or an error where there are fewer than two.
func NewMerge(docs []hearsay.DocID) (Edit, error) {
	docs = sortedIDs(docs)
	if len(docs) < 2 {
		return Edit{}, fmt.Errorf("merge: a story takes two documents at least, got %d", len(docs))
	}
	return Edit{Verb: VerbMerge, Docs: docs}, nil
}

// NewSplit returns the edit that keeps docs and rest apart, or an error where one of them is empty or they overlap.
func NewSplit(docs, rest []hearsay.DocID) (Edit, error) {
	docs, rest = sortedIDs(docs), sortedIDs(rest)
	for _, side := range [][]hearsay.DocID{docs, rest} {
		if len(side) == 0 {
			return Edit{}, fmt.Errorf("split: no document would be left on one side")
		}
	}
	for _, id := range docs {
		if _, both := slices.BinarySearch(rest, id); both {
			return Edit{}, fmt.Errorf("split: document %s is on both sides", id)
		}
	}
	return Edit{Verb: VerbSplit, Docs: docs, Rest: rest}, nil
}

// mostAnchors bounds the places by which each side of a correction is named.
const mostAnchors = 1000

// NewCorrection returns the edit that a correction is logged as, or an error where it names nothing, or a place twice, or a
// place whose words are not as long as its span.
func NewCorrection(kind hearsay.CorrectionKind, a, b []hearsay.Anchor) (Edit, error) {
	sides := [][]hearsay.Anchor{a}
	if err := new(hearsay.CorrectionKind).UnmarshalText([]byte(kind.String())); err != nil {
		return Edit{}, fmt.Errorf("correct: %w", err)
	}
	if kind.Sides() {
		sides = append(sides, b)
	} else if len(b) > 0 {
		return Edit{}, fmt.Errorf("%s: it is said of one thing alone", kind)
	}
	var met []hearsay.Anchor
	for _, side := range sides {
		if len(side) == 0 || len(side) > mostAnchors {
			return Edit{}, fmt.Errorf("%s: named by %d places, want 1 to %d", kind, len(side), mostAnchors)
		}
		for _, anchor := range side {
			if anchor.Span.Empty() || anchor.Span.Len() != len(anchor.Text) || anchor.Head.Empty() || !anchor.Span.Contains(anchor.Head) {
				return Edit{}, fmt.Errorf("%s: %d-%d of document %s is no place of %d bytes", kind, anchor.Span.Start, anchor.Span.End,
					anchor.Doc, len(anchor.Text))
			}
			if slices.Contains(met, anchor) {
				return Edit{}, fmt.Errorf("%s: %d-%d of document %s is named twice", kind, anchor.Span.Start, anchor.Span.End, anchor.Doc)
			}
			met = append(met, anchor)
		}
	}
	return Edit{Verb: Verb(kind.String()), A: slices.Clone(a), B: slices.Clone(b)}, nil
}

func sortedIDs(ids []hearsay.DocID) []hearsay.DocID {
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}

// Bonds are what a log of edits says of stories. The last word on a document counts: it leaves the bond that it had for
// the new one, which stays apart from all that the former ones of its documents were apart from, but for each other.
func Bonds(edits []Edit) hearsay.Bonds {
	undone := undone(edits)
	bonds := hearsay.Bonds{Of: map[hearsay.DocID]int{}, Apart: map[int][]int{}}
	last := 0
	part := func(a, b int) {
		if !slices.Contains(bonds.Apart[a], b) {
			bonds.Apart[a], bonds.Apart[b] = append(bonds.Apart[a], b), append(bonds.Apart[b], a)
		}
	}
	bind := func(docs []hearsay.DocID) int {
		last++
		former := map[int]bool{}
		for _, doc := range docs {
			if bond, bound := bonds.Of[doc]; bound {
				former[bond] = true
			}
			bonds.Of[doc] = last
		}
		for bond := 1; bond < last; bond++ {
			if former[bond] {
				for _, other := range slices.Clone(bonds.Apart[bond]) {
					if !former[other] {
						part(last, other)
					}
				}
			}
		}
		return last
	}
	for _, edit := range edits {
		switch {
		case undone[edit.Seq]:
		case edit.Verb == VerbMerge:
			bind(edit.Docs)
		case edit.Verb == VerbSplit:
			part(bind(edit.Docs), bind(edit.Rest))
		}
	}
	return bonds
}

// Arranged lists the documents of the merges and splits behind edit seq of a log, and of those that an undo behind it
// takes back: their stories may be others now.
func Arranged(edits []Edit, seq int64) []hearsay.DocID {
	var docs []hearsay.DocID
	for _, edit := range edits {
		if edit.Seq <= seq {
			continue
		}
		if edit.Verb == VerbUndo && edit.Undoes > 0 && edit.Undoes <= int64(len(edits)) {
			edit = edits[edit.Undoes-1]
		}
		docs = append(docs, edit.Docs...)
		docs = append(docs, edit.Rest...)
	}
	return sortedIDs(docs)
}

// NewSettings returns the settings in the order of their field names, without what has no meaning in them, or an error
// where a field is unknown or named twice, or there is none.
func NewSettings(settings []Setting) ([]Setting, error) {
	if len(settings) == 0 {
		return nil, fmt.Errorf("nothing to set")
	}
	sorted := make([]Setting, 0, len(settings))
	for _, setting := range settings {
		switch setting.Field {
		case FieldOutlet, FieldAuthor, FieldTitle, FieldURL:
			sorted = append(sorted, Setting{Field: setting.Field, Value: setting.Value})
		case FieldPublished:
			date := hearsay.Date{Unix: setting.Published.Unix, Grain: setting.Published.Grain}
			sorted = append(sorted, Setting{Field: setting.Field, Published: date})
		default:
			return nil, fmt.Errorf("unknown field %q", setting.Field)
		}
	}
	slices.SortFunc(sorted, func(a, b Setting) int { return cmp.Compare(a.Field, b.Field) })
	for i := range len(sorted) - 1 {
		if sorted[i].Field == sorted[i+1].Field {
			return nil, fmt.Errorf("field %q is set twice", sorted[i].Field)
		}
	}
	return sorted, nil
}

// LastInEffect is the sequence number of the edit that the next undo takes back, or 0 for none.
func LastInEffect(edits []Edit) int64 {
	undone := undone(edits)
	for _, edit := range slices.Backward(edits) {
		if edit.Verb != VerbUndo && !undone[edit.Seq] {
			return edit.Seq
		}
	}
	return 0
}

func undone(edits []Edit) map[int64]bool {
	undone := map[int64]bool{}
	for _, edit := range edits {
		if edit.Verb == VerbUndo {
			undone[edit.Undoes] = true
		}
	}
	return undone
}

// Override is what the person says of one document. A field or date counts where its How is set.
type Override struct {
	Outlet, Author, Title, URL hearsay.Field
	Published                  hearsay.Date
	Forgotten                  bool
}

// Layer is what the edits come to: what is said of each document, and the corrections of what was found, in their order.
type Layer struct {
	Overrides   map[hearsay.DocID]Override
	corrections []hearsay.Correction
	touching    map[hearsay.DocID][]int // of corrections, ascending
}

// Apply is the layer that a log of edits comes to: of two that set one field, the later counts.
func Apply(edits []Edit) Layer {
	undone := undone(edits)
	layer := Layer{Overrides: map[hearsay.DocID]Override{}, touching: map[hearsay.DocID][]int{}}
	for _, edit := range edits {
		if edit.Verb == VerbUndo || undone[edit.Seq] {
			continue
		}
		if correction, ok := edit.Correction(); ok {
			n := len(layer.corrections)
			layer.corrections = append(layer.corrections, correction)
			for _, id := range edit.named() {
				if at := layer.touching[id]; len(at) == 0 || at[len(at)-1] != n {
					layer.touching[id] = append(at, n)
				}
			}
			continue
		}
		override := layer.Overrides[edit.Doc]
		switch edit.Verb {
		case VerbMerge, VerbSplit:
			continue // of stories, see Bonds
		case VerbForget:
			override.Forgotten = true
		}
		for _, setting := range edit.Settings {
			field := hearsay.Field{Value: setting.Value, How: hearsay.HowSet, By: "set"}
			switch setting.Field {
			case FieldOutlet:
				override.Outlet = field
			case FieldAuthor:
				override.Author = field
			case FieldTitle:
				override.Title = field
			case FieldURL:
				override.URL = field
			case FieldPublished:
				override.Published = setting.Published
				override.Published.How = hearsay.HowSet
			}
		}
		layer.Overrides[edit.Doc] = override
	}
	return layer
}

// Of are the corrections that name a place in a document of a story, in their order.
func (l Layer) Of(story *hearsay.Story) []hearsay.Correction {
	var at []int
	for _, id := range story.Docs {
		at = append(at, l.touching[id]...)
	}
	slices.Sort(at)
	var of []hearsay.Correction
	for _, n := range slices.Compact(at) {
		of = append(of, l.corrections[n])
	}
	return of
}

// Forgotten reports whether the person wants the document read nowhere.
func (l Layer) Forgotten(id hearsay.DocID) bool { return l.Overrides[id].Forgotten }

// Document returns the document as the person has it. What they set goes before what was read.
func (l Layer) Document(document hearsay.Document) hearsay.Document {
	override := l.Overrides[document.ID]
	for _, pair := range []struct {
		to   *hearsay.Field
		from hearsay.Field
	}{
		{&document.Outlet, override.Outlet},
		{&document.Author, override.Author},
		{&document.Title, override.Title},
		{&document.URL, override.URL},
	} {
		if pair.from.How == hearsay.HowSet {
			*pair.to = pair.from
		}
	}
	if override.Published.How == hearsay.HowSet {
		document.Published = override.Published
	}
	if override.Forgotten {
		document.Skip = hearsay.Skip{Reason: hearsay.SkipForgotten, Detail: "forgotten; hearsay undo takes that back"}
	}
	return document
}
