package report

import "hearsay"

// The types of this file are what the verbs that list print with --json, as docs/format.md and docs/listing.schema.json
// describe it.

// Listing is an answer to one question about everything held. Of the lists behind Documents only that of the verb is
// there.
type Listing struct {
	Format    int              `json:"format"`
	Program   string           `json:"program"`
	Revision  string           `json:"revision"`
	Offsets   Offsets          `json:"offsets"`
	List      ListName         `json:"list"`
	Query     string           `json:"query,omitempty"` // of find, or the name that person was asked for
	Stories   []ListedStory    `json:"stories"`         // that something below is of, densest first
	Documents []ListedDocument `json:"documents"`       // that something below stands in, in document order

	Claims    []ListedClaim    `json:"claims,omitzero"`    // claims, find: densest first
	People    []ListedPerson   `json:"people,omitzero"`    // people: those of most documents first
	Persons   []PersonFile     `json:"persons,omitzero"`   // person: one for each story, that of most documents first
	Sources   []ListedSource   `json:"sources,omitzero"`   // sources: by kind, then those of most claims first
	Timelines []ListedTimeline `json:"timelines,omitzero"` // timeline: one for each story
	Firsts    []FirstTold      `json:"firsts,omitzero"`    // who-first: densest claim first
	Places    []FoundPlace     `json:"places,omitzero"`    // find: in document order
	Edits     []ListedEdit     `json:"edits,omitzero"`     // edits: the oldest first
	Why       *Explained       `json:"why,omitempty"`      // why
}

// ListName says which verb a listing is of.
type ListName string

// The verbs.
const (
	ListClaims   ListName = "claims"
	ListPeople   ListName = "people"
	ListPerson   ListName = "person"
	ListSources  ListName = "sources"
	ListTimeline ListName = "timeline"
	ListFirst    ListName = "who-first"
	ListFound    ListName = "find"
	ListWhy      ListName = "why"
	ListEdits    ListName = "edits"
)

// ListedEdit is one thing that the person stated, and what it comes to now.
type ListedEdit struct {
	Edit      int64             `json:"edit"` // its number
	Verb      string            `json:"verb"`
	Documents []hearsay.DocID   `json:"documents,omitempty"` // that are set, forgotten, made one story, or split off
	Rest      []hearsay.DocID   `json:"rest,omitempty"`      // of a split, those that they are split off from
	Set       []ListedField     `json:"set,omitempty"`
	A         []Span            `json:"a,omitempty"`      // of a correction, the tellings or names that it is said of, in UTF-8 bytes
	B         []Span            `json:"b,omitempty"`      // the claim or identity that they are joined with or parted from
	Undoes    int64             `json:"undoes,omitempty"` // of an undo
	Undone    int64             `json:"undone,omitempty"` // the undo that took it back
	State     EditState         `json:"state"`
	Lost      int               `json:"lost,omitempty"` // of a correction, places that are not found any more
	Stories   []hearsay.StoryID `json:"stories,omitempty"`
}

// ListedField is a field of a document as it was set; an empty value says that it is not known.
type ListedField struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// EditState is what an edit comes to.
type EditState string

// What an edit comes to.
const (
	EditInEffect EditState = "in effect"
	EditUndone   EditState = "taken back"
	EditLost     EditState = "not found any more"  // what a correction names
	EditIdle     EditState = "changes nothing now" // the machine by itself finds what it says
)

// Explained is one claim with all of its tellings, their joins, steps and collapses, and the origins that they rest on.
type Explained struct {
	Story   hearsay.StoryID `json:"story"`
	Claim   Claim           `json:"claim"`
	Origins []Origin        `json:"origins"`
	Prompts []Prompt        `json:"prompts"` // of the claim
}

// ListedStory is a story by name only.
type ListedStory struct {
	ID        hearsay.StoryID `json:"id"`
	Title     string          `json:"title"`
	Documents int             `json:"documents"`
}

// ListedDocument is a document by name only, with where it is broken.
type ListedDocument struct {
	ID        hearsay.DocID   `json:"id"`
	Story     hearsay.StoryID `json:"story"`
	Paths     []string        `json:"paths"`
	Outlet    Fact            `json:"outlet"`
	Title     string          `json:"title"`
	Published Fact            `json:"published"`
	Newer     hearsay.DocID   `json:"newer,omitempty"` // the version of the same page that replaces it
	Damage    []Damage        `json:"damage"`
}

// ListedClaim is a claim and what it comes to.
type ListedClaim struct {
	ID        hearsay.ClaimID   `json:"id"`
	Story     hearsay.StoryID   `json:"story"`
	Headline  Span              `json:"headline"`
	Documents int               `json:"documents"`
	Outlets   []string          `json:"outlets"`
	Tellings  int               `json:"tellings"`
	Denials   int               `json:"denials"` // tellings that deny it
	Apart     int               `json:"apart"`   // denials, refusals and questions
	Traced    int               `json:"traced"`
	Untraced  int               `json:"untraced"`
	Intervals []ListedInterval  `json:"intervals"`       // strongest level first; none where nobody tells it
	Related   []hearsay.ClaimID `json:"related"`         // the same event with the other polarity
	Match     *Span             `json:"match,omitempty"` // find: a telling that the query holds of
	Edits     []int64           `json:"edits,omitempty"` // the person's corrections that bear on it
}

// ListedInterval is how many independent origins stand behind a claim at one level of commitment.
type ListedInterval struct {
	Level    hearsay.Level `json:"level"`
	Min      int           `json:"min"`
	Max      int           `json:"max"`
	Untraced int           `json:"untraced"`
}

// ListedPerson is somebody, or a body, place or outlet. Those of one full name and kind in several stories are listed
// as one name; whether they are one is for the reader to say.
type ListedPerson struct {
	Kind       hearsay.EntityKind `json:"kind"`
	Name       Span               `json:"name"`
	Names      []string           `json:"names"` // all forms, sorted
	Roles      []Span             `json:"roles"`
	Documents  int                `json:"documents"`
	Mentions   int                `json:"mentions"`
	Said       int                `json:"said"` // statements, but for the following
	Denied     int                `json:"denied"`
	Declined   int                `json:"declined"`
	Identities []StoryIdentity    `json:"identities"` // one for each story
}

// StoryIdentity names an identity of a story.
type StoryIdentity struct {
	Story hearsay.StoryID    `json:"story"`
	ID    hearsay.IdentityID `json:"id"`
}

// PersonFile is all that one story holds on somebody.
type PersonFile struct {
	Story      hearsay.StoryID    `json:"story"`
	ID         hearsay.IdentityID `json:"id"`
	Kind       hearsay.EntityKind `json:"kind"`
	Name       Span               `json:"name"`
	Names      []string           `json:"names"`
	Joins      []PersonJoin       `json:"joins"` // why the names are one person's
	Roles      []Span             `json:"roles"`
	Documents  int                `json:"documents"`
	Mentions   int                `json:"mentions"`
	Statements []Statement        `json:"statements"` // in document order
	Claims     []ListedClaim      `json:"claims"`     // that rest on them, densest first
}

// Statement is one thing that somebody said, denied or declined to say, or is told to have.
type Statement struct {
	Sentence Span              `json:"sentence"`
	Source   []Span            `json:"source"`
	Cue      *Span             `json:"cue,omitempty"`
	Content  []Span            `json:"content"` // none for a refusal without content
	Stance   hearsay.Stance    `json:"stance"`
	Ascribed bool              `json:"ascribed,omitempty"` // a belief, wish or plan of theirs: nobody need have said it
	Relayed  bool              `json:"relayed,omitempty"`  // the document has it from another outlet
	By       []Span            `json:"by"`                 // who says that they said it, where that is another source
	ToldTo   []Span            `json:"told_to"`
	Medium   *Span             `json:"medium,omitempty"`
	Inferred bool              `json:"inferred,omitempty"` // a pronoun or role was followed
	Damaged  bool              `json:"damaged,omitempty"`
	Claims   []hearsay.ClaimID `json:"claims"` // that it tells, or speaks to
}

// ListedSource is an origin, or several of one name, kind and outlet, and which claims rest on it.
type ListedSource struct {
	Kind    hearsay.OriginKind `json:"kind"`
	Name    string             `json:"name"`
	Had     string             `json:"had,omitempty"` // the outlet that had an unnamed source
	Number  int                `json:"number"`
	Plural  bool               `json:"plural,omitempty"`
	Note    string             `json:"note,omitempty"`
	Reason  []Span             `json:"reason"` // the reason given for anonymity
	Spans   []Span             `json:"spans"`  // where it is described best
	Claims  []StoryClaim       `json:"claims"` // that rest on it
	Outlets []string           `json:"outlets"`
	Alone   int                `json:"alone"` // claims that rest on nothing else
}

// StoryClaim names a claim of a story.
type StoryClaim struct {
	Story hearsay.StoryID `json:"story"`
	ID    hearsay.ClaimID `json:"id"`
}

// ListedTimeline is when things happened and when they were told.
type ListedTimeline struct {
	Story     hearsay.StoryID `json:"story"`
	Happened  []ListedMoment  `json:"happened"`  // resolved days in calendar order, then those that stay names
	Told      []ListedTold    `json:"told"`      // in document order, undated last
	Conflicts []DateConflict  `json:"conflicts"` // claims to which documents give different dates
}

// ListedMoment is a sentence that names a day.
type ListedMoment struct {
	Value    string            `json:"value"`
	Day      string            `json:"day,omitempty"` // YYYY-MM-DD, where it is resolved
	Time     Span              `json:"time"`
	Sentence Span              `json:"sentence"`
	Claims   []hearsay.ClaimID `json:"claims"`
	Possibly []int             `json:"possibly_same"` // indexes of moments that are possibly the same day
}

// ListedTold is what one document told.
type ListedTold struct {
	Doc    hearsay.DocID `json:"doc"`
	Claims int           `json:"claims"` // that it tells
	Order  string        `json:"order"`  // of First, as for adds: "first" or "alone"
	First  []Span        `json:"first"`  // tellings that no earlier document has
}

// DateConflict is two tellings of one claim with different dates.
type DateConflict struct {
	Claim hearsay.ClaimID `json:"claim"`
	A     []Span          `json:"a"`
	B     []Span          `json:"b"`
}

// FirstTold is who told a claim first, as far as dates say.
type FirstTold struct {
	Claim    hearsay.ClaimID `json:"claim"`
	Story    hearsay.StoryID `json:"story"`
	Headline Span            `json:"headline"`
	First    []Span          `json:"first"`    // a telling of each that none is known to precede; several are a tie
	Later    []Span          `json:"later"`    // one telling of each later document
	Undated  []Span          `json:"undated"`  // one telling of each document without a date: it may have been first
	Evidence []Upstream      `json:"evidence"` // who has it from whom, by words rather than dates
}

// Upstream is evidence that a document has a telling from elsewhere.
type Upstream struct {
	Doc    hearsay.DocID `json:"doc"`
	From   hearsay.DocID `json:"from,omitempty"`   // the document, where it is held
	Outlet string        `json:"outlet,omitempty"` // the outlet, where no document of it is held
	Rule   string        `json:"rule"`             // as docs/counting.md lists it
	Known  bool          `json:"known"`            // false: the two share prose, and nothing shows who had it first
	Spans  []Span        `json:"spans"`
	// Sentence holds the first of Spans, where that stands in one.
	Sentence *Span `json:"sentence,omitempty"`
}

// FoundPlace is a sentence, or a statement, that a query holds of.
type FoundPlace struct {
	Story    hearsay.StoryID `json:"story"`
	Span     Span            `json:"span"`
	Words    []Span          `json:"words"`            // what the words of the query met
	Source   []Span          `json:"source"`           // of a statement
	Stance   *hearsay.Stance `json:"stance,omitempty"` // of a statement
	Inferred bool            `json:"inferred,omitempty"`
	Apart    bool            `json:"apart,omitempty"` // no one place of the document holds all the words
}
