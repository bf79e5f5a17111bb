package identity

import (
	"testing"

	"hearsay"
)

// What one document surely takes a name for helps where another is unsure; a person's last name alone is left alone.
func TestVote(t *testing.T) {
	lists, unsure, torn := build("a", "body neuter Harbour League", "place neuter Vell", "person male Tom Orlu"),
		build("b", "place neuter Harbour League", "unclear unknown Vell", "unclear unknown Orlu"),
		build("c", "person unknown Vell")
	unsure.Entities[0].By = tagger
	names := map[string]hearsay.EntityKind{}
	for _, identity := range New().Join([]*hearsay.Reading{lists, unsure}) {
		names[identity.Name] = identity.Kind
		if identity.Name != "Tom Orlu" && len(identity.Members) != 2 {
			t.Errorf("%s: %d members", identity.Name, len(identity.Members))
		}
	}
	for name, want := range map[string]hearsay.EntityKind{
		"Harbour League": hearsay.EntityBody, "Vell": hearsay.EntityPlace, "Tom Orlu": hearsay.EntityPerson,
	} {
		if names[name] != want {
			t.Errorf("%s is a %s, want a %s", name, names[name], want)
		}
	}
	if kind, ok := vote([]*hearsay.Reading{lists, torn})["Vell"]; ok {
		t.Errorf("documents that differ are sure of a %s", kind)
	}
	if unsure.Entities[0].Kind != hearsay.EntityPlace {
		t.Error("the reading itself has changed")
	}
}
