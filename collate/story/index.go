package story

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"hearsay"
)

// Index finds the documents of a set that a document may share a story with. It is safe for concurrent use.
type Index struct {
	clusterer *Clusterer
	docs      []*Features // undated ones first, then by day
	undated   int         // how many of them
	days      []int       // of each
	terms     [][]int32   // of each, the numbers of its terms, in their order
	totals    []totals    // of each
	postings  [][]posting // of each term, in the order of docs
}

// posting is a document that has a term, with its weight.
type posting struct {
	doc    int32
	weight uint32
}

// fewestTerms is how many terms two documents must share at least: the one rare name in two notes of three lines makes
// most of their weight and no story.
const fewestTerms = 4

// undatedDay comes before every day, so that undated documents lead each list.
const undatedDay = math.MinInt

// Index prepares the documents for a search, each of which must come once.
func (c *Clusterer) Index(docs []*Features) *Index {
	x := &Index{clusterer: c, docs: slices.Clone(docs)}
	slices.SortFunc(x.docs, func(a, b *Features) int { return cmp.Or(cmp.Compare(a.Day(), b.Day()), a.compare(b)) })
	x.days, x.totals, x.terms = make([]int, len(docs)), make([]totals, len(docs)), make([][]int32, len(docs))
	numbers := map[string]int32{}
	for i, doc := range x.docs {
		x.days[i] = doc.Day()
		if x.days[i] == undatedDay {
			x.undated++
		}
		x.totals[i] = newTotals(doc.Terms)
		x.terms[i] = make([]int32, len(doc.Terms))
		for k := range doc.Terms {
			number, met := numbers[doc.Terms[k].Word]
			if !met {
				number = int32(len(numbers))
				numbers[doc.Terms[k].Word] = number
			}
			x.terms[i][k] = number
		}
	}
	counts := make([]int32, len(numbers))
	total := 0
	for _, terms := range x.terms {
		for _, number := range terms {
			counts[number]++
		}
		total += len(terms)
	}
	all := make([]posting, total)
	x.postings = make([][]posting, len(numbers))
	for number, count := range counts {
		x.postings[number], all = all[:0:count], all[count:]
	}
	for i, terms := range x.terms {
		for k, number := range terms {
			x.postings[number] = append(x.postings[number], posting{int32(i), x.docs[i].Terms[k].Weight})
		}
	}
	return x
}

// Links returns every link of a fresh document with any other, once, sorted. Fresh documents are looked up backward and
// forward in time, so that it does not matter which of two came first. The work can be parted: all parts together give
// all links.
//
// Only pairs that could be a story by themselves are links. Where two groups of documents merge, the mean of all pairs
// between them is as much, so that one of these is a link: no story reaches beyond what links connect.
func (x *Index) Links(fresh map[hearsay.DocID]bool, part, parts int) []hearsay.Link {
	var links []hearsay.Link
	x.judged(fresh, part, parts, func(a, b *Features, weight int64) {
		if weight >= x.clusterer.params.least {
			links = append(links, makeLink(a, b, weight))
		}
	})
	slices.SortFunc(links, hearsay.Link.Compare)
	return links
}

// Within returns all pairs of the documents that stand for others within each component of the links and bonds, the weak
// ones too: they bear on the mean.
func (c *Clusterer) Within(
	docs []*Features, leads map[hearsay.DocID]hearsay.DocID, links []hearsay.Link, bonds hearsay.Bonds,
) []hearsay.Link {
	component := make(map[hearsay.DocID]hearsay.DocID, len(docs))
	find := func(id hearsay.DocID) hearsay.DocID {
		for component[id] != id {
			component[id] = component[component[id]]
			id = component[id]
		}
		return id
	}
	join := func(a, b hearsay.DocID) {
		a, b = find(a), find(b)
		component[max(a, b)] = min(a, b)
	}
	for _, doc := range docs {
		component[doc.ID] = doc.ID
	}
	bound := map[int]hearsay.DocID{}
	for _, doc := range docs {
		join(doc.ID, leads[doc.ID])
		if bond, ok := bonds.Of[doc.ID]; ok {
			if first, met := bound[bond]; met {
				join(first, doc.ID)
			}
			bound[bond] = doc.ID
		}
	}
	for _, l := range links {
		join(l.A, l.B)
	}
	members := map[hearsay.DocID][]*Features{}
	for _, doc := range docs {
		if leads[doc.ID] == doc.ID {
			members[find(doc.ID)] = append(members[find(doc.ID)], doc)
		}
	}
	var within []hearsay.Link
	keep := func(a, b *Features, weight int64) {
		if weight >= c.params.faint {
			within = append(within, makeLink(a, b, weight))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(members)) {
		if len(members[id]) <= indexed {
			c.pairwise(members[id], keep)
			continue
		}
		fresh := map[hearsay.DocID]bool{}
		for _, doc := range members[id] {
			fresh[doc.ID] = true
		}
		c.Index(members[id]).judged(fresh, 0, 1, keep)
	}
	slices.SortFunc(within, hearsay.Link.Compare)
	return within
}

// indexed is how many documents are compared each with each before an index of them is worth the while.
const indexed = 16

// pairwise calls yield as judged does, for the pairs of a few documents.
func (c *Clusterer) pairwise(docs []*Features, yield func(a, b *Features, weight int64)) {
	all := make([]totals, len(docs))
	for i, doc := range docs {
		all[i] = newTotals(doc.Terms)
	}
	for i, a := range docs {
		for j, b := range docs[:i] {
			if days, known := gap(a.Published, b.Published); known && days > Window {
				continue
			}
			var m meeting
			product := uint64(0)
			common(a.Terms, b.Terms, func(x, y *Term) {
				product += uint64(x.Weight) * uint64(y.Weight)
				m.add(x, y)
			})
			if cosine := toCosine(product); m.shared >= fewestTerms && c.near(a, b, cosine) {
				yield(a, b, c.surely(m.evidence(a, b, &all[i], &all[j], cosine)))
			}
		}
	}
}

// Pairs calls yield for every pair that is worth a look, as Links does, with the cosine of its words in 65536ths.
func (x *Index) Pairs(fresh map[hearsay.DocID]bool, part, parts int, yield func(a, b *Features, cosine int64)) {
	x.search(fresh, part, parts, func(s *search, i, j int, cosine int64) { yield(x.docs[i], x.docs[j], cosine) })
}

// judged calls yield for the pairs of Pairs, with how surely they report one event, in 65536ths.
func (x *Index) judged(fresh map[hearsay.DocID]bool, part, parts int, yield func(a, b *Features, weight int64)) {
	x.search(fresh, part, parts, func(s *search, i, j int, cosine int64) {
		yield(x.docs[i], x.docs[j], x.clusterer.surely(s.compare(i, j, cosine)))
	})
}

// search is the work of one goroutine on an index.
type search struct {
	*Index
	cells   []uint64 // of each document, the product with the one at hand; above it, how many terms they share
	place   []int32  // of each term, one more than its place in the document at hand; 0 where it has not got it
	windows []window // of each term
}

// The product of two vectors is at most scale².
const (
	cellShared = 1 << cellBits
	cellBits   = 48
)

// window is the part of a term's postings that a search has come to: where those of dated documents within the window of
// the one at hand begin and end, and where those behind that one begin. It moves on with the documents.
type window struct{ first, behind, last int32 }

// search calls yield for every pair that is worth a look, by index.
func (x *Index) search(fresh map[hearsay.DocID]bool, part, parts int, yield func(s *search, i, j int, cosine int64)) {
	s := &search{
		Index: x, cells: make([]uint64, len(x.docs)), place: make([]int32, len(x.postings)),
		windows: make([]window, len(x.postings)),
	}
	isFresh := make([]bool, len(x.docs))
	for i, doc := range x.docs {
		isFresh[i] = fresh[doc.ID]
	}
	var met []int32
	stale := -1                 // the last document before i that is not fresh
	first, last := x.undated, 0 // the dated documents within the window
	timeless := slices.Contains(isFresh[:x.undated], false)
	for i, at := 0, part; at < len(x.docs); i++ {
		if !isFresh[i] {
			stale = i
		}
		if i < at {
			continue
		}
		at += parts
		if !isFresh[i] {
			continue
		}
		doc := x.docs[i]
		if i >= x.undated {
			for ; x.days[first] < x.days[i]-Window; first++ {
			}
			for ; last < len(x.days) && x.days[last] <= x.days[i]+Window; last++ {
			}
		}
		met = met[:0]
		for k, number := range x.terms[i] {
			weight := uint64(doc.Terms[k].Weight)
			s.place[number] = int32(k) + 1
			for _, near := range s.near(i, number, first, last, stale, timeless) {
				for _, p := range near {
					if s.cells[p.doc] == 0 {
						met = append(met, p.doc)
					}
					s.cells[p.doc] += cellShared + weight*uint64(p.weight)
				}
			}
		}
		for _, j := range met {
			cosine, shared := toCosine(s.cells[j]%cellShared), s.cells[j]>>cellBits
			s.cells[j] = 0
			if shared >= fewestTerms && x.clusterer.near(doc, x.docs[j], cosine) && (int(j) > i || !isFresh[j]) {
				yield(s, i, int(j), cosine)
			}
		}
		for _, number := range x.terms[i] {
			s.place[number] = 0
		}
	}
}

// near returns the parts of a term's list that hold the documents behind document i, and those before it where stale says
// that one of them is not fresh, between the first and the last of its window. For an undated document that window is
// all. Timeless says whether an undated document is not fresh.
func (s *search) near(i int, number int32, first, last, stale int, timeless bool) [2][]posting {
	list, w := s.postings[number], &s.windows[number]
	move := func(at *int32, doc int) {
		for int(*at) < len(list) && int(list[*at].doc) < doc {
			*at++
		}
	}
	move(&w.behind, i+1)
	if i < s.undated {
		if stale >= 0 {
			return [2][]posting{list, nil}
		}
		return [2][]posting{list[w.behind:], nil}
	}
	move(&w.last, last)
	var near [2][]posting
	if timeless {
		n, _ := slices.BinarySearchFunc(list, s.undated, func(p posting, doc int) int {
			return cmp.Compare(int(p.doc), doc)
		})
		near[0] = list[:n]
	}
	if stale < first {
		near[1] = list[w.behind:w.last]
		return near
	}
	move(&w.first, first)
	near[1] = list[w.first:w.last]
	return near
}

// compare gathers the evidence on the document at hand and another one.
func (s *search) compare(i, j int, cosine int64) Evidence {
	a, b := s.docs[i], s.docs[j]
	var m meeting
	for k, number := range s.terms[j] {
		if place := s.place[number]; place > 0 {
			m.add(&a.Terms[place-1], &b.Terms[k])
		}
	}
	return m.evidence(a, b, &s.totals[i], &s.totals[j], cosine)
}

// Dated reports whether the day of publication is known.
func (f *Features) Dated() bool { return dated(f.Published) }

// Day is the day of publication, in days since 1970-01-01; an unknown one is before all others.
func (f *Features) Day() int {
	if !f.Dated() {
		return undatedDay
	}
	return f.Published.Day()
}
