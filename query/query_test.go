package query_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/query"
)

func TestParseSaysWhatIsWrong(t *testing.T) {
	// Where is what the error points at: "" for the query as a whole.
	for _, test := range []struct{ text, where, want string }{
		{"", "", "empty"},
		{"   ", "", "empty"},
		{"-crane", "", "only leaves out"},
		{"-(crane quay)", "", "only leaves out"},
		{"crane OR -quay", "", "only leaves out"},
		{`crane "north quay`, `"`, "not closed"},
		{"crane sayz:Rell", "sayz:", `no field "sayz:" (did you mean says:?)`},
		{"cafés colour:red", "colour:", "the fields are says, denies"},
		{"crane origins:few", "origins:few", "give a number"},
		{"origins:<", "origins:<", "give a number"},
		{"origins:<-1", "origins:<-1", "give a number"},
		{"before:May", "before:May", "give a date"},
		{"after:2031-02-30", "after:2031-02-30", "give a date"},
		{"crane says:", "says:", "must follow right behind \"says:\""},
		{"says: Rell", "says:", "must follow right behind \"says:\""},
		{"says:--", "says:--", "no word"},
		{"crane ...", "...", "no word"},
		{"cr*ne", "cr*ne", "a * can only stand at the end"},
		{"*", "*", "no word"},
		{"crane - quay", "-", "right before"},
		{"crane --quay", "", ""},
		{"OR crane", "OR", "both sides of OR"},
		{"crane OR", "OR", "both sides of OR"},
		{"crane OR OR quay", "OR", "something must stand between OR and OR"},
		{"crane AND", "AND", "both sides of AND"},
		{"(crane", "(", "not closed"},
		{"crane)", ")", "closes nothing"},
		{"crane ()", "(", "nothing stands in the parentheses"},
		{strings.Repeat("(", 99) + "crane" + strings.Repeat(")", 99), "(", "within one another"},
		{strings.Repeat("-", 99) + "crane", "-", "within one another"},
		{strings.Repeat("(a OR b) ", 7), "", "more than 64"},
	} {
		_, err := query.Parse(test.text)
		if test.want == "" {
			if err != nil {
				t.Errorf("%q: %v", test.text, err)
			}
			continue
		}
		var wrong *query.Error
		if !errors.As(err, &wrong) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: error %v, want one with %q", test.text, err, test.want)
			continue
		}
		if got := string([]rune(wrong.Query)[wrong.Start:wrong.End]); got != test.where {
			t.Errorf("%q: error points at %q, want %q", test.text, got, test.where)
		}
	}
	for _, text := range []string{"crane", `“north quay”`, `says:"Tomas Rell" -crane`, "origins:<=1", "origins:3 x", "9:30",
		"BEFORE:2031 x", "a AND b", "(a b) OR c", "a OR b OR c", `"north qua"*`, "or", "OReilly", "a (b)", "−a b",
		strings.Repeat("(a OR b) ", 6)} {
		if _, err := query.Parse(text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// mark makes a span of the first place where words stand in text.
func mark(t *testing.T, text, words string) hearsay.Span {
	t.Helper()
	at := strings.Index(text, words)
	if at < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	return hearsay.MakeSpan(at, at+len(words))
}

const (
	herald = "The crane fell, Tomas Rell said. The brakes had failed, a senior port official said. " +
		"Rell denied that he knew. The Café was shut."
	notes = "The crane stood. Nobody warned of the brakes."
)

// tokens cuts a sentence at its spaces.
func tokens(text string, from, to int) []hearsay.Token {
	var list []hearsay.Token
	for at := from; at < to; {
		end := at + strings.IndexAny(text[at:to], " .")
		list = append(list, hearsay.Token{Span: hearsay.MakeSpan(at, end), Tag: hearsay.TagVBD})
		at = end + 1
	}
	return list
}

// story is two documents of one story, of which the second has no outlet and no date. Rell, a person, is identity 1 and
// Rell Lines, a body, is identity 2.
func story(t *testing.T) (*hearsay.Ledger, []hearsay.Reading) {
	sentences := func(text string) []hearsay.Sentence {
		var list []hearsay.Sentence
		for from := 0; from < len(text); {
			to := from + strings.IndexByte(text[from:], '.') + 1
			list = append(list, hearsay.Sentence{Span: hearsay.MakeSpan(from, to), Tokens: tokens(text, from, to)})
			for from = to; from < len(text) && text[from] == ' '; from++ {
			}
		}
		return list
	}
	at := func(words string) hearsay.Span { return mark(t, herald, words) }
	readings := []hearsay.Reading{
		{
			Document: hearsay.Document{
				ID: "a", Text: herald, Outlet: hearsay.Field{Value: "Saltmere Herald"},
				Published: hearsay.Date{Unix: 1936137600, Grain: hearsay.GrainDay}, // 2031-05-10
			},
			Sentences: sentences(herald),
			Entities: []hearsay.Entity{
				{ID: 1, Kind: hearsay.EntityPerson, Name: "Tomas Rell"}, {ID: 2, Kind: hearsay.EntityBody, Name: "Rell Lines"},
			},
			Mentions: []hearsay.Mention{
				{Span: at("Tomas Rell"), Entity: 1},
				{Span: hearsay.MakeSpan(strings.Index(herald, "Rell denied"), strings.Index(herald, "Rell denied")+4), Entity: 1},
			},
			Attributions: []hearsay.Attribution{
				{Source: []hearsay.Span{at("Tomas Rell")}, Cue: at("said"), Content: []hearsay.Span{at("The crane fell")}, Speaker: 1},
				{
					Source: []hearsay.Span{at("a senior port official")}, Content: []hearsay.Span{at("The brakes had failed")}, Sentence: 1,
					Cue:  hearsay.MakeSpan(strings.Index(herald, "said. Rell"), strings.Index(herald, "said. Rell")+4),
					Kind: hearsay.SourceUnnamed, Profile: hearsay.Unnamed{Role: at("official")},
				},
				{
					Source: []hearsay.Span{at("Rell denied")}, Cue: at("denied"), Content: []hearsay.Span{at("he knew")}, Speaker: 1, Sentence: 2,
					Stance: hearsay.Denied,
				},
				// What is felt is not said.
				{Source: []hearsay.Span{at("Tomas Rell")}, Cue: at("shut"), Content: []hearsay.Span{at("The Café")}, Speaker: 1, Sentence: 3},
			},
			Propositions: []hearsay.Proposition{{Span: at("The crane fell")}, {Span: at("he knew")}},
		},
		{
			Document: hearsay.Document{ID: "b", Text: notes}, Sentences: sentences(notes),
			Propositions: []hearsay.Proposition{{Span: mark(t, notes, "The crane stood")}},
		},
	}
	ledger := &hearsay.Ledger{
		Documents: []hearsay.DocID{"a", "b"},
		Identities: []hearsay.Identity{
			{ID: 1, Kind: hearsay.EntityPerson, Name: "Tomas Rell", Members: []hearsay.Member{{Doc: "a", Entity: 1}}},
			{ID: 2, Kind: hearsay.EntityBody, Name: "Rell Lines", Members: []hearsay.Member{{Doc: "a", Entity: 2}}},
		},
		Origins: []hearsay.Origin{{ID: 1, Kind: hearsay.OriginNamed, Identity: 1}, {ID: 2, Kind: hearsay.OriginOwnWord}},
		Claims: []hearsay.Claim{
			{
				ID: "fell",
				Tellings: []hearsay.Telling{
					{Doc: "a", Span: at("The crane fell"), Attribution: 0, Origins: []hearsay.OriginID{1}},
					{Doc: "b", Span: mark(t, notes, "The crane stood"), Attribution: -1, Origins: []hearsay.OriginID{2}},
				},
				Intervals: []hearsay.Interval{{Min: 1, Max: 1}, {Min: 1, Max: 2}},
			},
			{
				ID: "knew",
				Apart: []hearsay.Telling{
					{Doc: "a", Span: at("he knew"), Attribution: 2, Proposition: 1, Stance: hearsay.Denied, Origins: []hearsay.OriginID{1}},
				},
			},
		},
	}
	return ledger, readings
}

func TestSearch(t *testing.T) {
	ledger, readings := story(t)
	for _, test := range []struct {
		query  string
		claims string
		places []string
	}{
		{"crane", "fell", []string{"The crane fell, Tomas Rell said.", "The crane stood."}},
		{"CRANE fell", "fell", []string{"The crane fell, Tomas Rell said."}},
		{"cran", "", nil},
		{"cran*", "fell", []string{"The crane fell, Tomas Rell said.", "The crane stood."}},
		{`"crane fell"`, "fell", []string{"The crane fell, Tomas Rell said."}},
		{`"fell crane"`, "", nil},
		{"cafe", "", []string{"The Café was shut."}},
		// Words of two sentences of one document stand apart; those of two documents do not count.
		{"crane warned", "", []string{"+The crane stood.", "+Nobody warned of the brakes."}},
		{"fell warned", "", nil},
		{"crane -fell", "", []string{"The crane stood."}},
		// One of two, in groups too; each place once.
		{"fell OR stood", "fell", []string{"The crane fell, Tomas Rell said.", "The crane stood."}},
		{"crane fell OR stood", "fell", []string{"The crane fell, Tomas Rell said.", "The crane stood."}},
		{"(crane fell) OR warned", "fell", []string{"The crane fell, Tomas Rell said.", "Nobody warned of the brakes."}},
		{"crane -(fell OR knew)", "", []string{"The crane stood."}},
		{"crane AND NOTHING", "", nil},
		{"crane OR fell OR said", "fell", []string{
			"The crane fell, Tomas Rell said.", "The brakes had failed, a senior port official said.", "The crane stood."}},
		{"cafe OR brakes outlet:herald", "", []string{"The brakes had failed, a senior port official said.", "The Café was shut."}},
		{"says:Rell OR denies:Rell", "fell knew", []string{"The crane fell", "he knew"}},
		{`"brakes had fai"*`, "", []string{"The brakes had failed, a senior port official said."}},
		{"crane --fell", "fell", []string{"The crane fell, Tomas Rell said."}},
		{"says:Rell", "fell", []string{"The crane fell"}},
		{`says:"Tomas Rell"`, "fell", []string{"The crane fell"}},
		{`says:"Rell Tomas"`, "", nil},
		{`says:"Rell Lines"`, "", nil},
		{"denies:Rell", "knew", []string{"he knew"}},
		{"denies:Rell crane", "", nil},
		{`says:"port official"`, "", []string{"The brakes had failed"}},
		{"says:port", "", nil},
		{"brakes -says:official", "", []string{"Nobody warned of the brakes."}},
		{"about:Rell", "", []string{"The crane fell, Tomas Rell said.", "Rell denied that he knew."}},
		{"outlet:herald", "fell knew", nil},
		{"outlet:herald crane", "fell", []string{"The crane fell, Tomas Rell said."}},
		{"-outlet:herald crane", "fell", []string{"The crane stood."}},
		// What has no date is neither before nor after one.
		{"crane before:2031-05-11", "fell", []string{"The crane fell, Tomas Rell said."}},
		{"crane before:2031-05-10", "", nil},
		{"crane after:2031-04", "fell", []string{"The crane fell, Tomas Rell said."}},
		{"crane after:2031", "", nil},
		{"crane -after:2031-04", "fell", []string{"The crane stood."}},
		// The count is that at the weakest level; a claim that nobody tells has none.
		{"origins:2", "fell", nil},
		{"origins:<2", "", nil},
		{"origins:>=2 crane", "fell", nil},
		{"origins:>2", "", nil},
	} {
		q, err := query.Parse(test.query)
		if err != nil {
			t.Errorf("%s: %v", test.query, err)
			continue
		}
		found := q.Search(ledger, readings)
		var claims []string
		for _, match := range found.Claims {
			claims = append(claims, string(ledger.Claims[match.Claim].ID))
		}
		if got := strings.Join(claims, " "); got != test.claims {
			t.Errorf("%s: claims %q, want %q", test.query, got, test.claims)
		}
		var places []string
		for _, place := range found.Places {
			text := herald
			if place.Doc == "b" {
				text = notes
			}
			apart := ""
			if place.Apart {
				apart = "+"
			}
			places = append(places, apart+place.Span.Of(text))
			for _, word := range place.Words {
				if !place.Span.Contains(word) {
					t.Errorf("%s: the words at %v stand outside their place %v", test.query, word, place.Span)
				}
			}
		}
		if !slices.Equal(places, test.places) {
			t.Errorf("%s: places %q, want %q", test.query, places, test.places)
		}
	}
}

func TestMatchIsATellingThatShowsWhy(t *testing.T) {
	ledger, readings := story(t)
	q, err := query.Parse("stood")
	if err != nil {
		t.Fatal(err)
	}
	found := q.Search(ledger, readings)
	if len(found.Claims) != 1 || found.Claims[0].Doc != "b" || found.Claims[0].Span.Of(notes) != "The crane stood" {
		t.Errorf("found %+v, want the telling in document b", found.Claims)
	}
}

func TestNamedPrefersPersonsAndFallsBackOnRoles(t *testing.T) {
	ledger, readings := story(t)
	readings[0].Document.Text += " The Attorney General left."
	ledger.Identities[0].Roles = []hearsay.Ref{{Doc: "a", Spans: []hearsay.Span{mark(t, readings[0].Document.Text, "Attorney General")}}}
	ledger.Identities[1].Roles = []hearsay.Ref{{Doc: "a", Spans: []hearsay.Span{mark(t, herald, "a senior port official")}}}
	for name, want := range map[string][]hearsay.IdentityID{
		"rell": {1}, "Rell Lines": {2}, "Ines": nil, "": nil, "a senior port official": {2}, "port official": nil,
		"the attorney general": {1}, "Attorney General": {1},
	} {
		if got := query.Named(ledger, readings, name); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

func TestSaidIsWhatIsQuotedOrBearsACueOfSaying(t *testing.T) {
	speech := query.NewSpeech()
	for _, test := range []struct {
		cue  string
		a    hearsay.Attribution
		want bool
	}{
		{"said", hearsay.Attribution{}, true},
		{"Announced", hearsay.Attribution{}, true},
		{"believed", hearsay.Attribution{}, false},
		{"wanted", hearsay.Attribution{}, false},
		{"wanted", hearsay.Attribution{Direct: hearsay.Mixed}, true},
		{"said", hearsay.Attribution{Attitude: true}, false},
		{"would not", hearsay.Attribution{Stance: hearsay.Declined}, true},
		{"", hearsay.Attribution{}, false},
		{"", hearsay.Attribution{Direct: hearsay.Direct}, true},
	} {
		text := "Rell " + test.cue + " so."
		reading := hearsay.Reading{
			Document:  hearsay.Document{Text: text},
			Sentences: []hearsay.Sentence{{Span: hearsay.MakeSpan(0, len(text)), Tokens: tokens(text, 0, len(text))}},
		}
		test.a.Cue = mark(t, text, test.cue)
		if got := speech.Said(&reading, &test.a); got != test.want {
			t.Errorf("%q, %+v: said %v, want %v", test.cue, test.a, got, test.want)
		}
	}
}

// Whatever is typed, a query is refused or searched, and finds the same twice.
func FuzzQuery(f *testing.F) {
	for _, text := range []string{"crane", `"a b" -c`, "says:Rell*", "origins:<2", "before:2031-05", "“x", "-", ":", "ä\xff*"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text)
		if err != nil {
			return
		}
		ledger, readings := story(t)
		first, second := q.Search(ledger, readings), q.Search(ledger, readings)
		if len(first.Claims) != len(second.Claims) || len(first.Places) != len(second.Places) {
			t.Errorf("%q: found %v, then %v", text, first, second)
		}
		for _, place := range first.Places {
			doc := herald
			if place.Doc == "b" {
				doc = notes
			}
			for _, span := range append(place.Words, place.Span) {
				if err := span.Check(doc); err != nil {
					t.Errorf("%q: %v", text, err)
				}
			}
		}
	})
}
