package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"unicode"

	"hearsay"
	"hearsay/collate/reuse"
)

// Plant is one kind of planted passage: its length in words, the edits per hundred words, a third each insertions,
// deletions and substitutions by words of other text, and whether it was damaged as a coreference resolver does it.
type Plant struct {
	Words   int  `json:"words"`
	Edits   int  `json:"edits"` // per cent
	Damaged bool `json:"damaged"`
}

// String names the kind.
func (p Plant) String() string {
	if p.Damaged {
		return fmt.Sprintf("%d words, damaged", p.Words)
	}
	return fmt.Sprintf("%d words, %d %% edited", p.Words, p.Edits)
}

// PlantScore is what was found of the planted passages of one kind. A passage is found if at least .8 of its letters and
// digits stand in a passage that the aligner finds between its source and its target.
type PlantScore struct {
	Plant   Plant `json:"plant"`
	Planted int   `json:"planted"`
	Found   int   `json:"found"`   // where source and target are compared as the documents of one story are
	Archive int   `json:"archive"` // where they must be found among all articles of the corpus first
	Chars   Count `json:"chars"`   // letters and digits; Found are in any passage of source and target
}

// Recall is the part of the planted passages that was found, in per cent.
func (s PlantScore) Recall() float64 { return percent(s.Found, s.Planted) }

// ArchiveRecall is the part that was found among all articles, in per cent.
func (s PlantScore) ArchiveRecall() float64 { return percent(s.Archive, s.Planted) }

// LiftScore is what was found of real passages: those that the exhaustive aligner finds in articles of one labelled
// story, by other outlets. Found and Archive are as in PlantScore.
type LiftScore struct {
	Pairs   int   `json:"pairs"` // of articles that were compared
	Lifts   int   `json:"lifts"`
	Found   int   `json:"found"`
	Archive int   `json:"archive"`
	Chars   Count `json:"chars"` // letters and digits of the later article: True are those of the exhaustive aligner
}

// ReuseResult is the outcome of the task reuse.
type ReuseResult struct {
	Seed   uint64       `json:"seed"`
	Scores []PlantScore `json:"scores"`
	Lifts  LiftScore    `json:"lifts"`
}

// String is the result as a table.
func (r ReuseResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "planted from seed %d\n%-24s %8s %8s %8s %8s %16s\n", r.Seed, "kind", "planted", "found", "recall",
		"archive", "char precision")
	for _, s := range r.Scores {
		fmt.Fprintf(&b, "%-24s %8d %8d %7.2f%% %7.2f%% %15.2f%%\n", s.Plant, s.Planted, s.Found, s.Recall(),
			s.ArchiveRecall(), s.Chars.Precision())
	}
	l := r.Lifts
	fmt.Fprintf(&b, "%-24s %8d %8d %7.2f%% %7.2f%% %15.2f%%\n", "real, by full comparison", l.Lifts, l.Found,
		percent(l.Found, l.Lifts), percent(l.Archive, l.Lifts), l.Chars.Precision())
	return b.String()
}

// plants are the kinds that Reuse measures.
var plants = [...]Plant{
	{Words: 30}, {Words: 30, Edits: 5}, {Words: 30, Edits: 10}, {Words: 30, Edits: 20}, {Words: 30, Damaged: true},
	{Words: 15},
}

// Reuse plants passages of articles of the story corpus at path into articles of other outlets and other months, and
// measures what the aligner finds of them. The result is a function of corpus, seed and count, the passages of each
// kind.
func Reuse(path string, seed uint64, count int) (ReuseResult, error) {
	articles, err := ReadStories(path)
	if err != nil {
		return ReuseResult{}, err
	}
	sortArticles(articles)
	archive := make([][]byte, len(articles))
	for i := range articles {
		doc := articles[i].Document()
		archive[i] = reuse.Marks(&doc)
	}
	result := ReuseResult{Seed: seed}
	aligner := reuse.New()
	for _, plant := range plants {
		random := rand.New(rand.NewPCG(seed, uint64(plant.Words*1000+plant.Edits)))
		score, err := plantAndFind(aligner, articles, archive, plant, random, count)
		if err != nil {
			return ReuseResult{}, fmt.Errorf("measure reuse: %s: %w", path, err)
		}
		result.Scores = append(result.Scores, score)
	}
	result.Lifts, err = findLifts(aligner, articles, archive, rand.New(rand.NewPCG(seed, 0)))
	if err != nil {
		return ReuseResult{}, fmt.Errorf("measure reuse: %s: %w", path, err)
	}
	return result, nil
}

// findLifts draws pairs of articles of one story until the exhaustive aligner has found enough passages in them.
func findLifts(aligner *reuse.Aligner, articles []StoryArticle, archive [][]byte, random *rand.Rand) (LiftScore,
	error) {
	const (
		enough = 100
		atOnce = 16
	)
	stories := map[string][]int{}
	var pairs []reuse.Pair
	for i, article := range articles {
		if article.Gold == "" {
			continue
		}
		for _, k := range stories[article.Gold] {
			if articles[k].Outlet != article.Outlet {
				pairs = append(pairs, reuse.Pair{A: int32(k), B: int32(i)})
			}
		}
		stories[article.Gold] = append(stories[article.Gold], i)
	}
	random.Shuffle(len(pairs), func(i, k int) { pairs[i], pairs[k] = pairs[k], pairs[i] })
	candidates, err := reuse.Pairs(slices.All(archive), 1<<30)
	if err != nil {
		return LiftScore{}, err
	}
	var score LiftScore
	for chunk := range slices.Chunk(pairs, atOnce) {
		found := make([][]alignment, len(chunk))
		var running sync.WaitGroup
		for i, pair := range chunk {
			running.Go(func() { found[i] = exhaustive(articles[pair.A].Text, articles[pair.B].Text) })
		}
		running.Wait()
		for i, pair := range chunk {
			if score.Lifts >= enough {
				return score, nil
			}
			score.Pairs++
			_, indexed := slices.BinarySearchFunc(candidates, pair, reuse.Pair.Compare)
			passages, _ := aligner.Find([]*hearsay.Reading{
				{Document: articles[pair.A].Document()}, {Document: articles[pair.B].Document()},
			})
			var own, theirs []hearsay.Span
			for _, passage := range passages {
				own = append(own, passage.SpanB)
			}
			for _, lift := range found[i] {
				theirs = append(theirs, lift.b)
				chars := countChars(articles[pair.B].Text, []hearsay.Span{lift.b}, own)
				score.Lifts++
				if chars.Right*10 >= chars.True*8 {
					score.Found++
					if indexed {
						score.Archive++
					}
				}
			}
			score.Chars.Add(countChars(articles[pair.B].Text, theirs, own))
		}
	}
	return score, nil
}

// countChars counts the letters and digits of a text in the true spans, in those found, and in both.
func countChars(text string, truth, found []hearsay.Span) Count {
	chars := Count{}
	for at, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		place := hearsay.MakeSpan(at, at+1)
		inside, covered := slices.ContainsFunc(truth, place.Overlaps), slices.ContainsFunc(found, place.Overlaps)
		if inside {
			chars.True++
		}
		if covered {
			chars.Found++
		}
		if inside && covered {
			chars.Right++
		}
	}
	return chars
}

// planting is a passage of source that was put into target.
type planting struct {
	source, target int              // indexes of the articles
	planted        hearsay.Document // the target with the passage
	span           hearsay.Span     // of the passage in it
}

// plantAndFind plants passages and finds them. The articles are in document order, with their marks in archive.
func plantAndFind(aligner *reuse.Aligner, articles []StoryArticle, archive [][]byte, plant Plant, random *rand.Rand,
	count int) (PlantScore, error) {
	plantings, err := plantPassages(articles, plant, random, count)
	if err != nil {
		return PlantScore{}, err
	}
	archive = slices.Clone(archive)
	for i := range plantings {
		archive[plantings[i].target] = reuse.Marks(&plantings[i].planted)
	}
	candidates, err := reuse.Pairs(slices.All(archive), 1<<30)
	if err != nil {
		return PlantScore{}, err
	}
	score := PlantScore{Plant: plant, Planted: len(plantings)}
	for i := range plantings {
		p := &plantings[i]
		source := articles[p.source].Document()
		passages, _ := aligner.Find([]*hearsay.Reading{{Document: source}, {Document: p.planted}})
		chars := p.score(passages)
		score.Chars.Add(chars)
		if chars.Right*10 < chars.True*8 {
			continue
		}
		score.Found++
		pair := reuse.Pair{A: int32(min(p.source, p.target)), B: int32(max(p.source, p.target))}
		if _, ok := slices.BinarySearchFunc(candidates, pair, reuse.Pair.Compare); ok {
			score.Archive++
		}
	}
	return score, nil
}

// score counts the letters and digits of the target that were planted, that the passages cover, and both.
func (p *planting) score(passages []hearsay.Passage) Count {
	var found []hearsay.Span
	for _, passage := range passages {
		if passage.A == p.planted.ID {
			found = append(found, passage.SpanA)
		} else {
			found = append(found, passage.SpanB)
		}
	}
	return countChars(p.planted.Text, []hearsay.Span{p.span}, found)
}

// editWords edits so many per cent of the words, each by insertion, deletion or substitution with equal chance.
func editWords(words, spare []string, percent int, random *rand.Rand) []string {
	var edited []string
	for _, word := range words {
		if random.IntN(100) >= percent {
			edited = append(edited, word)
			continue
		}
		switch random.IntN(3) {
		case 0:
			edited = append(edited, spare[random.IntN(len(spare))], word)
		case 1:
		case 2:
			edited = append(edited, spare[random.IntN(len(spare))])
		}
	}
	return edited
}

// damageWords does to words what a coreference resolver does that writes over the word behind a pronoun, splits text
// into tokens and loses hyphenated words.
func damageWords(words []string) []string {
	var damaged []string
	antecedent, last := "", ""
	for _, word := range words {
		core := strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		switch {
		case strings.ContainsAny(core, "-–"):
			damaged = append(damaged, "")
		case antecedent != "" && pronouns[strings.ToLower(last)]:
			damaged = append(damaged, antecedent)
		default:
			before, after, _ := strings.Cut(word, core)
			for _, part := range []string{before, core, after} {
				if part != "" {
					damaged = append(damaged, part)
				}
			}
		}
		if core != "" && unicode.IsUpper(rune(core[0])) {
			antecedent = core
		}
		last = core
	}
	return damaged
}

// pronouns are the words behind which the resolver writes.
var pronouns = map[string]bool{
	"he": true, "she": true, "it": true, "they": true, "him": true, "her": true, "them": true, "his": true, "its": true,
	"their": true, "we": true, "our": true,
}

// insert puts passage between two words of text and returns its place.
func insert(text, passage string, random *rand.Rand) (string, hearsay.Span) {
	at := random.IntN(len(text) + 1)
	if gap := strings.IndexAny(text[at:], " \n"); gap >= 0 {
		at += gap
	} else {
		at = len(text)
	}
	return text[:at] + " " + passage + text[at:], hearsay.MakeSpan(at+1, at+1+len(passage))
}

// sortArticles puts articles in document order.
func sortArticles(articles []StoryArticle) {
	slices.SortFunc(articles, func(a, b StoryArticle) int {
		docA, docB := a.Document(), b.Document()
		return docA.Compare(&docB)
	})
}

// plantPassages plants at most count passages of one kind.
func plantPassages(articles []StoryArticle, plant Plant, random *rand.Rand, count int) ([]planting, error) {
	const apart = 60 // days between source and target, so that they tell different stories
	order := random.Perm(len(articles))
	var plantings []planting
	for n := 0; n+2 < len(order) && len(plantings) < count; n += 3 {
		source, target, other := &articles[order[n]], &articles[order[n+1]], &articles[order[n+2]]
		if source.Outlet == target.Outlet && source.Outlet != "" ||
			source.Day != nil && target.Day != nil && max(*source.Day-*target.Day, *target.Day-*source.Day) < apart {
			continue
		}
		words, spare := strings.Fields(source.Text), strings.Fields(other.Text)
		if len(words) < plant.Words || len(spare) == 0 {
			continue
		}
		from := random.IntN(len(words) - plant.Words + 1)
		words = slices.Clone(words[from : from+plant.Words])
		if plant.Damaged {
			words = damageWords(words)
		} else {
			words = editWords(words, spare, plant.Edits, random)
		}
		planted := *target
		text, span := insert(target.Text, strings.Join(words, " "), random)
		planted.Text = text
		plantings = append(plantings, planting{order[n], order[n+1], planted.Document(), span})
	}
	if len(plantings) == 0 {
		return nil, fmt.Errorf("no two articles of other outlets and months to plant %s in", plant)
	}
	return plantings, nil
}
