// Command label trains the attribution labeler.
//
// It begins with PolNeAR's training folder, the word classes that train/cluster made, and news that the teacher labelled
// (train/teacher), and ends with model/label/label.bin and its card. Run it from the root of the repository:
//
//	go run ./train/cluster -least 15 -dims 96 -out classes.tsv allsides-dev.jsonl.gz allsides-undated.jsonl.gz
//	go run ./train/label -polnear polnear/train -classes classes.tsv -sheets train.jsonl
//	go run ./train/label -polnear polnear/train -classes classes.tsv -news allsides-dev.jsonl.gz -most 5000 -sheets news.jsonl
//	python train/teacher/teacher.py fit --sheets train.jsonl --out teacher.pt --hold months
//	python train/teacher/teacher.py label --model teacher.pt --sheets news.jsonl --out taught.jsonl
//	go run ./train/label -polnear polnear/train -classes classes.tsv -news allsides-dev.jsonl.gz -most 5000 -taught taught.jsonl
//
// With -hold it writes nothing, but holds out the last months or two publishers and prints how well these are labelled:
// all choices are made by that.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"

	"hearsay/eval"
	"hearsay/read/tag"
	"hearsay/train/card"
)

// options are what a training run depends on besides its data.
type options struct {
	epochs int
	rows   int     // most features that the model keeps
	least  int     // times that a feature must be seen
	rate   float64 // of learning
	keep   float64 // part of the features that a step sees
	cost   float64 // added to the score of missing a word of an attribution, so that the margin grows
	scale  float64 // whole units per unit of weight
	seed   uint64
	taught int // documents that the teacher labelled
}

func main() {
	log.SetFlags(log.Ltime)
	corpus := flag.String("polnear", "", "folder of PolNeAR's training part (required)")
	classFile := flag.String("classes", "", "word classes, as train/cluster writes them (required)")
	dir := flag.String("out", filepath.Join("model", "label"), "folder to write to")
	hold := flag.String("hold", "", "months or publishers: hold these out, measure on them and write nothing")
	sheets := flag.String("sheets", "", "write the words for the teacher to this file, and nothing else")
	news := flag.String("news", "", "unlabelled articles, for -sheets and -taught")
	taughtFile := flag.String("taught", "", "labels of the teacher for articles of -news, to learn from besides")
	most := flag.Int("most", 4000, "how many unlabelled articles")
	score := flag.String("score", "see eval/results.md", "what the card says of the score")
	o := options{}
	flag.IntVar(&o.epochs, "epochs", 5, "passes over the data; the later half are averaged")
	flag.IntVar(&o.rows, "rows", 570_000, "most features that the model keeps")
	flag.IntVar(&o.least, "least", 3, "least number of times that a feature is seen")
	flag.Float64Var(&o.rate, "rate", 0.05, "learning rate")
	flag.Float64Var(&o.keep, "keep", 0.25, "part of the features that a step sees")
	flag.Float64Var(&o.cost, "cost", 0.3, "cost of missing a word")
	flag.Float64Var(&o.scale, "scale", 32, "whole units per unit of weight")
	flag.Uint64Var(&o.seed, "seed", 1, "seed")
	flag.Parse()
	if *corpus == "" || *classFile == "" {
		flag.Usage()
		os.Exit(2)
	}
	classes, err := readClasses(*classFile)
	if err != nil {
		log.Fatal(err)
	}
	c, err := eval.NewCutter()
	if err != nil {
		log.Fatal(err)
	}
	var documents []document
	if *sheets != "" && *news != "" {
		documents, err = readNews(*news, *most, c)
	} else {
		documents, err = readDocuments(*corpus, c)
	}
	if err != nil {
		log.Fatal(err)
	}
	if *sheets != "" {
		if err := writeSheets(*sheets, documents); err != nil {
			log.Fatal(err)
		}
		return
	}
	seen, held := split(documents, *hold)
	if *taughtFile != "" {
		articles, err := readNews(*news, *most, c)
		if err != nil {
			log.Fatal(err)
		}
		taught, err := readTaught(*taughtFile, articles)
		if err != nil {
			log.Fatal(err)
		}
		log.Printf("%d documents labelled by the teacher", len(taught))
		o.taught = len(taught)
		seen = append(seen, taught...)
	}
	log.Printf("%d documents to learn from, %d held out", len(seen), len(held))
	labeler, err := train(seen, classes, o)
	if err != nil {
		log.Fatal(err)
	}
	if *hold != "" {
		measure(labeler, held)
		return
	}
	if err := write(*dir, labeler.Encode(), o, len(seen), *score); err != nil {
		log.Fatal(err)
	}
}

// measure prints the exact, token and overlap F1 of the labeler on the documents.
func measure(labeler *tag.Labeler, documents []document) {
	var roles [eval.RoleCount]eval.Spans
	for _, d := range documents {
		for i, guess := range labeler.LabelParagraphs(d.paragraphs) {
			for role := range eval.RoleCount {
				roles[role].Add(role, d.labels[i], guess)
			}
		}
	}
	for role, s := range roles {
		fmt.Printf("%-8s P %.2f  R %.2f  F1 %.2f  token F1 %.2f  overlap F1 %.2f\n", eval.Role(role), s.Exact.Precision(),
			s.Exact.Recall(), s.Exact.F1(), s.Tokens.F1(), s.OverlapF1())
	}
}

// readClasses reads lines of a word and its classes.
func readClasses(path string) (tag.WordClasses, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read word classes: %w", err)
	}
	classes := tag.WordClasses{}
	for line := range strings.Lines(string(data)) {
		var word string
		var c tag.Classes
		if _, err := fmt.Sscanf(line, "%s\t%d\t%d\t%d", &word, &c[0], &c[1], &c[2]); err != nil {
			return nil, fmt.Errorf("read word classes: %s: %w", path, err)
		}
		for i := range c {
			c[i]++ // 0 is no class
		}
		classes.Set(word, c)
	}
	return classes, nil
}

// modelCard says what the model was made from.
type modelCard struct {
	Name      string `json:"name"`
	Task      string `json:"task"`
	Data      string `json:"data"`
	Licence   string `json:"licence"`
	Command   string `json:"command"`
	Seed      uint64 `json:"seed"`
	Documents int    `json:"documents"`
	Score     string `json:"score"`
	SHA256    string `json:"sha256"`
}

func write(dir string, model []byte, o options, documents int, score string) error {
	if err := os.WriteFile(filepath.Join(dir, "label.bin"), model, 0o644); err != nil {
		return fmt.Errorf("write model: %w", err)
	}
	data := "PolNeAR, training part: 840 US political news articles of 2015 and 2016, one document for each annotator; "
	command := "go run ./train/label -polnear polnear/train -classes classes.tsv"
	if o.taught > 0 {
		data += fmt.Sprintf("%d articles of AllSides, development part, as the deep model's teacher labelled them; ", o.taught)
		command += fmt.Sprintf(" -news allsides-dev.jsonl.gz -most %d -taught taught.jsonl", o.taught)
	}
	return card.Write(dir, &modelCard{
		Name: "label",
		Task: "source, cue and content of attributions as BIO labels: linear-chain CRF, hashed features",
		Data: data + "word classes from the text of AllSides, development part and undated part",
		Licence: "PolNeAR states none; labels of AllSides MIT and Apache-2.0, not used here; the articles of both are their " +
			"publishers'. The model holds weights by hash and classes by hash, and no text",
		Command: fmt.Sprintf("%s -epochs %d -rows %d -least %d -rate %g -keep %g -cost %g -scale %g -seed %d", command,
			o.epochs, o.rows, o.least, o.rate, o.keep, o.cost, o.scale, o.seed),
		Seed:      o.seed,
		Documents: documents,
		Score:     score,
		SHA256:    card.Sum(model),
	})
}
