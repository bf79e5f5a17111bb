package tag

// moveTable is the weights of the moves, made for reading. Which move wins hangs only on how its weights differ from
// those of the first, so a row is two numbers, and twice as many rows as in a Weights stay near the processor.
type moveTable struct {
	mask uint32
	rows []uint32 // the differences of the second and third move, 16 bits each, raised by moveBias
}

const moveBias = WeightMax - WeightMin

func newMoveTable(w *Weights) *moveTable {
	t := &moveTable{mask: w.mask, rows: make([]uint32, w.Rows())}
	for i := range t.rows {
		row := uint32(i)
		first := w.Get(row, int(Shift))
		left, right := w.Get(row, int(Left))-first, w.Get(row, int(Right))-first
		t.rows[i] = uint32(left+moveBias) | uint32(right+moveBias)<<16
	}
	return t
}

// score puts into scores the sum of the features' weights for each move, less that for the first.
func (t *moveTable) score(features []uint32, scores []int32) {
	var sum, right uint64
	rows, mask := t.rows, t.mask
	for _, feature := range features {
		row := uint64(rows[feature&mask])
		sum += row
		right += row >> 16
	}
	bias := len(features) * moveBias
	scores[Shift] = 0
	scores[Left] = int32(int(sum-right<<16) - bias)
	scores[Right] = int32(int(right) - bias)
}
