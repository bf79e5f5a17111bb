package tag

import (
	"slices"

	"hearsay"
)

// Move is a transition of the parser.
type Move uint8

// The moves. Shift puts the first word of the buffer on the stack; Left makes it the head of the stack's top, Right
// makes the word below the top its head, and both take the top away.
const (
	Shift Move = iota
	Left
	Right
	moveCount

	// MoveNone is no move: more than one is possible.
	MoveNone = moveCount
	// MoveCount is the number of moves.
	MoveCount = moveCount
)

// ParseState is a sentence under way. Words are numbered from 0; the root follows the last word, and after it comes a
// node that stands for nothing. It is exported for training.
type ParseState struct {
	parser   *Parser
	nodes    []node
	stack    []int32
	front    int32 // first word of the buffer
	words    int32
	features []uint32
	scores   [hearsay.RelCount]int32
}

// node is what features see of a word and of the arcs that it has so far.
type node struct {
	word, suffix, shape  uint32
	fine, coarse         uint32 // classes of the word
	tag                  uint32
	commas, verbs, links int32 // how many of these stand before it
	head                 int32
	left, left2          int32 // leftmost child and the next one
	right, right2        int32 // rightmost child and the one before
	lefts, rights        uint32
	leftRels, rightRels  uint64 // sets of relations
	rel                  hearsay.Rel
}

// Begin starts on the sentence made of words.
func (s *ParseState) Begin(p *Parser, words []string, tags []hearsay.Tag) {
	s.begin(p, len(words))
	for i, word := range words {
		s.add(word, tags[i])
	}
	s.end()
}

func (s *ParseState) begin(p *Parser, words int) {
	s.parser = p
	s.words = int32(words)
	s.nodes = slices.Grow(s.nodes[:0], words+2)
	s.stack = s.stack[:0]
	s.front = 0
}

func (s *ParseState) add(word string, tag hearsay.Tag) {
	f := makeForm(word)
	n := s.blank()
	n.word, n.suffix, n.shape, n.tag = f.lower, f.suffix3, f.shape&(shapeInitial|shapeUpper|shapeDigit), uint32(tag)
	class := s.parser.classes.get(f.lower)
	n.fine, n.coarse = class.fine(), class.coarse()
	if i := len(s.nodes) - 1; i >= 0 {
		last := &s.nodes[i]
		n.commas, n.verbs, n.links = last.commas, last.verbs, last.links
		switch last.tag {
		case uint32(hearsay.TagComma), uint32(hearsay.TagColon):
			n.commas++
		case uint32(hearsay.TagCC):
			n.links++
		default:
			if hearsay.Tag(last.tag).Verb() {
				n.verbs++
			}
		}
	}
	s.nodes = append(s.nodes, n)
}

// Tags beyond hearsay's own, for the root and for nothing.
const (
	tagRoot = uint32(hearsay.TagCount) + iota
	tagNothing
)

func (s *ParseState) blank() node {
	nothing := s.words + 1
	return node{head: nothing, left: nothing, left2: nothing, right: nothing, right2: nothing}
}

func (s *ParseState) end() {
	root, nothing := s.blank(), s.blank()
	root.word, root.tag = 1, tagRoot
	nothing.word, nothing.tag = 2, tagNothing
	if s.words > 0 {
		last := s.nodes[s.words-1]
		root.commas, root.verbs, root.links = last.commas, last.verbs, last.links
	}
	s.nodes = append(s.nodes, root, nothing)
}

// Root is the number of the root node.
func (s *ParseState) Root() int32 { return s.words }

// Done reports whether every word has a head.
func (s *ParseState) Done() bool { return s.front == s.words && len(s.stack) == 0 }

// Front is the first word of the buffer, or the root.
func (s *ParseState) Front() int32 { return s.front }

// Stack is the words on the stack, the top last.
func (s *ParseState) Stack() []int32 { return s.stack }

// Can reports whether the move is possible. The root takes but one dependent.
func (s *ParseState) Can(move Move) bool {
	switch move {
	case Shift:
		return s.front < s.words
	case Left:
		return len(s.stack) == 1 || len(s.stack) > 1 && s.front < s.words
	default:
		return len(s.stack) > 1
	}
}

// Only returns the one possible move, or MoveNone.
func (s *ParseState) Only() Move {
	only := MoveNone
	for move := Shift; move < moveCount; move++ {
		if s.Can(move) {
			if only != MoveNone {
				return MoveNone
			}
			only = move
		}
	}
	return only
}

// Choose returns the possible move with the largest score.
func (s *ParseState) Choose(scores []int32) Move {
	best := MoveNone
	for move := Shift; move < moveCount; move++ {
		if s.Can(move) && (best == MoveNone || scores[move] > scores[best]) {
			best = move
		}
	}
	return best
}

// Arc returns the dependent and head that the move would join, or -1s for Shift.
func (s *ParseState) Arc(move Move) (dependent, head int32) {
	n := len(s.stack)
	switch move {
	case Left:
		return s.stack[n-1], s.front
	case Right:
		return s.stack[n-1], s.stack[n-2]
	}
	return -1, -1
}

// Do makes a possible move, giving its arc the relation.
func (s *ParseState) Do(move Move, rel hearsay.Rel) {
	if move == Shift {
		s.stack = append(s.stack, s.front)
		s.front++
		return
	}
	dependent, head := s.Arc(move)
	s.stack = s.stack[:len(s.stack)-1]
	d, h := &s.nodes[dependent], &s.nodes[head]
	d.head, d.rel = head, rel
	if dependent < head {
		h.left, h.left2 = dependent, h.left
		h.lefts++
		h.leftRels |= 1 << rel
	} else {
		h.right, h.right2 = dependent, h.right
		h.rights++
		h.rightRels |= 1 << rel
	}
}

// nodeAt is the node of a word or the root, or nothing beyond them.
func (s *ParseState) nodeAt(i int32) *node {
	if i < 0 || i > s.words {
		i = s.words + 1
	}
	return &s.nodes[i]
}

// stacked is the node that lies depth below the top, or nothing.
func (s *ParseState) stacked(depth int) (*node, int32) {
	i := s.words + 1
	if depth < len(s.stack) {
		i = s.stack[len(s.stack)-1-depth]
	}
	return &s.nodes[i], i
}

// distance puts the distance of two words into seven classes.
func distance(a, b int32) uint32 {
	d := b - a
	if d < 0 {
		d = -d
	}
	switch {
	case d <= 4:
		return uint32(d)
	case d <= 7:
		return 5
	case d <= 12:
		return 6
	}
	return 7
}

// between says what stands between two words: commas, verbs and conjunctions, up to two of each.
func between(a, b *node) uint32 {
	return uint32(min(2, b.commas-a.commas))&3 | uint32(min(2, b.verbs-a.verbs))&3<<2 |
		uint32(min(1, b.links-a.links))&1<<4
}

// fold makes 32 bits of a set of relations.
func fold(rels uint64) uint32 { return uint32(rels) ^ uint32(rels>>32)*0x9e3779b1 }

// MoveFeatures returns the features that the next move is chosen by, valid until the next call. They are those of
// Zhang & Nivre (2011) for this system, and what stands between the words.
func (s *ParseState) MoveFeatures() []uint32 {
	s0, i0 := s.stacked(0)
	s1, i1 := s.stacked(1)
	s2, _ := s.stacked(2)
	b0, b1, b2, b3 := s.nodeAt(s.front), s.nodeAt(s.front+1), s.nodeAt(s.front+2), s.nodeAt(s.front+3)
	s0l, s0r, s0l2, s0r2 := &s.nodes[s0.left], &s.nodes[s0.right], &s.nodes[s0.left2], &s.nodes[s0.right2]
	s1l, s1r := &s.nodes[s1.left], &s.nodes[s1.right]
	b0l, b0l2 := &s.nodes[b0.left], &s.nodes[b0.left2]
	before, after := s.nodeAt(s.front-1), s.nodeAt(i0+1)
	tags := s0.tag<<16 | s1.tag<<8 | b0.tag
	d0, d1 := distance(i0, s.front), distance(i1, i0)
	gap0, gap1 := between(s0, b0), between(s1, s0)
	f := append(s.features[:0],
		mix(1, s0.word), mix(2, s0.tag), mix2(3, s0.word, s0.tag),
		mix(4, b0.word), mix(5, b0.tag), mix2(6, b0.word, b0.tag),
		mix(7, b1.word), mix(8, b1.tag), mix2(9, b1.word, b1.tag),
		mix(10, b2.word), mix(11, b2.tag), mix(12, s1.word), mix(13, s1.tag), mix2(14, s1.word, s1.tag),
		mix2(15, s0.word, b0.word), mix3(16, s0.word, s0.tag, b0.tag), mix3(17, s0.tag, b0.word, b0.tag),
		mix(18, s0.tag<<8|b0.tag), mix2(19, s0.word, b0.tag<<8|s1.tag), mix2(20, b0.word, s0.tag<<8|s1.tag),
		mix2(21, s1.word, s0.word), mix2(22, s1.word, s0.tag), mix2(23, s1.tag, s0.word), mix(24, s1.tag<<8|s0.tag),
		mix2(25, s1.word, b0.tag), mix2(26, s1.tag, b0.word), mix2(27, s1.word, b0.word),
		mix(28, tags), mix2(29, tags, b1.tag), mix2(30, tags, s2.tag), mix2(31, tags, s0l.tag), mix2(32, tags, s0r.tag),
		mix2(33, tags, b0l.tag), mix2(34, tags, s1r.tag), mix2(35, tags, s1l.tag),
		mix(36, b0.tag<<16|b1.tag<<8|b2.tag), mix2(37, b0.tag<<16|b1.tag<<8|b2.tag, s0.tag),
		mix2(38, b0.tag<<8|b1.tag, b2.tag<<8|b3.tag),
		mix2(39, s0.tag<<8|b0.tag, b1.word), mix2(40, s0.word, b1.tag<<8|b0.tag),
		mix2(41, s0.word, d0), mix2(42, s0.tag<<8|b0.tag, d0), mix2(43, b0.word, d0), mix2(44, s1.tag<<8|s0.tag, d1),
		mix3(45, s0.word, s0.lefts, s0.rights), mix3(46, s0.tag, s0.lefts, s0.rights), mix2(47, b0.word, b0.lefts),
		mix3(48, b0.tag, b0.lefts, s0.tag),
		mix2(49, s0.word, fold(s0.rightRels)), mix2(50, s0.tag<<8|b0.tag, fold(s0.rightRels)),
		mix2(51, s0.tag<<8|b0.tag, fold(s0.leftRels)), mix2(52, b0.tag<<8|s0.tag, fold(b0.leftRels)),
		mix2(53, s1.tag<<8|s0.tag, fold(s1.rightRels)), mix2(54, s1.tag<<8|s0.tag, fold(s0.leftRels)),
		mix2(55, s1.tag<<8|b0.tag, fold(s0.leftRels)), mix2(56, s0.word, fold(s0.leftRels)),
		mix2(57, b0.word, fold(b0.leftRels)),
		mix(58, s0l.word), mix(59, s0r.word), mix(60, b0l.word), mix(61, s1r.word),
		mix3(62, s0.tag, s0l.tag, s0l2.tag), mix3(63, s0.tag, s0r.tag, s0r2.tag), mix3(64, b0.tag, b0l.tag, b0l2.tag),
		mix2(65, s0.tag<<8|b0.tag, gap0), mix2(66, tags, gap0), mix2(67, tags, gap1), mix3(68, s0.word, b0.tag, gap0),
		mix3(69, s0.tag, b0.word, gap0), mix2(70, s0.suffix, b0.tag), mix2(71, s0.tag, b0.suffix),
		mix2(72, s0.shape<<16|b0.shape, s0.tag<<8|b0.tag), mix2(73, s1.word, s0l.word), mix2(74, s1.word, s0l.tag<<8|s0.tag),
		mix3(75, s1.word, s0.word, b0.word), mix3(76, s1.word, s0l.word, s0.word), mix2(77, s0r.word, b0.tag<<8|s0.tag),
		mix2(78, s2.tag<<8|s1.tag, s0.word), mix3(79, s1.word, s0.tag, fold(s0.leftRels)), mix2(80, tags, b1.tag<<8|b2.tag),
		mix2(81, s0.fine, b0.fine), mix2(82, s1.fine, s0.fine), mix2(83, s0.fine, b0.tag<<8|s0.tag),
		mix2(84, b0.fine, s0.tag<<8|b0.tag), mix2(85, s1.fine, s0.tag<<8|s1.tag), mix2(86, s0.fine, s1.tag<<8|s0.tag),
		mix3(87, s1.fine, s0.word, b0.fine), mix3(88, s1.fine, s0l.word, s0.fine), mix3(89, s0.fine, b0.fine, d0),
		mix3(90, s1.fine, s0.tag, b0.fine), mix2(91, s0.coarse<<8|b0.coarse, tags), mix2(92, s1.coarse<<8|s0.coarse, tags),
		mix3(93, s0.fine, b0.word, b1.fine), mix3(94, s1.fine, b0.word, b1.fine), mix3(95, s0.fine, b0.word, b2.fine),
		mix3(96, s1.fine, b0.word, b2.fine), mix2(97, s1.tag<<8|s0.tag, b0.word), mix3(98, s1.word, s0.fine, b0.word),
		mix2(99, s2.word, s1.tag<<8|s0.tag), mix3(100, s2.fine, s1.tag<<8|s0.tag, b0.tag),
		mix2(201, tags, before.tag), mix2(202, s0.tag<<8|b0.tag, after.tag<<8|before.tag), mix2(203, b0.word, before.word),
		mix3(204, s0.word, after.word, b0.tag),
	)
	s.features = f
	return f
}

// voiceRels tell whether a verb is passive.
const voiceRels = 1<<hearsay.RelAuxPass | 1<<hearsay.RelCop | 1<<hearsay.RelNsubj | 1<<hearsay.RelNsubjPass

// RelFeatures returns the features that the relation of an arc is chosen by, valid until the next call.
func (s *ParseState) RelFeatures(dependent, head int32) []uint32 {
	d, h := &s.nodes[dependent], &s.nodes[head]
	dl, dr, dl2 := &s.nodes[d.left], &s.nodes[d.right], &s.nodes[d.left2]
	hl, hr := &s.nodes[h.left], &s.nodes[h.right]
	before, after := s.nodeAt(dependent-1), s.nodeAt(dependent+1)
	way, have := uint32(1), fold(h.rightRels)
	if dependent < head {
		way, have = 2, fold(h.leftRels)
	}
	gap := between(d, h)
	if way == 1 {
		gap = between(h, d)
	}
	tags := way<<16 | d.tag<<8 | h.tag
	f := append(s.features[:0],
		mix2(101, d.word, way), mix2(102, h.word, way), mix(103, tags), mix3(104, d.word, d.tag, way),
		mix3(105, h.word, h.tag, way), mix3(106, d.word, h.word, way), mix2(107, d.word, tags), mix2(108, h.word, tags),
		mix2(109, tags, distance(dependent, head)), mix2(110, tags, fold(d.leftRels)), mix2(111, tags, fold(d.rightRels)),
		mix2(112, tags, have), mix3(113, h.word, have, way), mix2(114, tags, dl.tag<<8|dr.tag), mix2(115, tags, dl.word),
		mix3(116, h.word, dl.word, d.tag<<2|way), mix3(117, d.word, fold(d.leftRels), way), mix2(118, tags, gap),
		mix2(119, tags, before.tag<<8|after.tag), mix2(120, tags, before.word), mix2(121, tags, after.word),
		mix2(122, tags, hl.tag<<8|hr.tag), mix2(123, tags, d.suffix), mix2(124, tags, h.suffix),
		mix2(125, tags, d.shape<<16|h.shape), mix2(126, tags, dl2.tag<<8|dl.tag), mix2(127, tags, dr.word),
		mix3(128, h.word, fold(d.leftRels), d.tag<<2|way), mix3(129, tags, fold(h.leftRels), fold(h.rightRels)),
		mix3(130, tags, fold(d.leftRels), have), mix3(131, h.word, d.word, dl.word), mix2(132, tags, dl2.word),
		mix2(133, tags, d.fine), mix2(134, tags, h.fine), mix3(135, way, d.fine, h.fine), mix3(136, h.word, d.fine, tags),
		mix3(137, h.fine, dl.word, tags), mix3(138, h.fine, d.word, way), mix3(139, h.coarse, d.coarse, tags),
		mix3(140, dl.word, fold(h.leftRels&voiceRels), tags),
	)
	s.features = f
	return f
}
