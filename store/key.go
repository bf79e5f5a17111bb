package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"hearsay"
)

// Key is what a ledger was made from. A ledger that is held under the same key need not be made again.
type Key struct {
	Reading string // the revision of the readings
	Hash    string // of all that the ledger depends on
}

// KeyOf is the key of the ledger that collate at revision makes of a story from readings, which are those of its
// members in the story's order with the person's edits applied to their documents. A document counts by what it is
// after that and by the identity of its text, so that every edit, and every later finding of intake, makes a new key.
// Paths do not count: no ledger holds one.
func KeyOf(revision string, story hearsay.Story, readings []hearsay.Reading) (Key, error) {
	h := sha256.New()
	write := func(value any) error {
		data, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("key of story %s: %w", story.ID, err)
		}
		h.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(data))))
		h.Write(data)
		return nil
	}
	var key Key
	if err := write(revision); err != nil {
		return Key{}, err
	}
	if err := write(story); err != nil {
		return Key{}, err
	}
	for i, reading := range readings {
		if i > 0 && reading.Revision != key.Reading {
			return Key{}, fmt.Errorf("key of story %s: readings of revisions %q and %q", story.ID, key.Reading,
				reading.Revision)
		}
		key.Reading = reading.Revision
		document := reading.Document
		document.Text, document.Paths = "", nil
		if err := write(reading.Revision); err != nil {
			return Key{}, err
		}
		if err := write(document); err != nil {
			return Key{}, err
		}
	}
	key.Hash = hex.EncodeToString(h.Sum(nil)[:16])
	return key, nil
}
