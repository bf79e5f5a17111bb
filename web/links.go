package web

import (
	"fmt"
	"html/template"
	"net/url"
	"strings"
	"unicode"

	"hearsay"
	"hearsay/report"
)

// links are where a page leads, so that the same templates fill the pages that are served and the one that travels as a
// file. A link may be "", for nowhere.
type links interface {
	place(span report.Span) string // to the words within their document
	document(id hearsay.DocID) string
	story(id hearsay.StoryID) string
	claim(story hearsay.StoryID, claim hearsay.ClaimID) string
	claimIn(story hearsay.StoryID, claim hearsay.ClaimID) string // within the story
	person(story hearsay.StoryID, person hearsay.IdentityID) string
	name(name string) string // a name in all stories
	pair(a, b hearsay.DocID) string
	graph(story hearsay.StoryID) string
}

// served are the links of the pages that a server answers with.
type served struct{}

func (served) place(span report.Span) string {
	return fmt.Sprintf("/documents/%s?at=%d-%d#at", url.PathEscape(string(span.Doc)), span.Start, span.End)
}

func (served) document(id hearsay.DocID) string { return "/documents/" + url.PathEscape(string(id)) }

func (served) story(id hearsay.StoryID) string { return "/stories/" + url.PathEscape(string(id)) }

func (s served) claim(story hearsay.StoryID, claim hearsay.ClaimID) string {
	return s.story(story) + "/claims/" + url.PathEscape(string(claim))
}

func (s served) claimIn(story hearsay.StoryID, claim hearsay.ClaimID) string {
	return s.story(story) + "#claim-" + url.PathEscape(string(claim))
}

func (s served) person(story hearsay.StoryID, person hearsay.IdentityID) string {
	return fmt.Sprintf("%s/people/%d", s.story(story), person)
}

func (served) name(name string) string { return "/people?name=" + url.QueryEscape(name) }

func (served) pair(a, b hearsay.DocID) string {
	return "/passages/" + url.PathEscape(string(a)) + "/" + url.PathEscape(string(b))
}

func (s served) graph(story hearsay.StoryID) string { return s.story(story) + "/graph.json" }

// parseTemplates reads the templates, with the links that they make.
func parseTemplates(to links) (*template.Template, error) {
	made, err := template.New("").Funcs(template.FuncMap{
		"at": to.place, "document": to.document, "story": to.story, "claim": to.claim, "claimin": to.claimIn, "person": to.person, "name": to.name,
		"pair": to.pair, "graph": to.graph, "text": plain, "brief": brief, "more": more, "count": report.Count, "says": report.Says,
		"outside": report.Outside, "shown": shownName,
	}).ParseFS(templateFiles, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("read templates: %w", err)
	}
	return made, nil
}

// briefly is how many characters of a text are shown where another place shows all of it.
const briefly = 160

// brief is plain, cut where it is long.
func brief(span report.Span) string { return report.Excerpt(plain(span), briefly) }

// more counts what stands behind the first of n.
func more(n int) string { return fmt.Sprintf("%d more", n-1) }

// plain is the text of a span in one line.
func plain(span report.Span) string { return oneLine(span.Text) }

// oneLine is a text with one space where there is any white space.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// shownName is the name of a file, on disk or in an archive, without what is no sign to be seen.
func shownName(name string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) {
			return unicode.ReplacementChar
		}
		return c
	}, strings.ToValidUTF8(name, "\uFFFD"))
}
