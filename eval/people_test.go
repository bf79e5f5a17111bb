package eval

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
	"hearsay/collate/identity"
)

const wclSample = `#begin document 3/-/3_L; part 000
3/-/3_L	0	0	Mayor	(3_Lee_ACTOR
3/-/3_L	0	1	Ann	-
3/-/3_L	0	2	Lee	3_Lee_ACTOR)
3/-/3_L	0	3	,	-
3/-/3_L	0	4	38	-
3/-/3_L	0	5	,	-
3/-/3_L	0	6	left	-
3/-/3_L	0	7	Port	(3_Port_COUNTRY
3/-/3_L	0	8	-	-
3/-/3_L	0	9	au	-
3/-/3_L	0	10	-	-
3/-/3_L	0	11	Vent	3_Port_COUNTRY)
3/-/3_L	0	12	.	-
3/-/3_L	0	13	\n	-

3/-/3_L	1	0	Both	(3_Lee_ACTOR)| (3_Ode_ACTOR)
3/-/3_L	1	1	went	-

#begin document 3/-/3_R; part 000
3/-/3_R	0	0	Lee	(3_Lee_ACTOR)
3/-/3_R	0	1	's	-
3/-/3_R	0	2	"	-
3/-/3_R	0	3	row	-
3/-/3_R	0	4	"	-
`

const ecbSample = `<?xml version="1.0" encoding="UTF-8"?>
<Document doc_name="7_2ecb.xml" doc_id="D">
<token t_id="1" sentence="0" number="0">News</token>
<token t_id="2" sentence="1" number="0">Ann</token>
<token t_id="3" sentence="1" number="1">Lee</token>
<token t_id="4" sentence="1" number="2">left</token>
<token t_id="5" sentence="1" number="3">.</token>
<token t_id="6" sentence="1" number="4">She</token>
<Markables>
<HUMAN_PART_PER m_id="1" ><token_anchor t_id="2"/><token_anchor t_id="3"/></HUMAN_PART_PER>
<HUMAN_PART_PER m_id="2" ><token_anchor t_id="6"/></HUMAN_PART_PER>
<ACTION_OCCURRENCE m_id="3" ><token_anchor t_id="4"/></ACTION_OCCURRENCE>
<HUMAN_PART_PER m_id="9" RELATED_TO="" TAG_DESCRIPTOR="lee" instance_id="HUM1" />
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="5" note="HUM1" ><source m_id="1" /><source m_id="2" /><target m_id="9" /></CROSS_DOC_COREF>
</Relations>
</Document>
`

func zipped(t *testing.T, content string) string {
	t.Helper()
	var packed bytes.Buffer
	writer := gzip.NewWriter(&packed)
	if _, err := writer.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestReadPeople(t *testing.T) {
	root := writeFiles(t, map[string]string{
		"wcl/all.conll":        wclSample,
		"ecb/7/7_2ecb.xml":     ecbSample,
		"ecb/readme.xml":       "<about/>",
		"ecb.tar.gz":           pack(t, map[string]string{"dev/7/7_2ecb.xml": ecbSample}),
		"both/a.conll":         wclSample,
		"both/7_2ecb.xml":      ecbSample,
		"gum/a.conllu":         council,
		"none/a.txt":           "no corpus",
		"torn/a.conll":         strings.Replace(wclSample, "(3_Lee_ACTOR\n", "-\n", 1),
		"tornxml/7_2ecb.xml":   ecbSample[:700],
		"anchors/7_2ecb.xml":   strings.Replace(ecbSample, `<token_anchor t_id="6"/>`, `<token_anchor t_id="66"/>`, 1),
		"packed/all.conll.gz":  zipped(t, wclSample),
		"headless/7_2ecb.xml":  "<Document></Document>",
		"._hidden/._a.conllu":  "no corpus",
		"wcl/._all.conll":      "no corpus",
		"gum/gum-coref.tar.gz": pack(t, map[string]string{"conll/a.conll": "# begin document a\n"}),
	})
	marked := func(stories []PeopleStory) string {
		var b strings.Builder
		for _, story := range stories {
			for _, article := range story.Articles {
				b.WriteString(story.Name + " " + article.Name + ":")
				for _, m := range article.Mentions {
					b.WriteString(" [" + m.Span.Of(article.Text) + "]" + m.Entity)
				}
				for _, line := range article.Annotated {
					b.WriteString(" <" + line.Of(article.Text) + ">")
				}
				b.WriteString("\n")
			}
		}
		return b.String()
	}
	const wcl = "3 3_L: [Mayor Ann Lee]3_Lee_ACTOR [Both]3_Lee_ACTOR [Both]3_Ode_ACTOR " +
		"<Mayor Ann Lee, 38, left Port-au-Vent.> <Both went>\n3 3_R: [Lee]3_Lee_ACTOR <Lee's \"row\">\n"
	const ecb = "7 7_2ecb.xml: [Ann Lee]HUM1 [She]HUM1 <Ann Lee left. She>\n"
	for _, test := range []struct {
		path, want string
		format     Format
		fails      bool
	}{
		{path: "wcl", want: wcl, format: FormatNewsWCL},
		{path: "wcl/all.conll", want: wcl, format: FormatNewsWCL},
		{path: "packed", want: wcl, format: FormatNewsWCL},
		{path: "packed/all.conll.gz", want: wcl, format: FormatNewsWCL},
		{path: "ecb", want: ecb, format: FormatECB},
		{path: "ecb.tar.gz", want: ecb, format: FormatECB},
		{path: "ecb/7/7_2ecb.xml", want: ecb, format: FormatECB},
		{path: "gum", format: FormatGUM},
		{path: "headless", want: "7 7_2ecb.xml:\n", format: FormatECB},
		{path: "both", fails: true},
		{path: "none", fails: true},
		{path: "torn", fails: true},
		{path: "tornxml", fails: true},
		{path: "anchors", fails: true},
		{path: "missing", fails: true},
	} {
		format, stories, err := readPeople(filepath.Join(root, filepath.FromSlash(test.path)))
		if got := marked(stories); err != nil != test.fails || format != test.format || got != test.want {
			t.Errorf("%s: %q, %v\n%swant\n%s", test.path, format, err, got, test.want)
		}
	}
}

// givenReader reads texts as it is told to.
type givenReader map[string]hearsay.Reading

func (r givenReader) Read(capture hearsay.Capture) hearsay.Reading {
	reading := r[string(capture.Bytes)]
	reading.Document.ID, reading.Document.Text = capture.ID, string(capture.Bytes)
	return reading
}

func at(text, words string) hearsay.Span {
	i := strings.Index(text, words)
	return hearsay.MakeSpan(i, i+len(words))
}

func TestPeople(t *testing.T) {
	root := writeFiles(t, map[string]string{"a.conll": wclSample})
	const left, right = "Mayor Ann Lee, 38, left Port-au-Vent.\n\nBoth went\n\n", "Lee's \"row\"\n\n"
	reader := givenReader{
		left: {Mentions: []hearsay.Mention{{Span: at(left, "Mayor Ann Lee"), Head: at(left, "Ann Lee"), Entity: 1}},
			Entities: []hearsay.Entity{{ID: 1, Kind: hearsay.EntityPerson, Name: "Ann Lee", Span: at(left, "Ann Lee")}}},
		right: {Mentions: []hearsay.Mention{{Span: at(right, "Lee"), Head: at(right, "Lee"), Entity: 1},
			{Span: at(right, "row"), Head: at(right, "row"), Entity: 1}},
			Entities: []hearsay.Entity{{ID: 1, Kind: hearsay.EntityPerson, Name: "Lee", Span: at(right, "Lee")}}},
	}
	result, err := People(root, reader, identity.New())
	if err != nil {
		t.Fatal(err)
	}
	// "Both", of Lee and of Ode, is led to nobody.
	if want := (Count{Right: 2, True: 4}); result.Found != want || result.Articles != 2 || result.Unread != 0 {
		t.Errorf("found %+v of %d documents, want %+v", result.Found, result.Articles, want)
	}
	if want := (Count{Right: 1, Found: 1, True: 3}); result.Given.Pairs != want {
		t.Errorf("given: pairs %+v, want %+v", result.Given.Pairs, want)
	}
	// "row" is no annotated mention, and its identity is one.
	if want := (Count{Right: 1, Found: 3, True: 3}); result.Read.Pairs != want {
		t.Errorf("read: pairs %+v, want %+v", result.Read.Pairs, want)
	}
	if len(result.Misses) != 2 || result.Misses[0].Text != "Both" {
		t.Errorf("misses %+v", result.Misses)
	}
	for _, want := range []string{
		"newswcl50: 2 documents, 0 not read", "4 mentions of 2 people", "50.0 % of the mentions found",
	} {
		if !strings.Contains(result.String(), want) {
			t.Errorf("no %q in\n%s", want, result)
		}
	}
	skipped := hearsay.Reading{Document: hearsay.Document{Skip: hearsay.Skip{Reason: hearsay.SkipEmpty}}}
	if _, err := People(root, givenReader{left: skipped, right: skipped}, identity.New()); err == nil {
		t.Error("nothing could be read, and no error")
	}
}

func TestPronouns(t *testing.T) {
	text := "Ann Lee and Jo Ode met. She said he and they won, her way."
	span := func(words string) hearsay.Span { return at(text, words) }
	article := GUMArticle{Name: "a", Text: text, Mentions: []GoldMention{
		{Span: span("Ann Lee"), Entity: "1", Named: true}, {Span: span("Jo Ode"), Entity: "2", Named: true},
		{Span: span("She"), Entity: "1"}, {Span: span("he "), Entity: "9"}, {Span: hearsay.MakeSpan(33, 35), Entity: "2"},
		{Span: span("they"), Entity: "3"}, {Span: span("her"), Entity: "1"},
	}}
	article.Mentions[3].Span = span("met") // no pronoun
	article.Mentions[4].Span = hearsay.MakeSpan(strings.Index(text, " he ")+1, strings.Index(text, " he ")+3)
	pronoun := func(words string, entity hearsay.EntityID) hearsay.Mention {
		return hearsay.Mention{Span: span(words), Head: span(words), Kind: hearsay.MentionPronoun, Entity: entity, By: "rule"}
	}
	he := pronoun("he", 1)
	he.Span = article.Mentions[4].Span
	reading := hearsay.Reading{Entities: []hearsay.Entity{{ID: 1, Name: "Ann Lee"}, {ID: 2, Name: "Jo Ode"}},
		Mentions: []hearsay.Mention{{Span: span("Ann Lee"), Head: span("Ann Lee"), Entity: 1},
			{Span: span("Jo Ode"), Head: span("Jo Ode"), Entity: 2}, pronoun("She", 1), he, pronoun("her", 0)}}
	var got Pronouns
	misses := got.add(&article, &reading)
	want := Pronouns{He: Count{0, 1, 1}, She: Count{1, 1, 2}, They: Count{0, 0, 1}, Nameable: 3}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if len(misses) != 2 || misses[0].Text != "he" || misses[0].Got != "Ann Lee" || misses[0].Want != "Jo Ode" ||
		misses[0].By != "rule" || misses[1].Text != "her" || misses[1].Got != "" {
		t.Errorf("misses %+v", misses)
	}
	root := writeFiles(t, map[string]string{"a.conllu": council})
	articles, err := ReadGUM(filepath.Join(root, "a.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	result, err := People(root, givenReader{articles[0].Text: {}}, identity.New())
	if err != nil {
		t.Fatal(err)
	}
	if result.Pronouns == nil || !strings.Contains(result.String(), "gum: 1 documents") {
		t.Errorf("%s", result)
	}
	if _, err := People(filepath.Join(root, "missing"), givenReader{}, identity.New()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
}
