package web

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/archive"
	"hearsay/collate/prompt"
	"hearsay/docs"
	"hearsay/report"
	"hearsay/store/mem"
)

// exportOperation is what the description says of exports.
func exportOperation(t *testing.T) (formats, media []string) {
	t.Helper()
	data, err := docs.Files.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var made struct {
		Paths map[string]map[string]struct {
			Parameters []struct {
				Name   string
				Schema struct{ Enum []string }
			}
			Responses map[string]struct{ Content map[string]json.RawMessage }
		}
	}
	if err := json.Unmarshal(data, &made); err != nil {
		t.Fatal(err)
	}
	operation := made.Paths[exportPath]["get"]
	for _, p := range operation.Parameters {
		if p.Name == "format" {
			formats = p.Schema.Enum
		}
	}
	for kind := range operation.Responses["200"].Content {
		media = append(media, kind)
	}
	return formats, media
}

// Every format that is described is had, as what the description says, whole and cut.
func TestStoriesAreExportedAsDescribed(t *testing.T) {
	handler := serve(t, Options{Program: "hearsay"}, affairs(t))
	story := filled(t, handler)["story"]
	formats, described := exportOperation(t)
	var names []string
	used := map[string]bool{}
	for _, form := range exportForms() {
		names = append(names, form.name)
		address := "http://example.com" + call(exportPath, map[string]string{"story": story, "format": form.name})
		answer := get(handler, address)
		kind := answer.Header().Get("Content-Type")
		if plain, _, text := strings.Cut(kind, "; charset="); text {
			kind = plain
		}
		used[kind] = true
		if answer.Code != http.StatusOK || answer.Body.Len() == 0 || !slices.Contains(described, kind) {
			t.Errorf("%s: status %d, %d bytes as %s", form.name, answer.Code, answer.Body.Len(), kind)
		}
		if got, want := answer.Header().Get("Content-Disposition"), "attachment; filename="+story+form.suffix; got != want {
			t.Errorf("%s: it is %q, want %q", form.name, got, want)
		}
		if again := get(handler, address); !bytes.Equal(again.Body.Bytes(), answer.Body.Bytes()) && form.name != "brat" {
			t.Errorf("%s is another the second time", form.name)
		}
		if cut := get(handler, address+"?max-quote=20"); form.name != "brat" &&
			(cut.Code != http.StatusOK || strings.Contains(cut.Body.String(), "offered to resign last week after")) {
			t.Errorf("%s: cut, it has status %d or quotes at length", form.name, cut.Code)
		}
	}
	if !slices.Equal(names, formats) {
		t.Errorf("there are the formats %v, described are %v", names, formats)
	}
	for _, kind := range described {
		if !used[kind] {
			t.Errorf("nothing is written as %s", kind)
		}
	}
	if _, err := serverOf(t, Options{}, examples(t)).Ask(t.Context(), "/api/stories/"+story+"/export/csv"); err == nil ||
		!strings.Contains(err.Error(), "is a file") {
		t.Errorf("asked for in the process: %v", err)
	}
}

// What is answered on a story is what read --json has on it: the same spans, prompts, saga.
func TestStoriesAreAnsweredAsTheyAreRead(t *testing.T) {
	keeper, err := archive.New(t.Context(), mem.New(), archive.Choice{}, archive.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Add(t.Context(), time.Unix(0, 0), affairs(t)); err != nil {
		t.Fatal(err)
	}
	contents, err := keeper.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rules, err := prompt.Parse("rules", strings.ReplaceAll(prompt.Default(), "\toff\t", "\ton\t"))
	if err != nil {
		t.Fatal(err)
	}
	prompter := prompt.New(rules)
	server, err := New(keeper, contents, Options{Program: "hearsay", Prompts: prompter, Hosts: []string{"example.com"}})
	if err != nil {
		t.Fatal(err)
	}
	prompts, sagas := 0, 0
	for _, unit := range []report.Offsets{report.UTF8, report.UTF16} {
		for story, err := range keeper.Each(t.Context(), contents.Stories) {
			if err != nil {
				t.Fatal(err)
			}
			maker, err := report.NewMaker("hearsay", keeper.Revision(), unit)
			if err != nil {
				t.Fatal(err)
			}
			maker.Add(&story.Ledger, story.Readings)
			maker.Prompt(prompter.Prompts(story.Readings, &story.Ledger))
			maker.Harden()
			for i := range contents.Sagas {
				if slices.ContainsFunc(contents.Sagas[i].Stories, func(s hearsay.SagaStory) bool { return s.ID == story.Ledger.Story.ID }) {
					maker.AddSaga(story.Worded(&contents.Sagas[i]))
					sagas++
				}
			}
			want, err := json.Marshal(maker.Report())
			if err != nil {
				t.Fatal(err)
			}
			prompts += len(maker.Report().Stories[0].Prompts)
			id := string(story.Ledger.Story.ID)
			got, err := server.Ask(t.Context(), "/api/stories/"+id+"?hardening&offsets="+string(unit))
			if err != nil || string(bytes.TrimSpace(got)) != string(want) {
				t.Errorf("story %s in %s is answered otherwise than it is read: %v", id, unit, err)
			}
		}
	}
	if prompts == 0 || sagas == 0 {
		t.Errorf("%d prompts, %d sagas", prompts, sagas)
	}
	body, err := server.Ask(t.Context(), "/api/rules")
	if err != nil {
		t.Fatal(err)
	}
	var said rulesAnswer
	if err := json.Unmarshal(body, &said); err != nil || len(said.Rules) != len(rules) {
		t.Errorf("%s: %v, want %d rules", body, err, len(rules))
	}
}

// The affairs that are listed can each be had, with the terms that link its stories as the documents have them.
func TestSagas(t *testing.T) {
	handler := serve(t, Options{}, affairs(t))
	listed := ask[sagasAnswer](t, handler, "/api/sagas")
	if listed.Total == 0 || listed.Total != len(listed.Sagas) {
		t.Fatalf("%d sagas of %d", len(listed.Sagas), listed.Total)
	}
	for _, saga := range listed.Sagas {
		made := ask[report.Report](t, handler, "/api/sagas/"+string(saga.ID)).Sagas
		if len(made) != 1 || made[0].ID != saga.ID || !slices.Equal(made[0].Stories, saga.Stories) || len(made[0].Links) == 0 {
			t.Errorf("saga %s is %+v, listed as %+v", saga.ID, made, saga)
		}
		var texts strings.Builder
		for n := range saga.Stories {
			for _, doc := range ask[report.Report](t, handler, "/api/stories/"+string(saga.Stories[n].ID)).Documents {
				texts.WriteString(ask[documentAnswer](t, handler, "/api/documents/"+string(doc.ID)).Text)
			}
		}
		for _, link := range made[0].Links {
			for _, term := range link.Terms {
				if !strings.Contains(texts.String(), term) {
					t.Errorf("term %q of saga %s stands in no document", term, saga.ID)
				}
			}
		}
	}
}
