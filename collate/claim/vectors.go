package claim

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"slices"
	"strings"

	model "hearsay/model/claim"
)

// vectors is a table of frequent words with their vectors.
type vectors struct {
	words      []string // sorted
	ranks      []int32  // by frequency
	dimensions int
	cells      string
}

var errVectors = errors.New("read vectors: damaged, or of another version")

// loadVectors reads the table that train/claim writes.
func loadVectors(table string) (*vectors, error) {
	data, found := strings.CutPrefix(table, model.Magic)
	next := func() int {
		value, n := binary.Uvarint([]byte(data[:min(len(data), binary.MaxVarintLen64)]))
		if n <= 0 || value > math.MaxInt32 {
			found = false
			return 0
		}
		data = data[n:]
		return int(value)
	}
	count := next()
	v := &vectors{dimensions: next()}
	for range count {
		if !found || data == "" || len(data) < 1+int(data[0]) {
			return nil, errVectors
		}
		end := 1 + int(data[0])
		v.words = append(v.words, data[1:end])
		data = data[end:]
		v.ranks = append(v.ranks, int32(next()))
	}
	if !found || len(data) != count*v.dimensions {
		return nil, errVectors
	}
	v.cells = data
	return v, nil
}

// row is where a word stands in the table, or -1.
func (v *vectors) row(word string) int32 {
	if i, ok := slices.BinarySearch(v.words, word); ok {
		return int32(i)
	}
	return -1
}

// cosine is that of two words of the table, in 1024ths.
func (v *vectors) cosine(a, b int32) int32 {
	x, y := v.cells[int(a)*v.dimensions:][:v.dimensions], v.cells[int(b)*v.dimensions:][:v.dimensions]
	sum := int32(0)
	for i := range v.dimensions {
		sum += int32(int8(x[i])) * int32(int8(y[i]))
	}
	return sum / 64
}

// unknownRank is that of a word that the table lacks: rarer than all of it.
const unknownRank = 60_000

// rarity is how much a word says, by its rank: a binary logarithm in 16ths.
func (v *vectors) rarity(row int32) int32 {
	rank := int32(unknownRank)
	if row >= 0 {
		rank = v.ranks[row]
	}
	return log2(uint32(rank)/32 + 2)
}

// log2 is the binary logarithm in 16ths, linear between the powers.
func log2(x uint32) int32 {
	whole := bits.Len32(x) - 1
	return int32(whole)*16 + int32((uint64(x)-1<<whole)*16>>whole)
}

// meaning is the mean of the vectors of some words by their weight, of length 1024.
type meaning []int32

// meaning is nothing where no word has a vector.
func (c *comparison) meaning(words []int32) meaning {
	v := c.joiner.vectors
	var sum meaning
	for _, id := range words {
		t := &c.terms[id]
		if t.row < 0 {
			continue
		}
		if sum == nil {
			sum = make(meaning, v.dimensions)
		}
		for i, cell := range []byte(v.cells[int(t.row)*v.dimensions:][:v.dimensions]) {
			sum[i] += int32(int8(cell)) * t.weight
		}
	}
	square := int64(0)
	for _, x := range sum {
		square += int64(x) * int64(x)
	}
	length := int64(math.Sqrt(float64(square)))
	for i := range sum {
		sum[i] = int32(int64(sum[i]) * 1024 / max(1, length))
	}
	return sum
}

// like is the cosine of two meanings in classes, 0 if one is nothing.
func (m *meaning) like(other *meaning) uint8 {
	if *m == nil || *other == nil {
		return 0
	}
	sum := int32(0)
	for i, x := range *m {
		sum += x * (*other)[i] / 1024
	}
	return 1 + step(sum, 300, 400, 500, 560, 620, 680, 740, 800, 850, 900, 950)
}
