package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hearsay"
	"hearsay/archive"
	"hearsay/collate"
	"hearsay/collate/story"
	"hearsay/intake"
	"hearsay/read"
	"hearsay/report"
)

// texts are documents beside the examples: letters of all widths before every span, and the same claims again.
var texts = []string{
	"𝄞 Rell keeps his post — “naïve”\n\nÅsa Öberg, an engineer 𝄞, told the Saltmere Herald on Tuesday that port director Tomas Rell had " +
		"offered to resign. “He’s gone, no?” Öberg said. Mayor Ines Calder refused the offer 🙂, two people close to her said.\n",
	"Port Director Offers to Resign\n\nPort director Tomas Rell offered to resign, two people close to Mayor Ines Calder said on Monday. " +
		"Calder declined to say whether she has confidence in Rell.\n",
}

// hostile are words that would steer a terminal, or a reader of Markdown or HTML.
const hostile = "Rell offers \x1b[31mto resign\x1b[0m\n\nPort director Tomas Rell offered to resign \x1b[2J\x1b]0;x\x07, " +
	"<script>alert(1)</script> two people *close* to `Ines` _Calder_ \u202esaid\u202c. [Click](javascript:alert(1)) ![x](y) # | ~~no~~ " +
	"&lt;b&gt; \\*\n\n# A heading\n\n> Calder refused the offer \u009b31m, one of the people said on Tuesday.\n\n<img src=x onerror=alert(1)>\n"

type held struct {
	readings  []hearsay.Reading
	collator  *collate.Collator
	corrected bool // by a person, see correct
}

// verbs are the two verbs, loaded once.
var verbs = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Fast) })

func load(t *testing.T, captures ...hearsay.Capture) held {
	t.Helper()
	reader, err := verbs()
	if err != nil {
		t.Fatal(err)
	}
	collator, err := collate.New()
	if err != nil {
		t.Fatal(err)
	}
	h := held{collator: collator}
	for _, capture := range captures {
		h.readings = append(h.readings, reader.Read(capture))
	}
	return h
}

func captures(t *testing.T) []hearsay.Capture {
	t.Helper()
	var all []hearsay.Capture
	err := intake.Walk(t.Context(), []string{"../examples/port"}, intake.Options{}, func(c hearsay.Capture) error {
		all = append(all, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n, text := range append(slices.Clone(texts), " \n") {
		all = append(all, capture(text, fmt.Sprintf("more/%d.txt", n)))
	}
	return all
}

func capture(text, path string) hearsay.Capture {
	return hearsay.Capture{ID: hearsay.NewDocID("", "", []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text), Paths: []string{path}}
}

// make makes a report of everything, as cmd/hearsay does.
func (h held) make(t *testing.T, offsets report.Offsets) *report.Report {
	t.Helper()
	maker, err := report.NewMaker("hearsay test", "r", offsets)
	if err != nil {
		t.Fatal(err)
	}
	var features []story.Features
	for i := range h.readings {
		if doc := &h.readings[i].Document; doc.Skip.Skipped() {
			maker.Skip(doc)
		} else {
			features = append(features, h.collator.Describe(&h.readings[i]))
		}
	}
	for _, story := range h.collator.Clusterer().Cluster(features) {
		var readings []hearsay.Reading
		var pointers []*hearsay.Reading
		for _, id := range story.Docs {
			i := slices.IndexFunc(h.readings, func(r hearsay.Reading) bool { return r.Document.ID == id })
			readings = append(readings, h.readings[i])
			pointers = append(pointers, &h.readings[i])
		}
		ledger := h.collator.Collate(story, pointers)
		if h.corrected {
			ledger = h.collator.Collate(story, pointers, correct(t, archive.Story{Ledger: ledger, Readings: readings})...)
		}
		maker.Add(&ledger, readings)
	}
	return maker.Report()
}

// correct is what a person says of a story with claims enough: a telling is wrong, two claims are one, a telling is another
// claim's, two names are one, and one of a page that is not there.
func correct(t *testing.T, story archive.Story) []hearsay.Correction {
	t.Helper()
	claims, identities := story.Ledger.Claims, story.Ledger.Identities
	if len(claims) < 4 || len(claims[0].Tellings) < 3 || len(claims[1].Tellings) < 2 || len(identities) < 2 {
		return nil
	}
	join, err := story.JoinClaims(&claims[2], &claims[3])
	if err != nil {
		t.Fatal(err)
	}
	part, err := story.PartTellings(&claims[1], []*hearsay.Telling{&claims[1].Tellings[0]})
	if err != nil {
		t.Fatal(err)
	}
	names, err := story.JoinNames(&identities[0], &identities[1])
	if err != nil {
		t.Fatal(err)
	}
	wrong := story.MarkWrong([]*hearsay.Telling{&claims[0].Tellings[0]})
	gone := wrong
	gone.A = []hearsay.Anchor{{Doc: "none", Span: hearsay.MakeSpan(0, 1), Head: hearsay.MakeSpan(0, 1), Text: "x"}}
	corrections := []hearsay.Correction{wrong, join, part, names, gone}
	for i := range corrections {
		corrections[i].Edit = int64(i + 1)
	}
	return corrections
}

// spans calls visit for each span within value, with the path that leads to it.
func spans(path string, value reflect.Value, visit func(path string, span report.Span)) {
	if span, ok := value.Interface().(report.Span); ok {
		visit(path, span)
		return
	}
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			spans(path+"."+value.Type().Field(i).Name, value.Field(i), visit)
		}
	case reflect.Slice:
		for i := range value.Len() {
			spans(fmt.Sprintf("%s[%d]", path, i), value.Index(i), visit)
		}
	case reflect.Pointer:
		if !value.IsNil() {
			spans(path, value.Elem(), visit)
		}
	}
}

func TestEverySpanShowsItsText(t *testing.T) {
	h := load(t, captures(t)...)
	for _, offsets := range []report.Offsets{report.UTF8, report.CodePoint, report.UTF16} {
		t.Run(string(offsets), func(t *testing.T) {
			cut := map[hearsay.DocID]func(start, end int) string{}
			for _, reading := range h.readings {
				text := reading.Document.Text
				runes, units := []rune(text), utf16.Encode([]rune(text))
				cut[reading.Document.ID] = func(start, end int) string {
					switch offsets {
					case report.CodePoint:
						return string(runes[start:end])
					case report.UTF16:
						return string(utf16.Decode(units[start:end]))
					}
					return text[start:end]
				}
			}
			seen := map[string]int{}
			corrected := h
			corrected.corrected = true
			spans("", reflect.ValueOf([]*report.Report{h.make(t, offsets), corrected.make(t, offsets)}), func(path string, span report.Span) {
				path = strings.TrimPrefix(strings.TrimPrefix(path, "[0]"), "[1]")
				seen[regexp.MustCompile(`\[\d+\]`).ReplaceAllString(path, "")]++
				if cut[span.Doc] == nil {
					t.Errorf("%s is of no document: %+v", path, span)
				} else if text := cut[span.Doc](span.Start, span.End); text != span.Text || text == "" {
					t.Errorf("%s shows %q, the document has %q", path, span.Text, text)
				}
			})
			for _, path := range []string{
				".Documents.Attributions.Source", ".Documents.Attributions.Cue", ".Documents.Attributions.Content", ".Documents.Mentions.Span",
				".Documents.Times.Span", ".Stories.Headline", ".Stories.Claims.Headline", ".Stories.Claims.Tellings.Span",
				".Stories.Claims.Tellings.Sentence", ".Stories.Claims.Intervals.Words", ".Stories.Origins.Spans", ".Stories.People.Name",
				".Stories.Timeline.Time", ".Stories.Silences.Cue", ".Stories.Relays.Spans", ".Stories.Passages.A", ".Stories.Adds.Claims",
				".Stories.Claims.Wrong.Span", ".Stories.Claims.Machine.Headline", ".Stories.Corrections.A", ".Stories.Corrections.B",
			} {
				if seen[path] == 0 {
					t.Errorf("no span stands at %s, so nothing was tested there", path)
				}
			}
		})
	}
}

func TestJSONIsByTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../docs/format.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	whole := load(t, captures(t)...)
	for name, h := range map[string]held{
		"examples": whole, "corrected": {whole.readings, whole.collator, true},
		"nothing":  load(t),
		"skipped":  load(t, capture(" \n", "empty.txt")),
		"hostile":  load(t, capture(hostile, "bad\xff\x1b[2J.txt")),
		"one word": load(t, capture("Harbor.\n", "word.txt")),
	} {
		for _, offsets := range []report.Offsets{report.UTF8, report.CodePoint, report.UTF16} {
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(inJSON(t, h.make(t, offsets))))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%s, %s: %v", name, offsets, err)
			}
		}
	}
}

func inJSON(t *testing.T, r *report.Report) string {
	t.Helper()
	var out bytes.Buffer
	if err := report.WriteJSON(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func inText(t *testing.T, r *report.Report, style report.Style) string {
	t.Helper()
	var out strings.Builder
	if err := report.WriteText(&out, r, style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func inMarkdown(t *testing.T, r *report.Report, all bool) string {
	t.Helper()
	var out strings.Builder
	if err := report.WriteMarkdown(&out, r, all); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// wide is a terminal on which no line is broken.
var wide = report.Style{Width: 1 << 20, All: true}

// facts are the claims of a written report with their counts, in order: "claim ID", "offered 2–4 +1", "2–4 +0".
var fact = regexp.MustCompile(`\(why ([0-9a-f]+)\)|independent: (?:at least (\w+): )?(\d+–\d+)(?:, \+(\d+) untraced)?`)

func facts(text string) []string {
	var all []string
	for _, match := range fact.FindAllStringSubmatch(text, -1) {
		if match[1] != "" {
			all = append(all, "claim "+match[1])
			continue
		}
		untraced := match[4]
		if untraced == "" {
			untraced = "0"
		}
		all = append(all, strings.TrimSpace(match[2]+" "+match[3]+" +"+untraced))
	}
	return all
}

func TestAllFormsTellTheSame(t *testing.T) {
	made := load(t, captures(t)...).make(t, report.UTF8)
	var decoded report.Report
	if err := json.Unmarshal([]byte(inJSON(t, made)), &decoded); err != nil {
		t.Fatal(err)
	}
	if again := inJSON(t, &decoded); again != inJSON(t, made) {
		t.Error("JSON does not tell all of the report")
	}
	var want, places []string
	paths := map[hearsay.DocID]string{}
	for _, doc := range decoded.Documents {
		paths[doc.ID] = doc.Paths[0]
	}
	for _, story := range decoded.Stories {
		for _, claim := range story.Claims {
			want = append(want, "claim "+string(claim.ID))
			for _, i := range claim.Intervals {
				level := ""
				if len(claim.Intervals) > 1 {
					level = i.Level.String()
				}
				want = append(want, strings.TrimSpace(fmt.Sprintf("%s %d–%d +%d", level, i.Min, i.Max, i.Untraced)))
			}
			for _, telling := range slices.Concat(claim.Tellings, claim.Apart, claim.Possible) {
				places = append(places, fmt.Sprintf("%s:%d-%d", paths[telling.Span.Doc], telling.Span.Start, telling.Span.End))
			}
		}
	}
	if len(want) == 0 || len(places) == 0 {
		t.Fatal("nothing is claimed")
	}
	for name, text := range map[string]string{
		"text": inText(t, made, wide), "Markdown": strings.ReplaceAll(inMarkdown(t, made, true), `\`, ""),
	} {
		if got := facts(text); !slices.Equal(got, want) {
			t.Errorf("%s tells\n%q\nJSON tells\n%q", name, got, want)
		}
		for _, place := range places {
			if !strings.Contains(text, place) {
				t.Errorf("%s does not tell what stands at %s", name, place)
			}
		}
	}
}

func TestNothingSteersATerminal(t *testing.T) {
	h := load(t, capture(hostile, "bad\xff\x9b\x1b[2J\n.txt"), capture(hostile+"More.\n", "b.txt"), capture(" ", "\x1b]0;x\x07"))
	h.readings[0].Document.Outlet.Value = "Gazette\x1b[31m\r\n\u202e"
	made := h.make(t, report.UTF8)
	made.Skipped[0].Detail = "bad\x1b[31m\x00"
	steers := func(r rune) bool {
		return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}
	for name, text := range map[string]string{
		"text": inText(t, made, report.Style{All: true}), "wide text": inText(t, made, wide), "Markdown": inMarkdown(t, made, true),
	} {
		if !utf8.ValidString(text) {
			t.Errorf("%s is not UTF-8", name)
		}
		if !strings.Contains(text, "offer") || !strings.ContainsRune(text, utf8.RuneError) {
			t.Errorf("%s does not show the hostile words", name)
		}
		if at := strings.IndexFunc(text, steers); at >= 0 {
			t.Errorf("%s has a character that steers: %q", name, text[max(0, at-40):min(len(text), at+40)])
		}
	}
}

func FuzzPrintable(f *testing.F) {
	for _, text := range []string{hostile, "", "\xff\x9b", "a\u2028b\u200f", "plain words"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		printed := report.Printable(text)
		if !utf8.ValidString(printed) || report.Printable(printed) != printed {
			t.Errorf("%q is printed as %q", text, printed)
		}
		for _, r := range printed {
			if r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
				t.Errorf("%q keeps %q", text, r)
			}
		}
		if utf8.RuneCountInString(printed) != utf8.RuneCountInString(text) {
			t.Errorf("%q loses or gains characters as %q", text, printed)
		}
	})
}

// What of Markdown is left when the frame of headings and lists and all escapes are taken away is nothing.
func TestMarkdownIsEscaped(t *testing.T) {
	h := load(t, capture(hostile, "a_b*[c](d).txt"), capture(hostile+"More.\n", "<b>.txt"), capture(" ", "`e`"))
	made := h.make(t, report.UTF8)
	text := inMarkdown(t, made, true)
	if !strings.Contains(text, `\<script\>`) {
		t.Fatal("the hostile words are not shown")
	}
	escapes, frame := regexp.MustCompile(`\\[[:punct:]]`), regexp.MustCompile(`^(#+ | *- )`)
	for line := range strings.Lines(text) {
		left := frame.ReplaceAllString(escapes.ReplaceAllString(line, ""), "")
		if at := strings.IndexAny(left, "\\`*_{}[]<>#|~&!"); at >= 0 {
			t.Errorf("%q is left to be read as Markdown in %q", left[at], line)
		}
	}
}

func TestLinesFitATerminal(t *testing.T) {
	h := load(t, append(captures(t), capture(hostile, strings.Repeat("deep/", 40)+"a.txt"), capture(strings.Repeat("Rell", 100)+
		" offered to resign.\n", "long.txt"))...)
	made := h.make(t, report.UTF8)
	for width, style := range map[int]report.Style{80: {All: true}, 60: {Width: 60}, 120: {Width: 120, All: true}} {
		for line := range strings.Lines(inText(t, made, style)) {
			line = strings.TrimSuffix(line, "\n")
			words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "- "))
			if columns := utf8.RuneCountInString(line); columns > width && len(words) > 1 {
				t.Errorf("%d columns, want %d at most: %q", columns, width, line)
			}
			if strings.TrimRight(line, " ") != line {
				t.Errorf("spaces end the line %q", line)
			}
		}
	}
}

func TestColorIsDecoration(t *testing.T) {
	made := load(t, captures(t)...).make(t, report.UTF8)
	plain := inText(t, made, report.Style{All: true})
	if strings.ContainsRune(plain, '\x1b') {
		t.Error("there is an escape where no color was asked for")
	}
	painted := inText(t, made, report.Style{All: true, Color: true})
	if stripped := regexp.MustCompile(`\x1b\[[0-9;]*m`).ReplaceAllString(painted, ""); stripped != plain {
		t.Error("color says something")
	}
	if painted == plain {
		t.Error("there is no color where it was asked for")
	}
}

func TestAllShowsNoLess(t *testing.T) {
	made := load(t, captures(t)...).make(t, report.UTF8)
	all := facts(inText(t, made, wide))
	short := facts(inText(t, made, report.Style{Width: wide.Width}))
	for _, f := range short {
		if !slices.Contains(all, f) {
			t.Errorf("%q is shown only without --all", f)
		}
	}
	if len(short) == 0 {
		t.Error("nothing is shown without --all")
	}
}

// Every quotation of damaged words says so in its own line.
func TestDamagedWordsSaySo(t *testing.T) {
	text := "xclaim xtelling xsource xorigin xperson xmoment xsilence xrelay xpassage xadd xdiffers xrole "
	doc := hearsay.DocID("d")
	word := func(w string) report.Span {
		at := strings.Index(text, w)
		return report.Span{Doc: doc, Start: at, End: at + len(w), Text: w}
	}
	whole := report.Span{Doc: doc, End: len(text), Text: text}
	other := report.Span{Doc: "e", End: 5, Text: "sound"}
	made := &report.Report{
		Offsets: report.UTF8,
		Documents: []report.Document{
			{ID: doc, Paths: []string{"d.txt"}, Damage: []report.Damage{{Kind: hearsay.DamageLost, Span: whole, At: word("xclaim")}}},
			{ID: "e", Paths: []string{"e.txt"}},
		},
		Stories: []report.Story{{
			ID: "d", Documents: []hearsay.DocID{doc, "e"},
			Claims: []report.Claim{{
				ID: "0", Headline: word("xclaim"),
				Intervals: []report.Interval{{Words: other, Min: 1, Max: 2, Origins: []hearsay.OriginID{1}}},
				Tellings: []report.Telling{
					{Span: word("xtelling"), Kind: "own word", Damaged: true},
					{Span: other, Kind: "unnamed", Source: []report.Span{word("xsource")}},
				},
				Differences: []report.Difference{{Kind: hearsay.DiffersNumber, A: []report.Span{word("xdiffers")}, B: []report.Span{other}}},
			}},
			Origins:  []report.Origin{{ID: 1, Kind: hearsay.OriginUnnamed, Name: "xorigin", Number: 2, Spans: []report.Span{word("xorigin")}}},
			Relays:   []report.Relay{{Doc: doc, Outlet: "Herald", Spans: []report.Span{word("xrelay")}}},
			Passages: []report.Passage{{A: word("xpassage"), B: other}},
			People: []report.Person{{ID: 1, Kind: hearsay.EntityPerson, Name: word("xperson"), Names: []string{"xperson"},
				Roles: []report.Span{word("xrole")}, Docs: []hearsay.DocID{doc}}},
			Timeline: []report.Moment{{Value: "XXXX-WXX-2", Time: other, Sentence: word("xmoment")}},
			Silences: []report.Silence{{Doc: doc, Cue: word("xsilence"), Sentence: word("xsilence")}},
			Adds:     []report.Add{{Doc: doc, Claims: []report.Span{word("xadd")}}},
		}},
	}
	for name, written := range map[string]string{"text": inText(t, made, wide), "Markdown": inMarkdown(t, made, true)} {
		for line := range strings.Lines(written) {
			for _, w := range strings.Fields(text) {
				if strings.Contains(line, w) && !strings.Contains(line, "damaged") {
					t.Errorf("%s quotes %s without saying that it is damaged: %q", name, w, strings.TrimSpace(line))
				}
			}
		}
		if !strings.Contains(written, "xtelling") {
			t.Errorf("%s quotes nothing", name)
		}
	}
}

// A long word without a space is cut, not left out.
func TestLongWordIsQuoted(t *testing.T) {
	long := strings.Repeat("harbor", 60)
	made := &report.Report{
		Documents: []report.Document{{ID: "d", Paths: []string{"d.txt"}}},
		Stories: []report.Story{{ID: "d", Documents: []hearsay.DocID{"d"}, Claims: []report.Claim{{
			ID: "0", Headline: report.Span{Doc: "d", End: len(long), Text: long},
		}}}},
	}
	if text := inText(t, made, wide); !strings.Contains(text, "“harbor") {
		t.Errorf("nothing of the word is quoted:\n%s", text)
	}
}

func TestUnknownOffsets(t *testing.T) {
	if _, err := report.NewMaker("hearsay", "r", "bytes"); err == nil {
		t.Error("offsets in bytes are taken")
	}
}
