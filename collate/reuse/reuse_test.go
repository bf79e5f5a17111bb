package reuse

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hearsay"
)

// read makes a reading of a text whose shared passage stands in [[ ]], and returns the passage's span. Runs within
// ASCII double quotation marks are its quotations.
func read(id, marked string) (*hearsay.Reading, hearsay.Span) {
	start, end := strings.Index(marked, "[["), strings.Index(marked, "]]")
	text := strings.NewReplacer("[[", "", "]]", "").Replace(marked)
	reading := &hearsay.Reading{Document: hearsay.Document{
		ID: hearsay.DocID(id), Text: text, Blocks: []hearsay.Block{{Span: hearsay.MakeSpan(0, len(text))}},
	}}
	open := -1
	for i := range len(text) {
		if text[i] != '"' {
			continue
		}
		if open < 0 {
			open = i
			continue
		}
		reading.Quotations = append(reading.Quotations, hearsay.Quotation{Span: hearsay.MakeSpan(open, i+1), Closed: true})
		open = -1
	}
	if start < 0 {
		return reading, hearsay.Span{}
	}
	return reading, hearsay.MakeSpan(start, end-2)
}

func TestFindSpans(t *testing.T) {
	tests := []struct{ name, a, b string }{
		{"verbatim", `The council met. [[The auditors found that two million crowns had gone missing from the harbour
authority since spring.]] Nobody answered.`,
			`Elsewhere: [[The auditors found that two million crowns had gone missing from the harbour
authority since spring.]] Then it rained.`},
		{"quotes, dashes, tokens",
			`One. [[He's “not amused” -- the mayor’s well-known deputy did not say why the second audit had been
stopped]] by noon`,
			`Two. [[He 's " not amused " — the mayor 's well - known deputy did not say why the second audit had
been stopped]] at night`},
		{"one word replaced",
			`First [[the auditors found that nearly two million crowns had gone missing from the old harbour
authority since the spring]] and left.`,
			`Second [[the auditors found that nearly two million crowns had vanished utterly from the old harbour
authority since the spring]] but stayed.`},
		{"words lost",
			`First [[the auditors found that nearly two million crowns had gone missing from the old harbour
authority since the spring]] and left.`,
			`Second [[the auditors found that nearly two million crowns had     from the old harbour authority
since the spring]] but stayed.`},
		{"letters beyond ASCII",
			`Début. [[Le maire a dénoncé à plusieurs reprises l’état désastreux de la trésorerie portuaire,
“déjà épuisée”]] hier`,
			`Fin. [[Le maire a dénoncé à plusieurs reprises l'état désastreux de la trésorerie portuaire,
“déjà épuisée”]] demain`},
	}
	for _, test := range tests {
		a, spanA := read("a", test.a)
		b, spanB := read("b", test.b)
		passages, overlaps := New().Find([]*hearsay.Reading{a, b})
		if len(passages) != 1 || len(overlaps) != 1 {
			t.Errorf("%s: %d passages, %d overlaps, want one each", test.name, len(passages), len(overlaps))
			continue
		}
		if p := passages[0]; p.SpanA != spanA || p.SpanB != spanB {
			t.Errorf("%s: got\n %q\n %q", test.name, p.SpanA.Of(a.Document.Text), p.SpanB.Of(b.Document.Text))
		}
	}
}

func TestNothingShared(t *testing.T) {
	for _, texts := range [][2]string{
		{"", ""},
		{"short", "short"},
		{"Former Defence Minister Orla Venning told the council.", "Former Defence Minister Orla Venning told a court."},
		{"The auditors found that two million crowns had gone missing.", "A fire destroyed a grain warehouse on Monday."},
	} {
		a, _ := read("a", texts[0])
		b, _ := read("b", texts[1])
		if passages, overlaps := New().Find([]*hearsay.Reading{a, b}); len(passages)+len(overlaps) > 0 {
			t.Errorf("%q: got %+v", texts, passages)
		}
	}
}

const prose = `the auditors found that two million crowns had gone missing from the accounts since the spring and
that nobody had asked where the money went`

func TestKind(t *testing.T) {
	speech := `"we will not rest until every crown is back where it belongs and those who took it have answered for it"`
	statement := `I have decided to leave my office. We did our best, and I thank my family, my friends and all who
helped me in those years. I will say more about my reasons when I have spoken to my staff, and we shall see
what our council makes of them. My deputy has my trust.`
	post := strings.ReplaceAll(prose, "\n", " ") + " pic.twitter.com/x1"
	inBlock := func(kind hearsay.BlockKind, outlet string) func(*hearsay.Reading) {
		return func(r *hearsay.Reading) {
			r.Document.Blocks[0].Kind = kind
			r.Document.Blocks[0].Outlet.Value = outlet
		}
	}
	outlet := func(name string) func(*hearsay.Reading) {
		return func(r *hearsay.Reading) { r.Document.Outlet.Value = name }
	}
	attribute := func(r *hearsay.Reading) {
		whole := hearsay.MakeSpan(0, len(r.Document.Text))
		r.Attributions = []hearsay.Attribution{{
			Source: []hearsay.Span{{Start: 0, End: 1}}, Content: []hearsay.Span{whole},
		}}
	}
	none := func(*hearsay.Reading) {}
	tests := []struct {
		name         string
		a, b         string
		editA, editB func(*hearsay.Reading)
		want         hearsay.PassageKind
	}{
		{"prose", prose, prose, none, none, hearsay.PassageProse},
		{"quoted in both", speech, speech, none, none, hearsay.PassageQuotation},
		{"quoted in one", speech, strings.Trim(speech, `"`), none, none, hearsay.PassageQuotation},
		{"quoted and attributed in one", speech, strings.Trim(speech, `"`), attribute, none, hearsay.PassageQuotation},
		{"quoted with as much prose", speech + ", " + prose, speech + ", " + prose, none, none, hearsay.PassageProse},
		{"statement", statement, statement, none, none, hearsay.PassageEmbedded},
		{"post", post, post, none, none, hearsay.PassageEmbedded},
		{"embedded", prose, prose, inBlock(hearsay.BlockQuotation, ""), inBlock(hearsay.BlockQuotation, ""), hearsay.PassageEmbedded},
		{"embedded in one", prose, prose, inBlock(hearsay.BlockQuotation, ""), none, hearsay.PassageProse},
		{"embedded from the other", prose, prose, inBlock(hearsay.BlockQuotation, "The Ferry"), outlet("The Ferry"),
			hearsay.PassageProse},
		{"furniture", prose, prose, inBlock(hearsay.BlockFurniture, ""), none, hearsay.PassageFurniture},
		{"wire", prose, prose, outlet("Wire"), none, hearsay.PassageWire},
		{"wire credited", prose, prose, inBlock(hearsay.BlockBody, ""), func(r *hearsay.Reading) {
			r.Document.Text += " (Wire)"
			end := len(r.Document.Text)
			credit := hearsay.Block{Kind: hearsay.BlockCredit, Span: hearsay.MakeSpan(end-6, end)}
			credit.Outlet.Value = "Wire"
			r.Document.Blocks = append(r.Document.Blocks, credit)
		}, hearsay.PassageWire},
		{"names and offices",
			"Former Secretary of State Orla Venning and Defence Minister Tomas Ruhl of the National Harbour Authority",
			"Former Secretary of State Orla Venning and Defence Minister Tomas Ruhl of the National Harbour Authority",
			none, none, hearsay.PassageUnclear},
	}
	aligner := New()
	aligner.outlets = agencyList{"Wire"}
	for _, test := range tests {
		a, _ := read("a", "Sunday brings rain. "+test.a)
		b, _ := read("b", "Snow fell on hills. "+test.b)
		test.editA(a)
		test.editB(b)
		passages, _ := aligner.Find([]*hearsay.Reading{a, b})
		if len(passages) != 1 || passages[0].Kind != test.want {
			t.Errorf("%s: got %+v, want one of kind %s", test.name, passages, test.want)
		}
	}
}

type agencyList []string

func (l agencyList) Agency(name string) bool { return slices.Contains(l, name) }

func TestRecurringLineIsFurniture(t *testing.T) {
	line := "Sign up for the evening letter of the Ferry and read what moved the harbour towns today, free of charge."
	var readings []*hearsay.Reading
	for i := range 5 {
		head := strings.Repeat(fmt.Sprint("x", i, " "), 9)
		r, _ := read(fmt.Sprint(i), fmt.Sprintf("%s\n%s\n%d unlike.", head, line, i))
		r.Document.Outlet.Value = "The Ferry"
		readings = append(readings, r)
	}
	for n, want := range map[int]hearsay.PassageKind{3: hearsay.PassageProse, 5: hearsay.PassageFurniture} {
		passages, _ := New().Find(readings[:n])
		if len(passages) != n*(n-1)/2 {
			t.Fatalf("%d passages of %d documents", len(passages), n)
		}
		for _, p := range passages {
			if p.Kind != want {
				t.Errorf("in %d documents: kind %s, want %s", n, p.Kind, want)
			}
		}
	}
}

func TestDirection(t *testing.T) {
	on := func(days int, how hearsay.How) hearsay.Date {
		return hearsay.Date{Unix: int64(days) * 86400, Grain: hearsay.GrainDay, How: how}
	}
	at := func(seconds int64) hearsay.Date {
		return hearsay.Date{Unix: seconds, Grain: hearsay.GrainTime, How: hearsay.HowMetadata}
	}
	tests := []struct {
		name             string
		dateA, dateB     hearsay.Date
		creditA, creditB string // outlets that A and B credit; A is of Ferry, B of Gazette
		want             hearsay.Direction
		by               string
	}{
		{"nothing known", hearsay.Date{}, hearsay.Date{}, "", "", hearsay.DirectionUnknown, ""},
		{"one date", on(1, hearsay.HowGiven), hearsay.Date{}, "", "", hearsay.DirectionUnknown, ""},
		{"same day", on(1, hearsay.HowGiven), on(1, hearsay.HowGiven), "", "", hearsay.DirectionUnknown, ""},
		{"a day before", on(1, hearsay.HowGiven), on(2, hearsay.HowGiven), "", "", hearsay.FromAToB, "dates"},
		{"a guess", on(1, hearsay.HowGuessed), on(2, hearsay.HowGiven), "", "", hearsay.DirectionUnknown, ""},
		{"by the clock", at(100), at(200), "", "", hearsay.FromAToB, "dates"},
		{"credit", hearsay.Date{}, hearsay.Date{}, "", "Ferry", hearsay.FromAToB, "credit"},
		{"credit against dates", on(1, hearsay.HowGiven), on(2, hearsay.HowGiven), "Gazette", "", hearsay.FromBToA, "credit"},
		{"credit elsewhere", on(1, hearsay.HowGiven), on(2, hearsay.HowGiven), "", "Third", hearsay.DirectionUnknown, ""},
		{"each credits the other", hearsay.Date{}, hearsay.Date{}, "Gazette", "Ferry", hearsay.DirectionUnknown, ""},
	}
	for _, test := range tests {
		a, _ := read("a", "Sunday brings rain. "+prose)
		b, _ := read("b", "Snow fell on hills. "+prose)
		for _, side := range []struct {
			r      *hearsay.Reading
			outlet string
			date   hearsay.Date
			credit string
		}{{a, "Ferry", test.dateA, test.creditA}, {b, "Gazette", test.dateB, test.creditB}} {
			side.r.Document.Outlet.Value, side.r.Document.Published = side.outlet, side.date
			if side.credit != "" {
				end := len(side.r.Document.Text)
				side.r.Document.Text += " By way of another"
				side.r.Document.Blocks = append(side.r.Document.Blocks, hearsay.Block{
					Kind: hearsay.BlockCredit, Span: hearsay.MakeSpan(end+1, len(side.r.Document.Text)),
					Outlet: hearsay.Field{Value: side.credit},
				})
			}
		}
		passages, _ := New().Find([]*hearsay.Reading{b, a})
		if len(passages) != 1 || passages[0].Direction != test.want || passages[0].By != test.by {
			t.Errorf("%s: got %+v, want %s by %q", test.name, passages, test.want, test.by)
			continue
		}
		if test.by == "credit" && len(passages[0].Evidence) == 0 {
			t.Errorf("%s: no evidence", test.name)
		}
	}
}

func TestOverlap(t *testing.T) {
	short, _ := read("a", prose+".")
	long, _ := read("b", "Something else came before, and it goes on for some time about rain and snow. "+prose+
		". More words of its own follow here, about fishing boats and their nets, until the end of the day.")
	passages, overlaps := New().Find([]*hearsay.Reading{short, long})
	if len(overlaps) != 1 || len(passages) != 1 {
		t.Fatalf("got %d overlaps of %d passages", len(overlaps), len(passages))
	}
	o, p := overlaps[0], passages[0]
	if o.OfA != 1000 || o.OfB < 300 || o.OfB > 600 || o.Longest != p.Same || p.Same != p.Length || !o.NearCopy {
		t.Errorf("got %+v of %+v", o, p)
	}
	long.Document.Text = long.Document.Text[:1]
	if _, overlaps := New().Find([]*hearsay.Reading{short, long}); len(overlaps) != 0 {
		t.Errorf("got %+v of nothing", overlaps)
	}
}

// words writes n words drawn from a small invented language.
func words(random *rand.Rand, n int) []string {
	list := make([]string, n)
	for i := range list {
		number := random.IntN(4000)
		for range 2 + number%3 {
			list[i] += string("bdfgklmnprst"[number%12]) + string("aeiou"[number%5])
			number = number/7 + 13
		}
	}
	return list
}

// edit inserts, deletes or replaces percent of the words.
func edit(random *rand.Rand, list []string, percent int) []string {
	var edited []string
	for _, word := range list {
		switch {
		case random.IntN(100) >= percent:
			edited = append(edited, word)
		case random.IntN(3) == 0:
			edited = append(edited, word, words(random, 1)[0])
		case random.IntN(2) == 0:
			edited = append(edited, words(random, 1)[0])
		}
	}
	return edited
}

// planted makes two texts of which the second holds words of the first, edited, at span.
func planted(random *rand.Rand, length, percent int) (a, b string, span hearsay.Span) {
	source := words(random, 150+random.IntN(100))
	from := random.IntN(len(source) - length)
	passage := strings.Join(edit(random, source[from:from+length], percent), " — ")
	head := strings.Join(words(random, 1+random.IntN(150)), " ") + " “"
	return strings.Join(source, " "), head + passage + "” " + strings.Join(words(random, 1+random.IntN(150)), " "),
		hearsay.MakeSpan(len(head), len(head)+len(passage))
}

func TestPlanted(t *testing.T) {
	aligner := New()
	for percent, least := range map[int]int{0: 200, 5: 197, 10: 190, 20: 160} {
		random := rand.New(rand.NewPCG(11, uint64(percent)))
		found, stray := 0, 0
		for range 200 {
			textA, textB, span := planted(random, 30, percent)
			a, _ := read("a", textA)
			b, _ := read("b", textB)
			passages, _ := aligner.Find([]*hearsay.Reading{a, b})
			covered := 0
			for _, p := range passages {
				covered += common(p.SpanB, span)
				stray += p.SpanB.Len() - common(p.SpanB, span)
			}
			if covered*10 >= span.Len()*8 {
				found++
			}
		}
		if found < least {
			t.Errorf("%d %% edited: %d of 200 found, want %d", percent, found, least)
		}
		if stray > 200*5 {
			t.Errorf("%d %% edited: %d bytes beyond the planted passages", percent, stray)
		}
	}
}

// commonRuns returns the ends of all maximal equal runs of at least length chars, by comparing every char with every
// other.
func commonRuns(a, b []byte, length int) (runs []match) {
	above, row := make([]int, len(b)+1), make([]int, len(b)+1)
	for i := range a {
		clear(row)
		for j := range b {
			if a[i] != b[j] {
				continue
			}
			row[j+1] = above[j] + 1
			if n := row[j+1]; n >= length && (i+1 == len(a) || j+1 == len(b) || a[i+1] != b[j+1]) {
				runs = append(runs, match{a0: i + 1 - n, a1: i + 1, b0: j + 1 - n, b1: j + 1})
			}
		}
		above, row = row, above
	}
	return runs
}

// Every equal run that is long enough must be covered on both sides, as the exhaustive search finds them.
func TestEveryLongRunIsFound(t *testing.T) {
	random := rand.New(rand.NewPCG(21, 22))
	seen := 0
	for round := range 60 {
		textA, textB, _ := planted(random, 13+random.IntN(25), random.IntN(8))
		if round%3 == 0 {
			textB += " " + strings.Join(strings.Fields(textA)[:40], " ")
		}
		a, _ := read("a", textA)
		b, _ := read("b", textB)
		passages, _ := New().Find([]*hearsay.Reading{a, b})
		streamA, streamB := newStream(textA), newStream(textB)
		for _, run := range commonRuns(streamA.chars, streamB.chars, Least+12) {
			seen++
			spanA, spanB := streamA.span(run.a0, run.a1), streamB.span(run.b0, run.b1)
			sharedA, sharedB := 0, 0
			for _, p := range passages {
				sharedA, sharedB = max(sharedA, common(p.SpanA, spanA)), max(sharedB, common(p.SpanB, spanB))
			}
			// The ends may be cut to whole words.
			if sharedA < spanA.Len()-14 || sharedB < spanB.Len()-14 {
				t.Fatalf("round %d: %q is not in %+v", round, spanA.Of(textA), passages)
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d long runs were made", seen)
	}
}

// bestLocal is the best local alignment by the full table (Smith and Waterman 1981, with the affine gaps of Gotoh).
func bestLocal(a, b []byte) (score int, at match) {
	type cell struct{ score, a0, b0 int }
	const never = -1 << 30
	better := func(x, y cell) cell {
		if y.score > x.score {
			return y
		}
		return x
	}
	add := func(c cell, n int) cell { c.score += n; return c }
	above, gaps := make([]cell, len(b)+1), make([]cell, len(b)+1)
	for j := range above {
		above[j], gaps[j] = cell{0, 0, j}, cell{score: never}
	}
	for i := range a {
		row := make([]cell, len(b)+1)
		row[0] = cell{0, i + 1, 0}
		left := cell{score: never}
		for j := range b {
			gaps[j+1] = better(add(gaps[j+1], ScoreExtend), add(above[j+1], ScoreOpen))
			left = better(add(left, ScoreExtend), add(row[j], ScoreOpen))
			step := ScoreOther
			if a[i] == b[j] {
				step = ScoreSame
			}
			row[j+1] = better(better(better(cell{0, i + 1, j + 1}, add(above[j], step)), gaps[j+1]), left)
			if c := row[j+1]; c.score > score {
				score, at = c.score, match{a0: c.a0, b0: c.b0, a1: i + 1, b1: j + 1}
			}
		}
		above = row
	}
	return score, at
}

// On planted passages with a seed in them, the fast alignment covers what the full table finds.
func TestAlignmentAgreesWithFullTable(t *testing.T) {
	random := rand.New(rand.NewPCG(31, 32))
	same, all := 0, 0
	for range 25 {
		textA, textB, _ := planted(random, 40, random.IntN(15))
		streamA, streamB := newStream(textA), newStream(textB)
		_, want := bestLocal(streamA.chars, streamB.chars)
		if len(commonRuns(streamA.chars[want.a0:want.a1], streamB.chars[want.b0:want.b1], dense.gram+dense.window-1)) == 0 {
			continue
		}
		a, _ := read("a", textA)
		b, _ := read("b", textB)
		passages, _ := New().Find([]*hearsay.Reading{a, b})
		spanA, spanB := streamA.span(want.a0, want.a1), streamB.span(want.b0, want.b1)
		all += spanA.Len() + spanB.Len()
		for _, p := range passages {
			same += common(p.SpanA, spanA) + common(p.SpanB, spanB)
		}
	}
	if all == 0 || same*100 < all*97 {
		t.Errorf("%d of %d bytes of the full table's alignments are covered", same, all)
	}
}

func corpus(random *rand.Rand, n int) []*hearsay.Reading {
	pool := make([][]string, 6)
	for i := range pool {
		pool[i] = words(random, 40)
	}
	readings := make([]*hearsay.Reading, n)
	for i := range readings {
		text := words(random, random.IntN(60))
		for range random.IntN(4) {
			text = append(append(text, edit(random, pool[random.IntN(len(pool))], random.IntN(12))...), words(random, 9)...)
		}
		readings[i], _ = read(fmt.Sprintf("d%02d", i), strings.Join(text, " "))
		if random.IntN(2) == 0 {
			readings[i].Document.Published = hearsay.Date{Unix: int64(random.IntN(9)) * 86400, Grain: hearsay.GrainDay}
		}
		readings[i].Document.Outlet.Value = []string{"", "Ferry", "Gazette"}[random.IntN(3)]
	}
	return readings
}

func TestOrderDoesNotMatter(t *testing.T) {
	random := rand.New(rand.NewPCG(41, 42))
	aligner := New()
	for range 20 {
		readings := corpus(random, 8+random.IntN(30))
		wantPassages, wantOverlaps := aligner.Find(readings)
		if len(wantPassages) == 0 {
			t.Fatal("nothing is shared")
		}
		random.Shuffle(len(readings), func(i, j int) { readings[i], readings[j] = readings[j], readings[i] })
		passages, overlaps := aligner.Find(append(readings, readings[0]))
		if !reflect.DeepEqual(passages, wantPassages) || !reflect.DeepEqual(overlaps, wantOverlaps) {
			t.Fatal("another order, other passages")
		}
	}
}

// When the dates of two documents are exchanged, A and B change places and nothing else changes.
func TestSymmetry(t *testing.T) {
	random := rand.New(rand.NewPCG(51, 52))
	for range 40 {
		textA, textB, _ := planted(random, 30, 15)
		a, _ := read("a", textA)
		b, _ := read("b", textB)
		day := func(n int64) hearsay.Date { return hearsay.Date{Unix: n * 86400, Grain: hearsay.GrainDay} }
		a.Document.Published, b.Document.Published = day(1), day(3)
		there, overlapThere := New().Find([]*hearsay.Reading{a, b})
		a.Document.Published, b.Document.Published = day(3), day(1)
		back, overlapBack := New().Find([]*hearsay.Reading{a, b})
		for i := range back {
			p := &back[i]
			p.A, p.B, p.SpanA, p.SpanB = p.B, p.A, p.SpanB, p.SpanA
		}
		for i := range overlapBack {
			o := &overlapBack[i]
			o.A, o.B, o.OfA, o.OfB = o.B, o.A, o.OfB, o.OfA
		}
		slices.SortFunc(back, func(x, y hearsay.Passage) int { return x.SpanA.Compare(y.SpanA) })
		if !reflect.DeepEqual(there, back) || !reflect.DeepEqual(overlapThere, overlapBack) {
			t.Fatalf("got\n%+v\n%+v", there, back)
		}
	}
}

// Many copies cost a bounded number of pairs each, and stay connected.
func TestCopiesStayConnected(t *testing.T) {
	const copies = 120
	var readings []*hearsay.Reading
	for i := range copies {
		r, _ := read(fmt.Sprintf("d%03d", i), fmt.Sprintf("Number %d. %s.", i, prose))
		readings = append(readings, r)
	}
	passages, _ := New().Find(readings)
	if len(passages) > copies*(gramBound.earliest+gramBound.before+1) {
		t.Errorf("%d passages of %d copies", len(passages), copies)
	}
	reached := map[hearsay.DocID]bool{"d000": true}
	for _, p := range passages {
		if p.A == "d000" {
			reached[p.B] = true
		}
	}
	if len(reached) != copies {
		t.Errorf("%d of %d copies share a passage with the earliest", len(reached), copies)
	}
}

func FuzzFind(f *testing.F) {
	f.Add(prose, prose)
	f.Add(strings.Repeat("a", 500), strings.Repeat("a", 400))
	f.Add(prose+"\xff\xfe“x", "’"+prose+"é")
	f.Add(strings.Repeat("ab ab. ", 200), strings.Repeat("ab ", 300))
	aligner := New()
	f.Fuzz(func(t *testing.T, textA, textB string) {
		a, _ := read("a", strings.ToValidUTF8(textA, "�"))
		b, _ := read("b", strings.ToValidUTF8(textB, "�"))
		passages, overlaps := aligner.Find([]*hearsay.Reading{a, b})
		for _, p := range passages {
			for _, side := range []struct {
				span hearsay.Span
				text string
			}{{p.SpanA, a.Document.Text}, {p.SpanB, b.Document.Text}} {
				if err := side.span.Check(side.text); err != nil {
					t.Fatal(err)
				}
				if n := letters(side.span.Of(side.text)); n < shortLeast || n > p.Length {
					t.Fatalf("%d letters of a passage of length %d", n, p.Length)
				}
			}
			if p.Same > p.Length || p.Same*100 < p.Length*agreeing {
				t.Fatalf("%d of %d agree", p.Same, p.Length)
			}
		}
		for _, o := range overlaps {
			if o.OfA <= 0 || o.OfA > 1000 || o.OfB <= 0 || o.OfB > 1000 || o.Longest < dense.gram {
				t.Fatalf("overlap %+v", o)
			}
		}
		if len(overlaps) > 1 || len(passages) > 0 != (len(overlaps) == 1) {
			t.Fatalf("%d overlaps of two documents with %d passages", len(overlaps), len(passages))
		}
		if again, _ := aligner.Find([]*hearsay.Reading{b, a}); !reflect.DeepEqual(again, passages) {
			t.Fatal("found twice, with two results")
		}
	})
}

func TestShortPassages(t *testing.T) {
	tests := []struct {
		name string
		a, b string
		want int
	}{
		{"verbatim", "nobody had asked where all of the harbour money went that spring", "", 1},
		{"one letter differs", "nobody had asked where all of the harbour money went that spring",
			"nobody had asked where all of the harbour money went last spring", 0},
		{"too short", "nobody had asked where all of the harbour money went", "", 0},
		{"names and titles", "Deputy Harbour Commissioner Orla Venning of the Northern Trade Council", "", 0},
	}
	for _, test := range tests {
		if test.b == "" {
			test.b = test.a
		}
		a, _ := read("a", "Rain fell. [["+test.a+"]] Snow melted quickly on Monday.")
		b, _ := read("b", "A fire broke out [["+test.b+"]] before guests arrived.")
		if passages, _ := New().Find([]*hearsay.Reading{a, b}); len(passages) != test.want {
			t.Errorf("%s: got %+v", test.name, passages)
		}
	}
}

func TestSharedError(t *testing.T) {
	const wrong = "â€™"
	garbled := strings.Replace(prose, "nobody had", "the mayor"+wrong+"s men had never", 1)
	day := func(n int64) hearsay.Date { return hearsay.Date{Unix: n * 86400, Grain: hearsay.GrainDay} }
	tests := []struct {
		name         string
		a, b         string // around the passage
		dateA, dateB hearsay.Date
		want         hearsay.Direction
		by           string
	}{
		{"at home in A", "It wasn" + wrong + "t raining. ", "It wasn’t cold. ", hearsay.Date{}, hearsay.Date{},
			hearsay.FromAToB, "shared error"},
		{"at home in B", "It wasn’t raining. ", "It wasn" + wrong + "t cold. ", hearsay.Date{}, hearsay.Date{},
			hearsay.FromBToA, "shared error"},
		{"at home in both", "It wasn" + wrong + "t raining. ", "It wasn" + wrong + "t cold. ", hearsay.Date{},
			hearsay.Date{}, hearsay.DirectionUnknown, ""},
		{"at home in neither", "It wasn’t raining. ", "It wasn’t cold. ", hearsay.Date{}, hearsay.Date{},
			hearsay.DirectionUnknown, ""},
		{"nothing else to tell by", "It was raining. ", "It wasn’t cold. ", hearsay.Date{}, hearsay.Date{},
			hearsay.DirectionUnknown, ""},
		{"agrees with the dates", "It wasn" + wrong + "t raining. ", "It wasn’t cold. ", day(1), day(2),
			hearsay.FromAToB, "shared error"},
		{"against the dates", "It wasn’t raining. ", "It wasn" + wrong + "t cold. ", day(1), day(2),
			hearsay.DirectionUnknown, ""},
	}
	for _, test := range tests {
		a, _ := read("a", test.a+garbled)
		b, _ := read("b", test.b+garbled)
		a.Document.Published, b.Document.Published = test.dateA, test.dateB
		for _, reading := range []*hearsay.Reading{a, b} {
			text := reading.Document.Text
			for at := range text {
				if strings.HasPrefix(text[at:], wrong) {
					here := hearsay.MakeSpan(at, at+len(wrong))
					reading.Document.Damage = append(reading.Document.Damage,
						hearsay.Mark{Kind: hearsay.DamageMojibake, Span: here, At: here})
				}
			}
		}
		passages, _ := New().Find([]*hearsay.Reading{a, b})
		if len(passages) != 1 || passages[0].Direction != test.want || passages[0].By != test.by {
			t.Errorf("%s: got %+v, want %s by %q", test.name, passages, test.want, test.by)
			continue
		}
		for _, ref := range passages[0].Evidence {
			for _, span := range ref.Spans {
				text := a.Document.Text
				if ref.Doc == "b" {
					text = b.Document.Text
				}
				if got := span.Of(text); got != wrong && got != "’" {
					t.Errorf("%s: the evidence is %q", test.name, got)
				}
			}
		}
	}
}

// A passage that stands twice in one document counts once in the other, and in full in its own.
func TestOverlapOfRepeats(t *testing.T) {
	const other = " Fishing boats lay idle while their crews mended nets until evening came. "
	once, _ := read("a", prose+"."+other+other)
	twice, _ := read("b", prose+". Rain came down for a week or so. "+prose+".")
	_, overlaps := New().Find([]*hearsay.Reading{once, twice})
	if len(overlaps) != 1 {
		t.Fatalf("got %+v", overlaps)
	}
	shared := letters(prose) * 1000
	if got, want := overlaps[0].OfA, shared/letters(once.Document.Text); got != want {
		t.Errorf("of A %d, want %d", got, want)
	}
	if got, want := overlaps[0].OfB, 2*shared/letters(twice.Document.Text); got != want {
		t.Errorf("of B %d, want %d", got, want)
	}
	if overlaps[0].Longest != letters(prose) {
		t.Errorf("longest %d, want %d", overlaps[0].Longest, letters(prose))
	}
}
