package proposition

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay"
	"hearsay/lexicon"
)

// clauses finds the propositions of one sentence.
type clauses struct {
	finder   *Finder
	reading  *hearsay.Reading
	places   *places
	sentence int
	tree     *tree
}

// find returns the sentence's propositions; earlier holds those of the sentences before, for what refers back to them.
func (c *clauses) find(earlier []hearsay.Proposition) []hearsay.Proposition {
	var found []hearsay.Proposition
	for at := range c.tree.tokens {
		core, ok := c.core(at)
		if !ok {
			continue
		}
		proposition, ok := c.state(core)
		if !ok {
			continue
		}
		if c.finder.ladderNouns[proposition.Lemma] != "" && !c.tree.tokens[core.at].Tag.Verb() {
			if !refer(&proposition, c.finder.ladderNouns[proposition.Lemma], c.levelLemma, earlier) {
				continue
			}
		}
		found = append(found, proposition)
	}
	return found
}

// core is a word that carries a proposition.
type core struct {
	at    int    // the token that carries it
	verb  int    // the verb or copula whose subject is its subject; at itself for most
	lemma string // what it states
}

// core decides whether a token carries a proposition of its own.
func (c *clauses) core(at int) (core, bool) {
	token := c.tree.tokens[at]
	switch {
	case token.Rel == hearsay.RelAux && c.tree.child(at, hearsay.RelObj) < 0 || token.Rel == hearsay.RelAuxPass || token.Rel == hearsay.RelCop ||
		token.Rel == hearsay.RelFlat || token.Rel == hearsay.RelFixed:
		return core{}, false
	case c.tells(at):
		return core{}, false
	case token.Tag.Verb() && token.Tag != hearsay.TagMD:
		if c.carried(at) >= 0 || c.describes(at) {
			return core{}, false // the noun states it
		}
		return c.verbCore(at)
	case c.elided(at):
		return core{at: at, verb: at, lemma: c.finder.lemmas.Lemma(c.word(at), hearsay.TagVBN)}, true
	case c.tree.child(at, hearsay.RelCop) >= 0:
		return c.copulaCore(at)
	case token.Tag == hearsay.TagJJ && token.Rel == hearsay.RelXcomp && c.tree.head(at) >= 0 && c.finder.light[c.lemma(c.tree.head(at))]:
		return core{at: at, verb: c.tree.head(at), lemma: c.lemma(at)}, true
	case token.Tag == hearsay.TagNN || token.Tag == hearsay.TagNNS:
		return c.nounCore(at)
	}
	return core{}, false
}

func (c *clauses) verbCore(at int) (core, bool) {
	if c.finder.participles[strings.ToLower(c.word(at))] && c.tree.child(at, hearsay.RelNsubj, hearsay.RelAux) < 0 {
		return core{}, false
	}
	lemma := c.predicate(at)
	if _, ok := c.finder.ladder[lemma]; ok && c.climbs(at) {
		return core{}, false // its complement carries the proposition, and this word its level
	}
	object := c.tree.child(at, hearsay.RelObj)
	if object >= 0 && c.finder.support[lemma] && c.finder.ladderNouns[c.lemma(object)] != "" {
		return core{}, false // the noun carries it
	}
	if complement := c.tree.child(at, hearsay.RelXcomp); complement >= 0 && c.finder.light[lemma] && carries(c.tree.tokens[complement].Tag) {
		return core{}, false // "has come to see it", "has remained fixated": the complement carries it
	}
	if lemma == "be" {
		if state := c.tree.child(at, hearsay.RelAdvmod); state > at && c.finder.states[strings.ToLower(c.word(state))] {
			return core{at: state, verb: at, lemma: strings.ToLower(c.word(state))}, true
		}
		return core{}, false
	}
	if lemma == "have" && object < 0 {
		return core{}, false
	}
	return core{at: at, verb: at, lemma: lemma}, true
}

// carries reports whether a complement of this tag states what its verb does not.
func carries(tag hearsay.Tag) bool { return tag.Verb() || tag == hearsay.TagJJ }

// predicate is the lemma of a verb with its particle, or with the next word where the two are one predicate: "step down".
func (c *clauses) predicate(at int) string {
	lemma := c.lemma(at)
	if particle := c.tree.child(at, hearsay.RelCompoundPrt); particle >= 0 {
		return lemma + " " + strings.ToLower(c.word(particle))
	}
	if at+1 < len(c.tree.tokens) {
		if phrase := lemma + " " + strings.ToLower(c.word(at+1)); c.finder.phrases[phrase] {
			return phrase
		}
	}
	return lemma
}

func (c *clauses) copulaCore(at int) (core, bool) {
	lemma := c.lemma(at)
	if _, ok := c.finder.ladder[lemma]; ok && c.climbs(at) {
		return core{}, false
	}
	// "one of the top disappointments" states a disappointment.
	if tag := c.tree.tokens[at].Tag; tag == hearsay.TagCD || tag == hearsay.TagDT || lemma == "part" || lemma == "kind" {
		if inner := c.tree.child(at, hearsay.RelNmod); inner >= 0 {
			return core{at: inner, verb: at, lemma: c.lemma(inner)}, true
		}
	}
	return core{at: at, verb: at, lemma: lemma}, true
}

// nounCore takes nouns of events ("his resignation") only where the text says whose they are or what was done with them.
func (c *clauses) nounCore(at int) (core, bool) {
	noun := c.lemma(at)
	lemma := c.finder.nominals[noun]
	governor := c.tree.head(at)
	rel := c.tree.tokens[at].Rel
	if c.finder.ladderNouns[noun] != "" {
		// "made the suggestion" refers back; "an offer to resign" is the level of what follows.
		if rel == hearsay.RelObj && governor >= 0 && c.lemma(governor) == "make" && c.definite(at) && !c.climbs(at) {
			return core{at: at, verb: governor, lemma: noun}, true
		}
		if lemma == "" {
			return core{}, false
		}
	}
	if carrier := c.carrier(at); carrier >= 0 {
		return core{at: at, verb: carrier, lemma: cmp.Or(lemma, noun)}, true
	}
	if c.described(at) >= 0 {
		return core{at: at, verb: at, lemma: noun}, true
	}
	if c.announced(at) {
		return core{at: at, verb: at, lemma: cmp.Or(lemma, noun)}, true
	}
	if lemma == "" {
		return core{}, false
	}
	if c.act(at) >= 0 {
		return core{at: at, verb: at, lemma: lemma}, true
	}
	if rel == hearsay.RelObj && governor >= 0 {
		if _, ok := c.finder.ladder[c.lemma(governor)]; ok {
			return core{at: at, verb: at, lemma: lemma}, true
		}
	}
	if c.tree.child(at, hearsay.RelNmodPoss) >= 0 || c.ladderNounAbove(at) >= 0 {
		return core{at: at, verb: at, lemma: lemma}, true
	}
	if c.bereft(at) {
		return core{at: at, verb: at, lemma: lemma}, true
	}
	if aux := c.tree.child(at, hearsay.RelAux); aux >= 0 && c.lemma(aux) == "have" {
		return core{at: at, verb: at, lemma: lemma}, true // "has faith", parsed as if faith were the verb
	}
	return core{}, false
}

// act is the noun of the ladder directly behind an event noun ("the resignation offer from Roe"), whatever the tagger
// takes it for, where the text says whose act it is; or -1.
func (c *clauses) act(at int) int {
	if at+2 >= len(c.tree.tokens) || c.finder.ladderNouns[strings.ToLower(c.word(at+1))] == "" || c.fromBehind(at+1) < 0 {
		return -1
	}
	return at + 1
}

// bereft reports whether a noun of an event stands, in a sentence that a machine broke, without the verb that governed it:
// "the mayor     confidence in her director".
func (c *clauses) bereft(at int) bool {
	if len(c.reading.Document.Damaged(c.reading.Sentences[c.sentence].Span)) == 0 || at == 0 || at+1 >= len(c.tree.tokens) {
		return false
	}
	return c.tree.tokens[at-1].Tag.Noun() && strings.EqualFold(c.word(at+1), "in")
}

// climbs reports whether a word of the ladder has a complement that states an event: "offered to resign", "an offer to
// resign", "offered his resignation". "Suggested that" is a step of the ladder only where the speaker commits himself.
func (c *clauses) climbs(at int) bool {
	for child := range c.tree.children(at) {
		token := c.tree.tokens[child]
		switch token.Rel {
		case hearsay.RelXcomp:
			if (token.Tag.Verb() || c.tree.child(child, hearsay.RelCop) >= 0) && (!c.finite(child) || c.commits(at, child)) {
				return true
			}
		case hearsay.RelAdvcl, hearsay.RelAcl:
			if token.Tag == hearsay.TagVB && c.tree.child(child, hearsay.RelMark) >= 0 && !c.tree.tokens[at].Tag.Verb() {
				return true
			}
		case hearsay.RelCcomp:
			if token.Tag.Verb() && c.commits(at, child) {
				return true
			}
		case hearsay.RelObj, hearsay.RelCompound:
			if c.finder.nominals[c.lemma(child)] != "" && (token.Rel == hearsay.RelCompound || c.finder.ladderNouns[c.lemma(at)] != "") {
				return true
			}
		}
	}
	return false
}

// finite reports whether a complement is a clause with a verb form of its own ("that she may leave"), whatever the parse
// calls it.
func (c *clauses) finite(at int) bool {
	for child := range c.tree.children(at) {
		switch token := c.tree.tokens[child]; token.Rel {
		case hearsay.RelAux:
			if token.Tag == hearsay.TagMD {
				return true
			}
		case hearsay.RelMark:
			if strings.EqualFold(c.word(child), "that") {
				return true
			}
		}
	}
	return c.auxiliaryBefore(at)
}

// auxiliaryBefore reports whether the word directly before a verb is a modal or a form of have with one before it.
func (c *clauses) auxiliaryBefore(at int) bool {
	for i := at - 1; i >= max(0, at-3); i-- {
		switch c.tree.tokens[i].Tag {
		case hearsay.TagMD:
			return true
		case hearsay.TagVB, hearsay.TagVBP, hearsay.TagRB:
		default:
			return false
		}
	}
	return false
}

// commits reports whether the subject of the clause at is who speaks in the clause above: "he suggested he could resign".
func (c *clauses) commits(above, at int) bool {
	subject, speaker := c.tree.child(at, hearsay.RelNsubj), c.tree.child(above, hearsay.RelNsubj)
	if subject < 0 || speaker < 0 || c.tree.child(at, hearsay.RelAux) < 0 {
		return false
	}
	if c.tree.tokens[subject].Tag == hearsay.TagPRP {
		return true
	}
	a, b := c.places.mention(c.tree.tokens[subject]), c.places.mention(c.tree.tokens[speaker])
	return a != nil && b != nil && a.Entity != 0 && a.Entity == b.Entity
}

// ladderNounAbove returns the noun of the ladder that this event is the matter of ("the resignation offer"), or -1.
func (c *clauses) ladderNounAbove(at int) int {
	governor := c.tree.head(at)
	if governor < 0 || c.finder.ladderNouns[c.lemma(governor)] == "" {
		return -1
	}
	switch c.tree.tokens[at].Rel {
	case hearsay.RelCompound, hearsay.RelNmod, hearsay.RelAcl:
		return governor
	}
	return -1
}

// tells reports whether a word is the cue of an attribution that has a content, and not an act of its own.
func (c *clauses) tells(at int) bool {
	i := c.places.cue(c.tree.tokens[at].Span)
	return i >= 0 && !c.acts(at, &c.reading.Attributions[i])
}

// acts reports whether the verb of a cue is an act beside: it is no verb of telling ("appointed Roe as director"), or what
// it is done to is a thing and no clause ("revealed the plan that …"), or it is an event that has an addressee ("warned
// them that …"). Of a whole quotation the cue says no more than that somebody spoke.
func (c *clauses) acts(at int, attribution *hearsay.Attribution) bool {
	token := c.tree.tokens[at]
	if carrier := c.carrier(at); carrier >= 0 {
		return c.finder.cues[c.lemma(at)].Noun == lexicon.CueNone // "made the trip to discuss", not "made the claim that"
	}
	if !token.Tag.Verb() || token.Tag == hearsay.TagMD || c.quotes(attribution) {
		return false
	}
	if c.finder.cues[strings.ToLower(c.word(at))].Verb == lexicon.CueNone {
		return !c.finder.light[c.lemma(at)] && attribution.Stance != hearsay.Declined
	}
	light := c.finder.light[c.lemma(at)]
	for child := range c.tree.children(at) {
		object := c.tree.tokens[child]
		if child < at || object.Rel != hearsay.RelIobj && object.Rel != hearsay.RelObj || c.clausal(child) {
			continue
		}
		if !light && c.finder.classes[c.lemma(at)] != "" {
			return true
		}
		counted := c.tree.child(child, hearsay.RelNummod) >= 0 // "added 100 jobs"
		if object.Rel == hearsay.RelObj && object.Tag.Noun() && (!light || counted) && !c.thatClause(at, attribution) &&
			slices.ContainsFunc(attribution.Content, func(content hearsay.Span) bool { return content.Contains(object.Span) }) {
			return true
		}
	}
	return false
}

// thatClause reports whether a cue is followed by a clause, whatever else a parse hangs from it.
func (c *clauses) thatClause(at int, attribution *hearsay.Attribution) bool {
	if c.tree.child(at, hearsay.RelCcomp) >= 0 {
		return true
	}
	if len(attribution.Content) == 0 {
		return false
	}
	first, _, _ := strings.Cut(attribution.Content[0].Of(c.reading.Document.Text), " ")
	return strings.EqualFold(first, "that") || strings.EqualFold(first, "whether")
}

// quotes reports whether the content of an attribution begins with a quotation mark.
func (c *clauses) quotes(attribution *hearsay.Attribution) bool {
	if len(attribution.Content) == 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(attribution.Content[0].Of(c.reading.Document.Text))
	return strings.ContainsRune("\"“”‘'`«„", first)
}

// clausal reports whether a finite verb stands directly behind what a parse calls an object: "said the owner left".
func (c *clauses) clausal(object int) bool {
	end := c.tree.subtree(object, hearsay.RelAclRelcl, hearsay.RelAcl, hearsay.RelAppos).End
	for _, token := range c.tree.tokens[object:] {
		if token.Span.Start < end {
			continue
		}
		switch token.Tag {
		case hearsay.TagOpenQuote, hearsay.TagCloseQuote, hearsay.TagRB, hearsay.TagNN, hearsay.TagNNS, hearsay.TagNNP, hearsay.TagVBG:
			continue
		case hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD:
			return true
		}
		return false
	}
	return false
}

// carried returns the noun that states what its verb only carries, or -1: "had a seizure", "made the trip", "there was a
// fire", "the test took place".
func (c *clauses) carried(verb int) int {
	lemma := c.lemma(verb)
	object := c.tree.child(verb, hearsay.RelObj)
	preposition := c.finder.participles[strings.ToLower(c.word(verb))] && c.tree.child(verb, hearsay.RelNsubj, hearsay.RelAux) < 0
	switch {
	case lemma == "be":
		if subject := c.tree.child(verb, hearsay.RelNsubj); subject >= 0 && c.tree.child(verb, hearsay.RelExpl) >= 0 {
			return c.thing(subject)
		}
	case lemma == "take" && verb+1 < len(c.tree.tokens) && strings.EqualFold(c.word(verb+1), "place"):
		if subject := c.whatHappens(verb); subject >= 0 {
			return c.thing(subject)
		}
	case object < verb, preposition: // "given this role"
	case lemma == "have" && c.arranged(object): // "had the race tied"
	case c.finder.owners[lemma], (c.finder.carriers[lemma] || c.finder.support[lemma]) && c.event(object):
		return c.thing(object)
	}
	return -1
}

// arranged reports whether a verb without an auxiliary of its own stands directly behind an object: "had his move blocked".
func (c *clauses) arranged(object int) bool {
	if object+1 >= len(c.tree.tokens) {
		return false
	}
	tag := c.tree.tokens[object+1].Tag
	return tag == hearsay.TagVBN || tag == hearsay.TagVB
}

// whatHappens is the subject of "took place", also of "is supposed to take place", or -1.
func (c *clauses) whatHappens(verb int) int {
	if subject := c.tree.child(verb, hearsay.RelNsubj); subject >= 0 {
		return subject
	}
	if governor := c.tree.head(verb); governor >= 0 && c.tree.tokens[verb].Rel == hearsay.RelXcomp {
		return c.tree.child(governor, hearsay.RelNsubj, hearsay.RelNsubjPass)
	}
	return -1
}

// carrier is the verb that only carries a noun, or -1.
func (c *clauses) carrier(noun int) int {
	if tag := c.tree.tokens[noun].Tag; tag != hearsay.TagNN && tag != hearsay.TagNNS {
		return -1
	}
	verb := c.tree.head(noun)
	if verb >= 0 && c.finder.measures[c.lemma(verb)] {
		verb = c.tree.head(verb)
	}
	if verb < 0 || !c.tree.tokens[verb].Tag.Verb() {
		return -1
	}
	if c.carried(verb) == noun {
		return verb
	}
	if below := c.tree.child(verb, hearsay.RelXcomp); below >= 0 && c.carried(below) == noun {
		return below
	}
	return -1
}

// undergoes reports whether the subject of a verb undergoes the act that its noun names: "faces charges", "suffered an
// attack", but not "suffered a seizure".
func (c *clauses) undergoes(core core) bool {
	noun := c.lemma(core.at)
	return core.verb != core.at && c.finder.undergoing[c.lemma(core.verb)] &&
		(c.finder.nominals[noun] != "" || c.finder.classes[noun] != "")
}

// thing is a token if it is a common noun that says what it is, or the one that it measures ("plenty of people"), or -1.
func (c *clauses) thing(at int) int {
	if of := c.tree.child(at, hearsay.RelNmod); of >= 0 && c.finder.measures[c.lemma(at)] {
		if preposition := c.tree.child(of, hearsay.RelCase); preposition >= 0 && strings.EqualFold(c.word(preposition), "of") {
			at = of
		}
	}
	if tag := c.tree.tokens[at].Tag; (tag == hearsay.TagNN || tag == hearsay.TagNNS) && !c.finder.measures[c.lemma(at)] {
		return at
	}
	return -1
}

// event reports whether a noun names an act or event.
func (c *clauses) event(at int) bool {
	lemma := c.lemma(at)
	return c.finder.acts[lemma] || c.finder.nominals[lemma] != ""
}

// described returns whom a noun says something of, by way of whoever calls them so, or -1: "described Roe as a liar". Only
// where an attribution says who does is it told.
func (c *clauses) described(noun int) int {
	verb := c.tree.head(noun)
	if tag := c.tree.tokens[noun].Tag; verb < 0 || tag != hearsay.TagNN && tag != hearsay.TagNNS ||
		c.finder.cues[strings.ToLower(c.word(verb))].Verb != lexicon.CueCall || c.finder.classes[c.lemma(verb)] != "" {
		return -1
	}
	switch c.tree.tokens[noun].Rel {
	case hearsay.RelObl:
		if as := c.tree.child(noun, hearsay.RelCase); as < 0 || !strings.EqualFold(c.word(as), "as") {
			return -1
		}
	case hearsay.RelXcomp:
	default:
		return -1
	}
	attribution := c.places.attribution(c.tree.tokens[noun].Span)
	if attribution < 0 || !c.reading.Attributions[attribution].Cue.Contains(c.tree.tokens[verb].Span) {
		return -1
	}
	return c.tree.child(verb, hearsay.RelObj, hearsay.RelNsubjPass)
}

// describes reports whether a verb says nothing but what somebody calls somebody.
func (c *clauses) describes(verb int) bool {
	for child := range c.tree.children(verb) {
		if c.described(child) >= 0 {
			return true
		}
	}
	return false
}

// announced reports whether a noun of an event is what a verb of telling tells: "confirmed the arrest of two men".
func (c *clauses) announced(at int) bool {
	verb := c.tree.head(at)
	if verb < 0 || c.tree.tokens[at].Rel != hearsay.RelObj || !c.event(at) || c.finder.cues[c.lemma(at)].Noun != lexicon.CueNone {
		return false
	}
	switch c.finder.cues[strings.ToLower(c.word(verb))].Verb {
	case lexicon.CueSay, lexicon.CueTell, lexicon.CueWrite, lexicon.CueReport, lexicon.CueDeny, lexicon.CueAgree, lexicon.CueShow:
	default:
		return false
	}
	attribution := c.places.attribution(c.tree.tokens[at].Span)
	return attribution >= 0 && c.reading.Attributions[attribution].Cue.Contains(c.tree.tokens[verb].Span)
}

// elided reports whether a word is a passive whose auxiliary stands with the passive before it: "two people were killed and
// twelve injured".
func (c *clauses) elided(at int) bool {
	token := c.tree.tokens[at]
	governor := c.tree.head(at)
	return token.Tag == hearsay.TagJJ && token.Rel == hearsay.RelConj && governor >= 0 && strings.HasSuffix(c.word(at), "ed") &&
		c.tree.child(governor, hearsay.RelNsubjPass) >= 0 && c.count(at) >= 0
}

// count returns the number directly before a word, or -1.
func (c *clauses) count(at int) int {
	if at > 0 && c.tree.tokens[at-1].Tag == hearsay.TagCD {
		return at - 1
	}
	return -1
}

func (c *clauses) lemma(at int) string {
	return c.finder.lemmas.Lemma(c.word(at), c.tree.tokens[at].Tag)
}

// levelLemma is the word of the ladder for the given level words, for what refers back to them.
func (c *clauses) levelLemma(proposition *hearsay.Proposition) string {
	text := proposition.LevelSpan.Of(c.reading.Document.Text)
	for word := range strings.FieldsSeq(text) {
		for _, tag := range []hearsay.Tag{hearsay.TagVBD, hearsay.TagNN} {
			lemma := c.finder.lemmas.Lemma(word, tag)
			if noun := c.finder.ladderNouns[lemma]; noun != "" {
				lemma = noun
			}
			if _, ok := c.finder.ladder[lemma]; ok {
				return lemma
			}
		}
	}
	return ""
}

func (c *clauses) word(at int) string { return c.tree.tokens[at].Span.Of(c.reading.Document.Text) }

func (c *clauses) definite(at int) bool {
	determiner := c.tree.child(at, hearsay.RelDet, hearsay.RelNmodPoss)
	if determiner < 0 {
		return false
	}
	switch strings.ToLower(c.word(determiner)) {
	case "a", "an", "no", "any", "some", "another":
		return false
	}
	return true
}
