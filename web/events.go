package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// eventsPath is where the state is told as it changes.
const eventsPath = apiPath + "events"

// How often an open page hears something: not more often than it can be read, and often enough that a dead line is noticed.
const (
	eventEvery = 100 * time.Millisecond
	stillEvery = 20 * time.Second
)

// events tells the state, and every other that follows, as server-sent events named "state" (WHATWG HTML, 9.2).
func (s *Server) events(w http.ResponseWriter, r *http.Request) {
	leave, room := s.library.notice.listen()
	if !room {
		w.Header().Set("Retry-After", "60")
		sendProblem(w, r, http.StatusServiceUnavailable, "too many are listening already; ask again, or ask /api/stories now and then")
		return
	}
	defer leave()
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	control := http.NewResponseController(w)
	still := time.NewTicker(stillEvery)
	defer still.Stop()
	for {
		now, changed := s.library.notice.get()
		data, err := json.Marshal(now)
		if err != nil {
			return // the reader asks again
		}
		if _, err := fmt.Fprintf(w, "event: state\ndata: %s\n\n", data); err != nil || control.Flush() != nil {
			return
		}
		pause := time.After(eventEvery)
		for waiting := true; waiting; {
			select {
			case <-changed:
				waiting = false
			case <-still.C:
				if _, err := fmt.Fprint(w, ":\n\n"); err != nil || control.Flush() != nil {
					return
				}
			case <-s.ended:
				return
			case <-r.Context().Done():
				return
			}
		}
		select {
		case <-pause:
		case <-s.ended:
			return
		case <-r.Context().Done():
			return
		}
	}
}
