package proposition

import (
	"slices"
	"strings"

	"hearsay"
)

// tree is a parsed sentence with links downward.
type tree struct {
	tokens []hearsay.Token
	first  []int16 // of each token, its first child, or -1
	next   []int16 // of each token, its next sibling, or -1
	root   int
}

func newTree(text string, sentence *hearsay.Sentence) *tree {
	tokens := perfects(text, sentence.Tokens)
	links := make([]int16, 2*len(tokens))
	t := &tree{tokens: tokens, first: links[:len(tokens)], next: links[len(tokens):], root: -1}
	for i := range links {
		links[i] = -1
	}
	for i := len(tokens) - 1; i >= 0; i-- {
		head := int(tokens[i].Head)
		if head == i || head < 0 || head >= len(tokens) {
			t.root = i
			continue
		}
		t.next[i] = t.first[head]
		t.first[head] = int16(i)
	}
	return t
}

// perfects mends parses that take a perfect for a noun with a participle before it: in "has targeted leaders" the parser
// hangs "targeted" from "leaders" and "leaders" from "has". The tokens given are left as they are.
func perfects(text string, tokens []hearsay.Token) []hearsay.Token {
	copied := false
	for at := 1; at < len(tokens); at++ {
		if tokens[at].Tag != hearsay.TagVBN || tokens[at].Rel != hearsay.RelAmod {
			continue
		}
		have := at - 1
		for have > 0 && (tokens[have].Tag == hearsay.TagRB || tokens[have].Tag == hearsay.TagCC) {
			have--
		}
		object := int(tokens[at].Head)
		switch strings.ToLower(tokens[have].Span.Of(text)) {
		case "has", "have", "had":
		default:
			continue
		}
		if object <= at || object >= len(tokens) || int(tokens[object].Head) != have || tokens[object].Rel != hearsay.RelObj {
			continue
		}
		if !copied {
			tokens, copied = slices.Clone(tokens), true
		}
		above := tokens[have].Head
		if int(above) == have {
			above = int16(at) // the root
		}
		for i := range tokens {
			if int(tokens[i].Head) == have && i != have {
				tokens[i].Head = int16(at)
			}
		}
		tokens[at].Head, tokens[at].Rel = above, tokens[have].Rel
		tokens[have].Head, tokens[have].Rel = int16(at), hearsay.RelAux
	}
	return tokens
}

// child returns the first child of a token with one of the relations, or -1.
func (t *tree) child(at int, rels ...hearsay.Rel) int {
	for c := t.first[at]; c >= 0; c = t.next[c] {
		for _, rel := range rels {
			if t.tokens[c].Rel == rel {
				return int(c)
			}
		}
	}
	return -1
}

// children calls yield for each child of a token in order.
func (t *tree) children(at int) func(yield func(int) bool) {
	return func(yield func(int) bool) {
		for c := t.first[at]; c >= 0; c = t.next[c] {
			if !yield(int(c)) {
				return
			}
		}
	}
}

// head returns the governor of a token, or -1 for the root.
func (t *tree) head(at int) int {
	head := int(t.tokens[at].Head)
	if head == at || head < 0 || head >= len(t.tokens) {
		return -1
	}
	return head
}

// subtree is the span from the first to the last word below a token, itself included, without the branches that begin
// with one of the relations in without.
func (t *tree) subtree(at int, without ...hearsay.Rel) hearsay.Span {
	span := t.tokens[at].Span
	t.cover(at, &span, without, 0)
	return span
}

// deepest bounds the walk down a tree; a parse of a sentence of limits.SentenceWords words may be a chain.
const deepest = 400

func (t *tree) cover(at int, span *hearsay.Span, without []hearsay.Rel, depth int) {
	if depth > deepest {
		return
	}
next:
	for c := range t.children(at) {
		for _, rel := range without {
			if t.tokens[c].Rel == rel {
				continue next
			}
		}
		if t.tokens[c].Rel != hearsay.RelPunct {
			span.Start = min(span.Start, t.tokens[c].Span.Start)
			span.End = max(span.End, t.tokens[c].Span.End)
		}
		t.cover(c, span, without, depth+1)
	}
}
