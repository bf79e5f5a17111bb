// Package charset turns bytes of unknown encoding into UTF-8.
//
// It begins with bytes and with what a page or mail header says of their charset, and ends with valid UTF-8 in which
// U+FFFD stands for every byte that no charset explains. What is UTF-8 stays as it is, byte for byte. Intake hands on
// what it learns about tables and lists; extraction hands on the text.
package charset

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// Text is raw as valid UTF-8. declared is the charset that a header or markup names, or "". A byte order mark is not
// part of the text. Bytes that are valid UTF-8 come out unchanged.
func Text(raw []byte, declared string) string {
	found := Detect(raw, declared)
	if found == nil {
		return validUTF8(bytes.TrimPrefix(raw, markUTF8))
	}
	decoded, err := found.NewDecoder().Bytes(raw)
	if err != nil {
		return validUTF8(raw)
	}
	return validUTF8(decoded)
}

// validUTF8 puts one U+FFFD for every maximal run of invalid bytes that a decoder would stop at.
func validUTF8(raw []byte) string {
	if utf8.Valid(raw) {
		return string(raw)
	}
	var text strings.Builder
	text.Grow(len(raw))
	for len(raw) > 0 {
		c, size := utf8.DecodeRune(raw)
		text.WriteRune(c)
		raw = raw[size:]
	}
	return text.String()
}

// Reader reads r, which begins with sample, as UTF-8. sample is peeked at and stays in r.
func Reader(sample []byte, r io.Reader) io.Reader {
	found := Detect(cutRune(sample), "")
	if found == nil {
		return transform.NewReader(r, unicode.UTF8BOM.NewDecoder())
	}
	return transform.NewReader(r, found.NewDecoder())
}

// cutRune drops a character that the end of a sample cuts.
func cutRune(sample []byte) []byte {
	for back := 1; back < utf8.UTFMax && back <= len(sample); back++ {
		if at := len(sample) - back; utf8.RuneStart(sample[at]) {
			if !utf8.FullRune(sample[at:]) {
				return sample[:at]
			}
			break
		}
	}
	return sample
}

var (
	markUTF8    = []byte("\xEF\xBB\xBF")
	markUTF16LE = []byte("\xFF\xFE")
	markUTF16BE = []byte("\xFE\xFF")
	markUTF32LE = []byte("\xFF\xFE\x00\x00")
	markUTF32BE = []byte("\x00\x00\xFE\xFF")
)

// Detect is the encoding of raw, and nil for UTF-8, for ASCII, and for bytes that nothing explains. First that applies:
// a byte order mark; the pattern of zero bytes of UTF-16; valid UTF-8; the declared charset; UTF-8 with a few broken
// characters; then the charset that its bytes speak for.
func Detect(raw []byte, declared string) encoding.Encoding {
	switch {
	case bytes.HasPrefix(raw, markUTF8):
		return nil
	case bytes.HasPrefix(raw, markUTF32LE) && len(raw)%4 == 0:
		return utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)
	case bytes.HasPrefix(raw, markUTF32BE):
		return utf32.UTF32(utf32.BigEndian, utf32.UseBOM)
	case bytes.HasPrefix(raw, markUTF16LE):
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(raw, markUTF16BE):
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	if order, ok := zeroPattern(raw); ok {
		return unicode.UTF16(order, unicode.IgnoreBOM)
	}
	if utf8.Valid(raw) {
		return nil
	}
	if found := lookup(declared); found != nil && explains(found, raw) {
		return found
	}
	counts := count(raw)
	// In Latin text next to no characters of UTF-8 come about by chance; in other text many do.
	if counts.sparse(len(raw)) && counts.sequences*4 >= counts.broken ||
		!counts.sparse(len(raw)) && counts.sequences >= counts.broken*2 {
		return nil
	}
	return guess(raw, counts)
}

// HTML is the charset that a page's own markup declares near its beginning, or "".
func HTML(raw []byte) string {
	// The standard lets a browser look at the first 1024 bytes; in pages saved by clip services the element stands
	// behind longer comments.
	const window = 8 << 10
	if label := declaration.FindSubmatch(raw[:min(len(raw), window)]); label != nil {
		return string(label[1]) + string(label[2])
	}
	return ""
}

// declaration is the charset in a <meta> element or in the declaration of XML.
var declaration = regexp.MustCompile(`(?i)<meta\s[^>]*charset\s*=\s*["']?\s*([a-z0-9_:.+-]+)|` +
	`^\s*<\?xml\s[^>]*encoding\s*=\s*["']([a-z0-9_:.+-]+)`)

// lookup is the encoding that the web gives a label (so that latin-1 is windows-1252), or nil for UTF-8 and for labels
// that nobody knows.
func lookup(label string) encoding.Encoding {
	found, err := htmlindex.Get(label)
	if err != nil || found == unicode.UTF8 {
		return nil
	}
	switch name, _ := htmlindex.Name(found); name {
	case "utf-16le", "utf-16be", "replacement":
		return nil // what is UTF-16 has been seen by its zero bytes; a page that only says so is not
	}
	return found
}

// explains reports whether every byte of raw is a character in that encoding.
func explains(candidate encoding.Encoding, raw []byte) bool {
	decoded, err := candidate.NewDecoder().Bytes(raw)
	return err == nil && !bytes.ContainsRune(decoded, utf8.RuneError)
}

// zeroPattern reports whether raw is UTF-16 without a mark: in text of Latin letters every other byte is zero.
func zeroPattern(raw []byte) (unicode.Endianness, bool) {
	sample := raw[:min(len(raw), 4<<10)]
	var zeros [2]int
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(sample) / 2
	switch {
	case half < 2:
		return unicode.LittleEndian, false
	case zeros[1]*10 >= half*7 && zeros[0]*20 <= half:
		return unicode.LittleEndian, true
	case zeros[0]*10 >= half*7 && zeros[1]*20 <= half:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// tally is what the bytes beyond ASCII of a text are.
type tally struct {
	high      int // bytes beyond ASCII
	sequences int // valid UTF-8 characters beyond ASCII
	broken    int // bytes that are part of none
}

// sparse reports whether so few bytes of a text are beyond ASCII that it is written in Latin letters.
func (t tally) sparse(length int) bool { return t.high*10 < length }

func count(raw []byte) tally {
	var t tally
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i++
			continue
		}
		c, size := utf8.DecodeRune(raw[i:])
		if c == utf8.RuneError && size == 1 {
			t.broken++
		} else {
			t.sequences++
		}
		t.high += size
		i += size
	}
	return t
}

// guess is the encoding that the bytes speak for. A few bytes beyond ASCII in Latin text are windows-1252, or Mac OS
// Roman by its apostrophes; statistics decide only where there is much to count.
func guess(raw []byte, t tally) encoding.Encoding {
	const sampleBytes = 64 << 10
	if t.sparse(len(raw)) {
		switch {
		case macApostrophes(raw):
			return charmap.Macintosh
		case plausible1252(raw, t.high):
			return charmap.Windows1252
		}
		return nil
	}
	result := chardet.Detect(raw[:min(len(raw), sampleBytes)])
	// That every byte falls into place says much of a charset of several bytes a character, and nothing of others.
	found := lookup(result.Encoding)
	if _, single := found.(*charmap.Charmap); found != nil && (!single || result.Confidence >= 0.5) &&
		explains(found, raw) {
		return found
	}
	if plausible1252(raw, t.high) {
		return charmap.Windows1252
	}
	return nil
}

// macApostrophes reports whether 0xD5 stands where English has its apostrophes ("don\xD5t") and no byte stands for a
// windows-1252 quotation mark.
func macApostrophes(raw []byte) bool {
	found := false
	for i, b := range raw {
		switch {
		case b >= 0x91 && b <= 0x94:
			return false
		case b == 0xD5 && i > 0 && i+1 < len(raw) && isLower(raw[i-1]) && (isLower(raw[i+1]) || raw[i+1] == ' '):
			found = true
		}
	}
	return found
}

func isLower(b byte) bool  { return b >= 'a' && b <= 'z' }
func isLetter(b byte) bool { return isLower(b) || b >= 'A' && b <= 'Z' }

// plausible1252 reports whether nine in ten of the bytes beyond ASCII make sense in windows-1252: punctuation and
// signs anywhere, accented letters beside a letter.
func plausible1252(raw []byte, high int) bool {
	odd := 0
	for i, b := range raw {
		switch {
		case b < 0x80:
		case b == 0x81 || b == 0x8D || b == 0x8F || b == 0x90 || b == 0x9D: // no characters
			return false
		case b < 0xC0 && b != 0x83 && b != 0x8E && b != 0x9E:
		case b == 0xE0: // "à" is a word
		case b == 0xD0 || b == 0xD7 || b == 0xDE || b == 0xF0 || b == 0xF7 || b == 0xFE || b == 0xFF:
			odd++
		default:
			before := i > 0 && (isLetter(raw[i-1]) || raw[i-1] >= 0xC0)
			after := i+1 < len(raw) && (isLetter(raw[i+1]) || raw[i+1] >= 0xC0)
			if !before && !after {
				odd++
			}
		}
	}
	return odd*10 <= high
}
