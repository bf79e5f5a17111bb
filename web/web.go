// Package web serves what an archive holds as pages: the stories, a story with its ledger, a document with its words
// marked, two documents side by side, a person, and what a search finds; and the same to programs, as JSON.
//
// It begins with an archive that is up to date and ends with HTML that a browser shows with scripts off, and with the
// reports and listings of package report under /api/, as docs/openapi.json describes them. Every number leads to the
// words behind it. It never shows a document's own HTML, only its text; it sends nobody anywhere but by a link that the
// person follows, and fetches and changes only what a person asks for in so many words. What they state of what was found is
// logged as an edit, and can be undone.
package web

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"

	"hearsay"
	"hearsay/archive"
	"hearsay/intake"
	"hearsay/query"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed assets/*
var assetFiles embed.FS

// Options are how the pages are served.
type Options struct {
	Program string // name and version, at the foot of each page
	// Hosts are the names and addresses, without port, under which requests may come, beside the address that they
	// reach; others are refused.
	Hosts []string
	Token string // where set, every request must carry it
	// Prompts finds where a desk's rules ask to look again; nil where no page is to show it.
	Prompts Prompter
	// Passing says that what is held ends with the program: nothing keeps it.
	Passing bool
	// Fetcher fetches the pages that a reader names; nil where nothing is fetched.
	Fetcher intake.Fetcher
	// ReadOnly takes away all that changes what is held.
	ReadOnly bool
}

// Prompter finds the prompts of a story.
type Prompter interface {
	// Rules are those it keeps to, on or off.
	Rules() []hearsay.PromptRule
	Prompts(readings []hearsay.Reading, ledger *hearsay.Ledger) []hearsay.Prompt
}

// Server answers requests with pages. It is safe for concurrent use.
type Server struct {
	library   *library
	templates *template.Template
	revision  string
	speech    *query.Speech
	api       *http.ServeMux // what is answered as JSON, before its guard
	options   Options
	changes   chan change
	additions additions
	ended     chan struct{} // closed when no change will be carried out any more
}

// New prepares the pages over an archive whose contents are those that Update gave.
func New(keeper *archive.Archive, contents archive.Contents, options Options) (*Server, error) {
	s := &Server{
		library: newLibrary(keeper, contents, options.Prompts), options: options, revision: keeper.Revision(), speech: query.NewSpeech(),
		changes: make(chan change), ended: make(chan struct{}),
	}
	s.api = s.newAPI()
	var err error
	if s.templates, err = parseTemplates(served{}); err != nil {
		return nil, err
	}
	return s, nil
}

// Handler is the pages behind their guard.
func (s *Server) Handler() (http.Handler, error) {
	assets, err := fs.Sub(assetFiles, "assets")
	if err != nil {
		return nil, fmt.Errorf("open assets: %w", err)
	}
	mux := http.NewServeMux()
	for _, route := range s.routes() {
		mux.HandleFunc("GET "+route.pattern, s.page(route.answer))
	}
	if !s.options.ReadOnly {
		mux.HandleFunc("GET "+addPath, s.page(s.addForm))
		mux.HandleFunc("POST "+addPath, s.handOver)
		mux.HandleFunc("GET "+addPath+"/{number}", s.page(s.added))
		mux.HandleFunc("GET /stories/{story}/others", s.page(s.others))
		for _, of := range s.statements() {
			mux.HandleFunc("POST "+of.pattern, s.take(of))
		}
	}
	mux.HandleFunc("GET /stories/{story}/graph.json", s.graph)
	mux.Handle("GET /assets/{file}", http.StripPrefix("/assets/", http.FileServerFS(assets)))
	mux.Handle(apiPath, s.api)
	return guard(mux, s.options), nil
}

// route is a page: where it stands and what makes it.
type route struct {
	pattern string
	answer  func(*http.Request) (string, any, error)
}

func (s *Server) routes() []route {
	return []route{
		{"/{$}", s.stories},
		{"/stories/{story}", s.story},
		{"/stories/{story}/claims/{claim}", s.claim},
		{"/stories/{story}/people/{person}", s.person},
		{"/documents/{document}", s.document},
		{"/passages/{a}/{b}", s.passages},
		{"/people", s.people},
		{"/find", s.find},
		{"/skipped", s.skipped},
		{"/edits", s.edits},
	}
}

// errNotHeld is a page for what is not there.
var errNotHeld = errors.New("not held")

// badRequest is a mistake in what was asked for.
type badRequest struct{ error }

func (e badRequest) Unwrap() error { return e.error }

// tooLarge is more than is taken at a time.
type tooLarge struct{ error }

// unavailable is what may be asked again later.
type unavailable struct{ error }

// page answers with the template that answer names, filled with what it gives.
func (s *Server) page(answer func(*http.Request) (string, any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, data, err := answer(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		s.write(w, r, http.StatusOK, name, data)
	}
}

// failure is what the page of an error shows.
type failure struct {
	frame
	Status  int
	Message string
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // the reader has gone
	}
	code := statusOf(err)
	s.write(w, r, code, "failure.html", failure{s.frame(http.StatusText(code), r), code, err.Error()})
}

// write fills a template wholly before the first byte is sent, so that an error is never half a page.
func (s *Server) write(w http.ResponseWriter, r *http.Request, code int, name string, data any) {
	var body bytes.Buffer
	if err := s.templates.ExecuteTemplate(&body, name, data); err != nil {
		http.Error(w, "hearsay: the page could not be made: "+err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, r, code, "text/html; charset=utf-8", body.Bytes())
}

// frame is what every page shows around its own content.
type frame struct {
	Title   string
	Program string
	Query   string // what stands in the search box
	Unread  int    // documents from which nothing could be read
	Held    int
	Change  int64   // that the page shows; 0 in a file
	Work    *step   // of a change that is under way
	Passing bool    // what is held ends with the program
	Changes bool    // readers may change what is held
	Again   bool    // the page is to be looked at again soon
	Stated  *stated // the edit that led here
	Correct bool    // the forms are shown unfolded
}

func (s *Server) frame(title string, r *http.Request) frame {
	state, _ := s.library.notice.get()
	return frame{
		Title: title, Program: s.options.Program, Query: r.URL.Query().Get("q"), Unread: state.Skipped, Held: state.Documents,
		Change: state.Change, Work: state.Work, Passing: s.options.Passing, Changes: !s.options.ReadOnly,
		Stated: s.stated(r), Correct: r.URL.Query().Has("correct"),
	}
}
