package report

import (
	"encoding"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"hearsay"
)

var update = flag.Bool("update", false, "write the schemas of docs anew")

// schemaOf describes a Go type as JSON Schema 2020-12. Fields without omitempty are required; nothing else is allowed.
func schemaOf(t reflect.Type, defs map[string]any) any {
	if t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) && t.Kind() == reflect.Uint8 {
		var names []string
		for n := range 255 {
			value := reflect.New(t).Elem()
			value.SetUint(uint64(n))
			text, err := value.Interface().(encoding.TextMarshaler).MarshalText()
			if err != nil || strings.HasPrefix(string(text), "invalid(") {
				break
			}
			names = append(names, string(text))
		}
		return map[string]any{"enum": names}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), defs)
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem(), defs)}
	case reflect.String:
		if t == reflect.TypeFor[Offsets]() {
			return map[string]any{"enum": []Offsets{UTF8, CodePoint, UTF16}}
		}
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int32, reflect.Uint32, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Struct:
		name := t.Name()
		if _, ok := defs[name]; !ok {
			properties, required := map[string]any{}, []string{}
			defs[name] = nil
			for field := range t.Fields() {
				tag, options, _ := strings.Cut(field.Tag.Get("json"), ",")
				properties[tag] = schemaOf(field.Type, defs)
				if options == "" {
					required = append(required, tag)
				}
			}
			defs[name] = map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	}
	panic("no schema for " + t.String())
}

// holdSchema holds the schema at a path to what a type says; with -update it is written anew. A change of the types without
// one of the schema is a change of the contract. Amend changes the definitions of types whose fields have fewer values than
// their own types.
func holdSchema[T any](t *testing.T, path, title, description string, amend func(defs map[string]any)) {
	t.Helper()
	defs := map[string]any{}
	root := schemaOf(reflect.TypeFor[T](), defs).(map[string]any)
	if amend != nil {
		amend(defs)
	}
	want, err := json.MarshalIndent(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, "description": description, "$ref": root["$ref"], "$defs": defs,
	}, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s is not what the types say; look at the difference and run: go test ./report -run Schema -update", path)
	}
}

func TestSchemasAreWhatTheTypesSay(t *testing.T) {
	holdSchema[Report](t, "../docs/format.schema.json", "hearsay read --json",
		"One object for everything that was read. docs/format.md says what the fields mean.", nil)
	holdSchema[Limits](t, "../docs/limits.schema.json", "hearsay limits --json",
		"What was measured of each feature, and what is known to be missing. docs/format.md says what the fields mean.", nil)
	holdSchema[Listing](t, "../docs/listing.schema.json",
		"hearsay claims, why, people, person, sources, timeline, who-first, find and edits with --json",
		"One answer about everything held. docs/format.md says what the fields mean.", func(defs map[string]any) {
			defs["ListName"] = map[string]any{"enum": []ListName{
				ListClaims, ListPeople, ListPerson, ListSources, ListTimeline, ListFirst, ListFound, ListWhy, ListEdits,
			}}
			defs["EditState"] = map[string]any{"enum": []EditState{EditInEffect, EditUndone, EditLost, EditIdle}}
			defs["Listing"].(map[string]any)["properties"].(map[string]any)["list"] = map[string]any{"$ref": "#/$defs/ListName"}
		})
}

func TestOffsetsCountWhatTheySay(t *testing.T) {
	text := "a“é𝄞z"
	for _, test := range []struct {
		offsets Offsets
		want    map[int]int // byte offset to offset in the unit
	}{
		{CodePoint, map[int]int{0: 0, 1: 1, 4: 2, 6: 3, 10: 4, 11: 5}},
		{UTF16, map[int]int{0: 0, 1: 1, 4: 2, 6: 3, 10: 5, 11: 6}},
	} {
		doc := hearsay.Document{ID: "d", Text: text}
		v := newView(test.offsets, &hearsay.Ledger{}, []hearsay.Reading{{Document: doc}})
		for at, want := range test.want {
			if got := v.span("d", hearsay.MakeSpan(at, len(text))); got.Start != want {
				t.Errorf("%s: byte %d is %d, want %d", test.offsets, at, got.Start, want)
			}
		}
	}
}
