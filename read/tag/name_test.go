package tag

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"hearsay"
)

func newNamer(t testing.TB) *Namer {
	n, err := NewNamer()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Names stand in brackets with the first letter of their kind.
func TestNamer(t *testing.T) {
	p, n := newPOS(t), newNamer(t)
	for _, test := range []string{
		"[p Marta Quillon ] , a lawyer , flew to [l Paris ] on Tuesday .",
		"The mayor of [l Chicago ] , [p Ed Barlow ] , wrote to the [b National Harbour Authority ] .",
		"The company had grown for years before it was sold .",
		"“ It was late , ” [p Jane Dobbs ] said .",
	} {
		var words []string
		var want []hearsay.TaggedName
		for field := range strings.FieldsSeq(test) {
			switch {
			case strings.HasPrefix(field, "["):
				kind := NameKinds()[strings.Index("pblo", field[1:])]
				want = append(want, hearsay.TaggedName{Start: len(words), Kind: kind})
			case field == "]":
				want[len(want)-1].End = len(words)
			default:
				words = append(words, field)
			}
		}
		text := strings.Join(words, " ")
		sentences := split(text)
		p.Tag(text, sentences)
		got := n.Find(text, sentences)
		for i := range got {
			if got[i].Lead <= 0 {
				t.Errorf("%s: lead %d", text, got[i].Lead)
			}
			got[i].Lead = 0
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func TestDecodeNamerRefusesDamage(t *testing.T) {
	weights, joints := NewWeights(3, NameStates), NewWeights(4, NameStates)
	weights.Set(5, 2, -70)
	joints.Set(9, 1, 31)
	file := EncodeNamer(weights, joints)
	n, err := DecodeNamer(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(EncodeNamer(n.weights, joints), file) || n.joints[9][1] != 31 {
		t.Error("the model is another after writing and reading")
	}
	for _, bad := range [][]byte{nil, file[:len(file)-1], append(slices.Clone(file), 0), []byte(namesHeader)} {
		if _, err := DecodeNamer(bad); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

func TestNameStates(t *testing.T) {
	for kind := range nameKinds {
		first, inner := MakeNameState(kind, true), MakeNameState(kind, false)
		if first.Kind() != kind || inner.Kind() != kind || first.Inner() || !inner.Inner() {
			t.Errorf("kind %d: %d and %d", kind, first, inner)
		}
		if !inner.Follows(first) || !inner.Follows(inner) || inner.Follows(NameOutside) || !first.Follows(inner) {
			t.Errorf("kind %d follows what it must not, or does not", kind)
		}
		other := MakeNameState((kind+1)%nameKinds, true)
		if inner.Follows(other) {
			t.Errorf("a later word of kind %d follows another kind", kind)
		}
	}
}

// The path that decode finds is the best of all paths, and the lead is how far behind the others are.
func TestNamerDecodesTheBestPath(t *testing.T) {
	random := uint32(7)
	next := func() int32 {
		random = random*1664525 + 1013904223
		return int32(random>>24) - 128
	}
	weights, joints := NewWeights(6, NameStates), NewWeights(4, NameStates)
	for row := range uint32(64) {
		for state := range NameStates {
			weights.Set(row, state, next()/8)
		}
	}
	for row := range uint32(NameStates + 1) {
		for state := range NameStates {
			joints.Set(row, state, next())
		}
	}
	n, err := MakeNamer(weights, joints)
	if err != nil {
		t.Fatal(err)
	}
	var c NameContext
	words := []string{"Ann", "of", "Roe", "Bay"}
	c.Start(n, words, make([]hearsay.Tag, len(words)))
	c.decode(0, len(words))
	best := int32(neverName)
	through := make([][NameStates]int32, len(words))
	for i := range through {
		for state := range through[i] {
			through[i][state] = neverName
		}
	}
	path := make([]NameState, len(words))
	var winner []NameState
	var try func(i int, score int32)
	try = func(i int, score int32) {
		if i == len(words) {
			if score > best {
				best, winner = score, slices.Clone(path)
			}
			for at, state := range path {
				through[at][state] = max(through[at][state], score)
			}
			return
		}
		before := NameState(NameStates)
		if i > 0 {
			before = path[i-1]
		}
		for state := range NameState(NameStates) {
			if i == 0 && state.Inner() || i > 0 && !state.Follows(before) {
				continue
			}
			path[i] = state
			try(i+1, score+n.joints[before][state]+c.emitted[i][state])
		}
	}
	try(0, 0)
	if !slices.Equal(c.best, winner) {
		t.Errorf("got %v, want %v", c.best, winner)
	}
	for i := range through {
		for state, want := range through[i] {
			if got := c.through[i][state]; got != want && (want > neverName || got > neverName/2) {
				t.Errorf("word %d, state %d: %d, want %d", i, state, got, want)
			}
		}
	}
}

func FuzzNamer(f *testing.F) {
	f.Add("Ann Roe of the Harbour Board met “ Lee ” in St. Ives .")
	f.Add("Ä ß Ö – – ’ 2017 A")
	p, n := newPOS(f), newNamer(f)
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		if text == "" || strings.Contains(" "+text+" ", "  ") {
			t.Skip("no words")
		}
		sentences := split(text)
		p.Tag(text, sentences)
		names := n.Find(text, sentences)
		last := 0
		for _, name := range names {
			if name.Sentence != 0 || name.Start < last || name.End <= name.Start || name.End > len(sentences[0].Tokens) {
				t.Fatalf("%v behind %d", name, last)
			}
			last = name.End
		}
		if again := n.Find(text, sentences); !slices.Equal(names, again) {
			t.Fatal("two runs differ")
		}
	})
}
