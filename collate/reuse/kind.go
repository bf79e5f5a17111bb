package reuse

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/letter"
)

// Sizes in letters and digits of words that both sides share.
const (
	ownChars = 40 // own words that make a passage copied, if they are much of it
	ownLong  = 64 // own words that make any passage copied
	ownMost  = 40 // per cent that is much
	ownSure  = 90 // own words that may be edited at will
)

// Shares in per cent.
const (
	half     = 50 // of a passage, that make it furniture, embedded or a quotation
	tagged   = 75 // said words with their tags and names
	third    = 33 // said words among those
	mostly   = 60 // of a passage in a place
	speaking = 3  // words in the first person of a statement
)

// statementSize is the words from which a passage may be a statement that is shown without marks.
const statementSize = 40

// Furniture recurs: a passage of whole lines, no longer than furnitureChars, in at least furnitureDocs documents of one
// outlet.
const (
	furnitureChars = 600
	furnitureDocs  = 4
)

// side is one document of a passage.
type side struct {
	*page
	span hearsay.Span
}

// classify sets the kind and direction of each passage. Of each document of the passages it is given the page.
func (a *Aligner) classify(pages map[hearsay.DocID]*page, passages []hearsay.Passage) {
	recurring := recurrences(pages, passages)
	for i := range passages {
		p := &passages[i]
		from, to := side{pages[p.A], p.SpanA}, side{pages[p.B], p.SpanB}
		p.Kind, p.KindBy = a.kind(from, to, recurring[i])
		if p.Kind == hearsay.PassageProse || p.Kind == hearsay.PassageWire {
			p.Direction, p.By, p.Evidence = direction(from, to)
		}
	}
}

// kind types a passage by whose words it is made of. The first rule that applies decides.
func (a *Aligner) kind(from, to side, recurring bool) (hearsay.PassageKind, string) {
	w := a.weigh(from, to)
	own := w.own >= 2*ownLong || w.own >= 2*ownChars && w.own*100 >= w.all*ownMost
	wire := a.wire(from, to, w.pieceA, w.pieceB)
	cost := 2 // of an own letter that stands on one side only
	if wire || from.outlet() != "" && from.outlet() == to.outlet() {
		cost = 1
	}
	switch {
	case recurring:
		return hearsay.PassageFurniture, "recurs in one outlet"
	case w.aside*100 >= w.all*half:
		return hearsay.PassageFurniture, "furniture"
	case own && a.statement(from) && a.statement(to):
		return hearsay.PassageEmbedded, "speaks in the first person"
	case own && w.own < 2*ownSure && w.own-cost*w.edited < 2*ownChars:
		return hearsay.PassageUnclear, "short and edited"
	case own && wire:
		return hearsay.PassageWire, "own words, agency credited"
	case own:
		return hearsay.PassageProse, "own words"
	case w.shown*100 >= w.all*half:
		return hearsay.PassageEmbedded, "set off on both sides"
	case w.said*100 >= w.all*half:
		return hearsay.PassageQuotation, "said words"
	case (w.said+w.tags+w.names)*100 >= w.all*tagged && w.said*100 > w.all*third:
		return hearsay.PassageQuotation, "said words with their tags"
	}
	return hearsay.PassageUnclear, "few words of any kind"
}

// weights are the letters and digits of a passage by whose words they are, on both sides together: twice what one side
// holds. Own words count only where both sides agree.
type weights struct {
	all, aside, said, tags, names, own int
	shown                              int // said, and set off on both sides
	edited                             int // own words that stand on one side only
	// One side quotes what is the other's own text.
	pieceA, pieceB bool
}

// word is a run of letters and digits of a passage.
type word struct {
	text  string // in small letters
	span  hearsay.Span
	chars int
	name  bool // by its form
}

// words are the words of the span.
func (s side) words() []word {
	const bytes = 5 // of a word and what stands behind it, or more
	text := s.reading.Document.Text
	words := make([]word, 0, s.span.Len()/bytes+1)
	end := int(s.span.End)
	for at := int(s.span.Start); at < end; {
		start, chars := at, 0
		for at < end {
			char, size := letter.At(text[:end], at)
			if !char {
				break
			}
			at += size
			chars++
		}
		if chars == 0 {
			_, size := letter.At(text[:end], at)
			at += size
			continue
		}
		first, _ := utf8.DecodeRuneInString(text[start:])
		words = append(words, word{
			text: strings.ToLower(text[start:at]), span: hearsay.MakeSpan(start, at), chars: chars,
			name: unicode.IsDigit(first) || unicode.IsUpper(first) && !startsSentence(text[:start]),
		})
	}
	return words
}

// startsSentence reports whether a sentence may begin behind the text.
func startsSentence(before string) bool {
	before = strings.TrimRight(before, " \u00a0\"“‘'(")
	last, size := utf8.DecodeLastRuneInString(before)
	return size == 0 || strings.ContainsRune(".!?:…”\"\n", last)
}

// pair is a word that stands on both sides, by its indexes.
type pair struct{ a, b int }

// agree pairs the words of two sides, in order. It goes over edits to the nearest place where two words in a row agree.
func agree(a, b []word) []pair {
	const ahead = 24
	var pairs []pair
	same := func(i, j int) bool { return i < len(a) && j < len(b) && a[i].text == b[j].text }
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if same(i, j) {
			pairs = append(pairs, pair{i, j})
			i, j = i+1, j+1
			continue
		}
		// "watch list", "watchlist"
		if i+1 < len(a) && a[i].text+a[i+1].text == b[j].text {
			pairs = append(pairs, pair{i, j}, pair{i + 1, j})
			i, j = i+2, j+1
			continue
		}
		if j+1 < len(b) && b[j].text+b[j+1].text == a[i].text {
			pairs = append(pairs, pair{i, j}, pair{i, j + 1})
			i, j = i+1, j+2
			continue
		}
		found := false
	search:
		for d := 1; d <= 2*ahead; d++ {
			for x := max(0, d-ahead); x <= min(d, ahead); x++ {
				if y := d - x; same(i+x, j+y) && (same(i+x+1, j+y+1) || i+x+1 >= len(a) || j+y+1 >= len(b)) {
					i, j, found = i+x, j+y, true
					break search
				}
			}
		}
		if !found {
			i, j = i+1, j+1
		}
	}
	return pairs
}

// whose is whose words a word of one side is.
type whose struct{ aside, quoted, shown, post, loose, tag, name bool }

func (s side) whose(w word) whose {
	return whose{
		aside: within(s.aside, w.span), quoted: within(s.quoted, w.span), shown: within(s.shown, w.span),
		post: within(s.posts, w.span), loose: within(s.loose, w.span), tag: within(s.tags, w.span),
		name: w.name || within(s.names, w.span),
	}
}

func (w whose) said() bool { return w.quoted || w.shown }

// firm reports whether the word is a said word on this side's evidence alone.
func (w whose) firm() bool { return w.quoted || w.shown && !w.loose || w.post }

// weigh tells the words of a passage apart.
func (a *Aligner) weigh(from, to side) weights {
	wordsA, wordsB := from.words(), to.words()
	var w weights
	w.pieceA, w.pieceB = a.pieceOf(to, from), a.pieceOf(from, to)
	oneOutlet := from.outlet() == to.outlet()
	alone := func(s side, words []word) {
		for _, word := range words {
			w.all += word.chars
			switch x := s.whose(word); {
			case x.aside:
				w.aside += word.chars
			case x.said():
				w.said += word.chars
			case x.tag:
				w.tags += word.chars
			case x.name:
				w.names += word.chars
			default:
				w.edited += word.chars
			}
		}
	}
	nextA, nextB := 0, 0
	for _, pair := range agree(wordsA, wordsB) {
		alone(from, wordsA[min(nextA, pair.a):pair.a])
		alone(to, wordsB[min(nextB, pair.b):pair.b])
		nextA, nextB = pair.a+1, pair.b+1
		x, y := from.whose(wordsA[pair.a]), to.whose(wordsB[pair.b])
		n := 2 * min(wordsA[pair.a].chars, wordsB[pair.b].chars)
		w.all += n
		said := x.said() && y.said() || x.firm() && !w.pieceB || y.firm() && !w.pieceA
		name := x.name || y.name
		switch {
		case x.aside && y.aside || (x.aside || y.aside) && (oneOutlet || !said && !name):
			w.aside += n
		case said:
			w.said += n
			if x.shown && y.shown || x.post && !y.quoted || y.post && !x.quoted {
				w.shown += n
			}
		case x.tag || y.tag:
			w.tags += n
		case name:
			w.names += n
		default:
			w.own += n
		}
	}
	alone(from, wordsA[nextA:])
	alone(to, wordsB[nextB:])
	return w
}

// within reports whether one of the sorted spans holds the beginning of the span.
func within(spans []hearsay.Span, span hearsay.Span) bool {
	i, found := slices.BinarySearchFunc(spans, span.Start, func(s hearsay.Span, at uint32) int {
		switch {
		case s.End <= at:
			return -1
		case s.Start > at:
			return 1
		}
		return 0
	})
	return found && !spans[i].Empty()
}

// pieceOf reports whether what the side s quotes is the other's own text: s names the other's outlet as the source, or
// an agency that the other credits, or says that it is a column of which the other is the text.
func (a *Aligner) pieceOf(s, other side) bool {
	own := func(outlet string) bool {
		return outlet != "" && outlet != s.outlet() && (outlet == other.outlet() || slices.Contains(other.agencies, outlet))
	}
	doc := &s.reading.Document
	for _, block := range doc.Blocks {
		if block.Kind == hearsay.BlockQuotation && block.Span.Overlaps(s.span) && own(block.Outlet.Value) {
			return true
		}
	}
	for _, attribution := range s.reading.Attributions {
		if own(attribution.Outlet.Value) && slices.ContainsFunc(attribution.Content, s.span.Overlaps) &&
			attribution.Kind == hearsay.SourceOutlet {
			return true
		}
	}
	i, _ := slices.BinarySearchFunc(s.lines, s.span.Start, func(line hearsay.Span, at uint32) int {
		if line.End <= at {
			return -1
		}
		return 1
	})
	if i == len(s.lines) {
		return false
	}
	// What stands before the quotation, in its line or as the line before.
	start := min(s.span.Start, max(s.lines[i].Start, s.span.Start-min(s.span.Start, leadBytes)))
	lead := doc.Text[runeFloor(doc.Text, int(start)):s.span.Start]
	if letters(lead) == 0 && i > 0 {
		lead = s.lines[i-1].Of(doc.Text)
	}
	if strings.HasSuffix(strings.TrimRight(lead, " \"“"), ":") {
		for _, match := range a.rules.outlets.FindStated(lead) {
			if own(match.Outlet) {
				return true
			}
		}
	}
	_, piece := slices.BinarySearch(s.pieces, i)
	return !other.whole && piece && a.rules.ownVoice(other)
}

// ownVoice reports whether the side's passage is its writer's own voice: in the first person, and nobody said it.
func (r *rules) ownVoice(s side) bool {
	return r.speaks(strings.ToLower(straight.Replace(s.span.Of(s.reading.Document.Text)))) &&
		!slices.ContainsFunc(s.reading.Attributions, func(attribution hearsay.Attribution) bool {
			return len(attribution.Source) > 0 && attribution.Kind != hearsay.SourceSelf &&
				slices.ContainsFunc(attribution.Content, func(content hearsay.Span) bool {
					return common(content, s.span)*100 >= s.span.Len()*mostly
				})
		})
}

// leadBytes is how far before a quotation words may stand that lead to it.
const leadBytes = 120

// wire reports whether the pages say that the words may be an agency's. Where one side quotes the other's text, that
// other's credit counts alone.
func (a *Aligner) wire(from, to side, pieceA, pieceB bool) bool {
	credited := func(s side) bool { return len(s.agencies) > 0 || s.wired }
	switch {
	case pieceA != pieceB:
		return pieceA && credited(from) || pieceB && credited(to)
	case from.outlet() != "" && from.outlet() == to.outlet():
		return credited(from) && credited(to) || from.headed || to.headed
	}
	return credited(from) || credited(to)
}

// statement reports whether the side's passage is a text of some length that speaks of itself.
func (a *Aligner) statement(s side) bool {
	words := strings.FieldsFunc(strings.ToLower(straight.Replace(s.span.Of(s.reading.Document.Text))), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
	own := 0
	for _, word := range words {
		if a.rules.firstPerson[word] {
			own++
		}
	}
	return len(words) >= statementSize && own*100 >= len(words)*speaking
}

func common(a, b hearsay.Span) int {
	if !a.Overlaps(b) {
		return 0
	}
	return int(min(a.End, b.End)) - int(max(a.Start, b.Start))
}

func letters(text string) int {
	n := 0
	for at := 0; at < len(text); {
		char, size := letter.At(text, at)
		if char {
			n++
		}
		at += size
	}
	return n
}

// recurrences reports for each passage whether it is a line that recurs in the documents of one outlet.
func recurrences(pages map[hearsay.DocID]*page, passages []hearsay.Passage) []bool {
	type place struct {
		span  hearsay.Span
		other hearsay.DocID
	}
	places := map[hearsay.DocID][]place{}
	for i := range passages {
		p := &passages[i]
		a, b := &pages[p.A].reading.Document, &pages[p.B].reading.Document
		if p.Length <= furnitureChars && a.Outlet.Known() && a.Outlet.Value == b.Outlet.Value &&
			wholeLines(a.Text, p.SpanA) && wholeLines(b.Text, p.SpanB) {
			places[p.A] = append(places[p.A], place{p.SpanA, p.B})
			places[p.B] = append(places[p.B], place{p.SpanB, p.A})
		}
	}
	recurs := func(id hearsay.DocID, span hearsay.Span) bool {
		if len(places[id])+1 < furnitureDocs || !wholeLines(pages[id].reading.Document.Text, span) {
			return false
		}
		others := map[hearsay.DocID]bool{}
		for _, at := range places[id] {
			if common(at.span, span)*100 >= span.Len()*mostly {
				others[at.other] = true
			}
		}
		return len(others)+1 >= furnitureDocs
	}
	recurring := make([]bool, len(passages))
	for i := range passages {
		p := &passages[i]
		recurring[i] = p.Length <= furnitureChars && (recurs(p.A, p.SpanA) || recurs(p.B, p.SpanB))
	}
	return recurring
}

// wholeLines reports whether nothing but marks stands between the span and the ends of its lines.
func wholeLines(text string, span hearsay.Span) bool {
	head, tail := text[:span.Start], text[span.End:]
	head = head[strings.LastIndexByte(head, '\n')+1:]
	if end := strings.IndexByte(tail, '\n'); end >= 0 {
		tail = tail[:end]
	}
	return letters(head) == 0 && letters(tail) == 0
}
