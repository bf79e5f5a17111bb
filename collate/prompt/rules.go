package prompt

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hearsay"
)

//go:embed rules.txt
var defaults string

// Default is the text of the project's own rules, in the form that Parse reads.
func Default() string { return defaults }

// rule is what is known of a rule beside what a desk may change.
type rule struct {
	threshold bool // it has one
	find      func(d *desk, least int) []hearsay.Prompt
}

// find holds every rule by its name.
var find = map[string]rule{
	"bare-sources":         {false, bareSources},
	"one-described":        {false, oneDescribed},
	"no-reason":            {false, noReason},
	"unnamed-opinion":      {false, unnamedOpinion},
	"relay-without-outlet": {false, relayWithoutOutlet},
	"one-origin":           {true, oneOrigin},
	"quotation-differs":    {true, quotationDiffers},
	"hardening":            {false, hardening},
	"relay-cycle":          {false, relayCycle},
	"relay-older":          {false, relayOlder},
	"declined-and-unnamed": {false, declinedAndUnnamed},
}

// Names are the names of all rules, sorted.
func Names() []string {
	names := make([]string, 0, len(find))
	for name := range find {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// ErrUnknown is in the error for a rule that there is not.
var ErrUnknown = errors.New("no such rule")

// Unknown is the error for a rule of that name, which says what names there are.
func Unknown(name string) error {
	return fmt.Errorf("%w: %q; there are %s", ErrUnknown, name, strings.Join(Names(), ", "))
}

// Parse reads a desk's rules: one a line, with name, "on" or "off", threshold or "-", and text. The rules it returns are
// those of the file alone, in its order. File is what errors call it; they name the line and what may stand there.
func Parse(file, text string) ([]hearsay.PromptRule, error) {
	var rules []hearsay.PromptRule
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(strings.TrimPrefix(line, "\uFEFF"))
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rule, err := parseRule(line)
		if err == nil && slices.ContainsFunc(rules, func(r hearsay.PromptRule) bool { return r.Name == rule.Name }) {
			err = fmt.Errorf("rule %q stands here a second time", rule.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		rules = append(rules, rule)
	}
	if len(rules) == 0 {
		return nil, fmt.Errorf("%s: no rules there; want lines of %s", file, lineForm)
	}
	return rules, nil
}

const lineForm = "NAME on|off THRESHOLD|- TEXT"

// largest is the largest threshold: more is a slip of the finger.
const largest = 1000

func parseRule(line string) (hearsay.PromptRule, error) {
	var field [3]string
	rest := line
	for i := range field {
		rest = strings.TrimLeft(rest, " \t")
		end := strings.IndexAny(rest, " \t")
		if end < 0 {
			end = len(rest)
		}
		field[i], rest = rest[:end], rest[end:]
	}
	rule := hearsay.PromptRule{Name: field[0], On: field[1] == "on", Text: strings.Join(strings.Fields(rest), " ")}
	known, ok := find[rule.Name]
	switch {
	case !ok:
		return rule, Unknown(rule.Name)
	case field[1] != "on" && field[1] != "off":
		return rule, fmt.Errorf("%q after the name of the rule; want on or off, in a line of %s", field[1], lineForm)
	case !known.threshold && field[2] != "-":
		return rule, fmt.Errorf("rule %s has no threshold: %q where - is wanted, in a line of %s", rule.Name, field[2], lineForm)
	case rule.Text == "":
		return rule, fmt.Errorf("no text behind rule %s; want %s", rule.Name, lineForm)
	}
	if known.threshold {
		least, err := strconv.Atoi(field[2])
		if err != nil || least < 1 || least > largest {
			return rule, fmt.Errorf("threshold %q of rule %s; want a whole number from 1 to %d", field[2], rule.Name, largest)
		}
		rule.Least = least
	}
	return rule, nil
}
