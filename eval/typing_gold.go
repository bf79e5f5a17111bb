package eval

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

// Half is a part of the gold attributions: one to tune on, and one that is held back for a closing measurement.
type Half string

// The halves.
const (
	HalfTune Half = "tune"
	HalfHeld Half = "held"
	HalfAll  Half = "all"

	HalfTrain Half = "train" // stories of the claims gold that were labelled later, to fit with
	HalfLater Half = "later" // stories of the claims gold that were labelled last, and are not fitted with
)

// Slot is a part of what the words of a source without a name say of it.
type Slot uint8

// The slots.
const (
	SlotAffiliation Slot = iota
	SlotRole
	SlotNearness
	SlotReason
	SlotCount // the number of slots, not a slot
)

var slotNames = [...]string{"affiliation", "role", "nearness", "reason"}

func (s Slot) String() string { return slotNames[s] }

// Typed is an attribution that was typed by hand. Spans are sorted, in bytes of the document's text.
type Typed struct {
	Row      string // its number; a letter behind it marks the outer or inner partner of a nested one
	Draw     string // random, topup or pair
	Corpus   string // polnear or allsides
	Document string
	Marked
	None    bool // the word that was drawn, in Cue, belongs to no attribution
	Kind    hearsay.SourceKind
	Number  int // how many the source claims; 0 where it is open or was not asked
	Slots   [SlotCount][]hearsay.Span
	Told    []hearsay.Span
	Stance  hearsay.Stance
	Outlet  string // usual name, "" for none
	Relay   bool
	Within  string         // the row that it is nested in, "" for none
	Asked   bool           // whether its speaker was asked for
	Speaker []hearsay.Span // where the name stands that the source leads to; none if it leads to no name
}

// profiled reports whether the words of the source were read for its profile.
func (t *Typed) profiled() bool {
	return t.Number > 0 || slices.ContainsFunc(t.Slots[:], func(spans []hearsay.Span) bool { return len(spans) > 0 })
}

// typedColumns are the columns of the standoff file.
const typedColumns = 23

// ReadTyped reads attributions that were typed by hand: a standoff file or the folder with one of the name
// attribution.tsv. Rows of the other half are passed over.
func ReadTyped(path string, half Half) ([]Typed, error) {
	var rows []Typed
	err := readGold(path, "attribution.tsv", typedColumns, func(cells []string) error {
		if half != HalfAll && cells[4] != string(half) {
			return nil
		}
		row, err := parseTyped(cells)
		rows = append(rows, row)
		return err
	})
	return rows, err
}

// parseTyped reads the cells of a row.
func parseTyped(cells []string) (Typed, error) {
	t := Typed{Row: cells[0], Draw: cells[1], Corpus: cells[2], Document: cells[3]}
	var failed error
	spans := func(cell string) []hearsay.Span {
		found, err := parseSpans(cell)
		failed = cmp.Or(failed, err)
		return found
	}
	t.Source, t.Cue, t.Content = spans(cells[5]), spans(cells[6]), spans(cells[7])
	if t.None = cells[8] == "none"; t.None {
		return t, failed
	}
	if err := t.Kind.UnmarshalText([]byte(cells[8])); err != nil {
		return t, err
	}
	if cells[9] != "-" {
		var err error
		if t.Number, err = strconv.Atoi(cells[9]); err != nil {
			return t, err
		}
	}
	for slot := range SlotCount {
		t.Slots[slot] = spans(cells[11+int(slot)])
	}
	t.Told = spans(cells[15])
	if err := t.Stance.UnmarshalText([]byte(cells[16])); err != nil {
		return t, err
	}
	if cells[17] != "-" {
		t.Outlet = cells[17]
	}
	t.Relay = cells[19] == "true"
	if cells[20] != "-" {
		t.Within = cells[20]
	}
	if t.Asked = cells[21] != "-"; cells[21] != "none" {
		t.Speaker = spans(cells[21])
	}
	return t, failed
}

// parseSpans reads "0-5;9-12", "-" for none.
func parseSpans(cell string) ([]hearsay.Span, error) {
	if cell == "-" {
		return nil, nil
	}
	var spans []hearsay.Span
	for part := range strings.SplitSeq(cell, ";") {
		from, to, _ := strings.Cut(part, "-")
		start, err1 := strconv.ParseUint(from, 10, 32)
		end, err2 := strconv.ParseUint(to, 10, 32)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("span %q", part)
		}
		spans = append(spans, hearsay.Span{Start: uint32(start), End: uint32(end)})
	}
	slices.SortFunc(spans, hearsay.Span.Compare)
	return spans, nil
}

// check returns an error unless all spans of the row lie in the text.
func (t *Typed) check(text string) error {
	all := slices.Concat(t.Source, t.Cue, t.Content, t.Told, t.Speaker)
	for _, spans := range t.Slots {
		all = append(all, spans...)
	}
	for _, span := range all {
		if err := span.Check(text); err != nil {
			return fmt.Errorf("read gold: row %s of %s: %w", t.Row, t.Document, err)
		}
	}
	return nil
}

// typedText is a document of the gold with all that the corpus says of it.
type typedText struct {
	text     string
	outlet   string     // as the corpus names it
	versions [][]Marked // the attributions of each of its annotators
}

// Where the two corpora of the gold lie in the folder of all corpora.
const (
	polnearFolder = "polnear/dev"
	allsidesFile  = "stories/allsides-dev.jsonl.gz"
)

// publishers are the outlets of PolNeAR by the codes with which its file names begin.
var publishers = map[string]string{"breitbart": "Breitbart News", "huff-post": "Huffington Post",
	"nyt": "New York Times", "politico": "Politico", "usa-today": "USA Today", "wash-post": "Washington Post",
	"west-journal": "Western Journalism"}

// readTypedTexts reads the documents of the rows from the folder of the corpora and checks the rows' spans.
func readTypedTexts(corpus string, rows []Typed) (map[string]*typedText, error) {
	wanted := map[string]map[string]bool{}
	for i := range rows {
		if wanted[rows[i].Corpus] == nil {
			wanted[rows[i].Corpus] = map[string]bool{}
		}
		wanted[rows[i].Corpus][rows[i].Document] = true
	}
	texts := map[string]*typedText{}
	if names := wanted["polnear"]; names != nil {
		articles, err := ReadPolNeAR(filepath.Join(corpus, filepath.FromSlash(polnearFolder)))
		if err != nil {
			return nil, err
		}
		for _, article := range articles {
			name := article.ID[:max(0, strings.LastIndexByte(article.ID, '_'))]
			if !names[name] {
				continue
			}
			if texts[name] == nil {
				code, _, _ := strings.Cut(name, "_")
				texts[name] = &typedText{text: article.Text, outlet: publishers[code]}
			}
			texts[name].versions = append(texts[name].versions, article.Attributions)
		}
	}
	if names := wanted["allsides"]; names != nil {
		articles, err := ReadStories(filepath.Join(corpus, filepath.FromSlash(allsidesFile)))
		if err != nil {
			return nil, err
		}
		for _, article := range articles {
			if names[article.ID] {
				texts[article.ID] = &typedText{text: article.Text, outlet: article.Outlet}
			}
		}
	}
	for i := range rows {
		text := texts[rows[i].Document]
		if text == nil {
			return nil, fmt.Errorf("read gold: row %s: no document %s in %s", rows[i].Row, rows[i].Document, rows[i].Corpus)
		}
		if err := rows[i].check(text.text); err != nil {
			return nil, err
		}
	}
	return texts, nil
}
