package report

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"hearsay"
)

// Explain adds how a claim of a story came about, by its index in the ledger, with those of the prompts that are of it, and
// what relays seem to harden if that is asked for.
func (l *Lister) Explain(ledger *hearsay.Ledger, readings []hearsay.Reading, claim int, prompts []hearsay.Prompt, hardening bool) {
	s := l.open(ledger, readings)
	made := s.story()
	explained := &Explained{Story: made.ID, Claim: made.Claims[claim], Origins: []Origin{}, Prompts: []Prompt{}}
	used := map[hearsay.OriginID]bool{}
	for _, had := range explained.Claim.Machine {
		s.note(had.Headline.Doc)
	}
	for _, tellings := range [][]Telling{
		explained.Claim.Tellings, explained.Claim.Apart, explained.Claim.Possible, explained.Claim.Wrong,
	} {
		for _, telling := range tellings {
			s.note(telling.Span.Doc)
			for _, id := range telling.Origins {
				used[id] = true
			}
			for _, step := range telling.Steps {
				s.at(step.Spans)
			}
		}
	}
	for _, origin := range made.Origins {
		if used[origin.ID] {
			explained.Origins = append(explained.Origins, origin)
			s.at(origin.Spans)
		}
	}
	for _, interval := range explained.Claim.Intervals {
		for _, collapse := range interval.Collapses {
			s.at(collapse.Spans)
		}
	}
	for _, difference := range explained.Claim.Differences {
		s.at(difference.A)
		s.at(difference.B)
	}
	for i := range prompts {
		if prompts[i].Claim == explained.Claim.ID {
			prompt := s.prompt(&prompts[i])
			s.at(prompt.Spans)
			explained.Prompts = append(explained.Prompts, prompt)
		}
	}
	if hardening {
		explained.Claim.Hardenings = s.hardenings(&ledger.Claims[claim])
	}
	l.listing.Why = explained
}

// why shows a claim with every join, step and collapse, its rule and its words.
func (o *listed) why() {
	why := o.listing.Why
	c := &why.Claim
	o.heading(1, fmt.Sprintf("Claim %s: “%s”", c.ID, o.quote(c.Headline)))
	o.item(0, fmt.Sprintf("story %s, %s", short(why.Story), o.title(why.Story)))
	o.corrected(0, c)
	var told []Collapse
	for _, interval := range c.Intervals {
		text := fmt.Sprintf("at least %s: %d–%d independent", interval.Level, interval.Min, interval.Max)
		if interval.Untraced > 0 {
			text += fmt.Sprintf(", +%d untraced", interval.Untraced)
		}
		o.item(0, join("; ", text, o.numbers("origins", interval.Origins)))
		again := 0
		for _, collapse := range interval.Collapses {
			if slices.ContainsFunc(told, func(t Collapse) bool { return reflect.DeepEqual(t, collapse) }) {
				again++
				continue
			}
			told = append(told, collapse)
			o.item(1, join(", ", "fewer because: "+collapse.Rule, o.numbers("origins", collapse.Origins)))
			o.each(2, collapse.Spans)
		}
		if again > 0 {
			o.item(1, fmt.Sprintf("and for %s above", Count(again, "reason", "reasons")))
		}
	}
	if len(c.Related) > 0 {
		o.item(0, "against it: claim "+texts(c.Related, ", "))
	}
	o.heading(2, fmt.Sprintf("Origins (%d)", len(why.Origins)))
	for i := range why.Origins {
		o.item(0, fmt.Sprintf("%d: %s", why.Origins[i].ID, o.originText(&why.Origins[i])))
	}
	for _, group := range []struct {
		name     string
		tellings []Telling
	}{
		{"Tellings", c.Tellings}, {"Apart: denials, refusals and questions, never subtracted", c.Apart},
		{"Possibly the same: joined on loose evidence, not counted", c.Possible},
		{"Marked wrong by you: counted nowhere", c.Wrong},
	} {
		if len(group.tellings) == 0 {
			continue
		}
		o.heading(2, fmt.Sprintf("%s (%d)", group.name, len(group.tellings)))
		for i := range group.tellings {
			o.whyTelling(&group.tellings[i])
		}
	}
	if len(c.Differences) > 0 {
		o.heading(2, fmt.Sprintf("Differences (%d)", len(c.Differences)))
		for _, d := range c.Differences {
			o.item(0, fmt.Sprintf("%s (%s)", d.Kind, d.By))
			for _, span := range slices.Concat(d.A, d.B) {
				o.words(1, o.who(span.Doc)+":", span, "")
			}
		}
	}
	for _, h := range c.Hardenings {
		o.item(0, fmt.Sprintf("lost in the relay: %s, by %s", h.Kind, h.By))
		for _, span := range slices.Concat(h.Upstream, h.Relay) {
			o.words(1, o.who(span.Doc)+":", span, "")
		}
	}
	if len(why.Prompts) > 0 {
		o.heading(2, fmt.Sprintf("Prompts (%d): rules that ask to look again, no grades", len(why.Prompts)))
		for _, p := range why.Prompts {
			o.item(0, p.Rule+": "+p.Text)
			for _, span := range p.Spans {
				o.words(1, o.who(span.Doc)+":", span, "")
			}
		}
	}
}

func (o *listed) whyTelling(t *Telling) {
	facts := []string{o.told(t.Span.Doc)}
	if t.Headline {
		facts = append(facts, "headline")
	}
	if len(t.Source) > 0 {
		facts = append(facts, "“"+o.texts(t.Source)+"”")
	}
	level := ""
	if t.Level != hearsay.LevelNone {
		level = t.Level.String()
	}
	o.words(0, strings.Join(facts, ", ")+":", t.Span, join(", ", t.Stance.String(), level))
	if t.JoinedBy != "" {
		o.item(1, "joined by: "+t.JoinedBy)
	}
	for _, step := range t.Steps {
		o.item(1, "rule: "+step.Rule)
		o.each(2, step.Spans)
		if step.To != nil {
			o.words(2, "leads to "+o.who(step.To.Doc)+":", *step.To, "")
		}
	}
	for _, id := range t.Origins {
		at := slices.IndexFunc(o.listing.Why.Origins, func(origin Origin) bool { return origin.ID == id })
		o.item(1, fmt.Sprintf("origin %d: %s", id, o.originText(&o.listing.Why.Origins[at])))
	}
	if t.Uncounted != "" {
		o.item(1, "adds none: "+t.Uncounted)
	}
}

// each quotes spans, one that comes twice once.
func (o *listed) each(depth int, spans []Span) {
	for i, span := range spans {
		if !slices.Contains(spans[:i], span) {
			o.words(depth, "", span, "")
		}
	}
}

// numbers names origins by their numbers.
func (o *listed) numbers(what string, ids []hearsay.OriginID) string {
	if len(ids) == 0 {
		return ""
	}
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = fmt.Sprint(id)
	}
	return what + " " + strings.Join(list, ", ")
}
