package attribution

import (
	"cmp"
	"slices"

	"hearsay"
)

// draft is an attribution in the making, in words instead of bytes.
type draft struct {
	cue      run
	frame    frame
	stance   hearsay.Stance // of a phrase; see settled
	settled  bool           // the phrase that made the cue gives the stance
	by       string
	source   []run
	content  []run
	toldTo   []run
	medium   run
	asker    *draft // the question that this one answers or leaves open
	nameless bool   // a turn of a transcript under a name that is none: "Q"
	opens    bool   // the sentence ends in a colon, and what is told is the quotation behind it
	follows  *draft // the draft whose speaker this one continues
}

// states reports whether the cue is a verb of saying something or of not answering.
func (d *draft) states() bool {
	return d.frame == frameSay || d.frame == frameTell || d.frame == frameDeny || d.frame == frameRefuse
}

// asks reports whether the draft tells a question.
func (d *draft) asks() bool {
	return d.frame == frameAsk || d.frame == frameAsked || d.frame == frameAskedOf
}

// at is where a draft stands: its cue, or its content where there is no cue.
func (d *draft) at() int {
	if !d.cue.empty() {
		return d.cue.from
	}
	if len(d.content) > 0 {
		return d.content[0].from
	}
	return 0
}

// segments are the labelled sources and contents of one sentence.
type segments struct{ cues, sources, contents []run }

// segment cuts the labels of a sentence into runs. A label that continues nothing begins a run.
func (s *sheet) segment(sentence run) segments {
	var out segments
	var open *[]run
	for at := sentence.from; at < sentence.to; at++ {
		var list *[]run
		begins := false
		switch s.words[at].label {
		case hearsay.LabelBSource:
			list, begins = &out.sources, true
		case hearsay.LabelISource:
			list = &out.sources
		case hearsay.LabelBCue:
			list, begins = &out.cues, true
		case hearsay.LabelICue:
			list = &out.cues
		case hearsay.LabelBContent:
			list, begins = &out.contents, true
		case hearsay.LabelIContent:
			list = &out.contents
		}
		if list != nil && !begins && list == open {
			(*list)[len(*list)-1].to = at + 1
		} else if list != nil {
			*list = append(*list, run{at, at + 1})
		}
		open = list
	}
	return out
}

// splitSources parts a labelled source that holds two: "according to the memo, Jane Roe said".
func (s *sheet) splitSources(labelled *segments) {
	var out []run
	for _, source := range labelled.sources {
		comma := source.from
		for comma < source.to && !s.is(comma, ",") {
			comma++
		}
		if comma > source.from && comma+1 < source.to && s.is(source.from-1, "to") && s.is(source.from-2, "according") &&
			s.tagged(source.to, hearsay.TagVBD, hearsay.TagVBZ, hearsay.TagVBP) {
			out = append(out, run{source.from, comma}, run{comma + 1, source.to})
		} else {
			out = append(out, source)
		}
	}
	labelled.sources = out
}

// findPhrases gathers the cues of fixed words in a sentence.
func (f *Finder) findPhrases(s *sheet, sentence run) []*draft {
	var drafts []*draft
	for at := sentence.from; at < sentence.to; at++ {
		for _, p := range f.phrases[s.words[at].text] {
			cue, ok := s.match(p, at, sentence.to)
			if !ok || !f.admits(s, p.frame, cue, sentence) {
				continue
			}
			drafts = append(drafts, &draft{cue: cue, frame: p.frame, stance: p.stance, settled: true, by: "phrase:" + p.pattern})
			at = cue.to - 1
			break
		}
	}
	return drafts
}

// admits reports whether the words around a phrase let it stand as a cue.
func (f *Finder) admits(s *sheet, frame frame, cue, sentence run) bool {
	switch frame {
	case frameRefuse:
		// "the bank would not say no" and questions ("Would he not answer?") are no refusals.
		return !s.is(cue.to, "no", "goodbye", "sorry") && cue.from > sentence.from && !s.is(cue.from-1, "you")
	case frameGuess, frameUnclear:
		return s.words[cue.from].quoted == 0 // within a quotation it is the speaker's own hedge
	case frameSaidTo:
		return cue.from > sentence.from && !s.is(cue.from-1, "to")
	case frameAccording:
		if s.is(cue.to-1, "by") {
			return s.outletIn(run{cue.to, min(cue.to+4, sentence.to)}) >= 0
		}
	case frameAskedOf:
		return (cue.from == sentence.from || s.is(cue.from-1, ",", "when") || s.words[cue.from-1].mark()) && !s.is(cue.to,
			"to", "for") &&
			s.tagged(cue.from, hearsay.TagVBN, hearsay.TagVBD)
	case frameTalk:
		return s.doing(cue.to, sentence.to)
	case frameAsked:
		// "was asked to leave" is a request.
		return cue.from > sentence.from && !s.is(cue.to, "to", "for")
	}
	return true
}

// match tries a phrase at a word. One or two adverbs may stand between its words. The cue leaves out the word that
// begins the content.
func (s *sheet) match(p phrase, at, end int) (run, bool) {
	cue := run{at, at}
	for i, members := range p.tokens {
		if i > 0 {
			for skipped := 0; skipped < 2 && at < end && !members[s.words[at].text] && s.adverb(at); skipped++ {
				at++
			}
		}
		if at >= end || !members[s.words[at].text] {
			return run{}, false
		}
		last := i == len(p.tokens)-1
		if !last || i == 0 || !s.opensContent(p.frame, at) {
			cue.to = at + 1
		}
		at++
	}
	return cue, true
}

// opensContent reports whether the last word of a phrase belongs to the content.
func (s *sheet) opensContent(frame frame, at int) bool {
	switch frame {
	case frameSaidTo:
		return s.is(at, "to")
	case frameThat:
		return s.is(at, "that")
	case frameRefuse, frameUnclear:
		return s.questionWord(at)
	case frameAskedOf:
		return s.questionWord(at) || s.is(at, "by", "about")
	}
	return false
}

// doing reports whether somebody, by name or pronoun, and what they are doing begin at a word: "him leaving the board".
func (s *sheet) doing(at, end int) bool {
	const longest = 5
	for i := at; i < min(end, at+longest); i++ {
		if s.tagged(i, hearsay.TagVBG) {
			return i > at && s.tagged(i-1, hearsay.TagPRP, hearsay.TagNNP, hearsay.TagNNPS)
		}
		if !s.words[i].tag.Noun() && !s.tagged(i, hearsay.TagPRP, hearsay.TagDT) {
			return false
		}
	}
	return false
}

// questionWord reports whether an indirect question may begin here.
func (s *sheet) questionWord(at int) bool {
	return s.in(at, "wh")
}

// adverb reports whether the word may stand between the words of a cue.
func (s *sheet) adverb(at int) bool {
	return s.tagged(at, hearsay.TagRB, hearsay.TagRBR, hearsay.TagRBS) && !s.is(at, "n't", "not", "never")
}

// gather makes the drafts of a sentence from its phrases and its labelled cues. Where both hold the same words the
// phrase goes first; an adverb of hearsay inside a labelled cue ("reportedly said") leaves the rest of it standing.
func (f *Finder) gather(s *sheet, sentence run, labelled segments) []*draft {
	drafts := f.findPhrases(s, sentence)
	for _, cue := range labelled.cues {
		for _, d := range drafts {
			if !d.cue.overlaps(cue) {
				continue
			}
			if d.frame != frameUntraced && d.frame != frameGuess {
				cue = run{}
				break
			}
			if before, after := (run{cue.from, d.cue.from}), (run{d.cue.to, cue.to}); before.len() > after.len() {
				cue = before
			} else {
				cue = after
			}
		}
		for !cue.empty() && s.words[cue.from].punctuation() && s.words[cue.from].text != ":" {
			cue.from++
		}
		for !cue.empty() && s.words[cue.to-1].punctuation() && s.words[cue.to-1].text != ":" {
			cue.to--
		}
		if cue.empty() {
			continue
		}
		drafts = append(drafts, &draft{cue: cue, frame: f.frameOf(s, cue), by: "labels"})
	}
	slices.SortFunc(drafts, func(a, b *draft) int { return cmp.Compare(a.cue.from, b.cue.from) })
	return drafts
}

// frameOf is the frame of a labelled cue: that of its first verb of saying.
func (f *Finder) frameOf(s *sheet, cue run) frame {
	if s.is(cue.from, ":") {
		return frameColon
	}
	for at := cue.from; at < cue.to; at++ {
		frame, known := f.verbs[s.words[at].text]
		if !known {
			continue
		}
		if frame == frameAsk && at > cue.from && s.in(at-1, "be") {
			return frameAsked
		}
		return frame
	}
	return frameFree
}
