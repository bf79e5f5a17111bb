package attribution

import (
	"cmp"
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

// colons adds the drafts of headlines with a colon or dash ("Police: driver fled", "Driver fled – report") and of lines
// and list entries that begin with who says what follows. In headlines it goes before the labels, which were learned
// from sentences.
func (f *Finder) colons(s *sheet, sentence run, drafts []*draft) []*draft {
	if sentence.empty() {
		return drafts
	}
	headline := s.block(sentence.from).Kind == hearsay.BlockHeadline
	d := f.entry(s, sentence, headline)
	if headline && d == nil {
		d = f.signedHeadline(s, sentence)
	}
	if d == nil {
		return drafts
	}
	kept := drafts[:0]
	for _, other := range drafts {
		inside := within(d.content, other.cue.from) && !slices.ContainsFunc(other.source, d.source[0].overlaps)
		if headline && !inside || other.cue.overlaps(d.cue) {
			if other.frame == frameColon && len(other.source) == 1 && len(other.content) > 0 && !headline {
				return drafts // the labels have it
			}
			continue
		}
		kept = append(kept, other)
	}
	kept = append(kept, d)
	slices.SortStableFunc(kept, func(a, b *draft) int { return cmp.Compare(a.cue.from, b.cue.from) })
	return kept
}

// entry is the draft of a headline, line or list entry that opens with a source and a colon, or nil. In a body the
// source must be somebody by name or a body, and begin a paragraph; what follows must be a quotation or, behind a
// bullet, a clause.
func (f *Finder) entry(s *sheet, sentence run, headline bool) *draft {
	from := sentence.from
	for from < sentence.to && s.in(from, "bullet") {
		from++
	}
	if !headline && !s.opensParagraph(s.words[sentence.from].sentence) {
		return nil
	}
	colon := from
	for colon < min(sentence.to, from+colonName+1) && !s.is(colon, ":") {
		colon++
	}
	if !s.is(colon, ":") || colon >= sentence.to || colon == from || sentence.to-colon < 3 {
		return nil
	}
	left, right := run{from, colon}, run{colon + 1, sentence.to}
	if headline {
		s.nounBefore(f, colon)
	}
	kind, ok := f.vouches(s, left)
	quoted := s.words[right.from].mark() && s.words[right.from].quoted > 0
	clause := s.clausal(right) && !s.questionWord(right.from)
	switch {
	case !ok:
		return nil
	case headline && (kind == hearsay.SourceNamed || kind == hearsay.SourceOutlet) && !quoted && !clause:
		return nil // "Roe: the making of a mayor"
	case !headline && kind != hearsay.SourceNamed && kind != hearsay.SourceBody,
		!headline && !quoted && !(clause && from > sentence.from):
		return nil
	}
	d := &draft{cue: run{colon, colon + 1}, frame: frameColon, source: []run{left}, content: []run{right}, by: "list entry"}
	if headline {
		d.by = "headline colon"
	}
	if quote := s.words[right.from].quoted; quoted && !headline && s.quotes[quote-1].from == right.from {
		d.content[0].to = min(right.to, s.quotes[quote-1].to)
	}
	s.tidy(d)
	if len(d.content) == 0 || len(d.source) == 0 {
		return nil
	}
	return d
}

// signedHeadline is the draft of a headline whose source stands last: "Driver fled after crash: police", or nil.
func (f *Finder) signedHeadline(s *sheet, sentence run) *draft {
	for at := sentence.to - 2; at > max(sentence.from+2, sentence.to-5); at-- {
		if !s.is(at, ":") && !s.words[at].dash() {
			continue
		}
		right := run{at + 1, sentence.to}
		if right.len() == 1 {
			s.nounBefore(f, sentence.to)
		}
		src := f.readSource(s, right)
		if _, ok := f.vouches(s, right); !ok || src.noun.class == nounUnknown && s.words[src.head].mention == 0 {
			return nil
		}
		d := &draft{cue: run{at, at + 1}, frame: frameColon, source: []run{right}, content: []run{{sentence.from, at}},
			by: "headline colon"}
		s.tidy(d)
		if len(d.content) == 0 || len(d.source) == 0 {
			return nil
		}
		return d
	}
	return nil
}

// nounBefore makes a noun of the word before a place in a headline, if it is a sort of source: "report", "poll". Taggers
// read it as a verb there.
func (s *sheet) nounBefore(f *Finder, at int) {
	if w := &s.words[at-1]; w.tag.Verb() && f.nouns[w.text].class != nounUnknown {
		w.tag = hearsay.TagNN
	}
}

// vouches reports whether the words beside a colon are somebody who says what stands on its other side, and of which
// kind.
func (f *Finder) vouches(s *sheet, words run) (hearsay.SourceKind, bool) {
	if s.finite(words) || !s.nominal(words) {
		return hearsay.SourceUnclear, false
	}
	src := f.readSource(s, words)
	if src.head < 0 || src.head != words.to-1 && !s.is(words.to-1, ")") {
		return hearsay.SourceUnclear, false
	}
	kind, by := f.kind(s, src)
	switch kind {
	case hearsay.SourceNamed:
		return kind, by != "office" && by != "name" || s.words[src.head].mention > 0
	case hearsay.SourceOutlet, hearsay.SourceUntraced, hearsay.SourceDocument, hearsay.SourceBare:
		return kind, true
	case hearsay.SourceBody:
		return kind, src.noun.class == nounBody || src.noun.class == nounSpokes || s.words[src.head].mention > 0
	case hearsay.SourceCollective:
		return kind, src.noun.class == nounPerson
	}
	return kind, false
}

// turn is where somebody begins to speak in a transcript.
type turn struct {
	name  run
	from  int  // its first word behind the name
	colon bool // a colon stands before that
	role  bool // the name is none: "Q", "A", "REPORTER"
	upper bool // the name is in capitals
}

// turnAt is the turn that begins at a paragraph's first word: a name in capitals, or any form of the name of a person
// whom the document names, and a colon. A remark in brackets may stand between: "ROE (laughing):".
func (s *sheet) turnAt(from int) (turn, bool) {
	for end := min(len(s.words), from+colonName); from < end && s.words[from].mark(); {
		from++
	}
	capitals, role, bracket := true, true, -1
	for at := from; at < min(len(s.words), from+colonName); at++ {
		w := &s.words[at]
		if w.text == "(" && bracket < 0 {
			bracket = at
		}
		if w.text == ":" {
			name := run{from, at}
			if bracket >= 0 {
				name.to = bracket
			}
			known := !name.empty() && s.people[s.words[name.to-1].text] != 0
			return turn{name, at + 1, true, role, capitals}, !name.empty() && (capitals || known)
		}
		if bracket >= 0 {
			continue
		}
		word := w.span.Of(s.text)
		role = role && (s.in(at, "turn-label") || w.punctuation())
		capitals = capitals && (word == strings.ToUpper(word) || s.in(at, "honorific"))
		if w.mark() || !w.capital && !w.punctuation() {
			return turn{}, false
		}
	}
	return turn{}, false
}

// turns adds a draft for each turn of a transcript: a paragraph that opens with a name in capitals and a colon, and the
// paragraphs after it up to the next such name. Two stray capitals make no transcript. Official transcripts write a
// question's "Q" without a colon.
func (f *Finder) turns(s *sheet, drafts []*draft) []*draft {
	var turns []turn
	for i, sentence := range s.sentences {
		if sentence.empty() || !s.opensParagraph(i) || s.blockOf(i).Kind == hearsay.BlockHeadline {
			continue
		}
		if t, ok := s.turnAt(sentence.from); ok {
			turns = append(turns, t)
		} else if s.words[sentence.from].span.Of(s.text) == "Q" && sentence.len() > 2 && s.words[sentence.from+1].capital {
			turns = append(turns, turn{run{sentence.from, sentence.from + 1}, sentence.from + 1, false, true, true})
		}
	}
	count := map[string]int{}
	for _, t := range turns {
		count[s.span(t.name).Of(s.text)]++
	}
	turns = slices.DeleteFunc(turns, func(t turn) bool {
		return !t.role && count[s.span(t.name).Of(s.text)] < 2 && (!t.upper || s.people[s.words[t.name.to-1].text] == 0)
	})
	names, begins := map[string]bool{}, map[int]bool{}
	for _, t := range turns {
		names[s.span(t.name).Of(s.text)] = true
		begins[t.from-1] = true
	}
	if len(turns) < minTurns || len(names) == len(turns) {
		return drafts
	}
	drafts = slices.DeleteFunc(drafts, func(d *draft) bool { return d.frame == frameColon && begins[d.cue.from] })
	for i, t := range turns {
		end := len(s.words)
		if i+1 < len(turns) {
			end = turns[i+1].name.from
		}
		d := &draft{frame: frameColon, source: []run{t.name}, by: turnRule, nameless: t.role}
		if t.colon {
			d.cue = run{t.from - 1, t.from}
		}
		kind := s.block(t.from - 1).Kind
		for at := t.from; at < end && s.block(at).Kind == kind; {
			part := run{at, min(end, s.sentenceOf(at).to)}
			if !s.is(part.from, "(") || !s.is(part.to-1, ")") {
				d.content = append(d.content, part) // "(APPLAUSE)" is nobody's word
			}
			at = part.to
		}
		s.tidy(d)
		if len(d.content) > 0 {
			drafts = append(drafts, d)
		}
	}
	return drafts
}
