package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/report"
)

// The types of this file are those answers of the interface that are neither a report nor a listing.

// storiesAnswer is some of the stories.
type storiesAnswer struct {
	Sort    string      `json:"sort"`
	Page    int         `json:"page"` // from 1
	Pages   int         `json:"pages"`
	Total   int         `json:"total"` // stories
	Stories []storyLine `json:"stories"`
}

// storyLine is a story in short.
type storyLine struct {
	ID         hearsay.StoryID   `json:"id"`
	Title      string            `json:"title"`
	Documents  []hearsay.DocID   `json:"documents"`
	Outlets    []string          `json:"outlets"` // at most limits.SummaryOutlets of them
	AllOutlets int               `json:"all_outlets"`
	Claims     int               `json:"claims"`
	Shared     int               `json:"shared"`   // claims that several documents tell
	Tellings   int               `json:"tellings"` // of these
	Origins    int               `json:"origins"`  // distinct traced ones behind the tellings
	Bases      []basisCount      `json:"bases"`
	Top        *topLine          `json:"top,omitempty"`
	Differ     int               `json:"differ"`   // claims told differently
	Apart      int               `json:"apart"`    // claims denied, questioned or not answered
	Denied     int               `json:"denied"`   // claims denied
	Disputed   int               `json:"disputed"` // claims told differently or denied
	AddNothing int               `json:"add_nothing"`
	Newest     *report.Span      `json:"newest,omitempty"` // what the last document that adds anything adds
	Copies     []copiedLine      `json:"copies"`
	MoreCopies int               `json:"more_copies,omitempty"`
	First      string            `json:"first,omitempty"`
	Last       string            `json:"last,omitempty"`
	Saga       []hearsay.StoryID `json:"saga"` // other stories of the affair
}

// basisCount is how many tellings rest on one basis.
type basisCount struct {
	Basis    string `json:"basis"`
	Tellings int    `json:"tellings"`
}

// topLine is the claim told by most, in short.
type topLine struct {
	ID        hearsay.ClaimID `json:"id"`
	Headline  report.Span     `json:"headline"` // the first words of it
	Tellings  int             `json:"tellings"`
	Documents int             `json:"documents"`
	Outlets   int             `json:"outlets"`
	Intervals []intervalLine  `json:"intervals"`
}

// intervalLine is an interval of a claim in short.
type intervalLine struct {
	Level    hearsay.Level `json:"level"`
	Min      int           `json:"min"`
	Max      int           `json:"max"`
	Untraced int           `json:"untraced"`
}

// copiedLine is a document with its near copies.
type copiedLine struct {
	Lead   hearsay.DocID `json:"lead"`
	Copies []copyLine    `json:"copies"`
	More   int           `json:"more,omitempty"`
}

// copyLine is a near copy, and the first document of which it is one.
type copyLine struct {
	Document hearsay.DocID `json:"document"`
	Of       hearsay.DocID `json:"of"`
}

// documentAnswer is a document with its text.
type documentAnswer struct {
	Format   int              `json:"format"`
	Program  string           `json:"program"`
	Revision string           `json:"revision"`
	Offsets  report.Offsets   `json:"offsets"`
	Document *report.Document `json:"document"`
	Text     string           `json:"text"`
}

// foundAnswer is what a query holds of.
type foundAnswer struct {
	Listing *report.Listing `json:"listing"`
	Next    int             `json:"next,omitempty"` // where to go on; none where this is all
}

// sagasAnswer is some of the affairs.
type sagasAnswer struct {
	Page  int        `json:"page"` // from 1
	Pages int        `json:"pages"`
	Total int        `json:"total"`
	Sagas []sagaLine `json:"sagas"`
}

// sagaLine is an affair in short.
type sagaLine struct {
	ID      hearsay.StoryID    `json:"id"`
	Stories []report.SagaStory `json:"stories"` // as the report has them
}

// rulesAnswer are the rules of a desk.
type rulesAnswer struct {
	Rules []ruleLine `json:"rules"` // in the order of its file
}

// ruleLine is a rule by which a desk wants its copy looked at again.
type ruleLine struct {
	Name  string `json:"name"`
	On    bool   `json:"on"`
	Least int    `json:"least"` // its threshold, in what the rule counts; 0 where it has none
	Text  string `json:"text"`
}

func (s *Server) apiStories(r *http.Request) (any, error) {
	asked, err := s.library.held().asked(r)
	if err != nil {
		return nil, err
	}
	out := storiesAnswer{Sort: asked.sort, Page: asked.number, Pages: asked.pages, Total: asked.stories, Stories: []storyLine{}}
	for _, at := range asked.page {
		out.Stories = append(out.Stories, asked.shelf.line(at))
	}
	return out, nil
}

// line is a story in short, made from its summary.
func (s *shelf) line(at int) storyLine {
	entry := &s.contents.Stories[at]
	line := storyLine{
		ID: entry.Story.ID, Title: entry.Story.About.Title, Documents: entry.Story.Docs, Outlets: append([]string{}, entry.Outlets...),
		AllOutlets: len(entry.Outlets) + entry.MoreOutlets, Claims: entry.Claims, Shared: entry.Shared, Tellings: entry.Tellings,
		Origins: entry.Origins, Bases: []basisCount{}, Differ: entry.Differ, Apart: entry.Apart, Denied: entry.Denied,
		Disputed: entry.Disputed, AddNothing: entry.Nothing, Copies: []copiedLine{}, MoreCopies: entry.MoreCopies, Saga: []hearsay.StoryID{},
	}
	for basis, n := range entry.Bases {
		if n > 0 {
			line.Bases = append(line.Bases, basisCount{hearsay.Basis(basis).String(), n})
		}
	}
	if top := entry.Top; top != nil {
		line.Top = &topLine{ID: top.ID, Headline: extractSpan(top.Headline.Doc, top.Headline.Span, top.Headline.Words),
			Tellings: top.Tellings, Documents: top.Documents, Outlets: top.Outlets, Intervals: []intervalLine{}}
		for _, of := range top.Intervals {
			line.Top.Intervals = append(line.Top.Intervals, intervalLine(of))
		}
	}
	if newest := entry.Newest; newest != nil {
		span := extractSpan(newest.Said.Doc, newest.Said.Span, newest.Said.Words)
		line.Newest = &span
	}
	for i := range entry.Copies {
		copied := &entry.Copies[i]
		under := copiedLine{Lead: copied.Lead.Doc, Copies: []copyLine{}, More: copied.More}
		for _, one := range copied.Copies {
			under.Copies = append(under.Copies, copyLine{one.Doc, one.Of})
		}
		line.Copies = append(line.Copies, under)
	}
	if entry.Story.About.Dated {
		line.First, line.Last = day(entry.Story.About.First), day(entry.Story.About.Last)
	}
	for _, other := range s.saga(line.ID) {
		line.Saga = append(line.Saga, other.ID)
	}
	return line
}

// maker makes a report in the unit that was asked for.
func (s *Server) maker(r *http.Request) (*report.Maker, error) {
	maker, err := report.NewMaker(s.options.Program, s.revision, offsets(r))
	if err != nil {
		return nil, badRequest{err}
	}
	return maker, nil
}

func offsets(r *http.Request) report.Offsets {
	return report.Offsets(cmp.Or(r.URL.Query().Get("offsets"), string(report.UTF8)))
}

// asked opens the story that an address names.
func (s *Server) asked(r *http.Request) (*opened, error) {
	return s.library.open(r.Context(), hearsay.StoryID(r.PathValue("story")))
}

func (s *Server) apiStory(r *http.Request) (any, error) {
	story, err := s.asked(r)
	if err != nil {
		return nil, err
	}
	return s.told(story, s.library.held().sagas[story.ID], offsets(r), hardening(r))
}

// apiSagas answers with the affairs that several stories tell, some at a time.
func (s *Server) apiSagas(r *http.Request) (any, error) {
	sagas := s.library.held().contents.Sagas
	pages := max(1, (len(sagas)+limits.PageStories-1)/limits.PageStories)
	number, err := strconv.Atoi(cmp.Or(r.URL.Query().Get("page"), "1"))
	if err != nil || number < 1 || number > pages {
		return nil, badRequest{fmt.Errorf("there are pages 1 to %d, and no %q", pages, r.URL.Query().Get("page"))}
	}
	out := sagasAnswer{Page: number, Pages: pages, Total: len(sagas), Sagas: []sagaLine{}}
	from := (number - 1) * limits.PageStories
	for i := range sagas[from:min(len(sagas), from+limits.PageStories)] {
		saga := &sagas[from+i]
		line := sagaLine{ID: saga.ID, Stories: make([]report.SagaStory, len(saga.Stories))}
		for n := range saga.Stories {
			line.Stories[n] = report.NewSagaStory(&saga.Stories[n])
		}
		out.Sagas = append(out.Sagas, line)
	}
	return out, nil
}

// apiSaga answers with one affair: its stories, and the terms that link them as their documents have them.
func (s *Server) apiSaga(r *http.Request) (any, error) {
	maker, err := s.maker(r)
	if err != nil {
		return nil, err
	}
	held, id := s.library.held(), hearsay.StoryID(r.PathValue("saga"))
	at := slices.IndexFunc(held.contents.Sagas, func(saga hearsay.Saga) bool { return saga.ID == id })
	if at < 0 {
		return nil, fmt.Errorf("saga %s: %w", id, errNotHeld)
	}
	saga := &held.contents.Sagas[at]
	for _, of := range saga.Stories {
		story, err := s.library.openOn(r.Context(), held, of.ID)
		if err != nil {
			return nil, err
		}
		saga = story.archived.Worded(saga)
	}
	maker.AddSaga(saga)
	return maker.Report(), nil
}

// apiRules answers with the rules by which prompts are found, on or off.
func (s *Server) apiRules(*http.Request) (any, error) {
	out := rulesAnswer{Rules: []ruleLine{}}
	if s.options.Prompts == nil {
		return out, nil
	}
	for _, rule := range s.options.Prompts.Rules() {
		out.Rules = append(out.Rules, ruleLine(rule))
	}
	return out, nil
}

// prompts are those of a story, none where no page is to show them.
func (s *Server) prompts(story *opened) []hearsay.Prompt {
	if s.options.Prompts == nil {
		return nil
	}
	return s.options.Prompts.Prompts(story.archived.Readings, &story.archived.Ledger)
}

func (s *Server) apiDocument(r *http.Request) (any, error) {
	maker, err := s.maker(r)
	if err != nil {
		return nil, err
	}
	id := hearsay.DocID(r.PathValue("document"))
	story, err := s.library.holder(r.Context(), id)
	if err != nil {
		return nil, err
	}
	doc := story.docs[id]
	if offsets(r) != report.UTF8 {
		maker.Add(&story.archived.Ledger, story.archived.Readings)
		made := maker.Report().Documents
		doc = &made[slices.IndexFunc(made, func(d report.Document) bool { return d.ID == id })]
	}
	return documentAnswer{report.Version, s.options.Program, s.revision, offsets(r), doc, story.text(id)}, nil
}

func (s *Server) apiPassages(r *http.Request) (any, error) {
	maker, err := s.maker(r)
	if err != nil {
		return nil, err
	}
	a, b := hearsay.DocID(r.PathValue("a")), hearsay.DocID(r.PathValue("b"))
	story, err := s.library.holder(r.Context(), a)
	if err != nil {
		return nil, err
	}
	if story.tags[b] == 0 || a == b {
		return nil, fmt.Errorf("document %s in the story of %s: %w", b, a, errNotHeld)
	}
	if story.tags[b] < story.tags[a] {
		a, b = b, a
	}
	ledger := &story.archived.Ledger
	overlap := hearsay.Overlap{A: a, B: b}
	if at := slices.IndexFunc(ledger.Overlaps, func(o hearsay.Overlap) bool { return o.A == a && o.B == b }); at >= 0 {
		overlap = ledger.Overlaps[at]
	}
	var passages []hearsay.Passage
	for _, passage := range ledger.Passages {
		if passage.A == a && passage.B == b {
			passages = append(passages, passage)
		}
	}
	maker.Share(story.reading(a), story.reading(b), passages, overlap)
	return maker.Report(), nil
}

func (s *Server) apiSkipped(r *http.Request) (any, error) {
	maker, err := s.maker(r)
	if err != nil {
		return nil, err
	}
	held := s.library.held()
	for i := range held.contents.Skipped {
		maker.Skip(&held.contents.Skipped[i])
	}
	return maker.Report(), nil
}

func (s *Server) apiEdits(r *http.Request) (any, error) {
	lister, err := s.lister(r, report.ListEdits, "")
	if err != nil {
		return nil, err
	}
	log, captures, err := s.library.keeper.Log(r.Context())
	if err != nil {
		return nil, err
	}
	lister.Edits(log, captures)
	return lister.Listing(), nil
}

// apiList is a listing of one story.
type apiList struct {
	name   report.ListName
	answer func(*http.Request) (any, error)
}

func (s *Server) apiLists() []apiList {
	var lists []apiList
	for _, list := range []struct {
		name report.ListName
		add  func(*report.Lister, *archive.Story)
	}{
		{report.ListClaims, func(l *report.Lister, story *archive.Story) {
			l.Claims(&story.Ledger, story.Readings, func(*hearsay.Claim) bool { return true })
		}},
		{report.ListPeople, func(l *report.Lister, story *archive.Story) { l.People(&story.Ledger, story.Readings, s.speech) }},
		{report.ListSources, func(l *report.Lister, story *archive.Story) { l.Sources(&story.Ledger, story.Readings) }},
		{report.ListTimeline, func(l *report.Lister, story *archive.Story) { l.Timeline(&story.Ledger, story.Readings) }},
		{report.ListFirst, func(l *report.Lister, story *archive.Story) { l.Firsts(&story.Ledger, story.Readings) }},
	} {
		lists = append(lists, apiList{list.name, func(r *http.Request) (any, error) {
			lister, err := s.lister(r, list.name, "")
			if err != nil {
				return nil, err
			}
			story, err := s.asked(r)
			if err != nil {
				return nil, err
			}
			list.add(lister, &story.archived)
			return lister.Listing(), nil
		}})
	}
	return lists
}

// lister makes a listing in the unit that was asked for.
func (s *Server) lister(r *http.Request, name report.ListName, asked string) (*report.Lister, error) {
	lister, err := report.NewLister(s.options.Program, s.revision, offsets(r), name, asked)
	if err != nil {
		return nil, badRequest{err}
	}
	return lister, nil
}

func (s *Server) apiClaim(r *http.Request) (any, error) {
	id := hearsay.ClaimID(r.PathValue("claim"))
	lister, err := s.lister(r, report.ListWhy, string(id))
	if err != nil {
		return nil, err
	}
	story, err := s.asked(r)
	if err != nil {
		return nil, err
	}
	ledger, readings := &story.archived.Ledger, story.archived.Readings
	at := slices.IndexFunc(ledger.Claims, func(c hearsay.Claim) bool { return c.ID == id })
	if at < 0 {
		return nil, fmt.Errorf("claim %s of story %s: %w", id, story.ID, errNotHeld)
	}
	lister.Explain(ledger, readings, at, s.prompts(story), hardening(r))
	return lister.Listing(), nil
}

func (s *Server) apiPerson(r *http.Request) (any, error) {
	lister, err := s.lister(r, report.ListPerson, "")
	if err != nil {
		return nil, err
	}
	story, err := s.asked(r)
	if err != nil {
		return nil, err
	}
	id, err := story.identity(r.PathValue("person"))
	if err != nil {
		return nil, err
	}
	lister.Person(&story.archived.Ledger, story.archived.Readings, []hearsay.IdentityID{id}, s.speech)
	return lister.Listing(), nil
}

// apiFind answers with what some stories have, from the one whose place among those that may have it is given.
func (s *Server) apiFind(r *http.Request) (any, error) {
	asked := r.URL.Query()
	if strings.TrimSpace(asked.Get("q")) == "" {
		return nil, badRequest{errors.New("give what to find as q")}
	}
	parsed, err := query.Parse(asked.Get("q"))
	if err != nil {
		return nil, badRequest{err}
	}
	lister, err := s.lister(r, report.ListFound, parsed.String())
	if err != nil {
		return nil, err
	}
	shelf := s.library.held()
	entries, err := s.library.narrow(r.Context(), shelf, parsed.Wanted())
	if err != nil {
		return nil, err
	}
	from, err := strconv.Atoi(cmp.Or(asked.Get("from"), "0"))
	if err != nil || from < 0 || from > len(entries) {
		return nil, badRequest{fmt.Errorf("from is what next of the answer before says, not %q", asked.Get("from"))}
	}
	out := foundAnswer{}
	at, held := from, 0
	for at < len(entries) && held == 0 && at < from+limits.EmptyOpenings*limits.OpenDocuments {
		stories, err := s.library.openNext(r.Context(), shelf, entries[at:])
		if err != nil {
			return nil, err
		}
		for _, story := range stories {
			if held >= limits.PageFound {
				break
			}
			held += story.find(parsed, lister)
			at++
		}
	}
	if at < len(entries) {
		out.Next = at
	}
	out.Listing = lister.Listing()
	return out, nil
}

// find adds what a query holds of in the story to a listing and returns how much that is.
func (o *opened) find(parsed *query.Query, lister *report.Lister) int {
	found := parsed.Search(&o.archived.Ledger, o.archived.Readings)
	lister.Found(&o.archived.Ledger, o.archived.Readings, &found)
	return len(found.Claims) + len(found.Places)
}
