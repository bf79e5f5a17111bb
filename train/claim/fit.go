package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"hearsay/collate/claim"
)

// Shape of the forest, chosen by cross-validation.
const (
	rounds    = 200  // trees
	depth     = 3    // questions of a tree
	rate      = 0.08 // of what a tree would add
	ridge     = 6.0  // pull of a leaf towards nought
	threshold = 1e-3 // least gain of a question
)

// question parts the values of a kind of evidence in two: those in mask and the rest.
type question struct {
	kind claim.Kind
	mask uint32
}

// sums are the slope and bend of the loss over some examples.
type sums struct{ slope, bend float64 }

func (s sums) gain() float64 { return s.slope * s.slope / (s.bend + ridge) }

// fit boosts trees on the logistic loss (Friedman, Greedy function approximation, 2001) with Newton steps. All leaves of a
// tree at one depth ask the same question (Kohavi, Bottom-up induction of oblivious decision graphs, 1994), which is
// steadier on few examples. It gives the trees in the form that collate/claim reads, in 1024ths of a logit.
func fit(examples []example) string {
	truth, weight := 0.0, 0.0
	for i := range examples {
		weight += examples[i].weight
		if examples[i].same {
			truth += examples[i].weight
		}
	}
	bias := math.Log(truth / (weight - truth))
	var b strings.Builder
	fmt.Fprintf(&b, "bias %d\n", int(math.Round(bias*1024)))
	score := make([]float64, len(examples))
	for i := range score {
		score[i] = bias
	}
	of := make([]sums, len(examples))
	leaf := make([]uint8, len(examples))
	for range rounds {
		for i := range examples {
			chance, same := 1/(1+math.Exp(-score[i])), 0.0
			if examples[i].same {
				same = 1
			}
			of[i] = sums{examples[i].weight * (same - chance), examples[i].weight * chance * (1 - chance)}
		}
		questions := grow(examples, of, leaf)
		if len(questions) < depth {
			break
		}
		leaves := make([]sums, 1<<depth)
		for i := range examples {
			leaves[leaf[i]].slope += of[i].slope
			leaves[leaf[i]].bend += of[i].bend
		}
		for _, q := range questions {
			fmt.Fprintf(&b, "%s %x ", q.kind, q.mask)
		}
		values := make([]float64, len(leaves))
		for n, l := range leaves {
			value := int(math.Round(rate * l.slope / (l.bend + ridge) * 1024))
			values[n] = float64(value) / 1024
			fmt.Fprintf(&b, " %d", value)
		}
		b.WriteString("\n")
		for i := range score {
			score[i] += values[leaf[i]]
		}
	}
	return b.String()
}

// grow chooses the questions of a tree, each the one that gains most, and puts each example into its leaf.
func grow(examples []example, of []sums, leaf []uint8) []question {
	clear(leaf)
	var questions []question
	for level := range depth {
		tables := make([][claim.Kinds][claim.Values]sums, 1<<level)
		for i := range examples {
			table := &tables[leaf[i]]
			for kind, value := range examples[i].evidence {
				table[kind][value].slope += of[i].slope
				table[kind][value].bend += of[i].bend
			}
		}
		best, most := question{}, threshold
		for kind := range claim.Kind(claim.Kinds) {
			for _, mask := range masks(tables, kind) {
				gain := 0.0
				for n := range tables {
					var in, out sums
					for value, s := range tables[n][kind] {
						if mask>>value&1 == 1 {
							in.slope, in.bend = in.slope+s.slope, in.bend+s.bend
						} else {
							out.slope, out.bend = out.slope+s.slope, out.bend+s.bend
						}
					}
					whole := sums{in.slope + out.slope, in.bend + out.bend}
					gain += in.gain() + out.gain() - whole.gain()
				}
				if gain > most {
					best, most = question{kind, mask}, gain
				}
			}
		}
		if best.mask == 0 {
			return questions
		}
		questions = append(questions, best)
		for i := range examples {
			leaf[i] |= uint8(best.mask>>examples[i].evidence[best.kind]&1) << level
		}
	}
	return questions
}

// masks are the ways to part the values of a kind that are looked at: by their order, and by what speaks for them.
func masks(tables [][claim.Kinds][claim.Values]sums, kind claim.Kind) []uint32 {
	var whole [claim.Values]sums
	var values []int
	for value := range claim.Values {
		for n := range tables {
			whole[value].slope += tables[n][kind][value].slope
			whole[value].bend += tables[n][kind][value].bend
		}
		if whole[value].bend > 0 {
			values = append(values, value)
		}
	}
	var list []uint32
	add := func() {
		mask := uint32(0)
		for _, value := range values[:max(0, len(values)-1)] {
			mask |= 1 << value
			list = append(list, mask)
		}
	}
	add()
	slices.SortStableFunc(values, func(x, y int) int {
		return cmp.Compare(whole[x].slope/(whole[x].bend+1), whole[y].slope/(whole[y].bend+1))
	})
	add()
	return list
}
