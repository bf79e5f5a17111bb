package sqlite

import (
	"context"
	"database/sql"
	"iter"
	"slices"
	"strings"

	"hearsay"
	"hearsay/store"
)

// putWords keeps the words of an indexed document in place of those that it had.
func putWords(ctx context.Context, tx *sql.Tx, id hearsay.DocID, words []string) error {
	if err := store.CheckWords(words); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM words WHERE rowid = (SELECT n FROM indexed WHERE doc = ?)", id); err != nil {
		return err
	}
	if len(words) == 0 {
		return nil
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO words (rowid, folded) SELECT n, ? FROM indexed WHERE doc = ?",
		strings.Join(words, " "), id)
	return err
}

// Having implements store.Store.
func (s *Store) Having(ctx context.Context, needed []store.Needed) (ids []hearsay.DocID, err error) {
	query, args := "SELECT doc FROM indexed ORDER BY doc", []any(nil)
	if len(needed) > 0 {
		query = "SELECT doc FROM words JOIN indexed ON n = words.rowid WHERE words MATCH ? ORDER BY doc"
		args = []any{expression(needed)}
	}
	err = s.view(ctx, "find words", func(tx *sql.Tx) error {
		if err := store.CheckNeeded(needed...); err != nil {
			return err
		}
		ids, err = column[hearsay.DocID](ctx, tx, query, args...)
		return err
	})
	return ids, err
}

// expression is what is needed in the words of FTS5. No word holds a quotation mark.
func expression(needed []store.Needed) string {
	parts := make([]string, len(needed))
	for i, n := range needed {
		parts[i] = `"` + n.Word + `"`
		if n.Begins {
			parts[i] += "*"
		}
	}
	return strings.Join(parts, " AND ")
}

// Words implements store.Store.
func (s *Store) Words(ctx context.Context, prefix string) iter.Seq2[store.Posting, error] {
	return func(yield func(store.Posting, error) bool) {
		var posting store.Posting
		stopped := false
		end := func() {
			if posting.Word != "" && !stopped {
				slices.Sort(posting.Docs)
				stopped = !yield(posting, nil)
			}
		}
		err := s.view(ctx, "list words", func(tx *sql.Tx) error {
			docs, err := numbered(ctx, tx)
			if err != nil {
				return err
			}
			// No byte of UTF-8 is as great as what ends the range.
			rows, err := tx.QueryContext(ctx, `
				SELECT term, doc FROM postings WHERE term >= ?1 AND term < CAST(?1 || x'ff' AS TEXT) ORDER BY term`, prefix)
			if err != nil {
				return err
			}
			defer rows.Close() // rows.Err has what matters
			for rows.Next() && !stopped {
				var word string
				var n int64
				if err := rows.Scan(&word, &n); err != nil {
					return err
				}
				if word != posting.Word {
					end()
					posting = store.Posting{Word: word}
				}
				posting.Docs = append(posting.Docs, docs[n])
			}
			return rows.Err()
		})
		if err == nil {
			end()
		} else if !stopped {
			yield(store.Posting{}, err)
		}
	}
}

// numbered are the indexed documents by their numbers.
func numbered(ctx context.Context, tx *sql.Tx) (map[int64]hearsay.DocID, error) {
	docs := map[int64]hearsay.DocID{}
	err := each(ctx, tx, "SELECT n, doc FROM indexed", nil, func(rows *sql.Rows) error {
		var n int64
		var id hearsay.DocID
		err := rows.Scan(&n, &id)
		docs[n] = id
		return err
	})
	return docs, err
}
