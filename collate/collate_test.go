package collate_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"testing"

	"hearsay"
	"hearsay/collate"
	"hearsay/collate/story"
	"hearsay/intake"
	"hearsay/read"
	"hearsay/store"
)

// more are documents beside those of the examples: two versions of one page, a copy, one without outlet or date, one
// that tells of something else, one damaged and one that is not a word.
var more = []struct{ outlet, url, text string }{
	{"Bayline Gazette", "https://bayline.example/port", "Rell offered to quit\n\nPort director Tomas Rell offered to quit on Monday, " +
		"three people close to the port authority said.\n\nCalder refused the offer.\n"},
	{"Bayline Gazette", "https://bayline.example/port", "Rell offered to resign\n\nPort director Tomas Rell offered to resign on Monday, " +
		"three people close to the port authority said.\n\nMayor Ines Calder refused the offer. Rell declined to comment.\n"},
	{"Gull Island Post", "", "The mayor refused the offer, one of the people said.\n\nThe quarrel between the mayor and her port director " +
		"began in March, when an inspector's warning about the crane's brakes was filed and never answered.\n"},
	{"", "", "“The crane was 40 years old — naïve, no?” Åsa Öberg, an engineer, told the Saltmere Herald. Tomas Rell may have offered to " +
		"resign, she said. It is unclear whether Ines Calder knew.\n"},
	{"", "", "The chess club of Gull Island won the northern cup on Sunday. Ida Falk beat Noor Haddad in the last game, the club said.\n"},
	{"Coast Courier", "", "!\n"},
}

type material struct {
	readings []*hearsay.Reading
	collator *collate.Collator
}

// load reads the examples and the documents above.
var load = sync.OnceValues(func() (material, error) {
	collator, err := collate.New()
	if err != nil {
		return material{}, err
	}
	reader, err := read.New(read.Fast)
	if err != nil {
		return material{}, err
	}
	var captures []hearsay.Capture
	err = intake.Walk(context.Background(), []string{"../examples/port"}, intake.Options{}, func(c hearsay.Capture) error {
		captures = append(captures, c)
		return nil
	})
	if err != nil {
		return material{}, err
	}
	for n, d := range more {
		c := hearsay.Capture{Media: hearsay.MediaText, Bytes: []byte(d.text), Outlet: d.outlet, URL: d.url, Paths: []string{fmt.Sprintf("%d.txt", n)}}
		if d.outlet != "" {
			c.Published = hearsay.Date{Unix: int64(22411+n) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
		}
		c.ID = hearsay.NewDocID(c.Outlet, c.URL, c.Bytes)
		captures = append(captures, c)
	}
	m := material{collator: collator}
	for _, capture := range captures {
		if reading := reader.Read(capture); !reading.Document.Skip.Skipped() {
			m.readings = append(m.readings, &reading)
		}
	}
	return m, nil
})

func mustLoad(t *testing.T) material {
	t.Helper()
	m, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(m.readings) < 8 {
		t.Fatalf("%d documents were read, want 8 or more", len(m.readings))
	}
	return m
}

// collateAll groups readings into stories and collates each.
func (m material) collateAll(readings []*hearsay.Reading) ([]hearsay.Story, []hearsay.Ledger) {
	var features []story.Features
	byID := map[hearsay.DocID]*hearsay.Reading{}
	for _, reading := range readings {
		features = append(features, m.collator.Describe(reading))
		byID[reading.Document.ID] = reading
	}
	stories := m.collator.Clusterer().Cluster(features)
	var ledgers []hearsay.Ledger
	for _, story := range stories {
		var members []*hearsay.Reading
		// In the order of arrival, not of the story: Collate may not care.
		for _, reading := range readings {
			if slices.Contains(story.Docs, reading.Document.ID) {
				members = append(members, reading)
			}
		}
		ledgers = append(ledgers, m.collator.Collate(story, members))
	}
	return stories, ledgers
}

func TestOrderNeverMatters(t *testing.T) {
	m := mustLoad(t)
	stories, ledgers := m.collateAll(m.readings)
	for seed := range uint64(6) {
		shuffled := slices.Clone(m.readings)
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(shuffled), func(i, k int) { shuffled[i], shuffled[k] = shuffled[k], shuffled[i] })
		otherStories, otherLedgers := m.collateAll(shuffled)
		if !reflect.DeepEqual(otherStories, stories) {
			t.Fatalf("order %d gives the stories\n%+v\nwant\n%+v", seed, otherStories, stories)
		}
		for i := range ledgers {
			if !reflect.DeepEqual(otherLedgers[i], ledgers[i]) {
				t.Fatalf("order %d gives another ledger of story %s: %s", seed, stories[i].ID, differing(ledgers[i], otherLedgers[i]))
			}
		}
	}
}

// differing names the fields in which two ledgers are unlike.
func differing(a, b hearsay.Ledger) string {
	x, y := reflect.ValueOf(a), reflect.ValueOf(b)
	var names []string
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			names = append(names, x.Type().Field(i).Name)
		}
	}
	return fmt.Sprint(names)
}

// Readings are shared with the store and with other goroutines.
func TestReadingsAreNotChanged(t *testing.T) {
	m := mustLoad(t)
	var before []string
	for _, reading := range m.readings {
		before = append(before, fmt.Sprintf("%+v", *reading))
	}
	m.collateAll(m.readings)
	for i, reading := range m.readings {
		if fmt.Sprintf("%+v", *reading) != before[i] {
			t.Errorf("collating changed the reading of %v", reading.Document.Paths)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	m := mustLoad(t)
	_, want := m.collateAll(m.readings)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			if _, got := m.collateAll(m.readings); !reflect.DeepEqual(got, want) {
				t.Error("two at a time give other ledgers")
			}
		})
	}
	group.Wait()
}

func TestEveryDocumentIsInOneStory(t *testing.T) {
	m := mustLoad(t)
	stories, ledgers := m.collateAll(m.readings)
	in := map[hearsay.DocID]int{}
	for i, story := range stories {
		if len(story.Docs) == 0 || story.ID == "" {
			t.Errorf("story %d is empty: %+v", i, story)
		}
		for _, id := range story.Docs {
			in[id]++
		}
		if held := len(ledgers[i].Documents) + len(ledgers[i].Versions); held != len(story.Docs) {
			t.Errorf("the ledger of story %s has %d documents and versions, of %d", story.ID, held, len(story.Docs))
		}
	}
	for _, reading := range m.readings {
		if in[reading.Document.ID] != 1 {
			t.Errorf("%v is in %d stories", reading.Document.Paths, in[reading.Document.ID])
		}
	}
	if len(stories) < 2 {
		t.Error("chess and the port are one story")
	}
}

func TestLedgersAreSound(t *testing.T) {
	m := mustLoad(t)
	byID := map[hearsay.DocID]*hearsay.Reading{}
	for _, reading := range m.readings {
		byID[reading.Document.ID] = reading
	}
	stories, ledgers := m.collateAll(m.readings)
	claims := 0
	for i := range ledgers {
		ledger := &ledgers[i]
		for _, problem := range store.CheckLedger(ledger, func(id hearsay.DocID) (*hearsay.Reading, bool) {
			reading, ok := byID[id]
			return reading, ok
		}) {
			t.Errorf("story %s: %v", stories[i].ID, problem)
		}
		if ledger.Revision != collate.Revision {
			t.Errorf("the revision is %q", ledger.Revision)
		}
		refs(reflect.ValueOf(ledger).Elem(), func(ref hearsay.Ref) {
			if ref.Doc == "" && len(ref.Spans) == 0 {
				return
			}
			reading := byID[ref.Doc]
			if reading == nil || !slices.Contains(stories[i].Docs, ref.Doc) {
				t.Errorf("a ref leads to document %q, which is not of the story", ref.Doc)
				return
			}
			if !slices.IsSortedFunc(ref.Spans, hearsay.Span.Compare) {
				t.Errorf("the parts of a ref are not sorted: %+v", ref)
			}
			for _, span := range ref.Spans {
				if err := span.Check(reading.Document.Text); err != nil {
					t.Error(err)
				}
			}
		})
		claims += len(ledger.Claims)
		for _, claim := range ledger.Claims {
			checkClaim(t, ledger, &claim, byID)
		}
	}
	if claims == 0 {
		t.Error("nothing is claimed")
	}
}

// refs calls visit for each ref within value.
func refs(value reflect.Value, visit func(hearsay.Ref)) {
	if ref, ok := value.Interface().(hearsay.Ref); ok {
		visit(ref)
		return
	}
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			refs(value.Field(i), visit)
		}
	case reflect.Slice:
		for i := range value.Len() {
			refs(value.Index(i), visit)
		}
	case reflect.Pointer:
		if !value.IsNil() {
			refs(value.Elem(), visit)
		}
	}
}

func checkClaim(t *testing.T, ledger *hearsay.Ledger, claim *hearsay.Claim, byID map[hearsay.DocID]*hearsay.Reading) {
	t.Helper()
	counted := 0
	for _, telling := range claim.Tellings {
		if telling.Stance != hearsay.Affirmed && telling.Stance != hearsay.Hedged {
			t.Errorf("claim %s counts what is %s", claim.ID, telling.Stance)
		}
		if !telling.Possible {
			counted++
		}
	}
	for _, telling := range claim.Apart {
		if telling.Stance == hearsay.Affirmed || telling.Stance == hearsay.Hedged {
			t.Errorf("claim %s holds apart what is %s", claim.ID, telling.Stance)
		}
	}
	if (counted > 0) != (len(claim.Intervals) > 0) {
		t.Errorf("claim %s has %d counted tellings and %d intervals", claim.ID, counted, len(claim.Intervals))
	}
	for i, interval := range claim.Intervals {
		if interval.Min > interval.Max || interval.Min < 0 || len(interval.Origins) > interval.Max {
			t.Errorf("claim %s: %d–%d by %d origins", claim.ID, interval.Min, interval.Max, len(interval.Origins))
		}
		if i > 0 && (interval.Level >= claim.Intervals[i-1].Level || interval.Max < claim.Intervals[i-1].Max) {
			t.Errorf("claim %s: %s counts less than the stronger %s, or stands before it", claim.ID, interval.Level, claim.Intervals[i-1].Level)
		}
		for _, id := range interval.Origins {
			if !ledger.Origins[id-1].Kind.Traced() {
				t.Errorf("claim %s counts the origin %+v", claim.ID, ledger.Origins[id-1])
			}
		}
	}
	for _, telling := range slices.Concat(claim.Tellings, claim.Apart) {
		if telling.Doc != telling.Key.Doc || slices.ContainsFunc(ledger.Versions, func(v hearsay.Version) bool { return v.Doc == telling.Doc }) {
			t.Errorf("claim %s is told by %s, of key %s", claim.ID, telling.Doc, telling.Key.Doc)
		}
		if damaged := len(byID[telling.Doc].Document.Damaged(telling.Span)) > 0; damaged != telling.Damaged {
			t.Errorf("claim %s: damage is %v, marked %v", claim.ID, damaged, telling.Damaged)
		}
	}
}

func TestOlderVersionTellsNothing(t *testing.T) {
	m := mustLoad(t)
	older := hearsay.NewDocID(more[0].outlet, more[0].url, []byte(more[0].text))
	newer := hearsay.NewDocID(more[1].outlet, more[1].url, []byte(more[1].text))
	stories, ledgers := m.collateAll(m.readings)
	found := false
	for i, ledger := range ledgers {
		if !slices.Contains(stories[i].Docs, older) {
			continue
		}
		found = true
		if !slices.Contains(stories[i].Docs, newer) {
			t.Fatal("two versions of one page are in two stories")
		}
		if want := []hearsay.Version{{Doc: older, Newer: newer, URL: more[0].url}}; !slices.Equal(ledger.Versions, want) {
			t.Errorf("the versions are %+v, want %+v", ledger.Versions, want)
		}
		if slices.Contains(ledger.Documents, older) {
			t.Error("the older version is among the documents")
		}
		ledger.Story, ledger.Versions = hearsay.Story{}, nil
		names(reflect.ValueOf(ledger), func(id hearsay.DocID) {
			if id == older {
				t.Error("the older version tells something")
			}
		})
	}
	if !found {
		t.Error("the older version is in no story")
	}
}

// names calls visit for each document that a value names.
func names(value reflect.Value, visit func(hearsay.DocID)) {
	if id, ok := value.Interface().(hearsay.DocID); ok {
		visit(id)
		return
	}
	switch value.Kind() {
	case reflect.Struct:
		for i := range value.NumField() {
			names(value.Field(i), visit)
		}
	case reflect.Slice:
		for i := range value.Len() {
			names(value.Index(i), visit)
		}
	case reflect.Pointer:
		if !value.IsNil() {
			names(value.Elem(), visit)
		}
	}
}

// A person who speaks for a body is no second source beside it, under whichever of its names.
func TestSpokespersonIsTheBody(t *testing.T) {
	m := mustLoad(t)
	reader, err := read.New(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	var readings []*hearsay.Reading
	var docs []hearsay.DocID
	for i, text := range []string{
		"The company hid the report, the Department of Fisheries said on Monday.",
		"The company hid the report, said Tor Elling, a spokesman for the Fisheries Department. The Department of Fisheries " +
			"closed the bay.",
		"The company hid the report, said Jona Piers, the harbor pilot.",
	} {
		outlet := []string{"Saltmere Herald", "Coast Courier", "Harbor Gazette"}[i]
		reading := reader.Read(hearsay.Capture{
			ID: hearsay.NewDocID(outlet, "", []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text), Outlet: outlet, Paths: []string{outlet},
		})
		readings = append(readings, &reading)
		docs = append(docs, reading.Document.ID)
	}
	ledger := m.collator.Collate(hearsay.Story{ID: "s", Docs: docs}, readings)
	for _, claim := range ledger.Claims {
		if len(claim.Tellings) == 3 {
			if got := claim.Intervals[0]; got.Min != 2 || got.Max != 3 {
				t.Errorf("%d–%d, want 2–3: the body with its spokesman, and the pilot", got.Min, got.Max)
			}
			return
		}
	}
	t.Fatalf("no claim has all three tellings: %d claims", len(ledger.Claims))
}
