package tag

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestLineTable holds the table against the weights that it is made of: small and large ones, rows without any, more
// classes than lanes, more features than are read at once.
func TestLineTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for _, classes := range []int{1, 43, lineLanes, lineLanes + 1, MaxClasses} {
		w := NewWeights(6, classes)
		for row := range uint32(w.Rows()) {
			for class := range classes {
				switch random.IntN(4) * int(row%3) {
				case 1, 2:
					w.Set(row, class, int32(random.IntN(2*lineBias))-lineBias)
				case 3, 4:
					w.Set(row, class, int32(random.IntN(WeightMax-WeightMin+1))+WeightMin)
				}
			}
		}
		table, err := newLineTable(w)
		if err != nil {
			t.Fatal(err)
		}
		for _, count := range []int{0, 1, lineBatch, lineBatch + 1, 300} {
			features := make([]uint32, count)
			for i := range features {
				features[i] = random.Uint32()
			}
			got, want := make([]int32, classes), make([]int32, classes)
			table.score(features, got)
			w.Score(features, want)
			if !slices.Equal(got, want) {
				t.Errorf("%d classes, %d features: got %v, want %v", classes, count, got, want)
			}
		}
	}
}

// TestLineTableBrim fills the lanes to their brim.
func TestLineTableBrim(t *testing.T) {
	w := NewWeights(1, 2)
	w.Set(0, 0, lineBias-1)
	w.Set(0, 1, -lineBias)
	table, err := newLineTable(w)
	if err != nil {
		t.Fatal(err)
	}
	scores := make([]int32, 2)
	table.score(make([]uint32, lineBatch), scores)
	if scores[0] != lineBatch*(lineBias-1) || scores[1] != -lineBatch*lineBias {
		t.Errorf("got %v", scores)
	}
}

func TestMoveTable(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	w := NewWeights(6, int(moveCount))
	for row := range uint32(w.Rows()) {
		for class := range int(moveCount) {
			w.Set(row, class, int32(random.IntN(WeightMax-WeightMin+1))+WeightMin)
		}
	}
	for class, weight := range []int32{WeightMin, WeightMax, WeightMin} {
		w.Set(0, class, weight)
	}
	table := newMoveTable(w)
	for _, count := range []int{0, 1, 300, 301} {
		features := make([]uint32, count) // an even number is of the row with the largest differences
		for i := range features {
			features[i] = random.Uint32() * uint32(count%2)
		}
		var got, want [moveCount]int32
		table.score(features, got[:])
		w.Score(features, want[:])
		for move := range want {
			if got[move] != want[move]-want[Shift] {
				t.Errorf("%d features: got %v, want %v less the first", count, got, want)
				break
			}
		}
	}
}
