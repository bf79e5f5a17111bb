package stream

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"

	"hearsay/model/df"
)

// word is a word of the frequency table with the share of documents that have it.
type word struct {
	text  string
	share float64
}

// loadWords reads the table that train/df writes; collate/story says what stands in it.
func loadWords() ([]word, error) {
	data, ok := strings.CutPrefix(string(df.Table()), df.Magic)
	from := strings.NewReader(data)
	damaged := !ok
	next := func() int {
		n, err := binary.ReadUvarint(from)
		damaged = damaged || err != nil || n > math.MaxInt32
		return int(n)
	}
	next() // the weight of words that the table lacks
	words := make([]word, 0, 1<<16)
	last := ""
	for count := next(); count > 0 && !damaged; count-- {
		shared, rest := next(), make([]byte, min(next(), from.Len()))
		_, err := from.Read(rest)
		if damaged = damaged || shared > len(last) || err != nil; damaged {
			break
		}
		last = last[:shared] + string(rest)
		const unit = 256 // of the weights, to one natural logarithm
		words = append(words, word{last, math.Exp(-float64(next()) / unit)})
	}
	if damaged || len(words) == 0 || len(words) > math.MaxUint16 {
		return nil, errors.New("read frequency table: not one, or damaged, or of another version")
	}
	return words, nil
}
