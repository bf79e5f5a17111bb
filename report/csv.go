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
	"story", "claim", "claim_words", "min", "max", "untraced", "document", "path", "url", "outlet", "published",
	"start", "end", "words", "source", "kind", "stance", "level", "group", "uncounted", "damaged", "origins", "rules",
	"corrected",
}

// WriteCSV writes a table with a row for each telling (RFC 4180). Group is "told", "apart" or "possible", or "wrong" for
// what a person marked as misread. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
func WriteCSV(w io.Writer, parts Parts) error {
	table := csv.NewWriter(w)
	table.UseCRLF = true
	if err := table.Write(csvColumns); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	for part, err := range parts {
		if err != nil {
			return err
		}
		if err := part.rows(table); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	table.Flush()
	if err := table.Error(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

// rows writes a row for each telling.
func (r *Report) rows(table *csv.Writer) error {
	docs := r.byID()
	for _, at := range r.tellings() {
		telling, doc := at.telling, docs[at.telling.Span.Doc]
		row := []string{string(at.story.ID), string(at.claim.ID), oneLine(at.claim.Headline.Text)}
		row = append(row, widest(at.claim)...)
		row = append(row, string(doc.ID), strings.Join(doc.Paths, "; "), doc.URL.Value,
			telling.Outlet.Value, telling.Published.Value, strconv.Itoa(telling.Span.Start), strconv.Itoa(telling.Span.End),
			oneLine(telling.Span.Text), joined(telling.Source), telling.Kind, telling.Stance.String(), telling.Level.String(),
			at.group, telling.Uncounted, strconv.FormatBool(telling.Damaged), at.story.named(telling), rules(telling),
			at.claim.Corrected())
		for i, cell := range row {
			row[i] = tame(cell)
		}
		if err := table.Write(row); err != nil {
			return err
		}
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
