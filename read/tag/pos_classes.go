package tag

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
)

// wordsHeader begins the file of word classes and names its version.
const wordsHeader = "hearsay words 1\n"

// ClassedWord is a word with its class and the class of that class; both begin at 1, as 0 is an unknown word.
type ClassedWord struct {
	Word         string
	Fine, Coarse int
}

// EncodeWords writes the classes as the taggers read them: hashes of words, not the words.
func EncodeWords(words []ClassedWord) []byte {
	type row struct {
		key   uint32
		value uint64
	}
	var rows []row
	for _, word := range words {
		f := makeForm(word.Word)
		rows = append(rows, row{f.lower, uint64(word.Coarse)<<16 | uint64(word.Fine)})
	}
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(a.key, b.key) })
	rows = slices.CompactFunc(rows, func(a, b row) bool { return a.key == b.key })
	buf := binary.AppendUvarint([]byte(wordsHeader), uint64(len(rows)))
	last := uint32(0)
	for _, row := range rows {
		buf = binary.AppendUvarint(buf, uint64(row.key-last))
		buf = binary.AppendUvarint(buf, row.value)
		last = row.key
	}
	return buf
}

// decodeWords reads what EncodeWords wrote into a table whose entries are Fine in the low 16 bits and Coarse above.
func decodeWords(data []byte) (wordTable, error) {
	data, ok := bytes.CutPrefix(data, []byte(wordsHeader))
	if !ok {
		return wordTable{}, fmt.Errorf("decode word classes: the file does not begin with %q", wordsHeader)
	}
	r := reader{data: data}
	count := r.uvarint()
	if r.err != nil || count > uint64(len(data)) {
		return wordTable{}, fmt.Errorf("decode word classes: %w", errTruncated)
	}
	table := newWordTable(int(count))
	key := uint32(0)
	for range count {
		key += uint32(r.uvarint())
		table.put(key, entry(r.uvarint()))
	}
	if r.err != nil {
		return wordTable{}, fmt.Errorf("decode word classes: %w", r.err)
	}
	return table, nil
}

func (e entry) fine() uint32 { return uint32(e & 0xffff) }

func (e entry) coarse() uint32 { return uint32(e >> 16) }
