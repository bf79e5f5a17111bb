package eval

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// String is the result as a table.
func (r TypingResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "half %s: %d rows, %d documents, %d not read\n", r.Half, r.Rows, r.Documents, r.Unread)
	for _, setting := range []struct {
		name  string
		parts []TypingPart
	}{{"spans given", r.Given}, {"read", r.Read}} {
		for _, part := range setting.parts {
			part.write(&b, setting.name)
		}
	}
	return b.String()
}

func (p TypingPart) write(b *strings.Builder, setting string) {
	fmt.Fprintf(b, "\n%s, %s: %d of %d found; %d of %d words that belong to none found; ", setting, p.Draw, p.Found,
		p.Rows, p.NoneFound, p.None)
	fmt.Fprintf(b, "nested: %d pairs, both found %d, joined %d\n", p.Pairs, p.PairsFound, p.PairsJoint)
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "group\tclass\ttrue\tfound\tright\tP\tR\tF1\t95 %\tP 95 %\t")
	for _, f := range p.Figures {
		fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f–%.1f\t%.1f–%.1f\t\n", f.Group, f.Class,
			f.True, f.Found, f.Right, f.Precision(), f.Recall(), f.F1(), f.F1Interval[0], f.F1Interval[1],
			f.PrecisionInterval[0], f.PrecisionInterval[1])
	}
	t.Flush() // to memory
}
