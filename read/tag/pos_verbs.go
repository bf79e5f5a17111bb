package tag

import (
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// infinitives knows the verbs that are nothing else. Behind "to" they are sure, though no treebank may have them: news
// has people resign and recuse themselves, web text does not.
type infinitives struct {
	to    uint32
	verbs map[uint32]bool // by form.lower
	all   lexicon.Set     // every verb there is
}

func newInfinitives() infinitives {
	known := infinitives{to: makeForm("to").lower, verbs: map[uint32]bool{}, all: lexicon.NewSet("lemma-verbs")}
	for _, row := range lexicon.Table("verbs-only") {
		known.verbs[makeForm(row[0]).lower] = true
	}
	return known
}

// infinitive reports whether word i is a verb that is nothing else, behind "to".
func (c *POSContext) infinitive(i int) bool {
	i += pad
	return c.forms[i-1].lower == c.pos.infinitives.to && c.pos.infinitives.verbs[c.forms[i].lower]
}

// plural mends the tag of a word in -s that is taken for a verb and is the form of none: "aides".
func (n *infinitives) plural(word string, tag hearsay.Tag) hearsay.Tag {
	if tag != hearsay.TagVBZ || len(word) < 4 {
		return tag
	}
	word = strings.ToLower(word)
	stem, ends := strings.CutSuffix(word, "s")
	if !ends || strings.HasSuffix(stem, "'") || strings.HasSuffix(stem, "’") {
		return tag
	}
	bases := []string{stem}
	if base, ok := strings.CutSuffix(stem, "ie"); ok {
		bases = append(bases, base+"y")
	}
	if base, ok := strings.CutSuffix(stem, "e"); ok && strings.ContainsAny(base[len(base)-1:], "sxzho") {
		bases = append(bases, base)
	}
	for _, base := range bases {
		if n.all[base] {
			return tag
		}
	}
	return hearsay.TagNNS
}
