// Package hearsay holds the nouns that every other package speaks: captures, documents, readings, stories, claims
// and ledgers, with their identifiers, orders and checks.
//
// It begins with the bytes that a person brought and ends with the ledger of one story; the packages in between hand
// these types on in one direction (intake, read, collate, report) and add nothing to them. A document owns its text;
// every other fact is a byte span into it. The zero value of each type is the safe one: unknown, unclear, nothing.
//
// The package uses the standard library only and holds no behaviour beyond what keeps its types honest.
package hearsay
