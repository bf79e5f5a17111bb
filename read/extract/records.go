package extract

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"hearsay"
	"hearsay/read/extract/charset"
	"hearsay/read/extract/record"
)

// record reads one JSON object: a line of a .jsonl, an element of a list, a row of a table.
func (e *Extractor) record(raw []byte) article {
	if !utf8.Valid(raw) {
		raw = []byte(charset.Text(raw, ""))
	}
	fields, err := e.records.Read(raw)
	if err != nil {
		return skipped(hearsay.SkipMalformed, "%v", err)
	}
	if strings.TrimSpace(fields.Text) == "" {
		return skipped(hearsay.SkipNoText, "no field with the article's text; name it text, content or body")
	}
	found := article{body: fields.Text}
	if isMarkup(fields.Text) {
		found = e.page(fields.Text)
		if found.skip.Skipped() {
			return found
		}
	}
	e.stated(&found, &fields)
	return found
}

// stated puts what a record's fields say before what its text says.
func (e *Extractor) stated(found *article, fields *record.Fields) {
	const by = "record field"
	for _, field := range []struct {
		to    *hearsay.Field
		value string
	}{
		{&found.title, fields.Title}, {&found.author, fields.Author},
		{&found.outlet, fields.Outlet}, {&found.url, fields.URL},
	} {
		if value := metadata(field.value, by); value.Known() {
			*field.to = value
		}
	}
	if language := languageCode(fields.Language); language != "" {
		found.language = language
	}
	// A date that does not parse is an unknown date, not a reason to lose the article.
	if date, err := fields.Date(); err == nil && date.Known() {
		date.How = hearsay.HowMetadata
		found.date = date
	}
}

// markup is a paragraph, break or container of HTML.
var markup = regexp.MustCompile(`(?i)</(?:p|div|article|section|body|html|span|li|h[1-6]|blockquote)\s*>|<br\s*/?>|<p[ >]`)

// isMarkup reports whether the text of a field is HTML.
func isMarkup(text string) bool {
	const window = 64 << 10
	return strings.Contains(text, "<") && markup.MatchString(text[:min(len(text), window)])
}

// languageCode is the ISO 639-1 code at the beginning of a language tag such as "en-US", or "".
func languageCode(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	code, _, _ := strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	if code == "english" {
		return "en"
	}
	if len(code) != 2 || code[0] < 'a' || code[0] > 'z' || code[1] < 'a' || code[1] > 'z' {
		return ""
	}
	return code
}
