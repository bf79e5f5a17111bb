package identity

import "hearsay"

// tagger is what a reading says made an entity of which only the trained tagger knows the kind (read/entity).
const tagger = "name tagger"

// vote counts what the documents of a story take each name for, and returns the kind of those names that are sure: two
// thirds of the votes or more are for it. What titles, roles and word lists say has two votes, the tagger one. Outlets
// are known by a list alone and do not vote.
func vote(readings []*hearsay.Reading) map[string]hearsay.EntityKind {
	type tally [hearsay.EntityOther + 1]int
	tallies := map[string]*tally{}
	for _, reading := range readings {
		for i := range reading.Entities {
			entity := &reading.Entities[i]
			if entity.Kind == hearsay.EntityOutlet || entity.Kind == hearsay.EntityUnclear {
				continue
			}
			if tallies[entity.Name] == nil {
				tallies[entity.Name] = &tally{}
			}
			votes := 2
			if entity.By == tagger {
				votes = 1
			}
			tallies[entity.Name][entity.Kind] += votes
		}
	}
	sure := map[string]hearsay.EntityKind{}
	for name, votes := range tallies {
		total := 0
		for _, n := range votes {
			total += n
		}
		for kind, n := range votes {
			if n*3 >= total*2 {
				sure[name] = hearsay.EntityKind(kind)
			}
		}
	}
	return sure
}

// voted is the entity as the story sees it: where its document leaves the kind unclear, or only the tagger knows it, the
// other documents decide. A single word that may be somebody's last name is left to the joining of last names.
func voted(entity *hearsay.Entity, lone bool, sure map[string]hearsay.EntityKind) *hearsay.Entity {
	kind, ok := sure[entity.Name]
	if !ok || kind == entity.Kind || entity.Kind != hearsay.EntityUnclear && entity.By != tagger ||
		lone && kind == hearsay.EntityPerson {
		return entity
	}
	own := *entity
	own.Kind = kind
	return &own
}
