// Package query finds what a person asks for among ledgers and readings.
//
// It begins with a line as a person types it, and with the ledger of a story and the readings behind it. It ends with
// the claims, and the sentences or statements, that the query holds of, each as a place, and hands these to report.
// For everything held it says which words a document is indexed by (Words), and which of them a story must have for the
// query to hold of anything in it (Wanted): only these stories need be searched.
package query

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Query is a parsed query. It holds where one of its alternatives does.
type Query struct {
	text         string
	alternatives [][]term // all terms of one of them must hold
	speech       *Speech
}

// String is the query as it was typed.
func (q *Query) String() string { return q.text }

// Error is a mistake in a query. Its message says in words for the person who typed it what is wrong and where.
type Error struct {
	Query      string
	Start, End int // where, in code points, half-open; empty where it is the query as a whole
	Problem    string
}

func (e *Error) Error() string {
	if e.Start == e.End {
		return "query: " + e.Problem
	}
	return fmt.Sprintf("query, character %d: %s", e.Start+1, e.Problem)
}

// field is what a term looks at.
type field uint8

const (
	fieldText field = iota
	fieldSays
	fieldDenies
	fieldAbout
	fieldOutlet
	fieldOrigins
	fieldBefore
	fieldAfter
)

var fieldNames = [...]string{"", "says", "denies", "about", "outlet", "origins", "before", "after"}

// term is one condition.
type term struct {
	field   field
	negated bool
	pattern pattern // of text, names and outlets
	relation
	days
}

// relation compares a number.
type relation struct {
	sign   string // "<", "<=", "=", ">=", ">"
	number int
}

func (r relation) holds(n int) bool {
	switch r.sign {
	case "<":
		return n < r.number
	case "<=":
		return n <= r.number
	case ">=":
		return n >= r.number
	case ">":
		return n > r.number
	}
	return n == r.number
}

// days is a stretch of the calendar, in days since 1970-01-01.
type days struct{ first, last int }

// maxAlternatives bounds what a query comes to when its ORs are written out, and maxDepth how deep its groups go.
const (
	maxAlternatives = 64
	maxDepth        = 32
)

// Parse reads a query: words and "phrases in quotation marks", and fields, as in says:NAME, denies:"FULL NAME",
// about:NAME, outlet:NAME, origins:<2, before:DATE and after:DATE. All must hold; OR between two terms asks for one of
// them and binds closer than what stands side by side; a minus before a term leaves out what it holds of; parentheses
// make one term of several. Every error is an *Error.
func Parse(text string) (*Query, error) {
	p := &parser{text: text, runes: []rune(text)}
	for i, r := range p.runes {
		if strings.ContainsRune("“”„‟«»", r) {
			p.runes[i] = '"'
		}
	}
	root, err := p.all(0)
	if err == nil && p.at < len(p.runes) {
		err = p.wrong(p.at, p.at+1, "this parenthesis closes nothing")
	}
	if err != nil {
		return nil, err
	}
	alternatives, few := root.alternatives(false)
	if !few {
		return nil, p.wrong(0, 0, fmt.Sprintf("it comes to more than %d alternatives; ask for fewer at a time", maxAlternatives))
	}
	for _, terms := range alternatives {
		if !slices.ContainsFunc(terms, func(t term) bool { return !t.negated }) {
			return nil, p.wrong(0, 0, "it only leaves out; say what to find too")
		}
	}
	return &Query{text: text, alternatives: alternatives, speech: NewSpeech()}, nil
}

// node is a part of a query: a term, or parts of which all must hold, or any.
type node struct {
	term    *term
	parts   []node
	any     bool
	negated bool
}

// alternatives writes a part out as alternatives of terms that must all hold. It reports whether there are few enough.
func (n *node) alternatives(negated bool) ([][]term, bool) {
	negated = negated != n.negated
	if n.term != nil {
		t := *n.term
		t.negated = negated
		return [][]term{{t}}, true
	}
	if n.any != negated { // not all of them is one of them not
		var written [][]term
		for i := range n.parts {
			part, few := n.parts[i].alternatives(negated)
			if written = append(written, part...); !few || len(written) > maxAlternatives {
				return nil, false
			}
		}
		return written, true
	}
	written := [][]term{nil}
	for i := range n.parts {
		part, few := n.parts[i].alternatives(negated)
		if !few || len(written)*len(part) > maxAlternatives {
			return nil, false
		}
		var longer [][]term
		for _, before := range written {
			for _, terms := range part {
				longer = append(longer, slices.Concat(before, terms))
			}
		}
		written = longer
	}
	return written, true
}

// parser reads a query from left to right.
type parser struct {
	text  string
	runes []rune // with plain quotation marks
	at    int
}

func (p *parser) wrong(start, end int, problem string) error {
	return &Error{p.text, start, end, problem}
}

// more skips white space and reports whether something is left.
func (p *parser) more() bool {
	for p.at < len(p.runes) && unicode.IsSpace(p.runes[p.at]) {
		p.at++
	}
	return p.at < len(p.runes)
}

// next reports whether a rune comes next.
func (p *parser) next(r rune) bool { return p.at < len(p.runes) && p.runes[p.at] == r }

// keyword reads a word such as OR, in capitals and by itself.
func (p *parser) keyword(word string) bool {
	if !p.more() || !strings.HasPrefix(string(p.runes[p.at:min(len(p.runes), p.at+len(word))]), word) {
		return false
	}
	end := p.at + len(word)
	if end < len(p.runes) && !unicode.IsSpace(p.runes[end]) && p.runes[end] != '(' && p.runes[end] != ')' {
		return false
	}
	p.at = end
	return true
}

// all reads parts that stand side by side, up to a closing parenthesis or the end.
func (p *parser) all(depth int) (node, error) {
	var found node
	for p.more() && !p.next(')') {
		if at := p.at; p.keyword("OR") || p.keyword("AND") {
			return node{}, p.wrong(at, p.at, "something must stand on both sides of "+string(p.runes[at:p.at]))
		}
		part, err := p.any(depth)
		if err != nil {
			return node{}, err
		}
		found.parts = append(found.parts, part)
		if at := p.at; p.keyword("AND") && (!p.more() || p.next(')')) {
			return node{}, p.wrong(at, at+len("AND"), "something must stand on both sides of AND")
		}
	}
	if len(found.parts) == 0 {
		if depth > 0 {
			return node{}, p.wrong(p.at-1, p.at, "nothing stands in the parentheses")
		}
		return node{}, p.wrong(0, 0, "it is empty")
	}
	return found, nil
}

// any reads a part, and those that OR joins to it.
func (p *parser) any(depth int) (node, error) {
	first, err := p.part(depth)
	if err != nil {
		return node{}, err
	}
	found := node{any: true, parts: []node{first}}
	for {
		at := p.at
		if !p.keyword("OR") {
			break
		}
		if !p.more() || p.next(')') {
			return node{}, p.wrong(p.at-len("OR"), p.at, "something must stand on both sides of OR")
		}
		if again := p.at; p.keyword("OR") || p.keyword("AND") {
			return node{}, p.wrong(again, p.at, "something must stand between "+strings.TrimSpace(string(p.runes[at:again]))+" and "+
				string(p.runes[again:p.at]))
		}
		part, err := p.part(depth)
		if err != nil {
			return node{}, err
		}
		found.parts = append(found.parts, part)
	}
	if len(found.parts) == 1 {
		return first, nil
	}
	return found, nil
}

// part reads one term or group, with the minus before it.
func (p *parser) part(depth int) (node, error) {
	start := p.at
	if p.next('-') || p.next('−') || p.next('–') {
		p.at++
		if !p.more() || p.next(')') || p.at > start+1 {
			return node{}, p.wrong(start, start+1, "the minus must stand right before what is left out")
		}
		if depth == maxDepth {
			return node{}, p.wrong(start, p.at, "too many parts within one another")
		}
		found, err := p.part(depth + 1)
		found.negated = !found.negated
		return found, err
	}
	if !p.next('(') {
		t, err := p.term()
		return node{term: &t}, err
	}
	if depth == maxDepth {
		return node{}, p.wrong(start, start+1, "too many parts within one another")
	}
	p.at++
	found, err := p.all(depth + 1)
	if err != nil {
		return node{}, err
	}
	if !p.next(')') {
		return node{}, p.wrong(start, start+1, "this parenthesis is not closed")
	}
	p.at++
	return found, nil
}

// term reads one condition.
func (p *parser) term() (term, error) {
	var t term
	start := p.at
	end := start
	for end < len(p.runes) && unicode.IsLetter(p.runes[end]) {
		end++
	}
	if end > start && end < len(p.runes) && p.runes[end] == ':' {
		name := strings.ToLower(string(p.runes[start:end]))
		at := slices.Index(fieldNames[:], name)
		if at < 0 {
			return term{}, p.wrong(start, end+1, fmt.Sprintf("there is no field %q%s; the fields are %s; "+
				"put words that hold a colon in quotation marks", name+":", meant(name), strings.Join(fieldNames[1:], ", ")))
		}
		t.field, p.at = field(at), end+1
	}
	value, prefix, err := p.value()
	if err != nil {
		return term{}, err
	}
	switch t.field {
	case fieldOrigins:
		t.relation, err = parseRelation(value)
	case fieldBefore, fieldAfter:
		t.days.first, t.days.last, err = Days(value)
		if err != nil {
			err = errors.New("give a date as 2017-06-06, 2017-06 or 2017")
		}
	default:
		t.pattern = newPattern(value)
		t.pattern.prefix = prefix
		switch {
		case len(t.pattern.words) == 0 && t.field != fieldText && value == "":
			err = fmt.Errorf("what is asked for must follow right behind %q", fieldNames[t.field]+":")
		case len(t.pattern.words) == 0:
			err = errors.New("there is no word to look for")
		case strings.Contains(value, "*"):
			err = errors.New("a * can only stand at the end of a word that is the last")
		}
	}
	if err != nil {
		return term{}, p.wrong(start, max(p.at, start+1), err.Error())
	}
	return t, nil
}

// meant is a word of help where a field is nearly one that there is.
func meant(name string) string {
	for _, known := range fieldNames[1:] {
		if _, slip := near(name, known); slip {
			return fmt.Sprintf(" (did you mean %s:?)", known)
		}
	}
	return ""
}

// value reads what stands in quotation marks, or runs to the next white space or parenthesis, and whether a star ends it.
func (p *parser) value() (value string, prefix bool, err error) {
	start := p.at
	if p.next('"') {
		p.at++
		for p.at < len(p.runes) && p.runes[p.at] != '"' {
			p.at++
		}
		if p.at == len(p.runes) {
			return "", false, p.wrong(start, start+1, "this quotation mark is not closed")
		}
		value = string(p.runes[start+1 : p.at])
		p.at++
		if p.next('*') {
			p.at++
			return value, true, nil
		}
	} else {
		for p.at < len(p.runes) && !unicode.IsSpace(p.runes[p.at]) && !strings.ContainsRune(`()"`, p.runes[p.at]) {
			p.at++
		}
		value = string(p.runes[start:p.at])
	}
	value, prefix = strings.CutSuffix(value, "*")
	return value, prefix, nil
}

func parseRelation(value string) (relation, error) {
	for _, sign := range []string{"<=", ">=", "<", ">", "=", ""} {
		if digits, ok := strings.CutPrefix(value, sign); ok {
			number, err := strconv.ParseUint(digits, 10, 31)
			if err != nil {
				break
			}
			return relation{sign, int(number)}, nil
		}
	}
	return relation{}, errors.New("give a number, as in origins:<2, origins:<=1, origins:=1, origins:>=3")
}
