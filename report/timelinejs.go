package report

import (
	"errors"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
)

// timelineJS is the JSON form of TimelineJS 3 (timeline.knightlab.com). Its texts are HTML.
type timelineJS struct {
	Scale  string          `json:"scale"`
	Title  *timelineSlide  `json:"title,omitempty"`
	Events []timelineSlide `json:"events"`
}

type timelineSlide struct {
	ID      string        `json:"unique_id"`
	Group   string        `json:"group,omitempty"`
	Start   *timelineDate `json:"start_date,omitempty"`
	End     *timelineDate `json:"end_date,omitempty"`
	Display string        `json:"display_date,omitempty"`
	Text    timelineText  `json:"text"`
	Link    bool          `json:"autolink"`
}

type timelineDate struct {
	Year  int `json:"year"`
	Month int `json:"month,omitempty"`
	Day   int `json:"day,omitempty"`
}

type timelineText struct {
	Headline string `json:"headline"`
	Text     string `json:"text,omitempty"`
}

// headlineLength is how many characters of a sentence head a slide.
const headlineLength = 100

// ErrUndated is the error where nothing in a report has a day: TimelineJS refuses a timeline without events.
var ErrUndated = errors.New("no document is dated and no sentence names a day that is known")

// WriteTimelineJS writes when things happened and when they were told as two groups of a timeline: "happened" holds each
// sentence that names a day, "told" each document that is dated, with what it was the first to tell. Sentences whose time
// is not resolved, and documents without a date, are left out; if nothing is left, the error is ErrUndated.
func WriteTimelineJS(w io.Writer, parts Parts) error {
	made := timelineJS{Scale: "human", Events: []timelineSlide{}}
	var headline *Span // of the only story
	stories := 0
	for part, err := range parts {
		if err != nil {
			return err
		}
		if stories += len(part.Stories); stories == 1 && len(part.Stories) == 1 {
			headline = part.Stories[0].Headline
		}
		made.add(part.Report)
	}
	if stories == 1 && headline != nil {
		made.Title = &timelineSlide{ID: "title", Text: timelineText{Headline: html.EscapeString(oneLine(headline.Text))}}
	}
	if len(made.Events) == 0 {
		return fmt.Errorf("write timeline: %w", ErrUndated)
	}
	return writeJSON(w, &made)
}

func (t *timelineJS) add(r *Report) {
	docs := r.byID()
	event := func(group string, start, end *timelineDate, display string, text timelineText) {
		id := fmt.Sprintf("%s-%d", group, len(t.Events)+1)
		t.Events = append(t.Events, timelineSlide{ID: id, Group: group, Start: start, End: end, Display: display, Text: text})
	}
	for i := range r.Stories {
		story := &r.Stories[i]
		for n := range story.Timeline {
			moment := &story.Timeline[n]
			doc := docs[moment.Sentence.Doc]
			if start, end := doc.days(moment); start != nil {
				event("happened", start, end, html.EscapeString(oneLine(moment.Time.Text)), happened(moment, doc))
			}
		}
		for n := range story.Adds {
			doc := docs[story.Adds[n].Doc]
			if start := newTimelineDate(doc.Published.Value); start != nil {
				event("told", start, nil, "", told(doc, &story.Adds[n]))
			}
		}
	}
}

// days are the first and last day that the time of a moment may cover; the last is nil where it is the first.
func (d *Document) days(moment *Moment) (first, last *timelineDate) {
	first = newTimelineDate(moment.Day)
	for i := range d.Times {
		if t := &d.Times[i]; t.Span.Start == moment.Time.Start && t.Span.End == moment.Time.End && t.Last != t.First {
			last = newTimelineDate(t.Last)
		}
	}
	return first, last
}

// newTimelineDate reads a date as a report has it, as far as the day; nil for none.
func newTimelineDate(date string) *timelineDate {
	day, _, _ := strings.Cut(date, "T")
	var numbers [3]int
	for i, part := range strings.SplitN(day, "-", 3) {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil
		}
		numbers[i] = n
	}
	return &timelineDate{numbers[0], numbers[1], numbers[2]}
}

// happened are the words of a moment and where they stand.
func happened(moment *Moment, doc *Document) timelineText {
	sentence := oneLine(moment.Sentence.Text)
	headline := Excerpt(sentence, headlineLength)
	text := timelineText{Headline: html.EscapeString(headline), Text: paragraph(doc)}
	if headline != sentence {
		text.Text = "<p>" + html.EscapeString(sentence) + "</p>" + text.Text
	}
	return text
}

// told is a document and what it was the first to tell.
func told(doc *Document, add *Add) timelineText {
	text := timelineText{Headline: html.EscapeString(doc.name()), Text: paragraph(doc)}
	if len(add.Claims) > 0 {
		var list strings.Builder
		for _, span := range add.Claims {
			list.WriteString("<li>" + html.EscapeString(oneLine(span.Text)) + "</li>")
		}
		text.Text += "<ul>" + list.String() + "</ul>"
	}
	return text
}

// name is what a document is called: its title, or else its outlet or path.
func (d *Document) name() string {
	switch {
	case d.Title.Value != "":
		return oneLine(d.Title.Value)
	case d.Outlet.Value != "":
		return d.Outlet.Value
	case len(d.Paths) > 0:
		return d.Paths[0]
	}
	return string(d.ID)
}

// paragraph names a document's outlet and date, as a link where its page is known.
func paragraph(doc *Document) string {
	outlet := doc.Outlet.Value
	if outlet == "" && len(doc.Paths) > 0 {
		outlet = doc.Paths[0]
	}
	words := html.EscapeString(join(", ", outlet, doc.Published.Value))
	if outside := Outside(doc.URL.Value); outside != "" {
		words = `<a href="` + html.EscapeString(outside) + `" rel="noreferrer noopener">` + words + "</a>"
	}
	return "<p>" + words + "</p>"
}
