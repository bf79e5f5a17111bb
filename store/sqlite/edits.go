package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"hearsay"
	"hearsay/store"
)

// log takes in an edit.
func (s *Store) log(ctx context.Context, edit store.Edit) (store.Edit, error) {
	err := s.write(ctx, string(edit.Verb)+" "+string(edit.Doc), func(tx *sql.Tx) error {
		edits, err := readEdits(ctx, tx)
		if err != nil {
			return err
		}
		edit.Seq = int64(len(edits)) + 1
		if edit.Verb == store.VerbUndo {
			if edit.Undoes = store.LastInEffect(edits); edit.Undoes == 0 {
				return store.ErrNothingToUndo
			}
		} else {
			var failure error
			id := edit.Unheld(func(id hearsay.DocID) bool {
				failure = held(ctx, tx, id)
				return failure == nil
			})
			if id != "" {
				return fmt.Errorf("%s: %w", id, failure)
			}
		}
		return writeEdit(ctx, tx, edit)
	})
	if err != nil {
		return store.Edit{}, err
	}
	return edit, nil
}

// held returns store.ErrNotFound unless the capture is there.
func held(ctx context.Context, tx *sql.Tx, id hearsay.DocID) error {
	var found bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM captures WHERE id = ?)", id).Scan(&found)
	if err == nil && !found {
		return store.ErrNotFound
	}
	return err
}

func writeEdit(ctx context.Context, tx *sql.Tx, edit store.Edit) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO edits (seq, verb, doc, undoes) VALUES (?, ?, ?, ?)", edit.Seq, edit.Verb,
		edit.Doc, edit.Undoes)
	if err != nil {
		return err
	}
	for rest, docs := range [2][]hearsay.DocID{edit.Docs, edit.Rest} {
		for _, id := range docs {
			_, err := tx.ExecContext(ctx, "INSERT INTO arranged (seq, doc, rest) VALUES (?, ?, ?)", edit.Seq, id, rest)
			if err != nil {
				return err
			}
		}
	}
	for side, anchors := range [2][]hearsay.Anchor{edit.A, edit.B} {
		for n, anchor := range anchors {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO anchors (seq, side, n, doc, start, stop, head_start, head_stop, words)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, edit.Seq, side, n, anchor.Doc,
				anchor.Span.Start, anchor.Span.End, anchor.Head.Start, anchor.Head.End, anchor.Text)
			if err != nil {
				return err
			}
		}
	}
	for _, setting := range edit.Settings {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO settings (seq, field, value, published, published_grain) VALUES (?, ?, ?, ?, ?)`,
			edit.Seq, setting.Field, setting.Value, setting.Published.Unix, setting.Published.Grain.String())
		if err != nil {
			return err
		}
	}
	return nil
}

// Edits implements store.Store.
func (s *Store) Edits(ctx context.Context) (edits []store.Edit, err error) {
	err = s.view(ctx, "edits", func(tx *sql.Tx) error {
		edits, err = readEdits(ctx, tx)
		return err
	})
	return edits, err
}

func readEdits(ctx context.Context, tx *sql.Tx) ([]store.Edit, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT edits.seq, verb, doc, undoes, coalesce(field, ''), coalesce(value, ''), coalesce(published, 0),
			coalesce(published_grain, 'none')
		FROM edits LEFT JOIN settings ON settings.seq = edits.seq ORDER BY edits.seq, field`)
	if err != nil {
		return nil, err
	}
	defer rows.Close() // rows.Err has what matters
	var edits []store.Edit
	for rows.Next() {
		var edit store.Edit
		var setting store.Setting
		var grain string
		err := rows.Scan(&edit.Seq, &edit.Verb, &edit.Doc, &edit.Undoes, &setting.Field, &setting.Value,
			&setting.Published.Unix, &grain)
		if err != nil {
			return nil, err
		}
		if err := setting.Published.Grain.UnmarshalText([]byte(grain)); err != nil {
			return nil, fmt.Errorf("%w: edit %d: %w", store.ErrDamaged, edit.Seq, err)
		}
		if len(edits) == 0 || edits[len(edits)-1].Seq != edit.Seq {
			edits = append(edits, edit)
		}
		if setting.Field != "" {
			last := &edits[len(edits)-1]
			last.Settings = append(last.Settings, setting)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if err := readArranged(ctx, tx, edits); err != nil {
		return nil, err
	}
	return edits, readAnchors(ctx, tx, edits)
}

// readAnchors adds the places of corrections.
func readAnchors(ctx context.Context, tx *sql.Tx, edits []store.Edit) error {
	query := "SELECT seq, side, doc, start, stop, head_start, head_stop, words FROM anchors ORDER BY seq, side, n"
	return each(ctx, tx, query, nil, func(rows *sql.Rows) error {
		var seq int64
		var other bool
		var anchor hearsay.Anchor
		err := rows.Scan(&seq, &other, &anchor.Doc, &anchor.Span.Start, &anchor.Span.End, &anchor.Head.Start, &anchor.Head.End,
			&anchor.Text)
		if err != nil {
			return err
		}
		if seq < 1 || seq > int64(len(edits)) || edits[seq-1].Seq != seq {
			return fmt.Errorf("%w: places of edit %d, which is not there", store.ErrDamaged, seq)
		}
		side := &edits[seq-1].A
		if other {
			side = &edits[seq-1].B
		}
		*side = append(*side, anchor)
		return nil
	})
}

// readArranged adds the documents of merges and splits.
func readArranged(ctx context.Context, tx *sql.Tx, edits []store.Edit) error {
	query := "SELECT seq, doc, rest FROM arranged ORDER BY seq, doc"
	return each(ctx, tx, query, nil, func(rows *sql.Rows) error {
		var seq int64
		var id hearsay.DocID
		var rest bool
		if err := rows.Scan(&seq, &id, &rest); err != nil {
			return err
		}
		i := slices.IndexFunc(edits, func(edit store.Edit) bool { return edit.Seq == seq })
		if i < 0 {
			return fmt.Errorf("%w: documents of edit %d, which is not there", store.ErrDamaged, seq)
		}
		if rest {
			edits[i].Rest = append(edits[i].Rest, id)
		} else {
			edits[i].Docs = append(edits[i].Docs, id)
		}
		return nil
	})
}
