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
	Kinds        = iota
)

// kindNames are the names under which the weights stand in the model.
var kindNames = [Kinds]string{"core", "verb", "doer", "object", "cross", "people", "least", "most", "shared", "rarest", "sentence",
	"numbers", "days", "speaker", "place", "same", "passage", "level", "form", "short", "sense"}

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
	context []int32 // of the sentence, sorted
	numbers []string
	mass    int32 // weight of words
	around  int32 // weight of context
	speaker hearsay.IdentityID
	said    bool
}

// comparison holds what is compared in one story.
type comparison struct {
	joiner     *Joiner
	story      Story
	candidates []candidate
	profiles   []profile
	ids        map[string]int32
	terms      []term
	like       []remembered // by a hash of both words
	most       []int32      // room for covered
	aligned    map[[2]int]bool
}

func (j *Joiner) compare(story Story, candidates []candidate) *comparison {
	c := &comparison{
		joiner: j, story: story, candidates: candidates, profiles: make([]profile, len(candidates)),
		ids: map[string]int32{}, like: make([]remembered, 1<<rememberedBits), aligned: map[[2]int]bool{},
	}
	for i := range candidates {
		c.profile(&candidates[i], &c.profiles[i])
	}
	for i := range c.profiles {
		for _, id := range c.profiles[i].words {
			c.terms[id].count++
		}
	}
	for i := range c.terms {
		t := &c.terms[i]
		inStory := log2(uint32(len(candidates)+1)/uint32(t.count+1) + 1)
		if t.identity {
			t.weight = inStory + 16
		} else {
			t.weight = (c.joiner.vectors.rarity(t.row) + inStory) / 2
		}
	}
	for i := range c.profiles {
		p := &c.profiles[i]
		for _, id := range p.words {
			p.mass += c.terms[id].weight
		}
		for _, id := range p.context {
			p.around += c.terms[id].weight
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
	c.terms = append(c.terms, term{row: c.joiner.vectors.row(word), identity: word[0] == '#'})
	return id
}

func identityWord(id hearsay.IdentityID) string { return "#" + strconv.Itoa(int(id)) }

func (c *comparison) profile(x *candidate, p *profile) {
	p.class = c.term(x.class)
	verb, _, _ := strings.Cut(x.proposition.Lemma, " ")
	p.verb = c.term(verb)
	p.senses = c.joiner.senses[x.proposition.Lemma]
	if p.senses.own == nil {
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
	for _, word := range x.words {
		p.words = append(p.words, c.term(word))
	}
	slices.Sort(p.words)
	sentence := c.joiner.wordsIn(c.story, x, x.reading.Sentences[x.proposition.Sentence].Span)
	for _, word := range sentence {
		p.context = append(p.context, c.term(word))
	}
	slices.Sort(p.context)
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
var coarse = [8]uint8{0, 0, 0, 1, 1, 1, 2, 2}

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
	e[KindSense] = p.senses.relation(q.senses)
	if e[KindVerb] <= 2 {
		e[KindSense] = 5
	}
	verb := uint8(2)
	switch {
	case e[KindVerb] <= 2:
		verb = 0
	case e[KindVerb] <= 5 || e[KindSense] >= 3:
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
	around := int32(0)
	for m, n := 0, 0; m < len(p.context) && n < len(q.context); {
		switch {
		case p.context[m] < q.context[n]:
			m++
		case p.context[m] > q.context[n]:
			n++
		default:
			around += c.terms[p.context[m]].weight
			m, n = m+1, n+1
		}
	}
	e[KindSentence] = step(around*1024/max(1, min(p.around, q.around)), 80, 160, 240, 320, 400, 500, 650, 800)
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
	e[KindShort] = uint8(min(7, min(len(p.words), len(q.words))))
	return e
}
