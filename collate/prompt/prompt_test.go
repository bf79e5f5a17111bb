package prompt_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"hearsay"
	"hearsay/collate"
	"hearsay/collate/prompt"
	"hearsay/read"
)

// article is a document with the words marked «so» that a prompt must rest on.
type article struct {
	outlet string
	day    int64
	text   string
}

var verbs = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Fast) })

// story reads and collates articles, without their marks, as one story.
func story(t *testing.T, articles []article) ([]hearsay.Reading, hearsay.Ledger) {
	t.Helper()
	reader, err := verbs()
	if err != nil {
		t.Fatal(err)
	}
	collator, err := collate.New()
	if err != nil {
		t.Fatal(err)
	}
	var readings []hearsay.Reading
	var pointers []*hearsay.Reading
	var ids []hearsay.DocID
	for _, a := range articles {
		c := hearsay.Capture{
			Media: hearsay.MediaText, Outlet: a.outlet, Paths: []string{a.outlet},
			Bytes: []byte(strings.NewReplacer("«", "", "»", "").Replace(a.text)),
		}
		if a.day > 0 {
			c.Published = hearsay.Date{Unix: a.day * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
		}
		c.ID = hearsay.NewDocID(c.Outlet, "", c.Bytes)
		readings = append(readings, reader.Read(c))
		ids = append(ids, c.ID)
	}
	for i := range readings {
		pointers = append(pointers, &readings[i])
	}
	return readings, collator.Collate(hearsay.Story{ID: hearsay.StoryID(ids[0]), Docs: ids}, pointers)
}

// only returns the default rules with none on but one.
func only(t *testing.T, name string) []hearsay.PromptRule {
	t.Helper()
	rules, err := prompt.Parse("default", prompt.Default())
	if err != nil {
		t.Fatal(err)
	}
	for i := range rules {
		rules[i].On = rules[i].Name == name
	}
	return rules
}

// marked are the words between marks, in order.
func marked(text string) []string {
	var words []string
	for _, part := range strings.Split(text, "«")[1:] {
		word, _, _ := strings.Cut(part, "»")
		words = append(words, word)
	}
	return words
}

// rest pads an article out, so that it is read as one.
const rest = "\n\nThe council of Saltmere meets again on Tuesday. The harbour stayed open all week, and the ferries ran on time.\n"

func TestRules(t *testing.T) {
	one := func(text string) []article { return []article{{"Saltmere Herald", 22411, text + rest}} }
	for _, test := range []struct {
		rule, name string
		articles   []article
	}{
		{"bare-sources", "nothing is said", one("Rell will resign on Friday, «sources» said.")},
		{"bare-sources", "every place", one("Rell will resign on Friday, «multiple sources» said. The mayor knows of it, «one source» said.")},
		{"bare-sources", "described", one("Rell will resign on Friday, sources close to the mayor said.")},
		{"bare-sources", "had by another outlet", one("Rell will resign on Friday, sources told CNN.")},

		{"one-described", "sources, and one of them", one("Rell will resign on Friday, «sources» said. The mayor has known of it for weeks, according to «a source close to the port authority».")},
		{"one-described", "each described", one("Rell will resign on Friday, two sources at the port said. The mayor has known of it for weeks, according to a source close to the port authority.")},

		{"no-reason", "an aide", one("Rell will resign on Friday, said «a senior aide to the mayor».")},
		{"no-reason", "somebody's aide", one("Rell will resign on Friday, said «a senior aide to Mayor Ines Calder».")},
		{"no-reason", "named behind a comma", one("Rell will resign on Friday, said a senior adviser on harbours, Ida Falk.")},
		{"no-reason", "with a reason", one("Rell will resign on Friday, said a senior aide to the mayor who was not authorized to speak in public.")},
		{"no-reason", "the reason in the next sentence", one("Rell will resign on Friday, said a senior aide to the mayor. The aide spoke on condition of anonymity because the talks are private.")},
		{"no-reason", "officials who speak for a body", one("City officials said Rell will resign on Friday.")},
		{"no-reason", "a bystander", one("The crane fell at noon, a fisherman said.")},

		{"unnamed-opinion", "a judgement", one("«“He is an incompetent man, and his plan is ridiculous,”» said «a senior aide to the mayor».")},
		{"unnamed-opinion", "information", one("“He will resign on Friday, and his deputy will follow,” said a senior aide to the mayor.")},
		{"unnamed-opinion", "on record", one("“He is an incompetent man, and his plan is ridiculous,” said Ida Falk, a senior aide to the mayor.")},

		{"relay-without-outlet", "reportedly", one("Port director Tomas Rell has «reportedly» offered to resign.")},
		{"relay-without-outlet", "the outlet beside it", one("Port director Tomas Rell has reportedly offered to resign. The New York Times first reported the offer.")},

		{"declined-and-unnamed", "one of the body", one("«The Justice Department declined to comment.» The memo was written in March, said «a Justice Department official».")},
		{"declined-and-unnamed", "one of another", one("The Justice Department declined to comment. The memo was written in March, said a Treasury Department official.")},

		{"quotation-differs", "another word", []article{
			{"Saltmere Herald", 22411, "“«The crane was forty years old and nobody had looked at its brakes since the month of March»,” Ida Falk said." + rest},
			{"Coast Courier", 22412, "Ida Falk said: “«The crane was forty years old and nobody had looked at its cables since the month of March». That is all I know.”" + rest},
		}},
		{"quotation-differs", "cut short, left out, another spelling", []article{
			{"Saltmere Herald", 22411, "“The crane, which was forty years old, was not organised by us and nobody had looked at its brakes since March,” Ida Falk said." + rest},
			{"Coast Courier", 22412, "Ida Falk said: “The crane ... was not organized by us and nobody had looked at its brakes.”" + rest},
		}},

		{"one-origin", "three tell what one had", []article{
			{"Saltmere Herald", 22411, "«Port director Tomas Rell offered to resign on Monday», two people close to Rell said." + rest},
			{"Coast Courier", 22412, "The Saltmere Herald reported that «port director Tomas Rell offered to resign on Monday». The port said nothing." + rest},
			{"Gull Island Post", 22413, "According to the Saltmere Herald, «port director Tomas Rell offered to resign on Monday». It rained." + rest},
		}},
		{"one-origin", "she said it herself", []article{
			{"Saltmere Herald", 22411, "Mayor Ines Calder will sell the harbour, Calder said on Monday." + rest},
			{"Coast Courier", 22412, "Mayor Ines Calder will sell the harbour, Calder told the council. The port said nothing." + rest},
			{"Gull Island Post", 22413, "Mayor Ines Calder said she will sell the harbour. It rained." + rest},
		}},

		{"relay-cycle", "each cites the other", []article{
			{"Saltmere Herald", 0, "The lighthouse on Brine Island was sold to a hotel company, the «Coast Courier» reported." + rest},
			{"Coast Courier", 0, "The Brine Island lighthouse was sold to a hotel company, according to the «Saltmere Herald». Nobody lives there." + rest},
		}},
		{"relay-cycle", "one cites the other", []article{
			{"Saltmere Herald", 0, "The lighthouse on Brine Island was sold to a hotel company, the Coast Courier reported." + rest},
			{"Coast Courier", 0, "The lighthouse on Brine Island was sold to a hotel company, mayor Ines Calder said. Nobody lives there." + rest},
		}},

		{"relay-older", "what it cites is later", []article{
			{"Saltmere Herald", 22411, "The lighthouse on Brine Island was sold to a hotel company, the «Coast Courier» reported." + rest},
			{"Coast Courier", 22415, "«The lighthouse on Brine Island was sold to a hotel company», mayor Ines Calder said. Nobody lives there." + rest},
		}},
		{"relay-older", "what it cites is of the day before", []article{
			{"Coast Courier", 22410, "The lighthouse on Brine Island was sold to a hotel company, mayor Ines Calder said. Nobody lives there." + rest},
			{"Saltmere Herald", 22411, "The lighthouse on Brine Island was sold to a hotel company, the Coast Courier reported." + rest},
		}},

		{"hardening", "a hedge is lost", []article{
			{"Valley Observer", 22411, "«The energy ministry may tear down the Arnsee dam next year», an official at the ministry said." + rest},
			{"Ostmark Courier", 22412, "«The energy ministry will tear down the Arnsee dam next year», the Valley Observer reported." + rest},
		}},
		{"hardening", "the hedge is kept", []article{
			{"Valley Observer", 22411, "The energy ministry may tear down the Arnsee dam next year, an official at the ministry said." + rest},
			{"Ostmark Courier", 22412, "The energy ministry may tear down the Arnsee dam next year, the Valley Observer reported." + rest},
		}},
	} {
		t.Run(test.rule+"/"+test.name, func(t *testing.T) {
			readings, ledger := story(t, test.articles)
			byDoc := map[hearsay.DocID]string{}
			var want, got []string
			for i, reading := range readings {
				byDoc[reading.Document.ID] = reading.Document.Text
				want = append(want, marked(test.articles[i].text)...)
			}
			for _, p := range prompt.New(only(t, test.rule)).Prompts(readings, &ledger) {
				if p.Rule != test.rule || p.Text == "" {
					t.Errorf("prompt of rule %q with text %q", p.Rule, p.Text)
				}
				for _, ref := range p.Refs {
					for _, span := range ref.Spans {
						if err := span.Check(byDoc[ref.Doc]); err != nil {
							t.Fatal(err)
						}
						got = append(got, span.Of(byDoc[ref.Doc]))
					}
				}
			}
			trim := func(words []string) []string {
				for i, word := range words {
					words[i] = strings.Trim(word, " .,“”")
				}
				slices.Sort(words)
				return words
			}
			if !slices.Equal(trim(got), trim(want)) {
				t.Errorf("prompts rest on %q, want %q", got, want)
			}
		})
	}
}

func TestSameStorySamePrompts(t *testing.T) {
	articles := []article{
		{"Saltmere Herald", 22411, "Rell will resign on Friday, sources said. “He is an incompetent man,” said a senior aide to the mayor." + rest},
		{"Coast Courier", 22412, "Rell will reportedly resign on Friday, and the Saltmere Herald knows why." + rest},
	}
	readings, ledger := story(t, articles)
	rules, err := prompt.Parse("default", prompt.Default())
	if err != nil {
		t.Fatal(err)
	}
	prompter := prompt.New(rules)
	want := prompter.Prompts(readings, &ledger)
	if len(want) < 3 {
		t.Fatalf("%d prompts, want 3 or more", len(want))
	}
	slices.Reverse(readings)
	if got := prompter.Prompts(readings, &ledger); !reflect.DeepEqual(got, want) {
		t.Errorf("in another order: %v, want %v", got, want)
	}
}

func TestParse(t *testing.T) {
	rules, err := prompt.Parse("desk.txt", "# ours\n\none-origin on 4 Ask around.\nbare-sources\toff\t-\tWho?\n")
	want := []hearsay.PromptRule{{Name: "one-origin", On: true, Least: 4, Text: "Ask around."}, {Name: "bare-sources", Text: "Who?"}}
	if err != nil || !reflect.DeepEqual(rules, want) {
		t.Errorf("rules %v, error %v; want %v", rules, err, want)
	}
	for _, test := range []struct{ line, says string }{
		{"good-grief on - Who?", "desk.txt:2: no such rule: \"good-grief\"; there are bare-sources, "},
		{"bare-sources yes - Who?", `desk.txt:2: "yes" after the name of the rule; want on or off`},
		{"bare-sources on 3 Who?", "has no threshold"},
		{"bare-sources on -", "no text behind rule"},
		{"bare-sources", "want on or off"},
		{"one-origin on - Who?", "want a whole number from 1 to"},
		{"one-origin on 0 Who?", "want a whole number from 1 to"},
		{"one-origin on 12345678901234567890 Who?", "want a whole number from 1 to"},
		{"one-origin on 3 Who?\none-origin on 3 Who?", "desk.txt:3: rule \"one-origin\" stands here a second time"},
		{"# nothing", "no rules there"},
	} {
		_, err := prompt.Parse("desk.txt", "# ours\n"+test.line+"\n")
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: error %v, want one with %q", test.line, err, test.says)
		}
	}
	if _, err := prompt.Parse("desk.txt", "no on - x"); !errors.Is(err, prompt.ErrUnknown) {
		t.Errorf("error %v, want ErrUnknown", err)
	}
}

// Every rule is in the default file, so that a desk that edits it sees them all.
func TestDefaultHoldsEveryRule(t *testing.T) {
	rules, err := prompt.Parse("default", prompt.Default())
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, rule := range rules {
		names = append(names, rule.Name)
	}
	slices.Sort(names)
	if !slices.Equal(names, prompt.Names()) {
		t.Errorf("rules %v, want %v", names, prompt.Names())
	}
}

func FuzzParse(f *testing.F) {
	f.Add(prompt.Default())
	f.Add("one-origin on 3")
	f.Add("\uFEFFbare-sources\ton\t-\t\x00")
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := prompt.Parse("f", text)
		if err == nil && len(rules) == 0 {
			t.Error("no rules and no error")
		}
		for _, rule := range rules {
			if rule.Text == "" || !slices.Contains(prompt.Names(), rule.Name) {
				t.Errorf("rule %+v", rule)
			}
		}
	})
}
