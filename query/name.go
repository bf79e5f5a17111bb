package query

import (
	"slices"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
)

// Name is a name as a person asks for it, ready to be compared with many.
type Name struct{ pattern }

// NewName reads a name; one that ends in a star is the beginning of one. A name without a word is nobody's.
func NewName(text string) Name {
	p := newPattern(text)
	p.prefix = strings.HasSuffix(strings.TrimSpace(text), "*")
	return Name{p}
}

// Of reports whether the name's words stand, in their order, in one of the names that were folded.
func (n Name) Of(folded string) bool {
	if len(n.words) == 0 || !strings.Contains(folded, " "+n.words[0]) {
		return false
	}
	for line := range strings.Lines(folded) {
		at := 0
		for word := range strings.FieldsSeq(line) {
			if at < len(n.words) && n.is(at, word) {
				at++
			}
		}
		if at == len(n.words) {
			return true
		}
	}
	return false
}

// FoldNames folds names for Name.Of, each on a line of its own, without those of which all words stand in one before.
// What would go beyond limits.SummaryNames bytes is left out.
func FoldNames(names []string) string {
	var folded strings.Builder
	for _, name := range names {
		p := newPattern(name)
		if len(p.words) == 0 || (Name{p}).Of(folded.String()) {
			continue
		}
		if line := " " + strings.Join(p.words, " ") + "\n"; folded.Len()+len(line) <= limits.SummaryNames {
			folded.WriteString(line)
		}
	}
	return folded.String()
}

// NamesOf are the names by which documents call an identity, the fullest first.
func NamesOf(identity *hearsay.Identity, reading func(hearsay.DocID) *hearsay.Reading) []string {
	names := []string{identity.Name, identity.Outlet}
	for _, member := range identity.Members {
		if name := reading(member.Doc).Entities[member.Entity-1].Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
