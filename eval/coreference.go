package eval

import (
	"math"
	"slices"
)

// Ratio is parts of right answers in parts of all, in per cent when read.
type Ratio struct {
	Right float64 `json:"right"`
	All   float64 `json:"all"`
}

// Percent is the ratio in per cent; 0 if there is nothing.
func (r Ratio) Percent() float64 {
	if r.All == 0 {
		return 0
	}
	return 100 * r.Right / r.All
}

func (r *Ratio) add(right, all float64) {
	r.Right += right
	r.All += all
}

// Measure is the precision and recall of one way to compare groups of mentions.
type Measure struct {
	P Ratio `json:"p"`
	R Ratio `json:"r"`
}

// F1 is the harmonic mean of precision and recall, in per cent.
func (m Measure) F1() float64 {
	p, r := m.P.Percent(), m.R.Percent()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// Coreference compares groups of mentions with true ones, as the CoNLL-2012 shared task did: MUC (Vilain et al.,
// 1995) counts links, B³ (Bagga and Baldwin, 1998) mentions, CEAFe (Luo, 2005) groups under the best one-to-one match
// of them. Mentions that only one side has count as Pradhan et al. (2014) have it. As there, a mention that corefers
// with no other is none, on either side, unless Single is set. Figures of several stories add up.
type Coreference struct {
	Single   bool    `json:"single"`   // groups of one mention count too
	Mentions int     `json:"mentions"` // true ones
	Groups   int     `json:"groups"`   // true ones
	MUC      Measure `json:"muc"`
	B3       Measure `json:"b3"`
	CEAFe    Measure `json:"ceafe"`
	Pairs    Count   `json:"pairs"` // pairs of mentions in one group
}

// CoNLL is the mean of the three F1, in per cent.
func (c *Coreference) CoNLL() float64 { return (c.MUC.F1() + c.B3.F1() + c.CEAFe.F1()) / 3 }

// Add counts one story: the group of every true and every found mention. A mention has the same key on both sides;
// one whose group is "" stands alone.
func (c *Coreference) Add(truth, found map[int]string) {
	keys, responses := grouped(truth), grouped(found)
	if !c.Single {
		alone := func(group []int) bool { return len(group) == 1 }
		keys, responses = slices.DeleteFunc(keys, alone), slices.DeleteFunc(responses, alone)
	}
	c.Mentions += size(keys)
	c.Groups += len(keys)
	common := overlaps(keys, responses)
	right, all := links(keys, common)
	c.MUC.R.add(right, all)
	b3, squares := 0.0, 0.0
	for i, row := range common {
		for j, n := range row {
			b3 += float64(n*n) / float64(len(keys[i]))
			squares += float64(n*n) / float64(len(responses[j]))
			c.Pairs.Right += n * (n - 1) / 2
		}
	}
	c.B3.R.add(b3, float64(size(keys)))
	c.B3.P.add(squares, float64(size(responses)))
	turned := overlaps(responses, keys)
	right, all = links(responses, turned)
	c.MUC.P.add(right, all)
	for _, group := range keys {
		c.Pairs.True += len(group) * (len(group) - 1) / 2
	}
	for _, group := range responses {
		c.Pairs.Found += len(group) * (len(group) - 1) / 2
	}
	alike := make([][]float64, len(keys))
	for i, row := range common {
		alike[i] = make([]float64, len(responses))
		for j, n := range row {
			alike[i][j] = 2 * float64(n) / float64(len(keys[i])+len(responses[j]))
		}
	}
	best := assign(alike)
	c.CEAFe.R.add(best, float64(len(keys)))
	c.CEAFe.P.add(best, float64(len(responses)))
}

// grouped are the groups with their mentions, in the order of their first mention.
func grouped(group map[int]string) [][]int {
	most := -1
	for mention := range group {
		most = max(most, mention)
	}
	at := map[string]int{}
	var groups [][]int
	for mention := range most + 1 {
		name, ok := group[mention]
		if !ok {
			continue
		}
		i, known := at[name]
		if !known || name == "" {
			i = len(groups)
			at[name] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], mention)
	}
	return groups
}

// size counts the mentions of groups.
func size(groups [][]int) int {
	n := 0
	for _, group := range groups {
		n += len(group)
	}
	return n
}

// overlaps counts the mentions that each group of a shares with each of b.
func overlaps(a, b [][]int) [][]int {
	of := map[int]int{}
	for j, group := range b {
		for _, mention := range group {
			of[mention] = j
		}
	}
	rows := make([][]int, len(a))
	for i, group := range a {
		rows[i] = make([]int, len(b))
		for _, mention := range group {
			if j, ok := of[mention]; ok {
				rows[i][j]++
			}
		}
	}
	return rows
}

// links counts the links that hold groups together, and those of them that the other side has too.
func links(groups, common [][]int) (right, all float64) {
	for i, group := range groups {
		parts, shared := 0, 0
		for _, n := range common[i] {
			if n > 0 {
				parts++
				shared += n
			}
		}
		parts += len(group) - shared
		right += float64(len(group) - parts)
		all += float64(len(group) - 1)
	}
	return right, all
}

// assign is the largest sum of values of which no two share a row or a column, by Kuhn's method with potentials. It
// takes time cubic in the smaller side, times the larger.
func assign(value [][]float64) float64 {
	rows := len(value)
	if rows == 0 || len(value[0]) == 0 {
		return 0
	}
	columns := len(value[0])
	at := func(i, j int) float64 { return value[i][j] }
	if rows > columns {
		rows, columns = columns, rows
		at = func(i, j int) float64 { return value[j][i] }
	}
	// Rows and columns count from 1; 0 is the row to be placed.
	u, v := make([]float64, rows+1), make([]float64, columns+1)
	match, way := make([]int, columns+1), make([]int, columns+1)
	for i := 1; i <= rows; i++ {
		match[0] = i
		least := make([]float64, columns+1)
		used := make([]bool, columns+1)
		for j := range least {
			least[j] = math.Inf(1)
		}
		column := 0
		for match[column] != 0 {
			used[column] = true
			row, delta, next := match[column], math.Inf(1), 0
			for j := 1; j <= columns; j++ {
				if used[j] {
					continue
				}
				if cost := -at(row-1, j-1) - u[row] - v[j]; cost < least[j] {
					least[j], way[j] = cost, column
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := range used {
				if used[j] {
					u[match[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			column = next
		}
		for column != 0 {
			match[column] = match[way[column]]
			column = way[column]
		}
	}
	sum := 0.0
	for j := 1; j <= columns; j++ {
		if match[j] > 0 {
			sum += at(match[j]-1, j-1)
		}
	}
	return sum
}
