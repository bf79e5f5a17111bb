package report_test

import (
	"bytes"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"hearsay"
	"hearsay/collate/story"
	"hearsay/report"
)

var listNames = []report.ListName{
	report.ListClaims, report.ListPeople, report.ListPerson, report.ListSources, report.ListTimeline, report.ListFirst, report.ListFound,
	report.ListWhy,
}

// quoted takes for said what the text does not call an attitude.
type quoted struct{}

func (quoted) Said(_ *hearsay.Reading, a *hearsay.Attribution) bool { return !a.Attitude }

// list makes a listing of everything: of every claim, identity and sentence where it is of some.
func (h held) list(t *testing.T, name report.ListName, offsets report.Offsets) *report.Listing {
	t.Helper()
	lister, err := report.NewLister("hearsay test", "r", offsets, name, "everything")
	if err != nil {
		t.Fatal(err)
	}
	var features []story.Features
	for i := range h.readings {
		if !h.readings[i].Document.Skip.Skipped() {
			features = append(features, h.collator.Describe(&h.readings[i]))
		}
	}
	for _, story := range h.collator.Clusterer().Cluster(features) {
		var readings []hearsay.Reading
		var pointers []*hearsay.Reading
		for _, id := range story.Docs {
			i := slices.IndexFunc(h.readings, func(r hearsay.Reading) bool { return r.Document.ID == id })
			readings = append(readings, h.readings[i])
			pointers = append(pointers, &h.readings[i])
		}
		ledger := h.collator.Collate(story, pointers)
		switch name {
		case report.ListClaims:
			lister.Claims(&ledger, readings, func(*hearsay.Claim) bool { return true })
		case report.ListPeople:
			lister.People(&ledger, readings, quoted{})
		case report.ListPerson:
			var ids []hearsay.IdentityID
			for _, identity := range ledger.Identities {
				ids = append(ids, identity.ID)
			}
			lister.Person(&ledger, readings, ids, quoted{})
		case report.ListSources:
			lister.Sources(&ledger, readings)
		case report.ListTimeline:
			lister.Timeline(&ledger, readings)
		case report.ListFirst:
			lister.Firsts(&ledger, readings)
		case report.ListFound:
			lister.Found(&ledger, readings, &hearsay.Found{Claims: matches(&ledger), Places: findings(readings)})
		case report.ListWhy:
			if lister.Listing().Why == nil && len(ledger.Claims) > 0 {
				lister.Explain(&ledger, readings, 0, nil, true)
			}
		}
	}
	return lister.Listing()
}

func matches(ledger *hearsay.Ledger) []hearsay.Match {
	var list []hearsay.Match
	for i, claim := range ledger.Claims {
		last := slices.Concat(claim.Tellings, claim.Apart)[len(claim.Tellings)+len(claim.Apart)-1]
		list = append(list, hearsay.Match{Claim: i, Doc: last.Doc, Span: last.Span})
	}
	return list
}

func findings(readings []hearsay.Reading) []hearsay.Place {
	var list []hearsay.Place
	for _, reading := range readings {
		for i, sentence := range reading.Sentences {
			last := sentence.Tokens[len(sentence.Tokens)-1]
			list = append(list, hearsay.Place{
				Doc: reading.Document.ID, Span: sentence.Span, Words: []hearsay.Span{last.Span}, Attribution: -1, Apart: i%2 == 1,
			})
		}
		for i, a := range reading.Attributions {
			if len(a.Content) > 0 {
				list = append(list, hearsay.Place{Doc: reading.Document.ID, Span: hearsay.Cover(a.Content), Attribution: i})
			}
		}
	}
	return list
}

// printed is a listing in all three forms.
func printed(t *testing.T, listing *report.Listing, style report.Style) map[string]string {
	t.Helper()
	var text, markdown, object bytes.Buffer
	for _, err := range []error{
		report.WriteListing(&text, listing, style), report.WriteListingMarkdown(&markdown, listing, style.All),
		report.WriteListingJSON(&object, listing),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return map[string]string{"text": text.String(), "Markdown": markdown.String(), "JSON": object.String()}
}

func TestListingsAreByTheSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile("../docs/listing.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for about, h := range map[string]held{
		"examples": load(t, captures(t)...), "nothing": load(t), "hostile": load(t, capture(hostile, "bad\xff\x1b[2J.txt")),
	} {
		for _, name := range listNames {
			value, err := jsonschema.UnmarshalJSON(strings.NewReader(printed(t, h.list(t, name, report.UTF16), report.Style{})["JSON"]))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%s of %s: %v", name, about, err)
			}
			lists := 0
			for _, list := range []string{"claims", "people", "persons", "sources", "timelines", "firsts", "places"} {
				if _, there := value.(map[string]any)[list]; there {
					lists++
				}
			}
			want, special := map[report.ListName]int{report.ListFound: 2, report.ListWhy: 0}[name]
			if !special {
				want = 1
			}
			if lists != want {
				t.Errorf("%s of %s has %d lists, want %d, empty or not", name, about, lists, want)
			}
		}
	}
}

func TestEverySpanOfListingsShowsItsText(t *testing.T) {
	h := load(t, captures(t)...)
	texts := map[hearsay.DocID]string{}
	for _, reading := range h.readings {
		texts[reading.Document.ID] = reading.Document.Text
	}
	seen := map[string]int{}
	for _, name := range listNames {
		listing := h.list(t, name, report.CodePoint)
		spans(string(name), reflect.ValueOf(listing), func(path string, span report.Span) {
			seen[regexp.MustCompile(`\[\d+\]`).ReplaceAllString(path, "")]++
			if text := string([]rune(texts[span.Doc])[span.Start:span.End]); text != span.Text || text == "" {
				t.Errorf("%s shows %q, the document has %q", path, span.Text, text)
			}
			if !slices.ContainsFunc(listing.Documents, func(d report.ListedDocument) bool { return d.ID == span.Doc }) {
				t.Errorf("%s is of a document that is not listed", path)
			}
		})
		for _, doc := range listing.Documents {
			if !slices.ContainsFunc(listing.Stories, func(s report.ListedStory) bool { return s.ID == doc.Story }) {
				t.Errorf("%s: the story of %s is not listed", name, doc.Paths)
			}
		}
	}
	for _, path := range []string{
		"claims.Claims.Headline", "people.People.Name", "people.People.Roles", "person.Persons.Joins.Spans",
		"person.Persons.Statements.Sentence", "person.Persons.Statements.Cue", "person.Persons.Statements.Content",
		"person.Persons.Statements.By", "person.Persons.Statements.ToldTo", "sources.Sources.Spans", "sources.Sources.Reason",
		"timeline.Timelines.Happened.Time", "timeline.Timelines.Told.First", "who-first.Firsts.First", "who-first.Firsts.Later",
		"who-first.Firsts.Undated", "who-first.Firsts.Evidence.Spans", "who-first.Firsts.Evidence.Sentence", "find.Claims.Match",
		"find.Places.Span", "find.Places.Words", "find.Places.Source",
	} {
		if seen[path] == 0 {
			t.Errorf("no span stands at %s, so nothing was tested there", path)
		}
	}
}

func TestListingsSteerNoTerminal(t *testing.T) {
	h := load(t, capture(hostile, "bad\xff\x9b\x1b[2J\n.txt"), capture(hostile+"More.\n", "b.txt"))
	h.readings[0].Document.Outlet.Value = "Gazette\x1b[31m\r\n\u202e"
	steers := func(r rune) bool {
		return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
	}
	shown := ""
	for _, name := range listNames {
		for form, text := range printed(t, h.list(t, name, report.UTF8), report.Style{All: true}) {
			if form == "JSON" {
				continue
			}
			shown += text
			if at := strings.IndexFunc(text, steers); at >= 0 || !utf8.ValidString(text) {
				t.Errorf("%s as %s has a character that steers: %q", name, form, text[max(0, at-40):min(len(text), at+40)])
			}
		}
	}
	if !strings.Contains(shown, "offer") || !strings.ContainsRune(shown, utf8.RuneError) {
		t.Error("the hostile words are not shown")
	}
}

func TestListingsFitATerminal(t *testing.T) {
	h := load(t, append(captures(t), capture(strings.Repeat("Rell", 100)+" offered to resign.\n", "long.txt"))...)
	for _, name := range listNames {
		for width, style := range map[int]report.Style{80: {All: true}, 60: {Width: 60}} {
			for line := range strings.Lines(printed(t, h.list(t, name, report.UTF8), style)["text"]) {
				line = strings.TrimSuffix(line, "\n")
				words := strings.Fields(strings.TrimPrefix(strings.TrimSpace(line), "- "))
				if columns := utf8.RuneCountInString(line); columns > width && len(words) > 1 {
					t.Errorf("%s: %d columns, want %d at most: %q", name, columns, width, line)
				}
			}
		}
	}
}

// The order in which a story's documents are read leaves no trace, nor does a second time.
func TestListingsAreTheSameTwice(t *testing.T) {
	h := load(t, captures(t)...)
	turned := held{readings: slices.Clone(h.readings), collator: h.collator}
	slices.Reverse(turned.readings)
	for _, name := range listNames {
		a := printed(t, h.list(t, name, report.UTF8), report.Style{})
		if b := printed(t, turned.list(t, name, report.UTF8), report.Style{}); !reflect.DeepEqual(a, b) {
			t.Errorf("%s differs when the documents come the other way round", name)
		}
	}
}

func TestEmptyListingsSaySo(t *testing.T) {
	for _, name := range []report.ListName{report.ListClaims, report.ListPeople, report.ListSources, report.ListFirst, report.ListFound} {
		lister, err := report.NewLister("hearsay test", "r", report.UTF8, name, "")
		if err != nil {
			t.Fatal(err)
		}
		if text := printed(t, lister.Listing(), report.Style{})["text"]; !regexp.MustCompile(`\n  (nothing|no claim) that is held`).MatchString(text) {
			t.Errorf("%s: %q does not say that there is nothing", name, text)
		}
	}
}

func TestUnknownOffsetsOfListings(t *testing.T) {
	if _, err := report.NewLister("", "", "bytes", report.ListClaims, ""); err == nil {
		t.Error("unknown offsets are taken")
	}
}
