package pdf

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// row is a line of text on a page.
type row struct {
	text         string
	x, y, end    float64
	size         float64
	first, final bool // the uppermost and lowermost of its page
}

// layOut joins what pages show into paragraphs. The order is that in which the file shows it, which for columns is the
// order of reading.
func layOut(pages []page) string {
	var rows [][]row
	for _, p := range pages {
		rows = append(rows, rowsOf(p))
	}
	running := runningTitles(rows)
	words := wordsOf(rows)
	var out []byte
	var last *row
	right := 0.0 // edge of the column
	for i := range rows {
		pitch := usualPitch(rows[i])
		for j := range rows[i] {
			r := &rows[i][j]
			if (r.first || r.final) && (isNumber(r.text) || running[template(r.text)]) {
				continue
			}
			switch {
			case last == nil:
				out = append(out, r.text...)
			case breaks(last, r, pitch, right, j == 0):
				out = append(append(out, "\n\n"...), r.text...)
				right = 0
			default:
				out = join(out, r.text, words)
			}
			right = math.Max(right, r.end)
			last = r
		}
	}
	return string(out)
}

// join puts the next line of a paragraph behind the ones before. A hyphen at the end of a line goes if the word stands
// whole elsewhere in the file; else it may be the word's own, and stays.
func join(out []byte, line string, words map[string]bool) []byte {
	if cut, ok := bytes.CutSuffix(out, []byte("\u00AD")); ok {
		return append(cut, line...)
	}
	before, _ := utf8.DecodeLastRune(bytes.TrimSuffix(out, []byte("-")))
	after, _ := utf8.DecodeRuneInString(line)
	if !bytes.HasSuffix(out, []byte("-")) || !unicode.IsLetter(before) || !unicode.IsLower(after) {
		return append(append(out, ' '), line...)
	}
	head := string(out[bytes.LastIndexAny(out, " \n")+1 : len(out)-1])
	tail, _, _ := strings.Cut(line, " ")
	if words[bare(head+tail)] {
		out = out[:len(out)-1]
	}
	return append(out, line...)
}

// rowsOf parts the glyphs of a page into lines.
func rowsOf(p page) []row {
	var rows []row
	var text strings.Builder
	var current row
	flush := func() {
		current.text = strings.Join(strings.Fields(text.String()), " ")
		text.Reset()
		if current.text != "" {
			rows = append(rows, current)
		}
	}
	for i, g := range p.pieces {
		if i > 0 {
			last := p.pieces[i-1]
			gap := g.x - last.end
			switch {
			case math.Abs(g.y-last.y) > 0.5*math.Max(g.size, last.size), gap < -2*g.size:
				flush()
				current = row{x: g.x, y: g.y}
			case gap > 0.2*g.size:
				text.WriteByte(' ')
			}
		} else {
			current = row{x: g.x, y: g.y}
		}
		text.WriteString(g.text)
		current.size = math.Max(current.size, g.size)
		current.end = g.end
	}
	flush()
	if len(rows) > 0 {
		top, bottom := 0, 0
		for i, r := range rows {
			if r.y > rows[top].y {
				top = i
			}
			if r.y < rows[bottom].y {
				bottom = i
			}
		}
		rows[top].first, rows[bottom].final = true, true
	}
	return rows
}

// usualPitch is the median distance between lines that follow one another.
func usualPitch(rows []row) float64 {
	var pitches []float64
	for i := 1; i < len(rows); i++ {
		if down := rows[i-1].y - rows[i].y; down > 0 {
			pitches = append(pitches, down)
		}
	}
	if len(pitches) == 0 {
		return 0
	}
	slices.Sort(pitches)
	return pitches[len(pitches)/2]
}

// breaks reports whether a paragraph ends between two lines: by a wider distance, another size, an indent, or a line that
// ends early with a sentence. On a new page or column only the end of a sentence tells.
func breaks(last, next *row, pitch, right float64, newPage bool) bool {
	final, _ := utf8.DecodeLastRuneInString(last.text)
	ended := strings.ContainsRune(".?!:\"”’", final)
	early := last.end < right-5*last.size
	down := last.y - next.y
	switch {
	case math.Abs(last.size-next.size) > 0.15*math.Max(last.size, next.size):
		return true
	case newPage || down < 0:
		return ended && (early || next.x > last.x+next.size)
	case pitch > 0 && down > 1.35*pitch:
		return true
	case next.x > last.x+0.8*next.size && next.x < last.x+6*next.size:
		return true
	}
	return ended && early
}

// isNumber reports whether a line is nothing but the number of a page.
func isNumber(line string) bool {
	line = strings.ToLower(line)
	line = strings.TrimPrefix(line, "page ")
	return !strings.ContainsFunc(strings.ReplaceAll(line, " of ", ""), func(c rune) bool {
		return !unicode.IsDigit(c) && !unicode.IsSpace(c) && !strings.ContainsRune("-–—/|", c)
	})
}

// template is a line with its digits as one sign, so that "Page 3" and "Page 12" are one.
func template(line string) string {
	var out strings.Builder
	for _, c := range line {
		if unicode.IsDigit(c) {
			c = '0'
			if strings.HasSuffix(out.String(), "0") {
				continue
			}
		}
		out.WriteRune(c)
	}
	return out.String()
}

// runningTitles are the first and last lines that come again on at least three pages and half of them.
func runningTitles(rows [][]row) map[string]bool {
	counts := map[string]int{}
	for _, page := range rows {
		for _, r := range page {
			if r.first || r.final {
				counts[template(r.text)]++
			}
		}
	}
	running := map[string]bool{}
	for line, n := range counts {
		if n >= 3 && n*2 >= len(rows) {
			running[line] = true
		}
	}
	return running
}

// wordsOf are all words that stand whole within lines, in lower case.
func wordsOf(rows [][]row) map[string]bool {
	words := map[string]bool{}
	for _, page := range rows {
		for _, r := range page {
			fields := strings.Fields(r.text)
			for i, word := range fields {
				if i+1 < len(fields) || !strings.HasSuffix(word, "-") {
					words[bare(word)] = true
				}
			}
		}
	}
	return words
}

func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) }))
}
