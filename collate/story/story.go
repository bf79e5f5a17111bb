// Package story finds which documents report one event.
//
// It begins with the features of documents (Describe) and ends with stories (Clusterer.Cluster), each with the reasons
// for which its documents were joined, and hands them on to the other stages of collate, which work story by story.
//
// The stories are a function of the set of documents: words weigh by a frozen frequency table, all decisions are made
// on integers, and clusters are merged by exact average linkage with a total order of ties. Single-pass clustering
// would be faster and would give another answer for another order of arrival.
package story

import (
	"slices"

	"hearsay"
	"hearsay/model/df"
)

// Clusterer groups documents into stories. It is safe for concurrent use.
type Clusterer struct {
	table  table
	kernel kernel
	params params
}

// params are the numbers that clustering was tuned with. Similarities are in 65536ths.
type params struct {
	terms     int   // the heaviest terms of a document that are compared
	least     int64 // mean similarity at which two clusters are one story
	floor     int64 // similarity below which a pair counts as 0
	undated   int64 // factor on the similarity of a pair without both dates
	slots     int   // slots of the sketch that must agree in near-copies
	joinTerms int   // terms shown for a join
}

// one is full similarity.
const one = 1 << 16

// New returns a clusterer with the embedded frequency table. It fails only where that table is damaged.
func New() (*Clusterer, error) {
	t, err := loadTable(df.Table())
	if err != nil {
		return nil, err
	}
	return &Clusterer{table: t, kernel: newKernel(), params: params{
		terms:     200,
		least:     one * 120 / 1000,
		floor:     one * 20 / 1000,
		undated:   one * 700 / 1000,
		slots:     sketchSlots * 3 / 4,
		joinTerms: 5,
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

	leaders := c.collapse(docs)
	vectors, words := c.vectors(docs)
	edges := c.edges(docs, leaders, vectors, len(words))
	clusters, merges := link(len(docs), edges, c.params.least)

	// Near-copies have no edges; they join the cluster of their leader before all others.
	var joined []edge
	for i, leader := range leaders {
		if leader != i {
			joined = append(joined, edge{leader, i, one})
			clusters[i] = clusters[leader]
		}
	}
	copies := len(joined)
	joined = append(joined, merges...)
	members, joins := map[int][]int{}, map[int][]hearsay.StoryJoin{}
	for i, cluster := range clusters {
		members[cluster] = append(members[cluster], i)
	}
	for i, e := range joined {
		join := hearsay.StoryJoin{
			A: docs[e.a].ID, B: docs[e.b].ID, Gap: -1, By: "words",
			Weight: int(c.similarity(docs[e.a], docs[e.b], vectors[e.a], vectors[e.b]) * 1000 / one),
			Terms:  vectors[e.a].shared(vectors[e.b], c.params.joinTerms, words),
		}
		if days, known := gap(docs[e.a].Published, docs[e.b].Published); known {
			join.Gap, join.By = days, "words and days"
		}
		if i < copies {
			join.By = "near-copy"
		}
		joins[clusters[e.a]] = append(joins[clusters[e.a]], join)
	}
	var stories []hearsay.Story
	for i, doc := range docs {
		if clusters[i] != i {
			continue
		}
		s := hearsay.Story{ID: hearsay.StoryID(doc.ID), Joins: joins[i]}
		for _, member := range members[i] {
			s.Docs = append(s.Docs, docs[member].ID)
		}
		stories = append(stories, s)
	}
	return stories
}

// similarity is how alike two documents are, with the time between them.
func (c *Clusterer) similarity(a, b *Features, va, vb vector) int64 {
	return va.dot(vb) * c.factor(a.Published, b.Published) / one
}

// factor is what the time between two documents leaves of their similarity.
func (c *Clusterer) factor(a, b hearsay.Date) int64 {
	days, known := gap(a, b)
	if !known {
		return c.params.undated
	}
	return c.kernel.at(days)
}
