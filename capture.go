package hearsay

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
)

// DocID names a document: the hash over the given outlet, the given URL and the raw bytes, as 32 hex digits. What
// reading finds never changes it.
type DocID string

// TextID names a document's text, as 32 hex digits. A better extractor makes a new text, and old references keep theirs.
type TextID string

// NewDocID is the identity of bytes that were given as coming from outlet and url (either may be "").
func NewDocID(outlet, url string, raw []byte) DocID {
	return DocID(digest([]byte(outlet), []byte(url), raw))
}

// SkippedDocID is the identity of something that could not be read at all, so that its path is all that is known of it.
func SkippedDocID(path string) DocID { return DocID(digest([]byte("skipped"), []byte(path))) }

// NewTextID is the identity of a text.
func NewTextID(text string) TextID { return TextID(digest([]byte(text))) }

// digest is a SHA-256 over the parts, each preceded by its length, cut to 128 bits.
func digest(parts ...[]byte) string {
	h := sha256.New()
	for _, part := range parts {
		h.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(part))))
		h.Write(part)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Media says how a capture's bytes are to be read.
type Media string

// The media types that intake hands on. A Record is one JSON object of named fields: a line of a .jsonl, an element of
// a .json list, or a row of a .csv with its header as names.
const (
	MediaText   Media = "text/plain"
	MediaHTML   Media = "text/html"
	MediaRecord Media = "application/json"
	MediaMail   Media = "message/rfc822"
	MediaMHTML  Media = "multipart/related"
	MediaDocx   Media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	MediaPDF    Media = "application/pdf"
)

// Capture is what arrived, unread. It cannot be recomputed, so it is never lost.
type Capture struct {
	ID    DocID
	Media Media
	Bytes []byte
	// Paths are where it was found, sorted, relative to the argument that led there, with "#n" (from 1) behind the
	// path of a file that holds many articles and "!" between an archive and its member.
	Paths []string
	// Given by the person: a flag or a manifest; never found by reading.
	Outlet, URL, Title, Author string
	Published                  Date
	// Skip is why intake could not take it; zero if it could.
	Skip Skip
}

// SkipReason is why something was not read.
type SkipReason string

// The reasons for which a capture or document is kept, listed and not read.
const (
	SkipUnreadable SkipReason = "unreadable" // the file could not be opened or read
	SkipEmpty      SkipReason = "empty"      // no bytes, or nothing but white space
	SkipBinary     SkipReason = "binary"     // bytes of no text and no known format
	SkipFormat     SkipReason = "format"     // a known format that hearsay does not read
	SkipTruncated  SkipReason = "truncated"  // an archive or compressed file that ends early or fails its check
	SkipMalformed  SkipReason = "malformed"  // a record or container that does not parse
	SkipTooLarge   SkipReason = "too large"  // beyond a limit of internal/limits
	SkipTooDeep    SkipReason = "too deep"   // markup or archives nested beyond the limit
	SkipNoText     SkipReason = "no text"    // a page or file without article text
	SkipStub       SkipReason = "stub"       // a paywall or consent page in place of the article
	SkipLanguage   SkipReason = "language"   // not in a language that hearsay reads
	SkipForgotten  SkipReason = "forgotten"  // the person asked for it
	SkipProtected  SkipReason = "protected"  // encrypted or password-protected
	SkipRefused    SkipReason = "refused"    // an address that is never fetched from
)

// Skip is why something was not read; the zero value means that it was.
type Skip struct {
	Reason SkipReason `json:"reason"`
	Detail string     `json:"detail"` // one line: what was wrong, where, and what to do
}

// Skipped reports whether there is a reason.
func (s Skip) Skipped() bool { return s.Reason != "" }

// How says how a fact about a document is known, best first.
type How uint8

// Ways of knowing. HowSet is the person's own later edit and goes before all others.
const (
	HowUnknown  How = iota
	HowGuessed      // inferred from words that do not state it
	HowDateline     // a dateline such as "WASHINGTON (CNN)"
	HowCredit       // a credit or copyright line in the text
	HowByline       // a byline in the text
	HowURL          // the host or path of its URL
	HowMetadata     // the page's or record's own metadata
	HowGiven        // a flag or a manifest
	HowSet          // hearsay set
)

var howNames = [...]string{"unknown", "guessed", "dateline", "credit", "byline", "url", "metadata", "given", "set"}

func (h How) String() string { return name(howNames[:], h) }

// MarshalText writes the name of the way of knowing.
func (h How) MarshalText() ([]byte, error) { return []byte(h.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *How) UnmarshalText(text []byte) error { return parse(howNames[:], h, text) }

// Grain is how finely a date is known.
type Grain uint8

// Grains of a date; GrainNone is an unknown date.
const (
	GrainNone Grain = iota
	GrainYear
	GrainMonth
	GrainDay
	GrainTime
)

var grainNames = [...]string{"none", "year", "month", "day", "time"}

func (g Grain) String() string { return name(grainNames[:], g) }

// MarshalText writes the grain's name.
func (g Grain) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (g *Grain) UnmarshalText(text []byte) error { return parse(grainNames[:], g, text) }

// Date is when a document was published, as far as known. The zero value is an unknown date.
type Date struct {
	Unix  int64 `json:"unix"` // seconds since 1970-01-01 UTC of its beginning
	Grain Grain `json:"grain"`
	How   How   `json:"how"`
	Span  Span  `json:"span"` // where the text states it; empty if it does not
}

// Known reports whether there is a date at all.
func (d Date) Known() bool { return d.Grain != GrainNone }

// Day is the date in days since 1970-01-01 UTC. Call it only on a known date.
func (d Date) Day() int { return int(floorDiv(d.Unix, 86400)) }

// Compare orders dates by time; an unknown date sorts last.
func (d Date) Compare(other Date) int {
	if d.Known() != other.Known() {
		if d.Known() {
			return -1
		}
		return 1
	}
	if !d.Known() {
		return 0
	}
	if c := cmp.Compare(d.Unix, other.Unix); c != 0 {
		return c
	}
	return cmp.Compare(other.Grain, d.Grain)
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
