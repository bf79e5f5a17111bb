package claim

import (
	"slices"

	"hearsay"
)

// groups is a partition of candidates into claims. A link never joins two groups of which any two members conflict, so
// that one doubtful telling cannot pull two claims together.
type groups struct {
	candidates []candidate
	of         []int   // group of each candidate
	members    [][]int // candidates of each group, ascending
	by         []string
	possible   map[int]string // candidates that are joined loosely, with the reason
	byKey      map[hearsay.TellingKey]int
}

func newGroups(candidates []candidate) *groups {
	g := &groups{
		candidates: candidates,
		of:         make([]int, len(candidates)),
		members:    make([][]int, len(candidates)),
		by:         make([]string, len(candidates)),
		possible:   map[int]string{},
		byKey:      make(map[hearsay.TellingKey]int, len(candidates)),
	}
	for i := range candidates {
		g.of[i], g.members[i] = i, []int{i}
		c := &candidates[i]
		g.byKey[hearsay.TellingKey{Doc: c.id(), Start: c.proposition.Predicate.Start, Lemma: c.proposition.Lemma}] = i
	}
	return g
}

// largestCheck bounds the pairs that are looked at for a conflict.
const largestCheck = 4096

func (g *groups) join(l link) {
	a, b := g.of[l.a], g.of[l.b]
	if a == b {
		return
	}
	checked := 0
	for _, x := range g.members[a] {
		for _, y := range g.members[b] {
			if checked++; checked > largestCheck {
				return
			}
			if conflict(&g.candidates[x], &g.candidates[y]) {
				return
			}
		}
	}
	if a > b {
		a, b = b, a
	}
	for _, y := range g.members[b] {
		g.of[y] = a
	}
	g.members[a] = append(g.members[a], g.members[b]...)
	slices.Sort(g.members[a])
	g.members[b] = nil
	for _, i := range []int{l.a, l.b} {
		if g.by[i] == "" {
			g.by[i] = l.by
		}
	}
}

func (g *groups) reason(i int) string {
	if by := g.possible[i]; by != "" {
		return by
	}
	return g.by[i]
}

func (g *groups) list() [][]int {
	var list [][]int
	for _, members := range g.members {
		if len(members) > 0 {
			list = append(list, members)
		}
	}
	return list
}

// attach adds to each claim the single tellings that possibly tell it. They are shown and not counted.
func (j *Joiner) attach(candidates []candidate, g *groups) {
	byClass, byPair := map[string][]int{}, map[[2]hearsay.IdentityID][]int{}
	for n, members := range g.members {
		if len(members) < 2 {
			continue
		}
		c := &candidates[members[0]]
		byClass[c.class] = append(byClass[c.class], n)
		for _, patient := range c.patients {
			byPair[[2]hearsay.IdentityID{c.agent, patient}] = append(byPair[[2]hearsay.IdentityID{c.agent, patient}], n)
		}
	}
	for i := range candidates {
		if len(g.members[g.of[i]]) != 1 {
			continue
		}
		c := &candidates[i]
		if target, by := j.looseTarget(c, g, byClass[c.class], byPair); target >= 0 {
			g.possible[i] = by
			g.members[i] = nil
			g.of[i] = target
			g.members[target] = append(g.members[target], i)
			slices.Sort(g.members[target])
		}
	}
}

// looseTarget returns the one group that a single candidate possibly belongs to, or -1 for none or several.
func (j *Joiner) looseTarget(c *candidate, g *groups, sameClass []int, byPair map[[2]hearsay.IdentityID][]int) (int, string) {
	target, by := -1, ""
	offer := func(n int, reason string) bool {
		if target >= 0 && target != n {
			return false
		}
		target, by = n, reason
		return true
	}
	fits := func(n int) bool {
		for _, i := range g.members[n] {
			if conflict(c, &g.candidates[i]) || g.candidates[i].proposition.Negated != c.proposition.Negated || denyUnlike(c, &g.candidates[i]) {
				return false
			}
		}
		return len(g.members[n]) > 0
	}
	if !c.light && c.agent == 0 && c.agentWord == "" {
		for _, n := range sameClass {
			if fits(n) && c.overlaps(g, n) && !offer(n, ByOpenDoer) {
				return -1, ""
			}
		}
	}
	if target < 0 && c.agent != 0 {
		for _, patient := range c.patients {
			for _, n := range byPair[[2]hearsay.IdentityID{c.agent, patient}] {
				if fits(n) && c.overlaps(g, n) && !offer(n, BySamePeople) {
					return -1, ""
				}
			}
		}
	}
	return target, by
}

// overlaps reports whether a candidate shares a content word, beside people and predicate, with a member of the group.
func (c *candidate) overlaps(g *groups, n int) bool {
	for _, i := range g.members[n] {
		other := &g.candidates[i]
		common := shared(c.words, other.words)
		for _, known := range []bool{c.agent != 0 && c.agent == other.agent, shared(c.patients, other.patients) > 0, c.class == other.class} {
			if known {
				common--
			}
		}
		if common > 0 || c.class == other.class && len(c.objects)+len(c.patients) == 0 && len(other.objects)+len(other.patients) == 0 {
			return true
		}
	}
	return false
}
