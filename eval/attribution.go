package eval

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"

	"hearsay"
)

// Labeler finds sources, cues and contents: the part of hearsay that Attribution measures.
type Labeler interface {
	// LabelTokens labels the paragraphs of one document whose words are already cut.
	LabelTokens(paragraphs [][]string) [][]hearsay.Label
	// LabelText cuts a text itself: the tokens of each paragraph and their labels.
	LabelText(text string) (tokens [][]hearsay.Span, labels [][]hearsay.Label)
}

// Result is how well attributions are found in a corpus.
type Result struct {
	Format     string               `json:"format"` // "cofenet" or "polnear"
	Documents  int                  `json:"documents"`
	Paragraphs int                  `json:"paragraphs"`
	Tokens     int                  `json:"tokens"`
	Broken     int                  `json:"broken"` // lines of the corpus that do not parse
	Roles      map[string]Spans     `json:"roles"`
	Contents   map[string]Recovered `json:"contents"` // by directness of the true content
	Parts      *Recovered           `json:"parts,omitempty"`
}

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

// Attribution measures the labeler on a folder in PolNeAR's form or a file in CofeNet's. The figures are those of the
// CofeNet paper: a span is right if both its ends are, roles are counted apart, nothing is linked. Of an article with
// several annotators each version counts.
func Attribution(path string, labeler Labeler) (Result, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Result{}, fmt.Errorf("read corpus: %w", err)
	}
	if !info.IsDir() {
		items, err := ReadCofeNet(path)
		if err != nil {
			return Result{}, err
		}
		return scoreItems(items, labeler), nil
	}
	articles, err := ReadPolNeAR(path)
	if err != nil {
		return Result{}, err
	}
	return scoreArticles(articles, labeler), nil
}

func newResult(format string) Result {
	return Result{Format: format, Roles: map[string]Spans{}, Contents: map[string]Recovered{}}
}

func scoreItems(items []Item, labeler Labeler) Result {
	result := newResult("cofenet")
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
		s.guess = labeler.LabelTokens(s.words)
		result.add(s)
		items = items[n:]
	}
	return result
}

func scoreArticles(articles []Article, labeler Labeler) Result {
	result := newResult("polnear")
	parts := Recovered{}
	for _, article := range articles {
		result.Broken += article.Broken
		tokens, guess := labeler.LabelText(article.Text)
		s := sheet{guess: guess}
		begins := map[int]bool{}
		flat := slices.Concat(tokens...)
		n := 0
		for _, paragraph := range tokens {
			begins[n] = true
			n += len(paragraph)
			var words []string
			for _, span := range paragraph {
				words = append(words, span.Of(article.Text))
			}
			s.words = append(s.words, words)
		}
		truth := Project(article.Attributions, flat, func(i int) bool { return begins[i] })
		for _, a := range article.Attributions {
			if len(a.Content) > 1 {
				parts.True++
				found, exact := matches(a, flat, slices.Concat(guess...), begins)
				if found {
					parts.Found++
				}
				if exact {
					parts.Exact++
				}
			}
		}
		for _, paragraph := range tokens {
			s.truth = append(s.truth, truth[:len(paragraph)])
			truth = truth[len(paragraph):]
		}
		result.add(s)
	}
	result.Parts = &parts
	return result
}

// matches reports whether all parts of a content in several parts were found, and whether all with both ends right.
func matches(a Marked, tokens []hearsay.Span, guess []hearsay.Label, begins map[int]bool) (found, exact bool) {
	truth := Project([]Marked{{Content: a.Content}}, tokens, func(i int) bool { return begins[i] })
	found, exact = true, true
	got := runs(guess)
	for _, want := range runs(truth) {
		meets := slices.ContainsFunc(got, func(r run) bool {
			return r.role == RoleContent && r.start < want.end && want.start < r.end
		})
		found = found && meets
		exact = exact && slices.Contains(got, want)
	}
	return found, exact
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
			c.True++
			if slices.ContainsFunc(got, func(g run) bool {
				return g.role == RoleContent && g.start < want.end && want.start < g.end
			}) {
				c.Found++
			}
			if slices.Contains(got, want) {
				c.Exact++
			}
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

// WriteTable writes the result as a table.
func (r Result) WriteTable(w io.Writer) error {
	fmt.Fprintf(w, "%s: %d documents, %d paragraphs, %d tokens\n\n", r.Format, r.Documents, r.Paragraphs, r.Tokens)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "role\tspans\tP\tR\texact F1\ttoken F1\toverlap F1\t")
	for role := range RoleCount {
		s := r.Roles[role.String()]
		fmt.Fprintf(t, "%s\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", role, s.Exact.True, s.Exact.Precision(),
			s.Exact.Recall(), s.Exact.F1(), s.Tokens.F1(), s.OverlapF1())
	}
	fmt.Fprintln(t, "\t\t\t\t\t\t\t")
	fmt.Fprintln(t, "contents\tspans\t\t\texact R\t\toverlap R\t")
	for _, kind := range []hearsay.Directness{hearsay.Direct, hearsay.Mixed, hearsay.Indirect} {
		c := r.Contents[kind.String()]
		fmt.Fprintf(t, "%s\t%d\t\t\t%.1f\t\t%.1f\t\n", kind, c.True, percent(c.Exact, c.True), percent(c.Found, c.True))
	}
	if p := r.Parts; p != nil {
		fmt.Fprintf(t, "in parts\t%d\t\t\t%.1f\t\t%.1f\t\n", p.True, percent(p.Exact, p.True), percent(p.Found, p.True))
	}
	if err := t.Flush(); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}
