package web

import (
	"fmt"
	"strings"

	"hearsay"
	"hearsay/report"
)

// The kinds of tellings that a bar tells apart, in its order: who can be asked first, nobody last.
var barKinds = []barKind{
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
	counts := make([]int, len(barKinds))
	for i := range tellings {
		counts[o.barKind(&tellings[i])]++
	}
	var made bar
	for _, n := range counts {
		made.Total += n
	}
	x := 0
	for kind, n := range counts {
		if n == 0 {
			continue
		}
		width := 1000 * n / made.Total
		made.Parts = append(made.Parts, barPart{barKinds[kind], n, x, width, x + width/2})
		x += width
	}
	return made
}

// barKind is the index in barKinds of what a telling rests on.
func (o *opened) barKind(t *report.Telling) int {
	for _, step := range t.Steps {
		if step.To != nil {
			return 5
		}
	}
	for _, id := range t.Origins {
		origin := &o.Origins[id-1]
		switch origin.Kind {
		case hearsay.OriginNamed, hearsay.OriginBody:
			return 0
		case hearsay.OriginDocument:
			return 1
		case hearsay.OriginOwnWord:
			return 2
		case hearsay.OriginUnnamed:
			if bare(origin) {
				return 4
			}
			return 3
		case hearsay.OriginHollow:
			return 6
		}
	}
	return 7
}

// bare reports whether an unnamed origin is described by one word only: "sources".
func bare(origin *report.Origin) bool { return len(strings.Fields(origin.Name)) < 2 }
