// Package document describes one document: what each stretch of its text is, who published it, who wrote it and when,
// where a machine broke it, and whether it is in a language that hearsay reads.
//
// It begins with a document whose text is fixed and whose outlet, author, title, URL and date are filled as far as a
// person gave them or metadata states them. It ends with the same document, its blocks, damage, language and the
// missing facts filled in, each with how it is known, and hands it on to the sentence stage.
package document

import (
	"strconv"

	"hearsay"
	"hearsay/lexicon"
)

// Describer fills in what a document's own text says about it. It is safe for concurrent use.
type Describer struct {
	outlets          *lexicon.Outlets
	languages        *languages
	furnitureWords   *phrases
	creditWords      *phrases
	furnitureLabels  []string
	photoSources     lexicon.Set
	particles        lexicon.Set
	authorRoles      lexicon.Set
	notNames         lexicon.Set
	bylineOpeners    lexicon.Set
	datelineStops    lexicon.Set
	months           map[string]int
	dateWords        lexicon.Set
	publicationLeads map[string]string
	quotationLeads   map[string]string
	quotationVerbs   lexicon.Set
	voiceWords       map[string]string
	pronouns         map[string]string
	determiners      lexicon.Set
	doublings        lexicon.Set
	joints           lexicon.Set
	modals           lexicon.Set
}

// New returns a Describer with its word lists loaded.
func New() *Describer {
	d := &Describer{
		outlets:          lexicon.NewOutlets(),
		languages:        newLanguages(),
		furnitureWords:   newPhrases("furniture"),
		creditWords:      newPhrases("credit-lines"),
		photoSources:     lexicon.NewSet("photo-credits"),
		particles:        lexicon.NewSet("name-particles"),
		authorRoles:      lexicon.NewSet("author-roles"),
		notNames:         lexicon.NewSet("byline-stops"),
		bylineOpeners:    lexicon.NewSet("byline-openers"),
		datelineStops:    lexicon.NewSet("dateline-stops"),
		months:           map[string]int{},
		dateWords:        lexicon.NewSet("publication-words"),
		publicationLeads: pairs("publication-leads"),
		quotationLeads:   pairs("quotation-leads"),
		quotationVerbs:   lexicon.NewSet("quotation-verbs"),
		voiceWords:       pairs("comment-words"),
		pronouns:         pairs("damage-pronouns"),
		determiners:      lexicon.NewSet("damage-determiners"),
		doublings:        lexicon.NewSet("damage-doublings"),
		joints:           lexicon.NewSet("damage-joints"),
		modals:           lexicon.NewSet("damage-modals"),
	}
	for _, row := range lexicon.Table("furniture-labels") {
		d.furnitureLabels = append(d.furnitureLabels, row[0])
	}
	for _, row := range lexicon.Table("publication-months") {
		number, err := strconv.Atoi(row[1])
		if err != nil {
			panic("document: publication-months: " + err.Error())
		}
		d.months[row[0]] = number
	}
	return d
}

// pairs returns the first two columns of a list.
func pairs(list string) map[string]string {
	found := map[string]string{}
	for _, row := range lexicon.Table(list) {
		found[row[0]] = row[1]
	}
	return found
}

// Describe fills Blocks, Damage, Language, Skip and the facts that are not yet known. Damage that is already there
// stays. Its time is linear in the text.
func (d *Describer) Describe(doc *hearsay.Document) {
	reader := newReader(d, doc)
	reader.read()
	doc.Blocks = reader.blocks
	if !doc.Title.Known() {
		doc.Title = reader.title
	}
	if !doc.Author.Known() {
		doc.Author = reader.author
	}
	if !doc.Published.Known() {
		doc.Published = reader.published
	}
	d.settleOutlet(doc, reader.outlets)
	ownPassages(doc)
	d.settleDamage(doc, reader.paragraphs)
	d.settleLanguage(doc)
}

// runeFloor is the greatest rune boundary of text that is not beyond at.
func runeFloor(text string, at int) int {
	for at > 0 && at < len(text) && text[at] >= 0x80 && text[at] < 0xC0 {
		at--
	}
	return at
}
