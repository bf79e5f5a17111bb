package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// paragraph is a stretch of text that stands alone: a line, lines of a hard-wrapped paragraph, or a part of a long line
// between wide gaps. It begins and ends with a character that is no white space.
type paragraph struct {
	span   hearsay.Span
	text   string
	indent int  // bytes of white space before it in its line
	gap    bool // an empty line, or the document's beginning, stands before it
}

// wrapWidth bounds the length in bytes of a line that was broken to fit a page.
const (
	wrapWidthMin = 45
	wrapWidthMax = 100
)

// paragraphs cuts text at its line breaks, joins lines that were broken to fit a page, and cuts long lines whose
// paragraphs are parted by wide gaps.
func paragraphs(text string) []paragraph {
	lines := splitLines(text)
	if wrapped(lines) {
		lines = join(text, lines)
	}
	if len(lines) > 3 {
		return lines
	}
	var cut []paragraph
	for _, line := range lines {
		cut = append(cut, cutAtGaps(text, line)...)
	}
	return cut
}

// splitLines returns the lines that are not empty.
func splitLines(text string) []paragraph {
	var lines []paragraph
	start, gap := 0, true
	for line := range strings.Lines(text) {
		body := strings.TrimSpace(line)
		if body == "" {
			gap = true
		} else {
			indent := strings.Index(line, body)
			lines = append(lines, newParagraph(text, start+indent, start+indent+len(body), indent, gap))
			gap = false
		}
		start += len(line)
	}
	return lines
}

func newParagraph(text string, start, end, indent int, gap bool) paragraph {
	return paragraph{hearsay.MakeSpan(start, end), text[start:end], indent, gap}
}

// wrapped reports whether most single line breaks fall within sentences and lines are of a page's width.
func wrapped(lines []paragraph) bool {
	breaks, broken := 0, 0
	for i := 1; i < len(lines); i++ {
		if lines[i].gap {
			continue
		}
		breaks++
		above := lines[i-1].text
		if len(above) >= wrapWidthMin && len(above) <= wrapWidthMax && !endsSentence(above) {
			broken++
		}
	}
	return broken >= 3 && 2*broken >= breaks
}

// join puts the lines of each hard-wrapped paragraph together. A short line ends its paragraph.
func join(text string, lines []paragraph) []paragraph {
	var joined []paragraph
	for i, line := range lines {
		if i > 0 && !line.gap && len(lines[i-1].text) >= wrapWidthMin && line.indent <= lines[i-1].indent {
			last := &joined[len(joined)-1]
			*last = newParagraph(text, int(last.span.Start), int(line.span.End), last.indent, last.gap)
		} else {
			joined = append(joined, line)
		}
	}
	return joined
}

// A gap of gapBytes spaces or more behind the end of a sentence parts paragraphs in a text without line breaks. A short
// piece without an end, after such a gap and before another, is a heading.
const (
	gapBytes     = 3
	longLine     = 1000 // bytes; shorter lines are not cut
	headingWords = 8
)

// cutAtGaps cuts a long line into its paragraphs.
func cutAtGaps(text string, line paragraph) []paragraph {
	if len(line.text) < longLine {
		return []paragraph{line}
	}
	var cut []paragraph
	start, end := int(line.span.Start), int(line.span.End)
	for at := start; at < end; {
		if text[at] != ' ' {
			at++
			continue
		}
		stop := at
		for stop < end && text[stop] == ' ' {
			stop++
		}
		before := text[start:at]
		heading := len(cut) > 0 && len(before) < 80 && len(strings.Fields(before)) <= headingWords
		if stop-at >= gapBytes && (endsSentence(before) || heading && startsUpper(text[stop:end])) {
			cut = append(cut, newParagraph(text, start, at, line.indent, true))
			start = stop
		}
		at = stop
	}
	return append(cut, newParagraph(text, start, end, line.indent, true))
}

// endsSentence reports whether text ends with a mark that ends a sentence, with or without quotation marks or brackets
// behind it.
func endsSentence(text string) bool {
	text = strings.TrimRight(text, "\"'”’»)] ")
	return strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?") ||
		strings.HasSuffix(text, "…")
}

func startsUpper(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// words counts the words of a paragraph, as far as white space in ASCII parts them.
func (p paragraph) words() int {
	count, space := 0, true
	for i := range len(p.text) {
		c := p.text[i]
		blank := c == ' ' || c >= '\t' && c <= '\r'
		if space && !blank {
			count++
		}
		space = blank
	}
	return count
}

// sub is the span of p.text[start:end] in the document.
func (p paragraph) sub(start, end int) hearsay.Span {
	return hearsay.MakeSpan(int(p.span.Start)+start, int(p.span.Start)+end)
}
