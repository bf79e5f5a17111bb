package entity

import (
	"cmp"
	"slices"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/lexicon"
)

// tie is a role that a document gives somebody, or that a description states.
type tie struct {
	lexicon.RolePhrase
	span hearsay.Span
}

// tieOf reads the words of a role with its modifiers.
func (p *pass) tieOf(sentence, start, end int) tie {
	words := p.lines[sentence].words
	texts := make([]string, 0, end-start)
	for _, w := range words[start:end] {
		if letterFirst(w.text) {
			texts = append(texts, w.text)
		}
	}
	return tie{p.roles.Parse(texts), hearsay.Span{Start: words[start].span.Start, End: words[end-1].span.End}}
}

// findAppositions gives people the roles that stand before their names, behind them between commas, or behind "is".
func (p *pass) findAppositions() {
	for i := range p.found {
		m := &p.found[i]
		if m.entity < 0 {
			continue
		}
		line := &p.lines[m.sentence]
		x := &p.entities[m.entity]
		if line.damaged || x.kind != hearsay.EntityPerson && x.kind != hearsay.EntityUnclear {
			continue
		}
		if m.role[1] > m.role[0] {
			t := p.tieOf(m.sentence, m.role[0], m.role[1])
			t.RolePhrase = p.roles.WithPlace(t.RolePhrase, p.doc.Text[line.words[m.end-1].span.End:])
			p.tie(x, t)
		}
		if line.titled {
			continue
		}
		start, end := p.roleBehind(line, m)
		if start == end {
			start, end = p.roleAhead(line, m)
		}
		if start == end {
			continue
		}
		t := p.tieOf(m.sentence, start, end)
		if t.Head == "" {
			continue
		}
		p.tie(x, t)
		if x.kind == hearsay.EntityUnclear {
			x.kind, x.by = hearsay.EntityPerson, "apposition"
		}
		if x.gender == hearsay.GenderUnknown {
			x.gender = p.roles.Of(t.Head).Gender
		}
		for k := start; k < end; k++ {
			line.words[k].taken = true
		}
	}
}

// tie gives an entity a role, unless the role says too little.
func (p *pass) tie(x *entity, t tie) {
	if t.Head != "" && !p.roles.Of(t.Head).Vague {
		x.ties = append(x.ties, t)
	}
}

// roleBehind returns the words of the role in "Doe, the attorney general," or "Doe is now the attorney general".
func (p *pass) roleBehind(line *sentence, m *found) (int, int) {
	words := line.words
	i := m.end
	if i+1 >= len(words) {
		return 0, 0
	}
	copula := false
	switch words[i].text {
	case ",":
	case "is", "remains":
		copula = true
	default:
		return 0, 0
	}
	i++
	for copula && i < len(words) && words[i].tag == hearsay.TagRB && words[i].text != "not" {
		i++
	}
	if i >= len(words) || words[i].lower == "no" {
		return 0, 0
	}
	determined := false
	if tag := words[i].tag; tag == hearsay.TagDT || tag == hearsay.TagPRPS {
		determined = true
		i++
	}
	start := i
	for ; i < len(words) && i-start < 9; i++ {
		if i > start && p.roleEnding(words[start:i], i-start) > 0 && closes(words, i) && !p.goesOn(words, i) {
			if copula && !determined || !copula && followedByAnd(words, i) {
				return 0, 0
			}
			return start, p.withOf(words, i)
		}
		switch words[i].tag {
		case hearsay.TagPOS:
			start = i + 1
			determined = true
		case hearsay.TagJJ, hearsay.TagNN, hearsay.TagNNP, hearsay.TagNNPS, hearsay.TagHyph, hearsay.TagVBN,
			hearsay.TagNNS:
		case hearsay.TagIN:
			if !p.goesOn(words, i) {
				return 0, 0
			}
		default:
			if _, ok := p.roles.Tense(words[i].lower); !ok {
				return 0, 0
			}
		}
	}
	if i == len(words) && i > start && p.roleEnding(words[start:i], i-start) > 0 && (determined || !copula) {
		return start, i
	}
	return 0, 0
}

// goesOn reports whether the role that ends before i is part of a longer one: "chief" of "chief of staff".
func (p *pass) goesOn(words []word, i int) bool {
	return words[i].text == "of" && i+1 < len(words) && p.roleEnding(words, i+2) > 2
}

// closes reports whether a description may end before i.
func closes(words []word, i int) bool {
	switch words[i].text {
	case ",", ".", ";", ":", ")", "—", "--", "–",
		"of", "for", "at", "to", "in", "who", "from", "under", "on", "whose", "since":
		return true
	}
	return words[i].tag == hearsay.TagCloseQuote || words[i].tag == hearsay.TagVBG
}

// followedByAnd reports whether what ends before i is a member of a list.
func followedByAnd(words []word, i int) bool {
	return words[i].text == "," && i+1 < len(words) && words[i+1].tag == hearsay.TagCC
}

// withOf returns where a role ends with "of the Senate" behind it.
func (p *pass) withOf(words []word, end int) int {
	if end+1 >= len(words) {
		return end
	}
	switch words[end].text {
	case "of", "for", "at", "to":
	default:
		return end
	}
	i := end + 1
	if words[i].text == "the" {
		i++
	}
	start := i
	for i < len(words) && words[i].cap && i-start < 5 {
		i++
	}
	if i == start {
		return end
	}
	return i
}

// roleAhead returns the words of the role in "the attorney general, Jeff Doe,".
func (p *pass) roleAhead(line *sentence, m *found) (int, int) {
	words := line.words
	if m.lone || m.start < 3 || words[m.start-1].text != "," || m.from != m.start {
		return 0, 0
	}
	if m.end < len(words) {
		switch words[m.end].text {
		case ",", ".", ";", ":", ")", "?", "!":
		default:
			return 0, 0
		}
		if followedByAnd(words, m.end) {
			return 0, 0
		}
	}
	end := m.start - 1
	core := end
	for core > 0 && end-core < 6 && p.roleEnding(words, core) == 0 {
		w := &words[core-1]
		if !w.cap && w.text != "the" && w.text != "of" && w.text != "to" && w.text != "for" && w.text != "at" {
			return 0, 0
		}
		core--
	}
	n := p.roleEnding(words, core)
	if n == 0 || core < end && words[core].cap {
		return 0, 0
	}
	start := p.modifiers(line, core-n)
	if start == 0 {
		return 0, 0
	}
	switch words[start-1].tag {
	case hearsay.TagDT, hearsay.TagPRPS, hearsay.TagPOS:
		return start, end
	}
	return 0, 0
}

// borneTie is a role with who bears it.
type borneTie struct {
	tie
	entity int
}

// dominant is how many times as often as all others a text must name one of several bearers of a role to be about
// that one.
const dominant = 4

// findRoles finds the descriptions that stand for one person, and joins those that the document ties to one.
func (p *pass) findRoles() {
	p.borne = map[string][]borneTie{}
	for e := range p.entities {
		for i, t := range p.entities[e].ties {
			same := func(o tie) bool { return o.Tense == t.Tense && o.Head == t.Head && slices.Equal(o.Mods, t.Mods) }
			if !slices.ContainsFunc(p.entities[e].ties[:min(i, limits.Bearers)], same) {
				p.borne[t.Head] = append(p.borne[t.Head], borneTie{t, e})
			}
		}
	}
	for s := range p.lines {
		line := &p.lines[s]
		if line.titled {
			continue
		}
		words := line.words
		for i := 1; i < len(words); i++ {
			w := &words[i]
			if w.taken || p.roleEnds[w.lower] == 0 ||
				!w.tag.Noun() && w.tag != hearsay.TagNone && w.tag != hearsay.TagJJ {
				continue
			}
			if i+1 < len(words) && !ends(&words[i+1]) {
				continue
			}
			n := p.roleEnding(words, i+1)
			if n == 0 {
				continue
			}
			start := p.modifiers(line, i+1-n)
			if start == 0 || words[i+1-n].taken {
				continue
			}
			before := &words[start-1]
			switch {
			case before.lower == "the" || before.tag == hearsay.TagPRPS:
				p.addRole(s, start-1, start, i+1)
			case before.tag == hearsay.TagPOS:
				p.addRole(s, start, start, i+1)
			}
		}
	}
}

// ends reports whether a noun phrase may end before w.
func ends(w *word) bool {
	return !w.tag.Noun() && w.tag != hearsay.TagHyph && !w.cap && !w.taken
}

// addRole adds a description with its bearer, if it has one. A role that many have at a time is one only with a place
// or body: "the Ruritanian leader".
func (p *pass) addRole(sentence, from, start, end int) {
	words := p.lines[sentence].words
	last := p.withPlace(words, end)
	t := p.tieOf(sentence, start, last)
	if from == start && start >= 2 {
		if place, ok := p.places.Canonical(words[start-2].text); ok {
			t.Mods = append(t.Mods, place)
		}
	}
	role := p.roles.Of(t.Head)
	if !role.Unique && (role.Vague || role.Kin || !slices.ContainsFunc(t.Mods, p.placeOrBody)) {
		return
	}
	m := hearsay.Mention{
		Span: hearsay.Span{Start: words[from].span.Start, End: words[last-1].span.End},
		Head: hearsay.Span{Start: words[end-p.roleEnding(words, end)].span.Start, End: words[end-1].span.End},
		Kind: hearsay.MentionRole, By: "role without a sure bearer",
	}
	if bearer, by := p.bearer(sentence, t.RolePhrase); bearer >= 0 {
		m.Entity, m.Inferred, m.By = hearsay.EntityID(bearer+1), true, by
	}
	p.mentions = append(p.mentions, m)
}

// withPlace returns where a description ends with the place or body whose it is: "the president of Ruritania".
func (p *pass) withPlace(words []word, end int) int {
	if end+1 >= len(words) || words[end].text != "of" {
		return end
	}
	i := end + 1
	if words[i].text == "the" && i+1 < len(words) {
		i++
	}
	entry := p.known.at(words, i)
	if entry == nil || entry.class != classPlace && entry.class != classBody {
		return end
	}
	return i + len(entry.words)
}

// placeOrBody reports whether a modifier is the name of a place or body.
func (p *pass) placeOrBody(mod string) bool {
	if _, ok := p.places.Canonical(mod); ok {
		return true
	}
	_, ok := p.bodies.Canonical(mod)
	return ok
}

// bearer returns the one entity that the document ties to the role, and the rule that says so; -1 if there is none.
func (p *pass) bearer(sentence int, role lexicon.RolePhrase) (int, string) {
	var own, abroad []int
	for _, o := range p.borne[role.Head] {
		if o.Tense != role.Tense || !o.Covers(role) {
			continue
		}
		side := &own
		if len(role.Mods) == 0 && slices.ContainsFunc(o.Mods, p.foreign) {
			side = &abroad
		}
		if !slices.Contains(*side, o.entity) {
			*side = append(*side, o.entity)
		}
	}
	by := "only bearer of the role"
	if len(own) == 0 {
		own, abroad = abroad, nil
	}
	abroad = slices.DeleteFunc(abroad, func(e int) bool { return slices.Contains(own, e) })
	if len(own) > 1 {
		most := slices.MaxFunc(own, func(a, b int) int {
			return cmp.Or(cmp.Compare(p.entities[a].count, p.entities[b].count), cmp.Compare(b, a))
		})
		abroad = append(abroad, slices.DeleteFunc(own, func(e int) bool { return e == most })...)
		for _, e := range abroad {
			if p.entities[most].count < dominant*p.entities[e].count {
				return -1, ""
			}
		}
		own, by = []int{most}, "bearer of the role whom the text is about"
	}
	if len(own) == 0 {
		return -1, ""
	}
	// "The president" beside another one, of another country or time, is one's own, unless that other has just been
	// named.
	first, _ := slices.BinarySearchFunc(p.found, sentence-2,
		func(m found, s int) int { return cmp.Compare(m.sentence, s) })
	for i := first; len(abroad) > 0 && i < len(p.found) && p.found[i].sentence <= sentence; i++ {
		if slices.Contains(abroad, p.found[i].entity) {
			return -1, ""
		}
	}
	return own[0], by
}

// findBodies joins "the department" to the one body of the document that the word is part of the name of, where the
// body is named before.
func (p *pass) findBodies() {
	named := map[string][]int{} // word of bodies in small letters → who has it in their name, in the order of the text
	next := 0
	note := func(m *found) {
		if m.entity < 0 || p.entities[m.entity].kind != hearsay.EntityBody {
			return
		}
		for _, w := range p.lines[m.sentence].words[m.start:m.end] {
			if head := p.heads[w.text]; (head.last == classBody || head.first) && !slices.Contains(named[w.lower], m.entity) {
				named[w.lower] = append(named[w.lower], m.entity)
			}
		}
	}
	for s := range p.lines {
		line := &p.lines[s]
		if line.titled || line.damaged {
			continue
		}
		for i := 1; i < len(line.words); i++ {
			for ; next < len(p.found); next++ {
				if m := &p.found[next]; m.sentence > s || m.sentence == s && m.end > i {
					break
				}
				note(&p.found[next])
			}
			w, before := &line.words[i], &line.words[i-1]
			if before.lower != "the" || w.cap || w.taken || w.tag != hearsay.TagNN || len(named[w.lower]) != 1 ||
				i+1 < len(line.words) && !ends(&line.words[i+1]) {
				continue
			}
			if i+1 < len(line.words) && line.words[i+1].tag == hearsay.TagIN && line.words[i+1].text == "of" {
				continue
			}
			p.mentions = append(p.mentions, hearsay.Mention{
				Span: hearsay.Span{Start: before.span.Start, End: w.span.End}, Head: w.span, Kind: hearsay.MentionRole,
				Entity: hearsay.EntityID(named[w.lower][0] + 1), Inferred: true, By: "only body named by the word"})
		}
	}
}

// foreign reports whether a modifier is a country other than the United States.
func (p *pass) foreign(mod string) bool { return p.places.Country(mod) && mod != "United States" }
