// Package extract turns a capture into the text of a document and what the capture's own metadata says about it.
//
// It begins with a capture: the bytes of a text, page, record, mail, Word or PDF file, with what a person gave. It ends
// with a document whose Text is fixed: title, author, outlet, URL, language and date with how each is known, and marks
// where bytes could not be read. It hands that on to the stage that finds headline, dateline, furniture and damage in
// the text. It knows nothing of files; archives and tables were taken apart before.
package extract

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/lexicon"
	"hearsay/read/extract/charset"
	"hearsay/read/extract/pdf"
	"hearsay/read/extract/record"
)

// Extractor turns captures into documents. It is safe for concurrent use.
type Extractor struct {
	records *record.Reader
	pdfs    *pdf.Reader
	meta    map[string]metaName // by the name of a <meta> element
	stubs   []string            // phrases of pages that stand in place of an article
}

// metaName is what a <meta> element of one name states, and how early its name stands in the list.
type metaName struct {
	states string
	rank   int
}

// New returns an Extractor with the names of lexicon/fields.txt and lexicon/metadata.txt and the phrases of
// lexicon/stubs.txt.
func New() *Extractor {
	e := &Extractor{records: record.New(), pdfs: pdf.New(), meta: map[string]metaName{}}
	for rank, row := range lexicon.Table("metadata") {
		e.meta[row[0]] = metaName{row[1], rank}
	}
	for _, row := range lexicon.Table("stubs") {
		e.stubs = append(e.stubs, row[0])
	}
	return e
}

// article is what one format yields: a text and what its metadata says.
type article struct {
	body     string
	verbatim bool // body is the file itself and nothing may be added to it
	title    hearsay.Field
	author   hearsay.Field
	outlet   hearsay.Field
	url      hearsay.Field
	date     hearsay.Date
	language string
	skip     hearsay.Skip
}

// skipped is an article that could not be had.
func skipped(reason hearsay.SkipReason, format string, args ...any) article {
	return article{skip: hearsay.Skip{Reason: reason, Detail: fmt.Sprintf(format, args...)}}
}

// metadata is a field that the rule by found in metadata.
func metadata(value, by string) hearsay.Field {
	value = strings.Join(strings.Fields(strings.ToValidUTF8(value, "\uFFFD")), " ")
	if value == "" {
		return hearsay.Field{}
	}
	return hearsay.Field{Value: value, How: hearsay.HowMetadata, By: by}
}

// Extract turns a capture into a document: its text, and title, author, outlet, URL, language and date with how each is
// known. What a person gave goes before what the page says. It is a pure function of the capture. A capture that intake
// skipped, or that holds no article, becomes a document with a Skip and no text.
//
// A title that a page, record or mail states is the first paragraph of the text, so that it can be pointed to. Offsets
// are bytes of Document.Text. For a text or Markdown file in UTF-8 they are also bytes of the file (behind its byte
// order mark, if it has one, which is no part of the text); for all other formats they are not.
func (e *Extractor) Extract(capture hearsay.Capture) hearsay.Document {
	var found article
	if capture.Skip.Skipped() {
		found.skip = capture.Skip
	} else {
		found = e.read(capture)
	}
	document := hearsay.Document{
		ID:        capture.ID,
		Paths:     capture.Paths,
		Title:     found.title,
		Author:    found.author,
		Outlet:    found.outlet,
		URL:       found.url,
		Language:  found.language,
		Published: found.date,
		Skip:      found.skip,
	}
	if !document.Skip.Skipped() {
		document.Text = compose(&found)
		document.Skip = check(document.Text)
	}
	if document.Skip.Skipped() {
		document.Text = ""
	}
	document.TextID = hearsay.NewTextID(document.Text)
	document.Damage = replaced(document.Text)
	given(&document.Title, capture.Title)
	given(&document.Author, capture.Author)
	given(&document.Outlet, capture.Outlet)
	given(&document.URL, capture.URL)
	if capture.Published.Known() {
		document.Published = capture.Published
	}
	if document.Title.Known() {
		document.Title.Span, _ = begins(document.Text, document.Title.Value)
	}
	return document
}

// given puts what a person gave before what was found.
func given(field *hearsay.Field, value string) {
	if value = strings.TrimSpace(strings.ToValidUTF8(value, "\uFFFD")); value != "" {
		*field = hearsay.Field{Value: value, How: hearsay.HowGiven, By: "given"}
	}
}

func (e *Extractor) read(capture hearsay.Capture) article {
	switch capture.Media {
	case hearsay.MediaText:
		return article{body: charset.Text(capture.Bytes, ""), verbatim: true}
	case hearsay.MediaHTML:
		return e.page(charset.Text(capture.Bytes, charset.HTML(capture.Bytes)))
	case hearsay.MediaRecord:
		return e.record(capture.Bytes)
	case hearsay.MediaMail, hearsay.MediaMHTML:
		return e.mail(capture.Bytes)
	case hearsay.MediaDocx:
		return docx(capture.Bytes)
	case hearsay.MediaPDF:
		return e.pdf(capture.Bytes)
	}
	return skipped(hearsay.SkipFormat, "media type %q is not one that is read", string(capture.Media))
}

// compose is the text of the document: the body, with the title as its first paragraph.
func compose(found *article) string {
	if found.verbatim || !found.title.Known() || strings.TrimSpace(found.body) == "" {
		return found.body
	}
	if _, ok := begins(found.body, found.title.Value); ok {
		return found.body
	}
	return found.title.Value + "\n\n" + found.body
}

// begins reports whether text begins with title as words of its own, and where: white space and the shape of quotation
// marks and dashes may differ.
func begins(text, title string) (hearsay.Span, bool) {
	start := len(text) - len(strings.TrimLeftFunc(text, ignorable))
	rest, want := text[start:], strings.TrimFunc(title, ignorable)
	if want == "" {
		return hearsay.Span{}, false
	}
	at := 0
	for want != "" {
		if at >= len(rest) {
			return hearsay.Span{}, false
		}
		c, size := utf8.DecodeRuneInString(want)
		d, width := utf8.DecodeRuneInString(rest[at:])
		if unicode.IsSpace(c) || unicode.IsSpace(d) {
			if !unicode.IsSpace(c) || !unicode.IsSpace(d) {
				return hearsay.Span{}, false
			}
			want = strings.TrimLeftFunc(want, unicode.IsSpace)
			at = len(rest) - len(strings.TrimLeftFunc(rest[at:], unicode.IsSpace))
			continue
		}
		if plainRune(c) != plainRune(d) {
			return hearsay.Span{}, false
		}
		want, at = want[size:], at+width
	}
	if next, _ := utf8.DecodeRuneInString(rest[at:]); unicode.IsLetter(next) || unicode.IsDigit(next) {
		return hearsay.Span{}, false
	}
	return hearsay.MakeSpan(start, start+at), true
}

// ignorable is white space and the marks that Markdown and byte orders put before a title.
func ignorable(c rune) bool { return unicode.IsSpace(c) || c == '\uFEFF' || c == '#' }

// plainRune is c with quotation marks, apostrophes and dashes as a typewriter has them.
func plainRune(c rune) rune {
	switch c {
	case '‘', '’', '`', '´':
		return '\''
	case '“', '”':
		return '"'
	case '–', '—', '‐', '‑':
		return '-'
	}
	return c
}

// check says why a text cannot be read, and nothing if it can.
func check(text string) hearsay.Skip {
	switch {
	case len(text) > limits.TextBytes:
		return hearsay.Skip{Reason: hearsay.SkipTooLarge, Detail: fmt.Sprintf(
			"%d bytes of text, more than the %d MB of one article; split it into its articles",
			len(text), limits.TextBytes>>20)}
	case strings.TrimFunc(text, blank) == "":
		return hearsay.Skip{Reason: hearsay.SkipNoText, Detail: "there is no text in it"}
	}
	return hearsay.Skip{}
}

// blank is what shows nothing: white space, control and format characters.
func blank(c rune) bool { return unicode.IsSpace(c) || unicode.Is(unicode.C, c) }

// replaced marks every U+FFFD, with the word it stands in.
func replaced(text string) []hearsay.Mark {
	var marks []hearsay.Mark
	for at := 0; ; {
		i := strings.IndexRune(text[at:], utf8.RuneError)
		if i < 0 {
			return marks
		}
		start := at + i
		end := start
		for strings.HasPrefix(text[end:], "\uFFFD") {
			end += len("\uFFFD")
		}
		word := wordAround(text, start, end)
		// Two breaks in one word are one mark.
		if n := len(marks); n > 0 && marks[n-1].Span.Overlaps(word) {
			marks[n-1].At.End = uint32(end)
		} else {
			marks = append(marks, hearsay.Mark{
				Kind: hearsay.DamageReplaced, Span: word, At: hearsay.MakeSpan(start, end), By: "charset",
			})
		}
		at = end
	}
}

// longestWord bounds in bytes how far a mark reaches on either side in text without spaces.
const longestWord = 200

// wordAround is the span from start to end, stretched to the white space around it.
func wordAround(text string, start, end int) hearsay.Span {
	from := start
	for from > 0 && start-from < longestWord {
		c, size := utf8.DecodeLastRuneInString(text[:from])
		if unicode.IsSpace(c) {
			break
		}
		from -= size
	}
	to := end
	for to < len(text) && to-end < longestWord {
		c, size := utf8.DecodeRuneInString(text[to:])
		if unicode.IsSpace(c) {
			break
		}
		to += size
	}
	return hearsay.MakeSpan(from, to)
}
