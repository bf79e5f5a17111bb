package tag

import (
	"iter"
	"slices"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// NameContext is a sentence under way: what the features of each word are made of. It is exported for training.
type NameContext struct {
	namer    *Namer
	forms    []form
	tags     []hearsay.Tag
	classes  []entry
	lists    []nameList
	quoted   []bool
	open     bool // a quotation is open
	title    bool // nearly every word has a capital: a headline
	bounds   [][2]int
	features []uint32
	emitted  [][NameStates]int32
	through  [][NameStates]int32 // the best path through each state
	best     []NameState

	// Of the capitalised words around the word, without padding.
	first, last   []uint32 // first and last word of the same stretch of capitals
	before, after []uint32 // small words on both sides of it
}

// nameList is what the word lists say of a word, a bit each.
type nameList uint32

const (
	listFirst  nameList = 1 << iota // a first name
	listTitle                       // a title
	listRole                        // part of a role
	listBodyB                       // first word of a body's name
	listBodyI                       // a later one
	listPlaceB                      // the same of a place
	listPlaceI
	listOutletB // the same of an outlet
	listOutletI
	listPeople // a demonym
	listHead   // ends bodies' names
	listOpener // begins bodies' names before "of"
	listArea   // ends places' names
	listThing  // ends names of other things
	listSuffix // stands behind a last name
	listParticle
	listNoName
)

// nameLists finds the words and phrases of the lists by the hashes of their words as written.
type nameLists struct {
	words   map[uint32]nameList
	phrases map[uint32]nameList // by the hash of the words so far; 0 for the beginning of a longer one
}

// maxListWords bounds the words of a phrase that are looked at.
const maxListWords = 6

func newNameLists() nameLists {
	l := nameLists{words: map[uint32]nameList{}, phrases: map[uint32]nameList{}}
	word := func(text string, bits nameList) { f := makeForm(text); l.words[f.exact] |= bits }
	for _, list := range []struct {
		name string
		bits nameList
	}{{"first-names", listFirst}, {"titles", listTitle}, {"demonyms", listPeople}, {"name-suffixes", listSuffix},
		{"name-particles", listParticle}, {"not-names", listNoName}} {
		for _, row := range lexicon.Table(list.name) {
			word(row[0], list.bits)
		}
	}
	for _, row := range lexicon.Table("roles") {
		for _, part := range strings.Fields(row[0]) {
			if len(part) > 3 {
				word(part, listRole)
				word(strings.ToUpper(part[:1])+part[1:], listRole)
			}
		}
	}
	for _, row := range lexicon.Table("name-words") {
		for mark, bits := range map[string]nameList{"last": listHead, "first": listOpener, "place": listArea,
			"other": listThing} {
			if slices.Contains(strings.Fields(row[1]), mark) {
				word(row[0], bits)
			}
		}
	}
	for _, row := range lexicon.Table("bodies") {
		l.phrase(row[0], listBodyB)
	}
	for _, row := range lexicon.Table("places") {
		l.phrase(row[0], listPlaceB)
	}
	for _, list := range []string{"outlets", "outlets-world"} {
		for _, row := range lexicon.Table(list) {
			names := []string{row[0]}
			if len(row) > 2 && row[2] != "-" {
				names = append(names, strings.Split(row[2], ";")...)
			}
			for _, name := range names {
				name = strings.TrimLeft(name, "?!")
				name = strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
				l.phrase(name, listOutletB)
			}
		}
	}
	return l
}

// phrase enters a phrase, with the bit for its first word; the next higher bit is for the others.
func (l *nameLists) phrase(text string, first nameList) {
	hash := hashStart
	words := strings.Fields(text)
	if len(words) > maxListWords {
		return
	}
	for i, word := range words {
		f := makeForm(word)
		hash = mix2(1, hash, f.exact)
		if i < len(words)-1 {
			l.phrases[hash] |= 0
		} else {
			l.phrases[hash] |= first
		}
	}
}

// mark puts what the lists say of each word into the context.
func (l *nameLists) mark(c *NameContext) {
	n := len(c.forms) - pad
	for i := pad; i < n; i++ {
		f := &c.forms[i]
		if bits, ok := l.words[f.exact]; ok {
			c.lists[i] |= bits
		}
		if f.shape&shapeInitial == 0 {
			continue
		}
		hash := hashStart
		var bits nameList
		length := 0
		for k := i; k < min(n, i+maxListWords); k++ {
			hash = mix2(1, hash, c.forms[k].exact)
			found, ok := l.phrases[hash]
			if !ok {
				break
			}
			if found != 0 {
				bits, length = found, k-i+1
			}
		}
		if length > 0 {
			c.lists[i] |= bits
			for k := i + 1; k < i+length; k++ {
				c.lists[k] |= bits << 1
			}
		}
	}
}

// Start begins the sentence made of words with their parts of speech.
func (c *NameContext) Start(n *Namer, words []string, tags []hearsay.Tag) {
	c.start(n, len(words))
	for i, word := range words {
		c.add(word, tags[i])
	}
	c.finish()
}

func (c *NameContext) start(n *Namer, words int) {
	c.namer = n
	size := words + 2*pad
	c.forms = append(slices.Grow(c.forms[:0], size), form{}, form{})
	c.tags = append(slices.Grow(c.tags[:0], size), 0, 0)
	c.classes = append(slices.Grow(c.classes[:0], size), 0, 0)
	c.quoted = append(slices.Grow(c.quoted[:0], size), false, false)
	c.open = false
}

func (c *NameContext) add(word string, tag hearsay.Tag) {
	f := makeForm(word)
	if f.quote == '"' {
		c.open = !c.open
	}
	c.forms = append(c.forms, f)
	c.tags = append(c.tags, tag)
	c.classes = append(c.classes, c.namer.classes.get(f.lower))
	c.quoted = append(c.quoted, c.open)
}

// finish looks at the sentence as a whole.
func (c *NameContext) finish() {
	words := len(c.forms)
	c.title = isTitle(c.forms[pad:])
	c.forms = append(c.forms, form{}, form{})
	c.tags = append(c.tags, 0, 0)
	c.classes = append(c.classes, 0, 0)
	c.quoted = append(c.quoted, false, false)
	size := len(c.forms)
	c.lists = slices.Grow(c.lists[:0], size)[:size]
	clear(c.lists)
	c.namer.lists.mark(c)
	for _, around := range []*[]uint32{&c.first, &c.last, &c.before, &c.after} {
		*around = slices.Grow((*around)[:0], size)[:size]
		clear(*around)
	}
	c.bounds = c.bounds[:0]
	for i := pad; i < words; i++ {
		if c.forms[i].shape&(shapeInitial|shapeInner) == 0 {
			continue
		}
		end := i + 1
		for end < words && c.forms[end].shape&(shapeInitial|shapeInner) != 0 {
			end++
		}
		for k := i; k < end; k++ {
			c.first[k], c.last[k] = c.forms[i].lower, c.forms[end-1].lower
			c.before[k], c.after[k] = c.forms[i-1].lower, c.forms[end].lower
		}
		from, to := max(pad, i-nameReach), min(words, end+nameReach)
		if last := len(c.bounds) - 1; last >= 0 && c.bounds[last][1] >= from {
			c.bounds[last][1] = to
		} else {
			c.bounds = append(c.bounds, [2]int{from, to})
		}
		i = end - 1
	}
}

// nameReach is how many small words on each side of a capital may belong to a name: "2017 general election".
const nameReach = 2

// Runs yields the bounds of the stretches of words that may hold names. All other words are outside of all names.
func (c *NameContext) Runs() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for _, b := range c.bounds {
			if !yield(b[0]-pad, b[1]-pad) {
				return
			}
		}
	}
}

// Features returns the features of word i, valid until the next call.
func (c *NameContext) Features(i int) []uint32 {
	i += pad
	word, last, next := &c.forms[i], &c.forms[i-1], &c.forms[i+1]
	last2, next2 := &c.forms[i-2], &c.forms[i+2]
	tag, tag1, tagN := uint32(c.tags[i]), uint32(c.tags[i-1]), uint32(c.tags[i+1])
	class, class1, classN := c.classes[i], c.classes[i-1], c.classes[i+1]
	list, list1, listN := uint32(c.lists[i]), uint32(c.lists[i-1]), uint32(c.lists[i+1])
	shape, shape1, shapeN := word.shape, last.shape, next.shape
	place := uint32(0) // what the place in the sentence tells of capitals
	if c.title {
		place |= 1
	}
	if i == pad {
		place |= 2
	}
	if c.quoted[i] {
		place |= 4
	}
	first, final, before, after := c.first[i], c.last[i], c.before[i], c.after[i]
	c.features = append(c.features[:0],
		mix(1, word.lower),
		mix2(2, word.exact, place&2),
		mix(3, word.suffix2),
		mix(4, word.suffix3),
		mix(5, word.suffix4),
		mix(6, word.prefix3),
		mix2(7, shape, place),
		mix(8, last.lower),
		mix(9, next.lower),
		mix(10, last2.lower),
		mix(11, next2.lower),
		mix2(12, last.lower, word.lower),
		mix2(13, word.lower, next.lower),
		mix3(14, shape1, shape, shapeN),
		mix3(15, tag1, tag, tagN),
		mix2(16, tag, shape),
		mix2(17, list, shape&1),
		mix2(18, list1, list),
		mix2(19, list, listN),
		mix3(20, list1, list, listN),
		mix(21, class.fine()),
		mix(22, class1.fine()),
		mix(23, classN.fine()),
		mix3(24, class1.coarse(), class.coarse(), classN.coarse()),
		mix2(25, class.fine(), classN.fine()),
		mix2(26, class1.fine(), class.fine()),
		mix2(27, before, shape&1),
		mix2(28, after, shape&1),
		mix2(29, final, shape&1),
		mix2(30, first, shape&1),
		mix2(31, before, after),
		mix2(32, first, final),
		mix2(33, list, last.lower),
		mix2(34, list, next.lower),
		mix2(35, class.coarse(), list),
		mix3(36, class.fine(), shape, list),
		mix2(37, last.lower, shape),
		mix2(38, next.lower, shape),
		mix3(39, uint32(c.lists[i-2]), list1, shape),
		mix3(40, listN, uint32(c.lists[i+2]), shape),
		mix3(41, place, tag, shape),
		mix3(42, place, list, class.coarse()),
	)
	return c.features
}
