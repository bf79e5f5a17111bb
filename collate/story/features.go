package story

import (
	"cmp"
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
)

// Units that one occurrence of a word counts in the parts of a document. A title says what a story is about; embedded
// text of another outlet and the writer's own comment say it least.
const (
	titleUnits     = 24
	leadUnits      = 8
	bodyUnits      = 4
	commentUnits   = 2
	quotationUnits = 1
	leadWords      = 60 // the first words of the body are its lead
)

// Bounds that keep one document's features small whatever its text is.
const (
	wordBytes   = 40   // a longer run of letters is not a word
	bodyWords   = 4000 // words read of one document
	sketchSlots = 64   // slots of the near-copy sketch
	shingle     = 4    // words of one shingle of the sketch
)

// Term is a word of a document in the form of the frequency table, with its weight; all weights of a document are a
// vector of length scale.
type Term struct {
	Word   string
	Weight uint32
}

// Features are what clustering knows of one document. They depend on nothing but the document and the frequency table.
type Features struct {
	ID        hearsay.DocID
	Published hearsay.Date
	Title     string
	Terms     []Term // the heaviest, sorted by word
	// Words counts the words of the body, and Sketch holds the least hash of its shingles in each slot (one-permutation
	// MinHash), by which near-copies are found.
	Words  int
	Sketch []uint32
}

// compare is document order.
func (f *Features) compare(other *Features) int {
	if c := f.Published.Compare(other.Published); c != 0 {
		return c
	}
	return cmp.Compare(f.ID, other.ID)
}

// Describe takes from a document what clustering needs: its words by part, furniture left out. A document without
// blocks is all body. Time is linear in the text.
func (c *Clusterer) Describe(doc *hearsay.Document) Features {
	d := describer{units: map[string]uint32{}}
	d.document(doc)
	return Features{
		ID: doc.ID, Published: doc.Published, Title: strings.Join(strings.Fields(doc.Title.Value), " "),
		Terms: c.heaviest(d.units), Words: d.read, Sketch: d.sketch,
	}
}

// Words are the words of a document in the form of the frequency table, with the units that they count: what that table
// was counted from.
func Words(doc *hearsay.Document) map[string]uint32 {
	d := describer{units: map[string]uint32{}}
	d.document(doc)
	return d.units
}

// document counts the words of the document by part.
func (d *describer) document(doc *hearsay.Document) {
	headline := false
	for _, block := range doc.Blocks {
		if block.Kind == hearsay.BlockHeadline {
			headline = true
		}
	}
	if !headline {
		d.add(doc.Title.Value, titleUnits, false)
	}
	if len(doc.Blocks) == 0 {
		d.body(doc.Text, bodyUnits)
	}
	for _, block := range doc.Blocks {
		text := block.Span.Of(doc.Text)
		switch block.Kind {
		case hearsay.BlockHeadline:
			d.add(text, titleUnits, false)
		case hearsay.BlockBody:
			d.body(text, bodyUnits)
		case hearsay.BlockComment:
			d.add(text, commentUnits, true)
		case hearsay.BlockQuotation:
			d.add(text, quotationUnits, true)
		}
	}
}

// describer counts the words of one document.
type describer struct {
	units  map[string]uint32
	read   int // words of the text so far
	last   [shingle]uint64
	sketch []uint32
	buffer []byte
}

// body counts body text, the beginning of which is the lead.
func (d *describer) body(text string, units uint32) {
	if d.read < leadWords {
		end := d.addWords(text, leadUnits, true, leadWords-d.read)
		text = text[end:]
	}
	d.add(text, units, true)
}

func (d *describer) add(text string, units uint32, sketched bool) {
	d.addWords(text, units, sketched, bodyWords-d.read)
}

// addWords counts at most limit words of text and returns where it stopped.
func (d *describer) addWords(text string, units uint32, sketched bool, limit int) int {
	at := 0
	for n := 0; n < limit; n++ {
		start, end := nextWord(text, at)
		if start == end {
			return len(text)
		}
		at = end
		if end-start > wordBytes {
			continue
		}
		d.buffer = appendTerm(d.buffer[:0], text[start:end])
		if sketched {
			d.shingle(d.buffer)
		}
		if len(d.buffer) < 2 {
			continue
		}
		if _, known := d.units[string(d.buffer)]; known {
			d.units[string(d.buffer)] += units
		} else {
			d.units[string(d.buffer)] = units
		}
	}
	return at
}

// shingle adds the shingle that ends with word to the sketch.
func (d *describer) shingle(word []byte) {
	h := fnv.New64a()
	h.Write(word)
	copy(d.last[:], d.last[1:])
	d.last[shingle-1] = h.Sum64()
	d.read++
	if d.read < shingle {
		return
	}
	if d.sketch == nil {
		d.sketch = make([]uint32, sketchSlots)
		for i := range d.sketch {
			d.sketch[i] = emptySlot
		}
	}
	mixed := uint64(0)
	for _, hash := range d.last {
		mixed = mix(mixed*0x9e3779b97f4a7c15 + hash)
	}
	slot := &d.sketch[mixed>>58]
	*slot = min(*slot, uint32(mixed))
}

// emptySlot is a slot that no shingle fell into.
const emptySlot = ^uint32(0)

// mix is the finaliser of MurmurHash3, which spreads every bit of x over all.
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}

// nextWord finds the next run of letters and digits at or after at, with apostrophes and hyphens as ends.
func nextWord(text string, at int) (start, end int) {
	start = -1
	for at < len(text) {
		r, size := rune(text[at]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[at:])
		}
		if isWordRune(r) {
			if start < 0 {
				start = at
			}
		} else if start >= 0 {
			return start, at
		}
		at += size
	}
	if start < 0 {
		return at, at
	}
	return start, at
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// appendTerm appends the term of a word: in lower case and without the ending of a plural, by the rules of Harman's
// S-stemmer (How effective is suffixing?, 1991). Its terms stay words that a reader knows.
func appendTerm(buffer []byte, word string) []byte {
	for _, r := range word {
		if r < utf8.RuneSelf {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			buffer = append(buffer, byte(r))
		} else {
			buffer = utf8.AppendRune(buffer, unicode.ToLower(r))
		}
	}
	n := len(buffer)
	if n < 4 || buffer[n-1] != 's' {
		return buffer
	}
	switch before := buffer[n-2]; {
	case before == 'u' || before == 's' || before == 'i':
		return buffer
	case before == 'e' && buffer[n-3] == 'i' && n > 4 && buffer[n-4] != 'e' && buffer[n-4] != 'a':
		return append(buffer[:n-3], 'y')
	case before == 'e' && (buffer[n-3] == 'a' || buffer[n-3] == 'o' || buffer[n-3] == 'e'):
		return buffer
	}
	return buffer[:n-1]
}
