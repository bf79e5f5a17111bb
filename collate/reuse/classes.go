package reuse

import (
	"slices"

	"hearsay"
)

// Classes returns the classes of near-copies: documents that overlaps join as near-copies, directly or through others.
// The documents must be in document order; one that stands in an overlap and is not among them is left out. Each class
// has two members at least, in document order, so its lead comes first; the classes are in the order of their leads.
func Classes(documents []hearsay.DocID, overlaps []hearsay.Overlap) [][]hearsay.DocID {
	numbers := make(map[hearsay.DocID]int, len(documents))
	leads := make([]int, len(documents)) // of each document an earlier one of its class, or itself
	for i, id := range documents {
		numbers[id], leads[i] = i, i
	}
	lead := func(i int) int {
		for leads[i] != i {
			leads[i] = leads[leads[i]]
			i = leads[i]
		}
		return i
	}
	for _, o := range overlaps {
		a, okA := numbers[o.A]
		b, okB := numbers[o.B]
		if !o.NearCopy || !okA || !okB {
			continue
		}
		a, b = lead(a), lead(b)
		leads[max(a, b)] = min(a, b)
	}
	members := make([][]hearsay.DocID, len(documents))
	for i, id := range documents {
		members[lead(i)] = append(members[lead(i)], id)
	}
	return slices.DeleteFunc(members, func(class []hearsay.DocID) bool { return len(class) < 2 })
}
