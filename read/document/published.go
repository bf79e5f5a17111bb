package document

import (
	"strconv"
	"strings"
	"time"

	"hearsay"
)

// publicationBytes bounds a line that says when a text was published.
const publicationBytes = 100

// publication reads a paragraph as a line of its own that says when the text was published: "Published June 6, 2017",
// "June 6, 2017 9:14 pm". stated reports whether a word such as "Published" introduces it; a bare date does not date
// the document by itself. A line that tells of a later change has no date.
func (d *Describer) publication(p paragraph) (date hearsay.Date, stated, ok bool) {
	if len(p.text) > publicationBytes {
		return date, false, false
	}
	start, kind := d.publicationLead(p.text)
	date = d.dateIn(p, start)
	if kind == "updated" {
		return hearsay.Date{}, true, date.Known() || len(p.text) < photoLine && !endsSentence(p.text)
	}
	if !date.Known() || !d.onlyDate(p.text[start:]) {
		return hearsay.Date{}, false, false
	}
	return date, kind == "published", true
}

// publicationLead returns where the words behind "Published:" begin, and what kind of lead it is.
func (d *Describer) publicationLead(text string) (start int, kind string) {
	at := 0
	for range 3 {
		i := strings.IndexAny(text[at:], " :")
		if i < 0 {
			break
		}
		at += i
		if found, ok := d.publicationLeads[strings.ToLower(text[:at])]; ok {
			kind, start = found, at
			start += len(text[at:]) - len(strings.TrimLeft(text[at:], " :"))
		}
		at++
	}
	return start, kind
}

// onlyDate reports whether text holds nothing but a date and a time of day.
func (d *Describer) onlyDate(text string) bool {
	parts := func(r rune) bool { return strings.ContainsRune(" ,.|:/-–—•()", r) }
	for field := range strings.FieldsFuncSeq(text, parts) {
		word := strings.ToLower(field)
		if _, month := d.months[word]; month || word[0] >= '0' && word[0] <= '9' {
			continue
		}
		if !d.dateWords[word] {
			return false
		}
	}
	return true
}

// dateIn returns the first full date, with day and year, in p.text from offset from on.
func (d *Describer) dateIn(p paragraph, from int) hearsay.Date {
	fields := dateFields(p.text, from)
	for i, field := range fields {
		year, month, day, last := 0, 0, 0, i
		word := strings.ToLower(field.text)
		if number, ok := d.months[word]; ok && i+2 < len(fields) {
			month, day, year, last = number, ordinal(fields[i+1].text), yearOf(fields[i+2].text), i+2
			if year == 0 && i > 0 {
				day, year, last = ordinal(fields[i-1].text), yearOf(fields[i+1].text), i+1
			}
		} else if ok && i > 0 && i+1 < len(fields) {
			month, day, year, last = number, ordinal(fields[i-1].text), yearOf(fields[i+1].text), i+1
		} else if len(word) == 4 && i+2 < len(fields) && isoJoined(p.text, fields[i:i+3]) {
			year, month, day, last = yearOf(word), ordinal(fields[i+1].text), ordinal(fields[i+2].text), i+2
		}
		if year == 0 || month < 1 || month > 12 || day == 0 {
			continue
		}
		at := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		if at.Day() != day {
			continue
		}
		start := field.start
		if last == i+1 {
			start = fields[i-1].start
		}
		return hearsay.Date{
			Unix: at.Unix(), Grain: hearsay.GrainDay, How: hearsay.HowByline,
			Span: p.sub(start, fields[last].start+len(fields[last].text)),
		}
	}
	return hearsay.Date{}
}

type dateField struct {
	start int
	text  string
}

// dateFields cuts text at what parts the members of a date.
func dateFields(text string, from int) []dateField {
	var fields []dateField
	start := -1
	for i := from; i <= len(text); i++ {
		if i < len(text) && wordByte(text[i]) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			fields = append(fields, dateField{start, text[start:i]})
			start = -1
		}
	}
	return fields
}

// isoJoined reports whether three fields are joined as in 2017-06-06.
func isoJoined(text string, fields []dateField) bool {
	return text[fields[0].start+4] == '-' && fields[1].start == fields[0].start+5 &&
		len(fields[1].text) == 2 && fields[2].start == fields[1].start+3 && text[fields[2].start-1] == '-' &&
		len(fields[2].text) >= 2
}

// ordinal is the number of a day, "6" or "6th", or of an ISO day with a time behind it, and 0 for anything else.
func ordinal(word string) int {
	digits := strings.TrimRight(strings.ToLower(word), "stndrh")
	if day, rest, ok := strings.Cut(digits, "t"); ok && len(day) == 2 && len(rest) == 2 {
		digits = day
	}
	day, err := strconv.Atoi(digits)
	if err != nil || day < 1 || day > 31 {
		return 0
	}
	return day
}

// yearOf is a year of modern news, and 0 for anything else.
func yearOf(word string) int {
	year, err := strconv.Atoi(word)
	if err != nil || year < 1850 || year > 2100 || len(word) != 4 {
		return 0
	}
	return year
}
