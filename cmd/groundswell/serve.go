package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/demo"
	"groundswell/internal/domain"
	"groundswell/internal/jobs"
	"groundswell/internal/mail"
	"groundswell/internal/store"
	"groundswell/internal/web"
)

type serveCommand struct {
	config.Database
	config.Serve
}

// Run serves until a signal: then it stops taking requests, lets those under
// way finish, finishes the job under way, merges the log and closes.
func (c *serveCommand) Run(env *environment) error {
	if c.Demo && env.quiet != nil { // the address and the sign-ins must not scroll away
		env.quiet()
	}
	sender, err := mail.New(c.SMTP, c.MailFrom, env.log)
	if err != nil {
		return err
	}
	if c.SMTP == "" && c.Public() {
		env.log.Warn(
			"no mail server is named: mails with links for new accounts and passwords stand in this log and reach nobody else; name one with --smtp")
	}
	db, err := env.open(c.Database, store.Options{Alone: true, LeaveLog: c.Litestream})
	if err != nil {
		return err
	}
	return errors.Join(c.serve(env, db, sender), db.Close())
}

func (c *serveCommand) serve(env *environment, db *store.DB, sender *mail.Sender) error {
	a := app.New(db, env.now)
	if err := c.beDemo(env, db, a); err != nil {
		return fmt.Errorf("fill the demo: %w", err)
	}
	if err := a.OpenFirstSpace(env.ctx); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	c.Listening(listener.Addr())
	site, err := web.New(a, db.Reader(), c.Serve, env.now, env.log)
	if err != nil {
		return err
	}
	site.CallIt(version)
	if c.Demo {
		site.OfferDemo(demo.SignIn(a.Unlimited(env.now))) // all visitors share these accounts: their tries are counted as pages
	}
	if err := catchUp(env.ctx, a); err != nil {
		return err
	}
	returns, err := c.returns(env, a, sender)
	if err != nil {
		return err
	}
	runner := jobs.New(a, db, sender, c.BaseURL, env.now, env.log)
	runner.KeepBackups(jobs.Backups{Folder: c.Backups, Every: c.BackupEvery, Keep: c.BackupKeep, Program: version})
	site.OfferMailTrial(runner.TryMail)
	if err := runner.Schedule(env.ctx); err != nil {
		return err
	}
	if err := c.greet(env, a); err != nil {
		return err
	}
	working, rest := context.WithCancel(context.WithoutCancel(env.ctx))
	var workers sync.WaitGroup
	workers.Go(func() { runner.Run(working) })
	if returns != nil {
		workers.Go(func() {
			if err := returns.Run(working); err != nil {
				env.log.Error("mails that come back are not taken", "error", err)
			}
		})
	}
	if err = c.serveOperators(working, env, site, &workers); err == nil {
		err = site.Serve(env.ctx, listener)
	}
	rest()
	workers.Wait()
	return err
}

// catchUp brings what is kept beside the data to where this program wants it, or promises
// that.
func catchUp(ctx context.Context, a *app.App) error {
	for _, do := range []func(context.Context) error{a.Mend, a.CountMergedTalk, a.PromiseRendering, a.PromiseIndexing, a.LearnWords} {
		if err := do(ctx); err != nil {
			return err
		}
	}
	return nil
}

// serveOperators answers operators on an address of their own, if one is named.
func (c *serveCommand) serveOperators(ctx context.Context, env *environment, site *web.Server, workers *sync.WaitGroup) error {
	if c.Metrics == "" {
		return nil
	}
	listener, err := net.Listen("tcp", c.Metrics)
	if err != nil {
		return err
	}
	env.log.Info("metrics and profiles", "address", listener.Addr().String())
	workers.Go(func() {
		if err := site.ServeOperators(ctx, listener); err != nil {
			env.log.Error("metrics", "error", err)
		}
	})
	return nil
}

// returns is where mails come back to; nil for nowhere of ours.
func (c *serveCommand) returns(env *environment, a *app.App, sender *mail.Sender) (*mail.Returns, error) {
	if c.Bounces == "" {
		return nil, nil
	}
	returns, err := mail.NewReturns(c.Bounces, c.BouncesTo, a.Returned, env.log)
	if err != nil {
		return nil, err
	}
	sender.Returning(c.BouncesTo)
	return returns, returns.Open()
}

// beDemo fills an empty database when it is to. A community of people's own is no
// demo, whatever was asked: nothing may say that its data is invented.
func (c *serveCommand) beDemo(env *environment, db *store.DB, a *app.App) (err error) {
	if !c.Demo {
		return nil
	}
	if c.Demo, err = demo.Open(env.ctx, env.out, db, a, env.now()); err == nil && !c.Demo {
		env.log.Warn("the database has a community of its own: it is served as that, and not as a demo")
	}
	return err
}

// greet prints where the site is and how to get in.
func (c *serveCommand) greet(env *environment, a *app.App) error {
	fmt.Fprintf(env.out, "\nGroundswell is at %s\n", c.BaseURL)
	if c.Demo {
		demo.Greet(env.out)
		return nil
	}
	token, err := a.SetupLink(env.ctx)
	if err != nil || token == "" {
		return err
	}
	fmt.Fprintf(env.out,
		"\nNobody administers it yet. Create the first admin with this link, which works once and for %d "+
			"minutes;\nstarting again prints a new one:\n\n  %s/setup?token=%s\n\n",
		int(domain.LinkLife.Minutes()), c.BaseURL, token)
	return nil
}
