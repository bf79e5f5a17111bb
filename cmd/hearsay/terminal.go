package main

import (
	"fmt"
	"os"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"hearsay/archive"
)

// terminal says whether a file is a terminal that may be coloured, and how wide it is; 0 where it is none.
func terminal(file *os.File) (color bool, width int) {
	if !term.IsTerminal(int(file.Fd())) {
		return false, 0
	}
	width, _, err := term.GetSize(int(file.Fd()))
	if err != nil {
		width = 0
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb", min(width, 100)
}

// progress shows how far the work has come: a bar on a terminal, a line at the end of each step elsewhere.
type progress struct {
	file  *os.File
	bars  *mpb.Progress
	bar   *mpb.Bar
	step  string
	shown time.Time
}

// slow is after how long work is long enough to show a bar for.
const slow = 500 * time.Millisecond

func newProgress(file *os.File, quiet bool) *progress {
	p := &progress{file: file}
	if quiet {
		p.file = nil
	} else if term.IsTerminal(int(file.Fd())) {
		p.bars = mpb.New(mpb.WithOutput(file), mpb.WithWidth(40))
		p.shown = time.Now()
	}
	return p
}

func (p *progress) report(now archive.Progress) {
	switch {
	case p.file == nil:
		return
	case p.bars == nil:
		if now.Total > 0 && now.Done == now.Total {
			fmt.Fprintf(p.file, "%s %d of %d\n", now.Step, now.Done, now.Total)
		}
		return
	case now.Total == 0 || time.Since(p.shown) < slow:
		return
	case p.step != now.Step:
		if p.bar != nil {
			p.bar.SetTotal(-1, true)
		}
		p.step = now.Step
		p.bar = p.bars.AddBar(int64(now.Total), mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name(now.Step+" ")), mpb.AppendDecorators(decor.CountersNoUnit("%d of %d")))
	}
	p.bar.SetCurrent(int64(now.Done))
}

// close takes the bar away.
func (p *progress) close() {
	if p.bars == nil {
		return
	}
	if p.bar != nil {
		p.bar.SetTotal(-1, true)
	}
	p.bars.Wait()
	p.bars, p.file = nil, nil
}
