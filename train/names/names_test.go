package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"hearsay/read/tag"
)

func TestReadColumns(t *testing.T) {
	const outside = 1 << tag.NameOutside
	first := func(kind int) states { return 1 << tag.MakeNameState(kind, true) }
	inner := func(kind int) states { return 1 << tag.MakeNameState(kind, false) }
	for _, test := range []struct {
		name, file string
		want       [][]states
	}{
		{"a.txt", "Ann\tB-politician\nLee\tI-politician\nwon\tO\n\nGala\tB-event\nOpen\tB-magazine\n",
			[][]states{{first(0), inner(0), outside}, {first(3), anyState}}},
		{"b.conll", "Ann I-PER\nLee I-PER\nPort I-ORG\nruns O\n@x O\n",
			[][]states{{first(0), inner(0), first(1), outside | first(3) | inner(3), anyState}}},
		{"c.iob2", "# text = Port\n1\tPort\tB-LOC\t-\t-\n2\tEllis\tI-LOC\t-\t-\n",
			[][]states{{first(2), inner(2)}}},
	} {
		path := filepath.Join(t.TempDir(), test.name)
		if err := os.WriteFile(path, []byte(test.file), 0o600); err != nil {
			t.Fatal(err)
		}
		sentences, err := readColumns(path)
		if err != nil {
			t.Fatal(err)
		}
		var got [][]states
		for _, s := range sentences {
			got = append(got, s.may)
		}
		if !slices.EqualFunc(got, test.want, slices.Equal) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
}

// What is learned from a few sentences is found in them again, and twice the same.
func TestFit(t *testing.T) {
	o := options{seed: 1, rounds: 8, bits: 12, smallest: 1, least: 1, rate: 0.2, keep: 1, scale: 32}
	first := func(kind int) states { return 1 << tag.MakeNameState(kind, true) }
	const outside = 1 << tag.NameOutside
	gold := []labelled{
		{words: []string{"Then", "Orla", "met", "Quillon", "."}, may: []states{outside, first(0), outside, first(0), outside}},
		{words: []string{"They", "left", "Saltmere", "."}, may: []states{outside, outside, first(2), outside}},
		{words: []string{"They", "left", "Ellis", "."}, may: []states{outside, outside, anyState, outside}},
	}
	file, err := fit(o, gold, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := fit(o, gold, nil, nil)
	if err != nil || !slices.Equal(file, again) {
		t.Errorf("another model the second time: %v", err)
	}
	namer, err := tag.DecodeNamer(file)
	if err != nil {
		t.Fatal(err)
	}
	f, err := newField(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range gold[:2] {
		if r := f.runs(s, 1, nil); len(r) != 1 || len(r[0].may) != len(s.words) {
			t.Errorf("%v is %d runs, or not all of its words", s.words, len(r))
		}
		named := 0
		for _, may := range s.may {
			if may != outside {
				named++
			}
		}
		if got := namer.FindWords(s.words, f.tagsOf(s)); len(got) != named {
			t.Errorf("%v: found %v", s.words, got)
		}
	}
}
