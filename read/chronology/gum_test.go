package chronology_test

import (
	"os"
	"strings"
	"testing"

	"hearsay"
	"hearsay/read/chronology"
	"hearsay/read/sentence"
	"hearsay/read/tag"
)

// article is an article of testdata/gum-news.txt with its dates.
type article struct {
	name  string
	doc   hearsay.Document
	dates []dated
}

type dated struct {
	span        hearsay.Span
	first, last int
}

func articles(t *testing.T) []article {
	t.Helper()
	data, err := os.ReadFile("testdata/gum-news.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []article
	for marked := range strings.SplitSeq("\n"+string(data), "\n# ") {
		head, marked, ok := strings.Cut(strings.TrimSpace(marked), "\n")
		if !ok {
			continue
		}
		name, published, _ := strings.Cut(head, " ")
		a := article{name: name}
		var b strings.Builder
		for {
			before, rest, more := strings.Cut(marked, "⟦")
			b.WriteString(before)
			if !more {
				break
			}
			inner, after, closed := strings.Cut(rest, "⟧")
			words, days, valued := strings.Cut(inner, "|")
			first, last, ranged := strings.Cut(days, "/")
			if !closed || !valued || !ranged {
				t.Fatalf("%s: bad mark %q", name, inner)
			}
			span := hearsay.MakeSpan(b.Len(), b.Len()+len(words))
			a.dates = append(a.dates, dated{span, day(t, first).Day(), day(t, last).Day()})
			b.WriteString(words)
			marked = after
		}
		a.doc = hearsay.Document{Text: b.String(), Language: "en", Published: day(t, published)}
		a.doc.Blocks = []hearsay.Block{{Kind: hearsay.BlockBody, Span: hearsay.MakeSpan(0, b.Len())}}
		all = append(all, a)
	}
	return all
}

// What is held of the 185 dates of testdata/gum-news.txt.
const (
	leastRight = 159
	mostWrong  = 11
)

// TestGUMNews holds how many dates of the news of GUM are found, and how many of those that get days get the right ones.
func TestGUMNews(t *testing.T) {
	pos, err := tag.NewPOS()
	if err != nil {
		t.Fatal(err)
	}
	splitter, finder := sentence.New(), chronology.New()
	dates, found, resolved, right := 0, 0, 0, 0
	for _, a := range articles(t) {
		sentences, _ := splitter.Split(&a.doc)
		pos.Tag(a.doc.Text, sentences)
		times := finder.Find(&a.doc, sentences)
		for _, date := range a.dates {
			dates++
			for _, at := range times {
				if !at.Span.Overlaps(date.span) {
					continue
				}
				found++
				if at.Resolved {
					resolved++
				}
				if at.Resolved && int(at.First) == date.first && int(at.Last) == date.last {
					right++
				} else {
					t.Logf("%s: %q has the value %s", a.name, date.span.Of(a.doc.Text), at.Value)
				}
				break
			}
		}
	}
	t.Logf("%d dates, %d found, %d resolved, %d right", dates, found, resolved, right)
	if right < leastRight || resolved-right > mostWrong {
		t.Errorf("of %d dates %d have the right days and %d wrong ones, want %d and %d", dates, right, resolved-right,
			leastRight, mostWrong)
	}
}
