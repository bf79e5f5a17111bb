package attribution

import (
	"hearsay"
	"hearsay/lexicon"
)

// stance sets how the source stands to the content, by the first that decides: the phrase that made the cue, a negation
// at the cue, the cue's word, the content's own denial or hedge.
func (f *Finder) stance(s *sheet, d *draft, a *hearsay.Attribution) {
	a.Stance, a.StanceBy = f.stanceOf(s, d)
}

func (f *Finder) stanceOf(s *sheet, d *draft) (hearsay.Stance, string) {
	if d.settled && d.frame != frameAccording {
		return d.stance, "phrase"
	}
	if f.hearsayAdjective(s, d) {
		return hearsay.Hedged, "cue"
	}
	if stance, by := f.cueStance(s, d); by != "" {
		return stance, by
	}
	if by, ok := f.denies(s, d); ok {
		return hearsay.Denied, by
	}
	if f.leavesOpen(s, d) {
		return hearsay.Declined, "content"
	}
	if len(d.content) > 0 && s.asks(s.opening(d.content)) {
		return hearsay.Questioned, "question mark"
	}
	if f.hedges(s, d) {
		return hearsay.Hedged, "content"
	}
	return hearsay.Affirmed, "default"
}

// opening is the first sentence of a content.
func (s *sheet) opening(content []run) run {
	r := content[0]
	for at := r.from; at < r.to; at++ {
		if s.is(at, ".", "!", "?") {
			return run{r.from, at + 1}
		}
	}
	return r
}

// nonAnswerReach is within how many words of its beginning a content says that its speaker does not know.
const nonAnswerReach = 10

// leavesOpen reports whether the content says that its speaker cannot tell: "he could not predict how".
func (f *Finder) leavesOpen(s *sheet, d *draft) bool {
	if len(d.content) == 0 {
		return false
	}
	words := d.content[0]
	for at := words.from; at < min(words.to, words.from+nonAnswerReach); at++ {
		if s.is(at, ",", ".", ";") {
			return false
		}
		for _, tokens := range f.nonAnswers[s.words[at].text] {
			if s.sequence(at, words.to, tokens) {
				return true
			}
		}
	}
	return false
}

// attitude reports whether a cue ascribes a wish, a plan or a feeling instead of words: by its class, or by an
// infinitive as its content.
func (f *Finder) attitude(s *sheet, d *draft) bool {
	if d.frame != frameFree {
		return false
	}
	if len(d.content) > 0 && s.infinitive(d.content[0].from) {
		return true
	}
	for at := d.cue.from; at < d.cue.to; at++ {
		entry := f.cues[s.words[at].text]
		class := entry.Noun
		if s.words[at].tag.Verb() {
			class = entry.Verb
		}
		switch class {
		case lexicon.CueWant, lexicon.CueIntend, lexicon.CueDecide, lexicon.CueSupport, lexicon.CueOppose, lexicon.CueHold,
			lexicon.CueSeem, lexicon.CueRefuse, lexicon.CueAttitude, lexicon.CueIntention:
			return true
		}
	}
	return false
}

// infinitive reports whether "to" and a verb stand at the word.
func (s *sheet) infinitive(at int) bool {
	return s.is(at, "to") && s.tagged(at+1, hearsay.TagVB, hearsay.TagVBP, hearsay.TagNN)
}

// asks reports whether a quotation ends as a question.
func (s *sheet) asks(r run) bool {
	for at := r.to - 1; at >= r.from && s.words[at].punctuation(); at-- {
		if s.is(at, "?") {
			return true
		}
	}
	return false
}

// cueStance is the stance that the cue's own words give, and "" where they give none.
func (f *Finder) cueStance(s *sheet, d *draft) (hearsay.Stance, string) {
	negated := false
	if len(d.source) > 0 && s.nobody(d.source[0]) {
		return hearsay.Denied, "nobody"
	}
	modal := false
	for at := d.cue.from; at < d.cue.to; at++ {
		text := s.words[at].text
		modal = modal || s.is(at, "may", "might") && s.tagged(at, hearsay.TagMD)
		if s.is(at, "yet") && s.is(at+1, "to") {
			return hearsay.Declined, "not yet"
		}
		if f.sets["not"][text] || text == "neither" {
			negated = true
			continue
		}
		stance, known := f.stances[text]
		if s.in(at, "noun-or-verb") && !s.words[at].tag.Verb() {
			continue
		}
		switch {
		case known && negated && stance == hearsay.Denied:
			return hearsay.Declined, "negated denial"
		case known && stance == hearsay.Questioned && d.frame == frameAsk && f.requests(s, d):
			return hearsay.Affirmed, "request"
		case known && stance == hearsay.Declined && s.in(at, "decline") && !f.answering(s, d):
			return hearsay.Denied, "refusal to act"
		case known && stance == hearsay.Hedged && d.frame == frameShow && negated:
			return hearsay.Denied, "negated cue"
		case known:
			return stance, "cue"
		case negated && f.sets["believe"][text]:
			return hearsay.Denied, "negated belief"
		case negated && f.verbs[text] != frameFree:
			return hearsay.Declined, "negated cue"
		}
	}
	if modal {
		return hearsay.Hedged, "modal cue"
	}
	return hearsay.Affirmed, ""
}

// requestReach is how many words an addressee may have between a cue of asking and what is asked for.
const requestReach = 9

// requests reports whether a cue of asking asks for something to be done: "asked Congress to act", "asked for a delay".
func (f *Finder) requests(s *sheet, d *draft) bool {
	for at := d.cue.to; at < min(len(s.words), d.cue.to+requestReach); at++ {
		switch {
		case s.is(at, "for") && at == d.cue.to, s.infinitive(at),
			s.is(at, "that") && at > d.cue.to:
			return true
		case s.questionWord(at), s.is(at, "about", "that", ".", "?", ";"), s.words[at].mark(),
			s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagMD):
			return false
		}
	}
	return false
}

// answering reports whether what a cue refuses is to speak or to give something out: "declined to give details".
func (f *Finder) answering(s *sheet, d *draft) bool {
	for at := d.cue.from; at < min(len(s.words), d.cue.to+4); at++ {
		if s.in(at, "speak") || s.in(at, "requests") || s.in(at, "give-out") {
			return true
		}
	}
	return false
}

// denies reports whether the content says of what it names that it is not so: "is not true", "no truth to", "false".
func (f *Finder) denies(s *sheet, d *draft) (string, bool) {
	if len(d.content) == 0 {
		return "", false
	}
	words := s.opening(d.content)
	words.to = min(words.to, words.from+24)
	for at := words.from; at < words.to; at++ {
		for _, tokens := range f.denials[s.words[at].text] {
			if s.sequence(at, words.to, tokens) {
				return "content", true
			}
		}
		if s.in(at, "false") && (f.calls(s, d) || f.copulaBefore(s, at, words.from)) {
			return "content", true
		}
	}
	return "", false
}

// calls reports whether the cue gives what it names a description: "called the report false".
func (f *Finder) calls(s *sheet, d *draft) bool {
	for at := d.cue.from; at < d.cue.to; at++ {
		if s.in(at, "call") {
			return true
		}
	}
	return false
}

// copulaBefore reports whether a form of "be" governs the adjective: "the report is completely false", not "a false
// report".
func (f *Finder) copulaBefore(s *sheet, at, floor int) bool {
	if s.tagged(at+1, hearsay.TagNN, hearsay.TagNNS) {
		return false
	}
	for back := at - 1; back >= floor && back > at-4; back-- {
		if s.in(back, "be") {
			return back == floor || !s.in(back+1, "not")
		}
	}
	return false
}

// sequence reports whether the tokens stand here; adverbs may stand between them.
func (s *sheet) sequence(at, ceiling int, tokens []string) bool {
	for i, token := range tokens {
		for skipped := 0; i > 0 && skipped < 2 && at < ceiling && s.words[at].text != token && s.adverb(at); skipped++ {
			at++
		}
		if at >= ceiling || s.words[at].text != token {
			return false
		}
		at++
	}
	return true
}

// hedges reports whether the content's main clause is weakened: its first verb is a modal of possibility or "seem", or
// an adverb of doubt stands at it. A clause of condition or time in front, and "I think", are passed over.
func (f *Finder) hedges(s *sheet, d *draft) bool {
	skip := false // a subordinate clause, up to its comma
	for _, r := range d.content {
		for at := r.from; at < r.to; at++ {
			switch {
			case skip:
				skip = !s.is(at, ",") && at+1 < r.to
			case s.in(at, "opens-condition") && at <= r.from+2:
				skip = true
			case s.in(at, "clause-opener") && at > r.from+1:
				return false
			case s.in(at, "hedge") && !(s.is(at, "may") && s.words[at].capital && at > r.from):
				return !s.in(at+1, "not") || s.is(at, "may", "might")
			case s.is(at-1, "i", "we") && s.in(at, "opinion"):
			case s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD):
				for next := at + 1; next < min(r.to, at+4); next++ {
					if s.in(next, "hedge") {
						return true
					}
					if !s.adverb(next) && !s.is(next, "be", "most", "been") {
						break
					}
				}
				return f.stances[s.words[at].text] == hearsay.Hedged && s.in(at, "seem")
			}
		}
	}
	return false
}
