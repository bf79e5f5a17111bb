package intake

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/read/extract/charset"
)

// lines takes in JSON lines, one article each. A broken line is skipped with its bytes.
func (w *walker) lines(it item, head []byte, r *bufio.Reader) error {
	if utf8.Valid(head) && !bytes.ContainsRune(head, 0) {
		head = nil
	}
	if head != nil {
		r = bufio.NewReaderSize(charset.Reader(head, r), limits.SniffBytes)
	}
	lines := lineReader{r: r, most: limits.RecordBytes}
	for {
		line, err := lines.next()
		if err == io.EOF {
			if lines.count == 0 {
				return w.skip(it.path, hearsay.SkipEmpty, "there is no line in it")
			}
			return nil
		}
		if err != nil {
			return w.skipRest(it.path, err, lines.count-1)
		}
		path := it.path + number(lines.count)
		if lines.tooLong {
			err = w.skip(path, hearsay.SkipTooLarge, "line %d is longer than the %d MB of one record", lines.line,
				limits.RecordBytes>>20)
		} else {
			line = bytes.Clone(bytes.TrimPrefix(line, []byte("\xEF\xBB\xBF")))
			err = w.emit(path, hearsay.MediaRecord, line, checkLine(line, lines.line))
		}
		if err != nil {
			return err
		}
	}
}

// checkLine says why a line is no JSON object, and nothing if it is one.
func checkLine(line []byte, at int) hearsay.Skip {
	if json.Valid(line) {
		if line[0] == '{' {
			return hearsay.Skip{}
		}
		return malformed("line %d is no JSON object in braces", at)
	}
	var value json.RawMessage
	return malformed("line %d is broken JSON: %v", at, json.Unmarshal(line, &value))
}

func malformed(format string, args ...any) hearsay.Skip {
	return hearsay.Skip{Reason: hearsay.SkipMalformed, Detail: fmt.Sprintf(format, args...)}
}

// boundedReader fails with errTooLong when more is read than most bytes beyond the last reset.
type boundedReader struct {
	r          io.Reader
	read, most int
}

func (b *boundedReader) Read(buffer []byte) (int, error) {
	if b.read >= b.most {
		return 0, fmt.Errorf("%w of %d MB for one record", errTooLong, b.most>>20)
	}
	n, err := b.r.Read(buffer)
	b.read += n
	return n, err
}

// json takes in a JSON file: an object, a list of objects, an object that holds such a list under any name, or several
// of these one after another. What stands behind a mistake in the JSON cannot be read.
func (w *walker) json(it item, head []byte, r *bufio.Reader) error {
	bounded := &boundedReader{r: charset.Reader(head, r), most: limits.FileBytes}
	decoder := json.NewDecoder(bounded)
	out := &records{w: w, path: it.path}
	if first := strings.TrimLeft(headText(head), "\uFEFF \t\r\n"); strings.HasPrefix(first, "[") {
		if _, err := decoder.Token(); err != nil {
			return w.brokenJSON(it.path, err, 0)
		}
		out.many = true
		for decoder.More() {
			bounded.read, bounded.most = 0, limits.RecordBytes
			var raw json.RawMessage
			if err := decoder.Decode(&raw); err != nil {
				return w.brokenJSON(it.path, err, out.count)
			}
			if err := out.add(raw); err != nil {
				return err
			}
		}
		if _, err := decoder.Token(); err != nil {
			return w.brokenJSON(it.path, err, out.count)
		}
		if out.count == 0 {
			return w.skip(it.path, hearsay.SkipEmpty, "an empty list")
		}
		return nil
	}
	for {
		bounded.read = 0
		var raw json.RawMessage
		err := decoder.Decode(&raw)
		if err == io.EOF {
			if out.held == nil && out.count == 0 {
				return w.skip(it.path, hearsay.SkipEmpty, "there is no JSON in it")
			}
			return out.flush()
		}
		if err != nil {
			if flushed := out.flush(); flushed != nil {
				return flushed
			}
			return w.brokenJSON(it.path, err, out.count)
		}
		elements := w.wrapped(raw, deepestWrapper)
		if elements == nil {
			if err := out.hold(raw); err != nil {
				return err
			}
			continue
		}
		out.many = true
		if err := out.flush(); err != nil {
			return err
		}
		for _, element := range elements {
			if err := out.add(element); err != nil {
				return err
			}
		}
	}
}

func (w *walker) brokenJSON(path string, err error, read int) error {
	if _, ok := errors.AsType[*json.SyntaxError](err); !ok && err != io.EOF && err != io.ErrUnexpectedEOF {
		return w.skipRest(path, err, read)
	}
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = errors.New("it ends before its JSON does")
	}
	detail := fmt.Sprintf("broken JSON: %v", err)
	if read > 0 {
		detail += fmt.Sprintf("; %d articles before that were read", read)
	}
	return w.skip(path, hearsay.SkipMalformed, "%s", detail)
}

// records yields the records of one file. A file of a single record has no number in its path, so that the first one is
// held back until there is a second.
type records struct {
	w     *walker
	path  string
	many  bool
	count int
	held  json.RawMessage
}

// hold yields a record when it is known whether it is the only one.
func (r *records) hold(raw json.RawMessage) error {
	if r.held != nil || r.count > 0 {
		r.many = true
	}
	if err := r.flush(); err != nil {
		return err
	}
	r.held = raw
	return nil
}

// flush yields the record that is held back.
func (r *records) flush() error {
	if r.held == nil {
		return nil
	}
	raw := r.held
	r.held = nil
	return r.add(raw)
}

func (r *records) add(raw json.RawMessage) error {
	r.count++
	path := r.path
	if r.many {
		path += number(r.count)
	}
	if raw[0] != '{' {
		return r.w.emit(path, hearsay.MediaRecord, raw, malformed("it is no JSON object in braces"))
	}
	return r.w.emit(path, hearsay.MediaRecord, raw, hearsay.Skip{})
}

// deepestWrapper bounds objects around a list of articles, as in {"response": {"docs": [...]}}.
const deepestWrapper = 3

// wrapped is the list of articles that an object holds, or nil if it is an article itself. A list of articles is the
// first list whose first element has a text or title.
func (w *walker) wrapped(raw json.RawMessage, depth int) []json.RawMessage {
	if fields, err := w.fields.Read(raw); err != nil || fields.Text != "" || depth == 0 {
		return nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if _, err := decoder.Token(); err != nil {
		return nil
	}
	for decoder.More() {
		var value json.RawMessage
		if _, err := decoder.Token(); err != nil {
			return nil
		}
		if err := decoder.Decode(&value); err != nil {
			return nil
		}
		switch value[0] {
		case '{':
			if list := w.wrapped(value, depth-1); list != nil {
				return list
			}
		case '[':
			var list []json.RawMessage
			if json.Unmarshal(value, &list) != nil || len(list) == 0 {
				continue
			}
			if fields, err := w.fields.Read(list[0]); err == nil && (fields.Text != "" || fields.Title != "") {
				return list
			}
		}
	}
	return nil
}

// table takes in a table with a row of names and then one article a row. A row becomes the JSON object of its named
// cells, sorted by name.
func (w *walker) table(it item, head []byte, r *bufio.Reader) error {
	bounded := &boundedReader{r: charset.Reader(head, r), most: limits.RecordBytes}
	reader := csv.NewReader(bounded)
	reader.Comma = delimiter(headText(head))
	reader.LazyQuotes = true
	reader.FieldsPerRecord = -1
	header, err := reader.Read()
	if err != nil {
		return w.skipRest(it.path, err, 0)
	}
	if !slices.ContainsFunc(header, func(name string) bool { return w.fields.Holds(strings.TrimSpace(name)) == "text" }) {
		return w.skip(it.path, hearsay.SkipMalformed, "no column is named text, content or body; its first row is %s",
			clip(strings.Join(header, ", ")))
	}
	for count := 1; ; count++ {
		bounded.read = 0
		cells, err := reader.Read()
		if err == io.EOF {
			if count == 1 {
				return w.skip(it.path, hearsay.SkipEmpty, "a table without rows")
			}
			return nil
		}
		if err != nil {
			return w.skipRest(it.path, err, count-1)
		}
		var skip hearsay.Skip
		if extra := cells[min(len(cells), len(header)):]; strings.Join(extra, "") != "" {
			skip = malformed("row %d has %d cells, %d more than the first row names", count, len(cells), len(extra))
		}
		if err := w.emit(it.path+number(count), hearsay.MediaRecord, rowJSON(header, cells), skip); err != nil {
			return err
		}
	}
}

// clip shortens what a message repeats.
func clip(text string) string {
	const most = 120
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}

// rowJSON is a row as a JSON object, sorted by name. Cells without a name are kept under "".
func rowJSON(header, cells []string) []byte {
	type cell struct{ name, value string }
	row := make([]cell, len(cells))
	for i, value := range cells {
		row[i].value = value
		if i < len(header) {
			row[i].name = strings.TrimSpace(header[i])
		}
	}
	slices.SortStableFunc(row, func(a, b cell) int { return strings.Compare(a.name, b.name) })
	object := []byte("{")
	for i, c := range row {
		if i > 0 {
			object = append(object, ',')
		}
		object = append(appendJSON(object, c.name), ':')
		object = appendJSON(object, c.value)
	}
	return append(object, '}')
}

// appendJSON appends text as a JSON string, with no more escapes than JSON needs.
func appendJSON(object []byte, text string) []byte {
	var quoted bytes.Buffer
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(fmt.Sprintf("intake: a string does not encode as JSON: %v", err))
	}
	return append(object, bytes.TrimSuffix(quoted.Bytes(), []byte("\n"))...)
}

// delimiter is the sign that parts the most cells of the first row.
func delimiter(head string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, c := range head {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[c]++
		}
	}
	chosen := ','
	for _, c := range []rune{';', '\t', '|'} {
		if counts[c] > counts[chosen] {
			chosen = c
		}
	}
	return chosen
}
