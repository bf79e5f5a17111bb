package claim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// differences lists in what the tellings of one claim differ, each kind once for each pair of different words, against
// the first telling that states it.
func (j *Joiner) differences(candidates []candidate, members []int, groups *groups) []hearsay.Difference {
	var found []hearsay.Difference
	for _, kind := range []struct {
		kind hearsay.DifferenceKind
		by   string
		of   func(*candidate) (value string, span hearsay.Span)
	}{
		{hearsay.DiffersStrength, "level of commitment", strength},
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
	if !slices.ContainsFunc(found, func(d hearsay.Difference) bool { return d.Kind == hearsay.DiffersStrength }) {
		found = append(found, hedges(candidates, members, groups)...)
	}
	found = append(found, j.denials(candidates, members, groups)...)
	return append(found, j.numbersDiffer(candidates, members, groups)...)
}

// denials is the difference between the first telling that says what a claim says and one that somebody denies in so many
// words: "denied that it would close".
func (j *Joiner) denials(candidates []candidate, members []int, groups *groups) []hearsay.Difference {
	for _, i := range members {
		a := &candidates[i]
		if groups.possible[i] != "" || a.mentions() || a.stance != hearsay.Affirmed || a.proposition.Headline {
			continue
		}
		for _, k := range members {
			b := &candidates[k]
			if groups.possible[k] != "" || b.mentions() || b.stance != hearsay.Denied || !j.denied(b) ||
				a.proposition.Negated != b.proposition.Negated || agree(a, b) < surely || !sameDoer(a, b) ||
				a.doc == b.doc && a.proposition.Sentence == b.proposition.Sentence {
				continue
			}
			return []hearsay.Difference{{
				Kind: hearsay.DiffersPolarity,
				A:    hearsay.Ref{Doc: a.id(), Spans: []hearsay.Span{a.proposition.Span}},
				B:    hearsay.Ref{Doc: b.id(), Spans: []hearsay.Span{b.proposition.Span}},
				By:   "denied",
			}}
		}
	}
	return nil
}

// denied reports whether the cue of what a candidate says is a verb of denial.
func (j *Joiner) denied(c *candidate) bool {
	if c.proposition.Attribution < 0 {
		return false
	}
	cue := c.reading.Attributions[c.proposition.Attribution].Cue
	for word := range strings.FieldsSeq(strings.ToLower(cue.Of(c.reading.Document.Text))) {
		if j.cues[word].Verb == lexicon.CueDeny {
			return true
		}
	}
	return false
}

// differ is the last check on two unlike values: that they are said of one act.
func differ(kind hearsay.DifferenceKind, a, b *candidate) bool {
	switch kind {
	case hearsay.DiffersStrength:
		return agree(a, b) >= surely
	case hearsay.DiffersDate:
		return agree(a, b) > 0 && differentDays(a, b)
	}
	return true
}

// oneAct reports whether two clauses of different sentences state one act of one doer, and of one object or of none: only
// then does a yes of one contradict a no of the other.
func oneAct(a, b *candidate) bool {
	if a.doc == b.doc && a.proposition.Sentence == b.proposition.Sentence {
		return false
	}
	common := agree(a, b)
	return common > surely || common == surely && len(a.patients)+len(a.objects)+len(b.patients)+len(b.objects) == 0
}

// surely is how much of two clauses must agree to say that one contradicts or weakens the other, where other evidence has
// joined them or nothing has.
const surely = 2

// agree is how many of event, doer and object two clauses are known to have in common; none where one of these is known to
// be another, or the event alone says little. What makes a telling likely to be of a claim is not enough to say that it
// contradicts another.
func agree(a, b *candidate) int {
	if a.light || b.light || a.agent != 0 && b.agent != 0 && a.agent != b.agent {
		return 0
	}
	objects := shared(a.patients, b.patients)+shared(a.objects, b.objects) > 0
	if !objects && len(a.patients)+len(a.objects) > 0 && len(b.patients)+len(b.objects) > 0 {
		return 0
	}
	common := 0
	for _, same := range []bool{
		a.class == b.class, objects,
		sameDoer(a, b),
	} {
		if same {
			common++
		}
	}
	return common
}

// sameDoer reports whether two clauses name one doer, or name theirs by one noun.
func sameDoer(a, b *candidate) bool {
	return a.agent != 0 && a.agent == b.agent || a.agentWord != "" && a.agentWord == b.agentWord
}

// differentDays reports whether the one time that each clause names are two days of the calendar, or, where neither is
// known, two days of the week.
func differentDays(a, b *candidate) bool {
	x, okA := onlyTime(a)
	y, okB := onlyTime(b)
	if !okA || !okB || x.Resolved != y.Resolved {
		return false
	}
	if x.Resolved {
		if x.Last-x.First > longestDay || y.Last-y.First > longestDay {
			return false // "in March" and "on Friday" may each be of something else in the clause
		}
		gap := max(x.First-y.Last, y.First-x.Last)
		if x.By != y.By {
			gap-- // "today" hangs on the day of the page, which "Tuesday" does not
		}
		return gap > 0
	}
	return weekday(x.Value) != "" && weekday(y.Value) != "" && weekday(x.Value) != weekday(y.Value)
}

// longestDay is how many days behind its first a time may end that is still told as a day: a weekend is.
const longestDay = 2

// weekday is the day that a TIMEX3 value of an open week names, or "".
func weekday(value string) string {
	const open = "XXXX-WXX-"
	if len(value) <= len(open) || !strings.HasPrefix(value, open) {
		return ""
	}
	return value[len(open) : len(open)+1]
}

// onlyTime is the day or hour that a clause names, if it names one.
func onlyTime(c *candidate) (hearsay.Time, bool) {
	dates := 0
	for _, i := range c.proposition.Times {
		if kind := c.reading.Times[i].Kind; kind == hearsay.TimeDate || kind == hearsay.TimeClock {
			dates++
		}
	}
	time := firstTime(c)
	return time, dates == 1 && !ofNumber(c, time.Span)
}

// ofNumber reports whether words of a clause hang on a number in it: "in March" in "fell from 8 percent in March".
func ofNumber(c *candidate, words hearsay.Span) bool {
	tokens := c.reading.Sentences[c.proposition.Sentence].Tokens
	for _, token := range tokens {
		if !words.Contains(token.Span) || token.Head < 0 || int(token.Head) >= len(tokens) || words.Contains(tokens[token.Head].Span) {
			continue
		}
		if tokens[token.Head].Tag == hearsay.TagCD || slices.ContainsFunc(tokens, func(t hearsay.Token) bool {
			return t.Head == token.Head && t.Rel == hearsay.RelNummod
		}) {
			return true
		}
	}
	return false
}

// hedges lists the first telling whose own words hedge the claim against the first that says it plainly, where the two
// documents do so throughout. Headlines leave hedges out as a rule, and "reportedly" says where it is from.
func hedges(candidates []candidate, members []int, groups *groups) []hearsay.Difference {
	hedged, plain := map[int]bool{}, map[int]bool{} // documents
	at := map[bool]int{}
	for _, pass := range []bool{false, true} {
		for _, i := range members {
			c := &candidates[i]
			if groups.possible[i] != "" || c.mentions() || c.proposition.Headline || !counts(c.stance) {
				continue
			}
			own := c.proposition.Hedged && !reportedly(c)
			if !pass {
				hedged[c.doc] = hedged[c.doc] || c.stance == hearsay.Hedged
				plain[c.doc] = plain[c.doc] || c.stance == hearsay.Affirmed
				continue
			}
			if _, known := at[own]; !known && hedged[c.doc] != plain[c.doc] && own == hedged[c.doc] {
				at[own] = i
			}
		}
	}
	if len(at) < 2 {
		return nil
	}
	a, b := &candidates[min(at[true], at[false])], &candidates[max(at[true], at[false])]
	if agree(a, b) < surely {
		return nil
	}
	return []hearsay.Difference{{
		Kind: hearsay.DiffersStrength,
		A:    hearsay.Ref{Doc: a.id(), Spans: []hearsay.Span{a.proposition.Span}},
		B:    hearsay.Ref{Doc: b.id(), Spans: []hearsay.Span{b.proposition.Span}},
		By:   "hedged here, not there",
	}}
}

// reportedly reports whether a telling rests on reports of nobody in particular.
func reportedly(c *candidate) bool {
	if c.proposition.Attribution < 0 {
		return false
	}
	attribution := &c.reading.Attributions[c.proposition.Attribution]
	return attribution.Kind == hearsay.SourceUntraced && attribution.Relay
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

// quantity is a number with the word it counts.
type quantity struct {
	value    int    // thousandths
	noun     string // in lower case, without the plural's ending
	relation string // the preposition before it: "to 8 percent", "from 8 percent"
	bound    string // "" of an exact number, else about, least or most, as number-bounds.txt has it
}

// contradicts reports whether two quantities of one thing cannot both be right: exact ones that differ at all, and others
// where they are further apart than rounding explains, on the wrong side of a bound.
func (q quantity) contradicts(other quantity) bool {
	if q.bound == "" && other.bound == "" {
		return q.value != other.value
	}
	if q.value > other.value {
		q, other = other, q
	}
	if q.bound == "least" || other.bound == "most" {
		return false
	}
	return 10*(other.value-q.value) > other.value
}

// numbersDiffer lists, for each word that numbers of the claim count, the first quantity against the others that cannot
// both be right with it.
func (j *Joiner) numbersDiffer(candidates []candidate, members []int, groups *groups) []hearsay.Difference {
	type stated struct {
		quantity
		ref hearsay.Ref
	}
	var found []hearsay.Difference
	first, seen := map[[2]string]stated{}, map[quantity]bool{}
	for _, i := range members {
		c := &candidates[i]
		if groups.possible[i] != "" || c.mentions() {
			continue
		}
		for _, q := range j.counted(c) {
			own := stated{q.quantity, hearsay.Ref{Doc: c.id(), Spans: []hearsay.Span{q.span}}}
			key := [2]string{q.noun, q.relation}
			other, known := first[key]
			if !known {
				first[key] = own
			}
			if !known || other.ref.Doc == own.ref.Doc || seen[q.quantity] || !other.contradicts(q.quantity) {
				continue
			}
			seen[q.quantity] = true
			found = append(found, hearsay.Difference{Kind: hearsay.DiffersNumber, A: other.ref, B: own.ref, By: "number before the same word"})
		}
	}
	return found
}

// placed is a quantity and where it stands.
type placed struct {
	quantity
	span hearsay.Span
}

// counted are the numbers of the clause that count something.
func (j *Joiner) counted(c *candidate) []placed {
	text := c.reading.Document.Text
	tokens := c.reading.Sentences[c.proposition.Sentence].Tokens
	var list []placed
	for _, span := range c.proposition.Numbers {
		i, found := slices.BinarySearchFunc(tokens, span.Start, func(t hearsay.Token, at uint32) int { return cmp.Compare(t.Span.Start, at) })
		if !found || tokens[i].Head < 0 || int(tokens[i].Head) >= len(tokens) {
			continue
		}
		of := tokens[tokens[i].Head]
		value, ok := j.numeral(span.Of(text))
		if !ok || tokens[i].Rel != hearsay.RelNummod || !of.Tag.Noun() || inTime(c, span) {
			continue
		}
		q := quantity{value: value, noun: strings.TrimSuffix(strings.ToLower(of.Span.Of(text)), "s")}
		for k := max(0, i-3); k < i; k++ {
			word := strings.ToLower(tokens[k].Span.Of(text))
			switch tag := tokens[k].Tag; {
			case j.bounds[word] != "":
				q.bound = j.bounds[word]
			case tag == hearsay.TagIN || tag == hearsay.TagTO:
				q.relation = word
			}
		}
		list = append(list, placed{q, hearsay.Cover([]hearsay.Span{span, of.Span})})
	}
	return list
}

// numeral is the value of a number in figures or of a number word, in thousandths.
func (j *Joiner) numeral(text string) (int, bool) {
	text = strings.ToLower(strings.ReplaceAll(text, ",", ""))
	if value, ok := j.numbers[text]; ok {
		return 1000 * value, true
	}
	whole, part, _ := strings.Cut(text, ".")
	value, err := strconv.Atoi(whole + (part + "000")[:3])
	return value, err == nil && value >= 0 && len(part) <= 3 && len(whole) <= 12
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
