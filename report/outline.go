package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// outline is a report as headings and lines, the same for the terminal and for Markdown.
type outline struct {
	lines []line
	all   bool
	tags  map[hearsay.DocID]string // short names of documents: "[1]"
	docs  map[hearsay.DocID]*Document
	sagas map[hearsay.StoryID]*Saga
}

// line is one item. Quoted is words of a document and Where their place; the rest is the frame around them.
type line struct {
	heading int // 1 story, 2 section, 0 none
	depth   int // of a list item, from 0
	label   string
	quoted  string
	note    string
	where   string
}

// shownClaims and shownPeople are how many the terminal and Markdown show without --all. JSON always has all.
const (
	shownClaims   = 20
	shownTellings = 12
	shownPeople   = 14
	shownMoments  = 16
	shownPassages = 10
	shownAdds     = 4
	shownJoins    = 8
	shownStories  = 20
	shownPairs    = 20
	shownPrompts  = 6
	shownPlaces   = 4
	longestQuote  = 240 // bytes of one quotation; a cut is marked
)

func newOutline(report *Report, all bool) *outline {
	o := &outline{all: all, tags: map[hearsay.DocID]string{}, docs: map[hearsay.DocID]*Document{}, sagas: map[hearsay.StoryID]*Saga{}}
	for i := range report.Documents {
		doc := &report.Documents[i]
		o.docs[doc.ID] = doc
	}
	for i := range report.Sagas {
		for _, story := range report.Sagas[i].Stories {
			o.sagas[story.ID] = &report.Sagas[i]
		}
	}
	o.summary(report)
	for i := range report.Stories {
		o.story(&report.Stories[i])
	}
	o.across(&report.Across)
	o.skipped(report.Skipped)
	return o
}

func (o *outline) summary(report *Report) {
	if len(report.Stories)+len(report.Skipped) == 0 && len(report.Across.Overlaps) > 0 {
		return // of passages alone
	}
	o.heading(1, fmt.Sprintf("%s in %s", Count(len(report.Documents), "document", "documents"), Count(len(report.Stories), "story", "stories")))
	if n := len(report.Skipped); n > 0 {
		o.item(0, fmt.Sprintf("%s skipped, listed at the end", Count(n, "file", "files")))
	}
	// A long report begins with what is in it.
	if len(report.Stories) < 3 {
		return
	}
	shown := o.limit(len(report.Stories), shownStories)
	for i := range report.Stories[:shown] {
		s := &report.Stories[i]
		entry := line{label: fmt.Sprintf("story %s, %s, %s", s.ID, Count(len(s.Documents), "document", "documents"), Count(len(s.Claims), "claim", "claims"))}
		if s.Headline != nil {
			entry.quoted = o.quote(*s.Headline)
		}
		o.lines = append(o.lines, entry)
	}
	o.more(len(report.Stories)-shown, "stories")
}

func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func (o *outline) heading(level int, text string) {
	o.lines = append(o.lines, line{heading: level, label: text})
}

func (o *outline) item(depth int, text string) {
	o.lines = append(o.lines, line{depth: depth, label: text})
}

func (o *outline) limit(n, most int) int {
	if o.all {
		return n
	}
	return min(n, most)
}

func (o *outline) more(left int, what string) {
	if left > 0 {
		o.item(0, fmt.Sprintf("and %d more %s (--all shows them)", left, what))
	}
}

// where is a place as file:start-end.
func (o *outline) where(span Span) string {
	path := string(span.Doc)
	if doc := o.docs[span.Doc]; doc != nil && len(doc.Paths) > 0 {
		path = doc.Paths[0]
	}
	return fmt.Sprintf("%s:%d-%d", path, span.Start, span.End)
}

// quote is the words of a span on one line. Spans over damaged text say so.
func (o *outline) quote(span Span) string {
	text := strings.Join(strings.Fields(span.Text), " ")
	if len(text) > longestQuote {
		cut := strings.LastIndexByte(text[:longestQuote], ' ')
		if cut < 0 {
			for cut = longestQuote; !utf8.RuneStart(text[cut]); cut-- {
			}
		}
		text = text[:cut] + " …"
	}
	return text
}

func (o *outline) damaged(span Span) bool {
	doc := o.docs[span.Doc]
	return doc != nil && slices.ContainsFunc(doc.Damage, func(d Damage) bool {
		return d.Kind.Breaks() && d.Span.Start < span.End && span.Start < d.Span.End
	})
}

// riddled is from how many broken places on all that a document says is shown with a warning.
const riddled = 5

// doubtful says what is to be said of a span's soundness: that it is broken, or that much of its document is, so that
// what looks whole may not be.
func (o *outline) doubtful(span Span) string {
	if o.damaged(span) {
		return "from damaged text"
	}
	broken := 0
	if doc := o.docs[span.Doc]; doc != nil {
		for _, damage := range doc.Damage {
			if damage.Kind.Breaks() {
				broken++
			}
		}
	}
	if broken >= riddled {
		return fmt.Sprintf("from a document damaged in %d places", broken)
	}
	return ""
}

// words adds an item that quotes a span.
func (o *outline) words(depth int, label string, span Span, note string) {
	note = join("; ", note, o.doubtful(span))
	o.lines = append(o.lines, line{depth: depth, label: label, quoted: o.quote(span), note: note, where: o.where(span)})
}

// join puts the parts that are not empty together.
func join(separator string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), separator)
}

func (o *outline) story(s *Story) {
	title := "Story " + string(s.ID)
	if s.Headline != nil {
		title = o.quote(*s.Headline)
	}
	o.heading(1, title)
	o.documents(s)
	o.joins(s)
	o.saga(s)
	o.claims(s)
	o.corrections(s)
	o.prompts(s)
	o.silences(s)
	o.relays(s)
	o.passages(s)
	o.people(s)
	o.timeline(s)
	o.adds(s)
}

func (o *outline) documents(s *Story) {
	o.heading(2, fmt.Sprintf("Documents (%d; story %s)", len(s.Documents), s.ID))
	for n, id := range s.Documents {
		o.tags[id] = fmt.Sprintf("[%d]", n+1)
		doc := o.docs[id]
		outlet := "outlet not stated"
		if doc.Outlet.Value != "" {
			outlet = fmt.Sprintf("%s (%s)", doc.Outlet.Value, doc.Outlet.How)
		}
		published := "no date stated"
		if doc.Published.Value != "" {
			published = fmt.Sprintf("%s (%s)", doc.Published.Value, doc.Published.How)
		}
		o.item(0, fmt.Sprintf("%s %s, %s: %s", o.tags[id], outlet, published, strings.Join(doc.Paths, ", ")))
		if doc.Newer != "" {
			o.item(1, "an earlier version of "+o.where(Span{Doc: doc.Newer}))
		}
		o.damage(doc)
		o.seams(doc)
	}
}

// joins says why the documents are one story, and how far each join is from falling apart.
func (o *outline) joins(s *Story) {
	if len(s.Joins) == 0 {
		return
	}
	o.heading(2, "Why one story")
	shown := o.limit(len(s.Joins), shownJoins)
	for _, j := range s.Joins[:shown] {
		gap := ""
		if j.Gap != nil {
			if gap = Count(*j.Gap, "day apart", "days apart"); *j.Gap == 0 {
				gap = "the same day"
			}
		}
		terms := ""
		if len(j.Terms) > 0 {
			terms = "both have " + strings.Join(j.Terms, ", ")
		}
		passage := ""
		if j.Passage > 0 {
			passage = fmt.Sprintf("%d letters shared", j.Passage)
		}
		strength := ""
		if j.Mean > 0 {
			strength = fmt.Sprintf("%s alike; two stories under %s", thousandths(j.Mean), thousandths(j.Least))
		}
		parts := ""
		if len(j.Parts) > 0 {
			parts = "would part without " + strings.Join(j.Parts, ", or without ")
		}
		o.item(0, fmt.Sprintf("%s and %s, %s: %s", o.tags[j.A], o.tags[j.B], j.By, join("; ", gap, terms, passage, strength, parts)))
	}
	o.more(len(s.Joins)-shown, "joins")
}

func thousandths(n int) string { return fmt.Sprintf("%d.%03d", n/1000, n%1000) }

// saga names the other stories of the same affair.
func (o *outline) saga(s *Story) {
	saga := o.sagas[s.ID]
	if saga == nil {
		return
	}
	o.heading(2, fmt.Sprintf("The same affair in other stories (%d)", len(saga.Stories)-1))
	shown := o.limit(len(saga.Stories), shownStories)
	for _, other := range saga.Stories[:shown] {
		if other.ID == s.ID {
			continue
		}
		days := other.First
		if other.Last != other.First {
			days += " to " + other.Last
		}
		o.lines = append(o.lines, line{
			label:  join(", ", "story "+string(other.ID), days, Count(other.Documents, "document", "documents")),
			quoted: other.Title, note: o.link(saga, s.ID, other.ID),
		})
	}
	o.more(len(saga.Stories)-shown, "stories")
}

// link says what links two stories of a saga directly, if anything does.
func (o *outline) link(saga *Saga, a, b hearsay.StoryID) string {
	for _, link := range saga.Links {
		if link.A == a && link.B == b || link.A == b && link.B == a {
			return "linked by " + strings.Join(link.Terms, ", ")
		}
	}
	return ""
}

func (o *outline) damage(doc *Document) {
	byKind := map[hearsay.DamageKind][]Damage{}
	var kinds []hearsay.DamageKind
	for _, damage := range doc.Damage {
		if byKind[damage.Kind] == nil {
			kinds = append(kinds, damage.Kind)
		}
		byKind[damage.Kind] = append(byKind[damage.Kind], damage)
	}
	slices.Sort(kinds)
	for _, kind := range kinds {
		marks := byKind[kind]
		if kind == hearsay.DamageTokenised {
			o.item(1, "damaged: the text is cut into tokens; no words are lost by that")
			continue
		}
		o.lines = append(o.lines, line{
			depth: 1, label: fmt.Sprintf("damaged: %s in %s, first at", kind, Count(len(marks), "place", "places")),
			quoted: o.quote(marks[0].At), where: o.where(marks[0].At),
		})
	}
}

func (o *outline) seams(doc *Document) {
	for _, block := range doc.Blocks {
		switch block.Kind {
		case hearsay.BlockQuotation:
			label := "embeds text of another outlet"
			if block.Outlet != nil {
				label = "embeds text of " + block.Outlet.Value
			}
			o.lines = append(o.lines, line{depth: 1, label: label + " at", where: o.where(block.Span)})
		case hearsay.BlockComment:
			comment := block.Span
			comment.End = doc.Blocks[len(doc.Blocks)-1].Span.End
			o.lines = append(o.lines, line{depth: 1, label: "turns into the writer's own comment, from here on", where: o.where(comment)})
			return
		}
	}
}

func (o *outline) claims(s *Story) {
	o.heading(2, fmt.Sprintf("Claims (%d, densest first)", len(s.Claims)))
	shown := o.limit(len(s.Claims), shownClaims)
	for i := range s.Claims[:shown] {
		o.claim(s, &s.Claims[i], i+1)
	}
	o.more(len(s.Claims)-shown, "claims")
}

func (o *outline) claim(s *Story, c *Claim, n int) {
	o.words(0, fmt.Sprintf("%d.", n), c.Headline, "")
	o.item(1, o.counts(c))
	o.corrected(1, c)
	for _, interval := range c.Intervals {
		o.lines = append(o.lines, line{
			depth: 1, label: "independent: " + o.interval(c, interval), quoted: o.quote(interval.Words), where: o.where(interval.Words),
			note: join("; ", o.origins(s, interval), o.doubtful(interval.Words)),
		})
	}
	shown := o.limit(len(c.Tellings), shownTellings)
	for _, telling := range c.Tellings[:shown] {
		o.telling(2, s, telling, "")
	}
	if left := len(c.Tellings) - shown; left > 0 {
		o.item(2, fmt.Sprintf("and %d more tellings (--all, or hearsay why %s)", left, c.ID))
	}
	for _, telling := range c.Apart {
		o.telling(2, s, telling, "apart")
	}
	for _, telling := range c.Possible[:o.limit(len(c.Possible), shownTellings)] {
		o.telling(2, s, telling, "possibly")
	}
	for _, telling := range c.Wrong {
		o.telling(2, s, telling, MarkedWrong)
	}
	for _, d := range c.Differences {
		if len(d.A) > 0 && len(d.B) > 0 {
			o.lines = append(o.lines, line{
				depth: 1, label: fmt.Sprintf("differs in %s: %s", d.Kind, o.tags[d.A[0].Doc]), quoted: o.quote(d.A[0]),
				where: o.where(d.A[0]), note: o.doubtful(d.A[0]),
			}, line{depth: 2, label: "against " + o.tags[d.B[0].Doc], quoted: o.quote(d.B[0]), where: o.where(d.B[0]), note: o.doubtful(d.B[0])})
		}
	}
	for _, h := range c.Hardenings {
		o.words(1, fmt.Sprintf("lost in the relay, %s: %s", h.Kind, o.tags[h.Upstream[0].Doc]), h.Upstream[0], h.By)
		o.words(2, "relayed by "+o.tags[h.Relay[0].Doc], h.Relay[0], "")
	}
}

// prompts lists where the rules of a desk ask to look again, each with the words it rests on.
func (o *outline) prompts(s *Story) {
	if len(s.Prompts) == 0 {
		return
	}
	o.heading(2, fmt.Sprintf("Prompts (%d): rules that ask to look again, no grades", len(s.Prompts)))
	for rest := s.Prompts; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Rule == rest[0].Rule {
			n++
		}
		o.item(0, fmt.Sprintf("%s (%d): %s", rest[0].Rule, n, rest[0].Text))
		shown := o.limit(n, shownPrompts)
		for _, p := range rest[:shown] {
			o.prompt(p)
		}
		if left := n - shown; left > 0 {
			o.item(1, fmt.Sprintf("and %d more (--all shows them)", left))
		}
		rest = rest[n:]
	}
}

// prompt is one prompt with all the words it rests on.
func (o *outline) prompt(p Prompt) {
	note := ""
	if p.Claim != "" {
		note = "why " + string(p.Claim)
	}
	o.words(1, o.tags[p.Spans[0].Doc], p.Spans[0], note)
	places := p.Spans[1:]
	shown := o.limit(len(places), shownPlaces)
	for _, span := range places[:shown] {
		o.words(2, "and "+o.tags[span.Doc], span, "")
	}
	if left := len(places) - shown; left > 0 {
		o.item(2, fmt.Sprintf("and %d more places (--all shows them)", left))
	}
}

// counts are a claim's, with what is apart and where to ask on.
func (o *outline) counts(c *Claim) string {
	text := c.Counts()
	if len(c.Apart) > 0 {
		text += fmt.Sprintf("; %d apart", len(c.Apart))
	}
	return text + " (why " + string(c.ID) + ")"
}

// Counts says how often a claim is told and how many are behind it, always as tellings → outlets → origins.
func (c *Claim) Counts() string {
	if len(c.Tellings) == 0 {
		return "told by nobody"
	}
	return fmt.Sprintf("%s in %s → %s → origins: %d traced, %d untraced",
		Count(len(c.Tellings), "telling", "tellings"), Count(c.telling(), "document", "documents"), Count(len(c.Outlets), "outlet", "outlets"),
		c.Traced, c.Untraced)
}

// telling is the number of documents that surely tell a claim.
func (c *Claim) telling() int {
	docs := map[hearsay.DocID]bool{}
	for _, t := range c.Tellings {
		docs[t.Span.Doc] = true
	}
	return len(docs)
}

// Short says how many are behind a claim: "2–5, +2 untraced".
func (i *Interval) Short() string {
	text := fmt.Sprintf("%d–%d", i.Min, i.Max)
	if i.Untraced > 0 {
		text += fmt.Sprintf(", +%d untraced", i.Untraced)
	}
	return text
}

func (o *outline) interval(c *Claim, interval Interval) string {
	if len(c.Intervals) > 1 {
		return fmt.Sprintf("at least %s: %s", interval.Level, interval.Short())
	}
	return interval.Short()
}

// origins names who stands behind an interval.
func (o *outline) origins(s *Story, interval Interval) string {
	var names []string
	for _, id := range interval.Origins {
		names = append(names, o.origin(s, id))
	}
	if len(names) == 0 {
		return ""
	}
	return "by " + strings.Join(names, "; ")
}

func (o *outline) origin(s *Story, id hearsay.OriginID) string {
	return o.originText(&s.Origins[id-1])
}

func (o *outline) originText(origin *Origin) string {
	name := strings.Join(strings.Fields(origin.Name), " ")
	if origin.Kind != hearsay.OriginOwnWord && origin.Kind != hearsay.OriginHollow && slices.ContainsFunc(origin.Spans, o.damaged) {
		name += " [from damaged text]"
	}
	switch origin.Kind {
	case hearsay.OriginOwnWord:
		return name + " (own word)"
	case hearsay.OriginHollow:
		return name + " (not held, names no source)"
	case hearsay.OriginUnnamed:
		outlet := origin.Outlet
		if outlet == "" {
			outlet = "outlet not stated"
		}
		number := fmt.Sprint(origin.Number)
		if origin.Plural {
			number += " or more"
		}
		return fmt.Sprintf("“%s” (unnamed, %s, had by %s)", name, number, outlet)
	}
	return fmt.Sprintf("%s (%s)", name, origin.Kind)
}

func (o *outline) telling(depth int, s *Story, t Telling, how string) {
	facts := []string{}
	if how != "" {
		facts = append(facts, how)
	}
	facts = append(facts, o.tags[t.Span.Doc])
	if t.Outlet.Value != "" {
		facts = append(facts, t.Outlet.Value)
	}
	if t.Published.Value != "" {
		facts = append(facts, t.Published.Value)
	}
	if how != MarkedWrong {
		facts = append(facts, t.Kind)
	}
	if t.Stance != hearsay.Affirmed {
		facts = append(facts, t.Stance.String())
	}
	if t.Level != hearsay.LevelNone && t.Level != hearsay.LevelDone {
		facts = append(facts, t.Level.String())
	}
	if t.Headline {
		facts = append(facts, "headline")
	}
	var source []string
	for _, span := range t.Source {
		source = append(source, o.quote(span))
	}
	label := strings.Join(facts, ", ")
	if len(source) > 0 {
		label += ", “" + strings.Join(source, " … ") + "”"
	}
	var notes []string
	if slices.ContainsFunc(t.Source, o.damaged) && !o.damaged(t.Span) {
		notes = append(notes, "source from damaged text")
	}
	if t.Uncounted != "" {
		notes = append(notes, "adds none: "+t.Uncounted)
	}
	for _, step := range t.Steps {
		switch {
		case step.To == nil:
		case strings.HasSuffix(step.Rule, "direction unknown"):
			notes = append(notes, fmt.Sprintf("the same prose as in %s, direction unknown", o.tags[step.To.Doc]))
		default:
			notes = append(notes, fmt.Sprintf("%s, to %s", step.Rule, o.tags[step.To.Doc]))
		}
	}
	if how == "possibly" {
		notes = append(notes, t.JoinedBy)
	}
	o.words(depth, label+":", t.Span, strings.Join(notes, "; "))
}

func (o *outline) silences(s *Story) {
	if len(s.Silences) == 0 {
		return
	}
	o.heading(2, "Declined, or could not say (not denials)")
	for _, silence := range s.Silences {
		var source, asked []string
		for _, span := range silence.Source {
			source = append(source, o.quote(span))
		}
		for _, span := range silence.Content {
			asked = append(asked, o.quote(span))
		}
		label := o.tags[silence.Doc]
		if len(source) > 0 && !slices.ContainsFunc(silence.Source, o.damaged) {
			label += ", “" + strings.Join(source, " … ") + "”"
		}
		note := ""
		if len(asked) > 0 {
			note = "asked: “" + strings.Join(asked, " … ") + "”"
		}
		o.words(0, label+":", silence.Sentence, note)
	}
}

func (o *outline) relays(s *Story) {
	if len(s.Relays) == 0 {
		return
	}
	o.heading(2, "Who rests on whom")
	for _, relay := range s.Relays {
		outlet := relay.Outlet
		if outlet == "" {
			outlet = o.tags[relay.Held]
		}
		note := "not held"
		switch {
		case relay.Held != "":
			note = "held, " + o.tags[relay.Held]
		case o.docs[relay.Doc].Outlet.Value == outlet:
			note = "an earlier report of its own, not held"
		}
		switch relay.By {
		case "embedded quotation", "credit", "copied prose":
			note += "; " + relay.By
		}
		if relay.Inferred {
			note += "; inferred"
		}
		if relay.Cycle {
			note += "; each cites the other"
		}
		if len(relay.Spans) > 0 {
			o.words(0, fmt.Sprintf("%s on %s:", o.tags[relay.Doc], outlet), cover(relay.Spans), note)
		}
	}
}

// cover is the last of several parts, which for a relay is what names the outlet.
func cover(spans []Span) Span { return spans[len(spans)-1] }

func (o *outline) passages(s *Story) {
	if len(s.Passages) == 0 {
		return
	}
	o.heading(2, fmt.Sprintf("Passages that stand in two documents (%d)", len(s.Passages)))
	for _, overlap := range s.Overlaps {
		o.overlap(overlap)
	}
	passages := slices.Clone(s.Passages)
	slices.SortStableFunc(passages, func(a, b Passage) int { return cmp.Compare(b.Same, a.Same) })
	shown := o.limit(len(passages), shownPassages)
	for _, p := range passages[:shown] {
		o.passage(p)
	}
	o.more(len(passages)-shown, "passages")
}

// across lists what documents share whatever their stories, pair by pair, those that share most first.
func (o *outline) across(shared *Shared) {
	if len(shared.Overlaps) == 0 {
		return
	}
	name := map[hearsay.DocID]string{}
	for _, doc := range shared.Documents {
		if o.docs[doc.ID] == nil {
			o.docs[doc.ID] = &Document{ID: doc.ID, Paths: doc.Paths}
		}
		name[doc.ID] = join(", ", cmp.Or(doc.Outlet, "outlet not stated"), cmp.Or(doc.Published, "no date stated"),
			strings.Join(doc.Paths, ", "))
	}
	type pair struct{ a, b hearsay.DocID }
	passages := map[pair][]Passage{}
	same := map[pair]int{}
	for _, p := range shared.Passages {
		key := pair{p.A.Doc, p.B.Doc}
		passages[key] = append(passages[key], p)
		same[key] += p.Same
	}
	overlaps := slices.Clone(shared.Overlaps)
	slices.SortStableFunc(overlaps, func(x, y Overlap) int { return cmp.Compare(same[pair{y.A, y.B}], same[pair{x.A, x.B}]) })
	o.heading(1, fmt.Sprintf("Passages that stand in two documents, whatever their stories: %s", Count(len(overlaps), "pair", "pairs")))
	shown := o.limit(len(overlaps), shownPairs)
	for _, overlap := range overlaps[:shown] {
		o.heading(2, fmt.Sprintf("[a] %s; [b] %s", name[overlap.A], name[overlap.B]))
		o.tags[overlap.A], o.tags[overlap.B] = "[a]", "[b]"
		o.overlap(overlap)
		for _, p := range passages[pair{overlap.A, overlap.B}] {
			o.passage(p)
		}
	}
	o.more(len(overlaps)-shown, "pairs")
	for _, class := range shared.Copies {
		var names []string
		for _, id := range class {
			names = append(names, name[id])
		}
		o.item(0, fmt.Sprintf("near copies of one another: %s", strings.Join(names, "; ")))
	}
}

// overlap is the three figures of two documents.
func (o *outline) overlap(overlap Overlap) {
	near := ""
	if overlap.NearCopy {
		near = "; near copies"
	}
	o.item(0, fmt.Sprintf("%s and %s: %s of the first, %s of the second, longest run %d characters%s", o.tags[overlap.A],
		o.tags[overlap.B], Percent(overlap.OfA), Percent(overlap.OfB), overlap.Longest, near))
}

// passage is one passage with its two places.
func (o *outline) passage(p Passage) {
	direction := "direction unknown"
	switch p.Direction {
	case hearsay.FromAToB:
		direction = fmt.Sprintf("from %s to %s by %s", o.tags[p.A.Doc], o.tags[p.B.Doc], p.By)
	case hearsay.FromBToA:
		direction = fmt.Sprintf("from %s to %s by %s", o.tags[p.B.Doc], o.tags[p.A.Doc], p.By)
	}
	note := fmt.Sprintf("%d of %d letters and digits; %s", p.Same, p.Length, direction)
	if p.Kind == hearsay.PassageProse || p.Kind == hearsay.PassageWire {
		note += "; adds no origin"
	}
	o.words(0, fmt.Sprintf("%s and %s, %s:", o.tags[p.A.Doc], o.tags[p.B.Doc], p.Kind), p.A, note)
	o.lines = append(o.lines, line{depth: 1, label: "and at", where: o.where(p.B)})
}

// Percent writes thousandths as per cent: "12.5 %".
func Percent(thousandths int) string { return fmt.Sprintf("%d.%d %%", thousandths/10, thousandths%10) }

func (o *outline) people(s *Story) {
	var people []Person
	for _, person := range s.People {
		if person.Kind == hearsay.EntityPerson || person.Kind == hearsay.EntityBody && len(person.Said) > 0 {
			people = append(people, person)
		}
	}
	if len(people) == 0 {
		return
	}
	slices.SortStableFunc(people, func(a, b Person) int {
		return cmp.Or(cmp.Compare(len(b.Docs), len(a.Docs)), cmp.Compare(len(b.Said), len(a.Said)), cmp.Compare(b.Mentions, a.Mentions))
	})
	o.heading(2, fmt.Sprintf("People and bodies (%d)", len(people)))
	shown := o.limit(len(people), shownPeople)
	for _, person := range people[:shown] {
		var roles []string
		for _, role := range person.Roles {
			if text := o.quote(role); !slices.Contains(roles, text) && len(roles) < 3 && !o.damaged(role) {
				roles = append(roles, text)
			}
		}
		text := o.quote(person.Name)
		if o.damaged(person.Name) {
			text += " [from damaged text]"
		}
		if len(roles) > 0 {
			text += " (" + strings.Join(roles, "; ") + ")"
		}
		text += fmt.Sprintf(": %s in %s", Count(person.Mentions, "mention", "mentions"), Count(len(person.Docs), "document", "documents"))
		if len(person.Said) > 0 {
			text += ", " + Count(len(person.Said), "statement", "statements")
		}
		if len(person.Names) > 1 {
			text += "; as " + strings.Join(person.Names, ", ")
		}
		if len(person.Edits) > 0 {
			text += "; names joined or parted by you (" + edits(person.Edits) + ")"
		}
		o.item(0, text)
	}
	o.more(len(people)-shown, "people")
}

func (o *outline) timeline(s *Story) {
	if len(s.Timeline) == 0 {
		return
	}
	o.heading(2, "Timeline")
	shown := o.limit(len(s.Timeline), shownMoments)
	for _, moment := range s.Timeline[:shown] {
		day := moment.Day
		switch {
		case day == "":
			day = "day not resolved"
		case len(moment.Value) < len("2006-01-02") || strings.ContainsRune(moment.Value, 'W'):
			day = moment.Value // a week, month or longer
		}
		label := fmt.Sprintf("%s, “%s” %s:", day, o.quote(moment.Time), o.tags[moment.Time.Doc])
		note := ""
		var same []string
		for _, i := range moment.Possibly {
			if tag := o.tags[s.Timeline[i].Time.Doc]; !slices.Contains(same, tag) {
				same = append(same, tag)
			}
		}
		if len(same) > 0 {
			note = "possibly the same " + grain(moment.Value) + " as in " + strings.Join(same, ", ")
		}
		o.words(0, label, moment.Sentence, note)
	}
	o.more(len(s.Timeline)-shown, "times")
}

// grain is "month" for the name of a month or season without a day, else "day".
func grain(value string) string {
	if len(value) < len("XXXX-XX-XX") && !strings.ContainsRune(value, 'W') {
		return "month"
	}
	return "day"
}

func (o *outline) adds(s *Story) {
	if len(s.Documents) < 2 {
		return
	}
	o.heading(2, "What each document adds")
	for _, add := range s.Adds {
		what := "told first here"
		if add.Order == "alone" {
			what = "told here alone, or first where all who tell it are dated"
		}
		switch {
		case add.Nothing:
			o.item(0, o.tags[add.Doc]+" adds nothing")
			continue
		case len(add.Claims) == 0:
			o.item(0, o.tags[add.Doc]+" tells nothing that no other tells")
			continue
		}
		o.item(0, fmt.Sprintf("%s %s, %s", o.tags[add.Doc], Count(len(add.Claims), "claim", "claims"), what))
		shown := o.limit(len(add.Claims), shownAdds)
		for _, claim := range add.Claims[:shown] {
			o.words(1, "", claim, "")
		}
		if left := len(add.Claims) - shown; left > 0 {
			o.item(1, fmt.Sprintf("and %d more (--all shows them)", left))
		}
	}
}

func (o *outline) skipped(skipped []Skipped) {
	if len(skipped) == 0 {
		return
	}
	o.heading(1, fmt.Sprintf("Skipped (%d)", len(skipped)))
	for _, s := range skipped {
		o.item(0, fmt.Sprintf("%s: %s: %s", strings.Join(s.Paths, ", "), s.Reason, s.Detail))
	}
}
