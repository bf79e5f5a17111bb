package main

import (
	"encoding/json"
	"fmt"

	"hearsay/eval"
	"hearsay/read"
	"hearsay/read/attribution"
)

type evalCommand struct {
	Task      string     `arg:"" enum:"attribution,typing,story,reuse,time" help:"What to measure: ${enum}."`
	Corpus    string     `required:"" placeholder:"PATH" help:"A file, folder or archive in the corpus's own format."`
	JSON      bool       `name:"json" help:"Print JSON."`
	Model     read.Model `default:"fast" placeholder:"fast|deep" help:"attribution, typing: what finds who says what."`
	Undated   bool       `help:"story: ignore the dates."`
	Baselines bool       `help:"story: score plain TF-IDF groupings beside ours."`
	Planted   uint64     `default:"1" help:"reuse: the seed of the planted passages."`
	Count     int        `default:"1000" help:"reuse: how many passages of each kind to plant."`
	Gold      string     `default:"eval/gold" placeholder:"PATH" help:"typing: attributions typed by hand; PATH of the corpus is the folder of both corpora."`
	Half      string     `default:"tune" enum:"tune,held,all" help:"typing: ${enum}."`
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
		return eval.Typing(c.Corpus, c.Gold, eval.Half(c.Half), reader, attribution.New())
	case "story":
		if c.Baselines {
			return eval.RunBaselines(c.Corpus, c.Undated)
		}
		return eval.Story(c.Corpus, c.Undated)
	case "reuse":
		return eval.Reuse(c.Corpus, c.Planted, c.Count)
	}
	return eval.RunTime(c.Corpus)
}
