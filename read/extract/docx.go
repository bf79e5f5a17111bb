package extract

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
)

// wordNamespaces are those of WordprocessingML, transitional and strict (ISO/IEC 29500).
const (
	wordTransitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	wordStrict       = "http://purl.oclc.org/ooxml/wordprocessingml/main"
)

// docx reads the paragraphs of a Word file. The standard library does it all: of the format only the text of
// word/document.xml is needed, and no Go library for it is kept well.
func docx(raw []byte) article {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return skipped(hearsay.SkipTruncated, "Word file: %v", err)
	}
	for _, file := range archive.File {
		if !strings.EqualFold(file.Name, "word/document.xml") {
			continue
		}
		body, err := file.Open()
		if err != nil {
			return skipped(hearsay.SkipTruncated, "Word file: %v", err)
		}
		defer body.Close()
		return readWord(&io.LimitedReader{R: body, N: limits.FileBytes})
	}
	return skipped(hearsay.SkipMalformed, "Word file without word/document.xml")
}

// wordReader collects the text of a Word file's paragraphs.
type wordReader struct {
	text      strings.Builder
	paragraph strings.Builder
	style     string // of the paragraph
	title     string // the first paragraph, if its style makes it the title
	paras     int
}

func readWord(body *io.LimitedReader) article {
	decoder := xml.NewDecoder(body)
	var w wordReader
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			if body.N <= 0 {
				return skipped(hearsay.SkipTooLarge, "Word file: more than %d MB of XML", limits.FileBytes>>20)
			}
			return skipped(hearsay.SkipMalformed, "Word file: %v", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := w.start(decoder, token); err != nil {
				return skipped(hearsay.SkipMalformed, "Word file: %v", err)
			}
		case xml.EndElement:
			if isWord(token.Name, "p") {
				w.end()
			}
		}
	}
	found := article{body: w.text.String()}
	if w.title != "" {
		found.title = metadata(w.title, "docx title style")
	}
	return found
}

func isWord(name xml.Name, local string) bool {
	return name.Local == local && (name.Space == wordTransitional || name.Space == wordStrict)
}

func (w *wordReader) start(decoder *xml.Decoder, element xml.StartElement) error {
	switch name := element.Name.Local; {
	case name == "Fallback":
		return decoder.Skip() // the same text once more, for older programs
	case element.Name.Space != wordTransitional && element.Name.Space != wordStrict:
	case name == "del", name == "moveFrom", name == "instrText":
		return decoder.Skip() // struck in revision, or the code of a field
	case name == "p":
		w.end() // a paragraph within a text box breaks the one around it
	case name == "pStyle":
		for _, attr := range element.Attr {
			if attr.Name.Local == "val" {
				w.style = attr.Value
			}
		}
	case name == "t":
		var text string
		if err := decoder.DecodeElement(&text, &element); err != nil {
			return err
		}
		w.paragraph.WriteString(text)
	case name == "tab":
		// The same element also describes tab stops, before any text.
		if w.paragraph.Len() > 0 {
			w.paragraph.WriteByte('\t')
		}
	case name == "br", name == "cr":
		w.paragraph.WriteByte('\n')
	case name == "noBreakHyphen":
		w.paragraph.WriteString("\u2011")
	}
	return nil
}

// end closes a paragraph.
func (w *wordReader) end() {
	text := strings.TrimSpace(w.paragraph.String())
	style := strings.ToLower(w.style)
	w.paragraph.Reset()
	w.style = ""
	if text == "" {
		return
	}
	if w.paras == 0 && (style == "title" || style == "heading1") {
		w.title = text
	}
	if w.paras > 0 {
		w.text.WriteString("\n\n")
	}
	w.text.WriteString(text)
	w.paras++
}
