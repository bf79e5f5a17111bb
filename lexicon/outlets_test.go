package lexicon

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCanonical(t *testing.T) {
	outlets := NewOutlets()
	for _, test := range []struct{ name, want string }{
		{"CNN (Web News)", "CNN"},
		{"CNN - Editorial", "CNN"},
		{"New York Times - News", "New York Times"},
		{"the new york times", "New York Times"},
		{"NYTimes.com", "New York Times"},
		{"Fox Online News", "Fox News"},
		{"FOXNEWS", "Fox News"},
		{"NPR Online News", "NPR"},
		{"The Washington Times, LLC.", "Washington Times"},
		{"Wall Street Journal - Editorial", "Wall Street Journal"},
		{"The Associated Press", "Associated Press"},
		{"AP", "Associated Press"},
		{"The Slate Group", "Slate"},
		{"The Hill", "The Hill"},
		{"TIME", "Time"},
		{"NBC (Web News)", "NBC News"},
		{"Yahoo! News", "Yahoo News"},
		{"Investor’s Business Daily", "Investor's Business Daily"},
		{"U.S. News & World Report", "U.S. News & World Report"},
		{"The Telegraph - UK", "Daily Telegraph"},
		{"Haaretz", "Haaretz"},
		{"Le Soir", "Le Soir"},
		{"The Post", ""},
		{"the Times", ""},
		{"Journal", ""},
		{"Hill", ""},
		{"Jane Roe", ""},
		{"News", ""},
		{"", ""},
	} {
		got, ok := outlets.Canonical(test.name)
		if got != test.want || ok != (test.want != "") {
			t.Errorf("Canonical(%q) = %q, %v; want %q", test.name, got, ok, test.want)
		}
	}
}

func TestByHost(t *testing.T) {
	outlets := NewOutlets()
	for _, test := range []struct{ host, want string }{
		{"www.washingtonpost.com", "Washington Post"},
		{"edition.CNN.com:443", "CNN"},
		{"abcnews.go.com", "ABC News"},
		{"go.com", ""},
		{"com", ""},
		{"notcnn.com", ""},
		{"yle.fi", "Yleisradio"},
		{"", ""},
	} {
		if got, ok := outlets.ByHost(test.host); got != test.want || ok != (test.want != "") {
			t.Errorf("ByHost(%q) = %q, %v; want %q", test.host, got, ok, test.want)
		}
	}
}

func TestFamilyAgencyShortForm(t *testing.T) {
	outlets := NewOutlets()
	if outlets.Family("MSNBC") != outlets.Family("NBC News") || outlets.Family("MSNBC") == outlets.Family("CNN") {
		t.Error("MSNBC and NBC News are one family, CNN another")
	}
	if got := outlets.Family("Unheard-of Gazette"); got != "Unheard-of Gazette" {
		t.Errorf("an outlet without a family is its own, got %q", got)
	}
	if !outlets.Agency("Reuters") || outlets.Agency("CNN") {
		t.Error("Reuters is an agency and CNN is none")
	}
	if got := outlets.ShortForm("the Post"); !slices.Contains(got, "Washington Post") || !slices.IsSorted(got) || len(got) < 2 {
		t.Errorf("ShortForm(the Post) = %q", got)
	}
	if got := outlets.ShortForm("the Washington Post"); len(got) != 0 {
		t.Errorf("a full name is no short form, got %q", got)
	}
	if got, ok := outlets.BySection("THE SLATEST"); got != "Slate" || !ok {
		t.Errorf("BySection(THE SLATEST) = %q, %v", got, ok)
	}
}

// Matches are marked [so].
func TestFindAll(t *testing.T) {
	outlets := NewOutlets()
	for _, marked := range []string{
		"the [Washington Post] and the [New York Times] told [CNN]’s desk",
		"[CNN]'s Ann Roe, [ABC News] and [ABC]",
		"a [Washington Post]-[ABC News] poll",
		"according to [The Hill], staff on the Hill said",
		"the Guardian Angels told [the Guardian] that",
		"who told [Time] on Monday that Time Warner had a good Time Warp",
		"Time will tell. Reason is no excuse, and Vice President Roe told [Reason] so",
		"the [Washington\nPost] but not Washington\n\nPost",
		"[Investor ’s Business Daily] and [Investor's Business Daily]",
		"CNNs and xCNN are no outlets, nor is a politico",
		"([CNN]) [WaPo]'s",
		"Über [CNN]",
		"the Post and the Times and Bloomberg",
		"a [Fox News Channel] host",
	} {
		text := strings.NewReplacer("[", "", "]", "").Replace(marked)
		if got := markOutlets(text, outlets.FindAll(text)); got != marked {
			t.Errorf("got  %s\nwant %s", got, marked)
		}
	}
}

func markOutlets(text string, matches []OutletMatch) string {
	var b strings.Builder
	at := uint32(0)
	for _, m := range matches {
		fmt.Fprintf(&b, "%s[%s]", text[at:m.Span.Start], m.Span.Of(text))
		at = m.Span.End
	}
	return b.String() + text[at:]
}

// Every name of the lists leads to one outlet, and none of them is also a short form of several.
func TestOutletListsAgree(t *testing.T) {
	owner := map[string]string{}
	outlets := NewOutlets()
	known := Set{}
	for _, list := range []string{"outlets", "outlets-world"} {
		for _, row := range Table(list) {
			canonical := strings.TrimLeft(row[0], "?!")
			if rest, ok := strings.CutPrefix(canonical, "the "); ok {
				canonical = "The " + rest
			}
			known[canonical] = true
			if row[1] != "outlet" && row[1] != "agency" {
				t.Errorf("%s: kind %q", canonical, row[1])
			}
			names := []string{row[0]}
			for _, i := range []int{2, 3, 4} {
				if i < len(row) && row[i] != "-" {
					names = append(names, strings.Split(row[i], ";")...)
				}
			}
			for i, name := range names {
				name = strings.TrimLeft(name, "?!")
				if name == "" {
					t.Errorf("%s: an empty name", canonical)
				}
				if other, ok := owner[nameKey(name)]; ok && other != canonical {
					t.Errorf("%q names both %s and %s", name, other, canonical)
				}
				owner[nameKey(name)] = canonical
				if forms := outlets.ShortForm(name); i > 0 && len(forms) > 1 {
					t.Errorf("%q is a name of %s and a short form of %q", name, canonical, forms)
				}
			}
		}
	}
	for outlet := range outlets.families {
		if !known[outlet] {
			t.Errorf("outlet-families names %q, which no list holds", outlet)
		}
	}
}

func FuzzFindAll(f *testing.F) {
	f.Add("the Washington\nPost told The Hill’s \xe2\x80 CNN")
	outlets := NewOutlets()
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		end := uint32(0)
		for _, m := range outlets.FindAll(text) {
			if err := m.Span.Check(text); err != nil || m.Span.Start < end || m.Span.Empty() {
				t.Fatalf("match %v after %d: %v", m, end, err)
			}
			end = m.Span.End
		}
	})
}

func BenchmarkFindAll(b *testing.B) {
	outlets := NewOutlets()
	text := strings.Repeat("The mayor told the Washington Post on Monday that the plan was sound and that Ann Roe had seen it. ", 60)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		outlets.FindAll(text)
	}
}
