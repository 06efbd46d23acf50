// Package mail sends messages over SMTP, or writes them to the log where no
// server is set.
package mail

import (
	"errors"
	"log/slog"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Message is one mail to one person.
type Message struct {
	// ID makes the Message-ID, so that a mail that is sent twice because a
	// worker died is recognised as one.
	ID string
	// From names the sender where the sender's address has no name of its own.
	From    string
	Sender  string // address that it comes from where the operator named none; "" for none
	To      string
	Subject string
	Text    string
	HTML    string
	// Token names the mail in the addresses that it comes back to and that answers go to;
	// "" for mails of which nothing comes back to us.
	Token string
	// Stop is the address that ends such mails with one click (RFC 8058); "" for none.
	Stop string
}

// Sender sends from one address through one server.
type Sender struct {
	server  *url.URL // nil: to the log
	from    string
	returns string // where mails come back to; "" for nowhere of ours
	log     *slog.Logger
}

// Returning makes mails with a token come back to an address of ours, with the token in it.
func (s *Sender) Returning(address string) { s.returns = address }

// timeout of connecting and of every command.
const timeout = 15 * time.Second

// New makes a sender. server is smtp://[user:password@]host[:port], or smtps://
// for TLS from the start, or empty; from is the address all mails come from, whatever
// they say themselves, or empty. Both are checked, and errors repeat neither: they may hold a password.
func New(server, from string, log *slog.Logger) (*Sender, error) {
	s := &Sender{from: from, log: log}
	if _, err := mail.ParseAddress(from); from != "" && err != nil {
		return nil, errors.New("--mail-from must be an address, as in hello@example.org or Groundswell <hello@example.org>")
	}
	if server == "" {
		return s, nil
	}
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || !hostOnly(u) {
		return nil, errors.New("--smtp must be smtp://[user:password@]host[:port], or smtps:// for TLS from the start; " +
			"in user and password write %40 for @, %3A for :, %2F for /, %3F for ?, %23 for # and %25 for %")
	}
	if n, err := strconv.ParseUint(u.Port(), 10, 16); u.Port() != "" && (err != nil || n == 0) {
		return nil, errors.New("--smtp has a port that is none: ports are numbers from 1 to 65535")
	}
	if _, has := u.User.Password(); u.User != nil && !has {
		return nil, errors.New("--smtp names a user without a password: write smtp://user:password@host, or neither")
	}
	s.server = u
	return s, nil
}

// HasServer reports whether mails go to a server, and not to the log.
func (s *Sender) HasServer() bool { return s.server != nil }

// hostOnly tells that nothing follows the host: what does is mostly the rest of a
// password.
func hostOnly(u *url.URL) bool {
	return strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && !u.ForceQuery && u.Fragment == ""
}

func (s *Sender) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithTimeout(timeout), gomail.WithTLSPortPolicy(gomail.TLSMandatory)}
	switch {
	case s.server.Scheme == "smtps":
		options = []gomail.Option{gomail.WithTimeout(timeout), gomail.WithSSLPort(false)}
	case local(s.server.Hostname()):
		options = []gomail.Option{gomail.WithTimeout(timeout), gomail.WithTLSPolicy(gomail.TLSOpportunistic)}
	}
	if port := s.server.Port(); port != "" {
		n, err := strconv.Atoi(port)
		if err != nil {
			return nil, err
		}
		options = append(options, gomail.WithPort(n))
	}
	if u := s.server.User; u != nil {
		password, _ := u.Password()
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.Username()),
			gomail.WithPassword(password))
	}
	return gomail.NewClient(s.server.Hostname(), options...)
}

// local hosts may speak without TLS: the words never leave the machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
