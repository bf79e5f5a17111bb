package web

import (
	"fmt"
	"strings"

	"hearsay"
	"hearsay/report"
)

// The bases that a bar tells apart, by hearsay.Basis.
var barKinds = [hearsay.Bases]barKind{
	{"named", "N", "a named person or body"},
	{"document", "D", "a letter, memo or filing"},
	{"own", "O", "the outlet's own word"},
	{"unnamed", "U", "unnamed sources that are described"},
	{"bare", "B", "“sources”, not described"},
	{"relay", "R", "another outlet, followed to its telling"},
	{"hollow", "H", "another outlet that is not held"},
	{"untraced", "?", "nobody that can be traced"},
}

type barKind struct {
	Class string
	Sign  string // shown on the bar, so that nothing is said by colour alone
	Label string
}

// barPart is one stretch of a bar: X and Width are in thousandths of it.
type barPart struct {
	barKind
	Count    int
	X, Width int
	Middle   int
}

// bar is what tellings rest on, by kind.
type bar struct {
	Parts []barPart
	Total int
}

// Words says what the bar shows, for those who do not see it.
func (b bar) Words() string {
	parts := make([]string, len(b.Parts))
	for i, part := range b.Parts {
		parts[i] = fmt.Sprintf("%d %s", part.Count, part.Label)
	}
	return strings.Join(parts, "; ")
}

// newBar counts tellings by what they rest on.
func (o *opened) newBar(tellings []report.Telling) bar {
	counts := make([]int, hearsay.Bases)
	for i := range tellings {
		counts[o.basis(&tellings[i])]++
	}
	return barOf(counts)
}

// barOf is the bar of tellings that are counted by hearsay.Basis.
func barOf(counts []int) bar {
	var made bar
	for _, n := range counts {
		made.Total += n
	}
	x := 0
	for basis, n := range counts {
		if n == 0 {
			continue
		}
		width := 1000 * n / made.Total
		made.Parts = append(made.Parts, barPart{barKinds[basis], n, x, width, x + width/2})
		x += width
	}
	return made
}

// basis is what a telling rests on (see hearsay.Ledger.Basis).
func (o *opened) basis(t *report.Telling) hearsay.Basis {
	for _, step := range t.Steps {
		if step.To != nil {
			return hearsay.BasisRelay
		}
	}
	for _, id := range t.Origins {
		origin := &o.Origins[id-1]
		if basis := origin.Kind.Basis(origin.Name); basis != hearsay.BasisUntraced {
			return basis
		}
	}
	return hearsay.BasisUntraced
}
