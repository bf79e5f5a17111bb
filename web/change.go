package web

import (
	"context"
	"errors"
	"sync"

	"hearsay/archive"
	"hearsay/internal/limits"
)

// change is something done to what is held, and done takes how it ended.
type change struct {
	work func(context.Context, *archive.Archive) error
	done chan error
}

// errEnding is what a change meets that comes too late.
var errEnding = errors.New("the program is ending; nothing was changed")

// Run carries out what readers of the pages change, one thing after another, until ctx ends. Without it the pages are only
// read. It is called once.
func (s *Server) Run(ctx context.Context) {
	defer s.library.notice.end()
	defer close(s.ended)
	for {
		select {
		case <-ctx.Done():
			return
		case next := <-s.changes:
			next.done <- s.library.carryOut(ctx, next.work)
		}
	}
}

// change has work done while nothing else is changed, brings the stories up to date, and returns when the pages show it.
// Where ctx ends first the work goes on.
func (s *Server) change(ctx context.Context, work func(context.Context, *archive.Archive) error) error {
	next := change{work, make(chan error, 1)}
	select {
	case s.changes <- next:
	case <-s.ended:
		return errEnding
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-next.done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// notShown is why the pages do not show yet what was changed. The change is made, and the next one shows it too.
type notShown struct{ error }

func (e notShown) Unwrap() error { return e.error }

// carryOut does some work and shows what it left, also where it failed on the way: what was put before stays. Where the work
// was done and cannot be shown, the error is notShown.
func (l *library) carryOut(ctx context.Context, work func(context.Context, *archive.Archive) error) error {
	l.notice.set(func(state *state) { state.Work = &step{} })
	l.keeper.Watch(func(progress archive.Progress) {
		l.notice.set(func(state *state) { state.Work = &step{progress.Step, progress.Done, progress.Total} })
	})
	defer l.notice.set(func(state *state) { state.Work = nil })
	worked := work(ctx, l.keeper)
	contents, err := l.keeper.Update(ctx)
	if err == nil {
		l.show(contents)
	} else if worked == nil {
		return notShown{err}
	}
	return errors.Join(worked, err)
}

// state is what an open page is told of: how much is held, after how many changes, and what is being done.
type state struct {
	Change    int64 `json:"change"` // grows whenever other stories, documents or counts are shown
	Stories   int   `json:"stories"`
	Documents int   `json:"documents"`
	Skipped   int   `json:"skipped"`
	Work      *step `json:"work,omitempty"` // what a change is at; none while nothing is being changed
}

// step says how far a step of a change has come.
type step struct {
	Name  string `json:"name"` // "take in", "read", "collate"; "" at the beginning
	Done  int    `json:"done"`
	Total int    `json:"total"` // 0 where it is not known
}

// notice holds the state for those who wait for another. Who is slow misses what was in between, never the last.
type notice struct {
	lock      sync.Mutex
	state     state
	changed   chan struct{} // closed at the next change of state
	listeners int
	ended     bool
}

func (n *notice) set(to func(*state)) {
	n.lock.Lock()
	defer n.lock.Unlock()
	if n.ended {
		return
	}
	to(&n.state)
	close(n.changed)
	n.changed = make(chan struct{})
}

// get returns the state, and what is closed when there is another, or none will follow.
func (n *notice) get() (state, <-chan struct{}) {
	n.lock.Lock()
	defer n.lock.Unlock()
	return n.state, n.changed
}

// end says that no other state will follow.
func (n *notice) end() {
	n.lock.Lock()
	defer n.lock.Unlock()
	if !n.ended {
		n.ended, n.state.Work = true, nil
		close(n.changed)
	}
}

// listen makes room for one more listener, who calls leave at the end; there is not always room.
func (n *notice) listen() (leave func(), room bool) {
	n.lock.Lock()
	defer n.lock.Unlock()
	if n.listeners == limits.Listeners || n.ended {
		return nil, false
	}
	n.listeners++
	return func() {
		n.lock.Lock()
		defer n.lock.Unlock()
		n.listeners--
	}, true
}
