package treebank

import (
	"slices"
	"strings"
	"testing"

	"hearsay"
)

const sample = `# newdoc id = invented
# text = Her 15-year-old didn't.
1	Her	her	PRON	PRP$	_	6	nmod:poss	_	_
2	15	15	NUM	CD	_	4	nummod	_	SpaceAfter=No
3	-	-	PUNCT	HYPH	_	2	punct	_	SpaceAfter=No
4	year	year	NOUN	NN	_	6	obl:unmarked	_	SpaceAfter=No
5	-	-	PUNCT	HYPH	_	4	punct	_	SpaceAfter=No
6	old	old	NOUN	NN	_	0	root	_	_
7-8	didn't	_	_	_	_	_	_	_	SpaceAfter=No
7	did	do	AUX	VBD	_	6	aux	_	_
8	n't	not	PART	RB	_	6	advmod	_	_
8.1	go	go	VERB	VB	_	_	_	_	_
9	.	.	PUNCT	.	_	6	punct	_	_

`

func TestRead(t *testing.T) {
	sentences, err := Read(strings.NewReader(sample))
	if err != nil || len(sentences) != 1 {
		t.Fatalf("%d sentences, %v", len(sentences), err)
	}
	s := sentences[0]
	if s.Doc != "invented" || len(s.Words) != 9 || s.Heads[5] != 5 || s.Rels[3] != hearsay.RelObl {
		t.Errorf("read %+v", s)
	}
	if want := []bool{false, true, true, true, true, false, true, true, false}; !slices.Equal(s.Glued, want) {
		t.Errorf("glued %v, want %v", s.Glued, want)
	}
	joined, any := s.JoinHyphens()
	if got := strings.Join(joined.Words, " "); !any || got != "Her 15-year-old did n't ." {
		t.Errorf("joined %q", got)
	}
	if want := []int{1, 1, 1, 1, 1}; !slices.Equal(joined.Heads, want) || joined.Tags[1] != hearsay.TagNN {
		t.Errorf("joined heads %v, tags %v", joined.Heads, joined.Tags)
	}
	for _, bad := range []string{"1\tx\n", strings.Replace(sample, "PRP$", "WHAT", 1), strings.Replace(sample, "\t6\t", "\tx\t", 1)} {
		if _, err := Read(strings.NewReader(bad)); err == nil {
			t.Errorf("no error for %.20q", bad)
		}
	}
}
