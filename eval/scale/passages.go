package main

import (
	"fmt"

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

// alignPairs aligns the pairs of documents that lie evenly among all, about as many as the options say, and takes the
// others as like them. Each text is made ready once on the clock, as the first of its pairs: whoever has memory for the
// texts of a month need not do it again for the others.
func alignPairs(s *source, r *reader, o options, pairs []reuse.Pair) (step, error) {
	stride := max(1, len(pairs)/max(1, o.sample))
	aligner := reuse.New()
	var clock watch
	passages, linked, taken := 0, 0, 0
	group, groups := 0, 0
	for from := 0; from < len(pairs); group++ {
		to := from
		for to < len(pairs) && pairs[to].A == pairs[from].A {
			to++
		}
		if group%stride == 0 {
			groups++
			readings := []*hearsay.Reading{{Document: r.document(int(pairs[from].A))}}
			for _, pair := range pairs[from:to] {
				readings = append(readings, &hearsay.Reading{Document: r.document(int(pair.B))})
			}
			texts := make([]*reuse.Text, len(readings))
			for i := 1; i < len(texts); i++ {
				texts[i] = reuse.NewText(readings[i])
			}
			found := make([]int, to-from)
			clock.run()
			texts[0] = reuse.NewText(readings[0])
			each(o.workers, len(found), func(i int) {
				shared, _ := aligner.Pair(texts[0], texts[1+i])
				found[i] = len(shared)
			})
			clock.stop()
			taken += to - from
			for _, n := range found {
				passages += n
				linked += min(n, 1)
			}
		}
		from = to
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
