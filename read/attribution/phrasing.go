package attribution

import "hearsay"

// phraseReach is how many words a noun phrase or relative clause may have beside a cue.
const phraseReach = 40

// nounLeft is the noun phrase that ends before the word at, and what stands in commas between the two ("Smith, in a
// memo, said"). It does not look before floor. Both are empty where there is none.
func (f *Finder) nounLeft(s *sheet, at, floor int) (noun, aside run) {
	floor = max(floor, at-phraseReach)
	end := at
	for end > floor && s.skippable(end-1) {
		end--
	}
	for end-2 > floor && (s.dayName(end-1) || s.is(end-1, "yesterday", "today", "later")) {
		end--
		if s.is(end-1, "on", "late", "early") {
			end--
		}
	}
	end = s.skipTime(end, floor)
	tail := end
	if end > floor && s.is(end-1, ",") {
		open := end - 2
		for open >= floor && !s.is(open, ",") && !s.words[open].mark() {
			open--
		}
		if open <= floor || !s.is(open, ",") {
			return run{}, run{}
		}
		inner := run{open + 1, end - 1}
		if s.apposition(inner.from) {
			tail = end - 1
		} else {
			aside = inner
			tail = open
		}
		end = open
	}
	from := f.scanLeft(s, end, floor)
	if from == end {
		return run{}, run{}
	}
	if from = f.bareName(s, from, end); tail == end && end-from > 1 && s.tagged(end-1, hearsay.TagWP, hearsay.TagWDT) {
		tail--
	}
	return run{from, tail}, aside
}

// bareName is where a noun phrase really begins that ends in a name and has run into the words before it: "(during) the
// debate Smith".
func (f *Finder) bareName(s *sheet, from, end int) int {
	mention := s.words[end-1].mention
	if mention == 0 || s.reading.Mentions[mention-1].Kind != hearsay.MentionName {
		return from
	}
	name := s.wordsIn(s.reading.Mentions[mention-1].Span).from
	if name == from+1 && name < end && s.tagged(from, hearsay.TagJJ) && s.in(from-1, "be") && s.tagged(from-1, hearsay.TagVBD,
		hearsay.TagVBZ, hearsay.TagVBP) {
		return name // "(it was) safe Jane Roe"
	}
	if !s.tagged(from, hearsay.TagDT, hearsay.TagPRPS) {
		return from
	}
	if name <= from+1 || name >= end || !s.tagged(name-1, hearsay.TagNN, hearsay.TagNNS) ||
		f.nouns[s.words[name-1].text].class != nounUnknown ||
		!s.tagged(from-1, hearsay.TagIN) {
		return from
	}
	return name
}

// skipTime goes left past a phrase of time behind a subject: "at one point", "last week".
func (s *sheet) skipTime(end, floor int) int {
	if !s.in(end-1, "time") {
		return end
	}
	for at := end - 2; at > floor && at > end-5; at-- {
		switch {
		case s.is(at, "last", "this", "next"), s.tagged(at, hearsay.TagIN):
			return at
		case !s.tagged(at, hearsay.TagDT, hearsay.TagCD, hearsay.TagJJ):
			return end
		}
	}
	return end
}

// scanLeft is where the noun phrase that ends at end begins; end itself if there is none.
func (f *Finder) scanLeft(s *sheet, end, floor int) int {
	at := end - 1
scan:
	for at >= floor {
		w := &s.words[at]
		switch {
		case w.tag == hearsay.TagPRP:
			if at == end-1 {
				at--
			}
			break scan
		case s.dayName(at) && at < end-1:
			break scan
		case w.tag.Noun(), w.tag == hearsay.TagCD, w.tag == hearsay.TagDT, w.tag == hearsay.TagPDT, w.tag == hearsay.TagPRPS,
			w.tag == hearsay.TagPOS, w.tag == hearsay.TagJJ, w.tag == hearsay.TagJJR, w.tag == hearsay.TagJJS,
			w.tag == hearsay.TagHyph, w.tag == hearsay.TagAFX, w.tag == hearsay.TagWP && at == end-1:
			at--
			if w.tag == hearsay.TagDT && !s.is(at, "all", "both", "half") && !s.preposition(at) && !s.is(at, "and", "or") &&
				!(at >= floor && s.words[at].tag.Verb()) {
				break scan
			}
		case w.text == ")" || w.tag == hearsay.TagRRB:
			open := at - 1
			for open > floor && open > at-8 && !s.is(open, "(") && s.words[open].tag != hearsay.TagLRB {
				open--
			}
			if !s.is(open, "(") && !s.tagged(open, hearsay.TagLRB) {
				break scan
			}
			at = open - 1
		case s.preposition(at):
			if at-1 < floor || !s.tagged(at-1, hearsay.TagJJ, hearsay.TagVBN, hearsay.TagVBG, hearsay.TagVBD, hearsay.TagCD,
				hearsay.TagPRP) &&
				!s.words[at-1].tag.Noun() {
				break scan
			}
			if s.tagged(at-1, hearsay.TagPRP) && !s.is(at-2, "of", "one") {
				break scan
			}
			at--
		case (w.tag == hearsay.TagVBN || w.tag == hearsay.TagVBG || w.tag == hearsay.TagVBD) && s.preposition(at+1) &&
			at > floor && s.words[at-1].tag.Noun() && s.reduced(at):
			at--
		case w.tag == hearsay.TagCC && !s.is(at, "but"):
			if at-1 < floor || !s.words[at-1].tag.Noun() || s.clauseBefore(at, floor) {
				break scan
			}
			at--
		case w.tag == hearsay.TagRB && s.tagged(at+1, hearsay.TagJJ, hearsay.TagVBN):
			at--
		case w.tag.Verb(), w.tag == hearsay.TagRB, w.tag == hearsay.TagTO, w.tag == hearsay.TagRP:
			who := at
			for who > floor && who > at-14 && !s.tagged(who, hearsay.TagWP, hearsay.TagWDT) && !s.is(who, ",") &&
				!s.words[who].mark() {
				who--
			}
			if !s.tagged(who, hearsay.TagWP, hearsay.TagWDT) || who <= floor || !s.words[who-1].tag.Noun() || s.is(who, "what") {
				break scan
			}
			at = who - 1
		default:
			break scan
		}
	}
	from := at + 1
	for from < end && (s.tagged(from, hearsay.TagIN, hearsay.TagTO, hearsay.TagCC, hearsay.TagRB, hearsay.TagVBN,
		hearsay.TagVBG,
		hearsay.TagVBD, hearsay.TagPOS) || s.words[from].punctuation()) {
		from++
	}
	if !s.nominal(run{from, end}) {
		return end
	}
	return from
}

// nounRight is the noun phrase that begins at the word at and ends before ceiling.
func (f *Finder) nounRight(s *sheet, at, ceiling int) run {
	ceiling = min(ceiling, at+phraseReach)
	from := at
	if from < ceiling && s.tagged(from, hearsay.TagPRP) {
		return run{from, from + 1}
	}
scan:
	for at < ceiling {
		w := &s.words[at]
		switch {
		case s.dayName(at) && at > from:
			break scan
		case w.tag == hearsay.TagDT && at > from && !s.in(at-1, "before-article"):
			break scan
		case w.tag.Noun(), w.tag == hearsay.TagCD, w.tag == hearsay.TagDT, w.tag == hearsay.TagPDT, w.tag == hearsay.TagPRPS,
			w.tag == hearsay.TagPOS, w.tag == hearsay.TagJJ, w.tag == hearsay.TagJJR, w.tag == hearsay.TagJJS,
			w.tag == hearsay.TagHyph, w.tag == hearsay.TagAFX:
			at++
		case w.text == "(":
			closing := at
			for closing < ceiling && closing < at+8 && s.words[closing].text != ")" {
				closing++
			}
			if !s.is(closing, ")") || closing >= ceiling {
				break scan
			}
			at = closing + 1
		case s.preposition(at) && at > from && (s.words[at-1].tag.Noun() || s.tagged(at-1, hearsay.TagJJ, hearsay.TagVBN,
			hearsay.TagVBG, hearsay.TagVBD, hearsay.TagCD)):
			next := f.coreNoun(s, at+1, ceiling)
			if next < 0 || f.mediumNoun(s, next) && !s.is(at, "of") || s.is(at, "in", "on") && s.tagged(at-1, hearsay.TagNNP,
				hearsay.TagNNPS) {
				break scan
			}
			at++
		case (w.tag == hearsay.TagVBN || w.tag == hearsay.TagVBG || w.tag == hearsay.TagVBD) && at > from &&
			s.words[at-1].tag.Noun() &&
			s.preposition(at+1) && s.reduced(at):
			at++
		case w.tag == hearsay.TagCC && at > from && !s.is(at, "but") && f.coreNoun(s, at+1, ceiling) >= 0 &&
			s.words[at-1].tag.Noun() &&
			!s.finiteWithin(at+1, ceiling):
			at++
		case w.tag == hearsay.TagWP && at > from:
			for at < ceiling && !s.is(at, ",", ".", ";", ":") && !s.words[at].mark() && !s.words[at].dash() {
				at++
			}
			break scan
		case w.text == "," && at > from && s.tagged(at-1, hearsay.TagNNP, hearsay.TagRRB, hearsay.TagNN, hearsay.TagNNS) &&
			s.apposition(at+1):
			closing := at + 1
			for closing < ceiling && !s.is(closing, ",", ".", ";") && !s.words[closing].mark() && !s.words[closing].dash() {
				closing++
			}
			if !s.tagged(at+1, hearsay.TagWP) && s.finite(run{at + 1, closing}) {
				break scan
			}
			at = closing
		default:
			break scan
		}
	}
	for at > from && !s.words[at-1].tag.Noun() && !s.tagged(at-1, hearsay.TagCD, hearsay.TagRRB, hearsay.TagPRP,
		hearsay.TagVB, hearsay.TagRB, hearsay.TagJJ) {
		at--
	}
	if !s.nominal(run{from, at}) {
		return run{}
	}
	return run{from, at}
}

// coreNoun is the head of the noun phrase that begins at the word at: its last noun before anything else; or -1.
func (f *Finder) coreNoun(s *sheet, at, ceiling int) int {
	head := -1
	for ; at < ceiling; at++ {
		w := &s.words[at]
		if head >= 0 && (s.dayName(at) || s.is(at, "close", "familiar") && s.preposition(at+1)) {
			return head
		}
		switch {
		case w.tag.Noun():
			head = at
		case w.tag == hearsay.TagCD && head < 0, w.tag == hearsay.TagPRP && head < 0:
			head = at
		case w.tag == hearsay.TagDT, w.tag == hearsay.TagPDT, w.tag == hearsay.TagPRPS, w.tag == hearsay.TagPOS,
			w.tag == hearsay.TagJJ,
			w.tag == hearsay.TagJJR, w.tag == hearsay.TagJJS, w.tag == hearsay.TagCD, w.tag == hearsay.TagHyph,
			w.tag >= hearsay.TagRB && w.tag <= hearsay.TagRBS && head < 0,
			w.tag == hearsay.TagVBN && head < 0, w.tag == hearsay.TagVBG && head < 0:
			if w.tag == hearsay.TagDT && head >= 0 || w.tag == hearsay.TagJJ && head >= 0 && s.preposition(at+1) {
				return head
			}
		default:
			return head
		}
	}
	return head
}

// mediumNoun reports whether the noun is something to say a thing in: "statement", "interview".
func (f *Finder) mediumNoun(s *sheet, at int) bool {
	return s.in(at, "medium") || f.nouns[s.words[at].text].class == nounDocument
}

// skippable reports whether the word may stand between a subject and its cue.
func (s *sheet) skippable(at int) bool {
	return s.adverb(at) || s.tagged(at, hearsay.TagMD) ||
		s.in(at, "skip") && !s.tagged(at, hearsay.TagPOS)
}

// apposition reports whether a phrase in commas that begins here describes what stands before it.
func (s *sheet) apposition(at int) bool {
	return s.tagged(at, hearsay.TagDT, hearsay.TagNN, hearsay.TagNNS, hearsay.TagNNP, hearsay.TagNNPS, hearsay.TagJJ,
		hearsay.TagJJS,
		hearsay.TagWP, hearsay.TagWPS, hearsay.TagCD, hearsay.TagPRPS) && !s.is(at, "that", "this") && !s.dayName(at)
}

// preposition reports whether the word may join a noun phrase to the noun before it.
func (s *sheet) preposition(at int) bool {
	return s.in(at, "preposition") && s.tagged(at, hearsay.TagIN, hearsay.TagTO, hearsay.TagNone)
}

// reduced reports whether a participle may describe the noun before it.
func (s *sheet) reduced(at int) bool {
	return !s.in(at, "not-reduced")
}

// dayName reports whether the word names a day or a month.
func (s *sheet) dayName(at int) bool {
	return at >= 0 && at < len(s.words) && s.words[at].capital && s.in(at, "day")
}

// nominal reports whether the run has a noun, pronoun or number.
func (s *sheet) nominal(r run) bool {
	for at := r.from; at < r.to; at++ {
		if s.words[at].tag.Noun() || s.tagged(at, hearsay.TagPRP, hearsay.TagCD, hearsay.TagWP) || s.in(at, "pronominal") {
			return true
		}
	}
	return false
}

// finite reports whether the run has a finite verb.
func (s *sheet) finite(r run) bool {
	for at := r.from; at < r.to; at++ {
		if s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD) {
			return true
		}
	}
	return false
}

// finiteWithin reports whether a finite verb stands after the word before the next mark of punctuation.
func (s *sheet) finiteWithin(at, ceiling int) bool {
	for ; at < ceiling && !s.is(at, ",", ".", ";", ":"); at++ {
		if s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD) {
			return true
		}
	}
	return false
}

// clauseBefore reports whether a finite verb stands between the word and the comma or start before it, so that a
// conjunction here joins clauses.
func (s *sheet) clauseBefore(at, floor int) bool {
	for at--; at >= floor && !s.is(at, ",", ";", ":") && !s.words[at].mark(); at-- {
		if s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD) {
			return true
		}
	}
	return false
}
