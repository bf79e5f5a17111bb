package identity

import (
	"cmp"
	"slices"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// MentionKey names a mention: its document and its index in the reading's mentions.
type MentionKey struct {
	Doc     hearsay.DocID
	Mention int
}

// Bearers finds who is meant by descriptions that their own document ties to nobody, such as "the attorney general"
// in a text that never names him by that title: the one identity of the story that other documents tie to the role. A
// description whose own document ties the role to somebody, or that fits two identities, has no bearer here.
func (j *Joiner) Bearers(readings []*hearsay.Reading, identities []hearsay.Identity) map[MentionKey]hearsay.IdentityID {
	byID := map[hearsay.DocID]*hearsay.Reading{}
	for _, reading := range readings {
		byID[reading.Document.ID] = reading
	}
	byHead := map[string][]borne{}
	for i := range identities {
		for _, ref := range identities[i].Roles {
			role := j.role(byID[ref.Doc], ref.Spans[0])
			if role.Head != "" {
				byHead[role.Head] = append(byHead[role.Head], borne{role, &identities[i]})
			}
		}
	}
	bearers := map[MentionKey]hearsay.IdentityID{}
	for _, reading := range readings {
		doc := reading.Document.ID
		named := map[hearsay.EntityID]int{}
		for m := range reading.Mentions {
			if reading.Mentions[m].Kind == hearsay.MentionName {
				named[reading.Mentions[m].Entity]++
			}
		}
		for m := range reading.Mentions {
			mention := &reading.Mentions[m]
			if mention.Kind != hearsay.MentionRole || mention.Entity != 0 {
				continue
			}
			role := j.roles.Parse(described(mention.Span.Of(reading.Document.Text)))
			if id := j.bearer(byHead[role.Head], role, doc, named); id != 0 {
				bearers[MentionKey{doc, m}] = id
			}
		}
	}
	return bearers
}

// borne is a role that an identity bears.
type borne struct {
	role     lexicon.RolePhrase
	identity *hearsay.Identity
}

// described is the words of a description without its article or possessive.
func described(text string) []string {
	words := strings.Fields(text)
	if len(words) > 1 {
		switch strings.ToLower(words[0]) {
		case "the", "his", "her", "their", "its", "our", "my", "your":
			words = words[1:]
		}
	}
	return words
}

// bearer returns the one identity that bears the role: another country's bearer left aside where a role of the
// document's own country is meant, and of several the one whom alone the document names, or names far more often than
// the others. 0 is none. named counts the names of the document's entities.
func (j *Joiner) bearer(
	all []borne, role lexicon.RolePhrase, doc hearsay.DocID, named map[hearsay.EntityID]int,
) hearsay.IdentityID {
	times := map[hearsay.IdentityID]int{}
	var own []hearsay.IdentityID
	for _, b := range all {
		if b.role.Tense != role.Tense || !b.role.Covers(role) {
			continue
		}
		if slices.ContainsFunc(b.identity.Roles, func(ref hearsay.Ref) bool { return ref.Doc == doc }) {
			return 0
		}
		here := 0
		for _, member := range b.identity.Members {
			if member.Doc == doc {
				here += named[member.Entity]
			}
		}
		if len(role.Mods) == 0 && slices.ContainsFunc(b.role.Mods, j.foreign) {
			if here > 0 {
				return 0
			}
			continue
		}
		times[b.identity.ID] = here
		if !slices.Contains(own, b.identity.ID) {
			own = append(own, b.identity.ID)
		}
	}
	switch len(own) {
	case 0:
		return 0
	case 1:
		return own[0]
	}
	most := slices.MaxFunc(own, func(a, b hearsay.IdentityID) int { return cmp.Compare(times[a], times[b]) })
	for _, id := range own {
		if id != most && times[most] < dominant*max(times[id], 1) {
			return 0
		}
	}
	return most
}

// dominant is how many times as often as any other a document must name one of several bearers of a role to mean that
// one.
const dominant = 4

func (j *Joiner) foreign(mod string) bool { return j.places.Country(mod) && mod != "United States" }
