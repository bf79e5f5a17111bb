package report

import "hearsay"

// The types of this file are the outside format, as docs/format.md and docs/format.schema.json describe it. Every
// statement ends in spans, each with its text as a check.

// Version of the outside format. It grows when a field changes its meaning or goes away.
const Version = 1

// Report is everything that was read.
type Report struct {
	Format    int        `json:"format"`
	Program   string     `json:"program"`  // name and version of what made it
	Revision  string     `json:"revision"` // of the rules and models
	Offsets   Offsets    `json:"offsets"`
	Documents []Document `json:"documents"` // of all stories, in document order
	Stories   []Story    `json:"stories"`   // densest first
	Sagas     []Saga     `json:"sagas"`     // affairs that several stories tell
	Across    Shared     `json:"across"`    // what they share with documents of other stories
	Skipped   []Skipped  `json:"skipped"`   // what could not be read
}

// Span is a place in a document with its text. Start and End count bytes, code points or UTF-16 units, as Offsets says.
type Span struct {
	Doc   hearsay.DocID `json:"doc"`
	Start int           `json:"start"`
	End   int           `json:"end"`
	Text  string        `json:"text"`
}

// Fact is something known of a document, with how it is known and, if the text states it, where.
type Fact struct {
	Value string      `json:"value"`
	How   hearsay.How `json:"how"`
	By    string      `json:"by,omitempty"`
	Span  *Span       `json:"span,omitempty"`
}

// Document is one document and what it says by itself.
type Document struct {
	ID           hearsay.DocID   `json:"id"`
	TextID       hearsay.TextID  `json:"text_id"`
	Paths        []string        `json:"paths"`
	Story        hearsay.StoryID `json:"story"`
	Outlet       Fact            `json:"outlet"`
	Title        Fact            `json:"title"`
	Author       Fact            `json:"author"`
	URL          Fact            `json:"url"`
	Published    Fact            `json:"published"` // value as YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339
	Language     string          `json:"language"`
	Newer        hearsay.DocID   `json:"newer,omitempty"` // the version of the same page that replaces it
	Blocks       []Block         `json:"blocks"`          // but for plain body text
	Damage       []Damage        `json:"damage"`
	Mentions     []Mention       `json:"mentions"`
	Attributions []Attribution   `json:"attributions"`
	Times        []Time          `json:"times"`
}

// Block is a stretch of a document that is not plain body text.
type Block struct {
	Kind   hearsay.BlockKind `json:"kind"`
	Span   Span              `json:"span"`
	Outlet *Fact             `json:"outlet,omitempty"`
	By     string            `json:"by"`
}

// Damage is a place that a machine broke.
type Damage struct {
	Kind hearsay.DamageKind `json:"kind"`
	Span Span               `json:"span"`
	At   Span               `json:"at"`
	By   string             `json:"by"`
}

// Mention is a place where a document mentions somebody.
type Mention struct {
	Kind     hearsay.MentionKind `json:"kind"`
	Span     Span                `json:"span"`
	Identity hearsay.IdentityID  `json:"identity,omitempty"` // of the story's people
	Inferred bool                `json:"inferred,omitempty"`
	By       string              `json:"by"`
}

// Attribution is who says what in one document.
type Attribution struct {
	Source   []Span             `json:"source"`
	Cue      *Span              `json:"cue,omitempty"`
	Content  []Span             `json:"content"`
	Kind     hearsay.SourceKind `json:"kind"`
	Stance   hearsay.Stance     `json:"stance"`
	Direct   hearsay.Directness `json:"direct"`
	Profile  *Profile           `json:"profile,omitempty"`
	Relay    bool               `json:"relay,omitempty"`
	Outlet   *Fact              `json:"outlet,omitempty"`
	ToldTo   []Span             `json:"told_to,omitempty"`
	Medium   *Span              `json:"medium,omitempty"`
	Identity hearsay.IdentityID `json:"identity,omitempty"`
	Inferred bool               `json:"inferred,omitempty"`
	Same     *int               `json:"same,omitempty"`   // index of the attribution whose unnamed source this continues
	Within   *int               `json:"within,omitempty"` // index of the attribution this is nested in
	Damaged  bool               `json:"damaged,omitempty"`
	By       string             `json:"by"`
}

// Profile is what a document tells of a source that it does not name.
type Profile struct {
	Number      int   `json:"number"`
	Plural      bool  `json:"plural,omitempty"` // the number stands for a bare plural
	Affiliation *Span `json:"affiliation,omitempty"`
	Role        *Span `json:"role,omitempty"`
	Nearness    *Span `json:"nearness,omitempty"`
	Reason      *Span `json:"reason,omitempty"`
}

// Time is a time expression.
type Time struct {
	Span     Span             `json:"span"`
	Kind     hearsay.TimeKind `json:"kind"`
	Value    string           `json:"value"` // TIMEX3; what the text leaves open is X
	First    string           `json:"first,omitempty"`
	Last     string           `json:"last,omitempty"` // the days it may cover, where it is resolved
	Inferred bool             `json:"inferred,omitempty"`
	By       string           `json:"by"`
}

// Story is a story and its ledger.
type Story struct {
	ID        hearsay.StoryID `json:"id"`
	Headline  *Span           `json:"headline,omitempty"`
	Documents []hearsay.DocID `json:"documents"`
	Joins     []Join          `json:"joins"` // why they are one story
	Claims    []Claim         `json:"claims"`
	Origins   []Origin        `json:"origins"`
	Relays    []Relay         `json:"relays"`
	Passages  []Passage       `json:"passages"`
	Overlaps  []Overlap       `json:"overlaps"`
	People    []Person        `json:"people"`
	Timeline  []Moment        `json:"timeline"`
	Silences  []Silence       `json:"silences"` // who declined, or could not say
	Adds      []Add           `json:"adds"`
	Prompts   []Prompt        `json:"prompts"` // where a desk's rules ask to look again
	// Corrections are what a person said of what was found, in the order in which they said it.
	Corrections []Correction `json:"corrections,omitempty"`
}

// Join is why two documents are in one story.
type Join struct {
	A       hearsay.DocID `json:"a"`
	B       hearsay.DocID `json:"b"`
	Weight  int           `json:"weight"`             // thousandths
	Mean    int           `json:"mean"`               // thousandths: of all pairs of the two groups that it joined
	Least   int           `json:"least"`              // thousandths: under this mean they would be two stories
	Gap     *int          `json:"gap_days,omitempty"` // where both dates are known
	Terms   []string      `json:"terms"`
	Passage int           `json:"passage,omitempty"` // characters shared
	Parts   []string      `json:"parts"`             // evidence without which they would be two stories
	By      string        `json:"by"`
}

// Saga is an affair that several stories tell.
type Saga struct {
	ID      hearsay.StoryID `json:"id"`
	Stories []SagaStory     `json:"stories"`
	Links   []SagaLink      `json:"links"` // why they are one saga
}

// SagaStory is a story of a saga; it need not be among the stories of the report.
type SagaStory struct {
	ID        hearsay.StoryID `json:"id"`
	Title     string          `json:"title"`
	Documents int             `json:"documents"`
	First     string          `json:"first,omitempty"`
	Last      string          `json:"last,omitempty"` // the days between which it was published
}

// SagaLink is why two stories are of one saga.
type SagaLink struct {
	A      hearsay.StoryID `json:"a"`
	B      hearsay.StoryID `json:"b"`
	Weight int             `json:"weight"`             // thousandths
	Gap    *int            `json:"gap_days,omitempty"` // where the days of both are known
	Terms  []string        `json:"terms"`
}

// Claim is one proposition and all its tellings.
type Claim struct {
	ID          hearsay.ClaimID   `json:"id"`
	Headline    Span              `json:"headline"`
	Documents   int               `json:"documents"`
	Outlets     []string          `json:"outlets"`
	Traced      int               `json:"traced"`
	Untraced    int               `json:"untraced"`
	Intervals   []Interval        `json:"intervals"`
	Tellings    []Telling         `json:"tellings"`
	Apart       []Telling         `json:"apart"`    // denials, refusals, questions
	Possible    []Telling         `json:"possible"` // joined on loose evidence; not counted
	Differences []Difference      `json:"differences"`
	Hardenings  []Hardening       `json:"hardenings,omitempty"` // of --hardening
	Related     []hearsay.ClaimID `json:"related,omitempty"`    // the same event with the other polarity
	Edits       []int64           `json:"edits,omitempty"`      // the person's corrections that bear on it
	Machine     []Machined        `json:"machine,omitempty"`    // where they joined or parted it: the claims that the machine had
	Wrong       []Telling         `json:"wrong,omitempty"`      // marked as misread: counted nowhere
}

// Machined is a claim as the machine had it.
type Machined struct {
	Headline Span `json:"headline"`
	Tellings int  `json:"tellings"`
}

// Correction is what a person said of what was found, and what it comes to.
type Correction struct {
	Edit   int64                  `json:"edit"` // its number in the log of edits
	Kind   hearsay.CorrectionKind `json:"kind"`
	A      []Span                 `json:"a"`              // the tellings or names that it is said of
	B      []Span                 `json:"b,omitempty"`    // the claim or identity that they are joined with or parted from
	Lost   int                    `json:"lost,omitempty"` // places that it names and that are not found any more
	Done   bool                   `json:"done"`           // it bears on what is shown
	Claims []hearsay.ClaimID      `json:"claims,omitempty"`
	People []hearsay.IdentityID   `json:"people,omitempty"`
}

// Interval is how many independent origins stand behind a claim at one level of commitment.
type Interval struct {
	Level     hearsay.Level      `json:"level"`
	Words     Span               `json:"words"`
	Min       int                `json:"min"`
	Max       int                `json:"max"`
	Untraced  int                `json:"untraced"`
	Origins   []hearsay.OriginID `json:"origins"`
	Collapses []Collapse         `json:"collapses"`
}

// Collapse is why an interval is smaller than the number of tellings.
type Collapse struct {
	Rule    string             `json:"rule"`
	Origins []hearsay.OriginID `json:"origins"`
	Spans   []Span             `json:"spans"`
}

// Telling is one place where a document tells a claim.
type Telling struct {
	Span        Span               `json:"span"`
	Sentence    Span               `json:"sentence"`
	Outlet      Fact               `json:"outlet"`
	Published   Fact               `json:"published"`
	Source      []Span             `json:"source"` // the source's words; none on the outlet's own word
	Cue         *Span              `json:"cue,omitempty"`
	Kind        string             `json:"kind"` // of its origins, best first: named, body, unnamed, …
	Stance      hearsay.Stance     `json:"stance"`
	Level       hearsay.Level      `json:"level"`
	Negated     bool               `json:"negated,omitempty"`
	Damaged     bool               `json:"damaged,omitempty"`
	Headline    bool               `json:"headline,omitempty"`
	JoinedBy    string             `json:"joined_by,omitempty"`
	Uncounted   string             `json:"uncounted,omitempty"`
	Attribution *int               `json:"attribution,omitempty"` // index in its document
	Origins     []hearsay.OriginID `json:"origins"`
	Steps       []Step             `json:"steps"`
}

// Step is one rule on the way to an origin.
type Step struct {
	Rule  string `json:"rule"`
	Spans []Span `json:"spans"`
	To    *Span  `json:"to,omitempty"` // the telling it leads to
}

// Origin is who tellings finally rest on.
type Origin struct {
	ID       hearsay.OriginID   `json:"id"`
	Kind     hearsay.OriginKind `json:"kind"`
	Name     string             `json:"name"`
	Outlet   string             `json:"outlet,omitempty"`
	Number   int                `json:"number"`
	Plural   bool               `json:"plural,omitempty"`
	Identity hearsay.IdentityID `json:"identity,omitempty"`
	Note     string             `json:"note,omitempty"`
	Spans    []Span             `json:"spans"`
}

// Relay is a document that rests on another outlet.
type Relay struct {
	Doc      hearsay.DocID `json:"doc"`
	Outlet   string        `json:"outlet"`
	Held     hearsay.DocID `json:"held,omitempty"`
	Inferred bool          `json:"inferred,omitempty"`
	Cycle    bool          `json:"cycle,omitempty"`
	Spans    []Span        `json:"spans"`
	By       string        `json:"by"`
}

// Passage is text that two documents share.
type Passage struct {
	A         Span                `json:"a"`
	B         Span                `json:"b"`
	Kind      hearsay.PassageKind `json:"kind"`
	KindBy    string              `json:"kind_by"` // the rule that says so
	Same      int                 `json:"same"`    // alphanumeric characters that agree
	Length    int                 `json:"length"`  // of the longer side
	Direction hearsay.Direction   `json:"direction"`
	Evidence  []Span              `json:"evidence,omitempty"`
	By        string              `json:"by,omitempty"`
}

// Shared is what documents share, whatever their stories.
type Shared struct {
	Documents []Brief           `json:"documents"` // all that are named below, by ID
	Passages  []Passage         `json:"passages"`
	Overlaps  []Overlap         `json:"overlaps"`
	Copies    [][]hearsay.DocID `json:"copies"` // classes of near copies, each with its earliest document first
}

// Brief is a document by name only.
type Brief struct {
	ID        hearsay.DocID `json:"id"`
	Paths     []string      `json:"paths"`
	Outlet    string        `json:"outlet"`
	Title     string        `json:"title"`
	Published string        `json:"published"`
}

// Overlap is how much two documents share.
type Overlap struct {
	A        hearsay.DocID `json:"a"`
	B        hearsay.DocID `json:"b"`
	OfA      int           `json:"of_a"` // thousandths of A that stand in B
	OfB      int           `json:"of_b"`
	Longest  int           `json:"longest"` // characters
	NearCopy bool          `json:"near_copy,omitempty"`
}

// Person is somebody, or a body, place or outlet, across documents.
type Person struct {
	ID       hearsay.IdentityID `json:"id"`
	Kind     hearsay.EntityKind `json:"kind"`
	Name     Span               `json:"name"`
	Names    []string           `json:"names"` // all forms, sorted
	Roles    []Span             `json:"roles"`
	Docs     []hearsay.DocID    `json:"documents"`
	Mentions int                `json:"mentions"`
	Said     []SaidRef          `json:"said"`
	Joins    []PersonJoin       `json:"joins"`
	Edits    []int64            `json:"edits,omitempty"` // the person's corrections that joined or parted names of it
}

// SaidRef points to an attribution.
type SaidRef struct {
	Doc         hearsay.DocID `json:"doc"`
	Attribution int           `json:"attribution"`
}

// PersonJoin is why two names are one person.
type PersonJoin struct {
	By    string `json:"by"`
	Spans []Span `json:"spans"`
}

// Moment is a sentence that names a day.
type Moment struct {
	Value    string            `json:"value"`
	Day      string            `json:"day,omitempty"` // YYYY-MM-DD, where it is resolved
	Time     Span              `json:"time"`
	Sentence Span              `json:"sentence"`
	Claims   []hearsay.ClaimID `json:"claims,omitempty"`
	Possibly []int             `json:"possibly_same,omitempty"` // indexes of moments that are possibly the same day
}

// Silence is somebody who declined or could not say.
type Silence struct {
	Doc         hearsay.DocID `json:"doc"`
	Attribution int           `json:"attribution"`
	Source      []Span        `json:"source"`
	Cue         Span          `json:"cue"`
	Content     []Span        `json:"content"`
	Sentence    Span          `json:"sentence"`
}

// Add is what a document was the first, or the only one, to tell.
type Add struct {
	Doc     hearsay.DocID `json:"doc"`
	Order   string        `json:"order"` // "first": all documents are dated; "alone": not all are, so what undated ones tell too is left out
	Claims  []Span        `json:"claims"`
	Nothing bool          `json:"nothing,omitempty"`
}

// Skipped is something that was not read.
type Skipped struct {
	ID     hearsay.DocID      `json:"id"`
	Paths  []string           `json:"paths"`
	Reason hearsay.SkipReason `json:"reason"`
	Detail string             `json:"detail"`
}

// Difference is two tellings of one claim that differ, and the words that do.
type Difference struct {
	Kind hearsay.DifferenceKind `json:"kind"`
	A    []Span                 `json:"a"`
	B    []Span                 `json:"b"`
	By   string                 `json:"by"`
}

// Hardening is what a telling says more firmly than the one it rests on.
type Hardening struct {
	Kind     hearsay.HardeningKind `json:"kind"` // what was lost
	Upstream []Span                `json:"upstream"`
	Relay    []Span                `json:"relay"`
	By       string                `json:"by"` // the rule that leads from one to the other
}

// Prompt is a place where a rule of a desk asks an editor to look again.
type Prompt struct {
	Rule  string          `json:"rule"`
	Text  string          `json:"text"` // of the rule, the same wherever it matches
	Claim hearsay.ClaimID `json:"claim,omitempty"`
	Spans []Span          `json:"spans"` // what it rests on
}
