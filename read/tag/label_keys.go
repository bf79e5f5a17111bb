package tag

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Keys numbers the features that a table has rows for, so that a feature it never learned from weighs nothing.
type Keys struct {
	count int
	shift uint32
	slots []keySlot // open addressing; row 0 is an empty slot
}

type keySlot struct{ key, row uint32 }

// NewKeys gives keys[i] the row i+1. The keys must differ.
func NewKeys(keys []uint32) *Keys {
	bits := uint32(4)
	for 1<<bits < 2*len(keys) {
		bits++
	}
	k := &Keys{count: len(keys), shift: 32 - bits, slots: make([]keySlot, 1<<bits)}
	for i, key := range keys {
		at := k.home(key)
		for k.slots[at].row != 0 {
			at = (at + 1) & uint32(len(k.slots)-1)
		}
		k.slots[at] = keySlot{key, uint32(i + 1)}
	}
	return k
}

func (k *Keys) home(key uint32) uint32 { return key * 0x9e3779b1 >> k.shift }

// Rows replaces the features that have a row by their rows and drops the others, in place.
func (k *Keys) Rows(features []uint32) []uint32 {
	mask := uint32(len(k.slots) - 1)
	rows := features[:0]
	for _, feature := range features {
		for at := k.home(feature); ; at = (at + 1) & mask {
			slot := k.slots[at]
			if slot.row == 0 {
				break
			}
			if slot.key == feature {
				rows = append(rows, slot.row)
				break
			}
		}
	}
	return rows
}

// append writes the keys, sorted by row, as decodeKeys reads them. Rows must be in the order of keys.
func (k *Keys) append(buf []byte) []byte {
	keys := make([]uint32, k.count)
	for _, slot := range k.slots {
		if slot.row != 0 {
			keys[slot.row-1] = slot.key
		}
	}
	buf = binary.AppendUvarint(buf, uint64(len(keys)))
	last := uint32(0)
	for _, key := range keys {
		buf = binary.AppendUvarint(buf, uint64(key-last))
		last = key
	}
	return buf
}

func decodeKeys(data []byte) (*Keys, []byte, error) {
	r := reader{data: data}
	count := r.uvarint()
	if count > uint64(len(data)) {
		return nil, nil, errTruncated
	}
	keys := make([]uint32, count)
	key := uint64(0)
	for i := range keys {
		key += r.uvarint()
		keys[i] = uint32(key)
	}
	if r.err != nil {
		return nil, nil, r.err
	}
	if key > 1<<32-1 || !slices.IsSorted(keys) {
		return nil, nil, errors.New("a feature's key is too large")
	}
	return NewKeys(keys), r.data, nil
}
