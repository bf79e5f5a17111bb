// Package claim holds the model that judges whether two clauses tell one proposition.
//
// It begins with pair.txt, the weights that train/claim fitted, and vectors.bin, the word vectors that it cut down
// (card.json says how), and hands both to collate/claim. They hold numbers for kinds of evidence and for single words, no
// text.
package claim

import _ "embed"

// Magic begins the vectors; its last character is the version of the form.
const Magic = "hearsay-vectors1"

//go:embed pair.txt
var pair string

//go:embed vectors.bin
var vectors string

//go:embed senses.txt
var senses string

// Senses is the table of verbs that are like one another, a word a line.
func Senses() string { return senses }

// Pair is the weights, a kind of evidence a line.
func Pair() string { return pair }

// Vectors is the table of word vectors.
func Vectors() string { return vectors }
