// Package names holds the weights of the name tagger, with the card that says how they were made.
package names

import _ "embed"

// Model is the model file that read/tag reads. The command train/names writes it.
//
//go:embed names.bin
var Model []byte
