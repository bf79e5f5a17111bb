// Package claim joins the tellings of one proposition across the documents of a story.
//
// It begins with the readings of a story in document order, with the identities and passages found in them. It ends with
// claims: tellings that state the same event of the same people, joined only where the text shows it, each join with
// its reason; what is merely likely is marked possible. It hands them to collate/sourcing, which traces who is behind
// each telling.
package claim

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/lexicon"
	model "hearsay/model/claim"
)

// Joiner joins tellings. It is safe for concurrent use.
type Joiner struct {
	vectors *vectors
	weights *weights
	senses  map[string]senses
	lemmas  *lexicon.Lemmas
	cues    lexicon.Cues
	classes map[string]string // lemma → class of event
	light   lexicon.Set
	hollow  lexicon.Set // heads of arguments that say nothing of what is meant
	answers lexicon.Set
	once    lexicon.Set       // classes of events that somebody does once: resigns, recuses himself
	bounds  map[string]string // words by which a number is not exact, and how
	numbers map[string]int
}

// New returns a joiner with the project's word lists. It fails where the model is damaged.
func New() (*Joiner, error) { return NewWith(model.Pair()) }

// NewWith is New with other weights.
func NewWith(pair string) (*Joiner, error) {
	weights, err := loadWeights(pair)
	if err != nil {
		return nil, err
	}
	vectors, err := loadVectors(model.Vectors())
	if err != nil {
		return nil, err
	}
	senses, err := loadSenses(model.Senses())
	if err != nil {
		return nil, err
	}
	j := &Joiner{
		weights: weights,
		vectors: vectors,
		senses:  senses,
		lemmas:  lexicon.NewLemmas(),
		cues:    lexicon.NewCues(),
		classes: map[string]string{},
		light:   lexicon.NewSet("light"),
		hollow:  lexicon.NewSet("hollow-heads"),
		answers: lexicon.NewSet("answers"),
		once:    lexicon.NewSet("punctual"),
		bounds:  map[string]string{},
		numbers: map[string]int{},
	}
	for _, row := range lexicon.Table("number-bounds") {
		j.bounds[row[0]] = row[1]
	}
	for _, row := range lexicon.Table("numbers") {
		if value, err := strconv.Atoi(row[1]); err == nil { // not those that stand for a bare plural
			j.numbers[row[0]] = value
		}
	}
	for _, row := range lexicon.Table("events") {
		for _, member := range row[1:] {
			if _, ok := j.classes[member]; !ok {
				j.classes[member] = row[0]
			}
		}
	}
	return j, nil
}

// Story is what a story's claims are made from: its readings in document order, the identity behind each entity and
// behind each description that another document explains, the passages that its documents share, and what a person
// corrected, in their order.
type Story struct {
	Readings    []*hearsay.Reading
	Identity    map[hearsay.Member]hearsay.IdentityID
	Bearer      map[Place]hearsay.IdentityID
	Passages    []hearsay.Passage
	Corrections []hearsay.Correction
}

// Place is where a mention's head stands.
type Place struct {
	Doc  hearsay.DocID
	Head hearsay.Span
}

// identity is who an argument is, or 0.
func (s *Story) identity(doc hearsay.DocID, argument *hearsay.Argument) hearsay.IdentityID {
	if argument.Entity != 0 {
		return s.Identity[hearsay.Member{Doc: doc, Entity: argument.Entity}]
	}
	return s.Bearer[Place{doc, argument.Mention}]
}

// Join returns the claims of a story, densest first, and what the corrections that are of claims came to. Tellings come
// without origins. Corrections are applied to what the machine joined, and nothing that they take out or put together bears
// on what the machine joins.
func (j *Joiner) Join(story Story) ([]hearsay.Claim, []hearsay.Applied) {
	candidates := j.candidates(story)
	groups := newGroups(candidates)
	for _, link := range j.links(story, candidates) {
		groups.join(link)
	}
	opposite := j.compare(story, candidates).cluster(groups)
	j.attach(candidates, groups)
	hand := correct(groups, story.Corrections)
	for i := range opposite {
		opposite[i] = [2]int{hand.now(opposite[i][0]), hand.now(opposite[i][1])}
	}

	var claims []hearsay.Claim
	for _, members := range groups.list() {
		if claim, ok := j.makeClaim(story, candidates, members, hand); ok {
			claims = append(claims, claim)
		}
	}
	relate(claims, candidates, groups, opposite)
	applied := hand.outcome(claims)
	return ranked(story, claims), applied
}

// ranked puts claims in order: the densest first, then those with most tellings, then those told first.
func ranked(story Story, claims []hearsay.Claim) []hearsay.Claim {
	order := make(map[hearsay.DocID]int, len(story.Readings))
	for i, reading := range story.Readings {
		order[reading.Document.ID] = i
	}
	type rank struct {
		density, tellings, doc int
		key                    hearsay.TellingKey
		claim                  int
	}
	ranks := make([]rank, len(claims))
	for i := range claims {
		claim := &claims[i]
		first := claim.Apart
		if len(claim.Tellings) > 0 {
			first = claim.Tellings
		}
		ranks[i] = rank{density(claim), len(claim.Tellings), order[first[0].Doc], first[0].Key, i}
	}
	slices.SortFunc(ranks, func(a, b rank) int {
		return cmp.Or(b.density-a.density, b.tellings-a.tellings, a.doc-b.doc, a.key.Compare(b.key),
			cmp.Compare(claims[a.claim].ID, claims[b.claim].ID), a.claim-b.claim)
	})
	sorted := make([]hearsay.Claim, len(claims))
	for i := range ranks {
		sorted[i] = claims[ranks[i].claim]
	}
	return sorted
}

// density ranks claims: documents first, then disagreement.
func density(claim *hearsay.Claim) int {
	levels := map[hearsay.Level]bool{}
	attributed := 0
	for _, telling := range claim.Tellings {
		levels[telling.Level] = true
		if telling.Attribution >= 0 {
			attributed = 1
		}
	}
	perDocument := 4
	if slices.ContainsFunc(claim.Tellings, func(t hearsay.Telling) bool { return !t.Possible }) {
		attributed += 6
		perDocument = 8 // somebody tells it, not only asks or denies
	}
	if len(claim.Related) > 0 {
		attributed += 4 // it bears on another claim
	}
	if len(claim.Tellings) > 1 {
		attributed += 3
	}
	return perDocument*claim.Documents() + 2*min(3, len(claim.Apart)) + 2*min(3, len(levels)) + attributed
}

// makeClaim turns one group into a claim. It is none where it is told once and only said in passing: of nobody who is named
// and on nobody's word, or by nothing but a noun ("his resignation"); nor where a person marked all that tells it as
// misread.
func (j *Joiner) makeClaim(story Story, candidates []candidate, members []int, groups *corrected) (hearsay.Claim, bool) {
	var claim hearsay.Claim
	var told, apart []hearsay.TellingKey // misread ones too, so that a mark gives the claim no other name
	worth, clauses := false, 0
	for _, i := range members {
		c := &candidates[i]
		telling := c.telling(story)
		telling.Possible = groups.possible[i] != ""
		telling.JoinBy = groups.reason(i)
		if c.mentions() {
			telling.Possible, telling.JoinBy = true, ByMention
		}
		if counts(telling.Stance) {
			told = append(told, telling.Key)
		} else {
			apart = append(apart, telling.Key)
		}
		switch {
		case groups.wrong[i]:
			claim.Wrong = append(claim.Wrong, telling)
			continue
		case counts(telling.Stance):
			claim.Tellings = append(claim.Tellings, telling)
		default:
			claim.Apart = append(claim.Apart, telling)
		}
		worth = worth || !c.mentions() && c.says()
		if !c.mentions() && !telling.Possible && c.clausal() {
			clauses++
		}
	}
	claim.Edits = groups.edits[groups.of[members[0]]]
	sound := groups.sound(members)
	if !worth && clauses < 2 && (len(claim.Edits) == 0 || clauses == 0) {
		return claim, false
	}
	lead := clearest(candidates, sound, groups.groups)
	claim.Headline = hearsay.Ref{Doc: candidates[lead].id(), Spans: []hearsay.Span{candidates[lead].proposition.Span}}
	claim.ID = hearsay.NewClaimID(slices.Concat(told, apart)[0])
	claim.Differences = j.differences(candidates, sound, groups.groups)
	claim.Machine = groups.made(members)
	return claim, true
}

// mentions reports whether a candidate only mentions the event and does not tell it: "his resignation", "to resign".
func (c *candidate) mentions() bool {
	return c.proposition.By == "event noun" || c.proposition.By == "bare infinitive"
}

// says reports whether a candidate alone is worth showing: it has more than two words, and somebody known, or on
// somebody's word something known, takes part, or something is done to something ("the shop shed jobs").
func (c *candidate) says() bool {
	if !c.clausal() {
		return false
	}
	return c.agent != 0 || len(c.patients) > 0 ||
		!c.light && c.agentWord != "" && len(c.objects)+len(c.proposition.Numbers) > 0 ||
		c.proposition.Attribution >= 0 && (c.agentWord != "" || c.agentOpen && len(c.others) > 0 || !c.agentOpen && len(c.objects) > 0)
}

// clausal reports whether a candidate has more than two words.
func (c *candidate) clausal() bool {
	return len(strings.Fields(c.proposition.Span.Of(c.reading.Document.Text))) > 2
}

// counts reports whether tellings of a stance support the claim.
func counts(stance hearsay.Stance) bool {
	return stance == hearsay.Affirmed || stance == hearsay.Hedged
}

// clearest returns the member that says it best: affirmed, undamaged, whole, by name and with a source.
func clearest(candidates []candidate, members []int, groups *groups) int {
	best, most := members[0], -1
	for _, i := range members {
		c := &candidates[i]
		score := 0
		for _, good := range []struct {
			holds  bool
			weight int
		}{
			{counts(c.stance), 64},
			{!c.damaged, 32},
			{groups.possible[i] == "", 256}, // more than all others: what is only possibly of a claim never names it
			{c.agentNamed, 16},
			{c.proposition.By == "clause", 16},
			{c.whole(), 16},
			{c.proposition.Attribution >= 0, 8},
			{len(c.proposition.Arguments) > 1, 4},
			{c.proposition.Span.Len() >= 24 && c.proposition.Span.Len() <= 160, 8},
			{!c.proposition.Questioned && !c.proposition.Hedged, 2},
		} {
			if good.holds {
				score += good.weight
			}
		}
		score = score*8 + int(c.proposition.Level)
		if score > most {
			best, most = i, score
		}
	}
	return best
}

// whole reports whether a clause holds its own doer, or what it is done to before its verb: it reads as a sentence.
func (c *candidate) whole() bool {
	return slices.ContainsFunc(c.proposition.Arguments, func(a hearsay.Argument) bool {
		return (a.Role == "agent" || a.Role == "patient") && a.Head.End <= c.proposition.Predicate.Start && c.proposition.Span.Contains(a.Head)
	})
}

// relate links claims of one event with opposite polarity: those of one key, and those that the evidence holds to be one.
func relate(claims []hearsay.Claim, candidates []candidate, groups *groups, opposite [][2]int) {
	byEvent, byGroup := map[string][]int{}, map[int]int{}
	for n := range claims {
		i := groups.byKey[slices.Concat(claims[n].Tellings, claims[n].Apart)[0].Key]
		byGroup[groups.of[i]] = n
		if c := &candidates[i]; c.agent != 0 && !c.light {
			byEvent[c.event()] = append(byEvent[c.event()], n)
		}
	}
	pairs := map[[2]int]bool{}
	for _, same := range byEvent {
		for i, b := range same {
			for _, a := range same[:i] {
				pairs[[2]int{a, b}] = claims[a].Negated() != claims[b].Negated()
			}
		}
	}
	for _, pair := range opposite {
		a, okA := byGroup[pair[0]]
		b, okB := byGroup[pair[1]]
		if okA && okB && claims[a].Negated() != claims[b].Negated() {
			pairs[[2]int{min(a, b), max(a, b)}] = true
		}
	}
	var ordered [][2]int
	for pair, opposed := range pairs {
		if opposed {
			ordered = append(ordered, pair)
		}
	}
	slices.SortFunc(ordered, func(x, y [2]int) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	for _, pair := range ordered {
		relateTo(&claims[pair[0]], &claims[pair[1]], candidates, groups)
		relateTo(&claims[pair[1]], &claims[pair[0]], candidates, groups)
	}
	for n := range claims {
		slices.Sort(claims[n].Related)
	}
}

// relateTo says of one claim that another tells its event with the other polarity, and in which words the two contradict
// each other.
func relateTo(claim, other *hearsay.Claim, candidates []candidate, groups *groups) {
	claim.Related = append(claim.Related, other.ID)
	if !contradicts(claim, other) {
		return
	}
	own, against := groups.tellings(claim), groups.tellings(other)
	for _, i := range own {
		for _, k := range against {
			if a, b := &candidates[i], &candidates[k]; oneAct(a, b) && !a.mentions() && !b.mentions() {
				claim.Differences = append(claim.Differences, hearsay.Difference{
					Kind: hearsay.DiffersPolarity,
					A:    hearsay.Ref{Doc: a.id(), Spans: []hearsay.Span{a.proposition.Span}},
					B:    hearsay.Ref{Doc: b.id(), Spans: []hearsay.Span{b.proposition.Span}},
					By:   "same event, denied",
				})
				return
			}
		}
	}
}

// mostCompared is how many tellings of each of two claims are compared to find the words in which they contradict.
const mostCompared = 16

// tellings are the candidates that surely tell a claim and stand behind no question, the first ones of many.
func (g *groups) tellings(claim *hearsay.Claim) []int {
	var list []int
	for i := range claim.Tellings {
		if t := &claim.Tellings[i]; !t.Possible && len(list) < mostCompared {
			list = append(list, g.byKey[t.Key])
		}
	}
	return list
}

// contradicts reports whether of two claims of one event and opposite polarity one says what the other denies. "She is not
// stepping down" denies no offer: who denies a level leaves the weaker ones open.
func contradicts(a, b *hearsay.Claim) bool {
	if a.Negated() {
		a, b = b, a
	}
	said, denied := hearsay.LevelNone, hearsay.LevelDone
	for _, telling := range slices.Concat(a.Tellings, a.Apart) {
		said = max(said, telling.Level.Height())
	}
	for _, telling := range slices.Concat(b.Tellings, b.Apart) {
		denied = min(denied, telling.Level.Height())
	}
	return said >= denied
}
