package archive

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/collate"
	"hearsay/collate/story"
	"hearsay/intake"
	"hearsay/read"
)

// articles are the captures that the benchmarks read: the first thousand of the AllSides set where HEARSAY_CORPORA names
// the folder of the corpora, else the bundled examples.
func articles(b *testing.B) []hearsay.Capture {
	b.Helper()
	const most = 1000
	var captures []hearsay.Capture
	corpora := os.Getenv("HEARSAY_CORPORA")
	if corpora == "" {
		b.Log("HEARSAY_CORPORA is not set: measuring on the bundled examples")
		err := intake.Walk(b.Context(), []string{"../examples/port"}, intake.Options{}, func(c hearsay.Capture) error {
			captures = append(captures, c)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
		return captures
	}
	file, err := os.Open(filepath.Join(corpora, "stories", "allsides-dev.jsonl.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewReader(unpacked)
	for range most {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			b.Fatal(err)
		}
		captures = append(captures, hearsay.Capture{ID: hearsay.NewDocID("", "", line), Media: hearsay.MediaRecord, Bytes: line})
	}
	return captures
}

func size(captures []hearsay.Capture) (bytes, words int64) {
	for _, capture := range captures {
		bytes += int64(len(capture.Bytes))
		words += int64(len(strings.Fields(string(capture.Bytes))))
	}
	return bytes, words
}

// BenchmarkRead reads documents one after the other: documents/s of one core.
func BenchmarkRead(b *testing.B) {
	captures := articles(b)
	reader, err := read.New(read.Fast)
	if err != nil {
		b.Fatal(err)
	}
	var total, kept int64
	bytes, words := size(captures)
	b.ResetTimer()
	for b.Loop() {
		total = 0
		for i := range captures {
			reading := reader.Read(captures[i])
			total += int64(len(reading.Document.Text))
			kept += int64(len(reading.Sentences))
		}
	}
	documents := float64(len(captures)) * float64(b.N)
	b.ReportMetric(documents/b.Elapsed().Seconds(), "docs/s")
	b.ReportMetric(float64(words)/float64(len(captures)), "words/doc")
	b.ReportMetric(float64(bytes)/float64(len(captures)), "bytes/doc")
	if kept == 0 || total == 0 {
		b.Fatal("nothing was read")
	}
}

// BenchmarkCollate groups and collates what was read: documents/s of one core, and the bytes of the ledgers as JSON.
func BenchmarkCollate(b *testing.B) {
	captures := articles(b)
	reader, err := read.New(read.Fast)
	if err != nil {
		b.Fatal(err)
	}
	collator, err := collate.New()
	if err != nil {
		b.Fatal(err)
	}
	byID := map[hearsay.DocID]*hearsay.Reading{}
	for i := range captures {
		reading := reader.Read(captures[i])
		byID[reading.Document.ID] = &reading
	}
	ids := make([]hearsay.DocID, 0, len(byID))
	for id := range byID {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var ledgers []hearsay.Ledger
	b.ResetTimer()
	for b.Loop() {
		ledgers = ledgers[:0]
		var features []story.Features
		for _, id := range ids {
			if !byID[id].Document.Skip.Skipped() {
				features = append(features, collator.Describe(byID[id]))
			}
		}
		for _, story := range collator.Clusterer().Cluster(features) {
			readings := make([]*hearsay.Reading, 0, len(story.Docs))
			for _, id := range story.Docs {
				readings = append(readings, byID[id])
			}
			ledgers = append(ledgers, collator.Collate(story, readings))
		}
	}
	b.ReportMetric(float64(len(ids))*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
	data, err := json.Marshal(ledgers)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(data))/float64(len(ids)), "ledger-bytes/doc")
	b.ReportMetric(float64(len(ledgers)), "stories")
}
