package identity

import (
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

// Bearers finds who is meant by descriptions that their own document ties to nobody, such as "the attorney general" in
// a text that never names him by that title: the one identity of the story that other documents tie to the role. A
// description whose own document ties the role to somebody, or that fits two identities, has no bearer here.
func (j *Joiner) Bearers(readings []*hearsay.Reading, identities []hearsay.Identity) map[MentionKey]hearsay.IdentityID {
	texts := map[hearsay.DocID]string{}
	for _, reading := range readings {
		texts[reading.Document.ID] = reading.Document.Text
	}
	byHead := map[string][]borne{}
	for i := range identities {
		for _, ref := range identities[i].Roles {
			role := j.roles.Parse(strings.Fields(ref.Spans[0].Of(texts[ref.Doc])))
			if role.Head != "" {
				byHead[role.Head] = append(byHead[role.Head], borne{role, &identities[i]})
			}
		}
	}
	bearers := map[MentionKey]hearsay.IdentityID{}
	for _, reading := range readings {
		doc := reading.Document.ID
		for m := range reading.Mentions {
			mention := &reading.Mentions[m]
			if mention.Kind != hearsay.MentionRole || mention.Entity != 0 {
				continue
			}
			role := j.roles.Parse(described(mention.Span.Of(reading.Document.Text)))
			if id := j.bearer(byHead[role.Head], role, doc); id != 0 {
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

// bearer returns the one identity that bears the role, another country's bearer left aside where a role of the
// document's own country is meant; 0 if there is none.
func (j *Joiner) bearer(all []borne, role lexicon.RolePhrase, doc hearsay.DocID) hearsay.IdentityID {
	var own []hearsay.IdentityID
	for _, b := range all {
		if b.role.Tense != role.Tense || !b.role.Covers(role) {
			continue
		}
		if slices.ContainsFunc(b.identity.Roles, func(ref hearsay.Ref) bool { return ref.Doc == doc }) {
			return 0
		}
		if len(role.Mods) == 0 && slices.ContainsFunc(b.role.Mods, j.foreign) {
			if slices.ContainsFunc(b.identity.Members, func(m hearsay.Member) bool { return m.Doc == doc }) {
				return 0
			}
			continue
		}
		if !slices.Contains(own, b.identity.ID) {
			own = append(own, b.identity.ID)
		}
	}
	if len(own) == 1 {
		return own[0]
	}
	return 0
}

func (j *Joiner) foreign(mod string) bool { return j.places.Country(mod) && mod != "United States" }
