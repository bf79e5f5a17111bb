package attribution

// reachOver gives a content that breaks off before its verb the statement that stands within it: in "an aide said that in
// the spring, Roe promised a bridge" the labels, of which a word can have but one, leave the aide with "that in the
// spring".
func (s *sheet) reachOver(drafts []*draft) {
	for _, outer := range drafts {
		if len(outer.content) != 1 || !outer.states() && outer.frame != frameShow {
			continue
		}
		content := &outer.content[0]
		if content.from < outer.cue.to || !s.is(content.from, "that") || s.finite(*content) {
			continue
		}
		for _, inner := range drafts {
			begins, ends := inner.cue.from, inner.cue.to
			for _, part := range inner.source {
				begins, ends = min(begins, part.from), max(ends, part.to)
			}
			for _, part := range inner.content {
				begins, ends = min(begins, part.from), max(ends, part.to)
			}
			if inner == outer || begins < content.to || begins-content.to > 1 || begins > content.to && !s.is(content.to, ",") ||
				s.words[begins].sentence != s.words[content.from].sentence {
				continue
			}
			content.to = ends
			break
		}
	}
}
