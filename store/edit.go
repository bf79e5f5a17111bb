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
	VerbUndo   Verb = "undo"
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

// Layer is what the edits come to, by document.
type Layer map[hearsay.DocID]Override

// Apply is the layer that a log of edits comes to: of two that set one field, the later counts.
func Apply(edits []Edit) Layer {
	undone := undone(edits)
	layer := Layer{}
	for _, edit := range edits {
		if edit.Verb == VerbUndo || undone[edit.Seq] {
			continue
		}
		override := layer[edit.Doc]
		if edit.Verb == VerbForget {
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
		layer[edit.Doc] = override
	}
	return layer
}

// Forgotten reports whether the person wants the document read nowhere.
func (l Layer) Forgotten(id hearsay.DocID) bool { return l[id].Forgotten }

// Document returns the document as the person has it. What they set goes before what was read.
func (l Layer) Document(document hearsay.Document) hearsay.Document {
	override := l[document.ID]
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
