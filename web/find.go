package web

import (
	"net/http"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/report"
)

// findPage is what a query holds of.
type findPage struct {
	frame
	Claims []foundClaim
	Places []foundPlace
	More   bool // stories were left out
	Wrong  string
}

type foundClaim struct {
	Story hearsay.StoryID
	*claimRow
}

type foundPlace struct {
	Story  hearsay.StoryID
	Tag    string
	Name   string
	Source string
	Span   report.Span
	Pieces []piece
}

// find shows the claims and sentences that a query of the language of package query holds of.
func (s *Server) find(r *http.Request) (string, any, error) {
	page := findPage{frame: s.frame("Find", r)}
	if strings.TrimSpace(page.Query) == "" {
		return "find.html", page, nil
	}
	parsed, err := query.Parse(page.Query)
	if err != nil {
		page.Wrong = err.Error()
		return "find.html", page, nil
	}
	held := s.library.held()
	entries, err := s.library.narrow(r.Context(), held, parsed.Wanted())
	if err != nil {
		return "", nil, err
	}
	for _, entry := range entries {
		story, err := s.library.openOn(r.Context(), held, entry.Story.ID)
		if err != nil {
			return "", nil, err
		}
		found := parsed.Search(&story.archived.Ledger, story.archived.Readings)
		for _, match := range found.Claims {
			page.Claims = append(page.Claims, foundClaim{story.ID, shortClaim(&story.Claims[match.Claim])})
		}
		for _, place := range found.Places {
			page.Places = append(page.Places, story.found(&place))
		}
		if len(page.Claims)+len(page.Places) > limits.PageFound {
			page.More = true
			break
		}
	}
	return "find.html", page, nil
}

func (o *opened) found(place *query.Place) foundPlace {
	text := o.text(place.Doc)
	span := report.Span{Doc: place.Doc, Start: int(place.Span.Start), End: int(place.Span.End), Text: place.Span.Of(text)}
	var marks []mark
	for _, word := range place.Words {
		marks = append(marks, mark{start: int(word.Start), end: int(word.End), class: "met"})
	}
	made := foundPlace{Story: o.ID, Tag: o.Tag(place.Doc), Name: o.Name(place.Doc), Span: span, Pieces: pieces(text, span.Start, span.End, marks)}
	if place.Attribution >= 0 {
		made.Source = texts(o.docs[place.Doc].Attributions[place.Attribution].Source)
	}
	return made
}
