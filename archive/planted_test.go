package archive

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"hearsay"
	"hearsay/intake"
	"hearsay/store/mem"
)

// notYet are the planted claims, as "story: gist", whose ledger is not the expected one, and why.
func notYet(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile("../testdata/stories/not-yet.txt")
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for line := range strings.Lines(string(data)) {
		if columns := strings.Split(strings.TrimSpace(line), "\t"); len(columns) == 3 {
			reasons[columns[0]+": "+columns[1]] = columns[2]
		} else if !strings.HasPrefix(line, "#") {
			t.Fatalf("not-yet.txt: %q has not three columns", line)
		}
	}
	return reasons
}

// planted is the expected ledger of one claim, as testdata/stories/README.md describes it.
type planted struct {
	gist      string
	headline  place
	tellings  []plantedTelling
	origins   map[string]plantedOrigin
	intervals map[string]string // by level: "2-3 +1", or "open"
	collapses [][2]string       // level and rule
	differs   []plantedDifference
}

type place struct{ file, words string }

type plantedTelling struct {
	place
	stance, level string
	origins       []string
	rules         []string
	adds          string
	damaged       bool
}

type plantedOrigin struct{ kind, number, outlet, name string }

type plantedDifference struct {
	kind string
	a, b place
}

// readPlanted reads an expected ledger.
func readPlanted(t *testing.T, path string) []planted {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var claims []planted
	for n, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := append(strings.Split(line, "\t"), "", "", "", "", "", "", "", "", "")
		for i := range columns {
			if columns[i] == "-" {
				columns[i] = ""
			}
		}
		kind, c := columns[0], columns[1:]
		if kind == "claim" {
			claims = append(claims, planted{gist: c[0], origins: map[string]plantedOrigin{}, intervals: map[string]string{}})
			continue
		}
		if len(claims) == 0 {
			t.Fatalf("%s:%d: %s before the first claim", path, n+1, kind)
		}
		claim := &claims[len(claims)-1]
		switch kind {
		case "telling":
			claim.tellings = append(claim.tellings, plantedTelling{
				place{c[0], c[1]}, c[2], c[3], strings.Split(c[4], "+"), strings.Split(c[5], "; "), c[6], c[7] == "damaged",
			})
		case "origin":
			claim.origins[c[0]] = plantedOrigin{c[1], c[2], c[3], c[4]}
		case "interval":
			claim.intervals[c[0]] = c[1]
			if c[2] != "" {
				claim.intervals[c[0]] += " +" + c[2]
			}
		case "collapse":
			claim.collapses = append(claim.collapses, [2]string{c[0], c[1]})
		case "headline":
			claim.headline = place{c[0], c[1]}
		case "differs":
			claim.differs = append(claim.differs, plantedDifference{c[0], place{c[1], c[2]}, place{c[3], c[4]}})
		default:
			t.Fatalf("%s:%d: unknown line %q", path, n+1, kind)
		}
	}
	return claims
}

// folder is a planted story as the archive has it.
type folder struct {
	story Story
	docs  map[string]*hearsay.Reading // by file
}

// span is where the words of a place stand: once, and only there.
func (f *folder) span(t *testing.T, p place) (hearsay.DocID, hearsay.Span) {
	t.Helper()
	reading := f.docs[p.file]
	if reading == nil {
		t.Fatalf("no document %s", p.file)
	}
	text := reading.Document.Text
	if strings.Count(text, p.words) != 1 {
		t.Fatalf("%s: %q stands there %d times", p.file, p.words, strings.Count(text, p.words))
	}
	start := strings.Index(text, p.words)
	return reading.Document.ID, hearsay.MakeSpan(start, start+len(p.words))
}

// at reports whether a telling or other words stand at a place.
func (f *folder) at(t *testing.T, p place, doc hearsay.DocID, spans ...hearsay.Span) bool {
	t.Helper()
	id, words := f.span(t, p)
	return id == doc && slices.ContainsFunc(spans, func(span hearsay.Span) bool { return span.Overlaps(words) })
}

// openPlanted reads a folder as the main job does. Where its documents come apart into several stories, they are put
// together by hand, so that their claims can still be compared; stories is how many there were.
func openPlanted(t *testing.T, dir string) (opened folder, stories int) {
	t.Helper()
	a := over(t, mem.New(), Options{})
	var captures []hearsay.Capture
	if err := intake.Walk(t.Context(), []string{dir}, intake.Options{}, func(c hearsay.Capture) error {
		captures = append(captures, c)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	add(t, a, captures)
	now := update(t, a)
	stories = len(now.stories)
	if stories > 1 {
		var ids []hearsay.DocID
		for _, capture := range captures {
			ids = append(ids, capture.ID)
		}
		if _, err := a.Merge(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
		now = update(t, a)
	}
	if len(now.stories) != 1 {
		t.Fatalf("%d stories of one folder", len(now.stories))
	}
	opened = folder{now.stories[0], map[string]*hearsay.Reading{}}
	for i := range opened.story.Readings {
		reading := &opened.story.Readings[i]
		opened.docs[filepath.Base(reading.Document.Paths[0])] = reading
	}
	return opened, stories
}

// sure are the tellings of a claim that are not only possibly of it.
func sure(claim *hearsay.Claim) []*hearsay.Telling {
	var list []*hearsay.Telling
	for _, tellings := range [][]hearsay.Telling{claim.Tellings, claim.Apart} {
		for i := range tellings {
			if !tellings[i].Possible {
				list = append(list, &tellings[i])
			}
		}
	}
	return list
}

// quote is a place in a ledger, for people.
func (f *folder) quote(doc hearsay.DocID, span hearsay.Span) string {
	for file, reading := range f.docs {
		if reading.Document.ID == doc {
			return fmt.Sprintf("%s %q", file, span.Of(reading.Document.Text))
		}
	}
	return fmt.Sprintf("%s %d-%d", doc, span.Start, span.End)
}

// compare lists where the ledger is not the expected one.
func (f *folder) compare(t *testing.T, want *planted) []string {
	t.Helper()
	claim := f.find(t, want)
	if claim == nil {
		return []string{"no claim holds any of its tellings"}
	}
	var wrong []string
	differ := func(format string, arguments ...any) { wrong = append(wrong, fmt.Sprintf(format, arguments...)) }

	labels := map[hearsay.OriginID]string{}
	matched := map[*hearsay.Telling]bool{}
	for _, expected := range want.tellings {
		got := f.telling(t, claim, expected, matched)
		if got == nil {
			differ("%s %q: not among the tellings%s", expected.file, expected.words, f.elsewhere(t, claim, expected))
			continue
		}
		matched[got] = true
		for _, problem := range f.compareTelling(got, expected, want, labels) {
			differ("%s %q: %s", expected.file, expected.words, problem)
		}
	}
	for _, telling := range sure(claim) {
		if !matched[telling] {
			differ("%s: a telling too many", f.quote(telling.Doc, telling.Span))
		}
	}

	intervals := map[string]string{}
	for _, interval := range claim.Intervals {
		level := interval.Level.String()
		intervals[level] = fmt.Sprintf("%d-%d +%d", interval.Min, interval.Max, interval.Untraced)
		switch wanted, ok := want.intervals[level]; {
		case !ok:
			differ("interval %s %s: none expected", level, intervals[level])
		case wanted != "open" && wanted != intervals[level]:
			differ("interval %s %s, want %s", level, intervals[level], wanted)
		}
	}
	for level, wanted := range want.intervals {
		if intervals[level] == "" && wanted != "open" {
			differ("interval %s: none, want %s", level, wanted)
		}
	}
	for _, collapse := range want.collapses {
		if !slices.ContainsFunc(claim.Intervals, func(interval hearsay.Interval) bool {
			return interval.Level.String() == collapse[0] &&
				slices.ContainsFunc(interval.Collapses, func(c hearsay.Collapse) bool { return c.Rule == collapse[1] })
		}) {
			differ("interval %s does not name %q", collapse[0], collapse[1])
		}
	}
	if want.headline.file != "" && !f.at(t, want.headline, claim.Headline.Doc, claim.Headline.Spans...) {
		differ("headline %s, want %s", f.quote(claim.Headline.Doc, hearsay.Cover(claim.Headline.Spans)), want.headline.file)
	}
	for _, d := range want.differs {
		if !slices.ContainsFunc(claim.Differences, func(got hearsay.Difference) bool {
			return got.Kind.String() == d.kind &&
				(f.at(t, d.a, got.A.Doc, got.A.Spans...) && f.at(t, d.b, got.B.Doc, got.B.Spans...) ||
					f.at(t, d.a, got.B.Doc, got.B.Spans...) && f.at(t, d.b, got.A.Doc, got.A.Spans...))
		}) {
			differ("no difference in %s between %s %q and %s %q", d.kind, d.a.file, d.a.words, d.b.file, d.b.words)
		}
	}
	slices.Sort(wrong)
	return wrong
}

// find is the claim of the ledger that holds most of the expected tellings, or nil.
func (f *folder) find(t *testing.T, want *planted) *hearsay.Claim {
	t.Helper()
	var best *hearsay.Claim
	most := 0
	for i := range f.story.Ledger.Claims {
		claim, matched := &f.story.Ledger.Claims[i], map[*hearsay.Telling]bool{}
		for _, expected := range want.tellings {
			if telling := f.telling(t, claim, expected, matched); telling != nil {
				matched[telling] = true
			}
		}
		if len(matched) > most {
			best, most = claim, len(matched)
		}
	}
	return best
}

// telling is the telling of a claim at the expected words that is not taken yet, or nil.
func (f *folder) telling(
	t *testing.T, claim *hearsay.Claim, expected plantedTelling, taken map[*hearsay.Telling]bool,
) *hearsay.Telling {
	t.Helper()
	for _, telling := range sure(claim) {
		if !taken[telling] && f.at(t, expected.place, telling.Doc, telling.Span) {
			return telling
		}
	}
	return nil
}

// elsewhere says where the words of a missing telling went.
func (f *folder) elsewhere(t *testing.T, claim *hearsay.Claim, expected plantedTelling) string {
	t.Helper()
	for i := range f.story.Ledger.Claims {
		other := &f.story.Ledger.Claims[i]
		for _, tellings := range [][]hearsay.Telling{other.Tellings, other.Apart} {
			for _, telling := range tellings {
				switch {
				case !f.at(t, expected.place, telling.Doc, telling.Span):
					continue
				case other.ID == claim.ID:
					return "; only possibly"
				default:
					return fmt.Sprintf("; told in another claim, %s", f.quote(other.Headline.Doc, hearsay.Cover(other.Headline.Spans)))
				}
			}
		}
	}
	return "; told in no claim"
}

// compareTelling compares one telling and its origins. labels are the origins that tellings before it had.
func (f *folder) compareTelling(
	got *hearsay.Telling, expected plantedTelling, want *planted, labels map[hearsay.OriginID]string,
) []string {
	var wrong []string
	check := func(what string, got, want any) {
		if got != want {
			wrong = append(wrong, fmt.Sprintf("%s %v, want %v", what, got, want))
		}
	}
	check("stance", got.Stance.String(), expected.stance)
	check("level", got.Level.Height().String(), expected.level)
	check("damaged", got.Damaged, expected.damaged)
	check("adds none by", fmt.Sprintf("%q", got.Uncounted), fmt.Sprintf("%q", expected.adds))
	var rules []string
	for _, step := range got.Steps {
		rules = append(rules, step.Rule)
	}
	for _, rule := range expected.rules {
		if !slices.Contains(rules, rule) {
			wrong = append(wrong, fmt.Sprintf("rules %q, want %q", rules, rule))
		}
	}
	var have []string
	for _, id := range got.Origins {
		origin := f.story.Ledger.Origins[id-1]
		label, known := labels[id]
		if !known {
			label = origin.Name
			for _, candidate := range expected.origins {
				if !slices.Contains(have, candidate) && !taken(labels, candidate) {
					label = candidate
					break
				}
			}
			labels[id] = label
			if w, ok := want.origins[label]; ok {
				if problem := w.differs(origin); problem != "" {
					wrong = append(wrong, fmt.Sprintf("origin %s: %s", label, problem))
				}
			}
		}
		have = append(have, label)
	}
	if !slices.Equal(slices.Sorted(slices.Values(have)), slices.Sorted(slices.Values(expected.origins))) {
		wrong = append(wrong, fmt.Sprintf("origins %q, want %q", have, expected.origins))
	}
	return wrong
}

func taken(labels map[hearsay.OriginID]string, label string) bool {
	return slices.Contains(slices.Collect(maps.Values(labels)), label)
}

// differs says how an origin is not the expected one, or "".
func (w plantedOrigin) differs(got hearsay.Origin) string {
	var wrong []string
	if got.Kind.String() != w.kind {
		wrong = append(wrong, fmt.Sprintf("kind %s, want %s", got.Kind, w.kind))
	}
	if w.number != "" && fmt.Sprint(got.Number) != w.number {
		wrong = append(wrong, fmt.Sprintf("number %d, want %s", got.Number, w.number))
	}
	if w.outlet != "" && got.Outlet != w.outlet {
		wrong = append(wrong, fmt.Sprintf("outlet %q, want %q", got.Outlet, w.outlet))
	}
	if w.name != "" && got.Name != w.name {
		wrong = append(wrong, fmt.Sprintf("name %q, want %q", got.Name, w.name))
	}
	return strings.Join(wrong, ", ")
}

// Each planted story is read as the main job reads a folder, and its ledger is the one worked out by hand.
func TestPlantedStories(t *testing.T) {
	expected, err := filepath.Glob("../testdata/stories/*.tsv")
	if err != nil || len(expected) != 12 {
		t.Fatalf("%d expected ledgers, want 12 (%v)", len(expected), err)
	}
	reasons, seen := notYet(t), map[string]bool{}
	for _, path := range expected {
		name := strings.TrimSuffix(filepath.Base(path), ".tsv")
		dir := filepath.Join("..", "testdata", "stories", name)
		if _, err := os.Stat(dir); err != nil {
			dir = filepath.Join("..", "examples", name)
		}
		opened, stories := openPlanted(t, dir)
		judge := func(what string, wrong []string) {
			key := name + ": " + what
			seen[key] = true
			t.Run(key, func(t *testing.T) {
				reason, known := reasons[key]
				switch {
				case known && len(wrong) == 0:
					t.Errorf("is right now: take it off not-yet.txt (%s)", reason)
				case known:
					t.Logf("known: %s\n\t%s", reason, strings.Join(wrong, "\n\t"))
				case len(wrong) > 0:
					t.Errorf("not as expected:\n\t%s", strings.Join(wrong, "\n\t"))
				}
			})
		}
		var apart []string
		if stories != 1 {
			apart = []string{fmt.Sprintf("%d stories", stories)}
		}
		judge("one story", apart)
		for _, want := range readPlanted(t, path) {
			judge(want.gist, opened.compare(t, &want))
		}
	}
	for key := range reasons {
		if !seen[key] {
			t.Errorf("%q is in not-yet.txt and is no planted claim", key)
		}
	}
}
