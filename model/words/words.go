// Package words holds classes of words that stand in like places, with the card that says how they were made.
package words

import _ "embed"

// Model is the model file that read/tag reads. The command train/words writes it.
//
//go:embed words.bin
var Model []byte
