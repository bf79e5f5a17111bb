package charset_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"hearsay/read/extract/charset"
)

func encoded(t *testing.T, in encoding.Encoding, text string) string {
	t.Helper()
	raw, err := in.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestText(t *testing.T) {
	const english = "“I don’t know,” the mayor of Zürich said – twice. "
	russian := strings.Repeat("Мэр города заявил во вторник, что уходит в отставку. ", 5)
	japaneseText := strings.Repeat("市長は火曜日に辞任すると述べた。", 8)
	chinese := strings.Repeat("市长星期二说他将辞职，原因是桥梁合同的问题。", 8)
	little := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	big := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	for _, test := range []struct{ name, raw, declared, want string }{
		{"utf-8", english, "", english},
		{"utf-8 declared as latin-1", english, "iso-8859-1", english},
		{"white space and line ends", "  a\r\nb\r\n ", "", "  a\r\nb\r\n "},
		{"byte order mark", "\xEF\xBB\xBF" + english, "", english},
		{"windows-1252", encoded(t, charmap.Windows1252, english), "", english},
		{"windows-1252 declared as latin-1", encoded(t, charmap.Windows1252, english), "latin1", english},
		{"windows-1252 declared as utf-8", encoded(t, charmap.Windows1252, english), "utf-8", english},
		{"Mac OS Roman", encoded(t, charmap.Macintosh, "The mayor didn’t say why. The café is closed."), "",
			"The mayor didn’t say why. The café is closed."},
		{"utf-16 with mark", "\xFF\xFE" + encoded(t, little, english), "", english},
		{"utf-16be with mark", "\xFE\xFF" + encoded(t, big, english), "", english},
		{"utf-16 without mark", encoded(t, little, english), "", english},
		{"utf-16be without mark", encoded(t, big, english), "", english},
		{"windows-1251", encoded(t, charmap.Windows1251, russian), "", russian},
		{"koi8-r declared", encoded(t, charmap.KOI8R, russian), "koi8-r", russian},
		{"shift-jis", encoded(t, japanese.ShiftJIS, japaneseText), "", japaneseText},
		{"gbk", encoded(t, simplifiedchinese.GBK, chinese), "", chinese},
		{"utf-8 with a broken byte", english + "broken \xE2\x80 here", "", english + "broken \uFFFD\uFFFD here"},
		{"bytes of no charset", "one \x81 two", "", "one \uFFFD two"},
		{"unknown declaration", "caf\xE9 au lait", "x-nonsense", "café au lait"},
		{"empty", "", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := charset.Text([]byte(test.raw), test.declared); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if test.declared != "" || strings.Contains(test.want, "\uFFFD") {
				return
			}
			read, err := io.ReadAll(charset.Reader([]byte(test.raw), strings.NewReader(test.raw)))
			if err != nil || string(read) != test.want {
				t.Errorf("Reader: got %q, %v", read, err)
			}
		})
	}
}

func TestHTML(t *testing.T) {
	for _, test := range []struct{ page, want string }{
		{`<html><head><meta charset="shift_jis">`, "shift_jis"},
		{`<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">`, "windows-1251"},
		{"<!--" + strings.Repeat("x", 3000) + `--><html><head><meta charset="gbk">`, "gbk"},
		{`<html><body>no word of it</body>`, ""},
	} {
		if got := charset.HTML([]byte(test.page)); got != test.want {
			t.Errorf("HTML(%.40q) = %q, want %q", test.page, got, test.want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte("don\x92t"), "utf-8")
	f.Add([]byte("\xff\xfea\x00"), "")
	f.Add([]byte("\x1b$B"), "iso-2022-jp")
	f.Fuzz(func(t *testing.T, raw []byte, declared string) {
		text := charset.Text(raw, declared)
		if !utf8.ValidString(text) {
			t.Errorf("Text(%q, %q) is not UTF-8", raw, declared)
		}
		if utf8.Valid(raw) && bytes.IndexByte(raw, 0) < 0 && string(bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))) != text {
			t.Errorf("Text(%q, %q) = %q changes what is UTF-8", raw, declared, text)
		}
		if again := charset.Text(raw, declared); again != text {
			t.Errorf("Text(%q, %q) differs when read twice", raw, declared)
		}
	})
}
