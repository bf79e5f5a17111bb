package web

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/archive"
	"hearsay/intake"
	"hearsay/query"
	"hearsay/report"
	"hearsay/store"
)

func planted(t *testing.T) func(yield func(hearsay.Capture) error) error {
	return func(yield func(hearsay.Capture) error) error {
		return intake.Walk(t.Context(), []string{"../examples", "../testdata/stories"}, intake.Options{}, yield)
	}
}

// A row of the list says what the story's own page says.
func TestRowsAgreeWithStories(t *testing.T) {
	server := serverOf(t, Options{}, planted(t))
	held := server.library.held()
	copies, differ := 0, 0
	for at := range held.contents.Stories {
		row := held.row(at, &storyFilter{})
		story, err := server.library.open(t.Context(), row.ID)
		if err != nil {
			t.Fatal(err)
		}
		var tellings []report.Telling
		differs, apart, nothing := 0, 0, 0
		for i := range story.Claims {
			claim := &story.Claims[i]
			if claim.Documents > 1 || len(story.Documents) == 1 {
				tellings = append(tellings, claim.Tellings...)
			}
			if len(claim.Differences) > 0 {
				differs++
			}
			if len(claim.Apart) > 0 {
				apart++
			}
		}
		for _, add := range story.Adds {
			if add.Nothing {
				nothing++
			}
		}
		if got, want := fmt.Sprint(row.Bar, row.Differs, row.Apart, row.Nothing), fmt.Sprint(story.newBar(tellings), differs, apart, nothing); got != want {
			t.Errorf("story %s: the row has %s, the story %s", row.ID, got, want)
		}
		if len(story.Claims) > 0 {
			if want := shortClaim(&story.Claims[0]); *row.Top != *want && !strings.HasSuffix(row.Top.Words, " …") {
				t.Errorf("story %s: the row begins with %+v, the story with %+v", row.ID, *row.Top, *want)
			}
		}
		near := map[hearsay.DocID]bool{}
		for _, overlap := range story.Overlaps {
			if overlap.NearCopy {
				near[overlap.A], near[overlap.B] = true, true
			}
		}
		listed := row.MoreCopies
		for _, under := range row.Copies {
			listed += 1 + under.Count()
			for _, one := range under.Copies {
				if !slices.ContainsFunc(story.Overlaps, func(o report.Overlap) bool {
					return o.NearCopy && (o.A == one.Of && o.B == one.Doc || o.A == one.Doc && o.B == one.Of)
				}) {
					t.Errorf("story %s: %s is no copy of %s", row.ID, one.Doc, one.Of)
				}
			}
		}
		if listed != len(near) {
			t.Errorf("story %s: %d copies with their leads, the story has %d", row.ID, listed, len(near))
		}
		copies, differ = copies+listed, differ+differs
	}
	if copies == 0 || differ == 0 {
		t.Errorf("%d copies, %d claims told differently: the stories show nothing", copies, differ)
	}
}

// The list opens no story, whatever is asked of it.
func TestListOpensNothing(t *testing.T) {
	server := serverOf(t, Options{}, planted(t))
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range storySorts {
		for _, filter := range []string{"", "&person=Rell", "&outlet=Gazette&after=2010&before=2040", "&one=", "&denied="} {
			for _, path := range []string{"/", "/api/stories"} {
				address := path + "?sort=" + by.Name + filter
				if answer := get(handler, "http://example.com"+address); answer.Code != http.StatusOK {
					t.Errorf("%s: status %d", address, answer.Code)
				}
			}
		}
	}
	if n := len(server.library.held().opened); n > 0 {
		t.Errorf("%d stories were opened", n)
	}
}

// Filters combine with every order; the pages hold every story that is left once, and the counts are right.
func TestPagesHoldEachStoryOnce(t *testing.T) {
	handler := serve(t, Options{}, planted(t))
	all := ask[storiesAnswer](t, handler, "/api/stories").Total
	for _, filter := range []url.Values{{}, {"before": {"2090"}}, {"denied": {""}}, {"one": {""}}, {"denied": {""}, "before": {"2090"}}} {
		wanted := -1
		for _, by := range storySorts {
			seen := map[hearsay.StoryID]bool{}
			for page := 1; ; page++ {
				filter.Set("sort", by.Name)
				filter.Set("page", fmt.Sprint(page))
				answer := ask[storiesAnswer](t, handler, "/api/stories?"+filter.Encode())
				for _, story := range answer.Stories {
					if seen[story.ID] {
						t.Errorf("%v: story %s twice", filter, story.ID)
					}
					seen[story.ID] = true
				}
				if page == answer.Pages {
					if len(seen) != answer.Total || wanted >= 0 && wanted != answer.Total || answer.Total > all {
						t.Errorf("%v: %d stories of %d, in another order %d", filter, len(seen), answer.Total, wanted)
					}
					wanted = answer.Total
					break
				}
			}
		}
		if wanted == 0 || wanted == all && len(filter) > 2 {
			t.Errorf("%v leaves %d of %d stories: it shows nothing", filter, wanted, all)
		}
	}
}

func TestSorts(t *testing.T) {
	entry := func(id string, tellings, origins, disputed int, first, last int32) archive.Entry {
		return archive.Entry{
			Story:   hearsay.Story{ID: hearsay.StoryID(id), About: hearsay.About{First: first, Last: last, Dated: last > 0}},
			Summary: store.Summary{Tellings: tellings, Origins: origins, Disputed: disputed},
		}
	}
	entries := []archive.Entry{
		entry("a", 8, 4, 1, 5, 9), entry("b", 9, 2, 0, 3, 10), entry("c", 0, 0, 3, 0, 0), entry("d", 3, 0, 1, 4, 4), entry("e", 4, 2, 3, 6, 6),
	}
	for i, want := range []string{"abcde", "baedc", "bdaec", "bdaec", "ceadb"} {
		got := ""
		for _, at := range sorted(entries, storySorts[i]) {
			got += string(entries[at].Story.ID)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", storySorts[i].Name, got, want)
		}
	}
}

// A search opens some stories at a time and says where it goes on; all its pages together find what one search of
// everything finds.
func TestSearchGoesOn(t *testing.T) {
	server := serverOf(t, Options{}, planted(t))
	handler, err := server.Handler()
	if err != nil {
		t.Fatal(err)
	}
	sentences := regexp.MustCompile(`data-open>.*?</a> <span class="facts">\[`)
	pages, found := 0, 0
	for address := "/find?q=" + url.QueryEscape("the*"); address != ""; pages++ {
		answer := get(handler, "http://example.com"+address)
		if answer.Code != http.StatusOK {
			t.Fatalf("%s: status %d: %s", address, answer.Code, answer.Body)
		}
		found += len(sentences.FindAllString(answer.Body.String(), -1))
		at := slices.IndexFunc(parse(t, answer.Body.String()).links, func(link string) bool { return strings.Contains(link, "from=") })
		address = ""
		if at >= 0 {
			address = parse(t, answer.Body.String()).links[at]
		}
	}
	parsed, err := query.Parse("the*")
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, entry := range server.library.held().contents.Stories {
		story, err := server.library.open(t.Context(), entry.Story.ID)
		if err != nil {
			t.Fatal(err)
		}
		want += len(parsed.Search(&story.archived.Ledger, story.archived.Readings).Places)
	}
	if pages < 2 || found != want {
		t.Errorf("%d pages with %d sentences, want %d", pages, found, want)
	}
	for _, wrong := range []string{"&from=x", "&from=-1", "&from=99999", "&text=0"} {
		if answer := get(handler, "http://example.com/find?q=the*"+wrong); answer.Code != http.StatusBadRequest {
			t.Errorf("%s: status %d", wrong, answer.Code)
		}
	}
}
