package story

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/letter"
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
	Mark   Mark
}

// Mark says where a term stands in its document and how rare it is in the frequency table: the low bits are the ones
// named here, the others its weight there in rarityStep.
type Mark uint8

// Bits of a mark.
const (
	MarkTitle Mark = 1 << iota
	MarkLead
	MarkName    // written with a capital within sentences
	rarityShift = iota
	rarityStep  = 85 // 256ths of a natural logarithm
)

// rarity is the weight of the term in the frequency table, in thirds of a natural logarithm.
func (m Mark) rarity() int32 { return int32(m >> rarityShift) }

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
	d := newDescriber()
	d.document(doc)
	d.name()
	return Features{
		ID: doc.ID, Published: doc.Published, Title: strings.Join(strings.Fields(doc.Title.Value), " "),
		Terms: c.heaviest(d.words), Words: d.read, Sketch: d.sketch,
	}
}

// Words are the words of a document in the form of the frequency table, with the units that they count: what that table
// was counted from.
func Words(doc *hearsay.Document) map[string]uint32 {
	d := newDescriber()
	d.document(doc)
	d.name()
	units := make(map[string]uint32, len(d.words))
	for _, w := range d.words {
		units[w.word] = w.units
	}
	return units
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
		d.add(doc.Title.Value, titleUnits, MarkTitle)
	}
	if len(doc.Blocks) == 0 {
		d.body(doc.Text)
	}
	for _, block := range doc.Blocks {
		text := block.Span.Of(doc.Text)
		switch block.Kind {
		case hearsay.BlockHeadline:
			d.add(text, titleUnits, MarkTitle)
		case hearsay.BlockBody:
			d.body(text)
		case hearsay.BlockComment:
			d.add(text, commentUnits, 0)
		case hearsay.BlockQuotation:
			d.add(text, quotationUnits, 0)
		}
	}
}

// describer counts the words of one document.
type describer struct {
	slots    []int32         // a hash table with open addressing: one more than a word's index, or 0
	words    []word          // in the order in which they are met
	letters  []byte          // of the words, one behind the other
	read     int             // words of the text so far
	shingles [shingle]uint64 // the hash of the last word, of the last two, and so on
	sketch   []uint32
}

// word is a word of a document in the form of the frequency table.
type word struct {
	word           string // set once all words are known
	hash           uint64
	start, end     int32 // among the describer's letters
	units          uint32
	capital, small int32 // how often it stands within a sentence so
	mark           Mark
}

func newDescriber() *describer {
	const usual = 512 // words of an article are fewer
	return &describer{slots: make([]int32, 2*usual), words: make([]word, 0, usual), letters: make([]byte, 0, 8*usual)}
}

// name sets the words' own strings.
func (d *describer) name() {
	letters := string(d.letters)
	for i := range d.words {
		d.words[i].word = letters[d.words[i].start:d.words[i].end]
	}
}

// enter returns the word that the letters from start on are, which are dropped if it is known.
func (d *describer) enter(start int, hash uint64) *word {
	mask := uint64(len(d.slots) - 1)
	slot := letter.Mix(hash) & mask
	for ; d.slots[slot] != 0; slot = (slot + 1) & mask {
		w := &d.words[d.slots[slot]-1]
		if w.hash == hash && string(d.letters[w.start:w.end]) == string(d.letters[start:]) {
			d.letters = d.letters[:start]
			return w
		}
	}
	d.words = append(d.words, word{hash: hash, start: int32(start), end: int32(len(d.letters))})
	d.slots[slot] = int32(len(d.words))
	if 2*len(d.words) > len(d.slots) {
		d.grow()
	}
	return &d.words[len(d.words)-1]
}

// grow doubles the hash table.
func (d *describer) grow() {
	d.slots = make([]int32, 2*len(d.slots))
	mask := uint64(len(d.slots) - 1)
	for i := range d.words {
		slot := letter.Mix(d.words[i].hash) & mask
		for d.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		d.slots[slot] = int32(i + 1)
	}
}

// body counts body text, the beginning of which is the lead.
func (d *describer) body(text string) {
	if d.read < leadWords {
		end := d.addWords(text, leadUnits, MarkLead, leadWords-d.read)
		text = text[end:]
	}
	d.add(text, bodyUnits, 0)
}

func (d *describer) add(text string, units uint32, mark Mark) {
	d.addWords(text, units, mark, bodyWords-d.read)
}

// addWords counts at most limit words of text and returns where it stopped. Titles are not sketched, and their capitals
// say nothing.
func (d *describer) addWords(text string, units uint32, mark Mark, limit int) int {
	at, begins, title := 0, true, mark == MarkTitle
	for n := 0; n < limit; n++ {
		start, end := nextWord(text, at)
		if start == end {
			return len(text)
		}
		begins = begins || start > at+1 && strings.ContainsAny(text[at:start], sentenceEnds) || start == at+1 && text[at] != ' '
		at = end
		if end-start > wordBytes {
			continue
		}
		from := len(d.letters)
		d.letters = appendTerm(d.letters, text[start:end])
		hash := fnv(d.letters[from:])
		if !title {
			d.shingle(hash)
		}
		if len(d.letters)-from < 2 {
			d.letters = d.letters[:from]
			begins = false
			continue
		}
		w := d.enter(from, hash)
		w.units += units
		w.mark |= mark
		switch {
		case title:
		case !startsUpper(text[start:end]):
			w.small++
		case !begins:
			w.capital++
		}
		begins = false
	}
	return at
}

// sentenceEnds are the marks behind which a capital is no sign of a name.
const sentenceEnds = ".?!:\n\"“"

func startsUpper(text string) bool {
	if text[0] < utf8.RuneSelf {
		return 'A' <= text[0] && text[0] <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// fnv is the 64-bit FNV-1a hash.
func fnv(word []byte) uint64 {
	hash := uint64(14695981039346656037)
	for _, c := range word {
		hash = (hash ^ uint64(c)) * 1099511628211
	}
	return hash
}

// shingle adds the shingle that ends with the word of a hash to the sketch.
func (d *describer) shingle(hash uint64) {
	for i := shingle - 1; i > 0; i-- {
		d.shingles[i] = letter.Mix(d.shingles[i-1]*0x9e3779b97f4a7c15 + hash)
	}
	d.shingles[0] = letter.Mix(hash)
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
	mixed := d.shingles[shingle-1]
	slot := &d.sketch[mixed>>58]
	*slot = min(*slot, uint32(mixed))
}

// emptySlot is a slot that no shingle fell into.
const emptySlot = ^uint32(0)

// nextWord finds the next run of letters and digits at or after at, with apostrophes and hyphens as ends.
func nextWord(text string, at int) (start, end int) {
	for at < len(text) {
		word, size := letter.At(text, at)
		if word {
			break
		}
		at += size
	}
	start = at
	for at < len(text) {
		word, size := letter.At(text, at)
		if !word {
			break
		}
		at += size
	}
	return start, at
}

// appendTerm appends the term of a word: in lower case and without the ending of a plural, by the rules of Harman's
// S-stemmer (How effective is suffixing?, 1991). Its terms stay words that a reader knows.
func appendTerm(buffer []byte, word string) []byte {
	from := len(buffer)
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
	term := buffer[from:]
	n := len(term)
	if n < 4 || term[n-1] != 's' {
		return buffer
	}
	switch before := term[n-2]; {
	case before == 'u' || before == 's' || before == 'i':
		return buffer
	case before == 'e' && term[n-3] == 'i' && n > 4 && term[n-4] != 'e' && term[n-4] != 'a':
		return append(buffer[:from+n-3], 'y')
	case before == 'e' && (term[n-3] == 'a' || term[n-3] == 'o' || term[n-3] == 'e'):
		return buffer
	}
	return buffer[:from+n-1]
}
