// Package lexicon holds the word lists: what a cue is, which outlets there are, how verbs inflect.
//
// It begins with the files beside it, one entry a line, columns parted by tabs, and a header of # lines that says what
// the list is and where it comes from. It ends with sets, tables and look-ups, and hands them to the stages of read and
// collate, so that adding a word never means changing an algorithm.
package lexicon

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed *.txt
var files embed.FS

// Table returns the rows of the list called name (without ".txt"), each cut at its tabs and trimmed. The lists are
// compiled in, so a missing one is a mistake of the program: Table panics.
func Table(name string) [][]string {
	data, err := files.ReadFile(name + ".txt")
	if err != nil {
		panic(fmt.Sprintf("lexicon: no list %q: %v", name, err))
	}
	var rows [][]string
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		rows = append(rows, row)
	}
	return rows
}

// Set is a list of single entries.
type Set map[string]bool

// NewSet returns the first column of the list called name.
func NewSet(name string) Set {
	set := Set{}
	for _, row := range Table(name) {
		set[row[0]] = true
	}
	return set
}
