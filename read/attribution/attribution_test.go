package attribution_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/read/attribution"
	"hearsay/read/entity"
	"hearsay/read/sentence"
	"hearsay/read/tag"
)

// reader is the stages before this one, as far as its tests need them.
type reader struct {
	splitter *sentence.Splitter
	pos      *tag.POS
	entities *entity.Finder
	finder   *attribution.Finder
}

func newReader(t testing.TB) *reader {
	t.Helper()
	pos, err := tag.NewPOS()
	if err != nil {
		t.Fatal(err)
	}
	return &reader{sentence.New(), pos, entity.New(), attribution.New()}
}

// read reads a text whose paragraphs are blocks. The first is a headline where head is set; where quoted is not empty,
// the last is a text of that outlet.
func (r *reader) read(text string, head bool, own, quoted string) *hearsay.Reading {
	reading := &hearsay.Reading{Document: hearsay.Document{Text: text}}
	doc := &reading.Document
	if own != "" {
		doc.Outlet = hearsay.Field{Value: own, How: hearsay.HowGiven}
	}
	at := 0
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		if paragraph != "" {
			doc.Blocks = append(doc.Blocks, hearsay.Block{Span: hearsay.MakeSpan(at, at+len(paragraph))})
		}
		at += len(paragraph) + 2
	}
	if head && len(doc.Blocks) > 0 {
		doc.Blocks[0].Kind = hearsay.BlockHeadline
	}
	if quoted != "" && len(doc.Blocks) > 0 {
		last := &doc.Blocks[len(doc.Blocks)-1]
		last.Kind, last.Outlet = hearsay.BlockQuotation, hearsay.Field{Value: quoted, How: hearsay.HowCredit}
	}
	reading.Sentences, reading.Quotations = r.splitter.Split(doc)
	r.pos.Tag(doc.Text, reading.Sentences)
	reading.Mentions, reading.Entities = r.entities.Find(doc, reading.Sentences, reading.Quotations, nil)
	return reading
}

// mark is a marked stretch of a test's text: s source, c cue, x content, o addressee, m medium; with the number of its
// attribution.
type mark struct {
	role   byte
	number int
	span   hearsay.Span
}

// unmark takes the marks out of a text: "[s:Roe] [c:said] [x:it rained]" or, for several, "[s2:Roe]". Marks may nest.
func unmark(t *testing.T, marked string) (string, []mark) {
	t.Helper()
	var text strings.Builder
	var marks []mark
	var open []int
	for i := 0; i < len(marked); i++ {
		switch {
		case marked[i] == '[':
			colon := strings.IndexByte(marked[i:], ':')
			m := mark{role: marked[i+1], number: 1, span: hearsay.MakeSpan(text.Len(), 0)}
			if colon > 2 {
				m.number = int(marked[i+2] - '0')
			}
			open = append(open, len(marks))
			marks = append(marks, m)
			i += colon
		case marked[i] == ']':
			if len(open) == 0 {
				t.Fatalf("marks do not balance: %s", marked)
			}
			marks[open[len(open)-1]].span.End = uint32(text.Len())
			open = open[:len(open)-1]
		default:
			text.WriteByte(marked[i])
		}
	}
	return text.String(), marks
}

// spansOf are the spans of one role of one attribution.
func spansOf(marks []mark, role byte, number int) []hearsay.Span {
	var spans []hearsay.Span
	for _, m := range marks {
		if m.role == role && m.number == number {
			spans = append(spans, m.span)
		}
	}
	return spans
}

// labelsOf are the labels that a perfect tagger would give: the marks, the innermost where they nest.
func labelsOf(reading *hearsay.Reading, marks []mark) [][]hearsay.Label {
	first := map[byte]hearsay.Label{'s': hearsay.LabelBSource, 'c': hearsay.LabelBCue, 'x': hearsay.LabelBContent}
	labels := make([][]hearsay.Label, len(reading.Sentences))
	for i, sentence := range reading.Sentences {
		labels[i] = make([]hearsay.Label, len(sentence.Tokens))
		for j, token := range sentence.Tokens {
			best := mark{}
			for _, m := range marks {
				if first[m.role] > 0 && m.span.Contains(token.Span) && (best.role == 0 || m.span.Len() <= best.span.Len()) {
					best = m
				}
			}
			if best.role == 0 {
				continue
			}
			labels[i][j] = first[best.role]
			if token.Span.Start > best.span.Start {
				labels[i][j]++
			}
		}
	}
	return labels
}

// describe writes out what a test compares: the words of the parts, then the properties that the test asks for.
func describe(reading *hearsay.Reading, i int) string {
	a, text := &reading.Attributions[i], reading.Document.Text
	words := func(spans []hearsay.Span) string {
		var parts []string
		for _, span := range spans {
			parts = append(parts, span.Of(text))
		}
		return strings.Join(parts, " | ")
	}
	return fmt.Sprintf("source %q cue %q content %q told %q by %s", words(a.Source), a.Cue.Of(text), words(a.Content),
		words(a.ToldTo), a.By)
}

// property is the value of a named property of an attribution.
func property(reading *hearsay.Reading, i int, name string) string {
	a, text := &reading.Attributions[i], reading.Document.Text
	switch name {
	case "direct":
		return a.Direct.String()
	case "outlet":
		return a.Outlet.Value
	case "relay":
		return fmt.Sprint(a.Relay)
	case "medium":
		return a.Medium.Of(text)
	case "number":
		plural := ""
		if a.Profile.Plural {
			plural = "+"
		}
		return fmt.Sprint(a.Profile.Number) + plural
	case "role":
		return a.Profile.Role.Of(text)
	case "near":
		return a.Profile.Nearness.Of(text)
	case "aff":
		return a.Profile.Affiliation.Of(text)
	case "why":
		return a.Profile.Reason.Of(text)
	case "same":
		return fmt.Sprint(a.Same + 1)
	case "within":
		return fmt.Sprint(a.Within + 1)
	case "inferred":
		return fmt.Sprint(a.Inferred)
	case "attitude":
		return fmt.Sprint(a.Attitude)
	case "speaker":
		if a.Speaker == 0 {
			return ""
		}
		return reading.Entities[a.Speaker-1].Name
	}
	return "no such property: " + name
}

// testCase is a marked text and, for each of its attributions in order, "kind stance" and "; name=value" properties.
type testCase struct {
	text string
	want []string
}

func (r *reader) check(t *testing.T, reading *hearsay.Reading, marks []mark, want []string) {
	t.Helper()
	got := reading.Attributions
	if len(got) != len(want) {
		t.Errorf("%d attributions, want %d: %s", len(got), len(want), reading.Document.Text)
		for i := range got {
			t.Logf("  got %d: %s %s, %s", i+1, got[i].Kind, got[i].Stance, describe(reading, i))
		}
		return
	}
	for i, line := range want {
		a := &got[i]
		var cue hearsay.Span
		if cues := spansOf(marks, 'c', i+1); len(cues) == 1 {
			cue = cues[0]
		}
		if !slices.Equal(a.Source, spansOf(marks, 's', i+1)) || a.Cue != cue || !slices.Equal(a.Content, spansOf(marks, 'x',
			i+1)) ||
			!slices.Equal(a.ToldTo, spansOf(marks, 'o', i+1)) {
			t.Errorf("%s\n  attribution %d is: %s", reading.Document.Text, i+1, describe(reading, i))
			continue
		}
		parts := strings.Split(line, "; ")
		if kind := fmt.Sprint(a.Kind, " ", a.Stance); kind != parts[0] {
			t.Errorf("%s\n  attribution %d is %s (%s, %s), want %s", reading.Document.Text, i+1, kind, a.KindBy, a.StanceBy,
				parts[0])
		}
		for _, part := range parts[1:] {
			name, value, _ := strings.Cut(part, "=")
			if p := property(reading, i, name); p != value {
				t.Errorf("%s\n  attribution %d: %s is %q, want %q", reading.Document.Text, i+1, name, p, value)
			}
		}
	}
}

// ruleCases need no labels.
var ruleCases = []testCase{
	// Sources without a name, and their slots.
	{`[s:Two sources close to the mayor] [c:told] [o:CNN] [x:he had offered to step down].`,
		[]string{"unnamed affirmed; number=2; near=close to the mayor; role=sources; outlet=CNN; relay=true"}},
	{`[s:A senior administration official] [c:said] [x:that the plan was dead].`,
		[]string{"unnamed affirmed; number=1; aff=administration; role=official"}},
	{`[c:According to] [s:two people close to the governor who requested anonymity to speak freely], ` +
		`[x:the talks had failed].`,
		[]string{"unnamed affirmed; number=2; near=close to the governor; why=who requested anonymity to speak freely"}},
	{`[x:The talks had failed], [c:according to] [s:three people familiar with the matter].`,
		[]string{"unnamed affirmed; number=3; role=people; near=familiar with the matter"}},
	{`[s:Multiple sources] [c:say] [x:the bridge is unsafe].`,
		[]string{"bare affirmed; number=2+; role=sources"}},
	{`But [s:sources] [c:say] [x:the anger runs both ways].`,
		[]string{"bare affirmed; number=2+"}},
	{`[s:An official] [c:said] [x:the bridge was unsafe].`, []string{"bare affirmed; number=1"}},
	{`[s:Officials] [c:said] [x:the bridge was unsafe].`, []string{"bare affirmed; number=2+"}},
	{`[s:Several aides to the governor] [c:said] [x:she was furious].`,
		[]string{"unnamed affirmed; number=2+; role=aides"}},
	{`[s:A White House official] [c:said] [x:the letter was real].`,
		[]string{"unnamed affirmed; aff=White House; role=official"}},
	{`[s:A person briefed on the talks] [c:said] [x:they were going badly].`,
		[]string{"unnamed affirmed; near=briefed on the talks; number=1"}},
	{`[s:Senate aides] [c:said] [x:the vote was off].`, []string{"unnamed affirmed; aff=Senate; role=aides; number=2+"}},
	{`[s:Secretary of State Jane Roe] [c:said] [x:the vote was off].`, []string{"named affirmed; speaker=Jane Roe"}},
	{`[s:One former aide] [c:said] [x:the mood was grim].`, []string{"unnamed affirmed; number=1; role=aide"}},
	{`[s:A witness] [c:said] [x:the car was red].`, []string{"unnamed affirmed; number=1; role=witness"}},
	{`[s:A bank official] [c:said] on condition of anonymity [x:that the deal was off].`,
		[]string{"unnamed affirmed; aff=bank; why=on condition of anonymity"}},
	{`[s:Four officials who were not authorized to discuss the case] [c:said] [x:he had been warned].`,
		[]string{"unnamed affirmed; number=4; why=who were not authorized to discuss the case"}},
	// Continuations of unnamed sources.
	{`[s1:Two people close to the bishop] [c1:said] [x1:he would leave]. [x2:He was tired], [s2:these people] [c2:said].`,
		[]string{"unnamed affirmed; number=2", "unnamed affirmed; same=1; inferred=true"}},
	{`[s1:Two officials in the ministry] [c1:said] [x1:the talks had failed]. [s2:One of the officials] ` +
		`[c2:said] [x2:nobody was surprised].`,
		[]string{"unnamed affirmed; number=2; aff=ministry", "unnamed affirmed; number=1; same=1"}},
	{`[s1:A city official] [c1:said] [x1:the dam was safe]. [s2:The official] [c2:said] [x2:repairs would start soon].`,
		[]string{"unnamed affirmed", "unnamed affirmed; same=1; inferred=true"}},
	{`[s1:A city official] [c1:said] [x1:the dam was safe]. A state official walked in. [s2:The official] ` +
		`[c2:said] [x2:it was not].`,
		[]string{"unnamed affirmed", "unnamed affirmed; same=0"}},
	{`[s1:Sources] [c1:told] [o1:CNN] [x1:the deal was dead]. [s2:Multiple sources] [c2:say] [x2:the board is split].`,
		[]string{"bare affirmed; outlet=CNN", "bare affirmed; same=1; outlet=CNN"}},
	// Bodies and their spokespeople.
	{`[s:The White House] [c:said] [x:the visit was cancelled].`, []string{"body affirmed; speaker=White House"}},
	{`[s:A Justice Department spokeswoman] [c:said] [x:the memo was genuine].`,
		[]string{"body affirmed; aff=Justice Department; role=spokeswoman; number=1; speaker=Justice Department"}},
	{`Doe stays at the Justice Department, where [s:a spokeswoman] [c:told] [o:CNN] [x:that he is not leaving].`,
		[]string{"body affirmed; speaker=Justice Department; inferred=true; outlet=CNN"}},
	{`[s:Police] [c:said] [x:the driver fled].`, []string{"body affirmed"}},
	{`[s:A spokesman for the port authority] [c:said] [x:the crane was old].`,
		[]string{"body affirmed; role=spokesman; aff=port authority"}},
	// Named people.
	{`[s:Mayor Jane Roe] [c:said] [x:she would not resign].`,
		[]string{"named affirmed; speaker=Jane Roe; inferred=false"}},
	{`[s:Justice Department spokesperson Ann Lee Marsh] [c:said] [x:the file was closed].`,
		[]string{"named affirmed; speaker=Ann Lee Marsh"}},
	{`Jane Roe spoke on Monday. [x:The dam is safe], [s:Roe] [c:said].`, []string{"named affirmed; speaker=Jane Roe"}},
	{`[s1:Jane Roe] [c1:said] [x1:the dam was safe]. [x2:“It will hold for years,”] [s2:she] [c2:said].`,
		[]string{"named affirmed; speaker=Jane Roe", "named affirmed; speaker=Jane Roe; inferred=true; direct=direct"}},
	{`[x:“It was an honest mistake,”] [c:said] [s:John Doe, a lawyer for the port].`,
		[]string{"named affirmed; direct=direct; speaker=John Doe"}},
	// Several parts, several sentences.
	{`[x:“We knew,”] [s:John Doe] [c:said], [x:“and we did nothing.”]`, []string{"named affirmed; direct=direct"}},
	{`[x:“We knew,”] [s:John Doe] [c:said]. [x:“We did nothing.”]`, []string{"named affirmed; direct=direct"}},
	{`[x:“We knew. We did nothing. That was wrong,”] [s:John Doe] [c:said].`, []string{"named affirmed; direct=direct"}},
	{"[x:“We knew all along,”] [s:John Doe] [c:said]. [x:“And we did nothing.]\n\n[x:“That was very wrong of us.”]",
		[]string{"named affirmed; direct=direct"}},
	{"[x1:“We knew all along,”] [s1:John Doe] [c1:said].\n\n[x2:“The board did nothing at all.”]",
		[]string{"named affirmed", "named affirmed; inferred=true; speaker=John Doe; direct=direct"}},
	{`[s:Jane Roe] [c:said] [x:the pump “was never going to work” in winter].`, []string{"named affirmed; direct=mixed"}},
	{`[s:John Doe] [c:responded]: [x:“I have not seen it. I do not know it.”]`, []string{"named affirmed; direct=direct"}},
	{`[x:“The dam is safe for the winter.”] - [s:Commissioner Jane Roe]`, []string{"named affirmed; direct=direct"}},
	{`[x:“The dam is safe for the winter.”] - [s:The mayor of Norland]`, []string{"named affirmed; direct=direct"}},
	// Outlets, relays, addressees, media.
	{`[s:ABC News] [c:first reported] [x:that Doe offered to resign].`,
		[]string{"outlet affirmed; outlet=ABC News; relay=true"}},
	{`[x:Doe offered to resign], [c:according to] [s:ABC News].`,
		[]string{"outlet affirmed; outlet=ABC News; relay=true"}},
	{`[x:Doe offered to resign], [c:reports] [s:Politico].`, []string{"outlet affirmed; outlet=Politico; relay=true"}},
	{`[s:CNN] [c:has previously reported] [x:that Doe was angry].`, []string{"outlet affirmed; outlet=CNN; relay=true"}},
	{`[s:Jane Roe] [c:told] [o:Politico] [x:that the vote was off].`,
		[]string{"named affirmed; outlet=Politico; relay=true"}},
	{`[s:Jane Roe] [c:said] in an interview with [o:Fox News] [x:that the vote was off].`,
		[]string{"named affirmed; outlet=Fox News; relay=true; medium=in an interview with Fox News"}},
	{`[s:Jane Roe] [c:told] [o:reporters] on Thursday [x:that the vote was off].`,
		[]string{"named affirmed; outlet=; relay=false"}},
	{`[s:Jane Roe], in a memo about the vote, [c:said] [x:the board pressed her].`,
		[]string{"named affirmed; medium=in a memo about the vote"}},
	{`[s1:CNN] [c1:reported] [x1:that [s2:officials] [c2:said] [x2:the dam was safe]].`,
		[]string{"outlet affirmed; outlet=CNN; within=0", "bare affirmed; within=1; outlet=CNN; relay=true"}},
	{`[s1:Sources] [c1:tell] [o1:ABC News] [x1:the talks are so tense that [s2:Doe] [c2:suggested] [x2:he could leave]].`,
		[]string{"bare affirmed; outlet=ABC News; within=0", "named hedged; within=1"}},
	{`[c1:According to] [s1:CNN’s reporting], [x1:[s2:Jane Roe] [c2:told] [o2:lawmakers] in a closed ` +
		`session [x2:that the dam might have failed twice]].`,
		[]string{"outlet affirmed; outlet=CNN", "named hedged; within=1; outlet=CNN; speaker=Jane Roe"}},
	{`[x:The dam is safe], [s:Jane Roe] [c:said] on Monday, and the owner went home.`, []string{"named affirmed; speaker=Jane Roe"}},
	// Nobody in particular.
	{`[x:John Doe] [c:reportedly] [x:offered to resign].`, []string{"untraced hedged"}},
	{`[x:John Doe] [c:allegedly] [x:stole the boat].`, []string{"untraced hedged"}},
	{`[s:Some reports] [c:have suggested] [x:that Doe may have offered to resign].`, []string{"untraced hedged"}},
	{`[x:The meetings] [c:were said] [x:to be part of his work].`, []string{"untraced hedged"}},
	{`[x:The mayor] [c:is rumored] [x:to be leaving].`, []string{"untraced hedged"}},
	{`[x:The talks have] [c:apparently] [x:failed once more].`, []string{"unclear hedged"}},
	{`[c:It is unclear] [x:when Doe offered to resign], and the mayor refused the offer.`, []string{"unclear questioned"}},
	{`[c:It was not clear] [x:whether the dam would hold].`, []string{"unclear questioned"}},
	// Refusals and questions.
	{`[s:John Doe] [c:declined to comment].`, []string{"named declined"}},
	{`[s:The mayor] [c:declined to say] [x:whether he would run].`, []string{"named declined"}},
	{`[s:The White House] [c:was unable to say] [x:whether or not the judge knew].`, []string{"body declined"}},
	{`[s:A spokesman for the port authority] [c:did not respond to a request for comment].`, []string{"body declined"}},
	{`[s:John Doe] [c:would not say] [x:if he had met the mayor].`, []string{"named declined"}},
	{`[s:John Doe] [c:could not be reached].`, []string{"named declined"}},
	{`[c1:Asked] by [s1:[o2:ABC News]] [x1:[x2:if the mayor had threatened to resign]], [o1:[s2:port ` +
		`spokesperson Ann Marsh]] [c2:declined to comment].`,
		[]string{"outlet questioned", "named declined; outlet=ABC News; within=0"}},
	{`[o1:John Doe] [c1:was asked] [x1:[x2:if he trusted the mayor]]. [s2:He] [c2:could not say].`,
		[]string{"unclear questioned", "named declined; speaker=John Doe; inferred=true"}},
	{`[s:Jane Roe] [c:asked] [x:whether the dam was safe].`, []string{"named questioned"}},
	// Denials and hedges.
	{`[s:John Doe] [c:denied] [x:that he had offered to resign].`, []string{"named denied"}},
	{`[s:John Doe] [c:said] [x:the report is not true].`, []string{"named denied"}},
	{`[s:John Doe] [c:said] [x:there was no truth to the rumor].`, []string{"named denied"}},
	{`[s:John Doe] [c:said] [x:he is not stepping down].`, []string{"named affirmed"}},
	{`[s:John Doe] [c:suggested] [x:he could resign].`, []string{"named hedged"}},
	{`[s:John Doe] [c:said] [x:the pump may have failed].`, []string{"named hedged"}},
	{`[s:John Doe] [c:said] [x:the pump failed because the valve may have been old].`, []string{"named affirmed"}},
	{`[s:John Doe] [c:did not say] [x:that the dam was safe].`, []string{"named declined"}},
	// Documents, collectives, the writer.
	{`[s:The report] [c:said] [x:the valve was old].`, []string{"document affirmed"}},
	{`[s:Court filings] [c:show] [x:that the loan was never repaid].`, []string{"document affirmed"}},
	{`[x:The valve was old], [c:according to] [s:the memo].`, []string{"document affirmed"}},
	{`[s:Critics] [c:say] [x:the dam is unsafe].`, []string{"collective affirmed"}},
	{`[s:Some lawmakers] [c:say] [x:the dam is unsafe].`, []string{"collective affirmed"}},
	{`[s:Republicans] [c:said] [x:the bill was dead].`, []string{"collective affirmed"}},
	{`[s:I] [c:think] [x:the dam is safe].`, []string{"self affirmed"}},
}

// labelCases are given the labels that their marks stand for.
var labelCases = []testCase{
	{`[s1:Jane Roe] [c1:said] [x1:the dam was safe], and [s2:John Doe] [c2:added] [x2:that it was new].`,
		[]string{"named affirmed; speaker=Jane Roe", "named affirmed; speaker=John Doe"}},
	{`[x1:The dam was safe], [s1:[s2:Jane Roe]] [c1:said], [c2:adding] [x2:that it was new].`, []string{"named affirmed",
		"named affirmed"}},
	{`[s:Jane Roe] [c:wants] [x:to rebuild the dam].`, []string{"named affirmed; attitude=true"}},
	{`[s:Jane Roe] [c:offered] [x:to resign].`, []string{"named affirmed; attitude=true"}},
	{`[s:Jane Roe] [c:criticized] [x:the report].`, []string{"named affirmed; attitude=false"}},
	{`[s:Jane Roe] [c:believes] [x:that the dam is safe].`, []string{"named affirmed; attitude=false"}},
	{`[x:The pumps] [c:are expected] [x:to fail].`, []string{"unclear affirmed"}},
	{`[s:Jane Roe’s] [c:claim] [x:that the dam was safe] was tested.`, []string{"named affirmed"}},
	{`[s1:Roe] [c1:said] [x1:the board knew, blaming the owner for the flood].`, []string{"named affirmed"}},
	{`[x1:[s2:John Doe]] [c1:reportedly] [x1:[c2:said] [x2:the dam was safe]].`, []string{"untraced hedged",
		"named affirmed; within=1"}},
	{`[s:The mayor’s office], which owns the dam, [c:announced] [x:the closure].`, []string{"body affirmed"}},
	{`[c1:According to] [s1:the memo], [x1:[s2:Jane Roe] [c2:said] [x2:that the dam was safe]].`,
		[]string{"document affirmed", "named affirmed; within=1"}},
	{`[s:Sources] [c:told] [o:CNN] [x:the talks had failed].`, []string{"bare affirmed; outlet=CNN"}},
	{`[c:Telling] [o:them] [x:the dam was safe], he left.`, []string{"unclear affirmed"}},
	{`People [c:hoped] [x:for rain].`, nil},
	{`[s:A Politico report] [c:detailed] [x:the loans].`, []string{"outlet affirmed; outlet=Politico; relay=true"}},
	{`[s:A poll by the university] [c:found] [x:that most voters disagreed].`, []string{"document affirmed"}},
	{`[s:CNN’s reporting] [c:suggests] [x:the loan was repaid].`, []string{"outlet hedged; outlet=CNN"}},
	{`[s:Jane Roe] [c:tweeted] [x:that the dam was safe] on Monday.`, []string{"named affirmed"}},
	{`[s:Roe’s lawyer, John Doe], [c:said] [x:she was innocent].`, []string{"named affirmed; speaker=John Doe"}},
}

func TestLabels(t *testing.T) {
	r := newReader(t)
	for _, test := range labelCases {
		text, marks := unmark(t, test.text)
		reading := r.read(text, false, "", "")
		reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
		r.check(t, reading, marks, test.want)
	}
}

// A quotation mark in the wrong character set is no part of the name behind it, whatever the labels say.
func TestBrokenMarks(t *testing.T) {
	r := newReader(t)
	text, marks := unmark(t, `[x:The dam was safe],â€ [s:Jane Roe] [c:said].`)
	reading := r.read(text, false, "", "")
	labels := labelsOf(reading, marks)
	for i, token := range reading.Sentences[0].Tokens {
		switch token.Span.Of(text) {
		case "â":
			labels[0][i] = hearsay.LabelBSource
		case "€", "Jane":
			labels[0][i] = hearsay.LabelBSource + 1
		}
	}
	reading.Attributions = r.finder.Find(reading, labels)
	r.check(t, reading, marks, []string{"named affirmed; speaker=Jane Roe"})
}

func TestLayouts(t *testing.T) {
	r := newReader(t)
	for _, test := range []struct {
		testCase
		head        bool
		own, quoted string
	}{
		{testCase{`[s:Police][c::] [x:driver fled after crash]`, []string{"body affirmed"}}, true, "", ""},
		{testCase{`[x:Driver fled after crash][c::] [s:police]`, []string{"body affirmed"}}, true, "", ""},
		{testCase{`[x:Doe offered to resign], [s:sources] [c:say]`, []string{"bare affirmed"}}, true, "", ""},
		{testCase{`Flood watch: rivers rise`, nil}, true, "", ""},
		{testCase{"From the Washington Post:\n\n[x:Doe offered to resign], [c:according to] [s:two people close to the mayor].",
			[]string{"unnamed affirmed; outlet=Washington Post; relay=true"}}, false, "", "Washington Post"},
		{testCase{`[s:A source close to Roe] [c:told] [o:CNN] [x:that she would leave].`,
			[]string{"unnamed affirmed; outlet=CNN; relay=false"}}, false, "CNN", ""},
		{testCase{`[s:CNN] [c:has previously reported] [x:that Roe was angry].`,
			[]string{"outlet affirmed; outlet=CNN; relay=true"}}, false, "CNN", ""},
		{testCase{`[s:CNN] [c:reported] [x:that Roe was angry].`, []string{"outlet affirmed; outlet=CNN; relay=false"}},
			false, "CNN", ""},
		{testCase{"The Washington Post had the letter first. [s:The Post] [c:reported] [x:that Roe was angry].",
			[]string{"outlet affirmed; outlet=Washington Post; relay=true"}}, false, "", ""},
		{testCase{`[s:The Post] [c:reported] [x:that Roe was angry].`, []string{"unclear affirmed"}}, false, "", ""},
		{testCase{"[s1:ROE][c1::] [x1:The dam is safe.]\n\n[s2:DOE][c2::] [x2:Is it?]\n\n" +
			"[s3:ROE][c3::] [x3:It is.]\n\n[s4:DOE][c4::] [x4:Good.]",
			[]string{"named affirmed", "named questioned", "named affirmed", "named affirmed"}}, false, "", ""},
	} {
		text, marks := unmark(t, test.text)
		reading := r.read(text, test.head, test.own, test.quoted)
		reading.Attributions = r.finder.Find(reading, nil)
		r.check(t, reading, marks, test.want)
	}
}

// checkSound reports whatever no attribution may be, whatever the text.
func checkSound(t *testing.T, reading *hearsay.Reading) {
	t.Helper()
	text, n := reading.Document.Text, len(reading.Attributions)
	at := uint32(0)
	for i, a := range reading.Attributions {
		place := a.Cue.Start
		if a.Cue.Empty() && len(a.Content) > 0 {
			place = a.Content[0].Start
		}
		if place < at {
			t.Fatalf("attribution %d at %d stands behind one at %d", i, place, at)
		}
		at = place
		spans := slices.Concat(a.Source, a.Content, a.ToldTo, []hearsay.Span{a.Cue, a.Medium, a.Profile.NumberSpan,
			a.Profile.Affiliation, a.Profile.Role, a.Profile.Nearness, a.Profile.Reason})
		for _, span := range spans {
			if err := span.Check(text); err != nil {
				t.Fatalf("attribution %d: %v", i, err)
			}
		}
		for _, list := range [][]hearsay.Span{a.Source, a.Content} {
			for j := range list {
				if list[j].Empty() || j > 0 && list[j].Start < list[j-1].End {
					t.Fatalf("attribution %d: parts empty or out of order: %v", i, list)
				}
			}
		}
		for _, content := range a.Content {
			if !a.Cue.Empty() && content.Overlaps(a.Cue) {
				t.Fatalf("attribution %d: content %v holds its cue %v", i, content, a.Cue)
			}
			for _, source := range a.Source {
				if content.Overlaps(source) {
					t.Fatalf("attribution %d: content %v holds its source %v", i, content, source)
				}
			}
		}
		if a.Within < -1 || a.Within >= n || a.Within == i || a.Same < -1 || a.Same >= n || a.Same == i ||
			a.Sentence < 0 || a.Sentence >= len(reading.Sentences) || int(a.Speaker) > len(reading.Entities) || a.By == "" {
			t.Fatalf("attribution %d: index out of range: %+v", i, a)
		}
		for up, steps := i, 0; up >= 0; up = reading.Attributions[up].Within {
			if steps++; steps > n {
				t.Fatalf("attribution %d is nested in itself", i)
			}
		}
		for up, steps := i, 0; up >= 0; up = reading.Attributions[up].Same {
			if steps++; steps > n {
				t.Fatalf("attribution %d continues itself", i)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	r := newReader(f)
	for _, test := range slices.Concat(ruleCases, labelCases) {
		text := strings.NewReplacer("[", "", "]", "").Replace(test.text)
		f.Add(text, []byte{3, 1, 2, 0, 5, 6})
	}
	for _, test := range layoutCases {
		f.Add(strings.NewReplacer("[", "", "]", "").Replace(test.text), []byte{0})
	}
	f.Add("“ ” \" ' '' `` ” “\n\n“", []byte{5})
	f.Fuzz(func(t *testing.T, text string, bits []byte) {
		text = strings.ToValidUTF8(text, "?")
		if len(text) > 4000 {
			return
		}
		reading := r.read(text, len(bits)%2 == 1, "", "")
		labels := make([][]hearsay.Label, len(reading.Sentences))
		n := 0
		for i, sentence := range reading.Sentences {
			labels[i] = make([]hearsay.Label, len(sentence.Tokens))
			for j := range labels[i] {
				if len(bits) > 0 {
					labels[i][j] = hearsay.Label(bits[n%len(bits)]) % hearsay.LabelCount
				}
				n++
			}
		}
		reading.Attributions = r.finder.Find(reading, labels)
		checkSound(t, reading)
		first := reading.Attributions
		if again := r.finder.Find(reading, labels); fmt.Sprint(first) != fmt.Sprint(again) {
			t.Fatalf("two results for one text: %v and %v", first, again)
		}
	})
}

// Four times the text may not need much more than four times the memory, whatever it repeats.
func TestWorkGrowsWithTheText(t *testing.T) {
	r := newReader(t)
	for _, unit := range []string{
		"“We knew of it,” Anna Roe said. “It was no secret.”\n\n", "“We knew of it.\n\n", "ROE: It is safe.\n\nQ: Is it?\n\n",
		"Sources said the dam was safe. The official said it was not. They said so.\n\n", "• Anna Roe: “I know.”\n\nAnna Roe said:\n\n",
		"which critics say would fail, after CNN reported it, said Roe, ", "&quot;It is, Anna Roe said. ", "He said she said that he said ",
	} {
		work := func(times int) float64 {
			reading := r.read(strings.Repeat(unit, times), false, "", "")
			return testing.AllocsPerRun(1, func() { r.finder.Find(reading, nil) })
		}
		if one, four := work(60), work(240); four > 6*one+1000 {
			t.Errorf("%q: %.0f allocations for 60 times, %.0f for 240 times", unit, one, four)
		}
	}
}

// A text ten times as long may not take much more than ten times as long.
func BenchmarkFind(b *testing.B) {
	r := newReader(b)
	var paragraphs []string
	for _, test := range ruleCases {
		text := strings.NewReplacer("[s:", "", "[c:", "", "[x:", "", "[o:", "", "]", "").Replace(test.text)
		paragraphs = append(paragraphs, text)
	}
	for _, times := range []int{1, 10, 100} {
		reading := r.read(strings.Repeat(strings.Join(paragraphs, "\n\n")+"\n\n", times), false, "", "")
		b.Run(fmt.Sprint(times), func(b *testing.B) {
			b.SetBytes(int64(len(reading.Document.Text)))
			for b.Loop() {
				r.finder.Find(reading, nil)
			}
		})
	}
}

func TestRules(t *testing.T) {
	r := newReader(t)
	for _, test := range ruleCases {
		text, marks := unmark(t, test.text)
		reading := r.read(text, false, "", "")
		reading.Attributions = r.finder.Find(reading, nil)
		r.check(t, reading, marks, test.want)
	}
}
