package mail_test

import (
	"context"
	"log/slog"
	"net"
	gosmtp "net/smtp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/mail"
)

const report = "From: MAILER-DAEMON@x.example\r\nTo: bounces+abc@mail.example.org\r\nSubject: Undelivered\r\n" +
	"Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nNicht zustellbar: \xfcberf\xfcllt\r\n" +
	"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.example\r\n\r\nFinal-Recipient: rfc822; p@x.example\r\nAction: ACTION\r\nStatus: STATUS\r\n" +
	"Diagnostic-Code: smtp; 550 nobody \xfc here\r\n\r\n--b--\r\n"

const complaint = "From: fbl@x.example\r\nTo: bounces+abc@mail.example.org\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b--\r\n"

func reporting(action, status string) string {
	return strings.NewReplacer("ACTION", action, "STATUS", status).Replace(report)
}

var reports = map[string]struct {
	text string
	want domain.ReturnKind // "": nothing
}{
	"no mailbox": {reporting("failed", "5.1.1"), domain.ReturnHard}, "full": {reporting("failed", "5.2.2"), domain.ReturnSoft},
	"given up": {reporting("failed", "4.4.7"), domain.ReturnSoft}, "late": {reporting("delayed", "4.4.1"), ""},
	"arrived": {reporting("delivered", "2.0.0"), ""}, "refused for us": {reporting("failed", "5.7.1"), domain.ReturnSoft},
	"complaint":  {complaint, domain.ReturnComplaint},
	"no spam":    {strings.Replace(complaint, "abuse", "not-spam", 1), ""},
	"an absence": {"From: p@x.example\r\nTo: bounces+abc@mail.example.org\r\nSubject: Away\r\n\r\nI am away.\r\n", ""},
	"no mail":    {"\x00\x01", ""},
}

// kept keeps what came back.
type kept struct {
	mu  sync.Mutex
	all []domain.Returned
}

func (k *kept) take(_ context.Context, r domain.Returned) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.all = append(k.all, r)
	return nil
}

func (k *kept) want(t *testing.T, name string, kind domain.ReturnKind) {
	t.Helper()
	k.mu.Lock()
	defer k.mu.Unlock()
	var got domain.ReturnKind
	for _, r := range k.all {
		if got = r.Kind; r.Token != "abc" {
			t.Errorf("%s: token %q", name, r.Token)
		}
	}
	if got != kind || len(k.all) > 1 {
		t.Errorf("%s: came back as %+v, want %q", name, k.all, kind)
	}
	k.all = nil
}

func TestWhatComesBackOverSMTP(t *testing.T) {
	var k kept
	r, err := mail.NewReturns("smtp://127.0.0.1:2525", "Bounces@mail.example.org", k.take, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := r.Serve(ctx, l); err != nil {
			t.Error(err)
		}
	})
	for name, c := range reports {
		if err := gosmtp.SendMail(l.Addr().String(), nil, "", []string{"bounces+ABC@mail.example.org"}, []byte(c.text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		k.want(t, name, c.want)
	}
	for to, says := range map[string]string{
		"bounces+reply-abc@mail.example.org": "read by nobody", "bounces@mail.example.org": "No such mailbox",
		"bounces+abc@elsewhere.example": "No such mailbox", "bounces+a'b@mail.example.org": "No such mailbox",
	} {
		err := gosmtp.SendMail(l.Addr().String(), nil, "p@x.example", []string{to}, []byte(complaint))
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("to %s: %v", to, err)
		}
	}
	k.want(t, "to others", "")
	stop()
	serving.Wait()
}

func TestWhatComesBackToAMaildir(t *testing.T) {
	var k kept
	dir := t.TempDir()
	for _, part := range []string{"new", "cur", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, part), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	r, err := mail.NewReturns("maildir:"+dir, "bounces@mail.example.org", k.take, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range reports {
		if err := os.WriteFile(filepath.Join(dir, "new", "1"), []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := r.ReadNew(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		k.want(t, name, c.want)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "new", "0")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "new", "1"), []byte(complaint), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.ReadNew(t.Context()); err == nil {
		t.Error("what cannot be read is no error")
	}
	k.want(t, "behind one that cannot be read", domain.ReturnComplaint)
	left, err := os.ReadDir(filepath.Join(dir, "new"))
	if err != nil || len(left) != 1 {
		t.Errorf("%v are new still, %v", left, err)
	}
}

func TestReturnsOpenWhatIsThere(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, where := range []string{"smtp://" + taken.Addr().String(), "maildir:" + t.TempDir()} {
		r, err := mail.NewReturns(where, "b@example.org", nil, slog.Default())
		if err != nil {
			t.Fatal(err)
		}
		if r.Open() == nil {
			t.Errorf("%s opens", where)
		}
	}
}

func TestNewReturnsRefusesWhatCouldNotWork(t *testing.T) {
	for _, c := range [][]string{{"smtp://127.0.0.1", "b@example.org"}, {"maildir:relative", "b@example.org"}, {"imap://x:1", "b@example.org"},
		{"smtp://127.0.0.1:25", "nobody"}, {"smtp://u:p@h:25", "b@example.org"}} {
		if _, err := mail.NewReturns(c[0], c[1], nil, slog.Default()); err == nil {
			t.Errorf("%q is taken", slices.Clone(c))
		}
	}
}
