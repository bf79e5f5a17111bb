package lexicon

import "strings"

// Places knows countries, states, regions and cities by name. It is safe for concurrent use.
type Places struct {
	places   map[string]place
	demonyms map[string]string // small letters → canonical name
}

type place struct{ canonical, kind string }

// NewPlaces loads the lists places and demonyms.
func NewPlaces() *Places {
	p := &Places{places: map[string]place{}, demonyms: map[string]string{}}
	for _, row := range Table("places") {
		p.places[row[0]] = place{row[1], column(row, 2)}
	}
	for _, row := range Table("demonyms") {
		p.demonyms[strings.ToLower(row[0])] = column(row, 1)
	}
	return p
}

// Canonical returns the name under which a place is known, and whether the list holds it.
func (p *Places) Canonical(name string) (string, bool) {
	found, ok := p.places[name]
	if !ok {
		found, ok = p.places[strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")]
	}
	return found.canonical, ok
}

// Country reports whether a canonical name is a country's.
func (p *Places) Country(canonical string) bool { return p.places[canonical].kind == "country" }

// OfPeople returns the place that an adjective such as "Russian" belongs to, "" for none.
func (p *Places) OfPeople(adjective string) string { return p.demonyms[strings.ToLower(adjective)] }
