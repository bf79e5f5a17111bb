package pdf

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"hearsay/lexicon"
)

// glyph is one shown code of a string.
type glyph struct {
	text  string  // "" if the font does not say
	width float64 // in thousandths of the font's size
	space bool    // a single byte 32, which word spacing widens
}

// font turns the codes of shown strings into characters and widths.
type font struct {
	composite bool // codes of two bytes
	toUnicode map[int]string
	letters   [256]string // of a simple font
	widths    map[int]float64
	missing   float64 // the width of codes without one
}

// unknownWidth is the width of the average letter, for fonts that do not state theirs.
const unknownWidth = 500

func (f *file) font(o object) *font {
	if o.kind == ref {
		if known := f.fonts[o.ref]; known != nil {
			return known
		}
	}
	made := f.makeFont(f.resolve(o))
	if o.kind == ref {
		f.fonts[o.ref] = made
	}
	return made
}

func (f *file) makeFont(o object) *font {
	made := &font{widths: map[int]float64{}, missing: unknownWidth}
	if data, ok := f.decode(f.get(o, "ToUnicode")); ok {
		made.toUnicode = f.unicodeMap(data)
	}
	if f.get(o, "Subtype").text == "Type0" {
		made.composite = true
		if descendants := f.get(o, "DescendantFonts"); len(descendants.list) > 0 {
			f.compositeWidths(made, f.resolve(descendants.list[0]))
		}
		return made
	}
	first := f.get(o, "FirstChar").int()
	for i, width := range f.get(o, "Widths").list {
		if code := first + i; code >= 0 && code < 256 {
			made.widths[code] = f.resolve(width).number
		}
	}
	if missing := f.get(f.get(o, "FontDescriptor"), "MissingWidth"); missing.number > 0 {
		made.missing = missing.number
	}
	f.encode(made, f.get(o, "Encoding"), f.get(o, "BaseFont").text)
	return made
}

func (f *file) compositeWidths(made *font, descendant object) {
	made.missing = 1000
	if width := f.get(descendant, "DW"); width.kind == number {
		made.missing = width.number
	}
	list := f.get(descendant, "W").list
	for i := 0; i+1 < len(list); {
		first, second := f.resolve(list[i]).int(), f.resolve(list[i+1])
		if second.kind == number {
			if i+2 >= len(list) {
				return
			}
			width := f.resolve(list[i+2]).number
			for code := max(first, 0); code <= min(second.int(), 0xFFFF) && f.work.spend(1); code++ {
				made.widths[code] = width
			}
			i += 3
			continue
		}
		for j, width := range second.list {
			made.widths[first+j] = f.resolve(width).number
		}
		i += 2
	}
}

// encode fills in the letters of a simple font.
func (f *file) encode(made *font, encoding object, base string) {
	table := charmap.Windows1252
	named := encoding.text
	if encoding.kind == dict {
		named = f.get(encoding, "BaseEncoding").text
	}
	if named == "MacRomanEncoding" {
		table = charmap.Macintosh
	}
	// The codes of these fonts are signs, whatever letters they would be in others.
	signs := strings.Contains(base, "Symbol") || strings.Contains(base, "Dingbats")
	for code := 32; code < 256 && !signs; code++ {
		if c := table.DecodeByte(byte(code)); c != '\uFFFD' && c >= ' ' {
			made.letters[code] = string(c)
		}
	}
	if named == "" && !signs {
		for code, letter := range standardEncoding {
			made.letters[code] = letter
		}
	}
	code := 0
	for _, difference := range f.get(encoding, "Differences").list {
		switch difference = f.resolve(difference); difference.kind {
		case number:
			code = difference.int()
		case name:
			if code >= 0 && code < 256 {
				made.letters[code] = f.glyphs.letter(difference.text)
			}
			code++
		}
	}
}

// standardEncoding is where the encoding of Adobe's standard fonts differs from windows-1252 in what text uses.
var standardEncoding = map[int]string{
	0x27: "’", 0x60: "‘", 0xA9: "'", 0xAA: "“", 0xAE: "fi", 0xAF: "fl", 0xB1: "–", 0xB7: "•", 0xBA: "”", 0xBC: "…",
	0xD0: "—", 0xF5: "ı",
}

// glyphList are the characters of named glyphs.
type glyphList map[string]string

func newGlyphList() glyphList {
	known := glyphList{}
	for _, row := range lexicon.Table("glyphs") {
		character := row[1]
		if code, err := strconv.ParseUint(strings.TrimPrefix(character, "U+"), 16, 32); err == nil && len(character) > 4 {
			character = string(rune(code))
		}
		known[row[0]] = character
	}
	return known
}

// accents are the endings of the names of accented letters, as combining characters.
var accents = []struct{ ending, mark string }{
	{"grave", "\u0300"}, {"acute", "\u0301"}, {"circumflex", "\u0302"}, {"tilde", "\u0303"}, {"macron", "\u0304"},
	{"breve", "\u0306"}, {"dotaccent", "\u0307"}, {"dieresis", "\u0308"}, {"ring", "\u030A"},
	{"hungarumlaut", "\u030B"}, {"caron", "\u030C"}, {"commaaccent", "\u0327"}, {"cedilla", "\u0327"},
	{"ogonek", "\u0328"},
}

// letter is the character of a glyph's name, or "".
func (known glyphList) letter(glyph string) string {
	glyph, _, _ = strings.Cut(glyph, ".") // "a.sc" is an a in small capitals
	if character, ok := known[glyph]; ok {
		return character
	}
	if len(glyph) == 1 {
		return glyph
	}
	for _, prefix := range []string{"uni", "u"} {
		if digits, ok := strings.CutPrefix(glyph, prefix); ok && len(digits) >= 4 && len(digits) <= 6 {
			if code, err := strconv.ParseUint(digits, 16, 32); err == nil {
				return valid(string(rune(code)))
			}
		}
	}
	if len(glyph) > 1 {
		for _, accent := range accents {
			if glyph[1:] == accent.ending {
				return norm.NFC.String(glyph[:1] + accent.mark)
			}
		}
	}
	return ""
}

// valid is text without what stands for no character.
func valid(text string) string {
	return strings.Map(func(c rune) rune {
		if c == '\uFFFD' || c < ' ' && c != '\t' && c != '\n' {
			return -1
		}
		return c
	}, text)
}

// unicodeMap reads a ToUnicode map.
func (f *file) unicodeMap(data []byte) map[int]string {
	found := map[int]string{}
	l := lexer{data: data, work: f.work}
	var operands []object
	for {
		o, ok := l.next(deepest)
		if !ok {
			if l.at >= len(l.data) || f.work.left <= 0 {
				return found
			}
			l.at++
			continue
		}
		if o.kind != keyword {
			operands = append(operands, o)
			continue
		}
		switch o.text {
		case "endbfchar":
			for i := 0; i+1 < len(operands); i += 2 {
				found[codeOf(operands[i].text)] = unicodeText(operands[i+1].text)
			}
		case "endbfrange":
			for i := 0; i+2 < len(operands); i += 3 {
				f.unicodeRange(found, operands[i:i+3])
			}
		}
		operands = operands[:0]
	}
}

func (f *file) unicodeRange(found map[int]string, operands []object) {
	first, last := codeOf(operands[0].text), min(codeOf(operands[1].text), 0xFFFF)
	if operands[2].kind == list {
		for i, element := range operands[2].list {
			found[first+i] = unicodeText(element.text)
		}
		return
	}
	target := []rune(unicodeText(operands[2].text))
	if len(target) == 0 {
		return
	}
	for code := first; code <= last && f.work.spend(1); code++ {
		found[code] = string(target)
		target[len(target)-1]++
	}
}

func codeOf(raw string) int {
	code := 0
	for i := range min(len(raw), 4) {
		code = code<<8 | int(raw[i])
	}
	return code
}

// unicodeText reads UTF-16, in which ToUnicode maps state characters.
func unicodeText(raw string) string {
	var units []uint16
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return valid(string(utf16.Decode(units)))
}

// shown is the glyphs of a shown string.
func (t *font) shown(raw string) []glyph {
	var out []glyph
	for i := 0; i < len(raw); i++ {
		code := int(raw[i])
		g := glyph{space: code == ' ' && !t.composite}
		if t.composite {
			if i+1 >= len(raw) {
				break
			}
			i++
			code = code<<8 | int(raw[i])
		}
		width, ok := t.widths[code]
		if !ok {
			width = t.missing
		}
		g.width = width
		if mapped, ok := t.toUnicode[code]; ok && mapped != "" {
			g.text = mapped
		} else if !t.composite {
			g.text = t.letters[code]
		}
		out = append(out, g)
	}
	return out
}
