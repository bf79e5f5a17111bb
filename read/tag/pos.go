package tag

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"hearsay"
	"hearsay/model/pos"
	"hearsay/model/words"
)

// posHeader begins a model file and names its version; a change of the features needs a new one.
const posHeader = "hearsay pos 3\n"

// POS gives tokens their Penn Treebank part of speech, from left to right, with an averaged perceptron (Collins 2002)
// over hashed features. It is safe for concurrent use.
type POS struct {
	words       wordTable
	classes     wordTable
	infinitives infinitives
	weights     *lineTable
	model       []byte // as Encode writes it
}

// NewPOS returns the tagger with the embedded model.
func NewPOS() (*POS, error) {
	p, err := DecodePOS(pos.Model)
	if err != nil {
		return nil, fmt.Errorf("load the part-of-speech model: %w", err)
	}
	return p, nil
}

// Word is what a dictionary made from the training data says of one word: the tags it was seen with, and whether it
// has but one so surely that nothing needs to be weighed.
type Word struct {
	Word string
	Tags []hearsay.Tag // the most frequent first
	Sure bool
}

// MakePOS puts a model together from a dictionary and weights whose classes are hearsay tags. It is for training.
func MakePOS(dictionary []Word, weights *Weights) (*POS, error) {
	if weights.Classes() != int(hearsay.TagCount) {
		return nil, fmt.Errorf("make a tagger: %d classes for %d tags", weights.Classes(), hearsay.TagCount)
	}
	classes, err := decodeWords(words.Model)
	if err != nil {
		return nil, fmt.Errorf("make a tagger: %w", err)
	}
	p := &POS{words: newWordTable(len(dictionary)), classes: classes, infinitives: newInfinitives()}
	for _, word := range dictionary {
		f := makeForm(word.Word)
		p.words.put(f.exact, makeEntry(word))
	}
	if p.weights, err = newLineTable(weights); err != nil {
		return nil, fmt.Errorf("make a tagger: %w", err)
	}
	keys := p.words.keys()
	buf := binary.AppendUvarint([]byte(posHeader), uint64(len(keys)))
	last := uint32(0)
	for _, key := range keys {
		buf = binary.AppendUvarint(buf, uint64(key-last))
		buf = binary.AppendUvarint(buf, uint64(p.words.get(key)))
		last = key
	}
	p.model = weights.Append(buf)
	return p, nil
}

// Encode writes the model as DecodePOS reads it.
func (p *POS) Encode() []byte { return slices.Clone(p.model) }

// DecodePOS reads a model that Encode wrote.
func DecodePOS(model []byte) (*POS, error) {
	data, ok := bytes.CutPrefix(model, []byte(posHeader))
	if !ok {
		return nil, fmt.Errorf("decode a tagger: the file does not begin with %q", posHeader)
	}
	r := reader{data: data}
	count := r.uvarint()
	if r.err != nil || count > uint64(len(data)) {
		return nil, fmt.Errorf("decode a tagger: %w", errTruncated)
	}
	classes, err := decodeWords(words.Model)
	if err != nil {
		return nil, fmt.Errorf("decode a tagger: %w", err)
	}
	p := &POS{words: newWordTable(int(count)), classes: classes, infinitives: newInfinitives(), model: model}
	key := uint32(0)
	for range count {
		key += uint32(r.uvarint())
		p.words.put(key, entry(r.uvarint()))
	}
	if r.err != nil {
		return nil, fmt.Errorf("decode a tagger: %w", r.err)
	}
	weights, rest, err := DecodeWeights(r.data)
	if err != nil {
		return nil, fmt.Errorf("decode a tagger: %w", err)
	}
	if weights.Classes() != int(hearsay.TagCount) || len(rest) != 0 {
		return nil, fmt.Errorf("decode a tagger: %d classes and %d bytes too many", weights.Classes(), len(rest))
	}
	if p.weights, err = newLineTable(weights); err != nil {
		return nil, fmt.Errorf("decode a tagger: %w", err)
	}
	return p, nil
}

// Tag sets the tag of every token of a document's sentences, whose spans lie in text.
func (p *POS) Tag(text string, sentences []hearsay.Sentence) {
	c := POSContext{names: findNames(text, sentences)}
	for _, sentence := range sentences {
		c.start(p, len(sentence.Tokens))
		for _, token := range sentence.Tokens {
			c.add(token.Span.Of(text))
		}
		c.finish()
		c.run()
		for i := range sentence.Tokens {
			sentence.Tokens[i].Tag = c.tags[i+pad]
		}
	}
}

// TagWords sets tags[i] to the tag of words[i], the words of one sentence. It needs len(tags) ≥ len(words).
func (p *POS) TagWords(words []string, tags []hearsay.Tag) {
	var c POSContext
	c.Start(p, words)
	c.run()
	copy(tags, c.tags[pad:len(words)+pad])
}

// pad is how many empty tokens stand before and after a sentence, so that features need no check of its bounds.
const pad = 2

// POSContext is a sentence under way: what the features of each word are made of. It is exported for training.
type POSContext struct {
	pos      *POS
	forms    []form
	words    []string // without padding
	entries  []entry
	classes  []entry
	tags     []hearsay.Tag
	open     [2]bool // an ambiguous double or single quotation mark is open
	names    names   // of the document, if there is one
	title    bool    // nearly every word has a capital: a headline
	features []uint32
	scores   [hearsay.TagCount]int32
}

// Start begins the sentence made of words.
func (c *POSContext) Start(p *POS, words []string) {
	c.start(p, len(words))
	for _, word := range words {
		c.add(word)
	}
	c.finish()
}

func (c *POSContext) start(p *POS, words int) {
	c.pos = p
	c.forms = append(slices.Grow(c.forms[:0], words+2*pad), form{}, form{})
	c.words = c.words[:0]
	c.entries = append(slices.Grow(c.entries[:0], words+2*pad), 0, 0)
	c.classes = append(slices.Grow(c.classes[:0], words+2*pad), 0, 0)
	c.open = [2]bool{}
}

// add takes the next word. A quotation mark that looks the same on both sides opens and closes in turn.
func (c *POSContext) add(word string) {
	f := makeForm(word)
	if f.quote != 0 {
		which := 0
		if f.quote == '\'' {
			which = 1
		}
		f.lower = mix(uint32(f.quote), 1)
		if c.open[which] {
			f.lower = mix(uint32(f.quote), 2)
		}
		c.open[which] = !c.open[which]
	}
	c.forms = append(c.forms, f)
	c.words = append(c.words, word)
	c.entries = append(c.entries, c.pos.words.get(f.exact))
	c.classes = append(c.classes, c.pos.classes.get(f.lower))
}

// finish looks at the sentence as a whole. A word that the dictionary lacks as written is taken for the same in small
// letters, but not where its capital says that it is a name.
func (c *POSContext) finish() {
	c.title = isTitle(c.forms[pad:])
	begins := true
	for i, f := range c.forms[pad:] {
		if c.entries[i+pad] == 0 && (begins || c.title || f.shape&shapeInitial == 0) {
			c.entries[i+pad] = c.pos.words.get(f.lower) &^ entrySure
		}
		begins = begins && f.shape&shapeLetter == 0
	}
	c.forms = append(c.forms, form{}, form{})
	c.entries = append(c.entries, 0, 0)
	c.classes = append(c.classes, 0, 0)
	c.tags = append(c.tags[:0], make([]hearsay.Tag, len(c.forms))...)
}

// run tags the sentence from left to right.
func (c *POSContext) run() {
	for i := range len(c.forms) - 2*pad {
		if tag := c.Sure(i); tag != hearsay.TagNone {
			c.SetTag(i, tag)
			continue
		}
		c.pos.weights.score(c.Features(i), c.scores[:])
		best, _ := Best(c.scores[1:])
		c.SetTag(i, c.named(i, c.pos.infinitives.plural(c.words[i], hearsay.Tag(best+1))))
	}
}

// SetTag says which tag word i got; the features of later words rest on it.
func (c *POSContext) SetTag(i int, tag hearsay.Tag) { c.tags[i+pad] = tag }

// Sure returns the tag of a word that has but one, or TagNone.
func (c *POSContext) Sure(i int) hearsay.Tag {
	if c.infinitive(i) {
		return hearsay.TagVB
	}
	if c.forms[i+pad].lower == c.pos.infinitives.to && c.infinitive(i+1) {
		return hearsay.TagTO
	}
	if e := c.entries[i+pad]; e&entrySure != 0 {
		return e.first()
	}
	return hearsay.TagNone
}

// Features returns the features of word i, valid until the next call. The tags before it must be set.
func (c *POSContext) Features(i int) []uint32 {
	i += pad
	word, last, last2, next, next2 := &c.forms[i], &c.forms[i-1], &c.forms[i-2], &c.forms[i+1], &c.forms[i+2]
	tag1, tag2 := uint32(c.tags[i-1]), uint32(c.tags[i-2])
	here, after, after2 := uint32(c.entries[i]), uint32(c.entries[i+1]), uint32(c.entries[i+2])
	class, lastClass, nextClass := c.classes[i], c.classes[i-1], c.classes[i+1]
	shape := word.shape << 1
	if c.title {
		shape |= 1
	}
	if i == pad {
		shape |= 1 << 16
	}
	c.features = append(c.features[:0],
		mix(1, word.lower),
		mix2(2, word.exact, uint32(last.shape&shapeLetter)),
		mix(3, word.suffix1),
		mix(4, word.suffix2),
		mix(5, word.suffix3),
		mix(6, word.suffix4),
		mix(7, word.prefix1),
		mix(8, word.prefix3),
		mix(9, shape),
		mix2(10, shape, word.suffix2),
		mix(11, last.lower),
		mix(12, last2.lower),
		mix(13, next.lower),
		mix(14, next2.lower),
		mix2(15, word.lower, last.lower),
		mix2(16, word.lower, next.lower),
		mix(17, tag1),
		mix(18, tag1<<8|tag2),
		mix2(19, tag1, word.lower),
		mix3(20, tag1, tag2, word.lower),
		mix2(21, tag1, next.lower),
		mix2(22, tag1, after),
		mix2(23, here, after),
		mix3(24, tag1, here, after),
		mix2(25, here, tag1<<8|tag2),
		mix2(26, after, after2),
		mix2(27, next.suffix3, tag1),
		mix2(28, last.suffix3, here),
		mix2(29, shape, next.shape),
		mix3(30, shape, last.shape, tag1),
		mix2(31, word.suffix3, after),
		mix2(32, word.suffix3, tag1),
		mix(33, class.fine()),
		mix(34, nextClass.fine()),
		mix(35, lastClass.fine()),
		mix2(36, class.fine(), nextClass.fine()),
		mix2(37, class.fine(), tag1),
		mix3(38, lastClass.coarse(), class.coarse(), nextClass.coarse()),
		mix3(39, tag1, class.coarse(), word.suffix2),
		mix2(40, class.fine(), word.suffix2),
		mix2(41, shape, here),
	)
	return c.features
}
