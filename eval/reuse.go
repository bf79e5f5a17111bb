package eval

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
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

// PlantScore is what was found of the planted passages of one kind.
type PlantScore struct {
	Plant   Plant `json:"plant"`
	Planted int   `json:"planted"`
	Found   int   `json:"found"` // at least .8 of the letters and digits are in a passage shared with the passage's source
	Chars   Count `json:"chars"` // letters and digits: Found are those of all passages shared with the source
}

// Recall is the part of the planted passages that was found, in per cent.
func (s PlantScore) Recall() float64 { return percent(s.Found, s.Planted) }

// ReuseResult is the outcome of the task reuse.
type ReuseResult struct {
	Seed   uint64       `json:"seed"`
	Scores []PlantScore `json:"scores"`
}

// String is the result as a table.
func (r ReuseResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "planted from seed %d\n%-24s %8s %8s %8s %16s\n", r.Seed, "kind", "planted", "found", "recall",
		"char precision")
	for _, s := range r.Scores {
		fmt.Fprintf(&b, "%-24s %8d %8d %7.2f%% %15.2f%%\n", s.Plant, s.Planted, s.Found, s.Recall(), s.Chars.Precision())
	}
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
	result := ReuseResult{Seed: seed}
	aligner := reuse.New()
	for _, plant := range plants {
		random := rand.New(rand.NewPCG(seed, uint64(plant.Words*1000+plant.Edits)))
		score, err := plantAndFind(aligner, articles, plant, random, count)
		if err != nil {
			return ReuseResult{}, fmt.Errorf("measure reuse: %s: %w", path, err)
		}
		result.Scores = append(result.Scores, score)
	}
	return result, nil
}

// planting is a passage of source that was put into target.
type planting struct {
	source, target hearsay.DocID
	span           hearsay.Span // in the target
}

func plantAndFind(aligner *reuse.Aligner, articles []StoryArticle, plant Plant, random *rand.Rand, count int) (
	PlantScore, error,
) {
	const apart = 60 // days between source and target, so that they tell different stories
	order := random.Perm(len(articles))
	var readings []*hearsay.Reading
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
		text, span := insert(target.Text, strings.Join(words, " "), random)
		planted := *target
		planted.Text = text
		for _, article := range []*StoryArticle{source, &planted} {
			readings = append(readings, &hearsay.Reading{Document: article.Document()})
		}
		plantings = append(plantings, planting{hearsay.DocID(source.ID), hearsay.DocID(target.ID), span})
	}
	if len(plantings) == 0 {
		return PlantScore{}, fmt.Errorf("no two articles of other outlets and months to plant %s in", plant)
	}
	passages, _ := aligner.Find(readings)
	type pair struct{ a, b hearsay.DocID }
	found := map[pair][]hearsay.Span{}
	for _, p := range passages {
		found[pair{p.A, p.B}] = append(found[pair{p.A, p.B}], p.SpanB)
		found[pair{p.B, p.A}] = append(found[pair{p.B, p.A}], p.SpanA)
	}
	score := PlantScore{Plant: plant, Planted: len(plantings)}
	for i, p := range plantings {
		text := readings[2*i+1].Document.Text
		chars := Count{}
		for at, r := range text {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				continue
			}
			place := hearsay.MakeSpan(at, at+1)
			inside := p.span.Overlaps(place)
			covered := slices.ContainsFunc(found[pair{p.source, p.target}], place.Overlaps)
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
		if chars.Right*10 >= chars.True*8 {
			score.Found++
		}
		score.Chars.Add(chars)
	}
	return score, nil
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
