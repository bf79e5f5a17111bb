package document

import (
	"slices"
	"strings"
	"unicode"

	"hearsay"
)

// Where things may stand, in paragraphs from the beginning or the end.
const (
	topParagraphs    = 8 // byline, date, kicker, headline
	bottomParagraphs = 5 // byline, author's note
	authorBoxLines   = 4
	bodyWords        = 20 // a paragraph of so many words is prose
	bodySentence     = 10 // or of so many, if it ends a sentence
)

// Bounds of a headline and of the short lines around it, in words.
const (
	headlineMin     = 3
	headlineMax     = 24
	headlineBytes   = 180
	kickerWords     = 4
	abbreviation    = 4 // bytes of a word in small letters that may be one, with its period: "vs."
	nameLine        = 3 // words of a line above the prose that is a name and no headline
	kickers         = 2 // lines above the headline that may be kickers
	captionWords    = 6
	subheadingWords = 8
	subheadingBytes = 80
	proseAround     = 15 // words of the paragraphs around a subheading
)

// lowerBytes is how much of a paragraph is compared with the lists of lines; more than the longest line they know.
const lowerBytes = 400

// reader goes through the paragraphs of one document and says what each is.
type reader struct {
	d          *Describer
	doc        *hearsay.Document
	paragraphs []paragraph
	lower      []string // the paragraphs' first bytes in small letters
	blocks     []hearsay.Block
	body       int // index of the first paragraph of prose
	headline   int // index of the headline, or -1
	dated      bool

	title, author hearsay.Field
	published     hearsay.Date
	outlets       []hearsay.Field // what the text states, in order
}

func newReader(d *Describer, doc *hearsay.Document) *reader {
	r := &reader{d: d, doc: doc, paragraphs: paragraphs(doc.Text)}
	r.lower = make([]string, len(r.paragraphs))
	for i, p := range r.paragraphs {
		head := p.text[:runeFloor(p.text, min(len(p.text), lowerBytes))]
		r.lower[i] = strings.ToLower(head)
		if len(r.lower[i]) != len(head) {
			r.lower[i] = asciiLower(head)
		}
	}
	r.body = r.firstBody()
	r.headline = r.findHeadline()
	return r
}

// asciiLower is text with its ASCII capitals in small letters, for the rare text whose length changes otherwise.
func asciiLower(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// read makes the blocks and collects what they state.
func (r *reader) read() {
	for i := 0; i < len(r.paragraphs); {
		i += r.paragraph(i)
	}
	r.d.markComment(r.blocks, r.doc.Text)
}

// add appends a block.
func (r *reader) add(kind hearsay.BlockKind, span hearsay.Span, by string) *hearsay.Block {
	r.blocks = append(r.blocks, hearsay.Block{Kind: kind, Span: span, By: by})
	return &r.blocks[len(r.blocks)-1]
}

// paragraph makes the blocks of the paragraph at index i, and of those that go with it, and returns how many they are.
func (r *reader) paragraph(i int) int {
	p := r.paragraphs[i]
	if i == r.headline {
		by := "first line"
		if r.doc.Title.Known() {
			by = "title"
		} else {
			r.title = hearsay.Field{Value: p.text, How: hearsay.HowGuessed, Span: p.span, By: by}
		}
		r.add(hearsay.BlockHeadline, p.span, by)
		return 1
	}
	if i < r.body && i < topParagraphs && r.kicker(i) {
		return 1
	}
	if n := r.bylineAt(i); n > 0 {
		return n
	}
	if n := r.authorBox(i); n > 0 {
		return n
	}
	if outlet, owner, ok := r.d.credit(p, r.lower[i]); ok {
		r.add(hearsay.BlockCredit, p.span, "credit line").Outlet = outlet
		if owner && outlet.Known() {
			r.outlets = append(r.outlets, outlet)
		}
		return 1
	}
	if kind, ok := r.d.furniture(p, r.lower[i]); ok {
		r.add(hearsay.BlockFurniture, p.span, kind)
		return 1
	}
	if outlet, ok := r.d.sourceLine(p); ok && i > 0 {
		r.add(hearsay.BlockCredit, p.span, outlet.By).Outlet = outlet
		return 1
	}
	if n := r.quotation(i); n > 0 {
		return n
	}
	if i > 0 && i+1 < len(r.paragraphs) && r.captionAt(i) {
		r.add(hearsay.BlockFurniture, p.span, "caption")
		return 1
	}
	if r.subheading(i) {
		r.add(hearsay.BlockHeadline, p.span, "subheading")
		return 1
	}
	r.prose(i)
	return 1
}

// prose makes the blocks of a paragraph of the article: a dateline or label at its beginning, and body.
func (r *reader) prose(i int) {
	p := r.paragraphs[i]
	start := 0
	if label := r.label(p.text); label != "" {
		r.add(hearsay.BlockFurniture, p.sub(0, len(label)), "label")
		start = len(p.text) - len(strings.TrimLeft(p.text[len(label):], " :"))
	}
	if !r.dated && i <= r.body+2 {
		rest := paragraph{span: p.sub(start, len(p.text)), text: p.text[start:]}
		if line, ok := r.d.dateline(rest); ok {
			r.dated = true
			block := r.add(hearsay.BlockDateline, line.span, "dateline")
			if line.outlet.Known() {
				block.Outlet = line.outlet
				r.outlets = append(r.outlets, line.outlet)
			}
			r.date(line.date)
			start = int(line.span.End - p.span.Start)
		}
	}
	if rest := strings.TrimLeftFunc(p.text[start:], unicode.IsSpace); rest != "" {
		r.add(hearsay.BlockBody, p.sub(len(p.text)-len(rest), len(p.text)), "rest")
	}
}

// label returns the label that opens text, "Story highlights", or "".
func (r *reader) label(text string) string {
	for _, label := range r.d.furnitureLabels {
		if rest, ok := strings.CutPrefix(text, label); ok && (rest == "" || rest[0] == ' ' || rest[0] == ':') {
			return label
		}
	}
	return ""
}

// date keeps the first date that the text states.
func (r *reader) date(date hearsay.Date) {
	if !r.published.Known() {
		r.published = date
	}
}

// firstBody returns the index of the first paragraph of prose.
func (r *reader) firstBody() int {
	for i, p := range r.paragraphs {
		words := p.words()
		if words < bodySentence || words < bodyWords && !endsSentence(p.text) {
			continue
		}
		if _, ok := r.d.furniture(p, r.lower[i]); ok {
			continue
		}
		if r.doc.Title.Known() && sameWords(p.text, r.doc.Title.Value) {
			continue
		}
		return i
	}
	return len(r.paragraphs)
}

// findHeadline returns the index of the headline: the known title where it stands in the text, or else, where no title
// is known, a first line that looks like one.
func (r *reader) findHeadline() int {
	top := min(len(r.paragraphs), topParagraphs)
	if r.doc.Title.Known() {
		return slices.IndexFunc(r.paragraphs[:top], func(p paragraph) bool {
			return sameWords(p.text, r.doc.Title.Value)
		})
	}
	if r.body == len(r.paragraphs) {
		return -1
	}
	for i := range min(top, r.body) {
		if r.looksLikeHeadline(i) {
			return i
		}
		if !r.aboveHeadline(i) {
			break
		}
	}
	return -1
}

// aboveHeadline reports whether a headline may follow the line at index i: a kicker, an outlet's name, a date,
// furniture. What follows a byline, a caption, a label or a line of text is a summary of the article or belongs to that
// line.
func (r *reader) aboveHeadline(i int) bool {
	p := r.paragraphs[i]
	if strings.HasSuffix(p.text, ":") || r.label(p.text) != "" {
		return false
	}
	if _, ok := r.d.byline(p); ok {
		return false
	}
	if _, ok := r.d.bareByline(p, r.paragraphs[i+1]); ok {
		return false
	}
	if kind, _ := r.d.furniture(p, r.lower[i]); kind == "caption" || kind == "photo credit" {
		return false
	}
	if p.words() <= kickerWords && !endsSentence(p.text) || r.otherLine(i) {
		return true
	}
	_, outlet := r.d.outlets.Named(p.text)
	return outlet
}

// looksLikeHeadline reports whether the paragraph at index i, above the prose, is short, has no final period, and is no
// other sort of line.
func (r *reader) looksLikeHeadline(i int) bool {
	p := r.paragraphs[i]
	words := p.words()
	if words < headlineMin || words > headlineMax || len(p.text) > headlineBytes || prosaic(p.text) ||
		words >= r.paragraphs[r.body].words() {
		return false
	}
	first := []rune(p.text[:runeFloor(p.text, min(len(p.text), 8))])[0]
	if !unicode.IsUpper(first) && !unicode.IsDigit(first) && !strings.ContainsRune("\"“'‘", first) {
		return false
	}
	if r.otherLine(i) {
		return false
	}
	if _, ok := r.d.outlets.Canonical(p.text); ok {
		return false
	}
	if _, ok := r.d.outlets.BySection(p.text); ok || r.label(p.text) != "" {
		return false
	}
	if _, ok := r.d.bareByline(p, r.paragraphs[i+1]); ok {
		return false
	}
	if _, ok := r.d.outlets.Canonical(r.paragraphs[i+1].text); ok && words <= kickerWords {
		return false // "The Editorial Board", above its outlet
	}
	if r.summary(i) {
		return false
	}
	_, dateline := r.d.dateline(p)
	return !dateline && (words > nameLine || r.d.personNames(p.text) != len(p.text))
}

// summary reports whether the line at index i stands where pages print the summary of the article: above a note on the
// page's age.
func (r *reader) summary(i int) bool {
	kind, _ := r.d.furniture(r.paragraphs[i+1], r.lower[i+1])
	return kind == "aged page"
}

// prosaic reports whether a line is punctuated as no headline is: it ends with a period or what announces more, or a
// sentence ends within it.
func prosaic(line string) bool {
	if strings.HasSuffix(line, ".") || strings.HasSuffix(line, ":") || strings.HasSuffix(line, "…") {
		return true
	}
	words := strings.Fields(line)
	return slices.ContainsFunc(words[:len(words)-1], func(word string) bool {
		return strings.HasSuffix(word, ".") && len(word) > abbreviation && word[0] >= 'a' && word[0] <= 'z'
	})
}

// sameWords reports whether two lines agree in their letters and digits.
func sameWords(a, b string) bool {
	if len(a) > 2*len(b)+8 || len(b) > 2*len(a)+8 {
		return false
	}
	return slices.Equal(letters(a), letters(b))
}

// letters are the letters and digits of text in small letters.
func letters(text string) []rune {
	var found []rune
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			found = append(found, unicode.ToLower(r))
		}
	}
	return found
}

// kicker makes a furniture block of a short line above the headline that names a section, and keeps the outlet whose
// section it is.
func (r *reader) kicker(i int) bool {
	p := r.paragraphs[i]
	outlet, section := r.d.outlets.BySection(p.text)
	if section {
		r.outlets = append(r.outlets, hearsay.Field{Value: outlet, How: hearsay.HowGuessed, Span: p.span, By: "section"})
	}
	above := i < r.headline && i < kickers && p.words() <= kickerWords && !endsSentence(p.text) &&
		!strings.HasSuffix(p.text, ":")
	if !section && (!above || r.d.personName(p.text) == len(p.text) || r.otherLine(i)) {
		return false
	}
	r.add(hearsay.BlockFurniture, p.span, "kicker")
	return true
}

// otherLine reports whether the line at index i is furniture, a byline, a date or a credit, which are known by their
// words.
func (r *reader) otherLine(i int) bool {
	p := r.paragraphs[i]
	if _, ok := r.d.furniture(p, r.lower[i]); ok {
		return true
	}
	if _, _, ok := r.d.credit(p, r.lower[i]); ok {
		return true
	}
	if _, ok := r.d.byline(p); ok {
		return true
	}
	_, _, ok := r.d.publication(p)
	return ok
}

// bylineAt makes the block of a byline or publication line at index i, and returns how many paragraphs it takes.
func (r *reader) bylineAt(i int) int {
	p := r.paragraphs[i]
	within := i >= topParagraphs && i < len(r.paragraphs)-bottomParagraphs
	if found, ok := r.d.byline(p); ok {
		r.add(hearsay.BlockByline, p.span, "byline").Outlet = found.outlet
		if !within {
			r.wrote(found, "byline")
		}
		return 1
	}
	if within {
		return 0
	}
	if i < r.body && i+1 < len(r.paragraphs) {
		if found, ok := r.d.bareByline(p, r.paragraphs[i+1]); ok {
			r.add(hearsay.BlockByline, p.span, "bare byline")
			r.add(hearsay.BlockByline, r.paragraphs[i+1].span, "bare byline").Outlet = found.outlet
			r.wrote(found, "bare byline")
			return 2
		}
	}
	date, stated, ok := r.d.publication(p)
	if !ok {
		return 0
	}
	r.add(hearsay.BlockFurniture, p.span, "publication line")
	if stated || i < r.body {
		r.date(date)
	}
	return 1
}

// wrote keeps what a byline says.
func (r *reader) wrote(found byline, by string) {
	if !r.author.Known() && !found.author.Empty() {
		r.author = hearsay.Field{Value: found.author.Of(r.doc.Text), How: hearsay.HowByline, Span: found.author, By: by}
	}
	if found.outlet.Known() {
		r.outlets = append(r.outlets, found.outlet)
	}
	r.date(found.date)
}

// authorBox makes the blocks of a box about the author that begins at index i, and returns how many paragraphs it
// takes. It is either a heading with a name and a few lines behind it, or a note near the end: "Ann Roe is a reporter
// for …".
func (r *reader) authorBox(i int) int {
	p := r.paragraphs[i]
	if kind, ok := r.d.furnitureWords.is(r.lower[i]); ok && kind == "author heading" {
		count := 1
		for count < authorBoxLines && i+count < len(r.paragraphs) && r.paragraphs[i+count].words() <= bodyWords*2 {
			kind, last := r.d.furnitureWords.is(r.lower[i+count])
			last = last && kind == "author box"
			count++
			if last {
				break
			}
		}
		for _, line := range r.paragraphs[i : i+count] {
			r.add(hearsay.BlockFurniture, line.span, "author box")
			if !r.author.Known() && line.span != p.span && r.d.personName(line.text) == len(line.text) {
				r.author = hearsay.Field{Value: line.text, How: hearsay.HowByline, Span: line.span, By: "author box"}
			}
		}
		return count
	}
	if i <= r.body || i < len(r.paragraphs)-bottomParagraphs {
		return 0
	}
	span, ok := r.d.authorNote(p)
	if !ok {
		return 0
	}
	name := span.Of(r.doc.Text)
	if name != r.author.Value && strings.Contains(r.doc.Text[:p.span.Start], lastName(name)) {
		return 0
	}
	r.add(hearsay.BlockFurniture, p.span, "author box")
	if !r.author.Known() {
		r.author = hearsay.Field{Value: name, How: hearsay.HowByline, Span: span, By: "author note"}
	}
	return 1
}

func lastName(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// quotation makes the blocks of a line that introduces a passage of another outlet, or of a paragraph that ends in such a
// sentence, and of the passage.
func (r *reader) quotation(i int) int {
	line := r.paragraphs[i]
	outlet, ok := r.d.quotationLine(line)
	if !ok {
		if line, ok = lastSentence(line); ok {
			outlet, ok = r.d.quotationLine(line)
		}
	}
	if !ok {
		return 0
	}
	count := embedded(r.paragraphs[i], r.paragraphs[i+1:])
	if count == 0 {
		return 0
	}
	if before := r.paragraphs[i].text[:line.span.Start-r.paragraphs[i].span.Start]; before != "" {
		r.add(hearsay.BlockBody, r.paragraphs[i].sub(0, len(strings.TrimRight(before, " \u00a0"))), "rest")
	}
	r.add(hearsay.BlockCredit, line.span, "quotation line").Outlet = outlet
	for _, p := range r.paragraphs[i+1 : i+1+count] {
		r.add(hearsay.BlockQuotation, p.span, "quotation line").Outlet = outlet
	}
	return 1 + count
}

// captionAt reports whether the short line at index i stands right above a photo credit.
func (r *reader) captionAt(i int) bool {
	p := r.paragraphs[i]
	return p.words() <= captionWords && r.d.photoCredit(r.paragraphs[i+1].text)
}

// subheading reports whether the paragraph at index i is a short line without an end between paragraphs of prose.
func (r *reader) subheading(i int) bool {
	p := r.paragraphs[i]
	if i <= r.body || i+1 >= len(r.paragraphs) || len(p.text) > subheadingBytes || p.words() > subheadingWords ||
		!startsUpper(p.text) || strings.HasSuffix(p.text, ":") || strings.ContainsAny(p.text, "\"“”") || embeds(p.text) ||
		endsSentence(p.text) && !strings.HasSuffix(p.text, "?") {
		return false
	}
	return r.paragraphs[i-1].words() >= proseAround && r.paragraphs[i+1].words() >= proseAround
}
