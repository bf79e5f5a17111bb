// Package identity joins the people, bodies, places and outlets of a story's documents.
//
// It begins with the readings of one story in document order, each with its own entities. It joins those that are one
// by their names, by the roles that documents tie to names, and by word lists of short forms. It ends with
// identities, in the order of their first mention, each join with its rule and the words it rests on, and hands them
// to claim and sourcing.
//
// Two first names under one last name are two people unless one is a short form of the other. What may be two stays
// two: a false join would invent corroboration.
package identity

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// Joiner joins entities across documents. It holds the word lists and is safe for concurrent use.
type Joiner struct {
	names  *lexicon.Names
	bodies *lexicon.Bodies
	places *lexicon.Places
	roles  *lexicon.Roles
}

// New loads the word lists.
func New() *Joiner {
	return &Joiner{names: lexicon.NewNames(), bodies: lexicon.NewBodies(), places: lexicon.NewPlaces(),
		roles: lexicon.NewRoles()}
}

// Join returns the identities of a story whose readings come in document order.
func (j *Joiner) Join(readings []*hearsay.Reading) []hearsay.Identity {
	identities, _ := j.Correct(readings, nil)
	return identities
}

// Correct is Join with what a person said of identities. It returns beside them what the corrections that are of
// identities came to.
func (j *Joiner) Correct(readings []*hearsay.Reading, corrections []hearsay.Correction) ([]hearsay.Identity, []hearsay.Applied) {
	p := &pass{Joiner: j, readings: readings}
	p.gather()
	p.joinListed()
	p.joinFull()
	p.joinLast()
	p.joinMisspelt()
	applied, bears := p.correct(corrections)
	identities := p.identities()
	index := Index(identities)
	for n := range applied {
		for _, i := range bears[n] {
			applied[n].Identities = append(applied[n].Identities, index[p.member(i)])
		}
		slices.Sort(applied[n].Identities)
		applied[n].Identities = slices.Compact(applied[n].Identities)
	}
	return identities, applied
}

// Index maps every member to its identity.
func Index(identities []hearsay.Identity) map[hearsay.Member]hearsay.IdentityID {
	index := map[hearsay.Member]hearsay.IdentityID{}
	for i := range identities {
		for _, member := range identities[i].Members {
			index[member] = identities[i].ID
		}
	}
	return index
}

// node is an entity of one document.
type node struct {
	reading int
	entity  *hearsay.Entity
	name    lexicon.PersonName
	words   int // of the name
	roles   []lexicon.RolePhrase
	bare    bool     // its document surely speaks of it by last name alone
	forms   []string // the names by which its document calls what is no person
	damaged bool     // the name stands on damaged text
}

// pass is one run over one story.
type pass struct {
	*Joiner
	readings []*hearsay.Reading
	nodes    []node
	parent   []int   // union-find over nodes: the smallest index is the root
	members  [][]int // of each root, ascending
	joins    []join
}

// join is why two nodes are one.
type join struct {
	a, b int
	by   string
	refs []hearsay.Ref
}

// gather makes a node of every entity.
func (p *pass) gather() {
	sure := vote(p.readings)
	for r, reading := range p.readings {
		from := len(p.nodes)
		for e := range reading.Entities {
			words := strings.Fields(reading.Entities[e].Name)
			entity := voted(&reading.Entities[e], len(words) == 1, sure)
			n := node{reading: r, entity: entity, words: len(words)}
			n.damaged = len(reading.Document.Damaged(entity.Span)) > 0
			if entity.Kind == hearsay.EntityPerson || entity.Kind == hearsay.EntityUnclear {
				n.name = p.names.Parse(words)
			}
			for _, span := range entity.Roles {
				if role := p.role(reading, span); role.Head != "" {
					n.roles = append(n.roles, role)
				}
			}
			p.nodes = append(p.nodes, n)
		}
		for m := range reading.Mentions {
			mention := &reading.Mentions[m]
			e := int(mention.Entity) - 1
			if mention.Kind != hearsay.MentionName || e < 0 || e >= len(reading.Entities) {
				continue
			}
			n := &p.nodes[from+e]
			text := mention.Head.Of(reading.Document.Text)
			switch n.entity.Kind {
			case hearsay.EntityPerson, hearsay.EntityUnclear:
				n.bare = n.bare || !mention.Inferred && strings.ToLower(text) == n.name.Last
			default:
				if !slices.Contains(n.forms, text) {
					n.forms = append(n.forms, text)
				}
			}
		}
	}
	p.parent = make([]int, len(p.nodes))
	p.members = make([][]int, len(p.nodes))
	for i := range p.nodes {
		p.parent[i] = i
		p.members[i] = []int{i}
	}
}

// role reads the role that a document gives somebody at a span, with the place behind the name that it stands before.
func (j *Joiner) role(reading *hearsay.Reading, span hearsay.Span) lexicon.RolePhrase {
	text := reading.Document.Text
	role := j.roles.Parse(strings.Fields(span.Of(text)))
	at, _ := slices.BinarySearchFunc(reading.Mentions, span, func(m hearsay.Mention, span hearsay.Span) int {
		return m.Span.Compare(span)
	})
	for ; at < len(reading.Mentions) && reading.Mentions[at].Span.Start == span.Start; at++ {
		if m := &reading.Mentions[at]; m.Kind == hearsay.MentionName && m.Span.End > span.End {
			return j.roles.WithPlace(role, text[m.Span.End:])
		}
	}
	return role
}

// root is the first node of the cluster that holds i.
func (p *pass) root(i int) int {
	for p.parent[i] != i {
		p.parent[i] = p.parent[p.parent[i]]
		i = p.parent[i]
	}
	return i
}

// unite joins the clusters of two nodes, which must be of different clusters, by a rule that rests on their names.
func (p *pass) unite(a, b int, by string) {
	if b < a {
		a, b = b, a
	}
	p.joins = append(p.joins, join{a, b, by, []hearsay.Ref{p.nameRef(a), p.nameRef(b)}})
	ra, rb := p.root(a), p.root(b)
	if rb < ra {
		ra, rb = rb, ra
	}
	p.parent[rb] = ra
	p.members[ra] = append(p.members[ra], p.members[rb]...)
	slices.Sort(p.members[ra])
	p.members[rb] = nil
}

// nameRef is where a node's name stands.
func (p *pass) nameRef(i int) hearsay.Ref {
	n := &p.nodes[i]
	return hearsay.Ref{Doc: p.readings[n.reading].Document.ID, Spans: []hearsay.Span{n.entity.Span}}
}

// person reports whether a node is or may be a person.
func (n *node) person() bool {
	return n.entity.Kind == hearsay.EntityPerson || n.entity.Kind == hearsay.EntityUnclear
}

// joinListed joins outlets, places and bodies, each among themselves, by canonical names. A body's forms in one
// document, such as a name and its acronym, count for all.
func (p *pass) joinListed() {
	first := map[string]int{}
	meet := func(i int, key, by string) {
		if at, ok := first[key]; !ok {
			first[key] = i
		} else if p.root(at) != p.root(i) {
			p.unite(at, i, by)
		}
	}
	for i := range p.nodes {
		n := &p.nodes[i]
		switch n.entity.Kind {
		case hearsay.EntityOutlet:
			meet(i, "outlet "+n.entity.Outlet, "outlet list")
		case hearsay.EntityPlace:
			for _, form := range n.forms {
				if canonical, ok := p.places.Canonical(form); ok {
					meet(i, "place "+canonical, "place list")
				} else {
					meet(i, "place "+form, "same name")
				}
			}
		case hearsay.EntityBody:
			for _, form := range n.forms {
				canonical, listed := p.bodies.Canonical(form)
				by := "same name"
				if listed {
					by = "body list"
				}
				meet(i, "body "+canonical, by)
			}
		}
	}
	// What one document leaves unclear is a body where another knows it as one.
	for i := range p.nodes {
		n := &p.nodes[i]
		if n.entity.Kind != hearsay.EntityUnclear {
			continue
		}
		canonical, _ := p.bodies.Canonical(n.entity.Name)
		if at, ok := first["body "+canonical]; ok {
			p.unite(at, i, "same name")
		}
	}
}

// joinFull joins people by their full names: the same name, then a name without its middle, then short forms and
// initials. All but the first must lead to one cluster only.
func (p *pass) joinFull() {
	byLast := map[string][]int{}
	var lasts []string
	for i := range p.nodes {
		n := &p.nodes[i]
		if !n.person() || !n.name.Full() || p.root(i) != i || len(p.members[i]) > 1 {
			continue
		}
		if len(byLast[n.name.Last]) == 0 {
			lasts = append(lasts, n.name.Last)
		}
		byLast[n.name.Last] = append(byLast[n.name.Last], i)
	}
	for _, last := range lasts {
		nodes := byLast[last]
		first := map[lexicon.PersonName][]int{}
		for _, i := range nodes {
			name := p.nodes[i].name
			at := slices.IndexFunc(first[name], func(a int) bool { return p.agree(p.root(a), i) })
			if at < 0 {
				first[name] = append(first[name], i)
				continue
			}
			p.unite(first[name][at], i, "same full name")
		}
		p.joinSame(nodes, "same name without its middle")
		p.joinSame(nodes, "short form", "initial")
		p.joinBehind(nodes)
	}
}

// joinBehind joins a full name to the one of the story that stands whole behind its first word, where that word is no
// first name: "W. Tom Roe" and "Goalkeeper Tom Roe" to "Tom Roe".
func (p *pass) joinBehind(nodes []int) {
	for _, b := range nodes {
		name := p.nodes[b].name
		if p.listedFirst(&p.nodes[b]) || name.Middle == "" || p.root(b) != b {
			continue
		}
		var fits []int
		for _, a := range nodes {
			o := p.nodes[a].name
			if o.First == "" || name.Middle != strings.TrimSpace(o.First+" "+o.Middle) || name.Suffix != o.Suffix ||
				slices.Contains(fits, p.root(a)) {
				continue
			}
			if ra := p.root(a); ra == b || p.behind(ra, b) {
				fits = append(fits, ra)
			}
		}
		if len(fits) == 1 && fits[0] != b {
			p.unite(fits[0], b, "name behind other words")
		}
	}
}

// behind reports whether the clusters of two roots may be one but for the words before the name.
func (p *pass) behind(ra, rb int) bool {
	for _, a := range p.members[ra] {
		for _, b := range p.members[rb] {
			na, nb := &p.nodes[a], &p.nodes[b]
			if opposed(na.entity.Gender, nb.entity.Gender) || na.reading == nb.reading {
				return false
			}
		}
	}
	return true
}

// joinSame joins clusters of the nodes that the rules accept pair by pair. Where one fits two that do not fit each
// other, none of them is joined.
func (p *pass) joinSame(nodes []int, rules ...string) {
	var roots []int
	for _, i := range nodes {
		if p.root(i) == i {
			roots = append(roots, i)
		}
	}
	if len(roots) < 2 {
		return
	}
	fits := make([][]int, len(roots)) // indexes into roots, ascending, each with its own
	by := map[[2]int]string{}
	for x := range roots {
		for y := range roots {
			rule := "itself"
			if x != y {
				rule = p.names.SamePerson(p.nodes[roots[x]].name, p.nodes[roots[y]].name)
				if !slices.Contains(rules, rule) || !p.agree(roots[x], roots[y]) {
					continue
				}
			}
			by[[2]int{x, y}] = rule
			fits[x] = append(fits[x], y)
		}
	}
	for x := range roots {
		differs := func(y int) bool { return !slices.Equal(fits[x], fits[y]) }
		if fits[x][0] != x || slices.ContainsFunc(fits[x], differs) {
			continue
		}
		for _, y := range fits[x][1:] {
			if p.agree(p.root(roots[x]), roots[y]) {
				p.unite(roots[x], roots[y], by[[2]int{x, y}])
			}
		}
	}
}

// agree reports whether every full name of one cluster may be the same person's as every one of the other.
func (p *pass) agree(ra, rb int) bool {
	for _, a := range p.members[ra] {
		for _, b := range p.members[rb] {
			na, nb := &p.nodes[a], &p.nodes[b]
			if opposed(na.entity.Gender, nb.entity.Gender) {
				return false
			}
			if na.name.Full() && nb.name.Full() && p.names.SamePerson(na.name, nb.name) == "" {
				return false
			}
			// One document that keeps two people apart is believed.
			if na.reading == nb.reading {
				return false
			}
		}
	}
	return true
}

// opposed reports whether two genders exclude each other.
func opposed(a, b hearsay.Gender) bool {
	return a != hearsay.GenderUnknown && b != hearsay.GenderUnknown && a != b
}

// joinLast joins bare last names: to the one full name of that last name in the story; among several, to the one that
// a role decides for, or to which alone other documents give the bare last name; and where the story has no full
// name, to each other.
func (p *pass) joinLast() {
	full := map[string][]int{}
	for i := range p.nodes {
		n := &p.nodes[i]
		if n.person() && n.name.Full() && p.root(i) == i {
			full[n.name.Last] = append(full[n.name.Last], i)
		}
	}
	alone := map[string]int{}
	for i := range p.nodes {
		n := &p.nodes[i]
		if !n.person() || n.name.Full() || p.root(i) != i || len(p.members[i]) > 1 {
			continue
		}
		fits := slices.DeleteFunc(slices.Clone(full[n.name.Last]), func(root int) bool {
			return !p.fitsLast(root, i)
		})
		by := "last name"
		if len(fits) > 1 {
			fits, by = p.choose(fits, i)
		}
		switch {
		case len(fits) == 1:
			p.uniteLast(fits[0], i, by)
		case len(full[n.name.Last]) == 0 && p.lastName(n):
			key := n.name.Last + " " + n.name.Suffix
			if at, ok := alone[key]; !ok {
				alone[key] = i
			} else if p.agree(p.root(at), i) {
				p.unite(at, i, "same last name")
			}
		}
	}
}

// lastName reports whether a lone name is sure to be a last name.
func (p *pass) lastName(n *node) bool {
	_, first := p.names.First(n.entity.Name)
	return !first || len(n.roles) > 0
}

// fitsLast reports whether a bare last name may mean the person of a cluster.
func (p *pass) fitsLast(root, i int) bool {
	n := &p.nodes[i]
	for _, m := range p.members[p.root(root)] {
		o := &p.nodes[m]
		if o.reading == n.reading || opposed(o.entity.Gender, n.entity.Gender) {
			return false
		}
		if n.name.Suffix != "" && o.name.Full() && o.name.Suffix != n.name.Suffix {
			return false
		}
	}
	return true
}

// choose picks among several people of one last name.
func (p *pass) choose(fits []int, i int) ([]int, string) {
	n := &p.nodes[i]
	var byRole, byUse []int
	for _, root := range fits {
		role, use := false, false
		for _, m := range p.members[p.root(root)] {
			o := &p.nodes[m]
			use = use || o.bare
			for _, a := range o.roles {
				role = role || slices.ContainsFunc(n.roles, a.Same)
			}
		}
		if role {
			byRole = append(byRole, root)
		}
		if use {
			byUse = append(byUse, root)
		}
	}
	if len(byRole) == 1 {
		return byRole, "last name and role"
	}
	if len(n.roles) == 0 && len(byUse) == 1 {
		return byUse, "last name as other documents use it"
	}
	return nil, ""
}

// uniteLast joins a bare last name to a cluster, resting on the nearest full name of it.
func (p *pass) uniteLast(root, i int, by string) {
	at := root
	for _, m := range p.members[p.root(root)] {
		if p.nodes[m].name.Full() {
			at = m
			break
		}
	}
	p.unite(at, i, by)
}

// shortest is the length in bytes of the shortest last name that may be joined to another spelling of it.
const shortest = 6

// joinMisspelt joins a last name that stands in one document only to a like one of the story. A swap of two letters
// is enough where the name is long and bare; other slips need the same first name or the same role.
func (p *pass) joinMisspelt() {
	var roots []int
	for i := range p.nodes {
		n := &p.nodes[i]
		if n.person() && p.root(i) == i && len(n.name.Last) >= shortest {
			roots = append(roots, i)
		}
	}
	for _, b := range roots {
		if p.root(b) != b {
			continue
		}
		n := &p.nodes[b]
		if len(p.members[b]) > 1 || p.listedName(n.name.Last) {
			continue
		}
		var fits []int
		by := ""
		for _, a := range roots {
			o := &p.nodes[a]
			if a == b || p.root(a) != a || o.name.Last == n.name.Last || o.entity.Kind != hearsay.EntityPerson ||
				len(p.members[a]) < 2 && n.name.Full() && a > b {
				continue
			}
			if rule := p.misspelt(a, b); rule != "" {
				fits, by = append(fits, a), rule
			}
		}
		if len(fits) == 1 {
			p.uniteLast(fits[0], b, by)
		}
	}
}

// misspelt returns the rule by which the name of node b may be a slip for that of cluster a; "" is none.
func (p *pass) misspelt(a, b int) string {
	n := &p.nodes[b]
	distance, swap := slip(p.nodes[a].name.Last, n.name.Last)
	if distance == 0 || distance > 2 {
		return ""
	}
	role, first, clash := false, false, false
	for _, m := range p.members[a] {
		o := &p.nodes[m]
		if opposed(o.entity.Gender, n.entity.Gender) {
			return ""
		}
		if o.name.Full() && n.name.Full() {
			if o.name.First == n.name.First {
				first = true
			} else {
				clash = true
			}
		}
		for _, r := range o.roles {
			role = role || slices.ContainsFunc(n.roles, r.Same)
		}
	}
	switch {
	case clash:
		return ""
	case first:
		return "like spelling and same first name"
	case role:
		return "like spelling and same role"
	case swap && !n.name.Full() && len(n.roles) == 0:
		return "two letters of a rare name swapped"
	}
	return ""
}

// listedName reports whether a last name is a word that lists know as something else.
func (p *pass) listedName(last string) bool {
	_, first := p.names.First(strings.ToUpper(last[:1]) + last[1:])
	return first
}

// slip is the edit distance of two words up to 3, with a swap of neighbouring letters as one edit, and whether one
// swap is all of it.
func slip(a, b string) (int, bool) {
	ra, rb := []rune(a), []rune(b)
	for len(ra) > 0 && len(rb) > 0 && ra[0] == rb[0] {
		ra, rb = ra[1:], rb[1:]
	}
	for len(ra) > 0 && len(rb) > 0 && ra[len(ra)-1] == rb[len(rb)-1] {
		ra, rb = ra[:len(ra)-1], rb[:len(rb)-1]
	}
	if len(ra) == 2 && len(rb) == 2 && ra[0] == rb[1] && ra[1] == rb[0] {
		return 1, true
	}
	if max(len(ra), len(rb))-min(len(ra), len(rb)) > 2 || min(len(ra), len(rb)) > 4 {
		return 3, false
	}
	rows := [3][]int{make([]int, len(rb)+1), make([]int, len(rb)+1), make([]int, len(rb)+1)}
	for k := range rows[0] {
		rows[0][k] = k
	}
	for i := range ra {
		row, above, top := rows[(i+1)%3], rows[i%3], rows[(i+2)%3]
		row[0] = i + 1
		for k := range rb {
			cost := 1
			if ra[i] == rb[k] {
				cost = 0
			}
			row[k+1] = min(row[k]+1, above[k+1]+1, above[k]+cost)
			if i > 0 && k > 0 && ra[i] == rb[k-1] && ra[i-1] == rb[k] {
				row[k+1] = min(row[k+1], top[k-1]+1)
			}
		}
	}
	return min(rows[len(ra)%3][len(rb)], 3), false
}

// identities writes the clusters out.
func (p *pass) identities() []hearsay.Identity {
	var out []hearsay.Identity
	index := make([]int, len(p.nodes))
	for root := range p.nodes {
		if p.root(root) != root {
			continue
		}
		identity := hearsay.Identity{ID: hearsay.IdentityID(len(out) + 1)}
		best := root
		seen := map[string]bool{}
		for _, m := range p.members[root] {
			n := &p.nodes[m]
			index[m] = len(out)
			identity.Members = append(identity.Members, p.member(m))
			if identity.Kind == hearsay.EntityUnclear {
				identity.Kind = n.entity.Kind
			}
			if identity.Outlet == "" {
				identity.Outlet = n.entity.Outlet
			}
			if p.better(m, best, root) {
				best = m
			}
			text := p.readings[n.reading].Document.Text
			for _, span := range n.entity.Roles {
				if words := strings.ToLower(span.Of(text)); !seen[words] {
					seen[words] = true
					identity.Roles = append(identity.Roles,
						hearsay.Ref{Doc: p.readings[n.reading].Document.ID, Spans: []hearsay.Span{span}})
				}
			}
		}
		identity.Name = p.nodes[best].entity.Name
		identity.NameRef = p.nameRef(best)
		out = append(out, identity)
	}
	slices.SortStableFunc(p.joins, func(a, b join) int { return cmp.Or(cmp.Compare(a.b, b.b), cmp.Compare(a.a, b.a)) })
	for _, j := range p.joins {
		identity := &out[index[j.a]]
		identity.Joins = append(identity.Joins,
			hearsay.IdentityJoin{A: p.member(j.a), B: p.member(j.b), By: j.by, Refs: j.refs})
	}
	return out
}

func (p *pass) member(i int) hearsay.Member {
	n := &p.nodes[i]
	return hearsay.Member{Doc: p.readings[n.reading].Document.ID, Entity: n.entity.ID}
}

// better reports whether node a shows an identity better than b: a full name, on sound text, with a first name, of
// more words, then the form that more documents use, then the longer one.
func (p *pass) better(a, b, root int) bool {
	na, nb := &p.nodes[a], &p.nodes[b]
	switch {
	case na.words > 1 != (nb.words > 1):
		return na.words > 1
	case na.damaged != nb.damaged:
		return nb.damaged
	case na.name.Full() && nb.name.Full() && p.listedFirst(na) != p.listedFirst(nb):
		return p.listedFirst(na)
	case na.words != nb.words:
		return na.words > nb.words
	}
	if ua, ub := p.uses(na, root), p.uses(nb, root); ua != ub {
		return ua > ub
	}
	return len(na.entity.Name) > len(nb.entity.Name)
}

// listedFirst reports whether a name begins with a first name.
func (p *pass) listedFirst(n *node) bool {
	word, _, _ := strings.Cut(n.entity.Name, " ")
	_, first := p.names.First(word)
	return first
}

// uses counts the members of a cluster that bear the name of node n.
func (p *pass) uses(n *node, root int) int {
	uses := 0
	for _, m := range p.members[root] {
		if p.nodes[m].name == n.name {
			uses++
		}
	}
	return uses
}
