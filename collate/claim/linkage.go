package claim

import (
	"cmp"
	"container/heap"
	"slices"
)

// Scores of a pair, in 1024ths of a logit: no pair is less or more sure than that, so that no single one decides.
const (
	floor   = -2048
	ceiling = 4096
)

// scored is a pair of candidates with its score.
type scored struct {
	a, b  int
	score int32
	thin  bool // not enough to begin a group
}

// edge is two groups with the mean score between their members when it was entered.
type edge struct {
	a, b int
	mean int32
}

// edges is a heap, the greatest mean first.
type edges []edge

func (e edges) Len() int { return len(e) }
func (e edges) Less(i, k int) bool {
	return cmp.Or(cmp.Compare(e[k].mean, e[i].mean), cmp.Compare(e[i].a, e[k].a), cmp.Compare(e[i].b, e[k].b)) < 0
}
func (e edges) Swap(i, k int) { e[i], e[k] = e[k], e[i] }
func (e *edges) Push(x any)   { *e = append(*e, x.(edge)) }
func (e *edges) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

// means are the scores between the groups of a partition. Pairs without a score have floor.
type means struct {
	groups *groups
	above  []map[int]int64 // for each group its neighbours, with the sum of the scores above floor
	thin   map[[2]int]bool
}

func newMeans(g *groups, pairs []scored) *means {
	m := &means{groups: g, above: make([]map[int]int64, len(g.members)), thin: map[[2]int]bool{}}
	for _, p := range pairs {
		if a, b := g.of[p.a], g.of[p.b]; a != b {
			for _, n := range []int{a, b} {
				if m.above[n] == nil {
					m.above[n] = map[int]int64{}
				}
			}
			m.above[a][b] += int64(min(p.score, ceiling) - floor)
			m.above[b][a] = m.above[a][b]
		}
		if p.thin {
			m.thin[[2]int{p.a, p.b}] = true
		}
	}
	return m
}

func (m *means) of(a, b int) int32 {
	return floor + int32(m.above[a][b]/int64(len(m.groups.members[a])*len(m.groups.members[b])))
}

// link goes on joining the two groups with the greatest mean score between their members (average linkage), until none
// reaches least.
func (m *means) link(least int32) {
	members := m.groups.members
	queue := &edges{}
	for a := range members {
		for b := range m.above[a] {
			if mean := m.of(a, b); a < b && mean >= least {
				*queue = append(*queue, edge{a, b, mean})
			}
		}
	}
	heap.Init(queue)
	for queue.Len() > 0 {
		e := heap.Pop(queue).(edge)
		if members[e.a] == nil || members[e.b] == nil || m.of(e.a, e.b) != e.mean {
			continue
		}
		if len(members[e.a]) == 1 && len(members[e.b]) == 1 && m.thin[[2]int{e.a, e.b}] {
			continue // until one of them has company
		}
		delete(m.above[e.a], e.b)
		delete(m.above[e.b], e.a)
		m.groups.unite(e.a, e.b)
		for other, sum := range m.above[e.b] {
			m.above[e.a][other] += sum
			m.above[other][e.a] = m.above[e.a][other]
			delete(m.above[other], e.b)
		}
		m.above[e.b] = nil
		for other := range m.above[e.a] {
			if mean := m.of(e.a, other); mean >= least {
				heap.Push(queue, edge{min(e.a, other), max(e.a, other), mean})
			}
		}
	}
}

// unite puts the members of group b into group a.
func (g *groups) unite(a, b int) {
	for _, i := range g.members[b] {
		g.of[i] = a
	}
	g.members[a] = append(g.members[a], g.members[b]...)
	slices.Sort(g.members[a])
	g.members[b] = nil
}
