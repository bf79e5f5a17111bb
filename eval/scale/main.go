// Command scale measures what a document costs as an archive grows: time, bytes kept and memory, for the grouping of
// stories and for the index of passages.
//
// It begins with a list of sizes and, if one is named, a story corpus, and ends with a table in Markdown. Archives of a
// given size are invented (eval/stream). Each measurement has a process of its own, so that its peak of memory is its
// own. Making or reading the texts is not timed; writing and reading of what is kept between steps is.
//
//	go run ./eval/scale -sizes 1000,10000,100000,1000000 -corpus PATH/stories/allsides-dev.jsonl.gz
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// options are what one measurement is told.
type options struct {
	corpus    string // a story corpus; "" for an invented archive
	documents int    // of the invented archive
	perDay    int
	undated   int // of 1024
	breadth   int // 0 means as broad as it is dense
	workers   int
	sample    int // pairs of documents that are aligned
	memory    int // bytes of marks that are held at a time
}

// step is the measurement of one step over all documents of an archive.
type step struct {
	Name      string
	Documents int
	Seconds   float64 // by the clock, with all workers
	Bytes     int     // kept for all documents; 0 if nothing is
	Peak      int     // of the process up to the end of the step, in bytes; 0 where the system does not tell
	Note      string
}

func main() {
	var o options
	var sizes, child string
	flag.StringVar(&sizes, "sizes", "1000,10000,100000", "sizes of invented archives")
	flag.StringVar(&o.corpus, "corpus", "", "story corpus that is measured besides")
	flag.IntVar(&o.perDay, "day", 1000, "documents of a day, in archives of ten days and more")
	flag.IntVar(&o.undated, "undated", 20, "documents in 1024 without a date")
	flag.IntVar(&o.breadth, "breadth", 0, "times as many beats as in a paper of ten articles a day; 0 for as broad as dense")
	flag.IntVar(&o.workers, "workers", runtime.NumCPU(), "workers")
	flag.IntVar(&o.sample, "align", 200_000, "pairs that are aligned; more are taken as so many more like them")
	flag.IntVar(&o.memory, "memory", 256<<20, "bytes of marks that are held at a time")
	flag.StringVar(&child, "only", "", "one measurement in this process, as JSON: stories, passages or readings")
	flag.IntVar(&o.documents, "documents", 0, "size of that measurement's archive")
	flag.Parse()
	var err error
	if child != "" {
		err = measure(child, o, func(s step) error { return json.NewEncoder(os.Stdout).Encode(s) })
	} else {
		err = table(sizes, o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

// measure takes one measurement and reports its steps.
func measure(name string, o options, report func(step) error) error {
	a, err := open(o)
	if err != nil {
		return err
	}
	switch name {
	case "stories":
		return measureStories(a, o, report)
	case "passages":
		return measurePassages(a, o, report)
	case "readings":
		return measureReadings(a, o, report)
	}
	return fmt.Errorf("no measurement %q", name)
}

// table takes all measurements, each in a process of its own, and prints them.
func table(sizes string, o options) error {
	fmt.Printf("%d workers, %s; %d documents a day (sizes below ten days: a tenth of them); %.1f %% undated\n\n", o.workers,
		runtime.Version(), o.perDay, float64(o.undated)*100/1024)
	fmt.Println("| documents | step | documents/s | bytes/document | peak memory | |")
	fmt.Println("|---|---|---|---|---|---|")
	row := func(archive string, o options, names ...string) error {
		for _, name := range names {
			if err := spawn(name, o, archive); err != nil {
				return err
			}
		}
		return nil
	}
	for _, size := range strings.Split(sizes, ",") {
		n, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("size %q: %w", size, err)
		}
		invented := o
		invented.documents, invented.corpus = n, ""
		if err := row(size, invented, "stories", "passages"); err != nil {
			return err
		}
	}
	if o.corpus == "" {
		return nil
	}
	return row("real", o, "readings", "stories", "passages")
}

// spawn takes one measurement in another process and prints its rows.
func spawn(name string, o options, archive string) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("measure %s: %w", name, err)
	}
	child := exec.Command(program, "-only", name, "-corpus", o.corpus, "-documents", strconv.Itoa(o.documents),
		"-day", strconv.Itoa(o.perDay), "-undated", strconv.Itoa(o.undated), "-breadth", strconv.Itoa(o.breadth),
		"-workers", strconv.Itoa(o.workers), "-align", strconv.Itoa(o.sample), "-memory", strconv.Itoa(o.memory))
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		return fmt.Errorf("measure %s: %w", name, err)
	}
	if err := child.Start(); err != nil {
		return fmt.Errorf("measure %s: %w", name, err)
	}
	for decoder := json.NewDecoder(out); decoder.More(); {
		var s step
		if err := decoder.Decode(&s); err != nil {
			return errors.Join(fmt.Errorf("measure %s: %w", name, err), child.Wait())
		}
		kept, peak := "", ""
		if s.Bytes > 0 {
			kept = strconv.Itoa(s.Bytes / s.Documents)
		}
		if s.Peak > 0 {
			peak = fmt.Sprintf("%d MB", s.Peak>>20)
		}
		fmt.Printf("| %s | %s | %.0f | %s | %s | %s |\n", archive, s.Name, float64(s.Documents)/s.Seconds, kept, peak, s.Note)
	}
	if err := child.Wait(); err != nil {
		return fmt.Errorf("measure %s of %s: %w", name, archive, err)
	}
	return nil
}

// watch is a clock that can be stopped.
type watch struct {
	begun time.Time
	spent time.Duration
}

func (w *watch) run() { w.begun = time.Now() }

func (w *watch) stop() { w.spent += time.Since(w.begun) }

// peak is the most memory that the process has had resident, in bytes; 0 where the system does not tell.
func peak() int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			if fields := strings.Fields(rest); len(fields) == 2 {
				kilobytes, _ := strconv.Atoi(fields[0]) // 0 if the form is another
				return kilobytes << 10
			}
		}
	}
	return 0
}
