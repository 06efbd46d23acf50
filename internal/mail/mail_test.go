package mail_test

import (
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"

	"groundswell/internal/mail"
	"groundswell/internal/mail/mailtest"
)

func TestSendOverSMTP(t *testing.T) {
	in := mailtest.New(t)
	s, err := mail.New(in.Address, "hello@example.org", slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	line, err := s.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	err = line.Send(mail.Message{ID: "job-7@example.org", To: "ada@example.org", Subject: "Grüße", Text: "Hallo Ada",
		HTML: "<p>Hallo Ada</p>"})
	if err != nil {
		t.Fatal(err)
	}
	mails := in.Take()
	if len(mails) != 1 {
		t.Fatalf("%d mails arrived", len(mails))
	}
	m := mails[0]
	if m.To != "ada@example.org" || m.Subject != "Grüße" || m.ID != "job-7@example.org" ||
		strings.TrimSpace(m.Text) != "Hallo Ada" || strings.TrimSpace(m.HTML) != "<p>Hallo Ada</p>" {
		t.Errorf("%+v", m)
	}
	in.Refuse(true)
	if err := line.Send(mail.Message{ID: "x@example.org", To: "ada@example.org", Subject: "x"}); err == nil {
		t.Error("a mail that the server refused counts as sent")
	}
}

// What could not work is refused at the start, by a sentence that repeats no
// password.
func TestNewRefusesWhatCouldNotWork(t *testing.T) {
	for _, c := range []struct {
		server, from string
		taken        bool
	}{
		{"", "", true}, {"", "hello@example.org", true}, {"smtp://mail.example.org", "Groundswell <hello@example.org>", true},
		{"smtp://mail.example.org:25", "hello@example.org", true}, {"smtps://anna:S3cret@mail.example.org:465", "hello@example.org", true},
		{"smtps://mail.example.org/", "hello@example.org", true}, {"smtp://anna:S3cret%2Fw%40rd@mail.example.org:587", "hello@example.org", true},
		{"mail.example.org", "a@example.org", false}, {"http://mail", "a@example.org", false},
		{"SMTP+tls://anna:S3cret@mail", "a@example.org", false},
		{"smtp://anna:S3cret/word@mail.example.org:587", "a@example.org", false},
		{"smtp://anna:12/S3cret@mail.example.org", "a@example.org", false},
		{"smtp://anna:12?S3cret@mail.example.org", "a@example.org", false}, {"smtp://anna:12#S3cret@mail.example.org", "a@example.org", false},
		{"smtp://anna:S3cret%zz@mail.example.org", "a@example.org", false}, {"anna:S3cret@mail.example.org", "a@example.org", false},
		{"smtp://anna@mail.example.org", "a@example.org", false}, {"smtp://:25", "a@example.org", false},
		{"smtp://mail.example.org:0", "a@example.org", false}, {"smtp://mail.example.org:70000", "a@example.org", false},
		{"smtp://mail.example.org", "", true}, {"smtp://mail.example.org", "not an address", false}, {"", "not an address", false},
		{"", "a@example.org, b@example.org", false},
	} {
		_, err := mail.New(c.server, c.from, slog.Default())
		if (err == nil) != c.taken {
			t.Errorf("%q from %q: %v", c.server, c.from, err)
		}
		if err != nil && (strings.Contains(err.Error(), "S3cret") || strings.Contains(err.Error(), "not an")) {
			t.Errorf("the error repeats what was typed: %v", err)
		}
	}
}

// smtps speaks TLS before anything else: the first byte is the handshake's.
func TestTLSFromTheStart(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	first := make(chan byte, 1)
	go func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		var b [1]byte
		c.Read(b[:])
		first <- b[0]
	}()
	s, err := mail.New("smtps://"+l.Addr().String(), "hello@example.org", slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Dial(t.Context()); err == nil {
		t.Error("a server that hangs up is taken for one that answers")
	}
	if b := <-first; b != 0x16 {
		t.Errorf("the first byte is %#x", b)
	}
}

// Mails come from the address that the operator named, or else from the one they carry;
// without either none leaves.
func TestWhereMailsComeFrom(t *testing.T) {
	in := mailtest.New(t)
	for _, c := range []struct{ named, carried, want string }{
		{"hello@example.org", "ideas@example.org", "hello@example.org"}, {"hello@example.org", "", "hello@example.org"},
		{"", "ideas@example.org", "ideas@example.org"}, {"", "", ""},
	} {
		s, err := mail.New(in.Address, c.named, slog.Default())
		if err != nil {
			t.Fatal(err)
		}
		line, err := s.Dial(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		err = line.Send(mail.Message{ID: "job-7@example.org", Sender: c.carried, To: "ada@example.org", Subject: "x", Text: "x"})
		line.Close()
		mails := in.Take()
		switch {
		case c.want == "" && (!errors.Is(err, mail.ErrNoSender) || len(mails) > 0):
			t.Errorf("without a sender %d mails leave: %v", len(mails), err)
		case c.want != "" && (len(mails) != 1 || mails[0].From != c.want):
			t.Errorf("%+v: %+v, %v", c, mails, err)
		}
	}
}
