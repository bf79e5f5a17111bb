package sourcing

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hearsay"
)

// tell is one telling of the claim under test, as a document's attributions would give it.
type tell struct {
	kind   hearsay.SourceKind
	by     string // the source's words; "" for the document's own word
	number int
	outlet string // that had it, or is the source
	relay  bool
	level  hearsay.Level
	stance hearsay.Stance
	same   int // 1-based index of the telling in this document whose unnamed source this one continues; 0 for none
	block  string
	copyOf string // "doc/n": stands in prose shared with that telling
	upward bool   // and the other side had it first
}

type doc struct {
	id, outlet string
	day        int // 0 is unknown
	tells      []tell
}

// build makes the story and its one claim. Each telling is one sentence "SOURCE says it.".
func build(docs []doc) (Story, []hearsay.Claim) {
	story := Story{Identity: map[hearsay.Member]hearsay.IdentityID{}}
	identities := map[string]hearsay.IdentityID{}
	var claim hearsay.Claim
	spans := map[string]hearsay.Span{}
	for _, d := range docs {
		reading := &hearsay.Reading{Document: hearsay.Document{ID: hearsay.DocID(d.id)}}
		if d.outlet != "" {
			reading.Document.Outlet = hearsay.Field{Value: d.outlet, How: hearsay.HowGiven}
		}
		if d.day > 0 {
			reading.Document.Published = hearsay.Date{Unix: int64(d.day) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
		}
		var text strings.Builder
		for n, s := range d.tells {
			start := text.Len()
			text.WriteString(s.by)
			source := hearsay.MakeSpan(start, text.Len())
			text.WriteString(" says ")
			content := hearsay.MakeSpan(text.Len(), text.Len()+len("it happened"))
			text.WriteString("it happened")
			sentence := hearsay.MakeSpan(start, text.Len())
			text.WriteString(".\n")
			reading.Sentences = append(reading.Sentences, hearsay.Sentence{Span: sentence, Block: n})
			block := hearsay.Block{Span: sentence}
			if s.block != "" {
				block.Kind, block.Outlet = hearsay.BlockQuotation, hearsay.Field{Value: s.block}
			}
			reading.Document.Blocks = append(reading.Document.Blocks, block)
			attribution := -1
			if s.kind != hearsay.SourceUnclear {
				attribution = len(reading.Attributions)
				a := hearsay.Attribution{
					Source: []hearsay.Span{source}, Content: []hearsay.Span{content}, Kind: s.kind, Relay: s.relay, Stance: s.stance,
					Same: s.same - 1, Within: -1, Profile: hearsay.Unnamed{Number: s.number, Role: source},
				}
				if s.outlet != "" {
					a.Outlet = hearsay.Field{Value: s.outlet, Span: source}
				}
				if s.kind == hearsay.SourceNamed || s.kind == hearsay.SourceBody || s.kind == hearsay.SourceDocument {
					if identities[s.by] == 0 {
						identities[s.by] = hearsay.IdentityID(len(identities) + 1)
						story.Identities = append(story.Identities, hearsay.Identity{ID: identities[s.by], Kind: hearsay.EntityPerson, Name: s.by})
					}
					reading.Entities = append(reading.Entities, hearsay.Entity{ID: hearsay.EntityID(len(reading.Entities) + 1)})
					a.Speaker = hearsay.EntityID(len(reading.Entities))
					story.Identity[hearsay.Member{Doc: reading.Document.ID, Entity: a.Speaker}] = identities[s.by]
				}
				reading.Attributions = append(reading.Attributions, a)
			}
			reading.Propositions = append(reading.Propositions, hearsay.Proposition{Span: content})
			telling := hearsay.Telling{
				Key: hearsay.TellingKey{Doc: reading.Document.ID, Start: content.Start}, Doc: reading.Document.ID,
				Span: content, Sentence: sentence, Proposition: n, Attribution: attribution, Stance: s.stance, Level: s.level,
			}
			if counted(s.stance) {
				claim.Tellings = append(claim.Tellings, telling)
			} else {
				claim.Apart = append(claim.Apart, telling)
			}
			spans[fmt.Sprintf("%s/%d", d.id, n+1)] = content
			if other, ok := spans[s.copyOf]; ok {
				id, _, _ := strings.Cut(s.copyOf, "/")
				passage := hearsay.Passage{A: hearsay.DocID(id), SpanA: other, B: reading.Document.ID, SpanB: content, Kind: hearsay.PassageProse}
				if s.upward {
					passage.Direction = hearsay.FromAToB
				}
				story.Passages = append(story.Passages, passage)
			}
		}
		reading.Document.Text = text.String()
		story.Readings = append(story.Readings, reading)
	}
	slices.SortFunc(story.Readings, func(a, b *hearsay.Reading) int { return a.Document.Compare(&b.Document) })
	return story, []hearsay.Claim{claim}
}

// show writes intervals as the report does: "offered 2-4 +2; willing 2-5 +2".
func show(claim *hearsay.Claim) string {
	var parts []string
	for _, interval := range claim.Intervals {
		part := fmt.Sprintf("%s %d-%d", interval.Level, interval.Min, interval.Max)
		if interval.Untraced > 0 {
			part += fmt.Sprintf(" +%d", interval.Untraced)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "; ")
}

func TestIntervals(t *testing.T) {
	named := func(name string) tell { return tell{kind: hearsay.SourceNamed, by: name} }
	unnamed := func(words string, n int) tell { return tell{kind: hearsay.SourceUnnamed, by: words, number: n} }
	relay := func(outlet string) tell {
		return tell{kind: hearsay.SourceOutlet, by: outlet, outlet: outlet, relay: true}
	}
	had := func(outlet string, s tell) tell { s.outlet = outlet; return s }
	reported := tell{kind: hearsay.SourceUntraced, by: "reportedly"}
	own := tell{}
	at := func(level hearsay.Level, s tell) tell { s.level = level; return s }

	for _, test := range []struct {
		name string
		docs []doc
		want string
	}{
		{"own word of one", []doc{{id: "a", outlet: "Herald", tells: []tell{own}}}, "done 1-1"},
		{"own words of two outlets may have one source", []doc{
			{id: "a", outlet: "Herald", tells: []tell{own}}, {id: "b", outlet: "Courier", tells: []tell{own}}}, "done 1-2"},
		{"two documents of one outlet are one own word", []doc{
			{id: "a", outlet: "Herald", tells: []tell{own}}, {id: "b", outlet: "Herald", tells: []tell{own}}}, "done 1-1"},
		{"relay of a relay", []doc{
			{id: "a", outlet: "Herald", day: 1, tells: []tell{unnamed("two people close to the mayor", 2)}},
			{id: "b", outlet: "Courier", day: 2, tells: []tell{relay("Herald")}},
			{id: "c", outlet: "Observer", day: 3, tells: []tell{relay("Courier")}}}, "done 2-2"},
		{"two that cite each other", []doc{
			{id: "a", outlet: "Herald", tells: []tell{relay("Courier")}},
			{id: "b", outlet: "Courier", tells: []tell{relay("Herald")}}}, "done 0-1 +2"},
		{"a relay never follows to a later document", []doc{
			{id: "a", outlet: "Herald", day: 1, tells: []tell{relay("Courier")}},
			{id: "b", outlet: "Courier", day: 2, tells: []tell{named("Jane Roe")}}}, "done 1-1"},
		{"an outlet that is not held and had nobody we know", []doc{
			{id: "a", outlet: "Herald", tells: []tell{relay("Tribune")}}, {id: "b", outlet: "Courier", tells: []tell{named("Jane Roe")}}}, "done 1-2"},
		{"one named person in three outlets and her memo in a fourth", []doc{
			{id: "a", outlet: "Herald", tells: []tell{named("Jane Roe")}},
			{id: "b", outlet: "Courier", tells: []tell{named("Jane Roe")}},
			{id: "c", outlet: "Observer", tells: []tell{named("Jane Roe")}},
			{id: "d", outlet: "Post", tells: []tell{{kind: hearsay.SourceDocument, by: "Jane Roe"}}}}, "done 1-1"},
		{"four outlets reportedly", []doc{
			{id: "a", outlet: "Herald", tells: []tell{reported}}, {id: "b", outlet: "Courier", tells: []tell{reported}},
			{id: "c", outlet: "Observer", tells: []tell{reported}}, {id: "d", outlet: "Post", tells: []tell{reported}}}, "done 0-1 +4"},
		{"a named person beside reportedly", []doc{
			{id: "a", outlet: "Herald", tells: []tell{named("Jane Roe")}}, {id: "b", outlet: "Courier", tells: []tell{reported}}}, "done 1-1 +1"},
		{"two officials, later one of the officials", []doc{{id: "a", outlet: "Herald", tells: []tell{
			unnamed("two officials", 2), {kind: hearsay.SourceUnnamed, by: "one of the officials", number: 1, same: 1}}}}, "done 2-2"},
		{"two unnamed in one outlet", []doc{{id: "a", outlet: "Herald", tells: []tell{
			unnamed("a person close to the mayor", 1), unnamed("a senior official", 1)}}}, "done 1-2"},
		{"told another outlet", []doc{
			{id: "a", outlet: "Herald", tells: []tell{had("Courier", unnamed("an official", 1))}},
			{id: "b", outlet: "Observer", tells: []tell{had("Courier", unnamed("an official", 1))}}}, "done 1-1"},
		{"a relay is absorbed by the source that its outlet had", []doc{
			{id: "a", tells: []tell{had("Tribune", tell{kind: hearsay.SourceBare, by: "sources", number: 2})}},
			{id: "b", outlet: "Courier", tells: []tell{relay("Tribune")}}}, "done 2-2"},
		{"a headline without source beside the text with one", []doc{{id: "a", outlet: "Herald", tells: []tell{own, named("Jane Roe")}}}, "done 1-1"},
		{"reportedly beside a better origin", []doc{{id: "a", outlet: "Herald", tells: []tell{reported, named("Jane Roe")}}}, "done 1-1"},
		{"own word beside the embedded text of another", []doc{
			{id: "a", outlet: "Herald", tells: []tell{own, {block: "Tribune"}}}}, "done 1-1"},
		{"copied prose of unknown direction", []doc{
			{id: "a", tells: []tell{unnamed("two sources", 2)}},
			{id: "b", tells: []tell{{kind: hearsay.SourceUnnamed, by: "two sources", number: 2, copyOf: "a/1"}}}}, "done 2-2"},
		{"copied prose of known direction", []doc{
			{id: "a", outlet: "Herald", day: 1, tells: []tell{named("Jane Roe")}},
			{id: "b", outlet: "Courier", day: 2, tells: []tell{{copyOf: "a/1", upward: true}}}}, "done 1-1"},
		{"a denial never cancels and counts apart", []doc{
			{id: "a", outlet: "Herald", tells: []tell{named("Jane Roe")}},
			{id: "b", outlet: "Courier", tells: []tell{{kind: hearsay.SourceNamed, by: "John Doe", stance: hearsay.Denied}}}}, "done 1-1"},
		{"only refusals", []doc{{id: "a", outlet: "Herald", tells: []tell{{kind: hearsay.SourceNamed, by: "John Doe", stance: hearsay.Declined}}}}, ""},
		{"own word later than what the outlet had from somebody named", []doc{
			{id: "a", outlet: "Herald", day: 1, tells: []tell{named("Jane Roe")}},
			{id: "b", outlet: "Herald", day: 2, tells: []tell{own}}}, "done 1-1"},
		{"own word earlier than what the outlet had from somebody named", []doc{
			{id: "a", outlet: "Herald", day: 1, tells: []tell{own}},
			{id: "b", outlet: "Herald", day: 2, tells: []tell{named("Jane Roe")}}}, "done 1-2"},
		{"an outlet that says it knows it itself, beside somebody named", []doc{
			{id: "a", outlet: "Herald", tells: []tell{relay("Herald"), named("Jane Roe")}}}, "done 1-2"},
		{"an outlet that says it knows it itself, beside its sources", []doc{
			{id: "a", outlet: "Herald", tells: []tell{relay("Herald"), unnamed("two people", 2)}}}, "done 2-2"},
		{"less described sources of the same outlet", []doc{
			{id: "a", outlet: "Herald", tells: []tell{had("Courier", unnamed("a harbour official", 1))}},
			{id: "b", outlet: "Observer", tells: []tell{had("Courier", unnamed("an official", 1))}}}, "done 1-1"},
		{"less described, but more of them", []doc{
			{id: "a", outlet: "Herald", tells: []tell{had("Courier", unnamed("a harbour official", 1))}},
			{id: "b", outlet: "Observer", tells: []tell{had("Courier", unnamed("three officials", 3))}}}, "done 3-4"},
		{"less described sources of another outlet", []doc{
			{id: "a", outlet: "Herald", tells: []tell{had("Courier", unnamed("a harbour official", 1))}},
			{id: "b", outlet: "Observer", tells: []tell{had("Tribune", unnamed("an official", 1))}}}, "done 1-2"},
		{"levels of commitment", []doc{
			{id: "a", tells: []tell{at(hearsay.LevelOffered, had("Tribune", tell{kind: hearsay.SourceBare, by: "sources", number: 2}))}},
			{id: "b", outlet: "Courier", tells: []tell{
				at(hearsay.LevelWilling, unnamed("a senior official", 1)), at(hearsay.LevelOffered, relay("Tribune"))}},
			{id: "c", tells: []tell{at(hearsay.LevelOffered, reported)}},
			{id: "d", outlet: "Observer", tells: []tell{
				at(hearsay.LevelOffered, reported), at(hearsay.LevelOffered, tell{kind: hearsay.SourceUnnamed, by: "the two people", number: 2, block: "Gazette"})}},
			{id: "e", outlet: "Courier", tells: []tell{
				at(hearsay.LevelOffered, tell{kind: hearsay.SourceUntraced, by: "stories"}),
				at(hearsay.LevelWilling, relay("Courier"))}},
		}, "offered 2-4 +2; willing 2-5 +2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			story, claims := build(test.docs)
			New().Trace(story, claims)
			if got := show(&claims[0]); got != test.want {
				t.Errorf("interval %q, want %q", got, test.want)
				for _, telling := range append(claims[0].Tellings, claims[0].Apart...) {
					t.Logf("%s %d: origins %v uncounted %q steps %+v", telling.Doc, telling.Key.Start, telling.Origins, telling.Uncounted, telling.Steps)
				}
			}
		})
	}
}
