package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// serving is the pages that a script has started.
type serving struct{ process *exec.Cmd }

// serve starts the pages on a free port and waits until they answer: serve ARGUMENT….
func serve(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serve ARGUMENT…")
	}
	program := ""
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "hearsay")); err == nil {
			program = filepath.Join(dir, "hearsay")
			break
		}
	}
	process := exec.Command(program, append([]string{"serve", "--quiet", "--listen", "127.0.0.1:0"}, args...)...)
	process.Dir = ts.MkAbs(".")
	process.Env = append(os.Environ(), "NO_COLOR=1")
	stdout, err := process.StdoutPipe()
	ts.Check(err)
	ts.Check(process.Start())
	ts.Defer(func() { process.Process.Kill() })
	address, err := bufio.NewReader(stdout).ReadString('\n')
	ts.Check(err)
	ts.Setenv("ADDRESS", strings.TrimSuffix(strings.TrimSpace(address), "/"))
	ts.Value("serving").(*serving).process = process
}

// get asks for a page and keeps it: get STATUS PATH FILE [HEADER: VALUE].
func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: get STATUS PATH FILE [HEADER: VALUE]")
	}
	request, err := http.NewRequest(http.MethodGet, ts.Getenv("ADDRESS")+args[1], nil)
	ts.Check(err)
	for _, header := range args[3:] {
		name, value, _ := strings.Cut(header, ": ")
		if name == "Host" {
			request.Host = value
		}
		request.Header.Set(name, value)
	}
	answer, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	if fmt.Sprint(answer.StatusCode) != args[0] {
		ts.Fatalf("%s: status %d, want %s: %s", args[1], answer.StatusCode, args[0], body)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), body, 0o600))
}

// hand hands files over as the page Add does, waits until they are read or, with kept, until the page says that they are in the
// store, and keeps that page: hand read|kept PAGE FILE….
func hand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: hand read|kept PAGE FILE…")
	}
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	for _, name := range args[2:] {
		part, err := w.CreateFormFile("files", filepath.Base(name))
		ts.Check(err)
		ts.Check(must(io.WriteString(part, ts.ReadFile(name))))
	}
	ts.Check(w.Close())
	// The client follows to the page of the outcome.
	answer, err := http.Post(ts.Getenv("ADDRESS")+"/add", w.FormDataContentType(), &form)
	ts.Check(err)
	answer.Body.Close()
	for range 3000 {
		answer, err := http.Get(answer.Request.URL.String())
		ts.Check(err)
		body, err := io.ReadAll(answer.Body)
		ts.Check(err)
		answer.Body.Close()
		kept := args[0] == "kept" && strings.Contains(string(body), "Everything is in the store")
		if kept || strings.Contains(string(body), "data-done") {
			ts.Check(os.WriteFile(ts.MkAbs(args[1]), body, 0o600))
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s is never done", answer.Request.URL)
}

// crash ends the pages at once, with nothing done before.
func crash(ts *testscript.TestScript, _ bool, _ []string) {
	process := ts.Value("serving").(*serving).process
	ts.Check(process.Process.Kill())
	process.Wait() // it tells of the kill
}

// interrupt ends the pages as Ctrl-C does and holds them to a clean end.
func interrupt(ts *testscript.TestScript, _ bool, _ []string) {
	process := ts.Value("serving").(*serving).process
	ts.Check(process.Process.Signal(os.Interrupt))
	ts.Check(process.Wait())
}
