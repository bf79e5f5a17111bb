package document

import (
	"hearsay"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of a person's name in words.
const (
	nameWordsMin = 2
	nameWordsMax = 5
)

// personName returns how many bytes of text its leading person's name takes: two to five capitalised words, with
// initials and particles within. It is 0 where there is none.
func (d *Describer) personName(text string) int {
	count, at, end := 0, 0, 0
	for at < len(text) && count < nameWordsMax {
		word := text[at:]
		if i := strings.IndexAny(word, " ,;|/()"); i >= 0 {
			word = word[:i]
		}
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case unicode.IsUpper(first) && nameWord(word) && !d.notNames[strings.ToLower(word)]:
			count++
			end = at + len(word)
		case count > 0 && d.particles[word]:
		default:
			return nameEnd(count, end)
		}
		at += len(word)
		if at >= len(text) || text[at] != ' ' {
			break
		}
		at++
	}
	return nameEnd(count, end)
}

func nameEnd(count, end int) int {
	if count < nameWordsMin {
		return 0
	}
	return end
}

// nameWord reports whether word may be part of a name: letters, with apostrophes, hyphens and periods between or
// behind.
func nameWord(word string) bool {
	for _, r := range word {
		if !unicode.IsLetter(r) && !strings.ContainsRune("'’-.", r) {
			return false
		}
	}
	return true
}

// personNames returns how many bytes of text a list of persons' names takes: "Ann Roe, Bob Lee and Cy Poe".
func (d *Describer) personNames(text string) int {
	end := d.personName(text)
	if end == 0 {
		return 0
	}
	for {
		rest := text[end:]
		joint := 0
		for _, words := range [...]string{", and ", " and ", " & ", " AND ", ", "} {
			if strings.HasPrefix(rest, words) {
				joint = len(words)
				break
			}
		}
		if joint == 0 {
			return end
		}
		next := d.personName(rest[joint:])
		if next == 0 {
			return end
		}
		if _, outlet := d.outlets.Named(rest[joint : joint+next]); outlet {
			return end
		}
		end += joint + next
	}
}

// noteBytes bounds a note about the author.
const noteBytes = 500

// authorNote reads a paragraph as a note about the author, "• Ann Roe is a reporter for …", and returns the name.
func (d *Describer) authorNote(p paragraph) (hearsay.Span, bool) {
	if len(p.text) > noteBytes {
		return hearsay.Span{}, false
	}
	text := strings.TrimLeft(p.text, "•·*—–- \t")
	length := d.personName(text)
	rest, ok := strings.CutPrefix(text[length:], " is ")
	if length == 0 || !ok {
		return hearsay.Span{}, false
	}
	opening := strings.FieldsFunc(strings.ToLower(rest), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, word := range opening[:min(len(opening), noteWords)] {
		if d.authorRoles[word] {
			start := len(p.text) - len(text)
			return p.sub(start, start+length), true
		}
	}
	return hearsay.Span{}, false
}

// noteWords is how far behind "is" an author's role may stand.
const noteWords = 10
