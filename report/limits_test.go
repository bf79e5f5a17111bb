package report

import (
	"strings"
	"testing"
)

func TestLimitsSayWhatWasMissed(t *testing.T) {
	var out strings.Builder
	if err := WriteLimits(&out, &Limits{Features: []Feature{{
		Name: "Bridges", Gaps: []string{"Ice."},
		Figures: []Measured{
			{What: "found", On: "ten bridges", Figure: "92.0", Gate: &Gate{Value: "90", Met: true}, Section: "Bridges"},
			{What: "right", On: "ten bridges", Figure: "15.3", Gate: &Gate{Value: "60"}, Section: "Bridges"},
			{What: "old", On: "two bridges", Figure: "7", Section: "Bridges"},
		},
	}}}, Style{}); err != nil {
		t.Fatal(err)
	}
	want := `Bridges
========
  on ten bridges (eval/results.md, Bridges)
  - found: 92.0 [gate 90, met]
  - right: 15.3 [gate 60, missed]
  on two bridges (eval/results.md, Bridges)
  - old: 7
  known gaps
  - Ice.
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
