package reuse

import (
	"encoding/binary"
	"iter"
	"strings"
)

// phrases finds any of many phrases in a text in one pass. Its time is linear in the text as long as few phrases begin
// alike.
type phrases struct {
	heads [1 << headBits / 64]uint64 // a bit for the hash of each head
	by    map[uint32][]int           // the phrases of each head
	words []string
}

// headSize is the bytes of a phrase's head.
const headSize = 4

const headBits = 14

// newPhrases takes phrases of headSize bytes or more.
func newPhrases(words []string) *phrases {
	p := &phrases{by: map[uint32][]int{}, words: words}
	for i, w := range words {
		head := binary.LittleEndian.Uint32([]byte(w))
		word, bit := headBit(head)
		p.heads[word] |= bit
		p.by[head] = append(p.by[head], i)
	}
	return p
}

func headBit(head uint32) (word uint32, bit uint64) {
	hash := head * 0x9e3779b1 >> (32 - headBits)
	return hash / 64, 1 << (hash % 64)
}

// in goes through the places of phrases in the text, in order, each with the phrase's index.
func (p *phrases) in(text string) iter.Seq2[int, int] {
	return func(yield func(at, phrase int) bool) {
		if len(text) < headSize {
			return
		}
		head := uint32(text[0])<<8 | uint32(text[1])<<16 | uint32(text[2])<<24
		for end := headSize - 1; end < len(text); end++ {
			head = head>>8 | uint32(text[end])<<24
			word, bit := headBit(head)
			if p.heads[word]&bit == 0 {
				continue
			}
			at := end - (headSize - 1)
			for _, i := range p.by[head] {
				if strings.HasPrefix(text[at:], p.words[i]) && !yield(at, i) {
					return
				}
			}
		}
	}
}

// any reports whether a phrase stands in the text.
func (p *phrases) any(text string) bool {
	for range p.in(text) {
		return true
	}
	return false
}
