package main

import (
	"encoding/json"
	"fmt"

	"hearsay/collate"
	"hearsay/collate/identity"
	"hearsay/collate/sourcing"
	"hearsay/eval"
	"hearsay/read"
	"hearsay/read/attribution"
)

type evalCommand struct {
	Task      string     `arg:"" enum:"attribution,typing,story,reuse,passages,people,time,names,claim" help:"What to measure: ${enum}."`
	Corpus    string     `required:"" placeholder:"PATH" help:"A file, folder or archive in the corpus's own format."`
	JSON      bool       `name:"json" help:"Print JSON."`
	Model     read.Model `default:"fast" placeholder:"fast|deep" help:"attribution, typing: what finds who says what."`
	Undated   bool       `help:"story: ignore the dates."`
	Baselines bool       `help:"story: score plain TF-IDF groupings beside ours."`
	Peers     bool       `help:"story, reuse: score what one would use instead: title overlap, MinHash, n-gram alignment."`
	Planted   uint64     `default:"1" help:"reuse: the seed of the planted passages."`
	Count     int        `default:"1000" help:"reuse: how many passages of each kind to plant."`
	Gold      string     `default:"eval/gold" placeholder:"PATH" help:"typing, passages, claim: the labels made by hand. The corpus of typing is the folder of both corpora, that of claim what train/gold/claims.py documents writes."`
	Half      string     `enum:",tune,held,all,train,later" default:"" placeholder:"tune|held|all|train|later" help:"typing, passages, claim: the half of the gold, tune if not said; train and later, of claim alone, are the stories to fit with and those labelled last. time: likewise, of TimeBank, all if not said."`
}

// Run is the verb.
func (c *evalCommand) Run(p *process) error {
	result, err := c.measure()
	if err != nil {
		return err
	}
	if c.JSON {
		encoder := json.NewEncoder(p.stdout)
		encoder.SetIndent("", " ")
		return encoder.Encode(result)
	}
	if table, ok := result.(eval.Result); ok {
		return table.WriteTable(p.stdout)
	}
	_, err = fmt.Fprint(p.stdout, result)
	return err
}

func (c *evalCommand) measure() (any, error) {
	half := eval.Half(c.Half)
	switch {
	case half == "" && c.Task == "time":
		half = eval.HalfAll
	case half == "":
		half = eval.HalfTune
	}
	switch c.Task {
	case "attribution":
		// A wrong path is told before the models are loaded.
		if _, err := eval.DetectFormat(c.Corpus); err != nil {
			return nil, err
		}
		tagger, err := eval.NewTagger(c.Model)
		if err != nil {
			return nil, err
		}
		reader, err := read.New(c.Model)
		if err != nil {
			return nil, err
		}
		return eval.Attribution(c.Corpus, tagger, reader)
	case "typing":
		reader, err := read.New(c.Model)
		if err != nil {
			return nil, err
		}
		return eval.Typing(c.Corpus, c.Gold, half, reader, attribution.New())
	case "story":
		if c.Peers {
			return eval.StoryPeers(c.Corpus, c.Undated)
		}
		if c.Baselines {
			return eval.RunBaselines(c.Corpus, c.Undated)
		}
		return eval.Story(c.Corpus, c.Undated)
	case "names":
		reader, err := read.New(c.Model)
		if err != nil {
			return nil, err
		}
		return eval.Names(c.Corpus, reader, identity.New())
	case "reuse":
		if c.Peers {
			return eval.ReusePeer(c.Corpus, c.Planted, c.Count)
		}
		return eval.Reuse(c.Corpus, c.Planted, c.Count)
	case "people":
		reader, err := read.New(c.Model)
		if err != nil {
			return nil, err
		}
		return eval.People(c.Corpus, reader, identity.New())
	case "passages", "claim":
		set := eval.AlignmentsNone
		if c.Task == "claim" {
			var err error
			if set, err = eval.DetectAlignments(c.Corpus); err != nil {
				return nil, err
			}
		}
		reader, err := read.New(c.Model)
		if err != nil {
			return nil, err
		}
		if c.Task == "passages" {
			return eval.Passages(c.Corpus, c.Gold, half, reader)
		}
		collator, err := collate.New()
		if err != nil {
			return nil, err
		}
		switch set {
		case eval.AlignmentsSuperPAL:
			return eval.RunSuperPAL(c.Corpus, reader, collator)
		case eval.AlignmentsQAAlign:
			return eval.RunQAAlign(c.Corpus, reader, collator)
		}
		return eval.Claim(c.Corpus, c.Gold, half, reader, collator, sourcing.New())
	}
	return eval.RunTime(c.Corpus, half)
}
