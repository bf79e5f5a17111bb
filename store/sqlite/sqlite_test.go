package sqlite_test

import (
	"flag"
	"os"
	"testing"

	"go.uber.org/goleak"

	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/sqlite"
	"hearsay/store/storetest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childEnv); dir != "" {
		child(dir)
		return
	}
	// A case of TestLikeMem opens a store and syncs many times: fewer than the hundred that rapid runs by itself are
	// enough for every day. The flag on the command line goes before.
	if err := flag.Set("rapid.checks", "15"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m)
}

// create makes a store in a folder of its own.
func create(t testing.TB) store.Store { return createIn(t, t.TempDir()) }

func createIn(t testing.TB, dir string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Create(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // a test that cares has closed it
	return s
}

func TestStore(t *testing.T) { storetest.Run(t, create) }

func TestLikeMem(t *testing.T) {
	t.Parallel()
	storetest.Compare(t, func(testing.TB) store.Store { return mem.New() }, create)
}
