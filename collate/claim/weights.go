package claim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// weights is a sum of small decision trees in 1024ths of a logit. All leaves of a tree at one depth ask the same question: is
// the value of a kind of evidence one of these.
type weights struct {
	bias  int32
	trees []decision
}

// questions is how many a tree asks.
const questions = 3

type decision struct {
	kind [questions]Kind
	mask [questions]uint32
	leaf [1 << questions]int32 // by the answers, the first in the lowest bit
}

// loadWeights reads what train/claim writes: a line of the word bias and a value, then for each tree its questions, a kind of
// evidence and the set of values in hexadecimal each, and its leaves.
func loadWeights(text string) (*weights, error) {
	w := &weights{}
	n := 0
	for line := range strings.Lines(text) {
		n++
		fields := strings.Fields(line)
		numbers := fields[min(len(fields), 1):]
		var d decision
		if n > 1 {
			if len(fields) != 2*questions+len(d.leaf) {
				return nil, fmt.Errorf("read pair weights: line %d: %d fields", n, len(fields))
			}
			for q := range questions {
				kind := slices.Index(kindNames[:], fields[2*q])
				mask, err := strconv.ParseUint(fields[2*q+1], 16, 32)
				if kind < 0 || err != nil {
					return nil, fmt.Errorf("read pair weights: line %d: no question %s %s", n, fields[2*q], fields[2*q+1])
				}
				d.kind[q], d.mask[q] = Kind(kind), uint32(mask)
			}
			numbers = fields[2*questions:]
		}
		for i, field := range numbers {
			value, err := strconv.ParseInt(field, 10, 32)
			if err != nil {
				return nil, fmt.Errorf("read pair weights: line %d: %w", n, err)
			}
			if n == 1 {
				w.bias = int32(value)
			} else {
				d.leaf[i] = int32(value)
			}
		}
		if n > 1 {
			w.trees = append(w.trees, d)
		}
	}
	if len(w.trees) == 0 {
		return nil, fmt.Errorf("read pair weights: no trees")
	}
	return w, nil
}

func (w *weights) score(e *Evidence) int32 {
	sum := w.bias
	for i := range w.trees {
		d := &w.trees[i]
		leaf := 0
		for q := range questions {
			leaf |= int(d.mask[q]>>e[d.kind[q]]&1) << q
		}
		sum += d.leaf[leaf]
	}
	return sum
}
