package web

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/report"
)

// findPage is what a query holds of: claims, who says it, and the text.
type findPage struct {
	frame
	Claims    []foundClaim
	Named     []foundPerson // of whom the query may be a name
	Speakers  []foundPerson // who say what was found
	Places    int
	Stories   []foundStory
	Rest      []rest  // of the claims of one story, where there are many
	One       bool    // one story alone is searched
	Of        int     // stories that may hold it
	From      int     // of these, how many stand before those that were searched
	Looked    int     // and how many before those that were not
	Next      string  // where those are
	shown     int     // sentences
	Wrong     string  // what is wrong with the query
	Asked     []piece // the query, what is wrong in it marked
	Suggested []string
	Any       string // the query that asks for any of the words; "" if there is none
}

// foundStory is a story with the sentences that were found in it.
type foundStory struct {
	ID     hearsay.StoryID
	Title  string
	Places []foundPlace // those that are shown
	All    int
	Rest   rest
}

type foundClaim struct {
	Story  hearsay.StoryID
	Pieces []piece // of the words
	*claimRow
}

// foundPerson is somebody in a story.
type foundPerson struct {
	Story    hearsay.StoryID
	Title    string
	Name     string
	Kind     string
	Identity hearsay.IdentityID // 0 of a source that leads to nobody
	Place    report.Span        // where that source stands
	Count    int
}

type foundPlace struct {
	Tag    string
	Name   string
	Source string
	Span   report.Span
	Pieces []piece
}

// find shows what a query of the language of package query holds of.
func (s *Server) find(r *http.Request) (string, any, error) {
	page := findPage{frame: s.frame("Find", r)}
	if strings.TrimSpace(page.Query) == "" {
		return "find.html", &page, nil
	}
	parsed, err := query.Parse(page.Query)
	if wrong := (*query.Error)(nil); errors.As(err, &wrong) {
		page.Wrong, page.Asked = wrong.Problem, mistaken(wrong)
		return "find.html", &page, nil
	}
	if err != nil {
		return "", nil, err
	}
	held := s.library.held()
	entries, err := s.library.narrow(r.Context(), held, parsed.Wanted())
	if err != nil {
		return "", nil, err
	}
	if page.Of = len(entries); r.URL.Query().Has("story") {
		id := hearsay.StoryID(r.URL.Query().Get("story"))
		entries = slices.DeleteFunc(entries, func(entry *archive.Entry) bool { return entry.Story.ID != id })
		page.One = true
	}
	if page.From, err = strconv.Atoi(cmp.Or(r.URL.Query().Get("from"), "0")); err != nil || page.From < 0 || page.From > len(entries) {
		return "", nil, badRequest{fmt.Errorf("%s may be meant, and %q is no place among them",
			report.Count(len(entries), "story", "stories"), r.URL.Query().Get("from"))}
	}
	cut := pager{path: "/find", keep: url.Values{"q": {page.Query}}, asked: r.URL.Query()}
	names := parsed.Names()
	for page.Looked = page.From; page.Looked < len(entries) && page.empty() && page.Looked < page.From+limits.EmptyOpenings*limits.OpenDocuments; {
		stories, err := s.library.openNext(r.Context(), held, entries[page.Looked:])
		if err != nil {
			return "", nil, err
		}
		for _, story := range stories {
			if !page.empty() && len(page.Claims)+page.shown > limits.PageFound {
				break
			}
			page.add(story, parsed, names, &cut)
			page.Looked++
		}
	}
	if cut.err != nil {
		return "", nil, cut.err
	}
	if page.Looked < len(entries) {
		page.Next = "/find?" + url.Values{"q": {page.Query}, "from": {strconv.Itoa(page.Looked)}}.Encode()
	}
	for _, people := range []*[]foundPerson{&page.Named, &page.Speakers} {
		slices.SortStableFunc(*people, func(a, b foundPerson) int { return cmp.Compare(b.Count, a.Count) })
		*people = (*people)[:min(len(*people), limits.PagePerson)]
	}
	if !page.empty() || page.Next != "" {
		return "find.html", &page, nil
	}
	for _, name := range names {
		suggested, err := s.library.keeper.Suggest(r.Context(), name)
		if err != nil {
			return "", nil, err
		}
		page.Suggested = append(page.Suggested, suggested...)
	}
	page.Any = anyOf(page.Query)
	return "find.html", &page, nil
}

// Searched is how many stories were searched, and First the number of the first.
func (p *findPage) Searched() int { return p.Looked - p.From }

// First is described at Searched.
func (p *findPage) First() int { return p.From + 1 }

// empty reports whether nothing was found yet.
func (p *findPage) empty() bool { return len(p.Claims)+p.Places+len(p.Named) == 0 }

// add adds what a query holds of in a story.
func (p *findPage) add(story *opened, parsed *query.Query, names []string, cut *pager) {
	found := parsed.Search(&story.archived.Ledger, story.archived.Readings)
	cut.keep.Set("story", string(story.ID))
	claims := partOf(cut, "claims", found.Claims, limits.PageFound)
	for _, match := range claims.Rows {
		p.Claims = append(p.Claims, story.foundClaim(match, parsed))
	}
	if claims.Next != "" || claims.Previous != "" {
		p.Rest = append(p.Rest, claims.rest)
	}
	if places := found.Places; len(places) > 0 {
		one := foundStory{ID: story.ID, Title: story.Headlined(), All: len(places)}
		shown := partOf(cut, "text", places, limits.PageFound)
		one.Rest = shown.rest
		for i := range shown.Rows {
			one.Places = append(one.Places, story.found(&shown.Rows[i]))
		}
		p.Stories = append(p.Stories, one)
		p.Places += len(places)
		p.shown += len(one.Places)
		p.Speakers = append(p.Speakers, story.speakers(places)...)
	}
	p.Named = append(p.Named, story.named(names)...)
}

// mistaken is a query with what is wrong in it marked.
func mistaken(wrong *query.Error) []piece {
	runes := []rune(wrong.Query)
	start, end := len(string(runes[:wrong.Start])), len(string(runes[:wrong.End]))
	return pieces(wrong.Query, 0, len(wrong.Query), []mark{{start: start, end: end, class: "differs"}})
}

// anyOf is the query for any of the words of one that asks for all; "" where it has but one or asks for more than words.
func anyOf(text string) string {
	words := strings.Fields(text)
	if len(words) < 2 || strings.ContainsAny(text, `:"()“”`) || slices.Contains(words, "OR") ||
		slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, "-") }) {
		return ""
	}
	return strings.Join(words, " OR ")
}

// Find is the address of a search.
func (*findPage) Find(text string) string { return "/find?q=" + url.QueryEscape(text) }

// foundClaim is a claim in the words that were found, or else in those of its headline.
func (o *opened) foundClaim(match hearsay.Match, asked *query.Query) foundClaim {
	claim := &o.Claims[match.Claim]
	words := strings.Join(strings.Fields(claim.Headline.Text), " ")
	met := asked.Met(words)
	if len(met) == 0 && !match.Span.Empty() {
		words = strings.Join(strings.Fields(match.Span.Of(o.text(match.Doc))), " ")
		met = asked.Met(words)
	}
	var marks []mark
	for _, span := range met {
		marks = append(marks, mark{start: int(span.Start), end: int(span.End), class: "met"})
	}
	return foundClaim{o.ID, pieces(words, 0, len(words), marks), shortClaim(claim)}
}

func (o *opened) found(place *hearsay.Place) foundPlace {
	text := o.text(place.Doc)
	span := report.Span{Doc: place.Doc, Start: int(place.Span.Start), End: int(place.Span.End), Text: place.Span.Of(text)}
	var marks []mark
	for _, word := range place.Words {
		marks = append(marks, mark{start: int(word.Start), end: int(word.End), class: "met"})
	}
	made := foundPlace{Tag: o.Tag(place.Doc), Name: o.Name(place.Doc), Span: span, Pieces: pieces(text, span.Start, span.End, marks)}
	if place.Attribution >= 0 {
		made.Source = texts(o.docs[place.Doc].Attributions[place.Attribution].Source)
	}
	return made
}

// named are the story's people of whom one of some names may be the name.
func (o *opened) named(names []string) []foundPerson {
	var found []foundPerson
	for _, name := range names {
		for _, id := range query.Named(&o.archived.Ledger, o.archived.Readings, name) {
			if slices.ContainsFunc(found, func(f foundPerson) bool { return f.Identity == id }) {
				continue
			}
			person := &o.People[id-1]
			found = append(found, foundPerson{
				Story: o.ID, Title: o.Headlined(), Name: plain(person.Name), Kind: person.Kind.String(), Identity: id, Count: person.Mentions,
			})
		}
	}
	return found
}

// speakers are those who say something in places, each with the number of its statements there.
func (o *opened) speakers(places []hearsay.Place) []foundPerson {
	var found []foundPerson
	for _, place := range places {
		attributions := o.docs[place.Doc].Attributions
		for i := range attributions {
			a := &attributions[i]
			at := begins(a)
			if at < int(place.Span.Start) || at >= int(place.Span.End) || len(a.Source) == 0 {
				continue
			}
			one := foundPerson{Story: o.ID, Title: o.Headlined(), Name: texts(a.Source), Kind: a.Kind.String(), Place: a.Source[0], Count: 1}
			if a.Identity != 0 {
				one.Identity, one.Name = a.Identity, plain(o.People[a.Identity-1].Name)
			}
			same := slices.IndexFunc(found, func(f foundPerson) bool { return f.Identity == one.Identity && f.Name == one.Name })
			if same >= 0 {
				found[same].Count++
				continue
			}
			found = append(found, one)
		}
	}
	return found
}
