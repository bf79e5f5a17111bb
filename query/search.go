package query

import (
	"slices"
	"sort"
	"time"

	"hearsay"
)

// Search returns what the query holds of: what one of its alternatives does. Readings are those of the story's documents,
// in document order. The terms outlet, before and after choose documents; every other term is then looked for in these.
// For claims, each word must stand in the words of one of the claim's tellings; for places, all must stand in one place or
// else in several of one document. There are no places for an alternative that asks for numbers of origins, or for
// documents alone.
func (q *Query) Search(ledger *hearsay.Ledger, readings []hearsay.Reading) hearsay.Found {
	documents := make([]document, len(readings))
	for i := range readings {
		documents[i].reading = &readings[i]
	}
	matches := make([]*hearsay.Match, len(ledger.Claims))
	places := make([][]hearsay.Place, len(readings))
	for _, terms := range q.alternatives {
		s := search{terms: terms, speech: q.speech, ledger: ledger, docs: map[hearsay.DocID]*document{}}
		for i := range documents {
			if chooses(terms, &readings[i].Document) {
				s.docs[readings[i].Document.ID] = &documents[i]
			}
		}
		if len(s.docs) == 0 {
			continue
		}
		for _, t := range terms {
			s.people = append(s.people, s.resolve(t, readings))
		}
		for i := range ledger.Claims {
			if match, holds := s.claim(&ledger.Claims[i]); holds && (matches[i] == nil || matches[i].Span.Empty()) {
				match.Claim = i
				matches[i] = &match
			}
		}
		if placed(terms) {
			for i := range readings {
				if doc := s.docs[readings[i].Document.ID]; doc != nil {
					places[i] = append(places[i], s.places(doc)...)
				}
			}
		}
	}
	var found hearsay.Found
	for _, match := range matches {
		if match != nil {
			found.Claims = append(found.Claims, *match)
		}
	}
	for i := range places {
		found.Places = append(found.Places, united(places[i])...)
	}
	return found
}

// united sorts the places of a document that alternatives found, and makes one of those of one span.
func united(places []hearsay.Place) []hearsay.Place {
	slices.SortStableFunc(places, func(a, b hearsay.Place) int { return a.Span.Compare(b.Span) })
	var list []hearsay.Place
	for _, place := range places {
		if n := len(list); n == 0 || list[n-1].Span != place.Span {
			list = append(list, place)
			continue
		}
		last := &list[len(list)-1]
		last.Words = slices.Concat(last.Words, place.Words)
		slices.SortFunc(last.Words, hearsay.Span.Compare)
		last.Words = slices.Compact(last.Words)
		last.Attribution = max(last.Attribution, place.Attribution)
		last.Apart = last.Apart && place.Apart
	}
	return list
}

// placed reports whether terms ask for places.
func placed(terms []term) bool {
	placed := false
	for _, t := range terms {
		switch t.field {
		case fieldOrigins:
			return false
		case fieldText, fieldSays, fieldDenies, fieldAbout:
			placed = placed || !t.negated
		}
	}
	return placed
}

// chooses reports whether the terms that choose documents choose this one. A date that is not known is neither before
// nor after any other.
func chooses(terms []term, doc *hearsay.Document) bool {
	first, last := published(doc.Published)
	for _, t := range terms {
		holds := true
		switch t.field {
		case fieldOutlet:
			holds = t.pattern.names(doc.Outlet.Value)
		case fieldBefore:
			holds = doc.Published.Known() && last < t.days.first
		case fieldAfter:
			holds = doc.Published.Known() && first > t.days.last
		default:
			continue
		}
		if holds == t.negated {
			return false
		}
	}
	return true
}

// published is the days between which a document was published.
func published(date hearsay.Date) (first, last int) {
	if !date.Known() {
		return 0, 0
	}
	first = date.Day()
	begin := time.Unix(date.Unix, 0).UTC()
	switch date.Grain {
	case hearsay.GrainYear:
		return first, day(begin.AddDate(1, 0, 0)) - 1
	case hearsay.GrainMonth:
		return first, day(begin.AddDate(0, 1, 0)) - 1
	}
	return first, first
}

// Days are the first and last day, since 1970-01-01, of a date written as YYYY, YYYY-MM or YYYY-MM-DD.
func Days(text string) (first, last int, err error) {
	begin, err := time.Parse(time.DateOnly, text)
	if err == nil {
		return day(begin), day(begin), nil
	}
	if begin, err = time.Parse("2006-01", text); err == nil {
		return day(begin), day(begin.AddDate(0, 1, 0)) - 1, nil
	}
	if begin, err = time.Parse("2006", text); err == nil {
		return day(begin), day(begin.AddDate(1, 0, 0)) - 1, nil
	}
	return 0, 0, err
}

func day(t time.Time) int { return int(t.Unix() / 86400) }

// search is an alternative of a query on its way through one story.
type search struct {
	terms  []term
	speech *Speech
	ledger *hearsay.Ledger
	docs   map[hearsay.DocID]*document // the chosen ones
	people []people                    // of each term
}

// document is a document that may be chosen.
type document struct {
	reading *hearsay.Reading
	words   []word // of its text, once they are asked for
}

// within are the words of a document that stand in a span.
func (d *document) within(span hearsay.Span) []word {
	if d.words == nil {
		d.words = words(d.reading.Document.Text)
	}
	from := sort.Search(len(d.words), func(i int) bool { return d.words[i].span.Start >= span.Start })
	to := sort.Search(len(d.words), func(i int) bool { return d.words[i].span.End > span.End })
	return d.words[from:max(from, to)]
}

// people is who a term's name may mean.
type people struct {
	identities map[hearsay.IdentityID]bool
	entities   map[hearsay.Member]bool
}

// resolve finds whom a term's name means in the story.
func (s *search) resolve(t term, readings []hearsay.Reading) people {
	p := people{map[hearsay.IdentityID]bool{}, map[hearsay.Member]bool{}}
	switch t.field {
	case fieldSays, fieldDenies, fieldAbout:
	default:
		return p
	}
	for _, id := range identities(s.ledger, readings, t.pattern) {
		p.identities[id] = true
		for _, member := range s.ledger.Identities[id-1].Members {
			p.entities[member] = true
		}
	}
	return p
}

// Named returns the identities of a story that a name may mean: persons whose names hold its words in their order;
// where there is none, others whose names do; where there is none either, those who are called so by a role.
func Named(ledger *hearsay.Ledger, readings []hearsay.Reading, name string) []hearsay.IdentityID {
	p := newPattern(name)
	if len(p.words) == 0 {
		return nil
	}
	return identities(ledger, readings, p)
}

func identities(ledger *hearsay.Ledger, readings []hearsay.Reading, p pattern) []hearsay.IdentityID {
	byDoc := map[hearsay.DocID]*hearsay.Reading{}
	for i := range readings {
		byDoc[readings[i].Document.ID] = &readings[i]
	}
	var persons, others, bearers []hearsay.IdentityID
	for i := range ledger.Identities {
		identity := &ledger.Identities[i]
		switch {
		case !named(identity, byDoc, p):
			if slices.ContainsFunc(identity.Roles, func(role hearsay.Ref) bool {
				return slices.ContainsFunc(role.Spans, func(span hearsay.Span) bool {
					return p.same(span.Of(byDoc[role.Doc].Document.Text))
				})
			}) {
				bearers = append(bearers, identity.ID)
			}
		case identity.Kind == hearsay.EntityPerson:
			persons = append(persons, identity.ID)
		default:
			others = append(others, identity.ID)
		}
	}
	for _, found := range [][]hearsay.IdentityID{persons, others} {
		if len(found) > 0 {
			return found
		}
	}
	return bearers
}

func named(identity *hearsay.Identity, byDoc map[hearsay.DocID]*hearsay.Reading, p pattern) bool {
	if p.names(identity.Name) || p.names(identity.Outlet) {
		return true
	}
	return slices.ContainsFunc(identity.Members, func(member hearsay.Member) bool {
		return p.names(byDoc[member.Doc].Entities[member.Entity-1].Name)
	})
}

// speaks reports whether an attribution is one that the term asks for: of that speaker, and a denial or not. A refusal
// to comment is nothing said.
func (s *search) speaks(i int, doc *document, a *hearsay.Attribution) bool {
	t := &s.terms[i]
	denied := a.Stance == hearsay.Denied
	if a.Stance == hearsay.Declined || denied != (t.field == fieldDenies) || !s.speech.Said(doc.reading, a) {
		return false
	}
	id := doc.reading.Document.ID
	if a.Speaker != 0 {
		return s.people[i].entities[hearsay.Member{Doc: id, Entity: a.Speaker}]
	}
	// An unnamed source is found by its description, if that ends in its role: "port official", not "port".
	role := words(a.Profile.Role.Of(doc.reading.Document.Text))
	if len(role) == 0 || !t.pattern.is(len(t.pattern.words)-1, role[len(role)-1].folded) {
		return false
	}
	return slices.ContainsFunc(a.Source, func(span hearsay.Span) bool { return !t.pattern.find(doc.within(span)).Empty() })
}

// mentions reports whether one of the spans mentions somebody whom the term means.
func (s *search) mentions(i int, doc *document, spans []hearsay.Span) bool {
	id := doc.reading.Document.ID
	for _, span := range spans {
		// Mentions are sorted by where they begin; one that covers more than the span is none within it.
		mentions := doc.reading.Mentions
		at := sort.Search(len(mentions), func(i int) bool { return mentions[i].Span.Start >= span.Start })
		for ; at < len(mentions) && mentions[at].Span.Start < span.End; at++ {
			if s.people[i].entities[hearsay.Member{Doc: id, Entity: mentions[at].Entity}] {
				return true
			}
		}
	}
	return false
}

// claim reports whether the query holds of a claim, as the chosen documents tell it.
func (s *search) claim(c *hearsay.Claim) (hearsay.Match, bool) {
	var match hearsay.Match
	var tellings []*hearsay.Telling
	for _, list := range [][]hearsay.Telling{c.Tellings, c.Apart} {
		for i := range list {
			if s.docs[list[i].Doc] != nil && !list[i].Possible {
				tellings = append(tellings, &list[i])
			}
		}
	}
	if len(tellings) == 0 {
		return match, false
	}
	for i, t := range s.terms {
		holds := false
		switch t.field {
		case fieldOrigins:
			holds = len(c.Intervals) > 0 && t.relation.holds(Most(c))
		case fieldOutlet, fieldBefore, fieldAfter:
			continue
		default:
			at := slices.IndexFunc(tellings, func(telling *hearsay.Telling) bool { return s.telling(i, telling) })
			holds = at >= 0
			if holds && t.field == fieldText && match.Span.Empty() {
				match.Doc, match.Span = tellings[at].Doc, tellings[at].Span
			}
		}
		if holds == t.negated {
			return match, false
		}
	}
	return match, true
}

// Most is how many independent origins a claim has at most, at any level of commitment.
func Most(c *hearsay.Claim) int {
	most := 0
	for _, interval := range c.Intervals {
		most = max(most, interval.Max)
	}
	return most
}

// telling reports whether term i holds of one telling.
func (s *search) telling(i int, telling *hearsay.Telling) bool {
	doc := s.docs[telling.Doc]
	t := &s.terms[i]
	switch t.field {
	case fieldText:
		return !t.pattern.find(doc.within(telling.Span)).Empty()
	case fieldAbout:
		return s.mentions(i, doc, []hearsay.Span{telling.Span}) ||
			slices.ContainsFunc(doc.reading.Propositions[telling.Proposition].Arguments, func(a hearsay.Argument) bool {
				return s.people[i].entities[hearsay.Member{Doc: telling.Doc, Entity: a.Entity}]
			})
	}
	if telling.Attribution >= 0 && s.speaks(i, doc, &doc.reading.Attributions[telling.Attribution]) {
		return true
	}
	denied := telling.Stance == hearsay.Denied
	return denied == (t.field == fieldDenies) && telling.Stance != hearsay.Declined &&
		slices.ContainsFunc(telling.Origins, func(id hearsay.OriginID) bool {
			return s.people[i].identities[s.ledger.Origins[id-1].Identity]
		})
}

// unit is a place before its words are looked for.
type unit struct {
	spans       []hearsay.Span
	attribution int
}

// places lists where the query holds in a document.
func (s *search) places(doc *document) []hearsay.Place {
	var candidates []unit
	spoken := s.spoken(doc)
	for _, u := range s.units(doc, spoken) {
		if s.qualifies(doc, u, spoken) {
			candidates = append(candidates, u)
		}
	}
	var texts []*pattern
	for i := range s.terms {
		if t := &s.terms[i]; t.field == fieldText && !t.negated {
			texts = append(texts, &t.pattern)
		}
	}
	var found []hearsay.Place
	first := make([]int, len(texts)) // the first candidate that holds each text, plus 1
	for n, u := range candidates {
		place := doc.place(u, texts)
		for i, text := range texts {
			if first[i] == 0 && doc.holds(u, text) {
				first[i] = n + 1
			}
		}
		if len(place.Words) == len(texts) {
			found = append(found, place)
		}
	}
	if len(found) > 0 || slices.Contains(first, 0) {
		return dedupe(found)
	}
	slices.Sort(first)
	for _, n := range slices.Compact(first) {
		place := doc.place(candidates[n-1], texts)
		place.Apart = true
		found = append(found, place)
	}
	return dedupe(found)
}

// dedupe sorts places and drops those that stand twice: two attributions may share their content.
func dedupe(places []hearsay.Place) []hearsay.Place {
	slices.SortStableFunc(places, func(a, b hearsay.Place) int { return a.Span.Compare(b.Span) })
	return slices.CompactFunc(places, func(a, b hearsay.Place) bool { return a.Span == b.Span })
}

func (d *document) holds(u unit, text *pattern) bool {
	return slices.ContainsFunc(u.spans, func(span hearsay.Span) bool { return !text.find(d.within(span)).Empty() })
}

// place is a unit with where each text stands first in it.
func (d *document) place(u unit, texts []*pattern) hearsay.Place {
	place := hearsay.Place{Doc: d.reading.Document.ID, Span: hearsay.Cover(u.spans), Attribution: u.attribution}
	for _, text := range texts {
		for _, span := range u.spans {
			if at := text.find(d.within(span)); !at.Empty() {
				place.Words = append(place.Words, at)
				break
			}
		}
	}
	slices.SortFunc(place.Words, hearsay.Span.Compare)
	return place
}

// spoken lists, for each term that asks who says or denies, the statements of a document that it asks for.
func (s *search) spoken(doc *document) [][]int {
	spoken := make([][]int, len(s.terms))
	for i, t := range s.terms {
		if t.field != fieldSays && t.field != fieldDenies {
			continue
		}
		for n := range doc.reading.Attributions {
			if s.speaks(i, doc, &doc.reading.Attributions[n]) {
				spoken[i] = append(spoken[i], n)
			}
		}
	}
	return spoken
}

// units are a document's sentences or, where the query asks who says or denies, its statements.
func (s *search) units(doc *document, spoken [][]int) []unit {
	asked := slices.IndexFunc(s.terms, func(t term) bool {
		return (t.field == fieldSays || t.field == fieldDenies) && !t.negated
	})
	var units []unit
	if asked < 0 {
		for _, sentence := range doc.reading.Sentences {
			units = append(units, unit{[]hearsay.Span{sentence.Span}, -1})
		}
		return units
	}
	for _, i := range spoken[asked] {
		a := &doc.reading.Attributions[i]
		spans := a.Content
		if len(spans) == 0 {
			spans = []hearsay.Span{doc.reading.Sentences[a.Sentence].Span}
		}
		units = append(units, unit{spans, i})
	}
	return units
}

// qualifies reports whether all terms but those of text that must be there hold of a unit.
func (s *search) qualifies(doc *document, u unit, spoken [][]int) bool {
	for i := range s.terms {
		t := &s.terms[i]
		holds := false
		switch t.field {
		case fieldText:
			if !t.negated {
				continue
			}
			holds = doc.holds(u, &t.pattern)
		case fieldAbout:
			holds = s.mentions(i, doc, u.spans)
		case fieldSays, fieldDenies:
			holds = doc.said(u, spoken[i])
		default:
			continue
		}
		if holds == t.negated {
			return false
		}
	}
	return true
}

// said reports whether one of some statements is a unit or overlaps it.
func (d *document) said(u unit, statements []int) bool {
	if _, found := slices.BinarySearch(statements, u.attribution); found {
		return true
	}
	return slices.ContainsFunc(statements, func(n int) bool {
		return slices.ContainsFunc(d.reading.Attributions[n].Content, func(content hearsay.Span) bool {
			return slices.ContainsFunc(u.spans, content.Overlaps)
		})
	})
}
