package letter

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestAtAgreesWithUnicode(t *testing.T) {
	for r := rune(0); r < 0x3000; r++ {
		text := string(r)
		letter, size := At(text, 0)
		if want := unicode.IsLetter(r) || unicode.IsDigit(r); letter != want || size != utf8.RuneLen(r) {
			t.Errorf("%q: %v, %d bytes, want %v, %d", r, letter, size, want, utf8.RuneLen(r))
		}
		if r >= utf8.RuneSelf {
			continue
		}
		want := byte(0)
		if letter {
			want = strings.ToLower(text)[0]
		}
		if got := Small(byte(r)); got != want {
			t.Errorf("%q: %q, want %q", r, got, want)
		}
	}
}

func TestMixIsOneToOne(t *testing.T) {
	seen := map[uint64]uint64{}
	for x := range uint64(1 << 12) {
		for _, x := range []uint64{x, x << 40} {
			mixed := Mix(x)
			if other, ok := seen[mixed]; ok && other != x {
				t.Fatalf("%d and %d both give %d", x, other, mixed)
			}
			seen[mixed] = x
		}
	}
}
