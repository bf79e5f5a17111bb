package reuse

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/letter"
	"hearsay/internal/limits"
)

// stream is a text's letters and digits in lower case, one byte each.
type stream struct {
	text  string
	chars []byte
	steps []uint32 // the chars before each stepth byte of the text
}

const step = 64

// fold returns the char at offset i of a text, 0 if neither a letter nor a digit stands there, and its bytes. Letters
// beyond ASCII are folded to one byte of their code point: equal letters stay equal, and the few that fall together do
// no harm in a gram.
func fold(text string, i int) (char byte, size int) {
	if c := text[i]; c < utf8.RuneSelf {
		return letter.Small(c), 1
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	if generalPunctuation := r >= 0x2000 && r < 0x2070; generalPunctuation || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
		return 0, size
	}
	return byte(unicode.ToLower(r)) | utf8.RuneSelf, size
}

// newStream folds a text. What is beyond limits.TextBytes is left out.
func newStream(text string) stream {
	if len(text) > limits.TextBytes {
		end := limits.TextBytes
		for !utf8.RuneStart(text[end]) {
			end--
		}
		text = text[:end]
	}
	s := stream{text: text, steps: make([]uint32, 0, len(text)/step+1)}
	chars := make([]byte, len(text))
	n := 0
	for i := 0; i < len(text); {
		s.steps = append(s.steps, uint32(n))
		for end := min(len(s.steps)*step, len(text)); i < end; {
			if c := text[i]; c < utf8.RuneSelf {
				char := letter.Small(c)
				chars[n] = char
				n += int((uint32(char) + 255) >> 8) // 0 or 1, without a branch
				i++
				continue
			}
			char, size := fold(text, i)
			if i += size; char != 0 {
				chars[n] = char
				n++
			}
		}
	}
	s.chars = chars[:n]
	return s
}

// at is the offset in the text of the char at i, which must exist.
func (s *stream) at(i int) int {
	k, _ := slices.BinarySearch(s.steps, uint32(i)+1)
	// A step may begin within a rune: what is left of it is no char.
	at := s.from((k - 1) * step)
	for range i - int(s.steps[k-1]) {
		_, size := fold(s.text, at)
		at = s.from(at + size)
	}
	return at
}

// before is the number of chars before an offset in the text.
func (s *stream) before(offset int) int {
	if offset >= len(s.text) {
		return len(s.chars)
	}
	k := offset / step
	n := int(s.steps[k])
	for at := s.from(k * step); at < offset; n++ {
		_, size := fold(s.text, at)
		at = s.from(at + size)
	}
	return n
}

// from is the offset of the first char that stands at offset at or behind it, the text's end if there is none.
func (s *stream) from(at int) int {
	for at < len(s.text) {
		char, size := fold(s.text, at)
		if char != 0 {
			return at
		}
		at += size
	}
	return at
}

// span is the span of the text from the char at start to the one before end.
func (s *stream) span(start, end int) hearsay.Span {
	last := s.at(end - 1)
	_, size := fold(s.text, last)
	return hearsay.MakeSpan(s.at(start), last+size)
}

// wordStart reports whether the char at i begins a word: no letter, digit or apostrophe joins it to the one before.
func (s *stream) wordStart(i int) bool {
	if i == 0 || i >= len(s.chars) {
		return i == 0
	}
	before := s.at(i - 1)
	_, size := fold(s.text, before)
	return !joined(s.text[before+size : s.from(before+size)])
}

// wordEnd reports whether the char before i ends a word.
func (s *stream) wordEnd(i int) bool { return i == len(s.chars) || s.wordStart(i) }

// joined reports whether what stands between two chars leaves them in one word: nothing, an apostrophe or a point.
func joined(between string) bool {
	switch between {
	case "", "'", "’", ".", ",":
		return true
	}
	return false
}

// interval is a half-open range of chars.
type interval struct{ start, end int }

// union sorts intervals and joins those that touch, in place.
func union(intervals []interval) []interval {
	slices.SortFunc(intervals, func(x, y interval) int { return cmp.Compare(x.start, y.start) })
	joined := intervals[:0]
	for _, next := range intervals {
		if n := len(joined); n > 0 && next.start <= joined[n-1].end {
			joined[n-1].end = max(joined[n-1].end, next.end)
		} else {
			joined = append(joined, next)
		}
	}
	return joined
}

// size is the number of chars in intervals that do not touch.
func size(intervals []interval) int {
	n := 0
	for _, in := range intervals {
		n += in.end - in.start
	}
	return n
}

// both is the number of chars that are in one of x and in one of y, both sorted and without touching ones.
func both(x, y []interval) int {
	n := 0
	for len(x) > 0 && len(y) > 0 {
		n += max(0, min(x[0].end, y[0].end)-max(x[0].start, y[0].start))
		if x[0].end < y[0].end {
			x = x[1:]
		} else {
			y = y[1:]
		}
	}
	return n
}

// asides returns what of a document is no part of the article's body.
func (s *stream) asides(blocks []hearsay.Block) []interval {
	var list []interval
	for _, block := range blocks {
		if aside(block.Kind) {
			list = append(list, interval{s.before(int(block.Span.Start)), s.before(int(block.Span.End))})
		}
	}
	return union(list)
}

// aside reports whether a block is no part of the article's body.
func aside(kind hearsay.BlockKind) bool {
	switch kind {
	case hearsay.BlockFurniture, hearsay.BlockByline, hearsay.BlockCredit, hearsay.BlockHeadline, hearsay.BlockDateline:
		return true
	}
	return false
}
