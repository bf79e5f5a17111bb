package main

import (
	"cmp"

	"hearsay/archive"
	"hearsay/mcp"
	"hearsay/store"
	"hearsay/web"
)

type mcpCommand struct {
	rules
	whence
}

// Help is the long help of the verb.
func (*mcpCommand) Help() string {
	return `Answers a program that works with a language model, over standard input and output, by the Model Context Protocol: what
stories are held, who is behind a claim, what somebody said, what stands where. The tools only read, and every answer ends in the
words of documents. The program starts this one itself; its settings want the command and its arguments:

  {"mcpServers": {"hearsay": {"command": "hearsay", "args": ["mcp", "--quiet", "--store", "DIR"]}}}

What the program and its model do with the words is not in our hands: a model that runs elsewhere gets them sent there.`
}

// Run is the verb.
func (c *mcpCommand) Run(p *process) error {
	prompter, err := c.load()
	if err != nil {
		return err
	}
	return c.open(p, func(keeper *archive.Archive, _ store.Store, show *progress) error {
		answers, err := newPages(p, keeper, show, web.Options{Prompts: prompter})
		if err != nil {
			return err
		}
		ended := make(chan error, 1)
		go func() { ended <- mcp.New(answers, cmp.Or(version, "development")).Serve(p.ctx, p.stdin, p.stdout) }()
		select {
		case err := <-ended:
			return err
		case <-p.ctx.Done():
			return nil // a read of standard input cannot be broken off
		}
	})
}
