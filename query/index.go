package query

import (
	"slices"
	"unicode/utf8"

	"hearsay"
	"hearsay/store"
)

// IndexRevision names the rules by which documents have words. It changes whenever Words may return something else.
const IndexRevision = "1"

// ofOutlet begins the words of an outlet's name.
const ofOutlet = "o:"

// Words are the words that the index holds of a document: those of its text, of the names that it gives and of its
// outlet, as store.CheckWords wants them.
func Words(reading *hearsay.Reading) []string {
	set := map[string]bool{}
	add := func(before, text string) {
		for _, w := range words(text) {
			set[indexed(before+w.folded)] = true
		}
	}
	add("", reading.Document.Text)
	for i := range reading.Entities {
		add("", reading.Entities[i].Name)
		add("", reading.Entities[i].Outlet)
	}
	add(ofOutlet, reading.Document.Outlet.Value)
	sorted := make([]string, 0, len(set))
	for w := range set {
		sorted = append(sorted, w)
	}
	slices.Sort(sorted)
	return sorted
}

// Fold returns the words of a text as the index holds them.
func Fold(text string) []string {
	var folded []string
	for _, w := range words(text) {
		folded = append(folded, indexed(w.folded))
	}
	return folded
}

// indexed is a word as the index holds it: no longer than it may be.
func indexed(word string) string {
	if len(word) <= store.MaxWord {
		return word
	}
	end := store.MaxWord
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

// Wanted is what a story must have for something in it to be found: for each element of Documents a document with all of
// these words and, where Dated is set, one that was published from day First to day Last. Without any of these, every
// story may hold it.
type Wanted struct {
	Documents   [][]store.Needed
	Dated       bool
	First, Last int // days since 1970-01-01
}

// Wanted returns what stories must have one of for the query to hold of anything in them.
func (q *Query) Wanted() []Wanted {
	var list []Wanted
	for _, terms := range q.alternatives {
		w := Wanted{First: -1 << 31, Last: 1<<31 - 1}
		var outlet []store.Needed // of the document in which words stand
		for i := range terms {
			if terms[i].field == fieldOutlet && !terms[i].negated {
				outlet = append(outlet, terms[i].pattern.needed(ofOutlet)...)
			}
		}
		if len(outlet) > 0 {
			w.Documents = append(w.Documents, outlet)
		}
		for i := range terms {
			t := &terms[i]
			if t.negated {
				continue
			}
			switch t.field {
			case fieldOrigins, fieldOutlet:
			case fieldBefore:
				w.Dated, w.Last = true, min(w.Last, t.days.first-1)
			case fieldAfter:
				w.Dated, w.First = true, max(w.First, t.days.last+1)
			case fieldText:
				w.Documents = append(w.Documents, slices.Concat(t.pattern.needed(""), outlet))
			default: // somebody who may be named by another document than the one that is asked for
				w.Documents = append(w.Documents, t.pattern.needed(""))
			}
		}
		list = append(list, w)
	}
	return list
}

// WantedFor returns what stories must have in which Named finds somebody of that name.
func WantedFor(name string) []Wanted {
	p := newPattern(name)
	if len(p.words) > 1 && p.words[0] == "the" {
		p.words = p.words[1:] // a role may stand without it
	}
	if len(p.words) == 0 {
		return nil
	}
	return []Wanted{{Documents: [][]store.Needed{p.needed("")}}}
}

// needed are the words of the index that a document has in which the pattern's words stand.
func (p pattern) needed(before string) []store.Needed {
	needed := make([]store.Needed, len(p.words))
	for i, w := range p.words {
		needed[i].Word = indexed(before + w)
		needed[i].Begins = p.prefix && i == len(p.words)-1 && needed[i].Word == before+w
	}
	return needed
}
