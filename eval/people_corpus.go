package eval

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"hearsay"
	"hearsay/internal/limits"
)

// The formats of corpora that say who is who, beside FormatGUM.
const (
	FormatNewsWCL Format = "newswcl50" // CoNLL, the actors of one story over five outlets
	FormatECB     Format = "ecb+"      // CAT XML, the participants of a topic's events
)

// PeopleStory is the documents of one story with who is who in them.
type PeopleStory struct {
	Name     string
	Articles []PeopleArticle // in the order of their names
}

// PeopleArticle is a document, a sentence a line. Mentions of one Entity are one person or body, across the documents
// of the story; a mention whose Entity is "" is nobody else's.
type PeopleArticle struct {
	Name      string
	Text      string
	Mentions  []GoldMention  // in the order of the text
	Annotated []hearsay.Span // the sentences that have been annotated
	Pronouns  bool           // pronouns are annotated too
}

var ecbName = regexp.MustCompile(`^(\d+)_\d+ecb(plus)?\.xml$`)

// peopleFormat tells by name and first bytes what a file is; "" for none of them.
func peopleFormat(name string, head []byte) Format {
	switch {
	case formatOf(name) == FormatGUM,
		bytes.HasPrefix(head, []byte("# newdoc")), bytes.HasPrefix(head, []byte("# global.")):
		return FormatGUM
	case bytes.HasPrefix(head, []byte("#begin document")):
		return FormatNewsWCL
	case ecbName.MatchString(path.Base(name)) && bytes.Contains(head, []byte("<Document")):
		return FormatECB
	}
	return ""
}

// readPeople reads the stories of NewsWCL50 or ECB+: one file, a folder or an archive of them. Where the corpus is
// GUM it returns that format and no stories.
func readPeople(corpus string) (Format, []PeopleStory, error) {
	format := Format("")
	stories := map[string][]PeopleArticle{}
	err := eachEntry(corpus, func(name string, file io.Reader) error {
		if strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		from, archive, err := unpack(file)
		if err != nil || archive {
			return err
		}
		head, err := from.Peek(sniffBytes)
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: %w", name, err)
		}
		found := peopleFormat(name, bytes.TrimLeft(head, "\ufeff \r\n"))
		if found == "" {
			return nil
		}
		if format != "" && format != found {
			return fmt.Errorf("%s holds several corpora (%s and %s): name one of them", corpus, format, found)
		}
		format = found
		switch format {
		case FormatNewsWCL:
			if err := readNewsWCL(from, stories); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		case FormatECB:
			article, err := parseECB(path.Base(name), from)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			topic := ecbName.FindStringSubmatch(article.Name)[1]
			stories[topic] = append(stories[topic], article)
		}
		return nil
	})
	if err == nil && format == "" {
		err = fmt.Errorf("%s: no NewsWCL50 in CoNLL, no ECB+ in CAT XML and no .conllu of GUM", corpus)
	}
	if err != nil {
		return "", nil, fmt.Errorf("read corpus: %w", err)
	}
	var list []PeopleStory
	for name, articles := range stories {
		slices.SortFunc(articles, func(a, b PeopleArticle) int { return strings.Compare(a.Name, b.Name) })
		list = append(list, PeopleStory{Name: name, Articles: articles})
	}
	slices.SortFunc(list, func(a, b PeopleStory) int { return strings.Compare(a.Name, b.Name) })
	return format, list, nil
}

// typesetter puts tokens together as print does: no space before a comma, behind an opening bracket, around a hyphen
// within a word. The tokens' own spacing is lost in these corpora.
type typesetter struct {
	text   strings.Builder
	glued  bool // no space before the next token
	quoted bool
	tokens []hearsay.Span
	lines  []hearsay.Span
	from   int // where the line begins
}

// add sets a token.
func (t *typesetter) add(token string) {
	token = strings.Join(strings.FieldsFunc(token, unicode.IsSpace), " ")
	token = strings.ReplaceAll(token, `\n`, "")
	r, _ := utf8.DecodeRuneInString(token)
	glued, next := t.glued || t.text.Len() == t.from, false
	switch {
	case token == `"`:
		glued, next = glued || t.quoted, !t.quoted
		t.quoted = !t.quoted
	case slices.Contains([]string{"“", "‘", "(", "[", "$", "``", "#", "/"}, token):
		next = true
		glued = glued || token == "/"
	case token == "-":
		glued, next = true, true
	case strings.ContainsRune(",.;:!?)]%”", r), token == "''", token == "n't", token == "n’t",
		(r == '\'' || r == '’') && len(token) > 1, token == "'", token == "’":
		glued = true
	}
	if !glued && token != "" {
		t.text.WriteByte(' ')
	}
	start := t.text.Len()
	t.text.WriteString(token)
	t.tokens = append(t.tokens, hearsay.MakeSpan(start, t.text.Len()))
	t.glued = next || token == "" && glued
}

// line ends a sentence.
func (t *typesetter) line() {
	if t.text.Len() > t.from {
		t.lines = append(t.lines, hearsay.MakeSpan(t.from, t.text.Len()))
		t.text.WriteString("\n\n")
	}
	t.from, t.glued, t.quoted = t.text.Len(), false, false
}

// span covers the tokens from first to last.
func (t *typesetter) span(first, last int) hearsay.Span {
	return hearsay.Span{Start: t.tokens[first].Start, End: t.tokens[last].End}
}

// readNewsWCL reads documents in CoNLL ("#begin document TOPIC/-/DOC; part 000", then document, sentence, number,
// token and notes in columns) into the stories of their topics. It keeps the chains of single people, "…_ACTOR".
func readNewsWCL(from io.Reader, stories map[string][]PeopleArticle) error {
	type open struct {
		chain string
		first int
	}
	var (
		article  *PeopleArticle
		topic    string
		text     typesetter
		opened   []open
		sentence string
	)
	finish := func() {
		if article == nil {
			return
		}
		text.line()
		article.Text, article.Annotated = text.text.String(), text.lines
		slices.SortStableFunc(article.Mentions, func(a, b GoldMention) int { return a.Span.Compare(b.Span) })
		stories[topic] = append(stories[topic], *article)
	}
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, limits.RecordBytes)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if key, ok := strings.CutPrefix(line, "#begin document "); ok {
			finish()
			key, _, _ = strings.Cut(key, ";")
			topic, _, _ = strings.Cut(key, "/")
			article, text, opened, sentence = &PeopleArticle{Name: path.Base(key)}, typesetter{}, nil, ""
			continue
		}
		fields := strings.Split(line, "\t")
		if article == nil || len(fields) < 5 {
			continue
		}
		if sentence != fields[1] {
			text.line()
			sentence = fields[1]
		}
		text.add(fields[3])
		at := len(text.tokens) - 1
		for note := range strings.SplitSeq(fields[4], "|") {
			note = strings.TrimSpace(note)
			chain := strings.Trim(note, "()")
			if !strings.HasSuffix(chain, "_ACTOR") {
				continue
			}
			if strings.HasPrefix(note, "(") {
				opened = append(opened, open{chain, at})
			}
			if !strings.HasSuffix(note, ")") {
				continue
			}
			i := len(opened) - 1
			for i >= 0 && opened[i].chain != chain {
				i--
			}
			if i < 0 {
				return fmt.Errorf("line %d: %s ends and has not begun", n, chain)
			}
			if span := text.span(opened[i].first, at); !span.Empty() {
				article.Mentions = append(article.Mentions, GoldMention{Span: span, Entity: chain,
					Named: strings.ContainsFunc(span.Of(text.text.String()), unicode.IsUpper)})
			}
			opened = slices.Delete(opened, i, i+1)
		}
	}
	finish()
	return lines.Err()
}

// catDocument is a document of ECB+ in CAT XML.
type catDocument struct {
	Tokens []struct {
		ID       string `xml:"t_id,attr"`
		Sentence string `xml:"sentence,attr"`
		Text     string `xml:",chardata"`
	} `xml:"token"`
	Markables struct {
		All []struct {
			XMLName  xml.Name
			ID       string `xml:"m_id,attr"`
			Instance string `xml:"instance_id,attr"`
			Anchors  []struct {
				Token string `xml:"t_id,attr"`
			} `xml:"token_anchor"`
		} `xml:",any"`
	} `xml:"Markables"`
	Relations struct {
		All []struct {
			XMLName xml.Name
			ID      string `xml:"r_id,attr"`
			Note    string `xml:"note,attr"`
			Sources []struct {
				Markable string `xml:"m_id,attr"`
			} `xml:"source"`
			Target struct {
				Markable string `xml:"m_id,attr"`
			} `xml:"target"`
		} `xml:",any"`
	} `xml:"Relations"`
}

// parseECB reads a document with its human participants. A chain across documents bears its instance's name, one
// within the document its own.
func parseECB(name string, from io.Reader) (PeopleArticle, error) {
	var doc catDocument
	if err := xml.NewDecoder(from).Decode(&doc); err != nil {
		return PeopleArticle{}, err
	}
	var text typesetter
	place := map[string]int{}
	for i, token := range doc.Tokens {
		if i > 0 && token.Sentence != doc.Tokens[i-1].Sentence {
			text.line()
		}
		place[token.ID] = len(text.tokens)
		text.add(token.Text)
	}
	text.line()
	chain := map[string]string{}
	instance := map[string]string{}
	for _, m := range doc.Markables.All {
		instance[m.ID] = m.Instance
	}
	for _, r := range doc.Relations.All {
		name := name + " " + r.ID
		if r.XMLName.Local == "CROSS_DOC_COREF" {
			if name = instance[r.Target.Markable]; name == "" {
				name = r.Note
			}
		} else if r.XMLName.Local != "INTRA_DOC_COREF" {
			continue
		}
		for _, source := range r.Sources {
			chain[source.Markable] = name
		}
	}
	article := PeopleArticle{Name: name, Text: text.text.String(), Pronouns: true}
	marked := map[int]bool{}
	for _, m := range doc.Markables.All {
		if len(m.Anchors) == 0 {
			continue
		}
		first, last := len(text.tokens), -1
		for _, anchor := range m.Anchors {
			at, ok := place[anchor.Token]
			if !ok {
				return PeopleArticle{}, fmt.Errorf("mention %s: no token %s", m.ID, anchor.Token)
			}
			first, last = min(first, at), max(last, at)
		}
		span := text.span(first, last)
		line := slices.IndexFunc(text.lines, func(line hearsay.Span) bool { return line.Overlaps(span) })
		if span.Empty() || line < 0 {
			continue
		}
		marked[line] = true
		if strings.HasPrefix(m.XMLName.Local, "HUMAN_PART") {
			article.Mentions = append(article.Mentions, GoldMention{Span: span, Entity: chain[m.ID],
				Named: strings.ContainsFunc(span.Of(article.Text), unicode.IsUpper)})
		}
	}
	slices.SortStableFunc(article.Mentions, func(a, b GoldMention) int { return a.Span.Compare(b.Span) })
	for i, line := range text.lines {
		if marked[i] {
			article.Annotated = append(article.Annotated, line)
		}
	}
	return article, nil
}
