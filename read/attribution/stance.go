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
	if stance, by := f.cueStance(s, d); by != "" {
		return stance, by
	}
	if by, ok := f.denies(s, d); ok {
		return hearsay.Denied, by
	}
	if f.hedges(s, d) {
		return hearsay.Hedged, "content"
	}
	if (d.cue.empty() || d.by == turnRule) && len(d.content) > 0 && s.asks(d.content[len(d.content)-1]) {
		return hearsay.Questioned, "question mark"
	}
	return hearsay.Affirmed, "default"
}

// attitude reports whether a cue ascribes a wish, a plan or a feeling instead of words: by its class, or by an
// infinitive
// as its content.
func (f *Finder) attitude(s *sheet, d *draft) bool {
	if d.frame != frameFree {
		return false
	}
	if len(d.content) > 0 && s.is(d.content[0].from, "to") && s.tagged(d.content[0].from+1, hearsay.TagVB, hearsay.TagVBP, hearsay.TagNN) {
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
	for at := d.cue.from; at < d.cue.to; at++ {
		text := s.words[at].text
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
		case known && stance == hearsay.Questioned && s.is(d.cue.to, "to", "for") && d.frame == frameAsk:
			return hearsay.Affirmed, "request"
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
	return hearsay.Affirmed, ""
}

// denies reports whether the content says of what it names that it is not so: "is not true", "no truth to", "false".
func (f *Finder) denies(s *sheet, d *draft) (string, bool) {
	if len(d.content) == 0 {
		return "", false
	}
	words := d.content[0]
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

// hedges reports whether the content's first verb is weakened: by a modal of possibility, an adverb of hearsay, or
// "seem".
// A verb behind a conjunction of condition or time is not the first.
func (f *Finder) hedges(s *sheet, d *draft) bool {
	for _, r := range d.content {
		for at := r.from; at < r.to; at++ {
			switch {
			case s.in(at, "clause-opener") && at > r.from+1:
				return false
			case s.in(at, "hedge") && !(s.is(at, "may") && s.words[at].capital && at > r.from):
				return !s.in(at+1, "not") || s.is(at, "may", "might")
			case s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD):
				if s.in(at, "auxiliary") && s.in(at+1, "hedge") {
					return true
				}
				return f.stances[s.words[at].text] == hearsay.Hedged && s.in(at, "seem")
			}
		}
	}
	return false
}
