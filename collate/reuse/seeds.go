package reuse

import (
	"cmp"
	"slices"
)

// seed is a gram that stands in two streams, by its offset in each.
type seed struct{ a, b int }

// candidate is two documents, by index, that share seeds; the seeds are sorted.
type candidate struct {
	a, b  int
	seeds []seed
}

func sortSeeds(seeds []seed) {
	slices.SortFunc(seeds, func(x, y seed) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
}

// mark is one winnowed gram of one document.
type mark struct {
	hash uint64
	doc  int32
	at   int32
}

// base is the base of the rolling hash, an odd number with well-spread bits.
const base = 0x9e3779b97f4a7c15

// winnow appends the marks of a stream: in each window of consecutive grams the one with the least hash, the last such
// on a tie.
func winnow(marks []mark, doc int, chars []byte) []mark {
	if len(chars) < gramLength {
		return marks
	}
	power := uint64(1)
	for range gramLength - 1 {
		power *= base
	}
	// least holds the grams that may still be least, their hashes rising.
	var ring [window]mark
	head, size := 0, 0
	last := int32(-1)
	rolling := uint64(0)
	for i, c := range chars {
		if i >= gramLength {
			rolling -= uint64(chars[i-gramLength]) * power
		}
		rolling = rolling*base + uint64(c)
		at := int32(i - gramLength + 1)
		if at < 0 {
			continue
		}
		m := mark{mix(rolling), int32(doc), at}
		if size > 0 && ring[head].at <= at-window {
			head, size = (head+1)%window, size-1
		}
		for size > 0 && ring[(head+size-1)%window].hash >= m.hash {
			size--
		}
		ring[(head+size)%window] = m
		size++
		full := at >= window-1 || i == len(chars)-1
		if full && ring[head].at != last {
			marks = append(marks, ring[head])
			last = ring[head].at
		}
	}
	return marks
}

// mix spreads every bit of x over all: the finaliser of MurmurHash3.
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// candidates returns the pairs of streams that share grams, sorted by a, then b.
func candidates(streams []stream) []candidate {
	size := 0
	for i := range streams {
		size += len(streams[i].chars)
	}
	marks := make([]mark, 0, size*2/(window+1)+len(streams))
	for i := range streams {
		marks = winnow(marks, i, streams[i].chars)
	}
	slices.SortFunc(marks, func(x, y mark) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.doc, y.doc), cmp.Compare(x.at, y.at))
	})
	type link struct{ a, b, atA, atB int32 }
	var links []link
	var starts []int // of each document's marks in the list of one gram
	for from := 0; from < len(marks); {
		to := from
		starts = starts[:0]
		for to < len(marks) && marks[to].hash == marks[from].hash {
			if to == from || marks[to].doc != marks[to-1].doc {
				starts = append(starts, to)
			}
			to++
		}
		starts = append(starts, to)
		common := len(starts)-1 > gramDocs
		for j := 1; j < len(starts)-1; j++ {
			for i := range j {
				if common && i >= gramEarliest && i < j-gramBefore {
					continue
				}
				for _, x := range marks[starts[i]:min(starts[i+1], starts[i]+gramRepeats)] {
					for _, y := range marks[starts[j]:min(starts[j+1], starts[j]+gramRepeats)] {
						links = append(links, link{x.doc, y.doc, x.at, y.at})
					}
				}
			}
		}
		from = to
	}
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.atA, y.atA), cmp.Compare(x.atB, y.atB))
	})
	var pairs []candidate
	for _, l := range links {
		if n := len(pairs); n == 0 || pairs[n-1].a != int(l.a) || pairs[n-1].b != int(l.b) {
			pairs = append(pairs, candidate{a: int(l.a), b: int(l.b)})
		}
		p := &pairs[len(pairs)-1]
		p.seeds = append(p.seeds, seed{int(l.atA), int(l.atB)})
	}
	return pairs
}
