package chronology

import "hearsay"

// tense is where the verb beside a time puts it.
type tense uint8

const (
	tenseUnknown tense = iota
	tensePast
	tenseFuture
)

// reach is how many atoms from a time its verb is looked for.
const reach = 25

// tenseAt is the tense of the verb that is nearest before the atoms from at to end, else after them.
func (m *matcher) tenseAt(at, end int) tense {
	for i := at - 1; i >= max(0, at-reach); i-- {
		if m.forward(i) && (at-i <= near || m.atoms[i].tag.Verb()) {
			if m.over(i) {
				return tensePast
			}
			return tenseFuture
		}
		if m.atoms[i].tag.Verb() {
			if tense := m.verb(i); tense != tenseUnknown {
				return tense
			}
		}
	}
	for i := end; i < min(len(m.atoms), end+reach); i++ {
		if m.atoms[i].tag.Verb() {
			if tense := m.verb(i); tense != tenseUnknown {
				return tense
			}
		}
	}
	return tenseUnknown
}

// near is how many atoms before a time a word that points forward may stand.
const near = 5

// present reports whether the verb before an atom is in the present tense: "the court meets at 10 a.m. Monday".
func (m *matcher) present(at int) bool {
	i := m.verbBefore(at)
	return i >= 0 && (m.atoms[i].tag == hearsay.TagVBZ || m.atoms[i].tag == hearsay.TagVBP)
}

// verbBefore is the nearest atom before another that is tagged as a verb, or -1.
func (m *matcher) verbBefore(at int) int {
	for i := at - 1; i >= max(0, at-reach); i-- {
		if m.atoms[i].tag.Verb() {
			return i
		}
	}
	return -1
}

// ahead reports whether a word close before an atom points forward.
func (m *matcher) ahead(at int) bool {
	for i := max(0, at-near); i < at; i++ {
		if m.forward(i) {
			return true
		}
	}
	return false
}

// over reports whether what an atom puts ahead lies behind the text: "had been scheduled for", "Until Tuesday, they
// had".
func (m *matcher) over(at int) bool {
	verb := at
	if m.word(at) == "for" {
		verb = m.verbBefore(at) // "had been scheduled for"
	}
	if m.word(verb-1) == "been" && m.word(verb-2) == "had" {
		return true
	}
	if at > 0 || m.atoms[at].word != "until" {
		return false
	}
	for i := range m.atoms[:min(len(m.atoms), reach)] {
		if m.atoms[i].tag.Verb() {
			return m.verb(i) == tensePast
		}
	}
	return false
}

// forward reports whether the word at an atom puts a time behind it in what is to come: "scheduled", "as soon as".
func (m *matcher) forward(at int) bool {
	if m.finder.words.forward[m.atoms[at].word] {
		return true
	}
	switch m.atoms[at].word {
	case "as":
		return (m.word(at-1) == "soon" || m.word(at-1) == "early") && m.word(at-2) == "as"
	case "leaves", "departs", "travels":
		return m.word(at+1) == "for" || m.word(at+1) == "to" // "leaves for the capital on Saturday"
	case "for":
		// "booked the hall for Thursday", but "blamed for Thursday's fire"
		return at+1 < len(m.atoms) && m.atoms[at+1].classes&(weekday|shortWeekday) != 0 && m.word(at+2) != "'" &&
			m.word(at+3) != "'"
	}
	return false
}

// verb is the tense of the verb group that the atom belongs to.
func (m *matcher) verb(at int) tense {
	switch m.atoms[at].tag {
	case hearsay.TagVBD:
		return tensePast
	case hearsay.TagMD:
		return m.modal(at)
	case hearsay.TagVB, hearsay.TagVBN, hearsay.TagVBG:
		for i := at - 1; i >= max(0, at-4); i-- {
			if m.forward(i) {
				return tenseFuture
			}
			switch m.atoms[i].tag {
			case hearsay.TagMD:
				return m.modal(i)
			case hearsay.TagVBD:
				return tensePast
			case hearsay.TagVBZ, hearsay.TagVBP:
				if m.atoms[at].tag == hearsay.TagVBN {
					return tensePast
				}
				return tenseFuture
			case hearsay.TagRB, hearsay.TagTO, hearsay.TagVB, hearsay.TagVBN:
			default:
				i = 0
			}
		}
		if m.atoms[at].tag == hearsay.TagVBN {
			return tensePast
		}
	}
	return tenseUnknown
}

func (m *matcher) modal(at int) tense {
	if !m.plays(at, "future") {
		return tenseUnknown
	}
	for i := at + 1; i < min(len(m.atoms), at+4); i++ {
		if m.atoms[i].word == "have" {
			return tensePast
		}
	}
	return tenseFuture
}
