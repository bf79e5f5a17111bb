package main

import (
	"slices"

	"hearsay"
	"hearsay/archive"
	"hearsay/query"
	"hearsay/report"
)

type claimsCommand struct {
	OneOrigin bool `help:"Only claims with at most one independent origin, at any level of commitment."`
	Denied    bool `help:"Only claims that somebody denies, or that stand against another claim."`
	listing
}

// Help is the long help of the verb.
func (*claimsCommand) Help() string {
	return `Lists every claim of everything held, those of most documents first: its identity (for "hearsay why"), how many
independent origins stand behind it at each level of commitment, how many documents and outlets tell it, and its clearest
telling.`
}

// Run is the verb.
func (c *claimsCommand) Run(p *process) error {
	keep := func(claim *hearsay.Claim) bool {
		if c.OneOrigin && (len(claim.Intervals) == 0 || query.Most(claim) > 1) {
			return false
		}
		return !c.Denied || len(claim.Related) > 0 ||
			slices.ContainsFunc(claim.Apart, func(t hearsay.Telling) bool { return t.Stance == hearsay.Denied })
	}
	return c.answer(p, report.ListClaims, "", nil, func(lister *report.Lister, story *archive.Story) {
		lister.Claims(&story.Ledger, story.Readings, keep)
	}, nil)
}
