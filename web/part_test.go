package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"hearsay/archive"
	"hearsay/internal/limits"
	"hearsay/store/mem"
)

// shelved are the pages over one large story of so many documents.
func shelved(t *testing.T, documents int) (*Server, *opened) {
	t.Helper()
	several, _ := models(t)
	slices.SortStableFunc(several, func(a, b model) int { return len(b.story.Readings) - len(a.story.Readings) })
	big := several[0].grown((documents + len(several[0].story.Readings) - 1) / len(several[0].story.Readings))
	held := mem.New()
	var put batch
	put.add(t, &big, 1)
	put.flush(t, held)
	keeper, err := archive.New(t.Context(), held, archive.Choice{}, archive.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	stories, err := keeper.Narrow(t.Context(), nil)
	if err != nil || len(stories) != 1 {
		t.Fatal(stories, err)
	}
	server, err := New(keeper, archive.Contents{Stories: stories, Held: documents}, Options{Hosts: []string{"example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	story, err := server.library.open(t.Context(), stories[0].Story.ID)
	if err != nil {
		t.Fatal(err)
	}
	return server, story
}

// However many documents a story has, its page stays within 250 kB over the wire, and what is left out is led to.
func TestStoryPageIsBounded(t *testing.T) {
	server, story := shelved(t, 500)
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	address := "/stories/" + string(story.ID)
	request := httptest.NewRequest(http.MethodGet, "http://example.com"+address, nil)
	request.Header.Set("Accept-Encoding", "gzip")
	packed := httptest.NewRecorder()
	handler.ServeHTTP(packed, request)
	plain := get(handler, "http://example.com"+address)
	t.Logf("%d documents, %d claims: %d bytes packed, %d plain", len(story.Documents), len(story.Claims), packed.Body.Len(), plain.Body.Len())
	if packed.Code != http.StatusOK || packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() > 250_000 {
		t.Errorf("status %d, %d bytes over the wire", packed.Code, packed.Body.Len())
	}
	// The story repeats itself, which packs too well; markup packs to a third at least.
	if plain.Body.Len() > 700_000 {
		t.Errorf("%d bytes before packing", plain.Body.Len())
	}
	for _, test := range []struct {
		list string
		rows int
	}{
		{"claims", len(story.Claims)}, {"sourcing", len(story.Lanes())}, {"passages", len(story.Overlaps)}, {"timeline", len(story.Timeline)},
		{"people", len(story.People)}, {"adds", len(story.Adds)}, {"documents", len(story.Documents)}, {"joins", len(story.Joins)},
	} {
		if test.rows <= limits.PageRows {
			t.Errorf("%d %s are no long list", test.rows, test.list)
		}
		parts := 1
		for next := address; ; parts++ {
			page := parse(t, get(handler, "http://example.com"+next).Body.String())
			if !page.names[test.list] {
				t.Fatalf("%s has no %q to point at", next, test.list)
			}
			at := slices.IndexFunc(page.links, func(link string) bool {
				return strings.HasPrefix(link, fmt.Sprintf("%s?%s=%d#", address, test.list, parts+1))
			})
			if at < 0 {
				break
			}
			next, _, _ = strings.Cut(page.links[at], "#")
		}
		size := limits.PageRows
		if test.list == "claims" {
			size = limits.PageClaims
		}
		if want := (test.rows + size - 1) / size; parts != want {
			t.Errorf("%s: %d parts are led to, want %d", test.list, parts, want)
		}
	}
	for _, wrong := range []string{"?people=0", "?people=x", "?people=99999"} {
		if answer := get(handler, "http://example.com"+address+wrong); answer.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", wrong, answer.Code)
		}
	}
}
