package attribution

import (
	"hearsay"
)

// firstClause cuts a run before a comma and conjunction that begin a main clause of their own.
func (s *sheet) firstClause(r run) run {
	for comma := r.from + 2; comma < r.to; comma++ {
		if s.is(comma, ",") && s.is(comma+1, "and", "but", "so") && s.finiteWithin(comma+2, r.to) {
			return run{r.from, comma}
		}
	}
	return r
}

// subordinate cuts a clause before the comma behind which the main clause begins.
func (s *sheet) subordinate(r run) run {
	for comma := r.from + 2; comma < r.to; comma++ {
		if s.is(comma, ",") && s.finiteWithin(comma+1, len(s.words)) &&
			(s.apposition(comma+1) || s.tagged(comma+1, hearsay.TagPRP)) {
			return run{r.from, comma}
		}
	}
	return r
}

// clausal reports whether a run has a finite verb that no relative word explains.
func (s *sheet) clausal(r run) bool {
	for at := r.from; at < r.to; at++ {
		if s.tagged(at, hearsay.TagWP, hearsay.TagWDT, hearsay.TagWRB, hearsay.TagWPS) {
			return false
		}
		if s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD) {
			return true
		}
	}
	return false
}

// complement is the clause or quotation after a verb, if it is one: it begins with a quotation mark, "that", a
// question word, or with a subject whose verb follows.
func (f *Finder) complement(s *sheet, d *draft, at int, within run, drafts []*draft, i int) run {
	if (d.frame == frameTell || d.frame == frameAsk) && at < within.to && !s.is(at, "that", ",", ":") &&
		!s.questionWord(at) {
		// A pronoun or noun phrase, and then what it is told or asked.
		addressee := f.addressee(s, at, within.to)
		if !addressee.empty() && !f.hears(s, addressee) {
			return run{}
		}
		at = max(at, addressee.to)
	}
	from := s.skipAside(f, at, within.to)
	if from >= within.to {
		return run{}
	}
	ok := s.words[from].mark() || s.in(from, "complement") || s.questionWord(from) && (from == d.cue.to || d.asks())
	if !ok && d.frame != frameAsk && s.tagged(from, hearsay.TagDT, hearsay.TagPRP, hearsay.TagPRPS, hearsay.TagNN,
		hearsay.TagNNS, hearsay.TagNNP,
		hearsay.TagNNPS, hearsay.TagEX, hearsay.TagJJ, hearsay.TagCD) {
		ok = s.finiteWithin(from, min(within.to, from+16))
	}
	if !ok && s.is(from, "on", "about") && d.frame == frameSay && len(d.source) > 0 && s.outletIn(d.source[0]) >= 0 {
		ok = true // "the Post reported on the meetings"
	}
	for next := from; !ok && next < min(from+quoteReach, within.to) && !s.words[next].tag.Verb() && !s.is(next, ",",
		";"); next++ {
		if s.words[next].mark() && s.words[next].quoted > 0 && s.quotes[s.words[next].quoted-1].from == next {
			from, ok = next, true
		}
	}
	if !ok {
		return run{}
	}
	return s.clauseRight(from, within.to, drafts, i)
}

// hears reports whether a noun phrase behind "tell" can be somebody: not "lies", "the story".
func (f *Finder) hears(s *sheet, addressee run) bool {
	if s.words[addressee.from].mark() {
		return true
	}
	head := f.coreNoun(s, addressee.from, addressee.to)
	if head < 0 {
		return true
	}
	class := f.nouns[s.words[head].text].class
	return s.tagged(head, hearsay.TagPRP, hearsay.TagNNP, hearsay.TagNNPS) || s.words[head].mention > 0 || s.in(head,
		"audience") ||
		class != nounUnknown && class != nounDocument && class != nounReports
}

// skipAside goes past what may stand between a verb and its clause: a day, an adverb, "in a statement", a comma, a
// colon.
func (s *sheet) skipAside(f *Finder, at, ceiling int) int {
	for at < ceiling {
		switch {
		case s.is(at, ",", ":"), s.dayName(at), s.adverb(at), s.in(at, "day-part"):
			at++
		case s.is(at, "on") && s.dayName(at+1):
			at += 2
		case s.in(at, "aside"):
			phrase := at + 1
			for phrase < min(ceiling, at+9) && !s.is(phrase, ",", "that", ":") && !s.words[phrase].mark() &&
				!s.questionWord(phrase) && !s.words[phrase].tag.Verb() {
				phrase++
			}
			if phrase >= ceiling || !s.is(phrase, ",", "that", ":") && !s.words[phrase].mark() && !s.questionWord(phrase) {
				return at
			}
			at = phrase
		default:
			return at
		}
	}
	return at
}

// quoteLeft is the quotation that ends right before the word, from floor on.
func (s *sheet) quoteLeft(at, floor int) run {
	if at-1 < floor || !s.words[at-1].mark() && !(s.is(at-1, ",") && at-2 >= floor && s.words[at-2].mark()) {
		return run{}
	}
	end := at
	if s.is(at-1, ",") {
		end--
	}
	quote := s.words[end-1].quoted
	if quote == 0 {
		return run{}
	}
	from := max(s.quotes[quote-1].from, floor)
	// "X" with words before it in the same clause is part of a larger content.
	for from > floor && !s.words[from-1].punctuation() {
		from--
	}
	if run := (run{from, end}); run.len() > 3 {
		return run
	}
	return run{}
}

// clauseRight is the clause from the word on: to the end of the sentence without its last mark, or to a comma behind
// which another cue or a new main clause begins.
func (s *sheet) clauseRight(at, ceiling int, drafts []*draft, i int) run {
	for at < ceiling && (s.is(at, ",", ":", ";") || s.words[at].dash()) {
		at++
	}
	end := ceiling
	if s.is(at, "'", "‘", "`") {
		for closing := at + 2; closing < ceiling; closing++ {
			if s.is(closing, "'", "’") && (closing+1 >= ceiling || s.words[closing+1].punctuation() || s.is(closing-1, ",",
				".", "?", "!")) {
				return run{at, closing + 1}
			}
		}
	}
	if at < ceiling && s.words[at].quoted > 0 {
		// A quotation ends its own clause where nothing but a mark follows it.
		quote := s.quotes[s.words[at].quoted-1]
		if quote.from == at && quote.to <= ceiling && (quote.to == ceiling || s.words[quote.to].punctuation()) {
			return quote
		}
	}
	for j := range drafts {
		d := drafts[j]
		if j == i || d.cue.from <= at || d.cue.from >= end || d.frame == frameUntraced || d.frame == frameGuess {
			continue
		}
		// Another cue behind a comma ends the clause: ", according to X", ", Y said".
		for comma := d.cue.from - 1; comma > at && comma > d.cue.from-12; comma-- {
			if s.is(comma, ",", ";") && (d.frame == frameAccording && comma == d.cue.from-1 || s.in(comma+1, "contrast")) {
				end = min(end, comma)
				break
			}
		}
	}
	for comma := at + 3; comma < end; comma++ {
		if s.is(comma, ";") || s.is(comma, ",") && s.in(comma+1, "contrast") && s.words[comma].quoted == 0 {
			end = comma
			break
		}
	}
	for end > at && s.is(end-1, ".", ",", ";", ":", "?", "!") {
		end--
	}
	if end <= at || end-at == 1 && s.words[at].punctuation() {
		return run{}
	}
	return run{at, end}
}

// clauseAround is the clause that an adverb stands in, without the adverb: from the last mark, conjunction or relative
// word before it to the end of the sentence or the next comma that opens another clause.
func (s *sheet) clauseAround(cue, sentence run) []run {
	from := cue.from
	for from > sentence.from {
		at := from - 1
		w := &s.words[at]
		if (s.is(at, ",", ";", ":") || s.in(at, "clause-left")) && w.tag != hearsay.TagDT || w.mark() || w.dash() ||
			w.tag == hearsay.TagCC && s.finite(run{from, cue.to}) && s.clauseBefore(at, sentence.from) {
			break
		}
		from--
	}
	to := cue.to
	for to < sentence.to {
		if s.is(to, ";") || s.words[to].dash() || s.words[to].mark() && s.words[cue.from].quoted > 0 ||
			s.is(to, ",") && to-cue.to > 3 && (s.in(to+1, "clause-right") || s.is(to+1, "and") && s.finiteWithin(to+2,
				sentence.to) || s.tagged(to+1, hearsay.TagPRP)) {
			break
		}
		to++
	}
	for to > cue.to && s.words[to-1].punctuation() && !s.words[to-1].mark() {
		to--
	}
	for from < cue.from && s.words[from].punctuation() {
		from++
	}
	var content []run
	for _, part := range []run{{from, cue.from}, {cue.to, to}} {
		if !part.empty() {
			content = append(content, part)
		}
	}
	if len(content) == 0 || to-from < 3 {
		return nil
	}
	return content
}

// quoteReach is how many words without a verb may stand between a cue and the quotation that it introduces.
const quoteReach = 8

func (s *sheet) utterance(cue, sentence run) run {
	if quoted := s.words[cue.from].quoted; quoted > 0 {
		quote := s.quotes[quoted-1]
		return run{max(quote.from, sentence.from), min(quote.to, sentence.to)}
	}
	return sentence
}

func (s *sheet) innermost(drafts []*draft, at int, sentence run) run {
	best := sentence
	for i := range drafts {
		for _, r := range drafts[i].content {
			if r.has(at) && r.len() < best.len() {
				best = r
			}
		}
	}
	return best
}
