package sourcing

import (
	"testing"

	"hearsay"
)

func TestWhomATitleSpeaksFor(t *testing.T) {
	v := newVoices()
	for description, want := range map[string]string{
		"a spokesman for the Justice Department": "justice department",
		"a DOJ spokeswoman":                      "justice department",
		"White House Press Secretary Ann Roe":    "white house",
		"San Norland Police Chief John Doe":      "san norland police",
		"Secretary of State":                     "state department",
		"U.S. Attorney General Ann Roe":          "justice department",
		"Roe's lawyer":                           "roe",
		"former White House press secretary":     "",
		"Sen. Ann Roe":                           "",
		"New Norland attorney general":           "new norland", // not that of the country
	} {
		if got := v.spokenFor(description); got != want {
			t.Errorf("%q speaks for %q, want %q", description, got, want)
		}
	}
}

func TestOneVoice(t *testing.T) {
	b := newBook(New(), Story{})
	of := func(kind hearsay.OriginKind, name string) *hearsay.Origin {
		return &hearsay.Origin{Kind: kind, Name: name}
	}
	person, body := hearsay.OriginNamed, hearsay.OriginBody
	for _, test := range []struct {
		x, y *hearsay.Origin
		want bool
	}{
		{of(person, "Ann Roe, a spokeswoman for the State Department"), of(body, "the Department of State"), true},
		{of(person, "State Department spokeswoman Ann Roe"), of(person, "Secretary of State John Doe"), true},
		{of(person, "Norland Police Chief Ann Roe"), of(body, "the police"), true},
		{of(person, "Special Counsel Ann Roe"), of(body, "Roe's team"), true},
		{of(body, "the Bureau of Labor Statistics"), of(body, "the Labor Department"), true},
		{of(body, "the police"), of(body, "Norland police"), true},
		{of(body, "the FBI"), of(body, "the Secret Service"), false},
		{of(body, "the Norland police"), of(body, "the Saltmere police"), false},
		{of(person, "Norland Police Chief Ann Roe"), of(body, "the Saltmere police"), false},
		{of(person, "Ann Roe"), of(body, "the State Department"), false},
		{of(person, "Ann Roe, a former State Department spokeswoman"), of(body, "the State Department"), false},
		{of(person, "Ann Roe"), of(person, "John Doe"), false},
	} {
		x, y := b.voice(test.x), b.voice(test.y)
		if got := b.tracer.voices.one(x, y); got != test.want || b.tracer.voices.one(y, x) != got {
			t.Errorf("%q and %q are one: %t, want %t", test.x.Name, test.y.Name, got, test.want)
		}
	}
}
