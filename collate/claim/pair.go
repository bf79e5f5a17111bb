package claim

import (
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

// Kind is a sort of evidence on whether two clauses tell one proposition.
type Kind int

// Kinds of evidence, each with few values.
const (
	KindCore     Kind = iota // predicate, doer and object together
	KindVerb                 // likeness of the predicates
	KindDoer                 // of the doers
	KindObject               // of the objects
	KindCross                // people who stand in other parts there
	KindPeople               // identities beside doer and object
	KindLeast                // share of the words that the other clause has or has the like of: the lesser
	KindMost                 // the greater
	KindShared               // weight of the words in common
	KindRarest               // weight of the rarest of them
	KindSentence             // weight of what the sentences around have in common
	KindNumbers              // figures
	KindDays                 // days
	KindSpeaker              // whose word
	KindPlace                // where in their documents
	KindSame                 // one document, one sentence
	KindPassage              // in one passage
	KindLevel                // commitment and stance
	KindForm                 // noun, headline
	KindShort                // words of the shorter clause
	KindSense                // relation of the predicates in WordNet
	KindMeaning              // likeness of the clauses as wholes
	KindAround               // likeness of the sentences as wholes
	KindRun                  // content words in a row
	KindCommon               // in how many clauses of the story the predicate stands
	Kinds        = iota
)

// kindNames are the names under which the weights stand in the model.
var kindNames = [Kinds]string{"core", "verb", "doer", "object", "cross", "people", "least", "most", "shared", "rarest", "sentence",
	"numbers", "days", "speaker", "place", "same", "passage", "level", "form", "short", "sense",
	"meaning", "around", "run", "common"}

// String is the kind's name.
func (k Kind) String() string { return kindNames[k] }

// Values is how many values a kind has at most.
const Values = 32

// Evidence is what two clauses have in common, a value of each kind. It is the same for (a, b) and (b, a).
type Evidence [Kinds]uint8

// term is a word of a story's clauses.
type term struct {
	row      int32 // in the table of vectors, or -1
	weight   int32
	identity bool
	near     bool  // stands for a set of predicates
	count    int32 // clauses that have it
}

// profile is what a candidate is compared by, in terms of the story.
type profile struct {
	verb    int32
	senses  senses
	class   int32
	agents  []int32
	objects []int32
	others  []int32
	words   []int32 // sorted
	around  *around // the sentence
	numbers []string
	mass    int32 // weight of words
	speaker hearsay.IdentityID
	said    bool
	guess   int32   // of the doer, or -1
	guessed int32   // of the object, or -1
	order   []int32 // the words in text order
	meets   []int32 // what a pair must have one of in common to be looked at, sorted
	meaning meaning // of the words
}

// around is what the clauses of one sentence share.
type around struct {
	words   []int32 // sorted
	mass    int32   // weight of words
	meaning meaning // of the words
}

// comparison holds what is compared in one story.
type comparison struct {
	joiner     *Joiner
	story      Story
	candidates []candidate
	profiles   []profile
	ids        map[string]int32
	around     map[*sentence]*around
	terms      []term
	like       []remembered // by a hash of both words
	most       []int32      // room for covered
	aligned    map[[2]int]bool
}

func (j *Joiner) compare(story Story, candidates []candidate) *comparison {
	c := &comparison{
		joiner: j, story: story, candidates: candidates, profiles: make([]profile, len(candidates)),
		ids: map[string]int32{}, around: map[*sentence]*around{}, like: make([]remembered, 1<<rememberedBits), aligned: map[[2]int]bool{},
	}
	for i := range candidates {
		c.profile(&candidates[i], &c.profiles[i])
	}
	for i := range c.profiles {
		for _, id := range c.profiles[i].meets {
			c.terms[id].count++
		}
	}
	for i := range c.terms {
		t := &c.terms[i]
		inStory := log2(uint32(len(candidates)+1)/uint32(t.count+1) + 1)
		switch {
		case t.identity:
			t.weight = inStory + 16
		case t.near:
			t.weight = inStory / 2
		default:
			t.weight = (c.joiner.vectors.rarity(t.row) + inStory) / 2
		}
	}
	for i := range c.profiles {
		p := &c.profiles[i]
		for _, id := range p.words {
			p.mass += c.terms[id].weight
		}
		p.meaning = c.meaning(p.words)
		if around := p.around; around.mass == 0 {
			for _, id := range around.words {
				around.mass += c.terms[id].weight
			}
			around.meaning = c.meaning(around.words)
		}
	}
	j.passageLinks(story, candidates, func(a, b int, _ string, _ int) { c.aligned[[2]int{min(a, b), max(a, b)}] = true })
	return c
}

func (c *comparison) term(word string) int32 {
	if id, ok := c.ids[word]; ok {
		return id
	}
	id := int32(len(c.terms))
	c.ids[word] = id
	c.terms = append(c.terms, term{row: c.joiner.vectors.row(word), identity: word[0] == '#', near: word[0] == '~'})
	return id
}

func identityWord(id hearsay.IdentityID) string { return "#" + strconv.Itoa(int(id)) }

func (c *comparison) profile(x *candidate, p *profile) {
	p.class = c.term(x.class)
	verb, _, _ := strings.Cut(x.proposition.Lemma, " ")
	p.verb = c.term(verb)
	p.senses = c.joiner.senses[x.proposition.Lemma]
	if p.senses.own == nil && p.senses.near == nil {
		p.senses = c.joiner.senses[verb]
	}
	if x.agent != 0 {
		p.agents = append(p.agents, c.term(identityWord(x.agent)))
	} else if x.agentWord != "" {
		p.agents = append(p.agents, c.term(x.agentWord))
	}
	for _, id := range x.patients {
		p.objects = append(p.objects, c.term(identityWord(id)))
	}
	for _, word := range x.objects {
		p.objects = append(p.objects, c.term(word))
	}
	for _, id := range x.others {
		p.others = append(p.others, c.term(identityWord(id)))
	}
	p.guess, p.guessed = -1, -1
	if x.guess != "" {
		p.guess = c.term(x.guess)
		p.meets = append(p.meets, p.guess)
	}
	if x.guessed != "" {
		p.guessed = c.term(x.guessed)
		p.meets = append(p.meets, p.guessed)
	}
	for _, near := range p.senses.near {
		p.meets = append(p.meets, c.term("~"+strconv.Itoa(int(near))))
	}
	for _, word := range x.order {
		p.order = append(p.order, c.term(word))
	}
	for _, word := range x.words {
		p.words = append(p.words, c.term(word))
	}
	slices.Sort(p.words)
	p.meets = append(p.meets, p.words...)
	slices.Sort(p.meets)
	p.meets = slices.Compact(p.meets)
	p.around = c.around[x.sentence]
	if p.around == nil {
		p.around = &around{}
		for _, at := range *x.sentence {
			p.around.words = append(p.around.words, c.term(at.word))
		}
		slices.Sort(p.around.words)
		p.around.words = slices.Compact(p.around.words)
		c.around[x.sentence] = p.around
	}
	text := x.reading.Document.Text
	for _, span := range x.proposition.Numbers {
		if !inTime(x, span) {
			p.numbers = append(p.numbers, strings.ToLower(span.Of(text)))
		}
	}
	slices.Sort(p.numbers)
	if at := x.proposition.Attribution; at >= 0 {
		p.said = true
		p.speaker = c.story.Identity[hearsay.Member{Doc: x.id(), Entity: x.reading.Attributions[at].Speaker}]
	}
}

// likeness of two words, in 1024ths: 1024 for one word.
func (c *comparison) likeness(a, b int32) int32 {
	if a == b {
		return 1024
	}
	x, y := &c.terms[a], &c.terms[b]
	if x.row < 0 || y.row < 0 {
		return 0
	}
	if a > b {
		a, b = b, a
	}
	slot := &c.like[(uint32(a)*0x9e3779b1^uint32(b)*0x85ebca6b)>>(32-rememberedBits)]
	if slot.a != a || slot.b != b {
		*slot = remembered{a, b, max(0, min(1000, c.joiner.vectors.cosine(x.row, y.row)))}
	}
	return slot.likeness
}

// remembered is the likeness of two words, a before b. The zero value is of no pair.
type remembered struct{ a, b, likeness int32 }

// rememberedBits is the binary logarithm of how many are remembered; of two pairs with one slot the later is.
const rememberedBits = 15

// faint is the likeness, in 1024ths, under which two words have nothing to do with one another.
const faint = 400

// best is the greatest likeness between two lists of words.
func (c *comparison) best(a, b []int32) int32 {
	most := int32(0)
	for _, x := range a {
		for _, y := range b {
			most = max(most, c.likeness(x, y))
		}
	}
	return most
}

// covered is the weight of the words of a of which b has the like, and the other way round.
func (c *comparison) covered(a, b []int32) (ofA, ofB int32) {
	c.most = slices.Grow(c.most[:0], len(b))[:len(b)]
	clear(c.most)
	weigh := func(x, most int32) int32 {
		if most <= faint {
			return 0
		}
		return c.terms[x].weight * (most - faint) / (1024 - faint)
	}
	for _, x := range a {
		most := int32(0)
		for n, y := range b {
			likeness := c.likeness(x, y)
			most, c.most[n] = max(most, likeness), max(c.most[n], likeness)
		}
		ofA += weigh(x, most)
	}
	for n, y := range b {
		ofB += weigh(y, c.most[n])
	}
	return ofA, ofB
}

// step puts a value into one of the classes that bounds part.
func step(value int32, bounds ...int32) uint8 {
	n := uint8(0)
	for _, bound := range bounds {
		if value >= bound {
			n++
		}
	}
	return n
}

func disjoint(a, b []int32) bool {
	return !slices.ContainsFunc(a, func(x int32) bool { return slices.Contains(b, x) })
}

func (c *comparison) identities(list []int32) []int32 {
	var found []int32
	for _, id := range list {
		if c.terms[id].identity {
			found = append(found, id)
		}
	}
	return found
}

// part compares what stands in one part of two clauses: 0 one identity, 1 one word, 2 like words, 3 one side open, 4 both
// open, 5 a word and an identity, 6 unlike words, 7 other people.
func (c *comparison) part(a, b []int32) uint8 {
	if len(a) == 0 && len(b) == 0 {
		return 4
	}
	if len(a) == 0 || len(b) == 0 {
		return 3
	}
	if !disjoint(a, b) {
		for _, id := range c.identities(a) {
			if slices.Contains(b, id) {
				return 0
			}
		}
		return 1
	}
	x, y := c.identities(a), c.identities(b)
	switch {
	case len(x) > 0 && len(y) > 0:
		return 7
	case c.best(a, b) >= 500:
		return 2
	case len(x)+len(y) > 0:
		return 5
	}
	return 6
}

// coarse is what a part says: 0 the same, 1 open, 2 other.
var coarse = [10]uint8{0, 0, 0, 1, 1, 1, 2, 2, 0, 1}

// guessed is what a part of which a side is open says by the guess of whom it means: 8 the same, 9 another, or what was.
func guessed(was uint8, x, y int32, a, b []int32) uint8 {
	switch {
	case x >= 0 && len(b) > 0:
		if slices.Contains(b, x) {
			return 8
		}
		return 9
	case y >= 0 && len(a) > 0:
		if slices.Contains(a, y) {
			return 8
		}
		return 9
	case x >= 0 && y >= 0:
		if x == y {
			return 8
		}
		return 9
	}
	return was
}

// common is the weight of what two sorted lists have in common.
func (c *comparison) common(a, b []int32) int32 {
	sum := int32(0)
	for m, n := 0, 0; m < len(a) && n < len(b); {
		switch {
		case a[m] < b[n]:
			m++
		case a[m] > b[n]:
			n++
		default:
			sum += c.terms[a[m]].weight
			m, n = m+1, n+1
		}
	}
	return sum
}

// run is how many content words two clauses have in common in a row, at most 7.
func run(a, b []int32) uint8 {
	most := 0
	for i := range a {
		for k := range b {
			n := 0
			for i+n < len(a) && k+n < len(b) && a[i+n] == b[k+n] {
				n++
			}
			most = max(most, n)
		}
	}
	return uint8(min(7, most))
}

func (c *comparison) evidence(i, k int) Evidence {
	a, b, p, q := &c.candidates[i], &c.candidates[k], &c.profiles[i], &c.profiles[k]
	var e Evidence
	likeness := c.likeness(p.verb, q.verb)
	switch {
	case a.proposition.Lemma == b.proposition.Lemma && a.light:
		e[KindVerb] = 1
	case a.proposition.Lemma == b.proposition.Lemma:
		e[KindVerb] = 0
	case p.class == q.class:
		e[KindVerb] = 2
	default:
		e[KindVerb] = 3 + step(-likeness, -650, -550, -450, -350, -250, -150)
	}
	e[KindDoer], e[KindObject] = c.part(p.agents, q.agents), c.part(p.objects, q.objects)
	if e[KindDoer] == 3 || e[KindDoer] == 4 {
		e[KindDoer] = guessed(e[KindDoer], p.guess, q.guess, p.agents, q.agents)
	}
	if e[KindObject] == 3 || e[KindObject] == 4 {
		e[KindObject] = guessed(e[KindObject], p.guessed, q.guessed, p.objects, q.objects)
	}
	e[KindSense] = p.senses.relation(q.senses)
	if e[KindSense] == 6 && (a.light || b.light) {
		e[KindSense] = 7 // "led the talks", "led to talks"
	}
	if e[KindVerb] <= 2 {
		e[KindSense] = 5
	}
	verb := uint8(2)
	switch {
	case e[KindVerb] <= 2:
		verb = 0
	case e[KindVerb] <= 5 || e[KindSense] >= 3 && e[KindSense] <= 6:
		verb = 1
	}
	e[KindCore] = verb*9 + coarse[e[KindDoer]]*3 + coarse[e[KindObject]]
	e[KindCross] = 0
	if !disjoint(p.agents, q.objects) || !disjoint(q.agents, p.objects) {
		e[KindCross] |= 1
	}
	if !disjoint(p.agents, q.others) || !disjoint(q.agents, p.others) {
		e[KindCross] |= 2
	}
	if slices.Contains(q.words, p.verb) || slices.Contains(p.words, q.verb) {
		e[KindCross] |= 4
	}
	people := shared(c.identities(p.words), c.identities(q.words))
	e[KindPeople] = uint8(min(3, people))
	if people == 0 && (len(c.identities(p.words)) == 0 || len(c.identities(q.words)) == 0) {
		e[KindPeople] = 4
	}
	x, y := c.covered(p.words, q.words)
	x, y = x*1024/max(1, p.mass), y*1024/max(1, q.mass)
	bounds := []int32{80, 160, 240, 320, 400, 500, 600, 700, 850}
	e[KindLeast], e[KindMost] = step(min(x, y), bounds...), step(max(x, y), bounds...)
	sum, rarest := int32(0), int32(0)
	for m, n := 0, 0; m < len(p.words) && n < len(q.words); {
		switch {
		case p.words[m] < q.words[n]:
			m++
		case p.words[m] > q.words[n]:
			n++
		default:
			weight := c.terms[p.words[m]].weight
			sum += weight
			rarest = max(rarest, weight)
			m, n = m+1, n+1
		}
	}
	e[KindShared] = step(sum, 1, 60, 120, 180, 240, 320, 420, 560)
	e[KindRarest] = step(rarest, 1, 60, 80, 100, 120, 140)
	e[KindSentence] = 8
	e[KindAround] = 12
	if x, y := p.around, q.around; x != y {
		e[KindSentence] = step(c.common(x.words, y.words)*1024/max(1, min(x.mass, y.mass)), 80, 160, 240, 320, 400, 500, 650, 800)
		e[KindAround] = x.meaning.like(&y.meaning)
	}
	switch {
	case len(p.numbers) == 0 && len(q.numbers) == 0:
	case len(p.numbers) == 0 || len(q.numbers) == 0:
		e[KindNumbers] = 1
	case shared(p.numbers, q.numbers) > 0:
		e[KindNumbers] = 2
	default:
		e[KindNumbers] = 3
	}
	e[KindDays] = uint8(1 + sameDay(a, b))
	switch {
	case p.speaker != 0 && p.speaker == q.speaker:
		e[KindSpeaker] = 0
	case p.speaker != 0 && q.speaker != 0:
		e[KindSpeaker] = 1
	case p.said && q.said:
		e[KindSpeaker] = 2
	case p.said || q.said:
		e[KindSpeaker] = 3
	default:
		e[KindSpeaker] = 4
	}
	near, far := min(a.proposition.Sentence, b.proposition.Sentence), max(a.proposition.Sentence, b.proposition.Sentence)
	switch {
	case far <= 2:
		e[KindPlace] = 0
	case far <= 5:
		e[KindPlace] = 1
	case near <= 2:
		e[KindPlace] = 2
	default:
		e[KindPlace] = 3
	}
	if a.doc == b.doc {
		e[KindSame] = 1
		switch distance := far - near; {
		case distance == 0:
			e[KindSame] = 3
		case distance == 1:
			e[KindSame] = 2
		}
	}
	if c.aligned[[2]int{min(i, k), max(i, k)}] {
		e[KindPassage] = 1
	}
	if a.proposition.Negated != b.proposition.Negated {
		e[KindLevel] = 1
	} else if a.proposition.Level.Height() != b.proposition.Level.Height() {
		e[KindLevel] = 2
	}
	if counts(a.stance) != counts(b.stance) {
		e[KindLevel] += 3
	}
	for _, x := range []*candidate{a, b} {
		if x.mentions() {
			e[KindForm]++
		}
	}
	if a.light || b.light {
		e[KindForm] += 3
	}
	e[KindMeaning] = p.meaning.like(&q.meaning)
	e[KindRun] = run(p.order, q.order)
	e[KindCommon] = step(max(c.terms[p.class].count, c.terms[q.class].count)*256/int32(len(c.candidates)), 2, 4, 8, 12, 16, 24)
	e[KindShort] = uint8(min(7, min(len(p.words), len(q.words))))
	return e
}
