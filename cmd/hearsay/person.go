package main

import (
	"fmt"
	"strings"

	"hearsay/archive"
	"hearsay/query"
	"hearsay/report"
)

type personCommand struct {
	Name string `arg:"" help:"A person or body: all or part of a name, or a role."`
	listing
}

// Help is the long help of the verb.
func (*personCommand) Help() string {
	return `Prints, story by story, all that is held on somebody: the names that were joined and why, the roles, what they
said, denied and declined to say, in order, what others say that they said, and the claims that rest on them. Several people
whom the name may mean are all shown, never joined.`
}

// Run is the verb.
func (c *personCommand) Run(p *process) error {
	speech := query.NewSpeech()
	return c.answer(p, report.ListPerson, c.Name, query.WantedFor(c.Name), func(lister *report.Lister, story *archive.Story) {
		if ids := query.Named(&story.Ledger, story.Readings, c.Name); len(ids) > 0 {
			lister.Person(&story.Ledger, story.Readings, ids, speech)
		}
	}, func(keeper *archive.Archive, made *report.Listing) error {
		if len(made.Persons) > 0 {
			return nil
		}
		names, err := keeper.Suggest(p.ctx, c.Name)
		if err != nil {
			return err
		}
		meant := ""
		if len(names) > 0 {
			meant = "; did you mean " + strings.Join(names, ", or ") + "?"
		}
		return usageError{fmt.Errorf("nobody held is called %q%s (hearsay people lists who is there)", c.Name, report.Printable(meant))}
	})
}
