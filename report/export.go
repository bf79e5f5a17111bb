package report

import (
	"net/url"
	"reflect"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// Export is what the formats of others are written from. The report must be made with offsets in code points, which is
// what these formats count.
type Export struct {
	*Report
	Texts map[hearsay.DocID]string // of the documents; nil where no text may be shown beyond the quotations
}

// Cut shortens every quotation of the report to n characters, in place; 0 leaves them. A span then no longer shows all its
// text.
func (r *Report) Cut(n int) {
	if n > 0 {
		cut(reflect.ValueOf(r).Elem(), n)
	}
}

func cut(value reflect.Value, n int) {
	switch value.Kind() {
	case reflect.Pointer:
		if !value.IsNil() {
			cut(value.Elem(), n)
		}
	case reflect.Slice:
		for i := range value.Len() {
			cut(value.Index(i), n)
		}
	case reflect.Struct:
		if span, ok := value.Addr().Interface().(*Span); ok {
			span.Text = Excerpt(span.Text, n)
			return
		}
		for i := range value.NumField() {
			cut(value.Field(i), n)
		}
	}
}

// Excerpt is the first n characters of a text, with a mark where more stands; at a word's end where there is one.
func Excerpt(text string, n int) string {
	if utf8.RuneCountInString(text) <= n {
		return text
	}
	at := 0
	for i := range text {
		if n == 0 {
			at = i
			break
		}
		n--
	}
	kept := text[:at]
	if space := strings.LastIndexByte(kept, ' '); space > 0 && text[at] != ' ' {
		kept = kept[:space]
	}
	return kept + "…"
}

// Outside is a publisher's address as a link, or "" where it is no plain web address.
func Outside(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Host == "" || parsed.User != nil || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return ""
	}
	return parsed.String()
}

// The names under which things of a report are known outside it (RFC 8141).
func documentURN(id hearsay.DocID) string { return "urn:hearsay:document:" + string(id) }

func claimURN(story hearsay.StoryID, id hearsay.ClaimID) string {
	return "urn:hearsay:claim:" + string(story) + ":" + string(id)
}

func documentIRI(doc *Document) string {
	if outside := Outside(doc.URL.Value); outside != "" {
		return outside
	}
	return documentURN(doc.ID)
}

// byID are the documents of a report.
func (r *Report) byID() map[hearsay.DocID]*Document {
	docs := make(map[hearsay.DocID]*Document, len(r.Documents))
	for i := range r.Documents {
		docs[r.Documents[i].ID] = &r.Documents[i]
	}
	return docs
}

// day is the day of a date or time, "" where it has none.
func (f *Fact) day() string {
	if len(f.Value) < len("2006-01-02") {
		return ""
	}
	return f.Value[:len("2006-01-02")]
}

// oneLine is text with every run of white space as one space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// joined are the texts of spans in one line, gaps marked.
func joined(spans []Span) string {
	parts := make([]string, len(spans))
	for i, span := range spans {
		parts[i] = oneLine(span.Text)
	}
	return strings.Join(parts, " … ")
}
