package attribution

import "hearsay"

// outlet sets the outlet that is the source or had the source, and whether the telling rests on it: the source itself,
// the
// addressee ("told CNN"), the medium ("in an interview with Fox News"), whoever asked, or the block that embeds another
// outlet's text.
func (f *Finder) outlet(s *sheet, d *draft, a *hearsay.Attribution) {
	use, by := -1, ""
	switch {
	case a.Kind == hearsay.SourceOutlet:
		use, by = s.outletInAny(d.source), "source"
	case s.outletInAny(d.toldTo) >= 0 && !d.asks():
		use, by = s.outletInAny(d.toldTo), "told to"
	case s.outletIn(d.medium) >= 0:
		use, by = s.outletIn(d.medium), "medium"
	case d.asker != nil && s.outletInAny(d.asker.source) >= 0:
		use, by = s.outletInAny(d.asker.source), "asked by"
		a.ToldTo = s.spans([]run{s.outlets[use].words})
	case a.Kind == hearsay.SourceUnnamed || a.Kind == hearsay.SourceBare || a.Kind == hearsay.SourceNamed ||
		a.Kind == hearsay.SourceBody ||
		a.Kind == hearsay.SourceDocument:
		use, by = s.through(d), "through"
	}
	if use >= 0 {
		a.Outlet = hearsay.Field{Value: s.outlets[use].name, How: hearsay.HowCredit, Span: s.outlets[use].span, By: by}
	} else if entity := s.outletEntity(d, a); entity != nil {
		a.Outlet = hearsay.Field{Value: entity.Outlet, How: hearsay.HowCredit, Span: entity.Span, By: "source"}
	} else if block := s.block(d.at()); block.Outlet.Known() && block.Kind == hearsay.BlockQuotation {
		a.Outlet = hearsay.Field{Value: block.Outlet.Value, How: block.Outlet.How, Span: block.Outlet.Span,
			By: "embedded text"}
	}
	if !a.Outlet.Known() {
		return
	}
	a.Relay = a.Outlet.Value != s.reading.Document.Outlet.Value
	if !a.Relay && a.Kind == hearsay.SourceOutlet {
		a.Relay = f.earlier(s, d)
	}
}

// outletEntity is the outlet that a pronoun or role in the source leads to.
func (s *sheet) outletEntity(d *draft, a *hearsay.Attribution) *hearsay.Entity {
	if a.Kind != hearsay.SourceOutlet {
		return nil
	}
	for _, r := range d.source {
		for at := r.from; at < r.to; at++ {
			if entity, _ := s.bearer(at); entity != nil && entity.Kind == hearsay.EntityOutlet && entity.Outlet != "" {
				return entity
			}
		}
	}
	return nil
}

// outletInAny is the first outlet named in the runs, or -1.
func (s *sheet) outletInAny(runs []run) int {
	for _, r := range runs {
		if i := s.outletIn(r); i >= 0 {
			return i
		}
	}
	return -1
}

// through is the outlet that a source's own words put between it and this document: "two people, through the Post",
// "officials cited by the Post", "a source who spoke to the Post"; or -1.
func (s *sheet) through(d *draft) int {
	for _, r := range d.source {
		for at := r.from; at < r.to; at++ {
			if s.words[at].outlet == 0 {
				continue
			}
			back := at - 1
			if s.is(back, "the") {
				back--
			}
			if s.is(back, "through", "via") ||
				s.is(back, "by") && s.in(back-1, "had-by") ||
				s.is(back, "to", "with") && s.in(back-1, "spoke") {
				return s.words[at].outlet - 1
			}
		}
	}
	return -1
}

// earlier reports whether a cue tells of an earlier report: "has previously reported".
func (f *Finder) earlier(s *sheet, d *draft) bool {
	sentence := s.sentenceOf(d.cue.from)
	for at := max(sentence.from, d.cue.from-3); at < min(d.cue.to+2, sentence.to); at++ {
		if s.is(at, "previously", "first", "earlier") {
			return true
		}
	}
	return false
}

// inherit hands an outlet down: from an attribution whose source is an outlet to those nested in it, and from the first
// mention of an unnamed source to those that continue it.
func (f *Finder) inherit(s *sheet, drafts []*draft, out []hearsay.Attribution) {
	for i := range out {
		a := &out[i]
		if a.Outlet.Known() {
			continue
		}
		for up, steps := a.Within, 0; up >= 0 && steps < len(out); up, steps = out[up].Within, steps+1 {
			if out[up].Kind == hearsay.SourceOutlet && out[up].Outlet.Known() && a.Kind != hearsay.SourceUntraced {
				a.Outlet, a.Relay = out[up].Outlet, out[up].Relay
				a.Outlet.By = "nested"
				break
			}
		}
	}
	for i := range out {
		a := &out[i]
		if a.Outlet.Known() || a.Same < 0 || !out[a.Same].Outlet.Known() {
			continue
		}
		a.Outlet, a.Relay = out[a.Same].Outlet, out[a.Same].Relay
		a.Outlet.How, a.Outlet.By = hearsay.HowGuessed, "continues"
	}
}
