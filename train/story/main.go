// Command story fits the pair model of model/story, which judges whether two documents report one event.
//
// It begins with the three story corpora, in the form that eval.ReadStories reads, and ends with model/story/pair.bin and
// its card. Pairs of labelled articles are the examples: those of the dated corpus before its split day for the rule with
// dates; for the rule without, those of the undated corpora and, with their days hidden, of the dated one again. First it
// prints figures of cross-validation, in which no article was in the training of a model that judged it. Run it from the
// root of the repository:
//
//	go run ./train/story -dated allsides-dev.jsonl.gz -topics ecbplus-dev.jsonl.gz -rumours fnc_train.jsonl.gz
package main

import (
	"cmp"
	"encoding/binary"
	"flag"
	"fmt"
	"hash/crc32"
	"log"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hearsay"
	"hearsay/collate/story"
	"hearsay/eval"
	model "hearsay/model/story"
	"hearsay/train/card"
)

const (
	folds = 5
	// splitFifths of the labelled articles lie before the split day, as in eval.Story.
	splitFifths = 3
)

// Weights of one pair of each corpus: pairs of long stories are many and much alike.
const (
	datedWeight   = 1
	hiddenWeight  = 0.1
	topicsWeight  = 0.2
	rumoursWeight = 0.07
)

func main() {
	log.SetFlags(0)
	dated := flag.String("dated", "", "corpus with days (required)")
	topics := flag.String("topics", "", "corpus without days, identities beginning with the number of a topic (required)")
	rumours := flag.String("rumours", "", "corpus without days (required)")
	dir := flag.String("out", filepath.Join("model", "story"), "folder to write to")
	check := flag.Bool("check", true, "cross-validate first")
	flag.Parse()
	if *dated == "" || *topics == "" || *rumours == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*dated, *topics, *rumours, *dir, *check); err != nil {
		log.Fatal(err)
	}
}

// corpus is a corpus with its pairs.
type corpus struct {
	name     string
	articles []eval.StoryArticle
	docs     []*story.Features
	fold     map[hearsay.DocID]int
	gold     map[hearsay.DocID]string
	index    *story.Index
	examples []example
}

// example is a pair of labelled articles.
type example struct {
	a, b     hearsay.DocID
	evidence story.Evidence
	same     bool
	weight   float64
	foldA    int
	foldB    int
}

func run(dated, topics, rumours, dir string, check bool) error {
	c, err := story.New()
	if err != nil {
		return err
	}
	articles, err := eval.ReadStories(dated)
	if err != nil {
		return err
	}
	var days []int
	for _, a := range articles {
		if a.Gold != "" {
			days = append(days, *a.Day)
		}
	}
	slices.Sort(days)
	split := days[len(days)*splitFifths/5]
	articles = slices.DeleteFunc(articles, func(a eval.StoryArticle) bool { return *a.Day >= split })
	month := func(a *eval.StoryArticle) int { return *a.Day / 30 % folds }
	withDays := newCorpus(c, "dated", articles, month)
	withDays.gather(datedWeight)

	hidden := slices.DeleteFunc(slices.Clone(articles), func(a eval.StoryArticle) bool { return a.Gold == "" })
	months := map[string]int{}
	for i := range hidden {
		months[hidden[i].ID] = month(&hidden[i])
		hidden[i].Day = nil
	}
	without := newCorpus(c, "days hidden", hidden, func(a *eval.StoryArticle) int { return months[a.ID] })
	without.gather(hiddenWeight)

	articles, err = eval.ReadStories(topics)
	if err != nil {
		return err
	}
	byTopic := newCorpus(c, "topics", articles, func(a *eval.StoryArticle) int {
		number := 0
		fmt.Sscanf(a.ID, "%d", &number)
		return number % folds
	})
	byTopic.gather(topicsWeight)
	if articles, err = eval.ReadStories(rumours); err != nil {
		return err
	}
	byRumour := newCorpus(c, "rumours", articles, func(a *eval.StoryArticle) int {
		return int(crc32.ChecksumIEEE([]byte(a.Gold))) % folds
	})
	byRumour.gather(rumoursWeight)

	undated := slices.Concat(without.examples, byTopic.examples, byRumour.examples)
	score := ""
	if check {
		crossed, err := crossed(withDays.examples, undated)
		if err != nil {
			return err
		}
		for _, in := range []*corpus{withDays, without, byTopic, byRumour} {
			result, loss := in.validate(crossed)
			fmt.Printf("%s, log loss %.4f: %s", in.name, loss, result)
			score += fmt.Sprintf("%s: BCubed %.1f, pairs %.1f; ", in.name, result.All.BCubedF1, result.All.Pairs.F1())
		}
	}
	data := encode(fit(withDays.examples), fit(undated))
	return write(dir, data, strings.TrimSuffix(score, "; "), len(withDays.examples), len(undated))
}

func newCorpus(c *story.Clusterer, name string, articles []eval.StoryArticle, fold func(*eval.StoryArticle) int) *corpus {
	in := &corpus{name: name, articles: articles, fold: map[hearsay.DocID]int{}, gold: map[hearsay.DocID]string{}}
	for i := range articles {
		doc := articles[i].Document()
		features := c.Describe(&doc)
		in.docs = append(in.docs, &features)
		in.fold[doc.ID] = fold(&articles[i])
		in.gold[doc.ID] = articles[i].Gold
	}
	in.index = c.Index(in.docs)
	return in
}

// gather makes an example of every pair of labelled articles that is worth a look.
func (in *corpus) gather(weight float64) {
	labelled := map[hearsay.DocID]bool{}
	for id, gold := range in.gold {
		labelled[id] = gold != ""
	}
	in.index.Pairs(labelled, 0, 1, func(a, b *story.Features, cosine int64) {
		if in.gold[a.ID] != "" && in.gold[b.ID] != "" {
			in.examples = append(in.examples, example{
				a.ID, b.ID, story.Compare(a, b, cosine), in.gold[a.ID] == in.gold[b.ID], weight, in.fold[a.ID], in.fold[b.ID],
			})
		}
	})
	slices.SortFunc(in.examples, func(x, y example) int { return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
}

// without leaves out the examples that touch a fold.
func without(examples []example, k, l int) []example {
	var kept []example
	for _, e := range examples {
		if e.foldA != k && e.foldB != k && e.foldA != l && e.foldB != l {
			kept = append(kept, e)
		}
	}
	return kept
}

// clusterers are those of which none saw an article of the two folds that it is for.
type clusterers [folds][folds]*story.Clusterer

func crossed(dated, undated []example) (*clusterers, error) {
	var crossed clusterers
	for k := range folds {
		for l := k; l < folds; l++ {
			c, err := story.NewWith(encode(fit(without(dated, k, l)), fit(without(undated, k, l))))
			if err != nil {
				return nil, err
			}
			crossed[k][l], crossed[l][k] = c, c
		}
	}
	return &crossed, nil
}

// validate clusters the corpus with links by models that saw neither article, and scores the clusters and the links.
func (in *corpus) validate(clusterers *clusterers) (eval.StoryResult, float64) {
	c := clusterers[0][0]
	leads := c.Leads(in.docs)
	fresh := map[hearsay.DocID]bool{}
	var standing []*story.Features
	for _, doc := range in.docs {
		if leads[doc.ID] == doc.ID {
			fresh[doc.ID] = true
			standing = append(standing, doc)
		}
	}
	var links []hearsay.Link
	loss, count := 0.0, 0
	c.Index(standing).Pairs(fresh, 0, 1, func(a, b *story.Features, cosine int64) {
		link, ok := clusterers[in.fold[a.ID]][in.fold[b.ID]].Judge(a, b, cosine)
		if ok {
			links = append(links, link)
		}
		if in.gold[a.ID] != "" && in.gold[b.ID] != "" {
			p := max(1e-3, float64(link.Weight)/65536)
			if in.gold[a.ID] != in.gold[b.ID] {
				p = 1 - p
			}
			loss -= math.Log(max(p, 1e-3))
			count++
		}
	})
	slices.SortFunc(links, hearsay.Link.Compare)
	stories := c.Stories(in.docs, leads, links, hearsay.Bonds{})
	return eval.ScoreStories(in.articles, stories), loss / float64(max(1, count))
}

// modelCard says what the model was made from.
type modelCard struct {
	card.Card
	Pairs  [2]int `json:"pairs"`
	Score  string `json:"score"`
	SHA256 string `json:"sha256"`
}

func write(dir string, data []byte, score string, dated, undated int) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "pair.bin"), data, 0o666); err != nil {
		return err
	}
	return card.Write(dir, &modelCard{
		Card: card.Card{
			Name: "story",
			Task: "chance that two documents report one event: a sum of curves over kinds of evidence, with dates and without",
			Data: "pairs of labelled articles: AllSides, development part, before 2018-05-02 (with days, and again with days " +
				"hidden); ECB+ topics 1–35; FNC-1 train",
			Licence: "labels MIT and Apache-2.0 (AllSides), CC BY 3.0 (ECB+), none stated (FNC-1); the model holds curves " +
				"over counts and shares, no text",
			Command: "go run ./train/story -dated allsides-dev.jsonl.gz -topics ecbplus-dev.jsonl.gz -rumours fnc_train.jsonl.gz",
			Seed:    "none: the fit is convex",
		},
		Pairs:  [2]int{dated, undated},
		Score:  "out of fold, in per cent: " + score,
		SHA256: card.Sum(data),
	})
}

// encode writes the rules in the form that collate/story reads, in 65536ths of a logit.
func encode(rules ...*rule) []byte {
	data := []byte(model.Magic)
	integer := func(x float64) { data = binary.AppendVarint(data, int64(math.Round(x*65536))) }
	for _, r := range rules {
		integer(r.bias)
		for k := range r.curves {
			c := &r.curves[k]
			integer(c.absent)
			data = binary.AppendVarint(data, int64(len(c.knots)))
			last := int32(-1)
			for i, knot := range c.knots {
				data = binary.AppendVarint(data, int64(knot-last))
				integer(c.values[i])
				last = knot
			}
		}
	}
	return data
}
