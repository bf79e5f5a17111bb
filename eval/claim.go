package eval

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hearsay"
	"hearsay/collate/sourcing"
)

// claimStory is a story of the claims gold, as train/gold/claims.py writes it: standoff in bytes of the documents' texts.
type claimStory struct {
	Story     string      `json:"story"`
	Half      Half        `json:"half"`
	Documents []string    `json:"documents"`
	Claims    []goldClaim `json:"claims"`
}

type goldClaim struct {
	Claim     string        `json:"claim"`
	Tellings  []goldTelling `json:"tellings"`
	Origins   []goldOrigin  `json:"origins"`
	Intervals []struct {
		Level    hearsay.Level `json:"level"`
		Min      int           `json:"min"`
		Max      int           `json:"max"`
		Untraced int           `json:"untraced"`
	} `json:"intervals"`
	Differences []struct {
		Kind string `json:"kind"`
	} `json:"differences"`
}

type goldTelling struct {
	Telling string         `json:"telling"`
	Doc     string         `json:"doc"`
	Spans   [][2]int       `json:"spans"`
	Head    [][2]int       `json:"head"`
	Source  [][2]int       `json:"source"`
	Join    string         `json:"join"` // strict, possibly
	Stance  hearsay.Stance `json:"stance"`
	Level   hearsay.Level  `json:"level"`
	Rule    string         `json:"rule"`
	Via     string         `json:"via"` // the telling it rests on
	Origins []string       `json:"origins"`
	Adds    string         `json:"adds"` // why it adds none
}

type goldOrigin struct {
	Origin string   `json:"origin"`
	Kind   string   `json:"kind"`
	Doc    string   `json:"doc"`
	Spans  [][2]int `json:"spans"`
	Number int      `json:"number"`
	Outlet string   `json:"outlet"`
	// Absorbed is the origin that explains this one, which is not counted.
	Absorbed string `json:"absorbed"`
}

// kind is the origin kind that a word of the gold means.
func (o goldOrigin) kind() (hearsay.OriginKind, error) {
	if o.Kind == "own" {
		return hearsay.OriginOwnWord, nil
	}
	var kind hearsay.OriginKind
	err := kind.UnmarshalText([]byte(o.Kind))
	return kind, err
}

// ClaimResult is how well stories are collated, against claims worked out by hand. Only what is labelled counts: a telling
// that the gold lacks is neither right nor wrong.
type ClaimResult struct {
	Half     Half  `json:"half"`
	Stories  int   `json:"stories"`
	Unread   int   `json:"unread"` // documents that the reader skips or whose text it changes
	Claims   int   `json:"claims"`
	Tellings Count `json:"tellings"` // strict ones of the gold: Found are those at whose head a proposition is told
	// Pairs are pairs of tellings in one claim: Found those that are joined surely and are both labelled, True those that
	// the gold joins strictly.
	Pairs Count `json:"pairs"`
	// Loose are the same with what is joined as "possibly".
	Loose Count `json:"loose"`
	// Clauses and ClausePairs are Tellings and Pairs where a telling without a proposition at its head is also found by a
	// proposition of nearly the same words: "labelled Roe a suspect" told at "labelled", not at "suspect".
	Clauses     Count `json:"clauses"`
	ClausePairs Count `json:"clausePairs"`
	OriginScore
	DifferenceScore
	// Told is the same where the tellings of each claim are given, and who is behind each is for the program to find.
	Told OriginScore `json:"told"`
	// Attributed is the same where who is behind each telling is given too, and only the counting is the program's.
	Attributed OriginScore `json:"attributed"`
}

// OriginScore is how well tellings are led to their origins, and origins are counted.
type OriginScore struct {
	// Kinds: tellings with origins in the gold that are found and joined; Right where they lead to origins of the same kinds.
	Kinds Count `json:"kinds"`
	// Same: pairs of such tellings of one claim; Right where both say alike whether they share an origin.
	Same Count `json:"same"`
	// Intervals: claims of the gold with an interval. Found have one here too, at any level; Exact agree in both ends, Near
	// are no more than one off at the upper end and not above the gold at the lower, Below have an upper end under the
	// gold's. Level: the strongest level is the same.
	Intervals, Found, Exact, Near, Below, Level int
	Confusion                                   map[string]int   `json:"confusion"` // "gold kind > found kind", where they differ
	Rules                                       map[string]Count `json:"rules"`     // Kinds by the gold's rule
	Misses                                      []OriginMiss     `json:"misses"`    // tellings whose kinds differ, and intervals that do
}

// OriginMiss is a telling with another kind of origin than in the gold, or, without a telling, a claim with another interval.
type OriginMiss struct {
	Story   string         `json:"story"`
	Claim   string         `json:"claim"`
	Telling string         `json:"telling,omitempty"`
	Rule    string         `json:"rule,omitempty"` // of the gold
	Want    string         `json:"want"`
	Got     string         `json:"got"`
	Steps   []string       `json:"steps,omitempty"`  // the rules that led there
	Source  []hearsay.Span `json:"source,omitempty"` // of the attribution that was followed
	Cue     hearsay.Span   `json:"cue,omitzero"`
	KindBy  string         `json:"kindBy,omitempty"` // the rule that gave the attribution its kind
}

// StoryCollator makes the ledger of a story. *collate.Collator is one.
type StoryCollator interface {
	Collate(story hearsay.Story, readings []*hearsay.Reading, corrections ...hearsay.Correction) hearsay.Ledger
}

// OriginTracer leads tellings to their origins and counts them. *sourcing.Tracer is one.
type OriginTracer interface {
	Trace(story sourcing.Story, claims []hearsay.Claim) []hearsay.Origin
}

// Claim measures claims, origins and intervals against the gold, on the documents that claims.py writes to corpus. All halves
// are those of claims.jsonl; the stories that were labelled later stand in claims-train.jsonl and claims-later.jsonl.
func Claim(corpus, gold string, half Half, reader Reader, collator StoryCollator, tracer OriginTracer) (ClaimResult, error) {
	articles, err := ReadStories(corpus)
	if err != nil {
		return ClaimResult{}, err
	}
	byID := map[string]*StoryArticle{}
	for i := range articles {
		byID[articles[i].ID] = &articles[i]
	}
	name := "claims.jsonl"
	if half == HalfTrain || half == HalfLater {
		name = "claims-" + string(half) + ".jsonl"
	}
	stories, err := readClaims(filepath.Join(gold, name))
	if err != nil {
		return ClaimResult{}, err
	}
	result := ClaimResult{Half: half, OriginScore: newOriginScore(), DifferenceScore: newDifferenceScore(), Told: newOriginScore(), Attributed: newOriginScore()}
	for i := range stories {
		if half != HalfAll && stories[i].Half != half {
			continue
		}
		if err := result.story(&stories[i], byID, reader, collator, tracer); err != nil {
			return ClaimResult{}, fmt.Errorf("measure claims: story %s: %w", stories[i].Story, err)
		}
	}
	return result, nil
}

func readClaims(path string) ([]claimStory, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read gold: %w", err)
	}
	defer file.Close()
	var stories []claimStory
	for decoder := json.NewDecoder(bufio.NewReader(file)); ; {
		var story claimStory
		if err := decoder.Decode(&story); errors.Is(err, io.EOF) {
			return stories, nil
		} else if err != nil {
			return nil, fmt.Errorf("read gold: %s: story %d: %w", path, len(stories)+1, err)
		}
		stories = append(stories, story)
	}
}

// capture is the article as a text file with its outlet, date and title given.
func (a *StoryArticle) capture() hearsay.Capture {
	capture := hearsay.Capture{
		Media: hearsay.MediaText, Bytes: []byte(a.Text), Outlet: a.Outlet, Title: a.Title, Paths: []string{a.ID},
	}
	if a.Day != nil {
		capture.Published = hearsay.Date{Unix: int64(*a.Day) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
	}
	capture.ID = hearsay.NewDocID(capture.Outlet, "", capture.Bytes)
	return capture
}

// place is a telling of a ledger, by claim and number.
type place struct {
	claim   int
	telling *hearsay.Telling
}

func (r *ClaimResult) story(
	gold *claimStory, articles map[string]*StoryArticle, reader Reader, collator StoryCollator, tracer OriginTracer,
) error {
	r.Stories++
	r.Claims += len(gold.Claims)
	ids := map[string]hearsay.DocID{}
	var readings []*hearsay.Reading
	byID := map[hearsay.DocID]*hearsay.Reading{}
	for _, name := range gold.Documents {
		article := articles[name]
		if article == nil {
			return fmt.Errorf("no document %s in the corpus", name)
		}
		reading := reader.Read(article.capture())
		if reading.Document.Text != article.Text {
			r.Unread++
		}
		ids[name] = reading.Document.ID
		byID[reading.Document.ID] = &reading
		readings = append(readings, &reading)
	}
	slices.SortFunc(readings, func(a, b *hearsay.Reading) int { return a.Document.Compare(&b.Document) })
	story := hearsay.Story{ID: hearsay.StoryID(readings[0].Document.ID)}
	for _, reading := range readings {
		story.Docs = append(story.Docs, reading.Document.ID)
	}
	ledger := collator.Collate(story, readings)
	places := r.places(gold, ids, byID, &ledger)
	group := polarities(&ledger)

	var strict []*goldTelling
	claims := map[*goldTelling]int{}
	for c := range gold.Claims {
		for t := range gold.Claims[c].Tellings {
			if telling := &gold.Claims[c].Tellings[t]; telling.Join == "strict" {
				strict = append(strict, telling)
				claims[telling] = c
			}
		}
	}
	r.Tellings.Add(reached(strict, places))
	r.Pairs.Add(joinedPairs(strict, claims, places, group, false))
	r.Loose.Add(joinedPairs(strict, claims, places, group, true))
	clauses := r.clausePlaces(gold, ids, byID, &ledger, places)
	r.Clauses.Add(reached(strict, clauses))
	r.ClausePairs.Add(joinedPairs(strict, claims, clauses, group, false))
	given := newGiven(readings, ids, &ledger)
	for c := range gold.Claims {
		claim := &gold.Claims[c]
		kinds, err := claim.kinds()
		if err != nil {
			return fmt.Errorf("claim %s: %w", claim.Claim, err)
		}
		where := claimPlace{story: gold.Story, claim: claim, kinds: kinds, readings: byID}
		r.OriginScore.add(where, ledgerFinding(claim, places, group, &ledger))
		r.DifferenceScore.add(gold.Story, claim, places, &ledger)
		r.Told.add(where, given.traced(claim, tracer))
		r.Attributed.add(claimPlace{gold.Story, claim, kinds, nil}, given.attributed(claim, kinds, tracer))
	}
	return nil
}

// reached counts the tellings that have a place in the ledger.
func reached(tellings []*goldTelling, places map[*goldTelling]place) Count {
	count := Count{True: len(tellings)}
	for _, telling := range tellings {
		if _, found := places[telling]; found {
			count.Found++
			count.Right++
		}
	}
	return count
}

// joinedPairs counts the pairs of tellings that stand in one claim: of the gold, of the ledger, of both. What the ledger joins as
// possible counts only if loose.
func joinedPairs(tellings []*goldTelling, claims map[*goldTelling]int, places map[*goldTelling]place, group []int, loose bool) Count {
	var count Count
	for i, x := range tellings {
		for _, y := range tellings[:i] {
			same := claims[x] == claims[y]
			a, okA := places[x]
			b, okB := places[y]
			found := okA && okB && group[a.claim] == group[b.claim] && (loose || !a.telling.Possible && !b.telling.Possible)
			count.Add(Count{Right: one(same && found), Found: one(found), True: one(same)})
		}
	}
	return count
}

// kinds are the kinds of a claim's origins by their names.
func (c *goldClaim) kinds() (map[string]hearsay.OriginKind, error) {
	kinds := map[string]hearsay.OriginKind{}
	for _, origin := range c.Origins {
		kind, err := origin.kind()
		if err != nil {
			return nil, fmt.Errorf("origin %s: %w", origin.Origin, err)
		}
		kinds[origin.Origin] = kind
	}
	return kinds, nil
}

// polarities numbers the claims of a ledger so that yes and no of one thing, which the gold holds in one claim, have one
// number.
func polarities(ledger *hearsay.Ledger) []int {
	group := make([]int, len(ledger.Claims))
	index := map[hearsay.ClaimID]int{}
	for i := range ledger.Claims {
		group[i], index[ledger.Claims[i].ID] = i, i
	}
	for i := range ledger.Claims {
		for _, id := range ledger.Claims[i].Related {
			if j, ok := index[id]; ok {
				from, to := max(group[i], group[j]), min(group[i], group[j])
				for k := range group {
					if group[k] == from {
						group[k] = to
					}
				}
			}
		}
	}
	return group
}

// places finds the telling of the ledger that stands at each telling of the gold: in its document, with a predicate that
// shares text with its head; of several the one that shares most of its words, then the first.
func (r *ClaimResult) places(
	gold *claimStory, ids map[string]hearsay.DocID, readings map[hearsay.DocID]*hearsay.Reading, ledger *hearsay.Ledger,
) map[*goldTelling]place {
	places := map[*goldTelling]place{}
	for c := range gold.Claims {
		for t := range gold.Claims[c].Tellings {
			telling := &gold.Claims[c].Tellings[t]
			best := -1
			for n := range ledger.Claims {
				claim := &ledger.Claims[n]
				for _, list := range [][]hearsay.Telling{claim.Tellings, claim.Apart} {
					for i := range list {
						found := &list[i]
						if found.Doc != ids[telling.Doc] {
							continue
						}
						predicate := readings[found.Doc].Propositions[found.Proposition].Predicate
						if common(asSpans(telling.Head), []hearsay.Span{predicate}) == 0 {
							continue
						}
						if shared := common(asSpans(telling.Spans), []hearsay.Span{found.Span}); shared > best {
							best = shared
							places[telling] = place{n, found}
						}
					}
				}
			}
		}
	}
	return places
}

// likeClause is the share of words, of both sides and in percent, from which on two stretches are the same clause.
const likeClause = 60

// clausePlaces adds to places, for each telling of the gold without one, the telling of the ledger that says nearly the same
// words, unless it is the place of another.
func (r *ClaimResult) clausePlaces(
	gold *claimStory, ids map[string]hearsay.DocID, readings map[hearsay.DocID]*hearsay.Reading, ledger *hearsay.Ledger,
	places map[*goldTelling]place,
) map[*goldTelling]place {
	all := maps.Clone(places)
	taken := map[*hearsay.Telling]bool{}
	for _, at := range places {
		taken[at.telling] = true
	}
	for c := range gold.Claims {
		for t := range gold.Claims[c].Tellings {
			telling := &gold.Claims[c].Tellings[t]
			if _, found := places[telling]; found {
				continue
			}
			quote, best := asSpans(telling.Spans), 0
			for n := range ledger.Claims {
				claim := &ledger.Claims[n]
				for _, list := range [][]hearsay.Telling{claim.Tellings, claim.Apart} {
					for i := range list {
						found := &list[i]
						if found.Doc != ids[telling.Doc] || taken[found] {
							continue
						}
						predicate := readings[found.Doc].Propositions[found.Proposition].Predicate
						if common(quote, []hearsay.Span{predicate}) == 0 {
							continue
						}
						if like := 200 * common(quote, []hearsay.Span{found.Span}) / (length(quote) + found.Span.Len()); like > max(best, likeClause-1) {
							best = like
							all[telling] = place{n, found}
						}
					}
				}
			}
		}
	}
	return all
}

// asSpans turns offsets of the gold into spans.
func asSpans(offsets [][2]int) []hearsay.Span {
	spans := make([]hearsay.Span, len(offsets))
	for i, o := range offsets {
		spans[i] = hearsay.MakeSpan(o[0], o[1])
	}
	return spans
}

// finding is what the program makes of a claim of the gold: its tellings, the origins they refer to, and the intervals of
// the claim that most of them are in, strongest first.
type finding struct {
	tellings  map[*goldTelling]*hearsay.Telling
	origins   []hearsay.Origin
	intervals []hearsay.Interval
}

// ledgerFinding is what the ledger has of a claim of the gold: the claim most of its tellings stand in, of several with
// that event the one with most origins.
func ledgerFinding(gold *goldClaim, places map[*goldTelling]place, group []int, ledger *hearsay.Ledger) finding {
	f := finding{tellings: map[*goldTelling]*hearsay.Telling{}, origins: ledger.Origins}
	votes := map[int]int{}
	for t := range gold.Tellings {
		telling := &gold.Tellings[t]
		if found, ok := places[telling]; ok && !found.telling.Possible {
			f.tellings[telling] = found.telling
			if telling.Join == "strict" {
				votes[group[found.claim]]++
			}
		}
	}
	best := -1
	for _, candidate := range slices.Sorted(maps.Keys(votes)) {
		if best < 0 || votes[candidate] > votes[best] {
			best = candidate
		}
	}
	for n := range ledger.Claims {
		claim := &ledger.Claims[n]
		if best >= 0 && group[n] == best && len(claim.Intervals) > 0 &&
			(f.intervals == nil || claim.Intervals[0].Max > f.intervals[0].Max) {
			f.intervals = claim.Intervals
		}
	}
	return f
}

// claimPlace is a claim of the gold with the readings that its tellings point into, if misses are to be explained by them.
type claimPlace struct {
	story    string
	claim    *goldClaim
	kinds    map[string]hearsay.OriginKind
	readings map[hearsay.DocID]*hearsay.Reading
}

func newOriginScore() OriginScore {
	return OriginScore{Confusion: map[string]int{}, Rules: map[string]Count{}}
}

// add scores origins and intervals of one claim.
func (s *OriginScore) add(at claimPlace, found finding) {
	var traced []*goldTelling
	for t := range at.claim.Tellings {
		telling := &at.claim.Tellings[t]
		if len(telling.Origins) == 0 {
			continue
		}
		score := Count{True: 1}
		if got := found.tellings[telling]; got != nil && len(got.Origins) > 0 {
			score.Found = 1
			score.Right = one(s.sameKinds(at, telling, got, found.origins))
			traced = append(traced, telling)
		}
		s.Kinds.Add(score)
		rule := s.Rules[telling.Rule]
		rule.Add(score)
		s.Rules[telling.Rule] = rule
	}
	for i, x := range traced {
		for _, y := range traced[:i] {
			share := overlap(found.tellings[x].Origins, found.tellings[y].Origins)
			s.Same.Add(Count{Right: one(share == overlap(x.Origins, y.Origins)), Found: 1, True: 1})
		}
	}
	s.interval(at, found)
}

func overlap[E comparable](a, b []E) bool {
	return slices.ContainsFunc(a, func(x E) bool { return slices.Contains(b, x) })
}

// sameKinds reports whether a telling leads to origins of the kinds that the gold says, and notes where it does not.
func (s *OriginScore) sameKinds(at claimPlace, gold *goldTelling, got *hearsay.Telling, origins []hearsay.Origin) bool {
	want, have := map[string]bool{}, map[string]bool{}
	for _, origin := range gold.Origins {
		want[at.kinds[origin].String()] = true
	}
	for _, origin := range got.Origins {
		have[origins[origin-1].Kind.String()] = true
	}
	if maps.Equal(want, have) {
		return true
	}
	s.Confusion[words(want)+" > "+words(have)]++
	miss := OriginMiss{Story: at.story, Claim: at.claim.Claim, Telling: gold.Telling, Rule: gold.Rule, Want: words(want), Got: words(have)}
	for _, step := range got.Steps {
		miss.Steps = append(miss.Steps, step.Rule)
	}
	if reading := at.readings[got.Doc]; reading != nil && got.Attribution >= 0 {
		attribution := &reading.Attributions[got.Attribution]
		miss.Source, miss.Cue, miss.KindBy = attribution.Source, attribution.Cue, attribution.KindBy
	}
	s.Misses = append(s.Misses, miss)
	return false
}

// interval compares the intervals of one claim: at the strongest level of the program's, or, where the gold has none
// there, the strongest of the gold.
func (s *OriginScore) interval(at claimPlace, found finding) {
	if len(at.claim.Intervals) == 0 {
		return
	}
	s.Intervals++
	if len(found.intervals) == 0 {
		return
	}
	s.Found++
	got, want := found.intervals[0], at.claim.Intervals[0]
	s.Level += one(got.Level.Height() == want.Level.Height())
	for _, other := range at.claim.Intervals {
		if other.Level.Height() == got.Level.Height() {
			want = other
		}
	}
	exact := got.Min == want.Min && got.Max == want.Max
	s.Exact += one(exact)
	s.Near += one(got.Min <= want.Min && got.Max >= want.Max-1 && got.Max <= want.Max+1)
	s.Below += one(got.Max < want.Max)
	if !exact {
		s.Misses = append(s.Misses, OriginMiss{
			Story: at.story, Claim: at.claim.Claim,
			Want: fmt.Sprintf("%s %d-%d", want.Level, want.Min, want.Max),
			Got:  fmt.Sprintf("%s %d-%d", got.Level, got.Min, got.Max),
		})
	}
}

// String is the result as a table.
func (r ClaimResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "half %s: %d stories, %d claims, %d documents not read as they stand\n", r.Half, r.Stories, r.Claims, r.Unread)
	fmt.Fprintf(&b, "tellings reached          %5.1f %%  %d of %d\n", r.Tellings.Recall(), r.Tellings.Right, r.Tellings.True)
	fmt.Fprintf(&b, "by clause                 %5.1f %%  %d of %d\n", r.Clauses.Recall(), r.Clauses.Right, r.Clauses.True)
	for _, line := range []struct {
		name  string
		count Count
	}{{"pairs of tellings, strict", r.Pairs}, {"with \"possibly\"", r.Loose}, {"strict, by clause", r.ClausePairs}} {
		fmt.Fprintf(&b, "%-25s %5.1f P  %5.1f R  %d right, %d found, %d true\n", line.name, line.count.Precision(), line.count.Recall(),
			line.count.Right, line.count.Found, line.count.True)
	}
	r.OriginScore.write(&b, "")
	r.DifferenceScore.write(&b)
	r.Told.write(&b, "given the tellings")
	r.Attributed.write(&b, "given who is behind them")
	return b.String()
}

// write writes the score as a table under a heading.
func (s *OriginScore) write(b *strings.Builder, heading string) {
	if heading != "" {
		fmt.Fprintf(b, "%s\n", heading)
	}
	fmt.Fprintf(b, "kind of origin            %5.1f %%  %d of %d found, of %d\n", s.Kinds.Precision(), s.Kinds.Right, s.Kinds.Found, s.Kinds.True)
	fmt.Fprintf(b, "one origin or two         %5.1f %%  %d of %d pairs\n", s.Same.Precision(), s.Same.Right, s.Same.Found)
	fmt.Fprintf(b, "intervals                 %d; found %d, exact %.1f %%, near %.1f %%, max below %.1f %%, strongest level %.1f %%\n", s.Intervals,
		s.Found, percent(s.Exact, s.Found), percent(s.Near, s.Found), percent(s.Below, s.Found), percent(s.Level, s.Found))
	for _, rule := range slices.Sorted(maps.Keys(s.Rules)) {
		count := s.Rules[rule]
		fmt.Fprintf(b, "  %-14s %5.1f %%  %d of %d found, of %d\n", rule, count.Precision(), count.Right, count.Found, count.True)
	}
	confusions := slices.SortedFunc(maps.Keys(s.Confusion), func(x, y string) int {
		return cmp.Or(cmp.Compare(s.Confusion[y], s.Confusion[x]), cmp.Compare(x, y))
	})
	for _, what := range confusions[:min(len(confusions), 15)] {
		fmt.Fprintf(b, "  %3d  %s\n", s.Confusion[what], what)
	}
}

func words(set map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(set)), "+") }
