package proposition

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
)

// announcement returns where "to" stands in a headline that announces by an infinitive, "Clinic to close ward": behind
// nothing but names, nouns and what belongs to them, and before another word.
func announcement(reading *hearsay.Reading, sentence *hearsay.Sentence) (int, bool) {
	if !headline(reading, sentence) {
		return 0, false
	}
	for i, token := range sentence.Tokens {
		if i > 0 && i+1 < len(sentence.Tokens) && strings.EqualFold(token.Span.Of(reading.Document.Text), "to") {
			return i, true
		}
		switch token.Tag {
		case hearsay.TagJJ, hearsay.TagCD, hearsay.TagPOS, hearsay.TagDT, hearsay.TagPRPS, hearsay.TagHyph:
		default:
			if !token.Tag.Noun() {
				return 0, false
			}
		}
	}
	return 0, false
}

func headline(reading *hearsay.Reading, sentence *hearsay.Sentence) bool {
	return sentence.Block < len(reading.Document.Blocks) && reading.Document.Blocks[sentence.Block].Kind == hearsay.BlockHeadline
}

// announced is a headline parsed as what it announces: the word before "to" is the subject of the word behind it, a verb,
// whatever the parser made of them. What hung from words before the verb hangs from the verb.
func announced(sentence *hearsay.Sentence, to int) *hearsay.Sentence {
	tokens := slices.Clone(sentence.Tokens)
	subject, verb := int16(to-1), int16(to+1)
	prepositions := map[int16]bool{}
	for _, token := range tokens[to+1:] {
		if token.Rel == hearsay.RelCase {
			prepositions[token.Head] = true
		}
	}
	object := false
	for i := range tokens {
		token := &tokens[i]
		at := int16(i)
		switch {
		case at < subject && (token.Head == at || token.Head > subject):
			token.Head, token.Rel = subject, hearsay.RelCompound
		case at > verb && (token.Head == at || token.Head <= verb):
			switch {
			case !token.Tag.Noun():
			case prepositions[at], object:
				token.Rel = hearsay.RelObl
			default:
				token.Rel, object = hearsay.RelObj, true
			}
			token.Head = verb
		}
	}
	tokens[subject].Head, tokens[subject].Rel = verb, hearsay.RelNsubj
	tokens[to].Head, tokens[to].Rel, tokens[to].Tag = verb, hearsay.RelMark, hearsay.TagTO
	tokens[verb].Head, tokens[verb].Rel, tokens[verb].Tag = verb, hearsay.RelRoot, hearsay.TagVB
	parsed := *sentence
	parsed.Tokens = tokens
	return &parsed
}

// announce returns what a headline announces by an infinitive: that it is planned, where the text below says in full that
// the same doer will or would do it. A headline alone leaves open whether "Port to close" is a name with a verb.
func (c *clauses) announce(verb int, below []hearsay.Proposition) (hearsay.Proposition, bool) {
	proposition, ok := c.state(core{at: verb, verb: verb, lemma: c.predicate(verb)})
	if !ok || proposition.Level != hearsay.LevelNone {
		return proposition, false
	}
	doer := c.doer(&proposition)
	if doer == nil {
		return proposition, false
	}
	at := slices.IndexFunc(below, func(told hearsay.Proposition) bool {
		full := c.doer(&told)
		return !told.Headline && told.Lemma == proposition.Lemma && told.Level != hearsay.LevelNone &&
			told.Level != hearsay.LevelDone && told.By == "clause" && full != nil && c.sameDoer(doer, full)
	})
	if at < 0 {
		return proposition, false
	}
	doer.Entity = cmp.Or(doer.Entity, c.doer(&below[at]).Entity)
	proposition.Level, proposition.LevelSpan = hearsay.LevelPlanned, c.tree.tokens[verb-1].Span
	proposition.By = "headline infinitive"
	return proposition, true
}

// sameDoer reports whether the doer in a headline is the one of a clause below: the same entity, its last name, or the same
// noun.
func (c *clauses) sameDoer(short, full *hearsay.Argument) bool {
	word := short.Head.Of(c.reading.Document.Text)
	switch {
	case short.Entity != 0:
		return full.Entity == short.Entity
	case full.Entity != 0:
		names := strings.Fields(c.reading.Entities[full.Entity-1].Name)
		return len(names) > 0 && names[len(names)-1] == word
	}
	return strings.EqualFold(full.Head.Of(c.reading.Document.Text), word)
}

// doer is the agent of a proposition, or nil.
func (c *clauses) doer(proposition *hearsay.Proposition) *hearsay.Argument {
	for i := range proposition.Arguments {
		if proposition.Arguments[i].Role == RoleAgent {
			return &proposition.Arguments[i]
		}
	}
	return nil
}
