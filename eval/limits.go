package eval

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

//go:embed limits.tsv results.md
var measured embed.FS

// Limit is a feature with what was measured of it and what is known to be missing.
type Limit struct {
	Feature string
	Figures []LimitFigure
	Gaps    []string
}

// LimitFigure is one result that results.md holds.
type LimitFigure struct {
	What    string
	On      string // the documents that it was measured on
	Value   string // as results.md has it
	Gate    string // the least value that was aimed at, or behind "<=" the greatest; "" for none
	Met     bool   // the gate is met; false without one
	Section string // of results.md, which has the command
}

// Limits returns the features with their figures, in the order of limits.tsv. An error says which row of it leads
// nowhere in results.md.
func Limits() ([]Limit, error) {
	list, err := measured.ReadFile("limits.tsv")
	if err != nil {
		return nil, fmt.Errorf("limits: %w", err)
	}
	text, err := measured.ReadFile("results.md")
	if err != nil {
		return nil, fmt.Errorf("limits: %w", err)
	}
	return readLimits(string(list), sections(string(text)))
}

func readLimits(list string, results map[string]string) ([]Limit, error) {
	var found []Limit
	n := 0
	for row := range strings.Lines(list) {
		n++
		row = strings.TrimRight(row, "\r\n")
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		cells := strings.Split(row, "\t")
		want := map[string]int{"figure": 9, "text": 7, "gap": 3}[cells[0]]
		if len(cells) != want {
			return nil, fmt.Errorf("limits.tsv, line %d: %d columns for %q, want %d", n, len(cells), cells[0], want)
		}
		if len(found) == 0 || found[len(found)-1].Feature != cells[1] {
			found = append(found, Limit{Feature: cells[1]})
		}
		limit := &found[len(found)-1]
		if cells[0] == "gap" {
			limit.Gaps = append(limit.Gaps, cells[2])
			continue
		}
		figure := LimitFigure{What: cells[2], On: cells[3], Section: cells[4], Gate: strings.TrimPrefix(cells[want-1], "-")}
		section, ok := results[figure.Section]
		if !ok {
			return nil, fmt.Errorf("limits.tsv, line %d: results.md has no section %q", n, figure.Section)
		}
		var err error
		if cells[0] == "text" {
			figure.Value, err = inProse(section, cells[5])
		} else {
			figure.Value, err = inTable(section, cells[5], cells[6], cells[7])
		}
		if err == nil && figure.Gate != "" {
			figure.Met, err = meets(figure.Value, figure.Gate)
		}
		if err != nil {
			return nil, fmt.Errorf("limits.tsv, line %d: section %q: %w", n, figure.Section, err)
		}
		limit.Figures = append(limit.Figures, figure)
	}
	return found, nil
}

// sections cuts Markdown at its headings.
func sections(markdown string) map[string]string {
	found := map[string]string{}
	heading := ""
	for line := range strings.Lines(markdown) {
		if title := strings.TrimLeft(line, "#"); title != line && strings.HasPrefix(title, " ") {
			heading = strings.TrimSpace(title)
			continue
		}
		found[heading] += line
	}
	return found
}

// inProse returns words that stand in a section, however its lines are broken.
func inProse(section, words string) (string, error) {
	if !strings.Contains(bare(strings.Join(strings.Fields(section), " ")), words) {
		return "", fmt.Errorf("%q does not stand there", words)
	}
	return words, nil
}

// bare is Markdown without its asterisks.
func bare(text string) string { return strings.ReplaceAll(text, "*", "") }

// inTable returns what stands in the first table of a section that has the row and the column: the whole cell where part
// is 0, else that one of the parts that strokes or semicolons part, from 1. A row is named by its label or, where no label
// is just that, by what stands before a comma in it.
func inTable(section, row, column, part string) (string, error) {
	at := -1 // of the column in the table at hand; -1 outside a table, -2 in one without it
	cell, found := "", false
	for line := range strings.Lines(section) {
		line, isRow := strings.CutPrefix(strings.TrimSpace(line), "|")
		if !isRow {
			at = -1
			continue
		}
		cells := strings.Split(strings.TrimSuffix(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(bare(cells[i]))
		}
		if at == -1 {
			if at = slices.Index(cells, column); at < 0 {
				at = -2
			}
			continue
		}
		if at < 0 || at >= len(cells) {
			continue
		}
		if cells[0] == row {
			return partOf(cells[at], part)
		}
		if !found && strings.HasPrefix(cells[0], row+",") {
			cell, found = cells[at], true
		}
	}
	if !found {
		return "", fmt.Errorf("no table has the row %q and the column %q", row, column)
	}
	return partOf(cell, part)
}

var parts = regexp.MustCompile(` / |; `)

func partOf(cell, part string) (string, error) {
	n, err := strconv.Atoi(part)
	if err != nil || n < 0 {
		return "", fmt.Errorf("%q is no number of a part", part)
	}
	if n == 0 {
		return cell, nil
	}
	list := parts.Split(cell, -1)
	if n > len(list) {
		return "", fmt.Errorf("%q has no part %d", cell, n)
	}
	return list[n-1], nil
}

var number = regexp.MustCompile(`[0-9]*\.?[0-9]+`)

// meets reports whether the first number of a figure is what a gate asks for.
func meets(value, gate string) (bool, error) {
	least, most := strings.CutPrefix(gate, "<=")
	got, err := strconv.ParseFloat(number.FindString(value), 64)
	if err != nil {
		return false, fmt.Errorf("%q holds no number", value)
	}
	bound, err := strconv.ParseFloat(least, 64)
	if err != nil {
		return false, fmt.Errorf("gate %q is no number", gate)
	}
	if most {
		return got <= bound, nil
	}
	return got >= bound, nil
}
