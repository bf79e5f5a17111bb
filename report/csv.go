package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// csvColumns are the columns of the table of tellings.
var csvColumns = []string{
	"story", "claim", "claim_words", "min", "max", "untraced", "document", "path", "url", "outlet", "published",
	"start", "end", "words", "source", "kind", "stance", "level", "group", "uncounted", "damaged", "origins", "rules",
}

// correctedColumn is the last one, where a person corrected something: what they did to the claim.
const correctedColumn = "corrected"

// WriteCSV writes a table with a row for each telling (RFC 4180). Group is "told", "apart" or "possible", or "wrong" for
// what a person marked as misread. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
func WriteCSV(w io.Writer, r *Report) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	rows := [][]string{csvColumns}
	corrected := r.corrected()
	if corrected {
		rows[0] = append(slices.Clone(csvColumns), correctedColumn)
	}
	docs := r.byID()
	for _, at := range r.tellings() {
		telling, doc := at.telling, docs[at.telling.Span.Doc]
		row := []string{string(at.story.ID), string(at.claim.ID), oneLine(at.claim.Headline.Text)}
		row = append(row, widest(at.claim)...)
		row = append(row, string(doc.ID), strings.Join(doc.Paths, "; "), doc.URL.Value,
			telling.Outlet.Value, telling.Published.Value, strconv.Itoa(telling.Span.Start), strconv.Itoa(telling.Span.End),
			oneLine(telling.Span.Text), joined(telling.Source), telling.Kind, telling.Stance.String(), telling.Level.String(),
			at.group, telling.Uncounted, strconv.FormatBool(telling.Damaged), at.story.named(telling), rules(telling))
		if corrected {
			row = append(row, at.claim.Corrected())
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		tamed := make([]string, len(row))
		for i, cell := range row {
			tamed[i] = tame(cell)
		}
		if err := table.Write(tamed); err != nil {
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
