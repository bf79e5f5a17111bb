package tag

import (
	"bytes"
	"fmt"
	"slices"

	"hearsay"
	"hearsay/model/parse"
	"hearsay/model/words"
)

// parseHeader begins a model file and names its version; a change of the features needs a new one.
const parseHeader = "hearsay parse 2\n"

// Parser finds the Universal Dependencies tree of a sentence with a greedy transition system, arc-hybrid (Kuhlmann,
// Gómez-Rodríguez & Satta 2011), trained by a dynamic oracle (Goldberg & Nivre 2013). One table chooses the next move,
// another the relation of each arc. It is safe for concurrent use.
type Parser struct {
	model   []byte // as Encode writes it
	moves   *moveTable
	rels    *lineTable
	classes wordTable
}

// NewParser returns the parser with the embedded model.
func NewParser() (*Parser, error) {
	p, err := DecodeParser(parse.Model)
	if err != nil {
		return nil, fmt.Errorf("load the parsing model: %w", err)
	}
	return p, nil
}

// MakeParser puts a model together: the classes of moves are Moves, those of rels hearsay relations. It is for
// training.
func MakeParser(moves, rels *Weights) (*Parser, error) {
	return makeParser(rels.Append(moves.Append([]byte(parseHeader))), moves, rels)
}

func makeParser(model []byte, moves, rels *Weights) (*Parser, error) {
	if moves.Classes() != int(moveCount) || rels.Classes() != int(hearsay.RelCount) {
		return nil, fmt.Errorf("make a parser: %d moves and %d relations", moves.Classes(), rels.Classes())
	}
	classes, err := decodeWords(words.Model)
	if err != nil {
		return nil, fmt.Errorf("make a parser: %w", err)
	}
	lines, err := newLineTable(rels)
	if err != nil {
		return nil, fmt.Errorf("make a parser: %w", err)
	}
	return &Parser{model: model, moves: newMoveTable(moves), rels: lines, classes: classes}, nil
}

// Encode writes the model as DecodeParser reads it.
func (p *Parser) Encode() []byte { return slices.Clone(p.model) }

// DecodeParser reads a model that Encode wrote.
func DecodeParser(model []byte) (*Parser, error) {
	data, ok := bytes.CutPrefix(model, []byte(parseHeader))
	if !ok {
		return nil, fmt.Errorf("decode a parser: the file does not begin with %q", parseHeader)
	}
	moves, data, err := DecodeWeights(data)
	if err != nil {
		return nil, fmt.Errorf("decode a parser: %w", err)
	}
	rels, data, err := DecodeWeights(data)
	if err != nil {
		return nil, fmt.Errorf("decode a parser: %w", err)
	}
	if len(data) != 0 {
		return nil, fmt.Errorf("decode a parser: %d bytes too many", len(data))
	}
	return makeParser(model, moves, rels)
}

// Parse sets head and relation of every token of the sentences, whose spans lie in text and whose tokens have tags.
func (p *Parser) Parse(text string, sentences []hearsay.Sentence) {
	var s ParseState
	for _, sentence := range sentences {
		p.parse(text, sentence.Tokens, &s)
	}
}

// ParseSentence is Parse for the tokens of one sentence. The root has itself as its head.
func (p *Parser) ParseSentence(text string, tokens []hearsay.Token) {
	var s ParseState
	p.parse(text, tokens, &s)
}

func (p *Parser) parse(text string, tokens []hearsay.Token, s *ParseState) {
	s.begin(p, len(tokens))
	for _, token := range tokens {
		s.add(token.Span.Of(text), token.Tag)
	}
	s.end()
	p.run(s)
	for i := range tokens {
		tokens[i].Head, tokens[i].Rel = int16(s.nodes[i].head), s.nodes[i].rel
		if int(s.nodes[i].head) == len(tokens) {
			tokens[i].Head = int16(i)
		}
	}
}

// ParseWords sets heads and rels of the words of one sentence, as ParseSentence does. It needs slices of one length.
func (p *Parser) ParseWords(words []string, tags []hearsay.Tag, heads []int, rels []hearsay.Rel) {
	var s ParseState
	s.Begin(p, words, tags)
	p.run(&s)
	for i := range words {
		heads[i], rels[i] = int(s.nodes[i].head), s.nodes[i].rel
		if heads[i] == len(words) {
			heads[i] = i
		}
	}
}

func (p *Parser) run(s *ParseState) {
	for !s.Done() {
		move := s.Only()
		if move == MoveNone {
			p.moves.score(s.MoveFeatures(), s.scores[:])
			move = s.Choose(s.scores[:])
		}
		rel := hearsay.RelNone
		if dependent, head := s.Arc(move); head == s.Root() {
			rel = hearsay.RelRoot
		} else if dependent >= 0 {
			p.rels.score(s.RelFeatures(dependent, head), s.scores[:])
			rel = BestRel(s.scores[:])
		}
		s.Do(move, rel)
	}
}

// BestRel returns the relation with the largest score, other than none and root.
func BestRel(scores []int32) hearsay.Rel {
	best, _ := Best(scores[hearsay.RelRoot+1 : hearsay.RelCount])
	return hearsay.RelRoot + 1 + hearsay.Rel(best)
}
