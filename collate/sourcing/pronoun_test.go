package sourcing

import (
	"testing"

	"hearsay"
)

// A pronoun of which only the kind is known is nobody's word: it raises neither end of the interval.
func TestPronounThatLeadsToNobodyIsUntraced(t *testing.T) {
	for inferred, want := range map[bool]string{false: "done 2-2", true: "done 1-1"} {
		story, claims := build([]doc{{id: "a", outlet: "Gazette", tells: []tell{
			{kind: hearsay.SourceNamed, by: "Ann Roe", level: hearsay.LevelDone},
			{kind: hearsay.SourceNamed, by: "She", level: hearsay.LevelDone},
		}}})
		if she := &story.Readings[0].Attributions[1]; inferred {
			she.Speaker, she.Inferred = 0, true
		}
		New().Trace(story, claims)
		if got := show(&claims[0]); got != want {
			t.Errorf("pronoun unresolved %t: %s, want %s", inferred, got, want)
		}
	}
}
