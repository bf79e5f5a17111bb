package eval

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
	"unicode"

	"hearsay"
)

// The aligner of n-grams is made after passim (Smith, Cordell and Mullen 2015), with the numbers that it comes with:
// 5-grams of words, those of more than 100 documents left out; a pair of documents is looked at if it shares at least 5
// of them; those less than about 600 characters apart are one region, which Smith–Waterman aligns; 50 characters at
// least make a passage.
const (
	gramWords   = 5
	gramMostDF  = 100
	gramLeast   = 5
	gramGap     = 100 // words
	gramMargin  = 20  // words around a region that the alignment may run into
	gramRegion  = 2000
	gramPassage = 50
)

// PassagePeer is what the aligner of n-grams finds of planted passages, and how fast it goes through the whole corpus.
type PassagePeer struct {
	Name      string       `json:"name"`
	Seed      uint64       `json:"seed"`
	Scores    []PlantScore `json:"scores"`
	PerSecond float64      `json:"documentsPerSecond"` // of the corpus without planted passages, on one core
	Passages  int          `json:"passages"`           // found there
}

// String is the result as a table.
func (p PassagePeer) String() string {
	return fmt.Sprintf("%s: %.0f documents/s, %d passages in the corpus itself\n", p.Name, p.PerSecond, p.Passages) +
		ReuseResult{Seed: p.Seed, Scores: p.Scores}.String()
}

// ReusePeer finds the passages that Reuse plants with an aligner of n-grams, as is in common use.
func ReusePeer(path string, seed uint64, count int) (PassagePeer, error) {
	articles, err := ReadStories(path)
	if err != nil {
		return PassagePeer{}, err
	}
	sortArticles(articles)
	peer := PassagePeer{Name: "5-grams of words and Smith–Waterman", Seed: seed}
	texts := make([]peerText, len(articles))
	begin := time.Now()
	for i := range articles {
		texts[i] = newPeerText(articles[i].Text)
	}
	pairs, common := gramPairs(texts, nil)
	for _, pair := range pairs {
		peer.Passages += len(alignPeers(&texts[pair.a], &texts[pair.b], pair.seeds))
	}
	peer.PerSecond = float64(len(articles)) / time.Since(begin).Seconds()
	for _, plant := range plants {
		random := rand.New(rand.NewPCG(seed, uint64(plant.Words*1000+plant.Edits)))
		plantings, err := plantPassages(articles, plant, random, count)
		if err != nil {
			return PassagePeer{}, fmt.Errorf("measure reuse: %s: %w", path, err)
		}
		peer.Scores = append(peer.Scores, scoreGramPairs(plant, plantings, articles, texts, common))
	}
	return peer, nil
}

// scoreGramPairs scores what is found of the plantings, by all n-grams and without those that are common in the corpus.
func scoreGramPairs(plant Plant, plantings []planting, articles []StoryArticle, texts []peerText,
	common map[uint64]bool) PlantScore {
	score := PlantScore{Plant: plant, Planted: len(plantings)}
	for i := range plantings {
		p := &plantings[i]
		source, target := &texts[p.source], newPeerText(p.planted.Text)
		find := func(common map[uint64]bool) Count {
			var passages []hearsay.Passage
			pairs, _ := gramPairs([]peerText{*source, target}, common)
			for _, pair := range pairs {
				for _, passage := range alignPeers(source, &target, pair.seeds) {
					passage.A, passage.B = hearsay.DocID(articles[p.source].ID), p.planted.ID
					passages = append(passages, passage)
				}
			}
			return p.score(passages)
		}
		alone := find(nil)
		score.Chars.Add(alone)
		if alone.Right*10 >= alone.True*8 {
			score.Found++
		}
		if among := find(common); among.Right*10 >= among.True*8 {
			score.Archive++
		}
	}
	return score
}

// peerText is the words of a text, as numbers that equal words share, with their spans.
type peerText struct {
	text  string
	words []uint32
	spans []hearsay.Span
}

func newPeerText(text string) peerText {
	t := peerText{text: text}
	start, hash := -1, uint32(0)
	for i, r := range text + " " {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if start < 0 {
				start, hash = i, 2166136261
			}
			hash = (hash ^ uint32(unicode.ToLower(r))) * 16777619
		} else if start >= 0 {
			t.words, t.spans = append(t.words, hash), append(t.spans, hearsay.MakeSpan(start, i))
			start = -1
		}
	}
	return t
}

// gramPair is two texts with the places of the n-grams that they share.
type gramPair struct {
	a, b  int
	seeds [][2]int32
}

// gramPairs returns the pairs of texts that share enough n-grams, in order, and the n-grams that were left out because
// too many texts have them. Those of skip are left out, too.
func gramPairs(texts []peerText, skip map[uint64]bool) (pairs []gramPair, common map[uint64]bool) {
	type posting struct {
		hash    uint64
		doc, at int32
	}
	var postings []posting
	for i := range texts {
		words := texts[i].words
		for at := 0; at+gramWords <= len(words); at++ {
			hash := uint64(0)
			for _, word := range words[at : at+gramWords] {
				hash = (hash ^ uint64(word)) * 0x9e3779b97f4a7c15
				hash ^= hash >> 29
			}
			if !skip[hash] {
				postings = append(postings, posting{hash, int32(i), int32(at)})
			}
		}
	}
	slices.SortFunc(postings, func(x, y posting) int {
		return cmp.Or(cmp.Compare(x.hash, y.hash), cmp.Compare(x.doc, y.doc), cmp.Compare(x.at, y.at))
	})
	common = map[uint64]bool{}
	type link struct{ a, b, atA, atB int32 }
	var links []link
	for from := 0; from < len(postings); {
		to, docs := from, 0
		for to < len(postings) && postings[to].hash == postings[from].hash {
			if to == from || postings[to].doc != postings[to-1].doc {
				docs++
			}
			to++
		}
		if docs > gramMostDF {
			common[postings[from].hash] = true
		} else if docs > 1 {
			for i, x := range postings[from:to] {
				for _, y := range postings[from+i+1 : to] {
					if x.doc != y.doc {
						links = append(links, link{x.doc, y.doc, x.at, y.at})
					}
				}
			}
		}
		from = to
	}
	postings = nil
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b), cmp.Compare(x.atA, y.atA), cmp.Compare(x.atB, y.atB))
	})
	for from := 0; from < len(links); {
		to := from
		for to < len(links) && links[to].a == links[from].a && links[to].b == links[from].b {
			to++
		}
		if to-from >= gramLeast {
			pair := gramPair{a: int(links[from].a), b: int(links[from].b)}
			for _, l := range links[from:to] {
				pair.seeds = append(pair.seeds, [2]int32{l.atA, l.atB})
			}
			pairs = append(pairs, pair)
		}
		from = to
	}
	return pairs, common
}

// alignPeers aligns the regions of two texts in which seeds lie close together.
func alignPeers(a, b *peerText, seeds [][2]int32) []hearsay.Passage {
	var passages []hearsay.Passage
	for from := 0; from < len(seeds); {
		to := from + 1
		lowB, highB := seeds[from][1], seeds[from][1]
		for to < len(seeds) && seeds[to][0]-seeds[to-1][0] <= gramGap && seeds[to][1] >= lowB-gramGap &&
			seeds[to][1] <= highB+gramGap {
			lowB, highB = min(lowB, seeds[to][1]), max(highB, seeds[to][1])
			to++
		}
		region := func(words, low, high int) (int, int) {
			low = max(0, low-gramMargin)
			return low, min(words, high+gramWords+gramMargin, low+gramRegion)
		}
		a0, a1 := region(len(a.words), int(seeds[from][0]), int(seeds[to-1][0]))
		b0, b1 := region(len(b.words), int(lowB), int(highB))
		i0, i1, j0, j1 := smithWaterman(a.words[a0:a1], b.words[b0:b1])
		if i1 > i0 {
			passage := hearsay.Passage{
				SpanA: hearsay.Span{Start: a.spans[a0+i0].Start, End: a.spans[a0+i1-1].End},
				SpanB: hearsay.Span{Start: b.spans[b0+j0].Start, End: b.spans[b0+j1-1].End},
			}
			if min(passage.SpanA.Len(), passage.SpanB.Len()) >= gramPassage {
				passages = append(passages, passage)
			}
		}
		from = to
	}
	return passages
}

// smithWaterman returns the best local alignment of two runs of words: 2 for an equal word, −1 for another, a lost or
// an added one.
func smithWaterman(a, b []uint32) (a0, a1, b0, b1 int) {
	type cell struct {
		score        int32
		fromA, fromB int32 // where the alignment that ends here began
	}
	last, row := make([]cell, len(b)+1), make([]cell, len(b)+1)
	best := cell{}
	for i := range a {
		row[0] = cell{}
		for j := range b {
			c := cell{fromA: int32(i), fromB: int32(j)}
			if before := last[j]; before.score > 0 {
				c = before
			}
			c.score--
			if a[i] == b[j] {
				c.score += 3
			}
			if up := last[j+1]; up.score-1 > c.score {
				c = cell{up.score - 1, up.fromA, up.fromB}
			}
			if left := row[j]; left.score-1 > c.score {
				c = cell{left.score - 1, left.fromA, left.fromB}
			}
			if c.score < 0 {
				c = cell{}
			}
			row[j+1] = c
			if c.score > best.score {
				best, a0, a1, b0, b1 = c, int(c.fromA), i+1, int(c.fromB), j+1
			}
		}
		last, row = row, last
	}
	return a0, a1, b0, b1
}

// PlantedPair is a planted passage as other programs can be given it: two texts, and where in the target it stands.
type PlantedPair struct {
	Kind   string       `json:"kind"`
	Source string       `json:"source"`
	Target string       `json:"target"`
	Span   hearsay.Span `json:"span"`
}

// PlantedPairs returns the passages that Reuse plants, so that programs of others can be scored on the same.
func PlantedPairs(path string, seed uint64, count int) ([]PlantedPair, error) {
	articles, err := ReadStories(path)
	if err != nil {
		return nil, err
	}
	sortArticles(articles)
	var pairs []PlantedPair
	for _, plant := range plants {
		random := rand.New(rand.NewPCG(seed, uint64(plant.Words*1000+plant.Edits)))
		plantings, err := plantPassages(articles, plant, random, count)
		if err != nil {
			return nil, fmt.Errorf("plant passages: %s: %w", path, err)
		}
		for _, p := range plantings {
			pairs = append(pairs, PlantedPair{plant.String(), articles[p.source].Text, p.planted.Text, p.span})
		}
	}
	return pairs, nil
}
