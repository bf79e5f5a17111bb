package story

import (
	"cmp"
	"slices"

	"hearsay"
)

// Numbers of the second level. A saga may pause for weeks, so time counts little; but it hangs on few rare words, the
// people and places of the affair.
const (
	sagaTerms  = 24 // heaviest terms of a story that are compared
	sagaWindow = 30 // days between two stories beyond which they are not linked
	sagaShared = 3  // terms that two stories must share at least
	sagaPause  = 20 // days after which half of the similarity is left
)

// about sums the terms of a story's documents, in document order.
func about(docs []*Features) hearsay.About {
	var about hearsay.About
	for _, doc := range docs {
		if about.Title == "" {
			about.Title = doc.Title
		}
		if day := doc.Day(); day != undatedDay {
			if !about.Dated {
				about.First, about.Last, about.Dated = int32(day), int32(day), true
			}
			about.First, about.Last = min(about.First, int32(day)), max(about.Last, int32(day))
		}
	}
	terms := chosen(meanTerms(docs), sagaTerms)
	normalize(terms)
	for _, term := range terms {
		about.Terms = append(about.Terms, hearsay.TermWeight{Term: term.Word, Weight: term.Weight})
	}
	return about
}

// meanTerms are the terms of documents with their mean weights.
func meanTerms(docs []*Features) []Term {
	if len(docs) == 1 {
		return docs[0].Terms
	}
	index := map[string]int{}
	var terms []Term
	var sums []uint64
	for _, doc := range docs {
		for _, term := range doc.Terms {
			i, met := index[term.Word]
			if !met {
				i = len(terms)
				index[term.Word] = i
				terms, sums = append(terms, Term{Word: term.Word}), append(sums, 0)
			}
			sums[i] += uint64(term.Weight)
		}
	}
	for i := range terms {
		terms[i].Weight = uint32(sums[i] / uint64(len(docs)))
	}
	return terms
}

// Sagas links stories that tell one affair: those that share rare terms within weeks, by average linkage, so that one
// common name never chains them all. Stories that stand alone are in no saga. The result does not depend on the order of
// stories and is in the order of the earliest ones.
func (c *Clusterer) Sagas(stories []hearsay.Story) []hearsay.Saga {
	sorted := slices.SortedFunc(slices.Values(stories), compareStories)
	edges := c.sagaEdges(sorted)
	units := fixed{unit: make([]int, len(sorted))}
	for i := range units.unit {
		units.unit[i] = i
	}
	clusters, merges := link(units, edges, c.params.sagaLeast)
	sagas := map[int]*hearsay.Saga{}
	for _, m := range merges {
		saga := sagas[clusters[m.a]]
		if saga == nil {
			saga = &hearsay.Saga{ID: sorted[clusters[m.a]].ID}
			sagas[clusters[m.a]] = saga
		}
		a, b := &sorted[m.a], &sorted[m.b]
		days := -1
		if gap, known := between(&a.About, &b.About); known {
			days = gap
		}
		saga.Links = append(saga.Links, hearsay.SagaLink{
			A: a.ID, B: b.ID, Weight: int(m.weight * 1000 / one), Gap: days,
			Terms: heaviestShared(terms(&a.About), terms(&b.About), c.params.joinTerms),
		})
	}
	for i := range sorted {
		if saga := sagas[clusters[i]]; saga != nil {
			saga.Stories = append(saga.Stories, hearsay.SagaStory{
				ID: sorted[i].ID, Documents: len(sorted[i].Docs), About: sorted[i].About,
			})
		}
	}
	var list []hearsay.Saga
	for i := range sorted {
		if saga := sagas[i]; saga != nil {
			list = append(list, *saga)
		}
	}
	return list
}

// compareStories orders stories by the day on which they begin, unknown ones last.
func compareStories(a, b hearsay.Story) int {
	switch {
	case a.About.Dated != b.About.Dated && a.About.Dated:
		return -1
	case a.About.Dated != b.About.Dated:
		return 1
	}
	return cmp.Or(cmp.Compare(a.About.First, b.About.First), cmp.Compare(a.ID, b.ID))
}

// between is the days between the end of one story and the beginning of the other, 0 where they overlap.
func between(a, b *hearsay.About) (days int, known bool) {
	if !a.Dated || !b.Dated {
		return 0, false
	}
	return max(0, int(a.First-b.Last), int(b.First-a.Last)), true
}

func terms(about *hearsay.About) []Term {
	terms := make([]Term, len(about.Terms))
	for i, term := range about.Terms {
		terms[i] = Term{Word: term.Term, Weight: term.Weight}
	}
	return terms
}

// sagaEdges returns the pairs of stories that may be of one saga, sorted.
func (c *Clusterer) sagaEdges(stories []hearsay.Story) []edge {
	index := map[string][]posting{}
	sums := make([]uint64, len(stories))
	shared := make([]int, len(stories))
	var edges []edge
	for i := range stories {
		var met []int32
		for _, term := range stories[i].About.Terms {
			if int(c.table.weight(term.Term)) < c.params.sagaRare {
				continue
			}
			list := index[term.Term]
			for _, p := range list {
				if sums[p.doc] == 0 {
					met = append(met, p.doc)
				}
				sums[p.doc] += uint64(term.Weight) * uint64(p.weight)
				shared[p.doc]++
			}
			index[term.Term] = append(list, posting{int32(i), term.Weight})
		}
		for _, j := range met {
			weight, few := toCosine(sums[j]), shared[j] < sagaShared
			sums[j], shared[j] = 0, 0
			days, known := between(&stories[i].About, &stories[j].About)
			switch {
			case few || days > sagaWindow:
				continue
			case known:
				weight = weight * sagaPause / int64(sagaPause+days)
			default:
				weight = weight * c.params.sagaUndated / one
			}
			if weight >= c.params.sagaFloor {
				edges = append(edges, edge{int(j), i, weight})
			}
		}
	}
	slices.SortFunc(edges, func(x, y edge) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return edges
}
