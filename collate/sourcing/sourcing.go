// Package sourcing follows each telling of a claim to who is finally behind it, and counts how many are independent.
//
// It begins with the claims of a story, whose tellings have no origins yet, and with the readings, identities and shared
// passages they rest on. It ends with an origin for every telling, the rule and the words of each step on the way, and
// the interval of independent origins at each level of commitment. It hands them to the ledger. The rules are those of
// docs/counting.md, one function each, and are named in every result.
package sourcing

import (
	"cmp"
	"slices"

	"hearsay"
	"hearsay/lexicon"
)

// Rules by which a telling is followed to its origin or an origin is not counted, as docs/counting.md lists them.
const (
	RuleCopied          = "copied prose"
	RuleCopiedUndirect  = "copied prose, direction unknown"
	RuleWire            = "wire text"
	RuleRelayHeld       = "relay followed"
	RuleRelayNamed      = "relay names the source"
	RuleRelayHollow     = "relay to an outlet not held"
	RuleOwnEarlier      = "own earlier report"
	RuleCycle           = "cycle"
	RuleUntraced        = "untraced report"
	RuleNamed           = "named source"
	RuleBody            = "body"
	RuleDocument        = "document"
	RuleUnnamed         = "unnamed source"
	RuleContinued       = "continued unnamed source"
	RuleCollective      = "collective"
	RuleOwnWord         = "own word"
	RuleUnclear         = "unclear source"
	RuleQuoted          = "quoted, by whom is unclear"
	RuleSummary         = "unattributed beside a better origin"
	RuleReportedly      = "reportedly beside a better origin"
	RuleHeadline        = "headline"
	RuleBesideEmbedded  = "own word beside the embedded text"
	RuleHollowAbsorbed  = "outlet known to have had the source"
	RuleBareAbsorbed    = "less described source of the same outlet"
	RuleOwnWordAbsorbed = "own word of an outlet that had the source"
	RuleSpeaksFor       = "speaks for the body"
	RuleLargestUnnamed  = "unnamed sources may be shared"
)

// Tracer traces origins. It is safe for concurrent use.
type Tracer struct {
	outlets *lexicon.Outlets
	voices  voices
	news    lexicon.Set // words by which a text means what it has just told
}

// New returns a tracer with the project's table of outlets and their families.
func New() *Tracer {
	return &Tracer{outlets: lexicon.NewOutlets(), voices: newVoices(), news: lexicon.NewSet("news-words")}
}

// With returns the tracer with a person's own families of outlets.
func (t *Tracer) With(families *lexicon.Families) *Tracer {
	own := *t
	own.outlets = t.outlets.With(families)
	return &own
}

// Story is what tracing rests on. Readings are in document order.
type Story struct {
	Readings   []*hearsay.Reading
	Identity   map[hearsay.Member]hearsay.IdentityID
	Identities []hearsay.Identity
	Passages   []hearsay.Passage
	Overlaps   []hearsay.Overlap
}

// Trace gives each telling its origins and each claim its intervals, in place, and returns the origins they refer to.
func (t *Tracer) Trace(story Story, claims []hearsay.Claim) []hearsay.Origin {
	book := newBook(t, story)
	for n := range claims {
		claim := &claims[n]
		trail := newTrail(book, claim)
		trail.resolve()
		trail.discount()
		trail.count()
	}
	return book.origins
}

// book holds what is the same for all claims of a story, and the origins found so far.
type book struct {
	tracer  *Tracer
	story   Story
	byDoc   map[hearsay.DocID]*hearsay.Reading
	order   map[hearsay.DocID]int
	held    map[string][]hearsay.DocID      // documents by the family of their outlet, in document order
	names   map[string]string               // outlets of held documents by their plain name
	called  map[hearsay.IdentityID][]string // the words by which documents call their sources
	copies  map[hearsay.DocID][]side
	origins []hearsay.Origin
	byKey   map[string]hearsay.OriginID
}

// side is a passage as seen from one of its documents.
type side struct {
	passage  *hearsay.Passage
	own      hearsay.Span
	other    hearsay.DocID
	there    hearsay.Span
	upstream bool // the other document had it first
	known    bool // the direction is known
}

func newBook(t *Tracer, story Story) *book {
	b := &book{
		tracer: t, story: story,
		byDoc:  map[hearsay.DocID]*hearsay.Reading{},
		order:  map[hearsay.DocID]int{},
		held:   map[string][]hearsay.DocID{},
		names:  map[string]string{},
		called: calledBy(story),
		copies: map[hearsay.DocID][]side{},
		byKey:  map[string]hearsay.OriginID{},
	}
	for i, reading := range story.Readings {
		doc := &reading.Document
		b.byDoc[doc.ID] = reading
		b.order[doc.ID] = i
		if doc.Outlet.Known() {
			house := t.outlets.Family(doc.Outlet.Value)
			b.held[house] = append(b.held[house], doc.ID)
			b.names[plain(doc.Outlet.Value)] = doc.Outlet.Value
		}
	}
	for i := range story.Passages {
		p := &story.Passages[i]
		if p.Kind != hearsay.PassageProse && p.Kind != hearsay.PassageWire {
			continue
		}
		known := p.Direction != hearsay.DirectionUnknown
		b.copies[p.A] = append(b.copies[p.A], side{p, p.SpanA, p.B, p.SpanB, p.Direction == hearsay.FromBToA, known})
		b.copies[p.B] = append(b.copies[p.B], side{p, p.SpanB, p.A, p.SpanA, p.Direction == hearsay.FromAToB, known})
	}
	return b
}

// outletOf is whose word a document's own word is: the agency's whose name heads the page, else its outlet's; "" where
// that is unknown.
func (b *book) outletOf(doc *hearsay.Document) string {
	if agency := b.headed(doc); agency.Known() {
		return agency.Value
	}
	return doc.Outlet.Value
}

// headed is the agency that a document's byline or dateline names: the page is its text throughout.
func (b *book) headed(doc *hearsay.Document) hearsay.Field {
	for _, block := range doc.Blocks {
		if (block.Kind == hearsay.BlockByline || block.Kind == hearsay.BlockDateline) && b.tracer.outlets.Agency(block.Outlet.Value) {
			return block.Outlet
		}
	}
	return hearsay.Field{}
}

// house is the family of the outlet whose word a document's own word is, or the document itself where it is unknown.
func (b *book) house(doc *hearsay.Document) string {
	return b.houseOf(b.outletOf(doc), doc.ID)
}

// houseOf is the family of an outlet, or a document where the outlet is unknown.
func (b *book) houseOf(outlet string, doc hearsay.DocID) string {
	if outlet != "" {
		return b.tracer.outlets.Family(outlet)
	}
	return "document " + string(doc)
}

// byHeld names the finding of an outlet by the documents that are held of it.
const byHeld = "held outlet"

// outlet is the outlet that an attribution rests on or that had its source. Beside those that reading knows, it is one
// whose documents are held and that the words name: the smallest paper is known by its own clips.
func (b *book) outlet(doc *hearsay.Document, attribution *hearsay.Attribution) (outlet hearsay.Field, source bool) {
	if attribution.Outlet.Known() {
		return attribution.Outlet, attribution.Kind == hearsay.SourceOutlet
	}
	for _, span := range attribution.Source {
		if name, ok := b.names[plain(span.Of(doc.Text))]; ok {
			return hearsay.Field{Value: name, How: hearsay.HowGuessed, Span: span, By: byHeld}, true
		}
	}
	for _, span := range attribution.ToldTo {
		if name, ok := b.names[plain(span.Of(doc.Text))]; ok {
			return hearsay.Field{Value: name, How: hearsay.HowGuessed, Span: span, By: byHeld}, false
		}
	}
	return hearsay.Field{}, false
}

// intern gives an origin its number; the first one under a key describes it.
func (b *book) intern(key string, origin hearsay.Origin) hearsay.OriginID {
	if id, ok := b.byKey[key]; ok {
		return id
	}
	origin.ID = hearsay.OriginID(len(b.origins) + 1)
	b.origins = append(b.origins, origin)
	b.byKey[key] = origin.ID
	return origin.ID
}

func (b *book) origin(id hearsay.OriginID) *hearsay.Origin { return &b.origins[id-1] }

// later reports whether a document is known to be later than another.
func later(a, b *hearsay.Document) bool {
	return a.Published.Known() && b.Published.Known() && a.Published.Compare(b.Published) > 0 && a.Published.Unix != b.Published.Unix
}

// sortedOrigins returns the distinct origins in order.
func sortedOrigins(ids []hearsay.OriginID) []hearsay.OriginID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b hearsay.OriginID) int { return cmp.Compare(a, b) })
	return slices.Compact(ids)
}
