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
	for name, want := range map[string]bool{
		"Reuters": true, "CNN": false, "Northline News Agency": true, "Northline Press Agency": true,
		"Saltmere Herald": false, "Environmental Protection Agency": false,
	} {
		if outlets.Agency(name) != want {
			t.Errorf("Agency(%q) = %v", name, !want)
		}
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

// Outlets of no list, by their form. Matches are marked [so].
func TestFindAllByForm(t *testing.T) {
	outlets := NewOutlets()
	for _, marked := range []string{
		"two people close to the mayor told the [Saltmere Herald] on Monday",
		"The [Saltmere Herald] first reported Monday that he offered to resign.",
		"according to [Saltmere Herald] reporters, and a [Coast Courier] editor agreed",
		"The mayor told the [St. Ellis Tribune] so, said the [Port Ellis Star-Gazette]'s editors",
		"the [Ellis News & Courier], the [Ellis Mail and Courier] and the [Ellis Herald] and Tribune Tower",
		"the [Ellis Daily News] and [Northline News Agency] reported",
		"he told the [Ellis Times] Tuesday, the [Ellis Observer] reported",
		"people asked for the [Washington Post]-[Saltmere Herald] poll",
		"the [Saltmere\nHerald] but not the Saltmere\n\nHerald",
		"the mayor met Jim Herald, Senator Herald, Mr. Bob Roe Herald and the Herald",
		"the county Medical Examiner and the Deputy Medical Examiner told the council",
		"they lived in the End Times, and the Ellis Times were hard",
		"Mayor Seeks Times",
		"Mayor Sues Saltmere Herald for Libel",
		"the Saltmere Herald Building stood by the Saltmere Tribune Company",
		"a film called “The Saltmere Dispatch” and a book, \"Saltmere Chronicle\"",
		"told the House Majority Leader and the Taxpayer Advocate",
		"the Coeur d’Ellis Herald and O’Ellis Herald reported",
		"the Star-Gazette reported on the Saltmere Chronicle of Higher Sailing",
	} {
		text := strings.NewReplacer("[", "", "]", "").Replace(marked)
		matches := outlets.FindAll(text)
		if got := markOutlets(text, matches); got != marked {
			t.Errorf("got  %s\nwant %s", got, marked)
		}
		for _, m := range matches {
			if m.ByForm == (m.Outlet == "Washington Post") || strings.ContainsAny(m.Outlet, "\n") {
				t.Errorf("%s: %+v", text, m)
			}
		}
	}
}

func TestNamed(t *testing.T) {
	outlets := NewOutlets()
	for _, test := range []struct{ name, want string }{
		{"Saltmere Herald", "Saltmere Herald"},
		{"The  Saltmere\nHerald", "Saltmere Herald"},
		{"the Ellis Times", "Ellis Times"},
		{"Austin Herald", "Austin Herald"},
		{"The (Port Ellis) News Journal", "News Journal"},
		{"NYTimes.com", "New York Times"},
		{"The New York Times", "New York Times"},
		{"Jim Herald", ""},
		{"Ellis Times", ""},
		{"the Herald", ""},
		{"Saltmere Herald of Ellis", ""},
		{"Ann Roe, Saltmere Herald", ""},
		{"House Majority Leader", ""},
		{"Environmental Protection Agency", ""},
		{"(", ""},
		{"", ""},
	} {
		if got, ok := outlets.Named(test.name); got != test.want || ok != (test.want != "") {
			t.Errorf("Named(%q) = %q, %v; want %q", test.name, got, ok, test.want)
		}
	}
}

func TestPlain(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{" The  Saltmere Herald ", "Saltmere Herald"}, {"Saltmere Herald", "Saltmere Herald"}, {"The", "The"}, {"", ""},
	} {
		if got := Plain(test.name); got != test.want {
			t.Errorf("Plain(%q) = %q, want %q", test.name, got, test.want)
		}
	}
}

func FuzzFindAll(f *testing.F) {
	for _, seed := range []string{
		"told the Saltmere Herald", "Star-Star & Star and Star Herald", "St. Ellis Herald", "É. Herald-Herald–Herald",
		"the\n\nHerald", "'É Herald'", "the Washington\nPost told The Hill’s \xe2\x80 CNN",
	} {
		f.Add(seed)
	}
	outlets := NewOutlets()
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		matches := outlets.FindAll(text)
		end := uint32(0)
		for _, m := range matches {
			if err := m.Span.Check(text); err != nil {
				t.Fatal(err)
			}
			if m.Span.Start < end || m.Span.Empty() || m.Outlet == "" {
				t.Fatalf("match %+v after %d", m, end)
			}
			end = m.Span.End
		}
		if !slices.Equal(matches, outlets.FindAll(text)) {
			t.Fatal("twice the same text gives two results")
		}
	})
}

// BenchmarkFindAllRepeated reads texts that repeat what the rules look for. Bytes per second that fall from the short
// to the long one tell of time that is not linear.
func BenchmarkFindAllRepeated(b *testing.B) {
	outlets := NewOutlets()
	for _, unit := range []string{"Ellis Herald ", "Star-", "Herald ", "the Ellis Times "} {
		for _, size := range []int{30_000, 300_000} {
			b.Run(fmt.Sprintf("%q/%d", unit, size), func(b *testing.B) {
				text := strings.Repeat(unit, size/len(unit))
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					outlets.FindAll(text)
				}
			})
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

func BenchmarkFindAll(b *testing.B) {
	outlets := NewOutlets()
	text := strings.Repeat("The mayor told the Washington Post on Monday that the plan was sound and that Ann Roe had seen it. ", 60)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		outlets.FindAll(text)
	}
}
