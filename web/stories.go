package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"hearsay"
	"hearsay/archive"
	"hearsay/internal/limits"
	"hearsay/report"
)

// storiesPage is the list of stories.
type storiesPage struct {
	frame
	Rows     []storyRow
	Sort     string
	Sorts    []string
	Number   int // of this page, from 1
	Pages    int
	Stories  int
	Previous string
	Next     string
	Filter   storyFilter
}

// storyRow is one story of the list.
type storyRow struct {
	ID        hearsay.StoryID
	Headline  string
	Documents int
	Outlets   []string
	Days      string
	Claims    int
	Shared    int // claims told by two documents or more
	Bar       bar
	Top       *claimRow // the claim told by most
	Differs   int       // claims whose tellings differ
	Denied    int       // claims that are denied, or of which somebody declined to speak
	Nothing   int       // documents that add nothing
	Saga      int       // stories of the same affair, this one among them
}

// claimRow is a claim in short.
type claimRow struct {
	ID       hearsay.ClaimID
	Words    string
	Tellings int
	Outlets  int
	Interval string
}

// The ways in which stories can be sorted. What the address does not say is the first.
var storySorts = []string{"densest", "newest", "oldest"}

// stories shows the stories of the archive, some at a time.
func (s *Server) stories(r *http.Request) (string, any, error) {
	if filter := parseFilter(r.URL.Query()); filter.Any() {
		return s.filteredStories(r, filter)
	}
	held := s.library.held()
	sort, number, pages, err := held.pageOf(r)
	if err != nil {
		return "", nil, err
	}
	entries := sorted(held.contents.Stories, sort)
	page := storiesPage{
		frame: s.frame("Stories", r), Sort: sort, Sorts: storySorts, Number: number, Pages: pages, Stories: len(entries),
	}
	if number > 1 {
		page.Previous = storiesURL(sort, number-1)
	}
	if number < pages {
		page.Next = storiesURL(sort, number+1)
	}
	for _, entry := range onPage(entries, number) {
		story, err := s.library.openOn(r.Context(), held, entry.Story.ID)
		if err != nil {
			return "", nil, err
		}
		page.Rows = append(page.Rows, held.row(story, entry))
	}
	return "stories.html", page, nil
}

// filteredStories shows those that a filter holds of.
func (s *Server) filteredStories(r *http.Request, filter storyFilter) (string, any, error) {
	sort, err := sortOf(r)
	if err != nil {
		return "", nil, err
	}
	rows, next, err := s.library.filtered(r.Context(), filter, sort, cmp.Or(r.URL.Query().Get("from"), "0"))
	if err != nil {
		return "", nil, err
	}
	page := storiesPage{frame: s.frame("Stories", r), Rows: rows, Sort: sort, Sorts: storySorts, Filter: filter}
	if next > 0 {
		values := filter.values()
		values.Set("sort", sort)
		values.Set("from", strconv.Itoa(next))
		page.Next = "/?" + values.Encode()
	}
	return "stories.html", page, nil
}

// sortOf is the order that is asked for.
func sortOf(r *http.Request) (string, error) {
	sort := cmp.Or(r.URL.Query().Get("sort"), storySorts[0])
	if !slices.Contains(storySorts, sort) {
		return "", badRequest{fmt.Errorf("stories are sorted by %s, not by %q", strings.Join(storySorts, ", "), sort)}
	}
	return sort, nil
}

// pageOf is the order and the page of the stories that are asked for, and how many pages there are.
func (s *shelf) pageOf(r *http.Request) (sort string, number, pages int, err error) {
	asked := r.URL.Query()
	if sort, err = sortOf(r); err != nil {
		return "", 0, 0, err
	}
	pages = max(1, (len(s.contents.Stories)+limits.PageStories-1)/limits.PageStories)
	if number, err = strconv.Atoi(cmp.Or(asked.Get("page"), "1")); err != nil || number < 1 || number > pages {
		return "", 0, 0, badRequest{fmt.Errorf("there are pages 1 to %d, and no %q", pages, asked.Get("page"))}
	}
	return sort, number, pages, nil
}

// onPage is the stories of one page.
func onPage(entries []archive.Entry, number int) []archive.Entry {
	first := (number - 1) * limits.PageStories
	return entries[first:min(first+limits.PageStories, len(entries))]
}

func storiesURL(sort string, page int) string {
	return "/?" + url.Values{"sort": {sort}, "page": {strconv.Itoa(page)}}.Encode()
}

// sorted is stories, densest first, in another order; ties keep the densest first, and what has no date comes last.
func sorted(entries []archive.Entry, by string) []archive.Entry {
	entries = slices.Clone(entries)
	switch by {
	case "newest":
		slices.SortStableFunc(entries, func(a, b archive.Entry) int {
			return cmp.Or(undatedLast(a, b), cmp.Compare(b.Story.About.Last, a.Story.About.Last))
		})
	case "oldest":
		slices.SortStableFunc(entries, func(a, b archive.Entry) int {
			return cmp.Or(undatedLast(a, b), cmp.Compare(a.Story.About.First, b.Story.About.First))
		})
	}
	return entries
}

func undatedLast(a, b archive.Entry) int {
	switch {
	case a.Story.About.Dated == b.Story.About.Dated:
		return 0
	case a.Story.About.Dated:
		return -1
	}
	return 1
}

// days is when a story's documents were published.
func days(about hearsay.About) string {
	if !about.Dated {
		return "no date stated"
	}
	first, last := day(about.First), day(about.Last)
	if first == last {
		return first
	}
	return first + " to " + last
}

// day writes a number of days since 1970-01-01.
func day(n int32) string { return time.Unix(int64(n)*86400, 0).UTC().Format(time.DateOnly) }

func (s *shelf) row(story *opened, entry archive.Entry) storyRow {
	row := storyRow{
		ID: story.ID, Headline: entry.Story.About.Title, Documents: len(story.Documents), Claims: entry.Claims, Shared: entry.Shared,
		Days: days(entry.Story.About),
	}
	if saga := s.sagas[story.ID]; saga != nil {
		row.Saga = len(saga.Stories)
	}
	for _, id := range story.Documents {
		if outlet := story.docs[id].Outlet.Value; outlet != "" && !slices.Contains(row.Outlets, outlet) {
			row.Outlets = append(row.Outlets, outlet)
		}
	}
	slices.Sort(row.Outlets)
	var tellings []report.Telling
	for i := range story.Claims {
		claim := &story.Claims[i]
		if claim.Documents > 1 || len(story.Documents) == 1 {
			tellings = append(tellings, claim.Tellings...)
		}
		if len(claim.Differences) > 0 {
			row.Differs++
		}
		if len(claim.Apart) > 0 {
			row.Denied++
		}
	}
	for _, add := range story.Adds {
		if add.Nothing {
			row.Nothing++
		}
	}
	row.Bar = story.newBar(tellings)
	if len(story.Claims) > 0 {
		row.Top = shortClaim(&story.Claims[0])
	}
	return row
}

func shortClaim(claim *report.Claim) *claimRow {
	return &claimRow{
		ID: claim.ID, Words: plain(claim.Headline), Tellings: len(claim.Tellings), Outlets: len(claim.Outlets), Interval: behind(claim.Intervals),
	}
}

// interval is how many are behind a claim, in short: "2–5, +2 untraced".
func interval(of *report.Interval) string {
	text := fmt.Sprintf("%d–%d", of.Min, of.Max)
	if of.Untraced > 0 {
		text += fmt.Sprintf(", +%d untraced", of.Untraced)
	}
	return text
}

// skippedPage lists what could not be read.
type skippedPage struct {
	frame
	Skipped []hearsay.Document
}

func (s *Server) skipped(r *http.Request) (string, any, error) {
	return "skipped.html", skippedPage{s.frame("Not read", r), s.library.held().contents.Skipped}, nil
}
