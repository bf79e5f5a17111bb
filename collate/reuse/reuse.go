// Package reuse finds the passages that stand in two documents, verbatim or nearly.
//
// It begins with the readings of documents (Aligner.Find) and ends with passages, each with its span on both sides, its
// type and, where there is evidence, its direction, and with how much of each two documents is shared. It hands them on
// to collate, where copied prose takes away origins that only look independent.
//
// Texts are compared as streams of letters and digits, so that quote styles, dashes, tokenisation and spacing do not
// count. Grams of the streams are winnowed (Schleimer, Wilkerson and Aiken 2003), equal ones are the seeds, and each
// seed is extended both ways over small edits.
package reuse

import (
	"cmp"
	"slices"
	"sync"

	"hearsay"
	"hearsay/lexicon"
)

// Sizes in letters and digits.
const (
	Least    = 64 // of a passage, on both sides: about 13 words
	agreeing = 60 // percent of a passage's longer side that must agree
)

// A shorter passage must stand in both texts to the letter, and enough of it outside names and titles: what all call a
// person or a body is no passage.
const (
	shortLeast = 52
	shortOwn   = 36
)

// gramRepeats bounds the occurrences of one gram in one document that are looked at.
const gramRepeats = 4

// nearCopy is the share of the shorter body, in thousandths, that makes two documents near-copies.
const nearCopy = 800

// Aligner finds shared passages. It is safe for concurrent use.
type Aligner struct {
	outlets agencies
	rules   *rules
}

// agencies is what the aligner asks of the list of outlets.
type agencies interface {
	Agency(canonical string) bool
}

// New returns an aligner with the outlets of the lexicon.
func New() *Aligner { return &Aligner{outlets: lexicon.NewOutlets(), rules: newRules()} }

// Text is a document made ready to be aligned with others. It holds about three bytes for each byte of the document's
// text, and 4 kB, besides the reading; once a passage in it has been typed, also what that takes to know of its words. It
// is safe for concurrent use.
type Text struct {
	reading *hearsay.Reading
	once    sync.Once
	words   *page
	stream  stream
	marks   []mark                  // sorted
	asides  []interval              // what is no part of the body
	filter  [filterBits / 64]uint64 // a bit for each mark
}

// filterBits is the size of the filter by which most marks that two texts do not share are known.
const filterBits = 1 << filterLog

const filterLog = 15

func (m mark) bit() (word int, bit uint64) {
	const shift = 64 - filterLog
	return int(m>>shift) / 64, 1 << (m >> shift % 64)
}

// NewText prepares a reading, which must not change as long as the text is used.
func NewText(reading *hearsay.Reading) *Text {
	t := &Text{reading: reading, stream: newStream(reading.Document.Text)}
	t.marks = winnow(t.stream.chars, dense)
	radixSort(t.marks, 64-8)
	for _, m := range t.marks {
		word, bit := m.bit()
		t.filter[word] |= bit
	}
	t.asides = t.stream.asides(reading.Document.Blocks)
	return t
}

// page is what is known of the text's words. All aligners have one lexicon, so that it is the same for any.
func (t *Text) page(a *Aligner) *page {
	t.once.Do(func() { t.words = a.newPage(t.reading) })
	return t.words
}

// Reading is what the text was made from.
func (t *Text) Reading() *hearsay.Reading { return t.reading }

// Find returns the passages that two of the readings share and, for each pair that shares one, how much. Both are
// sorted by document order of A, then of B, passages then by span. The result does not depend on the order of
// readings; a document that comes twice is taken once. Skipped documents share nothing.
//
// All the texts are held, and their marks lie dense. For an archive there are Marks, Pairs, Partners and Pair.
func (a *Aligner) Find(readings []*hearsay.Reading) ([]hearsay.Passage, []hearsay.Overlap) {
	docs := make([]*hearsay.Reading, 0, len(readings))
	for _, reading := range readings {
		if !reading.Document.Skip.Skipped() {
			docs = append(docs, reading)
		}
	}
	slices.SortFunc(docs, func(x, y *hearsay.Reading) int { return x.Document.Compare(&y.Document) })
	docs = slices.CompactFunc(docs, func(x, y *hearsay.Reading) bool { return x.Document.ID == y.Document.ID })
	texts := make([]*Text, len(docs))
	for i, doc := range docs {
		texts[i] = NewText(doc)
	}
	var entries []uint64
	for i, text := range texts {
		for _, m := range text.marks {
			entries = append(entries, m.short()<<docBits|uint64(i))
		}
	}
	var pairs pairSet
	link(entries, gramBound, pairs.add)
	x := newExtender()
	var passages []hearsay.Passage
	var overlaps []hearsay.Overlap
	for _, pair := range pairs.list() {
		found, overlap := x.pair(texts[pair.A], texts[pair.B])
		if len(found) > 0 {
			passages = append(passages, found...)
			overlaps = append(overlaps, overlap)
		}
	}
	a.Type(texts, passages)
	return passages, overlaps
}

// Pair returns the passages that two documents share, sorted by span, and how much that is: what Find returns of two
// readings. Which of the two is A is a matter of document order. Whether they are furniture because they recur in one
// outlet is not known from two documents: that is for Find, or for Classify.
func (a *Aligner) Pair(s, t *Text) ([]hearsay.Passage, hearsay.Overlap) {
	passages, overlap := a.Align(s, t)
	a.Type([]*Text{s, t}, passages)
	return passages, overlap
}

// Align is Pair without the types of the passages and their direction: both are open until Type says them.
func (a *Aligner) Align(s, t *Text) ([]hearsay.Passage, hearsay.Overlap) {
	if s.reading.Document.Compare(&t.reading.Document) > 0 {
		s, t = t, s
	}
	return newExtender().pair(s, t)
}

// Type types passages, and finds their direction, in the light of all of them: those that recur in one outlet are
// furniture. The texts must hold the documents of the passages.
func (a *Aligner) Type(texts []*Text, passages []hearsay.Passage) {
	if len(passages) == 0 {
		return
	}
	byID := make(map[hearsay.DocID]*Text, len(texts))
	for _, text := range texts {
		byID[text.reading.Document.ID] = text
	}
	a.classify(byDocument(passages, func(id hearsay.DocID) *page { return byID[id].page(a) }), passages)
}

// Classify is Type for documents that were not made ready to be aligned.
func (a *Aligner) Classify(readings []*hearsay.Reading, passages []hearsay.Passage) {
	byID := make(map[hearsay.DocID]*hearsay.Reading, len(readings))
	for _, reading := range readings {
		byID[reading.Document.ID] = reading
	}
	a.classify(byDocument(passages, func(id hearsay.DocID) *page { return a.newPage(byID[id]) }), passages)
}

// byDocument makes the page of each document of the passages.
func byDocument(passages []hearsay.Passage, make func(hearsay.DocID) *page) map[hearsay.DocID]*page {
	pages := map[hearsay.DocID]*page{}
	for i := range passages {
		for _, id := range [2]hearsay.DocID{passages[i].A, passages[i].B} {
			if pages[id] == nil {
				pages[id] = make(id)
			}
		}
	}
	return pages
}

// pair aligns two texts, the earlier document first.
func (x *extender) pair(s, t *Text) ([]hearsay.Passage, hearsay.Overlap) {
	a, b := &s.reading.Document, &t.reading.Document
	matches := x.align(s, t)
	if len(matches) == 0 {
		return nil, hearsay.Overlap{A: a.ID, B: b.ID}
	}
	passages := make([]hearsay.Passage, len(matches))
	for i, m := range matches {
		passages[i] = hearsay.Passage{
			A: a.ID, B: b.ID, SpanA: m.spanA, SpanB: m.spanB, Same: m.same, Length: m.length(),
		}
	}
	slices.SortFunc(passages, func(x, y hearsay.Passage) int {
		return cmp.Or(x.SpanA.Compare(y.SpanA), x.SpanB.Compare(y.SpanB))
	})
	return passages, overlap(s, t, matches)
}

// overlap counts what two documents share.
func overlap(s, t *Text, matches []match) hearsay.Overlap {
	o := hearsay.Overlap{A: s.reading.Document.ID, B: t.reading.Document.ID}
	inA, inB := make([]interval, len(matches)), make([]interval, len(matches))
	for i, m := range matches {
		inA[i], inB[i] = interval{m.a0, m.a1}, interval{m.b0, m.b1}
		o.Longest = max(o.Longest, m.run)
	}
	inA, inB = union(inA), union(inB)
	o.OfA = thousandths(size(inA), len(s.stream.chars))
	o.OfB = thousandths(size(inB), len(t.stream.chars))
	bodyA, bodyB := len(s.stream.chars)-size(s.asides), len(t.stream.chars)-size(t.asides)
	sharedA, sharedB := size(inA)-both(inA, s.asides), size(inB)-both(inB, t.asides)
	if bodyA < bodyB || bodyA == bodyB && sharedA < sharedB {
		o.NearCopy = thousandths(sharedA, bodyA) >= nearCopy
	} else {
		o.NearCopy = thousandths(sharedB, bodyB) >= nearCopy
	}
	return o
}

func thousandths(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return part * 1000 / whole
}
