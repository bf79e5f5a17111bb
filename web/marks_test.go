package web

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestPiecesKeepTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringN(1, 40, -1).Draw(t, "text")
		from := rapid.IntRange(0, len(text)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(text)).Draw(t, "to")
		var marks []mark
		for range rapid.IntRange(0, 6).Draw(t, "marks") {
			start := rapid.IntRange(0, len(text)).Draw(t, "start")
			end := rapid.IntRange(0, len(text)).Draw(t, "end")
			marks = append(marks, mark{start: start, end: end, class: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "class")})
		}
		var whole strings.Builder
		at := from
		for _, piece := range pieces(text, from, to, marks) {
			whole.WriteString(piece.Text)
			for i := range piece.Text {
				want := map[string]bool{}
				for _, m := range marks {
					if m.start <= at+i && at+i < m.end {
						want[m.class] = true
					}
				}
				got := strings.Fields(piece.Class)
				if len(got) != len(want) {
					t.Fatalf("byte %d is marked %v, want %v", at+i, got, want)
				}
			}
			at += len(piece.Text)
		}
		if whole.String() != text[from:to] {
			t.Fatalf("got %q, want %q", whole.String(), text[from:to])
		}
	})
}

func TestParagraphs(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{"one", "one"},
		{"one\ntwo\n\n  three \n", "one|two|three"},
		{" \n\t\n", ""},
		{"a\r\nb", "a|b"},
	} {
		var got []string
		for _, place := range paragraphs(test.text) {
			got = append(got, test.text[place[0]:place[1]])
		}
		if strings.Join(got, "|") != test.want {
			t.Errorf("%q: %q, want %s", test.text, got, test.want)
		}
	}
}

// Words that differ stand in brackets.
func TestDiffering(t *testing.T) {
	for _, test := range []struct{ a, b, wantA, wantB string }{
		{"He left the port.", "He left the port.", "He left the port.", "He left the port."},
		{"He left the port.", "he LEFT the—port", "He left the port.", "he LEFT the—port"},
		{"He left the old port.", "He left the port.", "He left the [old] port.", "He left the port."},
		{"Two officials said so.", "Three aides said so.", "[Two officials] said so.", "[Three aides] said so."},
		{"", "a b", "", "[a b]"},
		{"Ünal said", "Unal said", "[Ünal] said", "[Unal] said"},
	} {
		a, b := differing(test.a, test.b)
		if show(test.a, a) != test.wantA || show(test.b, b) != test.wantB {
			t.Errorf("%q and %q: %q and %q", test.a, test.b, show(test.a, a), show(test.b, b))
		}
	}
}

func show(whole string, marks []mark) string {
	var text strings.Builder
	for _, piece := range pieces(whole, 0, len(whole), marks) {
		if piece.Class == "differs" {
			text.WriteString("[" + piece.Text + "]")
		} else {
			text.WriteString(piece.Text)
		}
	}
	return text.String()
}

func TestTextFragment(t *testing.T) {
	for _, test := range []struct{ address, text, want string }{
		{"", "a b", ""},
		{"https://example.com/a#top", "offered to resign", "https://example.com/a#:~:text=offered%20to%20resign"},
		{"https://example.com/a", "co-op, he said", "https://example.com/a#:~:text=co%2Dop%2C%20he%20said"},
		{"https://example.com/a", "1 2 3 4 5 6 7 8 9 10 11", "https://example.com/a#:~:text=1%202%203%204%205,7%208%209%2010%2011"},
	} {
		if got := atFragment(test.address, test.text); got != test.want {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}
