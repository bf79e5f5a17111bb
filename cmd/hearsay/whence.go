package main

import (
	"errors"

	"hearsay/archive"
	"hearsay/intake"
	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/sqlite"
)

// whence is where a verb looks that asks what is held: a store, or paths that it reads.
type whence struct {
	Paths []string `arg:"" optional:"" name:"path" help:"Files, folders and URLs to read, where there is no store."`
	Store string   `placeholder:"DIR" help:"The store."`
	model
	families
	effort
}

// open opens the store, or takes in what the paths name, and runs do over its archive.
func (w *whence) open(p *process, do func(*archive.Archive, store.Store, *progress) error) error {
	if (w.Store == "") == (len(w.Paths) == 0) {
		return usageError{errors.New("give either --store DIR or the paths that are to be read")}
	}
	var opened store.Store = mem.New()
	if w.Store != "" {
		var err error
		if opened, err = sqlite.Open(p.ctx, w.Store); err != nil {
			return err
		}
	}
	return w.over(p, opened, do)
}

// over takes in what the paths name, if any, and runs do over an open store, which it closes.
func (w *whence) over(p *process, opened store.Store, do func(*archive.Archive, store.Store, *progress) error) error {
	choice, err := w.in(w.choice())
	if err != nil {
		return errors.Join(err, opened.Close())
	}
	return w.with(p, opened, choice, func(keeper *archive.Archive, show *progress) error {
		if len(w.Paths) > 0 {
			if _, err := add(p, keeper, w.Paths, intake.Options{}); err != nil {
				return err
			}
		}
		return do(keeper, opened, show)
	})
}
