package sourcing

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
)

func counted(stance hearsay.Stance) bool {
	return stance == hearsay.Affirmed || stance == hearsay.Hedged
}

// discount marks the tellings that add no origin, and finds the origins that others stand for.
func (t *trail) discount() {
	for _, i := range t.supporting() {
		telling := t.tellings[i]
		for _, k := range t.inDoc[telling.Doc] {
			if k == i || !t.supports(k) || t.tellings[k].Level.Height() < telling.Level.Height() {
				continue
			}
			if rule := t.outdone(i, k); rule != "" {
				telling.Uncounted = rule
				t.collapse = append(t.collapse, hearsay.Collapse{
					Rule: rule, Origins: telling.Origins, Tells: []hearsay.TellingKey{telling.Key, t.tellings[k].Key},
					Refs: []hearsay.Ref{ref(telling.Doc, telling.Span), ref(t.tellings[k].Doc, t.tellings[k].Span)},
				})
				break
			}
		}
	}
	for t.discountDownstream() {
	}
	t.besideEmbedded()
	t.absorb()
}

// discountDownstream lets what adds no origin on one page add none on another that rests on it or has the same prose, and
// reports whether it found any such telling.
func (t *trail) discountDownstream() (found bool) {
	at := map[hearsay.TellingKey]int{}
	for i, telling := range t.tellings {
		at[telling.Key] = i
	}
	discount := func(i, k int) {
		copied, telling := t.tellings[i], t.tellings[k]
		if copied.Uncounted != "" || telling.Uncounted == "" || copied.Level.Height() > telling.Level.Height() {
			return
		}
		found = true
		copied.Uncounted = telling.Uncounted
		t.collapse = append(t.collapse, hearsay.Collapse{
			Rule: telling.Uncounted, Origins: copied.Origins, Tells: []hearsay.TellingKey{copied.Key, telling.Key},
			Refs: []hearsay.Ref{ref(copied.Doc, copied.Span), ref(telling.Doc, telling.Span)},
		})
	}
	for _, i := range t.supporting() {
		step := t.tellings[i].Steps[0]
		if step.To == nil || !t.supports(at[*step.To]) {
			continue
		}
		switch step.Rule {
		case RuleCopiedUndirect:
			discount(at[*step.To], i)
			discount(i, at[*step.To])
		case RuleCopied, RuleRelayHeld, RuleOwnEarlier:
			discount(i, at[*step.To])
		}
	}
	return found
}

// supporting lists the tellings that count for the claim.
func (t *trail) supporting() []int {
	var list []int
	for i := range t.tellings {
		if t.supports(i) {
			list = append(list, i)
		}
	}
	return list
}

func (t *trail) supports(i int) bool {
	return counted(t.tellings[i].Stance) && !t.tellings[i].Possible
}

// outdone is the rule by which telling i adds nothing beside telling k of the same document, or "".
func (t *trail) outdone(i, k int) string {
	mine, other := t.kind(i), t.kind(k)
	if t.hollow[k] || t.vouched[i] && other != hearsay.OriginUnnamed {
		return "" // see besideEmbedded; an outlet that says it knows it itself has its own sources
	}
	better := other.Traced() && other != hearsay.OriginOwnWord
	text := other == hearsay.OriginOwnWord && !t.headline(k)
	switch {
	case mine == hearsay.OriginOwnWord && (better || t.headline(i) && other == hearsay.OriginUntraced):
		return RuleSummary
	case mine == hearsay.OriginUntraced && (better || text), mine == hearsay.OriginUnclear && better:
		return RuleReportedly
	case mine == hearsay.OriginOwnWord && text && t.headline(i):
		return RuleHeadline
	}
	return ""
}

func (t *trail) headline(i int) bool {
	return t.reading(i).Propositions[t.tellings[i].Proposition].Headline
}

// kind is the best kind among a telling's origins.
func (t *trail) kind(i int) hearsay.OriginKind {
	kind := hearsay.OriginUnclear
	for n, id := range t.tellings[i].Origins {
		if k := t.origin(id).Kind; n == 0 || k.Traced() && !kind.Traced() {
			kind = k
		}
	}
	return kind
}

// besideEmbedded lets a document's own word stand for the own word of a text that it embeds: it vouches for what it
// shows, and the two are not independent.
func (t *trail) besideEmbedded() {
	for _, i := range t.supporting() {
		if !t.hollow[i] {
			continue
		}
		for _, k := range t.inDoc[t.tellings[i].Doc] {
			if t.supports(k) && t.tellings[k].Uncounted == "" && t.kind(k) == hearsay.OriginOwnWord {
				t.stand(RuleBesideEmbedded, t.tellings[i].Origins[0], t.tellings[k].Origins[0], t.tellings[i].Key, t.tellings[k].Key)
				break
			}
		}
	}
}

// stand makes one origin stand for another in the counting, unless that would close a circle.
func (t *trail) stand(rule string, from, to hearsay.OriginID, tells ...hearsay.TellingKey) {
	if _, taken := t.stands[from]; taken || t.final(to) == from {
		return
	}
	t.stands[from] = to
	t.collapse = append(t.collapse, hearsay.Collapse{
		Rule: rule, Origins: []hearsay.OriginID{from, to}, Tells: tells, Refs: []hearsay.Ref{t.origin(from).Ref, t.origin(to).Ref},
	})
}

func (t *trail) final(id hearsay.OriginID) hearsay.OriginID {
	for {
		next, ok := t.stands[id]
		if !ok {
			return id
		}
		id = next
	}
}

// absorb finds, among the origins of the claim, the outlets that are known to have had another origin, and the less
// described sources of an outlet that described them elsewhere. An origin accounts for no firmer telling than its own.
func (t *trail) absorb() {
	t.noteHad()
	var all []hearsay.OriginID
	strongest := map[hearsay.OriginID]hearsay.Level{}
	for _, i := range t.supporting() {
		if t.tellings[i].Uncounted != "" {
			continue
		}
		for _, id := range t.tellings[i].Origins {
			all = append(all, id)
			strongest[id] = max(strongest[id], t.tellings[i].Level.Height())
		}
	}
	all = sortedOrigins(all)
	for _, id := range all {
		origin := t.origin(id)
		rule := ""
		switch origin.Kind {
		case hearsay.OriginHollow:
			rule = RuleHollowAbsorbed
		case hearsay.OriginOwnWord:
			rule = RuleOwnWordAbsorbed
		case hearsay.OriginUnnamed:
			rule = RuleBareAbsorbed
		default:
			continue
		}
		if best := t.absorber(origin, all, strongest); best != 0 {
			t.stand(rule, id, best)
		}
	}
}

// absorber is the origin among all that accounts for another because the same outlet had it: the most numerous, then the
// first; 0 if there is none. Strongest is the highest level that each of them states.
func (t *trail) absorber(origin *hearsay.Origin, all []hearsay.OriginID, strongest map[hearsay.OriginID]hearsay.Level) hearsay.OriginID {
	var had []hearsay.OriginID
	for _, id := range all {
		other := t.origin(id)
		if id == origin.ID || strongest[id] < strongest[origin.ID] || !overlap(t.had[id], t.had[origin.ID]) ||
			!other.Kind.Traced() || other.Kind == hearsay.OriginHollow {
			continue
		}
		// Of prose that two pages have, the origin may stand under the name of either.
		same := other.Kind == origin.Kind && (id < origin.ID || strongest[id] > strongest[origin.ID])
		switch origin.Kind {
		case hearsay.OriginUnnamed:
			same = same && plain(other.Name) == plain(origin.Name) && other.Number == origin.Number
			if other.Kind != hearsay.OriginUnnamed || !same && !lessDescribed(origin, other) {
				continue
			}
		case hearsay.OriginOwnWord:
			if same {
				return id
			}
			if other.Kind == hearsay.OriginOwnWord {
				continue
			}
		}
		had = append(had, id)
	}
	if origin.Kind == hearsay.OriginOwnWord {
		if had = t.explainers(origin.ID, had); len(had) == 0 {
			return 0
		}
	}
	best := hearsay.OriginID(0)
	for _, id := range had {
		if best == 0 || t.origin(id).Number > t.origin(best).Number {
			best = id
		}
	}
	return best
}

// overlap reports whether two sets share anything.
func overlap(a, b map[string]bool) bool {
	for house := range a {
		if b[house] {
			return true
		}
	}
	return false
}

// lessDescribed reports whether an unnamed source may be another that is described more fully and counts at least as many:
// all its words are among the other's, and the other has more, or a number of its own.
func lessDescribed(origin, other *hearsay.Origin) bool {
	if other.Number < origin.Number {
		return false
	}
	if origin.Note == noteBare {
		return other.Note != noteBare
	}
	mine, theirs := strings.Fields(plain(origin.Name)), strings.Fields(plain(other.Name))
	for _, word := range mine {
		if !slices.Contains(theirs, word) {
			return false
		}
	}
	return len(theirs) > len(mine) && origin.Plural == other.Plural
}

// explainers are the sources, of those that an outlet had, from which it may have what it tells on its own word; none where
// they do not account for each such telling. A source accounts for none that is known to be earlier than all that the
// outlet has from it, and one with a name for none that is told as the outlet's own finding.
func (t *trail) explainers(own hearsay.OriginID, sources []hearsay.OriginID) []hearsay.OriginID {
	var explainers []hearsay.OriginID
	for _, i := range t.supporting() {
		if !slices.Contains(t.tellings[i].Origins, own) || t.tellings[i].Uncounted != "" {
			continue
		}
		i, houses := t.upstream(i), map[string]bool{}
		for _, k := range t.equals(i) {
			houses[t.house(t.doc(k))] = true
		}
		found := len(explainers)
		for _, source := range sources {
			if (!t.vouched[i] || t.origin(source).Kind == hearsay.OriginUnnamed) && t.explains(source, i, houses) {
				explainers = append(explainers, source)
			}
		}
		if len(explainers) == found {
			return nil
		}
	}
	return sortedOrigins(explainers)
}

// upstream is the telling that a telling finally rests on, or itself.
func (t *trail) upstream(i int) int {
	for range t.tellings {
		step := t.tellings[i].Steps[0]
		k := -1
		if step.To != nil && step.Rule != RuleCycle {
			k = slices.IndexFunc(t.tellings, func(telling *hearsay.Telling) bool { return telling.Key == *step.To })
		}
		if k < 0 {
			break
		}
		i = k
	}
	return i
}

// explains reports whether an outlet, of those given by their houses, has something from a source that may be behind
// telling i.
func (t *trail) explains(source hearsay.OriginID, i int, houses map[string]bool) bool {
	return slices.ContainsFunc(t.supporting(), func(k int) bool {
		if !slices.Contains(t.tellings[k].Origins, source) {
			return false
		}
		outlet, _ := t.relayed(k)
		return houses[t.house(t.doc(k))] && !later(t.doc(k), t.doc(i)) ||
			outlet.Known() && houses[t.tracer.outlets.Family(outlet.Value)]
	})
}

// noteHad records which outlets had the origins of the claim: whoever printed it without resting on another outlet, and
// whomever a text names as the one that was told. Prose of unknown direction is that of each page that has it.
func (t *trail) noteHad() {
	note := func(id hearsay.OriginID, house string) {
		if t.had[id] == nil {
			t.had[id] = map[string]bool{}
		}
		t.had[id][house] = true
	}
	for _, i := range t.supporting() {
		outlet, relay := t.relayed(i)
		for _, id := range t.tellings[i].Origins {
			if step := t.tellings[i].Steps[0]; !relay && (step.To == nil || step.Rule == RuleCopiedUndirect) {
				note(id, t.house(t.doc(i)))
			}
			if outlet.Known() {
				note(id, t.tracer.outlets.Family(outlet.Value))
			}
			if origin := t.origin(id); origin.Kind == hearsay.OriginUnnamed || origin.Kind == hearsay.OriginOwnWord {
				note(id, t.houseOf(origin.Outlet, origin.Doc))
			}
		}
	}
}

// count makes the intervals, strongest level first, and the claim's totals.
func (t *trail) count() {
	claim := t.claim
	levels := map[hearsay.Level]bool{}
	outlets := map[string]bool{}
	for _, i := range t.supporting() {
		outlets[outletName(t.doc(i))] = true
		if t.tellings[i].Uncounted == "" {
			levels[t.tellings[i].Level.Height()] = true
		}
	}
	for outlet := range outlets {
		claim.Outlets = append(claim.Outlets, outlet)
	}
	slices.Sort(claim.Outlets)
	traced, untraced := t.standing(hearsay.LevelAsked)
	claim.Traced, claim.Untraced = len(traced), untraced
	steps := make([]hearsay.Level, 0, len(levels))
	for level := range levels {
		steps = append(steps, level)
	}
	slices.SortFunc(steps, func(a, b hearsay.Level) int { return cmp.Compare(b, a) })
	for _, level := range steps {
		claim.Intervals = append(claim.Intervals, t.interval(level))
	}
	t.sourceDifference()
	t.hedgeDifference()
}

// outletName is how a document's outlet is listed: by name, or by the document where it is unknown.
func outletName(doc *hearsay.Document) string {
	if doc.Outlet.Known() {
		return doc.Outlet.Value
	}
	return string(doc.ID)
}

// interval counts the origins that stand for a level or more.
func (t *trail) interval(level hearsay.Level) hearsay.Interval {
	interval := hearsay.Interval{Level: level}
	tells := map[hearsay.TellingKey]bool{}
	clearest := 0
	for i, telling := range t.tellings {
		if !t.supports(i) || telling.Level.Height() < level {
			continue
		}
		if clear := t.clarity(i, level); interval.Words.Doc == "" || clear > clearest {
			interval.Words, clearest = ref(telling.Doc, telling.Span), clear
		}
		tells[telling.Key] = true
	}
	traced, untraced := t.standing(level)
	interval.Origins, interval.Untraced = traced, untraced
	largest := 0
	var speakers []hearsay.OriginID
	for _, id := range traced {
		origin := t.origin(id)
		interval.Max += max(1, origin.Number)
		switch origin.Kind {
		case hearsay.OriginUnnamed:
			largest = max(largest, origin.Number)
		case hearsay.OriginNamed, hearsay.OriginBody, hearsay.OriginDocument:
			speakers = append(speakers, id)
		}
	}
	heard, joins := t.distinct(speakers)
	interval.Collapses = append(interval.Collapses, joins...)
	interval.Min = max(heard, largest)
	if len(traced) > 0 {
		interval.Min = max(interval.Min, 1)
	} else if untraced > 0 {
		interval.Max = 1
	}
	interval.Min = min(interval.Min, interval.Max)
	interval.Collapses = append(interval.Collapses, t.collapses(tells, traced)...)
	return interval
}

// standing is the origins that stand for a level, and how many documents have untraced ones. A collective is neither.
func (t *trail) standing(level hearsay.Level) (traced []hearsay.OriginID, untraced int) {
	docs := map[hearsay.DocID]bool{}
	for _, i := range t.supporting() {
		telling := t.tellings[i]
		if telling.Uncounted != "" || telling.Level.Height() < level {
			continue
		}
		for _, id := range telling.Origins {
			switch origin := t.origin(id); {
			case origin.Kind.Traced():
				traced = append(traced, t.final(id))
			case origin.Kind != hearsay.OriginCollective:
				docs[origin.Doc] = true
			}
		}
	}
	return sortedOrigins(traced), len(docs)
}

// distinct counts the people, bodies and documents among origins, those who speak with one voice once, and says which
// were joined.
func (t *trail) distinct(ids []hearsay.OriginID) (int, []hearsay.Collapse) {
	heard := make([]voice, len(ids))
	group := make([]int, len(ids))
	count := len(ids)
	var joins []hearsay.Collapse
	for i, id := range ids {
		heard[i], group[i] = t.voice(t.origin(id)), i
		for k := range i {
			if group[k] == group[i] || !t.tracer.voices.one(heard[k], heard[i]) {
				continue
			}
			from, to := group[i], group[k]
			for n := range group[:i+1] {
				if group[n] == from {
					group[n] = to
				}
			}
			count--
			joins = append(joins, hearsay.Collapse{
				Rule: RuleSpeaksFor, Origins: []hearsay.OriginID{ids[k], id}, Refs: []hearsay.Ref{t.origin(ids[k]).Ref, t.origin(id).Ref},
			})
		}
	}
	return count, joins
}

// clarity ranks tellings as the words to show for a level: of that very level, from sound text, counted, no headline.
func (t *trail) clarity(i int, level hearsay.Level) int {
	telling, clarity := t.tellings[i], 0
	for _, good := range []struct {
		holds  bool
		weight int
	}{{telling.Level.Height() == level, 8}, {!telling.Damaged, 4}, {telling.Uncounted == "", 2}, {!t.headline(i), 1}} {
		if good.holds {
			clarity += good.weight
		}
	}
	return clarity
}

// collapses lists why the interval is smaller than the number of tellings.
func (t *trail) collapses(tells map[hearsay.TellingKey]bool, traced []hearsay.OriginID) []hearsay.Collapse {
	var list []hearsay.Collapse
	for _, telling := range t.tellings {
		if !tells[telling.Key] {
			continue
		}
		for _, step := range telling.Steps {
			switch step.Rule {
			case RuleCopied, RuleCopiedUndirect, RuleWire, RuleRelayHeld, RuleOwnEarlier, RuleCycle:
				collapse := hearsay.Collapse{Rule: step.Rule, Origins: telling.Origins, Tells: []hearsay.TellingKey{telling.Key}, Refs: step.Refs}
				if step.To != nil {
					collapse.Tells = append(collapse.Tells, *step.To)
				}
				list = append(list, collapse)
			}
		}
	}
	for _, collapse := range t.collapse {
		if len(collapse.Tells) == 0 && slices.Contains(traced, t.final(collapse.Origins[0])) ||
			slices.ContainsFunc(collapse.Tells, func(key hearsay.TellingKey) bool { return tells[key] }) {
			list = append(list, collapse)
		}
	}
	unnamed := 0
	var refs []hearsay.Ref
	for _, id := range traced {
		if t.origin(id).Kind == hearsay.OriginUnnamed {
			unnamed++
			refs = append(refs, t.origin(id).Ref)
		}
	}
	if unnamed > 1 {
		list = append(list, hearsay.Collapse{Rule: RuleLargestUnnamed, Origins: traced, Refs: refs})
	}
	return list
}

// sourceDifference notes where one document gives to somebody with a name what another gives, in the same words, to
// somebody without. That different people tell one thing is no difference.
func (t *trail) sourceDifference() {
	named := map[string][]int{} // by each run of their words
	for _, i := range t.supporting() {
		if origins := t.tellings[i].Origins; len(origins) > 0 && t.origin(origins[0]).Identity != 0 { // by name: not "authorities"
			for _, run := range t.runs(i) {
				named[run] = append(named[run], i)
			}
		}
	}
	for _, k := range t.supporting() {
		if t.kind(k) != hearsay.OriginUnnamed {
			continue
		}
		for _, run := range t.runs(k) {
			at := slices.IndexFunc(named[run], func(i int) bool { return t.tellings[i].Doc != t.tellings[k].Doc })
			if at < 0 {
				continue
			}
			t.claim.Differences = append(t.claim.Differences, hearsay.Difference{
				Kind: hearsay.DiffersSource,
				A:    t.origin(t.tellings[named[run][at]].Origins[0]).Ref,
				B:    t.origin(t.tellings[k].Origins[0]).Ref,
				By:   "the same words, of another source",
			})
			return
		}
	}
}

// sharedWords is how many words in a row two tellings have in common where both give the same words.
const sharedWords = 6

// runs are the runs of so many words in a telling.
func (t *trail) runs(i int) []string {
	words := strings.Fields(plain(t.tellings[i].Span.Of(t.doc(i).Text)))
	var runs []string
	for at := range len(words) - sharedWords + 1 {
		runs = append(runs, strings.Join(words[at:at+sharedWords], " "))
	}
	return runs
}

// hedgeDifference notes where a telling says without a hedge what the one that it rests on says with one.
func (t *trail) hedgeDifference() {
	for _, i := range t.supporting() {
		telling := t.tellings[i]
		step := telling.Steps[0]
		if step.To == nil || telling.Stance != hearsay.Affirmed || step.Rule != RuleRelayHeld && step.Rule != RuleOwnEarlier {
			continue
		}
		for _, upstream := range t.tellings {
			if upstream.Key == *step.To && upstream.Stance == hearsay.Hedged && upstream.Level.Height() == telling.Level.Height() {
				t.claim.Differences = append(t.claim.Differences, hearsay.Difference{
					Kind: hearsay.DiffersStrength, A: ref(upstream.Doc, upstream.Span), B: ref(telling.Doc, telling.Span), By: "hedge lost",
				})
				return
			}
		}
	}
}
