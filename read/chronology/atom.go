package chronology

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/lexicon"
)

// class is a set of word classes, one bit each.
type class uint64

// The classes of lexicon/time-words.txt, and those that the form of a word gives.
const (
	month class = 1 << iota
	weekday
	weekdays
	unit
	units
	season
	part
	number
	tens
	ordinal
	decades
	vague
	modifier
	last
	next
	this
	approx
	every
	recurrent
	present
	past
	future
	relativeDay
	zone
	shortMonth
	shortWeekday
	clockWord
	hundreds
	digits
	opener    // of a phrase in time-named or time-not
	firstWord // and all bits from here on: words with which a pattern begins
)

var classNames = map[string]class{
	"month": month, "weekday": weekday, "weekdays": weekdays, "unit": unit, "units": units, "season": season,
	"part": part, "number": number, "tens": tens, "ordinal": ordinal, "decades": decades, "vague": vague,
	"modifier": modifier, "last": last, "next": next, "this": this, "approx": approx, "every": every,
	"recurrent": recurrent, "present": present, "past": past, "future": future, "day": relativeDay, "zone": zone,
	"month-short": shortMonth, "weekday-short": shortWeekday, "clock": clockWord, "hundreds": hundreds,
}

// sense is what a word may be: its classes, and its value in each.
type sense struct {
	classes class
	values  []value
}

type value struct {
	class class
	text  string
	n     int // the text as a number, or 0
}

func (s *sense) value(of class) value {
	for _, value := range s.values {
		if value.class&of != 0 {
			return value
		}
	}
	return value{}
}

// words is what the lexicon says.
type words struct {
	senses   map[string]*sense
	named    map[string]string // days with a name
	not      map[string]bool   // phrases that are no times
	measures lexicon.Set
	leads    lexicon.Set
	forward  lexicon.Set
	context  map[context]bool
}

// context is a word and the part that it plays beside an expression, as lexicon/time-context.txt lists them.
type context struct{ word, part string }

// phraseAtoms bounds the atoms of a phrase in the lexicon.
const phraseAtoms = 8

func newWords() words {
	w := words{senses: map[string]*sense{}, named: map[string]string{}, not: map[string]bool{},
		measures: lexicon.NewSet("time-measures"), leads: lexicon.NewSet("time-leads"),
		forward: lexicon.NewSet("time-forward"), context: map[context]bool{}}
	for _, row := range lexicon.Table("time-context") {
		w.context[context{row[0], row[1]}] = true
	}
	for _, row := range lexicon.Table("time-words") {
		of := classNames[row[1]]
		n, _ := strconv.Atoi(row[2]) // 0 where the value is a word
		held := w.mark(row[0], of)
		held.values = append(held.values, value{of, row[2], n})
	}
	for _, row := range lexicon.Table("time-named") {
		phrase := w.phrase(row[0])
		w.named[phrase] = row[1]
	}
	for _, row := range lexicon.Table("time-not") {
		w.not[w.phrase(row[0])] = true
	}
	return w
}

// mark adds classes to a word.
func (w *words) mark(word string, of class) *sense {
	held := w.senses[word]
	if held == nil {
		held = &sense{}
		w.senses[word] = held
	}
	held.classes |= of
	return held
}

// phrase is a phrase of the lexicon as its atoms spell it; its first word is noted as an opener.
func (w *words) phrase(text string) string {
	var atoms []atom
	atoms = appendAtoms(atoms, text, hearsay.MakeSpan(0, len(text)), hearsay.TagNone, w)
	var key strings.Builder
	for i, a := range atoms {
		if i == 0 {
			w.mark(a.word, opener)
		}
		key.WriteString(a.word)
		key.WriteByte(' ')
	}
	return key.String()
}

// atom is a run of letters, a run of digits or another single character. The text is cut anew, since tokenisers differ
// just where times are: "third-quarter", "2017-06-06", "9 p. m.".
type atom struct {
	span    hearsay.Span
	word    string // in small letters, ’ as '
	sense   *sense
	classes class
	tag     hearsay.Tag
	n       int // value of a run of digits
	capital bool
	spaced  bool // white space stands before it
}

var noSense = &sense{}

func appendAtoms(atoms []atom, text string, span hearsay.Span, tag hearsay.Tag, w *words) []atom {
	for at := span.Start; at < span.End; {
		r, size := utf8.DecodeRuneInString(text[at:span.End])
		end := at + uint32(size)
		kind := kindOf(r)
		if kind == space {
			at = end
			continue
		}
		for kind != other && end < span.End {
			r, size := utf8.DecodeRuneInString(text[end:span.End])
			if kindOf(r) != kind {
				break
			}
			end += uint32(size)
		}
		a := atom{span: hearsay.Span{Start: at, End: end}, tag: tag, capital: unicode.IsUpper(r), sense: noSense}
		a.spaced = len(atoms) > 0 && atoms[len(atoms)-1].span.End < at
		a.word = a.span.Of(text)
		switch {
		case kind == letter:
			a.word = strings.ToLower(a.word)
		case kind == digit:
			a.classes = digits
			if len(a.word) <= 6 {
				a.n, _ = strconv.Atoi(a.word) // ASCII digits only
			}
		case r == '’' || r == '‘' || r == '`':
			a.word = "'"
		case r == '–' || r == '—' || r == '‑':
			a.word = "-"
		}
		if held, ok := w.senses[a.word]; ok {
			a.sense = held
			a.classes |= held.classes
		}
		atoms = append(atoms, a)
		at = end
	}
	return atoms
}

type runeKind uint8

const (
	other runeKind = iota
	letter
	digit
	space
)

func kindOf(r rune) runeKind {
	switch {
	case r >= 'a' && r <= 'z':
		return letter
	case r >= '0' && r <= '9':
		return digit
	case unicode.IsLetter(r):
		return letter
	case unicode.IsSpace(r):
		return space
	}
	return other
}
