package attribution

import (
	"cmp"
	"slices"

	"hearsay"
)

// quotationWords is how many words a quotation needs to be a statement of its own rather than a quoted expression.
const quotationWords = 4

// quotations gives every quotation that says something to who said it. A quotation that a draft tells in part belongs
// to that draft whole; one behind "he said." in the same paragraph goes on with it; one that continues another over a
// paragraph stays with its draft; one that fills a paragraph alone follows the speaker before it, or the one who was
// asked. What is left is kept as a bare quotation without a source, as it is not the outlet's own word.
func (f *Finder) quotations(s *sheet, drafts []*draft) []*draft {
	s.lostMarks(drafts)
	owner := s.owners(drafts)
	last, sole := s.lastDrafts(drafts), s.soleDrafts(drafts)
	of := make([]*draft, len(s.quotes)) // whose words each quotation is
	for i, quote := range s.quotes {
		if quote.empty() {
			continue
		}
		d := s.ownerOf(owner, quote)
		if d == nil {
			d = f.follow(s, last, of, i)
		}
		if d == nil && s.plainWords(quote) >= quotationWords {
			if d = f.signed(s, quote); d != nil {
				drafts = append(drafts, d)
			} else if s.alone(quote) {
				d = f.bareQuotation(s, last, sole, of, i)
				drafts = append(drafts, d)
			}
		}
		if d == nil {
			continue
		}
		of[i] = d
		d.content = append(d.content, quote)
		s.tidy(d)
		for at := quote.from; at < quote.to; at++ {
			owner[at] = d
		}
	}
	drafts = slices.DeleteFunc(drafts, func(d *draft) bool { return d.opens && len(d.content) == 0 })
	slices.SortStableFunc(drafts, func(a, b *draft) int { return cmp.Compare(a.at(), b.at()) })
	return drafts
}

// owners is, for each quoted word, the draft that tells it from outside the quotation.
func (s *sheet) owners(drafts []*draft) []*draft {
	owner := make([]*draft, len(s.words))
	for _, d := range drafts {
		for _, part := range d.content {
			for at := part.from; at < part.to; at++ {
				if quote := s.words[at].quoted; quote > 0 && !s.quotes[quote-1].holds(d.cue) {
					if old := owner[at]; old == nil || d.frame != frameAccording && old.frame == frameAccording {
						owner[at] = d
					}
				}
			}
		}
	}
	return owner
}

// ownerOf is the draft that tells most of a quotation's words up to its first full stop, or of its last words.
func (s *sheet) ownerOf(owner []*draft, quote run) *draft {
	for at := quote.from; at < quote.to; at++ {
		if owner[at] != nil && !s.words[at].punctuation() {
			return owner[at]
		}
	}
	return nil
}

// lastDrafts is, for each sentence, the last draft whose cue stands in it outside of quotations; but one that tells
// quoted words goes before those behind it that tell none: “X,” said Roe, who called it Y. “Z.”
func (s *sheet) lastDrafts(drafts []*draft) []*draft {
	last := make([]*draft, len(s.sentences))
	for _, d := range drafts {
		at := d.at()
		if said := last[s.words[at].sentence]; said != nil && said.opens {
			continue
		}
		if s.words[at].quoted > 0 && !within(d.content, at) || d.frame == frameUntraced || d.frame == frameGuess {
			continue
		}
		if d.frame == frameAskedOf {
			if said := last[s.words[at].sentence]; said != nil {
				if len(d.toldTo) == 0 {
					d.toldTo = said.source // “X,” said Roe, asked about Y
				}
				continue
			}
		}
		if said := last[s.words[at].sentence]; said == nil || !s.quotesWords(said) || s.quotesWords(d) {
			last[s.words[at].sentence] = d
		}
	}
	return last
}

// soleDrafts is, for each sentence, its last statement, where all statements of the sentence that stand in no other's
// content have one source; else nil.
func (s *sheet) soleDrafts(drafts []*draft) []*draft {
	told := make([]bool, len(s.words))
	for _, d := range drafts {
		for _, part := range d.content {
			for at := part.from; at < part.to; at++ {
				told[at] = true
			}
		}
	}
	sole, several := make([]*draft, len(s.sentences)), make([]bool, len(s.sentences))
	for _, d := range drafts {
		if d.cue.empty() || told[d.cue.from] || s.words[d.cue.from].quoted > 0 || len(d.source) != 1 || !d.takesSource() {
			continue
		}
		i := s.words[d.cue.from].sentence
		if sole[i] != nil && sole[i].source[0] != d.source[0] && !s.sameName(sole[i].source[0], d.source[0]) {
			several[i] = true
		}
		sole[i] = d
	}
	for i, d := range sole {
		if d != nil && (several[i] || !d.states() && d.frame != frameAccording) {
			sole[i] = nil
		}
	}
	return sole
}

// plainWords counts the words of a run that are no punctuation.
func (s *sheet) plainWords(r run) int {
	n := 0
	for at := r.from; at < r.to; at++ {
		if !s.words[at].punctuation() {
			n++
		}
	}
	return n
}

// told counts the words that a draft tells.
func (s *sheet) told(d *draft) int {
	n := 0
	for _, part := range d.content {
		n += s.plainWords(part)
	}
	return n
}

// follow is the draft that a quotation without a cue in its own sentence goes on with, or nil.
func (f *Finder) follow(s *sheet, last, of []*draft, i int) *draft {
	if k := s.continues[i]; k >= 0 && k < i && of[k] != nil {
		return of[k]
	}
	quote := s.quotes[i]
	sentence := s.words[quote.from].sentence
	if sentence == 0 || !s.alone(quote) {
		return nil
	}
	before := last[sentence-1]
	if before != nil && before.opens {
		return before
	}
	if s.opensParagraph(sentence) {
		return nil
	}
	if before == nil && i > 0 && s.quotes[i-1].to == s.sentences[sentence-1].to {
		before = of[i-1]
	}
	if before == nil || !s.quotesWords(before) && !s.is(s.sentences[sentence-1].to-1, ":") {
		return nil
	}
	return before
}

// quotesWords reports whether a draft tells enough quoted words to be in its source's own.
func (s *sheet) quotesWords(d *draft) bool {
	quoted := 0
	for _, r := range d.content {
		for at := r.from; at < r.to && quoted < quotationWords; at++ {
			if s.words[at].quoted > 0 && !s.words[at].punctuation() {
				quoted++
			}
		}
	}
	return quoted >= quotationWords || s.directness(d.content) == hearsay.Direct
}

// signed is a draft for a quotation that nothing but a name follows, or a role behind a dash: “…” — Commissioner Jane Roe.
func (f *Finder) signed(s *sheet, quote run) *draft {
	end := s.sentenceOf(quote.to - 1).to
	next := quote.to == end && end < len(s.words) && s.words[end].dash()
	if next {
		end = s.sentenceOf(end).to
	}
	at, dashed := quote.to, false
	for at < end && s.words[at].punctuation() {
		dashed = dashed || s.words[at].dash()
		at++
	}
	name := f.nounRight(s, at, end)
	if name.empty() || name.len() > 12 || !dashed && !s.byName(name) {
		return nil
	}
	for at := name.to; at < end && !next; at++ {
		if !s.words[at].punctuation() {
			return nil
		}
	}
	if kind, _ := f.kind(s, f.readSource(s, name)); kind != hearsay.SourceNamed {
		return nil
	}
	return &draft{source: []run{name}, content: []run{quote}, by: "quotation with a name"}
}

// alone reports whether a quotation makes up its sentences: nothing but marks stands beside it.
func (s *sheet) alone(quote run) bool {
	first, end := s.sentenceOf(quote.from), s.sentenceOf(quote.to-1)
	for at := first.from; at < quote.from; at++ {
		if !s.words[at].punctuation() {
			return false
		}
	}
	for at := quote.to; at < end.to; at++ {
		if !s.words[at].punctuation() {
			return false
		}
	}
	return true
}

// dialogueReach is how many sentences before a speaker's words the other's question stands in a dialogue.
const dialogueReach = 2

// dialogue reports whether a draft answers a question that somebody else asks in quotation marks right before it.
func (s *sheet) dialogue(last []*draft, d *draft) bool {
	sentence := s.words[d.at()].sentence
	for i := sentence - 1; i >= max(0, sentence-dialogueReach); i-- {
		other := last[i]
		if other == nil || len(other.content) == 0 {
			continue
		}
		end := other.content[len(other.content)-1].to
		return s.words[end-1].quoted > 0 && (s.is(end-1, "?") || s.is(end-2, "?")) && len(other.source) > 0 &&
			(len(d.source) == 0 || !s.sameName(other.source[0], d.source[0]))
	}
	return false
}

// bareQuotation is a draft for a quotation that stands alone. Its speaker is the one of the quotation before it, if
// that ends the paragraph before; or whoever was asked there. A question behind an answer is somebody else's.
func (f *Finder) bareQuotation(s *sheet, last, sole, of []*draft, i int) *draft {
	quote := s.quotes[i]
	d := &draft{content: []run{quote}, by: "bare quotation"}
	sentence := s.words[quote.from].sentence
	if sentence == 0 {
		return d
	}
	before := last[sentence-1]
	if before == nil && i > 0 && s.quotes[i-1].to == s.sentences[sentence-1].to {
		before = of[i-1]
	}
	asks := false
	for at := quote.from; at < quote.to; at++ {
		asks = s.is(at, "?") && at >= quote.to-3
	}
	switch {
	case before == nil:
	case !s.quotesWords(before) && !before.asks():
		if !asks && !s.opensParagraph(sentence) && sole[sentence-1] == before {
			d.by = "quotation follows statement"
			d.follows = before
		}
	case s.dialogue(last, before): // it may be the other's
	case before.asks():
		d.by = "answer in dialogue"
		d.asker = before
	case !asks:
		d.by = "quotation follows speaker"
		d.follows = before
	}
	return d
}
