package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hearsay"
)

// word is a run of letters, digits and marks, folded: lower case, without accents, compatible forms as one.
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
			if folded := fold(text[start:at]); folded != "" {
				found = append(found, word{folded, hearsay.MakeSpan(start, at)})
			}
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
			return foldRunes(text)
		}
	}
	return strings.ToLower(text)
}

// foldRunes is fold for a word that is not of ASCII alone. Compatible forms may come to more than letters.
func foldRunes(text string) string {
	var folded strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if r = unicode.ToLower(r); unicode.IsLetter(r) || unicode.IsDigit(r) {
			if plain := plain(r); plain != "" {
				folded.WriteString(plain)
			} else {
				folded.WriteRune(r)
			}
		}
	}
	return folded.String()
}

// plain is what is typed for a letter that Unicode does not take apart into one with an accent; "" for others.
func plain(r rune) string {
	switch r {
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ß':
		return "ss"
	case 'þ':
		return "th"
	case 'ς':
		return "σ"
	}
	return ""
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

// same reports whether the pattern is all of a text, but for an article before either.
func (p pattern) same(text string) bool {
	found := words(text)
	if len(found) > 1 && found[0].folded == "the" {
		found = found[1:]
	}
	if len(p.words) > 1 && p.words[0] == "the" {
		p.words = p.words[1:]
	}
	return len(found) == len(p.words) && !p.find(found).Empty()
}
