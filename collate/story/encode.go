package story

import (
	"encoding/binary"
	"errors"
	"strings"

	"hearsay"
)

// Append writes the features to data as bytes that DecodeFeatures reads: varints, the words one behind the other.
// The document's identity and date are not in them: whoever keeps them knows both.
func (f *Features) Append(data []byte) []byte {
	data = binary.AppendUvarint(data, uint64(len(f.Title)))
	data = append(data, f.Title...)
	data = binary.AppendUvarint(data, uint64(f.Words))
	data = binary.AppendUvarint(data, uint64(len(f.Terms)))
	for _, term := range f.Terms {
		data = binary.AppendUvarint(data, uint64(len(term.Word)))
		data = binary.AppendUvarint(data, uint64(term.Weight))
		data = append(data, byte(term.Mark))
	}
	for _, term := range f.Terms {
		data = append(data, term.Word...)
	}
	data = binary.AppendUvarint(data, uint64(len(f.Sketch)))
	for _, slot := range f.Sketch {
		data = binary.LittleEndian.AppendUint32(data, slot)
	}
	return data
}

var errFeatures = errors.New("read features: the bytes are not what was written")

// DecodeFeatures reads what Append wrote.
func DecodeFeatures(id hearsay.DocID, published hearsay.Date, data []byte) (Features, error) {
	f := Features{ID: id, Published: published}
	failed := false
	next := func(bound int) int {
		value, n := binary.Uvarint(data)
		if n <= 0 || value > uint64(bound) {
			failed = true
			return 0
		}
		data = data[n:]
		return int(value)
	}
	title := next(len(data))
	if failed || title > len(data) {
		return Features{}, errFeatures
	}
	f.Title, data = string(data[:title]), data[title:]
	f.Words = next(1 << 31)
	f.Terms = make([]Term, next(len(data)))
	lengths, total := make([]int, len(f.Terms)), 0
	for i := range f.Terms {
		if lengths[i] = next(len(data)); lengths[i] == 0 {
			return Features{}, errFeatures
		}
		f.Terms[i].Weight = uint32(next(scale))
		if len(data) == 0 {
			return Features{}, errFeatures
		}
		f.Terms[i].Mark, data = Mark(data[0]), data[1:]
		total += lengths[i]
	}
	if failed || total > len(data) {
		return Features{}, errFeatures
	}
	words := string(data[:total])
	data = data[total:]
	for i, length := range lengths {
		f.Terms[i].Word, words = words[:length], words[length:]
		if i > 0 && strings.Compare(f.Terms[i-1].Word, f.Terms[i].Word) >= 0 {
			return Features{}, errFeatures
		}
	}
	if slots := next(sketchSlots); slots > 0 {
		if slots != sketchSlots || len(data) != 4*slots {
			return Features{}, errFeatures
		}
		f.Sketch = make([]uint32, slots)
		for i := range f.Sketch {
			f.Sketch[i] = binary.LittleEndian.Uint32(data[4*i:])
		}
		data = nil
	}
	if failed || len(data) > 0 {
		return Features{}, errFeatures
	}
	return f, nil
}
