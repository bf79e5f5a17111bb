package proposition

import (
	"strings"

	"hearsay"
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
		if c.finder.ladderNouns[proposition.Lemma] != "" {
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
	case c.inCue(token.Span):
		return core{}, false
	case token.Tag.Verb() && token.Tag != hearsay.TagMD:
		return c.verbCore(at)
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
	if object := c.tree.child(at, hearsay.RelObj); object >= 0 && c.finder.support[lemma] {
		noun := c.lemma(object)
		if c.finder.nominals[noun] != "" || c.finder.ladderNouns[noun] != "" {
			return core{}, false // the noun carries it
		}
	}
	if complement := c.tree.child(at, hearsay.RelXcomp); complement >= 0 && c.finder.light[lemma] && carries(c.tree.tokens[complement].Tag) {
		return core{}, false // "has come to see it", "has remained fixated": the complement carries it
	}
	if lemma == "be" || lemma == "have" && c.tree.child(at, hearsay.RelObj) < 0 {
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
	if lemma == "" {
		return core{}, false
	}
	if c.act(at) >= 0 {
		return core{at: at, verb: at, lemma: lemma}, true
	}
	if rel == hearsay.RelObj && governor >= 0 {
		verb := c.lemma(governor)
		if c.finder.support[verb] {
			return core{at: at, verb: governor, lemma: lemma}, true
		}
		if _, ok := c.finder.ladder[verb]; ok {
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

// inCue reports whether a word is the cue of an attribution that has a content.
func (c *clauses) inCue(span hearsay.Span) bool {
	return c.places.cue(span)
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
