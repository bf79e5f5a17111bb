package read

import (
	"fmt"
	"strings"

	"hearsay"
	"hearsay/read/tag"
)

// Model is what finds sources, cues and contents in a document.
type Model uint8

// The models.
const (
	Fast Model = iota // a conditional random field: for archives
	Deep              // an encoder that finds more and errs less, at many times the cost: for the clips on one affair
)

var modelNames = [...]string{"fast", "deep"}

// deepMark ends the revision of what the deep model read.
const deepMark = "+deep"

func (m Model) String() string { return modelNames[m] }

// UnmarshalText reads a model's name.
func (m *Model) UnmarshalText(text []byte) error {
	for i, name := range modelNames {
		if name == string(text) {
			*m = Model(i)
			return nil
		}
	}
	return fmt.Errorf("no model %q: %s", text, strings.Join(modelNames[:], " or "))
}

// Revision names the rules and models that a reading by this model rests on.
func (m Model) Revision() string {
	if m == Deep {
		return Revision + deepMark
	}
	return Revision
}

// ModelOf is the model behind a reading's revision, of this or another version of hearsay.
func ModelOf(revision string) Model {
	if strings.HasSuffix(revision, deepMark) {
		return Deep
	}
	return Fast
}

// Labeler finds the words of sources, cues and contents.
type Labeler interface {
	// Label gives a label to each token of each sentence. The tokens must have been tagged and parsed.
	Label(text string, sentences []hearsay.Sentence, quotations []hearsay.Quotation) [][]hearsay.Label
	// LabelParagraphs does the same for words in paragraphs.
	LabelParagraphs(paragraphs []tag.Paragraph) [][]hearsay.Label
}

// NewLabeler loads the model.
func (m Model) NewLabeler() (Labeler, error) {
	if m == Deep {
		return tag.NewEncoder()
	}
	return tag.NewLabeler()
}
