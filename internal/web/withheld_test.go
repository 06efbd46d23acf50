package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"groundswell/internal/domain"
)

// withhold sends a form but for its last byte and returns once the server waits
// for that.
func (b *browser) withhold(path, body string) (finish func() *answer) {
	b.s.t.Helper()
	host := strings.TrimPrefix(b.s.url, "http://")
	conn, err := net.Dial("tcp", host)
	b.s.must(err)
	b.s.t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(time.Minute))
	req, err := http.NewRequest(http.MethodPost, b.s.url+path, nil)
	b.s.must(err)
	var cookies []string
	for _, c := range b.client.Jar.Cookies(req.URL) {
		cookies = append(cookies, c.String())
	}
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: %s\r\nOrigin: %s\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n", path, host, b.s.url, strings.Join(cookies, "; "), len(body))
	in := bufio.NewReader(conn)
	for range 2 { // the status line and an empty one: the server has begun to read the body
		line, err := in.ReadString('\n')
		b.s.must(err)
		if line = strings.TrimSpace(line); line != "" && !strings.Contains(line, "100") {
			b.s.t.Fatalf("the server does not wait for the body: %s", line)
		}
	}
	io.WriteString(conn, body[:len(body)-1])
	return func() *answer {
		b.s.t.Helper()
		io.WriteString(conn, body[len(body)-1:])
		res, err := http.ReadResponse(in, req)
		b.s.must(err)
		defer res.Body.Close()
		text, err := io.ReadAll(res.Body)
		b.s.must(err)
		return &answer{t: b.s.t, status: res.StatusCode, header: res.Header, body: string(text), location: res.Header.Get("Location")}
	}
}

// Rights are those of the moment after the last byte.
func TestAWithheldByteKeepsNoRights(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		other, err := s.app.AddMember(ctx, domain.System,
			domain.Member{Name: "Another admin", Email: "other@example.org", Role: domain.Admin}, password)
		s.must(err)
		fallen := s.members[domain.Admin]
		finish := s.as(domain.Admin).withhold("/members/"+itoa(fallen)+"/role", "role=admin")
		second := s.actor(domain.Admin)
		second.ID = other
		s.must(s.app.SetRole(ctx, second, fallen, domain.Customer, "A reason that is long enough."))
		if a := finish(); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/signin") {
			t.Errorf("the last byte is answered with %d to %q", a.status, a.location)
		}
		if m, err := s.db.Reader().Member(ctx, fallen); err != nil || m.Role != domain.Customer {
			t.Errorf("whoever withheld a byte is %s again, %v", m.Role, err)
		}
		suspended := s.members[domain.Engineer]
		finish = s.as(domain.Engineer).withhold("/account/name", "name=Mallory")
		s.must(s.app.Suspend(ctx, second, suspended, domain.Sanction{Reason: "A reason that is long enough."}))
		if a := finish(); a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, "/signin") {
			t.Errorf("who was suspended meanwhile is answered with %d to %q", a.status, a.location)
		}
	})
}
