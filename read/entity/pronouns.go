package entity

import (
	"cmp"
	"slices"

	"hearsay"
)

// actor is a place where a person is mentioned, as the pronouns behind it see it.
type actor struct {
	entity  int // -1: somebody whom the document does not name
	gender  hearsay.Gender
	word    int // the first of its words
	last    int // behind its words
	subject bool
	main    bool // subject of the main clause
	verb    int  // the word whose subject it is, or -1
}

// pronoun is he or she at work.
type pronoun struct {
	actor
	sentence int
	self     bool // "himself"
	own      bool // "his"
	object   bool // of a verb
	of       int  // the word it depends on, or -1
	quoted   int  // index of the quotation that holds it, or -1
}

// findPronouns finds he and she and joins those that can mean one person only.
func (p *pass) findPronouns() {
	byLine := make([][]actor, len(p.lines))
	for i := range p.found {
		m := &p.found[i]
		if m.entity >= 0 {
			x := &p.entities[m.entity]
			e := m.entity
			if x.kind == hearsay.EntityUnclear && p.barePerson(m) {
				e = -1
			} else if x.kind != hearsay.EntityPerson {
				continue
			}
			byLine[m.sentence] = append(byLine[m.sentence], p.actor(m.sentence, m.start, m.end, e, x.gender))
		} else {
			byLine[m.sentence] = append(byLine[m.sentence], p.actor(m.sentence, m.start, m.end, -1, m.gender))
		}
	}
	roles := p.mentions
	for s := range p.lines {
		line := &p.lines[s]
		actors := byLine[s]
		for len(roles) > 0 && roles[0].Span.Start < line.start() {
			roles = roles[1:]
		}
		resolved := map[uint32]int{}
		for len(roles) > 0 && roles[0].Span.End <= line.end() {
			if roles[0].Entity > 0 {
				resolved[roles[0].Head.Start] = int(roles[0].Entity) - 1
			}
			roles = roles[1:]
		}
		actors = append(actors, p.described(s, resolved)...)
		slices.SortStableFunc(actors, func(a, b actor) int { return cmp.Compare(a.word, b.word) })
		byLine[s] = actors
		if line.titled {
			continue
		}
		for i := range line.words {
			gender := pronounGender(line.words[i].lower)
			if gender == hearsay.GenderUnknown {
				continue
			}
			w := &line.words[i]
			m := hearsay.Mention{Span: w.span, Head: w.span, Kind: hearsay.MentionPronoun,
				By: "pronoun without a sure bearer"}
			pr := pronoun{actor: p.actor(s, i, i+1, -1, gender), sentence: s, of: w.head, quoted: p.quotation(w.span),
				self: w.lower == "himself" || w.lower == "herself", own: w.tag == hearsay.TagPRPS}
			pr.object = !pr.self && (w.rel == hearsay.RelObj || w.rel == hearsay.RelIobj)
			e, by := -1, ""
			if !line.damaged {
				e, by = p.antecedent(pr, byLine)
			}
			if e >= 0 {
				m.Entity, m.Inferred, m.By = hearsay.EntityID(e+1), true, by
			}
			at, _ := slices.BinarySearchFunc(byLine[s], i, func(a actor, i int) int { return cmp.Compare(a.word, i) })
			pr.entity = e
			byLine[s] = slices.Insert(byLine[s], at, pr.actor)
			p.mentions = append(p.mentions, m)
		}
	}
}

// barePerson reports whether a name of unclear kind has the form of a person's.
func (p *pass) barePerson(m *found) bool {
	words := p.lines[m.sentence].words
	return !words[m.start].upper && (m.start == 0 || words[m.start-1].tag != hearsay.TagDT)
}

func (s *sentence) start() uint32 {
	if len(s.words) == 0 {
		return 0
	}
	return s.words[0].span.Start
}

func (s *sentence) end() uint32 {
	if len(s.words) == 0 {
		return 0
	}
	return s.words[len(s.words)-1].span.End
}

// actor makes an actor of the words of a mention.
func (p *pass) actor(sentence, start, end, e int, gender hearsay.Gender) actor {
	a := actor{entity: e, gender: gender, word: start, last: end, verb: -1}
	words := p.lines[sentence].words
	for i := start; i < end; i++ {
		if !subject(&words[i]) {
			continue
		}
		a.subject = true
		if head := words[i].head; head >= 0 && head < len(words) {
			a.verb = head
			a.main = words[head].rel == hearsay.RelRoot
		}
	}
	return a
}

// subject reports whether a word is a subject, as far as the sentence was parsed; "he" and "she" always are.
func subject(w *word) bool {
	return w.rel == hearsay.RelNsubj || w.rel == hearsay.RelNsubjPass || w.lower == "he" || w.lower == "she"
}

// described finds the people of a sentence who are described and not named.
func (p *pass) described(s int, resolved map[uint32]int) []actor {
	var actors []actor
	words := p.lines[s].words
	for i := range words {
		w := &words[i]
		if w.taken || w.tag != hearsay.TagNN && w.tag != hearsay.TagNNP || p.roleEnds[w.lower] == 0 {
			continue
		}
		n := p.roleEnding(words, i+1)
		if n == 0 || i+1 < len(words) && !ends(&words[i+1]) {
			continue
		}
		e := -1
		gender := p.roles.Of(p.lower(words[i+1-n : i+1])).Gender
		if found, ok := resolved[words[i+1-n].span.Start]; ok {
			e, gender = found, p.entities[found].gender
		}
		actors = append(actors, p.actor(s, i+1-n, i+1, e, gender))
	}
	return actors
}

// quotation returns the index of the quotation that holds the span, or -1.
func (p *pass) quotation(span hearsay.Span) int {
	at, _ := slices.BinarySearchFunc(p.quotations, span.Start, func(q hearsay.Quotation, start uint32) int {
		return cmp.Compare(q.Span.End, start+1)
	})
	if at < len(p.quotations) && p.quotations[at].Span.Contains(span) {
		return at
	}
	return -1
}

// antecedent returns the entity that a pronoun means and the rule that says so, or -1.
func (p *pass) antecedent(pr pronoun, byLine [][]actor) (int, string) {
	here := p.fitting(byLine[pr.sentence], pr, pr.sentence)
	if pr.self {
		return reflexive(pr, here)
	}
	if p.besidePredicate(pr, byLine[pr.sentence]) {
		return -1, ""
	}
	before, back := p.before(pr, byLine)
	one, n := distinct(here, before)
	if n == 1 && one >= 0 {
		if back > 1 {
			return one, "only candidate of the last sentences"
		}
		return one, "only candidate"
	}
	if pr.quoted >= 0 {
		if n > 0 {
			return -1, ""
		}
		return p.besideSpeaker(pr, byLine)
	}
	if n == 0 {
		return -1, ""
	}
	if one, n := distinct(here); n == 1 && one >= 0 {
		return one, "only candidate in the sentence"
	}
	if len(here) > 0 {
		if last := here[len(here)-1]; last.subject && last.entity >= 0 && (pr.own || pr.subject) {
			return last.entity, "nearest and subject"
		}
		return -1, ""
	}
	subjects := slices.DeleteFunc(before, func(a actor) bool { return !a.subject })
	if one, n := distinct(subjects); n == 1 && one >= 0 {
		return one, "only subject of the sentence before"
	}
	if main := slices.DeleteFunc(subjects, func(a actor) bool { return !a.main }); pr.main {
		if one, n := distinct(main); n == 1 && one >= 0 {
			return one, "main subject of the sentence before"
		}
	}
	return -1, ""
}

// besidePredicate reports whether a pronoun is the subject of what is said of somebody's predicate, as in "Doe is not
// one he would lose", so that it means another.
func (p *pass) besidePredicate(pr pronoun, here []actor) bool {
	words := p.lines[pr.sentence].words
	if !pr.subject || pr.verb < 0 || words[pr.verb].rel != hearsay.RelAclRelcl {
		return false
	}
	noun := words[pr.verb].head
	return noun >= 0 && noun < len(words) && !words[noun].tag.Verb() &&
		slices.ContainsFunc(here, func(a actor) bool { return a.word < pr.word && a.subject && a.verb == noun })
}

// reflexive returns whom "himself" means: the name right before it, else the nearest subject.
func reflexive(pr pronoun, here []actor) (int, string) {
	for _, a := range here {
		if a.last == pr.word {
			return a.entity, "reflexive right behind"
		}
	}
	for _, a := range slices.Backward(here) {
		if a.subject {
			return a.entity, "reflexive of the subject"
		}
	}
	return -1, ""
}

// before returns the candidates of the nearest sentence before a pronoun's that has any, and how many sentences back
// it stands. Beyond the sentence before it looks only within the paragraph.
func (p *pass) before(pr pronoun, byLine [][]actor) ([]actor, int) {
	for back := 1; back <= reach && back <= pr.sentence; back++ {
		at := pr.sentence - back
		if back > 1 && p.lines[at].paragraph != p.lines[pr.sentence].paragraph {
			break
		}
		if fits := p.fitting(byLine[at], pr, at); len(fits) > 0 {
			return fits, back
		}
	}
	return nil, 0
}

// reach is how many sentences back a pronoun may lead, where those between speak of nobody whom it could mean.
const reach = 3

// besideSpeaker returns whom a pronoun in a quotation means where one person speaks in the sentence and only one
// other person is spoken of in it or in the one before.
func (p *pass) besideSpeaker(pr pronoun, byLine [][]actor) (int, string) {
	speaker, n := distinct(slices.DeleteFunc(slices.Clone(byLine[pr.sentence]), func(a actor) bool {
		return p.quotation(p.lines[pr.sentence].words[a.word].span) >= 0
	}))
	if n != 1 || speaker < 0 || pr.sentence == 0 {
		return -1, ""
	}
	open := pr
	open.quoted = -1
	before := p.fitting(byLine[pr.sentence-1], open, pr.sentence-1)
	before = slices.DeleteFunc(before, func(a actor) bool { return a.entity == speaker })
	if one, n := distinct(before); n == 1 && one >= 0 {
		return one, "only candidate beside who speaks"
	}
	return -1, ""
}

// fitting returns the actors whom a pronoun may mean.
func (p *pass) fitting(actors []actor, pr pronoun, sentence int) []actor {
	var fits []actor
	words := p.lines[sentence].words
	for _, a := range actors {
		if sentence == pr.sentence && a.word >= pr.word {
			break
		}
		// Who speaks does not call himself he.
		if pr.quoted >= 0 && p.quotation(words[a.word].span) != pr.quoted {
			continue
		}
		// "He praised him" speaks of two, "he took it with him" may not.
		if pr.object && sentence == pr.sentence && a.subject && a.verb >= 0 && a.verb == pr.of {
			continue
		}
		if !opposed(a.gender, pr.gender) {
			fits = append(fits, a)
		}
	}
	return fits
}

// distinct counts the different people of two lists and returns one of them.
func distinct(lists ...[]actor) (int, int) {
	var seen []int
	for _, list := range lists {
		for _, a := range list {
			if !slices.Contains(seen, a.entity) {
				seen = append(seen, a.entity)
			}
		}
	}
	if len(seen) == 0 {
		return -1, 0
	}
	return seen[0], len(seen)
}

// pronounGender is the gender of he and she in all their forms, and unknown for all other words.
func pronounGender(word string) hearsay.Gender {
	switch word {
	case "he", "him", "his", "himself":
		return hearsay.GenderMale
	case "she", "her", "hers", "herself":
		return hearsay.GenderFemale
	}
	return hearsay.GenderUnknown
}
