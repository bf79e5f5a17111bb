package attribution

import (
	"cmp"
	"slices"

	"hearsay"
)

// absorb gives a content the participle that goes on with it: in "Roe said he lashed out, blaming the board", the one who
// blames is not Roe. Participles of saying ("adding that") are the speaker's own.
func (s *sheet) absorb(drafts []*draft) []*draft {
	gone := map[*draft]bool{}
	for i, d := range drafts {
		if d.by != "labels" || d.frame != frameFree || !s.tagged(d.cue.from, hearsay.TagVBG) || len(d.source) != 1 ||
			len(d.content) == 0 {
			continue
		}
		for _, outer := range drafts[:i] {
			if outer.frame == frameFree || len(outer.source) != 1 || outer.source[0] != d.source[0] || len(outer.content) == 0 {
				continue
			}
			last := &outer.content[len(outer.content)-1]
			if outer.cue.from < last.to && last.to <= d.cue.from && d.cue.from-last.to <= 2 && s.is(last.to, ",") &&
				s.words[last.to-1].quoted == 0 {
				last.to = max(last.to, d.content[len(d.content)-1].to)
				s.tidy(outer)
				gone[d] = true
			}
		}
	}
	return slices.DeleteFunc(drafts, func(d *draft) bool { return gone[d] })
}

// fillStatement completes a labelled cue that is a verb of saying. Other cues keep what the labels gave them.
func (f *Finder) fillStatement(s *sheet, sentence run, drafts []*draft, i int) {
	d := drafts[i]
	d.content = slices.DeleteFunc(d.content, func(r run) bool { return r.overlaps(d.cue) })
	if s.words[d.cue.from].quoted == 0 {
		d.source = slices.DeleteFunc(d.source, func(r run) bool { return s.words[r.from].quoted > 0 })
	}
	if len(d.source) == 1 && s.tagged(d.source[0].from, hearsay.TagWP, hearsay.TagWDT) && d.source[0].len() == 1 {
		if antecedent, _ := f.nounLeft(s, d.source[0].from, sentence.from); !antecedent.empty() {
			d.source = []run{antecedent}
		}
	}
	s.cutRelative(d)
	s.orphans(d, sentence.from)
	s.relativeContent(d, sentence)
	f.shutContent(s, d, sentence)
	if d.frame == frameFree || d.frame == frameColon {
		return
	}
	if len(d.source) == 1 && slices.ContainsFunc(drafts[:i],
		func(other *draft) bool { return other.cue.from >= d.source[0].to }) {
		// The labelled source is that of a cue in between; a subject of its own goes first.
		if source := f.subject(s, d, sentence); !source.empty() && f.speaks(s, source, d.frame) {
			d.source = []run{source}
		}
	}
	if len(d.source) == 0 {
		if source := f.subject(s, d, sentence); !source.empty() {
			d.source = []run{source}
		}
	}
	if len(d.content) == 0 {
		d.content = f.statementContent(s, d, sentence, drafts, i)
		s.relativeContent(d, sentence)
		f.shutContent(s, d, sentence)
	}
	f.trimContent(s, d, sentence, drafts, i)
}

// trimContent takes from the beginning of a labelled content what is not told: the addressee of "tell", and words
// before the quotation that "say" introduces.
func (f *Finder) trimContent(s *sheet, d *draft, sentence run, drafts []*draft, i int) {
	if len(d.content) == 0 || d.content[0].from < d.cue.to || d.content[0].from-d.cue.to > 1 {
		return
	}
	first := &d.content[0]
	switch d.frame {
	case frameTell:
		if rest := f.complement(s, d, d.cue.to, sentence, drafts, i); !rest.empty() && first.has(rest.from) {
			first.from = rest.from
		}
	case frameSay:
		for at := first.from; at < min(first.to, first.from+quoteReach) && !s.words[at].tag.Verb(); at++ {
			if quote := s.words[at].quoted; quote > 0 && at > first.from && s.quotes[quote-1].from == at &&
				s.quotes[quote-1].to >= first.to {
				first.from = at
				return
			}
		}
	}
}

// subject is the noun phrase that a statement verb has for its subject: before it, or after it where it is inverted.
func (f *Finder) subject(s *sheet, d *draft, within run) run {
	if s.tagged(d.cue.from, hearsay.TagVBG) && d.cue.len() == 1 {
		return run{}
	}
	left, aside := f.nounLeft(s, d.cue.from, within.from)
	if left.empty() {
		left = f.sharedSubject(s, d.cue.from, within.from)
	}
	if !left.empty() {
		if !aside.empty() && d.medium.empty() && f.isMedium(s, aside) {
			d.medium = aside
		}
		return left
	}
	if s.inverted(d.cue.from, within.from) {
		return f.nounRight(s, d.cue.to, within.to)
	}
	return run{}
}

// sharedSubject is the subject of the verb that a conjunction joins this verb to: "Smith met the mayor and said".
func (f *Finder) sharedSubject(s *sheet, at, floor int) run {
	for at > floor && s.adverb(at-1) {
		at--
	}
	if at-1 <= floor || !s.is(at-1, "and", "but", "then") {
		return run{}
	}
	from := at - 1
	for from > floor && from > at-phraseReach && !s.is(from-1, ",", ";", ":", "that") && !s.words[from-1].mark() {
		from--
	}
	for verb := from + 1; verb < at-1; verb++ {
		if s.tagged(verb, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD) {
			subject, _ := f.nounLeft(s, verb, from)
			return subject
		}
	}
	return run{}
}

// inverted reports whether a verb here may stand before its subject: a quotation or a comma stands before it.
func (s *sheet) inverted(at, floor int) bool {
	return at-1 >= floor && (s.words[at-1].mark() || s.is(at-1, ",", "?", "!"))
}

// statementContent is what a statement verb tells: a quotation or clause after it, or the clause before it.
func (f *Finder) statementContent(s *sheet, d *draft, within run, drafts []*draft, i int) []run {
	at := d.cue.to
	if len(d.source) > 0 && d.source[0].from >= at {
		at = d.source[0].to
	}
	if quote := s.quoteLeft(min(d.cue.from, sourceStart(d)), within.from); !quote.empty() {
		if s.is(at, ",") && at+1 < within.to && s.words[at+1].mark() && s.words[at+1].quoted > 0 {
			// “X,” he said, “Y.”
			return []run{quote, s.clauseRight(at, within.to, drafts, i)}
		}
		return []run{quote}
	}
	if len(d.source) > 0 && d.source[0].to <= d.cue.from || len(d.source) == 0 {
		if rest := f.complement(s, d, at, within, drafts, i); !rest.empty() {
			return []run{rest}
		}
	}
	left := run{within.from, min(d.cue.from, sourceStart(d))}
	if next := s.skipAside(f, max(at, d.cue.to), within.to); next < within.to && !s.words[next].punctuation() &&
		d.frame != frameTell && !s.partsClauses(d, next) {
		return nil
	}
	if left.len() > 3 && s.is(left.to-1, ",") && s.finite(left) {
		if d.by != "labels" && s.in(left.from, "subordinate") {
			return nil // a clause that says when or why
		}
		left.to--
		for left.from < left.to && (s.words[left.from].punctuation() && !s.words[left.from].mark() || s.tagged(left.from,
			hearsay.TagCC)) {
			left.from++
		}
		return []run{left}
	}
	return nil
}

// partsClauses reports whether a statement stands between two main clauses, with a comma and a conjunction behind it:
// "The ship sank, Roe said on Monday, and divers went down". What it tells for sure is the first.
func (s *sheet) partsClauses(d *draft, next int) bool {
	return d.frame == frameSay && s.is(next-1, ",") && s.is(next, "and", "but")
}

// sourceStart is where the draft's source begins, or its cue where it has none.
func sourceStart(d *draft) int {
	if len(d.source) > 0 {
		return d.source[0].from
	}
	return d.cue.from
}

// statements adds the statement verbs that the labels passed over, where the words around them leave no doubt.
func (f *Finder) statements(s *sheet, sentence run, drafts []*draft) []*draft {
	known := len(drafts)
	for at := sentence.from; at < sentence.to; at++ {
		frame, ok := f.verbs[s.words[at].text]
		if !ok || !f.says(s, frame, at) || slices.ContainsFunc(drafts[:known], func(d *draft) bool {
			return d.cue.has(at) || slices.ContainsFunc(d.source, func(r run) bool { return r.has(at) })
		}) {
			continue
		}
		within := s.innermost(drafts[:known], at, s.utterance(run{at, at + 1}, sentence))
		cue := run{at, at + 1}
		for cue.from > within.from && (s.skippable(cue.from-1) && !s.is(cue.from-1, "'s")) {
			cue.from--
		}
		d := &draft{cue: cue, frame: frame, by: "verb"}
		if subject := f.subject(s, d, within); !subject.empty() {
			d.source = []run{subject}
		} else {
			continue
		}
		if !f.speaks(s, d.source[0], frame) || s.tagged(at, hearsay.TagVB) && d.source[0].from > within.from &&
			(s.words[d.source[0].from-1].tag.Verb() || s.tagged(d.source[0].from-1, hearsay.TagTO, hearsay.TagPRP)) {
			continue
		}
		d.content = f.statementContent(s, d, within, drafts, -1)
		s.relativeContent(d, within)
		f.shutContent(s, d, within)
		s.tidy(d)
		if s.told(d) < 2 || slices.ContainsFunc(drafts[:known],
			func(other *draft) bool {
				return s.rivals(other, d)
			}) {
			continue
		}
		drafts = append(drafts, d)
	}
	slices.SortStableFunc(drafts, func(a, b *draft) int { return cmp.Compare(a.cue.from, b.cue.from) })
	return drafts
}

// repeated joins two drafts of one sentence that say the same words of source and cue twice, one within the content of
// the other: "X, these people said, Y, these people said".
func (s *sheet) repeated(drafts []*draft) []*draft {
	gone := map[*draft]bool{}
	for i, d := range drafts {
		for _, other := range drafts[max(0, i-2):min(len(drafts), i+3)] {
			if other == d || gone[other] || gone[d] || !within(d.content, other.cue.from) || len(d.source) != 1 ||
				len(other.source) != 1 ||
				!s.sameWords(d.cue, other.cue) || !s.sameWords(d.source[0], other.source[0]) {
				continue
			}
			gone[other] = true
			d.content = append(s.without(d.content, append(other.source, other.cue)), other.content...)
			s.tidy(d)
		}
	}
	return slices.DeleteFunc(drafts, func(d *draft) bool { return gone[d] })
}

// sameWords reports whether two runs have the same words.
func (s *sheet) sameWords(a, b run) bool {
	if a.len() != b.len() {
		return false
	}
	for i := range a.len() {
		if s.words[a.from+i].text != s.words[b.from+i].text {
			return false
		}
	}
	return true
}

func (f *Finder) says(s *sheet, frame frame, at int) bool {
	switch {
	case frame == frameAsk, frame == frameDeny:
		return s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP)
	case s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP):
		return true
	case s.tagged(at, hearsay.TagVB):
		// A plural subject right before the base form ("sources close to the mayor say"), or "did not".
		back := at - 1
		for back >= 0 && (s.adverb(back) || s.in(back, "not")) {
			back--
		}
		return at > 0 && s.words[at-1].tag.Noun() || s.is(back, "did", "does", "do")
	case s.tagged(at, hearsay.TagVBN):
		if at > 0 && s.tagged(at-1, hearsay.TagNNP) && s.words[at-1].mention+s.words[at-1].outlet > 0 && !s.is(at+1, "by") {
			return true // taggers mix up the two forms behind a name
		}
		for back := at - 1; back >= 0 && back > at-4; back-- {
			if s.in(back, "have") {
				return true
			}
			if !s.adverb(back) {
				return false
			}
		}
	}
	return false
}

func (f *Finder) speaks(s *sheet, source run, frame frame) bool {
	if source.len() == 1 && s.tagged(source.from, hearsay.TagPRP) {
		return s.is(source.from, "he", "she", "they") && frame != frameShow || s.is(source.from, "i", "we") &&
			s.words[source.from].quoted == 0 ||
			s.is(source.from, "i") && frame == frameSay
	}
	head := f.readSource(s, source).head
	if head < 0 {
		return false
	}
	class := f.nouns[s.words[head].text].class
	if s.in(head, "nobody") {
		return false
	}
	if frame == frameShow && !s.tagged(head, hearsay.TagNNP, hearsay.TagNNPS) {
		return class == nounDocument || class == nounReports || class == nounBare || class == nounSpokes
	}
	return class != nounUnknown || s.tagged(head, hearsay.TagNNP, hearsay.TagNNPS) || s.words[head].mention > 0
}

func (s *sheet) rivals(known, fresh *draft) bool {
	for _, k := range known.content {
		for _, n := range fresh.content {
			if k.overlaps(n) && !k.holds(n) && !n.holds(k) || k == n || n.holds(k) && !n.has(known.cue.from) &&
				known.by == "labels" {
				return true
			}
		}
	}
	return false
}
