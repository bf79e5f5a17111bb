package tag

import (
	"iter"
	"slices"
)

// window is what the encoder reads at once: some pieces of what stands before, and whole paragraphs.
type window struct {
	pieces                []piece
	paragraph, paragraphs int   // the first of its paragraphs, and how many they are
	firsts                []int // for each of their words the place of its first piece
}

// readPieces is how many pieces of a paragraph are read: so many that they fit a window with all that stands before and
// between.
const readPieces = windowPieces - contextPieces - 4

// cut returns where the parts of a paragraph end that are read whole: before a sentence where there is one, else before
// any word. There is one part where a window holds the paragraph.
func (v *pieceVocabulary) cut(p Paragraph) []int {
	var ends []int
	var pieces []piece
	start, sentence := 0, 0 // of the part; the last sentence that begins in it
	starts := p.Starts
	for i := 0; i < len(p.Words); i++ {
		for len(starts) > 0 && starts[0] <= i {
			sentence, starts = starts[0], starts[1:]
		}
		pieces = v.appendWord(pieces, p.Words[i], readPieces+1)
		if len(pieces) <= readPieces || i == start {
			continue
		}
		if sentence <= start {
			sentence = i
		}
		ends = append(ends, sentence)
		start, i, pieces = sentence, sentence-1, pieces[:0]
	}
	return append(ends, len(p.Words))
}

// windows cuts a document into windows. The next overwrites the last. Of a paragraph that no window holds the beginning
// is read.
func (v *pieceVocabulary) windows(paragraphs []Paragraph) iter.Seq[*window] {
	return func(yield func(*window) bool) {
		w := &window{}
		var pieces, context []piece
		var begins []int // for each word of the paragraph the number of pieces before its first
		for i, p := range paragraphs {
			pieces, begins = pieces[:0], begins[:0]
			for _, word := range p.Words {
				begin := len(pieces)
				if begin < readPieces {
					pieces = v.appendWord(pieces, word, readPieces-begin)
				}
				if len(pieces) == begin { // it has none, or none that is read: the piece before stands for it
					begin = -1
					if len(begins) > 0 {
						begin = begins[len(begins)-1]
					}
				}
				begins = append(begins, begin)
			}
			if w.paragraphs == 0 || len(w.pieces)+len(pieces)+1 > windowPieces {
				if w.paragraphs > 0 && !yield(w) {
					return
				}
				w.pieces = append(append(append(w.pieces[:0], pieceBegin), context...), pieceEnd)
				w.firsts, w.paragraph, w.paragraphs = w.firsts[:0], i, 0
			}
			for _, begin := range begins {
				w.firsts = append(w.firsts, len(w.pieces)+begin)
			}
			w.paragraphs++
			w.pieces = append(append(w.pieces, pieces...), pieceEnd)
			context = append(append(context, pieces...), pieceEnd)
			context = slices.Delete(context, 0, max(0, len(context)-contextPieces))
		}
		if w.paragraphs > 0 {
			yield(w)
		}
	}
}
