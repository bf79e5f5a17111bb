package query

import (
	"slices"
	"strings"

	"hearsay"
)

// Names are what the query may name somebody by, folded: what says, denies and about ask for, and the plain words of an
// alternative, together.
func (q *Query) Names() []string {
	var names []string
	add := func(words []string) {
		if name := strings.Join(words, " "); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, terms := range q.alternatives {
		var plain []string
		for _, t := range terms {
			switch {
			case t.negated:
			case t.field == fieldText:
				plain = append(plain, t.pattern.words...)
			case t.field == fieldSays, t.field == fieldDenies, t.field == fieldAbout:
				add(t.pattern.words)
			}
		}
		add(plain)
	}
	return names
}

// Met are the places in a text where the words that the query asks for stand first, sorted, as bytes of the text.
func (q *Query) Met(text string) []hearsay.Span {
	cut := words(text)
	var met []hearsay.Span
	for _, terms := range q.alternatives {
		for i := range terms {
			if t := &terms[i]; t.field == fieldText && !t.negated {
				if at := t.pattern.find(cut); !at.Empty() {
					met = append(met, at)
				}
			}
		}
	}
	slices.SortFunc(met, hearsay.Span.Compare)
	return slices.Compact(met)
}
