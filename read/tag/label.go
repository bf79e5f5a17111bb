package tag

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"

	"hearsay"
	"hearsay/model/label"
)

// labelHeader begins a model file and names its version; a change of the features needs a new one.
const labelHeader = "hearsay label 4\n"

// Labeler finds sources, cues and contents with a linear-chain conditional random field (Lafferty, McCallum and Pereira
// 2001) over hashed features. It reads a document as one chain of paragraphs, so that what went before a paragraph
// counts, but no span runs over a paragraph's end. It is safe for concurrent use.
type Labeler struct {
	lexicon labelLexicon
	edges   []Edge
	classes WordClasses
	table   *labelTable         // features of all passes; the weights of pass n begin at n*StateCount
	joints  []*Weights          // of each pass
	bonds   [][]int64           // the same, by joint and edge, each 8 bits to the left
	begins  [StateCount][]State // where the edges to each state come from
}

// maxPasses bounds the passes of a labeler.
const maxPasses = 2

// passStride is the distance between the weights of two passes in a row of the model file.
const passStride = 16

// Pass is one reading of the chain. The first takes the words alone, the second also the labels of the first.
type Pass struct {
	Keys   []uint32 // the features that have a row, sorted
	States *Weights // the row of Keys[i] is i+1; a class for each state
	Joints *Weights // a row for each kind of joint, a class for each edge
}

// NewLabeler returns the labeler with the embedded model.
func NewLabeler() (*Labeler, error) {
	l, err := DecodeLabeler(label.Model)
	if err != nil {
		return nil, fmt.Errorf("load the label model: %w", err)
	}
	return l, nil
}

// MakeLabeler puts a labeler together from word classes and passes, at most two. It is for training. A feature that both
// passes know gets one row with the weights of both, so that a word's features are looked up once.
func MakeLabeler(classes WordClasses, passes ...Pass) (*Labeler, error) {
	var keys []uint32
	var joints []*Weights
	for _, p := range passes {
		if p.States.Classes() != int(StateCount) || p.States.Rows() <= len(p.Keys) || !slices.IsSorted(p.Keys) {
			return nil, errors.New("make a labeler: weights of another shape")
		}
		keys = append(keys, p.Keys...)
		joints = append(joints, p.Joints)
	}
	if len(passes) > maxPasses {
		return nil, fmt.Errorf("make a labeler: %d passes", len(passes))
	}
	slices.Sort(keys)
	keys = slices.Compact(keys)
	rows := make([]labelRow, len(keys))
	for i, key := range keys {
		rows[i] = newLabelRow(key)
	}
	for n, p := range passes {
		row := 0
		for i, key := range p.Keys {
			for keys[row] < key {
				row++
			}
			for state := range int(StateCount) {
				weight := int64(p.States.Get(uint32(i+1), state))
				if err := rows[row].set(n*int(StateCount)+state, weight); err != nil {
					return nil, fmt.Errorf("make a labeler: %w", err)
				}
			}
		}
	}
	return makeLabeler(classes, newLabelTable(rows), joints)
}

func makeLabeler(classes WordClasses, table *labelTable, joints []*Weights) (*Labeler, error) {
	l := &Labeler{lexicon: newLabelLexicon(cueForms(), classes), edges: Edges(), classes: classes, table: table, joints: joints}
	for _, edge := range l.edges {
		l.begins[edge.To] = append(l.begins[edge.To], edge.From)
	}
	for _, weights := range joints {
		if weights.Classes() != len(l.edges) || weights.Rows() < JointCount {
			return nil, errors.New("make a labeler: joints of another shape")
		}
		bonds := make([]int64, 0, JointCount*len(l.edges))
		for joint := range JointCount {
			for edge := range l.edges {
				bonds = append(bonds, int64(weights.Get(uint32(joint), edge))<<8)
			}
		}
		l.bonds = append(l.bonds, bonds)
	}
	return l, nil
}

// Encode writes the model as DecodeLabeler reads it.
func (l *Labeler) Encode() []byte {
	data := l.table.append(l.classes.append([]byte(labelHeader)), len(l.joints))
	for _, joints := range l.joints {
		data = joints.Append(data)
	}
	return data
}

// DecodeLabeler reads a model that Encode wrote.
func DecodeLabeler(data []byte) (*Labeler, error) {
	rest, ok := bytes.CutPrefix(data, []byte(labelHeader))
	if !ok {
		return nil, fmt.Errorf("read label model: it does not begin with %q", labelHeader)
	}
	classes, rest, err := decodeClasses(rest)
	if err != nil {
		return nil, fmt.Errorf("read label model: %w", err)
	}
	table, passes, rest, err := decodeLabelTable(rest)
	if err != nil {
		return nil, fmt.Errorf("read label model: %w", err)
	}
	var joints []*Weights
	for len(rest) > 0 {
		var weights *Weights
		if weights, rest, err = DecodeWeights(rest); err != nil {
			return nil, fmt.Errorf("read label model: %w", err)
		}
		joints = append(joints, weights)
	}
	if passes != max(1, len(joints)) {
		return nil, fmt.Errorf("read label model: weights of %d passes, joints of %d", passes, len(joints))
	}
	return makeLabeler(classes, table, joints)
}

// Label returns a label for each token of each sentence. The tokens must have been tagged. Sentences between which the
// text has a line break, or whose blocks differ, stand in different paragraphs.
func (l *Labeler) Label(text string, sentences []hearsay.Sentence, quotations []hearsay.Quotation) [][]hearsay.Label {
	var labels []hearsay.Label
	for _, paragraph := range l.LabelParagraphs(Paragraphs(text, sentences, quotations)) {
		labels = append(labels, paragraph...)
	}
	out := make([][]hearsay.Label, len(sentences))
	for i, sentence := range sentences {
		n := len(sentence.Tokens)
		out[i], labels = labels[:n:n], labels[n:]
	}
	return out
}

// chainWords is how long a chain may grow before the next paragraph begins a new one. It bounds the work space.
const chainWords = 1 << 14

// LabelParagraphs labels the words of a document's paragraphs.
func (l *Labeler) LabelParagraphs(paragraphs []Paragraph) [][]hearsay.Label {
	var labels [][]hearsay.Label
	for len(paragraphs) > 0 {
		n, words := 1, len(paragraphs[0].Words)
		for n < len(paragraphs) && words+len(paragraphs[n].Words) <= chainWords {
			words += len(paragraphs[n].Words)
			n++
		}
		labels = append(labels, l.labelChain(paragraphs[:n])...)
		paragraphs = paragraphs[n:]
	}
	return labels
}

func (l *Labeler) labelChain(paragraphs []Paragraph) [][]hearsay.Label {
	words, runs := l.annotate(paragraphs)
	labels := make([][]hearsay.Label, len(paragraphs))
	for i, p := range paragraphs {
		labels[i] = make([]hearsay.Label, len(p.Words))
	}
	scores := make([][rowLanes]int32, len(words)) // by pass and state
	l.score(scores, func(features []uint32, i int) []uint32 { return appendFeatures(features, words, runs, i) })
	for pass := range l.joints {
		if pass > 0 {
			annotateHints(words, labels)
			l.score(scores, func(features []uint32, i int) []uint32 { return appendHints(features, words, i) })
		}
		l.decode(pass, words, scores, labels)
	}
	return labels
}

// wordsScored is how many words have their features looked up together. Their rows should fit into the nearest cache.
const wordsScored = 4

// score adds to the scores of each word the weights of the features that appendTo appends for it.
func (l *Labeler) score(scores [][rowLanes]int32, appendTo func(features []uint32, word int) []uint32) {
	var features, places []uint32
	for start := 0; start < len(scores); start += wordsScored {
		batch := scores[start:min(start+wordsScored, len(scores))]
		features = features[:0]
		var ends [wordsScored]int
		for i := range batch {
			features = appendTo(features, start+i)
			ends[i] = len(features)
		}
		places = l.table.find(features, places[:0])
		first := 0
		for i := range batch {
			l.table.add(places[first:ends[i]], &batch[i])
			first = ends[i]
		}
	}
}

// decode puts the best path through all states (Viterbi 1967) into labels. Of paths that weigh the same it takes the one
// with the lower state. A score and the state that it comes from share a whole number, so that the larger number is the
// better path, without a branch.
func (l *Labeler) decode(pass int, words []labelWord, scores [][rowLanes]int32, labels [][]hearsay.Label) {
	const never = math.MinInt32 / 2
	const barred = math.MinInt64 / 2
	pack := func(score int32, state State) int64 { return int64(score)<<8 | int64(math.MaxUint8-state) }
	back := make([][StateCount]State, len(words))
	var score [StateCount]int32
	for state := range score[1:] {
		score[1+state] = never
	}
	for i := range words {
		emit := (*[StateCount]int32)(scores[i][pass*int(StateCount):])
		joint := joint(words, i)
		var from [StateCount]int64
		for state := range StateCount {
			from[state] = pack(score[state], state)
			if joint == JointParagraph && state.Opens() {
				from[state] = barred
			}
		}
		row := l.bonds[pass][joint*len(l.edges):][:len(l.edges)]
		top := int32(never)
		for state, begins := range l.begins {
			best := pack(never, 0)
			for _, bond := range row[:len(begins)] {
				best = max(best, from[begins[0]]+bond)
				begins = begins[1:]
			}
			row = row[len(l.begins[state]):]
			back[i][state] = math.MaxUint8 - State(best)
			score[state] = max(never, int32(best>>8)+emit[state])
			top = max(top, score[state])
		}
		for state := range score {
			score[state] = max(never, score[state]-top)
		}
	}
	for state := range StateCount {
		if state.Opens() {
			score[state] = never
		}
	}
	last, _ := Best(score[:])
	state := State(last)
	word := len(words)
	for i := len(labels) - 1; i >= 0; i-- {
		for k := len(labels[i]) - 1; k >= 0; k-- {
			labels[i][k] = state.Label()
			word--
			state = back[word][state]
		}
	}
}
