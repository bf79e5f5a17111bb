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
	terms     map[string]int32
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
	x := &Index{clusterer: c, docs: slices.Clone(docs), terms: map[string]int32{}}
	slices.SortFunc(x.docs, func(a, b *Features) int { return cmp.Or(cmp.Compare(a.Day(), b.Day()), a.compare(b)) })
	x.days = make([]int, len(x.docs))
	for i, doc := range x.docs {
		x.days[i] = doc.Day()
		if x.days[i] == undatedDay {
			x.undated++
		}
		for _, term := range doc.Terms {
			number, met := x.terms[term.Word]
			if !met {
				number = int32(len(x.postings))
				x.terms[term.Word] = number
				x.postings = append(x.postings, nil)
			}
			x.postings[number] = append(x.postings[number], posting{int32(i), term.Weight})
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
	x.Pairs(fresh, part, parts, func(a, b *Features, cosine int64) {
		if link, _ := x.clusterer.Judge(a, b, cosine); int64(link.Weight) >= x.clusterer.params.least {
			links = append(links, link)
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
	for _, id := range slices.Sorted(maps.Keys(members)) {
		if len(members[id]) < 2 {
			continue
		}
		fresh := map[hearsay.DocID]bool{}
		for _, doc := range members[id] {
			fresh[doc.ID] = true
		}
		c.Index(members[id]).Pairs(fresh, 0, 1, func(a, b *Features, cosine int64) {
			if link, ok := c.Judge(a, b, cosine); ok {
				within = append(within, link)
			}
		})
	}
	slices.SortFunc(within, hearsay.Link.Compare)
	return within
}

// Pairs calls yield for every pair that is worth a look, as Links does, with the cosine of its words in 65536ths.
func (x *Index) Pairs(fresh map[hearsay.DocID]bool, part, parts int, yield func(a, b *Features, cosine int64)) {
	sums := make([]uint64, len(x.docs))
	shared := make([]int32, len(x.docs))
	var met []int32
	for i := part; i < len(x.docs); i += parts {
		doc := x.docs[i]
		if !fresh[doc.ID] {
			continue
		}
		met = met[:0]
		for _, term := range doc.Terms {
			list := x.postings[x.terms[term.Word]]
			for _, near := range x.near(i, list) {
				for _, p := range near {
					if sums[p.doc] == 0 {
						met = append(met, p.doc)
					}
					sums[p.doc] += uint64(term.Weight) * uint64(p.weight)
					shared[p.doc]++
				}
			}
		}
		for _, j := range met {
			cosine, few := toCosine(sums[j]), shared[j] < fewestTerms
			sums[j], shared[j] = 0, 0
			other := x.docs[j]
			if few || !x.clusterer.near(doc, other, cosine) || int(j) == i || int(j) < i && fresh[other.ID] {
				continue
			}
			yield(doc, other, cosine)
		}
	}
}

// near returns the parts of a list that hold the documents within the window of document i, undated ones first. For an
// undated document that is all of it.
func (x *Index) near(i int, list []posting) [2][]posting {
	if i < x.undated {
		return [2][]posting{list, nil}
	}
	at := func(doc int) int {
		n, _ := slices.BinarySearchFunc(list, doc, func(p posting, doc int) int { return cmp.Compare(int(p.doc), doc) })
		return n
	}
	first, _ := slices.BinarySearch(x.days, x.days[i]-Window)
	last, _ := slices.BinarySearch(x.days, x.days[i]+Window+1)
	return [2][]posting{list[:at(x.undated)], list[at(max(first, x.undated)):at(last)]}
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
