// Package store keeps what must not be lost and what would be slow to make again.
//
// It begins with captures, as intake hands them on, and with the person's own edits: these cannot be recomputed, so an
// acknowledged one survives a killed process and a power loss. Beside them it keeps readings, the index of what may
// belong together, stories and ledgers, which can be rebuilt and are thrown away without loss. It ends with the same values, in an order that depends on nothing but
// themselves. Store is the interface; store/mem is the plain reference, store/sqlite the one on disk, and
// store/storetest the suite that both must pass.
//
// Beside the interface, the package holds what every store must agree on: how two captures of one identity become one
// (Merge), what the edits come to (Apply) and what they say of stories (Bonds), under which key a ledger is held (DocKey,
// KeyOf), and what a sound capture, reading or ledger is (CheckCapture, CheckReading, CheckLedger).
package store

import (
	"context"
	"errors"
	"iter"
	"time"

	"hearsay"
)

// The errors by which a caller tells cases apart, with errors.Is. Their messages say what to do.
var (
	// ErrNoStore: there is no store in the directory.
	ErrNoStore = errors.New("no store here; make one with: hearsay read PATH --store DIR")
	// ErrLocked: another process has the store open. One process owns a store.
	ErrLocked = errors.New("another process has this store open; end it, or wait until it is done")
	// ErrDamaged: what is held fails its checks.
	ErrDamaged = errors.New("the store is damaged; keep a copy of its folder and run: hearsay check --store DIR")
	// ErrNewer: a newer hearsay wrote the store.
	ErrNewer = errors.New("a newer version of hearsay wrote this store; open it with that version")
	// ErrNotFound: the document is not held.
	ErrNotFound = errors.New("no such document in the store")
	// ErrNothingToUndo: no edit is in effect.
	ErrNothingToUndo = errors.New("there is no edit to undo")
)

// Store keeps captures, edits, readings, the index, stories and ledgers. Every method is safe for concurrent use. Documents come in the
// order of their IDs and stories in the order of theirs. What is handed in or out is shared, not copied: nobody may
// change it afterwards.
//
// An iterator ends after the first error that it yields. The store may be written to while one runs; whether it then
// sees the new values is open.
type Store interface {
	// PutCaptures adds captures, all or none, and returns when they are safe. One that is already held is merged with
	// the held one (see Merge); where that changes more than its paths, its readings are dropped. Seen is when they
	// arrived: the first time counts.
	PutCaptures(ctx context.Context, seen time.Time, captures []hearsay.Capture) error
	// Capture returns one capture, or ErrNotFound.
	Capture(ctx context.Context, id hearsay.DocID) (hearsay.Capture, error)
	// Captures yields all captures, the forgotten ones too.
	Captures(ctx context.Context) iter.Seq2[hearsay.Capture, error]
	// Seen returns when a capture first arrived, to the second in UTC, or ErrNotFound. It is for the person's own eyes
	// and goes into no report.
	Seen(ctx context.Context, id hearsay.DocID) (time.Time, error)

	// Missing lists the documents, but for forgotten ones, that have no reading of the revision.
	Missing(ctx context.Context, revision string) ([]hearsay.DocID, error)
	// PutReadings adds readings, all or none, each in place of an earlier one of the same document and revision.
	// The capture must be held: ErrNotFound otherwise.
	PutReadings(ctx context.Context, readings []hearsay.Reading) error
	// Readings yields the readings of a revision as they were put, with the paths that their captures have now: those
	// of ids, in that order, with ErrNotFound for one that is not held; or, where ids is nil, all.
	Readings(ctx context.Context, revision string, ids []hearsay.DocID) iter.Seq2[hearsay.Reading, error]
	// Read lists the documents that have a reading of the revision.
	Read(ctx context.Context, revision string) ([]hearsay.DocID, error)
	// Revisions lists the revisions of which readings are held, sorted.
	Revisions(ctx context.Context) ([]string, error)
	// PruneReadings drops the readings of all other revisions and returns their number; "" drops every reading.
	PruneReadings(ctx context.Context, keep string) (int, error)

	// States lists what each indexed document was indexed from.
	States(ctx context.Context) (map[hearsay.DocID]string, error)
	// Indexed yields the indexed documents that are meant, each once, in the order of their IDs.
	Indexed(ctx context.Context, where Where) iter.Seq2[Indexed, error]
	// Links lists the links that touch one of docs, each once, sorted.
	Links(ctx context.Context, docs []hearsay.DocID) ([]hearsay.Link, error)
	// ChangeIndex makes a change, all of it or nothing. What it names must be held, links must lead to indexed
	// documents: ErrNotFound otherwise. Words must pass CheckWords.
	ChangeIndex(ctx context.Context, change IndexChange) error
	// Having lists the indexed documents that have every word that is needed; with none needed, all of them.
	Having(ctx context.Context, needed []Needed) ([]hearsay.DocID, error)
	// Words yields the words that indexed documents have and that begin so, in the order of their bytes.
	Words(ctx context.Context, prefix string) iter.Seq2[Posting, error]
	// ClearIndex drops the index, with all links and stories.
	ClearIndex(ctx context.Context) error

	// Ungrouped lists the indexed documents, but for skipped ones, that are in no story.
	Ungrouped(ctx context.Context) ([]hearsay.DocID, error)
	// Ungroup drops the stories of docs and notes that the stories are those of the log up to edit seq.
	Ungroup(ctx context.Context, docs []hearsay.DocID, seq int64) error
	// Grouped is the edit up to which the stories were made; 0 for none.
	Grouped(ctx context.Context) (int64, error)
	// PutStories keeps stories in place of all that hold one of their documents. Their documents must be indexed.
	PutStories(ctx context.Context, stories []hearsay.Story) error
	// Stories yields stories: those of ids, each once, leaving out what is not held; or, where ids is nil, all.
	Stories(ctx context.Context, ids []hearsay.StoryID) iter.Seq2[hearsay.Story, error]
	// StoriesOf lists the stories that hold one of docs.
	StoriesOf(ctx context.Context, docs []hearsay.DocID) ([]hearsay.StoryID, error)
	// Former returns the story that now holds most documents of one that was held under the ID once, the first of equals;
	// or ErrNotFound.
	Former(ctx context.Context, id hearsay.StoryID) (hearsay.StoryID, error)

	// PutLedgers keeps ledgers with their summaries, all or none, each in place of an earlier one of its story.
	PutLedgers(ctx context.Context, ledgers ...KeyedLedger) error
	// Ledger returns the ledger of a story, if one is held under this very key.
	Ledger(ctx context.Context, story hearsay.StoryID, key Key) (hearsay.Ledger, bool, error)
	// Summaries lists what the ledgers of stories come to, as it was put; where stories is nil, all ledgers.
	Summaries(ctx context.Context, stories []hearsay.StoryID) (map[hearsay.StoryID]Summary, error)
	// Claiming lists the stories whose ledgers have a claim of which the name begins so; with no beginning, those that have
	// one at all.
	Claiming(ctx context.Context, prefix string) ([]hearsay.StoryID, error)
	// Ledgers yields all ledgers.
	Ledgers(ctx context.Context) iter.Seq2[hearsay.Ledger, error]
	// PruneLedgers drops the ledgers of all stories but these and returns their number.
	PruneLedgers(ctx context.Context, keep []hearsay.StoryID) (int, error)

	// Set records what the person says of a document, and Forget that it is to be read nowhere. The document must be
	// held. Both return the edit as logged, when it is safe.
	Set(ctx context.Context, id hearsay.DocID, settings []Setting) (Edit, error)
	Forget(ctx context.Context, id hearsay.DocID) (Edit, error)
	// Merge records that documents are one story, and Split that docs are one and rest another. They must be held.
	Merge(ctx context.Context, docs []hearsay.DocID) (Edit, error)
	Split(ctx context.Context, docs, rest []hearsay.DocID) (Edit, error)
	// Correct records what the person says of what was found; see NewCorrection. The documents that it names must be held.
	Correct(ctx context.Context, kind hearsay.CorrectionKind, a, b []hearsay.Anchor) (Edit, error)
	// Undo takes back the last edit in effect, or returns ErrNothingToUndo. It is logged itself and not undone by the
	// next Undo, which goes one further back.
	Undo(ctx context.Context) (Edit, error)
	// Edits is the log, oldest first.
	Edits(ctx context.Context) ([]Edit, error)

	// Settle notes that what can be made again is up to date, for which revisions in the caller's words. Settled returns
	// those, or "" where a value was written since, also where that changed nothing.
	Settle(ctx context.Context, stamp string) error
	Settled(ctx context.Context) (string, error)

	// Check looks at everything that is held. An error is returned only where the check itself failed.
	Check(ctx context.Context) ([]Finding, error)
	// Close waits for what is under way and releases the store. No other method may be called afterwards.
	Close() error
}
