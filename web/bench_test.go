package web

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/archive"
	"hearsay/store/sqlite"
)

// bench is the pages over a store of 24,000 invented documents or, where HEARSAY_STORE names one, over that.
func bench(b *testing.B) (*Server, http.Handler) {
	b.Helper()
	dir := os.Getenv("HEARSAY_STORE")
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "store")
		if err := largeStore(b, dir, 24_000).Close(); err != nil {
			b.Fatal(err)
		}
	}
	held, err := sqlite.Open(b.Context(), dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = held.Close() }) // nothing is written
	keeper, err := archive.New(b.Context(), held, archive.Choice{}, archive.Options{Workers: 2})
	if err != nil {
		b.Fatal(err)
	}
	stories, err := keeper.Narrow(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	contents := archive.Contents{Stories: stories}
	for _, entry := range stories {
		contents.Held += len(entry.Story.Docs)
	}
	server, err := New(keeper, contents, Options{Hosts: []string{"example.com"}})
	if err != nil {
		b.Fatal(err)
	}
	handler, err := server.Handler()
	if err != nil {
		b.Fatal(err)
	}
	return server, handler
}

// asking is a kind of page: the addresses of the pages of one story, or of the whole store.
type asking struct {
	name string
	of   func(*opened) []string
}

// BenchmarkPages asks for pages of each kind, of stories of each size: cold, when the story was not opened before, and warm,
// when it was. What is reported are the median and the 95th percentile of the answers, in milliseconds, and how many bytes the largest has.
func BenchmarkPages(b *testing.B) {
	server, handler := bench(b)
	stories := server.library.held().contents.Stories
	whole := map[string]string{}
	for _, by := range storySorts {
		for name, filter := range map[string]string{
			"all": "", "person": "&person=maren", "outlet": "&outlet=gazette", "dates": "&after=2033&before=2036-06", "one": "&one=", "denied": "&denied=",
			"together": "&person=maren&outlet=gazette&after=2033&denied=",
		} {
			whole["stories/"+by.Name+"/"+name] = "/?sort=" + by.Name + filter
			whole["api stories/"+by.Name+"/"+name] = "/api/stories?sort=" + by.Name + filter
		}
	}
	for name, asked := range map[string]string{
		"rare word": "drydock", "two words": "chandlery crane", "common word": "said", "phrase": `"declined to comment"`, "says": "says:maren", "origins": "origins:<2 harbour",
		"nothing": "quinquereme",
	} {
		whole["find/"+name] = "/find?q=" + url.QueryEscape(asked)
		whole["api find/"+name] = "/api/find?q=" + url.QueryEscape(asked)
	}
	var names []string
	for name := range whole {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b.Run(name, func(b *testing.B) {
			measure(b, handler, server, true, func(int) string { return whole[name] })
		})
	}
	for _, size := range []struct {
		name     string
		from, to int
	}{{"1", 1, 1}, {"2-4", 2, 4}, {"5-9", 5, 9}, {"10-30", 10, 30}, {"120", 31, 200}, {"500", 201, 1000}} {
		var some []hearsay.StoryID
		for _, entry := range stories {
			if n := len(entry.Story.Docs); n >= size.from && n <= size.to && len(some) < 40 {
				some = append(some, entry.Story.ID)
			}
		}
		if len(some) == 0 {
			continue
		}
		for _, kind := range []asking{
			{"story", func(o *opened) []string { return []string{"/stories/" + string(o.ID)} }},
			{"claim", func(o *opened) []string { return []string{fmt.Sprintf("/stories/%s/claims/%s", o.ID, o.Claims[0].ID)} }},
			{"document", func(o *opened) []string { return []string{"/documents/" + string(o.Documents[0])} }},
			{"passages", func(o *opened) []string {
				if len(o.Overlaps) == 0 {
					return nil
				}
				return []string{fmt.Sprintf("/passages/%s/%s", o.Overlaps[0].A, o.Overlaps[0].B)}
			}},
			{"person", func(o *opened) []string { return []string{fmt.Sprintf("/stories/%s/people/1", o.ID)} }},
			{"graph", func(o *opened) []string { return []string{fmt.Sprintf("/stories/%s/graph.json", o.ID)} }},
			{"api story", func(o *opened) []string { return []string{"/api/stories/" + string(o.ID)} }},
			{"api people", func(o *opened) []string { return []string{"/api/stories/" + string(o.ID) + "/people"} }},
			{"api document", func(o *opened) []string { return []string{"/api/documents/" + string(o.Documents[0])} }},
		} {
			var addresses []string
			for _, id := range some {
				story, err := server.library.open(b.Context(), id)
				if err != nil {
					b.Fatal(err)
				}
				addresses = append(addresses, kind.of(story)...)
			}
			if len(addresses) == 0 {
				continue
			}
			for _, cold := range []bool{true, false} {
				name := fmt.Sprintf("%s/%s/warm", kind.name, size.name)
				if cold {
					name = strings.TrimSuffix(name, "warm") + "cold"
				}
				b.Run(name, func(b *testing.B) {
					measure(b, handler, server, cold, func(n int) string { return addresses[n%len(addresses)] })
				})
			}
		}
	}
}

// measure asks for addresses and reports how long the answers took. Where it is to be cold nothing is kept between two.
func measure(b *testing.B, handler http.Handler, server *Server, cold bool, address func(int) string) {
	b.Helper()
	var took []time.Duration
	most := 0
	contents := server.library.held().contents
	for b.Loop() {
		b.StopTimer()
		if cold {
			server.library.show(contents)
		} else {
			get(handler, "http://example.com"+address(len(took)))
		}
		b.StartTimer()
		at := time.Now()
		answer := get(handler, "http://example.com"+address(len(took)))
		took = append(took, time.Since(at))
		if answer.Code != http.StatusOK {
			b.Fatalf("%s: status %d: %s", address(len(took)-1), answer.Code, answer.Body)
		}
		most = max(most, answer.Body.Len())
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(most)/1000, "kB")
	b.ReportMetric(0, "ns/op")
}
