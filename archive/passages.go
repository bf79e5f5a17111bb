package archive

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"hearsay"
	"hearsay/collate/reuse"
	"hearsay/store"
)

// Bounds on what the search for passages holds at a time.
const (
	marksMemory = 256 << 20 // bytes of marks
	textsHeld   = 4096      // documents made ready to be aligned
	groupsAhead = 64        // documents that are aligned with all their partners before the next are fetched
)

// Shared is what two documents share. A comes before B in document order.
type Shared struct {
	A, B     *hearsay.Reading
	Passages []hearsay.Passage
	Overlap  hearsay.Overlap
}

// Passages yields what any two documents of the archive share, whatever their stories: of all documents or, where of is
// not nil, of these with any other; in document order of A, then of B. Update must have been called since something was
// added.
func (a *Archive) Passages(ctx context.Context, of []hearsay.DocID) iter.Seq2[Shared, error] {
	return func(yield func(Shared, error) bool) {
		if err := a.passages(ctx, of, yield); err != nil {
			yield(Shared{}, fmt.Errorf("find passages: %w", err))
		}
	}
}

func (a *Archive) passages(ctx context.Context, of []hearsay.DocID, yield func(Shared, error) bool) error {
	layer, err := a.layer(ctx)
	if err != nil {
		return err
	}
	docs, err := a.numbered(ctx)
	if err != nil {
		return err
	}
	pairs, err := a.pairs(ctx, docs, of)
	if err != nil {
		return err
	}
	shelf := texts{archive: a, layer: layer, docs: docs, held: map[int32]*reuse.Text{}}
	for len(pairs) > 0 {
		// Whole groups of one A, so that what recurs in one outlet is seen.
		n, groups := 0, 0
		for n < len(pairs) && (groups < groupsAhead || pairs[n].A == pairs[n-1].A) {
			if n == 0 || pairs[n].A != pairs[n-1].A {
				groups++
			}
			n++
		}
		found, err := shelf.align(ctx, pairs[:n])
		if err != nil {
			return err
		}
		pairs = pairs[n:]
		for _, shared := range found {
			if !yield(shared, nil) {
				return nil
			}
		}
	}
	return nil
}

// numbered lists the documents that can be searched, in document order.
func (a *Archive) numbered(ctx context.Context) ([]hearsay.DocID, error) {
	var all []store.Indexed
	for indexed, err := range a.store.Indexed(ctx, store.Where{All: true}) {
		if err != nil {
			return nil, err
		}
		if !indexed.Skipped {
			all = append(all, indexed)
		}
	}
	slices.SortFunc(all, func(x, y store.Indexed) int {
		a, b := hearsay.Document{ID: x.Doc, Published: x.Published}, hearsay.Document{ID: y.Doc, Published: y.Published}
		return a.Compare(&b)
	})
	docs := make([]hearsay.DocID, len(all))
	for i, indexed := range all {
		docs[i] = indexed.Doc
	}
	return docs, nil
}

// pairs lists the pairs of documents that may share a passage, by their numbers, sorted.
func (a *Archive) pairs(ctx context.Context, docs, of []hearsay.DocID) ([]reuse.Pair, error) {
	numbers := make(map[hearsay.DocID]int, len(docs))
	for i, id := range docs {
		numbers[id] = i
	}
	var failed error
	marks := func(where store.Where) iter.Seq2[int, []byte] {
		where.Marks = true
		return func(yield func(int, []byte) bool) {
			for indexed, err := range a.store.Indexed(ctx, where) {
				if err != nil {
					failed = err
					return
				}
				if number, ok := numbers[indexed.Doc]; ok && !yield(number, indexed.Marks) {
					return
				}
			}
		}
	}
	everything := marks(store.Where{All: true})
	if of == nil {
		pairs, err := reuse.Pairs(everything, marksMemory)
		if failed != nil {
			return nil, failed
		}
		return pairs, err
	}
	pairs, err := reuse.Partners(marks(store.Where{Docs: of}), everything)
	if failed != nil {
		return nil, failed
	}
	return pairs, err
}

// texts is documents made ready to be aligned, by their numbers.
type texts struct {
	archive *Archive
	layer   store.Layer
	docs    []hearsay.DocID
	held    map[int32]*reuse.Text
}

// fetch makes the documents of pairs ready and lets go of others where it holds too many.
func (t *texts) fetch(ctx context.Context, pairs []reuse.Pair) error {
	wanted := map[int32]bool{}
	for _, pair := range pairs {
		wanted[pair.A], wanted[pair.B] = true, true
	}
	if len(t.held) > textsHeld {
		maps.DeleteFunc(t.held, func(number int32, _ *reuse.Text) bool { return !wanted[number] })
	}
	var ids []hearsay.DocID
	var numbers []int32
	for _, number := range slices.Sorted(maps.Keys(wanted)) {
		if t.held[number] == nil {
			ids, numbers = append(ids, t.docs[number]), append(numbers, number)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	at := 0
	for reading, err := range t.archive.readings(ctx, t.layer, ids) {
		if err != nil {
			return err
		}
		t.held[numbers[at]] = reuse.NewText(reading)
		at++
	}
	return nil
}

// align aligns each document with its partners. Pairs must be sorted and hold all of each A.
func (t *texts) align(ctx context.Context, pairs []reuse.Pair) ([]Shared, error) {
	if err := t.fetch(ctx, pairs); err != nil {
		return nil, err
	}
	var groups [][]reuse.Pair
	for from := 0; from < len(pairs); {
		to := from
		for to < len(pairs) && pairs[to].A == pairs[from].A {
			to++
		}
		groups = append(groups, pairs[from:to])
		from = to
	}
	found := make([][]Shared, len(groups))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(t.archive.options.Workers)
	for i, pairs := range groups {
		group.Go(func() error {
			found[i] = t.alignGroup(pairs)
			return groupCtx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

func (t *texts) alignGroup(pairs []reuse.Pair) []Shared {
	aligner := t.archive.collator.Aligner()
	var found []Shared
	var passages []hearsay.Passage
	var texts []*reuse.Text
	for _, pair := range pairs {
		a, b := t.held[pair.A], t.held[pair.B]
		shared, overlap := aligner.Align(a, b)
		if len(shared) == 0 {
			continue
		}
		if len(texts) == 0 {
			texts = append(texts, a)
		}
		texts = append(texts, b)
		passages = append(passages, shared...)
		found = append(found, Shared{A: a.Reading(), B: b.Reading(), Passages: shared, Overlap: overlap})
	}
	aligner.Type(texts, passages)
	at := 0
	for i := range found {
		n := len(found[i].Passages)
		found[i].Passages = passages[at : at+n]
		at += n
	}
	return found
}
