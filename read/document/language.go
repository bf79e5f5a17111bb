package document

import (
	"fmt"
	"strings"
	"unicode"

	"hearsay"
	"hearsay/lexicon"
)

// What a language decision rests on. Counts are of words from the beginning; shares are of a hundred of them. A text is
// skipped only if both its beginning and the whole of it, as far as that is looked at, are foreign.
const (
	sampleWords  = 200
	wholeWords   = 5000
	leastWords   = 10 // a shorter text is never skipped
	leastForeign = 4  // small words of the other language that English does not have
	shareSure    = 20 // of all small words of a language
	shareForeign = 15 // of those that English does not have
	shareEnglish = 10 // a text with as many English small words that the other language does not have is never skipped
)

// languages holds, for each small word, the languages that use it.
type languages struct {
	codes []string // in the order of the list; the first is English
	words map[string][]int
}

func newLanguages() *languages {
	l := &languages{words: map[string][]int{}}
	for i, row := range lexicon.Table("language-words") {
		l.codes = append(l.codes, row[0])
		seen := map[string]bool{}
		for word := range strings.FieldsSeq(row[1]) {
			if !seen[word] {
				seen[word] = true
				l.words[word] = append(l.words[word], i)
			}
		}
	}
	return l
}

// sample is what the first words of a text show of its language.
type sample struct {
	words   int
	counts  []int // small words of each language
	foreign []int // those of them that English does not have, in small letters
	shared  []int // those of them that English has
}

// take counts the small words among the first words of a text, at most limit of them.
func (l *languages) take(text string, limit int) sample {
	s := sample{counts: make([]int, len(l.codes)), foreign: make([]int, len(l.codes)), shared: make([]int, len(l.codes))}
	for field := range strings.FieldsSeq(text[:runeFloor(text, min(len(text), 16*limit))]) {
		for _, part := range strings.FieldsFunc(field, func(r rune) bool { return r == '\'' || r == '’' }) {
			bare := strings.TrimFunc(part, func(r rune) bool { return !unicode.IsLetter(r) })
			if bare == "" {
				continue
			}
			word := strings.ToLower(bare)
			s.words++
			in := l.words[word]
			english := len(in) > 0 && in[0] == 0
			for _, i := range in {
				s.counts[i]++
				if english {
					s.shared[i]++
				} else if word[0] == bare[0] {
					s.foreign[i]++ // "La" may be a name's
				}
			}
		}
		if s.words >= limit {
			break
		}
	}
	return s
}

// best is the language with most small words, and whether no other comes near it.
func (s *sample) best() (language int, clear bool) {
	second := -1
	for i, count := range s.counts {
		if count > s.counts[language] {
			language, second = i, language
		} else if i != language && (second < 0 || count > s.counts[second]) {
			second = i
		}
	}
	return language, 100*s.counts[language] >= shareSure*s.words && 4*s.counts[language] > 5*s.counts[second]
}

// elsewhere reports whether the sample is of a text in another language than English.
func (s *sample) elsewhere() bool {
	i, _ := s.best()
	english := s.counts[0] - s.shared[i]
	return i != 0 && s.words >= leastWords && s.foreign[i] >= leastForeign && 100*s.counts[i] >= shareSure*s.words &&
		100*s.foreign[i] >= shareForeign*s.words && 100*english < shareEnglish*s.words
}

// What shows a text in another script: of its first letters, how many are looked at, how many there must be, and how
// many of a hundred belong to another script than Latin. Japanese mixes scripts; few kana show it.
const (
	scriptLetters = 600
	wholeLetters  = 20000
	scriptMinimum = 20
	scriptShare   = 60
	shareKana     = 5
)

// script is a script that is told apart, by the name that a person is shown, with the language that it alone stands for.
type script struct {
	name     string
	language string // ISO 639-1, "" where several languages use it
	table    *unicode.RangeTable
}

// The first two scripts of the list.
const (
	kana = iota
	han
)

var scripts = []script{
	kana: {"Japanese", "ja", &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0x3041, Hi: 0x30FF, Stride: 1}}}},
	han:  {"Chinese", "zh", unicode.Han}, {"Arabic", "", unicode.Arabic}, {"Cyrillic", "", unicode.Cyrillic},
	{"Devanagari", "", unicode.Devanagari}, {"Greek", "el", unicode.Greek}, {"Hangul", "ko", unicode.Hangul},
	{"Hebrew", "", unicode.Hebrew}, {"Thai", "th", unicode.Thai}, {"Armenian", "hy", unicode.Armenian},
	{"Georgian", "ka", unicode.Georgian}, {"Bengali", "", unicode.Bengali}, {"Tamil", "ta", unicode.Tamil},
	{"Telugu", "te", unicode.Telugu}, {"Gujarati", "gu", unicode.Gujarati}, {"Gurmukhi", "pa", unicode.Gurmukhi},
	{"Kannada", "kn", unicode.Kannada}, {"Malayalam", "ml", unicode.Malayalam}, {"Sinhala", "si", unicode.Sinhala},
	{"Ethiopic", "", unicode.Ethiopic}, {"Khmer", "km", unicode.Khmer}, {"Lao", "lo", unicode.Lao},
	{"Myanmar", "", unicode.Myanmar},
}

// foreignScript returns the script that the first letters of a text are mostly written in, and nil for Latin and for a
// text of few letters.
func foreignScript(text string, limit int) *script {
	letters := 0
	counts := make([]int, len(scripts))
	for _, r := range text {
		if r < 0x250 && r != 'ª' && r != 'º' {
			if r >= 'A' && unicode.IsLetter(r) {
				letters++
			}
		} else if unicode.IsLetter(r) {
			letters++
			for i := range scripts {
				if unicode.Is(scripts[i].table, r) {
					counts[i]++
					break
				}
			}
		}
		if letters == limit {
			break
		}
	}
	if 100*counts[kana] >= shareKana*letters {
		counts[kana] += counts[han]
		counts[han] = 0
	}
	best, foreign := 0, 0
	for i, count := range counts {
		foreign += count
		if count > counts[best] {
			best = i
		}
	}
	if letters < scriptMinimum || 100*foreign < scriptShare*letters {
		return nil
	}
	return &scripts[best]
}

// settleLanguage sets the document's language and skips a document that is clearly in another than English. A document
// whose beginning alone is foreign, a quotation perhaps, is English.
func (d *Describer) settleLanguage(doc *hearsay.Document) {
	if foreignScript(doc.Text, scriptLetters) != nil {
		if script := foreignScript(doc.Text, wholeLetters); script != nil {
			doc.Language = script.language
			skipLanguage(doc, script.name+" script")
			return
		}
	}
	seen := d.languages.take(doc.Text, sampleWords)
	if seen.words == 0 {
		doc.Language = ""
		return
	}
	foreign := seen.elsewhere()
	if foreign {
		seen = d.languages.take(doc.Text, wholeWords)
		foreign = seen.elsewhere()
	}
	language, clear := seen.best()
	doc.Language = ""
	if clear {
		doc.Language = d.languages.codes[language]
	}
	if foreign {
		skipLanguage(doc, fmt.Sprintf("language %q", d.languages.codes[language]))
	}
}

// skipLanguage skips a document that is in something else than English, unless something else was wrong before.
func skipLanguage(doc *hearsay.Document, in string) {
	if !doc.Skip.Skipped() {
		doc.Skip = hearsay.Skip{Reason: hearsay.SkipLanguage, Detail: "the text is in " + in + "; only English is read"}
	}
}
