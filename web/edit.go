package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/archive"
	"hearsay/internal/limits"
	"hearsay/read/extract/record"
	"hearsay/report"
)

// statement is what a person may state in a page: where it is sent, and what it asks for.
type statement struct {
	pattern string
	ask     func(*http.Request) (entry, error)
}

// entry is a change of what is held that a form asks for: it logs one edit and returns its number. Back is where the person
// was, for where nothing tells better what it bears on.
type entry struct {
	log  func(context.Context, *archive.Archive) (int64, error)
	back string
}

func (s *Server) statements() []statement {
	return []statement{
		{"/stories/{story}/split", s.askSplit},
		{"/stories/{story}/merge", s.askMerge},
		{"/stories/{story}/claims/{claim}/wrong", s.askWrong},
		{"/stories/{story}/claims/{claim}/part", s.askPart},
		{"/stories/{story}/claims/{claim}/join", s.askJoin},
		{"/stories/{story}/people/{person}/join", s.askJoinNames},
		{"/stories/{story}/people/{person}/part", s.askPartNames},
		{"/documents/{document}/set", s.askSet},
		{"/documents/{document}/forget", s.askForget},
		{"/undo", s.askUndo},
	}
}

// errTooMuch is a form that names more than one edit may.
var errTooMuch = errors.New("that is too much for one edit: choose fewer at a time")

// take carries out what a form asks for and leads back to what it bears on, so that a page that is loaded again states
// nothing twice.
func (s *Server) take(of statement) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseForm(); err != nil {
			var large *http.MaxBytesError
			if errors.As(err, &large) {
				err = errTooMuch
			}
			s.fail(w, r, badRequest{err})
			return
		}
		wanted, err := of.ask(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		var edit int64
		err = s.change(r.Context(), func(ctx context.Context, keeper *archive.Archive) (err error) {
			edit, err = wanted.log(ctx, keeper)
			return err
		})
		if behind, is := errors.AsType[notShown](err); is && edit > 0 {
			s.write(w, r, http.StatusAccepted, "logged.html", loggedPage{s.frame("Logged, and not shown yet", r), edit, behind.Error()})
			return
		}
		if err != nil {
			s.fail(w, r, err)
			return
		}
		http.Redirect(w, r, s.bearing(r.Context(), edit, wanted.back), http.StatusSeeOther)
	}
}

// loggedPage says that an edit is logged which the pages do not show yet.
type loggedPage struct {
	frame
	Edit int64
	Why  string
}

// correct is the entry of a correction.
func correct(correction hearsay.Correction, back string) entry {
	return entry{func(ctx context.Context, keeper *archive.Archive) (int64, error) {
		edit, err := keeper.Correct(ctx, correction)
		return edit.Seq, err
	}, back}
}

// chosen are the values of a field of a form, each once; an error where there is none.
func chosen(r *http.Request, name, what string) ([]string, error) {
	values := slices.Clone(r.PostForm[name])
	slices.Sort(values)
	values = slices.DeleteFunc(slices.Compact(values), func(v string) bool { return v == "" })
	if len(values) == 0 {
		return nil, badRequest{fmt.Errorf("nothing was chosen: choose %s", what)}
	}
	return values, nil
}

// chosen are the documents of a story that a form names.
func (o *opened) chosen(r *http.Request) ([]hearsay.DocID, error) {
	values, err := chosen(r, "doc", "a document")
	if err != nil {
		return nil, err
	}
	var docs []hearsay.DocID
	for _, value := range values {
		id := hearsay.DocID(value)
		if !slices.Contains(o.Documents, id) {
			return nil, badRequest{fmt.Errorf("document %q is not of this story any more", value)}
		}
		docs = append(docs, id)
	}
	return docs, nil
}

func (s *Server) askSplit(r *http.Request) (entry, error) {
	story, err := s.asked(r)
	if err != nil {
		return entry{}, err
	}
	docs, err := story.chosen(r)
	if err != nil {
		return entry{}, err
	}
	rest := slices.DeleteFunc(slices.Clone(story.Documents), func(id hearsay.DocID) bool { return slices.Contains(docs, id) })
	if len(rest) == 0 {
		return entry{}, badRequest{archive.ErrAllParted}
	}
	return entry{func(ctx context.Context, keeper *archive.Archive) (int64, error) {
		edit, err := keeper.Split(ctx, docs, rest)
		return edit.Seq, err
	}, served{}.story(story.ID)}, nil
}

func (s *Server) askMerge(r *http.Request) (entry, error) {
	story, err := s.asked(r)
	if err != nil {
		return entry{}, err
	}
	values, err := chosen(r, "with", "another story")
	if err != nil {
		return entry{}, err
	}
	docs := slices.Clone(story.Documents)
	for _, value := range values {
		other, err := s.library.open(r.Context(), hearsay.StoryID(value))
		if err != nil {
			return entry{}, err
		}
		if other.ID == story.ID {
			return entry{}, badRequest{archive.ErrSame}
		}
		docs = append(docs, other.Documents...)
	}
	return entry{func(ctx context.Context, keeper *archive.Archive) (int64, error) {
		edit, err := keeper.Merge(ctx, docs)
		return edit.Seq, err
	}, served{}.story(story.ID)}, nil
}

// askedClaim is the claim that an address names.
func (s *Server) askedClaim(r *http.Request) (*opened, *hearsay.Claim, error) {
	story, err := s.asked(r)
	if err != nil {
		return nil, nil, err
	}
	claim, err := story.ledgered(r.PathValue("claim"))
	return story, claim, err
}

// ledgered is a claim of the story as its ledger has it.
func (o *opened) ledgered(id string) (*hearsay.Claim, error) {
	claims := o.archived.Ledger.Claims
	at := slices.IndexFunc(claims, func(c hearsay.Claim) bool { return string(c.ID) == id })
	if at < 0 {
		return nil, fmt.Errorf("claim %s: %w", id, errNotHeld)
	}
	return &claims[at], nil
}

// tellings are those of a claim that a form names by their places.
func tellings(r *http.Request, claim *hearsay.Claim) ([]*hearsay.Telling, error) {
	values, err := chosen(r, "telling", "a telling")
	if err != nil {
		return nil, err
	}
	var found []*hearsay.Telling
	for _, value := range values {
		before := len(found)
		for _, list := range [][]hearsay.Telling{claim.Tellings, claim.Apart, claim.Wrong} {
			for i := range list {
				if place(list[i].Doc, list[i].Span) == value {
					found = append(found, &list[i])
				}
			}
		}
		if len(found) == before {
			return nil, badRequest{fmt.Errorf("the claim is not told at %q any more", value)}
		}
	}
	return found, nil
}

// place names a span in a form.
func place(doc hearsay.DocID, span hearsay.Span) string {
	return fmt.Sprintf("%s:%d-%d", doc, span.Start, span.End)
}

func (s *Server) askWrong(r *http.Request) (entry, error) {
	story, claim, err := s.askedClaim(r)
	if err != nil {
		return entry{}, err
	}
	misread, err := tellings(r, claim)
	if err != nil {
		return entry{}, err
	}
	return correct(story.archived.MarkWrong(misread), served{}.story(story.ID)), nil
}

func (s *Server) askPart(r *http.Request) (entry, error) {
	story, claim, err := s.askedClaim(r)
	if err != nil {
		return entry{}, err
	}
	others, err := tellings(r, claim)
	if err != nil {
		return entry{}, err
	}
	correction, err := story.archived.PartTellings(claim, others)
	if err != nil {
		return entry{}, badRequest{err}
	}
	return correct(correction, served{}.story(story.ID)), nil
}

func (s *Server) askJoin(r *http.Request) (entry, error) {
	story, claim, err := s.askedClaim(r)
	if err != nil {
		return entry{}, err
	}
	other, err := story.ledgered(r.PostForm.Get("with"))
	if err != nil {
		return entry{}, err
	}
	correction, err := story.archived.JoinClaims(claim, other)
	if err != nil {
		return entry{}, badRequest{err}
	}
	return correct(correction, served{}.story(story.ID)), nil
}

// askedPerson is the identity that an address names.
func (s *Server) askedPerson(r *http.Request) (*opened, *hearsay.Identity, error) {
	story, err := s.asked(r)
	if err != nil {
		return nil, nil, err
	}
	id, err := story.identity(r.PathValue("person"))
	if err != nil {
		return nil, nil, err
	}
	return story, &story.archived.Ledger.Identities[id-1], nil
}

func (s *Server) askJoinNames(r *http.Request) (entry, error) {
	story, person, err := s.askedPerson(r)
	if err != nil {
		return entry{}, err
	}
	id, err := story.identity(r.PostForm.Get("with"))
	if err != nil {
		return entry{}, err
	}
	correction, err := story.archived.JoinNames(person, &story.archived.Ledger.Identities[id-1])
	if err != nil {
		return entry{}, badRequest{err}
	}
	return correct(correction, served{}.story(story.ID)), nil
}

func (s *Server) askPartNames(r *http.Request) (entry, error) {
	story, person, err := s.askedPerson(r)
	if err != nil {
		return entry{}, err
	}
	docs, err := story.chosen(r)
	if err != nil {
		return entry{}, err
	}
	correction, err := story.archived.PartNames(person, docs)
	if err != nil {
		return entry{}, badRequest{err}
	}
	return correct(correction, served{}.story(story.ID)), nil
}

// askedDocument is the document that an address names, and its story.
func (s *Server) askedDocument(r *http.Request) (*opened, *report.Document, error) {
	id := hearsay.DocID(r.PathValue("document"))
	story, err := s.library.holder(r.Context(), id)
	if err != nil {
		return nil, nil, err
	}
	return story, story.docs[id], nil
}

// written is what a form has in a field of one line, and whether that is other than what stood there. It is an error where it
// is no text.
func written(r *http.Request, name, stood string) (string, bool, error) {
	value := r.PostForm.Get(name)
	if !r.PostForm.Has(name) || value == stood {
		return stood, false, nil
	}
	if value = oneLine(value); !utf8.ValidString(value) || strings.ContainsFunc(value, unicode.IsControl) {
		return "", false, badRequest{fmt.Errorf("what was written under %q holds control characters or is no UTF-8: write it without them", name)}
	}
	return value, value != oneLine(stood), nil
}

func (s *Server) askSet(r *http.Request) (entry, error) {
	_, doc, err := s.askedDocument(r)
	if err != nil {
		return entry{}, err
	}
	var fields []hearsay.LoggedField
	outlet, changed, err := written(r, "outlet", doc.Outlet.Value)
	if err != nil {
		return entry{}, err
	}
	if changed {
		fields = append(fields, hearsay.LoggedField{Field: "outlet", Value: outlet})
	}
	published, changed, err := written(r, "published", doc.Published.Value)
	if err != nil {
		return entry{}, err
	}
	if changed {
		field := hearsay.LoggedField{Field: "published"}
		if published != "" {
			if field.Published, err = record.ParseDate(published); err != nil {
				return entry{}, badRequest{err}
			}
		}
		fields = append(fields, field)
	}
	if len(fields) == 0 {
		return entry{}, badRequest{errors.New("nothing was changed: the outlet and the date are what stood there")}
	}
	return entry{func(ctx context.Context, keeper *archive.Archive) (int64, error) {
		edit, err := keeper.Set(ctx, doc.ID, fields)
		return edit.Seq, err
	}, served{}.document(doc.ID)}, nil
}

func (s *Server) askForget(r *http.Request) (entry, error) {
	story, doc, err := s.askedDocument(r)
	if err != nil {
		return entry{}, err
	}
	back := "/"
	if len(story.Documents) > 1 {
		back = served{}.story(story.ID)
	}
	return entry{func(ctx context.Context, keeper *archive.Archive) (int64, error) {
		edit, err := keeper.Forget(ctx, doc.ID)
		return edit.Seq, err
	}, back}, nil
}

func (s *Server) askUndo(r *http.Request) (entry, error) {
	number, err := strconv.ParseInt(r.PostForm.Get("edit"), 10, 64)
	if err != nil {
		return entry{}, badRequest{errors.New("no edit is named that could be taken back")}
	}
	return entry{func(ctx context.Context, keeper *archive.Archive) (int64, error) {
		edit, err := keeper.Undo(ctx, number)
		if errors.Is(err, archive.ErrNotLast) {
			return 0, badRequest{err}
		}
		return edit.Seq, err
	}, "/edits"}, nil
}

// bearing is the address of what an edit bears on, or that which is given, with the edit's number for the notice.
func (s *Server) bearing(ctx context.Context, number int64, back string) string {
	address, fragment := back, ""
	log, err := s.library.keeper.Edits(ctx)
	if err == nil && number >= 1 && number <= int64(len(log)) {
		edit := &log[number-1]
		if edit.Undoes > 0 {
			edit = &log[edit.Undoes-1]
		}
		if found := s.shown(ctx, edit); found != "" {
			address = found
		}
	}
	address, fragment, _ = strings.Cut(address, "#")
	address += "?" + url.Values{"done": {strconv.FormatInt(number, 10)}}.Encode()
	if fragment != "" {
		address += "#" + fragment
	}
	return address
}

// shown is the page that shows what an edit names, as things are now; "" where there is none.
func (s *Server) shown(ctx context.Context, edit *hearsay.Logged) string {
	at := slices.Concat(edit.A, edit.B)
	if len(at) == 0 {
		if len(edit.Docs) == 0 {
			return ""
		}
		held := s.library.held()
		story, is := held.holding[edit.Docs[0]]
		switch {
		case !is:
			return ""
		case edit.Verb == "set" || edit.Verb == "forget":
			return served{}.document(edit.Docs[0])
		}
		return served{}.story(story)
	}
	if edit.Verb == hearsay.CorrectPart.String() || edit.Verb == hearsay.CorrectPartNames.String() {
		at = slices.Concat(edit.B, edit.A) // what is left is where the person was
	}
	for _, anchor := range at {
		story, err := s.library.holder(ctx, anchor.Doc)
		if err != nil {
			continue
		}
		if edit.Verb == hearsay.CorrectJoinNames.String() || edit.Verb == hearsay.CorrectPartNames.String() {
			if id := story.called(&anchor); id != 0 {
				return served{}.person(story.ID, id)
			}
			continue
		}
		if id := story.tells(&anchor); id != "" {
			return served{}.claim(story.ID, id)
		}
	}
	return ""
}

// called is who is named at an anchor, or 0.
func (o *opened) called(anchor *hearsay.Anchor) hearsay.IdentityID {
	for i := range o.archived.Ledger.Identities {
		identity := &o.archived.Ledger.Identities[i]
		for _, member := range identity.Members {
			if member.Doc == anchor.Doc && o.reading(member.Doc).Entities[member.Entity-1].Span == anchor.Head {
				return identity.ID
			}
		}
	}
	return 0
}

// tells is the claim that is told at an anchor, rightly or not, or "".
func (o *opened) tells(anchor *hearsay.Anchor) hearsay.ClaimID {
	for i := range o.archived.Ledger.Claims {
		claim := &o.archived.Ledger.Claims[i]
		for _, list := range [][]hearsay.Telling{claim.Tellings, claim.Apart, claim.Wrong} {
			if slices.ContainsFunc(list, func(t hearsay.Telling) bool { return t.Doc == anchor.Doc && t.Span == anchor.Span }) {
				return claim.ID
			}
		}
	}
	return ""
}

// stated is what a notice says of an edit.
type stated struct {
	Edit  int64
	Says  string
	Words []string // of documents; shown as text
	Undo  bool     // it can be taken back now
}

// stated is what a page says at its head of the edit that led to it; nil for none.
func (s *Server) stated(r *http.Request) *stated {
	number, err := strconv.ParseInt(r.URL.Query().Get("done"), 10, 64)
	if err != nil {
		return nil
	}
	log, err := s.library.keeper.Edits(r.Context())
	if err != nil || number < 1 || number > int64(len(log)) {
		return nil
	}
	edit := &log[number-1]
	made := &stated{Edit: number}
	if edit.Undoes > 0 {
		made.Says = fmt.Sprintf("took back edit %d: ", edit.Undoes)
		edit = &log[edit.Undoes-1]
	} else {
		made.Undo = !s.options.ReadOnly && number == last(log)
	}
	made.Says += says(edit)
	made.Words = words(edit)
	return made
}

// last is the edit that can be taken back now, or 0.
func last(log []hearsay.Logged) int64 {
	for i := len(log) - 1; i >= 0; i-- {
		if log[i].Undoes == 0 && log[i].Undone == 0 {
			return log[i].Edit
		}
	}
	return 0
}

// says is what an edit says, in words of the program's own.
func says(edit *hearsay.Logged) string {
	var kind hearsay.CorrectionKind
	if kind.UnmarshalText([]byte(edit.Verb)) == nil {
		return report.Says(kind)
	}
	switch edit.Verb {
	case "set":
		parts := make([]string, len(edit.Set))
		for i, field := range edit.Set {
			parts[i] = field.Field + " " + cmp.Or(field.Value, report.DateString(field.Published), "not known")
		}
		return strings.Join(parts, ", ")
	case "forget":
		return "a document is forgotten"
	case "merge":
		return report.Count(len(edit.Docs), "document is one story", "documents are one story")
	case "split":
		return report.Count(len(edit.Docs), "document is a story of its own", "documents are a story of their own")
	}
	return edit.Verb
}

// named are the places that an edit is shown by: of a claim or identity the first is enough.
func named(edit *hearsay.Logged) (a, b []hearsay.Anchor) {
	a, b = edit.A, edit.B[:min(len(edit.B), 1)]
	if edit.Verb == hearsay.CorrectJoin.String() || edit.Verb == hearsay.CorrectJoinNames.String() {
		a = a[:1]
	}
	return a, b
}

// words are those that a notice shows of an edit.
func words(edit *hearsay.Logged) []string {
	a, b := named(edit)
	if edit.Verb == hearsay.CorrectPart.String() || edit.Verb == hearsay.CorrectPartNames.String() {
		b = nil
	}
	var made []string
	for _, anchor := range slices.Concat(a, b) {
		made = append(made, report.Excerpt(oneLine(anchor.Text), briefly))
	}
	return made
}

// editsPage is all that was stated, the newest first.
type editsPage struct {
	frame
	Edits []editView
	Last  int64 // that can be taken back
}

// editView is an edit with what it names and comes to.
type editView struct {
	*hearsay.Logged
	Says    string
	State   string
	Places  []editPlace
	Named   []editDoc // documents
	Rest    []editDoc
	Current bool // it can be taken back
}

// editPlace is words that an edit names.
type editPlace struct {
	Words string
	Link  string // "" where their document is not shown any more
	Other bool   // of the other side
}

// editDoc is a document that an edit names.
type editDoc struct {
	Name string
	Link string
}

func (s *Server) edits(r *http.Request) (string, any, error) {
	log, captures, err := s.library.keeper.Log(r.Context())
	if err != nil {
		return "", nil, err
	}
	lister, err := report.NewLister("", "", report.UTF8, report.ListEdits, "")
	if err != nil {
		return "", nil, err
	}
	lister.Edits(log, captures)
	names := map[hearsay.DocID]string{}
	listing := lister.Listing()
	for _, doc := range listing.Documents {
		names[doc.ID] = cmp.Or(doc.Outlet.Value, doc.Title, shownName(strings.Join(doc.Paths[:min(1, len(doc.Paths))], "")), string(doc.ID))
	}
	held := s.library.held()
	documents := func(ids []hearsay.DocID) []editDoc {
		var docs []editDoc
		for _, id := range ids {
			doc := editDoc{Name: names[id]}
			if _, is := held.holding[id]; is {
				doc.Link = served{}.document(id)
			}
			docs = append(docs, doc)
		}
		return docs
	}
	page := editsPage{frame: s.frame("What you stated", r), Last: last(log)}
	for i := len(log) - 1; i >= 0; i-- {
		listed := &listing.Edits[i]
		view := editView{Logged: &log[i], Says: says(&log[i]), State: listed.Comes(), Named: documents(log[i].Docs), Rest: documents(log[i].Rest),
			Current: log[i].Edit == page.Last && page.Changes}
		a, b := named(&log[i])
		for side, anchors := range [][]hearsay.Anchor{a, b} {
			for _, anchor := range anchors {
				at := editPlace{Words: report.Excerpt(oneLine(anchor.Text), briefly), Other: side == 1}
				if _, is := held.holding[anchor.Doc]; is {
					at.Link = served{}.place(report.Span{Doc: anchor.Doc, Start: int(anchor.Span.Start), End: int(anchor.Span.End)})
				}
				view.Places = append(view.Places, at)
			}
		}
		page.Edits = append(page.Edits, view)
	}
	return "edits.html", page, nil
}

// othersPage is the stories with which one can be made one.
type othersPage struct {
	frame
	*opened
	Asked  string
	Others []storyChoice
	More   int
}

// storyChoice is a story to choose.
type storyChoice struct {
	ID        hearsay.StoryID
	Title     string
	Documents int
	Days      string
}

// others lists stories whose titles have all words that are asked for, or whose names begin so.
func (s *Server) others(r *http.Request) (string, any, error) {
	story, err := s.asked(r)
	if err != nil {
		return "", nil, err
	}
	page := othersPage{frame: s.frame("Merge with another story", r), opened: story, Asked: r.URL.Query().Get("title")}
	wanted := strings.Fields(strings.ToLower(page.Asked))
	for _, entry := range s.library.held().contents.Stories {
		about := &entry.Story.About
		title := strings.ToLower(about.Title)
		lacks := func(word string) bool { return !strings.Contains(title, word) }
		if entry.Story.ID == story.ID || slices.ContainsFunc(wanted, lacks) && !strings.HasPrefix(string(entry.Story.ID), strings.TrimSpace(page.Asked)) {
			continue
		}
		if len(page.Others) == limits.PageStories {
			page.More++
			continue
		}
		page.Others = append(page.Others, storyChoice{entry.Story.ID, about.Title, len(entry.Story.Docs), days(*about)})
	}
	return "others.html", page, nil
}

// Place names a telling in a form.
func (o *opened) Place(t report.Telling) string {
	return place(t.Span.Doc, hearsay.MakeSpan(t.Span.Start, t.Span.End))
}

// Sayings are all tellings of a claim but those that are marked wrong.
func (c claimView) Sayings() []report.Telling { return slices.Concat(c.Tellings, c.Apart, c.Possible) }

// Others are the other claims of the story, the densest of very many.
func (c claimView) Others() []*report.Claim {
	var others []*report.Claim
	for i := range c.Story.Claims {
		if other := &c.Story.Claims[i]; other.ID != c.ID && len(others) < limits.FormChoices {
			others = append(others, other)
		}
	}
	return others
}

// Others are the other people of the story, those of the same kind first.
func (p personPage) Others() []*report.Person {
	var others []*report.Person
	for i := range p.People {
		if other := &p.People[i]; other.ID != p.Person.ID {
			others = append(others, other)
		}
	}
	slices.SortStableFunc(others, func(a, b *report.Person) int {
		return cmp.Or(same(b.Kind == p.Person.Kind)-same(a.Kind == p.Person.Kind), cmp.Compare(plain(a.Name), plain(b.Name)))
	})
	return others[:min(len(others), limits.FormChoices)]
}

func same(is bool) int {
	if is {
		return 1
	}
	return 0
}

// Holding are the documents that name the person.
func (p personPage) Holding() []hearsay.DocID { return p.People[p.Person.ID-1].Docs }
