package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hearsay"
	"hearsay/archive"
	"hearsay/query"
	"hearsay/report"
)

type wrongCommand struct {
	Claim    string   `arg:"" help:"The claim, by its identity or the beginning of it."`
	Tellings []string `arg:"" name:"telling" help:"What is misread: a place as \"hearsay why\" prints it, or a document that tells the claim once."`
	held
}

// Help is the long help of the verb.
func (*wrongCommand) Help() string {
	return `A telling that is misread counts nowhere from then on. It stays listed, marked as wrong, and holds after the document is
read again. "hearsay part" says instead that it is read well but is of another claim.`
}

// Run is the verb.
func (c *wrongCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		story, claim, err := oneClaim(p, keeper, c.Claim)
		if err != nil {
			return err
		}
		tellings, err := someTellings(&story, claim, c.Tellings)
		if err != nil {
			return err
		}
		return correct(p, keeper, &story, story.MarkWrong(tellings),
			report.Count(len(tellings), "telling is", "tellings are")+" marked wrong and counted nowhere")
	})
}

type joinCommand struct {
	A string `arg:"" name:"claim" help:"A claim, by its identity or the beginning of it."`
	B string `arg:"" name:"other" help:"Another claim of the same story."`
	held
}

// Run is the verb.
func (c *joinCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		story, a, err := oneClaim(p, keeper, c.A)
		if err != nil {
			return err
		}
		other, b, err := oneClaim(p, keeper, c.B)
		if err != nil {
			return err
		}
		if story.Ledger.Story.ID != other.Ledger.Story.ID {
			return usageError{fmt.Errorf("the claims are of two stories: hearsay merge %s %s makes those one",
				story.Ledger.Story.ID, other.Ledger.Story.ID)}
		}
		correction, err := story.JoinClaims(a, b)
		if err != nil {
			return usageError{err}
		}
		return correct(p, keeper, &story, correction, "2 claims are one")
	})
}

type partCommand struct {
	Claim    string   `arg:"" help:"The claim, by its identity or the beginning of it."`
	Tellings []string `arg:"" name:"telling" help:"What is of another claim: a place as \"hearsay why\" prints it, or a document that tells the claim once."`
	held
}

// Run is the verb.
func (c *partCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		story, claim, err := oneClaim(p, keeper, c.Claim)
		if err != nil {
			return err
		}
		tellings, err := someTellings(&story, claim, c.Tellings)
		if err != nil {
			return err
		}
		correction, err := story.PartTellings(claim, tellings)
		if err != nil {
			return usageError{err}
		}
		return correct(p, keeper, &story, correction, report.Count(len(tellings), "telling is a claim of its own", "tellings are a claim of their own"))
	})
}

type joinNamesCommand struct {
	Story string `arg:"" help:"The story, by its identity or the beginning of it."`
	A     string `arg:"" name:"name" help:"A person or body: all or part of a name, or its number in the story."`
	B     string `arg:"" name:"other" help:"The name that is of the same."`
	held
}

// Run is the verb.
func (c *joinNamesCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		story, err := openStory(p, keeper, &contents, c.Story)
		if err != nil {
			return err
		}
		a, err := oneIdentity(&story, c.A)
		if err != nil {
			return err
		}
		b, err := oneIdentity(&story, c.B)
		if err != nil {
			return err
		}
		correction, err := story.JoinNames(a, b)
		if err != nil {
			return usageError{err}
		}
		return correct(p, keeper, &story, correction, fmt.Sprintf("%s and %s are one", report.Printable(a.Name), report.Printable(b.Name)))
	})
}

type partNamesCommand struct {
	Story string   `arg:"" help:"The story, by its identity or the beginning of it."`
	Name  string   `arg:"" help:"A person or body: all or part of a name, or its number in the story."`
	Docs  []string `arg:"" name:"doc" help:"The documents in which that name is somebody else's, by identity, the beginning of it, or path."`
	held
}

// Run is the verb.
func (c *partNamesCommand) Run(p *process) error {
	return c.open(p, func(keeper *archive.Archive) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		story, err := openStory(p, keeper, &contents, c.Story)
		if err != nil {
			return err
		}
		identity, err := oneIdentity(&story, c.Name)
		if err != nil {
			return err
		}
		docs, err := someDocuments(&story, c.Docs)
		if err != nil {
			return err
		}
		correction, err := story.PartNames(identity, docs)
		if err != nil {
			return usageError{fmt.Errorf("%s: %w of the documents that have the name", report.Printable(identity.Name), err)}
		}
		return correct(p, keeper, &story, correction,
			fmt.Sprintf("%s of %s is somebody else", report.Printable(identity.Name), report.Count(len(docs), "document", "documents")))
	})
}

// correct records a correction and says what it was, which claims it bears on, and how to take it back.
func correct(p *process, keeper *archive.Archive, story *archive.Story, correction hearsay.Correction, done string) error {
	edit, err := keeper.Correct(p.ctx, correction)
	if err != nil {
		return err
	}
	contents, err := keeper.Update(p.ctx)
	if err != nil {
		return err
	}
	after, err := openStory(p, keeper, &contents, string(story.Ledger.Story.ID))
	if err != nil {
		return err
	}
	for i := range after.Ledger.Applied {
		applied := &after.Ledger.Applied[i]
		if applied.Edit != edit.Seq || len(applied.Claims) == 0 {
			continue
		}
		names := make([]string, len(applied.Claims))
		for n, id := range applied.Claims {
			names[n] = string(id)
		}
		done += "; it bears on " + strings.Join(names, ", ")
	}
	fmt.Fprintf(p.stdout, "edit %d: %s; hearsay undo takes it back\n", edit.Seq, done)
	return nil
}

// openStory opens the one story that an identity, or the beginning of one, names.
func openStory(p *process, keeper *archive.Archive, contents *archive.Contents, prefix string) (archive.Story, error) {
	entry, err := oneStory(p, keeper, contents, prefix)
	if err != nil {
		return archive.Story{}, err
	}
	return keeper.Open(p.ctx, entry.Story)
}

// oneClaim opens the story of the one claim that an identity, or the beginning of one, names.
func oneClaim(p *process, keeper *archive.Archive, prefix string) (archive.Story, *hearsay.Claim, error) {
	if err := keeper.Ready(p.ctx); err != nil {
		return archive.Story{}, nil, err
	}
	entries, err := keeper.Claiming(p.ctx, prefix)
	if err != nil {
		return archive.Story{}, nil, err
	}
	var of archive.Story
	var claim *hearsay.Claim
	var found []hearsay.ClaimID
	for story, err := range keeper.Each(p.ctx, entries) {
		if err != nil {
			return archive.Story{}, nil, err
		}
		for i := range story.Ledger.Claims {
			if id := story.Ledger.Claims[i].ID; strings.HasPrefix(string(id), prefix) {
				found = append(found, id)
				of, claim = story, &story.Ledger.Claims[i]
			}
		}
	}
	return of, claim, one("claim", prefix, found)
}

// someTellings are the tellings of a claim, the misread ones among them, that stand at places.
func someTellings(story *archive.Story, claim *hearsay.Claim, places []string) ([]*hearsay.Telling, error) {
	var tellings []*hearsay.Telling
	for _, place := range places {
		name, span, ranged := cutPlace(place)
		docs, err := someDocuments(story, []string{name})
		if err != nil {
			return nil, err
		}
		var found []*hearsay.Telling
		for _, list := range [][]hearsay.Telling{claim.Tellings, claim.Apart, claim.Wrong} {
			for i := range list {
				if t := &list[i]; t.Doc == docs[0] && (!ranged || t.Span == span) {
					found = append(found, t)
				}
			}
		}
		switch {
		case len(found) == 0:
			return nil, usageError{fmt.Errorf("claim %s is not told at %s (hearsay why %s lists where)", claim.ID, report.Printable(place), claim.ID)}
		case len(found) > 1 && !ranged:
			return nil, usageError{fmt.Errorf("claim %s is told %d times in %s: give the place, as hearsay why %s prints it",
				claim.ID, len(found), report.Printable(place), claim.ID)}
		}
		tellings = append(tellings, found...)
	}
	return tellings, nil
}

// cutPlace cuts "name:start-end".
func cutPlace(place string) (name string, span hearsay.Span, ranged bool) {
	at := strings.LastIndexByte(place, ':')
	if at < 0 {
		return place, hearsay.Span{}, false
	}
	from, to, _ := strings.Cut(place[at+1:], "-")
	start, errStart := strconv.ParseUint(from, 10, 32)
	end, errEnd := strconv.ParseUint(to, 10, 32)
	if errStart != nil || errEnd != nil {
		return place, hearsay.Span{}, false
	}
	return place[:at], hearsay.Span{Start: uint32(start), End: uint32(end)}, true
}

// someDocuments are the documents of a story that identities, beginnings of them, or paths name.
func someDocuments(story *archive.Story, names []string) ([]hearsay.DocID, error) {
	var docs []hearsay.DocID
	for _, name := range names {
		var found []hearsay.DocID
		for i := range story.Readings {
			doc := &story.Readings[i].Document
			if strings.HasPrefix(string(doc.ID), name) || slices.Contains(doc.Paths, name) {
				found = append(found, doc.ID)
			}
		}
		if err := one("document of that story", name, found); err != nil {
			return nil, err
		}
		docs = append(docs, found[0])
	}
	return docs, nil
}

// oneIdentity is the one identity of a story that a number or a name means: the whole name before a part of one.
func oneIdentity(story *archive.Story, name string) (*hearsay.Identity, error) {
	identities := story.Ledger.Identities
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(identities) {
		return &identities[n-1], nil
	}
	ids := query.Named(&story.Ledger, story.Readings, name)
	var whole []hearsay.IdentityID
	for _, id := range ids {
		if strings.EqualFold(identities[id-1].Name, name) {
			whole = append(whole, id)
		}
	}
	if len(whole) == 1 {
		ids = whole
	}
	switch len(ids) {
	case 0:
		return nil, usageError{fmt.Errorf("nobody in that story is called %q", name)}
	case 1:
		return &identities[ids[0]-1], nil
	}
	var names []string
	for _, id := range ids {
		names = append(names, fmt.Sprintf("%d %s", id, report.Printable(identities[id-1].Name)))
	}
	return nil, usageError{fmt.Errorf("%q may be any of these: give one's number: %s", name, strings.Join(names, ", "))}
}
