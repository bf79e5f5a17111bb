package main

import (
	"strings"

	"hearsay/archive"
	"hearsay/report"
	"hearsay/store"
)

type whyCommand struct {
	Claim string `arg:"" help:"The claim, by its identity or the beginning of it, as \"hearsay claims\" lists it."`
	rules
	listing
}

// Help is the long help of the verb.
func (*whyCommand) Help() string {
	return `Prints how the count of a claim came about: the independent origins at each level of commitment and what was counted as
one; then each telling with its words, why it was joined, every rule that was followed to an origin, and the words that the
rule rests on; what stands apart, what is possibly the same, and where tellings differ.`
}

// Run is the verb.
func (c *whyCommand) Run(p *process) error {
	prompter, err := c.load()
	if err != nil {
		return err
	}
	return c.open(p, func(keeper *archive.Archive, _ store.Store, show *progress) error {
		lister, err := report.NewLister(program(), keeper.Revision(), report.Offsets(c.Offsets), report.ListWhy, c.Claim)
		if err != nil {
			return err
		}
		entries, err := c.entries(p, keeper)
		if err != nil {
			return err
		}
		var found []string
		for story, err := range keeper.Each(p.ctx, entries) {
			if err != nil {
				return err
			}
			for i := range story.Ledger.Claims {
				if id := story.Ledger.Claims[i].ID; strings.HasPrefix(string(id), c.Claim) {
					found = append(found, string(id))
					if len(found) == 1 {
						lister.Explain(&story.Ledger, story.Readings, i, prompter.Prompts(story.Readings, &story.Ledger), c.Hardening)
					}
				}
			}
		}
		if err := one("claim", c.Claim, found); err != nil {
			return err
		}
		show.close()
		return c.write(p, lister.Listing())
	})
}

// entries are the stories with such a claim.
func (c *whyCommand) entries(p *process, keeper *archive.Archive) ([]archive.Entry, error) {
	if c.Story != "" {
		contents, err := c.contents(p, keeper, nil)
		return contents.Stories, err
	}
	if err := keeper.Ready(p.ctx); err != nil {
		return nil, err
	}
	return keeper.Claiming(p.ctx, c.Claim)
}
