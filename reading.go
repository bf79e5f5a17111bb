package hearsay

// Reading is everything one document says by itself: a pure function of its capture and of the revision of the reader.
// Indexes (of sentences, tokens, entities, attributions) are those of the slices below.
type Reading struct {
	Revision     string // of the reader and its models
	Document     Document
	Sentences    []Sentence
	Quotations   []Quotation
	Mentions     []Mention
	Entities     []Entity
	Attributions []Attribution
	Times        []Time
	Propositions []Proposition
}

// Sentence is a sentence, a headline or another unit that stands alone. Sentences are sorted and do not overlap.
// Furniture has none.
type Sentence struct {
	Span   Span
	Block  int // index into Document.Blocks
	Tokens []Token
}

// Token is a word or mark as the Penn Treebank cuts it ("does" "n't", "Trump" "’s").
type Token struct {
	Span Span
	Head int16 // index within the sentence of the token it depends on; its own index for the root; -1 if not parsed
	Tag  Tag
	Rel  Rel
}

// Quotation is a run of text in quotation marks, the marks included, or a paragraph of a block quotation.
type Quotation struct {
	Span      Span
	Closed    bool // the closing mark was found
	Continues int  // index of the quotation that this one goes on with in a new paragraph, or -1
}

// Tag is a Penn Treebank part of speech.
type Tag uint8

// The tags of English Web Treebank and GUM. TagNone is an untagged token.
const (
	TagNone Tag = iota
	TagCC
	TagCD
	TagDT
	TagEX
	TagFW
	TagIN
	TagJJ
	TagJJR
	TagJJS
	TagLS
	TagMD
	TagNN
	TagNNP
	TagNNPS
	TagNNS
	TagPDT
	TagPOS
	TagPRP
	TagPRPS
	TagRB
	TagRBR
	TagRBS
	TagRP
	TagSYM
	TagTO
	TagUH
	TagVB
	TagVBD
	TagVBG
	TagVBN
	TagVBP
	TagVBZ
	TagWDT
	TagWP
	TagWPS
	TagWRB
	TagOpenQuote
	TagCloseQuote
	TagComma
	TagPeriod
	TagColon
	TagLRB
	TagRRB
	TagHyph
	TagCurrency
	TagNFP
	TagADD
	TagAFX
	TagGW
	TagXX
	TagCount // the number of tags, not a tag
)

var tagNames = [...]string{"", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNP", "NNPS", "NNS",
	"PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "WDT",
	"WP", "WP$", "WRB", "``", "''", ",", ".", ":", "-LRB-", "-RRB-", "HYPH", "$", "NFP", "ADD", "AFX", "GW", "XX"}

func (t Tag) String() string { return name(tagNames[:], t) }

// MarshalText writes the tag as the Penn Treebank does.
func (t Tag) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (t *Tag) UnmarshalText(text []byte) error { return parse(tagNames[:], t, text) }

// Verb reports whether the tag is that of a verb form or modal.
func (t Tag) Verb() bool { return t == TagMD || (t >= TagVB && t <= TagVBZ) }

// Noun reports whether the tag is that of a noun or name.
func (t Tag) Noun() bool { return t == TagNN || t == TagNNS || t == TagNNP || t == TagNNPS }

// Rel is a dependency relation of Universal Dependencies v2, without most subtypes.
type Rel uint8

// The relations. RelNone is a token that was not parsed.
const (
	RelNone Rel = iota
	RelRoot
	RelNsubj
	RelNsubjPass
	RelObj
	RelIobj
	RelCsubj
	RelCcomp
	RelXcomp
	RelObl
	RelOblAgent
	RelVocative
	RelExpl
	RelDislocated
	RelAdvcl
	RelAdvmod
	RelDiscourse
	RelAux
	RelAuxPass
	RelCop
	RelMark
	RelNmod
	RelNmodPoss
	RelAppos
	RelNummod
	RelAcl
	RelAclRelcl
	RelAmod
	RelDet
	RelCase
	RelConj
	RelCc
	RelFixed
	RelFlat
	RelCompound
	RelCompoundPrt
	RelList
	RelParataxis
	RelOrphan
	RelGoeswith
	RelReparandum
	RelPunct
	RelDep
	RelCount // the number of relations, not a relation
)

var relNames = [...]string{"", "root", "nsubj", "nsubj:pass", "obj", "iobj", "csubj", "ccomp", "xcomp", "obl", "obl:agent",
	"vocative", "expl", "dislocated", "advcl", "advmod", "discourse", "aux", "aux:pass", "cop", "mark", "nmod", "nmod:poss",
	"appos", "nummod", "acl", "acl:relcl", "amod", "det", "case", "conj", "cc", "fixed", "flat", "compound", "compound:prt",
	"list", "parataxis", "orphan", "goeswith", "reparandum", "punct", "dep"}

func (r Rel) String() string { return name(relNames[:], r) }

// MarshalText writes the relation as Universal Dependencies does.
func (r Rel) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *Rel) UnmarshalText(text []byte) error { return parse(relNames[:], r, text) }

// Label is what the attribution tagger says of a token: the BIO scheme over source, cue and content, as in CofeNet.
type Label uint8

// The labels.
const (
	LabelO Label = iota
	LabelBSource
	LabelISource
	LabelBCue
	LabelICue
	LabelBContent
	LabelIContent
	LabelCount // the number of labels, not a label
)

var labelNames = [...]string{"O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"}

func (l Label) String() string { return name(labelNames[:], l) }

// MarshalText writes the label's name.
func (l Label) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (l *Label) UnmarshalText(text []byte) error { return parse(labelNames[:], l, text) }

// EntityID is the index of an entity in its reading plus 1; 0 is none.
type EntityID int32

// EntityKind is what sort of thing a name stands for.
type EntityKind uint8

// Kinds of entities.
const (
	EntityUnclear EntityKind = iota
	EntityPerson
	EntityBody // organisation, agency, company, party, court
	EntityPlace
	EntityOutlet // a body that publishes news, from the outlet lexicon
	EntityOther
)

var entityNames = [...]string{"unclear", "person", "body", "place", "outlet", "other"}

func (k EntityKind) String() string { return name(entityNames[:], k) }

// MarshalText writes the kind's name.
func (k EntityKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *EntityKind) UnmarshalText(text []byte) error { return parse(entityNames[:], k, text) }

// TaggedName is a name that a trained tagger found.
type TaggedName struct {
	Sentence   int // index
	Start, End int // half-open range of tokens of the sentence
	Kind       EntityKind
	Lead       int32 // by how much it leads the next best reading of these words, in the tagger's own whole numbers
}

// MentionKind is the form in which an entity is mentioned.
type MentionKind uint8

// Kinds of mentions.
const (
	MentionName    MentionKind = iota // "Jeff Sessions", "Sessions", "the Justice Department", "CNN"
	MentionRole                       // a description or title that stands for its bearer: "the attorney general"
	MentionPronoun                    // "he", "his", "she", "himself"
)

var mentionNames = [...]string{"name", "role", "pronoun"}

func (k MentionKind) String() string { return name(mentionNames[:], k) }

// MarshalText writes the kind's name.
func (k MentionKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *MentionKind) UnmarshalText(text []byte) error { return parse(mentionNames[:], k, text) }

// Mention is one place where a document mentions an entity. Mentions are sorted by span and may nest ("Trump aides",
// "Trump"). A role or pronoun without a sure bearer has entity 0.
type Mention struct {
	Span     Span // the whole mention, with title and without trailing possessive
	Head     Span // the name or head noun alone: "Sessions" in "Attorney General Jeff Sessions" is part of "Jeff Sessions"
	Kind     MentionKind
	Entity   EntityID
	Inferred bool   // joined by following a pronoun or role
	By       string // the rule that found or joined it
}

// Entity is a person, body, place or outlet as one document knows it.
type Entity struct {
	ID     EntityID
	Kind   EntityKind
	Name   string // the fullest name in the document, as its words stand there (white space folded)
	Span   Span   // where that name stands
	Gender Gender
	Roles  []Span // titles and descriptions the document gives it: "Attorney General", "Alabama senator"
	Outlet string // canonical name where Kind is outlet
	By     string
}

// Gender is the grammatical gender of the pronouns that may refer to an entity.
type Gender uint8

// Genders; GenderUnknown fits every pronoun.
const (
	GenderUnknown Gender = iota
	GenderFemale
	GenderMale
	GenderNeuter
)

var genderNames = [...]string{"unknown", "female", "male", "neuter"}

func (g Gender) String() string { return name(genderNames[:], g) }

// MarshalText writes the gender's name.
func (g Gender) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (g *Gender) UnmarshalText(text []byte) error { return parse(genderNames[:], g, text) }

// Directness says whether the content is in the source's own words.
type Directness uint8

// Kinds of directness: wholly quoted, partly quoted, not quoted.
const (
	Indirect Directness = iota
	Mixed
	Direct
)

var directnessNames = [...]string{"indirect", "mixed", "direct"}

func (d Directness) String() string { return name(directnessNames[:], d) }

// MarshalText writes the directness's name.
func (d Directness) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Directness) UnmarshalText(text []byte) error { return parse(directnessNames[:], d, text) }

// SourceKind is what sort of source an attribution names.
type SourceKind uint8

// Kinds of sources.
const (
	SourceUnclear    SourceKind = iota
	SourceNamed                 // a person by name, or by a role or pronoun that leads to one
	SourceBody                  // an organisation, or its spokesperson on record: "the White House", "a Justice Department spokeswoman"
	SourceUnnamed               // described but not named: "two people close to the president", "a senior administration official"
	SourceBare                  // "sources", "officials" without any description
	SourceOutlet                // another outlet, or this one: "ABC News first reported", "CNN has previously reported"
	SourceUntraced              // "reportedly", "some reports", "allegedly"
	SourceDocument              // a letter, filing, memo, poll, tweet, broadcast
	SourceCollective            // "critics", "many", "Democrats"
	SourceSelf                  // the writer: "I", "we found"
)

var sourceNames = [...]string{"unclear", "named", "body", "unnamed", "bare", "outlet", "untraced", "document", "collective", "self"}

func (k SourceKind) String() string { return name(sourceNames[:], k) }

// MarshalText writes the kind's name.
func (k SourceKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *SourceKind) UnmarshalText(text []byte) error { return parse(sourceNames[:], k, text) }

// Stance is how the source stands to the content.
type Stance uint8

// Stances.
const (
	Affirmed   Stance = iota
	Denied            // "denied that", "is not true"
	Hedged            // "may have", "suggested", "reportedly", "apparently"
	Questioned        // asked, wondered, unclear whether
	Declined          // declined to comment, could not say: non-committal, not a denial
)

var stanceNames = [...]string{"affirmed", "denied", "hedged", "questioned", "declined"}

func (s Stance) String() string { return name(stanceNames[:], s) }

// MarshalText writes the stance's name.
func (s Stance) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (s *Stance) UnmarshalText(text []byte) error { return parse(stanceNames[:], s, text) }

// Unnamed is what a document tells of a source that it does not name. Empty spans are slots the text leaves open.
type Unnamed struct {
	Number      int  // how many it claims: "two people" 2, "a source" 1, "sources", "several", "multiple" 2; 0 unclear
	Plural      bool // the number stands for a bare plural
	NumberSpan  Span // "Two", "Multiple"
	Affiliation Span // "White House", "administration"
	Role        Span // "official", "people", "lawyer"
	Nearness    Span // "close to the president", "familiar with", "briefed on"
	Reason      Span // "who requested anonymity to speak candidly"
}

// Attribution is source, cue and content as in PARC 3.0 and PolNeAR: who says what, and by which word we know.
type Attribution struct {
	Source  []Span // sorted; empty where none is stated ("reportedly", a bare quotation)
	Cue     Span   // empty for a bare quotation
	Content []Span // sorted; empty for a refusal without content

	Direct   Directness
	Kind     SourceKind
	Profile  Unnamed // where Kind is unnamed or bare, or a body's unnamed spokesperson; of a document, whose it is
	Relay    bool    // the telling rests on another outlet (or an earlier report of this one)
	Outlet   Field   // the outlet that is the source, or that had the source: "told CNN", "through the Post"; canonical name
	ToldTo   []Span  // addressee: "CNN", "reporters", "the committee"
	Medium   Span    // "in a memo", "in a statement", "on Twitter": the document it was said in
	Stance   Stance
	Attitude bool     // a wish, plan or feeling that the text ascribes ("wants to", "offered to"): nobody need have said it
	Speaker  EntityID // the person, body or outlet that Source leads to, or 0
	Inferred bool     // a pronoun, role or continuation was followed to get the speaker, the unnamed source or the kind
	Same     int      // index of the earlier attribution whose source this one continues ("these people said", "the statement said"), or -1
	Within   int      // index of the attribution this one is nested in, or -1
	Sentence int      // index of the sentence that holds the cue (or the content's start)
	By       string   // what found it: a model or a rule
	KindBy   string   // the rule that gave Kind
	StanceBy string   // the rule that gave Stance
}

// TimeKind is what a time expression denotes, as in TIMEX3.
type TimeKind uint8

// Kinds of time expressions.
const (
	TimeDate     TimeKind = iota // a day or something longer
	TimeClock                    // a time of day
	TimeDuration                 // "three months"
	TimeSet                      // "every Tuesday"
)

var timeNames = [...]string{"date", "time", "duration", "set"}

func (k TimeKind) String() string { return name(timeNames[:], k) }

// MarshalText writes the kind's name.
func (k TimeKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *TimeKind) UnmarshalText(text []byte) error { return parse(timeNames[:], k, text) }

// Time is a time expression and what it stands for.
type Time struct {
	Span     Span
	Sentence int
	Kind     TimeKind
	Value    string // TIMEX3 value: "2017-06-06", "2017-W23", "P3M"; what the text leaves open is X: "XXXX-WXX-2", "XXXX-03"
	Resolved bool   // First and Last are set: the expression is anchored to the calendar
	First    int32  // first and last day it may cover, in days since 1970-01-01
	Last     int32
	Inferred bool // anchored on the document's date or on tense or on a time named before, not stated
	By       string
}

// Level is how far an event is committed to: a telling at one level stands for the weaker ones too.
type Level uint8

// The ladder of commitment, weakest first. LevelNone is an event without a ladder.
const (
	LevelNone       Level = iota
	LevelAsked            // was asked to, was urged to
	LevelConsidered       // considered, discussed, weighed
	LevelWilling          // would be willing, was prepared, could
	LevelOffered          // offered, agreed, threatened, suggested he could
	LevelPlanned          // will, plans to, is going to, is stepping down
	LevelDone             // did
)

var levelNames = [...]string{"none", "asked", "considered", "willing", "offered", "planned", "done"}

func (l Level) String() string { return name(levelNames[:], l) }

// Height orders levels for counting: an event told without the ladder is told as a fact.
func (l Level) Height() Level {
	if l == LevelNone {
		return LevelDone
	}
	return l
}

// MarshalText writes the level's name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (l *Level) UnmarshalText(text []byte) error { return parse(levelNames[:], l, text) }

// Argument is a participant of a proposition.
type Argument struct {
	Role    string // "agent", "patient", "to", "about", …: see read/proposition
	Span    Span   // its words
	Head    Span   // its head word
	Entity  EntityID
	Mention Span   // the head of the mention it is, empty if it is none
	Lemma   string // of the head word
}

// Proposition is one event or state that a document states: a predicate with its arguments.
type Proposition struct {
	Span        Span   // the clause
	Predicate   Span   // the word that carries it
	Lemma       string // of that word, with its particle or negated complement: "resign", "step down"
	Arguments   []Argument
	Level       Level
	LevelSpan   Span // the words that give the level: "would be willing to"
	Negated     bool
	Hedged      bool // "may", "reportedly", "apparently", "allegedly"
	Questioned  bool // asked or unclear, not stated
	Numbers     []Span
	Times       []int // indexes of the reading's times
	Sentence    int
	Attribution int  // index of the innermost attribution whose content holds it, or -1
	Headline    bool // stands in a headline
	By          string
}
