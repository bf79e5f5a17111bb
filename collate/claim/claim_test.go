package claim_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"hearsay"
	"hearsay/collate"
	"hearsay/collate/claim"
	"hearsay/read"
)

// pipeline is the two verbs, loaded once.
type pipeline struct {
	reader   *read.Reader
	collator *collate.Collator
}

var load = sync.OnceValues(func() (pipeline, error) {
	reader, err := read.New(read.Fast)
	if err != nil {
		return pipeline{}, err
	}
	collator, err := collate.New()
	return pipeline{reader, collator}, err
})

// outlets of a test's documents, in order; the first is of 12 May 2031, a Monday, and each next one of the day after.
var outlets = []string{"Saltmere Herald", "Coast Courier", "Harbor Gazette"}

const firstDay = 22411

// told is what came of one marked predicate.
type told struct {
	claim   int // index, -1 for none
	telling hearsay.Telling
	apart   bool
}

// tellings collates documents and finds their marked predicates. A mark is "[1:offered]": what bears one number is one
// claim, and numbers are claims apart. "[1!:offered]" stands apart, "[1?:offered]" is possible.
func tellings(t *testing.T, documents ...string) (ledger hearsay.Ledger, texts map[hearsay.DocID]string, marks map[string][]told) {
	t.Helper()
	p, err := load()
	if err != nil {
		t.Fatal(err)
	}
	var story hearsay.Story
	var readings []*hearsay.Reading
	type place struct {
		mark  string
		doc   hearsay.DocID
		start int
	}
	var places []place
	texts = map[hearsay.DocID]string{}
	for n, marked := range documents {
		var text strings.Builder
		var own []place
		for i := 0; i < len(marked); i++ {
			switch marked[i] {
			case '[':
				name, _, _ := strings.Cut(marked[i+1:], ":")
				own = append(own, place{mark: name, start: text.Len()})
				i += len(name) + 1
			case ']':
			default:
				text.WriteByte(marked[i])
			}
		}
		capture := hearsay.Capture{
			Media: hearsay.MediaText, Bytes: []byte(text.String()), Paths: []string{fmt.Sprintf("%d.txt", n)}, Outlet: outlets[n],
			Published: hearsay.Date{Unix: int64(firstDay+n) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven},
		}
		capture.ID = hearsay.NewDocID(capture.Outlet, capture.URL, capture.Bytes)
		reading := p.reader.Read(capture)
		if reading.Document.Text != text.String() {
			t.Fatalf("the text was changed to %q", reading.Document.Text)
		}
		readings = append(readings, &reading)
		story.Docs = append(story.Docs, capture.ID)
		texts[capture.ID] = text.String()
		for _, at := range own {
			at.doc = capture.ID
			places = append(places, at)
		}
	}
	story.ID = hearsay.StoryID(story.Docs[0])
	ledger = p.collator.Collate(story, readings)
	marks = map[string][]told{}
	for _, at := range places {
		found := told{claim: -1}
		for n, c := range ledger.Claims {
			for _, list := range [][]hearsay.Telling{c.Tellings, c.Apart} {
				for _, telling := range list {
					if telling.Doc == at.doc && int(telling.Key.Start) == at.start {
						found = told{n, telling, telling.Stance != hearsay.Affirmed && telling.Stance != hearsay.Hedged}
					}
				}
			}
		}
		marks[at.mark] = append(marks[at.mark], found)
	}
	return ledger, texts, marks
}

func describe(ledger *hearsay.Ledger, texts map[hearsay.DocID]string) string {
	var out strings.Builder
	for n, c := range ledger.Claims {
		fmt.Fprintf(&out, "\nclaim %d:", n)
		for _, telling := range slices.Concat(c.Tellings, c.Apart) {
			fmt.Fprintf(&out, "\n  %s, %s, negated %v, possible %v, by %q: %s", telling.Stance, telling.Level, telling.Negated,
				telling.Possible, telling.JoinBy, telling.Span.Of(texts[telling.Doc]))
		}
	}
	return out.String()
}

func TestTellingsOfOneClaim(t *testing.T) {
	for name, documents := range map[string][]string{
		"the same words": {
			"Anna Roe offered to [1:resign] last week, two people close to the mayor said.",
			"Anna Roe offered to [1:resign] last week, according to the Saltmere Herald.",
		},
		"another word for the event": {
			"Anna Roe offered to [1:resign] after the crane collapse.",
			"Anna Roe offered to [1:quit] after the crane collapse.",
		},
		"two words for the event": {
			"Anna Roe [1:resigned], the mayor said.",
			"Anna Roe [1:stepped] down, the mayor said.",
		},
		"another verb that news uses of it": {
			"The council [1:authorized] the sale of the harbor on Monday.",
			"The council [1:approved] the sale of the harbor on Monday.",
		},
		"two steps of the ladder": {
			"Anna Roe offered to [1:resign] last week, two officials said.",
			"Anna Roe would be willing to [1:resign] if the mayor asked, a person close to her said.",
		},
		"the noun of the event": {
			"Anna Roe offered to [1:resign] last week, two officials said.",
			"Anna Roe offered her [1:resignation], a spokesman said.",
		},
		"active and passive": {
			"Laura Calder [1:fired] Anna Roe.",
			"Anna Roe was [1:fired] by Laura Calder.",
		},
		"a name, then a surname": {
			"Anna Roe offered to [1:resign] last week.",
			"Director Anna Roe spoke on Monday. Roe offered to [1:resign] last week.",
		},
		"faith for confidence": {
			"Laura Calder has [1:confidence] in Anna Roe.",
			"Laura Calder has [1:faith] in Anna Roe.",
		},
		"a number that differs": {
			"Three dock workers were [1:injured] when the crane fell, the fire department said.",
			"Four dock workers were [1:injured] when the crane fell, the fire department said.",
		},
		"what befalls a thing": {
			"Ticket prices to Gull Island will [1:rise] in September, the company said.",
			"Ticket prices to Gull Island will [1:climb] in September, the director said.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			ledger, texts, marks := tellings(t, documents...)
			for _, found := range marks["1"] {
				if found.claim < 0 || found.claim != marks["1"][0].claim || found.telling.Possible || found.apart {
					t.Fatalf("not one claim, surely:%s", describe(&ledger, texts))
				}
			}
			for i, found := range marks["1"] {
				if found.telling.JoinBy == "" {
					t.Errorf("telling %d does not say what joined it", i)
				}
			}
		})
	}
}

// A false join invents corroboration.
func TestTellingsNeverJoined(t *testing.T) {
	for name, documents := range map[string][]string{
		"another doer": {
			"Anna Roe offered to [1:resign] on Monday.",
			"Peter Lund offered to [2:resign] on Monday.",
		},
		"another doer, many like words": {
			"Anna Roe [1:praised] the new harbor plan in a long speech to the city council.",
			"Peter Lund [2:praised] the new harbor plan in a long speech to the city council.",
		},
		"another object": {
			"Laura Calder [1:fired] Anna Roe.",
			"Laura Calder [2:fired] Peter Lund.",
		},
		"another thing": {
			"Laura Calder [1:closed] the library.",
			"Laura Calder [2:closed] the harbor.",
		},
		"the parts changed": {
			"Laura Calder [1:hired] Anna Roe.",
			"Anna Roe [2:hired] Laura Calder.",
		},
		"the other polarity": {
			"Anna Roe offered to [1:resign] last week.",
			"Anna Roe is not [2:stepping] down.",
		},
		"the other polarity, like words": {
			"Anna Roe [1:visited] the ferry company in Saltmere on Monday.",
			"Anna Roe never [2:visited] the ferry company in Saltmere on Monday.",
		},
		"another day": {
			"Anna Roe [1:met] Peter Lund on Monday.",
			"Anna Roe [2:met] Peter Lund on Tuesday.",
		},
		"another event": {
			"Anna Roe [1:visited] Peter Lund.",
			"Anna Roe [2:fired] Peter Lund.",
		},
		"another event, like words": {
			"Anna Roe [1:visited] Peter Lund in Saltmere on Monday.",
			"Anna Roe [2:fired] Peter Lund in Saltmere on Monday.",
		},
		"have, which only carries its noun": {
			"Anna Roe has a [1:house] in Saltmere.",
			"Anna Roe has a [2:boat] in Saltmere.",
		},
		"make, which says little": {
			"Anna Roe [1:made] a table for the office.",
			"Anna Roe [2:made] a cake for the office.",
		},
		"for another": {
			"Laura Calder [1:voted] for Anna Roe on Monday, a spokesman said.",
			"Laura Calder [2:voted] for Peter Lund on Monday, a spokesman said.",
		},
		"namesakes": {
			"Anna Roe [1:resigned] on Monday. Peter Roe is a teacher.",
			"Peter Roe [2:resigned] on Monday. Anna Roe is a singer.",
		},
		"things of two kinds": {
			"Ferry fares will [1:rise] in September, the company said.",
			"House prices will [2:rise] in September, the bank said.",
		},
		"doers not named": {
			"A man was [1:arrested] after a fight at the market, the police said.",
			"A woman was [2:arrested] after a crash at the bridge, the police said.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			ledger, texts, marks := tellings(t, documents...)
			claims := map[int]string{}
			for _, mark := range slices.Sorted(maps.Keys(marks)) {
				for _, found := range marks[mark] {
					if found.claim < 0 {
						t.Errorf("%s is not claimed at all:%s", mark, describe(&ledger, texts))
					} else if other, ok := claims[found.claim]; ok && other != mark {
						t.Errorf("%s and %s are one claim:%s", other, mark, describe(&ledger, texts))
					}
					claims[found.claim] = mark
				}
			}
		})
	}
}

func TestRefusalsAndQuestionsStandApart(t *testing.T) {
	for name, documents := range map[string][]string{
		"declined to say": {
			"Anna Roe offered to [1:resign] last week, two people close to the mayor said.",
			"Peter Lund declined to say whether Anna Roe offered to [1!:resign] last week.",
		},
		"asked, declined to comment": {
			"Anna Roe offered to [1:resign] last week, two people close to the mayor said.",
			"Asked whether Anna Roe had offered to [1!:resign] last week, Peter Lund declined to comment.",
		},
		"unclear": {
			"Anna Roe offered to [1:resign] last week, two people close to the mayor said.",
			"It is unclear whether Anna Roe offered to [1!:resign] last week.",
		},
		"denied": {
			"Laura Calder [1:fired] Anna Roe last week, two people close to the mayor said.",
			"Peter Lund denied that Laura Calder [1!:fired] Anna Roe last week.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			ledger, texts, marks := tellings(t, documents...)
			of := marks["1"][0].claim
			if of < 0 {
				t.Fatalf("no claim:%s", describe(&ledger, texts))
			}
			for _, found := range marks["1!"] {
				if !found.apart || found.claim != of {
					t.Errorf("it does not stand apart beside the claim:%s", describe(&ledger, texts))
				}
			}
			for _, interval := range ledger.Claims[of].Intervals {
				if interval.Max != 2 {
					t.Errorf("%d–%d independent, want at most the two people:%s", interval.Min, interval.Max, describe(&ledger, texts))
				}
			}
		})
	}
}

func TestUnclearWhenTakesItForGranted(t *testing.T) {
	ledger, texts, marks := tellings(t,
		"Anna Roe offered to [1:resign] last week, two people close to the mayor said.",
		"It is unclear when Anna Roe offered to [1:resign] last week.")
	for _, found := range marks["1"] {
		if found.claim < 0 || found.apart || found.claim != marks["1"][0].claim {
			t.Errorf("not told:%s", describe(&ledger, texts))
		}
	}
}

func TestLooseTellingsArePossible(t *testing.T) {
	ledger, texts, marks := tellings(t,
		"Anna Roe was [1:fired] as port director on Monday by Laura Calder, two officials said.",
		"Laura Calder [1:fired] Anna Roe as port director on Monday, a spokesman said.",
		"Two directors were [1?:sacked] over a quarrel with a friend in spring.")
	of := marks["1"][0].claim
	if of < 0 || marks["1"][1].claim != of {
		t.Fatalf("not one claim:%s", describe(&ledger, texts))
	}
	loose := marks["1?"][0]
	if loose.claim != of || !loose.telling.Possible || loose.telling.JoinBy != claim.ByOpenDoer {
		t.Errorf("not possible, by too little evidence:%s", describe(&ledger, texts))
	}
	for _, interval := range ledger.Claims[of].Intervals {
		for _, id := range interval.Origins {
			if ledger.Origins[id-1].Outlet == outlets[2] {
				t.Errorf("a possible telling is counted: %+v", ledger.Origins[id-1])
			}
		}
	}
}

// A denial leads to what it is about, and takes nothing from its count. It is a difference in polarity only where both
// cannot be: who offered to go may well stay.
func TestDenialIsRelated(t *testing.T) {
	for name, test := range map[string]struct {
		differ bool
		docs   []string
	}{
		"not planned, but offered": {false, []string{
			"Anna Roe offered to [1:resign] last week, two people close to the mayor said.",
			"Anna Roe is not [2:stepping] down, a spokeswoman told the Coast Courier.",
		}},
		"not done, and done": {true, []string{
			"Laura Calder [1:fired] Anna Roe last week, two people close to the mayor said.",
			"Laura Calder never [2:fired] Anna Roe, a spokeswoman told the Coast Courier.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			ledger, texts, marks := tellings(t, test.docs...)
			a, b := marks["1"][0].claim, marks["2"][0].claim
			if a < 0 || b < 0 || a == b {
				t.Fatalf("not two claims:%s", describe(&ledger, texts))
			}
			for _, pair := range [][2]int{{a, b}, {b, a}} {
				from, to := &ledger.Claims[pair[0]], &ledger.Claims[pair[1]]
				if !slices.Contains(from.Related, to.ID) {
					t.Errorf("claim %d does not lead to %d: %v", pair[0], pair[1], from.Related)
				}
				differ := slices.ContainsFunc(from.Differences, func(d hearsay.Difference) bool { return d.Kind == hearsay.DiffersPolarity })
				if differ != test.differ {
					t.Errorf("claim %d differs in polarity is %v, want %v: %+v", pair[0], differ, test.differ, from.Differences)
				}
				for _, interval := range from.Intervals {
					if interval.Min < 1 {
						t.Errorf("a denial took from a count: %d–%d", interval.Min, interval.Max)
					}
				}
			}
		})
	}
}

func TestDifferences(t *testing.T) {
	for name, test := range map[string]struct {
		kind hearsay.DifferenceKind
		a, b string // words that the two sides show
		docs []string
	}{
		"number": {hearsay.DiffersNumber, "Three", "Four", []string{
			"Three dock workers were [1:injured] when the crane fell, the fire department said.",
			"Four dock workers were [1:injured] when the crane fell, the fire department said.",
		}},
		"percent": {hearsay.DiffersNumber, "8", "9", []string{
			"Ticket prices to Gull Island will [1:rise] by 8 percent in September, the company said.",
			"Ticket prices to Gull Island will [1:rise] by 9 percent in September, the company said.",
		}},
		"strength": {hearsay.DiffersStrength, "offered", "willing", []string{
			"Anna Roe offered to [1:resign] last week, two officials said.",
			"Anna Roe would be willing to [1:resign] if the mayor asked, a person close to her said.",
		}},
		"date": {hearsay.DiffersDate, "May 2", "May 3", []string{
			"Laura Calder [1:closed] the old harbor bridge to heavy trucks on May 2, 2031.",
			"Laura Calder [1:closed] the old harbor bridge to heavy trucks on May 3, 2031.",
		}},
		"polarity": {hearsay.DiffersPolarity, "fired", "fired", []string{
			"Laura Calder [1:fired] Anna Roe last week, two people close to the mayor said.",
			"A spokeswoman denied that Laura Calder [1:fired] Anna Roe last week.",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			ledger, texts, marks := tellings(t, test.docs...)
			n := marks["1"][0].claim
			if n < 0 || marks["1"][1].claim != n {
				t.Fatalf("not one claim:%s", describe(&ledger, texts))
			}
			found := false
			for _, d := range ledger.Claims[n].Differences {
				a, b := d.A.Spans[0].Of(texts[d.A.Doc]), d.B.Spans[0].Of(texts[d.B.Doc])
				if d.Kind == test.kind {
					found = found || strings.Contains(a, test.a) && strings.Contains(b, test.b)
				} else {
					t.Errorf("they differ in %s too: %q and %q", d.Kind, a, b)
				}
				if d.By == "" {
					t.Errorf("%s does not say what found it", d.Kind)
				}
			}
			if !found {
				t.Errorf("no difference in %s, %q against %q:%s\n%+v", test.kind, test.a, test.b, describe(&ledger, texts), ledger.Claims[n].Differences)
			}
		})
	}
}

func TestLikeTellingsDoNotDiffer(t *testing.T) {
	ledger, texts, _ := tellings(t,
		"Three dock workers were injured when the crane fell on May 2, 2031, the fire department said.",
		"Three dock workers were injured when the crane fell on May 2, 2031, according to the fire department.")
	for _, c := range ledger.Claims {
		for _, d := range c.Differences {
			t.Errorf("%s: %q and %q", d.Kind, d.A.Spans[0].Of(texts[d.A.Doc]), d.B.Spans[0].Of(texts[d.B.Doc]))
		}
	}
}

func TestAdds(t *testing.T) {
	ledger, _, _ := tellings(t,
		"Anna Roe offered to resign last week, two people close to the mayor said.",
		"Anna Roe offered to resign last week, two people close to the mayor said.",
		"Anna Roe offered to resign last week, two people close to the mayor said. Laura Calder fired Peter Lund.")
	if len(ledger.Adds) != 3 {
		t.Fatalf("%d documents add, want one entry for each of 3", len(ledger.Adds))
	}
	for i, add := range ledger.Adds {
		if nothing := i == 1; add.Nothing != nothing || (len(add.Claims) == 0) != nothing || add.Undated {
			t.Errorf("document %d: %+v", i, add)
		}
	}
}

// A claim is one thing: each proposition is told in at most one, none of its sure tellings names another doer, and
// claims are named apart.
func TestClaimsAreApart(t *testing.T) {
	ledger, texts, _ := tellings(t,
		"Anna Roe offered to resign last week, two people said. Laura Calder refused. Peter Lund praised Anna Roe and sued Laura Calder.",
		"Peter Lund offered to resign last week. Anna Roe praised Peter Lund. Laura Calder said Anna Roe never resigned.",
		"It is unclear whether Anna Roe or Peter Lund resigned. Laura Calder fired Anna Roe, and then she hired Peter Lund.")
	type place struct {
		doc         hearsay.DocID
		proposition int
	}
	seen, ids := map[place]int{}, map[hearsay.ClaimID]bool{}
	for n, c := range ledger.Claims {
		if ids[c.ID] {
			t.Errorf("two claims are %s", c.ID)
		}
		ids[c.ID] = true
		for _, telling := range slices.Concat(c.Tellings, c.Apart) {
			at := place{telling.Doc, telling.Proposition}
			if other, ok := seen[at]; ok {
				t.Errorf("claims %d and %d both have %q", other, n, telling.Span.Of(texts[telling.Doc]))
			}
			seen[at] = n
			if telling.Negated != slices.Concat(c.Tellings, c.Apart)[0].Negated {
				t.Errorf("claim %d has both polarities:%s", n, describe(&ledger, texts))
			}
		}
	}
	if len(ids) == 0 {
		t.Error("nothing is claimed")
	}
}
