package lexicon

import "testing"

func TestCues(t *testing.T) {
	cues := NewCues()
	for _, test := range []struct {
		form  string
		verb  CueClass
		noun  CueClass
		lemma string
	}{
		{"said", CueSay, CueNone, "say"},
		{"denies", CueDeny, CueNone, "deny"},
		{"refused", CueRefuse, CueNone, "refuse"},
		{"told", CueTell, CueNone, "tell"},
		{"claims", CueSay, CueStatement, "claim"},
		{"according", CueNone, CueAccording, "according"},
		{"reportedly", CueNone, CueReportedly, "reportedly"},
		{"spokeswomen", CueNone, CueVoice, "spokeswoman"},
		{"harbor", CueNone, CueNone, ""},
	} {
		got := cues[test.form]
		if want := (CueEntry{test.verb, test.noun, test.lemma}); got != want {
			t.Errorf("%s: got %+v, want %+v", test.form, got, want)
		}
	}
}

// TestCueRowsAreKnown catches a row whose class no constant has.
func TestCueRowsAreKnown(t *testing.T) {
	known := Set{}
	for class := CueNone + 1; class < CueClassCount; class++ {
		known[class.String()] = true
	}
	for _, row := range Table("cues") {
		if len(row) < 3 || !known[row[2]] {
			t.Errorf("cues: %q", row)
		}
	}
	for _, row := range Table("cues-sources") {
		if len(row) != 2 || !known[row[1]] {
			t.Errorf("cues-sources: %q", row)
		}
	}
}
