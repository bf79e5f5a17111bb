package tag

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// rowLanes is how many weights a row of a labelTable has: those of all states, for each pass in turn.
const rowLanes = maxPasses * int(StateCount)

// labelTable holds the weights of the features that a model knows; all others weigh nothing. It is a hash table without
// collisions (Fox, Heath, Chen and Daoud 1992; Pibiri and Trani 2021): a feature's bucket has a pilot, and feature and
// pilot together give the one place where the feature's row can be. The pilots are few enough to stay near the
// processor, so that a look-up waits for one place in memory only. Buckets and places take the high bits of a feature,
// which are as well spread as a hash can be.
type labelTable struct {
	bucketShift, rowShift uint32
	pilots                []uint8
	rows                  []labelRow // the first stands for what the model does not know; all its bytes are zero
}

// labelRow has the size that two fill a cache line: rowLanes bytes of weights, each raised by rowBias, from the lowest
// byte on; 16 bits that are 1 where there is a row; the key in 32.
type labelRow [4]uint64

const (
	rowBias   = -math.MinInt8
	rowZero   = rowBias * 0x0101_0101_0101_0101
	rowPlaced = 1 << 16
	keyShift  = 32
	rowsAdded = math.MaxUint16 / math.MaxUint8 // rows whose bytes a lane of 16 bits can add up
	rowsFound = 1 << 10                        // rows that are looked for at once
	evenBytes = 0x00ff_00ff_00ff_00ff
)

// newLabelRow returns the row of a key, all weights zero.
func newLabelRow(key uint32) labelRow {
	return labelRow{rowZero, rowZero, rowZero, uint64(key)<<keyShift | rowPlaced | rowZero&(rowPlaced-1)}
}

func (r *labelRow) key() uint32 { return uint32(r[3] >> keyShift) }

func (r *labelRow) get(lane int) int32 { return int32(uint8(r[lane/8]>>(lane%8*8))) - rowBias }

func (r *labelRow) set(lane int, weight int64) error {
	if weight < math.MinInt8 || weight > math.MaxInt8 {
		return fmt.Errorf("the weight %d of a feature is too large", weight)
	}
	shift := lane % 8 * 8
	r[lane/8] = r[lane/8]&^(math.MaxUint8<<shift) | uint64(weight+rowBias)<<shift
	return nil
}

// newLabelTable returns a table of the rows, whose keys differ. It is at most 8/9 full, and has a pilot for four places.
func newLabelTable(rows []labelRow) *labelTable {
	for width := uint32(max(1, bits.Len(uint(len(rows)+len(rows)/8)))); ; width++ {
		t := &labelTable{bucketShift: min(32, 34-width), rowShift: 32 - width}
		t.pilots, t.rows = make([]uint8, 1<<max(0, int(width)-2)), make([]labelRow, 1+1<<width)
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
		starts[t.bucket(rows[i].key())+1]++
	}
	most := uint32(0)
	for b := range t.pilots {
		most = max(most, starts[b+1])
		starts[b+1] += starts[b]
	}
	members := make([]uint32, len(rows)) // the rows by bucket
	next := slices.Clone(starts)
	for i := range rows {
		b := t.bucket(rows[i].key())
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
			at := t.at(rows[members[placed]].key())
			if taken[at] {
				break
			}
			taken[at] = true
		}
		if placed == len(members) {
			for _, m := range members {
				t.rows[t.at(rows[m].key())] = rows[m]
			}
			return true
		}
		for _, m := range members[:placed] {
			taken[t.at(rows[m].key())] = false
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
			lasts[i&(rowsFound-1)] = t.rows[at][3]
		}
		for i, feature := range batch {
			last := lasts[i&(rowsFound-1)]
			other := last>>keyShift ^ uint64(feature) | (last&rowPlaced ^ rowPlaced)
			found[i] &= uint32(int64(other-1) >> 63) // all bits if the row is the feature's, else none
		}
	}
	return places
}

// add adds to sums the weights of the rows at the places. It sums whole words, whose bytes carry into each other, and
// their odd bytes apart; the difference is the sum of the even ones.
func (t *labelTable) add(places []uint32, sums *[rowLanes]int32) {
	for len(places) > 0 {
		batch := places[:min(len(places), rowsAdded)]
		places = places[len(batch):]
		var a, b, c, d, oddA, oddB, oddC, oddD uint64
		for _, at := range batch {
			row := &t.rows[at]
			a += row[0]
			oddA += row[0] >> 8 & evenBytes
			b += row[1]
			oddB += row[1] >> 8 & evenBytes
			c += row[2]
			oddC += row[2] >> 8 & evenBytes
			d += row[3] & (rowPlaced<<1 - 1)
			oddD += row[3] >> 8 & math.MaxUint8
		}
		d -= oddD << 8
		bias := int32(d/rowPlaced) * rowBias
		for i, pair := range [3][2]uint64{{a - oddA<<8, oddA}, {b - oddB<<8, oddB}, {c - oddC<<8, oddC}} {
			for k := range 4 {
				sums[i*8+k*2] += int32(uint16(pair[0]>>(k*16))) - bias
				sums[i*8+k*2+1] += int32(uint16(pair[1]>>(k*16))) - bias
			}
		}
		sums[24] += int32(d%rowPlaced) - bias
		sums[25] += int32(oddD) - bias
	}
}

// append writes the keys in order, each as its distance from the one before, then their weights as Weights does: the
// row of the first key is 1, the classes of pass n begin at n*passStride.
func (t *labelTable) append(buf []byte, passes int) []byte {
	rows := slices.DeleteFunc(slices.Clone(t.rows), func(r labelRow) bool { return r[3]&rowPlaced == 0 })
	slices.SortFunc(rows, func(a, b labelRow) int { return cmp.Compare(a.key(), b.key()) })
	buf = binary.AppendUvarint(buf, uint64(len(rows)))
	last := uint32(0)
	weights := NewWeights(max(1, bits.Len(uint(len(rows)))), max(1, passes)*passStride)
	for i, row := range rows {
		buf = binary.AppendUvarint(buf, uint64(row.key()-last))
		last = row.key()
		for lane := range passes * int(StateCount) {
			class := lane/int(StateCount)*passStride + lane%int(StateCount)
			weights.Set(uint32(i+1), class, row.get(lane))
		}
	}
	return weights.Append(buf)
}

// decodeLabelTable reads a table that append wrote, and returns the number of passes and what follows the table.
func decodeLabelTable(data []byte) (*labelTable, int, []byte, error) {
	r := reader{data: data}
	count := r.uvarint()
	if count > uint64(len(data)) {
		return nil, 0, nil, errTruncated
	}
	rows := make([]labelRow, count)
	key := uint64(0)
	for i := range rows {
		distance := r.uvarint()
		key += distance
		if r.err != nil {
			return nil, 0, nil, r.err
		}
		if key > math.MaxUint32 || i > 0 && distance == 0 {
			return nil, 0, nil, errors.New("the features' keys are not in order")
		}
		rows[i] = newLabelRow(uint32(key))
	}
	c, err := decodeCells(r.data)
	if err != nil {
		return nil, 0, nil, err
	}
	passes := int(c.classes / passStride)
	if c.classes%passStride != 0 || passes > maxPasses {
		return nil, 0, nil, errors.New("weights of another shape")
	}
	for c.next() {
		row, class := c.at/c.classes, int(c.at%c.classes)
		if row == 0 || row > count || class%passStride >= int(StateCount) {
			return nil, 0, nil, errors.New("a weight of no feature or state")
		}
		lane := class/passStride*int(StateCount) + class%passStride
		if err := rows[row-1].set(lane, c.weight); err != nil {
			return nil, 0, nil, err
		}
	}
	return newLabelTable(rows), passes, c.data, c.err
}
