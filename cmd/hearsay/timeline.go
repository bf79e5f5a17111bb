package main

import (
	"hearsay/archive"
	"hearsay/report"
)

type timelineCommand struct {
	listing
}

// Help is the long help of the verb.
func (*timelineCommand) Help() string {
	return `Prints two tracks for each story: when things happened, as the texts say, and when they were told. Dates that
differ stand side by side. Days that a text names without saying which, and documents without a date, stay unresolved.`
}

// Run is the verb.
func (c *timelineCommand) Run(p *process) error {
	return c.answer(p, report.ListTimeline, "", nil, func(lister *report.Lister, story *archive.Story) {
		lister.Timeline(&story.Ledger, story.Readings)
	}, nil)
}
