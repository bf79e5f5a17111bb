package web

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hearsay"
	"hearsay/archive"
	"hearsay/intake"
	"hearsay/query"
	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/sqlite"
)

// This file makes large invented stores quickly: a few stories are read and collated for real, and then copied under other
// names. What is copied is sound: every span stands where it stood, since a name gives way to one as long.

// model is a story that others are copied from.
type model struct {
	story archive.Story
	names []string // that give way, in the text and everywhere
}

// padding makes the short invented documents as long as news is.
var padding = []string{
	"“We were told nothing until the %s,” said Maren Oddsen, who has run the chandlery on the quay for %d years.",
	"The harbour board spent %d crowns on the crane last year, according to its own accounts.",
	"Two people who work at the %s said that the inspection had been put off twice.",
	"A spokesman for the coast ministry declined to comment on the %s.",
	"It was not clear on Tuesday whether the %s would open again before the winter.",
	"Some %d people live on the island, most of them by fishing and by the ferry.",
	"The council will meet on 14 March to talk about the %s, its clerk said.",
	"Erik Solberg, a member of the board, denied that anybody had been warned about the %s.",
	"According to the Vale Examiner, the report on the %s runs to %d pages.",
	"“That is not how I remember it,” Solberg wrote in a letter to the paper.",
	"Prices at the market rose by %d percent in the same month, the statistics office said.",
	"The union has asked for a list of all who were at the %s that night.",
	"One official, who asked not to be named, called the plan for the %s “a drawing and little else.”",
	"The ministry said in a statement that it would publish its figures on the %s in May.",
	"Rain is expected on the coast until Thursday.",
}

var subjects = strings.Fields("slipway ferry breakwater depot lighthouse tunnel cannery station warehouse causeway")

// padded is a capture with paragraphs after its own, other ones for each n.
func padded(capture hearsay.Capture, n int) hearsay.Capture {
	var text strings.Builder
	text.Write(capture.Bytes)
	for i := range 16 {
		sentence := padding[(n*7+i*4)%len(padding)]
		var values []any
		for range strings.Count(sentence, "%s") {
			values = append(values, subjects[(n+i)%len(subjects)])
		}
		for range strings.Count(sentence, "%d") {
			values = append(values, 20+(n*13+i*29)%900)
		}
		fmt.Fprintf(&text, "\n\n"+sentence, values...)
	}
	if n%40 == 0 {
		text.WriteString("\n\nThe old drydock is to be filled in, two engineers said.")
	}
	capture.Bytes = []byte(text.String() + "\n")
	capture.ID = hearsay.NewDocID(capture.Outlet, capture.URL, capture.Bytes)
	return capture
}

// models are stories of several documents and of one, read and collated.
func models(tb testing.TB) (several, single []model) {
	tb.Helper()
	ctx := context.Background()
	collated := func(choose func(int) bool, alone bool) []model {
		keeper, err := archive.New(ctx, mem.New(), archive.Choice{}, archive.Options{Workers: 2})
		if err != nil {
			tb.Fatal(err)
		}
		n := 0
		var ids []hearsay.DocID
		if _, err := keeper.Add(ctx, time.Unix(0, 0), func(yield func(hearsay.Capture) error) error {
			return intake.Walk(ctx, []string{"../examples", "../testdata/stories"}, intake.Options{}, func(capture hearsay.Capture) error {
				n++
				if capture.Media != hearsay.MediaText || capture.Skip.Skipped() || !choose(n) {
					return nil
				}
				capture = padded(capture, n)
				ids = append(ids, capture.ID)
				return yield(capture)
			})
		}); err != nil {
			tb.Fatal(err)
		}
		for i := range ids {
			if alone && i > 0 {
				if _, err := keeper.Split(ctx, ids[i:i+1], ids[:i]); err != nil {
					tb.Fatal(err)
				}
			}
		}
		contents, err := keeper.Update(ctx)
		if err != nil {
			tb.Fatal(err)
		}
		var made []model
		for _, entry := range contents.Stories {
			story, err := keeper.Open(ctx, entry.Story)
			if err != nil {
				tb.Fatal(err)
			}
			made = append(made, model{story, placed(&story)})
		}
		return made
	}
	return collated(func(int) bool { return true }, false), collated(func(n int) bool { return n%6 == 0 }, true)
}

// placed are the last names of a story's people that can give way: long ones that are no part of another word.
func placed(story *archive.Story) []string {
	var names []string
	for i := range story.Ledger.Identities {
		identity := &story.Ledger.Identities[i]
		words := strings.Fields(identity.Name)
		if identity.Kind != hearsay.EntityPerson || len(words) < 2 {
			continue
		}
		if last := words[len(words)-1]; len(last) > 4 && len(last) == len([]rune(last)) && !slices.Contains(names, last) {
			names = append(names, last)
		}
	}
	return names
}

// renaming says what a copy calls what.
type renaming struct {
	words    *strings.Replacer
	docs     map[hearsay.DocID]hearsay.DocID
	story    hearsay.StoryID
	claim    string // before the names of claims; "" keeps them
	identity hearsay.IdentityID
	origin   hearsay.OriginID
}

// otherNames replaces names by others of the same length, which hold a number.
func otherNames(names []string, number int) *strings.Replacer {
	var pairs []string
	for i, name := range names {
		other := []byte(name)
		n := number*31 + i*7
		for at := len(other) - 1; at > 0 && at > len(other)-5; at-- {
			other[at] = "aeioubdklmnprstv"[n%16]
			n /= 16
		}
		pairs = append(pairs, name, string(other), strings.ToLower(name), strings.ToLower(string(other)))
	}
	return strings.NewReplacer(pairs...)
}

// renamed copies a value with all that it holds under other names.
func renamed[T any](r *renaming, value T) T {
	var copied T
	r.copy(reflect.ValueOf(&copied).Elem(), reflect.ValueOf(&value).Elem())
	return copied
}

func (r *renaming) copy(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.Struct:
		if from.Type() == reflect.TypeFor[hearsay.Sentence]() {
			to.Set(from) // it names nothing
			return
		}
		for i := range from.NumField() {
			r.copy(to.Field(i), from.Field(i))
		}
	case reflect.Slice:
		if from.IsNil() {
			return
		}
		to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
		for i := range from.Len() {
			r.copy(to.Index(i), from.Index(i))
		}
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			r.copy(to.Elem(), from.Elem())
		}
	case reflect.String:
		switch held := from.Interface().(type) {
		case hearsay.DocID:
			if other, known := r.docs[held]; known {
				held = other
			}
			to.SetString(string(held))
		case hearsay.StoryID:
			to.SetString(string(r.story))
		case hearsay.ClaimID:
			to.SetString(r.claim + string(held))
		case string:
			to.SetString(r.words.Replace(held))
		default:
			to.Set(from)
		}
	default:
		to.Set(from)
		switch held := from.Interface().(type) {
		case hearsay.IdentityID:
			if held > 0 {
				to.SetInt(int64(held + r.identity))
			}
		case hearsay.OriginID:
			if held > 0 {
				to.SetInt(int64(held + r.origin))
			}
		}
	}
}

// copied is a story that is told as the model is, of other people and by other documents. Its captures have the ID's that
// their bytes give them.
func (m *model) copied(number int) (archive.Story, []hearsay.Capture) {
	r := &renaming{words: otherNames(m.names, number), docs: map[hearsay.DocID]hearsay.DocID{}}
	var captures []hearsay.Capture
	for i := range m.story.Readings {
		document := &m.story.Readings[i].Document
		capture := hearsay.Capture{Media: hearsay.MediaText, Bytes: []byte(r.words.Replace(document.Text)), URL: fmt.Sprintf("https://example.org/%d/%d", number, i)}
		capture.ID = hearsay.NewDocID(capture.Outlet, capture.URL, capture.Bytes)
		r.docs[document.ID] = capture.ID
		captures = append(captures, capture)
	}
	r.story = hearsay.StoryID(r.docs[m.story.Ledger.Story.Docs[0]])
	story := archive.Story{Ledger: renamed(r, m.story.Ledger), Readings: renamed(r, m.story.Readings)}
	for i := range story.Readings {
		document := &story.Readings[i].Document
		document.TextID = hearsay.NewTextID(document.Text)
		document.Published.Unix += int64(number%3000) * 86400
	}
	about := &story.Ledger.Story.About
	about.First, about.Last = about.First+int32(number%3000), about.Last+int32(number%3000)
	return story, captures
}

// grown is a model of so many times its documents: each claim is told by five times as many, and there are more claims.
func (m *model) grown(times int) model {
	big := model{names: m.names}
	ledger := &big.story.Ledger
	for n := range times {
		r := &renaming{words: otherNames(nil, 0), docs: map[hearsay.DocID]hearsay.DocID{}, story: m.story.Ledger.Story.ID,
			identity: hearsay.IdentityID(len(ledger.Identities)), origin: hearsay.OriginID(len(ledger.Origins))}
		for i := range m.story.Readings {
			id := m.story.Readings[i].Document.ID
			r.docs[id] = hearsay.DocID(fmt.Sprintf("%s-%03d", id[:28], n))
		}
		if n > 0 {
			r.claim = fmt.Sprintf("%d-", n)
		}
		one := renamed(r, m.story.Ledger)
		big.story.Readings = append(big.story.Readings, renamed(r, m.story.Readings)...)
		for i := range one.Claims {
			if n%5 == 0 {
				ledger.Claims = append(ledger.Claims, one.Claims[i])
				continue
			}
			into := &ledger.Claims[len(ledger.Claims)-len(one.Claims)+i]
			into.Tellings = append(into.Tellings, one.Claims[i].Tellings...)
			into.Apart = append(into.Apart, one.Claims[i].Apart...)
			into.Differences = append(into.Differences, one.Claims[i].Differences...)
		}
		for i := range one.Timeline {
			for j := range one.Timeline[i].SameAs {
				one.Timeline[i].SameAs[j] += len(ledger.Timeline)
			}
			one.Timeline[i].Claims = nil
		}
		ledger.Revision = one.Revision
		ledger.Story.ID, ledger.Story.About = m.story.Ledger.Story.ID, one.Story.About
		ledger.Story.Docs = append(ledger.Story.Docs, one.Story.Docs...)
		ledger.Story.Joins = append(ledger.Story.Joins, one.Story.Joins...)
		ledger.Documents = append(ledger.Documents, one.Documents...)
		ledger.Versions = append(ledger.Versions, one.Versions...)
		ledger.Identities = append(ledger.Identities, one.Identities...)
		ledger.Origins = append(ledger.Origins, one.Origins...)
		ledger.Passages = append(ledger.Passages, one.Passages...)
		ledger.Overlaps = append(ledger.Overlaps, one.Overlaps...)
		ledger.Relays = append(ledger.Relays, one.Relays...)
		ledger.Timeline = append(ledger.Timeline, one.Timeline...)
		ledger.Adds = append(ledger.Adds, one.Adds...)
		ledger.Said = append(ledger.Said, one.Said...)
	}
	slices.SortStableFunc(ledger.Claims, func(a, b hearsay.Claim) int { return b.Documents() - a.Documents() })
	return big
}

// sizes are those of the stories of a store of so many documents: half of all documents stand alone, as in an archive of
// ten years, most others in pairs and threes; one story has 120 documents and one 500.
func sizes(documents int) []int {
	made := []int{500, 120}
	left := documents - 620
	for n := 0; left > 0; n++ {
		size := 1
		if n%3 == 0 {
			size = []int{2, 2, 3, 2, 4, 2, 3, 2, 6, 2, 3, 9, 2, 4, 2, 3, 14, 2, 5, 20}[n/3%20]
		}
		size = min(size, left)
		made, left = append(made, size), left-size
	}
	return made
}

// largeStore is a store with so many documents, settled and with all that can be made again in place.
func largeStore(tb testing.TB, dir string, documents int) *sqlite.Store {
	tb.Helper()
	ctx := context.Background()
	held, err := sqlite.Create(ctx, dir)
	if err != nil {
		tb.Fatal(err)
	}
	several, single := models(tb)
	bySize := map[int]*model{}
	var put batch
	for number, size := range sizes(documents) {
		var from *model
		if size == 1 {
			from = &single[number%len(single)]
		} else {
			from = bySize[size]
			if from == nil {
				base := &several[number%len(several)]
				grown := base.grown((size + len(base.story.Readings) - 1) / len(base.story.Readings))
				from = &grown
				bySize[size] = from
			}
		}
		put.add(tb, from, number)
		if len(put.captures) > 500 {
			put.flush(tb, held)
		}
	}
	put.flush(tb, held)
	return held
}

// batch is what is put together.
type batch struct {
	captures []hearsay.Capture
	readings []hearsay.Reading
	indexed  []store.Indexed
	stories  []hearsay.Story
	ledgers  []store.KeyedLedger
}

func (b *batch) add(tb testing.TB, from *model, number int) {
	story, captures := from.copied(number)
	var keys []string
	for i := range story.Readings {
		reading := &story.Readings[i]
		key, err := store.DocKey(reading)
		if err != nil {
			tb.Fatal(err)
		}
		keys = append(keys, key)
		b.indexed = append(b.indexed, store.Indexed{Doc: reading.Document.ID, State: "copied", Key: key, Published: reading.Document.Published,
			Lead: reading.Document.ID, Words: query.Words(reading)})
	}
	key, err := store.KeyOf(story.Ledger.Revision, story.Readings[0].Revision, story.Ledger.Story, keys, nil)
	if err != nil {
		tb.Fatal(err)
	}
	b.captures, b.readings = append(b.captures, captures...), append(b.readings, story.Readings...)
	b.stories = append(b.stories, story.Ledger.Story)
	b.ledgers = append(b.ledgers, store.KeyedLedger{Key: key, Ledger: story.Ledger, Summary: archive.Summarize(key, &story.Ledger, story.Readings)})
}

func (b *batch) flush(tb testing.TB, held store.Store) {
	tb.Helper()
	ctx := context.Background()
	for _, err := range []error{
		held.PutCaptures(ctx, time.Unix(0, 0), b.captures), held.PutReadings(ctx, b.readings),
		held.ChangeIndex(ctx, store.IndexChange{Put: b.indexed}), held.PutStories(ctx, b.stories), held.PutLedgers(ctx, b.ledgers...),
	} {
		if err != nil {
			tb.Fatal(err)
		}
	}
	*b = batch{}
}
