package attribution

import (
	"cmp"
	"slices"

	"hearsay"
)

// Distances beyond which a labelled source or content is not joined to a cue, in words that say something, and what
// another cue or content between them costs. Set on the links of PolNeAR's training articles.
const (
	sourceReach  = 14
	contentReach = 16
	otherCue     = 8
	otherContent = 3
)

// link joins the labelled sources and contents of a sentence to its cues, each to the nearest across the fewest other
// cues (as in Pareti 2015, ch. 5, the nearest source is right in nine of ten attributions of newswire).
func (s *sheet) link(drafts []*draft, labelled segments) {
	cues := make([]run, len(drafts))
	for i, d := range drafts {
		cues[i] = d.cue
	}
	for _, content := range labelled.contents {
		best, cost := -1, contentReach+1
		for i := range drafts {
			if !drafts[i].takesContent() || content.overlaps(cues[i]) && content.holds(cues[i]) {
				continue
			}
			if c := s.contentCost(content, i, cues, labelled); c < cost {
				best, cost = i, c
			}
		}
		if best >= 0 {
			drafts[best].content = append(drafts[best].content, content)
		}
	}
	type pair struct{ cost, cue, source int }
	var pairs []pair
	for i := range drafts {
		if !drafts[i].takesSource() {
			continue
		}
		for j, source := range labelled.sources {
			if c := s.sourceCost(source, drafts[i], i, cues, labelled); c <= sourceReach {
				pairs = append(pairs, pair{c, i, j})
			}
		}
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.cue, b.cue), cmp.Compare(a.source, b.source))
	})
	taken := make([]bool, len(labelled.sources))
	for _, share := range []bool{false, true} {
		for _, p := range pairs {
			d := drafts[p.cue]
			source := labelled.sources[p.source]
			if len(d.source) > 0 || taken[p.source] && (!share || source.from > d.cue.from) {
				continue
			}
			d.source = []run{source}
			taken[p.source] = true
		}
	}
}

// takesSource reports whether the cue can have a source.
func (d *draft) takesSource() bool {
	switch d.frame {
	case frameUntraced, frameGuess, frameSaidTo, frameThat, frameTalk, frameUnclear, frameAsked, frameAskedOf:
		return false
	}
	return true
}

// takesContent reports whether labelled contents may be joined to the cue. The content of an adverb is the clause
// around it, whatever the labels say.
func (d *draft) takesContent() bool { return d.frame != frameUntraced && d.frame != frameGuess }

// contentCost is how far a content is from a cue.
func (s *sheet) contentCost(content run, cue int, cues []run, labelled segments) int {
	gap, left := between(content, cues[cue])
	cost := s.gapWords(gap, labelled.sources)
	for i, other := range cues {
		if i != cue && gap.holds(other) {
			cost += otherCue
		}
	}
	if left {
		cost++
		if !s.is(content.to, ",") && !s.is(content.to-1, ",", "”", "\"", "''", "?", "!") {
			cost += 2
		}
	}
	return cost
}

// sourceCost is how far a source is from a cue.
func (s *sheet) sourceCost(source run, d *draft, cue int, cues []run, labelled segments) int {
	gap, left := between(source, d.cue)
	cost := s.gapWords(gap, labelled.contents)
	for i, other := range cues {
		if i != cue && gap.holds(other) {
			cost += otherCue / 2
		}
	}
	for _, content := range labelled.contents {
		if gap.overlaps(content) {
			cost += otherContent
		}
	}
	switch {
	case d.frame == frameAccording && (left || gap.len() > 3), d.frame == frameRefuse && !left:
		return sourceReach + 1
	case !left && cost > 0:
		cost += 3
	}
	return cost
}

// between is the run between two runs, and whether the first is the left one.
func between(a, b run) (run, bool) {
	if a.from < b.from {
		return run{a.to, max(a.to, b.from)}, true
	}
	return run{b.to, max(b.to, a.from)}, false
}

// gapWords counts the words of a gap that say something: no punctuation, adverbs, auxiliaries and nothing in free.
func (s *sheet) gapWords(gap run, free []run) int {
	n := 0
	for at := gap.from; at < gap.to; at++ {
		w := &s.words[at]
		if w.punctuation() || s.adverb(at) || w.tag == hearsay.TagMD || s.in(at, "auxiliary") {
			continue
		}
		if !slices.ContainsFunc(free, func(r run) bool { return r.has(at) }) {
			n++
		}
	}
	return n
}
