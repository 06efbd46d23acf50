package web_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// An admin finds what is still open under /admin, sends a test mail and is told what
// the server said of it.
func TestWhatIsStillOpen(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Admin)
		open := func() int { return b.get("/admin").want(http.StatusOK).doc().Find(".mark-ochre").Length() }
		b.get("/admin").want(http.StatusOK, "8 things are still to be done", "Imprint", "First people")
		before := open()
		s.inbox.Refuse(true)
		b.post("/setup/mail", "mail.from", "hello@example.org").want(http.StatusConflict, "did not take the mail", "not now for")
		if got := open(); got != before {
			t.Errorf("a mail that was refused counts: %d open, %d before", got, before)
		}
		s.inbox.Refuse(false)
		b.post("/setup/mail", "mail.from", "hello@example.org").want(http.StatusSeeOther)
		b.get("/setup/people").want(http.StatusOK, "The server took the mail")
		if mails := s.inbox.Take(); len(mails) != 1 || mails[0].To != "admin@example.org" ||
			!strings.Contains(mails[0].Subject, "test mail") {
			t.Errorf("the mails are %+v", mails)
		}
		s.must(s.app.SetSettings(t.Context(), domain.System, domain.Settings{domain.CommunityName: "Halden", domain.Language: "de"}))
		if got := open(); got != before-3 {
			t.Errorf("%d are open, want %d", got, before-3)
		}
		b.post("/setup/mail", "mail.from", "hello@example.org").want(http.StatusSeeOther)
		b.post("/setup/mail", "mail.from", "hello@example.org").want(http.StatusTooManyRequests)
		s.as(domain.Moderator).post("/setup/mail").want(http.StatusForbidden)
	})
}

// The link of the first start leads through the steps, each of which keeps what it asks
// for and can be skipped; what is wrong is said beside its field.
func TestTheFirstRun(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.firstAdmin()
		b.post("/setup/name", domain.CommunityName, " ").want(http.StatusUnprocessableEntity, "Step 1 of 5")
		if a := b.post("/setup/name", domain.CommunityName, "Halden").want(http.StatusSeeOther); a.location != "/setup/language" {
			t.Errorf("the name leads to %s", a.location)
		}
		b.get("/setup/name").want(http.StatusOK, `value="Halden"`)
		b.post("/setup/language", domain.Language, "fr").want(http.StatusUnprocessableEntity)
		b.post("/setup/language", domain.Language, "en").want(http.StatusSeeOther)
		first, err := s.db.Reader().FirstSpace(t.Context())
		s.must(err)
		s.must(s.db.Tx(t.Context(), func(q *store.Tx) error {
			return q.SetModerators(t.Context(), first, []domain.MemberRef{{ID: s.members[domain.Moderator]}})
		}))
		version, _ := b.get("/setup/space").want(http.StatusOK, "Gaming").doc().Find("[name=version]").Attr("value")
		b.post("/setup/space", "name", "x", "version", version).want(http.StatusUnprocessableEntity, "Step 3 of 5")
		b.post("/setup/space", "name", "Quiet fans", "description", "All that turns.", "version", version).want(http.StatusSeeOther)
		b.post("/setup/space", "name", "Late", "version", version).want(http.StatusConflict)
		space, err := s.db.Reader().Space(t.Context(), first)
		s.must(err)
		if space.Slug != "quiet-fans" || space.Description != "All that turns." || space.Responsible.ID != s.members[domain.Engineer] {
			t.Errorf("the first space is %+v", space)
		}
		if own, err := s.db.Reader().ModeratedSpaces(t.Context(), s.members[domain.Moderator]); err != nil || len(own) != 1 {
			t.Errorf("the first space lost its moderator: %v, %v", own, err)
		}
		b.post("/setup/mail", domain.MailFrom, "Halden <a@example.org>").want(http.StatusUnprocessableEntity, "This is not an e-mail address")
		b.post("/setup/mail", domain.MailFrom, "ideas@halden.example").want(http.StatusSeeOther)
		b.post("/setup/people", "email", "nia@example.org", "role", "engineer").want(http.StatusSeeOther)
		b.get("/setup/people").want(http.StatusOK, "nia@example.org", "Finish")
		b.get("/setup/odd").want(http.StatusNotFound)
		s.as(domain.Engineer).get("/setup/name").want(http.StatusForbidden)
		s.browser().get("/setup/name").want(http.StatusSeeOther)
		for _, n := range b.get("/admin").doc().Find(".list.rows li").EachIter() {
			if name := n.Find("a").Text(); strings.Contains("Name of the community Language First space Sender of mails", name) &&
				n.Find(".mark-moss").Length() == 0 {
				t.Errorf("%s is still open", name)
			}
		}
	})
}

// firstAdmin comes by the link that the first start prints.
func (s *site) firstAdmin() *browser {
	s.t.Helper()
	ctx := context.Background()
	s.must(s.db.Tx(ctx, func(q *store.Tx) error { return q.SetRole(ctx, s.members[domain.Admin], domain.Customer) }))
	token, err := s.app.SetupLink(ctx)
	s.must(err)
	b := s.browser()
	a := b.post("/setup", "token", token, "name", "Boss", "email", "boss@example.org", "password", password).want(http.StatusSeeOther)
	if a.location != "/setup/name" {
		s.t.Errorf("the first admin is led to %s", a.location)
	}
	return b
}
