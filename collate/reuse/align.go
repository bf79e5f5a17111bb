package reuse

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// The scores of an alignment with affine gaps (Gotoh 1982). A substituted word of six letters costs what nine or ten equal
// letters earn, so that a passage ends where fewer than about two words of three agree.
const (
	ScoreSame   = 2
	ScoreOther  = -3
	ScoreOpen   = -5  // the first char of a gap
	ScoreExtend = -1  // each further char
	ScoreDrop   = 40  // an extension ends when it has fallen so far below its best (X-drop, Altschul et al. 1997)
	resync      = 12  // equal chars behind an edit from which the extension runs on without a table
	reach       = 512 // chars that one bridge may take of either strand
)

// An edit is bridged only if anchor equal chars stand within ahead chars behind it on both strands.
const (
	anchor = 8
	ahead  = 64
)

// match is one aligned passage.
type match struct {
	a0, a1, b0, b1 int // chars of the streams
	same           int // chars that agree
	run            int // the longest run of equal chars
	spanA, spanB   hearsay.Span
}

func (m *match) length() int { return max(m.a1-m.a0, m.b1-m.b0) }

// seed is a gram that stands in two streams, by its offset in each.
type seed struct{ a, b int }

func (m *match) holds(s seed) bool { return m.a0 <= s.a && s.a < m.a1 && m.b0 <= s.b && s.b < m.b1 }

// seeds returns the grams that stand in both of two texts, sorted by their offsets.
func seeds(s, t *Text) []seed {
	var packed []uint64
	a, b := s.marks, t.marks
	for len(b) > 0 {
		word, bit := b[0].bit()
		if s.filter[word]&bit == 0 {
			b = b[1:]
			continue
		}
		hash := b[0].hash()
		inB := equals(b)
		skip, _ := slices.BinarySearch(a, mark(hash<<atBits))
		if a = a[skip:]; len(a) > 0 && a[0].hash() == hash {
			inA := equals(a)
			for _, x := range a[:min(inA, gramRepeats)] {
				for _, y := range b[:min(inB, gramRepeats)] {
					packed = append(packed, uint64(x.at())<<atBits|uint64(y.at()))
				}
			}
			a = a[inA:]
		}
		b = b[inB:]
	}
	radixSort(packed, 2*atBits-8)
	list := make([]seed, len(packed))
	for i, p := range packed {
		list[i] = seed{int(p >> atBits), int(p & (1<<atBits - 1))}
	}
	return list
}

// equals is how many marks at the beginning of a list are of one gram.
func equals(marks []mark) int {
	n := 1
	for n < len(marks) && marks[n].hash() == marks[0].hash() {
		n++
	}
	return n
}

// align extends the seeds of two documents to passages. The work is done from the side of the lesser ID, so that the
// result is the same, mirrored, when dates swap the documents' order.
func (x *extender) align(s, t *Text) []match {
	if s.reading.Document.ID <= t.reading.Document.ID {
		return x.alignOrdered(&s.stream, &t.stream, seeds(s, t))
	}
	matches := x.alignOrdered(&t.stream, &s.stream, seeds(t, s))
	for i := range matches {
		m := &matches[i]
		m.a0, m.a1, m.b0, m.b1, m.spanA, m.spanB = m.b0, m.b1, m.a0, m.a1, m.spanB, m.spanA
	}
	return matches
}

func (x *extender) alignOrdered(a, b *stream, seeds []seed) []match {
	var matches []match
	var active []match // extents, as extended, that a later seed may fall into
	for _, s := range seeds {
		inside := false
		kept := active[:0]
		for _, m := range active {
			if m.a1 > s.a {
				kept = append(kept, m)
				inside = inside || m.holds(s)
			}
		}
		active = kept
		if inside || string(a.chars[s.a:s.a+dense.gram]) != string(b.chars[s.b:s.b+dense.gram]) {
			continue
		}
		right := x.extend(strand{a.chars[s.a:], false}, strand{b.chars[s.b:], false})
		left := x.extend(strand{a.chars[:s.a], true}, strand{b.chars[:s.b], true})
		m := match{
			a0: s.a - left.a, a1: s.a + right.a, b0: s.b - left.b, b1: s.b + right.b,
			same: left.same + right.same, run: max(left.run, right.run, left.lead+right.lead),
		}
		active = append(active, m)
		if m.trim(a, b) {
			matches = append(matches, m)
		}
	}
	return matches
}

// trim cuts a match to whole words on both sides and sets its spans. It reports whether enough is left.
func (m *match) trim(a, b *stream) bool {
	if min(m.a1-m.a0, m.b1-m.b0) < shortLeast {
		return false
	}
	for m.a0 < m.a1 && m.b0 < m.b1 && a.chars[m.a0] == b.chars[m.b0] && !(a.wordStart(m.a0) && b.wordStart(m.b0)) {
		m.a0, m.b0, m.same = m.a0+1, m.b0+1, m.same-1
	}
	for m.a0 < m.a1 && m.b0 < m.b1 && a.chars[m.a1-1] == b.chars[m.b1-1] && !(a.wordEnd(m.a1) && b.wordEnd(m.b1)) {
		m.a1, m.b1, m.same = m.a1-1, m.b1-1, m.same-1
	}
	for m.a0 < m.a1 && !a.wordStart(m.a0) {
		m.a0++
	}
	for m.b0 < m.b1 && !b.wordStart(m.b0) {
		m.b0++
	}
	for m.a0 < m.a1 && !a.wordEnd(m.a1) {
		m.a1--
	}
	for m.b0 < m.b1 && !b.wordEnd(m.b1) {
		m.b1--
	}
	m.same = min(m.same, m.a1-m.a0, m.b1-m.b0)
	m.run = min(m.run, m.same)
	size := min(m.a1-m.a0, m.b1-m.b0)
	if size < shortLeast || m.same*100 < m.length()*agreeing {
		return false
	}
	m.spanA, m.spanB = a.span(m.a0, m.a1), b.span(m.b0, m.b1)
	if size < Least && (m.same < m.length() || min(own(m.spanA.Of(a.text)), own(m.spanB.Of(b.text))) < shortOwn) {
		return false
	}
	m.widen(a.text, b.text)
	return true
}

// widen takes in the marks that stand at the ends of both spans alike: quotation marks, the full stop.
func (m *match) widen(a, b string) {
	for {
		x, sizeX := utf8.DecodeLastRuneInString(a[:m.spanA.Start])
		y, sizeY := utf8.DecodeLastRuneInString(b[:m.spanB.Start])
		if sizeX == 0 || x != y || !punctuation(x) {
			break
		}
		m.spanA.Start -= uint32(sizeX)
		m.spanB.Start -= uint32(sizeY)
	}
	for {
		x, sizeX := utf8.DecodeRuneInString(a[m.spanA.End:])
		y, sizeY := utf8.DecodeRuneInString(b[m.spanB.End:])
		if sizeX == 0 || x != y || !punctuation(x) {
			break
		}
		m.spanA.End += uint32(sizeX)
		m.spanB.End += uint32(sizeY)
	}
}

// own is the letters and digits of a text in words without a capital.
func own(text string) int {
	n := 0
	for word := range strings.FieldsSeq(text) {
		if !strings.ContainsFunc(word, unicode.IsUpper) {
			n += letters(word)
		}
	}
	return n
}

func punctuation(r rune) bool {
	return r != utf8.RuneError && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsSpace(r)
}

// strand is chars read from one end.
type strand struct {
	chars []byte
	back  bool
}

func (s strand) len() int { return len(s.chars) }

func (s strand) at(i int) byte {
	if s.back {
		return s.chars[len(s.chars)-1-i]
	}
	return s.chars[i]
}

// gram is the anchor chars from i on, as they stand in the text.
func (s strand) gram(i int) uint64 {
	if s.back {
		i = len(s.chars) - anchor - i
	}
	return binary.LittleEndian.Uint64(s.chars[i:])
}

func (s strand) from(i int) strand {
	if s.back {
		return strand{s.chars[:len(s.chars)-i], true}
	}
	return strand{s.chars[i:], false}
}

// extension is how far two strands agree.
type extension struct {
	a, b  int // chars taken of each
	same  int
	run   int // the longest run of equal chars
	lead  int // equal chars before the first edit
	score int
}

// extender holds the rows of the table that bridges edits, so that they are made once.
type extender struct {
	chars      []byte  // a strand as it is read
	here, gaps []int64 // best score of the cell; best with a gap in b
	runs       []int32 // equal chars that end in the cell
	grams      [256]uint64
}

func newExtender() *extender {
	return &extender{here: make([]int64, reach+2), gaps: make([]int64, reach+2), runs: make([]int32, reach+2)}
}

// anchored reports whether the beginnings of two strands have a gram in common.
func (x *extender) anchored(a, b strand) bool {
	clear(x.grams[:])
	for i := range min(b.len(), ahead) - anchor + 1 {
		gram := b.gram(i)
		slot := gram * base >> 56
		for x.grams[slot] != 0 && x.grams[slot] != gram {
			slot = (slot + 1) % uint64(len(x.grams))
		}
		x.grams[slot] = gram
	}
	for i := range min(a.len(), ahead) - anchor + 1 {
		gram := a.gram(i)
		for slot := gram * base >> 56; x.grams[slot] != 0; slot = (slot + 1) % uint64(len(x.grams)) {
			if x.grams[slot] == gram {
				return true
			}
		}
	}
	return false
}

// extend aligns two strands from their beginnings, over edits, as long as it pays.
func (x *extender) extend(a, b strand) extension {
	var now, best extension
	for {
		run := 0
		restA, restB := a.from(now.a), b.from(now.b)
		for run < restA.len() && run < restB.len() && restA.at(run) == restB.at(run) {
			run++
		}
		if now.a == 0 && now.b == 0 {
			now.lead = run
		}
		now.a, now.b, now.same, now.score = now.a+run, now.b+run, now.same+run, now.score+run*ScoreSame
		now.run = max(now.run, run)
		if now.score > best.score {
			best = now
		}
		restA, restB = restA.from(run), restB.from(run)
		if !x.anchored(restA, restB) {
			return best
		}
		step, on := x.bridge(restA, restB, ScoreDrop-(best.score-now.score))
		next := extension{
			now.a + step.a, now.b + step.b, now.same + step.same, now.run, now.lead, now.score + step.score,
		}
		if next.score > best.score {
			best = next
		}
		if !on {
			return best
		}
		now = next
	}
}

// read returns the first n chars of a strand.
func (x *extender) read(s strand, n int) []byte {
	if !s.back {
		return s.chars[:n]
	}
	x.chars = append(x.chars[:0], s.chars[len(s.chars)-n:]...)
	slices.Reverse(x.chars)
	return x.chars
}

// A cell's value is its score above, the chars that agree below, so that the greater value is the better alignment.
const (
	unit = 1 << 24
	dead = -1 << 60
)

// bridge aligns two strands that differ in their first char. It returns on = true as soon as resync chars agree behind
// the edit, with the alignment up to there; else the best alignment it found before every cell had fallen more than
// drop below that best.
func (x *extender) bridge(a, b strand, drop int) (step extension, on bool) {
	width := min(b.len(), reach)
	charsB := x.read(b, width)
	x.here[0], x.gaps[0], x.runs[0] = 0, dead, 0
	high := 0 // the last living cell of the row
	for q := 1; q <= width && -ScoreOpen-ScoreExtend*(q-1) <= drop; q++ {
		x.here[q], x.gaps[q], x.runs[q] = int64(ScoreOpen+ScoreExtend*(q-1))*unit, dead, 0
		high = q
	}
	low := 0
	best := int64(0)
	for p := 1; p <= min(a.len(), reach) && low <= high; p++ {
		char := a.at(p - 1)
		floor := (best>>24 - int64(drop)) * unit
		diagonal, diagonalRun := int64(dead), int32(0) // the cell above to the left
		left := int64(dead)                            // best with a gap in a
		before := int64(dead)                          // the cell to the left
		first, last := -1, -1
		var synced int64 = dead
		syncedAt := 0
		for q := low; q <= width && (q <= high+1 || left > floor || before > dead); q++ {
			above, aboveRun, aboveGap := int64(dead), int32(0), int64(dead)
			if q <= high {
				above, aboveRun, aboveGap = x.here[q], x.runs[q], x.gaps[q]
			}
			gap := max(aboveGap+ScoreExtend*unit, above+ScoreOpen*unit)
			left = max(left+ScoreExtend*unit, before+ScoreOpen*unit)
			value, run := max(gap, left), int32(0)
			if q > 0 && diagonal > dead {
				if charsB[q-1] == char {
					if through := diagonal + ScoreSame*unit + 1; through >= value {
						value, run = through, diagonalRun+1
					}
				} else {
					value = max(value, diagonal+ScoreOther*unit)
				}
			}
			if value < floor {
				value, run = dead, 0
			} else {
				if first < 0 {
					first = q
				}
				last = q
				if value > best {
					best = value
					step = extension{a: p, b: q, same: int(value & (unit - 1)), score: int(value >> 24)}
				}
				if run >= resync && value > synced {
					synced, syncedAt = value, q
				}
			}
			diagonal, diagonalRun = above, aboveRun
			x.here[q], x.gaps[q], x.runs[q] = value, max(gap, dead), run
			before = value
		}
		if synced > dead {
			return extension{a: p, b: syncedAt, same: int(synced & (unit - 1)), score: int(synced >> 24)}, true
		}
		if first < 0 {
			return step, false
		}
		low, high = first, last
	}
	return step, false
}
