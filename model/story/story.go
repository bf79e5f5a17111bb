// Package story holds the model that judges whether two documents report one event.
//
// It begins with pair.bin, which train/story made (card.json says how), and hands its bytes to collate/story. The model
// holds curves over counts and shares, no words and no text.
package story

import _ "embed"

// Magic begins the model; its last character is the version of the form.
const Magic = "hearsay-pair1"

//go:embed pair.bin
var data string

// Model is the model's bytes.
func Model() []byte { return []byte(data) }
