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
const labelHeader = "hearsay label 5\n"

// Labeler finds sources, cues and contents with a linear-chain conditional random field (Lafferty, McCallum and Pereira
// 2001) over hashed features. It reads a document as one chain of paragraphs, so that what went before a paragraph
// counts, but no span runs over a paragraph's end. It is safe for concurrent use.
type Labeler struct {
	lexicon labelLexicon
	edges   []Edge
	begins  [StateCount][]State // of the edges that end in each state, in their order
	classes WordClasses
	table   *labelTable
	joints  *Weights
	bonds   []int64 // the same, by joint and edge, each 8 bits to the left
}

// Field is what training learns: the weights of a conditional random field.
type Field struct {
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

// BareLabeler returns a labeler that knows the features of words and nothing of labels. It is for training.
func BareLabeler(classes WordClasses) *Labeler {
	return &Labeler{lexicon: newLabelLexicon(cueForms(), classes), classes: classes}
}

// MakeLabeler puts a labeler together from word classes and a trained field.
func MakeLabeler(classes WordClasses, f Field) (*Labeler, error) {
	if f.States.Classes() != int(StateCount) || f.States.Rows() <= len(f.Keys) || !slices.IsSorted(f.Keys) {
		return nil, errors.New("make a labeler: weights of another shape")
	}
	rows := make([]labelRow, len(f.Keys))
	for i, key := range f.Keys {
		rows[i] = newLabelRow(key)
		for state := range int(StateCount) {
			if err := rows[i].set(state, int64(f.States.Get(uint32(i+1), state))); err != nil {
				return nil, fmt.Errorf("make a labeler: %w", err)
			}
		}
	}
	return makeLabeler(classes, newLabelTable(f.Keys, rows), f.Joints)
}

func makeLabeler(classes WordClasses, table *labelTable, joints *Weights) (*Labeler, error) {
	l := BareLabeler(classes)
	l.edges, l.table, l.joints = Edges(), table, joints
	for _, edge := range l.edges {
		l.begins[edge.To] = append(l.begins[edge.To], edge.From)
	}
	if joints.Classes() != len(l.edges) || joints.Rows() < JointCount {
		return nil, errors.New("make a labeler: joints of another shape")
	}
	for joint := range JointCount {
		for edge := range l.edges {
			l.bonds = append(l.bonds, int64(joints.Get(uint32(joint), edge))<<8)
		}
	}
	return l, nil
}

// Encode writes the model as DecodeLabeler reads it.
func (l *Labeler) Encode() []byte {
	return l.joints.Append(l.table.append(l.classes.append([]byte(labelHeader))))
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
	table, rest, err := decodeLabelTable(rest)
	if err != nil {
		return nil, fmt.Errorf("read label model: %w", err)
	}
	joints, rest, err := DecodeWeights(rest)
	if err != nil {
		return nil, fmt.Errorf("read label model: %w", err)
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("read label model: %d bytes too many", len(rest))
	}
	return makeLabeler(classes, table, joints)
}

// Label returns a label for each token of each sentence. The tokens must have been tagged. Sentences between which the
// text has a line break, or whose blocks differ, stand in different paragraphs.
func (l *Labeler) Label(text string, sentences []hearsay.Sentence, quotations []hearsay.Quotation) [][]hearsay.Label {
	return bySentence(l.LabelParagraphs(Paragraphs(text, sentences, quotations)), sentences)
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
	scores := make([][StateCount]int32, len(words))
	l.score(scores, words, runs)
	l.decode(words, scores, labels)
	return labels
}

// wordsScored is how many words have their features looked up together. Their rows should fit into the nearest cache.
const wordsScored = 4

// score adds up the weights of each word's features, by state.
func (l *Labeler) score(scores [][StateCount]int32, words []labelWord, runs []Quote) {
	var features, places []uint32
	for start := 0; start < len(scores); start += wordsScored {
		batch := scores[start:min(start+wordsScored, len(scores))]
		features = features[:0]
		var ends [wordsScored]int
		for i := range batch {
			features = appendFeatures(features, words, runs, start+i)
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
func (l *Labeler) decode(words []labelWord, scores [][StateCount]int32, labels [][]hearsay.Label) {
	const never = math.MinInt32 / 2
	const barred = math.MinInt64 / 2
	pack := func(score int32, state State) int64 { return int64(score)<<8 | int64(math.MaxUint8-state) }
	back := make([][StateCount]State, len(words))
	var score [StateCount]int32
	for state := range score[1:] {
		score[1+state] = never
	}
	for i := range words {
		emit := &scores[i]
		joint := joint(words, i)
		var from [StateCount]int64
		for state := range StateCount {
			from[state] = pack(score[state], state)
			if joint == JointParagraph && state.Opens() {
				from[state] = barred
			}
		}
		row := l.bonds[joint*len(l.edges):][:len(l.edges)]
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
