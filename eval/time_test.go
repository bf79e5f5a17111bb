package eval_test

import (
	"archive/tar"
	"compress/gzip"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"hearsay"
	"hearsay/eval"
)

const timeML = `<?xml version="1.0" ?>
<TimeML>
<DCT><TIMEX3 tid="t0" value="2031-06-11" functionInDocument="CREATION_TIME">June 11</TIMEX3></DCT>
<TEXT>
The harbour &amp; the mill <EVENT eid="e1">closed</EVENT> <TIMEX3 tid="t1" type="DATE" value="2031-06-10">Tuesday</TIMEX3>.
It had stood for <TIMEX3 tid="t2" type="DURATION" value="P90Y">ninety
years</TIMEX3>.
</TEXT>
<TIMEX3 tid="t3" type="DATE" value="1999">outside</TIMEX3>
</TimeML>`

func TestParseTimeML(t *testing.T) {
	article, err := eval.ParseTimeML(timeML)
	if err != nil {
		t.Fatal(err)
	}
	if got := article.Written.Day(); got != 22441 {
		t.Errorf("written on day %d, want 22441", got)
	}
	var got []string
	for _, mark := range article.Times {
		got = append(got, mark.Span.Of(article.Text)+"="+mark.Kind+" "+mark.Value)
	}
	if want := []string{"Tuesday=DATE 2031-06-10", "ninety years=DURATION P90Y"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if !strings.Contains(article.Text, "harbour & the mill closed") {
		t.Errorf("the text is %q", article.Text)
	}
	for _, broken := range []string{"", "<TEXT>", "</TEXT><TEXT>"} {
		if _, err := eval.ParseTimeML(broken); err == nil {
			t.Errorf("%q was taken", broken)
		}
	}
}

func TestTimesAdd(t *testing.T) {
	span := hearsay.MakeSpan
	truth := []eval.TimeMark{{span(0, 7), "DATE", "2031"}, {span(10, 20), "DATE", "2030"}, {span(30, 40), "SET", "P1D"}}
	found := []hearsay.Time{
		{Span: span(0, 7), Value: "2031"},
		{Span: span(12, 35), Value: "2030", Kind: hearsay.TimeDuration}, // overlaps two true ones, counts for one
		{Span: span(50, 60), Value: "P1D"},
	}
	var times eval.Times
	times.Add(truth, found)
	count := func(right int) eval.Count { return eval.Count{Right: right, Found: 3, True: 3} }
	want := eval.Times{Articles: 1, Strict: count(1), Relaxed: count(2), Value: count(2), Kind: count(1)}
	if times != want {
		t.Errorf("got %+v, want %+v", times, want)
	}
	if table := times.String(); !strings.Contains(table, "strict   P  33.3  R  33.3  F1  33.3") {
		t.Errorf("the table is %s", table)
	}
}

func TestRunTime(t *testing.T) {
	folder := t.TempDir()
	inner := filepath.Join(folder, "deep")
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(os.Mkdir(inner, 0o755))
	for _, name := range []string{"a.tml", "._a.tml", "notes.txt"} {
		content := timeML
		if name != "a.tml" {
			content = "not TimeML"
		}
		check(os.WriteFile(filepath.Join(inner, name), []byte(content), 0o644))
	}
	tarred := filepath.Join(t.TempDir(), "corpus.tar.gz")
	file, err := os.Create(tarred)
	check(err)
	packed := gzip.NewWriter(file)
	archive := tar.NewWriter(packed)
	check(archive.AddFS(os.DirFS(folder)))
	check(archive.Close())
	check(packed.Close())
	check(file.Close())

	for _, corpus := range []string{folder, filepath.Join(inner, "a.tml"), tarred} {
		times, err := eval.RunTime(corpus, eval.HalfAll)
		if err != nil {
			t.Errorf("%s: %v", corpus, err)
			continue
		}
		want := eval.Count{Right: 2, Found: 2, True: 2}
		if times.Articles != 1 || times.Strict != want || times.Value != want {
			t.Errorf("%s: %+v", corpus, times)
		}
	}
	for _, corpus := range []string{t.TempDir(), filepath.Join(folder, "none"), filepath.Join(inner, "notes.txt")} {
		if _, err := eval.RunTime(corpus, eval.HalfAll); err == nil {
			t.Errorf("%s was taken", corpus)
		}
	}
}

func TestRunTimeHalves(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"TimeBank/a.tml", "TimeBank/b.tml", "TimeBank/c.tml", "other/d.tml"} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(timeML), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for half, want := range map[eval.Half]int{eval.HalfAll: 4, eval.HalfTune: 3, eval.HalfHeld: 1} {
		if times, err := eval.RunTime(folder, half); err != nil || times.Articles != want {
			t.Errorf("%s: %d articles, want %d; %v", half, times.Articles, want, err)
		}
	}
}
