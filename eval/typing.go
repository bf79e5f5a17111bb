package eval

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// TypingResult is how well attributions are typed.
type TypingResult struct {
	Half      Half `json:"half"`
	Rows      int  `json:"rows"`
	Documents int  `json:"documents"`
	Unread    int  `json:"unread"` // documents that the reader skips or whose text it changes; their rows are missed
	// Given: the finder is told the spans of the row at hand, in place of the labeler's. Read: all that reading does.
	Given []TypingPart `json:"given"`
	Read  []TypingPart `json:"read"`
}

// TypingPart holds the figures of the rows of one draw: random, topup, or all with the partners of nested ones.
type TypingPart struct {
	Draw       string `json:"draw"`
	Rows       int    `json:"rows"`
	Found      int    `json:"found"`        // rows with an attribution whose cue shares text with theirs
	None       int    `json:"none"`         // words drawn that belong to no attribution
	NoneFound  int    `json:"none_found"`   // those in a found cue
	Pairs      int    `json:"pairs"`        // nested attributions with the outer one
	PairsFound int    `json:"pairs_found"`  // both found
	PairsJoint int    `json:"pairs_joined"` // and the inner one within the outer
	// Figures are those of classes and slots. What is missed counts as true and not found.
	Figures []Figure `json:"figures"`
}

// Figure is the score of one class or slot.
type Figure struct {
	Group string `json:"group"` // kind, stance, slot, …
	Class string `json:"class"`
	Count
	// Intervals of 95 % by bootstrap over documents, in per cent.
	PrecisionInterval [2]float64 `json:"precision_interval"`
	F1Interval        [2]float64 `json:"f1_interval"`
}

// AttributionFinder makes the attributions of a reading from labels. *attribution.Finder is one.
type AttributionFinder interface {
	Find(reading *hearsay.Reading, labels [][]hearsay.Label) []hearsay.Attribution
}

// Typing measures kind, profile, addressee, stance, outlet, nesting and speaker of attributions against those typed by
// hand in gold, on the documents in the folder of the corpora.
//
// A found attribution is that of a row if their cues share text, or their contents where the row has no cue; of several
// the one that shares most. A line that credits an outlet is found where reading makes it a block of its own.
func Typing(corpus, gold string, half Half, reader Reader, finder AttributionFinder) (TypingResult, error) {
	rows, err := ReadTyped(gold, half)
	if err != nil {
		return TypingResult{}, err
	}
	texts, err := readTypedTexts(corpus, rows)
	if err != nil {
		return TypingResult{}, err
	}
	typing := typing{rows: rows, texts: texts, outlets: lexicon.NewOutlets(), row: map[string]int{},
		document: map[string]int{}, readings: map[string]*hearsay.Reading{}}
	result := TypingResult{Half: half, Rows: len(rows)}
	for i := range rows {
		typing.row[rows[i].Row] = i
		name := rows[i].Document
		if _, seen := typing.document[name]; seen {
			continue
		}
		typing.document[name] = len(typing.document)
		reading, ok := typing.read(reader, texts[name])
		if !ok {
			result.Unread++
			continue
		}
		typing.readings[name] = reading
	}
	result.Documents = len(typing.document)
	for i := range rows {
		if _, held := typing.row[rows[i].Within]; !held && rows[i].Within != "" {
			return TypingResult{}, fmt.Errorf("read gold: row %s stands within %s, which is missing", rows[i].Row, rows[i].Within)
		}
		reading := typing.readings[rows[i].Document]
		typing.whole = append(typing.whole, view{reading, nil})
		typing.given = append(typing.given, view{reading, nil})
		if reading == nil {
			continue
		}
		credits := creditLines(reading)
		typing.whole[i].found = slices.Concat(reading.Attributions, credits)
		typing.given[i].found = slices.Concat(finder.Find(reading, typing.labels(i, reading)), credits)
	}
	for _, draw := range []string{"all", "random", "topup"} {
		result.Given = append(result.Given, typing.score(draw, typing.given))
		result.Read = append(result.Read, typing.score(draw, typing.whole))
	}
	return result, nil
}

// view is what was found in the document of a row.
type view struct {
	reading *hearsay.Reading // nil if the document was not read
	found   []hearsay.Attribution
}

// typing is a result in the making.
type typing struct {
	rows         []Typed
	texts        map[string]*typedText
	outlets      *lexicon.Outlets
	row          map[string]int // by name
	document     map[string]int // by name, in the order of the rows
	readings     map[string]*hearsay.Reading
	given, whole []view // for each row
}

// read reads a document as the outlet's that the corpus names.
func (t *typing) read(reader Reader, text *typedText) (*hearsay.Reading, bool) {
	outlet, _ := t.outlets.Canonical(text.outlet)
	reading := reader.Read(hearsay.Capture{ID: hearsay.NewDocID(outlet, "", []byte(text.text)), Media: hearsay.MediaText,
		Bytes: []byte(text.text), Outlet: outlet})
	return &reading, !reading.Document.Skip.Skipped() && reading.Document.Text == text.text
}

// creditLines are the lines that credit an outlet, in the form of attributions.
func creditLines(reading *hearsay.Reading) []hearsay.Attribution {
	var lines []hearsay.Attribution
	for _, block := range reading.Document.Blocks {
		if block.Kind == hearsay.BlockCredit && block.Outlet.Known() {
			lines = append(lines, hearsay.Attribution{Cue: block.Span, Source: []hearsay.Span{block.Outlet.Span},
				Kind: hearsay.SourceOutlet, Outlet: block.Outlet, Relay: block.Outlet.Value != reading.Document.Outlet.Value,
				Same: -1, Within: -1})
		}
	}
	return lines
}

// labels are the spans of a row, and of the others in its document where it leaves room, laid over the tokens.
func (t *typing) labels(row int, reading *hearsay.Reading) [][]hearsay.Label {
	marked := []Marked{t.rows[row].Marked}
	if t.rows[row].None {
		marked = nil
	}
	best, version := -1, []Marked(nil)
	for _, annotated := range t.texts[t.rows[row].Document].versions {
		known := 0
		for i := range t.rows {
			if t.rows[i].Document == t.rows[row].Document && slices.ContainsFunc(annotated, t.rows[i].same) {
				known++
			}
		}
		if known > best {
			best, version = known, annotated
		}
	}
	marked = append(marked, version...)
	for i := range t.rows {
		if i != row && t.rows[i].Document == t.rows[row].Document && !t.rows[i].None {
			marked = append(marked, t.rows[i].Marked)
		}
	}
	var flat []hearsay.Span
	begins := map[int]bool{}
	for i, s := range reading.Sentences {
		if i == 0 || strings.Contains(reading.Document.Text[reading.Sentences[i-1].Span.End:s.Span.Start], "\n") {
			begins[len(flat)] = true
		}
		for _, token := range s.Tokens {
			flat = append(flat, token.Span)
		}
	}
	all := Project(marked, flat, func(i int) bool { return begins[i] })
	labels := make([][]hearsay.Label, len(reading.Sentences))
	for i, s := range reading.Sentences {
		labels[i], all = all[:len(s.Tokens)], all[len(s.Tokens):]
	}
	return labels
}

// same reports whether two attributions have the same spans.
func (m Marked) same(other Marked) bool {
	return slices.Equal(m.Source, other.Source) && slices.Equal(m.Cue, other.Cue) && slices.Equal(m.Content, other.Content)
}

// match is the index of the found attribution that is the row's, or -1.
func (t *Typed) match(found []hearsay.Attribution) int {
	best, most := -1, [2]int{}
	for i := range found {
		shared := [2]int{common(t.Content, found[i].Content), -length(found[i].Content)}
		if len(t.Cue) > 0 {
			shared = [2]int{common(t.Cue, []hearsay.Span{found[i].Cue}), shared[0]}
		}
		if shared[0] > 0 && (best < 0 || slices.Compare(shared[:], most[:]) > 0) {
			best, most = i, shared
		}
	}
	return best
}

// common is how many bytes spans share.
func common(a, b []hearsay.Span) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			n += max(0, int(min(x.End, y.End))-int(max(x.Start, y.Start)))
		}
	}
	return n
}

func length(spans []hearsay.Span) int {
	n := 0
	for _, span := range spans {
		n += span.Len()
	}
	return n
}

// tally counts one class or slot, apart for each document.
type tally struct {
	group, class string
	documents    []Count
}

// tallies are those of a part, in the order of the table.
type tallies struct {
	list      []*tally
	documents int
}

// add counts one thing: whether it is true, whether it was found, and whether what was found is right.
func (t *tallies) add(group, class string, document int, isTrue, isFound, isRight bool) {
	if !isTrue && !isFound {
		return
	}
	at := slices.IndexFunc(t.list, func(l *tally) bool { return l.group == group && l.class == class })
	if at < 0 {
		at = len(t.list)
		t.list = append(t.list, &tally{group, class, make([]Count, t.documents)})
	}
	t.list[at].documents[document].Add(Count{Right: one(isRight), Found: one(isFound), True: one(isTrue)})
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// groupOrder is the order of the groups in the table.
var groupOrder = []string{"kind", "number", "slot exact", "slot overlap", "told exact", "told overlap", "stance",
	"outlet", "relay", "nested", "speaker"}

// score counts the rows of one draw.
func (t *typing) score(draw string, views []view) TypingPart {
	part := TypingPart{Draw: draw}
	counts := tallies{documents: len(t.document)}
	for i := range t.rows {
		row := &t.rows[i]
		if draw != "all" && row.Draw != draw {
			continue
		}
		at := row.match(views[i].found)
		if row.None {
			part.None++
			part.NoneFound += one(at >= 0)
			continue
		}
		part.Rows++
		var found *hearsay.Attribution
		if at >= 0 {
			part.Found++
			found = &views[i].found[at]
		}
		t.count(&counts, row, views[i].reading, found)
		if row.Within != "" {
			part.Pairs++
			outer := t.rows[t.row[row.Within]].match(views[i].found)
			if at >= 0 && outer >= 0 && outer != at {
				part.PairsFound++
				part.PairsJoint += one(found.Within == outer)
			}
		}
	}
	slices.SortStableFunc(counts.list, func(a, b *tally) int {
		return cmp.Or(cmp.Compare(slices.Index(groupOrder, a.group), slices.Index(groupOrder, b.group)),
			cmp.Compare(a.class, b.class))
	})
	for _, tally := range counts.list {
		part.Figures = append(part.Figures, tally.figure())
	}
	return part
}

// count counts what is found of one row; found is nil where nothing is.
func (t *typing) count(counts *tallies, row *Typed, reading *hearsay.Reading, found *hearsay.Attribution) {
	document := t.document[row.Document]
	classes := func(group, want, got string) {
		right := found != nil && want == got
		counts.add(group, want, document, true, right, right)
		if found != nil && !right {
			counts.add(group, got, document, false, true, false)
		}
		counts.add(group, "(all)", document, true, found != nil, right)
	}
	var a hearsay.Attribution
	if found != nil {
		a = *found
	}
	classes("kind", row.Kind.String(), a.Kind.String())
	classes("stance", row.Stance.String(), a.Stance.String())
	value := func(group, class string, want, got, right bool) {
		counts.add(group, class, document, want, got, want && got && right)
	}
	if row.profiled() || row.Kind != hearsay.SourceUnnamed && row.Kind != hearsay.SourceBare {
		value("number", "(all)", row.Number > 0, a.Profile.Number > 0, row.Number == a.Profile.Number)
	}
	slots := [SlotCount]hearsay.Span{a.Profile.Affiliation, a.Profile.Role, a.Profile.Nearness, a.Profile.Reason}
	for slot := range SlotCount {
		var got []hearsay.Span
		if !slots[slot].Empty() {
			got = slots[slot : slot+1]
		}
		t.spans(value, "slot", slot.String(), reading, row.Slots[slot], got)
	}
	if row.Draw != "pair" {
		// Partners were not labelled evenly for these.
		t.spans(value, "told", "(all)", reading, row.Told, a.ToldTo)
		outlet, known := t.outlets.Canonical(row.Outlet)
		if !known {
			outlet = row.Outlet
		}
		value("outlet", "(all)", row.Outlet != "", a.Outlet.Known(), outlet == a.Outlet.Value)
		value("relay", "(all)", row.Relay, a.Relay, true)
		value("nested", "(all)", row.Within != "", found != nil && a.Within >= 0, true)
	}
	if row.Asked {
		right := found != nil && speaks(reading, a.Speaker, row.Speaker)
		value("speaker", "(all)", len(row.Speaker) > 0, a.Speaker != 0, right)
	}
}

// spans counts a slot twice: by both ends, and by text in common.
func (t *typing) spans(value func(group, class string, want, got, right bool), group, class string,
	reading *hearsay.Reading, want, got []hearsay.Span) {
	exact := reading != nil &&
		slices.Equal(tighten(reading.Document.Text, want), tighten(reading.Document.Text, got))
	value(group+" exact", class, len(want) > 0, len(got) > 0, exact)
	value(group+" overlap", class, len(want) > 0, len(got) > 0, touch(want, got))
}

// speaks reports whether an entity is who stands at a place: one of its names shares text with it, or is the same.
func speaks(reading *hearsay.Reading, id hearsay.EntityID, place []hearsay.Span) bool {
	if id < 1 || int(id) > len(reading.Entities) {
		return false
	}
	for _, mention := range reading.Mentions {
		if mention.Entity == id && mention.Kind == hearsay.MentionName && touch([]hearsay.Span{mention.Span}, place) {
			return true
		}
	}
	name := strings.Fields(joined(reading.Document.Text, place))
	return len(name) > 0 && slices.EqualFunc(name, strings.Fields(reading.Entities[id-1].Name), strings.EqualFold)
}

// figure sums the documents and draws them again and again for the intervals.
func (t *tally) figure() Figure {
	figure := Figure{Group: t.group, Class: t.class}
	var some []Count // the others add nothing, whichever are drawn
	for _, count := range t.documents {
		figure.Add(count)
		if count != (Count{}) {
			some = append(some, count)
		}
	}
	const rounds = 1000
	random := rand.New(rand.NewPCG(1, uint64(len(t.documents))))
	precisions, scores := make([]float64, rounds), make([]float64, rounds)
	for round := range rounds {
		var drawn Count
		for range t.documents {
			if at := random.IntN(len(t.documents)); at < len(some) {
				drawn.Add(some[at])
			}
		}
		precisions[round], scores[round] = drawn.Precision(), drawn.F1()
	}
	figure.PrecisionInterval, figure.F1Interval = middle(precisions), middle(scores)
	return figure
}

// middle is where 95 % of the values lie, the same number cut off at both ends. It sorts them.
func middle(values []float64) [2]float64 {
	slices.Sort(values)
	return [2]float64{values[len(values)/40], values[len(values)-1-len(values)/40]}
}
