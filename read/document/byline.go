package document

import (
	"strings"

	"hearsay"
)

// bylineBytes bounds a byline's length; a longer line that begins with "By" is prose.
const bylineBytes = 160

// byline is what a byline says: who wrote the text, and perhaps for whom and when. There is no author where an outlet
// stands in his place.
type byline struct {
	author hearsay.Span
	outlet hearsay.Field
	date   hearsay.Date
}

// byline reads a paragraph as a byline: "By Ann Roe and Bob Lee, CNN", "By Ann Roe | June 6, 2017".
func (d *Describer) byline(p paragraph) (byline, bool) {
	if len(p.text) > bylineBytes {
		return byline{}, false
	}
	start := d.bylineOpener(p.text)
	if start == 0 {
		return byline{}, false
	}
	length := d.personNames(p.text[start:])
	if length == 0 {
		return byline{}, false
	}
	end := start + length
	found := byline{author: p.sub(start, end)}
	rest := p.text[end:]
	if rest != "" && !strings.ContainsRune(",|-–—/(;:•·\n", firstMark(rest)) && !strings.HasPrefix(rest, " for ") &&
		!strings.HasPrefix(rest, " of ") {
		return byline{}, false
	}
	if strings.HasSuffix(rest, ".") && len(strings.Fields(rest)) > 6 {
		return byline{}, false
	}
	found.outlet = d.bylineOutlet(p, end)
	if canonical, ok := d.outlets.Named(p.text[start:end]); ok && !found.outlet.Known() {
		found.outlet = hearsay.Field{Value: canonical, How: hearsay.HowByline, Span: found.author, By: "byline"}
		found.author = hearsay.Span{}
	}
	found.date = d.dateIn(p, end)
	return found, true
}

// bylineOpener returns where the words behind "By" begin, and 0 for a line that does not begin so.
func (d *Describer) bylineOpener(text string) int {
	at := 0
	for range 4 {
		i := strings.IndexByte(text[at:], ' ')
		if i < 0 {
			return 0
		}
		at += i
		opener := strings.ToLower(text[:at])
		for at < len(text) && text[at] == ' ' {
			at++
		}
		if d.bylineOpeners[opener] {
			return at
		}
	}
	return 0
}

// firstMark is the first character that is no space.
func firstMark(text string) rune {
	for _, r := range text {
		if r != ' ' && r != '\u00a0' {
			return r
		}
	}
	return 0
}

// bylineOutlet returns the outlet that a byline names behind the author: the last of its parts that is one.
func (d *Describer) bylineOutlet(p paragraph, from int) hearsay.Field {
	var found hearsay.Field
	for at := from; at < len(p.text); {
		end := len(p.text)
		if i := strings.IndexAny(p.text[at:], ",|/();•·\n"); i >= 0 {
			end = at + i
		}
		part := strings.Trim(p.text[at:end], " -–—.")
		part = strings.TrimPrefix(strings.TrimPrefix(part, "for "), "of ")
		if canonical, ok := d.outlets.Named(part); ok && part != "" {
			start := at + strings.Index(p.text[at:end], part)
			found = hearsay.Field{
				Value: canonical, How: hearsay.HowByline, Span: p.sub(start, start+len(part)), By: "byline",
			}
		}
		at = end + 1
	}
	return found
}

// bareByline reads two paragraphs as a byline without "By": names alone, then an outlet alone.
func (d *Describer) bareByline(names, outlet paragraph) (byline, bool) {
	if len(names.text) > bylineBytes || len(outlet.text) > photoLine || d.personNames(names.text) != len(names.text) {
		return byline{}, false
	}
	canonical, ok := d.outlets.Named(outlet.text)
	if !ok {
		return byline{}, false
	}
	return byline{
		author: names.span,
		outlet: hearsay.Field{Value: canonical, How: hearsay.HowByline, Span: outlet.span, By: "bare byline"},
	}, true
}

// sourceLine reads a paragraph as the source of the text before it, "Ann Roe, National Review", and returns the outlet.
func (d *Describer) sourceLine(p paragraph) (hearsay.Field, bool) {
	if len(p.text) > photoLine || endsSentence(p.text) {
		return hearsay.Field{}, false
	}
	length := d.personNames(p.text)
	rest, ok := strings.CutPrefix(p.text[length:], ", ")
	if length == 0 || !ok {
		return hearsay.Field{}, false
	}
	canonical, ok := d.outlets.Named(rest)
	if !ok {
		return hearsay.Field{}, false
	}
	start := len(p.text) - len(rest)
	return hearsay.Field{
		Value: canonical, How: hearsay.HowCredit, Span: p.sub(start, len(p.text)), By: "source line",
	}, true
}
