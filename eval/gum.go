package eval

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/internal/limits"
)

// GUMArticle is a news document of GUM: its text, a paragraph a line with an empty one between, who and what it speaks
// of, and which of its clauses say that somebody said something.
type GUMArticle struct {
	Name       string
	Text       string
	Mentions   []GoldMention // in the order of their ends
	Satellites []Satellite   // in the order of the text
}

// GoldMention is a mention as annotated. Mentions of one Entity corefer within their document.
type GoldMention struct {
	Span   hearsay.Span
	Entity string
	Named  bool // its head is a proper noun
}

// Satellite is an elementary discourse unit that attributes another one to somebody ("the mayor said"), in parts where
// another unit stands within it.
type Satellite struct {
	Spans []hearsay.Span
	Verb  bool // it holds a verb, as a photo credit does not
}

// ReadGUM reads the news documents of GUM in CoNLL-U (.conllu): one file, a folder or an archive of them, in the order
// of their names. Other genres are left out: they hold no news.
func ReadGUM(corpus string) ([]GUMArticle, error) {
	var articles []GUMArticle
	err := eachEntry(corpus, func(name string, from io.Reader) error {
		if formatOf(name) != FormatGUM && name != filepath.ToSlash(corpus) {
			return nil
		}
		found, err := parseGUM(from)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		articles = append(articles, found...)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	if len(articles) == 0 {
		return nil, fmt.Errorf("read corpus: no news document of GUM in %s", corpus)
	}
	slices.SortFunc(articles, func(a, b GUMArticle) int { return strings.Compare(a.Name, b.Name) })
	return articles, nil
}

// gumReader is the state of reading one document of GUM.
type gumReader struct {
	name, genre string
	text        strings.Builder
	paragraph   bool // a paragraph begins
	sentences   int  // sentences until the paragraph ends, negative if that is not known
	from        int  // where the sentence's words not yet met begin
	words       []gumWord
	open        []gumOpen
	mentions    []GoldMention
	units       []gumUnit
}

type gumWord struct {
	span   hearsay.Span
	proper bool
}

// gumOpen is a mention whose last word is not yet read.
type gumOpen struct {
	entity string
	first  int    // word
	heads  string // "1,2": which of its words are the head, counted from 1
}

// gumUnit is an elementary discourse unit.
type gumUnit struct {
	id, relation, head string
	spans              []hearsay.Span
	verb               bool
}

func parseGUM(from io.Reader) ([]GUMArticle, error) {
	var articles []GUMArticle
	var r *gumReader
	finish := func() {
		if r != nil && r.genre == "news" {
			articles = append(articles, r.article())
		}
	}
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, limits.RecordBytes)
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if name, ok := strings.CutPrefix(line, "# newdoc id = "); ok {
			finish()
			r = &gumReader{name: name}
			continue
		}
		if r == nil {
			continue
		}
		if err := r.line(line); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	finish()
	return articles, lines.Err()
}

func (r *gumReader) line(line string) error {
	if comment, ok := strings.CutPrefix(line, "# "); ok {
		key, value, _ := strings.Cut(comment, " = ")
		switch {
		case key == "meta::genre":
			r.genre = value
		case comment == "newpar" || strings.HasPrefix(comment, "newpar "):
			r.paragraph, r.sentences = true, -1
		case key == "newpar_block":
			r.sentences = smallestBlock(value)
		case key == "text":
			if r.text.Len() > 0 {
				r.text.WriteString(map[bool]string{true: "\n\n", false: " "}[r.paragraph])
			}
			r.sentences = max(r.sentences-1, -1)
			r.paragraph = r.sentences == 0
			r.from = r.text.Len()
			r.text.WriteString(value)
		}
		return nil
	}
	fields := strings.Split(line, "\t")
	if len(fields) != 10 || strings.ContainsAny(fields[0], "-.") {
		return nil
	}
	at := strings.Index(r.text.String()[r.from:], fields[1])
	if at < 0 {
		return fmt.Errorf("no word %q in the text of its sentence", fields[1])
	}
	span := hearsay.MakeSpan(r.from+at, r.from+at+len(fields[1]))
	r.from = int(span.End)
	r.words = append(r.words, gumWord{span, fields[3] == "PROPN"})
	for note := range strings.SplitSeq(fields[9], "|") {
		key, value, _ := strings.Cut(note, "=")
		switch key {
		case "Entity":
			r.entities(value)
		case "Discourse":
			r.unit(value)
		}
	}
	if len(r.units) > 0 {
		unit := &r.units[len(r.units)-1]
		unit.verb = unit.verb || fields[3] == "VERB" || fields[2] == "accord"
		if n := len(unit.spans); n == 0 || fields[0] == "1" {
			unit.spans = append(unit.spans, span)
		} else {
			unit.spans[n-1].End = span.End
		}
	}
	return nil
}

// smallestBlock is the number of sentences of the smallest of nested blocks, "figure (1 s) | caption (1 s)", or -1. A
// caption ends there and prose begins.
func smallestBlock(blocks string) int {
	smallest := -1
	for _, count := range blockCount.FindAllStringSubmatch(blocks, -1) {
		if n, err := strconv.Atoi(count[1]); err == nil && n > 0 && (smallest < 0 || n < smallest) {
			smallest = n
		}
	}
	return smallest
}

var blockCount = regexp.MustCompile(`\((\d+) s\)`)

// entities reads "(1-person-new-cf1-2,3-coref(2-place-…)3)": mentions that begin with the last word, that are it, and
// that end with it. The head is the fourth field from the end, but for the link to Wikipedia that may follow.
func (r *gumReader) entities(notes string) {
	last := len(r.words) - 1
	for notes != "" {
		end := strings.IndexAny(notes[1:], "()") + 1
		if end == 0 {
			end = len(notes)
		}
		note := notes[:end]
		closes := end < len(notes) && notes[end] == ')'
		notes = notes[end:]
		if closes {
			notes = notes[1:]
		}
		opened, opens := strings.CutPrefix(note, "(")
		fields := strings.Split(opened, "-")
		entity, _, _ := strings.Cut(fields[0], "[")
		if opens {
			const headField = 5 // of GRP-etype-infstat-salience-centering-minspan-link-identity
			mention := gumOpen{entity: entity, first: last}
			if len(fields) > headField {
				mention.heads = fields[headField]
			}
			r.open = append(r.open, mention)
		}
		if !closes {
			continue
		}
		for i := len(r.open) - 1; i >= 0; i-- {
			if r.open[i].entity == entity {
				r.close(r.open[i], last)
				r.open = slices.Delete(r.open, i, i+1)
				break
			}
		}
	}
}

// close adds a mention whose last word is known.
func (r *gumReader) close(m gumOpen, last int) {
	words := r.words[m.first : last+1]
	named := false
	for head := range strings.SplitSeq(m.heads, ",") {
		if n, err := strconv.Atoi(head); err == nil && n >= 1 && n <= len(words) {
			named = named || words[n-1].proper
		}
	}
	r.mentions = append(r.mentions, GoldMention{
		Span: hearsay.Span{Start: words[0].span.Start, End: words[len(words)-1].span.End}, Entity: m.entity, Named: named})
}

// unit reads "attribution-positive:4->5:1:…": here begins unit 4, which attributes unit 5.
func (r *gumReader) unit(note string) {
	relation, edge, _ := strings.Cut(note, ":")
	edge, _, _ = strings.Cut(edge, ":")
	id, head, _ := strings.Cut(edge, "->")
	r.units = append(r.units, gumUnit{id: id, relation: relation, head: head})
}

func (r *gumReader) article() GUMArticle {
	article := GUMArticle{Name: r.name, Text: r.text.String() + "\n", Mentions: r.mentions}
	for _, unit := range r.units {
		if !strings.HasPrefix(unit.relation, "attribution") {
			continue
		}
		satellite := Satellite{Spans: unit.spans, Verb: unit.verb}
		for _, other := range r.units {
			if other.head == unit.id && strings.HasPrefix(other.relation, "same-unit") {
				satellite.Spans = append(satellite.Spans, other.spans...)
				satellite.Verb = satellite.Verb || other.verb
			}
		}
		article.Satellites = append(article.Satellites, satellite)
	}
	return article
}
