package web

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"hearsay"
	"hearsay/internal/limits"
	"hearsay/report"
)

// addPage is the form by which things are handed over.
type addPage struct {
	frame
	FileMB, AllMB int64
	AllBytes      int64
	URLs          int
	Fetches       bool // pages can be fetched
	Known         []additionRow
}

// additionRow is an addition in short.
type additionRow struct {
	Address string
	Words   string
	Done    bool
}

// addForm shows where things are handed over.
func (s *Server) addForm(r *http.Request) (string, any, error) {
	page := addPage{
		frame: s.frame("Add", r), FileMB: limits.FileBytes >> 20, AllMB: limits.UploadBytes >> 20, AllBytes: limits.UploadBytes, URLs: limits.UploadURLs,
		Fetches: s.options.Fetcher != nil,
	}
	for _, a := range s.additions.list() {
		a.lock.Lock()
		page.Known = append(page.Known, additionRow{a.address(), a.words(), a.stage == stageDone})
		a.lock.Unlock()
	}
	return "add.html", page, nil
}

// words says what an addition is of.
func (a *addition) words() string {
	if len(a.parcels) == 1 {
		return a.parcels[0].Name
	}
	return fmt.Sprintf("%s and %d more", a.parcels[0].Name, len(a.parcels)-1)
}

// addedPage says what became of an addition.
type addedPage struct {
	frame
	Done    bool
	Kept    bool // all that was handed over is held
	Failed  string
	Steps   []addedStep
	Parcels []addedParcel
	// How many documents are added, were held before, are held and wait to be read, were not read, and are not known to be held;
	// and how many of them are not listed.
	Added, Already, Waiting, NotRead, Lost, More int
}

// addedStep is one step on the way, and how far it has come.
type addedStep struct {
	Name  string
	State string // "done", "now" or "to come"
	Count string
}

// addedParcel is what one file or address came to.
type addedParcel struct {
	Name      string
	Why       string          // there is nothing of it
	Lost      bool            // nothing of it is known to be held
	Taken     int             // documents, while they are being read
	Documents []addedDocument // when they are read, those first of which nothing could be read
}

// addedDocument is what one document came to.
type addedDocument struct {
	Path    string // "" where it is the name of what it stands in
	Doc     hearsay.DocID
	Story   hearsay.StoryID
	Title   string // of the story
	Already bool
	Why     string // it is in no story
	Lost    bool   // it is not known to be held
}

// added shows what becomes of an addition.
func (s *Server) added(r *http.Request) (string, any, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return "", nil, fmt.Errorf("addition %q: %w", r.PathValue("number"), errNotHeld)
	}
	for _, a := range s.additions.list() {
		if a.number == number {
			page := s.addedPage(a)
			page.frame = s.frame("Added", r)
			if !page.Done {
				page.Title, page.Again = "Being added", true
			}
			return "added.html", page, nil
		}
	}
	return "", nil, fmt.Errorf("addition %d: %w any more", number, errNotHeld)
}

func (s *Server) addedPage(a *addition) addedPage {
	now, _ := s.library.notice.get()
	held := s.library.held()
	a.lock.Lock()
	defer a.lock.Unlock()
	page := addedPage{Done: a.stage == stageDone, Kept: a.kept, Steps: a.steps(now.Work)}
	if a.failed != nil {
		page.Failed = a.failed.Error()
	}
	unread := map[hearsay.DocID]hearsay.Skip{}
	for _, doc := range held.contents.Skipped {
		unread[doc.ID] = doc.Skip
	}
	room := limits.PageAdded
	for _, parcel := range a.parcels {
		row := addedParcel{Name: parcel.Name, Why: why(parcel.Skip)}
		if page.Done {
			row.Documents = a.outcome(parcel, held, unread)
			row.Lost = a.failed != nil && !a.kept && len(row.Documents) == 0 && row.Why == ""
			page.count(&row)
			listed := min(room, len(row.Documents))
			page.More += len(row.Documents) - listed
			row.Documents, room = row.Documents[:listed], room-listed
		} else {
			for _, one := range parcel.found {
				if a.failed == nil || a.safe[one.id] {
					row.Taken++
				}
			}
		}
		page.Parcels = append(page.Parcels, row)
	}
	return page
}

// count adds what one file or address came to.
func (page *addedPage) count(row *addedParcel) {
	if row.Why != "" {
		page.NotRead++
	}
	if row.Lost {
		page.Lost++
	}
	for _, document := range row.Documents {
		switch {
		case document.Lost:
			page.Lost++
		case document.Why != "":
			page.NotRead++
		case document.Already:
			page.Already++
		case document.Story != "":
			page.Added++
		default:
			page.Waiting++
		}
	}
}

// outcome is what the documents of a parcel came to, those first that are lost or of which nothing was read.
func (a *addition) outcome(of *parcel, held *shelf, unread map[hearsay.DocID]hearsay.Skip) []addedDocument {
	var documents []addedDocument
	for _, one := range of.found {
		document := addedDocument{Path: shownName(one.path), Doc: one.id, Already: one.already}
		if len(of.found) == 1 {
			document.Path = ""
		}
		story, inStory := held.holding[one.id]
		switch {
		case !a.safe[one.id] && !inStory && !unread[one.id].Skipped():
			document.Lost = true
		case one.skip.Skipped():
			document.Why = why(one.skip)
		case inStory:
			document.Story, document.Title = story, held.contents.Stories[held.entries[story]].Story.About.Title
		case unread[one.id].Skipped():
			document.Why = why(unread[one.id])
		case a.failed == nil:
			document.Why = "it was forgotten before; undo brings it back"
		}
		documents = append(documents, document)
	}
	well := func(document addedDocument) int { return same(document.Why == "" && !document.Lost) }
	slices.SortStableFunc(documents, func(x, y addedDocument) int { return well(x) - well(y) })
	return documents
}

// why says why something was not read, or "" if it was.
func why(skip hearsay.Skip) string {
	if !skip.Skipped() || skip.Reason == hearsay.SkipRefused {
		return skip.Detail
	}
	return "not read: " + skip.Detail
}

// steps are the steps of an addition. work is what the archive is at.
func (a *addition) steps(work *step) []addedStep {
	// The archive's own steps come one after another, each of them only where there is something to do; those that put documents
	// together are shown as one.
	at := map[string]int{"take in": 1, "read": 2, "index": 3, "link": 3, "group": 3, "collate": 3}
	steps := []addedStep{{Name: "fetch"}, {Name: "take in"}, {Name: "read"}, {Name: "collate"}}
	reached := 0
	switch {
	case a.stage == stageDone:
		reached = len(steps)
	case a.stage >= stageTaking:
		reached = 1
		if a.stage == stageKept {
			reached = 2
		}
		if work != nil {
			reached = max(reached, at[work.Name])
			if work.Name == steps[reached].Name {
				steps[reached].Count = work.count()
			}
		}
	case a.stage == stageWaiting:
		reached = 1
		if work != nil {
			steps[1].Count = "waits for what is being read before it"
		}
	}
	if n := len(a.addresses); n > 0 {
		steps[0].Count = fmt.Sprintf("%d of %d", a.fetched, n)
	}
	documents := 0
	for _, parcel := range a.parcels {
		documents += len(parcel.found)
	}
	if a.stage >= stageKept {
		steps[1].Count = report.Count(documents, "document", "documents")
	}
	for i := range steps {
		switch {
		case i < reached:
			steps[i].State = "done"
		case i == reached:
			steps[i].State = "now"
		default:
			steps[i].State = "to come"
		}
	}
	if len(a.addresses) == 0 {
		return steps[1:]
	}
	return steps
}

// count says how far a step has come.
func (work *step) count() string {
	switch {
	case work.Total > 0:
		return fmt.Sprintf("%d of %d", work.Done, work.Total)
	case work.Done > 0:
		return strconv.Itoa(work.Done)
	}
	return ""
}
