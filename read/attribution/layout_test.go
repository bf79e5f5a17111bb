package attribution_test

import (
	"strings"
	"testing"

	"hearsay"
)

// layoutCases are texts in layouts other than plain prose, read by the rules alone. The first paragraph is a headline
// where head is set.
var layoutCases = []struct {
	testCase
	head bool
}{
	// Press releases: a quotation and who says it.
	{testCase{"[x:“We are pleased to reopen the port,”] - [s:Commissioner Jane Roe]", []string{"named affirmed; direct=direct"}}, false},
	{testCase{"[x:“We are pleased to reopen the port,”] — [s:Peter Lund, director of the Harbor Trust]",
		[]string{"named affirmed; direct=direct; speaker=Peter Lund"}}, false},
	{testCase{"[x:\"We are pleased to reopen the port.\"]\n— [s:Mayor Ines Calder]", []string{"named affirmed; direct=direct"}}, false},

	// Headlines.
	{testCase{"[s:Rell][c::] [x:I will not resign]\n\nTomas Rell spoke.", []string{"named affirmed; speaker=Tomas Rell"}}, true},
	{testCase{"[s:Calder][c::] [x:‘We knew nothing about it’]\n\nInes Calder spoke.", []string{"named affirmed; direct=direct"}}, true},
	{testCase{"[x:‘We knew nothing about it’][c::] [s:Calder]\n\nInes Calder spoke.", []string{"named affirmed; direct=direct"}}, true},
	{testCase{"[x:Director will not resign], [c:says] [s:Calder]\n\nInes Calder spoke.", []string{"named affirmed"}}, true},
	{testCase{"[s:Report][c::] [x:Port director offered to resign]\n\nThe port is closed.", []string{"document affirmed"}}, true},
	{testCase{"[s:Poll][c::] [x:Most voters want new port]\n\nThe port is closed.", []string{"document affirmed"}}, true},
	{testCase{"[x:Director offered to resign] [c:–] [s:report]\n\nThe port is closed.", []string{"document affirmed"}}, true},
	{testCase{"Roe: the making of a director\n\nAnna Roe runs the port.", nil}, true},
	{testCase{"Roe: why she stayed\n\nAnna Roe runs the port.", nil}, true},

	// Lists.
	{testCase{"• [s:Anna Roe][c::] [x:“I did not know about the brakes.”]\n\n• [s2:Harbor Trust][c2::] [x2:The crane was safe when we left it].",
		[]string{"named affirmed; direct=direct", "body affirmed"}}, false},
	{testCase{"- Cost: it was high.\n\n- Place: the port.", nil}, false},

	// Transcripts.
	{testCase{"Sean Marlow met reporters.\n\n[s1:MR. MARLOW][c1::] [x1:Good afternoon. The president will travel.]\n\n" +
		"[s2:Q][c2::] [x2:Will he meet the mayor?]\n\n[s3:MR. MARLOW][c3::] [x3:I have nothing on that.]\n\n[x3:We shall see.]",
		[]string{"named affirmed; speaker=Sean Marlow; inferred=true", "unclear questioned; speaker=", "named affirmed; speaker=Sean Marlow"}}, false},
	{testCase{"[s1:Q][c1::] [x1:When did you learn of it?]\n\n[s2:A][c2::] [x2:On Monday.]\n\n[s3:Q][c3::] [x3:Who was there?]",
		[]string{"unclear questioned", "unclear affirmed; speaker=", "unclear questioned"}}, false},
	{testCase{"[s1:ROE] (laughing)[c1::] [x1:It may be.]\n\n[s2:Q]    [x2:When?]\n\n[s3:ROE][c3::] [x3:Soon.]\n\n(END)",
		[]string{"named hedged", "unclear questioned", "named affirmed"}}, false},
	{testCase{"Anna Roe and Peter Lund met.\n\n[s1:Roe][c1::] [x1:The crane is safe.]\n\n[s2:Lund][c2::] [x2:Is it?]\n\n" +
		"[s3:Roe][c3::] [x3:Yes, it is.]\n\n[s4:Lund][c4::] [x4:Good.]",
		[]string{"named affirmed; speaker=Anna Roe", "named questioned; speaker=Peter Lund", "named affirmed", "named affirmed"}}, false},

	// A paragraph that introduces the quotation after it.
	{testCase{"[s:Anna Roe] [c:said]:\n\n[x:“We never saw the letter. Nobody told us.]\n\n[x:“It was a surprise.”]\n\nThe board met.",
		[]string{"named affirmed; direct=direct; speaker=Anna Roe"}}, false},
	{testCase{"[s1:Anna Roe] [c1:said] [x1:the letter was lost]. [s2:She] [c2:continued]:\n\n[x2:“It was a surprise to all of us.”]",
		[]string{"named affirmed", "named affirmed; speaker=Anna Roe; inferred=true; direct=direct"}}, false},
	{testCase{"[s1:Anna Roe] [c1:wrote] in a letter to [o1:the board]:\n\n[x1:“We never saw the letter.”]\n\n[x2:“Nobody at the port told us.”]",
		[]string{"named affirmed; speaker=Anna Roe", "named affirmed; speaker=Anna Roe; inferred=true"}}, false},
	{testCase{"[c:According to] [s:the letter]:\n\n[x:“The brakes were last tested in March.”]\n\nThe crane fell.",
		[]string{"document affirmed; direct=direct"}}, false},
	{testCase{"The crane was old and Anna Roe knew it:\n\n[x:“The brakes were last tested in March.”]", []string{"unclear affirmed; speaker="}}, false},

	// Quotations that follow their speaker, and those that may not.
	{testCase{"[s1:Anna Roe] [c1:said] [x1:the crane was safe]. [x2:“It was built to last for many years.”] It fell.",
		[]string{"named affirmed", "named affirmed; speaker=Anna Roe; inferred=true; direct=direct"}}, false},
	{testCase{"[x1:“Nobody looked at the brakes,”] [c1:said] [s1:Anna Roe].\n\n[x2:“Why did nobody look?”] [c2:asked] [s2:Peter Lund].\n\n" +
		"[x3:“There was no time for it,”] [s3:Roe] [c3:said].\n\n[x4:“That is no excuse at all.”]",
		[]string{"named affirmed", "named questioned", "named affirmed", "unclear affirmed; speaker="}}, false},
	{testCase{"[s1:Two officials in the port authority] [c1:said] [x1:the crane was unsafe]. It fell. [s2:The two officials] [c2:said] [x2:nobody had looked].",
		[]string{"unnamed affirmed", "unnamed affirmed; same=1; inferred=true"}}, false},

	// Quotation marks of all sorts, and tokenised text.
	{testCase{"[x:«We knew of it,»] [s:Anna Roe] [c:said]. [x:«It was no secret.»]", []string{"named affirmed; direct=direct"}}, false},
	{testCase{"[x:‘We knew of it,’] [s:Anna Roe] [c:said]. [x:‘It was the port’s secret.’]", []string{"named affirmed; direct=direct"}}, false},
	{testCase{"[x:''We knew of it,''] [s:Anna Roe] [c:said]. [x:''It was no secret to us.'']", []string{"named affirmed; direct=direct"}}, false},
	{testCase{"[x:`` We did n't know of it , ''] [s:Anna Roe] [c:said] . [x:`` It was no secret . '']", []string{"named affirmed; direct=direct"}}, false},
	{testCase{"[x:&quot;We knew of it,&quot;] [s:Anna Roe] [c:said].", []string{"named affirmed; direct=direct"}}, false},

	// Damage: two attributions stay two.
	{testCase{"[x1:“The crane was safe], [s1:Anna Roe] [c1:said]. [x2:“It was old,”] [s2:Peter Lund] [c2:said].",
		[]string{"named affirmed", "named affirmed"}}, false},
	{testCase{"[x1:\"The crane was safe,\"] [s1:Anna Roe] [c1:said]. [x2:\"It was very old], [s2:Peter Lund] [c2:said].",
		[]string{"named affirmed", "named affirmed"}}, false},
	{testCase{"[s1:Anna Roe] [c1:said] [x1:“the crane was safe.] [s2:Peter Lund] [c2:said] [x2:it was old].",
		[]string{"named affirmed", "named affirmed"}}, false},
	{testCase{"[s1:Anna Roe] [c1:said] [x1:the crane was safe] [s2:Peter Lund] [c2:said] [x2:it was old].",
		[]string{"named affirmed", "named affirmed"}}, false},
	{testCase{"Anna Roe that the crane was safe, while [s1:Peter Lund] [c1:said] [x1:it was old].", []string{"named affirmed"}}, false},

	// Clauses of their own.
	{testCase{"The bill, [x:which] [s:critics] [c:say] [x:would close the port], passed on Monday.", []string{"collective affirmed"}}, false},
	{testCase{"Anna Roe, [x:who] [s:police] [c:say] [x:was driving], was unhurt.", []string{"body affirmed"}}, false},
	{testCase{"Roe resigned after [s:The Washington Post] [c:reported] [x:that the crane was unsafe].",
		[]string{"outlet affirmed; outlet=Washington Post"}}, false},
	{testCase{"[s2:Jane Roe], after [s1:CNN] [c1:reported] [x1:that the crane was unsafe], [c2:said] [x2:she would close it].",
		[]string{"outlet affirmed", "named affirmed; speaker=Jane Roe"}}, false},
}

// labelledLayoutCases are given the labels that their marks stand for.
var labelledLayoutCases = []testCase{
	{"After [s:The Washington Post] [c:reported] [x:on the loans], Mayor Ines Calder called the story a lie.",
		[]string{"outlet affirmed; outlet=Washington Post"}},
	{"[s:Anna Roe] [c:said] [x:the bill, which Lund signed, will pass].", []string{"named affirmed"}},
	{"[s1:Anna Roe] [c1:said] [x1:the bill, [x2:which] [s2:critics] [c2:say] [x2:would close the port], will pass].",
		[]string{"named affirmed", "collective affirmed; within=1"}},
	{"Tomas Rell, the director [x:who] [s:Calder] [c:says] [x:knew of the brakes], was dismissed.", []string{"named affirmed"}},
}

func TestLayoutsByRule(t *testing.T) {
	r := newReader(t)
	for _, test := range layoutCases {
		text, marks := unmark(t, test.text)
		reading := r.read(text, test.head, "", "")
		reading.Attributions = r.finder.Find(reading, nil)
		r.check(t, reading, marks, test.want)
	}
}

func TestLayoutsByLabel(t *testing.T) {
	r := newReader(t)
	for _, test := range labelledLayoutCases {
		text, marks := unmark(t, test.text)
		reading := r.read(text, false, "", "")
		reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
		r.check(t, reading, marks, test.want)
	}
}

// What labels say wrongly on layouts that they were not learned from does not join the words of two people.
func TestWrongLabelsDoNotMerge(t *testing.T) {
	r := newReader(t)
	text, marks := unmark(t, "Anna Roe [x:that the crane was safe], while [s:Peter Lund] [c:said] [x:it was old].")
	reading := r.read(text, false, "", "")
	reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
	if len(reading.Attributions) != 1 || len(reading.Attributions[0].Content) != 1 ||
		reading.Attributions[0].Content[0].Of(text) != "it was old" {
		t.Errorf("got %d attributions: %s", len(reading.Attributions), describe(reading, 0))
	}
	text, marks = unmark(t, "The mayor, after [s:The Washington Post reported on the loans], [c:said] [x:the story was false].")
	reading = r.read(text, false, "", "")
	reading.Attributions = r.finder.Find(reading, labelsOf(reading, marks))
	for i, a := range reading.Attributions {
		if a.Cue.Of(text) == "said" && (a.Kind == hearsay.SourceOutlet || !strings.HasPrefix(a.Source[0].Of(text), "The mayor")) {
			t.Errorf("the outlet is made the source of the main clause: %s", describe(reading, i))
		}
	}
}
