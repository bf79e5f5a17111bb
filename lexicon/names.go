package lexicon

import (
	"strings"
	"unicode/utf8"

	"hearsay"
)

// Names knows how people's names are made: first names with their gender, particles, suffixes, short forms. It is safe
// for concurrent use.
type Names struct {
	first       map[string]hearsay.Gender
	particles   Set
	suffixes    Set
	familyFirst Set
	short       map[string][]string // small letters: a short form → the forms it may stand for
}

// NewNames loads the lists first-names, name-particles, name-suffixes, family-first and nicknames.
func NewNames() *Names {
	n := &Names{
		first:       map[string]hearsay.Gender{},
		particles:   NewSet("name-particles"),
		suffixes:    NewSet("name-suffixes"),
		familyFirst: NewSet("family-first"),
		short:       map[string][]string{},
	}
	for _, row := range Table("first-names") {
		n.first[row[0]] = ParseGender(column(row, 1))
	}
	for _, row := range Table("nicknames") {
		key := strings.ToLower(row[0])
		n.short[key] = append(n.short[key], strings.Fields(strings.ToLower(column(row, 1)))...)
	}
	return n
}

// ParseGender reads a list's column: m, f, n, or anything else for unknown.
func ParseGender(s string) hearsay.Gender {
	switch s {
	case "m":
		return hearsay.GenderMale
	case "f":
		return hearsay.GenderFemale
	case "n":
		return hearsay.GenderNeuter
	}
	return hearsay.GenderUnknown
}

// column is the row's column i, or "" where the row is shorter.
func column(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// First reports whether word is a first name, and the gender of the pronouns that refer to its bearers. "Jean-Marc" is
// one where "Jean" is.
func (n *Names) First(word string) (hearsay.Gender, bool) {
	if gender, ok := n.first[word]; ok {
		return gender, true
	}
	if i := strings.IndexByte(word, '-'); i > 0 {
		gender, ok := n.first[word[:i]]
		return gender, ok
	}
	return hearsay.GenderUnknown, false
}

// Particle reports whether word stands in small letters within a name: "de", "bin".
func (n *Names) Particle(word string) bool { return n.particles[word] }

// Suffix reports whether word stands behind a last name and belongs to it: "Jr.".
func (n *Names) Suffix(word string) bool { return n.suffixes[word] }

// FamilyFirst reports whether word is a family name that stands before the given name.
func (n *Names) FamilyFirst(word string) bool { return n.familyFirst[word] }

// PersonName is the parts of a person's name in small letters. Last is the key under which the person is spoken of:
// one word, without "al-".
type PersonName struct {
	First, Middle, Last, Suffix string
}

// Full reports whether there is more than a last name.
func (p PersonName) Full() bool { return p.First != "" }

// Parse takes the words of a name apart. A lone word is a last name.
func (n *Names) Parse(words []string) PersonName {
	var p PersonName
	for len(words) > 1 && n.suffixes[words[len(words)-1]] {
		switch suffix := strings.ToLower(strings.Trim(words[len(words)-1], ".")); suffix {
		case "jr", "sr", "ii", "iii", "iv":
			p.Suffix = suffix
		}
		words = words[:len(words)-1]
	}
	switch {
	case len(words) == 0:
		return p
	case len(words) == 1:
		p.Last = lastKey(words[0])
		return p
	}
	_, western := n.first[words[0]]
	if n.familyFirst[words[0]] && (!western || len(words) > 2 && !n.known(words[1:]) || given(words[1])) {
		p.Last = lastKey(words[0])
		// "Jong-un" and "Jong Un" are two ways to write one given name.
		p.First = strings.ReplaceAll(strings.ToLower(strings.Join(words[1:], " ")), "-", " ")
		return p
	}
	p.Last = lastKey(words[len(words)-1])
	p.First = strings.ToLower(strings.TrimSuffix(words[0], "."))
	p.Middle = strings.ToLower(strings.Join(words[1:len(words)-1], " "))
	return p
}

// known reports whether the first of words is itself a first name, as in "Kim Susan Marks", or an initial.
func (n *Names) known(words []string) bool {
	_, ok := n.first[words[0]]
	return ok || initial(words[0])
}

// given reports whether a word has the form of a Korean given name: "Jong-un".
func given(word string) bool {
	_, after, ok := strings.Cut(word, "-")
	return ok && after != "" && strings.ToLower(after) == after
}

func lastKey(word string) string {
	key := strings.ToLower(word)
	for _, prefix := range []string{"al-", "el-"} {
		if rest, ok := strings.CutPrefix(key, prefix); ok && rest != "" {
			return rest
		}
	}
	return key
}

func initial(word string) bool {
	word = strings.TrimSuffix(word, ".")
	return utf8.RuneCountInString(word) == 1
}

// SameFirst reports whether two first names, in small letters, may be one person's, and the rule that says so: "same
// first name", "short form" or "initial". "" is no.
func (n *Names) SameFirst(a, b string) string {
	switch {
	case a == b:
		return "same first name"
	case a == "" || b == "":
		return ""
	case initial(a) || initial(b):
		ra, _ := utf8.DecodeRuneInString(a)
		rb, _ := utf8.DecodeRuneInString(b)
		if ra == rb {
			return "initial"
		}
		return ""
	case n.shortOf(a, b) || n.shortOf(b, a):
		return "short form"
	}
	for _, full := range n.short[a] {
		for _, other := range n.short[b] {
			if full == other {
				return "short form"
			}
		}
	}
	return ""
}

func (n *Names) shortOf(short, full string) bool {
	for _, form := range n.short[short] {
		if form == full {
			return true
		}
	}
	return false
}

// SamePerson reports whether two full names with one last name may be one person's, and by which rule; "" is no. A
// middle name may be missing in one of them; a suffix that tells a son from his father may not.
func (n *Names) SamePerson(a, b PersonName) string {
	if a.Last != b.Last || a.Last == "" {
		return ""
	}
	if a.Suffix != b.Suffix {
		return ""
	}
	by := n.SameFirst(a.First, b.First)
	if by == "" {
		return ""
	}
	if a.Middle != b.Middle && a.Middle != "" && b.Middle != "" {
		if !initial(a.Middle) && !initial(b.Middle) || a.Middle[0] != b.Middle[0] {
			return ""
		}
	}
	if by == "same first name" {
		if a == b {
			return "same full name"
		}
		return "same name without its middle"
	}
	return by
}
