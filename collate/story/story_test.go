package story

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hearsay"
)

func newClusterer(t testing.TB) *Clusterer {
	t.Helper()
	c, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(n int) hearsay.Date {
	return hearsay.Date{Unix: int64(n) * 86400, Grain: hearsay.GrainDay, How: hearsay.HowGiven}
}

func (c *Clusterer) describe(id, text string, date hearsay.Date) Features {
	return c.Describe(&hearsay.Document{ID: hearsay.DocID(id), Text: text, Published: date})
}

// groups writes stories as "a b|c", sorted.
func groups(stories []hearsay.Story) string {
	var list []string
	for _, s := range stories {
		var ids []string
		for _, id := range s.Docs {
			ids = append(ids, string(id))
		}
		slices.Sort(ids)
		list = append(list, strings.Join(ids, " "))
	}
	slices.Sort(list)
	return strings.Join(list, "|")
}

// Two look-alike events in two invented places: the mayor's resignation and the harbour fire.
const (
	mayorOne = `Mayor Orla Venning of Brackwater offered to resign on Monday after an audit of the harbour authority
found that two million crowns had gone missing. Venning told the council that she would step down if
a second audit confirmed the loss, two members of the council said. Her deputy, Tomas Ruhl, declined
to comment on the audit.`
	mayorTwo = `The mayor of Brackwater, Orla Venning, has told council members that she is prepared to step down
over the missing millions at the harbour authority, according to two people at the meeting. The
auditors said that the crowns were paid to firms that do not exist. Ruhl, the deputy mayor, would
lead the council if Venning resigned.`
	mayorThree = `Venning under pressure: auditors of the Brackwater harbour authority handed over invoices of shell
firms to the prosecutor, and the council asked the mayor to explain the missing crowns. A spokesman
for Ruhl said the deputy had not known about the audit before Monday.`
	fireOne = `A fire destroyed a grain warehouse in Ostermouth early on Monday and injured four firefighters. The
warehouse belonged to Kessel Milling, which stored barley there. Fire chief Dana Prewitt said that
the flames began in a dryer. The company said it would rebuild.`
	fireTwo = `Four firefighters were hurt when a barley warehouse of Kessel Milling burned down in Ostermouth.
Prewitt, the fire chief, blamed a faulty dryer. Smoke hung over the town until noon, and schools
stayed closed.`
)

func TestCluster(t *testing.T) {
	c := newClusterer(t)
	unknown := hearsay.Date{}
	tests := []struct {
		name     string
		features []Features
		want     string
	}{
		{"none", nil, ""},
		{"one alone", []Features{c.describe("a", mayorOne, day(10))}, "a"},
		{"no words", []Features{c.describe("a", "", unknown), c.describe("b", "…", unknown)}, "a|b"},
		{"two stories of one day", []Features{
			c.describe("a", mayorOne, day(10)), c.describe("b", fireOne, day(10)), c.describe("c", mayorTwo, day(10)),
			c.describe("d", fireTwo, day(11)), c.describe("e", mayorThree, day(11)),
		}, "a c e|b d"},
		{"the same without dates", []Features{
			c.describe("a", mayorOne, unknown), c.describe("b", fireOne, unknown), c.describe("c", mayorTwo, unknown),
			c.describe("d", fireTwo, unknown),
		}, "a c|b d"},
		{"one date of four", []Features{
			c.describe("a", mayorOne, unknown), c.describe("b", fireOne, unknown), c.describe("c", mayorTwo, day(10)),
			c.describe("d", fireTwo, unknown),
		}, "a c|b d"},
		{"a month apart", []Features{
			c.describe("a", mayorOne, day(10)), c.describe("b", mayorTwo, day(40)),
		}, "a|b"},
		{"a month is no day", []Features{
			c.describe("a", mayorOne, hearsay.Date{Grain: hearsay.GrainMonth}), c.describe("b", mayorTwo, day(40)),
		}, "a b"},
		{"one document twice", []Features{
			c.describe("a", mayorOne, day(10)), c.describe("a", mayorOne, day(10)),
		}, "a"},
	}
	for _, test := range tests {
		if got := groups(c.Cluster(test.features)); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

func TestJoin(t *testing.T) {
	c := newClusterer(t)
	stories := c.Cluster([]Features{c.describe("b", mayorTwo, day(11)), c.describe("a", mayorOne, day(10))})
	if len(stories) != 1 || stories[0].ID != "a" || len(stories[0].Joins) != 1 {
		t.Fatalf("got %+v, want one story named a with one join", stories)
	}
	join := stories[0].Joins[0]
	if join.A != "a" || join.B != "b" || join.Gap != 1 || join.By != "words and days" ||
		join.Weight < 420 || join.Weight > 1000 {
		t.Errorf("got join %+v", join)
	}
	if len(join.Terms) != c.params.joinTerms || !slices.Contains(join.Terms, "brackwater") {
		t.Errorf("got terms %q, want five with brackwater", join.Terms)
	}
}

func TestUndatedIsStricter(t *testing.T) {
	c := newClusterer(t)
	a, b := c.describe("a", mayorOne, day(1)), c.describe("b", mayorThree, day(1))
	cosine, _ := dot(a.Terms, b.Terms)
	dated := c.weigh(&a, &b, cosine)
	b.Published = hearsay.Date{}
	if undated := c.weigh(&a, &b, cosine); undated > dated || undated <= 0 {
		t.Errorf("without a date the weight is %d, with one %d", undated, dated)
	}
}

// Near-copies must not outvote the rest of a story, nor appear as separate joins of every pair.
func TestNearCopiesCollapse(t *testing.T) {
	c := newClusterer(t)
	long := strings.Repeat(mayorOne+" "+mayorTwo+"\n", 2)
	features := []Features{c.describe("a", long, day(10)), c.describe("z", fireOne, day(10))}
	for i := range 20 {
		text := strings.Replace(long, "Tomas Ruhl", fmt.Sprintf("Tomas Ruhl %d", i), 1)
		features = append(features, c.describe(fmt.Sprintf("b%02d", i), text, day(10)))
	}
	stories := c.Cluster(features)
	if len(stories) != 2 || len(stories[0].Docs) != 21 || len(stories[0].Joins) != 20 {
		t.Fatalf("got %s", groups(stories))
	}
	for _, join := range stories[0].Joins {
		if join.A != "a" || join.By != "near-copy" || join.Weight < 900 {
			t.Errorf("got join %+v, want a near-copy of a", join)
		}
	}
	features[2].Published = day(100)
	if stories := c.Cluster(features[:3]); len(stories) != 3 {
		t.Errorf("a copy of another month was joined: %s", groups(stories))
	}
}

func TestDescribeByBlock(t *testing.T) {
	c := newClusterer(t)
	text := "Harbour audit\nBy Ann Lee\nmayor resigned\nquoted mayor\nrelated fire"
	at := func(part string) hearsay.Span {
		start := strings.Index(text, part)
		return hearsay.MakeSpan(start, start+len(part))
	}
	title := hearsay.Field{Value: "not counted twice"}
	features := c.Describe(&hearsay.Document{Text: text, Title: title, Blocks: []hearsay.Block{
		{Kind: hearsay.BlockHeadline, Span: at("Harbour audit")},
		{Kind: hearsay.BlockByline, Span: at("By Ann Lee")},
		{Kind: hearsay.BlockBody, Span: at("mayor resigned")},
		{Kind: hearsay.BlockQuotation, Span: at("quoted mayor")},
		{Kind: hearsay.BlockFurniture, Span: at("related fire")},
	}})
	want := c.heaviest([]word{
		{word: "audit", units: titleUnits, mark: MarkTitle}, {word: "harbour", units: titleUnits, mark: MarkTitle},
		{word: "mayor", units: leadUnits + quotationUnits, mark: MarkLead}, {word: "quoted", units: quotationUnits},
		{word: "resigned", units: leadUnits, mark: MarkLead},
	})
	if len(want) != 5 || !slices.Equal(features.Terms, want) {
		t.Errorf("got %v, want %v", features.Terms, want)
	}
}

func TestAppendTerm(t *testing.T) {
	for word, want := range map[string]string{
		"Mayors": "mayor", "cities": "city", "crisis": "crisis", "congress": "congress", "US": "us", "ÉTATS": "état",
		"shoes": "shoes", "employees": "employees", "2017": "2017", "bonus": "bonus", "ties": "tie",
	} {
		if got := string(appendTerm(nil, word)); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

// randomFeatures makes documents of a few topics over few words and days, so that there are near and equal
// similarities, copies, and documents without a date.
func (c *Clusterer) randomFeatures(random *rand.Rand, n int) []Features {
	features := make([]Features, n)
	for i := range features {
		topic := random.IntN(1 + n/4)
		var b strings.Builder
		for range 5 + random.IntN(40) {
			if random.IntN(3) > 0 {
				fmt.Fprintf(&b, "topic%dword%d ", topic, random.IntN(12))
			} else {
				fmt.Fprintf(&b, "word%d ", random.IntN(200))
			}
		}
		text := b.String()
		date := day(random.IntN(12))
		if random.IntN(4) == 0 {
			date = hearsay.Date{}
		}
		features[i] = c.describe(fmt.Sprintf("d%03d", i), text, date)
		if i > 0 && random.IntN(6) == 0 {
			copied := features[random.IntN(i)]
			copied.ID = features[i].ID
			features[i] = copied
		}
	}
	return features
}

func TestOrderDoesNotMatter(t *testing.T) {
	c := newClusterer(t)
	random := rand.New(rand.NewPCG(1, 2))
	joined := 0
	for round := range 60 {
		features := c.randomFeatures(random, 5+random.IntN(60))
		want := c.Cluster(features)
		for range 3 {
			random.Shuffle(len(features), func(i, j int) { features[i], features[j] = features[j], features[i] })
			if got := c.Cluster(features); !reflect.DeepEqual(got, want) {
				t.Fatalf("round %d: another order, other stories:\n%v\n%v", round, got, want)
			}
		}
		docs := 0
		for _, s := range want {
			docs += len(s.Docs)
			joined += len(s.Joins)
			if len(s.Joins) != len(s.Docs)-1 || string(s.ID) != string(s.Docs[0]) {
				t.Fatalf("round %d: story %+v", round, s)
			}
		}
		if docs != len(features) {
			t.Fatalf("round %d: %d documents in stories of %d", round, docs, len(features))
		}
	}
	if joined == 0 {
		t.Error("no documents were ever joined")
	}
}

// The index must find every pair that comparing all with all finds, in however many parts it is searched, and whichever
// documents are the fresh ones.
func TestLinksAreExact(t *testing.T) {
	c := newClusterer(t)
	random := rand.New(rand.NewPCG(3, 4))
	total := 0
	for round := range 40 {
		features := c.randomFeatures(random, 40)
		docs := make([]*Features, len(features))
		fresh := map[hearsay.DocID]bool{}
		for i := range features {
			docs[i] = &features[i]
			fresh[docs[i].ID] = round%2 == 0 || random.IntN(2) == 0
		}
		var want []hearsay.Link
		for a := range docs {
			for b := a + 1; b < len(docs); b++ {
				cosine, shared := dot(docs[a].Terms, docs[b].Terms)
				link, _ := c.Judge(docs[a], docs[b], cosine)
				days, known := gap(docs[a].Published, docs[b].Published)
				if int64(link.Weight) >= c.params.least && shared >= fewestTerms && !(known && days > Window) &&
					(fresh[docs[a].ID] || fresh[docs[b].ID]) {
					want = append(want, link)
				}
			}
		}
		slices.SortFunc(want, hearsay.Link.Compare)
		total += len(want)
		for parts := 1; parts < 4; parts++ {
			var got []hearsay.Link
			index := c.Index(docs)
			for part := range parts {
				got = append(got, index.Links(fresh, part, parts)...)
			}
			slices.SortFunc(got, hearsay.Link.Compare)
			if !slices.Equal(got, want) {
				t.Fatalf("round %d: %d links in %d parts, all pairs give %d", round, len(got), parts, len(want))
			}
		}
	}
	if total == 0 {
		t.Error("no two documents were ever linked")
	}
}

// Grouping component by component must give what grouping with all pairs at once gives.
func TestComponentsLoseNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 10))
	for round := range 60 {
		c := newClusterer(t)
		features := c.randomFeatures(random, 10+random.IntN(60))
		docs := make([]*Features, len(features))
		undated := 0
		for i := range features {
			docs[i] = &features[i]
			if !docs[i].Dated() {
				undated++
			}
		}
		of := c.For(undated, len(docs))
		leads := of.Leads(docs)
		var standing []*Features
		fresh := map[hearsay.DocID]bool{}
		for _, doc := range docs {
			if leads[doc.ID] == doc.ID {
				standing, fresh[doc.ID] = append(standing, doc), true
			}
		}
		var all []hearsay.Link
		of.Index(standing).Pairs(fresh, 0, 1, func(a, b *Features, cosine int64) {
			if link, ok := of.Judge(a, b, cosine); ok {
				all = append(all, link)
			}
		})
		want := of.Stories(docs, leads, all, hearsay.Bonds{})
		if got := c.Cluster(features); !reflect.DeepEqual(got, want) {
			t.Fatalf("round %d: by components\n%v\nat once\n%v", round, got, want)
		}
	}
}

// Pairs are all pairs with a fresh document that are worth a look, each once, with the weight that Judge gives them,
// whichever documents are fresh and however the work is parted.
func TestPairsNaively(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	c := newClusterer(t)
	for round := range 60 {
		features := c.randomFeatures(random, 10+random.IntN(60))
		var docs []*Features
		fresh := map[hearsay.DocID]bool{}
		share := random.Float64()
		for i := range features {
			docs = append(docs, &features[i])
			if random.Float64() < share {
				fresh[features[i].ID] = true
			}
		}
		type pair struct{ a, b hearsay.DocID }
		want, got := map[pair]int64{}, map[pair]int64{}
		for i, a := range docs {
			for _, b := range docs[:i] {
				days, known := gap(a.Published, b.Published)
				cosine, shared := dot(a.Terms, b.Terms)
				if (fresh[a.ID] || fresh[b.ID]) && (!known || days <= Window) && shared >= fewestTerms && c.near(a, b, cosine) {
					want[pair{min(a.ID, b.ID), max(a.ID, b.ID)}] = c.weigh(a, b, cosine)
				}
			}
		}
		parts := 1 + random.IntN(3)
		for part := range parts {
			c.Index(docs).judged(fresh, part, parts, func(a, b *Features, weight int64) {
				key := pair{min(a.ID, b.ID), max(a.ID, b.ID)}
				if _, met := got[key]; met {
					t.Fatalf("round %d: %v comes twice", round, key)
				}
				got[key] = weight
			})
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("round %d, %d parts: got %d pairs, want %d, or other weights", round, parts, len(got), len(want))
		}
		if round == 0 && len(want) == 0 {
			t.Fatal("no pairs at all")
		}
		near := map[pair]int64{}
		c.pairwise(docs, func(a, b *Features, weight int64) { near[pair{min(a.ID, b.ID), max(a.ID, b.ID)}] = weight })
		for key, weight := range want {
			if near[key] != weight {
				t.Fatalf("round %d: %v weighs %d pairwise, want %d", round, key, near[key], weight)
			}
		}
	}
}

// linkNaively is average linkage by its definition, in cubic time.
func linkNaively(units fixed, edges []edge, least int64) []int {
	n := len(units.unit)
	weight := map[[2]int]int64{}
	for _, e := range edges {
		weight[[2]int{e.a, e.b}] = e.weight
	}
	clusters := make([][]int, n)
	for i, unit := range units.unit {
		clusters[unit] = append(clusters[unit], i)
	}
	barred := func(a, b []int) bool {
		return slices.ContainsFunc(a, func(x int) bool {
			return slices.ContainsFunc(b, func(y int) bool { return slices.Contains(units.apart[units.unit[x]], units.unit[y]) })
		})
	}
	for {
		bestA, bestB, bestSum, bestCount := -1, -1, int64(0), int64(1)
		for a := range clusters {
			for b := a + 1; b < n; b++ {
				sum, count := int64(0), int64(len(clusters[a])*len(clusters[b]))
				for _, x := range clusters[a] {
					for _, y := range clusters[b] {
						sum += weight[[2]int{min(x, y), max(x, y)}]
					}
				}
				if count > 0 && sum > 0 && !barred(clusters[a], clusters[b]) && sum >= least*count && sum*bestCount > bestSum*count {
					bestA, bestB, bestSum, bestCount = a, b, sum, count
				}
			}
		}
		if bestA < 0 {
			break
		}
		clusters[bestA] = append(clusters[bestA], clusters[bestB]...)
		clusters[bestB] = nil
	}
	result := make([]int, n)
	for first, cluster := range clusters {
		for _, member := range cluster {
			result[member] = first
		}
	}
	return result
}

func TestLinkAgreesWithDefinition(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for round := range 200 {
		n := 2 + random.IntN(14)
		var edges []edge
		for a := range n {
			for b := a + 1; b < n; b++ {
				if random.IntN(2) == 0 {
					edges = append(edges, edge{a, b, int64(1 + random.IntN(6))}) // few values, so that ties are many
				}
			}
		}
		least := int64(1 + random.IntN(4))
		units := fixed{unit: make([]int, n), apart: map[int][]int{}}
		for i := range n {
			units.unit[i] = i
			if round%2 == 1 && i > 0 && random.IntN(4) == 0 {
				units.unit[i] = units.unit[random.IntN(i)]
			}
		}
		for a := range n {
			if b := units.unit[random.IntN(n)]; round%2 == 1 && units.unit[a] == a && a != b && random.IntN(4) == 0 {
				units.apart[a], units.apart[b] = append(units.apart[a], b), append(units.apart[b], a)
			}
		}
		got, merges := link(units, edges, least)
		if want := linkNaively(units, edges, least); !slices.Equal(got, want) {
			t.Fatalf("round %d: got %v, want %v", round, got, want)
		}
		roots := slices.Compact(slices.Sorted(slices.Values(got)))
		whole := slices.Compact(slices.Sorted(slices.Values(units.unit)))
		if len(merges) != len(whole)-len(roots) {
			t.Fatalf("round %d: %d merges of %d units into %d clusters", round, len(merges), len(whole), len(roots))
		}
		for _, m := range merges {
			if got[m.a] != got[m.b] || !slices.Contains(edges, m.edge) || m.mean < least {
				t.Fatalf("round %d: merge %v", round, m)
			}
		}
	}
}

func TestIntegerFunctions(t *testing.T) {
	for _, x := range []uint64{1, 2, 3, 5, 12, 100, 1000, 65535, 1 << 30} {
		if got, want := float64(log2(x))/256, math.Log2(float64(x)); got > want || want-got > 1.0/256 {
			t.Errorf("log2(%d) = %v, want %v", x, got, want)
		}
	}
	for _, x := range []uint64{0, 1, 2, 3, 4, 8, 9, 99, 1 << 40, 1<<62 + 12345} {
		if root := squareRoot(x); root*root > x || (root+1)*(root+1) <= x {
			t.Errorf("squareRoot(%d) = %d", x, root)
		}
	}
}

func TestLoadTable(t *testing.T) {
	c := newClusterer(t)
	if the, mayor := c.table.weight("the"), c.table.weight("mayor"); the >= mayor || mayor >= c.table.rare {
		t.Errorf("weights of the, mayor, unknown: %d, %d, %d", the, mayor, c.table.rare)
	}
	good := append([]byte("hearsay-df1"), 200, 1, 1, 0, 3, 'f', 'o', 'x', 7)
	if table, err := loadTable(good); err != nil || table.weight("fox") != 7 || table.rare != 200 {
		t.Errorf("got %+v, %v", table, err)
	}
	for n := range good {
		if _, err := loadTable(good[:n]); err == nil {
			t.Errorf("a table of %d of %d bytes was taken", n, len(good))
		}
	}
	if _, err := loadTable(append(good, 0)); err == nil {
		t.Error("a table with bytes behind its end was taken")
	}
}

func FuzzDescribe(f *testing.F) {
	for _, text := range []string{"", mayorOne, "a\xffb", strings.Repeat("x", 5000), "’s ’s — É"} {
		f.Add(text, 3)
	}
	c := newClusterer(f)
	f.Fuzz(func(t *testing.T, text string, n int) {
		one := c.describe("a", text, day(n%1000))
		kept, err := DecodeFeatures("a", one.Published, one.Append(nil))
		if err != nil || !reflect.DeepEqual(kept, one) {
			t.Fatalf("kept as %+v, %v", kept, err)
		}
		if !reflect.DeepEqual(one, c.describe("a", text, day(n%1000))) {
			t.Fatal("described twice, with two results")
		}
		for i, term := range one.Terms {
			if term.Weight > scale || i > 0 && one.Terms[i-1].Word >= term.Word {
				t.Fatalf("term %d: %+v", i, term)
			}
		}
		stories := c.Cluster([]Features{one, c.describe("b", text, day(n%1000)), c.describe("c", mayorTwo, day(n%1000))})
		docs := 0
		for _, s := range stories {
			docs += len(s.Docs)
		}
		if docs != 3 {
			t.Fatalf("%d documents of 3", docs)
		}
	})
}

func TestSurface(t *testing.T) {
	doc := &hearsay.Document{Text: "SALTMERE — Tomas Rell left Saltmere. The NATO audits, the audit.", Title: hearsay.Field{Value: "Quays"}}
	terms := []string{"saltmere", "toma", "rell", "nato", "audit", "quay", "ferry"}
	want := []string{"Saltmere", "Tomas", "Rell", "NATO", "audits", "Quays", "ferry"}
	if got := Surface(doc, terms); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
