package eval

import (
	"cmp"
	"slices"
	"unicode"

	"hearsay"
	"hearsay/collate/reuse"
)

// alignment is a passage of two texts.
type alignment struct{ a, b hearsay.Span }

// letterStream is a text's letters and digits in lower case, with their spans.
type letterStream struct {
	chars []rune
	spans []hearsay.Span
	words []int // for each char, which word it is in
}

func newLetterStream(text string) letterStream {
	var s letterStream
	word := 0
	var between []rune
	for at, r := range text {
		if len(s.chars) == alignChars {
			break
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			between = append(between, r)
			continue
		}
		if len(between) > 1 || len(between) == 1 && !slices.Contains([]rune{'\'', '’', '.', ','}, between[0]) {
			word++
		}
		between = between[:0]
		s.chars = append(s.chars, unicode.ToLower(r))
		s.spans = append(s.spans, hearsay.MakeSpan(at, at+len(string(r))))
		s.words = append(s.words, word)
	}
	return s
}

// begins reports whether a word begins at the char, or the text ends there.
func (s *letterStream) begins(i int) bool {
	return i == 0 || i == len(s.chars) || s.words[i] != s.words[i-1]
}

// route is the best alignment that ends in a cell of the table: from the highest bits down its score, the best score on
// its way, and where it begins in either text, 16 bits each. One of score 0 begins in the cell.
type route uint64

func (r route) score() int { return int(r >> 48) }

func (r route) best() int { return int(r >> 32 & 0xffff) }

// add is the route with another score, or 0 if it ends: below 0, or too far below its best.
func (r route) add(score int) route {
	now := r.score() + score
	if now <= 0 || now < r.best()-reuse.ScoreDrop {
		return 0
	}
	return route(now)<<48 | route(max(now, r.best()))<<32 | r&0xffffffff
}

// alignChars is as much of a text as the exhaustive aligner looks at.
const alignChars = 1<<14 - 1

// exhaustive returns the passages that two texts share, by the full table of all pairs of letters and digits: local
// alignment with affine gaps (Smith and Waterman 1981, Gotoh 1982), the best of each place of beginning, the better
// before those that overlap with them on both sides (after Waterman and Eggert 1987), cut to whole words. Scores are those of
// package reuse, which finds the same by an index. It costs the
// product of the two lengths.
func exhaustive(textA, textB string) []alignment {
	a, b := newLetterStream(textA), newLetterStream(textB)
	type rectangle struct{ score, a0, b0, a1, b1 int }
	found := map[route]rectangle{} // by where they begin
	above, down, row := make([]route, len(b.chars)+1), make([]route, len(b.chars)+1), make([]route, len(b.chars)+1)
	for j := range above {
		above[j] = route(j)
	}
	for i, char := range a.chars {
		row[0] = route(i+1) << 16
		right := route(0)
		for j, other := range b.chars {
			here := above[j]
			if char == other {
				here = here.add(reuse.ScoreSame)
			} else {
				here = here.add(reuse.ScoreOther)
			}
			if (above[j+1]|row[j]|down[j+1]|right)>>48 != 0 {
				down[j+1] = max(down[j+1].add(reuse.ScoreExtend), above[j+1].add(reuse.ScoreOpen))
				right = max(right.add(reuse.ScoreExtend), row[j].add(reuse.ScoreOpen))
				here = max(here, down[j+1], right)
			}
			if here == 0 {
				here = route(i+1)<<16 | route(j+1)
			}
			row[j+1] = here
			if score := here.score(); score > reuse.Least && score == here.best() {
				if at := here & 0xffffffff; score > found[at].score {
					found[at] = rectangle{score, int(at >> 16), int(at & 0xffff), i + 1, j + 1}
				}
			}
		}
		above, row = row, above
	}
	rectangles := make([]rectangle, 0, len(found))
	for _, r := range found {
		rectangles = append(rectangles, r)
	}
	slices.SortFunc(rectangles, func(x, y rectangle) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a0, y.a0), cmp.Compare(x.b0, y.b0))
	})
	var taken []rectangle
	var passages []alignment
	for _, r := range rectangles {
		if slices.ContainsFunc(taken, func(t rectangle) bool {
			return r.a0 < t.a1 && t.a0 < r.a1 && r.b0 < t.b1 && t.b0 < r.b1
		}) {
			continue
		}
		taken = append(taken, r)
		a0, a1 := a.trim(r.a0, r.a1)
		b0, b1 := b.trim(r.b0, r.b1)
		if min(a1-a0, b1-b0) >= reuse.Least {
			passages = append(passages, alignment{
				hearsay.Span{Start: a.spans[a0].Start, End: a.spans[a1-1].End},
				hearsay.Span{Start: b.spans[b0].Start, End: b.spans[b1-1].End}})
		}
	}
	return passages
}

// trim cuts a range of chars to whole words.
func (s *letterStream) trim(from, to int) (int, int) {
	for from < to && !s.begins(from) {
		from++
	}
	for to > from && !s.begins(to) {
		to--
	}
	return from, to
}
