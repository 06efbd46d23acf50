package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"groundswell/internal/app"
	"groundswell/internal/config"
	"groundswell/internal/domain"
	"groundswell/internal/jobs"
	"groundswell/internal/mail"
	"groundswell/internal/mail/mailtest"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
	"groundswell/internal/web"
)

func TestMain(m *testing.M) {
	code := m.Run()
	stopChrome()
	storetest.Stop()
	os.Exit(code)
}

const password = "a walk along the pier"

// site is a running server with a community in it.
type site struct {
	t     testing.TB
	db    *store.DB
	app   *app.App // without limits, for arranging things
	jobs  *jobs.Runner
	inbox *mailtest.Inbox
	url   string
	log   *logLines

	mu    sync.Mutex
	clock time.Time

	spaces  []domain.Space
	members map[domain.Role]int64
}

func (s *site) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock
}

func (s *site) forward(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock = s.clock.Add(d)
}

// logLines keeps what the server logs.
type logLines struct {
	mu    sync.Mutex
	lines bytes.Buffer
}

func (l *logLines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lines.Write(b)
}

// requests returns the access log so far.
func (l *logLines) requests(t testing.TB) []accessLine {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []accessLine
	for line := range strings.SplitSeq(strings.TrimSpace(l.lines.String()), "\n") {
		var a accessLine
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			t.Fatalf("the log is not JSON: %s", line)
		}
		if a.Msg == "request" {
			all = append(all, a)
		}
	}
	return all
}

type accessLine struct {
	Msg, Method, Path, ID string
	Status                int
	Queries               int64
}

// each runs a test on a site on SQLite and on one on PostgreSQL.
func each(t *testing.T, test func(t *testing.T, s *site)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) { test(t, newSite(t, db)) })
}

// newSite serves a filled database. more is what else is done to the server first.
func newSite(t testing.TB, db *store.DB, more ...func(*web.Server)) *site {
	t.Helper()
	s := serve(t, db, more...)
	s.fill()
	return s
}

// serve serves a database as it is.
func serve(t testing.TB, db *store.DB, more ...func(*web.Server)) *site {
	t.Helper()
	s := &site{t: t, db: db, inbox: mailtest.New(t), log: &logLines{}, members: map[domain.Role]int64{},
		clock: time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.url = "http://" + listener.Addr().String()
	log := slog.New(slog.NewJSONHandler(s.log, nil))
	limited := app.New(db, s.now)
	s.app = limited.Unlimited(s.now)
	sender, err := mail.New(s.inbox.Address, "hello@example.org", log)
	if err != nil {
		t.Fatal(err)
	}
	s.jobs = jobs.New(limited, db, sender, s.url, s.now, log)
	server, err := web.New(limited, db.Reader(), config.Serve{BaseURL: s.url, SMTP: s.inbox.Address}, s.now, log)
	if err != nil {
		t.Fatal(err)
	}
	web.SeeEveryCommit(server)
	server.OfferMailTrial(s.jobs.TryMail)
	for _, do := range more {
		do(server)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Errorf("the server stopped with: %v", err)
		}
	})
	return s
}

// fill adds an account of each role, two spaces, and raises the limits that
// tests of other things would run into.
func (s *site) fill() {
	s.t.Helper()
	ctx := context.Background()
	hash := ""
	for _, role := range domain.AccountRoles {
		m := domain.Member{Name: "The " + string(role), Email: string(role) + "@example.org", Role: role}
		if hash == "" { // hashing is slow on purpose: one hash serves all
			id, err := s.app.AddMember(ctx, domain.System, m, password)
			s.must(err)
			added, err := s.db.Reader().Member(ctx, id)
			s.must(err)
			hash, s.members[role] = added.Password, id
			continue
		}
		m.Password, m.Created, m.Confirmed, m.SingleKeys = hash, s.now().AddDate(0, -1, 0), s.now(), true
		s.must(s.db.Tx(ctx, func(q *store.Tx) (err error) {
			s.members[role], err = q.CreateMember(ctx, m)
			return err
		}))
	}
	for _, name := range []string{"Gaming", "Small business"} {
		id, err := s.app.SaveSpace(ctx, domain.System, domain.Space{Name: name, Responsible: domain.MemberRef{ID: s.members[domain.Engineer]}})
		s.must(err)
		space, err := s.db.Reader().Space(ctx, id)
		s.must(err)
		s.spaces = append(s.spaces, space)
	}
	s.must(s.app.SetSettings(ctx, domain.System, domain.Settings{
		domain.LimitPagesSecond: "100000", domain.LimitPagesBurst: "100000", domain.LimitSignInMinute: "1000",
		domain.LimitSignInHour: "1000", domain.LimitSignInNetwork: "1000",
	}))
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *site) actor(role domain.Role) domain.Actor {
	return domain.Actor{ID: s.members[role], Role: role, Created: s.now().AddDate(0, -1, 0), System: true}
}

// link makes the token of a link to the account of a role, or of an applicant.
func (s *site) link(kind domain.LinkKind, role domain.Role) string {
	s.t.Helper()
	token, expires := string(kind)+"-token", s.now().Add(domain.LinkLife)
	s.must(s.db.Tx(context.Background(), func(q *store.Tx) error {
		if kind != domain.ConfirmLink {
			return q.SetLink(context.Background(), store.Link{Kind: kind, Member: s.members[role]}, app.HashToken(token), expires)
		}
		id, err := q.CreateApplicant(context.Background(), domain.Applicant{Email: "new@example.org", Name: "Nia", Created: s.now()})
		if err != nil {
			return err
		}
		return q.SetApplicantLink(context.Background(), id, app.HashToken(token), expires)
	}))
	return token
}

// idea submits one as a role.
func (s *site) idea(role domain.Role, title string) int64 {
	s.t.Helper()
	id, err := s.app.SubmitIdea(context.Background(), s.actor(role), domain.Draft{
		Title: title, Body: "Because it **matters**.", SpaceID: s.spaces[0].ID, Nonce: title, Tags: []domain.Tag{{Slug: "fan", Name: "Fan"}},
	})
	s.must(err)
	return id
}

// browser is a client with cookies that says where its requests come from, as
// browsers do.
type browser struct {
	s      *site
	client *http.Client
	accept string // Accept-Language
	htmx   bool
}

func (s *site) browser() *browser {
	jar, err := cookiejar.New(nil)
	s.must(err)
	return &browser{s: s, accept: "en", client: &http.Client{Jar: jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// as is a browser in which the account of a role is signed in.
func (s *site) as(role domain.Role) *browser {
	s.t.Helper()
	b := s.browser()
	if role == domain.Guest {
		return b
	}
	a := b.post("/signin", "email", string(role)+"@example.org", "password", password)
	if a.status != http.StatusSeeOther {
		s.t.Fatalf("sign in as %s: %d %s", role, a.status, a.text())
	}
	return b
}

// answer is what came back.
type answer struct {
	t        testing.TB
	status   int
	header   http.Header
	body     string
	location string
}

func (b *browser) get(path string) *answer { return b.do(http.MethodGet, path, nil) }

func (b *browser) post(path string, pairs ...string) *answer {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.do(http.MethodPost, path, form)
}

func (b *browser) do(method, path string, form url.Values) *answer {
	b.s.t.Helper()
	req, err := http.NewRequest(method, b.s.url+path, strings.NewReader(form.Encode()))
	b.s.must(err)
	req.Header.Set("Accept-Language", b.accept)
	if form != nil {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Origin", b.s.url)
		req.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.htmx {
		req.Header.Set("HX-Request", "true")
	}
	return b.send(req)
}

func (b *browser) send(req *http.Request) *answer {
	b.s.t.Helper()
	res, err := b.client.Do(req)
	b.s.must(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	b.s.must(err)
	return &answer{t: b.s.t, status: res.StatusCode, header: res.Header, body: string(body), location: res.Header.Get("Location")}
}

func (a *answer) doc() *goquery.Document {
	a.t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	return doc
}

// text is the words of the page's main part.
func (a *answer) text() string {
	doc := a.doc()
	part := doc.Find("main")
	if part.Length() == 0 {
		part = doc.Selection
	}
	return strings.Join(strings.Fields(part.Text()), " ")
}

func (a *answer) want(status int, words ...string) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("status %d, want %d: %.300s", a.status, status, a.text())
	}
	for _, w := range words {
		if !strings.Contains(a.text(), w) && !strings.Contains(a.body, w) {
			a.t.Errorf("the page does not say %q: %.600s", w, a.text())
		}
	}
	return a
}

func ideaPath(id int64, verb string) string {
	if verb == "" {
		return fmt.Sprintf("/ideas/%d", id)
	}
	return fmt.Sprintf("/ideas/%d/%s", id, verb)
}
