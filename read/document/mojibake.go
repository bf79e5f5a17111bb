package document

import (
	"unicode/utf8"

	"hearsay"
)

// windows1252 is the byte that Windows-1252 writes a rune with, for the runes that it has beyond Latin-1.
var windows1252 = map[rune]byte{
	'€': 0x80, '‚': 0x82, 'ƒ': 0x83, '„': 0x84, '…': 0x85, '†': 0x86, '‡': 0x87, 'ˆ': 0x88, '‰': 0x89, 'Š': 0x8A,
	'‹': 0x8B, 'Œ': 0x8C, 'Ž': 0x8E, '‘': 0x91, '’': 0x92, '“': 0x93, '”': 0x94, '•': 0x95, '–': 0x96, '—': 0x97,
	'˜': 0x98, '™': 0x99, 'š': 0x9A, '›': 0x9B, 'œ': 0x9C, 'ž': 0x9E, 'Ÿ': 0x9F,
}

// mojibake marks the sentences that hold UTF-8 which was read as Windows-1252 or Latin-1: runes that, written back as
// bytes, form a longer UTF-8 sequence. Only the lead bytes of Latin letters, of general punctuation and of symbols are
// looked for, as words with "É™" are rare but real.
func mojibake(cut *roughCut) []hearsay.Mark {
	var marks []hearsay.Mark
	sentence, last := 0, -1
	for at := 0; at < len(cut.text); {
		if cut.text[at] < utf8.RuneSelf {
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(cut.text[at:])
		end := at + size
		switch r {
		case 'Ã', 'Â', 'â', 'ð', 'ï':
			end = max(end, sequenceEnd(cut.text, at))
		}
		if end > at+size {
			for sentence+1 < len(cut.sentences) && int(cut.sentences[sentence+1].Start) <= at {
				sentence++
			}
			here := hearsay.MakeSpan(at, end)
			span := here
			if sentence < len(cut.sentences) {
				span = hearsay.Cover([]hearsay.Span{cut.sentences[sentence], here})
			}
			if sentence != last {
				marks = append(marks, hearsay.Mark{
					Kind: hearsay.DamageMojibake, Span: span, At: here, By: "utf-8 read as windows-1252",
				})
				last = sentence
			} else {
				marks[len(marks)-1].Span = hearsay.Cover([]hearsay.Span{marks[len(marks)-1].Span, here})
			}
		}
		at = end
	}
	return marks
}

// sequenceEnd returns where the runes from at on, written as bytes, end a UTF-8 sequence of two to four bytes, or of
// UTF-8 read wrongly twice; it is at itself where they form none.
func sequenceEnd(text string, at int) int {
	var bytes [utf8.UTFMax]byte
	count := 0
	for i := at; i < len(text) && count < len(bytes); {
		r, size := utf8.DecodeRuneInString(text[i:])
		b, ok := windows1252[r]
		if !ok {
			if r < 0x80 || r > 0xFF {
				break
			}
			b = byte(r)
		}
		bytes[count] = b
		count++
		i += size
		if decoded, length := utf8.DecodeRune(bytes[:count]); decoded != utf8.RuneError && length == count {
			return i
		}
	}
	return at
}
