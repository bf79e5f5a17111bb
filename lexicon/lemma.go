package lexicon

import (
	"strings"

	"hearsay"
)

// Lemmas finds the dictionary form of verbs and nouns by rules, a list of verbs that chooses between them, and a list
// of what the rules get wrong. It is safe for concurrent use.
type Lemmas struct {
	verbs     Set
	verbForms map[string]string
	nounForms map[string]string
	clitics   map[string]string
}

// NewLemmas returns the look-up over the lists lemma-verbs and lemma-irregular.
func NewLemmas() *Lemmas {
	l := &Lemmas{verbs: NewSet("lemma-verbs"), verbForms: map[string]string{}, nounForms: map[string]string{},
		clitics: map[string]string{}}
	forms := map[string]map[string]string{"verb": l.verbForms, "noun": l.nounForms, "clitic": l.clitics}
	for _, row := range Table("lemma-irregular") {
		forms[row[1]][row[0]] = row[2]
	}
	return l
}

// Lemma returns the lemma of word in small letters: of a verb its infinitive, of a plural its singular, of a clitic the
// word it stands for, and of anything else the word.
func (l *Lemmas) Lemma(word string, tag hearsay.Tag) string {
	word = strings.ToLower(word)
	if strings.Contains(word, "’") {
		word = strings.ReplaceAll(word, "’", "'")
	}
	if tag != hearsay.TagPOS {
		if lemma, ok := l.clitics[word]; ok && (tag.Verb() || word == "n't") {
			if word == "'d" && tag != hearsay.TagMD {
				return "have"
			}
			return lemma
		}
	}
	switch tag {
	case hearsay.TagVBD, hearsay.TagVBN, hearsay.TagVBG, hearsay.TagVBZ:
		if lemma, ok := l.verbForms[word]; ok {
			return lemma
		}
		return l.verb(word)
	case hearsay.TagVBP:
		if l.verbForms[word] == "be" {
			return "be"
		}
	case hearsay.TagNNS, hearsay.TagNNPS:
		if lemma, ok := l.nounForms[word]; ok {
			return lemma
		}
		return noun(word)
	}
	return word
}

// verb undoes the regular endings. Where "e", a doubled letter or "y" may have changed it asks the list, else it guesses
// by the letters.
func (l *Lemmas) verb(word string) string {
	if before, after, found := strings.Cut(word, "-"); found && before != "" {
		return before + "-" + l.verb(after) // "re-elected"
	}
	switch {
	case strings.HasSuffix(word, "ies"), strings.HasSuffix(word, "ied"):
		if stem := word[:len(word)-3]; len(stem) > 1 || !l.verbs[stem+"ie"] {
			return stem + "y"
		}
		return word[:len(word)-1]
	case strings.HasSuffix(word, "ing") && len(word) > 4:
		return l.stem(word[:len(word)-3])
	case strings.HasSuffix(word, "eed"):
		if l.verbs[word[:len(word)-1]] {
			return word[:len(word)-1]
		}
		return word
	case strings.HasSuffix(word, "ed") && len(word) > 3:
		return l.stem(word[:len(word)-2])
	case strings.HasSuffix(word, "es") && len(word) > 3:
		if stem := word[:len(word)-1]; l.verbs[stem] {
			return stem
		}
		return noun(word)
	case strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") && len(word) > 2:
		return word[:len(word)-1]
	}
	return word
}

// stem restores what a verb lost or doubled before "-ed" or "-ing".
func (l *Lemmas) stem(stem string) string {
	if silent := stem + "e"; l.verbs[silent] {
		return silent
	}
	if l.verbs[stem] {
		return stem
	}
	n := len(stem)
	if n > 2 && stem[n-1] == stem[n-2] && !strings.ContainsRune("lsfz", rune(stem[n-1])) {
		return stem[:n-1]
	}
	if n > 2 && stem[n-1] == stem[n-2] && l.verbs[stem[:n-1]] {
		return stem[:n-1]
	}
	if n > 2 && silentE(stem) {
		return stem + "e"
	}
	return stem
}

// silentE reports whether a verb unknown to the list likely ends in "e" after the stem: "-iz", "-at", "-ifi", "-ag", …
func silentE(stem string) bool {
	for _, end := range [...]string{"iz", "is", "at", "uc", "ag", "iv", "av", "ov", "ut", "us", "ur", "rc", "nc",
		"rg", "dg", "u"} {
		if strings.HasSuffix(stem, end) {
			return true
		}
	}
	return false
}

// noun undoes a regular plural.
func noun(word string) string {
	n := len(word)
	switch {
	case n > 4 && strings.HasSuffix(word, "men"):
		return word[:n-2] + "an"
	case n < 4 || !strings.HasSuffix(word, "s") || strings.HasSuffix(word, "ss") || strings.HasSuffix(word, "'s"):
		if n == 3 && word[2] == 's' && !strings.HasSuffix(word, "ss") {
			return word[:2]
		}
		return word
	case strings.HasSuffix(word, "ies") && n > 4:
		return word[:n-3] + "y"
	case strings.HasSuffix(word, "sses"), strings.HasSuffix(word, "shes"), strings.HasSuffix(word, "ches"),
		strings.HasSuffix(word, "xes"), strings.HasSuffix(word, "zzes"), strings.HasSuffix(word, "oes"):
		return word[:n-2]
	case strings.HasSuffix(word, "us"), '0' <= word[n-2] && word[n-2] <= '9':
		return word
	}
	return word[:n-1]
}
