// Command parse trains the dependency parser of read/tag and writes its model file.
//
//	go run ./train/parse -out model/parse -train 'ewt/train.conllu.gz,gum/GUM_news_*.conllu' -test ewt/test.conllu.gz
//
// The sentences it learns from carry tags given by taggers that had not seen them, those it is measured on the tags of
// the embedded tagger. The same flags and files give the same bytes.
package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hearsay"
	"hearsay/read/tag"
	"hearsay/train/perceptron"
	"hearsay/train/tagger"
	"hearsay/train/treebank"
)

type options struct {
	out, train, dev, test, skip                             string
	seed                                                    uint64
	rounds, folds, moveBits, relBits, least, margin, wanted int
}

func main() {
	log.SetFlags(0)
	var o options
	flag.StringVar(&o.out, "out", "", "folder to write parse.bin to; none writes nothing")
	flag.StringVar(&o.train, "train", "", "CoNLL-U files to learn from, comma-separated patterns")
	flag.StringVar(&o.dev, "dev", "", "files to measure on after each round")
	flag.StringVar(&o.test, "test", "", "files to measure on at the end")
	flag.StringVar(&o.skip, "skip", "", "documents of the training files to leave out, comma-separated")
	flag.Uint64Var(&o.seed, "seed", 1, "of the order of sentences and of the oracle's detours")
	flag.IntVar(&o.rounds, "rounds", 8, "passes over the data")
	flag.IntVar(&o.folds, "folds", 5, "taggers trained to tag the sentences that they have not seen")
	flag.IntVar(&o.moveBits, "movebits", 21, "rows of the table of moves, as a power of two")
	flag.IntVar(&o.relBits, "relbits", 17, "rows of the table of relations, as a power of two")
	flag.IntVar(&o.margin, "margin", 80, "by which the right move is to lead, in the scores of training")
	flag.IntVar(&o.wanted, "wanted", 8, "times a feature is to be up for change before it counts")
	flag.IntVar(&o.least, "least", 3, "smallest weight that is kept")
	flag.Parse()
	if err := run(o); err != nil {
		log.Fatal(err)
	}
}

func run(o options) error {
	gold, err := treebank.ReadFiles(strings.Split(o.train, ",")...)
	if err != nil {
		return err
	}
	skip := strings.Split(o.skip, ",")
	gold = slices.DeleteFunc(gold, func(s treebank.Sentence) bool { return slices.Contains(skip, s.Doc) })
	if err := retag(gold, o); err != nil {
		return err
	}
	for _, sentence := range slices.Clone(gold) {
		if joined, any := sentence.JoinHyphens(); any {
			gold = append(gold, joined)
		}
	}
	pos, err := tag.NewPOS()
	if err != nil {
		return err
	}
	var sets [2][]treebank.Sentence
	for i, patterns := range []string{o.dev, o.test} {
		if patterns == "" {
			continue
		}
		if sets[i], err = treebank.ReadFiles(strings.Split(patterns, ",")...); err != nil {
			return err
		}
	}

	random := rand.New(rand.NewPCG(o.seed, 1))
	empty, err := tag.MakeParser(tag.NewWeights(1, int(tag.MoveCount)), tag.NewWeights(1, int(hearsay.RelCount)))
	if err != nil {
		return err
	}
	l := learner{
		parser: empty,
		margin: int32(o.margin),
		moves:  perceptron.New(o.moveBits, int(tag.MoveCount), o.wanted),
		rels:   perceptron.New(o.relBits, int(hearsay.RelCount), o.wanted),
		random: random,
	}
	var model *tag.Parser
	var data []byte
	for round := range o.rounds {
		l.detours = round > 0
		l.wrong = 0
		random.Shuffle(len(gold), func(i, j int) { gold[i], gold[j] = gold[j], gold[i] })
		for _, sentence := range gold {
			l.learn(&sentence)
		}
		log.Printf("round %d: %d wrong moves", round+1, l.wrong)
		if round%4 != 3 && round != o.rounds-1 {
			continue
		}
		if model, err = tag.MakeParser(l.moves.Average(int32(o.least)), l.rels.Average(int32(o.least))); err != nil {
			return err
		}
		data = model.Encode()
		if model, err = tag.DecodeParser(data); err != nil {
			return err
		}
		log.Printf("dev %s", measure(model, pos, sets[0]))
	}
	log.Printf("%d bytes, sha256 %x", len(data), sha256.Sum256(data))
	log.Printf("test %s", measure(model, pos, sets[1]))
	if o.out == "" {
		return nil
	}
	return os.WriteFile(filepath.Join(o.out, "parse.bin"), data, 0o644)
}

// foldRun is how many sentences in a row belong to one fold, so that each fold has its share of every kind of text.
const foldRun = 20

// retag gives each sentence the tags of a tagger trained on the other folds.
func retag(gold []treebank.Sentence, o options) error {
	tagged := make([][]hearsay.Tag, len(gold))
	for fold := range o.folds {
		var others []treebank.Sentence
		for i, sentence := range gold {
			if i/foldRun%o.folds != fold {
				others = append(others, sentence)
			}
		}
		pos, err := tagger.Train(others, tagger.Options{Seed: o.seed, Rounds: 5, Bits: 18, Least: 2, Title: 12,
			Wanted: 1, Margin: 60,
			Log: func(string, ...any) {}})
		if err != nil {
			return err
		}
		for i, sentence := range gold {
			if i/foldRun%o.folds == fold {
				tagged[i] = make([]hearsay.Tag, len(sentence.Words))
				pos.TagWords(sentence.Words, tagged[i])
			}
		}
	}
	if o.folds > 0 {
		for i := range gold {
			gold[i].Tags = tagged[i]
		}
	}
	return nil
}

// learner trains the two tables at once.
type learner struct {
	parser      *tag.Parser // for the classes of words
	moves, rels *perceptron.Table
	random      *rand.Rand
	margin      int32
	detours     bool // follow the model's own moves, right or wrong
	wrong       int
	state       tag.ParseState
	scores      [hearsay.RelCount]int32
}

// learn goes through one sentence. At each step the oracle names the moves that lose no arc still within reach; if the
// model prefers another, its weights are moved.
func (l *learner) learn(gold *treebank.Sentence) {
	s := &l.state
	s.Begin(l.parser, gold.Words, gold.Tags)
	heads := make([]int32, len(gold.Words)+1)
	heads[len(gold.Words)] = -1
	for i, head := range gold.Heads {
		heads[i] = int32(head)
		if head == i {
			heads[i] = s.Root()
		}
	}
	for !s.Done() {
		move := s.Only()
		if move == tag.MoveNone {
			features := s.MoveFeatures()
			l.moves.Score(features, l.scores[:])
			got := s.Choose(l.scores[:])
			least := 1 << 30
			var costs [tag.MoveCount]int
			for m := range tag.MoveCount {
				if !s.Can(m) {
					continue
				}
				costs[m] = lost(s, heads, m)
				least = min(least, costs[m])
			}
			want, rival := tag.MoveNone, tag.MoveNone
			for m := range tag.MoveCount {
				switch {
				case !s.Can(m):
				case costs[m] == least && (want == tag.MoveNone || l.scores[m] > l.scores[want]):
					want = m
				case costs[m] > least && (rival == tag.MoveNone || l.scores[m] > l.scores[rival]):
					rival = m
				}
			}
			if rival == tag.MoveNone {
				rival = want
			}
			l.moves.Update(features, int(want), int(rival), l.scores[want]-l.scores[rival], l.margin)
			move = got
			if costs[got] > least {
				l.wrong++
			}
			if costs[got] > least && (!l.detours || l.random.IntN(10) == 0) {
				move = want
			}
		}
		rel := hearsay.RelNone
		if dependent, head := s.Arc(move); head == s.Root() {
			rel = hearsay.RelRoot
		} else if dependent >= 0 {
			features := s.RelFeatures(dependent, head)
			l.rels.Score(features, l.scores[:])
			rel = tag.BestRel(l.scores[:])
			if want := gold.Rels[dependent]; heads[dependent] == head {
				rival := perceptron.Rival(l.scores[:], int(hearsay.RelRoot)+1, int(want))
				l.rels.Update(features, int(want), rival, l.scores[want]-l.scores[rival], l.margin)
				rel = want
			}
		}
		s.Do(move, rel)
	}
}

// lost counts the gold arcs that could still be made and no longer can after the move (Goldberg & Nivre 2013, 5.2).
func lost(s *tag.ParseState, heads []int32, move tag.Move) int {
	stack, front := s.Stack(), s.Front()
	cost := 0
	if move == tag.Shift {
		for i, word := range stack {
			if heads[word] == front {
				cost++
			}
			if heads[front] == word && i < len(stack)-1 {
				cost++
			}
		}
		return cost
	}
	top := stack[len(stack)-1]
	head := heads[top]
	switch move {
	case tag.Left:
		if head > front || len(stack) > 1 && head == stack[len(stack)-2] {
			cost++
		}
	case tag.Right:
		if head >= front {
			cost++
		}
	}
	for word := front; word < s.Root(); word++ {
		if heads[word] == top {
			cost++
		}
	}
	return cost
}

// measure returns the shares of words with the right head, and with the right head and relation, under predicted tags.
func measure(model *tag.Parser, pos *tag.POS, sentences []treebank.Sentence) string {
	var words, heads, both, plain, plainHeads, plainBoth int
	for _, s := range sentences {
		n := len(s.Words)
		tags := make([]hearsay.Tag, n)
		gotHeads, gotRels := make([]int, n), make([]hearsay.Rel, n)
		pos.TagWords(s.Words, tags)
		model.ParseWords(s.Words, tags, gotHeads, gotRels)
		for i := range n {
			right := gotHeads[i] == s.Heads[i]
			rightRel := right && gotRels[i] == s.Rels[i]
			words++
			heads += one(right)
			both += one(rightRel)
			if s.Rels[i] != hearsay.RelPunct {
				plain++
				plainHeads += one(right)
				plainBoth += one(rightRel)
			}
		}
	}
	share := func(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }
	return fmt.Sprintf("UAS %.2f LAS %.2f, without punctuation %.2f %.2f, %d words",
		share(heads, words), share(both, words), share(plainHeads, plain), share(plainBoth, plain), words)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
