package lexicon

import (
	"strings"
	"testing"
)

func TestReadFamilies(t *testing.T) {
	outlets := NewOutlets()
	read := func(table string) *Outlets {
		f, err := outlets.ReadFamilies("own.tsv", strings.NewReader(table))
		if err != nil {
			t.Fatal(err)
		}
		return outlets.With(f)
	}
	own := read("# mine\n\nthe New York Times\tQuill\nSaltmere Herald\tQuill\r\nFox Business\t-\n")
	for outlet, want := range map[string]string{
		"New York Times": "Quill", "Saltmere Herald": "Quill", "Fox Business": "Fox Business", "Fox News": "Fox",
		"HLN": "CNN",
	} {
		if got := own.Family(outlet); got != want {
			t.Errorf("%s is of %s, want %s", outlet, got, want)
		}
	}
	if got := outlets.Family("Fox Business"); got != "Fox" {
		t.Errorf("the list itself has changed: %s", got)
	}
	if got := read("*\t-\nHLN\tLighthouse\n").Family("Fox News"); got != "Fox News" {
		t.Errorf("the list still counts: %s", got)
	}
}

func TestReadFamiliesRefuses(t *testing.T) {
	outlets := NewOutlets()
	for table, want := range map[string]string{
		"CNN\tLighthouse\nHLN Lighthouse\n":    "own.tsv:2: want an outlet, a tab and a family",
		"CNN\t\n":                              "own.tsv:1: want",
		"CNN\tLighthouse\tand more\n":          "own.tsv:1: want",
		"*\tLighthouse\n":                      "own.tsv:1: not all",
		"CNN\tA\nCNN\tB\n":                     "own.tsv:2: CNN has another family",
		"CNN\tA\n" + strings.Repeat("x", 5000): "own.tsv:2: ",
	} {
		if _, err := outlets.ReadFamilies("own.tsv", strings.NewReader(table)); err == nil ||
			!strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.30q: %v", table, err)
		}
	}
}

func TestFamiliesSum(t *testing.T) {
	outlets := NewOutlets()
	sum := func(table string) string {
		f, err := outlets.ReadFamilies("own.tsv", strings.NewReader(table))
		if err != nil {
			t.Fatal(err)
		}
		return f.Sum()
	}
	if sum("CNN\tA\nHLN\tB\n") != sum("# the same\nHLN\tB\nCNN\tA\n") {
		t.Error("order or remarks change the sum")
	}
	if sum("CNN\tA\n") == sum("CNN\tB\n") || sum("CNN\tA\n") == sum("CNN\tA\n*\t-\n") {
		t.Error("two tables have one sum")
	}
}
