package attribution

import (
	"strconv"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// source is what the words of a source say of it.
type source struct {
	words  run
	head   int // its head word
	number run // "two", "a", "several"
	noun   noun
}

// typeSource sets an attribution's kind, and the profile of a source without a name.
func (f *Finder) typeSource(s *sheet, d *draft, a *hearsay.Attribution) {
	if len(d.source) == 0 {
		a.Kind, a.KindBy = hearsay.SourceUnclear, "no source"
		if d.frame == frameUntraced || d.frame == frameSaidTo || d.frame == frameThat || d.frame == frameTalk {
			a.Kind, a.KindBy = hearsay.SourceUntraced, "nobody named"
		}
		return
	}
	src := f.readSource(s, d.source[0])
	a.Kind, a.KindBy = f.kind(s, src)
	if d.by == turnRule && a.Kind == hearsay.SourceUnclear {
		a.Kind, a.KindBy = hearsay.SourceNamed, turnRule
	}
	switch a.Kind {
	case hearsay.SourceUnnamed, hearsay.SourceBare:
		a.Profile = f.profile(s, d, src)
	case hearsay.SourceBody:
		if src.noun.class == nounSpokes {
			a.Profile = f.profile(s, d, src)
		}
	}
}

// readSource finds the head of a source and its number word. "One of the officials" and "a group of senators" are
// headed
// by the noun behind "of".
func (f *Finder) readSource(s *sheet, words run) source {
	src := source{words: words, head: -1}
	at := words.from
	for at < words.to && (s.words[at].punctuation() || s.in(at, "before-number")) {
		at++
	}
	if at < words.to && (f.numbers[s.words[at].text].value > 0 || s.tagged(at, hearsay.TagCD) || s.in(at, "number")) {
		src.number = run{at, at + 1}
		if s.is(at, "a") && at+1 < words.to && f.numbers[s.words[at+1].text].value > 0 {
			src.number.to++
		}
	}
	src.head = f.coreNoun(s, words.from, words.to)
	if src.head < 0 && !src.number.empty() {
		src.head = src.number.to - 1
	}
	if src.head < 0 {
		for at := words.from; at < words.to; at++ {
			if s.tagged(at, hearsay.TagPRP, hearsay.TagWP) || s.words[at].tag.Noun() ||
				f.nouns[s.words[at].text].class != nounUnknown {
				src.head = at
				break
			}
		}
	}
	if src.head >= 0 && src.head+2 < words.to && s.is(src.head+1, "of") &&
		(s.in(src.head, "partitive") || src.number.has(src.head)) {
		if inner := f.coreNoun(s, src.head+2, words.to); inner >= 0 {
			if src.number.empty() || s.is(src.number.from, "a") && f.numbers[s.words[src.head].text].value > 0 {
				src.number = run{src.head, src.head + 1}
			}
			src.head = inner
		} else if s.is(src.head+2, "them", "us", "those") {
			src.head += 2
		}
	}
	src.head = s.titled(src)
	if src.head >= 0 {
		src.noun = f.nouns[s.words[src.head].text]
		if two := src.head - 1; two >= words.from {
			if n, ok := f.nouns[s.words[two].text+" "+s.words[src.head].text]; ok {
				src.noun = n
			}
		}
	}
	return src
}

// titled is the head of a source, moved from a title to the name that it belongs to: "Secretary of State Jane Roe".
func (s *sheet) titled(src source) int {
	if src.head < 0 || !s.is(src.head+1, "of", "for", "at", "and") {
		return src.head
	}
	for at := src.head + 2; at < src.words.to && !s.is(at, ","); at++ {
		if i := s.words[at].mention; i > 0 && s.reading.Mentions[i-1].Kind == hearsay.MentionName &&
			s.reading.Mentions[i-1].Span.Contains(s.words[src.head].span) {
			return max(at, s.wordsIn(s.reading.Mentions[i-1].Head).to-1)
		}
	}
	return src.head
}

// kind is what sort of source the words are, and the rule that says so.
func (f *Finder) kind(s *sheet, src source) (hearsay.SourceKind, string) {
	if src.head < 0 {
		return hearsay.SourceUnclear, "no head"
	}
	head := &s.words[src.head]
	if s.tagged(src.head, hearsay.TagPRP, hearsay.TagWP) || s.in(src.head, "pronoun") {
		return f.pronounKind(s, src)
	}
	if head.outlet > 0 {
		return hearsay.SourceOutlet, "outlet name"
	}
	if kind, by := f.namedKind(s, src); kind != hearsay.SourceUnclear {
		return kind, by
	}
	if s.reportOf(src) && (src.noun.class == nounReports || src.noun.class == nounDocument ||
		f.sets["reporting"][head.text]) {
		return hearsay.SourceOutlet, "outlet's report"
	}
	if head.capital && s.tagged(src.head, hearsay.TagNNP) && src.noun.class == nounDocument && s.is(src.words.from,
		"the") {
		return hearsay.SourceUnclear, "short name" // "the Post", where nothing says which
	}
	possessed := src.head > src.words.from && (s.tagged(src.words.from, hearsay.TagPRPS) ||
		s.possessive(run{src.words.from, src.head}))
	singular := s.tagged(src.head, hearsay.TagNN, hearsay.TagNNP)
	indefinite := s.in(src.words.from, "indefinite") || !src.number.empty() && f.counts(s, src.number)
	switch src.noun.class {
	case nounSpokes:
		return hearsay.SourceBody, "spokesperson without a name"
	case nounBare:
		switch {
		case f.described(s, src):
			return hearsay.SourceUnnamed, "described"
		case s.is(src.head, "people") && !indefinite && !s.is(src.words.from, "the", "these", "those"):
			return hearsay.SourceCollective, "people at large"
		}
		return hearsay.SourceBare, "no description"
	case nounPerson:
		switch {
		case indefinite:
			return hearsay.SourceUnnamed, "counted"
		case !src.noun.plural && possessed:
			return hearsay.SourceUnnamed, "described"
		case src.noun.plural && f.nearness(s, src).len() > 0:
			return hearsay.SourceUnnamed, "described"
		case src.noun.plural:
			return hearsay.SourceCollective, "plural of a sort of people"
		case f.sets["office"][head.text]:
			return hearsay.SourceNamed, "office"
		}
		return hearsay.SourceUnclear, "role without a bearer"
	case nounDocument:
		return hearsay.SourceDocument, "document"
	case nounReports:
		return hearsay.SourceUntraced, "reports"
	case nounBody:
		if src.noun.plural && !indefinite && !s.is(src.words.from, "the") {
			return hearsay.SourceCollective, "plural of a sort of body"
		}
		return hearsay.SourceBody, "body"
	case nounCrowd:
		return hearsay.SourceCollective, "crowd"
	}
	switch {
	case s.tagged(src.head, hearsay.TagNNPS):
		return hearsay.SourceCollective, "plural name"
	case s.tagged(src.head, hearsay.TagNNP):
		if s.is(src.words.from, "the") {
			return hearsay.SourceBody, "name with article"
		}
		return hearsay.SourceNamed, "name"
	case s.tagged(src.head, hearsay.TagNNS):
		return hearsay.SourceCollective, "plural"
	case singular && indefinite && f.personal(head.text):
		return hearsay.SourceUnnamed, "one of a sort"
	}
	return hearsay.SourceUnclear, "no rule"
}

// reportOf reports whether a report or document is an outlet's own: "a Politico report", "CNN's reporting", "a story
// in the
// Post"; not "a letter obtained by CNN".
func (s *sheet) reportOf(src source) bool {
	if s.outletIn(run{src.words.from, src.head}) >= 0 {
		return true
	}
	for at := src.head + 1; at < src.words.to; at++ {
		if s.words[at].outlet > 0 {
			return s.in(src.head+1, "published") && at <= src.head+3
		}
	}
	return false
}

// personal reports whether a noun that no list of sources has stands for a person.
func (f *Finder) personal(noun string) bool {
	switch f.cues[noun].Noun {
	case lexicon.CueVoice, lexicon.CuePeople:
		return true
	}
	for _, end := range []string{"er", "or", "ist", "ian", "man", "woman", "eer", "crat", "ican"} {
		if strings.HasSuffix(noun, end) && len(noun) > len(end)+3 {
			return true
		}
	}
	return false
}

// pronounKind is the kind of a source that is a pronoun.
func (f *Finder) pronounKind(s *sheet, src source) (hearsay.SourceKind, string) {
	if s.is(src.head, "i", "we", "us") {
		if s.words[src.head].quoted > 0 {
			return hearsay.SourceUnclear, "first person in a quotation"
		}
		return hearsay.SourceSelf, "first person"
	}
	if entity, _ := s.bearer(src.head); entity != nil {
		if kind := entityKind(entity); kind != hearsay.SourceUnclear {
			return kind, "pronoun's bearer"
		}
	}
	return hearsay.SourceUnclear, "pronoun"
}

// namedKind is the kind of a source whose head, or the name in commas behind it, is a mention of something known.
func (f *Finder) namedKind(s *sheet, src source) (hearsay.SourceKind, string) {
	if entity, mention := s.bearer(src.head); entity != nil {
		kind := entityKind(entity)
		switch {
		case kind == hearsay.SourceUnclear:
		case mention.Kind == hearsay.MentionName:
			if s.is(src.words.from, "a", "an") && src.noun.class != nounUnknown && s.tagged(src.head, hearsay.TagNN) {
				break
			}
			if kind == hearsay.SourceBody && (src.noun.class == nounSpokes || src.noun.class == nounBare ||
				src.noun.class == nounPerson) {
				break
			}
			return kind, "name"
		case src.noun.class != nounSpokes || kind == hearsay.SourceNamed:
			return kind, "role's bearer"
		}
	}
	if w := &s.words[src.head]; w.mention == 0 && w.capital && s.people[w.text] != 0 && src.words.len() <= 3 &&
		!s.is(src.words.from, "the") {
		return hearsay.SourceNamed, "last name"
	}
	// "his lawyer, John Smith,": the name stands in commas.
	if s.is(src.head+1, ",") && src.head+2 < src.words.to && s.tagged(src.head, hearsay.TagNN) {
		if head := f.coreNoun(s, src.head+2, src.words.to); head >= 0 {
			if entity, mention := s.bearer(head); entity != nil && mention.Kind == hearsay.MentionName &&
				entity.Kind == hearsay.EntityPerson {
				return hearsay.SourceNamed, "name in apposition"
			}
		}
	}
	return hearsay.SourceUnclear, ""
}

// bearer is the entity that the word's mention leads to, and the mention; nil where there is none.
func (s *sheet) bearer(at int) (*hearsay.Entity, *hearsay.Mention) {
	if at < 0 || s.words[at].mention == 0 {
		return nil, nil
	}
	mention := &s.reading.Mentions[s.words[at].mention-1]
	return s.entity(mention.Entity), mention
}

// entityKind is the kind of source that an entity is.
func entityKind(entity *hearsay.Entity) hearsay.SourceKind {
	switch entity.Kind {
	case hearsay.EntityPerson:
		return hearsay.SourceNamed
	case hearsay.EntityBody, hearsay.EntityPlace:
		return hearsay.SourceBody
	case hearsay.EntityOutlet:
		return hearsay.SourceOutlet
	}
	return hearsay.SourceUnclear
}

// counts reports whether a number word counts people: not "some" or "many".
func (f *Finder) counts(s *sheet, r run) bool {
	return !s.in(r.to-1, "vague") && (s.tagged(r.from, hearsay.TagCD) || f.numbers[s.words[r.to-1].text].value > 0 ||
		s.is(r.from, "a", "an", "one"))
}

// outletIn is the index of the first outlet named in the run, or -1.
func (s *sheet) outletIn(r run) int {
	for at := r.from; at < r.to; at++ {
		if s.words[at].outlet > 0 {
			return s.words[at].outlet - 1
		}
	}
	return -1
}

// possessive reports whether a possessive ending stands in the run.
func (s *sheet) possessive(r run) bool {
	for at := r.from; at < r.to; at++ {
		if s.tagged(at, hearsay.TagPOS) {
			return true
		}
	}
	return false
}

// described reports whether a source's words tell more than a noun and a number.
func (f *Finder) described(s *sheet, src source) bool {
	for at := src.words.from; at < src.words.to; at++ {
		w := &s.words[at]
		if at == src.head || src.number.has(at) || w.punctuation() || f.sets["plain"][w.text] {
			continue
		}
		if s.is(at, "who", "of") {
			return at > src.head
		}
		return true
	}
	return false
}

// profile reads the slots of a source without a name.
func (f *Finder) profile(s *sheet, d *draft, src source) hearsay.Unnamed {
	p := hearsay.Unnamed{Role: s.span(run{src.head, src.head + 1})}
	f.count(s, src, &p)
	p.Nearness = s.span(f.nearness(s, src))
	p.Affiliation = s.span(f.affiliation(s, src))
	p.Reason = s.span(f.reason(s, d, src))
	return p
}

// count sets the number that a source claims: a number word is that number, a bare plural two.
func (f *Finder) count(s *sheet, src source, p *hearsay.Unnamed) {
	plural := src.noun.plural || s.tagged(src.head, hearsay.TagNNS, hearsay.TagNNPS)
	if src.number.empty() {
		if plural {
			p.Number, p.Plural = 2, true
		} else {
			p.Number = 1
		}
		return
	}
	p.NumberSpan = s.span(src.number)
	last := s.words[src.number.to-1].text
	switch n, known := f.numbers[last]; {
	case known:
		p.Number, p.Plural = n.value, n.plural
	case s.is(src.number.from, "a", "an", "one"):
		p.Number = 1
		p.NumberSpan = s.span(src.number)
	case s.tagged(src.number.from, hearsay.TagCD):
		if value, err := strconv.Atoi(strings.ReplaceAll(last, ",", "")); err == nil && value > 0 && value < 1_000_000 {
			p.Number = value
		}
	case plural:
		p.Number, p.Plural = 2, true
	}
}

// nearness is the part of a source that says how near it is to what it tells: "close to the president", "briefed on".
func (f *Finder) nearness(s *sheet, src source) run {
	for at := src.head + 1; at < src.words.to; at++ {
		w := &s.words[at]
		if !f.sets["near"][w.text] {
			continue
		}
		if s.is(at, "with") && !s.knowledge(f, at, src.words.to) {
			continue
		}
		end := at + 1
		for end < src.words.to && !s.is(end, ",", "who", "whom", ";", "(") && !s.words[end].mark() && !s.words[end].dash() {
			if _, anonymous := f.anonymousAt(s, end, src.words.to); anonymous {
				break
			}
			end++
		}
		for end > at+1 && s.is(end-1, "on", "and", "but", "speaking") {
			end--
		}
		return run{at, end}
	}
	return run{}
}

// knowledge reports whether "with" goes on with knowledge, ties or access.
func (s *sheet) knowledge(f *Finder, at, ceiling int) bool {
	for next := at + 1; next < min(at+4, ceiling); next++ {
		if s.in(next, "knowledge") {
			return true
		}
	}
	return false
}

// affiliation is the body that a source belongs to: the names and nouns before its head, or behind "in", "at", "for".
func (f *Finder) affiliation(s *sheet, src source) run {
	from := src.words.from
	if src.number.to > from && src.number.to <= src.head {
		from = src.number.to
	}
	at := src.head
	if n := f.nouns[s.words[max(src.head-1, src.words.from)].text+" "+s.words[src.head].text]; n.class == nounSpokes &&
		src.head > from {
		at--
	}
	for at > from && (s.words[at-1].tag.Noun() || s.tagged(at-1, hearsay.TagJJ, hearsay.TagPOS, hearsay.TagHyph,
		hearsay.TagAFX, hearsay.TagVBN)) &&
		!s.in(at-1, "plain") && !s.in(at-1, "rank") {
		at--
	}
	end := src.head
	if at < end && s.is(end-1, "press") {
		end--
	}
	for end > at && (s.tagged(end-1, hearsay.TagPOS, hearsay.TagHyph) || s.in(end-1, "rank") || s.is(end-1, "'s")) {
		end--
	}
	named := false
	for i := at; i < end; i++ {
		named = named || s.words[i].capital || s.words[i].tag.Noun() || s.in(i, "affiliation")
	}
	if at < end && named {
		return run{at, end}
	}
	for at = src.head + 1; at < src.words.to; at++ {
		if s.tagged(at, hearsay.TagWP) || s.is(at, ",") || s.in(at, "near") && !s.is(at, "with") {
			return run{}
		}
		if !s.in(at, "belongs") {
			continue
		}
		if s.is(at, "with") && s.knowledge(f, at, src.words.to) {
			return run{}
		}
		inner := f.nounRight(s, at+1, src.words.to)
		for inner.from < inner.to && s.tagged(inner.from, hearsay.TagDT) {
			inner.from++
		}
		if !inner.empty() {
			return inner
		}
	}
	return run{}
}

// anonymousAt is the phrase about anonymity that begins at the word.
func (f *Finder) anonymousAt(s *sheet, at, ceiling int) (run, bool) {
	for _, tokens := range f.anonymity[s.words[at].text] {
		next, ok := at, true
		for _, token := range tokens {
			for next < ceiling && s.words[next].text != token && s.adverb(next) {
				next++
			}
			if next >= ceiling || s.words[next].text != token {
				ok = false
				break
			}
			next++
		}
		if ok {
			return run{at, next}, true
		}
	}
	return run{}, false
}

// reason is the clause of the source's sentence that tells why it is not named, outside of the content: from the word
// that joins it to the noun up to the next comma or the end.
func (f *Finder) reason(s *sheet, d *draft, src source) run {
	sentence := s.sentenceOf(src.head)
	for at := src.head + 1; at < sentence.to; at++ {
		if within(d.content, at) {
			continue
		}
		phrase, ok := f.anonymousAt(s, at, sentence.to)
		if !ok {
			continue
		}
		from := at
		for from > src.head+1 && from > at-8 && !s.is(from-1, ",") && !s.words[from-1].mark() && !s.tagged(from,
			hearsay.TagWP) && !s.tagged(from, hearsay.TagVBG) {
			from--
		}
		if s.tagged(from, hearsay.TagWP, hearsay.TagVBG) || s.is(from, "on") {
			at = from
		} else if from = at; s.is(from-1, "on", "the") {
			for from > src.head+1 && s.in(from-1, "before-anonymity") {
				from--
			}
		}
		end := phrase.to
		for end < sentence.to && !s.is(end, ",", ";", ".") && !s.words[end].mark() && !within(d.content, end) &&
			end < phrase.to+30 &&
			!d.cue.has(end) {
			end++
		}
		return run{from, end}
	}
	return run{}
}
