package tag

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Weights is the table behind every tagger of this package: a row for each hash of a feature, in it one whole-number
// weight for each class. A decision is the class with the largest sum over the rows of its features, so it is the same
// on every processor.
//
// Four weights share a 64-bit word, each in a lane of 16 bits and raised by weightBias so that it is never negative.
// Adding two words then adds four weights at once, and sumRows rows fit before a lane could overflow.
type Weights struct {
	classes int
	stride  int    // words in a row
	mask    uint32 // rows - 1
	words   []uint64
}

const (
	weightBias = 1024
	sumRows    = 32 // 32 × 2047 < 1<<16
	maxStride  = 32
	laneBias   = weightBias * 0x0001_0001_0001_0001

	// WeightMin and WeightMax bound a weight; Set cuts what lies beyond.
	WeightMin = -weightBias
	WeightMax = weightBias - 1
	// MaxClasses is the largest number of classes a table can have.
	MaxClasses = 4 * maxStride
)

// NewWeights returns a table of 1<<bits rows for the given number of classes, all weights zero.
func NewWeights(bits, classes int) *Weights {
	if bits < 1 || bits > 26 || classes < 1 || classes > MaxClasses {
		panic(fmt.Sprintf("tag: no table of 1<<%d rows and %d classes", bits, classes))
	}
	stride := (classes + 3) / 4
	w := &Weights{classes: classes, stride: stride, mask: 1<<bits - 1, words: make([]uint64, stride<<bits)}
	for i := range w.words {
		w.words[i] = laneBias
	}
	return w
}

// Classes is the number of weights in a row.
func (w *Weights) Classes() int { return w.classes }

// Rows is the number of rows, a power of two. A feature's row is its hash modulo Rows.
func (w *Weights) Rows() int { return int(w.mask) + 1 }

// Get returns one weight of the row.
func (w *Weights) Get(row uint32, class int) int32 {
	word := w.words[int(row&w.mask)*w.stride+class/4]
	return int32(uint16(word>>(class%4*16))) - weightBias
}

// Set stores one weight of the row, cut to WeightMin and WeightMax.
func (w *Weights) Set(row uint32, class int, weight int32) {
	weight = max(WeightMin, min(WeightMax, weight))
	word := &w.words[int(row&w.mask)*w.stride+class/4]
	shift := class % 4 * 16
	*word = *word&^(0xffff<<shift) | uint64(weight+weightBias)<<shift
}

// Score puts into scores, for each class, the sum of the weights of the given features. It needs len(scores) ≥ Classes.
// The rows lie far apart in memory, so it goes over them with nothing in between that waits for what they hold.
func (w *Weights) Score(features []uint32, scores []int32) {
	if w.stride == 1 {
		w.scoreNarrow(features, scores)
		return
	}
	clear(scores)
	var lanes [maxStride]uint64
	for len(features) > 0 {
		batch := features[:min(len(features), sumRows)]
		features = features[len(batch):]
		at := 0
		for ; at+4 <= w.stride; at += 4 {
			var a, b, c, d uint64
			for _, feature := range batch {
				start := int(feature&w.mask)*w.stride + at
				row := w.words[start : start+4 : start+4]
				a += row[0]
				b += row[1]
				c += row[2]
				d += row[3]
			}
			lanes[at], lanes[at+1], lanes[at+2], lanes[at+3] = a, b, c, d
		}
		for ; at < w.stride; at++ {
			var a uint64
			for _, feature := range batch {
				a += w.words[int(feature&w.mask)*w.stride+at]
			}
			lanes[at] = a
		}
		bias := int32(len(batch)) * weightBias
		for class := range w.classes {
			scores[class] += int32(uint16(lanes[class/4]>>(class%4*16))) - bias
		}
	}
}

// scoreNarrow is Score for rows of one word. It widens the lanes, so that no sum of fewer than 1<<20 rows is cut.
func (w *Weights) scoreNarrow(features []uint32, scores []int32) {
	const even = 0x0000_ffff_0000_ffff
	words, mask := w.words, w.mask
	var a, b uint64
	for _, feature := range features {
		row := words[feature&mask]
		a += row & even
		b += row >> 16 & even
	}
	bias := int32(len(features)) * weightBias
	sums := [4]int32{int32(uint32(a)), int32(uint32(b)), int32(a >> 32), int32(b >> 32)}
	for class := range w.classes {
		scores[class] = sums[class] - bias
	}
}

// Best returns the class with the largest score, the first of several, and the score.
func Best(scores []int32) (class int, score int32) {
	for i, s := range scores {
		if i == 0 || s > score {
			class, score = i, s
		}
	}
	return class, score
}

// Append writes the table to buf: bits, classes and the number of weights that are not zero, then each of these as its
// distance from the one before and its value, all as varints.
func (w *Weights) Append(buf []byte) []byte {
	count := 0
	for row := range w.Rows() {
		for class := range w.classes {
			if w.Get(uint32(row), class) != 0 {
				count++
			}
		}
	}
	bits := 0
	for 1<<bits < w.Rows() {
		bits++
	}
	buf = binary.AppendUvarint(buf, uint64(bits))
	buf = binary.AppendUvarint(buf, uint64(w.classes))
	buf = binary.AppendUvarint(buf, uint64(count))
	last := 0
	for row := range w.Rows() {
		for class := range w.classes {
			if weight := w.Get(uint32(row), class); weight != 0 {
				at := row*w.classes + class
				buf = binary.AppendUvarint(buf, uint64(at-last))
				buf = binary.AppendVarint(buf, int64(weight))
				last = at
			}
		}
	}
	return buf
}

var errTruncated = errors.New("the model ends too early")

// DecodeWeights reads a table that Append wrote and returns what follows it.
func DecodeWeights(data []byte) (*Weights, []byte, error) {
	c, err := decodeCells(data)
	if err != nil {
		return nil, nil, fmt.Errorf("read weights: %w", err)
	}
	w := NewWeights(int(c.bits), int(c.classes))
	for c.next() {
		w.Set(uint32(c.at/c.classes), int(c.at%c.classes), int32(c.weight))
	}
	if c.err != nil {
		return nil, nil, fmt.Errorf("read weights: %w", c.err)
	}
	return w, c.data, nil
}

// cells reads what Append wrote, one weight after the other.
type cells struct {
	reader
	bits, classes, count uint64
	at                   uint64 // row × classes + class of the weight
	weight               int64
}

func decodeCells(data []byte) (cells, error) {
	c := cells{reader: reader{data: data}}
	c.bits, c.classes, c.count = c.uvarint(), c.uvarint(), c.uvarint()
	if c.err == nil && (c.bits < 1 || c.bits > 26 || c.classes < 1 || c.classes > MaxClasses) {
		c.err = fmt.Errorf("no table of 1<<%d rows and %d classes", c.bits, c.classes)
	}
	return c, c.err
}

// next goes on to the next weight. It returns false after the last, and where the data are damaged, which leaves err.
func (c *cells) next() bool {
	if c.count == 0 || c.err != nil {
		return false
	}
	c.count--
	c.at += c.uvarint()
	c.weight = c.varint()
	if c.err == nil && c.at >= c.classes<<c.bits {
		c.err = errTruncated
	}
	return c.err == nil
}

// reader takes varints off a model file and remembers the first failure.
type reader struct {
	data []byte
	err  error
}

func (r *reader) uvarint() uint64 {
	value, n := binary.Uvarint(r.data)
	if n <= 0 {
		r.err = errTruncated
		return 0
	}
	r.data = r.data[n:]
	return value
}

func (r *reader) varint() int64 {
	value, n := binary.Varint(r.data)
	if n <= 0 {
		r.err = errTruncated
		return 0
	}
	r.data = r.data[n:]
	return value
}
