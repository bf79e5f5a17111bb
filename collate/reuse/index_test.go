package reuse

import (
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"hearsay"
	"hearsay/internal/letter"
)

// naiveWinnow looks at every window of grams by itself.
func naiveWinnow(chars []byte, d density) []int {
	var places []int
	grams := max(0, len(chars)-d.gram+1)
	hash := func(at int) uint64 {
		rolling := uint64(0)
		for _, c := range chars[at : at+d.gram] {
			rolling = rolling*base + uint64(c)
		}
		return letter.Mix(rolling) >> atBits
	}
	for from := 0; from < grams && (from == 0 || from+d.window <= grams); from++ {
		best := from
		for at := from; at < min(from+d.window, grams); at++ {
			if hash(at) <= hash(best) {
				best = at
			}
		}
		if n := len(places); n == 0 || places[n-1] != best {
			places = append(places, best)
		}
	}
	return places
}

func TestWinnow(t *testing.T) {
	random := rand.New(rand.NewPCG(71, 72))
	for length := range 260 {
		chars := make([]byte, length)
		for i := range chars {
			chars[i] = byte('a' + random.IntN(1+length%3))
		}
		for _, d := range []density{dense, sparse, {gram: 5, window: 1}, {gram: 1, window: 60}} {
			var got []int
			for _, m := range winnow(chars, d) {
				got = append(got, m.at())
			}
			if want := naiveWinnow(chars, d); !slices.Equal(got, want) {
				t.Fatalf("%+v of %d chars: got %v, want %v", d, length, got, want)
			}
		}
	}
}

func TestRadixSort(t *testing.T) {
	random := rand.New(rand.NewPCG(73, 74))
	for _, n := range []int{0, 1, 2, 47, 48, 49, 300, 5000} {
		for _, wide := range []int{0, 3, 30, 63} {
			numbers := make([]uint64, n)
			for i := range numbers {
				numbers[i] = random.Uint64() >> (63 - wide)
			}
			want := slices.Sorted(slices.Values(numbers))
			if radixSort(numbers, 56); !slices.Equal(numbers, want) {
				t.Fatalf("%d numbers of %d bits are not sorted", n, wide+1)
			}
		}
	}
}

// The offsets of chars are those that a walk through the text gives.
func TestStreamOffsets(t *testing.T) {
	random := rand.New(rand.NewPCG(75, 76))
	for range 50 {
		var text strings.Builder
		for range random.IntN(400) {
			text.WriteString([]string{"a", "Q", "7", " ", "--", "é", "”", "\n", "語", "𝛼", "'"}[random.IntN(11)])
		}
		s := newStream(text.String())
		k := 0
		for at, r := range s.text {
			if s.before(at) != k {
				t.Fatalf("%d chars before %d, want %d", s.before(at), at, k)
			}
			if char, _ := fold(s.text, at); char != 0 {
				if s.at(k) != at || s.chars[k] != char {
					t.Fatalf("char %d of %q is at %d, want %d (%c)", k, s.text, s.at(k), at, r)
				}
				k++
			}
		}
		if k != len(s.chars) || s.before(len(s.text)) != k {
			t.Fatalf("%d chars, want %d", len(s.chars), k)
		}
	}
}

// numbered goes through the marks of readings in the order of the list of numbers.
func numbered(readings []*hearsay.Reading, order []int) iter.Seq2[int, []byte] {
	marks := make([][]byte, len(readings))
	for i, reading := range readings {
		marks[i] = Marks(&reading.Document)
	}
	return func(yield func(int, []byte) bool) {
		for _, i := range order {
			if !yield(i, marks[i]) {
				return
			}
		}
	}
}

func TestPairs(t *testing.T) {
	random := rand.New(rand.NewPCG(77, 78))
	for round := range 12 {
		readings := corpus(random, 12+40*(round%3))
		slices.SortFunc(readings, func(x, y *hearsay.Reading) int { return x.Document.Compare(&y.Document) })
		order := random.Perm(len(readings))
		want, err := Pairs(numbered(readings, order), 1<<20)
		if err != nil || len(want) == 0 || !slices.IsSortedFunc(want, Pair.Compare) {
			t.Fatalf("%d pairs, sorted? %v", len(want), err)
		}
		random.Shuffle(len(order), func(i, k int) { order[i], order[k] = order[k], order[i] })
		for _, memory := range []int{2000, 20000} {
			if pairs, err := Pairs(numbered(readings, order), memory); err != nil || !slices.Equal(pairs, want) {
				t.Fatalf("with memory %d other pairs: %v", memory, err)
			}
		}
		for _, p := range want {
			if p.A >= p.B {
				t.Fatalf("pair %+v", p)
			}
		}
		for count := range 4 {
			some := order[:count]
			of := slices.DeleteFunc(slices.Clone(want), func(p Pair) bool {
				return !slices.Contains(some, int(p.A)) && !slices.Contains(some, int(p.B))
			})
			for _, everything := range [][]int{order, order[count:]} {
				pairs, err := Partners(numbered(readings, some), numbered(readings, everything))
				if err != nil || !slices.Equal(pairs, of) {
					t.Fatalf("partners of %v: got %v (%v), want %v", some, pairs, err, of)
				}
			}
		}
	}
}

// Two documents that share a run that holds two marks are paired, however many others have it, if they are among the
// first or beside each other; a run with one mark pairs them if it is rare.
func TestPairsOfRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(79, 80))
	for round := range 40 {
		rare := round%2 == 0
		shared := words(random, 60)
		size := sparse.gram + 2*sparse.window - 1
		if rare {
			size = sparse.gram + sparse.window - 1
		}
		chars := strings.Join(shared, "")[:size]
		var readings []*hearsay.Reading
		for i := range 2 + round%2*10 {
			own := words(random, 80)
			r, _ := read(fmt.Sprint("d", i), strings.Join(own[:40], " ")+" "+chars+" "+strings.Join(own[40:], " "))
			readings = append(readings, r)
		}
		pairs, err := Pairs(numbered(readings, random.Perm(len(readings))), 1<<20)
		if n := len(readings); err != nil || len(pairs) < n*(n-1)/2 {
			t.Fatalf("%d pairs of %d documents: %v", len(pairs), n, err)
		}
	}
}

func TestPairsOfDamagedMarks(t *testing.T) {
	for _, marks := range []map[int][]byte{{0: {1}}, {-1: nil}, {Documents: nil}} {
		if _, err := Pairs(maps.All(marks), 100); err == nil {
			t.Errorf("%v: no error", marks)
		}
		for _, walks := range [][2]map[int][]byte{{marks, nil}, {nil, marks}} {
			if _, err := Partners(maps.All(walks[0]), maps.All(walks[1])); err == nil {
				t.Errorf("%v: no error", walks)
			}
		}
	}
	if Marks(&hearsay.Document{Text: prose, Skip: hearsay.Skip{Reason: hearsay.SkipEmpty}}) != nil {
		t.Error("a skipped document has marks")
	}
}

// What Pair says of two documents is what Find says of them alone, from many goroutines at once.
func TestPairAgreesWithFind(t *testing.T) {
	random := rand.New(rand.NewPCG(81, 82))
	aligner := New()
	readings := corpus(random, 24)
	texts := make([]*Text, len(readings))
	for i, r := range readings {
		texts[i] = NewText(r)
	}
	var running sync.WaitGroup
	for i := range texts {
		running.Go(func() {
			for k := range i {
				wantPassages, wantOverlaps := aligner.Find([]*hearsay.Reading{readings[i], readings[k]})
				passages, overlap := aligner.Pair(texts[i], texts[k])
				if !reflect.DeepEqual(passages, wantPassages) {
					t.Errorf("%d and %d: got %+v, want %+v", i, k, passages, wantPassages)
				}
				if len(wantOverlaps) == 1 && overlap != wantOverlaps[0] {
					t.Errorf("%d and %d: got %+v, want %+v", i, k, overlap, wantOverlaps[0])
				}
			}
		})
	}
	running.Wait()
}

func FuzzMarks(f *testing.F) {
	f.Add([]byte(prose), []byte("0123456789"))
	f.Fuzz(func(t *testing.T, text, data []byte) {
		doc := hearsay.Document{Text: strings.ToValidUTF8(string(text), "�")}
		marks := Marks(&doc)
		hashes, err := decode(nil, marks)
		if err != nil || len(hashes)*hashSize != len(marks) {
			t.Fatalf("%d hashes of %d bytes: %v", len(hashes), len(marks), err)
		}
		s := newStream(doc.Text)
		for i, m := range winnow(s.chars, sparse) {
			if hashes[i] != m.short() {
				t.Fatalf("mark %d changed on the way", i)
			}
		}
		both := func(yield func(int, []byte) bool) { _ = yield(3, marks) && yield(5, data) }
		if pairs, err := Pairs(both, 64); (err == nil) != (len(data)%hashSize == 0) || err != nil && pairs != nil {
			t.Fatalf("%d bytes: %v", len(data), err)
		}
	})
}

func TestClasses(t *testing.T) {
	near := func(a, b hearsay.DocID) hearsay.Overlap { return hearsay.Overlap{A: a, B: b, NearCopy: true} }
	overlaps := []hearsay.Overlap{
		near("d", "e"), near("b", "d"), {A: "a", B: "b"}, near("c", "f"), near("g", "x"),
	}
	want := [][]hearsay.DocID{{"b", "d", "e"}, {"c", "f"}}
	for range 2 {
		if got := Classes([]hearsay.DocID{"a", "b", "c", "d", "e", "f", "g"}, overlaps); !reflect.DeepEqual(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		slices.Reverse(overlaps)
	}
}

// Winnowed hashes are low ones, so that parts by their size would leave nearly all to the first.
func TestPartsKeepToTheMemory(t *testing.T) {
	random := rand.New(rand.NewPCG(91, 92))
	marks := map[int][]byte{}
	total := 0
	for number := range 60 {
		text := make([]byte, 6000)
		for i := range text {
			text[i] = byte('a' + random.IntN(26))
		}
		marks[number] = Marks(&hearsay.Document{Text: string(text)})
		total += len(marks[number]) / hashSize
	}
	for _, kind := range keys {
		var failed error
		memory, largest, all := total*8/6, 0, 0
		collect(decoded(maps.All(marks), kind.of, &failed), memory, func(entries []uint64) {
			largest, all = max(largest, len(entries)*8), all+len(entries)
		})
		if failed != nil {
			t.Fatal(failed)
		}
		if largest > memory*3/2 || all < total*9/10 {
			t.Errorf("a part of %d bytes, %d were allowed; %d entries in all", largest, memory, all)
		}
	}
}
