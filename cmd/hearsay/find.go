package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"hearsay/archive"
	"hearsay/query"
	"hearsay/report"
)

type findCommand struct {
	Query string `arg:"" help:"What to find, as one argument: put it in quotation marks."`
	listing
}

// Help is the long help of the verb.
func (*findCommand) Help() string {
	return `Finds claims and sentences. All terms must hold:

  crane resign*             words, whole and in any case, with or without accents; * stands for any ending
  "north quay"              words that follow one another
  says:NAME                 what somebody says; says:"port official" finds unnamed sources by their description
  denies:NAME               what somebody denies
  about:NAME                where somebody is mentioned
  outlet:NAME               told by that outlet
  origins:<2                claims whose independent origins are fewer than two at most; also <=, =, >=, >
  before:DATE after:DATE    told before or after a day, month or year: 2017-06-06, 2017-06, 2017
  -TERM                     leaves out what the term holds of
  TERM OR TERM              one of the two; binds closer than what stands side by side
  (crane quay) OR dock      parentheses make one term of several

A query that begins with a minus goes behind --, as in: hearsay find --store DIR -- '-crane says:Rell'`
}

// Run is the verb.
func (c *findCommand) Run(p *process) error {
	if c.Store != "" && len(c.Paths) > 0 {
		return usageError{fmt.Errorf("the query must be one argument, in quotation marks, as in: hearsay find --store %s '%s'",
			c.Store, strings.Join(append([]string{c.Query}, c.Paths...), " "))}
	}
	parsed, err := query.Parse(c.Query)
	if err != nil {
		return usageError{pointed(err)}
	}
	return c.answer(p, report.ListFound, parsed.String(), parsed.Wanted(), func(lister *report.Lister, story *archive.Story) {
		found := parsed.Search(&story.Ledger, story.Readings)
		lister.Found(&story.Ledger, story.Readings, &found)
	}, nil)
}

// pointed adds to a mistake in a query the query with marks below what is wrong.
func pointed(err error) error {
	var wrong *query.Error
	if !errors.As(err, &wrong) || wrong.Start == wrong.End {
		return err
	}
	line := strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return ' '
	}, wrong.Query)
	return fmt.Errorf("%w\n  %s\n  %s%s", err, line, strings.Repeat(" ", wrong.Start), strings.Repeat("^", wrong.End-wrong.Start))
}
