package claim

import (
	"slices"

	"hearsay"
)

// corrected is a partition of candidates after a person's corrections, with what the machine made of them.
type corrected struct {
	*groups
	machine   [][]int         // the machine's groups
	machineOf []int           // the machine's group of each candidate
	headed    map[int]int     // of a machine's group, the member that says it best
	wrong     map[int]bool    // candidates that are marked as misread
	edits     map[int][]int64 // of a group, the corrections that bear on it
	into      map[int]int     // of a group that a person joined with another, that one
	applied   []hearsay.Applied
	bears     [][]int // for each of applied, the candidates that it names
}

// place is where a predicate stands.
type place struct {
	doc  hearsay.DocID
	head hearsay.Span
}

// correct applies the corrections that are of claims, in their order, each to what those before it left.
func correct(g *groups, corrections []hearsay.Correction) *corrected {
	c := &corrected{groups: g}
	corrections = slices.DeleteFunc(slices.Clone(corrections), func(correction hearsay.Correction) bool { return correction.Kind.Names() })
	if len(corrections) == 0 {
		return c
	}
	c.wrong, c.edits, c.into, c.headed = map[int]bool{}, map[int][]int64{}, map[int]int{}, map[int]int{}
	c.machineOf = slices.Clone(g.of)
	c.machine = make([][]int, len(g.members))
	for i, members := range g.members {
		c.machine[i] = slices.Clone(members)
	}
	at := map[place][]int{}
	for i := range g.candidates {
		key := place{g.candidates[i].id(), g.candidates[i].proposition.Predicate}
		at[key] = append(at[key], i)
	}
	for n, members := range c.machine {
		if len(members) > 0 {
			c.headed[n] = clearest(g.candidates, members, g)
		}
	}
	for i := range corrections {
		c.apply(&corrections[i], at)
	}
	c.settle()
	return c
}

// settle drops what later corrections took back: it bears on nothing.
func (c *corrected) settle() {
	bearing := map[int64]bool{}
	for n, members := range c.members {
		if len(c.edits[n]) == 0 {
			continue
		}
		if c.made(members) == nil && len(c.sound(members)) == len(members) {
			delete(c.edits, n)
			continue
		}
		c.explain(members)
		for _, edit := range c.edits[n] {
			bearing[edit] = true
		}
	}
	for n := range c.applied {
		c.applied[n].Done = c.applied[n].Done && bearing[c.applied[n].Edit]
	}
}

// apply applies one correction.
func (c *corrected) apply(correction *hearsay.Correction, at map[place][]int) {
	a, lostA := c.find(correction.A, at)
	b, lostB := c.find(correction.B, at)
	applied := hearsay.Applied{
		Edit: correction.Edit, Kind: correction.Kind, A: c.refs(a), B: c.refs(b), Lost: lostA + lostB,
	}
	switch correction.Kind {
	case hearsay.CorrectWrong:
		for _, i := range a {
			c.wrong[i] = true
			c.note(c.of[i], correction.Edit)
			applied.Done = true
		}
	case hearsay.CorrectJoin:
		if len(a) > 0 && len(b) > 0 && c.of[a[0]] != c.of[b[0]] &&
			c.candidates[a[0]].proposition.Negated == c.candidates[b[0]].proposition.Negated {
			c.unite(c.of[a[0]], c.of[b[0]], correction.Edit)
			applied.Done = true
		}
	case hearsay.CorrectPart:
		if len(b) > 0 {
			applied.Done = c.part(a, c.of[b[0]], correction.Edit)
		}
	}
	c.applied = append(c.applied, applied)
	c.bears = append(c.bears, slices.Concat(a, b))
}

// find lists the candidates that stand at anchors, each once, in the order of the anchors, and counts the anchors at which
// none does. Of two that share a predicate, the one of the very clause is meant, if one is.
func (c *corrected) find(anchors []hearsay.Anchor, at map[place][]int) (found []int, lost int) {
	for i := range anchors {
		anchor := &anchors[i]
		var here []int
		for _, k := range at[place{anchor.Doc, anchor.Head}] {
			if anchor.Holds(c.candidates[k].reading.Document.Text) {
				here = append(here, k)
			}
		}
		same := slices.DeleteFunc(slices.Clone(here), func(k int) bool { return c.candidates[k].proposition.Span != anchor.Span })
		if len(same) > 0 {
			here = same
		}
		if len(here) == 0 {
			lost++
		}
		for _, k := range here {
			if !slices.Contains(found, k) {
				found = append(found, k)
			}
		}
	}
	return found, lost
}

func (c *corrected) refs(found []int) []hearsay.Ref {
	var refs []hearsay.Ref
	for _, i := range found {
		refs = append(refs, hearsay.Ref{Doc: c.candidates[i].id(), Spans: []hearsay.Span{c.candidates[i].proposition.Span}})
	}
	return refs
}

// note says that an edit bears on a group.
func (c *corrected) note(group int, edits ...int64) {
	all := slices.Concat(c.edits[group], edits)
	slices.Sort(all)
	c.edits[group] = slices.Compact(all)
}

// unite makes two groups one.
func (c *corrected) unite(a, b int, edit int64) {
	a, b = min(a, b), max(a, b)
	c.groups.unite(a, b)
	c.into[b] = a
	c.note(a, append(slices.Clone(c.edits[b]), edit)...)
	delete(c.edits, b)
}

// part takes those of the candidates that are in a group out of it, as a group of their own, and reports whether there
// were any. It is the last word on them: they are not misread.
func (c *corrected) part(candidates []int, from int, edit int64) bool {
	var out []int
	for _, i := range candidates {
		if c.of[i] == from {
			out = append(out, i)
		}
	}
	if len(out) == 0 || len(out) == len(c.members[from]) {
		return false
	}
	slices.Sort(out)
	to := len(c.members)
	for _, i := range out {
		c.of[i] = to
		delete(c.possible, i)
		delete(c.wrong, i)
	}
	c.members = append(c.members, out)
	c.members[from] = slices.DeleteFunc(c.members[from], func(i int) bool { return c.of[i] == to })
	c.note(from, edit)
	c.note(to, edit)
	return true
}

// explain names what joins the members of a group that a person took part in, where the machine has no reason.
func (c *corrected) explain(members []int) {
	for _, i := range members {
		switch {
		case len(members) == 1:
			c.by[i] = ""
		case c.reason(i) == "":
			c.by[i] = hearsay.ByHand
		}
	}
}

// now is the group that a group of the machine's is part of now.
func (c *corrected) now(group int) int {
	for {
		next, joined := c.into[group]
		if !joined {
			return group
		}
		group = next
	}
}

// sound are the members that are not marked as misread.
func (c *corrected) sound(members []int) []int {
	if len(c.wrong) == 0 {
		return members
	}
	return slices.DeleteFunc(slices.Clone(members), func(i int) bool { return c.wrong[i] })
}

// made are the machine's claims that a group is made of, where a person joined or parted it.
func (c *corrected) made(members []int) []hearsay.Machined {
	if len(c.applied) == 0 {
		return nil
	}
	var of []int
	for _, i := range members {
		if n := c.machineOf[i]; !slices.Contains(of, n) {
			of = append(of, n)
		}
	}
	if len(of) == 1 && len(c.machine[of[0]]) == len(members) {
		return nil
	}
	var made []hearsay.Machined
	for _, n := range of {
		lead := &c.candidates[c.headed[n]]
		made = append(made, hearsay.Machined{
			Headline: hearsay.Ref{Doc: lead.id(), Spans: []hearsay.Span{lead.proposition.Span}}, Tellings: len(c.machine[n]),
		})
	}
	return made
}

// outcome completes what the corrections came to with the claims that hold what they name.
func (c *corrected) outcome(claims []hearsay.Claim) []hearsay.Applied {
	if len(c.applied) == 0 {
		return nil
	}
	holding := map[int]hearsay.ClaimID{} // by candidate
	for n := range claims {
		for _, tellings := range [][]hearsay.Telling{claims[n].Tellings, claims[n].Apart, claims[n].Wrong} {
			for t := range tellings {
				holding[c.byKey[tellings[t].Key]] = claims[n].ID
			}
		}
	}
	for n := range c.applied {
		for _, i := range c.bears[n] {
			if id, held := holding[i]; held && !slices.Contains(c.applied[n].Claims, id) {
				c.applied[n].Claims = append(c.applied[n].Claims, id)
			}
		}
		slices.Sort(c.applied[n].Claims)
	}
	return c.applied
}
