package reuse

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/lexicon"
)

// rules are the word lists by which the words of a document are told apart.
type rules struct {
	outlets     *lexicon.Outlets
	asideHas    []int // longest lines, by phrase
	asideWords  *phrases
	asideBegins []asideWords
	posts       *phrases // marks of an embedded post
	leads       lexicon.Set
	fullTexts   []string
	stageNotes  *phrases
	ownPieces   *phrases
	wire        *phrases // first the notes, then the leads
	wireNotes   int      // how many of them are notes
	stock       *phrases
	firstPerson lexicon.Set
	months      lexicon.Set
}

// asideWords are words that make a line of no more than longest bytes an aside; 0 is no bound.
type asideWords struct {
	words   string
	longest int
}

func newRules() *rules {
	r := &rules{
		outlets: lexicon.NewOutlets(), leads: lexicon.NewSet("shown-leads"),
		firstPerson: lexicon.NewSet("first-person"), months: lexicon.Set{},
	}
	var has []string
	for _, row := range lexicon.Table("asides") {
		longest := 0
		for _, digit := range row[1] {
			longest = longest*10 + int(digit-'0')
		}
		if row[0] == "has" {
			r.asideHas, has = append(r.asideHas, longest), append(has, row[2])
		} else {
			r.asideBegins = append(r.asideBegins, asideWords{row[2], longest})
		}
	}
	var notes, wireLeads []string
	for _, row := range lexicon.Table("wire-notes") {
		if row[0] == "notes" {
			notes = append(notes, row[1])
		} else {
			wireLeads = append(wireLeads, row[1])
		}
	}
	r.asideWords, r.wire, r.wireNotes = newPhrases(has), newPhrases(slices.Concat(notes, wireLeads)), len(notes)
	for _, row := range lexicon.Table("publication-months") {
		r.months[row[0]] = true
	}
	r.posts, r.ownPieces = newPhrases(column("post-marks")), newPhrases(column("own-pieces"))
	r.fullTexts = column("full-texts")
	r.stageNotes, r.stock = newPhrases(column("stage-notes")), newPhrases(column("stock-phrases"))
	return r
}

// column is the first column of a list.
func column(list string) []string {
	var words []string
	for _, row := range lexicon.Table(list) {
		words = append(words, row[0])
	}
	return words
}

// page is what is known of the words of a document when a passage in it is typed. The spans of each kind are sorted and
// do not overlap.
type page struct {
	reading  *hearsay.Reading
	lines    []hearsay.Span // paragraphs, without the white space around them
	pieces   []int          // the lines that name a piece of somebody's own
	aside    []hearsay.Span // furniture
	quoted   []hearsay.Span // in quotation marks
	shown    []hearsay.Span // a post, statement or document that is set off
	posts    []hearsay.Span // those of shown that are posts
	loose    []hearsay.Span // those of shown that only a line before them says to be said words
	tags     []hearsay.Span // who said it, to whom, when
	names    []hearsay.Span // names, titles, titles of works in marks
	agencies []string       // agencies that supplied text, sorted
	headed   bool           // one of them in a byline, a dateline, or as the outlet
	wired    bool           // text came from agencies without a name
	whole    bool           // the document is a speech, statement or interview as it was given
}

func (a *Aligner) newPage(reading *hearsay.Reading) *page {
	p := &page{reading: reading}
	text := reading.Document.Text
	for start := 0; start < len(text); {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		line := strings.TrimSpace(text[start:end])
		if line != "" {
			at := start + strings.Index(text[start:end], line)
			p.lines = append(p.lines, hearsay.MakeSpan(at, at+len(line)))
		}
		start = end + 1
	}
	for _, block := range reading.Document.Blocks {
		switch block.Kind {
		case hearsay.BlockFurniture, hearsay.BlockByline, hearsay.BlockCredit:
			p.aside = append(p.aside, block.Span)
		case hearsay.BlockQuotation:
			p.shown, p.loose = append(p.shown, block.Span), append(p.loose, block.Span)
		}
	}
	for _, q := range reading.Quotations {
		if titled(q.Span.Of(text)) {
			p.names = append(p.names, q.Span)
		} else {
			p.quoted = append(p.quoted, q.Span)
		}
	}
	for _, attribution := range reading.Attributions {
		if len(attribution.Source) == 0 || attribution.Attitude {
			continue
		}
		p.tags = append(append(append(p.tags, attribution.Source...), attribution.Cue, attribution.Medium),
			attribution.ToldTo...)
	}
	for _, t := range reading.Times {
		p.tags = append(p.tags, t.Span)
	}
	for _, mention := range reading.Mentions {
		if mention.Kind == hearsay.MentionName {
			p.names = append(p.names, mention.Span)
		}
	}
	for _, entity := range reading.Entities {
		p.names = append(p.names, entity.Roles...)
	}
	for at, phrase := range a.rules.stock.in(text) {
		p.names = append(p.names, hearsay.MakeSpan(at, at+len(a.rules.stock.words[phrase])))
	}
	plain := plainLines(text, p.lines)
	a.rules.readLines(p, plain)
	a.readCredits(p, plain)
	for i, line := range plain {
		if a.rules.ownPieces.any(line) {
			p.pieces = append(p.pieces, i)
		}
	}
	for _, spans := range []*[]hearsay.Span{&p.aside, &p.quoted, &p.shown, &p.posts, &p.loose, &p.tags, &p.names} {
		*spans = disjoint(*spans)
	}
	return p
}

// plainLines are the lines in small letters and with straight marks. They differ from what stands in the text by a few
// bytes at most.
func plainLines(text string, lines []hearsay.Span) []string {
	ends := make([]int, len(lines))
	plain := make([]byte, 0, len(text)+utf8.UTFMax)
	for i, span := range lines {
		line := span.Of(text)
		for at := 0; at < len(line); {
			if c := line[at]; c < utf8.RuneSelf {
				if 'A' <= c && c <= 'Z' {
					c += 'a' - 'A'
				}
				plain = append(plain, c)
				at++
				continue
			}
			r, size := utf8.DecodeRuneInString(line[at:])
			at += size
			switch r {
			case '’', '‘':
				plain = append(plain, '\'')
			case '“', '”':
				plain = append(plain, '"')
			default:
				plain = utf8.AppendRune(plain, unicode.ToLower(r))
			}
		}
		ends[i] = len(plain)
	}
	all := string(plain)
	list := make([]string, len(lines))
	from := 0
	for i, end := range ends {
		list[i] = all[from:end]
		from = end
	}
	return list
}

// disjoint sorts spans and joins those that touch.
func disjoint(spans []hearsay.Span) []hearsay.Span {
	slices.SortFunc(spans, hearsay.Span.Compare)
	joined := spans[:0]
	for _, span := range spans {
		if span.Empty() {
			continue
		}
		if n := len(joined); n > 0 && span.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, span.End)
		} else {
			joined = append(joined, span)
		}
	}
	return joined
}

// titled reports whether words in quotation marks are the title of a work: most of the longer ones begin with a capital,
// and nothing ends a sentence among them.
func titled(text string) bool {
	capital, words := 0, 0
	for word := range strings.FieldsSeq(strings.Trim(text, "\"“”‘’'.,")) {
		if letters(word) < 4 {
			continue
		}
		words++
		if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(word, "\"“‘'(")); unicode.IsUpper(first) {
			capital++
		}
	}
	return words >= 3 && capital*100 >= words*80
}

// readLines finds the asides and the shown texts by lines, which it has in plain letters too.
func (r *rules) readLines(p *page, plain []string) {
	text := p.reading.Document.Text
	p.whole = r.fullText(p, plain)
	turns, again := 0, 0
	speakers := map[string]bool{}
	for _, line := range p.lines {
		if name, ok := turn(line.Of(text)); ok {
			turns++
			if speakers[name] {
				again++
			}
			speakers[name] = true
		}
	}
	spoken := turns >= leastTurns && again >= leastTurns/2 && len(speakers) > 1
	lead := leadNone
	quoted := 0 // quotations that end before the line
	before := ""
	for i, span := range p.lines {
		line := span.Of(text)
		lower := plain[i]
		for quoted < len(p.reading.Quotations) && p.reading.Quotations[quoted].Span.End <= span.Start {
			quoted++
		}
		aside := r.asideLine(lower)
		if aside > 0 {
			// Small letters and straight marks may be shorter, never by much.
			at := hearsay.MakeSpan(int(span.Start)+aside, int(span.Start)+aside+1)
			for _, q := range p.reading.Quotations[quoted:] {
				if q.Span.Start > at.Start {
					break
				}
				if q.Span.Overlaps(at) {
					aside = -1
				}
			}
		}
		switch {
		case aside >= 0:
			p.aside = append(p.aside, span)
		case i > 1 && line == before && letters(line) >= ownChars:
			// The caption of a gallery and its copy for readers without pictures.
			p.aside = append(p.aside, span, p.lines[i-1])
		}
		p.aside = append(p.aside, cards(text, span)...)
		marked := quoted < len(p.reading.Quotations) && p.reading.Quotations[quoted].Span.Overlaps(span)
		opens := strings.HasPrefix(line, "\"") || strings.HasPrefix(line, "“")
		if post, ok := r.post(p, i); ok {
			p.shown, p.posts = append(p.shown, post), append(p.posts, post)
		}
		shown := func(from int, firm bool) {
			text := hearsay.MakeSpan(from, int(span.End))
			p.shown = append(p.shown, text)
			if !firm {
				p.loose = append(p.loose, text)
			}
		}
		switch {
		case (p.whole || spoken) && !marked:
			shown(int(span.Start), true)
		case lead != leadNone && opens:
			shown(int(span.Start), false)
			if !closes(line) {
				// The next paragraph goes on with the quotation.
				before = line
				continue
			}
		case lead != leadNone && !marked && r.speaks(lower):
			shown(int(span.Start), true)
		case lead == leadText && !marked:
			shown(int(span.Start), false)
		default:
			if at := r.inner(line); at >= 0 && !marked {
				shown(int(span.Start)+at, false)
			}
		}
		lead = r.lead(lower)
		before = line
	}
}

// leastTurns is how many lines open with a speaker's name in a transcript.
const leastTurns = 4

var straight = strings.NewReplacer("’", "'", "‘", "'", "“", "\"", "”", "\"")

// What a line leads to.
const (
	leadNone   = iota
	leadMarked // a quotation, if marks follow
	leadText   // a text, with marks or without
)

// lead says what the line leads to.
func (r *rules) lead(lower string) int {
	const longest = 400
	last, _ := utf8.DecodeLastRuneInString(lower)
	if last != ':' && !unicode.IsLetter(last) || len(lower) > longest {
		return leadNone
	}
	if last != ':' {
		// Without the colon the word must be the last.
		if r.leads[lower[strings.LastIndexByte(lower, ' ')+1:]] && strings.Contains(lower, " ") {
			return leadMarked
		}
		return leadNone
	}
	for word := range strings.FieldsFuncSeq(lower, func(c rune) bool { return !unicode.IsLetter(c) && c != '-' }) {
		if r.leads[word] {
			return leadText
		}
	}
	return leadMarked
}

// speaks reports whether a line, in small letters, speaks of its own author.
func (r *rules) speaks(lower string) bool {
	words, own := 0, 0
	for word := range strings.FieldsFuncSeq(lower, func(c rune) bool { return !unicode.IsLetter(c) && c != '\'' }) {
		words++
		if r.firstPerson[word] {
			own++
		}
	}
	return own > 0 && own*100 >= words*speaking
}

// inner is where a text begins that a line shows behind a lead of its own ("Lee's tweet: We leave on Friday."), or -1.
func (r *rules) inner(line string) int {
	const longest = 80 // bytes of the lead
	at := strings.Index(line[:min(len(line), longest)], ": ")
	if at < 0 {
		return -1
	}
	words := strings.Fields(strings.ToLower(line[:at]))
	if len(words) == 0 || !r.leads[words[len(words)-1]] {
		return -1
	}
	return at + 2
}

func closes(line string) bool {
	return strings.HasSuffix(line, "\"") || strings.HasSuffix(line, "”")
}

// asideLine returns where in a line, in small letters, the words stand that make it an aside, or -1.
func (r *rules) asideLine(lower string) int {
	for _, w := range r.asideBegins {
		if (w.longest == 0 || len(lower) <= w.longest) && strings.HasPrefix(lower, w.words) {
			return 0
		}
	}
	first, place := len(r.asideHas), -1
	for at, phrase := range r.asideWords.in(lower) {
		if longest := r.asideHas[phrase]; phrase < first && (longest == 0 || len(lower) <= longest) {
			first, place = phrase, at
		}
	}
	return place
}

// turn returns the name of who speaks in a line that opens with it, in capitals: "LEE: ...".
func turn(line string) (string, bool) {
	const longest, words = 60, 6
	name, _, ok := strings.Cut(line[:runeFloor(line, longest)], ":")
	if !ok || letters(name) < 2 || len(strings.Fields(name)) > words || name != strings.ToUpper(name) {
		return "", false
	}
	return name, !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !strings.ContainsRune(" .,'’-()", r)
	})
}

func runeFloor(text string, at int) int {
	at = min(at, len(text))
	for at > 0 && at < len(text) && !utf8.RuneStart(text[at]) {
		at--
	}
	return at
}

// fullText reports whether the document is a speech, statement or interview as it was given.
func (r *rules) fullText(p *page, plain []string) bool {
	const head = 3     // lines
	const longest = 90 // bytes of a line that may say so
	const notes = 3    // of applause and the like
	doc := &p.reading.Document
	says := func(line string) bool {
		line = " " + line + " "
		return slices.ContainsFunc(r.fullTexts, func(words string) bool { return strings.Contains(line, " "+words) })
	}
	if says(strings.ToLower(doc.Title.Value)) {
		return true
	}
	for i, span := range p.lines[:min(head, len(p.lines))] {
		if span.Len() <= longest && says(plain[i]) {
			return true
		}
	}
	count := 0
	for _, line := range plain {
		for range r.stageNotes.in(line) {
			count++
		}
	}
	return count >= notes
}

// post returns the part of line i, with the line before if that is the post's text, which is an embedded post.
func (r *rules) post(p *page, i int) (hearsay.Span, bool) {
	text, span := p.reading.Document.Text, p.lines[i]
	line := span.Of(text)
	end, first := -1, -1
	for at := 0; at < len(line); {
		open := strings.Index(line[at:], "(@")
		if open < 0 {
			break
		}
		open += at
		at = open + 2
		shut := strings.IndexByte(line[at:], ')')
		if shut < 0 || shut > 40 {
			continue
		}
		at += shut + 1
		rest := strings.TrimLeft(line[at:], " \u00a0")
		month, after, _ := strings.Cut(rest, " ")
		if !r.months[strings.ToLower(strings.Trim(month, ".,"))] {
			continue
		}
		// The day and the year follow.
		size := len(after) - len(strings.TrimLeft(after, "0123456789, "))
		if first < 0 {
			first = open
		}
		end = at + (len(line[at:]) - len(rest)) + len(month) + 1 + size
		at = min(len(line), max(at, end))
	}
	if end < 0 {
		if r.posts.any(line) {
			return span, true
		}
		return hearsay.Span{}, false
	}
	post := hearsay.MakeSpan(int(span.Start), int(span.Start)+min(len(line), end))
	if signature := line[:first]; len(strings.Fields(signature)) <= 6 && i > 0 &&
		(strings.HasPrefix(signature, "—") || strings.HasPrefix(signature, "-")) {
		post.Start = p.lines[i-1].Start
	}
	return post, true
}

// cards returns the parts of a paragraph that a page's cards left in it: a name, the full name that runs into the
// headlines of the card, and the word that closes it.
func cards(text string, line hearsay.Span) []hearsay.Span {
	const closer, longest, back = "MORE", 900, 8
	var found []hearsay.Span
	end := int(line.End)
	for from := int(line.Start); from < end; {
		at := strings.Index(text[from:end], closer)
		if at < 0 {
			break
		}
		at += from
		stop := at + len(closer)
		if next, _ := utf8.DecodeRuneInString(text[stop:]); unicode.IsLetter(next) {
			from = stop
			continue
		}
		head := from
		if at-head > longest {
			head = at - longest
			for !utf8.RuneStart(text[head]) {
				head++
			}
		}
		if start := cardStart(text[head:at], back); start >= 0 {
			found = append(found, hearsay.MakeSpan(head+start, stop))
		}
		from = stop
	}
	return found
}

// cardStart is where the name of a card begins in the text before its end, or -1: the word that stands again within the
// next words, with a headline run into it.
func cardStart(text string, back int) int {
	var starts []int
	var words []string
	at := 0
	for word := range strings.FieldsSeq(text) {
		at += strings.Index(text[at:], word)
		for i := max(0, len(words)-back); i < len(words); i++ {
			name := strings.Trim(words[i], ",.()")
			if len(name) < 3 || len(word) <= len(name) || !strings.HasPrefix(word, name) {
				continue
			}
			if next, _ := utf8.DecodeRuneInString(word[len(name):]); unicode.IsUpper(next) || unicode.IsDigit(next) {
				return starts[i]
			}
		}
		words, starts = append(words, word), append(starts, at)
		at += len(word)
	}
	return -1
}

// readCredits finds the agencies that supplied the document or are credited in it.
func (a *Aligner) readCredits(p *page, plain []string) {
	doc := &p.reading.Document
	head := func(name string) {
		if name != "" && a.outlets.Agency(name) {
			p.agencies, p.headed = append(p.agencies, name), true
		}
	}
	head(doc.Outlet.Value)
	stated := func(text string) (names []string) {
		for _, match := range a.rules.outlets.FindStated(text) {
			if a.outlets.Agency(match.Outlet) {
				names = append(names, match.Outlet)
			}
		}
		return names
	}
	for _, name := range stated(doc.Author.Value) {
		head(name)
	}
	for _, block := range doc.Blocks {
		switch block.Kind {
		case hearsay.BlockByline, hearsay.BlockDateline:
			head(block.Outlet.Value)
			for _, name := range stated(block.Span.Of(doc.Text)) {
				head(name)
			}
		case hearsay.BlockCredit:
			if a.outlets.Agency(block.Outlet.Value) {
				p.agencies = append(p.agencies, block.Outlet.Value)
			}
			p.agencies = append(p.agencies, stated(block.Span.Of(doc.Text))...)
		}
	}
	const longest = 400
	for i, span := range p.lines {
		if span.Len() > longest {
			continue
		}
		leads := false
		for _, phrase := range a.rules.wire.in(plain[i]) {
			if phrase < a.rules.wireNotes {
				p.wired = true
			} else {
				leads = true
			}
		}
		if leads {
			p.agencies = append(p.agencies, stated(span.Of(doc.Text))...)
		}
	}
	slices.Sort(p.agencies)
	p.agencies = slices.Compact(p.agencies)
}
