package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"unicode/utf8"

	"hearsay"
	"hearsay/archive"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/report"
)

// single are the links within one file. It notes which places are led to, so that the documents can be given their names.
type single struct {
	asked    map[hearsay.DocID][]report.Span // in the order in which they were led to first
	known    map[placeKey]bool               // what asked holds
	speech   *query.Speech
	excerpts bool // the documents are not in the file
}

// placeKey is where a span stands, whatever is known of it.
type placeKey struct {
	doc        hearsay.DocID
	start, end int
}

func (s *single) place(span report.Span) string {
	if s.excerpts {
		return s.document(span.Doc)
	}
	if at := (placeKey{span.Doc, span.Start, span.End}); !s.known[at] {
		s.known[at] = true
		s.asked[span.Doc] = append(s.asked[span.Doc], span)
	}
	return "#" + placeName(span)
}

func placeName(span report.Span) string {
	return fmt.Sprintf("at-%s-%d-%d", span.Doc, span.Start, span.End)
}

func (*single) document(id hearsay.DocID) string { return "#document-" + string(id) }

func (*single) story(id hearsay.StoryID) string { return "#story-" + string(id) }

func (*single) claim(_ hearsay.StoryID, claim hearsay.ClaimID) string {
	return "#claim-" + string(claim)
}

func (s *single) claimIn(story hearsay.StoryID, claim hearsay.ClaimID) string {
	return s.claim(story, claim)
}

func (*single) person(story hearsay.StoryID, person hearsay.IdentityID) string {
	return fmt.Sprintf("#person-%s-%d", story, person)
}

func (*single) name(string) string { return "" }

func (*single) pair(a, b hearsay.DocID) string {
	return fmt.Sprintf("#passages-%s-%s", min(a, b), max(a, b))
}

func (*single) graph(hearsay.StoryID) string { return "" }

// singlePage is all that the file shows.
type singlePage struct {
	frame
	Style    template.CSS
	Policy   string
	Stories  []singleStory
	Excerpts int
	Skipped  []hearsay.Document
}

// singleStory is a story with all that hangs on it.
type singleStory struct {
	storyPage
	Persons []personPage
	Pairs   []passagesPage
	Texts   []documentPage
}

// WriteFile writes stories as one page that needs no server, no network and no script: the same ledgers, and beneath them
// the documents with every place that a ledger leads to. Where excerpt is not 0, no more than so many characters of any
// quotation are shown, and the documents' texts are left out.
func WriteFile(w io.Writer, program, revision string, stories []archive.Story, skipped []hearsay.Document, prompts Prompter, excerpt int) error {
	to := &single{asked: map[hearsay.DocID][]report.Span{}, known: map[placeKey]bool{}, speech: query.NewSpeech(), excerpts: excerpt > 0}
	templates, err := parseTemplates(to)
	if err != nil {
		return err
	}
	style, err := assetFiles.ReadFile("assets/style.css")
	if err != nil {
		return fmt.Errorf("read style: %w", err)
	}
	hash := sha256.Sum256(style)
	page := singlePage{
		frame: frame{Title: "Who says so?", Program: program}, Style: template.CSS(style), Excerpts: excerpt, Skipped: skipped,
		Policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'; base-uri 'none'; form-action 'none'",
	}
	for i := range stories {
		made, err := to.gather(stories[i], revision, prompts, excerpt)
		if err != nil {
			return err
		}
		page.Stories = append(page.Stories, made)
		page.Held += len(made.Documents)
	}
	if len(page.Stories) == 1 {
		page.Title = cmp.Or(page.Stories[0].Headlined(), page.Title)
	}
	// What leads to the documents is filled twice: the first time shows which of their places are asked for.
	if err := templates.ExecuteTemplate(io.Discard, "single.html", page); err != nil {
		return fmt.Errorf("fill the page: %w", err)
	}
	for i := range page.Stories {
		story := &page.Stories[i]
		for _, id := range story.Documents {
			story.Texts = append(story.Texts, to.document1(story.opened, id))
		}
	}
	var body bytes.Buffer
	if err := templates.ExecuteTemplate(&body, "single.html", page); err != nil {
		return fmt.Errorf("fill the page: %w", err)
	}
	if _, err := w.Write(body.Bytes()); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

func (s *single) gather(archived archive.Story, revision string, prompts Prompter, excerpt int) (singleStory, error) {
	if excerpt > 0 {
		about := &archived.Ledger.Story.About
		about.Title = report.Excerpt(about.Title, excerpt)
	}
	story, err := ready(archived, revision, s, prompts)
	if err != nil {
		return singleStory{}, err
	}
	report.Cut(&story.Story, excerpt)
	for _, doc := range story.docs {
		report.Cut(doc, excerpt)
	}
	story.Single, story.excerpt = true, excerpt
	made := singleStory{storyPage: story.page(&pager{whole: true}, nil)}
	lister, err := report.NewLister("", "", report.UTF8, report.ListPerson, "")
	if err != nil {
		return singleStory{}, err
	}
	for i := range story.People {
		lister.Person(&archived.Ledger, archived.Readings, []hearsay.IdentityID{story.People[i].ID}, s.speech)
	}
	persons := lister.Listing().Persons
	report.Cut(&persons, excerpt)
	for i := range persons {
		made.Persons = append(made.Persons, story.personPage(&persons[i], limits.PagePerson))
	}
	for _, overlap := range story.Overlaps {
		pair := story.sideBySide(overlap.A, overlap.B)
		for n := range pair.Runs {
			pair.Runs[n].A, pair.Runs[n].B = excerpts(pair.Runs[n].A, excerpt), excerpts(pair.Runs[n].B, excerpt)
		}
		made.Pairs = append(made.Pairs, pair)
	}
	return made, nil
}

// document1 is a document with a name for every place in it that was asked for; without its text where that is left out.
func (s *single) document1(story *opened, id hearsay.DocID) documentPage {
	if s.excerpts {
		return story.documentPage(id, nil)
	}
	var marks []mark
	for _, span := range s.asked[id] {
		marks = append(marks, mark{start: span.Start, end: span.End, anchor: placeName(span)})
	}
	return story.documentPage(id, marks)
}

// excerpts cuts the text of pieces after n characters; 0 leaves them as they are.
func excerpts(whole []piece, n int) []piece {
	if n == 0 {
		return whole
	}
	var cut []piece
	for _, piece := range whole {
		length := utf8.RuneCountInString(piece.Text)
		if length > n {
			piece.Text = report.Excerpt(piece.Text, n)
			return append(cut, piece)
		}
		cut = append(cut, piece)
		if n -= length; n == 0 {
			return append(cut, cutMark)
		}
	}
	return cut
}

var cutMark = piece{Text: "…"}
