// Package attribution finds who says what in a document, and by which word we know.
//
// It begins with a reading whose sentences, quotations, mentions and entities are filled, and with the labels that a
// trained tagger gives to each token (source, cue, content, as in PARC 3.0 and PolNeAR). It works in ordered steps,
// each in a file of its own: cues are gathered from labels, phrases and verbs; each cue is joined to its source and
// content; quotations without a cue follow their speaker; then each attribution is typed (kind, profile, outlet,
// stance, directness, nesting, speaker). It ends with the reading's attributions and hands them to the propositions and
// to collate. Every step says in By what it rests on.
package attribution

import (
	"hearsay"
	"hearsay/lexicon"
)

// Finder makes the attributions of a reading. It is safe for concurrent use.
type Finder struct {
	outlets    *lexicon.Outlets
	phrases    map[string][]phrase // by first word, longest first
	verbs      map[string]frame    // every form of a verb of saying
	stances    map[string]hearsay.Stance
	nouns      map[string]noun
	anonymity  map[string][][]string // by first word
	denials    map[string][][]string // by first word
	nonAnswers map[string][][]string // by first word
	numbers    map[string]number
	cues       lexicon.Cues
	sets       map[string]map[string]bool // the classes of sources-classes
	roles      map[string]lexicon.Role    // by their words in small letters
}

// Find returns the attributions of a reading in the order of the text. labels holds a label for each token of each
// sentence; sentences that it does not reach are read by the rules alone.
func (f *Finder) Find(reading *hearsay.Reading, labels [][]hearsay.Label) []hearsay.Attribution {
	if reading.Document.Skip.Skipped() || len(reading.Sentences) == 0 {
		return nil
	}
	s := f.newSheet(reading, labels)
	var drafts []*draft
	for _, sentence := range s.sentences {
		labelled := s.segment(sentence)
		s.splitSources(&labelled)
		found := f.gather(s, sentence, labelled)
		s.link(found, labelled)
		drafts = append(drafts, f.colons(s, sentence, f.complete(s, sentence, found))...)
	}
	drafts = f.turns(s, drafts)
	drafts = f.quotations(s, drafts)
	return f.finish(s, drafts)
}
