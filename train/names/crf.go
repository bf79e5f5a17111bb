package main

import (
	"log"
	"math"
	"math/rand/v2"
	"slices"

	"hearsay"
	"hearsay/read/tag"
)

const count = tag.NameStates

// run is a stretch of words ready for training: for each its features and the states that it may have.
type run struct {
	ends   []int32 // of each word's features in rows
	rows   []uint32
	may    []states
	weight float32
}

// runs makes a sentence ready for training. Words outside all runs teach nothing.
func (f *field) runs(s labelled, weight float32, data []*run) []*run {
	f.context.Start(f.namer, s.words, f.tagsOf(s))
	for start, end := range f.context.Runs() {
		r := &run{weight: weight}
		for i := start; i < end; i++ {
			for _, feature := range f.context.Features(i) {
				r.rows = append(r.rows, feature&f.mask)
			}
			r.ends = append(r.ends, int32(len(r.rows)))
			may := s.may[i]
			if i == start {
				may = opened(may)
			}
			r.may = append(r.may, may)
		}
		data = append(data, r)
	}
	return data
}

// tagsOf returns the parts of speech of a sentence's words.
func (f *field) tagsOf(s labelled) []hearsay.Tag {
	if s.tags != nil {
		return s.tags
	}
	tags := make([]hearsay.Tag, len(s.words))
	f.pos.TagWords(s.words, tags)
	return tags
}

// opened turns later words of a name whose beginning lies outside the run into first ones.
func opened(may states) states {
	var out states
	for state := range tag.NameState(count) {
		if may&(1<<state) != 0 {
			if state.Inner() {
				state--
			}
			out |= 1 << state
		}
	}
	return out
}

// field is a conditional random field in training: weights, and the sums of squared slopes that AdaGrad (Duchi, Hazan and
// Singer 2011) divides by.
type field struct {
	options
	pos             *tag.POS
	namer           *tag.Namer
	context         tag.NameContext
	mask            uint32
	weights, slopes []float32 // row*count + state
	joints, bends   [(count + 1) * count]float32

	// Work space of a step.
	emitted, free, bound [][count]float64
	passage              [(count + 1) * count]float64
	picked               []uint32
	pickedEnds           []int
}

func newField(o options) (*field, error) {
	pos, err := tag.NewPOS()
	if err != nil {
		return nil, err
	}
	namer, err := tag.BareNamer()
	if err != nil {
		return nil, err
	}
	rows := 1 << o.bits
	return &field{options: o, pos: pos, namer: namer, mask: uint32(rows - 1), weights: make([]float32, rows*count),
		slopes: make([]float32, rows*count)}, nil
}

// train learns from the runs and returns the averages of the later half of the rounds.
func (f *field) train(data []*run) (weights, joints []float32) {
	f.drop(data)
	rng := rand.New(rand.NewPCG(f.seed, 1))
	weights, joints = make([]float32, len(f.weights)), make([]float32, len(f.joints))
	averaged := f.rounds - f.rounds/2
	words := 0
	for _, r := range data {
		words += len(r.may)
	}
	for round := range f.rounds {
		rng.Shuffle(len(data), func(i, j int) { data[i], data[j] = data[j], data[i] })
		loss := 0.0
		for _, r := range data {
			loss += f.step(r, rng)
		}
		log.Printf("round %d: loss %.4f a word of %d", round+1, loss/float64(words), words)
		if round < f.rounds-averaged {
			continue
		}
		for i, weight := range f.weights {
			weights[i] += weight / float32(averaged)
		}
		for i, weight := range f.joints {
			joints[i] += weight / float32(averaged)
		}
	}
	return weights, joints
}

// drop takes the rows out of the data that are seen less often than least.
func (f *field) drop(data []*run) {
	seen := make([]uint8, f.mask+1)
	for _, r := range data {
		for _, row := range r.rows {
			seen[row] = min(seen[row], 254) + 1
		}
	}
	for _, r := range data {
		kept, start := r.rows[:0], int32(0)
		for i, end := range r.ends {
			for _, row := range r.rows[start:end] {
				if int(seen[row]) >= f.least {
					kept = append(kept, row)
				}
			}
			start, r.ends[i] = end, int32(len(kept))
		}
		r.rows = slices.Clip(kept)
	}
}

// step takes one step down the slope of the negative logarithm of the share that the paths which may be true have in all
// paths, and returns it. It sees a random part of the features.
func (f *field) step(r *run, rng *rand.Rand) float64 {
	n := len(r.may)
	f.picked, f.pickedEnds = f.picked[:0], f.pickedEnds[:0]
	f.emitted = slices.Grow(f.emitted[:0], n)[:n]
	start := int32(0)
	sure := true
	for i, end := range r.ends {
		var sum [count]float32
		for _, row := range r.rows[start:end] {
			if rng.Float64() >= f.keep {
				continue
			}
			f.picked = append(f.picked, row)
			for k, weight := range f.weights[int(row)*count:][:count] {
				sum[k] += weight
			}
		}
		start = end
		f.pickedEnds = append(f.pickedEnds, len(f.picked))
		top := math.Inf(-1)
		var raw [count]float64
		for k := range sum {
			raw[k] = float64(sum[k]) / f.keep
			// Missing a name costs extra (softmax margin, Gimpel and Smith 2010).
			if r.may[i]&1 == 0 && k == 0 {
				raw[k] += f.cost
			}
			top = max(top, raw[k])
		}
		for k := range raw {
			f.emitted[i][k] = math.Exp(raw[k] - top)
		}
		sure = sure && r.may[i] == anyState
	}
	if sure {
		return 0 // nothing is known
	}
	for before := range count + 1 {
		for state := range count {
			f.passage[before*count+state] = 0
			if tag.NameState(state).Follows(tag.NameState(before % count)) {
				f.passage[before*count+state] = math.Exp(float64(f.joints[before*count+state]))
			}
		}
	}
	var freeJoints, boundJoints [(count + 1) * count]float64
	f.free = slices.Grow(f.free[:0], n)[:n]
	f.bound = slices.Grow(f.bound[:0], n)[:n]
	loss := f.sum(nil, f.free, &freeJoints) - f.sum(r.may, f.bound, &boundJoints)
	if math.IsInf(loss, 0) || math.IsNaN(loss) {
		return 0 // no path may be true
	}
	move := func(weight, sum *float32, slope, floor float32) {
		*sum += slope * slope
		*weight -= float32(f.rate) * slope / float32(math.Sqrt(float64(*sum+floor)))
	}
	const least = 1e-4
	for at := range freeJoints {
		if slope := float32(freeJoints[at]-boundJoints[at]) * r.weight; slope > least || slope < -least {
			move(&f.joints[at], &f.bends[at], slope, 1e-4)
		}
	}
	from := 0
	for i, end := range f.pickedEnds {
		for k := range count {
			slope := float32(f.free[i][k]-f.bound[i][k]) * r.weight
			if slope < least && slope > -least {
				continue
			}
			for _, row := range f.picked[from:end] {
				at := int(row)*count + k
				move(&f.weights[at], &f.slopes[at], slope, 1e-2)
			}
		}
		from = end
	}
	return loss * float64(r.weight)
}

// sum runs forward and backward over the paths whose states may be true, all of them if may is nil. It fills in the
// probability of each state of each word and the expected number of each joint, and returns the logarithm of the sum.
func (f *field) sum(may []states, shares [][count]float64, joints *[(count + 1) * count]float64) float64 {
	n := len(shares)
	beta := make([][count]float64, n)
	alpha := make([][count]float64, n)
	scale := make([]float64, n)
	allowed := func(i, state int) bool { return may == nil || may[i]&(1<<state) != 0 }
	total := 0.0
	for i := range n {
		z := 0.0
		for state := range count {
			if !allowed(i, state) {
				continue
			}
			sum := 0.0
			if i == 0 {
				sum = f.passage[count*count+state]
			} else {
				for before, a := range alpha[i-1] {
					sum += a * f.passage[before*count+state]
				}
			}
			alpha[i][state] = sum * f.emitted[i][state]
			z += alpha[i][state]
		}
		for state := range alpha[i] {
			alpha[i][state] /= z
		}
		scale[i] = z
		total += math.Log(z)
	}
	for state := range beta[n-1] {
		beta[n-1][state] = 1
	}
	for i := n - 2; i >= 0; i-- {
		for state := range count {
			sum := 0.0
			for next := range count {
				if allowed(i+1, next) {
					sum += f.passage[state*count+next] * f.emitted[i+1][next] * beta[i+1][next]
				}
			}
			beta[i][state] = sum / scale[i+1]
		}
	}
	for i := range n {
		for state := range count {
			shares[i][state] = alpha[i][state] * beta[i][state]
			if i == 0 {
				joints[count*count+state] += shares[0][state]
				continue
			}
			if !allowed(i, state) {
				continue
			}
			for before, a := range alpha[i-1] {
				joints[before*count+state] += a * f.passage[before*count+state] * f.emitted[i][state] *
					beta[i][state] / scale[i]
			}
		}
	}
	return total
}

// pack rounds the weights to whole numbers. Those below the smallest that is kept become zero.
func (f *field) pack(weights, joints []float32) (table, edges *tag.Weights) {
	round := func(weight float32) int32 { return int32(math.Round(float64(weight) * f.scale)) }
	table, edges = tag.NewWeights(f.bits, count), tag.NewWeights(4, count)
	for at, weight := range weights {
		if whole := round(weight); whole >= int32(f.smallest) || whole <= -int32(f.smallest) {
			table.Set(uint32(at/count), at%count, whole)
		}
	}
	for at, weight := range joints {
		edges.Set(uint32(at/count), at%count, round(weight))
	}
	return table, edges
}
