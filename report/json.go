package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteJSON writes a report as one JSON object, indented.
func WriteJSON(w io.Writer, report *Report) error {
	head, err := indented(&Head{report.Format, report.Program, report.Revision, report.Offsets}, "")
	if err != nil {
		return err
	}
	across, err := indented(&report.Across, " ")
	if err != nil {
		return err
	}
	out := newItems(w, strings.TrimSuffix(head, "\n}")+",\n \"documents\": [", "  ")
	addAll(out, report.Documents)
	out.next("],\n \"stories\": [")
	addAll(out, report.Stories)
	out.next("],\n \"sagas\": [")
	addAll(out, report.Sagas)
	out.next("],\n \"across\": " + across + ",\n \"skipped\": [")
	addAll(out, report.Skipped)
	return out.close("]\n}\n")
}

// items writes a JSON document with long lists, item by item, so that it need not be held whole.
type items struct {
	out    *bufio.Writer // keeps its first error
	indent string
	n      int   // of the list, so far
	err    error // the first of encoding
}

// newItems begins a document. Head is all that stands before the first list's first item, indent what each line of an
// item begins with.
func newItems(w io.Writer, head, indent string) *items {
	made := &items{out: bufio.NewWriter(w), indent: indent}
	made.write(head)
	return made
}

// write writes text as it is; the writer's error is seen when it is closed.
func (i *items) write(text string) { _, _ = i.out.WriteString(text) }

// add writes an item.
func add[T any](i *items, item *T) {
	if i.err != nil {
		return
	}
	text, err := indented(item, i.indent)
	if err != nil {
		i.err = err
		return
	}
	if i.n > 0 {
		i.write(",")
	}
	i.n++
	i.write("\n" + i.indent + text)
}

func addAll[T any](i *items, list []T) {
	for n := range list {
		add(i, &list[n])
	}
}

// next ends a list and begins another: between is all that stands between their items.
func (i *items) next(between string) {
	if i.n > 0 {
		i.write("\n" + i.indent[1:])
	}
	i.write(between)
	i.n = 0
}

// close ends the document with all that stands behind the last item.
func (i *items) close(tail string) error {
	i.next(tail)
	if i.err != nil {
		return i.err
	}
	if err := i.out.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// indented is a value as JSON, each line after its first begun with indent.
func indented[T any](value *T, indent string) (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(indent, " ")
	if err := encoder.Encode(value); err != nil {
		return "", fmt.Errorf("write report: %w", err)
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// writeJSON writes a value as one JSON document, indented.
func writeJSON[T any](w io.Writer, value *T) error {
	text, err := indented(value, "")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(w, text+"\n"); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
