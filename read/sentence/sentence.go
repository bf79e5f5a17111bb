// Package sentence cuts a document into sentences and tokens and finds what stands in quotation marks.
//
// It begins with a document's text and blocks and ends with sentences, their tokens as the Penn Treebank cuts them, and
// quotations; all are spans of the text, which is not changed. They go to every later stage of reading.
package sentence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/lexicon"
)

// Splitter holds the word lists that tell abbreviations from ends of sentences. It is safe for concurrent use.
type Splitter struct {
	abbreviations map[string]class
	cuts          map[string]int // bytes before the cut, for "cannot"
	elisions      map[string]bool
	starters      map[string]bool
	speech        map[string]bool
	finite        map[string]bool
	zones         map[string]bool
}

// New returns a splitter with the lists of the lexicon.
func New() *Splitter {
	s := &Splitter{
		abbreviations: map[string]class{}, cuts: map[string]int{}, elisions: map[string]bool{},
		starters: map[string]bool{}, speech: map[string]bool{}, finite: map[string]bool{}, zones: map[string]bool{},
	}
	kinds := map[string]class{"title": abbrTitle, "number": abbrNumber, "month": abbrMonth, "time": abbrTime,
		"other": abbrOther}
	for _, row := range lexicon.Table("abbreviations") {
		s.abbreviations[row[0]] = kinds[row[1]]
	}
	for _, row := range lexicon.Table("contractions") {
		if row[1] == "whole" {
			s.elisions[row[0]] = true
			continue
		}
		for i, c := range row[0] {
			if c == '|' {
				s.cuts[row[0][:i]+row[0][i+1:]] = i
			}
		}
	}
	sets := map[string]map[string]bool{"starter": s.starters, "speech": s.speech, "finite": s.finite, "zone": s.zones}
	for _, row := range lexicon.Table("sentence-words") {
		sets[row[1]][row[0]] = true
	}
	return s
}

// class is what a token is to the finding of boundaries and quotations.
type class uint8

const (
	other      class = iota
	word             // begins with a letter or digit
	initial          // "J.", "U.S.": letters with periods
	abbrTitle        // the kinds of abbreviation, as in the list
	abbrNumber       //
	abbrMonth        //
	abbrTime         //
	abbrOther        //
	ordinal          // "1." at the beginning of a line
	stop             // "."
	bang             // runs of "!" and "?"
	ellipsis         // "…", ".."
	openMark         // a bracket
	closeMark        //
	double           // a double quotation mark of any form
	single           // a single quotation mark or apostrophe on its own
)

// role is what a quotation mark does.
type role uint8

const (
	noRole role = iota
	opens
	closes
)

// piece is a token while its paragraph is worked on.
type piece struct {
	start, end int
	class      class
	role       role
	spaced     bool // white space, or nothing, before it
}

// run is the work on one document.
type run struct {
	*Splitter
	text       string
	pieces     []piece // of the paragraph at hand
	steps      []step  // of its quotation marks
	sentences  []hearsay.Sentence
	tokens     []hearsay.Token // of all sentences, in one array
	quotations []hearsay.Quotation
	open       int            // index of the quotation that was still open at the end of the last paragraph, or -1
	names      map[string]int // evidence for names, made when first asked for
}

// Split returns the document's sentences with their tokens, and its quotations, both sorted and free of overlap.
//
// Furniture has no sentences; a paragraph of a headline, byline or dateline is one sentence; a paragraph break always
// ends one. A document without blocks is read as one body, and its sentences have block -1. Every byte that is not
// white space, but for those of furniture, lies in exactly one token. Tokens have no tag, relation or head (-1).
func (s *Splitter) Split(doc *hearsay.Document) ([]hearsay.Sentence, []hearsay.Quotation) {
	r := &run{Splitter: s, text: doc.Text, open: -1, tokens: make([]hearsay.Token, 0, len(doc.Text)/4+8)}
	if len(doc.Blocks) == 0 {
		r.block(0, len(doc.Text), -1, hearsay.BlockBody)
	}
	for i, block := range doc.Blocks {
		if block.Kind != hearsay.BlockFurniture {
			r.block(int(block.Span.Start), int(block.Span.End), i, block.Kind)
		}
	}
	return r.sentences, outermost(r.quotations)
}

func (r *run) block(start, end, index int, kind hearsay.BlockKind) {
	for paragraph := range paragraphs(r.text, start, end) {
		r.tokenise(int(paragraph.Start), int(paragraph.End))
		if len(r.pieces) == 0 {
			continue
		}
		r.quote()
		switch kind {
		case hearsay.BlockHeadline, hearsay.BlockByline, hearsay.BlockDateline:
			r.add(r.pieces, index)
		default:
			r.divide(index)
		}
	}
}

// add makes a sentence of the pieces, or several where the bounds of package limits ask for it. A sentence too long is
// cut after the last comma, semicolon or dash of its last quarter, or at the bound.
func (r *run) add(pieces []piece, block int) {
	for len(pieces) > 0 {
		n := min(len(pieces), limits.SentenceWords)
		for n > 1 && pieces[n-1].end-pieces[0].start > limits.SentenceBytes {
			n--
		}
		if n < len(pieces) {
			for i := n; i > n*3/4; i-- {
				if p := pieces[i-1]; p.end-p.start == 1 && (r.text[p.start] == ',' || r.text[p.start] == ';') {
					n = i
					break
				}
			}
		}
		first := len(r.tokens)
		for _, p := range pieces[:n] {
			r.tokens = append(r.tokens, hearsay.Token{Span: hearsay.MakeSpan(p.start, p.end), Head: -1})
		}
		r.sentences = append(r.sentences, hearsay.Sentence{
			Span:   hearsay.MakeSpan(pieces[0].start, pieces[n-1].end),
			Block:  block,
			Tokens: r.tokens[first:len(r.tokens):len(r.tokens)],
		})
		pieces = pieces[n:]
	}
}

// paragraphs yields the paragraphs between start and end: what stands between empty lines; single lines, unless they
// look like the wrapping of longer ones; and what follows exactly three spaces and a capital, which is how some
// scrapers write a paragraph break.
func paragraphs(text string, start, end int) func(yield func(hearsay.Span) bool) {
	return func(yield func(hearsay.Span) bool) {
		var lines []hearsay.Span
		flush := func() bool {
			wrapped := isWrapped(text, lines)
			for i := 0; i < len(lines); {
				j := i + 1
				for wrapped && j < len(lines) {
					j++
				}
				if !spacedOut(text, int(lines[i].Start), int(lines[j-1].End), yield) {
					return false
				}
				i = j
			}
			lines = lines[:0]
			return true
		}
		for at := start; at < end; {
			stop := at
			for stop < end && text[stop] != '\n' && text[stop] != '\r' {
				if c := text[stop]; c == 0xe2 && (hasAt(text, stop, "\u2028") || hasAt(text, stop, "\u2029")) {
					break
				}
				stop++
			}
			if blank(text[at:stop]) {
				if !flush() {
					return
				}
			} else {
				lines = append(lines, hearsay.MakeSpan(at, stop))
			}
			switch {
			case stop < end && text[stop] == 0xe2:
				stop += 3
			case stop+1 < end && text[stop] == '\r' && text[stop+1] == '\n':
				stop += 2
			default:
				stop++
			}
			at = stop
		}
		flush()
	}
}

func hasAt(text string, at int, part string) bool {
	return len(text)-at >= len(part) && text[at:at+len(part)] == part
}

func blank(line string) bool {
	for _, r := range line {
		if !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}

// Bounds of hard-wrapped text: the longest line lies between them.
const (
	wrapLeast = 50
	wrapMost  = 100
)

// isWrapped reports whether the lines are one paragraph wrapped at some column: no line but the last would have had
// room for the first word of the next one. Two lines alone prove it only if the second begins with a small letter.
func isWrapped(text string, lines []hearsay.Span) bool {
	if len(lines) < 2 {
		return false
	}
	longest := 0
	for _, line := range lines {
		longest = max(longest, line.Len())
	}
	if longest < wrapLeast || longest > wrapMost {
		return false
	}
	for i, line := range lines[:len(lines)-1] {
		next := lines[i+1].Of(text)
		word := 0
		for word < len(next) && next[word] > ' ' {
			word++
		}
		if line.Len()+1+word <= longest {
			return false
		}
	}
	second, _ := utf8.DecodeRuneInString(lines[1].Of(text))
	return len(lines) > 2 || unicode.IsLower(second)
}

// headingBytes is how long a heading may be that stands between three spaces on both sides without a stop.
const headingBytes = 60

// ended reports whether the last rune of part can end a sentence.
func ended(part string) bool {
	last, _ := utf8.DecodeLastRuneInString(part)
	return strings.ContainsRune(".!?…\"”’')", last)
}

// spacedOut yields the parts of a paragraph that stand between runs of exactly three spaces before a capital or mark.
func spacedOut(text string, start, end int, yield func(hearsay.Span) bool) bool {
	for at := start; at < end; at++ {
		if text[at] != ' ' {
			continue
		}
		spaces := at
		for spaces < end && text[spaces] == ' ' {
			spaces++
		}
		if spaces-at == 3 && at > start && spaces < end && (at-start <= headingBytes || ended(text[start:at])) {
			next, _ := utf8.DecodeRuneInString(text[spaces:end])
			if unicode.IsUpper(next) || next == '"' || next == '“' {
				if !yield(hearsay.MakeSpan(start, at)) {
					return false
				}
				start = spaces
			}
		}
		at = spaces - 1
	}
	return yield(hearsay.MakeSpan(start, end))
}
