package story

import (
	"cmp"
	"slices"
	"strings"
)

// component is one term of a vector.
type component struct {
	term   int32  // its rank in the vocabulary
	weight uint32 // scale is all of the vector
}

// vector is a document's heaviest terms by TF-IDF, scaled to length scale, by rank. Terms of no other document of the
// set are left out: they count for the length and can add nothing more.
type vector []component

const scale = 1 << 15

// vocabulary is the terms that at least two documents of a set have among their heaviest, sorted. A term's rank is its
// index.
type vocabulary []string

// weighted is a term with its weight in one document.
type weighted struct {
	word   string
	weight uint32
	number int32
}

// vectors weighs the terms of all documents.
func (c *Clusterer) vectors(docs []*Features) ([]vector, vocabulary) {
	numbers := map[string]int32{} // of words, in the order in which they are met
	var counts []int32            // documents of each
	heavy := make([][]weighted, len(docs))
	for i, doc := range docs {
		heavy[i] = c.heaviest(doc)
		for k := range heavy[i] {
			term := &heavy[i][k]
			number, met := numbers[term.word]
			if !met {
				number = int32(len(counts))
				numbers[term.word] = number
				counts = append(counts, 0)
			}
			counts[number]++
			term.number = number
		}
	}
	var words vocabulary
	for word, number := range numbers {
		if counts[number] > 1 {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	ranks := make([]int32, len(counts))
	for rank, word := range words {
		ranks[numbers[word]] = int32(rank)
	}
	vectors := make([]vector, len(docs))
	for i, terms := range heavy {
		for _, term := range terms {
			if counts[term.number] > 1 {
				vectors[i] = append(vectors[i], component{ranks[term.number], term.weight})
			}
		}
		slices.SortFunc(vectors[i], func(a, b component) int { return cmp.Compare(a.term, b.term) })
	}
	return vectors, words
}

// heaviest returns the heaviest terms of a document, scaled to length scale.
func (c *Clusterer) heaviest(doc *Features) []weighted {
	terms := make([]weighted, 0, len(doc.Terms))
	for _, term := range doc.Terms {
		idf := c.table.weight(term.Word)
		if idf > 0 && term.Units > 0 {
			// 1 + log2 of the units, by the table's weight.
			weight := uint32((256 + log2(uint64(term.Units))) * uint64(idf) >> 8)
			terms = append(terms, weighted{word: term.Word, weight: weight})
		}
	}
	slices.SortFunc(terms, func(a, b weighted) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), strings.Compare(a.word, b.word))
	})
	terms = slices.Clone(terms[:min(len(terms), c.params.terms)])
	square := uint64(0)
	for _, term := range terms {
		square += uint64(term.weight) * uint64(term.weight)
	}
	if norm := squareRoot(square); norm > 0 {
		for i := range terms {
			terms[i].weight = uint32(uint64(terms[i].weight) * scale / norm)
		}
	}
	return terms
}

// common calls yield for each term that both vectors have, with the product of its weights.
func (v vector) common(other vector, yield func(term int32, product uint64)) {
	for i, j := 0, 0; i < len(v) && j < len(other); {
		switch {
		case v[i].term < other[j].term:
			i++
		case v[i].term > other[j].term:
			j++
		default:
			yield(v[i].term, uint64(v[i].weight)*uint64(other[j].weight))
			i++
			j++
		}
	}
}

// dot is the cosine of two vectors in 65536ths.
func (v vector) dot(other vector) int64 {
	sum := uint64(0)
	v.common(other, func(_ int32, product uint64) { sum += product })
	return cosine(sum)
}

// cosine turns a sum of products of weights into 65536ths.
func cosine(sum uint64) int64 { return int64(sum * one / (scale * scale)) }

// shared returns the n terms that add most to the cosine, heaviest first, then by word.
func (v vector) shared(other vector, n int, words vocabulary) []string {
	type part struct {
		word    string
		product uint64
	}
	var parts []part
	v.common(other, func(term int32, product uint64) { parts = append(parts, part{words[term], product}) })
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(b.product, a.product), strings.Compare(a.word, b.word))
	})
	shared := make([]string, 0, n)
	for _, p := range parts[:min(n, len(parts))] {
		shared = append(shared, p.word)
	}
	return shared
}
