package claim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

// candidate is one proposition of one document, with what it is compared by.
type candidate struct {
	reading     *hearsay.Reading
	doc         int // index of the reading
	index       int // of the proposition in its reading
	proposition *hearsay.Proposition
	stance      hearsay.Stance
	damaged     bool

	class       string // of the event
	light       bool   // the predicate alone says little
	agent       hearsay.IdentityID
	agentWord   string // lemma of the agent's head where it is no known identity and says something
	agentNamed  bool   // the clause itself names the agent
	agentPerson bool   // it is a person
	agentOpen   bool   // there is an agent, but it is not known who: a pronoun that nothing resolves
	patients    []hearsay.IdentityID
	objects     []string             // lemmas of patients and themes that are no identity
	others      []hearsay.IdentityID // identities in other roles
	otherRoles  []string             // their prepositions, parallel
	otherPerson []bool               // whether each is a person, parallel
	sentence    *sentence
	order       []string // content lemmas and known people of the clause, in their order
	words       []string // content lemmas and identities of the clause, sorted
	// guess is whom an open doer likely means, guessed likewise an open object: the last before who fits. It is evidence
	// on whether clauses tell the same, never who does it.
	guess, guessed string
}

func (c *candidate) id() hearsay.DocID { return c.reading.Document.ID }

// event names what two tellings of one event have in common whatever their polarity.
func (c *candidate) event() string {
	var key strings.Builder
	key.WriteString(c.class)
	key.WriteByte('|')
	key.WriteString(strconv.Itoa(int(c.agent)))
	for _, patient := range c.patients {
		key.WriteByte('|')
		key.WriteString(strconv.Itoa(int(patient)))
	}
	return key.String()
}

func (c *candidate) telling(story Story) hearsay.Telling {
	return hearsay.Telling{
		Key:         hearsay.TellingKey{Doc: c.id(), Start: c.proposition.Predicate.Start, Lemma: c.proposition.Lemma},
		Doc:         c.id(),
		Span:        c.proposition.Span,
		Sentence:    c.reading.Sentences[c.proposition.Sentence].Span,
		Proposition: c.index,
		Attribution: c.proposition.Attribution,
		Stance:      c.stance,
		Level:       c.proposition.Level,
		Negated:     c.proposition.Negated,
		Damaged:     c.damaged,
	}
}

// candidates lists the propositions that may be told elsewhere, in document order. The writer's own comment is not told
// as fact and is left out.
func (j *Joiner) candidates(story Story) []candidate {
	var candidates []candidate
	for doc, reading := range story.Readings {
		var before antecedents
		sentences := make([]*sentence, len(reading.Sentences))
		for index := range reading.Propositions {
			p := &reading.Propositions[index]
			if blockKind(reading, p) == hearsay.BlockComment &&
				(p.Attribution < 0 || reading.Attributions[p.Attribution].Direct != hearsay.Direct) {
				continue
			}
			c := candidate{
				reading: reading, doc: doc, index: index, proposition: p,
				stance:  stanceOf(reading, p),
				damaged: len(reading.Document.Damaged(p.Span)) > 0,
			}
			if sentences[p.Sentence] == nil {
				words := j.sentence(story, reading, p.Sentence)
				sentences[p.Sentence] = &words
			}
			c.sentence = sentences[p.Sentence]
			c.order = c.sentence.of(p)
			j.describe(story, &c)
			before.guess(&c)
			candidates = append(candidates, c)
		}
	}
	return candidates
}

func blockKind(reading *hearsay.Reading, p *hearsay.Proposition) hearsay.BlockKind {
	block := reading.Sentences[p.Sentence].Block
	if block >= len(reading.Document.Blocks) {
		return hearsay.BlockBody
	}
	return reading.Document.Blocks[block].Kind
}

// stanceOf combines how the clause is meant with how each attribution around it stands to it.
func stanceOf(reading *hearsay.Reading, p *hearsay.Proposition) hearsay.Stance {
	stance := hearsay.Affirmed
	if p.Hedged {
		stance = hearsay.Hedged
	}
	said := false
	for at, depth := p.Attribution, 0; at >= 0 && depth < len(reading.Attributions); at, depth = reading.Attributions[at].Within, depth+1 {
		if reading.Attributions[at].Attitude || presupposes(reading, &reading.Attributions[at]) {
			continue
		}
		switch s := reading.Attributions[at].Stance; {
		case s == hearsay.Hedged:
			stance = hearsay.Hedged
		case s != hearsay.Affirmed && !said:
			return s // of whoever says it; what others around did with it is theirs
		}
		said = said || len(reading.Attributions[at].Source) > 0
	}
	if p.Questioned {
		return hearsay.Questioned
	}
	return stance
}

// presupposes reports whether a question takes what it asks about for granted: "it is unclear when he offered to resign"
// says that he did.
func presupposes(reading *hearsay.Reading, attribution *hearsay.Attribution) bool {
	if attribution.Stance != hearsay.Questioned || len(attribution.Source) > 0 || len(attribution.Content) == 0 {
		return false
	}
	first, _, _ := strings.Cut(attribution.Content[0].Of(reading.Document.Text), " ")
	switch strings.ToLower(first) {
	case "when", "why", "where":
		return true
	}
	return false
}

func (j *Joiner) describe(story Story, c *candidate) {
	p := c.proposition
	c.class = p.Lemma
	if class, ok := j.classes[p.Lemma]; ok {
		c.class = class
	}
	c.light = j.light[c.class] || j.hollow[c.class]
	text := c.reading.Document.Text
	for i := range p.Arguments {
		argument := &p.Arguments[i]
		identity := story.identity(c.id(), argument)
		meaning := ""
		if identity == 0 && !j.hollow[argument.Lemma] {
			meaning = argument.Lemma
			if class, ok := j.classes[meaning]; ok {
				meaning = class
			}
		}
		switch argument.Role {
		case "agent":
			c.agent, c.agentWord, c.agentOpen = identity, meaning, identity == 0 && meaning == ""
			c.agentPerson = person(c.reading, argument)
			first := argument.Head.Of(text)
			c.agentNamed = identity != 0 && first != "" && first[0] >= 'A' && first[0] <= 'Z' && p.Span.Contains(argument.Head)
		case "patient":
			if identity != 0 {
				c.patients = append(c.patients, identity)
			} else if meaning != "" {
				c.objects = append(c.objects, meaning)
			}
		case "theme":
			if meaning != "" {
				c.objects = append(c.objects, meaning)
			}
		default:
			if identity != 0 {
				c.others = append(c.others, identity)
				c.otherRoles = append(c.otherRoles, argument.Role)
				c.otherPerson = append(c.otherPerson, person(c.reading, argument))
			}
		}
	}
	slices.Sort(c.patients)
	c.patients = slices.Compact(c.patients)
	slices.Sort(c.objects)
	c.objects = slices.Compact(c.objects)
	c.words = j.words(story, c)
}

func person(reading *hearsay.Reading, argument *hearsay.Argument) bool {
	return argument.Entity != 0 && reading.Entities[argument.Entity-1].Kind == hearsay.EntityPerson
}

// words are the lemmas and identities of a clause that carry meaning, sorted.
func (j *Joiner) words(story Story, c *candidate) []string {
	words := slices.Clone(c.order)
	for i := range c.proposition.Arguments {
		if identity := story.identity(c.id(), &c.proposition.Arguments[i]); identity != 0 {
			words = append(words, identityWord(identity))
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// sentence is the words of a sentence that carry meaning, in their order.
type sentence []located

type located struct {
	span hearsay.Span
	word string
}

func (j *Joiner) sentence(story Story, reading *hearsay.Reading, number int) sentence {
	text := reading.Document.Text
	tokens := reading.Sentences[number].Tokens
	words := make(sentence, 0, len(tokens)/2)
	for _, token := range tokens {
		switch tag := token.Tag; {
		case tag == hearsay.TagMD, tag == hearsay.TagPRP:
			continue
		case tag.Noun(), tag.Verb(), tag == hearsay.TagJJ, tag == hearsay.TagJJR, tag == hearsay.TagJJS, tag == hearsay.TagCD:
		default:
			continue
		}
		if identity := named(story, reading, token.Span); identity != 0 {
			words = append(words, located{token.Span, identityWord(identity)})
			continue
		}
		lemma := j.lemmas.Lemma(token.Span.Of(text), token.Tag)
		if lemma == "be" || lemma == "have" || j.hollow[lemma] {
			continue
		}
		if class, ok := j.classes[lemma]; ok {
			lemma = class
		}
		words = append(words, located{token.Span, lemma})
	}
	return words
}

// of are the words of a clause but those of its level. Whoever is known counts once in a row.
func (s sentence) of(p *hearsay.Proposition) []string {
	var words []string
	for _, at := range s {
		if !p.Span.Contains(at.span) || p.LevelSpan.Contains(at.span) && at.span != p.Predicate ||
			at.word[0] == '#' && len(words) > 0 && words[len(words)-1] == at.word {
			continue
		}
		words = append(words, at.word)
	}
	return words
}

// named is who a word is part of a mention of, or 0. Whoever is known counts as one word.
func named(story Story, reading *hearsay.Reading, token hearsay.Span) hearsay.IdentityID {
	mentions := reading.Mentions
	i, _ := slices.BinarySearchFunc(mentions, token.End, func(m hearsay.Mention, at uint32) int { return cmp.Compare(m.Span.Start, at) })
	for i--; i >= 0 && token.Start-mentions[i].Span.Start < longestMention; i-- {
		if mentions[i].Entity != 0 && mentions[i].Span.Contains(token) {
			return story.Identity[hearsay.Member{Doc: reading.Document.ID, Entity: mentions[i].Entity}]
		}
	}
	return 0
}

// longestMention is how far before a word, in bytes, a mention that holds it is looked for.
const longestMention = 200

// shared counts what two sorted lists have in common.
func shared[E cmp.Ordered](a, b []E) int {
	n := 0
	for i, k := 0, 0; i < len(a) && k < len(b); {
		switch c := cmp.Compare(a[i], b[k]); {
		case c < 0:
			i++
		case c > 0:
			k++
		default:
			n, i, k = n+1, i+1, k+1
		}
	}
	return n
}
