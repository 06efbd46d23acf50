// Package mailtest is a real SMTP server for tests that keeps what it is sent.
package mailtest

import (
	"io"
	"net"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"
)

// Mail is one message that arrived.
type Mail struct {
	To      string
	Subject string
	ID      string
	Text    string
	HTML    string
	From    string // of the envelope: where it comes back to
	ReplyTo string
	Stop    string // List-Unsubscribe
	OneStop string // List-Unsubscribe-Post
}

// link is an address in the text of a mail.
var link = regexp.MustCompile(`https?://\S+`)

// Link is the path and query of the first address in the text; "" without one.
func (m Mail) Link() string {
	u, err := url.Parse(link.FindString(m.Text))
	if err != nil {
		return ""
	}
	return u.RequestURI()
}

// Inbox is the server.
type Inbox struct {
	Address string // smtp://host:port
	mu      sync.Mutex
	mails   []Mail
	refuse  bool
	conns   int
	manners map[string]Manner
	ended   chan struct{}
	end     sync.Once
}

// Release lets everything that hangs go on.
func (in *Inbox) Release() { in.end.Do(func() { close(in.ended) }) }

// Manner is how the server treats the mails to somebody.
type Manner int

// The manners. Without one it takes a mail.
const (
	Hangs       Manner = iota + 1 // it says nothing more once it knows for whom the mail is
	Unknown                       // it knows no such mailbox
	DropsBefore                   // it hangs up without taking the mail
	DropsAfter                    // it takes the mail and hangs up instead of saying so
	Full                          // the mailbox is full, it says in Latin-1
	Slow                          // it thinks for a while about for whom the mail is
)

// SlowFor is how long a slow server thinks.
const SlowFor = 300 * time.Millisecond

// Treat changes how mails to an address are treated.
func (in *Inbox) Treat(to string, m Manner) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.manners[to] = m
}

// Connections counts those that were opened so far.
func (in *Inbox) Connections() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.conns
}

func (in *Inbox) manner(to string) Manner {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.manners[to]
}

// New starts a server until the test ends.
func New(t testing.TB) *Inbox {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	in := &Inbox{Address: "smtp://" + l.Addr().String(), manners: map[string]Manner{}, ended: make(chan struct{})}
	server := smtp.NewServer(in)
	var serving sync.WaitGroup
	serving.Go(func() { server.Serve(l) })
	t.Cleanup(func() { in.Release(); server.Close(); serving.Wait() })
	return in
}

// Refuse makes the server turn every mail away, or take them again.
func (in *Inbox) Refuse(refuse bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.refuse = refuse
}

// Take returns the mails that arrived since the last call.
func (in *Inbox) Take() []Mail {
	in.mu.Lock()
	defer in.mu.Unlock()
	taken := in.mails
	in.mails = nil
	return taken
}

// NewSession is called by the server for every connection.
func (in *Inbox) NewSession(c *smtp.Conn) (smtp.Session, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.conns++
	return &session{in: in, conn: c.Conn()}, nil
}

type session struct {
	in   *Inbox
	conn net.Conn
	from string
	to   string
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.from = from
	return nil
}
func (s *session) Reset()        { s.to = "" }
func (s *session) Logout() error { return nil }

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to = to
	switch s.in.manner(to) {
	case Hangs:
		<-s.in.ended
	case Unknown:
		return &smtp.SMTPError{Code: 550, Message: "no mailbox <" + to + ">"}
	case Full:
		return &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 2, 2}, Message: "Postfach \xfcberf\xfcllt"}
	case Slow:
		select {
		case <-s.in.ended:
		case <-time.After(SlowFor):
		}
	case DropsBefore:
		s.conn.Close()
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	s.in.mu.Lock()
	defer s.in.mu.Unlock()
	if s.in.refuse {
		return &smtp.SMTPError{Code: 451, Message: "not now for <" + s.to + ">"}
	}
	m, err := read(r)
	m.To, m.From = s.to, s.from
	s.in.mails = append(s.in.mails, m)
	if s.in.manners[s.to] == DropsAfter {
		s.conn.Close()
	}
	return err
}

func read(r io.Reader) (Mail, error) {
	var m Mail
	parts, err := mail.CreateReader(r)
	if err != nil {
		return m, err
	}
	m.Subject, _ = parts.Header.Subject()
	m.ID, _ = parts.Header.MessageID()
	m.ReplyTo, m.Stop, m.OneStop = parts.Header.Get("Reply-To"), parts.Header.Get("List-Unsubscribe"),
		parts.Header.Get("List-Unsubscribe-Post")
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			return m, nil
		}
		if err != nil {
			return m, err
		}
		body, err := io.ReadAll(part.Body)
		if err != nil {
			return m, err
		}
		if strings.Contains(part.Header.Get("Content-Type"), "html") {
			m.HTML = string(body)
		} else {
			m.Text = string(body)
		}
	}
}
