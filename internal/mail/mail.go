// Package mail sends messages over SMTP, or writes them to the log where no
// server is set.
package mail

import (
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Message is one mail to one person.
type Message struct {
	// ID makes the Message-ID, so that a mail that is sent twice because a
	// worker died is recognised as one.
	ID      string
	To      string
	Subject string
	Text    string
	HTML    string
}

// Sender sends from one address through one server.
type Sender struct {
	server *url.URL // nil: to the log
	from   string
	log    *slog.Logger
}

// timeout of connecting and of every command.
const timeout = 15 * time.Second

// New makes a sender. server is smtp://[user:password@]host:port or empty;
// from is the address mails come from.
func New(server, from string, log *slog.Logger) (*Sender, error) {
	s := &Sender{from: from, log: log}
	if server == "" {
		return s, nil
	}
	u, err := url.Parse(server)
	if err != nil {
		return nil, fmt.Errorf("the address of the mail server is no URL: %w", err)
	}
	if u.Scheme != "smtp" || u.Hostname() == "" {
		return nil, fmt.Errorf("the mail server must be given as smtp://[user:password@]host:port")
	}
	if from == "" {
		return nil, fmt.Errorf("with a mail server, say which address mails come from (--mail-from)")
	}
	s.server = u
	return s, nil
}

func (s *Sender) client() (*gomail.Client, error) {
	options := []gomail.Option{gomail.WithTimeout(timeout), gomail.WithTLSPortPolicy(gomail.TLSMandatory)}
	if local(s.server.Hostname()) {
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
		options = append(options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(u.Username()), gomail.WithPassword(password))
	}
	return gomail.NewClient(s.server.Hostname(), options...)
}

// local hosts may speak without TLS: the words never leave the machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
