package archive

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/intake"
	"hearsay/internal/limits"
	"hearsay/query"
	"hearsay/store"
	"hearsay/store/mem"
)

// summarized is an archive of the port's story.
func summarized(t *testing.T, paths ...string) (*Archive, *mem.Store, Contents) {
	t.Helper()
	held := mem.New()
	a, err := New(t.Context(), held, Choice{}, Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Add(t.Context(), time.Unix(0, 0), func(yield func(hearsay.Capture) error) error {
		return intake.Walk(t.Context(), paths, intake.Options{}, yield)
	}); err != nil {
		t.Fatal(err)
	}
	contents, err := a.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return a, held, contents
}

// What the list shows of a story is what the story itself shows.
func TestSummary(t *testing.T) {
	a, held, contents := summarized(t, "../examples/port")
	entry := contents.Stories[0]
	story, err := a.Open(t.Context(), entry.Story)
	if err != nil {
		t.Fatal(err)
	}
	ledger := &story.Ledger
	top := entry.Top
	if top == nil || top.ID != ledger.Claims[0].ID || top.Documents != ledger.Claims[0].Documents() {
		t.Fatalf("the top claim is %+v", top)
	}
	for i := range story.Readings {
		if doc := &story.Readings[i].Document; doc.ID == top.Headline.Doc && top.Headline.Span.Of(doc.Text) != top.Headline.Words {
			t.Errorf("its words are %q", top.Headline.Words)
		}
	}
	tellings, bases := 0, 0
	for i := range ledger.Claims {
		if ledger.Claims[i].Documents() < 2 {
			continue
		}
		for _, telling := range ledger.Claims[i].Tellings {
			if !telling.Possible {
				tellings++
			}
		}
	}
	for _, n := range entry.Bases {
		bases += n
	}
	if entry.Tellings != tellings || bases != tellings || entry.Origins == 0 || entry.Shared == 0 {
		t.Errorf("%d tellings, %d in the bar, %d origins; the ledger has %d tellings", entry.Tellings, bases, entry.Origins, tellings)
	}
	for _, want := range []string{"Rell", "Nobody"} {
		listed := slices.ContainsFunc(entry.People, func(called store.Called) bool { return query.NewName(want).Of(called.Folded) })
		if ids := query.Named(ledger, story.Readings, want); listed != (len(ids) > 0) {
			t.Errorf("%q is listed: %v, in the story %v", want, listed, ids)
		}
	}
	if findings, err := held.Check(t.Context()); err != nil || len(findings) > 0 {
		t.Errorf("check: %v, %v", findings, err)
	}
}

// A summary by other rules, or one that is not what is made anew, is made again.
func TestSummaryIsMadeAgain(t *testing.T) {
	ctx := t.Context()
	a, held, contents := summarized(t, "../examples/memo")
	story := contents.Stories[0]
	ledger, found, err := held.Ledger(ctx, story.Story.ID, story.Key)
	if err != nil || !found {
		t.Fatal(found, err)
	}
	older := story.Summary
	older.Revision = "0"
	put := func(summary store.Summary) {
		t.Helper()
		if err := held.PutLedgers(ctx, store.KeyedLedger{Key: story.Key, Ledger: ledger, Summary: summary}); err != nil {
			t.Fatal(err)
		}
	}
	put(older)
	again, err := a.Update(ctx)
	if err != nil || !reflect.DeepEqual(again.Stories[0].Summary, story.Summary) {
		t.Errorf("after an older one: %+v, %v", again.Stories[0].Summary, err)
	}
	wrong := story.Summary
	wrong.Nothing += 3
	put(wrong)
	findings, err := a.Rebuild(ctx)
	if err != nil || len(findings) != 1 || findings[0].Subject != "summary of story "+string(story.Story.ID) {
		t.Errorf("rebuilt: %v, %v", findings, err)
	}
	if again, err = a.Update(ctx); err != nil || !reflect.DeepEqual(again.Stories[0].Summary, story.Summary) {
		t.Errorf("after a wrong one: %+v, %v", again.Stories[0].Summary, err)
	}
}

// However large a story is, its summary stays within its bounds and says how much it leaves out.
func TestSummaryIsBounded(t *testing.T) {
	const documents = 400
	text := strings.Repeat("Ines Calder said that the quay is closed ", 40)
	ref := func(doc hearsay.DocID) hearsay.Ref {
		return hearsay.Ref{Doc: doc, Spans: []hearsay.Span{hearsay.MakeSpan(0, len(text))}}
	}
	ledger := hearsay.Ledger{Story: hearsay.Story{ID: "s"}}
	readings := make([]hearsay.Reading, documents)
	for i := range readings {
		id := hearsay.DocID(fmt.Sprintf("d%03d", i))
		readings[i] = hearsay.Reading{
			Document: hearsay.Document{ID: id, Text: text, Outlet: hearsay.Field{Value: fmt.Sprintf("Gazette %03d", i)},
				Title: hearsay.Field{Value: text}},
			Entities: []hearsay.Entity{{ID: 1, Name: text}},
		}
		ledger.Story.Docs = append(ledger.Story.Docs, id)
		ledger.Identities = append(ledger.Identities, hearsay.Identity{ID: hearsay.IdentityID(i + 1), Kind: hearsay.EntityPerson,
			Name: fmt.Sprintf("Calder %03d %s", i, text), NameRef: ref(id), Members: []hearsay.Member{{Doc: id, Entity: 1}}})
		ledger.Claims = append(ledger.Claims, hearsay.Claim{ID: hearsay.ClaimID(id), Headline: ref(id)})
		if i%20 != 0 {
			lead := ledger.Story.Docs[i-i%20]
			ledger.Overlaps = append(ledger.Overlaps, hearsay.Overlap{A: lead, B: id, NearCopy: true})
		}
	}
	made := Summarize(store.Key{}, &ledger, readings)
	copies := made.MoreCopies
	for _, copied := range made.Copies {
		copies += len(copied.Copies) + copied.More
		if len(copied.Copies) > limits.SummaryCopies || copied.Lead.Number%20 != 1 {
			t.Errorf("under [%d] are %d copies", copied.Lead.Number, len(copied.Copies))
		}
	}
	if len(made.Copies) != limits.SummaryLeads || copies != documents-documents/20 {
		t.Errorf("%d leads, %d copies", len(made.Copies), copies)
	}
	if len(made.Outlets) != limits.SummaryOutlets || len(made.Outlets)+made.MoreOutlets != documents {
		t.Errorf("%d outlets and %d more", len(made.Outlets), made.MoreOutlets)
	}
	if len(made.People) != limits.SummaryPeople || len(made.People)+made.MorePeople != documents {
		t.Errorf("%d people and %d more", len(made.People), made.MorePeople)
	}
	if e := made.Top.Headline; !e.Cut() || len(e.Words) > limits.SummaryWords || !strings.HasPrefix(text, e.Words) {
		t.Errorf("the claim's words are %q", e.Words)
	}
	if n := weigh(reflect.ValueOf(made)); n > 200<<10 {
		t.Errorf("the summary has %d bytes of text", n)
	}
}

// weigh is the bytes of all strings within a value.
func weigh(value reflect.Value) int {
	n := 0
	switch value.Kind() {
	case reflect.String:
		return value.Len()
	case reflect.Struct:
		for i := range value.NumField() {
			n += weigh(value.Field(i))
		}
	case reflect.Slice:
		for i := range value.Len() {
			n += weigh(value.Index(i))
		}
	case reflect.Pointer:
		if !value.IsNil() {
			n = weigh(value.Elem())
		}
	}
	return n
}
