package tag

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// labelTable holds the weights of the features that a model knows; all others weigh nothing. It is a hash table without
// collisions (Fox, Heath, Chen and Daoud 1992; Pibiri and Trani 2021): a feature's bucket has a pilot, and feature and
// pilot together give the one place where the feature's row can be. The pilots are few enough to stay near the
// processor, so that a look-up waits for one place in memory only.
type labelTable struct {
	bucketShift, rowShift uint32
	pilots                []uint8
	rows                  []labelRow
	keys                  []uint32 // sorted
}

// labelRow has the size that four fill a cache line: a byte of weight for each state, raised by rowBias, from the lowest
// byte on, then the lower 24 bits of the key. A feature that the table does not know takes the weights of another once
// in 2^24 look-ups, by its hash and thus always the same.
type labelRow [2]uint64

const (
	rowBias   = -math.MinInt8
	rowZero   = rowBias * 0x0101_0101_0101_0101
	keyShift  = 40
	keyBits   = 64 - keyShift
	rowsAdded = math.MaxUint16 / math.MaxUint8 // rows whose bytes a lane of 16 bits can add up
	rowsFound = 1 << 10                        // rows that are looked for at once
	evenBytes = 0x00ff_00ff_00ff_00ff
)

// newLabelRow returns the row of a key, all weights zero.
func newLabelRow(key uint32) labelRow {
	return labelRow{rowZero, uint64(key)<<keyShift | rowZero&(1<<keyShift-1)}
}

func (r *labelRow) get(state int) int32 { return int32(uint8(r[state/8]>>(state%8*8))) - rowBias }

func (r *labelRow) set(state int, weight int64) error {
	if weight < math.MinInt8 || weight > math.MaxInt8 {
		return fmt.Errorf("the weight %d of a feature is too large", weight)
	}
	shift := state % 8 * 8
	r[state/8] = r[state/8]&^(math.MaxUint8<<shift) | uint64(weight+rowBias)<<shift
	return nil
}

// newLabelTable returns a table of the rows of the keys, which are sorted and differ. It is at most 8/9 full, and has a
// pilot for four places.
func newLabelTable(keys []uint32, rows []labelRow) *labelTable {
	for width := uint32(max(1, bits.Len(uint(len(rows)+len(rows)/8)))); ; width++ {
		t := &labelTable{bucketShift: min(32, 34-width), rowShift: 32 - width, keys: keys}
		t.pilots, t.rows = make([]uint8, 1<<max(0, int(width)-2)), make([]labelRow, 1+1<<width)
		for i := range t.rows {
			t.rows[i] = newLabelRow(0)
		}
		if t.place(rows) {
			return t
		}
	}
}

// place gives each bucket the first pilot that puts its rows where no others are, the largest buckets first, and puts
// them there. It reports whether all buckets have one.
func (t *labelTable) place(rows []labelRow) bool {
	starts := make([]uint32, len(t.pilots)+1)
	for i := range rows {
		starts[t.bucket(t.keys[i])+1]++
	}
	most := uint32(0)
	for b := range t.pilots {
		most = max(most, starts[b+1])
		starts[b+1] += starts[b]
	}
	members := make([]uint32, len(rows)) // the rows by bucket
	next := slices.Clone(starts)
	for i := range rows {
		b := t.bucket(t.keys[i])
		members[next[b]] = uint32(i)
		next[b]++
	}
	bySize := make([][]uint32, most+1)
	for b := range t.pilots {
		size := starts[b+1] - starts[b]
		bySize[size] = append(bySize[size], uint32(b))
	}
	taken := make([]bool, len(t.rows))
	for size := most; size > 0; size-- {
		for _, b := range bySize[size] {
			if !t.placeBucket(b, rows, members[starts[b]:starts[b+1]], taken) {
				return false
			}
		}
	}
	return true
}

func (t *labelTable) placeBucket(bucket uint32, rows []labelRow, members []uint32, taken []bool) bool {
	for pilot := range 1 << 8 {
		t.pilots[bucket] = uint8(pilot)
		placed := 0
		for ; placed < len(members); placed++ {
			at := t.at(t.keys[members[placed]])
			if taken[at] {
				break
			}
			taken[at] = true
		}
		if placed == len(members) {
			for _, m := range members {
				t.rows[t.at(t.keys[m])] = rows[m]
			}
			return true
		}
		for _, m := range members[:placed] {
			taken[t.at(t.keys[m])] = false
		}
	}
	return false
}

func (t *labelTable) bucket(key uint32) uint32 { return key >> t.bucketShift }

// at is the only place where the row of the key can be.
func (t *labelTable) at(key uint32) uint32 {
	return 1 + (key^uint32(t.pilots[t.bucket(key)])*0x85ebca6b)*0xc2b2ae35>>t.rowShift
}

// find appends to places the places of the features' rows. Waiting for the rows takes much of the labeler's time. So it
// takes the features of several words at a time and reads a word of each row in a loop that does little else, which has
// many reads under way at once, and no step has a branch that hangs on what was read: the place of a row with another
// key becomes that of the first.
func (t *labelTable) find(features, places []uint32) []uint32 {
	for len(features) > 0 {
		batch := features[:min(len(features), rowsFound)]
		features = features[len(batch):]
		start := len(places)
		for _, feature := range batch {
			places = append(places, t.at(feature))
		}
		found := places[start:]
		var lasts [rowsFound]uint64
		for i, at := range found {
			lasts[i&(rowsFound-1)] = t.rows[at][1]
		}
		for i, feature := range batch {
			last := lasts[i&(rowsFound-1)]
			other := last>>keyShift ^ uint64(feature&(1<<keyBits-1))
			found[i] &= uint32(int64(other-1) >> 63) // all bits if the row is the feature's, else none
		}
	}
	return places
}

// add adds to sums the weights of the rows at the places. It sums whole words, whose bytes carry into each other, and
// their odd bytes apart; the difference is the sum of the even ones.
func (t *labelTable) add(places []uint32, sums *[StateCount]int32) {
	for len(places) > 0 {
		batch := places[:min(len(places), rowsAdded)]
		places = places[len(batch):]
		var a, b, oddA, oddB uint64
		for _, at := range batch {
			row := &t.rows[at]
			a += row[0]
			oddA += row[0] >> 8 & evenBytes
			b += row[1] & (1<<keyShift - 1)
			oddB += row[1] >> 8 & (evenBytes & (1<<(keyShift-8) - 1))
		}
		bias := int32(len(batch)) * rowBias
		for i, pair := range [2][2]uint64{{a - oddA<<8, oddA}, {b - oddB<<8, oddB}} {
			for state := i * 8; state < min(i*8+8, int(StateCount)); state++ {
				sums[state] += int32(uint16(pair[state&1]>>(state%8/2*16))) - bias
			}
		}
	}
}

// append writes the keys in order, each as its distance from the one before, then their weights as Weights does: the
// row of the first key is 1.
func (t *labelTable) append(buf []byte) []byte {
	buf = binary.AppendUvarint(buf, uint64(len(t.keys)))
	last := uint32(0)
	weights := NewWeights(max(1, bits.Len(uint(len(t.keys)))), int(StateCount))
	for i, key := range t.keys {
		buf = binary.AppendUvarint(buf, uint64(key-last))
		last = key
		row := &t.rows[t.at(key)]
		for state := range int(StateCount) {
			weights.Set(uint32(i+1), state, row.get(state))
		}
	}
	return weights.Append(buf)
}

// decodeLabelTable reads a table that append wrote, and returns what follows it.
func decodeLabelTable(data []byte) (*labelTable, []byte, error) {
	r := reader{data: data}
	count := r.uvarint()
	if count > uint64(len(data)) {
		return nil, nil, errTruncated
	}
	keys, rows := make([]uint32, count), make([]labelRow, count)
	key := uint64(0)
	for i := range rows {
		distance := r.uvarint()
		key += distance
		if r.err != nil {
			return nil, nil, r.err
		}
		if key > math.MaxUint32 || i > 0 && distance == 0 {
			return nil, nil, errors.New("the features' keys are not in order")
		}
		keys[i], rows[i] = uint32(key), newLabelRow(uint32(key))
	}
	c, err := decodeCells(r.data)
	if err != nil {
		return nil, nil, err
	}
	if c.classes != uint64(StateCount) {
		return nil, nil, errors.New("weights of another shape")
	}
	for c.next() {
		row, state := c.at/c.classes, int(c.at%c.classes)
		if row == 0 || row > count {
			return nil, nil, errors.New("a weight of no feature")
		}
		if err := rows[row-1].set(state, c.weight); err != nil {
			return nil, nil, err
		}
	}
	return newLabelTable(keys, rows), c.data, c.err
}
