package claim

import (
	"fmt"
	"strconv"
	"strings"
)

// weights is a logistic regression in 1024ths of a logit: a pair's score is the sum of what the values of its evidence add.
type weights struct {
	bias  int32
	value [Kinds][Values]int32
}

// loadWeights reads what train/claim writes: a line of the word bias and a weight, then for each kind of evidence, in order,
// a line of its name and a weight for each value.
func loadWeights(text string) (*weights, error) {
	w := &weights{}
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) != 1+int(Kinds) {
		return nil, fmt.Errorf("read pair weights: %d lines, not %d", len(lines), 1+int(Kinds))
	}
	for n, line := range lines {
		fields := strings.Fields(line)
		name, into := "bias", []int32{0}
		if n > 0 {
			name, into = Kind(n-1).String(), w.value[n-1][:]
		}
		if len(fields) < 2 || fields[0] != name || len(fields)-1 > len(into) {
			return nil, fmt.Errorf("read pair weights: line %d: not of %s", n+1, name)
		}
		for i, field := range fields[1:] {
			value, err := strconv.ParseInt(field, 10, 32)
			if err != nil {
				return nil, fmt.Errorf("read pair weights: line %d: %w", n+1, err)
			}
			into[i] = int32(value)
		}
		if n == 0 {
			w.bias = into[0]
		}
	}
	return w, nil
}

func (w *weights) score(e *Evidence) int32 {
	sum := w.bias
	for kind, value := range e {
		sum += w.value[kind][value]
	}
	return sum
}
