package web

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"hearsay"
	"hearsay/archive"
	"hearsay/store/mem"
)

// stories are those of the examples, with what could not be read.
func stories(t *testing.T) ([]archive.Story, []hearsay.Document) {
	t.Helper()
	keeper, err := archive.New(t.Context(), mem.New(), archive.Choice{}, archive.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Add(t.Context(), time.Unix(0, 0), examples(t)); err != nil {
		t.Fatal(err)
	}
	contents, err := keeper.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var found []archive.Story
	for story, err := range keeper.Each(t.Context(), contents.Stories) {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, story)
	}
	return found, contents.Skipped
}

// A file by mail has all that its links lead to, and asks nobody for anything.
func TestFileStandsAlone(t *testing.T) {
	found, skipped := stories(t)
	for _, excerpt := range []int{0, 40} {
		var body bytes.Buffer
		if err := WriteFile(&body, "hearsay", "1", found, skipped, nil, excerpt); err != nil {
			t.Fatal(err)
		}
		made := parse(t, body.String())
		for _, link := range made.links {
			if name, inside := strings.CutPrefix(link, "#"); inside && !made.names[name] {
				t.Errorf("nothing is called %q", name)
			}
		}
		for _, node := range made.nodes {
			switch node.Data {
			case "script", "link", "img", "iframe", "form":
				t.Errorf("the file has a %s", node.Data)
			}
		}
		text := found[0].Readings[0].Document.Text
		sentence := text[strings.Index(text, "\n"):]
		sentence = strings.TrimSpace(sentence[:strings.Index(sentence, ".")])
		if whole := strings.Contains(shown(t, body.String()), sentence); whole != (excerpt == 0) {
			t.Errorf("cut after %d: the sentence %q stands whole: %v", excerpt, sentence, whole)
		}
	}
}

// shown is the text of a page.
func shown(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for node := range root.Descendants() {
		if node.Type == html.TextNode {
			text.WriteString(node.Data)
		}
	}
	return text.String()
}

func TestExcerpt(t *testing.T) {
	for _, test := range []struct {
		text string
		n    int
		want string
	}{
		{"offered to resign", 20, "offered to resign"},
		{"offered to resign", 17, "offered to resign"},
		{"offered to resign", 13, "offered to…"},
		{"offered to resign", 10, "offered to…"},
		{"offered", 3, "off…"},
		{"Ünäï öü", 4, "Ünäï…"},
	} {
		if got := Excerpt(test.text, test.n); got != test.want {
			t.Errorf("%q after %d: %q, want %q", test.text, test.n, got, test.want)
		}
	}
}
