package web

import (
	"cmp"
	"fmt"
	"net/http"
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
	Sorts    []storySort
	Number   int // of this page, from 1
	Pages    int
	Stories  int // on all pages
	Of       int // held in all
	Previous string
	Next     string
	Filter   *storyFilter
}

// storyRow is one story of the list. It is made from the story's summary alone.
type storyRow struct {
	ID         hearsay.StoryID
	Headline   string
	Documents  int
	Outlets    []string // the first of them
	AllOutlets int
	Days       string
	Claims     int
	Shared     int // claims told by two documents or more
	Bar        bar
	Top        *claimRow // the claim told by most
	Echo       string    // how many tellings of shared claims rest on how many origins
	Differs    int       // claims whose tellings differ
	Apart      int       // claims that are denied, or of which somebody declined to speak
	Nothing    int       // documents that add nothing
	Saga       int       // stories of the same affair, this one among them
	Newest     *addedRow
	Copies     []copiedRow
	MoreCopies int
	Person     *calledRow // whom the filter asks for
}

// claimRow is a claim in short.
type claimRow struct {
	ID       hearsay.ClaimID
	Words    string
	Tellings int
	Outlets  int
	Interval string
}

// addedRow is what the last document that adds anything adds.
type addedRow struct {
	By    namedRow
	Span  report.Span
	Words string
}

// copiedRow is a document with its near copies.
type copiedRow struct {
	Lead   namedRow
	Copies []copyRow
	More   int
}

// Count is how many copies there are.
func (c copiedRow) Count() int { return len(c.Copies) + c.More }

// copyRow is a near copy, and the document that it is compared with.
type copyRow struct {
	namedRow
	Of hearsay.DocID
}

// namedRow is a document by what it is called.
type namedRow struct {
	Doc  hearsay.DocID
	Name string
}

// calledRow is somebody who is named in a story.
type calledRow struct {
	ID   hearsay.IdentityID
	Name string
}

// storySort is a way in which stories can be sorted. Ties keep the densest first.
type storySort struct {
	Name    string // in the address
	Label   string
	Title   string
	compare func(a, b *archive.Entry) int
}

// The ways in which stories can be sorted. What the address does not say is the first.
var storySorts = []storySort{
	{"densest", "densest", "most documents first", func(a, b *archive.Entry) int { return 0 }},
	{"newest", "newest", "told last first", func(a, b *archive.Entry) int {
		return cmp.Or(undatedLast(a, b), cmp.Compare(b.Story.About.Last, a.Story.About.Last))
	}},
	{"oldest", "oldest", "told first first", func(a, b *archive.Entry) int {
		return cmp.Or(undatedLast(a, b), cmp.Compare(a.Story.About.First, b.Story.About.First))
	}},
	{"echo", "tellings per origin", "many tellings on few origins first", func(a, b *archive.Entry) int {
		// Those of b divided by those of a; without an origin, as with one.
		return cmp.Compare(b.Tellings*max(1, a.Origins), a.Tellings*max(1, b.Origins))
	}},
	{"disagreement", "disagreement", "most claims told differently or denied first", func(a, b *archive.Entry) int {
		return cmp.Compare(b.Disputed, a.Disputed)
	}},
}

func undatedLast(a, b *archive.Entry) int {
	switch {
	case a.Story.About.Dated == b.Story.About.Dated:
		return 0
	case a.Story.About.Dated:
		return -1
	}
	return 1
}

// sorted are the indices of stories, which come densest first, in another order.
func sorted(entries []archive.Entry, by storySort) []int {
	order := make([]int, len(entries))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return by.compare(&entries[a], &entries[b]) })
	return order
}

// stories shows the stories of the archive, some at a time.
func (s *Server) stories(r *http.Request) (string, any, error) {
	asked, err := s.library.held().asked(r)
	if err != nil {
		return "", nil, err
	}
	held, filter := asked.shelf, &asked.filter
	page := storiesPage{
		frame: s.frame("Stories", r), Sort: asked.sort, Sorts: storySorts, Number: asked.number, Pages: asked.pages,
		Stories: asked.stories, Of: len(held.contents.Stories), Filter: filter,
	}
	if asked.number > 1 {
		page.Previous = filter.address(asked.sort, asked.number-1)
	}
	if asked.number < asked.pages {
		page.Next = filter.address(asked.sort, asked.number+1)
	}
	for _, at := range asked.page {
		page.Rows = append(page.Rows, held.row(at, filter))
	}
	return "stories.html", page, nil
}

// askedStories is a page of the stories that an address asks for.
type askedStories struct {
	shelf         *shelf
	filter        storyFilter
	sort          string
	page          []int // indices of the stories
	number, pages int   // of the page, from 1, and of all pages
	stories       int   // on all pages
}

// asked are the stories that an address asks for.
func (s *shelf) asked(r *http.Request) (askedStories, error) {
	values := r.URL.Query()
	asked := askedStories{shelf: s, sort: cmp.Or(values.Get("sort"), storySorts[0].Name)}
	at := slices.IndexFunc(storySorts, func(by storySort) bool { return by.Name == asked.sort })
	if at < 0 {
		var names []string
		for _, by := range storySorts {
			names = append(names, by.Name)
		}
		return asked, badRequest{fmt.Errorf("stories are sorted by %s, not by %q", strings.Join(names, ", "), asked.sort)}
	}
	var err error
	if asked.filter, err = parseFilter(values); err != nil {
		return asked, err
	}
	chosen := asked.filter.chosen(s.contents.Stories, s.orders[at]())
	asked.stories = len(chosen)
	asked.pages = max(1, (len(chosen)+limits.PageStories-1)/limits.PageStories)
	asked.number, err = strconv.Atoi(cmp.Or(values.Get("page"), "1"))
	if err != nil || asked.number < 1 || asked.number > asked.pages {
		return asked, badRequest{fmt.Errorf("there are pages 1 to %d, and no %q", asked.pages, values.Get("page"))}
	}
	first := (asked.number - 1) * limits.PageStories
	asked.page = chosen[first:min(first+limits.PageStories, len(chosen))]
	return asked, nil
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

// row is a story in the list, made from its summary.
func (s *shelf) row(at int, filter *storyFilter) storyRow {
	entry := &s.contents.Stories[at]
	row := storyRow{
		ID: entry.Story.ID, Headline: entry.Story.About.Title, Documents: len(entry.Story.Docs),
		Outlets: entry.Outlets[:min(len(entry.Outlets), limits.RowOutlets)], AllOutlets: len(entry.Outlets) + entry.MoreOutlets, Days: days(entry.Story.About), Claims: entry.Claims, Shared: entry.Shared, Bar: barOf(entry.Bases),
		Differs: entry.Differ, Apart: entry.Apart, Nothing: entry.Nothing, MoreCopies: entry.MoreCopies,
	}
	if saga := s.sagas[row.ID]; saga != nil {
		row.Saga = len(saga.Stories)
	}
	if entry.Tellings > 0 {
		row.Echo = fmt.Sprintf("%s on %s", report.Count(entry.Tellings, "telling", "tellings"), report.Count(entry.Origins, "origin", "origins"))
	}
	if top := entry.Top; top != nil {
		row.Top = &claimRow{ID: top.ID, Words: extract(top.Headline.Words, top.Headline.Cut()), Tellings: top.Tellings, Outlets: top.Outlets}
		intervals := make([]report.Interval, len(top.Intervals))
		for i, of := range top.Intervals {
			intervals[i] = report.Interval{Level: of.Level, Min: of.Min, Max: of.Max, Untraced: of.Untraced}
		}
		row.Top.Interval = behind(intervals)
	}
	if newest := entry.Newest; newest != nil {
		row.Newest = &addedRow{By: namedRow{newest.By.Doc, called(newest.By.Number, newest.By.Outlet, "")},
			Span: extractSpan(newest.Said.Doc, newest.Said.Span, newest.Said.Words), Words: extract(newest.Said.Words, newest.Said.Cut())}
	}
	for i := range entry.Copies {
		copied := &entry.Copies[i]
		lead := copied.Lead
		under := copiedRow{Lead: namedRow{lead.Doc, called(lead.Number, lead.Outlet, lead.Title)}, More: copied.More}
		for _, one := range copied.Copies {
			under.Copies = append(under.Copies, copyRow{namedRow{one.Doc, called(one.Number, one.Outlet, "")}, one.Of})
		}
		row.Copies = append(row.Copies, under)
	}
	if filter.Person != "" {
		if at := filter.called(entry); at >= 0 {
			row.Person = &calledRow{entry.People[at].ID, entry.People[at].Name}
		}
	}
	return row
}

// called is a document in short: its number, its outlet and its title, where these are known.
func called(number int, outlet, title string) string {
	name := fmt.Sprintf("[%d]", number)
	if outlet != "" {
		name += " " + outlet
	}
	if title != "" {
		name += ": " + title
	}
	return name
}

// extract is words in one line, with a mark where they are cut.
func extract(words string, cut bool) string {
	line := strings.Join(strings.Fields(words), " ")
	if cut {
		line += " …"
	}
	return line
}

// extractSpan is where the words of an extract stand.
func extractSpan(doc hearsay.DocID, span hearsay.Span, words string) report.Span {
	return report.Span{Doc: doc, Start: int(span.Start), End: int(span.Start) + len(words), Text: words}
}

func shortClaim(claim *report.Claim) *claimRow {
	return &claimRow{
		ID: claim.ID, Words: plain(claim.Headline), Tellings: len(claim.Tellings), Outlets: len(claim.Outlets), Interval: behind(claim.Intervals),
	}
}

// skippedPage lists what could not be read.
type skippedPage struct {
	frame
	Skipped []hearsay.Document
}

func (s *Server) skipped(r *http.Request) (string, any, error) {
	return "skipped.html", skippedPage{s.frame("Not read", r), s.library.held().contents.Skipped}, nil
}
