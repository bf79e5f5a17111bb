// Command names trains the name tagger of read/tag and writes its model file.
//
// It begins with openly licensed corpora of names in columns and learns a first tagger from them. With that and the
// rules of read/entity it then labels news articles, as far as both agree and the document does not contradict itself,
// learns from all together, and ends with model/names/names.bin. Run it from the root of the repository:
//
//	go run ./train/names -train 'wikigold.conll.txt,uner/*.iob2' -own 'politics/*.txt' -news allsides-dev.jsonl.gz \
//	    -dev dev.txt -out model/names
//
// The same flags and files give the same bytes on one kind of processor.
package main

import (
	"crypto/sha256"
	"flag"
	"log"
	"os"
	"path/filepath"

	"hearsay"
	"hearsay/read/tag"
)

// options are the settings of training.
type options struct {
	train, own, news, dev string
	ownWeight, newsWeight float64
	most, lead            int

	seed     uint64
	rounds   int
	bits     int
	least    int
	smallest int
	rate     float64
	keep     float64
	cost     float64
	scale    float64
}

func main() {
	log.SetFlags(0)
	var o options
	out := flag.String("out", "", "folder to write names.bin to; none writes nothing")
	flag.StringVar(&o.train, "train", "", "files of words and labels to learn from, comma-separated patterns")
	flag.StringVar(&o.own, "own", "", "files of the wanted domain, likewise")
	flag.Float64Var(&o.ownWeight, "ownweight", 3, "what they weigh")
	flag.StringVar(&o.news, "news", "", "unlabelled articles to learn from besides, gzipped JSON lines")
	flag.IntVar(&o.most, "most", 2000, "how many of them")
	flag.Float64Var(&o.newsWeight, "newsweight", 0.3, "what they weigh")
	flag.IntVar(&o.lead, "lead", 60, "that a name in them must have if the rules do not know it")
	flag.StringVar(&o.dev, "dev", "", "files to measure on")
	flag.Uint64Var(&o.seed, "seed", 1, "of the order of sentences")
	flag.IntVar(&o.rounds, "rounds", 10, "passes over the data")
	flag.IntVar(&o.bits, "bits", 18, "rows of the table, as a power of two")
	flag.IntVar(&o.least, "least", 2, "times a row is to be seen before it counts")
	flag.IntVar(&o.smallest, "smallest", 1, "smallest whole weight that is kept")
	flag.Float64Var(&o.rate, "rate", 0.05, "of learning")
	flag.Float64Var(&o.keep, "keep", 0.6, "share of the features that a step sees")
	flag.Float64Var(&o.cost, "cost", 0.2, "extra cost of a missed name")
	flag.Float64Var(&o.scale, "scale", 32, "whole numbers for a weight of 1")
	flag.Parse()
	if err := train(o, *out); err != nil {
		log.Fatal(err)
	}
}

func train(o options, out string) error {
	gold, err := readFiles(o.train)
	if err != nil {
		return err
	}
	own, err := readFiles(o.own)
	if err != nil {
		return err
	}
	dev, err := readFiles(o.dev)
	if err != nil {
		return err
	}
	log.Printf("%d sentences, %d of the domain", len(gold), len(own))
	file, err := fit(o, gold, own, nil)
	if err != nil {
		return err
	}
	if o.news != "" {
		if err := measure(file, dev); err != nil {
			return err
		}
		t, err := newTeacher(file, o.lead)
		if err != nil {
			return err
		}
		news, err := t.readNews(o.news, o.most)
		if err != nil {
			return err
		}
		log.Printf("%d sentences of news", len(news))
		if file, err = fit(o, gold, own, news); err != nil {
			return err
		}
	}
	log.Printf("%d bytes, sha256 %x", len(file), sha256.Sum256(file))
	if err := measure(file, dev); err != nil || out == "" {
		return err
	}
	return os.WriteFile(filepath.Join(out, "names.bin"), file, 0o644)
}

// fit learns a model from the sentences and returns its file.
func fit(o options, gold, own, news []labelled) ([]byte, error) {
	f, err := newField(o)
	if err != nil {
		return nil, err
	}
	var data []*run
	for _, set := range []struct {
		sentences []labelled
		weight    float64
	}{{gold, 1}, {own, o.ownWeight}, {news, o.newsWeight}} {
		for _, s := range set.sentences {
			data = f.runs(s, float32(set.weight), data)
		}
	}
	table, joints := f.pack(f.train(data))
	return tag.EncodeNamer(table, joints), nil
}

// measure logs the precision and recall of names by kind, spans and kinds exact.
func measure(file []byte, sentences []labelled) error {
	namer, err := tag.DecodeNamer(file)
	if err != nil {
		return err
	}
	pos, err := tag.NewPOS()
	if err != nil {
		return err
	}
	type name struct {
		start, end int
		kind       hearsay.EntityKind
	}
	type tally struct{ right, found, gold int }
	all := "all"
	tallies := map[string]*tally{all: {}}
	for _, kind := range tag.NameKinds() {
		tallies[kind.String()] = &tally{}
	}
	for _, s := range sentences {
		tags := make([]hearsay.Tag, len(s.words))
		pos.TagWords(s.words, tags)
		names := map[name]bool{}
		for i, may := range s.may {
			for k, kind := range tag.NameKinds() {
				if may != 1<<tag.MakeNameState(k, true) {
					continue
				}
				end := i + 1
				for end < len(s.may) && s.may[end] == 1<<tag.MakeNameState(k, false) {
					end++
				}
				names[name{i, end, kind}] = true
				tallies[all].gold++
				tallies[kind.String()].gold++
			}
		}
		for _, t := range namer.FindWords(s.words, tags) {
			for _, of := range []string{all, t.Kind.String()} {
				tallies[of].found++
				if names[name{t.Start, t.End, t.Kind}] {
					tallies[of].right++
				}
			}
		}
	}
	if len(sentences) == 0 {
		return nil
	}
	for _, of := range []string{"person", "body", "place", "other", all} {
		t := tallies[of]
		log.Printf("%-7s gold %5d  P %.1f  R %.1f  F1 %.1f", of, t.gold, 100*float64(t.right)/float64(max(1, t.found)),
			100*float64(t.right)/float64(max(1, t.gold)), 200*float64(t.right)/float64(max(1, t.found+t.gold)))
	}
	return nil
}
