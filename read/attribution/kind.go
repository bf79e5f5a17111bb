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
	if f.hearsayAdjective(s, d) {
		a.Source, d.source = nil, nil
		a.Kind, a.KindBy = hearsay.SourceUntraced, "nobody named"
		return
	}
	if f.passive(s, d) {
		if len(d.toldTo) == 0 {
			d.toldTo = d.source
			a.ToldTo = a.Source
		}
		a.Source, d.source = nil, nil
	}
	if len(d.source) == 0 {
		a.Kind, a.KindBy = hearsay.SourceUnclear, "no source"
		if d.frame == frameUntraced || d.frame == frameSaidTo || d.frame == frameThat || d.frame == frameTalk {
			a.Kind, a.KindBy = hearsay.SourceUntraced, "nobody named"
		}
		return
	}
	src := f.readSource(s, d.source[0])
	a.Kind, a.KindBy = f.kind(s, src)
	if (a.Kind == hearsay.SourceDocument || a.Kind == hearsay.SourceBody || a.Kind == hearsay.SourceUnnamed) &&
		f.periodical(s, d.source[:1]) >= 0 {
		a.Kind, a.KindBy = hearsay.SourceOutlet, "outlet named before"
	}
	if a.Kind == hearsay.SourceSelf && s.is(src.head, "we") && s.in(d.cue.to-1, "reports-news") {
		a.Kind, a.KindBy = hearsay.SourceOutlet, "own report"
	}
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

// hearsayAdjective reports whether a cue is one word that says of the noun behind it that it is told by nobody: "the
// alleged theft".
func (f *Finder) hearsayAdjective(s *sheet, d *draft) bool {
	return d.cue.len() == 1 && s.in(d.cue.from, "hearsay-adjective") && !s.tagged(d.cue.from, hearsay.TagVBD) &&
		d.cue.to < len(s.words) && (s.words[d.cue.to].tag.Noun() || s.tagged(d.cue.to, hearsay.TagJJ)) &&
		(s.tagged(d.cue.from-1, hearsay.TagPOS) || !s.in(d.cue.from-1, "be") && !s.in(d.cue.from-1, "have"))
}

// passive reports whether the source in front of a cue is who is told: "he was not told that", "she had been warned".
func (f *Finder) passive(s *sheet, d *draft) bool {
	last := d.cue.to - 1
	if len(d.source) != 1 || d.source[0].to > d.cue.from || !s.in(last, "tells") || s.is(d.cue.to, "by") ||
		strings.HasSuffix(s.words[last].text, "ing") {
		return false
	}
	for at := last - 1; at >= max(d.cue.from, last-3); at-- {
		if s.in(at, "be") {
			return true
		}
	}
	return false
}

// readSource finds the head of a source and its number word. "One of the officials" and "a group of senators" are
// headed by the noun behind "of".
func (f *Finder) readSource(s *sheet, words run) source {
	if s.tagged(words.from, hearsay.TagWP, hearsay.TagWDT, hearsay.TagWPS) && words.len() == 1 {
		words = f.antecedentOf(s, words)
	}
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
	src.head = f.coreNoun(s, at, words.to)
	if src.head < 0 && s.tagged(at, hearsay.TagJJ) && s.is(at+1, "and", "or") {
		src.head = f.coreNoun(s, at+2, words.to)
	}
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
	f.partitive(s, &src)
	if src.head < 0 {
		for at := words.to - 1; at >= words.from && src.head < 0; at-- {
			if w := &s.words[at]; w.capital && !w.punctuation() && !s.tagged(at, hearsay.TagPOS) {
				src.head = at
			}
		}
	}
	if s.is(words.from, "those") && s.in(words.from+1, "near") {
		src.head = words.from
	}
	src.head = s.titled(src)
	if src.head >= 0 {
		src.head = f.coordinated(s, src)
		if src.head+1 < src.words.to && f.nouns[s.words[src.head+1].text].class == nounReports &&
			s.tagged(src.head, hearsay.TagNN) {
			src.head++ // "some news reports", whatever the tagger takes the last word for
		}
		src.noun = f.nouns[s.words[src.head].text]
		if two := src.head - 1; two >= words.from {
			if n, ok := f.nouns[s.words[two].text+" "+s.words[src.head].text]; ok {
				src.noun = n
			}
		}
	}
	return src
}

// partitive moves the head of "one of the officials" to the noun behind "of". The members of a body stay: they are
// people.
func (f *Finder) partitive(s *sheet, src *source) {
	at := src.head + 2
	if src.head < 0 || at >= src.words.to || !s.is(src.head+1, "of") ||
		!s.in(src.head, "partitive") && !src.number.has(src.head) {
		return
	}
	inner := f.coreNoun(s, at, src.words.to)
	switch {
	case inner < 0 && s.is(at, "them", "us", "those"):
		src.head = at
		return
	case inner < 0, s.is(src.head, "member", "members") && f.nouns[s.words[inner].text].class != nounPerson:
		return
	}
	if s.in(src.head, "vague") || src.number.empty() ||
		s.is(src.number.from, "a") && f.numbers[s.words[src.head].text].value > 0 {
		src.number = run{src.head, src.head + 1}
	}
	src.head = inner
}

// antecedentOf is what a relative pronoun stands for: the noun phrase that ends right before it, a comma or dash apart;
// the pronoun itself where there is none.
func (f *Finder) antecedentOf(s *sheet, pronoun run) run {
	end, floor := pronoun.from, s.sentenceOf(pronoun.from).from
	for end > floor && (s.is(end-1, ",") || s.words[end-1].dash()) {
		end--
	}
	if end > floor && s.words[end-1].mention > 0 {
		if mention := s.wordsIn(s.reading.Mentions[s.words[end-1].mention-1].Span); mention.to == end {
			return mention
		}
	}
	if noun, _ := f.nounLeft(s, end, floor); !noun.empty() {
		return noun
	}
	return pronoun
}

// coordinated is the head behind a conjunction that two descriptions share: "federal and state officials", "White House
// and State Department aides". Two people ("Roe and two aides") share none.
func (f *Finder) coordinated(s *sheet, src source) int {
	if !s.is(src.head+1, "and", "or", "&") || src.head+2 >= src.words.to {
		return src.head
	}
	switch f.nouns[s.words[src.head].text].class {
	case nounBare, nounPerson, nounSpokes, nounCrowd, nounDocument:
		return src.head
	}
	if entity, _ := s.bearer(src.head); entity != nil && entity.Kind == hearsay.EntityPerson ||
		s.tagged(src.head, hearsay.TagNNS) {
		return src.head
	}
	for at := src.head + 2; at < src.words.to && !s.is(at, ",", "of", "who"); at++ {
		if s.tagged(at, hearsay.TagDT, hearsay.TagCD, hearsay.TagPRPS) {
			return src.head
		}
		if entity, mention := s.bearer(at); entity != nil && entity.Kind == hearsay.EntityPerson &&
			mention.Kind == hearsay.MentionName && at > src.head+2 && at+1 == src.words.to {
			return at // "Health and Human Services Secretary Ann Roe"
		}
		switch f.nouns[s.words[at].text].class {
		case nounBare, nounPerson, nounSpokes:
			if at+1 == src.words.to || !s.words[at+1].tag.Noun() {
				return at
			}
		}
	}
	return src.head
}

// titled is the head of a source, moved from a title to the name that it belongs to: "Secretary of State Jane Roe".
func (s *sheet) titled(src source) int {
	if src.head < 0 || !s.is(src.head+1, "of", "for", "at", "and") {
		return src.head
	}
	for at := src.head + 2; at < src.words.to && !s.is(at, ","); at++ {
		if i := s.words[at].mention; i > 0 && s.reading.Mentions[i-1].Kind == hearsay.MentionName &&
			s.person(s.reading.Mentions[i-1].Entity) && s.reading.Mentions[i-1].Span.Contains(s.words[src.head].span) {
			return max(at, s.wordsIn(s.reading.Mentions[i-1].Head).to-1)
		}
	}
	return src.head
}

// person reports whether an entity is one.
func (s *sheet) person(id hearsay.EntityID) bool {
	entity := s.entity(id)
	return entity != nil && entity.Kind == hearsay.EntityPerson
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
	if s.nobody(src.words) {
		return hearsay.SourceCollective, "nobody"
	}
	if s.is(src.head, "those") {
		return hearsay.SourceUnnamed, "described"
	}
	if s.in(src.words.from, "vague") && src.noun.class == nounUnknown && strings.HasSuffix(head.text, "s") {
		return hearsay.SourceCollective, "plural"
	}
	if s.in(src.head, "side") && s.is(src.head-1, "the", "far") {
		return hearsay.SourceCollective, "side"
	}
	if f.stateMedia(s, src) {
		return hearsay.SourceOutlet, stateMediaRule
	}
	if kind, by := f.namedKind(s, src); kind != hearsay.SourceUnclear {
		return kind, by
	}
	if s.reportOf(src) && !s.in(src.head, "poll") && (src.noun.class == nounReports || src.noun.class == nounDocument ||
		f.sets["reporting"][head.text]) {
		return hearsay.SourceOutlet, "outlet's report"
	}
	if head.capital && s.tagged(src.head, hearsay.TagNNP) && src.noun.class == nounDocument &&
		s.is(src.words.from, "the") {
		return hearsay.SourceUnclear, "short name" // "the Post", where nothing says which
	}
	possessed := src.head > src.words.from && (s.tagged(src.words.from, hearsay.TagPRPS) ||
		s.possessive(run{src.words.from, src.head}))
	singular := s.tagged(src.head, hearsay.TagNN, hearsay.TagNNP)
	indefinite := s.in(src.words.from, "indefinite") && !(!src.number.empty() && s.in(src.number.to-1, "vague")) ||
		!src.number.empty() && f.counts(s, src.number)
	switch src.noun.class {
	case nounSpokes:
		return hearsay.SourceBody, "spokesperson without a name"
	case nounBare:
		switch {
		case s.is(src.head, "people") && !indefinite && !s.is(src.words.from, "these", "those") &&
			f.nearness(s, src).empty() && f.reasonWithin(s, src).empty():
			return hearsay.SourceCollective, "people at large"
		case f.described(s, src):
			return hearsay.SourceUnnamed, "described"
		case !s.in(src.head, "nameless"):
			return hearsay.SourceUnnamed, "work"
		case s.in(src.words.from, "definite"):
			return hearsay.SourceUnnamed, "known from before"
		}
		return hearsay.SourceBare, "no description"
	case nounPerson:
		switch {
		case f.nameBehind(s, src):
			return hearsay.SourceNamed, "name in apposition"
		case indefinite && !(src.noun.plural && f.loose(s, src.number)):
			return hearsay.SourceUnnamed, "counted"
		case src.noun.plural && f.particular(s, src, possessed):
			return hearsay.SourceUnnamed, "described"
		case src.noun.plural:
			return hearsay.SourceCollective, "plural of a sort of people"
		}
		return f.roleKind(s, src, possessed)
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
	role, known := f.roles[head.text]
	switch {
	case known && singular && indefinite:
		return hearsay.SourceUnnamed, "one of a sort"
	case known && singular && !role.Vague:
		return f.roleKind(s, src, possessed)
	case s.tagged(src.head, hearsay.TagNNPS):
		return hearsay.SourceCollective, "plural name"
	case s.tagged(src.head, hearsay.TagNNP):
		if s.is(src.words.from, "the") {
			return hearsay.SourceBody, "name with article"
		}
		if s.is(src.head+1, ",") && src.head+2 < src.words.to {
			if apposed := f.coreNoun(s, src.head+2, src.words.to); apposed >= 0 &&
				f.nouns[s.words[apposed].text].class == nounBody {
				return hearsay.SourceBody, "body in apposition"
			}
		}
		return hearsay.SourceNamed, "name"
	case s.tagged(src.head, hearsay.TagNNS) && possessed && !s.in(src.head, "camp") &&
		f.personal(strings.TrimSuffix(head.text, "s")):
		return hearsay.SourceUnnamed, "described"
	case s.tagged(src.head, hearsay.TagNNS):
		return hearsay.SourceCollective, "plural"
	case singular && (indefinite || s.is(src.words.from, "the")) && f.personal(head.text):
		return hearsay.SourceUnnamed, "one of a sort"
	case head.capital && src.words.len() == 1 && (src.head > s.sentenceOf(src.head).from ||
		strings.ContainsAny(s.words[src.head].text, "'")):
		return hearsay.SourceNamed, "name"
	}
	return hearsay.SourceUnclear, "no rule"
}

// nameBehind reports whether a person's name stands in commas behind a source in the singular: "an attorney for Roe,
// Mark Lowe,".
func (f *Finder) nameBehind(s *sheet, src source) bool {
	if !s.tagged(src.head, hearsay.TagNN) {
		return false
	}
	sentence := s.sentenceOf(src.head)
	for at := src.head + 1; at < min(sentence.to, max(src.words.to, src.head)+2); at++ {
		if s.tagged(at, hearsay.TagWP, hearsay.TagWDT) || s.words[at].tag.Verb() {
			return false
		}
		if !s.is(at, ",") {
			continue
		}
		if at+1 >= sentence.to || s.words[at+1].mention == 0 {
			return false
		}
		mention := s.reading.Mentions[s.words[at+1].mention-1]
		words := s.wordsIn(mention.Span)
		return mention.Kind == hearsay.MentionName && s.person(mention.Entity) && words.from == at+1 && words.len() > 1 &&
			(s.is(words.to, ",") || words.to >= src.words.to)
	}
	return false
}

// loose reports whether a number word counts nobody in particular: "several", "many".
func (f *Finder) loose(s *sheet, number run) bool {
	return !number.empty() && f.numbers[s.words[number.to-1].text].plural
}

// particular reports whether the plural of a sort of people stands for some people that somebody knows: "senior
// Democrats", "the report's authors", "his surrogates", "friends of the mayor". Camps ("Roe's critics") never do.
func (f *Finder) particular(s *sheet, src source, possessed bool) bool {
	if f.nearness(s, src).len() > 0 {
		return true
	}
	if s.in(src.head, "camp") {
		return s.in(src.words.from, "rank") && s.words[src.head].capital
	}
	affiliation := f.affiliation(s, src)
	for at := affiliation.from; at < affiliation.to; at++ {
		if s.words[at].tag.Noun() || s.in(at, "affiliation") {
			return true
		}
	}
	return possessed
}

// nobody reports whether the words are "no one", "nobody" or "none".
func (s *sheet) nobody(r run) bool {
	return s.is(r.from, "nobody", "none") || s.is(r.from, "no") && s.is(r.from+1, "one", "body")
}

// stateMediaRule is the rule for the press of a country, which has no name.
const stateMediaRule = "state media"

// stateMedia reports whether a source is the press of a country or party.
func (f *Finder) stateMedia(s *sheet, src source) bool {
	kind := src.head - 1
	if s.is(src.head, "agency") && s.is(kind, "news") {
		kind--
	} else if !s.in(src.head, "press") {
		return false
	}
	return kind >= src.words.from && s.in(kind, "state-owned")
}

// roleKind is the kind of one person in a role that leads to no name in the document: whoever has an office, or is the
// relative of somebody, is named as good as by a name; one who was brought in without a name stays without.
func (f *Finder) roleKind(s *sheet, src source, possessed bool) (hearsay.SourceKind, string) {
	role := f.roles[s.words[src.head].text]
	switch {
	case s.is(src.words.from, "this", "that"):
		return hearsay.SourceUnnamed, "known from before"
	case role.Kin && (possessed || s.is(src.head+1, "of")):
		return hearsay.SourceNamed, "relative"
	case role.Unique || f.sets["office"][s.words[src.head].text]:
		return hearsay.SourceNamed, "office"
	case s.introduced(0, src):
		return hearsay.SourceUnnamed, "brought in without a name"
	case possessed || role.Vague:
		return hearsay.SourceUnnamed, "described"
	}
	return hearsay.SourceNamed, "role"
}

// reportOf reports whether a report or document is an outlet's own: "a Politico report", "CNN's reporting", "a story in
// the Post"; not "a letter obtained by CNN".
func (s *sheet) reportOf(src source) bool {
	if s.outletIn(run{src.words.from, src.head}) >= 0 {
		return true
	}
	for at := src.head + 1; at < src.words.to; at++ {
		if s.words[at].outlet > 0 {
			return s.in(src.head+1, "published") && (at <= src.head+3 || s.is(src.head+1, "by"))
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
	for end := range f.sets["person-ending"] {
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
		if s.is(at, "who", "of") && at < src.head {
			continue
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
		saw := s.is(at, "who") && s.in(s.skipHave(at+1), "saw")
		room := s.is(at, "in") && s.is(at+1, "the") && s.is(at+2, "room", "meeting")
		if !f.sets["near"][w.text] && !saw && !room {
			continue
		}
		if s.is(at, "with") && !s.knowledge(f, at, src.words.to) {
			continue
		}
		end := at + 1
		for end < src.words.to && !s.is(end, ",", "who", "whom", ";", "(") && !(s.is(end, "but", "and") &&
			(s.is(end+1, "who", "spoke", "asked", "requested"))) && !s.words[end].mark() && !s.words[end].dash() {
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

// skipHave is the first word from here on that is no form of have.
func (s *sheet) skipHave(at int) int {
	for s.in(at, "have") {
		at++
	}
	return at
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
	if s.tagged(from, hearsay.TagPRPS) && src.noun.class != nounDocument {
		return run{from, from + 1}
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
	if s.is(at-1, "and", "or") && at-1 > from {
		at, end = from, at-1 // of "White House and State Department officials" the first
		for at < end && (s.tagged(at, hearsay.TagDT) || s.in(at, "plain") || s.in(at, "rank")) {
			at++
		}
	}
	for i := at + 1; i < end; i++ {
		if s.words[i-1].tag.Noun() && s.in(i, "affiliation") {
			end = i // "Senate Democratic aide"
		}
	}
	named := false
	for i := at; i < end; i++ {
		named = named || s.words[i].capital || s.words[i].tag.Noun() || s.in(i, "affiliation")
	}
	if at < end && named && !(end-at == 1 && f.nouns[s.words[at].text].class == nounDocument) {
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
		if s.is(at, "in") && s.is(at+1, "the") && s.is(at+2, "room") {
			return run{}
		}
		inner := f.nounRight(s, at+1, src.words.to)
		for next := inner.from + 1; next < inner.to; next++ {
			if s.is(next, "who", "and", ",", "(") {
				inner.to = next
			}
		}
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

// reasonWithin is the phrase about anonymity among a source's own words.
func (f *Finder) reasonWithin(s *sheet, src source) run {
	for at := src.head + 1; at < src.words.to; at++ {
		if phrase, ok := f.anonymousAt(s, at, src.words.to); ok {
			return phrase
		}
	}
	return run{}
}

// reason is the clause of the source's sentence that tells why it is not named, outside of the content: from the word
// that joins it to the noun up to the next comma or the end. Behind the source it is looked for first.
func (f *Finder) reason(s *sheet, d *draft, src source) run {
	sentence := s.sentenceOf(src.head)
	for _, part := range []run{{src.head + 1, sentence.to}, {sentence.from, src.words.from}} {
		for at := part.from; at < part.to; at++ {
			if within(d.content, at) {
				continue
			}
			if phrase, ok := f.anonymousAt(s, at, part.to); ok {
				return f.reasonClause(s, d, part, phrase)
			}
		}
	}
	return run{}
}

// reasonClause is the clause around a phrase about anonymity.
func (f *Finder) reasonClause(s *sheet, d *draft, part, phrase run) run {
	from := phrase.from
	for from > part.from && from > phrase.from-8 && !s.is(from-1, ",", "and") && !s.words[from-1].mark() &&
		!s.tagged(from, hearsay.TagWP) && !s.tagged(from, hearsay.TagVBG) {
		from--
	}
	joins := s.tagged(from, hearsay.TagWP, hearsay.TagVBG) || s.is(from, "on")
	if joins && s.in(phrase.from, "condition") {
		for at := from; at < phrase.from; at++ {
			joins = joins && (s.in(at, "before-anonymity") || s.adverb(at) || s.tagged(at, hearsay.TagVBG))
		}
	}
	if !joins {
		for from = phrase.from; from > part.from && s.in(from-1, "before-anonymity"); from-- {
		}
		if s.is(from-1, "and") && s.in(from, "spoke") {
			from++ // "who saw it and spoke on condition of anonymity"
		}
	}
	end := phrase.to
	for end < part.to && !s.is(end, ",", ";", ".") && !s.words[end].mark() && !within(d.content, end) &&
		end < phrase.to+30 && !d.cue.has(end) {
		end++
	}
	for end > phrase.to && s.in(end-1, "late") && d.cue.has(end) {
		end-- // "who asked not to be named earlier told"
	}
	return run{from, end}
}
