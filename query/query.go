// Package query finds what a person asks for among ledgers and readings.
//
// It begins with a line as a person types it, and with the ledger of a story and the readings behind it. It ends with
// the claims, and the sentences or statements, that the query holds of, each as a place, and hands these to report. It
// searches the readings themselves: there is no index that could fall behind them.
package query

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Query is a parsed query. All of its terms must hold.
type Query struct {
	text   string
	terms  []term
	speech *Speech
}

// String is the query as it was typed.
func (q *Query) String() string { return q.text }

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

// Parse reads a query: words and "phrases in quotation marks", and fields, as in says:NAME, denies:"FULL NAME",
// about:NAME, outlet:NAME, origins:<2, before:DATE and after:DATE. A minus before a term leaves out what it holds of.
// The errors say what is wrong in words for the person who typed it.
func Parse(text string) (*Query, error) {
	q := &Query{text: text, speech: NewSpeech()}
	rest := strings.TrimSpace(strings.NewReplacer("“", `"`, "”", `"`, "„", `"`).Replace(text))
	for rest != "" {
		var t term
		var err error
		if t, rest, err = parseTerm(rest); err != nil {
			return nil, err
		}
		q.terms = append(q.terms, t)
		rest = strings.TrimSpace(rest)
	}
	if len(q.terms) == 0 {
		return nil, errors.New("the query is empty")
	}
	for _, t := range q.terms {
		if !t.negated {
			return q, nil
		}
	}
	return nil, errors.New("the query only leaves out; say what to find too")
}

func parseTerm(rest string) (term, string, error) {
	var t term
	if after, ok := strings.CutPrefix(rest, "-"); ok {
		t.negated, rest = true, after
	}
	if name, after, ok := strings.Cut(rest, ":"); ok && name != "" && strings.IndexFunc(name, notLetter) < 0 {
		at := -1
		for i, known := range fieldNames {
			if strings.EqualFold(name, known) {
				at = i
			}
		}
		if at < 0 {
			return term{}, "", fmt.Errorf(
				"there is no field %q; the fields are %s; put words that hold a colon in quotation marks",
				name+":", strings.Join(fieldNames[1:], ", "))
		}
		t.field, rest = field(at), after
	}
	value, rest, err := parseValue(rest)
	if err != nil {
		return term{}, "", err
	}
	switch t.field {
	case fieldOrigins:
		t.relation, err = parseRelation(value)
	case fieldBefore, fieldAfter:
		t.days, err = parseDays(fieldNames[t.field], value)
	default:
		if t.pattern = newPattern(value); len(t.pattern.words) == 0 {
			err = fmt.Errorf("%q holds no word to look for", strings.TrimPrefix(fieldNames[t.field]+":", ":")+value)
		}
	}
	return t, rest, err
}

func notLetter(r rune) bool { return !unicode.IsLetter(r) }

// parseValue cuts off what stands in quotation marks, or runs to the next white space.
func parseValue(rest string) (string, string, error) {
	if quoted, ok := strings.CutPrefix(rest, `"`); ok {
		value, after, closed := strings.Cut(quoted, `"`)
		if !closed {
			return "", "", fmt.Errorf("the quotation mark before %q is not closed", quoted)
		}
		return value, after, nil
	}
	if at := strings.IndexFunc(rest, unicode.IsSpace); at >= 0 {
		return rest[:at], rest[at:], nil
	}
	return rest, "", nil
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
	return relation{}, fmt.Errorf(
		"origins:%s: give a number, as in origins:<2, origins:<=1, origins:=1, origins:>=3", value)
}

func parseDays(name, value string) (days, error) {
	first, last, err := calendar(value)
	if err != nil {
		return days{}, fmt.Errorf("%s:%s: give a date as 2017-06-06, 2017-06 or 2017", name, value)
	}
	return days{first, last}, nil
}
