package query

import (
	"slices"

	"hearsay"
	"hearsay/lexicon"
)

// Speech tells what somebody said from what a text only ascribes to them: a belief, a wish, a plan, a feeling, a
// decision. It is safe for concurrent use.
type Speech struct {
	cues lexicon.Cues
}

// NewSpeech returns one with the project's list of cues.
func NewSpeech() *Speech { return &Speech{lexicon.NewCues()} }

// uttered are the classes of cues that nobody can be without having said, written or refused something.
var uttered = []lexicon.CueClass{
	lexicon.CueSay, lexicon.CueTalk, lexicon.CueTell, lexicon.CueWrite, lexicon.CueReport, lexicon.CueSuggest, lexicon.CueAsk,
	lexicon.CueDeny, lexicon.CueRefuse, lexicon.CueAgree, lexicon.CuePromise, lexicon.CueUrge, lexicon.CueCall, lexicon.CueBlame,
	lexicon.CueAccording, lexicon.CueStatement, lexicon.CueDocument,
}

// Said reports whether an attribution is of something that its source said, wrote or refused to say: its words are
// quoted, or its cue is one of saying.
func (s *Speech) Said(reading *hearsay.Reading, a *hearsay.Attribution) bool {
	if a.Attitude {
		return false
	}
	if a.Direct != hearsay.Indirect || a.Stance == hearsay.Declined {
		return true
	}
	for _, token := range reading.Sentences[a.Sentence].Tokens {
		if !a.Cue.Contains(token.Span) {
			continue
		}
		entry := s.cues[fold(token.Span.Of(reading.Document.Text))]
		class := entry.Noun
		if token.Tag.Verb() || class == lexicon.CueNone {
			class = entry.Verb
		}
		if slices.Contains(uttered, class) {
			return true
		}
	}
	return false
}
