package tag

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLabelTable holds the table against a plain map, with many keys in one bucket and more features than are added
// at once.
func TestLabelTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, count := range []int{0, 1, 3, 500, 20_000} {
		keys := make([]uint32, count)
		for i := range keys {
			keys[i] = random.Uint32()
			if i < min(count/2, 100) {
				keys[i] = uint32(i) // all in the first bucket
			}
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
		rows, plain := make([]labelRow, len(keys)), map[uint32][StateCount]int32{}
		for i, key := range keys {
			var weights [StateCount]int32
			rows[i] = newLabelRow(key)
			for lane := range weights[:random.IntN(int(StateCount)+1)] {
				weights[lane] = int32(random.IntN(256)) + math.MinInt8
				if err := rows[i].set(lane, int64(weights[lane])); err != nil {
					t.Fatal(err)
				}
			}
			plain[key] = weights
		}
		table := newLabelTable(keys, rows)
		for _, n := range []int{0, 1, 100, 1000} {
			features := make([]uint32, n)
			var got, want [StateCount]int32
			for i := range features {
				features[i] = random.Uint32()
				switch {
				case i%3 > 0 && len(keys) > 0:
					features[i] = keys[random.IntN(len(keys))]
				case i%2 > 0:
					features[i] = random.Uint32N(1 << 8)
				}
				for lane, weight := range plain[features[i]] {
					want[lane] += weight
				}
			}
			table.add(table.find(features, nil), &got)
			if got != want {
				t.Fatalf("%d keys, %d features: got %v, want %v", len(keys), n, got, want)
			}
		}
		data := table.append(nil)
		again, rest, err := decodeLabelTable(append(data, 7))
		if err != nil || len(rest) != 1 {
			t.Fatalf("decode: %v, %d bytes left", err, len(rest))
		}
		if !bytes.Equal(again.append(nil), data) {
			t.Error("a table read and written again differs")
		}
	}
}

func TestLabelRowLargeWeight(t *testing.T) {
	for _, weight := range []int64{-129, 128} {
		if row := newLabelRow(5); row.set(0, weight) == nil {
			t.Errorf("no error for the weight %d", weight)
		}
	}
}
