package query

import "slices"

// near reports whether two words differ by a slip of the keyboard: one letter of a short word, two of a longer one, where
// two letters that changed places count as one; and by how many.
func near(a, b string) (off int, slip bool) {
	x, y := []rune(a), []rune(b)
	allowed := 1
	if min(len(x), len(y)) > 4 {
		allowed = 2
	}
	if max(len(x), len(y)) > maxNear || max(len(x)-len(y), len(y)-len(x)) > allowed {
		return 0, false
	}
	off = distance(x, y)
	return off, off <= allowed
}

// maxNear is from how many letters on a word is compared with nothing.
const maxNear = 40

// distance is the number of letters to insert, delete, replace or swap with the next (optimal string alignment).
func distance(x, y []rune) int {
	before, above := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range above {
		above[j] = j
	}
	for i := range x {
		row := make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(above[j+1]+1, row[j]+1, above[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, above = above, row
	}
	return above[len(y)]
}

// Suggest returns those of names that a mistyped name may mean, at most three, the likeliest first: each of its words is
// a word of theirs or nearly one.
func Suggest(name string, names []string) []string {
	asked := words(name)
	if len(asked) == 0 {
		return nil
	}
	type likely struct {
		name string
		off  int
	}
	var found []likely
	for _, candidate := range names {
		given := words(candidate)
		off := 0
		for _, w := range asked {
			best := -1
			for _, g := range given {
				if d, slip := near(w.folded, g.folded); slip && (best < 0 || d < best) {
					best = d
				}
			}
			if best < 0 {
				off = -1
				break
			}
			off += best
		}
		if off >= 0 && !slices.ContainsFunc(found, func(l likely) bool { return l.name == candidate }) {
			found = append(found, likely{candidate, off})
		}
	}
	slices.SortStableFunc(found, func(a, b likely) int { return a.off - b.off })
	var list []string
	for _, l := range found[:min(len(found), maxSuggested)] {
		list = append(list, l.name)
	}
	return list
}

// maxSuggested is how many names are suggested for one.
const maxSuggested = 3
