package eval

import (
	"fmt"
	"io"
	"text/tabwriter"

	"hearsay"
)

// WriteTable writes the result as tables.
func (r Result) WriteTable(w io.Writer) error {
	fmt.Fprintf(w, "%s: %d documents, %d paragraphs, %d tokens", r.Format, r.Documents, r.Paragraphs, r.Tokens)
	if r.Unread > 0 {
		fmt.Fprintf(w, ", %d not read", r.Unread)
	}
	fmt.Fprintln(w)
	for _, section := range []func(io.Writer){r.writeLabels, r.writeLinked, r.writeReporting, r.writeClauses} {
		t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
		section(t)
		if err := t.Flush(); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	if s := r.Speakers; s != nil {
		_, err := fmt.Fprintf(w, "\nspeakers of sources without a name: %d answered, %d of them right (%.1f %%), "+
			"%d without a true mention; unresolved: %d that have a name elsewhere, %d that have none\n",
			s.Answered.Found, s.Answered.Right, s.Answered.Precision(), s.Unplaced, s.Nameable, s.Nameless)
		if err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	return nil
}

func (r Result) writeLabels(t io.Writer) {
	if r.Roles == nil {
		return
	}
	fmt.Fprintln(t, "\nlabels\tspans\tP\tR\texact F1\ttoken F1\toverlap F1\t")
	for role := range RoleCount {
		s := r.Roles[role.String()]
		fmt.Fprintf(t, "%s\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", role, s.Exact.True, s.Exact.Precision(),
			s.Exact.Recall(), s.Exact.F1(), s.Tokens.F1(), s.OverlapF1())
	}
	fmt.Fprintln(t, "\t\t\t\t\t\t\t")
	fmt.Fprintln(t, "labels: recall\tspans\t\texact\t\t\toverlap\t")
	recovered := func(name string, c Recovered) {
		fmt.Fprintf(t, "%s\t%d\t\t%.1f\t\t\t%.1f\t\n", name, c.True, percent(c.Exact, c.True), percent(c.Found, c.True))
	}
	for _, kind := range []hearsay.Directness{hearsay.Direct, hearsay.Mixed, hearsay.Indirect} {
		recovered(kind.String()+" content", r.Contents[kind.String()])
	}
	if r.Parts != nil {
		recovered(GroupParts, *r.Parts)
	}
	if r.Statements != nil {
		for role := range RoleCount {
			recovered(GroupStatement+": "+role.String(), r.Statements[role.String()])
		}
	}
}

func (r Result) writeLinked(t io.Writer) {
	if r.Linked == nil {
		return
	}
	fmt.Fprintln(t, "\nfinished attributions\ttrue\tfound\tsource F1\tcue F1\tcontent F1\tsource+cue F1\t"+
		"cue+content F1\ttriple P\tR\tF1\ttouching P\tR\tF1\t")
	for _, l := range r.Linked {
		fmt.Fprintf(t, "%s\t%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", l.Group,
			l.Triple.True, l.Triple.Found, l.Source.F1(), l.Cue.F1(), l.Content.F1(), l.SourceCue.F1(), l.CueContent.F1(),
			l.Triple.Precision(), l.Triple.Recall(), l.Triple.F1(), l.Touching.Precision(), l.Touching.Recall(),
			l.Touching.F1())
	}
}

func (r Result) writeReporting(t io.Writer) {
	if r.Reporting == nil {
		return
	}
	fmt.Fprintln(t, "\ncues\tREPORTING events\treached\t%\tstatement cues\ton REPORTING %\ton a carrying event %\t")
	for _, of := range []string{ofLabels, ofFinished} {
		x := r.Reporting[of]
		fmt.Fprintf(t, "%s\t%d\t%d\t%.1f\t%d\t%.1f\t%.1f\t\n", of, x.Events, x.Reached, percent(x.Reached, x.Events),
			x.Statements.Found, x.Statements.Precision(), percent(x.Carriers, x.Statements.Found))
	}
}

func (r Result) writeClauses(t io.Writer) {
	if r.Clauses == nil {
		return
	}
	fmt.Fprintln(t, "\ncues\tsatellites\tfound %\twith a verb\tfound %\twith its source %\tcues\tin one %\t"+
		"statement cues\tin one %\t")
	for _, of := range []string{ofLabels, ofFinished} {
		x := r.Clauses[of]
		sourced := "–"
		if of == ofFinished {
			sourced = fmt.Sprintf("%.1f", x.Sourced.Recall())
		}
		fmt.Fprintf(t, "%s\t%d\t%.1f\t%d\t%.1f\t%s\t%d\t%.1f\t%d\t%.1f\t\n", of, x.Satellites.True, x.Satellites.Recall(),
			x.Verbal.True, x.Verbal.Recall(), sourced, x.Cues.Found, x.Cues.Precision(), x.Statements.Found,
			x.Statements.Precision())
	}
}
