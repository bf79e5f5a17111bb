package eval

import (
	"reflect"
	"strings"
	"testing"
)

// Every figure that is printed stands in results.md, where its row and column say.
func TestLimitsStandInTheResults(t *testing.T) {
	limits, err := Limits()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, limit := range limits {
		if seen[limit.Feature] {
			t.Errorf("%s is listed twice", limit.Feature)
		}
		seen[limit.Feature] = true
		if len(limit.Gaps) == 0 {
			t.Errorf("%s has no known gap: nothing is that good", limit.Feature)
		}
		for _, figure := range limit.Figures {
			if number.FindString(figure.Value) == "" {
				t.Errorf("%s, %s: %q is no figure", limit.Feature, figure.What, figure.Value)
			}
		}
	}
}

const results = `# Results
## Bridges

It holds 93.5 % of
the time.

| half | right | P / R |
|---|---|---|
| held, before | 1.0 | 2 / 3 |
| **held** | **92.0 %** of 7 | 94.1 / 15.3 |
| ferry, large | 5.5 (4–7); 6 | 1 / 2 |

| other | load |
|---|---|
| held | 12 |
`

func TestLimitsAreRead(t *testing.T) {
	list := strings.Join([]string{
		"# a header",
		"figure\tBridges\tright\tten\tBridges\theld\tright\t0\t90",
		"figure\tBridges\trecall\tten\tBridges\theld\tP / R\t2\t60",
		"figure\tBridges\tload\tten\tBridges\theld\tload\t1\t<=12",
		"figure\tFerries\tright\ttwo\tBridges\tferry\tright\t2\t-",
		"text\tFerries\tholds\ttwo\tBridges\tholds 93.5 % of the time\t95",
		"gap\tFerries\tice",
	}, "\n")
	got, err := readLimits(list, sections(results))
	if err != nil {
		t.Fatal(err)
	}
	want := []Limit{
		{Feature: "Bridges", Figures: []LimitFigure{
			{What: "right", On: "ten", Value: "92.0 % of 7", Gate: "90", Met: true, Section: "Bridges"},
			{What: "recall", On: "ten", Value: "15.3", Gate: "60", Section: "Bridges"},
			{What: "load", On: "ten", Value: "12", Gate: "<=12", Met: true, Section: "Bridges"},
		}},
		{Feature: "Ferries", Figures: []LimitFigure{
			{What: "right", On: "two", Value: "6", Section: "Bridges"},
			{What: "holds", On: "two", Value: "holds 93.5 % of the time", Gate: "95", Section: "Bridges"},
		}, Gaps: []string{"ice"}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	for row, want := range map[string]string{
		"figure\tA\tb": "3 columns",
		"figure\tA\tb\tc\tTunnels\theld\tright\t0\t-":   `no section "Tunnels"`,
		"figure\tA\tb\tc\tBridges\tlost\tright\t0\t-":   `no table has the row "lost"`,
		"figure\tA\tb\tc\tBridges\theld\twrong\t0\t-":   `the column "wrong"`,
		"figure\tA\tb\tc\tBridges\theld\tP / R\t3\t-":   "no part 3",
		"figure\tA\tb\tc\tBridges\theld\tP / R\t1\tfew": "is no number",
		"text\tA\tb\tc\tBridges\tholds 94 %\t-":         "does not stand there",
	} {
		if _, err := readLimits(row, sections(results)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", row, err, want)
		}
	}
}
