package sentence

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// Prices of the readings of a quotation mark, in an order of plausibility. The cheapest sequence of the paragraph wins.
const (
	priceAgainst  = 9 // a curly mark the wrong way round
	priceAwkward  = 7 // a straight mark with the space on the wrong side
	priceStray    = 5 // a mark that neither opens nor closes
	priceUnlikely = 3
	priceDoubtful = 1
	priceReopen   = 4 // a mark that opens where one is open already
	priceUnclosed = 3 // the paragraph ends within a quotation
	priceCarried  = 3 // a quotation of the last paragraph goes on without a mark
	priceLong     = 2 // a quotation longer than longQuotation
)

// longQuotation is how long, in bytes, a quotation within one paragraph seldom is.
const longQuotation = 1200

// step is one quotation mark on the way through a paragraph: for each state after it (0 outside, 1 within a quotation)
// the cheapest way there.
type step struct {
	piece int
	ways  [2]way
}

type way struct {
	price int
	from  int // state before
	does  does
	open  int // where the quotation that is open in this state began, in bytes
}

type does uint8

const (
	skips does = iota
	doesOpen
	doesClose
	reopens
)

const tooDear = 1 << 20

// quote gives the quotation marks of the paragraph their roles and records the quotations. Double marks are read all
// at once, so that a stray one costs little and never turns the rest inside out; each paragraph starts afresh.
func (r *run) quote() {
	r.steps = r.steps[:0]
	carried := r.open
	start := r.pieces[0].start
	state := [2]way{{}, {price: tooDear, open: start}}
	if carried >= 0 {
		state[1].price = priceCarried
	}
	singles := false
	for i, p := range r.pieces {
		singles = singles || p.class == single
		if p.class != double {
			continue
		}
		open, close, skip := r.prices(i)
		long := 0
		if p.end-state[1].open > longQuotation {
			long = priceLong
		}
		outside := cheapest(
			way{state[0].price + skip, 0, skips, 0},
			way{state[1].price + close + long, 1, doesClose, 0})
		inside := cheapest(
			way{state[0].price + open, 0, doesOpen, p.start},
			way{state[1].price + skip, 1, skips, state[1].open},
			way{state[1].price + open + priceReopen, 1, reopens, p.start})
		state = [2]way{outside, inside}
		r.steps = append(r.steps, step{i, state})
	}
	r.open = -1
	first := len(r.quotations)
	if len(r.steps) > 0 {
		last := 0
		if state[1].price+priceUnclosed < state[0].price {
			last = 1
		}
		r.record(last, carried)
	}
	if singles {
		r.quoteSingle(first)
	}
}

func cheapest(ways ...way) way {
	best := ways[0]
	for _, w := range ways[1:] {
		if w.price < best.price {
			best = w
		}
	}
	return best
}

// record walks the cheapest way back from the given last state and writes down roles and quotations.
func (r *run) record(state, carried int) {
	acts := make([]does, len(r.steps))
	for i := len(r.steps) - 1; i >= 0; i-- {
		w := r.steps[i].ways[state]
		acts[i], state = w.does, w.from
	}
	open := -1
	begin := func(piece, continues int) {
		open = len(r.quotations)
		r.quotations = append(r.quotations, hearsay.Quotation{
			Span:      hearsay.MakeSpan(r.pieces[piece].start, r.pieces[piece].end),
			Continues: continues,
		})
	}
	if state == 1 {
		begin(0, carried)
	}
	for i, act := range acts {
		at := r.steps[i].piece
		p := &r.pieces[at]
		switch act {
		case doesOpen, reopens:
			if open >= 0 {
				r.quotations[open].Span.End = uint32(r.pieces[at-1].end)
			}
			p.role = opens
			if at == 0 {
				begin(at, carried)
			} else {
				begin(at, -1)
			}
		case doesClose:
			p.role = closes
			r.quotations[open].Span.End = uint32(p.end)
			r.quotations[open].Closed = true
			open = -1
		}
	}
	if open >= 0 {
		r.quotations[open].Span.End = uint32(r.pieces[len(r.pieces)-1].end)
		r.open = open
	}
}

// prices says how dear it is to let the double mark at i open, close, or do nothing.
func (r *run) prices(i int) (open, close, skip int) {
	p := r.pieces[i]
	switch r.at(i) {
	case "“", "„", "«", "``":
		return 0, priceAgainst, priceStray
	case "”", "»":
		return priceAgainst, 0, priceStray - 1
	}
	left := p.spaced || i == 0 || r.pieces[i-1].class == openMark || r.dashLike(i-1)
	right := i+1 == len(r.pieces) || r.pieces[i+1].spaced
	if !right {
		next, _ := utf8.DecodeRuneInString(r.at(i + 1))
		switch mark := r.pieces[i+1].class; {
		case mark == double, mark == single, next == '.':
			right = !left
		default:
			right = !unicode.IsLetter(next) && !unicode.IsDigit(next) && !strings.ContainsRune("$[(#@", next)
		}
	}
	switch {
	case left && !right:
		return 0, priceAwkward, priceStray + 1
	case right && !left:
		if last := r.at(i - 1); isDigit(last[len(last)-1]) {
			return priceAwkward, 0, priceDoubtful // 6'2"
		}
		return priceAwkward, 0, priceStray + 1
	case !left && !right:
		return priceDoubtful, priceDoubtful, priceUnlikely
	}
	open, close = r.spacedPrices(i)
	return open, close, priceStray + 1
}

// dashLike reports whether the piece is a dash without space, as before a quotation in "he said—"Yes.""
func (r *run) dashLike(i int) bool {
	switch r.at(i) {
	case "–", "—", "--":
		return true
	}
	return false
}

// spacedPrices judges a mark with space on both sides, as in tokenised text, by the words around it.
func (r *run) spacedPrices(i int) (open, close int) {
	if i == 0 {
		return 0, priceUnlikely
	}
	if i+1 == len(r.pieces) {
		return priceAwkward, 0
	}
	next, _ := utf8.DecodeRuneInString(r.at(i + 1))
	last := r.pieces[i-1]
	lastText := r.at(i - 1)
	switch {
	case lastText == ":":
		return 0, priceUnlikely
	case lastText == ",":
		switch {
		case i > 1 && r.speech[r.at(i-2)]:
			return 0, priceUnlikely
		case unicode.IsLower(next), r.speechFollows(i + 1):
			return priceUnlikely, 0
		}
		return 0, priceDoubtful
	case last.class == stop || last.class == bang:
		if unicode.IsLower(next) || r.speechFollows(i+1) {
			return priceUnlikely, 0
		}
		return 0, 0
	case r.pieces[i+1].class == stop || r.pieces[i+1].class == bang || next == ',' || next == ';':
		return priceUnlikely, 0
	case unicode.IsUpper(next):
		return 0, priceDoubtful
	}
	return 0, 0
}

// singleReach is how far, in bytes, a quotation in single marks may go. Beyond it the mark was an apostrophe.
const singleReach = 600

// quoteSingle finds quotations in single marks outside those in double ones. A mark that opens counts only together
// with one that closes; one that may be the apostrophe of a plural ("the voters’ right") closes only for want of
// better. The paragraph's quotations in double marks are those from first on.
func (r *run) quoteSingle(first int) {
	within, doubles := first, len(r.quotations)
	for i := 0; i < len(r.pieces); i++ {
		if r.pieces[i].class != single || !r.opensSingle(i) {
			continue
		}
		for within < doubles && int(r.quotations[within].Span.End) <= r.pieces[i].start {
			within++
		}
		if within < doubles && int(r.quotations[within].Span.Start) < r.pieces[i].start {
			continue
		}
		end := r.closeSingle(i)
		if end < 0 {
			continue
		}
		r.pieces[i].role, r.pieces[end].role = opens, closes
		quotation := hearsay.Quotation{
			Span: hearsay.MakeSpan(r.pieces[i].start, r.pieces[end].end), Closed: true, Continues: -1}
		r.quotations = append(r.quotations, quotation)
		i = end
	}
}

func (r *run) opensSingle(i int) bool {
	if i+1 >= len(r.pieces) {
		return false
	}
	switch r.at(i) {
	case "‘", "`", "‛":
		return true
	case "'":
		before := i == 0 || r.pieces[i].spaced || r.pieces[i-1].class == openMark || r.dashLike(i-1)
		return before && !r.pieces[i+1].spaced
	}
	return false
}

// closeSingle returns the piece that closes the single quotation opened at i, or -1.
func (r *run) closeSingle(i int) int {
	weak := -1
	for j := i + 1; j < len(r.pieces) && r.pieces[j].start-r.pieces[i].start < singleReach; j++ {
		p := r.pieces[j]
		if p.class != single {
			continue
		}
		if r.opensSingle(j) && (r.at(j) != "'" || r.at(i) == "'") {
			break
		}
		text := r.at(j)
		if text != "’" && text != "'" || j == i+1 || p.spaced && r.at(i) != "`" {
			continue
		}
		last := r.at(j - 1)
		next := j+1 < len(r.pieces) && r.pieces[j+1].class == word
		if next && (last[len(last)-1] == 's' || last[len(last)-1] == 'S') {
			if weak < 0 {
				weak = j
			}
			continue
		}
		return j
	}
	return weak
}

// outermost sorts the quotations, drops those within others, and keeps Continues pointing where it did.
func outermost(quotations []hearsay.Quotation) []hearsay.Quotation {
	order := make([]int, len(quotations))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := quotations[a].Span, quotations[b].Span
		return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(y.End, x.End))
	})
	place := make([]int, len(quotations))
	var kept []hearsay.Quotation
	for _, i := range order {
		q := quotations[i]
		if len(kept) > 0 && q.Span.Start < kept[len(kept)-1].Span.End {
			place[i] = -1
			continue
		}
		place[i] = len(kept)
		kept = append(kept, q)
	}
	for i := range kept {
		if c := kept[i].Continues; c >= 0 {
			kept[i].Continues = place[c]
		}
	}
	return kept
}
