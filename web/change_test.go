package web

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/archive"
)

// running are pages whose changes are carried out until the test ends.
func running(t *testing.T, options Options) (*Server, *httptest.Server) {
	t.Helper()
	server := serverOf(t, options, examples(t))
	return server, carriedOut(t, server)
}

// carriedOut are the pages of a server whose changes are carried out until the test ends.
func carriedOut(t *testing.T, server *Server) *httptest.Server {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		server.Run(ctx)
	}()
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	served := httptest.NewServer(handler)
	t.Cleanup(func() {
		cancel()
		<-ended
		served.Close()
	})
	return served
}

// adding puts invented documents into an archive.
func adding(documents int) func(context.Context, *archive.Archive) error {
	return func(ctx context.Context, keeper *archive.Archive) error {
		_, err := keeper.Add(ctx, time.Unix(0, 0), func(yield func(hearsay.Capture) error) error {
			for i := range documents {
				text := fmt.Sprintf("Kiln number %d cracks at Breskow pottery\n\nPottery foreman Odd Brenn said in 2029 that kiln number %d had cracked "+
					"overnight. “No glaze was lost,” Brenn said. Two stokers denied that kiln %d was too hot.\n", i, i, i)
				capture := hearsay.Capture{
					ID: hearsay.NewDocID("", "", []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text), Paths: []string{fmt.Sprintf("%d.txt", i)},
				}
				if err := yield(capture); err != nil {
					return err
				}
			}
			return nil
		})
		return err
	}
}

func TestEventsTellOfAChange(t *testing.T) {
	server, served := running(t, Options{Hosts: []string{"127.0.0.1"}})
	answer, err := http.Get(served.URL + eventsPath)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("Content-Type is %q", kind)
	}
	lines := bufio.NewScanner(answer.Body)
	next := func() (told state) {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				handler := serve(t, Options{}, examples(t))
				newSchemas(t, handler).hold(t, eventsPath, "/components/schemas/State", []byte(data))
				if err := json.Unmarshal([]byte(data), &told); err != nil {
					t.Fatal(err)
				}
				return told
			}
		}
		t.Fatalf("events ended: %v", lines.Err())
		return told
	}
	first := next()
	if first.Change != 1 || first.Stories == 0 || first.Work != nil {
		t.Errorf("at first: %+v", first)
	}
	changed := make(chan error, 1)
	go func() { changed <- server.change(t.Context(), adding(3)) }()
	worked := false
	for told := first; told.Change == 1 || told.Work != nil; worked = worked || told.Work != nil {
		told = next()
	}
	if !worked {
		t.Error("nothing was told of the work")
	}
	if err := <-changed; err != nil {
		t.Error(err)
	}
	if body := get(served.Config.Handler, "http://127.0.0.1/?sort=densest").Body.String(); !strings.Contains(body, "Kiln number") {
		t.Errorf("the start page does not show what was added: %s", body)
	}
}

// A change that fails leaves the pages up, and the next one is carried out.
func TestChangeThatFailsHinderNoOther(t *testing.T) {
	server, _ := running(t, Options{})
	broken := errors.New("broken")
	if err := server.change(t.Context(), func(context.Context, *archive.Archive) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if err := server.change(t.Context(), adding(1)); err != nil {
		t.Error(err)
	}
	if state, _ := server.library.notice.get(); state.Work != nil {
		t.Errorf("still at work: %+v", state.Work)
	}
}

func TestChangeAfterTheEndIsRefused(t *testing.T) {
	server := serverOf(t, Options{}, func(func(hearsay.Capture) error) error { return nil })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	server.Run(ctx)
	if err := server.change(t.Context(), adding(1)); !errors.Is(err, errEnding) {
		t.Errorf("error %v", err)
	}
}

// Who kept the address of a story finds its documents there after the story has become part of another.
func TestAddressOutlivesItsStory(t *testing.T) {
	server, served := running(t, Options{})
	stories := func() []storyLine { return ask[storiesAnswer](t, served.Config.Handler, "/api/stories").Stories }
	before := stories()
	if err := server.change(t.Context(), func(ctx context.Context, keeper *archive.Archive) error {
		_, err := keeper.Merge(ctx, slices.Concat(before[0].Documents, before[1].Documents))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	gone := 0
	for _, story := range before {
		if slices.ContainsFunc(stories(), func(now storyLine) bool { return now.ID == story.ID }) {
			continue
		}
		gone++
		page := get(served.Config.Handler, "http://example.com/stories/"+string(story.ID))
		if page.Code != http.StatusOK || !strings.Contains(page.Body.String(), "/documents/"+string(story.Documents[0])) {
			t.Errorf("story %s: status %d", story.ID, page.Code)
		}
	}
	if gone == 0 {
		t.Error("both stories are still there")
	}
}
