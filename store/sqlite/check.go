package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"hearsay"
	"hearsay/store"
)

// Check implements store.Store.
func (s *Store) Check(ctx context.Context) (findings []store.Finding, err error) {
	err = s.view(ctx, "check", func(tx *sql.Tx) error {
		findings, err = s.check(ctx, tx)
		return err
	})
	return findings, err
}

func (s *Store) check(ctx context.Context, tx *sql.Tx) ([]store.Finding, error) {
	findings, err := s.checkDatabase(ctx, tx)
	if err != nil {
		return findings, err
	}
	ids, err := column[hearsay.DocID](ctx, tx, "SELECT id FROM captures ORDER BY id")
	if err != nil {
		return findings, err
	}
	known := make(map[hearsay.DocID]bool, len(ids))
	for _, id := range ids {
		known[id] = true
		capture, err := s.capture(ctx, tx, id)
		found, err := damage("capture "+string(id), err, func() []store.Finding {
			return store.CaptureFindings(capture)
		})
		if err != nil {
			return findings, err
		}
		findings = append(findings, found...)
	}
	edits, err := readEdits(ctx, tx)
	if err != nil {
		return findings, err
	}
	held := store.Held{
		Capture: func(id hearsay.DocID) bool { return known[id] },
		Reading: func(id hearsay.DocID, revision string) (*hearsay.Reading, bool) {
			reading, err := s.reading(ctx, tx, revision, id)
			return &reading, err == nil
		},
		Layer: store.Apply(edits),
	}
	for _, part := range []func(context.Context, *sql.Tx, store.Held) ([]store.Finding, error){
		s.checkReadings, s.checkLedgers,
	} {
		found, err := part(ctx, tx, held)
		findings = append(findings, found...)
		if err != nil {
			return findings, err
		}
	}
	return append(findings, store.EditFindings(edits, held)...), nil
}

// damage turns an error that says that something is damaged into a finding; where there is none, look goes on.
func damage(subject string, err error, look func() []store.Finding) ([]store.Finding, error) {
	if err == nil {
		return look(), nil
	}
	if errors.Is(err, store.ErrDamaged) {
		return []store.Finding{{Severity: store.Error, Subject: subject, Problem: err.Error()}}, nil
	}
	return nil, err
}

// checkDatabase lets SQLite look at its own file.
func (s *Store) checkDatabase(ctx context.Context, tx *sql.Tx) ([]store.Finding, error) {
	lines, err := column[string](ctx, tx, "PRAGMA integrity_check")
	if err != nil {
		return nil, err
	}
	var findings []store.Finding
	for _, line := range lines {
		if line != "ok" {
			findings = append(findings, store.Finding{Severity: store.Error, Subject: "database", Problem: line})
		}
	}
	for _, table := range []string{"readings", "paths"} {
		var n int
		query := "SELECT count(*) FROM " + table + " WHERE doc NOT IN (SELECT id FROM captures)"
		if err := tx.QueryRowContext(ctx, query).Scan(&n); err != nil {
			return findings, err
		}
		if n > 0 {
			findings = append(findings, store.Finding{Severity: store.Error, Subject: "database",
				Problem: fmt.Sprintf("%d %s of documents that are not held", n, table)})
		}
	}
	var n int
	query := "SELECT count(*) FROM words_docsize WHERE id NOT IN (SELECT n FROM indexed)"
	if err := tx.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return findings, err
	}
	if n > 0 {
		findings = append(findings, store.Finding{Severity: store.Error, Subject: "database",
			Problem: fmt.Sprintf("the words of %d documents that are not indexed", n)})
	}
	return findings, nil
}

func (s *Store) checkReadings(ctx context.Context, tx *sql.Tx, held store.Held) ([]store.Finding, error) {
	var findings []store.Finding
	revisions, err := column[string](ctx, tx, "SELECT DISTINCT revision FROM readings ORDER BY revision")
	if err != nil {
		return nil, err
	}
	for _, revision := range revisions {
		ids, err := column[hearsay.DocID](ctx, tx, `
			SELECT doc FROM readings WHERE revision = ? AND shape = ? ORDER BY doc`, revision, s.readings.Shape())
		if err != nil {
			return findings, err
		}
		for _, id := range ids {
			if !held.Capture(id) {
				continue // said already
			}
			reading, err := s.reading(ctx, tx, revision, id)
			found, err := damage("reading "+string(id), err, func() []store.Finding {
				return store.ReadingFindings(&reading)
			})
			if err != nil {
				return findings, err
			}
			findings = append(findings, found...)
		}
	}
	for _, foreign := range []struct{ what, query, shape string }{
		{"readings", "SELECT count(*) FROM readings WHERE shape <> ?", s.readings.Shape()},
		{"ledgers", "SELECT count(*) FROM ledgers WHERE shape <> ?", s.ledgerShape()},
	} {
		var n int
		if err := tx.QueryRowContext(ctx, foreign.query, foreign.shape).Scan(&n); err != nil {
			return findings, err
		}
		if n > 0 {
			findings = append(findings, store.Finding{Severity: store.Hint, Subject: "database",
				Problem: fmt.Sprintf("%d %s are of another version of hearsay and will be made again", n, foreign.what)})
		}
	}
	return findings, nil
}

func (s *Store) checkLedgers(ctx context.Context, tx *sql.Tx, held store.Held) ([]store.Finding, error) {
	var findings []store.Finding
	stories, err := column[hearsay.StoryID](ctx, tx, "SELECT story FROM ledgers WHERE shape = ? ORDER BY story",
		s.ledgerShape())
	if err != nil {
		return nil, err
	}
	for _, story := range stories {
		keyed, err := s.ledger(ctx, tx, story)
		found, err := damage("ledger "+string(story), err, func() []store.Finding {
			return store.LedgerFindings(&keyed, held)
		})
		if err != nil {
			return findings, err
		}
		findings = append(findings, found...)
	}
	return findings, nil
}
