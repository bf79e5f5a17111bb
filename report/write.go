package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Style is how a report is written for a terminal. The zero value is plain text of any width, cut to the essentials.
type Style struct {
	Width int  // columns; 0 is 80
	Color bool // decoration only: nothing is said by colour alone
	All   bool // every claim, person and time, not only the first ones
}

const defaultWidth = 80

// Terminal escapes.
const (
	bold  = "\x1b[1m"
	faint = "\x1b[2m"
	plain = "\x1b[0m"
)

// WriteText writes a report for a terminal.
func WriteText(w io.Writer, report *Report, style Style) error {
	return writeText(w, newOutline(report, style.All).lines, style)
}

func writeText(w io.Writer, lines []line, style Style) error {
	width := style.Width
	if width <= 0 {
		width = defaultWidth
	}
	out := bufio.NewWriter(w)
	paint := func(escape, text string) string {
		if !style.Color || text == "" {
			return text
		}
		return escape + text + plain
	}
	for n, line := range lines {
		switch line.heading {
		case 1:
			if n > 0 {
				fmt.Fprintln(out)
			}
			for _, row := range wrap(Printable(line.label), width) {
				fmt.Fprintln(out, paint(bold, row))
			}
			fmt.Fprintln(out, strings.Repeat("=", min(width, max(8, utf8.RuneCountInString(line.label)))))
			continue
		case 2:
			fmt.Fprintf(out, "\n%s\n", paint(bold, Printable(line.label)))
			continue
		}
		indent := strings.Repeat("  ", line.depth+1)
		rows := wrap(Printable(line.text()), width-len(indent)-2)
		for i, row := range rows {
			mark := "  "
			if i == 0 && line.depth > 0 {
				mark = "- "
			}
			fmt.Fprintln(out, indent[2:]+mark+row)
		}
		if line.where != "" {
			for _, row := range wrap(Printable(line.where), width-len(indent)) {
				fmt.Fprintln(out, indent+paint(faint, row))
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// text is a line in words, without its place.
func (l line) text() string {
	text := l.label
	if l.quoted != "" {
		text = join(" ", text, "“"+l.quoted+"”")
	}
	if l.note != "" {
		text += " [" + l.note + "]"
	}
	return text
}

// Printable replaces what would steer a terminal, so that a document cannot.
func Printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return '\uFFFD'
		}
		return r
	}, text)
}

// wrap cuts text into rows of at most width columns at spaces. A longer word stands alone, uncut, so that a path can be
// copied.
func wrap(text string, width int) []string {
	var rows []string
	var row strings.Builder
	columns := 0
	for word := range strings.FieldsSeq(text) {
		length := utf8.RuneCountInString(word)
		if columns > 0 && columns+1+length > width {
			rows = append(rows, row.String())
			row.Reset()
			columns = 0
		}
		if columns > 0 {
			row.WriteByte(' ')
			columns++
		}
		row.WriteString(word)
		columns += length
	}
	return append(rows, row.String())
}

// WriteMarkdown writes a report as Markdown.
func WriteMarkdown(w io.Writer, report *Report, all bool) error {
	return writeMarkdown(w, newOutline(report, all).lines)
}

func writeMarkdown(w io.Writer, lines []line) error {
	out := bufio.NewWriter(w)
	for n, line := range lines {
		switch line.heading {
		case 1, 2:
			if n > 0 {
				fmt.Fprintln(out)
			}
			fmt.Fprintf(out, "%s %s\n\n", strings.Repeat("#", line.heading), escape(line.label))
			continue
		}
		fmt.Fprintf(out, "%s- %s", strings.Repeat("  ", line.depth), escape(line.text()))
		if line.where != "" {
			fmt.Fprintf(out, " (%s)", escape(line.where))
		}
		fmt.Fprintln(out)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}

// escape keeps a document's words from being read as Markdown or HTML.
func escape(text string) string {
	var out strings.Builder
	for _, r := range Printable(text) {
		switch r {
		case '\\', '`', '*', '_', '{', '}', '[', ']', '<', '>', '#', '|', '~', '&', '!', '$':
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}
