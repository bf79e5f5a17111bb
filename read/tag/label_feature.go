package tag

import (
	"iter"

	"hearsay"
	"hearsay/lexicon"
)

// labelWord is what the features know of one word.
type labelWord struct {
	form
	tag   hearsay.Tag
	cue   cueForm
	group Classes
	mark  mark
	quote quoteState

	start, end  int // of its sentence
	cueLeft     int // nearest cue verb of the sentence on either side, -1 if there is none
	cueRight    int
	sayLeft     int // likewise of the verbs and words that most often attribute
	sayRight    int
	commas      int // marks that stand before the word in its sentence
	finites     int // finite verbs before it
	run         int // index of the quotation that holds it, -1 if there is none
	sentence    int // number of its sentence in the paragraph
	first, last bool

	head      int // -1 for a root
	rel       hearsay.Rel
	low, high int // the first and last word of what depends on it
	governor  int // nearest cue among its heads, -1 if there is none
	branch    int // the word below the governor on the way to it
	hanging   int // the cue that hangs on it beside what it attributes ("X, he said"), -1 if there is none
	aside     int // the nearest such cue, of the word or its heads, that does not hold the word; -1
}

// cueForm is what the lexicon says of a form, ready for hashing.
type cueForm struct {
	verb, noun lexicon.CueClass
	lemma      uint32
}

// cueForms keys the cue lexicon by form.lower.
func cueForms() map[uint32]cueForm {
	forms := map[uint32]cueForm{}
	for word, entry := range lexicon.NewCues() {
		forms[makeForm(word).lower] = cueForm{entry.Verb, entry.Noun, makeForm(entry.Lemma).lower}
	}
	return forms
}

// says reports whether words of the class nearly always attribute.
func says(class lexicon.CueClass) bool {
	switch class {
	case lexicon.CueSay, lexicon.CueTell, lexicon.CueWrite, lexicon.CueReport, lexicon.CueAccording:
		return true
	}
	return false
}

// mark is the kind of a punctuation mark.
type mark uint8

const (
	markNone mark = iota
	markComma
	markStop
	markColon
	markDash
	markOpen
	markClose
	markOther
	markCount
)

// quoteState is where a word stands to the quotation marks.
type quoteState uint8

const (
	quoteOutside quoteState = iota
	quoteOpening
	quoteInside
	quoteClosing
)

func markOf(word string) mark {
	switch fixed(word) {
	case ",":
		return markComma
	case ".", "?", "!":
		return markStop
	case ":", ";":
		return markColon
	case "_", "-", "–", "—", "―", "…":
		return markDash
	case "\"", "“", "”", "«", "»":
		return markOpen
	case "(", ")", "[", "]", "'", "‘", "’", "`":
		return markOther
	}
	return markNone
}

// JointParagraph is the joint before the first word of a paragraph. A joint is the place between two words; its kind
// tells how the states on both sides go together. There are JointCount kinds.
const (
	JointParagraph = 0
	JointCount     = 1 + int(markCount)*jointNext
	jointNext      = int(markCount) + 4
)

// joint is the kind of the place before words[i].
func joint(words []labelWord, i int) int {
	w := &words[i]
	if w.first {
		return JointParagraph
	}
	next := int(w.mark)
	if w.mark == markNone {
		switch {
		case w.cue.noun == lexicon.CueAccording:
			next = int(markCount) + 1
		case w.cue.verb != 0 && (w.tag.Verb() || w.tag == hearsay.TagNone):
			next = int(markCount) + 2
			if says(w.cue.verb) {
				next++
			}
		case w.start == i:
			next = int(markCount)
		}
	}
	return 1 + int(words[i-1].mark)*jointNext + next
}

// annotate lays a document's paragraphs out as one list of words.
func (l *Labeler) annotate(paragraphs []Paragraph) ([]labelWord, []Quote) {
	total := 0
	for _, p := range paragraphs {
		total += len(p.Words)
	}
	words := make([]labelWord, 0, total)
	var runs []Quote
	for _, p := range paragraphs {
		base := len(words)
		for i, word := range p.Words {
			w := labelWord{form: makeForm(word), mark: markOf(word), run: -1}
			w.cue, w.group = l.lexicon.get(w.lower)
			if w.cue.lemma == 0 {
				w.cue.lemma = w.lower
			}
			if i < len(p.Tags) {
				w.tag = p.Tags[i]
			}
			w.head, w.governor, w.branch, w.hanging, w.aside = -1, -1, -1, -1, -1
			w.low, w.high = len(words), len(words)
			if i < len(p.Heads) {
				w.rel = p.Rels[i]
				if p.Heads[i] >= 0 && p.Heads[i] != i {
					w.head = base + p.Heads[i]
				}
			}
			w.first, w.last = i == 0, i == len(p.Words)-1
			words = append(words, w)
		}
		for _, q := range p.Quotes {
			q.Start, q.End = q.Start+base, q.End+base
			for i := q.Start; i < q.End; i++ {
				words[i].quote, words[i].run = quoteInside, len(runs)
			}
			if words[q.Start].mark == markOpen {
				words[q.Start].quote = quoteOpening
			}
			if q.Closed && q.End-1 > q.Start {
				words[q.End-1].quote, words[q.End-1].mark = quoteClosing, markClose
			}
			runs = append(runs, q)
		}
		for k, start := range p.Starts {
			end := len(p.Words)
			if k+1 < len(p.Starts) {
				end = p.Starts[k+1]
			}
			annotateSentence(words, base+start, base+end, k)
			annotateTree(words, base+start, base+end)
		}
	}
	return words, runs
}

// annotateSentence fills in what the words of the sentence [start, end) know of one another.
func annotateSentence(words []labelWord, start, end, number int) {
	cue, say, commas, finites := -1, -1, 0, 0
	for i := start; i < end; i++ {
		w := &words[i]
		w.start, w.end, w.sentence = start, end, number
		w.cueLeft, w.sayLeft, w.commas, w.finites = cue, say, commas, finites
		if w.mark != markNone {
			commas++
		}
		if w.finite() {
			finites++
		}
		if w.cues() {
			cue = i
			if w.says() {
				say = i
			}
		}
	}
	cue, say = -1, -1
	for i := end - 1; i >= start; i-- {
		w := &words[i]
		w.cueRight, w.sayRight = cue, say
		if w.cues() {
			cue = i
			if w.says() {
				say = i
			}
		}
	}
}

// treeDepth bounds how far the tree is climbed.
const treeDepth = 24

// annotateTree fills in what the words of the sentence [start, end) know by their dependencies.
func annotateTree(words []labelWord, start, end int) {
	for i := start; i < end; i++ {
		for k, n := words[i].head, 0; k >= 0 && n < treeDepth; k, n = words[k].head, n+1 {
			words[k].low, words[k].high = min(words[k].low, i), max(words[k].high, i)
		}
	}
	for i := start; i < end; i++ {
		w := &words[i]
		below := i
		for k, n := w.head, 0; k >= 0 && n < treeDepth; k, n = words[k].head, n+1 {
			if words[k].cues() {
				w.governor, w.branch = k, below
				break
			}
			below = k
		}
		if w.head >= 0 && w.cues() {
			switch w.rel {
			case hearsay.RelParataxis, hearsay.RelAdvcl, hearsay.RelObl, hearsay.RelCase, hearsay.RelConj:
				if words[w.head].hanging < 0 {
					words[w.head].hanging = i
				}
			}
		}
	}
	for i := start; i < end; i++ {
		for k, n := i, 0; k >= 0 && n < treeDepth; k, n = words[k].head, n+1 {
			if a := words[k].hanging; a >= 0 && (i < words[a].low || i > words[a].high) {
				words[i].aside = a
				break
			}
		}
	}
}

func (w *labelWord) finite() bool {
	switch w.tag {
	case hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP, hearsay.TagMD:
		return true
	}
	return false
}

// cues reports whether the word may be a cue by its list and part of speech.
func (w *labelWord) cues() bool {
	return w.cue.verb != 0 && (w.tag.Verb() || w.tag == hearsay.TagNone) || w.cue.noun == lexicon.CueAccording
}

func (w *labelWord) says() bool { return says(w.cue.verb) || w.cue.noun == lexicon.CueAccording }

// class is the cue class that fits the part of speech.
func (w *labelWord) class() uint32 {
	if w.cue.verb != 0 && (w.tag.Verb() || w.cue.noun == 0) {
		return uint32(w.cue.verb)
	}
	return uint32(w.cue.noun) + 64
}

// bucket makes few values of a distance.
func bucket(n int) uint32 {
	switch {
	case n < 0:
		return 9
	case n <= 4:
		return uint32(n)
	case n <= 7:
		return 5
	case n <= 12:
		return 6
	case n <= 25:
		return 7
	}
	return 8
}

// Features yields, for each word of the paragraphs in turn, the joint before it and its features. The slice is valid
// until the next step.
func (l *Labeler) Features(paragraphs []Paragraph) iter.Seq2[int, []uint32] {
	return func(yield func(int, []uint32) bool) {
		words, runs := l.annotate(paragraphs)
		var features []uint32
		for i := range words {
			features = appendFeatures(features[:0], words, runs, i)
			if !yield(joint(words, i), features) {
				return
			}
		}
	}
}

// noWord stands beside the first and last words of a paragraph.
var noWord = labelWord{form: form{lower: 1, shape: 1 << 20},
	cueLeft: -1, cueRight: -1, sayLeft: -1, sayRight: -1, run: -1,
	head: -1, governor: -1, branch: -1, hanging: -1, aside: -1}

// appendFeatures appends the features of words[i].
func appendFeatures(f []uint32, words []labelWord, runs []Quote, i int) []uint32 {
	// Neighbours stay within the paragraph.
	at := func(k int) *labelWord {
		step := 1
		if k < 0 {
			step = -1
		}
		for j := i; j != i+k; j += step {
			if step > 0 && words[j].last || step < 0 && words[j].first {
				return &noWord
			}
		}
		return &words[i+k]
	}
	template := uint32(0)
	add := func(a uint32) { template++; f = append(f, mix(template, a)) }
	add2 := func(a, b uint32) { template++; f = append(f, mix2(template, a, b)) }
	add3 := func(a, b, c uint32) { template++; f = append(f, mix3(template, a, b, c)) }

	w, p1, p2, p3, n1, n2, n3 := at(0), at(-1), at(-2), at(-3), at(1), at(2), at(3)
	tag := func(x *labelWord) uint32 { return uint32(x.tag) }
	t0, tp1, tp2, tn1, tn2 := tag(w), tag(p1), tag(p2), tag(n1), tag(n2)
	q := uint32(w.quote)

	// Words and parts of speech around.
	add(0)
	add(w.lower)
	add(p1.lower)
	add(p2.lower)
	add(p3.lower)
	add(n1.lower)
	add(n2.lower)
	add(n3.lower)
	add2(p1.lower, w.lower)
	add2(w.lower, n1.lower)
	add2(p2.lower, p1.lower)
	add2(n1.lower, n2.lower)
	add3(p1.lower, w.lower, n1.lower)
	add3(p2.lower, p1.lower, w.lower)
	add3(w.lower, n1.lower, n2.lower)
	add(w.exact)
	add2(t0, w.lower)
	add3(t0, tp1, w.lower)
	add3(t0, tn1, w.lower)
	add2(t0, p1.lower)
	add2(t0, n1.lower)
	add(t0)
	add2(tp1, t0)
	add2(t0, tn1)
	add3(tp1, t0, tn1)
	add3(tp2, tp1, t0)
	add3(t0, tn1, tn2)
	add3(tp2<<8|tp1, t0, tn1<<8|tn2)
	add3(tp1, tn1, tp2<<8|tn2)
	add(tag(p3)<<8 | tp2)
	add(tag(n3)<<8 | tn2)
	add(w.suffix2)
	add(w.suffix3)
	add(w.suffix4)
	add(w.prefix3)
	add2(w.shape, p1.shape)
	add3(p1.shape, w.shape, n1.shape)
	add2(w.shape, t0)

	// Cue classes around.
	add2(w.class(), t0)
	add2(p1.class(), t0)
	add2(n1.class(), t0)
	add3(p1.class(), w.class(), n1.class())
	add3(p2.class(), p1.class(), t0)
	add3(t0, n1.class(), n2.class())
	add2(w.cue.lemma, tn1)
	add2(w.cue.lemma, n1.cue.lemma)
	add2(p1.cue.lemma, w.cue.lemma)

	// Word classes around.
	fine := func(x *labelWord) uint32 { return uint32(x.group[0]) }
	middle := func(x *labelWord) uint32 { return uint32(x.group[1]) }
	rough := func(x *labelWord) uint32 { return uint32(x.group[2]) }
	add(fine(w))
	add(fine(p1))
	add(fine(n1))
	add(fine(p2))
	add(fine(n2))
	add2(middle(p1), middle(w))
	add2(middle(w), middle(n1))
	add2(middle(p2), middle(p1))
	add2(middle(n1), middle(n2))
	add3(middle(p1), middle(w), middle(n1))
	add3(rough(p2), rough(p1), rough(w))
	add3(rough(w), rough(n1), rough(n2))
	add3(rough(p2)<<16|rough(p1), rough(w), rough(n1)<<16|rough(n2))
	add2(fine(w), t0)
	add3(middle(w), t0, tn1)
	add3(middle(w), t0, tp1)

	// Quotation.
	opening, closing := 30, 30
	var signature uint32
	if w.run >= 0 {
		run := runs[w.run]
		opening, closing = i-run.Start, run.End-1-i
		signature = runSignature(words, run)
	}
	pq, nq := uint32(p1.quote), uint32(n1.quote)
	add3(q, pq, nq)
	add3(q, t0, tp1)
	add3(q, w.lower, pq<<2|nq)
	add3(q, bucket(opening), bucket(closing))
	add2(signature, q)
	add3(signature, bucket(opening), bucket(closing))
	add3(signature, uint32(w.mark), uint32(p1.mark)<<4|uint32(n1.mark))
	add3(q, uint32(p1.mark), p2.class())
	add3(q, uint32(n1.mark), n2.class())

	// The nearest cues of the sentence.
	f = appendCue(f, words, 100, i, w.cueLeft, w.cueRight)
	f = appendCue(f, words, 200, i, w.sayLeft, w.sayRight)

	f = appendTree(f, words, i)

	// The place in the sentence and paragraph.
	template = 300
	head := words[w.start]
	tail := words[w.end-1]
	add2(bucket(i-w.start), bucket(w.end-1-i))
	add3(bucket(i-w.start), t0, q)
	add3(bucket(w.end-1-i), t0, q)
	add2(head.lower, bucket(i-w.start))
	add3(tag(&head), t0, tp1)
	add3(uint32(min(w.sentence, 3)), bucket(i-w.start), q)
	add3(uint32(tail.mark), q, bucket(w.end-1-i))
	before := uint32(9)
	if w.start > 0 && !words[w.start].first {
		before = uint32(words[w.start-1].quote)
	}
	add3(before, q, bucket(i-w.start))
	add3(before, uint32(head.quote), w.class())
	add3(uint32(min(w.commas, 3)), uint32(min(w.finites, 3)), t0)
	add3(uint32(min(w.finites, 4)), uint32(min(int(head.finitesFrom(words)), 5)), t0)
	return f
}

func (w *labelWord) finitesFrom(words []labelWord) int { return words[w.end-1].finites }

// appendTree appends the features of words[i] that rest on its dependencies.
func appendTree(f []uint32, words []labelWord, i int) []uint32 {
	template := uint32(500)
	add2 := func(a, b uint32) { template++; f = append(f, mix2(template, a, b)) }
	add3 := func(a, b, c uint32) { template++; f = append(f, mix3(template, a, b, c)) }
	w := &words[i]
	t0, rel := uint32(w.tag), uint32(w.rel)
	head, grand := &noWord, &noWord
	side := uint32(0)
	if w.head >= 0 {
		head = &words[w.head]
		side = 1 + bucket(i-w.head)<<1 + bucket(w.head-i)<<5
		if head.head >= 0 {
			grand = &words[head.head]
		}
	}
	add2(rel, t0)
	add3(rel, head.lower, side&1)
	add3(rel, head.class(), side)
	add3(rel, uint32(head.group[1]), uint32(w.group[1]))
	add3(rel, uint32(head.rel), grand.class())
	add3(rel, uint32(head.rel), t0)
	// Where the word stands in what hangs on the nearest governing cue.
	place := func(k int) (uint32, uint32, *labelWord) {
		x := &words[k]
		if x.governor < 0 {
			return 0, 0, &noWord
		}
		b := &words[x.branch]
		at := uint32(1)
		if k == b.low {
			at |= 2
		}
		if k == b.high {
			at |= 4
		}
		if x.branch > x.governor {
			at |= 8
		}
		return uint32(b.rel) + 1, at, &words[x.governor]
	}
	branch, at, governor := place(i)
	var before, behind uint32
	if i > w.start {
		k := i - 1
		b, a, _ := place(k)
		before = b<<4 | a
		if words[k].branch == w.branch {
			before |= 1 << 12
		}
		if k == w.governor {
			before |= 1 << 13
		}
	}
	if i+1 < w.end {
		k := i + 1
		b, a, _ := place(k)
		behind = b<<4 | a
		if words[k].branch == w.branch {
			behind |= 1 << 12
		}
		if k == w.governor {
			behind |= 1 << 13
		}
	}
	add3(branch, at, governor.class())
	add3(branch, at, governor.cue.lemma)
	add3(branch, at, uint32(governor.group[0]))
	add3(branch, at, t0)
	add3(branch<<8|at, before, behind)
	add3(branch<<8|at, before, t0)
	add3(branch<<8|at, behind, t0)
	add3(branch<<8|at, before, governor.class())
	add3(branch<<8|at, behind, governor.class())
	add3(branch<<8|at, uint32(w.quote), uint32(w.mark))
	// A cue that stands beside what it attributes: "X, he said".
	if w.aside >= 0 {
		a := &words[w.aside]
		where := uint32(0)
		switch {
		case i < a.low:
			where = 1
		case i > a.high:
			where = 2
		}
		near := bucket(a.low-i)<<4 | bucket(i-a.high)
		add3(uint32(a.rel), where, a.cue.lemma)
		add3(uint32(a.rel), where, a.class()<<8|t0)
		add3(uint32(a.rel)<<8|near, where, uint32(w.mark)<<4|uint32(w.quote))
		add3(uint32(a.rel)<<8|near, where, bucket(i-w.start))
	}
	// What hangs on the word itself.
	width := bucket(w.high - w.low)
	add3(bucket(i-w.low), bucket(w.high-i), rel)
	add3(width, w.class(), t0)
	// The largest phrases that end just before the word and begin with it.
	opens, closes := hearsay.RelNone, hearsay.RelNone
	for k, n := i, 0; k >= 0 && n < treeDepth && words[k].low == i; k, n = words[k].head, n+1 {
		opens = words[k].rel
	}
	if i > w.start {
		for k, n := i-1, 0; k >= 0 && n < treeDepth && words[k].high == i-1; k, n = words[k].head, n+1 {
			closes = words[k].rel
		}
	}
	ends := hearsay.RelNone
	for k, n := i, 0; k >= 0 && n < treeDepth && words[k].high == i; k, n = words[k].head, n+1 {
		ends = words[k].rel
	}
	add3(uint32(opens), uint32(closes), t0)
	add3(uint32(ends), t0, behind)
	add3(uint32(opens)<<8|uint32(closes), uint32(ends), governor.class())
	add3(uint32(opens)<<8|uint32(closes), uint32(w.mark), before)
	return f
}

// runSignature is what surrounds a quotation: whether it begins a sentence, what stands before and behind it.
func runSignature(words []labelWord, run Quote) uint32 {
	before, behind, inner := uint32(255), uint32(255), uint32(0)
	if !words[run.Start].first {
		before = uint32(words[run.Start-1].mark)
		if words[run.Start-1].mark == markNone {
			before = 16 + words[run.Start-1].class()
		}
	}
	if words[run.Start].start == run.Start {
		before |= 512
	}
	if run.Closed && !words[run.End-1].last {
		behind = uint32(words[run.End].mark)
		if words[run.End].mark == markNone {
			behind = 16 + uint32(words[run.End].tag)
		}
		if words[run.End].start == run.End {
			behind |= 512
		}
	}
	if run.End-2 >= run.Start {
		inner = uint32(words[run.End-2].mark)
	}
	if run.Continues {
		inner |= 16
	}
	if run.Closed {
		inner |= 32
	}
	return mix3(999, before, behind, inner<<8|bucket(run.End-run.Start))
}

// appendCue appends the features of words[i] that tell of one pair of cues, left and right of it.
func appendCue(f []uint32, words []labelWord, template uint32, i, left, right int) []uint32 {
	add2 := func(a, b uint32) { template++; f = append(f, mix2(template, a, b)) }
	add3 := func(a, b, c uint32) { template++; f = append(f, mix3(template, a, b, c)) }
	w := &words[i]
	t0, tp1, tn1 := uint32(w.tag), uint32(255), uint32(255)
	m1 := markOther
	if !w.first {
		tp1, m1 = uint32(words[i-1].tag), words[i-1].mark
	}
	if !w.last {
		tn1 = uint32(words[i+1].tag)
	}
	q := uint32(w.quote)
	if left < 0 {
		add2(q, t0)
	} else {
		cue := &words[left]
		gap := bucket(i - left)
		marks := uint32(min(w.commas-cue.commas, 3))
		finites := uint32(min(w.finites-cue.finites, 3))
		behind := uint32(words[left+1].tag)
		add2(cue.cue.lemma, gap)
		add3(cue.cue.lemma, t0, gap)
		add3(cue.cue.lemma, q, marks)
		add3(cue.class(), gap, q<<2|marks)
		add3(cue.class(), behind, gap)
		add3(cue.class(), behind, t0<<2|min(marks, 2))
		add3(marks, finites, t0<<2|q)
		add3(cue.class()<<8|tn1, t0<<8|tp1, marks<<4|uint32(m1))
		add3(cue.cue.lemma, words[left+1].lower, gap)
		add3(uint32(cue.group[0]), t0, gap)
		add3(uint32(cue.group[1]), uint32(w.group[1]), gap)
		add3(finites<<4|marks, w.lower, uint32(m1))
	}
	template += 20
	if right < 0 {
		add2(q, t0)
	} else {
		cue := &words[right]
		gap := bucket(right - i)
		marks := uint32(min(cue.commas-w.commas, 3))
		finites := uint32(min(cue.finites-w.finites, 3))
		before := &words[right-1]
		add2(cue.cue.lemma, gap)
		add3(cue.cue.lemma, t0, gap)
		add3(cue.cue.lemma, q, marks)
		add3(cue.class(), gap, q<<2|marks)
		add3(cue.class(), uint32(before.tag), gap)
		add3(cue.class(), uint32(before.tag), t0<<2|min(marks, 2))
		add3(marks, finites, t0<<2|q)
		add3(cue.class()<<8|tn1, t0<<8|tp1, marks<<4|uint32(m1))
		add3(cue.cue.lemma, before.lower, gap)
		add3(uint32(cue.group[0]), t0, gap)
		add3(uint32(cue.group[1]), uint32(w.group[1]), gap)
		behind := uint32(255)
		if !cue.last {
			behind = uint32(words[right+1].mark)<<8 | uint32(words[right+1].tag)
		}
		add3(cue.class(), behind, gap<<8|marks)
	}
	return f
}
