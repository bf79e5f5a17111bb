package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"hearsay"
	"hearsay/store"
)

// States implements store.Store.
func (s *Store) States(ctx context.Context) (map[hearsay.DocID]string, error) {
	states := map[hearsay.DocID]string{}
	err := s.view(ctx, "list what is indexed", func(tx *sql.Tx) error {
		return each(ctx, tx, "SELECT doc, state FROM indexed", nil, func(rows *sql.Rows) error {
			var id hearsay.DocID
			var state string
			err := rows.Scan(&id, &state)
			states[id] = state
			return err
		})
	})
	return states, err
}

// each calls scan for each row that a query gives.
func each(ctx context.Context, tx *sql.Tx, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close() // rows.Err has what matters
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// list is a list of identities as one argument of a query, which reads it by json_each.
func list[S ~string](ids []S) string {
	if len(ids) == 0 {
		return "[]"
	}
	data, _ := json.Marshal(ids) // strings always can be
	return string(data)
}

// Indexed implements store.Store.
func (s *Store) Indexed(ctx context.Context, where store.Where) iter.Seq2[store.Indexed, error] {
	return func(yield func(store.Indexed, error) bool) {
		ids, err := s.meant(ctx, where)
		if err != nil {
			yield(store.Indexed{}, err)
			return
		}
		// More rows at a time than elsewhere: they are small, and grouping asks for many.
		const page = 1024
		for len(ids) > 0 {
			n := min(page, len(ids))
			found, err := s.indexed(ctx, ids[:n], where)
			ids = ids[n:]
			for _, held := range found {
				if !yield(held, nil) {
					return
				}
			}
			if err != nil {
				yield(store.Indexed{}, err)
				return
			}
		}
	}
}

// meant lists the indexed documents that are meant.
func (s *Store) meant(ctx context.Context, where store.Where) (ids []hearsay.DocID, err error) {
	var parts []string
	var args []any
	add := func(wanted bool, part string, values ...any) {
		if wanted {
			parts, args = append(parts, "SELECT doc FROM indexed "+part), append(args, values...)
		}
	}
	add(where.All, "")
	add(len(where.Docs) > 0, "WHERE doc IN (SELECT value FROM json_each(?))", list(where.Docs))
	add(len(where.Leads) > 0, "WHERE lead IN (SELECT value FROM json_each(?))", list(where.Leads))
	add(where.Days, "WHERE day BETWEEN ? AND ?", where.From, where.To)
	add(where.Undated, "WHERE day IS NULL")
	if len(parts) == 0 {
		return nil, nil
	}
	err = s.view(ctx, "list what is indexed", func(tx *sql.Tx) error {
		ids, err = column[hearsay.DocID](ctx, tx, strings.Join(parts, " UNION ")+" ORDER BY doc", args...)
		return err
	})
	return ids, err
}

func (s *Store) indexed(ctx context.Context, ids []hearsay.DocID, where store.Where) (found []store.Indexed, err error) {
	features, marks, join := "NULL", "NULL", ""
	if where.Features {
		features = "features"
	}
	if where.Marks {
		marks, join = "marks", " LEFT JOIN marks ON marks.n = indexed.n"
	}
	query := "SELECT doc, state, key, published, lead, skipped, " + features + ", " + marks + " FROM indexed" + join +
		" WHERE doc IN (SELECT value FROM json_each(?)) ORDER BY doc"
	err = s.view(ctx, "indexed documents", func(tx *sql.Tx) error {
		return each(ctx, tx, query, []any{list(ids)}, func(rows *sql.Rows) error {
			var held store.Indexed
			var published []byte
			err := rows.Scan(&held.Doc, &held.State, &held.Key, &published, &held.Lead, &held.Skipped, &held.Features, &held.Marks)
			if err != nil {
				return err
			}
			if held.Published, err = s.dates.Decode(published); err != nil {
				return fmt.Errorf("%s: %w: %w", held.Doc, store.ErrDamaged, err)
			}
			found = append(found, held)
			return nil
		})
	})
	return found, err
}

// Links implements store.Store.
func (s *Store) Links(ctx context.Context, docs []hearsay.DocID) (links []hearsay.Link, err error) {
	err = s.view(ctx, "links", func(tx *sql.Tx) error {
		return each(ctx, tx, `
			WITH meant (n) AS (SELECT n FROM indexed WHERE doc IN (SELECT value FROM json_each(?)))
			SELECT x.doc, y.doc, weight FROM (
				SELECT a, b, weight FROM links WHERE a IN meant UNION SELECT a, b, weight FROM links WHERE b IN meant)
			JOIN indexed AS x ON x.n = a JOIN indexed AS y ON y.n = b`, []any{list(docs)}, func(rows *sql.Rows) error {
			var a, b hearsay.DocID
			var weight int
			err := rows.Scan(&a, &b, &weight)
			links = append(links, hearsay.Link{A: min(a, b), B: max(a, b), Weight: weight})
			return err
		})
	})
	slices.SortFunc(links, hearsay.Link.Compare)
	return links, err
}

// ChangeIndex implements store.Store.
func (s *Store) ChangeIndex(ctx context.Context, change store.IndexChange) error {
	return s.write(ctx, "change index", func(tx *sql.Tx) error {
		if err := ungroup(ctx, tx, change.Touched()); err != nil {
			return err
		}
		for _, statement := range []string{
			"DELETE FROM words WHERE rowid IN (SELECT n FROM indexed WHERE doc IN (SELECT value FROM json_each(?)))",
			"DELETE FROM indexed WHERE doc IN (SELECT value FROM json_each(?))",
		} {
			if _, err := tx.ExecContext(ctx, statement, list(change.Drop)); err != nil {
				return err
			}
		}
		unlink := change.Unlink
		for _, put := range change.Put {
			if err := s.putIndexed(ctx, tx, put); err != nil {
				return fmt.Errorf("%s: %w", put.Doc, err)
			}
			unlink = append(unlink[:len(unlink):len(unlink)], put.Doc)
		}
		for _, lead := range change.Lead {
			result, err := tx.ExecContext(ctx, "UPDATE indexed SET lead = ?, state = ? WHERE doc = ?", lead.Lead, lead.State,
				lead.Doc)
			if err := changed(result, err); err != nil {
				return fmt.Errorf("%s: %w", lead.Doc, err)
			}
			unlink = append(unlink[:len(unlink):len(unlink)], lead.Doc)
		}
		for _, side := range []string{"a", "b"} {
			if _, err := tx.ExecContext(ctx, "DELETE FROM links WHERE "+side+
				" IN (SELECT n FROM indexed WHERE doc IN (SELECT value FROM json_each(?)))", list(unlink)); err != nil {
				return err
			}
		}
		return putLinks(ctx, tx, change.Links)
	})
}

func (s *Store) putIndexed(ctx context.Context, tx *sql.Tx, put store.Indexed) error {
	var day any
	if put.Published.Grain >= hearsay.GrainDay {
		day = put.Published.Day()
	}
	features := put.Features
	if features == nil {
		features = []byte{}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO indexed (doc, state, key, published, day, lead, skipped, features)
		SELECT id, ?, ?, ?, ?, ?, ?, ? FROM captures WHERE id = ?
		ON CONFLICT (doc) DO UPDATE SET state = excluded.state, key = excluded.key, published = excluded.published,
			day = excluded.day, lead = excluded.lead, skipped = excluded.skipped, features = excluded.features`,
		put.State, put.Key, s.dates.Encode(put.Published), day, put.Lead, put.Skipped, features, put.Doc)
	if err != nil {
		return err
	}
	if err := putWords(ctx, tx, put.Doc, put.Words); err != nil {
		return err
	}
	if put.Marks == nil {
		_, err := tx.ExecContext(ctx, "DELETE FROM marks WHERE n = (SELECT n FROM indexed WHERE doc = ?)", put.Doc)
		return errors.Join(err, there(ctx, tx, put.Doc))
	}
	result, err := tx.ExecContext(ctx,
		"INSERT OR REPLACE INTO marks (n, marks) SELECT n, ? FROM indexed WHERE doc = ?", put.Marks, put.Doc)
	return changed(result, err)
}

// there returns store.ErrNotFound unless the document is indexed.
func there(ctx context.Context, tx *sql.Tx, id hearsay.DocID) error {
	var found bool
	err := tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM indexed WHERE doc = ?)", id).Scan(&found)
	if err == nil && !found {
		return store.ErrNotFound
	}
	return err
}

// changed returns store.ErrNotFound where a statement changed no row.
func changed(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, store.ErrNotFound)
	}
	return nil
}

func putLinks(ctx context.Context, tx *sql.Tx, links []hearsay.Link) error {
	if len(links) == 0 {
		return nil
	}
	put, err := tx.PrepareContext(ctx, `
		INSERT OR REPLACE INTO links (a, b, weight)
		SELECT x.n, y.n, ? FROM indexed AS x JOIN indexed AS y WHERE x.doc = ? AND y.doc = ?`)
	if err != nil {
		return err
	}
	defer put.Close()
	for _, link := range links {
		result, err := put.ExecContext(ctx, link.Weight, link.A, link.B)
		if err := changed(result, err); err != nil {
			return fmt.Errorf("link of %s and %s: %w", link.A, link.B, err)
		}
	}
	return nil
}

// ungroup drops the stories of documents.
func ungroup[S ~string](ctx context.Context, tx *sql.Tx, docs []S) error {
	const meant = "(SELECT story FROM members WHERE doc IN (SELECT value FROM json_each(?)))"
	for _, statement := range []string{
		"INSERT OR IGNORE INTO former (story, doc) SELECT story, doc FROM members WHERE story IN " + meant,
		"DELETE FROM stories WHERE id IN " + meant,
	} {
		if _, err := tx.ExecContext(ctx, statement, list(docs)); err != nil {
			return err
		}
	}
	return nil
}

// ClearIndex implements store.Store.
func (s *Store) ClearIndex(ctx context.Context) error {
	return s.write(ctx, "clear index", func(tx *sql.Tx) error {
		for _, statement := range []string{
			"INSERT OR IGNORE INTO former (story, doc) SELECT story, doc FROM members",
			"DELETE FROM stories", "DELETE FROM links", "DELETE FROM marks", "INSERT INTO words (words) VALUES ('delete-all')",
			"DELETE FROM indexed", "UPDATE grouped SET seq = 0",
		} {
			if _, err := tx.ExecContext(ctx, statement); err != nil {
				return err
			}
		}
		return nil
	})
}

// Ungrouped implements store.Store.
func (s *Store) Ungrouped(ctx context.Context) (ids []hearsay.DocID, err error) {
	err = s.view(ctx, "list ungrouped documents", func(tx *sql.Tx) error {
		ids, err = column[hearsay.DocID](ctx, tx, `
			SELECT doc FROM indexed WHERE NOT skipped AND NOT EXISTS (
				SELECT 1 FROM members JOIN stories ON stories.id = members.story
				WHERE members.doc = indexed.doc AND shape = ?)
			ORDER BY doc`, s.stories.Shape())
		return err
	})
	return ids, err
}

// Ungroup implements store.Store.
func (s *Store) Ungroup(ctx context.Context, docs []hearsay.DocID, seq int64) error {
	return s.write(ctx, "ungroup", func(tx *sql.Tx) error {
		if err := ungroup(ctx, tx, docs); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE grouped SET seq = ?", seq)
		return err
	})
}

// Grouped implements store.Store.
func (s *Store) Grouped(ctx context.Context) (seq int64, err error) {
	err = s.view(ctx, "grouped", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT seq FROM grouped").Scan(&seq)
	})
	return seq, err
}

// PutStories implements store.Store.
func (s *Store) PutStories(ctx context.Context, stories []hearsay.Story) error {
	bodies := make([][]byte, len(stories))
	for i, story := range stories {
		bodies[i] = s.stories.Encode(story)
	}
	return s.write(ctx, "put stories", func(tx *sql.Tx) error {
		for _, story := range stories {
			if err := ungroup(ctx, tx, story.Docs); err != nil {
				return err
			}
		}
		for i, story := range stories {
			if err := s.putStory(ctx, tx, story, bodies[i]); err != nil {
				return fmt.Errorf("story %s: %w", story.ID, err)
			}
		}
		return nil
	})
}

func (s *Store) putStory(ctx context.Context, tx *sql.Tx, story hearsay.Story, body []byte) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO stories (id, shape, body) VALUES (?, ?, ?)", story.ID, s.stories.Shape(), body)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM former WHERE story = ?", story.ID); err != nil {
		return err
	}
	for _, id := range story.Docs {
		result, err := tx.ExecContext(ctx, "INSERT INTO members (doc, story) SELECT doc, ? FROM indexed WHERE doc = ?",
			story.ID, id)
		if err := changed(result, err); err != nil {
			return fmt.Errorf("document %s: %w", id, err)
		}
	}
	return nil
}

// Stories implements store.Store.
func (s *Store) Stories(ctx context.Context, ids []hearsay.StoryID) iter.Seq2[hearsay.Story, error] {
	return func(yield func(hearsay.Story, error) bool) {
		const page = 1024
		last := hearsay.StoryID("")
		for {
			var found []hearsay.Story
			err := s.view(ctx, "stories", func(tx *sql.Tx) error {
				query, args := "SELECT id, body FROM stories WHERE id > ? AND shape = ?", []any{last, s.stories.Shape()}
				if ids != nil {
					query, args = query+" AND id IN (SELECT value FROM json_each(?))", append(args, list(ids))
				}
				return each(ctx, tx, query+" ORDER BY id LIMIT ?", append(args, page), func(rows *sql.Rows) error {
					var id hearsay.StoryID
					var body []byte
					if err := rows.Scan(&id, &body); err != nil {
						return err
					}
					story, err := s.stories.Decode(body)
					if err != nil || story.ID != id {
						return fmt.Errorf("story %s: %w", id, errors.Join(store.ErrDamaged, err))
					}
					found = append(found, story)
					return nil
				})
			})
			for _, story := range found {
				last = story.ID
				if !yield(story, nil) {
					return
				}
			}
			if err != nil {
				yield(hearsay.Story{}, err)
				return
			}
			if len(found) < page {
				return
			}
		}
	}
}

// StoriesOf implements store.Store.
func (s *Store) StoriesOf(ctx context.Context, docs []hearsay.DocID) (stories []hearsay.StoryID, err error) {
	err = s.view(ctx, "stories of documents", func(tx *sql.Tx) error {
		stories, err = column[hearsay.StoryID](ctx, tx,
			"SELECT DISTINCT story FROM members WHERE doc IN (SELECT value FROM json_each(?)) ORDER BY story", list(docs))
		return err
	})
	return stories, err
}

// Former implements store.Store.
func (s *Store) Former(ctx context.Context, id hearsay.StoryID) (story hearsay.StoryID, err error) {
	err = s.view(ctx, "story "+string(id), func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `
			SELECT members.story FROM former JOIN members ON members.doc = former.doc WHERE former.story = ?
			GROUP BY members.story ORDER BY count(*) DESC, members.story LIMIT 1`, id).Scan(&story)
		if errors.Is(err, sql.ErrNoRows) {
			return store.ErrNotFound
		}
		return err
	})
	return story, err
}
