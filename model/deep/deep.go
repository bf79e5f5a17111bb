// Package deep holds the trained weights of the encoder that labels attributions.
//
// It begins with deep.bin, which train/teacher/export.py writes, and hands its bytes to read/tag. The card beside it says
// what it learned from.
package deep

import _ "embed"

// Model is the file as tag.DecodeEncoder reads it.
//
//go:embed deep.bin
var Model []byte
