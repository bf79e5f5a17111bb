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

	"hearsay"
	"hearsay/lexicon"
)

// Sizes in letters and digits. Every run of at least gramLength+window−1 that stands in two documents holds a seed.
const (
	gramLength = 20
	window     = 13
	least      = 64 // of a passage, on both sides: about 13 words
	agreeing   = 60 // percent of a passage's longer side that must agree
)

// Bounds on what one gram may cost. A gram that more than gramDocs documents share is common: it links each of them
// only to the earliest ones and to those just before it, so that copies in a large set stay linked at a cost that
// grows with their number alone.
const (
	gramRepeats  = 4 // occurrences of one gram in one document
	gramDocs     = 24
	gramEarliest = 4
	gramBefore   = 2
)

// nearCopy is the share of the shorter body, in thousandths, that makes two documents near-copies.
const nearCopy = 800

// Aligner finds shared passages. It is safe for concurrent use.
type Aligner struct {
	outlets     agencies
	posts       []string // marks of an embedded post
	firstPerson lexicon.Set
}

// agencies is what the aligner asks of the list of outlets.
type agencies interface {
	Agency(canonical string) bool
}

// New returns an aligner with the outlets of the lexicon.
func New() *Aligner {
	a := &Aligner{outlets: lexicon.NewOutlets(), firstPerson: lexicon.NewSet("first-person")}
	for _, row := range lexicon.Table("post-marks") {
		a.posts = append(a.posts, row[0])
	}
	return a
}

// Find returns the passages that two of the readings share and, for each pair that shares one, how much. Both are
// sorted by document order of A, then of B, passages then by span. The result does not depend on the order of
// readings; a document that comes twice is taken once. Skipped documents share nothing.
func (a *Aligner) Find(readings []*hearsay.Reading) ([]hearsay.Passage, []hearsay.Overlap) {
	docs := make([]*hearsay.Reading, 0, len(readings))
	for _, reading := range readings {
		if !reading.Document.Skip.Skipped() {
			docs = append(docs, reading)
		}
	}
	slices.SortFunc(docs, func(x, y *hearsay.Reading) int { return x.Document.Compare(&y.Document) })
	docs = slices.CompactFunc(docs, func(x, y *hearsay.Reading) bool { return x.Document.ID == y.Document.ID })
	streams := make([]stream, len(docs))
	for i, doc := range docs {
		streams[i] = newStream(doc.Document.Text)
	}
	x := newExtender()
	var passages []hearsay.Passage
	var overlaps []hearsay.Overlap
	for _, pair := range candidates(streams) {
		matches := x.align(docs[pair.a].Document.ID, docs[pair.b].Document.ID, &streams[pair.a], &streams[pair.b], pair.seeds)
		if len(matches) == 0 {
			continue
		}
		from := len(passages)
		for _, m := range matches {
			passages = append(passages, hearsay.Passage{
				A: docs[pair.a].Document.ID, B: docs[pair.b].Document.ID,
				SpanA: m.spanA, SpanB: m.spanB, Same: m.same, Length: m.length(),
			})
		}
		overlaps = append(overlaps, overlap(docs[pair.a], docs[pair.b], &streams[pair.a], &streams[pair.b], matches))
		slices.SortFunc(passages[from:], func(x, y hearsay.Passage) int {
			return cmp.Or(x.SpanA.Compare(y.SpanA), x.SpanB.Compare(y.SpanB))
		})
	}
	a.classify(docs, passages)
	return passages, overlaps
}

// overlap counts what two documents share.
func overlap(a, b *hearsay.Reading, streamA, streamB *stream, matches []match) hearsay.Overlap {
	o := hearsay.Overlap{A: a.Document.ID, B: b.Document.ID}
	spansA, spansB := make([]hearsay.Span, len(matches)), make([]hearsay.Span, len(matches))
	for i, m := range matches {
		spansA[i], spansB[i] = m.spanA, m.spanB
		o.Longest = max(o.Longest, m.run)
	}
	coveredA, bodyA, bodySizeA := streamA.covered(&a.Document, spansA)
	coveredB, bodyB, bodySizeB := streamB.covered(&b.Document, spansB)
	o.OfA = thousandths(coveredA, len(streamA.chars))
	o.OfB = thousandths(coveredB, len(streamB.chars))
	if bodySizeA < bodySizeB || bodySizeA == bodySizeB && bodyA < bodyB {
		o.NearCopy = thousandths(bodyA, bodySizeA) >= nearCopy
	} else {
		o.NearCopy = thousandths(bodyB, bodySizeB) >= nearCopy
	}
	return o
}

func thousandths(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return part * 1000 / whole
}
