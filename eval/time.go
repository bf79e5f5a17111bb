package eval

import (
	"errors"
	"fmt"
	"html"
	"io"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"hearsay"
	"hearsay/read/chronology"
	"hearsay/read/sentence"
	"hearsay/read/tag"
)

// TimeArticle is an article in TimeML with its time expressions and events.
type TimeArticle struct {
	Name    string
	Text    string
	Written hearsay.Date // the document's creation time
	Times   []TimeMark   // in the order of the text
	Events  []EventMark  // likewise
}

// EventMark is an EVENT of an article's text.
type EventMark struct {
	Span  hearsay.Span
	Class string // REPORTING, I_ACTION, OCCURRENCE, ...
}

// TimeMark is a TIMEX3 of an article's text.
type TimeMark struct {
	Span  hearsay.Span
	Kind  string
	Value string
}

// ReadTimeML reads articles in TimeML (.tml): one file, a folder, or a .tar.gz of them, in the order of their names.
func ReadTimeML(corpus string) ([]TimeArticle, error) {
	sources := map[string]string{}
	take := func(name string, from io.Reader) error {
		if formatOf(name) != FormatTimeML && name != filepath.ToSlash(corpus) {
			return nil
		}
		data, err := io.ReadAll(from)
		sources[name] = string(data)
		return err
	}
	if err := eachEntry(corpus, take); err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	if len(sources) == 0 {
		return nil, fmt.Errorf("read corpus: no .tml in %s", corpus)
	}
	var articles []TimeArticle
	for name, source := range sources {
		article, err := ParseTimeML(source)
		if err != nil {
			return nil, fmt.Errorf("read corpus: %s: %w", name, err)
		}
		article.Name = name
		articles = append(articles, article)
	}
	slices.SortFunc(articles, func(a, b TimeArticle) int { return strings.Compare(a.Name, b.Name) })
	return articles, nil
}

var (
	timeMLTag  = regexp.MustCompile(`(?s)<[^>]*>`)
	timeMLAttr = regexp.MustCompile(`(\w+)="([^"]*)"`)
)

// ParseTimeML reads one article. Its text is what stands in <TEXT>, where an empty line parts paragraphs and a single
// line break is but white space.
func ParseTimeML(source string) (TimeArticle, error) {
	var article TimeArticle
	for _, mark := range timeMLTag.FindAllString(source, -1) {
		attributes := timeMLAttributes(mark)
		switch attributes["functionInDocument"] {
		case "CREATION_TIME", "PUBLICATION_TIME":
			if value := attributes["value"]; len(value) >= 10 {
				if day, err := time.Parse("2006-01-02", value[:10]); err == nil && !article.Written.Known() {
					article.Written = hearsay.Date{Unix: day.Unix(), Grain: hearsay.GrainDay, How: hearsay.HowMetadata}
				}
			}
		}
	}
	_, inner, found := strings.Cut(source, "<TEXT>")
	inner, _, closed := strings.Cut(inner, "</TEXT>")
	if !found || !closed {
		return article, errors.New("no <TEXT>")
	}
	var text strings.Builder
	open, event := -1, -1
	for inner != "" {
		at := timeMLTag.FindStringIndex(inner)
		if at == nil {
			at = []int{len(inner), len(inner)}
		}
		text.WriteString(html.UnescapeString(inner[:at[0]]))
		mark := inner[at[0]:at[1]]
		inner = inner[at[1]:]
		switch {
		case strings.HasPrefix(mark, "<TIMEX3"):
			attributes := timeMLAttributes(mark)
			open = len(article.Times)
			article.Times = append(article.Times, TimeMark{
				Span: hearsay.MakeSpan(text.Len(), text.Len()), Kind: attributes["type"], Value: attributes["value"]})
		case mark == "</TIMEX3>" && open >= 0:
			article.Times[open].Span.End = uint32(text.Len())
			open = -1
		case strings.HasPrefix(mark, "<EVENT"):
			event = len(article.Events)
			article.Events = append(article.Events, EventMark{
				Span: hearsay.MakeSpan(text.Len(), text.Len()), Class: timeMLAttributes(mark)["class"]})
		case mark == "</EVENT>" && event >= 0:
			article.Events[event].Span.End = uint32(text.Len())
			event = -1
		}
	}
	article.Text = unwrap(text.String())
	article.Events = slices.DeleteFunc(article.Events, func(mark EventMark) bool { return mark.Span.Empty() })
	article.Times = slices.DeleteFunc(article.Times, func(mark TimeMark) bool { return mark.Span.Empty() })
	return article, nil
}

// unwrap makes spaces of single line breaks.
func unwrap(text string) string {
	unwrapped := []byte(text)
	for i := 1; i+1 < len(text); i++ {
		if text[i] == '\n' && text[i-1] != '\n' && text[i+1] != '\n' {
			unwrapped[i] = ' '
		}
	}
	return string(unwrapped)
}

func timeMLAttributes(mark string) map[string]string {
	attributes := map[string]string{}
	for _, pair := range timeMLAttr.FindAllStringSubmatch(mark, -1) {
		attributes[pair[1]] = pair[2]
	}
	return attributes
}

// Times are the figures of time expressions as TempEval-3 counts them: strict where both ends agree, relaxed where the
// spans overlap, value and kind where an overlapping one also has the same.
type Times struct {
	Articles int   `json:"articles"`
	Strict   Count `json:"strict"`
	Relaxed  Count `json:"relaxed"`
	Value    Count `json:"value"`
	Kind     Count `json:"kind"`
}

var timeKinds = map[hearsay.TimeKind]string{hearsay.TimeDate: "DATE", hearsay.TimeClock: "TIME",
	hearsay.TimeDuration: "DURATION", hearsay.TimeSet: "SET"}

// Add counts what was found in one article. A true expression is met by the first found one that overlaps it.
func (t *Times) Add(truth []TimeMark, found []hearsay.Time) {
	t.Articles++
	base := Count{Found: len(found), True: len(truth)}
	strict, relaxed, value, kind := base, base, base, base
	used := make([]bool, len(found))
	for _, mark := range truth {
		i := slices.IndexFunc(found, func(at hearsay.Time) bool { return at.Span.Overlaps(mark.Span) })
		for i >= 0 && i < len(found) && used[i] && found[i].Span.Overlaps(mark.Span) {
			i++
		}
		if i < 0 || i >= len(found) || !found[i].Span.Overlaps(mark.Span) {
			continue
		}
		used[i] = true
		relaxed.Right++
		if found[i].Span == mark.Span {
			strict.Right++
		}
		if found[i].Value == mark.Value {
			value.Right++
		}
		if timeKinds[found[i].Kind] == mark.Kind {
			kind.Right++
		}
	}
	t.Strict.Add(strict)
	t.Relaxed.Add(relaxed)
	t.Value.Add(value)
	t.Kind.Add(kind)
}

func (t Times) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d articles, %d time expressions, %d found\n", t.Articles, t.Strict.True, t.Strict.Found)
	for _, row := range []struct {
		name  string
		count Count
	}{{"strict", t.Strict}, {"relaxed", t.Relaxed}, {"value", t.Value}, {"kind", t.Kind}} {
		fmt.Fprintf(&b, "%-8s P %5.1f  R %5.1f  F1 %5.1f\n", row.name, row.count.Precision(), row.count.Recall(),
			row.count.F1())
	}
	return b.String()
}

// TimeReader finds the time expressions of articles.
type TimeReader struct {
	splitter *sentence.Splitter
	pos      *tag.POS
	finder   *chronology.Finder
}

// NewTimeReader loads the models and word lists.
func NewTimeReader() (*TimeReader, error) {
	pos, err := tag.NewPOS()
	if err != nil {
		return nil, err
	}
	return &TimeReader{sentence.New(), pos, chronology.New()}, nil
}

// Read returns the time expressions of an article, all of which is taken for body.
func (r *TimeReader) Read(article *TimeArticle) []hearsay.Time {
	doc := hearsay.Document{Text: article.Text, Language: "en", Published: article.Written,
		Blocks: []hearsay.Block{{Kind: hearsay.BlockBody, Span: hearsay.MakeSpan(0, len(article.Text))}}}
	sentences, _ := r.splitter.Split(&doc)
	r.pos.Tag(doc.Text, sentences)
	return r.finder.Find(&doc, sentences)
}

// RunTime measures the time expressions of a corpus in TimeML. The held half is every second article, by name, of a
// folder called TimeBank; the tune half is all the rest.
func RunTime(corpus string, half Half) (Times, error) {
	var times Times
	articles, err := ReadTimeML(corpus)
	if err != nil {
		return times, err
	}
	reader, err := NewTimeReader()
	if err != nil {
		return times, err
	}
	bank := 0
	for i := range articles {
		held := false
		if path.Base(path.Dir(articles[i].Name)) == "TimeBank" {
			bank++
			held = bank%2 == 0
		}
		if half == HalfAll || held == (half == HalfHeld) {
			times.Add(articles[i].Times, reader.Read(&articles[i]))
		}
	}
	return times, nil
}
