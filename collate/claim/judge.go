package claim

import (
	"cmp"
	"math"
	"slices"
)

// Mean scores from which on groups are joined, surely and possibly, in 1024ths of a logit.
const (
	least      = 300
	leastLoose = -512
)

// Bounds on the pairs that are judged: each candidate with those that share most with it, in a small story with all.
const (
	mostPairs     = 20_000
	leastPartners = 8
	widestTerm    = 400 // candidates that have a word; a word of more tells nothing apart
)

// Reasons for a join that the sum of the evidence gives, by what stands out in it.
const (
	ByLikeEvent = "like event, same people" // another word for the event, doer or object agree
	ByEvidence  = "same event by the words" // class of event agrees, and what else the clauses say
	ByLikeWords = "like words"              // most of what they say agrees, by other words
	ByLikely    = "likely the same"         // the evidence is not enough for more
)

// judged is a pair with its evidence.
type judged struct {
	a, b     int
	evidence Evidence
	score    int32
}

// judge scores the pairs that are worth a look.
func (c *comparison) judge() []judged {
	var list []judged
	c.pairs(func(a, b int) {
		e := c.evidence(a, b)
		list = append(list, judged{a, b, e, c.joiner.weights.score(&e)})
	})
	return list
}

// pairs calls visit with each pair that shares enough to be worth a look.
func (c *comparison) pairs(visit func(a, b int)) {
	having := make([][]int32, len(c.terms))
	for i := range c.profiles {
		for _, id := range c.profiles[i].meets {
			having[id] = append(having[id], int32(i))
		}
	}
	most := max(leastPartners, mostPairs/max(1, len(c.candidates)))
	sums := make([]int32, len(c.candidates))
	var touched []int32
	var ranked []uint64 // the heaviest first, then by number
	var pairs []uint64
	for i := range c.profiles {
		touched = touched[:0]
		for _, id := range c.profiles[i].meets {
			if len(having[id]) > widestTerm {
				continue
			}
			for _, k := range having[id] {
				if sums[k] == 0 {
					touched = append(touched, k)
				}
				sums[k] += 1 + c.terms[id].weight
			}
		}
		ranked = ranked[:0]
		for _, k := range touched {
			if int(k) != i {
				ranked = append(ranked, uint64(math.MaxInt32-sums[k])<<32|uint64(k))
			}
			sums[k] = 0
		}
		if len(ranked) > most {
			slices.Sort(ranked)
			ranked = ranked[:most]
		}
		for _, at := range ranked {
			if k := int(uint32(at)); c.promising(i, k) {
				pairs = append(pairs, uint64(min(i, k))<<32|uint64(max(i, k)))
			}
		}
	}
	slices.Sort(pairs)
	for _, pair := range slices.Compact(pairs) {
		visit(int(pair>>32), int(uint32(pair)))
	}
}

// promising reports whether two clauses have more in common than a word: like predicates, or two words.
func (c *comparison) promising(i, k int) bool {
	p, q := &c.profiles[i], &c.profiles[k]
	if p.class == q.class || p.verb == q.verb || shared(p.senses.near, q.senses.near) > 0 || shared(p.senses.own, q.senses.own) > 0 {
		return true
	}
	common := 0
	for m, n := 0, 0; m < len(p.words) && n < len(q.words); {
		switch {
		case p.words[m] < q.words[n]:
			m++
		case p.words[m] > q.words[n]:
			n++
		default:
			if common++; common > 1 {
				return true
			}
			m, n = m+1, n+1
		}
	}
	return common > 0 && c.likeness(p.verb, q.verb) >= faint
}

// cluster joins the groups further by the evidence on all pairs, attaches single candidates that possibly belong to one,
// and returns which groups of opposite polarity tell one event.
func (c *comparison) cluster(g *groups) [][2]int {
	var same, opposite []scored
	pairs := c.judge()
	for _, p := range pairs {
		a, b := &c.candidates[p.a], &c.candidates[p.b]
		score := p.score
		thin := c.thin(p.a, p.b, &p.evidence)
		switch {
		case against(a, b, &p.evidence):
			score = min(score, againstScore)
		case c.bare(p.a, p.b, &p.evidence):
			score = min(score, bareScore)
		}
		switch {
		case score <= floor || apart(a, b, &p.evidence):
		case a.proposition.Negated == b.proposition.Negated:
			same = append(same, scored{p.a, p.b, score, thin})
		default:
			opposite = append(opposite, scored{p.a, p.b, score, thin})
		}
	}
	newMeans(g, same).link(least)
	c.reasons(g, pairs)
	c.attach(g, newMeans(g, same))
	var related [][2]int
	opposed := newMeans(g, opposite)
	for a := range g.members {
		for b := range opposed.above[a] {
			if a < b && opposed.of(a, b) >= least {
				related = append(related, [2]int{a, b})
			}
		}
	}
	slices.SortFunc(related, func(x, y [2]int) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return related
}

// apart reports whether two clauses cannot be one whatever else agrees: they deny different things of one event, or name two
// people as the doer. Of bodies and places one may act for the other ("Norland", "the Norland army").
func apart(a, b *candidate, e *Evidence) bool {
	return denyUnlike(a, b) || e[KindPassage] == 0 && a.agentNamed && b.agentNamed && a.agent != b.agent && a.agentPerson && b.agentPerson
}

// denyUnlike reports whether two clauses deny that an event came to different levels: that somebody never offered to go says
// nothing of whether they are going, and who denies the one does not stand for the other.
func denyUnlike(a, b *candidate) bool {
	return a.proposition.Negated && b.proposition.Negated && a.proposition.Level.Height() != b.proposition.Level.Height()
}

// against reports whether two clauses name other people as the object or behind one preposition, or other days and share
// little else.
func against(a, b *candidate, e *Evidence) bool {
	return e[KindObject] == 7 || a.otherPeople(b) || sameDay(a, b) < 0 && shared(a.words, b.words) < minimumWords
}

// thin reports whether a pair is too little to begin a group, as what speaks for it may be no more than what a story's
// clauses have in common. It may stand in a group that a better pair began.
func (c *comparison) thin(i, k int, e *Evidence) bool {
	if e[KindPassage] > 0 {
		return false
	}
	doer, object := coarse[e[KindDoer]] == 0, coarse[e[KindObject]] == 0
	common := c.sharedBeside(i, k)
	switch {
	case e[KindVerb] >= unlikeVerb && (e[KindSense] <= 1 || e[KindSense] == 7) && e[KindCross]&4 == 0,
		e[KindVerb] > 2 && common < 2:
		return true // unlike predicates
	case (c.candidates[i].light || c.candidates[k].light) && (e[KindObject] == 2 || coarse[e[KindObject]] == 2):
		return true // "made a table", "made a cake"
	case (e[KindDoer] == 2 || e[KindDoer] == 6) && !object:
		return true // things of two kinds
	}
	return common == 0 && !(doer && object)
}

// bare reports whether two clauses have nothing in common but the predicate, do it to things that are nothing alike, or have
// other predicates of which one says little.
func (c *comparison) bare(i, k int, e *Evidence) bool {
	common := c.sharedBeside(i, k)
	if coarse[e[KindDoer]] == 0 && e[KindObject] == 6 {
		return e[KindPassage] == 0 && common <= 1 // the doer
	}
	if (c.candidates[i].light || c.candidates[k].light) && e[KindVerb] > 2 && coarse[e[KindObject]] > 0 {
		return e[KindPassage] == 0 // "led to a vote", "voted": a predicate that says little, of nothing known to be one thing
	}
	return e[KindPassage] == 0 && coarse[e[KindDoer]] > 0 && coarse[e[KindObject]] > 0 && common == 0
}

// otherPeople reports whether two clauses name two people behind one preposition: "faith in Roe", "faith in Lee".
func (c *candidate) otherPeople(other *candidate) bool {
	for i, role := range c.otherRoles {
		for k, as := range other.otherRoles {
			if role == as && c.otherPerson[i] && other.otherPerson[k] && shared(c.others, other.others) == 0 && c.others[i] != other.others[k] {
				return true
			}
		}
	}
	return false
}

// The most that pairs count for: those that name other things or days, and those that agree in nothing but the predicate.
const (
	againstScore = -1500
	bareScore    = 0
)

// unlikeVerb is the value of KindVerb from which on two predicates are not like one another.
const unlikeVerb = 7

// sharedBeside counts the words that two clauses share beside their predicates.
func (c *comparison) sharedBeside(i, k int) int {
	p, q := &c.profiles[i], &c.profiles[k]
	n := shared(p.words, q.words)
	for _, id := range []int32{p.class, q.class} {
		if _, in := slices.BinarySearch(p.words, id); in && slices.Contains(q.words, id) {
			n--
		}
		if p.class == q.class {
			break
		}
	}
	return n
}

// reasons gives each candidate that the evidence joined the reason of its surest pair within the group.
func (c *comparison) reasons(g *groups, pairs []judged) {
	best := make([]int32, len(c.candidates))
	for i := range best {
		best[i] = floor
	}
	by := make([]string, len(c.candidates))
	for n := range pairs {
		p := &pairs[n]
		if g.of[p.a] != g.of[p.b] {
			continue
		}
		for _, i := range []int{p.a, p.b} {
			if p.score > best[i] {
				best[i], by[i] = p.score, p.evidence.reason()
			}
		}
	}
	for i := range by {
		if g.by[i] == "" && len(g.members[g.of[i]]) > 1 {
			g.by[i] = cmp.Or(by[i], ByLikeWords)
		}
	}
}

// reason names what stands out in the evidence on a pair.
func (e *Evidence) reason() string {
	people := e[KindDoer] <= 1 || e[KindObject] <= 1
	switch {
	case e[KindPassage] > 0:
		return ByPassage
	case e[KindVerb] <= 2 && e[KindDoer] == 0 && people:
		return BySameEvent
	case e[KindVerb] <= 2:
		return ByEvidence
	case people:
		return ByLikeEvent
	}
	return ByLikeWords
}

// attach adds to each group the single candidates that possibly belong to it and to no other.
func (c *comparison) attach(g *groups, m *means) {
	target := map[int]int{}
	for i := range c.candidates {
		if len(g.members[g.of[i]]) != 1 {
			continue
		}
		best, mean := -1, int32(leastLoose-1)
		for n := range m.above[i] {
			if len(g.members[n]) < 2 {
				continue
			}
			if score := m.of(i, n); score > mean || score == mean && n < best {
				best, mean = n, score
			}
		}
		if best >= 0 {
			target[i] = best
		}
	}
	for i := range c.candidates {
		if n, ok := target[i]; ok {
			g.possible[i] = ByLikely
			g.unite(n, i)
		}
	}
}

// Pairs calls visit with the evidence on each pair of propositions that is worth a look: the indexes of their readings
// and in these.
func (j *Joiner) Pairs(story Story, visit func(docA, a, docB, b int, evidence Evidence)) {
	candidates := j.candidates(story)
	for _, p := range j.compare(story, candidates).judge() {
		x, y := &candidates[p.a], &candidates[p.b]
		visit(x.doc, x.index, y.doc, y.index, p.evidence)
	}
}
