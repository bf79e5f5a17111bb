package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hearsay"
	"hearsay/store"
)

// namedBy is by how many of its places a claim or an identity is named in a correction: the first that is still found
// stands for it.
const namedBy = 32

// The mistakes in what a person says.
var (
	ErrSame      = errors.New("these are one already")
	ErrNotLast   = errors.New("only the last edit in effect can be taken back, and this is not it")
	ErrOpposed   = errors.New("the one denies what the other says: denials are counted apart, and never join what they deny")
	ErrAllParted = errors.New("nothing would be left: leave at least one")
)

// MarkWrong says that tellings are misread.
func (s *Story) MarkWrong(tellings []*hearsay.Telling) hearsay.Correction {
	return hearsay.Correction{Kind: hearsay.CorrectWrong, A: s.tellings(tellings)}
}

// JoinClaims says that two claims are one.
func (s *Story) JoinClaims(a, b *hearsay.Claim) (hearsay.Correction, error) {
	if a.ID == b.ID {
		return hearsay.Correction{}, ErrSame
	}
	if a.Negated() != b.Negated() {
		return hearsay.Correction{}, ErrOpposed
	}
	return hearsay.Correction{Kind: hearsay.CorrectJoin, A: s.claim(a, nil), B: s.claim(b, nil)}, nil
}

// PartTellings says that tellings are not of a claim.
func (s *Story) PartTellings(claim *hearsay.Claim, tellings []*hearsay.Telling) (hearsay.Correction, error) {
	rest := s.claim(claim, tellings)
	if len(rest) == 0 {
		return hearsay.Correction{}, ErrAllParted
	}
	return hearsay.Correction{Kind: hearsay.CorrectPart, A: s.tellings(tellings), B: rest}, nil
}

// JoinNames says that two identities are one.
func (s *Story) JoinNames(a, b *hearsay.Identity) (hearsay.Correction, error) {
	if a.ID == b.ID {
		return hearsay.Correction{}, ErrSame
	}
	all := func(hearsay.DocID) bool { return true }
	return hearsay.Correction{Kind: hearsay.CorrectJoinNames, A: few(s.names(a, all)), B: few(s.names(b, all))}, nil
}

// PartNames says that who is named in some documents is not the identity.
func (s *Story) PartNames(identity *hearsay.Identity, docs []hearsay.DocID) (hearsay.Correction, error) {
	of := s.names(identity, func(id hearsay.DocID) bool { return slices.Contains(docs, id) })
	rest := s.names(identity, func(id hearsay.DocID) bool { return !slices.Contains(docs, id) })
	if len(of) == 0 || len(rest) == 0 {
		return hearsay.Correction{}, ErrAllParted
	}
	return hearsay.Correction{Kind: hearsay.CorrectPartNames, A: of, B: few(rest)}, nil
}

func few(anchors []hearsay.Anchor) []hearsay.Anchor { return anchors[:min(len(anchors), namedBy)] }

// reading is that of one of the story's documents.
func (s *Story) reading(id hearsay.DocID) *hearsay.Reading {
	i := slices.IndexFunc(s.Readings, func(r hearsay.Reading) bool { return r.Document.ID == id })
	return &s.Readings[i]
}

func (s *Story) tellings(tellings []*hearsay.Telling) []hearsay.Anchor {
	var anchors []hearsay.Anchor
	for _, t := range tellings {
		reading := s.reading(t.Doc)
		anchor := hearsay.Anchor{
			Doc: t.Doc, Span: t.Span, Head: reading.Propositions[t.Proposition].Predicate, Text: t.Span.Of(reading.Document.Text),
		}
		if !slices.Contains(anchors, anchor) {
			anchors = append(anchors, anchor)
		}
	}
	return anchors
}

// claim names a claim by its sure tellings but for some, that which it is shown by first; where there are none, by the
// possible ones.
func (s *Story) claim(claim *hearsay.Claim, but []*hearsay.Telling) []hearsay.Anchor {
	var sure, possible []*hearsay.Telling
	for _, list := range [][]hearsay.Telling{claim.Tellings, claim.Apart} {
		for i := range list {
			t := &list[i]
			switch {
			case slices.ContainsFunc(but, func(other *hearsay.Telling) bool { return other.Key == t.Key }):
			case t.Possible:
				possible = append(possible, t)
			case t.Doc == claim.Headline.Doc && t.Span == claim.Headline.Spans[0]:
				sure = slices.Insert(sure, 0, t)
			default:
				sure = append(sure, t)
			}
		}
	}
	if len(sure) == 0 {
		sure = possible
	}
	return few(s.tellings(sure))
}

// names are the places where the documents that are meant name an identity, that which it is shown by first.
func (s *Story) names(identity *hearsay.Identity, meant func(hearsay.DocID) bool) []hearsay.Anchor {
	var anchors []hearsay.Anchor
	for _, member := range identity.Members {
		if !meant(member.Doc) {
			continue
		}
		reading := s.reading(member.Doc)
		span := reading.Entities[member.Entity-1].Span
		anchor := hearsay.Anchor{Doc: member.Doc, Span: span, Head: span, Text: span.Of(reading.Document.Text)}
		if member.Doc == identity.NameRef.Doc && span == identity.NameRef.Spans[0] {
			anchors = slices.Insert(anchors, 0, anchor)
		} else {
			anchors = append(anchors, anchor)
		}
	}
	return anchors
}

// Set records what a person says of a document, Forget that it is to be read nowhere. The next Update shows it.
func (a *Archive) Set(ctx context.Context, id hearsay.DocID, fields []hearsay.LoggedField) (store.Edit, error) {
	settings := make([]store.Setting, len(fields))
	for i, field := range fields {
		settings[i] = store.Setting{Field: store.FieldName(field.Field), Value: field.Value, Published: field.Published}
	}
	return a.store.Set(ctx, id, settings)
}

// Forget is described at Set.
func (a *Archive) Forget(ctx context.Context, id hearsay.DocID) (store.Edit, error) {
	return a.store.Forget(ctx, id)
}

// Undo takes back an edit, which must be the last in effect: ErrNotLast otherwise.
func (a *Archive) Undo(ctx context.Context, edit int64) (store.Edit, error) {
	edits, err := a.store.Edits(ctx)
	if err != nil {
		return store.Edit{}, fmt.Errorf("list edits: %w", err)
	}
	if edit < 1 || store.LastInEffect(edits) != edit {
		return store.Edit{}, ErrNotLast
	}
	return a.store.Undo(ctx)
}

// Correct records what a person says of what was found. The next Update shows it.
func (a *Archive) Correct(ctx context.Context, correction hearsay.Correction) (store.Edit, error) {
	return a.store.Correct(ctx, correction.Kind, correction.A, correction.B)
}

// Edits is all that the person said, oldest first, without what it comes to.
func (a *Archive) Edits(ctx context.Context) ([]hearsay.Logged, error) {
	edits, err := a.store.Edits(ctx)
	if err != nil {
		return nil, fmt.Errorf("list edits: %w", err)
	}
	log := make([]hearsay.Logged, len(edits))
	for i := range edits {
		log[i] = logged(&edits[i])
		if edits[i].Undoes > 0 {
			log[edits[i].Undoes-1].Undone = edits[i].Seq
		}
	}
	return log, nil
}

// Log is Edits with what each edit comes to in the stories as they are now, and the captures of the documents that they
// name. Update or Ready must have been called since something was added.
func (a *Archive) Log(ctx context.Context) ([]hearsay.Logged, []hearsay.Capture, error) {
	log, err := a.Edits(ctx)
	if err != nil {
		return nil, nil, err
	}
	var docs, corrected []hearsay.DocID
	for i := range log {
		for _, anchor := range slices.Concat(log[i].A, log[i].B) {
			corrected = append(corrected, anchor.Doc)
		}
		docs = append(docs, slices.Concat(log[i].Docs, log[i].Rest)...)
	}
	if err := a.come(ctx, log, corrected); err != nil {
		return nil, nil, err
	}
	docs = append(docs, corrected...)
	slices.Sort(docs)
	var captures []hearsay.Capture
	for _, id := range slices.Compact(docs) {
		capture, err := a.store.Capture(ctx, id)
		if err != nil {
			return nil, nil, fmt.Errorf("document of an edit: %w", err)
		}
		captures = append(captures, capture)
	}
	return log, captures, nil
}

// come says of the corrections of a log what they come to in the stories of the documents that they name.
func (a *Archive) come(ctx context.Context, log []hearsay.Logged, docs []hearsay.DocID) error {
	if len(docs) == 0 {
		return nil
	}
	stories, err := a.store.StoriesOf(ctx, docs)
	if err != nil {
		return fmt.Errorf("list the stories of edits: %w", err)
	}
	summaries, err := a.store.Summaries(ctx, stories)
	if err != nil {
		return fmt.Errorf("list ledgers: %w", err)
	}
	for _, id := range stories {
		ledger, _, err := a.store.Ledger(ctx, id, summaries[id].Key)
		if err != nil {
			return fmt.Errorf("ledger of story %s: %w", id, err)
		}
		for _, applied := range ledger.Applied {
			entry := &log[applied.Edit-1]
			entry.Found += len(entry.A) + len(entry.B) - applied.Lost
			entry.Done = entry.Done || applied.Done
			entry.Stories = append(entry.Stories, id)
		}
	}
	return nil
}

func logged(edit *store.Edit) hearsay.Logged {
	entry := hearsay.Logged{
		Edit: edit.Seq, Verb: string(edit.Verb), Docs: edit.Docs, Rest: edit.Rest, A: edit.A, B: edit.B, Undoes: edit.Undoes,
	}
	if edit.Doc != "" {
		entry.Docs = []hearsay.DocID{edit.Doc}
	}
	for _, setting := range edit.Settings {
		entry.Set = append(entry.Set, hearsay.LoggedField{
			Field: string(setting.Field), Value: setting.Value, Published: setting.Published,
		})
	}
	return entry
}
