package hearsay

import (
	"cmp"
	"encoding/binary"
	"strings"
)

// StoryID names a story: the identity of its earliest document.
type StoryID string

// ClaimID names a claim within its story.
type ClaimID string

// NewClaimID is the identity of the claim whose first telling is at key, as 10 hex digits.
func NewClaimID(key TellingKey) ClaimID {
	return ClaimID(digest([]byte("claim"), []byte(key.Doc), binary.LittleEndian.AppendUint32(nil, key.Start), []byte(key.Lemma))[:10])
}

// Story is the documents that report one event, in document order, and why they were joined.
type Story struct {
	ID    StoryID
	Docs  []DocID
	Joins []StoryJoin
	About About
}

// About is what a story is about and when, as far as it can be told from the words of its documents.
type About struct {
	Title       string       // the first title among its documents; "" if none has one
	Terms       []TermWeight // the heaviest, by word; as a vector of one length for all
	First, Last int32        // days since 1970-01-01 between which its documents were published; meaningful if Dated
	Dated       bool         // at least one of them is
}

// TermWeight is a term with its weight.
type TermWeight struct {
	Term   string
	Weight uint32
}

// StoryJoin is why two documents are in one story.
type StoryJoin struct {
	A, B    DocID
	Weight  int      // thousandths: how surely the two report one event
	Mean    int      // thousandths: the mean over all pairs of the two groups that this join brought together
	Least   int      // thousandths: under this mean they would have stayed two stories
	Gap     int      // days between them; -1 where a date is unknown
	Terms   []string // the shared terms that weigh most, heaviest first
	Passage int      // characters of shared passages; 0 if none
	Parts   []string // the evidence without any one of which these two documents would be under Least
	By      string
}

// Link is how surely two documents report one event, from 0 to 65536, where that is more than next to nothing. A is less
// than B.
type Link struct {
	A, B   DocID
	Weight int
}

// Compare orders links by their documents.
func (l Link) Compare(other Link) int {
	return cmp.Or(cmp.Compare(l.A, other.A), cmp.Compare(l.B, other.B))
}

// Bonds are what a person said of which documents are one story. Documents of one bond are kept together, those of two
// bonds that are apart are never joined; all else is left to what the documents say.
type Bonds struct {
	Of    map[DocID]int
	Apart map[int][]int // both ways
}

// Saga is stories that tell one affair over days or weeks: linked, never merged.
type Saga struct {
	ID      StoryID // of its earliest story
	Stories []SagaStory
	Links   []SagaLink
}

// SagaStory is a story of a saga.
type SagaStory struct {
	ID        StoryID
	Documents int
	About     About
}

// SagaLink is why two stories are of one saga.
type SagaLink struct {
	A, B   StoryID
	Weight int      // thousandths of full similarity
	Gap    int      // days between the end of one and the beginning of the other; -1 where a date is unknown
	Terms  []string // the shared terms that weigh most, heaviest first
}

// PassageKind is what sort of text two documents share.
type PassageKind uint8

// Kinds of shared passages. Only copied prose and wire text collapse origins.
const (
	PassageUnclear   PassageKind = iota
	PassageProse                 // one outlet's own words in another
	PassageQuotation             // both quote one speaker
	PassageEmbedded              // both show one statement, tweet or document
	PassageFurniture             // page furniture or a widget
	PassageWire                  // an agency's text, credited
)

var passageNames = [...]string{"unclear", "prose", "quotation", "embedded", "furniture", "wire"}

func (k PassageKind) String() string { return name(passageNames[:], k) }

// MarshalText writes the kind's name.
func (k PassageKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *PassageKind) UnmarshalText(text []byte) error { return parse(passageNames[:], k, text) }

// Direction says which side of a shared passage had it first.
type Direction uint8

// Directions of a passage or relay.
const (
	DirectionUnknown Direction = iota
	FromAToB
	FromBToA
)

var directionNames = [...]string{"unknown", "a to b", "b to a"}

func (d Direction) String() string { return name(directionNames[:], d) }

// MarshalText writes the direction's name.
func (d Direction) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Direction) UnmarshalText(text []byte) error { return parse(directionNames[:], d, text) }

// Passage is a stretch of text that stands, verbatim or nearly, in two documents. A comes before B in document order.
type Passage struct {
	A, B      DocID
	SpanA     Span
	SpanB     Span
	Same      int // alphanumeric characters that agree
	Length    int // alphanumeric characters of the longer side
	Kind      PassageKind
	KindBy    string
	Direction Direction
	Evidence  []Ref  // what gives the direction: a credit, a quotation line
	By        string // "dates", "credit", "quotation line", …; "" if unknown
}

// Overlap is how much of two documents is shared.
type Overlap struct {
	A, B     DocID
	OfA, OfB int // thousandths of the document's alphanumeric characters that stand in the other
	Longest  int // characters of the longest run
	NearCopy bool
}

// IdentityID is the index of an identity in its ledger plus 1; 0 is none.
type IdentityID int32

// Member is an entity of one document.
type Member struct {
	Doc    DocID
	Entity EntityID
}

// Identity is one person, body, place or outlet across the documents of a story.
type Identity struct {
	ID      IdentityID
	Kind    EntityKind
	Name    string // the fullest name
	NameRef Ref
	Members []Member       // sorted
	Joins   []IdentityJoin // why the members are one
	Roles   []Ref
	Outlet  string
}

// IdentityJoin is why two entities are one.
type IdentityJoin struct {
	A, B Member
	By   string // the rule
	Refs []Ref  // the words it rests on
}

// OriginKind is what a telling finally rests on.
type OriginKind uint8

// Kinds of origins.
const (
	OriginUnclear    OriginKind = iota
	OriginOwnWord               // the outlet's own word
	OriginNamed                 // a named person
	OriginBody                  // an organisation
	OriginDocument              // a letter, memo, filing, tweet
	OriginUnnamed               // unnamed sources of one outlet
	OriginHollow                // an outlet not held, which names no source
	OriginUntraced              // "reportedly": not counted
	OriginCollective            // "critics": shown, not counted
)

var originNames = [...]string{"unclear", "own word", "named", "body", "document", "unnamed", "hollow", "untraced", "collective"}

func (k OriginKind) String() string { return name(originNames[:], k) }

// MarshalText writes the kind's name.
func (k OriginKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *OriginKind) UnmarshalText(text []byte) error { return parse(originNames[:], k, text) }

// Traced reports whether origins of this kind are counted.
func (k OriginKind) Traced() bool {
	switch k {
	case OriginOwnWord, OriginNamed, OriginBody, OriginDocument, OriginUnnamed, OriginHollow:
		return true
	}
	return false
}

// OriginID is the index of an origin in its ledger plus 1; 0 is none.
type OriginID int32

// Origin is who tellings finally rest on.
type Origin struct {
	ID       OriginID
	Kind     OriginKind
	Outlet   string     // the outlet whose own word it is, or that had the unnamed source
	Doc      DocID      // the document whose own word it is, where its outlet is unknown
	Identity IdentityID // of a named person or body, or of a document's author
	Number   int        // how many it counts for in the maximum; unnamed sources by their number
	Plural   bool       // the number stands for a bare plural
	Name     string     // as shown: a name, or the words that describe it
	Ref      Ref        // where it is described best
	Note     string     // "cycle", "direction unknown", …
}

// Basis is what one telling rests on, by whether somebody can be asked.
type Basis uint8

// The bases, in the order in which a bar shows them: who can be asked first, nobody last.
const (
	BasisNamed    Basis = iota // a named person or body
	BasisDocument              // a letter, memo or filing
	BasisOwnWord               // the outlet's own word
	BasisUnnamed               // unnamed sources that are described
	BasisBare                  // "sources", not described
	BasisRelay                 // another outlet, followed to its telling
	BasisHollow                // another outlet that is not held
	BasisUntraced              // nobody that can be traced
)

var basisNames = [...]string{"named", "document", "own word", "unnamed", "bare", "relay", "hollow", "untraced"}

// Bases is how many there are.
const Bases = len(basisNames)

func (b Basis) String() string { return name(basisNames[:], b) }

// Basis is what an origin of the kind, so called, is to a telling; BasisUntraced if it is not traced. Unnamed sources are
// bare where one word is all that is said of them.
func (k OriginKind) Basis(name string) Basis {
	switch k {
	case OriginNamed, OriginBody:
		return BasisNamed
	case OriginDocument:
		return BasisDocument
	case OriginOwnWord:
		return BasisOwnWord
	case OriginUnnamed:
		if len(strings.Fields(name)) < 2 {
			return BasisBare
		}
		return BasisUnnamed
	case OriginHollow:
		return BasisHollow
	}
	return BasisUntraced
}

// Basis is what a telling of the ledger rests on: its first traced origin, if no relay leads to another telling.
func (l *Ledger) Basis(t *Telling) Basis {
	for i := range t.Steps {
		if t.Steps[i].To != nil {
			return BasisRelay
		}
	}
	for _, id := range t.Origins {
		origin := &l.Origins[id-1]
		if basis := origin.Kind.Basis(origin.Name); basis != BasisUntraced {
			return basis
		}
	}
	return BasisUntraced
}

// Step is one rule applied on the way from a telling to its origin.
type Step struct {
	Rule string // the rule's name, as docs/counting.md lists it
	Refs []Ref  // the words it rests on
	To   *TellingKey
}

// TellingKey names a telling within its claim: its document and the start of its words.
type TellingKey struct {
	Doc   DocID
	Start uint32
	Lemma string // of the predicate, as two of them may share a clause
}

// Compare orders tellings by document identity and place. Document order is the business of whoever knows the dates.
func (k TellingKey) Compare(other TellingKey) int {
	return cmp.Or(cmp.Compare(k.Doc, other.Doc), cmp.Compare(k.Start, other.Start), cmp.Compare(k.Lemma, other.Lemma))
}

// Telling is one place where one document tells a claim.
type Telling struct {
	Key         TellingKey
	Doc         DocID
	Span        Span // the words of the proposition
	Sentence    Span
	Proposition int // index into the reading's propositions
	Attribution int // index into the reading's attributions, or -1 on the outlet's own word
	Stance      Stance
	Level       Level
	Negated     bool
	Possible    bool // joined on loose evidence: shown as "possibly", not counted
	JoinBy      string
	Damaged     bool   // rests on damaged text
	Uncounted   string // why it adds no origin ("headline", "summary", "reportedly beside a better origin"), or ""
	Origins     []OriginID
	Steps       []Step
}

// Interval is how many independent origins stand behind a claim at one level of commitment.
type Interval struct {
	Level     Level
	Words     Ref // the words of the strongest telling at that level
	Min, Max  int
	Untraced  int
	Origins   []OriginID // traced, distinct
	Collapses []Collapse
}

// Collapse is why the count is lower than the number of tellings, or the minimum lower than the maximum.
type Collapse struct {
	Rule    string
	Origins []OriginID
	Tells   []TellingKey
	Refs    []Ref
}

// DifferenceKind is in what two tellings of one claim differ.
type DifferenceKind uint8

// Kinds of differences.
const (
	DiffersNumber DifferenceKind = iota
	DiffersDate
	DiffersPolarity
	DiffersStrength
	DiffersWho
	DiffersReason
	DiffersSource // named here, unnamed there
)

var differenceNames = [...]string{"number", "date", "polarity", "strength", "who", "reason", "source"}

func (k DifferenceKind) String() string { return name(differenceNames[:], k) }

// MarshalText writes the kind's name.
func (k DifferenceKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *DifferenceKind) UnmarshalText(text []byte) error { return parse(differenceNames[:], k, text) }

// Difference is two tellings that differ, with the words that do.
type Difference struct {
	Kind DifferenceKind
	A, B Ref
	By   string
}

// HardeningKind is what was lost on the way from one telling to its relay.
type HardeningKind uint8

// Kinds of hardening.
const (
	LostHedge HardeningKind = iota
	LostQuestion
	LostDenial
	LostLevel // "considered" told as done
)

var hardeningNames = [...]string{"hedge", "question", "denial", "level"}

func (k HardeningKind) String() string { return name(hardeningNames[:], k) }

// MarshalText writes the kind's name.
func (k HardeningKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *HardeningKind) UnmarshalText(text []byte) error { return parse(hardeningNames[:], k, text) }

// Hardening is a telling that says more firmly, or leaves out a denial of, what the telling it rests on says.
type Hardening struct {
	Kind     HardeningKind
	Upstream Ref // the words that are hedged, asked, denied or weaker
	Relay    Ref // those that are not
	By       string
}

// Claim is one proposition and all its tellings.
type Claim struct {
	ID          ClaimID
	Headline    Ref        // the clearest verbatim telling
	Tellings    []Telling  // affirmed and hedged, in document order
	Apart       []Telling  // denials, refusals, questions: shown apart, never subtracted
	Outlets     []string   // that tell it, sorted; a document of unknown outlet counts as one by its ID
	Traced      int        // distinct traced origins
	Untraced    int        // untraced origins
	Intervals   []Interval // strongest level first; none without affirmed or hedged tellings
	Differences []Difference
	Hardenings  []Hardening
	Related     []ClaimID  // the same event with the other polarity
	Wrong       []Telling  // that a person marked as misread, in document order: shown, counted nowhere
	Machine     []Machined // where a person joined or parted claims, those that the machine made of these tellings
	Edits       []int64    // the corrections that bear on it, by their numbers in the log
}

// Documents is the number of documents that surely tell the claim or speak to it.
func (c *Claim) Documents() int {
	docs := map[DocID]bool{}
	for _, tellings := range [][]Telling{c.Tellings, c.Apart} {
		for _, telling := range tellings {
			if !telling.Possible {
				docs[telling.Doc] = true
			}
		}
	}
	return len(docs)
}

// Negated reports whether the claim is that something is not so. All its tellings agree in that.
func (c *Claim) Negated() bool {
	for _, tellings := range [][]Telling{c.Tellings, c.Apart, c.Wrong} {
		if len(tellings) > 0 {
			return tellings[0].Negated
		}
	}
	return false
}

// Relay is a document that rests on another outlet.
type Relay struct {
	Doc      DocID
	Outlet   string // whom it names
	Held     DocID  // the document of that outlet it leads to, or ""
	Ref      Ref    // the words
	Inferred bool   // from shared prose, not stated
	Cycle    bool
	By       string
}

// TimelineEntry is something that happened, or was told, at a time.
type TimelineEntry struct {
	Ref      Ref // the sentence
	Time     Ref // the expression
	Value    string
	Kind     TimeKind
	Day      int32 // days since 1970-01-01; meaningful if Resolved
	Resolved bool
	Claims   []ClaimID // told there
	SameAs   []int     // entries that are possibly the same day
}

// Add is what a document brought that no earlier one of the story told.
type Add struct {
	Doc     DocID
	Claims  []Ref // tellings that come first here
	Nothing bool
	Undated bool // not all documents of the story are dated, so others may have been first
}

// Said is one thing a person said or is said to have said.
type Said struct {
	Identity    IdentityID
	Doc         DocID
	Attribution int
}

// Version is a document that a newer one of the same page replaces. It is kept and shown, and tells nothing in the ledger.
type Version struct {
	Doc, Newer DocID
	URL        string
}

// Ledger is everything the documents of one story say together.
type Ledger struct {
	Revision   string
	Story      Story
	Documents  []DocID   // in document order, the latest version of each page
	Versions   []Version // the earlier ones
	Identities []Identity
	Origins    []Origin
	Claims     []Claim // densest first
	Passages   []Passage
	Overlaps   []Overlap
	Relays     []Relay
	Timeline   []TimelineEntry
	Adds       []Add
	Said       []Said
	Applied    []Applied // what the person's corrections came to, in their order
}
