package reuse

import (
	"slices"
	"strings"
	"unicode"

	"hearsay"
)

// Shares, in percent of a passage, from which its place in a document types it.
const (
	mostly        = 60 // of the passage in quotation marks, in an embedded quotation or in furniture
	firstPerson   = 3  // of the words of a statement that is shown in full
	statementSize = 40 // words from which a passage may be one
)

// ownChars is the letters and digits outside names and titles that copied prose needs: two outlets that write out the
// same offices and names, with a few words between, have not copied.
const ownChars = 40

// A short passage is copied prose only if it is hardly edited: what everybody calls a thing is worded nearly alike by
// all. Below longChars agreeing letters and digits, each that differs takes away editCost, and shortChars must be
// left.
const (
	longChars  = 110
	shortChars = 56
	editCost   = 3
)

// Furniture recurs: a passage of whole lines, no longer than furnitureChars, in at least furnitureDocs documents of one
// outlet.
const (
	furnitureChars = 400
	furnitureDocs  = 4
)

// side is one document of a passage.
type side struct {
	reading *hearsay.Reading
	span    hearsay.Span
}

// classify sets the kind and direction of each passage.
func (a *Aligner) classify(docs []*hearsay.Reading, passages []hearsay.Passage) {
	byID := make(map[hearsay.DocID]*hearsay.Reading, len(docs))
	for _, doc := range docs {
		byID[doc.Document.ID] = doc
	}
	recurring := recurrences(byID, passages)
	for i := range passages {
		p := &passages[i]
		from, to := side{byID[p.A], p.SpanA}, side{byID[p.B], p.SpanB}
		p.Kind, p.KindBy = a.kind(p, from, to, recurring[i])
		if p.Kind == hearsay.PassageProse || p.Kind == hearsay.PassageWire {
			p.Direction, p.By, p.Evidence = direction(from, to)
		}
	}
}

// kind types a passage. The first rule that applies decides, those with the surest evidence first.
func (a *Aligner) kind(p *hearsay.Passage, from, to side, recurring bool) (hearsay.PassageKind, string) {
	asideFrom, asideTo := from.inBlocks(outsideArticle), to.inBlocks(outsideArticle)
	quotedFrom, quotedTo := from.quoted(), to.quoted()
	shownFrom, shownTo := from.inBlocks(embedded), to.inBlocks(embedded)
	switch {
	case asideFrom >= mostly || asideTo >= mostly:
		return hearsay.PassageFurniture, "furniture block"
	case recurring:
		return hearsay.PassageFurniture, "recurs in one outlet"
	case quotes(to, shownTo, from) || quotes(from, shownFrom, to):
		return hearsay.PassageProse, "quotation line"
	case shownFrom >= mostly && shownTo >= mostly:
		return hearsay.PassageEmbedded, "embedded on both sides"
	case shownFrom >= mostly || shownTo >= mostly:
		return hearsay.PassageEmbedded, "embedded on one side"
	case a.post(from) || a.post(to):
		return hearsay.PassageEmbedded, "marks of a post"
	case from.proseRun() >= least && to.proseRun() >= least:
		// Words of the outlet stand beside the quotation: enough of them to be a passage alone.
	case quotedFrom >= mostly && quotedTo >= mostly:
		return hearsay.PassageQuotation, "quotation marks on both sides"
	case quotedFrom >= mostly && from.attributed() || quotedTo >= mostly && to.attributed():
		return hearsay.PassageQuotation, "quotation marks on one side, attributed"
	}
	if a.statement(from) && a.statement(to) {
		return hearsay.PassageEmbedded, "speaks in the first person"
	}
	switch {
	case min(from.common(), to.common()) < ownChars:
		return hearsay.PassageUnclear, "mostly names"
	case p.Same < longChars && p.Same-editCost*(p.Length-p.Same) < shortChars:
		return hearsay.PassageUnclear, "short and edited"
	}
	agenciesFrom, agenciesTo := a.agenciesOf(from.reading), a.agenciesOf(to.reading)
	switch {
	case slices.ContainsFunc(agenciesFrom, func(name string) bool { return slices.Contains(agenciesTo, name) }):
		return hearsay.PassageWire, "one agency on both sides"
	case len(agenciesFrom) > 0 != (len(agenciesTo) > 0):
		return hearsay.PassageWire, "agency on one side"
	}
	return hearsay.PassageProse, "none of the other kinds"
}

func outsideArticle(kind hearsay.BlockKind) bool {
	return kind == hearsay.BlockFurniture || kind == hearsay.BlockByline || kind == hearsay.BlockCredit
}

func embedded(kind hearsay.BlockKind) bool { return kind == hearsay.BlockQuotation }

// inBlocks is the percentage of the side's span that lies in blocks of the kinds.
func (s side) inBlocks(kinds func(hearsay.BlockKind) bool) int {
	bytes := 0
	for _, block := range s.reading.Document.Blocks {
		if kinds(block.Kind) {
			bytes += common(block.Span, s.span)
		}
	}
	return bytes * 100 / max(1, s.span.Len())
}

func common(a, b hearsay.Span) int {
	if !a.Overlaps(b) {
		return 0
	}
	return int(min(a.End, b.End)) - int(max(a.Start, b.Start))
}

// quotes reports whether the side's passage stands in a quotation block that names the other side's outlet.
func quotes(s side, shown int, other side) bool {
	return shown >= mostly && other.outlet() != "" && slices.ContainsFunc(s.credits(), func(c credit) bool {
		return c.block.Kind == hearsay.BlockQuotation && c.block.Span.Overlaps(s.span) && c.outlet == other.outlet()
	})
}

// marks returns the union of the quotations within the span, in order.
func (s side) marks() []hearsay.Span {
	var spans []hearsay.Span
	for _, quotation := range s.reading.Quotations {
		if quotation.Span.Overlaps(s.span) {
			spans = append(spans, hearsay.Span{
				Start: max(quotation.Span.Start, s.span.Start), End: min(quotation.Span.End, s.span.End),
			})
		}
	}
	slices.SortFunc(spans, hearsay.Span.Compare)
	union := spans[:0]
	for _, span := range spans {
		if n := len(union); n > 0 && span.Start <= union[n-1].End {
			union[n-1].End = max(union[n-1].End, span.End)
		} else {
			union = append(union, span)
		}
	}
	return union
}

// quoted is the percentage of the side's span that stands in quotation marks.
func (s side) quoted() int {
	bytes := 0
	for _, span := range s.marks() {
		bytes += span.Len()
	}
	return bytes * 100 / max(1, s.span.Len())
}

// proseRun is the letters and digits of the longest stretch of the span outside quotation marks.
func (s side) proseRun() int {
	longest, at := 0, s.span.Start
	for _, span := range append(s.marks(), hearsay.Span{Start: s.span.End, End: s.span.End}) {
		longest = max(longest, letters(s.reading.Document.Text[at:span.Start]))
		at = span.End
	}
	return longest
}

func letters(text string) int {
	n := 0
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// common is the letters and digits of the span in words without a capital.
func (s side) common() int {
	n := 0
	for word := range strings.FieldsSeq(s.span.Of(s.reading.Document.Text)) {
		if !strings.ContainsFunc(word, unicode.IsUpper) {
			n += letters(word)
		}
	}
	return n
}

// attributed reports whether an attribution with a source has its content in the side's span.
func (s side) attributed() bool {
	return slices.ContainsFunc(s.reading.Attributions, func(attribution hearsay.Attribution) bool {
		return len(attribution.Source) > 0 && slices.ContainsFunc(attribution.Content, s.span.Overlaps)
	})
}

// post reports whether the side's passage holds the marks of an embedded post.
func (a *Aligner) post(s side) bool {
	text := s.span.Of(s.reading.Document.Text)
	return slices.ContainsFunc(a.posts, func(mark string) bool { return strings.Contains(text, mark) })
}

// statement reports whether the side's passage is a text of some length that speaks of itself.
func (a *Aligner) statement(s side) bool {
	words := strings.FieldsFunc(strings.ToLower(s.span.Of(s.reading.Document.Text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’'
	})
	own := 0
	for _, word := range words {
		if a.firstPerson[strings.ReplaceAll(word, "’", "'")] {
			own++
		}
	}
	return len(words) >= statementSize && own*100 >= len(words)*firstPerson
}

// agenciesOf returns the agencies that supplied the document or are credited in it, sorted.
func (a *Aligner) agenciesOf(reading *hearsay.Reading) []string {
	var names []string
	if outlet := reading.Document.Outlet.Value; a.outlets.Agency(outlet) {
		names = append(names, outlet)
	}
	for _, block := range reading.Document.Blocks {
		if block.Kind == hearsay.BlockCredit && a.outlets.Agency(block.Outlet.Value) {
			names = append(names, block.Outlet.Value)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// recurrences reports for each passage whether it is a line that recurs in the documents of one outlet.
func recurrences(byID map[hearsay.DocID]*hearsay.Reading, passages []hearsay.Passage) []bool {
	type place struct {
		span  hearsay.Span
		other hearsay.DocID
	}
	places := map[hearsay.DocID][]place{}
	lines := func(p *hearsay.Passage) bool {
		a, b := &byID[p.A].Document, &byID[p.B].Document
		return p.Length <= furnitureChars && a.Outlet.Known() && a.Outlet.Value == b.Outlet.Value &&
			wholeLines(a.Text, p.SpanA) && wholeLines(b.Text, p.SpanB)
	}
	for i := range passages {
		if p := &passages[i]; lines(p) {
			places[p.A] = append(places[p.A], place{p.SpanA, p.B})
			places[p.B] = append(places[p.B], place{p.SpanB, p.A})
		}
	}
	recurring := make([]bool, len(passages))
	for i := range passages {
		p := &passages[i]
		if !lines(p) {
			continue
		}
		others := map[hearsay.DocID]bool{}
		for _, at := range places[p.A] {
			if common(at.span, p.SpanA)*100 >= p.SpanA.Len()*mostly {
				others[at.other] = true
			}
		}
		recurring[i] = len(others)+1 >= furnitureDocs
	}
	return recurring
}

// wholeLines reports whether nothing but marks stands between the span and the ends of its lines.
func wholeLines(text string, span hearsay.Span) bool {
	head, tail := text[:span.Start], text[span.End:]
	head = head[strings.LastIndexByte(head, '\n')+1:]
	if end := strings.IndexByte(tail, '\n'); end >= 0 {
		tail = tail[:end]
	}
	return letters(head) == 0 && letters(tail) == 0
}
