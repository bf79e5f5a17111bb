// Package report turns ledgers into what a person or program reads: terminal text, Markdown, JSON, tables and the formats
// of others.
//
// It begins with the ledger of a story and the readings behind it. It ends with one Report, in which every statement is
// a span with its text, and hands that to the writers, so that the same facts stand in all of them. It adds no
// sentence of its own about the world: headings and counts frame the words of the documents.
package report

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"hearsay"
)

// Offsets is the unit in which spans count.
type Offsets string

// Units of spans.
const (
	UTF8      Offsets = "utf8"
	CodePoint Offsets = "codepoint"
	UTF16     Offsets = "utf16"
)

// Maker makes a Report, story by story.
type Maker struct {
	report Report
	last   *view // of the story that was added last
}

// NewMaker returns an empty report. Program is the name and version of what makes it, revision that of rules and models.
func NewMaker(program, revision string, offsets Offsets) (*Maker, error) {
	switch offsets {
	case UTF8, CodePoint, UTF16:
	default:
		return nil, fmt.Errorf("unknown offsets %q, want %s, %s or %s", offsets, UTF8, CodePoint, UTF16)
	}
	return &Maker{report: Report{
		Format: Version, Program: program, Revision: revision, Offsets: offsets,
		Documents: []Document{}, Stories: []Story{}, Sagas: []Saga{}, Across: Shared{Documents: []Brief{}, Passages: []Passage{}, Overlaps: []Overlap{}, Copies: [][]hearsay.DocID{}}, Skipped: []Skipped{},
	}}, nil
}

// Skip adds a document that could not be read.
func (m *Maker) Skip(doc *hearsay.Document) {
	m.report.Skipped = append(m.report.Skipped, Skipped{
		ID: doc.ID, Paths: list(doc.Paths), Reason: doc.Skip.Reason, Detail: doc.Skip.Detail,
	})
}

// Add adds a story with the readings of all its documents, in document order.
func (m *Maker) Add(ledger *hearsay.Ledger, readings []hearsay.Reading) {
	v := newView(m.report.Offsets, ledger, readings)
	for i := range readings {
		m.report.Documents = append(m.report.Documents, v.document(&readings[i]))
	}
	m.report.Stories = append(m.report.Stories, v.story())
	m.last = v
}

// Prompt adds prompts to the story that was added last.
func (m *Maker) Prompt(prompts []hearsay.Prompt) {
	story := &m.report.Stories[len(m.report.Stories)-1]
	for i := range prompts {
		story.Prompts = append(story.Prompts, m.last.prompt(&prompts[i]))
	}
}

// Harden adds to the claims of the story that was added last what their relays say more firmly.
func (m *Maker) Harden() {
	story := &m.report.Stories[len(m.report.Stories)-1]
	for i := range m.last.ledger.Claims {
		story.Claims[i].Hardenings = m.last.hardenings(&m.last.ledger.Claims[i])
	}
}

func (v *view) prompt(p *hearsay.Prompt) Prompt {
	return Prompt{Rule: p.Rule, Text: p.Text, Claim: p.Claim, Spans: v.refs(p.Refs)}
}

func (v *view) hardenings(claim *hearsay.Claim) []Hardening {
	var out []Hardening
	for _, h := range claim.Hardenings {
		out = append(out, Hardening{h.Kind, v.ref(h.Upstream), v.ref(h.Relay), h.By})
	}
	return out
}

// Share adds what two documents share, whatever their stories. A comes before B in document order.
func (m *Maker) Share(a, b *hearsay.Reading, passages []hearsay.Passage, overlap hearsay.Overlap) {
	m.brief(a)
	m.brief(b)
	v := newView(m.report.Offsets, &hearsay.Ledger{}, []hearsay.Reading{*a, *b})
	across := &m.report.Across
	for i := range passages {
		across.Passages = append(across.Passages, v.passage(&passages[i]))
	}
	across.Overlaps = append(across.Overlaps, Overlap(overlap))
}

// Copies adds classes of near copies, of documents of which something was shared.
func (m *Maker) Copies(classes [][]hearsay.DocID) {
	m.report.Across.Copies = append(m.report.Across.Copies, classes...)
}

func (m *Maker) brief(reading *hearsay.Reading) {
	doc := &reading.Document
	at, named := slices.BinarySearchFunc(m.report.Across.Documents, doc.ID, func(b Brief, id hearsay.DocID) int { return cmp.Compare(b.ID, id) })
	if named {
		return
	}
	m.report.Across.Documents = slices.Insert(m.report.Across.Documents, at, Brief{
		ID: doc.ID, Paths: list(doc.Paths), Outlet: doc.Outlet.Value, Title: doc.Title.Value, Published: DateString(doc.Published),
	})
}

// NewSagaStory is a story in short, as its saga has it.
func NewSagaStory(story *hearsay.SagaStory) SagaStory {
	made := SagaStory{ID: story.ID, Title: story.About.Title, Documents: story.Documents}
	if story.About.Dated {
		made.First, made.Last = dayString(story.About.First), dayString(story.About.Last)
	}
	return made
}

// AddSaga adds a saga, of which at least one story was added.
func (m *Maker) AddSaga(saga *hearsay.Saga) {
	added := Saga{ID: saga.ID, Stories: []SagaStory{}, Links: []SagaLink{}}
	for i := range saga.Stories {
		added.Stories = append(added.Stories, NewSagaStory(&saga.Stories[i]))
	}
	for _, link := range saga.Links {
		l := SagaLink{A: link.A, B: link.B, Weight: link.Weight, Terms: list(link.Terms)}
		if link.Gap >= 0 {
			l.Gap = &link.Gap
		}
		added.Links = append(added.Links, l)
	}
	m.report.Sagas = append(m.report.Sagas, added)
}

// Report returns what was added.
func (m *Maker) Report() *Report { return &m.report }

// list makes JSON show an empty list rather than null.
func list[E any](s []E) []E {
	if s == nil {
		return []E{}
	}
	return s
}

// DateString writes a date as finely as it is known: YYYY, YYYY-MM, YYYY-MM-DD or RFC 3339; "" where it is not.
func DateString(date hearsay.Date) string {
	t := time.Unix(date.Unix, 0).UTC()
	switch date.Grain {
	case hearsay.GrainYear:
		return t.Format("2006")
	case hearsay.GrainMonth:
		return t.Format("2006-01")
	case hearsay.GrainDay:
		return t.Format(time.DateOnly)
	case hearsay.GrainTime:
		return t.Format(time.RFC3339)
	}
	return ""
}

func dayString(day int32) string { return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly) }

// view turns one story's values into the outside format.
type view struct {
	offsets Offsets
	ledger  *hearsay.Ledger
	byDoc   map[hearsay.DocID]*hearsay.Reading
	units   map[hearsay.DocID][]int // of each byte offset, its offset in the unit; nil for bytes
	members map[hearsay.Member]hearsay.IdentityID
}

func newView(offsets Offsets, ledger *hearsay.Ledger, readings []hearsay.Reading) *view {
	v := &view{
		offsets: offsets, ledger: ledger,
		byDoc: map[hearsay.DocID]*hearsay.Reading{}, units: map[hearsay.DocID][]int{},
		members: map[hearsay.Member]hearsay.IdentityID{},
	}
	for i := range readings {
		doc := &readings[i].Document
		v.byDoc[doc.ID] = &readings[i]
		if offsets != UTF8 {
			v.units[doc.ID] = units(doc.Text, offsets)
		}
	}
	for _, identity := range ledger.Identities {
		for _, member := range identity.Members {
			v.members[member] = identity.ID
		}
	}
	return v
}

// units counts code points or UTF-16 units before each byte of text.
func units(text string, offsets Offsets) []int {
	counts := make([]int, len(text)+1)
	n, last := 0, 0
	for at, r := range text {
		for i := last; i <= at; i++ {
			counts[i] = n
		}
		last = at + 1
		n++
		if offsets == UTF16 && r > 0xFFFF {
			n++
		}
	}
	for i := last; i <= len(text); i++ {
		counts[i] = n
	}
	return counts
}

func (v *view) span(doc hearsay.DocID, span hearsay.Span) Span {
	out := Span{Doc: doc, Start: int(span.Start), End: int(span.End), Text: span.Of(v.byDoc[doc].Document.Text)}
	if counts := v.units[doc]; counts != nil {
		out.Start, out.End = counts[span.Start], counts[span.End]
	}
	return out
}

// maybe is span for a place that may be empty.
func (v *view) maybe(doc hearsay.DocID, span hearsay.Span) *Span {
	if span.Empty() {
		return nil
	}
	out := v.span(doc, span)
	return &out
}

func (v *view) spans(doc hearsay.DocID, spans []hearsay.Span) []Span {
	out := []Span{}
	for _, span := range spans {
		if !span.Empty() {
			out = append(out, v.span(doc, span))
		}
	}
	return out
}

func (v *view) ref(ref hearsay.Ref) []Span { return v.spans(ref.Doc, ref.Spans) }

func (v *view) refs(refs []hearsay.Ref) []Span {
	out := []Span{}
	for _, ref := range refs {
		out = append(out, v.ref(ref)...)
	}
	return out
}

func (v *view) fact(doc hearsay.DocID, field hearsay.Field) Fact {
	return Fact{Value: field.Value, How: field.How, By: field.By, Span: v.maybe(doc, field.Span)}
}

func (v *view) maybeFact(doc hearsay.DocID, field hearsay.Field) *Fact {
	if !field.Known() {
		return nil
	}
	fact := v.fact(doc, field)
	return &fact
}

func (v *view) published(doc *hearsay.Document) Fact {
	date := doc.Published
	return Fact{Value: DateString(date), How: date.How, Span: v.maybe(doc.ID, date.Span)}
}

func (v *view) document(reading *hearsay.Reading) Document {
	doc := &reading.Document
	out := Document{
		ID: doc.ID, TextID: doc.TextID, Paths: list(doc.Paths), Story: v.ledger.Story.ID,
		Outlet: v.fact(doc.ID, doc.Outlet), Title: v.fact(doc.ID, doc.Title), Author: v.fact(doc.ID, doc.Author),
		URL: v.fact(doc.ID, doc.URL), Published: v.published(doc), Language: doc.Language,
		Blocks: []Block{}, Damage: []Damage{}, Mentions: []Mention{}, Attributions: []Attribution{}, Times: []Time{},
	}
	for _, version := range v.ledger.Versions {
		if version.Doc == doc.ID {
			out.Newer = version.Newer
		}
	}
	for _, block := range doc.Blocks {
		if block.Kind != hearsay.BlockBody {
			out.Blocks = append(out.Blocks, Block{block.Kind, v.span(doc.ID, block.Span), v.maybeFact(doc.ID, block.Outlet), block.By})
		}
	}
	for _, mark := range doc.Damage {
		out.Damage = append(out.Damage, Damage{mark.Kind, v.span(doc.ID, mark.Span), v.span(doc.ID, mark.At), mark.By})
	}
	for _, mention := range reading.Mentions {
		out.Mentions = append(out.Mentions, Mention{
			Kind: mention.Kind, Span: v.span(doc.ID, mention.Span), Identity: v.identity(doc.ID, mention.Entity),
			Inferred: mention.Inferred, By: mention.By,
		})
	}
	for i := range reading.Attributions {
		out.Attributions = append(out.Attributions, v.attribution(doc, &reading.Attributions[i]))
	}
	for _, t := range reading.Times {
		moment := Time{Span: v.span(doc.ID, t.Span), Kind: t.Kind, Value: t.Value, Inferred: t.Inferred, By: t.By}
		if t.Resolved {
			moment.First, moment.Last = dayString(t.First), dayString(t.Last)
		}
		out.Times = append(out.Times, moment)
	}
	return out
}

func (v *view) identity(doc hearsay.DocID, entity hearsay.EntityID) hearsay.IdentityID {
	if entity == 0 {
		return 0
	}
	return v.members[hearsay.Member{Doc: doc, Entity: entity}]
}

func (v *view) attribution(doc *hearsay.Document, a *hearsay.Attribution) Attribution {
	out := Attribution{
		Source: v.spans(doc.ID, a.Source), Cue: v.maybe(doc.ID, a.Cue), Content: v.spans(doc.ID, a.Content),
		Kind: a.Kind, Stance: a.Stance, Direct: a.Direct, Relay: a.Relay, Outlet: v.maybeFact(doc.ID, a.Outlet),
		Medium: v.maybe(doc.ID, a.Medium), Identity: v.identity(doc.ID, a.Speaker),
		Inferred: a.Inferred, Same: index(a.Same), Within: index(a.Within), By: a.By,
		Damaged: len(doc.Damaged(slices.Concat(a.Source, a.Content, []hearsay.Span{a.Cue})...)) > 0,
	}
	if len(a.ToldTo) > 0 {
		out.ToldTo = v.spans(doc.ID, a.ToldTo)
	}
	if p := a.Profile; p != (hearsay.Unnamed{}) {
		out.Profile = &Profile{
			Number: p.Number, Plural: p.Plural, Affiliation: v.maybe(doc.ID, p.Affiliation), Role: v.maybe(doc.ID, p.Role),
			Nearness: v.maybe(doc.ID, p.Nearness), Reason: v.maybe(doc.ID, p.Reason),
		}
	}
	return out
}

// index is a reference to a position, nil for none.
func index(i int) *int {
	if i < 0 {
		return nil
	}
	return &i
}
