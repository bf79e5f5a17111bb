// Command df makes the frozen document-frequency table of model/df.
//
// It begins with a file of articles, one JSON object a line with the fields title and text, gzipped or not, and ends
// with model/df/df.bin and model/df/card.json. Run it from the root of the repository:
//
//	go run ./train/df -corpus allsides-dev.jsonl.gz
package main

import (
	"bufio"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hearsay"
	"hearsay/collate/story"
	"hearsay/model/df"
	"hearsay/train/card"
)

func main() {
	log.SetFlags(0)
	corpus := flag.String("corpus", "", "articles, one JSON object a line (required)")
	dir := flag.String("out", filepath.Join("model", "df"), "folder to write to")
	least := flag.Int("least", 5, "documents that a word must stand in")
	flag.Parse()
	if *corpus == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*corpus, *dir, *least); err != nil {
		log.Fatal(err)
	}
}

// tableCard says what the table was made from.
type tableCard struct {
	card.Card
	Documents int    `json:"documents"`
	Words     int    `json:"words"`
	Score     string `json:"score"`
	SHA256    string `json:"sha256"`
}

func run(corpus, dir string, least int) error {
	documents, counts, err := count(corpus)
	if err != nil {
		return err
	}
	maps.DeleteFunc(counts, func(_ string, n int) bool { return n < least })
	data := encode(documents, counts, least)
	if err := os.WriteFile(filepath.Join(dir, "df.bin"), data, 0o644); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return card.Write(dir, &tableCard{
		Card: card.Card{
			Name: "df",
			Task: "weights of words for story clustering: the natural logarithm of documents per document with the word",
			Data: "AllSides, development part: US news articles of 2012 to 2018 (" + filepath.Base(corpus) + ")",
			Licence: "labels MIT and Apache-2.0; the articles are their publishers' and are not part of the table, " +
				"which holds single words and one number for each",
			Command: fmt.Sprintf("go run ./train/df -corpus %s -least %d", filepath.Base(corpus), least),
			Seed:    "none: counting only",
		},
		Documents: documents,
		Words:     len(counts),
		Score:     "see eval/results.md, stories",
		SHA256:    card.Sum(data),
	})
}

// count reads the corpus and counts in how many documents each word stands.
func count(corpus string) (documents int, counts map[string]int, err error) {
	file, err := os.Open(corpus)
	if err != nil {
		return 0, nil, fmt.Errorf("open corpus: %w", err)
	}
	defer file.Close()
	var reader io.Reader = bufio.NewReader(file)
	if strings.HasSuffix(corpus, ".gz") {
		if reader, err = gzip.NewReader(reader); err != nil {
			return 0, nil, fmt.Errorf("open corpus %s: %w", corpus, err)
		}
	}
	counts = map[string]int{}
	decoder := json.NewDecoder(reader)
	for {
		var article struct{ Title, Text string }
		if err := decoder.Decode(&article); err == io.EOF {
			return documents, counts, nil
		} else if err != nil {
			return 0, nil, fmt.Errorf("read article %d of %s: %w", documents+1, corpus, err)
		}
		documents++
		for word := range story.Words(&hearsay.Document{
			Text: article.Text, Title: hearsay.Field{Value: article.Title},
		}) {
			counts[word]++
		}
	}
}

// encode writes the table in the form that collate/story reads.
func encode(documents int, counts map[string]int, least int) []byte {
	weight := func(n int) uint64 { return uint64(math.Round(256 * math.Log(float64(documents)/float64(n)))) }
	data := []byte(df.Magic)
	data = binary.AppendUvarint(data, weight(least))
	data = binary.AppendUvarint(data, uint64(len(counts)))
	last := ""
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		shared := 0
		for shared < min(len(last), len(word)) && last[shared] == word[shared] {
			shared++
		}
		data = binary.AppendUvarint(data, uint64(shared))
		data = binary.AppendUvarint(data, uint64(len(word)-shared))
		data = append(data, word[shared:]...)
		data = binary.AppendUvarint(data, weight(counts[word]))
		last = word
	}
	return data
}
