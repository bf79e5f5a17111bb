package report

import (
	"fmt"
	"index/suffixarray"
	"io"

	"hearsay"
)

// An annotationHead and its tail are a collection of the W3C Web Annotation Data Model (Recommendation, 2017) with all that
// is in it on its first page. The number of items is known behind them.
const (
	annotationHead = `{
 "@context": "http://www.w3.org/ns/anno.jsonld",
 "id": "urn:hearsay:annotations",
 "type": "AnnotationCollection",
 "label": "Who says so?",
 "first": {
  "id": "urn:hearsay:annotations:1",
  "type": "AnnotationPage",
  "partOf": "urn:hearsay:annotations",
  "startIndex": 0,
  "items": [`
	annotationTail = `]
 },
 "total": %d
}
`
)

type annotation struct {
	ID         string           `json:"id"`
	Type       string           `json:"type"`
	Motivation string           `json:"motivation"`
	Body       []annotationBody `json:"body"`
	Target     annotationTarget `json:"target"`
}

// annotationBody is a TextualBody with a value, or a SpecificResource with a source.
type annotationBody struct {
	Type    string `json:"type"`
	Source  string `json:"source,omitempty"`
	Value   string `json:"value,omitempty"`
	Format  string `json:"format,omitempty"`
	Purpose string `json:"purpose"`
}

type annotationTarget struct {
	Type     string     `json:"type"`
	Source   string     `json:"source"`
	Scope    string     `json:"scope,omitempty"`
	Selector []selector `json:"selector"`
}

type selector struct {
	Type   string `json:"type"`
	Start  *int   `json:"start,omitempty"` // code points of the text
	End    *int   `json:"end,omitempty"`
	Exact  string `json:"exact,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
}

// A quote selector names so many characters before and behind the words: the least, and the most where the words with
// less about them stand in the text more than once.
const (
	contextLeast = 32
	contextMost  = 512
)

// quotable is a document's text, in which spans count code points.
type quotable struct {
	text   string
	starts []int // of each code point, and of the end
	index  *suffixarray.Index
}

func newQuotable(text string) *quotable {
	q := &quotable{text: text, index: suffixarray.New([]byte(text))}
	for at := range text {
		q.starts = append(q.starts, at)
	}
	q.starts = append(q.starts, len(text))
	return q
}

// of are the words from one code point to another, as far as the text goes.
func (q *quotable) of(start, end int) string {
	last := len(q.starts) - 1
	return q.text[q.starts[min(max(start, 0), last)]:q.starts[min(max(end, 0), last)]]
}

// quote names a span by its words, with as much about them as tells it from the other places where they stand.
func (q *quotable) quote(span Span) selector {
	for context := contextLeast; ; context *= 2 {
		made := selector{
			Type: "TextQuoteSelector", Exact: q.of(span.Start, span.End),
			Prefix: q.of(span.Start-context, span.Start), Suffix: q.of(span.End, span.End+context),
		}
		around := made.Prefix + made.Exact + made.Suffix
		if context >= contextMost || len(q.index.Lookup([]byte(around), 2)) < 2 {
			return made
		}
	}
}

// WriteAnnotations writes each telling as an annotation of its document that says of which claim it is, of which kind,
// with which stance, and whether it is counted, as the table does. The target's source is the document's text as it is
// held, in which the position selector counts code points; its scope is the page that the text was taken from. A quote
// selector is given for documents whose text is given. The report must count code points.
func WriteAnnotations(w io.Writer, parts Parts) error {
	out := newItems(w, annotationHead, "   ")
	for part, err := range parts {
		switch {
		case err != nil:
			return err
		case part.Offsets != CodePoint:
			return fmt.Errorf("write annotations: they count code points, the report %s", part.Offsets)
		}
		quotables := map[hearsay.DocID]*quotable{}
		docs := part.byID()
		for _, at := range part.tellings() {
			span := at.telling.Span
			note := newAnnotation(&at, docs[span.Doc])
			if text, given := part.Texts[span.Doc]; given {
				if quotables[span.Doc] == nil {
					quotables[span.Doc] = newQuotable(text)
				}
				note.Target.Selector = append(note.Target.Selector, quotables[span.Doc].quote(span))
			}
			add(out, &note)
		}
	}
	return out.close(fmt.Sprintf(annotationTail, out.n))
}

func newAnnotation(at *placed, doc *Document) annotation {
	span := &at.telling.Span
	textual := func(value, purpose string) annotationBody {
		return annotationBody{Type: "TextualBody", Value: value, Format: "text/plain", Purpose: purpose}
	}
	made := annotation{
		ID: at.name, Type: "Annotation", Motivation: "classifying",
		Body: []annotationBody{
			{Type: "SpecificResource", Source: claimURN(at.story.ID, at.claim.ID), Purpose: "identifying"},
			textual(at.telling.Kind, "classifying"), textual(at.telling.Stance.String(), "tagging"),
			textual(at.group, "tagging"),
		},
		Target: annotationTarget{
			Type: "SpecificResource", Source: documentURN(span.Doc), Scope: Outside(doc.URL.Value),
			Selector: []selector{{Type: "TextPositionSelector", Start: &span.Start, End: &span.End}},
		},
	}
	if corrected := at.claim.Corrected(); corrected != "" {
		made.Body = append(made.Body, textual(corrected, "commenting"))
	}
	return made
}
