package lexicon

import "strings"

// Bodies knows the names of bodies: agencies, parties, companies. It is safe for concurrent use.
type Bodies struct {
	canonical map[string]string // comparable form → canonical name
	endings   []string          // of companies, small letters, each with a space before it
	turned    []string          // heads that stand before "of" or behind, small letters
}

// NewBodies loads the lists bodies and body-forms.
func NewBodies() *Bodies {
	b := &Bodies{canonical: map[string]string{}}
	for _, row := range Table("body-forms") {
		switch word := strings.ToLower(row[0]); column(row, 1) {
		case "ending":
			b.endings = append(b.endings, " "+word)
		case "turned":
			b.turned = append(b.turned, word)
		}
	}
	for _, row := range Table("bodies") {
		canonical := row[0]
		if c := column(row, 1); c != "" {
			canonical = c
		}
		b.canonical[b.key(row[0])] = canonical
		b.canonical[b.key(canonical)] = canonical
	}
	return b
}

// Canonical returns the name under which a body is known, and whether the list holds it. A body that it does not hold
// comes back in a form that is the same for "the Department of X", "X Department", "X Inc." and "X".
func (b *Bodies) Canonical(name string) (string, bool) {
	key := b.key(name)
	if canonical, ok := b.canonical[key]; ok {
		return canonical, true
	}
	return key, false
}

// key is a name's comparable form. Acronyms keep their capitals, so that "ICE" is not "Ice".
func (b *Bodies) key(name string) string {
	key := strings.TrimPrefix(strings.TrimPrefix(name, "the "), "The ")
	key = strings.ReplaceAll(key, "’", "'")
	if !strings.ContainsRune(key, ' ') && key == strings.ToUpper(key) {
		return key
	}
	key = strings.ToLower(key)
	for _, ending := range b.endings {
		if rest, ok := strings.CutSuffix(key, ending); ok {
			key = strings.TrimRight(rest, ",")
			break
		}
	}
	for _, head := range b.turned {
		rest, ok := strings.CutPrefix(key, head+" of ")
		if !ok {
			rest, ok = strings.CutPrefix(key, head+" on ")
		}
		if ok {
			return strings.TrimPrefix(rest, "the ") + " " + head
		}
	}
	return key
}
