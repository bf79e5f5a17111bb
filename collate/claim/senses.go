package claim

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"hearsay/lexicon"
)

// senses are the sets of like verbs that a word belongs to, and the wider ones above them, sorted.
type senses struct {
	own, above []int32
	near       []int32 // sets of the list of near events
}

var errSenses = errors.New("read senses: damaged")

// loadSenses reads the table that train/claim writes.
func loadSenses(text string) (map[string]senses, error) {
	table := map[string]senses{}
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 3 {
			return nil, errSenses
		}
		own, err := numbers(fields[1])
		if err != nil {
			return nil, err
		}
		above, err := numbers(fields[2])
		if err != nil {
			return nil, err
		}
		table[fields[0]] = senses{own: own, above: above}
	}
	for n, row := range lexicon.Table("near-events") {
		for _, word := range row {
			entry := table[word]
			entry.near = append(entry.near, int32(n))
			table[word] = entry
		}
	}
	return table, nil
}

func numbers(text string) ([]int32, error) {
	var list []int32
	for field := range strings.FieldsSeq(text) {
		n, err := strconv.ParseInt(field, 36, 32)
		if err != nil {
			return nil, errSenses
		}
		list = append(list, int32(n))
	}
	slices.Sort(list)
	return list, nil
}

// relation of two words by their senses: 0 unknown, 1 none, 2 below one wider verb, 3 one is the wider, 4 one verb, 6 in a set
// of the list of near events.
func (s senses) relation(other senses) uint8 {
	switch {
	case shared(s.near, other.near) > 0:
		return 6
	case len(s.own) == 0 || len(other.own) == 0:
		return 0
	case shared(s.own, other.own) > 0:
		return 4
	case shared(s.own, other.above) > 0 || shared(s.above, other.own) > 0:
		return 3
	case shared(s.above, other.above) > 0:
		return 2
	}
	return 1
}
