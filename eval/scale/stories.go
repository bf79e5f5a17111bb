package main

import (
	"cmp"
	"fmt"
	"slices"
	"sync"

	"hearsay"
	"hearsay/collate/story"
)

// at is what is held in memory of each document.
type at struct {
	id        hearsay.DocID
	published hearsay.Date
}

// link is a hearsay.Link between documents by their numbers.
type link struct{ a, b, weight int32 }

// measureStories describes the documents, links them chunk by chunk in the order of their days, as an archive does, and
// groups them component by component.
func measureStories(s *source, o options, report func(step) error) error {
	clusterer, err := story.New()
	if err != nil {
		return err
	}
	features, err := newShelf()
	if err != nil {
		return err
	}
	defer features.drop()
	m := &stories{clusterer: clusterer, options: o, features: features, size: s.size()}
	for _, step := range []func(*source) (step, error){m.describe, m.link, m.group} {
		done, err := step(s)
		if err != nil {
			return err
		}
		done.Documents, done.Peak = m.size, peak()
		if err := report(done); err != nil {
			return err
		}
	}
	return nil
}

type stories struct {
	clusterer *story.Clusterer
	options   options
	features  *shelf
	size      int
	docs      []at
	leads     []int32
	links     []link
}

// describe keeps the features of all documents.
func (m *stories) describe(s *source) (step, error) {
	const together = 1024
	var clock watch
	r, err := s.reader()
	if err != nil {
		return step{}, err
	}
	docs := make([]hearsay.Document, 0, together)
	encoded := make([][]byte, together)
	for from := 0; from < m.size; from += together {
		docs = docs[:0]
		for number := from; number < min(from+together, m.size); number++ {
			docs = append(docs, r.document(number))
		}
		clock.run()
		each(m.options.workers, len(docs), func(i int) {
			described := m.clusterer.Describe(&docs[i])
			encoded[i] = described.Append(nil)
		})
		for i := range docs {
			if err := m.features.put(encoded[i]); err != nil {
				return step{}, err
			}
			m.docs = append(m.docs, at{docs[i].ID, docs[i].Published})
		}
		clock.stop()
	}
	clock.run()
	if err := m.features.flush(); err != nil {
		return step{}, err
	}
	clock.stop()
	return step{Name: "describe", Seconds: clock.spent.Seconds(), Bytes: m.features.size()}, nil
}

func (m *stories) load(number int32) (*story.Features, error) {
	data, err := m.features.get(int(number))
	if err != nil {
		return nil, err
	}
	features, err := story.DecodeFeatures(m.docs[number].id, m.docs[number].published, data)
	return &features, err
}

// link finds the classes of near-copies and the links of all documents. What is held at a time is the features of one
// chunk, of the window before it and of all undated documents.
func (m *stories) link(*source) (step, error) {
	const chunk = 16384
	var clock watch
	clock.run()
	order := make([]int32, m.size)
	undated := 0
	for i := range order {
		order[i] = int32(i)
		if m.docs[i].published.Grain < hearsay.GrainDay {
			undated++
		}
	}
	m.clusterer = m.clusterer.For(undated, m.size)
	day := func(number int32) (int, bool) {
		date := m.docs[number].published
		return date.Day(), date.Grain >= hearsay.GrainDay
	}
	slices.SortFunc(order, func(a, b int32) int {
		dayA, datedA := day(a)
		dayB, datedB := day(b)
		switch {
		case datedA != datedB && datedB:
			return -1
		case datedA != datedB:
			return 1
		}
		return cmp.Or(cmp.Compare(dayA, dayB), cmp.Compare(m.docs[a].id, m.docs[b].id))
	})
	m.leads = make([]int32, m.size)
	numbers := map[hearsay.DocID]int32{} // of the documents at hand
	var hand []*story.Features
	for from := 0; from < m.size; from += chunk {
		part := order[from:min(from+chunk, m.size)]
		if first, dated := day(part[0]); dated {
			hand = slices.DeleteFunc(hand, func(f *story.Features) bool {
				old := f.Dated() && f.Day() < first-story.Window
				if old {
					delete(numbers, f.ID)
				}
				return old
			})
		}
		fresh := map[hearsay.DocID]bool{}
		for _, number := range part {
			features, err := m.load(number)
			if err != nil {
				return step{}, err
			}
			hand = append(hand, features)
			numbers[features.ID] = number
			fresh[features.ID] = true
		}
		leads := m.clusterer.Leads(hand)
		var standing []*story.Features
		for _, f := range hand {
			lead := leads[f.ID]
			m.leads[numbers[f.ID]] = numbers[lead]
			if lead == f.ID {
				standing = append(standing, f)
			}
		}
		index := m.clusterer.Index(standing)
		parts := make([][]hearsay.Link, m.options.workers)
		each(m.options.workers, m.options.workers, func(i int) {
			parts[i] = index.Links(fresh, i, m.options.workers)
		})
		for _, found := range parts {
			for _, l := range found {
				m.links = append(m.links, link{numbers[l.A], numbers[l.B], int32(l.Weight)})
			}
		}
	}
	clock.stop()
	const bytes = 12
	return step{Name: "near-copies and links", Seconds: clock.spent.Seconds(), Bytes: len(m.links) * bytes,
		Note: fmt.Sprintf("%.2f links a document", float64(len(m.links))/float64(m.size))}, nil
}

// group puts the stories of each component: documents that links and near-copies connect.
func (m *stories) group(*source) (step, error) {
	var clock watch
	clock.run()
	parent := make([]int32, m.size)
	for i := range parent {
		parent[i] = int32(i)
	}
	root := func(i int32) int32 {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	join := func(a, b int32) {
		a, b = root(a), root(b)
		parent[max(a, b)] = min(a, b)
	}
	for i, lead := range m.leads {
		join(int32(i), lead)
	}
	for _, l := range m.links {
		join(l.a, l.b)
	}
	order := make([]int32, m.size)
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(root(a), root(b)), cmp.Compare(a, b)) })
	slices.SortFunc(m.links, func(x, y link) int { return cmp.Compare(root(x.a), root(y.a)) })

	const together = 4096
	stories, largest, linked := 0, 0, 0
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && to-from < together {
			begin := to
			for to < len(order) && root(order[to]) == root(order[begin]) {
				to++
			}
			largest = max(largest, to-begin)
		}
		docs := make([]*story.Features, 0, to-from)
		leads := make(map[hearsay.DocID]hearsay.DocID, to-from)
		for _, number := range order[from:to] {
			features, err := m.load(number)
			if err != nil {
				return step{}, err
			}
			docs = append(docs, features)
			leads[features.ID] = m.docs[m.leads[number]].id
		}
		var links []hearsay.Link
		for ; linked < len(m.links) && root(m.links[linked].a) <= root(order[to-1]); linked++ {
			l := m.links[linked]
			links = append(links, hearsay.Link{A: m.docs[l.a].id, B: m.docs[l.b].id, Weight: int(l.weight)})
		}
		links = m.clusterer.Within(docs, leads, links, hearsay.Bonds{})
		stories += len(m.clusterer.Stories(docs, leads, links, hearsay.Bonds{}))
		from = to
	}
	clock.stop()
	return step{Name: "linkage", Seconds: clock.spent.Seconds(),
		Note: fmt.Sprintf("%d stories, largest component %d documents", stories, largest)}, nil
}

// each calls do for all numbers below n, with so many workers.
func each(workers, n int, do func(int)) {
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for i := worker; i < n; i += workers {
				do(i)
			}
		})
	}
	group.Wait()
}
