package web_test

import (
	"bufio"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
)

// cookie is the session of a browser as it stands in a request.
func (b *browser) cookie() string {
	here, err := url.Parse(b.s.url)
	b.s.must(err)
	for _, c := range b.client.Jar.Cookies(here) {
		if c.Name == "sid" {
			return c.Value
		}
	}
	b.s.t.Fatal("nobody is signed in")
	return ""
}

// An admin who withholds the last byte of a form until after the own demotion is
// no admin: rights are looked up when the form is there.
func TestTheLastByteIsWithheld(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.members[domain.Admin]
		sid := s.as(domain.Admin).cookie()
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		s.must(err)
		defer conn.Close()
		s.must(conn.SetDeadline(time.Now().Add(20 * time.Second)))
		form := "role=admin"
		_, err = fmt.Fprintf(conn, "POST /members/%d/role HTTP/1.1\r\nHost: %s\r\nCookie: sid=%s\r\nOrigin: %s\r\nSec-Fetch-Site: same-origin\r\n"+
			"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
			admin, conn.RemoteAddr(), sid, s.url, len(form))
		s.must(err)
		answers := bufio.NewReader(conn)
		if line, err := answers.ReadString('\n'); err != nil || !strings.Contains(line, " 100 ") {
			t.Fatalf("the server does not wait for the form: %q, %v", line, err)
		}
		_, err = answers.ReadString('\n')
		s.must(err)
		_, err = conn.Write([]byte(form[:len(form)-1]))
		s.must(err)
		s.must(s.app.SetRole(t.Context(), domain.System, s.members[domain.Officer], domain.Admin,
			"A reason that is long enough.")) // one must stay
		s.must(s.app.SetRole(t.Context(), domain.System, admin, domain.Customer, "A reason that is long enough."))
		_, err = conn.Write([]byte(form[len(form)-1:]))
		s.must(err)
		res, err := http.ReadResponse(answers, nil)
		s.must(err)
		res.Body.Close()
		m, err := s.db.Reader().Member(t.Context(), admin)
		s.must(err)
		if m.Role != domain.Customer || !strings.HasPrefix(res.Header.Get("Location"), "/signin") {
			t.Errorf("answered %d %s; the role is %s", res.StatusCode, res.Header.Get("Location"), m.Role)
		}
	})
}

// Who votes may have been found a moment before, but neither a suspension nor the end
// of the session is: the vote asks again.
func TestAVoteAsksAgainWhoVotes(t *testing.T) {
	for what, end := range map[string]func(*site, int64) error{
		"suspended": func(s *site, member int64) error {
			return s.app.Suspend(s.t.Context(), domain.System, member, domain.Sanction{Reason: "A reason that is long enough."})
		},
		"signed out": func(s *site, member int64) error {
			return s.db.Tx(s.t.Context(), func(q *store.Tx) error { return q.DeleteSessions(s.t.Context(), member) })
		},
	} {
		each(t, func(t *testing.T, s *site) {
			idea := s.idea(domain.Officer, "A quieter fan")
			path := fmt.Sprintf("/ideas/%d", idea)
			b := s.as(domain.Customer)
			if a := b.post(path+"/vote", "value", "1"); a.status != http.StatusSeeOther || strings.HasPrefix(a.location, "/signin") {
				t.Fatalf("%s: the first vote leads to %s, %d", what, a.location, a.status)
			}
			s.must(end(s, s.members[domain.Customer]))
			if a := b.post(path+"/vote", "value", "0"); !strings.HasPrefix(a.location, "/signin") {
				t.Errorf("%s: the second leads to %s, %d", what, a.location, a.status)
			}
			if seen, err := s.db.Reader().IdeaFor(t.Context(), domain.System, idea, 0); err != nil || seen.Promotes != 2 {
				t.Errorf("%s: %d promote it, %v", what, seen.Promotes, err)
			}
		})
	}
}

// Of several cookies of our name the good one counts, wherever it stands.
func TestTheGoodCookieCounts(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		good := s.as(domain.Customer).cookie()
		for sent, want := range map[string]int{
			"sid=" + good: 200, "sid=odd; sid=" + good: 200, "sid=" + good + "; sid=odd": 200, "sid=; sid=odd; other=1; sid=" + good: 200,
			"sid=odd; sid=odder": 303, "sid=": 303, strings.Repeat("sid=odd; ", 400) + "sid=" + good: 303,
		} {
			req, err := http.NewRequest(http.MethodGet, s.url+"/account", nil)
			s.must(err)
			req.Header.Set("Cookie", sent)
			if a := s.browser().send(req); a.status != want {
				t.Errorf("%.60s: %d, want %d", sent, a.status, want)
			}
		}
	})
}

// failing is what makes every visit's row unwritable, as on a full disk.
var failing = map[string]string{
	"sqlite3": `CREATE TRIGGER no_space BEFORE UPDATE ON sessions BEGIN SELECT RAISE(ABORT, 'no space'); END`,
	"pgx": `CREATE FUNCTION no_space() RETURNS trigger AS 'BEGIN RAISE EXCEPTION ''no space'' USING ERRCODE = ''53100''; END' LANGUAGE plpgsql;
		CREATE TRIGGER no_space BEFORE UPDATE ON sessions FOR EACH ROW EXECUTE FUNCTION no_space()`,
}

// tamper does to the database of a site what no verb would, by the name of its driver.
func (s *site) tamper(target string, statement map[string]string) {
	s.t.Helper()
	driver := "sqlite3"
	if strings.HasPrefix(target, "postgres") {
		driver = "pgx"
	}
	db, err := sql.Open(driver, target)
	s.must(err)
	defer db.Close()
	_, err = db.Exec(statement[driver])
	s.must(err)
}

// Where a visit cannot be written down, members read on.
func TestReadingGoesOnWhenAVisitCannotBeWritten(t *testing.T) {
	storetest.EachTarget(t, func(t *testing.T, target string) {
		s := newSite(t, storetest.Open(t, target))
		b := s.as(domain.Customer)
		s.tamper(target, failing)
		s.forward(domain.SessionTouch)
		b.get("/account").want(200, "The member")
		s.log.mu.Lock()
		defer s.log.mu.Unlock()
		if !strings.Contains(s.log.lines.String(), "a visit was not written down") {
			t.Error("the visit was written down: this test tests nothing")
		}
	})
}

// Pages whose address holds a token tell it to nobody, and signing out clears what
// the browser keeps.
func TestHeadersOfSigningIn(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b, confirm := s.browser(), "/confirm?token="+s.link(domain.ConfirmLink, domain.Customer)
		for _, path := range []string{
			confirm, "/confirm?kind=email&token=" + s.link(domain.EmailLink, domain.Customer),
			"/reset?token=" + s.link(domain.ResetLink, domain.Customer), "/setup?token=" +
				s.link(domain.SetupLink, domain.Guest), "/confirm?token=odd", "/reset?token=odd",
		} {
			if a := b.get(path); a.header.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s: %d, Referrer-Policy %q", path, a.status, a.header.Get("Referrer-Policy"))
			}
		}
		b.get(confirm).want(200, "“Nia”", "just now", "7 days")
		if a := s.as(domain.Customer).post("/signout").want(303); a.header.Get("Clear-Site-Data") != `"cache", "storage"` {
			t.Errorf("Clear-Site-Data %q", a.header.Get("Clear-Site-Data"))
		}
	})
}

// On a page without a Referer browsers send no origin with a form; the form arrives
// all the same, and the reset signs in.
func TestAResetInTheBrowser(t *testing.T) {
	s := newSite(t, storetest.Open(t, storetest.SQLite(t)))
	w := s.window(t, false)
	w.open("/reset?token=" + s.link(domain.ResetLink, domain.Customer))
	w.fill("password", "another walk on the beach")
	w.send("main form button")
	w.open("/account")
	if name := w.text("h1"); name != "The member" {
		t.Errorf("after the reset the account's page says %q", name)
	}
}
