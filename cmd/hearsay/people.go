package main

import (
	"hearsay/archive"
	"hearsay/query"
	"hearsay/report"
)

type peopleCommand struct {
	listing
}

// Help is the long help of the verb.
func (*peopleCommand) Help() string {
	return `Lists who is named, those in most documents first: roles, mentions, what they said, denied or declined to say, and
the other forms of the name. A full name that stands in several stories is listed once; whether it is one person there is
yours to say. --all lists places, outlets and others too.`
}

// Run is the verb.
func (c *peopleCommand) Run(p *process) error {
	speech := query.NewSpeech()
	return c.answer(p, report.ListPeople, "", nil, func(lister *report.Lister, story *archive.Story) {
		lister.People(&story.Ledger, story.Readings, speech)
	}, nil)
}
