// Package read turns one capture into its reading: everything the document says by itself.
//
// It begins with the bytes of a capture and ends with text, blocks, damage, sentences, mentions, attributions, times and
// propositions, all as spans of that text. It hands the reading to collate. Reading is a pure function of the capture and
// of its revision: any machine, any order, the same result.
package read

import (
	"hearsay"
	"hearsay/read/attribution"
	"hearsay/read/chronology"
	"hearsay/read/document"
	"hearsay/read/entity"
	"hearsay/read/extract"
	"hearsay/read/proposition"
	"hearsay/read/sentence"
	"hearsay/read/tag"
)

// Revision names the rules and models of this package. It changes whenever the same capture may give another reading;
// Model.Revision says which model read it besides.
const Revision = "4"

// Reader holds the models and word lists of all stages. It is safe for concurrent use.
type Reader struct {
	extractor    *extract.Extractor
	describer    *document.Describer
	splitter     *sentence.Splitter
	pos          *tag.POS
	parser       *tag.Parser
	namer        *tag.Namer
	model        Model
	labeler      Labeler
	entities     *entity.Finder
	attributions *attribution.Finder
	times        *chronology.Finder
	propositions *proposition.Finder
}

// New loads the model, the taggers that every model needs, and the word lists.
func New(model Model) (*Reader, error) {
	pos, err := tag.NewPOS()
	if err != nil {
		return nil, err
	}
	parser, err := tag.NewParser()
	if err != nil {
		return nil, err
	}
	namer, err := tag.NewNamer()
	if err != nil {
		return nil, err
	}
	labeler, err := model.NewLabeler()
	if err != nil {
		return nil, err
	}
	return &Reader{
		extractor:    extract.New(),
		describer:    document.New(),
		splitter:     sentence.New(),
		pos:          pos,
		parser:       parser,
		namer:        namer,
		model:        model,
		labeler:      labeler,
		entities:     entity.New(),
		attributions: attribution.New(),
		times:        chronology.New(),
		propositions: proposition.New(),
	}, nil
}

// Read reads one capture. A capture that cannot be read gives a reading whose document says why.
func (r *Reader) Read(capture hearsay.Capture) hearsay.Reading {
	reading := hearsay.Reading{Revision: r.model.Revision()}
	reading.Document = r.extractor.Extract(capture)
	if reading.Document.Skip.Skipped() {
		return reading
	}
	r.describer.Describe(&reading.Document)
	if reading.Document.Skip.Skipped() {
		return reading
	}
	doc := &reading.Document
	reading.Sentences, reading.Quotations = r.splitter.Split(doc)
	r.pos.Tag(doc.Text, reading.Sentences)
	r.parser.Parse(doc.Text, reading.Sentences)
	labels := r.labeler.Label(doc.Text, reading.Sentences, reading.Quotations)
	reading.Mentions, reading.Entities = r.entities.Find(doc, reading.Sentences, reading.Quotations,
		r.namer.Find(doc.Text, reading.Sentences))
	reading.Times = r.times.Find(doc, reading.Sentences)
	reading.Attributions = r.attributions.Find(&reading, labels)
	reading.Propositions = r.propositions.Find(&reading)
	return reading
}
