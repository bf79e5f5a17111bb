package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// mark is a stretch of a text that is to be shown as of some kind. Offsets are bytes of the text.
type mark struct {
	start, end int
	class      string
	title      string // said of it where there is a pointer; "" for nothing
	link       string // where it leads; "" for nowhere
	anchor     string // the name by which an address points at its first word; "" for none
	sign       string // a number shown before its first word, which is no part of the text; "" for none
}

// piece is a stretch of text throughout which the same marks hold. Text is the document's own, never its HTML.
type piece struct {
	Text  string
	Class string // of all its marks, sorted, each once
	Title string
	Link  string
	Names []string // by which an address points here
	Signs []string // shown before it
}

// pieces cuts text[from:to] wherever a mark begins or ends. Marks may overlap and may reach beyond; of several with a
// link, the shortest leads. A mark gives its anchor to the first piece that it covers, and then has none. The texts of
// the pieces, one behind the other, are text[from:to].
func pieces(text string, from, to int, marks []mark) []piece {
	cuts := []int{from, to}
	var here []*mark
	for i := range marks {
		m := &marks[i]
		if m.start >= to || m.end <= from || m.start >= m.end {
			continue
		}
		here = append(here, m)
		cuts = append(cuts, max(m.start, from), min(m.end, to))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	slices.SortStableFunc(here, func(a, b *mark) int { return cmp.Compare(a.end-a.start, b.end-b.start) })
	var made []piece
	for i := 1; i < len(cuts); i++ {
		p := piece{Text: text[cuts[i-1]:cuts[i]]}
		var classes, titles []string
		for _, m := range here {
			if m.start > cuts[i-1] || m.end < cuts[i] {
				continue
			}
			if m.class != "" {
				classes = append(classes, m.class)
			}
			if m.title != "" && !slices.Contains(titles, m.title) {
				titles = append(titles, m.title)
			}
			p.Link = cmp.Or(p.Link, m.link)
			if m.anchor != "" {
				p.Names = append(p.Names, m.anchor)
				m.anchor = ""
			}
			if m.sign != "" {
				p.Signs = append(p.Signs, m.sign)
				m.sign = ""
			}
		}
		slices.Sort(classes)
		p.Class = strings.Join(slices.Compact(classes), " ")
		p.Title = strings.Join(titles, "; ")
		made = append(made, p)
	}
	return made
}

// paragraphs are the stretches of a text between line breaks, without the white space around them.
func paragraphs(text string) [][2]int {
	var found [][2]int
	for at := 0; at < len(text); {
		end := at + strings.IndexByte(text[at:], '\n')
		if end < at {
			end = len(text)
		}
		line := text[at:end]
		start := at + len(line) - len(strings.TrimLeft(line, " \t\r\u00a0"))
		if trimmed := strings.TrimSpace(line); trimmed != "" {
			found = append(found, [2]int{start, start + len(trimmed)})
		}
		at = end + 1
	}
	return found
}

// parseRange reads "12-34", which must lie within a text of the given length on the beginnings of characters.
func parseRange(asked, text string) (start, end int, err error) {
	if _, err := fmt.Sscanf(asked, "%d-%d", &start, &end); err != nil || fmt.Sprintf("%d-%d", start, end) != asked {
		return 0, 0, badRequest{fmt.Errorf("a place is given as two numbers of bytes, as in at=12-34, not as %q", asked)}
	}
	if start < 0 || end <= start || end > len(text) || !boundary(text, start) || !boundary(text, end) {
		return 0, 0, badRequest{fmt.Errorf("the document has %d bytes, and %s is no place in it", len(text), asked)}
	}
	return start, end, nil
}

// boundary reports whether a character begins, or the text ends, at a byte.
func boundary(text string, at int) bool { return at == len(text) || text[at]&0xC0 != 0x80 }
