package eval

import "hearsay"

// Count is right, found and true things of one kind.
type Count struct {
	Right int `json:"right"` // found and true
	Found int `json:"found"`
	True  int `json:"true"`
}

// Add adds another count to it.
func (c *Count) Add(other Count) {
	c.Right += other.Right
	c.Found += other.Found
	c.True += other.True
}

// Precision is the part of the found that is right, in per cent; 0 if nothing was found.
func (c Count) Precision() float64 { return percent(c.Right, c.Found) }

// Recall is the part of the true that was found, in per cent; 0 if there is nothing to find.
func (c Count) Recall() float64 { return percent(c.Right, c.True) }

// F1 is the harmonic mean of precision and recall, in per cent.
func (c Count) F1() float64 { return percent(2*c.Right, c.Found+c.True) }

func percent(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// Role is what a span is to an attribution.
type Role uint8

// The roles.
const (
	RoleSource Role = iota
	RoleCue
	RoleContent
	RoleCount // the number of roles, not a role
)

var roleNames = [...]string{"source", "cue", "content"}

func (r Role) String() string { return roleNames[r] }

// run is a span of one role in tokens: [start, end).
type run struct {
	role       Role
	start, end int
}

// runs are the spans that the labels of one item make. As in seqeval, an inside label that follows nothing of its role
// begins a span.
func runs(labels []hearsay.Label) []run {
	var found []run
	open := -1
	for i, label := range labels {
		if label == hearsay.LabelO {
			open = -1
			continue
		}
		role := Role((label - hearsay.LabelBSource) / 2)
		inside := (label-hearsay.LabelBSource)%2 == 1
		if inside && open >= 0 && found[open].role == role {
			found[open].end = i + 1
			continue
		}
		open = len(found)
		found = append(found, run{role, i, i + 1})
	}
	return found
}

// Spans holds the figures of one role.
type Spans struct {
	Exact   Count `json:"exact"`   // spans whose both ends are right
	Tokens  Count `json:"tokens"`  // tokens of the role
	Overlap Count `json:"overlap"` // Right: found spans that share a token with a true one of their role
	Reached int   `json:"reached"` // true spans that share a token with a found one of their role
}

// Add counts the spans of one item.
func (s *Spans) Add(role Role, truth, guess []hearsay.Label) {
	of := func(labels []hearsay.Label) (list []run) {
		for _, r := range runs(labels) {
			if r.role == role {
				list = append(list, r)
			}
		}
		return list
	}
	want, got := of(truth), of(guess)
	exact := Count{Found: len(got), True: len(want)}
	overlap := exact
	tokens := Count{}
	meets := func(r run, others []run) bool {
		for _, other := range others {
			if r.start < other.end && other.start < r.end {
				return true
			}
		}
		return false
	}
	for _, g := range got {
		tokens.Found += g.end - g.start
		if meets(g, want) {
			overlap.Right++
		}
		for _, w := range want {
			if g == w {
				exact.Right++
			}
			tokens.Right += max(0, min(g.end, w.end)-max(g.start, w.start))
		}
	}
	for _, w := range want {
		tokens.True += w.end - w.start
		if meets(w, got) {
			s.Reached++
		}
	}
	s.Exact.Add(exact)
	s.Overlap.Add(overlap)
	s.Tokens.Add(tokens)
}

// OverlapF1 is the harmonic mean of the part of the found spans that share a token with a true one and the part of the
// true spans that share one with a found one, in per cent.
func (s Spans) OverlapF1() float64 {
	p, r := s.Overlap.Precision(), percent(s.Reached, s.Overlap.True)
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}
