// Package story finds which documents report one event.
//
// It begins with documents, of each of which it takes features (Clusterer.Describe), and ends with stories, each with the
// reasons for which its documents were joined. It hands them on to the other stages of collate, which work story by
// story.
//
// The stories are a function of the set of documents and of what a person said of them: words weigh by a frozen
// frequency table, all decisions are made on integers, and clusters are merged by exact average linkage with a total
// order of ties. Single-pass clustering would be faster and would give another answer for another order of arrival.
//
// The work is cut so that an archive need not do all of it again when a document comes: Leads finds the near-copies that
// one document stands for, Index.Links what may belong together, each pair for itself, and Stories the stories of whole
// components of those links. Cluster does all three for a set that is at hand.
package story

import (
	"cmp"
	"slices"

	"hearsay"
	"hearsay/model/df"
	pairs "hearsay/model/story"
)

// Clusterer groups documents into stories. It is safe for concurrent use.
type Clusterer struct {
	table  table
	model  *model
	params params
}

// params are the numbers that clustering was tuned with. Similarities are in 65536ths.
type params struct {
	terms        int   // the heaviest terms of a document that are compared
	least        int64 // mean weight at which two clusters are one story
	floor        int64 // cosine below which a pair is not looked at
	undatedFloor int64 // the same for a pair without both dates, of which there are many more
	faint        int64 // weight below which a pair counts as 0
	picked       int64 // what is added to the score of a pair without both dates
	pickedDated  int64 // and of one with both
	slots        int   // slots of the sketch that must agree in near-copies
	joinTerms    int   // terms shown for a join
	sagaLeast    int64 // mean similarity at which two groups of stories are one saga
	sagaFloor    int64 // similarity below which two stories count as 0
	sagaUndated  int64 // factor on the similarity of stories without dates
	sagaRare     int   // weight in the frequency table from which a term counts for a saga
}

// Least is the mean weight at which two clusters are one story, in 65536ths.
const Least = one * 420 / 1000

// one is full similarity.
const one = 1 << 16

// New returns a clusterer with the embedded frequency table and pair model. It fails only where one of them is damaged.
func New() (*Clusterer, error) { return NewWith(pairs.Model()) }

// NewWith returns a clusterer with another pair model than the embedded one. It fails where the model is damaged.
func NewWith(data []byte) (*Clusterer, error) {
	t, err := loadTable(df.Table())
	if err != nil {
		return nil, err
	}
	m, err := loadModel(data)
	if err != nil {
		return nil, err
	}
	return &Clusterer{table: t, model: m, params: params{
		terms:        200,
		least:        Least,
		floor:        one * 40 / 1000,
		undatedFloor: one * 80 / 1000,
		faint:        one * 50 / 1000,
		slots:        sketchSlots * 3 / 4,
		joinTerms:    5,
		sagaLeast:    one * 150 / 1000,
		sagaFloor:    one * 20 / 1000,
		sagaUndated:  one * 700 / 1000,
		sagaRare:     256 * 3,
	}}, nil
}

// Cluster groups documents into stories, in the order of their earliest documents. The result does not depend on the
// order of features. A document that has nothing in common with another is a story of one. Features of one ID are
// taken once.
func (c *Clusterer) Cluster(features []Features) []hearsay.Story {
	docs := make([]*Features, len(features))
	for i := range features {
		docs[i] = &features[i]
	}
	slices.SortFunc(docs, func(a, b *Features) int { return a.compare(b) })
	docs = slices.CompactFunc(docs, func(a, b *Features) bool { return a.ID == b.ID })
	undated := 0
	for _, doc := range docs {
		if !doc.Dated() {
			undated++
		}
	}
	c = c.For(undated, len(docs))
	leads := c.Leads(docs)
	var standing []*Features
	fresh := map[hearsay.DocID]bool{}
	for _, doc := range docs {
		if leads[doc.ID] == doc.ID {
			standing = append(standing, doc)
			fresh[doc.ID] = true
		}
	}
	links := c.Index(standing).Links(fresh, 0, 1)
	return c.Stories(docs, leads, c.Within(docs, leads, links, hearsay.Bonds{}), hearsay.Bonds{})
}

// Few is up to how many documents are judged as what a person picked by hand: most pairs of them report one event, where
// of hundreds few do. In a set of n with stories of m documents the chance of a pair is about m/n before anything is
// read, which for two dozen is some two logits above that of the sets that the rules were fitted to. Documents without a
// date are picked where they are few themselves, those with one where all are: days part the others of many.
const Few = 24

// For returns the clusterer for a set of so many documents, of which so many have no date.
func (c *Clusterer) For(undated, all int) *Clusterer {
	if undated > Few {
		return c
	}
	picked := *c
	picked.params.picked = fewLogit
	if all <= Few {
		picked.params.pickedDated = fewDatedLogit
	}
	return &picked
}

// Picked reports whether documents with a date, or without, are judged as few that a person picked.
func (c *Clusterer) Picked(dated bool) bool {
	if dated {
		return c.params.pickedDated > 0
	}
	return c.params.picked > 0
}

// What that adds to the score of a pair, in 65536ths of a logit: without both dates, and with them.
const (
	fewLogit      = one * 7 / 4
	fewDatedLogit = one * 17 / 8
)

// Stories groups documents into stories, in the order of their earliest documents. Leads has the document that stands for
// each, and links all pairs within each component (see Within). The documents of two components may be given together
// or one after the other: the stories are the same.
func (c *Clusterer) Stories(
	docs []*Features, leads map[hearsay.DocID]hearsay.DocID, links []hearsay.Link, bonds hearsay.Bonds,
) []hearsay.Story {
	docs = slices.SortedFunc(slices.Values(docs), func(a, b *Features) int { return a.compare(b) })
	index := make(map[hearsay.DocID]int, len(docs))
	for i, doc := range docs {
		index[doc.ID] = i
	}
	edges := make([]edge, len(links))
	for i, l := range links {
		a, b := index[l.A], index[l.B]
		edges[i] = edge{min(a, b), max(a, b), int64(l.Weight)}
	}
	// The heaviest edge of two that weigh alike is the one that comes first.
	slices.SortFunc(edges, func(x, y edge) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })

	g := grouping{clusterer: c, docs: docs, joins: map[int][]hearsay.StoryJoin{}}
	units := g.units(bonds)
	g.clusters = make([]int, len(docs))
	var merges []merge
	g.clusters, merges = link(units, edges, c.params.least)

	// Near-copies have no edges; they join the cluster of the document that stands for them, unless a person said where
	// they belong.
	for i, doc := range docs {
		lead := index[leads[doc.ID]]
		if _, bound := bonds.Of[doc.ID]; lead == i || bound {
			continue
		}
		g.clusters[i] = g.clusters[lead]
		g.join(lead, i, one, ByCopy)
	}
	for i, unit := range units.unit {
		if unit != i {
			g.join(unit, i, one, ByHand)
		}
	}
	for _, m := range merges {
		g.join(m.a, m.b, m.mean, ByWords)
	}
	members := map[int][]int{}
	for i, cluster := range g.clusters {
		members[cluster] = append(members[cluster], i)
	}
	var stories []hearsay.Story
	for i := range docs {
		if len(members[i]) > 0 {
			stories = append(stories, g.story(members[i]))
		}
	}
	return stories
}

// By what documents are joined.
const (
	ByWords = "words"
	ByDays  = "words and days" // where both dates are known
	ByCopy  = "near-copy"
	ByHand  = "by hand"
)

// grouping is the work on one set of documents.
type grouping struct {
	clusterer *Clusterer
	docs      []*Features
	clusters  []int // of each document, the earliest one of its cluster
	joins     map[int][]hearsay.StoryJoin
}

// units turns bonds into units of documents, by index.
func (g *grouping) units(bonds hearsay.Bonds) fixed {
	units := fixed{unit: make([]int, len(g.docs))}
	first := map[int]int{} // the earliest document of each bond
	for i, doc := range g.docs {
		units.unit[i] = i
		if bond, bound := bonds.Of[doc.ID]; bound {
			if _, met := first[bond]; !met {
				first[bond] = i
			}
			units.unit[i] = first[bond]
		}
	}
	for bond, others := range bonds.Apart {
		unit, met := first[bond]
		if !met {
			continue
		}
		for _, other := range others {
			if apart, met := first[other]; met {
				if units.apart == nil {
					units.apart = map[int][]int{}
				}
				units.apart[unit] = append(units.apart[unit], apart)
			}
		}
	}
	return units
}

// join records why two documents are in one cluster.
func (g *grouping) join(i, j int, mean int64, by string) {
	c, a, b := g.clusterer, g.docs[i], g.docs[j]
	cosine, _ := dot(a.Terms, b.Terms)
	join := hearsay.StoryJoin{
		A: a.ID, B: b.ID, Gap: -1, By: by,
		Weight: int(c.weigh(a, b, cosine) * 1000 / one), Mean: int(mean * 1000 / one), Least: int(c.params.least * 1000 / one),
		Terms: heaviestShared(a.Terms, b.Terms, c.params.joinTerms),
	}
	if by == ByWords {
		join.Parts = c.needed(a, b, cosine)
	}
	if days, known := gap(a.Published, b.Published); known {
		join.Gap = days
		if by == ByWords {
			join.By = ByDays
		}
	}
	cluster := g.clusters[i]
	g.joins[cluster] = append(g.joins[cluster], join)
}

// story is the story of the members of one cluster, in document order. It begins with the earliest, after which it is
// named.
func (g *grouping) story(members []int) hearsay.Story {
	s := hearsay.Story{ID: hearsay.StoryID(g.docs[members[0]].ID), Joins: g.joins[g.clusters[members[0]]]}
	var docs []*Features
	for _, member := range members {
		s.Docs = append(s.Docs, g.docs[member].ID)
		docs = append(docs, g.docs[member])
	}
	s.About = about(docs)
	return s
}
