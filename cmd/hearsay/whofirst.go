package main

import (
	"hearsay/archive"
	"hearsay/report"
)

type whoFirstCommand struct {
	listing
}

// Help is the long help of the verb.
func (*whoFirstCommand) Help() string {
	return `Says for each claim that several documents tell which of them was first, by date. Documents of one day are a tie,
whatever their clocks say, and one without a date may have been first. Beside that stands the evidence of who has it from
whom.`
}

// Run is the verb.
func (c *whoFirstCommand) Run(p *process) error {
	return c.answer(p, report.ListFirst, "", nil, func(lister *report.Lister, story *archive.Story) {
		lister.Firsts(&story.Ledger, story.Readings)
	}, nil)
}
