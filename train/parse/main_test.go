package main

import (
	"testing"

	"hearsay"
	"hearsay/read/tag"
)

// TestOracle follows, at each step, the first move that loses nothing, and must end with the gold tree.
func TestOracle(t *testing.T) {
	parser, err := tag.MakeParser(tag.NewWeights(1, int(tag.MoveCount)), tag.NewWeights(1, int(hearsay.RelCount)))
	if err != nil {
		t.Fatal(err)
	}
	for _, heads := range [][]int32{
		{1}, {1, 2}, {2, 0}, {1, 4, 1, 2}, {1, 2, 5, 2, 3}, {3, 3, 3, 6, 3, 4}, {6, 0, 0, 2, 2, 4},
	} {
		words := len(heads)
		var s tag.ParseState
		s.Begin(parser, make([]string, words), make([]hearsay.Tag, words))
		gold := append(append([]int32{}, heads...), -1)
		for !s.Done() {
			least, best := words+1, tag.MoveNone
			for move := range tag.MoveCount {
				if s.Can(move) && lost(&s, gold, move) < least {
					least, best = lost(&s, gold, move), move
				}
			}
			if least != 0 {
				t.Fatalf("%v: every move loses an arc", heads)
			}
			if dependent, head := s.Arc(best); dependent >= 0 && head != heads[dependent] {
				t.Errorf("%v: %d hangs on %d", heads, dependent, head)
			}
			s.Do(best, hearsay.RelDep)
		}
	}
}
