package web_test

import (
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
)

// An admin finds what is still open under /admin, sends a mail on trial and is told what
// the server said of it.
func TestWhatIsStillOpen(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Admin)
		open := func() int { return b.get("/admin").want(http.StatusOK).doc().Find(".mark-ochre").Length() }
		b.get("/admin").want(http.StatusOK, "8 things are still to be done", "Imprint", "First people")
		before := open()
		s.inbox.Refuse(true)
		b.post("/admin/mail").want(http.StatusConflict, "did not take the mail", "not now for")
		if got := open(); got != before {
			t.Errorf("a mail that was refused counts: %d open, %d before", got, before)
		}
		s.inbox.Refuse(false)
		b.post("/admin/mail").want(http.StatusSeeOther)
		b.get("/admin").want(http.StatusOK, "The server took the mail")
		if mails := s.inbox.Take(); len(mails) != 1 || mails[0].To != "admin@example.org" || !strings.Contains(mails[0].Subject, "mail on trial") {
			t.Errorf("the mails are %+v", mails)
		}
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.CommunityName: "Halden", domain.Language: "de"}))
		if got := open(); got != before-3 {
			t.Errorf("%d are open, want %d", got, before-3)
		}
		b.post("/admin/mail").want(http.StatusSeeOther)
		b.post("/admin/mail").want(http.StatusTooManyRequests)
		s.as(domain.Moderator).post("/admin/mail").want(http.StatusForbidden)
	})
}
