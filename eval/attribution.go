package eval

import (
	"fmt"
	"slices"
	"strings"

	"hearsay"
)

// Labeler finds sources, cues and contents, and does not join them.
type Labeler interface {
	// LabelTokens labels the paragraphs of one document whose words are already cut.
	LabelTokens(paragraphs [][]string) [][]hearsay.Label
	// LabelText cuts a text itself: the tokens of each paragraph and their labels.
	LabelText(text string) (tokens [][]hearsay.Span, labels [][]hearsay.Label)
}

// Result is how well attributions are found in a corpus. What the corpus says nothing of is left out.
type Result struct {
	Format     Format `json:"format"`
	Documents  int    `json:"documents"`
	Paragraphs int    `json:"paragraphs"`
	Tokens     int    `json:"tokens"`
	Broken     int    `json:"broken"` // lines of the corpus that do not parse
	Unread     int    `json:"unread"` // documents that the reader skips or whose text it changes; nothing is found there

	// Of labels, that is of the spans of one role by themselves: the protocol of the CofeNet paper.
	Roles      map[string]Spans     `json:"roles,omitempty"`
	Contents   map[string]Recovered `json:"contents,omitempty"`   // by directness of the true content
	Statements map[string]Recovered `json:"statements,omitempty"` // by role, of true attributions with a statement cue
	Parts      *Recovered           `json:"parts,omitempty"`      // true contents in several parts

	// Of finished attributions.
	Linked []Linked `json:"linked,omitempty"`

	// Of the cues of labels and of finished attributions.
	Reporting map[string]Reporting `json:"reporting,omitempty"` // TimeML
	Clauses   map[string]Clauses   `json:"clauses,omitempty"`   // GUM

	Speakers *Speakers `json:"speakers,omitempty"` // GUM
}

// What cues are those of.
const (
	ofLabels   = "labels"
	ofFinished = "finished"
)

// Recovered is how many of the true things of a kind were found, and how many of them with both ends right.
type Recovered struct {
	True  int `json:"true"`
	Found int `json:"found"` // share a token with a found one of their role
	Exact int `json:"exact"`
}

// sheet is a document as both corpora give it.
type sheet struct {
	words        [][]string
	truth, guess [][]hearsay.Label
}

// Attribution measures labels and finished attributions on a corpus in any of the formats that DetectFormat tells.
//
// On CofeNet's files it measures the labels alone, for nothing there says which source has which cue. A span is right
// if both its ends are, roles are counted apart. On PolNeAR's it measures the labels in the same way, and whole
// attributions as finished; of an article with several annotators each version counts. On TimeML and GUM, which mark
// no contents, it measures what their events, discourse relations and coreference say of cues and speakers; articles in TimeML
// without any event are left out.
func Attribution(path string, labeler Labeler, reader Reader) (Result, error) {
	format, err := DetectFormat(path)
	if err != nil {
		return Result{}, err
	}
	m := measurement{Result: Result{Format: format}, labeler: labeler, reader: reader, statements: newStatements()}
	switch format {
	case FormatCofeNet:
		items, err := ReadCofeNet(path)
		if err != nil {
			return Result{}, err
		}
		m.items(items)
	case FormatPolNeAR:
		articles, err := ReadPolNeAR(path)
		if err != nil {
			return Result{}, err
		}
		m.articles(articles)
	case FormatTimeML:
		articles, err := ReadTimeML(path)
		if err != nil {
			return Result{}, err
		}
		articles = slices.DeleteFunc(articles, func(a TimeArticle) bool { return len(a.Events) == 0 })
		if len(articles) == 0 {
			return Result{}, fmt.Errorf("read corpus: no EVENT in %s", path)
		}
		m.events(articles)
	case FormatGUM:
		articles, err := ReadGUM(path)
		if err != nil {
			return Result{}, err
		}
		m.clauses(articles)
	}
	return m.Result, nil
}

// measurement is a result in the making.
type measurement struct {
	Result
	labeler    Labeler
	reader     Reader
	statements statements
}

func (m *measurement) items(items []Item) {
	m.Roles, m.Contents = map[string]Spans{}, map[string]Recovered{}
	for len(items) > 0 {
		n := 1
		for n < len(items) && items[n].ID == items[0].ID {
			n++
		}
		var s sheet
		for _, item := range items[:n] {
			s.words = append(s.words, item.Tokens)
			s.truth = append(s.truth, item.Labels)
		}
		s.guess = m.labeler.LabelTokens(s.words)
		m.add(s)
		items = items[n:]
	}
}

func (m *measurement) articles(articles []Article) {
	m.Roles, m.Contents = map[string]Spans{}, map[string]Recovered{}
	m.Statements, m.Parts, m.Linked = map[string]Recovered{}, &Recovered{}, newLinked()
	for _, article := range articles {
		m.Broken += article.Broken
		tokens, guess := m.labeler.LabelText(article.Text)
		m.labels(article, tokens, guess)
		reading, ok := readText(m.reader, article.Text)
		if !ok {
			m.Unread++
			reading.Attributions = nil
		}
		m.statements.addLinked(m.Linked, article.Text, article.Attributions, marks(reading.Attributions))
	}
}

// labels counts the labels of one article.
func (m *measurement) labels(article Article, tokens [][]hearsay.Span, guess [][]hearsay.Label) {
	s := sheet{guess: guess}
	begins := map[int]bool{}
	flat := slices.Concat(tokens...)
	var got []run // of the whole article
	n := 0
	for i, paragraph := range tokens {
		begins[n] = true
		var words []string
		for _, span := range paragraph {
			words = append(words, span.Of(article.Text))
		}
		s.words = append(s.words, words)
		for _, r := range runs(guess[i]) {
			got = append(got, run{r.role, r.start + n, r.end + n})
		}
		n += len(paragraph)
	}
	truth, owners := project(article.Attributions, flat, func(i int) bool { return begins[i] })
	for _, want := range runs(truth) {
		if cue := article.Attributions[owners[want.start]].Cue; m.statements.has(joined(article.Text, cue)) {
			recovered := m.Statements[want.role.String()]
			recovered.add(want.meets(got), slices.Contains(got, want))
			m.Statements[want.role.String()] = recovered
		}
	}
	for _, a := range article.Attributions {
		if len(a.Content) > 1 {
			parts := Project([]Marked{{Content: a.Content}}, flat, func(i int) bool { return begins[i] })
			found, exact := true, true
			for _, want := range runs(parts) {
				found = found && want.meets(got)
				exact = exact && slices.Contains(got, want)
			}
			m.Parts.add(found, exact)
		}
	}
	for _, paragraph := range tokens {
		s.truth = append(s.truth, truth[:len(paragraph)])
		truth = truth[len(paragraph):]
	}
	m.add(s)
}

func (m *measurement) events(articles []TimeArticle) {
	m.Reporting = map[string]Reporting{}
	for i := range articles {
		article := &articles[i]
		labels, reading := m.both(article.Text)
		for of, marked := range map[string][]Marked{ofLabels: labels, ofFinished: marks(reading.Attributions)} {
			reporting := m.Reporting[of]
			m.statements.addReporting(&reporting, article, marked)
			m.Reporting[of] = reporting
		}
	}
}

func (m *measurement) clauses(articles []GUMArticle) {
	m.Clauses, m.Speakers = map[string]Clauses{}, &Speakers{}
	for i := range articles {
		article := &articles[i]
		labels, reading := m.both(article.Text)
		for of, marked := range map[string][]Marked{ofLabels: labels, ofFinished: marks(reading.Attributions)} {
			clauses := m.Clauses[of]
			m.statements.addClauses(&clauses, article, marked)
			m.Clauses[of] = clauses
		}
		m.Speakers.add(article, &reading)
	}
}

// both labels and reads a text and counts its size. Of labels each cue is an attribution of its own.
func (m *measurement) both(text string) (labels []Marked, reading hearsay.Reading) {
	tokens, guess := m.labeler.LabelText(text)
	m.Documents++
	m.Paragraphs += len(tokens)
	for i, paragraph := range tokens {
		m.Tokens += len(paragraph)
		for _, r := range runs(guess[i]) {
			if r.role == RoleCue {
				cue := hearsay.Span{Start: paragraph[r.start].Start, End: paragraph[r.end-1].End}
				labels = append(labels, Marked{Cue: []hearsay.Span{cue}})
			}
		}
	}
	reading, ok := readText(m.reader, text)
	if !ok {
		m.Unread++
		reading = hearsay.Reading{}
	}
	return labels, reading
}

// meets reports whether one of the others has the same role and shares a token with it.
func (r run) meets(others []run) bool {
	return slices.ContainsFunc(others, func(o run) bool { return o.role == r.role && o.start < r.end && r.start < o.end })
}

func (r *Recovered) add(found, exact bool) {
	r.True++
	if found {
		r.Found++
	}
	if exact {
		r.Exact++
	}
}

func (r *Result) add(s sheet) {
	r.Documents++
	for i := range s.words {
		r.Paragraphs++
		r.Tokens += len(s.words[i])
		for role := range RoleCount {
			spans := r.Roles[role.String()]
			spans.Add(role, s.truth[i], s.guess[i])
			r.Roles[role.String()] = spans
		}
		got := runs(s.guess[i])
		for _, want := range runs(s.truth[i]) {
			if want.role != RoleContent {
				continue
			}
			kind := directness(s.words[i][want.start:want.end]).String()
			c := r.Contents[kind]
			c.add(want.meets(got), slices.Contains(got, want))
			r.Contents[kind] = c
		}
	}
}

// directness tells by the quotation marks: direct if they stand at both ends, mixed if some stand within.
func directness(words []string) hearsay.Directness {
	marks := func(word string) bool {
		return strings.ContainsAny(word, "\"“”«»") || word == "``" || word == "''"
	}
	switch {
	case marks(words[0]) && marks(words[len(words)-1]):
		return hearsay.Direct
	case slices.ContainsFunc(words, marks):
		return hearsay.Mixed
	}
	return hearsay.Indirect
}
