package eval_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hearsay"
	"hearsay/eval"
	"hearsay/read"
)

// sameLemma finds two propositions alike whose lemmas agree.
type sameLemma struct{}

func (sameLemma) Likenesses(readings []*hearsay.Reading, visit func(docA, a, docB, b int, score int32, same bool)) {
	for x, left := range readings {
		for y, right := range readings[:x] {
			for i, p := range left.Propositions {
				for k, q := range right.Propositions {
					if p.Lemma == q.Lemma {
						visit(x, i, y, k, 1000, true)
					}
				}
			}
		}
	}
}

func writeTable(t *testing.T, rows ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "table.csv")
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

const superPAL = "topic,summaryFile,scuSentCharIdx,scuSentence,summarySpanOffsets," +
	"documentFile,docSentCharIdx,docSentText,docSpanOffsets"

func TestSuperPAL(t *testing.T) {
	reader, err := read.New(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	table := writeTable(t, superPAL,
		// The mayor's offer is found by its predicate; words alone lead to the photographer.
		`port,sum,10,"Mayor Rosa Calder resigned on Monday.","10, 46",a,0,"Calder resigned after a long night.","0, 34"`,
		`port,sum,60,"A photographer met Mayor Rosa Calder.","60, 96",b,5,"“Mayor Rosa Calder smiled,” he said.","5, 31"`,
	)
	got, err := eval.RunSuperPAL(table, reader, sameLemma{})
	if err != nil {
		t.Fatal(err)
	}
	if got.Topics != 1 || got.Queries != 2 || got.Candidates != 2 || got.Unread != 0 {
		t.Errorf("counted %+v", got)
	}
	if want := (eval.FirstOf{Answered: 1, Right: 1, Exact: 1}); got.Likeness != want {
		t.Errorf("by likeness %+v, want %+v", got.Likeness, want)
	}
	if want := (eval.FirstOf{Answered: 2, Right: 1, Exact: 1}); got.Overlap != want {
		t.Errorf("by overlap %+v, want %+v", got.Overlap, want)
	}
	for _, broken := range []string{
		`port,sum,x,"A.","0, 1",a,0,"B.","0, 1"`,
		`port,sum,0,"A.","0; 1",a,0,"B.","0, 1"`,
		`port,sum,5,"A.","0, 1",a,0,"B.","0, 1"`,
	} {
		if _, err := eval.RunSuperPAL(writeTable(t, superPAL, broken), reader, sameLemma{}); err == nil {
			t.Errorf("%s was taken", broken)
		}
	}
}

const qaAlign = "tokens_1,prev_text_1,qas_1,tokens_2,prev_text_2,qas_2,alignments"

func TestQAAlign(t *testing.T) {
	reader, err := read.New(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	row := `The mayor 's deputy closed the harbour .,------,` +
		`"[{'qa_uuid': 'a1', 'verb_idx': 4, 'answer': ""The mayor 's deputy"", 'answer_range': '0:4'}, ` +
		`{'qa_uuid': 'a2', 'verb_idx': 4, 'answer_range': '5:7'}]",` +
		`The deputy closed the port on Friday .,It rained .,` +
		`"[{'qa_uuid': 'b1', 'verb_idx': 2, 'answer_range': '0:2'}, ` +
		`{'qa_uuid': 'b2', 'verb_idx': 2, 'answer_range': '3:5'}]",` +
		`"[{'sent1': [{'qa_uuid': 'a1'}], 'sent2': [{'qa_uuid': 'b1'}]}, ` +
		`{'sent1': [{'qa_uuid': 'a2'}], 'sent2': [{'qa_uuid': 'b2'}]}]"`
	got, err := eval.RunQAAlign(writeTable(t, qaAlign, row), reader, sameLemma{})
	if err != nil {
		t.Fatal(err)
	}
	// The harbour is the port by its role, and by no word.
	want := eval.QAAlign{
		Pairs: 1, Likeness: eval.Count{Right: 2, Found: 2, True: 2}, Overlap: eval.Count{Right: 1, Found: 1, True: 2},
	}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, broken := range []string{
		strings.Replace(row, "'5:7'", "'5:77'", 1), strings.Replace(row, "'5:7'", "'5'", 1),
		strings.Replace(row, "]\"", "\"", 1),
		strings.Replace(row, "'verb_idx': 2", "'verb_idx': x", 1),
		strings.Replace(row, "'qa_uuid': 'a1', 'verb", "'qa_uuid' 'a1', 'verb", 1),
		strings.Replace(row, "[{'sent1'", strings.Repeat("[", 99), 1),
	} {
		if _, err := eval.RunQAAlign(writeTable(t, qaAlign, broken), reader, sameLemma{}); err == nil {
			t.Errorf("%s was taken", broken)
		}
	}
}

func TestDetectAlignments(t *testing.T) {
	for header, want := range map[string]eval.Alignments{
		superPAL: eval.AlignmentsSuperPAL, qaAlign + ",more": eval.AlignmentsQAAlign, "a,b": eval.AlignmentsNone,
	} {
		if got, err := eval.DetectAlignments(writeTable(t, header)); err != nil || got != want {
			t.Errorf("%s: %q, %v; want %q", header, got, err, want)
		}
	}
	if _, err := eval.DetectAlignments(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a missing file was taken")
	}
	if _, err := eval.RunSuperPAL(writeTable(t, "a,b"), nil, nil); err == nil {
		t.Error("a table without the columns was taken")
	}
}
