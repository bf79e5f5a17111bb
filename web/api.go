package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"

	"hearsay/docs"
	"hearsay/report"
)

// apiPath is where everything is answered as JSON; docs/openapi.json describes it.
const apiPath = "/api/"

// exportPath is where a story is had as a file.
const exportPath = "/api/stories/{story}/export/{format}"

// apiRoute is a question that is answered as JSON or, if the answer is one, with a file: where it stands, which parameters its query may have, and what
// answers it.
type apiRoute struct {
	pattern string
	params  []string
	answer  func(*http.Request) (any, error)
}

func (s *Server) apiRoutes() []apiRoute {
	offsets := []string{"offsets"}
	routes := []apiRoute{
		{"/api/stories", []string{"sort", "page", "person", "outlet", "after", "before", "one", "denied"}, s.apiStories},
		{"/api/stories/{story}", []string{"offsets", "hardening"}, s.apiStory},
		{"/api/stories/{story}/claims/{claim}", []string{"offsets", "hardening"}, s.apiClaim},
		{exportPath, []string{"max-quote", "hardening"}, s.apiExport},
		{"/api/sagas", []string{"page"}, s.apiSagas},
		{"/api/sagas/{saga}", nil, s.apiSaga},
		{"/api/rules", nil, s.apiRules},
		{"/api/stories/{story}/people/{person}", offsets, s.apiPerson},
		{"/api/documents/{document}", offsets, s.apiDocument},
		{"/api/passages/{a}/{b}", offsets, s.apiPassages},
		{"/api/find", []string{"q", "from", "offsets"}, s.apiFind},
		{"/api/skipped", nil, s.apiSkipped},
		{"/api/edits", nil, s.apiEdits},
		{"/api/openapi.json", nil, described},
		{"/api/format.schema.json", nil, described},
		{"/api/listing.schema.json", nil, described},
	}
	for _, list := range s.apiLists() {
		routes = append(routes, apiRoute{"/api/stories/{story}/" + string(list.name), offsets, list.answer})
	}
	return routes
}

// newAPI makes the interface for programs.
func (s *Server) newAPI() *http.ServeMux {
	mux := http.NewServeMux()
	for _, route := range s.apiRoutes() {
		mux.HandleFunc("GET "+route.pattern, func(w http.ResponseWriter, r *http.Request) {
			made, err := encoded(r, &route)
			if err != nil {
				failAPI(w, r, err)
				return
			}
			if made.name != "" {
				w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": made.name}))
			}
			send(w, r, http.StatusOK, made.media, made.body)
		})
	}
	mux.HandleFunc("GET "+eventsPath, s.events)
	mux.HandleFunc(apiPath, func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			sendProblem(w, r, http.StatusMethodNotAllowed, "everything here is read with GET; nothing can be changed")
			return
		}
		sendProblem(w, r, http.StatusNotFound, "there is no such address; /api/openapi.json lists those that are there")
	})
	return mux
}

// encoded is the answer of a route as it is sent: a file, or JSON without a name.
func encoded(r *http.Request, route *apiRoute) (*exportFile, error) {
	for name, values := range r.URL.Query() {
		switch {
		case !slices.Contains(route.params, name):
			return nil, badRequest{fmt.Errorf("there is no parameter %q here; %s", name, known(route.params))}
		case len(values) > 1:
			return nil, badRequest{fmt.Errorf("the parameter %q is given twice", name)}
		}
	}
	answer, err := route.answer(r)
	if err != nil {
		return nil, err
	}
	if made, is := answer.(exportFile); is {
		return &made, nil
	}
	body, err := json.Marshal(answer)
	if err != nil {
		return nil, fmt.Errorf("write answer: %w", err)
	}
	return &exportFile{"", "application/json", append(body, '\n')}, nil
}

func known(params []string) string {
	if len(params) == 0 {
		return "there are none"
	}
	return "there are " + strings.Join(params, ", ")
}

// described is a document that describes the interface, by the last part of its address.
func described(r *http.Request) (any, error) {
	data, err := docs.Files.ReadFile(path.Base(r.URL.Path))
	return json.RawMessage(data), err
}

// problem says why there is no answer (RFC 9457; its type is about:blank).
type problem struct {
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail"`
}

func sendProblem(w http.ResponseWriter, r *http.Request, code int, detail string) {
	body, err := json.Marshal(problem{http.StatusText(code), code, detail})
	if err != nil {
		http.Error(w, detail, code)
		return
	}
	send(w, r, code, "application/problem+json", append(body, '\n'))
}

func failAPI(w http.ResponseWriter, r *http.Request, err error) {
	if code := statusOf(err); r.Context().Err() == nil {
		sendProblem(w, r, code, err.Error())
	}
}

// statusOf is the status of an answer that is an error.
func statusOf(err error) int {
	var bad badRequest
	var large tooLarge
	var later unavailable
	switch {
	case errors.Is(err, errNotHeld), errors.Is(err, report.ErrUndated):
		return http.StatusNotFound
	case errors.As(err, &bad):
		return http.StatusBadRequest
	case errors.As(err, &large):
		return http.StatusRequestEntityTooLarge
	case errors.As(err, &later):
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// Ask answers within this process what a GET of an address under /api/ would: the JSON of the answer, or an error that
// says what was wrong with the question.
func (s *Server) Ask(ctx context.Context, address string) (json.RawMessage, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("ask: %w", err)
	}
	got := answered{header: http.Header{}}
	s.api.ServeHTTP(&got, r)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if got.code == http.StatusOK && got.header.Get("Content-Type") != "application/json" {
		return nil, fmt.Errorf("%s is a file: it is had with hearsay serve or hearsay export", address)
	}
	if got.code != http.StatusOK {
		var why problem
		if err := json.Unmarshal(got.body.Bytes(), &why); err != nil {
			return nil, fmt.Errorf("%s: %w", address, errNotHeld) // it leads elsewhere, as one with ".." does
		}
		return nil, errors.New(why.Detail)
	}
	return got.body.Bytes(), nil
}

// answered keeps an answer.
type answered struct {
	header http.Header
	code   int
	body   bytes.Buffer
}

func (a *answered) Header() http.Header                { return a.header }
func (a *answered) WriteHeader(code int)               { a.code = code }
func (a *answered) Write(some []byte) (n int, _ error) { return a.body.Write(some) }
