package archive

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/collate"
	"hearsay/collate/story"
	"hearsay/intake"
	"hearsay/query"
	"hearsay/read"
	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/sqlite"
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

// stocked is an archive with the articles read and grouped.
func stocked(b *testing.B, held store.Store) *Archive {
	b.Helper()
	a, err := New(b.Context(), held, Choice{Model: read.Fast, Chosen: true}, Options{Workers: runtime.GOMAXPROCS(0)})
	if err != nil {
		b.Fatal(err)
	}
	captures := articles(b)
	if _, err := a.Add(b.Context(), arrived, func(yield func(hearsay.Capture) error) error {
		for _, capture := range captures {
			if err := yield(capture); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	if err := a.Group(b.Context()); err != nil {
		b.Fatal(err)
	}
	return a
}

// stores are both kinds of stores.
func stores(b *testing.B) map[string]store.Store {
	b.Helper()
	disk, err := sqlite.Create(b.Context(), b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = disk.Close() }) // nothing is read back
	return map[string]store.Store{"mem": mem.New(), "sqlite": disk}
}

// BenchmarkCollateStore makes and keeps the ledgers of all stories of a store with as many workers as there are
// processors: documents/s, without reading and grouping.
func BenchmarkCollateStore(b *testing.B) {
	for name, held := range stores(b) {
		b.Run(name, func(b *testing.B) {
			ctx := b.Context()
			a := stocked(b, held)
			layer, err := a.layer(ctx)
			if err != nil {
				b.Fatal(err)
			}
			contents, keys, err := a.held(ctx, layer)
			if err != nil {
				b.Fatal(err)
			}
			b.ResetTimer()
			for b.Loop() {
				if _, err := held.PruneLedgers(ctx, nil); err != nil {
					b.Fatal(err)
				}
				if err := a.collate(ctx, layer, contents.Stories, keys); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(contents.Held)*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
		})
	}
}

// BenchmarkFind asks a store that is up to date.
func BenchmarkFind(b *testing.B) {
	for name, held := range stores(b) {
		a := stocked(b, held)
		if _, err := a.Update(b.Context()); err != nil {
			b.Fatal(err)
		}
		for _, asked := range []string{"crane", "resign*", `says:"mayor"`, "senator OR governor"} {
			b.Run(name+"/"+asked, func(b *testing.B) {
				q, err := query.Parse(asked)
				if err != nil {
					b.Fatal(err)
				}
				places := 0
				for b.Loop() {
					places = 0
					if err := a.Ready(b.Context()); err != nil {
						b.Fatal(err)
					}
					entries, err := a.Narrow(b.Context(), q.Wanted())
					if err != nil {
						b.Fatal(err)
					}
					for story, err := range a.Each(b.Context(), entries) {
						if err != nil {
							b.Fatal(err)
						}
						places += len(q.Search(&story.Ledger, story.Readings).Places)
					}
				}
				b.ReportMetric(float64(places), "places")
			})
		}
	}
}
