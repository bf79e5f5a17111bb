package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// How many of a listing the terminal and Markdown show without --all. JSON always has all.
const (
	listedClaims     = 50
	listedPeople     = 50
	listedSources    = 25 // of each kind
	listedMoments    = 40 // of each story
	listedFirsts     = 25
	listedPlaces     = 40
	listedStatements = 40
	listedOutlets    = 6
	listedStories    = 10
	listedFiles      = 5
	shownID          = 10 // of a story's identity
	excerptLead      = 80 // bytes before the first word that a query met
)

// WriteListing writes a listing for a terminal.
func WriteListing(w io.Writer, listing *Listing, style Style) error {
	return writeText(w, listingOutline(listing, style.All).lines, style)
}

// WriteListingMarkdown writes a listing as Markdown.
func WriteListingMarkdown(w io.Writer, listing *Listing, all bool) error {
	return writeMarkdown(w, listingOutline(listing, all).lines)
}

// WriteListingJSON writes a listing as one JSON object, indented.
func WriteListingJSON(w io.Writer, listing *Listing) error { return writeJSON(w, listing) }

// listed is an outline of a listing.
type listed struct {
	*outline
	listing *Listing
	stories map[hearsay.StoryID]*ListedStory
}

func listingOutline(listing *Listing, all bool) *outline {
	o := &listed{
		outline: &outline{all: all, tags: map[hearsay.DocID]string{}, docs: map[hearsay.DocID]*Document{}},
		listing: listing, stories: map[hearsay.StoryID]*ListedStory{},
	}
	for i := range listing.Documents {
		doc := &listing.Documents[i]
		o.docs[doc.ID] = &Document{
			ID: doc.ID, Story: doc.Story, Paths: doc.Paths, Outlet: doc.Outlet, Published: doc.Published, Newer: doc.Newer,
			Damage: doc.Damage,
		}
	}
	for i := range listing.Stories {
		o.stories[listing.Stories[i].ID] = &listing.Stories[i]
	}
	switch listing.List {
	case ListClaims:
		o.heading(1, fmt.Sprintf("%s in %s, densest first", Count(len(listing.Claims), "claim", "claims"), o.inStories()))
		o.none(len(listing.Claims), "nothing that is held tells such a claim")
		o.claims(listing.Claims, true)
	case ListPeople:
		o.people()
	case ListPerson:
		o.persons()
	case ListSources:
		o.sources()
	case ListTimeline:
		o.timelines()
	case ListFirst:
		o.firsts()
	case ListFound:
		o.found()
	case ListEdits:
		o.edits()
	case ListWhy:
		if listing.Why != nil {
			o.why()
		}
	}
	return o.outline
}

// none says so where a list is empty.
func (o *listed) none(n int, text string) {
	if n == 0 {
		o.item(0, text)
	}
}

func (o *listed) inStories() string { return Count(len(o.listing.Stories), "story", "stories") }

// title names a story.
func (o *listed) title(id hearsay.StoryID) string {
	return cmp.Or(strings.Join(strings.Fields(o.stories[id].Title), " "), "without a title")
}

// story is a note on which story something is of, where that is in question.
func (o *listed) story(id hearsay.StoryID) string {
	if len(o.listing.Stories) < 2 {
		return ""
	}
	return "story " + short(id)
}

func short(id hearsay.StoryID) string { return string(id[:min(len(id), shownID)]) }

// who names a document by its outlet, or else by its path.
func (o *listed) who(id hearsay.DocID) string {
	doc := o.docs[id]
	return cmp.Or(doc.Outlet.Value, strings.Join(doc.Paths[:min(1, len(doc.Paths))], ""), string(id))
}

// which names a document by its outlet and, where others listed of the story are of that outlet too, by its path.
func (o *listed) which(id hearsay.DocID) string {
	outlet := o.docs[id].Outlet.Value
	others := 0
	for i := range o.listing.Documents {
		if doc := &o.listing.Documents[i]; doc.Outlet.Value == outlet && doc.Story == o.docs[id].Story {
			others++
		}
	}
	if outlet == "" || others < 2 || len(o.docs[id].Paths) == 0 {
		return o.who(id)
	}
	return outlet + " " + o.docs[id].Paths[0]
}

// told names a document with its date.
func (o *listed) told(id hearsay.DocID) string {
	return join(", ", o.who(id), cmp.Or(o.docs[id].Published.Value, "no date stated"))
}

// texts is the words of spans, with an ellipsis where they leave something out.
func (o *listed) texts(spans []Span) string {
	var text strings.Builder
	for i, span := range spans {
		switch {
		case i == 0:
		case span.Start-spans[i-1].End > 1:
			text.WriteString(" … ")
		default:
			text.WriteByte(' ')
		}
		text.WriteString(o.quote(span))
	}
	return text.String()
}

// claims lists claims, with their stories where these are in question.
func (o *listed) claims(claims []ListedClaim, stories bool) {
	shown := o.limit(len(claims), listedClaims)
	for i := range claims[:shown] {
		c := &claims[i]
		story := ""
		if stories {
			story = o.story(c.Story)
		}
		o.item(0, join("; ", string(c.ID)+"  "+o.standing(c), story))
		o.words(1, "", c.Headline, "")
		if c.Match != nil && *c.Match != c.Headline {
			o.words(1, "told as", *c.Match, "")
		}
		if len(c.Related) > 0 {
			o.item(1, "against it: "+texts(c.Related, ", "))
		}
	}
	o.more(len(claims)-shown, "claims")
}

func texts[S ~string](list []S, separator string) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = string(s)
	}
	return strings.Join(parts, separator)
}

// standing is what a claim comes to: its intervals, then who tells it.
func (o *listed) standing(c *ListedClaim) string {
	var intervals []string
	for _, i := range c.Intervals {
		text := fmt.Sprintf("%d–%d", i.Min, i.Max)
		if len(c.Intervals) > 1 {
			text = i.Level.String() + " " + text
		}
		if i.Untraced > 0 {
			text += fmt.Sprintf(" +%d untraced", i.Untraced)
		}
		intervals = append(intervals, text)
	}
	text := "told by nobody"
	if len(intervals) > 0 {
		text = "independent " + strings.Join(intervals, ", ")
	}
	text += fmt.Sprintf("; %s, %s", Count(c.Documents, "document", "documents"), Count(len(c.Outlets), "outlet", "outlets"))
	if c.Denials > 0 {
		text += "; " + Count(c.Denials, "denial", "denials")
	}
	if apart := c.Apart - c.Denials; apart > 0 {
		text += fmt.Sprintf("; %d apart", apart)
	}
	if len(c.Edits) > 0 {
		text += "; corrected by you (" + edits(c.Edits) + ")"
	}
	return text
}

func (o *listed) people() {
	var people []ListedPerson
	for _, p := range o.listing.People {
		if o.all || p.Kind == hearsay.EntityPerson || p.Kind == hearsay.EntityBody && p.Said+p.Denied+p.Declined > 0 {
			people = append(people, p)
		}
	}
	what := "persons, and bodies that said something"
	if o.all {
		what = "persons, bodies, places and others"
	}
	o.heading(1, fmt.Sprintf("%d in %s: %s", len(people), o.inStories(), what))
	o.none(len(people), "nothing that is held names anybody")
	shown := o.limit(len(people), listedPeople)
	for i := range people[:shown] {
		p := &people[i]
		text := o.quote(p.Name)
		if o.damaged(p.Name) {
			text += " [from damaged text]"
		}
		if roles := o.roles(p.Roles); roles != "" {
			text += " (" + roles + ")"
		}
		if p.Kind != hearsay.EntityPerson {
			text += ", " + p.Kind.String()
		}
		text += fmt.Sprintf(": %s in %s", Count(p.Mentions, "mention", "mentions"), Count(p.Documents, "document", "documents"))
		for _, count := range []struct {
			n         int
			one, many string
		}{
			{p.Said, "statement", "statements"}, {p.Denied, "denial", "denials"},
			{p.Declined, "time without an answer", "times without an answer"},
		} {
			if count.n > 0 {
				text += ", " + Count(count.n, count.one, count.many)
			}
		}
		same := func(name string) bool { return fold(name) == fold(p.Name.Text) }
		if others := slices.DeleteFunc(slices.Clone(p.Names), same); len(others) > 0 {
			text += "; also as " + strings.Join(others, ", ")
		}
		if len(p.Identities) > 1 {
			text += fmt.Sprintf("; the name stands in %d stories", len(p.Identities))
		} else {
			text = join("; ", text, o.story(p.Identities[0].Story))
		}
		o.item(0, text)
	}
	o.more(len(people)-shown, "people")
}

func fold(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), " ")) }

// roles is the first few roles that differ.
func (o *listed) roles(spans []Span) string {
	var roles []string
	for _, span := range spans {
		text := o.quote(span)
		same := func(role string) bool { return strings.EqualFold(role, text) }
		if len(roles) < 3 && !o.damaged(span) && !slices.ContainsFunc(roles, same) {
			roles = append(roles, text)
		}
	}
	return strings.Join(roles, "; ")
}

func (o *listed) persons() {
	files := o.listing.Persons
	if len(files) > 1 {
		o.heading(1, fmt.Sprintf("%s may mean:", o.listing.Query))
		var names []string
		stories := map[string]int{}
		for i := range files {
			name := fmt.Sprintf("%s, %s", o.quote(files[i].Name), files[i].Kind)
			if stories[name] == 0 {
				names = append(names, name)
			}
			stories[name]++
		}
		shown := o.limit(len(names), listedPeople)
		for _, name := range names[:shown] {
			o.item(0, fmt.Sprintf("%s, in %s", name, Count(stories[name], "story", "stories")))
		}
		o.more(len(names)-shown, "names")
	}
	shown := o.limit(len(files), listedFiles)
	for i := range files[:shown] {
		o.person(&files[i])
	}
	if left := len(files) - shown; left > 0 {
		o.heading(2, fmt.Sprintf("and %d more (--all shows them, --story one of them)", left))
	}
}

func (o *listed) person(p *PersonFile) {
	o.heading(1, fmt.Sprintf("%s, %s", o.quote(p.Name), p.Kind))
	o.item(0, fmt.Sprintf("story %s, %s; %s in %s", short(p.Story), o.title(p.Story),
		Count(p.Mentions, "mention", "mentions"), Count(p.Documents, "document", "documents")))
	o.heading(2, "Names")
	o.item(0, strings.Join(p.Names, ", "))
	o.joined(p.Joins)
	if len(p.Roles) > 0 {
		o.heading(2, "Roles")
		var shown []string
		for _, role := range p.Roles {
			if text := fold(role.Text); !slices.Contains(shown, text) {
				shown = append(shown, text)
				o.words(0, o.who(role.Doc)+":", role, "")
			}
		}
	}
	for _, section := range []struct {
		name string
		is   func(*Statement) bool
	}{
		{"Said", func(s *Statement) bool { return s.own() && s.Stance != hearsay.Denied && s.Stance != hearsay.Declined }},
		{"Denied", func(s *Statement) bool { return s.own() && s.Stance == hearsay.Denied }},
		{"Declined, or could not say (not denials)", func(s *Statement) bool { return s.own() && s.Stance == hearsay.Declined }},
		{"What others say that they said", func(s *Statement) bool { return !s.own() && !s.Ascribed }},
		{"What a text ascribes: beliefs, wishes, plans, feelings", func(s *Statement) bool { return s.Ascribed }},
	} {
		var statements []*Statement
		for i := range p.Statements {
			if section.is(&p.Statements[i]) {
				statements = append(statements, &p.Statements[i])
			}
		}
		if len(statements) == 0 {
			continue
		}
		o.heading(2, fmt.Sprintf("%s (%d)", section.name, len(statements)))
		shown := o.limit(len(statements), listedStatements)
		for _, s := range statements[:shown] {
			o.statement(s)
		}
		o.more(len(statements)-shown, "statements")
	}
	if len(p.Claims) > 0 {
		o.heading(2, fmt.Sprintf("Claims that rest on them (%d)", len(p.Claims)))
		o.claims(p.Claims, false)
	}
}

// joined says why names were joined, rule by rule.
func (o *listed) joined(joins []PersonJoin) {
	var rules []string
	spans := map[string][]Span{}
	for _, j := range joins {
		if spans[j.By] == nil {
			rules = append(rules, j.By)
		}
		for _, span := range j.Spans {
			if !slices.Contains(spans[j.By], span) {
				spans[j.By] = append(spans[j.By], span)
			}
		}
	}
	for _, rule := range rules {
		o.item(0, "joined by "+rule+":")
		for _, span := range spans[rule] {
			o.words(1, o.who(span.Doc)+":", span, "")
		}
	}
}

// own reports whether a document tells the statement by itself.
func (s *Statement) own() bool { return !s.Ascribed && !s.Relayed && len(s.By) == 0 }

func (o *listed) statement(s *Statement) {
	label := o.told(s.Sentence.Doc)
	if len(s.Source) > 0 {
		label += ", “" + o.texts(s.Source) + "”"
	}
	if len(s.By) > 0 {
		label += ", by “" + o.texts(s.By) + "”"
	}
	if len(s.ToldTo) > 0 {
		label += ", to “" + o.texts(s.ToldTo) + "”"
	}
	if s.Medium != nil {
		label += ", “" + o.quote(*s.Medium) + "”"
	}
	var notes []string
	headed := s.own() && (s.Stance == hearsay.Denied || s.Stance == hearsay.Declined) // as the heading says
	if s.Stance != hearsay.Affirmed && !headed {
		notes = append(notes, s.Stance.String())
	}
	if s.Relayed {
		notes = append(notes, "had from another outlet")
	}
	if s.Inferred {
		notes = append(notes, "who is meant is inferred")
	}
	if len(s.Claims) > 0 {
		notes = append(notes, "claim "+texts(s.Claims, ", "))
	}
	doubt := o.doubtful(s.Sentence)
	if s.Damaged {
		doubt = "from damaged text"
	}
	notes = append(notes, doubt)
	o.item(0, label)
	parts := s.Content
	if s.Stance == hearsay.Declined || len(parts) == 0 {
		parts = []Span{s.Sentence}
	} else if s.Cue != nil && (s.Ascribed || s.Stance == hearsay.Denied) && s.Cue.Start < parts[0].Start {
		parts = slices.Concat([]Span{*s.Cue}, parts) // what somebody wants or denies is half said without the word
	}
	first, last := parts[0], parts[len(parts)-1]
	o.lines = append(o.lines, line{
		depth: 1, quoted: unquoted(o.texts(parts)), note: join("; ", notes...),
		where: o.where(Span{Doc: first.Doc, Start: first.Start, End: last.End}),
	})
}

// unquoted is words without the one pair of quotation marks around them, as they are shown within such marks.
func unquoted(text string) string {
	inner := strings.TrimRight(strings.TrimLeft(text, "\"“"), "\"”")
	if len(inner) == len(text) || strings.ContainsAny(inner, "\"“”") {
		return text
	}
	return inner
}

// sourceHeads are the headings over the kinds of sources.
var sourceHeads = map[hearsay.OriginKind]string{
	hearsay.OriginNamed:      "Named persons",
	hearsay.OriginBody:       "Bodies",
	hearsay.OriginDocument:   "Documents",
	hearsay.OriginUnnamed:    "Unnamed",
	hearsay.OriginOwnWord:    "Outlets on their own word",
	hearsay.OriginHollow:     "Outlets not held, of which no source is named",
	hearsay.OriginUntraced:   "Untraced (not counted)",
	hearsay.OriginCollective: "Collectives (not counted)",
	hearsay.OriginUnclear:    "Unclear (not counted)",
}

func (o *listed) sources() {
	o.heading(1, fmt.Sprintf("%s behind the claims of %s", Count(len(o.listing.Sources), "source", "sources"), o.inStories()))
	o.none(len(o.listing.Sources), "nothing that is held tells a claim")
	rest := o.listing.Sources
	for len(rest) > 0 {
		kind := rest[0].Kind
		n := 0
		for n < len(rest) && rest[n].Kind == kind {
			n++
		}
		o.heading(2, fmt.Sprintf("%s (%d)", sourceHeads[kind], n))
		shown := o.limit(n, listedSources)
		for i := range rest[:shown] {
			o.source(&rest[i])
		}
		o.more(n-shown, "sources")
		rest = rest[n:]
	}
}

func (o *listed) source(s *ListedSource) {
	name := cmp.Or(strings.Join(strings.Fields(s.Name), " "), "without a name")
	label := name
	if s.Kind == hearsay.OriginUnnamed {
		number := fmt.Sprint(s.Number)
		if s.Plural {
			number += " or more"
		}
		label = fmt.Sprintf("“%s”, %s, had by %s", name, number, cmp.Or(s.Had, "an outlet not stated"))
	}
	label += ": " + Count(len(s.Claims), "claim", "claims")
	if s.Alone > 0 && s.Kind.Traced() {
		label += fmt.Sprintf(", %d on this alone", s.Alone)
	}
	if s.Kind != hearsay.OriginOwnWord || len(s.Outlets) > 1 || s.Outlets[0] != s.Name {
		label += "; told by " + some(s.Outlets, listedOutlets, o.all)
	}
	note := s.Note
	if s.Kind == hearsay.OriginUnnamed {
		reason := "no reason given for anonymity"
		if len(s.Reason) > 0 {
			reason = "reason for anonymity: “" + o.texts(s.Reason) + "”"
		}
		note = join("; ", note, reason)
	}
	stories := map[hearsay.StoryID]bool{}
	for _, claim := range s.Claims {
		stories[claim.Story] = true
	}
	if len(stories) > 1 {
		note = join("; ", note, fmt.Sprintf("in %d stories", len(stories)))
	} else {
		note = join("; ", note, o.story(s.Claims[0].Story))
	}
	entry := line{label: label, note: note}
	if len(s.Spans) > 0 {
		switch s.Kind {
		case hearsay.OriginOwnWord, hearsay.OriginHollow:
		default:
			if slices.ContainsFunc(s.Spans, o.damaged) {
				entry.note = join("; ", "from damaged text", entry.note)
			}
		}
		entry.where = o.where(Span{Doc: s.Spans[0].Doc, Start: s.Spans[0].Start, End: s.Spans[len(s.Spans)-1].End})
	}
	o.lines = append(o.lines, entry)
}

// some is the first of a list, and how many more there are.
func some(list []string, most int, all bool) string {
	if all || len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}

func (o *listed) timelines() {
	shown := o.limit(len(o.listing.Timelines), listedStories)
	for i := range o.listing.Timelines[:shown] {
		t := &o.listing.Timelines[i]
		o.heading(1, fmt.Sprintf("%s (story %s)", o.title(t.Story), short(t.Story)))
		o.happened(t)
		o.conflicts(t)
		o.toldTrack(t)
	}
	o.more(len(o.listing.Timelines)-shown, "stories")
}

func (o *listed) happened(t *ListedTimeline) {
	resolved := slices.IndexFunc(t.Happened, func(m ListedMoment) bool { return m.Day == "" })
	if resolved < 0 {
		resolved = len(t.Happened)
	}
	if resolved > 0 {
		o.heading(2, "When it happened, as the texts say")
	}
	shown := o.limit(len(t.Happened), listedMoments)
	last := ""
	for i := range t.Happened[:shown] {
		m := &t.Happened[i]
		if i == resolved {
			o.heading(2, "Days that are not resolved")
		}
		day := m.Day
		switch {
		case strings.ContainsRune(m.Value, 'W') && !strings.ContainsRune(m.Value, 'T'):
			day = "week of " + m.Day
		case len(m.Value) < len("2006-01-02"):
			day = m.Value // a month or longer
		}
		if m.Day != "" && day != last {
			o.lines = append(o.lines, line{label: day})
			last = day
		}
		note := ""
		if len(m.Claims) > 0 {
			note = "claim " + texts(m.Claims, ", ")
		}
		var same []string
		for _, n := range m.Possibly {
			if name := o.which(t.Happened[n].Time.Doc); !slices.Contains(same, name) {
				same = append(same, name)
			}
		}
		if len(same) > 0 {
			note = join("; ", "possibly the same "+grain(m.Value)+" as in "+some(same, listedOutlets, o.all), note)
		}
		depth := 1
		if m.Day == "" {
			depth = 0
		}
		o.words(depth, fmt.Sprintf("“%s”, told by %s:", o.quote(m.Time), o.told(m.Time.Doc)), m.Sentence, note)
	}
	o.more(len(t.Happened)-shown, "times")
	if len(t.Happened) == 0 {
		o.heading(2, "No day is named")
	}
}

func (o *listed) conflicts(t *ListedTimeline) {
	if len(t.Conflicts) == 0 {
		return
	}
	o.heading(2, "Dates that differ")
	for _, c := range t.Conflicts {
		if len(c.A) > 0 && len(c.B) > 0 {
			o.words(0, fmt.Sprintf("claim %s, %s:", c.Claim, o.told(c.A[0].Doc)), c.A[0], "")
			o.words(1, fmt.Sprintf("against %s:", o.told(c.B[0].Doc)), c.B[0], "")
		}
	}
}

func (o *listed) toldTrack(t *ListedTimeline) {
	head := ""
	for _, told := range t.Told {
		doc := o.docs[told.Doc]
		next := "When it was told"
		if doc.Published.Value == "" {
			next = "Told without a date"
		}
		if next != head {
			o.heading(2, next)
			head = next
		}
		label := o.who(told.Doc)
		if doc.Published.Value != "" {
			label = fmt.Sprintf("%s (%s), %s", doc.Published.Value, doc.Published.How, label)
		}
		label += ": " + Count(told.Claims, "claim", "claims")
		switch {
		case len(told.First) == 0:
		case told.Order == "first":
			label += fmt.Sprintf(", %d told first here", len(told.First))
		default:
			label += fmt.Sprintf(", %d told here alone, or first where all who tell it are dated", len(told.First))
		}
		o.lines = append(o.lines, line{label: label, where: doc.Paths[0]})
		shown := o.limit(len(told.First), shownAdds)
		for _, span := range told.First[:shown] {
			o.words(1, "", span, "")
		}
		if left := len(told.First) - shown; left > 0 {
			o.item(1, fmt.Sprintf("and %d more (--all shows them)", left))
		}
	}
}

func (o *listed) firsts() {
	o.heading(1, fmt.Sprintf("Who was first with the %s that several documents tell", Count(len(o.listing.Firsts), "claim", "claims")))
	o.none(len(o.listing.Firsts), "no claim that is held is told by several documents")
	shown := o.limit(len(o.listing.Firsts), listedFirsts)
	for i := range o.listing.Firsts[:shown] {
		o.first(&o.listing.Firsts[i])
	}
	o.more(len(o.listing.Firsts)-shown, "claims")
}

func (o *listed) first(f *FirstTold) {
	o.words(0, string(f.Claim)+"  "+Count(f.documents(), "document", "documents")+":", f.Headline, o.story(f.Story))
	for _, told := range f.First {
		label := "first by date: "
		switch {
		case len(f.First) > 1:
			label = "tie on one day: "
			if slices.ContainsFunc(f.First, func(s Span) bool { return len(o.docs[s.Doc].Published.Value) < len("2006-01-02") }) {
				label = "tie, as far as the dates are known: "
			}
		case len(f.Later) == 0:
			label = "the only one with a date: "
		}
		doc := o.docs[told.Doc]
		o.words(1, fmt.Sprintf("%s%s, %s (%s):", label, o.who(told.Doc), doc.Published.Value, doc.Published.How), told, "")
	}
	var later []string
	for _, told := range f.Later {
		later = append(later, fmt.Sprintf("%s (%s)", o.which(told.Doc), o.docs[told.Doc].Published.Value))
	}
	if len(later) > 0 {
		o.item(1, "later: "+some(later, listedOutlets, o.all))
	}
	if len(f.First)+len(f.Later) == 0 {
		var undated []string
		for _, told := range f.Undated {
			undated = append(undated, o.which(told.Doc))
		}
		o.item(1, "none is dated, so nobody is first by date: "+some(undated, listedOutlets, o.all))
	} else {
		for _, told := range f.Undated {
			o.words(1, "no date, may have been earlier: "+o.who(told.Doc)+":", told, "")
		}
	}
	for _, up := range f.Evidence {
		label := fmt.Sprintf("%s has it from %s, which is not held", o.which(up.Doc), up.Outlet)
		switch {
		case !up.Known:
			label = fmt.Sprintf("%s and %s share the words; nothing shows who had them first", o.which(up.Doc), o.which(up.From))
		case up.From != "":
			label = fmt.Sprintf("%s has it from %s, by %s", o.which(up.Doc), o.which(up.From), up.Rule)
		}
		switch {
		case up.Sentence != nil:
			o.words(1, label+":", *up.Sentence, "")
		case len(up.Spans) > 0:
			o.words(1, label+":", up.Spans[0], "")
		default:
			o.item(1, label)
		}
	}
	if len(f.Evidence) == 0 {
		o.item(1, "no document says or shows that it has it from another")
	}
}

func (o *listed) found() {
	l := o.listing
	o.heading(1, fmt.Sprintf("%s, %s: %s", Count(len(l.Claims), "claim", "claims"),
		Count(len(l.Places), "place", "places"), l.Query))
	o.none(len(l.Claims)+len(l.Places), "nothing that is held matches")
	if len(l.Claims) > 0 {
		o.heading(2, fmt.Sprintf("Claims (%d)", len(l.Claims)))
		o.claims(l.Claims, true)
	}
	if len(l.Places) == 0 {
		return
	}
	o.heading(2, fmt.Sprintf("Places (%d)", len(l.Places)))
	shown := o.limit(len(l.Places), listedPlaces)
	var last hearsay.DocID
	for i := range l.Places[:shown] {
		p := &l.Places[i]
		if p.Span.Doc != last {
			last = p.Span.Doc
			label := join("; ", o.told(last), o.story(p.Story))
			if o.docs[last].Newer != "" {
				label += "; an earlier version of the page"
			}
			o.item(0, label)
		}
		o.place(p)
	}
	o.more(len(l.Places)-shown, "places")
}

func (o *listed) place(p *FoundPlace) {
	label := ""
	if len(p.Source) > 0 {
		label = "“" + o.texts(p.Source) + "”:"
	}
	var notes []string
	if p.Stance != nil && *p.Stance != hearsay.Affirmed {
		notes = append(notes, p.Stance.String())
	}
	if p.Inferred {
		notes = append(notes, "who is meant is inferred")
	}
	if p.Apart {
		notes = append(notes, "the words stand apart in this document")
	}
	notes = append(notes, o.doubtful(p.Span))
	o.lines = append(o.lines, line{
		depth: 1, label: label, quoted: unquoted(o.excerpt(p)), note: join("; ", notes...), where: o.where(p.Span),
	})
}

// excerpt is what surrounds the first word that a query met, if the place is too long to be shown.
func (o *listed) excerpt(p *FoundPlace) string {
	text := p.Span.Text
	if len(text) <= longestQuote || len(p.Words) == 0 {
		return o.quote(p.Span)
	}
	// Offsets may count other units than bytes, so the word is looked for as it stands.
	at := strings.Index(text, p.Words[0].Text) - excerptLead
	if at <= 0 {
		return o.quote(p.Span)
	}
	for !utf8.RuneStart(text[at]) {
		at++
	}
	if space := strings.IndexByte(text[at:], ' '); space >= 0 && space < excerptLead {
		at += space
	}
	return "… " + o.quote(Span{Text: text[at:]})
}
