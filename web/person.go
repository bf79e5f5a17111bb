package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"hearsay"
	"hearsay/query"
	"hearsay/report"
)

// personPage is all that a story holds on somebody.
type personPage struct {
	frame
	*opened
	Person *report.PersonFile
}

func (s *Server) person(r *http.Request) (string, any, error) {
	story, err := s.library.open(r.Context(), hearsay.StoryID(r.PathValue("story")))
	if err != nil {
		return "", nil, err
	}
	number, err := strconv.ParseInt(r.PathValue("person"), 10, 32)
	id := hearsay.IdentityID(number)
	if err != nil || !slices.ContainsFunc(story.People, func(p report.Person) bool { return p.ID == id }) {
		return "", nil, fmt.Errorf("person %q of story %s: %w", r.PathValue("person"), story.ID, errNotHeld)
	}
	lister, err := report.NewLister("", "", report.UTF8, report.ListPerson, "")
	if err != nil {
		return "", nil, err
	}
	lister.Person(&story.archived.Ledger, story.archived.Readings, []hearsay.IdentityID{id}, query.NewSpeech())
	person := &lister.Listing().Persons[0]
	return "person.html", personPage{s.frame(plain(person.Name), r), story, person}, nil
}
