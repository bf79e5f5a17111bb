package claim

import (
	"strings"

	"hearsay"
)

// antecedents are whom the pronouns of a document may mean at a place: the last doers of each sort, as terms.
type antecedents struct {
	man, woman, thing, group string
}

// guess says whom the open doer and object of a candidate may mean, and then takes note of its doer. Candidates of a
// document are to come in order.
func (a *antecedents) guess(c *candidate) {
	text := c.reading.Document.Text
	doer := ""
	for i := range c.proposition.Arguments {
		argument := &c.proposition.Arguments[i]
		switch argument.Role {
		case "agent":
			if c.agentOpen {
				c.guess = a.of(argument.Head.Of(text))
			}
		case "patient":
			if c.guessed == "" && argument.Entity == 0 {
				c.guessed = a.of(argument.Head.Of(text))
			}
		}
	}
	switch {
	case c.agent != 0:
		doer = identityWord(c.agent)
	case c.agentWord != "":
		doer = c.agentWord
	case c.guess != "":
		doer = c.guess
	case len(c.patients) > 0:
		doer = identityWord(c.patients[0])
	}
	if doer == "" || doer == c.guess {
		return
	}
	kind, gender, plural := hearsay.EntityUnclear, hearsay.GenderUnknown, false
	for i := range c.proposition.Arguments {
		argument := &c.proposition.Arguments[i]
		if c.agent == 0 && c.agentWord == "" || argument.Role == "agent" {
			if argument.Entity != 0 {
				entity := &c.reading.Entities[argument.Entity-1]
				kind, gender = entity.Kind, entity.Gender
			}
			plural = strings.HasSuffix(argument.Head.Of(text), "s") || strings.HasSuffix(argument.Head.Of(text), "men")
			break
		}
	}
	switch {
	case kind == hearsay.EntityPerson:
		if gender != hearsay.GenderFemale {
			a.man = doer
		}
		if gender != hearsay.GenderMale {
			a.woman = doer
		}
	case kind != hearsay.EntityUnclear:
		a.thing, a.group = doer, doer
	case plural:
		a.group = doer
	default:
		a.thing = doer
	}
}

// of is whom a pronoun may mean, or nothing.
func (a *antecedents) of(pronoun string) string {
	switch strings.ToLower(pronoun) {
	case "he", "him", "himself":
		return a.man
	case "she", "her", "herself":
		return a.woman
	case "it", "itself":
		return a.thing
	case "they", "them":
		return a.group
	}
	return ""
}
