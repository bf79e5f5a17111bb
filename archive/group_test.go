package archive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"hearsay"
	"hearsay/store"
	"hearsay/store/mem"
)

// clip is a short report of one of a few invented affairs, of which neighbouring ones share people and places.
func clip(random *rand.Rand, n int, dated float64) hearsay.Capture {
	places := []string{"Saltmere", "Brackwater", "Ostermouth", "Lowbridge"}
	people := []string{"Ines Calder", "Orla Venning", "Dana Prewitt", "Tomas Rell"}
	things := []string{"crane", "audit", "warehouse", "ferry"}
	acts := []string{"collapsed", "was closed", "burned down", "was sold"}
	affair := random.IntN(6)
	at, who := places[affair%4], people[(affair+affair/4)%4]
	thing, act := things[(affair+1)%4], acts[affair%4]
	text := fmt.Sprintf("The %s of %s %s, said %s of %s council. ", thing, at, act, who, at)
	for range 1 + random.IntN(4) {
		text += []string{
			fmt.Sprintf("%s told reporters that the %s had been inspected in spring. ", who, thing),
			fmt.Sprintf("Residents of %s feared that the %s would not return before winter. ", at, thing),
			fmt.Sprintf("The council of %s will meet over the %s on Friday. ", at, thing),
			fmt.Sprintf("Insurers put the loss of the %s at %d crowns. ", thing, 1000*random.IntN(3)),
		}[random.IntN(4)]
	}
	capture := hearsay.Capture{Media: hearsay.MediaText, Bytes: []byte(text), Outlet: fmt.Sprintf("Outlet %d", random.IntN(5))}
	if random.Float64() < dated {
		day := int64(22400 + affair%2*3 + random.IntN(14))
		capture.Published = hearsay.Date{Unix: day * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
	}
	capture.ID = hearsay.NewDocID(capture.Outlet, "", capture.Bytes)
	capture.Paths = []string{fmt.Sprintf("%d.txt", n)}
	return capture
}

// told is the stories and sagas that an archive tells, and which document stands for which, as text.
func told(t *testing.T, a *Archive) string {
	t.Helper()
	contents, err := a.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	leads := map[hearsay.DocID]hearsay.DocID{}
	for indexed, err := range a.store.Indexed(t.Context(), store.Where{All: true}) {
		if err != nil {
			t.Fatal(err)
		}
		leads[indexed.Doc] = indexed.Lead
	}
	data, err := json.MarshalIndent([]any{contents.Stories, contents.Sagas, contents.Held, leads}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// repeat makes the edits of a log anew in another store.
func repeat(t *testing.T, edits []store.Edit, held store.Store) {
	t.Helper()
	for _, edit := range edits {
		var err error
		switch edit.Verb {
		case store.VerbSet:
			_, err = held.Set(t.Context(), edit.Doc, edit.Settings)
		case store.VerbForget:
			_, err = held.Forget(t.Context(), edit.Doc)
		case store.VerbMerge:
			_, err = held.Merge(t.Context(), edit.Docs)
		case store.VerbSplit:
			_, err = held.Split(t.Context(), edit.Docs, edit.Rest)
		case store.VerbUndo:
			_, err = held.Undo(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever came in which order, was cut off, and was set, forgotten, merged, split or undone on the way, the stories are
// those of an archive that was given everything at once.
func TestStoriesNeverDependOnTheWay(t *testing.T) {
	merged, split, copies, cut := 0, 0, 0, 0
	turned := map[bool]bool{}
	for seed := range uint64(6) {
		random := rand.New(rand.NewPCG(seed, 1))
		// In some archives documents without a date are few throughout, in others they become many and few again.
		dated := []float64{.8, .8, .2}[seed%3]
		held := &counting{Store: mem.New()}
		a := over(t, held, Options{Workers: 1 + random.IntN(3), Batch: 1 + random.IntN(9)})
		a.linked, a.grouped = 1+random.IntN(9), 1+random.IntN(9)
		var captures []hearsay.Capture
		for step := range 14 {
			var batch []hearsay.Capture
			for range random.IntN(6) {
				batch = append(batch, clip(random, len(captures)+len(batch), dated))
				if random.IntN(4) == 0 { // the same words in another outlet
					twin := batch[len(batch)-1]
					twin.Outlet += " West"
					if twin.Published.Known() {
						twin.Published.Unix += int64(random.IntN(9)-4) * 86400
					}
					twin.ID = hearsay.NewDocID(twin.Outlet, "", twin.Bytes)
					batch = append(batch, twin)
				}
			}
			captures = append(captures, batch...)
			add(t, a, batch)
			for range random.IntN(3) {
				cut += interrupt(t, a, held, random.IntN(6))
			}
			got := told(t, a)

			fresh := mem.New()
			anew := over(t, fresh, Options{})
			shuffled := slices.Clone(captures)
			random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			add(t, anew, shuffled)
			edits, err := held.Edits(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			repeat(t, edits, fresh)
			if want := told(t, anew); got != want {
				t.Fatalf("seed %d, step %d: step by step\n%s\nat once\n%s", seed, step, got, want)
			}
			if len(captures) == 0 {
				continue
			}
			few, many := 0, 0
			for indexed, err := range held.Indexed(t.Context(), store.Where{All: true}) {
				if err != nil {
					t.Fatal(err)
				}
				if indexed.Published.Grain == hearsay.GrainNone {
					if strings.HasSuffix(indexed.State, picked) {
						few++
					} else {
						many++
					}
				}
				if indexed.Lead != indexed.Doc {
					copies++
				}
			}
			if few > 0 && many > 0 {
				t.Fatalf("seed %d, step %d: %d judged as few, %d as many", seed, step, few, many)
			}
			turned[few > 0] = true
			m, s := arrangeAtRandom(t, a, random, captures)
			merged, split = merged+m, split+s
		}
	}
	if merged == 0 || split == 0 || copies == 0 || cut == 0 || len(turned) < 2 {
		t.Errorf("%d merges, %d splits, %d copies, %d interruptions: something was never tried", merged, split, copies, cut)
	}
}

// interrupt updates an archive and cuts that off ahead of one of its steps. It returns 1 if it came to that.
func interrupt(t *testing.T, a *Archive, held *counting, ahead int) int {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var steps atomic.Int64
	held.before = func(string) {
		if steps.Add(1) == int64(ahead)+1 {
			cancel()
		}
	}
	_, err := a.Update(ctx)
	held.before = nil
	switch {
	case errors.Is(err, context.Canceled):
		return 1
	case err != nil:
		t.Fatal(err)
	}
	return 0
}

// arrangeAtRandom makes one edit at random, and says whether it was a merge or a split.
func arrangeAtRandom(t *testing.T, a *Archive, random *rand.Rand, captures []hearsay.Capture) (merged, split int) {
	t.Helper()
	contents, err := a.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stories := contents.Stories
	any := captures[random.IntN(len(captures))].ID
	switch random.IntN(6) {
	case 0:
		date := hearsay.Date{Unix: int64(22400+random.IntN(18)) * 86400, Grain: hearsay.GrainDay}
		_, err = a.store.Set(t.Context(), any, []store.Setting{{Field: store.FieldPublished, Published: date}})
	case 1:
		_, err = a.store.Forget(t.Context(), any)
	case 2:
		if len(stories) > 1 {
			merged = 1
			x, y := stories[0].Story, stories[1+random.IntN(len(stories)-1)].Story
			_, err = a.Merge(t.Context(), slices.Concat(x.Docs, y.Docs))
		}
	case 3:
		if len(stories) > 0 && len(stories[0].Story.Docs) > 1 {
			split = 1
			docs := slices.Clone(stories[0].Story.Docs)
			random.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
			n := 1 + random.IntN(len(docs)-1)
			_, err = a.Split(t.Context(), docs[:n], docs[n:])
		}
	case 4:
		if edits, _ := a.store.Edits(t.Context()); store.LastInEffect(edits) > 0 {
			_, err = a.store.Undo(t.Context())
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return merged, split
}
