package eval

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"hearsay"
	"hearsay/collate/story"
)

// Baseline is a plain way to group articles by the same words and the same frequency table as collate/story.
type Baseline struct {
	Name   string      `json:"name"`
	Result StoryResult `json:"result"`
	// Moved is the share of articles, in per cent, that stand with other ones after the articles of each day came in
	// another order; 0 for what does not depend on order.
	Moved float64 `json:"moved"`
}

// StoryBaselines are the baselines on one corpus, with our own stories.
type StoryBaselines struct {
	Ours      StoryResult `json:"ours"`
	Baselines []Baseline  `json:"baselines"`
}

// String is the results as tables.
func (r StoryBaselines) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "hearsay: %s", r.Ours)
	for _, baseline := range r.Baselines {
		fmt.Fprintf(&b, "%s, %.1f %% moved by the order within days: %s", baseline.Name, baseline.Moved, baseline.Result)
	}
	return b.String()
}

// Thresholds of the baselines: those of least loss on the earlier part of AllSides.
const (
	graphLeast   = 0.12 // mean similarity
	graphFloor   = 0.02
	graphUnknown = 0.7 // factor where a date is not known
	graphSigma   = 1.5 // days, of both baselines
	singleLeast  = 0.16
)

// RunBaselines groups the articles of the corpus at path by collate/story, by average linkage of a graph of TF-IDF
// similarities with a Gaussian kernel over the days between, and in a single pass with running centroids.
func RunBaselines(path string, undated bool) (StoryBaselines, error) {
	articles, err := ReadStories(path)
	if err != nil {
		return StoryBaselines{}, err
	}
	c, err := story.New()
	if err != nil {
		return StoryBaselines{}, fmt.Errorf("measure stories: %w", err)
	}
	docs := make([]*story.Features, len(articles))
	for i := range articles {
		if undated {
			articles[i].Day = nil
		}
		doc := articles[i].Document()
		features := c.Describe(&doc)
		docs[i] = &features
	}
	ours := make([]story.Features, len(docs))
	for i, doc := range docs {
		ours[i] = *doc
	}
	result := StoryBaselines{Ours: scoreStories(articles, c.Cluster(ours))}

	// Documents of one day come in the order of their identities, and then in another.
	slices.SortFunc(docs, func(a, b *story.Features) int {
		return cmp.Or(cmp.Compare(a.Day(), b.Day()), cmp.Compare(a.ID, b.ID))
	})
	once := singlePass(docs)
	random := rand.New(rand.NewPCG(1, 1))
	random.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
	slices.SortStableFunc(docs, func(a, b *story.Features) int { return cmp.Compare(a.Day(), b.Day()) })
	result.Baselines = []Baseline{
		{Name: "TF-IDF graph, average linkage", Result: scoreStories(articles, linkGraph(c, docs))},
		{Name: "TF-IDF, single pass", Result: scoreStories(articles, once), Moved: moved(once, singlePass(docs))},
	}
	return result, nil
}

// linkGraph is exact average linkage of a graph of similarities. These are scaled so that the graph's threshold comes to
// be that of the clusterer, which leaves the clusters as they are.
func linkGraph(c *story.Clusterer, docs []*story.Features) []hearsay.Story {
	leads := c.Leads(docs)
	fresh := map[hearsay.DocID]bool{}
	var standing []*story.Features
	for _, doc := range docs {
		if leads[doc.ID] == doc.ID {
			standing, fresh[doc.ID] = append(standing, doc), true
		}
	}
	var links []hearsay.Link
	c.Index(standing).Pairs(fresh, 0, 1, func(a, b *story.Features, cosine int64) {
		similarity := float64(cosine) / 65536 * graphUnknown
		if a.Dated() && b.Dated() {
			similarity = float64(cosine) / 65536 * kernel(float64(a.Day()-b.Day()))
		}
		if similarity >= graphFloor {
			links = append(links, hearsay.Link{
				A: min(a.ID, b.ID), B: max(a.ID, b.ID), Weight: int(similarity * story.Least / graphLeast),
			})
		}
	})
	slices.SortFunc(links, hearsay.Link.Compare)
	return c.Stories(docs, leads, links, hearsay.Bonds{})
}

// kernel is what a distance in days leaves of a similarity.
func kernel(days float64) float64 { return math.Exp(-days * days / (2 * graphSigma * graphSigma)) }

// centroid is the sum of the vectors of one cluster.
type centroid struct {
	docs   []hearsay.DocID
	weight map[string]float64
	square float64 // of its length
	last   int     // the day of its latest document
	days   int     // summed over its documents
}

// singlePass puts each document into the cluster of the last days whose centroid is nearest in words and time, or into
// one of its own.
func singlePass(docs []*story.Features) []hearsay.Story {
	var clusters []*centroid
	having := map[string][]int{} // the clusters that have a word
	for _, doc := range docs {
		dots := map[int]float64{}
		length := 0.0
		for _, term := range doc.Terms {
			length += float64(term.Weight) * float64(term.Weight)
			list := having[term.Word]
			live := list[:0]
			for _, i := range list {
				if doc.Dated() && clusters[i].last < doc.Day()-story.Window {
					continue
				}
				live = append(live, i)
				dots[i] += float64(term.Weight) * clusters[i].weight[term.Word]
			}
			having[term.Word] = live
		}
		best, nearest := -1, singleLeast
		for i, dot := range dots {
			similarity := dot / math.Sqrt(length*clusters[i].square)
			if doc.Dated() {
				similarity *= kernel(float64(doc.Day()) - float64(clusters[i].days)/float64(len(clusters[i].docs)))
			}
			if similarity > nearest || similarity == nearest && i < best {
				best, nearest = i, similarity
			}
		}
		if best < 0 {
			best = len(clusters)
			clusters = append(clusters, &centroid{weight: map[string]float64{}})
		}
		into := clusters[best]
		into.docs, into.last = append(into.docs, doc.ID), doc.Day()
		if doc.Dated() {
			into.days += doc.Day()
		}
		for _, term := range doc.Terms {
			before := into.weight[term.Word]
			after := before + float64(term.Weight)
			if before == 0 {
				having[term.Word] = append(having[term.Word], best)
			}
			into.weight[term.Word] = after
			into.square += after*after - before*before
		}
	}
	stories := make([]hearsay.Story, len(clusters))
	for i, c := range clusters {
		stories[i] = hearsay.Story{ID: hearsay.StoryID(c.docs[0]), Docs: c.docs}
	}
	return stories
}

// moved is the share of documents, in per cent, that stand with other documents in one grouping than in the other.
func moved(one, other []hearsay.Story) float64 {
	mates := func(stories []hearsay.Story) map[hearsay.DocID][]hearsay.DocID {
		of := map[hearsay.DocID][]hearsay.DocID{}
		for _, s := range stories {
			docs := slices.Sorted(slices.Values(s.Docs))
			for _, id := range docs {
				of[id] = docs
			}
		}
		return of
	}
	before, after := mates(one), mates(other)
	n := 0
	for id, docs := range before {
		if !slices.Equal(docs, after[id]) {
			n++
		}
	}
	return 100 * float64(n) / float64(max(1, len(before)))
}
