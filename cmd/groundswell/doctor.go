package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/mail"
	"groundswell/internal/store"
)

type doctorCommand struct {
	config.Database
	config.Serve
}

// patient is what the doctor writes down.
type patient struct {
	env   *environment
	wrong int
}

// fine notes what is as it should be, ail what is not.
func (p *patient) fine(format string, args ...any) {
	fmt.Fprintf(p.env.out, "ok      "+format+"\n", args...)
}

func (p *patient) ail(format string, args ...any) {
	p.wrong++
	fmt.Fprintf(p.env.out, "look at "+format+"\n", args...)
}

// Run looks at what serve with the same flags would stand on, and changes nothing.
// check looks into the data.
func (c *doctorCommand) Run(env *environment) error {
	p := &patient{env: env}
	c.addresses(p)
	c.mail(p)
	c.backups(p)
	err := env.reading(c.Database, func(db *store.DB, _ *app.App) error { return c.database(p, db) })
	if err != nil {
		p.ail("the database: %s", config.Redact(err.Error()))
	}
	if p.wrong > 0 {
		return fmt.Errorf("%d findings", p.wrong)
	}
	return nil
}

func (c *doctorCommand) addresses(p *patient) {
	if !c.Public() {
		p.fine("the base URL %s is of this machine alone", c.BaseURL)
		return
	}
	base, err := url.Parse(c.BaseURL)
	if err == nil {
		_, err = net.DefaultResolver.LookupHost(p.env.ctx, base.Hostname())
	}
	if err != nil {
		p.ail("the base URL %s: %v", c.BaseURL, err)
	} else {
		p.fine("the base URL %s has an address", c.BaseURL)
	}
	if len(c.TrustedProxy) == 0 {
		p.ail("no proxy is trusted: behind one, everybody would share the limits of one network (--trusted-proxy)")
	} else {
		p.fine("proxies in %s say who asks", strings.Join(c.TrustedProxy, ", "))
	}
}

// mail connects to the mail server, and asks the name servers what the address that
// mails come from lets others believe.
func (c *doctorCommand) mail(p *patient) {
	sender, err := mail.New(c.SMTP, c.MailFrom, p.env.log)
	if err != nil {
		p.ail("mail: %v", err)
		return
	}
	if c.SMTP == "" {
		p.ail("no mail server is named: links for new accounts and passwords reach nobody (--smtp)")
		return
	}
	line, err := sender.Dial(p.env.ctx)
	if err != nil {
		p.ail("the mail server: %s", config.Redact(err.Error()))
	} else {
		p.fine("the mail server takes connections")
		line.Close()
	}
	from, err := netmail.ParseAddress(c.sender(p.env))
	if err != nil { // mail.New has refused what is none
		p.ail("nothing says which address mails come from (--mail-from, or mail.from in the settings)")
		return
	}
	_, host, _ := strings.Cut(from.Address, "@")
	p.record(host, "v=spf1", "SPF")
	p.record("_dmarc."+host, "v=DMARC1", "DMARC")
}

// sender is the address that mails come from: the flag's, or else the setting's; "" for
// none.
func (c *doctorCommand) sender(env *environment) (from string) {
	if c.MailFrom != "" {
		return c.MailFrom
	}
	err := env.reading(c.Database, func(db *store.DB, _ *app.App) error {
		settings, err := db.Reader().Settings(env.ctx)
		from = settings.Value(domain.MailFrom)
		return err
	})
	if err != nil {
		return "" // what ails the database is told with it
	}
	return from
}

// record looks for a record of text.
func (p *patient) record(name, begins, what string) {
	texts, err := net.DefaultResolver.LookupTXT(p.env.ctx, name)
	var unknown *net.DNSError
	switch found := slices.ContainsFunc(texts, func(t string) bool { return strings.HasPrefix(t, begins) }); {
	case found:
		p.fine("%s has a record for %s", name, what)
	case err != nil && (!errors.As(err, &unknown) || !unknown.IsNotFound):
		p.ail("%s: the name servers do not answer", name)
	default:
		p.ail("%s has no record for %s: mails may be taken for spam", name, what)
	}
}

func (c *doctorCommand) backups(p *patient) {
	if c.Backups == "" {
		p.ail("no folder for backups is named (--backups)")
		return
	}
	if info, err := os.Stat(c.Backups); err != nil || !info.IsDir() {
		p.ail("the folder for backups, %s, is not there", c.Backups)
		return
	}
	p.fine("backups are kept in %s", c.Backups)
}

// clockSlack is how far the clock of a database may be from ours, connectionsLeft how
// many connections it should have to spare.
const (
	clockSlack      = 5 * time.Second
	connectionsLeft = 25
)

func (c *doctorCommand) database(p *patient, db *store.DB) error {
	p.fine("the database is there and up to date")
	free, err := db.FreeDisk()
	switch {
	case err != nil:
		return err
	case free >= 0 && free < minFree:
		p.ail("only %d MB are free where the database is", free>>20)
	case free >= 0:
		p.fine("%d GB are free where the database is", free>>30)
	}
	if err := c.server(p, db); err != nil {
		return err
	}
	backup, err := db.Reader().Backups(p.env.ctx)
	if err == nil && c.Backups != "" {
		if backup.Worry(p.env.now()) {
			p.ail("the last backup was proven %s", backup.Proven.Format(time.DateTime))
		} else {
			p.fine("the last backup was proven %s", backup.Proven.Format(time.DateTime))
		}
	}
	return err
}

// server asks PostgreSQL about itself.
func (c *doctorCommand) server(p *patient, db *store.DB) error {
	if db.IsFile() {
		return nil
	}
	ctx, cancel := context.WithTimeout(p.env.ctx, store.PageDeadline)
	defer cancel()
	s, err := db.Server(ctx)
	if err != nil {
		return err
	}
	if off := s.Clock.Sub(p.env.now()).Abs(); off > clockSlack {
		p.ail("the clock of the database is %v from this machine's", off.Round(time.Second))
	} else {
		p.fine("the clock of the database is this machine's")
	}
	if db.Pooled() {
		p.fine("a pooler in transaction mode stands before the database: no statement is kept on a connection")
	} else {
		p.fine("no pooler in transaction mode is named: connections are the database's own (pooler=transaction in the address says otherwise)")
	}
	if left := s.Connections - s.Used; left < connectionsLeft {
		p.ail("the database has %d connections to spare; each replica takes up to 20", left)
	} else {
		p.fine("the database has %d connections to spare", left)
	}
	return nil
}
