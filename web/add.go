package web

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"hearsay"
	"hearsay/archive"
	"hearsay/intake"
	"hearsay/intake/fetch"
	"hearsay/internal/limits"
)

// addPath is where things are handed over, and behind it, by number, what became of them.
const addPath = "/add"

// uploadTime is how long handing over may take.
const uploadTime = 10 * time.Minute

// stage is how far an addition has come.
type stage uint8

const (
	stageFetching stage = iota
	stageWaiting        // for what is being changed before it
	stageTaking
	stageKept // all that was handed over is held; it is being read
	stageDone
)

// addition is what a person hands over at a time: files, the URLs of pages, or a text.
type addition struct {
	number    int
	files     []intake.File
	addresses []string

	lock    sync.Mutex // of the rest
	stage   stage
	fetched int                    // of addresses
	parcels []*parcel              // the files, then the addresses
	kept    bool                   // all that was handed over is held
	safe    map[hearsay.DocID]bool // held for sure
	failed  error                  // why it ended early
}

// parcel is one file or address of an addition.
type parcel struct {
	Name  string
	Skip  hearsay.Skip // why there is nothing of it
	found []found
}

// found is a document of a parcel.
type found struct {
	path    string
	id      hearsay.DocID
	skip    hearsay.Skip
	already bool // held before
}

// additions are those under way and those last done.
type additions struct {
	lock  sync.Mutex
	count int // of all there were
	open  int // handed over or being handed over, and not done
	known []*addition
}

// enter makes room for one more addition; there is not always room. Each that enters leaves.
func (all *additions) enter() bool {
	all.lock.Lock()
	defer all.lock.Unlock()
	if all.open == limits.Additions {
		return false
	}
	all.open++
	return true
}

func (all *additions) leave() {
	all.lock.Lock()
	defer all.lock.Unlock()
	all.open--
}

// know gives an addition its number, and forgets the oldest.
func (all *additions) know(a *addition) {
	all.lock.Lock()
	defer all.lock.Unlock()
	all.count++
	a.number = all.count
	all.known = append(all.known, a)
	all.known = all.known[max(0, len(all.known)-limits.AdditionsKnown):]
}

// list is all that are known, the last one first.
func (all *additions) list() []*addition {
	all.lock.Lock()
	defer all.lock.Unlock()
	listed := slices.Clone(all.known)
	slices.Reverse(listed)
	return listed
}

// handOver takes what a person hands over, answers with the page that tells what becomes of it, and sees to that.
func (s *Server) handOver(w http.ResponseWriter, r *http.Request) {
	if !s.additions.enter() {
		w.Header().Set("Retry-After", "10")
		s.fail(w, r, unavailable{errors.New("enough is being added already; try again when that is done")})
		return
	}
	control := http.NewResponseController(w)
	// Not every server can set a deadline; then there is none.
	_ = control.SetReadDeadline(time.Now().Add(uploadTime))
	a, err := received(r)
	_ = control.SetReadDeadline(time.Time{})
	if err != nil {
		s.additions.leave()
		s.fail(w, r, err)
		return
	}
	s.additions.know(a)
	go func() {
		defer s.additions.leave()
		s.add(a)
	}()
	w.Header().Set("Location", a.address())
	w.WriteHeader(http.StatusSeeOther)
}

func (a *addition) address() string { return addPath + "/" + strconv.Itoa(a.number) }

// received is what a form hands over.
func received(r *http.Request) (*addition, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return nil, badRequest{fmt.Errorf("what is added comes as the form of the page Add sends it: %w", err)}
	}
	a := &addition{}
	text := intake.File{Name: "pasted text"}
	for {
		part, err := form.NextRawPart()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = a.receive(&text, part)
		}
		if err != nil {
			return nil, brokenOff(err)
		}
	}
	if len(bytes.TrimSpace(text.Bytes)) > 0 {
		a.files = append(a.files, text)
		a.parcels = append(a.parcels, &parcel{Name: cmp.Or(shownName(text.Title), "Pasted text")})
	}
	for _, address := range a.addresses {
		a.parcels = append(a.parcels, &parcel{Name: fetch.Shown(address)})
	}
	if len(a.parcels) == 0 {
		return nil, badRequest{errors.New("nothing was chosen: choose a file, or paste a URL or a text")}
	}
	return a, nil
}

// brokenOff is why a form was not read to its end.
func brokenOff(err error) error {
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return tooLarge{fmt.Errorf("that is more than the %d MB that can be added at a time; add it in parts, or use: hearsay read --store DIR PATH",
			limits.UploadBytes>>20)}
	}
	if _, known := errors.AsType[badRequest](err); known {
		return err
	}
	if malformed, is := errors.AsType[textproto.ProtocolError](err); is {
		if name, is := unsendable(malformed); is {
			return badRequest{fmt.Errorf("nothing was added: the name of %s holds a control character, and cannot be sent; rename the file", name)}
		}
	}
	return badRequest{fmt.Errorf("it was broken off on the way: %w", err)}
}

// unsendable reports whether a form is malformed by control characters in the name of a file, and which file that is where it
// can be told. The error quotes the line; there is no other way to it.
func unsendable(malformed textproto.ProtocolError) (string, bool) {
	_, quoted, _ := strings.Cut(malformed.Error(), ": ")
	line, err := strconv.Unquote(quoted)
	header, value, _ := strings.Cut(line, ":")
	if err != nil || !strings.EqualFold(header, "Content-Disposition") || !strings.ContainsFunc(value, unicode.IsControl) {
		return "", false
	}
	if _, fields, err := mime.ParseMediaType(value); err == nil && fields["filename"] != "" {
		return fmt.Sprintf("the file %q", fields["filename"]), true
	}
	return "a file", true
}

// receive reads one part of the form.
func (a *addition) receive(text *intake.File, part *multipart.Part) error {
	field := func(most int64) (string, error) {
		raw, err := io.ReadAll(io.LimitReader(part, most+1))
		if err == nil && int64(len(raw)) > most {
			err = badRequest{fmt.Errorf("%q is longer than %d bytes", part.FormName(), most)}
		}
		return strings.ToValidUTF8(string(raw), "\uFFFD"), err
	}
	line := func() (string, error) {
		value, err := field(limits.UploadField)
		return oneLine(value), err
	}
	var err error
	switch part.FormName() {
	case "files":
		return a.receiveFile(part)
	case "addresses":
		var lines string
		lines, err = field(limits.UploadURLs * limits.AddressBytes)
		for line := range strings.Lines(lines) {
			if line = strings.TrimSpace(line); line != "" {
				a.addresses = append(a.addresses, line)
			}
		}
		if err == nil && len(a.addresses) > limits.UploadURLs {
			err = badRequest{fmt.Errorf("%d URLs at a time at most", limits.UploadURLs)}
		}
	case "text":
		var pasted string
		pasted, err = field(limits.TextBytes)
		text.Bytes = []byte(strings.ReplaceAll(pasted, "\r\n", "\n")) // as browsers send what was pasted
	case "title":
		text.Title, err = line()
	case "outlet":
		text.Outlet, err = line()
	case "url":
		text.URL, err = line()
	case "published":
		var day string
		if day, err = line(); err == nil && day != "" {
			text.Published, err = givenDay(day)
		}
	}
	return err
}

// givenDay is the date of a date field.
func givenDay(day string) (hearsay.Date, error) {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return hearsay.Date{}, badRequest{fmt.Errorf("%q is no date; write it as 2031-05-12", day)}
	}
	return hearsay.Date{Unix: at.Unix(), Grain: hearsay.GrainDay, How: hearsay.HowGiven}, nil
}

func (a *addition) receiveFile(part *multipart.Part) error {
	if len(a.files) == limits.UploadFiles {
		return badRequest{fmt.Errorf("%d files at a time at most; pack them into one archive", limits.UploadFiles)}
	}
	raw, err := io.ReadAll(io.LimitReader(part, limits.FileBytes+1))
	if err != nil {
		return err
	}
	name := part.FileName()
	if name == "" && len(raw) == 0 {
		return nil // a browser's way to say that no file was chosen
	}
	file, made := intake.File{Name: name, Bytes: raw}, &parcel{Name: cmp.Or(shownName(name), "file")}
	if len(raw) > limits.FileBytes {
		file.Bytes = nil
		made.Skip = hearsay.Skip{Reason: hearsay.SkipTooLarge, Detail: fmt.Sprintf("more than the %d MB of one file; split it, or use: hearsay read --store DIR PATH",
			limits.FileBytes>>20)}
	}
	a.files, a.parcels = append(a.files, file), append(a.parcels, made)
	return nil
}

// add fetches what is to be fetched, has it all put among what is held, and has that read.
func (s *Server) add(a *addition) {
	pages := s.fetchAll(a)
	a.set(stageWaiting)
	err := s.change(context.Background(), func(ctx context.Context, keeper *archive.Archive) error {
		a.set(stageTaking)
		safe, err := keeper.Add(ctx, time.Now(), func(yield func(hearsay.Capture) error) error {
			return a.take(ctx, pages, s.library.held(), yield)
		})
		pages, a.files = nil, nil
		a.put(safe, err)
		s.library.notice.set(func(*state) {})
		return err
	})
	a.lock.Lock()
	a.failed = err
	a.lock.Unlock()
	a.set(stageDone)
	s.library.notice.set(func(*state) {})
}

// put notes what is held of an addition now that all of it was put, or err says why not.
func (a *addition) put(safe []hearsay.DocID, err error) {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.safe, a.failed = make(map[hearsay.DocID]bool, len(safe)), err
	for _, id := range safe {
		a.safe[id] = true
	}
	if err == nil {
		a.stage, a.kept = stageKept, true
	}
}

func (a *addition) set(to stage) {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.stage = to
}

// fetchAll fetches the pages of an addition, until the program ends.
func (s *Server) fetchAll(a *addition) []fetch.Page {
	if len(a.addresses) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-s.ended:
			cancel()
		case <-ctx.Done():
		}
	}()
	size := 0
	for i := range a.files {
		size += len(a.files[i].Bytes)
	}
	var pages []fetch.Page
	for page := range s.fetched(ctx, a.addresses) {
		if size += len(page.Bytes); size > limits.UploadBytes {
			size -= len(page.Bytes)
			page = fetch.Page{Asked: page.Asked, Skip: hearsay.Skip{Reason: hearsay.SkipTooLarge,
				Detail: fmt.Sprintf("with what was added beside it, more than %d MB; add it by itself", limits.UploadBytes>>20)}}
		}
		pages = append(pages, page)
		a.lock.Lock()
		a.fetched++
		a.lock.Unlock()
		s.library.notice.set(func(*state) {})
	}
	return pages
}

// fetched are the pages of addresses.
func (s *Server) fetched(ctx context.Context, addresses []string) iter.Seq[fetch.Page] {
	if s.options.Fetcher != nil {
		return s.options.Fetcher.All(ctx, addresses)
	}
	return func(yield func(fetch.Page) bool) {
		for _, address := range addresses {
			if !yield(fetch.Page{Asked: address, Skip: hearsay.Skip{Reason: hearsay.SkipRefused, Detail: "nothing is fetched here"}}) {
				return
			}
		}
	}
}

// take yields the captures of what was handed over, and notes what they are of. Of a page that could not be fetched there is none:
// nothing arrived that could be kept.
func (a *addition) take(ctx context.Context, pages []fetch.Page, held *shelf, yield func(hearsay.Capture) error) error {
	seen := map[hearsay.DocID]bool{}
	for _, doc := range held.contents.Skipped {
		seen[doc.ID] = true
	}
	note := func(at int, capture hearsay.Capture) error {
		_, inStory := held.holding[capture.ID]
		one := found{path: capture.Paths[0], id: capture.ID, skip: capture.Skip, already: inStory || seen[capture.ID]}
		seen[capture.ID] = true
		a.lock.Lock()
		a.parcels[at].found = append(a.parcels[at].found, one)
		a.lock.Unlock()
		return yield(capture)
	}
	files := len(a.files)
	var at []int // the parcels of the files that are taken in
	var taken []intake.File
	for i, file := range a.files {
		if !a.parcels[i].Skip.Skipped() {
			at, taken = append(at, i), append(taken, file)
		}
	}
	err := intake.Take(ctx, taken, func(i int, capture hearsay.Capture) error { return note(at[i], capture) })
	if err != nil {
		return err
	}
	at = nil
	var arrived []fetch.Page
	for i, page := range pages {
		if page.Skip.Skipped() {
			a.lock.Lock()
			a.parcels[files+i].Skip = page.Skip
			a.lock.Unlock()
			continue
		}
		at, arrived = append(at, files+i), append(arrived, page)
	}
	return intake.TakePages(ctx, arrived, func(i int, capture hearsay.Capture) error { return note(at[i], capture) })
}
