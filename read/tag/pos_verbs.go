package tag

import "hearsay/lexicon"

// infinitives knows the verbs that are nothing else. Behind "to" they are sure, though no treebank may have them: news
// has people resign and recuse themselves, web text does not.
type infinitives struct {
	to    uint32
	verbs map[uint32]bool // by form.lower
}

func newInfinitives() infinitives {
	known := infinitives{to: makeForm("to").lower, verbs: map[uint32]bool{}}
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
