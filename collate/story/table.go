package story

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"

	"hearsay/model/df"
)

// table is the frozen document-frequency table: the weight of each common word, in 256ths of a natural logarithm.
type table struct {
	weights map[string]uint16
	rare    uint16 // the weight of a word that the table lacks: it is rarer than all that it has
}

// loadTable reads the embedded table, in the form that train/df writes: the magic and version, then as varints the
// weight of rare words and the number of words, then for each word in order the length of the prefix that it shares
// with the one before, the rest with its length, and its weight.
func loadTable(data []byte) (table, error) {
	const magic = df.Magic
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return table{}, errors.New("read frequency table: not one, or of another version")
	}
	data = data[len(magic):]
	failed := false
	next := func(bound uint64) int {
		value, n := binary.Uvarint(data)
		if n <= 0 || value > bound {
			failed = true
			return 0
		}
		data = data[n:]
		return int(value)
	}
	t := table{rare: uint16(next(1<<16 - 1))}
	count := next(1 << 24)
	t.weights = make(map[string]uint16, count)
	var word []byte
	for i := 0; i < count && !failed; i++ {
		shared := next(uint64(len(word)))
		rest := next(uint64(len(data)))
		if failed || rest > len(data) {
			failed = true
			break
		}
		word = append(word[:shared], data[:rest]...)
		data = data[rest:]
		t.weights[string(word)] = uint16(next(1<<16 - 1))
	}
	if failed || len(data) > 0 {
		return table{}, fmt.Errorf("read frequency table: damaged after %d words", len(t.weights))
	}
	return t, nil
}

// weight is the weight of a word, in 256ths of a natural logarithm.
func (t *table) weight(word string) uint16 {
	if weight, ok := t.weights[word]; ok {
		return weight
	}
	return t.rare
}

// log2 is the binary logarithm of x ≥ 1 in 256ths, rounded down: the same bits on every processor.
func log2(x uint64) uint64 {
	whole := uint64(bits.Len64(x) - 1)
	// The mantissa as a fraction of 2^31 in [1, 2), squared once for each bit of the result's fraction.
	mantissa := x << 31 >> whole
	result := whole << 8
	for bit := uint64(1 << 7); bit > 0; bit >>= 1 {
		mantissa = mantissa * mantissa >> 31
		if mantissa >= 1<<32 {
			mantissa >>= 1
			result |= bit
		}
	}
	return result
}

// squareRoot is the root of x, rounded down, by Newton's method on integers.
func squareRoot(x uint64) uint64 {
	if x < 2 {
		return x
	}
	root := uint64(1) << (bits.Len64(x-1)/2 + 1)
	for {
		next := (root + x/root) / 2
		if next >= root {
			return root
		}
		root = next
	}
}
