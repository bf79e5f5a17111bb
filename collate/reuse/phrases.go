package reuse

import "strings"

// phrases finds any of many phrases in a text in one pass. Its time is linear in the text as long as few phrases begin
// alike.
type phrases struct {
	heads [1 << 16]bool // first two bytes
	by    map[[2]byte][]int
	words []string
}

// newPhrases takes phrases of two bytes or more.
func newPhrases(words []string) *phrases {
	p := &phrases{by: map[[2]byte][]int{}, words: words}
	for i, w := range words {
		p.heads[int(w[0])<<8|int(w[1])] = true
		head := [2]byte{w[0], w[1]}
		p.by[head] = append(p.by[head], i)
	}
	return p
}

// find calls found with each place of a phrase in the text, in order, and the phrase's index.
func (p *phrases) find(text string, found func(at, phrase int)) {
	for at := 0; at+1 < len(text); at++ {
		if !p.heads[int(text[at])<<8|int(text[at+1])] {
			continue
		}
		for _, i := range p.by[[2]byte{text[at], text[at+1]}] {
			if strings.HasPrefix(text[at:], p.words[i]) {
				found(at, i)
			}
		}
	}
}

// any reports whether a phrase stands in the text.
func (p *phrases) any(text string) bool {
	some := false
	p.find(text, func(int, int) { some = true })
	return some
}
