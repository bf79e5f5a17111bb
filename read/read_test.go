package read_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"hearsay"
	"hearsay/read"
	"hearsay/store"
)

var load = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Fast) })

func reader(t testing.TB) *read.Reader {
	t.Helper()
	r, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func capture(text string) hearsay.Capture {
	return hearsay.Capture{
		ID: hearsay.NewDocID("", "", []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text), Paths: []string{"a.txt"},
	}
}

const article = "Port director offered to resign\n\nBy Pia Lund\n\nSALTMERE (Saltmere Herald) — Port director Anna Roe offered to resign " +
	"on Monday, two people close to Mayor Laura Calder said.\n\n“I have not asked her,” Peter Lund, a spokesman, said. He declined to " +
	"say whether Calder has confidence in Roe.\n"

func TestReadingIsWhole(t *testing.T) {
	reading := reader(t).Read(capture(article))
	if reading.Revision != read.Revision || read.Revision == "" {
		t.Errorf("the revision is %q", reading.Revision)
	}
	if reading.Document.Text != article || reading.Document.ID != capture(article).ID || !slices.Equal(reading.Document.Paths, []string{"a.txt"}) {
		t.Errorf("the document is %+v", reading.Document)
	}
	for what, n := range map[string]int{
		"blocks": len(reading.Document.Blocks), "sentences": len(reading.Sentences), "quotations": len(reading.Quotations),
		"mentions": len(reading.Mentions), "entities": len(reading.Entities), "attributions": len(reading.Attributions),
		"times": len(reading.Times), "propositions": len(reading.Propositions),
	} {
		if n == 0 {
			t.Errorf("there are no %s", what)
		}
	}
	checkReading(t, &reading)
}

func TestSkippedGivesADocumentOnly(t *testing.T) {
	intakeSkip := hearsay.Skip{Reason: hearsay.SkipTruncated, Detail: "the archive ends early"}
	skipped := capture(article)
	skipped.Skip = intakeSkip
	for name, test := range map[string]struct {
		capture hearsay.Capture
		reason  hearsay.SkipReason
	}{
		"by intake":        {skipped, hearsay.SkipTruncated},
		"no bytes":         {capture(""), hearsay.SkipNoText},
		"white space":      {capture(" \n\t\n"), hearsay.SkipNoText},
		"another language": {capture(strings.Repeat("Der Hafendirektor hat nach dem Einsturz des Krans seinen Rücktritt angeboten. ", 8)), hearsay.SkipLanguage},
		"a page of nothing": {hearsay.Capture{ID: "p", Media: hearsay.MediaHTML, Bytes: []byte("<html><body><nav>Home</nav></body></html>"),
			Paths: []string{"a.html"}}, hearsay.SkipNoText},
		"a broken record": {hearsay.Capture{ID: "r", Media: hearsay.MediaRecord, Bytes: []byte(`{"text": "Rell`), Paths: []string{"a.jsonl#1"}},
			hearsay.SkipMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			reading := reader(t).Read(test.capture)
			if reading.Document.Skip.Reason != test.reason || reading.Document.Skip.Detail == "" {
				t.Errorf("skipped for %+v, want %s", reading.Document.Skip, test.reason)
			}
			if reading.Document.ID != test.capture.ID || !slices.Equal(reading.Document.Paths, test.capture.Paths) {
				t.Errorf("the document is %s at %v", reading.Document.ID, reading.Document.Paths)
			}
			if reading.Revision != read.Revision {
				t.Errorf("the revision is %q", reading.Revision)
			}
			reading.Revision, reading.Document = "", hearsay.Document{}
			if !reflect.DeepEqual(reading, hearsay.Reading{}) {
				t.Errorf("more than the document was read: %+v", reading)
			}
		})
	}
}

func TestGivenGoesBeforeFound(t *testing.T) {
	c := capture(article)
	c.Outlet, c.Published = "Bayline Gazette", hearsay.Date{Unix: 22411 * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
	c.ID = hearsay.NewDocID(c.Outlet, "", c.Bytes)
	doc := reader(t).Read(c).Document
	if doc.Outlet.Value != "Bayline Gazette" || doc.Outlet.How != hearsay.HowGiven || doc.Published.Day() != 22411 {
		t.Errorf("outlet %+v, published %+v", doc.Outlet, doc.Published)
	}
	if found := reader(t).Read(capture(article)).Document; found.Outlet.Value != "Saltmere Herald" {
		t.Errorf("without it, the outlet is %+v", found.Outlet)
	}
}

// A reading depends on its capture alone: not on what the reader read before, nor on what it reads beside it.
func TestReadIsPure(t *testing.T) {
	r := reader(t)
	texts := []string{article, "Anna Roe resigned.\n", strings.Repeat("She said “no” and “yes. ", 50), "\xff\xfe", "🙂"}
	want := make([]hearsay.Reading, len(texts))
	for i, text := range texts {
		want[i] = r.Read(capture(text))
	}
	fresh, err := read.New(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range texts {
		for _, by := range []*read.Reader{r, r, fresh} {
			group.Go(func() {
				if got := by.Read(capture(texts[i])); !reflect.DeepEqual(got, want[i]) {
					t.Errorf("%.20q is read as\n%+v, then\n%+v", texts[i], want[i], got)
				}
			})
		}
	}
	group.Wait()
}

func TestCaptureIsNotChanged(t *testing.T) {
	c := capture(article)
	before := fmt.Sprintf("%+v", c)
	reading := reader(t).Read(c)
	if fmt.Sprintf("%+v", c) != before {
		t.Error("reading changed the capture")
	}
	clear(c.Bytes)
	if reading.Document.Text != article {
		t.Error("the document shares the bytes of the capture")
	}
}

// checkReading reports what of a reading cannot be.
func checkReading(t *testing.T, reading *hearsay.Reading) {
	t.Helper()
	for _, problem := range store.CheckReading(reading) {
		t.Error(problem)
	}
	text := reading.Document.Text
	if !slices.IsSortedFunc(reading.Mentions, func(a, b hearsay.Mention) int { return a.Span.Compare(b.Span) }) {
		t.Error("the mentions are not sorted")
	}
	if !slices.IsSortedFunc(reading.Times, func(a, b hearsay.Time) int { return a.Span.Compare(b.Span) }) {
		t.Error("the times are not sorted")
	}
	for i, attribution := range reading.Attributions {
		for what, spans := range map[string][]hearsay.Span{"source": attribution.Source, "content": attribution.Content} {
			for k := range spans {
				if spans[k].Empty() || k > 0 && spans[k].Start < spans[k-1].End {
					t.Errorf("the %s of attribution %d is %v", what, i, spans)
				}
			}
		}
		for at, steps := attribution.Within, 0; at >= 0; at, steps = reading.Attributions[at].Within, steps+1 {
			if steps > len(reading.Attributions) {
				t.Fatalf("attribution %d stands within itself", i)
			}
		}
	}
	for _, block := range reading.Document.Blocks {
		if block.Span.Empty() || strings.TrimSpace(block.Span.Of(text)) == "" {
			t.Errorf("a %s block is empty", block.Kind)
		}
	}
	// What stands in no block is white space.
	at := uint32(0)
	for _, block := range append(slices.Clone(reading.Document.Blocks), hearsay.Block{Span: hearsay.MakeSpan(len(text), len(text))}) {
		if gap := hearsay.MakeSpan(int(at), int(max(at, block.Span.Start))).Of(text); !reading.Document.Skip.Skipped() && strings.TrimSpace(gap) != "" {
			t.Errorf("%q stands in no block", gap)
		}
		at = block.Span.End
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{
		article, "", "\xff\xfe\x00", "R\x00o\x00e\x00", strings.Repeat("“", 300), strings.Repeat("Roe said that ", 200), "“He’s \u202e𝄞 gone” — she",
		strings.Repeat("a", 3000), strings.Repeat("\n", 500), "donâ€™t tell the â€œHeraldâ€\x9d", "the President ’s     and adviser said , ` no '' .",
		strings.Repeat("(", 400) + strings.Repeat(")", 400), "Mr. Roe, Jr., of St. John's said on May 2, 2031 at 5:00 p.m.\r\n\r\nBy Pia Lund\r",
		"\u0000\u0001\u001b[31m said\u2028Roe\u2029", strings.Repeat("1,000.50% ", 200),
	} {
		f.Add([]byte(text), false)
		f.Add([]byte("<html><body><article><p>"+text+"</p></article></body></html>"), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, page bool) {
		if len(data) > 1<<14 {
			t.Skip("long texts are for the benchmarks")
		}
		c := hearsay.Capture{ID: hearsay.NewDocID("", "", data), Media: hearsay.MediaText, Bytes: data, Paths: []string{"a"}}
		if page {
			c.Media = hearsay.MediaHTML
		}
		reading := reader(t).Read(c)
		checkReading(t, &reading)
		if again := reader(t).Read(c); !reflect.DeepEqual(again, reading) {
			t.Errorf("read as\n%+v, then\n%+v", reading, again)
		}
	})
}
