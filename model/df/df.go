// Package df holds the frozen document-frequency table by which stories are told apart.
//
// It begins with df.bin, which train/df made from news of 2012 to 2018 (card.json says how), and hands its bytes to
// collate/story. The table holds single words and their weights, no text.
package df

import _ "embed"

// Magic begins the table; its last character is the version of the form.
const Magic = "hearsay-df1"

//go:embed df.bin
var data string

// Table is the table's bytes.
func Table() []byte { return []byte(data) }
