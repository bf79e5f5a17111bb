package eval

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"

	"hearsay"
	"hearsay/collate/reuse"
)

// LabelledPassage is a passage that two articles share, typed by hand. Spans are in bytes of the articles' text.
type LabelledPassage struct {
	Row          string
	A, B         string // articles
	SpanA, SpanB hearsay.Span
	Draw         string // how it came into the sample; "random" is drawn from all passages of two outlets
	Kind         hearsay.PassageKind
}

// passageColumns are the columns of the standoff file.
const passageColumns = 11

// ReadPassages reads passages that were typed by hand: a standoff file or the folder with one of the name passages.tsv.
// Rows of the other half are passed over.
func ReadPassages(path string, half Half) ([]LabelledPassage, error) {
	var rows []LabelledPassage
	header := true
	err := readGold(path, "passages.tsv", passageColumns, func(cells []string) error {
		if header {
			header = false
			return nil
		}
		if half != HalfAll && cells[8] != string(half) {
			return nil
		}
		row := LabelledPassage{Row: cells[0], A: cells[1], B: cells[4], Draw: cells[7]}
		if err := row.Kind.UnmarshalText([]byte(cells[9])); err != nil {
			return err
		}
		var ends [4]int
		for i, cell := range []string{cells[2], cells[3], cells[5], cells[6]} {
			var err error
			if ends[i], err = strconv.Atoi(cell); err != nil {
				return err
			}
		}
		row.SpanA, row.SpanB = hearsay.MakeSpan(ends[0], ends[1]), hearsay.MakeSpan(ends[2], ends[3])
		rows = append(rows, row)
		return nil
	})
	return rows, err
}

// PassagesResult is how well shared passages are typed.
type PassagesResult struct {
	Half   Half `json:"half"`
	Rows   int  `json:"rows"`
	Unread int  `json:"unread"` // rows with a document that the reader skips; they are missed
	// Given: the passages as they were labelled. Found: the labelled ones that the aligner finds, as it finds them.
	Given []PassagesPart `json:"given"`
	Found []PassagesPart `json:"found"`
}

// PassagesPart holds the figures of the rows of one draw.
type PassagesPart struct {
	Draw      string           `json:"draw"`
	Rows      int              `json:"rows"`
	Typed     int              `json:"typed"` // rows with a type: all that were read, or found
	Kinds     map[string]Count `json:"kinds"`
	Micro     Count            `json:"micro"`     // over the kinds but unclear, which is no answer
	Macro     float64          `json:"macro"`     // mean F1 of the kinds but unclear that the rows hold, in per cent
	Agree     int              `json:"agree"`     // rows whose kind is right, unclear ones among them
	Collapses Count            `json:"collapses"` // prose or wire, which make one origin of two
	// Confusion is by labelled kind, then by given kind.
	Confusion [passageKinds][passageKinds]int `json:"confusion"`
}

const passageKinds = int(hearsay.PassageWire) + 1

// String is the result as tables.
func (r PassagesResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "half %s: %d passages, %d not read\n", r.Half, r.Rows, r.Unread)
	for _, setting := range []struct {
		name  string
		parts []PassagesPart
	}{{"as labelled", r.Given}, {"as found", r.Found}} {
		for _, part := range setting.parts {
			part.write(&b, setting.name)
		}
	}
	return b.String()
}

func (p PassagesPart) write(b *strings.Builder, setting string) {
	fmt.Fprintf(b, "\n%s, %s: %d of %d passages, kind right %d (%.1f %%); ", setting, p.Draw, p.Typed, p.Rows, p.Agree,
		percent(p.Agree, p.Typed))
	fmt.Fprintf(b, "F1 macro %.1f, micro %.1f; collapses origins P %.1f R %.1f F1 %.1f\n", p.Macro, p.Micro.F1(),
		p.Collapses.Precision(), p.Collapses.Recall(), p.Collapses.F1())
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "kind\ttrue\tfound\tright\tP\tR\tF1\t typed as\t")
	for kind := range passageKinds {
		fmt.Fprintf(t, "%s\t", hearsay.PassageKind(kind))
	}
	fmt.Fprintln(t)
	for kind := range passageKinds {
		name := hearsay.PassageKind(kind).String()
		c := p.Kinds[name]
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%.1f\t%.1f\t%.1f\t\t", name, c.True, c.Found, c.Right, c.Precision(), c.Recall(),
			c.F1())
		for _, n := range p.Confusion[kind] {
			fmt.Fprintf(t, "%d\t", n)
		}
		fmt.Fprintln(t)
	}
	t.Flush() // to memory
}

// Passages measures the types that shared passages are given against those given by hand in gold, on the articles of the
// story corpus at path.
//
// Both articles are read as lines of a JSON Lines file are. So that furniture can be seen to recur, the aligner also
// gets, for each passage, the texts of the outletContext articles of each of the two outlets that lie nearest in days.
// A found passage stands for a labelled one if they share at least half of the longer of them, on both sides.
func Passages(corpus, gold string, half Half, reader Reader) (PassagesResult, error) {
	rows, err := ReadPassages(gold, half)
	if err != nil {
		return PassagesResult{}, err
	}
	articles, err := ReadStories(corpus)
	if err != nil {
		return PassagesResult{}, err
	}
	p := passages{articles: articles, byID: map[string]int{}, readings: map[string]*hearsay.Reading{}, reader: reader,
		byOutlet: map[string][]int{}, aligner: reuse.New()}
	for i := range articles {
		p.byID[articles[i].ID] = i
		p.byOutlet[articles[i].Outlet] = append(p.byOutlet[articles[i].Outlet], i)
	}
	result := PassagesResult{Half: half, Rows: len(rows)}
	typed := make([]typedPassage, len(rows))
	for i := range rows {
		if typed[i], err = p.row(&rows[i]); err != nil {
			return PassagesResult{}, err
		}
		if typed[i].given == nil {
			result.Unread++
		}
	}
	given := func(t *typedPassage) *hearsay.Passage { return t.given }
	found := func(t *typedPassage) *hearsay.Passage { return t.found }
	for _, draw := range []string{"all", "random"} {
		result.Given = append(result.Given, scorePassages(draw, rows, typed, given))
		result.Found = append(result.Found, scorePassages(draw, rows, typed, found))
	}
	return result, nil
}

// outletContext is how many articles of an outlet stand for the archive of it.
const outletContext = 24

// passages is a measurement in the making.
type passages struct {
	reader   Reader
	aligner  *reuse.Aligner
	articles []StoryArticle
	byID     map[string]int
	byOutlet map[string][]int
	readings map[string]*hearsay.Reading // by article; nil where it was not read
}

// typedPassage is what became of a labelled passage; nil where it was not read, or not found.
type typedPassage struct{ given, found *hearsay.Passage }

func (p *passages) row(row *LabelledPassage) (typedPassage, error) {
	a, err := p.read(row.A)
	if err != nil {
		return typedPassage{}, err
	}
	b, err := p.read(row.B)
	if err != nil || a == nil || b == nil {
		return typedPassage{}, err
	}
	given := hearsay.Passage{A: a.Document.ID, B: b.Document.ID}
	var ok [2]bool
	given.SpanA, ok[0] = mapSpan(p.articles[p.byID[row.A]].Text, a.Document.Text, row.SpanA)
	given.SpanB, ok[1] = mapSpan(p.articles[p.byID[row.B]].Text, b.Document.Text, row.SpanB)
	if !ok[0] || !ok[1] {
		return typedPassage{}, nil
	}
	given.Length = max(alphanumeric(given.SpanA.Of(a.Document.Text)), alphanumeric(given.SpanB.Of(b.Document.Text)))
	given.Same = min(alphanumeric(given.SpanA.Of(a.Document.Text)), alphanumeric(given.SpanB.Of(b.Document.Text)))
	if a.Document.Compare(&b.Document) > 0 {
		given.A, given.B, given.SpanA, given.SpanB = given.B, given.A, given.SpanB, given.SpanA
	}
	readings := append([]*hearsay.Reading{a, b}, p.context(row)...)
	around, _ := p.aligner.Find(readings)
	all := append(around, given)
	p.aligner.Classify(readings, all)
	typed := typedPassage{given: &all[len(all)-1]}
	most := 0
	for i := range around {
		f := &all[i]
		if f.A != given.A || f.B != given.B {
			continue
		}
		sharedA, sharedB := shared(f.SpanA, given.SpanA), shared(f.SpanB, given.SpanB)
		if 2*sharedA >= max(f.SpanA.Len(), given.SpanA.Len()) && 2*sharedB >= max(f.SpanB.Len(), given.SpanB.Len()) &&
			sharedA+sharedB > most {
			most = sharedA + sharedB
			typed.found = f
		}
	}
	return typed, nil
}

// shared is how many bytes two spans have in common.
func shared(a, b hearsay.Span) int {
	if !a.Overlaps(b) {
		return 0
	}
	return int(min(a.End, b.End)) - int(max(a.Start, b.Start))
}

// read reads an article as a line of a JSON Lines file.
func (p *passages) read(id string) (*hearsay.Reading, error) {
	if reading, ok := p.readings[id]; ok {
		return reading, nil
	}
	at, ok := p.byID[id]
	if !ok {
		return nil, fmt.Errorf("read gold: article %s is not in the corpus", id)
	}
	article := &p.articles[at]
	raw, err := json.Marshal(struct {
		ID    string `json:"id"`
		Day   *int   `json:"day,omitempty"`
		Src   string `json:"src,omitempty"`
		Title string `json:"title,omitempty"`
		Text  string `json:"text"`
	}{article.ID, article.Day, article.Outlet, article.Title, article.Text})
	if err != nil {
		return nil, fmt.Errorf("read article %s: %w", id, err)
	}
	reading := p.reader.Read(hearsay.Capture{ID: hearsay.NewDocID("", "", raw), Media: hearsay.MediaRecord, Bytes: raw})
	p.readings[id] = &reading
	if reading.Document.Skip.Skipped() {
		p.readings[id] = nil
	}
	return p.readings[id], nil
}

// context is the articles of the two outlets that lie nearest to the row's in days.
func (p *passages) context(row *LabelledPassage) []*hearsay.Reading {
	var readings []*hearsay.Reading
	seen := map[int]bool{p.byID[row.A]: true, p.byID[row.B]: true}
	for _, id := range []string{row.A, row.B} {
		here := &p.articles[p.byID[id]]
		if here.Outlet == "" || here.Day == nil {
			continue
		}
		distance := func(i int) int {
			if day := p.articles[i].Day; day != nil {
				return max(*day-*here.Day, *here.Day-*day)
			}
			return 1 << 30
		}
		near := slices.Clone(p.byOutlet[here.Outlet])
		slices.SortStableFunc(near, func(x, y int) int { return cmp.Compare(distance(x), distance(y)) })
		taken := 0
		for _, i := range near {
			if taken == outletContext {
				break
			}
			if seen[i] {
				continue
			}
			seen[i] = true
			taken++
			readings = append(readings, &hearsay.Reading{Document: p.articles[i].Document()})
			// The reader may know the outlet by another name.
			readings[len(readings)-1].Document.Outlet = p.readings[id].Document.Outlet
		}
	}
	return readings
}

func alphanumeric(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// mapSpan is the span of to that holds the letters and digits of the span of from, where to is from with a title before
// it, white space and marks aside. It reports false if it is not.
func mapSpan(from, to string, span hearsay.Span) (hearsay.Span, bool) {
	if from == to {
		return span, span.Check(from) == nil
	}
	title := alphanumeric(to) - alphanumeric(from)
	if title < 0 || span.Check(from) != nil {
		return hearsay.Span{}, false
	}
	skip, take := title+alphanumeric(from[:span.Start]), alphanumeric(span.Of(from))
	start, end, n := -1, -1, 0
	for at, r := range to {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if n == skip {
			start = at
		}
		n++
		if n == skip+take {
			end = at + len(string(r))
			break
		}
	}
	if start < 0 || end < start || letters(to[start:end]) != letters(span.Of(from)) {
		return hearsay.Span{}, false
	}
	return hearsay.MakeSpan(start, end), true
}

// letters is a text without all that is neither letter nor digit.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

func scorePassages(draw string, rows []LabelledPassage, typed []typedPassage,
	of func(*typedPassage) *hearsay.Passage) PassagesPart {
	part := PassagesPart{Draw: draw, Kinds: map[string]Count{}}
	collapses := func(kind hearsay.PassageKind) int {
		return one(kind == hearsay.PassageProse || kind == hearsay.PassageWire)
	}
	for i := range rows {
		if draw != "all" && rows[i].Draw != draw {
			continue
		}
		part.Rows++
		passage := of(&typed[i])
		if passage == nil {
			continue
		}
		part.Typed++
		want, got := rows[i].Kind, passage.Kind
		part.Confusion[want][got]++
		part.Agree += one(want == got)
		part.Collapses.Add(Count{Right: collapses(want) * collapses(got), Found: collapses(got), True: collapses(want)})
	}
	held := 0
	for kind := range passageKinds {
		c := Count{Right: part.Confusion[kind][kind]}
		for other := range passageKinds {
			c.True += part.Confusion[kind][other]
			c.Found += part.Confusion[other][kind]
		}
		part.Kinds[hearsay.PassageKind(kind).String()] = c
		if hearsay.PassageKind(kind) == hearsay.PassageUnclear {
			continue
		}
		part.Micro.Add(c)
		if c.True > 0 {
			held++
			part.Macro += c.F1()
		}
	}
	part.Macro /= float64(max(1, held))
	return part
}
