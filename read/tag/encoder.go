package tag

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"hearsay"
	"hearsay/model/deep"
)

// encoderHeader begins a model file and names its version.
const encoderHeader = "hearsay deep 1\n"

// Encoder finds sources, cues and contents as a Labeler does, with more precision and at many times the cost: a BERT
// encoder (Devlin, Chang, Lee and Toutanova 2019) reads the words alone, and a linear-chain conditional random field
// chooses the labels. It reads a document in windows of whole paragraphs, each with some of what stands before it. A
// paragraph that no window holds is cut, between two sentences where it can be, and no span runs over the cut. The sums
// are such that the labels are the same on every processor. It is safe for concurrent use, and a document is read by the
// goroutine that asks.
type Encoder struct {
	kernel        kernel
	vocabulary    *pieceVocabulary
	width         int // numbers that stand for a piece
	inner         int // the same, within the second half of a layer
	words, places embedding
	first         normalizer
	layers        []encoderLayer
	emissions     linear
	edges         []Edge
	bonds         [2][]int32 // by edge, within a paragraph and over its end
	ones, zeros   [headWidth]float32
	workSpaces    sync.Pool
}

// embedding has a row of numbers, rounded to a whole number of steps, for each of a set of things.
type embedding struct {
	steps []float32 // of each row
	cells []int8
}

// normalizer is the gain and bias of each number of a normalized row.
type normalizer struct{ gain, bias []float32 }

// linear is a linear map: weights in steps for each column of the result, and biases.
type linear struct {
	weights       matrix
	steps, biases []float32
}

// encoderLayer is self-attention and then a network of two linear maps; what goes into each is added to what comes out,
// and the sum is normalized.
type encoderLayer struct {
	attention, mix linear // attention gives queries, keys and values of all heads
	mixed          normalizer
	up, down       linear
	out            normalizer
}

const (
	windowPieces  = 256
	contextPieces = 64
	headWidth     = 32

	maxEncoderWidth  = 1024
	maxEncoderInner  = 2048 // so many products of a code and a weight fit 32 bits
	maxEncoderLayers = 24
)

// NewEncoder returns the encoder with the embedded model.
func NewEncoder() (*Encoder, error) {
	e, err := DecodeEncoder(deep.Model)
	if err != nil {
		return nil, fmt.Errorf("load the deep model: %w", err)
	}
	return e, nil
}

// DecodeEncoder reads a model as train/teacher/export.py writes it: after the header five numbers, those of pieces, of
// numbers for a piece, of numbers within a layer, of layers, and of places in a window; then the vocabulary, each piece
// behind a byte for its length; then the weights. All numbers have the lowest byte first.
func DecodeEncoder(data []byte) (*Encoder, error) {
	rest, ok := bytes.CutPrefix(data, []byte(encoderHeader))
	if !ok {
		return nil, fmt.Errorf("read deep model: it does not begin with %q", encoderHeader)
	}
	r := encoderReader{rest: rest}
	e, err := r.encoder()
	if err != nil {
		return nil, fmt.Errorf("read deep model: %w", err)
	}
	if len(r.rest) > 0 {
		return nil, fmt.Errorf("read deep model: %d bytes too many", len(r.rest))
	}
	return e, nil
}

// encoderReader takes a model file apart. After the first error it gives zeros.
type encoderReader struct {
	rest []byte
	err  error
}

func (r *encoderReader) take(n int) []byte {
	if r.err == nil && n > len(r.rest) {
		r.err = errors.New("it is cut short")
	}
	if r.err != nil {
		return nil
	}
	data := r.rest[:n]
	r.rest = r.rest[n:]
	return data
}

func (r *encoderReader) count(what string, least, most, multiple int) int {
	data := r.take(4)
	if data == nil {
		return 0
	}
	n := binary.LittleEndian.Uint32(data)
	if int64(n) < int64(least) || int64(n) > int64(most) || int(n)%multiple != 0 {
		r.err = fmt.Errorf("%d %s", n, what)
		return 0
	}
	return int(n)
}

// floats reads n numbers, and room for more, which are 0. A trained weight is never large.
func (r *encoderReader) floats(n, room int) []float32 {
	const most = 1 << 16
	data := r.take(4 * n)
	if data == nil {
		return nil
	}
	out := make([]float32, max(n, room))
	for i := range n {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:]))
		if !(magnitude(out[i]) <= most) {
			r.err = fmt.Errorf("%g as a weight", out[i])
			return nil
		}
	}
	return out
}

func (r *encoderReader) embedding(rows, width int) embedding {
	steps := r.floats(rows, 0)
	data := r.take(rows * width)
	cells := make([]int8, len(data))
	for i, b := range data {
		cells[i] = int8(b)
	}
	return embedding{steps, cells}
}

func (r *encoderReader) normalizer(width int) normalizer {
	return normalizer{gain: r.floats(width, 0), bias: r.floats(width, 0)}
}

// linear reads a map from in numbers to out, which has room for whole tiles. A weight has the given number of bytes,
// and the weights of a number of the result lie together.
func (r *encoderReader) linear(in, out, size int) linear {
	columns := roundUp(out, tileColumns)
	l := linear{steps: r.floats(out, columns), biases: r.floats(out, columns)}
	data := r.take(in * out * size)
	if data == nil {
		return l
	}
	l.weights = newMatrix(in, columns)
	for column := range out {
		at := l.weights.at(0, column)
		for row := 0; row < in; row += 2 {
			if size == 1 {
				l.weights.cells[at], l.weights.cells[at+1] = int16(int8(data[0])), int16(int8(data[1]))
			} else {
				low, high := binary.LittleEndian.Uint16(data), binary.LittleEndian.Uint16(data[2:])
				l.weights.cells[at], l.weights.cells[at+1] = int16(low), int16(high)
			}
			data = data[2*size:]
			at += 2 * panel
		}
	}
	return l
}

// emissionWeight bounds the weights of the last map, which have two bytes, so that the sums fit 32 bits.
const emissionWeight = 255

func (r *encoderReader) encoder() (*Encoder, error) {
	e := &Encoder{kernel: bestKernel(), edges: Edges()}
	pieces := r.count("pieces", int(markedPieces), maxPieces, 1)
	e.width = r.count("numbers for a piece", headWidth, maxEncoderWidth, headWidth)
	e.inner = r.count("numbers within a layer", headWidth, maxEncoderInner, headWidth)
	layers := r.count("layers", 1, maxEncoderLayers, 1)
	r.count("places", windowPieces, windowPieces, 1)
	names := make([]string, pieces)
	for i := range names {
		if length := r.take(1); length != nil {
			names[i] = string(r.take(int(length[0])))
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	var err error
	if e.vocabulary, err = newPieceVocabulary(names); err != nil {
		return nil, err
	}
	e.words, e.places = r.embedding(pieces, e.width), r.embedding(windowPieces, e.width)
	e.first = r.normalizer(e.width)
	for range layers {
		var l encoderLayer
		l.attention = r.linear(e.width, 3*e.width, 1)
		l.mix = r.linear(e.width, e.width, 1)
		l.mixed = r.normalizer(e.width)
		l.up = r.linear(e.width, e.inner, 1)
		l.down = r.linear(e.inner, e.width, 1)
		l.out = r.normalizer(e.width)
		e.layers = append(e.layers, l)
	}
	e.emissions = r.linear(e.width, int(StateCount), 2)
	for _, weight := range e.emissions.weights.cells {
		if weight < -emissionWeight || weight > emissionWeight {
			return nil, fmt.Errorf("%d as a weight of a state", weight)
		}
	}
	for kind := range e.bonds {
		joints := r.floats(int(StateCount)*int(StateCount), 0)
		if r.err != nil {
			return nil, r.err
		}
		for _, edge := range e.edges {
			e.bonds[kind] = append(e.bonds[kind], stateScore(joints[int(edge.From)*int(StateCount)+int(edge.To)]))
		}
	}
	for i := range e.ones {
		e.ones[i] = 1
	}
	e.workSpaces.New = func() any { return newEncoderSpace(e) }
	return e, nil
}

func roundUp(n, multiple int) int { return (n + multiple - 1) / multiple * multiple }

// Label returns a label for each token of each sentence. Sentences between which the text has a line break, or whose
// blocks differ, stand in different paragraphs.
func (e *Encoder) Label(text string, sentences []hearsay.Sentence, quotations []hearsay.Quotation) [][]hearsay.Label {
	return bySentence(e.LabelParagraphs(Paragraphs(text, sentences, quotations)), sentences)
}

// LabelParagraphs labels the words of a document's paragraphs.
func (e *Encoder) LabelParagraphs(paragraphs []Paragraph) [][]hearsay.Label {
	labels := make([][]hearsay.Label, len(paragraphs))
	var parts []Paragraph
	var partLabels [][]hearsay.Label
	for i, p := range paragraphs {
		labels[i] = make([]hearsay.Label, len(p.Words))
		start := 0
		for _, end := range e.vocabulary.cut(p) {
			parts = append(parts, Paragraph{Words: p.Words[start:end]})
			partLabels = append(partLabels, labels[i][start:end])
			start = end
		}
	}
	space := e.workSpaces.Get().(*encoderSpace)
	defer e.workSpaces.Put(space)
	for w := range e.vocabulary.windows(parts) {
		space.encode(w.pieces, w.firsts)
		space.decode(w.firsts, partLabels[w.paragraph:w.paragraph+w.paragraphs])
	}
	return labels
}
