package story

import (
	"container/heap"
	"math/bits"
	"slices"
)

// edge is the similarity of two documents, by their index in document order, a < b.
type edge struct {
	a, b   int
	weight int64
}

// merge is why two clusters became one: the heaviest edge between them, and the mean of all, absent ones counting 0.
type merge struct {
	edge
	mean int64
}

// fixed is what a person said of the documents: which are one story whatever their edges say, and which never are.
type fixed struct {
	unit  []int         // of each document, the earliest one that it is kept together with
	apart map[int][]int // units that are kept apart, by unit, both ways; nil where there are none
}

// link merges documents into clusters by average linkage (UPGMA, Sokal and Michener 1958) until no two clusters have a
// mean similarity of least, absent edges counting 0. Ties go to the clusters with the earlier documents, so that the
// result is one. It begins with the units that are kept together and never joins two that are kept apart. It returns for
// each document the earliest one of its cluster, and the merges in their order. Clusters of different connected
// components never meet, for all their edges are absent.
func link(units fixed, edges []edge, least int64) (clusters []int, merges []merge) {
	n := len(units.unit)
	l := linkage{least: least}
	l.groups = make([]group, n, 2*n)
	for i, unit := range units.unit {
		g := &l.groups[unit]
		g.size++
		if unit == i {
			g.first = i
			if others := units.apart[i]; len(others) > 0 {
				g.holds = []int{i}
				g.apart = others
			}
		} else {
			l.groups[i].gone, l.groups[i].into = true, unit
		}
	}
	for _, e := range edges {
		a, b := units.unit[e.a], units.unit[e.b]
		if a == b {
			continue
		}
		for _, side := range [2][2]int{{a, b}, {b, a}} {
			g := &l.groups[side[0]]
			if g.near == nil {
				g.near = map[int]tie{}
			}
			t := tie{e.weight, e}
			if before, ok := g.near[side[1]]; ok {
				t.sum += before.sum
				if heavier(before.best, e) {
					t.best = before.best
				}
			}
			g.near[side[1]] = t
		}
	}
	for a := range l.groups {
		for b, t := range l.groups[a].near {
			if a < b {
				l.push(a, b, t.sum)
			}
		}
	}
	heap.Init(&l.queue)
	for len(l.queue) > 0 {
		p := heap.Pop(&l.queue).(pair)
		if l.groups[p.a].gone || l.groups[p.b].gone {
			continue
		}
		merges = append(merges, merge{l.groups[p.a].near[p.b].best, p.sum / p.count})
		l.merge(p.a, p.b)
	}
	clusters = make([]int, n)
	for i := range n {
		at := i
		for l.groups[at].gone {
			at = l.groups[at].into
		}
		clusters[i] = l.groups[at].first
		for step := i; l.groups[step].gone; {
			step, l.groups[step].into = l.groups[step].into, at
		}
	}
	return clusters, merges
}

// linkage is the state of one clustering.
type linkage struct {
	least  int64
	groups []group
	queue  queue
}

// group is a cluster; a merged one gets a new index.
type group struct {
	first, size int // earliest document; number of documents
	near        map[int]tie
	gone        bool
	into        int   // the group that it is part of once gone
	holds       []int // its units that are kept apart from others
	apart       []int // the units that it is kept apart from
}

// tie is what connects two groups.
type tie struct {
	sum  int64
	best edge
}

// pair is two groups that might merge.
type pair struct {
	a, b           int
	firstA, firstB int   // their earliest documents, firstA < firstB
	sum            int64 // of the similarities between them
	count          int64 // of the pairs of documents between them
}

func (l *linkage) push(a, b int, sum int64) {
	ga, gb := &l.groups[a], &l.groups[b]
	count := int64(ga.size) * int64(gb.size)
	if sum < l.least*count || l.barred(ga, gb) {
		return
	}
	first, second := ga.first, gb.first
	l.queue = append(l.queue, pair{a, b, min(first, second), max(first, second), sum, count})
}

// barred reports whether two groups are kept apart.
func (l *linkage) barred(a, b *group) bool {
	return slices.ContainsFunc(a.apart, func(unit int) bool { return slices.Contains(b.holds, unit) })
}

// merge makes a new group of a and b.
func (l *linkage) merge(a, b int) {
	ga, gb := &l.groups[a], &l.groups[b]
	id := len(l.groups)
	merged := group{
		first: min(ga.first, gb.first), size: ga.size + gb.size, near: ga.near,
		holds: slices.Concat(ga.holds, gb.holds), apart: slices.Concat(ga.apart, gb.apart),
	}
	less := gb.near
	if len(merged.near) < len(less) {
		merged.near, less = less, merged.near
	}
	for other, t := range less {
		if kept, ok := merged.near[other]; ok {
			t.sum += kept.sum
			if heavier(kept.best, t.best) {
				t.best = kept.best
			}
		}
		merged.near[other] = t
	}
	delete(merged.near, a)
	delete(merged.near, b)
	ga.gone, gb.gone, ga.near, gb.near, ga.into, gb.into = true, true, nil, nil, id, id
	l.groups = append(l.groups, merged)
	for other, t := range merged.near {
		near := l.groups[other].near
		delete(near, a)
		delete(near, b)
		near[id] = t
		before := len(l.queue)
		l.push(id, other, t.sum)
		if len(l.queue) > before {
			heap.Fix(&l.queue, before)
		}
	}
}

// heavier reports whether x goes before y as the reason of a join.
func heavier(x, y edge) bool {
	if x.weight != y.weight {
		return x.weight > y.weight
	}
	if x.a != y.a {
		return x.a < y.a
	}
	return x.b < y.b
}

// queue is a heap of pairs: highest mean first, then the earliest documents. No two living pairs are equal in it.
type queue []pair

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q queue) Less(i, j int) bool {
	x, y := q[i], q[j]
	// x.sum/x.count against y.sum/y.count, without division.
	hiX, loX := bits.Mul64(uint64(x.sum), uint64(y.count))
	hiY, loY := bits.Mul64(uint64(y.sum), uint64(x.count))
	switch {
	case hiX != hiY:
		return hiX > hiY
	case loX != loY:
		return loX > loY
	case x.firstA != y.firstA:
		return x.firstA < y.firstA
	}
	return x.firstB < y.firstB
}

func (q *queue) Push(x any) { *q = append(*q, x.(pair)) }

func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
