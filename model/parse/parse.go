// Package parse holds the weights of the dependency parser, with the card that says how they were made.
package parse

import _ "embed"

// Model is the model file that read/tag reads. The command train/parse writes it.
//
//go:embed parse.bin
var Model []byte
