// Package label holds the trained weights of the attribution labeler.
//
// It begins with label.bin, which the command in train/label writes, and hands its bytes to read/tag. The card beside it
// says what it learned from.
package label

import _ "embed"

// Model is the file as tag.DecodeLabeler reads it.
//
//go:embed label.bin
var Model []byte
