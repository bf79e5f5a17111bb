package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/report"
)

// personPage is all that a story holds on somebody.
type personPage struct {
	frame
	*opened
	Person *report.PersonFile
	Roles  []roleView
	Track  *track // the roles, along time
	Of     []ofView
	MoreOf int // statements about them that are not shown
	Told   []*report.Claim
	More   int // claims about them that are not shown
}

// roleView is a role that documents give somebody, and where.
type roleView struct {
	Name   string // as the first of them writes it
	Places []rolePlace
}

// rolePlace is a document's words for a role.
type rolePlace struct {
	report.Span
	Document string
	When     string // the document's date; "" if none is stated
}

// ofView is what somebody else says about them.
type ofView struct {
	Who     string // the source's words; "" where none are given
	Kind    hearsay.SourceKind
	Stance  hearsay.Stance
	Words   string      // all parts of what is said
	Content report.Span // the part that mentions them
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
	page := story.personPage(&lister.Listing().Persons[0], limits.PagePerson)
	page.frame = s.frame(plain(page.Person.Name), r)
	return "person.html", page, nil
}

// personPage is somebody with at most so many statements, and claims, about them.
func (o *opened) personPage(person *report.PersonFile, most int) personPage {
	page := personPage{opened: o, Person: person}
	points := o.rolePoints(person.ID)
	page.Roles, page.Track = roles(points), roleTrack(points)
	page.Of = o.saidOf(person.ID)
	if len(page.Of) > most {
		page.Of, page.MoreOf = page.Of[:most], len(page.Of)-most
	}
	page.Told = o.toldOf(person.ID)
	if len(page.Told) > most {
		page.Told, page.More = page.Told[:most], len(page.Told)-most
	}
	return page
}

// rolePoint is one place where a document gives somebody a role.
type rolePoint struct {
	rolePlace
	at trackPoint
}

// rolePoints are the roles that the documents give one of the story's people, in document order.
func (o *opened) rolePoints(id hearsay.IdentityID) []rolePoint {
	var points []rolePoint
	members := o.archived.Ledger.Identities[id-1].Members
	for _, doc := range o.Documents {
		for _, member := range members {
			if member.Doc != doc {
				continue
			}
			for _, span := range o.reading(doc).Entities[member.Entity-1].Roles {
				place := report.Span{Doc: doc, Start: int(span.Start), End: int(span.End), Text: span.Of(o.text(doc))}
				report.Cut(&place, o.excerpt)
				point := o.toldPoint(doc)
				point.Span, point.Title = &place, "“"+brief(place)+"”, "+point.Title
				points = append(points, rolePoint{rolePlace{place, o.Tag(doc) + " " + o.Name(doc), o.docs[doc].Published.Value}, point})
			}
		}
	}
	return points
}

// role is a role as it is compared.
func role(span report.Span) string {
	return strings.TrimPrefix(strings.Join(query.Fold(span.Text), " "), "the ")
}

// roles gathers places by role, those of most places first.
func roles(points []rolePoint) []roleView {
	var made []roleView
	at := map[string]int{}
	for _, point := range points {
		key := role(point.Span)
		i, known := at[key]
		if !known {
			i = len(made)
			at[key] = i
			made = append(made, roleView{Name: brief(point.Span)})
		}
		made[i].Places = append(made[i].Places, point.rolePlace)
	}
	slices.SortStableFunc(made, func(a, b roleView) int { return cmp.Compare(len(b.Places), len(a.Places)) })
	return made
}

// roleTrack draws roles along the dates of the documents that give them; it is nil where there are fewer than two.
func roleTrack(points []rolePoint) *track {
	if len(points) < 2 {
		return nil
	}
	var rows []trackLine
	at := map[string]int{}
	for _, point := range points {
		key := role(point.Span)
		i, known := at[key]
		if !known {
			i = len(rows)
			at[key] = i
			rows = append(rows, trackLine{Name: "“" + brief(point.Span) + "”"})
		}
		rows[i].Points = append(rows[i].Points, point.at)
	}
	return newTrack(rows)
}

// mentions reports whether a document mentions one of the story's people within a span.
func (o *opened) mentions(id hearsay.IdentityID, span report.Span) bool {
	mentions := o.docs[span.Doc].Mentions // sorted by where they begin
	at, _ := slices.BinarySearchFunc(mentions, span.Start, func(m report.Mention, start int) int { return cmp.Compare(m.Span.Start, start) })
	for ; at < len(mentions) && mentions[at].Span.Start < span.End; at++ {
		if mentions[at].Identity == id && mentions[at].Span.End <= span.End {
			return true
		}
	}
	return false
}

// saidOf is what others are told to say about one of the story's people, in document order.
func (o *opened) saidOf(id hearsay.IdentityID) []ofView {
	var found []ofView
	for _, doc := range o.Documents {
		for i := range o.docs[doc].Attributions {
			a := &o.docs[doc].Attributions[i]
			if a.Identity == id {
				continue
			}
			if at := slices.IndexFunc(a.Content, func(content report.Span) bool { return o.mentions(id, content) }); at >= 0 {
				found = append(found, ofView{texts(a.Source), a.Kind, a.Stance, texts(a.Content), a.Content[at]})
			}
		}
	}
	return found
}

// toldOf are the claims of which a telling mentions one of the story's people.
func (o *opened) toldOf(id hearsay.IdentityID) []*report.Claim {
	var found []*report.Claim
	for i := range o.Claims {
		if slices.ContainsFunc(o.Claims[i].Tellings, func(t report.Telling) bool { return o.mentions(id, t.Span) }) {
			found = append(found, &o.Claims[i])
		}
	}
	return found
}

// namePage is a name in all stories held.
type namePage struct {
	frame
	Name      string
	Stories   []nameStory
	Roles     []roleView
	Track     *track
	Held      int // stories that have the words of the name
	From      int // of these, how many stand before those looked into
	Looked    int
	Next      string
	Suggested []string
}

// nameStory is a story with those of its people whom a name may mean.
type nameStory struct {
	*opened
	Days   string
	People []report.Person // those mentioned most
	More   int             // who are not shown
}

// people shows the stories in which somebody has a name. A few stories are looked into at a time: those that have the words.
func (s *Server) people(r *http.Request) (string, any, error) {
	asked := r.URL.Query()
	name := strings.Join(strings.Fields(asked.Get("name")), " ")
	wanted := query.WantedFor(name)
	if len(wanted) == 0 {
		return "people.html", namePage{frame: s.frame("A name", r)}, nil
	}
	page := namePage{frame: s.frame(name, r), Name: name}
	held := s.library.held()
	entries, err := s.library.narrow(r.Context(), held, wanted)
	if err != nil {
		return "", nil, err
	}
	page.Held = len(entries)
	if from := asked.Get("from"); from != "" {
		if page.From, err = strconv.Atoi(from); err != nil || page.From < 0 || page.From > page.Held {
			return "", nil, badRequest{fmt.Errorf("%s may be meant, and %q is no place among them", report.Count(page.Held, "story", "stories"), from)}
		}
	}
	entries = entries[page.From:min(page.Held, page.From+limits.NameStories)]
	page.Looked = len(entries)
	if end := page.From + page.Looked; end < page.Held {
		page.Next = "/people?" + url.Values{"name": {name}, "from": {strconv.Itoa(end)}}.Encode()
	}
	var points []rolePoint
	for _, entry := range entries {
		story, err := s.library.openOn(r.Context(), held, entry.Story.ID)
		if err != nil {
			return "", nil, err
		}
		found := nameStory{opened: story, Days: days(entry.Story.About)}
		for _, id := range query.Named(&story.archived.Ledger, story.archived.Readings, name) {
			found.People = append(found.People, story.People[id-1])
			points = append(points, story.rolePoints(id)...)
		}
		slices.SortStableFunc(found.People, func(a, b report.Person) int { return cmp.Compare(b.Mentions, a.Mentions) })
		if most := limits.NamePeople; len(found.People) > most {
			found.People, found.More = found.People[:most], len(found.People)-most
		}
		if len(found.People) > 0 {
			page.Stories = append(page.Stories, found)
		}
	}
	page.Roles, page.Track = roles(points), roleTrack(points)
	if len(page.Stories) == 0 {
		if page.Suggested, err = s.library.keeper.Suggest(r.Context(), name); err != nil {
			return "", nil, err
		}
	}
	return "people.html", page, nil
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
