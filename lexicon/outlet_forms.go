package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of an outlet's name by its form: in words before its noun, with an article before them and without, and in
// nouns.
const (
	formWords = 4
	bareWords = 3
	formNouns = 3
)

// lineAround is how many bytes on each side of a name tell whether it stands in prose or in a headline, and proseWord
// the length in bytes from which on a word in small letters tells of prose: headlines write short ones so as well.
const (
	lineAround = 80
	proseWord  = 5
)

// outletForms knows how outlets are named, for those that no list holds.
type outletForms struct {
	nouns    map[string][]outletNoun // by first word, longest first
	before   []string
	behind   []string
	starters Set // words that open sentences and no names
	bearers  Set // first names, forms of address and roles: what follows is a person
	towns    Set // first names that are places as well
	demonyms Set
	behindOK Set // capitalised words that may follow a name without being part of it
}

type outletNoun struct {
	words     string
	agency    bool
	use       outletUse
	notBehind []string
}

// outletUse says what a noun needs around it, the less the greater.
type outletUse uint8

const (
	usePart outletUse = iota
	useCued
	useAnywhere
)

func newOutletForms() *outletForms {
	f := &outletForms{
		nouns:    map[string][]outletNoun{},
		starters: Set{},
		bearers:  Set{},
		towns:    Set{},
		demonyms: NewSet("demonyms"),
		behindOK: NewSet("not-names"),
	}
	uses := map[string]outletUse{"part": usePart, "cued": useCued, "anywhere": useAnywhere}
	for _, row := range Table("outlet-nouns") {
		noun := outletNoun{words: row[0], agency: row[1] == "agency", use: uses[row[2]]}
		if list := column(row, 3); list != "" {
			noun.notBehind = strings.Split(list, ";")
		}
		first := row[0][:wordEnd(row[0], 0)]
		f.nouns[first] = append(f.nouns[first], noun)
	}
	for _, nouns := range f.nouns {
		slices.SortStableFunc(nouns, func(a, b outletNoun) int { return cmp.Compare(len(b.words), len(a.words)) })
	}
	for _, row := range Table("outlet-cues") {
		if row[0] == "before" {
			f.before = append(f.before, row[1])
		} else {
			f.behind = append(f.behind, row[1])
		}
	}
	for _, row := range Table("sentence-words") {
		if column(row, 1) == "starter" {
			f.starters[row[0]] = true
		}
	}
	places := NewSet("places")
	for name := range NewSet("first-names") {
		f.bearers[name] = true
		f.towns[name] = places[name]
	}
	for title := range NewSet("titles") {
		f.bearers[strings.TrimSuffix(title, ".")] = true
	}
	for role := range NewSet("roles") {
		capital := capitalised(role)
		f.bearers[capital] = true
		f.behindOK[capital] = true
	}
	return f
}

// capitalised is word with a capital first letter.
func capitalised(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

// nounAt returns the longest noun, or row of nouns that make one name, that begins with the word from at to end, and
// where it ends. "and" makes one name of "Post and Courier", and parts nouns that need no cue or of which none does.
func (f *outletForms) nounAt(text string, at, end int) (noun outletNoun, stop int, ok bool) {
	noun, stop, ok = f.single(text, at, end)
	if !ok {
		return noun, stop, false
	}
	for range formNouns - 1 {
		next, mark := joint(text, stop)
		last, lastStop, ok := f.single(text, next, wordEnd(text, next))
		if next == stop || !ok || mark == "and" && (noun.use == useAnywhere || last.use != useAnywhere) {
			break
		}
		use := max(noun.use, last.use)
		if mark != "" {
			use = useAnywhere
		}
		noun = outletNoun{agency: last.agency, use: use, notBehind: noun.notBehind}
		stop = lastStop
	}
	return noun, stop, true
}

// hyphen is the length of the hyphen that text begins with, or of the dash that stands for one.
func hyphen(text string) int {
	for _, mark := range [...]string{"-", "–"} {
		if strings.HasPrefix(text, mark) {
			return len(mark)
		}
	}
	return 0
}

// single returns the longest noun of the list that begins with the word from at to end.
func (f *outletForms) single(text string, at, end int) (noun outletNoun, stop int, ok bool) {
	for _, noun := range f.nouns[text[at:end]] {
		if stop, ok := matchWords(text, at, noun.words); ok && wordEnd(text, stop) == stop {
			return noun, stop, true
		}
	}
	return noun, 0, false
}

// joint returns where the next noun of a name would begin behind one that ends at at, which is at itself where none
// can, and the mark between the two: "-", "&", "and", or none but white space.
func joint(text string, at int) (next int, mark string) {
	if size := hyphen(text[at:]); size > 0 {
		return at + size, "-"
	}
	next = skipSpace(text, at)
	for _, mark := range [...]string{"&", "and"} {
		if next == at || !strings.HasPrefix(text[next:], mark) {
			continue
		}
		behind := next + len(mark)
		if start := skipSpace(text, behind); start > behind {
			return start, mark
		}
	}
	return next, ""
}

// match returns the outlet that text names with a noun from at to end, or with a noun that begins so, and nothing
// before floor. stated says that the text stands where an outlet is named, so that no cue is needed.
func (f *outletForms) match(text string, floor, at, end int, stated bool) (start, stop int, ok bool) {
	noun, stop, ok := f.nounAt(text, at, end)
	if !ok || noun.use == usePart {
		return 0, 0, false
	}
	words, article, ok := namedBefore(text, floor, at)
	if !ok || slices.Contains(noun.notBehind, words[len(words)-1].text) || f.shortened(text, words, at) ||
		slices.ContainsFunc(words, f.complete) {
		return 0, 0, false
	}
	if article < 0 {
		for len(words) > 0 && f.starters[words[0].text] {
			words = words[1:]
		}
		if len(words) == 0 || len(words) > bareWords || f.person(words[0].text, stated) ||
			!stated && (!inProse(text, words[0].start, stop) || len(words) > 1 && opensSentence(text, words[0].start)) {
			return 0, 0, false
		}
	} else if f.starters[words[0].text] {
		return 0, 0, false
	}
	if len(words) == 1 && f.demonyms[words[0].text] && (noun.agency || noun.use == useCued) {
		return 0, 0, false // "the British Mirror": a description
	}
	start = words[0].start
	if quoted(text, start, stop) || !f.endsName(text, stop) {
		return 0, 0, false
	}
	if noun.use == useCued && !stated && (article < 0 || !f.cued(text, article, stop)) {
		return 0, 0, false
	}
	return start, stop, true
}

// shortened reports whether words and the noun at at are only nouns that a hyphen joins: "the Post-Dispatch" of a name
// given elsewhere.
func (f *outletForms) shortened(text string, words []nameWord, at int) bool {
	return text[at-1] == '-' && len(words) == 1 && len(f.nouns[words[0].text]) > 0
}

// complete reports whether a word ends a name wherever it stands, so that what follows it is another name.
func (f *outletForms) complete(word nameWord) bool {
	return slices.ContainsFunc(f.nouns[word.text], func(noun outletNoun) bool {
		return noun.words == word.text && noun.use == useAnywhere
	})
}

// person reports whether the first word of a name without an article tells that a person bears it. Where an outlet is
// bound to stand, a town's name tells of none.
func (f *outletForms) person(word string, stated bool) bool {
	return f.bearers[word] && !(stated && f.towns[word])
}

type nameWord struct {
	start int
	text  string
}

// namedBefore returns the capitalised words before at that make a name with what stands there, and where the article
// before them begins, -1 for none. It is false where there are none, or so many that they are no name.
func namedBefore(text string, floor, at int) (words []nameWord, article int, ok bool) {
	for {
		end := wordGap(text, floor, at)
		if end < 0 {
			break
		}
		begin := wordBegin(text, floor, end)
		word := text[begin:end]
		if word == "the" || word == "The" {
			return words, begin, len(words) > 0
		}
		first, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(first) {
			break
		}
		if len(words) == formWords {
			return nil, 0, false
		}
		words = slices.Insert(words, 0, nameWord{begin, word})
		at = begin
	}
	return words, -1, len(words) > 0 && opensWord(text, at)
}

// wordGap returns where the word before at ends if only what parts the words of a name stands between, and -1 if not.
func wordGap(text string, floor, at int) int {
	if at > floor && text[at-1] == '-' {
		at--
	} else {
		gap := strings.TrimRight(text[max(floor, at-4):at], " \t\r\n")
		end := max(floor, at-4) + len(gap)
		if end == at || strings.Count(text[end:at], "\n") > 1 {
			return -1
		}
		at = end
		// "St. Ellis Herald"; longer words with a period are the end of a sentence or a person's title.
		if at-floor >= 3 && text[at-1] == '.' && wordBegin(text, floor, at-1) == at-3 {
			at--
		}
	}
	if at <= floor || wordBegin(text, floor, at) == at {
		return -1
	}
	return at
}

// wordBegin returns where the run of letters and digits that ends at end begins, which is end itself where there is
// none.
func wordBegin(text string, floor, end int) int {
	for end > floor {
		r, size := utf8.DecodeLastRuneInString(text[floor:end])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		end -= size
	}
	return end
}

// opensWord reports whether what stands at at is no part of a word that began before it: "Coeur d'Alene".
func opensWord(text string, at int) bool {
	before, size := utf8.DecodeLastRuneInString(text[:at])
	if before == '\'' || before == '’' {
		before, _ = utf8.DecodeLastRuneInString(text[:at-size])
		return !unicode.IsLetter(before) && !unicode.IsDigit(before)
	}
	return before != '.' && before != '@' && before != '#' && before != '_'
}

// opensSentence reports whether what stands at at opens a sentence or a line, so that its first word need be no name.
func opensSentence(text string, at int) bool {
	before := strings.TrimRight(text[max(0, at-lineAround):at], " \t\"“”‘")
	last, _ := utf8.DecodeLastRuneInString(before)
	return before == "" || strings.ContainsRune(".!?:\n", last)
}

// inProse reports whether the line that holds text[start:stop] is written like prose nearby, and not in the capitals of
// a headline.
func inProse(text string, start, stop int) bool {
	before := text[max(0, start-lineAround):start]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	behind := text[stop:min(len(text), stop+lineAround)]
	if i := strings.IndexByte(behind, '\n'); i >= 0 {
		behind = behind[:i]
	}
	for _, side := range [...]string{before, behind} {
		for word := range strings.FieldsSeq(side) {
			if len(word) >= proseWord && word[0] >= 'a' && word[0] <= 'z' {
				return true
			}
		}
	}
	return false
}

// quoted reports whether quotation marks stand right around text[start:stop]: a title.
func quoted(text string, start, stop int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	behind, _ := utf8.DecodeRuneInString(text[stop:])
	return strings.ContainsRune("\"“‘'", before) && strings.ContainsRune("\"”’',:", behind)
}

// endsName reports whether a name may end at at: no capitalised word goes on with it, and no "of".
func (f *outletForms) endsName(text string, at int) bool {
	next := skipSpace(text, at)
	if size := hyphen(text[at:]); size > 0 {
		next = at + size
	} else if next == at {
		return true
	}
	word := text[next:wordEnd(text, next)]
	if word == "of" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(word)
	return !unicode.IsUpper(first) || f.behindOK[word] || f.starters[word]
}

// cued reports whether the words before the article at article, or those behind stop, tell of an outlet.
func (f *outletForms) cued(text string, article, stop int) bool {
	before := strings.TrimRight(text[max(0, article-lineAround):article], " \t\r\n")
	for _, words := range f.before {
		if rest, ok := cutSuffixFold(before, words); ok && opensWord(rest, len(rest)) && !endsInWord(rest) {
			return true
		}
	}
	behind := text[stop:min(len(text), stop+lineAround)]
	behind = strings.TrimLeft(behind, " \t\r\n")
	for _, mark := range [...]string{"'s", "’s"} {
		behind = strings.TrimPrefix(behind, mark)
	}
	behind = strings.TrimLeft(behind, " \t\r\n")
	for _, words := range f.behind {
		if end, ok := matchWords(behind, 0, words); ok && wordEnd(behind, end) == end {
			return true
		}
	}
	return false
}

// cutSuffixFold cuts words from the end of text, without regard to the case of ASCII letters.
func cutSuffixFold(text, words string) (string, bool) {
	at := len(text) - len(words)
	if at < 0 || !strings.EqualFold(text[at:], words) {
		return "", false
	}
	return text[:at], true
}

// endsInWord reports whether text ends with a letter or digit.
func endsInWord(text string) bool { return wordBegin(text, 0, len(text)) < len(text) }

// agency reports whether a name ends like an agency's.
func (f *outletForms) agency(name string) bool {
	for at := 0; at < len(name); {
		end := wordEnd(name, at)
		if end > at {
			if noun, stop, ok := f.nounAt(name, at, end); ok && stop == len(name) {
				return noun.agency
			}
		}
		at = max(end, at+1)
	}
	return false
}
