package eval

import (
	"slices"

	"hearsay"
)

// Reporting is how well cues agree with the events of TimeML. Its class REPORTING is of "a person or organisation
// declaring something, narrating an event, informing about an event", which is narrower than a cue (no beliefs, no
// intentions) and wider (also "quoted", "filed"), so that the figures show where finding breaks down, not an F1.
type Reporting struct {
	Events  int `json:"events"`  // of class REPORTING
	Reached int `json:"reached"` // of them: a found cue shares text with it
	// Statements are the found statement cues (Found) and those of them that share text with a REPORTING event (Right).
	Statements Count `json:"statements"`
	// Carriers are those that share text with a REPORTING event or one of a class that takes another event as its
	// argument, as cues do: I_ACTION ("promised"), I_STATE ("believes"), PERCEPTION ("saw").
	Carriers int `json:"carriers"`
}

// carriers are the classes of events that can carry a cue.
var carriers = []string{"REPORTING", "I_ACTION", "I_STATE", "PERCEPTION"}

// addReporting counts the attributions that were found in one article.
func (s statements) addReporting(r *Reporting, article *TimeArticle, found []Marked) {
	of := func(classes ...string) (spans []hearsay.Span) {
		for _, event := range article.Events {
			if slices.Contains(classes, event.Class) {
				spans = append(spans, event.Span)
			}
		}
		return spans
	}
	reporting, carrying := of("REPORTING"), of(carriers...)
	for _, event := range reporting {
		r.Events++
		if slices.ContainsFunc(found, func(m Marked) bool { return touch(m.Cue, []hearsay.Span{event}) }) {
			r.Reached++
		}
	}
	for _, m := range found {
		if !s.has(joined(article.Text, m.Cue)) {
			continue
		}
		r.Statements.Found++
		if touch(m.Cue, reporting) {
			r.Statements.Right++
		}
		if touch(m.Cue, carrying) {
			r.Carriers++
		}
	}
}

// Clauses is how well cues agree with the attribution relation of Rhetorical Structure Theory as GUM has it. A clause
// that attributes (a satellite) is found if a cue lies in it, wholly or in part. GUM marks no attribution whose content
// is less than a clause ("praised the plan", "wants to"), so that precision is shown for statement cues too.
type Clauses struct {
	Satellites Count `json:"satellites"` // Right: found
	Verbal     Count `json:"verbal"`     // of them those with a verb: no photo credits
	Sourced    Count `json:"sourced"`    // of them: the source of the cue too lies in it; finished attributions only
	Cues       Count `json:"cues"`       // Right: found cues that lie in a satellite
	Statements Count `json:"statements"` // of them the statement cues
}

// addClauses counts the attributions that were found in one article, of which those without a cue tell nothing here.
func (s statements) addClauses(c *Clauses, article *GUMArticle, found []Marked) {
	for _, satellite := range article.Satellites {
		hit, sourced := false, false
		for _, m := range found {
			if touch(m.Cue, satellite.Spans) {
				hit = true
				sourced = sourced || touch(m.Source, satellite.Spans)
			}
		}
		one := Count{True: 1}
		if hit {
			one.Right = 1
		}
		c.Satellites.Add(one)
		if satellite.Verb {
			c.Verbal.Add(one)
			if !sourced {
				one.Right = 0
			}
			c.Sourced.Add(one)
		}
	}
	for _, m := range found {
		if len(m.Cue) == 0 {
			continue
		}
		one := Count{Found: 1}
		if slices.ContainsFunc(article.Satellites, func(s Satellite) bool { return touch(m.Cue, s.Spans) }) {
			one.Right = 1
		}
		c.Cues.Add(one)
		if s.has(joined(article.Text, m.Cue)) {
			c.Statements.Add(one)
		}
	}
}

// Speakers is how well sources without a name are led to who they are, by GUM's coreference.
type Speakers struct {
	// Answered are the found attributions whose source is a pronoun or a description and has a speaker: Right are those
	// whose source corefers with the place that names the speaker.
	Answered Count `json:"answered"`
	Unplaced int   `json:"unplaced"` // answered, but GUM has no mention there: not counted as answered
	// Open are the ones without a speaker: Nameable those whose chain has a name elsewhere, which could have been
	// answered, Nameless those where no answer is the right one.
	Nameable int `json:"nameable"`
	Nameless int `json:"nameless"`
}

// add counts the speakers of one article.
func (s *Speakers) add(article *GUMArticle, reading *hearsay.Reading) {
	named := map[string]bool{}
	for _, mention := range article.Mentions {
		named[mention.Entity] = named[mention.Entity] || mention.Named
	}
	entities := map[hearsay.EntityID]hearsay.Span{}
	for _, entity := range reading.Entities {
		entities[entity.ID] = entity.Span
	}
	for _, a := range reading.Attributions {
		if len(a.Source) == 0 {
			continue
		}
		source, ok := article.mention(a.Source[0])
		switch {
		case a.Speaker != 0 && !a.Inferred:
		case a.Speaker != 0:
			speaker, placed := article.mention(entities[a.Speaker])
			if !ok || !placed {
				s.Unplaced++
				continue
			}
			s.Answered.Found++
			if source.Entity == speaker.Entity {
				s.Answered.Right++
			}
		case !ok || source.Named:
		case named[source.Entity]:
			s.Nameable++
		default:
			s.Nameless++
		}
	}
}

// mention is the annotated mention that agrees best with a span: the largest share of common text, of equal ones the
// first. It reports false if none shares text with it.
func (g *GUMArticle) mention(span hearsay.Span) (best GoldMention, ok bool) {
	most, of := 0, 1
	for _, m := range g.Mentions {
		if !m.Span.Overlaps(span) {
			continue
		}
		common := int(min(m.Span.End, span.End) - max(m.Span.Start, span.Start))
		whole := m.Span.Len() + span.Len()
		if common*of > most*whole {
			best, most, of, ok = m, common, whole, true
		}
	}
	return best, ok
}
