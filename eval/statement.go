package eval

import (
	"strings"
	"unicode"

	"hearsay/lexicon"
)

// statements tells statement cues from others: cues that hold a word of saying, telling, writing or reporting, or
// "according". "Refused to say" is one of them, "declined to comment", "believes" and "called" are not.
type statements struct{ cues lexicon.Cues }

func newStatements() statements { return statements{lexicon.NewCues()} }

// has reports whether cue is a statement cue.
func (s statements) has(cue string) bool {
	words := strings.FieldsFunc(strings.ToLower(cue), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, word := range words {
		entry := s.cues[word]
		switch entry.Verb {
		case lexicon.CueSay, lexicon.CueTell, lexicon.CueWrite, lexicon.CueReport:
			return true
		}
		if entry.Noun == lexicon.CueAccording {
			return true
		}
	}
	return false
}
