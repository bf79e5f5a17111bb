package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/report"
)

// storyPage is a story and its ledger, of each list as much as one page shows.
type storyPage struct {
	frame
	*opened
	Days    string
	Shown   part[claimView]
	Rests   part[edge]
	Shares  part[report.Overlap]
	Differs part[differed]
	Moments part[report.Moment]
	Named   part[report.Person]
	Silent  part[report.Silence]
	Looks   part[report.Prompt]
	Added   part[addView]
	Docs    part[hearsay.DocID]
	Why     part[report.Join]
	Saga    part[report.SagaStory]
}

// claimView is a claim made ready to be shown, with as many of its tellings as there is room for.
type claimView struct {
	*report.Claim
	Story   *opened
	Bar     bar
	Some    claimRows
	More    int // tellings and differences that are told on the claim's own page
	Differs []report.Difference
	cut     *pager
}

// claimRows are the tellings of a claim that are shown.
type claimRows struct{ Tellings, Apart, Possible []report.Telling }

// addView is what a document adds, and how much more of it there is.
type addView struct {
	report.Add
	Few  []report.Span
	More int
}

func (s *Server) story(r *http.Request) (string, any, error) {
	story, err := s.library.open(r.Context(), hearsay.StoryID(r.PathValue("story")))
	if err != nil {
		return "", nil, err
	}
	cut := pager{path: story.links.story(story.ID), asked: r.URL.Query()}
	page := story.page(&cut, s.library.held().saga(story.ID))
	page.frame = s.frame(cmp.Or(story.Headlined(), "A story"), r)
	return "story.html", page, cut.err
}

// page is the story as far as it is shown at once.
func (o *opened) page(p *pager, saga []report.SagaStory) storyPage {
	page := storyPage{
		opened: o, Days: days(o.archived.Ledger.Story.About),
		Rests: partOf(p, "sourcing", o.Lanes(), limits.PageRows), Shares: partOf(p, "passages", o.Overlaps, limits.PageRows),
		Differs: partOf(p, "differs", o.differing(p), limits.PageClaims), Moments: partOf(p, "timeline", o.Timeline, limits.PageRows), Named: partOf(p, "people", o.People, limits.PageRows),
		Silent: partOf(p, "silences", o.Silences, limits.PageRows), Looks: partOf(p, "prompts", o.Prompts, limits.PageRows),
		Docs: partOf(p, "documents", o.Documents, limits.PageRows), Why: partOf(p, "joins", o.Joins, limits.PageRows),
		Saga: partOf(p, "saga", saga, limits.PageRows),
	}
	claims := partOf(p, "claims", o.Claims, limits.PageClaims)
	page.Shown = part[claimView]{All: claims.All, rest: claims.rest}
	for i := range claims.Rows {
		page.Shown.Rows = append(page.Shown.Rows, o.view(&claims.Rows[i], p))
	}
	adds := partOf(p, "adds", o.Adds, limits.PageRows)
	page.Added = part[addView]{All: adds.All, rest: adds.rest}
	for _, add := range adds.Rows {
		made := addView{Add: add}
		made.Few, made.More = few(p, add.Claims, limits.RowTellings)
		page.Added.Rows = append(page.Added.Rows, made)
	}
	return page
}

// Headlined is the story's title, or "".
func (o *opened) Headlined() string { return o.archived.Ledger.Story.About.Title }

// Files names the formats in which the story can be had as a file; none where it is one already.
func (o *opened) Files() []string {
	if o.Single {
		return nil
	}
	dated := slices.ContainsFunc(o.Timeline, func(m report.Moment) bool { return m.Day != "" }) ||
		slices.ContainsFunc(o.Documents, func(id hearsay.DocID) bool { return o.docs[id].Published.Value != "" })
	var names []string
	for _, form := range exportForms() {
		if form.name != "timelinejs" || dated { // there is no time line of nothing
			names = append(names, form.name)
		}
	}
	return names
}

// Anchor names a section, so that an address can point at it; in a file with several stories each has its own.
func (o *opened) Anchor(section string) string {
	if o.Single {
		return section + "-" + string(o.ID)
	}
	return section
}

func (o *opened) view(claim *report.Claim, p *pager) claimView {
	made := claimView{Claim: claim, Story: o, Bar: o.newBar(claim.Tellings), cut: p}
	for _, list := range []struct {
		to   *[]report.Telling
		from []report.Telling
	}{{&made.Some.Tellings, claim.Tellings}, {&made.Some.Apart, claim.Apart}, {&made.Some.Possible, claim.Possible}} {
		var more int
		*list.to, more = few(p, list.from, limits.RowTellings)
		made.More += more
	}
	var more int
	made.Differs, more = few(p, claim.Differences, limits.RowTellings)
	made.More += more
	return made
}

// saga is the other stories of the affair that a story is of.
func (s *shelf) saga(id hearsay.StoryID) []report.SagaStory {
	saga := s.sagas[id]
	if saga == nil {
		return nil
	}
	var others []report.SagaStory
	for i := range saga.Stories {
		if saga.Stories[i].ID != id {
			others = append(others, report.NewSagaStory(&saga.Stories[i]))
		}
	}
	return others
}

// claimPage is one claim with every step that led to its count.
type claimPage struct {
	frame
	*opened
	Claim claimView
}

func (s *Server) claim(r *http.Request) (string, any, error) {
	story, err := s.library.open(r.Context(), hearsay.StoryID(r.PathValue("story")))
	if err != nil {
		return "", nil, err
	}
	id := hearsay.ClaimID(r.PathValue("claim"))
	at := slices.IndexFunc(story.Claims, func(c report.Claim) bool { return c.ID == id })
	if at < 0 {
		return "", nil, fmt.Errorf("claim %s: %w", id, errNotHeld)
	}
	claim := story.view(&story.Claims[at], &pager{whole: true})
	return "claim.html", claimPage{s.frame(plain(claim.Headline), r), story, claim}, nil
}

// Levels are the intervals in short, each with its level of commitment where there are several.
func (c claimView) Levels() []level {
	made := make([]level, len(c.Intervals))
	for i, of := range c.Intervals {
		made[i].Range = fmt.Sprintf("%d–%d", of.Min, of.Max)
		if len(c.Intervals) > 1 {
			made[i].Name = of.Level.String()
		}
	}
	return made
}

// level is how many stand for a level of commitment or a stronger one.
type level struct{ Name, Range string }

// behind is the intervals in short: "2–3", or "offered: 2–4 · willing: 2–5, +2 untraced", where each counts those who stand for
// its level of commitment or a stronger one.
func behind(intervals []report.Interval) string {
	if len(intervals) == 0 {
		return "not counted"
	}
	short := make([]string, len(intervals))
	for i := range intervals {
		short[i] = intervals[i].Short()
		if len(intervals) > 1 {
			short[i] = intervals[i].Level.String() + ": " + short[i]
		}
	}
	return strings.Join(short, " · ")
}

// Beside is what stands beside the widest interval; "" for nothing.
func (c claimView) Beside() string {
	if len(c.Intervals) == 0 || c.widest().Untraced == 0 {
		return ""
	}
	return fmt.Sprintf("+%d untraced", c.widest().Untraced)
}

func (c claimView) widest() *report.Interval { return &c.Intervals[len(c.Intervals)-1] }

// namedBehind is how many of those behind a claim its line names.
const namedBehind = 4

// Origins names who is behind the claim, by the widest interval, the first few.
func (c claimView) Origins() []string {
	if len(c.Intervals) == 0 {
		return nil
	}
	var names []string
	of := c.widest()
	for i, id := range of.Origins {
		if i == namedBehind {
			names = append(names, fmt.Sprintf("%d more", len(of.Origins)-i))
			break
		}
		origin := c.Story.origin(id)
		name := origin.Who()
		switch origin.Kind {
		case hearsay.OriginOwnWord:
			name += ", own word"
		case hearsay.OriginHollow:
			name += ", not held"
		case hearsay.OriginUnnamed:
			if origin.Outlet != "" {
				name += ", had by " + origin.Outlet
			}
		}
		names = append(names, name)
	}
	if len(names) == 0 {
		names = append(names, "nobody that can be traced")
	}
	return names
}

// Ladder are the intervals, each with its level where there are several.
func (c claimView) Ladder() []rung {
	rungs := make([]rung, len(c.Intervals))
	for i := range c.Intervals {
		of := &c.Intervals[i]
		rungs[i] = rung{Interval: of, Text: of.Short()}
		if len(c.Intervals) > 1 {
			rungs[i].Level = fmt.Sprintf("at least %s", of.Level)
		}
		var some []hearsay.OriginID
		some, rungs[i].More = few(c.cut, of.Origins, limits.RowTellings)
		for _, id := range some {
			rungs[i].Behind = append(rungs[i].Behind, c.behind(id))
		}
	}
	return rungs
}

// behind is an origin with the words that show it: what it is called by or, where an outlet tells the claim on its own word,
// what it tells.
func (c claimView) behind(id hearsay.OriginID) behindView {
	view := behindView{originView: c.Story.origin(id)}
	if len(view.Spans) > 0 {
		view.Words = &view.Spans[0]
	}
	if view.Kind == hearsay.OriginOwnWord {
		for i := range c.Tellings {
			if slices.Contains(c.Tellings[i].Origins, id) && len(c.Tellings[i].Origins) == 1 {
				view.Words = &c.Tellings[i].Span
				break
			}
		}
	}
	return view
}

// behindView is an origin of a claim.
type behindView struct {
	originView
	Words *report.Span // nil for none
}

// Loose are the tellings that rest on nobody who can be traced, one for each of those that stand beside the interval as
// untraced.
func (c claimView) Loose() []report.Telling {
	var loose []report.Telling
	seen := map[hearsay.OriginID]bool{}
	for _, telling := range c.Tellings {
		for _, id := range telling.Origins {
			if telling.Uncounted == "" && c.Story.Origins[id-1].Kind == hearsay.OriginUntraced && !seen[id] {
				seen[id] = true
				loose = append(loose, telling)
			}
		}
	}
	return loose
}

// Negated reports whether the claim is that something is not so.
func (c claimView) Negated() bool {
	for _, tellings := range [][]report.Telling{c.Tellings, c.Apart, c.Wrong} {
		if len(tellings) > 0 {
			return tellings[0].Negated
		}
	}
	return false
}

// Opposed are the claims of the same event that say the opposite.
func (c claimView) Opposed() []*report.Claim {
	var opposed []*report.Claim
	for i := range c.Story.Claims {
		if slices.Contains(c.Related, c.Story.Claims[i].ID) {
			opposed = append(opposed, &c.Story.Claims[i])
		}
	}
	return opposed
}

// rung is an interval at one level of commitment.
type rung struct {
	*report.Interval
	Level  string
	Text   string
	Behind []behindView
	More   int // that are not among these
}

// originView is who tellings rest on.
type originView struct {
	*report.Origin
	Damaged bool
}

// Origin looks one up.
func (o *opened) Origin(id hearsay.OriginID) originView { return o.origin(id) }

func (o *opened) origin(id hearsay.OriginID) originView {
	origin := &o.Origins[id-1]
	return originView{origin, slices.ContainsFunc(origin.Spans, o.Damaged)}
}

// Who is the origin's name in one line.
func (v originView) Who() string {
	name := shownName(oneLine(v.Name)) // of a document without outlet, the name of its file
	if v.Kind == hearsay.OriginUnnamed {
		return "“" + name + "”"
	}
	return name
}

// What says of what kind the origin is, and how many it counts for.
func (v originView) What() string {
	switch v.Kind {
	case hearsay.OriginHollow:
		return "not held, names no source"
	case hearsay.OriginUnnamed:
		number := fmt.Sprint(v.Number)
		if v.Plural {
			number += " or more"
		}
		if v.Outlet == "" {
			return "unnamed, " + number + ", had by an outlet not stated"
		}
		return "unnamed, " + number + ", had by " + v.Outlet
	}
	return v.Kind.String()
}

// Tag is the number of a document within its story, in brackets.
func (o *opened) Tag(id hearsay.DocID) string { return fmt.Sprintf("[%d]", o.tags[id]) }

// Doc is a document of the story.
func (o *opened) Doc(id hearsay.DocID) *report.Document { return o.docs[id] }

// Name is what a document is called where there is little room: its outlet, or else its file.
func (o *opened) Name(id hearsay.DocID) string {
	doc := o.docs[id]
	if doc.Outlet.Value != "" {
		return doc.Outlet.Value
	}
	if len(doc.Paths) > 0 {
		return shownName(doc.Paths[0][strings.LastIndexByte(doc.Paths[0], '/')+1:])
	}
	return string(id)[:8]
}

// Damaged reports whether a span stands in text that a machine broke.
func (o *opened) Damaged(span report.Span) bool {
	return slices.ContainsFunc(o.docs[span.Doc].Damage, func(d report.Damage) bool {
		return d.Kind.Breaks() && d.Span.Start < span.End && span.Start < d.Span.End
	})
}

// Facts say of what sort a telling is, in short words.
func (o *opened) Facts(t report.Telling) []string {
	facts := []string{t.Kind}
	if t.Stance != hearsay.Affirmed {
		facts = append(facts, t.Stance.String())
	}
	if t.Level != hearsay.LevelNone && t.Level != hearsay.LevelDone {
		facts = append(facts, t.Level.String())
	}
	if t.Headline {
		facts = append(facts, "headline")
	}
	return facts
}

// Notes say what else bears on a telling.
func (o *opened) Notes(t report.Telling) []string {
	var notes []string
	if t.Damaged || o.Damaged(t.Span) {
		notes = append(notes, "from damaged text")
	}
	if t.Uncounted != "" {
		notes = append(notes, "adds none: "+t.Uncounted)
	}
	for _, step := range t.Steps {
		if step.To != nil && strings.HasSuffix(step.Rule, "direction unknown") {
			notes = append(notes, fmt.Sprintf("one text with %s; who had it first is unknown", o.Tag(step.To.Doc)))
			break
		}
	}
	if t.JoinedBy != "" {
		notes = append(notes, "joined by "+t.JoinedBy)
	}
	return notes
}

// Lanes are the relays and inferred copies of the story, as the table beside the graph lists them.
func (o *opened) Lanes() []edge {
	var edges []edge
	for _, rest := range o.Rests() {
		made := edge{Rest: rest}
		switch {
		case rest.Kind == report.RestSame:
			made.How = "the same prose; who had it first is unknown"
		case rest.Kind == report.RestInferred:
			made.How = "inferred from a passage"
		case rest.Cycle:
			made.How = "states it; the chain returns to itself"
		default:
			made.How = "states it"
		}
		edges = append(edges, made)
	}
	return edges
}

// edge is one document resting on another, or on an outlet that is not held, in words.
type edge struct {
	report.Rest
	How string
}

// differed is a claim that documents tell differently, and in what.
type differed struct {
	*report.Claim
	Number int
	Kinds  []hearsay.DifferenceKind
	Few    []report.Difference
	More   int
}

// differing are the claims that documents tell differently, in the order of the claims.
func (o *opened) differing(p *pager) []differed {
	var made []differed
	for i := range o.Claims {
		if len(o.Claims[i].Differences) == 0 {
			continue
		}
		one := differed{Claim: &o.Claims[i], Number: len(made) + 1}
		one.Few, one.More = few(p, one.Differences, limits.RowTellings)
		for _, d := range one.Differences {
			if !slices.Contains(one.Kinds, d.Kind) {
				one.Kinds = append(one.Kinds, d.Kind)
			}
		}
		made = append(made, one)
	}
	return made
}

// Percent writes thousandths.
func (o *opened) Percent(thousandths int) string { return report.Percent(thousandths) }

// telling is a telling with its story, for the templates that show one.
type telling struct {
	Story   *opened
	Telling report.Telling
}

// With pairs a telling with the story.
func (o *opened) With(t report.Telling) telling { return telling{o, t} }

// ruled are the prompts of one rule.
type ruled struct {
	Rule, Text string
	Prompts    []report.Prompt
}

// Prompted are the prompts, rule by rule.
func (p storyPage) Prompted() []ruled {
	var made []ruled
	for _, prompt := range p.Looks.Rows {
		if n := len(made); n == 0 || made[n-1].Rule != prompt.Rule {
			made = append(made, ruled{Rule: prompt.Rule, Text: prompt.Text})
		}
		last := &made[len(made)-1]
		last.Prompts = append(last.Prompts, prompt)
	}
	return made
}
