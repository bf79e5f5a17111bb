package tag

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestWeights holds the packed sums against sums made one by one, over more features than fit one pass.
func TestWeights(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, classes := range []int{1, 3, 4, 7, 52, 53, MaxClasses} {
		w := NewWeights(6, classes)
		plain := make([]int32, classes*w.Rows())
		for i := range plain {
			plain[i] = int32(random.IntN(WeightMax-WeightMin+1)) + WeightMin
			w.Set(uint32(i/classes), i%classes, plain[i])
		}
		for _, count := range []int{0, 1, 31, 32, 33, 100} {
			features := make([]uint32, count)
			want := make([]int32, classes)
			for i := range features {
				features[i] = random.Uint32()
				for class := range want {
					want[class] += plain[int(features[i]%uint32(w.Rows()))*classes+class]
				}
			}
			got := make([]int32, classes)
			w.Score(features, got)
			for class := range want {
				if got[class] != want[class] {
					t.Fatalf("%d classes, %d features: class %d scores %d, want %d", classes, count, class, got[class], want[class])
				}
			}
		}
		data := w.Append(nil)
		again, rest, err := DecodeWeights(append(data, 7))
		if err != nil || len(rest) != 1 {
			t.Fatalf("decode: %v, %d bytes left", err, len(rest))
		}
		if !bytes.Equal(again.Append(nil), data) {
			t.Error("a table read and written again differs")
		}
	}
}

// TestWeightsExtremes fills the lanes to their brim.
func TestWeightsExtremes(t *testing.T) {
	w := NewWeights(1, 4)
	for class, weight := range []int32{WeightMax, WeightMin, 1 << 20, -1 << 20} {
		w.Set(0, class, weight)
	}
	scores := make([]int32, 4)
	w.Score(make([]uint32, 64), scores)
	for class, want := range []int32{64 * WeightMax, 64 * WeightMin, 64 * WeightMax, 64 * WeightMin} {
		if scores[class] != want {
			t.Errorf("class %d scores %d, want %d", class, scores[class], want)
		}
	}
}

func FuzzDecodeWeights(f *testing.F) {
	w := NewWeights(2, 5)
	w.Set(1, 3, -7)
	f.Add(w.Append(nil))
	f.Add([]byte{26, 200})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 0 && data[0] > 12 {
			return // a table of many rows only costs memory
		}
		if table, rest, err := DecodeWeights(data); err == nil && (table == nil || len(rest) > len(data)) {
			t.Error("no error and no table")
		}
	})
}
