package main

import (
	"fmt"

	"hearsay/archive"
	"hearsay/store"
)

type checkCommand struct {
	Rebuild bool `help:"Make all readings, stories and ledgers anew too, and compare."`
	held
}

// Run is the verb.
func (c *checkCommand) Run(p *process) error {
	var findings []store.Finding
	err := c.edit(p, func(opened store.Store) (err error) {
		findings, err = opened.Check(p.ctx)
		return err
	})
	if err == nil && c.Rebuild {
		err = c.open(p, func(keeper *archive.Archive) error {
			found, err := keeper.Rebuild(p.ctx)
			findings = append(findings, found...)
			return err
		})
	}
	if err != nil {
		return err
	}
	wrong := 0
	for _, finding := range findings {
		fmt.Fprintln(p.stdout, finding)
		if finding.Severity == store.Error {
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%w: %d errors", store.ErrDamaged, wrong)
	}
	fmt.Fprintln(p.stdout, "no errors")
	return nil
}
