package eval_test

import (
	"os"
	"path/filepath"
	"testing"

	"hearsay/collate"
	"hearsay/collate/sourcing"
	"hearsay/eval"
	"hearsay/read"
)

// Two documents tell one claim: one on the word of somebody named, one of two officials whom another outlet had.
const (
	claimCorpus = `{"id":"a","day":1,"src":"Saltmere Courier","title":"","text":"Ann Roe said the bridge was closed."}
{"id":"b","day":2,"src":"Saltmere Herald","title":"","text":"Two officials told the Observer that the bridge was closed."}
`
	claimGold = `{"story":"g","half":"tune","documents":["a","b"],"claims":[{"claim":"c","tellings":[` +
		`{"telling":"t1","doc":"a","spans":[[13,34]],"head":[[28,34]],"source":[[0,7]],"join":"strict","stance":"affirmed","level":"done","rule":"named","origins":["o1"]},` +
		`{"telling":"t2","doc":"b","spans":[[36,57]],"head":[[51,57]],"source":[[0,13]],"join":"strict","stance":"affirmed","level":"done","rule":"relay-named","origins":["o2"]}],` +
		`"origins":[{"origin":"o1","kind":"named","doc":"a","spans":[[0,7]]},` +
		`{"origin":"o2","kind":"unnamed","doc":"b","spans":[[0,13]],"number":2,"outlet":"Observer"}],` +
		`"intervals":[{"level":"done","min":2,"max":3,"untraced":0}]}]}
`
)

func TestClaimGivenTheTellingsAndWhoIsBehindThem(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"corpus.jsonl": claimCorpus, "claims.jsonl": claimGold} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	reader, err := read.New(read.Fast)
	if err != nil {
		t.Fatal(err)
	}
	collator, err := collate.New()
	if err != nil {
		t.Fatal(err)
	}
	result, err := eval.Claim(filepath.Join(dir, "corpus.jsonl"), dir, eval.HalfTune, reader, collator, sourcing.New())
	if err != nil {
		t.Fatal(err)
	}
	if result.Unread != 0 || result.Stories != 1 || result.Claims != 1 {
		t.Fatalf("%d stories, %d claims, %d documents not read as they stand", result.Stories, result.Claims, result.Unread)
	}
	for name, score := range map[string]eval.OriginScore{"given the tellings": result.Told, "given who is behind them": result.Attributed} {
		if want := (eval.Count{Right: 2, Found: 2, True: 2}); score.Kinds != want {
			t.Errorf("%s: kinds %+v, want %+v", name, score.Kinds, want)
		}
		if score.Exact != 1 || score.Below != 0 || score.Level != 1 || len(score.Misses) != 0 {
			t.Errorf("%s: exact %d, below %d, level %d, misses %+v", name, score.Exact, score.Below, score.Level, score.Misses)
		}
	}
}
