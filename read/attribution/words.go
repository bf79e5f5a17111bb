package attribution

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// frame says what a cue wants around it.
type frame uint8

const (
	frameFree      frame = iota // known from labels alone
	frameSay                    // subject, clause or quotation
	frameTell                   // subject, addressee, clause
	frameAsk                    // subject, addressee, question
	frameDeny                   // subject, what is not so
	frameShow                   // document or body, clause
	frameRefuse                 // subject, what was asked
	frameUntraced               // an adverb in the content
	frameGuess                  // the writer's own hedge
	frameSaidTo                 // subject and infinitive are the content
	frameThat                   // content follows, no source
	frameUnclear                // question follows, no source
	frameAccording              // source follows
	frameAsked                  // the subject is asked
	frameAskedOf                // "Asked by X whether Y, Z said"
	frameColon                  // "Police: driver fled"
	frameTalk                   // what somebody is said to be doing follows, no source: "stories about him leaving"
)

var frameNames = map[string]frame{"say": frameSay, "tell": frameTell, "ask": frameAsk, "deny": frameDeny,
	"show": frameShow, "refuse": frameRefuse, "untraced": frameUntraced, "guess": frameGuess, "said-to": frameSaidTo, "that": frameThat,
	"unclear": frameUnclear, "according": frameAccording, "asked": frameAsked,
	"asked-of": frameAskedOf, "talk": frameTalk}

// phrase is a cue of fixed words.
type phrase struct {
	frame   frame
	stance  hearsay.Stance
	pattern string
	tokens  []map[string]bool
}

// nounClass is what a source's head noun tells of the source.
type nounClass uint8

const (
	nounUnknown nounClass = iota
	nounBare
	nounPerson
	nounSpokes
	nounDocument
	nounReports
	nounBody
	nounCrowd
)

var nounNames = map[string]nounClass{"bare": nounBare, "person": nounPerson, "spokes": nounSpokes,
	"document": nounDocument, "reports": nounReports, "body": nounBody, "crowd": nounCrowd}

// noun is an entry of the list of source nouns.
type noun struct {
	class  nounClass
	plural bool
}

// number is what a number word stands for.
type number struct {
	value  int
	plural bool // it stands for a bare plural: "several"
}

// New loads the lists that the finder works with: numbers, anonymity, those beginning with sources and stance, and the
// outlets.
func New() *Finder {
	f := &Finder{
		outlets:    lexicon.NewOutlets(),
		phrases:    map[string][]phrase{},
		verbs:      map[string]frame{},
		stances:    map[string]hearsay.Stance{},
		nouns:      map[string]noun{},
		anonymity:  map[string][][]string{},
		denials:    map[string][][]string{},
		nonAnswers: map[string][][]string{},
		numbers:    map[string]number{},
		cues:       lexicon.NewCues(),
		sets:       map[string]map[string]bool{},
		roles:      lexicon.NewRoles().All(),
	}
	for _, row := range lexicon.Table("sources-classes") {
		f.sets[row[0]] = set(strings.Fields(row[1]))
	}
	for _, row := range lexicon.Table("sources-phrases") {
		f.addPhrase(row)
	}
	for first := range f.phrases {
		slices.SortStableFunc(f.phrases[first], func(a, b phrase) int { return len(b.tokens) - len(a.tokens) })
	}
	for _, row := range lexicon.Table("sources-verbs") {
		for _, form := range strings.Fields(row[1]) {
			f.verbs[form] = frameNames[row[0]]
		}
	}
	for _, row := range lexicon.Table("stance-cues") {
		for _, form := range strings.Fields(row[1]) {
			f.stances[form] = stance(row[0])
		}
	}
	for _, row := range lexicon.Table("sources-nouns") {
		f.nouns[row[0]] = noun{nounNames[row[1]], row[2] == "plural"}
	}
	for _, row := range lexicon.Table("anonymity") {
		tokens := strings.Fields(row[0])
		f.anonymity[tokens[0]] = append(f.anonymity[tokens[0]], tokens)
	}
	for _, row := range lexicon.Table("stance-denials") {
		tokens := strings.Fields(row[0])
		f.denials[tokens[0]] = append(f.denials[tokens[0]], tokens)
	}
	for _, row := range lexicon.Table("stance-nonanswers") {
		tokens := strings.Fields(row[0])
		f.nonAnswers[tokens[0]] = append(f.nonAnswers[tokens[0]], tokens)
	}
	for _, row := range lexicon.Table("numbers") {
		value, err := strconv.Atoi(strings.TrimSuffix(row[1], "+"))
		if err != nil {
			panic(fmt.Sprintf("attribution: number %q: %v", row[0], err))
		}
		f.numbers[row[0]] = number{value, strings.HasSuffix(row[1], "+")}
	}
	return f
}

// addPhrase adds a row of sources-phrases under each word it may begin with.
func (f *Finder) addPhrase(row []string) {
	p := phrase{frame: frameNames[row[0]], stance: stance(row[1]), pattern: row[2]}
	for _, token := range strings.Fields(row[2]) {
		if class, found := strings.CutPrefix(token, "%"); found {
			p.tokens = append(p.tokens, f.sets[class])
		} else {
			p.tokens = append(p.tokens, set([]string{token}))
		}
	}
	for first := range p.tokens[0] {
		f.phrases[first] = append(f.phrases[first], p)
	}
}

// set is the words as a set.
func set(words []string) map[string]bool {
	members := make(map[string]bool, len(words))
	for _, w := range words {
		members[w] = true
	}
	return members
}

// stance is the stance of that name; a list that names another is a mistake of the program.
func stance(name string) hearsay.Stance {
	var s hearsay.Stance
	if err := s.UnmarshalText([]byte(name)); err != nil {
		panic(fmt.Sprintf("attribution: %v", err))
	}
	return s
}
