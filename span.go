package hearsay

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Span is a half-open byte range [Start, End) of a document's text. Both ends stand on rune boundaries.
type Span struct {
	Start uint32 `json:"start"`
	End   uint32 `json:"end"`
}

// MakeSpan is Span from ints, as most code counts in them.
func MakeSpan(start, end int) Span { return Span{uint32(start), uint32(end)} }

// Len is the length in bytes.
func (s Span) Len() int { return int(s.End) - int(s.Start) }

// Empty reports whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Of is the text under the span. The span must lie within text.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Contains reports whether other lies wholly within s.
func (s Span) Contains(other Span) bool { return s.Start <= other.Start && other.End <= s.End }

// Overlaps reports whether the two share at least one byte.
func (s Span) Overlaps(other Span) bool { return s.Start < other.End && other.Start < s.End }

// Compare orders spans by start, then by end.
func (s Span) Compare(other Span) int {
	if c := cmp.Compare(s.Start, other.Start); c != 0 {
		return c
	}
	return cmp.Compare(s.End, other.End)
}

// Check returns an error unless the span lies within text on rune boundaries.
func (s Span) Check(text string) error {
	if s.Start > s.End || int(s.End) > len(text) {
		return fmt.Errorf("span %d-%d is outside a text of %d bytes", s.Start, s.End, len(text))
	}
	for _, at := range []uint32{s.Start, s.End} {
		if int(at) < len(text) && !utf8.RuneStart(text[at]) {
			return fmt.Errorf("span %d-%d cuts a rune at byte %d", s.Start, s.End, at)
		}
	}
	return nil
}

// Cover is the smallest span that holds all the given ones, and the zero span for none.
func Cover(spans []Span) Span {
	if len(spans) == 0 {
		return Span{}
	}
	cover := spans[0]
	for _, s := range spans[1:] {
		cover.Start = min(cover.Start, s.Start)
		cover.End = max(cover.End, s.End)
	}
	return cover
}

// Ref is a place in a document. Every published fact ends in one. It has several spans where the words come in parts
// ("X," he said, "Y"); they are sorted and do not overlap.
type Ref struct {
	Doc   DocID  `json:"doc"`
	Spans []Span `json:"spans"`
}

// Compare orders refs by document, then by spans.
func (r Ref) Compare(other Ref) int {
	if c := cmp.Compare(r.Doc, other.Doc); c != 0 {
		return c
	}
	return slices.CompareFunc(r.Spans, other.Spans, Span.Compare)
}
