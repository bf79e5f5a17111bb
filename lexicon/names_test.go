package lexicon

import (
	"reflect"
	"strings"
	"testing"

	"hearsay"
)

func TestNamesParse(t *testing.T) {
	names := NewNames()
	for name, want := range map[string]PersonName{
		"Wexley":              {Last: "wexley"},
		"Tom Wexley":          {First: "tom", Last: "wexley"},
		"Tom J. Wexley Jr.":   {First: "tom", Middle: "j.", Last: "wexley", Suffix: "jr"},
		"Tom Wexley M.D.":     {First: "tom", Last: "wexley"},
		"Xi Jinping":          {First: "jinping", Last: "xi"},
		"Kim Jong Un":         {First: "jong un", Last: "kim"},
		"Kim Jong-un":         {First: "jong un", Last: "kim"},
		"Kim Wexley":          {First: "kim", Last: "wexley"},
		"Kim Susan Wexley":    {First: "kim", Middle: "susan", Last: "wexley"},
		"Nadir al-Wexi":       {First: "nadir", Last: "wexi"},
		"Bill de Wexley":      {First: "bill", Middle: "de", Last: "wexley"},
		"J. Wexley":           {First: "j", Last: "wexley"},
		"Jr.":                 {Last: "jr."},
		"Ana Ocampo-Wexley":   {First: "ana", Last: "ocampo-wexley"},
		"Tom Wexley III Ph.D": {First: "tom", Middle: "wexley iii", Last: "ph.d"},
	} {
		if got := names.Parse(strings.Fields(name)); got != want {
			t.Errorf("Parse(%q) = %+v, want %+v", name, got, want)
		}
	}
}

func TestNamesSamePerson(t *testing.T) {
	names := NewNames()
	for _, test := range []struct{ a, b, want string }{
		{"Tom Wexley", "Tom Wexley", "same full name"},
		{"Tom Wexley", "Tom J. Wexley", "same name without its middle"},
		{"Tom Jay Wexley", "Tom J. Wexley", "same name without its middle"},
		{"Tom Jay Wexley", "Tom Kay Wexley", ""},
		{"Tom Wexley", "Thomas Wexley", "short form"},
		{"Tommy Wexley", "Tom Wexley", "short form"},
		{"T. Wexley", "Thomas Wexley", "initial"},
		{"B. Wexley", "Thomas Wexley", ""},
		{"Tom Wexley", "Tim Wexley", ""},
		{"Tom Wexley", "Tom Wexley Jr.", ""},
		{"Tom Wexley", "Tom Roe", ""},
	} {
		a, b := names.Parse(strings.Fields(test.a)), names.Parse(strings.Fields(test.b))
		if got := names.SamePerson(a, b); got != test.want {
			t.Errorf("SamePerson(%q, %q) = %q, want %q", test.a, test.b, got, test.want)
		}
		if got := names.SamePerson(b, a); got != test.want {
			t.Errorf("SamePerson(%q, %q) = %q, want %q", test.b, test.a, got, test.want)
		}
	}
}

func TestBodiesCanonical(t *testing.T) {
	bodies := NewBodies()
	for _, same := range [][]string{
		{"FBI", "F.B.I.", "Federal Bureau of Investigation", "the FBI"},
		{"the Justice Department", "Department of Justice", "DOJ"},
		{"the Department of Harbours", "Harbours Department"},
		{"Wexley Inc.", "Wexley", "Wexley, Inc."},
		{"the House Committee on Harbours", "House Committee on Harbours"},
	} {
		want, _ := bodies.Canonical(same[0])
		for _, name := range same[1:] {
			if got, _ := bodies.Canonical(name); got != want {
				t.Errorf("Canonical(%q) = %q, that of %q is %q", name, got, same[0], want)
			}
		}
	}
	if acronym, _ := bodies.Canonical("ICE"); acronym == "ice" {
		t.Error("ICE is the same as ice")
	}
}

func TestRolesParse(t *testing.T) {
	roles := NewRoles()
	for words, want := range map[string]RolePhrase{
		"Attorney General":        {Head: "attorney general"},
		"Deputy Attorney General": {Head: "deputy attorney general"},
		"former FBI Director": {Head: "director", Tense: "former",
			Mods: []string{"Federal Bureau of Investigation"}},
		"Russian ambassador to the U.S.":     {Head: "ambassador", Mods: []string{"Russia", "United States"}},
		"deputy White House press secretary": {Head: "press secretary", Tense: "deputy", Mods: []string{"White House"}},
		"Sen.":                               {Head: "senator"},
		"national security advisor":          {Head: "national security adviser"},
		"chairman of the Harbour Board":      {Head: "chairman", Mods: []string{"harbour", "board"}},
		"table":                              {},
	} {
		if got := roles.Parse(strings.Fields(words)); !reflect.DeepEqual(got, want) {
			t.Errorf("Parse(%q) = %+v, want %+v", words, got, want)
		}
	}
	if got := roles.Of("spokeswoman"); got.Gender != hearsay.GenderFemale {
		t.Errorf("a spokeswoman is %v", got.Gender)
	}
	president := roles.Parse([]string{"president"})
	if !roles.Parse(strings.Fields("U.S. president")).Same(president) {
		t.Error("the U.S. president is not the president")
	}
}

func TestPlaces(t *testing.T) {
	places := NewPlaces()
	if got, ok := places.Canonical("the U.S."); got != "United States" || !ok {
		t.Errorf("the U.S. is %q", got)
	}
	if !places.Country("United States") || places.Country("Ohio") {
		t.Error("the United States is a country and Ohio is not")
	}
	if got := places.OfPeople("Russian"); got != "Russia" {
		t.Errorf("Russian belongs to %q", got)
	}
}
