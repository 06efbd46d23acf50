package mail

import (
	"cmp"
	"context"
	"errors"
	"net/mail"
	"net/textproto"
	"strings"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"groundswell/internal/domain"
)

// Line is one connection to the mail server, over which mails are sent one after
// another. It is for one goroutine, and is closed when done with.
type Line struct {
	sender *Sender
	client *gomail.Client // nil: to the log
	conn   *smtp.Client
	broken bool
}

// Dial connects to the server, within the timeout; without a server the line
// leads to the log.
func (s *Sender) Dial(ctx context.Context) (*Line, error) {
	l := &Line{sender: s}
	if s.server == nil {
		return l, nil
	}
	var err error
	if l.client, err = s.client(); err != nil {
		return nil, err
	}
	l.conn, err = l.client.DialToSMTPClientWithContext(ctx)
	return l, err
}

// Send sends one message, or returns why the server did not take it. It may wait
// for the timeout with every command.
func (l *Line) Send(m Message) error {
	if l.client == nil {
		l.sender.log.Warn("mail (no server is set)", "to", m.To, "subject", m.Subject, "text", m.Text)
		return nil
	}
	msg, err := l.sender.write(m)
	if err != nil {
		return err
	}
	if err = l.client.SendWithSMTPClient(l.conn, msg); err == nil {
		return nil
	}
	l.broken = !answered(err)
	if msg.IsDelivered() { // taken, and only the farewell to it went wrong
		return nil
	}
	return err
}

// ErrNoSender is why no mail leaves as long as nothing says which address mails come from.
var ErrNoSender = errors.New("nothing says which address mails come from (--mail-from, or mail.from in the settings)")

// address writes where a mail comes back to, where its answers go, and how such mails are
// stopped.
func (s *Sender) address(msg *gomail.Msg, m Message) error {
	if m.Stop != "" {
		msg.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Stop+">")
		msg.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	if m.Token == "" || s.returns == "" {
		return nil
	}
	if err := msg.ReplyTo(tokenAddress(s.returns, ReplyMark+m.Token)); err != nil {
		return err
	}
	return msg.EnvelopeFrom(tokenAddress(s.returns, m.Token))
}

// ReplyMark stands before a token in the address that answers to a mail go to.
const ReplyMark = "reply-"

// tokenAddress is an address with a token behind a plus (VERP).
func tokenAddress(address, token string) string {
	at := strings.LastIndexByte(address, '@')
	return address[:at] + "+" + token + address[at:]
}

// Refusal is what a server that did not take a mail has against its mailbox: hard, that it
// is not there; soft, something for now; "" where it says nothing of it.
func Refusal(err error) domain.ReturnKind {
	var failed *gomail.SendError
	if !errors.As(err, &failed) {
		return ""
	}
	code, enhanced := failed.ErrorCode(), failed.EnhancedStatusCode()
	switch {
	case strings.HasPrefix(enhanced, "5.7."), code == 0, code == 421: // against us, not the mailbox
		return ""
	case code == 550, code == 551, code == 553, strings.HasPrefix(enhanced, "5.1."):
		return domain.ReturnHard
	}
	return domain.ReturnSoft
}

// answered reports whether the server said no and is ready for the next message.
// 421 is its goodbye.
func answered(err error) bool {
	var failed *gomail.SendError
	if errors.As(err, &failed) && failed.ErrorCode() != 0 {
		return failed.ErrorCode() != 421
	}
	var said *textproto.Error
	return errors.As(err, &said) && said.Code != 421
}

// Broken reports whether nothing more can be sent over the line.
func (l *Line) Broken() bool { return l.broken }

// Close says goodbye to a server that listens, and hangs up on one that does not.
func (l *Line) Close() error {
	switch {
	case l.conn == nil:
		return nil
	case l.broken:
		return l.conn.Close()
	}
	return l.client.CloseWithSMTPClient(l.conn)
}

func (s *Sender) write(m Message) (*gomail.Msg, error) {
	msg := gomail.NewMsg()
	sender := cmp.Or(s.from, m.Sender)
	if sender == "" {
		return nil, ErrNoSender
	}
	from, err := mail.ParseAddress(sender)
	if err != nil {
		return nil, err
	}
	if err := msg.FromFormat(cmp.Or(from.Name, m.From), from.Address); err != nil {
		return nil, err
	}
	if err := msg.To(NormalAddress(m.To)); err != nil {
		return nil, err
	}
	msg.Subject(m.Subject)
	msg.SetMessageIDWithValue(m.ID)
	msg.SetDate()
	msg.SetBulk()
	if err := s.address(msg, m); err != nil {
		return nil, err
	}
	msg.SetBodyString(gomail.TypeTextPlain, m.Text)
	msg.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	return msg, nil
}
