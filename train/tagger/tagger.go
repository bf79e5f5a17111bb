// Package tagger trains the part-of-speech tagger of read/tag.
//
// It begins with gold sentences and ends with a model. The commands train/pos and train/parse share it: the parser
// learns from tags that a tagger gave to sentences it had not seen.
package tagger

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/read/tag"
	"hearsay/train/perceptron"
	"hearsay/train/treebank"
)

// Options are the settings of training.
type Options struct {
	Seed   uint64 // of the order of sentences
	Rounds int    // passes over the data
	Bits   int    // rows of the table, as a power of two
	Least  int    // smallest weight that is kept
	Wanted int    // times a feature is to be up for change before it counts
	Margin int    // by which the right tag is to lead, in the scores of training
	Title  int    // one sentence in this many is learned as a headline too; 0 for none
	Log    func(format string, values ...any)
}

// Train learns a model from the sentences, which it leaves alone.
func Train(gold []treebank.Sentence, o Options) (*tag.POS, error) {
	random := rand.New(rand.NewPCG(o.Seed, 0))
	gold = slices.Clone(gold)
	for _, sentence := range slices.Clone(gold) {
		if joined, any := sentence.JoinHyphens(); any {
			gold = append(gold, joined)
		}
		if o.Title > 0 && random.IntN(o.Title) == 0 {
			gold = append(gold, headline(sentence))
		}
	}
	words := dictionary(gold)
	o.Log("%d sentences, %d words in the dictionary", len(gold), len(words))
	table := perceptron.New(o.Bits, int(hearsay.TagCount), o.Wanted)
	empty, err := tag.MakePOS(words, tag.NewWeights(1, int(hearsay.TagCount)))
	if err != nil {
		return nil, err
	}
	for round := range o.Rounds {
		random.Shuffle(len(gold), func(i, j int) { gold[i], gold[j] = gold[j], gold[i] })
		wrong := 0
		for _, sentence := range gold {
			wrong += learn(table, empty, &sentence, int32(o.Margin))
		}
		o.Log("round %d: %d mistakes", round+1, wrong)
	}
	return tag.MakePOS(words, table.Average(int32(o.Least)))
}

// learn tags one sentence with the weights so far and corrects them word by word. It returns the number of mistakes.
func learn(table *perceptron.Table, model *tag.POS, sentence *treebank.Sentence, margin int32) int {
	var context tag.POSContext
	var scores [hearsay.TagCount]int32
	context.Start(model, sentence.Words)
	wrong := 0
	for i, want := range sentence.Tags {
		if sure := context.Sure(i); sure != hearsay.TagNone {
			context.SetTag(i, sure)
			continue
		}
		features := context.Features(i)
		table.Score(features, scores[:])
		best, _ := tag.Best(scores[1:])
		got := hearsay.Tag(best + 1)
		rival := perceptron.Rival(scores[:], 1, int(want))
		table.Update(features, int(want), rival, scores[want]-scores[rival], margin)
		if got != want {
			wrong++
		}
		context.SetTag(i, got)
	}
	return wrong
}

// headline returns the sentence with a capital on every longer word, as American headlines have it.
func headline(s treebank.Sentence) treebank.Sentence {
	s.Words = slices.Clone(s.Words)
	for i, word := range s.Words {
		if first, size := utf8.DecodeRuneInString(word); len(word) > 3 || i == 0 {
			s.Words[i] = string(unicode.ToUpper(first)) + word[size:]
		}
	}
	return s
}

const (
	seenEnough = 3  // a word seen less often gets no entry: its one tag would seem surer than it is
	sureEnough = 30 // a word seen this often with one tag alone needs no weighing
)

// dictionary counts the tags of each word as it is written and, where that differs, in small letters.
func dictionary(sentences []treebank.Sentence) []tag.Word {
	counts := map[string]*[hearsay.TagCount]int{}
	for _, sentence := range sentences {
		for i, word := range sentence.Words {
			if counts[word] == nil {
				counts[word] = new([hearsay.TagCount]int)
			}
			counts[word][sentence.Tags[i]]++
		}
	}
	var words []tag.Word
	for word, count := range counts {
		total := 0
		for _, n := range count {
			total += n
		}
		if total < seenEnough {
			continue
		}
		var tags []hearsay.Tag
		for t, n := range count {
			if n*50 >= total {
				tags = append(tags, hearsay.Tag(t))
			}
		}
		slices.SortStableFunc(tags, func(a, b hearsay.Tag) int { return cmp.Compare(count[b], count[a]) })
		top := count[tags[0]]
		words = append(words, tag.Word{Word: word, Tags: tags, Sure: top >= sureEnough && top*1000 >= total*997})
	}
	slices.SortFunc(words, func(a, b tag.Word) int { return cmp.Compare(a.Word, b.Word) })
	return words
}
