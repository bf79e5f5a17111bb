package story

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"hearsay"
	pairs "hearsay/model/story"
)

// Kind is a sort of evidence on whether two documents report one event.
type Kind int

// Kinds of evidence. Shares and cosines are in 1024ths. Of two shares, one from each side, Least is the lesser and Most
// the greater; NoEvidence stands where a document has nothing of the kind.
const (
	KindCosine    Kind = iota // of all words
	KindShared                // words that both have
	KindTitle                 // cosine of the titles
	KindLead                  // cosine of the leads
	KindLeadLeast             // share of the lead's words that the other document has
	KindLeadMost
	KindNamesLeast // share of the names that the other document has, heavy ones before all
	KindNamesMost
	KindLeadNames  // Most, of the names in the lead alone
	KindTitleNames // Least, of the names and numbers in the title
	KindNumbers    // share of the numbers, of the document that has fewer
	KindYears      // share of the years, likewise
	KindRarest     // weight of the rarest shared word in the frequency table, in thirds of a logarithm
	KindThirdRarest
	KindPassage // slots in which the sketches agree
	KindShorter // words of the shorter text, 256 times their binary logarithm
	KindLonger
	KindDays // days between them; NoEvidence where one is undated
	Kinds    = iota
)

// NoEvidence is where a document has nothing to compare.
const NoEvidence = -1

// Evidence is what two documents have in common, by kind. It is the same for (a, b) and (b, a).
type Evidence [Kinds]int32

// parts are the names under which the kinds of evidence are shown. The lengths of the texts are no evidence; they say
// what the rest is worth.
var parts = [...]string{"words", "title", "lead", "names", "numbers", "rare words", "passage", "dates"}

var partOf = [Kinds]int{
	KindCosine: 0, KindShared: 0, KindTitle: 1, KindLead: 2, KindLeadLeast: 2, KindLeadMost: 2, KindNamesLeast: 3,
	KindNamesMost: 3, KindLeadNames: 3, KindTitleNames: 3, KindNumbers: 4, KindYears: 4, KindRarest: 5,
	KindThirdRarest: 5, KindPassage: 6, KindShorter: -1, KindLonger: -1, KindDays: 7,
}

// totals are what a document has to compare, whatever it is compared with.
type totals struct {
	title, lead    uint64 // lengths
	leadMass       uint64
	names          uint64
	leadNames      uint64
	titleNames     uint64
	numbers, years int32
}

func newTotals(terms []Term) totals {
	var s totals
	for i := range terms {
		t := &terms[i]
		weight := uint64(t.Weight)
		square := weight * weight
		number := t.Word[0] <= '9'
		if t.Mark&MarkTitle != 0 {
			s.title += square
			if number || t.Mark&MarkName != 0 {
				s.titleNames += weight
			}
		}
		lead := t.Mark&(MarkTitle|MarkLead) != 0
		if lead {
			s.lead += square
			s.leadMass += weight
		}
		switch {
		case number && isYear(t.Word):
			s.years++
		case number:
			s.numbers++
		case t.Mark&MarkName != 0:
			s.names += square
			if lead {
				s.leadNames += square
			}
		}
	}
	s.title, s.lead = squareRoot(s.title), squareRoot(s.lead)
	return s
}

func isYear(word string) bool {
	return len(word) == 4 && (word[:2] == "19" || word[:2] == "20") && word[2] <= '9' && word[3] <= '9'
}

// meeting is what two documents share.
type meeting struct {
	sides                  [2]held
	title, lead            uint64 // products
	shared, numbers, years int32
	rare                   [3]int32
}

// held is what of one document the other has too.
type held struct{ leadMass, names, leadNames, titleNames uint64 }

func (h *held) add(t *Term) {
	weight := uint64(t.Weight)
	number, name, lead := t.Word[0] <= '9', t.Mark&MarkName != 0, t.Mark&(MarkTitle|MarkLead) != 0
	if t.Mark&MarkTitle != 0 && (number || name) {
		h.titleNames += weight
	}
	if lead {
		h.leadMass += weight
	}
	if name && !number {
		h.names += weight * weight
		if lead {
			h.leadNames += weight * weight
		}
	}
}

// add counts a word as it stands in both documents.
func (m *meeting) add(x, y *Term) {
	m.shared++
	if (x.Mark|y.Mark)&(MarkTitle|MarkLead|MarkName) != 0 {
		m.sides[0].add(x)
		m.sides[1].add(y)
		product := uint64(x.Weight) * uint64(y.Weight)
		if x.Mark&y.Mark&MarkTitle != 0 {
			m.title += product
		}
		if x.Mark&(MarkTitle|MarkLead) != 0 && y.Mark&(MarkTitle|MarkLead) != 0 {
			m.lead += product
		}
	}
	if x.Word[0] <= '9' {
		if isYear(x.Word) {
			m.years++
		} else {
			m.numbers++
		}
	}
	rarity := x.Mark.rarity()
	for k := range m.rare {
		if rarity > m.rare[k] {
			m.rare[k], rarity = rarity, m.rare[k]
		}
	}
}

// Compare gathers the evidence on two documents, the cosine of which is known. Time is linear in their terms.
func Compare(a, b *Features, cosine int64) Evidence {
	var m meeting
	common(a.Terms, b.Terms, m.add)
	totalsA, totalsB := newTotals(a.Terms), newTotals(b.Terms)
	return m.evidence(a, b, &totalsA, &totalsB, cosine)
}

// evidence is what speaks from the meeting of two documents.
func (m *meeting) evidence(a, b *Features, s, o *totals, cosine int64) Evidence {
	x, y := &m.sides[0], &m.sides[1]
	var e Evidence
	e[KindCosine] = int32(cosine >> 6)
	e[KindShared] = m.shared
	e[KindTitle] = share(m.title, s.title*o.title)
	e[KindLead] = share(m.lead, s.lead*o.lead)
	e[KindLeadLeast], e[KindLeadMost] = shares(x.leadMass, s.leadMass, y.leadMass, o.leadMass)
	e[KindNamesLeast], e[KindNamesMost] = shares(x.names, s.names, y.names, o.names)
	_, e[KindLeadNames] = shares(x.leadNames, s.leadNames, y.leadNames, o.leadNames)
	e[KindTitleNames], _ = shares(x.titleNames, s.titleNames, y.titleNames, o.titleNames)
	e[KindNumbers] = share(uint64(m.numbers), uint64(min(s.numbers, o.numbers)))
	e[KindYears] = share(uint64(m.years), uint64(min(s.years, o.years)))
	e[KindRarest], e[KindThirdRarest] = m.rare[0], m.rare[2]
	e[KindPassage] = agreeing(a.Sketch, b.Sketch)
	e[KindShorter] = int32(log2(uint64(max(1, min(a.Words, b.Words)))))
	e[KindLonger] = int32(log2(uint64(max(1, a.Words, b.Words))))
	e[KindDays] = NoEvidence
	if days, known := gap(a.Published, b.Published); known {
		e[KindDays] = int32(min(days, Window+1))
	}
	return e
}

func share(part, whole uint64) int32 {
	if whole == 0 {
		return NoEvidence
	}
	return int32(part * 1024 / whole)
}

func shares(partA, wholeA, partB, wholeB uint64) (least, most int32) {
	a, b := share(partA, wholeA), share(partB, wholeB)
	return min(a, b), max(a, b)
}

// agreeing counts the slots in which two sketches agree.
func agreeing(a, b []uint32) int32 {
	n := int32(0)
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] && a[i] != emptySlot {
			n++
		}
	}
	return n
}

// curve is what one kind of evidence adds to the score of a pair, in 65536ths of a logit: linear between its knots,
// level beyond them.
type curve struct {
	absent int64
	knots  []int32
	values []int64
}

func (c *curve) at(x int32) int64 {
	n := len(c.knots)
	switch {
	case x == NoEvidence:
		return c.absent
	case n == 0:
		return 0
	case x <= c.knots[0]:
		return c.values[0]
	case x >= c.knots[n-1]:
		return c.values[n-1]
	}
	i, _ := slices.BinarySearch(c.knots, x)
	low, high := int64(c.knots[i-1]), int64(c.knots[i])
	return c.values[i-1] + (c.values[i]-c.values[i-1])*(int64(x)-low)/(high-low)
}

// rule is a generalised additive model (Hastie and Tibshirani 1990): the score of a pair is the sum of what its evidence
// adds, kind by kind.
type rule struct {
	bias   int64
	curves [Kinds]curve
}

// model judges pairs: those with both dates by one rule, all others by a stricter one.
type model struct {
	dated, undated rule
	odds           [oddsEnd + 1]int64
}

// The logistic function is a table of odds e^−x, with oddsSteps steps to a logit, up to maxLogit.
const (
	maxLogit  = 10
	oddsSteps = 32
	oddsEnd   = maxLogit * oddsSteps
	oddsStep  = 4162825044 // e^(−1/32) in 2^−32
)

// loadModel reads a pair model in the form that train/story writes: the magic and version, then for each rule its bias
// and for each kind of evidence, as varints, what it adds where it is absent, the number of knots, and each knot, as its
// distance from the one before, with its value.
func loadModel(data []byte) (*model, error) {
	const magic = pairs.Magic
	if len(data) < len(magic) || string(data[:len(magic)]) != magic {
		return nil, errors.New("read pair model: not one, or of another version")
	}
	data = data[len(magic):]
	failed := false
	next := func(low, high int64) int64 {
		value, n := binary.Varint(data)
		if n <= 0 || value < low || value > high {
			failed = true
			return low
		}
		data = data[n:]
		return value
	}
	const bound = 100 * one
	m := &model{}
	for _, r := range []*rule{&m.dated, &m.undated} {
		r.bias = next(-bound, bound)
		for k := range r.curves {
			c := &r.curves[k]
			c.absent = next(-bound, bound)
			last := int32(-1)
			for range next(0, 64) {
				last += int32(next(1, 1<<20))
				c.knots = append(c.knots, last)
				c.values = append(c.values, next(-bound, bound))
			}
			if failed {
				return nil, fmt.Errorf("read pair model: damaged in the curve of evidence %d", k)
			}
		}
	}
	if len(data) > 0 {
		return nil, errors.New("read pair model: more bytes than curves")
	}
	m.odds[0] = 1 << 32
	for i := range oddsEnd {
		m.odds[i+1] = int64(uint64(m.odds[i]) * oddsStep >> 32)
	}
	return m, nil
}

// score is the sum of what the evidence adds.
func (r *rule) score(e *Evidence) int64 {
	score := r.bias
	for k := range r.curves {
		score += r.curves[k].at(e[k])
	}
	return score
}

// chance is the logistic function of a score, in 65536ths.
func (m *model) chance(score int64) int64 {
	size := min(max(score, -score), maxLogit*one)
	step, rest := size*oddsSteps/one, size*oddsSteps%one
	odds := m.odds[step]
	if rest > 0 {
		odds -= (odds - m.odds[step+1]) * rest / one
	}
	less := odds * one / (1<<32 + odds)
	if score < 0 {
		return less
	}
	return one - less
}

// judge is the score of the evidence, with the rule and the evidence that it comes from. A pair without both dates is
// judged as if of one day too, and the lesser score holds: what is not known never speaks for one event.
func (c *Clusterer) judge(e Evidence) (int64, *rule, Evidence) {
	m := c.model
	if e[KindDays] != NoEvidence {
		return m.dated.score(&e) + c.params.pickedDated, &m.dated, e
	}
	undated, r, sameDay := m.undated.score(&e)+c.params.picked, &m.undated, e
	sameDay[KindDays] = 0
	if score := m.dated.score(&sameDay); score < undated {
		return score, &m.dated, sameDay
	}
	return undated, r, e
}

// near reports whether two documents have enough words in common to be worth a look.
func (c *Clusterer) near(a, b *Features, cosine int64) bool {
	if a.Dated() && b.Dated() {
		return cosine >= c.params.floor
	}
	return cosine >= c.params.undatedFloor
}

// weigh is how surely two documents report one event, in 65536ths, from the cosine of their words. It is the same for
// (a, b) and (b, a).
func (c *Clusterer) weigh(a, b *Features, cosine int64) int64 {
	if !c.near(a, b, cosine) {
		return 0
	}
	return c.surely(Compare(a, b, cosine))
}

// surely is how surely two documents report one event by the evidence, in 65536ths.
func (c *Clusterer) surely(e Evidence) int64 {
	score, _, _ := c.judge(e)
	return c.model.chance(score)
}

// needed names the evidence without any one of which two documents would not be held to report one event: with as much
// of it as documents have that share none.
func (c *Clusterer) needed(a, b *Features, cosine int64) []string {
	score, r, e := c.judge(Compare(a, b, cosine))
	if c.model.chance(score) < c.params.least {
		return nil
	}
	adds := r.adds(&e)
	_, known := gap(a.Published, b.Published)
	var names []string
	for part, add := range adds {
		if (part != partOf[KindDays] || known) && c.model.chance(score-add) < c.params.least {
			names = append(names, parts[part])
		}
	}
	return names
}

// adds is what each part of the evidence adds to the score, beyond what it would with nothing shared. What is left of the
// score is the same for all pairs of like length that lack the same kinds of evidence.
func (r *rule) adds(e *Evidence) [len(parts)]int64 {
	var adds [len(parts)]int64
	for k := range r.curves {
		if part := partOf[k]; part >= 0 && e[k] != NoEvidence {
			none := int32(0)
			if Kind(k) == KindDays {
				none = Window
			}
			adds[part] += r.curves[k].at(e[k]) - r.curves[k].at(none)
		}
	}
	return adds
}

// Judge is the link of two documents, the cosine of which is known, if it is more than next to nothing.
func (c *Clusterer) Judge(a, b *Features, cosine int64) (hearsay.Link, bool) {
	weight := c.weigh(a, b, cosine)
	return makeLink(a, b, weight), weight >= c.params.faint
}

func makeLink(a, b *Features, weight int64) hearsay.Link {
	return hearsay.Link{A: min(a.ID, b.ID), B: max(a.ID, b.ID), Weight: int(weight)}
}
