// Package stream makes news archives of any size, so that hearsay can be measured where no real archive reaches.
//
// It begins with a seed, a number of documents and how many of them appear on a day (New) and ends with articles
// (Stream.Article), each a function of the seed and its own number: no article needs the ones before it. It hands them
// on to eval, which measures what a document costs as an archive grows.
//
// What makes an archive dear is kept as real archives have it: events with a Zipf-like number of documents that fade
// within days, words in their real frequencies with beats and events that have words of their own, a vocabulary that
// never ends, quotations that several outlets print, passages lifted from others, wire copies, lines that recur in
// one outlet, background that comes back weeks later. The texts mean nothing.
package stream

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Shape of the archive. Shares are in 1024ths unless they say otherwise.
const (
	blockDocs   = 4096 // documents that are planned together; events do not cross blocks
	outletCount = 1 << 7
	beatBits    = 9  // 2^n−1 beats times the breadth, the first with a ninth of all events
	eventWords  = 6  // 2^n−1 words that are an event's own
	eventNames  = 4  // 2^n−1 names
	beatWords   = 8  // 2^n−1 words that are a beat's own
	nameBits    = 20 // invented words that names are drawn from, the common ones much more often
	habitBits   = 9  // 2^n−1 words that one document falls back on
	phraseBits  = 18 // phrases that writers use without copying

	shareName   = 16
	shareEvent  = 36
	shareBeat   = 128
	sharePhrase = 50

	shareLift       = 400 // later documents of an event, with a passage of its first
	shareBackground = 250 // documents with a paragraph of an older one
	shareQuote      = 500 // documents with one of their event's quotations
	shareFurniture  = 170 // documents with each of their outlet's lines
	shareWire       = 256 // events of three documents and more that a wire reports
	shareCopy       = 200 // documents of such an event that are its wire text

	meanWords  = 600
	wordSpread = 0.54 // of the logarithm of the length
	sizePower  = 3.0  // of the number of documents of an event
	mostDocs   = 150  // of one event
)

// Options say which archive is made.
type Options struct {
	Seed      uint64
	Documents int
	PerDay    int // documents of one day
	Undated   int // documents in 1024 that have no date
	Breadth   int // how many times as many beats as a paper of ten articles a day has; 0 means one for each ten a day
}

// Article is one document of the archive. Articles of one event report the same thing.
type Article struct {
	ID     string
	Event  string
	Outlet string
	Title  string
	Text   string
	Day    int // days since 1970-01-01
	Dated  bool
}

// Stream makes the articles of one archive. It is not safe for concurrent use.
type Stream struct {
	options  Options
	words    []string
	slots    []uint16 // words, each as often as it stands in news
	telling  []uint16 // words neither common nor rare: beats and events are told by them
	lengths  [1 << 10]int
	sizes    [mostDocs]uint32 // sizes[n] is the chance, in 2^32ths, of an event of at most n+1 documents
	plans    map[int]*plan
	planned  []int // blocks in plans, oldest first
	sentence []byte
}

// plan says for the documents of one block which event each reports.
type plan struct {
	events []event
	docs   []place
}

type event struct {
	seed  uint64
	beat  uint64
	size  int
	first int // number of its earliest document
}

type place struct {
	event, day, index int
	tie               uint64
}

// New returns the archive of the options. It fails where they are out of range or the frequency table is damaged.
func New(options Options) (*Stream, error) {
	if options.Documents < 1 || options.PerDay < 1 {
		return nil, fmt.Errorf("make stream: %d documents, %d a day: both must be positive", options.Documents, options.PerDay)
	}
	if options.Breadth < 1 {
		options.Breadth = max(1, options.PerDay/10)
	}
	s := &Stream{options: options, plans: map[int]*plan{}}
	words, err := loadWords()
	if err != nil {
		return nil, fmt.Errorf("make stream: %w", err)
	}
	s.fillWords(words)
	for i := range s.lengths {
		// The quantiles of a log-normal distribution with the mean meanWords.
		p := (float64(i) + 0.5) / float64(len(s.lengths))
		z := math.Sqrt2 * math.Erfinv(2*p-1)
		s.lengths[i] = int(math.Exp(math.Log(meanWords) - wordSpread*wordSpread/2 + wordSpread*z))
	}
	total := 0.0
	for n := range s.sizes {
		total += math.Pow(float64(n+1), -sizePower)
	}
	sum := 0.0
	for n := range s.sizes {
		sum += math.Pow(float64(n+1), -sizePower)
		s.sizes[n] = uint32(min(sum/total*(1<<32), 1<<32-1))
	}
	return s, nil
}

// fillWords makes the table that words are drawn from.
func (s *Stream) fillWords(words []word) {
	const slots = 1 << 18
	// A word that a share p of documents has stands in one −log(1−p) times, if words fall as rain does. Most words come
	// in bursts; those bursts are what beats and events add.
	often := make([]float64, len(words))
	total := 0.0
	for i, word := range words {
		often[i] = -math.Log1p(-min(word.share, 0.9999))
		total += often[i]
		s.words = append(s.words, word.text)
		if word.share > 1.0/2000 && word.share < 1.0/9 && len(word.text) > 3 {
			s.telling = append(s.telling, uint16(i))
		}
	}
	for i := range words {
		for range int(often[i]/total*slots + 0.5) {
			s.slots = append(s.slots, uint16(i))
		}
	}
	for i := 0; len(s.slots) < slots; i++ {
		s.slots = append(s.slots, s.telling[i%len(s.telling)])
	}
	s.slots = s.slots[:slots]
}

// Len is the number of documents of the archive.
func (s *Stream) Len() int { return s.options.Documents }

// firstDay is the day on which the archive begins: 2010-01-01.
const firstDay = 14610

// plan returns the plan of a block. The last few are kept, for documents look back.
func (s *Stream) plan(block int) *plan {
	const kept = 32
	if p, ok := s.plans[block]; ok {
		return p
	}
	chance := source{mix(s.options.Seed, uint64(block)<<8|saltPlan)}
	p := &plan{docs: make([]place, 0, blockDocs)}
	begin, days := block*blockDocs/s.options.PerDay, max(1, blockDocs/s.options.PerDay)
	for len(p.docs) < blockDocs {
		size, _ := slices.BinarySearch(s.sizes[:], uint32(chance.next()))
		size = min(size+1, mostDocs, blockDocs-len(p.docs))
		start := firstDay + begin + chance.below(days)
		for range size {
			// Half of an event's documents appear on its first day, half of the others on the second …
			late := chance.halves()
			p.docs = append(p.docs, place{event: len(p.events), day: start + late, tie: chance.next()})
		}
		beat := uint64(chance.ranked(beatBits)*s.options.Breadth + chance.below(s.options.Breadth))
		p.events = append(p.events, event{seed: chance.next(), beat: beat, size: size, first: -1})
	}
	slices.SortFunc(p.docs, func(a, b place) int {
		if a.day != b.day {
			return a.day - b.day
		}
		if a.tie < b.tie {
			return -1
		}
		return 1
	})
	met := make([]int, len(p.events))
	for i := range p.docs {
		at := p.docs[i].event
		p.docs[i].index = met[at]
		met[at]++
		if e := &p.events[at]; e.first < 0 {
			e.first = block*blockDocs + i
		}
	}
	if len(s.planned) == kept {
		delete(s.plans, s.planned[0])
		s.planned = slices.Delete(s.planned, 0, 1)
	}
	s.plans[block], s.planned = p, append(s.planned, block)
	return p
}

// at returns the event of a document and the document's place in it.
func (s *Stream) at(number int) (*event, place) {
	p := s.plan(number / blockDocs)
	place := p.docs[number%blockDocs]
	return &p.events[place.event], place
}

// Article makes the article of a number below Len. Articles are in order of time but for a few days.
func (s *Stream) Article(number int) Article {
	ev, place := s.at(number)
	chance := source{mix(s.options.Seed, uint64(number)<<8|saltDoc)}
	outlet := s.outlet(number)
	article := Article{
		ID: fmt.Sprintf("d%09d", number), Event: fmt.Sprintf("e%09d", ev.first), Day: place.day,
		Dated: !chance.happens(uint64(s.options.Undated)),
	}
	wire := ev.size >= 3 && ev.seed&1023 < shareWire
	own, length := number, s.lengths[chance.below(len(s.lengths))]
	copied := wire && place.index > 0 && chance.happens(shareCopy)
	if copied {
		own = ev.first
		length = length/2 + meanWords/2
	}
	wire = wire && (copied || place.index == 0)
	lifted, past := -1, -1
	if !copied && place.index > 0 && chance.happens(shareLift) {
		lifted = ev.first
	}
	if !copied && chance.happens(shareBackground) {
		// One document in sixteen is taken up again, a week to two months later.
		past = number - s.options.PerDay*7 - chance.below(s.options.PerDay*53)
		past -= past & 15
	}
	if past >= 0 && chance.below(2) == 0 {
		outlet = s.outlet(past)
	}
	article.Outlet = s.outletName(outlet)

	title := source{mix(s.options.Seed, uint64(number)<<8|saltTitle)}
	article.Title = capital(string(s.run(nil, ev, &title, 0, 7+title.below(5), 24)))

	text := make([]byte, 0, length*7)
	if wire {
		agency := source{mix(s.options.Seed, ev.seed&3<<8|saltAgency)}
		text = append(text, strings.ToUpper(name(agency.next()))...)
		text = append(text, " ("...)
		text = append(text, name(agency.next())...)
		text = append(text, " Wire) — "...)
	}
	words := 0
	for n := 0; words < length; n++ {
		var count int
		text, count = s.ownSentence(text, own, ev, n)
		words += count
		switch {
		case n == 2 && chance.happens(shareQuote), n == 6 && chance.happens(shareQuote):
			text = s.quotation(text, ev, chance.ranked(3))
		case n == 4 && lifted >= 0:
			text = s.lift(text, lifted, 30+chance.ranked(8)*170/255, &chance)
		case n == 8 && past >= 0:
			text = s.lift(text, past, 40+chance.below(60), &chance)
		}
		if n%3 == 2 {
			text[len(text)-1] = '\n'
		}
	}
	text[len(text)-1] = '\n'
	for line := range uint64(4) {
		if chance.happens(shareFurniture) {
			text = s.furniture(text, outlet, line)
		}
	}
	article.Text = string(text[:len(text)-1])
	return article
}

// ownSentence appends the nth sentence that the writer of a document wrote, and counts its words.
func (s *Stream) ownSentence(text []byte, number int, ev *event, n int) ([]byte, int) {
	habit := mix(s.options.Seed, uint64(number)<<8|saltSentence)
	chance := source{mix(habit, uint64(n))}
	words := 8 + chance.below(14) + chance.below(14)
	return s.closed(text, ev, &chance, habit, words), words
}

// closed appends a sentence with its capital and full stop and a space.
func (s *Stream) closed(text []byte, ev *event, chance *source, habit uint64, words int) []byte {
	at := len(text)
	text = s.run(text, ev, chance, habit, words, 2+habit>>62)
	if c := text[at]; 'a' <= c && c <= 'z' {
		text[at] -= 'a' - 'A'
	}
	return append(text, ". "...)
}

// run appends words of an event, those that are its own dense quarters as often as the shares say. Half of the others are
// the habit of a writer, so that words come in bursts.
func (s *Stream) run(text []byte, ev *event, chance *source, habit uint64, words int, dense uint64) []byte {
	for i := range words {
		if i > 0 {
			text = append(text, ' ')
		}
		x := chance.next()
		kind := x & 1023
		x >>= 10
		switch names, own := shareName*dense/4, shareEvent*dense/4; {
		case kind < names:
			text = ev.name(text, chance)
		case kind < names+own:
			text = s.eventWord(text, ev, chance)
		case kind < names+own+shareBeat:
			h := mix(ev.beat, uint64(chance.ranked(beatWords))<<8|saltBeat)
			text = append(text, s.words[s.telling[h%uint64(len(s.telling))]]...)
		case kind < names+own+shareBeat+sharePhrase:
			phrase := source{mix(uint64(chance.ranked(phraseBits)), saltPhrase)}
			for range 3 + phrase.below(3) {
				text = append(text, s.words[s.slots[phrase.next()&uint64(len(s.slots)-1)]]...)
				text = append(text, ' ')
			}
			text = text[:len(text)-1]
		default:
			if x&1 == 0 {
				x = mix(habit, uint64(chance.ranked(habitBits)))
			}
			text = append(text, s.words[s.slots[x>>1&uint64(len(s.slots)-1)]]...)
		}
	}
	return text
}

// name appends one of the event's names: some are the beat's and come back with it.
func (ev *event) name(text []byte, chance *source) []byte {
	h := source{mix(ev.seed, uint64(chance.ranked(eventNames))<<8|saltName)}
	id := uint64(h.ranked(nameBits))
	if h.below(4) == 0 {
		id = mix(ev.beat, uint64(h.ranked(9))) >> 40
	}
	if chance.below(3) == 0 {
		text = append(appendName(text, id^0x5555), ' ')
	}
	return appendName(text, id)
}

// eventWord appends a word that the event's documents have in common: a known one, a new one or a number.
func (s *Stream) eventWord(text []byte, ev *event, chance *source) []byte {
	h := source{mix(ev.seed, uint64(chance.ranked(eventWords))<<8|saltWord)}
	switch h.below(8) {
	case 0:
		return strconv.AppendInt(text, int64(10+h.ranked(14)), 10)
	case 1, 2:
		at := len(text)
		text = appendName(text, uint64(h.ranked(nameBits)))
		text[at] += 'a' - 'A'
		return text
	}
	return append(text, s.words[s.telling[h.below(len(s.telling))]]...)
}

// quotation appends something that was said at the event.
func (s *Stream) quotation(text []byte, ev *event, n int) []byte {
	chance := source{mix(ev.seed, uint64(n)<<8|saltQuote)}
	text = append(text, '"')
	text = s.closed(text, ev, &chance, ev.seed, 10+chance.below(12))
	text = s.closed(text, ev, &chance, ev.seed, 8+chance.below(16))
	text = append(text[:len(text)-2], `," `...)
	text = ev.name(text, &chance)
	return append(text, " said. "...)
}

// lift appends about so many words of another document, edited here and there.
func (s *Stream) lift(text []byte, from, words int, chance *source) []byte {
	ev, _ := s.at(from)
	s.sentence = s.sentence[:0]
	count := 0
	for n := chance.below(4); count < words; n++ {
		var more int
		s.sentence, more = s.ownSentence(s.sentence, from, ev, n)
		count += more
	}
	edits := chance.below(3) == 0
	for word := range strings.FieldsSeq(string(s.sentence)) {
		if words--; words < 0 {
			break
		}
		if edits && chance.below(20) == 0 {
			continue
		}
		text = append(text, word...)
		text = append(text, ' ')
	}
	text = append(text[:len(text)-1], ". "...)
	return text
}

// furniture appends a line that an outlet prints under many of its articles.
func (s *Stream) furniture(text []byte, outlet int, line uint64) []byte {
	chance := source{mix(uint64(outlet), line<<8|saltFurniture)}
	ev := event{seed: chance.next(), beat: chance.next()}
	text = append(text, s.outletName(outlet)...)
	text = append(text, ": "...)
	text = s.closed(text, &ev, &chance, ev.seed, 9+chance.below(14))
	text[len(text)-1] = '\n'
	return text
}

// outlet returns the outlet of a document.
func (s *Stream) outlet(number int) int {
	chance := source{mix(s.options.Seed, uint64(number)<<8|saltOutlet)}
	return chance.below(1 + chance.below(outletCount))
}

func (s *Stream) outletName(outlet int) string {
	return name(mix(uint64(outlet), saltOutlet)) + [...]string{" Post", " Times", " Herald", " Wire", " Observer"}[outlet%5]
}

// appendName appends the invented word of a number, with a capital. The first 2^20 numbers have words of their own.
func appendName(text []byte, id uint64) []byte {
	const onsets, vowels, ends = "bdfgklmnprstvzhj", "aeio", "nrlskmdt"
	at := len(text)
	for range 3 + id>>18&1 {
		text = append(text, onsets[id&15], vowels[id>>4&3])
		id >>= 6
	}
	text = append(text, ends[id&7])
	text[at] -= 'a' - 'A'
	return text
}

func name(id uint64) string { return string(appendName(nil, id)) }

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
