package web

import (
	"cmp"
	"fmt"
	"maps"
	"net/url"
	"strconv"
)

// part is some of a list that may be long, with where the rest of it is.
type part[T any] struct {
	Rows []T
	All  int // how many there are
	rest
}

// rest is where the rest of a list is.
type rest struct {
	Before   int    // how many come before these
	After    int    // and after them
	Previous string // where those are; "" where there are none
	Next     string
}

// Start is the number of the first row.
func (p part[T]) Start() int { return p.Before + 1 }

// pager cuts the lists of a page. In the address, the name of a list stands with which part of it is shown, from 1.
type pager struct {
	whole bool // nothing is cut
	path  string
	keep  url.Values // what every address has
	asked url.Values
	err   error // what was wrong with the address
}

// partOf is the part of a list, of so many rows at most, that the address asks for.
func partOf[T any](p *pager, name string, rows []T, size int) part[T] {
	made := part[T]{Rows: rows, All: len(rows)}
	if p.whole {
		return made
	}
	parts := max(1, (len(rows)+size-1)/size)
	number, err := strconv.Atoi(cmp.Or(p.asked.Get(name), "1"))
	if err != nil || number < 1 || number > parts {
		p.err = cmp.Or(p.err, error(badRequest{fmt.Errorf("%s has parts 1 to %d, and no %q", name, parts, p.asked.Get(name))}))
		return made
	}
	made.Before = (number - 1) * size
	made.Rows = rows[made.Before:min(made.Before+size, len(rows))]
	made.After = len(rows) - made.Before - len(made.Rows)
	if made.Before > 0 {
		made.Previous = p.address(name, number-1)
	}
	if made.After > 0 {
		made.Next = p.address(name, number+1)
	}
	return made
}

// address is that of a part. The page begins anew: what else was asked for is left out.
func (p *pager) address(name string, number int) string {
	values := url.Values{name: {strconv.Itoa(number)}}
	maps.Copy(values, p.keep)
	return p.path + "?" + values.Encode() + "#" + name
}

// few are the first rows of a list of which the rest is told elsewhere.
func few[T any](p *pager, rows []T, most int) (first []T, more int) {
	if p.whole || len(rows) <= most {
		return rows, 0
	}
	return rows[:most], len(rows) - most
}
