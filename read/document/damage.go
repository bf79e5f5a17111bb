package document

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// A coreference resolver that writes antecedents over words leaves clues of several kinds. Clean news has each of them
// now and then, as a typo or a turn of phrase, but not several kinds in several sentences. So the clues of a document
// are first taken together: only where they show that a resolver was at work are its sentences marked, and then by
// weaker clues too. A doubled article is marked anywhere.
const (
	resolvedSentences = 3 // sentences with a strong clue
	resolvedKinds     = 3 // kinds of strong clues, one of which shows a word overwritten
	resolvedSure      = 2 // kinds, where a subject pronoun or a bare "n't" shows it in resolvedTwice sentences
	resolvedTwice     = 2
	intruderTimes     = 5 // times that a phrase stands in the text before it may count as an intruder
	nameTimes         = 2 // times that a capitalised word stands in the text before it counts as a name
	holeBytes         = 3 // spaces that show a hole
	phraseWords       = 3 // words of a phrase that a resolver writes over others
)

// clue is a kind of evidence of damage.
type clue uint8

const (
	clueNone      clue = iota
	clueSubject        // a name right behind a subject pronoun: "he Trump"
	clueObject         // a name right behind another pronoun: "him Trump"
	clueOrphan         // "n't" without its verb: "Trump n't"
	cluePhrase         // a phrase with names twice in one sentence
	clueHole           // a run of spaces within a sentence
	clueDoubled        // a name or an article twice: "the the President"
	clueNested         // "Comey told Comey"
	clueCapital        // a pronoun with a capital within a sentence: "We also Our aware"
	clueArticle        // an article right behind a pronoun: "himself the probe", "his the President"
	clueReflexive      // a modal behind a verb and its reflexive: "expressed himself would"
	clueBare           // an article before a name that has none, and a small word behind it: "the Sessions of the probe"
	clueIntruder       // a phrase that overwrote words elsewhere
)

var clueNames = [...]string{"", "pronoun and name", "pronoun and name", "orphan n't", "phrase twice", "hole",
	"doubled word", "name nested in itself",
	"capital within", "pronoun and article", "verb and reflexive", "article and name", "intruder"}

// kind is what a clue shows to have happened.
func (c clue) kind() hearsay.DamageKind {
	switch c {
	case clueHole:
		return hearsay.DamageLost
	case clueDoubled:
		return hearsay.DamageDoubled
	}
	return hearsay.DamageOverwritten
}

// strong reports whether the clue counts towards the evidence that a resolver was at work.
func (c clue) strong() bool { return c >= clueSubject && c <= clueHole }

// finding is a clue with the words that show it.
type finding struct {
	clue     clue
	at       hearsay.Span
	sentence int
}

// word is a token of the rough cut that damage is sought in.
type word struct {
	start, end int
	sentence   int
	before     int  // bytes of white space before it
	mark       bool // punctuation
	upper      bool // begins with a capital
	opens      bool // first of its sentence, or behind a mark
}

// roughCut is a text cut into words and sentences, roughly.
type roughCut struct {
	text      string
	words     []word
	sentences []hearsay.Span // from first to last letter or digit
	tokenised bool
	detached  hearsay.Span // the first detached mark
}

func (c *roughCut) of(i int) string { return c.text[c.words[i].start:c.words[i].end] }

// cutRoughly cuts text into words and marks, and into sentences at marks that end them and at the given paragraphs.
// Where a sentence must end without a mark stands an empty one.
func cutRoughly(text string, paragraphs []paragraph) *roughCut {
	cut := &roughCut{text: text, words: make([]word, 0, len(text)/4)}
	space := 0
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsSpace(r) {
			space += size
			at += size
			continue
		}
		end := at + size
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if !letter && (r == '\'' || r == '’') && (space > 0 || at == 0) && startsLetter(text[end:]) {
			letter = true
		}
		if letter {
			end = letterRun(text, end)
		}
		for len(paragraphs) > 0 && int(paragraphs[0].span.Start) <= at {
			cut.words = append(cut.words, word{start: at, end: at, mark: true})
			paragraphs = paragraphs[1:]
		}
		cut.words = append(cut.words, word{start: at, end: end, before: space, mark: !letter, upper: unicode.IsUpper(r)})
		at, space = end, 0
	}
	cut.findTokenised()
	cut.findSentences()
	return cut
}

// letterRun returns where the letters and digits from at on end, with apostrophes between them.
func letterRun(text string, at int) int {
	for at < len(text) {
		r, size := utf8.DecodeRuneInString(text[at:])
		if r == '\'' || r == '’' {
			if !startsLetter(text[at+size:]) {
				break
			}
		} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		at += size
	}
	return at
}

func startsLetter(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// What makes a text tokenised: marks with a space before them, and how many of a hundred commas and periods have one.
const (
	detachedMarks = 8
	detachedShare = 70
)

// findTokenised sets whether marks stand detached throughout the text.
func (c *roughCut) findTokenised() {
	marks, detached := 0, 0
	for i, w := range c.words {
		if !w.mark || w.start == w.end || c.text[w.start] != ',' && c.text[w.start] != '.' {
			continue
		}
		if i+1 < len(c.words) && c.words[i+1].before == 0 && c.words[i+1].start < c.words[i+1].end {
			continue
		}
		marks++
		if w.before > 0 {
			if detached++; detached == 1 {
				c.detached = hearsay.MakeSpan(w.start, w.end)
			}
		}
	}
	c.tokenised = detached >= detachedMarks && 100*detached >= detachedShare*marks
}

// findSentences cuts at line breaks and at periods and marks of question and exclamation. In tokenised text a period
// must stand detached; elsewhere a capital must follow, and no short capitalised word may precede it ("Sen.").
func (c *roughCut) findSentences() {
	sentence, open := 0, true
	for i := range c.words {
		w := &c.words[i]
		w.sentence, w.opens = sentence, open || i > 0 && c.words[i-1].mark
		if !w.mark {
			if open {
				c.sentences = append(c.sentences, hearsay.MakeSpan(w.start, w.end))
				open = false
			}
			c.sentences[sentence].End = uint32(w.end)
			continue
		}
		if !open && c.ends(i) {
			sentence, open = sentence+1, true
		}
	}
}

// ends reports whether the mark at index i ends a sentence.
func (c *roughCut) ends(i int) bool {
	w := c.words[i]
	if w.start == w.end {
		return true
	}
	switch c.text[w.start] {
	case '!', '?':
		return true
	case '.':
	default:
		return false
	}
	if c.tokenised {
		return w.before > 0
	}
	next := i + 1
	for next < len(c.words) && c.words[next].mark && c.words[next].start < c.words[next].end {
		next++
	}
	if next == len(c.words) {
		return true
	}
	if i+1 < len(c.words) && c.words[i+1].before == 0 && next == i+1 {
		return false
	}
	short := i > 0 && c.words[i-1].upper && c.words[i-1].end-c.words[i-1].start <= 4 && c.words[i-1].end == w.start
	return c.words[next].upper && !short || c.words[next].start == c.words[next].end
}

// settleDamage adds the damage that the text itself shows, in order.
func (d *Describer) settleDamage(doc *hearsay.Document, paragraphs []paragraph) {
	cut := cutRoughly(doc.Text, paragraphs)
	marks := doc.Damage
	if cut.tokenised {
		text := strings.TrimSpace(doc.Text)
		start := strings.Index(doc.Text, text)
		marks = append(marks, hearsay.Mark{
			Kind: hearsay.DamageTokenised, Span: hearsay.MakeSpan(start, start+len(text)),
			At: cut.detached, By: "detached marks",
		})
	}
	marks = append(marks, mojibake(cut)...)
	marks = append(marks, d.overwritten(cut)...)
	slices.SortStableFunc(marks, func(a, b hearsay.Mark) int {
		return cmp.Or(a.Span.Compare(b.Span), cmp.Compare(a.Kind, b.Kind), a.At.Compare(b.At))
	})
	doc.Damage = marks
}

// overwritten returns the marks of the sentences that a resolver broke: for each kind of damage in a sentence one, at
// the first words that show it.
func (d *Describer) overwritten(cut *roughCut) []hearsay.Mark {
	findings := d.clues(cut, d.names(cut))
	phrases := cut.phrases()
	findings = append(findings, phrases.twice(cut)...)
	if !resolved(findings) {
		return marksOf(cut, slices.DeleteFunc(findings, func(f finding) bool {
			return (f.clue != clueHole || !cut.tokenised) && !cut.doubledArticle(f)
		}))
	}
	return marksOf(cut, append(findings, phrases.intruders(cut)...))
}

// doubledArticle reports whether a finding is "the the", which is never meant, whoever wrote it.
func (c *roughCut) doubledArticle(f finding) bool {
	words := f.at.Of(c.text)
	return f.clue == clueDoubled && strings.EqualFold(words, "the the") && strings.HasSuffix(words, "the")
}

// resolved reports whether the findings together show a resolver at work.
func resolved(findings []finding) bool {
	sentences, sure := map[int]bool{}, map[int]bool{}
	var kinds [clueHole + 1]bool
	for _, f := range findings {
		if !f.clue.strong() {
			continue
		}
		sentences[f.sentence] = true
		kinds[f.clue] = true
		if f.clue == clueSubject || f.clue == clueOrphan {
			sure[f.sentence] = true
		}
	}
	if len(sentences) < resolvedSentences || !kinds[clueSubject] && !kinds[clueObject] && !kinds[clueOrphan] {
		return false
	}
	kinds[clueSubject] = kinds[clueSubject] || kinds[clueObject]
	kinds[clueObject] = false
	count := 0
	for _, kind := range kinds {
		if kind {
			count++
		}
	}
	return count >= resolvedKinds || count >= resolvedSure && len(sure) >= resolvedTwice
}

// marksOf makes one mark of each kind for each sentence.
func marksOf(cut *roughCut, findings []finding) []hearsay.Mark {
	type place struct {
		sentence int
		kind     hearsay.DamageKind
	}
	slices.SortStableFunc(findings, func(a, b finding) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.clue, b.clue))
	})
	seen := map[place]int{}
	var marks []hearsay.Mark
	for _, f := range findings {
		at := place{f.sentence, f.clue.kind()}
		i, ok := seen[at]
		if !ok {
			i = len(marks)
			seen[at] = i
			marks = append(marks, hearsay.Mark{
				Kind: at.kind, Span: hearsay.Cover([]hearsay.Span{cut.sentences[f.sentence], f.at}),
				At: f.at, By: clueNames[f.clue],
			})
		}
		if f.clue == clueIntruder {
			marks[i].Intruders = append(marks[i].Intruders, f.at)
		}
	}
	return marks
}

// nameUse is how often a capitalised word stands where no mark or sentence gives it its capital, and how often of these
// behind an article.
type nameUse struct{ times, articles int }

// bare reports whether the word is a name that takes no article.
func (n nameUse) bare() bool { return n.times >= resolvedSentences && 5*n.articles <= 2*n.times }

func (d *Describer) names(cut *roughCut) map[string]nameUse {
	names := map[string]nameUse{}
	for i, w := range cut.words {
		if !w.upper || w.opens {
			continue
		}
		text := cut.of(i)
		use := names[text]
		use.times++
		if d.determiners[cut.of(i-1)] {
			use.articles++
		}
		names[text] = use
	}
	return names
}

// clues finds the clues that two or three neighbouring words give.
func (d *Describer) clues(cut *roughCut, names map[string]nameUse) []finding {
	var findings []finding
	for i := 1; i < len(cut.words); i++ {
		w, previous := cut.words[i], cut.words[i-1]
		if w.mark || w.sentence != previous.sentence {
			continue
		}
		add := func(kind clue, words int) {
			at := hearsay.MakeSpan(cut.words[i+1-words].start, w.end)
			findings = append(findings, finding{kind, at, w.sentence})
		}
		if d.hole(cut, i) {
			add(clueHole, 2)
		}
		if previous.mark {
			continue
		}
		text, before := cut.of(i), cut.of(i-1)
		lower := strings.ToLower(text)
		pronoun := d.pronouns[before]
		name := w.upper && names[text].times >= nameTimes && len(text) > 1
		switch {
		case name && pronoun == "subject" && !d.dateWords[lower]:
			add(clueSubject, 2)
		case name && (pronoun == "object" || pronoun == "reflexive") && !d.dateWords[lower]:
			add(clueObject, 2)
		case (lower == "n't" || lower == "n’t") && previous.upper && names[before].times >= nameTimes:
			add(clueOrphan, 2)
		case (name && text == before || d.determiners[lower] && strings.EqualFold(text, before)) && !d.doublings[lower]:
			add(clueDoubled, 2)
		case pronoun != "" && (lower == "the" || lower == "a" && pronoun == "subject"):
			add(clueArticle, 2)
		case w.upper && d.pronouns[lower] == "owner" && !previous.upper:
			add(clueCapital, 2)
		}
		if i < 2 || cut.words[i-2].mark || cut.words[i-2].sentence != w.sentence {
			continue
		}
		switch first := cut.of(i - 2); {
		case name && !previous.upper && text == first && !d.joints[before]:
			add(clueNested, 3)
		case pronoun == "reflexive" && d.modals[lower] && strings.HasSuffix(first, "ed"):
			add(clueReflexive, 3)
		case text == "of" && names[before].bare() && (first == "the" || first == "a"):
			add(clueBare, 3)
		}
	}
	return findings
}

// hole reports whether a run of spaces before the word at index i shows that words were lost there: none that ends a
// sentence stands before it, and a capital does not follow, except behind an article.
func (d *Describer) hole(cut *roughCut, i int) bool {
	w, previous := cut.words[i], cut.words[i-1]
	if w.before < holeBytes || strings.ContainsAny(cut.text[previous.end:w.start], "\n\t") {
		return false
	}
	if previous.mark && strings.ContainsAny(cut.of(i-1), ".!?:;\"”") {
		return false
	}
	return !w.upper || d.determiners[cut.of(i-1)]
}

// phraseIndex is where phrases begin, as indexes of words, by their text.
type phraseIndex map[string][]int

// phrases indexes the runs of three words of which two are capitalised.
func (c *roughCut) phrases() phraseIndex {
	index := phraseIndex{}
	for i := 0; i+phraseWords <= len(c.words); i++ {
		run := c.words[i : i+phraseWords]
		capitals := 0
		whole := true
		for _, w := range run {
			whole = whole && !w.mark && w.sentence == run[0].sentence
			if w.upper {
				capitals++
			}
		}
		if whole && capitals >= 2 {
			words := c.text[run[0].start:run[phraseWords-1].end]
			index[words] = append(index[words], i)
		}
	}
	return index
}

// twice finds the phrases that stand twice in one sentence.
func (p phraseIndex) twice(cut *roughCut) []finding {
	var findings []finding
	for _, at := range p {
		for k := 1; k < len(at); k++ {
			a, b := cut.words[at[k-1]], cut.words[at[k]]
			if a.sentence == b.sentence && at[k]-at[k-1] >= phraseWords {
				findings = append(findings, finding{
					cluePhrase, hearsay.MakeSpan(b.start, cut.words[at[k]+phraseWords-1].end), b.sentence,
				})
			}
		}
	}
	return findings
}

// intruders finds where a phrase stands that overwrote words: it stands often, and in at least a third of the sentences
// that hold it, and in several, it stands twice. Its first place is where the resolver took it from.
func (p phraseIndex) intruders(cut *roughCut) []finding {
	var found []finding
	for _, at := range p {
		if len(at) < intruderTimes {
			continue
		}
		sentences, twice, last := 1, 0, -1
		for k := 1; k < len(at); k++ {
			switch s := cut.words[at[k]].sentence; {
			case s != cut.words[at[k-1]].sentence:
				sentences++
			case s != last:
				twice, last = twice+1, s
			}
		}
		if twice < resolvedSentences || 3*twice < sentences {
			continue
		}
		for _, i := range at[1:] {
			found = append(found, finding{
				clueIntruder, hearsay.MakeSpan(cut.words[i].start, cut.words[i+phraseWords-1].end), cut.words[i].sentence,
			})
		}
	}
	return found
}
