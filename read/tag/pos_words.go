package tag

import (
	"slices"

	"hearsay"
)

// entry is up to three tags of a word, the most frequent lowest, eight bits each, and the sure bit. Zero is no entry.
type entry uint32

const entrySure entry = 1 << 31

func makeEntry(word Word) entry {
	var e entry
	for i, tag := range word.Tags[:min(3, len(word.Tags))] {
		e |= entry(tag) << (8 * i)
	}
	if word.Sure {
		e |= entrySure
	}
	return e
}

func (e entry) first() hearsay.Tag { return hearsay.Tag(e) }

// wordTable maps the hash of a word to its entry, by open addressing. Two words of one hash share an entry; among
// thirty thousand words that befalls one unknown word in a hundred thousand.
type wordTable struct {
	slots []wordSlot // a power of two of them
}

type wordSlot struct {
	key   uint32
	value entry
}

func newWordTable(words int) wordTable {
	size := 16
	for size < 2*words {
		size *= 2
	}
	return wordTable{slots: make([]wordSlot, size)}
}

func (t wordTable) slot(key uint32) *wordSlot {
	mask := uint32(len(t.slots) - 1)
	for at := key * 0x9e3779b1 >> 8 & mask; ; at = (at + 1) & mask {
		if slot := &t.slots[at]; slot.value == 0 || slot.key == key {
			return slot
		}
	}
}

func (t wordTable) put(key uint32, value entry) {
	if value != 0 {
		*t.slot(key) = wordSlot{key, value}
	}
}

func (t wordTable) get(key uint32) entry { return t.slot(key).value }

// keys returns the hashes in ascending order.
func (t wordTable) keys() []uint32 {
	var keys []uint32
	for _, slot := range t.slots {
		if slot.value != 0 {
			keys = append(keys, slot.key)
		}
	}
	slices.Sort(keys)
	return keys
}
