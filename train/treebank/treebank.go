// Package treebank reads the gold sentences that the tagger and the parser learn from and are measured on.
//
// It begins with CoNLL-U files of Universal Dependencies (UD English EWT, GUM) and ends with sentences of words, Penn
// tags, heads and relations in the project's own types.
package treebank

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

// Sentence is one gold sentence. Its slices are of one length.
type Sentence struct {
	Doc    string
	Words  []string
	Lemmas []string
	Tags   []hearsay.Tag
	Heads  []int // index of the head; its own index for the root
	Rels   []hearsay.Rel
	Glued  []bool // no space follows the word
}

// ReadFiles reads the files that match the patterns, in the order of their names.
func ReadFiles(patterns ...string) ([]Sentence, error) {
	var sentences []Sentence
	for _, pattern := range patterns {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			return nil, fmt.Errorf("read treebank %s: %w", pattern, err)
		}
		if len(paths) == 0 {
			return nil, fmt.Errorf("read treebank %s: no such file", pattern)
		}
		slices.Sort(paths)
		for _, path := range paths {
			more, err := readFile(path)
			if err != nil {
				return nil, fmt.Errorf("read treebank %s: %w", path, err)
			}
			sentences = append(sentences, more...)
		}
	}
	return sentences, nil
}

func readFile(path string) ([]Sentence, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if !strings.HasSuffix(path, ".gz") {
		return Read(file)
	}
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	return Read(unpacked)
}

// Read reads CoNLL-U. Lines of multiword tokens and empty nodes are passed over, but for the spacing they give.
func Read(from io.Reader) ([]Sentence, error) {
	var sentences []Sentence
	var current Sentence
	doc, gluedUntil, gluedAfter := "", 0, false
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 1<<20)
	number := 0
	for lines.Scan() {
		number++
		line := lines.Text()
		switch {
		case line == "":
			if len(current.Words) > 0 {
				sentences = append(sentences, current)
			}
			current, gluedUntil = Sentence{Doc: doc}, 0
			continue
		case strings.HasPrefix(line, "#"):
			if id, found := strings.CutPrefix(line, "# newdoc id = "); found {
				doc = id
				current.Doc = doc
			}
			continue
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 10 {
			return nil, fmt.Errorf("line %d: %d columns, want 10", number, len(columns))
		}
		noSpace := strings.Contains(columns[9], "SpaceAfter=No")
		if _, last, found := strings.Cut(columns[0], "-"); found {
			gluedUntil, _ = strconv.Atoi(last)
			gluedAfter = noSpace
			continue
		}
		if strings.Contains(columns[0], ".") {
			continue
		}
		at := len(current.Words)
		head, err := strconv.Atoi(columns[6])
		if err != nil {
			return nil, fmt.Errorf("line %d: head: %w", number, err)
		}
		if head--; head < 0 {
			head = at
		}
		var tag hearsay.Tag
		if err := tag.UnmarshalText([]byte(columns[4])); err != nil {
			return nil, fmt.Errorf("line %d: tag: %w", number, err)
		}
		if at+1 < gluedUntil {
			noSpace = true
		} else if at+1 == gluedUntil {
			noSpace = gluedAfter
		}
		current.Words = append(current.Words, columns[1])
		current.Lemmas = append(current.Lemmas, columns[2])
		current.Tags = append(current.Tags, tag)
		current.Heads = append(current.Heads, head)
		current.Rels = append(current.Rels, relation(columns[7]))
		current.Glued = append(current.Glued, noSpace)
	}
	if len(current.Words) > 0 {
		sentences = append(sentences, current)
	}
	return sentences, lines.Err()
}

// relation is the project's name for a UD relation: the same, or else its main type.
func relation(name string) hearsay.Rel {
	var rel hearsay.Rel
	if rel.UnmarshalText([]byte(name)) == nil {
		return rel
	}
	main, _, _ := strings.Cut(name, ":")
	if rel.UnmarshalText([]byte(main)) == nil {
		return rel
	}
	return hearsay.RelDep
}

// JoinHyphens returns the sentence with the words that UD cuts at hyphens ("15", "-", "year") put together again, as
// news text has them, and whether there were any. A joined word keeps the head of its topmost
// part; its tag is that of the last part, or JJ where it stands before a noun that it modifies.
func (s *Sentence) JoinHyphens() (Sentence, bool) {
	group := make([]int, len(s.Words)) // index of the joined word that holds word i
	last, joined := -1, false
	for i := range s.Words {
		glue := i > 0 && s.Glued[i-1] &&
			(s.Tags[i] == hearsay.TagHyph && i+1 < len(s.Words) && s.Glued[i] || i > 1 && s.Tags[i-1] == hearsay.TagHyph)
		if glue {
			joined = true
		} else {
			last++
		}
		group[i] = last
	}
	if !joined {
		return *s, false
	}
	out := Sentence{Doc: s.Doc}
	for start := 0; start < len(s.Words); {
		end := start + 1
		for end < len(s.Words) && group[end] == group[start] {
			end++
		}
		top := start
		for i := start; i < end; i++ {
			if h := s.Heads[i]; h == i || group[h] != group[start] {
				top = i
			}
		}
		tag, rel := s.Tags[end-1], s.Rels[top]
		if end > start+1 {
			before := s.Heads[top] >= end
			switch {
			case s.Tags[start] == hearsay.TagNNP && tag == hearsay.TagNNP:
			case before && (rel == hearsay.RelAmod || rel == hearsay.RelCompound || rel == hearsay.RelNmod):
				tag, rel = hearsay.TagJJ, hearsay.RelAmod
			case tag == hearsay.TagHyph || tag == hearsay.TagRP || tag == hearsay.TagIN:
				tag = s.Tags[top]
			}
		}
		head := group[s.Heads[top]]
		out.Words = append(out.Words, strings.Join(s.Words[start:end], ""))
		out.Lemmas = append(out.Lemmas, strings.Join(s.Lemmas[start:end], ""))
		out.Tags = append(out.Tags, tag)
		out.Heads = append(out.Heads, head)
		out.Rels = append(out.Rels, rel)
		out.Glued = append(out.Glued, s.Glued[end-1])
		start = end
	}
	return out, true
}
