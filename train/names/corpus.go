package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"hearsay"
	"hearsay/read/tag"
)

// states is a set of states, a bit each: those that a word may have.
type states uint16

const anyState states = 1<<tag.NameStates - 1

// labelled is a sentence: words with the states that they may have. A word of one bit is sure.
type labelled struct {
	words []string
	tags  []hearsay.Tag // as the document gave them; nil if the words stand alone
	may   []states
}

// kinds maps the types of the corpora to the index of a kind in tag.NameKinds. What is missing and not in unsure is no
// name.
var kinds = map[string]int{
	"per": 0, "person": 0, "politician": 0, "writer": 0, "researcher": 0, "scientist": 0, "musicalartist": 0,
	"org": 1, "organisation": 1, "politicalparty": 1, "university": 1, "band": 1, "corporation": 1, "group": 1,
	"loc": 2, "location": 2, "country": 2,
	"misc": 3, "event": 3, "election": 3, "award": 3, "book": 3, "album": 3, "song": 3, "poem": 3, "creative-work": 3,
	"product": 3,
}

// unsure are types whose words may be a name of any kind, or none: annotators of other corpora would not agree on them.
var unsure = []string{"conference", "magazine", "academicjournal", "astronomicalobject", "nationality", "oth",
	"militaryplatform", "weapon", "documentreference", "algorithm", "task", "programlang"}

// readColumns reads sentences of words and labels in columns, the word in the first and the label in the last, or as
// the layout of IOB2 with numbers has it. Labels may lack B- where nothing adjoins.
func readColumns(path string) ([]labelled, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read names: %w", err)
	}
	defer file.Close() // only read
	partial := true    // the corpus marks no names of other things
	var sentences []labelled
	var words, labels []string
	flush := func() {
		if len(words) > 0 {
			sentences = append(sentences, makeSentence(words, labels))
		}
		words, labels = nil, nil
	}
	numbered := strings.HasSuffix(path, ".iob2")
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "-DOCSTART-") {
			flush()
			continue
		}
		fields := strings.Fields(line)
		if numbered {
			if strings.HasPrefix(line, "# ") {
				continue
			}
			fields = fields[1:3]
		}
		if len(fields) < 2 {
			continue
		}
		label := fields[len(fields)-1]
		if _, kind, ok := strings.Cut(label, "-"); ok && kinds[strings.ToLower(kind)] == 3 {
			partial = false
		}
		words, labels = append(words, fields[0]), append(labels, label)
	}
	flush()
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read names: %s: %w", path, err)
	}
	if partial {
		for _, s := range sentences {
			for i, may := range s.may {
				if may == 1<<tag.NameOutside {
					s.may[i] |= 1<<tag.MakeNameState(3, true) | 1<<tag.MakeNameState(3, false)
				}
			}
		}
	}
	return sentences, nil
}

func makeSentence(words, labels []string) labelled {
	s := labelled{words: words, may: make([]states, len(words))}
	last := "O"
	for i, label := range labels {
		position, kind, named := strings.Cut(strings.ToLower(label), "-")
		number, known := kinds[kind]
		_, lastKind, _ := strings.Cut(last, "-")
		switch {
		case named && slices.Contains(unsure, kind) || strings.HasPrefix(words[i], "@") || strings.HasPrefix(words[i], "#"):
			s.may[i] = anyState
		case !named || !known:
			s.may[i] = 1 << tag.NameOutside
		default:
			s.may[i] = 1 << tag.MakeNameState(number, position == "b" || lastKind != kind)
		}
		last = strings.ToLower(label)
	}
	return s
}

// readFiles reads the files that match any of the patterns, in the order of their names.
func readFiles(patterns string) ([]labelled, error) {
	var sentences []labelled
	for pattern := range strings.SplitSeq(patterns, ",") {
		if pattern == "" {
			continue
		}
		paths, err := filepath.Glob(pattern)
		if err != nil || len(paths) == 0 {
			return nil, fmt.Errorf("read names: no file matches %s", pattern)
		}
		for _, path := range paths {
			more, err := readColumns(path)
			if err != nil {
				return nil, err
			}
			sentences = append(sentences, more...)
		}
	}
	return sentences, nil
}
