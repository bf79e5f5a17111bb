package attribution

import (
	"slices"

	"hearsay"
)

// lostMarks ends a quotation that runs on because its closing mark was lost: before a statement of somebody else in a
// quotation that nothing closes, and before ", Roe said" in any. What stands behind is nobody's.
func (s *sheet) lostMarks(drafts []*draft) {
	goesOn := make([]bool, len(s.quotes))
	for _, k := range s.continues {
		if k >= 0 && k < len(goesOn) {
			goesOn[k] = true
		}
	}
	for _, d := range drafts {
		if d.cue.empty() || len(d.source) != 1 || len(d.content) == 0 || s.words[d.cue.from].quoted == 0 || !s.byName(d.source[0]) {
			continue
		}
		i := s.words[d.cue.from].quoted - 1
		quote := s.quotes[i]
		content := d.content[len(d.content)-1]
		begins := min(d.source[0].from, d.cue.from)
		cut := -1
		switch {
		case content.to < begins && begins-content.to == 1 && s.is(content.to, ",") && content.from >= quote.from &&
			max(d.source[0].to, d.cue.to)-begins == d.source[0].len()+d.cue.len():
			cut = content.to
		case !s.closed(quote) && !goesOn[i] && d.states() && begins == s.sentenceOf(begins).from && begins > quote.from:
			cut = begins
		}
		if cut <= quote.from || cut >= quote.to {
			continue
		}
		s.quotes[i].to = cut
		for at := cut; at < quote.to; at++ {
			s.words[at].quoted = 0
		}
	}
}

// byName reports whether a source ends in the name of somebody.
func (s *sheet) byName(source run) bool {
	mention := s.words[source.to-1].mention
	return mention > 0 && s.reading.Mentions[mention-1].Kind == hearsay.MentionName
}

// closed reports whether a quotation ends in a mark.
func (s *sheet) closed(quote run) bool { return quote.len() > 1 && s.words[quote.to-1].mark() }

// runOn ends a content where another statement begins without a mark or a joining word, as where a full stop was lost:
// "Roe said it was safe Lund said it was not". Each keeps its own.
func (s *sheet) runOn(drafts []*draft) {
	for _, inner := range drafts {
		if len(inner.source) != 1 || len(inner.content) == 0 || inner.source[0].to != inner.cue.from ||
			inner.content[0].from < inner.cue.to || s.words[inner.content[0].from].tag.Verb() {
			continue
		}
		at := inner.source[0].from
		if s.words[at].mention == 0 || s.reading.Mentions[s.words[at].mention-1].Kind != hearsay.MentionName ||
			!s.tagged(at-1, hearsay.TagJJ, hearsay.TagNN, hearsay.TagNNS, hearsay.TagRB, hearsay.TagCD, hearsay.TagVBN) {
			continue
		}
		for _, outer := range drafts {
			if outer == inner || outer.cue.to > at {
				continue
			}
			for i := range outer.content {
				part := &outer.content[i]
				if part.has(at) && part.has(inner.cue.from) && s.finite(run{part.from, at}) {
					part.to = at
					outer.content = outer.content[:i+1]
					s.tidy(outer)
					break
				}
			}
		}
	}
}

// orphans takes from a statement the clause with "that" on its left, where another on its right is its own: the cue of
// the one on the left was lost ("Roe that it was safe, while Lund said it was not").
func (s *sheet) orphans(d *draft, floor int) {
	if len(d.content) < 2 || d.cue.empty() || d.content[len(d.content)-1].from < d.cue.to {
		return
	}
	d.content = slices.DeleteFunc(d.content, func(r run) bool {
		return r.to <= d.cue.from && r.from > floor && s.is(r.from, "that") && s.words[r.from].quoted == 0 &&
			(s.words[r.from-1].tag.Noun() || s.tagged(r.from-1, hearsay.TagPRP))
	})
}
