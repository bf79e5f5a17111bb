package identity

import (
	"slices"

	"hearsay"
)

// correct applies the corrections that are of identities, in their order, each to what those before it left, and returns
// what they came to, with the nodes that each one names.
func (p *pass) correct(corrections []hearsay.Correction) (applied []hearsay.Applied, bears [][]int) {
	of := make([]int, len(p.nodes)) // a number for the cluster of each node
	for i := range p.nodes {
		of[i] = p.root(i)
	}
	machine := slices.Clone(of)
	last := len(p.nodes)
	for n := range corrections {
		correction := &corrections[n]
		if !correction.Kind.Names() {
			continue
		}
		a, lostA := p.find(correction.A)
		b, lostB := p.find(correction.B)
		came := hearsay.Applied{Edit: correction.Edit, Kind: correction.Kind, A: p.refs(a), B: p.refs(b), Lost: lostA + lostB}
		switch {
		case len(a) == 0 || len(b) == 0:
		case correction.Kind == hearsay.CorrectJoinNames && of[a[0]] != of[b[0]]:
			came.Done = true
			from, to := of[b[0]], of[a[0]]
			for i := range of {
				if of[i] == from {
					of[i] = to
				}
			}
			p.joins = append(p.joins, join{min(a[0], b[0]), max(a[0], b[0]), hearsay.ByHand, []hearsay.Ref{p.nameRef(a[0]), p.nameRef(b[0])}})
		case correction.Kind == hearsay.CorrectPartNames && !slices.Contains(a, b[0]):
			for _, i := range a {
				if of[i] == of[b[0]] {
					of[i], came.Done = last, true
				}
			}
			last++
		}
		applied, bears = append(applied, came), append(bears, slices.Concat(a, b))
	}
	for n := range applied {
		// What later corrections took back bears on nothing.
		applied[n].Done = applied[n].Done && slices.ContainsFunc(bears[n], func(i int) bool {
			for k := range of {
				if (of[k] == of[i]) != (machine[k] == machine[i]) {
					return true
				}
			}
			return false
		})
	}
	if len(applied) > 0 {
		p.regroup(of)
	}
	return applied, bears
}

// regroup makes clusters of the nodes of one number, and drops what joined nodes that are of two now.
func (p *pass) regroup(of []int) {
	first := map[int]int{}
	for i := range p.nodes {
		p.members[i] = nil
		root, known := first[of[i]]
		if !known {
			first[of[i]], root = i, i
		}
		p.parent[i] = root
		p.members[root] = append(p.members[root], i)
	}
	p.joins = slices.DeleteFunc(p.joins, func(j join) bool { return of[j.a] != of[j.b] })
}

// find lists the nodes that are named at anchors, each once, in the order of the anchors, and counts the anchors at which
// nobody is.
func (p *pass) find(anchors []hearsay.Anchor) (found []int, lost int) {
	for i := range anchors {
		at := p.named(&anchors[i])
		switch {
		case at < 0:
			lost++
		case !slices.Contains(found, at):
			found = append(found, at)
		}
	}
	return found, lost
}

// named is the node whose name stands at an anchor, or -1.
func (p *pass) named(anchor *hearsay.Anchor) int {
	r := slices.IndexFunc(p.readings, func(reading *hearsay.Reading) bool { return reading.Document.ID == anchor.Doc })
	if r < 0 || !anchor.Holds(p.readings[r].Document.Text) {
		return -1
	}
	entity := hearsay.EntityID(0)
	for m := range p.readings[r].Mentions {
		mention := &p.readings[r].Mentions[m]
		if mention.Kind == hearsay.MentionName && mention.Entity != 0 && (mention.Head == anchor.Head || mention.Span == anchor.Head) {
			entity = mention.Entity
			break
		}
	}
	return slices.IndexFunc(p.nodes, func(n node) bool {
		return n.reading == r && (n.entity.ID == entity || entity == 0 && n.entity.Span == anchor.Head)
	})
}

func (p *pass) refs(nodes []int) []hearsay.Ref {
	var refs []hearsay.Ref
	for _, i := range nodes {
		refs = append(refs, p.nameRef(i))
	}
	return refs
}
