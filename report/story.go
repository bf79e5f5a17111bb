package report

import (
	"slices"

	"hearsay"
)

func (v *view) passage(p *hearsay.Passage) Passage {
	return Passage{
		A: v.span(p.A, p.SpanA), B: v.span(p.B, p.SpanB), Kind: p.Kind, KindBy: p.KindBy, Same: p.Same, Length: p.Length,
		Direction: p.Direction, Evidence: v.refs(p.Evidence), By: p.By,
	}
}

func (v *view) story() Story {
	l := v.ledger
	out := Story{
		ID: l.Story.ID, Documents: list(l.Story.Docs), Headline: v.headline(),
		Joins: []Join{}, Claims: []Claim{}, Origins: []Origin{}, Relays: []Relay{}, Passages: []Passage{}, Overlaps: []Overlap{},
		People: []Person{}, Timeline: []Moment{}, Silences: v.silences(), Adds: []Add{}, Prompts: []Prompt{},
	}
	for _, join := range l.Story.Joins {
		j := Join{A: join.A, B: join.B, Weight: join.Weight, Mean: join.Mean, Least: join.Least, Terms: list(join.Terms), Passage: join.Passage,
			Parts: list(join.Parts), By: join.By}
		if join.Gap >= 0 {
			j.Gap = &join.Gap
		}
		out.Joins = append(out.Joins, j)
	}
	for i := range l.Claims {
		out.Claims = append(out.Claims, v.claim(&l.Claims[i]))
	}
	for _, origin := range l.Origins {
		out.Origins = append(out.Origins, Origin{
			ID: origin.ID, Kind: origin.Kind, Name: v.originName(&origin), Outlet: origin.Outlet, Number: origin.Number,
			Plural: origin.Plural, Identity: origin.Identity, Note: origin.Note, Spans: v.ref(origin.Ref),
		})
	}
	for _, relay := range l.Relays {
		out.Relays = append(out.Relays, Relay{relay.Doc, relay.Outlet, relay.Held, relay.Inferred, relay.Cycle, v.ref(relay.Ref), relay.By})
	}
	for _, p := range l.Passages {
		out.Passages = append(out.Passages, v.passage(&p))
	}
	for _, o := range l.Overlaps {
		out.Overlaps = append(out.Overlaps, Overlap(o))
	}
	out.People = v.people()
	for _, entry := range l.Timeline {
		moment := Moment{
			Value: entry.Value, Time: v.span(entry.Time.Doc, entry.Time.Spans[0]), Sentence: v.span(entry.Ref.Doc, entry.Ref.Spans[0]),
			Claims: entry.Claims, Possibly: entry.SameAs,
		}
		if entry.Resolved {
			moment.Day = dayString(entry.Day)
		}
		out.Timeline = append(out.Timeline, moment)
	}
	for _, add := range l.Adds {
		order := "first"
		if add.Undated {
			order = "alone"
		}
		out.Adds = append(out.Adds, Add{Doc: add.Doc, Order: order, Claims: v.refs(add.Claims), Nothing: add.Nothing})
	}
	for _, applied := range l.Applied {
		out.Corrections = append(out.Corrections, Correction{
			Edit: applied.Edit, Kind: applied.Kind, A: v.refs(applied.A), B: v.refs(applied.B), Lost: applied.Lost, Done: applied.Done,
			Claims: applied.Claims, People: applied.Identities,
		})
	}
	return out
}

// headline is the title of the story's earliest document that has one in its text.
func (v *view) headline() *Span {
	for _, id := range v.ledger.Documents {
		doc := &v.byDoc[id].Document
		for _, block := range doc.Blocks {
			if block.Kind == hearsay.BlockHeadline && len(doc.Damaged(block.Span)) == 0 {
				return v.maybe(id, block.Span)
			}
		}
	}
	if len(v.ledger.Claims) > 0 {
		ref := v.ledger.Claims[0].Headline
		return v.maybe(ref.Doc, ref.Spans[0])
	}
	return nil
}

// originName shows an origin: its own name, or for a document of unknown outlet where that document is.
func (v *view) originName(origin *hearsay.Origin) string {
	if origin.Name == "" && origin.Doc != "" {
		return v.path(origin.Doc)
	}
	return origin.Name
}

func (v *view) path(id hearsay.DocID) string {
	if reading := v.byDoc[id]; reading != nil && len(reading.Document.Paths) > 0 {
		return reading.Document.Paths[0]
	}
	return string(id)
}

func (v *view) claim(c *hearsay.Claim) Claim {
	out := Claim{
		ID: c.ID, Headline: v.span(c.Headline.Doc, c.Headline.Spans[0]), Documents: c.Documents(), Outlets: list(c.Outlets),
		Traced: c.Traced, Untraced: c.Untraced, Related: c.Related, Edits: c.Edits,
		Intervals: []Interval{}, Tellings: []Telling{}, Apart: []Telling{}, Possible: []Telling{}, Differences: []Difference{},
	}
	where := map[hearsay.TellingKey]Span{}
	for _, telling := range slices.Concat(c.Tellings, c.Apart) {
		where[telling.Key] = v.span(telling.Doc, telling.Span)
	}
	for i := range c.Tellings {
		if c.Tellings[i].Possible {
			out.Possible = append(out.Possible, v.telling(&c.Tellings[i], where))
		} else {
			out.Tellings = append(out.Tellings, v.telling(&c.Tellings[i], where))
		}
	}
	for i := range c.Apart {
		out.Apart = append(out.Apart, v.telling(&c.Apart[i], where))
	}
	for i := range c.Wrong {
		out.Wrong = append(out.Wrong, v.telling(&c.Wrong[i], where))
	}
	for _, had := range c.Machine {
		out.Machine = append(out.Machine, Machined{v.span(had.Headline.Doc, had.Headline.Spans[0]), had.Tellings})
	}
	for _, interval := range c.Intervals {
		i := Interval{
			Level: interval.Level, Words: v.span(interval.Words.Doc, interval.Words.Spans[0]), Min: interval.Min, Max: interval.Max,
			Untraced: interval.Untraced, Origins: list(interval.Origins), Collapses: []Collapse{},
		}
		for _, collapse := range interval.Collapses {
			i.Collapses = append(i.Collapses, Collapse{collapse.Rule, list(collapse.Origins), v.refs(collapse.Refs)})
		}
		out.Intervals = append(out.Intervals, i)
	}
	for _, d := range c.Differences {
		out.Differences = append(out.Differences, Difference{d.Kind, v.ref(d.A), v.ref(d.B), d.By})
	}
	return out
}

func (v *view) telling(t *hearsay.Telling, where map[hearsay.TellingKey]Span) Telling {
	reading := v.byDoc[t.Doc]
	doc := &reading.Document
	out := Telling{
		Span: v.span(t.Doc, t.Span), Sentence: v.span(t.Doc, t.Sentence), Outlet: v.fact(t.Doc, doc.Outlet), Published: v.published(doc),
		Source: []Span{}, Kind: v.kind(t), Stance: t.Stance, Level: t.Level, Negated: t.Negated, Damaged: t.Damaged,
		Headline: reading.Propositions[t.Proposition].Headline, JoinedBy: t.JoinBy, Uncounted: t.Uncounted,
		Attribution: index(t.Attribution), Origins: list(t.Origins), Steps: []Step{},
	}
	if t.Attribution >= 0 {
		a := &reading.Attributions[t.Attribution]
		out.Source, out.Cue = v.spans(t.Doc, a.Source), v.maybe(t.Doc, a.Cue)
	}
	for _, step := range t.Steps {
		s := Step{Rule: step.Rule, Spans: v.refs(step.Refs)}
		if step.To != nil {
			to := where[*step.To]
			s.To = &to
		}
		out.Steps = append(out.Steps, s)
	}
	return out
}

// kind names the best of a telling's origins.
func (v *view) kind(t *hearsay.Telling) string {
	kind := hearsay.OriginUnclear
	for n, id := range t.Origins {
		if k := v.ledger.Origins[id-1].Kind; n == 0 || k.Traced() && !kind.Traced() {
			kind = k
		}
	}
	return kind.String()
}

// silences lists who declined or could not say, in document order.
func (v *view) silences() []Silence {
	out := []Silence{}
	for _, id := range v.ledger.Documents {
		reading := v.byDoc[id]
		for i := range reading.Attributions {
			a := &reading.Attributions[i]
			if a.Stance != hearsay.Declined || a.Attitude || a.Cue.Empty() {
				continue
			}
			out = append(out, Silence{
				Doc: id, Attribution: i, Source: v.spans(id, a.Source), Cue: v.span(id, a.Cue), Content: v.spans(id, a.Content),
				Sentence: v.span(id, reading.Sentences[a.Sentence].Span),
			})
		}
	}
	return out
}

func (v *view) people() []Person {
	out := []Person{}
	said := map[hearsay.IdentityID][]SaidRef{}
	for _, s := range v.ledger.Said {
		said[s.Identity] = append(said[s.Identity], SaidRef{s.Doc, s.Attribution})
	}
	for i := range v.ledger.Identities {
		identity := &v.ledger.Identities[i]
		person := Person{
			ID: identity.ID, Kind: identity.Kind, Name: v.span(identity.NameRef.Doc, identity.NameRef.Spans[0]),
			Names: []string{}, Roles: v.refs(identity.Roles), Docs: []hearsay.DocID{}, Said: list(said[identity.ID]), Joins: []PersonJoin{},
		}
		for _, member := range identity.Members {
			reading := v.byDoc[member.Doc]
			if !slices.Contains(person.Docs, member.Doc) {
				person.Docs = append(person.Docs, member.Doc)
			}
			for _, mention := range reading.Mentions {
				if mention.Entity != member.Entity {
					continue
				}
				person.Mentions++
				if name := mention.Head.Of(reading.Document.Text); mention.Kind == hearsay.MentionName && !slices.Contains(person.Names, name) {
					person.Names = append(person.Names, name)
				}
			}
		}
		slices.Sort(person.Names)
		for _, applied := range v.ledger.Applied {
			if applied.Kind.Names() && applied.Done && slices.Contains(applied.Identities, identity.ID) {
				person.Edits = append(person.Edits, applied.Edit)
			}
		}
		for _, join := range identity.Joins {
			person.Joins = append(person.Joins, PersonJoin{join.By, v.refs(join.Refs)})
		}
		out = append(out, person)
	}
	return out
}
