package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay/lexicon"
)

// phrases finds the kind of a line by its words. The lists are short, so they are only parted by their first or last
// byte.
type phrases struct {
	whole  map[string]string
	begins [256][]phrase
	ends   [256][]phrase
	has    []phrase
	opener []string
}

type phrase struct{ words, kind string }

// newPhrases reads a list with the columns how, words, kind.
func newPhrases(list string) *phrases {
	p := &phrases{whole: map[string]string{}}
	for _, row := range lexicon.Table(list) {
		entry := phrase{row[1], row[2]}
		switch row[0] {
		case "is":
			p.whole[trimMarks(row[1])] = row[2]
		case "begins":
			p.begins[row[1][0]] = append(p.begins[row[1][0]], entry)
		case "ends":
			last := row[1][len(row[1])-1]
			p.ends[last] = append(p.ends[last], entry)
		case "has":
			p.has = append(p.has, entry)
		case "opens":
			p.opener = append(p.opener, row[1])
		}
	}
	return p
}

// is returns the kind of line if all of it is on the list.
func (p *phrases) is(line string) (kind string, ok bool) {
	kind, ok = p.whole[trimMarks(line)]
	return kind, ok
}

// begin returns the kind of line by its first words, and those words. Only a digit may be the beginning of a longer
// word.
func (p *phrases) begin(line string) (kind, words string, ok bool) {
	if line == "" {
		return "", "", false
	}
	for _, entry := range p.begins[line[0]] {
		rest, ok := strings.CutPrefix(line, entry.words)
		last := entry.words[len(entry.words)-1]
		if ok && (rest == "" || !wordByte(last) || last <= '9' || !wordByte(rest[0])) {
			return entry.kind, entry.words, true
		}
	}
	return "", "", false
}

// end returns the kind of line by its last words, a period behind them aside.
func (p *phrases) end(line string) (kind string, ok bool) {
	line = strings.TrimRight(line, ". ")
	if line == "" {
		return "", false
	}
	for _, entry := range p.ends[line[len(line)-1]] {
		if strings.HasSuffix(line, entry.words) {
			return entry.kind, true
		}
	}
	return "", false
}

// within returns the kind of line by words anywhere in it.
func (p *phrases) within(line string) (kind string, ok bool) {
	for _, entry := range p.has {
		if strings.Contains(line, entry.words) {
			return entry.kind, true
		}
	}
	return "", false
}

// opens reports whether line begins with one of the list's openers.
func (p *phrases) opens(line string) bool {
	return slices.ContainsFunc(p.opener, func(words string) bool { return strings.HasPrefix(line, words) })
}

// trimMarks cuts marks from both ends of a line.
func trimMarks(line string) string { return strings.Trim(line, " \t.:;!?*_-–—•·|[]()<>/…") }

// wordByte reports whether c is part of a word; every byte of a rune beyond ASCII is taken for one.
func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf
}

// Bounds in bytes beyond which a line is prose whatever it begins or ends with.
const (
	openerLine  = 250
	closerLine  = 250
	photoLine   = 80
	captionLine = 300
	ageLine     = 20 // "6 years ago"
)

// furniture returns what kind of furniture a paragraph is. lower is its text in small letters.
func (d *Describer) furniture(p paragraph, lower string) (kind string, ok bool) {
	if trimMarks(lower) == "" {
		return "rule", true
	}
	if kind, ok := d.furnitureWords.is(lower); ok {
		return kind, true
	}
	if lower[0] >= '0' && lower[0] <= '9' && len(lower) <= ageLine && strings.HasSuffix(lower, " ago") {
		return "age", true
	}
	if len(lower) <= openerLine || strings.HasPrefix(lower, "enlarge this image") {
		if kind, _, ok := d.furnitureWords.begin(lower); ok {
			return kind, true
		}
	}
	if len(lower) <= closerLine && !strings.ContainsAny(lower, "\"“”") {
		if kind, ok := d.furnitureWords.end(lower); ok {
			return kind, true
		}
	}
	if len(lower) <= photoLine && d.photoCredit(p.text) {
		return "photo credit", true
	}
	if len(p.text) <= captionLine && d.creditedCaption(p.text, lower) {
		return "caption", true
	}
	return "", false
}

// creditedCaption reports whether a line ends with the source of a picture in brackets: "The mayor in May. (Ann
// Roe/Reuters)".
func (d *Describer) creditedCaption(line, lower string) bool {
	open := strings.LastIndexByte(line, '(')
	if open < 0 || !strings.HasSuffix(line, ")") {
		return false
	}
	if kind, _, ok := d.furnitureWords.begin(lower[open:]); ok && kind == "caption" {
		return true
	}
	inner := line[open+1 : len(line)-1]
	if source, by, ok := strings.Cut(inner, ":"); ok && d.photoSources[source] {
		by = strings.TrimSpace(by)
		return by != "" && d.personName(by) == len(by)
	}
	slash := strings.LastIndexByte(inner, '/')
	if slash < 0 || !d.photoSources[strings.TrimSpace(inner[slash+1:])] {
		return false
	}
	by := strings.TrimSpace(inner[:slash])
	return by != "" && d.personName(by) == len(by)
}

// photoCredit reports whether a short line holds nothing but sources of pictures: "AFP/Getty Images".
func (d *Describer) photoCredit(line string) bool {
	line = strings.Trim(line, " ()")
	for part := range strings.SplitSeq(strings.ReplaceAll(line, " via ", "/"), "/") {
		if !d.photoSources[strings.TrimSpace(part)] {
			return false
		}
	}
	return true
}
