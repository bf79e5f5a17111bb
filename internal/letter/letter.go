// Package letter reads texts as letters and digits, as the stages do that compare texts with one another, and spreads the
// hashes that they make of them.
package letter

import (
	"unicode"
	"unicode/utf8"
)

// small is each letter of ASCII in lower case, each digit as it is, and 0 for the others.
var small = func() (table [utf8.RuneSelf]byte) {
	for c := byte('0'); c <= '9'; c++ {
		table[c] = c
	}
	for c := byte('a'); c <= 'z'; c++ {
		table[c], table[c+'A'-'a'] = c, c
	}
	return table
}()

// Small is a letter of ASCII in lower case, a digit as it is, and 0 for all else of ASCII. The byte must be below
// utf8.RuneSelf.
func Small(c byte) byte { return small[c] }

// At reports whether a letter or digit stands at an offset of a text, and the bytes of what stands there.
func At(text string, at int) (letter bool, size int) {
	if c := text[at]; c < utf8.RuneSelf {
		return small[c] != 0, 1
	}
	r, size := utf8.DecodeRuneInString(text[at:])
	return unicode.IsLetter(r) || unicode.IsDigit(r), size
}

// Mix spreads every bit of x over all: the finaliser of MurmurHash3.
func Mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
