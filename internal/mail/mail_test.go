package mail_test

import (
	"log/slog"
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
	err = line.Send(mail.Message{ID: "job-7@example.org", To: "ada@example.org", Subject: "Grüße", Text: "Hallo Ada", HTML: "<p>Hallo Ada</p>"})
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

func TestNewRefusesWhatIsNoServer(t *testing.T) {
	for _, c := range [][2]string{{"mail.example.org", "a@example.org"}, {"http://mail", "a@example.org"}, {"smtp://mail.example.org", ""}} {
		if _, err := mail.New(c[0], c[1], slog.Default()); err == nil {
			t.Errorf("%q from %q was taken", c[0], c[1])
		}
	}
}
