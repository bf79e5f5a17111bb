package report

import (
	"fmt"
	"io"
	"iter"
	"net/url"
	"reflect"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// Part is a part of a report, a story with its documents or what is of no story, and the texts of those of its documents
// that may be shown whole.
type Part struct {
	*Report
	Texts map[hearsay.DocID]string
}

// Parts are a report part by part, so that it need not be held whole. There is at least one, and all have the same head.
type Parts = iter.Seq2[Part, error]

// Whole is a report as its only part.
func Whole(report *Report, texts map[hearsay.DocID]string) Parts {
	return func(yield func(Part, error) bool) { yield(Part{report, texts}, nil) }
}

// Format is a form in which a report is written for others to read.
type Format struct {
	Name, Help    string
	Media, Suffix string // its media type, and what a file of it is called
	Across        bool   // tells of what stories share
	Texts         bool   // has whole texts, where they may be shown
	Write         func(w io.Writer, parts Parts) error
}

// Formats are those that are written from a report alone.
func Formats() []Format {
	const linked = "application/ld+json"
	return []Format{
		{"markdown", "the report, with all that is in it", "text/markdown; charset=utf-8", ".md", true, false,
			gathered(func(w io.Writer, r *Report) error { return WriteMarkdown(w, r, true) })},
		{"json", "the object of read --json", "application/json", ".json", true, false, gathered(WriteJSON)},
		{"jsonl", "the same, each part on a line", "application/jsonl", ".jsonl", true, false, WriteJSONLines},
		{"csv", "a table with a row for each telling", "text/csv; charset=utf-8", ".csv", false, false, WriteCSV},
		{"annotations", "tellings as W3C Web Annotations", `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`, ".jsonld",
			false, true, WriteAnnotations},
		{"prov", "who has it from whom, as PROV-O in JSON-LD", linked, ".jsonld", false, false, WriteProvenance},
		{"schemaorg", "claims and quotations in the words of schema.org, as JSON-LD", linked, ".jsonld", false, false, WriteSchemaOrg},
		{"ninjs", "documents as IPTC ninjs 3, each on a line", "application/jsonl", ".jsonl", false, true, WriteNinjs},
		{"graphml", "the sourcing graph, for yEd, NetworkX or igraph", "application/graphml+xml", ".graphml", false, false, WriteGraphML},
		{"gexf", "the sourcing graph, for Gephi", "application/gexf+xml", ".gexf", false, false, WriteGEXF},
		{"timelinejs", "what happened and when it was told, for TimelineJS", "application/json", ".json", false, false, WriteTimelineJS},
	}
}

// Gather puts parts together as one report.
func Gather(parts Parts) (*Report, error) {
	var whole *Report
	for part, err := range parts {
		switch {
		case err != nil:
			return nil, err
		case whole == nil:
			whole = part.Report
			continue
		}
		whole.Documents = append(whole.Documents, part.Documents...)
		whole.Stories = append(whole.Stories, part.Stories...)
		whole.Sagas = append(whole.Sagas, part.Sagas...)
		whole.Skipped = append(whole.Skipped, part.Skipped...)
		whole.Across.Documents = append(whole.Across.Documents, part.Across.Documents...)
		whole.Across.Passages = append(whole.Across.Passages, part.Across.Passages...)
		whole.Across.Overlaps = append(whole.Across.Overlaps, part.Across.Overlaps...)
		whole.Across.Copies = append(whole.Across.Copies, part.Across.Copies...)
	}
	return whole, nil
}

// gathered writes parts by what wants the whole report.
func gathered(write func(io.Writer, *Report) error) func(io.Writer, Parts) error {
	return func(w io.Writer, parts Parts) error {
		whole, err := Gather(parts)
		if err != nil {
			return err
		}
		return write(w, whole)
	}
}

// Cut shortens every quotation within value, a report or a part of one, to n characters; 0 leaves them. What stands in
// the words of a document is a quotation too: titles, bylines, names. A span then no longer shows all its text.
func Cut[T any](value *T, n int) {
	if n > 0 {
		cut(reflect.ValueOf(value).Elem(), n)
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
		for i := range value.NumField() {
			cut(value.Field(i), n)
		}
		switch part := value.Addr().Interface().(type) {
		case *Span:
			part.Text = Excerpt(part.Text, n)
		case *Document:
			part.Title.Value, part.Author.Value = Excerpt(part.Title.Value, n), Excerpt(part.Author.Value, n)
		case *Brief:
			part.Title = Excerpt(part.Title, n)
		case *SagaStory:
			part.Title = Excerpt(part.Title, n)
		case *Origin:
			part.Name = Excerpt(part.Name, n)
		case *Person:
			part.Names = excerpts(part.Names, n)
		case *PersonFile:
			part.Names = excerpts(part.Names, n)
		}
	}
}

func excerpts(texts []string, n int) []string {
	cut := make([]string, len(texts))
	for i, text := range texts {
		cut[i] = Excerpt(text, n)
	}
	return cut
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

func outletURN(name string) string { return "urn:hearsay:outlet:" + escapeURN(name) }

func identityURN(story hearsay.StoryID, id hearsay.IdentityID) string {
	return fmt.Sprintf("urn:hearsay:identity:%s:%d", story, id)
}

// escapeURN writes a name so that it may stand in a URN (RFC 8141).
func escapeURN(name string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._"
	var b strings.Builder
	for i := range len(name) {
		if strings.IndexByte(plain, name[i]) >= 0 {
			b.WriteByte(name[i])
		} else {
			fmt.Fprintf(&b, "%%%02X", name[i])
		}
	}
	return b.String()
}

// byID are the documents of a report.
func (r *Report) byID() map[hearsay.DocID]*Document {
	docs := make(map[hearsay.DocID]*Document, len(r.Documents))
	for i := range r.Documents {
		docs[r.Documents[i].ID] = &r.Documents[i]
	}
	return docs
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

// placed is a telling with the claim and story that it is of, and a name of its own.
type placed struct {
	story   *Story
	claim   *Claim
	telling *Telling
	group   string // told, apart, possible or wrong
	name    string
}

// tellings are all tellings of a report, claim by claim.
func (r *Report) tellings() []placed {
	var all []placed
	for i := range r.Stories {
		story := &r.Stories[i]
		for n := range story.Claims {
			claim := &story.Claims[n]
			sharing := map[string]int{} // two verbs of one clause are two tellings
			for _, group := range []struct {
				name     string
				tellings []Telling
			}{{"told", claim.Tellings}, {"apart", claim.Apart}, {"possible", claim.Possible}, {"wrong", claim.Wrong}} {
				for t := range group.tellings {
					telling := &group.tellings[t]
					name := tellingURN(story, claim, &telling.Span)
					if sharing[name]++; sharing[name] > 1 {
						name = fmt.Sprintf("%s:%d", name, sharing[name])
					}
					all = append(all, placed{story, claim, telling, group.name, name})
				}
			}
		}
	}
	return all
}

func tellingURN(story *Story, claim *Claim, span *Span) string {
	return fmt.Sprintf("urn:hearsay:telling:%s:%s:%s:%d-%d", story.ID, claim.ID, span.Doc, span.Start, span.End)
}
