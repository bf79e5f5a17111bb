package store

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// Indexed is what the index holds of one document: what grouping needs of it, so that no reading has to be opened when
// others come.
type Indexed struct {
	Doc       hearsay.DocID
	State     string // what it was made from, as the caller names it; "" where the capture has changed since
	Key       string // of the reading (see DocKey)
	Published hearsay.Date
	Lead      hearsay.DocID // the document that stands for it among near-copies; itself if none does
	Skipped   bool          // nothing can be read from it; it has no features
	Features  []byte        // for collate to read; nil where they were not asked for
	Marks     []byte        // likewise
	Words     []string      // by which it is found (see CheckWords); never yielded, but by Words
}

// Needed is a word that a document must have. Where Begins is set, it need only be the beginning of one.
type Needed struct {
	Word   string
	Begins bool
}

// Posting is a word and the documents that have it, in the order of their IDs.
type Posting struct {
	Word string
	Docs []hearsay.DocID
}

// MaxWord is the most bytes that a word of the index has.
const MaxWord = 64

// CheckWords returns an error unless words are sorted, each there once, and each a word that can be kept: of one byte
// to MaxWord, valid UTF-8, and of ASCII nothing but small letters, digits and colons.
func CheckWords(words []string) error {
	for i, word := range words {
		if i > 0 && words[i-1] >= word {
			return fmt.Errorf("word %q does not come after %q", word, words[i-1])
		}
		if err := CheckNeeded(Needed{Word: word}); err != nil {
			return err
		}
	}
	return nil
}

// CheckNeeded returns an error where the word of a needed one cannot be kept (see CheckWords).
func CheckNeeded(needed ...Needed) error {
	odd := func(r rune) bool {
		return r < utf8.RuneSelf && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != ':'
	}
	for _, n := range needed {
		if n.Word == "" || len(n.Word) > MaxWord || !utf8.ValidString(n.Word) || strings.ContainsFunc(n.Word, odd) {
			return fmt.Errorf("%q is no word for the index", n.Word)
		}
	}
	return nil
}

// Where says which indexed documents are meant: those of Docs, those that one of Leads stands for, those published from
// day From to day To where Days is set, and those without a day where Undated is set. All means every one.
type Where struct {
	All      bool
	Docs     []hearsay.DocID
	Leads    []hearsay.DocID
	Days     bool
	From, To int // days since 1970-01-01
	Undated  bool
	Features bool // with their features
	Marks    bool // with their marks
}

// IndexChange is one step in keeping the index up to date. Every story of a document that it names, and of one that a
// new link leads to, is dropped: its documents are ungrouped until stories are put again.
type IndexChange struct {
	Drop   []hearsay.DocID // that leave the index, with their links
	Put    []Indexed       // that enter it or are replaced, and lose their links
	Lead   []Lead          // of which something else holds from now on, but for what was made of them; they lose their links
	Unlink []hearsay.DocID // that lose their links
	Links  []hearsay.Link  // that are added after that, in place of earlier ones
}

// Lead is which document stands for one, and what that one was indexed from.
type Lead struct {
	Doc, Lead hearsay.DocID
	State     string
}

// Touched are the documents whose stories a change drops, each once or more.
func (c *IndexChange) Touched() []hearsay.DocID {
	touched := append(append([]hearsay.DocID(nil), c.Drop...), c.Unlink...)
	for i := range c.Put {
		touched = append(touched, c.Put[i].Doc)
	}
	for _, lead := range c.Lead {
		touched = append(touched, lead.Doc, lead.Lead)
	}
	for _, link := range c.Links {
		touched = append(touched, link.A, link.B)
	}
	return touched
}
