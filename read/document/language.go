package document

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"hearsay"
	"hearsay/lexicon"
)

// What a language decision rests on: a sample of words from the beginning, and how many of a hundred of them are among
// the commonest small words of a language.
const (
	sampleWords   = 200
	sampleMinimum = 80 // a shorter text is never skipped
	shareSure     = 20
	shareEnglish  = 12 // a text with as many English small words is never skipped
)

// languages holds, for each small word, the languages that use it.
type languages struct {
	codes []string // in the order of the list
	words map[string][]int
}

func newLanguages() *languages {
	l := &languages{words: map[string][]int{}}
	for i, row := range lexicon.Table("language-words") {
		l.codes = append(l.codes, row[0])
		for word := range strings.FieldsSeq(row[1]) {
			l.words[word] = append(l.words[word], i)
		}
	}
	return l
}

// detect returns the language of text as ISO 639-1, and "" if unsure; sample is how many words it saw and english how
// many of a hundred are English.
func (l *languages) detect(text string) (code string, sample, english int) {
	counts := make([]int, len(l.codes))
	latin := 0
	for field := range strings.FieldsSeq(text[:runeFloor(text, min(len(text), 16*sampleWords))]) {
		word := strings.ToLower(strings.Trim(field, ".,;:!?\"'()[]“”‘’«»…-–—"))
		if word == "" {
			continue
		}
		sample++
		if word[0] >= 'a' && word[0] <= 'z' {
			latin++
		}
		for _, i := range l.words[word] {
			counts[i]++
		}
		if sample == sampleWords {
			break
		}
	}
	if sample == 0 {
		return "", 0, 0
	}
	best, second := 0, -1
	for i, count := range counts {
		if count > counts[best] {
			best, second = i, best
		} else if i != best && (second < 0 || count > counts[second]) {
			second = i
		}
	}
	english = 100 * counts[0] / sample
	if 100*counts[best] >= shareSure*sample && 4*counts[best] > 5*counts[second] && 2*latin > sample {
		code = l.codes[best]
	}
	return code, sample, english
}

// What shows a text in another script: of its first letters, how many are looked at, how many there must be, and how
// many of a hundred belong to another script than Latin.
const (
	scriptLetters = 600
	scriptMinimum = 300
	scriptShare   = 60
)

type script struct {
	name  string
	table *unicode.RangeTable
}

// scripts are the scripts that are told apart, by the name that a person is shown.
var scripts = []script{
	{"Arabic", unicode.Arabic}, {"Chinese", unicode.Han}, {"Cyrillic", unicode.Cyrillic},
	{"Devanagari", unicode.Devanagari},
	{"Greek", unicode.Greek}, {"Hangul", unicode.Hangul}, {"Hebrew", unicode.Hebrew}, {"Japanese", unicode.Hiragana},
}

// foreignScript returns the name of the script that a text is mostly written in, and "" for Latin and for a short text.
func foreignScript(text string) string {
	latin, letters := 0, 0
	counts := make([]int, len(scripts))
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if r < 0x250 {
			latin++
		} else if i := slices.IndexFunc(scripts, func(s script) bool { return unicode.Is(s.table, r) }); i >= 0 {
			counts[i]++
		}
		if letters == scriptLetters {
			break
		}
	}
	if letters < scriptMinimum || 100*(letters-latin) < scriptShare*letters {
		return ""
	}
	best := slices.Index(counts, slices.Max(counts))
	if counts[best] == 0 {
		return "unknown"
	}
	return scripts[best].name
}

// settleLanguage sets the document's language and skips a document that is clearly in another than English.
func (d *Describer) settleLanguage(doc *hearsay.Document) {
	if script := foreignScript(doc.Text); script != "" {
		if !doc.Skip.Skipped() {
			doc.Skip = hearsay.Skip{
				Reason: hearsay.SkipLanguage, Detail: fmt.Sprintf("the text is in %s script; only English is read", script),
			}
		}
		return
	}
	code, sample, english := d.languages.detect(doc.Text)
	doc.Language = code
	if code != "" && code != "en" && sample >= sampleMinimum && english < shareEnglish && !doc.Skip.Skipped() {
		doc.Skip = hearsay.Skip{
			Reason: hearsay.SkipLanguage,
			Detail: fmt.Sprintf("the text is in language %q; only English is read", code),
		}
	}
}
