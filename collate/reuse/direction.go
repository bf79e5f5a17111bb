package reuse

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// credit is a block by which a document says that another outlet supplied text.
type credit struct {
	block  hearsay.Block
	outlet string
}

func (s side) outlet() string { return s.reading.Document.Outlet.Value }

func (s side) id() hearsay.DocID { return s.reading.Document.ID }

// credits returns the credits that bear on the side's passage: credit lines anywhere in the document, and embedded
// quotations that the passage stands in.
func (s side) credits() []credit {
	var credits []credit
	for _, block := range s.reading.Document.Blocks {
		if !block.Outlet.Known() || block.Outlet.Value == s.outlet() {
			continue
		}
		if block.Kind == hearsay.BlockCredit || block.Kind == hearsay.BlockQuotation && block.Span.Overlaps(s.span) {
			credits = append(credits, credit{block, block.Outlet.Value})
		}
	}
	return credits
}

// naming returns the places in the side's document that credit the outlet.
func (s side) naming(outlet string) []hearsay.Ref {
	var refs []hearsay.Ref
	if outlet == "" {
		return nil
	}
	for _, c := range s.credits() {
		if c.outlet == outlet {
			span := c.block.Outlet.Span
			if span.Empty() {
				span = c.block.Span
			}
			refs = append(refs, hearsay.Ref{Doc: s.id(), Spans: []hearsay.Span{span}})
		}
	}
	for _, attribution := range s.reading.Attributions {
		if attribution.Relay && attribution.Outlet.Value == outlet && !attribution.Outlet.Span.Empty() &&
			slices.ContainsFunc(attribution.Content, func(content hearsay.Span) bool {
				return common(content, s.span)*100 >= s.span.Len()*mostly
			}) {
			refs = append(refs, hearsay.Ref{Doc: s.id(), Spans: []hearsay.Span{attribution.Outlet.Span}})
		}
	}
	return refs
}

// direction says which side had a copied passage first, if there is evidence: one document credits the other's outlet;
// or an error in both is at home in one of them; or one is strictly older. A credit for anybody else leaves it open, as
// do two documents that credit each other, and an error that speaks against the dates.
func direction(from, to side) (hearsay.Direction, string, []hearsay.Ref) {
	inTo, inFrom := to.naming(from.outlet()), from.naming(to.outlet())
	switch {
	case len(inTo) > 0 && len(inFrom) > 0:
		return hearsay.DirectionUnknown, "", nil
	case len(inTo) > 0:
		return hearsay.FromAToB, "credit", inTo
	case len(inFrom) > 0:
		return hearsay.FromBToA, "credit", inFrom
	case len(to.credits()) > 0 || len(from.credits()) > 0:
		return hearsay.DirectionUnknown, "", nil
	}
	a, b := from.reading.Document.Published, to.reading.Document.Published
	olderA, olderB := earlier(a, b), earlier(b, a)
	errorA, errorB := sharedError(from, to), sharedError(to, from)
	switch {
	case len(errorA) > 0 && olderB || len(errorB) > 0 && olderA:
		return hearsay.DirectionUnknown, "", nil
	case len(errorA) > 0:
		return hearsay.FromAToB, "shared error", errorA
	case len(errorB) > 0:
		return hearsay.FromBToA, "shared error", errorB
	case olderA:
		return hearsay.FromAToB, "dates", dates(from, to)
	case olderB:
		return hearsay.FromBToA, "dates", dates(from, to)
	}
	return hearsay.DirectionUnknown, "", nil
}

// sharedError returns the places that show that a passage came to one document out of the other, or out of a text
// garbled like it: both have the same characters decoded in the wrong charset in the passage, one of them everywhere
// else, too, and the other nowhere else. The first cannot have it from the second: its own fault would have garbled the
// passage twice.
//
// No other shared error gives a direction. A misspelling shows that there was a copy, not which; a writer who has a
// wrong name from another keeps to it as much as one who brought it up. What is damaged on one side alone may have been
// damaged behind that outlet's back, on the way to whoever holds it, and may be mended by a copyist.
func sharedError(home, away side) []hearsay.Ref {
	inHome, inAway := home.garbled(true), away.garbled(true)
	if inHome.Empty() || inHome.Of(home.reading.Document.Text) != inAway.Of(away.reading.Document.Text) {
		return nil
	}
	around, clean := home.garbled(false), away.clean()
	if around.Empty() || clean.Empty() || !home.clean().Empty() || !away.garbled(false).Empty() {
		return nil
	}
	return []hearsay.Ref{
		{Doc: home.id(), Spans: inOrder(inHome, around)}, {Doc: away.id(), Spans: inOrder(inAway, clean)},
	}
}

func inOrder(a, b hearsay.Span) []hearsay.Span {
	if b.Compare(a) < 0 {
		return []hearsay.Span{b, a}
	}
	return []hearsay.Span{a, b}
}

// garbled returns the first place in the side's passage, or outside of it, that was decoded in the wrong charset.
func (s side) garbled(inside bool) hearsay.Span {
	for _, mark := range s.reading.Document.Damage {
		if mark.Kind == hearsay.DamageMojibake && s.span.Overlaps(mark.At) == inside {
			return mark.At
		}
	}
	return hearsay.Span{}
}

// clean returns the first character beyond ASCII that stands neither in the side's passage nor in a sentence with
// garbled ones.
func (s side) clean() hearsay.Span {
	doc := &s.reading.Document
	for at, r := range doc.Text {
		if r < utf8.RuneSelf || r == utf8.RuneError || unicode.IsSpace(r) {
			continue
		}
		place := hearsay.MakeSpan(at, at+utf8.RuneLen(r))
		if !s.span.Overlaps(place) && !slices.ContainsFunc(doc.Damage, func(mark hearsay.Mark) bool {
			return mark.Kind.Breaks() && mark.Span.Overlaps(place)
		}) {
			return place
		}
	}
	return hearsay.Span{}
}

// earlier reports whether a is surely before b: by a day, or by the clock where both know the time.
func earlier(a, b hearsay.Date) bool {
	for _, date := range [2]hearsay.Date{a, b} {
		if date.Grain < hearsay.GrainDay || date.How == hearsay.HowGuessed {
			return false
		}
	}
	if a.Grain == hearsay.GrainTime && b.Grain == hearsay.GrainTime {
		return a.Unix < b.Unix
	}
	return a.Day() < b.Day()
}

// dates returns the places where the texts state their dates.
func dates(sides ...side) []hearsay.Ref {
	var refs []hearsay.Ref
	for _, s := range sides {
		if span := s.reading.Document.Published.Span; !span.Empty() {
			refs = append(refs, hearsay.Ref{Doc: s.id(), Spans: []hearsay.Span{span}})
		}
	}
	return refs
}
