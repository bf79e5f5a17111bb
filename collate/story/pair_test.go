package story

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"hearsay"
	pairs "hearsay/model/story"
)

func (c *Clusterer) titled(id, title, text string) Features {
	return c.Describe(&hearsay.Document{ID: hearsay.DocID(id), Title: hearsay.Field{Value: title}, Text: text})
}

func TestCompare(t *testing.T) {
	c := newClusterer(t)
	tests := []struct {
		name        string
		a, b        Features
		kind        Kind
		least, most int32
	}{
		{"one title", c.titled("a", "Venning resigns", "x"), c.titled("b", "Venning resigns", "y"), KindTitle, 1023, 1024},
		{"other titles", c.titled("a", "Venning resigns", "x"), c.titled("b", "Barley burns", "y"), KindTitle, 0, 0},
		{"no title", c.titled("a", "", "x"), c.titled("b", "Barley burns", "y"), KindTitle, NoEvidence, NoEvidence},
		{"one name of two", c.titled("a", "", "so said Venning"), c.titled("b", "", "so said Venning with Ruhl"),
			KindNamesLeast, 300, 800},
		{"one name of one", c.titled("a", "", "so said Venning"), c.titled("b", "", "so said Venning with Ruhl"),
			KindNamesMost, 1024, 1024},
		{"a capital at the beginning is no name", c.titled("a", "", "Barley burned."), c.titled("b", "", "Barley fell."),
			KindNamesMost, NoEvidence, NoEvidence},
		{"one number of two", c.titled("a", "", "hit 45 of 612"), c.titled("b", "", "hit 45 of 713"), KindNumbers, 512, 512},
		{"other years", c.titled("a", "", "in 1987"), c.titled("b", "", "in 2003"), KindYears, 0, 0},
		{"years are no numbers", c.titled("a", "", "in 1987"), c.titled("b", "", "in 1987"), KindNumbers, NoEvidence,
			NoEvidence},
		{"copy", c.titled("a", "", mayorOne), c.titled("b", "", mayorOne), KindPassage, 30, sketchSlots},
		{"no passage", c.titled("a", "", mayorOne), c.titled("b", "", fireOne), KindPassage, 0, 0},
		{"days", c.describe("a", mayorOne, day(3)), c.describe("b", mayorTwo, day(1)), KindDays, 2, 2},
		{"undated", c.describe("a", mayorOne, day(3)), c.describe("b", mayorTwo, hearsay.Date{}), KindDays, NoEvidence,
			NoEvidence},
	}
	for _, test := range tests {
		cosine, _ := dot(test.a.Terms, test.b.Terms)
		if got := Compare(&test.a, &test.b, cosine)[test.kind]; got < test.least || got > test.most {
			t.Errorf("%s: got %d, want %d to %d", test.name, got, test.least, test.most)
		}
	}
}

func TestCompareIsSymmetric(t *testing.T) {
	c := newClusterer(t)
	random := rand.New(rand.NewPCG(9, 1))
	features := c.randomFeatures(random, 60)
	for i := range features {
		for j := range i {
			a, b := &features[i], &features[j]
			cosine, _ := dot(a.Terms, b.Terms)
			if Compare(a, b, cosine) != Compare(b, a, cosine) || c.weigh(a, b, cosine) != c.weigh(b, a, cosine) {
				t.Fatalf("%+v and %+v compare otherwise the other way round", a, b)
			}
		}
	}
}

// More of the same must never speak against one event, and more days never for it.
func TestCurvesKeepTheirOrder(t *testing.T) {
	c := newClusterer(t)
	free := []Kind{KindShared, KindShorter, KindLonger}
	for _, r := range []*rule{&c.model.dated, &c.model.undated} {
		for k := range r.curves {
			curve := &r.curves[k]
			if slices.Contains(free, Kind(k)) {
				continue
			}
			sign := int64(1)
			if Kind(k) == KindDays {
				sign = -1
			}
			for x := int32(1); x < 1500; x++ {
				if sign*(curve.at(x)-curve.at(x-1)) < 0 {
					t.Errorf("evidence %d: %d adds %d, %d adds %d", k, x-1, curve.at(x-1), x, curve.at(x))
					break
				}
			}
		}
	}
}

func TestChance(t *testing.T) {
	c := newClusterer(t)
	last := int64(0)
	for score := int64(-11 * one); score <= 11*one; score += 1111 {
		got := c.model.chance(score)
		want := one / (1 + math.Exp(-float64(min(max(score, -maxLogit*one), maxLogit*one))/one))
		if math.Abs(float64(got)-want) > 3 || got < last {
			t.Errorf("chance of %d is %d, want %.1f", score, got, want)
		}
		last = got
	}
}

// curveModel is a model the dated rule of which has one curve.
func curveModel(kind Kind, bias int64, knots, values []int64) []byte {
	data := []byte(pairs.Magic)
	for rule := range 2 {
		data = binary.AppendVarint(data, bias)
		for k := range Kinds {
			data = binary.AppendVarint(data, 0)
			if rule == 1 || Kind(k) != kind {
				data = binary.AppendVarint(data, 0)
				continue
			}
			data = binary.AppendVarint(data, int64(len(knots)))
			last := int64(-1)
			for i, knot := range knots {
				data = binary.AppendVarint(data, knot-last)
				data = binary.AppendVarint(data, values[i])
				last = knot
			}
		}
	}
	return data
}

func TestLoadModel(t *testing.T) {
	good := curveModel(KindTitle, -one, []int64{0, 10, 20}, []int64{0, 100, 400})
	m, err := loadModel(good)
	if err != nil {
		t.Fatal(err)
	}
	curve := &m.dated.curves[KindTitle]
	for x, want := range map[int32]int64{0: 0, 5: 50, 10: 100, 15: 250, 20: 400, 900: 400} {
		if got := curve.at(x); got != want {
			t.Errorf("at %d: got %d, want %d", x, got, want)
		}
	}
	for n := range good {
		if _, err := loadModel(good[:n]); err == nil {
			t.Errorf("a model of %d of %d bytes was taken", n, len(good))
		}
	}
	if _, err := loadModel(append(good, 0)); err == nil {
		t.Error("a model with bytes behind its end was taken")
	}
}

// What a join needs is what, taken away, leaves the pair under the threshold.
func TestNeeded(t *testing.T) {
	data := curveModel(KindTitle, -2*one, []int64{0, 1024}, []int64{0, 6 * one})
	c, err := NewWith(data)
	if err != nil {
		t.Fatal(err)
	}
	const title = "Venning resigns in Brackwater today"
	a, b := c.titled("a", title, "x"), c.titled("b", title, "y")
	a.Published, b.Published = day(1), day(1)
	cosine, _ := dot(a.Terms, b.Terms)
	if got := c.needed(&a, &b, cosine); !slices.Equal(got, []string{"title"}) {
		t.Errorf("got %q, want the title alone", got)
	}
	other := c.titled("c", "Barley burns in Ostermouth", "z")
	other.Published = day(1)
	if got := c.needed(&a, &other, 0); got != nil {
		t.Errorf("a pair under the threshold needs %q", got)
	}
}

// The score is what is shared, part by part, and a rest that pairs with nothing in common have too.
func TestPartsAddUp(t *testing.T) {
	c := newClusterer(t)
	random := rand.New(rand.NewPCG(4, 4))
	for _, r := range []*rule{&c.model.dated, &c.model.undated} {
		for range 200 {
			e, nothing := Evidence{}, Evidence{}
			for k := range e {
				e[k] = random.Int32N(1025)
			}
			e[KindDays] = random.Int32N(Window + 1)
			nothing[KindDays] = Window
			for _, k := range []Kind{KindShorter, KindLonger} {
				nothing[k] = e[k]
			}
			sum := r.score(&nothing)
			for _, add := range r.adds(&e) {
				sum += add
			}
			if sum != r.score(&e) {
				t.Fatalf("%v: parts add up to %d, the score is %d", e, sum, r.score(&e))
			}
		}
	}
}
