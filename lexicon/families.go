package lexicon

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Families is a person's own table of families, which goes before the list outlet-families.
type Families struct {
	of    map[string]string // canonical name → family, "" for none
	alone bool              // the list does not count
}

// Marks of a table of families.
const (
	noFamily  = "-"
	allOthers = "*"
	longest   = 1 << 10 // bytes of a line
)

// ReadFamilies reads a table in the form of outlet-families: an outlet, a tab, and its family; empty lines and lines that
// begin with # tell nothing. "-" instead of a family parts an outlet from the one that the list gives it, and the line
// "*", tab, "-" from all of the list. An outlet may be given by any of its names. The error of a bad line names the file,
// as name, and the line.
func (o *Outlets) ReadFamilies(name string, from io.Reader) (*Families, error) {
	f := &Families{of: map[string]string{}}
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, longest)
	number := 0
	for lines.Scan() {
		number++
		line := strings.TrimRight(strings.TrimPrefix(lines.Text(), "\ufeff"), "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		for i := range columns {
			columns[i] = strings.TrimSpace(columns[i])
		}
		if len(columns) != 2 || columns[0] == "" || columns[1] == "" {
			return nil, fmt.Errorf("%s:%d: want an outlet, a tab and a family, not %q", name, number, line)
		}
		outlet, family := columns[0], columns[1]
		if outlet == allOthers {
			if family != noFamily {
				return nil, fmt.Errorf("%s:%d: not all outlets are of the family %q", name, number, family)
			}
			f.alone = true
			continue
		}
		if canonical, ok := o.Named(outlet); ok {
			outlet = canonical
		} else {
			outlet = Plain(outlet)
		}
		if family == noFamily {
			family = ""
		}
		if before, ok := f.of[outlet]; ok && before != family {
			return nil, fmt.Errorf("%s:%d: %s has another family in a line above", name, number, outlet)
		}
		f.of[outlet] = family
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", name, number+1, err)
	}
	return f, nil
}

// Sum names the table by what it says: the same for two files that say the same.
func (f *Families) Sum() string {
	sum := sha256.New()
	fmt.Fprintln(sum, f.alone)
	for _, outlet := range slices.Sorted(maps.Keys(f.of)) {
		fmt.Fprintf(sum, "%s\t%s\n", outlet, f.of[outlet])
	}
	return hex.EncodeToString(sum.Sum(nil)[:6])
}

// With returns the same lists with another table of families.
func (o *Outlets) With(f *Families) *Outlets {
	out := *o
	out.families = map[string]string{}
	if !f.alone {
		maps.Copy(out.families, o.families)
	}
	for outlet, family := range f.of {
		if family == "" {
			delete(out.families, outlet)
		} else {
			out.families[outlet] = family
		}
	}
	return &out
}
