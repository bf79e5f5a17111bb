package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"strings"

	"hearsay"
	"hearsay/store"
)

// Missing implements store.Store.
func (s *Store) Missing(ctx context.Context, revision string) (missing []hearsay.DocID, err error) {
	err = s.view(ctx, "list missing readings", func(tx *sql.Tx) error {
		ids, err := column[hearsay.DocID](ctx, tx, `
			SELECT id FROM captures WHERE NOT EXISTS (
				SELECT 1 FROM readings WHERE doc = captures.id AND revision = ? AND shape = ?)
			ORDER BY id`, revision, s.readings.Shape())
		if err != nil {
			return err
		}
		edits, err := readEdits(ctx, tx)
		if err != nil {
			return err
		}
		layer := store.Apply(edits)
		for _, id := range ids {
			if !layer.Forgotten(id) {
				missing = append(missing, id)
			}
		}
		return nil
	})
	return missing, err
}

// Revisions implements store.Store.
func (s *Store) Revisions(ctx context.Context) (revisions []string, err error) {
	err = s.view(ctx, "list revisions", func(tx *sql.Tx) error {
		revisions, err = column[string](ctx, tx, "SELECT DISTINCT revision FROM readings ORDER BY revision")
		return err
	})
	return revisions, err
}

// PutReadings implements store.Store.
func (s *Store) PutReadings(ctx context.Context, readings []hearsay.Reading) error {
	bodies := make([][]byte, len(readings))
	for i, reading := range readings {
		reading.Document.Paths = nil // those of the capture count
		bodies[i] = s.readings.Encode(reading)
	}
	return s.write(ctx, "put readings", func(tx *sql.Tx) error {
		for i, reading := range readings {
			id := reading.Document.ID
			result, err := tx.ExecContext(ctx, `
				INSERT OR REPLACE INTO readings (revision, doc, shape, body)
				SELECT ?, id, ?, ? FROM captures WHERE id = ?`, reading.Revision, s.readings.Shape(), bodies[i], id)
			if err != nil {
				return fmt.Errorf("reading %s: %w", id, err)
			}
			if n, err := result.RowsAffected(); err != nil || n == 0 {
				return fmt.Errorf("reading %s: %w", id, errors.Join(err, store.ErrNotFound))
			}
		}
		return nil
	})
}

// Readings implements store.Store.
func (s *Store) Readings(
	ctx context.Context, revision string, ids []hearsay.DocID,
) iter.Seq2[hearsay.Reading, error] {
	return func(yield func(hearsay.Reading, error) bool) {
		if ids == nil {
			var err error
			if ids, err = s.Read(ctx, revision); err != nil {
				yield(hearsay.Reading{}, err)
				return
			}
		}
		for len(ids) > 0 {
			n := min(page, len(ids))
			readings, failure := s.readingsOf(ctx, revision, ids[:n])
			ids = ids[n:]
			for _, reading := range readings {
				if !yield(reading, nil) {
					return
				}
			}
			if failure != nil {
				yield(hearsay.Reading{}, failure)
				return
			}
		}
	}
}

// Read implements store.Store.
func (s *Store) Read(ctx context.Context, revision string) (ids []hearsay.DocID, err error) {
	err = s.view(ctx, "list readings", func(tx *sql.Tx) error {
		ids, err = column[hearsay.DocID](ctx, tx, `
			SELECT doc FROM readings WHERE revision = ? AND shape = ? ORDER BY doc`, revision, s.readings.Shape())
		return err
	})
	return ids, err
}

// readingsOf returns the readings of ids up to the first that fails, and why that one does.
func (s *Store) readingsOf(
	ctx context.Context, revision string, ids []hearsay.DocID,
) (readings []hearsay.Reading, err error) {
	err = s.view(ctx, "readings", func(tx *sql.Tx) error {
		for _, id := range ids {
			reading, err := s.reading(ctx, tx, revision, id)
			if err != nil {
				return fmt.Errorf("reading %s: %w", id, err)
			}
			readings = append(readings, reading)
		}
		return nil
	})
	return readings, err
}

func (s *Store) reading(
	ctx context.Context, tx *sql.Tx, revision string, id hearsay.DocID,
) (hearsay.Reading, error) {
	var body []byte
	err := tx.QueryRowContext(ctx, `
		SELECT body FROM readings JOIN captures ON captures.id = readings.doc
		WHERE revision = ? AND doc = ? AND shape = ?`, revision, id, s.readings.Shape()).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return hearsay.Reading{}, store.ErrNotFound
	}
	if err != nil {
		return hearsay.Reading{}, err
	}
	reading, err := s.readings.Decode(body)
	if err != nil {
		return hearsay.Reading{}, fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	if reading.Document.ID != id || reading.Revision != revision {
		return hearsay.Reading{}, fmt.Errorf("%w: it is that of %s", store.ErrDamaged, reading.Document.ID)
	}
	reading.Document.Paths, err = paths(ctx, tx, id)
	return reading, err
}

// PruneReadings implements store.Store.
func (s *Store) PruneReadings(ctx context.Context, keep string) (dropped int, err error) {
	err = s.write(ctx, "prune readings", func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM readings WHERE ?1 = '' OR revision <> ?1 OR shape <> ?2",
			keep, s.readings.Shape())
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		dropped = int(n)
		return err
	})
	return dropped, err
}

// PutLedgers implements store.Store.
func (s *Store) PutLedgers(ctx context.Context, ledgers ...store.KeyedLedger) error {
	bodies, summaries := make([][]byte, len(ledgers)), make([][]byte, len(ledgers))
	for i := range ledgers {
		bodies[i] = s.ledgers.Encode(ledgers[i].Ledger)
		summary := ledgers[i].Summary
		summary.Key = store.Key{} // it has columns of its own
		summaries[i] = s.summaries.Encode(summary)
	}
	return s.write(ctx, "put ledgers", func(tx *sql.Tx) error {
		for i := range ledgers {
			if err := s.putLedger(ctx, tx, &ledgers[i], bodies[i], summaries[i]); err != nil {
				return fmt.Errorf("ledger %s: %w", ledgers[i].Ledger.Story.ID, err)
			}
		}
		return nil
	})
}

func (s *Store) putLedger(ctx context.Context, tx *sql.Tx, put *store.KeyedLedger, body, summary []byte) error {
	id := put.Ledger.Story.ID
	_, err := tx.ExecContext(ctx, `
		INSERT OR REPLACE INTO ledgers (story, reading, hash, shape, body, summary) VALUES (?, ?, ?, ?, ?, ?)`,
		id, put.Key.Reading, put.Key.Hash, s.ledgerShape(), body, summary)
	if err != nil {
		return err
	}
	var ids strings.Builder
	for i := range put.Ledger.Claims {
		ids.WriteString(" " + string(put.Ledger.Claims[i].ID))
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO claims (story, ids) VALUES (?, ?)", id, ids.String())
	return err
}

// Claiming implements store.Store.
func (s *Store) Claiming(ctx context.Context, prefix string) (stories []hearsay.StoryID, err error) {
	err = s.view(ctx, "find claim "+prefix, func(tx *sql.Tx) error {
		stories, err = column[hearsay.StoryID](ctx, tx, `
			SELECT claims.story FROM claims JOIN ledgers ON ledgers.story = claims.story
			WHERE instr(ids, ?) > 0 AND shape = ? ORDER BY claims.story`, " "+prefix, s.ledgerShape())
		return err
	})
	return stories, err
}

// Ledger implements store.Store.
func (s *Store) Ledger(
	ctx context.Context, story hearsay.StoryID, key store.Key,
) (ledger hearsay.Ledger, found bool, err error) {
	err = s.view(ctx, "ledger "+string(story), func(tx *sql.Tx) error {
		held, err := s.ledger(ctx, tx, story)
		if errors.Is(err, store.ErrNotFound) || err == nil && held.Key != key {
			return nil
		}
		ledger, found = held.Ledger, err == nil
		return err
	})
	return ledger, found, err
}

func (s *Store) ledger(ctx context.Context, tx *sql.Tx, story hearsay.StoryID) (keyed store.KeyedLedger, err error) {
	var body, summary []byte
	key := &keyed.Key
	err = tx.QueryRowContext(ctx, "SELECT reading, hash, body, summary FROM ledgers WHERE story = ? AND shape = ?", story,
		s.ledgerShape()).Scan(&key.Reading, &key.Hash, &body, &summary)
	if errors.Is(err, sql.ErrNoRows) {
		return store.KeyedLedger{}, store.ErrNotFound
	}
	if err != nil {
		return store.KeyedLedger{}, err
	}
	if keyed.Ledger, err = s.ledgers.Decode(body); err != nil {
		return store.KeyedLedger{}, fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	keyed.Summary, err = s.summary(*key, summary)
	return keyed, err
}

func (s *Store) summary(key store.Key, body []byte) (store.Summary, error) {
	summary, err := s.summaries.Decode(body)
	if err != nil {
		return store.Summary{}, fmt.Errorf("%w: %w", store.ErrDamaged, err)
	}
	summary.Key = key
	return summary, nil
}

// Summaries implements store.Store.
func (s *Store) Summaries(
	ctx context.Context, stories []hearsay.StoryID,
) (map[hearsay.StoryID]store.Summary, error) {
	summaries := map[hearsay.StoryID]store.Summary{}
	err := s.view(ctx, "list ledgers", func(tx *sql.Tx) error {
		query, args := "SELECT story, reading, hash, summary FROM ledgers WHERE shape = ?", []any{s.ledgerShape()}
		if stories != nil {
			query, args = query+" AND story IN (SELECT value FROM json_each(?))", append(args, list(stories))
		}
		return each(ctx, tx, query, args, func(rows *sql.Rows) error {
			var id hearsay.StoryID
			var key store.Key
			var body sql.RawBytes
			err := rows.Scan(&id, &key.Reading, &key.Hash, &body)
			if err != nil {
				return err
			}
			if summaries[id], err = s.summary(key, body); err != nil {
				return fmt.Errorf("summary %s: %w", id, err)
			}
			return nil
		})
	})
	return summaries, err
}

// Ledgers implements store.Store.
func (s *Store) Ledgers(ctx context.Context) iter.Seq2[hearsay.Ledger, error] {
	return func(yield func(hearsay.Ledger, error) bool) {
		stories, err := s.collated(ctx)
		if err != nil {
			yield(hearsay.Ledger{}, err)
			return
		}
		for _, story := range stories {
			var ledger hearsay.Ledger
			err := s.view(ctx, "ledger "+string(story), func(tx *sql.Tx) error {
				keyed, err := s.ledger(ctx, tx, story)
				ledger = keyed.Ledger
				return err
			})
			if errors.Is(err, store.ErrNotFound) {
				continue // pruned since
			}
			if !yield(ledger, err) || err != nil {
				return
			}
		}
	}
}

func (s *Store) collated(ctx context.Context) (stories []hearsay.StoryID, err error) {
	err = s.view(ctx, "list ledgers", func(tx *sql.Tx) error {
		stories, err = column[hearsay.StoryID](ctx, tx, "SELECT story FROM ledgers WHERE shape = ? ORDER BY story",
			s.ledgerShape())
		return err
	})
	return stories, err
}

// PruneLedgers implements store.Store.
func (s *Store) PruneLedgers(ctx context.Context, keep []hearsay.StoryID) (dropped int, err error) {
	kept := make(map[hearsay.StoryID]bool, len(keep))
	for _, story := range keep {
		kept[story] = true
	}
	err = s.write(ctx, "prune ledgers", func(tx *sql.Tx) error {
		stories, err := column[hearsay.StoryID](ctx, tx, "SELECT story FROM ledgers")
		if err != nil {
			return err
		}
		for _, story := range stories {
			if kept[story] {
				continue
			}
			if _, err := tx.ExecContext(ctx, "DELETE FROM ledgers WHERE story = ?", story); err != nil {
				return err
			}
			dropped++
		}
		return nil
	})
	return dropped, err
}

// Settle implements store.Store.
func (s *Store) Settle(ctx context.Context, stamp string) error {
	return s.transact(ctx, "settle", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM settled")
		if err == nil {
			_, err = tx.ExecContext(ctx, "INSERT INTO settled (stamp, shape) VALUES (?, ?)", stamp, s.shape())
		}
		return err
	})
}

// Settled implements store.Store.
func (s *Store) Settled(ctx context.Context) (stamp string, err error) {
	err = s.view(ctx, "settled", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT stamp FROM settled WHERE shape = ?", s.shape()).Scan(&stamp)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return stamp, err
}

// shape is that of everything that can be made again.
func (s *Store) shape() string {
	return s.readings.Shape() + " " + s.ledgerShape() + " " + s.stories.Shape()
}

// ledgerShape is that of a ledger with its summary: where either is of another, both are made again.
func (s *Store) ledgerShape() string { return s.ledgers.Shape() + " " + s.summaries.Shape() }
