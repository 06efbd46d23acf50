package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"groundswell/internal/domain"
	"groundswell/internal/store"
)

// letter makes a mail about an idea be sent to the customer, and returns it.
func (s *site) letter(id int64) (stop string) {
	s.t.Helper()
	s.must(s.jobs.Schedule(s.t.Context()))
	s.must(s.app.Decide(s.t.Context(), s.actor(domain.Engineer), id, domain.StatusDeclined, "The case has no room for a larger one."))
	s.told()
	s.told()
	for _, m := range s.inbox.Take() {
		if m.To == string(domain.Customer)+"@example.org" {
			at, err := url.Parse(strings.Trim(m.Stop, "<>"))
			s.must(err)
			return at.Path
		}
	}
	s.t.Fatal("no mail came")
	return ""
}

// A mail is stopped with one click by whoever has it: a mail program sends the form
// itself, a person presses the button; to open the page stops nothing.
func TestUnsubscribe(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		stop := s.letter(s.idea(domain.Customer, "A quieter fan for everyone"))
		level := func() domain.MailLevel {
			wish, _, err := s.db.Reader().MailWish(t.Context(), s.members[domain.Customer])
			s.must(err)
			return wish.Level
		}
		s.browser().get(stop).want(http.StatusOK, "Stop the mails")
		if level() != domain.MailDirect {
			t.Error("opening the page stopped the mails")
		}
		s.browser().get(stop + "x").want(http.StatusNotFound)
		s.browser().post(stop + "x").want(http.StatusNotFound)
		req, err := http.NewRequest(http.MethodPost, s.url+stop, strings.NewReader("List-Unsubscribe=One-Click"))
		s.must(err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.browser().send(req).want(http.StatusOK, "You get no more mails")
		if level() != domain.MailNone {
			t.Error("one click did not stop the mails")
		}
		b := s.as(domain.Customer)
		b.post("/account/mail", "mail_level", "all", "mail_weekly", "1").want(http.StatusSeeOther)
		if a := b.get("/account").want(http.StatusOK, "Once a week"); a.doc().Find("input[name=mail_level][checked]").AttrOr("value", "") != "all" {
			t.Error("the account page does not show what was chosen")
		}
		b.post("/account/mail", "mail_level", "some").want(http.StatusUnprocessableEntity, "Choose one of the three.")
		s.browser().post(stop).want(http.StatusOK)
		if level() != domain.MailNone {
			t.Error("the button did not stop the mails")
		}
	})
}

// A member whose mails come back is told on every page, until it is forgiven.
func TestAMemberWhoseMailsComeBackIsTold(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		b := s.as(domain.Customer)
		const told = "Mails to your address come back"
		if strings.Contains(b.get("/spaces").text(), told) {
			t.Error("told without a reason")
		}
		s.must(s.db.Tx(t.Context(), func(q *store.Tx) error {
			return q.SetBounces(t.Context(), s.members[domain.Customer], domain.Bounces{Score: domain.BouncesStop, Last: s.now()})
		}))
		b.get("/spaces").want(http.StatusOK, told)
		b.get("/account").want(http.StatusOK, told, "none leave until")
		s.forward(domain.BouncesLife)
		if strings.Contains(s.as(domain.Customer).get("/spaces").text(), told) {
			t.Error("told after it was forgiven")
		}
	})
}
