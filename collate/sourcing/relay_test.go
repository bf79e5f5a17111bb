package sourcing

import (
	"testing"

	"hearsay"
)

// news is a document that tells the claim on its own word and goes on with a sentence about where the news is from.
func news(by string) (Story, []hearsay.Claim) {
	story, claims := build([]doc{{id: "a", outlet: "Herald", tells: []tell{{}}}})
	reading := story.Readings[0]
	text := reading.Document.Text
	start := len(text)
	reading.Document.Text = text + by + " was first reported by the Tribune."
	reading.Sentences = append(reading.Sentences, hearsay.Sentence{Span: hearsay.MakeSpan(start, len(reading.Document.Text))})
	reading.Attributions = append(reading.Attributions, hearsay.Attribution{
		Kind: hearsay.SourceOutlet, Relay: true, Outlet: hearsay.Field{Value: "Tribune", How: hearsay.HowCredit},
		Content: []hearsay.Span{hearsay.MakeSpan(start, start+len(by))}, Sentence: 1, Same: -1, Within: -1,
	})
	return story, claims
}

func TestNewsFirstReportedElsewhere(t *testing.T) {
	for by, want := range map[string]hearsay.OriginKind{
		"The news": hearsay.OriginHollow, "The fire next door": hearsay.OriginOwnWord,
	} {
		story, claims := news(by)
		origins := New().Trace(story, claims)
		if got := origins[claims[0].Tellings[0].Origins[0]-1].Kind; got != want {
			t.Errorf("%q was first reported by another: the telling rests on %s, want %s", by, got, want)
		}
	}
}

func TestOutletThatPassesOnWhatSomebodySaid(t *testing.T) {
	for stated, want := range map[bool]hearsay.OriginKind{
		true:  hearsay.OriginNamed,  // "Roe said, according to the Tribune"
		false: hearsay.OriginHollow, // "Roe's anger at it goes on, according to the Tribune"
	} {
		story, claims := build([]doc{{id: "a", outlet: "Herald", tells: []tell{
			{kind: hearsay.SourceOutlet, by: "Tribune", outlet: "Tribune", relay: true},
		}}})
		reading := story.Readings[0]
		said := hearsay.Attribution{
			Kind: hearsay.SourceNamed, Source: reading.Attributions[0].Source, Content: reading.Attributions[0].Content,
			Same: -1, Within: -1,
		}
		reading.Attributions = append(reading.Attributions, said)
		reading.Propositions = append(reading.Propositions, hearsay.Proposition{Attribution: -1})
		if stated {
			reading.Propositions[1].Attribution = 1
		}
		origins := New().Trace(story, claims)
		if got := origins[claims[0].Tellings[0].Origins[0]-1].Kind; got != want {
			t.Errorf("stated %t: rests on %s, want %s", stated, got, want)
		}
	}
}

func TestDocumentIsItsAuthors(t *testing.T) {
	story, claims := build([]doc{{id: "a", outlet: "Herald", tells: []tell{
		{kind: hearsay.SourceNamed, by: "Jane Roe"}, {kind: hearsay.SourceDocument, by: "her letter"},
		{kind: hearsay.SourceDocument, by: "police statement"},
	}}})
	attributions := story.Readings[0].Attributions
	attributions[1].Speaker, attributions[1].Same, attributions[1].Inferred = 0, 0, true
	attributions[2].Speaker = 0
	statement := int(attributions[2].Source[0].Start)
	attributions[2].Profile = hearsay.Unnamed{Affiliation: hearsay.MakeSpan(statement, statement+len("police"))}
	origins := New().Trace(story, claims)
	tellings := claims[0].Tellings
	if tellings[0].Origins[0] != tellings[1].Origins[0] {
		t.Errorf("a letter that goes back to its author rests on %v, the author on %v", tellings[1].Origins, tellings[0].Origins)
	}
	if origin := origins[tellings[2].Origins[0]-1]; origin.Kind != hearsay.OriginBody || origin.Name != "police" {
		t.Errorf("a police statement rests on %s %q", origin.Kind, origin.Name)
	}
}
