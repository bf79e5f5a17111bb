package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"hearsay"
	"hearsay/report"
)

// documentPage is a document's text as it stands, with what was found marked in it and told beside it.
type documentPage struct {
	frame
	*opened
	Document   *report.Document
	Paragraphs []paragraphView
	Shares     []share
	Link       string // to the publisher
	Asked      *asked
}

// asked is the place that an address asks for.
type asked struct {
	Span report.Span
	Link string // to the publisher, at the words
}

// paragraphView is a paragraph with its margin.
type paragraphView struct {
	Pieces    []piece
	At        int // where in the document it begins
	Furniture bool
	Kind      string // headline, byline and the like; "" for plain text
	Cards     []card
}

// card says in the margin who says what, or which other document has the words too.
type card struct {
	Also   string // a document; "" of an attribution
	Pair   string // where both are side by side
	Number int
	Kind   string
	Stance string
	Who    string // the source's words; "" for the outlet's own
	ToldTo string
	How    []string
	Claims []claimLink
}

// claimLink leads to a claim that an attribution tells.
type claimLink struct {
	Story hearsay.StoryID
	ID    hearsay.ClaimID
	Words string
}

// share is how much a document has in common with another.
type share struct {
	Other    hearsay.DocID
	Here     string // of this document
	There    string
	NearCopy bool
}

func (s *Server) document(r *http.Request) (string, any, error) {
	id := hearsay.DocID(r.PathValue("document"))
	story, err := s.library.holder(r.Context(), id)
	if err != nil {
		return "", nil, err
	}
	var marks []mark
	text := story.text(id)
	var at *asked
	if place := r.URL.Query().Get("at"); place != "" {
		start, end, err := parseRange(place, text)
		if err != nil {
			return "", nil, err
		}
		marks = append(marks, mark{start: start, end: end, class: "asked", anchor: "at"})
		at = &asked{Span: report.Span{Doc: id, Start: start, End: end, Text: text[start:end]}}
	}
	page := story.documentPage(id, marks)
	page.frame = s.frame(cmp.Or(page.Document.Title.Value, story.Name(id)), r)
	if at != nil {
		at.Link = atFragment(page.Link, at.Span.Text)
		page.Asked = at
	}
	return "document.html", page, nil
}

// documentPage is a document with all that was found in it, and what else is marked.
func (o *opened) documentPage(id hearsay.DocID, asked []mark) documentPage {
	doc, text := o.docs[id], o.text(id)
	page := documentPage{opened: o, Document: doc, Link: report.Outside(doc.URL.Value)}
	marks := append(o.marks(id), asked...)
	cards := o.cards(doc)
	for _, place := range paragraphs(text) {
		view := paragraphView{Pieces: pieces(text, place[0], place[1], marks), At: place[0]}
		for _, block := range doc.Blocks {
			if block.Span.Start <= place[0] && place[1] <= block.Span.End {
				view.Kind = block.Kind.String()
				view.Furniture = block.Kind == hearsay.BlockFurniture
			}
		}
		for len(cards) > 0 && cards[0].at < place[1] {
			view.Cards = append(view.Cards, cards[0].card)
			cards = cards[1:]
		}
		page.Paragraphs = append(page.Paragraphs, view)
	}
	for _, overlap := range o.Overlaps {
		switch id {
		case overlap.A:
			page.Shares = append(page.Shares, share{overlap.B, report.Percent(overlap.OfA), report.Percent(overlap.OfB), overlap.NearCopy})
		case overlap.B:
			page.Shares = append(page.Shares, share{overlap.A, report.Percent(overlap.OfB), report.Percent(overlap.OfA), overlap.NearCopy})
		}
	}
	return page
}

// marks are all that is shown within a document's text.
func (o *opened) marks(id hearsay.DocID) []mark {
	doc := o.docs[id]
	var marks []mark
	add := func(span report.Span, class, title, link string) {
		marks = append(marks, mark{start: span.Start, end: span.End, class: class, title: title, link: link})
	}
	for i := range doc.Attributions {
		a := &doc.Attributions[i]
		first := len(marks)
		note := fmt.Sprintf("%d: %s", i+1, a.Kind)
		for _, span := range a.Source {
			add(span, "source", "source "+note, "")
		}
		if a.Cue != nil {
			add(*a.Cue, "cue", "cue "+note, "")
		}
		for _, span := range a.Content {
			add(span, "content", "content "+note, "")
		}
		at := begins(a)
		for n := first; n < len(marks); n++ {
			if marks[n].start == at {
				marks[n].sign = fmt.Sprint(i + 1)
				break
			}
		}
	}
	for _, damage := range doc.Damage {
		if damage.Kind.Breaks() {
			add(damage.Span, "damage", "damaged: "+damage.Kind.String(), "")
		}
	}
	for _, block := range doc.Blocks {
		if block.Kind == hearsay.BlockFurniture {
			add(block.Span, "furniture", "page furniture", "")
		}
	}
	for i := range o.Passages {
		passage := &o.Passages[i]
		here, there := passage.A, passage.B
		if there.Doc == id {
			here, there = there, here
		}
		if here.Doc == id {
			add(here, "shared", fmt.Sprintf("also in %s %s", o.Tag(there.Doc), o.Name(there.Doc)), o.links.pair(passage.A.Doc, passage.B.Doc))
		}
	}
	return marks
}

// cardAt is a card with the byte at which it stands.
type cardAt struct {
	card
	at int
}

// cards are the attributions and shared passages of a document in the order of its text.
func (o *opened) cards(doc *report.Document) []cardAt {
	told := map[int][]claimLink{}
	for i := range o.Claims {
		claim := &o.Claims[i]
		for _, group := range [][]report.Telling{claim.Tellings, claim.Apart, claim.Possible} {
			for _, telling := range group {
				if telling.Span.Doc != doc.ID || telling.Attribution == nil {
					continue
				}
				link := claimLink{o.ID, claim.ID, brief(claim.Headline)}
				if !slices.Contains(told[*telling.Attribution], link) {
					told[*telling.Attribution] = append(told[*telling.Attribution], link)
				}
			}
		}
	}
	var cards []cardAt
	for i := range doc.Attributions {
		a := &doc.Attributions[i]
		made := cardAt{card: card{
			Number: i + 1, Kind: a.Kind.String(), Stance: a.Stance.String(), Who: texts(a.Source), ToldTo: texts(a.ToldTo), Claims: told[i],
		}, at: begins(a)}
		if a.Inferred {
			made.How = append(made.How, "who speaks is inferred")
		}
		if a.Damaged {
			made.How = append(made.How, "from damaged text")
		}
		if a.Relay {
			made.How = append(made.How, "rests on another outlet")
		}
		if a.Profile != nil && a.Profile.Reason != nil {
			made.How = append(made.How, "reason given: “"+plain(*a.Profile.Reason)+"”")
		}
		cards = append(cards, made)
	}
	for i := range o.Passages {
		passage := &o.Passages[i]
		here, there := passage.A, passage.B
		if there.Doc == doc.ID {
			here, there = there, here
		}
		if here.Doc == doc.ID {
			cards = append(cards, cardAt{card{
				Also: o.Tag(there.Doc) + " " + o.Name(there.Doc), Pair: o.links.pair(passage.A.Doc, passage.B.Doc), Kind: passage.Kind.String(),
			}, here.Start})
		}
	}
	slices.SortStableFunc(cards, func(a, b cardAt) int { return cmp.Compare(a.at, b.at) })
	return cards
}

// begins is where the first word of an attribution stands, or -1.
func begins(a *report.Attribution) int {
	places := slices.Concat(a.Source, a.Content)
	if a.Cue != nil {
		places = append(places, *a.Cue)
	}
	at := -1
	for _, span := range places {
		if at < 0 || span.Start < at {
			at = span.Start
		}
	}
	return at
}

func texts(spans []report.Span) string {
	parts := make([]string, len(spans))
	for i, span := range spans {
		parts[i] = plain(span)
	}
	return strings.Join(parts, " … ")
}
