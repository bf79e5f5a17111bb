package hearsay

import "cmp"

// Field is one fact about a document as a string, with how it is known. The zero value is "not known".
type Field struct {
	Value string `json:"value"`
	How   How    `json:"how"`
	Span  Span   `json:"span"` // where the text states it; empty if it does not
	By    string `json:"by"`   // the rule that found it
}

// Known reports whether there is a value.
func (f Field) Known() bool { return f.Value != "" }

// BlockKind says what a stretch of a document's text is.
type BlockKind uint8

// Kinds of blocks.
const (
	BlockBody      BlockKind = iota // the article's own prose
	BlockHeadline                   // the title or a headline
	BlockByline                     // "By Susan Wright"
	BlockDateline                   // "WASHINGTON (CNN) —"; what follows in the same line is body
	BlockQuotation                  // embedded text of another outlet or author, as behind "From the Washington Post:"
	BlockComment                    // the writer's own comment after a clear seam from reporting
	BlockFurniture                  // not the article: kickers, photo credits, author boxes, related links
	BlockCredit                     // who supplied the text: "(AP)", "Associated Press contributed to this report", "h/t"
)

var blockNames = [...]string{"body", "headline", "byline", "dateline", "quotation", "comment", "furniture", "credit"}

func (k BlockKind) String() string { return name(blockNames[:], k) }

// MarshalText writes the kind's name.
func (k BlockKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *BlockKind) UnmarshalText(text []byte) error { return parse(blockNames[:], k, text) }

// Block is a stretch of text of one kind. The blocks of a document are sorted, do not overlap, and together cover
// everything but white space.
type Block struct {
	Kind BlockKind `json:"kind"`
	Span Span      `json:"span"`
	// Outlet is whose text an embedded quotation or a credit names, in canonical form, with the span that names it.
	Outlet Field  `json:"outlet,omitzero"`
	By     string `json:"by"` // the rule that made it
}

// DamageKind says what a machine did to the text before it reached us.
type DamageKind uint8

// Kinds of damage.
const (
	DamageOverwritten DamageKind = iota // a word replaced by its antecedent: "when he Trump himself Trump the probe"
	DamageLost                          // words lost, leaving a hole: "the President ’s     and adviser"
	DamageDoubled                       // words doubled: "the the President"
	DamageMojibake                      // text decoded in the wrong charset: "donâ€™t"
	DamageTokenised                     // text split into tokens: "they would n't be here , "
	DamageReplaced                      // bytes that no charset explains, shown as U+FFFD
)

var damageNames = [...]string{"overwritten", "lost", "doubled", "mojibake", "tokenised", "replaced"}

func (k DamageKind) String() string { return name(damageNames[:], k) }

// MarshalText writes the kind's name.
func (k DamageKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (k *DamageKind) UnmarshalText(text []byte) error { return parse(damageNames[:], k, text) }

// Breaks reports whether words themselves may be wrong or missing, so that nothing may be quoted without the mark.
// Tokenised text keeps all its words.
func (k DamageKind) Breaks() bool { return k != DamageTokenised }

// Mark is one place of damage. Span is the damaged sentence or run of words, not the whole document, but for
// tokenised text, where it is the text that is tokenised.
type Mark struct {
	Kind DamageKind `json:"kind"`
	Span Span       `json:"span"`
	At   Span       `json:"at"` // the words within Span that give it away
	By   string     `json:"by"`

	Intruders []Span `json:"intruders,omitempty"` // phrases within Span that a machine wrote over others; may overlap
}

// Document is a capture turned into text.
type Document struct {
	ID     DocID
	TextID TextID
	Text   string   // valid UTF-8, fixed; for a clean UTF-8 text file exactly the file
	Paths  []string // of the capture
	Blocks []Block
	Damage []Mark // sorted by span

	Outlet, Author, Title, URL Field  // Outlet.Value is the canonical name where the lexicon knows the outlet
	Language                   string // ISO 639-1, "" if unsure
	Published                  Date

	Skip Skip // why nothing was read; zero if it was
}

// Compare is the order of documents everywhere: by publication, unknown last, then by ID.
func (d *Document) Compare(other *Document) int {
	if c := d.Published.Compare(other.Published); c != 0 {
		return c
	}
	return cmp.Compare(d.ID, other.ID)
}

// BlockAt is the index of the block that holds the byte at offset, or -1.
func (d *Document) BlockAt(offset uint32) int {
	for i, block := range d.Blocks {
		if block.Span.Start <= offset && offset < block.Span.End {
			return i
		}
	}
	return -1
}

// Damaged returns the marks of breaking damage that overlap any of the spans.
func (d *Document) Damaged(spans ...Span) []Mark {
	var marks []Mark
	for _, mark := range d.Damage {
		if !mark.Kind.Breaks() {
			continue
		}
		for _, span := range spans {
			if mark.Span.Overlaps(span) {
				marks = append(marks, mark)
				break
			}
		}
	}
	return marks
}
