package main

import (
	"fmt"

	"hearsay/store"
	"hearsay/store/sqlite"
)

type checkCommand struct {
	Store string `required:"" placeholder:"DIR" help:"The store."`
}

// Run is the verb.
func (c *checkCommand) Run(p *process) error {
	opened, err := sqlite.Open(p.ctx, c.Store)
	if err != nil {
		return err
	}
	defer opened.Close()
	findings, err := opened.Check(p.ctx)
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
