package attribution

import "hearsay"

// outlet sets the outlet that is the source or had the source, and whether the telling rests on it: the source itself,
// the addressee ("told CNN"), the medium ("in an interview with Fox News"), whoever asked, or the block that embeds
// another outlet's text.
func (f *Finder) outlet(s *sheet, d *draft, a *hearsay.Attribution) {
	use, by := -1, ""
	switch {
	case a.Kind == hearsay.SourceUntraced:
		a.Relay = s.ofReports(d)
		return
	case a.Kind == hearsay.SourceSelf:
		a.Relay = s.is(d.cue.to-1, "wrote", "written") // the writer's own earlier text
		return
	case a.KindBy == stateMediaRule:
		a.Outlet = hearsay.Field{Value: a.Source[0].Of(s.text), How: hearsay.HowCredit, Span: a.Source[0], By: "source"}
		a.Relay = true
		return
	case a.Kind == hearsay.SourceOutlet && a.KindBy == "own report":
		own := s.reading.Document.Outlet
		a.Outlet = hearsay.Field{Value: own.Value, How: own.How, By: "own report"}
		a.Relay = true
		return
	case a.Kind == hearsay.SourceOutlet:
		if use, by = s.outletInAny(d.source), "source"; use < 0 {
			use, by = f.periodical(s, d.source), "source's short form"
		}
	case s.outletInAny(d.toldTo) >= 0 && !d.asks():
		use, by = s.outletInAny(d.toldTo), "told to"
	case f.periodical(s, d.toldTo) >= 0 && !d.asks():
		use, by = f.periodical(s, d.toldTo), "told to"
	case s.outletIn(d.medium) >= 0:
		use, by = s.outletIn(d.medium), "medium"
	case d.asker != nil && s.outletInAny(d.asker.source) >= 0:
		use, by = s.outletInAny(d.asker.source), "asked by"
		a.ToldTo = s.spans([]run{s.outlets[use].words})
	case a.Kind == hearsay.SourceUnnamed || a.Kind == hearsay.SourceBare || a.Kind == hearsay.SourceNamed ||
		a.Kind == hearsay.SourceBody || a.Kind == hearsay.SourceDocument:
		if use, by = s.through(d), "through"; use < 0 && a.Kind == hearsay.SourceNamed {
			use, by = s.employer(d), "source's outlet"
		}
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

// ofReports reports whether what nobody in particular says is told by outlets: "reportedly", "news reports say".
func (s *sheet) ofReports(d *draft) bool {
	for _, r := range append([]run{d.cue}, d.source...) {
		for at := r.from; at < r.to; at++ {
			if s.in(at, "reports-of") {
				return true
			}
		}
	}
	return false
}

// periodicalReach is how many words back "the newspaper" may mean an outlet.
const periodicalReach = 120

// periodical is the outlet named last before "the newspaper", "the network" or "the article" in one of the runs, or -1.
// "The agency" is one only where the last body named is a news agency.
func (f *Finder) periodical(s *sheet, runs []run) int {
	for _, r := range runs {
		agency := r.len() > 1 && s.is(r.to-1, "agency")
		news := r.len() == 3 && agency && s.is(r.from+1, "news")
		if !s.is(r.from, "the") || !(r.len() == 2 && (agency || s.in(r.from+1, "periodical")) || news) {
			continue
		}
		for at := r.from - 1; at >= max(0, r.from-periodicalReach); at-- {
			if i := s.words[at].outlet - 1; i >= 0 {
				if !agency || f.outlets.Agency(s.outlets[i].name) {
					return i
				}
				break
			}
			if entity, mention := s.bearer(at); agency && entity != nil && entity.Kind == hearsay.EntityBody &&
				mention.Kind == hearsay.MentionName {
				break
			}
		}
	}
	return -1
}

// reportReach is how many sentences behind "a report" the outlet that reported may be named.
const reportReach = 3

// reported names the outlet behind reports that the text does not name at once: "a report says", and in the next
// sentences "the Herald reported". Reports of several outlets stay without a name.
func (f *Finder) reported(s *sheet, drafts []*draft, out []hearsay.Attribution) {
	for i, d := range drafts {
		a := &out[i]
		if a.Outlet.Known() || a.Kind != hearsay.SourceUntraced && a.Kind != hearsay.SourceDocument || !f.bareReport(s, d, a) {
			continue
		}
		name := -1
		for j := i + 1; j < len(out) && out[j].Sentence-a.Sentence <= reportReach; j++ {
			b := &out[j]
			if b.Kind != hearsay.SourceOutlet || !b.Relay || !b.Outlet.Known() || b.Outlet.Span.Empty() {
				continue
			}
			if name >= 0 && out[name].Outlet.Value != b.Outlet.Value {
				name = -1
				break
			}
			name = j
		}
		if name >= 0 {
			a.Outlet, a.Relay = out[name].Outlet, true
			a.Outlet.How, a.Outlet.By = hearsay.HowGuessed, "named behind"
		}
	}
}

// bareReport reports whether the source is a report of which nothing else is said: "a report", "media reports".
func (f *Finder) bareReport(s *sheet, d *draft, a *hearsay.Attribution) bool {
	if len(d.source) == 0 {
		return d.frame == frameThat && s.is(d.cue.to-2, "report", "reports")
	}
	src := f.readSource(s, d.source[0])
	return src.head >= 0 && s.is(src.head, "report", "reports") && src.words.has(src.head) && src.words.len() <= 3 &&
		!s.is(src.words.from, "the", "its", "their") && a.Speaker == 0 && a.Same < 0 && a.Profile.Affiliation.Empty()
}

// employer is the outlet that stands before a person's name in a source: "CNN's Ann Roe"; or -1.
func (s *sheet) employer(d *draft) int {
	if len(d.source) != 1 {
		return -1
	}
	r := d.source[0]
	for at := r.from; at < min(r.to, r.from+7); at++ {
		if i := s.words[at].outlet; i > 0 {
			behind := s.outlets[i-1].words.to
			if behind >= r.to || s.is(behind, ",") || s.is(at-1, "of", "former", "at", "from", "on") {
				return -1
			}
			return i - 1
		}
		if s.is(at, ",") || s.words[at].mention > 0 && s.tagged(at, hearsay.TagNNP) && s.words[at].outlet == 0 &&
			s.reading.Mentions[s.words[at].mention-1].Kind == hearsay.MentionName {
			return -1
		}
	}
	return -1
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

// earlier reports whether a cue tells of an earlier report: "has previously reported", "as we reported", "reported at
// the time".
func (f *Finder) earlier(s *sheet, d *draft) bool {
	sentence := s.sentenceOf(d.cue.from)
	for at := max(sentence.from, d.cue.from-3); at < min(d.cue.to+2, sentence.to); at++ {
		if s.in(at, "earlier") || d.cue.has(at) && s.in(at, "have") {
			return true
		}
	}
	return len(d.source) == 1 && s.is(d.source[0].from-1, "as") ||
		s.is(d.cue.to, "at") && s.is(d.cue.to+1, "the") && s.is(d.cue.to+2, "time") ||
		s.is(d.cue.to, "last") && s.in(d.cue.to+1, "time") ||
		s.is(d.cue.to, "in") && s.tagged(d.cue.to+1, hearsay.TagCD)
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
			if out[up].Outlet.Known() && a.Kind != hearsay.SourceUntraced && a.Kind != hearsay.SourceOutlet &&
				(out[up].Kind == hearsay.SourceOutlet || drafts[i].frame != frameFree) {
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
	for i := range out {
		s.goesOn(drafts, out, i)
	}
}

// goesOnReach is how many sentences behind what somebody told an outlet more of the same may stand.
const goesOnReach = 3

// goesOn hands the outlet that somebody told something to what the same speaker says next.
func (s *sheet) goesOn(drafts []*draft, out []hearsay.Attribution, i int) {
	a := &out[i]
	person := a.Kind == hearsay.SourceNamed || a.Kind == hearsay.SourceBody
	told := drafts[i].states() || drafts[i].cue.empty()
	if a.Outlet.Known() || !person || !told || len(drafts[i].source) == 0 && a.Speaker == 0 || len(a.ToldTo) > 0 ||
		!a.Medium.Empty() {
		return
	}
	for j := i - 1; j >= 0 && a.Sentence-out[j].Sentence <= goesOnReach; j-- {
		b := &out[j]
		if b.Speaker != a.Speaker || a.Speaker == 0 && (len(drafts[i].source) == 0 || len(drafts[j].source) == 0 ||
			!s.sameName(drafts[i].source[0], drafts[j].source[0])) {
			continue
		}
		switch b.Outlet.By {
		case "told to", "medium", "goes on":
			a.Outlet, a.Relay = b.Outlet, b.Relay
			a.Outlet.How, a.Outlet.By = hearsay.HowGuessed, "goes on"
		}
		return
	}
}
