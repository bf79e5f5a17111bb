package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"hearsay"
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
	id, err := story.identity(r.PathValue("person"))
	if err != nil {
		return "", nil, err
	}
	lister, err := report.NewLister("", "", report.UTF8, report.ListPerson, "")
	if err != nil {
		return "", nil, err
	}
	lister.Person(&story.archived.Ledger, story.archived.Readings, []hearsay.IdentityID{id}, s.speech)
	person := &lister.Listing().Persons[0]
	return "person.html", personPage{s.frame(plain(person.Name), r), story, person}, nil
}

// identity is the one of the story's people that an address names by its number.
func (o *opened) identity(number string) (hearsay.IdentityID, error) {
	n, err := strconv.ParseInt(number, 10, 32)
	id := hearsay.IdentityID(n)
	if err != nil || !slices.ContainsFunc(o.People, func(p report.Person) bool { return p.ID == id }) {
		return 0, fmt.Errorf("person %q of story %s: %w", number, o.ID, errNotHeld)
	}
	return id, nil
}
