package eval

import (
	"fmt"
	"hash/fnv"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode"

	"hearsay"
)

// Peer is what somebody would use in place of hearsay to group articles, with what it reached.
type Peer struct {
	Name      string      `json:"name"`
	Result    StoryResult `json:"result"`
	PerSecond float64     `json:"documentsPerSecond"` // on one core
}

// StoryPeers groups the articles of the corpus at path in the ways that are in common use, and scores the groups as
// Story does. With undated set, their dates are ignored.
func StoryPeers(path string, undated bool) (PeersResult, error) {
	articles, err := ReadStories(path)
	if err != nil {
		return nil, err
	}
	if undated {
		for i := range articles {
			articles[i].Day = nil
		}
	}
	groupings := []struct {
		name  string
		group func([]StoryArticle) []hearsay.Story
	}{
		{"title words, Jaccard ≥ 0.50", func(articles []StoryArticle) []hearsay.Story { return groupByTitle(articles, 50) }},
		{"title words, Jaccard ≥ 0.55", func(articles []StoryArticle) []hearsay.Story { return groupByTitle(articles, 55) }},
		{"MinHash-LSH, 128 × 5 words, Jaccard ≥ 0.5", groupByMinHash},
	}
	var peers PeersResult
	for _, grouping := range groupings {
		begin := time.Now()
		stories := grouping.group(articles)
		rate := float64(len(articles)) / time.Since(begin).Seconds()
		peers = append(peers, Peer{grouping.name, scoreStories(articles, stories), rate})
	}
	return peers, nil
}

// peerWindow is the number of days within which titles are compared: that of collate/story.
const peerWindow = 5

// groupByTitle joins articles whose titles have at least so many per cent of their distinct words in common and that
// are a few days apart, by single linkage.
func groupByTitle(articles []StoryArticle, least int) []hearsay.Story {
	titles := make([][]string, len(articles))
	index := map[string][]int{}
	groups := newGroups(len(articles))
	shared := make([]int, len(articles))
	for i := range articles {
		titles[i] = peerWords(articles[i].Title)
		slices.Sort(titles[i])
		titles[i] = slices.Compact(titles[i])
		var met []int
		for _, word := range titles[i] {
			for _, j := range index[word] {
				if shared[j] == 0 {
					met = append(met, j)
				}
				shared[j]++
			}
			index[word] = append(index[word], i)
		}
		for _, j := range met {
			both := shared[j]
			shared[j] = 0
			a, b := articles[i].Day, articles[j].Day
			near := a == nil || b == nil || max(*a-*b, *b-*a) <= peerWindow
			if near && both*100 >= (len(titles[i])+len(titles[j])-both)*least {
				groups.join(i, j)
			}
		}
	}
	return groups.stories(articles)
}

// groupByMinHash joins near-duplicates: MinHash signatures (Broder 1997) of 128 permutations over shingles of five
// words, in 25 bands of 5, which is the cut that datasketch takes for a Jaccard coefficient of 0.5; candidates join
// where their signatures say as much.
func groupByMinHash(articles []StoryArticle) []hearsay.Story {
	const permutations, bands, rows, shingle, least = 128, 25, 5, 5, 64
	const prime = 1<<61 - 1
	random := rand.New(rand.NewPCG(1, permutations))
	var factor, addend [permutations]uint64
	for p := range permutations {
		factor[p], addend[p] = 1+random.Uint64N(prime-1), random.Uint64N(prime)
	}
	type key struct {
		band int
		hash uint64
	}
	signatures := make([][permutations]uint32, len(articles))
	buckets := map[key][]int{}
	groups := newGroups(len(articles))
	for i := range articles {
		signature := &signatures[i]
		for p := range signature {
			signature[p] = ^uint32(0)
		}
		shingles := grams(peerWords(articles[i].Text), shingle)
		if len(shingles) == 0 {
			continue
		}
		for _, hash := range shingles {
			for p := range signature {
				high, low := bits.Mul64(hash>>32, factor[p])
				low, carry := bits.Add64(low, addend[p], 0)
				// Modulo 2^61−1, as in datasketch.
				value := low&prime + (low>>61 | (high+carry)<<3)
				if value >= prime {
					value -= prime
				}
				signature[p] = min(signature[p], uint32(value))
			}
		}
		for band := range bands {
			hash := uint64(band)
			for _, slot := range signature[band*rows : (band+1)*rows] {
				hash = (hash ^ uint64(slot)) * 0x9e3779b97f4a7c15
				hash ^= hash >> 32
			}
			for _, j := range buckets[key{band, hash}] {
				equal := 0
				for p := range signature {
					if signature[p] == signatures[j][p] {
						equal++
					}
				}
				if equal >= least {
					groups.join(i, j)
				}
			}
			buckets[key{band, hash}] = append(buckets[key{band, hash}], i)
		}
	}
	return groups.stories(articles)
}

// peerWords are the runs of letters and digits of text in lower case.
func peerWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// grams returns the hashes of all runs of n words.
func grams(words []string, n int) []uint64 {
	var hashes []uint64
	for i := 0; i+n <= len(words); i++ {
		h := fnv.New64a()
		for _, word := range words[i : i+n] {
			h.Write([]byte(word))
			h.Write([]byte{' '})
		}
		hashes = append(hashes, h.Sum64())
	}
	return hashes
}

// groups are disjoint sets of articles.
type groups []int

func newGroups(n int) groups {
	g := make(groups, n)
	for i := range g {
		g[i] = i
	}
	return g
}

func (g groups) root(i int) int {
	for g[i] != i {
		g[i] = g[g[i]]
		i = g[i]
	}
	return i
}

func (g groups) join(i, j int) {
	i, j = g.root(i), g.root(j)
	g[max(i, j)] = min(i, j)
}

func (g groups) stories(articles []StoryArticle) []hearsay.Story {
	var stories []hearsay.Story
	at := map[int]int{}
	for i := range articles {
		root := g.root(i)
		n, met := at[root]
		if !met {
			n = len(stories)
			at[root] = n
			stories = append(stories, hearsay.Story{ID: hearsay.StoryID(articles[root].ID)})
		}
		stories[n].Docs = append(stories[n].Docs, hearsay.DocID(articles[i].ID))
	}
	return stories
}

// PeersResult is what StoryPeers finds.
type PeersResult []Peer

// String is the result as a table.
func (peers PeersResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-42s  %-20s  %-20s %8s %8s\n", "peer", "BCubed P R F1", "pairs P R F1", "groups", "docs/s")
	for _, p := range peers {
		s := p.Result.All
		fmt.Fprintf(&b, "%-42s  %6.2f %6.2f %6.2f  %6.2f %6.2f %6.2f %8d %8.0f\n", p.Name, s.BCubedPrecision, s.BCubedRecall,
			s.BCubedF1, s.Pairs.Precision(), s.Pairs.Recall(), s.Pairs.F1(), p.Result.Clusters, p.PerSecond)
	}
	return b.String()
}
