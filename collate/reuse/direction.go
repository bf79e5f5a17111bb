package reuse

import (
	"slices"

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

// direction says which side had a copied passage first, if there is evidence: one document credits the other's outlet,
// or one is strictly older and neither credits anybody else. Two documents that credit each other show nothing.
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
	switch {
	case earlier(a, b):
		return hearsay.FromAToB, "dates", dates(from, to)
	case earlier(b, a):
		return hearsay.FromBToA, "dates", dates(from, to)
	}
	return hearsay.DirectionUnknown, "", nil
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
