package sourcing

import (
	"strings"
	"unicode"
)

// plain is text in lower case with single spaces and without marks or leading articles, to compare names and
// descriptions by.
func plain(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for len(words) > 1 && (words[0] == "the" || words[0] == "a" || words[0] == "an") {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// holdsWords reports whether phrase stands in text as whole words; both are plain.
func holdsWords(text, phrase string) bool {
	return phrase != "" && strings.Contains(" "+text+" ", " "+phrase+" ")
}
