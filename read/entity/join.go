package entity

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/lexicon"
)

// near is how many sentences back a full name may stand to decide between two bearers of a bare last name.
const near = 3

// entity is an entity in the making.
type entity struct {
	kind   hearsay.EntityKind
	name   lexicon.PersonName
	key    string
	gender hearsay.Gender
	best   int   // index into found of the fullest name
	names  []int // indexes into found of the first names that are full or have a title, limits.Bearers at most
	first  int   // the lowest such index
	titled bool
	count  int // how often it is named
	by     string
	ties   []tie
}

// join makes entities of the found names.
func (p *pass) join() {
	p.sortFound()
	p.promote()
	p.lasts = map[string][]int{}
	p.called = map[string]int{}
	keys := map[string]int{}
	for _, damaged := range []bool{false, true} {
		for i := range p.found {
			m := &p.found[i]
			if m.kind == hearsay.EntityPerson && !m.lone && p.lines[m.sentence].damaged == damaged {
				p.joinFull(i)
			}
		}
	}
	firsts := map[string][]int{}
	for i := range p.entities {
		name := &p.entities[i].name
		firsts[name.First] = append(firsts[name.First], i)
	}
	p.joinTitled(keys)
	for i := range p.found {
		m := &p.found[i]
		switch {
		case m.entity >= 0:
		case m.kind != hearsay.EntityPerson && m.kind != hearsay.EntityUnclear:
			p.joinKey(keys, i, m.kind.String()+":"+m.key)
		case !m.lone:
			p.joinKey(keys, i, "name:"+p.lower(p.lines[m.sentence].words[m.start:m.end]))
		default:
			p.joinLone(keys, firsts, i)
		}
	}
	p.number()
}

// sortFound puts the found names into the order of the text.
func (p *pass) sortFound() {
	slices.SortFunc(p.found, func(a, b found) int {
		return cmp.Or(cmp.Compare(a.sentence, b.sentence), cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end))
	})
}

// promote makes a person of a name of unclear kind whose last word the document uses as a person's last name, and drops
// single words that stand only where any word has a capital.
func (p *pass) promote() {
	lasts := map[string]bool{}
	mid := map[string]bool{}
	for i := range p.found {
		m := &p.found[i]
		if m.kind == hearsay.EntityPerson && m.lone && m.by != byTagger {
			lasts[m.name.Last] = true
		}
		if !m.initial && m.lone || !m.lone && m.kind == hearsay.EntityPerson || m.from < m.start {
			mid[m.name.Last] = true
		}
	}
	for i := range p.found {
		m := &p.found[i]
		if m.kind != hearsay.EntityUnclear {
			continue
		}
		words := p.lines[m.sentence].words[m.start:m.end]
		if m.lone {
			if key := p.acronyms[words[0].text]; key != "" && words[0].upper {
				m.kind, m.key, m.by, m.gender = hearsay.EntityBody, key, "acronym", hearsay.GenderNeuter
			}
			continue
		}
		if m.end-m.start <= 3 && lasts[m.name.Last] && !words[0].upper && !mid[words[0].lower] {
			m.kind, m.by = hearsay.EntityPerson, "last name used of a person"
		}
	}
	p.promoteAlike()
	p.found = slices.DeleteFunc(p.found, func(m found) bool {
		if !m.lone || !m.initial || mid[m.name.Last] {
			return false
		}
		_, first := p.names.First(p.lines[m.sentence].words[m.start].text)
		return m.kind == hearsay.EntityUnclear || m.kind == hearsay.EntityPerson && !first
	})
}

// promoteAlike makes a person of a name of unclear kind that is written like a person's of the document ("port director
// Jan Roe", then "Jan Roe"), of one of two or three words whose last word also stands alone in running text ("Jan Roe",
// then "as Roe left") and is nobody else's, and of a last name so found.
func (p *pass) promoteAlike() {
	full := func(m *found) string { return p.lower(p.lines[m.sentence].words[m.start:m.end]) }
	people, alone, borne := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for i := range p.found {
		m := &p.found[i]
		switch {
		case m.kind == hearsay.EntityPerson && !m.lone:
			people[full(m)], borne[m.name.Last] = true, true
		case m.kind == hearsay.EntityUnclear && m.lone && !m.initial && !p.lines[m.sentence].titled && !p.lines[m.sentence].damaged:
			alone[m.name.Last] = true
		}
	}
	lasts := map[string]bool{}
	for i := range p.found {
		m := &p.found[i]
		if m.lone || p.lines[m.sentence].damaged {
			continue
		}
		words := p.lines[m.sentence].words[m.start:m.end]
		if m.kind == hearsay.EntityUnclear && (people[full(m)] || len(words) <= 3 && alone[m.name.Last] && !borne[m.name.Last] && !words[0].upper) {
			m.kind, m.by = hearsay.EntityPerson, "written like a person's name here"
		}
		if m.kind == hearsay.EntityPerson {
			lasts[m.name.Last] = true
		}
	}
	for i := range p.found {
		if m := &p.found[i]; m.kind == hearsay.EntityUnclear && m.lone && lasts[m.name.Last] && !p.lines[m.sentence].damaged {
			m.kind, m.by = hearsay.EntityPerson, "last name of a person"
		}
	}
}

// joinFull joins a full name to the person who bears it, or makes a new one.
func (p *pass) joinFull(i int) {
	m := &p.found[i]
	var fits []int
	by := ""
	bearers := p.lasts[m.name.Last]
	for _, e := range bearers[:min(len(bearers), limits.Bearers)] {
		rule := p.names.SamePerson(p.entities[e].name, m.name)
		if rule == "" || opposed(p.entities[e].gender, m.gender) {
			continue
		}
		if p.lines[m.sentence].damaged && rule != "same full name" && rule != "same name without its middle" {
			continue
		}
		if rule == "same full name" {
			fits, by = []int{e}, rule
			break
		}
		fits, by = append(fits, e), rule
	}
	switch len(fits) {
	case 0:
		p.lasts[m.name.Last] = append(p.lasts[m.name.Last], len(p.entities))
		p.newEntity(i)
	case 1:
		p.attach(i, fits[0])
		if by != "same full name" {
			m.by = by
		}
	default:
		m.by = "several people fit"
	}
}

// opposed reports whether two genders exclude each other.
func opposed(a, b hearsay.Gender) bool {
	return a != hearsay.GenderUnknown && b != hearsay.GenderUnknown && a != b
}

func (p *pass) newEntity(i int) {
	m := &p.found[i]
	m.entity = len(p.entities)
	p.entities = append(p.entities, entity{kind: m.kind, name: m.name, key: m.key, gender: m.gender, best: i, by: m.by})
	p.keepName(i)
}

// keepName notes a name that is full or has a title with its entity.
func (p *pass) keepName(i int) {
	m := &p.found[i]
	if m.kind == hearsay.EntityPerson && (!m.lone || m.from < m.start) {
		x := &p.entities[m.entity]
		if len(x.names) == 0 || i < x.first {
			x.first = i
		}
		if len(x.names) < limits.Bearers {
			x.names = append(x.names, i)
		}
	}
}

// attach adds a name to an entity.
func (p *pass) attach(i, e int) {
	m, x := &p.found[i], &p.entities[e]
	m.entity = e
	p.keepName(i)
	if x.kind == hearsay.EntityUnclear && m.kind == hearsay.EntityPerson {
		x.kind, x.by = m.kind, m.by
	}
	if x.gender == hearsay.GenderUnknown {
		x.gender = m.gender
	}
	if p.fuller(i, x.best) {
		x.best = i
		if m.name.Full() {
			x.name = m.name
		}
	}
}

// fuller reports whether found name a shows an entity better than b: words that can be trusted first, then more words.
func (p *pass) fuller(a, b int) bool {
	ma, mb := &p.found[a], &p.found[b]
	sa, sb := &p.lines[ma.sentence], &p.lines[mb.sentence]
	if na, nb := ma.end-ma.start, mb.end-mb.start; na != nb {
		return na > nb
	}
	if x, y := sa.damaged || sa.titled, sb.damaged || sb.titled; x != y {
		return y
	}
	return a < b && p.entities[mb.entity].kind != hearsay.EntityBody
}

// joinKey joins names of one key.
func (p *pass) joinKey(keys map[string]int, i int, key string) {
	if e, ok := keys[key]; ok {
		p.attach(i, e)
		return
	}
	keys[key] = len(p.entities)
	p.newEntity(i)
}

// joinTitled joins last names that stand behind a title. Where the title is nobody's whom the document names in full,
// it makes another bearer of the last name: beside "first lady Ann Doe", "President Doe" is somebody else.
func (p *pass) joinTitled(keys map[string]int) {
	for i := range p.found {
		m := &p.found[i]
		if !m.lone || m.kind != hearsay.EntityPerson || m.from == m.start || m.entity >= 0 {
			continue
		}
		if m.gender == hearsay.GenderUnknown {
			m.gender = p.pronounBehind(m)
		}
		fits := slices.DeleteFunc(p.bearers(m), func(e int) bool { return p.somebodyElse(m, e) })
		switch len(fits) {
		case 0:
			p.joinKey(keys, i, "last:"+m.name.Last+":"+m.name.Suffix)
			if !slices.Contains(p.lasts[m.name.Last], m.entity) {
				p.lasts[m.name.Last] = append(p.lasts[m.name.Last], m.entity)
			}
			p.entities[m.entity].titled = true
		case 1:
			p.attach(i, fits[0])
			m.by = "last name"
			p.entities[fits[0]].titled = true
		}
	}
}

// pronounBehind returns the gender of the pronoun that follows a name in its sentence, unless another name comes first.
func (p *pass) pronounBehind(m *found) hearsay.Gender {
	line := &p.lines[m.sentence]
	if line.damaged {
		return hearsay.GenderUnknown
	}
	for k := m.end; k < len(line.words); k++ {
		if line.words[k].taken && line.words[k].cap {
			break
		}
		if gender := pronounGender(line.words[k].lower); gender != hearsay.GenderUnknown {
			return gender
		}
	}
	return hearsay.GenderUnknown
}

// somebodyElse reports whether a last name with a role cannot mean the person: the full name never has this role, and
// has one as a relative, or has another one and first stands behind the last name.
func (p *pass) somebodyElse(m *found, e int) bool {
	if m.role[0] == m.role[1] {
		return false
	}
	role := p.tieOf(m.sentence, m.role[0], m.role[1])
	before, other, kin := false, false, false
	for _, k := range p.entities[e].names {
		o := &p.found[k]
		if o.lone {
			continue
		}
		line := &p.lines[o.sentence]
		if !line.headline && (o.sentence < m.sentence || o.sentence == m.sentence && o.start < m.start) {
			before = true
		}
		start, end := o.role[0], o.role[1]
		if start == end && !line.titled && !line.damaged {
			start, end = p.roleBehind(line, o)
		}
		if start == end {
			continue
		}
		own := p.tieOf(o.sentence, start, end)
		if own.Head == role.Head {
			return false
		}
		other = other || own.Head != ""
		kin = kin || p.roles.Of(own.Head).Kin
	}
	return kin || other && !before
}

// bearers returns the people whom a bare last name may mean.
func (p *pass) bearers(m *found) []int {
	all := p.lasts[m.name.Last]
	var fits []int
	for _, e := range all[:min(len(all), limits.Bearers)] {
		x := &p.entities[e]
		if opposed(x.gender, m.gender) || m.name.Suffix != "" && m.name.Suffix != x.name.Suffix {
			continue
		}
		fits = append(fits, e)
	}
	if len(fits) < 2 {
		return fits
	}
	// A son of the same name is called "Jr." every time.
	if m.name.Suffix == "" {
		fits = slices.DeleteFunc(fits, func(e int) bool {
			x := &p.entities[e]
			return x.name.Suffix == "jr" && slices.ContainsFunc(fits, func(o int) bool {
				return o != e && p.entities[o].name.First == x.name.First && p.entities[o].name.Suffix == ""
			})
		})
	}
	if m.role[1] > m.role[0] {
		role := p.tieOf(m.sentence, m.role[0], m.role[1])
		same := slices.DeleteFunc(slices.Clone(fits), func(e int) bool {
			return !slices.ContainsFunc(p.foundRoles(e), func(t tie) bool {
				return t.Head == role.Head && t.Tense == role.Tense
			})
		})
		if len(same) == 1 {
			return same
		}
	}
	return fits
}

// foundRoles is the roles that stand before the names joined to a person so far.
func (p *pass) foundRoles(e int) []tie {
	var ties []tie
	for _, i := range p.entities[e].names {
		if m := &p.found[i]; m.role[1] > m.role[0] {
			ties = append(ties, p.tieOf(m.sentence, m.role[0], m.role[1]))
		}
	}
	return ties
}

// joinLone joins a bare last or first name to the one person it can mean.
func (p *pass) joinLone(keys map[string]int, firsts map[string][]int, i int) {
	m := &p.found[i]
	fits := p.bearers(m)
	switch len(fits) {
	case 1:
		p.attach(i, fits[0])
		m.by = "last name"
		return
	case 0:
	default:
		if e := p.decide(i, fits); e >= 0 {
			p.attach(i, e)
			m.inferred = true
			if m.by == "only bearer named so far" {
				p.called[m.name.Last] = e
			}
		} else {
			m.by = "last name of several people"
		}
		return
	}
	text := p.lines[m.sentence].words[m.start].text
	gender, first := p.names.First(text)
	if first && m.from == m.start {
		switch people := firsts[m.name.Last]; len(people) {
		case 1:
			p.attach(i, people[0])
			m.by = "first name alone"
			return
		case 0:
		default:
			m.by = "first name of several people"
			return
		}
		if m.kind == hearsay.EntityUnclear {
			m.kind, m.by = hearsay.EntityPerson, "first name"
		}
		if m.gender == hearsay.GenderUnknown {
			m.gender = gender
		}
	}
	p.joinKey(keys, i, "last:"+m.name.Last+":"+m.name.Suffix)
	if p.entities[m.entity].best != i {
		m.by = "last name"
	}
}

// decide picks one of several bearers of a last name: the one whose full name stands nearest before it in the same
// paragraph; else the one who was called so before the others were named; else the only one whom the document calls by
// title and last name. -1 is none.
func (p *pass) decide(i int, fits []int) int {
	m := &p.found[i]
	here := p.lines[m.sentence].paragraph
	for k := i - 1; k >= 0; k-- {
		o := &p.found[k]
		if o.sentence < m.sentence-near || p.lines[o.sentence].paragraph != here {
			break
		}
		if o.entity >= 0 && (!o.lone || o.from < o.start) && slices.Contains(fits, o.entity) {
			if p.lines[o.sentence].damaged {
				return -1
			}
			m.by = "nearest full name"
			return o.entity
		}
	}
	if e, ok := p.called[m.name.Last]; ok && slices.Contains(fits, e) {
		m.by = "last name as used before"
		return e
	}
	if named := p.only(fits, func(x *entity) bool { return len(x.names) > 0 && x.first < i }); named >= 0 {
		m.by = "only bearer named so far"
		return named
	}
	titled := p.only(fits, func(x *entity) bool { return x.titled })
	if titled >= 0 {
		m.by = "only bearer called by title"
	}
	return titled
}

// only returns the one of the entities of which the condition holds, or -1.
func (p *pass) only(fits []int, holds func(x *entity) bool) int {
	one := -1
	for _, e := range fits {
		if !holds(&p.entities[e]) {
			continue
		}
		if one >= 0 {
			return -1
		}
		one = e
	}
	return one
}

// number puts the entities into the order of their first name.
func (p *pass) number() {
	order := make([]int, 0, len(p.entities))
	seen := make([]bool, len(p.entities))
	for i := range p.found {
		if e := p.found[i].entity; e >= 0 && !seen[e] {
			seen[e] = true
			order = append(order, e)
		}
	}
	place := make([]int, len(p.entities))
	entities := make([]entity, len(order))
	for to, from := range order {
		place[from] = to
		entities[to] = p.entities[from]
	}
	p.entities = entities
	for i := range p.found {
		if m := &p.found[i]; m.entity >= 0 {
			m.entity = place[m.entity]
			p.entities[m.entity].count++
		}
	}
	for last, people := range p.lasts {
		for k := range people {
			p.lasts[last][k] = place[people[k]]
		}
	}
}

// result writes the mentions and entities out.
func (p *pass) result() ([]hearsay.Mention, []hearsay.Entity) {
	entities := make([]hearsay.Entity, len(p.entities))
	for i := range p.entities {
		x := &p.entities[i]
		m := &p.found[x.best]
		words := p.lines[m.sentence].words
		out := hearsay.Entity{ID: hearsay.EntityID(i + 1), Kind: x.kind, Gender: x.gender, By: x.by,
			Name: p.text(m.sentence, m.start, m.end),
			Span: hearsay.Span{Start: words[m.start].span.Start, End: words[m.end-1].span.End}}
		if x.kind == hearsay.EntityOutlet {
			out.Outlet = x.key
		}
		seen := map[string]bool{}
		for _, t := range x.ties {
			if text := strings.ToLower(t.span.Of(p.doc.Text)); !seen[text] {
				seen[text] = true
				out.Roles = append(out.Roles, t.span)
			}
		}
		slices.SortFunc(out.Roles, hearsay.Span.Compare)
		entities[i] = out
	}
	mentions := make([]hearsay.Mention, 0, len(p.found)+len(p.mentions))
	for i := range p.found {
		m := &p.found[i]
		words := p.lines[m.sentence].words
		mentions = append(mentions, hearsay.Mention{
			Span:   hearsay.Span{Start: words[m.from].span.Start, End: words[m.end-1].span.End},
			Head:   hearsay.Span{Start: words[m.start].span.Start, End: words[m.end-1].span.End},
			Entity: hearsay.EntityID(m.entity + 1), Inferred: m.inferred, By: m.by,
		})
	}
	mentions = append(mentions, p.mentions...)
	slices.SortStableFunc(mentions, func(a, b hearsay.Mention) int {
		return cmp.Or(a.Span.Compare(b.Span), a.Head.Compare(b.Head))
	})
	return mentions, entities
}
