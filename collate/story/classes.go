package story

import (
	"slices"

	"hearsay"
)

// Near-copies are found by their sketches: documents that agree in most slots. The sketch is cut into bands, and two
// documents are compared only if they have an equal band.
const bandSlots = 4

type band struct {
	at    int
	slots [bandSlots]uint32
}

// bands calls yield for each band of a sketch that is filled.
func (f *Features) bands(yield func(band)) {
	for at := 0; at+bandSlots <= len(f.Sketch); at += bandSlots {
		b := band{at: at, slots: [bandSlots]uint32(f.Sketch[at : at+bandSlots])}
		if !slices.Contains(b.slots[:], emptySlot) {
			yield(b)
		}
	}
}

// copies reports whether two documents are near-copies of one time.
func (c *Clusterer) copies(a, b *Features) bool {
	if days, known := gap(a.Published, b.Published); known && days > Window {
		return false
	}
	equal, filled := 0, 0
	for i := range min(len(a.Sketch), len(b.Sketch)) {
		if a.Sketch[i] != emptySlot || b.Sketch[i] != emptySlot {
			filled++
			if a.Sketch[i] == b.Sketch[i] {
				equal++
			}
		}
	}
	return filled > 0 && equal*sketchSlots >= filled*c.params.slots
}

// Leads returns for each document the one that stands for it: the earliest of its class, where a class is the documents
// that near-copies connect. It is a function of the set, and of each class by itself.
func (c *Clusterer) Leads(docs []*Features) map[hearsay.DocID]hearsay.DocID {
	sorted := slices.SortedFunc(slices.Values(docs), func(a, b *Features) int { return a.compare(b) })
	class := make([]int, len(sorted)) // the earliest document known of the same class, by index
	find := func(i int) int {
		for class[i] != i {
			class[i] = class[class[i]]
			i = class[i]
		}
		return i
	}
	with := map[band][]int{}
	for i, doc := range sorted {
		class[i] = i
		doc.bands(func(b band) {
			for _, j := range with[b] {
				if x, y := find(i), find(j); x != y && c.copies(doc, sorted[j]) {
					class[max(x, y)] = min(x, y)
				}
			}
			with[b] = append(with[b], i)
		})
	}
	leads := make(map[hearsay.DocID]hearsay.DocID, len(sorted))
	for i, doc := range sorted {
		leads[doc.ID] = sorted[find(i)].ID
	}
	return leads
}

// Copies returns those of the held documents that are near-copies of a fresh one.
func (c *Clusterer) Copies(fresh, held []*Features) []hearsay.DocID {
	with := map[band][]*Features{}
	for _, doc := range fresh {
		doc.bands(func(b band) { with[b] = append(with[b], doc) })
	}
	var copies []hearsay.DocID
	for _, doc := range held {
		found := false
		doc.bands(func(b band) {
			found = found || slices.ContainsFunc(with[b], func(other *Features) bool {
				return other.ID != doc.ID && c.copies(doc, other)
			})
		})
		if found {
			copies = append(copies, doc.ID)
		}
	}
	return copies
}
