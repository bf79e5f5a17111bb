package web

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/report"
)

// exportFile is an answer that is a file in a format of others.
type exportFile struct {
	name, media string
	body        []byte
}

// exportForm is a format in which a story can be had.
type exportForm struct {
	name, media, suffix string
	write               func(w io.Writer, s *Server, asked *exportAsked) error
}

// exportAsked is a story that is written, and no more than so many characters of any quotation in it unless 0.
type exportAsked struct {
	story     *opened
	saga      *hearsay.Saga // nil where it is of none
	maxQuote  int
	hardening bool
}

// exportForms are the formats of hearsay export, in its order.
func exportForms() []exportForm {
	forms := []exportForm{{"html", "text/html; charset=utf-8", ".html", func(w io.Writer, s *Server, asked *exportAsked) error {
		stories := []archive.Story{asked.story.archived}
		return WriteFile(w, s.options.Program, s.revision, stories, nil, s.options.Prompts, asked.maxQuote)
	}}}
	for _, format := range report.Formats() {
		forms = append(forms, exportForm{format.Name, format.Media, format.Suffix, func(w io.Writer, s *Server, asked *exportAsked) error {
			made, err := s.told(asked.story, asked.saga, report.CodePoint, asked.hardening)
			if err != nil {
				return err
			}
			report.Cut(made, asked.maxQuote)
			texts := map[hearsay.DocID]string{}
			for i := range asked.story.archived.Readings {
				if format.Texts && asked.maxQuote == 0 {
					doc := &asked.story.archived.Readings[i].Document
					texts[doc.ID] = doc.Text
				}
			}
			return format.Write(w, report.Whole(made, texts))
		}})
	}
	return append(forms, exportForm{"brat", "application/zip", ".zip", func(w io.Writer, _ *Server, asked *exportAsked) error {
		if asked.maxQuote > 0 {
			return badRequest{errors.New("standoff stands beside whole texts: choose another format, or no max-quote")}
		}
		return report.WriteBrat(w, asked.story.archived.Readings)
	}})
}

// apiExport answers with a story as a file. Offsets count code points in every format.
func (s *Server) apiExport(r *http.Request) (any, error) {
	forms := exportForms()
	at := slices.IndexFunc(forms, func(form exportForm) bool { return form.name == r.PathValue("format") })
	if at < 0 {
		names := make([]string, len(forms))
		for i, form := range forms {
			names[i] = form.name
		}
		return nil, fmt.Errorf("format %q: %w; there are %s", r.PathValue("format"), errNotHeld, strings.Join(names, ", "))
	}
	asked := exportAsked{hardening: hardening(r)}
	if given := r.URL.Query().Get("max-quote"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 {
			return nil, badRequest{fmt.Errorf("max-quote is a number of characters, 1 at least, not %q", given)}
		}
		asked.maxQuote = n
	}
	var err error
	if asked.story, err = s.asked(r); err != nil {
		return nil, err
	}
	asked.saga = s.library.held().sagas[asked.story.ID]
	var out bytes.Buffer
	if err := forms[at].write(&out, s, &asked); err != nil {
		return nil, err
	}
	return exportFile{string(asked.story.ID) + forms[at].suffix, forms[at].media, out.Bytes()}, nil
}

// told is the report on one story, with the saga that it is of.
func (s *Server) told(story *opened, saga *hearsay.Saga, unit report.Offsets, hardening bool) (*report.Report, error) {
	maker, err := report.NewMaker(s.options.Program, s.revision, unit)
	if err != nil {
		return nil, badRequest{err}
	}
	maker.Add(&story.archived.Ledger, story.archived.Readings)
	maker.Prompt(s.prompts(story))
	if hardening {
		maker.Harden()
	}
	if saga != nil {
		maker.AddSaga(story.archived.Worded(saga))
	}
	return maker.Report(), nil
}

// hardening reports whether what relays seem to harden is asked for.
func hardening(r *http.Request) bool { return r.URL.Query().Has("hardening") }
