package archive

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"hearsay"
	"hearsay/store"
)

// Rebuild makes everything anew that can be made again, compares it with what is held, and keeps the new where they
// differ. It brings the archive up to date first, so that what it finds is what should not have been.
func (a *Archive) Rebuild(ctx context.Context) ([]store.Finding, error) {
	if _, err := a.Update(ctx); err != nil {
		return nil, err
	}
	layer, err := a.layer(ctx)
	if err != nil {
		return nil, err
	}
	findings, err := a.rebuildReadings(ctx)
	if err != nil {
		return nil, fmt.Errorf("read anew: %w", err)
	}
	regrouped, err := a.rebuildStories(ctx, layer)
	if err != nil {
		return nil, fmt.Errorf("group anew: %w", err)
	}
	recollated, err := a.rebuildLedgers(ctx, layer)
	if err != nil {
		return nil, fmt.Errorf("collate anew: %w", err)
	}
	return slices.Concat(findings, regrouped, recollated), nil
}

func differs(subject string) store.Finding {
	return store.Finding{Severity: store.Error, Subject: subject, Problem: "was not what is made anew, which is held now"}
}

func (a *Archive) rebuildReadings(ctx context.Context) ([]store.Finding, error) {
	ids, err := a.store.Read(ctx, a.model.Revision())
	if err != nil {
		return nil, err
	}
	var findings []store.Finding
	for done := 0; done < len(ids); {
		batch := ids[done:min(len(ids), done+a.options.Batch)]
		readings, err := a.readAll(ctx, batch, func(n int) { a.progress("read anew", done+n, len(ids)) })
		if err != nil {
			return nil, err
		}
		var changed []hearsay.Reading
		at := 0
		for held, err := range a.store.Readings(ctx, a.model.Revision(), batch) {
			if err != nil {
				return nil, err
			}
			held.Document.Paths = readings[at].Document.Paths
			if !reflect.DeepEqual(held, readings[at]) {
				changed = append(changed, readings[at])
				findings = append(findings, differs("reading "+string(batch[at])))
			}
			at++
		}
		if len(changed) > 0 {
			if err := a.store.PutReadings(ctx, changed); err != nil {
				return nil, err
			}
		}
		done += len(batch)
		a.progress("read anew", done, len(ids))
	}
	return findings, nil
}

// rebuildStories clears the index and makes it anew.
func (a *Archive) rebuildStories(ctx context.Context, layer store.Layer) ([]store.Finding, error) {
	before, err := a.fingerprints(ctx)
	if err != nil {
		return nil, err
	}
	words, err := a.words(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.store.ClearIndex(ctx); err != nil {
		return nil, err
	}
	if err := a.group(ctx, layer); err != nil {
		return nil, err
	}
	after, err := a.fingerprints(ctx)
	if err != nil {
		return nil, err
	}
	remade, err := a.words(ctx)
	if err != nil {
		return nil, err
	}
	var findings []store.Finding
	differing := map[hearsay.DocID]bool{}
	for _, sums := range []map[hearsay.DocID]uint64{words, remade} {
		for id := range sums {
			if words[id] != remade[id] {
				differing[id] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(differing)) {
		findings = append(findings, differs("words of document "+string(id)))
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if after[id] != before[id] {
			findings = append(findings, differs("story "+string(id)))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(after)) {
		if _, held := before[id]; !held {
			findings = append(findings, differs("story "+string(id)))
		}
	}
	return findings, nil
}

// words are digests of the words that each document is found by: sums of those of the words, which come in no order of
// documents.
func (a *Archive) words(ctx context.Context) (map[hearsay.DocID]uint64, error) {
	sums := map[hearsay.DocID]uint64{}
	for posting, err := range a.store.Words(ctx, "") {
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256([]byte(posting.Word))
		for _, id := range posting.Docs {
			sums[id] += binary.LittleEndian.Uint64(sum[:])
		}
	}
	return sums, nil
}

// fingerprints are digests of all stories.
func (a *Archive) fingerprints(ctx context.Context) (map[hearsay.StoryID][sha256.Size]byte, error) {
	prints := map[hearsay.StoryID][sha256.Size]byte{}
	for story, err := range a.store.Stories(ctx, nil) {
		if err != nil {
			return nil, err
		}
		data, err := json.Marshal(story)
		if err != nil {
			return nil, fmt.Errorf("story %s: %w", story.ID, err)
		}
		prints[story.ID] = sha256.Sum256(data)
	}
	return prints, nil
}

func (a *Archive) rebuildLedgers(ctx context.Context, layer store.Layer) ([]store.Finding, error) {
	var findings []store.Finding
	var stories []hearsay.Story
	for story, err := range a.store.Stories(ctx, nil) {
		if err != nil {
			return nil, err
		}
		stories = append(stories, story)
	}
	summaries, err := a.store.Summaries(ctx, nil)
	if err != nil {
		return nil, err
	}
	for i, story := range stories {
		readings, err := a.members(ctx, layer, story)
		if err != nil {
			return nil, err
		}
		key, err := a.keyOf(layer, story, readings)
		if err != nil {
			return nil, err
		}
		held, found, err := a.store.Ledger(ctx, story.ID, key)
		if err != nil {
			return nil, err
		}
		ledger := a.collator.Collate(story, pointers(readings), layer.Of(&story)...)
		made := keyed(key, &ledger, readings)
		sameLedger, sameSummary := reflect.DeepEqual(held, ledger), reflect.DeepEqual(summaries[story.ID], made.Summary)
		if !found || !sameLedger || !sameSummary {
			if found && !sameLedger {
				findings = append(findings, differs("ledger "+string(story.ID)))
			}
			if found && !sameSummary {
				findings = append(findings, differs("summary of story "+string(story.ID)))
			}
			if err := a.store.PutLedgers(ctx, made); err != nil {
				return nil, err
			}
		}
		a.progress("collate anew", i+1, len(stories))
	}
	return findings, nil
}
