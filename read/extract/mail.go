package extract

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/read/extract/charset"
	"hearsay/read/extract/record"
)

// deepestPart bounds multiparts within multiparts.
const deepestPart = 8

// part is one leaf of a mail or saved page.
type part struct {
	media, charset, location string
	attached                 bool
	bytes                    []byte
}

// mail reads a mail, or a page saved as MHTML, which is a mail whose root is the page. The sender is the author, not
// the outlet: clip services and colleagues send on what others wrote.
func (e *Extractor) mail(raw []byte) article {
	message, err := mail.ReadMessage(strings.NewReader(strings.TrimLeft(string(raw), "\r\n")))
	if err != nil {
		return skipped(hearsay.SkipMalformed, "read mail: %v", err)
	}
	var parts []part
	err = collect(&parts, textproto.MIMEHeader(message.Header), message.Body, deepestPart)
	if err != nil && len(parts) == 0 {
		return skipped(hearsay.SkipMalformed, "read mail: %v", err)
	}
	found, ok := e.partText(parts, strings.HasPrefix(message.Header.Get("Content-Type"), "multipart/related"))
	if !ok {
		return skipped(hearsay.SkipNoText, "the mail has no text or HTML part; save its attachments as files")
	}
	if title := metadata(decodeHeader(message.Header.Get("Subject")), "mail subject"); title.Known() &&
		!found.title.Known() {
		found.title = title
	}
	if sender, err := addresses.Parse(message.Header.Get("From")); err == nil && !found.author.Known() {
		found.author = metadata(sender.Name, "mail sender")
	}
	if address := message.Header.Get("Snapshot-Content-Location"); isAddress(address) && !found.url.Known() {
		found.url = metadata(address, "snapshot location")
	}
	// A saved page is dated by its own metadata: the header's date is when it was saved.
	if date, err := record.ParseDate(message.Header.Get("Date")); err == nil && !found.date.Known() &&
		message.Header.Get("Snapshot-Content-Location") == "" && message.Header.Get("From") != savedByBrowser {
		date.How = hearsay.HowMetadata
		found.date = date
	}
	return found
}

// savedByBrowser stands in the From header of MHTML that a browser wrote.
const savedByBrowser = "<Saved by Blink>"

var words822 = &mime.WordDecoder{CharsetReader: func(label string, input io.Reader) (io.Reader, error) {
	raw, err := io.ReadAll(input)
	if err != nil {
		return nil, err
	}
	return strings.NewReader(charset.Text(raw, label)), nil
}}

var addresses = mail.AddressParser{WordDecoder: words822}

func decodeHeader(value string) string {
	decoded, err := words822.DecodeHeader(value)
	if err != nil {
		return value
	}
	return decoded
}

// collect appends the leaves of a message, in their order.
func collect(parts *[]part, header textproto.MIMEHeader, body io.Reader, depth int) error {
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		media, params = "text/plain", nil
	}
	if strings.HasPrefix(media, "multipart/") && params["boundary"] != "" {
		if depth == 0 {
			return fmt.Errorf("parts nested deeper than %d", deepestPart)
		}
		reader := multipart.NewReader(body, params["boundary"])
		for {
			inner, err := reader.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := collect(parts, inner.Header, inner, depth-1); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(strings.TrimSpace(header.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	}
	disposition, _, _ := strings.Cut(header.Get("Content-Disposition"), ";")
	leaf := part{
		media:    media,
		charset:  params["charset"],
		location: header.Get("Content-Location"),
		attached: strings.EqualFold(strings.TrimSpace(disposition), "attachment"),
	}
	if leaf.isText() {
		leaf.bytes, err = io.ReadAll(io.LimitReader(body, limits.FileBytes))
	} else {
		_, err = io.Copy(io.Discard, body)
		if err != nil {
			err = nil // a picture that does not decode is nothing to the text
		}
	}
	// What came before an encoding broke is still the letter's text.
	if err == nil || len(leaf.bytes) > 0 {
		*parts = append(*parts, leaf)
	}
	return nil
}

func (p *part) isText() bool {
	return !p.attached && (p.media == "text/plain" || p.media == "text/html")
}

// partText reads the part that holds the article: of a saved page the first HTML part, of a mail the plain text unless
// it is a mere notice beside the HTML.
func (e *Extractor) partText(parts []part, page bool) (article, bool) {
	var plain, marked *part
	for i := range parts {
		switch p := &parts[i]; {
		case p.attached || len(p.bytes) == 0:
		case p.media == "text/plain" && plain == nil:
			plain = p
		case p.media == "text/html" && marked == nil:
			marked = p
		}
	}
	var text string
	if plain != nil {
		text = charset.Text(plain.bytes, plain.charset)
	}
	if marked == nil {
		return article{body: text}, strings.TrimSpace(text) != ""
	}
	label := marked.charset
	if label == "" {
		label = charset.HTML(marked.bytes)
	}
	found := e.page(charset.Text(marked.bytes, label))
	if page || len(strings.Fields(text)) < len(strings.Fields(found.body))/2 {
		if !found.url.Known() && isAddress(marked.location) {
			found.url = metadata(marked.location, "content location")
		}
		return found, true
	}
	return article{body: text}, true
}
