package pdf_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"hearsay/read/extract/pdf"
)

// build is a PDF file of objects, numbered from 1, of which the first is the catalog.
func build(objects ...string) string {
	var file strings.Builder
	file.WriteString("%PDF-1.7\n")
	for i, object := range objects {
		fmt.Fprintf(&file, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	file.WriteString("trailer\n<</Root 1 0 R>>\n%%EOF\n")
	return file.String()
}

// stream is a stream object with entries in its dictionary.
func stream(entries, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", entries, len(data), data)
}

func deflated(data string) string {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	w.Write([]byte(data))
	w.Close()
	return packed.String()
}

const (
	catalog = "<</Type/Catalog/Pages 2 0 R>>"
	font    = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
)

// onePage is a file with one page of that content, in font F1.
func onePage(font, content string, more ...string) string {
	return build(append([]string{
		catalog,
		"<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 4 0 R>>>>>>",
		"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>",
		font,
		stream("", content),
	}, more...)...)
}

func TestText(t *testing.T) {
	unicodeMap := stream("/Filter/FlateDecode", deflated("1 begincodespacerange <0000> <ffff> endcodespacerange\n"+
		"2 beginbfchar <0001> <004D> <0002> <D83DDE00> endbfchar\n1 beginbfrange <0010> <0012> <0061> endbfrange\n"+
		"1 beginbfrange <0020> <0021> [<00660069> <0020>] endbfrange"))
	packed := "6 0 7 20 " + strings.Repeat(" ", 11) + "<</a 1>>            <</Type/Font/Subtype/Type1/BaseFont/Times/Encoding" +
		"<</Differences[65/eacute/quotedblleft/f_i/uni2014]>>>>"
	for _, test := range []struct{ name, file, want string }{
		{"lines and paragraphs", onePage(font, "BT /F1 10 Tf 12 TL 72 700 Td (The mayor resigned on Monday, two aides) Tj T* "+
			"(said. She didn\\222t say why.) Tj 0 -24 Td (A new para\\055) Tj T* (graph, one \\(1\\) para\\\ngraph.) Tj ET"),
			"The mayor resigned on Monday, two aides said. She didn’t say why.\n\nA new paragraph, one (1) paragraph."},
		{"hyphen that may be its own", onePage(font, "BT /F1 10 Tf 12 TL 72 700 Td (The well-) Tj T* (known mayor) Tj ET"),
			"The well-known mayor"},
		{"gaps", onePage(font, "BT /F1 10 Tf 72 700 Td [(The)-300(ma)20(yor)] TJ 60 0 Td <6C656674> Tj ET"), "The mayor left"},
		{"composite font", onePage("<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R"+
			"/DescendantFonts[<</DW 500/W[1[600]16 18 400]>>]>>", "BT /F1 10 Tf 72 700 Td <00010010001200110021002000210002> Tj ET",
			unicodeMap), "Macb fi 😀"},
		{"object stream and differences", onePage("7 0 R", "BT /F1 10 Tf 72 700 Td (ABCD) Tj ET", stream("/A 1", "x"),
			"null", stream("/Type/ObjStm/N 2/First 20", packed)), "é“fi—"},
		{"artifact and image", onePage(font, "/Artifact BMC BT /F1 10 Tf 72 750 Td (Title) Tj ET EMC BI /W 1 ID (\xff EI\n"+
			"BT /F1 10 Tf 72 700 Td (Body) Tj ET"), "Body"},
		{"form", onePage(font, "q 1 0 0 1 10 10 cm /X Do Q BT /F1 10 Tf 72 600 Td (after) Tj ET /X Do") +
			"2 0 obj <</Type/Pages/Kids[3 0 R]/Resources<</Font<</F1 4 0 R>>/XObject<</X 9 0 R>>>>>> endobj\n9 0 obj " +
			stream("/Subtype/Form", "BT /F1 10 Tf 72 700 Td (before) Tj ET /X Do"), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := pdf.New().Text([]byte(test.file))
			if test.want == "" {
				if !strings.HasPrefix(got, "before") || !strings.Contains(got, "after") || err != nil {
					t.Errorf("got %q, %v", got, err)
				}
				return
			}
			if got != test.want || err != nil {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestRunningTitles(t *testing.T) {
	var kids strings.Builder
	objects := []string{catalog, "", font}
	for i := range 4 {
		fmt.Fprintf(&kids, "%d 0 R ", len(objects)+1)
		objects = append(objects, fmt.Sprintf("<</Type/Page/Contents %d 0 R>>", len(objects)+2),
			stream("", fmt.Sprintf("BT /F1 10 Tf 72 750 Td (The Harbor Times, page %d) Tj 0 -40 Td (Text number %d goes on) Tj "+
				"0 -600 Td (%d) Tj ET", i+1, i+1, i+1)))
	}
	objects[1] = "<</Type/Pages/Kids[" + kids.String() + "]/Resources<</Font<</F1 3 0 R>>>>>>"
	got, err := pdf.New().Text([]byte(build(objects...)))
	if want := "Text number 1 goes on Text number 2 goes on Text number 3 goes on Text number 4 goes on"; got != want || err != nil {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestFilesWithoutText(t *testing.T) {
	bomb := deflated(deflated(strings.Repeat(" ", 40<<20)))
	for _, test := range []struct {
		name, file string
		want       error
	}{
		{"encrypted", strings.Replace(onePage(font, "BT (x) Tj ET"), "/Root", "/Encrypt<</V 1>>/Root", 1), pdf.ErrEncrypted},
		{"picture", onePage(font, "q 100 0 0 100 0 0 cm /Im1 Do Q"), pdf.ErrNoText},
		{"codes without characters", onePage("<</Subtype/Type0/Encoding/Identity-H>>", "BT /F1 10 Tf <00010002> Tj ET"),
			pdf.ErrNoLetters},
		{"nothing", "%PDF-1.4\n", pdf.ErrMalformed},
		{"pages in a circle", build(catalog, "<</Type/Pages/Kids[2 0 R 2 0 R]>>"), pdf.ErrMalformed},
		{"object stream within itself", build("<</Type/Catalog/Pages 9 0 R>>", stream("/Type/ObjStm/N 9 0 R/First 9 0 R", "9 0 R")),
			pdf.ErrMalformed},
		{"bomb", onePage(font, "BT (x) Tj ET") + "5 0 obj " + stream("/Filter[/FlateDecode/FlateDecode]", bomb) + " endobj",
			pdf.ErrTooLarge},
		{"brackets", build(strings.Repeat("[", 100_000)), pdf.ErrMalformed},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := pdf.New().Text([]byte(test.file)); !errors.Is(err, test.want) {
				t.Errorf("got %q, %v; want %v", got, err, test.want)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte(onePage(font, "BT /F1 10 Tf 12 TL 72 700 Td (The mayor) Tj T* [(re)-20(signed)] TJ ET q Q /X Do")))
	f.Add([]byte(build(catalog, "<</Kids[<</Contents[3 0 R]>>]>>", stream("/Filter[/ASCII85Decode/FlateDecode]", "x"))))
	f.Add([]byte(build(catalog, stream("/Type/ObjStm/N 1/First 4", "1 0 <</a(b\\051)>>"))))
	reader := pdf.New()
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, err := reader.Text(raw)
		if !utf8.ValidString(text) {
			t.Errorf("%q is not UTF-8", text)
		}
		if again, err2 := reader.Text(raw); again != text || !errors.Is(err2, err) {
			t.Errorf("two readings differ: %q, %v and %q, %v", text, err, again, err2)
		}
	})
}
