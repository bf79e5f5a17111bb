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
	"hearsay/web"
)

type serveCommand struct {
	Listen string `default:"127.0.0.1:7878" placeholder:"HOST:PORT" help:"Where to listen; anywhere but on this machine only with --token. Port 0 takes a free one."`
	Token  string `help:"What every request must carry, as bearer token or as the password that a browser asks for; \"new\" makes one and prints it."`
	rules
	whence
}

// Help is the long help of the verb.
func (*serveCommand) Help() string {
	return `Shows what a store or paths hold as pages in a browser: the stories, who is behind each claim, every document with its
words marked, two documents side by side. Nothing leaves this machine, and the pages load nothing from anywhere. End it with Ctrl-C.`
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
	return c.open(p, func(keeper *archive.Archive, _ store.Store, show *progress) error {
		contents, err := keeper.Update(p.ctx)
		if err != nil {
			return err
		}
		show.close()
		pages, err := web.New(keeper, contents, web.Options{
			Program: program(), Hosts: []string{"127.0.0.1", "localhost", "::1", host}, Token: c.Token, Prompts: prompter,
		})
		if err != nil {
			return err
		}
		return c.serve(p, pages)
	})
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

// loopback reports whether only this machine can reach an address to listen on.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
