package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"time"

	"hearsay"
	"hearsay/store"
)

// page is how many rows are fetched at a time, so that no connection is held while a caller works on them.
const page = 64

// write runs change in a transaction of its own, which unsettles the store, and returns when it is safe.
func (s *Store) write(ctx context.Context, operation string, change func(*sql.Tx) error) error {
	return s.transact(ctx, operation, func(tx *sql.Tx) error {
		if err := change(tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM settled")
		return err
	})
}

// transact is write for what does not unsettle the store.
func (s *Store) transact(ctx context.Context, operation string, change func(*sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err == nil {
		if err = change(tx); err == nil {
			err = tx.Commit()
		} else {
			err = errors.Join(err, tx.Rollback())
		}
	}
	if err != nil {
		return fmt.Errorf("%s: %w", operation, asDamaged(err))
	}
	return nil
}

// view runs look in a transaction that sees one state of the store.
func (s *Store) view(ctx context.Context, operation string, look func(*sql.Tx) error) error {
	tx, err := s.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err == nil {
		err = look(tx)
		err = errors.Join(err, tx.Rollback())
	}
	if err != nil {
		return fmt.Errorf("%s: %w", operation, asDamaged(err))
	}
	return nil
}

// column returns the strings of the one column that a query gives.
func column[S ~string](ctx context.Context, tx *sql.Tx, query string, args ...any) ([]S, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close() // rows.Err has what matters
	var values []S
	for rows.Next() {
		var value S
		if err := rows.Scan(&value); err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	return values, rows.Err()
}

// PutCaptures implements store.Store.
func (s *Store) PutCaptures(ctx context.Context, seen time.Time, captures []hearsay.Capture) error {
	for _, capture := range captures {
		if err := store.CheckCapture(capture); err != nil {
			return fmt.Errorf("put captures: %w", err)
		}
	}
	return s.write(ctx, "put captures", func(tx *sql.Tx) error {
		for _, capture := range store.MergeAll(captures) {
			if err := s.putCapture(ctx, tx, seen, capture); err != nil {
				return fmt.Errorf("capture %s: %w", capture.ID, err)
			}
		}
		return nil
	})
}

func (s *Store) putCapture(ctx context.Context, tx *sql.Tx, seen time.Time, capture hearsay.Capture) error {
	held, err := s.pathless(ctx, tx, capture.ID)
	// One that is damaged is written anew: here is what heals it.
	fresh := errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrDamaged)
	if err != nil && !fresh {
		return err
	}
	found := capture.Paths
	capture.Paths = nil // those that are held already are not looked at: there may be many
	merged := capture
	if !fresh {
		merged = store.Merge(held, capture)
	}
	if fresh || !store.SameButPaths(held, merged) {
		if err := s.writeCapture(ctx, tx, seen, merged); err != nil {
			return err
		}
		for _, statement := range []string{
			"DELETE FROM readings WHERE doc = ?", "UPDATE indexed SET state = '' WHERE doc = ?",
		} {
			if _, err := tx.ExecContext(ctx, statement, capture.ID); err != nil {
				return err
			}
		}
	}
	for _, path := range found {
		_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO paths (doc, path) VALUES (?, ?)", merged.ID, path)
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) writeCapture(ctx context.Context, tx *sql.Tx, seen time.Time, capture hearsay.Capture) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO captures (id, media, bytes, sha256, outlet, url, title, author, published, published_grain,
			published_how, skip_reason, skip_detail, seen)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET media = excluded.media, bytes = excluded.bytes, sha256 = excluded.sha256,
			outlet = excluded.outlet, url = excluded.url, title = excluded.title, author = excluded.author,
			published = excluded.published, published_grain = excluded.published_grain,
			published_how = excluded.published_how, skip_reason = excluded.skip_reason,
			skip_detail = excluded.skip_detail`,
		capture.ID, capture.Media, s.packer.Pack(capture.Bytes), digest(capture.Bytes), capture.Outlet, capture.URL,
		capture.Title, capture.Author, capture.Published.Unix, capture.Published.Grain.String(),
		capture.Published.How.String(), capture.Skip.Reason, capture.Skip.Detail, seen.Unix())
	return err
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// Capture implements store.Store.
func (s *Store) Capture(ctx context.Context, id hearsay.DocID) (capture hearsay.Capture, err error) {
	err = s.view(ctx, "capture "+string(id), func(tx *sql.Tx) error {
		capture, err = s.capture(ctx, tx, id)
		return err
	})
	return capture, err
}

// capture reads one capture. What does not agree with its checksums is store.ErrDamaged.
func (s *Store) capture(ctx context.Context, tx *sql.Tx, id hearsay.DocID) (hearsay.Capture, error) {
	capture, err := s.pathless(ctx, tx, id)
	if err == nil {
		capture.Paths, err = paths(ctx, tx, id)
	}
	return capture, err
}

// pathless is capture without the paths.
func (s *Store) pathless(ctx context.Context, tx *sql.Tx, id hearsay.DocID) (hearsay.Capture, error) {
	capture := hearsay.Capture{ID: id}
	var packed []byte
	var sha256, grain, how string
	err := tx.QueryRowContext(ctx, `
		SELECT media, bytes, sha256, outlet, url, title, author, published, published_grain, published_how,
			skip_reason, skip_detail
		FROM captures WHERE id = ?`, id).Scan(&capture.Media, &packed, &sha256, &capture.Outlet, &capture.URL,
		&capture.Title, &capture.Author, &capture.Published.Unix, &grain, &how, &capture.Skip.Reason,
		&capture.Skip.Detail)
	if errors.Is(err, sql.ErrNoRows) {
		return hearsay.Capture{}, store.ErrNotFound
	}
	if err != nil {
		return hearsay.Capture{}, err
	}
	plain, err := s.packer.Unpack(packed)
	if err == nil && digest(plain) != sha256 {
		err = errors.New("its bytes are not those of its hash")
	}
	err = errors.Join(err, capture.Published.Grain.UnmarshalText([]byte(grain)),
		capture.Published.How.UnmarshalText([]byte(how)))
	if err != nil {
		return hearsay.Capture{}, fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	if len(plain) > 0 {
		capture.Bytes = plain
	}
	return capture, nil
}

func paths(ctx context.Context, tx *sql.Tx, id hearsay.DocID) ([]string, error) {
	return column[string](ctx, tx, "SELECT path FROM paths WHERE doc = ? ORDER BY path", id)
}

// Captures implements store.Store.
func (s *Store) Captures(ctx context.Context) iter.Seq2[hearsay.Capture, error] {
	return func(yield func(hearsay.Capture, error) bool) {
		ids, err := s.ids(ctx)
		if err != nil {
			yield(hearsay.Capture{}, err)
			return
		}
		for _, id := range ids {
			capture, err := s.Capture(ctx, id)
			if !yield(capture, err) || err != nil {
				return
			}
		}
	}
}

func (s *Store) ids(ctx context.Context) (ids []hearsay.DocID, err error) {
	err = s.view(ctx, "list captures", func(tx *sql.Tx) error {
		ids, err = column[hearsay.DocID](ctx, tx, "SELECT id FROM captures ORDER BY id")
		return err
	})
	return ids, err
}

// Seen implements store.Store.
func (s *Store) Seen(ctx context.Context, id hearsay.DocID) (time.Time, error) {
	var seen int64
	err := s.view(ctx, "capture "+string(id), func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT seen FROM captures WHERE id = ?", id).Scan(&seen)
		if errors.Is(err, sql.ErrNoRows) {
			return store.ErrNotFound
		}
		return err
	})
	if err != nil {
		return time.Time{}, err
	}
	return time.Unix(seen, 0).UTC(), nil
}
