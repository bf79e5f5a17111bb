package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hearsay"
)

// word is a run of letters, digits and marks, folded: lower case, without accents.
type word struct {
	folded string
	span   hearsay.Span
}

// words cuts text into words.
func words(text string) []word {
	var found []word
	start := -1
	end := func(at int) {
		if start >= 0 {
			found = append(found, word{fold(text[start:at]), hearsay.MakeSpan(start, at)})
			start = -1
		}
	}
	for at, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if start < 0 {
				start = at
			}
			continue
		}
		end(at)
	}
	end(len(text))
	return found
}

func fold(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return strings.Map(func(r rune) rune {
				if unicode.IsMark(r) {
					return -1
				}
				return unicode.ToLower(r)
			}, norm.NFKD.String(text))
		}
	}
	return strings.ToLower(text)
}

// pattern is words that follow one another. Prefix says that the last need only begin so: "resign*".
type pattern struct {
	words  []string
	prefix bool
}

func newPattern(value string) pattern {
	var p pattern
	for _, w := range words(value) {
		p.words = append(p.words, w.folded)
	}
	p.prefix = strings.HasSuffix(value, "*")
	return p
}

// is reports whether word i of the pattern is w.
func (p pattern) is(i int, w string) bool {
	if p.prefix && i == len(p.words)-1 {
		return strings.HasPrefix(w, p.words[i])
	}
	return p.words[i] == w
}

// find returns where the pattern stands first in text, or an empty span.
func (p pattern) find(text []word) hearsay.Span {
	for at := 0; at+len(p.words) <= len(text); at++ {
		n := 0
		for n < len(p.words) && p.is(n, text[at+n].folded) {
			n++
		}
		if n == len(p.words) {
			return hearsay.Span{Start: text[at].span.Start, End: text[at+n-1].span.End}
		}
	}
	return hearsay.Span{}
}

// names reports whether the pattern's words stand in a name in their order: "Ines Calder" in "Ines M. Calder".
func (p pattern) names(name string) bool {
	n := 0
	for _, w := range words(name) {
		if n < len(p.words) && p.is(n, w.folded) {
			n++
		}
	}
	return n == len(p.words)
}

// same reports whether the pattern is all of a text, but for an article before it.
func (p pattern) same(text string) bool {
	found := words(text)
	if len(found) > len(p.words) && found[0].folded == "the" {
		found = found[1:]
	}
	return len(found) == len(p.words) && !p.find(found).Empty()
}
