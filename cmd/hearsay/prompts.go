package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/collate/prompt"
	"hearsay/internal/limits"
	"hearsay/report"
)

// rules is by which rules prompts are found.
type rules struct {
	Rules     string `placeholder:"FILE" help:"The desk's own rules for prompts in place of ours (hearsay rules prints those)."`
	Hardening bool   `help:"Show too what relays seem to say more firmly than what they rest on: not yet sure enough to be shown unasked."`
}

// hardeningRule is the rule that --hardening puts on.
const hardeningRule = "hardening"

// read returns the rules in force.
func (r *rules) read() ([]hearsay.PromptRule, error) {
	name, text := "the rules of hearsay", prompt.Default()
	if r.Rules != "" {
		file, err := os.Open(r.Rules)
		if err != nil {
			return nil, usageError{fmt.Errorf("--rules: %w", err)}
		}
		defer file.Close()
		data, err := io.ReadAll(io.LimitReader(file, limits.RulesBytes+1))
		if err != nil {
			return nil, fmt.Errorf("--rules: read %s: %w", r.Rules, err)
		}
		if len(data) > limits.RulesBytes {
			return nil, usageError{fmt.Errorf("--rules: %s is longer than %d bytes, which no rules are", r.Rules, limits.RulesBytes)}
		}
		name, text = r.Rules, string(data)
	}
	list, err := prompt.Parse(name, text)
	if err != nil {
		return nil, usageError{fmt.Errorf("--rules: %w", err)}
	}
	if r.Hardening {
		for i := range list {
			list[i].On = list[i].On || list[i].Name == hardeningRule
		}
	}
	return list, nil
}

// load returns what finds prompts by the rules.
func (r *rules) load() (*prompt.Prompter, error) {
	list, err := r.read()
	if err != nil {
		return nil, err
	}
	return prompt.New(list), nil
}

// desk is what a verb that prints stories has for prompts.
type desk struct {
	FailOn []string `placeholder:"RULE,…" help:"Exit with status 4 if one of these rules matches; any is every rule that is on."`
	Only   []string `placeholder:"PATH" help:"Only prompts that rest on words of this document: a draft beside a collection."`
	rules
}

// anyRule stands for every rule that is on.
const anyRule = "any"

// prompts finds the prompts of a report and remembers whether one matches that the person asked for.
type prompts struct {
	desk     *desk
	prompter *prompt.Prompter
	reached  map[string]bool // of desk.Only, the paths that a document has
	matched  bool
}

// prompter checks what was asked for.
func (d *desk) prompter() (*prompts, error) {
	list, err := d.read()
	if err != nil {
		return nil, err
	}
	for _, name := range d.FailOn {
		if name == anyRule {
			continue
		}
		at := slices.IndexFunc(list, func(r hearsay.PromptRule) bool { return r.Name == name })
		switch {
		case !slices.Contains(prompt.Names(), name):
			return nil, usageError{fmt.Errorf("--fail-on: %w, or %s", prompt.Unknown(name), anyRule)}
		case at < 0 || !list[at].On:
			return nil, usageError{fmt.Errorf("--fail-on: rule %s is off in the rules, so it can never match", name)}
		}
	}
	return &prompts{desk: d, prompter: prompt.New(list), reached: map[string]bool{}}, nil
}

// add adds the prompts of the story that was added to the maker last, and names on standard error those that decide on
// the exit status.
func (f *prompts) add(p *process, maker *report.Maker, story *archive.Story) {
	asked := map[hearsay.DocID]bool{}
	where := map[hearsay.DocID]string{}
	for i := range story.Readings {
		doc := &story.Readings[i].Document
		where[doc.ID] = doc.Paths[0]
		for _, path := range doc.Paths {
			if slices.Contains(f.desk.Only, path) {
				asked[doc.ID], f.reached[path] = true, true
			}
		}
	}
	found := f.prompter.Prompts(story.Readings, &story.Ledger)
	if len(f.desk.Only) > 0 {
		found = slices.DeleteFunc(found, func(p hearsay.Prompt) bool {
			return !slices.ContainsFunc(p.Refs, func(r hearsay.Ref) bool { return asked[r.Doc] })
		})
	}
	for i := range found {
		if slices.Contains(f.desk.FailOn, found[i].Rule) || slices.Contains(f.desk.FailOn, anyRule) {
			f.matched = true
			first := found[i].Refs[0]
			span := hearsay.Cover(first.Spans)
			fmt.Fprintf(p.stderr, "hearsay: %s matches: %s:%d-%d: %s\n", found[i].Rule, where[first.Doc], span.Start, span.End, found[i].Text)
		}
	}
	maker.Prompt(found)
	if f.desk.Hardening {
		maker.Harden()
	}
}

// verify is an error where --only names no document that was read.
func (f *prompts) verify() error {
	for _, path := range f.desk.Only {
		if !f.reached[path] {
			return usageError{fmt.Errorf("--only: no document that was read is %s; give its path as the report shows it", path)}
		}
	}
	return nil
}

// status is how the verb ends: a match goes before skipped inputs, a failure before a match.
func (f *prompts) status(err error) error {
	var ended status
	if f.matched && (err == nil || errors.As(err, &ended)) {
		return status(exitMatched)
	}
	return err
}

type rulesCommand struct {
	File string `arg:"" optional:"" help:"Rules of a desk, to be verified."`
}

// Help is the long help of the verb.
func (*rulesCommand) Help() string {
	return `Prints the rules that prompts go by, in the form in which "hearsay read --rules FILE" takes a desk's own. With a FILE,
verifies that and prints which of its rules are on.`
}

// Run is the verb.
func (c *rulesCommand) Run(p *process) error {
	if c.File == "" {
		_, err := io.WriteString(p.stdout, prompt.Default())
		return err
	}
	list, err := (&rules{Rules: c.File}).read()
	if err != nil {
		return err
	}
	var on []string
	for _, rule := range list {
		if rule.On {
			on = append(on, rule.Name)
		}
	}
	_, err = fmt.Fprintf(p.stdout, "on: %s\n", strings.Join(on, ", "))
	return err
}
