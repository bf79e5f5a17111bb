// Package record reads one JSON object of named fields, as people, crawlers and news services export articles, and the
// dates that such fields hold.
//
// It begins with the bytes of one JSON object (a line of a .jsonl, a row of a .csv, a row of a folder's manifest) and
// ends with the fields it knows, by whatever name they came under. Reading articles and reading manifests hand its
// fields on.
package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// Fields are what a record says about an article; "" is not said.
type Fields struct {
	Text, Title, URL, Outlet, Author, Language string
	File                                       string // the file that a row of a manifest is about
	// Published is the date as it was written, and Day says that its field counts days since 1970-01-01.
	Published string
	Day       bool
}

// Date reads Published. It is the zero Date for a record without one.
func (f *Fields) Date() (hearsay.Date, error) {
	switch {
	case f.Published == "":
		return hearsay.Date{}, nil
	case f.Day:
		return parseDay(f.Published)
	}
	return ParseDate(f.Published)
}

// Reader knows the names of fields. Its zero value knows none; use New.
type Reader struct {
	names map[string]meaning
}

// meaning is what a field of one name holds, and how early its name stands in the list.
type meaning struct {
	holds string
	rank  int
}

// New returns a Reader with the names of lexicon/fields.txt.
func New() *Reader {
	names := map[string]meaning{}
	for rank, row := range lexicon.Table("fields") {
		names[row[0]] = meaning{row[1], rank}
	}
	return &Reader{names}
}

// Holds says what a field of that name holds: text, title, url, outlet, published, author, language, file, or "".
func (r *Reader) Holds(name string) string { return r.names[fold(name)].holds }

// fold takes from a field's name what people vary: case, and what stands between its words.
func fold(name string) string {
	return strings.Map(func(c rune) rune {
		switch c {
		case ' ', '_', '-', '.':
			return -1
		}
		return c
	}, strings.ToLower(name))
}

// Read takes the known fields out of one JSON object. Of several fields that hold the same, the one whose name stands
// first in the list is taken, and of equal names the first that is not empty. Bytes that are not one JSON object are an
// error.
func (r *Reader) Read(raw []byte) (Fields, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	start, err := decoder.Token()
	if err != nil {
		return Fields{}, fmt.Errorf("read record: %w", jsonError(err))
	}
	if start != json.Delim('{') {
		return Fields{}, fmt.Errorf("read record: it is not a JSON object in braces")
	}
	var fields Fields
	best := map[string]int{}
	for decoder.More() {
		key, err := decoder.Token()
		if err != nil {
			return Fields{}, fmt.Errorf("read record: %w", jsonError(err))
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return Fields{}, fmt.Errorf("read record: field %q: %w", key, jsonError(err))
		}
		name := fold(key.(string))
		known, ok := r.names[name]
		if !ok {
			continue
		}
		if rank, taken := best[known.holds]; taken && rank <= known.rank {
			continue
		}
		written := plain(value)
		if strings.TrimSpace(written) == "" {
			continue
		}
		best[known.holds] = known.rank
		fields.set(known.holds, name, written)
	}
	if _, err := decoder.Token(); err != nil {
		return Fields{}, fmt.Errorf("read record: %w", jsonError(err))
	}
	if _, err := decoder.Token(); err != io.EOF {
		return Fields{}, fmt.Errorf("read record: more than one JSON object in it")
	}
	return fields, nil
}

func (f *Fields) set(holds, name, value string) {
	// The text keeps its white space: offsets into it must mean something to whoever holds the record.
	trimmed := strings.TrimSpace(value)
	switch holds {
	case "text":
		f.Text = value
	case "title":
		f.Title = trimmed
	case "url":
		f.URL = trimmed
	case "outlet":
		f.Outlet = trimmed
	case "author":
		f.Author = trimmed
	case "language":
		f.Language = trimmed
	case "file":
		f.File = trimmed
	case "published":
		f.Published, f.Day = trimmed, name == "day"
	}
}

// jsonError says in plain words that a record ends early, which the decoder does with io.EOF.
func jsonError(err error) error {
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return fmt.Errorf("the JSON ends before the object does")
	}
	return err
}

// plain is a JSON value as the words it holds: a string or number itself, a list's elements with commas (authors) or,
// for a list of paragraphs, blank lines between them, and of an object the field that names it ({"name": "CNN"}).
func plain(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	var number json.Number
	if json.Unmarshal(value, &number) == nil {
		return number.String()
	}
	var list []json.RawMessage
	if json.Unmarshal(value, &list) == nil {
		return plainList(list)
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) == nil {
		for _, key := range []string{"name", "title", "main", "original", "text", "value", "rendered"} {
			if inner, ok := object[key]; ok && json.Unmarshal(inner, &text) == nil && text != "" {
				return text
			}
		}
	}
	return ""
}

// longItem is the length in bytes from which the items of a list are paragraphs and not names.
const longItem = 80

func plainList(list []json.RawMessage) string {
	var items []string
	separator := ", "
	for _, element := range list {
		// A list within the list is nobody's article and nobody's name.
		if bytes.HasPrefix(bytes.TrimSpace(element), []byte("[")) {
			continue
		}
		if item := strings.TrimSpace(plain(element)); item != "" {
			items = append(items, item)
			if len(item) >= longItem {
				separator = "\n\n"
			}
		}
	}
	return strings.Join(items, separator)
}
