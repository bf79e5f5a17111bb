package chronology_test

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/read/chronology"
)

// parse cuts a sentence at white space and marks. A word may have its tag behind a slash ("vote/VB"); words without one
// count as nouns where they begin with a capital.
func parse(t testing.TB, marked string) (text string, sentence hearsay.Sentence) {
	t.Helper()
	var b strings.Builder
	add := func(word string, tag hearsay.Tag) {
		sentence.Tokens = append(sentence.Tokens, hearsay.Token{
			Span: hearsay.MakeSpan(b.Len(), b.Len()+len(word)), Head: -1, Tag: tag})
		b.WriteString(word)
	}
	for i, field := range strings.Split(marked, " ") {
		if i > 0 {
			b.WriteByte(' ')
		}
		tag := hearsay.TagNone
		if word, name, ok := strings.Cut(field, "/"); ok && name != "" && name[0] >= 'A' && name[0] <= 'Z' {
			mark := strings.TrimLeft(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ$")
			if err := tag.UnmarshalText([]byte(strings.TrimSuffix(name, mark))); err != nil {
				t.Fatal(err)
			}
			field = word + mark
		}
		for field != "" {
			r, size := utf8.DecodeRuneInString(field)
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				size = len(field) - len(strings.TrimLeftFunc(field, func(r rune) bool {
					return unicode.IsLetter(r) || unicode.IsDigit(r)
				}))
			}
			of := hearsay.TagSYM
			if unicode.IsLetter(r) {
				of = tag
				if tag == hearsay.TagNone && unicode.IsUpper(r) {
					of = hearsay.TagNNP
				}
			}
			add(field[:size], of)
			field = field[size:]
		}
	}
	text = b.String()
	sentence.Span = hearsay.MakeSpan(0, len(text))
	return text, sentence
}

// unmark takes the expected times out of a text: "on [Tuesday=2017-06-06]".
func unmark(t testing.TB, marked string) (plain string, want []string) {
	t.Helper()
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(marked, "[")
		b.WriteString(before)
		if !ok {
			return b.String(), want
		}
		inner, after, ok := strings.Cut(rest, "]")
		words, _, valued := strings.Cut(inner, "=")
		if !ok || !valued {
			t.Fatalf("bad mark in %q", marked)
		}
		want = append(want, inner)
		b.WriteString(words)
		marked = after
	}
}

func find(finder *chronology.Finder, text string, sentence hearsay.Sentence, published hearsay.Date) []hearsay.Time {
	doc := hearsay.Document{Text: text, Published: published}
	return finder.Find(&doc, []hearsay.Sentence{sentence})
}

func day(t testing.TB, date string) hearsay.Date {
	t.Helper()
	if date == "" {
		return hearsay.Date{}
	}
	at, err := time.Parse("2006-01-02", date)
	if err != nil {
		t.Fatal(err)
	}
	return hearsay.Date{Unix: at.Unix(), Grain: hearsay.GrainDay}
}

// written is a Wednesday.
const written = "2017-06-07"

func TestFind(t *testing.T) {
	finder := chronology.New()
	for _, test := range []struct{ published, marked string }{
		// Stated in full: the same with a date of the document and without.
		{"", "It opened on [June 6, 2017=2017-06-06] in Port Alder."},
		{written, "It opened on [Tuesday, June 6, 2017=2017-06-06], she said/VBD."},
		{"", "on [6 June 2017=2017-06-06]"},
		{"", "dated [2017-06-06=2017-06-06] and [6/7/2017=2017-06-07]"},
		{"", "in [March 2016=2016-03] and in [late 2015=2015], [Sept. 2014=2014-09]"},
		{"", "the [2016=2016] campaign"},
		{"", "in [the 1990s=199] and [the 18th century=17]"},
		{"", "[the third quarter of 2016=2016-Q3], [the summer of 2014=2014-SU]"},
		{"", "from [2009-2013=2009/2013] and in [2014-15=2014/2015]"},
		{"", "[Feb. 10-16, 2013=2013-02-10/2013-02-16]"},
		{"", "after [9/11=2001-09-11] and the [Sept. 11 attacks=2001-09-11]"},

		// Without a date of the document, nothing is guessed.
		{"", "told/VBD reporters on [Tuesday=XXXX-WXX-2]"},
		{"", "as of [9 p.m. ET Tuesday=XXXX-WXX-2T21:00]"},
		{"", "as of [9 p . m . ET Tuesday=XXXX-WXX-2T21:00]"},
		{"", "on [February 14=XXXX-02-14], in [March=XXXX-03]"},
		{"", "[yesterday=XXXX-XX-XX], [last week=XXXX-WXX], [this month=XXXX-XX], [last year=XXXX]"},
		{"", "[two years ago=XXXX], [this fall=XXXX-FA], over [the weekend=XXXX-WXX-WE]"},
		{"", "on [Christmas=XXXX-12-25] and [Thanksgiving=XXXX-11-XX]"},

		// Weekdays look back, unless what stands beside them looks ahead. The same day is today.
		{written, "The mayor said/VBD [Tuesday=2017-06-06]"},
		{written, "The mayor said/VBD [Wednesday=2017-06-07]"},
		{written, "The mayor said/VBD [Thursday=2017-06-01]"},
		{written, "The council will/MD vote/VB on [Tuesday=2017-06-13]"},
		{written, "The council will/MD vote/VB on [Wednesday=2017-06-07]"},
		{written, "He was/VBD scheduled/VBN to testify/VB [Thursday=2017-06-08]"},
		{written, "On [Monday=2017-06-05], the council met/VBD"},
		{written, "They would/MD leave/VB as soon as [Friday=2017-06-09]"},
		{written, "Until [Thursday=2017-06-01], they had/VBD waited/VBN"},
		{written, "The union has/VBZ booked/VBN the hall for [Thursday evening=2017-06-08TEV]"},
		{written, "They blamed/VBD him for [Thursday=2017-06-01]'s fire, and for [last Friday=2017-06-02]"},
		{written, "The minister leaves/VBZ for a talk in the south on [Saturday=2017-06-10]"},
		{written, "It had/VBD been/VBN scheduled/VBN for [Friday=2017-06-02]"},
		{written, "They planned/VBD a large march/NN in the old harbour of the town on [Saturday=2017-06-10]"},
		{written, "They will/MD fight/VB [Monday=2017-06-05]'s ruling ahead of [Tuesday=2017-06-13]'s vote"},
		{written, "For [Thursday=2017-06-08], they have/VBP a plan/NN"},
		{written, "It will/MD close/VB between [Monday=2017-06-12] and [Friday=2017-06-16]"},
		{written, "It will/MD close/VB [Monday=2017-06-12] through [Friday night=2017-06-16TNI]"},
		{written, "They met/VBD on [Monday=2017-06-05] and [Friday=2017-06-02]"},
		{written, "The court meets/VBZ at [10 a.m. Monday=2017-06-12T10:00]"},
		{written, "They would/MD have/VB left/VBN [Friday=2017-06-02]"},
		{written, "[last Friday=2017-06-02] and [next Monday=2017-06-12]"},
		{written, "[last Wednesday=2017-05-31] and [next Wednesday=2017-06-14]"},
		{written, "met/VBD [Tuesday afternoon=2017-06-06TAF] and [last night=2017-06-06TNI]"},
		{written, "met/VBD at [9:30 a.m. on Tuesday=2017-06-06T09:30]"},

		// So do dates and months, to the nearest.
		{written, "It closed/VBD on [June 6=2017-06-06] and on [Dec. 24=2016-12-24]"},
		{written, "It will/MD close/VB on [Dec. 24=2017-12-24]"},
		{written, "He recused/VBD himself in [March=2017-03]"},
		{written, "It will/MD open/VB in [March=2018-03], in [early July=2017-07]"},
		{written, "[last November=2016-11] and [next March=2018-03], in [October of last year=2016-10]"},
		{written, "since [last fall=2016-FA] and [this summer=2017-SU]"},
		{written, "It grew/VBD in [the first quarter=2017-Q1]"},
		{written, "[last Christmas=2016-12-25]"},
		{written, "It fell/VBD on [Memorial Day=2017-05-29] and [Thanksgiving=2016-11-24]"},

		// Relative to the day of writing.
		{written, "[today=2017-06-07], [yesterday=2017-06-06], [tomorrow=2017-06-08], [tonight=2017-06-07TNI]"},
		{written, "[the day before yesterday=2017-06-05]"},
		{written, "[last week=2017-W22], [this week=2017-W23], [earlier this month=2017-06], [next year=2018]"},
		{written, "[two days ago=2017-06-05], [three weeks ago=2017-W20], [six months ago=2016-12], [a decade ago=2007]"},
		{written, "[ten days from now=2017-06-17]"},
		{written, "It spread/VBD over [the weekend=2017-W22-WE]"},
		{"2017-01-02", "[last month=2016-12] and [last week=2016-W52]"},

		// Durations, sets, references.
		{written, "in [the three months=P3M] since, for [weeks=PXW]"},
		{written, "[more than two years=P2Y], a [16-hour=PT16H] flight, [a few days=PXD], [half an hour=PT30M]"},
		{written, "[the past twenty-five years=P25Y], [1,500 days=P1500D], [two and a half years=P2.5Y]"},
		{written, "[every Tuesday=XXXX-WXX-2], [Sundays=XXXX-WXX-7], [every two weeks=P2W], [daily=P1D]"},
		{written, "[now=PRESENT_REF] and [recently=PAST_REF], in [the future=FUTURE_REF], [years ago=PAST_REF]"},
		{written, "[two hours ago=PAST_REF] and [an hour from now=FUTURE_REF]"},
		{written, "[the next day=XXXX-XX-XX], [a year earlier=XXXX], [that week=XXXX-WXX]"},
		{written, "[twenty four days=P24D], [a hundred years=P100Y], [two hundred years=P200Y], [another three weeks=P3W]"},
		{written, "[two to three weeks=PXW], [a month or two=PXM], [the coming weeks=PXW], [past years=PAST_REF]"},
		{written, "a [five year=P5Y] low/NN, a [week-long=P1W] strike/NN, [decades-long=PXDE]"},
		{written, "[these days=PRESENT_REF], in [the near future=FUTURE_REF], the [current=PRESENT_REF] rules/NNS"},
		{written, "in [nineteen ninety-six=1996], [twenty sixteen=2016], twenty people, twenty thousand, nineteen hundred"},

		// What rests on a time named before takes it from there: in the sentence or the one before, fine enough.
		{"", "On [June 6, 2016=2016-06-06], they met/VBD; [the next day=2016-06-07], [two days later=2016-06-09]"},
		{"", "On [June 6, 2016=2016-06-06], she left/VBD, and left/VBD again [that night=2016-06-06TNI]"},
		{"", "In [March 2016=2016-03], she left/VBD. [The next day=XXXX-XX-XX], [later that year=2016]"},
		{"", "in [2016=2016] and [a year earlier=2015], [the year before=2015]."},
		{"", "In [March 2016=2016-03] and [the following month=2016-04], [that same month=2016-04]"},
		{written, "It began/VBD in [2014=2014]. In [March of that year=2014-03], [a decade later=2024]"},
		{written, "the August recess/NN of [2009=2009], the [August=2017-08] recess/NN, a couple of hundred years/NN"},
		{"", "On [June 6, 2016=2016-06-06], [the day before=XXXX-XX-XX] the vote, [weeks later=XXXX-WXX]"},

		// Figures of a business are those of a quarter, and so are those beside them.
		{written, "Profit in [the first quarter=2017-Q1] rose/VBD 8% from [a year earlier=2016-Q1]"},
		{written, "[First-quarter=2017-Q1] sales were/VBD $8 million, against $6 million [a year ago=2016-Q1]"},
		{written, "In [the first quarter=2017-Q1] it lost/VBD $2, more than in [the year-earlier quarter=2016-Q1]"},
		{written, "In [the first quarter=2017-Q1] it lost/VBD $2; " +
			"in [the latest period=2017-Q1] and [the 2015 quarter=2015-Q1]"},
		{written, "in [this year's first quarter=2017-Q1] and [the fourth quarter of last year=2016-Q4]"},
		{written, "[the quarter=2017-Q1] ended [March 31=2017-03-31]"},
		{written, "in [the first nine months=P9M] it earned/VBD $2 million, up from $1 million [a year earlier=2016]"},
		{written, "It earned/VBD $2 million, up from $1 million [a year earlier=XXXX]; the period was/VBD good"},
		{"", "[the quarter=XXXX-QX] and [the third quarter=XXXX-Q3]"},

		// Of the year, or month, of writing.
		{written, "It will/MD start/VB at [the beginning of the year=2018]"},
		{written, "by [year's end=2017], [year-end=2017], [the end of the month=2017-06], [earlier in the year=2017]"},
		{written, "For [the full year=2017], it will/MD grow/VB; in [the year=P1Y] ended/VBD [March 31=2017-03-31]"},
		{"2017-02-01", "For [the full year=2016], it grew/VBD"},
		{"", "by [year's end=XXXX]"},
		{written, "in [the week of March 6=2017-W10]; at [4 in the morning=XXXX-XX-XXT04:00]"},

		// A time of day takes the day that the sentence names, if it names one.
		{written, "met/VBD on [Tuesday=2017-06-06] until [9 p.m.=2017-06-06T21:00]"},
		{written, "met/VBD on [Monday=2017-06-05] and [Tuesday=2017-06-06] at [9 p.m.=XXXX-XX-XXT21:00]"},
		{"", "at [noon=XXXX-XX-XXT12:00] and at [21:30=XXXX-XX-XXT21:30]"},

		// Not times.
		{written, "He may/MD march/VB; Theresa May and April Quill spoke/VBD"},
		{written, "May/MD they march/VBP? The March for Science set/VBD out"},
		{written, "a second/JJ vote, the second time, on one side"},
		{written, "Quill, 35, a 44-year-old, is 35 years old, aged 2 years"},
		{written, "$2016, 2,016 people, 2016 people, No. 2016, 2016.5, 12:30, 3/4, $1998"},
		{written, "a 5-4 ruling, won 3-2, pages 10-12"},
		{written, "USA Today, Saturday Night Live, the Sunday Times, The Daily Bugle, on ABC's This Week"},
		{written, "a quarter of them, mon, sat on the sun"},
		{written, "high noon, 24 hours a day, the party daily/NN"},
		{written, "in his sixties; 13/45/2016; 2016-13-01"},
		{written, ""},
	} {
		plain, want := unmark(t, test.marked)
		text, sentence := parse(t, plain)
		var got []string
		for _, at := range find(finder, text, sentence, day(t, test.published)) {
			got = append(got, at.Span.Of(text)+"="+at.Value)
			if at.Resolved != (at.Value[0] >= '0' && at.Value[0] <= '9') {
				t.Errorf("%q: %s is resolved: %v", text, at.Value, at.Resolved)
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q (%s):\n got %q\nwant %q", text, test.published, got, want)
		}
	}
}

func TestDays(t *testing.T) {
	finder := chronology.New()
	for _, test := range []struct {
		text, first, last string
		kind              hearsay.TimeKind
		inferred          bool
	}{
		{"June 6, 2016", "2016-06-06", "2016-06-06", hearsay.TimeDate, false},
		{"in March 2016", "2016-03-01", "2016-03-31", hearsay.TimeDate, false},
		{"in 2016", "2016-01-01", "2016-12-31", hearsay.TimeDate, false},
		{"the 1990s", "1990-01-01", "1999-12-31", hearsay.TimeDate, false},
		{"the summer of 2014", "2014-06-01", "2014-08-31", hearsay.TimeDate, false},
		{"the second half of 2014", "2014-07-01", "2014-12-31", hearsay.TimeDate, false},
		{"last week", "2017-05-29", "2017-06-04", hearsay.TimeDate, true},
		{"last year", "2016-01-01", "2016-12-31", hearsay.TimeDate, true},
		{"three months ago", "2017-03-01", "2017-03-31", hearsay.TimeDate, true},
		{"next weekend", "2017-06-17", "2017-06-18", hearsay.TimeDate, true},
		{"Tuesday night", "2017-06-06", "2017-06-06", hearsay.TimeClock, true},
		{"June 1-3", "2017-06-01", "2017-06-03", hearsay.TimeDuration, true},
	} {
		text, sentence := parse(t, test.text)
		got := find(finder, text, sentence, day(t, written))
		if len(got) != 1 {
			t.Errorf("%q: %d times", text, len(got))
			continue
		}
		first, last := day(t, test.first).Day(), day(t, test.last).Day()
		if !got[0].Resolved || int(got[0].First) != first || int(got[0].Last) != last || got[0].Kind != test.kind ||
			got[0].Inferred != test.inferred {
			t.Errorf("%q: got %+v, want days %d to %d", text, got[0], first, last)
		}
	}
}

func TestCoarseDate(t *testing.T) {
	text, sentence := parse(t, "on Tuesday")
	published := day(t, written)
	published.Grain = hearsay.GrainMonth
	if got := find(chronology.New(), text, sentence, published); len(got) != 1 || got[0].Resolved {
		t.Errorf("a document of which only the month is known fixed a weekday: %+v", got)
	}
}

// FuzzFind holds that whatever the text, the times are within it, in order, the same twice, and end after they begin.
func FuzzFind(f *testing.F) {
	for _, seed := range []string{"on Tuesday, June 6, 2017 at 9 p.m. ET", "two to three years ago", "999999 centuries ago",
		"the 5th of May", "2016-17", "’90s", "999,999,999 years from now", "May 31-32", "the 99th century", "é 6\u00a0June",
		"For Thursday, until Friday and from Monday to Sunday", "nineteen ninety-six, twenty thousand, nineteen hundred years", "the year before, a year ago for the latest quarter of $3"} {
		f.Add(seed, int32(17324))
	}
	finder := chronology.New()
	f.Fuzz(func(t *testing.T, text string, published int32) {
		if !utf8.ValidString(text) {
			return
		}
		var sentence hearsay.Sentence
		at := 0
		for word := range strings.FieldsSeq(text) {
			start := at + strings.Index(text[at:], word)
			at = start + len(word)
			sentence.Tokens = append(sentence.Tokens, hearsay.Token{Span: hearsay.MakeSpan(start, at)})
		}
		sentence.Span = hearsay.MakeSpan(0, len(text))
		date := hearsay.Date{Unix: int64(published%40000) * 86400, Grain: hearsay.GrainDay}
		got := find(finder, text, sentence, date)
		end := uint32(0)
		for _, at := range got {
			if err := at.Span.Check(text); err != nil || at.Span.Empty() || at.Span.Start < end {
				t.Fatalf("%+v in %q: %v", at, text, err)
			}
			if at.Value == "" || at.By == "" || at.Resolved && at.First > at.Last {
				t.Fatalf("%+v in %q", at, text)
			}
			end = at.Span.End
		}
		if again := find(finder, text, sentence, date); !reflect.DeepEqual(again, got) {
			t.Fatalf("%q: %+v, then %+v", text, got, again)
		}
	})
}

func TestLongSentence(t *testing.T) {
	finder := chronology.New()
	measure := func(n int) time.Duration {
		text, sentence := parse(t, strings.TrimSpace(strings.Repeat("9/11 more than two hundred the last 9 ", n)))
		start := time.Now()
		find(finder, text, sentence, day(t, written))
		return time.Since(start)
	}
	measure(100)
	short, long := measure(1000), measure(10000)
	if long > 100*short+time.Second {
		t.Errorf("ten times the text took %v instead of %v", long, short)
	}
}
