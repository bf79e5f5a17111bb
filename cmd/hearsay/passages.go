package main

import (
	"fmt"
	"slices"

	"hearsay"
	"hearsay/archive"
	"hearsay/collate/reuse"
	"hearsay/report"
	"hearsay/store"
)

type passagesCommand struct {
	Of   string   `placeholder:"DOC" help:"Only what this document shares with others: its identity, the beginning of it, or its path."`
	Kind []string `placeholder:"KIND" help:"Only passages of these kinds: prose, wire, quotation, embedded, furniture, unclear."`
	whence
	format
}

// Help is the long help of the verb.
func (*passagesCommand) Help() string {
	return `Lists the passages that stand in two documents, verbatim or nearly, whatever their stories: for each pair of
documents how much of each stands in the other, and the passages with both places, what sort of text they are, and which
side had them first where there is evidence for it.`
}

// Run is the verb.
func (c *passagesCommand) Run(p *process) error {
	var kinds []hearsay.PassageKind
	for _, name := range c.Kind {
		var kind hearsay.PassageKind
		if err := kind.UnmarshalText([]byte(name)); err != nil {
			return usageError{fmt.Errorf("--kind: %w", err)}
		}
		kinds = append(kinds, kind)
	}
	return c.open(p, func(keeper *archive.Archive, opened store.Store, show *progress) error {
		if err := keeper.Group(p.ctx); err != nil {
			return err
		}
		var of []hearsay.DocID
		if c.Of != "" {
			id, err := document(p, opened, c.Of)
			if err != nil {
				return err
			}
			of = []hearsay.DocID{id}
		}
		maker, err := report.NewMaker(program(), keeper.Revision(), report.Offsets(c.Offsets))
		if err != nil {
			return err
		}
		if err := share(p, keeper, of, maker, func(shared *archive.Shared) bool {
			if kinds != nil {
				shared.Passages = slices.DeleteFunc(shared.Passages, func(p hearsay.Passage) bool { return !slices.Contains(kinds, p.Kind) })
			}
			return len(shared.Passages) > 0
		}); err != nil {
			return err
		}
		show.close()
		if !c.JSON && len(maker.Report().Across.Overlaps) == 0 {
			fmt.Fprintln(p.stdout, "no passage stands in two documents")
			return nil
		}
		return c.write(p.stdout, p, maker.Report())
	})
}

// share adds to a report what documents share, where keep says so, with the classes of near copies.
func share(p *process, keeper *archive.Archive, of []hearsay.DocID, maker *report.Maker, keep func(*archive.Shared) bool) error {
	var overlaps []hearsay.Overlap
	var docs []*hearsay.Document
	for shared, err := range keeper.Passages(p.ctx, of) {
		if err != nil {
			return err
		}
		if keep(&shared) {
			maker.Share(shared.A, shared.B, shared.Passages, shared.Overlap)
			overlaps = append(overlaps, shared.Overlap)
			docs = append(docs, &shared.A.Document, &shared.B.Document)
		}
	}
	slices.SortFunc(docs, func(a, b *hearsay.Document) int { return a.Compare(b) })
	var ids []hearsay.DocID
	for _, doc := range docs {
		ids = append(ids, doc.ID)
	}
	maker.Copies(reuse.Classes(slices.Compact(ids), overlaps))
	return nil
}
