// Command pos trains the part-of-speech tagger of read/tag and writes its model file.
//
//	go run ./train/pos -out model/pos -train 'ewt/train.conllu.gz,gum/GUM_news_*.conllu' -test ewt/test.conllu.gz
//
// The same flags and files give the same bytes.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hearsay"
	"hearsay/read/tag"
	"hearsay/train/tagger"
	"hearsay/train/treebank"
)

func main() {
	log.SetFlags(0)
	o := tagger.Options{Log: log.Printf}
	out := flag.String("out", "", "folder to write pos.bin to; none writes nothing")
	train := flag.String("train", "", "CoNLL-U files to learn from, comma-separated patterns")
	dev := flag.String("dev", "", "files to measure on")
	test := flag.String("test", "", "files to measure on")
	skip := flag.String("skip", "", "documents of the training files to leave out, comma-separated")
	flag.Uint64Var(&o.Seed, "seed", 1, "of the order of sentences")
	flag.IntVar(&o.Rounds, "rounds", 6, "passes over the data")
	flag.IntVar(&o.Bits, "bits", 18, "rows of the table, as a power of two")
	flag.IntVar(&o.Wanted, "wanted", 2, "times a feature is to be up for change before it counts")
	flag.IntVar(&o.Margin, "margin", 60, "by which the right tag is to lead")
	flag.IntVar(&o.Least, "least", 2, "smallest weight that is kept")
	flag.IntVar(&o.Title, "title", 12, "one sentence in this many is learned as a headline too; 0 for none")
	flag.Parse()
	if err := run(o, *out, *train, *dev, *test, strings.Split(*skip, ",")); err != nil {
		log.Fatal(err)
	}
}

func run(o tagger.Options, out, train, dev, test string, skip []string) error {
	gold, err := treebank.ReadFiles(strings.Split(train, ",")...)
	if err != nil {
		return err
	}
	gold = slices.DeleteFunc(gold, func(s treebank.Sentence) bool { return slices.Contains(skip, s.Doc) })
	model, err := tagger.Train(gold, o)
	if err != nil {
		return err
	}
	data := model.Encode()
	if model, err = tag.DecodePOS(data); err != nil {
		return err
	}
	log.Printf("%d bytes, sha256 %x", len(data), sha256.Sum256(data))
	for _, set := range []struct{ name, patterns string }{{"dev", dev}, {"test", test}} {
		if set.patterns == "" {
			continue
		}
		sentences, err := treebank.ReadFiles(strings.Split(set.patterns, ",")...)
		if err != nil {
			return err
		}
		log.Printf("%s %s", set.name, measure(model, sentences))
	}
	if out == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(out, "pos.bin"), data, 0o644)
}

// measure returns the share of right tags, on words as the treebank cuts them and with hyphens joined.
func measure(model *tag.POS, sentences []treebank.Sentence) string {
	var right, total, rightJoined, totalJoined int
	for _, sentence := range sentences {
		r := score(model, &sentence)
		right, total = right+r, total+len(sentence.Words)
		joined, _ := sentence.JoinHyphens()
		rightJoined, totalJoined = rightJoined+score(model, &joined), totalJoined+len(joined.Words)
	}
	return fmt.Sprintf("%.2f %% of %d words; hyphens joined: %.2f %%",
		100*float64(right)/float64(max(1, total)), total, 100*float64(rightJoined)/float64(max(1, totalJoined)))
}

func score(model *tag.POS, sentence *treebank.Sentence) int {
	tags := make([]hearsay.Tag, len(sentence.Words))
	model.TagWords(sentence.Words, tags)
	right := 0
	for i, t := range tags {
		if t == sentence.Tags[i] {
			right++
		}
	}
	return right
}
