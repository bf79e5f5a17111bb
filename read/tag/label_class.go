package tag

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// Classes are the classes of a word at three sizes, the finest first, from 1; 0 is a word without a class. Words of a
// class stand beside like words.
type Classes [3]uint16

// WordClasses knows the classes of words by form.lower.
type WordClasses map[uint32]Classes

// Set gives a word, spelled as ClassKey does, its classes.
func (c WordClasses) Set(word string, classes Classes) { c[makeForm(word).lower] = classes }

func (c WordClasses) append(buf []byte) []byte {
	keys := make([]uint32, 0, len(c))
	for key := range c {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	buf = binary.AppendUvarint(buf, uint64(len(keys)))
	last := uint32(0)
	for _, key := range keys {
		buf = binary.AppendUvarint(buf, uint64(key-last))
		for _, class := range c[key] {
			buf = binary.AppendUvarint(buf, uint64(class))
		}
		last = key
	}
	return buf
}

func decodeClasses(data []byte) (WordClasses, []byte, error) {
	r := reader{data: data}
	count, key := r.uvarint(), uint64(0)
	classes := WordClasses{}
	for range count {
		key += r.uvarint()
		var c Classes
		for i := range c {
			c[i] = uint16(r.uvarint())
		}
		if r.err != nil {
			return nil, nil, r.err
		}
		if key > 1<<32-1 {
			return nil, nil, errors.New("a word's key is too large")
		}
		classes[uint32(key)] = c
	}
	return classes, r.data, r.err
}

// ClassKey is the form by which word classes know a word: lower case, digits as one, quotation marks and dashes in plain
// spelling.
func ClassKey(word string) string {
	return strings.Map(func(r rune) rune {
		if plain := normal(r); plain != 0 {
			return rune(plain)
		}
		if '0' <= r && r <= '9' {
			return '0'
		}
		return r
	}, strings.ToLower(fixed(word)))
}

// labelLexicon is what the labeler knows of words by form.lower, made for reading, by open addressing.
type labelLexicon []labelEntry // a power of two of them, a quarter of them taken at most

type labelEntry struct {
	key   uint32
	taken bool
	cue   cueForm
	group Classes
}

func newLabelLexicon(cues map[uint32]cueForm, classes WordClasses) labelLexicon {
	size := 1
	for size < 4*(len(cues)+len(classes)) {
		size *= 2
	}
	lexicon := make(labelLexicon, size)
	for key, cue := range cues {
		entry := lexicon.entry(key)
		entry.key, entry.taken, entry.cue = key, true, cue
	}
	for key, group := range classes {
		entry := lexicon.entry(key)
		entry.key, entry.taken, entry.group = key, true, group
	}
	return lexicon
}

// entry is the entry of a key, or the free one where it would be.
func (l labelLexicon) entry(key uint32) *labelEntry {
	mask := uint32(len(l) - 1)
	for at := key * 0x9e3779b1 >> 8 & mask; ; at = (at + 1) & mask {
		if entry := &l[at]; !entry.taken || entry.key == key {
			return entry
		}
	}
}

// get returns what is known of a word, or nothing.
func (l labelLexicon) get(key uint32) (cueForm, Classes) {
	entry := l.entry(key)
	return entry.cue, entry.group
}
