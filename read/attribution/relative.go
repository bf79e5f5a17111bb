package attribution

import (
	"slices"

	"hearsay"
)

// opener is the word before a draft's source where the source's own clause begins, given that nothing but what may
// stand between a subject and its verb parts source and cue; or -1.
func (s *sheet) opener(d *draft, floor int) int {
	if len(d.source) != 1 || d.cue.empty() || d.source[0].to > d.cue.from || d.source[0].from <= floor {
		return -1
	}
	for at := d.source[0].to; at < d.cue.from; at++ {
		if !s.skippable(at) {
			return -1
		}
	}
	return d.source[0].from - 1
}

// cutRelative leaves of a labelled source what is the subject of the cue, where a relative word parts it from the noun
// that the cue's clause belongs to: "the director who Calder" of "the director who Calder says knew of it".
func (s *sheet) cutRelative(d *draft) {
	if len(d.source) != 1 || d.source[0].to != d.cue.from {
		return
	}
	source := &d.source[0]
	for at := source.to - 2; at > source.from; at-- {
		if s.words[at].tag.Verb() || s.words[at].punctuation() {
			return
		}
		if s.in(at, "relative") && s.tagged(at, hearsay.TagWP, hearsay.TagWDT) {
			source.from = at + 1
			return
		}
	}
}

// relativeContent gives a cue within a relative clause ("the bill, which critics say would fail, passed") the relative
// word and the rest of that clause. What the main clause says is not its source's.
func (s *sheet) relativeContent(d *draft, sentence run) {
	opener := s.opener(d, sentence.from)
	if opener <= sentence.from || !s.in(opener, "relative") || !s.tagged(opener, hearsay.TagWP, hearsay.TagWDT) ||
		!s.words[opener-1].tag.Noun() && !s.is(opener-1, ",", ")") {
		return
	}
	next := d.cue.to
	for next < sentence.to && s.adverb(next) {
		next++
	}
	if !s.finiteAt(next) {
		return
	}
	rest := run{next, sentence.to}
	labelled := len(d.content) > 0 && d.content[len(d.content)-1].from >= d.cue.to
	if labelled {
		rest = d.content[len(d.content)-1]
	}
	for comma := rest.from + 1; comma < rest.to; comma++ {
		if s.is(comma, ",", ";") && s.words[comma].quoted == s.words[rest.from].quoted && (!labelled || s.finiteAt(comma+1)) {
			rest.to = comma
			break
		}
	}
	d.content = []run{{opener, opener + 1}, rest}
}

// finiteAt reports whether the word is a finite verb.
func (s *sheet) finiteAt(at int) bool {
	return s.tagged(at, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD)
}

// throughRelative goes on with a content that was broken off between its subject and its verb, at a relative clause with
// a cue of its own: "Roe said the bill, which critics say would fail, will pass".
func (s *sheet) throughRelative(sentence run, drafts []*draft) {
	for _, inner := range drafts {
		if len(inner.content) < 2 || inner.content[0].len() != 1 || s.opener(inner, sentence.from) != inner.content[0].from {
			continue
		}
		at, end := inner.content[0].from, inner.content[1].to
		if !s.is(at-1, ",") || !s.is(end, ",") || !s.finiteAt(end+1) {
			continue
		}
		for i, outer := range drafts {
			if outer == inner || outer.cue.to > at {
				continue
			}
			j := slices.IndexFunc(outer.content, func(r run) bool { return r.from >= outer.cue.to && r.to >= at-1 && r.to <= at })
			if j < 0 || s.finite(outer.content[j]) || s.words[outer.content[j].from].quoted > 0 {
				continue
			}
			whole := s.clauseRight(outer.content[j].from, sentence.to, drafts, i)
			if whole.to > end {
				outer.content = append(outer.content[:j], whole)
				s.tidy(outer)
			}
		}
	}
}

// shutContent takes from a cue in a clause of its own ("after the Post reported on the loans, Roe left") what the main
// clause says, on both sides, and gives it what follows the cue within its clause instead.
func (f *Finder) shutContent(s *sheet, d *draft, sentence run) {
	opener := s.opener(d, sentence.from-1)
	if opener < sentence.from || !s.in(opener, "shut-clause") || s.words[opener].quoted != s.words[d.cue.from].quoted {
		return
	}
	if n := len(d.content); n > 0 && s.is(opener-1, ",") {
		// In commas between subject and verb: "Roe, after the Post reported on it, said".
		last := &d.content[n-1]
		for comma := last.from + 1; comma < last.to; comma++ {
			if s.is(comma, ",") && s.finiteAt(comma+1) && s.words[comma].quoted == s.words[d.cue.from].quoted {
				last.to = comma
				break
			}
		}
	}
	had := len(d.content)
	d.content = slices.DeleteFunc(d.content, func(r run) bool {
		if r.from < opener {
			return true
		}
		return r.from > d.cue.to && s.is(r.from-1, ",") && !s.words[r.from].mark() && !s.in(r.from, "complement") &&
			s.words[r.from].quoted == 0
	})
	if len(d.content) > 0 || had == 0 || s.outletIn(d.source[0]) < 0 {
		return
	}
	rest := run{d.cue.to, d.cue.to}
	for rest.to < sentence.to && !s.words[rest.to].punctuation() {
		rest.to++
	}
	if rest.len() > 1 && (s.is(rest.from, "on", "about") || s.tagged(rest.from, hearsay.TagDT, hearsay.TagPRPS)) {
		d.content = []run{rest}
	}
}
