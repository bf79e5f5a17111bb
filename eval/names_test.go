package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
	"hearsay/collate/identity"
	"hearsay/read"
)

const namesSample = `Ann	B-politician
Lee	I-politician
flew	O
to	O
Paris	B-location
.	O

Port	B-product
Authority	I-product
closed	O
.	O
`

func TestNames(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.txt")
	if err := os.WriteFile(file, []byte(namesSample), 0o600); err != nil {
		t.Fatal(err)
	}
	result, err := Names(file, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if result.Documents != 2 {
		t.Errorf("%d documents, want a sentence each", result.Documents)
	}
	for _, s := range result.Scores {
		want := 0
		switch s.Kind {
		case "person", "place":
			want = 1
		case kindAll, kindCore, kindAny:
			want = 2 // a product is neither right nor wrong
		}
		if s.True != want || s.Right > s.Found || s.Found > want {
			t.Errorf("%s %s: %+v", s.By, s.Kind, s.Count)
		}
	}
	if !strings.Contains(result.String(), "reading") {
		t.Error(result)
	}
}

func TestNamesScoring(t *testing.T) {
	n := &namesRun{}
	for _, kind := range []string{"person", "place", kindAll, kindCore, kindAny} {
		n.result.Scores = append(n.result.Scores, NameScore{By: "reading", Kind: kind})
	}
	at := hearsay.MakeSpan
	n.count("reading", []nameSpan{
		{span: at(0, 4), kind: hearsay.EntityPerson},
		{span: at(5, 9), kind: hearsay.EntityPlace},
		{span: at(20, 30), unscored: true},
	}, []nameSpan{
		{span: at(0, 4), kind: hearsay.EntityPerson},
		{span: at(5, 9), kind: hearsay.EntityPerson},
		{span: at(10, 12), kind: hearsay.EntityUnclear},
		{span: at(25, 28), kind: hearsay.EntityPlace},
	})
	want := map[string]Count{
		"person": {Right: 1, Found: 2, True: 1},
		"place":  {True: 1},
		kindAll:  {Right: 1, Found: 2, True: 2},
		kindCore: {Right: 1, Found: 2, True: 2},
		kindAny:  {Right: 2, Found: 3, True: 2},
	}
	for _, s := range n.result.Scores {
		if s.Count != want[s.Kind] {
			t.Errorf("%s: %+v, want %+v", s.Kind, s.Count, want[s.Kind])
		}
	}
}

func TestNamesOfActors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "story.conll")
	if err := os.WriteFile(file, []byte(wclSample), 0o600); err != nil {
		t.Fatal(err)
	}
	reader, err := read.New(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	result, err := Names(file, reader, identity.New())
	if err != nil {
		t.Fatal(err)
	}
	a := result.Actors
	if a == nil || a.Found.True+a.Actors.True == 0 || a.Joined.Right > a.Voted.Right {
		t.Fatalf("%+v", a)
	}
	if !strings.Contains(result.String(), "after the story has voted") {
		t.Error(result)
	}
}

func TestNameTest(t *testing.T) {
	test := newNameTest()
	for mention, want := range map[string]bool{
		"Ann Lee": true, "Mr. Lee": true, "President Lee": true, "Kim Jong-un": true, "Lee 's": true,
		"President": false, "the mayor": false, "the French president": false, "He": false, "French President": false,
		"the Lee campaign": false,
	} {
		if got := test.name(strings.Fields(mention)); got != want {
			t.Errorf("%s: %v, want %v", mention, got, want)
		}
	}
}

func TestNamesRefuses(t *testing.T) {
	dir := t.TempDir()
	if _, err := Names(dir, nil, nil); err == nil {
		t.Error("an empty folder is a corpus")
	}
	file := filepath.Join(dir, "bad.txt")
	if err := os.WriteFile(file, []byte("Ann B-PER\nLee said\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Names(file, nil, nil); err == nil || !strings.Contains(err.Error(), "bad.txt:2") {
		t.Errorf("a line without a label: %v", err)
	}
}
