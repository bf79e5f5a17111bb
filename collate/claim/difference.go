package claim

import (
	"strings"

	"hearsay"
)

// differences lists in what the tellings of one claim differ, each kind once for each pair of different words, against
// the first telling that states it.
func differences(story Story, candidates []candidate, members []int, groups *groups) []hearsay.Difference {
	var found []hearsay.Difference
	for _, kind := range []struct {
		kind hearsay.DifferenceKind
		by   string
		of   func(*candidate) (value string, span hearsay.Span)
	}{
		{hearsay.DiffersStrength, "level of commitment", strength},
		{hearsay.DiffersNumber, "number before the same word", number},
		{hearsay.DiffersDate, "time in the clause", date},
		{hearsay.DiffersReason, "reason in the clause", reason},
	} {
		first := -1
		seen := map[string]bool{}
		for _, i := range members {
			if groups.possible[i] != "" || candidates[i].mentions() {
				continue
			}
			value, span := kind.of(&candidates[i])
			if value == "" || seen[value] {
				continue
			}
			seen[value] = true
			if first < 0 {
				first = i
				continue
			}
			_, firstSpan := kind.of(&candidates[first])
			if !differ(kind.kind, &candidates[first], &candidates[i]) {
				continue
			}
			found = append(found, hearsay.Difference{
				Kind: kind.kind,
				A:    hearsay.Ref{Doc: candidates[first].id(), Spans: []hearsay.Span{firstSpan}},
				B:    hearsay.Ref{Doc: candidates[i].id(), Spans: []hearsay.Span{span}},
				By:   kind.by,
			})
		}
	}
	return found
}

// differ is the last check on two unlike values: words of time differ only if both are days of the calendar, and not
// the same, or both are names of days.
func differ(kind hearsay.DifferenceKind, a, b *candidate) bool {
	if kind != hearsay.DiffersDate {
		return true
	}
	x, y := firstTime(a), firstTime(b)
	return x.Resolved == y.Resolved && sameDay(a, b) <= 0
}

// firstTime is the first day or hour that a clause names.
func firstTime(c *candidate) hearsay.Time {
	for _, i := range c.proposition.Times {
		if time := c.reading.Times[i]; time.Kind == hearsay.TimeDate || time.Kind == hearsay.TimeClock {
			return time
		}
	}
	return hearsay.Time{}
}

func strength(c *candidate) (string, hearsay.Span) {
	if c.proposition.LevelSpan.Empty() && c.proposition.Level < hearsay.LevelDone {
		return "", hearsay.Span{}
	}
	span := c.proposition.Predicate
	if !c.proposition.LevelSpan.Empty() {
		span = hearsay.Cover([]hearsay.Span{c.proposition.LevelSpan, c.proposition.Predicate})
	}
	return c.proposition.Level.String(), span
}

// number is the first number of the clause that counts something, with the word it counts.
func number(c *candidate) (string, hearsay.Span) {
	text := c.reading.Document.Text
	tokens := c.reading.Sentences[c.proposition.Sentence].Tokens
	for _, span := range c.proposition.Numbers {
		for _, token := range tokens {
			if token.Span.Start != span.Start || token.Head < 0 || int(token.Head) >= len(tokens) {
				continue
			}
			if counted := tokens[token.Head]; token.Rel == hearsay.RelNummod && counted.Tag.Noun() && !inTime(c, span) {
				return strings.ToLower(span.Of(text)), hearsay.Cover([]hearsay.Span{span, counted.Span})
			}
		}
	}
	return "", hearsay.Span{}
}

func inTime(c *candidate, span hearsay.Span) bool {
	for _, i := range c.proposition.Times {
		if c.reading.Times[i].Span.Overlaps(span) {
			return true
		}
	}
	return false
}

func date(c *candidate) (string, hearsay.Span) {
	time := firstTime(c)
	return time.Value, time.Span
}

// reason is what the clause gives as its cause.
func reason(c *candidate) (string, hearsay.Span) {
	for _, argument := range c.proposition.Arguments {
		switch argument.Role {
		case "because", "due", "amid", "amidst", "over":
			return strings.ToLower(argument.Lemma), argument.Span
		}
	}
	return "", hearsay.Span{}
}
