// Package pos holds the weights of the part-of-speech tagger, with the card that says how they were made.
package pos

import _ "embed"

// Model is the model file that read/tag reads. The command train/pos writes it.
//
//go:embed pos.bin
var Model []byte
