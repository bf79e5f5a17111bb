package eval

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"hearsay"
)

// The invented documents of the gold: the bridge as PolNeAR has them, the ferry as AllSides.
const (
	bridge = "Two aides close to the mayor told CNN that Roe denied he would quit. He left."
	ferry  = "The ferry reportedly sank.\n\nMayor Ann Lee spoke. She asked whether it had. He added two chairs."
)

// goldRow writes a row; cells name columns by number and quote the text, or give the cell behind an equals sign.
func goldRow(text, row, draw, corpus, document, half string, cells map[int]string) string {
	line := strings.Split(strings.Repeat("-\t", typedColumns-1)+"-", "\t")
	copy(line, []string{row, draw, corpus, document, half})
	line[16], line[19], line[22] = "affirmed", "false", "1"
	for at, quote := range cells {
		if value, ok := strings.CutPrefix(quote, "="); ok {
			line[at] = value
			continue
		}
		start := strings.Index(text, quote)
		line[at] = fmt.Sprintf("%d-%d", start, start+len(quote))
	}
	return strings.Join(line, "\t") + "\n"
}

func typingFiles(t *testing.T, gold string) string {
	t.Helper()
	var packed bytes.Buffer
	zipped := gzip.NewWriter(&packed)
	story, err := json.Marshal(StoryArticle{ID: "ferry", Outlet: "Saltmere Times", Text: ferry})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := zipped.Write(story); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	return writeFiles(t, map[string]string{
		"gold/attribution.tsv":            "# a comment\n" + gold,
		"polnear/dev/text/nyt_bridge.txt": bridge,
		"polnear/dev/attributions/nyt_bridge_x.ann": "T1\tSource 70 72\tHe\nT2\tCue 73 77\tleft\n" +
			"E1\tAttribution:T2 Source:T1 Cue:T2\n",
		"stories/allsides-dev.jsonl.gz": packed.String(),
	})
}

const typedBridge, typedFerry = "nyt_bridge", "ferry"

func typingGold() string {
	return goldRow(bridge, "1", "random", "polnear", typedBridge, "tune", map[int]string{
		5: "Two aides close to the mayor", 6: "told", 7: "that Roe denied he would quit", 8: "=unnamed", 9: "=2", 10: "Two",
		12: "aides", 13: "close to the mayor", 15: "CNN", 17: "=CNN", 18: "CNN", 19: "=true", 21: "=none"}) +
		goldRow(bridge, "1b", "pair", "polnear", typedBridge, "tune", map[int]string{
			5: "Roe", 6: "denied", 7: "he would quit", 8: "=named", 16: "=denied", 20: "=1"}) +
		goldRow(ferry, "2", "topup", "allsides", typedFerry, "tune", map[int]string{
			6: "reportedly", 7: "The ferry", 8: "=untraced", 16: "=hedged", 19: "=true"}) +
		goldRow(ferry, "3", "random", "allsides", typedFerry, "tune", map[int]string{
			5: "She", 6: "asked", 7: "whether it had", 8: "=named", 16: "=questioned", 21: "Ann Lee"}) +
		goldRow(ferry, "4", "random", "allsides", typedFerry, "tune", map[int]string{6: "added", 8: "=none"}) +
		goldRow(ferry, "5", "random", "allsides", typedFerry, "held", map[int]string{6: "spoke", 8: "=none"})
}

// quoted is the place of a quote in a text.
func quoted(text, quote string) hearsay.Span {
	start := strings.Index(text, quote)
	return hearsay.MakeSpan(start, start+len(quote))
}

// typedReader gives a document one sentence of its words and what it was told to find.
type typedReader map[string][]hearsay.Attribution

func (r typedReader) Read(capture hearsay.Capture) hearsay.Reading {
	text := string(capture.Bytes)
	reading := hearsay.Reading{Document: hearsay.Document{Text: text}, Attributions: r[text]}
	var sentence hearsay.Sentence
	at := 0
	for word := range strings.FieldsSeq(text) {
		at += strings.Index(text[at:], word)
		sentence.Tokens = append(sentence.Tokens, hearsay.Token{Span: hearsay.MakeSpan(at, at+len(word))})
		at += len(word)
	}
	sentence.Span = hearsay.MakeSpan(0, len(text))
	reading.Sentences = []hearsay.Sentence{sentence}
	if text == ferry {
		reading.Entities = []hearsay.Entity{{ID: 1, Name: "Ann Lee"}}
		reading.Mentions = []hearsay.Mention{{Span: quoted(ferry, "Mayor Ann Lee"), Entity: 1}}
		credit := quoted(ferry, "Mayor Ann Lee spoke.")
		reading.Document.Blocks = []hearsay.Block{{Kind: hearsay.BlockCredit, Span: credit,
			Outlet: hearsay.Field{Value: "CNN", Span: credit}}}
	}
	return reading
}

// labelFinder makes an attribution of each labelled cue.
type labelFinder struct{}

func (labelFinder) Find(reading *hearsay.Reading, labels [][]hearsay.Label) []hearsay.Attribution {
	var found []hearsay.Attribution
	for i, sentence := range reading.Sentences {
		for j, token := range sentence.Tokens {
			if labels[i][j] == hearsay.LabelBCue {
				found = append(found, hearsay.Attribution{Cue: token.Span, Kind: hearsay.SourceNamed, Within: -1})
			}
		}
	}
	return found
}

func figureOf(part TypingPart, group, class string) Count {
	for _, f := range part.Figures {
		if f.Group == group && f.Class == class {
			return f.Count
		}
	}
	return Count{}
}

func TestTyping(t *testing.T) {
	reader := typedReader{
		bridge: {
			{Cue: quoted(bridge, "told CNN"), Kind: hearsay.SourceUnnamed, Within: -1, Relay: true,
				Outlet: hearsay.Field{Value: "CNN"}, ToldTo: []hearsay.Span{quoted(bridge, "CNN")},
				Profile: hearsay.Unnamed{Number: 2, Role: quoted(bridge, "aides"), Nearness: quoted(bridge, "close to")}},
			{Cue: quoted(bridge, "denied"), Kind: hearsay.SourceNamed, Stance: hearsay.Affirmed, Within: 0},
		},
		ferry: {
			{Cue: quoted(ferry, "asked"), Kind: hearsay.SourceNamed, Stance: hearsay.Questioned, Speaker: 1, Within: -1},
			{Cue: quoted(ferry, "added"), Kind: hearsay.SourceNamed, Within: -1},
		},
	}
	folder := typingFiles(t, typingGold())
	result, err := Typing(folder, folder+"/gold", HalfTune, reader, labelFinder{})
	if err != nil {
		t.Fatal(err)
	}
	all, random := result.Read[0], result.Read[1]
	if all.Rows != 4 || all.Found != 3 || all.None != 1 || all.NoneFound != 1 || all.Pairs != 1 || all.PairsJoint != 1 {
		t.Errorf("all: %+v", all)
	}
	if random.Rows != 2 || random.Found != 2 || random.Pairs != 0 {
		t.Errorf("random: %+v", random)
	}
	for _, test := range []struct {
		group, class string
		want         Count
	}{
		{"kind", "unnamed", Count{1, 1, 1}},
		{"kind", "named", Count{2, 2, 2}},
		{"kind", "untraced", Count{0, 0, 1}},
		{"kind", "(all)", Count{3, 3, 4}},
		{"stance", "denied", Count{0, 0, 1}},
		{"stance", "affirmed", Count{1, 2, 1}},
		{"number", "(all)", Count{1, 1, 1}},
		{"slot exact", "nearness", Count{0, 1, 1}},
		{"slot overlap", "nearness", Count{1, 1, 1}},
		{"slot exact", "role", Count{1, 1, 1}},
		{"told exact", "(all)", Count{1, 1, 1}},
		{"outlet", "(all)", Count{1, 1, 1}},
		{"relay", "(all)", Count{1, 1, 2}},
		{"nested", "(all)", Count{}},
		{"speaker", "(all)", Count{1, 1, 1}},
	} {
		if got := figureOf(all, test.group, test.class); got != test.want {
			t.Errorf("%s %s: %+v, want %+v", test.group, test.class, got, test.want)
		}
	}
	// Labels reach the finder: every row with a cue is found, whatever reading finds.
	if given := result.Given[0]; given.Found != 4 || given.NoneFound != 0 || given.PairsFound != 1 {
		t.Errorf("given: %+v", given)
	}
	again, err := Typing(folder, folder+"/gold/attribution.tsv", HalfTune, reader, labelFinder{})
	if err != nil || !reflect.DeepEqual(result, again) {
		t.Errorf("another result on the second run (%v)", err)
	}
	const line = "read, all: 3 of 4 found; 1 of 1 words that belong to none found"
	if table := result.String(); !strings.Contains(table, line) {
		t.Errorf("table:\n%s", table)
	}
}

func TestTypingKeepsHalvesApart(t *testing.T) {
	folder := typingFiles(t, typingGold())
	for half, want := range map[Half]int{HalfTune: 5, HalfHeld: 1, HalfAll: 6} {
		rows, err := ReadTyped(folder+"/gold", half)
		if err != nil || len(rows) != want {
			t.Errorf("%s: %d rows, want %d (%v)", half, len(rows), want, err)
		}
	}
}

func TestTypingFindsCreditLines(t *testing.T) {
	gold := goldRow(ferry, "1", "topup", "allsides", typedFerry, "tune", map[int]string{
		5: "Ann Lee", 6: "spoke", 8: "=outlet", 17: "=CNN", 19: "=true"})
	folder := typingFiles(t, gold)
	result, err := Typing(folder, folder+"/gold", HalfTune, typedReader{}, labelFinder{})
	if err != nil {
		t.Fatal(err)
	}
	if all := result.Read[0]; all.Found != 1 || figureOf(all, "relay", "(all)") != (Count{1, 1, 1}) ||
		figureOf(all, "outlet", "(all)") != (Count{1, 1, 1}) {
		t.Errorf("credit line: %+v", all)
	}
}

func TestTypingRefusesWrongGold(t *testing.T) {
	row := func(document, corpus string, cells map[int]string) string {
		return goldRow(ferry, "1", "random", corpus, document, "tune", cells)
	}
	for name, gold := range map[string]string{
		"columns":   "1\trandom\n",
		"span":      row(typedFerry, "allsides", map[int]string{6: "=9", 8: "=named"}),
		"beyond":    row(typedFerry, "allsides", map[int]string{6: "=9-9999", 8: "=named"}),
		"kind":      row(typedFerry, "allsides", map[int]string{6: "asked", 8: "=king"}),
		"stance":    row(typedFerry, "allsides", map[int]string{6: "asked", 8: "=named", 16: "=no"}),
		"number":    row(typedFerry, "allsides", map[int]string{6: "asked", 8: "=bare", 9: "=two"}),
		"document":  row("gone", "allsides", map[int]string{6: "asked", 8: "=named"}),
		"no corpus": row(typedFerry, "elsewhere", map[int]string{6: "asked", 8: "=named"}),
	} {
		folder := typingFiles(t, gold)
		if _, err := Typing(folder, folder+"/gold", HalfTune, typedReader{}, labelFinder{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := ReadTyped(t.TempDir(), HalfTune); err == nil {
		t.Error("no file: no error")
	}
}
