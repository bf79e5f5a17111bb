// Package sqlite is the store on disk: one SQLite file in a folder of its own, owned by one process at a time.
//
// It begins with a folder and ends with a store.Store. What can be lost is written ahead and synced before it is
// acknowledged (write-ahead log, synchronous=FULL). There is one writing connection, and several that read.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"hearsay"
	"hearsay/store"
	"hearsay/store/codec"
)

//go:embed migration/*.sql
var migrations embed.FS

// The files of a store.
const (
	databaseName = "store.db"
	lockName     = "lock"
	newSuffix    = ".new" // of a database that is being made
)

// applicationID marks a database as a store of hearsay: "hrsy" in ASCII.
const applicationID = 0x68727379

// readers bounds the reading connections.
const readers = 8

// Store is a store.Store in an SQLite file.
type Store struct {
	store.Log
	lock      *flock.Flock
	writer    *sql.DB
	reader    *sql.DB
	packer    *codec.Packer
	readings  *codec.Codec[hearsay.Reading]
	ledgers   *codec.Codec[hearsay.Ledger]
	summaries *codec.Codec[store.Summary]
	stories   *codec.Codec[hearsay.Story]
	dates     *codec.Codec[hearsay.Date]
}

var _ store.Store = (*Store)(nil)

// Open opens the store in the folder dir. Errors are store.ErrNoStore, ErrLocked, ErrDamaged or ErrNewer where one of
// these is the case.
func Open(ctx context.Context, dir string) (*Store, error) { return open(ctx, dir, false) }

// Create opens the store in the folder dir and makes folder and store where there is none.
func Create(ctx context.Context, dir string) (*Store, error) { return open(ctx, dir, true) }

func open(ctx context.Context, dir string, create bool) (s *Store, err error) {
	path := filepath.Join(dir, databaseName)
	fail := func(err error) (*Store, error) { return nil, fmt.Errorf("open store %s: %w", dir, err) }
	if create {
		if err := makeFolder(dir); err != nil {
			return fail(err)
		}
	} else if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fail(store.ErrNoStore)
	}

	s = &Store{lock: flock.New(filepath.Join(dir, lockName)), packer: codec.NewPacker()}
	s.Log = store.NewLog(s.log)
	s.readings, s.ledgers = codec.New[hearsay.Reading](s.packer), codec.New[hearsay.Ledger](s.packer)
	s.summaries = codec.New[store.Summary](s.packer)
	s.stories, s.dates = codec.New[hearsay.Story](s.packer), codec.New[hearsay.Date](s.packer)
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
			s = nil
		}
	}()
	locked, err := s.lock.TryLock()
	if err != nil {
		return s, fmt.Errorf("open store %s: lock: %w", dir, err)
	}
	if !locked {
		return s, fmt.Errorf("open store %s: %w", dir, store.ErrLocked)
	}
	if err := s.connect(ctx, path); err != nil {
		return s, fmt.Errorf("open store %s: %w", dir, asDamaged(err))
	}
	return s, nil
}

func (s *Store) connect(ctx context.Context, path string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := makeDatabase(ctx, path); err != nil {
			return err
		}
	}
	if err := checkHeader(path); err != nil {
		return err
	}
	var err error
	if s.writer, err = sql.Open("sqlite", source(path, url.Values{"_txlock": {"immediate"}})); err != nil {
		return err
	}
	s.writer.SetMaxOpenConns(1)
	if err := migrate(ctx, s.writer); err != nil {
		var failure *driver.Error
		if errors.As(err, &failure) && failure.Code() == sqlite3.SQLITE_ERROR {
			return fmt.Errorf("%w: its tables are not those of a store: %w", store.ErrDamaged, err)
		}
		return err
	}
	s.reader, err = sql.Open("sqlite", source(path, url.Values{"_pragma": {"query_only(1)"}}))
	if err != nil {
		return err
	}
	s.reader.SetMaxOpenConns(readers)
	s.reader.SetMaxIdleConns(readers)
	return nil
}

// Close implements store.Store.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*sql.DB{s.reader, s.writer} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	s.packer.Close()
	errs = append(errs, s.lock.Close())
	return errors.Join(errs...)
}

// makeFolder makes the folder and sees to it that it outlives a power loss.
func makeFolder(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(filepath.Clean(dir)))
}

// makeDatabase makes an empty store beside its place and moves it there when it is whole, so that no database without
// tables is ever taken for an empty store.
func makeDatabase(ctx context.Context, path string) error {
	if _, err := os.Stat(path + "-wal"); err == nil {
		return fmt.Errorf("%w: there is a log %s but no database beside it", store.ErrDamaged, path+"-wal")
	}
	fresh := path + newSuffix
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(fresh + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	db, err := sql.Open("sqlite", source(fresh, nil))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	_, err = db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID))
	if err == nil {
		err = migrate(ctx, db)
	}
	if err := errors.Join(err, db.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder safe. Windows has no such call and keeps them by its own journal.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// checkHeader refuses a file that cannot be a store before SQLite touches it.
func checkHeader(path string) error {
	const magic = "SQLite format 3\x00"
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close() // only read
	header := make([]byte, 100)
	n, _ := file.Read(header) // a short or failed read fails the comparison
	if n < len(header) || !strings.HasPrefix(string(header), magic) {
		return fmt.Errorf("%w: %s is not an SQLite file", store.ErrDamaged, path)
	}
	return nil
}

// source is the data source name: a file URI, with the settings that every connection has.
func source(path string, query url.Values) string {
	slashed := filepath.ToSlash(path)
	if absolute, err := filepath.Abs(path); err == nil {
		slashed = filepath.ToSlash(absolute)
	}
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a drive letter
	}
	all := url.Values{"_pragma": {"busy_timeout(60000)", "journal_mode(wal)", "synchronous(full)", "foreign_keys(1)"}}
	for key, values := range query {
		all[key] = append(all[key], values...)
	}
	uri := url.URL{Scheme: "file", Path: slashed, RawQuery: all.Encode()}
	return uri.String()
}

// migrate brings the database to the form of this version.
func migrate(ctx context.Context, db *sql.DB) error {
	var id int64
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return err
	}
	if id != applicationID {
		return fmt.Errorf("%w: the database is not one of hearsay", store.ErrDamaged)
	}
	files, err := fs.Sub(migrations, "migration")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > target {
		return fmt.Errorf("%w (its form is %d, this version knows %d)", store.ErrNewer, current, target)
	}
	_, err = provider.Up(ctx)
	return err
}

// asDamaged marks the errors by which SQLite says that the file is damaged.
func asDamaged(err error) error {
	var failure *driver.Error
	if errors.As(err, &failure) {
		switch failure.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return fmt.Errorf("%w: %w", store.ErrDamaged, err)
		}
	}
	return err
}
