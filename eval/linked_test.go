package eval

import (
	"strings"
	"testing"

	"hearsay"
)

// attributions reads "[S1:Ann] [C1:said] [T1:it rains] .": roles S, C and T of attributions by number, which do not
// nest. It returns the text without the marks.
func attributions(t *testing.T, marked string) (string, []Marked) {
	t.Helper()
	var text strings.Builder
	var list []Marked
	for marked != "" {
		before, rest, found := strings.Cut(marked, "[")
		text.WriteString(before)
		if !found {
			break
		}
		words, after, closed := strings.Cut(rest, "]")
		if !closed || len(words) < 3 || words[2] != ':' {
			t.Fatalf("bad mark in %q", marked)
		}
		n := int(words[1] - '0')
		for len(list) < n {
			list = append(list, Marked{})
		}
		a := &list[n-1]
		span := hearsay.MakeSpan(text.Len(), text.Len()+len(words)-3)
		switch words[0] {
		case 'S':
			a.Source = append(a.Source, span)
		case 'C':
			a.Cue = append(a.Cue, span)
		case 'T':
			a.Content = append(a.Content, span)
		}
		text.WriteString(words[3:])
		marked = after
	}
	return text.String(), list
}

func TestLinked(t *testing.T) {
	tests := []struct {
		name, truth, found string
		group              string
		want               Linked
	}{
		{
			"content too short", "[S1:Ann] [C1:said] [T1:it rains today].", "[S1:Ann] [C1:said] [T1:it rains] today.", GroupAll,
			Linked{Source: Count{1, 1, 1}, Cue: Count{1, 1, 1}, Content: Count{0, 1, 1}, SourceCue: Count{1, 1, 1},
				CueContent: Count{0, 1, 1}, Triple: Count{0, 1, 1}, Touching: Overlap{1, 1, 1, 1}},
		},
		{
			"joined to the wrong source", "Ann and Bo met. [S1:Bo] [C1:said] [T1:no].",
			"[S1:Ann] and Bo met. Bo [C1:said] [T1:no].", GroupAll,
			Linked{Source: Count{0, 1, 1}, Cue: Count{1, 1, 1}, Content: Count{1, 1, 1}, SourceCue: Count{0, 1, 1},
				CueContent: Count{1, 1, 1}, Triple: Count{0, 1, 1}, Touching: Overlap{0, 1, 0, 1}},
		},
		{
			"without a source on either side", "[C1:Reportedly] [T1:it rains].", "[C1:Reportedly] [T1:it rains].", GroupAll,
			Linked{Cue: Count{1, 1, 1}, Content: Count{1, 1, 1}, CueContent: Count{1, 1, 1}},
		},
		{
			"parts that only white space parts", "[S1:Ann] [C1:said] [T1:it rains.]\n\n[T1:And snows.]",
			"[S1:Ann] [C1:said] [T1:it rains.\n\nAnd snows.]", GroupAll,
			Linked{Source: Count{1, 1, 1}, Cue: Count{1, 1, 1}, Content: Count{1, 1, 1}, SourceCue: Count{1, 1, 1},
				CueContent: Count{1, 1, 1}, Triple: Count{1, 1, 1}, Touching: Overlap{1, 1, 1, 1}},
		},
		{
			"other cues left out", "[S1:Ann] [C1:wants] [T1:rain]. [S2:Bo] [C2:says] [T2:no].",
			"[S1:Ann] [C1:wants] [T1:rain]. [S2:Bo] [C2:says] [T2:no].", GroupStatement,
			Linked{Source: Count{1, 1, 1}, Cue: Count{1, 1, 1}, Content: Count{1, 1, 1}, SourceCue: Count{1, 1, 1},
				CueContent: Count{1, 1, 1}, Triple: Count{1, 1, 1}, Touching: Overlap{1, 1, 1, 1}},
		},
		{
			"direct on one side, indirect on the other", "[S1:Ann] [C1:said] [T1:“it rains”].",
			"[S1:Ann] [C1:said] “[T1:it rains]”.", "direct",
			Linked{Source: Count{0, 0, 1}, Cue: Count{0, 0, 1}, Content: Count{0, 0, 1}, SourceCue: Count{0, 0, 1},
				CueContent: Count{0, 0, 1}, Triple: Count{0, 0, 1}, Touching: Overlap{0, 0, 0, 1}},
		},
		{
			"half of a content in parts", "[T1:“No,”] [S1:Ann] [C1:said], [T1:“never.”]",
			"[T1:“No,”] [S1:Ann] [C1:said], “never.”", GroupParts,
			Linked{Source: Count{0, 0, 1}, Cue: Count{0, 0, 1}, Content: Count{0, 0, 1}, SourceCue: Count{0, 0, 1},
				CueContent: Count{0, 0, 1}, Triple: Count{0, 0, 1}, Touching: Overlap{0, 0, 0, 1}},
		},
	}
	for _, test := range tests {
		text, truth := attributions(t, test.truth)
		same, found := attributions(t, test.found)
		if text != same {
			t.Fatalf("%s: two texts: %q, %q", test.name, text, same)
		}
		list := newLinked()
		newStatements().addLinked(list, text, truth, found)
		seen := false
		for _, got := range list {
			if got.Group == test.group {
				seen = true
				got.Group = ""
				if got != test.want {
					t.Errorf("%s: got %+v, want %+v", test.name, got, test.want)
				}
			}
		}
		if !seen {
			t.Errorf("%s: no group %q", test.name, test.group)
		}
	}
}

func TestStatementCues(t *testing.T) {
	s := newStatements()
	for cue, want := range map[string]bool{
		"said": true, "Has also told": true, "according to": true, "said in a statement:": true, "reported": true,
		"believes": false, "called": false, "declined": false, "reportedly": false, "": false,
	} {
		if s.has(cue) != want {
			t.Errorf("%q: got %v, want %v", cue, !want, want)
		}
	}
}
