package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/store"
	"hearsay/store/sqlite"
	"hearsay/store/storetest"
)

// childEnv names the folder of the store that this program, run again, writes to until it is killed.
const childEnv = "HEARSAY_TEST_STORE"

// child puts batches of captures and tells of each that was acknowledged, one ID a line.
func child(dir string) {
	ctx := context.Background()
	s, err := sqlite.Create(ctx, dir)
	if err != nil {
		fmt.Println("error:", err)
		return
	}
	for i := 0; ; i++ {
		var batch []hearsay.Capture
		for j := range 1 + i%5 {
			text := fmt.Sprintf("capture %d %d %d %s", os.Getpid(), i, j, strings.Repeat("words ", 500))
			batch = append(batch, storetest.Capture(text, fmt.Sprintf("%d-%d.txt", i, j)))
		}
		if err := s.PutCaptures(ctx, time.Unix(0, 0), batch); err != nil {
			fmt.Println("error:", err)
			return
		}
		for _, capture := range batch {
			fmt.Println(capture.ID)
		}
	}
}

func TestKilled(t *testing.T) {
	dir := t.TempDir()
	acknowledged := map[hearsay.DocID]bool{}
	for round := range 6 {
		command := exec.Command(os.Args[0])
		command.Env = append(os.Environ(), childEnv+"="+dir)
		out, err := command.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for n := 0; lines.Scan(); n++ {
			if strings.HasPrefix(lines.Text(), "error:") {
				t.Fatal(lines.Text())
			}
			acknowledged[hearsay.DocID(lines.Text())] = true
			if n == 7*round { // what the pipe still holds counts too
				if err := command.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
		_ = command.Wait() // killed
		mustHold(t, dir, slices.Sorted(maps.Keys(acknowledged)))
	}
	if len(acknowledged) < 100 {
		t.Fatalf("only %d captures were acknowledged", len(acknowledged))
	}
}

// mustHold opens the store and fails unless it is sound and holds the captures.
func mustHold(t *testing.T, dir string, ids []hearsay.DocID) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, id := range ids {
		if _, err := s.Capture(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	findings, err := s.Check(t.Context())
	if err != nil || len(findings) > 0 {
		t.Fatalf("check: %v, %v", findings, err)
	}
}

// TestTorn cuts or spoils the log behind what was acknowledged, as a power loss may.
func TestTorn(t *testing.T) {
	dir := t.TempDir()
	s := createIn(t, dir)
	database, log := filepath.Join(dir, "store.db"), filepath.Join(dir, "store.db-wal")
	type moment struct {
		log int
		ids []hearsay.DocID
	}
	var moments []moment
	var ids []hearsay.DocID
	for i := range 12 {
		capture := storetest.Capture(fmt.Sprintf("capture %d %s", i, strings.Repeat("x", i*997)), "x.txt")
		if err := s.PutCaptures(t.Context(), time.Unix(0, 0), []hearsay.Capture{capture}); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, capture.ID)
		moments = append(moments, moment{len(read(t, log)), slices.Clone(ids)})
	}
	whole, start := read(t, log), read(t, database)
	random := rand.New(rand.NewPCG(1, 2))
	for _, moment := range moments {
		for _, spoil := range []bool{false, true} {
			torn := slices.Clone(whole)
			if rest := torn[moment.log:]; len(rest) > 0 && spoil {
				for range 20 {
					rest[random.IntN(len(rest))] ^= byte(1 + random.IntN(255))
				}
			} else {
				torn = torn[:moment.log+random.IntN(len(rest)+1)]
			}
			after := t.TempDir()
			write(t, filepath.Join(after, "store.db"), start)
			write(t, filepath.Join(after, "store.db-wal"), torn)
			mustHold(t, after, moment.ids)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// filled makes a store with captures and readings, closes it and returns its folder.
func filled(t *testing.T) (dir string, captures []hearsay.Capture) {
	t.Helper()
	dir = t.TempDir()
	s := createIn(t, dir)
	var readings []hearsay.Reading
	for i := range 40 {
		capture := storetest.Capture(fmt.Sprintf("capture %d %s", i, strings.Repeat("y", i*97)), "y.txt")
		captures, readings = append(captures, capture), append(readings, storetest.Reading(capture, "r1"))
	}
	for _, err := range []error{s.PutCaptures(t.Context(), time.Unix(0, 0), captures),
		s.PutReadings(t.Context(), readings), s.Close()} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir, captures
}

func openError(t *testing.T, dir string) error {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir)
	if err == nil {
		_ = s.Close() // the test fails for another reason
	}
	return err
}

func TestKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a b?c#d%20é&_pragma=x", "nested")
	s := createIn(t, dir)
	capture := storetest.Capture("text", "x.txt")
	if err := s.PutCaptures(t.Context(), time.Unix(0, 0), []hearsay.Capture{capture}); err != nil {
		t.Fatal(err)
	}
	anchor := hearsay.Anchor{Doc: capture.ID, Span: hearsay.MakeSpan(0, 4), Head: hearsay.MakeSpan(1, 3), Text: "t\xffxt"}
	edit, err := s.Correct(t.Context(), hearsay.CorrectWrong, []hearsay.Anchor{anchor}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	mustHold(t, dir, []hearsay.DocID{capture.ID})
	again, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if edits, err := again.Edits(t.Context()); err != nil || !reflect.DeepEqual(edits, []store.Edit{edit}) {
		t.Errorf("the edits %+v, %v, want %+v", edits, err, edit)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if want := []string{"lock", "store.db"}; !slices.Equal(names, want) {
		t.Fatalf("the folder of a closed store holds %q, want %q", names, want)
	}
}

func TestNoStore(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "none")} {
		if err := openError(t, dir); !errors.Is(err, store.ErrNoStore) {
			t.Errorf("error %v, want %v", err, store.ErrNoStore)
		}
		if entries, _ := os.ReadDir(dir); len(entries) > 0 {
			t.Errorf("opening no store left %v", entries)
		}
	}
}

func TestLocked(t *testing.T) {
	dir := t.TempDir()
	s := createIn(t, dir)
	if err := openError(t, dir); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("error %v, want %v", err, store.ErrLocked)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	mustHold(t, dir, nil)
}

// change runs a statement on the database of a closed store.
func change(t *testing.T, dir, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestNewer(t *testing.T) {
	dir, _ := filled(t)
	change(t, dir, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)")
	if err := openError(t, dir); !errors.Is(err, store.ErrNewer) {
		t.Fatalf("error %v, want %v", err, store.ErrNewer)
	}
}

func TestNotOurs(t *testing.T) {
	dir := t.TempDir()
	change(t, dir, "CREATE TABLE recipes (name TEXT)")
	if err := openError(t, dir); !errors.Is(err, store.ErrDamaged) {
		t.Fatalf("error %v, want %v", err, store.ErrDamaged)
	}
}

func TestDamagedFile(t *testing.T) {
	for name, spoil := range map[string]func([]byte) []byte{
		"empty":      func([]byte) []byte { return nil },
		"short":      func(data []byte) []byte { return data[:50] },
		"not SQLite": func(data []byte) []byte { return append([]byte("hello"), data[5:]...) },
		"cut":        func(data []byte) []byte { return data[:5000] },
		"first page": func(data []byte) []byte { clear(data[100:2100]); return data },
	} {
		t.Run(name, func(t *testing.T) {
			dir, _ := filled(t)
			path := filepath.Join(dir, "store.db")
			write(t, path, spoil(read(t, path)))
			if err := openError(t, dir); !errors.Is(err, store.ErrDamaged) {
				t.Fatalf("error %v, want %v", err, store.ErrDamaged)
			}
		})
	}
	t.Run("lost beside its log", func(t *testing.T) {
		dir, _ := filled(t)
		path := filepath.Join(dir, "store.db")
		write(t, path+"-wal", []byte("log"))
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		s, err := sqlite.Create(t.Context(), dir)
		if err == nil {
			_ = s.Close() // the test fails for another reason
		}
		if !errors.Is(err, store.ErrDamaged) {
			t.Fatalf("error %v, want %v", err, store.ErrDamaged)
		}
	})
}

// TestDamagedPages spoils single pages: what is read must be right or an error, and the check must not be content.
func TestDamagedPages(t *testing.T) {
	dir, captures := filled(t)
	path := filepath.Join(dir, "store.db")
	sound := read(t, path)
	const size = 4096
	for at := size; at < len(sound); at += 9 * size {
		data := slices.Clone(sound)
		for i := range 400 {
			data[at+size-1-i] ^= 0x55
		}
		write(t, path, data)
		s, err := sqlite.Open(t.Context(), dir)
		if errors.Is(err, store.ErrDamaged) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, capture := range captures {
			got, err := s.Capture(t.Context(), capture.ID)
			if err == nil && string(got.Bytes) != string(capture.Bytes) {
				t.Errorf("page at %d: capture %s has other bytes", at, capture.ID)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestDamagedRows(t *testing.T) {
	dir, captures := filled(t)
	first, second := string(captures[0].ID), string(captures[1].ID)
	change(t, dir, "UPDATE captures SET bytes = x'00' WHERE id = '"+first+"'")
	change(t, dir, "UPDATE captures SET sha256 = 'z' WHERE id = '"+second+"'")
	change(t, dir, "UPDATE readings SET body = substr(body, 1, 20) WHERE doc = '"+first+"'")
	change(t, dir, "UPDATE readings SET shape = 'old' WHERE doc = '"+second+"'")
	change(t, dir, "DELETE FROM captures WHERE id = '"+string(captures[2].ID)+"'")
	s := createIn(t, dir)
	if _, err := s.Capture(t.Context(), captures[0].ID); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("error %v, want %v", err, store.ErrDamaged)
	}
	for id, want := range map[hearsay.DocID]error{
		captures[0].ID: store.ErrDamaged,
		captures[1].ID: store.ErrNotFound, // of another version
		captures[2].ID: store.ErrNotFound, // its capture is gone
	} {
		for _, err := range s.Readings(t.Context(), "r1", []hearsay.DocID{id}) {
			if !errors.Is(err, want) {
				t.Errorf("reading %s: error %v, want %v", id, err, want)
			}
		}
	}
	for _, round := range []struct {
		want []string
		then func() error
	}{
		{[]string{"error database", "error database", "error capture " + first, "error capture " + second,
			"error reading " + first, "hint database"},
			func() error { return s.PutCaptures(t.Context(), time.Unix(0, 0), captures) }},
		{nil, func() error { return nil }},
	} {
		findings, err := s.Check(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, finding := range findings {
			got = append(got, string(finding.Severity)+" "+finding.Subject)
		}
		slices.Sort(got)
		slices.Sort(round.want)
		if !slices.Equal(got, round.want) {
			t.Fatalf("check found %q, want %q:\n%v", got, round.want, findings)
		}
		if err := round.then(); err != nil {
			t.Fatal(err)
		}
	}
}

// BenchmarkPutCaptures reports documents a second and bytes a document on disk.
func BenchmarkPutCaptures(b *testing.B) {
	for _, size := range []int{1, 100} {
		b.Run(fmt.Sprintf("batches of %d", size), func(b *testing.B) {
			dir := b.TempDir()
			s := createIn(b, dir)
			n := 0
			for b.Loop() {
				var batch []hearsay.Capture
				for range size {
					batch = append(batch, storetest.Capture(prose(n), "x.txt"))
					n++
				}
				if err := s.PutCaptures(b.Context(), time.Unix(0, 0), batch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "docs/s")
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
			info, err := os.Stat(filepath.Join(dir, "store.db"))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(info.Size())/float64(n), "B/doc")
		})
	}
}

// prose is a text of 600 invented words, another for each seed.
func prose(seed int) string {
	random := rand.New(rand.NewPCG(uint64(seed), 0))
	var text strings.Builder
	for i := range 600 {
		if i > 0 {
			text.WriteByte(' ')
		}
		rank := int(2000 / (1 + 2000*random.Float64())) // a few words are most of them, as in prose
		word := rand.New(rand.NewPCG(uint64(rank), 1))
		for range 2 + word.IntN(8) {
			text.WriteByte(byte('a' + word.IntN(26)))
		}
	}
	return text.String()
}

// A store of the form before there was an index of words is brought to the present form: what can be made again is.
func TestOlder(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	s := createIn(t, dir)
	capture := storetest.Capture("capture", "a.txt")
	for _, err := range []error{
		s.PutCaptures(ctx, time.Unix(0, 0), []hearsay.Capture{capture}),
		s.ChangeIndex(ctx, store.IndexChange{Put: []store.Indexed{{Doc: capture.ID, State: "s", Key: "k", Lead: capture.ID}}}),
		s.Settle(ctx, "s"),
		s.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "store.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"DROP TABLE anchors", "ALTER TABLE ledgers DROP COLUMN summary", "ALTER TABLE ledgers ADD COLUMN claims INTEGER NOT NULL DEFAULT 0",
		"ALTER TABLE ledgers ADD COLUMN shared INTEGER NOT NULL DEFAULT 0",
		"DROP TABLE claims", "DROP TABLE settled", "DROP TABLE postings", "DROP TABLE words",
		"DELETE FROM goose_db_version WHERE version_id > 2",
	} {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	mustHold(t, dir, []hearsay.DocID{capture.ID})
	older, err := sqlite.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer older.Close()
	states, err := older.States(ctx)
	if err != nil || len(states) != 1 || states[capture.ID] != "" {
		t.Errorf("states %v, %v: the document without words counts as indexed", states, err)
	}
	if settled, err := older.Settled(ctx); err != nil || settled != "" {
		t.Errorf("settled for %q, %v", settled, err)
	}
}
