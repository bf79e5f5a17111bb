package main

import (
	"cmp"
	"log"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"hearsay/read/tag"
)

const states = int(tag.StateCount)

// chunk is one paragraph ready for training: for each word its joint, its features and its true state.
type chunk struct {
	before tag.State // of the word before the paragraph
	joints []uint8
	states []tag.State
	ends   []int32 // of each word's features in rows
	rows   []uint32
}

// chunks makes the paragraphs of a document ready for training, with features in place of rows.
func chunks(labeler *tag.Labeler, d document) []*chunk {
	var out []*chunk
	var c *chunk
	before, paragraph := tag.StateOutside, -1
	for joint, features := range labeler.Features(d.paragraphs) {
		if joint == tag.JointParagraph {
			paragraph++
			c = &chunk{before: before, states: tag.States(d.labels[paragraph])}
			before = c.states[len(c.states)-1]
			out = append(out, c)
		}
		c.joints = append(c.joints, uint8(joint))
		c.rows = append(c.rows, features...)
		c.ends = append(c.ends, int32(len(c.rows)))
	}
	return out
}

// train learns the labeler from the documents.
func train(documents []document, classes tag.WordClasses, o options) (*tag.Labeler, error) {
	bare := tag.BareLabeler(classes)
	var data []*chunk
	for _, d := range documents {
		data = append(data, chunks(bare, d)...)
	}
	keys := number(data, o.least)
	words := 0
	for _, c := range data {
		words += len(c.states)
	}
	log.Printf("%d words, %d features", words, len(keys)-1)
	f := newField(len(keys), o)
	rng := rand.New(rand.NewPCG(o.seed, 1))
	states, edges := make([]float32, len(f.states)), make([]float32, len(f.joints)) // sums of the later half
	averaged := o.epochs - o.epochs/2
	for epoch := range o.epochs {
		rng.Shuffle(len(data), func(i, j int) { data[i], data[j] = data[j], data[i] })
		loss := 0.0
		for _, c := range data {
			loss += f.step(c, rng)
		}
		log.Printf("epoch %d: loss %.4f a word", epoch+1, loss/float64(words))
		if epoch >= o.epochs-averaged {
			for i, weight := range f.states {
				states[i] += weight / float32(averaged)
			}
			for i, weight := range f.joints {
				edges[i] += weight / float32(averaged)
			}
		}
	}
	return tag.MakeLabeler(classes, pack(keys, states, edges, o.rows, o.scale))
}

// number replaces the features that are seen often enough by rows from 1, the others by 0, and returns the feature of
// each row. Rare features share counters, so that some pass that should not.
func number(data []*chunk, least int) []uint32 {
	const counterBits = 28
	counts := make([]uint8, 1<<counterBits)
	for _, c := range data {
		for _, feature := range c.rows {
			if at := &counts[feature>>(32-counterBits)]; *at < math.MaxUint8 {
				*at++
			}
		}
	}
	rows := map[uint32]uint32{}
	keys := []uint32{0}
	for _, c := range data {
		for i, feature := range c.rows {
			c.rows[i] = 0
			if int(counts[feature>>(32-counterBits)]) < least {
				continue
			}
			row := rows[feature]
			if row == 0 {
				row = uint32(len(keys))
				rows[feature] = row
				keys = append(keys, feature)
			}
			c.rows[i] = row
		}
	}
	return keys
}

// pack rounds the weights and keeps the rows that weigh most.
func pack(keys []uint32, weights, edges []float32, most int, scale float64) tag.Field {
	round := func(weight float32) int32 { return int32(math.Round(float64(weight) * scale)) }
	type heavy struct {
		key, row uint32
		weight   float32
	}
	var kept []heavy
	for row := 1; row < len(keys); row++ {
		h := heavy{key: keys[row], row: uint32(row)}
		for _, weight := range weights[row*states:][:states] {
			h.weight = max(h.weight, weight, -weight)
		}
		if round(h.weight) > 0 {
			kept = append(kept, h)
		}
	}
	slices.SortFunc(kept, func(a, b heavy) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.key, b.key))
	})
	kept = kept[:min(len(kept), most)]
	slices.SortFunc(kept, func(a, b heavy) int { return cmp.Compare(a.key, b.key) })
	table := tag.NewWeights(bits.Len(uint(len(kept))), states)
	features := make([]uint32, len(kept))
	for i, h := range kept {
		features[i] = h.key
		for state, weight := range weights[int(h.row)*states:][:states] {
			table.Set(uint32(i+1), state, round(weight))
		}
	}
	count := len(edges) / tag.JointCount
	joints := tag.NewWeights(bits.Len(uint(tag.JointCount)), count)
	for i, weight := range edges {
		joints.Set(uint32(i/count), i%count, round(weight))
	}
	return tag.Field{Keys: features, States: table, Joints: joints}
}

// field is a conditional random field in training: weights, and the sums of squared slopes that AdaGrad (Duchi, Hazan and
// Singer 2011) divides by.
type field struct {
	options
	edges         []tag.Edge
	states, slope []float32 // row*states + state
	joints, bend  []float32 // joint*len(edges) + edge

	// Work space of a step.
	emit, alpha, beta [][states]float64
	factor            []float64
	passage           []float64 // exponentials of joints
	fresh             [tag.JointCount]bool
	rows              []uint32
	ends              []int
}

func newField(rows int, o options) *field {
	f := &field{options: o, edges: tag.Edges()}
	f.states, f.slope = make([]float32, rows*states), make([]float32, rows*states)
	f.joints = make([]float32, tag.JointCount*len(f.edges))
	f.bend = make([]float32, len(f.joints))
	f.passage = make([]float64, len(f.joints))
	return f
}

// step takes one step down the slope of a chunk's negative log-likelihood, which it returns. It sees a random part of
// the features, and missing a word of an attribution costs extra (softmax margin, Gimpel and Smith 2010).
func (f *field) step(c *chunk, rng *rand.Rand) float64 {
	f.pick(c, rng)
	loss := f.score(c)
	loss += f.sum(c)
	f.learn(c)
	return loss
}

// pick chooses the features that this step sees.
func (f *field) pick(c *chunk, rng *rand.Rand) {
	f.rows, f.ends = f.rows[:0], f.ends[:0]
	start := int32(0)
	for _, end := range c.ends {
		for _, row := range c.rows[start:end] {
			if row != 0 && rng.Float64() < f.keep {
				f.rows = append(f.rows, row)
			}
		}
		start = end
		f.ends = append(f.ends, len(f.rows))
	}
}

// score fills in the factors of words and joints and returns the true path's share of the loss.
func (f *field) score(c *chunk) float64 {
	n := len(c.states)
	f.emit = slices.Grow(f.emit[:0], n)[:n]
	f.alpha = slices.Grow(f.alpha[:0], n)[:n]
	f.beta = slices.Grow(f.beta[:0], n)[:n]
	f.factor = slices.Grow(f.factor[:0], n)[:n]
	loss, start, before := 0.0, 0, c.before
	for i, truth := range c.states {
		var sum [states]float32
		for _, row := range f.rows[start:f.ends[i]] {
			for k, weight := range f.states[int(row)*states:][:states] {
				sum[k] += weight
			}
		}
		start = f.ends[i]
		var raw [states]float64
		top := math.Inf(-1)
		for k := range sum {
			raw[k] = float64(sum[k]) / f.keep
			if truth != tag.StateOutside && tag.State(k) == tag.StateOutside {
				raw[k] += f.cost
			}
			top = max(top, raw[k])
		}
		loss += top - raw[truth]
		for k := range raw {
			f.emit[i][k] = math.Exp(raw[k] - top)
		}
		joint := int(c.joints[i])
		base := joint * len(f.edges)
		if !f.fresh[joint] {
			f.fresh[joint] = true
			for e := range f.edges {
				f.passage[base+e] = math.Exp(float64(f.joints[base+e]))
			}
		}
		for e, edge := range f.edges {
			if edge.From == before && edge.To == truth {
				loss -= float64(f.joints[base+e])
			}
		}
		before = truth
	}
	return loss
}

// sum runs forward and backward over all paths, which must not be cut by the paragraph's end, and returns the logarithm
// of their sum.
func (f *field) sum(c *chunk) float64 {
	n := len(c.states)
	total := 0.0
	var before [states]float64
	before[c.before] = 1
	var final [states]float64
	for k := range final {
		if !tag.State(k).Opens() {
			final[k] = 1
		}
	}
	for i := range n {
		var a [states]float64
		base := int(c.joints[i]) * len(f.edges)
		for e, edge := range f.edges {
			a[edge.To] += before[edge.From] * f.passage[base+e]
		}
		z := 0.0
		for k := range a {
			a[k] *= f.emit[i][k]
			if i == n-1 {
				a[k] *= final[k]
			}
			z += a[k]
		}
		for k := range a {
			a[k] /= z
		}
		f.alpha[i], f.factor[i], before = a, z, a
		total += math.Log(z)
	}
	f.beta[n-1] = final
	for i := n - 2; i >= 0; i-- {
		var b [states]float64
		base := int(c.joints[i+1]) * len(f.edges)
		for e, edge := range f.edges {
			b[edge.From] += f.passage[base+e] * f.emit[i+1][edge.To] * f.beta[i+1][edge.To]
		}
		for k := range b {
			b[k] /= f.factor[i+1]
		}
		f.beta[i] = b
	}
	return total
}

// learn moves the weights.
func (f *field) learn(c *chunk) {
	const least = 1e-5 // smaller slopes are not worth the writing
	move := func(weight, sum *float32, slope, floor float32) {
		*sum += slope * slope
		*weight -= float32(f.rate) * slope / float32(math.Sqrt(float64(*sum+floor)))
	}
	var before [states]float64
	before[c.before] = 1
	was, start := c.before, 0
	for i, truth := range c.states {
		joint := int(c.joints[i])
		base := joint * len(f.edges)
		for e, edge := range f.edges {
			slope := before[edge.From] * f.passage[base+e] * f.emit[i][edge.To] * f.beta[i][edge.To] / f.factor[i]
			if edge.From == was && edge.To == truth {
				slope--
			}
			if math.Abs(slope) > least {
				move(&f.joints[base+e], &f.bend[base+e], float32(slope), 1e-4)
			}
		}
		f.fresh[joint] = false
		before, was = f.alpha[i], truth

		var slopes [states]float32
		steep := float32(0)
		for k := range slopes {
			slopes[k] = float32(f.alpha[i][k] * f.beta[i][k])
		}
		slopes[truth]--
		for _, slope := range slopes {
			steep = max(steep, slope, -slope)
		}
		if steep > 10*least {
			for _, row := range f.rows[start:f.ends[i]] {
				at := int(row) * states
				for k, slope := range slopes {
					if slope > least || slope < -least {
						move(&f.states[at+k], &f.slope[at+k], slope, 1e-2)
					}
				}
			}
		}
		start = f.ends[i]
	}
}
