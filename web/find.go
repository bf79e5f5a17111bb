package web

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"hearsay"
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
	More      bool    // stories were left out
	Wrong     string  // what is wrong with the query
	Asked     []piece // the query, what is wrong in it marked
	Suggested []string
	Any       string // the query that asks for any of the words; "" if there is none
}

// foundStory is a story with the sentences that were found in it.
type foundStory struct {
	ID     hearsay.StoryID
	Title  string
	Places []foundPlace
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
		return "find.html", page, nil
	}
	parsed, err := query.Parse(page.Query)
	if wrong := (*query.Error)(nil); errors.As(err, &wrong) {
		page.Wrong, page.Asked = wrong.Problem, mistaken(wrong)
		return "find.html", page, nil
	}
	if err != nil {
		return "", nil, err
	}
	held := s.library.held()
	entries, err := s.library.narrow(r.Context(), held, parsed.Wanted())
	if err != nil {
		return "", nil, err
	}
	names := parsed.Names()
	for _, entry := range entries {
		story, err := s.library.openOn(r.Context(), held, entry.Story.ID)
		if err != nil {
			return "", nil, err
		}
		found := parsed.Search(&story.archived.Ledger, story.archived.Readings)
		for _, match := range found.Claims {
			page.Claims = append(page.Claims, story.foundClaim(match, parsed))
		}
		if places := found.Places; len(places) > 0 {
			one := foundStory{ID: story.ID, Title: story.Headlined()}
			for i := range places {
				one.Places = append(one.Places, story.found(&places[i]))
			}
			page.Stories = append(page.Stories, one)
			page.Places += len(places)
			page.Speakers = append(page.Speakers, story.speakers(places)...)
		}
		page.Named = append(page.Named, story.named(names)...)
		if len(page.Claims)+page.Places > limits.PageFound {
			page.More = true
			break
		}
	}
	for _, people := range []*[]foundPerson{&page.Named, &page.Speakers} {
		slices.SortStableFunc(*people, func(a, b foundPerson) int { return cmp.Compare(b.Count, a.Count) })
		*people = (*people)[:min(len(*people), limits.PagePerson)]
	}
	if len(page.Claims)+page.Places+len(page.Named) > 0 {
		return "find.html", page, nil
	}
	for _, name := range names {
		suggested, err := s.library.keeper.Suggest(r.Context(), name)
		if err != nil {
			return "", nil, err
		}
		page.Suggested = append(page.Suggested, suggested...)
	}
	page.Any = anyOf(page.Query)
	return "find.html", page, nil
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
func (findPage) Find(text string) string { return "/find?q=" + url.QueryEscape(text) }

// foundClaim is a claim in the words that were found, or else in those of its headline.
func (o *opened) foundClaim(match query.Match, asked *query.Query) foundClaim {
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

func (o *opened) found(place *query.Place) foundPlace {
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
func (o *opened) speakers(places []query.Place) []foundPerson {
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
