package tag

import (
	"math"

	"hearsay"
)

// Numbers go into a product of matrices as codes, whole numbers of steps. How many there are on each side of zero is
// chosen so that the sums fit 32 bits with many bits to spare for precision.
const (
	rowCodes   = 1<<13 - 1 // with weights of 8 bits, up to maxEncoderInner products
	scoreCodes = 1<<12 - 1 // queries and keys, headWidth products
	valueCodes = 1<<14 - 1 // with parts of shareParts, which add up to about that
)

// encoderSpace is the work space for one window at a time.
type encoderSpace struct {
	*Encoder
	all, wanted []int     // rows: all, and those of which the words need the result
	x, y        []float32 // a row for each piece; what is added to it
	row         []float32
	codes       []int16 // rows of codes
	steps       []float32
	sums        []int32
	qkv         []float32 // queries, keys and values of each piece
	most        []float32 // the largest magnitude in each column of these
	queries     []int16
	codeRow     [headWidth]int16
	keys        matrix
	values      matrix
	shares      []int16
	mixed       []int32
	emitted     [][StateCount]int32 // of each wanted row
	back        [][StateCount]State
}

func newEncoderSpace(e *Encoder) *encoderSpace {
	long := max(e.inner, 3*e.width, windowPieces)
	s := &encoderSpace{
		Encoder: e,
		x:       make([]float32, windowPieces*e.width),
		y:       make([]float32, windowPieces*e.width),
		row:     make([]float32, long),
		codes:   make([]int16, windowPieces*max(e.inner, e.width)),
		steps:   make([]float32, windowPieces),
		sums:    make([]int32, windowPieces*long),
		qkv:     make([]float32, windowPieces*3*e.width),
		most:    make([]float32, 3*e.width),
		queries: make([]int16, windowPieces*headWidth),
		keys:    newMatrix(headWidth, windowPieces),
		values:  newMatrix(windowPieces, headWidth),
		shares:  make([]int16, windowPieces*windowPieces),
		mixed:   make([]int32, windowPieces*headWidth),
	}
	for row := range windowPieces {
		s.all = append(s.all, row)
	}
	return s
}

// encode computes what each state scores at each of the places, which ascend.
func (s *encoderSpace) encode(pieces []piece, places []int) {
	s.wanted = s.wanted[:0]
	for _, place := range places {
		if n := len(s.wanted); n == 0 || s.wanted[n-1] != place {
			s.wanted = append(s.wanted, place)
		}
	}
	if len(s.wanted) == 0 {
		return
	}
	s.embed(pieces)
	n := len(pieces)
	for i := range s.layers {
		rows := s.all[:n]
		if i == len(s.layers)-1 {
			rows = s.wanted
		}
		s.layer(&s.layers[i], n, rows)
	}
	s.emit(len(s.wanted))
}

// embed begins each row with the numbers of its piece and its place.
func (s *encoderSpace) embed(pieces []piece) {
	row := s.row[:s.width]
	for place, p := range pieces {
		x := s.x[place*s.width:][:s.width]
		word, wordStep := s.words.cells[int(p)*s.width:][:s.width], s.words.steps[p]
		at, placeStep := s.places.cells[place*s.width:][:s.width], s.places.steps[place]
		for i := range x {
			x[i] = float32(float32(word[i]) * wordStep)
			row[i] = float32(float32(at[i]) * placeStep)
		}
		s.normalize(place, row, &s.first)
	}
}

// normalize adds a row to that of x, and normalizes it.
func (s *encoderSpace) normalize(row int, y []float32, n *normalizer) {
	s.kernel.normalize(s.x[row*s.width:][:s.width], y, n.gain, n.bias, 1/float32(s.width))
}

// encodeRow makes codes of a row of numbers.
func (s *encoderSpace) encodeRow(row int, numbers []float32) {
	step, scale := codeStep(s.kernel.largest(numbers), rowCodes)
	s.steps[row] = step
	s.kernel.quantize(s.codes[row*len(numbers):][:len(numbers)], numbers, scale)
}

// codeStep is the step for codes of numbers of at most the given magnitude, and what a number times it is its code.
func codeStep(most float32, codes float32) (step, scale float32) {
	const least = 1e-20 // what is smaller is as good as nothing
	if most < least {
		return 0, 0
	}
	return most / codes, codes / most
}

// multiply makes the sums of the first rows of a, which are stride apart, with a matrix.
func (s *encoderSpace) multiply(out []int32, a []int16, stride, rows int, m *matrix) {
	rows = roundUp(rows, tileRows)
	for column := 0; column < m.columns; column += tileColumns {
		panels := m.cells[2*m.pairs*column:][:2*m.pairs*tileColumns]
		s.kernel.multiplyTiles(out[column:], m.columns, a, stride, panels, m.pairs, rows)
	}
}

// apply makes the sums of the first rows of codes with a linear map.
func (s *encoderSpace) apply(l *linear, rows int) {
	s.multiply(s.sums, s.codes, 2*l.weights.pairs, rows, &l.weights)
}

// result is a row of the result of a linear map, of which the sums were made.
func (s *encoderSpace) result(out []float32, l *linear, row int) []float32 {
	columns := l.weights.columns
	out = out[:columns]
	s.kernel.affine(out, s.sums[row*columns:][:columns], l.steps, l.biases, s.steps[row])
	return out
}

// layer turns the first n rows into what a layer makes of some of them.
func (s *encoderSpace) layer(l *encoderLayer, n int, rows []int) {
	width := s.width
	for row := range n {
		s.encodeRow(row, s.x[row*width:][:width])
	}
	s.apply(&l.attention, n)
	clear(s.most)
	for row := range n {
		s.kernel.raise(s.most, s.result(s.qkv[row*3*width:], &l.attention, row))
	}
	for head := range width / headWidth {
		s.attend(head, n, rows)
	}
	if len(rows) < n {
		for i, row := range rows {
			copy(s.x[i*width:][:width], s.x[row*width:][:width])
		}
	}
	for i := range rows {
		s.encodeRow(i, s.y[i*width:][:width])
	}
	s.apply(&l.mix, len(rows))
	for i := range rows {
		s.normalize(i, s.result(s.row, &l.mix, i), &l.mixed)
		s.encodeRow(i, s.x[i*width:][:width])
	}
	s.apply(&l.up, len(rows))
	for i := range rows {
		inner := s.result(s.row, &l.up, i)
		s.kernel.gelu(inner)
		s.encodeRow(i, inner)
	}
	s.apply(&l.down, len(rows))
	for i := range rows {
		s.normalize(i, s.result(s.row, &l.down, i), &l.out)
	}
}

// attend puts, for one head and the given rows, the mean of the values of all n rows into y, weighed by how well a
// row's query fits each key (Vaswani et al. 2017).
func (s *encoderSpace) attend(head, n int, rows []int) {
	const never = math.MinInt32 / 2
	part := func(third int) (column int, step, scale float32) {
		column = third*s.width + head*headWidth
		codes := float32(scoreCodes)
		if third == 2 {
			codes = valueCodes
		}
		step, scale = codeStep(s.kernel.largest(s.most[column:][:headWidth]), codes)
		return column, step, scale
	}
	query, queryStep, queryScale := part(0)
	key, keyStep, keyScale := part(1)
	value, valueStep, valueScale := part(2)
	for i, row := range rows {
		s.kernel.quantize(s.queries[i*headWidth:][:headWidth], s.qkv[row*3*s.width+query:][:headWidth], queryScale)
	}
	whole := roundUp(n, lanes)
	s.keys.columns, s.values.pairs = roundUp(n, tileColumns), whole/2
	for row := range n {
		s.kernel.quantize(s.codeRow[:], s.qkv[row*3*s.width+key:][:headWidth], keyScale)
		to := s.keys.cells[s.keys.at(0, row):]
		for i := 0; i < headWidth; i += 2 {
			to[i*panel], to[i*panel+1] = s.codeRow[i], s.codeRow[i+1]
		}
		s.kernel.quantize(s.codeRow[:], s.qkv[row*3*s.width+value:][:headWidth], valueScale)
		for first := 0; first < headWidth; first += panel {
			to := s.values.cells[s.values.at(row, first):]
			for i, code := range s.codeRow[first:][:panel] {
				to[2*i] = code
			}
		}
	}
	// Rows that stand for no piece hold what an earlier window left there, and where all scores are near zero even they
	// have a share.
	for row := n; row < whole; row++ {
		for first := 0; first < headWidth; first += panel {
			to := s.values.cells[s.values.at(row, first):]
			for i := range panel {
				to[2*i] = 0
			}
		}
	}
	s.multiply(s.sums, s.queries, headWidth, len(rows), &s.keys)
	// A score is the exponent of a power of 2, not of e.
	scale := float32(float32(queryStep*keyStep) * float32(math.Log2E/5.656854249492380195)) // √headWidth
	for i := range rows {
		scores := s.sums[i*s.keys.columns:][:whole]
		for k := n; k < whole; k++ {
			scores[k] = never
		}
		s.kernel.softmax(s.shares[i*whole:][:whole], scores, scale)
	}
	s.multiply(s.mixed, s.shares, whole, len(rows), &s.values)
	valueStep /= shareParts
	for i := range rows {
		y := s.y[i*s.width+head*headWidth:][:headWidth]
		s.kernel.affine(y, s.mixed[i*headWidth:][:headWidth], s.ones[:], s.zeros[:], valueStep)
	}
}

// emit scores the states of the first n rows.
func (s *encoderSpace) emit(n int) {
	for row := range n {
		s.encodeRow(row, s.x[row*s.width:][:s.width])
	}
	s.apply(&s.emissions, n)
	s.emitted = s.emitted[:0]
	for row := range n {
		var scores [StateCount]int32
		for state, x := range s.result(s.row, &s.emissions, row)[:StateCount] {
			scores[state] = stateScore(x)
		}
		s.emitted = append(s.emitted, scores)
	}
}

// stateScore makes a whole number of the score of a state or of an edge: from here on nothing is rounded.
func stateScore(x float32) int32 {
	const parts, most = 1 << 14, 255
	return round(float32(max(-most, min(most, x)) * parts))
}

// decode puts the best path through all states (Viterbi 1967) into the labels of a window's paragraphs; of equally good
// ones that with the lower states. Places are those of the words.
func (s *encoderSpace) decode(places []int, labels [][]hearsay.Label) {
	const never = math.MinInt32 / 2
	s.back = s.back[:0]
	var score [StateCount]int32
	wanted, word := 0, 0
	for _, paragraph := range labels {
		for i := range paragraph {
			kind := 0
			if i == 0 {
				kind = 1
			}
			var best [StateCount]int32
			var from [StateCount]State
			for state := range best {
				best[state] = never
			}
			if word == 0 {
				for state := range StateCount {
					if !state.follows() {
						best[state] = 0
					}
				}
			} else {
				for e, edge := range s.edges {
					if i == 0 && edge.From.Opens() {
						continue
					}
					if sum := score[edge.From] + s.bonds[kind][e]; sum > best[edge.To] {
						best[edge.To], from[edge.To] = sum, edge.From
					}
				}
			}
			for s.wanted[wanted] != places[word] {
				wanted++
			}
			emit := &s.emitted[wanted]
			top := int32(never)
			for state := range best {
				score[state] = max(never, best[state]+emit[state])
				top = max(top, score[state])
			}
			for state := range score {
				score[state] = max(never, score[state]-top)
			}
			s.back = append(s.back, from)
			word++
		}
	}
	for state := range StateCount {
		if state.Opens() {
			score[state] = never
		}
	}
	last, _ := Best(score[:])
	state := State(last)
	for i := len(labels) - 1; i >= 0; i-- {
		for k := len(labels[i]) - 1; k >= 0; k-- {
			labels[i][k] = state.Label()
			word--
			state = s.back[word][state]
		}
	}
}
