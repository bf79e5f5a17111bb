package report

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
)

const listingSchemaPath = "../docs/listing.schema.json"

// The schema of listings is what their types say, as that of reports is.
func TestListingSchemaIsWhatTheTypesSay(t *testing.T) {
	defs := map[string]any{}
	root := schemaOf(reflect.TypeFor[Listing](), defs).(map[string]any)
	defs["ListName"] = map[string]any{"enum": []ListName{
		ListClaims, ListPeople, ListPerson, ListSources, ListTimeline, ListFirst, ListFound, ListWhy, ListEdits,
	}}
	defs["EditState"] = map[string]any{"enum": []EditState{EditInEffect, EditUndone, EditLost, EditIdle}}
	defs["Listing"].(map[string]any)["properties"].(map[string]any)["list"] = map[string]any{"$ref": "#/$defs/ListName"}
	want, err := json.MarshalIndent(map[string]any{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"title":       "hearsay claims, why, people, person, sources, timeline, who-first, find and edits with --json",
		"description": "One answer about everything held. docs/format.md says what the fields mean.",
		"$ref":        root["$ref"],
		"$defs":       defs,
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(listingSchemaPath, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(listingSchemaPath)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is not what the types say; look at the difference and run: go test ./report -run Schema -update", listingSchemaPath)
	}
}
