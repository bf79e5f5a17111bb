package tag

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"hearsay"
	model "hearsay/model/names"
	"hearsay/model/words"
)

// namesHeader begins a model file and names its version; a change of the features or of the word lists needs a new one.
const namesHeader = "hearsay names 1\n"

// NameState is what a word is to a name: outside all, or the first or a later word of one of a kind (the BIO scheme of
// Ramshaw and Marcus 1995 over the four kinds of the CoNLL shared tasks).
type NameState uint8

// NameStates is how many there are: NameOutside, and two for each of NameKinds.
const (
	NameOutside NameState = 0
	NameStates            = 1 + 2*nameKinds
	nameKinds             = 4
)

// NameKinds are the kinds of names that the tagger tells apart.
func NameKinds() [nameKinds]hearsay.EntityKind {
	return [nameKinds]hearsay.EntityKind{hearsay.EntityPerson, hearsay.EntityBody, hearsay.EntityPlace, hearsay.EntityOther}
}

// MakeNameState returns the state of a word of a name of the kind with the given index in NameKinds.
func MakeNameState(kind int, first bool) NameState {
	if first {
		return NameState(1 + 2*kind)
	}
	return NameState(2 + 2*kind)
}

// Kind returns the index in NameKinds of the kind of a state other than NameOutside.
func (s NameState) Kind() int { return int(s-1) / 2 }

// Inner reports whether the state is that of a later word of a name.
func (s NameState) Inner() bool { return s != NameOutside && s%2 == 0 }

// Follows reports whether the state may stand behind another: a later word wants a word of the same kind before it.
func (s NameState) Follows(before NameState) bool {
	return !s.Inner() || before != NameOutside && before.Kind() == s.Kind()
}

// Namer finds names of people, bodies, places and other things with a linear-chain conditional random field (Lafferty,
// McCallum and Pereira 2001) over hashed features and whole-number weights. It looks only at words near a capital. It is
// safe for concurrent use.
type Namer struct {
	classes wordTable
	lists   nameLists
	weights *Weights
	joints  [NameStates + 1][NameStates]int32 // by the state before; the last is that of a run's beginning
}

// NewNamer returns the tagger with the embedded model.
func NewNamer() (*Namer, error) {
	n, err := DecodeNamer(model.Model)
	if err != nil {
		return nil, fmt.Errorf("load the names model: %w", err)
	}
	return n, nil
}

// BareNamer returns a tagger without weights, whose features are those to train with.
func BareNamer() (*Namer, error) {
	return MakeNamer(NewWeights(1, NameStates), NewWeights(4, NameStates))
}

// MakeNamer puts a tagger together from weights. Joints has a row for the state before each word, and behind these one
// for a run's beginning.
func MakeNamer(weights, joints *Weights) (*Namer, error) {
	if weights.Classes() != NameStates || joints.Classes() != NameStates || joints.Rows() <= NameStates {
		return nil, fmt.Errorf("make a name tagger: %d and %d classes, %d rows", weights.Classes(), joints.Classes(),
			joints.Rows())
	}
	classes, err := decodeWords(words.Model)
	if err != nil {
		return nil, fmt.Errorf("make a name tagger: %w", err)
	}
	n := &Namer{classes: classes, lists: newNameLists(), weights: weights}
	for before := range n.joints {
		for state := range n.joints[before] {
			n.joints[before][state] = joints.Get(uint32(before), state)
			if !NameState(state).Follows(NameState(before % NameStates)) {
				n.joints[before][state] = neverName
			}
		}
	}
	return n, nil
}

// neverName is the score of what cannot be. A few of them and all the weights of a run fit 32 bits.
const neverName = math.MinInt32 / 4

// EncodeNamer writes the weights as DecodeNamer reads them.
func EncodeNamer(weights, joints *Weights) []byte {
	return joints.Append(weights.Append([]byte(namesHeader)))
}

// DecodeNamer reads a model that EncodeNamer wrote.
func DecodeNamer(file []byte) (*Namer, error) {
	data, ok := bytes.CutPrefix(file, []byte(namesHeader))
	if !ok {
		return nil, fmt.Errorf("decode a name tagger: the file does not begin with %q", namesHeader)
	}
	weights, data, err := DecodeWeights(data)
	if err != nil {
		return nil, fmt.Errorf("decode a name tagger: %w", err)
	}
	joints, data, err := DecodeWeights(data)
	if err != nil {
		return nil, fmt.Errorf("decode a name tagger: %w", err)
	}
	if len(data) > 0 {
		return nil, fmt.Errorf("decode a name tagger: %d bytes too many", len(data))
	}
	return MakeNamer(weights, joints)
}

// Find returns the names in a document's sentences, whose spans lie in text and whose tokens have their parts of speech.
// The names are in the order of the text and do not overlap.
func (n *Namer) Find(text string, sentences []hearsay.Sentence) []hearsay.TaggedName {
	var found []hearsay.TaggedName
	var c NameContext
	for i, sentence := range sentences {
		c.start(n, len(sentence.Tokens))
		for _, token := range sentence.Tokens {
			c.add(token.Span.Of(text), token.Tag)
		}
		c.finish()
		found = c.run(i, found)
	}
	return found
}

// FindWords returns the names of a sentence made of words with their parts of speech.
func (n *Namer) FindWords(words []string, tags []hearsay.Tag) []hearsay.TaggedName {
	var c NameContext
	c.Start(n, words, tags)
	return c.run(0, nil)
}

// run finds the names of one sentence.
func (c *NameContext) run(sentence int, found []hearsay.TaggedName) []hearsay.TaggedName {
	for start, end := range c.Runs() {
		c.decode(start, end)
		for i := start; i < end; {
			state := c.best[i-start]
			if state == NameOutside {
				i++
				continue
			}
			stop := i + 1
			for stop < end && c.best[stop-start].Inner() {
				stop++
			}
			name := hearsay.TaggedName{Sentence: sentence, Start: i, End: stop, Kind: NameKinds()[state.Kind()],
				Lead: c.lead(i-start, stop-start, end-start)}
			found = append(found, name)
			i = stop
		}
	}
	return found
}

// decode finds the best path through the states of a run (Viterbi 1967), of equally good ones that with the lower
// states, and for each state of each word the best path through it.
func (c *NameContext) decode(start, end int) {
	size := end - start
	c.emitted = slices.Grow(c.emitted[:0], size)[:size]
	c.through = slices.Grow(c.through[:0], size)[:size]
	c.best = slices.Grow(c.best[:0], size)[:size]
	joints := &c.namer.joints
	for i := range size {
		c.namer.weights.Score(c.Features(start+i), c.emitted[i][:])
	}
	// through first holds the best path up to each state.
	for i := range size {
		for state := range c.through[i] {
			if i == 0 {
				c.through[0][state] = joints[NameStates][state] + c.emitted[0][state]
				continue
			}
			most := int32(math.MinInt32)
			for before, score := range c.through[i-1] {
				most = max(most, score+joints[before][state])
			}
			c.through[i][state] = max(most, neverName) + c.emitted[i][state]
		}
	}
	var after [NameStates]int32 // the best path behind each state of the word
	for i := size - 1; i >= 0; i-- {
		var behind [NameStates]int32
		if i < size-1 {
			for state := range behind {
				most := int32(math.MinInt32)
				for next, score := range after {
					most = max(most, score+c.emitted[i+1][next]+joints[state][next])
				}
				behind[state] = max(most, neverName)
			}
		}
		after = behind
		for state := range after {
			c.through[i][state] += after[state]
		}
		best, most := NameOutside, int32(math.MinInt32)
		for state, score := range c.through[i] {
			if score > most && (i == size-1 || c.best[i+1].Follows(NameState(state))) {
				best, most = NameState(state), score
			}
		}
		c.best[i] = best
	}
}

// lead is by how much the run's best path leads the best that has another state at one of the name's words, or goes on
// with the name behind it.
func (c *NameContext) lead(start, end, size int) int32 {
	lead := int32(math.MaxInt32)
	for i := start; i < min(end+1, size); i++ {
		own := c.best[i]
		for state, score := range c.through[i] {
			other := NameState(state) != own
			if i == end {
				other = NameState(state).Inner() && NameState(state).Kind() == c.best[start].Kind()
			}
			if other {
				lead = min(lead, c.through[i][own]-score)
			}
		}
	}
	return lead
}
