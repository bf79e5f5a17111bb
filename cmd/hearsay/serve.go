package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"hearsay/archive"
	"hearsay/store"
	"hearsay/store/mem"
	"hearsay/store/sqlite"
	"hearsay/web"
)

type serveCommand struct {
	Listen   string `default:"127.0.0.1:7878" placeholder:"HOST:PORT" help:"Where to listen; anywhere but on this machine only with --token. Port 0 takes a free one."`
	Token    string `help:"What every request must carry, as bearer token or as the password that a browser asks for; \"new\" makes one and prints it."`
	New      bool   `help:"Make the store where there is none."`
	ReadOnly bool   `help:"Take away from the pages all that changes what is held: adding, edits, undo."`
	rules
	whence
}

// Help is the long help of the verb.
func (*serveCommand) Help() string {
	return `Shows what a store or paths hold as pages in a browser: the stories, who is behind each claim, every document with its
words marked, two documents side by side. Nothing leaves this machine, and the pages load nothing from anywhere. End it with Ctrl-C.

With --store and paths, what the paths hold is added to the store, which is made where there is none. With neither it begins
empty, and what is added in the pages is kept until the program ends. A URL that is added is fetched, and nothing else is.`
}

// How long a reader may take, and how long those that are being answered are waited for at the end.
const (
	headTime = 10 * time.Second
	idleTime = 2 * time.Minute
	endTime  = 5 * time.Second
)

// Run is the verb.
func (c *serveCommand) Run(p *process) error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return usageError{fmt.Errorf("--listen: %w", err)}
	}
	if c.Token == "new" {
		c.Token = rand.Text()
		fmt.Fprintf(p.stderr, "hearsay: the token is %s\n", c.Token)
	}
	if !loopback(host) && c.Token == "" {
		return usageError{fmt.Errorf("--listen: others can reach %s: give --token, too, or listen on 127.0.0.1", c.Listen)}
	}
	prompter, err := c.rules.load()
	if err != nil {
		return err
	}
	opened, err := c.opened(p)
	if err != nil {
		return err
	}
	return c.over(p, opened, func(keeper *archive.Archive, _ store.Store, show *progress) error {
		pages, err := newPages(p, keeper, show, web.Options{
			Hosts: hosts(host), Token: c.Token, Prompts: prompter, Passing: c.Store == "",
			ReadOnly: c.ReadOnly, Fetcher: p.fetch,
		})
		if err != nil {
			return err
		}
		changing, stop := context.WithCancel(p.ctx)
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			pages.Run(changing)
		}()
		err = c.serve(p, pages)
		stop()
		<-ended // a change that is under way still has the store
		return err
	})
}

// newPages brings an archive up to date and prepares its pages.
func newPages(p *process, keeper *archive.Archive, show *progress, options web.Options) (*web.Server, error) {
	contents, err := keeper.Update(p.ctx)
	if err != nil {
		return nil, err
	}
	show.close()
	options.Program = program()
	return web.New(keeper, contents, options)
}

// opened is the store that is shown.
func (c *serveCommand) opened(p *process) (store.Store, error) {
	switch {
	case c.Store == "" && c.New:
		return nil, usageError{errors.New("--new: say where, with --store DIR")}
	case c.Store == "":
		return mem.New(), nil
	case c.New || len(c.Paths) > 0:
		return sqlite.Create(p.ctx, c.Store)
	}
	return sqlite.Open(p.ctx, c.Store)
}

func (c *serveCommand) serve(p *process, pages *web.Server) error {
	handler, err := pages.Handler()
	if err != nil {
		return err
	}
	var config net.ListenConfig
	listener, err := config.Listen(p.ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; another address is given with --listen", c.Listen, err)
	}
	fmt.Fprintf(p.stdout, "http://%s/\n", listener.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: headTime, IdleTimeout: idleTime}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve: %w", err)
	case <-p.ctx.Done():
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(p.ctx), endTime)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("end: %w", err)
	}
	return nil
}

// hosts are the names under which requests may come, where an address to listen on is given.
func hosts(host string) []string {
	names := []string{"127.0.0.1", "localhost", "::1"}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		return append(names, "0.0.0.0", "::") // as the address is printed
	}
	return append(names, host)
}

// loopback reports whether only this machine can reach an address to listen on.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
