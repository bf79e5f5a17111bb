package main

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"

	model "hearsay/model/claim"
)

// length is that of every vector in the table, so that a product of two is their cosine in 65536ths.
const length = 256

// cutVectors writes the vectors of the first words of a file in small letters, each made one long and rounded: the
// magic, their number and dimensions, then sorted by word each word with its rank, then the vectors in that order. It returns the words.
func cutVectors(path, out string, count int) (map[string]bool, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	defer file.Close()
	var all struct {
		Dimensions int                  `json:"dimensions"`
		Words      []string             `json:"words"`
		Vectors    map[string][]float64 `json:"vectors"`
	}
	if err := json.NewDecoder(file).Decode(&all); err != nil {
		return nil, fmt.Errorf("read vectors: %s: %w", path, err)
	}
	type row struct {
		word string
		rank int
	}
	var rows []row
	words := map[string]bool{}
	for rank, word := range all.Words {
		if len(rows) == count {
			break
		}
		if len(all.Vectors[word]) >= all.Dimensions && letters(word) {
			rows = append(rows, row{word, rank})
			words[word] = true
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.word, b.word) })
	data := []byte(model.Magic)
	data = binary.AppendUvarint(data, uint64(len(rows)))
	data = binary.AppendUvarint(data, uint64(all.Dimensions))
	for _, r := range rows {
		data = append(data, byte(len(r.word)))
		data = append(data, r.word...)
		data = binary.AppendUvarint(data, uint64(r.rank))
	}
	for _, r := range rows {
		square := 0.0
		vector := all.Vectors[r.word][:all.Dimensions]
		for _, x := range vector {
			square += x * x
		}
		for _, x := range vector {
			data = append(data, byte(int8(max(-127, min(127, math.Round(x/math.Sqrt(square)*length))))))
		}
	}
	return words, os.WriteFile(out, data, 0o666)
}

// letters reports whether a word is made of small letters, with hyphens in between at most.
func letters(word string) bool {
	if len(word) > 60 || word[0] < 'a' || word[0] > 'z' {
		return false
	}
	for _, c := range []byte(word) {
		if (c < 'a' || c > 'z') && c != '-' {
			return false
		}
	}
	return true
}
