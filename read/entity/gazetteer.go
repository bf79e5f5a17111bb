package entity

import (
	"cmp"
	"slices"
	"strings"

	"hearsay/lexicon"
)

// class is what a list says of a phrase.
type class uint8

const (
	classNone class = iota
	classBody
	classPlace
	classDemonym
	classTitle
	classNoName
	classOther // a name of something else
)

// phrase is an entry of a list, cut into words.
type phrase struct {
	words     []string
	class     class
	canonical string
	gender    string // of a title
}

// gazetteer holds the phrases of all lists by their first word, longest first.
type gazetteer map[string][]phrase

func newGazetteer() gazetteer {
	g := gazetteer{}
	for _, list := range []struct {
		name  string
		class class
	}{
		{"bodies", classBody}, {"places", classPlace}, {"demonyms", classDemonym},
		{"titles", classTitle}, {"not-names", classNoName},
	} {
		for _, row := range lexicon.Table(list.name) {
			entry := phrase{words: strings.Fields(row[0]), class: list.class, canonical: row[0]}
			if len(row) > 1 && row[1] != "" {
				entry.canonical = row[1]
			}
			if list.class == classTitle {
				entry.canonical = row[1]
				entry.gender = row[2]
			}
			g[entry.words[0]] = append(g[entry.words[0]], entry)
		}
	}
	for _, entries := range g {
		slices.SortStableFunc(entries, func(a, b phrase) int { return cmp.Compare(len(b.words), len(a.words)) })
	}
	return g
}

// at returns the longest phrase that begins at words[i], or nil.
func (g gazetteer) at(words []word, i int) *phrase {
	entries := g[words[i].text]
	for e := range entries {
		entry := &entries[e]
		if len(entry.words) > len(words)-i {
			continue
		}
		same := true
		for k, text := range entry.words[1:] {
			if words[i+1+k].text != text {
				same = false
				break
			}
		}
		if same {
			return entry
		}
	}
	return nil
}
