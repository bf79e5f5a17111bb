package entity

import "hearsay"

// byTagger is what made a name, or its kind, that only the tagger knows.
const byTagger = "name tagger"

// Leads that the tagger must have, in its own whole numbers, to be heard.
const (
	leadKind  = 15  // to say what kind of thing an unclear name is
	leadOpens = 60  // the same of a last name that opens a sentence
	leadNew   = 60  // to find a name where the rules find none
	leadWider = 30  // to find one that names of the rules are parts of
	leadOther = 120 // to differ from what the rules say
)

// hear lets the trained tagger vote on what the rules found. Titles, roles and word lists are believed before it; it
// decides what a name is that the rules leave unclear, adds names that they do not see, and makes one name of several
// that are its parts, though not a person's: whose last name it is then is for the joining to say.
func (p *pass) hear(tagged []hearsay.TaggedName) {
	if len(tagged) == 0 {
		return
	}
	p.sortFound()
	gone := make([]bool, len(p.found))
	next := 0
	for _, t := range tagged {
		line := &p.lines[t.Sentence]
		if line.damaged {
			continue
		}
		start, end := p.trimTagged(line.words, t.Start, t.End)
		if start >= end {
			continue
		}
		for next < len(gone) && (p.found[next].sentence < t.Sentence ||
			p.found[next].sentence == t.Sentence && p.found[next].end <= start) {
			next++
		}
		same, last, whole := -1, next, true
		for ; last < len(gone) && p.found[last].sentence == t.Sentence && p.found[last].from < end; last++ {
			m := &p.found[last]
			if m.start == start && m.end == end {
				same = last
			}
			whole = whole && start <= m.from && m.end <= end && !p.firm(m)
		}
		switch {
		case same >= 0:
			p.hearKind(same, t)
		case line.titled:
		case last == next:
			if t.Lead >= leadNew && (t.Kind != hearsay.EntityOther || end-start > 1) {
				p.addTagged(t, start, end)
			}
		case whole && t.Kind != hearsay.EntityPerson && t.Lead >= leadWider:
			for i := next; i < last; i++ {
				gone[i] = true
			}
			p.addTagged(t, start, end)
		}
	}
	kept := p.found[:0]
	for i := range p.found {
		if i >= len(gone) || !gone[i] {
			kept = append(kept, p.found[i])
		}
	}
	p.found = kept
}

// trimTagged cuts articles and marks off a name.
func (p *pass) trimTagged(words []word, start, end int) (int, int) {
	for start < end && (words[start].lower == "the" || words[start].lower == "a" || !letterFirst(words[start].text) &&
		words[start].tag != hearsay.TagCD) {
		start++
	}
	for end > start && !letterFirst(words[end-1].text) {
		end--
	}
	return start, end
}

// firm reports whether the rules found a name by a title, role or list, and not by its form.
func (p *pass) firm(m *found) bool {
	switch m.by {
	case "title", "role before it", "outlet list", "family name first", "first name", "words behind it":
		return true
	}
	return false
}

// hearKind takes the kind that the tagger sees in a name of the rules.
func (p *pass) hearKind(i int, t hearsay.TaggedName) {
	m := &p.found[i]
	switch {
	case m.kind == hearsay.EntityUnclear && t.Lead >= leadKind:
	case m.kind == hearsay.EntityPerson && t.Kind != hearsay.EntityPerson && !p.firm(m) && t.Lead >= leadOther:
	default:
		return
	}
	if m.lone && m.initial && t.Lead < leadOpens {
		return
	}
	p.setKind(m, t.Kind)
}

// setKind makes a name one of another kind.
func (p *pass) setKind(m *found, kind hearsay.EntityKind) {
	m.kind, m.by = kind, byTagger
	if kind == hearsay.EntityPerson {
		return
	}
	text := p.text(m.sentence, m.start, m.end)
	m.key, m.gender, m.role, m.from = text, hearsay.GenderNeuter, [2]int{}, m.start
	switch kind {
	case hearsay.EntityBody:
		m.key, _ = p.bodies.Canonical(text)
	case hearsay.EntityPlace:
		if canonical, ok := p.places.Canonical(text); ok {
			m.key = canonical
		}
	}
}

// addTagged adds a name that only the tagger sees.
func (p *pass) addTagged(t hearsay.TaggedName, start, end int) {
	line := &p.lines[t.Sentence]
	m := found{sentence: t.Sentence, from: start, start: start, end: end, initial: line.initial(start)}
	parts := p.parts(line.words[start:end])
	m.name = p.names.Parse(parts)
	m.lone = !m.name.Full()
	if t.Kind == hearsay.EntityPerson {
		if gender, first := p.names.First(parts[0]); first && !m.lone {
			m.gender = gender
		}
		p.roleBefore(line, &m)
	}
	p.setKind(&m, t.Kind)
	p.add(m)
}
