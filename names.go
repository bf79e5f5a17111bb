package hearsay

import (
	"fmt"
	"slices"
)

// name is the word for an enumerated value. Every enumeration of this package is written out by its words, so that
// stored and printed forms survive a reordering of the constants.
func name[E ~uint8](names []string, value E) string {
	if int(value) < len(names) {
		return names[value]
	}
	return fmt.Sprintf("invalid(%d)", value)
}

// parse sets value to the one that text names.
func parse[E ~uint8](names []string, value *E, text []byte) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("unknown name %q, want one of %q", text, names)
	}
	*value = E(i)
	return nil
}
