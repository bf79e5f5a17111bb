package sourcing

import (
	"slices"
	"strings"

	"hearsay"
	"hearsay/lexicon"
)

// voices knows who speaks for whom: it is what makes two origins one for the minimum, and never joins them for the
// maximum.
type voices struct {
	bodies   *lexicon.Bodies
	speaking []string          // words for who speaks for a body or heads it, plain, longest first
	offices  map[string]string // plain office → body
	branches map[string]string // body → the body it is part of
}

func newVoices() voices {
	v := voices{bodies: lexicon.NewBodies(), offices: map[string]string{}, branches: map[string]string{}}
	for _, list := range []string{"spokespeople", "body-chiefs"} {
		for word := range lexicon.NewSet(list) {
			v.speaking = append(v.speaking, plain(word))
		}
	}
	slices.SortFunc(v.speaking, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	for _, row := range lexicon.Table("body-heads") {
		v.offices[plain(row[0])] = v.body(row[1])
	}
	for _, row := range lexicon.Table("body-branches") {
		v.branches[v.body(row[0])] = v.body(row[1])
	}
	return v
}

// body is the plain form of a body's name that all its names share.
func (v *voices) body(name string) string {
	for _, form := range []string{name, strings.ToUpper(name), strings.TrimPrefix(plain(name), "u s ")} {
		if canonical, listed := v.bodies.Canonical(form); listed {
			return plain(canonical)
		}
	}
	canonical, _ := v.bodies.Canonical(strings.TrimPrefix(plain(name), "u s "))
	return plain(canonical)
}

// spokenFor is the body that a title or description says its bearer speaks for or heads: "a spokesman for the harbour
// board", "Norland Police Chief", "Secretary of State"; "" if it says none, or that it was once so.
func (v *voices) spokenFor(description string) string {
	words := plain(description)
	if holdsWords(words, "former") || holdsWords(words, "ex") {
		return ""
	}
	for _, article := range []string{"u s ", "us ", "acting "} {
		words = strings.TrimPrefix(words, article)
	}
	for office := words; office != ""; office = office[:max(0, strings.LastIndexByte(office, ' '))] {
		if body, ok := v.offices[office]; ok {
			return body
		}
	}
	for _, word := range v.speaking {
		before, after, found := strings.Cut(" "+words+" ", " "+word+" ")
		if !found {
			continue
		}
		after = plain(after)
		for _, of := range []string{"for ", "of ", "from ", "with ", "at "} {
			if rest, ok := strings.CutPrefix(after, of); ok {
				return v.body(rest)
			}
		}
		return v.body(strings.TrimSuffix(strings.TrimSpace(before), " s"))
	}
	return ""
}

// within reports whether a body is another or part of it.
func (v *voices) within(branch, body string) bool {
	for range v.branches {
		if branch == body {
			return true
		}
		parent, ok := v.branches[branch]
		if !ok {
			return false
		}
		branch = parent
	}
	return branch == body
}

// voice is what is known of an origin as a speaker.
type voice struct {
	body   bool
	names  []string // plain: of a person, the name and the last name; of a body, all its names
	speaks []string // of a person: the bodies spoken for
}

// voice gathers what the story's documents say of who an origin is.
func (b *book) voice(origin *hearsay.Origin) voice {
	known := voice{body: origin.Kind == hearsay.OriginBody}
	add := func(list *[]string, words string) {
		if words != "" && !slices.Contains(*list, words) {
			*list = append(*list, words)
		}
	}
	descriptions := []string{origin.Name}
	if origin.Identity != 0 {
		identity := &b.story.Identities[origin.Identity-1]
		descriptions = append(descriptions, identity.Name)
		for _, role := range identity.Roles {
			if reading := b.byDoc[role.Doc]; reading != nil {
				descriptions = append(descriptions, hearsay.Cover(role.Spans).Of(reading.Document.Text))
			}
		}
		descriptions = append(descriptions, b.called[origin.Identity]...)
	}
	for _, description := range descriptions {
		if known.body {
			add(&known.names, plain(description))
			add(&known.names, b.tracer.voices.body(description))
			continue
		}
		add(&known.speaks, b.tracer.voices.spokenFor(description))
	}
	if !known.body {
		name := plain(origin.Name)
		add(&known.names, name)
		add(&known.names, name[strings.LastIndexByte(name, ' ')+1:])
	}
	return known
}

// calledBy lists, for each identity, the words by which documents call it where they give it as a source.
func calledBy(story Story) map[hearsay.IdentityID][]string {
	called := map[hearsay.IdentityID][]string{}
	for _, reading := range story.Readings {
		for i := range reading.Attributions {
			attribution := &reading.Attributions[i]
			id := story.Identity[hearsay.Member{Doc: reading.Document.ID, Entity: attribution.Speaker}]
			if id == 0 || attribution.Speaker == 0 {
				continue
			}
			for _, span := range attribution.Source {
				if words := span.Of(reading.Document.Text); strings.ContainsRune(words, ' ') && !slices.Contains(called[id], words) {
					called[id] = append(called[id], words)
				}
			}
		}
	}
	return called
}

// one reports whether two origins speak with one voice: a person and the body they speak for or head, two who speak for
// one body, a body and its branch, a person and the office or team that is called by that person's name.
func (v *voices) one(x, y voice) bool {
	switch {
	case x.body && y.body:
		return v.sameBody(x.names, y.names)
	case x.body:
		return v.one(y, x)
	case y.body:
		return v.sameBody(x.speaks, y.names) || slices.ContainsFunc(y.names, func(name string) bool {
			return slices.ContainsFunc(x.names, func(person string) bool { return name != person && holdsWords(name, person) })
		})
	}
	return slices.ContainsFunc(x.speaks, func(body string) bool { return slices.Contains(y.speaks, body) || slices.Contains(y.names, body) }) ||
		slices.ContainsFunc(y.speaks, func(body string) bool { return slices.Contains(x.names, body) })
}

// sameBody reports whether two lists of names have one body, a body and its branch, or a body and the bare noun for one
// of its sort: "the police" and "Norland police".
func (v *voices) sameBody(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if v.within(x, y) || v.within(y, x) || ofSort(x, y) || ofSort(y, x) {
				return true
			}
		}
	}
	return false
}

// ofSort reports whether a name ends in the one word that the other is.
func ofSort(name, sort string) bool {
	return !strings.Contains(sort, " ") && strings.HasSuffix(name, " "+sort)
}
