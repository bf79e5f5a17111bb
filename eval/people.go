package eval

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/collate/identity"
)

// PeopleJoiner joins people across documents. *identity.Joiner is one.
type PeopleJoiner interface {
	Join(readings []*hearsay.Reading) []hearsay.Identity
	Bearers(readings []*hearsay.Reading, identities []hearsay.Identity) map[identity.MentionKey]hearsay.IdentityID
}

// PeopleResult is how well people and bodies are known again: across the documents of a story in NewsWCL50 and ECB+,
// or by their pronouns in GUM.
type PeopleResult struct {
	Format   Format `json:"format"`
	Stories  int    `json:"stories"`
	Articles int    `json:"articles"`
	Unread   int    `json:"unread"` // documents that the reader skips or whose text it changes
	Found    Count  `json:"found"`  // Right: annotated mentions that are mentions here too
	// Given: every annotated mention is put where the program has the mention at its head. What the program leads to
	// nobody stands alone.
	Given *Coreference `json:"given,omitempty"`
	// Single is the same with people who are mentioned once.
	Single *Coreference `json:"single,omitempty"`
	// Read: the mentions are the program's own. One that is not annotated counts only where somebody is meant whom the
	// corpus annotates elsewhere in the story, as neither corpus annotates everybody.
	Read *Coreference `json:"read,omitempty"`
	// LastName is what joining mentions by their last word with a capital would give, mentions given.
	LastName *Coreference `json:"last_name,omitempty"`
	Pronouns *Pronouns    `json:"pronouns,omitempty"`
	Misses   []PeopleMiss `json:"misses,omitempty"`
}

// PeopleMiss is a mention that is led to nobody or to somebody else than most mentions of its chain, or a pronoun
// that is led to the wrong one.
type PeopleMiss struct {
	Document string       `json:"document"`
	Span     hearsay.Span `json:"span"`
	Text     string       `json:"text"`
	Want     string       `json:"want"`
	Got      string       `json:"got"`
	By       string       `json:"by,omitempty"`
}

// People measures who is who against NewsWCL50, ECB+ or GUM.
func People(corpus string, reader Reader, joiner PeopleJoiner) (PeopleResult, error) {
	format, stories, err := readPeople(corpus)
	if err != nil {
		return PeopleResult{}, err
	}
	result := PeopleResult{Format: format}
	if format == FormatGUM {
		return result, result.pronouns(corpus, reader)
	}
	result.Given, result.Single, result.Read, result.LastName = &Coreference{}, &Coreference{Single: true}, &Coreference{},
		&Coreference{}
	for i := range stories {
		result.story(&stories[i], reader, joiner)
	}
	if result.Articles == result.Unread {
		return result, errors.New("measure people: no document could be read")
	}
	return result, nil
}

// knownMention is a mention of a reading with whom the joiner leads it to.
type knownMention struct {
	hearsay.Mention
	identity hearsay.IdentityID
}

// peopleReading is an article with its reading, as far as people go.
type peopleReading struct {
	article  *PeopleArticle
	reading  *hearsay.Reading
	mentions []knownMention
	roles    []knownMention // words that give somebody a role
}

func (r *PeopleResult) story(story *PeopleStory, reader Reader, joiner PeopleJoiner) {
	r.Stories++
	var list []peopleReading
	var readings []*hearsay.Reading
	for i := range story.Articles {
		article := &story.Articles[i]
		r.Articles++
		reading, ok := readText(reader, article.Text)
		same := func(p peopleReading) bool { return p.reading.Document.ID == reading.Document.ID }
		if !ok || slices.ContainsFunc(list, same) {
			r.Unread++
			continue
		}
		list = append(list, peopleReading{article: article, reading: &reading})
		readings = append(readings, &reading)
	}
	slices.SortFunc(readings, func(a, b *hearsay.Reading) int { return a.Document.Compare(&b.Document) })
	identities := joiner.Join(readings)
	names := map[hearsay.IdentityID]string{}
	for _, one := range identities {
		names[one.ID] = one.Name
	}
	members, bearers := identity.Index(identities), joiner.Bearers(readings, identities)
	for i := range list {
		list[i].know(members, bearers)
	}
	truth, given, last := map[int]string{}, map[int]string{}, map[int]string{}
	n := 0
	var places []PeopleMiss // of the mentions, by number
	for i := range list {
		for _, gold := range list[i].article.Mentions {
			id, by := list[i].resolve(gold.Span)
			words := gold.Span.Of(list[i].article.Text)
			truth[n], given[n], last[n] = gold.Entity, group(id), lastWord(words)
			places = append(places, PeopleMiss{Document: list[i].article.Name, Span: gold.Span, Text: words,
				Want: gold.Entity, Got: names[id], By: by})
			n++
		}
	}
	r.Given.Add(truth, given)
	r.Single.Add(truth, given)
	r.LastName.Add(truth, last)
	r.misses(truth, given, places)
	r.read(list)
}

// group is the name of an identity's group; nobody's is "".
func group(id hearsay.IdentityID) string {
	if id == 0 {
		return ""
	}
	return strconv.Itoa(int(id))
}

// lastWord is the last word with a capital in small letters, or all words.
func lastWord(words string) string {
	fields := strings.FieldsFunc(words, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '.' })
	for _, word := range slices.Backward(fields) {
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(first) && len(word) > 1 {
			return strings.ToLower(word)
		}
	}
	return strings.ToLower(words)
}

// know leads the mentions of a reading to identities.
func (p *peopleReading) know(
	members map[hearsay.Member]hearsay.IdentityID, bearers map[identity.MentionKey]hearsay.IdentityID,
) {
	doc := p.reading.Document.ID
	for i, mention := range p.reading.Mentions {
		id := members[hearsay.Member{Doc: doc, Entity: mention.Entity}]
		if mention.Entity == 0 {
			id = bearers[identity.MentionKey{Doc: doc, Mention: i}]
		}
		p.mentions = append(p.mentions, knownMention{mention, id})
	}
	for _, entity := range p.reading.Entities {
		for _, span := range entity.Roles {
			p.roles = append(p.roles, knownMention{hearsay.Mention{Span: span, Head: span, By: "role of " + entity.Name},
				members[hearsay.Member{Doc: doc, Entity: entity.ID}]})
		}
	}
}

// resolve leads a given mention to who is meant: whom the mention at its head means, or whose title or role it is.
func (p *peopleReading) resolve(span hearsay.Span) (hearsay.IdentityID, string) {
	head := p.head(span)
	for _, m := range p.mentions {
		if m.Head.Overlaps(head) || m.Kind != hearsay.MentionName && m.Span.Overlaps(head) {
			return m.identity, m.By
		}
	}
	for _, role := range p.roles {
		if role.Span.Overlaps(head) {
			return role.identity, role.By
		}
	}
	for _, m := range p.mentions {
		if m.Span.Contains(span) {
			return m.identity, "title"
		}
	}
	return 0, "not found"
}

// head is the word of a span that the others depend on: the last before a preposition whose head stands outside. In
// what was not parsed it is the last word.
func (p *peopleReading) head(span hearsay.Span) hearsay.Span {
	for _, s := range p.reading.Sentences {
		if !s.Span.Overlaps(span) {
			continue
		}
		var last, head hearsay.Span
		for i, token := range s.Tokens {
			if !token.Span.Overlaps(span) {
				continue
			}
			last = token.Span
			if token.Tag == hearsay.TagIN && !head.Empty() {
				return head
			}
			if token.Rel != hearsay.RelNone && token.Rel != hearsay.RelPunct && token.Rel != hearsay.RelCase &&
				(token.Head < 0 || int(token.Head) == i || !s.Tokens[token.Head].Span.Overlaps(span)) {
				head = token.Span
			}
		}
		if !head.Empty() {
			return head
		}
		if !last.Empty() {
			return last
		}
	}
	return span
}

// misses lists the given mentions that are led to nobody, or to somebody else than most mentions of their chain.
func (r *PeopleResult) misses(truth, given map[int]string, places []PeopleMiss) {
	votes := map[string]map[string]int{}
	for n := range places {
		if votes[truth[n]] == nil {
			votes[truth[n]] = map[string]int{}
		}
		if given[n] != "" {
			votes[truth[n]][given[n]]++
		}
	}
	for n, miss := range places {
		most := 0
		for _, count := range votes[truth[n]] {
			most = max(most, count)
		}
		if truth[n] != "" && (given[n] == "" || votes[truth[n]][given[n]] < most) {
			r.Misses = append(r.Misses, miss)
		}
	}
}

// read counts the story with the program's own mentions.
func (r *PeopleResult) read(list []peopleReading) {
	type pair struct{ article, mention int }
	truth, found := map[int]string{}, map[int]string{}
	number := map[pair]int{}
	n := 0
	meant := map[hearsay.IdentityID]bool{}
	for i := range list {
		p := &list[i]
		for _, gold := range p.article.Mentions {
			truth[n] = gold.Entity
			r.Found.True++
			best, share := -1, 0.0
			for k, m := range p.mentions {
				if _, taken := number[pair{i, k}]; taken || !p.counts(m) {
					continue
				}
				if alike := likeness(gold.Span, m); alike > share {
					best, share = k, alike
				}
			}
			if best >= 0 {
				r.Found.Right++
				number[pair{i, best}] = n
				meant[p.mentions[best].identity] = true
			}
			n++
		}
	}
	for i := range list {
		for k, m := range list[i].mentions {
			at, annotated := number[pair{i, k}]
			switch {
			case annotated:
			case m.identity == 0 || !meant[m.identity] || !list[i].counts(m):
				continue
			default:
				at = n
				n++
			}
			found[at] = group(m.identity)
		}
	}
	r.Read.Add(truth, found)
}

// counts reports whether a mention is of a sort that the corpus annotates, in a sentence that it annotates.
func (p *peopleReading) counts(m knownMention) bool {
	if m.Kind == hearsay.MentionPronoun && !p.article.Pronouns {
		return false
	}
	return slices.ContainsFunc(p.article.Annotated, m.Span.Overlaps)
}

// likeness is how well a mention agrees with an annotated one, 0 if it is another: one of them must hold the other,
// with the mention's head in what both share.
func likeness(span hearsay.Span, m knownMention) float64 {
	if !span.Contains(m.Head) && !(m.Span.Contains(span) && m.Head.Overlaps(span)) {
		return 0
	}
	common := min(span.End, m.Span.End) - max(span.Start, m.Span.Start)
	return 2 * float64(common) / float64(span.Len()+m.Span.Len())
}

// Pronouns is how well pronouns are led to whom they mean, by GUM's coreference.
type Pronouns struct {
	// Forms are he, she and they in all their forms: True are those in the text, Found those that are led to somebody,
	// Right those that are led to whom GUM has them mean.
	He   Count `json:"he"`
	She  Count `json:"she"`
	They Count `json:"they"`
	// Nameable are those whom a name elsewhere in the document could answer.
	Nameable int `json:"nameable"`
}

// form is where a pronoun counts, or nil.
func (p *Pronouns) form(word string) *Count {
	switch strings.ToLower(word) {
	case "he", "him", "his", "himself":
		return &p.He
	case "she", "her", "hers", "herself":
		return &p.She
	case "they", "them", "their", "theirs", "themselves":
		return &p.They
	}
	return nil
}

func (r *PeopleResult) pronouns(corpus string, reader Reader) error {
	articles, err := ReadGUM(corpus)
	if err != nil {
		return err
	}
	r.Pronouns = &Pronouns{}
	for i := range articles {
		r.Articles++
		reading, ok := readText(reader, articles[i].Text)
		if !ok {
			r.Unread++
			continue
		}
		r.Misses = append(r.Misses, r.Pronouns.add(&articles[i], &reading)...)
	}
	return nil
}

// add counts the pronouns of one article and returns those that are led to the wrong one or could be answered. Whom
// an entity is, most of its names say.
func (p *Pronouns) add(article *GUMArticle, reading *hearsay.Reading) []PeopleMiss {
	named := map[string]string{}
	for _, mention := range article.Mentions {
		if mention.Named && named[mention.Entity] == "" {
			named[mention.Entity] = mention.Span.Of(article.Text)
		}
	}
	votes := map[hearsay.EntityID]map[string]int{}
	found := map[hearsay.Span]hearsay.Mention{}
	for _, mention := range reading.Mentions {
		if mention.Kind == hearsay.MentionPronoun {
			found[mention.Span] = mention
		}
		if mention.Kind != hearsay.MentionName || mention.Entity == 0 {
			continue
		}
		if gold, ok := article.mention(mention.Span); ok {
			if votes[mention.Entity] == nil {
				votes[mention.Entity] = map[string]int{}
			}
			votes[mention.Entity][gold.Entity]++
		}
	}
	var misses []PeopleMiss
	for _, gold := range article.Mentions {
		words := gold.Span.Of(article.Text)
		count := p.form(words)
		if count == nil {
			continue
		}
		count.True++
		if named[gold.Entity] != "" {
			p.Nameable++
		}
		miss := PeopleMiss{Document: article.Name, Span: gold.Span, Text: words, Want: named[gold.Entity]}
		mention, ok := found[gold.Span]
		if !ok || mention.Entity == 0 {
			if miss.Want != "" {
				misses = append(misses, miss)
			}
			continue
		}
		count.Found++
		most, who := 0, ""
		for entity, n := range votes[mention.Entity] {
			if n > most || n == most && entity < who {
				most, who = n, entity
			}
		}
		if who == gold.Entity {
			count.Right++
			continue
		}
		miss.Got, miss.By = reading.Entities[mention.Entity-1].Name, mention.By
		misses = append(misses, miss)
	}
	slices.SortFunc(misses, func(a, b PeopleMiss) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return misses
}

func (r PeopleResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d documents, %d not read as they stand\n", r.Format, r.Articles, r.Unread)
	if p := r.Pronouns; p != nil {
		var all Count
		row := func(name string, c Count) {
			fmt.Fprintf(&b, "%-5s %4d, answered %4d, right %5.1f %%\n", name, c.True, c.Found, c.Precision())
		}
		for _, form := range []struct {
			name  string
			count Count
		}{{"he", p.He}, {"she", p.She}, {"they", p.They}} {
			row(form.name, form.count)
			all.Add(form.count)
		}
		row("all", all)
		fmt.Fprintf(&b, "%d of them could be answered by a name\n", p.Nameable)
		return b.String()
	}
	fmt.Fprintf(&b, "%d stories, %d mentions of %d people and bodies; %.1f %% of the mentions found\n\n", r.Stories,
		r.Single.Mentions, r.Single.Groups, r.Found.Recall())
	fmt.Fprintf(&b, "%-36s %6s %6s %6s %6s   %s\n", "F1", "MUC", "B3", "CEAFe", "CoNLL", "pairs P / R")
	for _, row := range []struct {
		name  string
		count *Coreference
	}{
		{"mentions given", r.Given}, {"the same with people mentioned once", r.Single},
		{"last word alone, mentions given", r.LastName}, {"read", r.Read},
	} {
		c := row.count
		fmt.Fprintf(&b, "%-36s %6.1f %6.1f %6.1f %6.1f   %.1f / %.1f\n", row.name, c.MUC.F1(), c.B3.F1(), c.CEAFe.F1(),
			c.CoNLL(), c.Pairs.Precision(), c.Pairs.Recall())
	}
	return b.String()
}
