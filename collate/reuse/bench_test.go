package reuse

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

// BenchmarkFind aligns the first thousand articles of the story corpus that HEARSAY_STORIES names, or, without it, as
// many invented ones, a fifth of which share a passage of 50 words.
func BenchmarkFind(b *testing.B) {
	const count = 1000
	readings := make([]*hearsay.Reading, 0, count)
	if path := os.Getenv("HEARSAY_STORIES"); path != "" {
		readings = readCorpus(b, path, count)
	} else {
		random := rand.New(rand.NewPCG(61, 62))
		lifted := words(random, 50)
		for i := range count {
			text := words(random, 600)
			if i%5 == 0 {
				text = append(text, edit(random, lifted, 5)...)
			}
			reading, _ := read(fmt.Sprintf("d%04d", i), strings.Join(text, " "))
			readings = append(readings, reading)
		}
	}
	aligner := New()
	for b.Loop() {
		aligner.Find(readings)
	}
	b.ReportMetric(float64(b.N*len(readings))/b.Elapsed().Seconds(), "docs/s")
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
		var article struct{ ID, Src, Text string }
		if err := decoder.Decode(&article); err != nil {
			b.Fatal(err)
		}
		readings = append(readings, &hearsay.Reading{Document: hearsay.Document{
			ID: hearsay.DocID(article.ID), Text: article.Text, Outlet: hearsay.Field{Value: article.Src},
		}})
	}
	return readings
}
