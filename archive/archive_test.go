package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hearsay"
	"hearsay/intake"
	"hearsay/store"
	"hearsay/store/mem"
)

// models are loaded once for all tests.
var models = sync.OnceValues(func() (*Archive, error) { return New(context.Background(), mem.New(), Choice{}, Options{}) })

func over(t *testing.T, held store.Store, options Options) *Archive {
	t.Helper()
	loaded, err := models()
	if err != nil {
		t.Fatal(err)
	}
	options.Workers = max(1, options.Workers)
	if options.Batch <= 0 {
		options.Batch = defaultBatch
	}
	return &Archive{store: held, reader: loaded.reader, collator: loaded.collator, options: options,
		linked: linkedTogether, grouped: groupedTogether}
}

var arrived = time.Date(2031, 5, 20, 12, 0, 0, 0, time.UTC)

// undated tells of the port on a weekday and has neither outlet nor date.
const undated = "Rell keeps his post\n\nMayor Ines Calder met port director Tomas Rell on Tuesday, the Saltmere Herald reported. " +
	"Rell offered to resign last week, two people close to the mayor said.\n"

// examples are the bundled documents, one without a date, and what nothing can be read from.
func examples(t *testing.T) []hearsay.Capture {
	t.Helper()
	var captures []hearsay.Capture
	err := intake.Walk(t.Context(), []string{"../examples/port"}, intake.Options{}, func(c hearsay.Capture) error {
		captures = append(captures, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for n, text := range []string{undated, " \n", "The chess club of Gull Island won the northern cup on Sunday, the club said.\n",
		"Bakers in Old Harrow ask four crowns for a loaf of rye since the mill raised the price of flour.\n"} {
		captures = append(captures, hearsay.Capture{
			ID: hearsay.NewDocID("", "", []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text), Paths: []string{fmt.Sprintf("%d.txt", n)},
		})
	}
	captures = append(captures, hearsay.Capture{
		ID: hearsay.SkippedDocID("a.bin"), Paths: []string{"a.bin"}, Skip: hearsay.Skip{Reason: hearsay.SkipBinary, Detail: "no text in it"},
	})
	return captures
}

func undatedID() hearsay.DocID { return hearsay.NewDocID("", "", []byte(undated)) }

func add(t *testing.T, a *Archive, captures []hearsay.Capture) {
	t.Helper()
	if _, err := a.Add(t.Context(), arrived, func(yield func(hearsay.Capture) error) error {
		for _, capture := range captures {
			if err := yield(capture); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// outcome is all that an archive tells.
type outcome struct {
	contents Contents
	stories  []Story
}

func update(t *testing.T, a *Archive) outcome {
	t.Helper()
	contents, err := a.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o := outcome{contents: contents}
	for _, entry := range contents.Stories {
		story, err := a.Open(t.Context(), entry.Story)
		if err != nil {
			t.Fatal(err)
		}
		o.stories = append(o.stories, story)
	}
	return o
}

// text is an outcome byte for byte.
func (o outcome) text(t *testing.T) string {
	t.Helper()
	data, err := json.Marshal([]any{o.contents, o.stories})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (o outcome) reading(id hearsay.DocID) *hearsay.Reading {
	for _, story := range o.stories {
		for i := range story.Readings {
			if story.Readings[i].Document.ID == id {
				return &story.Readings[i]
			}
		}
	}
	return nil
}

// full is a store that has room for some batches of captures.
type full struct {
	store.Store
	room int
}

var errFull = errors.New("no space left")

func (f *full) PutCaptures(ctx context.Context, seen time.Time, captures []hearsay.Capture) error {
	if f.room--; f.room < 0 {
		return errFull
	}
	return f.Store.PutCaptures(ctx, seen, captures)
}

// Only what was put is said to be safe; a batch that could not be put is not tried again, nor is one after it.
func TestAddReturnsWhatIsSafe(t *testing.T) {
	captures := examples(t)
	for room := range 3 {
		for _, last := range []bool{false, true} { // whether the batch that fails is the last one
			held := &full{Store: mem.New(), room: room}
			some := captures
			if last {
				some = captures[:2*room+1]
			}
			tries := 0
			safe, err := over(t, held, Options{Batch: 2}).Add(t.Context(), arrived, func(yield func(hearsay.Capture) error) error {
				for _, capture := range some {
					tries++
					if err := yield(capture); err != nil {
						return fmt.Errorf("walk: %w", err)
					}
				}
				return nil
			})
			if !errors.Is(err, errFull) || strings.Count(err.Error(), errFull.Error()) != 1 || held.room != -1 || tries > 2*room+2 {
				t.Errorf("room for %d: error %v, %d beyond, %d yielded", room, err, held.room, tries)
			}
			var want []hearsay.DocID
			for _, capture := range captures[:2*room] {
				want = append(want, capture.ID)
			}
			slices.Sort(want)
			if !slices.Equal(safe, want) {
				t.Errorf("room for %d: %v are safe, want %v", room, safe, want)
			}
		}
	}
}

// counting counts what an archive does to its store, and calls before ahead of each step.
type counting struct {
	store.Store
	readings, ledgers, captures atomic.Int64
	before                      func(step string)
}

func (c *counting) PutReadings(ctx context.Context, readings []hearsay.Reading) error {
	c.step("reading")
	c.readings.Add(1)
	return c.Store.PutReadings(ctx, readings)
}

func (c *counting) PutLedgers(ctx context.Context, ledgers ...store.KeyedLedger) error {
	c.step("ledger")
	c.ledgers.Add(int64(len(ledgers)))
	return c.Store.PutLedgers(ctx, ledgers...)
}

func (c *counting) ChangeIndex(ctx context.Context, change store.IndexChange) error {
	c.step("index")
	return c.Store.ChangeIndex(ctx, change)
}

func (c *counting) PutStories(ctx context.Context, stories []hearsay.Story) error {
	c.step("stories")
	return c.Store.PutStories(ctx, stories)
}

func (c *counting) Capture(ctx context.Context, id hearsay.DocID) (hearsay.Capture, error) {
	c.captures.Add(1)
	return c.Store.Capture(ctx, id)
}

func (c *counting) step(name string) {
	if c.before != nil {
		c.before(name)
	}
}

func TestArrivalNeverMatters(t *testing.T) {
	captures := examples(t)
	plain := over(t, mem.New(), Options{})
	add(t, plain, captures)
	want := update(t, plain)
	if len(want.contents.Stories) < 3 || len(want.contents.Skipped) != 2 || want.contents.Held != len(captures) {
		t.Fatalf("%d stories, %d skipped, %d held", len(want.contents.Stories), len(want.contents.Skipped), want.contents.Held)
	}
	for _, workers := range []int{1, 2, 8} {
		for _, batch := range []int{1, 7, len(captures)} {
			t.Run(fmt.Sprintf("%d workers, batches of %d", workers, batch), func(t *testing.T) {
				shuffled := slices.Clone(captures)
				rand.New(rand.NewPCG(uint64(workers), uint64(batch))).Shuffle(len(shuffled), func(i, k int) {
					shuffled[i], shuffled[k] = shuffled[k], shuffled[i]
				})
				a := over(t, mem.New(), Options{Workers: workers, Batch: batch})
				add(t, a, shuffled)
				if got := update(t, a); !reflect.DeepEqual(got, want) {
					t.Errorf("another result:\n%s\nwant\n%s", got.text(t), want.text(t))
				}
			})
		}
	}
}

// Documents that come one by one, each with an update between, end as those that come together.
func TestGrowingIsAsTogether(t *testing.T) {
	captures := examples(t)
	together := over(t, mem.New(), Options{})
	add(t, together, captures)
	want := update(t, together)
	growing := over(t, mem.New(), Options{Workers: 2})
	for i := range captures {
		add(t, growing, captures[i:i+1])
		if _, err := growing.Update(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := update(t, growing); !reflect.DeepEqual(got, want) {
		t.Errorf("another result:\n%s\nwant\n%s", got.text(t), want.text(t))
	}
}

func TestInterruptedGoesOn(t *testing.T) {
	captures := examples(t)
	plain := over(t, mem.New(), Options{})
	add(t, plain, captures)
	want := update(t, plain)
	for _, step := range []string{"reading", "index", "stories", "ledger"} {
		for after := range 3 {
			t.Run(fmt.Sprintf("%s %d", step, after), func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				var steps atomic.Int64
				held := &counting{Store: mem.New()}
				held.before = func(name string) {
					if name == step && steps.Add(1) == int64(after)+1 {
						cancel()
					}
				}
				a := over(t, held, Options{Workers: 2, Batch: 2})
				add(t, a, captures)
				if _, err := a.Update(ctx); err == nil && (step == "stories" && after > 0 || step == "ledger" && after > 1) {
					return // all of them fit the steps before
				} else if !errors.Is(err, context.Canceled) {
					t.Fatalf("interrupted with %v", err)
				}
				done := held.readings.Load() - 1 // the last was cut off
				if step != "reading" {
					done = held.readings.Load()
				}
				held.before = nil
				held.readings.Store(0)
				if got := update(t, a); !reflect.DeepEqual(got, want) {
					t.Errorf("another result:\n%s\nwant\n%s", got.text(t), want.text(t))
				}
				if all := int64(len(captures)+1) / 2; done+held.readings.Load() != all {
					t.Errorf("%d batches, then %d, want %d in all", done, held.readings.Load(), all)
				}
			})
		}
	}
}

func TestNothingIsDoneTwice(t *testing.T) {
	held := &counting{Store: mem.New()}
	a := over(t, held, Options{Workers: 2, Batch: 3})
	add(t, a, examples(t))
	first := update(t, a)
	if held.readings.Load() == 0 || int(held.ledgers.Load()) != len(first.contents.Stories) {
		t.Fatalf("%d batches of readings and %d ledgers for %d stories", held.readings.Load(), held.ledgers.Load(), len(first.contents.Stories))
	}
	held.readings.Store(0)
	held.ledgers.Store(0)
	held.captures.Store(0)
	add(t, a, examples(t))
	second := update(t, a)
	if r, l, c := held.readings.Load(), held.ledgers.Load(), held.captures.Load(); r+l+c != 0 {
		t.Errorf("the second time, %d captures were read, and %d batches of readings and %d ledgers put", c, r, l)
	}
	if !reflect.DeepEqual(first, second) {
		t.Error("the second time gives another result")
	}
}

func TestAddedDocumentTouchesItsStoryAlone(t *testing.T) {
	captures := examples(t)
	held := &counting{Store: mem.New()}
	a := over(t, held, Options{})
	last := slices.IndexFunc(captures, func(c hearsay.Capture) bool { return c.ID == undatedID() })
	add(t, a, slices.Delete(slices.Clone(captures), last, last+1))
	update(t, a)
	held.ledgers.Store(0)
	add(t, a, captures[last:last+1])
	update(t, a)
	if got := held.ledgers.Load(); got != 1 {
		t.Errorf("one new document made %d ledgers, want 1", got)
	}
}

func TestAddKeepsWhatCameBeforeAFailure(t *testing.T) {
	captures := examples(t)
	held := mem.New()
	a := over(t, held, Options{Batch: 2})
	broken := errors.New("broken")
	ids, err := a.Add(t.Context(), arrived, func(yield func(hearsay.Capture) error) error {
		for _, capture := range []hearsay.Capture{captures[2], captures[0], captures[1], captures[0]} {
			if err := yield(capture); err != nil {
				return err
			}
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	want := []hearsay.DocID{captures[0].ID, captures[1].ID, captures[2].ID}
	slices.Sort(want)
	if !slices.Equal(ids, want) {
		t.Errorf("added %v, want %v", ids, want)
	}
	for _, id := range want {
		if _, err := held.Capture(t.Context(), id); err != nil {
			t.Error(err)
		}
	}
}

func TestSetIsReadAndUndone(t *testing.T) {
	held := mem.New()
	a := over(t, held, Options{Workers: 2})
	add(t, a, examples(t))
	before := update(t, a)
	id := undatedID()
	day := hearsay.Date{Unix: 22413 * 86400, Grain: hearsay.GrainDay} // Wednesday, 14 May 2031
	if _, err := held.Set(t.Context(), id, []store.Setting{
		{Field: store.FieldOutlet, Value: "Gull Island Post"}, {Field: store.FieldPublished, Published: day},
	}); err != nil {
		t.Fatal(err)
	}
	set := update(t, a)
	reading := set.reading(id)
	if reading == nil {
		t.Fatal("the document is in no story")
	}
	doc := reading.Document
	if doc.Outlet.Value != "Gull Island Post" || doc.Outlet.How != hearsay.HowSet {
		t.Errorf("the outlet is %+v", doc.Outlet)
	}
	if doc.Published.Unix != day.Unix || doc.Published.Grain != hearsay.GrainDay || doc.Published.How != hearsay.HowSet {
		t.Errorf("the date is %+v", doc.Published)
	}
	tuesday := slices.IndexFunc(reading.Times, func(m hearsay.Time) bool { return strings.Contains(m.Span.Of(doc.Text), "Tuesday") })
	if tuesday < 0 || !reading.Times[tuesday].Resolved || reading.Times[tuesday].First != 22412 {
		t.Errorf("Tuesday is not the day before: %+v", reading.Times)
	}
	if was := before.reading(id); was.Document.Text != doc.Text || was.Document.Outlet.Known() || was.Document.Published.Known() {
		t.Errorf("before, the document was %+v", was.Document)
	}
	found := false
	for _, story := range set.stories {
		for _, origin := range story.Ledger.Origins {
			found = found || origin.Outlet == "Gull Island Post"
		}
	}
	if !found {
		t.Error("no origin knows the outlet that was set")
	}
	sound(t, held)

	if _, err := held.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := update(t, a); after.text(t) != before.text(t) || !reflect.DeepEqual(after, before) {
		t.Errorf("undone is\n%s\nwant\n%s", after.text(t), before.text(t))
	}
	sound(t, held)
}

// sound reports what a check of the store finds wrong.
func sound(t *testing.T, held store.Store) {
	t.Helper()
	findings, err := held.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range findings {
		if finding.Severity == store.Error {
			t.Errorf("%s: %s", finding.Subject, finding.Problem)
		}
	}
}

// A document of another page, set to the address of a held one, is a version of it.
func TestSetURLMakesAVersion(t *testing.T) {
	held := mem.New()
	a := over(t, held, Options{})
	add(t, a, examples(t))
	const page = "https://coastcourier.example/2031/05/13/calder-rell"
	before := update(t, a)
	if _, err := held.Set(t.Context(), undatedID(), []store.Setting{{Field: store.FieldURL, Value: page}}); err != nil {
		t.Fatal(err)
	}
	versions := 0
	for _, story := range update(t, a).stories {
		for _, version := range story.Ledger.Versions {
			versions++
			if version.URL != page || version.Newer != undatedID() {
				t.Errorf("the version is %+v", version) // an unknown date sorts last, so the undated one is the newer
			}
		}
	}
	for _, story := range before.stories {
		versions -= len(story.Ledger.Versions)
	}
	if versions != 1 {
		t.Errorf("setting the address made %d versions, want 1", versions)
	}
}

func TestForgottenIsNowhere(t *testing.T) {
	held := mem.New()
	a := over(t, held, Options{Workers: 2})
	captures := examples(t)
	add(t, a, captures)
	before := update(t, a)
	for _, capture := range captures {
		id := capture.ID
		if _, err := held.Forget(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		o := update(t, a)
		if strings.Contains(o.text(t), string(id)) {
			t.Errorf("the forgotten %v is still told of", capture.Paths)
		}
		if o.contents.Held != before.contents.Held-1 {
			t.Errorf("%d are held, want %d", o.contents.Held, before.contents.Held-1)
		}
		for ledger, err := range held.Ledgers(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if slices.Contains(ledger.Story.Docs, id) {
				t.Errorf("a ledger of the forgotten %v is kept", capture.Paths)
			}
		}
		if _, err := held.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if after := update(t, a); !reflect.DeepEqual(after, before) {
		t.Error("undone, the result is another one")
	}
	sound(t, held)
}

func TestForgottenBeforeItWasRead(t *testing.T) {
	held := mem.New()
	a := over(t, held, Options{})
	captures := examples(t)
	add(t, a, captures)
	if _, err := held.Forget(t.Context(), undatedID()); err != nil {
		t.Fatal(err)
	}
	o := update(t, a)
	if o.reading(undatedID()) != nil || o.contents.Held != len(captures)-1 {
		t.Errorf("it was read; %d are held", o.contents.Held)
	}
	if _, err := held.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if o := update(t, a); o.reading(undatedID()) == nil || o.contents.Held != len(captures) {
		t.Errorf("taken back, it was not read; %d are held", o.contents.Held)
	}
}

func TestProgressIsTold(t *testing.T) {
	last := map[string]Progress{}
	a := over(t, mem.New(), Options{Workers: 8, Batch: 3, Progress: func(p Progress) {
		if p.Done < last[p.Step].Done || p.Total > 0 && p.Done > p.Total {
			t.Errorf("%+v after %+v", p, last[p.Step])
		}
		last[p.Step] = p
	}})
	captures := examples(t)
	add(t, a, captures)
	o := update(t, a)
	for step, done := range map[string]int{"take in": len(captures), "read": len(captures), "collate": len(o.contents.Stories)} {
		if last[step].Done != done {
			t.Errorf("%s ends at %+v, want %d", step, last[step], done)
		}
	}
}
