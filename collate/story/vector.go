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
	terms = chosen(terms, c.params.terms)
	normalize(terms)
	return terms
}

// chosen returns the n heaviest of terms, of terms of one weight those that are first by word, sorted by word.
func chosen(terms []Term, n int) []Term {
	keys := make([]uint64, len(terms)) // the heaviest term is the least key
	for i := range terms {
		keys[i] = uint64(^terms[i].Weight)<<32 | uint64(i)
	}
	if n = min(n, len(keys)); n < len(keys) {
		slices.Sort(keys)
		from, to := n, n // the keys of one weight that n cuts
		for ; from > 0 && keys[from-1]>>32 == keys[n]>>32; from-- {
		}
		for ; to < len(keys) && keys[to]>>32 == keys[n]>>32; to++ {
		}
		slices.SortFunc(keys[from:to], func(x, y uint64) int {
			return strings.Compare(terms[uint32(x)].Word, terms[uint32(y)].Word)
		})
	}
	// Most words differ in their first eight bytes.
	type head struct {
		bytes uint64
		term  uint32
	}
	heads := make([]head, n)
	for i, key := range keys[:n] {
		heads[i].term = uint32(key)
		for j, word := 0, terms[uint32(key)].Word; j < 8; j++ {
			heads[i].bytes <<= 8
			if j < len(word) {
				heads[i].bytes |= uint64(word[j])
			}
		}
	}
	slices.SortFunc(heads, func(x, y head) int {
		if x.bytes != y.bytes {
			return cmp.Compare(x.bytes, y.bytes)
		}
		return strings.Compare(terms[x.term].Word, terms[y.term].Word)
	})
	list := make([]Term, n)
	for i, h := range heads {
		list[i] = terms[h.term]
	}
	return list
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

// common calls yield for each word that both vectors have.
func common(a, b []Term, yield func(x, y *Term)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch order := strings.Compare(a[i].Word, b[j].Word); {
		case order < 0:
			i++
		case order > 0:
			j++
		default:
			yield(&a[i], &b[j])
			i++
			j++
		}
	}
}

// dot is the cosine of two vectors in 65536ths, and how many words they share.
func dot(a, b []Term) (cosine int64, shared int) {
	sum := uint64(0)
	common(a, b, func(x, y *Term) {
		sum += uint64(x.Weight) * uint64(y.Weight)
		shared++
	})
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
	common(a, b, func(x, y *Term) { parts = append(parts, part{x.Word, uint64(x.Weight) * uint64(y.Weight)}) })
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(b.product, a.product), strings.Compare(a.word, b.word))
	})
	shared := make([]string, 0, n)
	for _, p := range parts[:min(n, len(parts))] {
		shared = append(shared, p.word)
	}
	return shared
}
