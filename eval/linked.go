package eval

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"hearsay"
)

// Reader reads a text as the finished program does. *read.Reader is one.
type Reader interface {
	Read(capture hearsay.Capture) hearsay.Reading
}

// readText reads a text all of which is one document. It reports false if the reader skips it or changes its text, so
// that spans would not point into it.
func readText(reader Reader, text string) (hearsay.Reading, bool) {
	reading := reader.Read(hearsay.Capture{
		ID: hearsay.NewDocID("", "", []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text)})
	return reading, !reading.Document.Skip.Skipped() && reading.Document.Text == text
}

// marks are the found attributions in the form of annotated ones.
func marks(found []hearsay.Attribution) []Marked {
	var marked []Marked
	for _, a := range found {
		m := Marked{Source: a.Source, Content: a.Content}
		if !a.Cue.Empty() {
			m.Cue = []hearsay.Span{a.Cue}
		}
		marked = append(marked, m)
	}
	return marked
}

// Linked are the figures of attributions as wholes. A role is right if it covers the same text, white space apart, in
// however many parts; a pair or triple is right if one attribution has both or all three roles right. What lacks a role
// is not counted where the role is asked for, neither as found nor as true, and what several attributions share counts
// once.
type Linked struct {
	Group      string  `json:"group"` // which attributions
	Source     Count   `json:"source"`
	Cue        Count   `json:"cue"`
	Content    Count   `json:"content"`
	SourceCue  Count   `json:"source_cue"`
	CueContent Count   `json:"cue_content"`
	Triple     Count   `json:"triple"`
	Touching   Overlap `json:"touching"` // triples whose three roles each share text with those of a true one
}

// Overlap counts what shares text with something of the other side, which need not be one to one.
type Overlap struct {
	Right   int `json:"right"` // found and shares text with a true one
	Found   int `json:"found"`
	Reached int `json:"reached"` // true and shares text with a found one
	True    int `json:"true"`
}

// Precision is the part of the found that shares text with a true one, in per cent.
func (o Overlap) Precision() float64 { return percent(o.Right, o.Found) }

// Recall is the part of the true that shares text with a found one, in per cent.
func (o Overlap) Recall() float64 { return percent(o.Reached, o.True) }

// F1 is the harmonic mean of precision and recall, in per cent.
func (o Overlap) F1() float64 {
	p, r := o.Precision(), o.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// The groups of attributions that are measured apart. True and found ones are put into them by the same rules.
const (
	GroupAll       = "all"
	GroupStatement = "statement cues"
	GroupParts     = "content in parts"
)

// groups are the groups that an attribution of text is in, by their names.
func (s statements) groups(text string, m Marked) []string {
	in := []string{GroupAll}
	if s.has(joined(text, m.Cue)) {
		in = append(in, GroupStatement)
	}
	if words := strings.Fields(joined(text, m.Content)); len(words) > 0 {
		in = append(in, directness(words).String())
	}
	if len(m.Content) > 1 {
		in = append(in, GroupParts)
	}
	return in
}

// newLinked are empty figures of all groups, in the order of the table.
func newLinked() []Linked {
	var list []Linked
	for _, group := range []string{GroupAll, GroupStatement, hearsay.Direct.String(), hearsay.Mixed.String(),
		hearsay.Indirect.String(), GroupParts} {
		list = append(list, Linked{Group: group})
	}
	return list
}

// addLinked counts the attributions of one document into the figures of all groups.
func (s statements) addLinked(list []Linked, text string, truth, found []Marked) {
	for i := range list {
		in := func(all []Marked) (some []Marked) {
			for _, m := range all {
				if slices.Contains(s.groups(text, m), list[i].Group) {
					some = append(some, m)
				}
			}
			return some
		}
		list[i].add(text, in(truth), in(found))
	}
}

func (l *Linked) add(text string, truth, found []Marked) {
	compare := func(count *Count, roles ...Role) {
		keys := func(marked []Marked) map[string]bool {
			set := map[string]bool{}
			for _, m := range marked {
				if key := m.key(text, roles); key != "" {
					set[key] = true
				}
			}
			return set
		}
		want, got := keys(truth), keys(found)
		count.Add(Count{Found: len(got), True: len(want)})
		for key := range got {
			if want[key] {
				count.Right++
			}
		}
	}
	compare(&l.Source, RoleSource)
	compare(&l.Cue, RoleCue)
	compare(&l.Content, RoleContent)
	compare(&l.SourceCue, RoleSource, RoleCue)
	compare(&l.CueContent, RoleCue, RoleContent)
	compare(&l.Triple, RoleSource, RoleCue, RoleContent)
	meets := func(m Marked, others []Marked) bool {
		return slices.ContainsFunc(others, func(other Marked) bool {
			return touch(m.Source, other.Source) && touch(m.Cue, other.Cue) && touch(m.Content, other.Content)
		})
	}
	for _, m := range found {
		if m.whole() {
			l.Touching.Found++
			if meets(m, truth) {
				l.Touching.Right++
			}
		}
	}
	for _, m := range truth {
		if m.whole() {
			l.Touching.True++
			if meets(m, found) {
				l.Touching.Reached++
			}
		}
	}
}

// whole reports whether the attribution has all three roles.
func (m Marked) whole() bool { return len(m.Source) > 0 && len(m.Cue) > 0 && len(m.Content) > 0 }

// of are the parts of a role.
func (m Marked) of(role Role) []hearsay.Span {
	return [...][]hearsay.Span{m.Source, m.Cue, m.Content}[role]
}

// key is the same for attributions whose given roles cover the same text. It is empty if one of them is missing.
func (m Marked) key(text string, roles []Role) string {
	var key strings.Builder
	for _, role := range roles {
		spans := tighten(text, m.of(role))
		if len(spans) == 0 {
			return ""
		}
		for _, span := range spans {
			key.WriteString(strconv.Itoa(int(span.Start)) + "-" + strconv.Itoa(int(span.End)) + " ")
		}
		key.WriteByte('/')
	}
	return key.String()
}

// tighten sorts spans, cuts white space off both ends, and joins those with nothing else between them.
func tighten(text string, spans []hearsay.Span) []hearsay.Span {
	var out []hearsay.Span
	for _, span := range slices.SortedFunc(slices.Values(spans), hearsay.Span.Compare) {
		words := span.Of(text)
		span.Start += uint32(len(words) - len(strings.TrimLeftFunc(words, unicode.IsSpace)))
		span.End -= uint32(len(words) - len(strings.TrimRightFunc(words, unicode.IsSpace)))
		if span.Empty() {
			continue
		}
		if n := len(out); n > 0 && (out[n-1].End >= span.Start ||
			strings.TrimSpace(text[out[n-1].End:span.Start]) == "") {
			out[n-1].End = max(out[n-1].End, span.End)
			continue
		}
		out = append(out, span)
	}
	return out
}

// touch reports whether any two of the spans share text.
func touch(a, b []hearsay.Span) bool {
	return slices.ContainsFunc(a, func(span hearsay.Span) bool { return slices.ContainsFunc(b, span.Overlaps) })
}

// joined is the text of spans, parted by spaces.
func joined(text string, spans []hearsay.Span) string {
	var parts []string
	for _, span := range spans {
		parts = append(parts, span.Of(text))
	}
	return strings.Join(parts, " ")
}
