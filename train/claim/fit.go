package main

import (
	"fmt"
	"math"
	"strings"

	"hearsay/collate/claim"
	"hearsay/train/solve"
)

// steps of Newton's method; the fit is convex and is done long before.
const steps = 12

// fit is logistic regression with a ridge penalty, one weight for each value of each kind of evidence, and gives the
// weights in the form that collate/claim reads, in 1024ths of a logit.
func fit(examples []example) string {
	last := [claim.Kinds]int{} // greatest value of each kind
	for _, e := range examples {
		for k, v := range e.evidence {
			last[k] = max(last[k], int(v))
		}
	}
	size, start := 1, [claim.Kinds]int{}
	for k := range last {
		start[k] = size
		size += last[k] + 1
	}
	theta := make([]float64, size)
	var at [1 + claim.Kinds]int // the first is the bias
	for range steps {
		slope, bend := make([]float64, size), make([][]float64, size)
		for i := range bend {
			bend[i] = make([]float64, size)
			bend[i][i], slope[i] = ridge, -ridge*theta[i]
		}
		for _, e := range examples {
			sum := theta[0]
			for k, v := range e.evidence {
				at[1+k] = start[k] + int(v)
				sum += theta[at[1+k]]
			}
			chance, truth := 1/(1+math.Exp(-sum)), 0.0
			if e.same {
				truth = 1
			}
			curve := e.weight * max(chance*(1-chance), 1e-6)
			for _, i := range at {
				slope[i] += e.weight * (truth - chance)
				for _, j := range at {
					bend[i][j] += curve
				}
			}
		}
		for i, step := range solve.Cholesky(bend, slope) {
			theta[i] += step
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "bias %d\n", int(math.Round(theta[0]*1024)))
	for k := range last {
		b.WriteString(claim.Kind(k).String())
		for v := range last[k] + 1 {
			fmt.Fprintf(&b, " %d", int(math.Round(theta[start[k]+v]*1024)))
		}
		b.WriteString("\n")
	}
	return b.String()
}
