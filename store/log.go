package store

import (
	"context"
	"fmt"

	"hearsay"
)

// Log is what stores have alike for edits: it makes each edit, and the store that embeds it takes it in. Its methods are
// those of Store.
type Log struct {
	take func(context.Context, Edit) (Edit, error)
}

// NewLog returns a log whose edits go to take, which checks what needs the store, numbers them and keeps them.
func NewLog(take func(context.Context, Edit) (Edit, error)) Log { return Log{take} }

// Set implements Store.
func (l Log) Set(ctx context.Context, id hearsay.DocID, settings []Setting) (Edit, error) {
	settings, err := NewSettings(settings)
	if err != nil {
		return Edit{}, fmt.Errorf("set %s: %w", id, err)
	}
	return l.take(ctx, Edit{Verb: VerbSet, Doc: id, Settings: settings})
}

// Forget implements Store.
func (l Log) Forget(ctx context.Context, id hearsay.DocID) (Edit, error) {
	return l.take(ctx, Edit{Verb: VerbForget, Doc: id})
}

// Merge implements Store.
func (l Log) Merge(ctx context.Context, docs []hearsay.DocID) (Edit, error) {
	return l.made(ctx)(NewMerge(docs))
}

// Split implements Store.
func (l Log) Split(ctx context.Context, docs, rest []hearsay.DocID) (Edit, error) {
	return l.made(ctx)(NewSplit(docs, rest))
}

// Correct implements Store.
func (l Log) Correct(ctx context.Context, kind hearsay.CorrectionKind, a, b []hearsay.Anchor) (Edit, error) {
	return l.made(ctx)(NewCorrection(kind, a, b))
}

// Undo implements Store.
func (l Log) Undo(ctx context.Context) (Edit, error) { return l.take(ctx, Edit{Verb: VerbUndo}) }

// made takes an edit that could be made.
func (l Log) made(ctx context.Context) func(Edit, error) (Edit, error) {
	return func(edit Edit, err error) (Edit, error) {
		if err != nil {
			return Edit{}, err
		}
		return l.take(ctx, edit)
	}
}
