package sourcing

import (
	"cmp"
	"slices"
	"strconv"

	"hearsay"
)

// trail follows the tellings of one claim.
type trail struct {
	*book
	claim    *hearsay.Claim
	tellings []*hearsay.Telling // counted and apart, in the order of documents and places
	inDoc    map[hearsay.DocID][]int
	state    []state
	path     []int        // tellings that are underway, outermost first
	circling map[int]bool // tellings that lead back to themselves
	found    [][]hearsay.OriginID
	stands   map[hearsay.OriginID]hearsay.OriginID // origins that another one stands for
	hollow   map[int]bool                          // tellings that lead to an embedded text's own word
	vouched  map[int]bool                          // tellings that the outlet says it has found out itself
	had      map[hearsay.OriginID]map[string]bool  // the houses of the outlets that had an origin themselves
	collapse []hearsay.Collapse
}

type state uint8

const (
	unseen state = iota
	underway
	done
)

func newTrail(b *book, claim *hearsay.Claim) *trail {
	t := &trail{
		book: b, claim: claim, inDoc: map[hearsay.DocID][]int{}, stands: map[hearsay.OriginID]hearsay.OriginID{},
		hollow: map[int]bool{}, vouched: map[int]bool{}, had: map[hearsay.OriginID]map[string]bool{}, circling: map[int]bool{},
	}
	for i := range claim.Tellings {
		t.tellings = append(t.tellings, &claim.Tellings[i])
	}
	for i := range claim.Apart {
		t.tellings = append(t.tellings, &claim.Apart[i])
	}
	slices.SortFunc(t.tellings, func(a, b *hearsay.Telling) int {
		return cmp.Or(cmp.Compare(t.order[a.Doc], t.order[b.Doc]), a.Key.Compare(b.Key))
	})
	for i, telling := range t.tellings {
		t.inDoc[telling.Doc] = append(t.inDoc[telling.Doc], i)
	}
	t.state = make([]state, len(t.tellings))
	t.found = make([][]hearsay.OriginID, len(t.tellings))
	return t
}

// resolve gives every telling its origins.
func (t *trail) resolve() {
	for i := range t.tellings {
		t.tellings[i].Origins = t.follow(i)
	}
}

// follow returns the origins of one telling: the first rule that applies. They are nil where the telling is underway, so
// that whoever asks leads back to itself.
func (t *trail) follow(i int) []hearsay.OriginID {
	switch t.state[i] {
	case done:
		return t.found[i]
	case underway:
		for _, k := range t.path[slices.Index(t.path, i):] {
			t.circling[k] = true
		}
		return nil
	}
	t.state[i] = underway
	t.path = append(t.path, i)
	origins := t.copied(i)
	if origins == nil {
		origins = t.attributed(i)
	}
	t.path = t.path[:len(t.path)-1]
	t.state[i] = done
	t.found[i] = origins
	return origins
}

// rest gives telling i the origins of telling k, by rule. Where that leads back to i it is untraced, and so is every
// other on the way round.
func (t *trail) rest(i, k int, rule string, refs ...hearsay.Ref) []hearsay.OriginID {
	origins := t.follow(k)
	if t.circling[i] {
		t.step(i, RuleCycle, k, refs...)
		return []hearsay.OriginID{t.intern("cycle|"+string(t.tellings[i].Doc), hearsay.Origin{
			Kind: hearsay.OriginUntraced, Doc: t.tellings[i].Doc, Name: "cycle", Note: "cycle", Ref: refs[0],
		})}
	}
	t.step(i, rule, k, refs...)
	return origins
}

func (t *trail) step(i int, rule string, to int, refs ...hearsay.Ref) {
	step := hearsay.Step{Rule: rule, Refs: refs}
	if to >= 0 {
		key := t.tellings[to].Key
		step.To = &key
	}
	t.tellings[i].Steps = append(t.tellings[i].Steps, step)
}

func (t *trail) reading(i int) *hearsay.Reading { return t.byDoc[t.tellings[i].Doc] }

func (t *trail) doc(i int) *hearsay.Document { return &t.reading(i).Document }

func ref(doc hearsay.DocID, spans ...hearsay.Span) hearsay.Ref {
	var kept []hearsay.Span
	for _, span := range spans {
		if !span.Empty() {
			kept = append(kept, span)
		}
	}
	slices.SortFunc(kept, hearsay.Span.Compare)
	return hearsay.Ref{Doc: doc, Spans: slices.Compact(kept)}
}

// copied applies the first rule: prose that stands in another held document rests on what that document rests on. It
// returns nil where the rule does not apply.
func (t *trail) copied(i int) []hearsay.OriginID {
	telling := t.tellings[i]
	for _, side := range t.copies[telling.Doc] {
		if !mostly(side.own, telling.Span) {
			continue
		}
		refs := []hearsay.Ref{ref(telling.Doc, side.own), ref(side.other, side.there)}
		if side.passage.Kind == hearsay.PassageWire {
			if agency := t.agency(telling.Doc, side.other); agency != "" {
				return t.wire(i, agency, refs)
			}
		}
		k := t.counterpart(i, side)
		if k >= 0 && side.known && side.upstream {
			return t.rest(i, k, RuleCopied, append(refs, side.passage.Evidence...)...)
		}
	}
	return t.shared(i)
}

// equals lists the tellings that stand in the same prose as telling i, itself included, where nothing says who had it
// first.
func (t *trail) equals(i int) []int {
	list := []int{i}
	add := func(k int) {
		if k >= 0 && !slices.Contains(list, k) {
			list = append(list, k)
		}
	}
	for n := 0; n < len(list); n++ {
		telling := t.tellings[list[n]]
		for _, side := range t.copies[telling.Doc] {
			if !side.known && mostly(side.own, telling.Span) {
				add(t.counterpart(list[n], side))
			}
		}
		for _, overlap := range t.story.Overlaps {
			add(t.nearCopy(list[n], overlap))
		}
	}
	return list
}

// mostly reports whether at least four fifths of inner lie in outer.
func mostly(outer, inner hearsay.Span) bool {
	common := int(min(outer.End, inner.End)) - int(max(outer.Start, inner.Start))
	return common > 0 && common*5 >= inner.Len()*4
}

// counterpart is the telling at the same place of the other side of a passage, or -1.
func (t *trail) counterpart(i int, side side) int {
	mine := t.tellings[i]
	best, nearest := -1, 0
	for _, k := range t.inDoc[side.other] {
		other := t.tellings[k]
		if !mostly(side.there, other.Span) {
			continue
		}
		gap := place(side.own, mine.Key.Start) - place(side.there, other.Key.Start)
		gap = max(gap, -gap)
		if best < 0 || gap < nearest {
			best, nearest = k, gap
		}
	}
	return best
}

// place is how far into a span an offset lies, in thousandths of its length.
func place(span hearsay.Span, at uint32) int {
	return (int(at) - int(span.Start)) * 1000 / max(1, span.Len())
}

// nearCopy is the telling that a too short one follows because its document as a whole is a near copy, or -1: the same
// words in the other document.
func (t *trail) nearCopy(i int, overlap hearsay.Overlap) int {
	mine := t.tellings[i]
	other := overlap.B
	switch {
	case !overlap.NearCopy:
		return -1
	case overlap.B == mine.Doc:
		other = overlap.A
	case overlap.A != mine.Doc:
		return -1
	}
	words := plain(mine.Span.Of(t.doc(i).Text))
	for _, k := range t.inDoc[other] {
		if plain(t.tellings[k].Span.Of(t.doc(k).Text)) == words {
			return k
		}
	}
	return -1
}

// shared makes tellings of one prose, of which no one knows which was first, rest on one origin: that of the telling
// that says most of its source.
func (t *trail) shared(i int) []hearsay.OriginID {
	best := slices.MinFunc(t.equals(i), t.says)
	if best == i {
		return nil // this one describes the source; the others follow it
	}
	return t.rest(i, best, RuleCopiedUndirect,
		ref(t.tellings[i].Doc, t.tellings[i].Span), ref(t.tellings[best].Doc, t.tellings[best].Span))
}

// detail ranks how much a telling says of its source.
func (t *trail) detail(i int) int {
	chain := t.chain(i)
	if len(chain) == 0 {
		return 0
	}
	source := chain[len(chain)-1]
	rank := map[hearsay.SourceKind]int{
		hearsay.SourceNamed: 9, hearsay.SourceBody: 8, hearsay.SourceDocument: 8, hearsay.SourceUnnamed: 7,
		hearsay.SourceBare: 5, hearsay.SourceOutlet: 4, hearsay.SourceCollective: 2, hearsay.SourceUntraced: 1,
	}[source.Kind] * 4
	if source.Outlet.Known() {
		rank += 2
	}
	if source.Profile.Number > 0 {
		rank++
	}
	return rank
}

// says ranks two tellings of one prose: the one that says more of its source, then one on the page of the outlet that the
// prose names, then one on a page of a known outlet, whose source it tells from that of others, then the first.
func (t *trail) says(a, b int) int {
	page := func(i int) int {
		own := t.outletOf(t.doc(i))
		named, _ := t.relayed(i)
		return one(own != "") + one(named.Known() && named.Value == own)
	}
	return cmp.Or(cmp.Compare(t.detail(b), t.detail(a)), cmp.Compare(page(b), page(a)), cmp.Compare(a, b))
}

func one(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

// agency is the agency that either document credits, or "".
func (t *trail) agency(docs ...hearsay.DocID) string {
	for _, id := range docs {
		doc := &t.byDoc[id].Document
		if outlet := t.outletOf(doc); t.tracer.outlets.Agency(outlet) {
			return outlet
		}
		for _, block := range doc.Blocks {
			if block.Kind == hearsay.BlockCredit && t.tracer.outlets.Agency(block.Outlet.Value) {
				return block.Outlet.Value
			}
		}
	}
	return ""
}

// wire is the origin of an agency's text: whom it names, had by the agency, or the agency's own word.
func (t *trail) wire(i int, agency string, refs []hearsay.Ref) []hearsay.OriginID {
	t.step(i, RuleWire, -1, refs...)
	if origins := t.source(i, agency); origins != nil {
		return origins
	}
	return t.unsourced(i, agency)
}

// ownWord is the last rule.
func (t *trail) ownWord(i int) []hearsay.OriginID {
	if !t.quoted(i) {
		t.step(i, RuleOwnWord, -1, ref(t.tellings[i].Doc, t.tellings[i].Span))
	}
	return t.unsourced(i, t.outletOf(t.doc(i)))
}

// unsourced is the origin of a telling without a source: the own word of an outlet, "" for that of the document.
func (t *trail) unsourced(i int, outlet string) []hearsay.OriginID {
	telling := t.tellings[i]
	words := ref(telling.Doc, telling.Span)
	if t.quoted(i) {
		t.step(i, RuleQuoted, -1, words)
		return []hearsay.OriginID{t.intern("untraced|"+string(telling.Doc), hearsay.Origin{
			Kind: hearsay.OriginUnclear, Doc: telling.Doc, Name: RuleQuoted, Ref: words,
		})}
	}
	return []hearsay.OriginID{t.intern("own|"+t.houseOf(outlet, telling.Doc), hearsay.Origin{
		Kind: hearsay.OriginOwnWord, Outlet: outlet, Doc: docIfNoOutlet(outlet, telling.Doc), Number: 1, Name: outlet, Ref: words,
	})}
}

// quoted reports whether a telling stands wholly in quotation marks. Then it is somebody's word, and not the outlet's.
func (t *trail) quoted(i int) bool {
	span := t.tellings[i].Span
	return slices.ContainsFunc(t.reading(i).Quotations, func(q hearsay.Quotation) bool { return q.Closed && q.Span.Contains(span) })
}

func number(n int) string { return strconv.Itoa(n) }
