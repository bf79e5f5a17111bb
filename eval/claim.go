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
}

type goldTelling struct {
	Telling string         `json:"telling"`
	Doc     string         `json:"doc"`
	Spans   [][2]int       `json:"spans"`
	Head    [][2]int       `json:"head"`
	Join    string         `json:"join"` // strict, possibly
	Stance  hearsay.Stance `json:"stance"`
	Level   string         `json:"level"`
	Rule    string         `json:"rule"`
	Origins []string       `json:"origins"`
	Adds    string         `json:"adds"` // why it adds none
}

type goldOrigin struct {
	Origin string `json:"origin"`
	Kind   string `json:"kind"`
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
	// Kinds: tellings with origins in the gold that are found and joined; Right where they lead to origins of the same kinds.
	Kinds Count `json:"kinds"`
	// Same: pairs of such tellings of one claim; Right where both say alike whether they share an origin.
	Same Count `json:"same"`
	// Intervals: claims of the gold with an interval. Found have one here too, at any level; Exact agree in both ends, Near
	// are no more than one off at the upper end and not above the gold at the lower.
	Intervals, Found, Exact, Near int
	Confusion                     map[string]int `json:"confusion"` // "gold kind > found kind", where they differ
}

// StoryCollator makes the ledger of a story. *collate.Collator is one.
type StoryCollator interface {
	Collate(story hearsay.Story, readings []*hearsay.Reading) hearsay.Ledger
}

// Claim measures claims, origins and intervals against the gold, on the documents that claims.py writes to corpus.
func Claim(corpus, gold string, half Half, reader Reader, collator StoryCollator) (ClaimResult, error) {
	articles, err := ReadStories(corpus)
	if err != nil {
		return ClaimResult{}, err
	}
	byID := map[string]*StoryArticle{}
	for i := range articles {
		byID[articles[i].ID] = &articles[i]
	}
	stories, err := readClaims(filepath.Join(gold, "claims.jsonl"))
	if err != nil {
		return ClaimResult{}, err
	}
	result := ClaimResult{Half: half, Confusion: map[string]int{}}
	for i := range stories {
		if half != HalfAll && stories[i].Half != half {
			continue
		}
		if err := result.story(&stories[i], byID, reader, collator); err != nil {
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

func (r *ClaimResult) story(gold *claimStory, articles map[string]*StoryArticle, reader Reader, collator StoryCollator) error {
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

	type key struct{ claim, telling int }
	var strict []key
	for c := range gold.Claims {
		for t := range gold.Claims[c].Tellings {
			telling := &gold.Claims[c].Tellings[t]
			if telling.Join == "strict" {
				strict = append(strict, key{c, t})
				r.Tellings.True++
			}
			if _, found := places[telling]; found && telling.Join == "strict" {
				r.Tellings.Found++
				r.Tellings.Right++
			}
		}
	}
	at := func(k key) (place, bool) {
		p, ok := places[&gold.Claims[k.claim].Tellings[k.telling]]
		return p, ok
	}
	for i, x := range strict {
		for _, y := range strict[:i] {
			true1 := x.claim == y.claim
			a, okA := at(x)
			b, okB := at(y)
			joined := okA && okB && group[a.claim] == group[b.claim]
			sure := joined && !a.telling.Possible && !b.telling.Possible
			for _, score := range []struct {
				count *Count
				found bool
			}{{&r.Pairs, sure}, {&r.Loose, joined}} {
				score.count.Add(Count{Right: one(true1 && score.found), Found: one(score.found), True: one(true1)})
			}
		}
	}
	for c := range gold.Claims {
		if err := r.claim(&gold.Claims[c], places, group, &ledger); err != nil {
			return fmt.Errorf("claim %s: %w", gold.Claims[c].Claim, err)
		}
	}
	return nil
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

// asSpans turns offsets of the gold into spans.
func asSpans(offsets [][2]int) []hearsay.Span {
	spans := make([]hearsay.Span, len(offsets))
	for i, o := range offsets {
		spans[i] = hearsay.MakeSpan(o[0], o[1])
	}
	return spans
}

// claim scores origins and interval of one claim of the gold.
func (r *ClaimResult) claim(gold *goldClaim, places map[*goldTelling]place, group []int, ledger *hearsay.Ledger) error {
	kinds := map[string]hearsay.OriginKind{}
	for _, origin := range gold.Origins {
		kind, err := origin.kind()
		if err != nil {
			return fmt.Errorf("origin %s: %w", origin.Origin, err)
		}
		kinds[origin.Origin] = kind
	}
	votes := map[int]int{}
	var traced []*goldTelling
	for t := range gold.Tellings {
		telling := &gold.Tellings[t]
		found, ok := places[telling]
		if ok && telling.Join == "strict" && !found.telling.Possible {
			votes[group[found.claim]]++
		}
		if len(telling.Origins) == 0 {
			continue
		}
		r.Kinds.True++
		if !ok || found.telling.Possible || len(found.telling.Origins) == 0 {
			continue
		}
		traced = append(traced, telling)
		want, got := map[string]bool{}, map[string]bool{}
		for _, origin := range telling.Origins {
			want[kinds[origin].String()] = true
		}
		for _, origin := range found.telling.Origins {
			got[ledger.Origins[origin-1].Kind.String()] = true
		}
		r.Kinds.Found++
		if maps.Equal(want, got) {
			r.Kinds.Right++
		} else {
			r.Confusion[words(want)+" > "+words(got)]++
		}
	}
	for i, x := range traced {
		for _, y := range traced[:i] {
			shareGold := slices.ContainsFunc(x.Origins, func(o string) bool { return slices.Contains(y.Origins, o) })
			a, b := places[x].telling, places[y].telling
			share := slices.ContainsFunc(a.Origins, func(o hearsay.OriginID) bool { return slices.Contains(b.Origins, o) })
			r.Same.Found++
			r.Same.True++
			r.Same.Right += one(share == shareGold)
		}
	}
	if len(gold.Intervals) == 0 {
		return nil
	}
	r.Intervals++
	best := -1
	for _, candidate := range slices.Sorted(maps.Keys(votes)) {
		if best < 0 || votes[candidate] > votes[best] {
			best = candidate
		}
	}
	var interval *hearsay.Interval
	for n := range ledger.Claims {
		claim := &ledger.Claims[n]
		if best >= 0 && group[n] == best && len(claim.Intervals) > 0 && (interval == nil || claim.Intervals[0].Max > interval.Max) {
			interval = &claim.Intervals[0]
		}
	}
	if interval == nil {
		return nil
	}
	r.Found++
	want := gold.Intervals[0]
	for _, other := range gold.Intervals {
		if other.Level == interval.Level {
			want = other
		}
	}
	r.Exact += one(interval.Min == want.Min && interval.Max == want.Max)
	r.Near += one(interval.Min <= want.Min && interval.Max >= want.Max-1 && interval.Max <= want.Max+1)
	return nil
}

func words(set map[string]bool) string { return strings.Join(slices.Sorted(maps.Keys(set)), "+") }

// String is the result as a table.
func (r ClaimResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "half %s: %d stories, %d claims, %d documents not read as they stand\n", r.Half, r.Stories, r.Claims, r.Unread)
	fmt.Fprintf(&b, "tellings reached          %5.1f %%  %d of %d\n", r.Tellings.Recall(), r.Tellings.Right, r.Tellings.True)
	for _, line := range []struct {
		name  string
		count Count
	}{{"pairs of tellings, strict", r.Pairs}, {"with \"possibly\"", r.Loose}} {
		fmt.Fprintf(&b, "%-25s %5.1f P  %5.1f R  %d right, %d found, %d true\n", line.name, line.count.Precision(), line.count.Recall(),
			line.count.Right, line.count.Found, line.count.True)
	}
	fmt.Fprintf(&b, "kind of origin            %5.1f %%  %d of %d found, of %d\n", r.Kinds.Precision(), r.Kinds.Right, r.Kinds.Found, r.Kinds.True)
	fmt.Fprintf(&b, "one origin or two         %5.1f %%  %d of %d pairs\n", r.Same.Precision(), r.Same.Right, r.Same.Found)
	fmt.Fprintf(&b, "intervals                 %d; found %d, exact %.1f %%, near %.1f %%\n", r.Intervals, r.Found, percent(r.Exact, r.Found),
		percent(r.Near, r.Found))
	type confusion struct {
		what string
		n    int
	}
	var list []confusion
	for what, n := range r.Confusion {
		list = append(list, confusion{what, n})
	}
	slices.SortFunc(list, func(x, y confusion) int { return cmp.Or(cmp.Compare(y.n, x.n), cmp.Compare(x.what, y.what)) })
	for _, c := range list[:min(len(list), 15)] {
		fmt.Fprintf(&b, "  %3d  %s\n", c.n, c.what)
	}
	return b.String()
}
