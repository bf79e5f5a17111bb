package eval

import (
	"math"
	"strings"
	"testing"
)

// groupsOf reads "a b|c": groups of mentions, which letters name.
func groupsOf(groups string) map[int]string {
	of := map[int]string{}
	for name := range strings.SplitSeq(groups, "|") {
		for _, mention := range strings.Fields(name) {
			of[int(mention[0]-'a')] = name
		}
	}
	return of
}

func TestCoreference(t *testing.T) {
	tests := []struct {
		name         string
		truth, found string
		single       bool
		muc, b3, ce  [2]float64 // precision, recall
	}{
		{name: "the same", truth: "a b|c d e", found: "c d e|a b",
			muc: [2]float64{1, 1}, b3: [2]float64{1, 1}, ce: [2]float64{1, 1}},
		// The example of Bagga and Baldwin: two of three groups are one.
		{name: "two joined", truth: "a b c d e|f g|h i j k l", found: "a b c d e|f g h i j k l",
			muc: [2]float64{9. / 10, 1}, b3: [2]float64{(5 + 4./7 + 25./7) / 12, 1},
			ce: [2]float64{(1 + 10./12) / 2, (1 + 10./12) / 3}},
		{name: "one parted", truth: "a b c d", found: "a b|c d",
			muc: [2]float64{1, 2. / 3}, b3: [2]float64{1, .5}, ce: [2]float64{(4. / 6) / 2, 4. / 6}},
		// What one side lacks: d is not found, e is no mention.
		{name: "other mentions", truth: "a b d", found: "a b e",
			muc: [2]float64{.5, .5}, b3: [2]float64{4. / 9, 4. / 9}, ce: [2]float64{2. / 3, 2. / 3}},
		{name: "alone does not count", truth: "a b|c", found: "a b|d",
			muc: [2]float64{1, 1}, b3: [2]float64{1, 1}, ce: [2]float64{1, 1}},
		{name: "alone counts", single: true, truth: "a b|c", found: "a b|d",
			muc: [2]float64{1, 1}, b3: [2]float64{2. / 3, 2. / 3}, ce: [2]float64{.5, .5}},
		// The best match of groups is not the one that takes the best pair first.
		{name: "best match", truth: "a b c|d e f g", found: "a b d e|c f g h",
			muc: [2]float64{3. / 6, 3. / 5}, b3: [2]float64{(1 + 1 + 1./4 + 1) / 8, (4./3 + 1./3 + 1 + 1) / 7},
			ce: [2]float64{(4./7 + .5) / 2, (4./7 + .5) / 2}},
	}
	for _, test := range tests {
		c := Coreference{Single: test.single}
		c.Add(groupsOf(test.truth), groupsOf(test.found))
		for _, figure := range []struct {
			name string
			got  Measure
			want [2]float64
		}{{"MUC", c.MUC, test.muc}, {"B3", c.B3, test.b3}, {"CEAFe", c.CEAFe, test.ce}} {
			p, r := figure.got.P.Percent()/100, figure.got.R.Percent()/100
			if math.Abs(p-figure.want[0]) > 1e-9 || math.Abs(r-figure.want[1]) > 1e-9 {
				t.Errorf("%s: %s P %.4f R %.4f, want %.4f", test.name, figure.name, p, r, figure.want)
			}
		}
	}
	var sum Coreference
	sum.Add(groupsOf("a b"), groupsOf("a b"))
	sum.Add(groupsOf("a b"), groupsOf("a|b"))
	if got := sum.CoNLL(); math.Abs(got-200./3) > 1e-9 {
		t.Errorf("two stories, one of them missed: CoNLL %.4f", got)
	}
	if want := (Count{Right: 1, Found: 1, True: 2}); sum.Pairs != want {
		t.Errorf("pairs %+v, want %+v", sum.Pairs, want)
	}
}
