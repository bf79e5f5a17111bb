package hearsay

// ByHand is what a join is by where a person made it.
const ByHand = "hand"

// CorrectionKind is what a person says of what was found.
type CorrectionKind uint8

// Kinds of corrections.
const (
	CorrectWrong     CorrectionKind = iota // tellings are misread: they count nowhere
	CorrectJoin                            // two claims are one
	CorrectPart                            // tellings are not of a claim, but one of their own
	CorrectJoinNames                       // two identities are one
	CorrectPartNames                       // names are not of an identity, but one of their own
)

var correctionNames = [...]string{"wrong", "join", "part", "join names", "part names"}

func (k CorrectionKind) String() string { return name(correctionNames[:], k) }

// MarshalText writes the kind's name.
func (k CorrectionKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *CorrectionKind) UnmarshalText(text []byte) error { return parse(correctionNames[:], k, text) }

// Names reports whether corrections of this kind are of identities, and not of claims.
func (k CorrectionKind) Names() bool { return k == CorrectJoinNames || k == CorrectPartNames }

// Sides reports whether corrections of this kind name two things and not one.
func (k CorrectionKind) Sides() bool { return k != CorrectWrong }

// Anchor is a place in a document by which a person's correction names what was found there: the clause of a telling, or
// the name of somebody. Names of claims and numbers of identities change when more is read; words that stand in a document
// do not.
type Anchor struct {
	Doc  DocID  `json:"doc"`
	Span Span   `json:"span"` // the words as they were shown
	Head Span   `json:"head"` // within them, what is looked for: the predicate of a telling, the name itself
	Text string `json:"text"` // under Span: a check that the document's text is still the same there
}

// Holds reports whether a text has the anchor's words in their place.
func (a *Anchor) Holds(text string) bool {
	return a.Span.Check(text) == nil && a.Span.Contains(a.Head) && a.Span.Of(text) == a.Text
}

// Correction is what a person says of what was found in the documents of a story. A claim or an identity is named by
// several of its places, that shown first; where that is no longer found, the next one stands for it.
type Correction struct {
	Edit int64 // its number in the log of edits
	Kind CorrectionKind
	A    []Anchor // the tellings or names that it is said of; of a join, one of the two
	B    []Anchor // the claim or identity that A is joined with, or parted from; none of a wrong telling
}

// Applied is what a correction came to in a story.
type Applied struct {
	Edit int64
	Kind CorrectionKind
	A, B []Ref // of the places that it names, those that are found
	Lost int   // of those, how many are not found in this story any more
	// Done says that it bears on what is shown now. It does not where too little of what it names is found, or where the
	// machine by itself finds what it says.
	Done       bool
	Claims     []ClaimID    // that hold what it names, in order of their names
	Identities []IdentityID // likewise
}

// Machined is a claim as the machine had it before a person joined or parted it.
type Machined struct {
	Headline Ref
	Tellings int // those that stand apart or are only possibly of it included
}

// Logged is one edit of the person's log, with what it comes to now.
type Logged struct {
	Edit   int64 // its number, from 1
	Verb   string
	Docs   []DocID       // that are set, forgotten, made one story, or split off
	Rest   []DocID       // of a split, those that they are split off from
	Set    []LoggedField // in the order of field names
	A, B   []Anchor      // of a correction
	Undoes int64         // the edit that an undo takes back
	Undone int64         // the undo that takes this one back, or 0
	// Of a correction in effect: how many of its places are found now, whether it bears on what is shown, and the stories
	// that it touches.
	Found   int
	Done    bool
	Stories []StoryID
}

// LoggedField is a field of a document as it was set; "" says that it is not known.
type LoggedField struct {
	Field, Value string
	Published    Date // of published, in place of a value
}
