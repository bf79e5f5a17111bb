package story

import (
	"cmp"
	"math"
	"slices"
)

// edge is the similarity of two documents, by their index in document order, a < b.
type edge struct {
	a, b   int
	weight int64
}

// posting is a document with the weight of a term in it.
type posting struct {
	doc    int
	day    int // undatedDay where it is not known
	weight uint32
}

// fewestTerms is how many terms two documents must share at least: the one rare name in two notes of three lines makes
// most of their weight and no story.
const fewestTerms = 4

// undatedDay comes before every day, so that undated documents lead each list.
const undatedDay = math.MinInt

// edges returns every pair of leaders whose similarity reaches the floor, sorted by a, then b. The cosines are summed
// term by term over an inverted index whose lists are in order of days, so that a dated document meets only the undated
// and those of the window before it; the ones behind it in time meet it in their turn.
func (c *Clusterer) edges(docs []*Features, leaders []int, vectors []vector, terms int) []edge {
	day := func(i int) int {
		if dated(docs[i].Published) {
			return docs[i].Published.Day()
		}
		return undatedDay
	}
	var order []int // undated first, then by day
	for i := range docs {
		if leaders[i] == i {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(day(a), day(b)) })

	var edges []edge
	index := make([][]posting, terms)
	sums := make([]uint64, len(docs))
	shared := make([]int, len(docs))
	var met []int
	for _, i := range order {
		today := day(i)
		met = met[:0]
		for _, part := range vectors[i] {
			list := index[part.term]
			for k := len(list) - 1; k >= 0; k-- {
				p := &list[k]
				if p.day != undatedDay && today-p.day > window {
					// All before it are further off, but for the undated at the list's beginning.
					k = undatedCount(list[:k])
					continue
				}
				if sums[p.doc] == 0 {
					met = append(met, p.doc)
				}
				sums[p.doc] += uint64(part.weight) * uint64(p.weight)
				shared[p.doc]++
			}
			index[part.term] = append(list, posting{i, today, part.weight})
		}
		for _, j := range met {
			weight := cosine(sums[j]) * c.factor(docs[i].Published, docs[j].Published) / one
			few := shared[j] < fewestTerms
			sums[j], shared[j] = 0, 0
			if weight >= c.params.floor && !few {
				edges = append(edges, edge{min(i, j), max(i, j), weight})
			}
		}
	}
	slices.SortFunc(edges, func(x, y edge) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return edges
}

// undatedCount is how many undated documents begin the list.
func undatedCount(list []posting) int {
	n, _ := slices.BinarySearchFunc(list, undatedDay+1, func(p posting, day int) int { return cmp.Compare(p.day, day) })
	return n
}

// collapse returns for each document the index of the document that stands for it: itself, or the earliest one that it
// is a near-copy of. Near-copies are found by their sketches: documents that agree in most slots. The sketch is cut
// into bands of four slots, and a document is compared with the latest leaders alone that have an equal band, so that a
// thousand copies cost a thousand comparisons.
func (c *Clusterer) collapse(docs []*Features) []int {
	const band, latest = 4, 32
	type key struct {
		band  int
		slots [band]uint32
	}
	leaders := make([]int, len(docs))
	bands := map[key][]int{}
	for i, doc := range docs {
		leaders[i] = i
		if doc.Sketch == nil {
			continue
		}
		best := i
		var keys []key
		for at := 0; at < sketchSlots; at += band {
			k := key{band: at, slots: [band]uint32(doc.Sketch[at : at+band])}
			if slices.Contains(k.slots[:], emptySlot) {
				continue
			}
			keys = append(keys, k)
			list := bands[k]
			for _, leader := range list[max(0, len(list)-latest):] {
				if leader < best && c.copies(docs[leader], doc) {
					best = leader
					break
				}
			}
		}
		leaders[i] = best
		if best == i {
			for _, k := range keys {
				bands[k] = append(bands[k], i)
			}
		}
	}
	return leaders
}

// copies reports whether two documents are near-copies of one time.
func (c *Clusterer) copies(a, b *Features) bool {
	if days, known := gap(a.Published, b.Published); known && days > window {
		return false
	}
	equal, filled := 0, 0
	for i := range sketchSlots {
		if a.Sketch[i] != emptySlot || b.Sketch[i] != emptySlot {
			filled++
			if a.Sketch[i] == b.Sketch[i] {
				equal++
			}
		}
	}
	return equal*sketchSlots >= filled*c.params.slots
}
