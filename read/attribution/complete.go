package attribution

import (
	"cmp"
	"slices"

	"hearsay"
)

// complete gives the drafts of a sentence what the labels left open, adds the statement verbs that the labels missed,
// also those within contents, and drops what stays without content.
func (f *Finder) complete(s *sheet, sentence run, drafts []*draft) []*draft {
	for i := range drafts {
		f.fill(s, sentence, drafts, i)
	}
	drafts = s.absorb(drafts)
	drafts = s.repeated(f.statements(s, sentence, drafts))
	drafts = f.introduce(s, sentence, drafts)
	s.throughRelative(sentence, drafts)
	s.runOn(drafts)
	s.reachOver(drafts)
	for i := range drafts {
		f.addressees(s, sentence, drafts[i])
	}
	return slices.DeleteFunc(drafts, func(d *draft) bool {
		if _, anonymous := f.anonymousAt(s, d.cue.from, sentence.to); anonymous {
			return true // it says why a source is not named; see the profile
		}
		switch {
		case d.frame == frameRefuse:
			return len(d.source) == 0 && !s.tagged(d.cue.from, hearsay.TagVBG)
		case len(d.content) == 0:
			return !d.opens
		case s.is(sentence.to-1, ":") && s.told(d) < 2 && s.is(d.content[0].from, "what"):
			return true // "What they said:"
		}
		return len(d.source) == 0 && d.takesSource() && (d.by != "labels" || d.frame == frameFree && !f.weighty(s, d))
	})
}

// weighty reports whether a labelled cue of no known frame is worth keeping without a source: it weakens or questions
// what it tells, or tells a quotation. Wishes and views of nobody in particular are not.
func (f *Finder) weighty(s *sheet, d *draft) bool {
	for at := d.cue.from; at < d.cue.to; at++ {
		if _, known := f.stances[s.words[at].text]; known {
			return true
		}
	}
	return s.quotesWords(d)
}

// fill finds the source and content of one draft by the words around its cue.
func (f *Finder) fill(s *sheet, sentence run, drafts []*draft, i int) {
	d := drafts[i]
	sentence = s.utterance(d.cue, sentence)
	if len(d.source) == 1 && d.source[0].to <= d.cue.from && s.clausal(d.source[0]) {
		// A labelled source with a clause in it has run on from the left, or is the clause in commas behind the source.
		subject, aside := f.nounLeft(s, d.cue.from, sentence.from)
		if !subject.empty() && (d.source[0].holds(subject) || aside.overlaps(d.source[0]) && aside.from <= d.source[0].from) {
			d.source[0] = subject
		}
	}
	switch d.frame {
	case frameRefuse:
		f.fillRefusal(s, sentence, drafts, i)
	case frameUntraced, frameGuess:
		d.content = s.clauseAround(d.cue, sentence)
	case frameSaidTo:
		subject, _ := f.nounLeft(s, d.cue.from, sentence.from)
		rest := s.firstClause(s.clauseRight(d.cue.to, sentence.to, drafts, i))
		d.content = nil
		if !subject.empty() && !rest.empty() {
			d.content = []run{subject, rest}
		}
	case frameThat, frameUnclear, frameTalk:
		if rest := s.firstClause(s.clauseRight(d.cue.to, sentence.to, drafts, i)); !rest.empty() {
			d.content = []run{rest}
		}
	case frameAccording:
		f.fillAccording(s, sentence, drafts, i)
	case frameAskedOf:
		f.fillQuestion(s, sentence, drafts, i)
	case frameAsked:
		f.fillAsked(s, sentence, drafts, i)
	default:
		f.fillStatement(s, sentence, drafts, i)
	}
	s.tidy(d)
}

// fillRefusal gives a refusal its subject and what was asked. "Declined to comment" has no content of its own.
func (f *Finder) fillRefusal(s *sheet, sentence run, drafts []*draft, i int) {
	d := drafts[i]
	// The cue takes in "to a request for comment".
	for at := d.cue.to; at < min(sentence.to, d.cue.to+9) && !s.is(at, ",", ";", "."); at++ {
		if s.in(at, "requests") {
			d.cue.to = at + 1
		}
	}
	subject, aside := f.nounLeft(s, d.cue.from, sentence.from)
	if len(d.source) > 0 && !subject.empty() && !d.source[0].overlaps(subject) && slices.ContainsFunc(drafts[:i],
		func(other *draft) bool {
			return other.cue.from >= d.source[0].to
		}) {
		d.source = nil // the labelled source is that of a cue in between
	}
	if len(d.source) == 0 && !subject.empty() && !s.tagged(d.cue.from, hearsay.TagVBG) {
		d.source = []run{subject}
		if f.isMedium(s, aside) {
			d.medium = aside
		}
	}
	d.content = slices.DeleteFunc(d.content, func(r run) bool { return r.from < d.cue.to })
	if len(d.content) > 0 && s.words[d.content[0].from].span.Start < s.words[d.cue.to-1].span.End {
		d.content = nil
	}
	if len(d.content) == 0 && d.cue.to < sentence.to &&
		(s.questionWord(d.cue.to) || s.in(d.cue.to, "refused")) {
		if rest := s.clauseRight(d.cue.to, sentence.to, drafts, i); !rest.empty() {
			d.content = []run{rest}
		}
	}
	// "Asked by X whether Y, Z declined to comment": Y is what Z does not answer.
	if len(d.content) > 0 {
		return
	}
	for j := range drafts {
		question := drafts[j]
		if question.cue.from < d.cue.from && question.asks() && len(question.content) > 0 &&
			question.content[len(question.content)-1].to <= d.cue.from {
			d.content = slices.Clone(question.content)
			d.asker = question
			if len(question.toldTo) == 0 {
				question.toldTo = d.source
			}
		}
	}
}

// fillAccording gives "according to" its source on the right and the rest of the sentence as content.
func (f *Finder) fillAccording(s *sheet, sentence run, drafts []*draft, i int) {
	d := drafts[i]
	d.content = slices.DeleteFunc(d.content, func(r run) bool { return r.overlaps(d.cue) })
	if len(d.source) == 0 {
		if source := f.nounRight(s, d.cue.to, sentence.to); !source.empty() {
			d.source = []run{source}
		}
	}
	if len(d.source) == 0 || len(d.content) > 0 {
		return
	}
	left := run{sentence.from, d.cue.from}
	for left.from < left.to && (s.words[left.from].punctuation() && !s.words[left.from].mark() || s.tagged(left.from,
		hearsay.TagCC)) {
		left.from++
	}
	if left.len() > 3 {
		d.content = []run{left}
	} else if rest := s.clauseRight(d.source[0].to, sentence.to, drafts, i); !rest.empty() {
		d.content = []run{rest}
	}
}

// fillAsked gives "was asked" the question; the source is whoever asked, if "by" says it, and the subject is told.
func (f *Finder) fillAsked(s *sheet, sentence run, drafts []*draft, i int) {
	d := drafts[i]
	start := d.cue.from
	if subject, _ := f.nounLeft(s, d.cue.from, sentence.from); !subject.empty() {
		d.toldTo = []run{subject}
		start = subject.from
	}
	f.fillQuestion(s, sentence, drafts, i)
	if len(d.content) == 0 {
		if quote := s.quoteLeft(start, sentence.from); !quote.empty() {
			d.content = []run{quote}
		}
	}
}

// fillQuestion gives a cue of asking the asker behind "by" and the question behind if, whether or about.
func (f *Finder) fillQuestion(s *sheet, sentence run, drafts []*draft, i int) {
	d := drafts[i]
	at := d.cue.to
	for limit := min(at+8, sentence.to); at < limit && !s.questionWord(at) && !s.is(at, "about", "by", ","); at++ {
	}
	if s.is(at, "by") {
		if asker := f.nounRight(s, at+1, sentence.to); !asker.empty() {
			d.source = []run{asker}
			at = asker.to
		}
	}
	for limit := min(at+6, sentence.to); at < limit && !s.questionWord(at) && !s.is(at, "about", ","); at++ {
	}
	if at < sentence.to && (s.questionWord(at) || s.is(at, "about")) {
		d.content = nil
		rest := s.clauseRight(at, sentence.to, drafts, i)
		if d.frame == frameAskedOf {
			rest = s.subordinate(rest)
		}
		if !rest.empty() {
			d.content = []run{rest}
		}
	}
}

// without is the runs less the holes.
func (s *sheet) without(runs, holes []run) []run {
	for _, hole := range holes {
		var left []run
		for _, r := range runs {
			if !r.overlaps(hole) {
				left = append(left, r)
				continue
			}
			left = append(left, run{r.from, hole.from}, run{hole.to, r.to})
		}
		runs = slices.DeleteFunc(left, run.empty)
	}
	return runs
}

// says reports whether a form of a verb of saying is one here: finite, or behind "have" or a modal.
// speaks reports whether the words can be the source of a statement that no label vouches for.
// utterance is the part of the sentence that a cue may look at: within the quotation that holds it, or all.
// innermost is the part of a content that holds the word, the sentence where none does.
// rivals reports whether a new draft would tell what another already tells from the same place: their contents cross,
// neither within the other.
// tidy sorts the parts of a draft, takes source and cue out of its content, and trims marks that belong to no part.
func (s *sheet) tidy(d *draft) {
	var content []run
	for _, p := range s.without(d.content, append([]run{d.cue}, d.source...)) {
		for p.from < p.to && s.words[p.from].punctuation() && !s.opens(p.from) {
			p.from++
		}
		for p.to > p.from && !s.words[p.to-1].mark() && (s.is(p.to-1, ",", ";", ":") || s.is(p.to-1, ".") && s.words[p.to-1].quoted == 0 &&
			d.by != turnRule) {
			p.to--
		}
		// A quotation that began before the content does not end with it.
		if p.len() > 1 && s.words[p.to-1].mark() && s.words[p.to-1].quoted > 0 {
			if quote := s.quotes[s.words[p.to-1].quoted-1]; quote.to == p.to && quote.from < p.from {
				p.to--
				if s.is(p.to-1, ",", ".") {
					p.to--
				}
			}
		}
		if p.len() > 0 && !(p.len() == 1 && s.words[p.from].punctuation()) {
			content = append(content, p)
		}
	}
	slices.SortFunc(content, func(a, b run) int { return cmp.Compare(a.from, b.from) })
	merged := content[:0]
	for _, p := range content {
		if n := len(merged); n > 0 && p.from <= merged[n-1].to {
			merged[n-1].to = max(merged[n-1].to, p.to)
		} else {
			merged = append(merged, p)
		}
	}
	d.content = merged
	for i := range d.source {
		r := &d.source[i]
		for r.to > r.from && (s.is(r.to-1, ",", ";", ":") || s.words[r.to-1].dash()) {
			r.to--
		}
		for r.from < r.to && (s.is(r.from, ",", ";", ":") || s.in(r.from, "bullet")) {
			r.from++
		}
		if s.is(r.from, "â") && s.is(r.from+1, "€") {
			r.from = min(r.from+2, r.to) // a quotation mark in the wrong character set
		}
		if !r.empty() && s.is(r.to-1, ")") && !s.holds(*r, "(") {
			r.to--
		}
	}
	d.source = slices.DeleteFunc(d.source, run.empty)
	slices.SortFunc(d.source, func(a, b run) int { return cmp.Compare(a.from, b.from) })
}

// holds reports whether the run has a word of that text.
func (s *sheet) holds(r run, text string) bool {
	for at := r.from; at < r.to; at++ {
		if s.words[at].text == text {
			return true
		}
	}
	return false
}

// opens reports whether a mark may begin a content.
func (s *sheet) opens(at int) bool {
	w := &s.words[at]
	return w.mark() || w.text == "'" || w.text == "(" || w.text == "[" || w.text == "..." || w.text == "…" ||
		w.text == "$" || w.text == "#" || w.text == "@"
}
