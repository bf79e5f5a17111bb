package claim_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hearsay"
)

// desk is one story, collated under corrections.
type desk struct {
	t        *testing.T
	story    hearsay.Story
	readings []*hearsay.Reading
}

func newDesk(t *testing.T, texts ...string) *desk {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t}
	for n, text := range texts {
		capture := hearsay.Capture{
			Media: hearsay.MediaText, Bytes: []byte(text), Outlet: outlets[n],
			Published: hearsay.Date{Unix: int64(firstDay+n) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven},
		}
		capture.ID = hearsay.NewDocID(capture.Outlet, "", capture.Bytes)
		reading := p.reader.Read(capture)
		d.readings = append(d.readings, &reading)
		d.story.Docs = append(d.story.Docs, capture.ID)
	}
	d.story.ID = hearsay.StoryID(d.story.Docs[0])
	return d
}

func (d *desk) collate(corrections ...hearsay.Correction) hearsay.Ledger {
	p, err := load()
	if err != nil {
		d.t.Fatal(err)
	}
	for i := range corrections {
		corrections[i].Edit = int64(i + 1)
	}
	return p.collator.Collate(d.story, d.readings, corrections...)
}

// at names the tellings whose predicates are these words, "n:word" of document n.
func (d *desk) at(places ...string) []hearsay.Anchor {
	d.t.Helper()
	var anchors []hearsay.Anchor
	for _, place := range places {
		var n int
		var word string
		if _, err := fmt.Sscanf(place, "%d:%s", &n, &word); err != nil {
			d.t.Fatal(err)
		}
		text := d.readings[n].Document.Text
		i := slices.IndexFunc(d.readings[n].Propositions, func(p hearsay.Proposition) bool { return p.Predicate.Of(text) == word })
		if i < 0 {
			d.t.Fatalf("nothing is told by %q in document %d", word, n)
		}
		p := &d.readings[n].Propositions[i]
		anchors = append(anchors, hearsay.Anchor{Doc: d.readings[n].Document.ID, Span: p.Span, Head: p.Predicate, Text: p.Span.Of(text)})
	}
	return anchors
}

func (d *desk) wrong(places ...string) hearsay.Correction {
	return hearsay.Correction{Kind: hearsay.CorrectWrong, A: d.at(places...)}
}

func (d *desk) join(a, b string) hearsay.Correction {
	return hearsay.Correction{Kind: hearsay.CorrectJoin, A: d.at(a), B: d.at(b)}
}

func (d *desk) part(a, from string) hearsay.Correction {
	return hearsay.Correction{Kind: hearsay.CorrectPart, A: d.at(a), B: d.at(from)}
}

// claims shows the claims that tell by one of the words: "0:sold 1:bought -2:sold 1-2", those marked wrong with a minus,
// then the interval.
func (d *desk) claims(ledger hearsay.Ledger, words ...string) []string {
	var shown []string
	for i := range ledger.Claims {
		c := &ledger.Claims[i]
		var parts []string
		for _, group := range []struct {
			mark     string
			tellings []hearsay.Telling
		}{{"", c.Tellings}, {"!", c.Apart}, {"-", c.Wrong}} {
			for _, t := range group.tellings {
				n := slices.Index(d.story.Docs, t.Doc)
				word := d.readings[n].Propositions[t.Proposition].Predicate.Of(d.readings[n].Document.Text)
				parts = append(parts, fmt.Sprintf("%s%d:%s", group.mark, n, word))
			}
		}
		text := strings.Join(parts, " ")
		if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, ":"+word) }) {
			continue
		}
		if len(c.Intervals) > 0 {
			text += fmt.Sprintf(" %d–%d", c.Intervals[0].Min, c.Intervals[0].Max)
		}
		if len(c.Edits) > 0 {
			text += fmt.Sprint(" by edits ", c.Edits)
		}
		if len(c.Machine) > 0 {
			text += fmt.Sprintf(" of %d", len(c.Machine))
		}
		shown = append(shown, text)
	}
	slices.Sort(shown)
	return shown
}

var sale = []string{
	"News of Dunmere\n\nNorland Timber sold the Dunmere mill on Monday, Ann Oakes said. The harbour was closed for two days, the police said.\n",
	"The mill\n\nNorland Timber sold the Dunmere mill on Monday, Tom Roe said. The city shut its port for a while, Eva Holm said.\n",
	"Dunmere\n\nNorland Timber sold the Dunmere mill on Monday, Bob Lee said.\n",
}

func TestCorrections(t *testing.T) {
	d := newDesk(t, sale...)
	for _, test := range []struct {
		name        string
		corrections []hearsay.Correction
		want        []string
	}{
		{"none", nil, []string{"0:closed 1–1", "0:sold 1:sold 2:sold 3–3", "1:shut 1–1"}},
		{"wrong", []hearsay.Correction{d.wrong("1:sold")},
			[]string{"0:closed 1–1", "0:sold 2:sold -1:sold 2–2 by edits [1]", "1:shut 1–1"}},
		{"all wrong", []hearsay.Correction{d.wrong("1:sold", "0:sold"), d.wrong("2:sold")},
			[]string{"0:closed 1–1", "1:shut 1–1"}},
		{"join", []hearsay.Correction{d.join("0:closed", "1:shut")},
			[]string{"0:closed 1:shut 2–2 by edits [1] of 2", "0:sold 1:sold 2:sold 3–3"}},
		{"join what is joined", []hearsay.Correction{d.join("0:sold", "1:sold")},
			[]string{"0:closed 1–1", "0:sold 1:sold 2:sold 3–3", "1:shut 1–1"}},
		{"part", []hearsay.Correction{d.part("1:sold", "0:sold")},
			[]string{"0:closed 1–1", "0:sold 2:sold 2–2 by edits [1] of 1", "1:shut 1–1", "1:sold 1–1 by edits [1] of 1"}},
		{"part, and join again: the last word counts", []hearsay.Correction{d.part("1:sold", "0:sold"), d.join("1:sold", "2:sold")},
			[]string{"0:closed 1–1", "0:sold 1:sold 2:sold 3–3", "1:shut 1–1"}},
		{"join, and part again", []hearsay.Correction{d.join("0:closed", "1:shut"), d.part("0:closed", "1:shut")},
			[]string{"0:closed 1–1", "0:sold 1:sold 2:sold 3–3", "1:shut 1–1"}},
		{"what was wrong is of another claim", []hearsay.Correction{d.wrong("1:sold"), d.part("1:sold", "0:sold"), d.join("1:sold", "1:shut")},
			[]string{"0:closed 1–1", "0:sold 2:sold 2–2 by edits [1 2] of 1", "1:sold 1:shut 2–2 by edits [2 3] of 2"}},
		{"parted from where it is not", []hearsay.Correction{d.part("1:shut", "0:sold")},
			[]string{"0:closed 1–1", "0:sold 1:sold 2:sold 3–3", "1:shut 1–1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			ledger := d.collate(test.corrections...)
			if got := d.claims(ledger, "sold", "closed", "shut"); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if len(ledger.Applied) != len(test.corrections) {
				t.Errorf("%d corrections came to %+v", len(test.corrections), ledger.Applied)
			}
			for seed := range uint64(3) {
				other := desk{t: t, story: d.story, readings: slices.Clone(d.readings)}
				rand.New(rand.NewPCG(seed, 0)).Shuffle(len(other.readings), func(i, k int) {
					other.readings[i], other.readings[k] = other.readings[k], other.readings[i]
				})
				if !reflect.DeepEqual(other.collate(test.corrections...), ledger) {
					t.Fatalf("order %d gives another ledger", seed)
				}
			}
		})
	}
}

// A mark gives a claim no other name, and leaves nothing of the telling in anything that counts.
func TestWrongCountsNowhere(t *testing.T) {
	d := newDesk(t, sale...)
	before, after := d.collate(), d.collate(d.wrong("0:sold"))
	claim := func(ledger hearsay.Ledger) *hearsay.Claim {
		i := slices.IndexFunc(ledger.Claims, func(c hearsay.Claim) bool { return len(c.Tellings)+len(c.Wrong) == 3 })
		return &ledger.Claims[i]
	}
	was, is := claim(before), claim(after)
	doc := d.story.Docs[0]
	if was.ID != is.ID {
		t.Errorf("the claim is called %s, was %s", is.ID, was.ID)
	}
	if is.Headline.Doc == doc || is.Documents() != 2 || len(is.Outlets) != 2 || is.Traced != 2 {
		t.Errorf("the claim is %+v", is)
	}
	wrong := is.Wrong[0]
	if len(wrong.Origins) > 0 || len(wrong.Steps) > 0 {
		t.Errorf("what is wrong was followed: %+v", wrong)
	}
	for _, add := range after.Adds {
		if add.Doc == doc && slices.ContainsFunc(add.Claims, func(r hearsay.Ref) bool { return r.Spans[0] == wrong.Span }) {
			t.Errorf("document %s adds what is wrong", doc)
		}
	}
	for _, entry := range after.Timeline {
		if entry.Ref.Doc == doc && slices.Contains(entry.Claims, is.ID) {
			t.Errorf("the timeline has what is wrong: %+v", entry)
		}
	}
}

// What is not there any more breaks nothing, and the next place of a claim stands for one that is not found.
func TestCorrectionsOutliveWhatTheyName(t *testing.T) {
	d := newDesk(t, sale...)
	gone := d.at("1:sold")[0]
	gone.Text = strings.Repeat("x", len(gone.Text))
	elsewhere := d.at("1:sold")[0]
	elsewhere.Doc = "none"
	beyond := d.at("1:sold")[0]
	beyond.Span, beyond.Head = hearsay.MakeSpan(1<<20, 1<<20+9), hearsay.MakeSpan(1<<20, 1<<20+4)
	plain := d.collate()
	for _, anchor := range []hearsay.Anchor{gone, elsewhere, beyond} {
		for _, kind := range []hearsay.CorrectionKind{
			hearsay.CorrectWrong, hearsay.CorrectJoin, hearsay.CorrectPart, hearsay.CorrectJoinNames, hearsay.CorrectPartNames,
		} {
			correction := hearsay.Correction{Kind: kind, A: []hearsay.Anchor{anchor}}
			if kind.Sides() {
				correction.B = d.at("0:sold")
			}
			ledger := d.collate(correction)
			if a := ledger.Applied[0]; a.Done || a.Lost == 0 || len(a.A) > 0 {
				t.Errorf("%s of what is gone came to %+v", kind, a)
			}
			ledger.Applied = nil
			if !reflect.DeepEqual(ledger, plain) {
				t.Errorf("%s of what is gone changed the ledger", kind)
			}
		}
	}
	correction := d.join("0:closed", "1:shut")
	correction.A = append([]hearsay.Anchor{gone}, correction.A...)
	ledger := d.collate(correction)
	if a := ledger.Applied[0]; !a.Done || a.Lost != 1 {
		t.Errorf("the join came to %+v", a)
	}
}

// One name in two documents is one person; a person says otherwise, and the count follows.
func TestNamesBearOnCounts(t *testing.T) {
	d := newDesk(t,
		"Bridge to open\n\nThe bridge will open in May, Ann Oakes said.\n",
		"Bridge\n\nThe bridge will open in May, Ann Oakes said.\n",
		"New bridge\n\nThe bridge will open in May, Tom Roe said.\n")
	name := func(n int) hearsay.Anchor {
		r := d.readings[n]
		i := slices.IndexFunc(r.Entities, func(e hearsay.Entity) bool { return e.Kind == hearsay.EntityPerson })
		span := r.Entities[i].Span
		return hearsay.Anchor{Doc: r.Document.ID, Span: span, Head: span, Text: span.Of(r.Document.Text)}
	}
	part := hearsay.Correction{Kind: hearsay.CorrectPartNames, A: []hearsay.Anchor{name(1)}, B: []hearsay.Anchor{name(0)}}
	join := hearsay.Correction{Kind: hearsay.CorrectJoinNames, A: []hearsay.Anchor{name(0)}, B: []hearsay.Anchor{name(2)}}
	for _, test := range []struct {
		corrections []hearsay.Correction
		want        string
	}{
		{nil, "0:open 1:open 2:open 2–2"},
		{[]hearsay.Correction{part}, "0:open 1:open 2:open 3–3 by edits [1]"},
		{[]hearsay.Correction{join}, "0:open 1:open 2:open 1–1 by edits [1]"},
		{[]hearsay.Correction{join, part}, "0:open 1:open 2:open 2–2 by edits [1 2]"},
		{[]hearsay.Correction{part, {Kind: hearsay.CorrectJoinNames, A: []hearsay.Anchor{name(0)}, B: []hearsay.Anchor{name(1)}}},
			"0:open 1:open 2:open 2–2"},
	} {
		ledger := d.collate(test.corrections...)
		if got := d.claims(ledger, "open"); !slices.Contains(got, test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
