package intake

import (
	"bytes"
	"encoding/json"
	"io"
	"net/textproto"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/lexicon"
	"hearsay/read/extract/charset"
)

// kind is how an item is taken in.
type kind uint8

const (
	kindUnread kind = iota // a known format that is not read
	kindEmpty
	kindBinary
	kindProtected
	kindGzip
	kindZip
	kindLines // JSON lines
	kindJSON
	kindTable // CSV
	kindSingle
)

// sniffed is what an item was found to be.
type sniffed struct {
	kind   kind
	media  hearsay.Media // of kindSingle
	format format        // of kindUnread
}

// format is a format that is known and not read.
type format struct {
	name, advice string
}

// formats are those of lexicon/formats.txt by the ending of a name.
type formats map[string]format

func newFormats() formats {
	known := formats{}
	for _, row := range lexicon.Table("formats") {
		f := format{name: row[1]}
		if len(row) > 2 {
			f.advice = row[2]
		}
		known[row[0]] = f
	}
	return known
}

// magics are the bytes that formats begin with, and the ending under which the format is listed.
var magics = []struct {
	at     int
	bytes  string
	ending string
}{
	{0, "\x89PNG\r\n\x1a\n", "png"},
	{0, "\xff\xd8\xff", "jpg"},
	{0, "GIF87a", "gif"},
	{0, "GIF89a", "gif"},
	{8, "WEBP", "webp"},
	{0, "II*\x00", "tif"},
	{0, "MM\x00*", "tif"},
	{8, "WAVE", "wav"},
	{8, "AVI ", "avi"},
	{4, "ftypheic", "heic"},
	{4, "ftypM4A", "m4a"},
	{4, "ftypqt", "mov"},
	{4, "ftyp", "mp4"},
	{0, "ID3", "mp3"},
	{0, "\xff\xfb", "mp3"},
	{0, "OggS", "ogg"},
	{0, "fLaC", "flac"},
	{0, "\x1aE\xdf\xa3", "mkv"},
	{0, "\x00\x00\x01\xba", "mpg"},
	{0, `{\rtf`, "rtf"},
	{0, "7z\xbc\xaf'\x1c", "7z"},
	{0, "Rar!\x1a\x07", "rar"},
	{0, "BZh", "bz2"},
	{0, "\xfd7zXZ\x00", "xz"},
	{0, "\x28\xb5\x2f\xfd", "zst"},
	{0, "\x04\x22\x4d\x18", "lz4"},
	{257, "ustar", "tar"},
	{0, "\x7fELF", "exe"},
	{0, "MZ\x90", "exe"},
	{0, "\xcf\xfa\xed\xfe", "exe"},
	{0, "\xca\xfe\xba\xbe", "class"},
	{0, "SQLite format 3\x00", "sqlite"},
	{0, "PAR1", "parquet"},
	{0, "%!PS", "ps"},
	{0, "AT&TFORM", "djvu"},
	{0, "WARC/1.", "warc"},
	{0, "wOFF", "woff"},
	{0, "wOF2", "woff2"},
	{0, "WEBVTT", "vtt"},
	{0, "bplist00", "webarchive"},
}

// office97 begins all files of Word, Excel, PowerPoint and Outlook before 2007, which their names tell apart.
const office97 = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// sniff tells what an item is from its first bytes, and by its name where they leave it open.
func (known formats) sniff(head []byte, name string) sniffed {
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	switch {
	case isBlank(head):
		return sniffed{kind: kindEmpty}
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return sniffed{kind: kindGzip}
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return sniffed{kind: kindZip}
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")):
		return sniffed{kind: kindSingle, media: hearsay.MediaPDF}
	case bytes.HasPrefix(head, []byte(office97)):
		// A Word or Excel file of today is of this form only around its encrypted self.
		if ending == "docx" || ending == "xlsx" || ending == "pptx" {
			return sniffed{kind: kindProtected}
		}
		if f, ok := known[ending]; ok {
			return sniffed{format: f}
		}
		return sniffed{format: known["doc"]}
	}
	for _, magic := range magics {
		if magic.at <= len(head) && bytes.HasPrefix(head[magic.at:], []byte(magic.bytes)) {
			return sniffed{format: known[magic.ending]}
		}
	}
	text := headText(head)
	if !isText(text) {
		if f, ok := known[ending]; ok {
			return sniffed{format: f}
		}
		return sniffed{kind: kindBinary}
	}
	return known.sniffText(text, ending, len(head) < limits.SniffBytes)
}

// headText is the beginning of a file as text.
func headText(head []byte) string {
	if utf8.Valid(head) && bytes.IndexByte(head, 0) < 0 {
		return string(head)
	}
	raw, err := io.ReadAll(charset.Reader(head, bytes.NewReader(head)))
	if err != nil {
		return charset.Text(head, "") // the window cuts a character
	}
	return string(raw)
}

// isText reports whether a decoded beginning is text: hardly any control characters or broken ones in it.
func isText(text string) bool {
	odd := 0
	for _, c := range text {
		switch {
		case c == 0:
			return false
		case c == utf8.RuneError, c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1B:
			odd++
		}
	}
	return odd*20 <= len(text)
}

func isBlank(raw []byte) bool {
	raw = bytes.TrimPrefix(raw, []byte("\xEF\xBB\xBF"))
	return len(bytes.TrimSpace(raw)) == 0
}

// sniffText tells formats of text apart. whole says that head is the whole file.
func (known formats) sniffText(head, ending string, whole bool) sniffed {
	single := func(media hearsay.Media) sniffed { return sniffed{kind: kindSingle, media: media} }
	start := strings.TrimLeft(head, "\uFEFF \t\r\n\f")
	header := mailHeader(start)
	multipart := strings.HasPrefix(strings.ToLower(header.Get("Content-Type")), "multipart/related")
	switch {
	case header != nil && multipart && (ending == "mht" || ending == "mhtml" || header.Get("Mime-Version") != ""):
		return single(hearsay.MediaMHTML)
	case header != nil && (ending == "eml" || isMailHeader(header)):
		return single(hearsay.MediaMail)
	case ending == "jsonl" || ending == "ndjson":
		if isOneJSON(start, whole) && !firstLineIsJSON(start) {
			return sniffed{kind: kindJSON}
		}
		return sniffed{kind: kindLines}
	case ending == "json":
		if firstLineIsJSON(start) && !whole || firstLineIsJSON(start) && secondLine(start) != "" {
			return sniffed{kind: kindLines}
		}
		return sniffed{kind: kindJSON}
	case ending == "csv" || ending == "tsv":
		return sniffed{kind: kindTable}
	case isHTML(start):
		return single(hearsay.MediaHTML)
	case strings.HasPrefix(start, "<?xml"), strings.HasPrefix(start, "<rss"), strings.HasPrefix(start, "<feed"):
		return sniffed{format: known["xml"]}
	case strings.HasPrefix(start, "{") && firstLineIsJSON(start):
		return sniffed{kind: kindLines}
	case (strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[")) && isOneJSON(start, whole):
		return sniffed{kind: kindJSON}
	case isMailbox(start):
		return sniffed{format: known["mbox"]}
	case (ending == "html" || ending == "htm" || ending == "xhtml") && anyTag.MatchString(head):
		return single(hearsay.MediaHTML)
	}
	if f, ok := known[ending]; ok {
		return sniffed{format: f}
	}
	return single(hearsay.MediaText)
}

var (
	// anyTag is a tag anywhere in what is named .html.
	anyTag = regexp.MustCompile(`</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>`)
	// firstTag is what pages begin with, behind declarations and comments.
	firstTag = regexp.MustCompile(`^(?i)<(?:!doctype\s+html|html|head|body|title|meta|link|script|style|div|p|article|` +
		`section|main|header|table|h[1-6]|a|b|br|span|img|iframe|center|font|ul|ol|blockquote)[\s/>]`)
	prolog = regexp.MustCompile(`^(?s)(?:<\?xml[^>]*\?>|<!--.*?-->)\s*`)
)

// isHTML reports whether a text begins as a page does.
func isHTML(start string) bool {
	for {
		if firstTag.MatchString(start) {
			return true
		}
		rest := prolog.ReplaceAllLiteralString(start, "")
		if rest == start {
			return false
		}
		start = rest
	}
}

// firstLineIsJSON reports whether the first line is a whole JSON object.
func firstLineIsJSON(start string) bool {
	line, _, _ := strings.Cut(start, "\n")
	return strings.HasPrefix(line, "{") && json.Valid([]byte(line))
}

func secondLine(start string) string {
	_, rest, _ := strings.Cut(start, "\n")
	return strings.TrimSpace(rest)
}

// isOneJSON reports whether a text begins with a JSON object or list of objects that goes on as far as is seen.
func isOneJSON(start string, whole bool) bool {
	bare := strings.TrimLeft(start, "[ \t\r\n")
	if !strings.HasPrefix(bare, "{") {
		return false
	}
	decoder := json.NewDecoder(strings.NewReader(start))
	for {
		if _, err := decoder.Token(); err != nil {
			return err == io.EOF || err == io.ErrUnexpectedEOF && !whole
		}
	}
}

// mailHeader is the header of a mail with which a text begins, or nil.
func mailHeader(start string) textproto.MIMEHeader {
	if !headerLine.MatchString(start) {
		return nil
	}
	end := strings.Index(strings.ReplaceAll(start, "\r", ""), "\n\n")
	if end < 0 {
		return nil
	}
	header := textproto.MIMEHeader{}
	for line := range strings.Lines(strings.ReplaceAll(start, "\r", "")[:end]) {
		name, value, ok := strings.Cut(line, ":")
		switch {
		case line[0] == ' ' || line[0] == '\t':
		case !ok || !headerLine.MatchString(line):
			return nil
		default:
			header.Add(name, strings.TrimSpace(value))
		}
	}
	return header
}

var headerLine = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:`)

// isMailHeader reports whether a header can be no other than a mail's: articles, too, begin with lines such as "Date:".
func isMailHeader(header textproto.MIMEHeader) bool {
	return header.Get("From") != "" && (header.Get("Message-Id") != "" || header.Get("Received") != "" ||
		header.Get("Mime-Version") != "")
}

// isMailbox reports whether a text begins with the line that parts the mails of a mailbox, and a header.
func isMailbox(start string) bool {
	_, rest, _ := strings.Cut(start, "\n")
	return strings.HasPrefix(start, "From ") && isMailHeader(mailHeader(rest))
}
