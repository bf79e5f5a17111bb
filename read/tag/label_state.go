package tag

import "hearsay"

// State is a label as the chain knows it: outside, or the begin, inside, end or single word of a role's span.
type State uint8

// StateCount is the number of states: StateOutside, and four for each role in the order source, cue, content.
const (
	StateOutside State = 0
	StateCount   State = 13

	placeBegin  = 0
	placeInside = 1
	placeEnd    = 2
	placeSingle = 3
)

func (s State) role() int  { return int(s-1) / 4 }
func (s State) place() int { return int(s-1) % 4 }

// Opens reports whether the span of the state's role goes on behind it.
func (s State) Opens() bool { return s != StateOutside && s.place() <= placeInside }

// follows reports whether the span of the state's role began before it.
func (s State) follows() bool {
	return s != StateOutside && (s.place() == placeInside || s.place() == placeEnd)
}

// Label is the state in the BIO scheme.
func (s State) Label() hearsay.Label {
	if s == StateOutside {
		return hearsay.LabelO
	}
	begin := hearsay.LabelBSource + hearsay.Label(2*s.role())
	if s.follows() {
		return begin + 1
	}
	return begin
}

// States turns the labels of a paragraph into states. An inside label that follows nothing of its role begins a span.
func States(labels []hearsay.Label) []State {
	states := make([]State, len(labels))
	for i, label := range labels {
		if label == hearsay.LabelO {
			continue
		}
		role := (label - hearsay.LabelBSource) / 2
		inside := hearsay.LabelISource + 2*role
		follows := label == inside && i > 0 && (labels[i-1] == inside || labels[i-1] == inside-1)
		opens := i+1 < len(labels) && labels[i+1] == inside
		state := State(1 + 4*role)
		switch {
		case follows && opens:
			state += placeInside
		case follows:
			state += placeEnd
		case !opens:
			state += placeSingle
		}
		states[i] = state
	}
	return states
}

// Edge is a pair of states that may stand side by side.
type Edge struct{ From, To State }

// Edges lists all edges, sorted by To, then by From.
func Edges() []Edge {
	var edges []Edge
	for to := range StateCount {
		for from := range StateCount {
			if from.Opens() == to.follows() && (!from.Opens() || from.role() == to.role()) {
				edges = append(edges, Edge{from, to})
			}
		}
	}
	return edges
}
