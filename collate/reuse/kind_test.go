package reuse

import (
	"strings"
	"testing"

	"hearsay"
)

const (
	ownLine  = "the ferry company had moved the clock two doors down, where the light was worse and the rent was lower"
	saidLine = "we will not rest until every crown is back where it belongs and those who took it have answered for it"
	ownVenn  = "When I took the office I assumed that I could keep my distance from the quarrels of the harbour board"
)

// kindCase is a passage, in [[ ]], of two documents, and what it must be. Outlets are Ferry and Gazette if not given.
type kindCase struct {
	name             string
	a, b             string
	outletA, outletB string
	edit             func(a, b *hearsay.Reading)
	want             hearsay.PassageKind
}

// attribute gives the reading an attribution of the words behind "source" and "cue" up to the end of its passage.
func attribute(r *hearsay.Reading, source, cue, content string, more hearsay.Attribution) {
	span := func(words string) hearsay.Span {
		at := strings.Index(r.Document.Text, words)
		if at < 0 {
			panic("no " + words)
		}
		return hearsay.MakeSpan(at, at+len(words))
	}
	more.Source, more.Cue = []hearsay.Span{span(source)}, span(cue)
	more.Content = []hearsay.Span{span(content)}
	r.Attributions = append(r.Attributions, more)
}

func TestKindOfBorderlineCases(t *testing.T) {
	post := "The bridge is ours again!! We thank the men who swam out at night. — Ann Lee (@annlee) March 4, 2019"
	cases := []kindCase{
		{name: "own words", a: "One. [[" + ownLine + "]].", b: "Two. [[" + ownLine + "]].", want: hearsay.PassageProse},
		{name: "quoted on both sides", a: `"[[` + saidLine + `]]," Lee said.`, b: `Lee: "[[` + saidLine + `]]."`,
			want: hearsay.PassageQuotation},
		{name: "quoted on one side", a: `"[[` + saidLine + `]]," Lee said.`, b: `Lee promised [[` + saidLine + `]].`,
			want: hearsay.PassageQuotation},
		{name: "the article itself is quoted, with credit",
			a:       `One. [[` + ownLine + `]].`,
			b:       `The Gazette wrote: "[[` + ownLine + `]]."`,
			outletA: "Gazette", outletB: "Ferry",
			edit: func(a, b *hearsay.Reading) {
				if a.Document.Outlet.Value != "Gazette" {
					a, b = b, a
				}
				attribute(b, "The Gazette", "wrote", `"`+ownLine+`."`,
					hearsay.Attribution{Kind: hearsay.SourceOutlet, Outlet: hearsay.Field{Value: "Gazette"}})
			}, want: hearsay.PassageProse},
		{name: "both quote a third one's article",
			a: `The Lamp wrote: "[[` + ownLine + `]]."`, b: `As The Lamp has it, "[[` + ownLine + `]]."`,
			want: hearsay.PassageQuotation},
		{name: "an opinion piece and who quotes it",
			a: "Nobody told me so. [[" + ownVenn + "]].", b: `In an op-ed, Venn wrote: "[[` + ownVenn + `]]."`,
			want: hearsay.PassageProse},
		{name: "quotation with its tag",
			a:    `"[[` + saidLine + `," Lee said on Friday during a visit]] to us.`,
			b:    `"[[` + saidLine + `," Lee said on Friday during a visit]] here.`,
			want: hearsay.PassageQuotation},
		{name: "quotation with own words behind it",
			a:    `"[[` + saidLine + `," Lee said, as the last of the boats turned back in the fog and the crowd on the pier began to thin]].`,
			b:    `"[[` + saidLine + `," Lee said, as the last of the boats turned back in the fog and the crowd on the pier began to thin]]!`,
			want: hearsay.PassageProse},
		{name: "posts",
			a:    "First.\n[[" + post + "]]\nEnd.",
			b:    "Others.\n[[" + post + "]]\nMore.",
			want: hearsay.PassageEmbedded},
		{name: "post on one side, woven on the other",
			a: "First.\n[[" + post[:strings.Index(post, " —")] + "]]" + post[strings.Index(post, " —"):],
			b: `"[[` + post[:strings.Index(post, " —")] + `]]," Lee wrote.`, want: hearsay.PassageQuotation},
		{name: "statement in full",
			a:    "The statement in full:\n[[The board has met. It regrets what was done. The money will be returned before the autumn.]]",
			b:    "Her letter read:\n[[The board has met. It regrets what was done. The money will be returned before the autumn.]]",
			want: hearsay.PassageEmbedded},
		{name: "transcripts", a: "LEE: Who asked?\nVENN: Nobody.\nLEE: Nobody?\nVENN: Nobody. [[" + saidLine + "]].",
			b: "LEE: Who?\nVENN: No one.\nLEE: None?\nVENN: None. [[" + saidLine + "]].", want: hearsay.PassageEmbedded},
		{name: "transcript and who quotes it",
			a: "LEE: Who asked?\nVENN: Nobody.\nLEE: Nobody?\nVENN: Nobody. [[" + saidLine + "]].",
			b: `"[[` + saidLine + `]]," Venn said.`, want: hearsay.PassageQuotation},
		{name: "names and titles",
			a:    "[[Deputy Agriculture Minister Ann Lee, Chairwoman of the Norland Committee on Harbours and Canals]] came.",
			b:    "[[Deputy Agriculture Minister Ann Lee, Chairwoman of the Norland Committee on Harbours and Canals]] went.",
			want: hearsay.PassageUnclear},
		{name: "title of a bill in marks",
			a:    `the "[[Harbour Security, Canal Opportunity, and Dredging Modernisation Act]]"`,
			b:    `"[[Harbour Security, Canal Opportunity, and Dredging Modernisation Act]]" it is`,
			want: hearsay.PassageUnclear},
		{name: "set phrase", a: "[[He spoke on the condition of anonymity because he was not authorized to speak]] here.",
			b:    "[[He spoke on the condition of anonymity because he was not authorized to speak]] there.",
			want: hearsay.PassageUnclear},
		{name: "one fact, other verbs", a: "[[the envoys left the town to prevent a vote, and tens of thousands]] came",
			b:    "[[the envoys bolted over the hills so as to deny them a vote, and tens of thousands]] sang",
			want: hearsay.PassageUnclear},
		{name: "player lines",
			a:    "End.\n[[JUST WATCHED Fire at the mill Replay More Videos ... MUST WATCH Fire at the mill 02:02]]\nSo.",
			b:    "Yes.\n[[JUST WATCHED Fire at the mill Replay More Videos ... MUST WATCH Fire at the mill 02:02]]\nNo.",
			want: hearsay.PassageFurniture},
		{name: "caption and its copy",
			a:    "One.\nTwo.\n" + ownLine + ".\n[[" + ownLine + "]].\nThree.",
			b:    "Else.\n[[" + ownLine + "]].\nOut.",
			want: hearsay.PassageFurniture},
		{name: "card in the text",
			a:    "before it came to Ann Lee Ann Maria [[LeeFive mills that closed this year How the harbour lost its clock Lee asks for more MORE]] said so",
			b:    "words of Ann Lee Ann Maria [[LeeFive mills that closed this year How the harbour lost its clock Lee asks for more MORE]] again",
			want: hearsay.PassageFurniture},
		{name: "said words of a form's wording",
			a:    `"[[I hope all understand that his opinions expressed here do not necessarily reflect ours]]," Lee said.`,
			b:    `Lee: "[[I hope all understand that his opinions expressed here do not necessarily reflect ours]]."`,
			want: hearsay.PassageQuotation},
		{name: "agency's dateline on one side",
			a:    "[[" + ownLine + "]].",
			b:    "[[" + ownLine + "]].\nThe Associated Press contributed to this report.",
			want: hearsay.PassageWire},
		{name: "one outlet, credit on one side",
			a:       "[[" + ownLine + "]].",
			b:       "[[" + ownLine + "]].\nThe Associated Press contributed to this report.",
			outletA: "Ferry", outletB: "Ferry", want: hearsay.PassageProse},
		{name: "one outlet, credit on both sides",
			a:       "[[" + ownLine + "]].\nThe Associated Press contributed to this story.",
			b:       "[[" + ownLine + "]].\nThe Associated Press contributed to this report.",
			outletA: "Ferry", outletB: "Ferry", want: hearsay.PassageWire},
		{name: "told to the agency",
			a:    "[[" + ownLine + "]].",
			b:    "[[" + ownLine + "]].\nLee told The Associated Press that he knew.",
			want: hearsay.PassageProse},
		{name: "wire services",
			a:    "[[" + ownLine + "]].",
			b:    "[[" + ownLine + "]].\nThis article is based on wire service reports.",
			want: hearsay.PassageWire},
	}
	aligner := New()
	for _, c := range cases {
		a, spanA := read("a", c.a)
		b, spanB := read("b", c.b)
		a.Document.Outlet.Value, b.Document.Outlet.Value = "Ferry", "Gazette"
		if c.outletA != "" {
			a.Document.Outlet.Value, b.Document.Outlet.Value = c.outletA, c.outletB
		}
		if c.edit != nil {
			c.edit(a, b)
		}
		for name, passage := range map[string]hearsay.Passage{
			"as given": {A: "a", B: "b", SpanA: spanA, SpanB: spanB}, "swapped": {A: "b", B: "a", SpanA: spanB, SpanB: spanA},
		} {
			passages := []hearsay.Passage{passage}
			aligner.Classify([]*hearsay.Reading{a, b}, passages)
			if passages[0].Kind != c.want || passages[0].KindBy == "" {
				t.Errorf("%s, %s: got %s by %q, want %s", c.name, name, passages[0].Kind, passages[0].KindBy, c.want)
			}
		}
	}
}

// FuzzKind types any passage of any two texts without a panic, and the same way twice.
func FuzzKind(f *testing.F) {
	f.Add("Lee (@lee) March 4, 2019", "WATCH: \"x", uint16(3), uint16(9))
	f.Add("0", " 0000", uint16(0), uint16(17))
	f.Add("Ann Lee Ann LeeFive MORE", "LEE: a\nVENN: b\nLEE: c\nVENN: \xff’", uint16(0), uint16(40))
	aligner := New()
	f.Fuzz(func(t *testing.T, textA, textB string, start, length uint16) {
		a, _ := read("a", strings.ToValidUTF8(textA, "�"))
		b, _ := read("b", strings.ToValidUTF8(textB, "�"))
		cut := func(text string) hearsay.Span {
			from := runeFloor(text, int(start))
			return hearsay.MakeSpan(from, max(from, runeFloor(text, int(start)+int(length))))
		}
		kinds := map[hearsay.PassageKind]bool{}
		for range 2 {
			passages := []hearsay.Passage{{A: "a", B: "b", SpanA: cut(a.Document.Text), SpanB: cut(b.Document.Text)}}
			aligner.Classify([]*hearsay.Reading{b, a}, passages)
			kinds[passages[0].Kind] = true
		}
		if len(kinds) != 1 {
			t.Fatal("typed twice, with two results")
		}
	})
}
