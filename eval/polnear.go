package eval

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"hearsay"
)

// Article is a text with the attributions that one annotator marked in it.
type Article struct {
	ID           string // name of the annotation file, without ".ann"
	Text         string
	Attributions []Marked
	Broken       int // lines of the annotation file that do not parse
}

// Marked is an attribution as annotated: the parts of each role, sorted, in bytes of the text.
type Marked struct {
	Source, Cue, Content []hearsay.Span
}

// ReadPolNeAR reads the folders of PolNeAR in a folder or the one that it is: text/ID.txt and, for each annotator of
// it, attributions/ID_annotator.ann in brat's standoff form. Articles are sorted by path.
func ReadPolNeAR(folder string) ([]Article, error) {
	var paths []string
	err := eachEntry(folder, func(name string, _ io.Reader) error {
		if formatOf(name) == FormatPolNeAR {
			paths = append(paths, filepath.FromSlash(name))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read corpus: %w", err)
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("read corpus: no attributions/*.ann in %s", folder)
	}
	slices.Sort(paths)
	var articles []Article
	for _, path := range paths {
		id := strings.TrimSuffix(filepath.Base(path), ".ann")
		name := id
		if cut := strings.LastIndexByte(id, '_'); cut > 0 {
			name = id[:cut]
		}
		text, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(path)), "text", name+".txt"))
		if err != nil {
			return nil, fmt.Errorf("read corpus: %w", err)
		}
		standoff, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read corpus: %w", err)
		}
		if !utf8.Valid(text) {
			return nil, fmt.Errorf("read corpus: %s is not UTF-8", name)
		}
		article := Article{ID: id, Text: string(text)}
		article.Attributions, article.Broken = ParseStandoff(article.Text, string(standoff))
		articles = append(articles, article)
	}
	return articles, nil
}

// ParseStandoff reads annotations in brat's standoff form, whose offsets count code points of text. It returns the
// attributions in the order of the file and the number of lines that do not parse.
func ParseStandoff(text, standoff string) (attributions []Marked, broken int) {
	offsets := make([]int, 0, len(text)+1)
	for i := range text {
		offsets = append(offsets, i)
	}
	offsets = append(offsets, len(text))
	spans := map[string][]hearsay.Span{}
	var events [][]string
	for line := range strings.Lines(standoff) {
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		switch {
		case fields[0] == "":
		case len(fields) >= 2 && fields[0][0] == 'T':
			_, places, _ := strings.Cut(fields[1], " ")
			if found, ok := parsePlaces(places, offsets); ok {
				spans[fields[0]] = found
			} else {
				broken++
			}
		case len(fields) >= 2 && fields[0][0] == 'E':
			events = append(events, strings.Fields(fields[1]))
		case len(fields) < 2 || !strings.Contains("AR#*", fields[0][:1]):
			broken++
		}
	}
	for _, event := range events {
		var marked Marked
		for _, argument := range event {
			role, id, _ := strings.Cut(argument, ":")
			switch strings.TrimRight(role, "0123456789") {
			case "Source":
				marked.Source = append(marked.Source, spans[id]...)
			case "Cue":
				marked.Cue = append(marked.Cue, spans[id]...)
			case "Content":
				marked.Content = append(marked.Content, spans[id]...)
			}
		}
		if len(marked.Source)+len(marked.Cue)+len(marked.Content) > 0 {
			attributions = append(attributions, marked)
		}
	}
	return attributions, broken
}

// parsePlaces reads "0 5;9 12" and turns code points into bytes.
func parsePlaces(places string, offsets []int) ([]hearsay.Span, bool) {
	var spans []hearsay.Span
	for place := range strings.SplitSeq(places, ";") {
		from, to, _ := strings.Cut(place, " ")
		start, err1 := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || start < 0 || start > end || end >= len(offsets) {
			return nil, false
		}
		spans = append(spans, hearsay.MakeSpan(offsets[start], offsets[end]))
	}
	slices.SortFunc(spans, hearsay.Span.Compare)
	return spans, true
}

// Project lays the annotated spans over tokens, as CofeNet did: each part of a span begins anew, and so does a part that
// runs on where begins says that a paragraph begins. A token that several spans touch goes to the first of them.
func Project(attributions []Marked, tokens []hearsay.Span, begins func(token int) bool) []hearsay.Label {
	labels, _ := project(attributions, tokens, begins)
	return labels
}

// project is Project, and tells for each labelled token to which of the attributions its label belongs.
func project(attributions []Marked, tokens []hearsay.Span, begins func(token int) bool) ([]hearsay.Label, []int) {
	labels := make([]hearsay.Label, len(tokens))
	owners := make([]int, len(tokens))
	lay := func(owner int, spans []hearsay.Span, begin hearsay.Label) {
		for _, span := range spans {
			next := begin
			for i := firstToken(tokens, span.Start); i < len(tokens) && tokens[i].Start < span.End; i++ {
				if labels[i] != hearsay.LabelO {
					next = begin
					continue
				}
				if begins(i) {
					next = begin
				}
				labels[i], owners[i] = next, owner
				next = begin + 1
			}
		}
	}
	for i, a := range attributions {
		lay(i, a.Cue, hearsay.LabelBCue)
		lay(i, a.Source, hearsay.LabelBSource)
		lay(i, a.Content, hearsay.LabelBContent)
	}
	return labels, owners
}

// firstToken is the index of the first token that ends behind start.
func firstToken(tokens []hearsay.Span, start uint32) int {
	first, _ := slices.BinarySearchFunc(tokens, start, func(token hearsay.Span, start uint32) int {
		if token.End <= start {
			return -1
		}
		return 1
	})
	return first
}
