package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/lexicon"
)

// found is a name in a sentence, before names are joined.
type found struct {
	sentence   int
	from       int // word at which the mention begins, with its title
	start, end int // words of the name itself
	kind       hearsay.EntityKind
	name       lexicon.PersonName // of what is or may be a person
	key        string             // canonical name of a body, place or outlet
	gender     hearsay.Gender
	role       [2]int // words of the role that stands before the name; empty if equal
	lone       bool   // a name of one word
	initial    bool   // stands where any word has a capital
	entity     int    // index into entities, or -1
	inferred   bool
	by         string
}

// item is a part of a run of capitalised words.
type item struct {
	class      class
	start, end int
	canonical  string
	gender     hearsay.Gender
	role       bool // a role noun, or a title that stands for one
}

// findNames finds the names of all sentences: first where capitals and words can be trusted, then in headlines and in
// damaged sentences, where a name that stands elsewhere weighs more than its form.
func (p *pass) findNames() {
	p.acronyms = map[string]string{}
	for i := range p.lines {
		if line := &p.lines[i]; !line.damaged && !line.titled {
			p.scan(i, nil)
		}
	}
	elsewhere := p.collect()
	for i := range p.lines {
		if line := &p.lines[i]; line.damaged || line.titled {
			p.scan(i, elsewhere)
		} else {
			p.openers(i, elsewhere)
		}
	}
}

// openers finds the last names that open a sentence and look like common nouns there: "Banks said" where the document
// names Ann Banks.
func (p *pass) openers(sentence int, elsewhere *knownNames) {
	line := &p.lines[sentence]
	for i := range line.words[:max(len(line.words)-1, 0)] {
		w, next := &line.words[i], &line.words[i+1]
		if !w.cap || w.taken || !elsewhere.borne[w.lower] || !w.tag.Noun() ||
			!next.tag.Verb() && next.tag != hearsay.TagPOS {
			continue
		}
		p.add(found{sentence: sentence, from: i, start: i, end: i + 1, lone: true, initial: true,
			name: p.names.Parse([]string{w.text}), by: "last name elsewhere"})
	}
}

// knownNames is the names of people found where words can be trusted.
type knownNames struct {
	full  map[string][][]word // first word → names of two and more words
	lasts map[string]bool     // last names, small letters
	borne map[string]bool     // last names of full names
}

func (p *pass) collect() *knownNames {
	k := &knownNames{full: map[string][][]word{}, lasts: map[string]bool{}, borne: map[string]bool{}}
	for i := range p.found {
		m := &p.found[i]
		if m.kind != hearsay.EntityPerson {
			if m.kind == hearsay.EntityUnclear && m.lone && !m.initial {
				k.lasts[m.name.Last] = true
			}
			continue
		}
		k.lasts[m.name.Last] = true
		if !m.lone {
			k.borne[m.name.Last] = true
			words := p.lines[m.sentence].words[m.start:m.end]
			k.full[words[0].lower] = append(k.full[words[0].lower], words)
		}
	}
	return k
}

// at returns how many words of words, from its first, are a name that stands elsewhere; 0 if none are.
func (k *knownNames) at(words []word) int {
	best := 0
	for _, name := range k.full[words[0].lower] {
		if len(name) > len(words) || len(name) <= best {
			continue
		}
		same := true
		for i := range name {
			if name[i].lower != words[i].lower {
				same = false
				break
			}
		}
		if same {
			best = len(name)
		}
	}
	return best
}

// scan finds the names of a sentence. elsewhere is nil where the sentence's own words and capitals can be trusted.
func (p *pass) scan(sentence int, elsewhere *knownNames) {
	line := &p.lines[sentence]
	outlets := line.outlets
	for i := 0; i < len(line.words); {
		w := &line.words[i]
		for len(outlets) > 0 && outlets[0].Span.Start < w.span.Start {
			outlets = outlets[1:]
		}
		if len(outlets) > 0 && outlets[0].Span.Start == w.span.Start {
			end := i + 1
			for end < len(line.words) && line.words[end].span.Start < outlets[0].Span.End {
				end++
			}
			p.add(found{sentence: sentence, from: i, start: i, end: end, kind: hearsay.EntityOutlet,
				key: outlets[0].Outlet, gender: hearsay.GenderNeuter, by: "outlet list"})
			i = end
			continue
		}
		if !w.cap && !strings.HasPrefix(w.text, "al-") && w.text != "al" {
			i++
			continue
		}
		limit := len(line.words)
		if len(outlets) > 0 {
			for limit > i+1 && line.words[limit-1].span.Start >= outlets[0].Span.Start {
				limit--
			}
		}
		items, end := p.run(line, i, limit)
		if end == i {
			i++
			continue
		}
		p.segment(sentence, items, elsewhere)
		i = end
	}
}

// initial reports whether any word would have a capital at i.
func (s *sentence) initial(i int) bool {
	if i == 0 {
		return true
	}
	switch s.words[i-1].tag {
	case hearsay.TagOpenQuote, hearsay.TagCloseQuote, hearsay.TagColon, hearsay.TagLRB, hearsay.TagPeriod,
		hearsay.TagNFP, hearsay.TagLS:
		return true
	}
	switch s.words[i-1].text {
	case "\"", "“", "‘", "'", "`", "*", "•", "—", "--", ":":
		return true
	}
	return false
}

// nameLike reports whether the word at i may be part of a name by its form and tag.
func (p *pass) nameLike(line *sentence, i int) bool {
	w := &line.words[i]
	if !w.cap {
		return false
	}
	switch w.tag {
	case hearsay.TagNNP, hearsay.TagNNPS:
		return true
	case hearsay.TagPRP, hearsay.TagPRPS, hearsay.TagIN, hearsay.TagCC, hearsay.TagDT, hearsay.TagMD, hearsay.TagTO,
		hearsay.TagWDT, hearsay.TagWP, hearsay.TagWPS, hearsay.TagWRB, hearsay.TagEX, hearsay.TagUH, hearsay.TagCD,
		hearsay.TagPDT, hearsay.TagADD, hearsay.TagLS:
		return false
	}
	if w.tag == hearsay.TagNone || !line.initial(i) {
		return true
	}
	// A word that opens a sentence is part of a name where the name goes on, or where a list knows it.
	if _, ok := p.names.First(w.text); ok && i+1 < len(line.words) && line.words[i+1].cap {
		return true
	}
	return p.known.at(line.words, i) != nil
}

// run cuts the capitalised words from i on, and the small ones that belong between them, into items. It returns where
// the run ends, which is i if there is none.
func (p *pass) run(line *sentence, i, limit int) ([]item, int) {
	words := line.words[:limit]
	var items []item
	k := i
	for k < len(words) {
		next := item{start: k}
		entry := p.known.at(words, k)
		switch {
		case entry != nil:
			next.class, next.end, next.canonical = entry.class, k+len(entry.words), entry.canonical
			if entry.class == classTitle {
				next.gender = lexicon.ParseGender(entry.gender)
				next.role = entry.canonical != ""
			}
		case !p.nameLike(line, k):
		case p.roleAt(words, k) > 0:
			next.class, next.end, next.role = classTitle, k+p.roleAt(words, k), true
		default:
			next.end = k + 1
			_, tense := p.roles.Tense(words[k].lower)
			if tense || p.people(words[k].text) || len(words[k].text) > 1 && partyMark(words[k].text) {
				next.class = classNoName
			}
		}
		if next.end > 0 && next.class != classTitle {
			if n := p.ofBody(line, k, limit); n > next.end {
				next.class, next.end, next.canonical = classBody, n, ""
			}
		}
		if next.end == 0 {
			n := p.connected(words, k)
			if n == 0 || len(items) == 0 || items[len(items)-1].class == classTitle {
				break
			}
			last := &items[len(items)-1]
			last.end, last.class, last.canonical = n, classNone, ""
			k = n
			continue
		}
		items = append(items, next)
		k = next.end
	}
	return items, k
}

// people reports whether a word is the plural of a people's name.
func (p *pass) people(word string) bool {
	singular, ok := strings.CutSuffix(word, "s")
	return ok && p.places.OfPeople(singular) != ""
}

// connected returns where a name goes on to if the small word or mark at k joins it: a hyphen without spaces, a
// particle, an ampersand. 0 is no.
func (p *pass) connected(words []word, k int) int {
	if k+1 >= len(words) {
		return 0
	}
	w, next := &words[k], &words[k+1]
	switch {
	case w.text == "-" || w.text == "‑":
		if w.glued && next.glued && (next.cap || next.tag == hearsay.TagNNP) {
			return k + 2
		}
	case w.text == "&":
		if next.cap {
			return k + 2
		}
	case !w.cap && p.names.Particle(w.text) && !w.tag.Verb():
		end := k + 1
		for end < len(words) && !words[end].cap && p.names.Particle(words[end].text) {
			end++
		}
		if end < len(words) && words[end].cap && words[end].tag == hearsay.TagNNP {
			return end + 1
		}
	}
	return 0
}

// roleAt returns the words of the longest role, all with capitals, that begins at i.
func (p *pass) roleAt(words []word, i int) int {
	longest := p.roleStarts[words[i].lower]
	if longest == 0 {
		return 0
	}
	var key [64]byte
	buffer := append(key[:0], words[i].lower...)
	best := 0
	for n := 1; ; n++ {
		if _, ok := p.roles.All()[string(buffer)]; ok {
			best = n
		}
		if n == longest || i+n >= len(words) || (!words[i+n].cap && words[i+n].text != "of") {
			return best
		}
		buffer = append(append(buffer, ' '), words[i+n].lower...)
	}
}

// roleEnding returns the words of the longest role that ends before i.
func (p *pass) roleEnding(words []word, i int) int {
	if i == 0 {
		return 0
	}
	longest := p.roleEnds[words[i-1].lower]
	var key [64]byte
	for n := min(longest, i); n > 0; n-- {
		buffer := key[:0]
		for k := i - n; k < i; k++ {
			if k > i-n {
				buffer = append(buffer, ' ')
			}
			buffer = append(buffer, words[k].lower...)
		}
		if _, ok := p.roles.All()[string(buffer)]; ok {
			return n
		}
	}
	return 0
}

// ofBody returns where a body's name ends that begins with a word such as "Department" at k and goes on behind "of".
func (p *pass) ofBody(line *sentence, k, limit int) int {
	words := line.words[:limit]
	if line.damaged || !p.heads[words[k].text].first || k+2 >= len(words) {
		return 0
	}
	switch words[k+1].text {
	case "of", "for", "on", "against":
	default:
		return 0
	}
	end := k + 2
	if words[end].text == "the" {
		end++
	}
	start := end
	for end < len(words) && words[end].cap && (words[end].tag.Noun() || words[end].tag == hearsay.TagJJ ||
		words[end].tag == hearsay.TagNone) {
		end++
		if end+1 < len(words) && words[end].text == "and" && words[end+1].cap && words[end+1].tag.Noun() &&
			p.known.at(words, start) == nil && p.known.at(words, end+1) == nil {
			if _, ok := p.names.First(words[end+1].text); !ok {
				end += 2
			}
		}
	}
	if end == start {
		return 0
	}
	return end
}

// segment makes names of a run's items.
func (p *pass) segment(sentence int, items []item, elsewhere *knownNames) {
	line := &p.lines[sentence]
	p.asNames(line, items)
	items = p.mergeBodies(line, items)
	for i := 0; i < len(items); i++ {
		it := items[i]
		switch it.class {
		case classBody, classPlace, classOther:
			p.addListed(sentence, it)
		case classNone:
			j := i
			for j+1 < len(items) && items[j+1].class == classNone {
				j++
			}
			var title *item
			if i > 0 && items[i-1].class == classTitle && items[i-1].end == it.start {
				title = &items[i-1]
			}
			if elsewhere != nil {
				p.knownPeople(sentence, it.start, items[j].end, title, elsewhere)
			} else {
				p.unknownName(sentence, it.start, items[j].end, title)
			}
			i = j
		}
	}
}

// asNames turns items of the lists into parts of people's names where a first name says so: "Steve King", "Paris Doe".
func (p *pass) asNames(line *sentence, items []item) {
	for i := range items {
		it := &items[i]
		if it.end-it.start != 1 || it.class == classNone {
			continue
		}
		text := line.words[it.start].text
		if it.class == classNoName {
			_, first := p.names.First(text)
			if first && i+2 == len(items) && items[i+1].class == classNone &&
				(i == 0 || items[i-1].class != classNone) {
				it.class = classNone
			}
			continue
		}
		if i > 0 && it.class != classDemonym && items[i-1].class == classNone && (i+1 == len(items) ||
			p.names.Suffix(line.words[items[i+1].start].text)) && items[i-1].end-items[i-1].start == 1 {
			previous := line.words[items[i-1].start].text
			_, first := p.names.First(previous)
			if first && !line.words[it.start].upper && (i == 1 || items[i-2].class != classNone) {
				it.class = classNone
				continue
			}
		}
		if _, first := p.names.First(text); first && it.class == classPlace && i+1 < len(items) &&
			items[i+1].class == classNone && p.heads[line.words[items[i+1].end-1].text].last == classNone {
			it.class = classNone
		}
	}
}

// mergeBodies joins the items that end in a word such as "Committee" into one body, and drops such a word alone.
func (p *pass) mergeBodies(line *sentence, items []item) []item {
	for i := 0; i < len(items); i++ {
		last := &line.words[items[i].end-1]
		ofs := items[i].class == classBody && items[i].canonical == ""
		kind := p.heads[last.text].last
		if ofs {
			kind = classBody
		} else if items[i].class != classNone || kind == classNone {
			continue
		}
		if _, first := p.names.First(last.text); first && !ofs && i+1 < len(items) && items[i+1].class == classNone {
			continue
		}
		from := i
		for from > 0 && items[from-1].class != classTitle && items[from-1].end == items[from].start {
			from--
		}
		if !ofs && from == i && items[i].end-items[i].start == 1 {
			items[i].class = classNoName
			continue
		}
		if _, first := p.names.First(line.words[items[from].start].text); first && p.heads[last.text].surname &&
			from == i-1 && items[from].end-items[from].start == 1 && items[from].class == classNone && !ofs &&
			p.plainName(line, items[from].start) {
			continue
		}
		items[from] = item{class: kind, start: items[from].start, end: items[i].end}
		items = append(items[:from+1], items[i+1:]...)
		i = from
	}
	return items
}

// plainName reports whether the word at i stands without an article, as names of people do.
func (p *pass) plainName(line *sentence, i int) bool {
	return i == 0 || line.words[i-1].tag != hearsay.TagDT
}

// addListed adds a body or place.
func (p *pass) addListed(sentence int, it item) {
	line := &p.lines[sentence]
	m := found{sentence: sentence, from: it.start, start: it.start, end: it.end, gender: hearsay.GenderNeuter}
	text := p.text(sentence, it.start, it.end)
	switch {
	case it.class == classPlace && it.canonical != "":
		m.kind, m.key, m.by = hearsay.EntityPlace, it.canonical, "place list"
	case it.class == classPlace:
		m.kind, m.key, m.by = hearsay.EntityPlace, text, "place word"
	case it.class == classOther:
		m.kind, m.key, m.by = hearsay.EntityOther, text, "last word"
	default:
		m.kind, m.by = hearsay.EntityBody, "body list"
		if it.canonical == "" {
			m.by = "body word"
		}
		m.key, _ = p.bodies.Canonical(text)
	}
	p.add(m)
	p.acronym(line, &p.found[len(p.found)-1], text)
}

// acronym notes the acronym that stands in brackets behind a name and is made of its first letters.
func (p *pass) acronym(line *sentence, m *found, name string) {
	words := line.words
	if m.end+2 >= len(words) || words[m.end].text != "(" || words[m.end+2].text != ")" || line.damaged {
		return
	}
	short := strings.ReplaceAll(words[m.end+1].text, ".", "")
	if len(short) < 2 || strings.ToUpper(short) != short {
		return
	}
	var letters strings.Builder
	for i := m.start; i < m.end; i++ {
		if words[i].cap {
			r, _ := utf8.DecodeRuneInString(words[i].text)
			letters.WriteRune(r)
		}
	}
	if initials := letters.String(); initials == short || strings.TrimPrefix(initials, "T") == short {
		p.acronyms[words[m.end+1].text] = m.key
		p.acronyms[short] = m.key
	}
}

// text is the words from start to end of a sentence as they stand there, with white space folded.
func (p *pass) text(sentence, start, end int) string {
	words := p.lines[sentence].words
	text := p.doc.Text[words[start].span.Start:words[end-1].span.End]
	if end-start == 1 || !strings.ContainsAny(text, "\n\t\u00a0") && !strings.Contains(text, "  ") {
		return text
	}
	return strings.Join(strings.Fields(text), " ")
}

// add keeps a name and marks its words as taken.
func (p *pass) add(m found) {
	m.entity = -1
	for i := m.from; i < m.end; i++ {
		p.lines[m.sentence].words[i].taken = true
	}
	p.found = append(p.found, m)
}

// trim cuts what is no part of a person's name off both ends of a run of words.
func (p *pass) trim(words []word, start, end int) (int, int) {
	for start < end && !letterFirst(words[start].text) {
		start++
	}
	for end > start && !letterFirst(words[end-1].text) {
		end--
	}
	return start, end
}

func letterFirst(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsLetter(r)
}

// unknownName makes a name of words that no list knows, a person's where there is evidence of one.
func (p *pass) unknownName(sentence, start, end int, title *item) {
	line := &p.lines[sentence]
	words := line.words
	start, end = p.trim(words, start, end)
	if start == end {
		return
	}
	// A word that stands twice in a row was doubled by a machine.
	for k := start + 1; k < end; k++ {
		if words[k].text == words[k-1].text {
			p.unknownName(sentence, start, k, title)
			p.unknownName(sentence, k, end, nil)
			return
		}
	}
	from, office := start, start-1
	if office > 0 && words[office].text == "the" {
		office--
	}
	if office > 0 && title == nil && (words[office].text == "of" || words[office].text == "for") &&
		p.roleEnding(words, office) > 0 {
		start = p.behindOffice(words, start, end)
	}
	m := found{sentence: sentence, from: start, start: start, end: end, initial: line.initial(start)}
	parts := p.parts(words[start:end])
	m.name = p.names.Parse(parts)
	m.lone = !m.name.Full()
	if m.lone && p.names.Suffix(parts[0]) {
		return
	}
	if start > from {
		m.role = [2]int{p.modifiers(line, office-p.roleEnding(words, office)), start}
		m.from = m.role[0]
	}
	gender, first := p.names.First(parts[0])
	if first && !m.lone {
		m.gender = gender
	}
	switch {
	case title != nil:
		p.titled(line, &m, title)
	case start == from:
		p.roleBefore(line, &m)
	}
	switch {
	case m.kind == hearsay.EntityPerson:
	case !m.lone && first && p.core(parts) <= 3:
		m.kind, m.by = hearsay.EntityPerson, "first name"
	case !m.lone && len(parts) == 3 && len(parts[1]) <= 2 && !words[start].upper && parts[1] != "&":
		m.kind, m.by = hearsay.EntityPerson, "middle initial"
	case !m.lone && p.names.FamilyFirst(parts[0]) && len(parts) <= 3 && m.name.Last == strings.ToLower(parts[0]):
		m.kind, m.by = hearsay.EntityPerson, "family name first"
	case !m.lone && len(parts) <= 3 && p.personAhead(line, end):
		m.kind, m.by = hearsay.EntityPerson, "words behind it"
	case p.speaks(line, &m):
		m.kind, m.by = hearsay.EntityPerson, "subject of speech"
	case m.lone && words[start].upper && p.acronyms[parts[0]] != "":
		m.kind, m.key, m.by, m.gender = hearsay.EntityBody, p.acronyms[parts[0]], "acronym", hearsay.GenderNeuter
	default:
		m.by = "capitals"
	}
	tag := words[start].tag
	if !m.lone || !m.initial || m.kind != hearsay.EntityUnclear || tag == hearsay.TagNNP || tag == hearsay.TagNone {
		p.add(m)
	}
}

// behindOffice returns where a name begins in the words behind "minister of", as in "Education Ann Doe".
func (p *pass) behindOffice(words []word, start, end int) int {
	for k := start + 1; k+1 < end; k++ {
		if _, first := p.names.First(words[k].text); first {
			return k
		}
	}
	return start
}

// parts is a name's words, with words that a hyphen joins as one.
func (p *pass) parts(words []word) []string {
	parts := make([]string, 0, len(words))
	for i := 0; i < len(words); i++ {
		if i > 0 && words[i].glued && len(parts) > 0 && (words[i].text == "-" || words[i-1].text == "-") {
			parts[len(parts)-1] += words[i].text
			continue
		}
		parts = append(parts, words[i].text)
	}
	return parts
}

// core counts the words of a name without initials, particles and suffixes.
func (p *pass) core(parts []string) int {
	n := 0
	for _, part := range parts {
		if len(part) > 2 && !p.names.Particle(part) && !p.names.Suffix(part) {
			n++
		}
	}
	return n
}

// titled takes a title with a capital, and the words before it that belong to it, into the mention.
func (p *pass) titled(line *sentence, m *found, title *item) {
	m.kind, m.by = hearsay.EntityPerson, "title"
	m.from = title.start
	if title.gender != hearsay.GenderUnknown {
		m.gender = title.gender
	}
	if !title.role {
		return
	}
	p.roleGender(line, m, title.start, title.end)
	m.from = p.modifiers(line, title.start)
	m.role = [2]int{m.from, title.end}
}

// roleBefore takes a role in small letters, and the words before it that belong to it, into the mention: "student Ann
// Doe". A bare last name behind "the president" may be the subject of the next clause.
func (p *pass) roleBefore(line *sentence, m *found) {
	n := p.roleEnding(line.words, m.start)
	if n == 0 || line.words[m.start-1].taken {
		return
	}
	if tag := line.words[m.start-1].tag; tag != hearsay.TagNone && !tag.Noun() {
		return
	}
	from := p.modifiers(line, m.start-n)
	if m.lone && from > 0 {
		switch line.words[from-1].tag {
		case hearsay.TagDT, hearsay.TagPRPS, hearsay.TagPOS:
			return
		}
	}
	m.kind, m.by = hearsay.EntityPerson, "role before it"
	m.role = [2]int{from, m.start}
	m.from = from
	p.roleGender(line, m, m.start-n, m.start)
}

// roleGender takes the gender that a role states.
func (p *pass) roleGender(line *sentence, m *found, start, end int) {
	n := p.roleEnding(line.words[:end], end)
	if n == 0 {
		return
	}
	if r := p.roles.Of(p.lower(line.words[end-n : end])); r.Gender != hearsay.GenderUnknown {
		m.gender = r.Gender
	}
}

// lower is the words in small letters with one space between them.
func (p *pass) lower(words []word) string {
	if len(words) == 1 {
		return words[0].lower
	}
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w.lower)
	}
	return b.String()
}

// modifiers returns where the words begin that belong to the role at start: "former FBI", "deputy White House".
func (p *pass) modifiers(line *sentence, start int) int {
	i := start
	for i > 0 && start-i < 7 {
		w := &line.words[i-1]
		_, tense := p.roles.Tense(w.lower)
		if tense {
			i--
			continue
		}
		if line.titled || i < start && p.roles.Of(w.lower).Unique {
			return i
		}
		switch w.tag {
		case hearsay.TagJJ, hearsay.TagNN, hearsay.TagNNP, hearsay.TagNNPS:
		case hearsay.TagHyph:
			if !w.glued {
				return i
			}
		default:
			return i
		}
		i--
	}
	return i
}

// personAhead reports whether what stands at i is said of people: ", 45,", ", who", "(R-Ohio)".
func (p *pass) personAhead(line *sentence, i int) bool {
	words := line.words
	if i+1 >= len(words) {
		return false
	}
	switch words[i].text {
	case ",":
		if words[i+1].lower == "who" || words[i+1].lower == "whose" {
			return true
		}
		return words[i+1].tag == hearsay.TagCD && len(words[i+1].text) == 2 &&
			i+2 < len(words) && words[i+2].text == ","
	case "(":
		return partyMark(words[i+1].text)
	}
	return words[i].lower == "who"
}

// partyMark reports whether text begins as "R-Ohio" and "D" of "D-Calif." do.
func partyMark(text string) bool {
	if len(text) == 0 || !strings.Contains("RDI", text[:1]) {
		return false
	}
	return len(text) == 1 || strings.HasPrefix(text[1:], "-") || strings.HasPrefix(text[1:], "–")
}

// speaks reports whether a name is the subject of a verb that people are the subjects of: "Doe said", "said Doe".
func (p *pass) speaks(line *sentence, m *found) bool {
	words := line.words
	if words[m.start].upper || len(words) < 2 || m.end-m.start > 3 || words[m.end-1].tag == hearsay.TagNNPS ||
		!p.plainName(line, m.start) || len(p.outlets.ShortForm(words[m.start].text)) > 0 {
		return false
	}
	last := &words[m.end-1]
	if last.rel == hearsay.RelNsubj && last.head >= 0 && last.head < len(words) {
		return p.speech[words[last.head].text]
	}
	if m.end < len(words) && p.speech[words[m.end].text] && words[m.end].tag.Verb() {
		return true
	}
	return m.lone && m.start > 0 && words[m.start-1].text == "said" && m.end < len(words) && words[m.end].text == "."
}

// knownPeople finds people in a run of words of a headline or a damaged sentence: by names that stand elsewhere, and
// else only a first name with one name behind it, or a bare name. No title there makes a role.
func (p *pass) knownPeople(sentence, start, end int, title *item, elsewhere *knownNames) {
	line := &p.lines[sentence]
	words := line.words
	alone := end-start == 1
	for k := start; k < end; {
		n := elsewhere.at(words[k:end])
		by := "name elsewhere"
		if n == 0 {
			n, by = p.newName(line, k, end, alone, elsewhere)
		}
		if n == 0 {
			k++
			continue
		}
		m := found{sentence: sentence, from: k, start: k, end: k + n, initial: line.initial(k), by: by}
		parts := p.parts(words[k : k+n])
		m.name = p.names.Parse(parts)
		m.lone = !m.name.Full()
		if !m.lone {
			m.kind = hearsay.EntityPerson
			m.gender, _ = p.names.First(parts[0])
		}
		if title != nil && k == start && !line.damaged {
			p.titled(line, &m, title)
		}
		p.add(m)
		k += n
	}
}

// newName returns how many words from k on are a name in a sentence whose capitals or words cannot be trusted.
func (p *pass) newName(line *sentence, k, end int, alone bool, elsewhere *knownNames) (int, string) {
	words := line.words
	_, first := p.names.First(words[k].text)
	if first && k+1 < end && p.fresh(words, k+1, k, elsewhere) {
		n := 2
		// A third word belongs to the name only where nothing has been written over it.
		if k+3 == end && !line.titled && p.fresh(words, k+2, k, elsewhere) && words[k+1].text != words[k+2].text {
			n = 3
		}
		return n, "first name"
	}
	if elsewhere.lasts[words[k].lower] {
		return 1, "last name elsewhere"
	}
	if alone && line.damaged && !line.initial(k) && words[k].tag == hearsay.TagNNP && len(words[k].text) > 3 {
		return 1, "capitals"
	}
	return 0, ""
}

// fresh reports whether the word at i may end a name that begins at first.
func (p *pass) fresh(words []word, i, first int, elsewhere *knownNames) bool {
	w := &words[i]
	return w.cap && w.tag == hearsay.TagNNP && w.text != words[first].text && !elsewhere.borne[w.lower] &&
		letterFirst(w.text)
}
