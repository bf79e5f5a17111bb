package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"hearsay"
)

// Lister makes a Listing, story by story. Stories are to come densest first.
type Lister struct {
	listing Listing
	noted   map[hearsay.DocID]hearsay.Date
	names   map[string]int // of a person or source listed, its index plus 1
}

// NewLister returns an empty listing. Query is what was asked for, where something was.
func NewLister(program, revision string, offsets Offsets, name ListName, query string) (*Lister, error) {
	if _, err := NewMaker(program, revision, offsets); err != nil {
		return nil, err
	}
	l := &Lister{
		listing: Listing{Format: Version, Program: program, Revision: revision, Offsets: offsets, List: name, Query: query,
			Stories: []ListedStory{}, Documents: []ListedDocument{}},
		noted: map[hearsay.DocID]hearsay.Date{}, names: map[string]int{},
	}
	switch name {
	case ListClaims:
		l.listing.Claims = []ListedClaim{}
	case ListPeople:
		l.listing.People = []ListedPerson{}
	case ListPerson:
		l.listing.Persons = []PersonFile{}
	case ListSources:
		l.listing.Sources = []ListedSource{}
	case ListTimeline:
		l.listing.Timelines = []ListedTimeline{}
	case ListFirst:
		l.listing.Firsts = []FirstTold{}
	case ListFound:
		l.listing.Claims, l.listing.Places = []ListedClaim{}, []FoundPlace{}
	case ListEdits:
		l.listing.Edits = []ListedEdit{}
	}
	return l, nil
}

// Listing returns what was added, in order.
func (l *Lister) Listing() *Listing {
	slices.SortFunc(l.listing.Documents, func(a, b ListedDocument) int {
		x, y := hearsay.Document{ID: a.ID, Published: l.noted[a.ID]}, hearsay.Document{ID: b.ID, Published: l.noted[b.ID]}
		return x.Compare(&y)
	})
	order := map[hearsay.DocID]int{}
	for i, doc := range l.listing.Documents {
		order[doc.ID] = i
	}
	slices.SortStableFunc(l.listing.Claims, func(a, b ListedClaim) int { return cmp.Compare(b.Documents, a.Documents) })
	slices.SortStableFunc(l.listing.Firsts, func(a, b FirstTold) int { return cmp.Compare(b.documents(), a.documents()) })
	slices.SortStableFunc(l.listing.People, func(a, b ListedPerson) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(b.Said, a.Said), cmp.Compare(b.Mentions, a.Mentions))
	})
	slices.SortStableFunc(l.listing.Persons, func(a, b PersonFile) int {
		return cmp.Or(cmp.Compare(b.Documents, a.Documents), cmp.Compare(len(b.Statements), len(a.Statements)),
			cmp.Compare(b.Mentions, a.Mentions))
	})
	slices.SortStableFunc(l.listing.Sources, func(a, b ListedSource) int {
		return cmp.Or(slices.Index(sourceOrder, a.Kind)-slices.Index(sourceOrder, b.Kind),
			cmp.Compare(len(b.Claims), len(a.Claims)), cmp.Compare(len(b.Outlets), len(a.Outlets)))
	})
	slices.SortStableFunc(l.listing.Places, func(a, b FoundPlace) int {
		return cmp.Compare(order[a.Span.Doc], order[b.Span.Doc])
	})
	return &l.listing
}

// sourceOrder is the order of kinds of sources: who can be asked, who cannot, and nobody.
var sourceOrder = []hearsay.OriginKind{
	hearsay.OriginNamed, hearsay.OriginBody, hearsay.OriginDocument, hearsay.OriginUnnamed, hearsay.OriginOwnWord,
	hearsay.OriginHollow, hearsay.OriginUntraced, hearsay.OriginCollective, hearsay.OriginUnclear,
}

func (f *FirstTold) documents() int { return len(f.First) + len(f.Later) + len(f.Undated) }

// shelf is a view of one story that notes which documents were spoken of.
type shelf struct {
	*view
	lister *Lister
}

func (l *Lister) open(ledger *hearsay.Ledger, readings []hearsay.Reading) *shelf {
	return &shelf{newView(l.listing.Offsets, ledger, readings), l}
}

// note lists a document and its story.
func (s *shelf) note(id hearsay.DocID) {
	if _, noted := s.lister.noted[id]; noted {
		return
	}
	doc := &s.byDoc[id].Document
	s.lister.noted[id] = doc.Published
	listed := ListedDocument{
		ID: id, Story: s.ledger.Story.ID, Paths: list(doc.Paths), Outlet: s.fact(id, doc.Outlet), Title: doc.Title.Value,
		Published: s.published(doc), Damage: []Damage{},
	}
	for _, version := range s.ledger.Versions {
		if version.Doc == id {
			listed.Newer = version.Newer
			defer s.note(version.Newer)
		}
	}
	for _, mark := range doc.Damage {
		listed.Damage = append(listed.Damage, Damage{mark.Kind, s.span(id, mark.Span), s.span(id, mark.At), mark.By})
	}
	listing := &s.lister.listing
	listing.Documents = append(listing.Documents, listed)
	if n := len(listing.Stories); n == 0 || listing.Stories[n-1].ID != s.ledger.Story.ID {
		story := &s.ledger.Story
		listing.Stories = append(listing.Stories, ListedStory{story.ID, story.About.Title, len(story.Docs)})
	}
}

// at notes the documents of spans and returns them.
func (s *shelf) at(spans []Span) []Span {
	for _, span := range spans {
		s.note(span.Doc)
	}
	return list(spans)
}

// place is a span whose document is noted.
func (s *shelf) place(doc hearsay.DocID, span hearsay.Span) Span {
	s.note(doc)
	return s.span(doc, span)
}

func (s *shelf) outlet(id hearsay.DocID) string {
	return cmp.Or(s.byDoc[id].Document.Outlet.Value, s.path(id))
}

// Claims adds the claims of a story that are to be kept.
func (l *Lister) Claims(ledger *hearsay.Ledger, readings []hearsay.Reading, keep func(*hearsay.Claim) bool) {
	s := l.open(ledger, readings)
	for i := range ledger.Claims {
		if keep(&ledger.Claims[i]) {
			l.listing.Claims = append(l.listing.Claims, s.listed(&ledger.Claims[i]))
		}
	}
}

func (s *shelf) listed(c *hearsay.Claim) ListedClaim {
	out := ListedClaim{
		ID: c.ID, Story: s.ledger.Story.ID, Headline: s.place(c.Headline.Doc, c.Headline.Spans[0]), Documents: c.Documents(),
		Outlets: list(c.Outlets), Apart: len(c.Apart), Traced: c.Traced, Untraced: c.Untraced, Intervals: []ListedInterval{},
		Related: list(c.Related), Edits: c.Edits,
	}
	for i := range c.Tellings {
		if !c.Tellings[i].Possible {
			out.Tellings++
		}
	}
	for _, telling := range c.Apart {
		if telling.Stance == hearsay.Denied {
			out.Denials++
		}
	}
	for _, interval := range c.Intervals {
		out.Intervals = append(out.Intervals, ListedInterval{interval.Level, interval.Min, interval.Max, interval.Untraced})
	}
	return out
}

// Found adds what a query found in a story: claims and places.
func (l *Lister) Found(ledger *hearsay.Ledger, readings []hearsay.Reading, found *hearsay.Found) {
	s := l.open(ledger, readings)
	for _, m := range found.Claims {
		claim := s.listed(&ledger.Claims[m.Claim])
		if !m.Span.Empty() {
			match := s.place(m.Doc, m.Span)
			claim.Match = &match
		}
		l.listing.Claims = append(l.listing.Claims, claim)
	}
	for _, p := range found.Places {
		place := FoundPlace{
			Story: ledger.Story.ID, Span: s.place(p.Doc, p.Span), Words: s.spans(p.Doc, p.Words), Source: []Span{}, Apart: p.Apart,
		}
		if p.Attribution >= 0 {
			a := &s.byDoc[p.Doc].Attributions[p.Attribution]
			place.Source, place.Stance, place.Inferred = s.spans(p.Doc, a.Source), &a.Stance, a.Inferred
		}
		l.listing.Places = append(l.listing.Places, place)
	}
}

// fullName is from how many words on a person's name is taken for the same name in another story.
const fullName = 2

// Voice tells what somebody said from what a text only ascribes to them.
type Voice interface {
	Said(reading *hearsay.Reading, a *hearsay.Attribution) bool
}

// People adds the identities of a story.
func (l *Lister) People(ledger *hearsay.Ledger, readings []hearsay.Reading, voice Voice) {
	s := l.open(ledger, readings)
	for _, person := range s.people() {
		key := person.Kind.String() + "\x00" + strings.ToLower(strings.Join(strings.Fields(person.Name.Text), " "))
		if person.Kind == hearsay.EntityPerson && len(strings.Fields(person.Name.Text)) < fullName {
			key += "\x00" + string(ledger.Story.ID)
		}
		if l.names[key] == 0 {
			l.listing.People = append(l.listing.People, ListedPerson{
				Kind: person.Kind, Name: person.Name, Names: []string{}, Roles: []Span{}, Identities: []StoryIdentity{},
			})
			l.names[key] = len(l.listing.People)
			s.note(person.Name.Doc)
		}
		listed := &l.listing.People[l.names[key]-1]
		listed.Names = slices.Compact(slices.Sorted(slices.Values(slices.Concat(listed.Names, person.Names))))
		listed.Roles = append(listed.Roles, s.at(person.Roles)...)
		listed.Documents += len(person.Docs)
		listed.Mentions += person.Mentions
		listed.Identities = append(listed.Identities, StoryIdentity{ledger.Story.ID, person.ID})
		for _, said := range person.Said {
			a := &s.byDoc[said.Doc].Attributions[said.Attribution]
			switch {
			case !voice.Said(s.byDoc[said.Doc], a):
			case a.Stance == hearsay.Denied:
				listed.Denied++
			case a.Stance == hearsay.Declined:
				listed.Declined++
			default:
				listed.Said++
			}
		}
	}
}

// Person adds what a story holds on identities.
func (l *Lister) Person(ledger *hearsay.Ledger, readings []hearsay.Reading, ids []hearsay.IdentityID, voice Voice) {
	s := l.open(ledger, readings)
	people := s.people()
	for _, id := range ids {
		person := people[id-1]
		file := PersonFile{
			Story: ledger.Story.ID, ID: id, Kind: person.Kind, Name: person.Name, Names: person.Names, Joins: person.Joins,
			Roles: s.at(person.Roles), Documents: len(person.Docs), Mentions: person.Mentions, Statements: []Statement{},
			Claims: []ListedClaim{},
		}
		s.note(person.Name.Doc)
		for _, join := range file.Joins {
			s.at(join.Spans)
		}
		for _, said := range person.Said {
			file.Statements = append(file.Statements, s.statement(id, said, voice))
		}
		for i := range ledger.Claims {
			if s.rests(&ledger.Claims[i], func(origin *hearsay.Origin) bool { return origin.Identity == id }) {
				file.Claims = append(file.Claims, s.listed(&ledger.Claims[i]))
			}
		}
		l.listing.Persons = append(l.listing.Persons, file)
	}
}

// rests reports whether one of the tellings that are counted has such an origin.
func (s *shelf) rests(c *hearsay.Claim, is func(*hearsay.Origin) bool) bool {
	return slices.ContainsFunc(c.Tellings, func(t hearsay.Telling) bool {
		return !t.Possible && slices.ContainsFunc(t.Origins, func(id hearsay.OriginID) bool {
			return is(&s.ledger.Origins[id-1])
		})
	})
}

func (s *shelf) statement(id hearsay.IdentityID, said SaidRef, voice Voice) Statement {
	reading := s.byDoc[said.Doc]
	a := &reading.Attributions[said.Attribution]
	out := Statement{
		Sentence: s.place(said.Doc, reading.Sentences[a.Sentence].Span), Source: s.spans(said.Doc, a.Source),
		Cue: s.maybe(said.Doc, a.Cue), Content: s.spans(said.Doc, a.Content), Stance: a.Stance,
		Ascribed: !voice.Said(reading, a), Relayed: a.Relay, By: []Span{},
		ToldTo: s.spans(said.Doc, a.ToldTo), Medium: s.maybe(said.Doc, a.Medium), Inferred: a.Inferred,
		Damaged: len(reading.Document.Damaged(slices.Concat(a.Source, a.Content, []hearsay.Span{a.Cue})...)) > 0,
		Claims:  []hearsay.ClaimID{},
	}
	for within := a.Within; within >= 0; within = reading.Attributions[within].Within {
		outer := &reading.Attributions[within]
		if s.identity(said.Doc, outer.Speaker) != id && !outer.Attitude {
			out.By = append(out.By, s.spans(said.Doc, outer.Source)...)
		}
	}
	for i := range s.ledger.Claims {
		claim := &s.ledger.Claims[i]
		tells := func(t hearsay.Telling) bool {
			return t.Doc == said.Doc && t.Attribution == said.Attribution && !t.Possible
		}
		if slices.ContainsFunc(claim.Tellings, tells) || slices.ContainsFunc(claim.Apart, tells) {
			out.Claims = append(out.Claims, claim.ID)
		}
	}
	return out
}

// Sources adds the origins of a story.
func (l *Lister) Sources(ledger *hearsay.Ledger, readings []hearsay.Reading) {
	s := l.open(ledger, readings)
	of := make([]int, len(ledger.Origins)) // of each origin, its index in the listing plus 1
	for i := range ledger.Claims {
		claim := &ledger.Claims[i]
		behind := map[hearsay.OriginID]bool{}
		for _, telling := range claim.Tellings {
			if telling.Possible {
				continue
			}
			for _, id := range telling.Origins {
				if of[id-1] == 0 {
					of[id-1] = s.source(&ledger.Origins[id-1])
				}
				source := &l.listing.Sources[of[id-1]-1]
				behind[id] = true
				if n := len(source.Claims); n == 0 || source.Claims[n-1] != (StoryClaim{ledger.Story.ID, claim.ID}) {
					source.Claims = append(source.Claims, StoryClaim{ledger.Story.ID, claim.ID})
				}
				if outlet := s.outlet(telling.Doc); !slices.Contains(source.Outlets, outlet) {
					source.Outlets = append(source.Outlets, outlet)
					slices.Sort(source.Outlets)
				}
				if source.Kind == hearsay.OriginUnnamed && telling.Attribution >= 0 && len(source.Reason) == 0 {
					a := &s.byDoc[telling.Doc].Attributions[telling.Attribution]
					source.Reason = s.at(s.spans(telling.Doc, []hearsay.Span{a.Profile.Reason}))
				}
			}
		}
		if len(behind) == 1 {
			for id := range behind {
				l.listing.Sources[of[id-1]-1].Alone++
			}
		}
	}
}

// source lists an origin and returns its index plus 1. What has one kind and name in several stories is listed once,
// but for unnamed sources, who are never taken for one another, and for persons without a full name.
func (s *shelf) source(origin *hearsay.Origin) int {
	name := s.originName(origin)
	key := origin.Kind.String() + "\x00" + strings.ToLower(strings.Join(strings.Fields(name), " ")) + "\x00" + origin.Outlet
	one := false
	switch origin.Kind {
	case hearsay.OriginOwnWord, hearsay.OriginHollow, hearsay.OriginBody, hearsay.OriginUntraced, hearsay.OriginCollective:
		one = name != ""
	case hearsay.OriginNamed:
		one = len(strings.Fields(name)) >= fullName
	}
	listing := &s.lister.listing
	if one && s.lister.names[key] > 0 {
		return s.lister.names[key]
	}
	listing.Sources = append(listing.Sources, ListedSource{
		Kind: origin.Kind, Name: name, Number: origin.Number, Plural: origin.Plural, Note: origin.Note, Reason: []Span{},
		Spans: s.at(s.ref(origin.Ref)), Claims: []StoryClaim{}, Outlets: []string{},
	})
	if origin.Kind == hearsay.OriginUnnamed {
		listing.Sources[len(listing.Sources)-1].Had = origin.Outlet
	}
	s.lister.names[key] = len(listing.Sources)
	return len(listing.Sources)
}

// Timeline adds when the things of a story happened and when they were told.
func (l *Lister) Timeline(ledger *hearsay.Ledger, readings []hearsay.Reading) {
	s := l.open(ledger, readings)
	out := ListedTimeline{Story: ledger.Story.ID, Happened: []ListedMoment{}, Told: []ListedTold{}, Conflicts: []DateConflict{}}
	for _, entry := range ledger.Timeline {
		moment := ListedMoment{
			Value: entry.Value, Time: s.place(entry.Time.Doc, entry.Time.Spans[0]), Sentence: s.span(entry.Ref.Doc, entry.Ref.Spans[0]),
			Claims: list(entry.Claims), Possibly: list(entry.SameAs),
		}
		if entry.Resolved {
			moment.Day = dayString(entry.Day)
		}
		out.Happened = append(out.Happened, moment)
	}
	adds := map[hearsay.DocID]*hearsay.Add{}
	for i := range ledger.Adds {
		adds[ledger.Adds[i].Doc] = &ledger.Adds[i]
	}
	for _, id := range ledger.Documents {
		s.note(id)
		told := ListedTold{Doc: id, Order: "first", First: []Span{}}
		for i := range ledger.Claims {
			tells := func(t hearsay.Telling) bool { return t.Doc == id && !t.Possible }
			if slices.ContainsFunc(ledger.Claims[i].Tellings, tells) {
				told.Claims++
			}
		}
		if add := adds[id]; add != nil {
			told.First = s.refs(add.Claims)
			if add.Undated {
				told.Order = "alone"
			}
		}
		out.Told = append(out.Told, told)
	}
	for i := range ledger.Claims {
		for _, d := range ledger.Claims[i].Differences {
			if d.Kind == hearsay.DiffersDate {
				out.Conflicts = append(out.Conflicts, DateConflict{ledger.Claims[i].ID, s.at(s.ref(d.A)), s.at(s.ref(d.B))})
			}
		}
	}
	l.listing.Timelines = append(l.listing.Timelines, out)
}

// Firsts adds who told first each claim of a story that several documents tell.
func (l *Lister) Firsts(ledger *hearsay.Ledger, readings []hearsay.Reading) {
	s := l.open(ledger, readings)
	for i := range ledger.Claims {
		if first, several := s.first(&ledger.Claims[i]); several {
			l.listing.Firsts = append(l.listing.Firsts, first)
		}
	}
}

func (s *shelf) first(c *hearsay.Claim) (FirstTold, bool) {
	out := FirstTold{
		Claim: c.ID, Story: s.ledger.Story.ID, First: []Span{}, Later: []Span{}, Undated: []Span{}, Evidence: []Upstream{},
	}
	best := map[hearsay.DocID]*hearsay.Telling{} // of each document, the telling that is counted
	for i := range c.Tellings {
		t := &c.Tellings[i]
		if !t.Possible && (best[t.Doc] == nil || best[t.Doc].Uncounted != "" && t.Uncounted == "") {
			best[t.Doc] = t
		}
	}
	if len(best) < 2 {
		return out, false
	}
	out.Headline = s.place(c.Headline.Doc, c.Headline.Spans[0])
	for _, id := range s.ledger.Documents {
		if best[id] == nil {
			continue
		}
		told := s.place(id, best[id].Span)
		date := s.byDoc[id].Document.Published
		switch {
		case !date.Known():
			out.Undated = append(out.Undated, told)
		case s.after(date, best):
			out.Later = append(out.Later, told)
		default:
			out.First = append(out.First, told)
		}
	}
	for _, t := range c.Tellings {
		if t.Possible {
			continue
		}
		for _, step := range t.Steps {
			up := Upstream{Doc: t.Doc, Rule: step.Rule, Spans: s.refs(step.Refs)}
			up.Known = !strings.HasSuffix(step.Rule, "direction unknown")
			switch {
			case step.To != nil && step.To.Doc != t.Doc:
				up.From = step.To.Doc
			case step.To == nil && strings.HasPrefix(step.Rule, "relay") && len(t.Origins) > 0:
				up.Outlet = s.ledger.Origins[t.Origins[0]-1].Outlet
			default:
				continue
			}
			same := func(e Upstream) bool {
				return e.Doc == up.Doc && e.From == up.From && e.Outlet == up.Outlet
			}
			if up.From+hearsay.DocID(up.Outlet) != "" && !slices.ContainsFunc(out.Evidence, same) {
				s.at(up.Spans)
				up.Sentence = s.around(step.Refs)
				out.Evidence = append(out.Evidence, up)
			}
		}
	}
	return out, true
}

// around is the sentence that holds the first of refs, or nil.
func (s *shelf) around(refs []hearsay.Ref) *Span {
	if len(refs) == 0 {
		return nil
	}
	for _, sentence := range s.byDoc[refs[0].Doc].Sentences {
		if sentence.Span.Contains(refs[0].Spans[0]) {
			return s.maybe(refs[0].Doc, sentence.Span)
		}
	}
	return nil
}

// after reports whether one of the documents that tell is known to be earlier than a date.
func (s *shelf) after(date hearsay.Date, tells map[hearsay.DocID]*hearsay.Telling) bool {
	for id := range tells {
		if other := s.byDoc[id].Document.Published; other.Known() && ends(other) <= date.Unix {
			return true
		}
	}
	return false
}

// ends is the first second after a date, as finely as that is known. A time is taken for its day: pages and feeds of
// one day disagree about clocks and zones.
func ends(date hearsay.Date) int64 {
	begin := time.Unix(date.Unix, 0).UTC()
	day := time.Date(begin.Year(), begin.Month(), begin.Day(), 0, 0, 0, 0, time.UTC)
	switch date.Grain {
	case hearsay.GrainYear:
		return day.AddDate(1, 0, 0).Unix()
	case hearsay.GrainMonth:
		return day.AddDate(0, 1, 0).Unix()
	}
	return day.AddDate(0, 0, 1).Unix()
}
