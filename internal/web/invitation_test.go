package web_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
	"groundswell/internal/store/storetest"
	"groundswell/internal/web"
)

var invitationPath = regexp.MustCompile(`/invitation\?token=[\w-]+`)

// invitationTo is where the link of the one invitation leads that was mailed to an address.
func (s *site) invitationTo(address string) (path string) {
	s.t.Helper()
	for _, m := range s.inbox.Take() {
		if m.To == address && path == "" {
			path = invitationPath.FindString(m.Text)
		} else if m.To == address {
			s.t.Errorf("one more mail to %s: %s", address, m.Subject)
		}
	}
	if path == "" {
		s.t.Fatalf("no mail invites %s", address)
	}
	return path
}

// An admin invites somebody by mail: the link leads to a form, which signs in with the
// role. Others invite nobody.
func TestInvitingByMail(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		s.must(s.jobs.Schedule(t.Context()))
		admin := s.as(domain.Admin)
		s.as(domain.Moderator).post("/admin/people", "email", "nia@example.org", "role", "admin").want(http.StatusForbidden)
		admin.post("/admin/people", "email", "nia", "role", "engineer").want(http.StatusUnprocessableEntity, "This is not an e-mail address")
		admin.post("/admin/people", "email", "nia@example.org", "role", "king").want(http.StatusUnprocessableEntity, "“king” is not a role")
		admin.post("/admin/people", "email", "member@example.org", "role", "engineer").want(http.StatusUnprocessableEntity, "There is an account")
		admin.post("/admin/people", "email", "nia@example.org", "role", "engineer").want(http.StatusSeeOther)
		admin.get("/admin/people").want(http.StatusOK, "The invitation is on its way", "Invited, not here yet", "nia@example.org")
		s.told()
		path := s.invitationTo("nia@example.org")
		b := s.browser()
		if a := b.get(path).want(http.StatusOK, "nia@example.org", "Engineer"); a.header.Get("Referrer-Policy") != "no-referrer" {
			t.Error("the address of the link is told to others")
		}
		token := strings.TrimPrefix(path, "/invitation?token=")
		b.post("/invitation", "token", token, "name", "Nia", "password", "short").want(http.StatusUnprocessableEntity, token)
		b.post("/invitation", "token", token, "name", "Nia", "password", password).want(http.StatusSeeOther)
		b.get("/queues").want(http.StatusOK)
		s.browser().get(path).want(http.StatusNotFound, "This link was used")
		if page := admin.get("/admin/people"); strings.Contains(page.text(), "not here yet") || !strings.Contains(page.text(), "Nia") {
			t.Errorf("who came is still awaited: %s", page.text())
		}
	})
}

// An invitation that is taken back leads nowhere.
func TestTakingAnInvitationBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		admin := s.as(domain.Admin)
		token, err := s.app.Invite(t.Context(), s.actor(domain.Admin), domain.Invitation{Email: "nia@example.org", Role: domain.Officer}, false)
		s.must(err)
		form, _ := admin.get("/admin/people").doc().Find("#invited form").Attr("action")
		s.as(domain.Officer).post(form).want(http.StatusForbidden)
		s.browser().get("/invitation?token=" + token).want(http.StatusOK)
		admin.post(form).want(http.StatusSeeOther)
		admin.get("/admin/people").want(http.StatusOK, "The invitation is taken back")
		s.browser().get("/invitation?token=" + token).want(http.StatusNotFound)
		admin.post(form).want(http.StatusNotFound)
	})
}

// Without a mail server the link is shown to whoever invites, once.
func TestInvitingByHand(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newSite(t, db, web.WithoutMail)
		admin := s.as(domain.Admin)
		a := admin.post("/admin/people", "email", "nia@example.org", "role", "officer").want(http.StatusOK,
			"It is not shown again", s.url+"/invitation")
		path := invitationPath.FindString(a.body)
		if again := admin.get("/admin/people").want(http.StatusOK, "nia@example.org"); invitationPath.MatchString(again.body) {
			t.Error("the link is shown again")
		}
		s.browser().get(path).want(http.StatusOK, "nia@example.org", "Officer")
		s.must(s.jobs.RunDue(t.Context()))
		if mails := s.inbox.Take(); len(mails) > 0 {
			t.Errorf("mails leave: %+v", mails)
		}
	})
}
