package story

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"hearsay"
)

// benchDocuments are the first thousand articles of the story corpus that HEARSAY_STORIES names, or, without it, as
// many made of random words by Zipf's law, one topic in forty documents.
func benchDocuments(b *testing.B) []hearsay.Document {
	const count = 1000
	docs := make([]hearsay.Document, 0, count)
	if path := os.Getenv("HEARSAY_STORIES"); path != "" {
		file, err := os.Open(path)
		if err != nil {
			b.Fatal(err)
		}
		defer file.Close()
		unzipped, err := gzip.NewReader(bufio.NewReader(file))
		if err != nil {
			b.Fatal(err)
		}
		for decoder := json.NewDecoder(unzipped); len(docs) < count && decoder.More(); {
			var article struct {
				ID, Title, Text string
				Day             int
			}
			if err := decoder.Decode(&article); err != nil {
				b.Fatal(err)
			}
			docs = append(docs, hearsay.Document{
				ID: hearsay.DocID(article.ID), Text: article.Text, Title: hearsay.Field{Value: article.Title},
				Published: day(article.Day),
			})
		}
		return docs
	}
	random := rand.New(rand.NewPCG(7, 8))
	zipf := rand.NewZipf(random, 1.1, 8, 40_000)
	for i := range count {
		var text strings.Builder
		topic := random.IntN(count / 40)
		for range 600 {
			if random.IntN(5) == 0 {
				fmt.Fprintf(&text, "topic%dword%d ", topic, random.IntN(60))
			} else {
				fmt.Fprintf(&text, "word%d ", zipf.Uint64())
			}
		}
		docs = append(docs, hearsay.Document{
			ID: hearsay.DocID(fmt.Sprintf("d%04d", i)), Text: text.String(), Published: day(random.IntN(60)),
		})
	}
	return docs
}

func BenchmarkDescribe(b *testing.B) {
	docs, c := benchDocuments(b), newClusterer(b)
	for b.Loop() {
		for i := range docs {
			c.Describe(&docs[i])
		}
	}
	b.ReportMetric(float64(b.N*len(docs))/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkCluster(b *testing.B) {
	docs := benchDocuments(b)
	c := newClusterer(b)
	features := make([]Features, len(docs))
	for i := range docs {
		features[i] = c.Describe(&docs[i])
	}
	for b.Loop() {
		c.Cluster(features)
	}
	b.ReportMetric(float64(b.N*len(docs))/b.Elapsed().Seconds(), "docs/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newClusterer(b)
	}
}
