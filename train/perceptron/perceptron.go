// Package perceptron trains tables of weights by the averaged perceptron (Freund & Schapire 1999, Collins 2002).
//
// It begins with features and the class that should have won and ends with the average of the weights over all steps,
// scaled to the whole numbers of a tag.Weights.
package perceptron

import (
	"math"

	"hearsay/read/tag"
)

// Table is a table of weights under training. Each weight stands beside the sum of its past values.
type Table struct {
	bits, classes int
	mask          uint32
	weights       []int32
	totals        []int64
	stamps        []int32
	step          int32
	wanted        []uint8 // times that a row was up for change
	least         uint8
}

// New returns a table of 1<<bits rows of zeros. A row is left at zero until it was up for change more than least times:
// features that seldom matter are noise, and the model is smaller without them (Goldberg & Elhadad 2011).
func New(bits, classes, least int) *Table {
	cells := classes << bits
	return &Table{bits: bits, classes: classes, mask: 1<<bits - 1,
		weights: make([]int32, cells), totals: make([]int64, cells), stamps: make([]int32, cells),
		wanted: make([]uint8, 1<<bits), least: uint8(min(least, 255))}
}

// Score puts the sums of the features' weights into scores.
func (t *Table) Score(features []uint32, scores []int32) {
	clear(scores[:t.classes])
	for _, feature := range features {
		at := int(feature&t.mask) * t.classes
		row := t.weights[at : at+t.classes]
		for i, weight := range row {
			scores[i] += weight
		}
	}
}

// Update moves the weights towards the class that should win and away from its rival unless the first already leads by
// more than the margin. Each call is one step of the average.
func (t *Table) Update(features []uint32, want, rival int, lead, margin int32) {
	t.step++
	if want == rival || lead > margin {
		return
	}
	for _, feature := range features {
		if row := feature & t.mask; t.wanted[row] < t.least {
			t.wanted[row]++
			continue
		}
		row := int(feature&t.mask) * t.classes
		t.add(row+want, 1)
		t.add(row+rival, -1)
	}
}

// Rival returns the class with the largest score from least on, other than want.
func Rival(scores []int32, least, want int) int {
	rival := -1
	for class := least; class < len(scores); class++ {
		if class != want && (rival < 0 || scores[class] > scores[rival]) {
			rival = class
		}
	}
	return rival
}

func (t *Table) add(cell int, change int32) {
	t.totals[cell] += int64(t.step-t.stamps[cell]) * int64(t.weights[cell])
	t.stamps[cell] = t.step
	t.weights[cell] += change
}

// Average returns the averaged weights in whole numbers: scaled so that all but one in ten thousand of those that are
// not zero fit, and those below least become zero, which keeps the file small.
func (t *Table) Average(least int32) *tag.Weights {
	averages := make([]float64, len(t.weights))
	var sizes [1 << 16]int // of weights, in hundredths
	filled := 0
	for cell := range averages {
		total := t.totals[cell] + int64(t.step-t.stamps[cell])*int64(t.weights[cell])
		if total == 0 {
			continue
		}
		averages[cell] = float64(total) / float64(t.step)
		filled++
		sizes[min(len(sizes)-1, int(math.Abs(averages[cell])*100))]++
	}
	top, beyond := len(sizes)-1, 0
	for top > 1 && beyond+sizes[top] <= filled/10000 {
		beyond += sizes[top]
		top--
	}
	scale := tag.WeightMax / (float64(top+1) / 100)
	table := tag.NewWeights(t.bits, t.classes)
	for cell, average := range averages {
		weight := int32(math.Round(average * scale))
		if weight >= least || weight <= -least {
			table.Set(uint32(cell/t.classes), cell%t.classes, weight)
		}
	}
	return table
}
