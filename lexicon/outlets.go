package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// OutletMatch is a place in a text that names an outlet.
type OutletMatch struct {
	Span   hearsay.Span
	Outlet string // canonical name; for one by form its words in the text, without an article
	ByForm bool   // no list holds it: capitalised words and a noun such as "Herald"
}

// Outlets is the list of outlets: their names, domains, kinds and families. It is safe for concurrent use.
type Outlets struct {
	byKey    map[string]string   // comparable form of a name → canonical name
	byHost   map[string]string   // domain → canonical name
	agencies Set                 // canonical names
	families map[string]string   // canonical name → family
	short    map[string][]string // short form without article, small letters → canonical names
	sections map[string]string   // comparable form of a section → canonical name
	patterns map[string][]outletPattern
	suffixes []string // longest first
	forms    *outletForms
}

// article says which article a name wants before it in running text.
type article uint8

const (
	articleFree    article = iota // none, or one that is not part of the name
	articleAny                    // "the" or "The"
	articleCapital                // "The"
)

// outletPattern is a name as running text writes it.
type outletPattern struct {
	words   string // without the article
	outlet  string
	article article
	lone    bool // wants words in small letters around it
}

// NewOutlets loads the lists outlets, outlets-world, outlet-families, outlet-suffixes, outlet-nouns and outlet-cues,
// and those of persons, places and sentences that tell what is no outlet.
func NewOutlets() *Outlets {
	o := &Outlets{
		byKey:    map[string]string{},
		byHost:   map[string]string{},
		agencies: Set{},
		families: map[string]string{},
		short:    map[string][]string{},
		sections: map[string]string{},
		patterns: map[string][]outletPattern{},
		forms:    newOutletForms(),
	}
	for _, list := range []string{"outlets", "outlets-world"} {
		for _, row := range Table(list) {
			o.add(row)
		}
	}
	for _, names := range o.short {
		slices.Sort(names)
	}
	for _, row := range Table("outlet-families") {
		o.families[row[0]] = row[1]
	}
	for suffix := range NewSet("outlet-suffixes") {
		o.suffixes = append(o.suffixes, suffix)
	}
	slices.SortFunc(o.suffixes, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	for _, patterns := range o.patterns {
		slices.SortStableFunc(patterns, func(a, b outletPattern) int { return cmp.Compare(len(b.words), len(a.words)) })
	}
	return o
}

// add enters one row of an outlet list.
func (o *Outlets) add(row []string) {
	column := func(i int) []string {
		if i >= len(row) || row[i] == "-" {
			return nil
		}
		return strings.Split(row[i], ";")
	}
	canonical := strings.TrimLeft(row[0], "?!")
	if rest, ok := strings.CutPrefix(canonical, "the "); ok {
		canonical = "The " + rest
	}
	for _, name := range append([]string{row[0]}, column(2)...) {
		o.addPattern(name, canonical)
		o.byKey[nameKey(strings.TrimLeft(name, "?!"))] = canonical
	}
	for _, name := range column(3) {
		o.byKey[nameKey(name)] = canonical
	}
	for _, domain := range column(4) {
		o.byHost[domain] = canonical
	}
	for _, form := range column(5) {
		form = strings.TrimPrefix(strings.ToLower(form), "the ")
		o.short[form] = append(o.short[form], canonical)
	}
	for _, section := range column(6) {
		o.sections[nameKey(section)] = canonical
	}
	if row[1] == "agency" {
		o.agencies[canonical] = true
	}
}

// addPattern enters a name for running text.
func (o *Outlets) addPattern(name, canonical string) {
	if strings.HasPrefix(name, "!") {
		return
	}
	p := outletPattern{outlet: canonical}
	name, p.lone = strings.CutPrefix(name, "?")
	if rest, ok := strings.CutPrefix(name, "The "); ok {
		name, p.article = rest, articleCapital
	} else if rest, ok := strings.CutPrefix(name, "the "); ok {
		name, p.article = rest, articleAny
	}
	p.words = name
	first := name[:wordEnd(name, 0)]
	o.patterns[first] = append(o.patterns[first], p)
}

// Canonical returns the canonical name of the outlet that name names. The name must stand where an outlet is meant:
// "Time" and "Reason" are known. Case, articles, white space, marks and words such as "Inc." and "- News" do not
// matter.
// A short form that stands for several outlets, such as "the Post", is not known.
func (o *Outlets) Canonical(name string) (string, bool) {
	k := nameKey(name)
	for range 4 {
		if canonical, ok := o.byKey[k]; ok {
			return canonical, true
		}
		if canonical, ok := o.byKey[strings.TrimPrefix(k, "the")]; ok {
			return canonical, true
		}
		cut := false
		for _, suffix := range o.suffixes {
			if len(suffix) < len(k) && strings.HasSuffix(k, suffix) {
				k, cut = k[:len(k)-len(suffix)], true
				break
			}
		}
		if !cut {
			break
		}
	}
	return "", false
}

// Named returns the name of the outlet that name names where an outlet is bound to stand: in a byline, a credit, a
// dateline. It is the canonical one of the lists, or for an outlet of no list its words without an article, if they are
// in the form of one: "the Saltmere Herald" is "Saltmere Herald". A place in brackets is no part of the name: "The
// (Port Ellis) News Journal". Of anything else it returns false.
func (o *Outlets) Named(name string) (string, bool) {
	if canonical, ok := o.Canonical(name); ok {
		return canonical, true
	}
	if before, rest, ok := strings.Cut(name, "("); ok {
		if _, behind, ok := strings.Cut(rest, ")"); ok && strings.TrimSpace(behind) != "" {
			return o.Named(before + behind)
		}
	}
	name = strings.Join(strings.Fields(name), " ")
	matches := o.FindStated(name)
	if len(matches) != 1 || matches[0].Span.Of(name) != Plain(name) {
		return "", false
	}
	return matches[0].Outlet, true
}

// Plain is the name of an outlet as somebody gave it, without the article before it and with single spaces, so that
// "The Saltmere Herald" and "Saltmere Herald" are one.
func Plain(name string) string {
	words := strings.Fields(name)
	if len(words) > 1 && strings.EqualFold(words[0], "the") {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// ByHost returns the outlet that publishes on host, which may carry a port, or on a domain above it.
func (o *Outlets) ByHost(host string) (string, bool) {
	host, _, _ = strings.Cut(host, ":")
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for strings.Contains(host, ".") {
		if canonical, ok := o.byHost[host]; ok {
			return canonical, true
		}
		_, host, _ = strings.Cut(host, ".")
	}
	return "", false
}

// BySection returns the only outlet that has a section, blog or column of this name.
func (o *Outlets) BySection(name string) (string, bool) {
	canonical, ok := o.sections[nameKey(name)]
	return canonical, ok
}

// Agency reports whether the outlet supplies text to others, as the lists or its form say: "Northline News Agency".
func (o *Outlets) Agency(canonical string) bool {
	return o.agencies[canonical] || o.forms.agency(canonical)
}

// Family returns the name of the outlet's family, and the outlet itself where it has none.
func (o *Outlets) Family(canonical string) string {
	if family, ok := o.families[canonical]; ok {
		return family
	}
	return canonical
}

// ShortForm returns the outlets, sorted, that a short form such as "the Post" or "Journal" may stand for. Which of them
// it is a document says by naming one in full.
func (o *Outlets) ShortForm(text string) []string {
	return slices.Clone(o.short[strings.TrimPrefix(strings.ToLower(text), "the ")])
}

// FindAll returns the outlets that running text names, in order and without overlaps, the longest name at each place.
// An article is part of a match only where the name wants one ("The Hill"). Outlets of no list are found by their form,
// "the Saltmere Herald", where it is sure. Its time is linear in the text.
func (o *Outlets) FindAll(text string) []OutletMatch { return o.find(text, false) }

// FindStated is FindAll for a line that names an outlet by its nature, such as a credit. It knows more outlets by form:
// "From the Saltmere Times:".
func (o *Outlets) FindStated(text string) []OutletMatch { return o.find(text, true) }

func (o *Outlets) find(text string, stated bool) []OutletMatch {
	var matches []OutletMatch
	floor := 0                 // the end of the match before
	previous := hearsay.Span{} // the word before
	for at := 0; at < len(text); {
		end := wordEnd(text, at)
		if end == at {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		match, ok := o.matchAt(text, previous, at, end)
		if !ok {
			match, ok = o.formAt(text, floor, at, end, stated)
		}
		if ok {
			matches = append(matches, match)
			end = int(match.Span.End)
			floor = end
		}
		previous = hearsay.MakeSpan(at, end)
		at = end
	}
	return matches
}

// matchAt returns the longest name that begins with the word from at to end.
func (o *Outlets) matchAt(text string, previous hearsay.Span, at, end int) (OutletMatch, bool) {
	for _, p := range o.patterns[text[at:end]] {
		stop, ok := matchWords(text, at, p.words)
		if !ok || wordEnd(text, stop) != stop {
			continue
		}
		start := at
		if p.article != articleFree {
			before := previous.Of(text)
			if before != "The" && (before != "the" || p.article == articleCapital) ||
				strings.TrimSpace(text[previous.End:at]) != "" {
				continue
			}
			start = int(previous.Start)
		}
		if p.lone && !lone(text, start, stop) {
			continue
		}
		return OutletMatch{Span: hearsay.MakeSpan(start, stop), Outlet: p.outlet}, true
	}
	return OutletMatch{}, false
}

// formAt returns the outlet that is named by its form, with a noun that begins with the word from at to end. The lists
// know some of these by another spelling.
func (o *Outlets) formAt(text string, floor, at, end int, stated bool) (OutletMatch, bool) {
	start, stop, ok := o.forms.match(text, floor, at, end, stated)
	if !ok {
		return OutletMatch{}, false
	}
	name := strings.Join(strings.Fields(text[start:stop]), " ")
	if len(o.short[strings.ToLower(name)]) > 0 {
		return OutletMatch{}, false
	}
	canonical, listed := o.Canonical(name)
	if !listed {
		canonical = name
	}
	return OutletMatch{hearsay.MakeSpan(start, stop), canonical, !listed}, true
}

// matchWords returns where words end in text if they stand at at. A space matches any white space within a paragraph,
// and an apostrophe any form of it, with a space before it where text is cut into tokens.
func matchWords(text string, at int, words string) (int, bool) {
	for i := 0; i < len(words); i++ {
		switch {
		case words[i] == ' ':
			next := skipSpace(text, at)
			if next == at {
				return 0, false
			}
			at = next
		case words[i] == '\'':
			at = skipSpace(text, at)
			if strings.HasPrefix(text[at:], "’") {
				at += len("’")
			} else if at < len(text) && text[at] == '\'' {
				at++
			} else {
				return 0, false
			}
		case at < len(text) && text[at] == words[i]:
			at++
		default:
			return 0, false
		}
	}
	return at, true
}

// skipSpace returns the end of the white space at at, which may hold one line break and at most four bytes.
func skipSpace(text string, at int) int {
	breaks := 0
	for stop := min(len(text), at+4); at < stop; at++ {
		if text[at] == '\n' {
			if breaks++; breaks > 1 {
				break
			}
		} else if text[at] != ' ' && text[at] != '\t' && text[at] != '\r' {
			break
		}
	}
	return at
}

// lone reports whether text[start:stop] does not open a sentence and has no capitalised word or number beside it.
func lone(text string, start, stop int) bool {
	before := strings.TrimRight(text[max(0, start-40):start], " \t\r\n")
	if before == "" {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	if !unicode.IsLetter(last) && last != ',' && last != '(' {
		return false
	}
	word := before[strings.LastIndexAny(before, " \t\r\n(,-")+1:]
	if first, _ := utf8.DecodeRuneInString(word); word != "" && !unicode.IsLower(first) {
		return false
	}
	after := strings.TrimLeft(text[stop:min(len(text), stop+8)], " \t\r\n")
	next, _ := utf8.DecodeRuneInString(after)
	return !unicode.IsUpper(next) && !unicode.IsDigit(next) && next != '-' && next != '&'
}

// nameKey is the form in which names are compared: letters and digits only, in small letters, "&" as "and".
func nameKey(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	for _, r := range name {
		switch {
		case r == '&':
			b.WriteString("and")
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// wordEnd returns where the run of letters and digits at at ends, which is at itself where there is none.
func wordEnd(text string, at int) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		at += size
	}
	return at
}
