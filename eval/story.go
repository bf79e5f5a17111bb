package eval

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"

	"hearsay"
	"hearsay/collate/story"
)

// StoryArticle is a line of a story corpus: an article with the label of its story, "" where nobody labelled it.
type StoryArticle struct {
	ID     string `json:"id"`
	Day    *int   `json:"day"` // days since 1970-01-01 UTC; absent where no date is known
	Outlet string `json:"src"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Gold   string `json:"gold"`
}

// Document is the article as a document whose text is all body.
func (a *StoryArticle) Document() hearsay.Document {
	doc := hearsay.Document{ID: hearsay.DocID(a.ID), TextID: hearsay.NewTextID(a.Text), Text: a.Text, Language: "en"}
	if a.Title != "" {
		doc.Title = hearsay.Field{Value: a.Title, How: hearsay.HowMetadata}
	}
	if a.Outlet != "" {
		doc.Outlet = hearsay.Field{Value: a.Outlet, How: hearsay.HowMetadata}
	}
	if a.Day != nil {
		doc.Published = hearsay.Date{Unix: int64(*a.Day) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowMetadata}
	}
	return doc
}

// ReadStories reads a story corpus: JSON lines with id, day, src, title, text and gold, gzipped or not.
func ReadStories(path string) ([]StoryArticle, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	defer file.Close()
	var from io.Reader = bufio.NewReader(file)
	if strings.HasSuffix(path, ".gz") {
		if from, err = gzip.NewReader(from); err != nil {
			return nil, fmt.Errorf("read corpus: %s: %w", path, err)
		}
	}
	var articles []StoryArticle
	for decoder := json.NewDecoder(from); ; {
		var article StoryArticle
		if err := decoder.Decode(&article); errors.Is(err, io.EOF) {
			return articles, nil
		} else if err != nil {
			return nil, fmt.Errorf("read corpus: %s: article %d: %w", path, len(articles)+1, err)
		}
		articles = append(articles, article)
	}
}

// StoryScore is how well clusters agree with the labels, over the labelled articles; unlabelled ones were clustered
// with them and are not scored. BCubed as Amigó et al. define it (2009); Pairs are pairs of articles in one story.
type StoryScore struct {
	Articles        int        `json:"articles"`
	Stories         int        `json:"stories"` // by the labels
	BCubedPrecision float64    `json:"bcubedPrecision"`
	BCubedRecall    float64    `json:"bcubedRecall"`
	BCubedF1        float64    `json:"bcubedF1"`
	BCubedInterval  [2]float64 `json:"bcubedInterval"` // 95 % by bootstrap over the labelled stories
	Pairs           Count      `json:"pairs"`
	PairInterval    [2]float64 `json:"pairInterval"`
}

// StoryResult is the outcome of the task story, with figures in per cent.
type StoryResult struct {
	Articles int        `json:"articles"` // clustered
	Clusters int        `json:"clusters"`
	Largest  int        `json:"largest"` // articles of the largest cluster
	All      StoryScore `json:"all"`
	// Earlier and Later are the parts before and from Split, the day before which three fifths of the labelled articles
	// lie; the numbers of the clusterer were tuned on the earlier part. Absent where articles have no dates.
	Split   int         `json:"split,omitzero"`
	Earlier *StoryScore `json:"earlier,omitempty"`
	Later   *StoryScore `json:"later,omitempty"`
	Sagas   SagaScore   `json:"sagas"`
}

// SagaScore is what the second level holds of what the first has parted.
type SagaScore struct {
	Sagas   int `json:"sagas"`
	Stories int `json:"stories"` // in sagas
	Largest int `json:"largest"` // stories of the largest
	Missed  int `json:"missed"`  // pairs of articles with one label in two stories
	Held    int `json:"held"`    // of these, in one saga
	Wrong   int `json:"wrong"`   // pairs with two labels in two stories of one saga: neighbouring beats, or errors
}

// String is the result as a table.
func (r StoryResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d articles, %d clusters, largest %d\n", r.Articles, r.Clusters, r.Largest)
	fmt.Fprintf(&b, "%-8s %8s %8s  %-21s %-13s  %-21s %-13s\n",
		"part", "articles", "stories", "BCubed P R F1", "95 %", "pairs P R F1", "95 %")
	line := func(name string, s *StoryScore) {
		if s != nil {
			fmt.Fprintf(&b, "%-8s %8d %8d  %6.2f %6.2f %6.2f  %5.2f–%5.2f    %6.2f %6.2f %6.2f  %5.2f–%5.2f\n",
				name, s.Articles, s.Stories, s.BCubedPrecision, s.BCubedRecall, s.BCubedF1, s.BCubedInterval[0],
				s.BCubedInterval[1], s.Pairs.Precision(), s.Pairs.Recall(), s.Pairs.F1(), s.PairInterval[0],
				s.PairInterval[1])
		}
	}
	line("all", &r.All)
	line("earlier", r.Earlier)
	line("later", r.Later)
	if s := r.Sagas; s.Sagas > 0 {
		fmt.Fprintf(&b, "sagas: %d of %d stories, largest %d; they hold %d of %d pairs that the stories miss, and %d pairs of two labels\n",
			s.Sagas, s.Stories, s.Largest, s.Held, s.Missed, s.Wrong)
	}
	return b.String()
}

// Story clusters the articles of the corpus at path and scores the clusters. With undated set, their dates are ignored.
func Story(path string, undated bool) (StoryResult, error) {
	articles, err := ReadStories(path)
	if err != nil {
		return StoryResult{}, err
	}
	clusterer, err := story.New()
	if err != nil {
		return StoryResult{}, fmt.Errorf("measure stories: %w", err)
	}
	features := make([]story.Features, len(articles))
	for i := range articles {
		if undated {
			articles[i].Day = nil
		}
		doc := articles[i].Document()
		features[i] = clusterer.Describe(&doc)
	}
	stories := clusterer.Cluster(features)
	result := scoreStories(articles, stories)
	result.Sagas = scoreSagas(articles, stories, clusterer.Sagas(stories))
	return result, nil
}

func scoreSagas(articles []StoryArticle, stories []hearsay.Story, sagas []hearsay.Saga) SagaScore {
	score := SagaScore{Sagas: len(sagas)}
	saga := map[hearsay.StoryID]int{}
	for i := range sagas {
		score.Stories += len(sagas[i].Stories)
		score.Largest = max(score.Largest, len(sagas[i].Stories))
		for _, s := range sagas[i].Stories {
			saga[s.ID] = i + 1
		}
	}
	storyOf := map[string]hearsay.StoryID{}
	for _, s := range stories {
		for _, id := range s.Docs {
			storyOf[string(id)] = s.ID
		}
	}
	var labelled []StoryArticle
	for _, article := range articles {
		if article.Gold != "" {
			labelled = append(labelled, article)
		}
	}
	for i, x := range labelled {
		for _, y := range labelled[:i] {
			a, b := storyOf[x.ID], storyOf[y.ID]
			together := a != b && saga[a] > 0 && saga[a] == saga[b]
			switch {
			case a == b:
			case x.Gold == y.Gold:
				score.Missed++
				score.Held += one(together)
			default:
				score.Wrong += one(together)
			}
		}
	}
	return score
}

// ScoreStories scores stories by the labels of the articles that they hold.
func ScoreStories(articles []StoryArticle, stories []hearsay.Story) StoryResult {
	return scoreStories(articles, stories)
}

func scoreStories(articles []StoryArticle, stories []hearsay.Story) StoryResult {
	clusters := map[string]int{}
	result := StoryResult{Articles: len(articles), Clusters: len(stories)}
	for i, s := range stories {
		result.Largest = max(result.Largest, len(s.Docs))
		for _, id := range s.Docs {
			clusters[string(id)] = i
		}
	}
	var labelled []StoryArticle
	var days []int
	for _, article := range articles {
		if article.Gold != "" {
			labelled = append(labelled, article)
			if article.Day != nil {
				days = append(days, *article.Day)
			}
		}
	}
	result.All = scorePart(labelled, clusters)
	if len(days) < len(labelled) || len(days) == 0 {
		return result
	}
	slices.Sort(days)
	result.Split = days[len(days)*3/5]
	earlier, later := labelled[:0:0], labelled[:0:0]
	for _, article := range labelled {
		if *article.Day < result.Split {
			earlier = append(earlier, article)
		} else {
			later = append(later, article)
		}
	}
	scoreEarlier, scoreLater := scorePart(earlier, clusters), scorePart(later, clusters)
	result.Earlier, result.Later = &scoreEarlier, &scoreLater
	return result
}

// storySums is what one labelled story adds to the scores.
type storySums struct {
	articles          int
	precision, recall float64 // BCubed, summed over its articles
	pairs             Count   // Found: half of the pairs that a cluster makes with other stories, and all within
}

// scorePart scores the labelled articles by the clusters that they are in.
func scorePart(articles []StoryArticle, clusters map[string]int) StoryScore {
	type cell struct {
		cluster int
		gold    string
	}
	sizes, together := map[int]int{}, map[cell]int{}
	golds := map[string]int{}
	for _, article := range articles {
		at := clusters[article.ID]
		sizes[at]++
		together[cell{at, article.Gold}]++
		golds[article.Gold]++
	}
	names := make([]string, 0, len(golds))
	for name := range golds {
		names = append(names, name)
	}
	slices.Sort(names)
	index := map[string]int{}
	for i, name := range names {
		index[name] = i
	}
	// Pairs are counted twice here, once from each side, so that a pair across two stories is shared by both.
	sums := make([]storySums, len(names))
	for _, article := range articles {
		s := &sums[index[article.Gold]]
		at := clusters[article.ID]
		both, size, gold := together[cell{at, article.Gold}], sizes[at], golds[article.Gold]
		s.articles++
		s.precision += float64(both) / float64(size)
		s.recall += float64(both) / float64(gold)
		s.pairs.Add(Count{Right: both - 1, Found: size - 1, True: gold - 1})
	}
	score := StoryScore{Articles: len(articles), Stories: len(names)}
	every := make([]int, len(sums))
	for i := range every {
		every[i] = i
	}
	score.BCubedPrecision, score.BCubedRecall, score.BCubedF1, score.Pairs = addStories(sums, every)
	score.Pairs.Right, score.Pairs.Found, score.Pairs.True = score.Pairs.Right/2, score.Pairs.Found/2, score.Pairs.True/2

	const rounds = 1000
	random := rand.New(rand.NewPCG(1, uint64(len(sums))))
	bcubed, pairs := make([]float64, rounds), make([]float64, rounds)
	for round := range rounds {
		for i := range every {
			every[i] = random.IntN(max(1, len(sums)))
		}
		_, _, f1, count := addStories(sums, every)
		bcubed[round], pairs[round] = f1, count.F1()
	}
	slices.Sort(bcubed)
	slices.Sort(pairs)
	score.BCubedInterval = [2]float64{bcubed[rounds/40], bcubed[rounds-1-rounds/40]}
	score.PairInterval = [2]float64{pairs[rounds/40], pairs[rounds-1-rounds/40]}
	return score
}

func addStories(sums []storySums, chosen []int) (precision, recall, f1 float64, pairs Count) {
	articles := 0
	for _, i := range chosen {
		articles += sums[i].articles
		precision += sums[i].precision
		recall += sums[i].recall
		pairs.Add(sums[i].pairs)
	}
	if articles == 0 {
		return 0, 0, 0, pairs
	}
	precision *= 100 / float64(articles)
	recall *= 100 / float64(articles)
	return precision, recall, 2 * precision * recall / (precision + recall), pairs
}
