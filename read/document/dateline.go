package document

import (
	"strings"
	"unicode"

	"hearsay"
)

// Bounds of a dateline: its place in bytes and words, and what stands in brackets.
const (
	placeBytes = 60
	placeWords = 6
	creditWord = 30
)

// dateline is the opening of the first paragraph that says where, when and by which desk it was written.
type dateline struct {
	span   hearsay.Span
	outlet hearsay.Field
	date   hearsay.Date
}

// dateline reads the opening of a paragraph: "WASHINGTON (CNN) —", "NEW YORK, June 6 (Reuters) -",
// "Washington ( CNN )", "(CNN)", "LONDON —".
func (d *Describer) dateline(p paragraph) (dateline, bool) {
	head := p.text[:runeFloor(p.text, min(len(p.text), placeBytes+creditWord))]
	open := strings.IndexByte(head, '(')
	if open >= 0 && open <= placeBytes && d.place(strings.TrimSpace(head[:open]), false) {
		if found, ok := d.creditedDateline(p, head, open); ok {
			return found, true
		}
	}
	for _, dash := range [...]string{" — ", " – ", " -- ", " - ", "—", "–", "--"} {
		at := strings.Index(head, dash)
		if at <= 0 || at > placeBytes || !d.place(head[:at], true) || at+len(dash) >= len(p.text) {
			continue
		}
		end := at + len(strings.TrimRight(dash, " "))
		return dateline{span: p.sub(0, end), date: d.datelineDate(p, at)}, true
	}
	return dateline{}, false
}

// creditedDateline reads a dateline with an outlet in brackets, which open at open.
func (d *Describer) creditedDateline(p paragraph, head string, open int) (dateline, bool) {
	length := strings.IndexByte(head[open:], ')')
	if length < 0 {
		return dateline{}, false
	}
	inner := head[open+1 : open+length]
	outlet := d.slashed(p, open+1, inner)
	if !outlet.Known() {
		return dateline{}, false
	}
	outlet.How, outlet.By = hearsay.HowDateline, "dateline"
	end := open + length + 1
	rest := strings.TrimLeft(p.text[end:], " \u00a0")
	dashed := false
	for _, dash := range [...]string{"—", "–", "--", "-", ":"} {
		if after, ok := strings.CutPrefix(rest, dash); ok {
			end, dashed = len(p.text)-len(after), true
			break
		}
	}
	if !dashed && !startsUpper(strings.TrimLeft(rest, "\"'“‘ ")) {
		return dateline{}, false
	}
	return dateline{span: p.sub(0, end), outlet: outlet, date: d.datelineDate(p, open)}, true
}

// slashed returns the outlet that text, at offset from in p, names: of several parted by "/" the first that is no
// agency.
func (d *Describer) slashed(p paragraph, from int, text string) hearsay.Field {
	var found hearsay.Field
	at := from
	for part := range strings.SplitSeq(text, "/") {
		name := strings.TrimSpace(part)
		if canonical, ok := d.outlets.Named(name); ok && name != "" {
			if !found.Known() || d.outlets.Agency(found.Value) && !d.outlets.Agency(canonical) {
				start := at + strings.Index(part, name)
				found = hearsay.Field{Value: canonical, Span: p.sub(start, start+len(name))}
			}
		}
		at += len(part) + 1
	}
	return found
}

// place reports whether text may be the place and date of a dateline: nothing, or capitalised words with commas. With
// capitals, its first word must be all in capitals.
func (d *Describer) place(text string, capitals bool) bool {
	if text == "" {
		return !capitals
	}
	fields := strings.Fields(text)
	if len(fields) > placeWords || len(text) > placeBytes {
		return false
	}
	for i, field := range fields {
		word := strings.Trim(field, ",./")
		if word == "" {
			continue
		}
		if d.datelineStops[strings.ToUpper(word)] && (capitals || i > 0) || !placeWord(field) {
			return false
		}
		if i == 0 && capitals && (len(word) < 3 || word != strings.ToUpper(word)) {
			return false
		}
	}
	first := []rune(fields[0])[0]
	return unicode.IsUpper(first)
}

// placeWord reports whether word is capitalised or a number, with no mark but commas, periods, slashes, apostrophes and
// hyphens.
func placeWord(word string) bool {
	for i, r := range word {
		if i == 0 && !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			return strings.Trim(word, ",/") == ""
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(",./'’-", r) {
			return false
		}
	}
	return true
}

// datelineDate is the date with a year in the first end bytes of p.
func (d *Describer) datelineDate(p paragraph, end int) hearsay.Date {
	date := d.dateIn(paragraph{span: p.span, text: p.text[:end]}, 0)
	if date.Known() {
		date.How = hearsay.HowDateline
	}
	return date
}
