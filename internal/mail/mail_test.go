package mail_test

import (
	"io"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-message/mail"
	"github.com/emersion/go-smtp"

	gmail "groundswell/internal/mail"
)

// inbox is a real SMTP server that keeps what it is sent.
type inbox struct {
	mu   sync.Mutex
	mail []string
}

func (i *inbox) NewSession(*smtp.Conn) (smtp.Session, error) { return &session{i}, nil }

type session struct{ in *inbox }

func (*session) Mail(string, *smtp.MailOptions) error { return nil }
func (*session) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (*session) Reset()                               {}
func (*session) Logout() error                        { return nil }
func (s *session) Data(r io.Reader) error {
	b, err := io.ReadAll(r)
	s.in.mu.Lock()
	defer s.in.mu.Unlock()
	s.in.mail = append(s.in.mail, string(b))
	return err
}

func serve(t *testing.T) (*inbox, string) {
	t.Helper()
	in := &inbox{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(in)
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return in, "smtp://" + l.Addr().String()
}

func TestSendOverSMTP(t *testing.T) {
	in, address := serve(t)
	s, err := gmail.New(address, "hello@example.org", slog.Default())
	if err != nil {
		t.Fatal(err)
	}
	err = s.Send(t.Context(), gmail.Message{ID: "job-7@example.org", To: "ada@example.org", Subject: "Grüße", Text: "Hallo Ada", HTML: "<p>Hallo Ada</p>"})
	if err != nil {
		t.Fatal(err)
	}
	if len(in.mail) != 1 {
		t.Fatalf("%d mails arrived", len(in.mail))
	}
	r, err := mail.CreateReader(strings.NewReader(in.mail[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, _ := r.Header.Subject()
	id, _ := r.Header.MessageID()
	if subject != "Grüße" || id != "job-7@example.org" {
		t.Errorf("subject %q, id %q", subject, id)
	}
	var kinds []string
	for {
		part, err := r.NextPart()
		if err != nil {
			break
		}
		kind, _, _ := part.Header.(*mail.InlineHeader).ContentType()
		kinds = append(kinds, kind)
	}
	if strings.Join(kinds, " ") != "text/plain text/html" {
		t.Errorf("parts: %v", kinds)
	}
}

func TestNewRefusesWhatIsNoServer(t *testing.T) {
	for _, c := range [][2]string{{"mail.example.org", "a@example.org"}, {"http://mail", "a@example.org"}, {"smtp://mail.example.org", ""}} {
		if _, err := gmail.New(c[0], c[1], slog.Default()); err == nil {
			t.Errorf("%q from %q was taken", c[0], c[1])
		}
	}
}
