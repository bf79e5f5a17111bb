package tag

import (
	"unicode"
	"unicode/utf8"
)

// form is what the features see of a word: hashes of its normal form and of parts of it, so that typewriter and
// printer's quotes are one, as are all digits and all dashes.
type form struct {
	exact   uint32 // with its case
	lower   uint32
	suffix1 uint32
	suffix2 uint32
	suffix3 uint32
	suffix4 uint32
	prefix1 uint32
	prefix3 uint32
	shape   uint32
	quote   byte // '"' or '\'' for a quotation mark that does not tell opening from closing
}

// Bits of form.shape.
const (
	shapeInitial uint32 = 1 << iota // begins with a capital
	shapeUpper                      // has letters and all are capitals
	shapeInner                      // has a capital after a small letter
	shapeDigit
	shapeLetter
	shapeHyphen
	shapeDot
	shapeOther
	shapeLong // more than three letters
)

const hashPrime = 16777619

// hashStart is the FNV-1a offset basis.
const hashStart uint32 = 2166136261

func hashByte(hash uint32, c byte) uint32 { return (hash ^ uint32(c)) * hashPrime }

// mix makes one feature of a template's number and its values. The last shifts spread the high bits downwards, as rows
// are picked by the low ones.
func mix(template, a uint32) uint32 {
	h := (a ^ template*0x9e3779b1) * 0x85ebca6b
	h ^= h >> 15
	h *= 0xc2b2ae35
	return h ^ h>>13
}

func mix2(template, a, b uint32) uint32 { return mix(template, a*0x9e3779b1+b) }

func mix3(template, a, b, c uint32) uint32 { return mix(template, (a*0x9e3779b1+b)*0x85ebca77+c) }

// normal returns the plain ASCII mark that stands for a quotation mark or dash, or 0.
func normal(r rune) byte {
	switch r {
	case '’', '‘', '‛', '`', '´', '′':
		return '\''
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"'
	case '‐', '‑', '−':
		return '-'
	case '–', '—', '―':
		return '_'
	}
	return 0
}

// fixed are the words whose Penn Treebank spelling differs from what readers see.
func fixed(word string) string {
	switch word {
	case "``", "''":
		return "\""
	case "--", "---":
		return "_"
	case "-LRB-":
		return "("
	case "-RRB-":
		return ")"
	case "-LSB-":
		return "["
	case "-RSB-":
		return "]"
	case "...":
		return "…"
	}
	return word
}

// maxFormBytes bounds how much of a word is looked at; longer ones are addresses or noise.
const maxFormBytes = 64

// makeForm returns the form of a word.
func makeForm(word string) form {
	var lower [maxFormBytes]byte
	word = fixed(word)
	f := form{exact: hashStart, lower: hashStart}
	n, letters, uppers := 0, 0, 0
	for i := 0; i < len(word) && n < maxFormBytes-utf8.UTFMax; {
		c := word[i]
		if c < utf8.RuneSelf {
			i++
			low := c
			switch {
			case 'a' <= c && c <= 'z':
				letters++
			case 'A' <= c && c <= 'Z':
				low = c + 'a' - 'A'
				if n == 0 {
					f.shape |= shapeInitial
				} else if letters > uppers {
					f.shape |= shapeInner
				}
				letters++
				uppers++
			case '0' <= c && c <= '9':
				low, c = '0', '0'
				f.shape |= shapeDigit
			case c == '-':
				f.shape |= shapeHyphen
			case c == '.':
				f.shape |= shapeDot
			default:
				f.shape |= shapeOther
				if c == '`' {
					low, c = '\'', '\''
				}
			}
			f.exact = hashByte(f.exact, c)
			f.lower = hashByte(f.lower, low)
			lower[n] = low
			n++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		i += size
		if plain := normal(r); plain != 0 {
			r = rune(plain)
		}
		low := unicode.ToLower(r)
		if unicode.IsLetter(r) {
			if low != r {
				if n == 0 {
					f.shape |= shapeInitial
				} else if letters > uppers {
					f.shape |= shapeInner
				}
				uppers++
			}
			letters++
		} else {
			f.shape |= shapeOther
		}
		var buf [utf8.UTFMax]byte
		for _, c := range buf[:utf8.EncodeRune(buf[:], r)] {
			f.exact = hashByte(f.exact, c)
		}
		for _, c := range buf[:utf8.EncodeRune(buf[:], low)] {
			f.lower = hashByte(f.lower, c)
			lower[n] = c
			n++
		}
	}
	if letters > 0 {
		f.shape |= shapeLetter
		if uppers == letters {
			f.shape |= shapeUpper
		}
		if letters > 3 {
			f.shape |= shapeLong
		}
	}
	if n == 1 && (lower[0] == '"' || lower[0] == '\'') {
		f.quote = lower[0]
	}
	f.suffix1 = hashTail(lower[:n], 1)
	f.suffix2 = hashTail(lower[:n], 2)
	f.suffix3 = hashTail(lower[:n], 3)
	f.suffix4 = hashTail(lower[:n], 4)
	f.prefix1 = hashHead(lower[:n], 1)
	f.prefix3 = hashHead(lower[:n], 3)
	return f
}

// hashTail hashes the last length bytes; a shorter word whole, and marked as such.
func hashTail(word []byte, length int) uint32 {
	hash := hashStart + uint32(length)
	if len(word) > length {
		word = word[len(word)-length:]
	} else {
		hash++
	}
	for _, c := range word {
		hash = hashByte(hash, c)
	}
	return hash
}

// hashHead hashes the first length bytes, likewise.
func hashHead(word []byte, length int) uint32 {
	hash := hashStart + 16*uint32(length)
	if len(word) > length {
		word = word[:length]
	} else {
		hash++
	}
	for _, c := range word {
		hash = hashByte(hash, c)
	}
	return hash
}
