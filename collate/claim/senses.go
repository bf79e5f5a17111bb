package claim

import (
	"slices"
	"strconv"
	"strings"

	"hearsay/lexicon"
	model "hearsay/model/claim"
)

// senses are the sets of like verbs that a word belongs to, and the wider ones above them, sorted.
type senses struct {
	own, above []int32
	near       []int32 // sets of the list of near events
}

// loadSenses reads the table that train/claim writes. It is compiled in, so a damaged one is a mistake of the program.
func loadSenses() map[string]senses {
	table := map[string]senses{}
	for line := range strings.Lines(model.Senses()) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) != 3 {
			panic("claim: damaged senses")
		}
		table[fields[0]] = senses{own: numbers(fields[1]), above: numbers(fields[2])}
	}
	for n, row := range lexicon.Table("near-events") {
		for _, word := range row {
			entry := table[word]
			entry.near = append(entry.near, int32(n))
			table[word] = entry
		}
	}
	return table
}

func numbers(text string) []int32 {
	var list []int32
	for field := range strings.FieldsSeq(text) {
		n, err := strconv.ParseInt(field, 36, 32)
		if err != nil {
			panic("claim: damaged senses")
		}
		list = append(list, int32(n))
	}
	slices.Sort(list)
	return list
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
