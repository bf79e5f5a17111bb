package story

import (
	"cmp"
	"slices"
	"strings"
)

const scale = 1 << 15

// heaviest weighs the words of a document by TF-IDF and returns the heaviest, sorted by word, as a vector of length
// scale.
func (c *Clusterer) heaviest(words []word) []Term {
	terms := make([]Term, 0, len(words))
	for i := range words {
		w := &words[i]
		idf := c.table.weight(w.word)
		if idf == 0 {
			continue
		}
		mark := w.mark | Mark(min(idf/rarityStep, 1<<(8-rarityShift)-1))<<rarityShift
		if w.capital > w.small {
			mark |= MarkName
		}
		// 1 + log2 of the units, by the table's weight.
		weight := uint32((256 + log2(uint64(w.units))) * uint64(idf) >> 8)
		terms = append(terms, Term{Word: w.word, Weight: weight, Mark: mark})
	}
	slices.SortFunc(terms, func(a, b Term) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Word, b.Word))
	})
	terms = slices.Clone(terms[:min(len(terms), c.params.terms)])
	normalize(terms)
	slices.SortFunc(terms, func(a, b Term) int { return strings.Compare(a.Word, b.Word) })
	return terms
}

// normalize scales a vector to length scale.
func normalize(terms []Term) {
	square := uint64(0)
	for _, term := range terms {
		square += uint64(term.Weight) * uint64(term.Weight)
	}
	if norm := squareRoot(square); norm > 0 {
		for i := range terms {
			terms[i].Weight = uint32(uint64(terms[i].Weight) * scale / norm)
		}
	}
}

// common calls yield for each word that both vectors have, with the product of its weights.
func common(a, b []Term, yield func(word string, product uint64)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch order := strings.Compare(a[i].Word, b[j].Word); {
		case order < 0:
			i++
		case order > 0:
			j++
		default:
			yield(a[i].Word, uint64(a[i].Weight)*uint64(b[j].Weight))
			i++
			j++
		}
	}
}

// dot is the cosine of two vectors in 65536ths, and how many words they share.
func dot(a, b []Term) (cosine int64, shared int) {
	sum := uint64(0)
	common(a, b, func(_ string, product uint64) { sum += product; shared++ })
	return toCosine(sum), shared
}

// toCosine turns a sum of products of weights into 65536ths.
func toCosine(sum uint64) int64 { return int64(sum * one / (scale * scale)) }

// heaviestShared returns the n words that add most to the cosine, heaviest first, then by word.
func heaviestShared(a, b []Term, n int) []string {
	type part struct {
		word    string
		product uint64
	}
	var parts []part
	common(a, b, func(word string, product uint64) { parts = append(parts, part{word, product}) })
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(b.product, a.product), strings.Compare(a.word, b.word))
	})
	shared := make([]string, 0, n)
	for _, p := range parts[:min(n, len(parts))] {
		shared = append(shared, p.word)
	}
	return shared
}
