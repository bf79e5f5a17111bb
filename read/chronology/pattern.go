package chronology

import (
	"strings"

	"hearsay"
)

// A pattern is a row of elements parted by spaces.
//
//	word          that word or mark
//	CLASS         an atom, or several, of a kind: see elements
//	x|y           one of several
//	~x            x without white space before it
//	x?            x or nothing
//	( x y | z )   one of several rows
//	( x y | z )?  one of several rows, or nothing
type node struct {
	test     func(m *matcher, at int) int // where it ends, or -1
	rows     [][]node                     // of a group
	first    class                        // with which it begins
	literals []string                     // words and marks that it may be
	optional bool
	tight    bool // no white space before it
}

// compile turns a pattern into nodes. A mistake in one is a mistake of the program: it panics.
func compile(pattern string) []node {
	rows, rest := compileRows(strings.Fields(pattern))
	if len(rest) > 0 || len(rows) != 1 {
		panic("chronology: bad pattern " + pattern)
	}
	return rows[0]
}

// compileRows reads rows up to the end of their group.
func compileRows(fields []string) (rows [][]node, rest []string) {
	rows = [][]node{nil}
	for len(fields) > 0 {
		field := fields[0]
		switch field {
		case ")", ")?":
			return rows, fields
		case "|":
			rows, fields = append(rows, nil), fields[1:]
			continue
		}
		fields = fields[1:]
		var n node
		if field == "(" {
			n.rows, fields = compileRows(fields)
			n.optional = fields[0] == ")?"
			fields = fields[1:]
		} else {
			n = compileElement(field)
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], n)
	}
	return rows, nil
}

func compileElement(field string) node {
	var n node
	if len(field) > 1 && strings.HasPrefix(field, "~") {
		n.tight, field = true, field[1:]
	}
	if len(field) > 1 && strings.HasSuffix(field, "?") {
		n.optional, field = true, field[:len(field)-1]
	}
	var tests []func(*matcher, int) int
	for _, choice := range strings.Split(field, "|") {
		if test, ok := elements[choice]; ok {
			tests = append(tests, test)
			n.first |= firsts[choice]
			continue
		}
		if choice != strings.ToLower(choice) {
			panic("chronology: no element " + choice)
		}
		n.literals = append(n.literals, choice)
		tests = append(tests, func(m *matcher, at int) int {
			if m.atoms[at].word == choice {
				return at + 1
			}
			return -1
		})
	}
	n.test = tests[0]
	if len(tests) > 1 {
		n.test = func(m *matcher, at int) int {
			for _, test := range tests {
				if end := test(m, at); end >= 0 {
					return end
				}
			}
			return -1
		}
	}
	return n
}

// firstOf is the classes with which a match of a row may begin, and whether it may be empty. Words get a class of their
// own by mark.
func firstOf(row []node, mark func(word string) class) (first class, empty bool) {
	for _, n := range row {
		first |= n.first
		for _, word := range n.literals {
			first |= mark(word)
		}
		open := n.optional
		for _, inner := range n.rows {
			of, empty := firstOf(inner, mark)
			first |= of
			open = open || empty
		}
		if !open {
			return first, false
		}
	}
	return first, true
}

// needs lists sets of classes: a match of the row has an atom of each set.
func needs(row []node) []class {
	var sets []class
	for _, n := range row {
		if set := n.need(); set != 0 {
			sets = append(sets, set)
		}
	}
	return sets
}

// need is a set of classes of which a match of the node has an atom, or 0 where there is no such set.
func (n *node) need() class {
	if n.optional || len(n.literals) > 0 {
		return 0
	}
	set := n.first
	for _, row := range n.rows {
		sets := needs(row)
		if len(sets) == 0 {
			return 0
		}
		set |= sets[0]
	}
	return set
}

// matcher is a sentence under way.
type matcher struct {
	finder   *Finder
	text     string
	sentence hearsay.Sentence
	atoms    []atom
	classes  class // of all atoms
	captures []capture
	index    int // of the sentence
	anchor   anchor
	thread   thread
}

// capture is a value that an element has read.
type capture struct {
	class class
	value
}

func (m *matcher) start(f *Finder, text string, sentence hearsay.Sentence, index int) {
	m.finder, m.text, m.sentence, m.index = f, text, sentence, index
	m.atoms = m.atoms[:0]
	for _, token := range sentence.Tokens {
		m.atoms = appendAtoms(m.atoms, text, token.Span, token.Tag, &f.words)
	}
	m.classes = 0
	for i := range m.atoms {
		m.classes |= m.atoms[i].classes
	}
}

// find returns what the longest match at an atom says, the first rule of those that match as far, and where it ends.
// A match that its rule refuses does not count. Where there is none, next is at.
func (m *matcher) find(rules []rule, at int) (found expression, next int) {
	a := &m.atoms[at]
	if a.classes == 0 {
		return expression{}, at
	}
	if next = m.phrase(m.finder.words.not, at); next > at {
		return expression{}, next
	}
	for i := range rules {
		rule := &rules[i]
		if a.classes&rule.first == 0 || !m.hasAll(rule.needs) {
			continue
		}
		m.captures = m.captures[:0]
		end := m.match(rule.nodes, at)
		if end <= next {
			continue
		}
		if expression := rule.make(m, at, end); expression.form != formNone {
			expression.by = rule.name
			found, next = expression, end
		}
	}
	return found, next
}

// hasAll reports whether the sentence has an atom of each of the sets.
func (m *matcher) hasAll(sets []class) bool {
	for _, set := range sets {
		if m.classes&set == 0 {
			return false
		}
	}
	return true
}

// phrase is where the longest phrase of a list that begins at an atom ends, or at.
func (m *matcher) phrase(list map[string]bool, at int) int {
	if m.atoms[at].classes&opener == 0 {
		return at
	}
	end := at
	var key strings.Builder
	for i := at; i < len(m.atoms) && i < at+phraseAtoms; i++ {
		key.WriteString(m.atoms[i].word)
		key.WriteByte(' ')
		if list[key.String()] {
			end = i + 1
		}
	}
	return end
}

// match returns where the nodes end that begin at an atom, or -1. What is optional is taken where it can be, unless
// what follows it then fails.
func (m *matcher) match(nodes []node, at int) int {
	if len(nodes) == 0 {
		return at
	}
	n := &nodes[0]
	kept := len(m.captures)
	for _, row := range n.rows {
		if end := m.match(row, at); end >= 0 {
			if end := m.match(nodes[1:], end); end >= 0 {
				return end
			}
		}
		m.captures = m.captures[:kept]
	}
	if end := m.one(n, at); end >= 0 {
		if end := m.match(nodes[1:], end); end >= 0 {
			return end
		}
	}
	m.captures = m.captures[:kept]
	if n.optional {
		return m.match(nodes[1:], at)
	}
	return -1
}

func (m *matcher) one(n *node, at int) int {
	if n.test == nil || at >= len(m.atoms) || n.tight && m.atoms[at].spaced {
		return -1
	}
	return n.test(m, at)
}

func (m *matcher) word(at int) string {
	if at < 0 || at >= len(m.atoms) {
		return ""
	}
	return m.atoms[at].word
}

// plays reports whether the word at an atom plays a part of lexicon/time-context.txt.
func (m *matcher) plays(at int, part string) bool {
	return m.finder.words.context[context{m.word(at), part}]
}

// get returns the i-th capture of a class.
func (m *matcher) get(of class, i int) (value, bool) {
	for _, c := range m.captures {
		if c.class&of == 0 {
			continue
		}
		if i == 0 {
			return c.value, true
		}
		i--
	}
	return value{}, false
}

// number returns the first capture of a class as a number, or 0.
func (m *matcher) number(of class) int {
	value, _ := m.get(of, 0)
	return value.n
}

func (m *matcher) capture(of class, v value) { m.captures = append(m.captures, capture{of, v}) }
