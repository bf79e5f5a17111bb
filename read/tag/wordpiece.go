package tag

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// piece is the number of a word piece in its vocabulary.
type piece uint16

// The pieces that every vocabulary begins with, in this order.
const (
	pieceUnknown piece = iota
	pieceBegin         // stands before a text
	pieceEnd           // stands behind each of its parts
	markedPieces       // the number of these
)

var markedNames = [markedPieces]string{"[UNK]", "[CLS]", "[SEP]"}

const (
	maxPieces     = 1 << 16
	maxPieceWord  = 100  // characters; a longer word is unknown
	pieceGoesOn   = "##" // begins a piece that stands within a word
	maxPieceBytes = 64
)

// pieceVocabulary cuts words into pieces (WordPiece; Schuster and Nakajima 2012) as BERT's uncased models do (Devlin,
// Chang, Lee and Toutanova 2019).
type pieceVocabulary struct {
	begins, goesOn map[string]piece // without the mark of a piece within a word
	longest        int              // bytes of the longest piece
}

func newPieceVocabulary(names []string) (*pieceVocabulary, error) {
	if len(names) < int(markedPieces) || len(names) > maxPieces {
		return nil, fmt.Errorf("a vocabulary of %d pieces", len(names))
	}
	v := &pieceVocabulary{begins: map[string]piece{}, goesOn: map[string]piece{}}
	for i, name := range names {
		if i < len(markedNames) {
			if name != markedNames[i] {
				return nil, fmt.Errorf("piece %d is %q, not %s", i, name, markedNames[i])
			}
			continue
		}
		pieces := v.begins
		// The mark alone is a piece as any other.
		if rest, ok := strings.CutPrefix(name, pieceGoesOn); ok && rest != "" {
			pieces, name = v.goesOn, rest
		}
		if name == "" || len(name) > maxPieceBytes {
			return nil, errors.New("an empty or too long piece")
		}
		if _, twice := pieces[name]; twice {
			return nil, fmt.Errorf("the piece %q stands in it twice", names[i])
		}
		pieces[name] = piece(i)
		v.longest = max(v.longest, len(name))
	}
	return v, nil
}

// appendWord appends the pieces of a word, at most room of them. A word of invisible characters alone has none.
func (v *pieceVocabulary) appendWord(pieces []piece, word string, room int) []piece {
	room += len(pieces)
	for part := range wordParts(word) {
		if len(pieces) >= room {
			break
		}
		pieces = v.appendPart(pieces, part)
	}
	return pieces[:min(len(pieces), room)]
}

// appendPart appends the longest pieces, from left to right, that make up the part; if there are none it is unknown.
func (v *pieceVocabulary) appendPart(pieces []piece, part string) []piece {
	if len(part) > maxPieceWord && utf8.RuneCountInString(part) > maxPieceWord {
		return append(pieces, pieceUnknown)
	}
	begin, known := len(pieces), v.begins
	for len(part) > 0 {
		end := min(len(part), v.longest)
		for ; end > 0; end-- {
			if p, ok := known[part[:end]]; ok {
				pieces = append(pieces, p)
				break
			}
		}
		if end == 0 {
			return append(pieces[:begin], pieceUnknown)
		}
		part, known = part[end:], v.goesOn
	}
	return pieces
}

// wordParts cuts a word at white space, and before and behind punctuation and Chinese characters. The parts are in
// lower case and without accents and control characters.
func wordParts(word string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		text := word
		if !plainLower(word) {
			text = foldWord(word)
		}
		start := 0
		for i, r := range text {
			space := r == ' '
			if !space && !splitsWord(r) {
				continue
			}
			next := i + utf8.RuneLen(r)
			if start < i && !yield(text[start:i]) || !space && !yield(text[i:next]) {
				return
			}
			start = next
		}
		if start < len(text) {
			yield(text[start:])
		}
	}
}

// plainLower reports whether folding leaves the word as it is: it has visible ASCII only, and no capitals.
func plainLower(word string) bool {
	for i := range len(word) {
		if c := word[i]; c <= ' ' || c > '~' || 'A' <= c && c <= 'Z' {
			return false
		}
	}
	return true
}

// foldWord puts a word in lower case, takes its accents and control characters away, makes all white space a space and
// sets spaces around Chinese characters.
func foldWord(word string) string {
	var clean strings.Builder
	for _, r := range word {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || unicode.Is(unicode.Z, r):
			clean.WriteByte(' ')
		case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
		case chinese(r):
			clean.WriteByte(' ')
			clean.WriteRune(r)
			clean.WriteByte(' ')
		default:
			clean.WriteRune(r)
		}
	}
	var out strings.Builder
	for _, r := range norm.NFD.String(clean.String()) {
		if !unicode.Is(unicode.Mn, r) {
			out.WriteRune(unicode.ToLower(r))
		}
	}
	return out.String()
}

// splitsWord reports whether a character is a part for itself: punctuation, and whatever else of ASCII is no letter or
// digit. Chinese characters have spaces around them.
func splitsWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r <= '~' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	return unicode.IsPunct(r)
}

func chinese(r rune) bool {
	return r >= 0x3400 && (r <= 0x4dbf || 0x4e00 <= r && r <= 0x9fff || 0xf900 <= r && r <= 0xfaff ||
		0x20000 <= r && r <= 0x2a6df || 0x2a700 <= r && r <= 0x2b81f || 0x2b920 <= r && r <= 0x2ceaf ||
		0x2f800 <= r && r <= 0x2fa1f)
}
