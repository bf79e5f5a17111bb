package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"

	"hearsay"
)

// Key is what a ledger was made from. A ledger that is held under the same key need not be made again.
type Key struct {
	Reading string // the revision of the readings
	Hash    string // of all that the ledger depends on
}

// KeyedLedger is a ledger, what it was made from, and what it comes to. The key of the summary is that of the ledger.
type KeyedLedger struct {
	Key     Key
	Ledger  hearsay.Ledger
	Summary Summary
}

// DocKey is what of a reading a ledger depends on, with the person's edits applied to its document. A document counts by
// what it is after that and by the identity of its text, so that every edit, and every later finding of intake, makes a
// new key. Paths do not count: no ledger holds one.
func DocKey(reading *hearsay.Reading) (string, error) {
	document := reading.Document
	document.Text, document.Paths = "", nil
	h := sha256.New()
	for _, value := range []any{reading.Revision, document} {
		if err := write(h, value); err != nil {
			return "", fmt.Errorf("key of document %s: %w", document.ID, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// KeyOf is the key of the ledger that collate at revision makes of a story from readings of a revision. Documents are
// the keys of its members, in the story's order, and corrections those that touch it. What collate adds to the joins does
// not count: it follows from the documents.
func KeyOf(revision, reading string, story hearsay.Story, documents []string, corrections []hearsay.Correction) (Key, error) {
	story.Joins = slices.Clone(story.Joins)
	for i := range story.Joins {
		story.Joins[i].Terms, story.Joins[i].Passage = nil, 0
	}
	h := sha256.New()
	values := []any{revision, reading, story, documents}
	if len(corrections) > 0 {
		values = append(values, corrections)
	}
	for _, value := range values {
		if err := write(h, value); err != nil {
			return Key{}, fmt.Errorf("key of story %s: %w", story.ID, err)
		}
	}
	return Key{Reading: reading, Hash: hex.EncodeToString(h.Sum(nil)[:16])}, nil
}

func write(h hash.Hash, value any) error {
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	h.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(data))))
	h.Write(data)
	return nil
}
