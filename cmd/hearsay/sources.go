package main

import (
	"hearsay/archive"
	"hearsay/report"
)

type sourcesCommand struct {
	listing
}

// Help is the long help of the verb.
func (*sourcesCommand) Help() string {
	return `Lists who is behind the claims, after relays and copies are followed: named persons, bodies, documents, unnamed
sources with their descriptions, outlets on their own word, and what leads nowhere; each with how many claims rest on it, and
which outlets tell them.`
}

// Run is the verb.
func (c *sourcesCommand) Run(p *process) error {
	return c.answer(p, report.ListSources, "", nil, func(lister *report.Lister, story *archive.Story) {
		lister.Sources(&story.Ledger, story.Readings)
	}, nil)
}
