package attribution

import (
	"slices"
	"strings"

	"hearsay"
)

// turnRule is the rule that makes a draft of a transcript's turn.
const turnRule = "transcript turn"

// Bounds of a name before a colon, in words: in a headline ("Police: driver fled") and in a transcript ("ROE: ...").
const (
	colonName = 6
	minTurns  = 3 // turns that make a text a transcript
)

// colons adds the drafts of headlines with a colon or dash: "Police: driver fled", "Driver fled: report".
func (f *Finder) colons(s *sheet, sentence run, drafts []*draft) []*draft {
	if sentence.empty() || s.block(sentence.from).Kind != hearsay.BlockHeadline || len(drafts) > 0 &&
		drafts[0].frame == frameColon {
		return drafts
	}
	for at := sentence.from + 1; at < sentence.to-1; at++ {
		if !s.is(at, ":") && !s.words[at].dash() {
			continue
		}
		left, right := run{sentence.from, at}, run{at + 1, sentence.to}
		d := &draft{cue: run{at, at + 1}, frame: frameColon, by: "headline colon"}
		switch {
		case s.is(at, ":") && left.len() <= colonName && right.len() > 2 && f.vouches(s, left):
			d.source, d.content = []run{left}, []run{right}
		case right.len() <= 3 && left.len() > 2 && f.vouches(s, right) && f.readSource(s, right).noun.class != nounUnknown:
			d.source, d.content = []run{right}, []run{left}
		default:
			continue
		}
		s.tidy(d)
		if len(d.content) > 0 && len(d.source) > 0 {
			return append(drafts, d)
		}
	}
	return drafts
}

// vouches reports whether the words before a headline's colon are somebody who says what follows.
func (f *Finder) vouches(s *sheet, words run) bool {
	if s.finite(words) || !s.nominal(words) {
		return false
	}
	src := f.readSource(s, words)
	if src.head < 0 || src.head != words.to-1 && !s.is(words.to-1, ")") {
		return false
	}
	switch kind, by := f.kind(s, src); kind {
	case hearsay.SourceNamed:
		return by != "office"
	case hearsay.SourceOutlet, hearsay.SourceUntraced, hearsay.SourceDocument, hearsay.SourceBare:
		return true
	case hearsay.SourceBody:
		return src.noun.class == nounBody || src.noun.class == nounSpokes
	case hearsay.SourceCollective:
		return src.noun.class == nounPerson
	}
	return false
}

// turns adds a draft for each turn of a transcript: a paragraph that opens with a name in capitals and a colon, and the
// paragraphs after it up to the next such name. Two stray capitals make no transcript.
func (f *Finder) turns(s *sheet, drafts []*draft) []*draft {
	type turn struct {
		name     run
		colon    int
		sentence int
	}
	var turns []turn
	for i, sentence := range s.sentences {
		if !s.opensParagraph(i) {
			continue
		}
		from := sentence.from
		for from < sentence.to && s.words[from].mark() {
			from++
		}
		for at := from; at < min(sentence.to, from+colonName); at++ {
			if s.is(at, ":") && at > from {
				turns = append(turns, turn{run{from, at}, at, i})
			}
			if w := s.words[at].span.Of(s.text); w != strings.ToUpper(w) || s.words[at].mark() {
				break
			}
		}
	}
	count := map[string]int{}
	for _, t := range turns {
		count[s.span(t.name).Of(s.text)]++
	}
	turns = slices.DeleteFunc(turns, func(t turn) bool {
		return count[s.span(t.name).Of(s.text)] < 2 && s.people[s.words[t.name.to-1].text] == 0
	})
	if len(turns) < minTurns || len(count) == len(turns) {
		return drafts
	}
	colons := map[int]bool{}
	for _, t := range turns {
		colons[t.colon] = true
	}
	drafts = slices.DeleteFunc(drafts, func(d *draft) bool { return d.frame == frameColon && colons[d.cue.from] })
	for i, t := range turns {
		end := len(s.sentences)
		if i+1 < len(turns) {
			end = turns[i+1].sentence
		}
		d := &draft{cue: run{t.colon, t.colon + 1}, frame: frameColon, source: []run{t.name}, by: turnRule}
		for j := t.sentence; j < end && s.blockOf(j).Kind == s.blockOf(t.sentence).Kind; j++ {
			part := s.sentences[j]
			if j == t.sentence {
				part.from = t.colon + 1
			}
			if !part.empty() {
				d.content = append(d.content, part)
			}
		}
		s.tidy(d)
		if len(d.content) > 0 {
			drafts = append(drafts, d)
		}
	}
	return drafts
}
