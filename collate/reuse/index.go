package reuse

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"iter"
	"slices"

	"hearsay"
	"hearsay/internal/letter"
)

// Documents is how many documents may be numbered in one walk.
const Documents = 1 << docBits // 16.8 million

// An entry of the index is a hash above a document's number.
const (
	docBits  = 24
	hashBits = 40
	hashSize = hashBits / 8
)

// bound is how many documents one key links: all with all up to a number; of more, each with the earliest ones and with
// those just before it, so that copies in a large set stay linked at a cost that grows with their number alone.
type bound struct{ all, earliest, before int }

// gramBound is for the grams of the documents of one story.
var gramBound = bound{all: 24, earliest: 4, before: 2}

// In an archive a gram links documents only if it is rare: others are common phrases. But two marks in a row are a
// passage, and one that many documents share is most often the furniture of one outlet.
var (
	rareBound = bound{all: 3}
	rowBound  = bound{all: 24, earliest: 1, before: 1}
)

// Marks returns what an archive has to keep of a document so that Pairs and Partners know whom it may share a passage
// with: the hashes of some of its grams as they come in the text, five bytes for each dozen letters and digits, lowest
// byte first. It is a function of the text alone. A skipped document has no marks.
func Marks(doc *hearsay.Document) []byte {
	if doc.Skip.Skipped() {
		return nil
	}
	s := newStream(doc.Text)
	marks := winnow(s.chars, sparse)
	data := make([]byte, 0, len(marks)*hashSize)
	for _, m := range marks {
		hash := m.short()
		data = append(data, byte(hash), byte(hash>>8), byte(hash>>16), byte(hash>>24), byte(hash>>32))
	}
	return data
}

// short is as much of a mark's hash as the index keeps.
func (m mark) short() uint64 { return uint64(m) >> (64 - hashBits) }

// decode appends the hashes of a document's marks to list.
func decode(list []uint64, data []byte) ([]uint64, error) {
	if len(data)%hashSize != 0 {
		return nil, fmt.Errorf("%d bytes of marks, want a multiple of %d", len(data), hashSize)
	}
	for ; len(data) > 0; data = data[hashSize:] {
		list = append(list, uint64(binary.LittleEndian.Uint32(data))|uint64(data[4])<<32)
	}
	return list, nil
}

// rows turns hashes into those of each two in a row, in place.
func rows(hashes []uint64) []uint64 {
	for i := range max(0, len(hashes)-1) {
		hashes[i] = letter.Mix(hashes[i]*base+hashes[i+1]) >> (64 - hashBits)
	}
	return hashes[:max(0, len(hashes)-1)]
}

// Pair is two documents by their numbers, A before B.
type Pair struct{ A, B int32 }

// Compare orders pairs by A, then B.
func (p Pair) Compare(other Pair) int {
	return cmp.Or(cmp.Compare(p.A, other.A), cmp.Compare(p.B, other.B))
}

// Pairs returns the documents that may share a passage, sorted by A, then B. These are they that share a gram which is
// rare among all, or two grams in a row.
//
// The marks of each document come with its number, which must be below Documents, in any order of the walk; the order
// of the numbers must be document order, as it says which of very many documents with one gram are linked. Pairs goes
// through the marks as often as it has to, to hold no more than about memory bytes of them at a time; it holds the
// pairs besides, 8 bytes each. The result is the same whatever the memory. It fails on marks that are damaged.
func Pairs(marks iter.Seq2[int, []byte], memory int) ([]Pair, error) {
	var pairs pairSet
	for _, kind := range keys {
		var failed error
		collect(decoded(marks, kind.of, &failed), memory, func(entries []uint64) { link(entries, kind.bound, pairs.add) })
		if failed != nil {
			return nil, failed
		}
	}
	return pairs.list(), nil
}

// keys are what documents are linked by.
var keys = [...]struct {
	of    func([]uint64) []uint64
	bound bound
}{
	{func(hashes []uint64) []uint64 { return hashes }, rareBound},
	{rows, rowBound},
}

// Partners returns those of Pairs in which at least one of some documents stands. Of are the marks of these, everything
// those of all documents, in which theirs may be left out. It goes through both twice, whatever the number of all, and
// holds as much as the marks that these documents share with others.
func Partners(of, everything iter.Seq2[int, []byte]) ([]Pair, error) {
	var pairs pairSet
	for _, kind := range keys {
		var failed error
		var wanted, entries []uint64
		members := map[int]bool{}
		for doc, hashes := range decoded(of, kind.of, &failed) {
			members[doc] = true
			for _, hash := range hashes {
				wanted = append(wanted, hash)
				entries = append(entries, hash<<docBits|uint64(doc))
			}
		}
		if failed != nil {
			return nil, failed
		}
		radixSort(wanted, hashBits-8)
		wanted = slices.Compact(wanted)
		for doc, hashes := range decoded(everything, kind.of, &failed) {
			for _, hash := range hashes {
				if _, ok := slices.BinarySearch(wanted, hash); ok {
					entries = append(entries, hash<<docBits|uint64(doc))
				}
			}
		}
		if failed != nil {
			return nil, failed
		}
		link(entries, kind.bound, func(a, b int) {
			if members[a] || members[b] {
				pairs.add(a, b)
			}
		})
	}
	return pairs.list(), nil
}

// decoded goes through encoded marks as keys, which are good until the next step. It stops at the first that cannot be
// decoded, and says so in failed.
func decoded(marks iter.Seq2[int, []byte], of func([]uint64) []uint64, failed *error) iter.Seq2[int, []uint64] {
	return func(yield func(int, []uint64) bool) {
		var hashes []uint64
		for doc, data := range marks {
			var err error
			hashes, err = decode(hashes[:0], data)
			if doc < 0 || doc >= Documents {
				err = fmt.Errorf("its number is not below %d", Documents)
			}
			if err != nil {
				*failed = fmt.Errorf("pair documents: document %d: %w", doc, err)
				return
			}
			if !yield(doc, of(hashes)) {
				return
			}
		}
	}
}

// collect gathers the entries of all documents and hands them on, in any order but all of one hash together, in so many
// parts as the memory demands.
func collect(documents iter.Seq2[int, []uint64], memory int, part func(entries []uint64)) {
	const entrySize = 8
	total := 0
	for _, hashes := range documents {
		total += len(hashes)
	}
	const most = 1 << 10
	parts := uint64(min(most, 1+total*entrySize/max(1, memory)))
	entries := make([]uint64, 0, total/int(parts)*17/16)
	for i := range parts {
		entries = entries[:0]
		for doc, hashes := range documents {
			for _, hash := range hashes {
				// Winnowing prefers low hashes: they are spread anew, or the first part would hold nearly all.
				if letter.Mix(hash)%parts == i {
					entries = append(entries, hash<<docBits|uint64(doc))
				}
			}
		}
		part(entries)
	}
}

// link sorts entries and adds the pairs of documents that stand beside one hash.
func link(entries []uint64, most bound, add func(a, b int)) {
	radixSort(entries, 64-8)
	for entries := slices.Compact(entries); len(entries) > 0; {
		n := 1
		for n < len(entries) && entries[n]>>docBits == entries[0]>>docBits {
			n++
		}
		docs := entries[:n]
		entries = entries[n:]
		for j := range docs {
			for i := 0; i < j; i++ {
				if n > most.all && i >= most.earliest {
					i = max(i, j-most.before)
				}
				if i < j {
					add(int(docs[i]%Documents), int(docs[j]%Documents))
				}
			}
		}
	}
}

// pairSet collects pairs, each once.
type pairSet struct {
	pairs []uint64 // A above B
	full  int      // the size at which pairs are sorted and those that come twice dropped
}

func (s *pairSet) add(a, b int) {
	if len(s.pairs) >= s.full {
		s.compact()
		s.full = max(1<<16, 2*len(s.pairs))
	}
	s.pairs = append(s.pairs, uint64(a)<<32|uint64(b))
}

func (s *pairSet) compact() {
	radixSort(s.pairs, 32+docBits-8)
	s.pairs = slices.Compact(s.pairs)
}

func (s *pairSet) list() []Pair {
	s.compact()
	pairs := make([]Pair, len(s.pairs))
	for i, pair := range s.pairs {
		pairs[i] = Pair{int32(pair >> 32), int32(pair)}
	}
	return pairs
}
