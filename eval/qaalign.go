package eval

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// QAAlign are the figures of arguments of predicates aligned across two sentences of different texts. Each is a
// question with its answer; a pair counts once, also where several were aligned with one.
type QAAlign struct {
	Pairs    int   `json:"pairs"`    // of sentences
	Unread   int   `json:"unread"`   // of which a sentence is not read as it stands
	Likeness Count `json:"likeness"` // clauses that would be joined, and answers alike or in one role
	Overlap  Count `json:"overlap"`  // predicates of one lemma, or answers that share half of their lemmas
}

func (q QAAlign) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "QA-Align: %d pairs of sentences, %d not read as they stand\n", q.Pairs, q.Unread)
	for _, row := range []struct {
		name  string
		count Count
	}{{"likeness of clauses", q.Likeness}, {"lemma overlap", q.Overlap}} {
		fmt.Fprintf(&b, "%-20s P %5.1f  R %5.1f  F1 %5.1f\n", row.name, row.count.Precision(), row.count.Recall(),
			row.count.F1())
	}
	return b.String()
}

// question is a predicate with one of its arguments.
type question struct {
	id      string
	verb    clause
	answer  clause
	lemma   string
	words   []string // of the answer
	clauses []int    // propositions of the predicate
}

// RunQAAlign measures the alignments of QA-Align (Brook Weiss et al., EMNLP 2021): a .csv of its gold, or an archive
// with one.
func RunQAAlign(corpus string, reader Reader, scorer ClauseScorer) (QAAlign, error) {
	var result QAAlign
	rows, err := readTable(corpus, qaAlignColumns...)
	if err != nil {
		return result, err
	}
	lemmas := lexicon.NewLemmas()
	for n, row := range rows {
		if err := result.row(row, reader, scorer, lemmas); err != nil {
			return result, fmt.Errorf("read corpus: row %d: %w", n+1, err)
		}
	}
	return result, nil
}

func (q *QAAlign) row(row []string, reader Reader, scorer ClauseScorer, lemmas *lexicon.Lemmas) error {
	q.Pairs++
	truth, err := alignedQuestions(row[6])
	if err != nil {
		return err
	}
	q.Likeness.True += len(truth)
	q.Overlap.True += len(truth)
	var readings []*hearsay.Reading
	var sides [2][]question
	for side := range 2 {
		text, before, questions := row[3*side], row[3*side+1], row[3*side+2]
		start := 0
		if !strings.HasPrefix(before, "---") {
			text = before + "\n\n" + text
			start = len(before) + 2
		}
		reading, ok := readText(reader, text)
		if !ok {
			q.Unread++
			return nil
		}
		readings = append(readings, &reading)
		if sides[side], err = questionsOf(questions, side, text, start); err != nil {
			return err
		}
	}
	for side := range sides {
		for i := range sides[side] {
			sides[side][i].describe(readings, lemmas)
		}
	}
	scores := scoresOf(scorer, readings)
	q.Likeness.Add(found(truth, sides, func(a, b *question) int { return a.alike(b, readings, scores) }))
	q.Overlap.Add(found(truth, sides, func(a, b *question) int {
		share := a.share(b)
		if share == 0 || a.lemma != b.lemma && share < 500 {
			return 0
		}
		if a.lemma == b.lemma {
			share += 1000
		}
		return share
	}))
	return nil
}

// describe notes what a question is compared by.
func (x *question) describe(readings []*hearsay.Reading, lemmas *lexicon.Lemmas) {
	reading := readings[x.verb.doc]
	for _, sentence := range reading.Sentences {
		for _, token := range sentence.Tokens {
			if x.verb.overlaps(token.Span) {
				x.lemma = lemmas.Lemma(strings.ToLower(token.Span.Of(reading.Document.Text)), token.Tag)
			}
		}
	}
	x.words = x.answer.content(readings, lemmas)
	for i := range reading.Propositions {
		if x.verb.overlaps(reading.Propositions[i].Predicate) {
			x.clauses = append(x.clauses, i)
		}
	}
}

// share is the part of the words of two answers that they share, in 1000ths.
func (x *question) share(y *question) int {
	shared := sharedWords(x.words, y.words)
	return 1000 * shared / max(1, len(x.words)+len(y.words)-shared)
}

// alike is how surely two questions are one, or 0: their clauses would be joined, and their answers share words or have
// one role.
func (x *question) alike(y *question, readings []*hearsay.Reading, scores scores) int {
	for _, i := range x.clauses {
		for _, k := range y.clauses {
			if !scores[[4]int{x.verb.doc, i, y.verb.doc, k}].same {
				continue
			}
			sure := x.share(y)
			if role := x.role(readings, i); role != "" && role == y.role(readings, k) {
				sure += 500
			}
			return sure
		}
	}
	return 0
}

// role is that of the argument of a proposition whose head the answer has.
func (x *question) role(readings []*hearsay.Reading, proposition int) string {
	for _, argument := range readings[x.verb.doc].Propositions[proposition].Arguments {
		if x.answer.overlaps(argument.Head) {
			return argument.Role
		}
	}
	return ""
}

// found aligns questions one to one, the surest first, and counts those that are true.
func found(truth map[[2]string]bool, sides [2][]question, sure func(a, b *question) int) Count {
	type pair struct{ a, b, sure int }
	var pairs []pair
	for a := range sides[0] {
		for b := range sides[1] {
			if n := sure(&sides[0][a], &sides[1][b]); n > 0 {
				pairs = append(pairs, pair{a, b, n})
			}
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int { return cmp.Compare(y.sure, x.sure) })
	var count Count
	used := [2]map[int]bool{{}, {}}
	for _, p := range pairs {
		if used[0][p.a] || used[1][p.b] {
			continue
		}
		used[0][p.a], used[1][p.b] = true, true
		count.Found++
		if truth[[2]string{sides[0][p.a].id, sides[1][p.b].id}] {
			count.Right++
		}
	}
	return count
}

// alignedQuestions reads the column of alignments.
func alignedQuestions(cell string) (map[[2]string]bool, error) {
	list, err := parseLiteral(cell)
	if err != nil {
		return nil, err
	}
	pairs := map[[2]string]bool{}
	for _, alignment := range list.list {
		for _, a := range alignment.fields["sent1"].list {
			for _, b := range alignment.fields["sent2"].list {
				pairs[[2]string{a.fields["qa_uuid"].text, b.fields["qa_uuid"].text}] = true
			}
		}
	}
	return pairs, nil
}

// questionsOf reads a column of questions about the sentence that begins at start and has a space between its tokens.
func questionsOf(cell string, doc int, text string, start int) ([]question, error) {
	list, err := parseLiteral(cell)
	if err != nil {
		return nil, err
	}
	var tokens []hearsay.Span
	for at := start; at < len(text); {
		end := strings.IndexByte(text[at:], ' ')
		if end < 0 {
			end = len(text) - at
		}
		tokens = append(tokens, hearsay.MakeSpan(at, at+end))
		at += end + 1
	}
	within := func(from, until int) ([]hearsay.Span, error) {
		if from < 0 || from >= until || until > len(tokens) {
			return nil, fmt.Errorf("tokens %d to %d of %d", from, until, len(tokens))
		}
		return []hearsay.Span{{Start: tokens[from].Start, End: tokens[until-1].End}}, nil
	}
	var questions []question
	for _, item := range list.list {
		verb, err := strconv.Atoi(item.fields["verb_idx"].text)
		if err != nil {
			return nil, err
		}
		before, after, _ := strings.Cut(item.fields["answer_range"].text, ":")
		from, errFrom := strconv.Atoi(before)
		until, errUntil := strconv.Atoi(after)
		if err := errors.Join(errFrom, errUntil); err != nil {
			return nil, err
		}
		verbSpans, errVerb := within(verb, verb+1)
		answerSpans, errAnswer := within(from, until)
		if err := errors.Join(errVerb, errAnswer); err != nil {
			return nil, err
		}
		questions = append(questions, question{
			id: item.fields["qa_uuid"].text, verb: clause{doc, verbSpans}, answer: clause{doc, answerSpans},
		})
	}
	return questions, nil
}
