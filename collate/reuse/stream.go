package reuse

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// stream is a text's letters and digits in lower case, one byte each, with the byte offset of each in the text.
type stream struct {
	text  string
	chars []byte
	at    []uint32 // offset in text of each char
}

// newStream folds a text. Letters beyond ASCII are folded to one byte of their code point: equal letters stay equal,
// and the few that fall together do no harm in a gram.
func newStream(text string) stream {
	s := stream{text: text, chars: make([]byte, 0, len(text)), at: make([]uint32, 0, len(text))}
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			s.chars, s.at = append(s.chars, c), append(s.at, uint32(i))
		case 'A' <= c && c <= 'Z':
			s.chars, s.at = append(s.chars, c+'a'-'A'), append(s.at, uint32(i))
		case c >= utf8.RuneSelf:
			r, size := utf8.DecodeRuneInString(text[i:])
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				r = unicode.ToLower(r)
				s.chars, s.at = append(s.chars, byte(r)|0x80), append(s.at, uint32(i))
			}
			i += size
			continue
		}
		i++
	}
	return s
}

// span is the span of the text from the char at start to the one before end.
func (s *stream) span(start, end int) hearsay.Span {
	last := int(s.at[end-1])
	_, size := utf8.DecodeRuneInString(s.text[last:])
	return hearsay.MakeSpan(int(s.at[start]), last+size)
}

// wordStart reports whether the char at i begins a word: no letter, digit or apostrophe joins it to the one before.
func (s *stream) wordStart(i int) bool {
	return i == 0 || i < len(s.at) && !joined(s.text[s.end(i-1):s.at[i]])
}

// wordEnd reports whether the char before i ends a word.
func (s *stream) wordEnd(i int) bool { return i == len(s.at) || s.wordStart(i) }

// end is the offset behind the char at i.
func (s *stream) end(i int) int {
	at := int(s.at[i])
	_, size := utf8.DecodeRuneInString(s.text[at:])
	return at + size
}

// joined reports whether what stands between two chars leaves them in one word: nothing, an apostrophe or a point.
func joined(between string) bool {
	switch between {
	case "", "'", "’", ".", ",":
		return true
	}
	return false
}

// covered counts the chars that the spans cover, in the whole text and in its body, and the chars of the body.
func (s *stream) covered(doc *hearsay.Document, spans []hearsay.Span) (all, body, bodySize int) {
	slices.SortFunc(spans, hearsay.Span.Compare)
	k, block := 0, 0
	reach := uint32(0)
	for _, at := range s.at {
		for k < len(spans) && spans[k].Start <= at {
			reach = max(reach, spans[k].End)
			k++
		}
		for block < len(doc.Blocks) && doc.Blocks[block].Span.End <= at {
			block++
		}
		inBody := block == len(doc.Blocks) || !aside(doc.Blocks[block].Kind)
		if inBody {
			bodySize++
		}
		if at < reach {
			all++
			if inBody {
				body++
			}
		}
	}
	return all, body, bodySize
}

// aside reports whether a block is no part of the article's body.
func aside(kind hearsay.BlockKind) bool {
	switch kind {
	case hearsay.BlockFurniture, hearsay.BlockByline, hearsay.BlockCredit, hearsay.BlockHeadline, hearsay.BlockDateline:
		return true
	}
	return false
}
