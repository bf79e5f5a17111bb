// Package prompt finds where a desk would look again before a story is published: bare sources, an unnamed judgement, a
// relay that names no outlet, a main claim that one origin stands behind.
//
// It begins with the readings of a story and its ledger, and with the rules of a desk. It ends with prompts: the name of
// a rule, its fixed text, and the words it rests on. It hands them to report. Prompts are never grades, and no sentence
// of them is made up.
package prompt

import (
	"slices"

	"hearsay"
	"hearsay/lexicon"
)

// Prompter finds prompts. It is safe for concurrent use.
type Prompter struct {
	rules      []hearsay.PromptRule
	outlets    *lexicon.Outlets
	bare       lexicon.Set // nouns that say no more than that somebody is a source
	confidants lexicon.Set // nouns for people to whom an outlet grants that they are not named
	opinions   lexicon.Set // words of judgement
	silence    lexicon.Set // words by which a refusal is one to comment
	anonymity  [][]string  // phrases that say that, or why, somebody is not named
}

// New returns a prompter that keeps to the rules, which Parse has checked.
func New(rules []hearsay.PromptRule) *Prompter {
	p := &Prompter{
		rules:      slices.Clone(rules),
		outlets:    lexicon.NewOutlets(),
		bare:       lexicon.NewSet("prompt-bare"),
		confidants: lexicon.NewSet("prompt-confidants"),
		opinions:   lexicon.NewSet("prompt-opinions"),
		silence:    lexicon.NewSet("prompt-silence"),
	}
	for _, row := range lexicon.Table("anonymity") {
		p.anonymity = append(p.anonymity, words(row[0]))
	}
	return p
}

// Rules are those that the prompter keeps to, in the order of the desk's file.
func (p *Prompter) Rules() []hearsay.PromptRule { return slices.Clone(p.rules) }

// desk is one story as the rules look at it.
type desk struct {
	*Prompter
	readings []*hearsay.Reading // of the ledger's documents, in their order
	byDoc    map[hearsay.DocID]*hearsay.Reading
	ledger   *hearsay.Ledger
	better   map[place]bool // attributions of tellings that add no origin, as their document tells the same with a better one
}

// place is an attribution of a document.
type place struct {
	doc         hearsay.DocID
	attribution int
}

// Prompts returns what the rules that are on find in a story, rule by rule in the order of the desk's file, then in
// document order. Readings are those of the story's documents, in any order.
func (p *Prompter) Prompts(readings []hearsay.Reading, ledger *hearsay.Ledger) []hearsay.Prompt {
	d := &desk{Prompter: p, byDoc: map[hearsay.DocID]*hearsay.Reading{}, ledger: ledger, better: map[place]bool{}}
	for i := range readings {
		d.byDoc[readings[i].Document.ID] = &readings[i]
	}
	for _, id := range ledger.Documents {
		if reading := d.byDoc[id]; reading != nil {
			d.readings = append(d.readings, reading)
		}
	}
	for i := range ledger.Claims {
		for _, telling := range ledger.Claims[i].Tellings {
			if telling.Uncounted != "" {
				d.better[place{telling.Doc, telling.Attribution}] = true
			}
		}
	}
	var prompts []hearsay.Prompt
	for _, rule := range p.rules {
		if !rule.On {
			continue
		}
		for _, found := range find[rule.Name].find(d, rule.Least) {
			found.Rule, found.Text = rule.Name, rule.Text
			prompts = append(prompts, found)
		}
	}
	return prompts
}

// ref is a reference to the spans that are not empty, sorted.
func ref(doc hearsay.DocID, spans ...hearsay.Span) hearsay.Ref {
	spans = slices.DeleteFunc(slices.Clone(spans), hearsay.Span.Empty)
	slices.SortFunc(spans, hearsay.Span.Compare)
	return hearsay.Ref{Doc: doc, Spans: slices.Compact(spans)}
}
