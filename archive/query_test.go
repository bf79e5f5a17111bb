package archive

import (
	"reflect"
	"testing"

	"hearsay/store/mem"
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
