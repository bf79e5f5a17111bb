package report

import (
	"cmp"
	"fmt"
	"strings"

	"hearsay"
)

// MarkedWrong is what is said of a telling that a person marked as misread.
const MarkedWrong = "marked wrong by you"

// Corrected says in one line what a person's corrections did to a claim; "" where none bears on it.
func (c *Claim) Corrected() string {
	if len(c.Edits) == 0 {
		return ""
	}
	var parts []string
	switch {
	case len(c.Machine) > 1:
		parts = append(parts, fmt.Sprintf("joined by you: the machine had %d claims", len(c.Machine)))
	case len(c.Machine) == 1:
		parts = append(parts, "parted by you: the machine had one claim of "+Count(c.Machine[0].Tellings, "telling", "tellings"))
	}
	if n := len(c.Wrong); n > 0 {
		parts = append(parts, Count(n, "telling", "tellings")+" "+MarkedWrong)
	}
	if len(parts) == 0 {
		parts = []string{"names joined or parted by you"}
	}
	return strings.Join(parts, "; ") + " (" + edits(c.Edits) + ")"
}

// edits names edits by their numbers.
func edits(numbers []int64) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = fmt.Sprint(n)
	}
	if len(words) == 1 {
		return "edit " + words[0]
	}
	return "edits " + strings.Join(words, ", ")
}

// Says is what a correction says, in words.
func Says(kind hearsay.CorrectionKind) string {
	switch kind {
	case hearsay.CorrectJoin:
		return "one claim"
	case hearsay.CorrectPart:
		return "not of the claim"
	case hearsay.CorrectJoinNames:
		return "one person or body"
	case hearsay.CorrectPartNames:
		return "somebody else"
	}
	return "marked wrong"
}

// Of are the words that a correction is shown by: of a claim or identity the first are enough.
func (c *Correction) Of() []Span { return shownBy(c.Kind, c.A) }

// Beside are those of the claim or identity that they are joined with or parted from.
func (c *Correction) Beside() []Span { return c.B[:min(len(c.B), 1)] }

func shownBy[S ~[]E, E any](kind hearsay.CorrectionKind, a S) S {
	if kind == hearsay.CorrectJoin || kind == hearsay.CorrectJoinNames {
		return a[:min(len(a), 1)]
	}
	return a
}

// State is what a correction comes to: what it does, or why it does nothing.
func (c *Correction) State() string {
	switch {
	case c.Done && c.Lost > 0:
		return lost(c.Lost)
	case c.Done:
		return ""
	case c.Lost > 0:
		return string(EditLost)
	}
	return string(EditIdle)
}

// corrected says what a person did to a claim, and what the machine had.
func (o *outline) corrected(depth int, c *Claim) {
	text := c.Corrected()
	if text == "" {
		return
	}
	o.item(depth, text)
	for _, had := range c.Machine {
		o.words(depth+1, "the machine had", had.Headline, Count(had.Tellings, "telling", "tellings"))
	}
}

// corrections lists what a person said of what was found in a story.
func (o *outline) corrections(s *Story) {
	if len(s.Corrections) == 0 {
		return
	}
	o.heading(2, fmt.Sprintf("Corrected by you (%d)", len(s.Corrections)))
	for i := range s.Corrections {
		c := &s.Corrections[i]
		o.correction(c.Edit, c.Kind, c.A, c.B, c.State())
	}
}

// correction is one correction with the words that it names. Of a claim or identity those that it was shown by are enough.
func (o *outline) correction(edit int64, kind hearsay.CorrectionKind, a, b []Span, state string) {
	label := fmt.Sprintf("edit %d, %s:", edit, Says(kind))
	a = shownBy(kind, a)
	if len(a) == 0 {
		o.item(0, label+" ["+cmp.Or(state, string(EditLost))+"]")
	}
	for _, span := range a {
		o.words(0, label, span, state)
		label, state = "and", ""
	}
	for _, span := range b[:min(len(b), 1)] {
		o.words(1, map[bool]string{true: "and", false: "parted from"}[kind == hearsay.CorrectJoin || kind == hearsay.CorrectJoinNames], span, "")
	}
}

// Edits adds the log of what the person stated. Captures are those of the documents that it names.
func (l *Lister) Edits(log []hearsay.Logged, captures []hearsay.Capture) {
	for i := range captures {
		c := &captures[i]
		if _, noted := l.noted[c.ID]; noted {
			continue
		}
		l.noted[c.ID] = c.Published
		l.listing.Documents = append(l.listing.Documents, ListedDocument{
			ID: c.ID, Paths: list(c.Paths), Outlet: Fact{Value: c.Outlet, How: given(c.Outlet != "")}, Title: c.Title,
			Published: Fact{Value: DateString(c.Published), How: c.Published.How}, Damage: []Damage{},
		})
	}
	for i := range log {
		entry := &log[i]
		listed := ListedEdit{
			Edit: entry.Edit, Verb: entry.Verb, Documents: entry.Docs, Rest: entry.Rest, A: anchored(entry.A), B: anchored(entry.B),
			Undoes: entry.Undoes, Undone: entry.Undone, State: EditInEffect, Stories: entry.Stories,
		}
		for _, field := range entry.Set {
			listed.Set = append(listed.Set, ListedField{field.Field, cmp.Or(field.Value, DateString(field.Published))})
		}
		named := len(entry.A) + len(entry.B)
		switch {
		case entry.Undone > 0:
			listed.State = EditUndone
		case named == 0:
		default:
			listed.Lost = named - entry.Found
			if !entry.Done {
				listed.State = EditIdle
				if listed.Lost > 0 {
					listed.State = EditLost
				}
			}
		}
		l.listing.Edits = append(l.listing.Edits, listed)
	}
}

func given(known bool) hearsay.How {
	if known {
		return hearsay.HowGiven
	}
	return hearsay.HowUnknown
}

func anchored(anchors []hearsay.Anchor) []Span {
	var spans []Span
	for _, a := range anchors {
		spans = append(spans, Span{Doc: a.Doc, Start: int(a.Span.Start), End: int(a.Span.End), Text: a.Text})
	}
	return spans
}

// edits shows the log, each edit with the words or documents that it names.
func (o *listed) edits() {
	o.heading(1, Count(len(o.listing.Edits), "edit", "edits")+", oldest first")
	o.none(len(o.listing.Edits), "nothing was stated by hand")
	for i := range o.listing.Edits {
		o.edit(&o.listing.Edits[i])
	}
}

// Comes is what an edit comes to, in words; "" where it does what it says.
func (e *ListedEdit) Comes() string {
	switch {
	case e.State == EditUndone:
		return fmt.Sprintf("taken back by edit %d", e.Undone)
	case e.State == EditInEffect && e.Lost > 0:
		return lost(e.Lost)
	case e.State == EditInEffect:
		return ""
	}
	return string(e.State)
}

func lost(places int) string {
	return Count(places, "place", "places") + " that it names not found any more"
}

func (o *listed) edit(e *ListedEdit) {
	state := e.Comes()
	var kind hearsay.CorrectionKind
	if kind.UnmarshalText([]byte(e.Verb)) == nil {
		o.correction(e.Edit, kind, e.A, e.B, state)
		return
	}
	text := fmt.Sprintf("edit %d, %s", e.Edit, e.Verb)
	var names []string
	for _, id := range e.Documents {
		names = append(names, o.who(id))
	}
	if e.Undoes > 0 {
		names = append(names, fmt.Sprintf("edit %d", e.Undoes))
	}
	text += ": " + strings.Join(names, ", ")
	names = nil
	for _, id := range e.Rest {
		names = append(names, o.who(id))
	}
	if len(names) > 0 {
		text += " from " + strings.Join(names, ", ")
	}
	for _, field := range e.Set {
		text += fmt.Sprintf("; %s “%s”", field.Field, cmp.Or(field.Value, "not known"))
	}
	if state != "" {
		text += " [" + state + "]"
	}
	o.item(0, text)
}
