package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"hearsay": main})
}

// The scripts are the specification of the verbs.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: setupScript,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"contains":  contains,
			"generate":  generate,
			"unzipped":  unzipped,
			"serve":     serve,
			"get":       get,
			"hand":      hand,
			"crash":     crash,
			"interrupt": interrupt,
		},
	})
}

func TestNoGoroutineIsLeft(t *testing.T) {
	defer goleak.VerifyNone(t)
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	stdout := os.Stdout
	os.Stdout = null
	defer func() { os.Stdout = stdout }()
	if code := run([]string{"read", "--quiet", "../../examples/port"}); code != exitDone {
		t.Errorf("exit status %d, want %d", code, exitDone)
	}
}
