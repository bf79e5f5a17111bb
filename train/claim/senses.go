package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// commonSenses is how many senses of a word are looked at, the most frequent first.
const commonSenses = 4

// cutSenses writes from the database files of WordNet 3.0 (wndb(5WN)) for each word that keep holds, and each verb of two
// words, the sets of like verbs that it belongs to or, as a noun, is derived from, and the wider sets above them.
func cutSenses(dir, out string, keep func(word string) bool) error {
	verbs, err := synsets(filepath.Join(dir, "data.verb"))
	if err != nil {
		return err
	}
	nouns, err := synsets(filepath.Join(dir, "data.noun"))
	if err != nil {
		return err
	}
	entries := map[string][2]map[string]bool{}
	add := func(word, verb string) {
		entry, ok := entries[word]
		if !ok {
			entry = [2]map[string]bool{{}, {}}
			entries[word] = entry
		}
		entry[0][verb] = true
		for _, above := range verbs[verb].above {
			entry[1][above] = true
		}
	}
	err = index(filepath.Join(dir, "index.verb"), func(word string, senses []string) {
		for _, verb := range senses {
			add(word, verb)
		}
	})
	if err != nil {
		return err
	}
	err = index(filepath.Join(dir, "index.noun"), func(word string, senses []string) {
		for _, noun := range senses {
			for _, derived := range nouns[noun].derived {
				if derived.from == word {
					add(word, derived.verb)
				}
			}
		}
	})
	if err != nil {
		return err
	}
	numbers := map[string]int{}
	var words []string
	for word := range entries {
		first, second, two := strings.Cut(word, " ")
		if keep(first) && (!two || len(second) <= 7 && !strings.Contains(second, " ")) {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	var b strings.Builder
	list := func(set map[string]bool) string {
		var ids []string
		for id := range set {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		for i, id := range ids {
			if numbers[id] == 0 {
				numbers[id] = len(numbers) + 1
			}
			ids[i] = strconv.FormatInt(int64(numbers[id]), 36)
		}
		return strings.Join(ids, " ")
	}
	for _, word := range words {
		fmt.Fprintf(&b, "%s\t%s\t%s\n", word, list(entries[word][0]), list(entries[word][1]))
	}
	return os.WriteFile(out, []byte(b.String()), 0o666)
}

// synset is what is taken of a set of like words.
type synset struct {
	above   []string // wider verbs
	derived []derivation
}

// derivation is that a noun of the set is made from a verb.
type derivation struct{ from, verb string }

func synsets(path string) (map[string]synset, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read WordNet: %w", err)
	}
	defer file.Close()
	sets := map[string]synset{}
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		line := scanner.Text()
		if strings.HasPrefix(line, " ") {
			continue
		}
		fields := strings.Fields(line)
		count, err := strconv.ParseInt(fields[3], 16, 32)
		if err != nil {
			return nil, fmt.Errorf("read WordNet: %s: %w", path, err)
		}
		var words []string
		for i := range int(count) {
			words = append(words, strings.ReplaceAll(strings.ToLower(fields[4+2*i]), "_", " "))
		}
		at := 4 + 2*int(count)
		pointers, err := strconv.Atoi(fields[at])
		if err != nil {
			return nil, fmt.Errorf("read WordNet: %s: %w", path, err)
		}
		var set synset
		for i := range pointers {
			p := fields[at+1+4*i:][:4]
			switch {
			case p[0] == "@" && p[2] == "v":
				set.above = append(set.above, p[1])
			case p[0] == "+" && p[2] == "v":
				source, err := strconv.ParseInt(p[3][:2], 16, 32)
				if err != nil {
					return nil, fmt.Errorf("read WordNet: %s: %w", path, err)
				}
				if source > 0 {
					set.derived = append(set.derived, derivation{words[source-1], p[1]})
				}
			}
		}
		sets[fields[0]] = set
	}
	return sets, scanner.Err()
}

// index calls each with every word and its most frequent senses.
func index(path string, each func(word string, senses []string)) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("read WordNet: %w", err)
	}
	defer file.Close()
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 1<<20)
	for scanner.Scan() {
		line := scanner.Text()
		if strings.HasPrefix(line, " ") {
			continue
		}
		fields := strings.Fields(line)
		var senses []string
		for _, field := range fields[3:] {
			if len(field) == 8 {
				senses = append(senses, field)
			}
		}
		each(strings.ReplaceAll(fields[0], "_", " "), senses[:min(len(senses), commonSenses)])
	}
	return scanner.Err()
}
