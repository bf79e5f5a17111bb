package extract_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay"
	"hearsay/read/extract"
)

func capture(media hearsay.Media, raw string) hearsay.Capture {
	return hearsay.Capture{ID: hearsay.NewDocID("", "", []byte(raw)), Media: media, Bytes: []byte(raw),
		Paths: []string{"clips/a"}}
}

func TestPlainText(t *testing.T) {
	extractor := extract.New()
	for _, test := range []struct{ raw, want string }{
		{"  The mayor\r\nresigned. \t", "  The mayor\r\nresigned. \t"},
		{"\xEF\xBB\xBFThe “mayor” resigned.", "The “mayor” resigned."},
		{"The mayor said “no”.\n\n<p>Not markup.", "The mayor said “no”.\n\n<p>Not markup."},
		{"The caf\xe9 is closed.", "The café is closed."},
	} {
		document := extractor.Extract(capture(hearsay.MediaText, test.raw))
		if document.Text != test.want || document.Skip.Skipped() || document.TextID != hearsay.NewTextID(test.want) {
			t.Errorf("text of %q: %q, %v", test.raw, document.Text, document.Skip)
		}
	}
}

func TestReplacedBytes(t *testing.T) {
	document := extract.New().Extract(capture(hearsay.MediaText, "“One” – tw\xE2\x80o and th\xFFr\xFFee."))
	var got []string
	for _, mark := range document.Damage {
		got = append(got, fmt.Sprintf("%v %q at %q", mark.Kind, mark.Span.Of(document.Text), mark.At.Of(document.Text)))
	}
	want := []string{`replaced "tw��o" at "��"`, `replaced "th�r�ee." at "�r�"`}
	if !slices.Equal(got, want) {
		t.Errorf("marks %q, want %q", got, want)
	}
}

func TestGivenGoesFirst(t *testing.T) {
	given := capture(hearsay.MediaRecord, `{"text":"The mayor resigned.","title":"The mayor","src":"Found Post","day":17323}`)
	given.Outlet, given.Title, given.Author, given.URL = "Given Times", "Given title", "Ann", "https://a.example/1"
	given.Published = hearsay.Date{Unix: 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
	document := extract.New().Extract(given)
	if document.Outlet.Value != "Given Times" || document.Outlet.How != hearsay.HowGiven ||
		document.Title.Value != "Given title" || !document.Title.Span.Empty() || document.Author.Value != "Ann" ||
		document.URL.Value != "https://a.example/1" || document.Published != given.Published {
		t.Errorf("document: %+v", document)
	}
	if document.Text != "The mayor resigned." {
		t.Errorf("what is given is in the text: %q", document.Text)
	}
	given.Outlet = ""
	if document := extract.New().Extract(given); document.Outlet.Value != "Found Post" ||
		document.Outlet.How != hearsay.HowMetadata {
		t.Errorf("outlet: %+v", document.Outlet)
	}
}

func TestRecord(t *testing.T) {
	extractor := extract.New()
	for _, test := range []struct{ raw, text, title, skip string }{
		{`{"text":"The mayor resigned.","title":"Bridge deal"}`, "Bridge deal\n\nThe mayor resigned.", "Bridge deal", ""},
		{`{"text":"“Bridge deal”\nThe mayor resigned.","title":"\"Bridge  deal\""}`,
			"“Bridge deal”\nThe mayor resigned.", "“Bridge deal”", ""},
		{`{"text":"Bridge dealer.","title":"Bridge deal"}`, "Bridge deal\n\nBridge dealer.", "Bridge deal", ""},
		{`{"text":" Tom & Jerry <3 "}`, " Tom & Jerry <3 ", "", ""},
		{`{"content":"<p>Tom &amp; Jerry</p><p>left.</p>","headline":"News"}`, "News\n\nTom & Jerry\n\nleft.", "News", ""},
		{`{"text":"caf` + "\xe9" + `"}`, "café", "", ""},
		{`{"text":"a","date":"nonsense"}`, "a", "", ""},
		{`{"title":"only"}`, "", "", "no text"},
		{`{"text":`, "", "", "malformed"},
	} {
		document := extractor.Extract(capture(hearsay.MediaRecord, test.raw))
		if document.Text != test.text || string(document.Skip.Reason) != test.skip {
			t.Errorf("%s: text %q, skip %v; want %q, %q", test.raw, document.Text, document.Skip, test.text, test.skip)
		}
		if got := document.Title.Span.Of(document.Text); got != test.title {
			t.Errorf("%s: title in text is %q, want %q", test.raw, got, test.title)
		}
	}
}

// page is a page with furniture around the paragraphs of an article.
func page(head, article string) string {
	return `<!DOCTYPE html><html lang="en-US"><head>` + head + `</head><body><nav><a href="/">Home</a><a href="/s">Sports</a>` +
		`</nav><article>` + article + `</article><aside><a href="/r">Related: bridge costs soar</a></aside>` +
		`<footer>Copyright 2019 The Harbor Times</footer></body></html>`
}

const article = `<h1>Mayor resigns over bridge deal</h1><figure><img src="x"><figcaption>The mayor. Photo: J. Doe</figcaption></figure>
<p>HARBOR CITY &mdash; Mayor Lena Brandt resigned on Monday, <a href="/x">two aides</a> said, after <b>weeks</b> of questions.</p>
<blockquote><p>“I did nothing wrong,” she wrote in a letter to the council that was read aloud.</p></blockquote>
<ul><li>The council meets on Tuesday.</li><li>A vote follows in May.</li></ul>
<p>The deputy mayor declined to comment.<br>He left by a side door, as he had done on the day before and the day before that.</p>`

const articleText = `Mayor resigns over bridge deal

HARBOR CITY — Mayor Lena Brandt resigned on Monday, two aides said, after weeks of questions.

“I did nothing wrong,” she wrote in a letter to the council that was read aloud.

The council meets on Tuesday.
A vote follows in May.

The deputy mayor declined to comment.
He left by a side door, as he had done on the day before and the day before that.`

func TestHTML(t *testing.T) {
	type facts struct {
		title, outlet, author, url, language string
		day                                  int
		how                                  hearsay.How
	}
	for _, test := range []struct {
		name, head string
		want       facts
	}{
		{"json-ld", `<title>Mayor resigns over bridge deal | The Harbor Times</title>
<link rel="canonical" href="https://harbor.example/mayor">
<meta property="og:site_name" content="Harbor on the web">
<script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"x"},{"@type":["NewsArticle"],
"headline":"Mayor resigns over bridge deal","datePublished":"2019-03-04T09:30:00-05:00",
"author":[{"@type":"Person","name":"Ann Lee"},{"name":"Bo Katz"}],
"publisher":{"@type":"Organization","name":"The Harbor Times"}}]}</script>`,
			facts{"Mayor resigns over bridge deal", "The Harbor Times", "Ann Lee, Bo Katz",
				"https://harbor.example/mayor", "en", 17959, hearsay.HowMetadata}},
		{"open graph", `<title>x</title><meta property="og:title" content="Mayor resigns over bridge deal">
<meta property="og:site_name" content="The Harbor Times"><meta property="og:url" content="https://harbor.example/m">
<meta property="article:published_time" content="2019-03-04"><meta name="author" content="Ann Lee">`,
			facts{"Mayor resigns over bridge deal", "The Harbor Times", "Ann Lee", "https://harbor.example/m", "en", 17959,
				hearsay.HowMetadata}},
		{"address", `<link rel="canonical" href="https://harbor.example/2019/03/04/mayor/">`,
			facts{"Mayor resigns over bridge deal", "", "", "https://harbor.example/2019/03/04/mayor/", "en", 17959, hearsay.HowURL}},
		{"broken json-ld", `<script type="application/ld+json">{"@type":"NewsArticle","headline":</script>`,
			facts{"Mayor resigns over bridge deal", "", "", "", "en", 0, hearsay.HowUnknown}},
	} {
		t.Run(test.name, func(t *testing.T) {
			document := extract.New().Extract(capture(hearsay.MediaHTML, page(test.head, article)))
			got := facts{document.Title.Value, document.Outlet.Value, document.Author.Value, document.URL.Value,
				document.Language, 0, document.Published.How}
			if document.Published.Known() {
				got.day = document.Published.Day()
			}
			if got != test.want {
				t.Errorf("facts\n%+v, want\n%+v", got, test.want)
			}
			if document.Text != articleText {
				t.Errorf("text:\n%s\nwant:\n%s", document.Text, articleText)
			}
			if test.want.title != document.Title.Span.Of(document.Text) {
				t.Errorf("title span %v", document.Title.Span)
			}
		})
	}
}

func TestPagesWithoutArticle(t *testing.T) {
	for _, test := range []struct {
		name, page string
		want       hearsay.SkipReason
	}{
		{"short article", `<html><body><p>The council meets on Friday.</p></body></html>`, ""},
		{"short article that names a paywall", page("", `<p>The council said on Monday that its web site would ask readers to `+
			`subscribe now to its letter. Members called the plan unwise, and the mayor, who had asked for it, said that she `+
			`would think again. A vote is set for Friday at noon in the old town hall, where it all began.</p>`+
			`<p>Already a subscriber? Log in.</p>`), ""},
		{"empty", `<html><head><title>The mayor</title></head><body><script>x</script></body></html>`, hearsay.SkipNoText},
		{"paywall", page("<title>The mayor resigns today</title>", `<h1>The mayor resigns today</h1><p>The mayor resigned on `+
			`Monday after a long day.</p><p>To continue reading, create a free account.</p>`), hearsay.SkipStub},
		{"robots", `<html><body><p>Please enable JavaScript and prove that you are not a robot.</p></body></html>`,
			hearsay.SkipStub},
		{"deep", "<html><body>" + strings.Repeat("<div>", 600) + "deep", hearsay.SkipTooDeep},
	} {
		t.Run(test.name, func(t *testing.T) {
			document := extract.New().Extract(capture(hearsay.MediaHTML, test.page))
			if document.Skip.Reason != test.want {
				t.Errorf("skip %v, want %q; text %q", document.Skip, test.want, document.Text)
			}
			if document.Skip.Skipped() != (document.Text == "") {
				t.Errorf("skip %v and text %q", document.Skip, document.Text)
			}
		})
	}
}

func TestMail(t *testing.T) {
	const header = "From: =?utf-8?q?Ann_L=C3=A9e?= <ann@example.org>\r\nSubject: =?iso-8859-1?q?Caf=E9_closes?=\r\n" +
		"Date: Tue, 6 Jun 2017 10:00:00 -0400\r\nMIME-Version: 1.0\r\n"
	for _, test := range []struct{ name, raw, text string }{
		{"plain", header + "\r\nThe café closed.\r\n", "Café closes\n\nThe café closed.\r\n"},
		{"base64", header + "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			"VGhlIGNhZukgY2xvc2VkLg==\r\n", "Café closes\n\nThe café closed."},
		{"alternative", header + "Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n" +
			"The cafe closed.\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>The cafe closed.</p>\r\n--x--\r\n",
			"Café closes\n\nThe cafe closed."},
		{"html with attachment", header + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n" +
			"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>The caf=C3=A9 clo=\r\nsed.</p>\r\n--x\r\n" +
			"Content-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nNo.\r\n--x--\r\n",
			"Café closes\n\nThe café closed."},
	} {
		document := extract.New().Extract(capture(hearsay.MediaMail, test.raw))
		if document.Text != test.text || document.Author.Value != "Ann Lée" || document.Outlet.Known() ||
			document.Title.Value != "Café closes" || document.Published.Unix != 1496757600 {
			t.Errorf("%s: %+v", test.name, document)
		}
	}
	saved := "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbor.example/m\r\nSubject: Tab\r\n" +
		"Date: Tue, 6 Jun 2017 10:00:00 -0400\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n" +
		"--x\r\nContent-Type: text/html\r\n\r\n" + page(`<meta property="og:title" content="Mayor resigns over bridge deal">`,
		article) + "\r\n--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--x--\r\n"
	document := extract.New().Extract(capture(hearsay.MediaMHTML, saved))
	if document.Text != articleText || document.URL.Value != "https://harbor.example/m" || document.Published.Known() {
		t.Errorf("saved page: %+v", document)
	}
}

func docx(t *testing.T, body string) string {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	part, err := w.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(part, `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" `+
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>`+body+`</w:body></w:document>`)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func TestDocx(t *testing.T) {
	raw := docx(t, `<w:p><w:pPr><w:pStyle w:val="Title"/><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>Mayor </w:t></w:r>
<w:r><w:t>resigns</w:t></w:r></w:p><w:p/><w:p><w:r><w:t xml:space="preserve">She </w:t></w:r><w:del><w:r><w:t>never </w:t></w:r></w:del>
<w:r><w:t>left.</w:t><w:br/><w:t>Twice.</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>
<mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Box &amp; all</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>Box</w:t></w:r></w:p>
</mc:Fallback></mc:AlternateContent>`)
	document := extract.New().Extract(capture(hearsay.MediaDocx, raw))
	if want := "Mayor resigns\n\nShe left.\nTwice.\n\nBox & all"; document.Text != want {
		t.Errorf("text %q, want %q", document.Text, want)
	}
	if document.Title.Span.Of(document.Text) != "Mayor resigns" {
		t.Errorf("title %+v", document.Title)
	}
	for raw, want := range map[string]hearsay.SkipReason{
		raw[:100]: hearsay.SkipTruncated, docx(t, "<w:p>"): hearsay.SkipMalformed, docx(t, "<w:p/>"): hearsay.SkipNoText,
	} {
		if document := extract.New().Extract(capture(hearsay.MediaDocx, raw)); document.Skip.Reason != want {
			t.Errorf("skip %v, want %q", document.Skip, want)
		}
	}
}

func TestSkippedCapture(t *testing.T) {
	skipped := capture(hearsay.MediaText, "text")
	skipped.Outlet = "The Harbor Times"
	skipped.Skip = hearsay.Skip{Reason: hearsay.SkipMalformed, Detail: "why"}
	document := extract.New().Extract(skipped)
	if document.Skip != skipped.Skip || document.Text != "" || document.ID != skipped.ID ||
		document.Outlet.Value != "The Harbor Times" {
		t.Errorf("document %+v", document)
	}
}

func FuzzExtract(f *testing.F) {
	medias := []hearsay.Media{hearsay.MediaText, hearsay.MediaHTML, hearsay.MediaRecord, hearsay.MediaMail,
		hearsay.MediaMHTML, hearsay.MediaDocx, hearsay.MediaPDF}
	f.Add(0, []byte("caf\xe9 \xff"), "Caf")
	f.Add(1, []byte(page(`<title>x</title><meta name="author" content="A">`, article)), "")
	f.Add(1, []byte(`<script type="application/ld+json">[{"@type":"Article","headline":["x",{"name":1}]}]</script><p>a<br>b`), "")
	f.Add(2, []byte(`{"text":"<p>a</p>","title":"a","authors":[[1]],"day":1}`), "a")
	f.Add(3, []byte("From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--"), "")
	f.Add(6, []byte("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"), "")
	extractor := extract.New()
	f.Fuzz(func(t *testing.T, media int, raw []byte, title string) {
		given := capture(medias[uint(media)%uint(len(medias))], string(raw))
		given.Title = title
		document := extractor.Extract(given)
		if !utf8.ValidString(document.Text) {
			t.Fatalf("text is not UTF-8: %q", document.Text)
		}
		if document.Skip.Skipped() != (document.Text == "") {
			t.Errorf("skip %v with text %q", document.Skip, document.Text)
		}
		spans := []hearsay.Span{document.Title.Span, document.Author.Span, document.Outlet.Span, document.URL.Span}
		for _, mark := range document.Damage {
			spans = append(spans, mark.Span, mark.At)
		}
		for _, span := range spans {
			if err := span.Check(document.Text); err != nil {
				t.Error(err)
			}
		}
		if again := extractor.Extract(given); !reflect.DeepEqual(again, document) {
			t.Errorf("two readings differ:\n%+v\n%+v", document, again)
		}
	})
}

func BenchmarkHTML(b *testing.B) {
	benchmark(b, capture(hearsay.MediaHTML, page(`<meta property="og:title" content="Mayor resigns over bridge deal">`,
		article+strings.Repeat("<p>The council met again, and the clerk read out the letter to all who had come.</p>", 40)+
			strings.Repeat(`<div class="x"><span><a href="/y">Another story</a></span></div>`, 300))))
}

func BenchmarkPlainText(b *testing.B) {
	benchmark(b, capture(hearsay.MediaText, strings.Repeat("The mayor said “no” to the clerk. ", 110)))
}

func BenchmarkRecord(b *testing.B) {
	benchmark(b, capture(hearsay.MediaRecord, `{"title":"The mayor","src":"Post","day":17323,"text":"`+
		strings.Repeat("The mayor said “no” to the clerk. ", 110)+`"}`))
}

func benchmark(b *testing.B, given hearsay.Capture) {
	extractor := extract.New()
	b.SetBytes(int64(len(given.Bytes)))
	for b.Loop() {
		if document := extractor.Extract(given); document.Skip.Skipped() {
			b.Fatal(document.Skip)
		}
	}
}
