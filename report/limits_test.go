package report

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"
)

const limitsSchemaPath = "../docs/limits.schema.json"

// The schema of limits is what their types say, as that of reports is.
func TestLimitsSchemaIsWhatTheTypesSay(t *testing.T) {
	defs := map[string]any{}
	root := schemaOf(reflect.TypeFor[Limits](), defs).(map[string]any)
	want, err := json.MarshalIndent(map[string]any{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "hearsay limits --json",
		"description": "What was measured of each feature, and what is known to be missing. docs/format.md says what the fields mean.",
		"$ref":        root["$ref"],
		"$defs":       defs,
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(limitsSchemaPath, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(limitsSchemaPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is not what the types say; look at the difference and run: go test ./report -run Schema -update", limitsSchemaPath)
	}
}

func TestLimitsSayWhatWasMissed(t *testing.T) {
	var out strings.Builder
	if err := WriteLimits(&out, &Limits{Features: []Feature{{
		Name: "Bridges", Gaps: []string{"Ice."},
		Figures: []Measured{
			{What: "found", On: "ten bridges", Figure: "92.0", Gate: &Gate{Value: "90", Met: true}, Section: "Bridges"},
			{What: "right", On: "ten bridges", Figure: "15.3", Gate: &Gate{Value: "60"}, Section: "Bridges"},
			{What: "old", On: "two bridges", Figure: "7", Section: "Bridges"},
		},
	}}}, Style{}); err != nil {
		t.Fatal(err)
	}
	want := `Bridges
========
  on ten bridges (eval/results.md, Bridges)
  - found: 92.0 [gate 90, met]
  - right: 15.3 [gate 60, missed]
  on two bridges (eval/results.md, Bridges)
  - old: 7
  known gaps
  - Ice.
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
