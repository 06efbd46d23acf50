package mail

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mail servers answer in Latin-1 too
	"github.com/emersion/go-smtp"
	"golang.org/x/net/netutil"

	"groundswell/internal/domain"
)

// Returns is where mails come back to: a port of ours that speaks SMTP, or a maildir that
// another mail server delivers to.
type Returns struct {
	listen  string // host:port; "" for a maildir
	port    net.Listener
	dir     string
	address string // that mails come back to, without a token
	take    func(context.Context, domain.Returned) error
	log     *slog.Logger
}

// Limits of what comes back.
const (
	returnMost  = 256 << 10 // bytes of one mail
	returnLines = 30 * time.Second
	returnSaid  = 300 // characters kept of what a server said

	returnConnections = 64              // at once; who comes then waits
	returnStay        = 5 * time.Minute // of one connection
)

// NewReturns checks where mails come back to: smtp://host:port to listen on, or
// maildir:/path; and address, whose mails arrive there. take is called for each that came
// back; what it fails at is tried again.
func NewReturns(where, address string, take func(context.Context, domain.Returned) error, log *slog.Logger) (*Returns, error) {
	r := &Returns{address: NormalAddress(address), take: take, log: log}
	var p domain.Problems
	if domain.CheckEmail(&p, "", r.address); p.Err() != nil && !strings.HasSuffix(r.address, "@localhost") {
		return nil, errors.New("--bounces-to must be the address that mails come back to, as in bounces@mail.example.org")
	}
	u, err := url.Parse(where)
	switch {
	case err == nil && u.Scheme == "smtp" && u.Port() != "" && u.User == nil && hostOnly(u):
		r.listen = u.Host
	case err == nil && u.Scheme == "maildir" && filepath.IsAbs(u.Path) && u.Host == "":
		r.dir = u.Path
	default:
		return nil, errors.New("--bounces must be smtp://host:port to listen on, or maildir:/path of a mailbox")
	}
	return r, nil
}

// Open takes the port, or looks whether the maildir is there: nobody would miss what does
// not come back.
func (r *Returns) Open() (err error) {
	if r.dir != "" {
		_, err = os.ReadDir(filepath.Join(r.dir, "new"))
		return err
	}
	r.port, err = net.Listen("tcp", r.listen)
	return err
}

// Run takes what comes back until ctx ends, once it is open.
func (r *Returns) Run(ctx context.Context) error {
	if r.dir != "" {
		return r.readDir(ctx)
	}
	return r.Serve(ctx, r.port)
}

// brief is a listener whose connections end after returnStay: anybody may open them, and
// must not hold them for ever with commands that do nothing.
type brief struct{ net.Listener }

func (l brief) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err == nil {
		time.AfterFunc(returnStay, func() { c.Close() })
	}
	return c, err
}

// Serve speaks SMTP on a listener until ctx ends. It takes mails to the address with a
// token, of at most returnMost bytes, and sends none on.
func (r *Returns) Serve(ctx context.Context, l net.Listener) error {
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &returning{r: r, ctx: ctx}, nil }))
	server.Domain = r.address[strings.LastIndexByte(r.address, '@')+1:]
	server.MaxMessageBytes, server.MaxRecipients, server.MaxLineLength = returnMost, 1, 2000
	server.ReadTimeout, server.WriteTimeout = returnLines, returnLines
	server.ErrorLog = slog.NewLogLogger(r.log.Handler(), slog.LevelDebug)
	stop := context.AfterFunc(ctx, func() { server.Close() })
	defer stop()
	err := server.Serve(brief{netutil.LimitListener(l, returnConnections)})
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// returning is a connection over which something comes back.
type returning struct {
	r     *Returns
	ctx   context.Context
	token string
}

func (s *returning) Mail(string, *smtp.MailOptions) error { return nil }
func (s *returning) Reset()                               { s.token = "" }
func (s *returning) Logout() error                        { return nil }

// Rcpt takes the addresses that mails come back to, and tells who answers a mail by mail
// that nobody reads it.
func (s *returning) Rcpt(to string, _ *smtp.RcptOptions) error {
	token := s.r.token(to)
	switch {
	case strings.HasPrefix(token, ReplyMark):
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1},
			Message: "Answers by mail are read by nobody: please answer on the page that the mail leads to"}
	case token == "":
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such mailbox"}
	}
	s.token = token
	return nil
}

func (s *returning) Data(body io.Reader) error {
	kind, said := read(body)
	if kind == "" {
		return nil // an answer of a machine that says nothing of the mailbox
	}
	if err := s.r.take(s.ctx, domain.Returned{Token: s.token, Kind: kind, Said: said}); err != nil {
		s.r.log.Warn("what came back was not written down", "error", err)
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Please try again"}
	}
	return nil
}

// token is what stands behind the plus in an address that is ours; "" in any other.
func (r *Returns) token(to string) string {
	at := strings.LastIndexByte(r.address, '@')
	to = strings.ToLower(strings.Trim(strings.TrimSpace(to), "<>"))
	token, ours := strings.CutSuffix(to, r.address[at:])
	token, named := strings.CutPrefix(token, r.address[:at]+"+")
	if !ours || !named || strings.Trim(token, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		return ""
	}
	return token
}

// mailFeedback are reports of complaints (RFC 5965), and deliveryStatus of what was not
// delivered (RFC 3464).
const (
	mailFeedback   = "feedback-report"
	deliveryStatus = "delivery-status"
)

// read finds what a mail that came back says: "" where it is no report, or reports only
// that something is late or arrived.
func read(body io.Reader) (kind domain.ReturnKind, said string) {
	m, err := message.Read(io.LimitReader(body, returnMost))
	if m == nil || err != nil && !message.IsUnknownCharset(err) {
		return "", ""
	}
	_, params, _ := m.Header.ContentType()
	report, parts := strings.ToLower(params["report-type"]), m.MultipartReader()
	if parts == nil || report != mailFeedback && report != deliveryStatus {
		return "", ""
	}
	for {
		part, err := parts.NextPart()
		if err != nil && !message.IsUnknownCharset(err) || part == nil {
			return "", ""
		}
		switch about, _, _ := part.Header.ContentType(); strings.ToLower(about) {
		case "message/feedback-report":
			return feedback(part.Body), ""
		case "message/delivery-status", "message/global-delivery-status":
			return status(part.Body)
		}
	}
}

// feedback reads what a report of a complaint is about: others say that a mail is none, or
// what a provider thinks of our signature.
func feedback(body io.Reader) domain.ReturnKind {
	header, _ := textproto.NewReader(bufio.NewReader(body)).ReadMIMEHeader() // what is read of it counts
	switch strings.ToLower(header.Get("Feedback-Type")) {
	case "abuse", "fraud", "virus", "other":
		return domain.ReturnComplaint
	}
	return ""
}

// status reads the fields of a delivery status: those of the mail, then those of each
// address, which is one.
func status(body io.Reader) (kind domain.ReturnKind, said string) {
	fields := textproto.NewReader(bufio.NewReader(body))
	for {
		header, err := fields.ReadMIMEHeader()
		switch action, code := strings.ToLower(header.Get("Action")), header.Get("Status"); {
		case action == "failed" && strings.HasPrefix(code, "5"):
			kind = domain.ReturnHard
			if strings.HasPrefix(code, "5.2.2") || strings.HasPrefix(code, "5.7.") { // full; refused for what we are
				kind = domain.ReturnSoft
			}
		case action == "failed":
			kind = domain.ReturnSoft
		}
		if kind != "" {
			said := strings.ToValidUTF8(code(header), "�")
			return kind, said[:min(len(said), returnSaid)]
		}
		if err != nil {
			return "", ""
		}
	}
}

func code(header textproto.MIMEHeader) string {
	return strings.TrimSpace(header.Get("Status") + " " + header.Get("Diagnostic-Code"))
}

// dirEvery is how often a maildir is looked at.
const dirEvery = 30 * time.Second

// readDir takes what is new in a maildir, and files it as read.
func (r *Returns) readDir(ctx context.Context) error {
	wait := time.NewTicker(dirEvery)
	defer wait.Stop()
	for ctx.Err() == nil {
		if err := r.ReadNew(ctx); err != nil {
			r.log.Warn("the maildir of what comes back", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-wait.C:
		}
	}
	return nil
}

// ReadNew takes what is new in the maildir now. What it fails at stays for the next time,
// and keeps none of the others.
func (r *Returns) ReadNew(ctx context.Context) error {
	files, err := os.ReadDir(filepath.Join(r.dir, "new"))
	if err != nil {
		return err
	}
	var failed error
	for _, f := range files {
		err := r.readFile(ctx, f.Name())
		if err == nil {
			err = os.Rename(filepath.Join(r.dir, "new", f.Name()), filepath.Join(r.dir, "cur", f.Name()+":2,S"))
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

func (r *Returns) readFile(ctx context.Context, name string) error {
	f, err := os.Open(filepath.Join(r.dir, "new", name))
	if err != nil {
		return err
	}
	defer f.Close()
	token := ""
	m, err := message.Read(io.LimitReader(f, returnMost))
	if m == nil || err != nil && !message.IsUnknownCharset(err) {
		return nil // no mail
	}
	for _, field := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "To"} {
		if token == "" {
			token = r.token(m.Header.Get(field))
		}
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	kind, said := read(f)
	if token == "" || strings.HasPrefix(token, ReplyMark) || kind == "" {
		return nil
	}
	return r.take(ctx, domain.Returned{Token: token, Kind: kind, Said: said})
}
