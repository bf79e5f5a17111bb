package web

import (
	"bytes"
	"cmp"
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
	for _, excerpt := range []int{0, 20, 40} {
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
		if quoted := quotedAtLength(found, shown(t, body.String()), cmp.Or(excerpt, 40)); quoted != "" && excerpt > 0 || quoted == "" && excerpt == 0 {
			t.Errorf("cut after %d, more in a row: %q", excerpt, quoted)
		}
	}
}

// quotedAtLength is a stretch of more than most characters of a document that stands in text, white space aside; "" if
// none does.
func quotedAtLength(found []archive.Story, text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	for i := range found {
		for _, reading := range found[i].Readings {
			runes := []rune(strings.Join(strings.Fields(reading.Document.Text), " "))
			for at := range len(runes) - most {
				// A space at either end may be the page's own.
				if stretch := string(runes[at : at+most+1]); strings.TrimSpace(stretch) == stretch && strings.Contains(text, stretch) {
					return stretch
				}
			}
		}
	}
	return ""
}

// shown is the text of a page, and then the values of its attributes.
func shown(t *testing.T, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text, values strings.Builder
	for node := range root.Descendants() {
		if node.Type == html.TextNode {
			text.WriteString(node.Data)
		}
		for _, attribute := range node.Attr {
			values.WriteString("\n" + attribute.Val)
		}
	}
	return text.String() + values.String()
}
