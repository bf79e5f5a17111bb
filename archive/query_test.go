package archive

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/intake"
	"hearsay/query"
	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/sqlite"
)

func TestEachIsOpenInOrder(t *testing.T) {
	for _, workers := range []int{1, 3} {
		a := over(t, mem.New(), Options{Workers: workers})
		add(t, a, examples(t))
		want := update(t, a)
		var got []Story
		for story, err := range a.Each(t.Context(), want.contents.Stories) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, story)
		}
		if !reflect.DeepEqual(got, want.stories) {
			t.Errorf("%d workers: stories differ from those opened one by one", workers)
		}
	}
}

// What is not up to date is an error, not a ledger of former days.
func TestEachNeedsAnUpdate(t *testing.T) {
	a := over(t, mem.New(), Options{})
	add(t, a, examples(t))
	entries := update(t, a).contents.Stories
	if _, err := a.store.PruneLedgers(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	yielded := 0
	for _, err := range a.Each(t.Context(), entries) {
		if yielded++; err == nil {
			t.Error("a story without its ledger is yielded")
		}
	}
	if yielded != 1 {
		t.Errorf("%d yielded after the error, want the error alone", yielded)
	}
}

// invented are the documents of the invented stories of this project.
func invented(t *testing.T) []hearsay.Capture {
	t.Helper()
	var captures []hearsay.Capture
	for _, dir := range []string{"../examples", "../testdata/stories"} {
		err := intake.Walk(t.Context(), []string{dir}, intake.Options{}, func(c hearsay.Capture) error {
			captures = append(captures, c)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return captures
}

func onDisk(t *testing.T) store.Store {
	t.Helper()
	held, err := sqlite.Create(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = held.Close() }) // nothing is read back
	return held
}

// ask searches some stories and tells what was found, story by story.
func ask(t *testing.T, a *Archive, q *query.Query, entries []Entry) string {
	t.Helper()
	var found strings.Builder
	for story, err := range a.Each(t.Context(), entries) {
		if err != nil {
			t.Fatal(err)
		}
		if result := q.Search(&story.Ledger, story.Readings); len(result.Claims)+len(result.Places) > 0 {
			fmt.Fprintf(&found, "%s %+v\n", story.Ledger.Story.ID, result)
		}
	}
	return found.String()
}

func parse(t *testing.T, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return q
}

func narrow(t *testing.T, a *Archive, q *query.Query) []Entry {
	t.Helper()
	entries, err := a.Narrow(t.Context(), q.Wanted())
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// Whatever is asked, the index leads to all that a search of everything finds, and to the same in both stores.
func TestIndexHidesNothing(t *testing.T) {
	captures := invented(t)
	var archives []*Archive
	for _, held := range []store.Store{mem.New(), onDisk(t)} {
		a := over(t, held, Options{Workers: 2})
		add(t, a, captures)
		archives = append(archives, a)
	}
	all := update(t, archives[0])
	update(t, archives[1])
	var readings []hearsay.Reading
	for _, story := range all.stories {
		readings = append(readings, story.Readings...)
	}
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[random.IntN(len(list))] }
	term := func() string {
		reading := &readings[random.IntN(len(readings))]
		words := strings.Fields(reading.Document.Text)
		names := []string{"nobody"}
		for _, entity := range reading.Entities {
			names = append(names, entity.Name)
		}
		at := random.IntN(len(words))
		clean := strings.NewReplacer(`"`, "", "“", "", "”", "", "*", "")
		quoted := func(text string) string { return `"` + clean.Replace(text) + `"` }
		switch random.IntN(9) {
		case 0, 1, 2:
			return quoted(words[at])
		case 3:
			return quoted(strings.Join(words[at:min(len(words), at+2)], " "))
		case 4:
			runes := []rune(clean.Replace(words[at]))
			return quoted(string(runes[:(len(runes)+1)/2])) + "*"
		case 5:
			return pick([]string{"says:", "denies:", "about:"}) + quoted(pick(names))
		case 6:
			return "outlet:" + quoted(reading.Document.Outlet.Value)
		case 7:
			return pick([]string{"before:2031-05-14", "after:2031-05-12", "before:2032", "after:2031"})
		}
		return pick([]string{"origins:<2", "origins:>=2"})
	}
	found, narrowed := 0, 0
	for range 150 {
		text := term()
		for range random.IntN(3) {
			text += pick([]string{" ", " ", " OR ", " -"}) + term()
		}
		q, err := query.Parse(text)
		if err != nil {
			continue // no word in it
		}
		want := ask(t, archives[0], q, all.contents.Stories)
		var entries [2][]Entry
		for i, a := range archives {
			entries[i] = narrow(t, a, q)
			if got := ask(t, a, q, entries[i]); got != want {
				t.Fatalf("store %d: %s\nfound %s\nwant %s", i, q, got, want)
			}
		}
		if !reflect.DeepEqual(entries[0], entries[1]) {
			t.Fatalf("%s leads to\n%v in memory, to\n%v on disk", q, entries[0], entries[1])
		}
		if want != "" {
			found++
		}
		if len(entries[0]) < len(all.contents.Stories) {
			narrowed++
		}
	}
	if found < 50 || narrowed < 50 {
		t.Errorf("%d queries found something and %d did not need all stories: too few to tell", found, narrowed)
	}
}

// What is forgotten is found no more, what is set is found at once, and undo brings back what was.
func TestIndexFollowsEdits(t *testing.T) {
	for name, held := range map[string]store.Store{"mem": mem.New(), "sqlite": onDisk(t)} {
		a := over(t, held, Options{})
		add(t, a, examples(t))
		update(t, a)
		count := func(text string) int {
			t.Helper()
			if err := a.Ready(t.Context()); err != nil {
				t.Fatal(err)
			}
			return len(narrow(t, a, parse(t, text)))
		}
		if n := count("chess"); n != 1 {
			t.Fatalf("%s: chess leads to %d stories, want 1", name, n)
		}
		docs, err := held.Having(t.Context(), []store.Needed{{Word: "chess"}})
		if err != nil || len(docs) != 1 {
			t.Fatalf("%s: %v, %v", name, docs, err)
		}
		if _, err := held.Set(t.Context(), docs[0], []store.Setting{{Field: store.FieldOutlet, Value: "Gull Island Post"}}); err != nil {
			t.Fatal(err)
		}
		if n := count(`outlet:"gull island"`); n != 1 {
			t.Errorf("%s: the outlet that was set leads to %d stories, want 1", name, n)
		}
		if _, err := held.Forget(t.Context(), docs[0]); err != nil {
			t.Fatal(err)
		}
		if n := count("chess"); n != 0 {
			t.Errorf("%s: a forgotten word leads to %d stories", name, n)
		}
		for posting, err := range held.Words(t.Context(), "") {
			if err != nil {
				t.Fatal(err)
			}
			if posting.Word == "chess" || slices.Contains(posting.Docs, docs[0]) {
				t.Errorf("%s: %q of a forgotten document is still indexed", name, posting.Word)
			}
		}
		for range 2 {
			if _, err := held.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if chess, outlet := count("chess"), count(`outlet:"gull island"`); chess != 1 || outlet != 0 {
			t.Errorf("%s: after undo %d and %d stories, want 1 and 0", name, chess, outlet)
		}
	}
}

// An archive to which nothing was done is not gone through again, and tells the same.
func TestUpdateOfWhatIsSettled(t *testing.T) {
	for name, held := range map[string]store.Store{"mem": mem.New(), "sqlite": onDisk(t)} {
		a := over(t, held, Options{})
		add(t, a, examples(t))
		first := update(t, a).text(t)
		steps := 0
		a.options.Progress = func(Progress) { steps++ }
		if second := update(t, a).text(t); second != first || steps > 0 {
			t.Errorf("%s: %d steps; the same contents: %v", name, steps, second == first)
		}
		if _, err := held.Forget(t.Context(), hearsay.DocID(update(t, a).contents.Stories[0].Story.Docs[0])); err != nil {
			t.Fatal(err)
		}
		if update(t, a).text(t) == first {
			t.Errorf("%s: an edit changed nothing", name)
		}
		a.model++
		if settled, err := a.settled(t.Context()); err != nil || settled {
			t.Errorf("%s: settled for another model: %v", name, err)
		}
	}
}

// Words that are not those of the reading are found and mended.
func TestRebuildMendsWords(t *testing.T) {
	for name, held := range map[string]store.Store{"mem": mem.New(), "sqlite": onDisk(t)} {
		a := over(t, held, Options{})
		add(t, a, examples(t))
		update(t, a)
		docs, err := held.Having(t.Context(), []store.Needed{{Word: "chess"}})
		if err != nil {
			t.Fatal(err)
		}
		var change store.IndexChange
		for indexed, err := range held.Indexed(t.Context(), store.Where{Docs: docs, Features: true, Marks: true}) {
			if err != nil {
				t.Fatal(err)
			}
			indexed.Words = []string{"checkers"}
			change.Put = append(change.Put, indexed)
		}
		if err := held.ChangeIndex(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		findings, err := a.Rebuild(t.Context())
		if err != nil || len(findings) != 1 || findings[0] != differs("words of document "+string(docs[0])) {
			t.Errorf("%s: findings %v, %v", name, findings, err)
		}
		if n := len(narrow(t, a, parse(t, "chess"))); n != 1 {
			t.Errorf("%s: after that the word leads to %d stories, want 1", name, n)
		}
	}
}

func TestSuggestNamesWhoIsHeld(t *testing.T) {
	for store, held := range map[string]store.Store{"mem": mem.New(), "sqlite": onDisk(t)} {
		a := over(t, held, Options{})
		add(t, a, examples(t))
		update(t, a)
		for name, want := range map[string][]string{
			"Tomas Rel": {"Tomas Rell"}, "Caldre": {"Ines Calder"}, "Rell": nil, "crnae": nil, "Zzyzx": nil, "": nil, "…": nil,
		} {
			got, err := a.Suggest(t.Context(), name)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %q: %q, %v, want %q", store, name, got, err, want)
			}
		}
	}
}
