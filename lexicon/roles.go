package lexicon

import (
	"slices"
	"strings"

	"hearsay"
)

// Roles knows titles and roles: what a person is or does. It is safe for concurrent use.
type Roles struct {
	roles   map[string]Role   // small letters
	titles  map[string]string // shortened title → role
	tenses  map[string]string // modifier → what it does
	bodies  *Bodies
	places  *Places
	longest int // words of the longest role
}

// Role is what the list says of a role.
type Role struct {
	Gender hearsay.Gender // that the word states
	Unique bool           // "the X" commonly stands for one bearer that a text has named
	Vague  bool           // says too little to be shown as a role: "man", "friend"
	Kin    bool           // says whose relative somebody is: "wife", "first lady"
}

// RolePhrase is a role with what stands around it.
type RolePhrase struct {
	Head  string   // the role in small letters: "attorney general"
	Tense string   // what makes it another office or time: "former", "deputy"; "" for the office itself
	Mods  []string // places and bodies by canonical name, other words in small letters
}

// NewRoles loads the lists roles, role-modifiers and titles, and those of NewBodies and NewPlaces.
func NewRoles() *Roles {
	r := &Roles{roles: map[string]Role{}, titles: map[string]string{}, tenses: map[string]string{},
		bodies: NewBodies(), places: NewPlaces()}
	for _, row := range Table("roles") {
		words := strings.ToLower(row[0])
		marks := column(row, 2)
		r.roles[words] = Role{ParseGender(column(row, 1)), strings.Contains(marks, "unique"),
			strings.Contains(marks, "generic"), strings.Contains(marks, "kin")}
		r.longest = max(r.longest, strings.Count(words, " ")+1)
	}
	for _, row := range Table("role-modifiers") {
		r.tenses[row[0]] = column(row, 1)
	}
	for _, row := range Table("titles") {
		if row[1] != "" {
			r.titles[row[0]] = row[1]
		}
	}
	return r
}

// All returns every role with its words in small letters, in no order.
func (r *Roles) All() map[string]Role { return r.roles }

// Of returns what the list says of a role in small letters; the zero value if it does not hold it.
func (r *Roles) Of(words string) Role { return r.roles[words] }

// Tense reports whether a word in small letters makes a role another office or another time's, and which.
func (r *Roles) Tense(word string) (string, bool) {
	effect, ok := r.tenses[word]
	if effect == "kind" {
		effect = word
	}
	return effect, ok
}

// Parse takes the words of a title or description apart: "former FBI Director", "ambassador to the U.S.". Its Head is
// "" where they hold no role.
func (r *Roles) Parse(words []string) RolePhrase {
	var phrase RolePhrase
	start, end := 0, 0
search:
	for end = len(words); end > 0; end-- {
		for n := min(r.longest, end); n > 0; n-- {
			head := strings.ToLower(strings.Join(words[end-n:end], " "))
			if _, ok := r.roles[head]; ok {
				phrase.Head, start = head, end-n
				break search
			}
			if role, ok := r.titles[strings.Join(words[end-n:end], " ")]; ok {
				phrase.Head, start = role, end-n
				break search
			}
		}
	}
	if phrase.Head == "" {
		return phrase
	}
	phrase.Head = strings.Replace(phrase.Head, "advisor", "adviser", 1)
	for i := 0; i < len(words); i++ {
		if i >= start && i < end {
			continue
		}
		lower := strings.ToLower(words[i])
		if effect, ok := r.Tense(lower); ok && i < start {
			phrase.Tense = strings.TrimSpace(phrase.Tense + " " + effect)
			continue
		}
		mod, n := r.known(words, i, start)
		switch {
		case n > 0:
			phrase.Mods = append(phrase.Mods, mod)
			i += n - 1
		case len(lower) > 3:
			phrase.Mods = append(phrase.Mods, lower)
		}
	}
	return phrase
}

// known returns the canonical name of the body, place or people that begins at i, and its words.
func (r *Roles) known(words []string, i, start int) (string, int) {
	limit := len(words)
	if i < start {
		limit = start
	}
	for n := min(5, limit-i); n > 0; n-- {
		name := words[i]
		if n > 1 {
			name = strings.Join(words[i:i+n], " ")
		}
		if body, ok := r.bodies.Canonical(name); ok {
			return body, n
		}
		if place, ok := r.places.Canonical(name); ok {
			return place, n
		}
		if n == 1 {
			if place := r.places.OfPeople(name); place != "" {
				return place, n
			}
		}
	}
	return "", 0
}

// WithPlace adds to the role before a name the place that the text behind the name gives: " of Ruritania", "
// (R-Ala.)", ", D-N.Y.,".
func (r *Roles) WithPlace(phrase RolePhrase, behind string) RolePhrase {
	const longest = 48 // bytes of the longest place
	behind = behind[:min(len(behind), longest)]
	place := ""
	if words, ok := strings.CutPrefix(behind, " of "); ok {
		fields := strings.Fields(words)
		for n := min(4, len(fields)); n > 0 && place == ""; n-- {
			name := strings.Join(fields[:n], " ")
			if place, ok = r.places.Canonical(name); !ok {
				place, _ = r.places.Canonical(strings.TrimRight(strings.TrimSuffix(name, "'s"), ",.;:)"))
			}
		}
	} else {
		words := strings.TrimLeft(behind, " (,")
		if strings.ContainsAny(behind[:len(behind)-len(words)], "(,") && words != "" && strings.Contains("RDI", words[:1]) {
			if words, ok := strings.CutPrefix(words[1:], "-"); ok {
				if end := strings.IndexAny(words, ",); \n"); end > 0 {
					place, _ = r.places.Canonical(words[:end])
				}
			}
		}
	}
	if place != "" && !slices.Contains(phrase.Mods, place) {
		phrase.Mods = append(slices.Clip(phrase.Mods), place)
	}
	return phrase
}

// Same reports whether two phrases name one office at one time: the same role and tense, and the places and bodies of
// one among those of the other.
func (a RolePhrase) Same(b RolePhrase) bool {
	if a.Head == "" || a.Head != b.Head || a.Tense != b.Tense {
		return false
	}
	return a.Covers(b) || b.Covers(a)
}

// Covers reports whether all that b says of its place stands in a too. "United States" goes without saying.
func (a RolePhrase) Covers(b RolePhrase) bool {
	for _, mod := range b.Mods {
		if mod != "United States" && !slices.Contains(a.Mods, mod) {
			return false
		}
	}
	return true
}
