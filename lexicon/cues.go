package lexicon

import "strings"

// CueClass says how a word attributes.
type CueClass uint8

// The classes of cue words. CueNone is a word that is no cue.
const (
	CueNone CueClass = iota
	CueSay
	CueTalk
	CueTell
	CueWrite
	CueReport
	CueShow
	CueSuggest
	CueAsk
	CueDeny
	CueRefuse
	CueAgree
	CueBelieve
	CueDecide
	CueKnow
	CueWant
	CueIntend
	CuePromise
	CueExpect
	CueFear
	CueUrge
	CueCall
	CueBlame
	CueOppose
	CueSupport
	CueHold
	CueSeem
	CueAccording
	CueReportedly
	CueStatement
	CueDocument
	CueBelief
	CueIntention
	CueAttitude
	CueVoice
	CuePeople
	CueBody
	CueClassCount // the number of classes, not a class
)

var cueClassNames = [...]string{"", "say", "talk", "tell", "write", "report", "show", "suggest", "ask", "deny",
	"refuse", "agree", "believe", "decide", "know", "want", "intend", "promise", "expect", "fear", "urge", "call", "blame",
	"oppose", "support", "hold", "seem", "according", "reportedly", "statement", "document", "belief", "intention", "attitude",
	"voice", "people", "body"}

func (c CueClass) String() string { return cueClassNames[c] }

// CueEntry is what the lists say of one word form. A form may be a verb and a noun or adjective ("claims", "reported").
type CueEntry struct {
	Verb  CueClass // its class as a verb form
	Noun  CueClass // its class as a noun, adjective or adverb, or as the noun of a source
	Lemma string   // the base form, of the verb where there is one
}

// Cues looks up reporting words by their lower-case form.
type Cues map[string]CueEntry

// NewCues reads the lists "cues" and "cues-sources".
func NewCues() Cues {
	classes := map[string]CueClass{}
	for class, name := range cueClassNames {
		classes[name] = CueClass(class)
	}
	cues := Cues{}
	verb := func(form, lemma string, class CueClass) {
		if entry := cues[form]; entry.Verb == CueNone {
			entry.Verb, entry.Lemma = class, lemma
			cues[form] = entry
		}
	}
	noun := func(form, lemma string, class CueClass) {
		if entry := cues[form]; entry.Noun == CueNone {
			entry.Noun = class
			if entry.Lemma == "" {
				entry.Lemma = lemma
			}
			cues[form] = entry
		}
	}
	for _, row := range Table("cues") {
		lemma, class := row[0], classes[row[2]]
		switch row[1] {
		case "verb":
			verb(lemma, lemma, class)
			forms := regularForms(lemma)
			if len(row) > 3 {
				forms = strings.Split(row[3], ",")
			}
			for _, form := range forms {
				verb(form, lemma, class)
			}
		case "noun":
			noun(lemma, lemma, class)
			noun(plural(lemma), lemma, class)
		default:
			noun(lemma, lemma, class)
		}
	}
	for _, row := range Table("cues-sources") {
		noun(row[0], row[0], classes[row[1]])
		noun(plural(row[0]), row[0], classes[row[1]])
	}
	return cues
}

// regularForms are the third person, past and present participle of a verb that inflects by rule.
func regularForms(lemma string) []string {
	stem := lemma[:len(lemma)-1]
	switch {
	case strings.HasSuffix(lemma, "e"):
		return []string{lemma + "s", lemma + "d", stem + "ing"}
	case strings.HasSuffix(lemma, "y") && !strings.ContainsAny(lemma[len(lemma)-2:len(lemma)-1], "aeiou"):
		return []string{stem + "ies", stem + "ied", lemma + "ing"}
	}
	return []string{plural(lemma), lemma + "ed", lemma + "ing"}
}

// plural adds the s of plural nouns and third persons.
func plural(lemma string) string {
	for _, end := range []string{"s", "x", "z", "ch", "sh"} {
		if strings.HasSuffix(lemma, end) {
			return lemma + "es"
		}
	}
	if strings.HasSuffix(lemma, "y") && !strings.ContainsAny(lemma[len(lemma)-2:len(lemma)-1], "aeiou") {
		return lemma[:len(lemma)-1] + "ies"
	}
	if strings.HasSuffix(lemma, "man") {
		return lemma[:len(lemma)-2] + "en"
	}
	return lemma + "s"
}
