package eval

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// ClauseScorer says how surely two propositions of the readings of one story tell one event, in 1024ths of a logit, and
// whether that is enough to join them, for the pairs that it finds worth a look. *collate.Collator is one.
type ClauseScorer interface {
	Likenesses(readings []*hearsay.Reading, visit func(docA, a, docB, b int, score int32, same bool))
}

// clause is a marked stretch of a document.
type clause struct {
	doc   int
	parts []hearsay.Span
}

// overlaps reports whether a span shares text with the clause.
func (c *clause) overlaps(span hearsay.Span) bool {
	return slices.ContainsFunc(c.parts, func(part hearsay.Span) bool { return part.Overlaps(span) })
}

// meets reports whether two clauses share text.
func (c *clause) meets(other *clause) bool {
	return other != nil && c.doc == other.doc && slices.ContainsFunc(other.parts, c.overlaps)
}

// scores are likenesses by reading and proposition.
type scores map[[4]int]clauseScore

type clauseScore struct {
	score int
	same  bool
}

func scoresOf(scorer ClauseScorer, readings []*hearsay.Reading) scores {
	s := scores{}
	scorer.Likenesses(readings, func(docA, a, docB, b int, score int32, same bool) {
		alike := clauseScore{int(score), same}
		s[[4]int{docA, a, docB, b}], s[[4]int{docB, b, docA, a}] = alike, alike
	})
	return s
}

// content is the lemmas of a clause's words that say something, sorted, each once.
func (c *clause) content(readings []*hearsay.Reading, lemmas *lexicon.Lemmas) []string {
	reading := readings[c.doc]
	var words []string
	for _, sentence := range reading.Sentences {
		if !c.overlaps(sentence.Span) {
			continue
		}
		for _, token := range sentence.Tokens {
			if tag := token.Tag; c.overlaps(token.Span) &&
				(tag.Noun() || tag.Verb() || tag == hearsay.TagCD || tag == hearsay.TagJJ) {
				words = append(words, lemmas.Lemma(strings.ToLower(token.Span.Of(reading.Document.Text)), tag))
			}
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// sharedWords counts the words that two sorted lists share.
func sharedWords(a, b []string) int {
	n := 0
	for _, word := range a {
		if _, in := slices.BinarySearch(b, word); in {
			n++
		}
	}
	return n
}

// Alignments is the set of aligned clauses that a corpus holds.
type Alignments string

// Sets of aligned clauses.
const (
	AlignmentsNone     Alignments = ""
	AlignmentsSuperPAL Alignments = "superpal"
	AlignmentsQAAlign  Alignments = "qa-align"
)

// DetectAlignments tells which set a file, a folder or an archive holds, by the columns of its tables.
func DetectAlignments(corpus string) (Alignments, error) {
	for _, set := range []struct {
		name    Alignments
		columns []string
	}{{AlignmentsSuperPAL, superPALColumns}, {AlignmentsQAAlign, qaAlignColumns}} {
		if _, err := readTable(corpus, set.columns...); err == nil {
			return set.name, nil
		} else if !errors.Is(err, errNoTable) {
			return AlignmentsNone, err
		}
	}
	return AlignmentsNone, nil
}

var (
	superPALColumns = []string{"topic", "summaryFile", "scuSentCharIdx", "scuSentence", "summarySpanOffsets",
		"documentFile", "docSentCharIdx", "docSentText", "docSpanOffsets"}
	qaAlignColumns = []string{"tokens_1", "prev_text_1", "qas_1", "tokens_2", "prev_text_2", "qas_2", "alignments"}
)

// readTable reads the rows of the tables (.csv) of a corpus that have the columns, each row a cell for each.
func readTable(corpus string, columns ...string) ([][]string, error) {
	var rows [][]string
	found := false
	err := eachEntry(corpus, func(name string, from io.Reader) error {
		if !strings.HasSuffix(name, ".csv") {
			return nil
		}
		table, err := csv.NewReader(from).ReadAll()
		if err != nil || len(table) == 0 {
			return err
		}
		var at []int
		for _, column := range columns {
			i := slices.Index(table[0], column)
			if i < 0 {
				return nil
			}
			at = append(at, i)
		}
		found = true
		for _, cells := range table[1:] {
			var row []string
			for _, i := range at {
				row = append(row, cells[i])
			}
			rows = append(rows, row)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	if !found {
		return nil, fmt.Errorf("read corpus: %s: %w", corpus, errNoTable)
	}
	return rows, nil
}

var errNoTable = errors.New("no .csv with the columns")

// sourceText is the text of a document as far as a table quotes it: its sentences by their place, in code points.
type sourceText struct {
	sentences map[int]string
	text      string
	from      map[int]int // place of a sentence → its byte in text
}

func (s *sourceText) build() {
	s.from = map[int]int{}
	var places []int
	for place := range s.sentences {
		places = append(places, place)
	}
	slices.Sort(places)
	var b strings.Builder
	for _, place := range places {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		s.from[place] = b.Len()
		b.WriteString(s.sentences[place])
	}
	s.text = b.String()
}

// spans reads "1049, 1176;1190, 1200", places in code points, of the sentence at a place.
func (s *sourceText) spans(offsets string, place int) ([]hearsay.Span, error) {
	sentence := []rune(s.sentences[place])
	var spans []hearsay.Span
	for part := range strings.SplitSeq(offsets, ";") {
		before, after, _ := strings.Cut(part, ",")
		from, err := strconv.Atoi(strings.TrimSpace(before))
		if err != nil {
			return nil, err
		}
		until, err := strconv.Atoi(strings.TrimSpace(after))
		if err != nil {
			return nil, err
		}
		if from -= place; from < 0 {
			return nil, fmt.Errorf("span %s begins before its sentence", part)
		}
		until = min(until-place, len(sentence))
		if from >= until {
			continue
		}
		start := s.from[place] + len(string(sentence[:from]))
		spans = append(spans, hearsay.MakeSpan(start, start+len(string(sentence[from:until]))))
	}
	return spans, nil
}

// SuperPAL are the figures of propositions of a summary found again in the documents that it sums up: of how many the
// best candidate, of all marked propositions of the documents of its topic, is right.
type SuperPAL struct {
	Topics     int     `json:"topics"`
	Queries    int     `json:"queries"` // marked propositions of summaries
	Candidates int     `json:"candidates"`
	Unread     int     `json:"unread"`   // documents whose text is not read as it stands
	Likeness   FirstOf `json:"likeness"` // by the likeness of their clauses
	Overlap    FirstOf `json:"overlap"`  // by shared lemmas
}

// FirstOf counts the queries with a best candidate, those of which it shares text with one that people aligned with the
// query or with another marking of the same words, and those of which it is itself aligned with the query. Most
// statements are marked several times, a little wider or narrower.
type FirstOf struct {
	Answered int `json:"answered"`
	Right    int `json:"right"`
	Exact    int `json:"exact"`
}

func (f *FirstOf) add(right, exact bool) {
	f.Answered++
	if right {
		f.Right++
	}
	if exact {
		f.Exact++
	}
}

func (s SuperPAL) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "SuperPAL: %d topics, %d propositions of summaries, %d of documents, %d texts not read as they stand\n",
		s.Topics, s.Queries, s.Candidates, s.Unread)
	for _, row := range []struct {
		name  string
		first FirstOf
	}{{"likeness of clauses", s.Likeness}, {"lemma overlap", s.Overlap}} {
		fmt.Fprintf(&b, "%-20s P@1 %5.1f  the very span %5.1f  without a candidate %d\n", row.name,
			percent(row.first.Right, s.Queries), percent(row.first.Exact, s.Queries), s.Queries-row.first.Answered)
	}
	return b.String()
}

// superPALTopic is one summary with its documents, the summary first.
type superPALTopic struct {
	names []string
	texts map[string]*sourceText
	pairs [][2]string // keys of aligned clauses, summary and document
	marks map[string]clauseMark
}

// summaryPrefix is that of the keys of what stands in a summary.
const summaryPrefix = "summary "

type clauseMark struct {
	text    string // name of its text
	offsets string
	place   int
}

// RunSuperPAL measures the alignments of SuperPAL (Ernst et al., CoNLL 2021): a .csv of its manual data sets, or an
// archive with one.
func RunSuperPAL(corpus string, reader Reader, scorer ClauseScorer) (SuperPAL, error) {
	var result SuperPAL
	rows, err := readTable(corpus, superPALColumns...)
	if err != nil {
		return result, err
	}
	topics := map[string]*superPALTopic{}
	var names []string
	for _, row := range rows {
		t := topics[row[0]]
		if t == nil {
			t = &superPALTopic{texts: map[string]*sourceText{}, marks: map[string]clauseMark{}}
			topics[row[0]], names = t, append(names, row[0])
		}
		var keys [2]string
		for side, cells := range [][]string{row[1:5], row[5:9]} {
			place, err := strconv.Atoi(cells[1])
			if err != nil {
				return result, fmt.Errorf("read corpus: topic %s: %w", row[0], err)
			}
			name := []string{summaryPrefix, "document "}[side] + cells[0]
			text := t.texts[name]
			if text == nil {
				text = &sourceText{sentences: map[int]string{}}
				t.texts[name], t.names = text, append(t.names, name)
			}
			text.sentences[place] = cells[2]
			keys[side] = name + " " + cells[3]
			t.marks[keys[side]] = clauseMark{name, cells[3], place}
		}
		t.pairs = append(t.pairs, keys)
	}
	slices.Sort(names)
	lemmas := lexicon.NewLemmas()
	for _, name := range names {
		if err := topics[name].measure(&result, reader, scorer, lemmas); err != nil {
			return result, fmt.Errorf("read corpus: topic %s: %w", name, err)
		}
	}
	result.Topics = len(names)
	return result, nil
}

func (t *superPALTopic) measure(result *SuperPAL, reader Reader, scorer ClauseScorer, lemmas *lexicon.Lemmas) error {
	docs := map[string]int{}
	var readings []*hearsay.Reading
	for _, name := range t.names {
		text := t.texts[name]
		text.build()
		reading, ok := readText(reader, text.text)
		if !ok {
			result.Unread++
			continue
		}
		docs[name] = len(readings)
		readings = append(readings, &reading)
	}
	scores := scoresOf(scorer, readings)
	clauses := map[string]*clause{}
	var queries, candidates []string
	for key, mark := range t.marks {
		spans, err := t.texts[mark.text].spans(mark.offsets, mark.place)
		if err != nil {
			return err
		}
		if strings.HasPrefix(key, summaryPrefix) {
			queries = append(queries, key)
		} else {
			candidates = append(candidates, key)
		}
		if doc, ok := docs[mark.text]; ok {
			clauses[key] = &clause{doc, spans}
		}
	}
	slices.Sort(queries)
	slices.Sort(candidates)
	result.Queries += len(queries)
	result.Candidates += len(candidates)
	for _, query := range queries {
		asked := clauses[query]
		if asked == nil {
			continue
		}
		words := asked.content(readings, lemmas)
		best, most, bestOverlap, mostOverlap := "", 0, "", float64(0)
		for _, candidate := range candidates {
			other := clauses[candidate]
			if other == nil {
				continue
			}
			if score, ok := scores.between(readings, asked, other); ok && (best == "" || score > most) {
				best, most = candidate, score
			}
			theirs := other.content(readings, lemmas)
			shared := sharedWords(words, theirs)
			if share := float64(shared) / float64(max(1, len(words)+len(theirs)-shared)); share > mostOverlap {
				bestOverlap, mostOverlap = candidate, share
			}
		}
		for n, candidate := range []string{best, bestOverlap} {
			if candidate == "" {
				continue
			}
			right := slices.ContainsFunc(t.pairs, func(pair [2]string) bool {
				return asked.meets(clauses[pair[0]]) && clauses[candidate].meets(clauses[pair[1]])
			})
			exact := slices.Contains(t.pairs, [2]string{query, candidate})
			[]*FirstOf{&result.Likeness, &result.Overlap}[n].add(right, exact)
		}
	}
	return nil
}

// between is how alike two clauses are: for each proposition of either the score of the one of the other that is most
// like it, on the mean. It reports false where no two were worth a look.
func (s scores) between(readings []*hearsay.Reading, a, b *clause) (mean int, ok bool) {
	sum, n := 0, 0
	for _, sides := range [][2]*clause{{a, b}, {b, a}} {
		x, y := sides[0], sides[1]
		for i := range readings[x.doc].Propositions {
			if !x.overlaps(readings[x.doc].Propositions[i].Predicate) {
				continue
			}
			best := least
			for k := range readings[y.doc].Propositions {
				alike, scored := s[[4]int{x.doc, i, y.doc, k}]
				if scored && y.overlaps(readings[y.doc].Propositions[k].Predicate) {
					best, ok = max(best, alike.score), true
				}
			}
			sum, n = sum+best, n+1
		}
	}
	return sum / max(1, n), ok
}

// least is the score of clauses that were not worth a look.
const least = -4096
