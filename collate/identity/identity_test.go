package identity

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hearsay"

	"pgregory.net/rapid"
)

// build makes a reading. Each line is an entity: "kind gender name", then roles, then other forms of its name behind
// "also", each behind a bar: "person male Tom Wexley | attorney general | also Wexley".
func build(doc string, lines ...string) *hearsay.Reading {
	r := &hearsay.Reading{Document: hearsay.Document{ID: hearsay.DocID(doc)}}
	var text strings.Builder
	write := func(words string) hearsay.Span {
		start := text.Len()
		text.WriteString(words)
		end := text.Len()
		text.WriteString(" . ")
		return hearsay.MakeSpan(start, end)
	}
	mention := func(span hearsay.Span, kind hearsay.MentionKind, entity int) {
		r.Mentions = append(r.Mentions, hearsay.Mention{Span: span, Head: span, Kind: kind,
			Entity: hearsay.EntityID(entity)})
	}
	for _, line := range lines {
		parts := strings.Split(line, " | ")
		words := strings.SplitN(parts[0], " ", 3)
		if words[0] == "role" {
			mention(write(words[1]+" "+words[2]), hearsay.MentionRole, 0)
			continue
		}
		e := hearsay.Entity{ID: hearsay.EntityID(len(r.Entities) + 1), Name: words[2], Span: write(words[2])}
		if err := e.Kind.UnmarshalText([]byte(words[0])); err != nil {
			panic(err)
		}
		if err := e.Gender.UnmarshalText([]byte(words[1])); err != nil {
			panic(err)
		}
		if e.Kind == hearsay.EntityOutlet {
			e.Outlet = e.Name
		}
		mention(e.Span, hearsay.MentionName, int(e.ID))
		for _, part := range parts[1:] {
			if form, ok := strings.CutPrefix(part, "also "); ok {
				mention(write(form), hearsay.MentionName, int(e.ID))
			} else {
				e.Roles = append(e.Roles, write(part))
			}
		}
		r.Entities = append(r.Entities, e)
	}
	r.Document.Text = text.String()
	return r
}

// show writes an identity as its name and its members.
func show(identities []hearsay.Identity) []string {
	var out []string
	for _, id := range identities {
		line := id.Name + ":"
		for _, m := range id.Members {
			line += fmt.Sprintf(" %s%d", m.Doc, m.Entity)
		}
		out = append(out, line)
	}
	return out
}

func TestJoin(t *testing.T) {
	for _, test := range []struct {
		name     string
		readings []*hearsay.Reading
		want     []string
	}{
		{"same full name, last name", []*hearsay.Reading{
			build("a", "person male Tom Wexley"), build("b", "unclear unknown Wexley"), build("c",
				"person male Tom Wexley")},
			[]string{"Tom Wexley: a1 b1 c1"}},
		{"two first names", []*hearsay.Reading{
			build("a", "person female Susan Marlow"), build("b", "person male Stephen Marlow"), build("c",
				"unclear unknown Marlow")},
			[]string{"Susan Marlow: a1", "Stephen Marlow: b1", "Marlow: c1"}},
		{"two last names", []*hearsay.Reading{
			build("a", "person male Stephen Marlow"), build("b", "person male Stephen Oakes", "person male Stephen")},
			[]string{"Stephen Marlow: a1", "Stephen Oakes: b1", "Stephen: b2"}},
		{"short form", []*hearsay.Reading{
			build("a", "person male Bob Marlow"), build("b", "person male Robert Marlow"), build("c",
				"person male Robert Marlow")},
			[]string{"Robert Marlow: a1 b1 c1"}},
		{"short form of two", []*hearsay.Reading{
			build("a", "person male Chris Marlow"), build("b", "person male Christopher Marlow"),
			build("c", "person female Christina Marlow")},
			[]string{"Christopher Marlow: a1 b1", "Christina Marlow: c1"}},
		{"short form that fits both", []*hearsay.Reading{
			build("a", "person unknown Chris Marlow"), build("b", "person male Christopher Marlow"),
			build("c", "person female Christina Marlow")},
			[]string{"Chris Marlow: a1", "Christopher Marlow: b1", "Christina Marlow: c1"}},
		{"middle name", []*hearsay.Reading{
			build("a", "person female Ann Roe"), build("b", "person female Ann Huxley Roe"), build("c",
				"person female Ann H. Roe")},
			[]string{"Ann Huxley Roe: a1 b1 c1"}},
		{"two middle names", []*hearsay.Reading{
			build("a", "person female Sarah Huxley Roe"), build("b", "person female Sarah Iris Roe")},
			[]string{"Sarah Huxley Roe: a1", "Sarah Iris Roe: b1"}},
		{"son", []*hearsay.Reading{build("a", "person male Tom Roe Jr."), build("b", "person male Tom Roe")},
			[]string{"Tom Roe Jr.: a1", "Tom Roe: b1"}},
		{"one document keeps two apart", []*hearsay.Reading{
			build("a", "person male Tom Roe", "unclear unknown Roe"), build("b", "person male Tom Roe")},
			[]string{"Tom Roe: a1 b1", "Roe: a2"}},
		{"role decides", []*hearsay.Reading{
			build("a", "person male Tom Roe | President", "person female Ann Roe"), build("b",
				"person unknown Roe | President")},
			[]string{"Tom Roe: a1 b1", "Ann Roe: a2"}},
		{"use decides", []*hearsay.Reading{
			build("a", "person male Tom Roe | also Roe", "person female Ann Roe"), build("b", "unclear unknown Roe")},
			[]string{"Tom Roe: a1 b1", "Ann Roe: a2"}},
		{"last names alone", []*hearsay.Reading{
			build("a", "unclear unknown Wexley"), build("b", "person unknown Wexley | senator"), build("c",
				"person male Tom")},
			[]string{"Wexley: a1 b1", "Tom: c1"}},
		{"two letters swapped", []*hearsay.Reading{
			build("a", "person male Pyotr Zaslyak", "unclear unknown Zasylak"), build("b",
				"person male Pyotr Zaslyak")},
			[]string{"Pyotr Zaslyak: a1 a2 b1"}},
		{"another letter needs a first name", []*hearsay.Reading{
			build("a", "person male Pyotr Zaslyak"), build("b", "person male Pyotr Zaslyuk"), build("c",
				"unclear unknown Zaslyok")},
			[]string{"Pyotr Zaslyak: a1 b1", "Zaslyok: c1"}},
		{"a full name of unclear kind", []*hearsay.Reading{
			build("a", "unclear unknown Tomas Velde"), build("b", "unclear unknown Velde")},
			[]string{"Tomas Velde: a1 b1"}},
		{"a full name of unclear kind makes two", []*hearsay.Reading{
			build("a", "person male Tomas Velde", "unclear unknown Anna Velde"), build("b", "unclear unknown Velde")},
			[]string{"Tomas Velde: a1", "Anna Velde: a2", "Velde: b1"}},
		{"given name with a hyphen", []*hearsay.Reading{
			build("a", "person male Kim Jong-un"), build("b", "person male Kim Jong Un")},
			[]string{"Kim Jong Un: a1 b1"}},
		{"words before a name", []*hearsay.Reading{
			build("a", "person male Tyler Marlow"), build("b", "unclear unknown Forward Tyler Marlow"),
			build("c", "person male W. Tyler Marlow"), build("d", "person female Ann Tyler Marlow")},
			[]string{"Tyler Marlow: a1 b1 c1", "Ann Tyler Marlow: d1"}},
		{"like names of two people", []*hearsay.Reading{
			build("a", "person male Dan Larsen"), build("b", "person male Karl Larson")},
			[]string{"Dan Larsen: a1", "Karl Larson: b1"}},
		{"bodies and acronyms", []*hearsay.Reading{
			build("a", "body neuter FBI"), build("b", "body neuter Federal Bureau of Investigation"),
			build("c", "body neuter Harbour Board | also HBX"), build("d", "unclear unknown HBX"),
			build("e", "body neuter Department of Justice"), build("f", "body neuter Justice Department")},
			[]string{"Federal Bureau of Investigation: a1 b1", "Harbour Board: c1 d1", "Department of Justice: e1 f1"}},
		{"place and body of one name", []*hearsay.Reading{
			build("a", "place neuter Georgia"), build("b", "body neuter Georgia"), build("c", "place neuter Georgia")},
			[]string{"Georgia: a1 c1", "Georgia: b1"}},
		{"forms of a place", []*hearsay.Reading{build("a", "place neuter U.S."), build("b",
			"place neuter United States")},
			[]string{"United States: a1 b1"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			identities := New().Join(test.readings)
			if got := show(identities); !slices.Equal(got, test.want) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			check(t, test.readings, identities)
		})
	}
}

// A person's word on names goes before the rules; the last word counts, and what a join rested on that is parted goes.
func TestCorrect(t *testing.T) {
	readings := []*hearsay.Reading{
		build("a", "person male Tom Wexley"), build("b", "person male Tom Wexley"), build("c", "person male Thomas Wexly"),
		build("d", "person female Ann Oakes"),
	}
	at := func(n int) []hearsay.Anchor {
		doc := &readings[n].Document
		span := readings[n].Entities[0].Span
		return []hearsay.Anchor{{Doc: doc.ID, Span: span, Head: span, Text: span.Of(doc.Text)}}
	}
	join := func(a, b int) hearsay.Correction {
		return hearsay.Correction{Kind: hearsay.CorrectJoinNames, A: at(a), B: at(b)}
	}
	part := func(a, b int) hearsay.Correction {
		return hearsay.Correction{Kind: hearsay.CorrectPartNames, A: at(a), B: at(b)}
	}
	for _, test := range []struct {
		name        string
		corrections []hearsay.Correction
		want        []string
		joins, done int
	}{
		{"none", nil, []string{"Tom Wexley: a1 b1", "Thomas Wexly: c1", "Ann Oakes: d1"}, 1, 0},
		{"join", []hearsay.Correction{join(2, 1)}, []string{"Tom Wexley: a1 b1 c1", "Ann Oakes: d1"}, 2, 1},
		{"part", []hearsay.Correction{part(0, 1)}, []string{"Tom Wexley: a1", "Tom Wexley: b1", "Thomas Wexly: c1", "Ann Oakes: d1"}, 0, 1},
		{"join and part", []hearsay.Correction{join(2, 1), part(2, 0)},
			[]string{"Tom Wexley: a1 b1", "Thomas Wexly: c1", "Ann Oakes: d1"}, 1, 0},
		{"part and join elsewhere", []hearsay.Correction{part(1, 0), join(1, 3)},
			[]string{"Tom Wexley: a1", "Tom Wexley: b1 d1", "Thomas Wexly: c1"}, 1, 2},
		{"of two claims: left to the next stage", []hearsay.Correction{{Kind: hearsay.CorrectJoin, A: at(0), B: at(2)}},
			[]string{"Tom Wexley: a1 b1", "Thomas Wexly: c1", "Ann Oakes: d1"}, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			identities, applied := New().Correct(readings, test.corrections)
			got, joins, done := show(identities), 0, 0
			for _, identity := range identities {
				joins += len(identity.Joins)
			}
			for _, a := range applied {
				if a.Done {
					done++
				}
			}
			if !slices.Equal(got, test.want) || joins != test.joins || done != test.done {
				t.Errorf("got  %q, %d joins, %d done\nwant %q, %d, %d", got, joins, done, test.want, test.joins, test.done)
			}
		})
	}
}

func TestBearers(t *testing.T) {
	readings := []*hearsay.Reading{
		build("a", "person male Tom Wexley | attorney general", "person male Bill Roe | President",
			"person male Ivan Orlov | Russian President"),
		build("b", "unclear unknown Wexley", "role the attorney general", "role the president", "role the FBI director",
			"role the deputy attorney general"),
		build("c", "person male Ivan Orlov", "role the president"),
		build("d", "role the Russian president", "role the president of Russia"),
		build("e", "person female Ann Oakes | mayor"), build("f", "person male Jan Oakes | mayor"),
		build("g", "person female Ann Oakes | also Oakes | also Oakes | also Oakes", "role the mayor"),
		build("h", "person female Ann Oakes", "person male Jan Oakes", "role the mayor"),
	}
	j := New()
	identities := j.Join(readings)
	got := map[string]string{}
	for key, id := range j.Bearers(readings, identities) {
		i := slices.IndexFunc(readings, func(r *hearsay.Reading) bool { return r.Document.ID == key.Doc })
		words := readings[i].Mentions[key.Mention].Span.Of(readings[i].Document.Text)
		got[string(key.Doc)+" "+words] = identities[id-1].Name
	}
	want := map[string]string{"b the attorney general": "Tom Wexley", "b the president": "Bill Roe",
		"d the Russian president": "Ivan Orlov", "d the president of Russia": "Ivan Orlov", "g the mayor": "Ann Oakes"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// check fails where identities break what later stages rely on.
func check(t testing.TB, readings []*hearsay.Reading, identities []hearsay.Identity) {
	t.Helper()
	total := 0
	for _, r := range readings {
		total += len(r.Entities)
	}
	index := Index(identities)
	if len(index) != total {
		t.Fatalf("%d members for %d entities", len(index), total)
	}
	for i, id := range identities {
		if id.ID != hearsay.IdentityID(i+1) {
			t.Fatalf("identity %d has the number %d", i, id.ID)
		}
		if len(id.Joins) != len(id.Members)-1 {
			t.Fatalf("%s: %d joins for %d members", id.Name, len(id.Joins), len(id.Members))
		}
		for _, join := range id.Joins {
			if join.By == "" || len(join.Refs) == 0 || !slices.Contains(id.Members,
				join.A) || !slices.Contains(id.Members, join.B) {
				t.Fatalf("%s: join %+v", id.Name, join)
			}
		}
	}
}

func TestJoinProperties(t *testing.T) {
	firsts := []string{"Tom", "Ann", "Bob", "Robert", "Stephen", "T."}
	lasts := []string{"Wexley", "Wexely", "Marlow", "Roe"}
	lines := rapid.Custom(func(t *rapid.T) string {
		name := rapid.SampledFrom(lasts).Draw(t, "last")
		if rapid.Bool().Draw(t, "full") {
			name = rapid.SampledFrom(firsts).Draw(t, "first") + " " + name
		}
		kind := rapid.SampledFrom([]string{"person", "unclear"}).Draw(t, "kind")
		gender := rapid.SampledFrom([]string{"male", "female", "unknown"}).Draw(t, "gender")
		role := rapid.SampledFrom([]string{"", " | President", " | senator"}).Draw(t, "role")
		return kind + " " + gender + " " + name + role
	})
	j := New()
	rapid.Check(t, func(t *rapid.T) {
		var readings []*hearsay.Reading
		for i := range rapid.IntRange(1, 6).Draw(t, "documents") {
			readings = append(readings, build(string(rune('a'+i)), rapid.SliceOfN(lines, 0, 4).Draw(t, "entities")...))
		}
		identities := j.Join(readings)
		if !reflect.DeepEqual(identities, j.Join(readings)) {
			t.Fatal("two runs differ")
		}
		names := map[hearsay.Member]*hearsay.Entity{}
		for _, r := range readings {
			for e := range r.Entities {
				names[hearsay.Member{Doc: r.Document.ID, Entity: r.Entities[e].ID}] = &r.Entities[e]
			}
		}
		for _, id := range identities {
			if len(id.Joins) != len(id.Members)-1 {
				t.Fatalf("%d joins for %d members", len(id.Joins), len(id.Members))
			}
			for _, a := range id.Members {
				for _, b := range id.Members {
					if opposed(names[a].Gender, names[b].Gender) {
						t.Fatalf("%s and %s are one", names[a].Name, names[b].Name)
					}
					first, last, full := strings.Cut(names[a].Name, " ")
					other, otherLast, otherFull := strings.Cut(names[b].Name, " ")
					if full && otherFull && last == otherLast && j.names.SameFirst(strings.ToLower(strings.Trim(first,
						".")),
						strings.ToLower(strings.Trim(other, "."))) == "" {
						t.Fatalf("%s and %s are one", names[a].Name, names[b].Name)
					}
				}
			}
		}
	})
}

func BenchmarkJoin(b *testing.B) {
	var readings []*hearsay.Reading
	for d := range 50 {
		var lines []string
		for e := range 30 {
			lines = append(lines, fmt.Sprintf("person male Tom Wexley%c%c | senator | also Wexley%c%c", 'a'+e%26,
				'a'+(d+e)%5,
				'a'+e%26, 'a'+(d+e)%5), fmt.Sprintf("body neuter Harbour Board %d", (d*e)%40))
		}
		readings = append(readings, build(fmt.Sprintf("doc%02d", d), lines...))
	}
	j := New()
	for b.Loop() {
		j.Join(readings)
	}
}
