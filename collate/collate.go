// Package collate turns the readings of many documents into stories, and the readings of one story into its ledger.
//
// It begins with readings, in any order, and ends with ledgers: who says what, on whose word, and how many independent
// origins remain. It hands them to report and store. Both steps are pure functions of their arguments: the same set of
// readings gives the same ledgers.
package collate

import (
	"cmp"
	"slices"

	"hearsay"
	"hearsay/collate/claim"
	"hearsay/collate/identity"
	"hearsay/collate/reuse"
	"hearsay/collate/sourcing"
	"hearsay/collate/story"
	"hearsay/collate/timeline"
	"hearsay/lexicon"
)

// Revision names the rules of this package. It changes whenever the same readings may give another ledger.
const Revision = "4"

// Collator holds the models and word lists of all stages. It is safe for concurrent use.
type Collator struct {
	stories    *story.Clusterer
	aligner    *reuse.Aligner
	identities *identity.Joiner
	claims     *claim.Joiner
	tracer     *sourcing.Tracer
	revision   string
}

// New loads the models and word lists.
func New() (*Collator, error) {
	stories, err := story.New()
	if err != nil {
		return nil, err
	}
	claims, err := claim.New()
	if err != nil {
		return nil, err
	}
	return &Collator{
		stories:    stories,
		aligner:    reuse.New(),
		identities: identity.New(),
		claims:     claims,
		tracer:     sourcing.New(),
		revision:   Revision,
	}, nil
}

// With returns the collator with a person's own families of outlets.
func (c *Collator) With(families *lexicon.Families) *Collator {
	own := *c
	own.tracer = c.tracer.With(families)
	own.revision = Revision + "+families-" + families.Sum()
	return &own
}

// Revision names all that a ledger depends on beside the readings: the rules and a person's own table of families.
func (c *Collator) Revision() string { return c.revision }

// Describe takes from a reading what says which story its document belongs to.
func (c *Collator) Describe(reading *hearsay.Reading) story.Features {
	return c.stories.Describe(&reading.Document)
}

// Clusterer is what groups documents into stories, for who does it step by step.
func (c *Collator) Clusterer() *story.Clusterer { return c.stories }

// Aligner is what finds shared passages, for who looks for them beyond one story.
func (c *Collator) Aligner() *reuse.Aligner { return c.aligner }

// Sagas links stories that tell one affair.
func (c *Collator) Sagas(stories []hearsay.Story) []hearsay.Saga { return c.stories.Sagas(stories) }

// Collate makes the ledger of one story from the readings of its documents and what a person corrected in it, in their
// order. Identities are corrected before claims are made of them, and claims before they are counted, so that all that is
// counted follows from the rules.
func (c *Collator) Collate(story hearsay.Story, readings []*hearsay.Reading, corrections ...hearsay.Correction) hearsay.Ledger {
	readings = slices.Clone(readings)
	slices.SortFunc(readings, func(a, b *hearsay.Reading) int { return a.Document.Compare(&b.Document) })
	ledger := hearsay.Ledger{Revision: c.revision, Story: story}
	readings, ledger.Versions = latest(readings)
	for _, reading := range readings {
		ledger.Documents = append(ledger.Documents, reading.Document.ID)
	}

	ledger.Passages, ledger.Overlaps = c.aligner.Find(readings)
	ledger.Story.Joins = evidence(story.Joins, readings, ledger.Passages)
	var ofNames, ofClaims []hearsay.Applied
	ledger.Identities, ofNames = c.identities.Correct(readings, corrections)
	clauses := c.clauses(readings, ledger.Identities, ledger.Passages)
	clauses.Corrections = corrections
	members := clauses.Identity
	ledger.Claims, ofClaims = c.claims.Join(clauses)
	told := sourcing.Story{
		Readings: readings, Identity: members, Identities: ledger.Identities,
		Passages: ledger.Passages, Overlaps: ledger.Overlaps,
	}
	ledger.Origins = c.tracer.Trace(told, ledger.Claims)
	c.tracer.Harden(told, ledger.Claims)
	ledger.Relays = c.tracer.Relays(told)
	ledger.Timeline = timeline.Build(readings, ledger.Claims)
	ledger.Adds = claim.Adds(readings, ledger.Claims)
	ledger.Said = said(readings, members)
	bear(&ledger, ofNames, readings, members)
	ledger.Applied = slices.Concat(ofNames, ofClaims)
	slices.SortFunc(ledger.Applied, func(a, b hearsay.Applied) int { return cmp.Compare(a.Edit, b.Edit) })
	return ledger
}

// bear tells the claims that corrections of names bear on that they do: those that name, or rest on, somebody who was
// joined or parted.
func bear(ledger *hearsay.Ledger, ofNames []hearsay.Applied, readings []*hearsay.Reading, members map[hearsay.Member]hearsay.IdentityID) {
	if len(ofNames) == 0 {
		return
	}
	propositions := map[hearsay.DocID][]hearsay.Proposition{}
	for _, reading := range readings {
		propositions[reading.Document.ID] = reading.Propositions
	}
	for n := range ofNames {
		applied := &ofNames[n]
		if !applied.Done {
			continue
		}
		meant := func(id hearsay.IdentityID) bool { return slices.Contains(applied.Identities, id) }
		tells := func(t hearsay.Telling) bool {
			return slices.ContainsFunc(t.Origins, func(id hearsay.OriginID) bool { return meant(ledger.Origins[id-1].Identity) }) ||
				slices.ContainsFunc(propositions[t.Doc][t.Proposition].Arguments, func(a hearsay.Argument) bool {
					return a.Entity != 0 && meant(members[hearsay.Member{Doc: t.Doc, Entity: a.Entity}])
				})
		}
		for i := range ledger.Claims {
			claim := &ledger.Claims[i]
			if slices.ContainsFunc(claim.Tellings, tells) || slices.ContainsFunc(claim.Apart, tells) {
				applied.Claims = append(applied.Claims, claim.ID)
				claim.Edits = append(slices.Clone(claim.Edits), applied.Edit)
				slices.Sort(claim.Edits)
			}
		}
		slices.Sort(applied.Claims)
	}
}

// clauses is what claims are made from.
func (c *Collator) clauses(
	readings []*hearsay.Reading, identities []hearsay.Identity, passages []hearsay.Passage,
) claim.Story {
	bearers := map[claim.Place]hearsay.IdentityID{}
	for key, id := range c.identities.Bearers(readings, identities) {
		bearers[claim.Place{Doc: key.Doc, Head: mention(readings, key).Head}] = id
	}
	return claim.Story{Readings: readings, Identity: identity.Index(identities), Bearer: bearers, Passages: passages}
}

// Likenesses calls visit with how surely two propositions of the readings of one story tell one event, as claim.Likenesses
// does.
func (c *Collator) Likenesses(
	readings []*hearsay.Reading, visit func(docA, a, docB, b int, score int32, same bool),
) {
	passages, _ := c.aligner.Find(readings)
	c.claims.Likenesses(c.clauses(readings, c.identities.Join(readings), passages), visit)
}

// evidence completes what joined the documents of a story: the terms as the first document of each join has them, and how
// much text the two share.
func evidence(joins []hearsay.StoryJoin, readings []*hearsay.Reading, passages []hearsay.Passage) []hearsay.StoryJoin {
	byID := map[hearsay.DocID]*hearsay.Document{}
	for _, reading := range readings {
		byID[reading.Document.ID] = &reading.Document
	}
	joins = slices.Clone(joins)
	for i := range joins {
		join := &joins[i]
		if doc := byID[join.A]; doc != nil {
			join.Terms = Surface(doc, join.Terms)
		}
		for _, p := range passages {
			if p.A == join.A && p.B == join.B || p.A == join.B && p.B == join.A {
				join.Passage += p.Same
			}
		}
	}
	return joins
}

// Surface returns the terms of a join as a document has them.
func Surface(doc *hearsay.Document, terms []string) []string { return story.Surface(doc, terms) }

func mention(readings []*hearsay.Reading, key identity.MentionKey) *hearsay.Mention {
	i := slices.IndexFunc(readings, func(r *hearsay.Reading) bool { return r.Document.ID == key.Doc })
	return &readings[i].Mentions[key.Mention]
}

// latest keeps the newest version of each page, by document order, and lists the others.
func latest(readings []*hearsay.Reading) ([]*hearsay.Reading, []hearsay.Version) {
	newest := map[string]hearsay.DocID{}
	for _, reading := range readings {
		if url := reading.Document.URL; url.Known() {
			newest[url.Value] = reading.Document.ID
		}
	}
	var kept []*hearsay.Reading
	var versions []hearsay.Version
	for _, reading := range readings {
		doc := &reading.Document
		if last := newest[doc.URL.Value]; doc.URL.Known() && last != doc.ID {
			versions = append(versions, hearsay.Version{Doc: doc.ID, Newer: last, URL: doc.URL.Value})
			continue
		}
		kept = append(kept, reading)
	}
	return kept, versions
}

// said lists what each person, body and outlet says, in document order.
func said(readings []*hearsay.Reading, members map[hearsay.Member]hearsay.IdentityID) []hearsay.Said {
	var list []hearsay.Said
	for _, reading := range readings {
		for i, attribution := range reading.Attributions {
			id := members[hearsay.Member{Doc: reading.Document.ID, Entity: attribution.Speaker}]
			if attribution.Speaker != 0 && id != 0 {
				list = append(list, hearsay.Said{Identity: id, Doc: reading.Document.ID, Attribution: i})
			}
		}
	}
	return list
}
