package proposition_test

import (
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"hearsay"
	"hearsay/read"
	"hearsay/read/proposition"
)

var reader = sync.OnceValues(func() (*read.Reader, error) { return read.New(read.Fast) })

func readText(t testing.TB, text string) hearsay.Reading {
	t.Helper()
	r, err := reader()
	if err != nil {
		t.Fatal(err)
	}
	return r.Read(hearsay.Capture{
		ID: hearsay.NewDocID("", "", []byte(text)), Media: hearsay.MediaText, Bytes: []byte(text), Paths: []string{"a.txt"},
	})
}

// mark is a marked stretch of a test's text: p the predicate, a the agent, t the patient, n words that carry no
// proposition.
type mark struct {
	role byte
	span hearsay.Span
}

// unmark takes the marks out of a text: "[a:Roe] offered to [p:resign]".
func unmark(t *testing.T, marked string) (string, []mark) {
	t.Helper()
	var text strings.Builder
	var marks []mark
	for i := 0; i < len(marked); i++ {
		switch {
		case marked[i] == '[':
			marks = append(marks, mark{role: marked[i+1], span: hearsay.MakeSpan(text.Len(), text.Len())})
			i += len("a:")
		case marked[i] == ']':
			marks[len(marks)-1].span.End = uint32(text.Len())
		default:
			text.WriteByte(marked[i])
		}
	}
	return text.String(), marks
}

// at returns the proposition whose predicate is span, or nil.
func at(reading *hearsay.Reading, span hearsay.Span) *hearsay.Proposition {
	for i := range reading.Propositions {
		if reading.Propositions[i].Predicate == span {
			return &reading.Propositions[i]
		}
	}
	return nil
}

// takes reports whether some argument of the role is headed within span, or leads to somebody mentioned there.
func takes(reading *hearsay.Reading, p *hearsay.Proposition, role string, span hearsay.Span) bool {
	return slices.ContainsFunc(p.Arguments, func(argument hearsay.Argument) bool {
		if argument.Role != role {
			return false
		}
		return span.Contains(argument.Head) || argument.Entity != 0 && slices.ContainsFunc(reading.Mentions, func(m hearsay.Mention) bool {
			return m.Entity == argument.Entity && span.Contains(m.Head)
		})
	})
}

// Each text is read by all stages. Want is the predicate's lemma, its level ("-" is not looked at), and what of negated,
// hedged and questioned it is, "told" where it stands in somebody's content and "own" where it does not.
func TestPropositions(t *testing.T) {
	for _, test := range []struct{ marked, want string }{
		// The ladder, from the strongest step to the weakest.
		{"[a:Anna Roe] [p:resigned] on Monday.", "resign done own"},
		{"[a:Anna Roe] has [p:resigned].", "resign done own"},
		{"[a:Anna Roe] will [p:resign] in June.", "resign planned own"},
		{"[a:Anna Roe] plans to [p:resign] in June.", "resign planned own"},
		{"[a:Anna Roe] is going to [p:resign].", "resign planned own"},
		{"[a:Anna Roe] is [p:stepping] down.", "step down planned own"},
		{"Harbor director [a:Anna Roe] offered to [p:resign].", "resign offered own"},
		{"[a:Anna Roe] agreed to [p:step] down.", "step down offered own"},
		{"[a:Anna Roe] threatened to [p:quit].", "quit offered own"},
		{"[a:Anna Roe] [p:offered] Peter Lund the job.", "offer done own"},
		{"[a:The website] was [p:offline].", "offline none own"},
		{"Anna Roe offered [a:her] [p:resignation].", "resign offered own"},
		{"[a:Anna Roe] suggested she could [p:resign].", "resign offered own"},
		{"The quarrel runs both ways, prompting the [p:resignation] offer from [a:Anna Roe].", "resign offered own"},
		{"[a:Anna Roe] would be willing to [p:resign] if [n:the mayor no longer wanted her there].", "resign willing own"},
		{"[a:Anna Roe] is prepared to [p:resign].", "resign willing own"},
		{"[a:Anna Roe] considered [p:resigning] last week.", "resign considered own"},
		{"[a:Anna Roe] was asked to [p:resign].", "resign asked -"},
		{"The council urged [a:Anna Roe] to [p:resign].", "resign asked -"},
		{"Laura Calder asked [a:Anna Roe] to [p:resign].", "resign asked -"},

		// On somebody's word.
		{"Laura Calder said [a:Anna Roe] offered to [p:resign].", "resign offered told"},
		{"[a:Anna Roe] offered to [p:resign], two people close to the mayor said.", "resign offered told"},
		{"[a:Anna Roe] suggested she could [p:resign], two officials said.", "resign offered told"},
		{"According to the Herald, [a:the company] [p:closed] the plant.", "close done told"},
		{"Critics say [a:the company] [p:hid] the report.", "hide done told"},
		{"[a:The fire] [p:destroyed] the warehouse, officials said.", "destroy done told"},
		{"Ferry [a:fares] will [p:rise] in September, the company said.", "rise planned told"},
		{"“I will not [p:resign],” Anna Roe said.", "resign planned negated told"},
		{"The company denied that [a:it] had [p:closed] the plant.", "close - told"},

		// Polarity.
		{"[a:Anna Roe] is not [p:stepping] down.", "step down planned negated own"},
		{"[a:Anna Roe] never offered to [p:resign].", "resign offered negated own"},
		{"[a:Anna Roe] refused to [p:resign].", "resign - negated -"},
		{"[a:The bank] did not [p:raise] its rates.", "raise - negated own"},
		{"No [t:workers] were [p:killed].", "kill done negated own"},
		{"[a:The company] no longer [p:owns] the plant.", "own - negated own"},

		// Hedges and questions.
		{"[a:Anna Roe] may have offered to [p:resign].", "resign offered hedged own"},
		{"[a:Anna Roe] reportedly offered to [p:resign].", "resign offered hedged -"},
		{"[a:Anna Roe] may [p:resign].", "resign - hedged own"},
		{"It is unclear whether [a:Anna Roe] [p:resigned].", "resign done questioned told"},
		{"An auditor is looking into whether [a:Anna Roe] [p:destroyed] the letters.", "destroy done questioned own"},
		{"An auditor is looking into whether [a:Anna Roe] tried to [p:destroy] the letters.", "destroy - questioned own"},
		{"An auditor is looking into whether [a:Anna Roe] destroyed the letters and [p:hid] the ledger.", "hide done questioned own"},
		{"Whether or not the letters matter, [a:Anna Roe] [p:resigned].", "resign done own"},
		{"Anna Roe, who asked whether the letters matter, said [a:the clerk] [p:resigned].", "resign done told"},
		{"Officials said the talks began shortly after Anna Roe's [p:firing].", "fire - own"},
		{"Did [a:Anna Roe] [p:leave] the city?", "leave - questioned own"},
		{"Jonas Field declined to say whether [a:Laura Calder] has [p:confidence] in Anna Roe.", "confidence - questioned told"},
		{"[n:If Anna Roe resigns], [a:Laura Calder] will [p:appoint] Peter Lund.", "appoint planned own"},
		{"[n:Unless the owner pays], [a:the company] will [p:close] the plant.", "close planned own"},

		// Who does it, and to whom.
		{"[t:Anna Roe] was [p:fired] by [a:Laura Calder].", "fire done own"},
		{"[a:Laura Calder] [p:fired] [t:Anna Roe].", "fire done own"},
		{"[t:Three workers] were [p:injured] when the crane fell.", "injure done own"},
		{"[a:Anna Roe], who [p:resigned] in May, lives in Saltmere.", "resign done own"},
		{"[a:Anna Roe] resigned and [p:left] the city.", "leave done own"},
		{"[a:Anna Roe] met Laura Calder and [p:praised] [t:Peter Lund].", "praise done own"},
		{"[a:The mayor] [p:refused] the offer.", "refuse done -"},
		{"[a:The council] [p:approved] the budget.", "approve done -"},
		{"[a:Laura Calder] [p:sued] [t:Anna Roe].", "sue done own"},
		{"[a:Anna Roe] [p:signed] the contract with the ferry company.", "sign done own"},
		{"[a:Laura Calder] has [p:confidence] in Anna Roe.", "confidence none own"},
		{"The council discussed [a:Anna Roe]’s offer to [p:resign].", "resign - own"},
		{"The mayor refused [a:Anna Roe]’s offer to [p:resign] last week.", "resign offered own"},
		{"Peter Lund said Laura Calder had [p:fired] [t:Anna Roe].", "fire done told"},
		{"[a:Anna Roe], the harbor director, who [p:resigned] in May, lives in Saltmere.", "resign done own"},
		{"Officials named the two [t:workers] [p:killed] in the collapse.", "kill none -"},
		{"Two people were killed and [t:twelve] [p:injured] in the collapse.", "injure done own"},
		{"The company denied that [a:it] had allegedly [p:hidden] the report.", "hide - hedged told"},
		{"Laura Calder said [a:the report] “is [p:false].”", "false none told"},

		// A noun that its verb only carries.
		{"[a:Anna Roe] had a [p:seizure] on Monday.", "seizure done own"},
		{"[a:Anna Roe] suffered a [p:stroke], her doctor said.", "stroke done told"},
		{"[a:Anna Roe] made three [p:trips] to Norland.", "trip done own"},
		{"[t:Anna Roe] faces several [p:charges] in Saltmere.", "charge - own"},
		{"A militia claimed [p:responsibility] for the blast.", "responsibility done own"},
		{"The second [p:test] took place on Monday in Saltmere.", "test done own"},
		{"There were two [p:fires] at the harbor.", "burn done own"},
		{"There were plenty of [p:complaints] about the ferry.", "complaint done own"},
		{"Laura Calder confirmed the [p:arrest] of two men in Saltmere.", "arrest none told"},
		{"[a:Anna Roe] [p:took] the ferry to Norland.", "take done own"},

		// What is taken for a cue and is an act, and what is a cue.
		{"[a:Laura Calder] [p:appointed] [t:Peter Lund] as director of the harbor.", "appoint done own"},
		{"[a:Laura Calder] [p:revealed] [t:the plan] that the council had approved.", "reveal done -"},
		{"[a:Laura Calder] [p:criticized] [t:the council] for the delay.", "criticize done -"},
		{"[a:The trial] [p:began] on Monday.", "begin done own"},
	} {
		t.Run(test.marked, func(t *testing.T) {
			text, marks := unmark(t, test.marked)
			reading := readText(t, text)
			var p *hearsay.Proposition
			for _, m := range marks {
				if m.role == 'p' {
					p = at(&reading, m.span)
				}
			}
			if p == nil {
				t.Fatalf("no proposition stands there, only %s", describe(&reading))
			}
			if got := summary(p, test.want); got != test.want {
				t.Errorf("is %q, want %q", got, test.want)
			}
			for _, m := range marks {
				switch m.role {
				case 'a':
					if !takes(&reading, p, proposition.RoleAgent, m.span) {
						t.Errorf("%q is not who does it: %s", m.span.Of(text), describe(&reading))
					}
				case 't':
					if !takes(&reading, p, proposition.RolePatient, m.span) {
						t.Errorf("%q is not whom it is done to: %s", m.span.Of(text), describe(&reading))
					}
				case 'n':
					for _, other := range reading.Propositions {
						if m.span.Contains(other.Predicate) {
							t.Errorf("the condition %q is stated as %s", m.span.Of(text), other.Lemma)
						}
					}
				}
			}
		})
	}
}

// Words that state nothing, or nothing alone, are no propositions.
func TestNotStated(t *testing.T) {
	for _, marked := range []string{
		"[n:Laura Calder said] the company closed the plant.",
		"Anna Roe [n:told] reporters that she will resign.",
		"“The plan will fail,” Anna Roe [n:wrote].",
		"Anna Roe [n:had] a seizure.",
		"Anna Roe [n:made] a trip to Norland.",
		"The council counted the votes [n:cast].",
		"Laura Calder recalled the spring [n:election].",
		"She [n:began].",
	} {
		text, marks := unmark(t, marked)
		reading := readText(t, text)
		for _, m := range marks {
			for _, p := range reading.Propositions {
				if m.span.Contains(p.Predicate) {
					t.Errorf("%s: %s is stated", marked, p.Lemma)
				}
			}
		}
	}
}

// Whoever calls somebody something says that of them.
func TestDescriptions(t *testing.T) {
	text := "Laura Calder described Anna Roe as a capable director."
	reading := readText(t, text)
	var found *hearsay.Proposition
	for i := range reading.Propositions {
		if reading.Propositions[i].By == "description" {
			found = &reading.Propositions[i]
		}
	}
	if found == nil {
		t.Fatalf("nobody is described: %s", describe(&reading))
	}
	roe := hearsay.MakeSpan(strings.Index(text, "Anna"), strings.Index(text, " as"))
	if found.Predicate.Of(text) != "director" || found.Attribution < 0 || !takes(&reading, found, proposition.RoleAgent, roe) {
		t.Errorf("%q is told of attribution %d: %s", found.Predicate.Of(text), found.Attribution, describe(&reading))
	}
}

// summary writes a proposition as want does, with "-" where want has it.
func summary(p *hearsay.Proposition, want string) string {
	fields := strings.Fields(want)
	level := p.Level.String()
	if slices.Contains(fields[:len(fields)-1], "-") {
		level = "-"
	}
	parts := []string{p.Lemma, level}
	for _, flag := range []struct {
		set  bool
		name string
	}{{p.Negated, "negated"}, {p.Hedged, "hedged"}, {p.Questioned, "questioned"}} {
		if flag.set {
			parts = append(parts, flag.name)
		}
	}
	switch {
	case fields[len(fields)-1] == "-":
		parts = append(parts, "-")
	case p.Attribution >= 0:
		parts = append(parts, "told")
	default:
		parts = append(parts, "own")
	}
	return strings.Join(parts, " ")
}

func describe(reading *hearsay.Reading) string {
	text := reading.Document.Text
	var all []string
	for _, p := range reading.Propositions {
		line := p.Lemma + " “" + p.Span.Of(text) + "”"
		for _, argument := range p.Arguments {
			line += " " + argument.Role + "=" + argument.Span.Of(text)
		}
		all = append(all, line)
	}
	return strings.Join(all, "; ")
}

// "The suggestion" tells what was suggested, of the same doer only, and not for ever.
func TestSuggestionRefersBack(t *testing.T) {
	const filler = " The harbor is old. It has two quays. Ships come every day. Some of them are large."
	for _, test := range []struct {
		text string
		want bool
	}{
		{"Anna Roe offered to resign on Monday. Roe made the suggestion after a long meeting.", true},
		{"Anna Roe suggested she could resign. She made the suggestion after a long meeting.", true},
		{"Anna Roe offered to resign on Monday. Peter Lund made the suggestion after a long meeting.", false},
		{"Anna Roe offered to resign on Monday. Roe made a suggestion about the budget.", false},
		{"Anna Roe offered to resign on Monday." + filler + " Roe made the suggestion after a long meeting.", false},
		{"Anna Roe arrived on Monday. Roe made the suggestion after a long meeting.", false},
	} {
		reading := readText(t, test.text)
		var found *hearsay.Proposition
		for i := range reading.Propositions {
			if reading.Propositions[i].By == "event anaphor" {
				found = &reading.Propositions[i]
			}
		}
		switch {
		case (found != nil) != test.want:
			t.Errorf("%s: refers back is %v, want %v: %s", test.text, found != nil, test.want, describe(&reading))
		case found == nil:
		case found.Lemma != "resign" || found.Level != hearsay.LevelOffered || found.Predicate.Of(test.text) != "suggestion":
			t.Errorf("%s: tells %s, %s, at %q", test.text, found.Lemma, found.Level, found.Predicate.Of(test.text))
		}
	}
}

func TestHeadlinePropositions(t *testing.T) {
	text := "Port director offered to resign after crane collapse\n\n" +
		"SALTMERE — Port director Anna Roe offered to resign last week, two people close to the mayor said on Monday.\n\n" +
		"The mayor did not want her to go.\n"
	reading := readText(t, text)
	head, body := 0, 0
	for _, p := range reading.Propositions {
		if p.Lemma != "resign" {
			continue
		}
		if int(p.Span.Start) < strings.Index(text, "\n") != p.Headline {
			t.Errorf("“%s”: headline is %v", p.Span.Of(text), p.Headline)
		}
		if p.Headline {
			head++
		} else {
			body++
		}
	}
	if head != 1 || body != 1 {
		t.Errorf("%d offers in the headline and %d in the body, want 1 and 1: %s", head, body, describe(&reading))
	}
}

// check reports what of a reading's propositions cannot be.
func check(t *testing.T, reading *hearsay.Reading) {
	t.Helper()
	text := reading.Document.Text
	sound := func(what string, span hearsay.Span) {
		t.Helper()
		if err := span.Check(text); err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	for i := range reading.Propositions {
		p := &reading.Propositions[i]
		sound("clause", p.Span)
		sound("predicate", p.Predicate)
		sound("level", p.LevelSpan)
		if p.Predicate.Empty() || p.Lemma == "" || p.By == "" || len(p.Arguments) == 0 {
			t.Errorf("proposition %d is not whole: %+v", i, p)
		}
		if !p.Span.Contains(p.Predicate) {
			t.Errorf("the clause %q does not hold its predicate %q", p.Span.Of(text), p.Predicate.Of(text))
		}
		if p.Sentence < 0 || p.Sentence >= len(reading.Sentences) || !reading.Sentences[p.Sentence].Span.Contains(p.Predicate) {
			t.Fatalf("proposition %d is not of sentence %d", i, p.Sentence)
		}
		if p.Attribution < -1 || p.Attribution >= len(reading.Attributions) {
			t.Errorf("proposition %d is of attribution %d of %d", i, p.Attribution, len(reading.Attributions))
		}
		for _, argument := range p.Arguments {
			sound("argument", argument.Span)
			sound("head", argument.Head)
			if argument.Role == "" || argument.Head.Empty() || argument.Entity < 0 || int(argument.Entity) > len(reading.Entities) {
				t.Errorf("argument of proposition %d is not whole: %+v", i, argument)
			}
		}
		for _, number := range p.Numbers {
			sound("number", number)
		}
		for _, at := range p.Times {
			if at < 0 || at >= len(reading.Times) {
				t.Errorf("proposition %d names time %d of %d", i, at, len(reading.Times))
			}
		}
		if i > 0 && p.Span.Compare(reading.Propositions[i-1].Span) < 0 {
			t.Errorf("proposition %d stands before the one before it", i)
		}
	}
}

func FuzzPropositions(f *testing.F) {
	for _, text := range []string{
		"Anna Roe offered to resign, two officials said. She made the suggestion on Monday.",
		"“I will not go,” Roe said. “If he asks me,” she added, “I may offer to consider resigning.”",
		"Éloïse Näs — die „Chefin“ — offered to resign… \u202e𝄞 \x00 ` ' ''",
		strings.Repeat("Roe was said to be considering offering to agree to threaten to ", 40) + "resign.",
		strings.Repeat("who said that ", 300), strings.Repeat("(", 500), strings.Repeat("Roe's offer of ", 200),
		"\xff\xfe R\x00o\x00e\x00", "the suggestion", "made the offer to", "?", "no n't not never",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<14 {
			t.Skip("long texts are for the benchmarks")
		}
		reading := readText(t, text)
		check(t, &reading)
		if again := proposition.New().Find(&reading); !reflect.DeepEqual(again, reading.Propositions) {
			t.Errorf("found %+v, then %+v", reading.Propositions, again)
		}
	})
}

// A headline announces by an infinitive only what the text below says in full of the same doer, by last name or noun too.
func TestAnnouncingHeadlines(t *testing.T) {
	for _, test := range []struct {
		headline, body string
		want           string // what the headline states at the level planned
	}{
		{"Elm clinic to close maternity ward", "The Elm clinic will close its maternity ward in May.", "Elm clinic to close maternity ward"},
		{"Lund to leave Port Rovers", "Peter Lund will leave Port Rovers in May.", "Lund to leave Port Rovers"},
		{"Elm clinic to close maternity ward", "The clinic closed its maternity ward in May.", ""},
		{"Elm clinic to close maternity ward", "The county will close its maternity ward in May.", ""},
		{"Plan to close maternity ward", "The clinic will close its maternity ward in May.", ""},
		{"Clinic urged to close maternity ward", "The clinic will close its maternity ward in May.", ""},
	} {
		text := test.headline + "\n\n" + test.body + " The council met on Monday, and nobody left the long meeting early.\n"
		reading := readText(t, text)
		got := ""
		for _, p := range reading.Propositions {
			if p.Headline && p.Level == hearsay.LevelPlanned {
				got += p.Span.Of(text)
			}
		}
		if got != test.want {
			t.Errorf("%s / %s: %q, want %q", test.headline, test.body, got, test.want)
		}
	}
}
