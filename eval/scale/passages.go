package main

import (
	"fmt"
	"maps"
	"slices"

	"hearsay"
	"hearsay/collate/reuse"
	"hearsay/read"
)

// measurePassages keeps the marks of all documents, finds the pairs that may share a passage, and aligns pairs.
func measurePassages(s *source, o options, report func(step) error) error {
	const together = 1024
	marks, err := newShelf()
	if err != nil {
		return err
	}
	defer marks.drop()
	r, err := s.reader()
	if err != nil {
		return err
	}
	size := s.size()
	done := func(s step) error {
		s.Documents, s.Peak = size, peak()
		return report(s)
	}

	var clock watch
	docs := make([]hearsay.Document, 0, together)
	encoded := make([][]byte, together)
	for from := 0; from < size; from += together {
		docs = docs[:0]
		for number := from; number < min(from+together, size); number++ {
			docs = append(docs, r.document(number))
		}
		clock.run()
		each(o.workers, len(docs), func(i int) { encoded[i] = reuse.Marks(&docs[i]) })
		for i := range docs {
			if err := marks.put(encoded[i]); err != nil {
				return err
			}
		}
		clock.stop()
	}
	clock.run()
	if err := marks.flush(); err != nil {
		return err
	}
	clock.stop()
	if err := done(step{Name: "marks", Seconds: clock.spent.Seconds(), Bytes: marks.size()}); err != nil {
		return err
	}

	clock = watch{}
	clock.run()
	var failed error
	pairs, err := reuse.Pairs(marks.all(&failed), o.memory)
	if err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	clock.stop()
	const bytes = 8
	err = done(step{Name: "pairs", Seconds: clock.spent.Seconds(), Bytes: len(pairs) * bytes,
		Note: fmt.Sprintf("%.1f pairs a document", float64(len(pairs))/float64(size))})
	if err != nil {
		return err
	}
	aligned, err := alignPairs(s, r, o, pairs)
	if err != nil {
		return err
	}
	return done(aligned)
}

// alignPairs aligns and types the pairs of documents, or about as many as the options say, in stretches that lie evenly
// among all, and takes the others as like them. It holds as many texts as an archive does, and makes each ready on the
// clock when it is wanted and not held.
func alignPairs(s *source, r *reader, o options, pairs []reuse.Pair) (step, error) {
	const held = 4096   // texts
	const together = 64 // groups of pairs with one first document
	const stretches = 8
	aligner := reuse.New()
	texts := map[int32]*reuse.Text{}
	var clock watch
	passages, linked, taken := 0, 0, 0
	stretch := 0 // pairs taken of the stretch at hand
	skip := max(0, len(pairs)-o.sample) / stretches
	for from := 0; from < len(pairs); {
		if skip > 0 && stretch >= o.sample/stretches {
			stretch = 0
			from = min(from+skip, len(pairs))
			for from < len(pairs) && pairs[from].A == pairs[from-1].A {
				from++
			}
			continue
		}
		var groups [][]reuse.Pair
		wanted := map[int32]bool{}
		for len(groups) < together && from < len(pairs) {
			to := from
			for ; to < len(pairs) && pairs[to].A == pairs[from].A; to++ {
				wanted[pairs[to].A], wanted[pairs[to].B] = true, true
			}
			groups = append(groups, pairs[from:to])
			from = to
		}
		if len(texts) > held {
			maps.DeleteFunc(texts, func(number int32, _ *reuse.Text) bool { return !wanted[number] })
		}
		var readings []*hearsay.Reading
		var numbers []int32
		for _, number := range slices.Sorted(maps.Keys(wanted)) {
			if texts[number] == nil {
				readings = append(readings, &hearsay.Reading{Document: r.document(int(number))})
				numbers = append(numbers, number)
			}
		}
		fresh := make([]*reuse.Text, len(readings))
		found := make([][2]int, len(groups))
		clock.run()
		each(o.workers, len(fresh), func(i int) { fresh[i] = reuse.NewText(readings[i]) })
		for i, number := range numbers {
			texts[number] = fresh[i]
		}
		each(o.workers, len(groups), func(i int) {
			group := []*reuse.Text{texts[groups[i][0].A]}
			var all []hearsay.Passage
			for _, pair := range groups[i] {
				shared, _ := aligner.Align(group[0], texts[pair.B])
				if len(shared) > 0 {
					group, all = append(group, texts[pair.B]), append(all, shared...)
				}
			}
			aligner.Type(group, all)
			found[i] = [2]int{len(all), len(group) - 1}
		})
		clock.stop()
		for i, n := range found {
			passages, linked, taken = passages+n[0], linked+n[1], taken+len(groups[i])
			stretch += len(groups[i])
		}
	}
	if taken == 0 {
		return step{Name: "align", Note: "no pairs"}, nil
	}
	whole := float64(len(pairs)) / float64(taken)
	return step{Name: "align", Seconds: clock.spent.Seconds() * whole,
		Note: fmt.Sprintf("%.2f passages a document; %.1f %% of the pairs share one; %d of %d pairs aligned",
			float64(passages)*whole/float64(s.size()), float64(linked)*100/float64(taken), taken, len(pairs))}, nil
}

// measureReadings reads some documents whole: that is slow, and as fast in a large archive as in a small one.
func measureReadings(s *source, o options, report func(step) error) error {
	const count = 300
	reader, err := read.New(read.Fast)
	if err != nil {
		return err
	}
	docs, err := s.reader()
	if err != nil {
		return err
	}
	var captures []hearsay.Capture
	for number := range min(count, s.size()) {
		doc := docs.document(number * s.size() / min(count, s.size()))
		captures = append(captures, hearsay.Capture{Bytes: []byte(doc.Text), Media: hearsay.MediaText})
	}
	var clock watch
	clock.run()
	statements := make([]int, len(captures))
	each(o.workers, len(captures), func(i int) {
		reading := reader.Read(captures[i])
		statements[i] = len(reading.Attributions)
	})
	clock.stop()
	total := 0
	for _, n := range statements {
		total += n
	}
	return report(step{Name: "readings", Documents: len(captures), Seconds: clock.spent.Seconds(), Peak: peak(),
		Note: fmt.Sprintf("%d of the documents, %.1f attributions each", len(captures),
			float64(total)/float64(len(captures)))})
}
