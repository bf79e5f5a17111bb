package proposition

import (
	"slices"
	"strings"

	"hearsay"
)

// outside are the branches below a predicate that state something of their own.
var outside = []hearsay.Rel{
	hearsay.RelConj, hearsay.RelCc, hearsay.RelParataxis, hearsay.RelAdvcl, hearsay.RelDiscourse, hearsay.RelAclRelcl,
	hearsay.RelAppos, hearsay.RelPunct, hearsay.RelCcomp, hearsay.RelVocative, hearsay.RelMark,
}

// state makes the proposition of a core. It is none where the clause is only a condition, or has no participant.
func (c *clauses) state(core core) (hearsay.Proposition, bool) {
	text := c.reading.Document.Text
	token := c.tree.tokens[core.at]
	block := c.reading.Sentences[c.sentence].Block
	p := hearsay.Proposition{
		Predicate: token.Span,
		Lemma:     core.lemma,
		Sentence:  c.sentence,
		Headline:  block < len(c.reading.Document.Blocks) && c.reading.Document.Blocks[block].Kind == hearsay.BlockHeadline,
		By:        "clause",
	}
	p.Span = c.tree.subtree(core.at, outside...)
	if core.verb != core.at {
		p.Span = hearsay.Cover([]hearsay.Span{p.Span, c.tree.subtree(core.verb, outside...)})
		p.By = "predicate noun"
	} else if c.bereft(core.at) {
		p.By = "event noun without its verb"
	} else if (!token.Tag.Verb() && !c.elided(core.at) || c.possessed(core.at)) &&
		c.tree.child(core.at, hearsay.RelCop, hearsay.RelAux) < 0 {
		p.By = "event noun"
	}
	mood, ok := c.mood(core)
	if !ok {
		return p, false
	}
	p.Level, p.LevelSpan = mood.level, mood.words
	p.Negated, p.Hedged, p.Questioned = mood.negated, mood.hedged, mood.questioned
	for _, rung := range mood.rungs {
		p.Span = hearsay.Cover([]hearsay.Span{p.Span, c.tree.tokens[rung].Span})
	}

	if agent := c.agent(core, mood); agent >= 0 {
		argument := c.argument(RoleAgent, agent)
		if c.undergoes(core) {
			argument.Role = RolePatient
		}
		p.Arguments = append(p.Arguments, argument)
		if len(mood.rungs) > 0 || c.tree.head(agent) == core.verb || c.tree.head(agent) == core.at || c.raised(core.verb, agent) ||
			c.described(core.at) >= 0 {
			p.Span = hearsay.Cover([]hearsay.Span{p.Span, argument.Span})
		}
	}
	p.Arguments = append(p.Arguments, c.complements(core)...)
	if c.elided(core.at) {
		p.Arguments = append(p.Arguments, c.argument(RolePatient, c.count(core.at)))
		p.Span = hearsay.Cover([]hearsay.Span{p.Span, c.tree.tokens[c.count(core.at)].Span})
		p.Level = hearsay.LevelDone
	}
	p.Attribution = c.places.attribution(hearsay.Cover(append([]hearsay.Span{p.Predicate}, nonEmpty(p.LevelSpan)...)))
	if core.verb != core.at {
		// A verb that carries its noun is told with it, also where it is taken for a cue: "claimed responsibility".
		p.Attribution = c.places.attribution(hearsay.Cover([]hearsay.Span{p.Predicate, c.tree.tokens[core.verb].Span}))
	}
	switch {
	case c.described(core.at) >= 0:
		p.By = "description"
	case c.granted(mood):
		p.By = "event noun"
	case token.Tag == hearsay.TagVB && len(mood.rungs) == 0 && mood.level == hearsay.LevelNone && c.infinitive(core.at):
		p.By = "bare infinitive"
	case p.By == "event noun" && (len(mood.rungs) > 0 || c.announced(core.at)):
		p.By = "event noun of a verb"
	}
	if p.By == "event noun" {
		p.Attribution = -1 // taken for granted by whoever writes, not said by the source
	}
	c.commitment(&p)
	c.confine(&p)
	if c.behindIf(&p) {
		return p, false
	}
	c.exclude(&p)
	c.anyone(&p)
	c.speaker(&p)
	c.trim(&p)
	c.whole(&p)
	if len(p.Arguments) == 1 && c.undergone(core.verb) >= 0 {
		return p, false // "the votes cast"
	}
	if c.announced(core.at) && !slices.ContainsFunc(p.Arguments, func(a hearsay.Argument) bool { return a.Role != RoleTheme }) {
		return p, false // "recalled the spring election"
	}
	if len(p.Arguments) == 0 || len(p.Arguments) == 1 && core.verb == core.at && p.Arguments[0].Role == RoleAgent &&
		c.empty(core, &p.Arguments[0]) {
		return p, false // "has remained", without what
	}
	for _, t := range c.tree.tokens {
		if t.Tag == hearsay.TagCD && p.Span.Contains(t.Span) {
			p.Numbers = append(p.Numbers, t.Span)
		}
	}
	p.Times = c.places.times(c.sentence, p.Span)
	if strings.HasSuffix(strings.TrimRight(c.reading.Sentences[c.sentence].Span.Of(text), "\"”’' "), "?") {
		p.Questioned = true
	}
	if p.By != "event noun" && c.behindWhether(&p, core.verb) {
		p.Questioned = true
	}
	return p, true
}

// empty reports whether a predicate says nothing with its doer alone: "she remained", but not "the trial began" or "the
// trial is on hold".
func (c *clauses) empty(core core, agent *hearsay.Argument) bool {
	if c.places.cue(c.tree.tokens[core.at].Span) >= 0 {
		return true // "they expressed", without what: a cue that is an act of its own says more than that somebody spoke
	}
	if !c.finder.light[core.lemma] || c.tree.child(core.at, hearsay.RelCop) >= 0 {
		return false
	}
	tag := c.tree.tokens[core.at].Tag
	finite := tag != hearsay.TagVBG && tag != hearsay.TagVB || c.tree.child(core.at, hearsay.RelAux) >= 0
	person := agent.Entity != 0 && c.reading.Entities[agent.Entity-1].Kind == hearsay.EntityPerson
	return !finite || !c.finder.happenings[core.lemma] || person || c.pronoun(agent.Head)
}

// possessed reports whether a participle is a noun that says whose it is: "Roe's firing".
func (c *clauses) possessed(at int) bool {
	if c.tree.tokens[at].Tag != hearsay.TagVBG || at == 0 {
		return false
	}
	before := c.tree.tokens[at-1].Tag
	return before == hearsay.TagPOS || before == hearsay.TagPRPS
}

// raised reports whether the subject of a complement stands with the verb above it: "he has come to see it".
func (c *clauses) raised(at, agent int) bool {
	for c.tree.tokens[at].Rel == hearsay.RelXcomp {
		governor := c.tree.head(at)
		if governor < 0 {
			return false
		}
		if c.tree.head(agent) == governor {
			return true
		}
		at = governor
	}
	return false
}

// commitment takes a cue of the ladder by which somebody commits himself ("Roe suggested she could resign") as the level
// of what is said: the telling then rests on whoever tells of that act.
func (c *clauses) commitment(p *hearsay.Proposition) {
	if p.Attribution < 0 {
		return
	}
	attribution := &c.reading.Attributions[p.Attribution]
	step, verb, ok := c.ladderCue(attribution)
	if !ok || attribution.Speaker == 0 || p.LevelSpan.Empty() {
		return
	}
	for i := range p.Arguments {
		argument := &p.Arguments[i]
		if argument.Role != RoleAgent {
			continue
		}
		if argument.Entity != attribution.Speaker && !(argument.Entity == 0 && c.pronoun(argument.Head)) {
			return
		}
		argument.Entity = attribution.Speaker
		p.Level, p.Negated = step.level, p.Negated != step.negates
		p.LevelSpan = hearsay.Cover([]hearsay.Span{verb, p.LevelSpan})
		p.Span = hearsay.Cover(append([]hearsay.Span{verb, p.Span}, attribution.Source...))
		p.Attribution = attribution.Within
		p.By = "commitment"
		return
	}
}

// ladderCue is the word of the ladder in an attribution's cue.
func (c *clauses) ladderCue(attribution *hearsay.Attribution) (rung, hearsay.Span, bool) {
	for at, token := range c.tree.tokens {
		if !attribution.Cue.Contains(token.Span) || !token.Tag.Verb() {
			continue
		}
		if step, ok := c.finder.ladder[c.lemma(at)]; ok {
			return step, token.Span, true
		}
	}
	return rung{}, hearsay.Span{}, false
}

func (c *clauses) pronoun(head hearsay.Span) bool {
	for _, token := range c.tree.tokens {
		if token.Span == head {
			return token.Tag == hearsay.TagPRP || token.Tag == hearsay.TagWP || token.Tag == hearsay.TagWDT
		}
	}
	return false
}

// confine cuts a proposition to the content that holds it: a parse that runs across source, cue and addressee must not
// make them part of what is said.
func (c *clauses) confine(p *hearsay.Proposition) {
	frame := c.places.frame(p.Attribution)
	if frame < 0 {
		return
	}
	attribution := &c.reading.Attributions[frame]
	contents := attribution.Content
	for i := range p.Arguments {
		if argument := &p.Arguments[i]; argument.Role == RoleAgent && c.between(attribution, argument.Span) {
			contents = append(slices.Clone(contents), argument.Span) // said the story “is false”
		}
	}
	p.Arguments = slices.DeleteFunc(p.Arguments, func(argument hearsay.Argument) bool {
		return !slices.ContainsFunc(contents, func(content hearsay.Span) bool { return content.Contains(argument.Head) })
	})
	if len(contents) > 0 {
		whole := hearsay.Cover(contents)
		p.Span.Start, p.Span.End = max(p.Span.Start, whole.Start), min(p.Span.End, whole.End)
	}
}

// between reports whether words stand between the cue and a quotation that begins after them.
func (c *clauses) between(attribution *hearsay.Attribution, words hearsay.Span) bool {
	return len(attribution.Content) > 0 && !attribution.Cue.Empty() && attribution.Cue.End <= words.Start &&
		words.End <= attribution.Content[0].Start && c.reading.Sentences[c.sentence].Span.Contains(attribution.Cue)
}

// exclude resolves the pronoun of the doer where it can only be one: nobody else of fitting gender is named before it in
// the sentence but those who take another part in the same clause, and a pronoun never stands for one of those.
func (c *clauses) exclude(p *hearsay.Proposition) {
	at := slices.IndexFunc(p.Arguments, func(a hearsay.Argument) bool { return a.Role == RoleAgent })
	if at < 0 || p.Arguments[at].Entity != 0 {
		return
	}
	doer := &p.Arguments[at]
	var gender hearsay.Gender
	switch strings.ToLower(doer.Head.Of(c.reading.Document.Text)) {
	case "he":
		gender = hearsay.GenderMale
	case "she":
		gender = hearsay.GenderFemale
	default:
		return
	}
	excluded := false
	var only hearsay.EntityID
	sentence := c.reading.Sentences[c.sentence].Span
	for i := c.places.firstMention(sentence); i < len(c.reading.Mentions); i++ {
		mention := c.reading.Mentions[i]
		if mention.Span.Start >= doer.Head.Start {
			break
		}
		if mention.Entity == 0 || mention.Span.Start < sentence.Start || mention.Kind == hearsay.MentionPronoun {
			continue
		}
		entity := c.reading.Entities[mention.Entity-1]
		if entity.Kind != hearsay.EntityPerson && entity.Kind != hearsay.EntityUnclear ||
			entity.Gender != gender && entity.Gender != hearsay.GenderUnknown {
			continue
		}
		if slices.ContainsFunc(p.Arguments, func(a hearsay.Argument) bool { return a.Role != RoleAgent && a.Entity == mention.Entity }) {
			excluded = true
			continue
		}
		if only != 0 && only != mention.Entity {
			return
		}
		only = mention.Entity
	}
	if excluded && only != 0 {
		doer.Entity = only
		p.By = "only one it can be"
	}
}

// anyone resolves a "you" that is told of in the next sentence: "When people talk of you leaving, you worry. That is how
// it was for Roe." The next sentence must point back with its first word and name one person.
func (c *clauses) anyone(p *hearsay.Proposition) {
	at := slices.IndexFunc(p.Arguments, func(a hearsay.Argument) bool { return a.Role == RoleAgent })
	if at < 0 || p.Arguments[at].Entity != 0 || !strings.EqualFold(p.Arguments[at].Head.Of(c.reading.Document.Text), "you") ||
		p.Attribution >= 0 && c.reading.Attributions[p.Attribution].Direct == hearsay.Direct || c.sentence+1 >= len(c.reading.Sentences) {
		return
	}
	next := c.reading.Sentences[c.sentence+1]
	if len(next.Tokens) == 0 || !strings.EqualFold(next.Tokens[0].Span.Of(c.reading.Document.Text), "that") {
		return
	}
	var only hearsay.EntityID
	for i := c.places.firstMention(next.Span); i < len(c.reading.Mentions) && c.reading.Mentions[i].Span.Start < next.Span.End; i++ {
		mention := c.reading.Mentions[i]
		if mention.Entity == 0 || !next.Span.Contains(mention.Span) || c.reading.Entities[mention.Entity-1].Kind != hearsay.EntityPerson {
			continue
		}
		if only != 0 && only != mention.Entity {
			return
		}
		only = mention.Entity
	}
	if only != 0 {
		p.Arguments[at].Entity = only
		p.By = "you, named in the next sentence"
	}
}

// infinitive reports whether a verb only stands as "to do it" below a word that says nothing of whether it was done.
func (c *clauses) infinitive(at int) bool {
	mark := c.tree.child(at, hearsay.RelMark)
	if mark < 0 || !strings.EqualFold(c.word(mark), "to") {
		return false
	}
	governor := c.tree.head(at)
	return governor < 0 || !c.finder.light[c.lemma(governor)] || c.tree.tokens[at].Rel != hearsay.RelXcomp
}

// granted reports whether a clause hangs below a noun of the ladder that is taken for granted ("her decision to resign"), not
// below one that a verb states ("made an offer to resign").
func (c *clauses) granted(m mood) bool {
	if len(m.rungs) == 0 || !c.tree.tokens[m.top].Tag.Noun() && c.finder.ladderNouns[strings.ToLower(c.word(m.top))] == "" {
		return false
	}
	governor := c.tree.head(m.top)
	return governor < 0 || c.tree.tokens[m.top].Rel != hearsay.RelObj || !c.finder.support[c.lemma(governor)]
}

// speaker resolves the "I" of a quotation to who says it.
func (c *clauses) speaker(p *hearsay.Proposition) {
	if p.Attribution < 0 || c.reading.Attributions[p.Attribution].Direct != hearsay.Direct {
		return
	}
	for i := range p.Arguments {
		if p.Arguments[i].Entity == 0 && p.Arguments[i].Head.Of(c.reading.Document.Text) == "I" {
			p.Arguments[i].Entity = c.reading.Attributions[p.Attribution].Speaker
		}
	}
}

// trim takes the words from the front of a proposition that only tie it to what stands before it: "that", "and", "after".
func (c *clauses) trim(p *hearsay.Proposition) {
	for _, token := range c.tree.tokens {
		if token.Span.Start < p.Span.Start {
			continue
		}
		word := strings.ToLower(token.Span.Of(c.reading.Document.Text))
		ties := token.Tag == hearsay.TagIN && (token.Rel == hearsay.RelMark || word == "that") || token.Tag == hearsay.TagCC ||
			token.Tag == hearsay.TagComma || token.Tag == hearsay.TagWDT || token.Tag == hearsay.TagWRB
		if !ties || word == "whether" || word == "if" {
			p.Span.Start = token.Span.Start
			return
		}
		if token.Span.End >= p.Predicate.Start || strings.EqualFold(token.Span.Of(c.reading.Document.Text), "no") {
			return
		}
	}
}

// whole begins a proposition with the whole of the name or description that a parse cut: "(the attorney) general's recusal".
func (c *clauses) whole(p *hearsay.Proposition) {
	sentence := c.reading.Sentences[c.sentence].Span
	for i := c.places.firstMention(p.Span); i < len(c.reading.Mentions) && c.reading.Mentions[i].Span.Start < p.Span.Start; i++ {
		if span := c.reading.Mentions[i].Span; span.End > p.Span.Start && sentence.Contains(span) && p.Span.End >= span.End &&
			c.places.attribution(span) == c.places.attribution(p.Predicate) {
			p.Span.Start = span.Start
			return
		}
	}
}

func nonEmpty(span hearsay.Span) []hearsay.Span {
	if span.Empty() {
		return nil
	}
	return []hearsay.Span{span}
}

// mood is how a clause is meant: how far somebody is committed, and whether it is denied, weakened or asked.
type mood struct {
	level                       hearsay.Level
	words                       hearsay.Span // that give the level
	negated, hedged, questioned bool
	rungs                       []int // the words of the ladder, from the clause upward
	object                      bool  // the doer is the object of the last rung
	top                         int   // the highest word of the chain
}

// toldInPast reports whether a clause is what somebody was said in the past tense to say, in other words than his own and
// without a condition: "she said that it would close".
func (c *clauses) toldInPast(at int) bool {
	i := c.places.attribution(c.tree.tokens[at].Span)
	if i < 0 || c.reading.Attributions[i].Direct == hearsay.Direct ||
		slices.ContainsFunc(c.reading.Quotations, func(q hearsay.Quotation) bool { return q.Span.Contains(c.tree.tokens[at].Span) }) {
		return false
	}
	past := false
	for k, token := range c.tree.tokens {
		if strings.EqualFold(c.word(k), "if") || strings.EqualFold(c.word(k), "unless") {
			return false
		}
		past = past || token.Tag == hearsay.TagVBD && c.reading.Attributions[i].Cue.Contains(token.Span)
	}
	return past
}

// longestLadder bounds the chain of words above a predicate: "was said to be considering offering to agree to resign".
const longestLadder = 6

func (c *clauses) mood(core core) (mood, bool) {
	m := mood{top: core.verb}
	m.level = c.tense(core)
	c.auxiliaries(core.verb, &m)
	if core.at != core.verb {
		c.auxiliaries(core.at, &m)
	}
	if m.negated && m.level == hearsay.LevelWilling {
		m.level = hearsay.LevelDone // "cannot", "would not": it does not happen, whoever is willing
	}
	at := core.verb
	if act := c.act(core.at); act >= 0 {
		step := c.finder.ladder[c.finder.ladderNouns[strings.ToLower(c.word(act))]]
		m.level, m.words, m.rungs, m.top = step.level, c.tree.tokens[act].Span, []int{act}, act
		return m, true
	}
	for range longestLadder {
		governor, rung, ok := c.rungAbove(at)
		if !ok {
			break
		}
		if m.words.Empty() || len(m.rungs) == 0 || rung.level < m.level {
			m.level = rung.level
		}
		m.words = hearsay.Cover(append(nonEmpty(m.words), c.tree.tokens[governor].Span))
		for child := range c.tree.children(governor) {
			if rel := c.tree.tokens[child].Rel; rel == hearsay.RelAux || rel == hearsay.RelCop {
				m.words = hearsay.Cover([]hearsay.Span{m.words, c.tree.tokens[child].Span})
			}
		}
		m.negated = m.negated != rung.negates
		m.rungs = append(m.rungs, governor)
		m.object = rung.object
		m.top = governor
		c.auxiliaries(governor, &m)
		if c.owned(governor) {
			break // "her offer": whatever is done with it is done by others
		}
		at = governor
	}
	if c.conditional(m.top, &m) {
		return m, false
	}
	return m, true
}

// owned reports whether a noun of the ladder says whose it is: "her offer", "the offer from Roe".
func (c *clauses) owned(at int) bool {
	return c.tree.tokens[at].Tag.Noun() && (c.tree.child(at, hearsay.RelNmodPoss) >= 0 || c.fromBehind(at) >= 0)
}

// rungAbove returns the word of the ladder directly above a predicate, if there is one.
func (c *clauses) rungAbove(at int) (int, rung, bool) {
	governor := c.tree.head(at)
	if governor < 0 {
		return 0, rung{}, false
	}
	if object := c.tree.child(governor, hearsay.RelObj); object >= 0 && object < at && c.finder.ladderNouns[c.lemma(object)] != "" &&
		c.tree.tokens[at].Tag == hearsay.TagVB {
		return object, c.finder.ladder[c.finder.ladderNouns[c.lemma(object)]], true // "refused her offer to resign"
	}
	lemma := c.lemma(governor)
	if verb := c.finder.ladderNouns[lemma]; verb != "" && !c.tree.tokens[governor].Tag.Verb() {
		lemma = verb
	}
	step, ok := c.finder.ladder[lemma]
	if form := strings.ToLower(c.word(governor)); form != lemma && c.tree.child(governor, hearsay.RelCop, hearsay.RelAuxPass, hearsay.RelAux) >= 0 {
		if adjective, found := c.finder.ladder[form]; found {
			step, ok = adjective, true // "is prepared to" is not "prepares to"
		}
	}
	if !ok {
		return 0, rung{}, false
	}
	noun := !c.tree.tokens[at].Tag.Verb()
	switch c.tree.tokens[at].Rel {
	case hearsay.RelXcomp, hearsay.RelAcl:
		if step.object && c.tree.tokens[at].Tag != hearsay.TagVB && !noun {
			return 0, rung{}, false // "told her", not "told her to"
		}
		return governor, step, !c.finite(at) || c.commits(governor, at)
	case hearsay.RelAdvcl:
		// Parsers hang the infinitive of "willing to resign" below as an adverbial clause.
		return governor, step, !c.tree.tokens[governor].Tag.Verb() && c.tree.tokens[at].Tag == hearsay.TagVB
	case hearsay.RelCcomp:
		return governor, step, !step.object && c.commits(governor, at)
	case hearsay.RelObj, hearsay.RelCompound, hearsay.RelNmod:
		return governor, step, noun
	}
	return 0, rung{}, false
}

// tense is the level that the verb forms alone state.
func (c *clauses) tense(core core) hearsay.Level {
	for child := range c.tree.children(core.verb) {
		if c.tree.tokens[child].Rel != hearsay.RelAux {
			continue
		}
		switch strings.ToLower(c.word(child)) {
		case "will", "'ll", "’ll", "shall", "wo":
			return hearsay.LevelPlanned
		case "would", "'d", "’d", "could", "can", "ca":
			if strings.EqualFold(c.word(child), "would") && c.toldInPast(core.verb) {
				return hearsay.LevelPlanned // what was said with "will"
			}
			return hearsay.LevelWilling
		case "should", "must", "ought":
			return hearsay.LevelAsked
		case "may", "might":
			if c.hasAux(core.verb, "have") || core.at != core.verb {
				return hearsay.LevelDone
			}
			return hearsay.LevelPlanned // and hedged
		}
	}
	switch c.tree.tokens[core.verb].Tag {
	case hearsay.TagVBD:
		return hearsay.LevelDone
	case hearsay.TagVBN:
		if c.tree.child(core.verb, hearsay.RelAux, hearsay.RelAuxPass) >= 0 &&
			(!c.infinitive(core.verb) || c.hasAux(core.verb, "have")) { // "to be closed" is not done
			return hearsay.LevelDone
		}
	case hearsay.TagVBG:
		if c.finder.punctual[c.finder.classes[core.lemma]] && (c.hasAux(core.verb, "is") || c.hasAux(core.verb, "are") || c.hasAux(core.verb, "’s")) {
			return hearsay.LevelPlanned
		}
	}
	return hearsay.LevelNone
}

func (c *clauses) hasAux(at int, word string) bool {
	for child := range c.tree.children(at) {
		if rel := c.tree.tokens[child].Rel; rel == hearsay.RelAux || rel == hearsay.RelAuxPass {
			if strings.EqualFold(c.word(child), word) {
				return true
			}
		}
	}
	return false
}

// auxiliaries reads negation and hedges among the direct children of a verb, and its level words.
func (c *clauses) auxiliaries(at int, m *mood) {
	noun := c.tree.tokens[at].Tag.Noun() && c.tree.child(at, hearsay.RelCop) < 0
	for child := range c.tree.children(at) {
		word := strings.ToLower(c.word(child))
		rel := c.tree.tokens[child].Rel
		if noun && rel == hearsay.RelAdvmod {
			continue // "did not like the decision" does not deny the decision
		}
		switch rel {
		case hearsay.RelAdvmod, hearsay.RelCc, hearsay.RelDet:
			switch word {
			case "not", "n't", "n’t", "never", "neither", "nor", "no", "hardly":
				m.negated = !m.negated
			case "longer": // no longer
				if no := c.tree.child(child, hearsay.RelAdvmod, hearsay.RelDet); no >= 0 && strings.EqualFold(c.word(no), "no") {
					m.negated = !m.negated
				}
			default:
				m.hedged = m.hedged || c.finder.hedges[word]
			}
		case hearsay.RelAux:
			c.modal(child, m)
			for below := range c.tree.children(child) {
				c.modal(below, m) // some parses hang "may" from "have"
			}
		case hearsay.RelNsubj, hearsay.RelNsubjPass, hearsay.RelObj:
			if det := c.tree.child(child, hearsay.RelDet); det >= 0 && strings.EqualFold(c.word(det), "no") {
				m.negated = !m.negated
			}
		}
	}
	if governor := c.tree.head(at); governor >= 0 && c.tree.tokens[at].Rel == hearsay.RelXcomp {
		if lemma := c.lemma(governor); lemma == "appear" || lemma == "seem" || lemma == "say" || lemma == "believe" {
			m.hedged = true
		}
	}
}

// modal reads a modal verb.
func (c *clauses) modal(at int, m *mood) {
	word := strings.ToLower(c.word(at))
	m.hedged = m.hedged || word == "may" || word == "might"
	switch word {
	case "will", "'ll", "’ll", "wo", "would", "could", "can", "ca", "may", "might":
		m.words = hearsay.Cover(append(nonEmpty(m.words), c.tree.tokens[at].Span))
	}
}

// conditional reports whether the clause is only a condition ("if he no longer wanted him"); a clause that is asked
// ("asked whether he resigned") is marked so instead.
func (c *clauses) conditional(at int, m *mood) bool {
	if c.withinIf(at) {
		return true
	}
	mark := c.tree.child(at, hearsay.RelMark)
	if mark < 0 {
		return false
	}
	switch strings.ToLower(c.word(mark)) {
	case "whether":
		m.questioned = true
	case "if":
		governor := c.tree.head(at)
		if governor >= 0 && c.finder.questions[c.lemma(governor)] || c.silent(at) {
			m.questioned = true
			return false
		}
		return true
	case "unless", "lest":
		return true
	}
	return false
}

// withinIf reports whether a clause hangs within a condition: "if he thinks that she would leave".
func (c *clauses) withinIf(at int) bool {
	for range longestLadder {
		switch c.tree.tokens[at].Rel {
		case hearsay.RelCcomp, hearsay.RelXcomp, hearsay.RelAcl, hearsay.RelConj:
		default:
			return false
		}
		if at = c.tree.head(at); at < 0 {
			return false
		}
		mark := c.tree.child(at, hearsay.RelMark)
		if mark >= 0 && c.tree.tokens[at].Rel == hearsay.RelAdvcl {
			word := strings.ToLower(c.word(mark))
			return (word == "if" || word == "unless") && !c.silent(at)
		}
	}
	return false
}

// behindIf reports whether a clause begins with "if", or directly behind it, and nothing asks: a condition that the parse
// did not mark.
func (c *clauses) behindIf(p *hearsay.Proposition) bool {
	for at, token := range c.tree.tokens {
		if token.Span.Start < p.Span.Start {
			continue
		}
		for _, i := range []int{at, at - 1} {
			if i >= 0 && (strings.EqualFold(c.word(i), "if") || strings.EqualFold(c.word(i), "unless")) {
				for k := i; k < len(c.tree.tokens) && c.tree.tokens[k].Span.Start < p.Predicate.Start; k++ {
					if c.tree.tokens[k].Tag == hearsay.TagComma {
						return false
					}
				}
				return !p.Questioned && !c.silent(at) && !(i > 0 && c.finder.questions[c.lemma(i-1)])
			}
		}
		return false
	}
	return false
}

// behindWhether reports whether a clause says what is open: "they look into whether he obstructed", also where nobody is
// said to ask, and where it is joined to such a clause by "and". What the subject's own clause says is not meant.
func (c *clauses) behindWhether(p *hearsay.Proposition, verb int) bool {
	whether := func(at int) bool { return strings.EqualFold(c.word(at), "whether") }
	ends := func(tag hearsay.Tag) bool { // the clause that is looked through leftward
		switch tag {
		case hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD, hearsay.TagColon, hearsay.TagPeriod:
			return true
		}
		return false
	}
	for range longestLadder {
		comma := false // before the subject
		for at := verb - 1; at >= 0; at-- {
			token := &c.tree.tokens[at]
			switch {
			case whether(at):
				return at > 0 || !comma // "Whether it matters or not, he went"
			case token.Tag == hearsay.TagComma:
				comma = comma || len(p.Arguments) > 0 && p.Arguments[0].Role == RoleAgent && token.Span.End <= p.Arguments[0].Span.Start
			}
			if ends(token.Tag) && !p.Span.Contains(token.Span) {
				break
			}
		}
		head := c.tree.head(verb)
		if head < 0 || c.tree.tokens[verb].Rel != hearsay.RelConj {
			return false
		}
		for child := range c.tree.children(head) {
			if whether(child) {
				return true
			}
		}
		verb = head
	}
	return false
}

// silent reports whether a word stands in what somebody is asked or declines to say.
func (c *clauses) silent(at int) bool {
	attribution := c.places.attribution(c.tree.tokens[at].Span)
	if attribution < 0 {
		return false
	}
	stance := c.reading.Attributions[attribution].Stance
	return stance == hearsay.Declined || stance == hearsay.Questioned
}

// agent returns the token of who does it, or -1.
func (c *clauses) agent(core core, m mood) int {
	if by := c.passiveAgent(core.verb); by >= 0 {
		return by
	}
	if whom := c.described(core.at); whom >= 0 {
		return whom
	}
	own := c.subject(core.verb)
	if subject := c.whatHappens(core.verb); subject >= 0 && core.verb != core.at && c.thing(subject) == core.at {
		return c.tree.child(core.at, hearsay.RelNmodPoss) // "the trial took place", "there was a trial"
	}
	if len(m.rungs) > 0 && own < 0 {
		if subject := c.nearest(m.top); subject >= 0 && c.tree.tokens[m.top].Tag == hearsay.TagVBG {
			return subject // "stories about him offering to resign"
		}
	}
	if c.act(core.at) >= 0 {
		return c.fromBehind(m.top)
	}
	if own >= 0 && !c.sameContent(core.verb, own) {
		own = -1
	}
	if own >= 0 && c.tree.tokens[own].Tag != hearsay.TagPRP {
		return c.antecedent(core.verb, own)
	}
	// A pronoun that nothing resolves is whoever commits himself: "Roe suggested she could resign".
	if own >= 0 {
		if mention := c.places.mention(c.tree.tokens[own]); mention != nil && mention.Entity != 0 || len(m.rungs) == 0 {
			return own
		}
	}
	if !c.tree.tokens[core.at].Tag.Verb() {
		if poss := c.tree.child(core.at, hearsay.RelNmodPoss); poss >= 0 {
			return poss
		}
	}
	if c.tree.child(core.verb, hearsay.RelNsubjPass) >= 0 {
		return -1
	}
	if c.heads(core.verb) {
		return c.tree.head(core.verb)
	}
	if c.undergone(core.verb) >= 0 {
		return -1
	}
	if c.tree.tokens[m.top].Rel == hearsay.RelConj {
		// A coordinate clause with a noun directly before its verb has that as its own subject, whatever the parse says.
		if subject := c.nearest(m.top); subject >= 0 && own < 0 {
			return subject
		}
	}
	if subject := c.inherited(core.verb, m); subject >= 0 && c.sameContent(core.verb, subject) {
		return subject
	}
	if own >= 0 {
		return own
	}
	return c.nearest(m.top)
}

// sameContent reports whether two words stand within the same attributions, or b directly before the quotation of a.
func (c *clauses) sameContent(a, b int) bool {
	of := c.places.frame(c.places.attribution(c.tree.tokens[a].Span))
	return of == c.places.frame(c.places.attribution(c.tree.tokens[b].Span)) ||
		of >= 0 && c.between(&c.reading.Attributions[of], c.tree.tokens[b].Span)
}

// nearest is the noun or pronoun directly before a finite verb and its auxiliaries, where the parse gives it no subject,
// or -1.
func (c *clauses) nearest(at int) int {
	if c.bereft(at) {
		return at - 1
	}
	if tag := c.tree.tokens[at].Tag; tag == hearsay.TagVB || tag == hearsay.TagNN || tag == hearsay.TagNNS {
		return -1
	}
	for i := at - 1; i >= 0; i-- {
		token := c.tree.tokens[i]
		switch {
		case token.Tag.Noun() || token.Tag == hearsay.TagPRP:
			if c.tree.child(i, hearsay.RelCase) >= 0 && c.tree.tokens[at].Tag != hearsay.TagVBG {
				return -1
			}
			if strings.HasSuffix(strings.ToLower(c.word(i)), "self") {
				return c.tree.child(int(token.Head), hearsay.RelNsubj) // a reflexive is the subject of the clause around it
			}
			if token.Rel == hearsay.RelConj && c.tree.tokens[token.Head].Tag.Noun() {
				return int(token.Head)
			}
			return i
		case token.Rel == hearsay.RelAux, token.Rel == hearsay.RelCop, token.Rel == hearsay.RelAuxPass, token.Tag == hearsay.TagRB,
			token.Tag == hearsay.TagMD, token.Tag.Verb() && auxiliary(c.lemma(i)), token.Tag == hearsay.TagOpenQuote:
		case token.Tag == hearsay.TagCC && i > 0 && c.tree.tokens[i-1].Tag == c.tree.tokens[at].Tag:
			i-- // "had threatened or offered"
		default:
			return -1
		}
	}
	return -1
}

// inherited follows control and coordination upward to a subject.
func (c *clauses) inherited(at int, m mood) int {
	object := m.object
	if len(m.rungs) > 0 {
		at = m.top
		if object {
			if patient := c.tree.child(at, hearsay.RelObj, hearsay.RelIobj, hearsay.RelNsubjPass); patient >= 0 {
				return patient
			}
		}
		if poss := c.tree.child(at, hearsay.RelNmodPoss); poss >= 0 {
			return poss
		}
		if from := c.fromBehind(at); from >= 0 {
			return from
		}
	}
	for range longestLadder {
		if subject := c.subject(at); subject >= 0 {
			return c.antecedent(at, subject)
		}
		if subject := c.tree.child(at, hearsay.RelNsubjPass); subject >= 0 {
			return c.antecedent(at, subject)
		}
		governor := c.tree.head(at)
		if governor < 0 {
			return -1
		}
		switch c.tree.tokens[at].Rel {
		case hearsay.RelAclRelcl, hearsay.RelAcl:
			if c.tree.tokens[at].Tag == hearsay.TagVBG || c.tree.tokens[at].Rel == hearsay.RelAclRelcl {
				return governor
			}
			return -1
		case hearsay.RelConj, hearsay.RelXcomp, hearsay.RelAdvcl, hearsay.RelObj:
			at = governor
		default:
			return -1
		}
	}
	return -1
}

// antecedent leads from a relative pronoun to the noun it stands for: the one that its clause hangs from, or else the one
// directly before it.
func (c *clauses) antecedent(verb, subject int) int {
	switch c.tree.tokens[subject].Tag {
	case hearsay.TagWP, hearsay.TagWDT:
	default:
		return subject
	}
	if governor := c.tree.head(verb); governor >= 0 && c.tree.tokens[verb].Rel == hearsay.RelAclRelcl {
		return governor
	}
	if strings.EqualFold(c.word(subject), "what") {
		return subject
	}
	before := subject - 1
	if before >= 0 && c.tree.tokens[before].Tag == hearsay.TagComma && !strings.EqualFold(c.word(subject), "that") {
		before--
	}
	for before >= 0 && before < verb && c.tree.tokens[before].Tag.Noun() {
		above := c.tree.head(before)
		if rel := c.tree.tokens[before].Rel; above < 0 || above > before || !c.tree.tokens[above].Tag.Noun() ||
			rel != hearsay.RelNmod && rel != hearsay.RelAppos && rel != hearsay.RelFlat && rel != hearsay.RelCompound {
			break
		}
		before = above // "the senator from Norland, who …"
	}
	if before < 0 || before > verb || !c.tree.tokens[before].Tag.Noun() || c.timed(before) || !c.sameContent(verb, before) {
		return subject
	}
	if mention := c.places.mention(c.tree.tokens[before]); mention != nil && mention.Entity != 0 &&
		strings.EqualFold(c.word(subject), "who") && c.reading.Entities[mention.Entity-1].Kind == hearsay.EntityPlace {
		return subject
	}
	return before
}

// subject is the subject of a verb: of two that a parse gives it, the nearer one before it. It is -1 for none.
func (c *clauses) subject(verb int) int {
	if c.active(verb) {
		return c.tree.child(verb, hearsay.RelNsubjPass)
	}
	own := c.tree.child(verb, hearsay.RelNsubj)
	for child := range c.tree.children(verb) {
		if c.tree.tokens[child].Rel == hearsay.RelNsubj && child < verb {
			own = child
		}
	}
	return own
}

// active reports whether a parse calls a verb passive that has no auxiliary and an object behind it: "the blasts killed
// ten".
func (c *clauses) active(verb int) bool {
	return c.tree.child(verb, hearsay.RelNsubjPass) >= 0 && c.tree.child(verb, hearsay.RelObj) > verb &&
		c.tree.child(verb, hearsay.RelAuxPass, hearsay.RelAux, hearsay.RelNsubj) < 0
}

// heads reports whether a participle that a parse hangs from a noun is the noun's verb: an object stands directly behind it
// ("officers located Roe"), and nothing else is its subject.
func (c *clauses) heads(verb int) bool {
	token := c.tree.tokens[verb]
	if noun := c.tree.head(verb); token.Rel != hearsay.RelAcl || token.Tag != hearsay.TagVBN && token.Tag != hearsay.TagVBD ||
		noun < 0 || noun > verb {
		return false
	}
	for child := range c.tree.children(verb) {
		object := c.tree.tokens[child].Rel == hearsay.RelObj && child > verb && c.first(child) == verb+1
		if object || c.bare(verb, child) {
			return true
		}
	}
	return false
}

// undergone returns the noun that a participle behind it says something was done to ("the two people killed in the crash"),
// or -1.
func (c *clauses) undergone(verb int) int {
	token := c.tree.tokens[verb]
	noun := c.tree.head(verb)
	if token.Tag != hearsay.TagVBN || token.Rel != hearsay.RelAcl || noun < 0 || noun > verb ||
		c.tree.child(verb, hearsay.RelNsubj, hearsay.RelNsubjPass, hearsay.RelObj, hearsay.RelAux) >= 0 ||
		!c.tree.tokens[noun].Tag.Noun() || c.heads(verb) || c.verbless(noun) || !c.sameContent(verb, noun) {
		return -1
	}
	return noun
}

// verbless reports whether a parse puts a noun in the place of a clause: "the engine and some cars derailed, he said" without
// a verb. What hangs from it then may be the verb.
func (c *clauses) verbless(noun int) bool {
	for range longestLadder {
		if c.tree.child(noun, hearsay.RelCop, hearsay.RelNsubj) >= 0 {
			return false
		}
		switch c.tree.tokens[noun].Rel {
		case hearsay.RelRoot, hearsay.RelCcomp, hearsay.RelAdvcl, hearsay.RelParataxis:
			return true
		case hearsay.RelConj:
			noun = c.tree.head(noun)
		default:
			return false
		}
		if noun < 0 {
			return false
		}
	}
	return false
}

// passiveAgent is who stands behind the "by" of a passive, or -1. What a parse calls an agent without "by" is none.
func (c *clauses) passiveAgent(verb int) int {
	passive := c.tree.child(verb, hearsay.RelNsubjPass, hearsay.RelAuxPass) >= 0
	for child := range c.tree.children(verb) {
		rel := c.tree.tokens[child].Rel
		if rel != hearsay.RelOblAgent && (rel != hearsay.RelObl || !passive) {
			continue
		}
		if preposition := c.tree.child(child, hearsay.RelCase); preposition >= 0 && strings.EqualFold(c.word(preposition), "by") &&
			len(c.places.times(c.sentence, c.tree.subtree(child))) == 0 {
			return child
		}
	}
	for i := verb + 1; passive && i < len(c.tree.tokens) && c.tree.tokens[i].Tag != hearsay.TagComma; i++ {
		// A "by" that the parse hangs from a word in between: "was fired on Monday by Roe".
		if by := c.tree.head(i); strings.EqualFold(c.word(i), "by") && by > i && c.places.mention(c.tree.tokens[by]) != nil {
			return by
		}
	}
	return -1
}

func auxiliary(lemma string) bool { return lemma == "have" || lemma == "be" || lemma == "do" }

// fromBehind returns who stands behind "from" or "by" directly after a word ("the offer from Roe"), or -1.
func (c *clauses) fromBehind(at int) int {
	if at+1 >= len(c.tree.tokens) {
		return -1
	}
	switch strings.ToLower(c.word(at + 1)) {
	case "from", "by":
		return c.tree.head(at + 1)
	}
	return -1
}

// complements returns all arguments but the agent.
func (c *clauses) complements(core core) []hearsay.Argument {
	var arguments []hearsay.Argument
	verbs := []int{core.at}
	if core.verb != core.at {
		verbs = append(verbs, core.verb)
	}
	if noun := c.undergone(core.verb); noun >= 0 {
		arguments = append(arguments, c.argument(RolePatient, noun))
	}
	for _, verb := range verbs {
		for child := range c.tree.children(verb) {
			if child == core.at || core.verb != core.at && c.thing(child) == core.at {
				continue
			}
			switch c.tree.tokens[child].Rel {
			case hearsay.RelObj, hearsay.RelNsubjPass:
				role := RolePatient
				if c.tree.tokens[child].Rel == hearsay.RelNsubjPass && c.active(verb) {
					continue
				}
				if c.tree.tokens[child].Tag == hearsay.TagVBG && child-1 > verb && c.tree.tokens[child-1].Tag == hearsay.TagNNP {
					child-- // "found Roe sleeping"
				}
				if c.tree.tokens[child].Rel == hearsay.RelObj && c.timed(child) && c.places.mention(c.tree.tokens[child]) == nil {
					role = "when"
				}
				if c.tree.tokens[child].Rel == hearsay.RelNsubjPass {
					child = c.antecedent(verb, child)
				}
				arguments = append(arguments, c.argument(role, child))
			case hearsay.RelObl, hearsay.RelNmod, hearsay.RelIobj:
				role := "to"
				if preposition := c.tree.child(child, hearsay.RelCase); preposition >= 0 {
					role = strings.ToLower(c.word(preposition))
				} else if c.bare(verb, child) {
					role = RolePatient
				} else if c.tree.tokens[child].Rel != hearsay.RelIobj {
					role = "when"
				}
				arguments = append(arguments, c.argument(role, child))
			case hearsay.RelXcomp, hearsay.RelAmod, hearsay.RelCompound, hearsay.RelCcomp:
				arguments = append(arguments, c.argument(RoleTheme, child))
			case hearsay.RelAdvcl:
				if strings.EqualFold(c.word(c.first(child)), "whether") {
					arguments = append(arguments, c.argument(RoleTheme, child)) // "looking into whether she left"
				}
			}
		}
	}
	return arguments
}

// bare reports whether what a parse calls an oblique is the object: a noun directly behind a verb without one, with no
// preposition, that is no time ("passed a bill").
func (c *clauses) bare(verb, child int) bool {
	token := c.tree.tokens[child]
	if child < verb || !c.tree.tokens[verb].Tag.Verb() || !token.Tag.Noun() || token.Rel != hearsay.RelObl ||
		c.tree.child(verb, hearsay.RelObj, hearsay.RelAuxPass) >= 0 || c.tree.child(child, hearsay.RelCase) >= 0 {
		return false
	}
	next := c.tree.tokens[verb+1].Tag
	return next != hearsay.TagIN && next != hearsay.TagTO && c.first(child) == verb+1 && !c.timed(child)
}

// timed reports whether a word stands in a time.
func (c *clauses) timed(at int) bool {
	word := c.tree.tokens[at].Span
	return slices.ContainsFunc(c.places.times(c.sentence, c.tree.subtree(at)), func(i int) bool {
		return c.reading.Times[i].Span.Contains(word)
	})
}

// first is the first token below a token, itself included.
func (c *clauses) first(at int) int {
	start := c.tree.subtree(at).Start
	for i := at; i >= 0; i-- {
		if c.tree.tokens[i].Span.Start == start {
			return i
		}
	}
	return at
}

func (c *clauses) argument(role string, at int) hearsay.Argument {
	token := c.tree.tokens[at]
	argument := hearsay.Argument{
		Role:  role,
		Span:  c.tree.subtree(at, hearsay.RelCase, hearsay.RelAclRelcl, hearsay.RelAppos, hearsay.RelConj, hearsay.RelCc, hearsay.RelParataxis),
		Head:  token.Span,
		Lemma: c.lemma(at),
	}
	if mention := c.places.mention(token); mention != nil {
		argument.Entity, argument.Mention = mention.Entity, mention.Head
	}
	return argument
}

// reach is how many sentences back "the suggestion" may refer.
const reach = 3

// refer turns "made the suggestion" into a telling of what was suggested: the nearest earlier proposition whose level
// was stated by the same kind of act and whose doer is the same. It reports whether there is one.
func refer(p *hearsay.Proposition, act string, levelLemma func(*hearsay.Proposition) string, earlier []hearsay.Proposition) bool {
	doer := agentEntity(p)
	for i := len(earlier) - 1; i >= 0 && p.Sentence-earlier[i].Sentence <= reach; i-- {
		antecedent := &earlier[i]
		if antecedent.LevelSpan.Empty() || antecedent.Level != hearsay.LevelOffered && levelLemma(antecedent) != act {
			continue
		}
		if doer == 0 || agentEntity(antecedent) != doer {
			continue
		}
		p.Lemma = antecedent.Lemma
		p.Level, p.LevelSpan = antecedent.Level, p.Predicate
		for _, argument := range antecedent.Arguments {
			if argument.Role != RoleAgent {
				p.Arguments = append(p.Arguments, argument)
			}
		}
		p.By = "event anaphor"
		return true
	}
	return false
}

func agentEntity(p *hearsay.Proposition) hearsay.EntityID {
	for _, argument := range p.Arguments {
		if argument.Role == RoleAgent {
			return argument.Entity
		}
	}
	return 0
}
