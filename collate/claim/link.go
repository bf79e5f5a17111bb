package claim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

// link is two candidates that tell the same.
type link struct {
	a, b   int
	weight int
	by     string
}

// Reasons for a join, as results name them.
const (
	BySameWords   = "same words"              // nearly all content words agree
	ByPassage     = "same passage"            // the words stand in a passage that both documents share
	BySameEvent   = "same event, same people" // class of event, doer and object agree
	BySameThing   = "same event, same thing"  // likewise, of what is no person: "fares will rise"
	ByAnswer      = "answer to the question"  // "Absolutely, …" behind the question it answers
	ByOpenDoer    = "same event, doer open"   // class and object agree, one side does not say who
	BySamePeople  = "same people, like words" // another predicate, but doer, object and circumstance agree
	ByMention     = "mentioned, not told"     // "his resignation": taken for granted, not said
	minimumWords  = 4                         // content words for BySameWords
	sameWordParts = 750                       // thousandths of the content words that must agree for BySameWords
	largestBlock  = 400                       // candidates compared pairwise; a larger block only with its neighbours
)

// links returns the strict links, surest first.
func (j *Joiner) links(story Story, candidates []candidate) []link {
	var links []link
	seen := map[[2]int]bool{}
	add := func(a, b int, by string, weight int) {
		if a > b {
			a, b = b, a
		}
		if a == b || seen[[2]int{a, b}] || candidates[a].proposition.Negated != candidates[b].proposition.Negated ||
			denyUnlike(&candidates[a], &candidates[b]) {
			return
		}
		seen[[2]int{a, b}] = true
		links = append(links, link{a, b, weight, by})
	}
	j.passageLinks(story, candidates, add)

	blocks := map[string][]int{}
	for i := range candidates {
		for _, key := range blockKeys(&candidates[i]) {
			blocks[key] = append(blocks[key], i)
		}
	}
	for _, key := range sortedKeys(blocks) {
		block := blocks[key]
		for n, a := range block {
			for _, b := range block[n+1 : min(len(block), n+1+largestBlock)] {
				if by, weight := j.same(&candidates[a], &candidates[b]); by != "" {
					add(a, b, by, weight)
				}
			}
		}
	}
	j.answerLinks(candidates, add)
	slices.SortFunc(links, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return links
}

// blockKeys are the keys under which a candidate meets those it may be the same as: its event with its doer, and its
// class with each pair of its words.
func blockKeys(c *candidate) []string {
	var keys []string
	switch {
	case c.agent != 0:
		keys = append(keys, "event|"+c.class+"|"+strconv.Itoa(int(c.agent)))
	case c.agentWord != "":
		keys = append(keys, "thing|"+c.class+"|"+c.agentWord)
	case len(c.objects) > 0:
		keys = append(keys, "thing|"+c.class+"|"+c.objects[0])
	}
	if len(c.words) >= minimumWords {
		keys = append(keys, "words|"+strings.Join(c.words[:2], "|"), "words|"+strings.Join(c.words[len(c.words)-2:], "|"))
	}
	return keys
}

func sortedKeys(blocks map[string][]int) []string {
	keys := make([]string, 0, len(blocks))
	for key, block := range blocks {
		if len(block) > 1 {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// same decides whether two candidates surely tell the same, and how sure that is.
func (j *Joiner) same(a, b *candidate) (by string, weight int) {
	if conflict(a, b) {
		return "", 0
	}
	common := shared(a.words, b.words)
	if total := len(a.words) + len(b.words) - common; a.class == b.class && a.agent == b.agent && min(len(a.words), len(b.words)) >= minimumWords && common*1000 >= sameWordParts*total {
		return BySameWords, 2000 + common*1000/total
	}
	if a.class != b.class || a.agent != b.agent {
		return "", 0
	}
	patients, objects, content := shared(a.patients, b.patients), shared(a.objects, b.objects), sharedContent(a, b)
	if a.agent == 0 {
		// Of what happens to things, the thing and more must agree: "fares will rise in autumn", "two were injured".
		if !a.light && !a.agentOpen && !b.agentOpen && a.agentWord == b.agentWord && (a.agentWord != "" || objects > 0) && content >= 2 {
			return BySameThing, 600 + 10*common
		}
		return "", 0
	}
	bare := len(a.patients)+len(b.patients) == 0 && (len(a.objects)+len(b.objects) == 0 || j.once[a.class])
	switch {
	case a.light && patients+objects > 0 && common >= 4,
		!a.light && patients+objects > 0,
		!a.light && bare && sameDay(a, b) >= 0 && (j.once[a.class] || a.further() == 0 || b.further() == 0 || content > 0 || a.meets(b)):
		return BySameEvent, 1000 + 10*common + patients + objects
	case !a.light && (len(a.patients)+len(a.objects) == 0 || len(b.patients)+len(b.objects) == 0) && content >= 2:
		return BySameEvent, 500 + 10*common
	}
	return "", 0
}

// sharedContent counts the words that two clauses share beside people and the event itself.
func sharedContent(a, b *candidate) int {
	n := 0
	for i, k := 0, 0; i < len(a.words) && k < len(b.words); {
		switch c := cmp.Compare(a.words[i], b.words[k]); {
		case c < 0:
			i++
		case c > 0:
			k++
		default:
			if a.words[i] != a.class && a.words[i][0] != '#' {
				n++
			}
			i, k = i+1, k+1
		}
	}
	return n
}

// meets reports whether two clauses have somebody in common in a part that a preposition names: "confidence in Roe".
func (c *candidate) meets(other *candidate) bool {
	return slices.ContainsFunc(c.others, func(id hearsay.IdentityID) bool { return slices.Contains(other.others, id) })
}

// further is how many words a clause has beside its doer and its event. Where both of two clauses have such, what happens
// more than once ("met", "spoke") is the same only if one of them agrees. What a machine broke cannot be held against it.
func (c *candidate) further() int {
	if c.damaged {
		return 0
	}
	return max(0, len(c.words)-2)
}

// conflict reports whether two candidates cannot tell the same: they name different people in the same part, or
// different days for what happens at one moment.
func conflict(a, b *candidate) bool {
	if a.agent != 0 && b.agent != 0 && a.agent != b.agent {
		return true
	}
	if len(a.patients) > 0 && len(b.patients) > 0 && shared(a.patients, b.patients) == 0 {
		return true
	}
	for i, role := range a.otherRoles {
		for k, other := range b.otherRoles {
			if role == other && a.others[i] != b.others[k] && shared(a.others, b.others) == 0 {
				return true
			}
		}
	}
	return sameDay(a, b) < 0 && shared(a.words, b.words) < minimumWords
}

// sameDay compares the calendar days that two clauses name: 1 they may agree, -1 they do not, 0 nothing to compare.
func sameDay(a, b *candidate) int {
	result := 0
	for _, i := range a.proposition.Times {
		for _, k := range b.proposition.Times {
			x, y := a.reading.Times[i], b.reading.Times[k]
			if !x.Resolved || !y.Resolved {
				continue
			}
			if x.First <= y.Last && y.First <= x.Last {
				return 1
			}
			result = -1
		}
	}
	return result
}

// passageLinks joins candidates whose words lie at the same place of a shared passage.
func (j *Joiner) passageLinks(story Story, candidates []candidate, add func(a, b int, by string, weight int)) {
	byDoc := map[hearsay.DocID][]int{}
	for i := range candidates {
		byDoc[candidates[i].id()] = append(byDoc[candidates[i].id()], i)
	}
	for _, passage := range story.Passages {
		if passage.Kind == hearsay.PassageFurniture {
			continue
		}
		inA, inB := within(candidates, byDoc[passage.A], passage.SpanA), within(candidates, byDoc[passage.B], passage.SpanB)
		next := 0
		for _, a := range inA {
			for k := next; k < len(inB); k++ {
				b := inB[k]
				x, y := &candidates[a], &candidates[b]
				if x.proposition.Lemma == y.proposition.Lemma && !conflict(x, y) && aligned(passage, x, y) {
					add(a, b, ByPassage, 3000)
					next = k + 1
					break
				}
			}
		}
	}
}

func within(candidates []candidate, of []int, span hearsay.Span) []int {
	var in []int
	for _, i := range of {
		if span.Contains(candidates[i].proposition.Predicate) {
			in = append(in, i)
		}
	}
	return in
}

// aligned reports whether two predicates stand at about the same place of a passage: within a tenth of its length.
func aligned(passage hearsay.Passage, a, b *candidate) bool {
	at := func(span hearsay.Span, word hearsay.Span) int {
		return int(word.Start-span.Start) * 1000 / max(1, span.Len())
	}
	gap := at(passage.SpanA, a.proposition.Predicate) - at(passage.SpanB, b.proposition.Predicate)
	return max(gap, -gap) <= 100
}

// answerLinks joins a quotation that begins with an answer to the question directly before it, where both state the
// same of the same person: "… refused to say whether the mayor trusts her. “Absolutely, the mayor trusts all …”".
func (j *Joiner) answerLinks(candidates []candidate, add func(a, b int, by string, weight int)) {
	for i := range candidates {
		answer := &candidates[i]
		if answer.proposition.Attribution < 0 || answer.stance != hearsay.Affirmed {
			continue
		}
		content := answer.reading.Attributions[answer.proposition.Attribution].Content
		first, _, _ := strings.Cut(strings.TrimLeft(content[0].Of(answer.reading.Document.Text), "\"“”'‘` "), " ")
		if !j.answers[strings.ToLower(strings.TrimRight(first, ",.!"))] {
			continue
		}
		for k := i - 1; k >= 0 && candidates[k].doc == answer.doc && answer.proposition.Sentence-candidates[k].proposition.Sentence <= 2; k-- {
			question := &candidates[k]
			if question.stance != hearsay.Declined && question.stance != hearsay.Questioned {
				continue
			}
			if question.class == answer.class && (question.agent == answer.agent || answer.agent == 0) {
				add(k, i, ByAnswer, 900)
				break
			}
		}
	}
}
