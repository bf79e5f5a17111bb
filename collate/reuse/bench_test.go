package reuse

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
)

// benchmarkReadings returns the first articles of the AllSides corpus below the folder that HEARSAY_CORPORA names, or,
// without it, as many invented ones, a fifth of which share a passage of 50 words with a few others.
func benchmarkReadings(b *testing.B, count int) []*hearsay.Reading {
	readings := make([]*hearsay.Reading, 0, count)
	if corpora := os.Getenv("HEARSAY_CORPORA"); corpora != "" {
		readings = readCorpus(b, filepath.Join(corpora, "stories", "allsides-dev.jsonl.gz"), count)
	} else {
		random := rand.New(rand.NewPCG(61, 62))
		var lifted []string
		for i := range count {
			text := words(random, 600)
			if i%50 == 0 {
				lifted = words(random, 50)
			}
			if i%5 == 0 {
				text = append(text, edit(random, lifted, 5)...)
			}
			reading, _ := read(fmt.Sprintf("d%06d", i), strings.Join(text, " "))
			readings = append(readings, reading)
		}
	}
	slices.SortFunc(readings, func(x, y *hearsay.Reading) int { return x.Document.Compare(&y.Document) })
	return readings
}

func readCorpus(b *testing.B, path string, count int) []*hearsay.Reading {
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		b.Fatal(err)
	}
	var readings []*hearsay.Reading
	for decoder := json.NewDecoder(unzipped); len(readings) < count && decoder.More(); {
		var article struct {
			ID, Src, Text string
			Day           int64
		}
		if err := decoder.Decode(&article); err != nil {
			b.Fatal(err)
		}
		readings = append(readings, &hearsay.Reading{Document: hearsay.Document{
			ID: hearsay.DocID(article.ID), Text: article.Text, Outlet: hearsay.Field{Value: article.Src},
			Published: hearsay.Date{Unix: article.Day * 86400, Grain: hearsay.GrainDay},
		}})
	}
	return readings
}

func reportDocuments(b *testing.B, readings []*hearsay.Reading) {
	b.ReportMetric(float64(b.N*len(readings))/b.Elapsed().Seconds(), "docs/s")
}

// BenchmarkFind aligns documents as those of one story.
func BenchmarkFind(b *testing.B) {
	readings := benchmarkReadings(b, 1000)
	aligner := New()
	for b.Loop() {
		aligner.Find(readings)
	}
	reportDocuments(b, readings)
}

// BenchmarkArchive aligns the documents of archives of several sizes, in one goroutine, texts held in memory.
func BenchmarkArchive(b *testing.B) {
	for _, count := range []int{1000, 6000, 24042} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			readings := benchmarkReadings(b, count)
			aligner := New()
			var pairs []Pair
			bytes, passages := 0, 0
			for b.Loop() {
				bytes, passages = 0, 0
				texts, marks := make([]*Text, len(readings)), make([][]byte, len(readings))
				for i, reading := range readings {
					texts[i], marks[i] = NewText(reading), Marks(&reading.Document)
					bytes += len(marks[i])
				}
				var err error
				if pairs, err = Pairs(slices.All(marks), 256<<20); err != nil {
					b.Fatal(err)
				}
				for _, pair := range pairs {
					found, _ := aligner.Pair(texts[pair.A], texts[pair.B])
					passages += len(found)
				}
			}
			reportDocuments(b, readings)
			b.ReportMetric(float64(bytes)/float64(len(readings)), "markbytes/doc")
			b.ReportMetric(float64(len(pairs))/float64(len(readings)), "pairs/doc")
			b.ReportMetric(float64(passages)/float64(len(readings)), "passages/doc")
		})
	}
}
