package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// csvColumns are the columns of the table of tellings.
var csvColumns = []string{
	"story", "claim", "claim_words", "min", "max", "untraced", "telling", "document", "path", "url", "outlet", "published",
	"start", "end", "words", "source", "kind", "stance", "level", "group", "uncounted", "damaged", "origins", "rules",
}

// WriteCSV writes a table with a row for each telling (RFC 4180). Group is "told", "apart" or "possible". A cell that a
// spreadsheet would take for a formula gets an apostrophe before it.
func WriteCSV(w io.Writer, x *Export) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	rows := [][]string{csvColumns}
	docs := x.byID()
	for i := range x.Stories {
		story := &x.Stories[i]
		for c := range story.Claims {
			claim := &story.Claims[c]
			number := 0
			for _, group := range []struct {
				name     string
				tellings []Telling
			}{{"told", claim.Tellings}, {"apart", claim.Apart}, {"possible", claim.Possible}} {
				for t := range group.tellings {
					telling := &group.tellings[t]
					number++
					doc := docs[telling.Span.Doc]
					row := []string{string(story.ID), string(claim.ID), oneLine(claim.Headline.Text)}
					row = append(row, widest(claim)...)
					row = append(row, strconv.Itoa(number), string(doc.ID), strings.Join(doc.Paths, " "), doc.URL.Value,
						telling.Outlet.Value, telling.Published.Value, strconv.Itoa(telling.Span.Start), strconv.Itoa(telling.Span.End),
						oneLine(telling.Span.Text), joined(telling.Source), telling.Kind, telling.Stance.String(), telling.Level.String(),
						group.name, telling.Uncounted, strconv.FormatBool(telling.Damaged), story.named(telling), rules(telling))
					rows = append(rows, row)
				}
			}
		}
	}
	for _, row := range rows {
		for i, cell := range row {
			row[i] = tame(cell)
		}
		if err := table.Write(row); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	table.Flush()
	if err := table.Error(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

// widest are the figures of a claim's interval at its weakest level; empty where nothing is counted.
func widest(claim *Claim) []string {
	if len(claim.Intervals) == 0 {
		return []string{"", "", ""}
	}
	interval := &claim.Intervals[len(claim.Intervals)-1]
	return []string{strconv.Itoa(interval.Min), strconv.Itoa(interval.Max), strconv.Itoa(interval.Untraced)}
}

// named are the origins of a telling by name.
func (s *Story) named(telling *Telling) string {
	var names []string
	for _, id := range telling.Origins {
		names = append(names, oneLine(s.Origins[id-1].Name))
	}
	return strings.Join(names, "; ")
}

func rules(telling *Telling) string {
	var names []string
	for _, step := range telling.Steps {
		names = append(names, step.Rule)
	}
	return strings.Join(names, "; ")
}

// tame keeps a spreadsheet from taking a cell for a formula.
func tame(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
