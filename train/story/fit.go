package main

import (
	"math"
	"slices"

	"hearsay/collate/story"
	"hearsay/train/solve"
)

// rule is the model as it is fitted: one curve for each kind of evidence.
type rule struct {
	bias   float64
	curves [story.Kinds]curve
}

// curve is linear between its knots.
type curve struct {
	absent float64
	knots  []int32
	values []float64
	first  int // its first parameter: absent, then the values
}

// Penalties of the fit: on the difference of neighbouring values, on the change of slope, and on each value.
const (
	slopePenalty  = 8.0
	bendPenalty   = 0.3
	sizePenalty   = 0.01
	absentPenalty = 0.3
	givenPenalty  = 1e4 // on what is given instead of fitted
	orderPenalty  = 1e5
	mostKnots     = 8
	rounds        = 30
)

// rising are the kinds of which more never speaks against one event; falling is the other way round.
var (
	rising = []story.Kind{
		story.KindCosine, story.KindTitle, story.KindLead, story.KindLeadLeast, story.KindLeadMost, story.KindNamesLeast,
		story.KindNamesMost, story.KindLeadNames, story.KindTitleNames, story.KindNumbers, story.KindYears,
		story.KindRarest, story.KindThirdRarest, story.KindPassage,
	}
	falling = []story.Kind{story.KindDays}
)

// given are the steps between knots that are not fitted, by the knot that they lead to.
//
// The labels come from round-ups that editors make within a day: fitted to them, two days apart all but rule out one event, and
// no pair of them shares much text. Neither is so of what a person collects. So days take away what a story that dies
// within the week makes of them, and text in common adds up; cross-validation cannot tell either from the fitted curve.
var given = map[story.Kind]map[int32]float64{
	story.KindDays:    {1: -1.1, 2: -1.3, 3: -1.2, 4: -1.2, 5: -0.8},
	story.KindPassage: {12: 1, 32: 2},
}

// fit finds the curves of a generalised additive model by penalised iteratively reweighted least squares (P-splines of
// degree 1; Eilers and Marx 1996). Curves that must rise or fall are fitted again with neighbours in the wrong order tied
// together, until there are none.
func fit(examples []example) *rule {
	r := &rule{}
	size := 1
	for k := range r.curves {
		c := &r.curves[k]
		c.first = size
		c.knots = knots(examples, story.Kind(k))
		c.values = make([]float64, len(c.knots))
		size += 1 + len(c.knots)
	}
	tied := map[int]bool{} // parameters tied to the one before
	var theta []float64
	for range rounds {
		theta = r.solve(examples, size, tied)
		before := len(tied)
		for k := range r.curves {
			c := &r.curves[k]
			for i := 1; i < len(c.knots); i++ {
				step := theta[c.first+1+i] - theta[c.first+i]
				if slices.Contains(rising, story.Kind(k)) && step < 0 || slices.Contains(falling, story.Kind(k)) && step > 0 {
					tied[c.first+1+i] = true
				}
			}
		}
		if len(tied) == before {
			break
		}
	}
	r.bias = theta[0]
	for k := range r.curves {
		c := &r.curves[k]
		c.absent = theta[c.first]
		for i := range c.values {
			c.values[i] = theta[c.first+1+i]
			// What is tied differs by next to nothing; the curve must not bend the wrong way by even that.
			if i > 0 && tied[c.first+1+i] {
				c.values[i] = c.values[i-1]
			}
		}
	}
	return r
}

// knots are quantiles of the values of one kind, over all pairs and over those of one event.
func knots(examples []example, kind story.Kind) []int32 {
	var all, same []int32
	for _, e := range examples {
		if v := e.evidence[kind]; v != story.NoEvidence {
			all = append(all, v)
			if e.same {
				same = append(same, v)
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	switch kind {
	case story.KindDays:
		return []int32{0, 1, 2, 3, 4, 5}
	case story.KindPassage:
		return []int32{0, 1, 3, 6, 12, 32}
	}
	slices.Sort(all)
	slices.Sort(same)
	at := func(list []int32, share float64) int32 { return list[int(share*float64(len(list)-1))] }
	var list []int32
	for i := range mostKnots - 1 {
		list = append(list, at(all, float64(i)/float64(mostKnots-1)))
	}
	list = append(list, at(all, 0.99))
	if len(same) > 0 {
		for _, share := range []float64{0.1, 0.3, 0.5, 0.7, 0.9} {
			list = append(list, at(same, share))
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) > mostKnots {
		var kept []int32
		for i := range mostKnots {
			kept = append(kept, list[i*(len(list)-1)/(mostKnots-1)])
		}
		list = slices.Compact(kept)
	}
	return list
}

// share is the part of a parameter in the score of an example.
type share struct {
	at int
	by float64
}

// basis appends the shares of an example.
func (r *rule) basis(list []share, e *story.Evidence) []share {
	list = append(list, share{0, 1})
	for k := range r.curves {
		c := &r.curves[k]
		n := len(c.knots)
		v := e[k]
		switch {
		case n == 0:
		case v == story.NoEvidence:
			list = append(list, share{c.first, 1})
		case v <= c.knots[0]:
			list = append(list, share{c.first + 1, 1})
		case v >= c.knots[n-1]:
			list = append(list, share{c.first + n, 1})
		default:
			i, _ := slices.BinarySearch(c.knots, v)
			part := float64(v-c.knots[i-1]) / float64(c.knots[i]-c.knots[i-1])
			list = append(list, share{c.first + i, 1 - part}, share{c.first + 1 + i, part})
		}
	}
	return list
}

// penalty is the matrix of the quadratic penalty, and what it pulls the parameters towards.
func (r *rule) penalty(size int, tied map[int]bool) (p [][]float64, pull []float64) {
	p, pull = make([][]float64, size), make([]float64, size)
	for i := range p {
		p[i] = make([]float64, size)
		p[i][i] = 1e-6
	}
	add := func(weight float64, list ...share) {
		for _, x := range list {
			for _, y := range list {
				p[x.at][y.at] += weight * x.by * y.by
			}
		}
	}
	for k := range r.curves {
		c := &r.curves[k]
		n := len(c.knots)
		add(absentPenalty, share{c.first, 1})
		steps := given[story.Kind(k)]
		gap := func(i int) float64 { // between knots i and i+1, 1 on average
			return max(0.15, float64(c.knots[i+1]-c.knots[i])/float64(c.knots[n-1]-c.knots[0])*float64(n-1))
		}
		for i := range n {
			at := c.first + 1 + i
			add(sizePenalty, share{at, 1})
			if i+1 < n {
				if step, ok := steps[c.knots[i+1]]; ok {
					add(givenPenalty, share{at, -1}, share{at + 1, 1})
					pull[at] -= givenPenalty * step
					pull[at+1] += givenPenalty * step
				} else {
					add(slopePenalty/gap(i), share{at, -1}, share{at + 1, 1})
				}
			}
			if i+2 < n && len(steps) == 0 {
				a, b := 1/gap(i), 1/gap(i+1)
				add(bendPenalty, share{at, a}, share{at + 1, -a - b}, share{at + 2, b})
			}
			if tied[at] {
				add(orderPenalty, share{at - 1, -1}, share{at, 1})
			}
		}
	}
	return p, pull
}

// solve is Newton's method on the penalised likelihood.
func (r *rule) solve(examples []example, size int, tied map[int]bool) []float64 {
	penalty, pull := r.penalty(size, tied)
	theta := make([]float64, size)
	var list []share
	for range rounds {
		hessian := make([][]float64, size)
		gradient := make([]float64, size)
		for i := range hessian {
			hessian[i] = slices.Clone(penalty[i])
			gradient[i] = pull[i]
			for k, x := range penalty[i] {
				gradient[i] -= x * theta[k]
			}
		}
		for i := range examples {
			e := &examples[i]
			list = r.basis(list[:0], &e.evidence)
			score := 0.0
			for _, s := range list {
				score += theta[s.at] * s.by
			}
			p := 1 / (1 + math.Exp(-score))
			miss := -p
			if e.same {
				miss = 1 - p
			}
			curvature := e.weight * max(1e-6, p*(1-p))
			for _, x := range list {
				gradient[x.at] += e.weight * miss * x.by
				row := hessian[x.at]
				for _, y := range list {
					row[y.at] += curvature * x.by * y.by
				}
			}
		}
		step := solve.Cholesky(hessian, gradient)
		largest := 0.0
		for _, s := range step {
			largest = max(largest, math.Abs(s))
		}
		for i, s := range step {
			theta[i] += s * min(1, 5/largest)
		}
		if largest < 1e-4 {
			break
		}
	}
	return theta
}
