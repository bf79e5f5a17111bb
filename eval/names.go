package eval

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/collate/identity"
	"hearsay/lexicon"
	"hearsay/read/entity"
	"hearsay/read/tag"
)

// NameKind returns the kind of thing that a corpus means by a type of names, and false for a type whose names are not
// scored, such as WNUT's products. "O" is no name.
func NameKind(label string) (kind hearsay.EntityKind, scored bool) {
	switch strings.ToLower(label) {
	case "per", "person", "politician":
		return hearsay.EntityPerson, true
	case "org", "organisation", "organization", "politicalparty", "corporation", "group":
		return hearsay.EntityBody, true
	case "loc", "location", "country", "gpe":
		return hearsay.EntityPlace, true
	case "misc", "event", "election":
		return hearsay.EntityOther, true
	}
	return hearsay.EntityUnclear, false
}

// NameFinders are who finds names: the tagger alone, the rules alone, and the reading, which hears both.
func NameFinders() []string { return []string{"reading", "rules", "tagger"} }

// NameScore is what one of NameFinders finds of one kind.
type NameScore struct {
	By   string `json:"by"`
	Kind string `json:"kind"` // a kind of entity, "all", "but other", or "any kind": spans alone
	Count
}

// ActorScore is what is found of the people that annotators of a story marked as its actors.
type ActorScore struct {
	Found  Count `json:"found"`  // the reading of the document has a name of a person there
	Voted  Count `json:"voted"`  // the story has: the identity that the name belongs to is a person
	Joined Count `json:"joined"` // the identity is the one that most names of the actor belong to
	Actors Count `json:"actors"` // actors of which a name was found
}

// NamesResult is the outcome of Names.
type NamesResult struct {
	Documents int         `json:"documents"`
	Unread    int         `json:"unread"` // stories: documents whose text the reader changes
	Scores    []NameScore `json:"scores,omitempty"`
	Actors    *ActorScore `json:"actors,omitempty"`
}

// Names measures names found in the documents of a corpus: words and labels in columns (CoNLL, IOB2), where it compares
// spans and kinds, or the stories of NewsWCL50, where it looks for the names of actors. In a file of labels without marks
// between documents each sentence is one.
func Names(corpus string, reader Reader, joiner PeopleJoiner) (NamesResult, error) {
	n := &namesRun{reader: reader, joiner: joiner, entities: entity.New()}
	if format, stories, err := readPeople(corpus); err == nil && format == FormatNewsWCL {
		test := newNameTest()
		for i := range stories {
			n.actors(&stories[i], test)
		}
		return n.result, nil
	}
	var err error
	if n.cutter, err = NewCutter(); err != nil {
		return NamesResult{}, err
	}
	if n.namer, err = tag.NewNamer(); err != nil {
		return NamesResult{}, err
	}
	for _, by := range NameFinders() {
		for _, kind := range slices.Concat(scoredKinds, []string{kindAll, kindCore, kindAny}) {
			n.result.Scores = append(n.result.Scores, NameScore{By: by, Kind: kind})
		}
	}
	err = eachEntry(corpus, func(name string, from io.Reader) error {
		switch path.Ext(name) {
		case ".conll", ".iob2", ".txt", ".annotated":
			return n.labels(name, from)
		}
		return nil
	})
	if err == nil && n.result.Documents == 0 {
		err = fmt.Errorf("%s: no NewsWCL50 in CoNLL, and no words and labels in columns", corpus)
	}
	if err != nil {
		return NamesResult{}, fmt.Errorf("read corpus: %w", err)
	}
	return n.result, nil
}

const (
	kindAll  = "all"
	kindCore = "but other"
	kindAny  = "any kind"
)

var scoredKinds = []string{hearsay.EntityPerson.String(), hearsay.EntityBody.String(), hearsay.EntityPlace.String(),
	hearsay.EntityOther.String()}

// namesRun is one run over a corpus.
type namesRun struct {
	reader   Reader
	joiner   PeopleJoiner
	cutter   *Cutter
	namer    *tag.Namer
	entities *entity.Finder
	result   NamesResult
}

// nameSpan is a name in a text. Unscored ones are neither right nor wrong.
type nameSpan struct {
	span     hearsay.Span
	kind     hearsay.EntityKind
	unscored bool
}

// labels reads words and labels in columns: the word first or behind a number, the label last or, in IOB2 with
// numbers, behind the word.
func (n *namesRun) labels(name string, from io.Reader) error {
	var words, labels []string
	var sentences [][2]int // of the document
	marked := false        // documents are
	start := 0
	flush := func() {
		if len(words) > 0 {
			n.score(words, labels, sentences)
		}
		words, labels, sentences, start = nil, nil, nil, 0
	}
	lines := bufio.NewScanner(from)
	for number := 1; lines.Scan(); number++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case strings.HasPrefix(line, "-DOCSTART-") || strings.HasPrefix(line, "# newdoc"):
			marked = true
			flush()
			continue
		case strings.HasPrefix(line, "# "):
			continue
		case line == "":
			if len(words) > start {
				sentences = append(sentences, [2]int{start, len(words)})
				start = len(words)
			}
			if !marked {
				flush()
			}
			continue
		}
		fields := strings.Fields(line)
		if _, err := strconv.Atoi(fields[0]); err == nil && len(fields) >= 4 {
			fields = fields[1:3]
		}
		label := fields[len(fields)-1]
		if len(fields) < 2 || label != "O" && !strings.HasPrefix(label, "B-") && !strings.HasPrefix(label, "I-") {
			return fmt.Errorf("%s:%d: %q is no word with a label", name, number, line)
		}
		words, labels = append(words, fields[0]), append(labels, label)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(words) > start {
		sentences = append(sentences, [2]int{start, len(words)})
	}
	flush()
	return nil
}

// score compares the names of one document with the labels.
func (n *namesRun) score(words, labels []string, bounds [][2]int) {
	var paragraphs [][]string
	for _, b := range bounds {
		paragraphs = append(paragraphs, words[b[0]:b[1]])
	}
	text, placed := write(paragraphs)
	spans := slices.Concat(placed...)
	var gold []nameSpan
	last := ""
	starts := map[int]bool{}
	for _, b := range bounds {
		starts[b[0]] = true
	}
	for i, label := range labels {
		position, kind, named := strings.Cut(label, "-")
		if !named {
			last = ""
			continue
		}
		if position == "I" && last == kind && !starts[i] {
			gold[len(gold)-1].span.End = spans[i].End
			continue
		}
		entityKind, scored := NameKind(kind)
		gold = append(gold, nameSpan{span: spans[i], kind: entityKind, unscored: !scored})
		last = kind
	}
	n.result.Documents++
	doc := &hearsay.Document{Text: text}
	sentences, quotations := n.cutter.splitter.Split(doc)
	n.cutter.pos.Tag(text, sentences)
	n.cutter.parser.Parse(text, sentences)
	tagged := n.namer.Find(text, sentences)
	var alone []nameSpan
	for _, t := range tagged {
		tokens := sentences[t.Sentence].Tokens[t.Start:t.End]
		alone = append(alone, nameSpan{span: hearsay.Span{Start: tokens[0].Span.Start, End: tokens[len(tokens)-1].Span.End},
			kind: t.Kind})
	}
	n.count("tagger", gold, alone)
	n.count("rules", gold, names(n.entities.Find(doc, sentences, quotations, nil)))
	n.count("reading", gold, names(n.entities.Find(doc, sentences, quotations, tagged)))
}

// names are the names among mentions, outlets as the bodies that they are.
func names(mentions []hearsay.Mention, entities []hearsay.Entity) []nameSpan {
	var found []nameSpan
	for _, m := range mentions {
		if m.Kind != hearsay.MentionName {
			continue
		}
		name := nameSpan{span: m.Head}
		if m.Entity > 0 {
			name.kind = entities[m.Entity-1].Kind
		}
		if name.kind == hearsay.EntityOutlet {
			name.kind = hearsay.EntityBody
		}
		found = append(found, name)
	}
	return found
}

// count scores what one finder found in one document.
func (n *namesRun) count(by string, gold, found []nameSpan) {
	kinds := map[hearsay.Span]nameSpan{}
	for _, g := range gold {
		kinds[g.span] = g
	}
	add := func(kind string, c Count) {
		for i := range n.result.Scores {
			if s := &n.result.Scores[i]; s.By == by && s.Kind == kind {
				s.Count.Add(c)
			}
		}
	}
	each := func(kind hearsay.EntityKind, c Count) {
		add(kind.String(), c)
		add(kindAll, c)
		if kind != hearsay.EntityOther {
			add(kindCore, c)
		}
	}
	for _, g := range gold {
		if !g.unscored {
			each(g.kind, Count{True: 1})
			add(kindAny, Count{True: 1})
		}
	}
	for _, f := range found {
		if slices.ContainsFunc(gold, func(g nameSpan) bool { return g.unscored && g.span.Overlaps(f.span) }) {
			continue
		}
		g, there := kinds[f.span]
		c := Count{Found: 1}
		if there {
			c.Right = 1
		}
		add(kindAny, c)
		if f.kind == hearsay.EntityUnclear {
			continue
		}
		if g.kind != f.kind {
			c.Right = 0
		}
		each(f.kind, c)
	}
}

// nameTest tells names from titles, roles and pronouns.
type nameTest struct {
	known  lexicon.Set // single words of titles and roles, small letters
	places *lexicon.Places
}

func newNameTest() *nameTest {
	t := &nameTest{known: lexicon.Set{}, places: lexicon.NewPlaces()}
	for role := range lexicon.NewRoles().All() {
		for word := range strings.FieldsSeq(role) {
			t.known[word] = true
		}
	}
	for _, list := range []string{"titles", "demonyms"} {
		for entry := range lexicon.NewSet(list) {
			for word := range strings.FieldsSeq(entry) {
				t.known[strings.ToLower(word)] = true
			}
		}
	}
	return t
}

// name reports whether a mention is a name, with or without a title: all its words but particles have a capital, and
// one of them is no title, role, place, people or pronoun.
func (t *nameTest) name(words []string) bool {
	own := false
	for i, word := range words {
		first, _ := utf8.DecodeRuneInString(word)
		switch {
		case !unicode.IsLetter(first) || strings.HasPrefix(word, "'") || strings.HasPrefix(word, "’"):
		case unicode.IsLower(first):
			if i == 0 || words[i-1] != "-" {
				return false
			}
		default:
			_, place := t.places.Canonical(word)
			small := strings.ToLower(word)
			own = own || !t.known[small] && !pronouns[small] && !place
		}
	}
	return own
}

// actors looks for the names of a story's actors.
func (n *namesRun) actors(story *PeopleStory, test *nameTest) {
	if n.result.Actors == nil {
		n.result.Actors = &ActorScore{}
	}
	score := n.result.Actors
	var readings []*hearsay.Reading
	var articles []*PeopleArticle
	for i := range story.Articles {
		n.result.Documents++
		reading, ok := readText(n.reader, story.Articles[i].Text)
		if !ok {
			n.result.Unread++
			continue
		}
		readings, articles = append(readings, &reading), append(articles, &story.Articles[i])
	}
	identities := n.joiner.Join(readings)
	index, bearers := identity.Index(identities), n.joiner.Bearers(readings, identities)
	type hit struct {
		actor string
		of    hearsay.IdentityID // 0 if no person was found
	}
	var hits []hit
	count := map[hit]int{}
	actors := map[string]bool{}
	for i, article := range articles {
		reading := readings[i]
		for _, gold := range article.Mentions {
			if !test.name(strings.FieldsFunc(gold.Span.Of(article.Text), unicode.IsSpace)) {
				continue
			}
			h := hit{actor: gold.Entity}
			found, voted := 0, 0
			for k, m := range reading.Mentions {
				if m.Kind != hearsay.MentionName || !gold.Span.Contains(m.Head) {
					continue
				}
				if m.Entity > 0 && reading.Entities[m.Entity-1].Kind == hearsay.EntityPerson {
					found = 1
				}
				id := index[hearsay.Member{Doc: reading.Document.ID, Entity: m.Entity}]
				if m.Entity == 0 {
					id = bearers[identity.MentionKey{Doc: reading.Document.ID, Mention: k}]
				}
				if id > 0 && identities[id-1].Kind == hearsay.EntityPerson {
					voted, h.of = 1, id
				}
			}
			score.Found.Add(Count{Right: found, True: 1})
			score.Voted.Add(Count{Right: voted, True: 1})
			actors[gold.Entity] = actors[gold.Entity] || voted > 0
			hits = append(hits, h)
			if h.of > 0 {
				count[h]++
			}
		}
	}
	most := map[string]hit{}
	for _, h := range hits { // of equally many the first
		if count[h] > count[most[h.actor]] {
			most[h.actor] = h
		}
	}
	for _, h := range hits {
		score.Joined.True++
		if h.of > 0 && most[h.actor] == h {
			score.Joined.Right++
		}
	}
	for _, found := range actors {
		score.Actors.True++
		if found {
			score.Actors.Right++
		}
	}
}

// String is the result as tables.
func (r NamesResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d documents, %d not read as they stand\n", r.Documents, r.Unread)
	if len(r.Scores) > 0 {
		t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
		fmt.Fprintln(t, "\nnames\tkind\ttrue\tfound\tP\tR\tF1\t")
		for _, s := range r.Scores {
			fmt.Fprintf(t, "%s\t%s\t%d\t%d\t%.1f\t%.1f\t%.1f\t\n", s.By, s.Kind, s.True, s.Found, s.Precision(), s.Recall(),
				s.F1())
		}
		t.Flush() // to memory
	}
	if a := r.Actors; a != nil {
		fmt.Fprintf(&b, "\nnames of actors: %d, of %d actors\n", a.Found.True, a.Actors.True)
		for _, row := range []struct {
			what string
			Count
		}{{"found as a person by the document", a.Found}, {"after the story has voted", a.Voted},
			{"and joined to the actor's others", a.Joined}, {"actors found", a.Actors}} {
			fmt.Fprintf(&b, "%-34s %4d  %.1f %%\n", row.what, row.Right, row.Recall())
		}
	}
	return b.String()
}
