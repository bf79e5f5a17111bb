package tag

import (
	"cmp"
	"errors"
	"slices"
)

// lineTable is a table of many classes, made for reading. A row is a cache line, so that a look-up waits for one place
// in memory only: eight words with six lanes of ten bits for the weights of the classes that have most of them. What
// does not fit, large weights and rare classes, stands apart. It is little.
type lineTable struct {
	mask  uint32
	lane  []uint8 // by class: its lane, or lineLanes if it has none
	rows  []lineRow
	apart []uint32 // the class, apartLast on the row's last, and the weight in the high 16 bits; its lane holds 0
}

// lineRow has lane n in bits n%6*10 of word n/6, raised by lineBias. Above the lanes of each word are four bits of where
// the row's weights stand in lineTable.apart, the lowest in the first word. These are 0 only where the row has none.
type lineRow [8]uint64

const (
	lineLanes = 48
	wordLanes = 6
	laneBits  = 10
	lineBias  = 1 << (laneBits - 1)
	oddLanes  = 0x3ff | 0x3ff<<20 | 0x3ff<<40
	lanesEnd  = wordLanes * laneBits
	apartBits = 64 - lanesEnd
	apartLast = 1 << 8
	lineBatch = 64 // rows that are read at once; far fewer than would make a sum larger than two lanes
)

func newLineTable(w *Weights) (*lineTable, error) {
	t := &lineTable{mask: w.mask, lane: make([]uint8, w.classes), rows: make([]lineRow, w.Rows()), apart: []uint32{0}}
	counts, classes := make([]int, w.classes), make([]int, w.classes)
	for class := range classes {
		classes[class] = class
	}
	for i, word := range w.words {
		if word == laneBias {
			continue
		}
		row, class := uint32(i/w.stride), i%w.stride*4
		for end := min(class+4, w.classes); class < end; class++ {
			if w.Get(row, class) != 0 {
				counts[class]++
			}
		}
	}
	slices.SortStableFunc(classes, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	for i, class := range classes {
		t.lane[class] = uint8(min(i, lineLanes))
	}
	var zeros lineRow
	for lane := range min(lineLanes, w.classes) {
		zeros[lane/wordLanes] |= lineBias << (lane % wordLanes * laneBits)
	}
	for row := range uint32(w.Rows()) {
		line := &t.rows[row]
		*line = zeros
		if len(t.apart)%(1<<apartBits) == 0 {
			t.apart = append(t.apart, 0)
		}
		start := len(t.apart)
		for class, lane := range t.lane {
			weight := w.Get(row, class)
			if weight == 0 {
				continue
			}
			if lane == lineLanes || weight < -lineBias || weight >= lineBias {
				t.apart = append(t.apart, uint32(class)|uint32(weight)<<16)
				continue
			}
			// Adding to the raised zero neither borrows nor carries.
			line[lane/wordLanes] += uint64(int64(weight)) << (lane % wordLanes * laneBits)
		}
		if len(t.apart) == start {
			continue
		}
		t.apart[len(t.apart)-1] |= apartLast
		for i := range line {
			line[i] |= uint64(start>>(i*apartBits)) << lanesEnd
		}
	}
	if uint64(len(t.apart)) >= 1<<(len(lineRow{})*apartBits) {
		return nil, errors.New("too many large weights")
	}
	return t, nil
}

// score puts into scores, for each class, the sum of the weights of the features. It first reads a word of each row, so
// that many reads are under way at once.
func (t *lineTable) score(features []uint32, scores []int32) {
	scores = scores[:len(t.lane)]
	clear(scores)
	for len(features) > 0 {
		batch := features[:min(len(features), lineBatch)]
		features = features[len(batch):]
		var apart [lineBatch]uint32
		var even, odd [8]uint64
		for i, feature := range batch {
			apart[i] = uint32(t.rows[feature&t.mask][0] >> lanesEnd)
		}
		for at := 0; at < len(even); at += 4 {
			var a, b, c, d, oddA, oddB, oddC, oddD uint64
			for _, feature := range batch {
				row := (*[4]uint64)(t.rows[feature&t.mask][at:])
				a += row[0]
				oddA += row[0] >> laneBits & oddLanes
				b += row[1]
				oddB += row[1] >> laneBits & oddLanes
				c += row[2]
				oddC += row[2] >> laneBits & oddLanes
				d += row[3]
				oddD += row[3] >> laneBits & oddLanes
			}
			even[at], odd[at] = a-oddA<<laneBits, oddA
			even[at+1], odd[at+1] = b-oddB<<laneBits, oddB
			even[at+2], odd[at+2] = c-oddC<<laneBits, oddC
			even[at+3], odd[at+3] = d-oddD<<laneBits, oddD
		}
		var sums [lineLanes + 1]int32
		bias := int32(len(batch)) * lineBias
		for i := range even {
			for k := range wordLanes / 2 {
				sums[i*wordLanes+k*2] = int32(even[i]>>(k*2*laneBits)&(1<<(2*laneBits)-1)) - bias
				sums[i*wordLanes+k*2+1] = int32(odd[i]>>(k*2*laneBits)&(1<<(2*laneBits)-1)) - bias
			}
		}
		for class, lane := range t.lane {
			scores[class] += sums[lane]
		}
		for i, feature := range batch {
			if apart[i] != 0 {
				t.addApart(&t.rows[feature&t.mask], scores)
			}
		}
	}
}

// addApart adds to scores the weights of a row that stand apart.
func (t *lineTable) addApart(row *lineRow, scores []int32) {
	at := 0
	for i, word := range row {
		at |= int(word>>lanesEnd) << (i * apartBits)
	}
	for {
		weight := t.apart[at]
		scores[uint8(weight)] += int32(weight) >> 16
		if weight&apartLast != 0 {
			return
		}
		at++
	}
}
