package attribution

import (
	"cmp"
	"slices"

	"hearsay"
)

// finish types the drafts and turns them into attributions, in the order of the text.
func (f *Finder) finish(s *sheet, drafts []*draft) []hearsay.Attribution {
	f.answers(s, drafts)
	slices.SortStableFunc(drafts, func(a, b *draft) int {
		return cmp.Or(cmp.Compare(a.at(), b.at()), cmp.Compare(a.cue.to, b.cue.to))
	})
	index := make(map[*draft]int, len(drafts))
	for i, d := range drafts {
		index[d] = i
	}
	out := make([]hearsay.Attribution, len(drafts))
	for i, d := range drafts {
		a := &out[i]
		*a = hearsay.Attribution{
			Source: s.spans(d.source), Cue: s.span(d.cue), Content: s.spans(d.content),
			ToldTo: s.spans(d.toldTo), Medium: s.span(d.medium),
			Direct: s.directness(d.content), Sentence: s.words[d.at()].sentence,
			Same: -1, Within: -1, By: d.by,
		}
	}
	s.nest(drafts, out)
	for i, d := range drafts {
		a := &out[i]
		f.typeSource(s, d, a)
		if d.nameless {
			a.Kind, a.KindBy = hearsay.SourceUnclear, "transcript names nobody"
		}
		f.stance(s, d, a)
		f.outlet(s, d, a)
		a.Attitude = f.attitude(s, d)
	}
	f.speakers(s, drafts, out)
	f.keepSpeaking(s, drafts, out)
	for i, d := range drafts {
		if d.follows != nil {
			f.copySpeaker(&out[i], out, index[d.follows])
		}
	}
	for i, d := range drafts {
		if d.asker != nil && out[i].Kind == hearsay.SourceUnclear {
			f.answerer(s, &out[i], d.asker)
		}
	}
	f.identify(s, drafts, out)
	f.meet(s, drafts, out)
	f.authors(s, drafts, out)
	f.reported(s, drafts, out)
	f.inherit(s, drafts, out)
	s.disownIntruders(out)
	return out
}

// disownIntruders takes the speaker from attributions whose source a machine wrote over another: who spoke is lost.
func (s *sheet) disownIntruders(out []hearsay.Attribution) {
	for _, mark := range s.reading.Document.Damage {
		if len(mark.Intruders) == 0 {
			continue
		}
		for i := range out {
			a := &out[i]
			if len(a.Source) != 1 || !slices.ContainsFunc(mark.Intruders, func(intruder hearsay.Span) bool {
				return intruder.Contains(a.Source[0])
			}) {
				continue
			}
			a.Kind, a.KindBy = hearsay.SourceUnclear, "source overwritten"
			a.Speaker, a.Inferred, a.Same, a.Profile = 0, false, -1, hearsay.Unnamed{}
		}
	}
}

// spans are the byte spans of runs, cut where a paragraph begins.
func (s *sheet) spans(runs []run) []hearsay.Span {
	var spans []hearsay.Span
	for _, r := range runs {
		from := r.from
		for at := r.from + 1; at < r.to; at++ {
			if s.words[at].sentence != s.words[at-1].sentence && s.opensParagraph(s.words[at].sentence) {
				spans = append(spans, s.span(run{from, at}))
				from = at
			}
		}
		if from < r.to {
			spans = append(spans, s.span(run{from, r.to}))
		}
	}
	return spans
}

// answers gives a refusal without content the question that the sentence or paragraph before it asks of the same
// person:
// "Smith was asked if … . He could not say."
func (f *Finder) answers(s *sheet, drafts []*draft) {
	for i, d := range drafts {
		if d.frame != frameRefuse || len(d.content) > 0 || len(d.source) == 0 {
			continue
		}
		for j := i - 1; j >= 0 && s.words[d.at()].sentence-s.words[drafts[j].at()].sentence <= 1; j-- {
			question := drafts[j]
			if !question.asks() || len(question.content) == 0 {
				continue
			}
			if s.pronoun(d.source[0]) || slices.ContainsFunc(question.toldTo, func(r run) bool {
				return s.sameName(r,
					d.source[0])
			}) {
				d.content = slices.Clone(question.content)
				d.asker = question
				s.tidy(d)
			}
			break
		}
	}
}

// pronoun reports whether the run is one personal pronoun.
func (s *sheet) pronoun(r run) bool { return r.len() == 1 && s.tagged(r.from, hearsay.TagPRP) }

// sameName reports whether two noun phrases end in the same name or lead to the same entity.
func (s *sheet) sameName(a, b run) bool {
	x, y := s.words[a.to-1], s.words[b.to-1]
	if x.mention > 0 && y.mention > 0 {
		e := s.reading.Mentions[x.mention-1].Entity
		return e != 0 && e == s.reading.Mentions[y.mention-1].Entity
	}
	return x.capital && x.text == y.text
}

// directness is how much of a content stands in quotation marks.
func (s *sheet) directness(content []run) hearsay.Directness {
	quoted, plain := 0, 0
	for _, r := range content {
		for at := r.from; at < r.to; at++ {
			w := &s.words[at]
			switch {
			case w.punctuation():
			case w.quoted > 0:
				quoted++
			default:
				plain++
			}
		}
	}
	switch {
	case quoted > 0 && plain == 0:
		return hearsay.Direct
	case quoted > 1:
		return hearsay.Mixed
	}
	return hearsay.Indirect
}

// nest sets Within: the smallest content of another attribution that holds a cue. A parent always tells more words than
// its child, so that nesting cannot go round.
func (s *sheet) nest(drafts []*draft, out []hearsay.Attribution) {
	size := make([]int, len(drafts))
	order := make([]int, len(drafts))
	for i, d := range drafts {
		order[i] = i
		for _, r := range d.content {
			size[i] += r.len()
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(size[b], size[a]) })
	holder := make([]int, len(s.words))
	for _, i := range order {
		for _, r := range drafts[i].content {
			for at := r.from; at < r.to; at++ {
				holder[at] = i + 1
			}
		}
	}
	for i, d := range drafts {
		if d.cue.empty() {
			continue
		}
		if j := holder[d.cue.from] - 1; j >= 0 && j != i && size[j] > size[i] && drafts[i].asker != drafts[j] &&
			drafts[j].asker != drafts[i] {
			out[i].Within = j
		}
	}
}
