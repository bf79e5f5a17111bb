package main

import (
	"encoding/json"
	"fmt"

	"hearsay/eval"
)

type evalCommand struct {
	Task    string `arg:"" enum:"attribution,story,reuse,time" help:"What to measure: ${enum}."`
	Corpus  string `required:"" placeholder:"PATH" help:"A file or folder in the corpus's own format."`
	JSON    bool   `name:"json" help:"Print JSON."`
	Undated bool   `help:"story: ignore the dates."`
	Planted uint64 `default:"1" help:"reuse: the seed of the planted passages."`
	Count   int    `default:"1000" help:"reuse: how many passages of each kind to plant."`
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
		tagger, err := eval.NewTagger()
		if err != nil {
			return nil, err
		}
		return eval.Attribution(c.Corpus, tagger)
	case "story":
		return eval.Story(c.Corpus, c.Undated)
	case "reuse":
		return eval.Reuse(c.Corpus, c.Planted, c.Count)
	}
	return eval.RunTime(c.Corpus)
}
